# The personal-data inventory in words: what registers, agreements and files say of it. Keys follow migrations/inventory.

## Purposes
treatment-agreements-title = Agreements with associations
treatment-agreements-purpose = To conclude and keep the agreement under which the platform processes data for an association.
treatment-breach_register-title = Data breaches
treatment-breach_register-purpose = To keep a file of each personal data breach, notify it to the CNIL and tell the people concerned.
treatment-platform_breaches-title = Data breaches on the platform
treatment-platform_breaches-purpose = To keep a file of each breach that happened on the platform and tell the associations.
treatment-audience-title = Audience measurement
treatment-audience-purpose = To count visits to the site by page and by day, without recognising anybody.

## Texts a purpose relies on
treatment-accounting-law = Commercial Code, art. L123-22; Tax Procedures Book, art. L102 B
treatment-acknowledgement-law = Civil Code, art. 1353 and 2224; Consumer Code, art. L221-14
treatment-agreements-law = GDPR, art. 28(3) and (9)
treatment-audience-law = GDPR, art. 6(1)(f); French Data Protection Act, art. 82; CNIL, deliberations 2020-091 and 2020-092
treatment-breach_register-law = GDPR, art. 33(5) and 34
treatment-editorial-law = GDPR, art. 6(1)(f) and 85
treatment-operations-law = GDPR, art. 6(1)(f) and 32(1)(c)
treatment-platform_breaches-law = GDPR, art. 33(2) and (5)
treatment-publication-law = Act 2004-575, art. 1-1; Consumer Code, art. L221-5, L612-1 and L616-1
treatment-security-law = GDPR, art. 32; CNIL, deliberation 2021-122
treatment-sign_up-law = GDPR, art. 6(1)(b), steps before a contract
treatment-ticket_register-law = General Tax Code, annex IV, art. 50 sexies B, H and I; order of 8 March 1993

## Legal bases
basis-consent = Consent
basis-contract = Contract
basis-obligation = Legal obligation
basis-interest = Legitimate interest

## People

## Categories of data

## Recipients
recipient-hosting_provider = hosting
recipient-mail_provider = sending of e-mails
recipient-object_storage = storage of pictures and backup copies
recipient-stripe = payment

## Security measures
measure-counted_without_addresses = Visits are counted without keeping an address.
measure-jobs_carry_ids = Work that waits holds identifiers only.
measure-journal_chained = The ticket journal is chained: a changed line shows.
measure-logs_without_addresses = Technical logs hold no address, name or e-mail.
measure-no_card_on_our_side = No card number passes through our servers.
measure-passwords_hashed = Passwords are kept as digests only (Argon2id).
measure-sessions_hashed = Sessions are kept as digests only.
measure-tenants_walled = Each association’s data are kept apart from the others’ in the database itself.
measure-transport_encrypted = Exchanges are encrypted (TLS).

## Periods
retention-agreements = Agreement: as long as it lasts, then five years.
retention-audience_key = Key of the day: { $period }.
retention-audience_sums = Sums of visits: { $period }.
retention-breach_register = Breach files: { $period }.
retention-platform_breaches = Breach files: { $period }.
