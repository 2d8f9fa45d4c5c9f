//! Who may call what: each endpoint is entered into one table with who may call it, and is routed by that entry alone; and what
//! is routed beside the API into another of the same kind (`ways.rs`).
//!
//! The check stands before the handler, in one place: whose session it is, whether the request came from our own pages,
//! whether they work in the shop that the path names and in which role. A handler that needs a person or a shop takes
//! [`Person`] or [`Acting`], which only the check can give.

use axum::{
    Router,
    extract::{FromRequestParts, RawPathParams, Request, State},
    handler::Handler,
    http::{HeaderMap, Method, header, request::Parts},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use schemars::JsonSchema;
use sqlx::Row;
use wire::{
    Endpoint,
    account::{Role, ShopState},
};

use crate::{
    account::{
        session,
        token::{self, Bearer},
    },
    db::Write,
    error::Error,
    state::AppState,
};

/// Who may call an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Anyone,
    /// Who has an account: signed in, or by a personal token with an owner's scope.
    SignedIn,
    /// Who is signed in, by a session alone: it is about how one proves who one is, and a stolen token would outlive itself.
    InPerson,
    /// Who works in the shop that the path names, at least in this role; also by a token.
    Member(Role),
    /// Who runs the street, by a session alone.
    Operator,
}

impl Who {
    /// As the table writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::SignedIn => "signed in",
            Self::InPerson => "signed in, in person",
            Self::Member(role) => role.word(),
            Self::Operator => "operator",
        }
    }
}

/// What is made of the table of endpoints.
pub trait Visit {
    /// Takes one endpoint: who may call it, and what answers.
    #[must_use]
    fn enter<E, H, T>(self, who: Who, handler: H) -> Self
    where
        E: Endpoint + JsonSchema,
        E::Reply: JsonSchema,
        H: Handler<T, AppState>,
        T: 'static;
}

/// The routes of the table.
pub struct Routes {
    state: AppState,
    pub router: Router<AppState>,
}

impl Routes {
    #[must_use]
    pub fn new(state: &AppState) -> Self {
        Self { state: state.clone(), router: Router::new() }
    }
}

impl Visit for Routes {
    #[expect(clippy::disallowed_methods, reason = "this is the table's own")]
    fn enter<E, H, T>(mut self, who: Who, handler: H) -> Self
    where
        E: Endpoint + JsonSchema,
        E::Reply: JsonSchema,
        H: Handler<T, AppState>,
        T: 'static,
    {
        let filter = match E::METHOD {
            wire::Method::Get => MethodFilter::GET,
            wire::Method::Post => MethodFilter::POST,
            wire::Method::Put => MethodFilter::PUT,
            wire::Method::Patch => MethodFilter::PATCH,
            wire::Method::Delete => MethodFilter::DELETE,
        };
        let mut route = on(filter, handler);
        // What anyone may read is not checked: that is every page for shoppers.
        if who != Who::Anyone || E::METHOD != wire::Method::Get {
            route = route.layer(middleware::from_fn_with_state((self.state.clone(), who), check));
        }
        self.router = self.router.route(E::PATTERN, route);
        self
    }
}

/// Who asks: signed in, or by a token.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: i64,
    pub email: String,
    pub is_operator: bool,
    /// Under which the database knows the session; empty where it is a token.
    pub session: String,
    /// By which token they ask, where it is not a session.
    pub token: Option<Bearer>,
}

/// Somebody at work in a shop.
#[derive(Clone, Debug)]
pub struct Acting {
    pub person: Person,
    pub shop: i64,
    pub role: Role,
    pub state: ShopState,
}

impl Acting {
    /// Begins a write, and reads what the shop's state is in it: it may have opened while the write waited for its turn.
    ///
    /// # Errors
    /// Where the database is away.
    pub async fn write(&self, state: &AppState) -> Result<(Write, Self), Error> {
        let mut write = state.db.write().await?;
        let sql = "select state from shops where id = $1";
        let now: String = sqlx::query_scalar(sql).bind(self.shop).fetch_one(&mut *write.tx).await?;
        Ok((write, Self { state: ShopState::of(&now), ..self.clone() }))
    }
}

