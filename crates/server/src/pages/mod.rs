//! Drawing pages: through the very router that browsers call, kept until the data or the time makes them untrue.

mod developers;
mod json_ld;
mod kept;
mod pack;
mod shell;

use std::sync::{
    Arc, RwLock,
    atomic::{AtomicI64, Ordering},
};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use storefront::{
    api::{Answer, Asking},
    app,
    screen::{self, Screen, Shown, load},
};
use tower::ServiceExt;
use unicode_normalization::UnicodeNormalization;
use wire::{
    Code, Failure, Lang,
    address::{Address, Page, below},
};

use crate::{
    error::Error,
    ids::now_ms,
    reply::ValidUntil,
    request::RequestId,
    state::{AS_OF, AppState},
};
use kept::Kept;
pub use kept::Pages;
pub use kept::Theme;
pub use pack::{accepts, brotli};
pub use shell::{Frame, escape};

/// The API's routes, for drawing: the pages call them in the same process.
pub(crate) type Api = RwLock<Option<Router>>;

/// Any path that nothing else answers: a page, or the page that says that there is none.
pub async fn show_page(State(state): State<AppState>, method: Method, uri: Uri, id: RequestId, asked: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return Error::MethodNotAllowed.into_response();
    }
    let path_and_query = uri.path_and_query().map_or("/", |whole| whole.as_str());
    if path_and_query.len() > crate::request::LONGEST_QUERY {
        return Error::LongAddress(crate::request::LONGEST_QUERY).into_response();
    }
    // What the browser's app asks for: the page's content alone.
    let (part, path_and_query) = match path_and_query.strip_prefix(DRAWN).filter(|rest| rest.starts_with('/')) {
        Some(rest) => (Part::Content, rest),
        None => (Part::Whole, path_and_query),
    };
    let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let address = Address::parse(path, query);
    if let Some(to) = address.is_none().then(|| composed(path, query)).flatten() {
        return moved(part, &to);
    }
    let path = address.as_ref().map_or_else(|| path_and_query.to_owned(), Address::path);
    let theme = if part == Part::Whole { Theme::of(&asked) } else { Theme::Device };
    let kept_as = [if part == Part::Whole { "" } else { DRAWN }, &path].concat();
    let version = state.version().await;
    if let (Ok(version), Some(_)) = (&version, &address)
        && let Some(page) = state.pages.find(&kept_as, theme, *version, now_ms())
    {
        state.metrics.page_kept();
        return page.answer(&asked);
    }
    let is_search = matches!(&address, Some(Address { page: Page::Search { .. }, .. }));
    let drawn = match &version {
        Ok(version) => AS_OF.scope(*version, draw(&state, address, &path, (part, theme), &id, Reach::Here)).await,
        Err(away) => {
            tracing::warn!(request_id = id.0, error = %away, "a page without the database");
            draw(&state, address, &path, (part, theme), &id, Reach::Away(away)).await
        }
    };
    match drawn {
        Drawn::Moved(to) => moved(part, &to),
        Drawn::Failed(failure) => failed(failure, &id),
        Drawn::Page(page) => {
            state.metrics.page_drawn();
            let page = Arc::new(page);
            // Where a reader stands is not kept, nor what they look for: words are as many as readers.
            let is_kept = page.status == StatusCode::OK && !path.contains("near=") && !is_search;
            if let (Ok(version), true) = (version, is_kept) {
                state.pages.keep(&kept_as, theme, version, &page);
            }
            page.answer_first(&asked)
        }
    }
}

/// Stands before the path of a page whose content is asked for alone.
const DRAWN: &str = "/drawn";

/// How much of a page is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    /// What stands in `<main>`, for the browser's app.
    Content,
}

/// What came of drawing.
enum Drawn {
    Page(Kept),
    Moved(String),
    /// Why there is no content to draw: told in JSON, for the app has a page for it.
    Failed(Failure),
}

/// A page below a root, of another street: never kept, and without the app.
pub async fn show_below(state: &AppState, rest: &str, asked: &HeaderMap, id: &RequestId, frame: &Frame) -> Response {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let address = Address::parse(path, query);
    let drawn = match state.version().await {
        Ok(version) => AS_OF.scope(version, draw(state, address, rest, (Part::Whole, Theme::of(asked)), id, Reach::Below(frame))).await,
        Err(error) => return error.into_response(),
    };
    match drawn {
        Drawn::Moved(to) => moved(Part::Whole, &[&frame.root, to.as_str()].concat()),
        Drawn::Failed(failure) => failed(failure, id),
        Drawn::Page(page) => page.answer(asked),
    }
}

