# The door: short words, read standing, in the dark, with people waiting.
door-title = Door, { $title }
door-leave = Leave the door
door-admitted = in
door-cancelled = This concert is cancelled: no ticket is valid.
door-camera = Camera
door-camera-start = Scan tickets
door-camera-stop = Stop the camera
door-camera-refused = The camera is blocked. Allow it in the browser’s settings, or type the code.
door-camera-absent = No camera answered. Type the code of the ticket.
door-torch = Torch
door-code = Ticket code
door-code-hint = Under the square, for instance FA0Y-W0PY-42001.
door-gate = Name of this door (optional)
door-check = Check
door-search = Find a name
door-search-do = Search
door-found = { $count ->
    [0] Nothing for “{ $text }”
    [one] One ticket for “{ $text }”
   *[other] { $count } tickets for “{ $text }”
}
door-found-none = Try a part of the name of the person who booked.
door-admit = Let in
door-already-at = in at { $time }
door-void = void
door-undo = Undo this entry
door-next = Next
door-last = Last entry
door-offline-title = No network
door-offline = The ticket could not be checked. Try again, or use the printed list.
door-signed-out-title = You are signed out
door-signed-out = Reload the page and sign in again.
door-result-title = { $result ->
    [admitted] Welcome
    [already] Already in
    [void] Ticket void
    [other_concert] Not for this concert
    [undone] Entry undone
    [forged] Forged ticket
    [not_confirmed] Not confirmed
    [not_undone] Too late
    [too_many] Too many attempts
   *[unknown] Unknown code
}
# time, gate: when and by which door first; concert, day: which concert it is for; why: refunded or cancelled
# remaining: how many valid tickets of the same order have not gone in yet
door-result-admitted = { $remaining ->
    [0] The order is complete.
    [one] One more person to come for this order.
   *[other] { $remaining } more people to come for this order.
}
door-result-already = Went in at { $time }.
door-result-already-gate = Went in at { $time }, door { $gate }.
door-result-void = { $why ->
    [refunded] This ticket was refunded: it no longer lets anyone in.
   *[cancelled] This ticket was cancelled: it no longer lets anyone in.
}
door-result-other-concert = This ticket is for { $concert }, { $day }.
door-result-unknown = No ticket has this code. Check the signs, or look for the name.
door-result-forged = This code was not issued by the association.
door-result-not-confirmed = This order was not confirmed: it has no ticket.
door-result-not-undone = This entry can no longer be undone here: it is too old, or somebody else made it.
door-result-undone = This ticket can go in again.
door-result-too-many = Wait a minute before typing another code.
