//! What is told once: the secret of a token or of a link that was just made.
//!
//! A page that answers a form makes another when it is loaded again. So the form leads to its page, and the secret goes there in a
//! cookie, which the page takes away as it tells it: it stands in no address, in no log, and nowhere with us.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use studio::{
    address::Address,
    screen::{Screen, Shown},
};
use wire::{preview::Preview, token::Token};

use crate::{cookies::Ours, error::Error, preview};

/// How long the way to the page may take, in seconds.
const LONGEST: u32 = 60;

/// What is told, and where.
#[derive(Serialize, Deserialize)]
struct Told {
    path: String,
    made: Value,
}

/// The cookie that it goes in.
const TOLD: Ours = Ours { name: "golmok-told", comes_along: false };

/// Leads from a form to its page, with the `reply` that is to be told there.
///
/// # Errors
/// Where the reply is none.
pub fn lead(public_url: &str, at: &Address, reply: &[u8]) -> Result<Response, Error> {
    let path = Address { done: None, ..at.clone() }.path();
    let mut made: Value = serde_json::from_slice(reply)?;
    // Longer than a cookie may be, and made anew of the address.
    made.as_object_mut().map(|made| made.remove("qr"));
    let told = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&Told { path: path.clone(), made })?);
    let headers = [
        (header::LOCATION, HeaderValue::from_str(&path).map_err(Error::fault)?),
        (header::SET_COOKIE, TOLD.set(public_url, &told, LONGEST)?),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// Tells on its page what was made; the cookie that takes the browser's away.
///
/// # Errors
/// Where the address of a link is none.
pub fn tell(public_url: &str, asked: &HeaderMap, screen: &mut Screen) -> Result<Option<HeaderValue>, Error> {
    let Some(told) = TOLD.of(asked, public_url).as_deref().and_then(read).filter(|told| told.path == screen.address.path()) else {
        return Ok(None);
    };
    match &mut screen.shown {
        Shown::Tokens { made, .. } => *made = serde_json::from_value::<Token>(told.made).ok(),
        Shown::Preview { made, .. } => {
            let is_ours = |link: &Preview| link.address.as_deref().is_some_and(|address| preview::is_link(public_url, address));
            *made = serde_json::from_value(told.made).ok().filter(is_ours);
            if let Some(made) = made {
                made.qr = made.address.as_deref().map(preview::qr).transpose()?;
            }
        }
        _ => return Ok(None),
    }
    TOLD.set(public_url, "", 0).map(Some)
}

fn read(told: &str) -> Option<Told> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(told).ok()?).ok()
}
