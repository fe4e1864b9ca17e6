//! The inventory in JSON, for whoever checks a browser or an installation against it: `estrade inventory`.

use kernel::inventory::{CLAIMS, CONSENTS, COOKIES, ConsentId, RECIPIENTS, STORES, TABLES};
use serde_json::{Value, json};

/// What may be kept in a browser, asked of it, and claimed; and how many tables have a verdict.
#[must_use]
pub fn described() -> Value {
    let word = |debug: String| debug.to_ascii_lowercase();
    json!({
        "cookies": COOKIES.iter().map(|cookie| json!({
            "key": cookie.key,
            "name": cookie.name,
            "category": word(format!("{:?}", cookie.category)),
            "consent": cookie.consent.map(ConsentId::key),
            "treatment": cookie.treatment.key(),
            "max_age_seconds": cookie.max_age.most_seconds(),
            "http_only": cookie.http_only,
            "same_site": word(format!("{:?}", cookie.same_site)),
        })).collect::<Vec<_>>(),
        // Nothing of ours writes into a browser's storage; a slice that does declares it first.
        "browser_storage": Vec::<&str>::new(),
        "consents": CONSENTS.iter().map(|consent| json!({ "key": consent.key, "version": consent.version, "asked": word(format!("{:?}", consent.asked)) })).collect::<Vec<_>>(),
        "claims": CLAIMS.iter().map(|claim| json!({ "key": claim.key, "kind": word(format!("{:?}", claim.kind)), "probe": format!("{:?}", claim.probe) })).collect::<Vec<_>>(),
        "recipients": RECIPIENTS.iter().map(|recipient| json!({ "key": recipient.key, "hosts": recipient.hosts })).collect::<Vec<_>>(),
        "stores": STORES.iter().map(|store| store.key).collect::<Vec<_>>(),
        "tables": TABLES.iter().map(|table| table.name).collect::<Vec<_>>(),
    })
}
