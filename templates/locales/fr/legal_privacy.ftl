# Mentions légales, section des données personnelles : les phrases que l’inventaire remplit.
legal-donnees-title = Vos données personnelles
legal-donnees-text = Cette section dit quelles données personnelles sont recueillies, pourquoi, sur quel fondement, qui les reçoit et combien de temps elles sont gardées.
legal-donnees-limit = Elle est écrite à partir de l’inventaire sur lequel le logiciel lui-même se règle : une donnée qui n’y figure pas ne peut pas être enregistrée.

legal-responsable-title = Qui répond de vos données
legal-responsable-text = { $name } décide de l’usage des données recueillies sur ce site et en répond (RGPD, art. 4). Pour toute question : { $email }.
legal-responsable-host = { $host } héberge le site et agit sur les instructions de l’association, par contrat (RGPD, art. 28).
legal-responsable-no-special = Aucune donnée sensible n’est demandée : ni santé, ni opinions, ni religion, ni appartenance syndicale, ni origine (RGPD, art. 9).
legal-dpo-named = Délégué à la protection des données : { $name }.
legal-dpo-named-contact = Délégué à la protection des données : { $name }, { $contact }.
legal-dpo-not-needed = L’association n’a pas de délégué à la protection des données. Elle a répondu aux trois questions du RGPD, art. 37(1) : elle n’est pas une autorité publique, n’a pas pour activité de base un suivi régulier et à grande échelle de personnes, et ne traite pas à grande échelle de données sensibles.
legal-dpo-missing = L’association doit désigner un délégué à la protection des données (RGPD, art. 37) et ne l’a pas encore nommé ici.
legal-dpo-none = L’association n’a pas désigné de délégué à la protection des données.

legal-commandes-title = Commander des places
legal-commandes-text = De chaque commande, l’association voit :
legal-commandes-who = le prénom, le nom et l’adresse e-mail indiqués ;
legal-commandes-when = la date et l’heure de la commande ;
legal-commandes-code = la référence de la commande, de la forme FA0Y-W0PY-42, qui ne se devine pas, et son numéro d’ordre dans l’année ;
legal-commandes-number = le numéro de chaque billet, de la forme FA0Y-W0PY-42001 ;
legal-commandes-what = le concert, la catégorie, la quantité, les montants et le moyen de paiement, puis l’entrée de chaque billet.
legal-commandes-only = Rien d’autre n’est demandé ni gardé. Seules les personnes de l’équipe dont c’est la tâche y ont accès.
legal-commandes-read = Avant de payer, vous cochez que vous avez lu ces mentions et les conditions de vente. C’est une preuve de lecture, non un consentement : le fondement de la commande est le contrat. La version lue est gardée avec la commande.

legal-paiement-title = Payer en ligne
legal-paiement-text = Le type, le numéro, la date d’expiration et le cryptogramme de la carte sont saisis sur la page de Stripe et ne passent jamais par ce site. L’argent va directement à l’association, sur son propre compte Stripe.
legal-paiement-stripe = Stripe chiffre les échanges (TLS, HSTS), chiffre les numéros de carte (AES-256) et les remplace par des jetons. Stripe décide seul de la manière dont il protège les paiements et en répond.
legal-paiement-security = Comment Stripe protège les paiements
legal-paiement-privacy = Ce que Stripe fait de vos données
legal-paiement-seen = D’une carte, l’association peut voir ceci, lu chez Stripe au moment de l’affichage et gardé nulle part ici :
legal-paiement-card = la marque, les quatre derniers chiffres (•••• 9999), l’expiration et le type de carte ;
legal-paiement-imprint = une empreinte qui permet de reconnaître la même carte sans en connaître le numéro ;
legal-paiement-country = le pays d’émission ;
legal-paiement-check = le résultat du contrôle du cryptogramme ;
legal-paiement-risk = le niveau de risque estimé et la réponse de la banque.
legal-paiement-metadata = Avec le paiement, Stripe reçoit votre adresse e-mail, la référence de la commande, le titre du concert, les tarifs et les montants, ainsi que des identifiants sans signification hors d’ici ({ $keys }). Ni votre nom ni votre adresse IP ne lui sont transmis par ce site ; Stripe voit l’adresse IP de qui ouvre sa page.
legal-paiement-receipt = Un reçu numéroté est envoyé par mail après chaque paiement.
legal-paiement-statement = Le relevé bancaire porte le nom de l’association en capitales, en 22 signes au plus.
legal-paiement-fraud = Stripe évalue automatiquement le risque de fraude de chaque paiement et peut le refuser. Si cela vous arrive à tort, écrivez à { $email } : une personne regardera et cherchera une autre solution.

