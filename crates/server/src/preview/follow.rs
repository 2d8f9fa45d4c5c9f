//! Bringing a preview's street up with what was changed: the shop's page, and the products and clips that were touched, alone.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use sqlx::AnyExecutor;

use super::{
    drafts::Drafts,
    street::{Street, carry, lay_over, open},
};
use crate::{
    backup::tables::copy_over,
    db::{self, Touched, Write},
    draft::{self, Document, Kept, Kind, PAGE, page},
    error::Error,
    product::write::stored::Tx,
    state::AppState,
};

/// The most things that are taken over one by one.
const MOST: usize = 200;

/// Pictures that the shop's people brought in.
const OF_UPLOADS: &str = "where id in (select picture_id from uploads where shop_id = $1)";

/// What is copied of a product, each by a query with its number as the parameter.
const OF_PRODUCT: [(&str, &str); 7] = [
    ("pictures", "where id in (select picture_id from product_pictures where product_id = $1)"),
    ("products", "where id = $1"),
    ("collection_products", "where product_id = $1"),
    ("options", "where product_id = $1"),
    ("option_values", "where option_id in (select id from options where product_id = $1)"),
    ("variants", "where product_id = $1"),
    ("product_pictures", "where product_id = $1"),
];

/// The same of a clip.
const OF_CLIP: [(&str, &str); 4] = [
    ("pictures", "where id in (select poster_id from clips where id = $1)"),
    ("clips", "where id = $1"),
    ("clip_captions", "where clip_id = $1"),
    ("moments", "where clip_id = $1"),
];

/// Of what a street was made, or brought up with: where that is the same, so is the street.
#[derive(PartialEq)]
pub struct Seen {
    /// The data's version.
    version: i64,
    /// When the shop's page was changed last: of a shop that never was open, changes do not raise the data's version.
    page: i64,
    /// When a product of it was.
    product: i64,
    /// How many it has, and the sum of their numbers, each without what would make it too large to add up: where one product has
    /// come and another has gone, the sum tells.
    products: (i64, i64),
    /// When each of its clips was.
    clips: HashMap<i64, i64>,
    /// The drafts that are laid over it.
    drafts: Drafts,
    /// The windows that the shop stands in, with its place there, and those where it asks to.
    windows: Vec<(i64, i64)>,
}

impl Seen {
    /// Of what the shop is now; what was seen before spares reading it again. It is read before the rows are: what comes between is
    /// taken over once more.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn of(from: &mut Tx, shop: i64, before: Option<&Self>) -> Result<Self, Error> {
        let version: i64 = sqlx::query_scalar("select version from data_version where id = 1").fetch_one(&mut **from).await?;
        let sql = "select updated_at from shops where id = $1";
        let page: i64 = sqlx::query_scalar(sql).bind(shop).fetch_one(&mut **from).await?;
        let sql = "select coalesce(max(updated_at), 0), count(*), cast(coalesce(sum(id % 1000003), 0) as bigint) from products where shop_id = $1";
        let (product, count, sum): (i64, i64, i64) = sqlx::query_as(sql).bind(shop).fetch_one(&mut **from).await?;
        let sql = "select id, updated_at from clips where shop_id = $1";
        let clips: Vec<(i64, i64)> = sqlx::query_as(sql).bind(shop).fetch_all(&mut **from).await?;
        let drafts = Drafts::of(from, shop, before.map(|before| &before.drafts)).await?;
        let sql = "select window_id, position from shop_windows where shop_id = $1
            union all select window_id, -1 from applications where shop_id = $1 and state <> 'refused' order by 1, 2";
        let windows: Vec<(i64, i64)> = sqlx::query_as(sql).bind(shop).fetch_all(&mut **from).await?;
        Ok(Self { version, page, product, products: (count, sum), clips: clips.into_iter().collect(), drafts, windows })
    }

    fn is_clip(&self, thing: i64) -> bool {
        let has_draft = self.drafts.saved().get(&thing).is_some_and(|(kind, _)| *kind == Kind::Clip);
        has_draft || self.clips.contains_key(&thing)
    }
}

/// What stands under one number in two lists and is not the same in both, or stands in one of them only.
fn differing<T: PartialEq>(one: &HashMap<i64, T>, other: &HashMap<i64, T>) -> Vec<i64> {
    let changed = one.iter().filter(|(thing, now)| other.get(thing) != Some(now)).map(|(thing, _)| *thing);
    changed.chain(other.keys().copied().filter(|thing| !one.contains_key(thing))).collect()
}

/// The numbers of all that the shop sells. A preview's street has that of no other.
async fn sold(by: impl AnyExecutor<'_>, shop: i64) -> Result<HashSet<i64>, Error> {
    let sql = "select id from products where shop_id = $1";
    Ok(sqlx::query_scalar(sql).bind(shop).fetch_all(by).await?.into_iter().collect())
}

