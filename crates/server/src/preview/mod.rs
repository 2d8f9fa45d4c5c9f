//! Looking at a shop before it opens: by a link with a secret, and from the studio.
//!
//! Everything below the link's path is read only, kept by nobody, and of that shop alone.

mod drafts;
mod follow;
mod street;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use qrcode::{EcLevel, QrCode, render::svg};
use sqlx::Row;
use tokio::sync::Semaphore;
use tower::ServiceExt;
use wire::{
    Lang,
    account::Done,
    address::{Address, Page},
    preview::{EndPreview, ListPreviews, MakePreview, Preview},
};

use crate::{
    access::Acting,
    account::secret,
    draft::picture,
    error::Error,
    ids::{self, now_ms},
    pages::{self, Frame},
    reply::private,
    request::{RequestId, Told},
    rows,
    state::{AppState, Inner},
};
use street::Street;

/// Where links lead.
const ROOT: &str = "/preview/";
const DAY_MS: i64 = 86_400_000;
/// The most links of a shop at a time.
const MOST_LINKS: i64 = 20;
/// The most streets that are kept in memory, and for how long after they were looked at last.
const MOST_STREETS: usize = 4;
const AT_ONCE: usize = 2;
const KEPT_FOR: Duration = Duration::from_secs(600);

/// The streets that are kept, by shop.
pub struct Previews {
    streets: Mutex<HashMap<i64, (Instant, Arc<Street>)>>,
    turns: Mutex<HashMap<i64, Turn>>,
    /// Not more are made at once, nor followed: each holds a connection that shoppers need too, and one that is made takes its memory.
    making: Semaphore,
    following: Semaphore,
}

/// Whose turn it is to make a shop's street, or to bring it up.
pub type Turn = Arc<tokio::sync::Mutex<()>>;

impl Default for Previews {
    fn default() -> Self {
        Self { streets: Mutex::default(), turns: Mutex::default(), making: Semaphore::new(AT_ONCE), following: Semaphore::new(AT_ONCE) }
    }
}

impl Previews {
    /// The turn of one shop: no other shop waits for it.
    pub fn turn(&self, shop: i64) -> Turn {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        // Those for which nobody waits are forgotten.
        turns.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(turns.entry(shop).or_default())
    }

    /// The state of the street that is kept of a shop, for who watches that it goes when another comes in its place.
    #[must_use]
    pub fn kept(&self, shop: i64) -> Option<Weak<Inner>> {
        let streets = self.streets.lock().unwrap_or_else(PoisonError::into_inner);
        streets.get(&shop).map(|(_, street)| Arc::downgrade(&street.state.0))
    }

    /// Takes a shop's street from those that are kept.
    fn take(&self, shop: i64) -> Option<Arc<Street>> {
        let mut streets = self.streets.lock().unwrap_or_else(PoisonError::into_inner);
        streets.retain(|_, (at, _)| at.elapsed() < KEPT_FOR);
        streets.remove(&shop).map(|(_, street)| street)
    }

    /// Keeps a shop's street, in place of those that were looked at longest ago.
    fn keep(&self, shop: i64, street: Arc<Street>) {
        let mut streets = self.streets.lock().unwrap_or_else(PoisonError::into_inner);
        while streets.len() >= MOST_STREETS {
            let oldest = streets.iter().min_by_key(|(_, (at, _))| *at).map(|(shop, _)| *shop);
            oldest.and_then(|shop| streets.remove(&shop));
        }
        streets.insert(shop, (Instant::now(), street));
    }

    /// The street of a shop, as new as its rows and drafts.
    /// It stands for as long as somebody holds it.
    async fn of(state: &AppState, shop: i64) -> Result<Arc<Street>, Error> {
        // A frame that is loaded anew goes away before its answer: what it asked for is made all the same.
        let state = state.clone();
        tokio::spawn(async move { state.previews.bring_up(&state, shop).await }).await.map_err(Error::fault)?
    }

