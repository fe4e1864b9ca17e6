# People's requests about their data (GDPR art. 12 to 22): the public page, following a request, the back office, the mails.
treatment-rights-title = Requests about your data
treatment-rights-purpose = Answering requests for access, portability, rectification, erasure, restriction and objection, and being able to prove the answer.
required-requester-name = Without a name, the request cannot be matched with what is stored.
required-requester-email = Without an e-mail address, neither the confirmation link nor the answer can reach you.

rights-title = Your data
rights-lead = What { $name } keeps about you is yours. Choose what to do with it: no account is needed, and most answers arrive within minutes.
rights-choice-title = What would you like to do?
rights-again-title = Make another request
rights-choice = { $kind ->
    [access] See my data
    [portability] Take my data with me
    [rectification] Correct my data
    [erasure] Erase my data
    [restriction] Freeze my data
    [objection] Object to their use
   *[withdrawal] Withdraw a consent
}
rights-choice-hint = { $kind ->
    [access] A complete copy, with the use of each item, how long it is kept and who receives it.
    [portability] A file that another service can read.
    [rectification] A misspelt name, an address that has changed.
    [erasure] Everything the law does not require to be kept goes, after 24 hours in which you can change your mind.
    [restriction] They are kept, but nobody uses them any more.
    [objection] No more marketing, and no more use based on the association’s legitimate interest.
   *[withdrawal] For the newsletter, for instance.
}
rights-kind = { $kind ->
    [access] Copy of your data
    [portability] Portability of your data
    [rectification] Correction of your data
    [erasure] Erasure of your data
    [restriction] Restriction of your data
    [objection] Objection to the use of your data
   *[withdrawal] Withdrawal of a consent
}
rights-article = GDPR, art. { $article }
rights-how-title = How it works
rights-how-text = You receive a link at the address you give. It shows that the address is yours; nothing is told to anybody before. The law gives one month to answer; the software usually answers at once.
rights-how-letter = By letter or telephone works too. No copy of an identity document is asked for.
rights-cnil = If the answer does not satisfy you, you may complain to the CNIL, the French data protection authority.
rights-cnil-link = Complain to the CNIL
rights-sent-title = Check your mailbox
rights-sent-text = A message has just been sent to the address you gave. Open the link in it within thirty minutes, so that your request can begin.
rights-sent-nothing = Nothing there? Look in the junk folder, then check the address and start again.

