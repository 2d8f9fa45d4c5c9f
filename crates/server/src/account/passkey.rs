//! Passkeys: keys that a phone, a computer or a stick holds, by which people sign in (WebAuthn).

use axum::{extract::State, http::HeaderMap, http::header, response::Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sqlx::Row;
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication, DiscoverableAuthenticationServerState, DiscoverableCredentialRequestOptions,
    PublicKeyCredentialCreationOptions, Registration, RegistrationServerState,
    bin::{Decode, Encode},
    request::{
        AsciiDomain, ExtensionInfo, PublicKeyCredentialDescriptor, RpId,
        auth::AuthenticationVerificationOptions,
        register::{CredProtect, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle, UserHandle16, Username},
    },
    response::{
        AuthTransports, CredentialId,
        register::{DynamicState, StaticState},
    },
};
use wire::{
    account::Done,
    passkey::{AddPasskey, AskPasskey, BeginPasskey, Ceremony, EndPasskey, ListPasskeys, Passkey, SignInByPasskey},
};

use super::{me, secret, session, throttle};
use crate::{
    access::Person,
    error::Error,
    ids::{self, now_ms},
    mail::words,
    record,
    reply::private,
    request::{Client, Told},
    state::AppState,
};

/// How long a key may take to answer.
const WAITS_MS: i64 = 300_000;
/// The most keys of one account.
const MOST: i64 = 20;
/// The most letters of what a browser says that it is.
const LONGEST_DEVICE: usize = 200;

/// Bytes of an account's handle: it tells nothing of the person.
const HANDLE: usize = 16;

/// By what keys know this street: its host. One that is a number has none.
fn street(public_url: &str) -> Result<RpId, Error> {
    let none = || Error::conflict("이 골목의 주소로는 패스키를 쓸 수 없습니다.", "Passkeys need a street with a name for its address.");
    match url::Url::parse(public_url).map_err(Error::fault)?.host() {
        Some(url::Host::Domain(domain)) => Ok(RpId::Domain(AsciiDomain::try_from(domain.to_owned()).map_err(|_| none())?)),
        _ => Err(none()),
    }
}

