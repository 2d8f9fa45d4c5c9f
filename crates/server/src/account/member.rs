//! Who works in a shop.

use axum::{extract::State, response::Response};
use sqlx::{AnyConnection, Row};
use wire::{
    Lang,
    account::{Done, Purpose, Role},
    member::{ChangeMember, Changed, InviteMember, Invited, LeaveShop, ListMembers, Member, Members, RemoveMember, WithdrawInvitation},
};

use super::{email, link, throttle, token::Bearer};
use crate::{
    access::Acting,
    error::Error,
    ids::{self, now_ms},
    mail::words::{self, About},
    record,
    reply::private,
    request::Told,
    rows,
    shop::opening,
    state::AppState,
};

/// The most who work in one shop.
const MOST: i64 = 50;

/// Makes somebody a member, or changes what they may do. A new owner's predecessor stays as a manager.
///
/// # Errors
/// Where the database is away.
pub async fn enter(connection: &mut AnyConnection, shop: i64, account: i64, role: Role) -> Result<(), Error> {
    if role == Role::Owner {
        let sql = "update members set role = 'manager' where shop_id = $1 and role = 'owner' and account_id <> $2";
        sqlx::query(sql).bind(shop).bind(account).execute(&mut *connection).await?;
    }
    // An owner who uses an old invitation stays the owner.
    let sql = "insert into members (shop_id, account_id, role, created_at) values ($1, $2, $3, $4)
        on conflict (shop_id, account_id) do update set role = excluded.role where members.role <> 'owner'";
    sqlx::query(sql).bind(shop).bind(account).bind(role.word()).bind(now_ms()).execute(connection).await?;
    Ok(())
}

/// `GET /api/v1/shops/{shop}/members`
pub async fn list_members(State(state): State<AppState>, acting: Acting, Told(_): Told<ListMembers>) -> Result<Response, Error> {
    let sql = "select a.id, a.name, a.email, m.role, m.created_at from members m join accounts a on a.id = m.account_id
        where m.shop_id = $1 order by m.created_at, a.id";
    let mut members = Vec::new();
    for row in sqlx::query(sql).bind(acting.shop).fetch_all(&state.db.pool).await? {
        let id: i64 = row.try_get("id")?;
        members.push(Member {
            id: ids::short(id),
            name: row.try_get("name")?,
            email: row.try_get("email")?,
            role: role_in(&row)?,
            since: row.try_get("created_at")?,
            is_me: id == acting.person.id,
        });
    }
    let sql = "select email, role, expires_at from links where shop_id = $1 and purpose = 'member' and expires_at > $2 order by created_at";
    let mut invited = Vec::new();
    for row in sqlx::query(sql).bind(acting.shop).bind(now_ms()).fetch_all(&state.db.pool).await? {
        invited.push(Invited { email: row.try_get("email")?, role: role_in(&row)?, expires_at: row.try_get("expires_at")? });
    }
    private(&Members { members, invited })
}

fn role_in(row: &sqlx::any::AnyRow) -> Result<Role, Error> {
    let word: String = row.try_get("role")?;
    Role::of(&word).ok_or_else(|| Error::fault(format!("no role: {word}")))
}

