//! Pictures that products and drafts wait for, fetched in the background, one at a time.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use wire::{Lang, draft::Both};

use super::{
    told::{self, both},
    turns::Turns,
};
use crate::{
    config::Fetch,
    draft::{self, Document, Kind, sent},
    error::Error,
    ids::now_ms,
    import::fetch::{Fetcher, Miss, Strikes},
    picture::{self as pictures, Kept},
    product::write::stored::Tx,
    rows,
    state::AppState,
};

/// What lies between the three rounds in which a picture is tried whose host is away.
pub const PAUSES: [Duration; 2] = [Duration::from_secs(60), Duration::from_secs(600)];
/// For how long it is remembered that a picture was tried.
const REMEMBERED: Duration = Duration::from_secs(3_600);
/// For how long it is not looked again at a shop in which nothing that waits was due.
const IDLE: Duration = Duration::from_secs(15);
/// Pictures of a shop that stand in line at the same time, of products and of drafts each.
const MOST_QUEUED: usize = 50;
/// Rows that are read at the same time.
const A_PAGE: i64 = 200;

/// A picture that something waits for.
#[derive(Clone, Debug)]
struct Wanted {
    shop: i64,
    source: String,
    spot: Spot,
}

/// What waits for a picture.
#[derive(Clone, Copy, Debug)]
enum Spot {
    Product { product: i64, position: i64 },
    Draft { thing: i64 },
}

/// A picture that is tried again.
#[derive(Clone, Copy, Debug)]
struct Later {
    /// Rounds in which the network failed.
    rounds: usize,
    due: Instant,
}

/// What is remembered from one picture to the next.
pub struct Fetching {
    settings: Fetch,
    pauses: [Duration; 2],
    strikes: Arc<Strikes>,
    /// It holds the certificates of the world, 9 MB, and is let go of when nothing waits.
    fetcher: Option<Fetcher>,
    turns: Turns<Wanted>,
    /// By shop and source: what fails for one shop is tried for another.
    later: HashMap<(i64, String), Later>,
    /// Shops in which nothing was due, and when it was looked.
    idle: HashMap<i64, Instant>,
}

impl Fetching {
    #[must_use]
    pub fn new(settings: Fetch, pauses: [Duration; 2]) -> Self {
        Self {
            settings,
            pauses,
            strikes: Arc::default(),
            fetcher: None,
            turns: Turns::default(),
            later: HashMap::new(),
            idle: HashMap::new(),
        }
    }

    /// Says that there may be something new in any shop.
    pub fn wake(&mut self) {
        self.idle.clear();
    }

    /// Fetches one picture that something waits for; whether there was one.
    ///
    /// # Errors
    /// Where the database is away; what waits then waits still.
    pub async fn one(&mut self, state: &AppState) -> Result<bool, Error> {
        let Some(next) = self.next(state).await? else {
            self.fetcher = None;
            return Ok(false);
        };
        let began = Instant::now();
        let outcome = self.bring(state, &next).await;
        self.turns.count(began.elapsed());
        match outcome {
            Ok(()) => {}
            Err(error @ Error::Busy(_)) => {
                self.turns.put_back(next);
                return Err(error);
            }
            // The media store is away, or the like: it is not the picture's fault, and others need not wait for it.
            Err(error) => {
                tracing::error!(source = next.source.as_str(), %error, "a picture could not be kept");
                let it = (next.shop, next.source);
                let rounds = self.later.get(&it).map_or(0, |later| later.rounds);
                let [pause, _] = self.pauses;
                self.later.insert(it, Later { rounds, due: Instant::now() + pause });
            }
        }
        Ok(true)
    }

    /// The picture whose turn it is; `None` where nothing that waits is due.
    async fn next(&mut self, state: &AppState) -> Result<Option<Wanted>, Error> {
        for is_round_over in [false, true] {
            if is_round_over {
                self.fill(state).await?;
            }
            while let Some(wanted) = self.turns.pop() {
                // What another product waits for too may have been put off meanwhile.
                if self.is_due(wanted.shop, &wanted.source) {
                    return Ok(Some(wanted));
                }
            }
        }
        Ok(None)
    }

