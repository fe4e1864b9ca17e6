//! The choir: sixty voices and two programmes a year.

use chrono::Weekday::{Sat, Sun};
use kernel::money::Cents;
use tenants::ticketing::concerts::model::TariffKind;

use super::{
    pictures::{GARDEN, Motif},
    script::{After, Association, Concert, State, Tariff, Words, order, order_then, price},
};

const CHAPEL: Words = ("Chapelle des Tisserands", "2 place du Lavoir, 74000 Annecy");

pub(super) const ASSOCIATION: Association = Association {
    slug: "hirondelles",
    name: "Les Hirondelles",
    legal_name: "Ensemble vocal Les Hirondelles",
    tagline: ("Soixante voix, aucun solfège exigé", "Sixty voices, no theory required"),
    about: (
        "Nous répétons le lundi à 20 h 15 dans une salle d'école, sur des chaises un peu basses. **Les Hirondelles** chantent Bach, des berceuses basques et parfois la radio. On y entre sans audition ; on y reste pour la reprise du « Kyrie » quand, d'un coup, tout le monde respire ensemble.\n\nIl nous manque des ténors. Il manque toujours des ténors.",
        "We rehearse on Mondays at a quarter past eight in a schoolroom, on chairs somewhat too low. **Les Hirondelles** sing Bach, Basque lullabies and now and then the radio. You join without an audition; you stay for the moment in the Kyrie when, all at once, everybody breathes together.\n\nWe are short of tenors. One is always short of tenors.",
    ),
    street: "2 place du Lavoir",
    postal_code: "74000",
    city: "Annecy",
    email: "hirondelles@example.org",
    phone: "+33450000002",
    siret: "00394125900016",
    rna: "W741000256",
    licence: "PLATESV-D-2025-002561",
    director: ("Mathilde Orsini", "présidente"),
    colour: "#2f6b4b",
    team: &[
        ("Mathilde Orsini", "presidence.hirondelles@example.org", "president"),
        ("Denis Laval", "tresorerie.hirondelles@example.org", "treasurer"),
        ("Perrine Chaux", "accueil.hirondelles@example.org", "door"),
    ],
    concerts: &[
        Concert {
            slug: "matines",
            title: "Matines",
            summary: ("Un concert au petit matin, et le café après.", "A concert at daybreak, and coffee afterwards."),
            text: ("Tallis, Poulenc, et le lever du jour par les vitraux.", "Tallis, Poulenc, and sunrise through the windows."),
            picture: Some((Motif::Rays, GARDEN, ("Affiche : un soleil se lève au-dessus de marches d'eau.", "Poster: a sun rises over steps of water."))),
            venue: CHAPEL,
            day: (-30, Sun),
            hour: (7, 30),
            minutes: 60,
            opens_in: None,
            capacity: 140,
            tariffs: &[price(("Place et café", "Seat and coffee"), 900)],
            state: State::Published,
            orders: &[order_then("Marius", "Blanchet", &[3], 41, After::Admitted)],
        },
        Concert {
            slug: "sous-les-voutes",
            title: "Sous les voûtes",
            summary: (
                "De Hildegarde à aujourd'hui : mille ans de voix sous la même pierre.",
                "From Hildegard to this year: a thousand years of voices under the same stone.",
            ),
            text: (
                "Direction **Mathilde Orsini**, orgue positif **Antoine Verdon**. La chapelle est fraîche : prévoyez un châle.",
                "Conducted by **Mathilde Orsini**, chamber organ **Antoine Verdon**. The chapel is cool: bring a shawl.",
            ),
            picture: Some((
                Motif::Vaults,
                GARDEN,
                ("Affiche : des arcs s'emboîtent comme les voûtes d'une chapelle.", "Poster: arches nested like the vaults of a chapel."),
            )),
            venue: CHAPEL,
            day: (15, Sat),
            hour: (20, 30),
            minutes: 80,
            opens_in: None,
            capacity: 140,
            tariffs: &[price(("Plein tarif", "Full price"), 1500), price(("Moins de 26 ans", "Under 26"), 800)],
            state: State::Published,
            orders: &[order("Agathe", "Collomb", &[2, 2], 10)],
        },
        Concert {
            slug: "chants-de-plein-vent",
            title: "Chants de plein vent",
            summary: ("Le programme d'été, au bord du lac, à prix libre.", "The summer programme, by the lake, pay what you want."),
            text: (
                "En cas de pluie, repli à la chapelle. Les hirondelles, elles, volent bas.",
                "If it rains, we move to the chapel. Swallows, for their part, fly low.",
            ),
            picture: Some((Motif::Stave, GARDEN, ("Affiche : une portée ondule devant un soleil orange.", "Poster: a stave waves before an orange sun."))),
            venue: ("Kiosque du Pâquier", "Avenue d'Albigny, 74000 Annecy"),
            day: (54, Sun),
            hour: (18, 0),
            minutes: 70,
            opens_in: None,
            capacity: 200,
            tariffs: &[Tariff { name: ("Prix libre", "Pay what you want"), kind: TariffKind::PayWhatYouWant, price: Cents(200) }],
            state: State::Published,
            orders: &[],
        },
    ],
};
