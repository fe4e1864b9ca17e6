# Concerts, places and orders, as the public sees them.

## Prices
price-free = Free
price-range = { $from } to { $to }
price-open = Pay what you want
price-open-from = Pay what you want, from { $from }
price-from = from { $from }
price-chosen = you choose

## Where the sale stands
sale-sold-out = Sold out
sale-cancelled = Cancelled
sale-closed-short = Online sale over
sale-soon-short = On sale soon
sale-opens-short = On sale { $date }
sale-few-left =
    { $count ->
        [one] Only one place left
       *[other] Only { $count } places left
    }
sale-opens-title = On sale { $date } at { $time }
sale-opens-text = Come back then: you will book right here, in a minute.
sale-soon-title = On sale soon
sale-soon-text = Online booking for this concert is being set up. Come back in a few days.
sale-sold-out-text = Every online place has gone. A returned place comes straight back here: look again.
sale-closed-title = The online sale is over
sale-closed-text = Ask the association about places left at the door.
sale-cancelled-title = This concert is cancelled
sale-cancelled-text = Places already paid for are refunded. Everyone concerned gets a mail.
sale-past-title = This concert has taken place
sale-past-text = The next ones are on the agenda.

## Agenda
agenda-title = What’s on
agenda-description = Coming concerts: { $name }.
agenda-empty = No concert has been announced yet. The next programme will appear here.
agenda-past = Already played
concert-doors-short = doors { $time }

## A concert’s page
fact-date = Date
fact-time = Time
fact-doors = doors open { $time }
fact-ends = ends around { $time }
fact-place = Place
fact-map = See on a map
fact-price = Price
fact-order = Order
concert-notes = On the programme
concert-whole-agenda = Everything that’s on
tickets-title = Places
tickets-limit =
    { $count ->
        [one] At most one place an order.
       *[other] Up to { $count } places an order.
    }
tickets-closes = Online until { $date }, { $time }.
tickets-book = Book
tickets-book-count =
    { $count ->
        [one] Book { $shown } place
       *[other] Book { $shown } places
    }
tickets-total =
    { $count ->
        [one] { $shown } place
       *[other] { $shown } places
    }
tickets-too-many =
    { $count ->
        [one] Only one place an order
       *[other] At most { $count } places an order
    }
tariff-less = One place less, { $tariff }
tariff-more = One place more, { $tariff }
fault-of = { ": " }
tariff-none-left = None left
tariff-amount = Your price per place
tariff-minimum = From { $minimum }. Give what you can.

## Your details
details-title = Your details
details-held-until = Your places are held until { $time }.
details-held-for = Your places are held for another { $shown }.
details-held-last = Your places are held for barely another minute.
details-held-over = The holding time is over. You may go on: we will check that your places are still free.
details-email-hint = Your tickets go to this address.
details-accept = I have read the legal notice and accept the terms of sale
details-no-withdrawal = A concert takes place on a set date: the law gives no right of withdrawal (article L221-28, 12° of the French consumer code). A place bought is neither taken back nor exchanged, unless the association cancels.
details-pay = Pay { $amount }
details-book-free =
    { $count ->
        [one] Book 1 place
       *[other] Book { $count } places
    }
details-stripe = Card payment on Stripe’s secure page, to { $name }.
details-give-up = Give up and release these places
details-failed-title = The payment did not go through
details-failed-text = Nothing was charged. Your places are still held: you may try again, with the same card or another.
details-left-title = The payment is not finished
details-left-text = Nothing was charged. Your places are still held, and so is what you had written.
field-given-name = First name
field-family-name = Family name
field-email = E-mail address

## Summary
recap-title = Your order
recap-line = Places
recap-amount = Amount
recap-fees = Booking fee
recap-total = Total
recap-code = Order { $code }
recap-number = No. { $number }
recap-paid = Paid { $date }
recap-refunded = Refunded: { $amount }

## The order’s page
order-title-paying = Confirming your payment
order-title-confirmed = Your places are booked
order-title-expired = These places were released
order-title-abandoned = You gave these places back
order-title-unseated = Paid too late, refunded
order-title-refunded = Order refunded
order-confirmed-kicker = Booked
order-see-you = See you on { $date }, { $time }
order-confirmed-text =
    { $count ->
        [one] Your place for { $title } is waiting. The ticket is on its way to { $email }.
       *[other] Your { $count } places for { $title } are waiting. The tickets are on their way to { $email }.
    }
