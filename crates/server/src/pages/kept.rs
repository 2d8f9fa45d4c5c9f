//! Drawn pages, compressed, and the memory that keeps them.

use std::sync::{Arc, PoisonError};

use axum::{
    Router,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use quick_cache::{Weighter, sync::Cache};
use storefront::screen::Drawn;

use super::{
    Api,
    pack::{accepts, brotli_page, gzip},
    shell::Whole,
};
use crate::reply::{etag, matches};

/// The reader's choice of light, by the cookie `__Host-theme`; by `theme` where the street speaks no https, or spoke none before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theme {
    Device,
    Light,
    Dark,
}

impl Theme {
    /// The choice that a request's cookies carry.
    pub fn of(headers: &HeaderMap) -> Self {
        let named = |name: &str| {
            let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
            cookies.flat_map(|value| value.split(';')).find_map(|cookie| cookie.trim().strip_prefix(name)?.strip_prefix('='))
        };
        match named("__Host-theme").or_else(|| named("theme")) {
            Some("dark") => Self::Dark,
            Some("light") => Self::Light,
            _ => Self::Device,
        }
    }

    /// The word in `data-theme`.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Device => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// A drawn page. It is compressed when it is first asked for in that way.
pub struct Kept {
    pub status: StatusCode,
    valid_until: i64,
    kind: &'static str,
    policy: HeaderValue,
    tag: String,
    plain: Bytes,
    /// How long the start is that it shares with other pages.
    opening: usize,
    brotli: std::sync::OnceLock<Option<Bytes>>,
    gzip: std::sync::OnceLock<Bytes>,
}

/// Brotli's quality for pages: of 1 to 11, measured on the demo's window page (about 60 KB). 5 is within four hundredths
/// of 11's size at a fiftieth of its time; 4 is a twelfth larger.
const QUALITY: u8 = 5;
/// Brotli's quality for the reader who waits while the page is drawn: a sixth larger, and much sooner done.
const QUICK: u8 = 3;
/// A page that comes out larger than this, in bytes, is packed well at once: 14 KB go in the first flight of packets, headers and all.
const FIRST_FLIGHT: usize = 13 * 1024;

impl Kept {
    pub fn new(whole: Whole, status: StatusCode, valid_until: i64) -> Self {
        let tag = etag(whole.html.as_bytes());
        let policy = HeaderValue::from_str(&whole.policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
        let (brotli, gzip) = Default::default();
        let kind = "text/html; charset=utf-8";
        Self { status, valid_until, kind, policy, tag, plain: Bytes::from(whole.html), opening: whole.opening, brotli, gzip }
    }

    /// A page's content alone: text to whoever opens it, HTML to the app.
    pub fn content(content: &Drawn, valid_until: i64) -> Self {
        let policy = "default-src 'none'; frame-ancestors 'none'; sandbox".to_owned();
        let whole = Whole { html: content.text(), opening: 0, policy };
        Self { kind: "text/plain; charset=utf-8", ..Self::new(whole, StatusCode::OK, valid_until) }
    }

    /// The page for a request with these headers: in the best encoding that it takes, or 304.
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        let (encoding, body) = self.encoded(asked);
        self.send(asked, encoding, if encoding == Some("br") { "-b" } else { "-g" }, body)
    }

    /// The page for the one for whom it was drawn: packed quickly, for it will be packed well if it is asked for again.
    pub fn answer_first(&self, asked: &HeaderMap) -> Response {
        let quick = accepts(asked, "br").then(|| brotli_page(&self.plain, self.opening, QUICK)).flatten();
        match quick.filter(|packed| packed.len() <= FIRST_FLIGHT) {
            Some(packed) => self.send(asked, Some("br"), "-q", packed),
            None => self.answer(asked),
        }
    }

