# Legal texts, for the team.
bo-nav-notice = Notice
legal-desk-title = Notice, terms and accessibility
legal-desk-lead = These texts write themselves, from your settings and from what the software does. You may add your own words.
legal-desk-missing =
    { $count ->
        [one] One fact that every site must give is missing
       *[other] { $count } facts that every site must give are missing
    }
legal-desk-texts = Texts
legal-desk-explained = What you add stands at the end of each part, as plain text, { $count } characters at most in each language. What is generated cannot be removed: the law and the facts demand it.
legal-desk-pending = to publish
legal-desk-french = In French
legal-desk-english = In English
legal-desk-save = Keep as a draft
legal-desk-save-preview = Keep and see the result
legal-desk-waiting =
    { $count ->
        [one] One part waits to be published: see what will change
       *[other] { $count } parts wait to be published: see what will change
    }
legal-desk-at-once = The name, the address and the other facts of the settings appear as soon as they are saved: the law wants them true at all times.
legal-desk-preview-title = What will change
legal-desk-preview-lead = This is what your visitors will read more or less of.
legal-desk-preview-same = Nothing will change: the public already reads this text.
legal-desk-publish-explained = Publishing makes a new dated version. The old one can still be read, and past orders keep the one that was read.
legal-desk-publish = Publish this version
legal-desk-president = The chair publishes. Your draft is kept.
legal-desk-whole = The whole text: { $title }
legal-desk-saved = Draft kept. The public still reads the published version.
legal-desk-published = Published. A new version is on line.
legal-desk-same = Nothing changed: this version was on line already.
legal-desk-changed-since = The text changed since you looked at it. Read it again before you publish.

## Settings
legal-desk-site = The site
legal-desk-online-since = On line since
legal-desk-webmaster = Design of the site
legal-desk-webmaster-hint = Optional: the person or studio to credit in the notice.
legal-desk-webmaster-contact = Contact for the design
legal-desk-webmaster-contact-hint = E-mail address, site or telephone.
legal-desk-see = See and complete the texts

## Mail: a change that matters
mail-notice-subject = What changes for your data: { $name }
mail-notice-title = Our legal notice changes
mail-notice-text = You have places for { $title }, { $date }. What { $name } does with your data changes on { $since }:
mail-notice-nothing = Your places stay valid and there is nothing for you to do. If one of these uses does not suit you, answer this message.
mail-notice-read = Read the text in force:
mail-notice-compare = See word for word what changed