order-cancelled-title = This concert is cancelled
order-cancelled-text = The association has cancelled this concert. Paid places are refunded to your card; the bank takes a few days.
order-paying-text = The bank has answered, we are waiting for its confirmation. This page updates by itself; no need to pay again.
order-paying-late = The confirmation is slow to come. You may close this page: as soon as it is here, we write to { $email }. No need to pay again.
order-look-again = Look again
order-expired-text = The holding time ran out before the payment. Nothing was charged.
order-abandoned-text = They are on sale again. Nothing was charged.
order-unseated-text = Your payment came after the holding time, and the last place had gone. We are refunding { $amount }, with nothing for you to do; the bank takes a few days.
order-refunded-text = { $amount } is going back to the card that paid; the bank takes a few days. The tickets are no longer valid.
order-choose-again = Choose again
order-download =
    { $count ->
        [one] Download the ticket (PDF)
       *[other] Download the tickets (PDF)
    }
order-receipt = Receipt (PDF)
order-calendar = Add to my calendar
order-tickets =
    { $count ->
        [one] Your ticket
       *[other] Your tickets
    }
order-resend-text = Nothing at { $email }? Look in the junk folder, or ask for another mail.
order-resend = Send the tickets again
order-resent = The tickets are on their way again to { $email }.
order-resend-too-often = The tickets have just been sent several times. Wait a few minutes, or download them here.
order-mail-failed = The mail to { $email } came back to us. Download the tickets here: they are just as valid.
order-keep-link = Keep this page’s address: it opens your tickets without a password. Share it only with those who come with you.
ticket-refunded = Refunded
ticket-void = Cancelled
ticket-admitted = Admitted at { $time }
ticket-code = Code of ticket { $number }

## What stands in the way of an order
ticketing-fault-quantity = Enter a whole number of places.
ticketing-fault-tariff-limit = At this price, at most { $limit } an order.
ticketing-fault-order-limit = An order takes at most { $limit } places. For more, write to the association.
ticketing-fault-nothing-chosen = Choose at least one place.
ticketing-fault-no-payments = Online payments are paused: paid places cannot be booked for the moment.
ticketing-fault-amount = Enter your price per place, for example 10.00.
ticketing-fault-below-minimum = The price you choose starts at { $amount } a place.
ticketing-fault-above-maximum = The price you choose stops at { $amount } a place. To give more, write to the association.
ticketing-fault-too-small = A card payment starts at { $amount }: please raise your price.
ticketing-fault-none-left = The last places have just gone. A returned place comes back here at once.
ticketing-fault-too-few =
    { $left ->
        [one] Only one place is left: please choose fewer.
       *[other] Only { $left } places are left: please choose fewer.
    }
ticketing-fault-not-on-sale = This concert is not on sale at the moment. Nothing was booked.
ticketing-fault-busy = Many people are booking right now. Your choices are kept: try again in a moment.
ticketing-fault-too-often =
    { $seconds ->
        [one] You have tried several times in a row. Nothing is lost: wait a second, then try again.
       *[other] You have tried several times in a row. Nothing is lost: wait { $seconds } seconds, then try again.
    }
ticketing-fault-accept = Please tick this box to go on.
ticketing-fault-stripe-away = The payment page does not answer. Nothing was charged and your places are still held: try again in a moment.
ticketing-fault-payment-opening = The payment page is just opening. Wait a minute, then try again.
ticketing-fault-not-refundable = This order is not confirmed: there is nothing to refund.
ticketing-fault-tickets-changed = The tickets or the amount have changed meanwhile. Nothing was refunded: please look again.
ticketing-slug-taken = Another concert has this address already.
ticketing-capacity-below-sold = More places than that are already sold or held.

## Files of an order
file-tickets-title = Your tickets for { $title }
file-tickets-name = tickets-{ $code }.pdf
file-receipt-title = Receipt { $number }
file-receipt-name = receipt-{ $number }.pdf
file-receipt-paid = Paid by card on { $date }
file-receipt-refund = Refund
file-receipt-refund-tickets =
    { $count ->
        [one] Ticket { $tickets }
       *[other] Tickets { $tickets }
    }
file-receipt-terms = Terms of sale accepted: version { $version }.
file-receipt-corrected = The buyer’s name was corrected after this receipt was issued: { $name }.
file-calendar-text =
    { $count ->
        [one] { $count } place. Order { $code }. Ticket and receipt: { $url }
       *[other] { $count } places. Order { $code }. Tickets and receipt: { $url }
    }