/// Lets through to a handler who may call it.
pub(crate) async fn check(State((state, who)): State<(AppState, Who)>, request: Request, next: Next) -> Response {
    match admit(&state, who, request).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// Lets a request through to its handler, with who asks.
async fn admit(state: &AppState, who: Who, request: Request) -> Result<Request, Error> {
    let (mut parts, body) = request.into_parts();
    if let Some((person, bearer)) = token::of(state, &parts.headers).await? {
        by_token(state, who, &mut parts, person, bearer).await?;
        return Ok(Request::from_parts(parts, body));
    }
    is_from_here(&parts.method, &parts.headers, &state.public_url)?;
    if who != Who::Anyone {
        let person = session::of(state, &parts.headers).await?.ok_or(Error::SignIn)?;
        match who {
            Who::Operator if !person.is_operator => return Err(Error::NotYours),
            Who::Member(least) => {
                let acting = acting(state, &mut parts, person.clone()).await?;
                if acting.role < least {
                    return Err(Error::NotYours);
                }
                parts.extensions.insert(acting);
            }
            _ => {}
        }
        parts.extensions.insert(person);
    }
    Ok(Request::from_parts(parts, body))
}

/// Lets through what comes with a token. No site can make a browser send one, so where it comes from says nothing; and
/// cookies beside it count for nothing.
async fn by_token(state: &AppState, who: Who, parts: &mut Parts, person: Person, bearer: Bearer) -> Result<(), Error> {
    parts.headers.remove(header::COOKIE);
    match who {
        Who::Anyone => return Ok(()),
        Who::SignedIn if bearer.shop.is_some() => return Err(Error::PersonalToken),
        Who::SignedIn if bearer.role < Role::Owner => return Err(Error::NotYours),
        Who::SignedIn => {}
        Who::Member(least) => {
            let mut acting = acting(state, parts, person.clone()).await?;
            if bearer.shop.is_some_and(|shop| shop != acting.shop) {
                return Err(Error::NotFound);
            }
            acting.role = acting.role.min(bearer.role);
            if acting.role < least {
                return Err(Error::NotYours);
            }
            parts.extensions.insert(acting);
        }
        Who::InPerson | Who::Operator => return Err(Error::InPerson),
    }
    parts.extensions.insert(person);
    Ok(())
}

/// The shop that the path names, as somebody who works there has it. To anyone else there is no such shop.
async fn acting(state: &AppState, parts: &mut Parts, person: Person) -> Result<Acting, Error> {
    let path = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| Error::NotFound)?;
    let slug = path.iter().find_map(|(name, value)| (name == "shop").then(|| value.to_owned())).ok_or(Error::NotFound)?;
    let sql = "select s.id, s.state, m.role from shops s join members m on m.shop_id = s.id and m.account_id = $2 where s.slug = $1";
    let row = sqlx::query(sql).bind(slug).bind(person.id).fetch_optional(&state.db.pool).await?.ok_or(Error::NotFound)?;
    let role: String = row.try_get("role")?;
    let shop_state: String = row.try_get("state")?;
    let role = Role::of(&role).ok_or(Error::NotFound)?;
    Ok(Acting { person, shop: row.try_get("id")?, role, state: ShopState::of(&shop_state) })
}

/// Refuses what another site sends in a reader's name. A browser says where a request comes from; one that does not say
/// either is no browser with somebody's cookies, or too old to be believed.
///
/// # Errors
/// [`Error::ForeignOrigin`].
pub fn is_from_here(method: &Method, headers: &HeaderMap, public_url: &str) -> Result<(), Error> {
    if method.is_safe() {
        return Ok(());
    }
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_ours = match said("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => said(header::ORIGIN.as_str()).is_some_and(|origin| origin == public_url),
    };
    if is_ours { Ok(()) } else { Err(Error::ForeignOrigin) }
}

