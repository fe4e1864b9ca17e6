//! What the pages and mails of staff show, with a sample of each state they draw.

mod mails;

use kernel::{
    form::FormState,
    views::{Page, PageEntry, Surface, entry, mail_entry},
};
use serde::Serialize;

pub use mails::{InvitationMail, PasswordMail, Sender};

use crate::staff::model::SHORTEST;

/// Every page and mail of this slice.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![
        entry::<SignInPage>(),
        entry::<ChoosePage>(),
        entry::<AskPage>(),
        entry::<SetPage>(),
        entry::<InvitationPage>(),
        entry::<TeamPage>(),
        entry::<TokensPage>(),
        mail_entry::<PasswordMail>(),
        mail_entry::<InvitationMail>(),
    ]
}

/// Signing in.
#[derive(Debug, Serialize)]
pub struct SignInPage {
    /// Where to go afterwards; empty for the first page.
    pub next: String,
    /// What was typed.
    pub form: FormState,
    /// Why somebody is here: `none`, `expired`, `password_changed`, `logged_out` or `codes` (too many wrong ones).
    pub reason: &'static str,
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "back_office/login.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let faulty = FormState::filled([("email", "jeanne@example.org")]).with_fault("form", kernel::form::Fault::new("staff-fault-credentials"));
        vec![
            Self { next: String::new(), form: FormState::default(), reason: "none" },
            Self { next: "/a/tilleuls/concerts".to_owned(), form: FormState::default(), reason: "expired" },
            Self { next: String::new(), form: faulty, reason: "none" },
        ]
    }
}

/// One association to choose.
#[derive(Debug, Serialize)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// Its part of the address.
    pub slug: String,
    /// The role there.
    pub role: String,
    /// Its next concert.
    pub next_title: Option<String>,
    /// When that starts.
    pub next_starts_at: Option<kernel::clock::Timestamp>,
}

/// Choosing an association.
#[derive(Debug, Serialize)]
pub struct ChoosePage {
    /// Those one works for.
    pub associations: Vec<Choice>,
    /// Whether the operators' console is offered.
    pub operator: bool,
    /// Where an association signs up.
    pub signup_url: String,
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "back_office/choose.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let one = |slug: &str, starts_at: Option<&str>| Choice {
            name: "Jazz sous les tilleuls".to_owned(),
            slug: slug.to_owned(),
            role: "treasurer".to_owned(),
            next_title: starts_at.map(|_| "Quartet Aubépine".to_owned()),
            next_starts_at: starts_at.and_then(|text| text.parse().ok()),
        };
        let signup_url = "https://estrade.example/inscription".to_owned();
        vec![
            Self { associations: vec![one("tilleuls", Some("2026-03-14T19:30:00Z")), one("halles", None)], operator: true, signup_url: signup_url.clone() },
            Self { associations: Vec::new(), operator: false, signup_url },
        ]
    }
}

/// Asking for a new password.
#[derive(Debug, Serialize)]
pub struct AskPage {
    /// A mail has left, if there is such an account.
    pub sent: bool,
    /// A link that no longer works led here.
    pub expired_link: bool,
    /// What was typed.
    pub form: FormState,
}

impl Page for AskPage {
    const TEMPLATE: &'static str = "back_office/password_ask.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let typed = FormState::filled([("email", "jeanne@example.org")]);
        let faulty = FormState::default().with_fault("email", kernel::form::Fault::new("fault-email"));
        vec![
            Self { sent: false, expired_link: true, form: FormState::default() },
            Self { sent: false, expired_link: false, form: faulty },
            Self { sent: true, expired_link: false, form: typed },
        ]
    }
}

/// Choosing a password, for oneself again or on joining a team.
#[derive(Debug, Serialize)]
pub struct SetPage {
    /// `reset` or `invitation`.
    pub purpose: &'static str,
    /// The link's secret.
    pub token: String,
    /// Whose account.
    pub email: String,
    /// The fewest characters.
    pub password_minimum: usize,
    /// Who invites.
    pub association_name: Option<String>,
    /// What was typed.
    pub form: FormState,
}

impl Page for SetPage {
    const TEMPLATE: &'static str = "back_office/password_set.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        let page = |purpose, association: Option<&str>, form| Self {
            purpose,
            token: "c2FtcGxl".to_owned(),
            email: "jeanne@example.org".to_owned(),
            password_minimum: SHORTEST,
            association_name: association.map(str::to_owned),
            form,
        };
        let faulty = FormState::default().with_fault("password", kernel::form::Fault::new("staff-fault-password-short").with("count", SHORTEST));
        vec![page("reset", None, FormState::default()), page("reset", None, faulty.clone()), page("invitation", Some("Jazz sous les tilleuls"), faulty)]
    }
}

/// Joining one more team with the account one has.
#[derive(Debug, Serialize)]
pub struct InvitationPage {
    /// The link's secret.
    pub token: String,
    /// Who is invited.
    pub email: String,
    /// By whom.
    pub association_name: String,
    /// As what.
    pub role: String,
}

impl Page for InvitationPage {
    const TEMPLATE: &'static str = "back_office/invitation.html";
    const SURFACE: Surface = Surface::Entrance;

    fn samples() -> Vec<Self> {
        vec![Self {
            token: "c2FtcGxl".to_owned(),
            email: "jeanne@example.org".to_owned(),
            association_name: "Jazz sous les tilleuls".to_owned(),
            role: "door".to_owned(),
        }]
    }
}

