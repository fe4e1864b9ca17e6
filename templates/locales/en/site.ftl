# The frame of the public pages and an association’s home page.
nav-skip = Skip to content
nav-main = Main menu
nav-footer = Footer
nav-agenda = What’s on
nav-other-language = Français
nav-legal-notice = Legal notice
nav-terms = Terms of sale
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