    /// Whether a picture is tried now: neither was it put off, nor is its host left alone, which costs it none of its rounds.
    fn is_due(&self, shop: i64, source: &str) -> bool {
        let is_put_off = self.later.get(&(shop, source.to_owned())).is_some_and(|later| later.due > Instant::now());
        !is_put_off && !self.strikes.is_resting(shop, source)
    }

    /// Counts a round in which the network failed; whether there is another one.
    fn put_off(&mut self, wanted: &Wanted) -> bool {
        let it = (wanted.shop, wanted.source.clone());
        let rounds = self.later.get(&it).map_or(0, |later| later.rounds);
        let pause = self.pauses.get(rounds).copied();
        // What was given up is remembered, so that the next product that waits for it does not begin anew.
        let rounds = rounds + usize::from(pause.is_some());
        self.later.insert(it, Later { rounds, due: Instant::now() + pause.unwrap_or_default() });
        pause.is_some()
    }

    fn fetcher(&mut self) -> Result<&Fetcher, Error> {
        let fetcher = match self.fetcher.take() {
            Some(fetcher) => fetcher,
            None => Fetcher::remembering(&self.settings, Arc::clone(&self.strikes)).map_err(Error::fault)?,
        };
        Ok(self.fetcher.insert(fetcher))
    }

    /// Begins a round: of shops in which something waits and that have nothing in line, what is due is put there.
    async fn fill(&mut self, state: &AppState) -> Result<(), Error> {
        self.later.retain(|_, later| later.due.elapsed() < REMEMBERED);
        self.idle.retain(|_, looked| looked.elapsed() < IDLE);
        for shop in shops_that_wait(state).await? {
            if self.turns.has(shop) || self.idle.contains_key(&shop) {
                continue;
            }
            let mut line = self.due_of_products(state, shop).await?;
            line.extend(self.due_of_drafts(state, shop).await?);
            if line.is_empty() {
                self.idle.insert(shop, Instant::now());
            } else {
                self.turns.join(shop, line);
            }
        }
        self.turns.begin();
        Ok(())
    }

    async fn due_of_products(&self, state: &AppState, shop: i64) -> Result<VecDeque<Wanted>, Error> {
        let sql = "select f.product_id, f.position, f.source from product_pictures f join products p on p.id = f.product_id
            where p.shop_id = $1 and f.state = 'waiting' and f.source is not null
                and (f.product_id > $2 or (f.product_id = $2 and f.position > $3))
            order by f.product_id, f.position limit $4";
        let mut after = (i64::MIN, i64::MIN);
        let mut found = VecDeque::new();
        loop {
            let query = sqlx::query_as(sql).bind(shop).bind(after.0).bind(after.1).bind(A_PAGE);
            let page: Vec<(i64, i64, String)> = query.fetch_all(&state.db.pool).await?;
            let is_last = i64::try_from(page.len()).is_ok_and(|count| count < A_PAGE);
            for (product, position, source) in page {
                after = (product, position);
                if found.len() < MOST_QUEUED && self.is_due(shop, &source) {
                    found.push_back(Wanted { shop, source, spot: Spot::Product { product, position } });
                }
            }
            if is_last || found.len() >= MOST_QUEUED {
                return Ok(found);
            }
        }
    }

    async fn due_of_drafts(&self, state: &AppState, shop: i64) -> Result<VecDeque<Wanted>, Error> {
        // A picture that waits has a source and stands for none: its document says so in these letters.
        let sql = "select thing_id, document from drafts
            where shop_id = $1 and kind = 'product' and document like '%{\"source\":%' and thing_id > $2
            order by thing_id limit $3";
        let mut after = i64::MIN;
        let mut found = VecDeque::new();
        loop {
            let page: Vec<(i64, String)> = sqlx::query_as(sql).bind(shop).bind(after).bind(A_PAGE).fetch_all(&state.db.pool).await?;
            let is_last = i64::try_from(page.len()).is_ok_and(|count| count < A_PAGE);
            for (thing, text) in page {
                after = thing;
                if found.len() >= MOST_QUEUED {
                    break;
                }
                let Ok(Document::Product(product)) = Document::read(Kind::Product, &text) else { continue };
                for source in product.pictures.into_iter().filter(|placed| placed.picture.is_empty()).filter_map(|placed| placed.source) {
                    if self.is_due(shop, &source) {
                        found.push_back(Wanted { shop, source, spot: Spot::Draft { thing } });
                    }
                }
            }
            if is_last || found.len() >= MOST_QUEUED {
                return Ok(found);
            }
        }
    }