    async fn bring_up(&self, state: &AppState, shop: i64) -> Result<Arc<Street>, Error> {
        // Whoever comes meanwhile for the same shop waits, and finds what was made.
        let turn = self.turn(shop);
        let _turn = turn.lock().await;
        let known = match self.take(shop) {
            // What cannot be followed may still be made.
            Some(street) => {
                let _room = self.following.acquire().await.map_err(Error::fault)?;
                street.follow(state, shop).await.unwrap_or_else(|error| {
                    tracing::warn!(%error, shop, "a preview is made anew");
                    None
                })
            }
            None => None,
        };
        let street = match known {
            Some(street) => street,
            None => {
                let _room = self.making.acquire().await.map_err(Error::fault)?;
                Arc::new(Street::make(state, shop).await?)
            }
        };
        self.keep(shop, Arc::clone(&street));
        Ok(street)
    }
}

/// `GET /preview/{token}`: leads to the shop's page, and is counted.
pub async fn enter(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    match found(&state, &token).await {
        Ok(Some((id, shop))) => match count(&state, id, shop, &token).await {
            Ok(response) => response,
            Err(error) => error.into_response(),
        },
        Ok(None) => nothing(&state, request).await,
        Err(error) => error.into_response(),
    }
}

async fn count(state: &AppState, id: i64, shop: i64, token: &str) -> Result<Response, Error> {
    let mut aside = state.db.aside().await?;
    let sql = "update previews set opened = opened + 1, opened_at = $2 where id = $1";
    sqlx::query(sql).bind(id).bind(now_ms()).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    Ok(kept_by_nobody(to_shop(state, shop, &format!("{ROOT}{token}"), Lang::Ko).await?))
}

/// Leads to the page of the shop that a preview is of.
async fn to_shop(state: &AppState, shop: i64, root: &str, lang: Lang) -> Result<Response, Error> {
    let slug: String = sqlx::query_scalar("select slug from shops where id = $1").bind(shop).fetch_one(&state.db.pool).await?;
    let to = format!("{root}{}/shops/{}", lang.pick("", "/en"), wire::endpoint::encode(&slug));
    let to = HeaderValue::from_str(&to).map_err(Error::fault)?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}

/// The link of a token with its shop, if it is good: no longer than its maker works there.
async fn found(state: &AppState, token: &str) -> Result<Option<(i64, i64)>, Error> {
    let sql = "select p.id, p.shop_id from previews p join shops s on s.id = p.shop_id
        join members m on m.shop_id = p.shop_id and m.account_id = p.account_id
        where p.token_hash = $1 and p.expires_at > $2 and s.state <> 'closed'";
    Ok(sqlx::query_as(sql).bind(secret::hash(token)).bind(now_ms()).fetch_optional(&state.db.pool).await?)
}

/// The street's page for what is not there: a link that has ended looks like one that never was.
async fn nothing(state: &AppState, request: Request) -> Response {
    let id = request_id(&request);
    let (parts, _) = request.into_parts();
    // Behind the token, which may be any letters.
    let lang = if parts.uri.path().split('/').nth(3) == Some("en") { "/en" } else { "" };
    let path = Uri::try_from(format!("{lang}/preview")).unwrap_or_default();
    kept_by_nobody(pages::show_page(State(state.clone()), Method::GET, path, id, parts.headers).await)
}

fn request_id(request: &Request) -> RequestId {
    request.extensions().get::<RequestId>().cloned().unwrap_or_else(|| RequestId(String::new()))
}

/// `GET /preview/{token}/`: the preview's home, which a path with something behind it does not match.
pub async fn home(state: State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    show(state, Path((token, String::new())), request).await
}

/// `GET /preview/{token}/…`: a page, a call of the API, or a file.
pub async fn show(State(state): State<AppState>, Path((token, _)): Path<(String, String)>, request: Request) -> Response {
    let root = format!("{ROOT}{token}");
    match found(&state, &token).await {
        Ok(Some((_, shop))) => match below(&state, shop, &root, false, request).await {
            Ok(response) => kept_by_nobody(response),
            Err(error) => kept_by_nobody(error.into_response()),
        },
        Ok(None) => nothing(&state, request).await,
        Err(error) => kept_by_nobody(error.into_response()),
    }
}

