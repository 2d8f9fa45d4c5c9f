//! What differs from what shoppers see, and opening it, in one act.

use std::collections::HashSet;

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::Row;
use wire::{
    Lang, Slug, Text,
    account::{Done, ShopState},
    draft::ProductDraft,
    opening::Blocker,
    preview::{Change, ChangeKind, Changes, ListChanges, OpenChanges, PastOpening},
};

use super::{
    Document, Kept, Kind,
    back::Lost,
    check, clip,
    differs::{Reader, fields, values},
    edit, page, picture, product,
};
use crate::{
    access::Acting, application::facts, db::Write, error::Error, ids, product::write::Front, product::write::stored::Tx, record,
    reply::private, request::Told, rows, shop::opening, state::AppState,
};

/// The most changes that are listed.
const MOST_LISTED: usize = 200;

/// One thing of an opening: what it was before and what it became.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Thing {
    pub thing: i64,
    #[serde(default)]
    pub kind: Option<String>,
    pub slug: Option<String>,
    /// Absent for a product that was new.
    pub before: Option<Value>,
    pub after: Value,
    /// When the product or the clip was made.
    pub created_at: Option<i64>,
    /// What other things lost by it.
    #[serde(default)]
    pub lost: Lost,
}

/// The thing that a document is of, as shoppers see it; `None` for one that is not there.
pub(super) async fn live(tx: &mut Tx, shop: i64, draft: &Document, thing: i64) -> Result<Option<(Document, Option<i64>)>, Error> {
    match draft {
        Document::Page(draft) => {
            let (mut page, _) = page::read(tx, shop).await?;
            // A page that says nothing of the business leaves it as it is.
            if draft.business.is_some() {
                page.business = Some(page::business(tx, shop).await?);
            }
            return Ok(Some((Document::Page(Box::new(page)), None)));
        }
        Document::Clip(_) => {
            let found = clip::read(tx, shop, thing).await?;
            return Ok(found.map(|found| (Document::Clip(Box::new(found.draft)), Some(found.created_at))));
        }
        Document::Product(_) => {}
    }
    let found = product::read(tx, shop, thing).await?;
    Ok(found.map(|found| {
        let created_at = found.stored.created_at;
        (Document::Product(Box::new(product::document(&found.stored, found.collections))), Some(created_at))
    }))
}

/// A product's document without what is live in it.
#[must_use]
pub fn still(draft: &ProductDraft) -> ProductDraft {
    let mut draft = draft.clone();
    draft.shown = false;
    draft.variants.iter_mut().for_each(|variant| variant.stock = 0);
    draft
}

/// `GET /api/v1/shops/{shop}/changes`
pub async fn list_changes(State(state): State<AppState>, acting: Acting, Told(request): Told<ListChanges>) -> Result<Response, Error> {
    let mut tx = state.db.pool.begin().await?;
    let total: i64 = sqlx::query_scalar("select count(*) from drafts where shop_id = $1").bind(acting.shop).fetch_one(&mut *tx).await?;
    let code: String = sqlx::query_scalar("select currency from shops where id = $1").bind(acting.shop).fetch_one(&mut *tx).await?;
    let reader = Reader { lang: request.lang, currency: code.parse().map_err(Error::fault)? };
    // Before the list is read: what is saved between the two is then told, and not opened unseen.
    let seen = super::seen(&mut tx, acting.shop).await?;
    let mut changes = Vec::new();
    for kept in super::all(&mut tx, acting.shop).await?.into_iter().take(MOST_LISTED) {
        let of = kept.document.kind();
        let live = live(&mut tx, acting.shop, &kept.document, kept.thing).await?;
        let (kind, fields, values) = match (&live, &kept.document) {
            (_, draft) if draft.is_gone() => (ChangeKind::Gone, Vec::new(), Vec::new()),
            (None, _) => (ChangeKind::New, Vec::new(), Vec::new()),
            (Some((live, _)), draft) => (ChangeKind::Changed, fields(live, draft)?, values(live, draft, reader)),
        };
        let name = kept.document.name().clone();
        let by = match kept.by {
            Some(by) => sqlx::query_scalar("select email from accounts where id = $1").bind(by).fetch_optional(&mut *tx).await?,
            None => None,
        };
        let name = Text::choose(request.lang, name.ko, name.en);
        changes.push(Change {
            product: kept.slug.as_deref().filter(|_| of == Kind::Product).and_then(|slug| slug.parse().ok()),
            clip: kept.slug.as_deref().filter(|_| of == Kind::Clip).and_then(|slug| slug.parse().ok()),
            name: name.unwrap_or(Text { text: kept.slug.unwrap_or_default(), lang: None }),
            kind,
            fields,
            values,
            at: kept.updated_at,
            by,
        });
    }
    private(&Changes { changes, total: rows::count(total), seen, last: last(&mut tx, acting.shop).await?.map(|(_, past, _)| past) })
}

