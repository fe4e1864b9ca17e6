//! The theatre: a company of amateurs and its house of ninety seats.

use chrono::Weekday::{Fri, Sat};
use kernel::money::Cents;
use tenants::ticketing::concerts::model::TariffKind;

use super::{
    pictures::{Motif, VELVET},
    script::{After, Association, Concert, State, Tariff, Words, order, order_then, price},
};

const HOUSE: Words = ("Théâtre du Lampadaire", "9 impasse du Puits, 37000 Tours");
const FULL: Words = ("Plein tarif", "Full price");
const REDUCED: Words = ("Tarif réduit", "Reduced");

pub(super) const ASSOCIATION: Association = Association {
    slug: "lampadaire",
    name: "Théâtre du Lampadaire",
    legal_name: "Les Amis du Théâtre du Lampadaire",
    tagline: ("Un théâtre de poche au fond d'une impasse éclairée", "A pocket theatre at the end of a well-lit alley"),
    about: (
        "Quatre-vingt-dix fauteuils rouges rachetés à un cinéma, un rideau cousu par les adhérentes, et une troupe qui répète le mardi. **Le Lampadaire** monte trois spectacles par an et accueille celles et ceux qui n'ont nulle part où jouer.\n\nLe lampadaire de l'impasse reste allumé tant qu'il y a quelqu'un sur scène.",
        "Ninety red seats bought from a cinema, a curtain sewn by our members, and a company that rehearses on Tuesdays. **Le Lampadaire** stages three shows a year and gives a roof to those who have nowhere to play.\n\nThe street lamp in the alley stays on for as long as somebody is on stage.",
    ),
    street: "9 impasse du Puits",
    postal_code: "37000",
    city: "Tours",
    email: "lampadaire@example.org",
    phone: "+33247000009",
    siret: "00238716500018",
    rna: "W372000938",
    licence: "PLATESV-R-2023-009381",
    director: ("Armand Quillet", "président"),
    colour: "#8c1d5a",
    team: &[
        ("Armand Quillet", "presidence.lampadaire@example.org", "president"),
        ("Noémie Sarlat", "tresorerie.lampadaire@example.org", "treasurer"),
        ("Basile Rondeau", "accueil.lampadaire@example.org", "door"),
    ],
    concerts: &[
        Concert {
            slug: "porte-close",
            title: "Porte close, porte ouverte",
            summary: ("Une farce en sept entrées et une seule sortie.", "A farce with seven ways in and one way out."),
            text: ("Création de la troupe, d'après un fait divers de la rue Colbert.", "The company's own piece, after a small mystery of the rue Colbert."),
            picture: Some((
                Motif::Door,
                VELVET,
                ("Affiche : une porte entrouverte d'où tombe un pan de lumière.", "Poster: a door ajar and the light that falls from it."),
            )),
            venue: HOUSE,
            day: (-22, Sat),
            hour: (20, 0),
            minutes: 95,
            opens_in: None,
            capacity: 90,
            tariffs: &[price(FULL, 1200), price(REDUCED, 700)],
            state: State::Published,
            orders: &[order_then("Josiane", "Tardif", &[2, 1], 30, After::Admitted)],
        },
        Concert {
            slug: "la-nuit-du-gardien",
            title: "La Nuit du gardien",
            summary: ("Un musée, une ronde, et les tableaux qui ont des choses à dire.", "A museum, a night round, and paintings with things to say."),
            text: (
                "De **Rosalie Fenouil**. Mise en scène de la troupe.\n\nÀ partir de dix ans. Le spectacle commence à l'heure : après le lever de rideau, on attend l'entracte au bar.",
                "By **Rosalie Fenouil**, staged by the company.\n\nFrom ten years on. We start on time: after curtain-up, the bar will keep you company until the interval.",
            ),
            picture: Some((
                Motif::Curtain,
                VELVET,
                ("Affiche : un rideau rose s'ouvre sur une scène vide.", "Poster: a pink curtain opens on an empty stage."),
            )),
            venue: HOUSE,
            day: (8, Fri),
            hour: (20, 0),
            minutes: 105,
            opens_in: None,
            capacity: 90,
            tariffs: &[price(FULL, 1300), price(REDUCED, 800), Tariff { name: ("Scolaires", "Schools"), kind: TariffKind::Free, price: Cents::ZERO }],
            state: State::Published,
            orders: &[order("Mireille", "Cazal", &[2, 2, 0], 6)],
        },
        Concert {
            slug: "trois-marches",
            title: "Trois marches",
            summary: ("Deux sœurs, un escalier, vingt ans de retard.", "Two sisters, a staircase, twenty years late."),
            text: ("Accueil de la compagnie *Sans Palier*.", "A visit by the company *Sans Palier*."),
            picture: Some((
                Motif::Steps,
                VELVET,
                ("Affiche : une silhouette au pied d'un grand escalier rose.", "Poster: a figure at the foot of a great pink staircase."),
            )),
            venue: HOUSE,
            day: (36, Sat),
            hour: (18, 0),
            minutes: 70,
            opens_in: None,
            capacity: 90,
            tariffs: &[price(FULL, 1200), price(REDUCED, 700)],
            state: State::Published,
            orders: &[],
        },
    ],
};
