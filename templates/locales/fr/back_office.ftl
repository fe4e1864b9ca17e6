# L'espace des bénévoles : ce que lit la trésorière un soir de semaine.

## Cadre
bo-skip = Aller au contenu
bo-nav = Sections
bo-nav-home = Accueil
bo-nav-concerts = Concerts
bo-nav-orders = Commandes
bo-nav-door = Porte
bo-nav-money = Argent
bo-nav-settings = Réglages
bo-nav-team = Équipe
bo-nav-more = Plus
bo-see-site = Voir le site
bo-switch-association = Changer d’association
bo-other-locale = English
bo-logout = Se déconnecter
bo-role = { $role ->
    [president] Présidence
    [treasurer] Trésorerie
    [editor] Rédaction
   *[door] Porte
}
bo-role-can = { $role ->
    [president] Présidence : tout, y compris l’équipe et les réglages
    [treasurer] Trésorerie : commandes, remboursements, argent, concerts
    [editor] Rédaction : écrire et publier les concerts
   *[door] Porte : contrôler les billets, rien d’autre
}
bo-pager = Pages de la liste
bo-pager-previous = Page précédente
bo-pager-next = Page suivante
bo-pager-place = Page { $page } sur { $pages }
bo-export-csv = { $count ->
    [one] Télécharger cette ligne pour un tableur (CSV)
   *[other] Télécharger ces { $count } lignes pour un tableur (CSV)
}
bo-save = Enregistrer
bo-change = Modifier
bo-give-up = Renoncer
bo-unknown = inconnu
bo-today = Aujourd’hui
bo-print = Imprimer

## Mots partagés
bo-name = Nom
bo-email = Adresse e-mail
bo-date = Date
bo-day = Jour
bo-state = État
bo-price = Prix
bo-amount = Montant
bo-total = Total
bo-sub-total = Sous-total
bo-free = Gratuit
bo-from = dès { $amount }
bo-each = { $amount } l’une
bo-concert = Concert
bo-order = Commande
bo-buyer = Réservé par
bo-no-name = Nom non renseigné
bo-not-given = pas encore donnée
bo-tariff = Tarif
bo-ticket = Billet
bo-tickets = Billets
bo-number = Numéro
bo-holder = Nom
bo-came = Entrée
bo-came-at = déjà entré à { $time }
bo-not-yet = pas encore
bo-what = Opération
bo-fees = Frais
bo-net = Net pour l’association
bo-sold = Vendues
bo-held = Retenues
bo-takings = Recette
bo-doors-at = portes { $time }
bo-step = Étape { $step } sur { $steps }
bo-what-happens = Ce qui va se passer
bo-no-way-back = Il ne sera pas possible de revenir en arrière.
bo-type-title = Pour confirmer, recopiez le titre du concert : { $title }
bo-type-title-hint = Majuscules et accents n’ont pas d’importance.
bo-seats-sentence = { $sold } places vendues, { $held } retenues par des achats en cours, { $left } libres, sur { $capacity }
bo-seats-sold = { $count ->
    [one] vendue
   *[other] vendues
}
bo-seats-held = achat en cours
bo-seats-left = { $count ->
    [one] libre
   *[other] libres
}
bo-ticket-word = { $count ->
    [one] billet
   *[other] billets
}
bo-tickets-count = { $count ->
    [one] { $count } billet
   *[other] { $count } billets
}

## États
bo-concert-state = { $state ->
    [draft] Brouillon
    [published] Publié
    [cancelled] Annulé
   *[other] { $state }
}
bo-sale-state = { $state ->
    [not_open] Vente pas encore ouverte
    [open] Vente ouverte
    [closed] Vente terminée
    [sold_out] Complet
    [unconnected] Vente en attente de Stripe
   *[other] { $state }
}
bo-order-state = { $state ->
    [held] Places retenues
    [paying] Paiement en cours
    [confirmed] Confirmée
    [expired] Délai dépassé
    [abandoned] Abandonnée
    [refunded] Remboursée
    [unseated] Sans place, remboursée
   *[other] { $state }
}
bo-payment-state = { $state ->
    [pending] En attente
    [processing] En traitement
    [succeeded] Payé
    [failed] Échoué
    [expired] Abandonné
    [partly_refunded] Remboursé en partie
    [refunded] Remboursé
   *[other] { $state }
}
bo-ticket-state = { $state ->
    [valid] Valable
    [void] Annulé
   *[other] { $state }
}
bo-refund-state = { $state ->
    [pending] En cours
    [processing] En cours
    [succeeded] Fait
    [failed] Échoué
   *[other] { $state }
}
bo-association-state = { $state ->
    [active] Active
    [suspended] Suspendue
    [closing] En fermeture
    [closed] Fermée
   *[other] { $state }
}

