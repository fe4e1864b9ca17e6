# Ce que disent tous les formulaires.
form-optional = (facultatif)
form-faults-title =
    { $count ->
        [one] Un point est à revoir
       *[other] { $count } points sont à revoir
    }
form-notice = Ce que deviennent les données que vous indiquez
fault-clause-french = Écrivez aussi ce texte en français : c’est lui qui fait foi.
fault-clause-link = L’adresse « { $address } » ne peut pas être publiée : vérifiez-la. Elle commence par https://.