fn packed(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn unpacked(text: &str) -> Result<Vec<u8>, Error> {
    URL_SAFE_NO_PAD.decode(text).map_err(Error::fault)
}

/// What a library's conversion of its own data says where it fails: it cannot, or the database was written by another hand.
fn odd(what: impl std::fmt::Display) -> Error {
    Error::fault(what.to_string())
}

/// An answer that does not fit the question. The cause is logged: the person cannot help it.
fn unfit(why: impl std::fmt::Display) -> Error {
    tracing::info!(%why, "a passkey was refused");
    Error::unfit("credential", "이 패스키로는 할 수 없습니다. 다시 해 주세요.", "That passkey did not do. Please try again.")
}

/// Keeps a question; the secret by which its answer comes.
async fn keep(state: &AppState, account: Option<i64>, question: &[u8]) -> Result<String, Error> {
    let secret = secret::fresh()?;
    let mut aside = state.db.aside().await?;
    let sql = "insert into ceremonies (hash, account_id, state, expires_at) values ($1, $2, $3, $4)";
    let insert = sqlx::query(sql).bind(secret::hash(&secret)).bind(account).bind(packed(question)).bind(now_ms() + WAITS_MS);
    insert.execute(&mut *aside.tx).await?;
    aside.commit().await?;
    Ok(secret)
}

/// The question that an answer comes to: once, and only to who was asked.
async fn take(state: &AppState, account: Option<i64>, secret: &str) -> Result<Vec<u8>, Error> {
    let mut aside = state.db.aside().await?;
    let sql = "delete from ceremonies where hash = $1 and coalesce(account_id, 0) = $2 returning state, expires_at";
    let row = sqlx::query(sql).bind(secret::hash(secret)).bind(account.unwrap_or(0)).fetch_optional(&mut *aside.tx).await?;
    aside.commit().await?;
    let row = row.ok_or(Error::SpentLink)?;
    if row.try_get::<i64, _>("expires_at")? <= now_ms() {
        return Err(Error::SpentLink);
    }
    unpacked(&row.try_get::<String, _>("state")?)
}

/// `GET /api/v1/me/passkeys`
pub async fn list_passkeys(State(state): State<AppState>, person: Person, Told(_): Told<ListPasskeys>) -> Result<Response, Error> {
    private(&passkeys(&state, person.id).await?)
}

/// Somebody's keys.
///
/// # Errors
/// Where the database is away.
pub async fn passkeys(state: &AppState, account: i64) -> Result<Vec<Passkey>, Error> {
    let sql = "select id, device, created_at, used_at from passkeys where account_id = $1 order by created_at desc, id desc";
    let found = sqlx::query(sql).bind(account).fetch_all(&state.db.pool).await?;
    let passkey = |row: &sqlx::any::AnyRow| -> Result<Passkey, Error> {
        Ok(Passkey {
            id: ids::short(row.try_get("id")?),
            device: row.try_get("device")?,
            created_at: row.try_get("created_at")?,
            used_at: row.try_get("used_at")?,
        })
    };
    found.iter().map(passkey).collect()
}

/// `POST /api/v1/me/passkeys/begin`
pub async fn begin_passkey(State(state): State<AppState>, person: Person, Told(request): Told<BeginPasskey>) -> Result<Response, Error> {
    throttle::count(&state.db, &format!("passkeys of {}", person.id), throttle::SIGN_IN_ADDRESS).await?;
    let street = street(&state.public_url)?;
    // Here and not where the key is added: that takes the question, which is told to nobody else.
    me::confirm(&state, &person, "password", request.password).await?;
    let sql = "select credential, handle, transports from passkeys where account_id = $1";
    let found = sqlx::query(sql).bind(person.id).fetch_all(&state.db.pool).await?;
    let mut handle = UserHandle16::new();
    let mut there = Vec::new();
    for row in &found {
        handle = handle_in(row)?;
        let transports = u8::try_from(row.try_get::<i64, _>("transports")?).map_err(Error::fault)?;
        there.push(PublicKeyCredentialDescriptor {
            id: CredentialId::decode(unpacked(&row.try_get::<String, _>("credential")?)?).map_err(odd)?,
            transports: AuthTransports::decode(transports).map_err(odd)?,
        });
    }
    // Some addresses are no name for a key; then it is called after the street alone.
    let name = Username::try_from(person.email.as_str()).or_else(|_| Username::try_from("golmok")).map_err(odd)?;
    let user = PublicKeyCredentialUserEntity { name, id: &handle, display_name: None };
    let mut options = PublicKeyCredentialCreationOptions::passkey(&street, user, there);
    // Many phones' keys know no protection of this kind, and would be turned away; that a person was seen is checked at each sign-in.
    options.extensions.cred_protect = CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
    let (question, asked) = options.start_ceremony().map_err(odd)?;
    let options = serde_json::to_string(&asked)?;
    let ceremony = keep(&state, Some(person.id), &question.encode().map_err(odd)?).await?;
    private(&Ceremony { ceremony, options })
}

fn handle_in(row: &sqlx::any::AnyRow) -> Result<UserHandle<HANDLE>, Error> {
    let bytes = unpacked(&row.try_get::<String, _>("handle")?)?;
    UserHandle::decode(<[u8; HANDLE]>::try_from(bytes).map_err(|_| odd("a handle of another length"))?).map_err(odd)
}

/// `POST /api/v1/me/passkeys`
pub async fn add_passkey(
    State(state): State<AppState>,
    person: Person,
    asked: HeaderMap,
    Told(request): Told<AddPasskey>,
) -> Result<Response, Error> {
    let street = street(&state.public_url)?;
    let question = take(&state, Some(person.id), &request.ceremony).await?;
    let question = RegistrationServerState::<HANDLE>::decode(&question).map_err(odd)?;
    let answer = Registration::from_json_relaxed(request.credential.as_bytes()).map_err(unfit)?;
    let origins = [state.public_url.as_str()];
    let options = RegistrationVerificationOptions::<&str, &str> {
        allowed_origins: &origins,
        // Some browsers tell more than they were asked.
        error_on_unsolicited_extensions: false,
        ..RegistrationVerificationOptions::default()
    };
    let key = question.verify(&street, &answer, &options).map_err(unfit)?;
    let (id, transports, handle, fixed, changing, _) = key.into_parts();
    let device: String =
        asked.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().chars().take(LONGEST_DEVICE).collect();
    let mut aside = state.db.aside().await?;
    let sql = "select count(*) from passkeys where account_id = $1";
    if sqlx::query_scalar::<_, i64>(sql).bind(person.id).fetch_one(&mut *aside.tx).await? >= MOST {
        return Err(Error::conflict(
            "패스키는 20개까지입니다. 쓰지 않는 것을 끊어 주세요.",
            "At most twenty passkeys: part with one that is not used.",
        ));
    }
    let sql = "insert into passkeys (id, account_id, credential, handle, device, fixed, changing, transports, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (credential) do nothing";
    let insert = sqlx::query(sql).bind(ids::fresh()).bind(person.id).bind(packed(id)).bind(packed(handle.as_ref())).bind(device);
    let insert = insert.bind(packed(fixed.encode().map_err(odd)?)).bind(packed(changing.encode().map_err(odd)?));
    let insert = insert.bind(i64::from(transports.encode().map_err(odd)?)).bind(now_ms());
    if insert.execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(Error::conflict("이미 쓰고 있는 패스키입니다.", "That passkey is in use already."));
    }
    record::put(&mut aside.tx, record::Entry { by: Some(person.id), what: "passkey_added", ..record::Entry::default() }).await?;
    let (lang, email) = super::written_to(&state.db, person.id).await?;
    state.outbox.put(&mut aside.tx, &words::passkey_added(&email, lang)).await?;
    aside.commit().await?;
    state.outbox.wake();
    private(&Done {})
}

