# Legal notice: the sentences. Changing one makes a new version of each association’s text.
legal-lead-notice = Who publishes this site, who hosts it, and what becomes of your data.
legal-numbered = { $number }. { $title }
legal-see = See also:
legal-own-title = The association adds:

## Commitments
legal-engagements-title = What this site guarantees
legal-engagements-text = What follows is checked regularly by a machine, or attested where a machine cannot see it. What is not proven is not stated.
legal-engagements-beside = These sentences say how this site is made and what the association undertakes; no machine checks them:
legal-engagements-cards = Cards are handled by Stripe, which declares itself certified to PCI DSS level 1. No card number passes through this site.
legal-engagements-no-counter = This site does not measure its audience: no visitor counter, no statistics, no profile.
legal-engagements-minimal = A form asks only for what it needs, and says what is required and what happens without an answer.
legal-engagements-sale = No data is sold, rented out or exchanged. No advertising is shown, no content is chosen from your data.
legal-engagements-rights = You can know what we hold about you, receive a copy, have it corrected or erased.

## Publisher
legal-editeur-title = Who publishes this site
legal-editeur-text = This site is published by { $name }, a non-profit association.
legal-identite-title = Identity
legal-direction-title = Director of publication
legal-direction-name = { $name }
legal-direction-name-role = { $name }, { $role }
legal-hebergeur-title = Hosting
legal-hebergeur-text = This site and the data in it are hosted by:
legal-conception-title = Design of the site
legal-conception-text = The design or care of this site was entrusted to:
legal-credit-name = Name
legal-credit-contact = Contact
legal-host-name-label = Name
legal-host-address-label = Address
legal-host-phone-label = Telephone
legal-fact-name = Registered name
legal-fact-seat = Seat
legal-fact-email = E-mail
legal-fact-phone = Telephone
legal-fact-rna = National register of associations
legal-fact-siret = SIRET
legal-fact-ape = APE code
legal-fact-licence = Performing arts licence
legal-fact-vat = VAT
legal-fact-since = Site on line since

## Access
legal-acces-title = Access to the site and changes to this notice
legal-acces-text = This notice applies to every visit to the site. Reading it is not consent to a use of your data: where consent is needed, it is asked for separately.
legal-acces-changes = It may change: read it from time to time. The date and number of the version are at the top. Every version can still be read, with what changed from one to the next. A change that matters is told by mail to whoever holds tickets for a concert to come.
legal-acces-open = The site is open at any hour, save for breakdowns and maintenance.
legal-acces-kept = { $name } keeps the site up to date itself.

## Information
legal-informations-title = Information published
legal-informations-text = This site presents what { $name } does. Its information is as accurate as possible without claiming to be complete; dates, places and line-ups may change.
legal-informations-error = A mistake? Write to { $email }: it will be corrected.

## Technical
legal-technique-title = What it takes to use this site
legal-technique-script = The site works without JavaScript, buying places included. Where there is JavaScript, it adds comfort: a total that adds itself up, the time left that shows.
legal-technique-browsers = A recent browser will do: Chrome or Edge 111, Firefox 113, Safari 16.4, or later.
legal-technique-links = The site adapts to the width of the screen, to dark mode and to print, without recording anything about your device.

## Property
legal-propriete-title = Intellectual property
legal-propriete-text = The texts, pictures, logos, sounds and marks on this site belong to { $name }, or to the artists and authors who entrusted them to it.
legal-propriete-permission = Reproducing them needs written consent, to be asked of { $email }, except for short quotations that name the source (French intellectual property code, art. L122-4 and L122-5). Infringement is an offence (art. L335-2).
legal-propriete-report = Does something here seem unlawful, or concern you wrongly? Write to { $email } and name the page: the association will answer.

## Links
legal-liens-title = Links to other sites
legal-liens-text = Some links lead to other sites, over which { $name } has no control. Following them is your choice; the other site learns at most which site you come from, never which page.
legal-liens-report = A dead or misleading link? Tell { $email }.

