# Mails. The subject says the fact; a reply reaches humans.
mail-colon = { ": " }
mail-hello = Hello { $name },
mail-order-page = Your order { $code }, at any time:
mail-order-open = See the order
mail-valid-hours =
    { $count ->
        [one] This link is good for an hour.
       *[other] This link is good for { $count } hours.
    }

mail-tickets-subject =
    { $count ->
        [one] Your place for { $title }, { $date }
       *[other] Your { $count } places for { $title }, { $date }
    }
mail-tickets-attached =
    { $count ->
        [one] Your ticket is attached. On paper or on a phone, it is all you need to get in.
       *[other] Your { $count } tickets are attached. On paper or on a phone, they are all you need to get in.
    }
mail-tickets-page = Tickets, receipt and calendar, at any time:
mail-tickets-open = See my tickets
mail-tickets-answer = Cannot come, or have a question? Reply to this message: someone from the association will read it.
mail-tickets-terms = Terms of sale (version { $version })

mail-refund-subject = Refund of { $amount } for { $title }
mail-refund-title = { $amount } is on its way back
mail-refund-cancelled = The concert { $title }, due on { $date }, is cancelled.
mail-refund-text = We have asked for { $amount } to go back to the card that paid. The bank usually takes five to ten days to show it.
mail-refund-tickets =
    { $count ->
        [one] This ticket is no longer valid:
       *[other] These tickets are no longer valid:
    }
mail-refund-others = Your other tickets stay valid.

mail-unseated-subject = No place left for { $title }: { $amount } refunded
mail-unseated-text = Your payment for { $title }, { $date }, came after the holding time, and the last place had gone.
mail-unseated-nothing = There is nothing for you to do.
mail-unseated-again = A returned place goes back on sale on the concert’s page:

mail-signup-subject = Confirm the site of { $association }
mail-signup-title = One more step
mail-signup-text = Open this link to put the site of { $association } online at { $host }:
mail-signup-button = Open our site
mail-signup-not-you = If you did not sign up, leave this message: nothing will be created.

mail-password-subject = Choose a new password
mail-password-title = New password
mail-password-text = Open this link to choose a new password:
mail-password-button = Choose a password
mail-password-not-you = If you asked for nothing, leave this message: your password stays the same.

mail-footer-siret = SIRET { $value }
mail-footer-licence = Performing arts licence { $value }
mail-refund-free-subject = Tickets cancelled for { $title }
mail-refund-free-title = Your tickets are cancelled
mail-refund-free-text = These tickets were free: there is nothing to pay back.
mail-dormant-subject = Your account will be erased on { $date }
mail-dormant-title = An account nobody uses
mail-dormant-text = Your account no longer belongs to any association and has not been used for almost two years. It will be erased on { $date }.
mail-dormant-keep = To keep it, sign in before then:
mail-dormant-button = Sign in
mail-dormant-nothing = If you no longer need it, there is nothing to do: name, address and password will be erased.
