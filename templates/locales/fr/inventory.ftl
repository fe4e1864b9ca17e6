# Ce que l’inventaire des données personnelles nomme : finalités, cookies, conséquences d’une réponse manquante.
# Les clés suivent migrations/inventory : treatment-<clé>-title, treatment-<clé>-purpose, cookie-<clé>-when.

## Finalités
treatment-accounting-title = Comptabilité
treatment-accounting-purpose = Tenir les comptes de l’association et pouvoir les justifier.
treatment-acknowledgement-title = Preuve de lecture
treatment-acknowledgement-purpose = Pouvoir montrer quelle version des mentions légales et des conditions de vente a été lue, et quand.
treatment-contact-title = Courriels de service
treatment-contact-purpose = Envoyer les billets, les liens et les nouvelles d’une commande ou d’un compte.
treatment-door_admission-title = Contrôle à l’entrée
treatment-door_admission-purpose = Vérifier chaque billet à l’entrée et ne l’accepter qu’une fois.
treatment-editorial-title = Programme et présentation
treatment-editorial-purpose = Présenter les concerts, les artistes et l’association au public.
treatment-operations-title = Fonctionnement du service
treatment-operations-purpose = Finir les tâches commencées par une page et garder des copies pour réparer une perte.
treatment-disputes-title = Contestations bancaires
treatment-disputes-purpose = Établir ce qui a été vendu quand la banque d’un acheteur reprend un paiement, et pouvoir le défendre.
treatment-payments-title = Paiement
treatment-payments-purpose = Encaisser les paiements par carte, les rembourser et suivre leur état. Le prestataire de paiement évalue le risque de fraude et peut refuser une carte.
treatment-publication-title = Identité de l’éditeur
treatment-publication-purpose = Publier les mentions que la loi demande à tout site.
treatment-security-title = Sécurité
treatment-security-purpose = Reconnaître les abus, protéger les comptes et retrouver la cause d’un incident.
treatment-sign_up-title = Inscription d’une association
treatment-sign_up-purpose = Créer l’espace d’une association et vérifier l’adresse de la personne qui l’inscrit.
treatment-staff_accounts-title = Comptes de l’équipe
treatment-staff_accounts-purpose = Ouvrir l’espace de gestion aux personnes que l’association a choisies.
treatment-ticket_register-title = Journal de billetterie
treatment-ticket_register-purpose = Garder la trace inaltérable de chaque billet émis, annulé ou contrôlé, que la loi fiscale demande.
treatment-ticketing-title = Billetterie
treatment-ticketing-purpose = Réserver des places, émettre les billets et les remettre.

## Cookies
cookie-session-when = À la connexion d’une personne de l’équipe, dans l’espace de gestion.

## Si la réponse manque
required-buyer-name = Sans nom, la commande ne peut être ni préparée ni retrouvée.
required-buyer-email = Sans adresse e-mail, les billets ne peuvent pas vous parvenir.
required-staff-name = Sans nom, l’équipe ne saurait pas qui agit.
required-staff-email = Sans adresse e-mail, aucun compte ne peut être ouvert.
