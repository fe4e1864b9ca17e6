# Comptes, équipes et inscriptions : les fautes des formulaires et les mails du personnel.
staff-fault-credentials = Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux, ou demandez un nouveau mot de passe.
staff-fault-password-short = Il manque des caractères : au moins { $count }. Une phrase convient très bien.
staff-fault-password-weak = Ce mot de passe se devine trop vite. Une phrase de quatre mots convient très bien.
staff-fault-account-exists = Cette adresse a déjà un compte.
staff-fault-already-member = Cette personne fait déjà partie de l’équipe.
staff-fault-already-invited = Une invitation attend déjà à cette adresse : renvoyez-la plutôt.
staff-fault-role = Choisissez un rôle dans la liste.
staff-fault-last-president = Il faut au moins une personne à la présidence : nommez-en une autre d’abord.
staff-fault-yourself = Vous ne pouvez pas changer votre propre rôle : demandez-le à une autre personne de la présidence.
staff-fault-gone = Cette personne ou cette invitation n’est plus là : la page vient d’être mise à jour.
staff-fault-too-many-tokens = Vingt jetons, c’est le plus possible : retirez-en un d’abord.
staff-suspended = Ce site est suspendu : tout reste lisible, rien ne peut changer. Écrivez-nous pour en parler.
staff-done-invited = L’invitation est partie à { $email }.
staff-done-role = Le rôle est changé.
staff-done-removed = La personne n’a plus accès.
staff-done-withdrawn = L’invitation est retirée.
staff-done-revoked = Le jeton ne donne plus accès à rien.
staff-join-title = Rejoindre l’équipe de { $association }
staff-join-lead = { $association } invite { $email } : { $role }. Votre mot de passe reste le même.
staff-join = Rejoindre l’équipe

mail-invitation-subject = { $association } vous invite dans son équipe
mail-invitation-title = Bienvenue dans l’équipe
mail-invitation-hello = Bonjour,
mail-invitation-text = { $association } vous ouvre son espace de billetterie, avec ce rôle : { $role }.
mail-invitation-open = Ouvrez ce lien pour accepter :
mail-invitation-button = Rejoindre l’équipe
mail-invitation-valid =
    { $count ->
        [one] Ce lien est valable un jour.
       *[other] Ce lien est valable { $count } jours.
    }
mail-invitation-not-you = Si vous ne connaissez pas cette association, laissez ce message : rien ne se passera.

mail-account-subject = Ajouter { $association } à votre compte
mail-account-title = Vous avez déjà un compte
mail-account-text = Quelqu’un, sans doute vous, ouvre le site de { $association } à l’adresse { $host }. Votre adresse a déjà un compte : ouvrez ce lien pour l’y ajouter, puis connectez-vous avec votre mot de passe habituel.
mail-account-button = Ajouter l’association

signup-fault-reserved = Cette adresse est réservée à la plateforme. Choisissez-en une autre.
signup-fault-taken = Cette adresse est déjà prise. Choisissez-en une autre.
signup-fault-accept = Il faut accepter les conditions pour ouvrir le site.
signup-confirm-title = Mettre le site en ligne
signup-confirm-text = Le site de { $association } sera visible à l’adresse { $host }.
signup-confirm-button = Mettre en ligne
signup-taken-title = L’adresse a été prise entre-temps
signup-taken-text = Une autre association vient d’ouvrir un site à cette adresse. Recommencez avec une autre, cela prend deux minutes.

operator-active = En ligne
operator-suspend = Suspendre
operator-resume = Rétablir
operator-webhooks = Derniers messages de Stripe
operator-webhook = { $endpoint ->
    [platform] Notre compte
   *[connect] Comptes reliés
}
operator-webhook-never = Jamais reçu
operator-versions = Versions
operator-version = Estrade { $version }, base de données { $database }, { $migrations } migrations
operator-test-mode = Paiements de test
operator-live-mode = Paiements réels
operator-no-payments = Paiements éteints
operator-done-suspended = { $name } est suspendue : son site ne répond plus.
operator-done-resumed = { $name } est rétablie.
operator-done-retried =
    { $count ->
        [one] Une tâche repart.
       *[other] { $count } tâches repartent.
    }
operator-done-discarded = La tâche est abandonnée.
operator-fault-gone = Cette tâche ou cette association n’est plus là.

api-fault-cursor = Ce curseur n’est pas l’un des nôtres : reprenez la liste depuis le début.
api-order-title = Une commande
api-order-text = Ce code est celui d’une commande : choisissez le billet de la personne.
