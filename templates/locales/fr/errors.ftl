# Les pages d’erreur : ce qui s’est passé, ce que nous avons gardé, quoi faire.
error-400-title = Nous n’avons pas compris
error-400-text = La demande est arrivée incomplète ou abîmée. Revenez en arrière et recommencez ; rien n’a été changé.
error-403-title = Cette porte est fermée
error-403-text = Cette page demande un droit que vous n’avez pas, ou votre session s’est terminée. Revenez en arrière ou identifiez-vous à nouveau.
error-404-title = Rien sur cette scène
error-404-text = La page n’existe pas, ou n’existe plus. L’adresse comporte peut-être une faute.
error-413-title = C’est trop lourd
error-413-text = Ce que vous envoyez dépasse la taille permise. Réduisez-le et recommencez.
error-429-title = Un instant, s’il vous plaît
error-429-text = Beaucoup de demandes sont parties d’ici en peu de temps. Rien n’est perdu : attendez un peu, puis recommencez.
error-500-title = Un incident chez nous
error-500-text = La faute est de notre côté et nous en sommes avertis. Si vous étiez en train de payer, regardez d’abord votre boîte mail avant de recommencer.
error-503-title = Nous revenons tout de suite
error-503-text = Le site est occupé ou en entretien. Vos commandes et vos billets sont en sécurité.
error-retry =
    { $count ->
        [one] Réessayez dans une minute.
       *[other] Réessayez dans { $count } minutes.
    }
error-home = Revenir à l’accueil
error-agenda = Voir l’agenda
error-request = Si vous nous écrivez, citez cette référence : { $id }
error-inventory-disagrees = La base contient une donnée qui n’est pas encore décrite : les copies et les effacements attendent qu’elle le soit. Rien n’est perdu, la demande est gardée.
