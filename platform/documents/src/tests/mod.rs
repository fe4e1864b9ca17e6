//! The documents as a reader opens them: pages, language, title, structure, words, whatever was typed.

mod paper;
mod samples;

use lopdf::{Dictionary, Document, Object};

use super::*;
use samples::{ENGLISH, FRENCH, message, sample_door_list, sample_receipt, sample_tickets, text};

/// Text that has broken documents before: markup, code, quotes, scripts, control letters, endless words.
const HOSTILE: &[&str] = &[
    "#panic(\"a\") *b* _c_ $d$ `e` <f> @g [h] \\ // /* ~ = -- --- #let x = 1",
    "\"double\" 'single' « guillemets » “curly” ’ &amp; <script>alert(1)</script> {{ name }} %s ${x}",
    "🎷🎺 👩‍👩‍👧‍👦 🇫🇷 🏳️‍🌈 ❤️ 1️⃣",
    "مريم العازفة",
    "שלום לכולם",
    "漢字かな 한국어 हिन्दी ไทย",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "a\u{0}b\u{7}c\n\n= Heading\n- list\r\n\tend",
    "\u{202e}desrever\u{202c} \u{feff}\u{200d}\u{e000}\u{fdd0}\u{10ffff}",
    "",
    " ",
];

fn open(pdf: &[u8]) -> Document {
    Document::load_mem(pdf).unwrap()
}

fn words(document: &Document, page: usize) -> String {
    let text = document.extract_text(&[u32::try_from(page).unwrap()]).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn string(document: &Document, dictionary: &Dictionary, key: &[u8]) -> String {
    lopdf::decode_text_string(document.dereference(dictionary.get(key).unwrap()).unwrap().1).unwrap()
}

/// What an assistive reader needs: title shown, author, language, structure, and the claim to PDF/UA.
fn is_accessible(document: &Document, title: &str, author: &str, language: &str) {
    let catalogue = document.catalog().unwrap();
    let information = document.dereference(document.trailer.get(b"Info").unwrap()).unwrap().1.as_dict().unwrap();
    assert_eq!(string(document, information, b"Title"), title);
    assert_eq!(string(document, information, b"Author"), author);
    assert_eq!(string(document, catalogue, b"Lang"), language);
    assert!(catalogue.has(b"StructTreeRoot"));
    let marks = document.get_dict_in_dict(catalogue, b"MarkInfo").unwrap();
    assert_eq!(marks.get(b"Marked").unwrap(), &Object::Boolean(true));
    assert!(claims_accessibility(document));
}

fn claims_accessibility(document: &Document) -> bool {
    let metadata = document.dereference(document.catalog().unwrap().get(b"Metadata").unwrap()).unwrap().1;
    let stream = metadata.as_stream().unwrap();
    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    String::from_utf8_lossy(&content).contains("pdfuaid:part")
}

/// How many elements of a kind the structure tree holds.
fn elements(document: &Document, kind: &[u8]) -> usize {
    document
        .objects
        .values()
        .filter(|object| object.as_dict().is_ok_and(|it| it.has_type(b"StructElem") && it.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == kind)))
        .count()
}

#[test]
fn a_ticket_says_what_the_law_asks_and_reads_aloud() {
    let document = open(&tickets(&sample_tickets(2)).unwrap());
    assert_eq!(document.get_pages().len(), 2);
    is_accessible(&document, "Vos billets pour ALMA QUARTET", "Association Les Mardis du jazz", "fr-FR");
    assert_eq!(elements(&document, b"H1"), 2);
    assert_eq!(elements(&document, b"Figure"), 2, "one code a page");
    for (page, number) in [(1, "FA0Y-W0PY-42001"), (2, "FA0Y-W0PY-42002")] {
        let words = words(&document, page);
        for expected in [
            number,
            "Association Les Mardis du jazz",
            "2026-000042",
            "Plein tarif",
            "14,70 €",
            "samedi 14 mars 2026",
            "20 h 30",
            "ALMA QUARTET",
            "L-R-26-1234",
            "123 456 789 00012",
            "Salle de la Cité",
            "Hélène Le Guennec",
            "L221-28",
            "samedi 7 mars 2026",
            "mardis.estrade.example",
        ] {
            assert!(words.contains(expected), "{expected} is missing from page {page}: {words}");
        }
        assert!(!words.contains("ESSAI"));
    }
}

