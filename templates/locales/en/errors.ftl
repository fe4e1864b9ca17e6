# Error pages: what happened, what we kept, what to do.
error-400-title = We did not understand
error-400-text = The request arrived incomplete or damaged. Go back and try again; nothing was changed.
error-403-title = This door is closed
error-403-text = This page asks for a right you do not have, or your session has ended. Go back, or log in again.
error-404-title = Nothing on this stage
error-404-text = The page does not exist, or no longer does. The address may hold a typing slip.
error-413-title = That is too heavy
error-413-text = What you are sending is over the size allowed. Make it smaller and try again.
error-429-title = One moment, please
error-429-text = Many requests left from here in a short time. Nothing is lost: wait a little, then try again.
error-500-title = Something broke on our side
error-500-text = The fault is ours and we have been told. If you were paying, look at your mail first before trying again.
error-503-title = Back in a moment
error-503-text = The site is busy or under maintenance. Your orders and tickets are safe.
error-retry =
    { $count ->
        [one] Try again in a minute.
       *[other] Try again in { $count } minutes.
    }
error-home = Back to the home page
error-agenda = See what’s on
error-request = If you write to us, quote this reference: { $id }
error-inventory-disagrees = The database holds something that is not described yet: copies and erasures wait until it is. Nothing is lost, the request is kept.
