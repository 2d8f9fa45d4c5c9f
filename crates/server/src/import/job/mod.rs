//! Imports from a shop's page: a list is tried, put right, run in the background, and can be undone for a day.
//!
//! What is tried runs through the very write that an import is, and is dropped. What runs is one write: it is done or not.

mod cells;
mod korean;
pub mod lay;
mod pictures;
mod progress;
mod told;
mod trying;
mod turns;
mod undo;
mod work;

use axum::{extract::State, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::de::DeserializeOwned;
use sqlx::{Row, any::AnyRow};
use wire::{
    account::ShopState,
    import::{
        Becomes, CorrectImport, Correction, Import, ImportRow, ImportState, ImportSum, ListImports, ROWS_AT_ONCE, RunImport, ShowImport,
        TryImport, UndoImport,
    },
};

use super::{
    format::Format,
    list::{Note, Weight},
};
use crate::{
    access::Acting,
    application::facts::line,
    error::Error,
    ids::{self, now_ms},
    product::write::{Became, stored::Tx},
    record,
    reply::private,
    request::Told,
    state::AppState,
};
use lay::{Job, Laid};
pub use pictures::{Fetching, PAUSES};
pub use progress::Progress;
use told::{Report, Short, note};
pub use trying::Trying;
use undo::Rest;
pub use work::{round, step, work};

/// For how long an import can be undone.
const DAY_MS: i64 = 86_400_000;
/// The largest file, in bytes.
const LARGEST: usize = 10_000_000;
/// How many imports of a shop are remembered, beside those that can be undone.
const REMEMBERED: i64 = 20;
/// A piece of the file, in letters of Base64.
const PIECE: usize = 400_000;

fn job(acting: &Acting) -> Result<Job, Error> {
    if acting.state == ShopState::Closed {
        return Err(Error::Gone);
    }
    Ok(Job { shop: acting.shop, by: Some(acting.person.id), is_unseen: acting.state == ShopState::Draft })
}

/// Tries a list, or runs it: what became of each product is told, and what was written is in the write. `progress` is told how
/// many products are done, and of how many.
async fn go(
    write: &mut crate::db::Write,
    job: &Job,
    bytes: &[u8],
    cells: &[Correction],
    progress: impl Fn(u64, u64),
) -> Result<(Report, Vec<lay::Thing>), Error> {
    let front = lay::front(write, job.shop).await?;
    let mut list = Format::of(bytes).read(bytes, front.currency, cells).map_err(|unreadable| {
        let en = unreadable.to_string();
        Error::Refused { field: "content", ko: korean::korean(&en), en }
    })?;
    let products = std::mem::take(&mut list.products);
    let notes = std::mem::take(&mut list.notes);
    let columns = std::mem::take(&mut list.columns);
    let mut told = Report { notes: notes.into_iter().map(|one| note(&list, one)).collect(), columns, ..Report::default() };
    let mut things = Vec::new();
    let (now, all) = (now_ms(), products.len() as u64);
    for (age, mut entry) in (0_i64..).zip(products) {
        progress(age.unsigned_abs(), all);
        let laid = match entry.product.take() {
            None => Laid::refused(Vec::new(), None),
            Some(listed) => lay::lay(write, &front, job, listed, now - age).await?,
        };
        let (becomes, count) = match laid.became {
            Became::New => (Becomes::New, &mut told.sum.new),
            Became::Changed => (Becomes::Changed, &mut told.sum.changed),
            Became::Unchanged => (Becomes::Unchanged, &mut told.sum.unchanged),
            Became::Refused => (Becomes::Refused, &mut told.sum.refused),
        };
        *count += 1;
        let weight = if becomes == Becomes::Refused { Weight::Refusal } else { Weight::Warning };
        let mut notes = std::mem::take(&mut entry.notes);
        notes.extend(laid.remarks.into_iter().map(|remark| Note {
            line: entry.variant_lines.get(remark.variant).copied().unwrap_or(entry.line),
            column: list.header(remark.part),
            why: remark.why,
            weight,
        }));
        notes.sort_by_key(|note| note.line);
        if becomes != Becomes::Unchanged || !notes.is_empty() {
            let fields = laid.thing.as_ref().map(lay::Thing::fields).transpose()?.unwrap_or_default();
            let notes = notes.into_iter().map(|one| note(&list, one)).collect();
            told.tell(ImportRow { handle: entry.handle, name: laid.name, line: entry.line, becomes, fields, notes });
        }
        things.extend(laid.thing);
    }
    told.order();
    Ok((told, things))
}

/// Who tries a list waits for the answer itself.
fn unseen(_: u64, _: u64) {}

/// An import's row.
const COLUMNS: &str = "select id, name, format, state, report, remaining, created_at, done_at from imports";

/// The row of one of a shop's imports.
async fn row(state: &AppState, shop: i64, id: i64) -> Result<Option<AnyRow>, Error> {
    let sql = format!("{COLUMNS} where shop_id = $1 and id = $2");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql)).bind(shop).bind(id).fetch_optional(&state.db.pool).await?)
}

