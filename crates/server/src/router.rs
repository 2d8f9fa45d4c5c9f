//! Where the routes come together, and what happens to every request on its way in and out.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State},
    handler::Handler,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use schemars::JsonSchema;
use tower_http::{catch_panic::CatchPanicLayer, limit::RequestBodyLimitLayer};
use wire::Endpoint;

use crate::{
    access::{Routes, Visit, Who},
    background,
    endpoints::endpoints,
    error::Error,
    ids, openapi, pages,
    request::{Client, RequestId, lang_of},
    state::AppState,
    ways::{Ways, ways},
};

/// The largest body that is read, in bytes: that of a file. What reads none says less for itself.
pub(crate) const LONGEST_BODY: usize = crate::request::LONGEST_CARRYING;
/// How long a request may take.
const LONGEST_REQUEST: Duration = Duration::from_secs(30);
/// The same with a file: the largest comes in time over a line of a megabit a second.
const LONGEST_WITH_FILE: Duration = Duration::from_secs(120);

/// The whole program's routes: those of the two tables, and behind them the pages for shoppers.
pub fn router(state: &AppState) -> Router {
    let api = api(state);
    let rest = ways(Ways::new(state))
        .router
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
        .fallback(pages::show_page)
        .with_state(state.clone());
    rest.merge(api)
        .layer(RequestBodyLimitLayer::new(LONGEST_BODY))
        .layer(middleware::from_fn_with_state(Arc::new(endpoints(Carrying::default())), in_time))
        .layer(CatchPanicLayer::custom(|_| Error::fault("a handler panicked").into_response()))
        .layer(middleware::from_fn_with_state(state.clone(), edge))
}

/// The API's routes: those of its table, and nothing else.
#[expect(clippy::disallowed_methods, reason = "the table's own document, and what there is not")]
pub(crate) fn api(state: &AppState) -> Router {
    let routes = endpoints(Routes::new(state))
        .router
        .route("/api/v1/openapi.json", get(openapi::show_document))
        .route("/api/{*rest}", get(|| async { Error::NotFound }).fallback(|| async { Error::NotFound }))
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
        .layer(middleware::from_fn(speak))
        .with_state(state.clone());
    // Pages are drawn by calling them.
    state.pages.set_api(routes.clone());
    routes
}

/// The endpoints that a file comes with, by method and path.
#[derive(Default)]
struct Carrying(Vec<(&'static str, &'static str)>);

impl Visit for Carrying {
    fn enter<E, H, T>(mut self, _: Who, _: H) -> Self
    where
        E: Endpoint + JsonSchema,
        E::Reply: JsonSchema,
        H: Handler<T, AppState>,
        T: 'static,
    {
        if E::CARRIES {
            self.0.push((E::METHOD.word(), E::PATTERN));
        }
        self
    }
}

impl Carrying {
    /// How long a request may take: longer where it brings a file, to the API or in a form of a page.
    fn longest(&self, request: &Request) -> Duration {
        let pattern = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
        let is_carried = self.0.iter().any(|(method, path)| *method == request.method().as_str() && Some(*path) == pattern);
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_form = request.method() == Method::POST && kind.starts_with("multipart/form-data");
        if is_carried || (is_form && !request.uri().path().starts_with("/api/")) { LONGEST_WITH_FILE } else { LONGEST_REQUEST }
    }
}

/// Ends a request that takes too long, without words; [`edge`] puts them in.
async fn in_time(State(carrying): State<Arc<Carrying>>, request: Request, next: Next) -> Response {
    let longest = carrying.longest(&request);
    tokio::time::timeout(longest, next.run(request)).await.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Whether the database answers.
pub(crate) async fn ready(State(state): State<AppState>) -> Result<&'static str, Error> {
    state.version().await?;
    Ok("ready\n")
}

impl IntoResponse for Error {
    /// Carries the error to [`speak`], which knows the asker's language and the request's number.
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl<S: Send + Sync> FromRequestParts<S> for RequestId {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get().cloned().unwrap_or_else(|| Self(ids::short(ids::fresh()))))
    }
}

/// Puts an error into words: the one place where its cause is logged.
async fn speak(request: Request, next: Next) -> Response {
    let lang = lang_of(request.uri());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let response = next.run(request).await;
    match response.extensions().get::<Arc<Error>>() {
        Some(error) => error.answer(lang, &id),
        None => response,
    }
}

