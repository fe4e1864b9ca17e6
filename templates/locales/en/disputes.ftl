# Payments disputed with the bank: the page of evidence.
dispute-link = Evidence to present
dispute-title = Evidence of a disputed sale
dispute-lead = What establishes the sale, without the name of whoever bought. To be joined to the answer, at Stripe, before it is due.
dispute-state = { $state ->
    [won] Dispute won
    [lost] Dispute lost
    [closed] Dispute closed
   *[open] Dispute open
}
dispute-opened = Opened
dispute-answer-by = Answer by
dispute-closed = Closed
dispute-reason = The bank’s reason
dispute-at-stripe = At Stripe
dispute-sale = The sale
dispute-order = Order
dispute-seats = Places
dispute-total = Total
dispute-paid = Paid
dispute-accepted = Texts accepted
dispute-terms = Terms, version { $version }, fingerprint
dispute-notice = Notice, version { $version }, fingerprint
dispute-entries = Tickets and entries
dispute-printed = As of { $when }. The association keeps these items for its defence (GDPR art. 17(3)(e)); they go thirteen months after the end of the dispute.
