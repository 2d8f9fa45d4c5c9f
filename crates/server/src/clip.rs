//! Clips: their lists and their page.

pub mod file;

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row, any::AnyRow};
use wire::{
    Lang, Slug,
    clip::{Captions, Clip, ClipCard, ClipPage, ClipsPage, ListClips, Moment, ShowClip, ShowClipPage, ShowClipsPage, Source},
    listing::{Listing, PAGE},
    product::Appearance,
};

use crate::{db::Db, error::Error, product::list as products, reply::Reply, request::Asked, rows, shop, state::AppState};

const CARD: &str = "c.id, c.slug, c.title_ko, c.title_en, c.seconds, c.created_at, s.id as shop_id, s.slug as shop_slug,
    s.name_ko as shop_ko, s.name_en as shop_en, i.id as picture_id, i.width, i.height, i.colour, i.widths";
const FROM: &str = "clips c join shops s on s.id = c.shop_id left join pictures i on i.id = c.poster_id";
/// Which of them shoppers see.
const SHOWN: &str = "s.state = 'open' and c.held_why is null";

fn card(row: &AnyRow, lang: Lang) -> Result<ClipCard, Error> {
    Ok(ClipCard {
        slug: rows::slug(row, "slug")?,
        title: rows::name(row, "title_ko", "title_en", "slug", lang)?,
        shop: rows::slug(row, "shop_slug")?,
        shop_name: rows::name(row, "shop_ko", "shop_en", "shop_slug", lang)?,
        seconds: u32::try_from(row.try_get::<i64, _>("seconds")?).unwrap_or(0),
        poster: rows::picture(row)?,
    })
}

