# Le bandeau sur les traceurs, la page qui les explique, et ce à quoi l’on peut consentir.
nav-cookies = Gérer mes cookies
nav-proofs = Ce qui est prouvé

## Le bandeau
cookies-notice-title = Cookies et suivi : à vous de choisir
cookies-notice-asks = Ce site ne dépose aucun cookie soumis à votre accord et ne compte pas ses visites. S’il les compte un jour, sans vous si vous refusez :
cookies-notice-means = Accepter, c’est ne pas s’y opposer, et rien de plus : un cookie soumis à accord vous serait demandé à part.
cookies-notice-needs = { $name } vous demande votre accord pour ceci, et rien d’autre :
cookies-notice-after = Refuser ne ferme aucune page. Réponse gardée six mois, à changer quand vous voulez au bas de chaque page.
cookies-refuse = Tout refuser
cookies-accept = Tout accepter
cookies-choose = Choisir

## La page
cookies-title = Cookies et suivi
cookies-lead = Ce que ce site dépose dans votre navigateur, pourquoi, pour combien de temps, et comment le refuser.
cookies-done-saved = Votre choix est enregistré dans ce navigateur.
cookies-done-forgotten = Votre choix est oublié : la question vous sera posée de nouveau.
cookies-section-choix = Votre choix
cookies-section-liste = Les cookies de ce site
cookies-section-navigateur = Ce que votre navigateur vient d’envoyer
cookies-section-effacer = Effacer ou bloquer les cookies
cookies-section-sans = Sans cookies
cookies-answer-open = Vous n’avez pas encore répondu : aucun cookie soumis à accord n’est déposé.
cookies-answer-accepted = Vous avez tout accepté.
cookies-answer-refused = Vous avez tout refusé.
cookies-answer-chosen = Vous avez accepté une partie des demandes.
cookies-answer-signal = Votre navigateur demande à ne pas être suivi (Global Privacy Control ou Do Not Track) : nous le comprenons comme un refus, et ne vous posons pas la question.
cookies-none-needed = Aujourd’hui, aucun cookie de ce site n’a besoin de votre accord, et les visites ne sont pas comptées. Si elles le sont un jour, ce sera au titre de l’intérêt légitime : refuser ici, c’est s’y opposer d’avance (RGPD, art. 21) ; accepter, c’est ne pas s’y opposer, et ne vaut accord pour rien d’autre.
cookies-needed = Certains cookies de la liste attendent votre accord : ils ne sont déposés qu’après.
cookies-purposes = J’accepte
cookies-save = Enregistrer mon choix
cookies-forget = Oublier ma réponse
cookies-kept = Votre réponse est gardée six mois, qu’elle soit oui ou non, dans un cookie sans identifiant : il est le même chez toutes les personnes qui répondent comme vous. Effacé, la question revient. Nous comptons seulement combien de réponses de chaque sorte sont données par jour.
cookies-list-lead = Le serveur est fait pour retirer de ses réponses tout cookie qui ne figure pas dans cette liste. La page « Ce qui est prouvé » dit quand cela a été vérifié.
cookies-label-purpose = À quoi il sert
cookies-label-when = Quand il est déposé
cookies-label-age = Durée, au plus
cookies-label-category = Accord
cookies-label-contains = Ce qu’il contient
cookies-category-essential = Pas nécessaire : le service demandé ne marche pas sans lui (loi Informatique et Libertés, art. 82).
cookies-category-exempt = Pas nécessaire : mesure de fréquentation exemptée par la CNIL.
cookies-category-consent = Nécessaire : il n’est déposé qu’après votre accord.
cookies-contains-random = Un nombre tiré au hasard, qui ne dit rien de vous.
cookies-contains-choice = Votre choix, sans identifiant.
cookies-contains-none = Rien à votre sujet.
cookies-sent-lead = { $count ->
    [one] Avec la demande de cette page, votre navigateur nous a envoyé un cookie :
   *[other] Avec la demande de cette page, votre navigateur nous a envoyé { $count } cookies :
 }
cookies-sent-ours = de ce site, voir la liste
cookies-sent-unknown = inconnu de ce site
cookies-sent-after = Un cookie inconnu vient d’une extension, d’un autre outil du même domaine ou d’un ancien site. Répondre ci-dessus demande à votre navigateur d’effacer ceux qu’un site peut effacer ; les autres s’effacent dans ses réglages.
cookies-sent-none = Avec la demande de cette page, votre navigateur ne nous a envoyé aucun cookie.
cookies-browsers-lead = Chaque navigateur permet de voir, d’effacer et de bloquer les cookies d’un site :
cookies-browser-firefox-name = Firefox
cookies-browser-firefox-how = Menu ☰ › Paramètres › Vie privée et sécurité › Cookies et données de sites › Gérer les données.
cookies-browser-chrome-name = Chrome
cookies-browser-chrome-how = Menu ⋮ › Paramètres › Confidentialité et sécurité › Cookies tiers › Afficher toutes les données et autorisations de sites.
cookies-browser-edge-name = Edge
cookies-browser-edge-how = Menu … › Paramètres › Confidentialité, recherche et services › Cookies › Afficher tous les cookies et données de site.
cookies-browser-safari-name = Safari
cookies-browser-safari-how = Menu Safari › Réglages › Confidentialité › Gérer les données de sites web.
cookies-browser-opera-name = Opera
cookies-browser-opera-how = Menu O › Paramètres › Confidentialité et sécurité › Cookies tiers › Afficher toutes les données et autorisations de sites.
cookies-browser-iphone-name = iPhone et iPad
cookies-browser-iphone-how = Réglages › Apps › Safari › Avancé › Données de sites.
cookies-browser-android-name = Android
cookies-browser-android-how = Chrome : menu ⋮ › Paramètres › Paramètres des sites › Tous les sites. Firefox : menu ⋮ › Paramètres › Supprimer les données de navigation.
cookies-without-lead = Les pages de ce site se lisent et les billets s’achètent sans aucun cookie. Voici ce qui change quand ils sont bloqués :
cookies-notice-link = Les cookies dans les mentions légales

## Les cookies de l’inventaire
cookie-choice-when = Quand vous répondez au bandeau sur les cookies, ou sur cette page.
cookie-choice-without = Votre réponse n’est pas retenue : la question revient à chaque page.
cookie-session-without = L’espace de gestion, réservé à l’équipe de l’association, reste fermé.

## Ce à quoi l’on peut consentir
consent-audience-title = Compter les visites.
consent-audience-text = Combien de fois chaque page est lue, en totaux du jour où personne n’apparaît.
consent-newsletter-title = Recevoir la lettre d’information.
consent-newsletter-text = Le programme et les nouvelles de l’association, par e-mail. Chaque envoi permet de se désinscrire.
consent-images-title = Publier des images où je figure.
consent-images-text = Photographies et films des concerts, sur le site et les affiches de l’association.
consent-missing = Cette personne n’a pas donné son accord, ou l’a repris : rien n’a été fait.

## L’inventaire
treatment-consent-title = Preuve des accords
treatment-consent-purpose = Retenir ce à quoi chaque personne a consenti, ce qu’elle a refusé ou repris, et dans quels termes.
