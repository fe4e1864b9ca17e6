# The frame of the public pages and an association’s home page.
nav-skip = Skip to content
nav-main = Main menu
nav-footer = Footer
nav-agenda = What’s on
nav-other-language = Français
nav-legal-notice = Legal notice
nav-terms = Terms of sale
nav-accessibility = Accessibility statement
link-new-tab = new tab
footer-licence = Performing arts licence { $licence }
footer-estrade = Website and ticketing: Estrade

home-next = Next concert
home-book = Book
home-see = See the concert
home-then = And then
home-whole-agenda = Everything that’s on
home-about = { $name }
home-past = From past seasons
home-between-title = More on the way
home-between-text = The next programme is not up yet: come back soon.
home-between-past = Meanwhile, here is what we have been playing.
home-between-write = Write to us

## VAT
vat-franchise = VAT not applicable, art. 293 B of the French tax code (CGI)
vat-exempt = Exempt from VAT, art. 261, 7, 1° of the French tax code (CGI)
vat-liable = VAT number { $number }

## Facts of an association, typed in its settings
fault-siret = A SIRET has fourteen digits that check each other. Compare with the INSEE notice.
fault-rna = An RNA number is a W followed by nine digits. Example: W381000000
fault-ape = An APE code is four digits and a letter. Example: 9001Z
fault-licence = A receipt is written PLATESV-D-2026-000001, or L-D-20-1234 for older ones.
fault-vat-number = A French VAT number is FR and eleven digits, the last nine being the SIREN.
fault-postal-code = A postal code has five digits. Example: 38000

## Pictures
fault-picture-too-heavy = This picture is over 12 MB. Make it smaller and try again.
fault-picture-too-large = This picture is over 40 million pixels. Make it smaller and try again.
fault-picture-format = Choose a JPEG, PNG or WebP picture.
fault-picture-unreadable = This picture is damaged and does not open. Try another copy.
