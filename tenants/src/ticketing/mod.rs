//! Ticketing: concerts, places held and sold, tickets and the door.

pub mod admin;
pub mod attendees;
pub mod calendar;
pub mod codes;
pub mod concerts;
pub mod desk;
pub mod disputes;
pub mod documents;
pub mod door;
pub mod jobs;
pub mod mails;
pub mod orders;
pub mod public;
pub mod receipts;
pub mod tickets;

use kernel::{clock::Timestamp, db::TenantTx, error::Result};

use concerts::model::ConcertId;

/// At or below so many places left, pages say so in words; above, they say nothing.
pub const FEW: i32 = 10;

/// Public pages show places left only when few are: their version moves when `before` and `after` read differently there.
///
/// # Errors
/// When the database is away.
pub async fn announce_scarcity(tx: &mut TenantTx, now: Timestamp, before: i32, after: i32) -> Result<()> {
    if after <= FEW && before != after { tx.content_changed(now).await } else { Ok(()) }
}

/// Seats of a concert came back: pages that said "few" or "none" are out of date.
///
/// # Errors
/// When the database is away.
pub async fn announce_return(tx: &mut TenantTx, now: Timestamp, concert: ConcertId) -> Result<()> {
    let left = concerts::store::find(tx, concert).await?.map_or(0, |concert| concert.seats.left());
    // Before they came back there were fewer still: only then can a page have said so.
    if left <= FEW + 50 { tx.content_changed(now).await } else { Ok(()) }
}