## Entrée
bo-login-title = Connexion
bo-login-lead = L’espace des bénévoles de votre association.
bo-login-reason = { $reason ->
    [expired] Après un long moment sans activité, il faut se reconnecter. Vous reviendrez où vous étiez.
    [codes] Trop de codes faux. Votre mot de passe est redemandé, et un e-mail vous prévient. Pendant un quart d’heure au moins, aucun code n’est accepté.
    [password_changed] Votre mot de passe est changé. Connectez-vous avec le nouveau.
   *[logged_out] Déconnexion faite. À bientôt !
}
bo-password = Mot de passe
bo-login = Se connecter
bo-login-forgotten = Mot de passe oublié ?
bo-login-new = Pas encore de compte ? Demandez une invitation à la présidence de votre association.
bo-password-ask-title = Mot de passe oublié
bo-password-ask-lead = Écrivez votre adresse : nous y envoyons un lien pour choisir un nouveau mot de passe.
bo-password-ask = Recevoir le lien
bo-password-expired = Ce lien ne fonctionne plus : il a déjà servi, ou plus d’une heure a passé. Demandez-en un autre.
bo-password-sent-title = Regardez vos e-mails
bo-password-sent = Si un compte existe pour { $email }, un lien vient d’y être envoyé. Il reste valable une heure.
bo-password-sent-wait = Rien au bout de cinq minutes ? Regardez dans les indésirables, puis recommencez.
bo-password-back = Revenir à la connexion
bo-password-set-title = { $purpose ->
    [invitation] Bienvenue
   *[reset] Nouveau mot de passe
}
bo-password-set-lead = { $purpose ->
    [invitation] { $association } vous invite dans son équipe. Votre adresse de connexion sera { $email }.
   *[reset] Pour le compte { $email }. Vos autres appareils seront déconnectés.
}
bo-your-name = Votre nom
bo-your-name-hint = Tel que le reste de l’équipe le verra.
bo-password-new = Mot de passe
bo-password-rule = { $count } caractères au moins. Une phrase facile à retenir convient très bien.
bo-password-set = { $purpose ->
    [invitation] Rejoindre l’équipe
   *[reset] Changer le mot de passe
}
bo-choose-title = Quelle association ?
bo-choose-none-title = Aucune association
bo-choose-none = Votre compte n’appartient plus à aucune équipe. Demandez une invitation, ou ouvrez un site pour votre association.
bo-choose-signup = Ouvrir un site

## Accueil
bo-home-greeting = Bonjour { $name }
bo-home-next = Prochain concert
bo-home-open-concert = Voir le concert
bo-home-open-door = Ouvrir la porte
bo-home-none-title = Rien à l’affiche
bo-home-none = Annoncez le prochain concert : un brouillon se prépare en quelques minutes et reste invisible jusqu’à sa publication.
bo-home-todo = À faire
bo-home-nothing = Rien ne vous attend.
bo-home-money = Argent en route
bo-home-money-unconnected = L’association ne peut pas encore encaisser. Reliez-la à Stripe pour vendre des places payantes.
bo-home-week = { $count ->
    [0] Aucune place vendue ces sept derniers jours.
    [one] { $count } place vendue ces sept derniers jours, { $amount }.
   *[other] { $count } places vendues ces sept derniers jours, { $amount }.
}
bo-home-payout = Stripe le vire à la banque de l’association, au rythme réglé chez Stripe.
bo-home-money-link = Tout l’argent
bo-home-upcoming = Ensuite
bo-todo = { $kind ->
    [connect_stripe] Reliez l’association à Stripe pour pouvoir vendre des places.
    [finish_stripe] L’inscription chez Stripe n’est pas finie : rien ne peut encore être vendu.
    [stripe_restricted] Stripe demande une pièce de plus, sinon les virements s’arrêtent.
    [complete_facts] { $count ->
        [one] Il manque une information à vos mentions légales.
       *[other] Il manque { $count } informations à vos mentions légales.
    }
    [name_mediator] Indiquez le médiateur de la consommation : la loi l’exige pour vendre.
    [first_concert] Annoncez votre premier concert.
    [publish_draft] « { $name } » est encore un brouillon : personne ne le voit.
    [refund_failed] { $count ->
        [one] Un remboursement n’a pas abouti.
       *[other] { $count } remboursements n’ont pas abouti.
    }
    [disputed] Un paiement est contesté auprès de la banque : répondez chez Stripe avant l’échéance.
   *[prepare_door] C’est ce soir : vérifiez la porte de « { $name } » sur votre téléphone.
}
bo-todo-link = { $kind ->
    [connect_stripe] Relier à Stripe
    [finish_stripe] Finir l’inscription
    [stripe_restricted] Voir ce qui manque
    [complete_facts] Compléter
    [name_mediator] Compléter
    [first_concert] Créer un concert
    [publish_draft] Relire et publier
    [refund_failed] Voir la commande
    [disputed] Voir la commande
   *[prepare_door] Ouvrir la porte
}

