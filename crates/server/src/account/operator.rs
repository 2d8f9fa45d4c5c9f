//! Who runs the street: the first by a command, the others by invitation.

use std::process::ExitCode;

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, AssertSqlSafe, Row};
use wire::{
    Lang, Slug,
    account::{Account, Done, Purpose, Role},
    operator::{
        DismissOperator, InviteOperator, InvitedOperator, ListMails, ListOperators, ListRecords, Mail, MailState, Operators, Paged,
        WithdrawOperator,
    },
};

use super::{account_in, email, link, throttle};
use crate::{
    access::Person,
    config::Place,
    db::Db,
    error::Error,
    ids::now_ms,
    mail::words::{self, About},
    record,
    reply::private,
    request::Told,
    rows,
    state::AppState,
};

const PIECE: usize = 50;

/// `GET /api/v1/operator/people`
pub async fn list_operators(State(state): State<AppState>, Told(_): Told<ListOperators>) -> Result<Response, Error> {
    let sql = "select email, name, lang, is_operator, created_at from accounts where is_operator = 1 order by created_at, id";
    let found = sqlx::query(sql).fetch_all(&state.db.pool).await?;
    let people: Vec<Account> = found.iter().map(account_in).collect::<Result<_, _>>()?;
    let sql = "select email, expires_at from links where purpose = 'operator' and expires_at > $1 order by created_at, email";
    let found: Vec<(String, i64)> = sqlx::query_as(sql).bind(now_ms()).fetch_all(&state.db.pool).await?;
    let invited = found.into_iter().map(|(email, expires_at)| InvitedOperator { email, expires_at }).collect();
    private(&Operators { people, invited })
}

