//! Files that prove something: pictures and PDFs, for the shop's owner and for operators alone.
//!
//! What a file is, its bytes say. A picture is decoded under limits and kept as a new JPEG, so that nothing else comes along
//! in it; a PDF is kept as it came and only ever handed out to be saved. All of it lies in the database.

use axum::{extract::State, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use sqlx::{AnyConnection, Row, any::AnyRow};
use wire::{
    account::Done,
    application::{Document, File, ReadDocument, RemoveDocument, SendDocument},
    review::ReviewDocument,
};

use super::{Found, facts::line, find, find_open, requirement};
use crate::{
    access::Acting,
    error::Error,
    ids::{self, now_ms},
    picture,
    reply::private,
    request::Told,
    state::AppState,
};

/// The most bytes of a file.
pub const LARGEST: usize = 10_000_000;
/// The most files of one application.
const MOST: i64 = 12;
/// The most bytes of all files in the shops that one account owns, closed ones too: a shop that is closed leaves room for another
/// one, and its files lie there for a while yet.
const MOST_BYTES: i64 = 300_000_000;
/// Bytes of Base64 in one piece.
const PIECE: usize = 900_000;
/// The width of a picture that is kept, at most, in pixels.
const WIDEST: u32 = 2_000;
const DAY: i64 = 86_400_000;
/// A file of an application that nobody goes on with is deleted after this.
pub const KEPT: i64 = 365 * DAY;
/// A file is deleted so long after its application was decided, or its shop closed.
pub const KEPT_DECIDED: i64 = 90 * DAY;
/// An application for which changes are asked keeps its files for so long after somebody last went on with it.
const KEPT_ASKED: i64 = 90 * DAY;

/// The files of an application for one requirement.
///
/// # Errors
/// Where the database is away.
pub async fn list(connection: &mut AnyConnection, application: i64, requirement: i64) -> Result<Vec<Document>, Error> {
    let sql =
        "select id, name, kind, bytes, created_at from documents where application_id = $1 and requirement_id = $2 order by created_at, id";
    let found = sqlx::query(sql).bind(application).bind(requirement).fetch_all(connection).await?;
    found.iter().map(document_in).collect()
}

/// All files of an application.
///
/// # Errors
/// Where the database is away.
pub async fn all(connection: &mut AnyConnection, application: i64) -> Result<Vec<Document>, Error> {
    let sql = "select id, name, kind, bytes, created_at from documents where application_id = $1 order by created_at, id";
    let found = sqlx::query(sql).bind(application).fetch_all(connection).await?;
    found.iter().map(document_in).collect()
}

fn document_in(row: &AnyRow) -> Result<Document, Error> {
    Ok(Document {
        id: ids::short(row.try_get("id")?),
        name: row.try_get("name")?,
        kind: row.try_get("kind")?,
        bytes: row.try_get::<i64, _>("bytes")?.unsigned_abs(),
        at: row.try_get("created_at")?,
    })
}

/// What is kept of a file, and its kind.
async fn taken(bytes: Vec<u8>) -> Result<(Vec<u8>, &'static str), Error> {
    if bytes.starts_with(b"%PDF-") {
        return Ok((bytes, "application/pdf"));
    }
    let jpeg = picture::as_jpeg(bytes, WIDEST).await?;
    Ok((jpeg, "image/jpeg"))
}

/// `POST /api/v1/shops/{shop}/applications/{window}/documents`
pub async fn send_document(State(state): State<AppState>, acting: Acting, Told(request): Told<SendDocument>) -> Result<Response, Error> {
    let unread = || Error::unfit("content", "파일을 읽지 못했습니다.", "The file could not be read.");
    let name = line("name", &request.name, 120)?.unwrap_or_else(|| "file".to_owned());
    // Held until the end: it lies in memory as long.
    let _place = state.line.enter(acting.person.id)?;
    let bytes = STANDARD.decode(request.content.as_bytes()).map_err(|_| unread())?;
    drop(request.content);
    if bytes.is_empty() {
        return Err(Error::unfit("content", "파일을 골라 주세요.", "Choose a file."));
    }
    if bytes.len() > LARGEST {
        return Err(Error::unfit("content", "파일은 10MB까지 받습니다.", "A file has at most ten megabytes."));
    }
    let (kept, kind) = taken(bytes).await?;
    let mut aside = state.db.aside().await?;
    let found = find_open(&mut aside.tx, acting.shop, &request.window).await?;
    let asked = requirement::list(&mut aside.tx, found.window).await?;
    let asked = asked.iter().find(|one| one.id == request.requirement && one.kind.takes_files()).ok_or(Error::NotFound)?;
    let sql = "select count(*) from documents where application_id = $1";
    if sqlx::query_scalar::<_, i64>(sql).bind(found.id).fetch_one(&mut *aside.tx).await? >= MOST {
        return Err(Error::unfit("content", "신청 하나에 파일은 열두 개까지입니다.", "An application has at most twelve files."));
    }
    let bytes = i64::try_from(kept.len()).map_err(Error::fault)?;
    if lie_there(&mut aside.tx, acting.shop).await? + bytes > MOST_BYTES {
        return Err(Error::unfit(
            "content",
            "대표로 계신 매장의 파일은 모두 합해 300MB까지입니다. 쓰지 않는 파일을 지워 주세요. 닫은 매장의 파일은 90일 안에 지워집니다.",
            "The files of all shops that you own have at most 300 megabytes together: remove some that are not needed. Those of closed shops are deleted within ninety days.",
        ));
    }
    let (id, now) = (ids::fresh(), now_ms());
    let sql = "insert into documents (id, application_id, requirement_id, name, kind, bytes, created_at, due_at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    sqlx::query(sql)
        .bind(id)
        .bind(found.id)
        .bind(requirement::id(&asked.id)?)
        .bind(name)
        .bind(kind)
        .bind(bytes)
        .bind(now)
        .bind(now + KEPT)
        .execute(&mut *aside.tx)
        .await?;
    let text = STANDARD.encode(kept);
    let mut rest = text.as_str();
    let mut position = 0_i64;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.len().min(PIECE));
        let sql = "insert into document_pieces (document_id, position, piece) values ($1, $2, $3)";
        sqlx::query(sql).bind(id).bind(position).bind(piece).execute(&mut *aside.tx).await?;
        (rest, position) = (after, position + 1);
    }
    super::touch(&mut aside.tx, acting.shop).await?;
    aside.commit().await?;
    private(&Done {})
}

