//! The SMTP server (RFC 5321) as far as a sender sees it: greeting, envelope, data with dot-stuffing, limits; no relaying, so no authentication.

use std::{sync::Arc, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::Semaphore,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{mailbox::Mailbox, message::Envelope};

/// The largest mail taken, in bytes.
const LARGEST: usize = 25 * 1024 * 1024;

/// The longest command line taken, in bytes: room for addresses in UTF-8.
const LONGEST_LINE: usize = 4096;

/// RFC 5321 4.5.3.1.8: a server takes at least 100 recipients.
const MOST_RECIPIENTS: usize = 100;

/// How long a silent sender is kept.
const PATIENCE: Duration = Duration::from_mins(2);

/// Serves senders until `stop`.
pub(super) async fn serve(listener: TcpListener, mailbox: Arc<Mailbox>, stop: CancellationToken) {
    let (senders, places) = (TaskTracker::new(), Arc::new(Semaphore::new(64)));
    loop {
        let socket = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => socket,
                Err(error) => {
                    tracing::warn!(%error, "the mail catcher cannot take a connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        let Ok(place) = places.clone().acquire_owned().await else { break };
        let (mailbox, stop) = (mailbox.clone(), stop.clone());
        senders.spawn(async move {
            let session = Session::new(socket, mailbox);
            tokio::select! {
                () = stop.cancelled() => {}
                // A sender that goes away in the middle is its own affair.
                _ = session.run() => {}
            }
            drop(place);
        });
    }
    senders.close();
    senders.wait().await;
}

struct Session {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    mailbox: Arc<Mailbox>,
    greeted: bool,
    envelope: Option<Envelope>,
}

/// A line as it came, or why there is none.
enum Line {
    Text(String),
    TooLong,
    NotText,
    End,
}

impl Session {
    fn new(socket: TcpStream, mailbox: Arc<Mailbox>) -> Self {
        let (reader, writer) = socket.into_split();
        Self { reader: BufReader::new(reader), writer, mailbox, greeted: false, envelope: None }
    }

    async fn run(mut self) -> std::io::Result<()> {
        self.say("220 estrade-dev ESMTP, every mail stays here").await?;
        loop {
            let Ok(line) = tokio::time::timeout(PATIENCE, self.line()).await else {
                return self.say("421 4.4.2 you were silent for too long").await;
            };
            let text = match line? {
                Line::Text(text) => text,
                Line::TooLong => {
                    self.say("500 5.5.6 that line is too long").await?;
                    continue;
                }
                Line::NotText => {
                    self.say("500 5.5.2 that line is not UTF-8").await?;
                    continue;
                }
                Line::End => return Ok(()),
            };
            let (verb, rest) = text.split_once(' ').unwrap_or((text.as_str(), ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.hello(rest, true).await?,
                "HELO" => self.hello(rest, false).await?,
                "MAIL" => self.mail(rest).await?,
                "RCPT" => self.recipient(rest).await?,
                "DATA" => {
                    if !self.data().await? {
                        return Ok(());
                    }
                }
                "RSET" => {
                    self.envelope = None;
                    self.say("250 2.0.0 forgotten").await?;
                }
                "NOOP" => self.say("250 2.0.0 still here").await?,
                "VRFY" => self.say("252 2.1.5 send it and see").await?,
                "QUIT" => return self.say("221 2.0.0 goodbye").await,
                "STARTTLS" | "AUTH" | "EXPN" | "HELP" => self.say("502 5.5.1 not here").await?,
                _ => self.say("500 5.5.1 no such command").await?,
            }
        }
    }

    async fn hello(&mut self, name: &str, extended: bool) -> std::io::Result<()> {
        if name.trim().is_empty() {
            return self.say("501 5.5.4 say your name").await;
        }
        self.greeted = true;
        self.envelope = None;
        if extended {
            self.say(&format!("250-estrade-dev\r\n250-PIPELINING\r\n250-SIZE {LARGEST}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES")).await
        } else {
            self.say("250 estrade-dev").await
        }
    }

    async fn mail(&mut self, rest: &str) -> std::io::Result<()> {
        if !self.greeted {
            return self.say("503 5.5.1 EHLO first").await;
        }
        if self.envelope.is_some() {
            return self.say("503 5.5.1 one sender a mail").await;
        }
        let Some((from, parameters)) = path(rest, "FROM:") else {
            return self.say("501 5.5.4 MAIL FROM:<address>").await;
        };
        for parameter in parameters.split_whitespace() {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            match (name.to_ascii_uppercase().as_str(), value.parse::<usize>()) {
                ("SIZE", Ok(size)) if size > LARGEST => return self.say("552 5.3.4 that mail is too big").await,
                ("SIZE", Ok(_)) | ("BODY" | "SMTPUTF8", _) => {}
                _ => return self.say("555 5.5.4 that parameter is not known here").await,
            }
        }
        self.envelope = Some(Envelope { from: from.to_owned(), to: Vec::new() });
        self.say("250 2.1.0 ok").await
    }

    async fn recipient(&mut self, rest: &str) -> std::io::Result<()> {
        let Some(envelope) = &mut self.envelope else {
            return self.say("503 5.5.1 MAIL first").await;
        };
        let reply = match path(rest, "TO:") {
            Some((to, _)) if to.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) => {
                if envelope.to.len() < MOST_RECIPIENTS {
                    envelope.to.push(to.to_owned());
                    "250 2.1.5 ok"
                } else {
                    "452 4.5.3 too many recipients"
                }
            }
            Some(_) => "553 5.1.3 that is no address",
            None => "501 5.5.4 RCPT TO:<address>",
        };
        self.say(reply).await
    }

    /// Takes a mail's bytes. False when the sender went away.
    async fn data(&mut self) -> std::io::Result<bool> {
        if self.envelope.as_ref().is_none_or(|envelope| envelope.to.is_empty()) {
            self.say("503 5.5.1 RCPT first").await?;
            return Ok(true);
        }
        self.say("354 end with a dot alone on its line").await?;
        let Ok(read) = tokio::time::timeout(PATIENCE, read_data(&mut self.reader)).await else {
            self.say("421 4.4.2 you were silent for too long").await?;
            return Ok(false);
        };
        let envelope = self.envelope.take().unwrap_or_default();
        let reply = match read? {
            Data::Lost => return Ok(false),
            Data::TooBig => "552 5.3.4 that mail is too big".to_owned(),
            Data::Whole(raw) => match self.mailbox.due_rejection() {
                Some(code) => format!("{code} {}.7.0 refused, as asked", code / 100),
                None => match self.mailbox.add(envelope, raw) {
                    Ok(message) => format!("250 2.0.0 kept as {}", message.id),
                    Err(error) => {
                        tracing::error!(error = %format!("{error:#}"), "a mail cannot be kept");
                        "452 4.3.1 it cannot be kept now".to_owned()
                    }
                },
            },
        };
        self.say(&reply).await?;
        Ok(true)
    }

    async fn line(&mut self) -> std::io::Result<Line> {
        let mut bytes = Vec::new();
        let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
        (&mut self.reader).take(limit).read_until(b'\n', &mut bytes).await?;
        if bytes.last() != Some(&b'\n') {
            if bytes.len() < LONGEST_LINE {
                return Ok(Line::End);
            }
            // The rest of the line would be taken for commands.
            return Ok(if skip_line(&mut self.reader).await? { Line::TooLong } else { Line::End });
        }
        Ok(String::from_utf8(bytes).map_or(Line::NotText, |text| Line::Text(text.trim_end_matches(['\r', '\n']).to_owned())))
    }

    async fn say(&mut self, reply: &str) -> std::io::Result<()> {
        self.writer.write_all(format!("{reply}\r\n").as_bytes()).await?;
        self.writer.flush().await
    }
}

/// Reads up to the next line's start, keeping nothing. False at the end of the stream.
async fn skip_line(reader: &mut BufReader<OwnedReadHalf>) -> std::io::Result<bool> {
    loop {
        let (used, found) = {
            let buffer = reader.fill_buf().await?;
            if buffer.is_empty() {
                return Ok(false);
            }
            buffer.iter().position(|byte| *byte == b'\n').map_or((buffer.len(), false), |at| (at + 1, true))
        };
        reader.consume(used);
        if found {
            return Ok(true);
        }
    }
}

enum Data {
    Whole(Vec<u8>),
    TooBig,
    Lost,
}

/// Reads to the dot alone on its line and undoes dot-stuffing. Only CRLF ends a line, so that no sender can hide a second mail behind a bare LF.
async fn read_data(reader: &mut BufReader<OwnedReadHalf>) -> std::io::Result<Data> {
    let (mut mail, mut line) = (Vec::new(), Vec::new());
    let (mut at_start, mut too_big) = (true, false);
    loop {
        line.clear();
        // A line may be as long as the mail: it is taken in pieces, so that memory stays bounded.
        (&mut *reader).take(64 * 1024).read_until(b'\n', &mut line).await?;
        if line.is_empty() {
            return Ok(Data::Lost);
        }
        if at_start && line == b".\r\n" {
            return Ok(if too_big { Data::TooBig } else { Data::Whole(mail) });
        }
        let kept = if at_start && line.first() == Some(&b'.') { &line[1..] } else { &line[..] };
        if mail.len() + kept.len() > LARGEST {
            too_big = true;
            mail = Vec::new();
        }
        if !too_big {
            mail.extend_from_slice(kept);
        }
        at_start = line.ends_with(b"\r\n");
    }
}

/// Reads `FROM:<address> PARAMETERS`: the address without its source route, and the parameters.
fn path<'a>(text: &'a str, keyword: &str) -> Option<(&'a str, &'a str)> {
    let text = text.trim();
    let start = text.get(..keyword.len())?;
    let rest = text.get(keyword.len()..)?.trim_start();
    let inside = rest.strip_prefix('<')?;
    let (address, parameters) = inside.split_once('>')?;
    let address = if address.starts_with('@') { address.split_once(':')?.1 } else { address };
    let plain = !address.chars().any(|sign| sign.is_control() || sign.is_whitespace() || sign == '<');
    (start.eq_ignore_ascii_case(keyword) && plain).then_some((address, parameters.trim()))
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_path_is_an_address_in_angle_brackets() {
        assert_eq!(path("FROM:<a@example.org> SIZE=10", "FROM:"), Some(("a@example.org", "SIZE=10")));
        assert_eq!(path("from: <>", "FROM:"), Some(("", "")));
        assert_eq!(path("TO:<@relay.example.org:b@example.org>", "TO:"), Some(("b@example.org", "")));
        assert_eq!(path("TO:b@example.org", "TO:"), None);
        assert_eq!(path("TO:<b@exa mple.org>", "TO:"), None);
        assert_eq!(path("é", "FROM:"), None);
    }
}
