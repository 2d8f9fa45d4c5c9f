//! People: accounts, how they sign in, and where they work.

use serde::{Deserialize, Serialize};

use crate::{Lang, Slug, Text, endpoint::endpoint};

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
}

impl Purpose {
    pub const ALL: [Self; 4] = [Self::Join, Self::Reset, Self::Operator, Self::Member];

    /// The word of the data.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Reset => "reset",
            Self::Operator => "operator",
            Self::Member => "member",
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
endpoint!(ChangePassword, Post "/api/v1/me/password" => Done, "Changes one's password and ends all other sessions.");

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

/// Leaving a shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaveShop {
    pub shop: Slug,
}
endpoint!(LeaveShop, Delete "/api/v1/me/shops/{shop}" => Done, "Leaves a shop. Who owns it hands it over first.");

/// Somebody who works in a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Member {
    /// In which the shop's other calls name them.
    pub id: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    /// Milliseconds of UTC.
    pub since: i64,
    /// Whether it is who asks.
    pub is_me: bool,
}

/// Somebody who was asked to work in a shop and has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invited {
    pub email: String,
    pub role: Role,
    /// Milliseconds of UTC.
    pub expires_at: i64,
}

/// Who works in a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Members {
    pub members: Vec<Member>,
    pub invited: Vec<Invited>,
}

/// The request for a shop's members.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListMembers {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListMembers, Get "/api/v1/shops/{shop}/members" => Members, "Who works in a shop, and who was asked to.");

/// Asking somebody to work in a shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteMember {
    pub shop: Slug,
    pub email: String,
    /// Staff or manager.
    pub role: Role,
}
endpoint!(InviteMember, Post "/api/v1/shops/{shop}/members" => Done, "Mails an invitation to work in a shop.");

/// Changing what a member may do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeMember {
    pub shop: Slug,
    pub member: String,
    /// Making somebody the owner hands the shop over: who asks becomes a manager.
    pub role: Role,
}
endpoint!(ChangeMember, Patch "/api/v1/shops/{shop}/members/{member}" => Done, "Changes a member's role, or hands the shop over.");

/// Letting a member go.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveMember {
    pub shop: Slug,
    pub member: String,
}
endpoint!(RemoveMember, Delete "/api/v1/shops/{shop}/members/{member}" => Done, "Ends somebody's work in a shop.");

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    /// Milliseconds of UTC.
    pub at: i64,
    /// Who did it; nobody where a command did, or an account that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// The word of what was done.
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<Slug>,
    /// To whom or what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A mail, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mail {
    pub recipient: String,
    pub subject: String,
    pub state: MailState,
    /// Milliseconds of UTC.
    pub at: i64,
    /// Why it could not be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// How far a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    Waiting,
    Sent,
    /// Given up.
    Failed,
    /// Put into the folder, for there is nothing to send with.
    Written,
}

/// The request for what was mailed of late.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListMails {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListMails, Get "/api/v1/operator/mails" => Paged<Mail>, "What was mailed, the newest first; never the words.");

/// The request for the record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListRecords {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shop: Option<Slug>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListRecords, Get "/api/v1/operator/records" => Paged<Record>, "Who did what, the newest first.");

/// A piece of a list that is not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Paged<T> {
    pub items: Vec<T>,
    /// Where the next piece begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// The request for who runs the street.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListOperators {
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListOperators, Get "/api/v1/operator/people" => Vec<Account>, "Who runs the street.");

/// Asking somebody to help run the street.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InviteOperator {
    pub email: String,
}
endpoint!(InviteOperator, Post "/api/v1/operator/people" => Done, "Mails an invitation to help run the street.");

/// Dismissing an operator.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DismissOperator {
    pub email: String,
}
endpoint!(DismissOperator, Delete "/api/v1/operator/people/{email}" => Done, "Ends somebody's running of the street; the last one stays.");
