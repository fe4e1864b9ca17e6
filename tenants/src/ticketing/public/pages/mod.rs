//! The pages the public sees: home, the agenda, a concert, and an order from its first place to its tickets.

mod agenda;
pub mod card;
pub mod concert;
mod details;
mod files;
mod home;
pub mod known;
mod link;
mod names;
pub mod order;
mod sitemap;

use kernel::views::{PageEntry, entry};
use poem::{RouteMethod, get, post};

/// The public pages of ticketing.
#[must_use]
pub fn public_routes() -> Vec<(&'static str, RouteMethod)> {
    vec![
        ("/", get(home::show_home)),
        ("/sitemap.xml", get(sitemap::show_sitemap)),
        ("/concerts", get(agenda::show_agenda)),
        ("/concerts/:slug", get(concert::show_concert)),
        ("/concerts/:slug/places", post(concert::take_places)),
        ("/commande/:code/:token", get(order::show_order).post(details::give_details)),
        ("/commande/:code/:token/retour", get(order::come_back)),
        ("/commande/:code/:token/renvoyer", post(order::send_again)),
        ("/commande/:code/:token/noms", post(names::give_names)),
        ("/commande/:code/:token/abandonner", post(order::give_up)),
        ("/commande/:code/:token/billets.pdf", get(files::download_tickets)),
        ("/commande/:code/:token/recu.pdf", get(files::download_receipt)),
        ("/commande/:code/:token/concert.ics", get(files::download_calendar)),
    ]
}

/// Their templates, for the start.
#[must_use]
pub fn pages() -> Vec<PageEntry> {
    vec![
        entry::<home::HomePage>(),
        entry::<agenda::AgendaPage>(),
        entry::<concert::ConcertPage>(),
        entry::<details::DetailsPage>(),
        entry::<order::OrderPage>(),
    ]
}
