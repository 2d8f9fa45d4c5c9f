//! Calling the API, as whoever looks at the page.

use std::{future::Future, pin::Pin};

use wire::{Code, Endpoint, Failure, Lang, Method};

/// A call on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub method: Method,
    pub url: String,
    /// JSON; nothing where it reads.
    pub body: Option<Vec<u8>>,
}

impl Call {
    /// The call of an endpoint.
    #[must_use]
    pub fn of<E: Endpoint>(request: &E) -> Self {
        Self { method: E::METHOD, url: request.url(), body: request.body() }
    }
}

/// What came back: the status and the body.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// An answer on its way.
pub type Asking = Pin<Box<dyn Future<Output = Option<Answer>> + Send>>;
/// Carries a call to the server; `None` where the line is cut.
pub type Carrier = dyn Fn(Call) -> Asking + Send + Sync;

/// Calls an endpoint.
///
/// # Errors
/// What the server said, or that it could not be reached or understood.
pub async fn call<E: Endpoint>(carrier: &Carrier, request: &E, lang: Lang) -> Result<E::Reply, Failure> {
    let body = carry(carrier, Call::of(request), lang).await?;
    serde_json::from_slice(&body).map_err(|_| unclear(200, lang))
}

/// The body of a good answer.
///
/// # Errors
/// What the server said, or that it could not be reached.
pub async fn carry(carrier: &Carrier, call: Call, lang: Lang) -> Result<Vec<u8>, Failure> {
    let mut call = call;
    // In which language a failure is told; one that reads says so itself.
    if call.method != Method::Get && lang == Lang::En {
        call.url.push_str("?lang=en");
    }
    let Some(answer) = carrier(call).await else {
        return Err(Failure::new(503, Code::Busy, lang.pick("연결이 끊겼습니다.", "The line is cut.")));
    };
    if (200..300).contains(&answer.status) {
        Ok(answer.body)
    } else {
        Err(serde_json::from_slice(&answer.body).unwrap_or_else(|_| unclear(answer.status, lang)))
    }
}

fn unclear(status: u16, lang: Lang) -> Failure {
    Failure::new(status, Code::Fault, lang.pick("답을 읽지 못했습니다.", "The answer could not be read."))
}
