# What the personal-data inventory names: purposes, cookies, what happens when an answer is missing.
# Keys follow migrations/inventory: treatment-<key>-title, treatment-<key>-purpose, cookie-<key>-when.

## Purposes
treatment-accounting-title = Accounting
treatment-accounting-purpose = To keep the association’s accounts and be able to justify them.
treatment-acknowledgement-title = Proof of reading
treatment-acknowledgement-purpose = To be able to show which version of the legal notice and terms of sale was read, and when.
treatment-contact-title = Service e-mails
treatment-contact-purpose = To send tickets, links and news of an order or an account.
treatment-door_admission-title = Check at the door
treatment-door_admission-purpose = To check each ticket at the door and accept it once only.
treatment-editorial-title = Programme and presentation
treatment-editorial-purpose = To present concerts, artists and the association to the public.
treatment-operations-title = Running the service
treatment-operations-purpose = To finish the tasks a page began and keep copies to repair a loss.
treatment-disputes-title = Bank disputes
treatment-disputes-purpose = To establish what was sold when a buyer’s bank takes a payment back, and to be able to defend it.
treatment-payments-title = Payment
treatment-payments-purpose = To take card payments, refund them and follow their state. The payment provider assesses the risk of fraud and may decline a card.
treatment-publication-title = Identity of the publisher
treatment-publication-purpose = To publish the particulars the law asks of every site.
treatment-security-title = Security
treatment-security-purpose = To recognise abuse, protect accounts and find the cause of an incident.
treatment-sign_up-title = Signing an association up
treatment-sign_up-purpose = To create an association’s space and check the address of the person who signs it up.
treatment-staff_accounts-title = Team accounts
treatment-staff_accounts-purpose = To open the back office to the people the association has chosen.
treatment-ticket_register-title = Ticket journal
treatment-ticket_register-purpose = To keep an unalterable record of each ticket issued, cancelled or checked, as tax law asks.
treatment-ticketing-title = Ticketing
treatment-ticketing-purpose = To book seats, issue tickets and deliver them.

## Cookies
cookie-session-when = When a member of the team signs in, in the back office.

## When the answer is missing
required-buyer-name = Without a name, the order can be neither prepared nor found.
required-buyer-email = Without an e-mail address, the tickets cannot reach you.
required-staff-name = Without a name, the team would not know who acts.
required-staff-email = Without an e-mail address, no account can be opened.