/// What is said of an import.
fn said<T: DeserializeOwned>(row: &AnyRow) -> Result<T, Error> {
    Ok(serde_json::from_str(&row.try_get::<String, _>("report")?)?)
}

/// An import without what is said of it.
fn bare(row: &AnyRow, state: &AppState, pictures_waiting: u64) -> Result<Import, Error> {
    let state_word: String = row.try_get("state")?;
    let is = ImportState::of(&state_word).unwrap_or(ImportState::Failed);
    let id: i64 = row.try_get("id")?;
    let done_at: Option<i64> = row.try_get("done_at")?;
    let rest = row.try_get::<Option<String>, _>("remaining")?.as_deref().map(Rest::read).transpose()?.unwrap_or_default();
    Ok(Import {
        id: ids::short(id),
        name: row.try_get("name")?,
        format: row.try_get("format")?,
        state: is,
        at: row.try_get("created_at")?,
        sum: ImportSum::default(),
        rows: Vec::new(),
        told: 0,
        unlisted: 0,
        notes: Vec::new(),
        progress: state.importing.of(id).filter(|_| is == ImportState::Running),
        columns: Vec::new(),
        pictures_waiting,
        undo_until: done_at.map(|at| at + DAY_MS).filter(|until| is == ImportState::Done && *until > now_ms()),
        left: rest.left,
        partly: rest.partly,
    })
}

/// An import with as many of its rows as are told at once, from the first on.
async fn one(state: &AppState, shop: i64, id: i64) -> Result<Import, Error> {
    from(state, shop, id, 0).await
}

/// The same, from the row on before which there are so many.
async fn from(state: &AppState, shop: i64, id: i64, passed: u64) -> Result<Import, Error> {
    let row = row(state, shop, id).await?.ok_or(Error::NotFound)?;
    let bare = bare(&row, state, pictures::waiting(state, shop).await?)?;
    let Report { sum, notes, rows, columns, unlisted } = said(&row)?;
    let told = rows.len() as u64;
    let passed = usize::try_from(passed).unwrap_or(usize::MAX);
    let rows = rows.into_iter().skip(passed).take(ROWS_AT_ONCE).collect();
    Ok(Import { sum, rows, told, unlisted, notes, columns, ..bare })
}

fn number(id: &str) -> Result<i64, Error> {
    i64::from_str_radix(id, 36).map_err(|_| Error::NotFound)
}

/// The file of an import.
async fn file(tx: &mut Tx, id: i64) -> Result<Vec<u8>, Error> {
    let sql = "select piece from import_pieces where import_id = $1 order by position";
    let pieces: Vec<String> = sqlx::query_scalar(sql).bind(id).fetch_all(&mut **tx).await?;
    STANDARD.decode(pieces.concat()).map_err(Error::fault)
}

