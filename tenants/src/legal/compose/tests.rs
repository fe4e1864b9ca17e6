//! What the composed texts must say, and must never say.

use kernel::inventory::{RETENTIONS, TREATMENTS};

use super::*;
use crate::{
    legal::{
        clauses::Clause,
        proofs::{Reason, State},
    },
    site::{
        model::{Dpo, VatRegime},
        modules::Module,
    },
};

fn written(kind: Kind, association: &Association, modules: &Modules, clauses: &[Clause], claims: &[Proof]) -> Content {
    let (host, now) = (OperatorConfig::sample(), Timestamp::default());
    compose(kind, &Sources { association, host: &host, modules, clauses, drafts: false, claims, now }).unwrap()
}

fn proven_at(claim: ClaimId, now: Timestamp) -> Proof {
    Proof { claim, state: State::Green, since: now, checked_at: now, reason: Reason::Other, fact: String::new() }
}

fn plain(kind: Kind) -> Content {
    written(kind, &Association::sample(), &Modules::all(), &[], &[])
}

/// The shape of a text without its words: what both languages share.
fn shape(text: &Text) -> Vec<String> {
    let block = |block: &Block| match block {
        Block::Paragraph(_) => "p".to_owned(),
        Block::Heading(_) => "h".to_owned(),
        Block::Title(_) => "t".to_owned(),
        Block::Part(anchor, _) => format!("part {anchor}"),
        Block::List(items) => format!("list {}", items.len()),
        Block::Facts(facts) => format!("facts {}", facts.len()),
        Block::Table(head, rows) => format!("table {} {}", head.len(), rows.len()),
        Block::Link(_, address) => format!("link {}", address.trim_start_matches("/en")),
        Block::See(_, places) => format!("see {:?}", places.iter().map(|(_, anchor)| anchor).collect::<Vec<_>>()),
        Block::Own(_, paragraphs) | Block::OwnFrench(_, paragraphs) => format!("own {}", paragraphs.len()),
    };
    let sections = text.sections.iter().filter(|section| section.anchor != "langue");
    sections.flat_map(|section| std::iter::once(format!("section {}", section.anchor)).chain(section.blocks.iter().map(block))).collect()
}

#[test]
fn french_and_english_have_the_same_structure_whatever_the_association_stated() {
    let bare = Association {
        street: String::new(),
        email: String::new(),
        phone: String::new(),
        siret: String::new(),
        licence: String::new(),
        director_name: String::new(),
        mediator_name: String::new(),
        webmaster_name: String::new(),
        online_since: None,
        ..Association::sample()
    };
    let liable = Association { vat_regime: VatRegime::Liable, vat_number: "FR44732829320".to_owned(), ..Association::sample() };
    let tickets_only: Modules = [Module::Ticketing].into_iter().collect();
    let own = Clause {
        kind: Kind::Notice,
        section: "liens".to_owned(),
        draft: (String::new(), String::new()),
        published: ("Nos partenaires.\n\nLeur accord.".to_owned(), String::new()),
        published_at: None,
    };
    for association in [Association::sample(), bare, liable] {
        for modules in [Modules::all(), Modules::default(), tickets_only.clone()] {
            for kind in Kind::ALL {
                let content = written(kind, &association, &modules, std::slice::from_ref(&own), &[]);
                assert_eq!(shape(&content.fr), shape(&content.en));
                assert!(content.fr.to_html().contains("Association Jazz des Halles"));
                assert_eq!(content.en.sections.last().map(|section| section.anchor.as_str()), Some("langue"));
            }
        }
    }
}

#[test]
fn the_notice_names_what_the_law_wants_named() {
    let html = plain(Kind::Notice).fr.to_html();
    for fact in [
        "12 rue des Halles, 38000 Grenoble",
        "04 76 00 00 00",
        "Claire Vasseur",
        "W381000000",
        "732\u{a0}829\u{a0}320\u{a0}00074",
        "PLATESV-D-2026-000001",
        "Médiation des Alpes",
        "293 B du CGI",
        "__Host-",
        "01/09/2019",
        "Atelier des Quais",
        "place du Théâtre",
        "art. 1-1",
        "FA0Y-W0PY-42001",
        "6.C. Payer en ligne",
    ] {
        assert!(html.contains(fact), "{fact}\n{html}");
    }
}

