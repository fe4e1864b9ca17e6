# Ce qui ne va pas dans un champ : ce qu’il faut, jamais un reproche.
fault-required = Ce champ est à remplir.
fault-encoding = Certains caractères sont arrivés abîmés. Vérifiez ce champ.
fault-characters = Ce texte contient des caractères invisibles qui en changeraient la lecture. Saisissez-le à nouveau.
fault-too-long =
    { $longest ->
        [one] Un caractère au plus.
       *[other] { $longest } caractères au plus.
    }
fault-email = Cette adresse ne peut pas recevoir de courrier. Exemple : jeanne@example.org
fault-phone = Ce numéro n’est pas complet. Exemple : 03 81 00 00 00
fault-web-address = Cette adresse n’est pas celle d’une page publique. Exemple : https://example.org
fault-slug = De 3 à 40 lettres sans accent, chiffres ou tirets, sans tiret au début ni à la fin.
fault-colour = Une couleur s’écrit avec six chiffres ou lettres de a à f. Exemple : #0a5c8f
fault-amount = Un montant s’écrit en euros. Exemple : 12,50
fault-amount-negative = Un montant ne peut pas être négatif.
fault-amount-decimals = Un montant s’arrête au centime : deux chiffres après la virgule.
fault-amount-too-large = Ce montant dépasse ce qu’un paiement accepte.
fault-count = Un nombre entier de { $least } à { $most }.
fault-date = Une date s’écrit jour/mois/année. Exemple : 14/03/2026
fault-time = Une heure s’écrit ainsi : 20:30
fault-time-skipped = Cette nuit-là, les montres passent de 2 h à 3 h : cette heure n’existe pas.

# Une demande entière que l’on ne peut pas lire.
fault-not-a-form = Ce qui est arrivé n’est pas un formulaire de ce site.
fault-too-many-fields = Ce formulaire a plus de champs que nous n’en avons dessinés.
fault-host = L’adresse demandée n’est pas lisible.