    /// Fetches a picture and puts it where it is waited for, or says there why it could not be had.
    async fn bring(&mut self, state: &AppState, wanted: &Wanted) -> Result<(), Error> {
        let fetched = self.fetcher()?.try_get(wanted.shop, &wanted.source).await;
        let outcome = match fetched {
            Ok(bytes) => pictures::keep(&bytes)
                .await
                .map_err(|refused| Both { ko: Some(refused.words(Lang::Ko)), en: Some(refused.words(Lang::En)) }),
            // It is asked when its host has had its rest.
            Err(Miss::NotTried(_)) => return Ok(()),
            Err(Miss::Network(_)) if self.put_off(wanted) => return Ok(()),
            Err(Miss::Network(why) | Miss::Other(why)) => Err(both(why)),
        };
        if outcome.is_ok() {
            self.later.remove(&(wanted.shop, wanted.source.clone()));
        }
        match wanted.spot {
            Spot::Product { product, position } => into_product(state, wanted, (product, position), &outcome).await,
            Spot::Draft { thing } => into_draft(state, wanted, thing, &outcome).await,
        }
    }
}

/// The shops whose products or drafts wait for pictures.
async fn shops_that_wait(state: &AppState) -> Result<Vec<i64>, Error> {
    let sql = "select p.shop_id from product_pictures f join products p on p.id = f.product_id join shops s on s.id = p.shop_id
            where f.state = 'waiting' and f.source is not null and s.state <> 'closed'
        union select d.shop_id from drafts d join shops s on s.id = d.shop_id
            where d.kind = 'product' and s.state <> 'closed' and d.document like '%{\"source\":%'";
    Ok(sqlx::query_scalar(sql).fetch_all(&state.db.pool).await?)
}

/// How many pictures the products and drafts of a shop wait for.
///
/// # Errors
/// Where the database is away.
pub async fn waiting(state: &AppState, shop: i64) -> Result<u64, Error> {
    let sql = "select count(*) from product_pictures f join products p on p.id = f.product_id where p.shop_id = $1 and f.state = 'waiting'";
    let of_products: i64 = sqlx::query_scalar(sql).bind(shop).fetch_one(&state.db.pool).await?;
    // Ten letters stand for each, as above.
    let sql = "select coalesce(sum((length(document) - length(replace(document, '{\"source\":', ''))) / 10), 0) from drafts
        where shop_id = $1 and kind = 'product' and document like '%{\"source\":%'";
    let of_drafts: i64 = sqlx::query_scalar(sql).bind(shop).fetch_one(&state.db.pool).await?;
    Ok(rows::count(of_products) + rows::count(of_drafts))
}

async fn is_draft(from: impl sqlx::AnyExecutor<'_>, shop: i64) -> Result<bool, Error> {
    let sql = "select count(*) from shops where id = $1 and state = 'draft'";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(shop).fetch_one(from).await? > 0)
}

