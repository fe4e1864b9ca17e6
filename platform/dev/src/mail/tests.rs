//! The SMTP exchange byte by byte, and what the pages and the JSON make of a mail.

use chrono::{TimeZone, Utc};
use poem::test::TestClient;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

use super::*;

const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

const LETTER: &str = concat!(
    "From: =?utf-8?q?Les_Feux_de_la_Plan=C3=A8te?= <billetterie@example.org>\r\n",
    "To: Camille <camille@example.org>\r\n",
    "Subject: =?utf-8?q?Vos_2_places=2C_samedi_14_mars?=\r\n",
    "MIME-Version: 1.0\r\n",
    "Content-Type: multipart/mixed; boundary=outer\r\n",
    "\r\n",
    "--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\n",
    "--inner\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
    "=C3=80 samedi.\r\n..deux points au d=C3=A9but\r\n",
    "--inner\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>À <b>samedi</b>. <img src=\"cid:logo\"></p><script>alert(1)</script>\r\n",
    "--inner--\r\n",
    "--outer\r\nContent-Type: application/pdf; name=billets.pdf\r\nContent-Disposition: attachment; filename=billets.pdf\r\n",
    "Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjc=\r\n",
    "--outer--\r\n",
);

/// A sender that speaks the protocol by hand.
struct Sender {
    replies: Lines<BufReader<OwnedReadHalf>>,
    writer: OwnedWriteHalf,
}

impl Sender {
    async fn connect(catcher: &MailCatcher) -> Self {
        let (reader, writer) = TcpStream::connect(catcher.smtp).await.unwrap().into_split();
        let mut sender = Self { replies: BufReader::new(reader).lines(), writer };
        assert!(sender.reply().await.starts_with("220 "));
        sender
    }

    async fn reply(&mut self) -> String {
        self.replies.next_line().await.unwrap().unwrap_or_default()
    }

    async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.writer.write_all(bytes.as_ref()).await.unwrap();
    }

    async fn say(&mut self, line: &str) -> String {
        self.write(format!("{line}\r\n")).await;
        self.reply().await
    }

    async fn hello(&mut self) -> Vec<String> {
        let mut lines = vec![self.say("EHLO test.example.org").await];
        while lines.last().is_some_and(|line| line.as_bytes()[3] == b'-') {
            lines.push(self.reply().await);
        }
        lines
    }

    async fn send(&mut self, to: &str, data: &str) -> String {
        assert!(self.say("MAIL FROM:<billetterie@example.org>").await.starts_with("250 "));
        assert!(self.say(&format!("RCPT TO:<{to}>")).await.starts_with("250 "));
        assert!(self.say("DATA").await.starts_with("354 "));
        self.write(data).await;
        self.say(".").await
    }
}

async fn catcher(folder: &Path) -> MailCatcher {
    let clock = Clock::fixed(Utc.with_ymd_and_hms(2026, 11, 23, 8, 30, 0).unwrap());
    start(folder, LOOPBACK, LOOPBACK, clock).await.unwrap()
}

#[tokio::test]
async fn a_mail_is_taken_as_a_real_server_takes_it() {
    let folder = tempfile::tempdir().unwrap();
    let catcher = catcher(folder.path()).await;
    let mut sender = Sender::connect(&catcher).await;
    let offered = sender.hello().await.join(" ");
    for extension in ["PIPELINING", "SIZE 26214400", "8BITMIME", "SMTPUTF8"] {
        assert!(offered.contains(extension), "{offered}");
    }
    assert!(sender.send("camille@example.org", LETTER).await.starts_with("250 "));
    assert!(sender.say("QUIT").await.starts_with("221 "));

    let [mail] = &catcher.mailbox.list(None)[..] else { panic!("one mail") };
    assert_eq!(mail.subject, "Vos 2 places, samedi 14 mars");
    assert_eq!(mail.from, "Les Feux de la Planète <billetterie@example.org>");
    assert_eq!(mail.text.replace('\r', ""), "À samedi.\n.deux points au début");
    assert!(mail.html.as_ref().unwrap().contains("<b>samedi</b>"));
    assert_eq!((mail.attachments[0].name.as_str(), mail.attachments[0].bytes.as_slice()), ("billets.pdf", b"%PDF-1.7".as_slice()));
    assert_eq!(mail.raw, LETTER.replace("\r\n..", "\r\n.").into_bytes());

    catcher.stop().await;
    let again = self::catcher(folder.path()).await;
    let kept = again.mailbox.find(1).unwrap();
    assert_eq!((kept.to.as_slice(), kept.subject.as_str()), (["camille@example.org".to_owned()].as_slice(), "Vos 2 places, samedi 14 mars"));
    assert_eq!(kept.raw, LETTER.replace("\r\n..", "\r\n.").into_bytes());
    again.stop().await;
}

#[tokio::test]
async fn commands_may_be_pipelined_and_utf8_addresses_come_through() {
    let folder = tempfile::tempdir().unwrap();
    let catcher = catcher(folder.path()).await;
    let mut sender = Sender::connect(&catcher).await;
    sender.hello().await;
    sender.write("MAIL FROM:<> BODY=8BITMIME SMTPUTF8 SIZE=20\r\nRCPT TO:<zoé@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n").await;
    for expected in ["250", "250", "250", "354"] {
        assert!(sender.reply().await.starts_with(expected));
    }
    sender.write("Subject: été\r\n\r\nbonjour\r\n.\r\nNOOP\r\nRSET\r\n").await;
    for _ in 0..3 {
        assert!(sender.reply().await.starts_with("250 "));
    }
    assert_eq!(catcher.mailbox.list(Some("ZOÉ@example.org")).len(), 0, "letter case beyond ASCII is the address's own");
    assert_eq!(catcher.mailbox.list(Some("zoé@Example.org"))[0].to.len(), 2);
    catcher.stop().await;
}