## Concerts
bo-concerts-filter = Quels concerts
bo-concerts-coming = À venir
bo-concerts-past = Passés
bo-concerts-drafts = Brouillons
bo-concerts-none-title = { $filter ->
    [coming] Aucun concert à venir
    [past] Aucun concert passé
   *[drafts] Aucun brouillon
}
bo-concerts-none = { $filter ->
    [coming] Le prochain commence par un titre et une date. Le reste peut attendre.
    [past] Vos concerts viendront se ranger ici le lendemain.
   *[drafts] Ce que vous enregistrez sans publier se retrouve ici.
}
bo-concert-new = Nouveau concert
bo-concert-edit = Modifier
bo-concert-see = Voir la page publique
bo-concert-orders = { $count ->
    [0] Commandes
    [one] { $count } commande
   *[other] { $count } commandes
}
bo-concert-sold-title = Qu’avons-nous vendu ?
bo-concert-admitted = { $count ->
    [one] { $count } personne entrée sur { $expected } attendues.
   *[other] { $count } personnes entrées sur { $expected } attendues.
}
bo-tariffs-caption = Par tarif
bo-tariffs-none = Aucun tarif.
bo-tariff-limited = { $count ->
    [one] une seule par commande
   *[other] { $count } par commande au plus
}
bo-takings-title = Combien cela rapporte-t-il ?
bo-takings-gross = Encaissé par carte
bo-takings-refunded = Remboursé
bo-takings-fees = Frais de Stripe et d’Estrade
bo-takings-net = Reste à l’association
bo-takings-fees-coming = Les frais de quelques paiements récents ne sont pas encore connus ; le reste sera un peu plus bas.
bo-chart-table = Les chiffres, jour par jour
bo-sold-day = Ce jour-là
bo-sold-all = En tout
bo-papers = Pour la porte et pour l’assemblée
bo-door-list = Liste à imprimer
bo-door-list-hint = Noms et billets, avec une case à cocher, si le téléphone fait défaut.
bo-concert-csv = Ventes pour un tableur (CSV)
bo-concert-csv-hint = Une ligne par billet : tarif, prix, état, entrée.
bo-publish-title = Publier
bo-publish = Publier le concert
bo-publish-explained = La page deviendra visible à l’adresse { $url } et le concert entrera dans l’agenda.
bo-publish-sale-opens = La vente ouvrira le { $when }.
bo-publish-blocked = Avant de publier, il manque encore :
bo-blocker = { $kind ->
    [no_tariff] un tarif au moins.
    [past] une date à venir.
    [stripe_not_connected] le lien avec Stripe, puisque certaines places sont payantes.
    [stripe_onboarding] la fin de l’inscription chez Stripe, puisque certaines places sont payantes.
    [licence_missing] la licence d’entrepreneur de spectacles, obligatoire au-delà de six représentations par an (code du travail, art. L7122-3 et L7122-19).
   *[facts_missing] des informations que la loi exige de qui vend en ligne.
}
bo-blocker-link = { $kind ->
    [no_tariff] Ajouter un tarif
    [past] Changer la date
    [stripe_not_connected] Relier à Stripe
    [stripe_onboarding] Finir l’inscription
   *[facts_missing] Compléter les réglages
}
bo-concert-is-cancelled = Ce concert est annulé. Sa page le dit, et les billets sont refusés à la porte.
bo-concert-emptying = Des remboursements sont encore en train de partir.
bo-withdraw-title = Retirer ou annuler
bo-unpublish = Retirer du site
bo-unpublish-explained = { $count ->
    [0] La page disparaît et redevient un brouillon. Possible tant que personne n’a réservé.
   *[other] N’est plus possible : des places sont vendues. Un concert qui n’aura pas lieu s’annule.
}
bo-cancel = Annuler le concert
bo-cancel-explained = { $count ->
    [0] La page dira que le concert n’aura pas lieu.
    [one] La page dira que le concert n’aura pas lieu, et la personne qui a une place sera prévenue et remboursée.
   *[other] La page dira que le concert n’aura pas lieu, et les porteurs des { $count } places seront prévenus et remboursés.
}
bo-cancel-not-you = Des places sont vendues : la trésorerie ou la présidence peut annuler.
bo-cancel-see = Voir ce que cela ferait
bo-cancel-title = Annuler { $title } ?
bo-cancel-refunds = { $count ->
    [one] Une personne sera remboursée de { $amount } et prévenue par e-mail.
   *[other] { $count } personnes seront remboursées, { $amount } en tout, et prévenues par e-mail.
}
bo-cancel-tickets = { $count ->
    [0] Aucun billet n’est en circulation.
    [one] Un billet sera annulé.
   *[other] { $count } billets seront annulés.
}
bo-cancel-page = La page du concert restera, avec la mention « Annulé ».
bo-cancel-fees = Stripe garde les frais des paiements : l’association perd { $amount }.
bo-cancel-do = { $count ->
    [0] Annuler le concert
    [one] Annuler et rembourser une personne
   *[other] Annuler et rembourser { $count } personnes
}
bo-keep-concert = Garder le concert
bo-list-printed = Liste tirée le { $when }.
bo-list-privacy = Elle porte des noms : détruisez-la après le concert.
bo-list-pdf = En PDF
bo-list-none = Personne n’a encore de billet.
bo-list-elsewhere = Noms sur des billets achetés par d’autres
bo-list-listed-as = Dans la liste, à