/// Somebody of the team.
#[derive(Debug, Serialize)]
pub struct MemberView {
    /// Their account.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their role.
    pub role: String,
    /// When they last signed in.
    pub last_seen_at: Option<kernel::clock::Timestamp>,
    /// Whether it is the reader.
    pub is_self: bool,
    /// Whether the team can do without: the last president stays.
    pub can_remove: bool,
}

/// An invitation that waits.
#[derive(Debug, Serialize)]
pub struct InvitationView {
    /// Names it.
    pub id: String,
    /// Where it went.
    pub email: String,
    /// As what.
    pub role: String,
    /// Until when it works.
    pub expires_at: kernel::clock::Timestamp,
    /// Whether it is too old.
    pub expired: bool,
}

/// Making somebody a president: the reader is asked anew who they are.
#[derive(Debug, Serialize)]
pub struct Raising {
    /// `invite` or `change_role`.
    pub act: &'static str,
    /// The address invited, or the member's account.
    pub whom: String,
    /// Who it is, in words.
    pub name: String,
    /// Whether the reader has a second factor: a code is asked for too.
    pub second_factor: bool,
}

/// The team.
#[derive(Debug, Serialize)]
pub struct TeamPage {
    /// The step that makes somebody a president, instead of everything else.
    pub raising: Option<Raising>,
    /// Whether the reader may change it.
    pub can_manage: bool,
    /// Who is on it.
    pub members: Vec<MemberView>,
    /// Who is invited.
    pub invitations: Vec<InvitationView>,
    /// What was typed.
    pub form: FormState,
}

impl Page for TeamPage {
    const TEMPLATE: &'static str = "back_office/team.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let at: kernel::clock::Timestamp = chrono::DateTime::from_timestamp(1_773_500_000, 0).unwrap_or_default();
        let member = |name: &str, role: &str, is_self, can_remove, seen| MemberView {
            id: "0198c0de-0000-7000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            email: "jeanne@example.org".to_owned(),
            role: role.to_owned(),
            last_seen_at: seen,
            is_self,
            can_remove,
        };
        let team = |can_manage, form| Self {
            raising: None,
            can_manage,
            members: vec![
                member("Jeanne Martin", "president", true, false, Some(at)),
                member("Paul Petit", "door", false, true, None),
                member("Ali Berger", "president", false, false, None),
            ],
            invitations: [true, false]
                .map(|expired| InvitationView {
                    id: "ab12".to_owned(),
                    email: "lou@example.org".to_owned(),
                    role: "editor".to_owned(),
                    expires_at: at,
                    expired,
                })
                .into(),
            form,
        };
        let raising = |act, whom: &str, second_factor| Some(Raising { act, whom: whom.to_owned(), name: "Jeanne Martin".to_owned(), second_factor });
        vec![
            team(true, FormState::default().with_fault("email", kernel::form::Fault::new("staff-fault-already-member"))),
            team(false, FormState::default()),
            Self { raising: raising("invite", "jeanne@example.org", true), ..team(true, FormState::default()) },
            Self {
                raising: raising("change_role", "0198c0de-0000-7000-8000-000000000001", false),
                ..team(true, FormState::default().with_fault("password", kernel::form::Fault::new("factor-fault-password")))
            },
        ]
    }
}

/// A token just made: the only time its secret is shown.
#[derive(Debug, Serialize)]
pub struct FreshToken {
    /// For which program.
    pub name: String,
    /// What that program sends.
    pub secret: String,
}

/// A token that works.
#[derive(Debug, Serialize)]
pub struct TokenView {
    /// Names it.
    pub id: String,
    /// For which program.
    pub name: String,
    /// When it was made.
    pub created_at: kernel::clock::Timestamp,
    /// By whom.
    pub created_by: String,
    /// When it was last used.
    pub last_used_at: Option<kernel::clock::Timestamp>,
}

/// The API tokens of an association.
#[derive(Debug, Serialize)]
pub struct TokensPage {
    /// The one just made.
    pub fresh: Option<FreshToken>,
    /// Those that work.
    pub tokens: Vec<TokenView>,
    /// Where the API is.
    pub api_url: String,
    /// Whether the reader has a second factor: a code is asked for too.
    pub second_factor: bool,
    /// What was typed.
    pub form: FormState,
}

impl Page for TokensPage {
    const TEMPLATE: &'static str = "back_office/tokens.html";
    const SURFACE: Surface = Surface::BackOffice;

    fn samples() -> Vec<Self> {
        let at: kernel::clock::Timestamp = chrono::DateTime::from_timestamp(1_773_500_000, 0).unwrap_or_default();
        let api_url = "https://app.estrade.example/api/v1".to_owned();
        let token = |used| TokenView {
            id: "0198c0de-0000-7000-8000-000000000001".to_owned(),
            name: "Agenda de la ville".to_owned(),
            created_at: at,
            created_by: "Jeanne Martin".to_owned(),
            last_used_at: used,
        };
        let fresh = FreshToken { name: "Agenda".to_owned(), secret: "est_c2FtcGxl".to_owned() };
        let faulty = FormState::default().with_fault("name", kernel::form::Fault::new("fault-required"));
        vec![
            Self { fresh: Some(fresh), tokens: vec![token(Some(at)), token(None)], api_url: api_url.clone(), second_factor: true, form: FormState::default() },
            Self { fresh: None, tokens: Vec::new(), api_url, second_factor: false, form: faulty },
        ]
    }
}
