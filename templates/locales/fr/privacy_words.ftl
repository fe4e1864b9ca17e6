# L’inventaire des données personnelles en mots : ce que registres, contrats et dossiers en disent. Les clés suivent migrations/inventory.

## Finalités
treatment-agreements-title = Contrats avec les associations
treatment-agreements-purpose = Conclure et garder le contrat par lequel la plateforme traite des données pour une association.
treatment-breach_register-title = Violations de données
treatment-breach_register-purpose = Tenir le dossier de chaque violation de données, la notifier à la CNIL et prévenir les personnes.
treatment-platform_breaches-title = Violations de données de la plateforme
treatment-platform_breaches-purpose = Tenir le dossier de chaque violation survenue sur la plateforme et prévenir les associations.
treatment-audience-title = Mesure d’audience
treatment-audience-purpose = Compter les visites du site par page et par jour, sans reconnaître personne.

## Textes sur lesquels une finalité s’appuie
treatment-accounting-law = code de commerce, art. L123-22 ; livre des procédures fiscales, art. L102 B
treatment-acknowledgement-law = code civil, art. 1353 et 2224 ; code de la consommation, art. L221-14
treatment-agreements-law = RGPD, art. 28, § 3 et 9
treatment-audience-law = RGPD, art. 6, § 1, f ; loi Informatique et Libertés, art. 82 ; CNIL, délibérations 2020-091 et 2020-092
treatment-breach_register-law = RGPD, art. 33, § 5, et art. 34
treatment-editorial-law = RGPD, art. 6, § 1, f, et art. 85
treatment-operations-law = RGPD, art. 6, § 1, f, et art. 32, § 1, c
treatment-platform_breaches-law = RGPD, art. 33, § 2 et 5
treatment-publication-law = loi n° 2004-575, art. 1-1 ; code de la consommation, art. L221-5, L612-1 et L616-1
treatment-security-law = RGPD, art. 32 ; CNIL, délibération 2021-122
treatment-sign_up-law = RGPD, art. 6, § 1, b, mesures avant un contrat
treatment-ticket_register-law = CGI, annexe IV, art. 50 sexies B, H et I ; arrêté du 8 mars 1993

## Fondements
basis-consent = Consentement
basis-contract = Contrat
basis-obligation = Obligation légale
basis-interest = Intérêt légitime

## Personnes

## Catégories de données

## Destinataires
recipient-hosting_provider = hébergement
recipient-mail_provider = envoi des mails
recipient-object_storage = stockage des images et des copies de secours
recipient-stripe = paiement

## Mesures de sécurité
measure-counted_without_addresses = Les visites sont comptées sans garder d’adresse.
measure-jobs_carry_ids = Les tâches en attente ne contiennent que des identifiants.
measure-journal_chained = Le journal de billetterie est chaîné : une ligne modifiée se voit.
measure-logs_without_addresses = Les journaux techniques ne contiennent ni adresse, ni nom, ni e-mail.
measure-no_card_on_our_side = Aucun numéro de carte ne passe par nos serveurs.
measure-passwords_hashed = Les mots de passe ne sont gardés que sous forme de condensés (Argon2id).
measure-sessions_hashed = Les sessions ne sont gardées que sous forme de condensés.
measure-tenants_walled = Les données de chaque association sont séparées de celles des autres dans la base elle-même.
measure-transport_encrypted = Les échanges sont chiffrés (TLS).

## Durées
retention-agreements = Contrat : tant qu’il dure, puis cinq ans.
retention-audience_key = Clé du jour : { $period }.
retention-audience_sums = Sommes de visites : { $period }.
retention-breach_register = Dossiers de violation : { $period }.
retention-platform_breaches = Dossiers de violation : { $period }.