## Écrire un concert
bo-concert-edit-title = Modifier { $title }
bo-concert-sold-already = { $count ->
    [one] Une place est déjà vendue : si la date, l’heure ou le lieu change, prévenez la personne.
   *[other] { $count } places sont déjà vendues : si la date, l’heure ou le lieu change, prévenez le public.
}
bo-part-what = L’affiche
bo-part-when = Quand et où
bo-part-places = Places et tarifs
bo-part-sale = La vente
bo-field-title = Titre
bo-field-title-hint = Le plus gros mot de l’affiche : le nom de l’artiste ou du spectacle.
bo-field-summary-fr = Une phrase qui donne envie
bo-field-summary-en = La même en anglais
bo-field-summary-hint = Elle se lit dans l’agenda et sous le titre.
bo-field-english-hint = Sans elle, le site anglais montre le français.
bo-field-text-fr = Texte de présentation
bo-field-text-en = Texte en anglais
bo-field-text-hint = Distribution, programme, durée, accessibilité.
bo-markdown-title = Mettre en forme le texte
bo-markdown-bold = en gras
bo-markdown-italic = en italique
bo-markdown-heading = Un intertitre
bo-markdown-item = un point d’une liste
bo-picture = Image
bo-picture-change = Remplacer l’image
bo-picture-hint = JPEG, PNG ou WebP, 12 Mo au plus. Sans image, le titre fait l’affiche.
bo-picture-now = Image actuelle
bo-picture-remove = Retirer cette image
bo-picture-alt-fr = Ce que montre l’image
bo-picture-alt-en = La même chose en anglais
bo-picture-credit = Crédit
bo-picture-credit-hint = Le nom de qui a fait l’image, s’il doit paraître.
bo-picture-alt-hint = Lu aux personnes qui ne la voient pas. Par exemple : quatre musiciens sur un quai.
bo-field-date = Date
bo-field-doors = Ouverture des portes
bo-field-starts = Début
bo-field-ends = Fin
bo-field-venue = Lieu
bo-field-address = Adresse du lieu
bo-field-address-hint = Rue, code postal et ville : elle mène au plan.
bo-field-capacity = Nombre de places en vente
bo-field-capacity-hint = Tous tarifs confondus. Gardez de côté celles des invités.
bo-tariffs-explained = Les tarifs se partagent les places. Les visiteurs les voient dans cet ordre.
bo-tariff-number = Tarif { $number }
bo-tariff-sold = { $count ->
    [one] une place vendue : le prix ne change que pour les suivantes
   *[other] { $count } places vendues : le prix ne change que pour les suivantes
}
bo-tariff-name-fr = Nom du tarif
bo-tariff-name-en = En anglais
bo-tariff-kind = Genre
bo-tariff-kind-word = { $kind ->
    [free] Gratuit
    [pay_what_you_want] Prix libre
   *[fixed] Prix fixe
}
bo-tariff-minimum = Minimum
bo-tariff-limit = Par commande, au plus
bo-tariff-remove = Supprimer ce tarif
bo-tariff-add = Ajouter un tarif
bo-tariff-empty = Les lignes laissées vides sont oubliées.
bo-field-sale-opens = Ouverture de la vente
bo-field-sale-opens-hint = Vide : dès la publication.
bo-field-sale-closes = Fermeture de la vente
bo-field-sale-closes-hint = Vide : au début du concert.
bo-field-order-limit = Places par commande
bo-field-order-limit-hint = Au plus. Dix suffisent d’ordinaire.
bo-preview-title = Ce que verra le public
bo-preview-no-title = Le titre
bo-preview-note = En couleurs de l’association sur le site.
bo-preview-again = Actualiser l’aperçu
bo-save-published = Enregistrer et montrer
bo-save-draft = Garder en brouillon
bo-save-note = { $state ->
    [published] Les visiteurs verront les changements tout de suite.
    [cancelled] La page garde la mention « Annulé ».
   *[draft] Un brouillon ne se voit pas sur le site.
}

