//! People: accounts, how they sign in, and where they work.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Slug, Text,
    endpoint::endpoint,
    held::HeldShop,
    identity::Identity,
    operator::{Mail, Record},
    passkey::Passkey,
    token::Token,
};

/// What a member may do in a shop; each may all that those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Products, stock, clips, pictures.
    Staff,
    /// Also import, export, the shop's page, preview links, opening.
    Manager,
    /// Also members, business facts, documents, applications, tokens, closing.
    Owner,
}

impl Role {
    pub const ALL: [Self; 3] = [Self::Staff, Self::Manager, Self::Owner];

    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// The role of that word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// How far a shop is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShopState {
    /// Not yet open to shoppers.
    Draft,
    Open,
    /// Away for a while.
    Paused,
    /// Gone for good.
    Closed,
}

impl ShopState {
    /// The state of that word; what is unknown is a draft, which nobody sees.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "open" => Self::Open,
            "paused" => Self::Paused,
            "closed" => Self::Closed,
            _ => Self::Draft,
        }
    }
}

/// A person's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Account {
    pub email: String,
    pub name: String,
    /// In which they are written to.
    pub lang: Lang,
    /// Whether they run this street.
    pub is_operator: bool,
    /// Milliseconds of UTC.
    pub created_at: i64,
}

/// A shop in which somebody works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Workplace {
    pub shop: Slug,
    pub name: Text,
    pub state: ShopState,
    pub role: Role,
}

/// Who is signed in, and where they work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Me {
    pub account: Account,
    pub shops: Vec<Workplace>,
}

/// A browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    pub id: String,
    /// What the browser says that it is.
    pub device: String,
    /// Milliseconds of UTC.
    pub created_at: i64,
    /// When it was last used, to within ten minutes.
    pub seen_at: i64,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// Nothing but that it is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Done {}

/// What a mailed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To make an account.
    Join,
    /// To choose a new password.
    Reset,
    /// To help run the street.
    Operator,
    /// To work in a shop.
    Member,
    /// To hand a shop over, as a token would: its owner confirms it.
    HandOver,
}

impl Purpose {
    pub const ALL: [Self; 5] = [Self::Join, Self::Reset, Self::Operator, Self::Member, Self::HandOver];

    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Reset => "reset",
            Self::Operator => "operator",
            Self::Member => "member",
            Self::HandOver => "hand_over",
        }
    }
}

/// What somebody may ask to be mailed a link for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    Join,
    Reset,
}

/// Signing in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub email: String,
    pub password: String,
}
endpoint!(SignIn, Post "/api/v1/session" => Me, "Signs in: sets a cookie. Wrong words are counted, by account and by address.");

/// Signing out.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignOut {}
endpoint!(SignOut, Delete "/api/v1/session" => Done, "Signs out: ends the session that asks.");

/// Asking for a link by mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AskForLink {
    pub wish: Wish,
    pub email: String,
    /// In which the mail is written.
    #[serde(default)]
    pub lang: Lang,
    /// The page to go on to once the link is used: a path of the merchants' and operators' pages. What is none is passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
endpoint!(AskForLink, Post "/api/v1/links" => Done, "Mails a link to make an account or to choose a new password. The answer is the same whether there is an account or not.");

/// Looking at a mailed link.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadLink {
    pub token: String,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ReadLink, Post "/api/v1/links/read" => Link, "What a mailed link is for. It stays good.");

/// A mailed link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    pub purpose: Purpose,
    pub email: String,
    /// Whether that address has an account: then no name and password are asked for, but for a reset.
    pub has_account: bool,
    /// For a member: where, and as what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// For handing a shop over: the address of who is asked to take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

/// Using a mailed link, once.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UseLink {
    pub token: String,
    /// For a new account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// For a new account and for a reset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// For a new account: that the terms are agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<bool>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(UseLink, Post "/api/v1/links/use" => Used, "Uses a mailed link. A new account and a reset sign in.");

/// What came of using a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Used {
    pub purpose: Purpose,
    /// Whether a session was begun.
    pub signed_in: bool,
}

/// The request for oneself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowMe {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowMe, Get "/api/v1/me" => Me, "Who is signed in, and in which shops they work.");

/// Changing one's name or language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMe {
    pub name: String,
    pub lang: Lang,
}
endpoint!(ChangeMe, Patch "/api/v1/me" => Done, "Changes one's name, and the language in which one is written to.");

/// Changing one's password.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    pub old: String,
    pub new: String,
}
endpoint!(ChangePassword, Post "/api/v1/me/password" => Done, "Changes one's password, and ends all other sessions and one's own tokens.");

/// The request for one's sessions.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListSessions {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListSessions, Get "/api/v1/me/sessions" => Vec<Session>, "Where one is signed in, the newest first.");

/// Ending a session.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EndSession {
    pub session: String,
}
endpoint!(EndSession, Delete "/api/v1/me/sessions/{session}" => Done, "Ends one of one's sessions.");

/// The request for all that is held about oneself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportMe {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ExportMe, Get "/api/v1/me/export" => Export, "All that is held about oneself.");

/// All that is held about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Export {
    pub me: Me,
    /// When the terms were agreed to, in milliseconds of UTC.
    pub agreed_at: i64,
    pub sessions: Vec<Session>,
    pub passkeys: Vec<Passkey>,
    /// By what else one signs in.
    pub identities: Vec<Identity>,
    /// One's access tokens, personal ones and those of shops, without their secrets.
    pub tokens: Vec<Token>,
    /// The shops that one owns: of what business they are, and what was applied for.
    pub shops: Vec<HeldShop>,
    /// What one did.
    pub records: Vec<Record>,
    /// What one was mailed of late.
    pub mails: Vec<Mail>,
}

/// Deleting one's account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteMe {
    pub password: String,
}
endpoint!(DeleteMe, Post "/api/v1/me/delete" => Done, "Deletes one's account. Who owns a shop hands it over first.");
