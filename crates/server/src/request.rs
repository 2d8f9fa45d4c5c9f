//! Reading a request into its endpoint's type: path and query together, with nothing passed over.

use std::{collections::HashMap, net::IpAddr, time::Duration};

use axum::{
    extract::{FromRequest, FromRequestParts, OptionalFromRequestParts, RawPathParams, Request},
    http::{Uri, header, request::Parts},
};
use serde_json::{Map, Value};
use tokio::sync::{Semaphore, SemaphorePermit};
use wire::{
    Endpoint, Lang, Method,
    filter::{By, Filters},
};

use crate::error::Error;

/// The longest query that is read, in bytes.
pub const LONGEST_QUERY: usize = 2_000;

/// The request's own number: in the log, in every error answer, and in `x-request-id`.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Whose request it is, by the connection or by a proxy that is trusted.
#[derive(Clone, Copy, Debug)]
pub struct Client(pub IpAddr);

/// An endpoint's request, read and checked.
pub struct Asked<E>(pub E);

impl<E: Endpoint, S: Send + Sync> FromRequestParts<S> for Asked<E> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let path = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        let query = parts.uri.query().unwrap_or_default();
        if query.len() > LONGEST_QUERY {
            return Err(Error::LongAddress(LONGEST_QUERY));
        }
        let mut fields = form_urlencoded::Serializer::new(String::new());
        let mut names = HashMap::new();
        let mut narrowed = Vec::new();
        for (name, value) in &path {
            names.insert(name.to_owned(), true);
            fields.append_pair(name, value);
        }
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if let Some(in_path) = names.insert(name.clone().into_owned(), false) {
                return Err(Error::invalid(name, if in_path { "it stands in the path" } else { "it is given twice" }));
            }
            if E::NARROWED && By::of(&name).is_some() {
                narrowed.push((name, value));
            } else {
                fields.append_pair(&name, &value);
            }
        }
        let mut asked = serde_html_form::from_str::<E>(&fields.finish()).map_err(|error| explain(&error.to_string(), &names))?;
        asked.narrow(Filters::from_fields(narrowed.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))));
        Ok(Self(asked))
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get().copied())
    }
}

/// The longest JSON that is read, in bytes.
pub const LONGEST_JSON: usize = 262_144;
/// The longest JSON with a file of ten megabytes in it, in Base64.
pub const LONGEST_CARRYING: usize = 13_600_000;

/// The most parts of a JSON: what stands in its lists and objects. Read, each takes a hundred times the room of its letters, so that a
/// body with a file in it could be a gigabyte of empty objects. More do not fit into the longest that comes without a file and is
/// something that is asked for, such as seven thousand cells of a list that are put right.
const MOST_PARTS: usize = 30_000;

/// Bodies with a file are read by so many at once. Each takes its bytes and the text that is read out of them, some thirty megabytes,
/// ten more for its other parts, and as much again where its text is escaped: all together a gigabyte at most. Yet they are many
/// enough that the others do not wait for a few slow lines. How long a slow one may take is the router's to say.
static CARRYING: Semaphore = Semaphore::const_new(16);
/// Whoever comes when so many are read already waits so long for their turn.
const TURN: Duration = Duration::from_secs(8);

/// A turn to read a body with a file. It is given back once the body is read, and what was in it is the handler's.
async fn turn_in(line: &Semaphore) -> Result<SemaphorePermit<'_>, Error> {
    match tokio::time::timeout(TURN, line.acquire()).await {
        Ok(turn) => turn.map_err(Error::fault),
        Err(_) => Err(Error::Busy(None)),
    }
}

/// The same of all bodies with a file, for a form that is read before its call is made.
///
/// # Errors
/// Where too many are read for too long.
pub async fn turn() -> Result<SemaphorePermit<'static>, Error> {
    turn_in(&CARRYING).await
}

/// Stands with a request whose body lies in memory already: its turn was when it was read.
#[derive(Clone, Copy, Debug)]
pub struct InMemory;

/// An endpoint's request, read and checked: of one that writes, path and JSON body together.
pub struct Told<E>(pub E);

