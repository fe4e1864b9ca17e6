//! Parameters: Stripe's bracketed forms decoded to JSON, then checked against the shape an operation accepts.

use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// What a parameter may hold.
pub(crate) enum Shape {
    Text,
    Email,
    Address,
    Integer,
    Boolean,
    Currency,
    Choice(&'static [&'static str]),
    List(&'static Shape),
    Object(&'static [Field]),
    /// Free text keys and values, with Stripe's limits: 50 keys of 40 characters, values of 500.
    Metadata,
    /// A point in time, or a range of them (`gt`, `gte`, `lt`, `lte`).
    Range,
    /// Accepted and without effect here.
    Ignored,
    /// Known to Stripe, not played here: refused aloud rather than silently passed over.
    Unsupported,
}

/// One parameter of an operation.
pub(crate) struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub needed: bool,
}

/// A parameter that may be left out.
pub(crate) const fn may(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, needed: false }
}

/// A parameter that must be given.
pub(crate) const fn must(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, needed: true }
}

/// Decodes `a[b][0][c]=v&expand[]=x` into nested objects; lists become objects with numeric keys until checked.
pub(crate) fn decode(form: &[u8]) -> Result<Value, Refusal> {
    let mut tree = Map::new();
    for (key, value) in url::form_urlencoded::parse(form) {
        place(&mut tree, &path_of(&key)?, &value)?;
    }
    Ok(Value::Object(tree))
}

fn path_of(key: &str) -> Result<Vec<String>, Refusal> {
    let malformed = || Refusal::value(key, format!("Invalid request: the parameter name '{key}' is malformed."));
    let Some((first, rest)) = key.split_once('[') else { return Ok(vec![key.to_owned()]) };
    let rest = rest.strip_suffix(']').ok_or_else(malformed)?;
    let mut path = vec![first.to_owned()];
    path.extend(rest.split("][").map(str::to_owned));
    if path.len() > 10 { Err(malformed()) } else { Ok(path) }
}

fn place(tree: &mut Map<String, Value>, path: &[String], value: &str) -> Result<(), Refusal> {
    let Some((first, rest)) = path.split_first() else { return Ok(()) };
    let key = if first.is_empty() { tree.len().to_string() } else { first.clone() };
    if rest.is_empty() {
        tree.insert(key, Value::String(value.to_owned()));
        return Ok(());
    }
    let next = tree.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
    match next {
        Value::Object(next) => place(next, rest, value),
        _ => Err(Refusal::value(key, "Invalid request: a parameter is given both as a value and as a hash.")),
    }
}

/// Checks decoded parameters against the accepted groups of fields and gives them their types.
///
/// # Errors
/// Stripe's refusal for the first fault: unknown, missing, empty, or of the wrong type.
pub(crate) fn check(given: &Value, groups: &[&[Field]]) -> Result<Value, Refusal> {
    object(given, groups, "")
}

fn object(given: &Value, groups: &[&[Field]], path: &str) -> Result<Value, Refusal> {
    let Some(members) = given.as_object() else { return Err(Refusal::value(path, "Invalid object")) };
    for name in members.keys() {
        if !groups.iter().any(|fields| fields.iter().any(|field| field.name == name)) {
            let name = join(path, name);
            return Err(Refusal::parameter("parameter_unknown", &name, format!("Received unknown parameter: {name}")));
        }
    }
    let mut checked = Map::new();
    for field in groups.iter().flat_map(|fields| fields.iter()) {
        let name = join(path, field.name);
        match members.get(field.name) {
            Some(Value::Null) | None if field.needed => {
                return Err(Refusal::parameter("parameter_missing", &name, format!("Missing required param: {name}.")));
            }
            Some(Value::Null) | None => {}
            Some(value) => {
                checked.insert(field.name.to_owned(), one(value, &field.shape, &name)?);
            }
        }
    }
    Ok(Value::Object(checked))
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}[{name}]") }
}

fn one(value: &Value, shape: &Shape, name: &str) -> Result<Value, Refusal> {
    match shape {
        Shape::Ignored => return Ok(value.clone()),
        Shape::Unsupported => return Err(Refusal::value(name, format!("The simulator does not play the parameter {name}."))),
        Shape::Object(fields) => return object(value, &[fields], name),
        Shape::List(inner) => return list(value, inner, name),
        Shape::Metadata => return metadata(value, name),
        Shape::Range if value.is_object() => return object(value, &[RANGE], name),
        _ => {}
    }
    if value == "" {
        let message = format!(
            "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; however '{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty value."
        );
        return Err(Refusal::parameter("parameter_invalid_empty", name, message));
    }
    leaf(value, shape, name)
}