/// Where a page is drawn.
#[derive(Clone, Copy)]
enum Reach<'a> {
    Here,
    /// The database does not answer, which is why: it is not asked again, for the reader would wait for each.
    Away(&'a Error),
    /// Below a root.
    Below(&'a Frame),
}

/// Draws a page.
async fn draw(
    state: &AppState,
    address: Option<Address>,
    path: &str,
    (part, theme): (Part, Theme),
    id: &RequestId,
    reach: Reach<'_>,
) -> Drawn {
    let (away, frame) = match reach {
        Reach::Here => (None, None),
        Reach::Away(error) => (Some(error), None),
        Reach::Below(frame) => (None, Some(frame)),
    };
    let lang = address.as_ref().map_or_else(|| Address::lang_of(path), |address| address.lang);
    let valid_until = Arc::new(AtomicI64::new(i64::MAX));
    let carrier = carrier(state, id, &valid_until);
    let loaded = match away.filter(|_| address.as_ref().is_some_and(|address| address.page.is_from_data())) {
        Some(away) => Shown::Failed(away.failure(lang)),
        None => load(&*carrier, address.as_ref(), lang).await,
    };
    let shown = match loaded {
        Shown::Developers(_) => Shown::Developers(developers::html(lang)),
        Shown::Failed(failure) if failure.status == 0 => Shown::Failed(Failure { status: 503, code: Code::Busy, ..failure }),
        Shown::Failed(failure) if failure.request_id.is_none() && failure.status >= 500 => {
            Shown::Failed(Failure { request_id: Some(id.0.clone()), ..failure })
        }
        shown => shown,
    };
    if let Shown::Failed(Failure { moved_to: Some(to), .. }) = &shown {
        return Drawn::Moved(if lang == Lang::En { format!("/en{to}") } else { to.clone() });
    }
    if part == Part::Content {
        let screen = Screen { lang, path: path.to_owned(), address, shown };
        if let Shown::Failed(failure) = screen.shown {
            return Drawn::Failed(failure);
        }
        let html = app::draw_content(&screen).replace("<!>", "");
        let content = screen::Drawn { title: storefront::head::title(&screen), html };
        return Drawn::Page(Kept::content(&content, valid_until.load(Ordering::SeqCst)));
    }
    let street = if away.is_none() { state.street().await.ok() } else { state.known_street() };
    let windows = street.map(|street| street.windows.iter().map(|window| window.name(lang)).collect()).unwrap_or_default();
    let path = [frame.map_or("", |frame| &frame.root), path].concat();
    let screen = Screen { lang, path, address, shown };
    let status = match &screen.shown {
        Shown::Failed(failure) => StatusCode::from_u16(failure.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        _ => StatusCode::OK,
    };
    let mut body = match frame {
        None => app::draw(screen.clone(), Vec::clone(&windows)),
        Some(Frame { root, .. }) => {
            let body = below(root, || app::draw(screen.clone(), Vec::clone(&windows)));
            // Files are served below the root too, where shoppers cannot get at them yet.
            without_theme(body).replace("\"/media/", &format!("\"{root}/media/")).replace(", /media/", &format!(", {root}/media/"))
        }
    };
    if frame.is_some() || !screen.shown.is_live() {
        // Marks between the parts, for the browser's app to take over: here it takes nothing over. Text holds no bare `<`.
        body = body.replace("<!>", "");
    }
    let whole = shell::page(&state.public_url, &screen, &windows, theme, &body, frame);
    Drawn::Page(Kept::new(whole, status, valid_until.load(Ordering::SeqCst)))
}

/// What stands in front of the choice of light. Text holds no bare `<`, so nobody writes this but the app.
const THEME_FORM: &str = "<form method=\"post\" action=\"/theme\"";

/// A page without the choice of light: below a root no cookie is set, and the root may be a secret, which the form would send.
fn without_theme(mut body: String) -> String {
    while let Some((before, rest)) = body.split_once(THEME_FORM) {
        let Some((_, after)) = rest.split_once("</form>") else { break };
        body = [before, after].concat();
    }
    body
}

/// Carries the pages' calls to the API's routes, in this process, and notes until when the replies are true.
fn carrier(state: &AppState, id: &RequestId, valid_until: &Arc<AtomicI64>) -> Box<storefront::api::Carrier> {
    let api = state.pages.api();
    let (id, valid_until) = (id.clone(), Arc::clone(valid_until));
    Box::new(move |url| -> Asking {
        let (api, id, valid_until) = (api.clone(), id.clone(), Arc::clone(&valid_until));
        Box::pin(async move {
            let mut request = Request::get(url).body(Body::empty()).ok()?;
            request.extensions_mut().insert(id);
            let response = api?.oneshot(request).await.ok()?;
            if let Some(ValidUntil(until)) = response.extensions().get() {
                valid_until.fetch_min(*until, Ordering::SeqCst);
            }
            let status = response.status().as_u16();
            let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.ok()?;
            Some(Answer { status, body: body.into() })
        })
    })
}

/// The path in composed Hangul, where it came decomposed (as some systems write file names) and is a page then.
fn composed(path: &str, query: &str) -> Option<String> {
    let decoded = wire::endpoint::decode(path)?;
    let composed: String = decoded.nfc().collect();
    if composed == decoded {
        return None;
    }
    let path: Vec<String> = composed.split('/').map(wire::endpoint::encode).collect();
    Address::parse(&path.join("/"), query).map(|address| address.path())
}

/// The app's page for a failure is its own; here is what it says.
fn failed(failure: Failure, id: &RequestId) -> Response {
    let failure = Failure { request_id: Some(id.0.clone()), ..failure };
    let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, serde_json::to_vec(&failure).unwrap_or_default()).into_response()
}

fn moved(part: Part, to: &str) -> Response {
    let to = if part == Part::Content { format!("{DRAWN}{to}") } else { to.to_owned() };
    match HeaderValue::from_str(&to) {
        Ok(to) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response(),
        Err(_) => Error::NotFound.into_response(),
    }
}