rights-email-hint = The one you gave the association. The answer will be sent there.
rights-corrected = What it should say
rights-corrected-given-name = Correct first name
rights-corrected-family-name = Correct family name
rights-corrected-email = Correct e-mail address
rights-message = Anything to add
rights-message-hint = The answer does not depend on it.
rights-proof-title = I mistyped my address when I bought
rights-proof-text = Then give your right address above, with your name as you bought, and here the purchase to be found. Two people of the association will check.
rights-order-code = Order code
rights-order-code-hint = It looks like FA0Y-W0PY-42; it is on the payment record and on the tickets.
rights-show-date = Date of the concert
rights-amount = Amount paid
rights-ticket-title = My name is on a ticket that somebody else bought
rights-ticket-text = If your address was not given with your name, the ticket’s number is enough to find you. Write your first name and family name above as they stand on the ticket, even if misspelt. Two people of the association will check.
rights-ticket-number = Ticket number
rights-ticket-number-hint = It looks like FA0Y-W0PY-42001; it is printed on the ticket.
rights-fault-ticket = This number is not complete. It has thirteen letters and digits, like FA0Y-W0PY-42001.
rights-letter-ticket-hint = If the person’s name is on a ticket that somebody else bought. It looks like FA0Y-W0PY-42001.
rights-form-notice = These answers serve this request only. Name and address are forgotten thirty days after the answer.
rights-quiet = And afterwards?
rights-quiet-hint = Erasing your data also erases that you wanted no mail. Please choose.
rights-quiet-never = Never write to me again: an unreadable fingerprint of my address is kept for three years at least, for that alone
rights-quiet-nothing = Keep nothing, not even that
rights-quiet-kept = An unreadable fingerprint of your address stays on the opposition list, so that nobody writes to you again. Only you can take it off, by confirming a new subscription from your address.
rights-other-title = I make this request for a child under my parental authority, or for a person I represent
rights-other-text = Above, give your own name and e-mail address; here, the person it is about. Only their data are dealt with, not yours. Two people of the association check, without asking for any identity document.
rights-other-box = I ask for somebody else
rights-other-capacity = In what capacity
rights-other-given-name = First name of the person it is about
rights-other-family-name = Family name of the person it is about
rights-other-age = Their age
rights-capacity = { $capacity ->
    [parent] Holder of parental authority
    [guardian] Guardianship, curatorship or family empowerment
   *[mandate] Written mandate
}
rights-age = { $age ->
    [under_15] under 15
    [from_15] 15 to 17
   *[adult] 18 or over
}
rights-fault-choose = Choose one of the answers.
rights-fault-age = Parental authority ends at 18, and a child gives no mandate: check the age or the capacity.
rights-fault-quiet = Choose whether your address is to stay on the opposition list.
rights-fault-why = Choose the reason.
rights-mentions-open = First decide about each of the texts that name the person.
rights-mention-still = This text still names the person: correct it first, or leave it with a reason.
rights-represented-untold = From 15 on, the child must be told before anybody signs: note it above.
rights-for-whom = { $known ->
    [yes] { $asker } asks for { $name }.
   *[no] A request made for somebody else.
}
rights-for-child-told = { $told ->
    [yes] The child was told.
   *[no] The association tells the child, who has a say.
}
rights-texts-title = Texts in which you are named
rights-texts-found = { $count ->
    [one] One text of the association names this person.
   *[other] { $count } texts of the association name this person.
}
rights-texts-corrected = { $count ->
    [one] One was corrected.
   *[other] { $count } were corrected.
}
rights-texts-left = { $count ->
    [one] One text left as it is:
   *[other] { $count } texts left as they are:
}
rights-texts-why = { $why ->
    [expression] freedom of expression (GDPR art. 17(3)(a))
    [information] what the public is told: programme, credits, legal mention (GDPR art. 17(3)(a))
    [archive] archive in the public interest, or history (GDPR art. 17(3)(d))
    [duty] a legal duty to keep it (GDPR art. 17(3)(b))
    [claim] needed for a legal claim (GDPR art. 17(3)(e))
   *[homonym] it speaks of somebody else of the same name
}
rights-dispute-title = A bank dispute
rights-dispute-text = A payment of this person was disputed with their bank. What proves the sale (order, amount, entries, versions of the texts accepted) is kept without the name (GDPR art. 17(3)(e)).
rights-dispute-open = The dispute has been open since { $day }.
rights-dispute-until = It is closed; these items go on { $day }.
rights-send = Send me the link
rights-fault-purchase-for-other = A purchase shows who paid, not whom you write for. Remove it, and cite the number of a ticket in that person’s name instead.
rights-fault-code = An order code has eight letters or digits, then two digits: FA0Y-W0PY-42.
rights-fault-nothing-corrected = Say at least one thing to correct.
rights-fault-too-often = Too many requests in a short time. What you wrote is still here; try again later, or write to the association.
rights-fault-proof-needed = For a name other than yours, give an order made under that name and the date of the concert.
rights-fault-reply = Give an e-mail or postal address: where does the answer go?
rights-fault-words = Type the words as they are shown.
rights-proof-wrong = This order is not one of the names you ticked. Check the code and the date.
rights-moved-on = This request has moved on meanwhile. Nothing was changed; here is where it stands.
rights-too-late = It is too late to go back: it is being done, or it is done.
rights-second-other = You prepared this decision: somebody else must sign it.
rights-second-later = You are the only one who may decide: the second signature waits 48 hours after the first.
rights-extend-late = The time can be extended only once, and within the first month.

