# Registres, contrat, délégué à la protection des données, sous-traitants.

bo-nav-privacy = Données
bo-privacy-title = Données personnelles
paper-pdf = Télécharger en PDF
paper-csv = Télécharger en tableau (CSV)
paper-yes = Oui
paper-no = Non
paper-reference = Version { $version }, imprimée le { $date }
paper-recipient = { $name } ({ $task }, { $country })
paper-transfer = { $name } ({ $country }) : { $why }
paper-country =
    { $code ->
        [AT] Autriche
        [BE] Belgique
        [BG] Bulgarie
        [CH] Suisse
        [CY] Chypre
        [CZ] Tchéquie
        [DE] Allemagne
        [DK] Danemark
        [EE] Estonie
        [ES] Espagne
        [FI] Finlande
        [FR] France
        [GB] Royaume-Uni
        [GR] Grèce
        [HR] Croatie
        [HU] Hongrie
        [IE] Irlande
        [IS] Islande
        [IT] Italie
        [LI] Liechtenstein
        [LT] Lituanie
        [LU] Luxembourg
        [LV] Lettonie
        [MT] Malte
        [NL] Pays-Bas
        [NO] Norvège
        [PL] Pologne
        [PT] Portugal
        [RO] Roumanie
        [SE] Suède
        [SI] Slovénie
        [SK] Slovaquie
        [US] États-Unis
       *[other] { $code }
    }

## Registre des traitements
register-title = Registre des traitements
register-lead = Ce que l’association fait des données personnelles, comme l’article 30, § 1, du RGPD demande de l’écrire. Le registre se tient seul : il suit le logiciel et vos réglages.
register-controller = Responsable du traitement
register-represented = Représentant légal
register-dpo = Délégué à la protection des données
register-none = Aucun
register-ceased = N’est plus utilisé : plus rien n’est recueilli, et ce qui l’a été reste jusqu’à la fin des durées indiquées.
register-no-transfer = Aucun hors de l’Espace économique européen
register-automated = Décision automatisée
register-automated-yes = Le prestataire de paiement évalue le risque d’un paiement et peut le refuser.
csv-activity = Traitement
csv-activities = Traitements
csv-purpose = Finalité
csv-basis = Fondement
csv-subjects = Personnes concernées
csv-categories = Catégories de données
csv-recipients = Destinataires
csv-transfers = Transferts
csv-retention = Durées
csv-measures = Mesures de sécurité
csv-controller = Responsable du traitement
csv-seat = Siège
csv-contact = Contact
csv-since = Depuis le
csv-processing = Traitements effectués
csv-processor = Sous-traitant
csv-task = Mission
csv-country = Pays
register-processor-title = Registre du sous-traitant
register-processor-lead = Les traitements que la plateforme effectue pour les associations (RGPD, art. 30, § 2), puis ceux dont elle répond elle-même (art. 30, § 1).
register-processor = Sous-traitant
register-processing = Catégories de traitements
register-processing-text = Pour chaque association, la plateforme héberge et exécute les traitements suivants, sur ses instructions :
register-controllers = Responsables des traitements
register-own = Traitements dont la plateforme répond
register-own-text = La plateforme est responsable des traitements suivants.

## Délégué à la protection des données
dpo-title = Faut-il un délégué à la protection des données ?
dpo-lead = La loi l’exige dans trois cas seulement (RGPD, art. 37, § 1). Répondez aux trois questions : le résultat figure au registre et dans les mentions légales.
dpo-question-public-body = L’association est-elle une autorité publique ou un organisme public ?
dpo-hint-public-body = Une association loi 1901, même subventionnée, répond en général non (art. 37, § 1, a).
dpo-question-monitors = L’activité principale est-elle de suivre des personnes de façon régulière et à grande échelle ?
dpo-hint-monitors = Par exemple géolocaliser, profiler ou filmer en continu. Vendre des billets n’en est pas (art. 37, § 1, b).
dpo-question-sensitive = L’activité principale est-elle de traiter à grande échelle des données sensibles ou des condamnations ?
dpo-hint-sensitive = Santé, opinions, religion, origine, vie sexuelle, données biométriques (art. 37, § 1, c).
dpo-reasons = Pourquoi
dpo-reasons-hint = Quelques mots qui expliquent vos réponses : ils sont gardés avec la date.
dpo-officer-name = Nom du délégué, s’il y en a un
dpo-officer-hint = Vous pouvez en nommer un même sans obligation.
dpo-officer-contact = Comment le joindre
dpo-save = Enregistrer les réponses
dpo-saved = Les réponses sont enregistrées.
dpo-result = Résultat
dpo-earlier = Réponses précédentes
dpo-fault-contact = Indiquez comment joindre le délégué : la loi demande de le publier.
dpo-result-unanswered = La question n’a pas encore été examinée.
dpo-result-none = Aucun : l’association n’est dans aucun des trois cas de l’article 37, § 1, du RGPD (examiné le { $date }).
dpo-result-missing = Un délégué est obligatoire et n’est pas encore nommé (examiné le { $date }).
dpo-result-named = { $name }, { $contact } (examiné le { $date })
dpo-warning-unanswered = Trois questions restent à examiner : faut-il un délégué à la protection des données ?
dpo-warning-missing = Selon vos réponses, la loi demande un délégué à la protection des données. Nommez-le, puis déclarez-le à la CNIL.