## Cookies
legal-cookies-title = Cookies
legal-cookies-none = Visiting this site and buying places on it sets no cookie.
legal-cookies-visitors = These are the cookies this site may set:
legal-cookies-no-consent = None of them needs consent: no advertising, no sharing, no audience measurement.
legal-cookies-team = The back office, for the association’s team only and at another address, uses:
legal-cookies-name = Name
legal-cookies-when = When
legal-cookies-why = Why
legal-cookies-contains = Contents
legal-cookies-how-long = At most
legal-cookies-essential = Needed for the service asked for
legal-cookies-audience = Exempt audience measurement
legal-cookies-consent = With your consent
legal-cookies-random = A random identifier
legal-cookies-choice = Your choice, the same for all who make it
legal-cookies-empty = Nothing about you
legal-cookies-browser = Your browser lets you see, erase and block cookies. Without cookies, every public page stays open.
legal-cookies-nothing-else = The site is made to write nothing else into your browser, and does not read its settings (French data protection act, art. 82).

## Law
legal-droit-title = Law that applies
legal-droit-text = This site and this notice are under French law.
legal-droit-courts = If we disagree, write to us first: most matters are settled that way. Otherwise the competent court is the one the law names; if you act as a consumer, you may also turn to the court of the place where you lived when the contract was made or when the harm occurred. You keep the protection of the law of the country you live in.
legal-mediateur-title = Consumer mediator
legal-mediateur-text = If a written complaint has not settled a dispute, you may turn to the mediator free of charge (French consumer code, art. L612-1):

## Texts
legal-textes-title = Reference texts
legal-textes-text = The texts this notice relies on, with the date since when they read as they are cited:
legal-textes-since = { $title } (since { $date })
legal-textes-checked = This list was drawn up on { $date }.
reference-gdpr = Regulation (EU) 2016/679 of 27 April 2016 (GDPR)
reference-data-protection-act = French act no. 78-17 of 6 January 1978 as amended (data protection act), art. 48 to 56 (rights)
reference-data-protection-decree = French decree no. 2019-536 of 29 May 2019, implementing act no. 78-17
reference-data-protection-cookies = French act no. 78-17 of 6 January 1978 as amended, art. 82 (cookies and other trackers)
reference-cnil-cookies = CNIL deliberations no. 2020-091 and 2020-092 of 17 September 2020 (guidelines and recommendation on cookies)
reference-digital-economy-publisher = French act no. 2004-575 of 21 June 2004 on confidence in the digital economy, art. 1-1 (identity of the publisher), from act no. 2024-449 of 21 May 2024
reference-digital-economy-seller = French act no. 2004-575 of 21 June 2004, art. 19 (identity of the online seller)
reference-french-language = French act no. 94-665 of 4 August 1994 on the use of the French language
reference-intellectual-property = French intellectual property code, art. L122-4, L122-5 and L335-2
reference-criminal-data = French criminal code, art. 226-16 to 226-24 (offences concerning personal data)
reference-accessibility = French consumer code, art. L412-13 (accessibility of services)
reference-consumer-information = French consumer code, art. L111-1 (information before buying)
reference-consumer-distance = French consumer code, art. L221-5, L221-13 to L221-15 and L221-28 (distance contracts)
reference-consumer-mediation = French consumer code, art. L612-1, L616-1 and R616-1 (mediation)
reference-civil-code = French civil code, art. 1127-1, 1127-2, 1353 and 2224 (online contract, proof, limitation)
reference-commercial-code = French commercial code, art. L123-22 (accounting records)
reference-tax-procedures = French book of tax procedures, art. L102 B (conservation)
reference-ticketing-tax-code = French general tax code, art. 290 quater (ticketing)
reference-ticketing-tax-annex = French general tax code, annex IV, art. 50 sexies B to 50 sexies I (ticketing)
reference-show-licence = French labour code, art. L7122-3 and following (performing arts operators)
reference-ticket-resale = French criminal code, art. 313-6-2 (resale of tickets)

## Lexicon
legal-lexique-title = Lexicon
lexicon-user-word = User
lexicon-user-meaning = Anyone who visits this site or uses it.
lexicon-data-word = Personal data
lexicon-data-meaning = Any information about a person who is identified or can be, directly or not (GDPR, art. 4).
lexicon-treatment-word = Processing
lexicon-treatment-meaning = Anything done with data: collecting, keeping, reading, passing on, erasing.
lexicon-controller-word = Controller
lexicon-controller-meaning = Whoever decides why and how data are used, and answers for it.
lexicon-processor-word = Processor
lexicon-processor-meaning = Whoever uses data for the controller, on its instructions.
lexicon-cookie-word = Cookie
lexicon-cookie-meaning = A small text a site entrusts to the browser and is given back at the next visits.
lexicon-archive-word = Archive
lexicon-archive-meaning = Data taken out of everyday use, kept because the law asks for it, read only by those in charge of it.