rights-open-title = { $purpose ->
    [address] Confirm this address
    [identity] Confirm your request
   *[download] Download your copy
}
rights-open-text = { $purpose ->
    [address] Somebody asks { $name } that this address replace theirs. Press if it is you.
    [identity] Press the button to show that this address is yours.
   *[download] Press the button to receive the file. The link works once.
}
rights-open-button = { $purpose ->
    [address] It is my address
    [identity] Yes, it is me
   *[download] Download
}
rights-open-not-you = You asked for nothing? Close this page: nothing will happen.
rights-link-over = This link has been used, or its time is up.
rights-copy-over = This copy no longer exists: it is destroyed seven days after it was made.
rights-open-stale = This page was open for too long, or in another browser. Press once more.
rights-said-lead = This is what was written. Confirm only if it is right:
rights-said = { $what ->
    [given_name] Corrected first name: { $words }
    [family_name] Corrected family name: { $words }
    [email] New address: { $words }. All that is sent to you will go there from now on.
    [for] For another person: { $words }
   *[quiet] Never write to me again
}
rights-address-done-title = Address confirmed
rights-address-done = Thank you. The correction is made now; the answer goes to the address that made the request.
rights-frozen-title = Your data are frozen
rights-frozen-text = They are kept and used by nobody, until you decide otherwise or the association tells you, a week before, that it ends.
rights-frozen-until = The association will use them again from { $day }. If you do not agree, write to { $email } or complain to the CNIL.
rights-unfreeze = Freeze them no longer
rights-held = The association has suspended this erasure: a dispute is open, or a duty is to be checked. Nothing is erased meanwhile, and the date of the answer stays: on { $day } at the latest, the erasure goes on by itself. Write to { $email } to learn why; you may also complain to the CNIL.
rights-new-address = A link went to the new address, { $address }. Open it within seven days: nothing is changed before, and without it the request ends.
rights-proof-one = This order proves that { $name } is you, and nobody else. Tick that name alone; for the others, make another request with their order.
rights-over-title = This link no longer works
rights-over-text = { $purpose ->
    [address] It was used, or its time is up. If the request is over, make it again.
    [identity] It has been used, or its time is up. Make the request again to receive another.
   *[download] It has been used, or its time is up. Ask for another on the page of your request.
}

rights-request = Request { $reference }
rights-received-due = Received { $received }, an answer is due by { $due }.
rights-state = { $state ->
    [received] Received.
    [acknowledged] Received.
    [identity_pending] Waiting to be confirmed from the address given.
    [identity_verified] Confirmed.
    [scoping] A question before we go on: which data are yours?
    [planned] Ready.
    [awaiting_second_approval] Two people of the association must look before anything happens.
    [executing] Under way.
    [external_pending] Done on our side, under way elsewhere.
    [completed] Done.
    [completed_with_retention] Done. Some of it is kept because the law requires it.
    [refused] Refused, for the reason given below.
    [withdrawn] Withdrawn. Nothing was changed.
   *[merged_duplicate] Joined with the same request, already under way.
}
rights-notice = { $what ->
    [link_sent] A download link has just been sent to your address. It opens once, for thirty minutes.
    [link_too_often] Several links have been sent already. Wait five minutes.
    [withdrawn] The request is withdrawn.
    [unfrozen] Your data are no longer frozen.
   *[chosen] Thank you. It is noted.
}
rights-overdue = The date has passed. The association has been told; you may also complain to the CNIL.
rights-extended = The time is extended until { $due } (GDPR, art. 12(3)). The reason:
rights-clarify-title = A question from the association
rights-clarify-how = Answer to { $email }, or reply to the message you received.
rights-refused-title = Why it is refused
rights-refused-complain = You may contest this refusal before the CNIL or in court.
rights-ground = { $ground ->
    [identity] It was not possible to establish who is asking (GDPR, art. 12(2)).
    [unfounded] The request is manifestly unfounded (GDPR, art. 12(5)).
    [excessive] The request is excessive, in particular because it is repeated (GDPR, art. 12(5)).
    [others] Answering it would affect the rights of others (GDPR, art. 15(4)).
   *[duty] A legal duty requires these data to be kept (GDPR, art. 17(3)).
}
rights-second-look = Several names share this address, or the case needs human eyes. Two people of the association check it before anything happens.
rights-copy-title = Your copy is ready
rights-copy-text = { $rows ->
        [one] One row
       *[other] { $rows } rows
    }, { $size } kB. It is destroyed on { $until }.
