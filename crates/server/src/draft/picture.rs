//! Pictures that people of a shop bring in. Until they stand in something that is opened, their files lie apart: they are
//! served to those people and below a preview alone.

use std::collections::HashSet;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use wire::{
    Picture,
    account::Role,
    clip_draft::ClipDraft,
    draft::{Placed, SendPicture},
    picture::ShowOwnMedia,
};

use super::{Document, clip_edit, clip_file, edit, sent, unfinished};
use crate::{
    access::Acting, error::Error, files::content_type, media::Media, picture, product::write::stored::Tx, reply::private, request::Told,
    rows, state::AppState, stored,
};

/// Stands before the names of files that are not shown to everyone.
pub const HIDDEN: &str = "hidden-";
/// The most pictures that a shop brings in and has not shown anyone: those that something names, and those of the last days.
const MOST_HIDDEN: i64 = 2_000;

/// `POST /api/v1/shops/{shop}/pictures`
pub async fn send_picture(State(state): State<AppState>, acting: Acting, Told(request): Told<SendPicture>) -> Result<Response, Error> {
    let SendPicture { content, page, product, clip, .. } = request;
    // The page is saved by managers alone.
    if page && acting.role < Role::Manager {
        return Err(Error::NotYours);
    }
    // Held until the end: it lies in memory as long.
    let _place = state.line.enter(acting.person.id)?;
    let bytes = Bytes::from(STANDARD.decode(&content).map_err(|_| Error::invalid("content", "it is no Base64"))?);
    drop(content);
    let sql = "select count(*) from uploads where shop_id = $1 and hidden = 1";
    if sqlx::query_scalar::<_, i64>(sql).bind(acting.shop).fetch_one(&state.db.pool).await? >= MOST_HIDDEN {
        return Err(Error::conflict(
            "올려 두고 아직 열지 않은 사진이 너무 많습니다. 어디에도 쓰지 않는 사진은 사흘 뒤에 저절로 지워집니다.",
            "Too many pictures wait to be opened. Those that nothing uses go by themselves after three days.",
        ));
    }
    let first = picture::begin(bytes.clone()).await?;
    sent::take_in(&state, acting.shop, &first, Some(bytes)).await?;
    if page || product.is_some() {
        edit::append(&state, &acting, product.as_ref(), &first.picture.id).await?;
    }
    if let Some(clip) = &clip {
        clip_edit::put_before(&state, &acting, clip, &first.picture.id).await?;
    }
    private(&first.picture)
}

/// `GET /api/v1/shops/{shop}/media/{name}`
pub async fn show_own_media(
    State(state): State<AppState>,
    acting: Acting,
    asked: HeaderMap,
    Told(request): Told<ShowOwnMedia>,
) -> Result<Response, Error> {
    file(&state, acting.shop, &request.name, &asked).await
}

/// The pictures of these ids.
///
/// # Errors
/// Where the database is away.
pub async fn these(tx: &mut Tx, ids: &[&str]) -> Result<Vec<Picture>, Error> {
    let mut out = Vec::new();
    for id in ids {
        let sql = "select id as picture_id, width, height, colour, widths from pictures where id = $1";
        if let Some(row) = sqlx::query(sql).bind(*id).fetch_optional(&mut **tx).await? {
            out.extend(rows::picture(&row)?);
        }
    }
    Ok(out)
}

/// Refuses pictures that the shop's people did not bring in.
///
/// # Errors
/// Where one is not theirs, or the database is away.
pub async fn are_theirs(tx: &mut Tx, shop: i64, placed: &[Placed]) -> Result<(), Error> {
    for one in placed.iter().filter(|one| !one.picture.is_empty()) {
        let sql = "select count(*) from (
                select picture_id from uploads where shop_id = $1 and picture_id = $2
                union select picture_id from shop_pictures where shop_id = $1 and picture_id = $2
                union select f.picture_id from product_pictures f join products p on p.id = f.product_id where p.shop_id = $1 and f.picture_id = $2
                union select poster_id from clips where shop_id = $1 and poster_id = $2) found";
        if sqlx::query_scalar::<_, i64>(sql).bind(shop).bind(&one.picture).fetch_one(&mut **tx).await? == 0 {
            return Err(Error::invalid("pictures", "one of them was not sent to this shop"));
        }
    }
    if placed.iter().any(|one| one.picture.is_empty() && one.source.is_none()) {
        return Err(Error::invalid("pictures", "one of them is none"));
    }
    Ok(())
}

/// What was copied to its public name already.
#[derive(Debug, Default)]
pub struct Copied {
    pictures: HashSet<String>,
    clips: Vec<String>,
}

/// Copies the hidden files of what the shop's rows and drafts show to their public names, before the write that opens them
/// begins: it takes its time where the store is far. Nobody knows the names until then.
///
/// # Errors
/// Where the store or the database is away.
pub async fn copy_hidden(state: &AppState, shop: i64) -> Result<Copied, Error> {
    let mut tx = state.db.pool.begin().await?;
    let drafts = super::all(&mut tx, shop).await?;
    drop(tx);
    let documents: Vec<Document> = drafts.into_iter().map(|kept| kept.document).collect();
    copy_hidden_of(state, shop, &documents).await
}

