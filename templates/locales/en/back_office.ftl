# The volunteers' side: what the treasurer reads on a weekday evening.

## Frame
bo-skip = Skip to content
bo-nav = Sections
bo-nav-home = Home
bo-nav-concerts = Concerts
bo-nav-orders = Orders
bo-nav-door = Door
bo-nav-money = Money
bo-nav-settings = Settings
bo-nav-team = Team
bo-nav-more = More
bo-see-site = See the site
bo-switch-association = Switch association
bo-other-locale = Français
bo-logout = Sign out
bo-role = { $role ->
    [president] President
    [treasurer] Treasurer
    [editor] Editor
   *[door] Door
}
bo-role-can = { $role ->
    [president] President: everything, including the team and the settings
    [treasurer] Treasurer: orders, refunds, money, concerts
    [editor] Editor: write and publish concerts
   *[door] Door: check tickets, nothing else
}
bo-pager = Pages of the list
bo-pager-previous = Previous page
bo-pager-next = Next page
bo-pager-place = Page { $page } of { $pages }
bo-export-csv = { $count ->
    [one] Download this line for a spreadsheet (CSV)
   *[other] Download these { $count } lines for a spreadsheet (CSV)
}
bo-save = Save
bo-change = Change
bo-give-up = Give up
bo-unknown = unknown
bo-today = Today
bo-print = Print

## Shared words
bo-name = Name
bo-email = E-mail address
bo-date = Date
bo-day = Day
bo-state = State
bo-price = Price
bo-amount = Amount
bo-total = Total
bo-sub-total = Sub-total
bo-free = Free
bo-from = from { $amount }
bo-each = { $amount } each
bo-concert = Concert
bo-order = Order
bo-buyer = Buyer
bo-no-name = No name given
bo-not-given = not given yet
bo-tariff = Ticket type
bo-ticket = Ticket
bo-tickets = Tickets
bo-number = Number
bo-holder = Name
bo-came = Entry
bo-came-at = already in at { $time }
bo-not-yet = not yet
bo-what = What
bo-fees = Fees
bo-net = Net for the association
bo-sold = Sold
bo-held = Held
bo-takings = Takings
bo-doors-at = doors { $time }
bo-step = Step { $step } of { $steps }
bo-what-happens = What will happen
bo-no-way-back = This cannot be undone.
bo-type-title = To confirm, type the title of the concert: { $title }
bo-type-title-hint = Capitals and accents do not matter.
bo-seats-sentence = { $sold } seats sold, { $held } held by purchases under way, { $left } left, out of { $capacity }
bo-seats-sold = sold
bo-seats-held = being bought
bo-seats-left = left
bo-ticket-word = { $count ->
    [one] ticket
   *[other] tickets
}
bo-tickets-count = { $count ->
    [one] { $count } ticket
   *[other] { $count } tickets
}

## States
bo-concert-state = { $state ->
    [draft] Draft
    [published] Published
    [cancelled] Cancelled
   *[other] { $state }
}
bo-sale-state = { $state ->
    [not_open] Sale not open yet
    [open] On sale
    [closed] Sale closed
    [sold_out] Sold out
    [unconnected] Sale waiting for Stripe
   *[other] { $state }
}
bo-order-state = { $state ->
    [held] Seats held
    [paying] Payment under way
    [confirmed] Confirmed
    [expired] Out of time
    [abandoned] Given up
    [refunded] Refunded
    [unseated] No seat, refunded
   *[other] { $state }
}
bo-payment-state = { $state ->
    [pending] Waiting
    [processing] Processing
    [succeeded] Paid
    [failed] Failed
    [expired] Given up
    [partly_refunded] Partly refunded
    [refunded] Refunded
   *[other] { $state }
}
bo-ticket-state = { $state ->
    [valid] Valid
    [void] Cancelled
   *[other] { $state }
}
bo-refund-state = { $state ->
    [pending] Under way
    [processing] Under way
    [succeeded] Done
    [failed] Failed
   *[other] { $state }
}
bo-association-state = { $state ->
    [active] Active
    [suspended] Suspended
    [closing] Closing
    [closed] Closed
   *[other] { $state }
}

