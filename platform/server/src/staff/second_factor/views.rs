//! What the pages and mails of second factors show, with a sample of each state they draw.

use kernel::{
    clock::Timestamp,
    form::{Fault, FormState},
    views::{MailView, Page, PageEntry, Surface, entry, mail_entry},
};
use serde::Serialize;

use super::jobs::What;
use crate::staff::views::Sender;

/// Every page and mail of this slice.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![
        entry::<CodePage>(),
        entry::<SecurityPage>(),
        entry::<CodesPage>(),
        entry::<TeamSecurityPage>(),
        entry::<OperatorFactorsPage>(),
        entry::<ObjectPage>(),
        mail_entry::<FactorMail>(),
    ]
}

fn moment(seconds: i64) -> Timestamp {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

/// The code, after the password.
#[derive(Debug, Serialize)]
pub struct CodePage {
    /// Where to go afterwards; empty for the first page.
    pub next: String,
    /// What was typed.
    pub form: FormState,
}

impl Page for CodePage {
    const TEMPLATE: &'static str = "back_office/login_code.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let faulty = FormState::default().with_fault("code", Fault::new("factor-fault-code"));
        vec![Self { next: String::new(), form: FormState::default() }, Self { next: "/a/tilleuls/concerts".to_owned(), form: faulty }]
    }
}

/// A secret that waits for its first code.
#[derive(Debug, Serialize)]
pub struct Pending {
    /// Its QR code.
    pub qr_svg: String,
    /// In groups of four.
    pub groups: String,
    /// What opens an application on this very phone.
    pub address: String,
}

/// A factor that works.
#[derive(Debug, Serialize)]
pub struct On {
    /// Since when.
    pub since: Timestamp,
    /// When it last served.
    pub last_used_at: Option<Timestamp>,
    /// Recovery codes left.
    pub codes_left: i64,
    /// Whether they are few.
    pub few: bool,
}

/// A removal that waits.
#[derive(Debug, Serialize)]
pub struct Leaving {
    /// When the factor goes.
    pub when: Timestamp,
    /// Whether an operator asked.
    pub by_operator: bool,
}

/// An account's own second factor.
#[derive(Debug, Serialize)]
pub struct SecurityPage {
    /// The removal somebody asked for, if one waits.
    pub removal: Option<Leaving>,
    /// Why somebody was led here: `none`, `equipe`, `operateur` or `secours` (a recovery code was just used).
    pub reason: &'static str,
    /// Where to go on to; empty for the first page.
    pub next: String,
    /// The factor, if it works.
    pub on: Option<On>,
    /// The secret, if it waits.
    pub pending: Option<Pending>,
    /// The associations that ask for one, each with its day.
    pub required: Vec<(String, Timestamp)>,
    /// What was typed.
    pub form: FormState,
}

impl Page for SecurityPage {
    const TEMPLATE: &'static str = "back_office/security.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let page = |reason, on, pending, form| Self { removal: None, reason, next: String::new(), on, pending, required: Vec::new(), form };
        let pending = || Pending {
            qr_svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"></svg>".to_owned(),
            groups: "GEZD GNBV GY3T QOJQ".to_owned(),
            address: "otpauth://totp/Estrade:jeanne%40example.org?secret=GEZDGNBVGY3TQOJQ&issuer=Estrade".to_owned(),
        };
        let on = |codes_left, last_used_at| On { since: moment(1_773_000_000), last_used_at, codes_left, few: codes_left <= 3 };
        let faulty = |field: &str, key| FormState::default().with_fault(field, Fault::new(key));
        vec![
            Self { required: vec![("Jazz sous les tilleuls".to_owned(), moment(1_774_000_000))], ..page("equipe", None, None, FormState::default()) },
            page("operateur", None, Some(pending()), faulty("code", "factor-fault-code")),
            page("none", None, None, faulty("password", "factor-fault-password")),
            page("none", Some(on(10, None)), None, faulty("form", "factor-fault-act")),
            Self { removal: Some(Leaving { when: moment(1_774_000_000), by_operator: true }), ..page("none", Some(on(10, None)), None, FormState::default()) },
            Self { next: "/a/tilleuls".to_owned(), ..page("secours", Some(on(1, Some(moment(1_773_500_000)))), None, FormState::default()) },
        ]
    }
}

/// Recovery codes, shown this once.
#[derive(Debug, Serialize)]
pub struct CodesPage {
    /// The codes.
    pub codes: Vec<String>,
    /// Whether the factor was just turned on with them.
    pub first: bool,
    /// Where to go on to; empty for the first page.
    pub next: String,
}

impl Page for CodesPage {
    const TEMPLATE: &'static str = "back_office/recovery_codes.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let codes = || vec!["1234-5678-9012-3456".to_owned(), "0123-4567-8901-2345".to_owned()];
        vec![Self { codes: codes(), first: true, next: "/a/tilleuls".to_owned() }, Self { codes: codes(), first: false, next: String::new() }]
    }
}

/// Somebody of the team.
#[derive(Debug, Serialize)]
pub struct MemberView {
    /// Their account.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: String,
    /// Whether they have a second factor.
    pub has_factor: bool,
    /// Whether it is the reader.
    pub is_self: bool,
    /// When their factor goes, if that was asked.
    pub removal_at: Option<Timestamp>,
    /// Whether this association asked, and may take it back.
    pub can_withdraw: bool,
}

