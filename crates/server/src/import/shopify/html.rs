//! Descriptions: the safe part of a merchant's HTML.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::Builder;

/// Text, lists, tables and links. Nothing that loads, moves, sends, or changes the look of the page.
const TAGS: [&str; 36] = [
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
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
            (is_small || !attribute.ends_with("span")).then_some(Cow::Borrowed(value))
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

/// The most times that HTML is cleaned until it stays as it is.
const MOST_ROUNDS: usize = 5;

/// The safe part of a description; `None` where nothing is left to read. Plain text keeps its paragraphs.
pub fn safe_html(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text.chars().filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\t')).collect();
    let mut html = clean(&text);
    // Badly nested HTML may be read in another way once it was written out, and could then end the element around
    // it. So only what reads as it was written is kept; from anything else only the text is.
    for _ in 0..MOST_ROUNDS {
        let again = clean(&html);
        if again == html {
            return has_words(&html).then_some(html);
        }
        html = again;
    }
    let bare = Builder::empty().clean_content_tags(HashSet::from(["script", "style"])).clean(&text).to_string();
    let html = paragraphs(&bare);
    has_words(&html).then_some(html)
}

fn clean(text: &str) -> String {
    let mut html = CLEANER.clean(text).to_string();
    if !html.contains('<') {
        return paragraphs(&html);
    }
    for (from, to) in HEADINGS {
        html = html.replace(from, to);
    }
    html.trim().to_owned()
}

/// Plain text, in which marks are escaped already, as HTML: a blank line begins a paragraph.
fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    let mut is_open = false;
    for line in text.lines().map(str::trim) {
        match (is_open, line.is_empty()) {
            (true, true) => out.push_str("</p>"),
            (true, false) => out.push_str("<br>"),
            (false, true) => {}
            (false, false) => out.push_str("<p>"),
        }
        out.push_str(line);
        is_open = !line.is_empty();
    }
    if is_open {
        out.push_str("</p>");
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
