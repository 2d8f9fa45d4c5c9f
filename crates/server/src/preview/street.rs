//! A street in memory on which one shop stands as it will be: its rows with its drafts laid over them, by what opening does.
//! The pages and the API are those that shoppers get; they only look at another database.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sqlx::AnyConnection;

use crate::{
    account::provider::Providers,
    backup::tables::{copy, copy_over},
    db::{self, Db, Touched},
    draft::{self, Document, PAGE, open::lay, page},
    error::Error,
    ids::now_ms,
    index,
    product::write::stored::Tx,
    shop::opening::stand,
    state::{AppState, Settings},
};

/// What is copied of a shop, each by a query with the shop's number as its parameter.
const COPIED: [(&str, &str); 18] = [
    (
        "pictures",
        "where id in (select picture_id from windows union select picture_id from shop_pictures where shop_id = $1
            union select f.picture_id from product_pictures f join products p on p.id = f.product_id where p.shop_id = $1
            union select picture_id from products where shop_id = $1 union select poster_id from clips where shop_id = $1
            union select picture_id from uploads where shop_id = $1)",
    ),
    ("windows", "where $1 = $1"),
    ("categories", "where $1 = $1"),
    ("category_kinds", "where $1 = $1"),
    ("synonyms", "where $1 = $1"),
    ("shops", "where id = $1"),
    ("shop_windows", "where shop_id = $1"),
    ("shop_pictures", "where shop_id = $1"),
    ("collections", "where shop_id = $1"),
    ("products", "where shop_id = $1"),
    ("collection_products", "where product_id in (select id from products where shop_id = $1)"),
    ("options", "where product_id in (select id from products where shop_id = $1)"),
    ("option_values", "where option_id in (select o.id from options o join products p on p.id = o.product_id where p.shop_id = $1)"),
    ("variants", "where product_id in (select id from products where shop_id = $1)"),
    ("product_pictures", "where product_id in (select id from products where shop_id = $1)"),
    ("clips", "where shop_id = $1"),
    ("clip_captions", "where clip_id in (select id from clips where shop_id = $1)"),
    ("moments", "where clip_id in (select id from clips where shop_id = $1)"),
];

/// Pictures that the shop's people brought in.
const OF_UPLOADS: &str = "where id in (select picture_id from uploads where shop_id = $1)";

/// The same of one product.
const OF_PRODUCT: [(&str, &str); 7] = [
    ("pictures", "where id in (select picture_id from product_pictures where product_id = $1)"),
    ("products", "where id = $1"),
    ("collection_products", "where product_id = $1"),
    ("options", "where product_id = $1"),
    ("option_values", "where option_id in (select id from options where product_id = $1)"),
    ("variants", "where product_id = $1"),
    ("product_pictures", "where product_id = $1"),
];

/// Lets a street go once nobody looks at it: else its routes and its state would hold one another for ever.
struct Standing {
    state: AppState,
    /// Held by whoever brings the index up.
    indexing: tokio::sync::Mutex<()>,
    /// When the page was changed last, where somebody waits to bring the index up for it.
    changed: Mutex<Option<Instant>>,
}

/// So long after the last change of a page the index is brought up: whoever types on is not held up by it, for it reads all that
/// the shop sells, by the connection that draws the pages.
const AFTER: Duration = Duration::from_millis(1_500);

impl Standing {
    fn new(state: AppState) -> Self {
        Self { state, indexing: tokio::sync::Mutex::default(), changed: Mutex::default() }
    }

    /// Brings the index up.
    async fn index(&self) -> Result<(), Error> {
        let _indexing = self.indexing.lock().await;
        index::keep_up(&self.state).await
    }

    /// Brings the index up with what a page says of all that the shop sells.
    async fn index_page(&self, shop: i64) -> Result<(), Error> {
        let mut write = self.state.db.write().await?;
        write.touch_shop(shop);
        write.commit().await?;
        self.index().await
    }