#[test]
fn a_free_ticket_says_so_and_a_trial_ticket_too() {
    let mut document = sample_tickets(1);
    document.language = Language::English;
    document.labels = TicketLabels::from_messages(|key| message(ENGLISH, key));
    document.test = true;
    document.tickets[0].price = None;
    document.tickets[0].holder = Some(text("Yann Morvan"));
    let pdf = open(&tickets(&document).unwrap());
    is_accessible(&pdf, "Vos billets pour ALMA QUARTET", "Association Les Mardis du jazz", "en-GB");
    let words = words(&pdf, 1);
    for expected in ["free", "Yann Morvan", "TEST", "without value"] {
        assert!(words.contains(expected), "{expected}: {words}");
    }
}

#[test]
fn what_is_absent_leaves_no_hole() {
    let mut document = sample_tickets(1);
    document.session.subtitle = None;
    document.session.doors = None;
    document.session.ends = None;
    document.session.address.clear();
    document.seller = Seller { address: vec![], phone: None, siret: None, rna: None, licences: vec![], vat_mention: None, ..document.seller };
    let pdf = open(&tickets(&document).unwrap());
    assert_eq!(pdf.get_pages().len(), 1);
    let words = words(&pdf, 1);
    assert!(!words.contains("SIRET") && !words.contains("Portes"), "{words}");

    let mut document = sample_receipt(1);
    (document.payment, document.net, document.mediator) = (None, None, None);
    document.refunds.clear();
    document.mentions.clear();
    document.buyer.email = None;
    assert_eq!(open(&receipt(&document).unwrap()).get_pages().len(), 1);
}

#[test]
fn no_text_breaks_a_document() {
    let endless = ["long ".repeat(400), "W".repeat(2000), "très-long-nom@".repeat(60)];
    for hostile in HOSTILE.iter().copied().chain(endless.iter().map(String::as_str)) {
        let mut document = sample_tickets(1);
        document.title = text(hostile);
        document.buyer = text(hostile);
        document.seller.legal_name = text(hostile);
        document.seller.licences = vec![text(hostile)];
        document.session = Session {
            title: text(hostile),
            subtitle: Some(text(hostile)),
            picture: Some(Picture { bytes: hostile.as_bytes().to_vec(), alternative: text(hostile) }),
            venue: text(hostile),
            address: vec![text(hostile)],
            ..document.session
        };
        document.tickets[0].category = text(hostile);
        document.tickets[0].holder = Some(text(hostile));
        let pdf = open(&tickets(&document).unwrap());
        assert_eq!(pdf.get_pages().len(), 1, "{hostile}");
        assert!(words(&pdf, 1).contains("FA0Y-W0PY-42001"), "{hostile}: {}", words(&pdf, 1));

        let mut document = sample_receipt(1);
        document.buyer.name = text(hostile);
        document.lines[0].label = text(hostile);
        document.lines[0].detail = Some(text(hostile));
        document.mentions = vec![text(hostile)];
        open(&receipt(&document).unwrap());

        let mut document = sample_door_list(1);
        document.concert = text(hostile);
        document.admissions[0].name = text(hostile);
        open(&door_list(&document).unwrap());
    }
}

#[test]
fn typed_markup_prints_as_it_was_typed() {
    let mut document = sample_tickets(1);
    document.session.title = text("#panic(\"a\") *b* _c_ $d$ \\ <e> -- 'f'");
    let words = words(&open(&tickets(&document).unwrap()), 1);
    assert!(words.contains("#panic(\"a\")") && words.contains("*b*") && words.contains("'f'"), "{words}");
}

#[test]
fn names_in_other_scripts_stay_accessible() {
    for name in ["Łukasz Ő. Đặng Nguyễn", "Ευρυδίκη", "Пётр Чайковский", "مريم", "שלום", "Zoé 🎷", "漢字"] {
        let mut document = sample_tickets(1);
        document.buyer = text(name);
        assert!(claims_accessibility(&open(&tickets(&document).unwrap())), "{name}");
    }
}