/// What stands below a preview's root.
///
/// # Errors
/// Where there is nothing of that name, or the database is away.
async fn below(state: &AppState, shop: i64, root: &str, is_framed: bool, request: Request) -> Result<Response, Error> {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Err(Error::MethodNotAllowed);
    }
    let whole = request.uri().path_and_query().map_or("/", |whole| whole.as_str());
    let rest = whole.strip_prefix(root).filter(|rest| rest.starts_with('/')).unwrap_or("/").to_owned();
    let path = rest.split('?').next().unwrap_or("/").to_owned();
    if let Some(name) = path.strip_prefix("/media/") {
        return picture::file(state, shop, name, request.headers()).await;
    }
    let address = Address::parse(&path, "");
    if let Some(Address { lang, page: Page::Home }) = address {
        // Nothing else stands on that street, so its home is the shop.
        return to_shop(state, shop, root, lang).await;
    }
    let street = Previews::of(state, shop).await?;
    if path.starts_with("/api/") {
        let uri: Uri = rest.parse().map_err(|_| Error::NotFound)?;
        // As a reader without a name: nobody's session counts here.
        let mut inner = Request::builder().method(request.method()).uri(uri).body(Body::empty()).map_err(Error::fault)?;
        inner.extensions_mut().insert(request_id(&request));
        let api = street.state.pages.api().ok_or(Error::NotFound)?;
        let mut response = api.oneshot(inner).await.unwrap_or_else(|never| match never {});
        response.headers_mut().remove(header::ETAG);
        return Ok(response);
    }
    let says = says(&street, address, is_framed).await?;
    let bar = says.map_or_else(String::new, |[ko, en]| bar(Address::lang_of(&path).pick(ko, en)));
    let id = request_id(&request);
    Ok(pages::show_below(&street.state, &rest, request.headers(), &id, &Frame { root: root.to_owned(), bar }).await)
}

const HELD_PRODUCT: [&str; 2] = [
    "운영자가 골목에서 내린 상품의 미리보기입니다. 손님에게는 보이지 않습니다.",
    "This is a preview of a product that an operator has taken off the street: shoppers do not see it.",
];
const HIDDEN_PRODUCT: [&str; 2] =
    ["숨긴 상품의 미리보기입니다. 손님에게는 보이지 않습니다.", "This is a preview of a hidden product: shoppers do not see it."];
const HELD_CLIP: [&str; 2] = [
    "운영자가 골목에서 내린 영상의 미리보기입니다. 손님에게는 보이지 않습니다.",
    "This is a preview of a clip that an operator has taken off the street: shoppers do not see it.",
];

/// What is said above a page, in both languages. The studio says beside the frame that it is a preview, but not of what.
async fn says(street: &Street, address: Option<Address>, is_framed: bool) -> Result<Option<[&'static str; 2]>, Error> {
    let pool = &street.state.db.pool;
    match address.map(|address| address.page) {
        Some(Page::Product { product, .. }) => {
            let sql = "select state from products where slug = $1";
            let state: Option<String> = sqlx::query_scalar(sql).bind(product.as_str()).fetch_optional(pool).await?;
            match state.as_deref() {
                None | Some("shown") => {}
                Some("held") => return Ok(Some(HELD_PRODUCT)),
                Some(_) => return Ok(Some(HIDDEN_PRODUCT)),
            }
        }
        Some(Page::Clip { clip, .. }) => {
            let sql = "select count(*) from clips where slug = $1 and held_why is not null";
            if sqlx::query_scalar::<_, i64>(sql).bind(clip.as_str()).fetch_one(pool).await? > 0 {
                return Ok(Some(HELD_CLIP));
            }
        }
        _ => {}
    }
    let preview = ["미리보기입니다. 아직 손님에게 보이지 않는 내용이 있습니다.", "This is a preview: shoppers do not see all of this yet."];
    Ok((!is_framed).then_some(preview))
}

/// The bar that says what one looks at.
fn bar(words: &str) -> String {
    format!("<p class=\"preview\" role=\"note\">{words}</p>")
}

/// Headers of what nobody may keep, list or frame but ourselves, and whose address nobody is told.
fn kept_by_nobody(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    // YouTube refuses to play without a referrer of some kind.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    headers.remove(header::ETAG);
    response
}

/// `GET /studio/shops/{shop}/preview/…`: the same for who works in the shop.
///
/// # Errors
/// Where there is nothing of that name, or the database is away.
pub async fn within_studio(state: &AppState, acting_shop: i64, root: &str, request: Request) -> Result<Response, Error> {
    // In a tab of its own nothing beside it says what it is.
    let is_framed = request.headers().get("sec-fetch-dest").is_none_or(|dest| dest != "document");
    below(state, acting_shop, root, is_framed, request).await.map(kept_by_nobody)
}

