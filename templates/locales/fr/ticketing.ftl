# Concerts, places et commandes, tels que le public les voit.

## Prix
price-free = Gratuit
price-range = De { $from } à { $to }
price-open = Prix libre
price-open-from = Prix libre, dès { $from }
price-from = dès { $from }
price-chosen = au choix

## Où en est la vente
sale-sold-out = Complet
sale-cancelled = Annulé
sale-closed-short = Vente en ligne terminée
sale-soon-short = Ventes bientôt ouvertes
sale-opens-short = En vente { $date }
sale-few-left =
    { $count ->
        [one] Plus qu’une place
       *[other] Plus que { $count } places
    }
sale-opens-title = Les ventes ouvrent { $date } à { $time }
sale-opens-text = Revenez à ce moment-là : les places se prendront ici, en une minute.
sale-soon-title = Ventes bientôt ouvertes
sale-soon-text = La vente en ligne de ce concert se prépare. Revenez dans quelques jours.
sale-sold-out-text = Toutes les places en ligne sont parties. Une place rendue revient ici aussitôt : repassez voir.
sale-closed-title = La vente en ligne est terminée
sale-closed-text = Renseignez-vous auprès de l’association pour les places restantes à l’entrée.
sale-cancelled-title = Ce concert est annulé
sale-cancelled-text = Les places déjà payées sont remboursées. Les personnes concernées reçoivent un mail.
sale-past-title = Ce concert a eu lieu
sale-past-text = Les prochains sont à l’agenda.

## Agenda
agenda-title = Agenda
agenda-description = Les concerts à venir : { $name }.
agenda-empty = Aucun concert n’est annoncé pour le moment. Le prochain programme paraîtra ici.
agenda-past = Déjà passés
concert-doors-short = portes { $time }

## Page d’un concert
fact-date = Date
fact-time = Heure
fact-doors = ouverture des portes { $time }
fact-ends = fin vers { $time }
fact-place = Lieu
fact-map = Voir sur un plan
fact-price = Tarif
fact-order = Commande
concert-notes = Au programme
concert-whole-agenda = Tout l’agenda
tickets-title = Places
tickets-limit =
    { $count ->
        [one] Une place au plus par commande.
       *[other] Jusqu’à { $count } places par commande.
    }
tickets-closes = Vente en ligne jusqu’au { $date }, { $time }.
tickets-book = Réserver
tickets-book-count =
    { $count ->
        [one] Réserver { $shown } place
       *[other] Réserver { $shown } places
    }
tickets-total =
    { $count ->
        [one] { $shown } place
       *[other] { $shown } places
    }
tickets-too-many =
    { $count ->
        [one] Une seule place par commande
       *[other] { $count } places au plus par commande
    }
tariff-less = Une place de moins, { $tariff }
tariff-more = Une place de plus, { $tariff }
fault-of = { " : " }
tariff-none-left = Épuisé
tariff-amount = Votre prix par place
tariff-minimum = À partir de { $minimum }. Chacun donne selon ses moyens.

## Coordonnées
details-title = Vos coordonnées
details-held-until = Vos places sont gardées jusqu’à { $time }.
details-held-for = Vos places sont gardées encore { $shown }.
details-held-last = Vos places sont gardées encore une minute à peine.
details-held-over = Le temps de garde est écoulé. Vous pouvez continuer : nous vérifierons que vos places sont encore libres.
details-email-hint = Vos billets arrivent à cette adresse.
details-accept = J’ai lu les mentions légales et j’accepte les conditions de vente
details-no-withdrawal = Un concert a lieu à une date précise : la loi ne prévoit pas de droit de rétractation (article L221-28, 12° du code de la consommation). Une place achetée n’est ni reprise ni échangée, sauf annulation par l’association.
details-pay = Payer { $amount }
details-book-free =
    { $count ->
        [one] Réserver 1 place
       *[other] Réserver { $count } places
    }
details-stripe = Paiement par carte sur la page sécurisée de Stripe, au profit de { $name }.
details-give-up = Renoncer et libérer ces places
details-failed-title = Le paiement n’a pas abouti
details-failed-text = Rien n’a été débité. Vos places sont toujours gardées : vous pouvez recommencer, avec la même carte ou une autre.
details-left-title = Le paiement n’est pas terminé
details-left-text = Rien n’a été débité. Vos places sont toujours gardées, et ce que vous aviez écrit aussi.
field-given-name = Prénom
field-family-name = Nom
field-email = Adresse e-mail

## Récapitulatif
recap-title = Votre commande
recap-line = Places
recap-amount = Montant
recap-fees = Frais de billetterie
recap-total = Total
recap-code = Commande { $code }
recap-number = N° { $number }
recap-paid = Payée le { $date }
recap-refunded = Remboursé : { $amount }

## Page de la commande
order-title-paying = Nous confirmons votre paiement
order-title-confirmed = Vos places sont réservées
order-title-expired = Ces places ont été libérées
order-title-abandoned = Vous avez rendu ces places
order-title-unseated = Payé trop tard, remboursé
order-title-refunded = Commande remboursée
order-confirmed-kicker = C’est réservé
order-see-you = À { $date }, { $time }
order-confirmed-text =
    { $count ->
        [one] Votre place pour { $title } vous attend. Le billet est parti à { $email }.
       *[other] Vos { $count } places pour { $title } vous attendent. Les billets sont partis à { $email }.
    }
