# Les mails. L’objet dit le fait ; la réponse arrive à des humains.
mail-colon = { " : " }
mail-hello = Bonjour { $name },
mail-order-page = Votre commande { $code }, à tout moment :
mail-order-open = Voir la commande
mail-valid-hours =
    { $count ->
        [one] Ce lien est valable une heure.
       *[other] Ce lien est valable { $count } heures.
    }

mail-tickets-subject =
    { $count ->
        [one] Votre place pour { $title }, { $date }
       *[other] Vos { $count } places pour { $title }, { $date }
    }
mail-tickets-attached =
    { $count ->
        [one] Votre billet est joint à ce message. Imprimé ou sur un téléphone, il suffit pour entrer.
       *[other] Vos { $count } billets sont joints à ce message. Imprimés ou sur un téléphone, ils suffisent pour entrer.
    }
mail-tickets-page = Billets, reçu et agenda, à tout moment :
mail-tickets-open = Voir mes billets
mail-tickets-answer = Un empêchement, une question ? Répondez à ce message : quelqu’un de l’association vous lira.
mail-tickets-terms = Conditions de vente (version { $version })

mail-refund-subject = Remboursement de { $amount } pour { $title }
mail-refund-title = { $amount } vous reviennent
mail-refund-cancelled = Le concert « { $title } », prévu { $date }, est annulé.
mail-refund-text = Nous avons demandé le remboursement de { $amount } sur la carte qui a payé. La banque met d’ordinaire cinq à dix jours à l’afficher.
mail-refund-tickets =
    { $count ->
        [one] Ce billet n’est plus valable :
       *[other] Ces billets ne sont plus valables :
    }
mail-refund-others = Vos autres billets restent valables.

mail-unseated-subject = Plus de place pour { $title } : { $amount } remboursés
mail-unseated-text = Votre paiement pour { $title }, { $date }, est arrivé après la fin du temps de garde, et la dernière place était partie.
mail-unseated-nothing = Vous n’avez rien à faire.
mail-unseated-again = Une place rendue revient en vente sur la page du concert :

mail-signup-subject = Confirmez l’ouverture du site { $association }
mail-signup-title = Encore un geste
mail-signup-text = Ouvrez ce lien pour mettre en ligne le site de { $association } à l’adresse { $host } :
mail-signup-button = Ouvrir notre site
mail-signup-not-you = Si cette inscription ne vient pas de vous, laissez ce message : rien ne sera créé.

mail-password-subject = Choisir un nouveau mot de passe
mail-password-title = Nouveau mot de passe
mail-password-text = Ouvrez ce lien pour choisir un nouveau mot de passe :
mail-password-button = Choisir un mot de passe
mail-password-not-you = Si vous n’avez rien demandé, laissez ce message : votre mot de passe reste le même.

mail-footer-siret = SIRET { $value }
mail-footer-licence = Licence d’entrepreneur de spectacles { $value }
mail-refund-free-subject = Billets annulés pour { $title }
mail-refund-free-title = Vos billets sont annulés
mail-refund-free-text = Ces billets étaient gratuits : il n’y a rien à rembourser.
mail-dormant-subject = Votre compte sera effacé le { $date }
mail-dormant-title = Un compte qui ne sert plus
mail-dormant-text = Votre compte n’est plus rattaché à aucune association et n’a pas servi depuis près de deux ans. Il sera effacé le { $date }.
mail-dormant-keep = Pour le garder, il suffit de vous connecter d’ici là :
mail-dormant-button = Me connecter
mail-dormant-nothing = Si vous n’en avez plus besoin, vous n’avez rien à faire : nom, adresse et mot de passe seront effacés.