rights-copy-fetched = It has been downloaded already.
rights-copy-link = Send me the download link
rights-copy-why = The file holds your data: it opens only by a link sent to your address.
rights-others-title = Other names share this address
rights-others-text = The data under your name will be dealt with. The others may belong to other members of your family: they are included only if you show that they are yours.
rights-others-legend = This is me too
rights-others-proof = For each name you tick, we need an order made under it and the date of its concert; two people of the association will check.
rights-others-go = Go on
rights-found-title = What is stored
rights-came-later = { $whose ->
    [another] Since these data were gathered, more came in that person’s name, for instance with a purchase.
   *[own] Since these data were gathered, more came in your name, for instance with a purchase.
} This answer does not cover them: make a new request if you want it to.
rights-found-nothing = { $name } stores nothing under this name and address except this request.
rights-purpose = Use
rights-found = Rows
rights-erased = Erased
rights-anonymised = Made anonymous
rights-kept = Kept
rights-kept-title = What is kept, and why
rights-hold = { $hold ->
    [accounting] Accounting records.
    [ticket_register] Ticket journal.
    [dispute] Evidence in a bank dispute, without the name.
    [expression] Published texts and programmes.
    [proof] Texts you accepted, as proof.
    [rights_file] Proof of how your requests were dealt with.
    [suppression] Opposition list, without your address in clear.
   *[other] Legal duty.
}
rights-kept-rows = { $count ->
    [one] One row.
   *[other] { $count } rows.
}
rights-kept-law = Law: { $law }.
rights-kept-until = Until { $day }.
rights-kept-open = As long as the duty lasts.
rights-kept-who = Read by:
rights-recipients-title = At the recipients
rights-recipient = { $who ->
    [stripe] Stripe (payments):
    [object_storage] File storage, every version:
    [exports] Tables downloaded by staff:
    [mail_provider] Mail provider:
   *[backups] Backups:
}
rights-recipient-status = { $status ->
    [pending] under way.
    [done] done,
    [scheduled] payments kept by Stripe under its own duties; the association will ask for their erasure from
    [asked] staff must delete their copies and confirm it.
    [asked_stripe] the association asks Stripe to erase what it can, and will confirm it.
    [expires] disappears by itself at the latest on
   *[nothing] nothing to erase.
}
rights-grace-title = Erasure planned for { $day }, { $time }
rights-grace-text = Until then nothing is erased, and you may change your mind.
rights-undo = Do not erase
rights-withdraw = Withdraw the request
rights-order-erased = The data of whoever booked were erased at their request. The tickets remain valid.
rights-timeline = What happened
rights-event = { $what ->
    [received] Request received
    [acknowledged] Receipt noted
    [identity_pending] Waits to know who asks
    [identity_verified] Identity shown
    [posted] Answer posted
    [lift_announced] End of the freeze announced
    [lifted] Freeze ended
    [scoping] Looking for what is stored
    [planned] Answer prepared
    [plan_made] What is concerned was counted
    [grace_begun] Time to reconsider begun
    [awaiting_second_approval] Waits for two people to look
    [prepared] First signature
    [refusal_prepared] Refusal proposed
    [preparation_dropped] Proposal dropped
    [approved] Second signature
    [executing] Work begun
    [external_pending] The association’s data are done
    [completed] Completed
    [completed_with_retention] Completed, some being kept
    [refused] Refused
    [withdrawn] Withdrawn
    [merged_duplicate] Joined with the same request
    [extended] Time extended
    [clarification_requested] Question asked
    [restricted] Data frozen
    [held] Suspended
    [released] Resumed
    [mentions_found] Texts found that name this person
    [mention_decided] A text decided
    [mentions_settled] Texts settled
    [represented_told] Child told
    [overdue] Date passed
    [contact_forgotten] Name and address forgotten
   *[other] Step followed
}
rights-actor = { $actor ->
    [person] the person
    [staff] staff
   *[software] the software
}