order-cancelled-title = Ce concert est annulé
order-cancelled-text = L’association a annulé ce concert. Vos places payées sont remboursées sur votre carte ; cela prend quelques jours à la banque.
order-paying-text = La banque a répondu, nous attendons la confirmation. Cette page se met à jour toute seule ; inutile de payer à nouveau.
order-paying-late = La confirmation tarde. Vous pouvez fermer cette page : dès qu’elle arrive, nous écrivons à { $email }. Inutile de payer à nouveau.
order-look-again = Regarder à nouveau
order-expired-text = Le temps de garde est passé avant le paiement. Rien n’a été débité.
order-abandoned-text = Elles sont de nouveau en vente. Rien n’a été débité.
order-unseated-text = Votre paiement est arrivé après la fin du temps de garde, et la dernière place était partie. Nous vous remboursons { $amount } sans que vous ayez rien à faire ; cela prend quelques jours à la banque.
order-refunded-text = { $amount } reviennent sur la carte qui a payé ; cela prend quelques jours à la banque. Les billets ne sont plus valables.
order-choose-again = Choisir à nouveau
order-download =
    { $count ->
        [one] Télécharger le billet (PDF)
       *[other] Télécharger les billets (PDF)
    }
order-receipt = Reçu (PDF)
order-calendar = Ajouter à mon agenda
order-tickets =
    { $count ->
        [one] Votre billet
       *[other] Vos billets
    }
order-resend-text = Rien reçu à { $email } ? Regardez dans les indésirables, ou demandez un nouvel envoi.
order-resend = Renvoyer les billets
order-resent = Les billets sont repartis à { $email }.
order-resend-too-often = Les billets viennent d’être renvoyés plusieurs fois. Attendez quelques minutes, ou téléchargez-les ici.
order-mail-failed = Le mail adressé à { $email } nous est revenu. Téléchargez les billets ici : ils sont tout aussi valables.
order-keep-link = Gardez l’adresse de cette page : elle ouvre vos billets sans mot de passe. Ne la donnez qu’à qui vient avec vous.
ticket-refunded = Remboursé
ticket-void = Annulé
ticket-admitted = Entré à { $time }
ticket-code = Code du billet { $number }

## Ce qui empêche une commande
ticketing-fault-quantity = Indiquez un nombre entier de places.
ticketing-fault-tariff-limit = À ce tarif, { $limit } au plus par commande.
ticketing-fault-order-limit = Une commande prend { $limit } places au plus. Pour davantage, écrivez à l’association.
ticketing-fault-nothing-chosen = Choisissez au moins une place.
ticketing-fault-no-payments = Les paiements en ligne sont en pause : les places payantes ne peuvent pas être réservées pour le moment.
ticketing-fault-amount = Indiquez votre prix par place, par exemple 10,00.
ticketing-fault-below-minimum = Le prix libre commence à { $amount } par place.
ticketing-fault-above-maximum = Un prix libre s’arrête à { $amount } par place. Pour donner davantage, écrivez à l’association.
ticketing-fault-too-small = Un paiement par carte commence à { $amount } : augmentez votre prix.
ticketing-fault-none-left = Les dernières places viennent de partir. Une place rendue revient ici aussitôt.
ticketing-fault-too-few =
    { $left ->
        [one] Il ne reste qu’une place : choisissez-en moins.
       *[other] Il ne reste que { $left } places : choisissez-en moins.
    }
ticketing-fault-not-on-sale = Ce concert n’est pas en vente en ce moment. Rien n’a été réservé.
ticketing-fault-busy = Beaucoup de monde réserve en ce moment. Vos choix sont gardés : recommencez dans un instant.
ticketing-fault-too-often =
    { $seconds ->
        [one] Vous avez essayé plusieurs fois de suite. Rien n’est perdu : attendez une seconde, puis recommencez.
       *[other] Vous avez essayé plusieurs fois de suite. Rien n’est perdu : attendez { $seconds } secondes, puis recommencez.
    }
ticketing-fault-accept = Cochez cette case pour continuer.
ticketing-fault-stripe-away = La page de paiement ne répond pas. Rien n’a été débité et vos places restent gardées : recommencez dans un instant.
ticketing-fault-payment-opening = La page de paiement est en train de s’ouvrir. Attendez une minute, puis recommencez.
ticketing-fault-not-refundable = Cette commande n’est pas confirmée : il n’y a rien à rembourser.
ticketing-fault-tickets-changed = Les billets ou le montant ont changé entre-temps. Rien n’a été remboursé : regardez à nouveau.
ticketing-slug-taken = Un autre concert porte déjà cette adresse.
ticketing-capacity-below-sold = Il y a déjà plus de places vendues ou retenues que cela.

## Fichiers d’une commande
file-tickets-title = Vos billets pour { $title }
file-tickets-name = billets-{ $code }.pdf
file-receipt-title = Reçu { $number }
file-receipt-name = recu-{ $number }.pdf
file-receipt-paid = Payé par carte le { $date }
file-receipt-refund = Remboursement
file-receipt-refund-tickets =
    { $count ->
        [one] Billet { $tickets }
       *[other] Billets { $tickets }
    }
file-receipt-terms = Conditions de vente acceptées : version { $version }.
file-receipt-corrected = Nom de l’acheteur rectifié depuis l’émission de ce reçu : { $name }.
file-calendar-text =
    { $count ->
        [one] { $count } place. Commande { $code }. Billet et reçu : { $url }
       *[other] { $count } places. Commande { $code }. Billets et reçu : { $url }
    }
