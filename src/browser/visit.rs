//! A page that was seen, with all that is needed to show it again.

use leptos::prelude::*;

use super::{ahead::Laid, walk::with};
use crate::{
    app::Street,
    screen::{Drawn, Screen, Shown},
};

/// A page that was seen.
pub struct Visit {
    pub screen: Screen,
    /// What was on show of a drawn page: the document's own, as it was left.
    content: Option<web_sys::DocumentFragment>,
    /// Where on it the reader was.
    pub scroll: f64,
}

impl Visit {
    /// The page on show, which has this path, as it is now. What is drawn of it still stands.
    pub fn of(street: Street, path: &str) -> Self {
        let shown = match drawn(street) {
            Some(_) => Shown::Drawn(Drawn { title: document().title(), html: String::new() }),
            None => street.screen.with_untracked(|screen| screen.shown.clone()),
        };
        Self { screen: Screen::new(path, shown), content: None, scroll: window().scroll_y().unwrap_or(0.0) }
    }

    /// Takes what was drawn off its holder, but for the list that came in its place.
    pub fn take(&mut self, holder: &web_sys::Element, but: Option<&Laid>) {
        let content = document().create_document_fragment();
        while let Some(one) = holder.first_child().filter(|one| !but.is_some_and(|laid| laid.is(one))) {
            drop(content.append_child(&one));
        }
        self.content = Some(content);
    }

    /// The screen, with what was on show of it.
    pub fn whole(self) -> Screen {
        let mut screen = self.screen;
        if let (Shown::Drawn(drawn), Some(content)) = (&mut screen.shown, self.content) {
            let holder = document().create_element("div").ok();
            if let Some(holder) = holder.filter(|holder| holder.append_child(&content).is_ok()) {
                drawn.html = holder.inner_html();
            }
        }
        screen
    }
}

/// What holds the content of the page on show, if it is a drawn one.
pub fn drawn(street: Street) -> Option<web_sys::Element> {
    let main = document().get_element_by_id("main")?;
    if with(|walk| walk.asleep.is_some()) {
        return Some(main);
    }
    let is_drawn = street.screen.with_untracked(|screen| matches!(screen.shown, Shown::Drawn(_)));
    main.first_element_child().filter(|_| is_drawn)
}