## Contrat de l’article 28
agreement-title = Contrat de sous-traitance des données
agreement-lead = Ce que la plateforme a le droit de faire des données de l’association, et ce qu’elle lui doit (RGPD, art. 28).
agreement-reference = Version { $version } du { $date }
agreement-reference-new = Version { $version } du { $date }, applicable dès son acceptation ; pour les associations qui avaient accepté la précédente, à partir du { $from }
agreement-version = version { $version }
agreement-warning-none = Ce contrat n’a pas encore été accepté pour l’association. Lisez-le, puis acceptez-le en bas de page.
agreement-warning-coming = Une nouvelle version ({ $version }) s’appliquera à partir du { $date }. Lisez-la, puis acceptez-la en bas de page. Si elle ne vous convient pas, dites-le-nous avant cette date.
agreement-warning-overdue = La version { $version } s’applique depuis le { $date } et n’a pas encore été acceptée pour l’association.
agreement-accepted-title = Accepté
agreement-accepted = Version { $version }, acceptée par { $name } le { $date }
agreement-agree-title = Accepter ce contrat
agreement-signatory = Vos prénom et nom
agreement-signatory-hint = Vous acceptez au nom de l’association : il faut en avoir le pouvoir.
agreement-agree = J’ai lu la version { $version } du contrat et je l’accepte au nom de l’association.
agreement-agree-act = Accepter
agreement-agreed = Le contrat est accepté. Vous pouvez en garder le PDF.
agreement-fault-agree = Cochez la case pour accepter le contrat.
agreement-fault-changed = Le contrat a changé pendant que vous le lisiez. Relisez-le, puis acceptez-le.
agreement-fact-controller = Association
agreement-fact-signatory = Accepté par
agreement-fact-accepted = Le
agreement-fact-applies = S’applique à partir du
agreement-parties-title = Parties
agreement-parties-text = Entre { $name }, { $address }, ci-après la plateforme, sous-traitant, et l’association qui accepte ce contrat, responsable du traitement :
agreement-objet-title = Objet, durée et rôles
agreement-objet-text = La plateforme héberge le site et les outils de l’association et traite pour elle les données décrites à la première annexe : nature, finalités, personnes et catégories de données y sont indiquées.
agreement-objet-duration = Le contrat prend effet à son acceptation ; sa durée est celle de l’inscription de l’association.
agreement-objet-roles = L’association décide de ce qui est fait des données et répond de leur licéité. Elle informe les personnes, ce que les mentions légales de son site font pour elle, et veille à n’enregistrer que ce dont elle a besoin. La plateforme répond seule des comptes de l’équipe et de la sécurité du service.
agreement-instructions-title = Instructions
agreement-instructions-text = La plateforme ne traite les données que sur instructions documentées de l’association : ce contrat, les réglages et les actes de l’équipe dans l’espace de gestion, et ses demandes écrites. Elle ne les transfère hors de l’Espace économique européen que dans les cas de la deuxième annexe, sauf obligation légale dont elle informe l’association avant le traitement.
agreement-instructions-alert = Si une instruction lui paraît contraire à la loi, elle en informe aussitôt l’association.
agreement-confidentialite-title = Confidentialité
agreement-confidentialite-text = Seules accèdent aux données les personnes qui en ont besoin pour faire fonctionner le service, toutes tenues à la confidentialité par leur contrat ou par la loi. Aucune ne consulte les données d’une association sans son accord, sauf pour réparer une panne ou un incident.
agreement-securite-title = Sécurité
agreement-securite-text = La plateforme applique les mesures que demande l’article 32 du RGPD, décrites à la troisième annexe, et les maintient au niveau du risque.
agreement-sous-traitance-title = Autres sous-traitants
agreement-sous-traitance-text = L’association autorise de façon générale la plateforme à faire appel aux sous-traitants de la deuxième annexe. Chacun est tenu par contrat aux mêmes obligations ; la plateforme répond d’eux.
agreement-sous-traitance-objection = Tout ajout ou remplacement est annoncé par mail au moins { $days } jours avant. Pendant ce temps l’association peut s’y opposer ; si aucune solution n’est trouvée, elle peut mettre fin au contrat sans frais.
agreement-personnes-title = Droits des personnes
agreement-personnes-text = La plateforme donne à l’association les moyens de répondre aux demandes d’accès, de rectification, d’effacement, de limitation, d’opposition et de portabilité. Une demande qui lui parvient directement est transmise à l’association.
agreement-assistance-title = Assistance et violations de données
agreement-assistance-text = La plateforme aide l’association à respecter les articles 32 à 36 du RGPD : sécurité, notification des violations, analyses d’impact et consultation de la CNIL, selon les informations dont elle dispose.
agreement-assistance-breach = Elle lui signale toute violation de données dans les meilleurs délais après en avoir pris connaissance, avec ce qu’il faut pour la notifier : nature, personnes et données concernées, conséquences, mesures prises.
agreement-fin-title = Fin du contrat
agreement-fin-text = La présidence met fin au contrat depuis l’espace de gestion et peut y renoncer pendant sept jours. La plateforme remet alors à l’association une copie complète de ses données dans un format ouvert (JSON, CSV, fichiers), puis les efface dans les { $days } jours qui suivent la demande, copies de secours à leur échéance.
agreement-fin-waits = L’effacement attend la réponse aux demandes des personnes qui sont en cours, au plus tard jusqu’à la fin de leur délai légal. Il porte sur tout, y compris ce que l’association doit garder : c’est à elle de le conserver à partir de sa copie. La présidence reçoit un certificat ; la plateforme n’en garde qu’un numéro, des dates et des nombres, pendant cinq ans. Le compte Stripe reste à l’association.
agreement-controle-title = Preuves et audits
agreement-controle-text = La plateforme met à la disposition de l’association ce qui démontre le respect de ce contrat : son registre, la liste de ses sous-traitants, la page des preuves. Elle permet des audits, menés par l’association ou par une personne qu’elle mandate, et y contribue.
agreement-versions-title = Versions
agreement-versions-text = Une nouvelle version est annoncée par mail à la présidence et s’applique au plus tôt { $days } jours après ; aussitôt, à l’association qui n’en avait accepté aucune. Chaque version acceptée est gardée, avec son texte, sa date et le nom de la personne qui l’a acceptée.
agreement-annexe-traitements-title = Annexe 1 : traitements
agreement-annexe-traitements-text = Ce que la plateforme fait pour l’association.
agreement-annexe-sous-traitants-title = Annexe 2 : sous-traitants
agreement-annexe-processors-text = Les sous-traitants auxquels la plateforme fait appel.
agreement-annexe-mesures-title = Annexe 3 : mesures de sécurité

