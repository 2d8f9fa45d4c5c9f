//! What shoppers report, and what operators hold off the street.

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, AssertSqlSafe, Row, any::AnyRow};
use wire::{
    Lang, Slug,
    account::Done,
    address::{Address, Page},
    operator::Paged,
    report::{CloseReport, HoldThing, ListHeld, ListReports, ReleaseThing, Report, ReportReason, SendReport, Thing},
};

use crate::{
    access::Person,
    account::throttle,
    application::facts::line,
    db::{Db, Write},
    error::Error,
    held,
    ids::{self, now_ms},
    mail::words,
    record,
    reply::private,
    request::{Client, Told},
    rows,
    shop::opening::owners,
    state::AppState,
};

/// The most letters of what somebody writes.
const LONGEST: usize = 1000;
/// The most letters of an address.
const LONGEST_ADDRESS: usize = 2000;
/// The most letters of a reason that owners are told.
const LONGEST_WHY: usize = 500;
/// Reports of one page.
const PIECE: usize = 50;
/// The most held things that are listed.
const MOST_HELD: i64 = 200;
/// The most reports about one thing that wait: more say nothing new.
const MOST_WAITING: i64 = 50;
/// Reports that are laid aside are kept for so long.
const KEPT_MS: i64 = 90 * 86_400_000;

/// What an address is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Shop,
    Product,
    Clip,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Product => "product",
            Self::Clip => "clip",
        }
    }
}

/// What an address leads to.
struct Found {
    kind: Kind,
    shop: i64,
    /// Of a product or a clip; 0 of the shop.
    thing: i64,
}

/// The shop, product or clip whose page is there.
async fn find(connection: &mut AnyConnection, address: &str) -> Result<Found, Error> {
    let unknown = || {
        let ko = "매장, 상품이나 영상의 주소가 아닙니다. 그 화면의 주소를 그대로 붙여 주세요.";
        Error::unfit("address", ko, "That is not the address of a shop, a product or a clip: paste it as it stands.")
    };
    if address.len() > LONGEST_ADDRESS {
        return Err(unknown());
    }
    let path = match address.trim().split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None => address.trim(),
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let page = Address::parse(path, "").ok_or_else(unknown)?.page;
    let (kind, sql, slugs): (_, _, Vec<Slug>) = match page {
        Page::Shop { shop, .. } => (Kind::Shop, "select id, id - id from shops where slug = $1 and state <> 'draft'", vec![shop]),
        Page::Product { shop, product, .. } => {
            let sql = "select s.id, p.id from products p join shops s on s.id = p.shop_id where s.slug = $1 and p.slug = $2 and s.state <> 'draft'";
            (Kind::Product, sql, vec![shop, product])
        }
        Page::Clip { clip, .. } => {
            let sql = "select s.id, c.id from clips c join shops s on s.id = c.shop_id where c.slug = $1 and s.state <> 'draft'";
            (Kind::Clip, sql, vec![clip])
        }
        _ => return Err(unknown()),
    };
    let mut query = sqlx::query_as(sql);
    for slug in &slugs {
        query = query.bind(slug.as_str());
    }
    let found: Option<(i64, i64)> = query.fetch_optional(connection).await?;
    let (shop, thing) = found.ok_or_else(unknown)?;
    Ok(Found { kind, shop, thing })
}

/// `POST /api/v1/reports`
pub async fn send_report(
    State(state): State<AppState>,
    client: Option<Client>,
    Told(request): Told<SendReport>,
) -> Result<Response, Error> {
    let words = line("words", &request.words, LONGEST)?.unwrap_or_default();
    if words.is_empty() && request.reason == ReportReason::Other {
        return Err(Error::unfit("words", "무엇이 문제인지 적어 주세요.", "Say what is wrong."));
    }
    let from = throttle::place(client.map(|client| client.0));
    throttle::count(&state.db, &format!("reports from {from}"), throttle::REPORTS).await?;
    let mut aside = state.db.aside().await?;
    let found = find(&mut aside.tx, &request.address).await?;
    let sql = "select count(*) from reports where shop_id = $1 and kind = $2 and thing_id = $3 and closed_at is null";
    let waiting = sqlx::query_scalar::<_, i64>(sql).bind(found.shop).bind(found.kind.word()).bind(found.thing);
    if waiting.fetch_one(&mut *aside.tx).await? < MOST_WAITING {
        let sql = "insert into reports (id, shop_id, kind, thing_id, reason, words, created_at) values ($1, $2, $3, $4, $5, $6, $7)";
        let insert = sqlx::query(sql).bind(ids::fresh()).bind(found.shop).bind(found.kind.word()).bind(found.thing);
        insert.bind(request.reason.word()).bind(words).bind(now_ms()).execute(&mut *aside.tx).await?;
    }
    aside.commit().await?;
    private(&Done {})
}

