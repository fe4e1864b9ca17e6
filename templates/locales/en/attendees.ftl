# Names on tickets: asked of whoever buys for some concerts, corrected before the concert.

## While buying, and on the order's page
attendees-title = Who is coming?
attendees-optional = You may put a name on each ticket: it is printed there, and the door finds it.
attendees-required = This concert asks for a name on each ticket: it is printed there, and the door finds it.
attendees-kept = These names are kept until six months after the concert. Tell the people you name: they have the same rights as you.
attendees-more = What becomes of these names
attendee-place = Ticket { $place }
attendee-me = This ticket is for me
attendee-name = First and family name
attendee-email-add = Add their e-mail address, ticket { $place }
attendee-email = Their e-mail address
attendee-email-hint = Neither ticket nor advertisement is sent there; it is written to only for a request of this person, or when their data are at risk. It lets this person ask for their data, or for their erasure, by themselves.
attendee-erased = name erased
attendee-restricted = name frozen at the person’s request
ticketing-fault-attendee-name = Ticket { $place }: give a name.
order-names = Correct the names on the tickets
order-names-text = Until the concert. Tickets downloaded afterwards bear the new names.
order-names-save = Save the names
order-names-saved = The names are saved. Download the tickets again to have them up to date.

## In the back office
bo-attendee = In the name of
bo-field-names = Ask for the name of each spectator
bo-field-names-hint = Buyers will see one field a ticket, with an optional e-mail address. The names are printed on the tickets, shown at the door and kept until six months after the concert. Only ask if they are of use to you.
bo-names-word = { $asked ->
    [optional] Optional: a name may be given
    [required] Required: one name a ticket
   *[none] Do not ask
}
bo-names = Correct the names on the tickets
bo-names-text = Only the buyer or your team can change them, until the concert. A name erased at the person’s request cannot be put back.
bo-fault-names-closed = The names of this order can no longer be changed: the concert has begun, or asks for none.
door-booked-by = Booked by { $name }
csv-attendee = Spectator

## The inventory in words
treatment-attendees-title = Names of spectators
treatment-attendees-purpose = For concerts that ask for it, to put on each ticket the name of the person who comes, and to find them at the door. The names are given by whoever buys the places.
subject-attendee = spectators for whom somebody else bought
required-attendee-name = Only if the concert asks for it: without a name, that ticket is not sold.
legal-commandes-names = for concerts that ask for it, the name of each spectator and, if it is given, their e-mail address, typed by whoever buys;
table-attendee = Places in your name, or that you took for others
table-attendee-restriction = Freezing of your data
table-concert = The concert
