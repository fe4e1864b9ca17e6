//! What the pages and mails of sign-up show, with a sample of each state they draw.

use kernel::{
    config::OperatorConfig,
    form::{Fault, FormState},
    views::{MailView, Page, PageEntry, Surface, entry, mail_entry},
};
use serde::Serialize;

use crate::staff::views::Sender;

/// Every page and mail of this slice.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![
        entry::<HomePage>(),
        entry::<NoticePage>(),
        entry::<SignUpPage>(),
        entry::<SentPage>(),
        entry::<ConfirmPage>(),
        entry::<DonePage>(),
        mail_entry::<SignUpMail>(),
        mail_entry::<AccountExistsMail>(),
    ]
}

/// What Estrade is.
#[derive(Debug, Serialize)]
pub struct HomePage {
    /// Whether associations may sign up.
    pub signup_open: bool,
    /// The host sites live under.
    pub site_host: String,
    /// A site to look at.
    pub demo_url: Option<String>,
    /// What we take on a ticket, in words; nothing if absent.
    pub fee: Option<String>,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "platform/home.html";
    const SURFACE: Surface = Surface::Platform;

    fn samples() -> Vec<Self> {
        let site_host = "estrade.example".to_owned();
        vec![
            Self { signup_open: true, site_host: site_host.clone(), demo_url: None, fee: None },
            Self { signup_open: false, site_host, demo_url: Some("https://demo.estrade.example".to_owned()), fee: Some("1 %".to_owned()) },
        ]
    }
}

/// Who runs this platform.
#[derive(Debug, Serialize)]
pub struct Publisher {
    /// Legal name.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
}

impl From<&OperatorConfig> for Publisher {
    fn from(operator: &OperatorConfig) -> Self {
        Self { name: operator.name.clone(), address: operator.address.clone(), phone: operator.phone.clone() }
    }
}

/// The platform's own legal notice and terms.
#[derive(Debug, Serialize)]
pub struct NoticePage {
    /// Who runs it.
    pub publisher: Publisher,
}

impl Page for NoticePage {
    const TEMPLATE: &'static str = "platform/notice.html";
    const SURFACE: Surface = Surface::Platform;

    fn samples() -> Vec<Self> {
        vec![Self { publisher: Publisher::from(&OperatorConfig::sample()) }]
    }
}

/// The form to sign up.
#[derive(Debug, Serialize)]
pub struct SignUpPage {
    /// What stands behind the address typed, with its leading dot.
    pub site_host: String,
    /// Our terms of use.
    pub terms_url: String,
    /// The agreement on personal data.
    pub agreement_url: String,
    /// Its content's hash: what the box agrees to.
    pub agreement: String,
    /// Its version.
    pub agreement_version: i32,
    /// What was typed.
    pub form: FormState,
}

impl Page for SignUpPage {
    const TEMPLATE: &'static str = "platform/signup.html";
    const SURFACE: Surface = Surface::Platform;

    fn samples() -> Vec<Self> {
        let page = |form| Self {
            site_host: ".estrade.example".to_owned(),
            terms_url: "/mentions-legales".to_owned(),
            agreement_url: "/contrat".to_owned(),
            agreement: "3f2a".to_owned(),
            agreement_version: 1,
            form,
        };
        let faulty = FormState::filled([("association", "Jazz sous les tilleuls"), ("slug", "www"), ("name", "Jeanne Martin"), ("email", "jeanne@")])
            .with_fault("slug", Fault::new("signup-fault-reserved"))
            .with_fault("email", Fault::new("fault-email"))
            .with_fault("accepted", Fault::new("signup-fault-accept"));
        vec![page(FormState::default()), page(faulty)]
    }
}

/// A mail is on its way.
#[derive(Debug, Serialize)]
pub struct SentPage {
    /// Where to.
    pub email: String,
}

impl Page for SentPage {
    const TEMPLATE: &'static str = "platform/signup_sent.html";
    const SURFACE: Surface = Surface::Platform;

    fn samples() -> Vec<Self> {
        vec![Self { email: "jeanne@example.org".to_owned() }]
    }
}

/// The button behind the link: programs that read mails open links, and press nothing.
#[derive(Debug, Serialize)]
pub struct ConfirmPage {
    /// Where the button leads.
    pub action: String,
    /// The association.
    pub association: String,
    /// Its future address.
    pub site_host: String,
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "platform/signup_confirm.html";
    const SURFACE: Surface = Surface::Platform;

    fn samples() -> Vec<Self> {
        vec![Self {
            action: "/inscription/confirmer/c2FtcGxl".to_owned(),
            association: "Jazz sous les tilleuls".to_owned(),
            site_host: "tilleuls.estrade.example".to_owned(),
        }]
    }
}

/// What became of a link.
#[derive(Debug, Serialize)]
pub struct DonePage {
    /// `done`, `used`, `lapsed` or `taken`.
    pub outcome: &'static str,
    /// The association.
    pub association: Option<String>,
    /// Its site.
    pub site_url: Option<String>,
    /// Where to sign in.
    pub back_office_url: String,
}

impl Page for DonePage {
    const TEMPLATE: &'static str = "platform/signup_done.html";
    const SURFACE: Surface = Surface::Platform;

    fn samples() -> Vec<Self> {
        ["done", "used", "lapsed", "taken"]
            .map(|outcome| {
                let known = matches!(outcome, "done" | "used");
                Self {
                    outcome,
                    association: known.then(|| "Jazz sous les tilleuls".to_owned()),
                    site_url: known.then(|| "https://tilleuls.estrade.example/".to_owned()),
                    back_office_url: "https://app.estrade.example/connexion".to_owned(),
                }
            })
            .into()
    }
}

/// The link to confirm a sign-up.
#[derive(Debug, Serialize)]
pub struct SignUpMail {
    /// The platform.
    pub sender: Sender,
    /// Who signs up.
    pub name: String,
    /// The association.
    pub association: String,
    /// The link.
    pub confirm_url: String,
    /// The association's future address.
    pub site_host: String,
    /// For how long.
    pub valid_hours: i64,
}

impl MailView for SignUpMail {
    const NAME: &'static str = "signup";

    fn samples() -> Vec<Self> {
        vec![Self {
            sender: Sender::platform("https://estrade.example".to_owned()),
            name: "Jeanne Martin".to_owned(),
            association: "Jazz sous les tilleuls".to_owned(),
            confirm_url: "https://app.estrade.example/inscription/confirmer/c2FtcGxl".to_owned(),
            site_host: "tilleuls.estrade.example".to_owned(),
            valid_hours: 24,
        }]
    }
}

/// The same to somebody who has an account.
#[derive(Debug, Serialize)]
pub struct AccountExistsMail {
    /// The platform.
    pub sender: Sender,
    /// Whose account.
    pub name: String,
    /// The association.
    pub association: String,
    /// The link.
    pub confirm_url: String,
    /// The association's future address.
    pub site_host: String,
    /// For how long.
    pub valid_hours: i64,
}

impl MailView for AccountExistsMail {
    const NAME: &'static str = "account_exists";

    fn samples() -> Vec<Self> {
        SignUpMail::samples()
            .into_iter()
            .map(|mail| Self {
                sender: mail.sender,
                name: mail.name,
                association: mail.association,
                confirm_url: mail.confirm_url,
                site_host: mail.site_host,
                valid_hours: mail.valid_hours,
            })
            .collect()
    }
}