#[test]
fn a_picture_is_printed_with_its_words_and_a_broken_one_is_left_out() {
    let pixel = [
        0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0,
        0, 0, 13, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0x60, 0x60, 0xf8, 0x0f, 0, 1, 4, 1, 0, 0x5f, 0xe5, 0xc3, 0x4b, 0, 0, 0, 0, b'I', b'E', b'N',
        b'D', 0xae, 0x42, 0x60, 0x82,
    ];
    let mut document = sample_tickets(1);
    for (bytes, figures) in [(pixel.to_vec(), 2), (pixel[..40].to_vec(), 1), (vec![], 1)] {
        document.session.picture = Some(Picture { bytes, alternative: text("Quatre musiciennes sur un toit") });
        let pdf = open(&tickets(&document).unwrap());
        assert_eq!(elements(&pdf, b"Figure"), figures);
    }
}

#[test]
fn two_hundred_tickets_are_two_hundred_pages() {
    let pdf = tickets(&sample_tickets(200)).unwrap();
    let document = open(&pdf);
    assert_eq!(document.get_pages().len(), 200);
    assert!(words(&document, 200).contains("FA0Y-W0PY-42200"));
    assert!(pdf.len() < 6_000_000, "{} bytes", pdf.len());
}

#[test]
fn a_code_that_cannot_hold_its_text_is_an_error() {
    let mut document = sample_tickets(1);
    document.tickets[0].code = "x".repeat(3000);
    assert!(matches!(tickets(&document), Err(DocumentError::Code(number)) if number == "FA0Y-W0PY-42001"));
}

#[test]
fn a_receipt_names_both_parties_and_what_was_given_back() {
    let document = open(&receipt(&sample_receipt(1)).unwrap());
    assert_eq!(document.get_pages().len(), 1);
    is_accessible(&document, "Reçu 2026-000042", "Association Les Mardis du jazz", "fr-FR");
    assert_eq!(elements(&document, b"Table"), 2);
    let words = words(&document, 1);
    for expected in [
        "Reçu",
        "2026-000042",
        "FA0Y-W0PY-42",
        "Hélène Le Guennec",
        "helene@example.org",
        "29,40 €",
        "Payé par carte",
        "−14,70 €",
        "2026-A-000003",
        "Médiation des loisirs",
        "293 B",
        "W351234567",
        "1 / 1",
    ] {
        assert!(words.contains(expected), "{expected} is missing: {words}");
    }
}

#[test]
fn a_long_receipt_numbers_its_pages_and_repeats_its_heads() {
    let document = open(&receipt(&sample_receipt(80)).unwrap());
    let pages = document.get_pages().len();
    assert!(pages > 2);
    for page in 1..pages {
        let words = words(&document, page);
        assert!(words.contains(&format!("{page} / {pages}")) && words.contains("Désignation"), "{words}");
    }
}

#[test]
fn a_door_list_repeats_its_head_on_each_page() {
    let document = open(&door_list(&sample_door_list(120)).unwrap());
    is_accessible(&document, "Liste à l’entrée, ALMA QUARTET", "Association Les Mardis du jazz", "fr-FR");
    let pages = document.get_pages().len();
    assert!(pages >= 3);
    for page in 1..=pages {
        let words = words(&document, page);
        for expected in ["ALMA QUARTET", "Billet n°", &format!("{page} / {pages}")] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
    }
    assert!(words(&document, pages).contains("Personne 120"));
    let nobody = open(&door_list(&sample_door_list(0)).unwrap());
    assert!(words(&nobody, 1).contains("Aucun billet"));
}

#[test]
fn the_same_order_gives_the_same_bytes() {
    assert_eq!(tickets(&sample_tickets(1)).unwrap(), tickets(&sample_tickets(1)).unwrap());
}

#[test]
fn both_languages_have_every_word() {
    for source in [FRENCH, ENGLISH] {
        for key in TicketLabels::KEYS.iter().chain(ReceiptLabels::KEYS).chain(DoorListLabels::KEYS) {
            assert!(!message(source, key).is_empty());
        }
    }
}

// LOOK
