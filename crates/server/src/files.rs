//! The app's files, carried in the program: what Trunk built, what is copied as it is, and the joined style sheet.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, Uri, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};
use storefront::style;

use crate::{
    error::Error,
    pages::{accepts, brotli},
    reply::etag,
};

/// What `cargo x build` made of the app: hashed names, each also as `.br` and `.gz`.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../target/site"]
struct Site;

/// Copied as it is.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../public"]
struct Public;

/// What a page needs to start the app in the browser.
pub struct Browser {
    /// The script, small enough to stand in the page. It starts once everything that is seen has come.
    pub loader: String,
    /// Its hash, as the policy names it.
    pub loader_hash: String,
    /// The address of the joined style sheet.
    pub sheet: String,
}

static BROWSER: LazyLock<Option<Browser>> = LazyLock::new(|| {
    let ends = |end: &'static str| Site::iter().find(|name| name.starts_with("storefront-") && name.ends_with(end));
    let (script, wasm) = (ends(".js")?, ends("_bg.wasm")?);
    // Once all is loaded and the browser has nothing else to do: the first pictures are painted before the app is asked for.
    let loader = format!(
        "addEventListener(\"load\",()=>(self.requestIdleCallback||setTimeout)(async()=>{{const app=await import(\"/app/{script}\");await app.default({{module_or_path:\"/app/{wasm}\"}});navigator.serviceWorker?.register(\"/sw.js\")}},{{timeout:1e3}}))"
    );
    let loader_hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(loader.as_bytes())));
    Some(Browser { loader, loader_hash, sheet: format!("/app/{}", SHEET.0) })
});

/// The joined sheet: its name, and itself compressed.
static SHEET: LazyLock<(String, Option<Bytes>)> = LazyLock::new(|| {
    let tag = etag(style::JOINED.as_bytes());
    (format!("street-{}.css", tag.trim_matches('"')), brotli(style::JOINED.as_bytes(), 9))
});

/// What starts the app; `None` in a program that was built without it, whose pages then stand still.
pub fn browser() -> Option<&'static Browser> {
    BROWSER.as_ref()
}

/// `GET /app/{file}`: hashed, so it may be kept forever.
///
/// # Errors
/// Where there is no such file.
pub async fn app_file(Path(name): Path<String>, asked: HeaderMap) -> Result<Response, Error> {
    if name == SHEET.0 {
        let mut response = match SHEET.1.clone().filter(|_| accepts(&asked, "br")) {
            Some(packed) => ([(header::CONTENT_ENCODING, HeaderValue::from_static("br"))], packed).into_response(),
            None => style::JOINED.into_response(),
        };
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
        return Ok(forever(response));
    }
    if !name.starts_with("storefront-") || name.ends_with(".br") || name.ends_with(".gz") {
        return Err(Error::NotFound);
    }
    for (encoding, end) in [("br", ".br"), ("gzip", ".gz")] {
        if let Some(file) = Site::get(&format!("{name}{end}")).filter(|_| accepts(&asked, encoding)) {
            let mut response = send(&name, file);
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            return Ok(forever(response));
        }
    }
    Site::get(&name).map(|file| forever(send(&name, file))).ok_or(Error::NotFound)
}

/// Files at the root: icons, the manifest, the worker for when the line is cut.
///
/// # Errors
/// Where there is no such file.
pub async fn public_file(uri: Uri) -> Result<Response, Error> {
    let name = uri.path().trim_start_matches('/');
    let file = Public::get(name).ok_or(Error::NotFound)?;
    let mut response = send(name, file);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    if name == "sw.js" || name == "line.js" {
        // A worker lives by the policy that it came with: it may fetch, from here alone.
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; connect-src 'self'"));
    }
    Ok(response)
}

/// The names of the files at the root.
pub fn public_names() -> impl Iterator<Item = String> {
    Public::iter().map(std::borrow::Cow::into_owned)
}

fn send(name: &str, file: EmbeddedFile) -> Response {
    let mut response = Bytes::from(file.data.into_owned()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    response
}

fn forever(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

/// The type of a file by the end of its name.
pub fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "webmanifest" => "application/manifest+json",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "vtt" => "text/vtt; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}