/// Puts what became of a picture into a product's row. Of a shop that never was open its files stay hidden, and no page is made new.
async fn into_product(
    state: &AppState,
    wanted: &Wanted,
    (product, position): (i64, i64),
    outcome: &Result<Kept, Both>,
) -> Result<(), Error> {
    let was_draft = is_draft(&state.db.pool, wanted.shop).await?;
    // Files come first, and while no write is under way.
    match outcome {
        Ok(kept) if was_draft => sent::take_in(state, wanted.shop, kept, None).await?,
        Ok(kept) => pictures::store(kept, &state.media).await?,
        Err(_) => {}
    }
    let mut write = state.db.write().await?;
    let is_hidden = was_draft && is_draft(&mut *write.tx, wanted.shop).await?;
    if let (Ok(kept), false) = (outcome, is_hidden) {
        if was_draft {
            // It was opened meanwhile.
            pictures::store(kept, &state.media).await?;
        }
        pictures::insert(&mut write.tx, &kept.picture, now_ms()).await?;
        let sql = "update uploads set hidden = 0 where picture_id = $1 and hidden = 1";
        sqlx::query(sql).bind(&kept.picture.id).execute(&mut *write.tx).await?;
    }
    let (id, word, why) = match outcome {
        Ok(kept) => (Some(kept.picture.id.as_str()), "kept", None),
        Err(why) => (None, "failed", why.en.as_deref()),
    };
    // The source is asked for too: somebody may have put another picture there meanwhile.
    let sql = "update product_pictures set picture_id = $1, state = $2, why = $3
        where product_id = $4 and position = $5 and source = $6 and state = 'waiting'";
    let update = sqlx::query(sql).bind(id).bind(word).bind(why).bind(product).bind(position).bind(&wanted.source);
    if update.execute(&mut *write.tx).await?.rows_affected() == 0 {
        return Ok(());
    }
    if let Err(why) = outcome {
        let sql = "select coalesce(name_ko, name_en, slug) from products where id = $1";
        let name: String = sqlx::query_scalar(sql).bind(product).fetch_one(&mut *write.tx).await?;
        missed(&mut write.tx, wanted, &name, why).await?;
        return write.keep().await;
    }
    let was: i64 = sqlx::query_scalar("select updated_at from products where id = $1").bind(product).fetch_one(&mut *write.tx).await?;
    // By when it was changed a preview knows that it is another one. Who edits it meanwhile saves theirs all the same.
    let sql = "update products set updated_at = $2, filled_to = $2, filled_from = case when filled_to = updated_at then filled_from else updated_at end, picture_id = (select picture_id from product_pictures
        where product_id = $1 and picture_id is not null order by position limit 1) where id = $1";
    sqlx::query(sql).bind(product).bind(now_ms().max(was + 1)).execute(&mut *write.tx).await?;
    write.touch(product);
    if is_hidden { write.keep().await } else { write.commit().await }
}

/// Puts what became of a picture into a draft, as it is by now; one that could not be had is left out of it.
async fn into_draft(state: &AppState, wanted: &Wanted, thing: i64, outcome: &Result<Kept, Both>) -> Result<(), Error> {
    if let Ok(kept) = outcome {
        sent::take_in(state, wanted.shop, kept, None).await?;
    }
    let mut write = state.db.write().await?;
    let Some(kept) = draft::of(&mut write.tx, wanted.shop, thing).await? else { return Ok(()) };
    let Document::Product(mut product) = kept.document else { return Ok(()) };
    let is_it = |placed: &wire::draft::Placed| placed.picture.is_empty() && placed.source.as_ref() == Some(&wanted.source);
    if !product.pictures.iter().any(is_it) {
        return Ok(());
    }
    match outcome {
        Ok(kept) => {
            for placed in product.pictures.iter_mut().filter(|placed| is_it(placed)) {
                placed.picture.clone_from(&kept.picture.id);
            }
        }
        Err(why) => {
            product.pictures.retain(|placed| !is_it(placed));
            let name = product.name.ko.as_ref().or(product.name.en.as_ref()).or(kept.slug.as_ref());
            missed(&mut write.tx, wanted, name.map_or("", String::as_str), why).await?;
        }
    }
    // Who edits it meanwhile saves theirs all the same, with this picture in its place.
    let sql = "update drafts set document = $3, updated_at = $4, filled_to = $4,
            filled_from = case when filled_to = updated_at then filled_from else updated_at end
        where shop_id = $1 and thing_id = $2";
    let update = sqlx::query(sql).bind(wanted.shop).bind(thing).bind(Document::Product(product).written()?);
    update.bind(now_ms().max(kept.updated_at + 1)).execute(&mut *write.tx).await?;
    write.keep().await
}

/// Says beside the shop's last import that a picture could not be had.
async fn missed(tx: &mut Tx, wanted: &Wanted, name: &str, why: &Both) -> Result<(), Error> {
    let source = &wanted.source;
    let (ko, en) = (why.read(Lang::Ko).unwrap_or_default(), why.read(Lang::En).unwrap_or_default());
    tracing::info!(source = source.as_str(), why = en, "a picture could not be had");
    let said = Both {
        ko: Some(format!("{name}: 사진을 가져오지 못했습니다. {source} ({ko})")),
        en: Some(format!("{name}: a picture could not be had: {source} ({en})")),
    };
    told::add_to_newest(tx, wanted.shop, said).await
}
