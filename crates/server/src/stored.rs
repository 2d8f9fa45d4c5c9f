//! Pictures, clips and captions from the media store. Their names carry their content's hash, so they never change.

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    error::Error,
    files::content_type,
    media::{Content, Media, Reading},
    state::AppState,
};

/// The most that one answer to a range carries, in bytes: players ask again for what follows.
const A_PIECE: u64 = 4 * 1_048_576;

/// `GET /media/{name}`, whole or a range of it.
///
/// # Errors
/// Where there is no such file or the store is away.
pub async fn show_media(State(state): State<AppState>, Path(name): Path<String>, asked: HeaderMap) -> Result<Response, Error> {
    show_to(&state, &name, &asked, None).await
}

/// The same to the people of a shop, who see also what is held of theirs.
///
/// # Errors
/// Where there is no such file or the store is away.
pub async fn show_to(state: &AppState, name: &str, asked: &HeaderMap, of: Option<i64>) -> Result<Response, Error> {
    // What is not open yet is shown below a preview alone.
    if name.starts_with(crate::draft::picture::HIDDEN) || state.held.keeps(&state.db, name, of).await {
        return Err(Error::NotFound);
    }
    let mut response = answer(&state.media, name, name, asked).await?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    // Pictures may be shown elsewhere: where a page is shared, in a merchant's other shop.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// A file called `name` that lies in the store as `stored`, whole or the range of it that is asked for.
///
/// # Errors
/// Where there is no such file or the store is away.
pub async fn answer(media: &Media, stored: &str, name: &str, asked: &HeaderMap) -> Result<Response, Error> {
    let range = asked.get(header::RANGE).and_then(|value| value.to_str().ok()).and_then(range);
    let asked_for = match range {
        Some(Range::From(start, end)) => Some(start..end.map_or(u64::MAX, |end| end.saturating_add(1)).min(start.saturating_add(A_PIECE))),
        _ => None,
    };
    let asked_for = match range {
        Some(Range::Last(count)) => {
            let size = media.size(stored).await?.ok_or(Error::NotFound)?;
            Some(size.saturating_sub(count.min(A_PIECE))..size)
        }
        _ => asked_for,
    };
    let start = asked_for.as_ref().map(|range| range.start);
    let Reading { size, length, content } = media.read(stored, asked_for).await?.ok_or(Error::NotFound)?;
    if start.is_some_and(|start| start >= size) {
        let range = format!("bytes */{size}");
        return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, range)]).into_response());
    }
    let body = match content {
        Content::Whole(bytes) => Body::from(bytes),
        Content::Stream(stream) => Body::from_stream(stream),
    };
    let mut response = match start {
        Some(start) => {
            let range = format!("bytes {start}-{}/{size}", (start + length).saturating_sub(1));
            (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, range)], body).into_response()
        }
        None => body.into_response(),
    };
    let headers = response.headers_mut();
    // A stream does not say how much comes.
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    Ok(response)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Range {
    /// From a byte to another, both included, or to the end.
    From(u64, Option<u64>),
    /// The last bytes.
    Last(u64),
}

/// One range of bytes; anything else, several ranges among it, is answered whole, as RFC 9110 allows.
fn range(value: &str) -> Option<Range> {
    let (start, end) = value.strip_prefix("bytes=")?.split_once('-')?;
    match (start.trim(), end.trim()) {
        ("", end) => end.parse().ok().filter(|count| *count > 0).map(Range::Last),
        (start, "") => start.parse().ok().map(|start| Range::From(start, None)),
        (start, end) => {
            let (start, end) = (start.parse().ok()?, end.parse().ok()?);
            (start <= end).then_some(Range::From(start, Some(end)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_protocol_writes_them() {
        assert_eq!(range("bytes=0-99"), Some(Range::From(0, Some(99))));
        assert_eq!(range("bytes=5-"), Some(Range::From(5, None)));
        assert_eq!(range("bytes=-7"), Some(Range::Last(7)));
        for other in ["bytes=9-1", "bytes=0-1,4-5", "items=0-1", "bytes=--1", "bytes=-0", "bytes=99999999999999999999-"] {
            assert_eq!(range(other), None, "{other}");
        }
    }
}
