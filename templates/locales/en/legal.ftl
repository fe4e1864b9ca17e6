# Legal notice and terms of sale: the frame, not the texts.
legal-title-notice = Legal notice
legal-title-terms = Terms of sale
legal-updated = Updated on { $date } (version { $version })
legal-contents = Contents
legal-earlier = Earlier versions
legal-earlier-version = Version { $version }, { $date }
legal-earlier-warning = This is an old version: it no longer applies.