## Coming in
bo-login-title = Sign in
bo-login-lead = Where your association’s volunteers work.
bo-login-reason = { $reason ->
    [expired] You had been away for a while: sign in and you will be back where you were.
    [codes] Too many wrong codes. Your password is asked for again, and a mail tells you. For a quarter of an hour at least, no code is accepted.
    [password_changed] Your password is changed. Sign in with the new one.
   *[logged_out] See you soon! You are signed out.
}
bo-password = Password
bo-login = Sign in
bo-login-forgotten = Forgotten your password?
bo-login-new = No account yet? Ask the president of your association for an invitation.
bo-password-ask-title = Forgotten password
bo-password-ask-lead = Give your address: we send a link there to choose a new password.
bo-password-ask = Send me the link
bo-password-expired = This link no longer works: it has been used, or more than an hour has gone by. Ask for another.
bo-password-sent-title = Check your e-mail
bo-password-sent = If there is an account for { $email }, a link is on its way. It works for one hour.
bo-password-sent-wait = Nothing after five minutes? Look in the junk folder, then try again.
bo-password-back = Back to sign in
bo-password-set-title = { $purpose ->
    [invitation] Welcome
   *[reset] New password
}
bo-password-set-lead = { $purpose ->
    [invitation] { $association } invites you to its team. You will sign in as { $email }.
   *[reset] For the account { $email }. You will then be signed out of your other devices.
}
bo-your-name = Your name
bo-your-name-hint = As the rest of the team will see it.
bo-password-new = Password
bo-password-rule = { $count } characters at least. A sentence you remember is perfect.
bo-password-set = { $purpose ->
    [invitation] Join the team
   *[reset] Change the password
}
bo-choose-title = Which association?
bo-choose-none-title = No association
bo-choose-none = Your account no longer belongs to a team. Ask for an invitation, or open a site for your association.
bo-choose-signup = Open a site

## Home
bo-home-greeting = Hello { $name }
bo-home-next = Next concert
bo-home-open-concert = See the concert
bo-home-open-door = Open the door
bo-home-none-title = Nothing on the bill
bo-home-none = Announce the next concert: a draft takes a few minutes, and nobody sees it before you publish.
bo-home-todo = To do
bo-home-nothing = Nothing is waiting for you.
bo-home-money = Money on its way
bo-home-money-unconnected = The association cannot take money yet. Connect it to Stripe to sell tickets.
bo-home-week = { $count ->
    [0] No ticket sold in the last seven days.
    [one] { $count } ticket sold in the last seven days, { $amount }.
   *[other] { $count } tickets sold in the last seven days, { $amount }.
}
bo-home-payout = Stripe pays it to the association’s bank, at the pace set with Stripe.
bo-home-money-link = All the money
bo-home-upcoming = After that
bo-todo = { $kind ->
    [connect_stripe] Connect the association to Stripe so that it can sell tickets.
    [finish_stripe] The sign-up at Stripe is not finished: nothing can be sold yet.
    [stripe_restricted] Stripe asks for one more document, or payouts will stop.
    [complete_facts] { $count ->
        [one] One fact is missing from your legal notice.
       *[other] { $count } facts are missing from your legal notice.
    }
    [name_mediator] Name your consumer mediator: the law asks it of anyone who sells.
    [first_concert] Announce your first concert.
    [publish_draft] “{ $name }” is still a draft: nobody sees it.
    [refund_failed] { $count ->
        [one] One refund did not go through.
       *[other] { $count } refunds did not go through.
    }
    [disputed] A payment is disputed with the bank: answer at Stripe before the deadline.
   *[prepare_door] It is tonight: try the door of “{ $name }” on your phone.
}
bo-todo-link = { $kind ->
    [connect_stripe] Connect to Stripe
    [finish_stripe] Finish the sign-up
    [stripe_restricted] See what is missing
    [complete_facts] Fill it in
    [name_mediator] Fill it in
    [first_concert] Create a concert
    [publish_draft] Read again and publish
    [refund_failed] See the order
    [disputed] See the order
   *[prepare_door] Open the door
}

