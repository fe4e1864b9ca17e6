//! Lists: newest first, by cursor, filtered by what the objects hold.

use serde_json::{Value, json};

use crate::api::Call;
use crate::ledger;
use crate::parameters::{Field, Shape, may};
use crate::refusal::Refusal;
use crate::store::{Kind, Record};
use crate::world::World;

/// The parameters every list takes.
pub(crate) static PAGING: &[Field] =
    &[may("limit", Shape::Integer), may("starting_after", Shape::Text), may("ending_before", Shape::Text), may("created", Shape::Range)];

/// An object as the API shows it now.
pub(crate) fn shown(world: &World, record: &Record) -> Value {
    match record.kind {
        Kind::BalanceTransaction => ledger::shown(record, world.now()),
        _ => record.body.clone(),
    }
}

/// One page of the account's objects of that kind. A filter names a parameter, and the member that must equal it.
///
/// # Errors
/// When the limit is out of bounds or a cursor names no object.
pub(crate) fn list(world: &World, call: &Call, kind: Kind, filters: &[(&str, &str)]) -> Result<Value, Refusal> {
    list_where(world, call, kind, |record| {
        filters.iter().all(|(parameter, member)| {
            let asked = &call.parameters[parameter];
            asked.is_null() || record.body[member] == *asked
        })
    })
}

/// The same, with any test.
///
/// # Errors
/// When the limit is out of bounds or a cursor names no object.
pub(crate) fn list_where(world: &World, call: &Call, kind: Kind, keep: impl Fn(&Record) -> bool) -> Result<Value, Refusal> {
    let kept = world
        .store
        .list(&call.account, kind)
        .rev()
        .filter(|(_, record)| within(&call.parameters["created"], record.body["created"].as_i64().unwrap_or(0)) && keep(record))
        .map(|(id, record)| (id.to_owned(), shown(world, record)))
        .collect();
    page(kept, call, kind.noun())
}

fn within(range: &Value, created: i64) -> bool {
    let bound = |name: &str| range[name].as_i64();
    range.as_i64().is_none_or(|exact| created == exact)
        && bound("gt").is_none_or(|bound| created > bound)
        && bound("gte").is_none_or(|bound| created >= bound)
        && bound("lt").is_none_or(|bound| created < bound)
        && bound("lte").is_none_or(|bound| created <= bound)
}

/// Cuts one page out of objects given newest first.
///
/// # Errors
/// When the limit is out of bounds or a cursor names no object.
pub(crate) fn page(objects: Vec<(String, Value)>, call: &Call, noun: &str) -> Result<Value, Refusal> {
    let limit = call.parameters["limit"].as_i64().unwrap_or(10);
    let limit = usize::try_from(limit).ok().filter(|limit| (1..=100).contains(limit));
    let limit = limit.ok_or_else(|| Refusal::parameter("parameter_invalid_integer", "limit", "This value must be between 1 and 100."))?;
    let place = |parameter: &str| -> Result<Option<usize>, Refusal> {
        let Some(cursor) = call.parameters[parameter].as_str() else { return Ok(None) };
        let found = objects.iter().position(|(id, _)| id == cursor);
        found.map(Some).ok_or_else(|| Refusal::missing_reference(noun, cursor, parameter))
    };
    let (after, before) = (place("starting_after")?, place("ending_before")?);
    let (start, end) = match (after, before) {
        (Some(after), _) => (after + 1, (after + 1 + limit).min(objects.len())),
        (None, Some(before)) => (before.saturating_sub(limit), before),
        (None, None) => (0, limit.min(objects.len())),
    };
    let has_more = if before.is_some() && after.is_none() { start > 0 } else { end < objects.len() };
    let data: Vec<Value> = objects.into_iter().skip(start).take(end.saturating_sub(start)).map(|(_, value)| value).collect();
    Ok(json!({"object": "list", "data": data, "has_more": has_more, "url": call.path}))
}