    fn changed(&self) -> MutexGuard<'_, Option<Instant>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same, some time after the last change of the shop's page, which nobody waits for.
    fn index_later(self: Arc<Self>, shop: i64) {
        if self.changed().replace(Instant::now()).is_some() {
            return;
        }
        tokio::spawn(async move {
            loop {
                let rest = self.changed().map(|at| AFTER.saturating_sub(at.elapsed())).filter(|rest| !rest.is_zero());
                let Some(rest) = rest else { break };
                tokio::time::sleep(rest).await;
            }
            *self.changed() = None;
            if let Err(error) = self.index_page(shop).await {
                tracing::warn!(%error, "the index of a preview is behind");
            }
        });
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        self.state.pages.forget_api();
    }
}

/// A shop as it will be.
pub struct Street {
    pub state: AppState,
    /// What is brought up with a change is the same street.
    standing: Arc<Standing>,
    /// The data's version of which it is.
    version: i64,
    /// When the shop was changed last, when a product of it, how many it has, and the same of its clips: of a shop that never was open, changes do
    /// not raise the data's version.
    stamp: Stamp,
    /// The drafts that are laid over it, with when each was saved.
    drafts: HashMap<i64, i64>,
    /// The windows that the shop stands in, with its place there, and those where it asks to.
    windows: Vec<(i64, i64)>,
}

type Stamp = (i64, i64, i64, i64);

async fn stamp(from: &mut Tx, shop: i64) -> Result<Stamp, Error> {
    let sql = "select s.updated_at, coalesce((select max(updated_at) from products where shop_id = s.id), 0),
            (select count(*) from products where shop_id = s.id),
            (select coalesce(max(updated_at), 0) + count(*) from clips where shop_id = s.id) from shops s where s.id = $1";
    Ok(sqlx::query_as(sql).bind(shop).fetch_one(&mut **from).await?)
}

async fn windows(from: &mut Tx, shop: i64) -> Result<Vec<(i64, i64)>, Error> {
    let sql = "select window_id, position from shop_windows where shop_id = $1
        union all select window_id, -1 from applications where shop_id = $1 and state <> 'refused' order by 1, 2";
    Ok(sqlx::query_as(sql).bind(shop).fetch_all(&mut **from).await?)
}

