//! The slugs of products whose list has no column for them: by their links, their ids or their titles.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use url::Url;
use wire::{Slug, endpoint::decode};

use super::shopify::rows::quoted;

/// The last part of an address's path, where it is a slug.
pub fn slug_of(link: &str) -> Option<Slug> {
    let url = Url::parse(link).ok()?;
    let last = url.path_segments()?.rfind(|part| !part.is_empty())?;
    whole(&decode(last)?).parse().ok()
}

/// Whether links tell products apart: no two of them end alike.
///
/// Where two do, as in `/goods/view?no=1` and `/goods/view?no=2`, the ends say something else, also where they differ.
pub fn do_links_tell<'a>(slugs: impl Iterator<Item = Option<&'a Slug>>) -> bool {
    let mut seen = HashSet::new();
    slugs.flatten().all(|slug| seen.insert(slug))
}

/// The slug that a handle says or, where it is none, that can be made of it.
pub fn slug_from(text: &str) -> Option<Slug> {
    // Some systems write Hangul in its parts; whole syllables are the same letters.
    let whole = whole(text);
    whole.parse().ok().or_else(|| Slug::of_title(&whole))
}

fn whole(text: &str) -> String {
    text.nfc().collect()
}

/// The slugs of a list, each with the line of its product.
#[derive(Debug, Default)]
pub struct Taken(HashMap<Slug, u64>);

impl Taken {
    /// Takes a slug for the product at `line`.
    ///
    /// # Errors
    /// In words, where another product has it.
    pub fn take(&mut self, slug: &Slug, line: u64) -> Result<(), String> {
        if let Some(first) = self.0.get(slug) {
            return Err(format!("its address would be {slug}, which is the product in line {first}"));
        }
        self.0.insert(slug.clone(), line);
        Ok(())
    }
}

/// Why no slug could be made of what names a product.
pub fn nameless(text: &str) -> String {
    format!("no address can be made of {}: it needs a-z, 0-9 or 가-힣", quoted(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(link: &str) -> Option<String> {
        slug_of(link).map(String::from)
    }

    #[test]
    fn the_end_of_a_path_is_a_slug_or_none() {
        assert_eq!(slug("https://a.example.com/products/blue-bowl").as_deref(), Some("blue-bowl"));
        assert_eq!(slug("https://a.example.com/products/blue-bowl/?variant=1#x").as_deref(), Some("blue-bowl"));
        assert_eq!(slug("https://a.example.com/상품/감물-셔츠").as_deref(), Some("감물-셔츠"));
        assert_eq!(slug("https://a.example.com/%EA%B0%90").as_deref(), Some("감"));
        for bad in ["https://a.example.com/", "https://a.example.com/view.php?no=1", "/products/a", "mailto:a", "https://a.example.com/%ff"]
        {
            assert_eq!(slug(bad), None, "{bad}");
        }
    }

    #[test]
    fn links_that_end_alike_tell_nothing() {
        let slugs = |links: &[&str]| links.iter().map(|link| slug_of(link)).collect::<Vec<_>>();
        let tell = |links: &[&str]| do_links_tell(slugs(links).iter().map(Option::as_ref));
        assert!(tell(&["https://a.example.com/a", "https://a.example.com/b", "none"]));
        assert!(!tell(&["https://a.example.com/view?no=1", "https://a.example.com/view?no=2", "https://a.example.com/c"]));
    }
}
