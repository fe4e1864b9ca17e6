# The second factor: one-time codes of a phone, recovery codes, and what a team owes itself.
factor-fault-form = A code of the phone has six digits; a recovery code has sixteen.
factor-fault-code = This code is not right. Wait for the next one, or take a recovery code that was never used.
factor-fault-password = This is not your password.
factor-fault-act = Nothing has changed: the page has just been brought up to date, see where you are.
factor-fault-none = This person has no second factor.
factor-fault-yourself = For your own second factor, use the Security page of your account.
factor-fault-elsewhere = This account opens more than your association: only the platform can remove its second factor. Write to it.
factor-fault-president-can = Somebody else presides over this association: it is for them to ask.
factor-fault-removal-waits = A removal has been asked for already.
factor-fault-objected = A removal was refused less than a week ago: talk to the person before asking again.
factor-fault-paused = Too many wrong codes for this account: try again from { $when }. Changing the password ends the wait.
factor-fault-unreadable = This second factor can no longer be checked. Write to the platform: it can remove it.

factor-password = Your password
factor-code = Code
factor-code-hint = Six digits, from the application on your phone. Or a recovery code.

## At sign-in
factor-login-title = Your code
factor-login-lead = On your phone, open the application that gives codes, and copy the one for Estrade.
factor-lost-title = No phone at hand?
factor-lost-codes = Give one of your recovery codes instead: each works once.
factor-lost-help = Neither phone nor recovery code? A president of your association can ask for your second factor to be removed. If you preside alone, or work for several associations, write to the platform.

## Security of the account
factor-page-title = Security
factor-reason = { $reason ->
    [equipe] Your association asks its whole team for a second factor. Once yours is on, everything opens again.
    [operateur] Running the platform takes a second factor. Once yours is on, the console opens.
   *[secours] { $count ->
        [0] You have just used your last recovery code. Make new ones now.
        [one] You have just used a recovery code. One is left.
       *[other] You have just used a recovery code. { $count } are left.
    }
}
factor-off-lead = A password alone opens your account.
factor-what = With a second factor, signing in also asks for a code, which your phone works out without a network. Whoever learnt your password would not get in.
factor-required-by = { $association } asks its whole team for one from { $day }.
factor-begin = Turn the second factor on
factor-back = Later
factor-pending-lead = Three minutes are enough: one code to show to the phone, one code to copy.
factor-scan-title = 1. Show this code to your phone
factor-scan = You need an application that gives codes, such as FreeOTP, Aegis or that of your password manager. Add an account there, then aim at this square.
factor-qr = Code to scan. It holds the key written below.
factor-here = Open the application on this phone
factor-by-hand = Or type this key by hand
factor-confirm-title = 2. Copy the code it shows
factor-confirm-hint = Six digits that change every thirty seconds.
factor-confirm = Turn on
factor-on-lead = Your account asks for a code at each sign-in.
factor-since = On since
factor-last-used = Last used
factor-never-used = Never
factor-codes-left = Recovery codes left
factor-codes-few = make new ones
factor-continue = Go on
factor-change-title = Change
factor-change-lead = Your password and a code, then your choice.
factor-codes-explained = Ten new recovery codes replace the old ones, which stop working.
factor-codes-new = Make new codes
factor-off-explained = Without a second factor, your password is enough again. Your other devices will be signed out.
factor-off = Turn the second factor off
factor-done-off = The second factor is off.
factor-codes-title = Your recovery codes
factor-codes-done = { $first ->
    [yes] The second factor is on. Your other devices are signed out.
   *[no] The old recovery codes have stopped working.
}
factor-codes-lead = Should you lose your phone, each of these codes opens your account once, with your password.
factor-codes-count = { $count ->
    [one] One code
   *[other] { $count } codes
}
factor-codes-once = They will never be shown again: we keep no more than a digest. Put them away on paper, or in your password manager.
factor-codes-download = Download
factor-codes-print = Print
factor-codes-kept = They are put away, go on
factor-codes-file = Estrade recovery codes. Each works once.

