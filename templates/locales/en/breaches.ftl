# Personal data breaches: register, file, letters.

breaches-title = Data breaches
breaches-lead = Data lost, stolen, deleted or seen by somebody who should not have: each case has its file here, even when the CNIL need not know (GDPR, art. 33(5)).
breaches-none = No breach. All the better.
breach-number = No.
breach-title = Breach no. { $number }
breach-new = Open a file
breach-new-lead = Say what you know; the rest can follow. The 72 hours run from the moment somebody in the association knew.
breach-open = Open the file
breach-next = To do
breach-file = The file
breach-from-platform = This breach happened on the platform, which tells you of it. The association remains responsible for its notification.
breach-done =
    { $what ->
        [opened] The file is open.
        [described] The file is completed.
        [assessed] The assessment is saved.
        [notified] The notification is saved.
        [telling] The letters are leaving.
       *[closed] The file is closed.
    }
breach-standing =
    { $standing ->
        [assess] To assess
        [notify] To notify
        [overdue] Late
        [tell] People to tell
        [settled] To close
       *[closed] Closed
    }
breach-clock-assess =
    { $hours ->
        [0] Assess the risk: if there is one, the CNIL must know before { $moment }. Less than an hour is left.
        [one] Assess the risk: if there is one, the CNIL must know before { $moment }. One hour is left.
       *[other] Assess the risk: if there is one, the CNIL must know before { $moment }. { $hours } hours are left.
    }
breach-clock-notify =
    { $hours ->
        [0] Notify the CNIL before { $moment }. Less than an hour is left.
        [one] Notify the CNIL before { $moment }. One hour is left.
       *[other] Notify the CNIL before { $moment }. { $hours } hours are left.
    }
breach-clock-overdue = The 72 hours have been over since { $moment }. If there is a risk for people, notify without waiting, with the reason for the delay.
breach-clock-tell = The risk is high: tell the people concerned.
breach-clock-settled = Nothing is owed any more. You may close the file.
breach-clock-closed = The file is closed; it stays in the register.
breach-fact-discovered = Discovery
breach-fact-deadline = End of the 72 hours
breach-fact-reference = Reference of the CNIL
breach-fact-delay = Reason for the delay
breach-discovered-hint = The moment somebody in the association became aware of it, even on a holiday.
breach-what-happened-hint = In plain words, naming no victim: this text stands in the letters.
breach-nature-confidentiality = Data were seen or taken by somebody who had no right to
breach-nature-integrity = Data were changed wrongly
breach-nature-availability = Data are lost or out of reach
breach-which-data = Which data?
breach-which-data-hint = The software itself counts who is concerned.
breach-people-label = Number of people, if you know better
breach-people-hint = Leave empty to keep the software’s count.
breach-consequences-hint = For instance phishing, identity theft, a lost ticket.
breach-measures-hint = What was done and is planned to remedy it.
breach-advice = Advice to the people concerned
breach-advice-hint = What they can do themselves: change a password, beware of a message.
breach-concerned-title = Who is concerned
breach-concerned-none = Nobody, by the data recorded.
breach-concerned =
    { $people ->
        [one] { $kind }: { $people } person ({ $records } records)
       *[other] { $kind }: { $people } people ({ $records } records)
    }
breach-concerned-loose = { $kind }: { $records } records that point to nobody in particular
breach-concerned-archived = { $kind }: { $records } records kept in the archive about people erased since
breach-people-stated = Number of people stated by the association: { $people }
breach-assess-title = The risk for people
breach-risk-question = What do people risk?
breach-risk-hint = Think of the nature of the data, their number, who saw them and what can be done with them.
breach-risk-choice =
    { $risk ->
        [unlikely] Probably nothing: the file stays in the register
        [risk] Some risk: the CNIL must be told
       *[high] A high risk: the people too
    }
