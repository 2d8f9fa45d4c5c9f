//! Windows: the category streets, with their counts.

pub mod category;
pub mod edit;

use std::sync::{Arc, Mutex, PoisonError};

use axum::{extract::State, http::HeaderMap, response::Response};
use sqlx::Row;
use wire::{
    Lang, Slug, Text,
    filter::Narrowing,
    hours::OpenState,
    listing::{Listing, PAGE, Sort},
    shop::WindowName,
    window::{Light, ListWindows, Show, ShowWindow, ShowWindowPage, Window, WindowCard, WindowPage, WindowProducts, Windows},
};

use crate::{
    db::Db,
    error::Error,
    ids::now_ms,
    index::ask::Listed,
    product::list::{Scope, list},
    reply::Reply,
    request::Asked,
    rows,
    shop::{
        self,
        hours::{Opening, openings},
    },
    state::AppState,
};

/// How many shops stand in the row above a window's products.
const ROW: u32 = 8;
/// How many shops are named that open next, while none is open.
const SOON: usize = 8;

/// What is the same for every reader until the data changes.
pub struct Street {
    pub version: i64,
    pub windows: Vec<StreetWindow>,
    /// Of all open shops, the newest first.
    pub openings: Vec<Opening>,
    pub products: u64,
    /// The shops that are open at a time, with the time until which that is so.
    open_now: Mutex<Option<(i64, Arc<Vec<i64>>)>>,
}

/// One window with its counts, in both languages.
pub struct StreetWindow {
    pub id: i64,
    pub slug: Slug,
    cards: [Window; 2],
}

impl StreetWindow {
    /// The window for a reader of `lang`.
    #[must_use]
    pub fn window(&self, lang: Lang) -> &Window {
        let [ko, en] = &self.cards;
        lang.pick(ko, en)
    }

    /// Its name alone.
    #[must_use]
    pub fn name(&self, lang: Lang) -> WindowName {
        let card = &self.window(lang).card;
        WindowName { slug: card.slug.clone(), name: card.name.clone(), light: card.light }
    }
}

impl Street {
    /// The window of that slug.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub fn find(&self, slug: &Slug) -> Result<&StreetWindow, Error> {
        self.windows.iter().find(|window| window.slug == *slug).ok_or(Error::NotFound)
    }

    /// Ids of the shops that are open now, and until when that stays so (milliseconds of UTC).
    /// Where none is, those that open first, soonest first.
    #[must_use]
    pub fn open_now(&self) -> (Arc<Vec<i64>>, i64) {
        let now = now_ms();
        let mut known = self.open_now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((until, open)) = known.as_ref().filter(|(until, _)| now < *until) {
            return (Arc::clone(open), *until);
        }
        let mut until = i64::MAX;
        let mut open = Vec::new();
        let mut later = Vec::new();
        for opening in &self.openings {
            let (state, true_until) = opening.state(now);
            until = until.min(true_until);
            match state {
                OpenState::Closed { in_days, at, .. } => later.push(((in_days, at), opening.shop)),
                state if state.is_open() => open.push(opening.shop),
                _ => {}
            }
        }
        if open.is_empty() {
            later.sort_unstable();
            open = later.into_iter().take(SOON).map(|(_, shop)| shop).collect();
        }
        let open = Arc::new(open);
        *known = Some((until, Arc::clone(&open)));
        (open, until)
    }
}

const WINDOWS: &str = "select w.id, w.slug, w.name_ko, w.name_en, w.about_ko, w.about_en, w.entry_rule_ko, w.entry_rule_en, w.light,
        i.id as picture_id, i.width, i.height, i.colour, i.widths,
        (select count(*) from shop_windows sw join shops s on s.id = sw.shop_id where sw.window_id = w.id and s.state = 'open') as shops,
        (select count(*) from window_products wp where wp.window_id = w.id) as products
    from windows w left join pictures i on i.id = w.picture_id
    order by w.position, w.id";