## Concerts
bo-concerts-filter = Which concerts
bo-concerts-coming = Coming
bo-concerts-past = Past
bo-concerts-drafts = Drafts
bo-concerts-none-title = { $filter ->
    [coming] No concert coming
    [past] No past concert
   *[drafts] No draft
}
bo-concerts-none = { $filter ->
    [coming] The next one starts with a title and a date. The rest can wait.
    [past] Your concerts will move here the day after.
   *[drafts] What you save without publishing is kept here.
}
bo-concert-new = New concert
bo-concert-edit = Edit
bo-concert-see = See the public page
bo-concert-orders = { $count ->
    [0] Orders
    [one] { $count } order
   *[other] { $count } orders
}
bo-concert-sold-title = What have we sold?
bo-concert-admitted = { $count ->
    [one] { $count } person in, out of { $expected } expected.
   *[other] { $count } people in, out of { $expected } expected.
}
bo-tariffs-caption = By ticket type
bo-tariffs-none = No ticket type.
bo-tariff-limited = { $count ->
    [one] only one per order
   *[other] { $count } per order at most
}
bo-takings-title = What does it bring in?
bo-takings-gross = Paid by card
bo-takings-refunded = Refunded
bo-takings-fees = Fees of Stripe and Estrade
bo-takings-net = Left for the association
bo-takings-fees-coming = The fees of a few recent payments are not known yet; what is left will be slightly lower.
bo-chart-table = The figures, day by day
bo-sold-day = That day
bo-sold-all = In all
bo-papers = For the door and for the books
bo-door-list = List to print
bo-door-list-hint = Names and tickets, with a box to tick, should the phone fail.
bo-concert-csv = Sales for a spreadsheet (CSV)
bo-concert-csv-hint = One line a ticket: type, price, state, entry.
bo-publish-title = Publish
bo-publish = Publish the concert
bo-publish-explained = The page will appear at { $url } and the concert will join the programme.
bo-publish-sale-opens = The sale will open on { $when }.
bo-publish-blocked = Before you publish, this is still missing:
bo-blocker = { $kind ->
    [no_tariff] at least one ticket type.
    [past] a date to come.
    [stripe_not_connected] the connection to Stripe, since some tickets are paid.
    [stripe_onboarding] the end of the sign-up at Stripe, since some tickets are paid.
    [licence_missing] the performing arts licence, required beyond six shows a year (French labour code, art. L7122-3 and L7122-19).
   *[facts_missing] facts the law asks of anyone who sells online.
}
bo-blocker-link = { $kind ->
    [no_tariff] Add a ticket type
    [past] Change the date
    [stripe_not_connected] Connect to Stripe
    [stripe_onboarding] Finish the sign-up
   *[facts_missing] Complete the settings
}
bo-concert-is-cancelled = This concert is cancelled. Its page says so, and its tickets are refused at the door.
bo-concert-emptying = Some refunds are still being sent.
bo-withdraw-title = Withdraw or cancel
bo-unpublish = Take off the site
bo-unpublish-explained = { $count ->
    [0] The page disappears and becomes a draft again. Possible as long as nobody has booked.
   *[other] No longer possible: seats are sold. A concert that will not happen is cancelled.
}
bo-cancel = Cancel the concert
bo-cancel-explained = { $count ->
    [0] The page will say that the concert will not happen.
    [one] The page will say that the concert will not happen, and the one person with a seat will be told and refunded.
   *[other] The page will say that the concert will not happen, and the holders of { $count } seats will be told and refunded.
}
bo-cancel-not-you = Seats are sold: the treasurer or the president can cancel.
bo-cancel-see = See what this would do
bo-cancel-title = Cancel { $title }?
bo-cancel-refunds = { $count ->
    [one] One person will be refunded { $amount } and told by e-mail.
   *[other] { $count } people will be refunded, { $amount } in all, and told by e-mail.
}
bo-cancel-tickets = { $count ->
    [0] There is no ticket out.
    [one] One ticket will be void.
   *[other] { $count } tickets will be void.
}
bo-cancel-page = The page of the concert stays, marked “Cancelled”.
bo-cancel-fees = Stripe keeps the fees of the payments: the association loses { $amount }.
bo-cancel-do = { $count ->
    [0] Cancel the concert
    [one] Cancel and refund one person
   *[other] Cancel and refund { $count } people
}
bo-keep-concert = Keep the concert
bo-list-printed = List drawn up on { $when }.
bo-list-privacy = It holds names: destroy it after the concert.
bo-list-pdf = As PDF
bo-list-none = Nobody has a ticket yet.
bo-list-elsewhere = Names on tickets that others bought
bo-list-listed-as = Listed under

