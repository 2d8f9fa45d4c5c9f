//! Taking the last opening back: what nobody changed since is as it was before, and a draft again; the rest stays, and is named.

use std::collections::HashSet;

use axum::{extract::State, response::Response};
use serde::{Deserialize, Serialize};
use wire::{
    account::{Role, ShopState},
    draft::ShopDraft,
    opening::{Blocker, Opening},
    preview::{Staying, TakeBack, TakenBack},
};

use super::{
    Document, Kept, Kind, clip, edit,
    open::{self, Thing, still},
    page, picture, product,
};
use crate::{
    access::Acting,
    application::facts,
    db::Write,
    error::Error,
    ids,
    product::write::{Front, stored::Tx},
    record::{self, Entry},
    reply::private,
    request::Told,
    shop::opening,
    state::AppState,
};

/// What other things lose when something is opened.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Lost {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    places: Vec<Place>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    moments: Vec<Moment>,
}

/// Where a product stood in a collection.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    collection: String,
    product: i64,
    position: i64,
}

/// A moment of a clip that named a product.
#[derive(Debug, Serialize, Deserialize)]
struct Moment {
    clip: i64,
    position: i64,
    at: i64,
    product: i64,
}

impl Lost {
    /// What will be lost by opening a draft: the places in a collection that goes; and of a product that goes, its places and
    /// the moments that name it.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn by(tx: &mut Tx, shop: i64, kept: &Kept) -> Result<Self, Error> {
        let goes = |collection: &str, product: i64| match &kept.document {
            Document::Page(page) => page.collections.iter().all(|draft| draft.slug.as_ref().is_none_or(|slug| slug.as_str() != collection)),
            document => document.is_gone() && product == kept.thing,
        };
        if kept.document.kind() == Kind::Clip || (kept.document.kind() == Kind::Product && !kept.document.is_gone()) {
            return Ok(Self::default());
        }
        let sql = "select c.slug, cp.product_id, cp.position from collection_products cp join collections c on c.id = cp.collection_id
            where c.shop_id = $1 order by c.id, cp.position, cp.product_id";
        let found: Vec<(String, i64, i64)> = sqlx::query_as(sql).bind(shop).fetch_all(&mut **tx).await?;
        let found = found.into_iter().filter(|(collection, product, _)| goes(collection, *product));
        let places = found.map(|(collection, product, position)| Place { collection, product, position }).collect();
        let sql = "select m.clip_id, m.position, m.at, m.product_id from moments m join clips c on c.id = m.clip_id
            where c.shop_id = $1 and m.product_id = $2";
        let found: Vec<(i64, i64, i64, i64)> = sqlx::query_as(sql).bind(shop).bind(kept.thing).fetch_all(&mut **tx).await?;
        let moments = found.into_iter().map(|(clip, position, at, product)| Moment { clip, position, at, product });
        Ok(Self { places, moments: moments.collect() })
    }

    /// Gives back what was lost, where nothing else stands there now.
    async fn give_back(&self, tx: &mut Tx, shop: i64) -> Result<(), Error> {
        for place in &self.places {
            let sql = "insert into collection_products (collection_id, product_id, position)
                select c.id, p.id, $4 from collections c, products p
                where c.shop_id = $1 and c.slug = $2 and p.shop_id = c.shop_id and p.id = $3
                on conflict (collection_id, product_id) do update set position = excluded.position";
            let insert = sqlx::query(sql).bind(shop).bind(&place.collection).bind(place.product).bind(place.position);
            insert.execute(&mut **tx).await?;
        }
        for moment in &self.moments {
            let sql = "update moments set product_id = $1 where clip_id = $2 and position = $3 and at = $4 and product_id is null
                and exists (select 1 from products where id = $1)";
            let update = sqlx::query(sql).bind(moment.product).bind(moment.clip).bind(moment.position).bind(moment.at);
            update.execute(&mut **tx).await?;
        }
        Ok(())
    }
}

/// A thing of the opening beside what it is now.
struct Opened {
    thing: Thing,
    kind: Kind,
    after: Document,
    now: Option<Document>,
}

/// A thing as it was before it was opened; `None` for one that was new.
fn before(thing: &Thing) -> Result<Option<Document>, Error> {
    let kind = Kind::of(thing.kind.as_deref(), thing.thing);
    thing.before.as_ref().map(|before| Document::read(kind, &before.to_string())).transpose()
}

impl Opened {
    async fn of(tx: &mut Tx, shop: i64, thing: Thing) -> Result<Self, Error> {
        let kind = Kind::of(thing.kind.as_deref(), thing.thing);
        let after = Document::read(kind, &thing.after.to_string())?;
        let now = open::live(tx, shop, &after, thing.thing).await?.map(|(now, _)| now);
        Ok(Self { thing, kind, after, now })
    }

