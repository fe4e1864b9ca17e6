# La fin du compte d’une association.

closing-title = Fermer le compte
closing-settings = Emporter toutes les données de l’association, puis les faire effacer de la plateforme.
closing-settings-see = Voir ce qui se passera
closing-lead-open = L’association reprend toutes ses données, puis la plateforme les efface. Pendant { $days } jours, vous pouvez changer d’avis.
closing-lead-asked = La fermeture est demandée. Le site se lit encore, la vente est arrêtée. Jusqu’à la date de fermeture, la présidence peut y renoncer.
closing-lead-closed = Le compte est fermé : le site l’annonce, et il n’y a plus de retour. Il reste à prendre la copie des données avant leur effacement.
closing-lead-erasing = Le compte est fermé et les données s’effacent en ce moment.
closing-dates = Les dates
closing-asked-at = Demandée le
closing-closes-at = Fermeture le
closing-closed-at = Fermé le
closing-erase-at = Effacement le
closing-latest = Au plus tard le { $date }, sauf si une demande attend sa réponse.
closing-waits = Des personnes attendent une réponse au sujet de leurs données : l’effacement attend, lui aussi, leur réponse ou la fin du délai légal, au plus tard le { $date }.
closing-withdraw = Renoncer à la fermeture
closing-numbers = En chiffres
closing-number-concerts =
    { $count ->
        [0] Aucun concert à venir avec des billets vendus
        [one] Un concert à venir, { $tickets } billets vendus ou donnés
       *[other] { $count } concerts à venir, { $tickets } billets vendus ou donnés
    }
closing-number-orders =
    { $count ->
        [0] Aucune commande en cours
        [one] Une commande en cours
       *[other] { $count } commandes en cours
    }
closing-number-requests =
    { $count ->
        [0] Aucune demande sur des données personnelles en attente
        [one] Une demande sur des données personnelles en attente
       *[other] { $count } demandes sur des données personnelles en attente
    }
closing-number-breaches =
    { $count ->
        [0] Aucun dossier de violation ouvert
        [one] Un dossier de violation ouvert
       *[other] { $count } dossiers de violation ouverts
    }
closing-number-objects =
    { $count ->
        [0] Aucun fichier
        [one] Un fichier (images, copies)
       *[other] { $count } fichiers (images, copies)
    }
closing-number-staff =
    { $count ->
        [one] Une personne perdra l’accès
       *[other] { $count } personnes perdront l’accès
    }
closing-number-books = { $sales } ventes et { $journal } lignes du journal de billetterie que l’association doit garder elle-même dix ans
closing-see = Voir les dossiers
closing-number-stripe =
    { $count ->
        [one] Un paiement, un remboursement ou une contestation était en cours sur un compte Stripe qui n’est plus relié : suivez-le dans le tableau de bord de Stripe. Un remboursement dû le reste.
       *[other] { $count } paiements, remboursements ou contestations étaient en cours sur un compte Stripe qui n’est plus relié : suivez-les dans le tableau de bord de Stripe. Un remboursement dû le reste.
    }
closing-blocks = Ce qui empêche de fermer
closing-block-concert =
    { $count ->
        [one] { $title }, le { $date } : un billet valable. Remboursez-le ou annulez le concert, ou attendez qu’il ait eu lieu.
       *[other] { $title }, le { $date } : { $count } billets valables. Remboursez-les ou annulez le concert, ou attendez qu’il ait eu lieu.
    }
closing-see-concert = Voir le concert
closing-block-payments =
    { $count ->
        [one] Un paiement est en cours. Il se règle ou expire en moins d’une heure ; un prélèvement peut prendre quelques jours.
       *[other] { $count } paiements sont en cours. Ils se règlent ou expirent en moins d’une heure ; un prélèvement peut prendre quelques jours.
    }
closing-see-orders = Voir les commandes
closing-block-refunds =
    { $count ->
        [one] Un remboursement est en cours, ou a échoué et reste dû. S’il a échoué, relancez-le.
       *[other] { $count } remboursements sont en cours, ou ont échoué et restent dus. Relancez ceux qui ont échoué.
    }
closing-block-disputes =
    { $count ->
        [one] Une contestation est ouverte auprès de la banque d’un acheteur. Attendez la réponse, ou acceptez-la chez Stripe.
       *[other] { $count } contestations sont ouvertes auprès des banques d’acheteurs. Attendez les réponses, ou acceptez-les chez Stripe.
    }
