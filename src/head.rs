//! What a page says of itself in its head: title, description, picture. The same on both sides.

use wire::{Code, Picture, Text, address::Page};

use crate::{
    screen::{Screen, Shown},
    words,
};

/// A page's head, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub title: String,
    /// At most about 150 characters.
    pub description: String,
    /// The picture for those who share the page.
    pub picture: Option<Picture>,
    /// Whether search engines should keep it.
    pub indexed: bool,
}

/// The head of a screen.
#[must_use]
pub fn head(screen: &Screen) -> Head {
    let lang = screen.lang;
    let site = words::site_name(lang);
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.text.clone());
    let (name, description, picture) = match &screen.shown {
        Shown::Home(home) => (None, None, home.windows.iter().find_map(|window| window.picture.clone())),
        Shown::Window(page) => {
            (Some(page.window.card.name.text.clone()), Some(page.window.card.about.text.clone()), page.window.card.picture.clone())
        }
        Shown::Shop(page) => {
            let said = text(&page.shop.card.tagline).or_else(|| text(&page.shop.story));
            (Some(page.shop.card.name.text.clone()), said, page.shop.card.picture.clone())
        }
        Shown::Product(page) => {
            let product = &page.product;
            let name = format!("{} · {}", product.card.name.text, product.card.shop_name.text);
            let said = product.description.as_ref().map(|prose| plain(&prose.html.0));
            (Some(name), said, product.pictures.first().cloned())
        }
        Shown::Clips(_) => (Some(words::clips(lang).to_owned()), None, None),
        Shown::Clip(page) => {
            let name = format!("{} · {}", page.clip.card.title.text, page.clip.card.shop_name.text);
            (Some(name), text(&page.clip.about), page.clip.card.poster.clone())
        }
        Shown::About(_) => (Some(words::about(lang).to_owned()), None, None),
        Shown::Terms(_) => (Some(words::terms(lang).to_owned()), None, None),
        Shown::Privacy(_) => (Some(words::privacy(lang).to_owned()), None, None),
        Shown::Developers(_) => (Some(words::developers(lang).to_owned()), None, None),
        Shown::Offline => (Some(words::offline_title(lang).to_owned()), None, None),
        Shown::Failed(failure) => {
            let title = match failure.code {
                Code::NotFound => words::not_found_title(lang),
                Code::Gone => words::gone_title(lang),
                Code::Offline => words::offline_title(lang),
                Code::Busy => words::busy_title(lang),
                Code::BadCursor => words::bad_place(lang),
                _ => words::failed_title(lang),
            };
            (Some(title.to_owned()), None, None)
        }
    };
    let title = name.map_or_else(|| format!("{site} — {}", words::site_line(lang)), |name| format!("{name} — {site}"));
    let said = description.filter(|said| !said.trim().is_empty()).unwrap_or_else(|| words::site_about(lang).to_owned());
    let indexed = !matches!(screen.shown, Shown::Failed(_) | Shown::Offline) && !matches!(screen.page(), Some(Page::Offline));
    Head { title, description: cut(&said, 150), picture, indexed }
}

/// The first characters of a text, up to a word's end.
fn cut(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    let short: String = flat.chars().take(most).collect();
    let end = short.rfind(' ').unwrap_or(short.len());
    format!("{}…", short.get(..end).unwrap_or(&short))
}

/// The text of simple HTML, for places that take none.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            _ if !inside => out.push(character),
            _ => {}
        }
    }
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    named.iter().fold(out, |text, (name, character)| text.replace(name, character)).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_text_and_long_text_ends_at_a_word() {
        assert_eq!(plain("<p>A &amp; B</p><ul><li>c</li></ul>"), "A & B c");
        assert_eq!(plain("&amp;lt;b&gt;"), "&lt;b>");
        assert_eq!(cut("one two three", 9), "one two…");
        assert_eq!(cut("하나 둘", 9), "하나 둘");
    }
}