const RANGE: &[Field] = &[may("gt", Shape::Integer), may("gte", Shape::Integer), may("lt", Shape::Integer), may("lte", Shape::Integer)];

fn leaf(value: &Value, shape: &Shape, name: &str) -> Result<Value, Refusal> {
    if let (Shape::Integer | Shape::Range, Value::Number(_)) | (Shape::Boolean, Value::Bool(_)) = (shape, value) {
        return Ok(value.clone());
    }
    let Some(text) = value.as_str() else { return Err(Refusal::value(name, format!("Invalid string: {name}"))) };
    match shape {
        Shape::Integer | Shape::Range => {
            text.parse::<i64>().map(Value::from).map_err(|_| Refusal::parameter("parameter_invalid_integer", name, format!("Invalid integer: {text}")))
        }
        Shape::Boolean => match text {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(Refusal::value(name, format!("Invalid boolean: {text}"))),
        },
        Shape::Choice(choices) if !choices.contains(&text) => Err(Refusal::value(name, format!("Invalid {name}: must be one of {}", choices.join(", ")))),
        Shape::Currency if !CURRENCIES.contains(&text.to_lowercase().as_str()) => Err(Refusal::value(name, format!("Invalid currency: {text}."))),
        Shape::Currency => Ok(Value::String(text.to_lowercase())),
        Shape::Email if !text.contains('@') || text.contains(char::is_whitespace) || text.len() > 512 => {
            Err(Refusal::parameter("email_invalid", name, format!("Invalid email address: {text}")))
        }
        Shape::Address if !is_address(text) => Err(Refusal::parameter("url_invalid", name, "Not a valid URL")),
        _ if text.len() > 5_000 => {
            let message = format!("Invalid string: {name} must be at most 5000 characters");
            Err(Refusal::parameter("parameter_invalid_string_empty", name, message))
        }
        _ => Ok(Value::String(text.to_owned())),
    }
}

/// The currencies our users meet, and two without minor unit, where prices are easily a hundred times too high.
pub(crate) const CURRENCIES: &[&str] = &["eur", "chf", "gbp", "usd", "cad", "jpy", "krw"];

fn is_address(text: &str) -> bool {
    let filled = text.replace("{CHECKOUT_SESSION_ID}", "id");
    text.len() <= 5_000 && url::Url::parse(&filled).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

fn list(value: &Value, inner: &Shape, name: &str) -> Result<Value, Refusal> {
    let items: Vec<&Value> = match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => {
            let mut numbered = Vec::new();
            for (key, item) in members {
                let index: usize = key.parse().map_err(|_| Refusal::value(name, "Invalid array"))?;
                numbered.push((index, item));
            }
            numbered.sort_by_key(|(index, _)| *index);
            numbered.into_iter().map(|(_, item)| item).collect()
        }
        _ => return Err(Refusal::value(name, "Invalid array")),
    };
    let checked = items.into_iter().enumerate().map(|(index, item)| one(item, inner, &format!("{name}[{index}]")));
    checked.collect::<Result<Vec<Value>, Refusal>>().map(Value::Array)
}

fn metadata(value: &Value, name: &str) -> Result<Value, Refusal> {
    if value == "" {
        return Ok(Value::Object(Map::new()));
    }
    let Some(members) = value.as_object() else { return Err(Refusal::value(name, "Invalid object")) };
    if members.len() > 50 {
        return Err(Refusal::value(name, "Metadata can have at most 50 keys."));
    }
    for (key, text) in members {
        let Some(text) = text.as_str() else { return Err(Refusal::value(join(name, key), "Metadata values must be strings.")) };
        if key.chars().count() > 40 {
            let message = format!("Metadata keys must be at most 40 characters; '{key}' is longer.");
            return Err(Refusal::value(name, message));
        }
        if text.chars().count() > 500 {
            return Err(Refusal::value(join(name, key), format!("Metadata values can be up to 500 characters in length; '{key}' is longer.")));
        }
    }
    Ok(value.clone())
}

/// Merges metadata as Stripe does: an empty value removes its key.
pub(crate) fn merge_metadata(into: &mut Value, given: &Value) {
    let Some(members) = given.as_object() else { return };
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    let Some(target) = into.as_object_mut() else { return };
    for (key, value) in members {
        if value == "" {
            target.remove(key);
        } else {
            target.insert(key.clone(), value.clone());
        }
    }
}