    fn staying(&self) -> Staying {
        let slug = |of: Kind| self.thing.slug.as_deref().filter(|_| self.kind == of).and_then(|slug| slug.parse().ok());
        Staying { product: slug(Kind::Product), clip: slug(Kind::Clip), name: self.after.name().clone() }
    }
}

/// What there is in the shop, by slug: a document may name what went with the same opening.
struct There {
    collections: HashSet<String>,
    products: HashSet<String>,
}

impl There {
    async fn read(tx: &mut Tx, shop: i64) -> Result<Self, Error> {
        let collections = sqlx::query_scalar("select slug from collections where shop_id = $1").bind(shop).fetch_all(&mut **tx).await?;
        let products = sqlx::query_scalar("select slug from products where shop_id = $1").bind(shop).fetch_all(&mut **tx).await?;
        Ok(Self { collections: collections.into_iter().collect(), products: products.into_iter().collect() })
    }

    /// A document as it is compared: without what is live in it, and what is not there.
    fn plain(&self, document: &Document) -> Document {
        match document {
            Document::Page(_) => document.clone(),
            Document::Product(product) => {
                let mut product = still(product);
                product.collections.retain(|slug| self.collections.contains(slug.as_str()));
                product.collections.sort_by(|one, other| one.as_str().cmp(other.as_str()));
                Document::Product(Box::new(product))
            }
            Document::Clip(clip) => {
                let mut clip = clip.clone();
                for moment in &mut clip.moments {
                    moment.product = moment.product.take().filter(|slug| self.products.contains(slug.as_str()));
                }
                Document::Clip(clip)
            }
        }
    }

    /// Whether nobody changed a thing since it was opened.
    fn is_as_opened(&self, opened: &Opened) -> bool {
        match &opened.now {
            Some(now) => {
                let mut after = opened.after.clone();
                fill(&mut after, now);
                !after.is_gone() && self.plain(now) == self.plain(&after)
            }
            None => opened.after.is_gone(),
        }
    }
}

/// Puts those pictures into a product that it waited for when it was opened, and that were fetched since: nobody's change. The
/// pictures that came.
fn fill(after: &mut Document, now: &Document) -> Vec<String> {
    let mut came = Vec::new();
    if let (Document::Product(after), Document::Product(now)) = (after, now) {
        for (placed, now) in after.pictures.iter_mut().zip(&now.pictures) {
            if placed.picture.is_empty() && !now.picture.is_empty() && placed.source == now.source {
                placed.picture.clone_from(&now.picture);
                came.push(now.picture.clone());
            }
        }
    }
    came
}

/// `POST /api/v1/shops/{shop}/changes/take-back`
pub async fn take_back(State(state): State<AppState>, acting: Acting, Told(request): Told<TakeBack>) -> Result<Response, Error> {
    if acting.state == ShopState::Closed {
        return Err(Error::Gone);
    }
    // Files of a paused shop stay hidden until it opens.
    let copied = if acting.state == ShopState::Open { copy_hidden(&state, acting.shop).await? } else { picture::Copied::default() };
    let mut write = state.db.write().await?;
    let lacked = opening::opening(&mut write.tx, acting.shop).await?.blockers;
    open::is_not_held(&lacked)?;
    let found = open::last(&mut write.tx, acting.shop).await?.filter(|(_, past, _)| !past.taken_back);
    let Some((id, past, things)) = found else {
        return Err(Error::conflict("되돌릴 것이 없습니다.", "There is nothing to take back."));
    };
    super::is_as_seen(request.at, past.at..=past.at)?;
    // All is compared before any of it is written: one thing's rows come with another's.
    let there = There::read(&mut write.tx, acting.shop).await?;
    let (mut back, mut stays) = (Vec::new(), Vec::new());
    for thing in things {
        let opened = Opened::of(&mut write.tx, acting.shop, thing).await?;
        if there.is_as_opened(&opened) {
            back.push(opened);
        } else {
            stays.push(opened.staying());
        }
    }
    if back.is_empty() {
        let (ko, en) = (
            "연 뒤에 모두 다시 바뀌어서 되돌릴 것이 없습니다.",
            "All of it was changed since it was opened: there is nothing to take back.",
        );
        return Err(Error::conflict(ko, en));
    }
    let front = open::front(&mut write.tx, acting.shop).await?;
    for mut opened in back {
        if let Some(slug) = opened.thing.slug.take() {
            // Another thing may be called like one that went.
            opened.thing.slug = Some(open::free_slug(&mut write.tx, acting.shop, opened.kind, opened.thing.thing, &slug).await?);
        }
        if let Some(Document::Page(page)) = before(&opened.thing)? {
            edit::is_not_submitted(&mut write.tx, acting.shop, &page).await?;
            is_theirs(&mut write.tx, &acting, &page).await?;
            facts::may_become(&state, &mut write.tx, &acting, &page).await?;
        }
        lay_back(&mut write, &front, &opened).await?;
        opened.thing.lost.give_back(&mut write.tx, acting.shop).await?;
        redraft(&mut write.tx, &acting, opened).await?;
    }
    let Opening { state: now, blockers, .. } = opening::opening(&mut write.tx, acting.shop).await?;
    // What it lacked already is not brought about by this.
    let lacks: Vec<Blocker> = blockers.into_iter().filter(|blocker| !lacked.contains(blocker)).collect();
    open::lacks_nothing(&lacks, now == ShopState::Open, ["되돌리면", "Taken back"])?;
    if now == ShopState::Open {
        picture::show(&mut write.tx, &state.media, acting.shop, &copied).await?;
    }
    let sql = "update openings set taken_back_at = $2 where id = $1";
    sqlx::query(sql).bind(id).bind(ids::now_ms()).execute(&mut *write.tx).await?;
    record::put(&mut write.tx, Entry::of(&acting, "changes_taken_back")).await?;
    write.commit().await?;
    state.outbox.wake();
    private(&TakenBack { stays })
}