#[test]
fn every_use_whose_module_is_on_is_told_with_its_data_recipients_and_times() {
    let modules = Modules::all();
    let content = plain(Kind::Notice);
    let html = content.fr.to_html();
    for treatment in TREATMENTS.iter().filter(|treatment| modules.concern(treatment.module)) {
        let told = html.contains(&format!(
            "<h4>{}</h4>",
            crate::legal::model::escaped(&translate(Locale::Fr, &format!("treatment-{}-title", treatment.key), &[]).unwrap())
        ));
        let team = treatment.subjects.iter().all(|subject| matches!(subject.facts().key, "staff" | "applicant"));
        assert_eq!(told, !team, "{}", treatment.key);
    }
    assert_eq!(content.uses.len(), html.matches("<h4>").count());
    let ticketing = content.uses.iter().find(|one| one.treatment == "ticketing").unwrap();
    assert!(ticketing.categories.contains(&"contact.email".to_owned()) && ticketing.recipients.contains(&"mail_provider".to_owned()));
    assert!(ticketing.kept.iter().all(|kept| RETENTIONS.iter().any(|retention| retention.key == kept.rule)));

    let bare = written(Kind::Notice, &Association::sample(), &Modules::default(), &[], &[]);
    let html = bare.fr.to_html();
    assert!(!html.contains("Stripe") && !html.contains("id=\"paiement\"") && !html.contains("Billetterie"), "{html}");
    assert!(bare.uses.iter().all(|one| one.treatment != "ticketing"));
}

#[test]
fn no_text_cites_what_was_repealed_or_renumbered() {
    let gone = [
        "78-87",
        "95/46",
        "art. 6 III",
        "art. 6-III",
        "226-13",
        "P3P",
        " SSL",
        "ec.europa.eu/consumers/odr",
        "art. 38 ",
        "déclaration CNIL",
        "Privacy Shield",
        "2018-687",
    ];
    for kind in Kind::ALL {
        let content = plain(kind);
        for html in [content.fr.to_html(), content.en.to_html()] {
            for citation in gone {
                assert!(!html.contains(citation), "{citation} in {}", kind.word());
            }
        }
    }
}

#[test]
fn a_claim_without_a_recent_proof_is_qualified_or_left_out() {
    let association = Association::sample();
    let unproven = plain(Kind::Notice).fr.to_html();
    assert!(
        unproven.contains("aucune vérification récente ne l’atteste")
            && !unproven.contains("DNSSEC")
            && !unproven.contains("se connecte avec un second facteur")
    );
    let states: Vec<Proof> = ClaimId::ALL.iter().map(|id| proven_at(*id, Timestamp::default())).collect();
    let proven = written(Kind::Notice, &association, &Modules::all(), &[], &states).fr.to_html();
    assert!(!proven.contains("aucune vérification") && proven.contains("DNSSEC") && proven.contains("son compte Stripe est protégé"));
    let no_stripe = written(Kind::Notice, &association, &Modules::default(), &[], &states).fr.to_html();
    assert!(!no_stripe.contains("son compte Stripe"), "nobody attests for an account that is not there");
}

#[test]
fn what_every_probe_disproves_no_sentence_says() {
    let now = Timestamp::default();
    let red: Vec<Proof> = ClaimId::ALL.iter().map(|id| Proof { state: State::Red, ..proven_at(*id, now) }).collect();
    let green: Vec<Proof> = ClaimId::ALL.iter().map(|id| proven_at(*id, now)).collect();
    let texts = |claims: &[Proof]| {
        let content = written(Kind::Notice, &Association::sample(), &Modules::all(), &[], claims);
        (content.fr.to_html(), content.en.to_html())
    };
    let (french, english) = texts(&red);
    for said in [
        "chiffrée",
        "séparées",
        "invisibles aux autres",
        "aucune n’est gardée plus longtemps",
        "n’appelle un autre serveur",
        "n’écrit rien d’autre",
        "illisible",
    ] {
        assert!(!french.contains(said), "“{said}” is said although every probe is red");
    }
    for said in ["encrypted connection", "kept apart", "invisible to the others", "none are kept longer"] {
        assert!(!english.contains(said), "“{said}” is said although every probe is red");
    }
    let (french, english) = texts(&green);
    assert!(french.contains("connexion chiffrée") && french.contains("invisibles aux autres") && english.contains("none are kept longer"));
    // What is promised and what is proven are two lists.
    let content = written(Kind::Notice, &Association::sample(), &Modules::all(), &[], &green);
    let lists: Vec<&Vec<String>> =
        content.fr.sections[0].blocks.iter().filter_map(|block| if let Block::List(items) = block { Some(items) } else { None }).collect();
    assert_eq!(lists.len(), 2);
    assert_eq!(lists[0].len(), ClaimId::ALL.len() - 1, "every claim but that of a counter, which nobody has");
    assert!(lists[1].iter().any(|promise| promise.contains("vendue")) && !lists[0].iter().any(|promise| promise.contains("vendue")));
}

