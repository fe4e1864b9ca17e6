# Registers, agreement, data protection officer, processors.

bo-nav-privacy = Data
bo-privacy-title = Personal data
paper-pdf = Download as PDF
paper-csv = Download as a table (CSV)
paper-yes = Yes
paper-no = No
paper-reference = Version { $version }, printed on { $date }
paper-recipient = { $name } ({ $task }, { $country })
paper-transfer = { $name } ({ $country }): { $why }
paper-country =
    { $code ->
        [AT] Austria
        [BE] Belgium
        [BG] Bulgaria
        [CH] Switzerland
        [CY] Cyprus
        [CZ] Czechia
        [DE] Germany
        [DK] Denmark
        [EE] Estonia
        [ES] Spain
        [FI] Finland
        [FR] France
        [GB] United Kingdom
        [GR] Greece
        [HR] Croatia
        [HU] Hungary
        [IE] Ireland
        [IS] Iceland
        [IT] Italy
        [LI] Liechtenstein
        [LT] Lithuania
        [LU] Luxembourg
        [LV] Latvia
        [MT] Malta
        [NL] Netherlands
        [NO] Norway
        [PL] Poland
        [PT] Portugal
        [RO] Romania
        [SE] Sweden
        [SI] Slovenia
        [SK] Slovakia
        [US] United States
       *[other] { $code }
    }

## Register of processing
register-title = Register of processing
register-lead = What the association does with personal data, as article 30(1) of the GDPR asks it to be written down. The register keeps itself: it follows the software and your settings.
register-controller = Controller
register-represented = Legal representative
register-dpo = Data protection officer
register-none = None
register-ceased = No longer in use: nothing more is collected, and what was collected stays until the stated periods end.
register-no-transfer = None outside the European Economic Area
register-automated = Automated decision
register-automated-yes = The payment provider assesses the risk of a payment and may decline it.
csv-activity = Processing
csv-activities = Processing
csv-purpose = Purpose
csv-basis = Legal basis
csv-subjects = People concerned
csv-categories = Categories of data
csv-recipients = Recipients
csv-transfers = Transfers
csv-retention = Periods
csv-measures = Security measures
csv-controller = Controller
csv-seat = Seat
csv-contact = Contact
csv-since = Since
csv-processing = Processing carried out
csv-processor = Processor
csv-task = Task
csv-country = Country
register-processor-title = Processor’s register
register-processor-lead = The processing the platform carries out for associations (GDPR, art. 30(2)), then that which it answers for itself (art. 30(1)).
register-processor = Processor
register-processing = Categories of processing
register-processing-text = For each association, the platform hosts and carries out the following processing, on its instructions:
register-controllers = Controllers
register-own = Processing the platform answers for
register-own-text = The platform is the controller of the following processing.

## Data protection officer
dpo-title = Is a data protection officer needed?
dpo-lead = The law asks for one in three cases only (GDPR, art. 37(1)). Answer the three questions: the result stands in the register and in the legal notice.
dpo-question-public-body = Is the association a public authority or body?
dpo-hint-public-body = A non-profit association, even a subsidised one, usually answers no (art. 37(1)(a)).
dpo-question-monitors = Is its core activity to monitor people regularly and on a large scale?
dpo-hint-monitors = For instance tracking, profiling or filming them all the time. Selling tickets is not (art. 37(1)(b)).
dpo-question-sensitive = Is its core activity to process sensitive data or convictions on a large scale?
dpo-hint-sensitive = Health, opinions, religion, origin, sex life, biometric data (art. 37(1)(c)).
dpo-reasons = Why
dpo-reasons-hint = A few words that explain your answers: they are kept with the date.
dpo-officer-name = Name of the officer, if there is one
dpo-officer-hint = You may name one without having to.
dpo-officer-contact = How to reach them
dpo-save = Save the answers
dpo-saved = The answers are saved.
dpo-result = Result
dpo-earlier = Earlier answers
dpo-fault-contact = Say how the officer can be reached: the law asks for it to be published.
dpo-result-unanswered = The question has not been looked into yet.
dpo-result-none = None: the association is in none of the three cases of article 37(1) of the GDPR (looked into on { $date }).
dpo-result-missing = An officer is mandatory and has not been named yet (looked into on { $date }).
dpo-result-named = { $name }, { $contact } (looked into on { $date })
dpo-warning-unanswered = Three questions are still to be looked into: is a data protection officer needed?
dpo-warning-missing = By your answers, the law asks for a data protection officer. Name one, then declare them to the CNIL.

