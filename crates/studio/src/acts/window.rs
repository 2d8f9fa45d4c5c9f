//! The form of a window, with its sub-categories as an outline: a line each, those below further to the right.

use serde_json::json;
use wire::{
    Failure, Lang, Slug,
    draft::Both,
    window_facts::{Category, ChangeWindow},
};

use super::{
    Fields, call_of,
    draft::{both, wrong},
};
use crate::api::Call;

/// What parts a line.
const PART: char = '|';
/// How much further to the right a line stands than the one that it lies below.
const STEP: &str = "  ";

/// The outline of a tree.
#[must_use]
pub fn outline(categories: &[Category]) -> String {
    let mut depths: Vec<(&Slug, usize)> = Vec::new();
    let mut out = String::new();
    for category in categories {
        let above = category.parent.as_ref().and_then(|parent| depths.iter().find(|(slug, _)| *slug == parent));
        let depth = above.map_or(0, |(_, depth)| depth + 1);
        depths.push((&category.slug, depth));
        let names = [&category.name.ko, &category.name.en].map(|name| name.as_deref().unwrap_or_default());
        let parts: Vec<&str> =
            std::iter::once(category.slug.as_str()).chain(names).chain(category.kinds.iter().map(String::as_str)).collect();
        out.push_str(&STEP.repeat(depth));
        // Names that are not there at the end need no place.
        out.push_str(parts.join(" | ").trim_end_matches([' ', PART]));
        out.push('\n');
    }
    out
}

/// The tree of an outline.
///
/// # Errors
/// The line whose first part is no short name, counted from one.
pub fn tree(text: &str) -> Result<Vec<Category>, usize> {
    let mut above: Vec<(usize, Slug)> = Vec::new();
    let mut categories = Vec::new();
    for (number, line) in (1_usize..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let indent = line.chars().take_while(|letter| letter.is_whitespace()).map(|letter| if letter == '\t' { 4 } else { 1 }).sum();
        let mut parts = line.split(PART).map(str::trim);
        let slug: Slug = parts.next().and_then(|slug| slug.parse().ok()).ok_or(number)?;
        let mut name = || parts.next().filter(|name| !name.is_empty()).map(str::to_owned);
        let name = Both { ko: name(), en: name() };
        let kinds = parts.filter(|kind| !kind.is_empty()).map(str::to_owned).collect();
        while above.last().is_some_and(|(other, _)| *other >= indent) {
            above.pop();
        }
        let parent = above.last().map(|(_, slug)| slug.clone());
        above.push((indent, slug.clone()));
        categories.push(Category { slug, parent, name, kinds });
    }
    Ok(categories)
}

/// What a window says of itself.
///
/// # Errors
/// Where a line of the outline cannot be read.
pub fn window(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let categories = tree(fields.get("categories")).map_err(|line| {
        let words = lang.pick(
            format!("{line}줄: 짧은 이름은 영문 소문자, 숫자, 한글과 붙임표로 적습니다."),
            format!("Line {line}: a short name is of small letters, digits, Hangul and hyphens."),
        );
        Failure { message: words, ..wrong("categories", lang, "", "") }
    })?;
    let position: u32 = fields.get("position").parse().unwrap_or_default();
    let facts = json!({
        "name": both(fields, "name"),
        "about": both(fields, "about"),
        "entry_rule": both(fields, "entry_rule"),
        "light": fields.get("light"),
        "position": position,
        "categories": categories,
    });
    call_of::<ChangeWindow>(json!({ "window": fields.get("window"), "seen": fields.get("seen"), "facts": facts }), lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_is_read_as_it_was_written() {
        let text = "옷 | 옷 | Clothes\n  shirts | 셔츠 | Shirts | 셔츠 | 남방\n    linen | 린넨\n  hats |  | Hats | 모자\nbags | 가방\n";
        let read = tree(text).expect("a tree");
        let parents: Vec<Option<&str>> = read.iter().map(|one| one.parent.as_ref().map(Slug::as_str)).collect();
        assert_eq!(parents, [None, Some("옷"), Some("shirts"), Some("옷"), None]);
        assert_eq!(read[1].kinds, ["셔츠", "남방"]);
        assert_eq!(read[3].name, Both { ko: None, en: Some("Hats".to_owned()) });
        assert_eq!(outline(&read), text);
        assert_eq!(tree("\n\n"), Ok(Vec::new()));
        // Tabs, and steps of any width.
        let tabbed = tree("a | 가\n\tb | 나\n\t\tc | 다\n d | 라").expect("a tree");
        let parents: Vec<Option<&str>> = tabbed.iter().map(|one| one.parent.as_ref().map(Slug::as_str)).collect();
        assert_eq!(parents, [None, Some("a"), Some("b"), Some("a")]);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        assert_eq!(tree("a | 가\n\nB! | 나"), Err(3));
        let fields = Fields::parse("window=living&seen=x&light=paper&position=1&categories=B!".as_bytes());
        let failure = window(&fields, Lang::En).expect_err("a failure");
        assert_eq!(failure.field.as_deref(), Some("categories"));
        assert!(failure.message.starts_with("Line 1"), "{}", failure.message);
    }
}