## Writing a concert
bo-concert-edit-title = Edit { $title }
bo-concert-sold-already = { $count ->
    [one] One seat is already sold: if the date, the time or the venue changes, tell that person.
   *[other] { $count } seats are already sold: if the date, the time or the venue changes, tell the public.
}
bo-part-what = The poster
bo-part-when = When and where
bo-part-places = Seats and ticket types
bo-part-sale = The sale
bo-field-title = Title
bo-field-title-hint = The biggest words on the poster: the artist or the show.
bo-field-summary-fr = One sentence that sells, in French
bo-field-summary-en = The same in English
bo-field-summary-hint = Read in the programme and under the title.
bo-field-english-hint = Without it, the English site shows the French.
bo-field-text-fr = Text in French
bo-field-text-en = Text in English
bo-field-text-hint = Line-up, programme, length, access.
bo-markdown-title = Layout of the text
bo-markdown-bold = bold
bo-markdown-italic = italic
bo-markdown-heading = A heading
bo-markdown-item = an item of a list
bo-picture = Picture
bo-picture-change = Replace the picture
bo-picture-hint = JPEG, PNG or WebP, 12 MB at most. Without a picture, the title makes the poster.
bo-picture-now = Current picture
bo-picture-remove = Remove this picture
bo-picture-alt-fr = What the picture shows, in French
bo-picture-alt-en = The same in English
bo-picture-credit = Credit
bo-picture-credit-hint = The name of who made the picture, if it must appear.
bo-picture-alt-hint = Read out to people who cannot see it. For instance: four musicians on a quay.
bo-field-date = Date
bo-field-doors = Doors
bo-field-starts = Start
bo-field-ends = End
bo-field-venue = Venue
bo-field-address = Address of the venue
bo-field-address-hint = Street, postcode and town: it leads to the map.
bo-field-capacity = Seats on sale
bo-field-capacity-hint = All ticket types together. Keep your guests’ seats aside.
bo-tariffs-explained = The ticket types share the seats. Visitors see them in this order.
bo-tariff-number = Ticket type { $number }
bo-tariff-sold = { $count ->
    [one] one seat sold: a new price holds for the next ones only
   *[other] { $count } seats sold: a new price holds for the next ones only
}
bo-tariff-name-fr = Name in French
bo-tariff-name-en = In English
bo-tariff-kind = Kind
bo-tariff-kind-word = { $kind ->
    [free] Free
    [pay_what_you_want] Pay what you want
   *[fixed] Fixed price
}
bo-tariff-minimum = Minimum
bo-tariff-limit = Per order, at most
bo-tariff-remove = Delete this ticket type
bo-tariff-add = Add a ticket type
bo-tariff-empty = Rows left empty are ignored.
bo-field-sale-opens = Sale opens
bo-field-sale-opens-hint = Empty: as soon as it is published.
bo-field-sale-closes = Sale closes
bo-field-sale-closes-hint = Empty: when the concert starts.
bo-field-order-limit = Seats per order
bo-field-order-limit-hint = At most. Ten is usually enough.
bo-preview-title = What the public will see
bo-preview-no-title = The title
bo-preview-note = In the association’s colours on the site.
bo-preview-again = Refresh the preview
bo-save-published = Save and show
bo-save-draft = Keep as a draft
bo-save-note = { $state ->
    [published] Visitors will see the changes at once.
    [cancelled] The page stays marked “Cancelled”.
   *[draft] A draft does not show on the site.
}

