# Les paiements contestés auprès de la banque : la page des preuves.
dispute-link = Preuves à présenter
dispute-title = Preuves d’une vente contestée
dispute-lead = Ce qui établit la vente, sans le nom de qui a acheté. À joindre à la réponse, chez Stripe, avant l’échéance.
dispute-state = { $state ->
    [won] Contestation gagnée
    [lost] Contestation perdue
    [closed] Contestation close
   *[open] Contestation ouverte
}
dispute-opened = Ouverte
dispute-answer-by = Répondre avant
dispute-closed = Close
dispute-reason = Motif de la banque
dispute-at-stripe = Chez Stripe
dispute-sale = La vente
dispute-order = Commande
dispute-seats = Places
dispute-total = Total
dispute-paid = Payée
dispute-accepted = Textes acceptés
dispute-terms = Conditions, version { $version }, empreinte
dispute-notice = Notice, version { $version }, empreinte
dispute-entries = Les billets et les entrées
dispute-printed = État au { $when }. Ces éléments sont gardés par l’association pour se défendre (RGPD, art. 17, paragraphe 3, e), et disparaissent treize mois après la fin de la contestation.
