//! Answering: JSON with its tag, and how long the answer stays true.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::Error;

/// Until when a reply stays true if the data does not change: milliseconds of UTC.
/// What a page says of the time (open now, today) ends it. Only the server reads it.
#[derive(Clone, Copy, Debug)]
pub struct ValidUntil(pub i64);

/// A reply on its way out.
pub struct Reply<T> {
    pub body: T,
    pub valid_until: i64,
}

impl<T> Reply<T> {
    /// A reply that stays true until the data changes.
    #[must_use]
    pub fn lasting(body: T) -> Self {
        Self { body, valid_until: i64::MAX }
    }
}

impl<T: Serialize> Reply<T> {
    /// As an answer to a request with these headers: whole, or 304 where the asker has it.
    ///
    /// # Errors
    /// Where the reply cannot be written as JSON.
    pub fn answer(self, asked: &HeaderMap) -> Result<Response, Error> {
        let body = serde_json::to_vec(&self.body)?;
        let tag = etag(&body);
        let mut response = if matches(asked, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        response.extensions_mut().insert(ValidUntil(self.valid_until));
        Ok(response)
    }
}

/// An answer for who asks alone: kept nowhere.
///
/// # Errors
/// Where it cannot be written as JSON.
pub fn private<T: Serialize>(body: &T) -> Result<Response, Error> {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-store")];
    Ok((headers, serde_json::to_vec(body)?).into_response())
}

/// A strong tag of some bytes.
#[must_use]
pub fn etag(body: &[u8]) -> String {
    let hash = Sha256::digest(body);
    let short: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{short}\"")
}

/// Whether the asker has what carries this tag.
#[must_use]
pub fn matches(asked: &HeaderMap, tag: &str) -> bool {
    let has = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    has.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
}
