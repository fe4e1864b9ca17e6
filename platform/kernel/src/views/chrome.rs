//! What stands around every page: the `chrome` of the public site, the back office and the platform's own pages.

use serde::Serialize;

use crate::i18n::Locale;

/// The association as every public page shows it.
#[derive(Debug, Clone, Serialize)]
pub struct AssociationChrome {
    /// The name people know it by.
    pub name: String,
    /// One line under the name, in the page's language; may be empty.
    pub tagline: String,
    /// The registered name.
    pub legal_name: String,
    /// Where it plays; may be empty.
    pub city: String,
    /// Where to write.
    pub email: String,
    /// Where to call.
    pub phone: Option<String>,
    /// The logo's address on this site.
    pub logo_url: Option<String>,
    /// The style sheet with the association's colours.
    pub stylesheet_url: String,
    /// The entertainment licence number, which the law wants shown.
    pub licence: Option<String>,
}

/// The frame of an association's public pages.
#[derive(Debug, Clone, Serialize)]
pub struct PublicChrome {
    /// Whose site this is.
    pub association: AssociationChrome,
    /// This page's path without language prefix.
    pub path: String,
    /// This page in the other language.
    pub other_locale_url: String,
    /// What the browser's tab says, when the page does not say it itself.
    pub title: Option<String>,
    /// For inline scripts the policy lets through; empty on cacheable pages.
    pub nonce: String,
    /// The year of the footer.
    pub year_now: i32,
    /// The legal notice.
    pub notice_url: String,
    /// What the notice about tracers asks, by its keys; empty when it is not shown.
    pub notice_asks: Vec<&'static str>,
    /// Whether something set here waits for a consent. Where nothing does, the notice informs, and an answer is an objection or none.
    pub notice_needs: bool,
    /// Whether places are sold or given out here: who does neither has no terms of sale.
    pub has_terms: bool,
}

/// The association of a back office page.
#[derive(Debug, Clone, Serialize)]
pub struct DeskAssociation {
    /// Its name.
    pub name: String,
    /// Its part of the address.
    pub slug: String,
    /// Its public site, absolute.
    pub site_url: String,
}

/// An association one may switch to.
#[derive(Debug, Clone, Serialize)]
pub struct Switch {
    /// Its name.
    pub name: String,
    /// Its part of the address.
    pub slug: String,
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct Staff {
    /// The name shown.
    pub name: String,
    /// The role here, as its code.
    pub role: String,
}

/// What a flash message means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FlashKind {
    /// It is done.
    Good,
    /// It is done, and something is to know.
    Warn,
    /// It is not done.
    Bad,
}

/// A sentence about what was just done, shown once.
#[derive(Debug, Clone, Serialize)]
pub struct Flash {
    /// Its tone.
    pub kind: FlashKind,
    /// The sentence, in the page's language.
    pub text: String,
}

/// The frame of back office pages. Pages before an association is chosen (sign in, password, choice) have none.
#[derive(Debug, Clone, Serialize)]
pub struct BackOfficeChrome {
    /// The association at work; none before one is chosen.
    pub association: Option<DeskAssociation>,
    /// Who is signed in; none before.
    pub staff: Option<Staff>,
    /// The menu entry of this page: home, concerts, orders, door, money, notice, settings, team; empty outside the menu.
    pub active: &'static str,
    /// The token every form sends back.
    pub csrf: String,
    /// For inline scripts the policy lets through.
    pub nonce: String,
    /// The associations this person works for.
    pub associations: Vec<Switch>,
    /// What was just done.
    pub flash: Option<Flash>,
    /// This page in the other language.
    pub other_locale_url: Option<String>,
}

/// The frame of the platform's own pages: what it is, sign-up, status.
#[derive(Debug, Clone, Serialize)]
pub struct PlatformChrome {
    /// Always none: what the shared head asks to know whether it stands on an association's site.
    pub association: Option<AssociationChrome>,
    /// This page's path without language prefix.
    pub path: String,
    /// This page in the other language.
    pub other_locale_url: Option<String>,
    /// What the browser's tab says, when the page does not say it itself.
    pub title: Option<String>,
    /// For inline scripts the policy lets through; empty on cacheable pages.
    pub nonce: String,
    /// The year of the footer.
    pub year_now: i32,
    /// The back office, absolute.
    pub app_url: Option<String>,
    /// The platform's own legal notice.
    pub notice_url: String,
}

/// The frame of an error page: known even when nothing else is.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorChrome {
    /// On whose site it happened, if on an association's.
    pub association: Option<ErrorAssociation>,
    /// None: the same address fails in the other language too.
    pub other_locale_url: Option<String>,
    /// For inline scripts the policy lets through.
    pub nonce: String,
}

/// What an error page says of the association.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorAssociation {
    /// Its name.
    pub name: String,
    /// The style sheet with its colours.
    pub stylesheet_url: String,
}