/// `GET /api/v1/shops/{shop}/previews`
pub async fn list_previews(State(state): State<AppState>, acting: Acting, Told(_): Told<ListPreviews>) -> Result<Response, Error> {
    let sql = "select p.id, p.created_at, p.expires_at, p.opened, p.opened_at, a.email from previews p
        left join accounts a on a.id = p.account_id where p.shop_id = $1 and p.expires_at > $2
        order by p.created_at desc, p.id desc limit 100";
    let found = sqlx::query(sql).bind(acting.shop).bind(now_ms()).fetch_all(&state.db.pool).await?;
    let preview = |row: &sqlx::any::AnyRow| -> Result<Preview, Error> {
        Ok(Preview {
            id: ids::short(row.try_get("id")?),
            created_at: row.try_get("created_at")?,
            by: row.try_get("email")?,
            expires_at: row.try_get("expires_at")?,
            opened: rows::count(row.try_get("opened")?),
            opened_at: row.try_get("opened_at")?,
            address: None,
            qr: None,
        })
    };
    private(&found.iter().map(preview).collect::<Result<Vec<_>, Error>>()?)
}

/// `POST /api/v1/shops/{shop}/previews`
pub async fn make_preview(State(state): State<AppState>, acting: Acting, Told(request): Told<MakePreview>) -> Result<Response, Error> {
    let days = request.days.unwrap_or(7);
    if !(1..=30).contains(&days) {
        return Err(Error::unfit("days", "1일부터 30일까지입니다.", "1 to 30 days."));
    }
    let token = secret::fresh()?;
    let (id, now) = (ids::fresh(), now_ms());
    let token_id = acting.person.token.as_ref().map(|maker| maker.id);
    let lasts = now + i64::from(days) * DAY_MS;
    let expires_at = acting.person.token.as_ref().map_or(lasts, |maker| maker.expires_at.min(lasts));
    let mut aside = state.db.aside().await?;
    sqlx::query("delete from previews where expires_at <= $1").bind(now).execute(&mut *aside.tx).await?;
    let sql = "select count(*) from previews where shop_id = $1";
    if sqlx::query_scalar::<_, i64>(sql).bind(acting.shop).fetch_one(&mut *aside.tx).await? >= MOST_LINKS {
        return Err(Error::conflict(
            "링크는 20개까지입니다. 쓰지 않는 것을 끝내 주세요.",
            "At most twenty links: end one that is not used.",
        ));
    }
    let sql = "insert into previews (id, shop_id, token_hash, account_id, created_at, expires_at, opened, token_id)
        values ($1, $2, $3, $4, $5, $6, 0, $7)";
    let insert = sqlx::query(sql).bind(id).bind(acting.shop).bind(secret::hash(&token)).bind(acting.person.id).bind(now);
    insert.bind(expires_at).bind(token_id).execute(&mut *aside.tx).await?;
    crate::record::put(&mut aside.tx, crate::record::Entry::of(&acting, "preview_made")).await?;
    aside.commit().await?;
    let address = format!("{}{ROOT}{token}", state.public_url);
    let (id, by, qr) = (ids::short(id), Some(acting.person.email), Some(qr(&address)?));
    private(&Preview { id, created_at: now, by, expires_at, opened: 0, opened_at: None, address: Some(address), qr })
}

/// The QR code of a link's address, in SVG.
///
/// # Errors
/// Where the address is too long for one.
pub fn qr(address: &str) -> Result<String, Error> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|error| Error::fault(error.to_string()))?;
    Ok(code.render::<svg::Color>().min_dimensions(200, 200).build())
}

/// Whether an address is one that links have.
#[must_use]
pub fn is_link(public_url: &str, address: &str) -> bool {
    address.strip_prefix(public_url).is_some_and(|rest| rest.starts_with(ROOT))
}

/// `DELETE /api/v1/shops/{shop}/previews/{preview}`
pub async fn end_preview(State(state): State<AppState>, acting: Acting, Told(request): Told<EndPreview>) -> Result<Response, Error> {
    let id = i64::from_str_radix(&request.preview, 36).map_err(|_| Error::NotFound)?;
    let mut aside = state.db.aside().await?;
    let sql = "delete from previews where id = $1 and shop_id = $2";
    if sqlx::query(sql).bind(id).bind(acting.shop).execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    crate::record::put(&mut aside.tx, crate::record::Entry::of(&acting, "preview_ended")).await?;
    aside.commit().await?;
    private(&Done {})
}
