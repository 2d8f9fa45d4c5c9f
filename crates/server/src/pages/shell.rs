//! The page around the drawn app: head, styles, what the browser needs to take over, and the policy for all of it.

use std::{collections::HashMap, sync::LazyLock};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Serialize;
use sha2::{Digest, Sha256};
use storefront::{
    app::sheets,
    head::head,
    screen::{Screen, Shown},
    style, words,
};
use wire::{Lang, Picture, address::Page, shop::WindowName};

use super::{json_ld, kept::Theme};
use crate::files::{self, Browser};

/// A page and its policy.
pub struct Whole {
    pub html: String,
    /// How many of its first bytes are the same on all pages of its language, light and styles.
    pub opening: usize,
    pub policy: String,
}

/// What the app in the browser finds beside the page; it reads the same shape.
#[derive(Serialize)]
struct Left<'a> {
    windows: &'a [WindowName],
    /// Where parts of the page are live.
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<&'a Shown>,
    sheet: &'a str,
}

/// The styles of each set of sheets, with their hash for the policy.
static STYLES: LazyLock<HashMap<&'static [&'static str], (String, String)>> = LazyLock::new(|| {
    let mut styles = HashMap::new();
    for names in storefront::app::ALL_SHEETS {
        let css = names.iter().fold(style::BASE.to_owned(), |css, name| css + style::of(name));
        let hash = hash(&css);
        styles.insert(names, (css, hash));
    }
    styles
});

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// Where a page stands that is no page of the street: a preview.
pub struct Frame {
    /// Stands before each path on it: `/preview/…`, without a slash at the end.
    pub root: String,
    /// HTML that stands above it.
    pub bar: String,
}

/// The look of what stands above a preview. Pages of the street do not carry it.
const BAR: &str = ".preview{margin:0;padding:.5rem 1rem;background:var(--ink);color:var(--paper);font-size:.875rem;text-align:center}";

/// The page of a screen.
pub fn page(public_url: &str, screen: &Screen, windows: &[WindowName], theme: Theme, body: &str, frame: Option<&Frame>) -> Whole {
    let lang = screen.lang;
    let empty = (String::new(), String::new());
    let styles = STYLES.get(sheets(&screen.shown)).unwrap_or(&empty);
    let framed = frame.map(|_| {
        let css = styles.0.clone() + BAR;
        let hash = hash(&css);
        (css, hash)
    });
    let (css, style_hash) = framed.as_ref().unwrap_or(styles);
    // The developers' page needs no script: it stands still. So does a preview.
    let browser = files::browser().filter(|_| frame.is_none() && !matches!(screen.shown, Shown::Developers(_) | Shown::Offline));
    let mut html = String::with_capacity(body.len() * 2 + css.len() + 4_096);
    html.push_str("<!doctype html><html lang=\"");
    html.push_str(lang.tag());
    if let Some(word) = theme.word() {
        html.push_str("\" data-theme=\"");
        html.push_str(word);
    }
    html.push_str("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>");
    html.push_str(css);
    html.push_str("</style>");
    let opening = html.len();
    if frame.is_some() {
        html.push_str(&format!("<title>{}</title><meta name=\"color-scheme\" content=\"light dark\">", escape(&head(screen).title)));
        html.push_str("<meta name=\"robots\" content=\"noindex,nofollow\"><link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">");
    } else {
        push_head(&mut html, public_url, screen);
        push_preload(&mut html, screen);
    }
    let things = if frame.is_some() { Vec::new() } else { json_ld::of(public_url, screen) };
    for thing in things {
        html.push_str("<script type=\"application/ld+json\">");
        html.push_str(&script_safe(&thing.to_string()));
        html.push_str("</script>");
    }
    html.push_str("</head><body>");
    html.push_str(frame.map_or("", |frame| &frame.bar));
    html.push_str("<div id=\"street\">");
    html.push_str(body);
    html.push_str("</div>");
    let mut script_hash = String::new();
    if let Some(Browser { loader, loader_hash, sheet }) = browser {
        let shown = Some(&screen.shown).filter(|shown| shown.is_live());
        let left = Left { windows, shown, sheet };
        html.push_str("<script type=\"application/json\" id=\"street-data\">");
        html.push_str(&script_safe(&serde_json::to_string(&left).unwrap_or_default()));
        html.push_str("</script><script type=\"module\">");
        html.push_str(loader);
        html.push_str("</script>");
        script_hash.clone_from(loader_hash);
    }
    html.push_str("</body></html>");
    let framed_by = if frame.is_some() { "'self'" } else { "'none'" };
    Whole { html, opening, policy: policy(&script_hash, style_hash, framed_by) }
}

fn policy(script_hash: &str, style_hash: &str, framed_by: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' {script_hash} 'wasm-unsafe-eval'; style-src 'self' {style_hash}; connect-src 'self'; \
         img-src 'self' data:; media-src 'self'; manifest-src 'self'; worker-src 'self'; \
         frame-src 'self' https://www.youtube-nocookie.com https://player.vimeo.com https://tv.naver.com; \
         base-uri 'none'; form-action 'self'; frame-ancestors {framed_by}; object-src 'none'"
    )
}

