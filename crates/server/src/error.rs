//! What the server says when it cannot, by what the asker lacks; and the one place where the cause is logged.

use std::{error::Error as StdError, io};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use wire::{Code, Failure, Lang};

use crate::media;

/// Why a request got no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such thing")]
    NotFound,
    #[error("it is closed for good")]
    Gone,
    #[error("it is at {0} now")]
    Moved(String),
    #[error("{field}: {why}")]
    Invalid { field: String, why: String },
    #[error("{0} is no field of this call")]
    UnknownField(String),
    #[error("the place in the list is none of ours")]
    BadCursor,
    #[error("longer than {0} bytes")]
    TooLong(usize),
    #[error("an address longer than {0} bytes")]
    LongAddress(usize),
    #[error("not with this method")]
    MethodNotAllowed,
    #[error("a body of this kind is not read here")]
    UnsupportedType,
    #[error("it came from another site")]
    ForeignOrigin,
    #[error("nobody is signed in")]
    SignIn,
    #[error("not that password, or no such account")]
    WrongPassword,
    #[error("not theirs to do")]
    NotYours,
    #[error("not by a token")]
    InPerson,
    #[error("not by a token of a shop")]
    PersonalToken,
    #[error("{en}")]
    Conflict { ko: &'static str, en: &'static str },
    /// The same, which names what was changed.
    #[error("{en}")]
    Differing { ko: String, en: String },
    #[error("{en}")]
    Lacking { ko: String, en: String },
    #[error("{field}: {en}")]
    Unfit { field: &'static str, ko: &'static str, en: &'static str },
    #[error("{field}: {en}")]
    Refused { field: &'static str, ko: String, en: String },
    #[error("too often; again in {0} seconds")]
    TooMany(u32),
    #[error("the link was used or has expired")]
    SpentLink,
    #[error("the index of words is being read")]
    Unsearchable,
    /// Too much at once, or what is needed for it is away or full: the database, the media store.
    #[error("too much at once, or the database or the media store is away")]
    Busy(#[source] Option<Cause>),
    #[error(transparent)]
    Fault(Cause),
}

/// What went wrong below.
type Cause = Box<dyn StdError + Send + Sync>;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if is_outage(&error) { Self::Busy(Some(error.into())) } else { Self::Fault(error.into()) }
    }
}

impl From<media::Error> for Error {
    /// A name that no file has is simply not there; what else the store says is the store's.
    fn from(error: media::Error) -> Self {
        match error {
            media::Error::Name(_) => Self::NotFound,
            other => Self::of_store(other),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Fault(error.into())
    }
}

/// Whether the database is away, full or locked, rather than asked wrongly.
fn is_outage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed | sqlx::Error::Tls(_) => true,
        sqlx::Error::Database(inner) => {
            // SQLite: BUSY 5, LOCKED 6, READONLY 8, IOERR 10, FULL 13, CANTOPEN 14. PostgreSQL: classes 08, 53, 57.
            let code = inner.code().unwrap_or_default();
            let sqlite = code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14) && code < 10_000);
            sqlite || (code.len() == 5 && ["08", "53", "57"].iter().any(|class| code.starts_with(class)))
        }
        _ => false,
    }
}

/// Whether a disk or a store is full, out of reach or too slow, rather than asked wrongly.
fn is_store_away(error: &(dyn StdError + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            if is_io_away(io.kind()) {
                return true;
            }
            // What such an error was made of is not its source, but its source's beginning.
            if let Some(inner) = io.get_ref() {
                return is_store_away(inner);
            }
        }
        // A bucket that hangs up, is too slow or says 5xx tells it as this; what it refuses has words of its own.
        if matches!(error.downcast_ref(), Some(object_store::Error::Generic { store, .. }) if *store != "LocalFileSystem") {
            return true;
        }
        next = error.source();
    }
    false
}

fn is_io_away(kind: io::ErrorKind) -> bool {
    use io::ErrorKind;
    let is_full =
        matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge | ErrorKind::ReadOnlyFilesystem);
    let is_unreachable = matches!(
        kind,
        ErrorKind::TimedOut
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::NotConnected
            | ErrorKind::BrokenPipe
            | ErrorKind::StaleNetworkFileHandle
    );
    is_full || is_unreachable
}

impl Error {
    /// What a disk or the media store could not do: one that is full, out of reach or too slow is asked again in a while,
    /// and anything else is a fault.
    pub fn of_store(error: impl Into<Cause>) -> Self {
        let error = error.into();
        if is_store_away(&*error) { Self::Busy(Some(error)) } else { Self::Fault(error) }
    }