impl PublicChrome {
    /// A complete association and a bare one.
    #[must_use]
    pub fn samples(locale: Locale) -> Vec<Self> {
        let association = AssociationChrome {
            name: "Jazz sous les tilleuls".to_owned(),
            tagline: "Concerts et jams depuis 1987".to_owned(),
            legal_name: "Association Jazz sous les tilleuls".to_owned(),
            city: "Besançon".to_owned(),
            email: "bonjour@example.org".to_owned(),
            phone: Some("+33 3 00 00 00 00".to_owned()),
            logo_url: Some("/media/00000000-0000-7000-8000-000000000001/small".to_owned()),
            stylesheet_url: "/theme.css".to_owned(),
            licence: Some("PLATESV-D-2026-000001".to_owned()),
        };
        let full = Self {
            association,
            path: "/concerts".to_owned(),
            other_locale_url: locale.other().path("/concerts"),
            title: Some("Concerts".to_owned()),
            nonce: "c2FtcGxlLW5vbmNl".to_owned(),
            year_now: 2026,
            notice_url: locale.path("/mentions-legales"),
            notice_asks: crate::choice::asked().map(|consent| consent.key).collect(),
            notice_needs: true,
            has_terms: true,
        };
        let mut bare = full.clone();
        bare.notice_needs = false;
        let informed = bare.clone();
        bare.notice_asks.clear();
        bare.has_terms = false;
        bare.title = None;
        bare.nonce = String::new();
        bare.association.tagline = String::new();
        bare.association.city = String::new();
        (bare.association.phone, bare.association.logo_url, bare.association.licence) = (None, None, None);
        vec![full, informed, bare]
    }
}

impl BackOfficeChrome {
    /// A treasurer of two associations, just told something; and a door volunteer of one.
    #[must_use]
    pub fn samples(locale: Locale) -> Vec<Self> {
        let jazz = Switch { name: "Jazz sous les tilleuls".to_owned(), slug: "tilleuls".to_owned() };
        let choir = Switch { name: "Chœur du Doubs".to_owned(), slug: "choeur".to_owned() };
        let treasurer = Self {
            association: Some(DeskAssociation { name: jazz.name.clone(), slug: jazz.slug.clone(), site_url: "https://tilleuls.estrade.example".to_owned() }),
            staff: Some(Staff { name: "Jeanne Martin".to_owned(), role: "treasurer".to_owned() }),
            active: "home",
            csrf: "c2FtcGxlLWNzcmY".to_owned(),
            nonce: "c2FtcGxlLW5vbmNl".to_owned(),
            associations: vec![jazz.clone(), choir],
            flash: Some(Flash { kind: FlashKind::Good, text: "Le concert est publié.".to_owned() }),
            other_locale_url: Some(locale.other().path("/a/tilleuls")),
        };
        let mut door = treasurer.clone();
        door.staff = Some(Staff { name: "Paul Petit".to_owned(), role: "door".to_owned() });
        door.associations = vec![jazz];
        (door.flash, door.other_locale_url) = (None, None);
        vec![treasurer, door]
    }

    /// The frame before anyone signed in, and after it but before an association is chosen.
    #[must_use]
    pub fn samples_without_association(locale: Locale) -> Vec<Self> {
        let mut chosen_none = Self::samples(locale);
        for (index, chrome) in chosen_none.iter_mut().enumerate() {
            chrome.association = None;
            chrome.active = "";
            if index > 0 {
                chrome.staff = None;
                chrome.associations.clear();
            }
        }
        chosen_none
    }
}

impl PlatformChrome {
    /// The sign-up page with a title, and a page without.
    #[must_use]
    pub fn samples(locale: Locale) -> Vec<Self> {
        let titled = Self {
            path: "/inscription".to_owned(),
            association: None,
            other_locale_url: Some(locale.other().path("/inscription")),
            title: Some("Inscription".to_owned()),
            nonce: "c2FtcGxlLW5vbmNl".to_owned(),
            year_now: 2026,
            app_url: Some("https://app.estrade.example".to_owned()),
            notice_url: locale.path("/mentions-legales"),
        };
        let mut untitled = titled.clone();
        (untitled.title, untitled.nonce, untitled.app_url, untitled.other_locale_url) = (None, String::new(), None, None);
        vec![titled, untitled]
    }
}

impl ErrorChrome {
    /// On an association's site, and on no known site.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let association = ErrorAssociation { name: "Jazz sous les tilleuls".to_owned(), stylesheet_url: "/theme.css".to_owned() };
        let nonce = "c2FtcGxlLW5vbmNl".to_owned();
        vec![Self { association: Some(association), other_locale_url: None, nonce: nonce.clone() }, Self { association: None, other_locale_url: None, nonce }]
    }
}

/// Renders with each chrome and stops at the first that fails.
pub(super) fn check_all<C>(chromes: &[C], render: impl Fn(&C) -> anyhow::Result<String>) -> anyhow::Result<()> {
    chromes.iter().try_for_each(|chrome| render(chrome).map(|_| ()))
}