/// The opening that was last.
pub(super) async fn last(tx: &mut Tx, shop: i64) -> Result<Option<(i64, PastOpening, Vec<Thing>)>, Error> {
    let sql = "select o.id, o.at, o.things, o.taken_back_at, a.email from openings o left join accounts a on a.id = o.account_id
        where o.shop_id = $1 order by o.at desc, o.id desc limit 1";
    let Some(row) = sqlx::query(sql).bind(shop).fetch_optional(&mut **tx).await? else { return Ok(None) };
    let things: Vec<Thing> = serde_json::from_str(&row.try_get::<String, _>("things")?)?;
    let past = PastOpening {
        at: row.try_get("at")?,
        by: row.try_get("email")?,
        things: things.len() as u64,
        taken_back: row.try_get::<Option<i64>, _>("taken_back_at")?.is_some(),
    };
    Ok(Some((row.try_get("id")?, past, things)))
}

/// The shop as products are written into it.
///
/// # Errors
/// Where the database is away.
pub(super) async fn front(tx: &mut Tx, shop: i64) -> Result<Front, Error> {
    let slug: String = sqlx::query_scalar("select slug from shops where id = $1").bind(shop).fetch_one(&mut **tx).await?;
    let slug: Slug = slug.parse().map_err(Error::fault)?;
    Front::load(tx, &slug).await?.ok_or(Error::NotFound)
}

/// The slug that a product or a clip gets: its own, or one like it where another thing or another draft took that meanwhile. A clip's
/// is its own on the whole street.
pub(super) async fn free_slug(tx: &mut Tx, shop: i64, kind: Kind, thing: i64, slug: &str) -> Result<String, Error> {
    let (is_taken, all) = match kind {
        Kind::Clip => (
            "select (select count(*) from clips where slug = $3 and id <> $2)
                + (select count(*) from drafts where shop_id = $1 and kind = 'clip' and slug = $3 and thing_id <> $2)",
            "select slug from clips where id <> $2 union select slug from drafts where kind = 'clip' and shop_id = $1 and thing_id <> $2",
        ),
        _ => (
            "select (select count(*) from products where shop_id = $1 and slug = $3 and id <> $2)
                + (select count(*) from drafts where shop_id = $1 and kind = 'product' and slug = $3 and thing_id <> $2)",
            "select slug from products where shop_id = $1 and id <> $2
                union select slug from drafts where shop_id = $1 and kind = 'product' and thing_id <> $2",
        ),
    };
    if sqlx::query_scalar::<_, i64>(is_taken).bind(shop).bind(thing).bind(slug).fetch_one(&mut **tx).await? == 0 {
        return Ok(slug.to_owned());
    }
    let taken: HashSet<String> = sqlx::query_scalar(all).bind(shop).bind(thing).fetch_all(&mut **tx).await?.into_iter().collect();
    let free = check::free(slug.parse().ok(), |slug| taken.contains(slug.as_str()));
    Ok(free.ok_or_else(|| Error::fault("no slug is free"))?.to_string())
}

/// Lays drafts over the rows of a shop.
///
/// # Errors
/// Where the database is away.
pub async fn lay(write: &mut Write, shop: i64, drafts: &[Kept]) -> Result<(), Error> {
    let front = front(&mut write.tx, shop).await?;
    for kept in drafts {
        match &kept.document {
            Document::Page(page) => {
                page::write(&mut write.tx, shop, page).await?;
                write.touch_shop(shop);
            }
            Document::Product(draft) => {
                let slug = free_slug(&mut write.tx, shop, Kind::Product, kept.thing, kept.slug.as_deref().unwrap_or_default()).await?;
                product::write(write, &front, kept.thing, &slug, draft).await?;
            }
            Document::Clip(draft) => {
                let slug = free_slug(&mut write.tx, shop, Kind::Clip, kept.thing, kept.slug.as_deref().unwrap_or_default()).await?;
                clip::write(write, shop, kept.thing, &slug, draft, None).await?;
            }
        }
    }
    Ok(())
}

