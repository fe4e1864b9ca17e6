# The end of an association's account.

closing-title = Close the account
closing-settings = Take all of the association’s data away, then have them deleted from the platform.
closing-settings-see = See what will happen
closing-lead-open = The association takes all of its data back, then the platform deletes them. For { $days } days you can change your mind.
closing-lead-asked = The account is about to close. The site can still be read, sales have stopped. Until the closing date, the presidency can take it back.
closing-lead-closed = The account is closed: the site says so, and there is no way back. What remains is to fetch the copy of the data before they are deleted.
closing-lead-erasing = The account is closed and the data are being deleted right now.
closing-dates = Dates
closing-asked-at = Asked for on
closing-closes-at = Closes on
closing-closed-at = Closed on
closing-erase-at = Deletion on
closing-latest = { $date } at the latest, unless a request is waiting for its answer.
closing-waits = People are waiting for an answer about their data: the deletion waits too, for the answer or the end of the legal time, { $date } at the latest.
closing-withdraw = Keep the account after all
closing-numbers = In numbers
closing-number-concerts =
    { $count ->
        [0] No concert to come with tickets sold
        [one] One concert to come, { $tickets } tickets sold or given out
       *[other] { $count } concerts to come, { $tickets } tickets sold or given out
    }
closing-number-orders =
    { $count ->
        [0] No order under way
        [one] One order under way
       *[other] { $count } orders under way
    }
closing-number-requests =
    { $count ->
        [0] No request about personal data pending
        [one] One request about personal data pending
       *[other] { $count } requests about personal data pending
    }
closing-number-breaches =
    { $count ->
        [0] No open file of a breach
        [one] One open file of a breach
       *[other] { $count } open files of breaches
    }
closing-number-objects =
    { $count ->
        [0] No file
        [one] One file (pictures, copies)
       *[other] { $count } files (pictures, copies)
    }
closing-number-staff =
    { $count ->
        [one] One person will lose access
       *[other] { $count } people will lose access
    }
closing-number-books = { $sales } sales and { $journal } entries of the ticket journal that the association must keep for ten years by itself
closing-see = See the files
closing-number-stripe =
    { $count ->
        [one] A payment, a refund or a dispute was under way on a Stripe account that is no longer tied: follow it in Stripe’s dashboard. A refund that is owed stays owed.
       *[other] { $count } payments, refunds or disputes were under way on a Stripe account that is no longer tied: follow them in Stripe’s dashboard. A refund that is owed stays owed.
    }
closing-blocks = What stands in the way
closing-block-concert =
    { $count ->
        [one] { $title }, { $date }: one valid ticket. Refund it or cancel the concert, or wait until it has taken place.
       *[other] { $title }, { $date }: { $count } valid tickets. Refund them or cancel the concert, or wait until it has taken place.
    }
closing-see-concert = See the concert
closing-block-payments =
    { $count ->
        [one] A payment is under way. It settles or expires within the hour; a direct debit may take some days.
       *[other] { $count } payments are under way. They settle or expire within the hour; a direct debit may take some days.
    }
closing-see-orders = See the orders
closing-block-refunds =
    { $count ->
        [one] A refund is under way, or failed and is still owed. If it failed, send it again.
       *[other] { $count } refunds are under way, or failed and are still owed. Send those that failed again.
    }
closing-block-disputes =
    { $count ->
        [one] A dispute is open with a buyer’s bank. Wait for the answer, or accept it at Stripe.
       *[other] { $count } disputes are open with buyers’ banks. Wait for the answers, or accept them at Stripe.
    }
