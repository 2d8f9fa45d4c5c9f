//! Files of what operators hold off the street: while it is held, nobody is served them but the people of its shop and who looks
//! at a preview of it. A file that something else shows too stays where it is.
//!
//! The files keep their names. So nothing that opens, sweeps or carries files has to know of holding, and letting a thing go on
//! brings back all of it at once. What is held is read from the rows every few seconds, and each request goes by that.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use sqlx::AssertSqlSafe;

use crate::{db::Db, error::Error, product::write::stored::Tx};

/// For how long it is true what is held: so late another copy of the program learns of it.
const TRUE_FOR: Duration = Duration::from_secs(3);
/// It takes its time to find who else shows a file, so it is looked for when what is held changes, and this often.
const JUDGED_FOR: Duration = Duration::from_secs(60);
/// Who asks waits no longer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Names that one statement carries.
const AT_ONCE: usize = 500;

/// Files of clips by their names, pictures by their ids, each with a held thing that shows it, and whose that is.
/// SQLite takes what is joined crosswise in this order: the few that are held first.
const HELD: &str = "select source, shop_id, id from clips where held_why is not null and provider = 'file'
    union select t.source, c.shop_id, c.id from clips c cross join clip_captions t where c.held_why is not null and t.clip_id = c.id
    union select poster_id, shop_id, id from clips where held_why is not null and poster_id is not null
    union select picture_id, shop_id, id from products where held_why is not null and picture_id is not null
    union select f.picture_id, p.shop_id, p.id from products p cross join product_pictures f
        where p.held_why is not null and f.product_id = p.id and f.picture_id is not null";
/// The same by what they showed when they were held: their merchant may change them since.
const NAMED: &str = "select held_files, shop_id, id from clips where held_why is not null and held_files is not null
    union all select held_files, shop_id, id from products where held_why is not null and held_files is not null";
/// Those among them that something else shows.
const SHOWN: &str = "select c.source from clips c join shops s on s.id = c.shop_id
        where s.state = 'open' and c.held_why is null and c.source in ({})
    union select t.source from clip_captions t join clips c on c.id = t.clip_id join shops s on s.id = c.shop_id
        where s.state = 'open' and c.held_why is null and t.source in ({})
    union select c.poster_id from clips c join shops s on s.id = c.shop_id
        where s.state = 'open' and c.held_why is null and c.poster_id in ({})
    union select p.picture_id from products p join shops s on s.id = p.shop_id
        where s.state = 'open' and p.state = 'shown' and p.picture_id in ({})
    union select f.picture_id from product_pictures f join products p on p.id = f.product_id join shops s on s.id = p.shop_id
        where s.state = 'open' and p.state = 'shown' and f.picture_id in ({})
    union select f.picture_id from shop_pictures f join shops s on s.id = f.shop_id where s.state = 'open' and f.picture_id in ({})
    union select picture_id from windows where picture_id in ({})";

/// The shops and numbers of what is held, by the names of its files.
type Named = HashMap<String, BTreeSet<(i64, i64)>>;

/// What is held, as it was read last.
#[derive(Default)]
pub struct Held {
    known: Mutex<Known>,
    reading: tokio::sync::Mutex<()>,
}

#[derive(Clone, Default)]
struct Known {
    /// When it was asked what is held.
    looked: Option<Instant>,
    /// When it was asked what else is shown.
    judged: Option<Instant>,
    named: Arc<Named>,
    shown: Arc<HashSet<String>>,
}

impl Known {
    fn is_true(&self) -> bool {
        self.looked.is_some_and(|at| at.elapsed() < TRUE_FOR)
    }
}

impl Held {
    /// Says that something is held from now on, or is not any more.
    pub fn changed(&self) {
        self.look().looked = None;
    }

