# Legal notice, section on personal data: the sentences the inventory fills in.
legal-donnees-title = Your personal data
legal-donnees-text = This section says which personal data are collected, why, on what ground, who receives them and how long they are kept.
legal-donnees-limit = It is written from the inventory that the software itself obeys: data that are not in it cannot be recorded.

legal-responsable-title = Who answers for your data
legal-responsable-text = { $name } decides how the data collected on this site are used and answers for it (GDPR, art. 4). For any question: { $email }.
legal-responsable-host = { $host } hosts the site and acts on the association’s instructions, under contract (GDPR, art. 28).
legal-responsable-no-special = No sensitive data are asked for: no health, opinions, religion, trade union membership or origin (GDPR, art. 9).
legal-dpo-named = Data protection officer: { $name }.
legal-dpo-named-contact = Data protection officer: { $name }, { $contact }.
legal-dpo-not-needed = The association has no data protection officer. It answered the three questions of GDPR, art. 37(1): it is not a public authority, its core activity is not the regular and large-scale monitoring of people, and it does not process sensitive data on a large scale.
legal-dpo-missing = The association has to designate a data protection officer (GDPR, art. 37) and has not named one here yet.
legal-dpo-none = The association has not designated a data protection officer.

legal-commandes-title = Ordering places
legal-commandes-text = Of each order, the association sees:
legal-commandes-who = the first name, family name and e-mail address given;
legal-commandes-when = the date and time of the order;
legal-commandes-code = the order’s reference, like FA0Y-W0PY-42, which cannot be guessed, and its number in the year;
legal-commandes-number = the number of each ticket, like FA0Y-W0PY-42001;
legal-commandes-what = the concert, category, quantity, amounts and means of payment, then the entry of each ticket.
legal-commandes-only = Nothing else is asked for or kept. Only those of the team whose task it is have access.
legal-commandes-read = Before you pay, you tick that you have read this notice and the terms of sale. That is proof of reading, not consent: the ground of the order is the contract. The version read is kept with the order.

legal-paiement-title = Paying online
legal-paiement-text = The type, number, expiry date and security code of the card are entered on Stripe’s page and never pass through this site. The money goes straight to the association, on its own Stripe account.
legal-paiement-stripe = Stripe encrypts what is exchanged (TLS, HSTS), encrypts card numbers (AES-256) and replaces them with tokens. Stripe alone decides how it protects payments and answers for it.
legal-paiement-security = How Stripe protects payments
legal-paiement-privacy = What Stripe does with your data
legal-paiement-seen = Of a card, the association can see this, read from Stripe while it is shown and kept nowhere here:
legal-paiement-card = the brand, the last four digits (•••• 9999), the expiry and the type of card;
legal-paiement-imprint = a fingerprint that tells the same card again without its number;
legal-paiement-country = the country of issue;
legal-paiement-check = the result of the security code check;
legal-paiement-risk = the estimated level of risk and the bank’s answer.
legal-paiement-metadata = With the payment, Stripe receives your e-mail address, the order’s reference, the concert’s title, the tariffs and amounts, and identifiers that mean nothing outside ({ $keys }). This site passes on neither your name nor your IP address; Stripe sees the IP address of whoever opens its page.
legal-paiement-receipt = A numbered receipt is sent by mail after each payment.
legal-paiement-statement = The bank statement shows the association’s name in capitals, in 22 characters at most.
legal-paiement-fraud = Stripe assesses the risk of fraud of each payment automatically and may decline it. If this happens to you wrongly, write to { $email }: a person will look into it and find another way.

legal-messages-title = Writing to the association
legal-messages-text = The site has no message form: it gives an e-mail address and, if there is one, a telephone number. What you say there reaches the association, outside this site.
legal-messages-service = The mails that leave from here (tickets, receipt, cancellation, change of this notice) hold neither remote picture nor tracker.

legal-usages-title = Each use, one by one
legal-usages-text = For each use: why, on what ground, whose and which data, who receives them, how long.
legal-use-why = Why
legal-use-basis = Ground
legal-use-controller = Who answers for it
legal-use-subjects = Whose
legal-use-data = Which data
legal-use-no-column = Nothing from the database; see the recipients
legal-use-required = Required?
legal-use-nothing-asked = Nothing has to be given for this use.
legal-use-recipients = Who receives them
legal-use-kept = How long
legal-use-decision = Automated decision
legal-use-ceased = State
legal-use-ceased-text = No longer in use: nothing more is collected. What was collected stays until the periods below end, with the same rights.
legal-use-decides = Yes: a machine assesses the risk of fraud. You may ask for a person to look into it (GDPR, art. 22).
legal-basis-consent = Your consent
legal-basis-contract = The contract
legal-basis-obligation = A legal obligation
legal-basis-interest = Legitimate interest
legal-basis-reference = { $basis } ({ $reference })
citation-gdpr = GDPR
citation-cnil = CNIL deliberation
citation-order-1993 = order of 8 March 1993
citation-before-contract = steps before a contract
citation-and = and
citation-to = to