## The team
factor-team-title = Security of the team
factor-team-lead = Who signs in with a second factor, and who with a password only.
factor-team-see = Second factors of the team
factor-member = { $state ->
    [yes] Second factor
   *[no] Password only
}
factor-member-removal = Second factor removed on { $when }, unless somebody objects.
factor-member-by-platform = The platform’s operators asked for it: a link sent by e-mail lets you refuse.
factor-withdraw = Cancel the removal
factor-own = Your second factor
factor-require-title = Ask the whole team for a second factor
factor-require-lead = { $count ->
    [one] From tomorrow, whoever has none must turn one on before anything else opens. A mail tells those concerned today.
   *[other] In { $count } days, whoever has none must turn one on before anything else opens. A mail tells those concerned today.
}
factor-missing = { $count ->
    [0] The whole team has one.
    [one] One person has none yet.
   *[other] { $count } people have none yet.
}
factor-require-do = Ask for it
factor-required = { $state ->
    [now] Asked for since { $day }.
   *[soon] Asked for from { $day }.
}
factor-relax = Ask for it no longer
factor-relax-explained = A password will be enough again for those who have no second factor.
factor-relax-do = Ask for it no longer
factor-relax-cancel = Go on asking for it
factor-remove-title = Phone lost, no recovery codes left
factor-remove-lead = { $count ->
    [one] Talk to the person first. They get a mail at once and may object; if they do not, their second factor is removed after one hour.
   *[other] Talk to the person first, in person or on the phone. They get a mail at once and may object; if they do not, their second factor is removed after { $count } hours.
}
factor-remove = Remove a second factor
factor-remove-whose = Whose?
factor-remove-choose = Choose
factor-remove-do = Ask for the removal
factor-done-required = { $count ->
    [one] It is asked for, from tomorrow.
   *[other] It is asked for, in { $count } days. Those concerned get a mail.
}
factor-done-relaxed = It is asked for no longer.
factor-done-removal = { $count ->
    [one] The removal takes effect in one hour, unless somebody objects.
   *[other] The removal takes effect in { $count } hours, unless somebody objects. Those concerned get a mail.
}
factor-done-withdrawn = The removal will not take place.

## Operators
factor-operator-title = Second factors
factor-operator-lead = { $count ->
    [one] For whoever presides alone, or works for several associations. The removal takes effect after one hour; the whole team is told and may object.
   *[other] For whoever presides alone, or works for several associations. The removal takes effect after { $count } hours; the whole team is told and may object.
}
factor-operator-none = No removal is asked for.
factor-operator-email = Address of the account
factor-operator-alone = Nobody else presides, or no president of this team can do it

## Objecting
factor-object-title = Removal of a second factor
factor-object-lead = { $state ->
    [waiting] The second factor of { $person } will be removed on { $when }, unless somebody objects.
    [objected] You have objected: the second factor of { $person } stays.
   *[over] This request waits for no answer any more.
}
factor-object = Object to the removal
factor-removal-waits = { $by ->
    [operator] The platform’s operators asked for your second factor to be removed. It will be on { $when }, unless refused.
   *[colleague] A president of your team asked for your second factor to be removed. It will be on { $when }, unless refused.
}
factor-object-else = If the request is right, there is nothing to do.

mail-factor-subject = { $what ->
    [on] Second factor turned on
    [off] Second factor turned off
    [codes] New recovery codes
    [recovery_used] A recovery code was used
    [tried] Wrong codes after the right password
    [required] { $association } asks for a second factor
    [removal] Removal of your second factor asked for
    [removal_of_colleague] Removal of the second factor of { $person } asked for
    [removed] Your second factor is removed
    [void] Removal no longer needed: { $person }
   *[objected] Removal objected to for { $person }
}
mail-factor-text = { $what ->
    [on] The second factor of your account has just been turned on. Your other devices are signed out.
    [off] The second factor of your account has just been turned off: your password is enough again. Your other devices are signed out.
    [codes] Ten new recovery codes have just been made. The old ones have stopped working.
    [recovery_used] A recovery code has just opened your account. Codes left: { $count }.
    [tried] Somebody gave your password, then several wrong codes, and did not get in.
    [required] { $association } asks its whole team for a second factor from { $when }. After that, nothing opens without it. Turning it on takes three minutes.
    [removal] { $by ->
        [operator] Those who run the platform have asked for your second factor to be removed. This happens on { $when }, unless somebody objects.
       *[colleague] A president of { $association } has asked for your second factor to be removed. This happens on { $when }, unless you object.
    }
    [removal_of_colleague] Those who run the platform have asked for the second factor of { $person } to be removed. This happens on { $when }, unless somebody objects.
    [removed] Your second factor has been removed: your password is enough again. All your devices are signed out.
    [void] The second factor of { $person } stays: a code from the phone has just been used, or things have changed since the removal was asked for.
   *[objected] Somebody objected to the removal of the second factor of { $person }: it stays.
}
mail-factor-do = { $what ->
    [on] See the security of the account
    [removal] Object to the removal
    [removal_of_colleague] Object to the removal
    [required] Turn the second factor on
    [removed] Turn a new second factor on
   *[other] See the security of the account
}
mail-factor-after = { $what ->
    [required] This mail went to everybody of the team who has none yet.
    [removal] If you wanted this, there is nothing to do. If not, object, then change your password.
    [removal_of_colleague] If the person you know wanted this, there is nothing to do. If not, object.
    [objected] If the objection surprises you, talk to the person.
   *[other] If it was not you, change your password at once, then tell the president of your association.
}
