# La page à lire d’une copie de données, et ce qu’un effacement laisse.
bundle-title = Vos données
bundle-language = Français
bundle-from = Copie des données vous concernant, remise par
bundle-what = Chaque partie montre vos données, puis à quoi elles servent, d’où elles viennent, qui les reçoit et jusqu’à quand elles sont gardées. Les mêmes données sont dans data.json et dans le dossier csv ; portable.json contient celles que vous pouvez emporter vers un autre service (RGPD, art. 20).
bundle-rights = Vous pouvez demander de les corriger, de les effacer ou d’en limiter l’usage, vous opposer à certains usages, et adresser une réclamation à la CNIL (cnil.fr).
bundle-nothing = Aucune donnée ne vous concerne.
bundle-data = Vos données
bundle-about = Ce qu’il faut en savoir
bundle-datum = Donnée
bundle-purposes = Finalité et base légale
bundle-source = Origine
bundle-recipients = Destinataires
bundle-until = Gardée jusqu’au
bundle-no-date = Pas encore de date : voir les mentions légales
bundle-omitted = Non montré, pour votre sécurité ou celle d’autrui :
bundle-source-subject = vous
bundle-source-third-party = une autre personne
bundle-source-stripe = Stripe
bundle-source-generated = notre logiciel

## Parties
table-person = Qui vous êtes
table-ticket-order = Vos commandes
table-order-line = Détail de vos commandes
table-ticket = Vos billets
table-ticket-journal = Journal de billetterie
table-payment = Vos paiements
table-refund = Vos remboursements
table-ledger-entry = Écritures comptables
table-stripe-event = Avis reçus de Stripe
table-association = L’association que vous représentez
table-legal-document = Textes publiés
table-staff-action = Vos actions dans l’espace de gestion
