//! Finding by words: the page of results, and what is suggested while one types.

use ::search::{Hit, Of};
use axum::{extract::State, http::HeaderMap, response::Response};
use sqlx::{AssertSqlSafe, Row};
use wire::{
    Lang, Text,
    address::Page,
    filter::{By, Filters, Narrowing},
    listing::{Listing, Sort},
    search::{Found, Kind, LONGEST, Search, Suggest, Suggestion, Suggestions},
    window::Show,
};

use crate::{
    error::Error,
    index::{Searched, ask::Listed},
    product::list::cards,
    reply::Reply,
    request::Asked,
    rows, shop,
    state::AppState,
    window::Street,
};

fn fit(q: &str) -> Result<&str, Error> {
    if q.chars().count() > LONGEST {
        return Err(Error::invalid("q", format!("at most {LONGEST} characters")));
    }
    Ok(q.trim())
}

/// `GET /api/v1/search`
pub async fn search(State(state): State<AppState>, asked: HeaderMap, Asked(request): Asked<Search>) -> Result<Response, Error> {
    let lang = request.lang;
    let limit = rows::limit(request.limit)?;
    let q = fit(&request.q)?;
    let further = request.after.is_some();
    let listed = Listed::new(request.filters, request.sort, request.after.as_deref(), limit, state.currency)?;
    let mut body = Found {
        q: q.to_owned(),
        sort: request.sort,
        further,
        products: Listing { total: Some(0), ..Listing::default() },
        narrowing: Narrowing::default(),
        shops: Vec::new(),
        instead: None,
        left_out: Vec::new(),
        is_part: false,
        near: Vec::new(),
        windows: Vec::new(),
    };
    let street = state.street().await?;
    let windows = || street.windows.iter().map(|window| window.name(lang)).collect();
    if q.is_empty() {
        body.windows = windows();
        return Reply::lasting(body).answer(&asked);
    }
    let found = state.index.with_older(street.version, |held| held.search(&street, q, &listed, lang)).await.flatten();
    let Searched { asked: meant, found, narrowing, valid_until, shops } = found.ok_or(Error::Unsearchable)?;
    let mut valid_until = valid_until;
    let after = found.items.last().filter(|_| found.more).map(|(_, key)| listed.cursor(*key));
    let mut items = cards(&state.db, found.items.iter().map(|(id, _)| *id), lang).await?;
    for item in &mut items {
        let marks = meant.marks(&item.name.text).into_iter().flatten();
        item.marks = marks.filter_map(|place| u32::try_from(place).ok()).collect();
    }
    body.products = Listing { items, total: Some(u64::from(found.total)), after };
    body.narrowing = narrowing;
    if !further && listed.is_whole() && request.sort == Sort::default() {
        let (cards, until) = shop::cards(&state.db, &shops, lang).await?;
        valid_until = valid_until.min(until);
        body.shops = cards;
    }
    body.instead = meant.instead;
    body.left_out = meant.left_out;
    body.is_part = meant.is_part;
    body.near = meant.near;
    if body.products.total == Some(0) && listed.is_whole() {
        body.windows = windows();
    }
    Reply { body, valid_until }.answer(&asked)
}

/// `GET /api/v1/suggest`
pub async fn suggest(State(state): State<AppState>, asked: HeaderMap, Asked(request): Asked<Suggest>) -> Result<Response, Error> {
    let lang = request.lang;
    let q = fit(&request.q)?;
    if q.is_empty() {
        return Reply::lasting(Suggestions::default()).answer(&asked);
    }
    let street = state.street().await?;
    let found = state.index.with_older(street.version, |held| {
        let suggested = held.suggest(&request.q)?;
        let windows = suggested.hits.iter().filter_map(|hit| match hit.of {
            Of::Window => window(&street, hit.id, lang),
            Of::Category => {
                let category = held.category(hit.id)?;
                let above = street.windows.iter().find(|window| window.id == category.window)?;
                let filters = Filters::default().toggled(By::Category, category.slug.as_str());
                let window = above.slug.clone();
                let page = Page::Window { window, show: Show::default(), filters, sort: Sort::default(), after: None };
                let (text, of) = (category.name.text(lang), Some(above.name(lang).name));
                Some(Suggestion { kind: Kind::Window, text, of, path: page.of(lang).path() })
            }
            _ => None,
        });
        let windows: Vec<Suggestion> = windows.collect();
        Some((suggested, windows))
    });
    let (suggested, windows) = found.await.flatten().ok_or(Error::Unsearchable)?;
    let mut items: Vec<Suggestion> = suggested.words.iter().map(|words| self::words(words, lang)).collect();
    items.extend(windows.into_iter().take(2));
    items.extend(shops(&state, &suggested.hits, lang).await?);
    let products = suggested.hits.iter().filter(|hit| hit.of == Of::Product).map(|hit| hit.id);
    items.extend(cards(&state.db, products, lang).await?.into_iter().map(|card| Suggestion {
        kind: Kind::Product,
        path: Page::product(&card.shop, &card.slug).of(lang).path(),
        text: card.name,
        of: Some(card.shop_name),
    }));
    Reply::lasting(Suggestions { items }).answer(&asked)
}

fn words(words: &str, lang: Lang) -> Suggestion {
    let text = Text { text: words.to_owned(), lang: None };
    Suggestion { kind: Kind::Words, text, of: None, path: Page::search(words).of(lang).path() }
}

fn window(street: &Street, id: i64, lang: Lang) -> Option<Suggestion> {
    let window = street.windows.iter().find(|window| window.id == id)?;
    Some(Suggestion { kind: Kind::Window, text: window.name(lang).name, of: None, path: Page::window(&window.slug).of(lang).path() })
}

async fn shops(state: &AppState, hits: &[Hit], lang: Lang) -> Result<Vec<Suggestion>, Error> {
    let ids: Vec<String> = hits.iter().filter(|hit| hit.of == Of::Shop).map(|hit| hit.id.to_string()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("select id, slug, name_ko, name_en, state from shops where id in ({})", ids.join(","));
    let mut found = Vec::new();
    for row in &sqlx::query(AssertSqlSafe(sql)).fetch_all(&state.db.pool).await? {
        if row.try_get::<String, _>("state")? == "open" {
            let place = ids.iter().position(|id| row.try_get::<i64, _>("id").is_ok_and(|one| one.to_string() == *id));
            let (slug, text) = (rows::slug(row, "slug")?, rows::name(row, "name_ko", "name_en", "slug", lang)?);
            found.push((place, Suggestion { kind: Kind::Shop, text, of: None, path: Page::shop(&slug).of(lang).path() }));
        }
    }
    found.sort_by_key(|(place, _)| *place);
    Ok(found.into_iter().map(|(_, suggestion)| suggestion).take(3).collect())
}
