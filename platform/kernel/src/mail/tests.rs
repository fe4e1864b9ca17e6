//! Mails as they are on the wire, and what is refused.

use super::*;

fn mail() -> Mail {
    Mail {
        from_name: "Le Chœur de l’Étang".to_owned(),
        reply_to: Some("bureau@example.org".to_owned()),
        to: "jeanne@choeur.example.org".to_owned(),
        to_name: Some("Jeanne Martin".to_owned()),
        subject: "Vos 2 billets pour « Nuit d’été »".to_owned(),
        text: "Bonjour".to_owned(),
        html: "<p>Bonjour</p>".to_owned(),
        attachments: vec![Attachment { name: "billets.pdf".to_owned(), content_type: "application/pdf".to_owned(), bytes: vec![1, 2, 3] }],
        message_id_seed: "job-7".to_owned(),
        list_unsubscribe: None,
    }
}

fn now() -> Timestamp {
    chrono::DateTime::from_timestamp(1_773_500_000, 0).unwrap()
}

async fn wire(mail: &Mail) -> String {
    let memory = Memory::new();
    Mailer::Memory(memory.clone()).send(mail, now()).await.unwrap();
    String::from_utf8(memory.sent().remove(0).1).unwrap()
}

fn headers(wire: &str) -> String {
    wire.split("\r\n\r\n").next().unwrap().to_owned()
}

#[tokio::test]
async fn a_mail_has_its_parts_its_date_and_an_id_that_stays() {
    let first = headers(&wire(&mail()).await);
    assert!(first.contains("Date: Sat, 14 Mar 2026 14:53:20 +0000"), "{first}");
    assert!(first.contains("multipart/mixed"));
    assert!(first.contains("Reply-To: bureau@example.org"));
    assert!(first.contains("Auto-Submitted: auto-generated"));
    let id = |text: &str| text.lines().find(|line| line.starts_with("Message-ID:")).map(str::to_owned);
    assert_eq!(id(&first), id(&headers(&wire(&mail()).await)));
    assert_ne!(id(&first), id(&headers(&wire(&Mail { message_id_seed: "job-8".to_owned(), ..mail() }).await)));
    let whole = wire(&mail()).await;
    for part in ["text/plain", "text/html", "application/pdf", "billets.pdf"] {
        assert!(whole.contains(part), "{part}");
    }
}

#[tokio::test]
async fn a_list_mail_ends_its_subscription_in_one_click() {
    let link = "https://chorale.example.org/lettre/fin/abc".to_owned();
    let head = headers(&wire(&Mail { list_unsubscribe: Some(link), ..mail() }).await).replace("\r\n ", " ");
    assert!(head.contains("List-Unsubscribe: <https://chorale.example.org/lettre/fin/abc>"), "{head}");
    assert!(head.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
}

#[tokio::test]
async fn nothing_typed_can_add_a_header() {
    let forged = "x\r\nBcc: other@example.org";
    let bad = [
        Mail { subject: forged.to_owned(), ..mail() },
        Mail { from_name: forged.to_owned(), ..mail() },
        Mail { to_name: Some(forged.to_owned()), ..mail() },
        Mail { to: forged.to_owned(), ..mail() },
        Mail { to: "a@example.org, b@example.org".to_owned(), ..mail() },
        Mail { reply_to: Some(forged.to_owned()), ..mail() },
        Mail { list_unsubscribe: Some(format!("https://{forged}")), ..mail() },
        Mail { attachments: vec![Attachment { name: forged.to_owned(), content_type: "text/plain".to_owned(), bytes: vec![] }], ..mail() },
    ];
    for mail in bad {
        let memory = Memory::new();
        let error = Mailer::Memory(memory.clone()).send(&mail, now()).await.unwrap_err();
        assert!(matches!(error, MailError::Invalid(_)));
        assert!(matches!(JobError::from(error), JobError::Fail(_)));
        assert!(memory.sent().is_empty());
    }
}

#[tokio::test]
async fn a_relay_that_is_away_means_later() {
    let config = MailConfig { url: Url::parse("smtp://127.0.0.1:9").unwrap(), from: "billets@example.org".parse().unwrap() };
    let error = Mailer::new(&config).unwrap().send(&mail(), now()).await.unwrap_err();
    assert!(matches!(error, MailError::Later(_)));
    assert!(matches!(JobError::from(error), JobError::Retry(_)));
}

#[test]
fn an_address_in_a_log_is_masked() {
    assert_eq!(masked("jeanne@choeur.example.org"), "j***@c***.org");
    assert_eq!(masked("élise@example.org"), "é***@e***.org");
    assert_eq!(masked("nonsense"), "***");
    assert!(!format!("{:?}", mail()).contains("jeanne"));
}