/// `POST /api/v1/shops/{shop}/imports`
pub async fn try_import(State(state): State<AppState>, acting: Acting, Told(request): Told<TryImport>) -> Result<Response, Error> {
    let name = line("name", request.name.as_deref().unwrap_or_default(), 120)?.unwrap_or_else(|| "list.csv".to_owned());
    let unread = || Error::unfit("content", "파일을 골라 주세요.", "Choose a file.");
    let bytes = STANDARD.decode(&request.content).map_err(|_| unread())?;
    if bytes.is_empty() {
        return Err(unread());
    }
    if bytes.len() > LARGEST {
        return Err(Error::unfit("content", "파일은 10MB까지 받습니다.", "A file has at most ten megabytes."));
    }
    let turn = state.trying.turn(acting.shop).await?;
    let (mut write, acting) = acting.write(&state).await?;
    let job = job(&acting)?;
    let (told, _) = go(&mut write, &job, &bytes, &[], unseen).await?;
    drop(write);
    drop(turn);
    let mut aside = state.db.aside().await?;
    let id = ids::fresh();
    let sql = "insert into imports (id, shop_id, account_id, name, format, state, cells, report, created_at) values ($1, $2, $3, $4, $5, 'tried', '[]', $6, $7)";
    let insert = sqlx::query(sql).bind(id).bind(acting.shop).bind(acting.person.id).bind(name).bind(Format::of(&bytes).word());
    insert.bind(serde_json::to_string(&told)?).bind(now_ms()).execute(&mut *aside.tx).await?;
    drop(bytes);
    let mut rest = request.content.as_str();
    let mut position = 0_i64;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at_checked(PIECE.min(rest.len())).ok_or_else(unread)?;
        let sql = "insert into import_pieces (import_id, position, piece) values ($1, $2, $3)";
        sqlx::query(sql).bind(id).bind(position).bind(piece).execute(&mut *aside.tx).await?;
        (rest, position) = (after, position + 1);
    }
    // What can be undone stays, however many lists were tried after it.
    let sql = "delete from imports where shop_id = $1 and state <> 'running' and (done_at is null or done_at <= $3)
        and id not in (select id from (select id from imports where shop_id = $1 order by created_at desc, id desc limit $2) kept)";
    sqlx::query(sql).bind(acting.shop).bind(REMEMBERED).bind(now_ms() - DAY_MS).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    private(&one(&state, acting.shop, id).await?)
}

/// `GET /api/v1/shops/{shop}/imports`
pub async fn list_imports(State(state): State<AppState>, acting: Acting, Told(_): Told<ListImports>) -> Result<Response, Error> {
    let sql = "select id from imports where shop_id = $1 order by created_at desc, id desc limit 100";
    let ids: Vec<i64> = sqlx::query_scalar(sql).bind(acting.shop).fetch_all(&state.db.pool).await?;
    let waiting = pictures::waiting(&state, acting.shop).await?;
    let mut imports = Vec::new();
    // One after the other: the report of a long list is long, and nothing but its sum is kept.
    for id in ids {
        let Some(row) = row(&state, acting.shop, id).await? else { continue };
        let Short { sum, rows, unlisted } = said(&row)?;
        imports.push(Import { sum, told: rows.len() as u64, unlisted, ..bare(&row, &state, waiting)? });
    }
    private(&imports)
}

/// `GET /api/v1/shops/{shop}/imports/{import}`
pub async fn show_import(State(state): State<AppState>, acting: Acting, Told(request): Told<ShowImport>) -> Result<Response, Error> {
    private(&from(&state, acting.shop, number(&request.import)?, request.from).await?)
}