## Commandes
bo-orders-search = Nom, adresse ou code
bo-all-concerts = Tous les concerts
bo-all-states = Tous les états
bo-filter = Chercher
bo-filter-none = Tout montrer
bo-orders-sum = { $orders ->
    [one] Une commande
   *[other] { $orders } commandes
}, { $tickets ->
    [0] aucun billet
    [one] un billet
   *[other] { $tickets } billets
}, { $amount }.
bo-of-which-refunded = dont { $amount } remboursés
bo-refund-failed = Remboursement échoué
bo-orders-not-found-title = Rien trouvé
bo-orders-not-found = Essayez une partie du nom, l’adresse, ou les premiers signes du code inscrit sur le billet.
bo-orders-none-title = Pas encore de commande
bo-orders-none = Dès qu’une personne réserve, sa commande apparaît ici.
bo-order-explained = { $state ->
    [held] Les places sont retenues jusqu’au { $when } ; la commande est en train d’être remplie.
    [paying] La page de paiement est ouverte. Les places restent retenues jusqu’à la réponse de Stripe.
    [confirmed] Les billets sont partis par e-mail.
    [expired] Le délai est passé sans paiement : les places sont de nouveau en vente. Rien n’a été débité.
    [abandoned] La commande a été abandonnée : les places sont de nouveau en vente. Rien n’a été débité.
    [refunded] Tout a été remboursé ; les billets sont refusés à la porte.
   *[unseated] Le paiement est arrivé trop tard, quand il ne restait plus de place : il est remboursé de lui-même.
}
bo-order-test = Commande d’essai : aucun argent n’a circulé.
bo-reconcile = Demander à Stripe où en est le paiement
bo-placed = Passée le
bo-order-number = Numéro d’ordre
bo-order-page = Page de suivi
bo-order-page-link = Voir la page envoyée par e-mail
bo-resend = Renvoyer les billets par e-mail
bo-bill = Compte
bo-refunded = Remboursé
bo-paid-by-card = Payé par carte
bo-nothing-to-pay = Gratuit, rien à payer
bo-door-of = porte { $name }
bo-tickets-none = Aucun billet n’a été émis.
bo-payment = Paiement
bo-payment-failure = La banque a refusé :
bo-fee-unknown = pas encore connus
bo-see-at-stripe = Voir chez Stripe
bo-see-receipt = Voir le reçu de Stripe
bo-card-ends = Carte qui finit par
bo-card-funding = { $funding ->
    [credit] crédit
    [debit] débit
    [prepaid] prépayée
   *[unknown] genre inconnu
}
bo-card-expires = Expire
bo-card-country = Pays
bo-card-cvc = Code au dos
bo-card-check = { $check ->
    [pass] vérifié
    [fail] faux
    [unavailable] non vérifiable
   *[unchecked] non vérifié
}
bo-card-risk = Risque selon Stripe
bo-card-risk-level = { $level ->
    [normal] normal
    [elevated] élevé
    [highest] très élevé
    [not_assessed] non évalué
   *[unknown] inconnu
}
bo-card-outcome = Réponse de la banque
bo-card-fingerprint = Empreinte
bo-card-read = Lu chez Stripe à { $time }. Nous ne gardons rien de la carte.
bo-card-unavailable = Stripe ne répond pas : la carte ne peut pas être montrée maintenant. Rechargez la page dans un moment.
bo-refunds = Remboursements
bo-asked-by = Demandé par
bo-by-itself = de lui-même
bo-by = par { $name }
bo-timeline-title = Ce qui s’est passé
bo-timeline = { $kind ->
    [placed] Places retenues
    [details_given] Nom et adresse donnés
    [checkout_opened] Page de paiement ouverte
    [payment_failed] Paiement refusé : { $detail }
    [paid] Payé, { $detail }
    [confirmed] Commande confirmée
    [tickets_sent] Billets envoyés par e-mail
    [tickets_resent] Billets renvoyés par e-mail
    [names_changed] Noms corrigés sur les billets
    [mail_failed] L’e-mail n’est pas arrivé : { $detail }
    [admitted] Entrée du billet { $detail }
    [admission_undone] Entrée annulée, billet { $detail }
    [refund_asked] Remboursement demandé, { $detail }
    [refund_done] Remboursement fait, { $detail }
    [refund_failed] Remboursement échoué : { $detail }
    [expired] Délai dépassé, places rendues
    [abandoned] Commande abandonnée, places rendues
    [unseated] Payé trop tard, plus de place
    [disputed] Paiement contesté auprès de la banque, { $detail }
   *[other] { $detail }
}

## Rembourser
bo-refund = Rembourser
bo-refund-choose-title = Que faut-il rembourser ?
bo-refund-choose = { $title }, { $day }.
bo-refund-which = Billets à rembourser
bo-refund-whole = Toute la commande
bo-refund-preview = Voir ce que cela ferait
bo-refund-nothing-yet = Rien n’est remboursé avant l’écran suivant.
bo-refund-confirm-title = Rembourser { $amount } ?
bo-refund-buyer-gets = { $name } reçoit
bo-refund-stripe-lost = L’association perd les frais de Stripe
bo-refund-stripe-lost-why = Déjà payés sur cet achat, jamais rendus.
bo-refund-void = { $count ->
    [one] Le billet est annulé tout de suite ; il sera refusé à la porte.
   *[other] Les { $count } billets sont annulés tout de suite ; ils seront refusés à la porte.
}
bo-refund-seats = { $count ->
    [one] La place est remise en vente.
   *[other] Les { $count } places sont remises en vente.
}
bo-refund-mail = Un e-mail part à { $email }. L’argent arrive sur sa carte en 5 à 10 jours.
bo-refund-admitted = { $count ->
    [one] Attention : une de ces personnes est déjà entrée.
   *[other] Attention : { $count } de ces personnes sont déjà entrées.
}
bo-refund-short = Il manque { $amount } sur votre compte Stripe aujourd’hui : le remboursement partira quand il sera approvisionné.
bo-refund-do = Rembourser { $amount }
bo-refund-change = Changer le choix
bo-refund-result-title = { $state ->
    [succeeded] { $amount } remboursés
    [failed] Le remboursement n’a pas abouti
   *[pending] Remboursement en cours, { $amount }
}
bo-refund-result = { $state ->
    [succeeded] { $count ->
        [one] Le billet est annulé, et un e-mail est parti à { $email }.
       *[other] Les { $count } billets sont annulés, et un e-mail est parti à { $email }.
    }
    [failed] { $count ->
        [one] Le billet reste annulé, mais l’argent n’est pas parti.
       *[other] Les { $count } billets restent annulés, mais l’argent n’est pas parti.
    } Vérifiez votre compte Stripe, puis recommencez.
   *[pending] { $count ->
        [one] Le billet est déjà annulé.
       *[other] Les { $count } billets sont déjà annulés.
    } Stripe traite la demande ; vous pouvez quitter cette page.
}
bo-refund-stripe-says = Réponse de Stripe :
bo-refund-again = Recommencer
bo-back-to-order = Revenir à la commande
bo-refund-see = Voir et recommencer
bo-refund-failed-explained = Le remboursement de { $amount } n’a pas abouti.