legal-messages-title = Écrire à l’association
legal-messages-text = Le site n’a pas de formulaire de message : il donne une adresse e-mail et, s’il y en a un, un téléphone. Ce que vous y dites arrive chez l’association, hors de ce site.
legal-messages-service = Les mails qui partent d’ici (billets, reçu, annulation, changement de ces mentions) ne contiennent ni image distante ni mouchard.

legal-usages-title = Chaque usage, un par un
legal-usages-text = Pour chaque usage : pourquoi, sur quel fondement, de qui et quelles données, qui les reçoit, combien de temps.
legal-use-why = Pourquoi
legal-use-basis = Fondement
legal-use-controller = Qui en répond
legal-use-subjects = De qui
legal-use-data = Quelles données
legal-use-no-column = Aucune donnée de la base ; voir les destinataires
legal-use-required = Obligatoire ?
legal-use-nothing-asked = Rien n’est à fournir pour cet usage.
legal-use-recipients = Qui les reçoit
legal-use-kept = Combien de temps
legal-use-decision = Décision automatisée
legal-use-ceased = État
legal-use-ceased-text = N’est plus utilisé : plus rien n’est recueilli. Ce qui l’a été reste jusqu’à la fin des durées ci-dessous, avec les mêmes droits.
legal-use-decides = Oui : le risque de fraude est évalué par une machine. Vous pouvez demander qu’une personne y regarde (RGPD, art. 22).
legal-basis-consent = Votre consentement
legal-basis-contract = Le contrat
legal-basis-obligation = Une obligation légale
legal-basis-interest = L’intérêt légitime
legal-basis-reference = { $basis } ({ $reference })
citation-gdpr = RGPD
citation-cnil = délibération CNIL
citation-order-1993 = arrêté du 8 mars 1993
citation-before-contract = mesures avant un contrat
citation-and = et
citation-to = à

legal-destinataires-title = Qui reçoit des données
legal-destinataires-text = Personne d’autre que :
legal-destinataires-association = les bénévoles et salariés de l’association, chacun selon sa tâche ;
legal-destinataires-no-transfer = Aucune donnée n’est transférée hors de l’Union européenne.
legal-destinataires-transfers = Transferts hors de l’Union européenne :
legal-destinataires-providers = Les prestataires de l’hébergeur, et les pays où ils se trouvent, sont nommés dans le contrat qui le lie à l’association ; demandez-les à { $email }.
legal-destinataires-nobody-else = Une autorité peut obtenir des données quand la loi l’y autorise. Si ce site changeait d’éditeur, vous en seriez prévenu avant tout transfert.

legal-conservation-title = Combien de temps
legal-conservation-text = Chaque donnée a son terme, indiqué plus haut. À ce terme elle doit être effacée ou rendue anonyme, sans que vous ayez à le demander.
legal-conservation-archive = Ce que la loi oblige à garder plus longtemps (comptes, journal de billetterie) passe en archive, réduit à ce que le texte exige, et n’est lu que par la présidence et la trésorerie.
legal-conservation-backups = Les copies de secours gardent une trace de ce qui a été effacé, pendant { $period } au plus. Elles ne servent qu’à réparer une perte ; les effacements y sont alors rejoués.

