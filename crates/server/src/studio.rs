//! Drawing the pages of merchants and operators, and turning their forms into calls of the API.
//!
//! A page calls the API in this process, as its reader: the cookie goes with each call, and what the API sets comes back.
//! A form that cannot be taken is drawn again as it was filled in, with the reason beside the field.

mod once;
mod own;
mod with;

use std::{
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use studio::{
    acts::{Act, Fields},
    address::{Address, Page},
    api::{Answer, Asking, Call, Carrier, carry},
    draw,
    screen::{Refused, Screen, Shown, load},
};
use tower::ServiceExt;
use wire::{
    Code, Failure, Lang,
    account::Role,
    import::ImportState,
    preview::{Staying, TakenBack},
};

use crate::{
    access::{self, Who},
    account::session,
    application::document,
    error::Error,
    pages::{Theme, escape},
    request::{Client, InMemory, LONGEST_JSON, RequestId, turn},
    state::AppState,
    ways::{Lead, Way},
};

/// These pages, as the router takes their paths, and who may see each.
const PAGES: [(&str, Who); 32] = [
    ("/sign-in", Who::Anyone),
    ("/join", Who::Anyone),
    ("/forgot", Who::Anyone),
    ("/links/{token}", Who::Anyone),
    ("/studio", Who::SignedIn),
    ("/studio/account", Who::SignedIn),
    ("/studio/account/tokens", Who::SignedIn),
    ("/studio/shops/{shop}/members", Who::Member(Role::Owner)),
    ("/operator", Who::Operator),
    ("/studio/shops/{shop}", Who::Member(Role::Staff)),
    ("/studio/shops/{shop}/front", Who::Member(Role::Staff)),
    ("/studio/shops/{shop}/products", Who::Member(Role::Staff)),
    ("/studio/shops/{shop}/new-product", Who::Member(Role::Staff)),
    ("/studio/shops/{shop}/products/{product}", Who::Member(Role::Staff)),
    ("/studio/shops/{shop}/clips", Who::Member(Role::Staff)),
    ("/studio/shops/{shop}/clips/{clip}", Who::Member(Role::Staff)),
    ("/studio/shops/{shop}/preview", Who::Member(Role::Staff)),
    ("/studio/shops/{shop}/imports", Who::Member(Role::Manager)),
    ("/studio/shops/{shop}/tokens", Who::Member(Role::Owner)),
    ("/studio/shops/{shop}/imports/{import}", Who::Member(Role::Manager)),
    ("/operator/shops", Who::Operator),
    ("/apply", Who::Anyone),
    ("/studio/shops/{shop}/applications/{window}", Who::Member(Role::Owner)),
    ("/operator/applications", Who::Operator),
    ("/operator/applications/{shop}/{window}", Who::Operator),
    ("/operator/windows", Who::Operator),
    ("/operator/windows/{window}", Who::Operator),
    ("/report", Who::Anyone),
    ("/operator/reports", Who::Operator),
    ("/operator/mails", Who::Operator),
    ("/operator/records", Who::Operator),
    ("/operator/system", Who::Operator),
];
/// How long drawing a page may wait for the API.
const LONGEST: Duration = Duration::from_secs(20);

/// Enters these pages with their forms, and what stands below their paths.
pub fn ways<L: Lead>(mut table: L) -> L {
    for (path, who) in PAGES {
        table = table.lead(Way::page(path, who), show).lead(Way::forms(path), act);
    }
    let (staff, manager, owner) = (Who::Member(Role::Staff), Who::Member(Role::Manager), Who::Member(Role::Owner));
    table
        .lead(Way::get("/sign-in/back", Who::Anyone), with::back)
        .lead(Way::get("/sign-in/with/{provider}", Who::Anyone).in_both(), with::leave)
        .lead(Way::page("/studio/account/join/{provider}", Who::SignedIn), with::join)
        .lead(Way::get("/studio/account/export", Who::SignedIn), own::export)
        .lead(Way::get("/studio/shops/{shop}/export/{format}", manager).in_both(), own::list)
        .lead(Way::get("/studio/shops/{shop}/applications/{window}/documents/{document}", owner).in_both(), own::document)
        .lead(Way::get("/operator/applications/{shop}/{window}/documents/{document}", Who::Operator).in_both(), own::applicants_document)
        .lead(Way::get("/studio/shops/{shop}/seen/", staff), own::seen_home)
        .lead(Way::get("/studio/shops/{shop}/seen/{*rest}", staff), own::seen)
        .lead(Way::get("/studio/shops/{shop}/media/{name}", staff), own::picture)
}

/// The styles of these pages, and their hash for the policy.
static STYLE: LazyLock<(String, String)> = LazyLock::new(|| {
    let css = format!("{}{}", storefront::style::BASE, studio::STYLE);
    let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(css.as_bytes())));
    (css, hash)
});