/// Around every request: its number, whose it is, the headers that hold for all, the count and the log line.
async fn edge(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = ids::short(ids::fresh());
    let client = client(&state.trust_proxy, &request);
    request.extensions_mut().insert(RequestId(id.clone()));
    if let Some(client) = client {
        request.extensions_mut().insert(client);
    }
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "page".to_owned(), |path| path.as_str().to_owned());
    let (method, path, lang) = (request.method().clone(), told(request.uri().path()), lang_of(request.uri()));
    let response = next.run(request).await;
    let failed = response.extensions().get::<Arc<Error>>().map(|error| {
        if matches!(&**error, Error::Busy(Some(cause)) if cause.is::<sqlx::Error>()) {
            state.metrics.database_error();
        }
        error.answer(lang, &id)
    });
    let mut response = match failed {
        Some(failed) => failed,
        None if unsaid(&response) => said(response, lang, &id),
        None => response,
    };
    set_headers(response.headers_mut(), &state.public_url, &id);
    let seconds = begun.elapsed().as_secs_f64();
    background::answered();
    state.metrics.observe(&route, method.as_str(), response.status().as_u16(), seconds);
    let milliseconds = seconds * 1000.0;
    tracing::debug!(request_id = id, %method, path, status = response.status().as_u16(), milliseconds, "answered");
    response
}

/// A path as the log has it: a secret that stands in it is cut off.
fn told(path: &str) -> String {
    if let Some((before @ ("" | "/en"), _)) = path.split_once("/links/") {
        return format!("{before}/links/…");
    }
    match path.strip_prefix("/preview/") {
        Some(rest) => format!("/preview/…{}", rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default()),
        None => path.to_owned(),
    }
}

/// Whether a layer answered without words: a body over the limit, a request that took too long.
fn unsaid(response: &Response) -> bool {
    let plain = !response.headers().contains_key(header::CONTENT_SECURITY_POLICY);
    let words = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    plain && !words && matches!(response.status(), StatusCode::PAYLOAD_TOO_LARGE | StatusCode::SERVICE_UNAVAILABLE)
}

fn said(response: Response, lang: wire::Lang, id: &str) -> Response {
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLong(LONGEST_BODY).answer(lang, id),
        _ => Error::Busy(None).answer(lang, id),
    }
}

/// Whose request it is: the connection's other end, or what a trusted proxy says that it is.
fn client(trusted: &[ipnet::IpNet], request: &Request) -> Option<Client> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    let trusted = |ip: std::net::IpAddr| trusted.iter().any(|net| net.contains(&ip));
    if !trusted(peer) {
        return Some(Client(peer));
    }
    let forwarded = request.headers().get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    // From the nearest hop on: the first that is not one of ours is the client. What cannot be read ends the way, for what
    // stands before it is the client's own word.
    let read = |hop: &str| hop.parse::<std::net::IpAddr>().ok().or_else(|| Some(hop.parse::<SocketAddr>().ok()?.ip()));
    let mut client = peer;
    for hop in hops.iter().rev() {
        let Some(ip) = read(hop) else { break };
        client = ip.to_canonical();
        if !trusted(client) {
            break;
        }
    }
    Some(Client(client))
}