    fn send(&self, asked: &HeaderMap, encoding: Option<&'static str>, mark: &str, body: Bytes) -> Response {
        // Each packing has a tag of its own, as a strong tag must; who has the page in any of them has it.
        let tag = |mark: &str| format!("{}{mark}\"", self.tag.trim_end_matches('"'));
        let had = ["-b", "-q", "-g", ""].into_iter().map(tag).find(|tag| self.status == StatusCode::OK && matches(asked, tag));
        let (mut response, tag) = match had {
            Some(had) => (StatusCode::NOT_MODIFIED.into_response(), had),
            None => ((self.status, body).into_response(), tag(encoding.map_or("", |_| mark))),
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        let cache = if self.status == StatusCode::OK { "private, no-cache" } else { "no-store" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let (Ok(tag), StatusCode::OK) = (HeaderValue::from_str(&tag), self.status) {
            headers.insert(header::ETAG, tag);
        }
        if let Some(name) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }

    fn encoded(&self, asked: &HeaderMap) -> (Option<&'static str>, Bytes) {
        let takes = |name: &str| accepts(asked, name);
        let well = || brotli_page(&self.plain, self.opening, QUALITY);
        let packed = takes("br").then(|| self.brotli.get_or_init(well).clone()).flatten();
        if let Some(packed) = packed {
            (Some("br"), packed)
        } else if takes("gzip") {
            (Some("gzip"), self.gzip.get_or_init(|| Bytes::from(gzip(&self.plain))).clone())
        } else {
            (None, self.plain.clone())
        }
    }

    fn bytes(&self) -> u64 {
        let brotli = self.brotli.get().and_then(Option::as_ref);
        let packed = brotli.map_or(0, Bytes::len) + self.gzip.get().map_or(0, Bytes::len);
        (self.plain.len() + packed + 512) as u64
    }
}

type Key = (String, Theme);

#[derive(Clone)]
struct Bytewise;

impl Weighter<Key, (i64, Arc<Kept>)> for Bytewise {
    fn weight(&self, (path, _): &Key, (_, page): &(i64, Arc<Kept>)) -> u64 {
        // What is not compressed yet will be: half of the plain size is more than it takes.
        page.bytes() + page.plain.len() as u64 / 2 + path.len() as u64
    }
}

/// The memory of drawn pages, by address and theme, for one version of the data each.
pub struct Pages {
    kept: Option<Cache<Key, (i64, Arc<Kept>), Bytewise>>,
    api: Api,
}

impl Pages {
    /// Keeps at most this many megabytes; 0 keeps nothing.
    pub fn new(megabytes: u64) -> Self {
        let capacity = megabytes.saturating_mul(1_048_576);
        let items = usize::try_from(capacity / 40_000).unwrap_or(1_000);
        Self { kept: (megabytes > 0).then(|| Cache::with_weighter(items, capacity, Bytewise)), api: Api::default() }
    }

    /// Names the routes that drawing calls, when they are made. They hold the state, which holds these pages: until
    /// [`Pages::forget_api`] none of the three goes.
    pub fn set_api(&self, api: Router) {
        *self.api.write().unwrap_or_else(PoisonError::into_inner) = Some(api);
    }

    /// Lets go of the routes, and so of the street: nothing is drawn of it any more.
    pub fn forget_api(&self) {
        *self.api.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(crate) fn api(&self) -> Option<Router> {
        self.api.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The page, if it is true of this version at this time.
    pub fn find(&self, path: &str, theme: Theme, version: i64, now: i64) -> Option<Arc<Kept>> {
        let (kept_version, page) = self.kept.as_ref()?.get(&(path.to_owned(), theme))?;
        (kept_version == version && now < page.valid_until).then_some(page)
    }

    /// Keeps a page that was drawn when the data had this version.
    pub fn keep(&self, path: &str, theme: Theme, version: i64, page: &Arc<Kept>) {
        if let Some(kept) = &self.kept {
            kept.insert((path.to_owned(), theme), (version, Arc::clone(page)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_theme_comes_from_its_cookie_alone() {
        assert_eq!(Theme::of(&headers(header::COOKIE, "a=b; theme=dark")), Theme::Dark);
        assert_eq!(Theme::of(&headers(header::COOKIE, "xtheme=dark; theme=<script>")), Theme::Device);
        assert_eq!(Theme::of(&headers(header::COOKIE, "theme=dark; __Host-theme=light")), Theme::Light);
    }
}
