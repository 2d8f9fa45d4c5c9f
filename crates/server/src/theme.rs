//! The reader's choice of light: a form, a cookie, and back to the page.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{access::is_from_here, cookies::Ours, error::Error, request::LONGEST_QUERY, state::AppState};

/// The cookie that remembers it.
const THEME: Ours = Ours { name: "theme", comes_along: true };

/// The longest form, in bytes.
const LONGEST_FORM: usize = 65_536;

/// `POST /theme` with `theme` (light, dark or auto) and `back`, the path to go back to.
///
/// # Errors
/// Where the form is something else or comes from another site.
pub async fn choose_theme(State(state): State<AppState>, method: Method, asked: HeaderMap, body: Body) -> Result<Response, Error> {
    is_from_here(&method, &asked, &state.public_url)?;
    let form = asked.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !form.starts_with("application/x-www-form-urlencoded") {
        return Err(Error::UnsupportedType);
    }
    let body = axum::body::to_bytes(body, LONGEST_FORM).await.map_err(|_| Error::TooLong(LONGEST_FORM))?;
    let field = |name: &str| form_urlencoded::parse(&body).find(|(found, _)| found == name).map(|(_, value)| value.into_owned());
    let (theme, age) = match field("theme").as_deref() {
        Some("dark") => ("dark", 31_536_000),
        Some("light") => ("light", 31_536_000),
        Some("auto") => ("", 0),
        _ => return Err(Error::invalid("theme", "light, dark or auto")),
    };
    let back = field("back").filter(|path| is_own_path(path)).unwrap_or_else(|| "/".to_owned());
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::from_str(&back).map_err(Error::fault)?);
    headers.insert(header::SET_COOKIE, THEME.set(&state.public_url, theme, age)?);
    if state.public_url.starts_with("https://") {
        // From before the street spoke https: it must not come back once the choice is left to the device.
        headers.append(header::SET_COOKIE, HeaderValue::from_static("theme=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly; Secure"));
    }
    Ok(response)
}

/// Whether it is a path of this site: nothing that a browser could take for another one.
fn is_own_path(path: &str) -> bool {
    let safe = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    path.starts_with('/') && !path.starts_with("//") && path.len() <= LONGEST_QUERY && path.bytes().all(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_back_to_this_site_and_to_no_other() {
        assert!(is_own_path("/en/windows/fashion?sort=price_up"));
        for foreign in ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\r\nSet-Cookie: x", "/\t/evil.example"] {
            assert!(!is_own_path(foreign), "{foreign}");
        }
    }
}