impl<S: Send + Sync> FromRequestParts<S> for Person {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().cloned().ok_or_else(|| Error::fault("a handler wants a person, and the table lets anyone in"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Acting {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get().cloned().ok_or_else(|| Error::fault("a handler wants a shop's member, and the table does not ask for one"))
    }
}

/// A table of calls in Markdown, for people to read: a test compares it with the file that lies beside the documents.
#[must_use]
pub fn markdown(personas: &[Persona], calls: impl Iterator<Item = (String, Who)>) -> String {
    let words: Vec<&str> = personas.iter().map(|persona| persona.word()).collect();
    let rule = vec!["---"; personas.len()];
    let mut out = format!("| call | who | {} |\n| --- | --- | {} |\n", words.join(" | "), rule.join(" | "));
    for (call, who) in calls {
        let may: Vec<&str> = personas.iter().map(|persona| if persona.may(who) { "yes" } else { "no" }).collect();
        out.push_str(&format!("| `{call}` | {} | {} |\n", who.word(), may.join(" | ")));
    }
    out
}

/// The people by whom the table is walked, and the tokens, seen from one shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persona {
    Nobody,
    /// Signed in, and works nowhere.
    Shopper,
    /// Owns another shop.
    OtherMerchant,
    Staff,
    Manager,
    Owner,
    /// Owns the shop while it is paused.
    PausedOwner,
    Operator,
    /// A program with a token that its owner made, of this scope.
    Token(Role),
    /// A program with a personal token of its owner, of this scope.
    PersonalToken(Role),
}

/// All of them, in the table's order.
pub const PERSONAS: [Persona; 13] = [
    Persona::Nobody,
    Persona::Shopper,
    Persona::OtherMerchant,
    Persona::Staff,
    Persona::Manager,
    Persona::Owner,
    Persona::PausedOwner,
    Persona::Operator,
    Persona::Token(Role::Staff),
    Persona::Token(Role::Manager),
    Persona::Token(Role::Owner),
    Persona::PersonalToken(Role::Staff),
    Persona::PersonalToken(Role::Owner),
];

impl Persona {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Shopper => "shopper",
            Self::OtherMerchant => "other merchant",
            Self::Staff => "staff",
            Self::Manager => "manager",
            Self::Owner => "owner",
            Self::PausedOwner => "paused owner",
            Self::Operator => "operator",
            Self::Token(Role::Staff) => "staff token",
            Self::Token(Role::Manager) => "manager token",
            Self::Token(Role::Owner) => "owner token",
            Self::PersonalToken(Role::Staff) => "personal staff token",
            Self::PersonalToken(Role::Manager) => "personal manager token",
            Self::PersonalToken(Role::Owner) => "personal owner token",
        }
    }

    /// Whether it is a program with a token, and nobody in person.
    #[must_use]
    pub fn is_program(self) -> bool {
        matches!(self, Self::Token(_) | Self::PersonalToken(_))
    }

    /// What the table says of them.
    #[must_use]
    pub fn may(self, who: Who) -> bool {
        let role = match self {
            Self::Staff => Some(Role::Staff),
            Self::Manager => Some(Role::Manager),
            Self::Owner | Self::PausedOwner => Some(Role::Owner),
            Self::Token(scope) | Self::PersonalToken(scope) => Some(scope),
            _ => None,
        };
        let is_there = self != Self::Nobody && !self.is_program();
        match who {
            Who::Anyone => true,
            Who::SignedIn => is_there || self == Self::PersonalToken(Role::Owner),
            Who::InPerson => is_there,
            Who::Member(least) => role.is_some_and(|role| role >= least),
            Who::Operator => self == Self::Operator,
        }
    }
}