## Orders
bo-orders-search = Name, address or code
bo-all-concerts = All concerts
bo-all-states = All states
bo-filter = Search
bo-filter-none = Show all
bo-orders-sum = { $orders ->
    [one] One order
   *[other] { $orders } orders
}, { $tickets ->
    [0] no ticket
    [one] one ticket
   *[other] { $tickets } tickets
}, { $amount }.
bo-of-which-refunded = of which { $amount } refunded
bo-refund-failed = Refund failed
bo-orders-not-found-title = Nothing found
bo-orders-not-found = Try a part of the name, the address, or the first signs of the code on the ticket.
bo-orders-none-title = No order yet
bo-orders-none = As soon as someone books, the order appears here.
bo-order-explained = { $state ->
    [held] The seats are held until { $when }; the buyer is filling in the order.
    [paying] The buyer is on the payment page. The seats stay held until Stripe answers.
    [confirmed] The tickets have left by e-mail.
    [expired] Time ran out without a payment: the seats are on sale again. Nothing was charged.
    [abandoned] The buyer gave up: the seats are on sale again. Nothing was charged.
    [refunded] Everything was refunded; the tickets are refused at the door.
   *[unseated] The payment came too late, when no seat was left: it is refunded by itself.
}
bo-order-test = Test order: no money moved.
bo-reconcile = Ask Stripe where the payment stands
bo-placed = Placed on
bo-order-number = Order number
bo-order-page = Buyer’s page
bo-order-page-link = See what the buyer sees
bo-resend = Send the tickets again by e-mail
bo-bill = Bill
bo-refunded = Refunded
bo-paid-by-card = Paid by card
bo-nothing-to-pay = Free, nothing to pay
bo-door-of = door { $name }
bo-tickets-none = No ticket was issued.
bo-payment = Payment
bo-payment-failure = The bank refused:
bo-fee-unknown = not known yet
bo-see-at-stripe = See at Stripe
bo-see-receipt = See Stripe’s receipt
bo-card-ends = Card ending in
bo-card-funding = { $funding ->
    [credit] credit
    [debit] debit
    [prepaid] prepaid
   *[unknown] kind unknown
}
bo-card-expires = Expires
bo-card-country = Country
bo-card-cvc = Code on the back
bo-card-check = { $check ->
    [pass] checked
    [fail] wrong
    [unavailable] cannot be checked
   *[unchecked] not checked
}
bo-card-risk = Risk according to Stripe
bo-card-risk-level = { $level ->
    [normal] normal
    [elevated] elevated
    [highest] highest
    [not_assessed] not assessed
   *[unknown] unknown
}
bo-card-outcome = The bank’s answer
bo-card-fingerprint = Fingerprint
bo-card-read = Read at Stripe at { $time }. We keep nothing of the card.
bo-card-unavailable = Stripe does not answer: the card cannot be shown now. Reload the page in a moment.
bo-refunds = Refunds
bo-asked-by = Asked by
bo-by-itself = by itself
bo-by = by { $name }
bo-timeline-title = What happened
bo-timeline = { $kind ->
    [placed] Seats held
    [details_given] Name and address given
    [checkout_opened] Payment page opened
    [payment_failed] Payment refused: { $detail }
    [paid] Paid, { $detail }
    [confirmed] Order confirmed
    [tickets_sent] Tickets sent by e-mail
    [tickets_resent] Tickets sent again by e-mail
    [names_changed] Names on the tickets corrected
    [mail_failed] The e-mail did not arrive: { $detail }
    [admitted] Ticket { $detail } went in
    [admission_undone] Entry undone, ticket { $detail }
    [refund_asked] Refund asked, { $detail }
    [refund_done] Refund done, { $detail }
    [refund_failed] Refund failed: { $detail }
    [expired] Out of time, seats given back
    [abandoned] Order given up, seats given back
    [unseated] Paid too late, no seat left
    [disputed] Payment disputed with the bank, { $detail }
   *[other] { $detail }
}

## Refund
bo-refund = Refund
bo-refund-choose-title = What should be refunded?
bo-refund-choose = { $title }, { $day }.
bo-refund-which = Tickets to refund
bo-refund-whole = The whole order
bo-refund-preview = See what this would do
bo-refund-nothing-yet = Nothing is refunded before the next screen.
bo-refund-confirm-title = Refund { $amount }?
bo-refund-buyer-gets = { $name } receives
bo-refund-stripe-lost = The association loses Stripe’s fees
bo-refund-stripe-lost-why = Already paid on this purchase, never given back.
bo-refund-void = { $count ->
    [one] The ticket is void at once; it will be refused at the door.
   *[other] The { $count } tickets are void at once; they will be refused at the door.
}
bo-refund-seats = { $count ->
    [one] The seat goes back on sale.
   *[other] The { $count } seats go back on sale.
}
bo-refund-mail = An e-mail goes to { $email }. The money reaches the card in 5 to 10 days.
bo-refund-admitted = { $count ->
    [one] Careful: one of these people is already in.
   *[other] Careful: { $count } of these people are already in.
}
bo-refund-short = Your Stripe account is short of { $amount } today: the refund will leave once it is funded.
bo-refund-do = Refund { $amount }
bo-refund-change = Change the choice
bo-refund-result-title = { $state ->
    [succeeded] { $amount } refunded
    [failed] The refund did not go through
   *[pending] Refund under way, { $amount }
}
bo-refund-result = { $state ->
    [succeeded] { $count ->
        [one] The ticket is void and { $email } has been told.
       *[other] The { $count } tickets are void and { $email } has been told.
    }
    [failed] { $count ->
        [one] The ticket stays void, but the money has not left.
       *[other] The { $count } tickets stay void, but the money has not left.
    } Check your Stripe account, then try again.
   *[pending] { $count ->
        [one] The ticket is void already.
       *[other] The { $count } tickets are void already.
    } Stripe is working on it; you can leave this page.
}
bo-refund-stripe-says = Stripe’s answer:
bo-refund-again = Try again
bo-back-to-order = Back to the order
bo-refund-see = See it and try again
bo-refund-failed-explained = The refund of { $amount } did not go through.

