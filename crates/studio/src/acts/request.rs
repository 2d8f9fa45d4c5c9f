//! From a form's fields to an endpoint's request.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wire::{Code, Endpoint, Failure, Lang};

use super::Fields;
use crate::api::Call;

/// Names of fields that are about the form itself.
const OWN: [&str; 1] = ["act"];
/// Names of what one has seen, by number.
const NUMBERS: [&str; 2] = ["seen", "at"];
/// Names of boxes that are ticked.
const TICKED: [&str; 2] = ["agreed", "page"];

/// Reads a form into an endpoint's request. A form knows only text: what is empty is not given, and a ticked box is true.
///
/// # Errors
/// Where it is no such request.
pub fn read<E: Endpoint + DeserializeOwned>(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let mut object = Map::new();
    for (name, value) in &fields.0 {
        if !OWN.contains(&name.as_str()) && !value.is_empty() {
            let number = || value.parse().ok().filter(|_: &i64| NUMBERS.contains(&name.as_str())).map(Value::from);
            let text = || Value::String(value.clone());
            let value = if TICKED.contains(&name.as_str()) { Value::Bool(true) } else { number().unwrap_or_else(text) };
            object.insert(name.clone(), value);
        }
    }
    call_of::<E>(Value::Object(object), lang)
}

/// The call of a request that stands as a tree.
///
/// # Errors
/// Where it is no such request.
pub fn call_of<E: Endpoint + DeserializeOwned>(tree: Value, lang: Lang) -> Result<Call, Failure> {
    match serde_json::from_value::<E>(tree) {
        Ok(request) => Ok(Call::of(&request)),
        Err(error) => Err(unread(&error.to_string(), lang)),
    }
}

fn unread(words: &str, lang: Lang) -> Failure {
    let field = words.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()).map(str::to_owned);
    let message = match field {
        Some(_) => lang.pick("빠진 칸이 있습니다.", "Something is not filled in."),
        None => lang.pick("이 양식을 읽지 못했습니다. 처음부터 다시 해 주세요.", "This form could not be read. Please start again."),
    };
    Failure { field, ..Failure::new(400, Code::Invalid, message) }
}
