//! The cookies that we set: for this very host alone, kept from scripts, and over https alone where the street is.

use std::borrow::Cow;

use ::cookie::{Cookie, SameSite, time::Duration};
use axum::http::{HeaderMap, HeaderValue, header};

use crate::error::Error;

/// What a cookie of ours is called over http, and whether it comes with who follows a link from elsewhere.
#[derive(Clone, Copy)]
pub struct Ours {
    pub name: &'static str,
    pub comes_along: bool,
}

impl Ours {
    /// Its name; one that begins so can be set by this very host alone, over https alone.
    fn name(self, public_url: &str) -> Cow<'static, str> {
        if is_https(public_url) { Cow::Owned(format!("__Host-{}", self.name)) } else { Cow::Borrowed(self.name) }
    }

    /// Sets it for so many seconds; none takes it away.
    ///
    /// # Errors
    /// Where the value cannot stand in a cookie.
    pub fn set(self, public_url: &str, value: &str, seconds: u32) -> Result<HeaderValue, Error> {
        let cookie = Cookie::build((self.name(public_url), value))
            .path("/")
            .max_age(Duration::seconds(seconds.into()))
            .same_site(if self.comes_along { SameSite::Lax } else { SameSite::Strict })
            .http_only(true)
            .secure(is_https(public_url));
        HeaderValue::from_str(&cookie.to_string()).map_err(Error::fault)
    }

    /// What it says in a request.
    #[must_use]
    pub fn of(self, headers: &HeaderMap, public_url: &str) -> Option<String> {
        let name = self.name(public_url);
        all(headers).find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
    }
}

/// All cookies of a request.
pub fn all(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'_>> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(Cookie::split_parse).flatten()
}

fn is_https(public_url: &str) -> bool {
    public_url.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: Ours = Ours { name: "told", comes_along: false };

    #[test]
    fn a_cookie_is_this_hosts_alone_wherever_it_can_be() {
        let set = |public_url: &str, value: &str, seconds| TOLD.set(public_url, value, seconds).expect("a cookie");
        assert_eq!(set("http://localhost", "a", 60), "told=a; HttpOnly; SameSite=Strict; Path=/; Max-Age=60");
        assert_eq!(set("https://street.example", "", 0), "__Host-told=; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=0");
        assert!(TOLD.set("https://street.example", "a\r\nb", 60).is_err());
    }

    #[test]
    fn only_the_name_that_belongs_to_the_street_is_read() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("xtold=1; told=2"));
        headers.append(header::COOKIE, HeaderValue::from_static("broken; __Host-told=3=4"));
        assert_eq!(TOLD.of(&headers, "http://localhost").as_deref(), Some("2"));
        assert_eq!(TOLD.of(&headers, "https://street.example").as_deref(), Some("3=4"));
        assert_eq!(TOLD.of(&HeaderMap::new(), "http://localhost"), None);
    }
}
