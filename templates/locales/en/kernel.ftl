# What is wrong with a field: what is needed, never a reproach.
fault-required = Please fill in this field.
fault-encoding = Some characters arrived damaged. Please check this field.
fault-characters = This text holds invisible characters that would change how it reads. Please type it again.
fault-too-long =
    { $longest ->
        [one] One character at most.
       *[other] { $longest } characters at most.
    }
fault-email = This address cannot receive mail. Example: jeanne@example.org
fault-phone = This number is not complete. Example: +33 3 81 00 00 00
fault-web-address = This is not the address of a public page. Example: https://example.org
fault-slug = 3 to 40 letters without accents, digits or hyphens, with no hyphen at either end.
fault-colour = A colour is six digits or letters from a to f. Example: #0a5c8f
fault-amount = An amount is written in euros. Example: 12.50
fault-amount-negative = An amount cannot be negative.
fault-amount-decimals = An amount stops at the cent: two digits after the point.
fault-amount-too-large = This amount is more than one payment can carry.
fault-count = A whole number from { $least } to { $most }.
fault-date = A date is written day/month/year. Example: 14/03/2026
fault-time = A time is written like this: 20:30
fault-time-skipped = That night the clocks go from 2 to 3 in the morning: this time does not exist.

# A whole request that cannot be read.
fault-not-a-form = What arrived is not a form of this site.
fault-too-many-fields = This form has more fields than we drew.
fault-host = The address asked for cannot be read.
