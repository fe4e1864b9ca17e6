# The words of the legal notice and terms of sale. Changing a sentence makes a new version of each association’s texts.

## Host: whoever runs an installation writes their own details here (loi 2004-575, art. 1-1)
legal-host-name-label = Name
legal-host-address-label = Address
legal-host-phone-label = Telephone

## Facts
legal-fact-name = Registered name
legal-fact-seat = Seat
legal-fact-email = E-mail
legal-fact-phone = Telephone
legal-fact-rna = National register of associations
legal-fact-siret = SIRET
legal-fact-ape = APE code
legal-fact-licence = Performing arts licence
legal-fact-vat = VAT

## Legal notice
legal-notice-lead = Who publishes this site, who hosts it, and what becomes of your data.
legal-editeur-title = Publisher
legal-editeur-text = This site is published by { $name }, a non-profit association.
legal-direction-title = Director of publication
legal-direction-name = { $name }
legal-direction-name-role = { $name }, { $role }
legal-hebergeur-title = Host
legal-hebergeur-text = This site and the data in it are hosted by:
legal-contenus-title = Contents
legal-contenus-text = Texts, pictures and marks on this site belong to the association or to the artists and authors who entrusted them to it. Reusing them needs their consent, except for short quotations that name the source (French intellectual property code, art. L122-4 and L122-5).
legal-contenus-report = Does something here seem unlawful, or concern you wrongly? Write to the association: it will answer.
legal-donnees-title = Your data
legal-donnees-text = { $name } is answerable for the data below. Nothing is sold, no advertising is drawn from it, no audience measurement follows you.
legal-donnees-use = Use
legal-donnees-why = Why
legal-donnees-basis = Basis
legal-donnees-how-long = How long
legal-basis-consent = Your consent
legal-basis-contract = The contract
legal-basis-obligation = The law
legal-basis-interest = Legitimate interest
legal-recipients-title = Who receives them
legal-recipient-association = The association’s volunteers and staff, each for their task.
legal-recipient-hosting_provider = The host, which keeps the data for the association.
legal-recipient-mail_provider = The mail provider, for your address and the message.
legal-recipient-object_storage = The provider that keeps the site’s pictures.
legal-recipient-stripe = Stripe Payments Europe, Limited (Ireland), for payments: Stripe receives your e-mail address, the amount and, from you alone, your card. We never see its number.
legal-rights-title = Your rights
legal-right-access = To know what we hold about you, and receive a copy.
legal-right-rectify = To have it corrected.
legal-right-erase = To have it erased, save what the law makes us keep.
legal-right-object = To object, or have its use restricted.
legal-right-port = To receive what you gave in a reusable form.
legal-rights-write = To use them, write to { $email }. You will have an answer within a month.
legal-rights-cnil = You may also complain to the CNIL, the French authority
legal-cookies-title = Cookies
legal-cookies-text = Visiting this site and buying places on it sets no cookie. Those that exist are needed for the service, for the association’s team only:
legal-cookies-name = Name
legal-cookies-when = When
legal-cookies-how-long = At most
legal-mediateur-title = Consumer mediator
legal-mediateur-text = If a written complaint has not settled a dispute, you may turn to the mediator free of charge (French consumer code, art. L612-1):

## Terms of sale
legal-terms-lead = What you buy, from whom, and what happens if the concert does not take place.
legal-vendeur-title = Seller
legal-vendeur-text = Places are sold by { $name }, which puts on the concerts.
legal-prix-title = Prices
legal-prix-text = Prices are in euros, all fees included. The price due is the one shown before payment. For a reduced price, proof is shown at the door. A price you choose starts at the minimum shown.
legal-commande-title = Order and payment
legal-commande-hold = Choosing places holds them for a quarter of an hour while you enter your details, then for as long as the payment takes. After that they go back on sale. You may change your choice until you pay.
legal-commande-button = The button “Pay” with the amount is an order with an obligation to pay. The contract is made in French once the payment is confirmed; you receive its confirmation by mail, with the tickets and a receipt.
legal-commande-stripe = Payment is by card on Stripe’s secure page, to the association. If it comes after the time is over and no place is left, it is refunded in full, with nothing for you to do.
legal-billets-title = Tickets
legal-billets-text = Each ticket has a unique number and a code, and is good for one entry, to its concert and in its category. The first person to show it gets in: keep it to yourself.
legal-billets-door = Show it at the door, on paper or on a phone. It may be passed on without profit; reselling as a habit without the organiser’s consent is forbidden (French criminal code, art. 313-6-2).
legal-retractation-title = No right of withdrawal
legal-retractation-text = A concert is a leisure activity on a set date: the law gives no right of withdrawal (French consumer code, art. L221-28, 12°). A place bought is neither taken back nor exchanged, unless the association agrees.
legal-remboursement-title = Cancellation and refund
legal-remboursement-cancelled = If the association cancels a concert, it tells you by mail and refunds the full price to the card that paid.
legal-remboursement-moved = If the date or the place changes, or the programme in what matters, you may ask for a refund until the new date.
legal-remboursement-late = The money comes back at your bank’s pace, usually five to ten days.
legal-reclamation-title = Complaints
legal-reclamation-text = Write to { $email } and quote your order’s code: someone from the association will answer.
legal-droit-title = Law
legal-droit-text = These terms are under French law. You keep the protection of the law of the country you live in, and the choice of its courts.
legal-droit-versions = The version accepted is the one in force when you order; earlier versions can still be read on this page.
legal-langue-title = Language
legal-french-prevails = This is a translation: the French version prevails.

## Lengths of time
period-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
period-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
period-months =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
period-years =
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
retention-association_life = As long as the association has its site here.
retention-officer = As long as the site is published.
retention-sign_up = Sign-up: { $period } after the link lapsed.
retention-staff_account = Team accounts: { $period } without signing in.
retention-one_time_link = Access links: { $period } after they lapsed.
retention-staff_session = Sessions: { $period } after their end.
retention-staff_action = Actions of the team: { $period }.
retention-api_token = Tokens: { $period } after they were revoked.
retention-buyer = Your details: { $period } after the concert, then made anonymous.
retention-checkout = Payment page: { $period } after it lapsed.
retention-accounting = Order: { $period }, then { $archive } in the accounting archive.
retention-ticket_register = Journal: { $period }, then { $archive } in the archive.
retention-proof = Proof: { $period }.
retention-stripe_event = Payment notices: { $period }.
retention-security_log = Technical logs: { $period }.
retention-mail_trace = Trace of mails sent: { $period }.
retention-backup = Backups: { $period }.
