# What every form says.
form-optional = (optional)
form-faults-title =
    { $count ->
        [one] One thing needs another look
       *[other] { $count } things need another look
    }
