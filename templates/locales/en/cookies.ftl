# The notice about tracers, the page behind it, and what people may agree to.
nav-cookies = Manage my cookies
nav-proofs = What is proven

## The notice
cookies-notice-title = Cookies and tracking: you choose
cookies-notice-asks = This site sets no cookie that needs your agreement and does not count its visits. If it ever does, without you if you refuse:
cookies-notice-means = To accept is not to object, and nothing more: a cookie that needs your agreement would be asked about separately.
cookies-notice-needs = { $name } asks for your agreement to this, and nothing else:
cookies-notice-after = Refusing closes no page. Your answer is kept for six months; change it whenever you like at the foot of every page.
cookies-refuse = Refuse all
cookies-accept = Accept all
cookies-choose = Choose

## The page
cookies-title = Cookies and tracking
cookies-lead = What this site leaves in your browser, why, for how long, and how to refuse it.
cookies-done-saved = Your choice is saved in this browser.
cookies-done-forgotten = Your choice is forgotten: you will be asked again.
cookies-section-choix = Your choice
cookies-section-liste = The cookies of this site
cookies-section-navigateur = What your browser has just sent
cookies-section-effacer = Deleting or blocking cookies
cookies-section-sans = Without cookies
cookies-answer-open = You have not answered yet: no cookie that needs an agreement is set.
cookies-answer-accepted = You accepted everything.
cookies-answer-refused = You refused everything.
cookies-answer-chosen = You accepted part of what was asked.
cookies-answer-signal = Your browser asks not to be tracked (Global Privacy Control or Do Not Track): we take it as a no, and do not ask you.
cookies-none-needed = Today no cookie of this site needs your agreement, and visits are not counted. If they ever are, it will be on the ground of legitimate interest: to refuse here is to object in advance (GDPR, art. 21); to accept is not to object, and is no agreement to anything else.
cookies-needed = Some cookies of the list wait for your agreement: they are set only after it.
cookies-purposes = I agree to
cookies-save = Save my choice
cookies-forget = Forget my answer
cookies-kept = Your answer is kept for six months, whether yes or no, in a cookie without an identifier: it is the same for everybody who answers as you do. Delete it and the question returns. We only count how many answers of each kind are given a day.
cookies-list-lead = The server is made to remove from its answers any cookie that is not on this list. The page “What is proven” says when that was checked.
cookies-label-purpose = What it is for
cookies-label-when = When it is set
cookies-label-age = How long, at most
cookies-label-category = Agreement
cookies-label-contains = What it contains
cookies-category-essential = Not needed: the service asked for does not work without it (French Data Protection Act, art. 82).
cookies-category-exempt = Not needed: audience measurement exempted by the CNIL.
cookies-category-consent = Needed: it is set only after your agreement.
cookies-contains-random = A random number, which says nothing about you.
cookies-contains-choice = Your choice, without an identifier.
cookies-contains-none = Nothing about you.
cookies-sent-lead = { $count ->
    [one] With the request for this page, your browser sent us one cookie:
   *[other] With the request for this page, your browser sent us { $count } cookies:
 }
cookies-sent-ours = of this site, see the list
cookies-sent-unknown = unknown to this site
cookies-sent-after = An unknown cookie comes from an extension, from another tool of the same domain or from an earlier site. Answering above asks your browser to delete those that a site can delete; the others are deleted in its settings.
cookies-sent-none = With the request for this page, your browser sent us no cookie.
cookies-browsers-lead = Every browser lets you see, delete and block the cookies of a site:
cookies-browser-firefox-name = Firefox
cookies-browser-firefox-how = Menu ☰ › Settings › Privacy & Security › Cookies and Site Data › Manage Data.
cookies-browser-chrome-name = Chrome
cookies-browser-chrome-how = Menu ⋮ › Settings › Privacy and security › Third-party cookies › See all site data and permissions.
cookies-browser-edge-name = Edge
cookies-browser-edge-how = Menu … › Settings › Privacy, search, and services › Cookies › See all cookies and site data.
cookies-browser-safari-name = Safari
cookies-browser-safari-how = Safari menu › Settings › Privacy › Manage Website Data.
cookies-browser-opera-name = Opera
cookies-browser-opera-how = Menu O › Settings › Privacy & security › Third-party cookies › See all site data and permissions.
cookies-browser-iphone-name = iPhone and iPad
cookies-browser-iphone-how = Settings › Apps › Safari › Advanced › Website Data.
cookies-browser-android-name = Android
cookies-browser-android-how = Chrome: menu ⋮ › Settings › Site settings › All sites. Firefox: menu ⋮ › Settings › Delete browsing data.
cookies-without-lead = The pages of this site can be read, and tickets bought, without any cookie. This is what changes when they are blocked:
cookies-notice-link = Cookies in the legal notice

## The inventory's cookies
cookie-choice-when = When you answer the notice about cookies, or on this page.
cookie-choice-without = Your answer is not remembered: the question returns on every page.
cookie-session-without = The back office, which is for the association’s team, stays closed.

## What people may agree to
consent-audience-title = Counting visits.
consent-audience-text = How often each page is read, in totals of a day in which nobody appears.
consent-newsletter-title = Receiving the newsletter.
consent-newsletter-text = The programme and news of the association, by email. Each one lets you unsubscribe.
consent-images-title = Publishing pictures I appear in.
consent-images-text = Photographs and films of concerts, on the association’s site and posters.
consent-missing = This person did not agree, or took their agreement back: nothing was done.

## The inventory
treatment-consent-title = Proof of consents
treatment-consent-purpose = Remembering what each person agreed to, refused or took back, and in which words.
