//! Descriptions: the safe part of a merchant's HTML.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::Builder;

/// Text, lists, tables and links. Nothing that loads, moves, sends, or changes the look of the page.
const TAGS: [&str; 36] = [
    "a", "b", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "li", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
    "wbr",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(["script", "style", "title", "noscript", "template", "svg", "math"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
        ]))
        .url_schemes(HashSet::from(["https"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener"))
        .attribute_filter(|_, attribute, value| {
            let is_small = value.len() <= 2 && value.bytes().all(|byte| byte.is_ascii_digit());
            (attribute == "href" || is_small).then_some(Cow::Borrowed(value))
        });
    builder
});

/// Headings start below those of the page, so that its outline stays whole. Doing it twice changes nothing.
const HEADINGS: [(&str, &str); 8] = [
    ("<h1>", "<h3>"),
    ("</h1>", "</h3>"),
    ("<h2>", "<h3>"),
    ("</h2>", "</h3>"),
    ("<h5>", "<h4>"),
    ("</h5>", "</h4>"),
    ("<h6>", "<h4>"),
    ("</h6>", "</h4>"),
];

/// The safe part of a description; `None` where nothing is left to read. Plain text keeps its paragraphs.
pub fn safe_html(text: &str) -> Option<String> {
    let clean = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = clean.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect();
    let written = if clean.contains('<') { clean } else { paragraphs(&clean) };
    let mut html = CLEANER.clean(&written).to_string();
    for (from, to) in HEADINGS {
        html = html.replace(from, to);
    }
    let html = html.trim();
    has_words(html).then(|| html.to_owned())
}

/// Plain text as HTML: a blank line begins a paragraph.
fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    let mut is_open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            is_open = false;
            continue;
        }
        // An end tag that is left away is put there by the cleaner.
        out.push_str(if is_open { "<br>" } else { "<p>" });
        out.push_str(line);
        is_open = true;
    }
    out
}

/// Whether anything but tags and blanks is there.
fn has_words(html: &str) -> bool {
    let mut in_tag = false;
    let bare: String = html
        .chars()
        .filter(|letter| {
            let was_in_tag = in_tag;
            in_tag = (in_tag || *letter == '<') && *letter != '>';
            !was_in_tag && *letter != '<'
        })
        .collect();
    !bare.replace("&nbsp;", " ").trim().is_empty()
}