impl Street {
    /// Makes the street of a shop.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn make(main: &AppState, shop: i64) -> Result<Self, Error> {
        let db = Db::in_memory().await.map_err(Error::fault)?;
        let mut from = main.db.pool.begin().await?;
        let version: i64 = sqlx::query_scalar("select version from data_version where id = 1").fetch_one(&mut *from).await?;
        let mut write = db.write().await?;
        // Windows name their pictures, and come after them or before.
        sqlx::query("pragma defer_foreign_keys = on").execute(&mut *write.tx).await?;
        for table in ["requirements", "category_kinds", "categories", "synonyms", "windows"] {
            sqlx::query(sqlx::AssertSqlSafe(format!("delete from {table}"))).execute(&mut *write.tx).await?;
        }
        for (table, of) in COPIED {
            carry(&mut from, table, of, shop, &mut write.tx).await?;
        }
        open(&mut write.tx, shop).await?;
        stand_where_asked(&mut from, &mut write.tx, shop).await?;
        let (stamp, windows) = (stamp(&mut from, shop).await?, windows(&mut from, shop).await?);
        let drafts = draft::all(&mut from, shop).await?;
        lay(&mut write, shop, &drafts).await?;
        stand(&mut write.tx, shop).await?;
        write.touch_all();
        write.commit().await?;
        let state = AppState::of_preview(Settings {
            db,
            media: main.media.clone(),
            outbox: main.outbox.clone(),
            metrics: main.metrics.clone(),
            public_url: main.public_url.clone(),
            operator: main.operator.clone(),
            trust_proxy: Vec::new(),
            providers: Providers::default(),
            tax: None,
            data: main.data.clone(),
            keep_pages_mb: 0,
            currency: main.currency,
        });
        // Its pages call these routes.
        let standing = Arc::new(Standing::new(state.clone()));
        drop(crate::router::api(&state));
        standing.index().await?;
        let drafts = drafts.iter().map(|kept| (kept.thing, kept.updated_at)).collect();
        Ok(Self { state, standing, version, stamp, drafts, windows })
    }

    /// Brings the street up with what was changed: the shop's page, and the products that were touched, alone; `None` where
    /// that does not do, and the street is to be made anew.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn follow(self: Arc<Self>, main: &AppState, shop: i64) -> Result<Option<Arc<Self>>, Error> {
        let mut from = main.db.pool.begin().await?;
        let version: i64 = sqlx::query_scalar("select version from data_version where id = 1").fetch_one(&mut *from).await?;
        let drafts: Vec<(i64, i64)> =
            sqlx::query_as("select thing_id, updated_at from drafts where shop_id = $1").bind(shop).fetch_all(&mut *from).await?;
        let drafts: HashMap<i64, i64> = drafts.into_iter().collect();
        let stamp = stamp(&mut from, shop).await?;
        if version == self.version && drafts == self.drafts && stamp == self.stamp {
            return Ok(Some(self));
        }
        if (stamp.2, stamp.3) != (self.stamp.2, self.stamp.3) {
            return Ok(None);
        }
        let Some(Touched { products: mut touched, shops }) = db::touched(&mut *from, self.version, version).await? else {
            return Ok(None);
        };
        // Of a shop that never was open, its page is its row; of others, what shoppers see of it has changed as well.
        let (is_row_changed, is_touched) = (stamp.0 != self.stamp.0, shops.contains(&shop));
        if is_row_changed && version != self.version {
            return Ok(None);
        }
        // The notice and the days off are in its row, and leave all else as it is.
        if is_touched && (stamp != self.stamp || windows(&mut from, shop).await? != self.windows) {
            return Ok(None);
        }
        if stamp.1 != self.stamp.1 {
            let sql = "select id from products where shop_id = $1 and updated_at >= $2";
            let changed: Vec<i64> = sqlx::query_scalar(sql).bind(shop).bind(self.stamp.1).fetch_all(&mut *from).await?;
            touched.extend(changed);
        }
        touched.extend(drafts.iter().filter(|(thing, at)| self.drafts.get(thing) != Some(at)).map(|(thing, _)| *thing));
        touched.extend(self.drafts.keys().filter(|thing| !drafts.contains_key(thing)));
        touched.sort_unstable();
        touched.dedup();
        // A clip says where products appear: with one of them the street is made anew.
        let sql = "select id from clips where shop_id = $1 union select thing_id from drafts where shop_id = $1 and kind = 'clip'";
        let mut clips: Vec<i64> = sqlx::query_scalar(sql).bind(shop).fetch_all(&mut *from).await?;
        clips.extend(sqlx::query_scalar::<_, i64>("select id from clips").fetch_all(&self.state.db.pool).await?);
        let has_clip = touched.iter().any(|thing| clips.contains(thing));
        let is_page_changed = is_row_changed || is_touched || touched.contains(&PAGE);
        touched.retain(|thing| *thing != PAGE);
        if touched.len() > 200 || has_clip {
            return Ok(None);
        }
        let mut write = self.state.db.write().await?;
        if is_page_changed {
            self.take_over_page(&mut from, &mut write, shop).await?;
        }
        let is_page_alone = is_page_changed && touched.is_empty();
        for id in touched {
            self.take_over(&mut from, &mut write, shop, id).await?;
        }
        if is_page_alone {
            // Of another version, lists would wait for the index.
            write.keep().await?;
        } else {
            write.commit().await?;
            self.standing.index().await?;
        }
        if is_page_changed {
            Arc::clone(&self.standing).index_later(shop);
        }
        let (state, standing, windows) = (self.state.clone(), Arc::clone(&self.standing), self.windows.clone());
        Ok(Some(Arc::new(Self { state, standing, version, stamp, drafts, windows })))
    }

    /// Takes the shop's page over as it is now.
    async fn take_over_page(&self, from: &mut Tx, write: &mut crate::db::Write, shop: i64) -> Result<(), Error> {
        copy_over(from, "select * from shops where id = $1".to_owned(), shop, &mut write.tx, "shops").await.map_err(Error::Fault)?;
        open(&mut write.tx, shop).await?;
        let page = match draft::of(from, shop, PAGE).await?.map(|kept| kept.document) {
            Some(Document::Page(page)) => *page,
            _ => page::read(from, shop).await?.0,
        };
        carry(from, "pictures", OF_UPLOADS, shop, &mut write.tx).await?;
        // Under the numbers by which products stand in them.
        carry(from, "collections", "where shop_id = $1", shop, &mut write.tx).await?;
        page::write(&mut write.tx, shop, &page).await?;
        Ok(())
    }

    /// Takes one product over as it is now.
    async fn take_over(&self, from: &mut Tx, write: &mut crate::db::Write, shop: i64, id: i64) -> Result<(), Error> {
        let theirs: i64 = sqlx::query_scalar("select count(*) from products where id = $1 and shop_id = $2")
            .bind(id)
            .bind(shop)
            .fetch_one(&mut **from)
            .await?;
        let sql = "delete from products where id = $1";
        let was_theirs = sqlx::query(sql).bind(id).execute(&mut *write.tx).await?.rows_affected() > 0;
        let draft = draft::of(from, shop, id).await?;
        if theirs == 0 && !was_theirs && draft.is_none() {
            // Another shop's.
            return Ok(());
        }
        write.touch(id);
        if theirs > 0 {
            for (table, of) in OF_PRODUCT {
                carry(from, table, of, id, &mut write.tx).await?;
            }
        }
        // A draft may name a picture that came after the street was made.
        carry(from, "pictures", OF_UPLOADS, shop, &mut write.tx).await?;
        if let Some(draft) = draft {
            lay(write, shop, &[draft]).await?;
        }
        let sql = "insert into window_products (window_id, product_id, in_stock, created_at, price)
            select w.window_id, p.id, p.in_stock, p.created_at, p.price from products p join shop_windows w on w.shop_id = p.shop_id
            where p.id = $1 and p.state = 'shown' on conflict do nothing";
        sqlx::query(sql).bind(id).execute(&mut *write.tx).await?;
        Ok(())
    }
}

