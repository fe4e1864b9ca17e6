//! Invented documents, complete, for a test to change what it is about.

use chrono::{DateTime, Utc};

use crate::*;

pub(super) const FRENCH: &str = include_str!("../../../../templates/locales/fr/documents.ftl");
pub(super) const ENGLISH: &str = include_str!("../../../../templates/locales/en/documents.ftl");

pub(super) fn at() -> DateTime<Utc> {
    "2026-03-07T09:30:00Z".parse().unwrap()
}

pub(super) fn message(source: &str, key: &str) -> String {
    source.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = ")).unwrap_or_else(|| panic!("{key} is missing")).to_owned()
}

pub(super) fn french(key: &str) -> String {
    message(FRENCH, key)
}

pub(super) fn text(words: &str) -> String {
    words.to_owned()
}

pub(super) fn seller() -> Seller {
    Seller {
        legal_name: text("Association Les Mardis du jazz"),
        address: vec![text("12 rue des Tilleuls"), text("35000 Rennes")],
        email: text("billets@mardis.example.org"),
        phone: Some(text("02 99 00 00 00")),
        siret: Some(text("123 456 789 00012")),
        rna: Some(text("W351234567")),
        licences: vec![text("L-R-26-1234"), text("L-D-26-1235")],
        vat_mention: Some(text("TVA non applicable, art. 293 B du CGI")),
    }
}

pub(super) fn order() -> Order {
    Order { number: text("2026-000042"), code: text("FA0Y-W0PY-42"), sold_on: text("samedi 7 mars 2026"), sold_at: text("en ligne, mardis.estrade.example") }
}

pub(super) fn ticket(index: usize) -> Ticket {
    Ticket {
        number: format!("FA0Y-W0PY-42{index:03}"),
        category: text("Plein tarif"),
        price: Some(text("14,70\u{a0}€")),
        holder: None,
        code: format!("E1.FA0YW0PY42{index:03}.{}", "Zm9vYmFyYmF6".repeat(8)),
    }
}

pub(super) fn sample_tickets(count: usize) -> TicketsDocument {
    TicketsDocument {
        language: Language::French,
        title: text("Vos billets pour ALMA QUARTET"),
        issued_at: at(),
        colour: "#ff5a36".parse().unwrap(),
        test: false,
        seller: seller(),
        session: Session {
            title: text("ALMA QUARTET"),
            subtitle: Some(text("Alma Ferrand, Jo Lindqvist, Samir Haddad, Rose Okafor")),
            picture: None,
            weekday: text("samedi"),
            day: text("14"),
            month: text("mars 2026"),
            date: text("samedi 14 mars 2026"),
            starts: text("20\u{202f}h\u{202f}30"),
            doors: Some(text("20\u{202f}h")),
            ends: Some(text("22\u{202f}h\u{202f}30")),
            venue: text("Salle de la Cité"),
            address: vec![text("10 rue Saint-Louis"), text("35000 Rennes")],
        },
        order: order(),
        buyer: text("Hélène Le Guennec"),
        tickets: (1..=count).map(ticket).collect(),
        labels: TicketLabels::from_messages(french),
    }
}

pub(super) fn sample_receipt(lines: usize) -> ReceiptDocument {
    ReceiptDocument {
        language: Language::French,
        title: text("Reçu 2026-000042"),
        issued_at: at(),
        colour: "#ff5a36".parse().unwrap(),
        test: false,
        seller: seller(),
        buyer: Buyer { name: text("Hélène Le Guennec"), email: Some(text("helene@example.org")), address: vec![] },
        order: order(),
        lines: (1..=lines)
            .map(|index| Line {
                label: format!("Plein tarif {index}"),
                detail: Some(text("ALMA QUARTET, samedi 14 mars 2026, 20\u{202f}h\u{202f}30")),
                quantity: 2,
                unit_price: text("14,70\u{a0}€"),
                amount: text("29,40\u{a0}€"),
            })
            .collect(),
        total: text("29,40\u{a0}€"),
        payment: Some(Payment { label: text("Payé par carte le samedi 7 mars 2026"), amount: text("29,40\u{a0}€") }),
        refunds: vec![Refund {
            number: text("2026-A-000003"),
            date: text("lundi 9 mars 2026"),
            label: text("Billet FA0Y-W0PY-42001"),
            amount: text("−14,70\u{a0}€"),
        }],
        net: Some(text("14,70\u{a0}€")),
        mediator: Some(Mediator {
            name: text("Médiation des loisirs"), address: text("1 place du Marché, 75011 Paris"), site: text("mediation.example.org")
        }),
        mentions: vec![text("Conditions de vente, version 3 du 1er mars 2026.")],
        labels: ReceiptLabels::from_messages(french),
    }
}

pub(super) fn sample_door_list(count: usize) -> DoorListDocument {
    DoorListDocument {
        language: Language::French,
        title: text("Liste à l’entrée, ALMA QUARTET"),
        issued_at: at(),
        printed_on: text("samedi 14 mars 2026 à 19\u{202f}h\u{202f}05"),
        test: false,
        operator: text("Association Les Mardis du jazz"),
        concert: text("ALMA QUARTET"),
        date: text("samedi 14 mars 2026, 20\u{202f}h\u{202f}30"),
        venue: text("Salle de la Cité"),
        counts: vec![Fact { label: text("Billets"), value: count.to_string() }, Fact { label: text("Déjà entrés"), value: text("1") }],
        admissions: (1..=count)
            .map(|index| Admission {
                name: format!("Personne {index}"),
                category: text(if index % 3 == 0 { "Tarif réduit" } else { "Plein tarif" }),
                number: format!("FA0Y-W0PY-42{index:03}"),
                came_in: (index == 2).then(|| text("19\u{202f}h\u{202f}02")),
            })
            .collect(),
        named: (count > 1).then(|| Named { name: text("Zoé de l’Orée"), listed_as: text("Personne 2"), number: text("FA0Y-W0PY-42002") }).into_iter().collect(),
        labels: DoorListLabels::from_messages(french),
    }
}