/// Refuses to change what an operator holds: it stays as it was looked at.
pub(super) fn is_not_held(blockers: &[Blocker]) -> Result<(), Error> {
    if blockers.contains(&Blocker::Held) {
        let (ko, en) = ("운영자가 쉬게 한 매장입니다. 운영자에게 물어보세요.", "An operator has paused this shop; ask them.");
        return Err(Error::conflict(ko, en));
    }
    Ok(())
}

/// Refuses what would leave an open shop without what it needs, and names that; `ko` and `en` say by what it would. Of a paused
/// one nobody sees anything, and opening it asks for all of it: so what is missing is mended by this very act.
pub(super) fn lacks_nothing(blockers: &[Blocker], is_open: bool, [ko, en]: [&str; 2]) -> Result<(), Error> {
    if !is_open || blockers.is_empty() {
        return Ok(());
    }
    let names = |lang| blockers.iter().map(|blocker| studio::words::blocker(lang, *blocker)).collect::<Vec<_>>().join(", ");
    Err(Error::Lacking {
        ko: format!("{ko} 매장에 있어야 할 것이 빠집니다: {}.", names(Lang::Ko)),
        en: format!("{en}, the shop would lack what it needs: {}.", names(Lang::En)),
    })
}

/// `POST /api/v1/shops/{shop}/changes/open`
pub async fn open_changes(State(state): State<AppState>, acting: Acting, Told(request): Told<OpenChanges>) -> Result<Response, Error> {
    match acting.state {
        ShopState::Open | ShopState::Paused => {}
        ShopState::Closed => return Err(Error::Gone),
        ShopState::Draft => {
            let (ko, en) =
                ("아직 열지 않은 매장에서는 저장한 것이 모두 그대로입니다.", "Of a shop that was never open all is as it was saved.");
            return Err(Error::conflict(ko, en));
        }
    }
    // Files of a paused shop stay hidden until it opens.
    let copied =
        if acting.state == ShopState::Open { picture::copy_hidden(&state, acting.shop).await? } else { picture::Copied::default() };
    let mut write = state.db.write().await?;
    let drafts = super::all(&mut write.tx, acting.shop).await?;
    if drafts.is_empty() {
        return Err(Error::conflict("바뀐 것이 없습니다.", "Nothing is changed."));
    }
    let seen = super::seen(&mut write.tx, acting.shop).await?;
    super::is_as_seen(request.seen, seen..=seen)?;
    let mut things = Vec::new();
    for kept in &drafts {
        if let Document::Page(page) = &kept.document {
            edit::is_not_submitted(&mut write.tx, acting.shop, page).await?;
            facts::may_become(&state, &mut write.tx, &acting, page).await?;
        }
        let live = live(&mut write.tx, acting.shop, &kept.document, kept.thing).await?;
        let (before, created_at) = match &live {
            Some((live, created_at)) => (Some(serde_json::from_str(&live.written()?)?), *created_at),
            None => (None, None),
        };
        let after = serde_json::from_str(&kept.document.written()?)?;
        things.push(Thing {
            thing: kept.thing,
            kind: Some(kept.document.kind().word().to_owned()),
            slug: kept.slug.clone(),
            before,
            after,
            created_at,
            lost: Lost::by(&mut write.tx, acting.shop, kept).await?,
        });
    }
    lay(&mut write, acting.shop, &drafts).await?;
    let opening = opening::opening(&mut write.tx, acting.shop).await?;
    let is_open = opening.state == ShopState::Open;
    is_not_held(&opening.blockers)?;
    lacks_nothing(&opening.blockers, is_open, ["이대로 열면", "Opened like this"])?;
    if is_open {
        picture::show(&mut write.tx, &state.media, acting.shop, &copied).await?;
    }
    sqlx::query("delete from drafts where shop_id = $1").bind(acting.shop).execute(&mut *write.tx).await?;
    // What was opened long ago is not taken back.
    let sql = "delete from openings where shop_id = $1";
    sqlx::query(sql).bind(acting.shop).execute(&mut *write.tx).await?;
    let sql = "insert into openings (id, shop_id, account_id, at, things) values ($1, $2, $3, $4, $5)";
    let insert = sqlx::query(sql).bind(ids::fresh()).bind(acting.shop).bind(acting.person.id).bind(ids::now_ms());
    insert.bind(serde_json::to_string(&things)?).execute(&mut *write.tx).await?;
    let entry = record::Entry { by: Some(acting.person.id), what: "changes_opened", shop: Some(acting.shop), about: None, why: None };
    record::put(&mut write.tx, entry).await?;
    write.commit().await?;
    state.outbox.wake();
    private(&Done {})
}