/// What a row with a shop, and a product or a clip of it, is about.
fn thing(row: &AnyRow, lang: Lang) -> Result<Thing, Error> {
    let shop = rows::slug(row, "shop")?;
    let (page, name, held) = match row.try_get::<String, _>("kind")?.as_str() {
        "product" => {
            let product = rows::slug(row, "product")?;
            (Page::product(&shop, &product), rows::name(row, "product_ko", "product_en", "product", lang)?, "product_held")
        }
        "clip" => (Page::clip(&rows::slug(row, "clip")?, None), rows::name(row, "clip_ko", "clip_en", "clip", lang)?, "clip_held"),
        _ => (Page::shop(&shop), rows::name(row, "shop_ko", "shop_en", "shop", lang)?, "shop_held"),
    };
    Ok(Thing { shop, name, address: page.of(lang).path(), held_why: row.try_get(held)? })
}

/// What [`thing`] reads.
const THING: &str = "s.slug as shop, s.name_ko as shop_ko, s.name_en as shop_en, s.held_why as shop_held,
    p.slug as product, p.name_ko as product_ko, p.name_en as product_en, p.held_why as product_held,
    c.slug as clip, c.title_ko as clip_ko, c.title_en as clip_en, c.held_why as clip_held";

/// `GET /api/v1/operator/reports`
pub async fn list_reports(State(state): State<AppState>, Told(request): Told<ListReports>) -> Result<Response, Error> {
    let [at, id] = request.after.as_deref().map_or(Ok([0, 0]), |after| rows::place("f", after))?;
    // What was taken away since has nothing left to look at.
    let sql = format!(
        "select r.id, r.created_at, r.kind, r.reason, r.words, {THING} from reports r join shops s on s.id = r.shop_id
         left join products p on r.kind = 'product' and p.id = r.thing_id left join clips c on r.kind = 'clip' and c.id = r.thing_id
         where r.closed_at is null and (r.created_at, r.id) > ($1, $2)
            and (r.kind = 'shop' or p.id is not null or c.id is not null)
         order by r.created_at, r.id limit {}",
        PIECE + 1
    );
    let found = sqlx::query(AssertSqlSafe(sql)).bind(at).bind(id).fetch_all(&state.db.pool).await?;
    let items = found.iter().take(PIECE).map(|row| {
        Ok(Report {
            id: ids::short(row.try_get("id")?),
            at: row.try_get("created_at")?,
            about: thing(row, request.lang)?,
            reason: ReportReason::of(&row.try_get::<String, _>("reason")?),
            words: row.try_get("words")?,
        })
    });
    let items = items.collect::<Result<_, Error>>()?;
    let after = match found.get(PIECE - 1) {
        Some(last) if found.len() > PIECE => Some(rows::cursor("f", &[last.try_get("created_at")?, last.try_get("id")?])),
        _ => None,
    };
    private(&Paged { items, after })
}