/// The clips of a shop in which a product appears.
async fn naming(by: &mut Tx, shop: i64, product: i64) -> Result<Vec<i64>, Error> {
    let sql = "select distinct m.clip_id from moments m join clips c on c.id = m.clip_id where m.product_id = $1 and c.shop_id = $2";
    Ok(sqlx::query_scalar(sql).bind(product).bind(shop).fetch_all(&mut **by).await?)
}

/// The numbers of a shop's collections, by slug.
async fn collections(by: &mut Tx, shop: i64) -> Result<HashMap<String, i64>, Error> {
    let sql = "select slug, id from collections where shop_id = $1";
    let found: Vec<(String, i64)> = sqlx::query_as(sql).bind(shop).fetch_all(&mut **by).await?;
    Ok(found.into_iter().collect())
}

/// What is to be taken over.
struct Things {
    page: bool,
    products: BTreeSet<i64>,
    clips: BTreeSet<i64>,
}

impl Street {
    /// Brings the street up with what was changed; `None` where that does not do, and the street is to be made anew.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn follow(self: Arc<Self>, main: &AppState, shop: i64) -> Result<Option<Arc<Self>>, Error> {
        let mut from = main.db.look().await?;
        let now = Seen::of(&mut from, shop, Some(&self.seen)).await?;
        if now == self.seen {
            return Ok(Some(self));
        }
        let Some(things) = self.things(&mut from, shop, &now).await? else { return Ok(None) };
        let mut write = self.state.db.write().await?;
        // A row may come before what it names, and name what is to go.
        sqlx::query("pragma defer_foreign_keys = on").execute(&mut *write.tx).await?;
        let Things { page, mut products, mut clips } = things;
        if page || !products.is_empty() || !clips.is_empty() {
            self.standing.change();
        }
        if page {
            products.extend(self.take_over_page(&mut from, &mut write, shop).await?);
        }
        if products.len() + clips.len() > MOST {
            return Ok(None);
        }
        if !products.is_empty() || !clips.is_empty() {
            // A draft may name a picture that came after the street was made; a clip has the shape of its file.
            carry(&mut from, "pictures", OF_UPLOADS, shop, &mut write.tx).await?;
            carry(&mut from, "clip_files", "where shop_id = $1", shop, &mut write.tx).await?;
        }
        for id in &products {
            clips.extend(naming(&mut from, shop, *id).await?);
            clips.extend(naming(&mut write.tx, shop, *id).await?);
            self.take_over(&mut from, &mut write, shop, *id).await?;
        }
        clips.extend(self.drafted(&mut from, &mut write, shop, &products).await?);
        for id in &clips {
            self.take_over_clip(&mut from, &mut write, shop, *id).await?;
        }
        for sql in [
            "delete from collection_products where collection_id not in (select id from collections)",
            "update moments set product_id = null where product_id not in (select id from products)",
        ] {
            sqlx::query(sql).execute(&mut *write.tx).await?;
        }
        // Whoever shops waits for its connection.
        drop(from);
        if products.is_empty() && clips.is_empty() {
            // Of another version, lists would wait for the index.
            write.keep().await?;
        } else {
            write.commit().await?;
            self.standing.index().await?;
        }
        if page {
            Arc::clone(&self.standing).index_later(shop);
        }
        Ok(Some(Arc::new(Self { state: self.state.clone(), standing: Arc::clone(&self.standing), seen: now })))
    }

    /// What was changed since the street was looked at last; `None` where all of it may have been.
    async fn things(&self, from: &mut Tx, shop: i64, now: &Seen) -> Result<Option<Things>, Error> {
        let seen = &self.seen;
        let Some(Touched { products: touched, shops }) = db::touched(&mut **from, seen.version, now.version).await? else {
            return Ok(None);
        };
        // The notice and the days off touch the shop and leave its page as it was. When both are touched, it may have opened.
        let (is_touched, is_page_changed) = (shops.contains(&shop), now.page != seen.page);
        if (is_touched && is_page_changed) || now.windows != seen.windows {
            return Ok(None);
        }
        let mut changed: BTreeSet<i64> = differing(now.drafts.saved(), seen.drafts.saved()).into_iter().collect();
        let page = changed.remove(&PAGE) || is_touched || is_page_changed;
        changed.extend(differing(&now.clips, &seen.clips));
        // Other shops' things are touched all day.
        let mut ours: HashSet<i64> = HashSet::new();
        if now.products != seen.products {
            let (theirs, here) = (sold(&mut **from, shop).await?, sold(&self.state.db.pool, shop).await?);
            // What differs by a draft came with the draft.
            changed.extend(theirs.symmetric_difference(&here).filter(|thing| !now.drafts.saved().contains_key(thing)));
            ours.extend(theirs.into_iter().chain(here));
        } else if !touched.is_empty() {
            let sql = "select p.id from changes c join products p on p.id = c.product_id
                where c.version > $1 and c.version <= $2 and p.shop_id = $3";
            let found = sqlx::query_scalar(sql).bind(seen.version).bind(now.version).bind(shop);
            ours.extend(found.fetch_all(&mut **from).await? as Vec<i64>);
        }
        changed.extend(touched.into_iter().filter(|thing| ours.contains(thing) || now.is_clip(*thing) || seen.is_clip(*thing)));
        if now.product != seen.product || now.products != seen.products {
            let sql = "select id from products where shop_id = $1 and updated_at >= $2";
            let since: Vec<i64> = sqlx::query_scalar(sql).bind(shop).bind(seen.product).fetch_all(&mut **from).await?;
            changed.extend(since);
        }
        let (clips, products) = changed.into_iter().partition(|thing| now.is_clip(*thing) || seen.is_clip(*thing));
        Ok(Some(Things { page, products, clips }))
    }

    /// Takes the shop's page over as it is now; the products of which a draft may stand in a collection that came or came back.
    async fn take_over_page(&self, from: &mut Tx, write: &mut Write, shop: i64) -> Result<Vec<i64>, Error> {
        copy_over(from, "select * from shops where id = $1".to_owned(), shop, &mut write.tx, "shops").await.map_err(Error::Fault)?;
        open(&mut write.tx, shop).await?;
        let page = match draft::of(from, shop, PAGE).await?.map(|kept| kept.document) {
            Some(Document::Page(page)) => *page,
            _ => page::read(from, shop).await?.0,
        };
        carry(from, "pictures", OF_UPLOADS, shop, &mut write.tx).await?;
        // Under the numbers by which products stand in them; one that was made again has another.
        let theirs = collections(from, shop).await?;
        for (slug, id) in collections(&mut write.tx, shop).await? {
            if theirs.get(&slug).is_some_and(|now| *now != id) {
                sqlx::query("delete from collections where id = $1").bind(id).execute(&mut *write.tx).await?;
            }
        }
        let before = collections(&mut write.tx, shop).await?;
        carry(from, "collections", "where shop_id = $1", shop, &mut write.tx).await?;
        page::write(&mut write.tx, shop, &page).await?;
        let mut again = Vec::new();
        for (slug, id) in collections(&mut write.tx, shop).await?.into_iter().filter(|(slug, _)| !before.contains_key(slug)) {
            carry(from, "collection_products", "where collection_id = $1", id, &mut write.tx).await?;
            let sql = "select thing_id from drafts where shop_id = $1 and kind = 'product' and (document like $3
                or thing_id in (select product_id from collection_products where collection_id = $2))";
            let named = sqlx::query_scalar(sql).bind(shop).bind(id).bind(format!("%\"{slug}\"%"));
            again.extend(named.fetch_all(&mut **from).await? as Vec<i64>);
        }
        Ok(again)
    }

    /// Takes one product over as it is now.
    async fn take_over(&self, from: &mut Tx, write: &mut Write, shop: i64, id: i64) -> Result<(), Error> {
        write.touch(id);
        sqlx::query("delete from products where id = $1").bind(id).execute(&mut *write.tx).await?;
        for (table, of) in OF_PRODUCT {
            carry(from, table, of, id, &mut write.tx).await?;
        }
        self.lay_over_one(from, write, shop, id).await?;
        let sql = "insert into window_products (window_id, product_id, in_stock, created_at, price)
            select w.window_id, p.id, p.in_stock, p.created_at, p.price from products p join shop_windows w on w.shop_id = p.shop_id
            where p.id = $1 and p.state = 'shown' on conflict do nothing";
        sqlx::query(sql).bind(id).execute(&mut *write.tx).await?;
        Ok(())
    }

    /// Takes one clip over as it is now.
    async fn take_over_clip(&self, from: &mut Tx, write: &mut Write, shop: i64, id: i64) -> Result<(), Error> {
        draft::clip::touch(write, id).await?;
        sqlx::query("delete from clips where id = $1").bind(id).execute(&mut *write.tx).await?;
        for (table, of) in OF_CLIP {
            carry(from, table, of, id, &mut write.tx).await?;
        }
        draft::clip::touch(write, id).await?;
        self.lay_over_one(from, write, shop, id).await
    }

    /// Lays the draft of a product or a clip over it, if there is one.
    async fn lay_over_one(&self, from: &mut Tx, write: &mut Write, shop: i64, id: i64) -> Result<(), Error> {
        let Some(draft) = draft::of(from, shop, id).await? else { return Ok(()) };
        lay_over(write, shop, &[draft]).await
    }

    /// The clips whose drafts name one of these products, by the slug that it has now.
    async fn drafted(&self, from: &mut Tx, write: &mut Write, shop: i64, products: &BTreeSet<i64>) -> Result<Vec<i64>, Error> {
        let mut slugs = HashSet::new();
        for id in products {
            let sql = "select slug from products where id = $1";
            slugs.extend(sqlx::query_scalar::<_, String>(sql).bind(id).fetch_optional(&mut *write.tx).await?);
        }
        if slugs.is_empty() {
            return Ok(Vec::new());
        }
        let names = |kept: &Kept| {
            let Document::Clip(clip) = &kept.document else { return false };
            clip.moments.iter().any(|one| one.product.as_ref().is_some_and(|product| slugs.contains(product.as_str())))
        };
        Ok(draft::of_clips(from, shop).await?.into_iter().filter(names).map(|kept| kept.thing).collect())
    }
}