## Argent
bo-stripe-title = { $state ->
    [not_connected] Encaisser par carte
    [onboarding] Inscription chez Stripe à finir
    [active] Vous pouvez encaisser
    [restricted] Stripe demande quelque chose
   *[disconnected] Stripe n’est plus relié
}
bo-stripe-explained = { $state ->
    [not_connected] Les paiements vont droit sur le compte Stripe de l’association : l’argent ne passe jamais par Estrade. Comptez quinze minutes.
    [onboarding] Le compte est ouvert, mais Stripe attend encore des réponses. Rien ne peut être vendu d’ici là.
    [active] Les paiements arrivent sur le compte Stripe de l’association, qui les vire à sa banque.
    [restricted] Les ventes ou les virements sont suspendus tant que Stripe n’a pas reçu ce qui suit.
   *[disconnected] Le lien a été coupé depuis Stripe. Les ventes sont arrêtées ; les billets déjà vendus restent valables.
}
bo-stripe-missing = Stripe attend :
bo-stripe-needs = { $what ->
    [bank] L’IBAN du compte bancaire de l’association.
    [document] Une pièce justificative : pièce d’identité ou document de l’association.
    [terms] L’accord sur les conditions de Stripe.
    [activity] Ce que fait l’association, et l’adresse de son site.
    [registration] Le nom officiel et le numéro SIRET ou RNA de l’association.
    [representative] L’identité de la personne qui représente l’association.
    [contact] Une adresse, un téléphone ou un e-mail.
   *[other] Une information que Stripe précise sur son site.
}
bo-stripe-test = Compte d’essai : aucun argent ne circule.
bo-stripe-off = Les paiements ne sont pas ouverts sur cette installation : seules des places gratuites peuvent être réservées.
bo-stripe-account = Compte :
bo-stripe-dashboard = Ouvrir le compte chez Stripe
bo-stripe-step-1 = Préparez le numéro SIRET ou RNA, l’IBAN de l’association et la pièce d’identité de la personne qui la représente.
bo-stripe-step-2 = Répondez aux questions sur le site de Stripe.
bo-stripe-step-3 = Vous revenez ici ; les ventes s’ouvrent dès que Stripe a dit oui.
bo-stripe-act = { $state ->
    [not_connected] Relier l’association à Stripe
    [onboarding] Finir l’inscription
    [restricted] Répondre à Stripe
   *[disconnected] Relier de nouveau
}
bo-year-title = L’année { $year }
bo-fees-missing = { $count ->
    [one] Sans les frais d’un paiement récent, pas encore connus.
   *[other] Sans les frais de { $count } paiements récents, pas encore connus.
}
bo-moves-title = Qu’est-il entré, qu’est-il sorti ?
bo-moves-kind = Opérations
bo-moves-all = Toutes
bo-moves-payments = Paiements
bo-moves-refunds = Remboursements
bo-moves-disputes = Contestations
bo-moves-none = Aucune opération.
bo-move = { $kind ->
    [payment] Paiement
    [refund] Remboursement
    [dispute] Contestation
    [payout] Virement à la banque
   *[other] { $kind }
}