#[tokio::test]
async fn wrong_order_and_wrong_words_are_answered_not_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let catcher = catcher(folder.path()).await;
    let mut sender = Sender::connect(&catcher).await;
    for (line, code) in [
        ("MAIL FROM:<a@example.org>", "503"),
        ("EHLO", "501"),
        ("HELO here", "250"),
        ("RCPT TO:<a@example.org>", "503"),
        ("DATA", "503"),
        ("MAIL FROM:<a@example.org> SIZE=99999999", "552"),
        ("MAIL FROM:<a@example.org> MAGIC=1", "555"),
        ("MAIL FROM:a@example.org", "501"),
        ("mail from:<a@example.org>", "250"),
        ("MAIL FROM:<a@example.org>", "503"),
        ("RCPT TO:<nobody>", "553"),
        ("DATA", "503"),
        ("RSET", "250"),
        ("AUTH PLAIN AAAA", "502"),
        ("BREW", "500"),
    ] {
        let reply = sender.say(line).await;
        assert!(reply.starts_with(code), "{line}: {reply}");
    }
    assert!(sender.say(&"x".repeat(10_000)).await.starts_with("500 5.5.6"));
    sender.write([b'N', 0xff, b'\r', b'\n']).await;
    assert!(sender.reply().await.starts_with("500 5.5.2"));
    assert!(sender.say("NOOP").await.starts_with("250"), "the session goes on after them all");
    catcher.stop().await;
}

#[tokio::test]
async fn a_mail_that_is_too_big_or_hides_another_is_not_taken_for_two() {
    let folder = tempfile::tempdir().unwrap();
    let catcher = catcher(folder.path()).await;
    let mut sender = Sender::connect(&catcher).await;
    sender.hello().await;
    let big = format!("Subject: big\r\n\r\n{}\r\n", "y".repeat(26 * 1024 * 1024));
    assert!(sender.send("a@example.org", &big).await.starts_with("552 "));
    let smuggled = "Subject: one\r\n\r\nbody\n.\nMAIL FROM:<evil@example.org>\r\n";
    assert!(sender.send("a@example.org", smuggled).await.starts_with("250 "));
    assert_eq!(catcher.mailbox.list(None).len(), 1);
    catcher.stop().await;
}

#[tokio::test]
async fn the_next_mails_are_refused_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let catcher = catcher(folder.path()).await;
    let site = TestClient::new(pages::routes(catcher.mailbox.clone()).unwrap());
    site.post("/api/faults").body_json(&serde_json::json!({"reject_next": 2, "code": 451})).send().await.assert_status(poem::http::StatusCode::NO_CONTENT);
    site.post("/api/faults").body_json(&serde_json::json!({"reject_next": 2, "code": 250})).send().await.assert_status(poem::http::StatusCode::BAD_REQUEST);
    let mut sender = Sender::connect(&catcher).await;
    sender.hello().await;
    for expected in ["451 4.7.0", "451 4.7.0", "250 "] {
        let reply = sender.send("a@example.org", "Subject: x\r\n\r\nx\r\n").await;
        assert!(reply.starts_with(expected), "{reply}");
    }
    catcher.stop().await;
}

#[tokio::test]
async fn a_person_reads_a_mail_and_a_test_fetches_it() {
    let folder = tempfile::tempdir().unwrap();
    let catcher = catcher(folder.path()).await;
    let site = TestClient::new(pages::routes(catcher.mailbox.clone()).unwrap());
    assert!(site.get("/").send().await.0.into_body().into_string().await.unwrap().contains("Aucun message"));
    let envelope = message::Envelope { from: "billetterie@example.org".to_owned(), to: vec!["camille@example.org".to_owned()] };
    catcher.mailbox.add(envelope, LETTER.as_bytes().to_vec()).unwrap();

    let page = site.get("/messages/1").send().await.0.into_body().into_string().await.unwrap();
    assert!(page.contains("à 9\u{a0}h\u{a0}30") && page.contains("billets.pdf") && !page.contains("<script>"), "{page}");
    let frame = site.get("/messages/1/html").send().await;
    frame.assert_header("content-security-policy", pages_policy());
    let piece = site.get("/messages/1/attachments/0").send().await;
    piece.assert_header("content-disposition", "attachment; filename*=UTF-8''billets.pdf");
    piece.assert_bytes(b"%PDF-1.7").await;
    site.get("/messages/1/attachments/7").send().await.assert_status(poem::http::StatusCode::NOT_FOUND);
    site.get("/messages/2").send().await.assert_status(poem::http::StatusCode::NOT_FOUND);

    let list = site.get("/api/messages?to=camille@example.org").send().await.json().await;
    let first = list.value().array().get(0).object();
    first.get("subject").assert_string("Vos 2 places, samedi 14 mars");
    first.get("attachments").array().get(0).object().get("path").assert_string("/messages/1/attachments/0");
    site.get("/api/messages?to=other@example.org").send().await.assert_text("[]").await;
    site.delete("/api/messages").send().await.assert_status(poem::http::StatusCode::NO_CONTENT);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    catcher.stop().await;
}

fn pages_policy() -> &'static str {
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'self'"
}
