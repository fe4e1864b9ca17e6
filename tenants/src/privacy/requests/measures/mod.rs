//! The one place where a right acts on people's data and on the privacy ledger: intent first, the act with the ledger's mark as its last
//! statement, then what lies outside the database.

use kernel::{
    app::App,
    db::TenantTx,
    error::Result,
    ids::{TenantId, new_uuid},
    ledger::{self, Act, Change, Receipt},
    personal::Root,
};
use uuid::Uuid;

use super::{
    executing::buyers,
    model::{Kind, RequestId},
    store::Request,
};
use crate::people;
