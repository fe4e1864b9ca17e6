//! Outgoing mail: a message made safe, and the relay that takes it. Called by jobs only: a mail leaves after the transaction that wanted it.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Attachment as Part, Mailbox, MultiPart, SinglePart,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::PoolConfig,
};
use url::Url;
use uuid::Uuid;

use crate::{clock::Timestamp, config::Source, jobs::JobError};

/// How mail leaves.
#[derive(Clone)]
pub struct MailConfig {
    /// `smtp://host:port` (plain, for a relay on this machine or in development), `smtps://user:password@host` (TLS from the start), or
    /// `smtp://user:password@host:587?tls=required` (STARTTLS).
    pub url: Url,
    /// The platform's own address: every mail comes from it, under the association's name.
    pub from: Address,
}

impl fmt::Debug for MailConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.url.host_str().unwrap_or_default();
        formatter.debug_struct("MailConfig").field("host", &host).field("from", &self.from.to_string()).finish_non_exhaustive()
    }
}

impl MailConfig {
    /// From `SMTP_URL` and `MAIL_FROM`. Faults go to `source`.
    pub fn from_source(source: &mut Source) -> Self {
        let text = source.required("SMTP_URL", "set the relay, e.g. smtps://user:password@smtp.example.org");
        let url = Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps") && url.host().is_some());
        if url.is_none() && !text.is_empty() {
            // The text may hold a password, so it is not repeated.
            source.fault("SMTP_URL", "it is not an smtp:// or smtps:// address", "set e.g. smtps://user:password@smtp.example.org");
        }
        let sender = source.required("MAIL_FROM", "set the address mails come from, e.g. billets@estrade.example");
        let from = sender.parse::<Address>();
        if from.is_err() && !sender.is_empty() {
            source.fault("MAIL_FROM", &format!("“{sender}” is not a mail address"), "set e.g. billets@estrade.example");
        }
        Self { url: url.unwrap_or_else(nowhere), from: from.unwrap_or_else(|_| nobody()) }
    }
}

/// Stands in for a faulty address until the faults are reported; never called.
#[expect(clippy::expect_used, reason = "a literal that parses")]
fn nowhere() -> Url {
    Url::parse("smtp://localhost").expect("a literal address")
}

#[expect(clippy::expect_used, reason = "a literal that parses")]
fn nobody() -> Address {
    Address::new("nobody", "localhost").expect("a literal address")
}

/// A file that goes with a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// As the reader saves it.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Attachment").field("name", &self.name).field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// A mail to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Who writes, as shown: the association's name.
    pub from_name: String,
    /// Where an answer goes: the association's own address.
    pub reply_to: Option<String>,
    /// The one recipient.
    pub to: String,
    /// Their name, if known.
    pub to_name: Option<String>,
    /// One line.
    pub subject: String,
    /// For readers without HTML, and for those who prefer it.
    pub text: String,
    /// The same in HTML.
    pub html: String,
    /// Tickets, a calendar entry.
    pub attachments: Vec<Attachment>,
    /// What the Message-ID is made from: the job's id. The same seed gives the same id, so that a mail sent twice is shown once.
    pub message_id_seed: String,
    /// For lists only: the address that ends the subscription in one click (RFC 8058).
    pub list_unsubscribe: Option<String>,
}

// A mail is full of personal data: its debug form ends in logs.
impl fmt::Debug for Mail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mail").field("to", &masked(&self.to)).field("seed", &self.message_id_seed).finish_non_exhaustive()
    }
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The mail itself is at fault: trying again changes nothing.
    #[error("the mail cannot be made: {0}")]
    Invalid(&'static str),
    /// The relay refused it for good.
    #[error("the relay refused the mail for good{}", code_words(*.0))]
    Refused(Option<u16>),
    /// The relay is away or asks to wait.
    #[error("the relay did not take the mail{}", code_words(*.0))]
    Later(Option<u16>),
}

fn code_words(code: Option<u16>) -> String {
    code.map(|code| format!(" (code {code})")).unwrap_or_default()
}

impl From<MailError> for JobError {
    fn from(error: MailError) -> Self {
        match error {
            MailError::Later(_) => Self::Retry(anyhow::Error::new(error)),
            MailError::Invalid(_) | MailError::Refused(_) => Self::Fail(anyhow::Error::new(error)),
        }
    }
}

/// Sends mail, or keeps it for a test to read. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Mailer {
    /// Through a relay.
    Smtp(Smtp),
    /// Into memory.
    Memory(Memory),
}

/// A pool of connections to the relay.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Smtp")
    }
}

/// Mails as asked for, each with its form on the wire.
pub type Sent = Vec<(Mail, Vec<u8>)>;

/// Mails that a test can read.
#[derive(Clone, Debug)]
pub struct Memory {
    sent: Arc<Mutex<Sent>>,
    from: Address,
}

impl Memory {
    /// An empty box; mails claim to come from an invented platform.
    #[must_use]
    pub fn new() -> Self {
        Self { sent: Arc::default(), from: nobody() }
    }