## Réglages
bo-settings-lead = Ce que le public lit de vous, et ce que la loi vous demande de dire.
bo-settings-missing = { $count ->
    [one] Il manque une information pour vendre en ligne
   *[other] Il manque { $count } informations pour vendre en ligne
}
bo-part-welcome = La page d’accueil
bo-part-welcome-hint = En haut de votre site, avant les concerts.
bo-part-looks = Les couleurs
bo-part-law = Les mentions légales
bo-part-law-hint = Elles remplissent vos mentions légales, vos conditions de vente et vos billets.
bo-part-mediator = Médiateur de la consommation
bo-part-mediator-hint = Toute association qui vend au public doit en désigner un. Son nom paraît dans les conditions de vente.
bo-field-tagline-fr = Votre devise
bo-field-tagline-en = La même en anglais
bo-field-tagline-hint = Une phrase. Par exemple : du jazz à la campagne, un samedi par mois.
bo-field-about-fr = Qui vous êtes
bo-field-about-en = Qui vous êtes, en anglais
bo-field-colour = Couleur principale
bo-field-colour-hint = Une seule. Nous en tirons toutes les autres, toujours lisibles.
bo-field-logo = Logo
bo-field-logo-hint = PNG, JPEG ou WebP, carré si possible.
bo-logo-now = Logo actuel
bo-logo-remove = Retirer ce logo
bo-field-legal-name-hint = Tel que déclaré en préfecture.
bo-field-phone-hint = Pour le public. La loi en demande un à qui vend.
bo-field-director-hint = Le plus souvent, la personne qui préside.
bo-field-director-role-hint = Par exemple : présidente.
bo-field-siret-hint = 14 chiffres
bo-field-rna-hint = W et 9 chiffres
bo-field-ape-hint = Par exemple 9001Z
bo-field-licence-hint = Numéro de récépissé. Il s’imprime sur les billets.
bo-field-vat-hint = En cas de doute, demandez au service des impôts des entreprises.
bo-field-vat-number-hint = Seulement si l’association est redevable.
bo-field-fiscal-hint = Celui de vos comptes. Vos justificatifs sont gardés dix ans à partir de sa fin.
bo-month = { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
bo-setting = { $name ->
    [legal_name] Nom officiel de l’association
    [street] Adresse du siège
    [postal_code] Code postal
    [city] Ville
    [siret] Numéro SIRET
    [rna] Numéro RNA
    [ape] Code APE
    [vat_regime] TVA
    [vat_number] Numéro de TVA
    [fiscal_year_end] Dernier mois de l’exercice
    [licence] Licence d’entrepreneur de spectacles
    [director_name] Directeur ou directrice de la publication
    [director_role] Sa fonction
    [email] Adresse e-mail publique
    [phone] Téléphone public
    [mediator_name] Nom du médiateur
    [mediator_address] Adresse du médiateur
    [mediator_url] Site du médiateur
    [tagline_fr] Votre devise
    [about_fr] Qui vous êtes
   *[other] { $name }
}
bo-vat = { $regime ->
    [franchise] Franchise en base (article 293 B du CGI)
    [liable] Redevable de la TVA
   *[exempt] Non assujettie
}
bo-palette = Contraste du texte sur la couleur : { $contrast } pour 1. Il en faut 4,5.
bo-palette-adjusted = Votre couleur a été un peu déplacée pour rester lisible.
bo-palette-sentence = Couleur { $colour }, contraste { $contrast } pour 1
bo-swatch-day = Samedi 14
bo-swatch-link = Réserver une place
bo-settings-note = Le site change dès l’enregistrement.

## Jetons
bo-tokens-title = Accès pour d’autres logiciels
bo-tokens-lead = Un jeton permet à un autre logiciel de lire vos concerts et vos ventes. Donnez-en un par logiciel.
bo-tokens-see = Gérer les accès
bo-token-fresh-title = Le jeton « { $name } » est prêt
bo-token-fresh = Copiez-le maintenant : il ne sera plus jamais montré.
bo-token-secret = Jeton
bo-token-made = Créé par { $name }, { $day }.
bo-token-used = Utilisé pour la dernière fois le { $when }.
bo-token-unused = Jamais utilisé.
bo-token-revoke = Retirer
bo-token-revoke-explained = Le logiciel qui s’en sert n’aura plus accès à rien, tout de suite.
bo-token-revoke-do = Retirer « { $name } »
bo-tokens-none = Aucun logiciel n’a accès.
bo-token-new = Nouveau jeton
bo-token-name = Pour quel logiciel ?
bo-token-name-hint = Par exemple : agenda de la ville.
bo-token-create = Créer le jeton
bo-token-address = Adresse :

## Équipe
bo-team-lead = Qui peut entrer ici, et pour faire quoi.
bo-team-you = (vous)
bo-team-seen = Dernière visite : { $when }
bo-team-never = Aucune visite pour l’instant
bo-team-role = Rôle
bo-team-remove-explained = { $name } n’aura plus accès, tout de suite. Ce qui a été fait reste.
bo-team-remove = Retirer { $name } de l’équipe
bo-team-last-president = Dernière personne à la présidence : nommez-en une autre avant de la retirer.
bo-team-raise-title = Présidence : { $name }
bo-team-raise-lead = Qui préside peut tout faire ici, vous retirer de l’équipe compris. Dites d’abord que c’est bien vous.
bo-team-raise = Donner la présidence
bo-team-raise-cancel = Annuler
bo-team-not-you = Seule la présidence peut changer l’équipe.
bo-invitations = Invitations en attente
bo-invitation-until = Valable jusqu’au { $day }
bo-invitation-expired = Le lien ne fonctionne plus : renvoyez l’invitation.
bo-invitation-resend = Renvoyer
bo-invitation-withdraw = Retirer l’invitation
bo-invite-title = Inviter quelqu’un
bo-invite-lead = La personne reçoit un e-mail avec un lien, et choisit son mot de passe.
bo-invite = Envoyer l’invitation

## Porte
bo-door-choose-title = Quelle porte ?
bo-door-expected = { $count ->
    [one] une personne attendue
   *[other] { $count } personnes attendues
}
bo-door-none-title = Aucun concert à venir
bo-door-none = La porte s’ouvre depuis un concert publié.

## Plateforme
bo-operator-title = Plateforme
bo-operator-associations = Associations
bo-operator-waiting = Tâches en attente
bo-operator-oldest = { $seconds ->
    [0] rien n’attend
   *[other] la plus vieille a { $seconds } s
}
bo-operator-dead = Tâches en échec
bo-operator-jobs = Tâches en échec
bo-operator-no-jobs = Aucune tâche en échec.
bo-operator-job = Tâche
bo-operator-association = Association
bo-operator-attempts = Essais
bo-operator-error = Dernière erreur
bo-operator-retry = Réessayer
bo-operator-retry-all = { $count ->
    [one] Réessayer la tâche
   *[other] Réessayer les { $count } tâches
}
bo-operator-discard = Abandonner
bo-operator-search = Nom ou adresse du site
bo-operator-since = Depuis
bo-operator-none = Aucune association ne correspond.

## Ce qui vient d’être fait
bo-done = { $what ->
    [saved] C’est enregistré.
    [created] Le concert est enregistré ; il est encore invisible.
    [kept_draft] Tout est enregistré, mais le concert reste un brouillon : voyez ce qui manque.
    [published] Le concert est publié.
    [unpublished] Le concert n’est plus sur le site.
    [cancelled] Le concert est annulé. Les remboursements et les e-mails partent.
    [resent] Les billets partent par e-mail.
    [named] Les noms sont enregistrés.
    [resend_soon] Les billets viennent d’être renvoyés plusieurs fois. Attendez quelques minutes.
    [checked] Stripe a répondu : voici où en est la commande.
    [refunded] Les billets sont annulés.
    [retried] Le remboursement est reparti.
    [no_email] Donnez d’abord une adresse e-mail publique à l’association, dans les réglages : Stripe la demande.
   *[stripe_away] Stripe ne répond pas. Rien n’a changé ; recommencez dans un moment.
}

## Ce qui ne va pas
bo-fault-act = Ce bouton ne fait rien ici. Rechargez la page.
bo-fault-places-taken = Des places sont prises ou en train de l’être : ce concert ne peut plus être retiré du site. Un concert qui n’aura pas lieu s’annule.
bo-fault-not-cancellable = Seul un concert publié et à venir peut être annulé.
bo-fault-title = Ce n’est pas le titre du concert.
bo-fault-no-ticket-chosen = Choisissez au moins un billet.
bo-fault-no-tickets = Cette commande n’a pas de billet à envoyer.
bo-fault-no-tariff = Un concert publié a au moins un tarif.
bo-fault-doors-late = Les portes ouvrent avant le début.
bo-fault-date-past = Ce concert est publié : il ne peut pas être avancé à une date passée. Ses réservations seraient effacées trop tôt.
bo-fault-sale-order = La vente ouvre avant de fermer, et ferme au plus tard au début si vous ne dites rien.
bo-fault-price-low = Un paiement par carte demande { $amount } au moins. Pour une place gratuite, choisissez le genre « Gratuit ».
bo-fault-price-high = { $amount } au plus par place.

## Courbe des ventes
bo-chart-title = Les ventes, jour après jour
bo-chart-title-compared = Vendons-nous mieux que la dernière fois ?
bo-chart-sentence = { $count ->
    [one] Une place vendue depuis l’ouverture.
   *[other] { $count } places vendues depuis l’ouverture.
}
bo-chart-sentence-compared = Places vendues depuis l’ouverture : { $count }, contre { $before } au même moment pour { $title }.

## Tableaux à télécharger
csv-admitted = Entrée
csv-buyer = Réservé par
csv-capacity = Places
csv-concert = Concert
csv-date = Date
csv-email = Adresse e-mail
csv-family-name = Nom
csv-fees = Frais
csv-first-name = Prénom
csv-gate = Porte
csv-gross = Montant
csv-held = Retenues
csv-issued = Vendu le
csv-kind = Opération
csv-moment = Date
csv-fiscal-year = Exercice
csv-net = Net
csv-number = Numéro d’ordre
csv-order = Commande
csv-place = Lieu
csv-placed = Passée le
csv-places = Places
csv-price = Prix
csv-refunded = Remboursé
csv-sold = Vendues
csv-state = État
csv-takings = Recette
csv-tariff = Tarif
csv-ticket = Billet
csv-time = Heure
csv-title = Titre
csv-total = Total
bo-modules-title = Ce que vous utilisez
bo-modules-hint = Arrêtez ici ce dont l’association ne se sert plus.
bo-modules-see = Voir et arrêter
bo-modules-lead = Vos mentions légales parlent de ce qui est en service. Ce que vous arrêtez en sort dans une nouvelle version datée. Les données déjà recueillies restent ouvertes aux droits de chacun et gardées le temps prévu, pas un jour de plus.
bo-module = { $module ->
    [ticketing] Billetterie
   *[payments] Paiement en ligne
}
bo-module-stop = { $module ->
    [ticketing] Arrêter la billetterie
   *[payments] Arrêter le paiement en ligne
}
bo-module-off = Arrêté. Publier un concert ou connecter Stripe le remet en service.
bo-module-concerts = Un concert publié est encore à venir. La billetterie s’arrête après lui.
bo-module-stripe = Votre compte Stripe est connecté. Déconnectez d’abord Estrade dans votre tableau de bord Stripe.
