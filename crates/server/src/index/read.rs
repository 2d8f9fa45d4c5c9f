//! Reading shops and products from the database into the index.

use std::{collections::HashMap, sync::Arc};

use ::index::{Category, Index, Name, NewProduct, NewVariant, Window};
use ::search::{Entry, Of, Synonyms, Texts};
use sqlx::{AssertSqlSafe, Row, any::AnyRow};

use super::{Held, shops::shops};
use crate::{db::Db, error::Error, rows};

/// How many products are read at once.
const PIECE: i64 = 2_000;

/// Which sub-category a kind belongs to, by window and by what merchants call it; and the windows of each shop.
#[derive(Clone, Default)]
pub struct Kinds {
    categories: Arc<HashMap<(i64, String), u16>>,
    pub(super) windows: Arc<HashMap<i64, Vec<i64>>>,
}

impl Kinds {
    fn of(&self, shop: i64, kind: &Name) -> Option<u16> {
        let windows = self.windows.get(&shop)?;
        let kinds = [&kind.ko, &kind.en].into_iter().flatten().map(|kind| plain(kind));
        kinds.flat_map(|kind| windows.iter().map(move |window| (*window, kind.clone()))).find_map(|key| self.categories.get(&key).copied())
    }
}

/// A kind as it is compared.
#[must_use]
pub fn plain(kind: &str) -> String {
    kind.trim().to_lowercase()
}

/// A product as the database has it, before its names have numbers.
pub struct Read {
    product: NewProduct,
    /// Its words, but for those of its sub-category and its options.
    entry: Entry,
    /// Of each variant, the names of its options and values.
    choices: Vec<[Option<(Name, Name)>; 3]>,
}

impl Read {
    #[must_use]
    pub fn id(&self) -> i64 {
        self.product.id
    }

    /// Its words, with those of its sub-category, of what lies above that, and of its options' values.
    #[must_use]
    pub fn entry(&self, index: &Index) -> Entry {
        let mut entry = self.entry.clone();
        let mut category = self.product.category;
        while let Some(one) = category.and_then(|place| index.categories().get(usize::from(place))) {
            push(&mut entry.kinds, &one.name);
            category = one.parent;
        }
        for (_, value) in self.choices.iter().flatten().flatten() {
            push(&mut entry.kinds, value);
        }
        entry.kinds.sort_unstable();
        entry.kinds.dedup();
        entry
    }

    /// Puts it into the index.
    pub fn put(mut self, index: &mut Index) {
        for (variant, names) in self.product.variants.iter_mut().zip(&self.choices) {
            for (choice, named) in variant.choices.iter_mut().zip(names) {
                *choice = named.as_ref().and_then(|(axis, value)| index.choice(axis, value));
            }
        }
        index.put(&self.product);
    }
}

/// Which products to read.
pub enum Which<'a> {
    /// With an id from the first to the second, both within.
    Between(i64, i64),
    These(&'a [i64]),
}

impl Which<'_> {
    pub(super) fn sql(&self) -> String {
        match self {
            Self::Between(first, last) => format!("between {first} and {last}"),
            Self::These(ids) => format!("in ({})", ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",")),
        }
    }
}

fn push(texts: &mut Vec<String>, name: &Name) {
    texts.extend([&name.ko, &name.en].into_iter().flatten().cloned());
}

pub(super) fn name(row: &AnyRow, ko: &str, en: &str) -> Result<Name, Error> {
    Ok(Name::new(row.try_get(ko)?, row.try_get(en)?))
}

/// The words of something that has a name alone.
pub(super) fn named(of: Of, id: i64, name: &Name) -> Entry {
    let mut entry = Entry { of, id, names: Vec::new(), kinds: Vec::new(), shop: Vec::new(), text: Vec::new() };
    push(&mut entry.names, name);
    entry
}

/// Reads the street without its products, as of some version.
///
/// # Errors
/// Where the database is away.
pub async fn frame(db: &Db) -> Result<Held, Error> {
    // Before the first row: what is written meanwhile comes with the next version.
    let version = db.version().await?;
    let mut places = HashMap::new();
    let mut categories: Vec<Category> = Vec::new();
    let sql = "select id, window_id, parent_id, slug, name_ko, name_en from categories order by window_id, position, id";
    for row in &sqlx::query(sql).fetch_all(&db.pool).await? {
        let parent: Option<i64> = row.try_get("parent_id")?;
        let Ok(place) = u16::try_from(categories.len()) else { break };
        places.insert(row.try_get::<i64, _>("id")?, place);
        categories.push(Category {
            slug: rows::slug(row, "slug")?,
            window: row.try_get("window_id")?,
            name: name(row, "name_ko", "name_en")?,
            parent: parent.and_then(|parent| places.get(&parent).copied()),
        });
    }
    let mut kinds = HashMap::new();
    for row in &sqlx::query("select window_id, kind, category_id from category_kinds").fetch_all(&db.pool).await? {
        if let Some(place) = places.get(&row.try_get::<i64, _>("category_id")?) {
            kinds.insert((row.try_get("window_id")?, row.try_get("kind")?), *place);
        }
    }
    let mut kinds = Kinds { categories: Arc::new(kinds), windows: Arc::default() };
    let mut listed = Vec::new();
    for row in &sqlx::query("select id, slug from windows order by position, id").fetch_all(&db.pool).await? {
        listed.push(Window { id: row.try_get("id")?, slug: rows::slug(row, "slug")? });
    }
    let mut index = Index::new(listed, categories);
    let mut pickup = HashMap::new();
    for shop in shops(db, None).await? {
        shop.stand(&mut kinds);
        shop.put(&mut index, &mut pickup);
    }
    let (now, whole, firsts, suggested) = Default::default();
    Ok(Held {
        index,
        version,
        read_at: std::time::Instant::now(),
        took: std::time::Duration::ZERO,
        kinds,
        pickup,
        texts: None,
        synonyms: Synonyms::default(),
        now,
        whole,
        firsts,
        suggested,
    })
}