/// `DELETE /api/v1/me/passkeys/{passkey}`
pub async fn end_passkey(State(state): State<AppState>, person: Person, Told(request): Told<EndPasskey>) -> Result<Response, Error> {
    let id = i64::from_str_radix(&request.passkey, 36).map_err(|_| Error::NotFound)?;
    let mut aside = state.db.aside().await?;
    let ended =
        sqlx::query("delete from passkeys where account_id = $1 and id = $2").bind(person.id).bind(id).execute(&mut *aside.tx).await?;
    if ended.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    record::put(&mut aside.tx, record::Entry { by: Some(person.id), what: "passkey_ended", ..record::Entry::default() }).await?;
    aside.commit().await?;
    private(&Done {})
}

/// `POST /api/v1/session/passkey/begin`
pub async fn ask_passkey(
    State(state): State<AppState>,
    client: Option<Client>,
    Told(AskPasskey {}): Told<AskPasskey>,
) -> Result<Response, Error> {
    let from = throttle::place(client.map(|client| client.0));
    throttle::count(&state.db, &format!("questions to keys from {from}"), throttle::LINK_TRIES).await?;
    let street = street(&state.public_url)?;
    let (question, asked) = DiscoverableCredentialRequestOptions::passkey(&street).start_ceremony().map_err(odd)?;
    let options = serde_json::to_string(&asked)?;
    let ceremony = keep(&state, None, &question.encode().map_err(odd)?).await?;
    private(&Ceremony { ceremony, options })
}

/// `POST /api/v1/session/passkey`
pub async fn sign_in_by_passkey(
    State(state): State<AppState>,
    client: Option<Client>,
    asked: HeaderMap,
    Told(request): Told<SignInByPasskey>,
) -> Result<Response, Error> {
    let from = throttle::place(client.map(|client| client.0));
    throttle::count(&state.db, &format!("sign-ins by keys from {from}"), throttle::LINK_TRIES).await?;
    let street = street(&state.public_url)?;
    let question = take(&state, None, &request.ceremony).await?;
    let question = DiscoverableAuthenticationServerState::decode(&question).map_err(odd)?;
    let answer = DiscoverableAuthentication::<HANDLE>::from_json_relaxed(request.credential.as_bytes()).map_err(unfit)?;
    let sql = "select p.id, p.account_id, p.handle, p.fixed, p.changing, a.lang from passkeys p join accounts a on a.id = p.account_id
        where p.credential = $1";
    let found = sqlx::query(sql).bind(packed(answer.raw_id())).fetch_optional(&state.db.pool).await?;
    let unknown = || {
        let ko = "이 패스키는 골목의 어떤 계정의 것도 아닙니다. 이미 끊은 것이면 기기에서도 지워 주세요.";
        Error::unfit("credential", ko, "That passkey is of no account here. If you have parted with it, delete it on the device too.")
    };
    let row = found.ok_or_else(unknown)?;
    let handle = handle_in(&row)?;
    if handle != *answer.response().user_handle() {
        return Err(unknown());
    }
    let fixed = StaticState::decode(unpacked(&row.try_get::<String, _>("fixed")?)?.as_slice()).map_err(odd)?;
    let changing = unpacked(&row.try_get::<String, _>("changing")?)?;
    let changing = DynamicState::decode(changing.try_into().map_err(|_| odd("a state of another length"))?).map_err(odd)?;
    let mut key = AuthenticatedCredential::new(answer.raw_id(), &handle, fixed, changing).map_err(odd)?;
    let origins = [state.public_url.as_str()];
    let options = AuthenticationVerificationOptions::<&str, &str> {
        allowed_origins: &origins,
        error_on_unsolicited_extensions: false,
        ..AuthenticationVerificationOptions::default()
    };
    question.verify(&street, &answer, &mut key, &options).map_err(unfit)?;
    let (id, account): (i64, i64) = (row.try_get("id")?, row.try_get("account_id")?);
    let mut aside = state.db.aside().await?;
    let sql = "update passkeys set changing = $2, used_at = $3 where id = $1";
    let update = sqlx::query(sql).bind(id).bind(packed(key.dynamic_state().encode().map_err(odd)?)).bind(now_ms());
    // It may have been parted with while it was checked.
    if update.execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(unknown());
    }
    let cookie = session::begin(&mut aside.tx, account, &asked, &state.public_url).await?;
    aside.commit().await?;
    me::signed_in(&state.db, account, super::lang_in(&row)?, cookie).await
}
