//! What a window asks of a shop that wants to enter: data that operators change.

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, Row};
use wire::{
    account::Done,
    application::{ChangeRequirements, ListRequirements, Requirement, RequirementKind},
};

use super::facts::line;
use crate::{access::Person, draft::overtaken, error::Error, ids, record, reply::private, request::Told, state::AppState};

/// The most requirements of one window.
const MOST: usize = 30;
/// The most letters of one.
const LONGEST: usize = 200;

/// A requirement's id from the wire.
///
/// # Errors
/// [`Error::NotFound`] where it cannot be one.
pub fn id(word: &str) -> Result<i64, Error> {
    i64::from_str_radix(word, 36).map_err(|_| Error::NotFound)
}

/// What a window asks, in order.
///
/// # Errors
/// Where the database is away.
pub async fn list(connection: &mut AnyConnection, window: i64) -> Result<Vec<Requirement>, Error> {
    let sql = "select id, kind, either, ko, en from requirements where window_id = $1 order by position, id";
    let found = sqlx::query(sql).bind(window).fetch_all(connection).await?;
    let requirements = found.iter().map(|row| {
        let kind: String = row.try_get("kind")?;
        Ok(Requirement {
            id: ids::short(row.try_get("id")?),
            kind: RequirementKind::of(&kind).ok_or_else(|| Error::fault(format!("no kind of a requirement: {kind}")))?,
            either: row.try_get("either")?,
            ko: row.try_get("ko")?,
            en: row.try_get("en")?,
        })
    });
    requirements.collect()
}

/// `GET /api/v1/windows/{window}/requirements`
pub async fn list_requirements(State(state): State<AppState>, Told(request): Told<ListRequirements>) -> Result<Response, Error> {
    let mut connection = state.db.pool.acquire().await?;
    let window = super::window_id(&mut connection, &request.window).await.map_err(|_| Error::NotFound)?;
    private(&list(&mut connection, window).await?)
}

/// Who declared something said yes to the words that stood there: with other words it is declared anew. Where it was decided
/// already that the shop may enter, not before that is asked anew.
///
/// # Errors
/// Where an application waits that has declared it, or the database is away.
async fn ask_anew(connection: &mut AnyConnection, requirement: i64) -> Result<(), Error> {
    let sql = "select count(*) from declarations d join applications a on a.id = d.application_id join shops s on s.id = a.shop_id
        where d.requirement_id = $1 and a.state = 'submitted' and s.state <> 'closed'";
    if sqlx::query_scalar::<_, i64>(sql).bind(requirement).fetch_one(&mut *connection).await? > 0 {
        let (ko, en) = (
            "문구를 바꾸려는 조건을 확인하고 보낸 신청이 결정을 기다리고 있습니다. 먼저 결정해 주세요.",
            "An application waits that has declared what would get other words; decide it first.",
        );
        return Err(Error::conflict(ko, en));
    }
    let sql = "update declarations set is_past = 1 where requirement_id = $1";
    sqlx::query(sql).bind(requirement).execute(&mut *connection).await?;
    forget_past(connection).await
}

/// Forgets words that were given to what no longer stands there, where no decision rests on them.
///
/// # Errors
/// Where the database is away.
pub async fn forget_past(connection: &mut AnyConnection) -> Result<(), Error> {
    let sql = "delete from declarations
        where is_past = 1 and application_id in (select id from applications where state <> 'accepted')";
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}

/// `PUT /api/v1/operator/windows/{window}/requirements`
pub async fn change_requirements(
    State(state): State<AppState>,
    person: Person,
    Told(request): Told<ChangeRequirements>,
) -> Result<Response, Error> {
    if request.requirements.len() > MOST {
        return Err(Error::unfit("requirements", "한 윈도의 조건은 서른 개까지입니다.", "A window has at most thirty requirements."));
    }
    let mut aside = state.db.aside().await?;
    let window = super::window_id(&mut aside.tx, &request.window).await.map_err(|_| Error::NotFound)?;
    let before = list(&mut aside.tx, window).await?;
    if request.seen.as_ref().is_some_and(|seen| *seen != before) {
        return Err(overtaken());
    }
    let mut kept = Vec::new();
    for (position, one) in (1_i64..).zip(&request.requirements) {
        let text = |field, text: &str| {
            line(field, text, LONGEST)?.ok_or_else(|| Error::unfit(field, "두 언어로 모두 적어 주세요.", "Write it in both languages."))
        };
        let (ko, en) = (text("ko", &one.ko)?, text("en", &one.en)?);
        let either = line("either", one.either.as_deref().unwrap_or_default(), 30)?;
        // One that is said of this window already keeps what was sent for it.
        let known = before.iter().find(|known| known.id == one.id && known.kind == one.kind);
        let number = known.map_or_else(|| Ok(ids::fresh()), |known| id(&known.id))?;
        if known.is_some_and(|known| known.kind == RequirementKind::Declared && (&known.ko, &known.en) != (&ko, &en)) {
            ask_anew(&mut aside.tx, number).await?;
        }
        let sql = "insert into requirements (id, window_id, position, kind, either, ko, en) values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (id) do update set position = excluded.position, either = excluded.either, ko = excluded.ko, en = excluded.en";
        sqlx::query(sql)
            .bind(number)
            .bind(window)
            .bind(position)
            .bind(one.kind.word())
            .bind(either)
            .bind(ko)
            .bind(en)
            .execute(&mut *aside.tx)
            .await?;
        kept.push(ids::short(number));
    }
    for gone in before.iter().filter(|one| !kept.contains(&one.id)) {
        let sql = "select count(*) from documents d join applications a on a.id = d.application_id join shops s on s.id = a.shop_id
            where d.requirement_id = $1 and a.state = 'submitted' and s.state <> 'closed'";
        if sqlx::query_scalar::<_, i64>(sql).bind(id(&gone.id)?).fetch_one(&mut *aside.tx).await? > 0 {
            let (ko, en) = (
                "이 조건으로 파일을 올린 신청이 결정을 기다리고 있습니다. 먼저 결정해 주세요.",
                "An application waits that has sent files for a requirement that would go; decide it first.",
            );
            return Err(Error::conflict(ko, en));
        }
        sqlx::query("delete from requirements where id = $1").bind(id(&gone.id)?).execute(&mut *aside.tx).await?;
    }
    let entry =
        record::Entry { by: Some(person.id), what: "rule_changed", about: Some(request.window.as_str()), ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    private(&Done {})
}
