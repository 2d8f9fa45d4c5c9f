//! Calling an endpoint: by fetch in the browser, by the server's own router on the server.

use std::{future::Future, pin::Pin};

#[cfg(not(target_arch = "wasm32"))]
pub use serde_json::from_slice as read;
use wire::{Code, Endpoint, Failure, Lang};

#[cfg(target_arch = "wasm32")]
pub use crate::json::read;

/// Whether pages without live parts come drawn from the server: into the browser's app, where the server draws.
/// A phone reads HTML many times sooner than an app can build the same.
pub const DRAWN: bool = cfg!(all(target_arch = "wasm32", feature = "hydrate"));

/// What came back: the status and the body.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// An answer on its way. On the server it may move between threads; a browser has one.
#[cfg(not(target_arch = "wasm32"))]
pub type Asking = Pin<Box<dyn Future<Output = Option<Answer>> + Send>>;
#[cfg(target_arch = "wasm32")]
pub type Asking = Pin<Box<dyn Future<Output = Option<Answer>>>>;

/// Carries a GET to the server: takes path and query, gives `None` where the line is cut.
#[cfg(not(target_arch = "wasm32"))]
pub type Carrier = dyn Fn(String) -> Asking + Send + Sync;
#[cfg(target_arch = "wasm32")]
pub type Carrier = dyn Fn(String) -> Asking;

/// Calls an endpoint. Failures are worded for readers of `lang`.
///
/// # Errors
/// What the server said, or that it could not be reached or understood.
pub async fn call<E: Endpoint>(carrier: &Carrier, request: &E, lang: Lang) -> Result<E::Reply, Failure> {
    let body = carry(carrier, request.url(), lang).await?;
    read(&body).map_err(|_| unclear(200, lang))
}

/// The body of a good answer.
///
/// # Errors
/// What the server said, or that it could not be reached.
pub async fn carry(carrier: &Carrier, url: String, lang: Lang) -> Result<Vec<u8>, Failure> {
    let Some(answer) = carrier(url).await else {
        let message = lang.pick("연결이 끊겼습니다.", "The line is cut.");
        return Err(Failure::new(0, Code::Offline, message));
    };
    if (200..300).contains(&answer.status) {
        Ok(answer.body)
    } else {
        Err(read(&answer.body).unwrap_or_else(|_| unclear(answer.status, lang)))
    }
}

/// An answer that is not what it should be.
pub fn unclear(status: u16, lang: Lang) -> Failure {
    Failure::new(status, Code::Fault, lang.pick("답을 읽지 못했습니다.", "The answer could not be read."))
}

/// The browser's carrier.
#[cfg(target_arch = "wasm32")]
pub fn fetch(url: String) -> Asking {
    if DRAWN && url.starts_with("/drawn/") {
        return Box::pin(crate::browser::ask(url));
    }
    Box::pin(async move {
        let response = gloo_net::http::Request::get(&url).send().await.ok()?;
        let body = response.binary().await.ok()?;
        Some(Answer { status: response.status(), body })
    })
}