/// The hashes of the scripts of these pages, for the policy.
static HANDS_HASH: LazyLock<String> = LazyLock::new(|| hashed(studio::HANDS));
static KEYS_HASH: LazyLock<String> = LazyLock::new(|| hashed(studio::KEYS));

fn hashed(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes())))
}

/// What is called in a reader's name, and what the API set for their browser.
struct Reader {
    carrier: Box<Carrier>,
    cookies: Arc<Mutex<Vec<HeaderValue>>>,
}

impl Reader {
    fn of(state: &AppState, asked: &HeaderMap, extensions: &Extensions) -> Self {
        let api = state.pages.api();
        let cookies: Arc<Mutex<Vec<HeaderValue>>> = Arc::default();
        let kept = Arc::clone(&cookies);
        let mut headers = HeaderMap::new();
        for name in [header::COOKIE, header::USER_AGENT] {
            for value in asked.get_all(&name) {
                headers.append(name.clone(), value.clone());
            }
        }
        // The page speaks for itself: it changes nothing when it is shown, and a form was asked where it came from.
        headers.insert(HeaderName::from_static("sec-fetch-site"), HeaderValue::from_static("same-origin"));
        let client = extensions.get::<Client>().copied();
        let id = extensions.get::<RequestId>().cloned();
        let carrier = move |call: Call| -> Asking {
            let (api, kept, mut headers, id) = (api.clone(), Arc::clone(&kept), headers.clone(), id.clone());
            Box::pin(async move {
                if call.body.is_some() {
                    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
                }
                // A page that was just signed in for is drawn as such.
                if let Some(fresh) = kept.lock().unwrap_or_else(PoisonError::into_inner).last() {
                    let pair =
                        fresh.to_str().ok().and_then(|cookie| cookie.split(';').next()).and_then(|pair| HeaderValue::from_str(pair).ok());
                    if let Some(pair) = pair {
                        headers.insert(header::COOKIE, pair);
                    }
                }
                let mut request =
                    Request::builder().method(call.method.word()).uri(call.url).body(Body::from(call.body.unwrap_or_default())).ok()?;
                *request.headers_mut() = headers;
                request.extensions_mut().extend_from(client, id);
                request.extensions_mut().insert(InMemory);
                let response = tokio::time::timeout(LONGEST, api?.oneshot(request)).await.ok()?.ok()?;
                kept.lock().unwrap_or_else(PoisonError::into_inner).extend(response.headers().get_all(header::SET_COOKIE).iter().cloned());
                let status = response.status().as_u16();
                let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.ok()?;
                Some(Answer { status, body: body.into() })
            })
        };
        Self { carrier: Box::new(carrier), cookies }
    }

