//! What somebody is told whose account ends.

use kernel::{clock::Timestamp, views::MailView};
use serde::Serialize;

use crate::staff::views::Sender;

/// That an account nobody uses is about to be erased.
#[derive(Debug, Serialize)]
pub struct DormantMail {
    /// The platform.
    pub sender: Sender,
    /// Whose account.
    pub name: String,
    /// When it goes.
    pub ends_at: Timestamp,
    /// Where signing in keeps it.
    pub sign_in_url: String,
}

impl MailView for DormantMail {
    const NAME: &'static str = "account_dormant";

    fn samples() -> Vec<Self> {
        let sender = Sender::platform("https://estrade.example".to_owned());
        let sign_in_url = "https://app.estrade.example/connexion".to_owned();
        vec![Self { sender, name: "Jeanne Martin".to_owned(), ends_at: Timestamp::default(), sign_in_url }]
    }
}