## Agreement under article 28
agreement-title = Data processing agreement
agreement-lead = What the platform may do with the association’s data, and what it owes the association (GDPR, art. 28).
agreement-reference = Version { $version } of { $date }
agreement-reference-new = Version { $version } of { $date }, applicable as soon as it is accepted; for associations that had accepted the one before, from { $from }
agreement-version = version { $version }
agreement-warning-none = This agreement has not been accepted for the association yet. Read it, then accept it at the foot of the page.
agreement-warning-coming = A new version ({ $version }) will apply from { $date }. Read it, then accept it at the foot of the page. If it does not suit you, tell us before that date.
agreement-warning-overdue = Version { $version } has applied since { $date } and has not been accepted for the association yet.
agreement-accepted-title = Accepted
agreement-accepted = Version { $version }, accepted by { $name } on { $date }
agreement-agree-title = Accept this agreement
agreement-signatory = Your first and last name
agreement-signatory-hint = You accept on behalf of the association: you must have the power to.
agreement-agree = I have read version { $version } of the agreement and accept it on behalf of the association.
agreement-agree-act = Accept
agreement-agreed = The agreement is accepted. You may keep its PDF.
agreement-fault-agree = Tick the box to accept the agreement.
agreement-fault-changed = The agreement changed while you were reading it. Read it again, then accept it.
agreement-fact-controller = Association
agreement-fact-signatory = Accepted by
agreement-fact-accepted = On
agreement-fact-applies = In force from
agreement-parties-title = Parties
agreement-parties-text = Between { $name }, { $address }, hereafter the platform, processor, and the association that accepts this agreement, controller:
agreement-objet-title = Subject, duration and roles
agreement-objet-text = The platform hosts the association’s site and tools and processes for it the data described in the first annex: nature, purposes, people and categories of data stand there.
agreement-objet-duration = The agreement takes effect when it is accepted; it lasts as long as the association is registered here.
agreement-objet-roles = The association decides what is done with the data and answers for it being lawful. It informs the people concerned, which the legal notice of its site does for it, and takes care to record only what it needs. The platform alone answers for the team’s accounts and the security of the service.
agreement-instructions-title = Instructions
agreement-instructions-text = The platform processes the data only on documented instructions of the association: this agreement, the settings and acts of the team in the back office, and its written requests. It transfers them outside the European Economic Area only in the cases of the second annex, unless the law obliges it to, of which it informs the association beforehand.
agreement-instructions-alert = If an instruction seems unlawful to it, it informs the association at once.
agreement-confidentialite-title = Confidentiality
agreement-confidentialite-text = Only people who need it to run the service have access to the data, all of them bound to confidentiality by their contract or by law. None of them looks at an association’s data without its leave, except to repair a failure or an incident.
agreement-securite-title = Security
agreement-securite-text = The platform takes the measures that article 32 of the GDPR asks for, described in the third annex, and keeps them at the level of the risk.
agreement-sous-traitance-title = Other processors
agreement-sous-traitance-text = The association gives the platform general authorisation to engage the processors of the second annex. Each is bound by contract to the same obligations; the platform answers for them.
agreement-sous-traitance-objection = Any addition or replacement is announced by e-mail at least { $days } days before. Meanwhile the association may object; if no solution is found, it may end the agreement at no cost.
agreement-personnes-title = Rights of the people concerned
agreement-personnes-text = The platform gives the association the means to answer requests for access, rectification, erasure, restriction, objection and portability. A request that reaches it directly is passed on to the association.
agreement-assistance-title = Assistance and data breaches
agreement-assistance-text = The platform helps the association to comply with articles 32 to 36 of the GDPR: security, notification of breaches, impact assessments and prior consultation, with the information it has.
agreement-assistance-breach = It tells the association of any data breach without undue delay after becoming aware of it, with what is needed to notify it: nature, people and data concerned, consequences, measures taken.
agreement-fin-title = End of the agreement
agreement-fin-text = The presidency ends the agreement in the back office and may take that back for seven days. The platform then hands the association a complete copy of its data in an open format (JSON, CSV, files), and deletes them within the { $days } days that follow the asking, backup copies when they expire.
agreement-fin-waits = The deletion waits for the answer to requests of people that are pending, until the end of their legal time at the latest. It covers everything, including what the association must keep: keeping it, from its copy, is up to the association. The presidency receives a certificate; of it the platform keeps only a number, dates and counts, for five years. The Stripe account remains the association’s.
agreement-controle-title = Evidence and audits
agreement-controle-text = The platform makes available to the association what shows that this agreement is complied with: its register, the list of its processors, the page of proofs. It allows for audits, by the association or by somebody it mandates, and contributes to them.
agreement-versions-title = Versions
agreement-versions-text = A new version is announced to the president by e-mail and applies { $days } days later at the earliest; at once, to an association that had accepted none. Each accepted version is kept, with its text, its date and the name of whoever accepted it.
agreement-annexe-traitements-title = Annex 1: processing
agreement-annexe-traitements-text = What the platform does for the association.
agreement-annexe-sous-traitants-title = Annex 2: processors
agreement-annexe-processors-text = The processors the platform engages.
agreement-annexe-mesures-title = Annex 3: security measures