    /// An answer with what the API set for the browser.
    fn answer(self, mut response: Response) -> Response {
        for cookie in self.cookies.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

trait ExtendFrom {
    fn extend_from(&mut self, client: Option<Client>, id: Option<RequestId>);
}

impl ExtendFrom for Extensions {
    /// Whose request it is, and its number: what is called for it is of the same.
    fn extend_from(&mut self, client: Option<Client>, id: Option<RequestId>) {
        if let Some(client) = client {
            self.insert(client);
        }
        if let Some(id) = id {
            self.insert(id);
        }
    }
}

fn address(request: &Request) -> Result<Address, Error> {
    Address::parse(request.uri().path(), request.uri().query().unwrap_or_default()).ok_or(Error::NotFound)
}

/// `GET` of a page.
async fn show(State(state): State<AppState>, request: Request) -> Result<Response, Error> {
    let mut address = address(&request)?;
    // Who comes to report something has it before them.
    if let Page::Report { about: about @ None } = &mut address.page {
        let from = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
        *about = from.and_then(|from| from.strip_prefix(state.public_url.as_str())).map(str::to_owned);
    }
    let reader = Reader::of(&state, request.headers(), request.extensions());
    let mut screen = load(&*reader.carrier, address, None).await;
    let spent = once::tell(&state.public_url, request.headers(), &mut screen)?;
    let mut response = page(request.headers(), &screen);
    if let Some(spent) = spent {
        response.headers_mut().append(header::SET_COOKIE, spent);
    }
    Ok(reader.answer(response))
}

/// `POST` of a form on a page: what it does, and then the page that it leads to.
async fn act(State(state): State<AppState>, request: Request) -> Result<Response, Error> {
    let address = address(&request)?;
    access::is_from_here(request.method(), request.headers(), &state.public_url)?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_file = kind.starts_with("multipart/form-data");
    if !is_file && !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Error::UnsupportedType);
    }
    // Files are large, and nobody who is not signed in has one to send.
    if is_file && session::of(&state, request.headers()).await?.is_none() {
        return Err(Error::SignIn);
    }
    let reader = Reader::of(&state, request.headers(), request.extensions());
    let asked = request.headers().clone();
    let fields = if is_file { carried(request).await? } else { plain(request).await? };
    let act = Act::of(fields.get("act")).ok_or_else(|| Error::invalid("act", "there is no such act"))?;
    let lang = address.lang;
    // The script that saves as one types wants the answer alone.
    let is_script = asked.get(header::ACCEPT).is_some_and(|value| value == "application/json");
    let done = carry_out(&reader, act, &fields, lang).await;
    match done {
        Ok(reply) if is_script => Ok(reader.answer(told(StatusCode::OK, reply))),
        Err(failure) if is_script => {
            let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            Ok(reader.answer(told(status, serde_json::to_vec(&failure).map_err(Error::fault)?)))
        }
        // Its secret is in the answer alone.
        Ok(reply) if matches!(act, Act::MakePreview | Act::MakeToken | Act::MakeOwnToken) => {
            Ok(reader.answer(once::lead(&state.public_url, &address, &reply)?))
        }
        // What stayed is in the answer alone as well.
        Ok(reply) if act == Act::TakeBack && !stays(&reply).is_empty() => {
            let mut screen = load(&*reader.carrier, Address { done: Some(act.word().to_owned()), ..address }, None).await;
            if let Shown::Preview { stays: shown, .. } = &mut screen.shown {
                *shown = stays(&reply);
            }
            let response = page(&asked, &screen);
            Ok(reader.answer(response))
        }
        Ok(reply) => {
            let to = HeaderValue::from_str(&act.leads_to(&address, &reply).path()).map_err(Error::fault)?;
            Ok(reader.answer((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()))
        }
        Err(failure) => {
            let screen = load(&*reader.carrier, address, Some(Refused { act, fields, failure })).await;
            let response = page(&asked, &screen);
            Ok(reader.answer(response))
        }
    }
}

/// What a form does, in its reader's name: a call, and before it another where it says two things.
async fn carry_out(reader: &Reader, act: Act, fields: &Fields, lang: Lang) -> Result<Vec<u8>, Failure> {
    if let Some(first) = act.first(fields, lang)? {
        carry(&*reader.carrier, first, lang).await?;
    }
    carry(&*reader.carrier, act.call(fields, lang)?, lang).await
}

/// What an opening that was taken back left as it is.
fn stays(reply: &[u8]) -> Vec<Staying> {
    serde_json::from_slice::<TakenBack>(reply).unwrap_or_default().stays
}

fn told(status: StatusCode, body: Vec<u8>) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-store")];
    (status, headers, body).into_response()
}

/// The fields of a form without files.
async fn plain(request: Request) -> Result<Fields, Error> {
    let body: Bytes = axum::body::to_bytes(request.into_body(), LONGEST_JSON).await.map_err(|_| Error::TooLong(LONGEST_JSON))?;
    Ok(Fields::parse(&body))
}