/// `POST /api/v1/shops/{shop}/members`
pub async fn invite_member(State(state): State<AppState>, acting: Acting, Told(request): Told<InviteMember>) -> Result<Response, Error> {
    let email = email(&request.email)?;
    if request.role == Role::Owner {
        let (ko, en) = ("대표는 함께 일하는 사람에게 넘길 수 있습니다.", "The shop can be handed over to somebody who works in it.");
        return Err(Error::unfit("role", ko, en));
    }
    let lang = may_ask(&state, &acting, &email).await?;
    let mut aside = state.db.aside().await?;
    let sql = "select (select count(*) from members where shop_id = $1) + (select count(*) from links where shop_id = $1)";
    if sqlx::query_scalar::<_, i64>(sql).bind(acting.shop).fetch_one(&mut *aside.tx).await? >= MOST {
        return Err(Error::conflict("한 매장에서는 쉰 명까지 함께 일할 수 있습니다.", "At most fifty people work in one shop."));
    }
    let sql = "select 1 from members m join accounts a on a.id = m.account_id where m.shop_id = $1 and a.email = $2";
    if sqlx::query(sql).bind(acting.shop).bind(&email).fetch_optional(&mut *aside.tx).await?.is_some() {
        return Err(Error::conflict("이미 함께 일하는 사람입니다.", "They work here already."));
    }
    ask(&state, &mut aside.tx, (acting.shop, acting.person.token.as_ref()), (&email, request.role), lang).await?;
    tell_owner(&state, &mut aside.tx, &acting, (&email, request.role)).await?;
    put_record(&mut aside.tx, &acting, "member_invited", &email, Some(request.role)).await?;
    aside.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

/// Counts an invitation, by who asks and by who is asked; the language in which it is written.
async fn may_ask(state: &AppState, acting: &Acting, email: &str) -> Result<Lang, Error> {
    throttle::count(&state.db, &format!("invitations by {}", acting.person.id), throttle::INVITATIONS).await?;
    // Not counted with the links that people ask for themselves: else whoever is asked often could set no new password.
    throttle::count(&state.db, &format!("invitations to {email}"), throttle::LINK_ACCOUNT).await?;
    Ok(super::written_to(&state.db, acting.person.id).await?.0)
}

/// A shop's name in a language.
async fn name_of(connection: &mut AnyConnection, shop: i64, lang: Lang) -> Result<String, Error> {
    let row = sqlx::query("select slug, name_ko, name_en from shops where id = $1").bind(shop).fetch_one(connection).await?;
    Ok(rows::name(&row, "name_ko", "name_en", "slug", lang)?.text)
}

/// Mails somebody the link by which they take a role in a shop; it ends with the token that asks, where one does.
async fn ask(
    state: &AppState,
    connection: &mut AnyConnection,
    (shop, token): (i64, Option<&Bearer>),
    (email, role): (&str, Role),
    lang: Lang,
) -> Result<(), Error> {
    let name = name_of(connection, shop, lang).await?;
    let new = link::New { purpose: Purpose::Member, email, member: Some((shop, role)), heir: None, token };
    let secret = link::make(&mut *connection, new).await?;
    let about = About::Member { shop: &name, role };
    let letter = words::letter(email, about, &link::address(&state.public_url, lang, &secret), lang);
    state.outbox.put(connection, &letter).await
}

/// Tells the shop's owner whom a token lets in, and as what: who is in stays in when the token is ended.
async fn tell_owner(state: &AppState, connection: &mut AnyConnection, acting: &Acting, (email, role): (&str, Role)) -> Result<(), Error> {
    let Some(token) = &acting.person.token else { return Ok(()) };
    let slug: String = sqlx::query_scalar("select slug from shops where id = $1").bind(acting.shop).fetch_one(&mut *connection).await?;
    let slug = wire::endpoint::encode(&slug);
    for owner in opening::owners(&mut *connection, acting.shop).await? {
        let address = format!("{}{}/studio/shops/{slug}/members", state.public_url, owner.lang.pick("", "/en"));
        let letter = words::let_in(&owner.email, (&owner.shop, &token.name), (email, role), &address, owner.lang);
        state.outbox.put(&mut *connection, &letter).await?;
    }
    Ok(())
}

async fn put_record(
    connection: &mut AnyConnection,
    acting: &Acting,
    what: &'static str,
    about: &str,
    role: Option<Role>,
) -> Result<(), Error> {
    let (by, shop, why) = (Some(acting.person.id), Some(acting.shop), role.map(Role::word));
    record::put(connection, record::Entry { by, what, shop, about: Some(about), why }).await
}

/// A member of the shop that is acted in, by the id of the list.
async fn find(connection: &mut AnyConnection, acting: &Acting, id: &str) -> Result<(i64, String, Role), Error> {
    let id = i64::from_str_radix(id, 36).map_err(|_| Error::NotFound)?;
    let sql = "select a.id, a.email, m.role from members m join accounts a on a.id = m.account_id where m.shop_id = $1 and a.id = $2";
    let row = sqlx::query(sql).bind(acting.shop).bind(id).fetch_optional(connection).await?.ok_or(Error::NotFound)?;
    Ok((row.try_get("id")?, row.try_get("email")?, role_in(&row)?))
}

fn hand_over_first() -> Error {
    Error::conflict("대표는 먼저 매장을 다른 사람에게 넘겨야 합니다.", "The owner has to hand the shop over first.")
}

/// `PATCH /api/v1/shops/{shop}/members/{member}`
pub async fn change_member(State(state): State<AppState>, acting: Acting, Told(request): Told<ChangeMember>) -> Result<Response, Error> {
    // As the owner is told of it by mail, a program does it no more often than it invites.
    if acting.person.token.is_some() && request.role != Role::Owner {
        throttle::count(&state.db, &format!("invitations by {}", acting.person.id), throttle::INVITATIONS).await?;
    }
    let mut aside = state.db.aside().await?;
    let (account, email, role) = find(&mut aside.tx, &acting, &request.member).await?;
    if role == Role::Owner {
        return if request.role == Role::Owner { private(&Changed::default()) } else { Err(hand_over_first()) };
    }
    if request.role == Role::Owner {
        drop(aside);
        return hand_over(&state, &acting, (account, &email)).await;
    }
    enter(&mut aside.tx, acting.shop, account, request.role).await?;
    // Who was asked to take the shop over is not any more.
    unask(&mut aside.tx, acting.shop, (account, &email)).await?;
    if role < request.role {
        tell_owner(&state, &mut aside.tx, &acting, (&email, request.role)).await?;
    }
    put_record(&mut aside.tx, &acting, "member_changed", &email, Some(request.role)).await?;
    aside.commit().await?;
    state.outbox.wake();
    private(&Changed::default())
}

/// Asks a member to take the shop over: nobody becomes an owner, with all that the law asks of one, unasked. Where a token would,
/// its owner is asked first: that a shop has another owner is left when the token is ended.
async fn hand_over(state: &AppState, acting: &Acting, (account, email): (i64, &str)) -> Result<Response, Error> {
    let lang = may_ask(state, acting, email).await?;
    let mut aside = state.db.aside().await?;
    let Some(token) = &acting.person.token else {
        ask(state, &mut aside.tx, (acting.shop, None), (email, Role::Owner), lang).await?;
        put_record(&mut aside.tx, acting, "owner_invited", email, None).await?;
        aside.commit().await?;
        state.outbox.wake();
        return private(&Changed { asked: true, mailed: false });
    };
    let owner = &acting.person.email;
    let member = Some((acting.shop, Role::Owner));
    let new = link::New { purpose: Purpose::HandOver, email: owner, member, heir: Some(account), token: Some(token) };
    let secret = link::make(&mut aside.tx, new).await?;
    let shop = name_of(&mut aside.tx, acting.shop, lang).await?;
    let about = About::HandOver { shop: &shop, token: &token.name, heir: email };
    let letter = words::letter(owner, about, &link::address(&state.public_url, lang, &secret), lang);
    state.outbox.put(&mut aside.tx, &letter).await?;
    put_record(&mut aside.tx, acting, "owner_proposed", email, None).await?;
    aside.commit().await?;
    state.outbox.wake();
    private(&Changed { asked: false, mailed: true })
}

/// Asks a member to take the shop over, as its owner has confirmed that a token may.
///
/// # Errors
/// Where the database is away or the mail cannot be written.
pub async fn ask_to_own(state: &AppState, connection: &mut AnyConnection, (shop, owner): (i64, i64), email: &str) -> Result<(), Error> {
    let row = sqlx::query("select lang from accounts where id = $1").bind(owner).fetch_one(&mut *connection).await?;
    ask(state, connection, (shop, None), (email, Role::Owner), super::lang_in(&row)?).await?;
    let entry = record::Entry { by: Some(owner), what: "owner_invited", shop: Some(shop), about: Some(email), why: None };
    record::put(connection, entry).await
}

/// Ends the links by which somebody would take a role in a shop, or by which the shop would be handed over to them.
async fn unask(connection: &mut AnyConnection, shop: i64, (account, email): (i64, &str)) -> Result<(), Error> {
    let sql = "delete from links where shop_id = $1 and (email = $2 or account_id = $3)";
    sqlx::query(sql).bind(shop).bind(email).bind(account).execute(connection).await?;
    Ok(())
}

/// Makes the owner of who has accepted to be that, and tells them and who owned the shop before; whether somebody did.
///
/// # Errors
/// Where the database is away or a mail cannot be written.
pub async fn take_over(state: &AppState, connection: &mut AnyConnection, shop: i64, account: i64, email: &str) -> Result<bool, Error> {
    let sql = "select account_id from members where shop_id = $1 and role = 'owner' and account_id <> $2";
    let former: Option<i64> = sqlx::query_scalar(sql).bind(shop).bind(account).fetch_optional(&mut *connection).await?;
    enter(&mut *connection, shop, account, Role::Owner).await?;
    // Others whom the former owner had asked do not take it from the new one.
    sqlx::query("delete from links where shop_id = $1 and role = 'owner'").bind(shop).execute(&mut *connection).await?;
    let Some(former) = former else { return Ok(false) };
    for one in [former, account] {
        let sql = "select a.email, a.lang, s.slug, s.name_ko, s.name_en from accounts a, shops s where a.id = $1 and s.id = $2";
        let row = sqlx::query(sql).bind(one).bind(shop).fetch_one(&mut *connection).await?;
        let lang = super::lang_in(&row)?;
        let name = rows::name(&row, "name_ko", "name_en", "slug", lang)?.text;
        let slug = wire::endpoint::encode(&row.try_get::<String, _>("slug")?);
        let address = format!("{}{}/studio/shops/{slug}", state.public_url, lang.pick("", "/en"));
        let letter = words::handed_over(&row.try_get::<String, _>("email")?, &name, email, &address, lang);
        state.outbox.put(&mut *connection, &letter).await?;
    }
    let entry = record::Entry { by: Some(former), what: "shop_handed_over", shop: Some(shop), about: Some(email), why: None };
    record::put(connection, entry).await?;
    Ok(true)
}

/// `DELETE /api/v1/shops/{shop}/members/{member}`
pub async fn remove_member(State(state): State<AppState>, acting: Acting, Told(request): Told<RemoveMember>) -> Result<Response, Error> {
    let mut aside = state.db.aside().await?;
    let (account, email, role) = find(&mut aside.tx, &acting, &request.member).await?;
    if role == Role::Owner {
        return Err(hand_over_first());
    }
    remove(&mut aside.tx, acting.shop, account).await?;
    unask(&mut aside.tx, acting.shop, (account, &email)).await?;
    put_record(&mut aside.tx, &acting, "member_removed", &email, None).await?;
    aside.commit().await?;
    private(&Done {})
}

/// `DELETE /api/v1/shops/{shop}/invitations/{email}`
pub async fn withdraw_invitation(
    State(state): State<AppState>,
    acting: Acting,
    Told(request): Told<WithdrawInvitation>,
) -> Result<Response, Error> {
    let email = email(&request.email).map_err(|_| Error::NotFound)?;
    let mut aside = state.db.aside().await?;
    let sql = "delete from links where shop_id = $1 and email = $2 and purpose = 'member'";
    if sqlx::query(sql).bind(acting.shop).bind(&email).execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    put_record(&mut aside.tx, &acting, "member_unasked", &email, None).await?;
    aside.commit().await?;
    private(&Done {})
}

/// `DELETE /api/v1/me/shops/{shop}`
pub async fn leave_shop(State(state): State<AppState>, acting: Acting, Told(_): Told<LeaveShop>) -> Result<Response, Error> {
    if acting.role == Role::Owner {
        return Err(hand_over_first());
    }
    let mut aside = state.db.aside().await?;
    remove(&mut aside.tx, acting.shop, acting.person.id).await?;
    let email = acting.person.email.clone();
    unask(&mut aside.tx, acting.shop, (acting.person.id, &email)).await?;
    put_record(&mut aside.tx, &acting, "member_left", &email, None).await?;
    aside.commit().await?;
    private(&Done {})
}

async fn remove(connection: &mut AnyConnection, shop: i64, account: i64) -> Result<(), Error> {
    // They may have become the owner since the question was asked.
    let sql = "delete from members where shop_id = $1 and account_id = $2 and role <> 'owner'";
    if sqlx::query(sql).bind(shop).bind(account).execute(&mut *connection).await?.rows_affected() == 0 {
        return Err(hand_over_first());
    }
    // Their tokens of the shop and their links to it end there, also if they come back one day.
    let sql = "delete from tokens where shop_id = $1 and account_id = $2";
    sqlx::query(sql).bind(shop).bind(account).execute(&mut *connection).await?;
    let sql = "delete from previews where shop_id = $1 and account_id = $2";
    sqlx::query(sql).bind(shop).bind(account).execute(connection).await?;
    Ok(())
}
