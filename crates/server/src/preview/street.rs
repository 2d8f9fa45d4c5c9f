//! A street in memory on which one shop stands as it will be: its rows with its drafts laid over them, by what opening does.
//! The pages and the API are those that shoppers get; they only look at another database.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::AnyConnection;

use super::follow::Seen;
use crate::{
    account::provider::Providers,
    backup::tables::copy,
    db::{Db, Write},
    draft::{self, Document, Kept, open::lay},
    error::Error,
    ids::now_ms,
    index,
    product::write::stored::Tx,
    shop::opening::stand,
    state::{AppState, Settings},
};

/// What is copied of a shop, each by a query with the shop's number as its parameter.
const COPIED: [(&str, &str); 19] = [
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
    ("clip_files", "where shop_id = $1"),
    ("clips", "where shop_id = $1"),
    ("clip_captions", "where clip_id in (select id from clips where shop_id = $1)"),
    ("moments", "where clip_id in (select id from clips where shop_id = $1)"),
];

/// Lets a street go once nobody looks at it: else its routes and its state would hold one another for ever.
pub(super) struct Standing {
    state: AppState,
    /// Held by whoever brings the index up.
    indexing: tokio::sync::Mutex<()>,
    /// When anything was changed last.
    changed: Mutex<Instant>,
    /// How often the page was changed.
    page: AtomicU64,
}

/// So long after the last change of anything the index is brought up with a page: it reads all that the shop sells, by the
/// connection that draws the pages, and whoever works on is not held up by it. Till then things are found by what the page said.
const AFTER: Duration = Duration::from_millis(1_500);
/// So many products are then taken over at once, with a rest after each piece, in which pages are drawn.
const PIECE: usize = 200;
const REST: Duration = Duration::from_millis(20);

impl Standing {
    fn new(state: AppState) -> Self {
        let changed = Mutex::new(Instant::now());
        Self { state, indexing: tokio::sync::Mutex::default(), changed, page: AtomicU64::default() }
    }

    /// Brings the index up.
    pub(super) async fn index(&self) -> Result<(), Error> {
        let _indexing = self.indexing.lock().await;
        index::keep_up(&self.state).await
    }

    /// Says that something was changed.
    pub(super) fn change(&self) {
        *self.changed.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Waits until nothing has been changed for some time.
    async fn quiet(&self) {
        loop {
            let changed = *self.changed.lock().unwrap_or_else(PoisonError::into_inner);
            let rest = AFTER.saturating_sub(changed.elapsed());
            if rest.is_zero() {
                return;
            }
            tokio::time::sleep(rest).await;
        }
    }

    /// Brings the index up with what a page says of all that the shop sells, a piece at a time: whoever looks at a list meanwhile,
    /// or begins to change things, waits for that piece alone. Where the page is changed again, what is left is left to that change.
    async fn index_page(&self, shop: i64, change: u64) -> Result<(), Error> {
        {
            let _indexing = self.indexing.lock().await;
            index::renew_shop(&self.state, shop).await?;
        }
        for piece in index::sold_in(&self.state.db, &[shop]).await?.chunks(PIECE) {
            self.quiet().await;
            let indexing = self.indexing.lock().await;
            if self.page.load(Ordering::SeqCst) != change {
                break;
            }
            let mut write = self.state.db.write().await?;
            piece.iter().for_each(|product| write.touch(*product));
            write.commit().await?;
            index::keep_up(&self.state).await?;
            drop(indexing);
            tokio::time::sleep(REST).await;
        }
        Ok(())
    }

    /// The same, once nobody changes anything, which nobody waits for.
    pub(super) fn index_later(self: Arc<Self>, shop: i64) {
        let change = self.page.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::spawn(async move {
            self.quiet().await;
            if self.page.load(Ordering::SeqCst) != change {
                return;
            }
            if let Err(error) = self.index_page(shop, change).await {
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
    pub(super) standing: Arc<Standing>,
    /// What it was made of.
    pub(super) seen: Seen,
}

impl Street {
    /// Makes the street of a shop.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn make(main: &AppState, shop: i64) -> Result<Self, Error> {
        let db = Db::in_memory().await.map_err(Error::fault)?;
        let mut from = main.db.look().await?;
        let seen = Seen::of(&mut from, shop, None).await?;
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
        lay_over(&mut write, shop, &draft::all(&mut from, shop).await?).await?;
        stand(&mut write.tx, shop).await?;
        write.touch_all();
        write.commit().await?;
        // Whoever shops waits for its connection.
        drop(from);
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
        Ok(Self { state, standing, seen })
    }
}

/// Lays drafts over their things. What is to go goes, though an operator holds it by now: what that says is not of how the shop will look.
pub(super) async fn lay_over(write: &mut Write, shop: i64, drafts: &[Kept]) -> Result<(), Error> {
    for kept in drafts.iter().filter(|kept| kept.document.is_gone()) {
        let sql = match &kept.document {
            Document::Clip(_) => "update clips set held_why = null where id = $1",
            _ => "update products set held_why = null where id = $1",
        };
        sqlx::query(sql).bind(kept.thing).execute(&mut *write.tx).await?;
    }
    let begun = now_ms();
    lay(write, shop, drafts).await?;
    // What has no row of its own yet is as old as its number, however often it is laid: else what was edited last would lead each list.
    for sql in [
        "update products set created_at = id >> 21 where created_at >= $1",
        "update window_products set created_at = product_id >> 21 where created_at >= $1",
        "update clips set created_at = id >> 21 where created_at >= $1",
    ] {
        sqlx::query(sql).bind(begun).execute(&mut *write.tx).await?;
    }
    Ok(())
}

/// Lets a shop stand open, whatever it is.
pub(super) async fn open(to: &mut Tx, shop: i64) -> Result<(), Error> {
    let sql = "update shops set state = 'open', opened_at = coalesce(opened_at, $2), held_why = null where id = $1";
    sqlx::query(sql).bind(shop).bind(now_ms()).execute(&mut **to).await?;
    Ok(())
}

pub(super) async fn carry(from: &mut Tx, table: &'static str, of: &str, bound: i64, to: &mut AnyConnection) -> Result<(), Error> {
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
