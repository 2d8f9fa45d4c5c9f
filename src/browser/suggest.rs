//! The box in the header as a combobox: what may be meant stands below it while one types, and what was looked for before.

use std::cell::Cell;

use leptos::prelude::{document, window};
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};
use wire::{
    Lang,
    address::{Address, Page},
    endpoint::encode,
};

use super::walk::{go, listen, location};
use crate::{
    api::{carry, fetch},
    words,
};

/// Where the words that were looked for are kept, in this browser alone: one a line, the last first.
const KEPT: &str = "golmok-words";
const MOST: usize = 6;
/// How many of them stand above what may be meant by what is being typed.
const MOST_BEGUN: usize = 2;

/// A row's words, what they are, where they lead, and their language where it is another one.
type Row = (String, String, String, Option<String>);

thread_local! {
    /// Raised by each key, so that a late answer to an earlier one is dropped.
    static TYPED: Cell<u32> = const { Cell::new(0) };
}

/// Makes every search box of the page a combobox.
pub fn begin() {
    listen("focusin", |event| {
        if let Some(input) = input(event.target()) {
            for (name, value) in
                [("role", "combobox"), ("aria-autocomplete", "list"), ("aria-expanded", "false"), ("aria-controls", "suggestions")]
            {
                drop(input.set_attribute(name, value));
            }
            ask(&input);
        } else if !is_inside(event) {
            close();
        }
    });
    listen("input", |event| {
        if let Some(input) = input(event.target()) {
            ask(&input);
        }
    });
    listen("pointerdown", |event| {
        if !is_inside(event) {
            close();
        }
    });
    listen("keydown", |event| {
        let (Some(input), Some(key)) = (input(event.target()), event.dyn_ref::<KeyboardEvent>()) else { return };
        // The keys of a syllable that is being composed are the keyboard's.
        if key.is_composing() {
            return;
        }
        match key.key().as_str() {
            "ArrowDown" => step(event, &input, 1),
            "ArrowUp" => step(event, &input, -1),
            "Escape" if list().is_some() => {
                event.prevent_default();
                close();
            }
            "Enter" => {
                let chosen = list().and_then(|list| list.query_selector("[aria-selected=true]").ok()?);
                if let Some(path) = chosen.and_then(|link| link.get_attribute("href")) {
                    event.prevent_default();
                    close();
                    go(path);
                }
            }
            _ => {}
        }
    });
}

/// Whether it happens to the box or to its list: a pressed row is focused before it is followed.
fn is_inside(event: &web_sys::Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    element.and_then(|element| element.closest(".top__search").ok()?).is_some()
}

/// Keeps the words that a page is of.
pub fn keep(address: &Address) {
    let Page::Search { q, .. } = &address.page else { return };
    let q = q.trim();
    if let (Some(storage), false) = (window().local_storage().ok().flatten(), q.is_empty()) {
        let past = past();
        let kept: Vec<&str> = std::iter::once(q).chain(past.iter().map(String::as_str).filter(|one| *one != q)).take(MOST).collect();
        drop(storage.set_item(KEPT, &kept.join("\n")));
    }
}

fn past() -> Vec<String> {
    let kept = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(KEPT).ok().flatten());
    kept.unwrap_or_default().lines().map(str::to_owned).collect()
}

/// Words as their beginnings are compared: a half-typed syllable begins the whole one. By the browser's own tables.
fn plain(words: &str) -> String {
    js_sys::JsString::from(words).normalize("NFD").to_lower_case().into()
}

fn input(target: Option<web_sys::EventTarget>) -> Option<HtmlInputElement> {
    target?.dyn_into::<HtmlInputElement>().ok().filter(|input| input.name() == "q")
}

fn list() -> Option<Element> {
    document().get_element_by_id("suggestions")
}

/// Takes the list away.
pub fn close() {
    TYPED.set(TYPED.get() + 1);
    if let Some(list) = list() {
        if let Some(input) = list.previous_element_sibling() {
            drop(input.set_attribute("aria-expanded", "false"));
            drop(input.remove_attribute("aria-activedescendant"));
        }
        list.remove();
    }
}