/// An index of the words of everything but products, and the names of one thing.
///
/// # Errors
/// Where the database is away.
async fn words(db: &Db, held: &Held) -> Result<(Vec<Entry>, Synonyms), Error> {
    let mut entries = Vec::new();
    for (of, sql) in [
        (Of::Window, "select id, name_ko, name_en from windows"),
        (Of::Shop, "select id, name_ko, name_en from shops where state = 'open'"),
    ] {
        for row in &sqlx::query(sql).fetch_all(&db.pool).await? {
            entries.push(named(of, row.try_get("id")?, &name(row, "name_ko", "name_en")?));
        }
    }
    entries.extend((0_i64..).zip(held.index.categories()).map(|(place, category)| named(Of::Category, place, &category.name)));
    let sql = "select group_id, name from synonyms order by group_id, position";
    let names: Vec<(i64, String)> = sqlx::query_as(sql).fetch_all(&db.pool).await?;
    let groups = names.chunk_by(|(one, _), (other, _)| one == other);
    let synonyms = Synonyms::new(groups.map(|group| group.iter().map(|(_, name)| name.as_str()).collect()));
    Ok((entries, synonyms))
}

/// Does something to the index of words, beside the requests; `None` where there is no memory for it.
pub(super) async fn write(
    texts: Option<Arc<Texts>>,
    act: impl FnOnce(&Texts) -> ::search::Result<()> + Send + 'static,
) -> Option<Arc<Texts>> {
    let texts = texts?;
    let done = tokio::task::spawn_blocking(move || act(&texts).map(|()| texts)).await;
    done.map_err(|error| tracing::error!(%error, "no index of words"))
        .ok()?
        .map_err(|error| tracing::error!(%error, "no index of words"))
        .ok()
}

/// The products of a piece of the street, with the last id that it looked at; `None` past the end.
async fn piece_after(db: &Db, kinds: &Kinds, last: i64) -> Result<Option<(i64, Vec<Read>)>, Error> {
    let sql = "select max(id) from (select id from products where id > $1 order by id limit $2) piece";
    let end: Option<i64> = sqlx::query_scalar(sql).bind(last).bind(PIECE).fetch_one(&db.pool).await?;
    match end {
        Some(end) => Ok(Some((end, products(db, kinds, &Which::Between(last.saturating_add(1), end)).await?))),
        None => Ok(None),
    }
}

/// Reads the whole street as of some version, its words into `texts`.
///
/// # Errors
/// Where the database is away.
pub async fn street(db: &Db, texts: Option<Arc<Texts>>) -> Result<Held, Error> {
    let mut held = frame(db).await?;
    let (entries, synonyms) = words(db, &held).await?;
    held.synonyms = synonyms;
    let mut texts = write(texts, move |texts| texts.fill(&entries)).await;
    let mut read = piece_after(db, &held.kinds, i64::MIN).await?;
    while let Some((last, products)) = read {
        let entries: Vec<Entry> = products.iter().map(|product| product.entry(&held.index)).collect();
        for product in products {
            product.put(&mut held.index);
        }
        // The next piece is read while the words of this one are put.
        let (next, filled) = tokio::join!(piece_after(db, &held.kinds, last), write(texts, move |texts| texts.fill(&entries)));
        (read, texts) = (next?, filled);
    }
    held.texts = write(texts, Texts::settle).await;
    held.show_words();
    Ok(held)
}