/// The bytes of all files in the shops of who owns this one.
async fn lie_there(connection: &mut AnyConnection, shop: i64) -> Result<i64, Error> {
    let sql = "select cast(coalesce(sum(d.bytes), 0) as bigint) from documents d
        join applications a on a.id = d.application_id join members m on m.shop_id = a.shop_id
        where m.role = 'owner' and m.account_id in (select account_id from members where shop_id = $1 and role = 'owner')";
    Ok(sqlx::query_scalar(sql).bind(shop).fetch_one(connection).await?)
}

/// `DELETE /api/v1/shops/{shop}/applications/{window}/documents/{document}`
pub async fn remove_document(
    State(state): State<AppState>,
    acting: Acting,
    Told(request): Told<RemoveDocument>,
) -> Result<Response, Error> {
    let mut aside = state.db.aside().await?;
    let found = find_open(&mut aside.tx, acting.shop, &request.window).await?;
    let sql = "delete from documents where id = $1 and application_id = $2";
    let gone = sqlx::query(sql).bind(requirement::id(&request.document)?).bind(found.id).execute(&mut *aside.tx).await?;
    if gone.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    super::touch(&mut aside.tx, acting.shop).await?;
    aside.commit().await?;
    private(&Done {})
}

async fn file(connection: &mut AnyConnection, found: &Found, document: &str) -> Result<File, Error> {
    let id = requirement::id(document)?;
    let sql = "select name, kind from documents where id = $1 and application_id = $2";
    let row = sqlx::query(sql).bind(id).bind(found.id).fetch_optional(&mut *connection).await?.ok_or(Error::NotFound)?;
    let sql = "select piece from document_pieces where document_id = $1 order by position";
    let pieces: Vec<String> = sqlx::query_scalar(sql).bind(id).fetch_all(connection).await?;
    Ok(File { name: row.try_get("name")?, kind: row.try_get("kind")?, content: pieces.concat() })
}

/// `GET /api/v1/shops/{shop}/applications/{window}/documents/{document}`
pub async fn read_document(State(state): State<AppState>, acting: Acting, Told(request): Told<ReadDocument>) -> Result<Response, Error> {
    let mut connection = state.db.pool.acquire().await?;
    let found = find(&mut connection, acting.shop, &request.window).await?;
    private(&file(&mut connection, &found, &request.document).await?)
}

/// `GET /api/v1/operator/applications/{applicant}/{window}/documents/{document}`
pub async fn review_document(State(state): State<AppState>, Told(request): Told<ReviewDocument>) -> Result<Response, Error> {
    let mut connection = state.db.pool.acquire().await?;
    let shop = super::decide::shop_id(&mut connection, &request.applicant).await?;
    let found = find(&mut connection, shop, &request.window).await?;
    private(&file(&mut connection, &found, &request.document).await?)
}

/// A closed shop enters no window: its files are due as if all were decided.
///
/// # Errors
/// Where the database is away.
pub async fn end(connection: &mut AnyConnection, shop: i64) -> Result<(), Error> {
    let sql = "update documents set due_at = $2 where due_at > $2 and application_id in (select id from applications where shop_id = $1)";
    sqlx::query(sql).bind(shop).bind(now_ms() + KEPT_DECIDED).execute(connection).await?;
    Ok(())
}

/// Deletes what is due.
///
/// # Errors
/// Where the database is away.
pub async fn clear(db: &crate::db::Db) -> Result<(), Error> {
    let mut aside = db.aside().await?;
    // What an operator looks at, or has asked to be changed, stays for that; not for ever where nobody goes on with it.
    let sql = "delete from documents where due_at <= $1 and application_id not in (
            select a.id from applications a join shops s on s.id = a.shop_id
            where s.state <> 'closed' and (a.state = 'submitted' or (a.state = 'asked' and a.updated_at > $2)))";
    let now = now_ms();
    sqlx::query(sql).bind(now).bind(now - KEPT_ASKED).execute(&mut *aside.tx).await?;
    aside.commit().await
}