/// The headers that hold for every answer.
fn set_headers(headers: &mut HeaderMap, public_url: &str, id: &str) {
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin-allow-popups");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), interest-cohort=()",
    );
    if public_url.starts_with("https://") {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    // A preview stands in frames of the studio.
    headers.entry(header::X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    // YouTube refuses to play without a referrer of some kind.
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("strict-origin-when-cross-origin"));
    // Pictures and clips say otherwise for themselves.
    headers.entry("cross-origin-resource-policy").or_insert(HeaderValue::from_static("same-origin"));
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, routing::post};
    use tower::ServiceExt;
    use wire::draft::SendPicture;

    use super::*;
    use crate::request::{Told, turn};

    #[tokio::test(start_paused = true)]
    async fn who_brings_a_file_where_all_places_stay_taken_is_told_to_come_again() {
        async fn take(_: Told<SendPicture>) -> &'static str {
            "taken"
        }
        let mut held = Vec::new();
        while let Ok(place) = turn().await {
            held.push(place);
        }
        assert_eq!(held.len(), 16);
        #[expect(clippy::disallowed_methods, reason = "a route of the test's own")]
        let app: Router = Router::new().route(SendPicture::PATTERN, post(take)).layer(middleware::from_fn(speak));
        let send = async |lang: &str| {
            let request = Request::builder().method(Method::POST).uri(format!("/api/v1/shops/byeolbit/pictures?lang={lang}"));
            let request = request.header(header::CONTENT_TYPE, "application/json").body(Body::from(r#"{"content":""}"#));
            app.clone().oneshot(request.expect("a request")).await.expect("an answer")
        };
        let words = ["지금은 붐빕니다. 잠시 뒤 다시 시도해 주세요.", "Too busy right now. Please try again in a moment."];
        for (lang, words) in ["ko", "en"].into_iter().zip(words) {
            let begun = tokio::time::Instant::now();
            let answer = send(lang).await;
            assert_eq!(begun.elapsed().as_secs(), 8);
            assert_eq!(
                (answer.status(), answer.headers().get(header::RETRY_AFTER).cloned()),
                (StatusCode::SERVICE_UNAVAILABLE, Some(HeaderValue::from_static("5")))
            );
            let body = axum::body::to_bytes(answer.into_body(), 10_000).await.expect("a body");
            let told: serde_json::Value = serde_json::from_slice(&body).expect("a failure");
            assert_eq!((told["code"].as_str(), told["title"].as_str()), (Some("busy"), Some(words)));
        }
        // One that is given back in time is theirs, and the next one's after them.
        let (answer, ()) = tokio::join!(send("ko"), async {
            tokio::time::sleep(Duration::from_secs(7)).await;
            drop(held.pop());
        });
        assert_eq!((answer.status(), send("ko").await.status()), (StatusCode::OK, StatusCode::OK));
    }

    #[tokio::test(start_paused = true)]
    async fn what_brings_a_file_may_take_long_and_nothing_else_may() {
        async fn slow() {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        let carrying = Arc::new(endpoints(Carrying::default()));
        assert!(carrying.0.len() >= 5, "{:?}", carrying.0);
        #[expect(clippy::disallowed_methods, reason = "routes of the test's own")]
        let app: Router = Router::new()
            .route(SendPicture::PATTERN, post(slow).get(slow))
            .route("/api/v1/session", post(slow))
            .route("/studio", post(slow))
            .layer(middleware::from_fn_with_state(carrying, in_time));
        let (pictures, json, form) = ("/api/v1/shops/byeolbit/pictures", "application/json", "multipart/form-data; boundary=x");
        for (method, path, kind, status) in [
            (Method::POST, pictures, json, 200),
            (Method::GET, pictures, json, 503),
            (Method::POST, "/api/v1/session", json, 503),
            (Method::POST, "/api/v1/session", form, 503),
            (Method::POST, "/studio", form, 200),
            (Method::POST, "/studio", "application/x-www-form-urlencoded", 503),
        ] {
            let request = Request::builder().method(method.clone()).uri(path).header(header::CONTENT_TYPE, kind);
            let answer = app.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer");
            assert_eq!(answer.status().as_u16(), status, "{method} {path} {kind}");
        }
    }

    #[test]
    fn the_secret_of_a_preview_and_of_a_mailed_link_stands_in_no_log() {
        for (path, logged) in [
            ("/preview/s3cret", "/preview/…"),
            ("/preview/s3cret/", "/preview/…/"),
            ("/preview/s3cret/en/shops/byeolbit", "/preview/…/en/shops/byeolbit"),
            ("/preview/s3cret/media/a-240.webp", "/preview/…/media/a-240.webp"),
            ("/links/s3cret", "/links/…"),
            ("/en/links/s3cret/more", "/en/links/…"),
            ("/shops/byeolbit", "/shops/byeolbit"),
            ("/previews", "/previews"),
        ] {
            assert_eq!(told(path), logged);
        }
    }

    #[test]
    fn who_asks_is_believed_only_of_proxies_that_are_trusted() {
        let proxies: Vec<ipnet::IpNet> = vec!["10.0.0.0/8".parse().expect("a net"), "fd00::/8".parse().expect("a net")];
        let seen = |peer: &str, forwarded: &[&str]| {
            let mut request = Request::builder().uri("/");
            for line in forwarded {
                request = request.header("x-forwarded-for", *line);
            }
            let mut request = request.body(axum::body::Body::empty()).expect("a request");
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().expect("an address"), 4000)));
            client(&proxies, &request).expect("a client").0.to_string()
        };
        assert_eq!(seen("203.0.113.9", &["198.51.100.1"]), "203.0.113.9", "a stranger says what they like");
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(seen("::ffff:10.0.0.1", &["198.51.100.1:5000"]), "198.51.100.1");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1, 198.51.100.1, 10.2.2.2"]), "198.51.100.1", "what stands before is the client's own word");
        assert_eq!(seen("10.0.0.1", &["1.1.1.1", "198.51.100.1"]), "198.51.100.1", "lines go on each other");
        assert_eq!(seen("10.0.0.1", &["198.51.100.1, nonsense"]), "10.0.0.1");
        assert_eq!(seen("fd00::1", &["2001:db8::7"]), "2001:db8::7");
    }
}