/// The same of what the shop's rows and these documents show.
///
/// # Errors
/// Where the store or the database is away.
pub async fn copy_hidden_of(state: &AppState, shop: i64, documents: &[Document]) -> Result<Copied, Error> {
    let mut tx = state.db.pool.begin().await?;
    let sql = "select picture_id from uploads where shop_id = $1 and hidden = 1";
    let hidden: HashSet<String> = sqlx::query_scalar(sql).bind(shop).fetch_all(&mut *tx).await?.into_iter().collect();
    let sql = "select picture_id from shop_pictures where shop_id = $1
        union select f.picture_id from product_pictures f join products p on p.id = f.product_id where p.shop_id = $1 and f.picture_id is not null
        union select poster_id from clips where shop_id = $1 and poster_id is not null";
    let mut shown: HashSet<String> = sqlx::query_scalar(sql).bind(shop).fetch_all(&mut *tx).await?.into_iter().collect();
    for document in documents {
        match document {
            Document::Page(page) => shown.extend(page.pictures.iter().map(|one| one.picture.clone())),
            Document::Product(product) => shown.extend(product.pictures.iter().map(|one| one.picture.clone())),
            Document::Clip(clip) => shown.extend(clip.poster.clone()),
        }
    }
    let ids: HashSet<&str> = hidden.intersection(&shown).map(String::as_str).collect();
    let pictures = these(&mut tx, &ids.iter().copied().collect::<Vec<_>>()).await?;
    drop(tx);
    unfinished::all(state, &ids).await?;
    let mut copied = Copied::default();
    for picture in pictures {
        copy(&state.media, &picture).await?;
        copied.pictures.insert(picture.id);
    }
    let clips: Vec<&ClipDraft> = documents
        .iter()
        .filter_map(|document| match document {
            Document::Clip(clip) => Some(&**clip),
            _ => None,
        })
        .collect();
    copied.clips = clip_file::copy_hidden(state, shop, &clips).await?;
    Ok(copied)
}

async fn copy(media: &Media, picture: &Picture) -> Result<(), Error> {
    for name in names(picture) {
        let hidden = [HIDDEN, &name].concat();
        if let Some(found) = media.get(&hidden, None).await? {
            media.put(&name, found.bytes).await?;
        } else if media.size(&name).await?.is_none() {
            tracing::error!(name, "a picture's file is lost");
            return Err(unfinished::lost());
        }
    }
    Ok(())
}

/// Puts the hidden files of what the shop shows into the media store, but for those that were copied already. The
/// files come first: a page never names one that is not there.
///
/// # Errors
/// Where the store or the database is away.
pub async fn show(tx: &mut Tx, media: &Media, shop: i64, copied: &Copied) -> Result<(), Error> {
    let sql = "select i.id as picture_id, i.width, i.height, i.colour, i.widths from pictures i
        join uploads u on u.picture_id = i.id and u.shop_id = $1 and u.hidden = 1
        where i.id in (select picture_id from shop_pictures where shop_id = $1
            union select f.picture_id from product_pictures f join products p on p.id = f.product_id where p.shop_id = $1
            union select poster_id from clips where shop_id = $1)";
    for row in sqlx::query(sql).bind(shop).fetch_all(&mut **tx).await? {
        let Some(picture) = rows::picture(&row)? else { continue };
        if !copied.pictures.contains(&picture.id) {
            // One that came in since what is shown was copied.
            if !unfinished::among(tx, &HashSet::from([picture.id.as_str()])).await?.is_empty() {
                return Err(unfinished::still_made());
            }
            copy(media, &picture).await?;
        }
        sqlx::query("update uploads set hidden = 0 where picture_id = $1").bind(&picture.id).execute(&mut **tx).await?;
    }
    clip_file::show(tx, media, shop, &copied.clips).await
}

/// The names of a picture's files.
pub(super) fn names(picture: &Picture) -> Vec<String> {
    let formats = |width: &u32| wire::picture::FORMATS.map(|(format, _)| format!("{}-{width}.{format}", picture.id));
    let mut names: Vec<String> = picture.widths.iter().flat_map(formats).collect();
    names.push(format!("{}-{}.jpg", picture.id, picture.fallback_width()));
    names
}

/// A file of a picture or a clip as those see it who may see what is hidden: `shop` is theirs. What is on the street is there too.
///
/// # Errors
/// Where there is no such file, or it is another shop's and not on the street.
pub async fn file(state: &AppState, shop: i64, name: &str, asked: &HeaderMap) -> Result<Response, Error> {
    let mut response = match find(state, shop, name, asked).await {
        // It was opened while it was looked for: now it lies under its public name.
        Err(Error::NotFound) => stored::show_to(state, name, asked, Some(shop)).await?,
        answer => answer?,
    };
    // Whatever it is: what is hidden or held is for these people alone, and nobody on the way keeps it for others.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// The same, from where it lies as the rows are read.
async fn find(state: &AppState, shop: i64, name: &str, asked: &HeaderMap) -> Result<Response, Error> {
    if let Some(stored) = clip_file::stored_name(state, shop, name).await? {
        return stored::answer(&state.media, &stored, name, asked).await;
    }
    let bare = name.split('-').next().unwrap_or_default();
    let sql = "select hidden from uploads where shop_id = $1 and picture_id = $2";
    let hidden: Option<i64> = sqlx::query_scalar(sql).bind(shop).bind(bare).fetch_optional(&state.db.pool).await?;
    let mut found = None;
    if hidden == Some(1) {
        found = state.media.get(&[HIDDEN, name].concat(), None).await?;
    }
    if found.is_none() && !name.starts_with(HIDDEN) && !state.held.keeps(&state.db, name, Some(shop)).await {
        found = state.media.get(name, None).await?;
    }
    let mut kind = HeaderValue::from_static(content_type(name));
    if found.is_none() && hidden == Some(1) {
        (found, kind) = unfinished::instead(state, name).await?.map_or((None, kind), |(found, kind)| (Some(found), kind));
    }
    let found = found.ok_or(Error::NotFound)?;
    let mut response = found.bytes.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}
