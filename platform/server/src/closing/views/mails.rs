//! What the mails of a closing say.

use kernel::{clock::Timestamp, views::MailView};
use serde::Serialize;

use crate::staff::views::Sender;

/// Word to the team: asked for, taken back, closed.
#[derive(Debug, Serialize)]
pub struct StepMail {
    /// The platform.
    pub sender: Sender,
    /// `asked`, `withdrawn` or `closed`.
    pub step: &'static str,
    /// Whose account ends.
    pub association: String,
    /// Who asked, while that is known.
    pub by: Option<String>,
    /// When it takes effect.
    pub effective_at: Timestamp,
    /// When the data go.
    pub erase_at: Timestamp,
    /// At the latest.
    pub latest: Timestamp,
    /// The page of the closing.
    pub url: String,
}

impl MailView for StepMail {
    const NAME: &'static str = "closing_step";

    fn samples() -> Vec<Self> {
        let at: Timestamp = chrono::DateTime::from_timestamp(1_773_500_000, 0).unwrap_or_default();
        let mail = |step, by: Option<&str>| Self {
            sender: Sender::platform("https://estrade.example".to_owned()),
            step,
            association: "Jazz sous les tilleuls".to_owned(),
            by: by.map(str::to_owned),
            effective_at: at,
            erase_at: at,
            latest: at,
            url: "https://app.estrade.example/a/tilleuls/reglages/fermeture".to_owned(),
        };
        vec![mail("asked", Some("Jeanne Martin")), mail("asked", None), mail("withdrawn", None), mail("closed", None)]
    }
}

/// That everything is deleted; to the presidency, the certificate.
#[derive(Debug, Serialize)]
pub struct ErasedMail {
    /// The platform.
    pub sender: Sender,
    /// Whose account ended.
    pub association: String,
    /// The closing's own id.
    pub reference: String,
    /// Whether it is the certificate.
    pub certificate: bool,
    /// Asked for.
    pub asked_at: Timestamp,
    /// Closed.
    pub closed_at: Timestamp,
    /// Deleted.
    pub erased_at: Timestamp,
    /// Rows in all.
    pub rows: i64,
    /// Rows by table.
    pub tables: Vec<(String, i64)>,
    /// Objects.
    pub objects: i64,
    /// Until when backups hold some of it.
    pub backups_until: Timestamp,
}

impl MailView for ErasedMail {
    const NAME: &'static str = "closing_erased";

    fn samples() -> Vec<Self> {
        let at: Timestamp = chrono::DateTime::from_timestamp(1_773_500_000, 0).unwrap_or_default();
        let mail = |certificate| Self {
            sender: Sender::platform("https://estrade.example".to_owned()),
            association: "Jazz sous les tilleuls".to_owned(),
            reference: "0198c0de-0000-7000-8000-000000000000".to_owned(),
            certificate,
            asked_at: at,
            closed_at: at,
            erased_at: at,
            rows: 1_200,
            tables: vec![("ticket".to_owned(), 900), ("person".to_owned(), 300)],
            objects: 12,
            backups_until: at,
        };
        vec![mail(true), mail(false)]
    }
}