rights-desk-title = Requests about data
rights-desk-lead = The software answers nearly everything by itself. Here wait the requests that need eyes, by the day they are due.
rights-desk-public = See the public page
rights-desk-papers = Registers, agreement, breaches
rights-desk-open = Under way
rights-desk-over = Over
rights-desk-what = Request
rights-desk-who = From
rights-desk-due = Answer due
rights-desk-came = Received
rights-desk-by-letter = by letter
rights-desk-forgotten = Name forgotten
rights-desk-late = Late
rights-desk-soon = Due soon
rights-desk-none-title = Nothing waits
rights-desk-none = Requests arrive by the public page or by letter.
rights-desk-letter = Enter a letter
rights-desk-state = { $state ->
    [identity_pending] Waits for the person to confirm
    [scoping] Waits for the person to say which
    [planned] Time to reconsider
    [awaiting_second_approval] To be checked by two people
    [executing] Under way
    [external_pending] Under way elsewhere
    [completed] Completed
    [completed_with_retention] Completed, some kept
    [refused] Refused
    [withdrawn] Withdrawn
    [merged_duplicate] Duplicate
   *[other] Received
}
rights-desk-post-copy = Download the copy to send by post
rights-desk-facts = The request
rights-desk-unidentified = Identity not shown yet
rights-desk-executes = Will be done
rights-desk-message = Added
rights-desk-held = Suspended
rights-desk-held-until = Suspended until { $day } at the latest.
rights-desk-plan = { $kind ->
    [erasure] { $people } records concerned; { $changes } values will be erased or replaced.
   *[other] { $people } records concerned.
}
rights-desk-for = For
rights-desk-for-title = A request made for somebody else
rights-desk-for-check = { $check ->
    [who] Whoever asks has shown their own mailbox. That does not prove the tie to the person it is about: ask a question about what makes it likely.
    [rows] Only rows in the name of that person are touched, among those reached from this mailbox. Check that none is a namesake’s.
    [paper] Demand no copy of an identity document (GDPR art. 12(6)). In serious doubt, the court’s decision or the mandate is enough; nothing of it is kept here.
    [both] Each parent is deemed to act with the other’s agreement for an ordinary act (C. civ. art. 371-1 and 388-1-1); refuse if you know that the other objects.
    [child] The child is 15 or older: tell and hear them before you sign. If they object, refuse.
    [young] The child is under 15: the holder of parental authority answers for them (French data protection act, art. 45).
   *[refuse] To refuse: a conflict between the person and whoever asks, a tie that does not become likely, a protection measure that does not cover this act.
}
rights-desk-told = The child was told and does not object
rights-desk-disputed = A payment of this person is disputed with their bank: what proves the sale is kept without the name, even after an erasure.
rights-desk-texts = Texts that name this person
rights-desk-texts-lead = { $count ->
        [one] One text.
       *[other] { $count } texts.
    } { $open ->
        [0] Everything is decided.
        [one] One is still to be decided.
       *[other] { $open } are still to be decided.
    } The software rewrites none and keeps none: read, correct by hand where it is right, then note what you did.
