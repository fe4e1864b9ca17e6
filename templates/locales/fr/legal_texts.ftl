# Les textes des mentions légales et des conditions de vente. Modifier une phrase crée une nouvelle version des textes de chaque association.

## Hébergeur : l’exploitant d’une installation écrit ici ses propres coordonnées (loi n° 2004-575, art. 1-1)
legal-host-name-label = Nom
legal-host-address-label = Adresse
legal-host-phone-label = Téléphone

## Faits
legal-fact-name = Nom déclaré
legal-fact-seat = Siège
legal-fact-email = E-mail
legal-fact-phone = Téléphone
legal-fact-rna = Répertoire national des associations
legal-fact-siret = SIRET
legal-fact-ape = Code APE
legal-fact-licence = Licence d’entrepreneur de spectacles
legal-fact-vat = TVA

## Mentions légales
legal-notice-lead = Qui publie ce site, qui l’héberge, et ce que deviennent vos données.
legal-editeur-title = Éditeur
legal-editeur-text = Ce site est publié par { $name }, association à but non lucratif.
legal-direction-title = Direction de la publication
legal-direction-name = { $name }
legal-direction-name-role = { $name }, { $role }
legal-hebergeur-title = Hébergeur
legal-hebergeur-text = Ce site et les données qu’il contient sont hébergés par :
legal-contenus-title = Contenus
legal-contenus-text = Les textes, images et marques de ce site appartiennent à l’association ou aux artistes et auteurs qui les lui ont confiés. Les reprendre demande leur accord, sauf courte citation avec mention de la source (code de la propriété intellectuelle, art. L122-4 et L122-5).
legal-contenus-report = Un contenu vous paraît illicite ou vous concerne à tort ? Écrivez à l’association : elle répond.
legal-donnees-title = Vos données
legal-donnees-text = { $name } répond des données ci-dessous. Rien n’est vendu, aucune publicité n’en est tirée, aucune mesure d’audience ne vous suit.
legal-donnees-use = Usage
legal-donnees-why = Pourquoi
legal-donnees-basis = Fondement
legal-donnees-how-long = Durée
legal-basis-consent = Votre accord
legal-basis-contract = Le contrat
legal-basis-obligation = La loi
legal-basis-interest = L’intérêt légitime
legal-recipients-title = Qui les reçoit
legal-recipient-association = Les bénévoles et salariés de l’association, chacun selon sa tâche.
legal-recipient-hosting_provider = L’hébergeur, qui garde les données pour l’association.
legal-recipient-mail_provider = Le prestataire d’envoi des mails, pour votre adresse et le contenu du message.
legal-recipient-object_storage = Le prestataire qui garde les images du site.
legal-recipient-stripe = Stripe Payments Europe, Limited (Irlande), pour les paiements : Stripe reçoit votre adresse e-mail, le montant et, de vous seul, votre carte. Nous ne voyons jamais son numéro.
legal-rights-title = Vos droits
legal-right-access = Savoir ce que nous avons de vous, et en recevoir une copie.
legal-right-rectify = Le faire corriger.
legal-right-erase = Le faire effacer, hors ce que la loi oblige à garder.
legal-right-object = Vous y opposer, ou en faire limiter l’usage.
legal-right-port = Recevoir sous une forme réutilisable ce que vous avez fourni.
legal-rights-write = Pour les exercer, écrivez à { $email }. Réponse sous un mois.
legal-rights-cnil = Vous pouvez aussi saisir la CNIL
legal-cookies-title = Cookies
legal-cookies-text = Visiter ce site et y acheter des places ne dépose aucun cookie. Ceux qui existent sont nécessaires au service, pour l’équipe de l’association seulement :
legal-cookies-name = Nom
legal-cookies-when = Quand
legal-cookies-how-long = Durée au plus
legal-mediateur-title = Médiateur de la consommation
legal-mediateur-text = En cas de litige qu’une réclamation écrite n’a pas réglé, vous pouvez saisir gratuitement le médiateur (code de la consommation, art. L612-1) :

