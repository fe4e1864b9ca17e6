# Ce que disent tous les formulaires.
form-optional = (facultatif)
form-faults-title =
    { $count ->
        [one] Un point est à revoir
       *[other] { $count } points sont à revoir
    }