    /// A field that is not what it should be; `why` is told to the asker.
    pub fn invalid(field: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), why: why.into() }
    }

    /// A field that a person filled in, and what is wrong with it, as they are told.
    #[must_use]
    pub fn unfit(field: &'static str, ko: &'static str, en: &'static str) -> Self {
        Self::Unfit { field, ko, en }
    }

    /// What stands in the way, as the asker is told.
    #[must_use]
    pub fn conflict(ko: &'static str, en: &'static str) -> Self {
        Self::Conflict { ko, en }
    }

    /// Something broke on our side.
    pub fn fault(error: impl Into<Cause>) -> Self {
        Self::Fault(error.into())
    }

    /// The failure as the asker reads it, in their language.
    #[must_use]
    pub fn failure(&self, lang: Lang) -> Failure {
        let new = |status: StatusCode, code, ko: &str, en: &str| Failure::new(status.as_u16(), code, lang.pick(ko, en));
        match self {
            Self::NotFound => new(StatusCode::NOT_FOUND, Code::NotFound, "찾으시는 것이 없습니다.", "There is no such thing here."),
            Self::Gone => new(StatusCode::GONE, Code::Gone, "문을 닫은 매장입니다.", "This shop has closed for good."),
            Self::Moved(to) => Failure {
                moved_to: Some(to.clone()),
                ..new(StatusCode::MOVED_PERMANENTLY, Code::NotFound, "주소가 바뀌었습니다.", "It has moved.")
            },
            Self::Invalid { field, why } => {
                let message = lang.pick(format!("{field} 값이 올바르지 않습니다: {why}"), format!("{field} is not right: {why}"));
                Failure { field: Some(field.clone()), ..Failure::new(400, Code::Invalid, message) }
            }
            Self::UnknownField(field) => {
                let message = lang.pick(format!("모르는 항목입니다: {field}"), format!("{field} is no field of this call."));
                Failure { field: Some(field.clone()), ..Failure::new(400, Code::UnknownField, message) }
            }
            Self::BadCursor => Failure {
                field: Some("after".to_owned()),
                ..new(
                    StatusCode::BAD_REQUEST,
                    Code::BadCursor,
                    "목록의 위치를 알 수 없습니다. 처음부터 다시 보세요.",
                    "That place in the list is unknown; start again from the first page.",
                )
            },
            Self::TooLong(most) => {
                let message =
                    lang.pick(format!("너무 깁니다. {most}바이트까지 받습니다."), format!("That is too long; {most} bytes are the most."));
                Failure::new(413, Code::TooLong, message)
            }
            Self::LongAddress(most) => {
                let message = lang.pick(
                    format!("주소가 너무 깁니다. {most}바이트까지 받습니다."),
                    format!("That address is too long; {most} bytes are the most."),
                );
                Failure::new(414, Code::TooLong, message)
            }
            Self::MethodNotAllowed => new(
                StatusCode::METHOD_NOT_ALLOWED,
                Code::MethodNotAllowed,
                "이 주소는 그 방법으로 부를 수 없습니다.",
                "This address does not take that method.",
            ),
            Self::UnsupportedType => new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Code::UnsupportedType,
                "이런 형식은 읽지 못합니다.",
                "A body of this kind is not read here.",
            ),
            Self::ForeignOrigin => new(
                StatusCode::FORBIDDEN,
                Code::ForeignOrigin,
                "다른 사이트에서 온 요청은 받지 않습니다.",
                "Requests from another site are not taken.",
            ),
            Self::SignIn => new(StatusCode::UNAUTHORIZED, Code::SignIn, "로그인해 주세요.", "Please sign in."),
            Self::WrongPassword => new(
                StatusCode::UNAUTHORIZED,
                Code::WrongPassword,
                "메일 주소나 비밀번호가 맞지 않습니다.",
                "The address or the password is not right.",
            ),
            Self::InPerson => new(
                StatusCode::FORBIDDEN,
                Code::NotYours,
                "프로그램을 위한 열쇠로는 할 수 없는 일입니다. 로그인해서 직접 해 주세요.",
                "No token does this: sign in and do it in person.",
            ),
            Self::PersonalToken => new(
                StatusCode::FORBIDDEN,
                Code::NotYours,
                "매장의 열쇠로는 할 수 없는 일입니다. ‘내 계정’에서 만든 내 열쇠로 해 주세요.",
                "No token of a shop does this: use a personal one, which you make in your account.",
            ),
            Self::NotYours => new(StatusCode::FORBIDDEN, Code::NotYours, "이 일은 하실 수 없습니다.", "That is not yours to do."),
            Self::Conflict { ko, en } => new(StatusCode::CONFLICT, Code::Conflict, ko, en),
            Self::Differing { ko, en } | Self::Lacking { ko, en } => new(StatusCode::CONFLICT, Code::Conflict, ko, en),
            Self::Unfit { field, ko, en } => {
                Failure { field: Some((*field).to_owned()), ..new(StatusCode::BAD_REQUEST, Code::Invalid, ko, en) }
            }
            Self::Refused { field, ko, en } => {
                Failure { field: Some((*field).to_owned()), ..new(StatusCode::BAD_REQUEST, Code::Invalid, ko, en) }
            }
            Self::TooMany(seconds) => {
                let minutes = seconds.div_ceil(60);
                let message = lang.pick(
                    format!("너무 여러 번 시도했습니다. {minutes}분 뒤에 다시 해 주세요."),
                    format!("That was tried too often. Please try again in {minutes} min."),
                );
                Failure::new(429, Code::TooMany, message)
            }
            Self::SpentLink => {
                new(StatusCode::GONE, Code::LinkSpent, "이미 썼거나 기한이 지난 주소입니다.", "This link was used already, or has expired.")
            }
            Self::Busy(_) => new(
                StatusCode::SERVICE_UNAVAILABLE,
                Code::Busy,
                "지금은 붐빕니다. 잠시 뒤 다시 시도해 주세요.",
                "Too busy right now. Please try again in a moment.",
            ),
            Self::Unsearchable => new(
                StatusCode::SERVICE_UNAVAILABLE,
                Code::Busy,
                "찾기를 준비하고 있습니다. 잠시 뒤 다시 시도해 주세요. 윈도와 매장은 그대로 둘러볼 수 있습니다.",
                "The search is getting ready. Please try again in a moment; windows and shops can be walked meanwhile.",
            ),
            Self::Fault(_) => {
                new(StatusCode::INTERNAL_SERVER_ERROR, Code::Fault, "저희 쪽에서 문제가 생겼습니다.", "Something broke on our side.")
            }
        }
    }

    /// The answer as `application/problem+json`. The cause is logged here, once, and never told.
    #[must_use]
    pub fn answer(&self, lang: Lang, request_id: &str) -> Response {
        match self {
            Self::Fault(cause) => tracing::error!(request_id, error = %cause, "a request failed"),
            Self::Busy(Some(cause)) => tracing::warn!(request_id, error = %cause, "the database or the media store is away or full"),
            _ => {}
        }
        let failure = Failure { request_id: Some(request_id.to_owned()), ..self.failure(lang) };
        let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&failure).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(to) = failure.moved_to.as_deref().and_then(|to| HeaderValue::from_str(to).ok()) {
            headers.insert(header::LOCATION, to);
        }
        match self {
            Self::TooMany(seconds) => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds))),
            _ if status == StatusCode::SERVICE_UNAVAILABLE => drop(headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"))),
            _ => {}
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_or_unreachable_store_is_busy_and_a_broken_one_a_fault() {
        let local = |error: io::Error| object_store::Error::Generic { store: "LocalFileSystem", source: error.into() };
        let full = || local(io::ErrorKind::StorageFull.into());
        let away = |error: media::Error| matches!(Error::from(error), Error::Busy(Some(_)));
        assert!(away(full().into()));
        assert!(away(media::Error::File(io::ErrorKind::QuotaExceeded.into())));
        // As a writer in pieces has it: the store's error within one of input and output.
        assert!(away(media::Error::File(io::Error::other(full()))));
        let bucket = || object_store::Error::Generic { store: "S3", source: "connection refused".into() };
        assert!(away(bucket().into()) && away(media::Error::File(io::Error::other(bucket()))));
        assert!(!away(local(io::ErrorKind::PermissionDenied.into()).into()));
        assert!(!away(object_store::Error::PermissionDenied { path: "a".to_owned(), source: "403".into() }.into()));
        assert!(matches!(Error::from(media::Error::Name("..".to_owned())), Error::NotFound));
        let answer = Error::from(media::Error::from(full())).answer(Lang::En, "1");
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.headers().get(header::RETRY_AFTER), Some(&HeaderValue::from_static("5")));
    }
}