closing-see-money = See the money
closing-requests = Requests are waiting for an answer
closing-requests-text = They do not keep you from asking for the end. The deletion waits for their answer, or for the end of their legal time; after that, the association answers from its copy.
closing-request = Request { $reference }, to be answered before { $date }
closing-copy = The copy of all the data
closing-copy-text = A zip archive: each table as JSON and as CSV, the pictures, every version of the legal notice, the ticket journal, a schema and a manifest with digests. The presidency and the treasurer fetch it until the deletion, with their password. Only secrets (keys, codes) are left out.
closing-copy-ready = Ready: { $megabytes } MB at most, { $rows } rows, { $objects } files, as of { $date }.
closing-copy-digest = SHA-256 digest of the file:
closing-copy-fetch = Download the copy
closing-copy-later = The copy is being prepared. Reload this page in a few minutes.
closing-copy-who = The presidency and the treasurer can download it.
closing-stripe = The Stripe account remains the association’s
closing-stripe-text = The platform closes payment pages that are still open and forgets the tie to the Stripe account. It cannot close that account: it belongs to the association, with its payments, payouts and records. Disputes and refunds that a bank refuses still arrive there, and Stripe tells by e-mail. To take the platform’s access away or to close the account, use Stripe’s dashboard.
closing-how = What will happen
closing-how-now = At once: sales stop, the whole team gets a mail, the copy is prepared.
closing-how-week = For { $days } days: the site can still be read, and anybody of the presidency can take it back.
closing-how-closed = Then: the site says at every address that it is closed, and the back office shows the copy and pending requests only. There is no way back.
closing-how-erased = 28 days after the asking, 30 at the latest: all the data are deleted, and the accounts that served this association alone. The presidency receives a certificate. Backups go when their time is over.
closing-how-books = The association keeps its accounting records for ten years by itself (French Commercial Code, art. L123-22): download the copy.
closing-type-name = To confirm, type the association’s name: { $name }
closing-ask = Ask for the end of the account
closing-keep = Keep the account
closing-done-asked = The end of the account is asked for. The whole team gets a mail.
closing-done-withdrawn = The account goes on as before.
closing-fault-name = This is not the association’s name.
closing-fault-asked = The end of the account was asked for already.
closing-fault-blocked = Something stands in the way: see the list below.
closing-fault-late = There is nothing left to take back: the account is closed, or somebody kept it already.
closing-fault-no-copy = The copy is not ready. Reload this page in a few minutes.
closing-fault-closed = This association’s account is closed: nothing can be changed any more.

## The site of an association that left
closing-gone-title = This site is closed
closing-gone-text = { $name } has left the platform and closed its site.
closing-gone-data = The data the association had here were given back to it and are deleted from the platform within 30 days of its asking. It answers for what it keeps: please turn to the association.
closing-gone-request = If you had asked for something about your data, the link in your mail still works until the answer.

## Console
operator-closings = Accounts that close
operator-closing-asked = Asked for
operator-closing-closes = Closes
operator-closing-erase = Deletion
operator-closing-ended = Over
operator-closing-none = No account closes
operator-closing-state =
    { $state ->
        [asked] Asked for
        [withdrawn] Taken back
        [closed] Closed
        [erasing] Being deleted
        [erased] Deleted
       *[other] { $state }
    }

## Mails
mail-closing-subject-asked = { $association }: the account is about to close
mail-closing-subject-withdrawn = { $association }: the account stays open
mail-closing-subject-closed = { $association }: the account is closed
mail-closing-title-asked = The account is about to close
mail-closing-title-withdrawn = The account stays open
mail-closing-title-closed = The account is closed
mail-closing-text-asked = Somebody has just asked for the end of the account of { $association }. Sales have stopped, the site can still be read.
mail-closing-text-withdrawn = The presidency keeps the account of { $association } after all. Everything goes on as before.
mail-closing-text-closed = The account of { $association } is closed. Its site says so, and there is no way back.
mail-closing-by = Asked for by { $name }.
mail-closing-dates = The account closes on { $effective }. All data are deleted on { $erase }, on { $latest } at the latest, unless a request about personal data is still waiting for its answer.
mail-closing-back = Until then, anybody of the presidency can take it back. If you did not know of this, speak up now.
mail-closing-fetch = The presidency and the treasurer can download the copy of all the data until they are deleted, on { $erase }, on { $latest } at the latest. The association must keep its accounting records for ten years by itself.
mail-closing-button = See the page of the closing
mail-erased-subject = { $association }: the data are deleted
mail-erased-subject-certificate = { $association }: certificate of deletion
mail-erased-title = The data are deleted
mail-erased-text = All data of { $association } were deleted from the platform on { $date }.
mail-erased-account = Your access to this association ends, and your account with it if it served nothing else. This is the last message about it.
mail-erased-certificate = Certificate of deletion { $reference } (GDPR, art. 28(3)(g)). Keep this message: the platform keeps only this number, the dates and the numbers below.
mail-erased-dates = The end of the account was asked for on { $asked } and took effect on { $closed }.
mail-erased-what = Deleted, then counted again as zero: { $rows } rows and { $objects } files, with all their versions.
mail-erased-backups = Backups keep a trace until { $date }; they serve to repair a loss only, and the deletion is then carried out again.
mail-erased-books = The Stripe account remains the association’s, and so do its accounting records, which it keeps for ten years.
