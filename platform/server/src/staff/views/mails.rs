//! What the platform's mails to staff say.

use kernel::views::MailView;
use serde::Serialize;

/// Who signs the platform's own mails.
#[derive(Clone, Debug, Serialize)]
pub struct Sender {
    /// The name shown.
    pub name: &'static str,
    /// The colour behind it, `#rrggbb`.
    pub colour: &'static str,
    /// Text on that colour.
    pub ink: &'static str,
    /// Lines under the mail.
    pub footer: Vec<String>,
    /// Our address.
    pub url: String,
    /// Where to write.
    pub email: Option<String>,
}

impl Sender {
    /// The platform at `url`. Its colours are those of `templates/assets/css/platform.css`.
    #[must_use]
    pub fn platform(url: String) -> Self {
        Self { name: "Estrade", colour: "#e8452c", ink: "#170c0a", footer: Vec::new(), url, email: None }
    }
}

/// The link to choose a new password.
#[derive(Debug, Serialize)]
pub struct PasswordMail {
    /// The platform.
    pub sender: Sender,
    /// Whose account.
    pub name: String,
    /// The link.
    pub reset_url: String,
    /// For how long.
    pub valid_hours: i64,
}

impl MailView for PasswordMail {
    const NAME: &'static str = "password_reset";

    fn samples() -> Vec<Self> {
        let sender = Sender::platform("https://estrade.example".to_owned());
        vec![Self { sender, name: "Jeanne Martin".to_owned(), reset_url: "https://app.estrade.example/mot-de-passe/c2FtcGxl".to_owned(), valid_hours: 1 }]
    }
}

/// The link to join a team.
#[derive(Debug, Serialize)]
pub struct InvitationMail {
    /// The platform.
    pub sender: Sender,
    /// Who invites.
    pub association: String,
    /// As what.
    pub role: String,
    /// The link.
    pub accept_url: String,
    /// For how long.
    pub valid_days: i64,
}

impl MailView for InvitationMail {
    const NAME: &'static str = "invitation";

    fn samples() -> Vec<Self> {
        let sender = Sender::platform("https://estrade.example".to_owned());
        vec![Self {
            sender,
            association: "Jazz sous les tilleuls".to_owned(),
            role: "door".to_owned(),
            accept_url: "https://app.estrade.example/mot-de-passe/c2FtcGxl".to_owned(),
            valid_days: 7,
        }]
    }
}