closing-see-money = Voir l’argent
closing-requests = Des demandes attendent une réponse
closing-requests-text = Elles n’empêchent pas de demander la fermeture. L’effacement attend leur réponse, ou la fin de leur délai légal ; passé ce délai, l’association répond à partir de sa copie.
closing-request = Demande { $reference }, à traiter avant le { $date }
closing-copy = La copie de toutes les données
closing-copy-text = Une archive zip : chaque table en JSON et en CSV, les images, toutes les versions des mentions légales, le journal de billetterie, un schéma et un manifeste avec les empreintes. La présidence et la trésorerie la téléchargent jusqu’à l’effacement, avec leur mot de passe. Seuls les secrets (clés, codes) n’y sont pas.
closing-copy-ready = Prête : { $megabytes } Mo au plus, { $rows } lignes, { $objects } fichiers, état du { $date }.
closing-copy-digest = Empreinte SHA-256 du fichier :
closing-copy-fetch = Télécharger la copie
closing-copy-later = La copie se prépare. Rechargez la page dans quelques minutes.
closing-copy-who = La présidence et la trésorerie peuvent la télécharger.
closing-stripe = Le compte Stripe reste à l’association
closing-stripe-text = La plateforme ferme les pages de paiement encore ouvertes et oublie le lien avec le compte Stripe. Elle ne peut pas fermer ce compte : il appartient à l’association, avec ses paiements, ses versements et ses justificatifs. Les contestations et les remboursements refusés par une banque y arrivent encore, et Stripe les annonce par mail. Pour retirer l’accès de la plateforme ou fermer le compte, passez par le tableau de bord de Stripe.
closing-how = Ce qui se passera
closing-how-now = Dès la demande : la vente s’arrête, toute l’équipe reçoit un mail, la copie se prépare.
closing-how-week = Pendant { $days } jours : le site se lit encore, toute personne de la présidence peut y renoncer.
closing-how-closed = Ensuite : le site annonce la fermeture à toutes ses adresses, l’espace de gestion ne montre plus que la copie et les demandes en attente. Il n’y a plus de retour.
closing-how-erased = 28 jours après la demande, 30 au plus tard : toutes les données sont effacées, les comptes qui ne servaient qu’à cette association aussi. La présidence reçoit un certificat. Les copies de secours disparaissent à leur échéance.
closing-how-books = L’association garde elle-même ses pièces comptables dix ans (Code de commerce, art. L123-22) : téléchargez la copie.
closing-type-name = Pour confirmer, écrivez le nom de l’association : { $name }
closing-ask = Demander la fermeture
closing-keep = Garder le compte
closing-done-asked = La fermeture est demandée. Toute l’équipe reçoit un mail.
closing-done-withdrawn = La fermeture est annulée : le compte continue comme avant.
closing-fault-name = Ce n’est pas le nom de l’association.
closing-fault-asked = La fermeture est déjà demandée.
closing-fault-blocked = Quelque chose empêche de fermer : voyez la liste plus bas.
closing-fault-late = Il n’y a plus rien à annuler : la fermeture a pris effet, ou quelqu’un y a déjà renoncé.
closing-fault-no-copy = La copie n’est pas prête. Rechargez la page dans quelques minutes.
closing-fault-closed = Le compte de cette association est fermé : rien ne peut plus y être changé.

## Le site d’une association qui est partie
closing-gone-title = Ce site est fermé
closing-gone-text = { $name } a quitté la plateforme et fermé son site.
closing-gone-data = Les données que l’association avait ici lui ont été rendues et sont effacées de la plateforme dans les 30 jours qui suivent sa demande. Elle reste responsable de ce qu’elle garde : adressez-vous à elle.
closing-gone-request = Si vous aviez demandé quelque chose au sujet de vos données, le lien reçu par mail fonctionne encore jusqu’à la réponse.

## Console
operator-closings = Fermetures de comptes
operator-closing-asked = Demandée
operator-closing-closes = Fermeture
operator-closing-erase = Effacement
operator-closing-ended = Terminée
operator-closing-none = Aucune fermeture
operator-closing-state =
    { $state ->
        [asked] Demandée
        [withdrawn] Annulée
        [closed] Fermé
        [erasing] Effacement en cours
        [erased] Effacé
       *[other] { $state }
    }

## Mails
mail-closing-subject-asked = { $association } : la fermeture du compte est demandée
mail-closing-subject-withdrawn = { $association } : le compte reste ouvert
mail-closing-subject-closed = { $association } : le compte est fermé
mail-closing-title-asked = La fermeture est demandée
mail-closing-title-withdrawn = Le compte reste ouvert
mail-closing-title-closed = Le compte est fermé
mail-closing-text-asked = La fermeture du compte de l’association { $association } vient d’être demandée. La vente est arrêtée, le site se lit encore.
mail-closing-text-withdrawn = La présidence renonce à fermer le compte de l’association { $association }. Tout continue comme avant.
mail-closing-text-closed = Le compte de l’association { $association } est fermé. Son site l’annonce, et il n’y a plus de retour.
mail-closing-by = Demande faite par { $name }.
mail-closing-dates = Fermeture le { $effective }. Effacement de toutes les données le { $erase }, au plus tard le { $latest }, sauf si une demande sur des données personnelles attend encore sa réponse.
mail-closing-back = D’ici à la fermeture, toute personne de la présidence peut y renoncer. Si vous n’étiez pas au courant, parlez-en dès maintenant.
mail-closing-fetch = La présidence et la trésorerie peuvent télécharger la copie de toutes les données jusqu’à leur effacement, le { $erase }, au plus tard le { $latest }. L’association doit garder elle-même ses pièces comptables dix ans.
mail-closing-button = Voir la page de la fermeture
mail-erased-subject = { $association } : les données sont effacées
mail-erased-subject-certificate = { $association } : certificat d’effacement
mail-erased-title = Les données sont effacées
mail-erased-text = Toutes les données de l’association { $association } ont été effacées de la plateforme le { $date }.
mail-erased-account = Votre accès à cette association disparaît, et votre compte avec lui s’il ne servait à rien d’autre. C’est le dernier message à ce sujet.
mail-erased-certificate = Certificat d’effacement { $reference } (RGPD, art. 28, § 3, g). Gardez ce message : la plateforme ne conserve que ce numéro, les dates et les nombres ci-dessous.
mail-erased-dates = Fermeture demandée le { $asked }, effective le { $closed }.
mail-erased-what = Effacés, puis recomptés à zéro : { $rows } lignes et { $objects } fichiers, toutes versions comprises.
mail-erased-backups = Les copies de secours en gardent une trace jusqu’au { $date } ; elles ne servent qu’à réparer une perte, et l’effacement y est alors rejoué.
mail-erased-books = Le compte Stripe reste à l’association, ainsi que ses pièces comptables, qu’elle garde dix ans.