## Money
bo-stripe-title = { $state ->
    [not_connected] Take card payments
    [onboarding] Finish the sign-up at Stripe
    [active] You can take money
    [restricted] Stripe is asking for something
   *[disconnected] Stripe is no longer connected
}
bo-stripe-explained = { $state ->
    [not_connected] Payments go straight to the association’s own Stripe account: the money never passes through Estrade. Allow fifteen minutes.
    [onboarding] The account is open, but Stripe still waits for answers. Nothing can be sold until then.
    [active] Payments reach the association’s Stripe account, which pays them out to its bank.
    [restricted] Sales or payouts are suspended until Stripe has received what follows.
   *[disconnected] The link was cut at Stripe. Sales have stopped; tickets already sold stay valid.
}
bo-stripe-missing = Stripe waits for:
bo-stripe-needs = { $what ->
    [bank] The IBAN of the association’s bank account.
    [document] A document: proof of identity, or a paper of the association.
    [terms] Agreement to Stripe’s terms.
    [activity] What the association does, and the address of its site.
    [registration] The association’s official name and its SIRET or RNA number.
    [representative] Who represents the association.
    [contact] An address, a phone number or an email address.
   *[other] A piece of information that Stripe explains on its site.
}
bo-stripe-test = Test account: no money moves.
bo-stripe-off = Payments are not open on this installation: only free seats can be booked.
bo-stripe-account = Account:
bo-stripe-dashboard = Open the account at Stripe
bo-stripe-step-1 = Have at hand the SIRET or RNA number, the association’s IBAN, and the identity document of the person who represents it.
bo-stripe-step-2 = Answer the questions on Stripe’s site.
bo-stripe-step-3 = You come back here; sales open as soon as Stripe says yes.
bo-stripe-act = { $state ->
    [not_connected] Connect the association to Stripe
    [onboarding] Finish the sign-up
    [restricted] Answer Stripe
   *[disconnected] Connect again
}
bo-year-title = The year { $year }
bo-fees-missing = { $count ->
    [one] Without the fees of one recent payment, not known yet.
   *[other] Without the fees of { $count } recent payments, not known yet.
}
bo-moves-title = What came in, what went out?
bo-moves-kind = Operations
bo-moves-all = All
bo-moves-payments = Payments
bo-moves-refunds = Refunds
bo-moves-disputes = Disputes
bo-moves-none = No operation.
bo-move = { $kind ->
    [payment] Payment
    [refund] Refund
    [dispute] Dispute
    [payout] Payout to the bank
   *[other] { $kind }
}