fn ask(input: &HtmlInputElement) {
    let typed = TYPED.get() + 1;
    TYPED.set(typed);
    let (q, input) = (input.value(), input.clone());
    let lang = Address::lang_of(&location());
    let begun = plain(q.trim());
    let most = if begun.is_empty() { MOST } else { MOST_BEGUN };
    let mut rows: Vec<Row> = past()
        .into_iter()
        .filter(|words| plain(words).starts_with(&begun))
        .take(most)
        .map(|words| (words.clone(), words::past_words(lang).to_owned(), Page::search(&words).of(lang).path(), None))
        .collect();
    if begun.is_empty() {
        show(&input, &rows, lang);
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let url = ["/api/v1/suggest?q=", &encode(&q), "&lang=", lang.tag()].concat();
        let found = carry(&fetch, url, lang).await.ok().and_then(|body| serde_json::from_slice::<Value>(&body).ok());
        if let (Some(found), true) = (found, TYPED.get() == typed) {
            // Read as a tree: of so small a reply a type would cost more than it tells.
            let text = |one: &Value| one.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
            let more = found.get("items").and_then(Value::as_array).into_iter().flatten().map(|one| {
                let of = one.get("of").map(text).unwrap_or_else(|| match one.get("kind").and_then(Value::as_str) {
                    Some("shop") => words::shops(lang).to_owned(),
                    Some("window") => words::windows(lang).to_owned(),
                    _ => String::new(),
                });
                let path = one.get("path").and_then(Value::as_str).unwrap_or_default();
                let other = one.get("text").and_then(|text| text.get("lang")?.as_str()).map(str::to_owned);
                (one.get("text").map(text).unwrap_or_default(), of, path.to_owned(), other)
            });
            for row in more {
                // What was looked for before stands there once.
                if !rows.iter().any(|past| past.2 == row.2) {
                    rows.push(row);
                }
            }
            show(&input, &rows, lang);
        }
    });
}

/// Puts the list below the box.
fn show(input: &HtmlInputElement, rows: &[Row], lang: Lang) {
    if let Some(list) = list() {
        list.remove();
    }
    drop(input.set_attribute("aria-expanded", if rows.is_empty() { "false" } else { "true" }));
    drop(input.remove_attribute("aria-activedescendant"));
    let make = |name: &str, attributes: &[(&str, &str)], text: &str| {
        let element = document().create_element(name).ok()?;
        for (name, value) in attributes {
            drop(element.set_attribute(name, value));
        }
        element.set_text_content(Some(text));
        Some(element)
    };
    let label = words::search(lang);
    let Some(list) = make("div", &[("id", "suggestions"), ("class", "top__list"), ("role", "listbox"), ("aria-label", label)], "") else {
        return;
    };
    for (place, (text, kind, path, other)) in rows.iter().enumerate() {
        let id = ["suggestion-", &place.to_string()].concat();
        let row = [
            ("id", id.as_str()),
            ("class", "top__option"),
            ("role", "option"),
            ("aria-selected", "false"),
            ("href", path),
            ("tabindex", "-1"),
        ];
        let own = [("lang", other.as_deref().unwrap_or(lang.tag()))];
        let (Some(row), Some(text), Some(kind)) = (make("a", &row, ""), make("span", &own, text), make("small", &[], kind)) else {
            continue;
        };
        drop(row.append_child(&text));
        drop(row.append_child(&kind));
        drop(list.append_child(&row));
    }
    if !rows.is_empty() {
        drop(input.after_with_node_1(&list));
    }
}

/// Moves the choice by the arrows, around the ends, past none of them.
fn step(event: &web_sys::Event, input: &HtmlInputElement, by: i32) {
    event.prevent_default();
    let Some(list) = list() else {
        ask(input);
        return;
    };
    let rows = list.children();
    let length = rows.length() as i32;
    let now =
        (0..length).find(|place| rows.item(*place as u32).is_some_and(|row| row.get_attribute("aria-selected").as_deref() == Some("true")));
    // The place after the last is the box itself.
    let next = (now.unwrap_or(length) + by).rem_euclid(length + 1);
    for place in 0..length {
        if let Some(row) = rows.item(place as u32) {
            drop(row.set_attribute("aria-selected", if place == next { "true" } else { "false" }));
            if place == next {
                row.scroll_into_view_with_bool(false);
                drop(input.set_attribute("aria-activedescendant", &row.id()));
            }
        }
    }
    if next == length {
        drop(input.remove_attribute("aria-activedescendant"));
    }
}
