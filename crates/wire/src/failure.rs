//! What the API says when it cannot: an RFC 9457 problem with a stable code and words fit for a shopper.

use serde::{Deserialize, Serialize};

/// The stable codes of failures. Programs match on these; people read the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// There is no such thing, or it is not open to shoppers.
    NotFound,
    /// It was here once and is closed for good.
    Gone,
    /// A field is not what it should be; `field` names it.
    Invalid,
    /// A field that this call does not know.
    UnknownField,
    /// The `after` of a list that this program did not hand out.
    BadCursor,
    /// The address or the body is longer than allowed.
    TooLong,
    /// The path exists, but not for this method.
    MethodNotAllowed,
    /// The body is of a kind that this call does not read.
    UnsupportedType,
    /// The request came from another site.
    ForeignOrigin,
    /// Nobody is signed in, or not any more.
    SignIn,
    /// There is no such account, or that is not its password.
    WrongPassword,
    /// Who is signed in may not do this.
    NotYours,
    /// It does not go with what is there.
    Conflict,
    /// It was tried too often; `Retry-After` says when it may be tried again.
    TooMany,
    /// The mailed link was used, or has expired.
    LinkSpent,
    /// Too much at once; try again in a moment.
    Busy,
    /// The line to the server is cut. Only the browser says this.
    Offline,
    /// Something broke on our side; it is logged under the request id.
    Fault,
}

/// A failure on the wire (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failure {
    /// The HTTP status, repeated.
    pub status: u16,
    pub code: Code,
    /// What happened, in the reader's language.
    #[serde(rename = "title")]
    pub message: String,
    /// The field that is wrong, where one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Under this the log has the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Where it is now, for a thing that moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
}

impl Failure {
    /// A failure without a field.
    #[must_use]
    pub fn new(status: u16, code: Code, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), field: None, request_id: None, moved_to: None }
    }
}