/// The cells of an import that was tried and has not run.
async fn tried(tx: &mut Tx, shop: i64, id: i64) -> Result<Vec<Correction>, Error> {
    let sql = "select state, cells from imports where shop_id = $1 and id = $2";
    let found: Option<(String, String)> = sqlx::query_as(sql).bind(shop).bind(id).fetch_optional(&mut **tx).await?;
    let (state, cells) = found.ok_or(Error::NotFound)?;
    if state != ImportState::Tried.word() {
        return Err(Error::conflict("이미 가져온 목록입니다.", "This list has run already."));
    }
    Ok(serde_json::from_str(&cells)?)
}

/// `PATCH /api/v1/shops/{shop}/imports/{import}`
pub async fn correct_import(State(state): State<AppState>, acting: Acting, Told(request): Told<CorrectImport>) -> Result<Response, Error> {
    let id = number(&request.import)?;
    let turn = state.trying.turn(acting.shop).await?;
    let (mut write, acting) = acting.write(&state).await?;
    let job = job(&acting)?;
    let cells = cells::with(tried(&mut write.tx, acting.shop, id).await?, request.cells)?;
    let bytes = file(&mut write.tx, id).await?;
    let (told, _) = go(&mut write, &job, &bytes, &cells, unseen).await?;
    drop(write);
    let mut aside = state.db.aside().await?;
    let sql = "update imports set cells = $2, report = $3 where id = $1 and state = 'tried'";
    let update = sqlx::query(sql).bind(id).bind(serde_json::to_string(&cells)?).bind(serde_json::to_string(&told)?);
    update.execute(&mut *aside.tx).await?;
    aside.commit().await?;
    // Else another correction would begin from cells without this one.
    drop(turn);
    private(&one(&state, acting.shop, id).await?)
}

/// `POST /api/v1/shops/{shop}/imports/{import}/run`
pub async fn run_import(State(state): State<AppState>, acting: Acting, Told(request): Told<RunImport>) -> Result<Response, Error> {
    job(&acting)?;
    let id = number(&request.import)?;
    let mut aside = state.db.aside().await?;
    tried(&mut aside.tx, acting.shop, id).await?;
    let sql = "update imports set state = 'running', account_id = $2 where id = $1";
    sqlx::query(sql).bind(id).bind(acting.person.id).execute(&mut *aside.tx).await?;
    let entry = record::Entry { by: Some(acting.person.id), what: "list_imported", shop: Some(acting.shop), about: None, why: None };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    state.imports.notify_one();
    private(&one(&state, acting.shop, id).await?)
}

/// `POST /api/v1/shops/{shop}/imports/{import}/undo`
pub async fn undo_import(State(state): State<AppState>, acting: Acting, Told(request): Told<UndoImport>) -> Result<Response, Error> {
    let id = number(&request.import)?;
    let (mut write, acting) = acting.write(&state).await?;
    let job = job(&acting)?;
    let sql = "select done_at from imports where shop_id = $1 and id = $2 and state = 'done' and done_at > $3";
    let found: Option<i64> =
        sqlx::query_scalar(sql).bind(acting.shop).bind(id).bind(now_ms() - DAY_MS).fetch_optional(&mut *write.tx).await?;
    if found.is_none() {
        return Err(Error::conflict(
            "되돌릴 수 없는 목록입니다. 하루 안에만 되돌립니다.",
            "That is not undone: only what was brought in within a day is.",
        ));
    }
    let rest = undo::undo(&mut write, &job, id).await?;
    let sql = "update imports set state = 'undone', remaining = $2 where id = $1";
    sqlx::query(sql).bind(id).bind(serde_json::to_string(&rest)?).execute(&mut *write.tx).await?;
    sqlx::query("delete from import_things where import_id = $1").bind(id).execute(&mut *write.tx).await?;
    let entry = record::Entry { by: Some(acting.person.id), what: "import_undone", shop: Some(acting.shop), about: None, why: None };
    record::put(&mut write.tx, entry).await?;
    write.commit().await?;
    private(&one(&state, acting.shop, id).await?)
}
