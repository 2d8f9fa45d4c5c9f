//! Running the street: operators, mail and the record.

use serde::{Deserialize, Serialize};

use crate::{
    Lang, Slug,
    account::{Account, Done},
    endpoint::endpoint,
};

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
endpoint!(ListOperators, Get "/api/v1/operator/people" => Operators, "Who runs the street, and who was asked to.");

/// Who runs the street.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Operators {
    pub people: Vec<Account>,
    pub invited: Vec<InvitedOperator>,
}

/// Somebody who was asked to help run the street and has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitedOperator {
    pub email: String,
    /// Milliseconds of UTC.
    pub expires_at: i64,
}

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

/// Taking an invitation to run the street back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WithdrawOperator {
    pub email: String,
}
endpoint!(WithdrawOperator, Delete "/api/v1/operator/invitations/{email}" => Done, "Takes back an invitation that nobody has used.");
