# The page to read of a copy of data, and what an erasure leaves.
bundle-title = Your data
bundle-language = English
bundle-from = A copy of the data about you, handed over by
bundle-what = Each part shows your data, then what they are for, where they come from, who receives them and until when they are kept. The same data are in data.json and in the folder csv; portable.json holds those you may take to another service (GDPR, Art. 20).
bundle-rights = You may ask for them to be corrected, erased or used less, object to some uses, and complain to the French data protection authority (cnil.fr).
bundle-nothing = No data concern you.
bundle-data = Your data
bundle-about = What to know about them
bundle-datum = Datum
bundle-purposes = Purpose and legal basis
bundle-source = Origin
bundle-recipients = Recipients
bundle-until = Kept until
bundle-no-date = No date yet: see the legal notice
bundle-omitted = Not shown, for your safety or that of others:
bundle-source-subject = you
bundle-source-third-party = another person
bundle-source-stripe = Stripe
bundle-source-generated = our software

## Parts
table-person = Who you are
table-ticket-order = Your orders
table-order-line = Your orders in detail
table-ticket = Your tickets
table-ticket-journal = Ticket journal
table-payment = Your payments
table-refund = Your refunds
table-ledger-entry = Accounting entries
table-stripe-event = Notices from Stripe
table-association = The association you represent
table-legal-document = Published texts
table-staff-action = Your actions in the back office