/// Reads products that are shown in open shops.
///
/// # Errors
/// Where the database is away.
pub async fn products(db: &Db, kinds: &Kinds, which: &Which<'_>) -> Result<Vec<Read>, Error> {
    let which = which.sql();
    let mut options = options(db, &which).await?;
    let sql = format!(
        "select product_id, price, before, stock, value1, value2, value3 from variants where product_id {which} order by product_id, position"
    );
    let mut variants: HashMap<i64, Vec<Unnamed>> = HashMap::new();
    for row in &sqlx::query(AssertSqlSafe(sql)).fetch_all(&db.pool).await? {
        let price: i64 = row.try_get("price")?;
        let before: Option<i64> = row.try_get("before")?;
        let on_sale = before.is_some_and(|before| before > price);
        let in_stock = row.try_get::<i64, _>("stock")? > 0;
        let values = [row.try_get("value1")?, row.try_get("value2")?, row.try_get("value3")?];
        let variant = NewVariant { price, on_sale, in_stock, choices: [None; 3] };
        variants.entry(row.try_get("product_id")?).or_default().push((variant, values));
    }
    let sql = format!(
        "select p.id, p.shop_id, p.name_ko, p.name_en, p.description_ko, p.description_en, p.kind_ko, p.kind_en, p.vendor, p.tags,
            p.origin_ko, p.origin_en, s.name_ko as shop_ko, s.name_en as shop_en, p.created_at, p.price, p.before, p.currency, p.in_stock,
            case when p.picture_id is null then 0 else 1 end as pictured,
            (select count(*) from moments m join clips c on c.id = m.clip_id where m.product_id = p.id and c.held_why is null) as moments
         from products p join shops s on s.id = p.shop_id
         where p.id {which} and p.state = 'shown' and s.state = 'open' order by p.id"
    );
    let mut read = Vec::new();
    for row in &sqlx::query(AssertSqlSafe(sql)).fetch_all(&db.pool).await? {
        let id: i64 = row.try_get("id")?;
        let shop = row.try_get("shop_id")?;
        let has_clip = row.try_get::<i64, _>("moments")? > 0;
        let is_reduced = row.try_get::<Option<i64>, _>("before")?.is_some();
        // What recommends it, as the document of the sorts says: a clip, a picture, a lower price than before.
        let points = u8::from(has_clip) * 4 + u8::from(row.try_get::<i64, _>("pictured")? != 0) * 2 + u8::from(is_reduced);
        let named = options.remove(&id).unwrap_or_default();
        let (variants, choices): (Vec<_>, Vec<_>) = variants
            .remove(&id)
            .unwrap_or_default()
            .into_iter()
            .map(|(variant, values)| {
                let choices = std::array::from_fn(|axis| {
                    let (name, values_of) = named.get(axis)?;
                    let place = values.get(axis).copied().flatten()?;
                    values_of.iter().find(|(position, _)| *position == place).map(|(_, value)| (name.clone(), value.clone()))
                });
                (variant, choices)
            })
            .unzip();
        let text = |column: &str| -> Result<Option<String>, Error> { Ok(row.try_get(column)?) };
        let texts =
            |columns: &[&str]| -> Result<Vec<String>, Error> { columns.iter().filter_map(|column| text(column).transpose()).collect() };
        let entry = Entry {
            of: Of::Product,
            id,
            names: texts(&["name_ko", "name_en"])?,
            kinds: texts(&["kind_ko", "kind_en", "vendor", "tags", "origin_ko", "origin_en"])?,
            shop: texts(&["shop_ko", "shop_en"])?,
            text: texts(&["description_ko", "description_en"])?.iter().map(|html| storefront::head::plain(html)).collect(),
        };
        let product = NewProduct {
            id,
            shop,
            category: kinds.of(shop, &name(row, "kind_ko", "kind_en")?),
            created_at: row.try_get("created_at")?,
            price: row.try_get("price")?,
            currency: rows::currency(row, "currency")?,
            in_stock: row.try_get::<i64, _>("in_stock")? != 0,
            has_clip,
            points,
            variants,
        };
        read.push(Read { product, entry, choices });
    }
    Ok(read)
}

/// A variant with the positions of its values, which have no names yet.
type Unnamed = (NewVariant, [Option<i64>; 3]);

/// Of each product, its options with the values by their positions.
type Options = HashMap<i64, Vec<(Name, Vec<(i64, Name)>)>>;

async fn options(db: &Db, which: &str) -> Result<Options, Error> {
    let sql = format!(
        "select o.product_id, o.position as axis, o.name_ko, o.name_en, v.position, v.value_ko, v.value_en
         from options o join option_values v on v.option_id = o.id where o.product_id {which} order by o.product_id, o.position, v.position"
    );
    let mut options = Options::new();
    let mut last = None;
    for row in &sqlx::query(AssertSqlSafe(sql)).fetch_all(&db.pool).await? {
        let place: (i64, i64) = (row.try_get("product_id")?, row.try_get("axis")?);
        let axes = options.entry(place.0).or_default();
        if last != Some(place) {
            last = Some(place);
            axes.push((name(row, "name_ko", "name_en")?, Vec::new()));
        }
        if let Some((_, values)) = axes.last_mut() {
            values.push((row.try_get("position")?, name(row, "value_ko", "value_en")?));
        }
    }
    Ok(options)
}