/// Lets a shop stand open, whatever it is.
async fn open(to: &mut Tx, shop: i64) -> Result<(), Error> {
    let sql = "update shops set state = 'open', opened_at = coalesce(opened_at, $2), held_why = null where id = $1";
    sqlx::query(sql).bind(shop).bind(now_ms()).execute(&mut **to).await?;
    Ok(())
}

async fn carry(from: &mut Tx, table: &'static str, of: &str, bound: i64, to: &mut AnyConnection) -> Result<(), Error> {
    copy(from, format!("select * from {table} {of}"), bound, to, table).await.map_err(Error::Fault)
}

/// A shop that no window has taken yet is shown where it asks to stand.
async fn stand_where_asked(from: &mut Tx, to: &mut Tx, shop: i64) -> Result<(), Error> {
    let sql = "select count(*) from shop_windows where shop_id = $1";
    if sqlx::query_scalar::<_, i64>(sql).bind(shop).fetch_one(&mut **to).await? > 0 {
        return Ok(());
    }
    let sql = "select window_id from applications where shop_id = $1 and state <> 'refused' order by created_at";
    let windows: Vec<i64> = sqlx::query_scalar(sql).bind(shop).fetch_all(&mut **from).await?;
    for (position, window) in (0_i64..).zip(windows) {
        let sql = "insert into shop_windows (shop_id, window_id, position) values ($1, $2, $3)";
        sqlx::query(sql).bind(shop).bind(window).bind(position).execute(&mut **to).await?;
    }
    Ok(())
}
