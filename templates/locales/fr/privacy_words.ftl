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
recipient-stripe-safeguard = cadre de protection des données UE–États-Unis, clauses contractuelles types

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
retention-closing_record = Trace de la fermeture du compte d’une association, sans données personnelles : { $period }.
retention-closing_export = Copie remise à une association qui part : { $period } au plus.
retention-agreements = Contrat : tant qu’il dure.
retention-audience_key = Clé du jour : { $period }.
retention-audience_sums = Sommes de visites : { $period }.
retention-breach_register = Dossiers de violation : { $period }.
retention-platform_breaches = Dossiers de violation : { $period }.
retention-processor_changes = Annonces de changement de sous-traitant : { $period }.