/// The second factors of a team.
#[derive(Debug, Serialize)]
pub struct TeamSecurityPage {
    /// From when everybody must have one.
    pub required_from: Option<Timestamp>,
    /// Whether that day has come.
    pub in_force: bool,
    /// Days between the decision and that day.
    pub notice_days: i64,
    /// Hours until a removal takes effect.
    pub removal_hours: i64,
    /// Who of the team has none.
    pub missing: usize,
    /// The team.
    pub members: Vec<MemberView>,
    /// Whether the reader has one: a dangerous act then asks for a code.
    pub second_factor: bool,
    /// Whether the form is shown that asks the team no longer.
    pub relaxes: bool,
    /// What was typed.
    pub form: FormState,
}

impl Page for TeamSecurityPage {
    const TEMPLATE: &'static str = "back_office/team_security.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let member = |name: &str, role: &str, has_factor, is_self, removal_at: Option<Timestamp>| MemberView {
            id: "0198c0de-0000-7000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            role: role.to_owned(),
            has_factor,
            is_self,
            can_withdraw: removal_at.is_some(),
            removal_at,
        };
        let team = || {
            vec![
                member("Jeanne Martin", "president", true, true, None),
                member("Paul Petit", "door", false, false, None),
                member("Ali Berger", "editor", true, false, Some(moment(1_773_600_000))),
                member("Lou Roche", "treasurer", true, false, None),
            ]
        };
        let page = |required_from: Option<Timestamp>, in_force, second_factor, form| Self {
            required_from,
            in_force,
            notice_days: 14,
            removal_hours: 24,
            missing: 1,
            members: team(),
            second_factor,
            relaxes: false,
            form,
        };
        vec![
            page(None, false, false, FormState::default()),
            page(
                Some(moment(1_774_000_000)),
                false,
                true,
                FormState::filled([("member", "0198c0de-0000-7000-8000-000000000001")]).with_fault("password", Fault::new("factor-fault-password")),
            ),
            Self { missing: 0, ..page(Some(moment(1_772_000_000)), true, true, FormState::default()) },
            Self { relaxes: true, ..page(Some(moment(1_772_000_000)), true, true, FormState::default()) },
        ]
    }
}

/// A removal an operator asked for.
#[derive(Debug, Serialize)]
pub struct WaitingView {
    /// Whose factor.
    pub account: String,
    /// Their address.
    pub email: String,
    /// When it goes.
    pub effective_at: Timestamp,
}

/// The removals operators ask for.
#[derive(Debug, Serialize)]
pub struct OperatorFactorsPage {
    /// Those that wait.
    pub waiting: Vec<WaitingView>,
    /// Hours until one takes effect.
    pub removal_hours: i64,
    /// What was typed.
    pub form: FormState,
}

impl Page for OperatorFactorsPage {
    const TEMPLATE: &'static str = "back_office/operator_factors.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let waiting = WaitingView {
            account: "0198c0de-0000-7000-8000-000000000001".to_owned(),
            email: "jeanne@example.org".to_owned(),
            effective_at: moment(1_773_600_000),
        };
        let faulty = FormState::filled([("email", "jeanne@example.org")]).with_fault("email", Fault::new("factor-fault-president-can"));
        vec![Self { waiting: vec![waiting], removal_hours: 72, form: faulty }, Self { waiting: Vec::new(), removal_hours: 72, form: FormState::default() }]
    }
}

/// Saying no to a removal.
#[derive(Debug, Serialize)]
pub struct ObjectPage {
    /// The link's secret.
    pub token: String,
    /// `waiting`, `objected` or `over`.
    pub state: &'static str,
    /// Whose factor.
    pub person: String,
    /// When it would go.
    pub when: Timestamp,
}

impl Page for ObjectPage {
    const TEMPLATE: &'static str = "back_office/factor_object.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        ["waiting", "objected", "over"]
            .map(|state| Self { token: "c2FtcGxl".to_owned(), state, person: "Jeanne Martin".to_owned(), when: moment(1_773_600_000) })
            .into()
    }
}

/// What somebody is told of a second factor.
#[derive(Debug, Serialize)]
pub struct FactorMail {
    /// The platform.
    pub sender: Sender,
    /// What happened: a word of [`What`].
    pub what: &'static str,
    /// The reader.
    pub name: String,
    /// The association it is about; may be empty.
    pub association: String,
    /// Whose factor it is about; may be empty.
    pub person: String,
    /// Whether an operator asked.
    pub by_operator: bool,
    /// The day or moment it is about.
    pub when: Option<Timestamp>,
    /// Recovery codes left.
    pub codes_left: i64,
    /// Where to see to it.
    pub url: String,
}

impl MailView for FactorMail {
    const NAME: &'static str = "second_factor";

    fn samples() -> Vec<Self> {
        [
            What::On,
            What::Off,
            What::Codes,
            What::RecoveryUsed,
            What::Tried,
            What::Required,
            What::Removal,
            What::RemovalOfColleague,
            What::Removed,
            What::Objected,
            What::Void,
        ]
        .map(|what| {
            let dated = matches!(what, What::Required | What::Removal | What::RemovalOfColleague | What::Objected | What::Void);
            Self {
                sender: Sender::platform("https://estrade.example".to_owned()),
                what: what.word(),
                name: "Jeanne Martin".to_owned(),
                association: "Jazz sous les tilleuls".to_owned(),
                person: "Ali Berger".to_owned(),
                by_operator: what == What::RemovalOfColleague,
                when: dated.then(|| moment(1_773_600_000)),
                codes_left: 2,
                url: "https://app.estrade.example/compte/securite".to_owned(),
            }
        })
        .into()
    }
}