## Conditions de vente
legal-terms-lead = Ce que vous achetez, à qui, et ce qui se passe si le concert n’a pas lieu.
legal-vendeur-title = Vendeur
legal-vendeur-text = Les places sont vendues par { $name }, qui organise les concerts.
legal-prix-title = Prix
legal-prix-text = Les prix sont en euros, tous frais compris. Le prix dû est celui qui s’affiche avant le paiement. À un tarif réduit, le justificatif se montre à l’entrée. Un prix libre est celui que vous choisissez, à partir du minimum indiqué.
legal-commande-title = Commande et paiement
legal-commande-hold = Choisir des places les retient un quart d’heure, le temps d’indiquer vos coordonnées, puis le temps du paiement. Passé ce délai elles reviennent en vente. Vous pouvez revenir sur vos choix tant que vous n’avez pas payé.
legal-commande-button = Le bouton « Payer » suivi du montant vaut commande avec obligation de paiement. Le contrat est conclu en français quand le paiement est confirmé ; vous en recevez la confirmation par mail, avec les billets et un reçu.
legal-commande-stripe = Le paiement se fait par carte sur la page sécurisée de Stripe, au profit de l’association. S’il arrive après la fin du délai et qu’aucune place ne reste, il est remboursé en entier, sans démarche de votre part.
legal-billets-title = Billets
legal-billets-text = Chaque billet porte un numéro unique et un code, et vaut pour une seule entrée, à son concert et dans sa catégorie. La première personne qui le présente entre : gardez-le pour vous.
legal-billets-door = Montrez-le à l’entrée, imprimé ou sur un téléphone. Il peut être cédé sans bénéfice ; le revendre de façon habituelle sans l’accord de l’organisateur est interdit (code pénal, art. 313-6-2).
legal-retractation-title = Pas de droit de rétractation
legal-retractation-text = Un concert est une activité de loisirs à une date précise : la loi n’ouvre pas de droit de rétractation (code de la consommation, art. L221-28, 12°). Une place achetée n’est ni reprise ni échangée, sauf accord de l’association.
legal-remboursement-title = Annulation et remboursement
legal-remboursement-cancelled = Si l’association annule un concert, elle vous prévient par mail et rembourse le prix entier sur la carte qui a payé.
legal-remboursement-moved = Si la date ou le lieu changent, ou si le programme change pour l’essentiel, vous pouvez demander le remboursement jusqu’à la nouvelle date.
legal-remboursement-late = L’argent revient sur votre compte selon les délais de votre banque, d’ordinaire cinq à dix jours.
legal-reclamation-title = Réclamations
legal-reclamation-text = Écrivez à { $email } en rappelant le code de votre commande : quelqu’un de l’association vous répond.
legal-droit-title = Droit applicable
legal-droit-text = Ces conditions relèvent du droit français. Vous gardez la protection de la loi du pays où vous vivez et le choix de son juge.
legal-droit-versions = La version acceptée est celle en vigueur au moment de la commande ; les versions précédentes restent lisibles sur cette page.
legal-langue-title = Langue
legal-french-prevails = La version française prévaut.

## Durées
period-hours =
    { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
period-days =
    { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
period-months =
    { $count ->
        [one] { $count } mois
       *[other] { $count } mois
    }
period-years =
    { $count ->
        [one] { $count } an
       *[other] { $count } ans
    }
retention-association_life = Tant que l’association a son site ici.
retention-officer = Tant que le site est publié.
retention-sign_up = Inscription : { $period } après l’échéance du lien.
retention-staff_account = Comptes de l’équipe : { $period } sans connexion.
retention-one_time_link = Liens d’accès : { $period } après leur échéance.
retention-staff_session = Sessions : { $period } après leur fin.
retention-staff_action = Actions de l’équipe : { $period }.
retention-api_token = Jetons : { $period } après leur révocation.
retention-buyer = Coordonnées : { $period } après le concert, puis rendues anonymes.
retention-checkout = Page de paiement : { $period } après son échéance.
retention-accounting = Commande : { $period }, puis { $archive } aux archives comptables.
retention-ticket_register = Journal : { $period }, puis { $archive } aux archives.
retention-proof = Preuve : { $period }.
retention-stripe_event = Avis de paiement : { $period }.
retention-security_log = Journaux techniques : { $period }.
retention-mail_trace = Trace des envois : { $period }.
retention-backup = Copies de secours : { $period }.
