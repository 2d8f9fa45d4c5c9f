//! Signing in by another place: sending the browser there, and taking it when it comes back.
//!
//! It begins by a link and not by a form, as browsers apply the page's `form-action` to where a form's answer leads.

use axum::{
    extract::{Path as UrlPath, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use studio::{
    acts::{Act, Fields},
    address::{Address, Page},
    screen::{Refused, load},
};
use wire::{Code, Failure, Lang};

use super::{Reader, page};
use crate::{
    account::{
        identity::{self, Flow},
        provider::{Miss, Provider},
        session, throttle,
    },
    cookies::Ours,
    error::Error,
    request::{Client, lang_of},
    state::AppState,
};

/// The cookie by which a browser that comes back is known. It is of no use for anything else.
const BACK: Ours = Ours { name: "golmok-with", comes_along: true };

/// A field of an address.
fn field(asked: &Parts, name: &str) -> Option<String> {
    let query = asked.uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}

/// `GET /sign-in/with/{provider}`
pub async fn leave(State(state): State<AppState>, UrlPath(slug): UrlPath<String>, asked: Parts) -> Result<Response, Error> {
    let next = field(&asked, "next").filter(|next| Address::onward(next).is_some());
    go(&state, &slug, asked, None, next).await
}

/// `GET /studio/account/join/{provider}`
pub async fn join(State(state): State<AppState>, UrlPath(slug): UrlPath<String>, asked: Parts) -> Result<Response, Error> {
    let lang = lang_of(&asked.uri);
    let Some(person) = session::of(&state, &asked.headers).await? else {
        let to = Page::SignIn { next: Some(Page::Account.of(lang).path()) }.of(lang).path();
        return Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response());
    };
    // Else another site could have somebody join an account there that is not theirs, and sign in by it afterwards.
    if !is_pressed_here(&asked.headers, &state.public_url) {
        return Err(Error::ForeignOrigin);
    }
    // What is joined signs in for good, and an open session may be somebody else's by now.
    if !identity::may_join(&state.db, &person).await? {
        let words = lang.pick(
            "먼저 비밀번호를 적어 주세요. 그런 뒤 5분 안에 한 번 이을 수 있습니다.",
            "Your password first, please: with it you can join an account once, within five minutes.",
        );
        return Ok(refused(&state, &asked, Page::Account, lang, Failure::new(409, Code::Conflict, words)).await);
    }
    go(&state, &slug, asked, Some(person.id), None).await
}

/// Whether a link was pressed on a page of ours.
fn is_pressed_here(headers: &HeaderMap, public_url: &str) -> bool {
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match value("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => value("referer").and_then(|from| from.strip_prefix(public_url)).is_some_and(|rest| rest.starts_with('/')),
    }
}

async fn go(state: &AppState, slug: &str, asked: Parts, account: Option<i64>, next: Option<String>) -> Result<Response, Error> {
    let lang = lang_of(&asked.uri);
    let (provider, http) = state.providers.find(slug).ok_or(Error::NotFound)?;
    let from = throttle::place(asked.extensions.get::<Client>().map(|client| client.0));
    throttle::count(&state.db, &format!("ways out from {from}"), throttle::SIGN_IN_ADDRESS).await?;
    let leaving = match provider.leave(http, &state.public_url).await {
        Ok(leaving) => leaving,
        Err(miss) => return Ok(refused(state, &asked, began_at(account, next), lang, missed(provider, &miss, lang)).await),
    };
    let url = HeaderValue::from_str(&leaving.url).map_err(Error::fault)?;
    let browser = identity::send(&state.db, leaving, provider.issuer.as_str(), account, lang, next.as_deref()).await?;
    Ok(redirected(url, BACK.set(&state.public_url, &browser, 600)?))
}

fn redirected(to: HeaderValue, cookie: HeaderValue) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, to);
    headers.append(header::SET_COOKIE, cookie);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Why nothing came of it, in words; the cause is logged.
fn missed(provider: &Provider, miss: &Miss, lang: Lang) -> Failure {
    tracing::warn!(provider = provider.slug.as_str(), error = %miss, "signing in by another place failed");
    let name = provider.name(lang);
    match miss {
        Miss::Away(_) => Failure::new(
            503,
            Code::Busy,
            lang.pick(
                format!("지금 {name}에 닿지 않습니다. 잠시 뒤 다시 하거나 메일 주소로 로그인해 주세요."),
                format!("{name} does not answer right now. Try again in a moment, or sign in by e-mail."),
            ),
        ),
        Miss::Refused(_) => Failure::new(
            400,
            Code::Invalid,
            lang.pick(
                format!("{name}에서 온 답을 믿을 수 없어 로그인하지 않았습니다. 처음부터 다시 해 주세요."),
                format!("What came back from {name} could not be trusted, so nobody was signed in. Please start again."),
            ),
        ),
    }
}