    /// Whether a file is kept from who asks: from everyone, but from the people of the shop `of` not where it is their own.
    pub async fn keeps(&self, db: &Db, name: &str, of: Option<i64>) -> bool {
        let known = self.now(db).await;
        // A picture's files begin with its id.
        let picture = name.split('-').next().unwrap_or_default();
        [name, picture].into_iter().any(|part| {
            let is_anothers = |things: &BTreeSet<(i64, i64)>| of.is_none_or(|of| things.iter().all(|(shop, _)| *shop != of));
            known.named.get(part).is_some_and(is_anothers) && !known.shown.contains(part)
        })
    }

    fn look(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn now(&self, db: &Db) -> Known {
        let known = self.look().clone();
        if known.is_true() {
            return known;
        }
        // One asks, and the others go by what was true a moment ago, where anything is known.
        let _reading = match self.reading.try_lock() {
            Ok(reading) => reading,
            Err(_) if known.judged.is_some() => return known,
            Err(_) => self.reading.lock().await,
        };
        let known = self.look().clone();
        if known.is_true() {
            return known;
        }
        let read = tokio::time::timeout(PATIENCE, read(db, &known)).await.unwrap_or(Err(Error::Busy(None)));
        let now = read.unwrap_or_else(|error| {
            // Pictures are there while the database is away.
            tracing::warn!(%error, "what is held could not be read");
            known
        });
        // Those who wait behind go by it, also where it could not be read.
        let now = Known { looked: Some(Instant::now()), ..now };
        *self.look() = now.clone();
        now
    }
}

/// Writes down which files a thing shows as it is held, or lets go of that.
///
/// # Errors
/// Where the database is away.
pub async fn name(tx: &mut Tx, is_product: bool, thing: i64, is_held: bool) -> Result<(), Error> {
    let (found, update) = if is_product {
        (
            "select picture_id from products where id = $1 and picture_id is not null
                union select picture_id from product_pictures where product_id = $1 and picture_id is not null",
            "update products set held_files = $2 where id = $1",
        )
    } else {
        (
            "select source from clips where id = $1 and provider = 'file' union select source from clip_captions where clip_id = $1
                union select poster_id from clips where id = $1 and poster_id is not null",
            "update clips set held_files = $2 where id = $1",
        )
    };
    let names: Vec<String> = if is_held { sqlx::query_scalar(found).bind(thing).fetch_all(&mut **tx).await? } else { Vec::new() };
    let names = if names.is_empty() { None } else { Some(serde_json::to_string(&names)?) };
    sqlx::query(update).bind(thing).bind(names).execute(&mut **tx).await?;
    Ok(())
}

async fn read(db: &Db, known: &Known) -> Result<Known, Error> {
    let found: Vec<(String, i64, i64)> = sqlx::query_as(HELD).fetch_all(&db.pool).await?;
    let mut named = Named::new();
    for (name, shop, thing) in found {
        named.entry(name).or_default().insert((shop, thing));
    }
    let found: Vec<(String, i64, i64)> = sqlx::query_as(NAMED).fetch_all(&db.pool).await?;
    for (names, shop, thing) in found {
        for name in serde_json::from_str::<Vec<String>>(&names)? {
            named.entry(name).or_default().insert((shop, thing));
        }
    }
    if *known.named == named && known.judged.is_some_and(|at| at.elapsed() < JUDGED_FOR) {
        return Ok(known.clone());
    }
    let mut shown = HashSet::new();
    let names: Vec<String> = named.keys().cloned().collect();
    for some in names.chunks(AT_ONCE) {
        let marks = (1..=some.len()).map(|at| format!("${at}")).collect::<Vec<_>>().join(",");
        let mut query = sqlx::query_scalar::<_, String>(AssertSqlSafe(SHOWN.replace("{}", &marks)));
        for name in some {
            query = query.bind(name.as_str());
        }
        shown.extend(query.fetch_all(&db.pool).await?);
    }
    Ok(Known { looked: None, judged: Some(Instant::now()), named: Arc::new(named), shown: Arc::new(shown) })
}