breach-risk-unlikely = Risk unlikely.
breach-risk-risk = Risk.
breach-risk-high = High risk.
breach-risk-reasons = Why
breach-risk-reasons-hint = Your reasons are kept: the CNIL may ask for them.
breach-assess = Save the assessment
breach-notify-title = The CNIL
breach-notify-step-1 = Download the notification prepared above.
breach-notify-step-2 = Copy it into the form of the CNIL:
breach-notify-step-3 = Note here when it is done. What is not known yet may follow.
breach-notified-label = Notified on
breach-delay-hint = Mandatory once the 72 hours are over.
breach-notify = Save the notification
breach-tell-title = The people concerned
breach-tell-lead =
    { $count ->
        [0] Nobody can be reached by e-mail.
        [one] One person can be reached by e-mail.
       *[other] { $count } people can be reached by e-mail.
    }
breach-others = No letter reaches these:
breach-otherwise = How these are told
breach-otherwise-hint = In person, by post, by a notice on the site…: a means as effective as a letter (GDPR art. 34(3)(c)).
breach-told-otherwise = By other means: { $how }
breach-tell-preview = Read the letter
breach-tell-confirm = Number of people to tell
breach-tell-hint = Type { $count } to confirm.
breach-tell =
    { $count ->
        [0] Save
        [one] Write to one person
       *[other] Write to { $count } people
    }
breach-letters-sent =
    { $count ->
        [0] No letter has left yet.
        [one] One letter has left.
       *[other] { $count } letters have left.
    }
breach-close-title = Close
breach-close-lead = The file can then no longer change and stays in the register for five years.
breach-close = Close the file
breach-describe-title = Complete or correct
breach-describe-open = Open the form
breach-describe = Save
breach-events = What was done
breach-event =
    { $kind ->
        [opened] File opened
        [reported] Reported by the platform
        [described] File completed
        [assessed] Risk assessed
        [notified] CNIL notified
        [telling] People told
       *[closed] File closed
    }
breach-not-known-yet = Not known yet; will follow as soon as possible (GDPR, art. 33(4)).
breach-fault-future = This moment has not come yet.
breach-fault-nature = Tick at least one box.
breach-fault-data = Tick at least one kind of data.
breach-fault-before = The notification cannot come before the discovery.
breach-fault-delay = Say why the notification comes after the 72 hours (GDPR, art. 33(1)).
breach-fault-people = The number does not match: { $people } people would receive the letter.
breach-fault-otherwise = Say how those are told whom no letter reaches (GDPR art. 34(3)(c)).
breach-is-closed = This file is closed.
breach-cannot-tell = The people have been told already, or the risk is not high.
breach-cannot-close = Something remains to be done before this file can be closed.
csv-nature = Nature
csv-what-happened = What happened
csv-people = People
csv-consequences = Likely consequences
csv-breach-measures = Measures taken
csv-risk = Risk
csv-notified = Notified to the CNIL
csv-told = People told
csv-closed = Closed on
breach-register-reference = Register of breaches, printed on { $date }

## Notification to the CNIL
breach-letter-title = Notification to the CNIL
breach-letter-lead = Notification of a personal data breach (GDPR, art. 33), due within { $hours } hours of its discovery.
breach-letter-reference = Breach no. { $number }, as of { $date }
breach-letter-controller = Controller and contact
breach-letter-when = When
breach-letter-nature = Nature of the breach
breach-letter-data = Data and people concerned
breach-letter-consequences = Likely consequences and risk
breach-letter-measures = Measures taken or planned
breach-letter-people = Information of the people concerned
breach-letter-told =
    { $people ->
        [0] No letter has left yet; decided on { $date }.
        [one] One person told by e-mail on { $date }.
       *[other] { $people } people told by e-mail on { $date }.
    }
breach-letter-not-told = The people have not been told to date.

## Letter to the people concerned
breach-mail-subject = Your data: an incident at { $association }
breach-mail-title = An incident affected your data
breach-mail-hello = Hello,
breach-mail-intro = { $association } is writing to you because an incident, discovered on { $date }, affected data about you: { $natures }.
breach-mail-data = Data concerned: { $data }.
breach-mail-consequences = What may come of it
breach-mail-measures = What we have done
breach-mail-advice = What you can do
breach-mail-contact = A question? Write to { $email }: somebody at the association answers you.
breach-mail-call = A question? Call { $phone }: somebody will answer.
breach-mail-rights = You may also turn to the CNIL: https://www.cnil.fr/en/plaintes