#[test]
fn cross_references_lead_to_sections_that_are_there() {
    for modules in [Modules::all(), Modules::default()] {
        let content = written(Kind::Notice, &Association::sample(), &modules, &[], &[]);
        let html = content.fr.to_html();
        let anchors: Vec<&str> = html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(!anchors.is_empty());
        for anchor in anchors {
            assert!(html.contains(&format!("id=\"{anchor}\"")), "#{anchor} leads nowhere");
        }
        let mut names: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "two sections have one name");
    }
}

#[test]
fn the_terms_say_what_a_buyer_must_be_told_first() {
    let html = plain(Kind::Terms).fr.to_html();
    for article in ["L111-1", "L221-14", "L221-13", "L221-15", "L221-28, 12°", "L612-1", "1127-1", "313-6-2", "293 B", "mentions-legales#donnees"] {
        assert!(html.contains(article), "{article}\n{html}");
    }
}

#[test]
fn terms_of_who_takes_no_payment_speak_of_none() {
    let free: Modules = [Module::Ticketing].into_iter().collect();
    let content = written(Kind::Terms, &Association::sample(), &free, &[], &[]);
    for (text, words) in [(&content.fr, ["Stripe", "rembours", "payer sur"]), (&content.en, ["Stripe", "refund", "pay on"])] {
        let html = text.to_html();
        for word in words {
            assert!(!html.contains(word), "{word}: {html}");
        }
    }
    assert!(content.fr.to_html().contains("L111-1"), "what is offered is told all the same");
}

#[test]
fn what_was_found_about_an_officer_is_printed_and_nothing_is_claimed_before() {
    let with = |dpo: Dpo| written(Kind::Notice, &Association { dpo, ..Association::sample() }, &Modules::all(), &[], &[]).fr.to_html();
    assert!(with(Dpo::default()).contains("n’a pas désigné") && !with(Dpo::default()).contains("trois questions"));
    assert!(with(Dpo { needed: Some(false), ..Dpo::default() }).contains("trois questions"));
    assert!(with(Dpo { needed: Some(true), ..Dpo::default() }).contains("doit désigner"));
    let named = Dpo { needed: Some(true), name: "Inès Morel".to_owned(), contact: "dpo@example.org".to_owned(), answered_at: None };
    assert!(with(named).contains("Inès Morel, dpo@example.org"));
}

#[test]
fn the_associations_own_words_come_last_and_remove_nothing() {
    let clause = |section: &str| Clause {
        kind: Kind::Notice,
        section: section.to_owned(),
        draft: ("Un brouillon.".to_owned(), String::new()),
        published: ("Nos mots.".to_owned(), "Our words.".to_owned()),
        published_at: None,
    };
    let all: Vec<Clause> = Plan::of(Kind::Notice, &Association::sample(), &Modules::all()).sections().map(|section| clause(section.anchor)).collect();
    let (with, without) = (written(Kind::Notice, &Association::sample(), &Modules::all(), &all, &[]), plain(Kind::Notice));
    for (more, less) in with.fr.sections.iter().zip(&without.fr.sections) {
        assert_eq!(more.blocks[..less.blocks.len()], less.blocks[..], "{}", less.anchor);
        assert_eq!(more.blocks.len(), less.blocks.len() + 1);
    }
    assert!(with.en.to_html().contains("Our words.") && !with.fr.to_html().contains("brouillon"));
    let french_only: Vec<Clause> = all.into_iter().map(|clause| Clause { published: (clause.published.0, String::new()), ..clause }).collect();
    let stands_in = written(Kind::Notice, &Association::sample(), &Modules::all(), &french_only, &[]);
    assert!(stands_in.en.to_html().contains("<p lang=\"fr\">Nos mots.</p>") && !stands_in.fr.to_html().contains("lang="));
}

#[test]
fn the_hash_is_known_again_and_follows_every_fact() {
    let (host, modules, now) = (OperatorConfig::sample(), Modules::all(), Timestamp::default());
    let hash_of = |association: &Association, claims: &[Proof], now| {
        hash(Kind::Notice, &Sources { association, host: &host, modules: &modules, clauses: &[], drafts: false, claims, now }).unwrap()
    };
    let association = Association::sample();
    let first = hash_of(&association, &[], now);
    assert_eq!(first, plain(Kind::Notice).hash().unwrap());
    assert_eq!(first, hash_of(&association, &[], now + chrono::Duration::minutes(5)), "time alone changes nothing");
    assert_ne!(first, hash_of(&Association { phone: "+33476112233".to_owned(), ..association.clone() }, &[], now));
    let proven = [proven_at(ClaimId::NamesSigned, now)];
    assert_ne!(first, hash_of(&association, &proven, now));
    assert_eq!(first, hash_of(&association, &proven, now + chrono::Duration::days(4)), "a stale proof is none");
}