legal-destinataires-title = Who receives data
legal-destinataires-text = Nobody but:
legal-destinataires-association = the association’s volunteers and staff, each for their task;
legal-destinataires-no-transfer = No data are transferred outside the European Union.
legal-destinataires-transfers = Transfers outside the European Union:
legal-destinataires-providers = The host’s providers, and the countries they are in, are named in its contract with the association; ask { $email } for them.
legal-destinataires-nobody-else = An authority may obtain data when the law lets it. If this site changed publisher, you would be told before any transfer.

legal-conservation-title = How long
legal-conservation-text = All data have their time limit, given above. When it is reached they are to be erased or made anonymous, without your having to ask.
legal-conservation-archive = What the law makes us keep longer (accounts, ticket journal) goes into an archive, reduced to what the text demands, and is read only by the chair and the treasurer.
legal-conservation-backups = Backups keep a trace of what was erased for { $period } at most. They serve only to repair a loss; erasures are then repeated in them.

legal-droits-title = Your rights
legal-droits-text = At any time and free of charge (GDPR, art. 12 to 22; French act no. 78-17, art. 48 to 56), you may:
legal-right-access = know what is held about you, and receive a copy;
legal-right-rectify = have it corrected or completed;
legal-right-erase = have it erased, save what the law makes us keep, of which you will be told the reason and the end;
legal-right-restrict = have its use suspended while we disagree;
legal-right-object = object to a use that rests on legitimate interest;
legal-right-port = receive what you gave in a reusable form;
legal-right-consent = withdraw a consent, as easily as you gave it;
legal-right-after-death = say what becomes of your data after your death (French act no. 78-17, art. 85).
legal-droits-form = Make a request online
legal-droits-write-call = You may also write to { $email }, call { $phone }, or send a signed letter to the association’s seat.
legal-droits-write = You may also write to { $email }, or send a signed letter to the association’s seat.
legal-droits-identity = A link sent to the e-mail address on file usually proves who you are. Where several people use one address, or yours was misspelt, you are also asked for a purchase: the order’s code, the date of the concert, sometimes the amount. For somebody who is only named on a ticket, its number is enough. No copy of an identity document is asked for as a matter of course.
legal-droits-delay = Answer within a month; two more if the request is complex, of which you will be told before the first is over.
legal-droits-cnil = You may also complain to the CNIL, the French authority

## People concerned
subject-applicant = people who sign an association up
subject-buyer = buyers of places
subject-mentioned = artists, authors and people the programme names
subject-officer = people this notice names
subject-requester = people who exercise their rights
subject-staff = the association’s team
subject-visitor = visitors to the site

## Kinds of data
category-account-credential = means of signing in (digests only)
category-account-role = role in the team
category-account-second-factor = second factor of sign-in (secret encrypted, recovery codes as digests)
category-audience-count = number of visits, by day
category-audience-key = key of the day, erased the next
category-behaviour-account = dates of sign-in and account activity
category-behaviour-attendance = entry to the concert
category-behaviour-breach = incident and what followed
category-behaviour-consent = consents given or withdrawn
category-behaviour-purchase = purchases and their dates
category-behaviour-request = requests about your data and what followed
category-behaviour-staff = actions of the team
category-consent-acknowledgement = proof and date of reading
category-consent-objection = objections
category-contact-email = e-mail address
category-contact-phone = telephone
category-contact-postal = postal address
category-content-internal = internal notes
category-content-message = messages
category-content-published = texts and pictures published
category-credential-key = keys (digests only)
category-identity-age = age bracket
category-identity-name = first and family name
category-identity-ref = internal references
category-identity-role = office
category-payment-amount = amounts
category-payment-ref = order and payment references
category-payment-state = state of the payment
category-preference-consent = choices recorded
category-preference-locale = language chosen

## Recipients
recipient-hosting_provider-name = the host
recipient-hosting_provider-receives = the site’s host, which keeps the data for the association (processor);
recipient-mail_provider-name = the mail provider
recipient-mail_provider-receives = the mail provider, for your address and the message (processor);
recipient-object_storage-name = the storage provider
recipient-object_storage-receives = the provider that keeps the site’s pictures and the backups (processor);
recipient-stripe-name = Stripe
recipient-stripe-receives = Stripe Payments Europe, Limited (Ireland), for payments, answering for itself;
recipient-stripe-transfer = Stripe may transfer data to the United States, under the EU–US Data Privacy Framework and standard contractual clauses.