/// Clips of open shops, the newest first; of one shop where it is named.
///
/// # Errors
/// Where the place is none of ours or the database is away.
pub async fn clips(db: &Db, shop: Option<i64>, after: Option<&str>, limit: u32, lang: Lang) -> Result<Listing<ClipCard>, Error> {
    let [created, id] = after.map_or(Ok([i64::MAX, i64::MAX]), |after| rows::place("c", after))?;
    let narrowed = if shop.is_some() { "and c.shop_id = $4" } else { "and $4 = 0" };
    let sql = format!(
        "select {CARD} from {FROM} where {SHOWN} {narrowed} and (c.created_at, c.id) < ($1, $2)
         order by c.created_at desc, c.id desc limit $3"
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(created).bind(id).bind(i64::from(limit) + 1).bind(shop.unwrap_or(0));
    let found = query.fetch_all(&db.pool).await?;
    let mut list = Listing::default();
    for row in found.iter().take(limit as usize) {
        list.items.push(card(row, lang)?);
    }
    if let (Some(last), true) = (found.get((limit as usize).saturating_sub(1)), found.len() > limit as usize) {
        list.after = Some(rows::cursor("c", &[last.try_get("created_at")?, last.try_get("id")?]));
    }
    let sql = format!("select count(*) from clips c join shops s on s.id = c.shop_id where {SHOWN} {}", narrowed.replace("$4", "$1"));
    list.total = Some(rows::count(sqlx::query_scalar(AssertSqlSafe(sql)).bind(shop.unwrap_or(0)).fetch_one(&db.pool).await?));
    Ok(list)
}

/// The newest clips of a shop, but for one.
///
/// # Errors
/// Where the database is away.
pub async fn of_shop(db: &Db, shop: i64, but: Option<&Slug>, limit: u32, lang: Lang) -> Result<Vec<ClipCard>, Error> {
    let mut found = clips(db, Some(shop), None, limit + 1, lang).await?.items;
    found.retain(|clip| Some(&clip.slug) != but);
    found.truncate(limit as usize);
    Ok(found)
}

/// The clips in which a product appears, each with the first second at which it does.
///
/// # Errors
/// Where the database is away.
pub async fn with_product(db: &Db, product: i64, lang: Lang) -> Result<Vec<Appearance>, Error> {
    let sql = format!(
        "select {CARD}, (select min(m.at) from moments m where m.clip_id = c.id and m.product_id = $1) as at
         from {FROM} where {SHOWN} and c.id in (select clip_id from moments where product_id = $1)
         order by c.created_at desc, c.id desc limit 6"
    );
    let found = sqlx::query(AssertSqlSafe(sql)).bind(product).fetch_all(&db.pool).await?;
    let appearances = found.iter().map(|row| {
        let at: i64 = row.try_get("at")?;
        Ok(Appearance { clip: card(row, lang)?, at: u32::try_from(at).unwrap_or(0) })
    });
    appearances.collect()
}

/// The clip of that slug in an open shop, with the shop's id. A preview shows one that an operator holds too, by its own address.
async fn find(state: &AppState, slug: &Slug, lang: Lang) -> Result<(i64, Clip), Error> {
    let db = &state.db;
    let shown = if state.is_preview { "true" } else { SHOWN };
    let sql = format!(
        "select {CARD}, c.about_ko, c.about_en, c.provider, c.source, c.width as across, c.height as down from {FROM} where c.slug = $1 and {shown}"
    );
    let Some(row) = sqlx::query(AssertSqlSafe(sql)).bind(slug.as_str()).fetch_optional(&db.pool).await? else {
        return Err(moved(db, slug).await?);
    };
    let id: i64 = row.try_get("id")?;
    let uploaded = Timestamp::from_millisecond(row.try_get("created_at")?).map_err(Error::fault)?;
    let clip = Clip {
        card: card(&row, lang)?,
        about: rows::text(&row, "about_ko", "about_en", lang)?,
        source: source(db, &row, id).await?,
        width: u32::try_from(row.try_get::<i64, _>("across")?).unwrap_or(0),
        height: u32::try_from(row.try_get::<i64, _>("down")?).unwrap_or(0),
        uploaded: uploaded.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        moments: moments(db, id, lang).await?,
    };
    Ok((row.try_get("shop_id")?, clip))
}

async fn moved(db: &Db, slug: &Slug) -> Result<Error, Error> {
    let sql = "select c.slug from moved_slugs m join clips c on c.id = m.target_id where m.kind = 'clip' and m.shop_id = 0 and m.slug = $1";
    let now: Option<String> = sqlx::query_scalar(sql).bind(slug.as_str()).fetch_optional(&db.pool).await?;
    Ok(now.map_or(Error::NotFound, |now| Error::Moved(format!("/clips/{}", wire::endpoint::encode(&now)))))
}

async fn source(db: &Db, row: &AnyRow, clip: i64) -> Result<Source, Error> {
    let id: String = row.try_get("source")?;
    Ok(match row.try_get::<String, _>("provider")?.as_str() {
        "youtube" => Source::Youtube { id },
        "vimeo" => Source::Vimeo { id },
        "naver" => Source::Naver { id },
        _ => {
            let found = sqlx::query("select lang, source from clip_captions where clip_id = $1 order by lang desc")
                .bind(clip)
                .fetch_all(&db.pool)
                .await?;
            let mut captions = Vec::new();
            for row in &found {
                let lang = if row.try_get::<String, _>("lang")? == "en" { Lang::En } else { Lang::Ko };
                captions.push(Captions { lang, url: format!("/media/{}", row.try_get::<String, _>("source")?) });
            }
            let mime = if id.ends_with(".webm") { "video/webm" } else { "video/mp4" };
            Source::File { url: format!("/media/{id}"), mime: mime.to_owned(), captions }
        }
    })
}

async fn moments(db: &Db, clip: i64, lang: Lang) -> Result<Vec<Moment>, Error> {
    let sql = format!(
        "select m.at, m.label_ko, m.label_en, p.state, {} from moments m
         left join products p on p.id = m.product_id left join shops s on s.id = p.shop_id left join pictures i on i.id = p.picture_id
         where m.clip_id = $1 order by m.at, m.position limit 100",
        products::CARD
    );
    let found = sqlx::query(AssertSqlSafe(sql)).bind(clip).fetch_all(&db.pool).await?;
    let moments = found.iter().map(|row| {
        let shown = row.try_get::<Option<String>, _>("state")?.as_deref() == Some("shown");
        Ok(Moment {
            at: u32::try_from(row.try_get::<i64, _>("at")?).unwrap_or(0),
            label: rows::text(row, "label_ko", "label_en", lang)?.unwrap_or_default(),
            product: if shown { Some(products::card(row, lang)?) } else { None },
        })
    });
    moments.collect()
}

/// `GET /api/v1/clips`
pub async fn list_clips(State(state): State<AppState>, asked: HeaderMap, Asked(request): Asked<ListClips>) -> Result<Response, Error> {
    let limit = rows::limit(request.limit)?;
    let shop = match &request.shop {
        Some(slug) => Some(shop::find(&state, slug, request.lang).await?.id),
        None => None,
    };
    Reply::lasting(clips(&state.db, shop, request.after.as_deref(), limit, request.lang).await?).answer(&asked)
}

/// `GET /api/v1/clips/{clip}`
pub async fn show_clip(State(state): State<AppState>, asked: HeaderMap, Asked(request): Asked<ShowClip>) -> Result<Response, Error> {
    Reply::lasting(find(&state, &request.clip, request.lang).await?.1).answer(&asked)
}

/// `GET /api/v1/pages/clips`
pub async fn show_clips_page(
    State(state): State<AppState>,
    asked: HeaderMap,
    Asked(request): Asked<ShowClipsPage>,
) -> Result<Response, Error> {
    let clips = clips(&state.db, None, request.after.as_deref(), PAGE, request.lang).await?;
    Reply::lasting(ClipsPage { further: request.after.is_some(), clips }).answer(&asked)
}

/// `GET /api/v1/pages/clips/{clip}`
pub async fn show_clip_page(
    State(state): State<AppState>,
    asked: HeaderMap,
    Asked(request): Asked<ShowClipPage>,
) -> Result<Response, Error> {
    let (shop_id, clip) = find(&state, &request.clip, request.lang).await?;
    let (shops, valid_until) = shop::cards(&state.db, &[shop_id], request.lang).await?;
    let shop = shops.into_iter().next().ok_or(Error::NotFound)?;
    let mut more = of_shop(&state.db, shop_id, Some(&clip.card.slug), 6, request.lang).await?;
    if more.len() < 6 {
        let others = clips(&state.db, None, None, 8, request.lang).await?.items;
        let known: Vec<Slug> = more.iter().map(|clip| clip.slug.clone()).collect();
        more.extend(others.into_iter().filter(|other| other.slug != clip.card.slug && !known.contains(&other.slug)));
        more.truncate(6);
    }
    Reply { body: ClipPage { clip, shop, more }, valid_until }.answer(&asked)
}