## Sous-traitants
processors-title = Sous-traitants de la plateforme
processors-lead = Qui traite des données pour la plateforme, à quelle fin et dans quel pays.
processors-list = Liste
processors-coming = Changements annoncés
processors-past = Changements passés
processors-change = { $task } : { $name } ({ $country }) à partir du { $from }, annoncé le { $announced }.
processors-change-transfer = Garantie du transfert : { $why }.
processors-notice-title = Préavis
processors-notice = Tout changement est annoncé ici et par mail à chaque association au moins { $days } jours avant. Pendant ce temps elle peut s’y opposer.

signup-agree = J’accepte, au nom de l’association, le contrat de sous-traitance des données (version { $version }).

## Console de la plateforme
operator-papers = Papiers
operator-announce-title = Annoncer un changement
operator-announce-lead = L’annonce paraît aussitôt sur la page publique et part par mail à chaque présidence. Le changement s’applique au plus tôt { $days } jours après ; changez la configuration ce jour-là.
operator-announce-recipient = Qui est remplacé
operator-announce-name = Nom du nouveau sous-traitant
operator-announce-country = Pays
operator-announce-country-hint = Deux capitales, par exemple FR.
operator-announce-transfer = Garantie du transfert
operator-announce-transfer-hint = Seulement hors de l’Espace économique européen : décision d’adéquation, clauses contractuelles types.
operator-announce-from = À partir du
operator-announce = Annoncer
operator-done-announced = Le changement est annoncé ; les mails partent.
operator-done-reported = Le dossier est ouvert ; les associations sont prévenues.
operator-done-opened = Le dossier est ouvert ; aucune association n’est à prévenir.
operator-done-notified = La notification est notée.
operator-done-assessed = L’évaluation est notée.
operator-done-telling = Les lettres partent.
operator-fault-country = Écrivez le code du pays en deux capitales.
operator-fault-transfer = Hors de l’Espace économique européen, dites ce qui rend le transfert licite (RGPD, art. 46).
operator-fault-notice = Laissez au moins { $days } jours entiers aux associations.
operator-fault-association = Aucune association n’a l’adresse { $name }.
operator-fault-whom = Dites quelles associations sont concernées.
operator-breach-lead = Chaque association concernée reçoit un mail et un dossier où les personnes touchées sont déjà comptées (RGPD, art. 33, § 2).
operator-breach-whom = Associations concernées
operator-breach-some = Celles-ci seulement
operator-breach-everybody = Toutes
operator-breach-nobody = Aucune : seulement des données de la plateforme
operator-breach-associations = Leurs adresses
operator-breach-associations-hint = Le début de leur adresse, séparés par des virgules.
operator-breach-told = Associations prévenues
operator-breach-clock =
    { $hours ->
        [0] Des données de la plateforme sont touchées : s’il y a un risque, notifiez la CNIL avant { $moment }. Il reste moins d’une heure.
        [one] Des données de la plateforme sont touchées : s’il y a un risque, notifiez la CNIL avant { $moment }. Il reste une heure.
       *[other] Des données de la plateforme sont touchées : s’il y a un risque, notifiez la CNIL avant { $moment }. Il reste { $hours } heures.
    }
