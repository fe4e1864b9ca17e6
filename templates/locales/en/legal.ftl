# Legal notice and terms of sale: the frame, not the texts.
legal-title-notice = Legal notice
legal-title-terms = Terms of sale
legal-updated = Updated on { $date } (version { $version })
legal-contents = Contents
legal-earlier = Earlier versions
legal-earlier-version = Version { $version }, { $date }
legal-earlier-warning = This is an old version: it no longer applies.

## What is missing before a sale, with the article that asks for it
legal-missing-name = The association’s registered name (loi 2004-575, art. 1-1).
legal-missing-address = The full address of the seat (loi 2004-575, art. 1-1).
legal-missing-phone = A telephone number (loi 2004-575, art. 1-1).
legal-missing-director = The director of publication, usually the chair (loi 2004-575, art. 1-1).
legal-missing-email = An e-mail address that the association answers (loi 2004-575, art. 19).
legal-missing-registration = The SIRET or the RNA number (loi 2004-575, art. 19).
legal-missing-vat = The VAT number, since the association is liable (loi 2004-575, art. 19).
legal-missing-mediator = The consumer mediator: name, address and site (French consumer code, art. L612-1 and L616-1).
