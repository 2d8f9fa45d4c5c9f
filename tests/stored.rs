//! Files of the media store, as browsers and players ask for them.

use axum::http::Method;

use crate::street::Street;

/// Text, so that an answer's body is what was put; longer than one answer to a range.
fn film() -> String {
    (0..900_000_u32).map(|number| format!("{:05} ", number % 99_991)).collect()
}

#[tokio::test]
async fn a_large_file_is_answered_whole_and_in_ranges() {
    let street = Street::new().await;
    let film = film();
    let size = film.len();
    street.state.media.put("aabb.mp4", film.clone().into()).await.expect("put");
    let whole = street.get("/media/aabb.mp4").await;
    assert_eq!((whole.status.as_u16(), whole.header("content-length")), (200, size.to_string().as_str()));
    assert_eq!((whole.header("content-type"), whole.header("accept-ranges")), ("video/mp4", "bytes"));
    assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(whole.body == film, "other bytes than were put");

    // Few bytes, many, more than one answer carries, the last ones, and all that is left.
    let most = 4 * 1_048_576;
    for (asked, from, until) in [
        ("bytes=5-9".to_owned(), 5, 10),
        ("bytes=7-1000006".to_owned(), 7, 1_000_007),
        ("bytes=0-".to_owned(), 0, most),
        ("bytes=-300000".to_owned(), size - 300_000, size),
        (format!("bytes={}-", size - 10), size - 10, size),
    ] {
        let answer = street.with(Method::GET, "/media/aabb.mp4", &[("range", &asked)], "").await;
        assert_eq!(answer.status, 206, "{asked}");
        assert_eq!(answer.header("content-range"), format!("bytes {from}-{}/{size}", until - 1), "{asked}");
        assert_eq!(answer.header("content-length"), (until - from).to_string(), "{asked}");
        assert!(answer.body.as_bytes() == &film.as_bytes()[from..until], "{asked}");
    }
    let behind = street.with(Method::GET, "/media/aabb.mp4", &[("range", &format!("bytes={size}-"))], "").await;
    assert_eq!((behind.status.as_u16(), behind.header("content-range")), (416, format!("bytes */{size}").as_str()));
}

#[tokio::test]
async fn who_asks_only_what_a_file_is_like_is_sent_no_bytes() {
    let street = Street::new().await;
    for (name, size) in [("small.webp", 10_usize), ("large.mp4", 1_000_000)] {
        street.state.media.put(name, "x".repeat(size).into()).await.expect("put");
        let head = street.with(Method::HEAD, &format!("/media/{name}"), &[], "").await;
        assert_eq!((head.status.as_u16(), head.header("content-length")), (200, size.to_string().as_str()));
        assert_eq!(head.body, "", "{name}");
    }
    let empty = street.get("/media/nothing.mp4").await;
    assert_eq!(empty.status, 404);
}