## Processors
processors-title = Processors of the platform
processors-lead = Who processes data for the platform, for what and in which country.
processors-list = List
processors-coming = Announced changes
processors-past = Past changes
processors-change = { $task }: { $name } ({ $country }) from { $from }, announced on { $announced }.
processors-change-transfer = Safeguard of the transfer: { $why }.
processors-notice-title = Notice
processors-notice = Any change is announced here and by e-mail to each association at least { $days } days before. Meanwhile it may object.

signup-agree = I accept the data processing agreement (version { $version }) on behalf of the association.

## Operators’ console
operator-papers = Papers
operator-announce-title = Announce a change
operator-announce-lead = The announcement appears on the public page at once and leaves by e-mail to each president. The change applies { $days } days later at the earliest; change the configuration on that day.
operator-announce-recipient = Who is replaced
operator-announce-name = Name of the new processor
operator-announce-country = Country
operator-announce-country-hint = Two capitals, for instance FR.
operator-announce-transfer = Safeguard of the transfer
operator-announce-transfer-hint = Only outside the European Economic Area: adequacy decision, standard contractual clauses.
operator-announce-from = From
operator-announce = Announce
operator-done-announced = The change is announced; the e-mails are leaving.
operator-done-reported = The file is open; the associations are being told.
operator-done-opened = The file is open; no association has to be told.
operator-done-notified = The notification is noted.
operator-done-assessed = The assessment is noted.
operator-done-telling = The letters are leaving.
operator-fault-country = Write the code of the country in two capitals.
operator-fault-transfer = Outside the European Economic Area, say what makes the transfer lawful (GDPR, art. 46).
operator-fault-notice = Leave the associations at least { $days } whole days.
operator-fault-association = No association has the address { $name }.
operator-fault-whom = Say which associations are concerned.
operator-breach-lead = Each association concerned receives an e-mail and a file in which the people affected are already counted (GDPR, art. 33(2)).
operator-breach-whom = Associations concerned
operator-breach-some = These only
operator-breach-everybody = All
operator-breach-nobody = None: data of the platform only
operator-breach-associations = Their addresses
operator-breach-associations-hint = The beginning of their address, separated by commas.
operator-breach-told = Associations told
operator-breach-clock =
    { $hours ->
        [0] Data of the platform’s own are concerned: if there is a risk, notify the CNIL before { $moment }. Less than an hour is left.
        [one] Data of the platform’s own are concerned: if there is a risk, notify the CNIL before { $moment }. One hour is left.
       *[other] Data of the platform’s own are concerned: if there is a risk, notify the CNIL before { $moment }. { $hours } hours are left.
    }
operator-breach-overdue = The 72 hours ended on { $moment }. If there is a risk, notify the CNIL without waiting, and say why it is late.
operator-breach-notified = Notified to the CNIL on { $moment }.
operator-breach-not-ours = None of the platform’s own data are concerned: the notification is for the associations.
operator-breach-no-risk = You judged that a risk is unlikely: the file stays in the register, without a notification.
operator-breach-told-already = People have already been told of a high risk: the assessment can no longer be lowered.
operator-breach-not-high = People are told when the risk is high. Assess it first.
operator-breach-open = Open the file and tell them

## E-mails to presidents
mail-papers-hello = Hello,
mail-papers-object = If this change does not suit the association, answer this e-mail before that date.
mail-terms-subject = New version of the data agreement of { $association }
mail-terms-title = A new version of the agreement
mail-terms-text = The agreement under which Estrade processes the data of { $association } has a new version, number { $version }. It will apply from { $date }. Read it, then accept it in the back office:
mail-terms-button = Read and accept the agreement
mail-processor-subject = { $name } will process data for Estrade from { $date }
mail-processor-title = A processor changes
mail-processor-text = Estrade is changing a processor for part of the data of { $association }:
mail-processor-button = See the list of processors
mail-reported-subject = Data breach: { $association } is concerned
mail-reported-title = A data breach concerns you
mail-reported-text = A data breach that happened on the platform concerns data of { $association }.
mail-reported-measures = What we have done: { $measures }
mail-reported-deadline = If it results in a risk for people, the association must notify the CNIL of it before { $date }, { $time }. The file is already open, with the count of the people concerned and the notification ready to send:
mail-reported-button = Open the file
mail-reported-after = A question? Answer this e-mail.