rights-desk-text-where = { $table ->
    [association] Presentation of the association
    [concert] Page of a concert
    [picture] Description of a picture
    [legal_clause] Legal notice
    [breach] File of a breach
    [dpo_assessment] Assessment of the officer
    [privacy_request] Somebody else’s request
   *[other] Another text
}
rights-desk-text-hidden = For the presidency only.
rights-desk-text-gone = This text no longer names this person.
rights-desk-text-edit = Edit the text
rights-desk-text-why = Reason
rights-desk-text-left = Left, with a reason
rights-desk-text-corrected = Corrected by us
rights-desk-decide = The decision
rights-desk-why = The software does not decide alone, because:
rights-review = { $reason ->
    [several_names] several names share the address;
    [entered_by_staff] the request was entered by staff;
    [staff_account] the address belongs to somebody on the team;
    [others_texts] texts written by others are concerned;
    [mentions] texts name this person;
    [represented] it is asked for somebody else;
    [other_address] the person was recognised by a purchase made with another address, or by a ticket that somebody else bought;
    [keeps_changing] the data changed each time between the plan and its execution;
   *[refusal] the request is to be refused.
}
rights-lift-by-post = Seven days after you received this letter.
rights-lift-nobody = No address of this person is kept any more: they cannot be told, and the freeze stays. They can end it themselves on the page of their request.
rights-desk-lift = Frozen data
rights-desk-lift-lead = Is the reason gone (the data are checked, the dispute is over)? The person is told, and the freeze ends seven days later (GDPR, art. 18(3)).
rights-desk-lift-go = Announce the end of the freeze
rights-desk-lift-on = The person was told: the freeze ends on { $day }.
rights-desk-post = To be posted
rights-desk-post-lead = No e-mail address is confirmed: this answer does not leave by itself. Print it and post it to the address above.
rights-desk-posted = It is posted
rights-desk-persons = These buyers’ purchases are concerned:
rights-desk-nameless = Hidden name,
rights-basis = { $basis ->
    [proof] recognised by the purchase that the request names
    [ticket] recognised by the ticket that the request names, in this name
    [represented] in the name of the person represented
    [chosen] named by the person and proven by a purchase
   *[name] with the name and the address of the request
}
rights-desk-refusal = Refusal proposed.
rights-desk-first = First signature: { $name }.
rights-desk-prepare = Sign first
rights-desk-prepare-hint = You have read the numbers above and they seem right to you. Somebody else will sign the same ones.
rights-desk-type = Type “{ $words }” to sign
rights-desk-words = { $refuses ->
    [yes] refuse
   *[no] { $kind ->
        [access] give the copy
        [portability] give the copy
        [rectification] correct
        [erasure] erase
        [restriction] freeze
       *[other] apply
    }
}
rights-desk-approve = Sign second
rights-desk-alone = You are the only one who may decide. The second signature will be possible { $day }, { $time }; the presidency has been told.
rights-refusal-late = A refusal was proposed before and was not signed in time: the request takes its course.
rights-desk-refusal-falls = Without a second signature, this proposal falls on { $day } and the request goes on by itself.
rights-desk-drop = Drop this proposal
rights-desk-taken = Tables downloaded within a year
rights-desk-taken-what = { $what ->
    [orders] orders
   *[tickets] tickets
} ({ $rows } rows)
rights-desk-copies-deleted = These copies are deleted everywhere
rights-desk-stripe-lead = The payments of this person can now be erased at Stripe, as far as the law lets it. Ask Stripe from the association’s account, then confirm it here.
rights-desk-stripe-done = Stripe has done it
rights-desk-more = Other acts
rights-desk-extend = Extend by two months
rights-desk-extend-why = Why more time
rights-desk-extend-hint = The person will read these words. It is possible once, within the first month.
rights-desk-clarify = Ask a question
rights-desk-question = Your question
rights-desk-question-hint = The person receives it by e-mail. Do not ask for an identity document.
rights-desk-hold = Suspend
rights-desk-hold-hint = Is there a dispute, or did you find a duty? The erasure waits until { $day } at the latest, then it goes on by itself; the person sees it. To keep data for longer, propose to refuse, with the reason.
rights-hold-late = The answer is due within three days: it is too late to suspend. Propose to refuse, with the reason, if data must be kept.
rights-desk-release = Resume
rights-desk-refuse = Propose to refuse
rights-desk-ground = Ground
rights-desk-reason = Explanation
rights-desk-reason-hint = The person will read these words. A second signature is needed.
rights-desk-chain-broken = The file of this request was altered afterwards.
rights-desk-done = { $what ->
    [prepare] First signature noted.
    [approve] It is signed.
    [drop] The proposal is dropped.
    [refuse] The refusal is proposed.
    [extend] The time is extended, and the person has been told.
    [clarify] The question has been sent.
    [post] Noted. The person learns of it by post only: print the letter below.
    [lift] The person is told: the freeze ends in seven days.
    [posted] Noted: the letter is posted.
    [copies_deleted] Noted: the copies are deleted.
    [stripe_redacted] Noted: Stripe has erased what could be.
    [told] Noted: the child was told.
    [mention_left] Noted: the text stays.
    [mention_corrected] Noted: the text is corrected.
    [hold] The request is suspended.
    [release] The request goes on.
   *[other] Done.
}
rights-letter-lead = The time runs from the day the letter came. Do not ask for an identity document: an order, its date and its amount are enough, or a link sent to the address already known.
rights-letter-kind = What the letter asks for
rights-letter-received = Came on
rights-letter-received-hint = Today if you leave it empty.
rights-letter-email-hint = A link is sent there only if the association knows this address already.
rights-letter-reply = Reply address
rights-letter-reply-hint = Where the answer goes, if by post.
rights-letter-message = What else the letter says
rights-letter-proof = Purchase named in the letter
rights-letter-proof-hint = If it is right in every point, the person is recognised.
rights-letter-quiet = The letter asks that nobody write again
rights-letter-quiet-hint = For an erasure. An unreadable fingerprint of the confirmed address is then kept; otherwise nothing is.
rights-letter-save = Enter the letter

