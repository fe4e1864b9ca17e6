# Accounts, teams and sign-ups: faults of forms and mails to staff.
staff-fault-credentials = This address and this password do not go together. Check both, or ask for a new password.
staff-fault-password-short = Some characters are missing: at least { $count }. A sentence works very well.
staff-fault-password-weak = This password is too easy to guess. A sentence of four words works very well.
staff-fault-account-exists = This address has an account already.
staff-fault-already-member = This person is on the team already.
staff-fault-already-invited = An invitation is waiting at this address already: send it again instead.
staff-fault-role = Choose a role from the list.
staff-fault-last-president = There must be at least one president: name another first.
staff-fault-yourself = You cannot change your own role: ask another president.
staff-fault-gone = This person or invitation is gone: the page has just been brought up to date.
staff-fault-too-many-tokens = Twenty tokens are the most: remove one first.
staff-suspended = This site is suspended: everything can be read, nothing can change. Write to us about it.
staff-done-invited = The invitation went to { $email }.
staff-done-role = The role is changed.
staff-done-removed = This person has no access any more.
staff-done-withdrawn = The invitation is withdrawn.
staff-done-revoked = The token gives access to nothing any more.
staff-join-title = Join the team of { $association }
staff-join-lead = { $association } invites { $email } as { $role }. Your password stays the same.
staff-join = Join the team

mail-invitation-subject = { $association } invites you to its team
mail-invitation-title = Welcome to the team
mail-invitation-hello = Hello,
mail-invitation-text = { $association } opens its ticketing to you, in this role: { $role }.
mail-invitation-open = Open this link to accept:
mail-invitation-button = Join the team
mail-invitation-valid =
    { $count ->
        [one] This link works for a day.
       *[other] This link works for { $count } days.
    }
mail-invitation-not-you = If you do not know this association, leave this message: nothing will happen.

mail-account-subject = Add { $association } to your account
mail-account-title = You have an account already
mail-account-text = Somebody, probably you, is opening the site of { $association } at { $host }. Your address has an account already: open this link to add it, then sign in with your usual password.
mail-account-button = Add the association

signup-fault-reserved = This address is reserved for the platform. Choose another.
signup-fault-taken = This address is taken. Choose another.
signup-fault-accept = The terms must be accepted to open the site.
signup-confirm-title = Put the site online
signup-confirm-text = The site of { $association } will be visible at { $host }.
signup-confirm-button = Put online
signup-taken-title = The address was taken meanwhile
signup-taken-text = Another association has just opened a site at this address. Start again with another, it takes two minutes.

operator-active = Online
operator-suspend = Suspend
operator-resume = Resume
operator-webhooks = Last messages from Stripe
operator-webhook = { $endpoint ->
    [platform] Our account
   *[connect] Connected accounts
}
operator-webhook-never = Never received
operator-versions = Versions
operator-version = Estrade { $version }, database { $database }, { $migrations } migrations
operator-test-mode = Test payments
operator-live-mode = Real payments
operator-no-payments = Payments are off
operator-done-suspended = { $name } is suspended: its site does not answer any more.
operator-done-resumed = { $name } is back.
operator-done-retried =
    { $count ->
        [one] One job starts again.
       *[other] { $count } jobs start again.
    }
operator-done-discarded = The job is discarded.
operator-fault-gone = This job or association is gone.

api-fault-cursor = This cursor is none of ours: start the list again.
api-order-title = An order
api-order-text = This is an order’s code: choose the person’s ticket.