/// `POST /api/v1/operator/reports/{report}/close`
pub async fn close_report(State(state): State<AppState>, person: Person, Told(request): Told<CloseReport>) -> Result<Response, Error> {
    let id = i64::from_str_radix(&request.report, 36).map_err(|_| Error::NotFound)?;
    let mut aside = state.db.aside().await?;
    let sql = "update reports set closed_at = $2 where id = $1 and closed_at is null returning shop_id";
    let shop: Option<i64> = sqlx::query_scalar(sql).bind(id).bind(now_ms()).fetch_optional(&mut *aside.tx).await?;
    let shop = shop.ok_or(Error::NotFound)?;
    let entry = record::Entry { by: Some(person.id), what: "report_closed", shop: Some(shop), ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    private(&Done {})
}

/// Lays aside what was reported of a thing; of the whole shop where there is none.
///
/// # Errors
/// Where the database is away.
pub async fn close_all(connection: &mut AnyConnection, shop: i64, kind: &str, thing: i64) -> Result<(), Error> {
    let sql = "update reports set closed_at = $4 where shop_id = $1 and kind = $2 and thing_id = $3 and closed_at is null";
    sqlx::query(sql).bind(shop).bind(kind).bind(thing).bind(now_ms()).execute(connection).await?;
    Ok(())
}

/// `POST /api/v1/operator/things/hold`
pub async fn hold_thing(State(state): State<AppState>, person: Person, Told(request): Told<HoldThing>) -> Result<Response, Error> {
    let why = line("why", &request.why, LONGEST_WHY)?
        .ok_or_else(|| Error::unfit("why", "까닭을 적어 주세요. 매장의 대표가 읽습니다.", "Say why: the owner reads it."))?;
    let mut write = state.db.write().await?;
    let found = find(&mut write.tx, &request.address).await?;
    enter(&mut write, &found, Some(&why)).await?;
    close_all(&mut write.tx, found.shop, found.kind.word(), found.thing).await?;
    told(&state, write, &person, &found, Some(&why)).await
}

/// `POST /api/v1/operator/things/release`
pub async fn release_thing(State(state): State<AppState>, person: Person, Told(request): Told<ReleaseThing>) -> Result<Response, Error> {
    let mut write = state.db.write().await?;
    let found = find(&mut write.tx, &request.address).await?;
    enter(&mut write, &found, None).await?;
    told(&state, write, &person, &found, None).await
}

/// Takes a thing off the street, or lets it go on. Whether its merchant shows it stays as it was.
async fn enter(write: &mut Write, found: &Found, why: Option<&str>) -> Result<(), Error> {
    let sql = match found.kind {
        Kind::Shop => {
            let ko = "매장은 매장 목록에서 쉬게 합니다.";
            return Err(Error::unfit("address", ko, "A shop is paused from the list of shops."));
        }
        Kind::Product if why.is_some() => {
            "update products set held_why = $2, state = case when state = 'shown' then 'held' else state end, updated_at = $3 where id = $1"
        }
        Kind::Product => {
            "update products set held_why = $2, state = case when state = 'held' then 'shown' else state end, updated_at = $3 where id = $1 and held_why is not null"
        }
        Kind::Clip if why.is_some() => "update clips set held_why = $2, updated_at = $3 where id = $1",
        Kind::Clip => "update clips set held_why = $2, updated_at = $3 where id = $1 and held_why is not null",
    };
    let update = sqlx::query(sql).bind(found.thing).bind(why).bind(now_ms());
    if update.execute(&mut *write.tx).await?.rows_affected() == 0 {
        return Err(Error::conflict("운영자가 내린 것이 아닙니다.", "No operator has taken this off the street."));
    }
    held::name(&mut write.tx, found.kind == Kind::Product, found.thing, why.is_some()).await?;
    if found.kind == Kind::Product {
        write.touch(found.thing);
        sqlx::query("delete from window_products where product_id = $1").bind(found.thing).execute(&mut *write.tx).await?;
        let sql = "insert into window_products (window_id, product_id, in_stock, created_at, price)
            select w.window_id, p.id, p.in_stock, p.created_at, p.price
            from products p join shop_windows w on w.shop_id = p.shop_id join shops s on s.id = p.shop_id
            where p.id = $1 and p.state = 'shown' and s.state = 'open'";
        sqlx::query(sql).bind(found.thing).execute(&mut *write.tx).await?;
    } else {
        crate::draft::clip::touch(write, found.thing).await?;
    }
    Ok(())
}

/// Puts it into the record, and tells the owners.
async fn told(state: &AppState, mut write: Write, person: &Person, found: &Found, why: Option<&str>) -> Result<Response, Error> {
    let about = this(&mut write.tx, found, Lang::Ko).await?;
    let what = if why.is_some() { "thing_held" } else { "thing_released" };
    let entry = record::Entry { by: Some(person.id), what, shop: Some(found.shop), about: Some(&about.name.text), why };
    record::put(&mut write.tx, entry).await?;
    for owner in owners(&mut write.tx, found.shop).await? {
        let about = this(&mut write.tx, found, owner.lang).await?;
        let place = match found.kind {
            Kind::Clip => "clips",
            _ => "products",
        };
        let shop = wire::endpoint::encode(about.shop.as_str());
        let slug = about.address.rsplit('/').next().unwrap_or_default();
        let address = format!("{}{}/studio/shops/{shop}/{place}/{slug}", state.public_url, owner.lang.pick("", "/en"));
        let letter = words::thing_held(&owner.email, &owner.shop, &about.name.text, why, &address, owner.lang);
        state.outbox.put(&mut write.tx, &letter).await?;
    }
    write.commit().await?;
    state.held.changed();
    state.outbox.wake();
    private(&Done {})
}

async fn this(connection: &mut AnyConnection, found: &Found, lang: Lang) -> Result<Thing, Error> {
    let sql = format!(
        "select k.kind, {THING} from (select '{}' as kind) k join shops s on s.id = $1
         left join products p on k.kind = 'product' and p.id = $2 left join clips c on k.kind = 'clip' and c.id = $2",
        found.kind.word()
    );
    thing(&sqlx::query(AssertSqlSafe(sql)).bind(found.shop).bind(found.thing).fetch_one(connection).await?, lang)
}

/// `GET /api/v1/operator/things`
pub async fn list_held(State(state): State<AppState>, Told(request): Told<ListHeld>) -> Result<Response, Error> {
    let sql = format!(
        "select k.kind, {THING} from (select 'product' as kind, id, shop_id, updated_at from products where held_why is not null
            union all select 'clip', id, shop_id, updated_at from clips where held_why is not null) k
         join shops s on s.id = k.shop_id left join products p on k.kind = 'product' and p.id = k.id
         left join clips c on k.kind = 'clip' and c.id = k.id order by k.updated_at desc, k.id desc limit {MOST_HELD}"
    );
    let found = sqlx::query(AssertSqlSafe(sql)).fetch_all(&state.db.pool).await?;
    private(&found.iter().map(|row| thing(row, request.lang)).collect::<Result<Vec<_>, Error>>()?)
}

/// Forgets reports that were laid aside long ago.
///
/// # Errors
/// Where the database is away.
pub async fn clear(db: &Db) -> Result<(), Error> {
    let mut aside = db.aside().await?;
    sqlx::query("delete from reports where closed_at <= $1").bind(now_ms() - KEPT_MS).execute(&mut *aside.tx).await?;
    aside.commit().await
}
