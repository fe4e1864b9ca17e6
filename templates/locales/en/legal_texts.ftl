# Lengths of time and what is said of each. Changing a sentence makes a new version of each association’s texts.

## Lengths of time
period-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
period-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
period-months =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }
period-years =
    { $count ->
        [one] { $count } year
       *[other] { $count } years
    }
retention-association_life = As long as the association has its site here. If it leaves, everything is deleted within 30 days of its asking, once pending requests are dealt with.
retention-officer = As long as the site is published.
retention-sign_up = Sign-up: { $period } after the link lapsed.
retention-staff_account = Team accounts: { $period } without signing in.
retention-one_time_link = Access links: { $period } after they lapsed.
retention-staff_session = Sessions: { $period } after their end.
retention-staff_action = Actions of the team: { $period }.
retention-api_token = Tokens: { $period } after they were revoked.
retention-buyer = Your details: { $period } after the concert, then made anonymous.
retention-unfinished_purchase = A purchase that came to nothing: { $period }, and not before the details that belong to it.
retention-checkout = Payment page: { $period } after it lapsed.
retention-accounting = Order: { $period }, then { $archive } in the accounting archive.
retention-ticket_register = Journal: { $period }, then { $archive } in the archive.
retention-proof = Proof: { $period }.
retention-legal_text = Published texts: { $period } after they were replaced.
retention-dispute = Evidence in a bank dispute: { $period } after its end.
retention-stripe_event = Payment notices: { $period }.
retention-security_log = Technical logs: { $period }.
retention-mail_trace = Trace of mails sent: { $period }.
retention-backup = Backups: { $period }.
retention-ledger_selectors = Marks in the ledger of erasures: { $period }.
retention-rights_contact = Contact details of a request: { $period } after the answer.
retention-rights_export = Copy of your data: { $period } after it is ready.
retention-rights_file = File of a request: { $period } after the answer.
retention-suppression = Digest of an objection: { $period }.