/// `POST /api/v1/operator/people`
pub async fn invite_operator(
    State(state): State<AppState>,
    person: Person,
    Told(request): Told<InviteOperator>,
) -> Result<Response, Error> {
    let email = email(&request.email)?;
    throttle::count(&state.db, &format!("invitations by {}", person.id), throttle::INVITATIONS).await?;
    let (lang, _) = super::written_to(&state.db, person.id).await?;
    let mut aside = state.db.aside().await?;
    let sql = "select 1 from accounts where email = $1 and is_operator = 1";
    if sqlx::query(sql).bind(&email).fetch_optional(&mut *aside.tx).await?.is_some() {
        return Err(Error::conflict("이미 운영자입니다.", "They run the street already."));
    }
    let secret =
        link::make(&mut aside.tx, link::New { purpose: Purpose::Operator, email: &email, member: None, heir: None, token: None }).await?;
    let letter = words::letter(&email, About::Operator, &link::address(&state.public_url, lang, &secret), lang);
    state.outbox.put(&mut aside.tx, &letter).await?;
    let entry = record::Entry { by: Some(person.id), what: "operator_invited", about: Some(&email), ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

/// `DELETE /api/v1/operator/people/{email}`
pub async fn dismiss_operator(
    State(state): State<AppState>,
    person: Person,
    Told(request): Told<DismissOperator>,
) -> Result<Response, Error> {
    let email = email(&request.email)?;
    let mut aside = state.db.aside().await?;
    not_the_last(&mut aside.tx, &email).await?;
    let sql = "update accounts set is_operator = 0 where email = $1 and is_operator = 1";
    if sqlx::query(sql).bind(&email).execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    // With somebody who ran the street all invitations end that nobody has used yet: a link does not say who asked for it, and by
    // one of their own they would come back.
    sqlx::query("delete from links where purpose = 'operator'").execute(&mut *aside.tx).await?;
    let entry = record::Entry { by: Some(person.id), what: "operator_dismissed", about: Some(&email), ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    private(&Done {})
}

/// `DELETE /api/v1/operator/invitations/{email}`
pub async fn withdraw_operator(
    State(state): State<AppState>,
    person: Person,
    Told(request): Told<WithdrawOperator>,
) -> Result<Response, Error> {
    let email = email(&request.email).map_err(|_| Error::NotFound)?;
    let mut aside = state.db.aside().await?;
    let sql = "delete from links where purpose = 'operator' and email = $1";
    if sqlx::query(sql).bind(&email).execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    let entry = record::Entry { by: Some(person.id), what: "operator_unasked", about: Some(&email), ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    private(&Done {})
}

/// Refuses to let the last one go who runs the street.
///
/// # Errors
/// [`Error::Conflict`].
pub async fn not_the_last(connection: &mut AnyConnection, email: &str) -> Result<(), Error> {
    let sql = "select email from accounts where is_operator = 1";
    let all: Vec<String> = sqlx::query_scalar(sql).fetch_all(connection).await?;
    if all.len() == 1 && all.first().is_some_and(|one| one == email) {
        let (ko, en) = ("마지막 운영자입니다. 먼저 다른 운영자를 초대해 주세요.", "This is the last operator; invite another first.");
        return Err(Error::conflict(ko, en));
    }
    Ok(())
}

/// What was mailed, the newest first: to one address, or to all.
///
/// # Errors
/// Where the place in the list is none of ours, or the database is away.
pub async fn mails(db: &Db, to: Option<&str>, after: Option<&str>) -> Result<Paged<Mail>, Error> {
    let [at, id] = after.map_or(Ok([i64::MAX, i64::MAX]), |after| rows::place("m", after))?;
    let condition = if to.is_some() { "recipient = $3" } else { "$3 = ''" };
    let sql = format!(
        "select id, recipient, subject, state, why, created_at from mails where {condition} and (created_at, id) < ($1, $2)
         order by created_at desc, id desc limit {}",
        PIECE + 1
    );
    let found = sqlx::query(AssertSqlSafe(sql)).bind(at).bind(id).bind(to.unwrap_or_default()).fetch_all(&db.pool).await?;
    let mails = found.iter().take(PIECE).map(|row| {
        let state: String = row.try_get("state")?;
        Ok(Mail {
            recipient: row.try_get("recipient")?,
            subject: row.try_get("subject")?,
            state: match state.as_str() {
                "sent" => MailState::Sent,
                "failed" => MailState::Failed,
                "written" => MailState::Written,
                _ => MailState::Waiting,
            },
            at: row.try_get("created_at")?,
            why: row.try_get("why")?,
        })
    });
    let items = mails.collect::<Result<_, Error>>()?;
    let after = match found.get(PIECE - 1) {
        Some(last) if found.len() > PIECE => Some(rows::cursor("m", &[last.try_get("created_at")?, last.try_get("id")?])),
        _ => None,
    };
    Ok(Paged { items, after })
}

/// `GET /api/v1/operator/mails`
pub async fn list_mails(State(state): State<AppState>, Told(request): Told<ListMails>) -> Result<Response, Error> {
    private(&mails(&state.db, None, request.after.as_deref()).await?)
}

/// `GET /api/v1/operator/records`
pub async fn list_records(State(state): State<AppState>, Told(request): Told<ListRecords>) -> Result<Response, Error> {
    let of = match &request.shop {
        None => record::Of::Street,
        Some(slug) => {
            let id = sqlx::query_scalar("select id from shops where slug = $1").bind(slug.as_str()).fetch_optional(&state.db.pool).await?;
            record::Of::Shop(id.ok_or(Error::NotFound)?)
        }
    };
    private(&record::list(&state.db, of, request.after.as_deref()).await?)
}

/// `golmok operator invite E-MAIL`: prints the link, for there may be nothing yet to mail it with.
///
/// # Errors
/// Where the address is none or the database does not open.
pub async fn run_invite(place: &Place, address: &str, public_url: &str) -> Result<ExitCode, Box<dyn std::error::Error + Send + Sync>> {
    let email = email(address).map_err(|_| format!("{address} is no e-mail address"))?;
    let db = Db::open(&place.database_url()).await?;
    let mut aside = db.aside().await?;
    let secret =
        link::make(&mut aside.tx, link::New { purpose: Purpose::Operator, email: &email, member: None, heir: None, token: None }).await?;
    let entry = record::Entry { what: "operator_invited", about: Some(&email), ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    println!("{}", link::address(public_url, Lang::Ko, &secret));
    eprintln!("Good once, for seven days, for {email}.");
    Ok(ExitCode::SUCCESS)
}

/// `golmok shop owner SLUG E-MAIL`: prints the link by which that person becomes the shop's owner.
///
/// # Errors
/// Where the address is none, there is no such shop, or the database does not open.
pub async fn run_owner(
    place: &Place,
    shop: &Slug,
    address: &str,
    public_url: &str,
) -> Result<ExitCode, Box<dyn std::error::Error + Send + Sync>> {
    let email = email(address).map_err(|_| format!("{address} is no e-mail address"))?;
    let db = Db::open(&place.database_url()).await?;
    let mut aside = db.aside().await?;
    let id: Option<i64> =
        sqlx::query_scalar("select id from shops where slug = $1").bind(shop.as_str()).fetch_optional(&mut *aside.tx).await?;
    let id = id.ok_or_else(|| format!("there is no shop {}", shop.as_str()))?;
    let new = link::New { purpose: Purpose::Member, email: &email, member: Some((id, Role::Owner)), heir: None, token: None };
    let secret = link::make(&mut aside.tx, new).await?;
    let entry = record::Entry { what: "owner_invited", shop: Some(id), about: Some(&email), ..record::Entry::default() };
    record::put(&mut aside.tx, entry).await?;
    aside.commit().await?;
    println!("{}", link::address(public_url, Lang::Ko, &secret));
    eprintln!("Good once, for seven days, for {email}. Who owned the shop before stays as a manager.");
    Ok(ExitCode::SUCCESS)
}