/// Title, description, addresses in both languages, and what others show when the page is shared.
fn push_head(html: &mut String, public_url: &str, screen: &Screen) {
    let head = head(screen);
    let lang = screen.lang;
    let mut tag = |text: String| html.push_str(&text);
    tag(format!("<title>{}</title>", escape(&head.title)));
    tag(format!("<meta name=\"description\" content=\"{}\">", escape(&head.description)));
    tag("<meta name=\"color-scheme\" content=\"light dark\">".to_owned());
    tag("<meta name=\"theme-color\" content=\"#f6f1e7\" media=\"(prefers-color-scheme:light)\"><meta name=\"theme-color\" content=\"#12141a\" media=\"(prefers-color-scheme:dark)\">".to_owned());
    if !head.indexed {
        tag("<meta name=\"robots\" content=\"noindex\">".to_owned());
    }
    // What is looked for has an address too, though search engines keep none of it; what failed has none.
    let is_search = matches!(screen.page(), Some(Page::Search { .. })) && !matches!(screen.shown, Shown::Failed(_));
    if let (Some(address), true) = (&screen.address, head.indexed || is_search) {
        let canonical = address.canonical();
        let link = |path: String| format!("{}{}", escape(public_url), escape(&path));
        tag(format!("<link rel=\"canonical\" href=\"{}\">", link(canonical.path())));
        for one in Lang::ALL {
            let path = canonical.page.clone().of(one).path();
            tag(format!("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">", one.tag(), link(path)));
        }
        tag(format!("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\">", link(canonical.page.clone().of(Lang::Ko).path())));
        tag(format!("<meta property=\"og:url\" content=\"{}\">", link(canonical.path())));
    }
    let image = head.picture.as_ref().map_or_else(|| "/og.jpg".to_owned(), Picture::fallback);
    let kind = match &screen.shown {
        Shown::Product(_) => "product",
        Shown::Clip(_) => "video.other",
        _ => "website",
    };
    tag(format!("<meta property=\"og:type\" content=\"{kind}\"><meta property=\"og:site_name\" content=\"{}\">", words::site_name(lang)));
    tag(format!("<meta property=\"og:title\" content=\"{}\">", escape(&head.title)));
    tag(format!("<meta property=\"og:description\" content=\"{}\">", escape(&head.description)));
    tag(format!("<meta property=\"og:image\" content=\"{}{image}\">", escape(public_url)));
    tag(format!(
        "<meta property=\"og:locale\" content=\"{}\"><meta name=\"twitter:card\" content=\"summary_large_image\">",
        lang.pick("ko_KR", "en_GB")
    ));
    tag("<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\"><link rel=\"icon\" href=\"/favicon.ico\" sizes=\"32x32\"><link rel=\"apple-touch-icon\" href=\"/apple-touch-icon.png\"><link rel=\"manifest\" href=\"/manifest.webmanifest\">".to_owned());
}

/// Asks for the main picture at once, in the format that most take.
fn push_preload(html: &mut String, screen: &Screen) {
    if let Some((picture, sizes)) = storefront::app::main_picture(&screen.shown) {
        html.push_str(&format!(
            "<link rel=\"preload\" as=\"image\" type=\"image/avif\" imagesrcset=\"{}\" imagesizes=\"{}\" fetchpriority=\"high\">",
            picture.srcset("avif"),
            escape(sizes)
        ));
    }
}

/// Text for an element or a quoted attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// JSON that cannot end the script element that it stands in, nor break a line of script.
pub fn script_safe(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script_that_it_stands_in() {
        let hostile = serde_json::json!({ "name": "</script><script>alert(1)</script>&\u{2028}" });
        let safe = script_safe(&hostile.to_string());
        assert!(!safe.contains('<') && !safe.contains('&') && !safe.contains('\u{2028}'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).expect("JSON still"), hostile);
    }
}