mail-rights-link-subject = { $purpose ->
    [address] Confirm your new address
    [identity] Confirm your request about your data
   *[download] Your download link
}
mail-rights-link-text = { $purpose ->
    [address] Somebody asks { $name } that this address replace theirs:
    [identity] Somebody made this request to { $name } with your address:
   *[download] Here is the link to download the copy you asked { $name } for:
}
mail-rights-link-open = { $purpose ->
    [address] If it is you, confirm it:
    [identity] If it was you, confirm it:
   *[download] Download it:
}
mail-rights-link-until = This link opens once, until { $when }.
mail-rights-link-not-you = If you asked for nothing, leave this message: nothing will happen, and nobody will learn anything.
mail-rights-received-subject = Request { $reference }: we are dealing with it
mail-rights-received-title = We are dealing with it
mail-rights-received-text = Your address is confirmed and your request is recorded:
mail-rights-received-due = The answer is due by { $due }. It usually arrives well before.
mail-rights-received-question = A question waits for you on the request’s page: which data are yours? Without an answer within a day, the request goes on with those that bear your name.
mail-rights-corrected = What is written from now on:
mail-rights-nothing-title = Nothing was found
mail-rights-nothing-subject = Request { $reference }: nothing was found
mail-rights-nothing = Nothing was found under this name and address, and so nothing changed.
mail-rights-follow = Follow it at any time:
mail-rights-follow-button = Follow the request
mail-rights-secret = Keep this address to yourself: whoever opens it sees where the request stands.
mail-rights-answer-subject = { $kind ->
    [access] Your copy is ready
    [portability] Your data are ready to take away
    [rectification] Your data are corrected
    [erasure] Your data are erased
    [restriction] Your data are frozen
    [objection] Your objection is in force
   *[withdrawal] Your consent is withdrawn
}
mail-rights-answer-text = { $kind ->
    [enclosed] The complete copy of what is kept about you is enclosed with this letter.
    [objection_other] The use you object to has ended.
    [access] The complete copy of what is stored about you is ready. Ask for the download link on the page of your request.
    [portability] The file is ready. Ask for the download link on the page of your request.
    [rectification] What you told us now stands wherever it was wrong. Receipts already issued do not change.
    [erasure] Everything the law does not require to be kept is erased, and we counted again: nothing of it is left. The address this message is sent to will be forgotten in thirty days.
    [restriction] Your data are kept, but nobody uses them any more. You will be told before that changes.
    [objection] The use you object to has ended, and no newsletter will be sent to you any more.
   *[withdrawal] Nothing will be sent to you any more on the basis of that consent.
}
mail-rights-copy-until = It will be destroyed on { $until }.
mail-rights-refused-subject = Request { $reference }: answer
mail-rights-refused-title = We cannot do what you ask
mail-rights-refused-text = Two people of the association looked at your request:
mail-rights-word-subject = { $what ->
    [lifting] Request { $reference }: your data will no longer be frozen
    [unconfirmed] Request { $reference }: the new address was not confirmed
    [extended] Request { $reference }: we need more time
   *[clarify] Request { $reference }: a question
}
mail-rights-word-text = { $what ->
    [lifting] The reason to freeze your data is gone. We shall use them again from the day given here. If you do not agree, answer us before, or complain to the CNIL.
    [unconfirmed] Within seven days nobody opened the link that was sent to the new address. Nothing was changed and the request is over; you can make it again. The address you wrote was:
    [extended] The answer will arrive by { $due } (GDPR, art. 12(3)). The reason:
   *[clarify] To answer well, by { $due }, we need to know:
}
mail-rights-ask-subject = { $kind ->
    [erasure] An erasure waits for your eyes
    [access] A request for a copy waits for your eyes
   *[other] A request about data waits for your eyes
}
mail-rights-ask-day = Request open for { $days } days, due { $due }
mail-rights-ask-overdue = Request { $reference }: the date has passed
mail-rights-ask-waits = Two people of the association must sign before the software goes on.
mail-rights-ask-post-subject = Request { $reference }: a letter to post
mail-rights-ask-post = An answer is to be printed and posted: the person has no confirmed e-mail address.
mail-rights-ask-held = The erasure is suspended. On { $day } it goes on by itself: to keep data for longer, propose to refuse, with the reason.
mail-rights-ask-due = The answer is due by { $due }.
mail-rights-ask-stripe = The payments can now be erased at Stripe: ask for it from the association’s account, then confirm it on the request’s page.
mail-rights-ask-open = Open the request:
mail-rights-ask-button = Open the request
mail-rights-alert-subject = { $association }: request { $reference } is nearly due
mail-rights-alert-text = The association { $association } has not yet answered request { $reference }, open for { $days } days. The answer is due by { $due }.
mail-rights-alert-what = Remind the association. The platform does not answer in its place and sees nothing of the person.
mail-rights-alert-button = Open the console
mail-rights-president-subject = Request { $reference }: a decision is prepared
mail-rights-president-text = { $refuses ->
    [yes] Somebody on the team proposes to refuse:
   *[no] Somebody on the team signed first:
}
mail-rights-president-alone = They are the only one who may decide, and may sign second { $when }.
mail-rights-president-second = Somebody else must sign second.
