# What every form says.
form-optional = (optional)
form-faults-title =
    { $count ->
        [one] One thing needs another look
       *[other] { $count } things need another look
    }
form-notice = What becomes of the data you give
fault-clause-french = Write this text in French too: the French one prevails.
fault-clause-link = The address “{ $address }” cannot be published: check it. It starts with https://.