impl<E: Endpoint, S: Send + Sync> FromRequest<S> for Told<E> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let (mut parts, body) = request.into_parts();
        if E::METHOD == Method::Get {
            return Asked::from_request_parts(&mut parts, state).await.map(|Asked(asked)| Self(asked));
        }
        let path = RawPathParams::from_request_parts(&mut parts, state).await.map_err(|_| Error::NotFound)?;
        let query = parts.uri.query().unwrap_or_default();
        // The language in which a failure is told; all else is the body's.
        if let Some((name, _)) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name != "lang") {
            return Err(Error::UnknownField(name.into_owned()));
        }
        let most = if E::CARRIES { LONGEST_CARRYING } else { LONGEST_JSON };
        // Only now: whoever may not send it was turned away before, and holds nobody up.
        let waits = E::CARRIES && parts.extensions.get::<InMemory>().is_none();
        let _turn = if waits { Some(turn().await?) } else { None };
        let body = axum::body::to_bytes(body, most).await.map_err(|_| Error::TooLong(most))?;
        let mut fields = Map::new();
        if !body.is_empty() {
            let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
            if kind.split(';').next().map(str::trim) != Some("application/json") {
                return Err(Error::UnsupportedType);
            }
            if parts_of(&body) > MOST_PARTS {
                let (ko, en) = (
                    "한 번에 보내기에는 값이 너무 많습니다. 나누어 보내 주세요.",
                    "Those are too many values at once: send fewer at a time.",
                );
                return Err(Error::unfit("body", ko, en));
            }
            fields = serde_json::from_slice(&body).map_err(|error| Error::invalid("body", error.to_string()))?;
        }
        drop(body);
        let mut names: HashMap<String, bool> = fields.keys().map(|name| (name.clone(), false)).collect();
        for (name, value) in &path {
            if names.insert(name.to_owned(), true).is_some() {
                return Err(Error::invalid(name, "it stands in the path"));
            }
            fields.insert(name.to_owned(), Value::String(value.to_owned()));
        }
        serde_json::from_value(Value::Object(fields)).map(Self).map_err(|error| explain(&error.to_string(), &names))
    }
}

/// How many parts a JSON has, known before any of them is read. What is no JSON is counted as far as it is one.
fn parts_of(json: &[u8]) -> usize {
    let (mut parts, mut in_text, mut is_escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' | b',' if !in_text => parts += 1,
            _ => {}
        }
    }
    parts
}

/// What a refused field was, from the deserialiser's words.
fn explain(words: &str, names: &HashMap<String, bool>) -> Error {
    if let Some(rest) = words.strip_prefix("unknown field `") {
        return Error::UnknownField(rest.split('`').next().unwrap_or_default().to_owned());
    }
    if let Some(rest) = words.strip_prefix("missing field `") {
        return Error::invalid(rest.split('`').next().unwrap_or_default(), "it is missing");
    }
    // A path field that cannot be what it should be names nothing that is here.
    if words.contains("a slug is") && names.values().any(|in_path| *in_path) {
        return Error::NotFound;
    }
    Error::invalid("query", words)
}

/// The language that an address asks for: `?lang=` of the API, `/en` of the pages.
#[must_use]
pub fn lang_of(uri: &Uri) -> Lang {
    if uri.path().starts_with("/api/") {
        let query = uri.query().unwrap_or_default();
        let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang");
        asked.map_or(Lang::Ko, |(_, value)| if value == "en" { Lang::En } else { Lang::Ko })
    } else {
        wire::address::Address::lang_of(uri.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_gets_no_turn_in_time_is_told_to_come_again() {
        let line = Semaphore::new(1);
        let first = turn_in(&line).await.expect("a turn");
        assert!(matches!(turn_in(&line).await, Err(Error::Busy(None))));
        drop(first);
        assert!(turn_in(&line).await.is_ok());
        assert_eq!(line.available_permits(), 1);
    }

    #[test]
    fn parts_are_counted_and_text_is_not() {
        assert_eq!(parts_of(br#"{"a":[1,2,{}],"b":"[{,,"}"#), 6);
        assert_eq!(parts_of(br#"{"a\"[,{":"\\","b":[]}"#), 3);
        assert_eq!(parts_of(b""), 0);
        // As many cells as fit into a body, as short as cells get.
        let cell = br#"{"line":9,"column":"a","value":""},"#;
        assert!(parts_of(&cell.repeat(LONGEST_JSON / cell.len())) < MOST_PARTS);
    }
}
