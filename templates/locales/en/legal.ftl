# Legal notice, terms of sale, accessibility statement: the frame, not the texts.
legal-title-notice = Legal notice
legal-title-terms = Terms of sale
legal-title-accessibility = Accessibility
legal-updated = Updated on { $date } (version { $version })
legal-ceased = The association no longer sells or books places on this site. These terms remain those of the orders made under them.
legal-contents = Contents
legal-earlier = Earlier versions
legal-earlier-version = Version { $version }, { $date }
legal-earlier-warning = This is an old version: it no longer applies.
legal-see-current = Read the version in force
legal-see-changes = What changed
legal-changes-title = What changes for your data since { $date }
legal-versions-title = All versions
legal-versions-all = All versions, and what changed
legal-versions-lead = Every version published can still be read as it was. Its digest (SHA-256) changes if a single character does.
legal-versions-material = Changes the use of your data
legal-versions-against = What changed since version { $version }
legal-versions-hash = Digest:
legal-compare-any = Compare two versions
legal-compare-de = From
legal-compare-a = To
legal-compare-see = See the differences
legal-compared-title = From version { $from } to version { $to }
legal-compared-matters = What changes for your data
legal-compared-count =
    { $changed ->
        [0] Nothing changed in the text: { $same } sections are the same.
        [one] One section changes; { $same } stay the same.
       *[other] { $changed } sections change; { $same } stay the same.
    }
legal-compared-key = Marked words are
legal-diff-added = added
legal-diff-removed = removed
legal-change-use = New use of data — { $use }: { $what }
legal-change-recipient = New recipient — { $use }: { $what }
legal-change-data = New data — { $use }: { $what }
legal-change-longer = Kept for longer — { $use }

## What is missing before a sale, with the article that asks for it
legal-missing-name = The association’s registered name (loi 2004-575, art. 1-1).
legal-missing-address = The full address of the seat (loi 2004-575, art. 1-1).
legal-missing-phone = A telephone number (loi 2004-575, art. 1-1).
legal-missing-director = The director of publication, usually the chair (loi 2004-575, art. 1-1).
legal-missing-email = An e-mail address that the association answers (loi 2004-575, art. 19).
legal-missing-registration = The SIRET or the RNA number (loi 2004-575, art. 19).
legal-missing-vat = The VAT number, since the association is liable (loi 2004-575, art. 19).
legal-missing-mediator = The consumer mediator: name, address and site (French consumer code, art. L612-1 and L616-1).
legal-missing-licence = The performing arts licence number: beyond six shows a year it is required (French labour code, art. L7122-3 and L7122-19).