    /// What was sent so far, oldest first, each with its form on the wire.
    #[must_use]
    pub fn sent(&self) -> Sent {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Empties the box.
    pub fn clear(&self) {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Mailer {
    /// A mailer for the configured relay; opens no connection yet.
    ///
    /// # Errors
    /// When the relay's address is not understood.
    pub fn new(config: &MailConfig) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(config.url.as_str())
            // The library's message may repeat the URL and so the password.
            .map_err(|_| anyhow::anyhow!("SMTP_URL is not understood; set e.g. smtps://user:password@smtp.example.org"))?
            .timeout(Some(Duration::from_secs(20)))
            .pool_config(PoolConfig::new().max_size(8).idle_timeout(Duration::from_secs(30)))
            .build();
        Ok(Self::Smtp(Smtp { transport, from: config.from.clone() }))
    }

    /// Sends `mail`, dated `now`.
    ///
    /// # Errors
    /// Whether to try again is the error's kind; it becomes a [`JobError`] by `?`.
    pub async fn send(&self, mail: &Mail, now: Timestamp) -> Result<(), MailError> {
        match self {
            Self::Memory(memory) => {
                let wire = message(mail, &memory.from, now)?.formatted();
                memory.sent.lock().unwrap_or_else(PoisonError::into_inner).push((mail.clone(), wire));
            }
            Self::Smtp(smtp) => {
                let message = message(mail, &smtp.from, now)?;
                smtp.transport.send(message).await.map_err(|error| refusal(&error))?;
            }
        }
        tracing::info!(mail.to = masked(&mail.to), mail.seed = mail.message_id_seed, "a mail left");
        Ok(())
    }
}

/// The relay's words may quote the recipient, so only its code is kept.
fn refusal(error: &lettre::transport::smtp::Error) -> MailError {
    let code = error.status().map(u16::from);
    if error.is_permanent() { MailError::Refused(code) } else { MailError::Later(code) }
}

/// `jeanne@choeur.example.org` as `j***@c***.org`: enough to recognise, too little to write to.
#[must_use]
pub fn masked(address: &str) -> String {
    let Some((user, domain)) = address.rsplit_once('@') else { return "***".to_owned() };
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let end = domain.rsplit_once('.').map(|(_, end)| format!(".{end}")).unwrap_or_default();
    format!("{}***@{}***{end}", first(user), first(domain))
}

/// A line of a header: no line break and no other control character, or a header could be forged.
fn one_line(text: &str, what: &'static str) -> Result<(), MailError> {
    if text.chars().any(char::is_control) { Err(MailError::Invalid(what)) } else { Ok(()) }
}

fn mailbox(name: Option<&str>, address: Address, what: &'static str) -> Result<Mailbox, MailError> {
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    one_line(name.unwrap_or_default(), what)?;
    Ok(Mailbox::new(name.map(str::to_owned), address))
}

fn address(text: &str, what: &'static str) -> Result<Address, MailError> {
    text.parse().map_err(|_| MailError::Invalid(what))
}

/// An id at the platform's domain (RFC 5322 3.6.4) that depends on the seed only.
fn message_id(seed: &str, domain: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, seed.as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest.as_ref()[..16]);
    format!("<{}@{domain}>", Uuid::from_bytes(bytes).simple())
}

fn message(mail: &Mail, from: &Address, now: Timestamp) -> Result<Message, MailError> {
    one_line(&mail.subject, "the subject holds a control character")?;
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(now.timestamp()).unwrap_or(0));
    let mut builder = Message::builder()
        .message_id(Some(message_id(&mail.message_id_seed, from.domain())))
        .date(date)
        .from(mailbox(Some(&mail.from_name), from.clone(), "the sender's name holds a control character")?)
        .to(mailbox(mail.to_name.as_deref(), address(&mail.to, "the recipient's address is malformed")?, "the recipient's name holds a control character")?)
        .subject(mail.subject.clone())
        // A machine wrote it: no holiday answers, please (RFC 3834).
        .header(AutoSubmitted("auto-generated".to_owned()));
    if let Some(reply_to) = mail.reply_to.as_deref().filter(|text| !text.is_empty()) {
        builder = builder.reply_to(Mailbox::new(None, address(reply_to, "the address for answers is malformed")?));
    }
    if let Some(link) = &mail.list_unsubscribe {
        if !link.starts_with("https://") || link.chars().any(|c| c.is_control() || matches!(c, '<' | '>' | ' ')) {
            return Err(MailError::Invalid("the unsubscribe address is not a plain https address"));
        }
        builder = builder.header(ListUnsubscribe(format!("<{link}>"))).header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
    }
    let body = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
    let built = if mail.attachments.is_empty() {
        builder.multipart(body)
    } else {
        let mut mixed = MultiPart::mixed().multipart(body);
        for attachment in &mail.attachments {
            mixed = mixed.singlepart(part(attachment)?);
        }
        builder.multipart(mixed)
    };
    built.map_err(|_| MailError::Invalid("its headers do not fit together"))
}

fn part(attachment: &Attachment) -> Result<SinglePart, MailError> {
    one_line(&attachment.name, "an attachment's name holds a control character")?;
    one_line(&attachment.content_type, "an attachment's type holds a control character")?;
    let content_type = ContentType::parse(&attachment.content_type).map_err(|_| MailError::Invalid("an attachment's type is malformed"))?;
    Ok(Part::new(attachment.name.clone()).body(attachment.bytes.clone(), content_type))
}

/// Headers lettre has no type for.
macro_rules! text_header {
    ($name:ident, $header:literal) => {
        #[derive(Clone)]
        struct $name(String);
        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($header)
            }
            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.to_owned()))
            }
            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}

text_header!(AutoSubmitted, "Auto-Submitted");
text_header!(ListUnsubscribe, "List-Unsubscribe");
text_header!(ListUnsubscribePost, "List-Unsubscribe-Post");

#[cfg(test)]
mod tests;