/// The fields of a form with a file: its bytes in Base64 under the field's name, what it is called under `name`.
async fn carried(request: Request) -> Result<Fields, Error> {
    let unread = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLong(document::LARGEST),
        _ => Error::invalid("form", error.body_text()),
    };
    let _turn = turn().await?;
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| Error::invalid("form", error.body_text()))?;
    let mut fields = Fields::default();
    while let Some(part) = parts.next_field().await.map_err(unread)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(unread)?;
        match file {
            Some(file) => {
                fields.0.push(("name".to_owned(), file));
                fields.0.push((name, STANDARD.encode(&bytes)));
            }
            None => fields.0.push((name, String::from_utf8_lossy(&bytes).into_owned())),
        }
        if fields.0.len() > 50 {
            return Err(Error::invalid("form", "it has too many fields"));
        }
    }
    Ok(fields)
}

/// The page of a screen; who has to sign in first is led there.
fn page(asked: &HeaderMap, screen: &Screen) -> Response {
    let failure: Option<&Failure> = match &screen.shown {
        Shown::Failed(failure) => Some(failure),
        _ => screen.refused.as_ref().map(|refused| &refused.failure),
    };
    let lang = screen.lang();
    let is_sign_in = matches!(screen.address.page, Page::SignIn { .. });
    if failure.is_some_and(|failure| failure.code == Code::SignIn) && !is_sign_in {
        let next = Address { done: None, ..screen.address.clone() }.path();
        let to = Page::SignIn { next: Some(next) }.of(lang).path();
        return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
    }
    // Who is signed in has no use for the sign-in.
    if is_sign_in && screen.me.is_some() && screen.refused.is_none() {
        let to = Act::SignIn.leads_to(&screen.address, b"").path();
        return (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response();
    }
    let status =
        failure.map_or(StatusCode::OK, |failure| StatusCode::from_u16(failure.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    let (css, style_hash) = &*STYLE;
    let theme = Theme::of(asked).word().map(|word| format!(" data-theme=\"{word}\"")).unwrap_or_default();
    // What runs is looked at again by itself, also without a script.
    let is_running = matches!(&screen.shown, Shown::Import { import, .. } if import.state == ImportState::Running);
    let again = if is_running { "<meta http-equiv=\"refresh\" content=\"2\">" } else { "" };
    // Where something is edited or typed, or a key is asked; all else needs no script.
    let script = match screen.shown {
        Shown::Import { ref import, .. } if import.state == ImportState::Tried => Some((studio::HANDS, HANDS_HASH.as_str())),
        // What was kept of a product that is gone is let go of where its form led.
        Shown::Products { .. } if screen.address.done.is_some() => Some((studio::HANDS, HANDS_HASH.as_str())),
        Shown::Application(_)
        | Shown::Shop { own: Some(_), .. }
        | Shown::Front { .. }
        | Shown::Imports { .. }
        | Shown::Product { .. }
        | Shown::Clips { .. }
        | Shown::Clip { .. } => Some((studio::HANDS, HANDS_HASH.as_str())),
        Shown::SignIn { .. } | Shown::Account { .. } => Some((studio::KEYS, KEYS_HASH.as_str())),
        _ => None,
    };
    let script_hash = script.map_or("'none'", |(_, hash)| hash);
    let script = script.map(|(script, _)| format!("<script>{script}</script>")).unwrap_or_default();
    let html = format!(
        "<!doctype html><html lang=\"{}\"{theme}><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <style>{css}</style><title>{}</title><meta name=\"robots\" content=\"noindex\"><meta name=\"color-scheme\" content=\"light dark\">\
         <link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">{again}</head><body>{}{script}</body></html>",
        lang.tag(),
        escape(&draw::title(screen)),
        draw::body(screen)
    );
    // A clip elsewhere is framed where its moments are set.
    let frames = match &screen.shown {
        Shown::Clip { editing, .. } if editing.draft.link.is_some() => " https://www.youtube-nocookie.com https://player.vimeo.com",
        _ => "",
    };
    let policy = format!(
        "default-src 'none'; script-src {script_hash}; connect-src 'self'; style-src {style_hash}; img-src 'self' data:; media-src 'self'; frame-src 'self'{frames}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        // The address of a mailed link is as good as the link. (Without any referrer, forms would come from an origin `null`.)
        (header::REFERRER_POLICY, "same-origin".to_owned()),
    ];
    (status, headers, html).into_response()
}
