//! A window as the operator keeps it.

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, Row};
use wire::{
    Slug,
    account::Done,
    draft::Both,
    window::Light,
    window_facts::{ChangeWindow, EditWindow, KnownWindow, WindowFacts},
};

use super::category;
use crate::{
    access::Person,
    account::secret,
    draft::{check, overtaken},
    error::Error,
    record,
    reply::private,
    request::Told,
    state::AppState,
};

/// The most letters of a window's name, of its line, and of its rule in words.
const NAME: usize = 30;
const LINE: usize = 120;
const RULE: usize = 4_000;

/// Ids of the windows, in order.
async fn order(connection: &mut AnyConnection) -> Result<Vec<i64>, Error> {
    Ok(sqlx::query_scalar("select id from windows order by position, id").fetch_all(connection).await?)
}

/// A window's id, and what is known of it.
async fn known(connection: &mut AnyConnection, window: &Slug) -> Result<(i64, KnownWindow), Error> {
    let sql = "select id, name_ko, name_en, about_ko, about_en, entry_rule_ko, entry_rule_en, light from windows where slug = $1";
    let row = sqlx::query(sql).bind(window.as_str()).fetch_optional(&mut *connection).await?.ok_or(Error::NotFound)?;
    let id = row.try_get("id")?;
    let windows = order(connection).await?;
    let place = windows.iter().position(|one| *one == id).unwrap_or_default() + 1;
    let both = |ko: &str, en: &str| -> Result<Both, Error> { Ok(Both { ko: row.try_get(ko)?, en: row.try_get(en)? }) };
    let light: String = row.try_get("light")?;
    let facts = WindowFacts {
        name: both("name_ko", "name_en")?,
        about: both("about_ko", "about_en")?,
        entry_rule: both("entry_rule_ko", "entry_rule_en")?,
        light: Light::ALL.into_iter().find(|one| one.word() == light).unwrap_or_default(),
        position: u32::try_from(place).map_err(Error::fault)?,
        categories: category::read(connection, id).await?,
    };
    let seen = secret::hash(&serde_json::to_string(&facts)?);
    Ok((id, KnownWindow { facts, windows: u32::try_from(windows.len()).map_err(Error::fault)?, seen }))
}

/// `GET /api/v1/operator/windows/{window}`
pub async fn edit_window(State(state): State<AppState>, Told(request): Told<EditWindow>) -> Result<Response, Error> {
    let mut tx = state.db.pool.begin().await?;
    private(&known(&mut tx, &request.window).await?.1)
}

/// What was sent, as it is kept.
fn checked(facts: WindowFacts) -> Result<WindowFacts, Error> {
    let name = check::lines(["name_ko", "name_en"], &facts.name, NAME)?;
    if name.is_empty() {
        return Err(Error::unfit("name_ko", "윈도에는 이름이 있어야 합니다.", "A window needs a name."));
    }
    category::check(&facts.categories).map_err(|(at, wrong)| Error::Refused {
        field: "categories",
        ko: format!("분류 {}: {}.", at + 1, wrong.words(wire::Lang::Ko)),
        en: format!("Sub-category {}: {}.", at + 1, wrong.words(wire::Lang::En)),
    })?;
    Ok(WindowFacts {
        name,
        about: check::lines(["about_ko", "about_en"], &facts.about, LINE)?,
        entry_rule: check::texts(["entry_rule_ko", "entry_rule_en"], &facts.entry_rule, RULE)?,
        ..facts
    })
}

/// `PUT /api/v1/operator/windows/{window}`
pub async fn change_window(State(state): State<AppState>, person: Person, Told(request): Told<ChangeWindow>) -> Result<Response, Error> {
    let facts = checked(request.facts)?;
    let mut write = state.db.write().await?;
    let (id, before) = known(&mut write.tx, &request.window).await?;
    if before.seen != request.seen {
        return Err(overtaken());
    }
    let place = usize::try_from(facts.position).ok().and_then(|place| place.checked_sub(1));
    let Some(place) = place.filter(|_| facts.position <= before.windows) else {
        return Err(Error::unfit("position", "그런 자리가 없습니다.", "There is no such place."));
    };
    if facts.position != before.facts.position {
        let mut windows = order(&mut write.tx).await?;
        windows.retain(|one| *one != id);
        windows.insert(place, id);
        for (position, window) in (1_i64..).zip(windows) {
            let sql = "update windows set position = $2 where id = $1";
            sqlx::query(sql).bind(window).bind(position).execute(&mut *write.tx).await?;
        }
    }
    let sql =
        "update windows set name_ko = $2, name_en = $3, about_ko = $4, about_en = $5, entry_rule_ko = $6, entry_rule_en = $7, light = $8
        where id = $1";
    let update = sqlx::query(sql).bind(id).bind(facts.name.ko).bind(facts.name.en).bind(facts.about.ko).bind(facts.about.en);
    let update = update.bind(facts.entry_rule.ko).bind(facts.entry_rule.en).bind(facts.light.word());
    update.execute(&mut *write.tx).await?;
    if facts.categories != before.facts.categories {
        category::replace(&mut write, id, &facts.categories).await?;
    }
    write.touch_all();
    let entry =
        record::Entry { by: Some(person.id), what: "window_changed", about: Some(request.window.as_str()), ..record::Entry::default() };
    record::put(&mut write.tx, entry).await?;
    write.commit().await?;
    private(&Done {})
}
