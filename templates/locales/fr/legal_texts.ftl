# Les durées et ce qui se dit de chacune. Modifier une phrase crée une nouvelle version des textes de chaque association.

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
retention-association_life = Tant que l’association a son site ici. Si elle part, tout est effacé dans les 30 jours qui suivent sa demande, une fois les demandes en cours traitées.
retention-officer = Tant que le site est publié.
retention-sign_up = Inscription : { $period } après l’échéance du lien.
retention-staff_account = Comptes de l’équipe : { $period } sans connexion.
retention-one_time_link = Liens d’accès : { $period } après leur échéance.
retention-staff_session = Sessions : { $period } après leur fin.
retention-staff_action = Actions de l’équipe : { $period }.
retention-api_token = Jetons : { $period } après leur révocation.
retention-buyer = Coordonnées : { $period } après le concert, puis rendues anonymes.
retention-unfinished_purchase = Achat resté sans suite : { $period }, et pas avant les coordonnées qui s’y rattachent.
retention-checkout = Page de paiement : { $period } après son échéance.
retention-accounting = Commande : { $period }, puis { $archive } aux archives comptables.
retention-ticket_register = Journal : { $period }, puis { $archive } aux archives.
retention-proof = Preuve : { $period }.
retention-legal_text = Textes publiés : { $period } après leur remplacement.
retention-dispute = Preuve en cas de contestation bancaire : { $period } après la fin de celle-ci.
retention-stripe_event = Avis de paiement : { $period }.
retention-security_log = Journaux techniques : { $period }.
retention-mail_trace = Trace des envois : { $period }.
retention-backup = Copies de secours : { $period }.
retention-ledger_selectors = Repères du registre des effacements : { $period }.
retention-rights_contact = Coordonnées d’une demande : { $period } après la réponse.
retention-rights_export = Copie de vos données : { $period } après sa mise à disposition.
retention-rights_file = Dossier d’une demande : { $period } après la réponse.
retention-suppression = Empreinte d’une opposition : { $period }.
