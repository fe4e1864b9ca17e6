# What watches over the data: privacy ledger, backups, periods, objections, restrictions.
quarantine-text = A backup has just been restored. The site stays closed until the erasures, corrections and objections asked for since then have been applied again: nothing is shown or sent before.
ledger-away = The privacy ledger does not answer. Nothing was done: a request that is not written there could be forgotten if a backup were restored. Please try again in a few minutes.
person-restricted = This person’s data are frozen at their request (GDPR, art. 18): they are kept and not used. Nothing was changed.
person-restricted-mark = Data frozen at the person’s request
restriction-not-told = The person must be told before the restriction is lifted (GDPR, art. 18(3)). Nothing was changed.
treatment-opposition-title = Objections and restrictions
treatment-opposition-purpose = To write no more to those who objected and make no use of the data of those who asked for it, even after an erasure or the return of a backup.

operator-periods = Retention periods
operator-no-periods = The first run is tonight.
operator-period-rule = Rule
operator-period-ended = Ended
operator-period-overdue = Overdue
operator-period-unknown = No end known
operator-period-last = Last run
operator-period-mode =
    { $mode ->
        [active] In force
        [stopped] Stopped: too many rows at once
       *[other] On trial: counts, erases nothing
    }
operator-approve-sweep = Let it pass
operator-done-approved = The rule { $rule } will erase what it found at its next run.

