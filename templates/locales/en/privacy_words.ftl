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
recipient-stripe-safeguard = EU-US Data Privacy Framework, standard contractual clauses

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
retention-closing_record = Trace of the end of an association’s account, without personal data: { $period }.
retention-closing_export = Copy for an association that leaves: { $period } at most.
retention-agreements = Agreement: as long as it lasts.
retention-audience_key = Key of the day: { $period }.
retention-audience_sums = Sums of visits: { $period }.
retention-breach_register = Breach files: { $period }.
retention-platform_breaches = Breach files: { $period }.
retention-processor_changes = Announcements of a change of processor: { $period }.