/// Reads what is the same for every reader.
///
/// # Errors
/// Where the database is away.
pub async fn street(db: &Db, version: i64) -> Result<Street, Error> {
    let found = sqlx::query(WINDOWS).fetch_all(&db.pool).await?;
    let windows = found.iter().map(|row| {
        let window = |lang| -> Result<Window, Error> {
            let light: String = row.try_get("light")?;
            Ok(Window {
                card: WindowCard {
                    slug: rows::slug(row, "slug")?,
                    name: rows::name(row, "name_ko", "name_en", "slug", lang)?,
                    about: rows::text(row, "about_ko", "about_en", lang)?.unwrap_or_default(),
                    light: Light::ALL.into_iter().find(|one| one.word() == light).unwrap_or_default(),
                    shops: rows::count(row.try_get("shops")?),
                    products: rows::count(row.try_get("products")?),
                    picture: rows::picture(row)?,
                },
                entry_rule: rows::text(row, "entry_rule_ko", "entry_rule_en", lang)?.unwrap_or_else(Text::default),
            })
        };
        Ok(StreetWindow { id: row.try_get("id")?, slug: rows::slug(row, "slug")?, cards: [window(Lang::Ko)?, window(Lang::En)?] })
    });
    let windows = windows.collect::<Result<Vec<_>, Error>>()?;
    // Shop by shop, from an index alone: joined the other way round it takes a second at 300,000 products.
    let shown = "select cast(coalesce(sum(n), 0) as bigint) from
        (select (select count(*) from products p where p.shop_id = s.id and p.state = 'shown') as n from shops s where s.state = 'open') counted";
    let products: i64 = sqlx::query_scalar(shown).fetch_one(&db.pool).await?;
    let openings = openings(db).await?;
    Ok(Street { version, windows, openings, products: rows::count(products), open_now: Mutex::new(None) })
}

/// `GET /api/v1/windows`
pub async fn list_windows(State(state): State<AppState>, asked: HeaderMap, Asked(request): Asked<ListWindows>) -> Result<Response, Error> {
    let street = state.street().await?;
    let windows = street.windows.iter().map(|window| window.window(request.lang).card.clone()).collect();
    Reply::lasting(Windows { windows }).answer(&asked)
}

/// `GET /api/v1/windows/{window}`
pub async fn show_window(State(state): State<AppState>, asked: HeaderMap, Asked(request): Asked<ShowWindow>) -> Result<Response, Error> {
    let limit = rows::limit(request.limit)?;
    let street = state.street().await?;
    let found = street.find(&request.window)?;
    let listed = Listed::new(request.filters, request.sort, request.after.as_deref(), limit, state.currency)?;
    let narrowed = list(&state, &street, Scope::Window(found.id), &listed, request.lang).await?;
    let body = WindowProducts { window: found.window(request.lang).clone(), list: narrowed.list, narrowing: narrowed.narrowing };
    Reply { body, valid_until: narrowed.valid_until }.answer(&asked)
}

/// `GET /api/v1/pages/windows/{window}`
pub async fn show_window_page(
    State(state): State<AppState>,
    asked: HeaderMap,
    Asked(request): Asked<ShowWindowPage>,
) -> Result<Response, Error> {
    let lang = request.lang;
    let street = state.street().await?;
    let found = street.find(&request.window)?;
    let window = found.window(lang).clone();
    let after = request.after.as_deref();
    let asked_for = Listed::new(request.filters, request.sort, after.filter(|_| request.show == Show::Products), PAGE, state.currency)?;
    let mut shops = Listing { total: Some(window.card.shops), ..Listing::default() };
    let mut valid_until;
    let mut listed = Listing { total: Some(window.card.products), ..Listing::default() };
    let mut narrowing = Narrowing::default();
    match request.show {
        Show::Shops => {
            (shops, valid_until) = shop::shops(&state.db, Some(found.id), after, PAGE, lang).await?;
            shops.total = Some(window.card.shops);
        }
        Show::Products => {
            let narrowed = list(&state, &street, Scope::Window(found.id), &asked_for, lang).await?;
            (listed, narrowing, valid_until) = (narrowed.list, narrowed.narrowing, narrowed.valid_until);
            if after.is_none() && request.sort == Sort::default() && asked_for.filters.is_whole() {
                let row_until;
                (shops, row_until) = shop::shops(&state.db, Some(found.id), None, ROW, lang).await?;
                valid_until = valid_until.min(row_until);
                shops.total = Some(window.card.shops);
                shops.after = None;
            }
        }
    }
    let body =
        WindowPage { window, show: request.show, sort: request.sort, further: request.after.is_some(), shops, products: listed, narrowing };
    Reply { body, valid_until }.answer(&asked)
}