## Settings
bo-settings-lead = What the public reads about you, and what the law asks you to say.
bo-settings-missing = { $count ->
    [one] One fact is missing before you can sell online
   *[other] { $count } facts are missing before you can sell online
}
bo-part-welcome = The home page
bo-part-welcome-hint = At the top of your site, before the concerts.
bo-part-looks = The colours
bo-part-law = The legal notice
bo-part-law-hint = These fill your legal notice, your terms of sale and your tickets.
bo-part-mediator = Consumer mediator
bo-part-mediator-hint = Any association that sells to the public must name one. The name appears in the terms of sale.
bo-field-tagline-fr = Your motto, in French
bo-field-tagline-en = The same in English
bo-field-tagline-hint = One sentence. For instance: jazz in the country, one Saturday a month.
bo-field-about-fr = Who you are, in French
bo-field-about-en = Who you are, in English
bo-field-colour = Main colour
bo-field-colour-hint = Just one. We derive all the others from it, always legible.
bo-field-logo = Logo
bo-field-logo-hint = PNG, JPEG or WebP, square if possible.
bo-logo-now = Current logo
bo-logo-remove = Remove this logo
bo-field-legal-name-hint = As declared at the préfecture.
bo-field-phone-hint = For the public. The law asks one of anyone who sells.
bo-field-director-hint = Usually the president.
bo-field-director-role-hint = For instance: president.
bo-field-siret-hint = 14 digits
bo-field-rna-hint = W and 9 digits
bo-field-ape-hint = For instance 9001Z
bo-field-licence-hint = The receipt number. It is printed on the tickets.
bo-field-vat-hint = In doubt, ask the business tax office.
bo-field-vat-number-hint = Only if the association is liable.
bo-field-fiscal-hint = That of your accounts. Records are kept for ten years from its end.
bo-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
bo-setting = { $name ->
    [legal_name] Official name of the association
    [street] Registered address
    [postal_code] Postcode
    [city] Town
    [siret] SIRET number
    [rna] RNA number
    [ape] APE code
    [vat_regime] VAT
    [vat_number] VAT number
    [fiscal_year_end] Last month of the fiscal year
    [licence] Show promoter’s licence
    [director_name] Director of publication
    [director_role] Their office
    [email] Public e-mail address
    [phone] Public phone number
    [mediator_name] Name of the mediator
    [mediator_address] Address of the mediator
    [mediator_url] Site of the mediator
    [tagline_fr] Your motto
    [about_fr] Who you are
   *[other] { $name }
}
bo-vat = { $regime ->
    [franchise] Small business exemption (article 293 B of the CGI)
    [liable] Liable for VAT
   *[exempt] Not subject to VAT
}
bo-palette = Contrast of the text on the colour: { $contrast } to 1. It takes 4.5.
bo-palette-adjusted = Your colour was moved a little so that it stays legible.
bo-palette-sentence = Colour { $colour }, contrast { $contrast } to 1
bo-swatch-day = Saturday 14
bo-swatch-link = Book a seat
bo-settings-note = The site changes as soon as you save.

## Tokens
bo-tokens-title = Access for other software
bo-tokens-lead = A token lets another program read your concerts and sales. Give each program its own.
bo-tokens-see = Manage access
bo-token-fresh-title = The token “{ $name }” is ready
bo-token-fresh = Copy it now: it will never be shown again.
bo-token-secret = Token
bo-token-made = Made by { $name }, { $day }.
bo-token-used = Last used on { $when }.
bo-token-unused = Never used.
bo-token-revoke = Withdraw
bo-token-revoke-explained = The program that uses it loses all access, at once.
bo-token-revoke-do = Withdraw “{ $name }”
bo-tokens-none = No program has access.
bo-token-new = New token
bo-token-name = For which program?
bo-token-name-hint = For instance: the town’s diary.
bo-token-create = Create the token
bo-token-address = Address:

## Team
bo-team-lead = Who may come in here, and to do what.
bo-team-you = (you)
bo-team-seen = Last here: { $when }
bo-team-never = Not here yet
bo-team-role = Role
bo-team-remove-explained = { $name } loses access at once. What was done stays.
bo-team-remove = Remove { $name } from the team
bo-team-last-president = The last president: name another before removing this one.
bo-team-raise-title = Presidency: { $name }
bo-team-raise-lead = Whoever presides may do everything here, removing you from the team included. First say that it is you.
bo-team-raise = Make president
bo-team-raise-cancel = Cancel
bo-team-not-you = Only the president can change the team.
bo-invitations = Invitations waiting
bo-invitation-until = Works until { $day }
bo-invitation-expired = The link no longer works: send the invitation again.
bo-invitation-resend = Send again
bo-invitation-withdraw = Withdraw the invitation
bo-invite-title = Invite someone
bo-invite-lead = They get an e-mail with a link, and choose their own password.
bo-invite = Send the invitation

## Door
bo-door-choose-title = Which door?
bo-door-expected = { $count ->
    [one] one person expected
   *[other] { $count } people expected
}
bo-door-none-title = No concert coming
bo-door-none = The door opens from a published concert.

