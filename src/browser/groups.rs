//! Groups of filters that lie open over a list, and what the reader has in hand among them.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Closes the groups of filters that lie open over the list, but for the one that was pressed in.
/// The focus goes back to its name from inside.
pub fn close_groups(pressed: Option<&web_sys::Node>) {
    for group in elements("#main details[name=filter][open]").filter(|group| pressed.is_none() || !group.contains(pressed)) {
        let inside = group.contains(document().active_element().as_deref());
        drop(group.remove_attribute("open"));
        let title = group.first_element_child().and_then(|title| title.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(title) = title.filter(|_| inside && pressed.is_none()) {
            focus(&title);
        }
    }
}

/// What the reader has open and in hand among the filters.
pub struct Held {
    groups: Vec<String>,
    /// The group and the value that tell one value's link from all others.
    value: Option<(String, String)>,
}

fn named(element: &web_sys::Element) -> Option<(String, String)> {
    Some((element.closest("[id]").ok()??.id(), element.get_attribute("data-value")?))
}

impl Held {
    pub fn take() -> Self {
        let groups = elements("#main details[open][id]").map(|group| group.id()).collect();
        Self { groups, value: document().active_element().and_then(|element| named(&element)) }
    }

    /// Opens the same groups in a list that is not on show yet, and gives them; they are without a name.
    pub fn open_in(self, holder: &web_sys::Element) -> Vec<web_sys::Element> {
        let groups = holder.get_elements_by_tag_name("details");
        let same = (0..groups.length()).filter_map(|place| groups.item(place)).filter(|group| self.groups.contains(&group.id()));
        same.inspect(|group| drop(group.remove_attribute("name").and_then(|()| group.set_attribute("open", "")))).collect()
    }

    pub fn give_back(self) {
        for id in self.groups {
            if let Some(group) = document().get_element_by_id(&id) {
                drop(group.set_attribute("open", ""));
            }
        }
        let same = self.value.and_then(|value| elements("#main a[data-value]").find(|element| named(element).as_ref() == Some(&value)));
        if let Some(same) = same.and_then(|same| same.dyn_into::<web_sys::HtmlElement>().ok()) {
            focus(&same);
        }
    }
}

pub fn elements(selector: &str) -> impl Iterator<Item = web_sys::Element> {
    let list = document().query_selector_all(selector).ok();
    let length = list.as_ref().map_or(0, web_sys::NodeList::length);
    (0..length).filter_map(move |place| list.as_ref()?.item(place)?.dyn_into().ok())
}

thread_local! {
    static MOVING: Cell<bool> = const { Cell::new(false) };
}

/// Whether it is the app that moves the focus just now, not the reader.
pub fn is_moving() -> bool {
    MOVING.get()
}

/// Puts the focus on an element without moving the page.
pub fn focus(element: &web_sys::HtmlElement) {
    MOVING.set(true);
    let quietly = web_sys::FocusOptions::new();
    quietly.set_prevent_scroll(true);
    drop(element.focus_with_options(&quietly));
    MOVING.set(false);
}