legal-droits-title = Vos droits
legal-droits-text = Vous pouvez à tout moment et gratuitement (RGPD, art. 12 à 22 ; loi n° 78-17, art. 48 à 56) :
legal-right-access = savoir ce qui est gardé de vous, et en recevoir une copie ;
legal-right-rectify = le faire corriger ou compléter ;
legal-right-erase = le faire effacer, hors ce que la loi oblige à garder, dont on vous dira le motif et le terme ;
legal-right-restrict = en faire suspendre l’usage, le temps d’un désaccord ;
legal-right-object = vous opposer à un usage fondé sur l’intérêt légitime ;
legal-right-port = recevoir sous une forme réutilisable ce que vous avez fourni ;
legal-right-consent = retirer un consentement, aussi simplement que vous l’avez donné ;
legal-right-after-death = dire ce que deviendront vos données après votre mort (loi n° 78-17, art. 85).
legal-droits-form = Faire une demande en ligne
legal-droits-write-call = Vous pouvez aussi écrire à { $email }, appeler le { $phone }, ou envoyer une lettre signée au siège de l’association.
legal-droits-write = Vous pouvez aussi écrire à { $email }, ou envoyer une lettre signée au siège de l’association.
legal-droits-identity = Un lien envoyé à l’adresse e-mail connue prouve d’ordinaire qui vous êtes. Quand plusieurs personnes se servent de la même adresse, ou que la vôtre a été mal écrite, on vous demande aussi un achat : le code de la commande, la date du concert, parfois le montant. À qui est seulement nommé sur un billet, son numéro suffit. Aucune copie de pièce d’identité n’est demandée d’office.
legal-droits-delay = Réponse sous un mois ; deux de plus si la demande est complexe, et on vous le dira avant la fin du premier.
legal-droits-cnil = Vous pouvez aussi adresser une plainte à la CNIL

## Personnes concernées
subject-applicant = personnes qui inscrivent une association
subject-buyer = acheteurs de places
subject-mentioned = artistes, auteurs et personnes que le programme nomme
subject-officer = personnes que ces mentions nomment
subject-requester = personnes qui exercent leurs droits
subject-staff = équipe de l’association
subject-visitor = visiteurs du site

## Catégories de données
category-account-credential = moyens de connexion (empreintes seulement)
category-account-role = rôle dans l’équipe
category-account-second-factor = second facteur de connexion (secret chiffré, codes de secours en empreintes)
category-audience-count = nombre de visites, par jour
category-audience-key = clé du jour, effacée le lendemain
category-behaviour-account = dates de connexion et d’activité du compte
category-behaviour-attendance = entrée au concert
category-behaviour-breach = incident et ses suites
category-behaviour-consent = consentements donnés ou retirés
category-behaviour-purchase = achats et dates d’achat
category-behaviour-request = demandes sur vos données et leurs suites
category-behaviour-staff = actions de l’équipe
category-consent-acknowledgement = preuve et date de lecture
category-consent-objection = oppositions
category-contact-email = adresse e-mail
category-contact-phone = téléphone
category-contact-postal = adresse postale
category-content-internal = notes internes
category-content-message = messages
category-content-published = textes et images publiés
category-credential-key = clés (empreintes seulement)
category-identity-age = tranche d’âge
category-identity-name = prénom et nom
category-identity-ref = références d’identité internes
category-identity-role = fonction
category-payment-amount = montants
category-payment-ref = références de commande et de paiement
category-payment-state = état du paiement
category-preference-consent = choix enregistrés
category-preference-locale = langue choisie

## Destinataires
recipient-hosting_provider-name = l’hébergeur
recipient-hosting_provider-receives = l’hébergeur du site, qui garde les données pour l’association (sous-traitant) ;
recipient-mail_provider-name = le prestataire d’envoi des mails
recipient-mail_provider-receives = le prestataire d’envoi des mails, pour votre adresse et le contenu du message (sous-traitant) ;
recipient-object_storage-name = le prestataire de stockage
recipient-object_storage-receives = le prestataire qui garde les images du site et les copies de secours (sous-traitant) ;
recipient-stripe-name = Stripe
recipient-stripe-receives = Stripe Payments Europe, Limited (Irlande), pour les paiements, sous sa propre responsabilité ;
recipient-stripe-transfer = Stripe peut transférer des données aux États-Unis, sous le cadre de protection des données UE–États-Unis et des clauses contractuelles types.