## Platform
bo-operator-title = Platform
bo-operator-associations = Associations
bo-operator-waiting = Jobs waiting
bo-operator-oldest = { $seconds ->
    [0] nothing waits
   *[other] the oldest is { $seconds } s old
}
bo-operator-dead = Jobs that failed
bo-operator-jobs = Jobs that failed
bo-operator-no-jobs = No job has failed.
bo-operator-job = Job
bo-operator-association = Association
bo-operator-attempts = Attempts
bo-operator-error = Last error
bo-operator-retry = Retry
bo-operator-retry-all = { $count ->
    [one] Retry the job
   *[other] Retry the { $count } jobs
}
bo-operator-discard = Discard
bo-operator-search = Name or address of the site
bo-operator-since = Since
bo-operator-none = No association matches.

## What was just done
bo-done = { $what ->
    [saved] Saved.
    [created] The concert is saved; nobody sees it yet.
    [kept_draft] Everything is saved, but the concert stays a draft: see what is missing.
    [published] The concert is published.
    [unpublished] The concert is off the site.
    [cancelled] The concert is cancelled. Refunds and emails are on their way.
    [resent] The tickets are on their way by email.
    [named] The names are saved.
    [resend_soon] The tickets were sent again several times just now. Wait a few minutes.
    [checked] Stripe has answered: this is where the order stands.
    [refunded] The tickets are void.
    [retried] The refund was sent again.
    [no_email] First give the association a public email address, in the settings: Stripe asks for it.
   *[stripe_away] Stripe does not answer. Nothing has changed; try again in a moment.
}

## What is wrong
bo-fault-act = This button does nothing here. Reload the page.
bo-fault-places-taken = Seats are taken or about to be: this concert can no longer be taken off the site. A concert that will not take place is cancelled.
bo-fault-not-cancellable = Only a published concert that is still to come can be cancelled.
bo-fault-title = This is not the concert’s title.
bo-fault-no-ticket-chosen = Choose at least one ticket.
bo-fault-no-tickets = This order has no ticket to send.
bo-fault-no-tariff = A published concert has at least one price.
bo-fault-doors-late = Doors open before the start.
bo-fault-date-past = This concert is published: it cannot be moved to a date in the past. Its bookings would be erased too soon.
bo-fault-sale-order = The sale opens before it closes, and closes at the start unless you say otherwise.
bo-fault-price-low = A card payment takes at least { $amount }. For a free seat, choose the kind “Free”.
bo-fault-price-high = At most { $amount } a seat.

## The sales curve
bo-chart-title = Sales, day by day
bo-chart-title-compared = Are we selling better than last time?
bo-chart-sentence = { $count ->
    [one] One seat sold since sales opened.
   *[other] { $count } seats sold since sales opened.
}
bo-chart-sentence-compared = Seats sold since sales opened: { $count }, against { $before } at the same point for { $title }.

## Tables to download
csv-admitted = Admitted
csv-buyer = Booked by
csv-capacity = Seats
csv-concert = Concert
csv-date = Date
csv-email = Email address
csv-family-name = Family name
csv-fees = Fees
csv-first-name = First name
csv-gate = Door
csv-gross = Amount
csv-held = Held
csv-issued = Sold on
csv-kind = Movement
csv-moment = Date
csv-fiscal-year = Fiscal year
csv-net = Net
csv-number = Order number
csv-order = Order
csv-place = Place
csv-placed = Placed on
csv-places = Seats
csv-price = Price
csv-refunded = Refunded
csv-sold = Sold
csv-state = State
csv-takings = Takings
csv-tariff = Price category
csv-ticket = Ticket
csv-time = Time
csv-title = Title
csv-total = Total
bo-modules-title = What you use
bo-modules-hint = Switch off what the association no longer uses.
bo-modules-see = See and switch off
bo-modules-lead = Your legal notice speaks of what is in use. What you switch off leaves it in a new, dated version. Data already collected stay open to everyone’s rights and kept for their time, not a day longer.
bo-module = { $module ->
    [ticketing] Ticketing
   *[payments] Online payment
}
bo-module-stop = { $module ->
    [ticketing] Switch ticketing off
   *[payments] Switch online payment off
}
bo-module-off = Off. Publishing a concert or connecting Stripe switches it on again.
bo-module-concerts = A published concert is still to come. Ticketing stops after it.
bo-module-stripe = Your Stripe account is connected. First disconnect Estrade in your Stripe dashboard.
