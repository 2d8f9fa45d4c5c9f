//! The home page.

use axum::{extract::State, http::HeaderMap, response::Response};
use wire::home::{HomePage, ShowHomePage};

use crate::{clip, error::Error, ids::now_ms, product::list::newest, reply::Reply, request::Asked, shop, state::AppState};

/// Shops, products and clips that the page shows.
const SHOPS: usize = 8;
const PRODUCTS: u32 = 12;
const CLIPS: u32 = 7;
/// What came within this is new today.
const DAY_MS: i64 = 86_400_000;

/// `GET /api/v1/pages/home`
pub async fn show_home_page(
    State(state): State<AppState>,
    asked: HeaderMap,
    Asked(request): Asked<ShowHomePage>,
) -> Result<Response, Error> {
    let lang = request.lang;
    let street = state.street().await?;
    let now = now_ms();
    let (open, open_until) = street.open_now();
    // Another shop stands first every hour, so that each has its turn.
    let hour = now / 3_600_000;
    let turn = usize::try_from(hour).unwrap_or(0).wrapping_mul(SHOPS) % open.len().max(1);
    let chosen: Vec<i64> = open.iter().cycle().skip(turn).take(SHOPS.min(open.len())).copied().collect();
    let (open_shops, cards_until) = shop::cards(&state.db, &chosen, lang).await?;
    let today = newest(&state.db, now - DAY_MS, PRODUCTS, lang).await?;
    let new_today = today.len() >= 4;
    let new_products = if new_today { today } else { newest(&state.db, 0, PRODUCTS, lang).await? };
    let clips = clip::clips(&state.db, None, None, CLIPS, lang).await?.items;
    let lit = open_shops.iter().filter(|shop| shop.open.is_open()).count() as u64;
    let body = HomePage {
        windows: street.windows.iter().map(|window| window.window(lang).card.clone()).collect(),
        open_shops,
        open_now: lit,
        new_products,
        new_today,
        clips,
    };
    // New today ends at some minute for each product; ten minutes are as exact as it needs to be said.
    let soon = if new_today { now + 600_000 } else { i64::MAX };
    let valid_until = open_until.min(cards_until).min((hour + 1) * 3_600_000).min(soon);
    Reply { body, valid_until }.answer(&asked)
}