/// Refuses to take back what an owner changed of the business to whoever is none: what shoppers read of it is the owner's alone.
async fn is_theirs(tx: &mut Tx, acting: &Acting, before: &ShopDraft) -> Result<(), Error> {
    let Some(business) = &before.business else { return Ok(()) };
    if acting.role == Role::Owner || *business == page::business(tx, acting.shop).await? {
        return Ok(());
    }
    let (ko, en) = (
        "되돌리면 사업자 정보도 바뀌므로 매장의 대표만 되돌릴 수 있습니다.",
        "Taking this back changes the business as well: only the shop's owner does that.",
    );
    Err(Error::conflict(ko, en))
}

/// Copies the hidden files of what comes back, as opening does: it may have been shown to nobody, where the shop was paused.
async fn copy_hidden(state: &AppState, shop: i64) -> Result<picture::Copied, Error> {
    let mut tx = state.db.pool.begin().await?;
    let found = open::last(&mut tx, shop).await?.filter(|(_, past, _)| !past.taken_back);
    drop(tx);
    let things = found.map(|(_, _, things)| things).unwrap_or_default();
    let documents: Vec<Document> = things.iter().filter_map(|thing| before(thing).transpose()).collect::<Result<_, Error>>()?;
    picture::copy_hidden_of(state, shop, &documents).await
}

/// Lays a thing over its rows as it was before it was opened; one that was new goes.
async fn lay_back(write: &mut Write, front: &Front, opened: &Opened) -> Result<(), Error> {
    let Opened { thing: one, kind, after, .. } = opened;
    let before = before(one)?;
    let slug = one.slug.as_deref().unwrap_or_default();
    match &before {
        Some(Document::Page(page)) => {
            page::write(&mut write.tx, front.id, page).await?;
            write.touch_shop(front.id);
        }
        Some(Document::Product(draft)) => {
            product::write(write, front, one.thing, slug, draft).await?;
            if let (true, Some(created_at)) = (after.is_gone(), one.created_at) {
                for table in [
                    "update products set created_at = $2 where id = $1",
                    "update window_products set created_at = $2 where product_id = $1",
                ] {
                    sqlx::query(table).bind(one.thing).bind(created_at).execute(&mut *write.tx).await?;
                }
            }
        }
        Some(Document::Clip(draft)) => clip::write(write, front.id, one.thing, slug, draft, one.created_at).await?,
        None if *kind == Kind::Clip => clip::take_away(write, one.thing).await?,
        None => {
            product::take_away(&mut write.tx, one.thing).await?;
            write.touch(one.thing);
        }
    }
    Ok(())
}

/// What was opened is a draft again, unless there is a newer one; its pieces are those of now, and so are pictures that it waited for.
async fn redraft(tx: &mut Tx, acting: &Acting, opened: Opened) -> Result<(), Error> {
    let Opened { thing: one, mut after, now, .. } = opened;
    if super::of(tx, acting.shop, one.thing).await?.is_some() {
        return Ok(());
    }
    for picture in now.as_ref().map(|now| fill(&mut after, now)).unwrap_or_default() {
        // No row names it any more by which it is known to be the shop's.
        let sql = "insert into uploads (shop_id, picture_id, hidden, created_at) values ($1, $2, 0, $3) on conflict (shop_id, picture_id) do nothing";
        sqlx::query(sql).bind(acting.shop).bind(&picture).bind(ids::now_ms()).execute(&mut **tx).await?;
    }
    let draft = match (after, now) {
        (Document::Product(mut draft), Some(Document::Product(now))) => {
            draft.shown = now.shown;
            for variant in &mut draft.variants {
                variant.stock = now.variants.iter().find(|one| one.id == variant.id).map_or(variant.stock, |now| now.stock);
            }
            Document::Product(draft)
        }
        (after, _) => after,
    };
    super::put(tx, acting.shop, Some(acting.person.id), one.thing, one.slug.as_deref(), &draft).await?;
    Ok(())
}
