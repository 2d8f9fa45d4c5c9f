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

/// A screen's title: all that a browser needs of the head once it walks by itself.
#[must_use]
pub fn title(screen: &Screen) -> String {
    let lang = screen.lang;
    let site = words::site_name(lang);
    let name = match &screen.shown {
        Shown::Home(_) => return [site, " — ", words::site_line(lang)].concat(),
        Shown::Window(page) => page.window.card.name.text.clone(),
        Shown::Shop(page) => page.shop.card.name.text.clone(),
        Shown::Search(page) if page.q.is_empty() => words::search(lang).to_owned(),
        Shown::Search(page) => words::found_for(lang, &page.q),
        Shown::Product(page) => [&page.product.card.name.text, " · ", &page.product.card.shop_name.text].concat(),
        Shown::Clips(_) => words::clips(lang).to_owned(),
        Shown::Clip(page) => [&page.clip.card.title.text, " · ", &page.clip.card.shop_name.text].concat(),
        Shown::Site(page) => words::leaf(lang, page.leaf).to_owned(),
        Shown::Drawn(drawn) => return drawn.title.clone(),
        Shown::Developers(_) => words::developers(lang).to_owned(),
        Shown::Offline => words::offline_title(lang).to_owned(),
        Shown::Failed(failure) => match failure.code {
            Code::NotFound => words::not_found_title(lang),
            Code::Gone => words::gone_title(lang),
            Code::Offline => words::offline_title(lang),
            Code::Busy => words::busy_title(lang),
            Code::BadCursor => words::bad_place(lang),
            _ => words::failed_title(lang),
        }
        .to_owned(),
    };
    [&name, " — ", site].concat()
}

/// The head of a screen.
#[must_use]
pub fn head(screen: &Screen) -> Head {
    let lang = screen.lang;
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.text.clone());
    let (description, picture) = match &screen.shown {
        Shown::Home(home) => (None, home.windows.iter().find_map(|window| window.picture.clone())),
        Shown::Window(page) => (Some(page.window.card.about.text.clone()), page.window.card.picture.clone()),
        Shown::Shop(page) => {
            let said = text(&page.shop.card.tagline).or_else(|| text(&page.shop.story));
            (said, page.shop.card.picture.clone())
        }
        Shown::Product(page) => {
            let product = &page.product;
            (product.description.as_ref().map(|prose| plain(&prose.html.0)), product.pictures.first().cloned())
        }
        Shown::Clip(page) => (text(&page.clip.about), page.clip.card.poster.clone()),
        _ => (None, None),
    };
    let said = description.filter(|said| !said.trim().is_empty()).unwrap_or_else(|| words::site_about(lang).to_owned());
    let indexed =
        !matches!(screen.shown, Shown::Failed(_) | Shown::Offline) && !matches!(screen.page(), Some(Page::Offline | Page::Search { .. }));
    Head { title: title(screen), description: cut(&said, 150), picture, indexed }
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