/// The page that it began at: one's account where one joins, else the sign-in with what follows it.
fn began_at(account: Option<i64>, next: Option<String>) -> Page {
    if account.is_some() { Page::Account } else { Page::SignIn { next } }
}

/// The page that it began at, with what is wrong.
async fn refused(state: &AppState, asked: &Parts, began: Page, lang: Lang, failure: Failure) -> Response {
    let act = if began == Page::Account { Act::EndIdentity } else { Act::SignIn };
    let reader = Reader::of(state, &asked.headers, &asked.extensions);
    let screen = load(&*reader.carrier, began.of(lang), Some(Refused { act, fields: Fields::default(), failure })).await;
    let response = page(&asked.headers, &screen);
    reader.answer(response)
}

/// `GET /sign-in/back`
pub async fn back(State(state): State<AppState>, asked: Parts) -> Result<Response, Error> {
    let headers = &asked.headers;
    let from = throttle::place(asked.extensions.get::<Client>().map(|client| client.0));
    throttle::count(&state.db, &format!("ways back from {from}"), throttle::LINK_TRIES).await?;
    let flow = match (field(&asked, "state"), BACK.of(headers, &state.public_url)) {
        (Some(secret), Some(browser)) => identity::take(&state.db, &secret, &browser).await?,
        _ => None,
    };
    let Some(flow) = flow else {
        let words = "이 로그인은 이미 끝났거나 10분이 지났습니다. 다시 해 주세요. This sign-in is over already, or took longer than ten minutes. Please start again.";
        return Ok(refused(&state, &asked, began_at(None, None), Lang::Ko, Failure::new(410, Code::LinkSpent, words)).await);
    };
    let (lang, began) = (flow.lang, began_at(flow.account, flow.next.clone()));
    match arrive(&state, headers, &asked, flow).await? {
        Ok(response) => Ok(response),
        Err(failure) => Ok(refused(&state, &asked, began, lang, failure).await),
    }
}

/// Signs in, or joins, whoever came back.
async fn arrive(state: &AppState, headers: &HeaderMap, asked: &Parts, flow: Flow) -> Result<Result<Response, Failure>, Error> {
    let lang = flow.lang;
    let Some((provider, http)) = state.providers.known(&flow.issuer) else { return Err(Error::NotFound) };
    let name = provider.name(lang);
    let Some(code) = field(asked, "code") else {
        let words = lang.pick(format!("{name} 로그인을 그만두었습니다."), format!("The sign-in with {name} was given up."));
        return Ok(Err(Failure::new(400, Code::Invalid, words)));
    };
    let subject = match provider.subject(http, &state.public_url, code, flow.nonce, flow.verifier).await {
        Ok(subject) => subject,
        Err(miss) => return Ok(Err(missed(provider, &miss, lang))),
    };
    if let Some(account) = flow.account {
        // Whoever began it may have signed out meanwhile, or somebody else in.
        if session::of(state, headers).await?.is_none_or(|person| person.id != account) {
            return Err(Error::SignIn);
        }
        return match identity::join(state, account, &flow.issuer, &subject).await {
            Ok(()) => Ok(Ok(to(state, &Page::Account.of(lang).after("join-identity"))?)),
            Err(error @ Error::Conflict { .. }) => Ok(Err(error.failure(lang))),
            Err(error) => Err(error),
        };
    }
    let mut aside = state.db.aside().await?;
    let Some(account) = identity::account_of(&mut aside.tx, &flow.issuer, &subject).await? else {
        let words = lang.pick(
            format!("이 {name} 계정은 아직 골목의 계정과 이어져 있지 않습니다. 메일 주소로 로그인하거나 계정을 만든 뒤, ‘내 계정’에서 이어 주세요."),
            format!("This account of {name} is not joined to one here yet. Sign in by e-mail or make an account, then join it under “Account”."),
        );
        return Ok(Err(Failure::new(401, Code::WrongPassword, words)));
    };
    let session = session::begin(&mut aside.tx, account, headers, &state.public_url).await?;
    aside.commit().await?;
    let at = Page::SignIn { next: flow.next }.of(lang);
    let mut response = to(state, &Act::SignIn.leads_to(&at, b""))?;
    response.headers_mut().append(header::SET_COOKIE, session);
    Ok(Ok(response))
}

fn to(state: &AppState, address: &Address) -> Result<Response, Error> {
    let path = HeaderValue::from_str(&address.path()).map_err(Error::fault)?;
    Ok(redirected(path, BACK.set(&state.public_url, "", 0)?))
}