operator-breach-overdue = Le délai de 72 heures est passé depuis { $moment }. S’il y a un risque, notifiez la CNIL sans attendre, avec le motif du retard.
operator-breach-notified = Notifiée à la CNIL le { $moment }.
operator-breach-not-ours = Aucune donnée de la plateforme n’est touchée : la notification revient aux associations.
operator-breach-no-risk = Vous avez jugé qu’il n’y a sans doute pas de risque : le dossier reste au registre, sans notification.
operator-breach-told-already = Les personnes ont déjà été prévenues d’un risque élevé : l’évaluation ne peut plus baisser.
operator-breach-not-high = Les personnes sont prévenues quand le risque est élevé. Évaluez-le d’abord.
operator-breach-open = Ouvrir le dossier et prévenir

## Mails aux présidences
mail-papers-hello = Bonjour,
mail-papers-object = Si ce changement ne convient pas à l’association, répondez à ce mail avant cette date.
mail-terms-subject = Nouvelle version du contrat de données de { $association }
mail-terms-title = Une nouvelle version du contrat
mail-terms-text = Le contrat par lequel Estrade traite les données de { $association } a une nouvelle version, la { $version }. Elle s’appliquera à partir du { $date }. Lisez-la, puis acceptez-la dans l’espace de gestion :
mail-terms-button = Lire et accepter le contrat
mail-processor-subject = { $name } traitera des données pour Estrade à partir du { $date }
mail-processor-title = Un sous-traitant change
mail-processor-text = Estrade change de sous-traitant pour une partie des données de { $association } :
mail-processor-button = Voir la liste des sous-traitants
mail-reported-subject = Violation de données : { $association } est concernée
mail-reported-title = Une violation de données vous concerne
mail-reported-text = Une violation de données survenue sur la plateforme concerne des données de { $association }.
mail-reported-measures = Ce que nous avons fait : { $measures }
mail-reported-deadline = S’il en résulte un risque pour les personnes, l’association doit la notifier à la CNIL avant le { $date }, { $time }. Le dossier est déjà ouvert, avec le compte des personnes concernées et la notification prête à envoyer :
mail-reported-button = Ouvrir le dossier
mail-reported-after = Une question ? Répondez à ce mail.
