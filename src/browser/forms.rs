//! Forms that only ask, and the button that asks where the reader is: both lead to a page by its address.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wire::{address::Page, endpoint::encode, filter::By, listing::Sort};

use super::walk::{go, location, parse};

/// Asks the browser where the reader is, if that was pressed: the list then begins with what is nearest. The position goes into
/// the address alone, rounded to a hundredth of a degree.
pub fn ask_where(event: &web_sys::Event) -> Option<()> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    let button = element.closest("[data-near]").ok()??;
    let there = Closure::once_into_js(|position: JsValue| {
        let part = |name: &str| {
            let coordinates = js_sys::Reflect::get(&position, &"coords".into()).ok()?;
            let degrees = js_sys::Reflect::get(&coordinates, &name.into()).ok()?.as_f64()?;
            js_sys::Number::from(degrees).to_fixed(2).ok()?.as_string()
        };
        if let (Some(latitude), Some(longitude), Some(mut address)) = (part("latitude"), part("longitude"), parse(&location())) {
            if let Page::Window { filters, sort, after, .. }
            | Page::Shop { filters, sort, after, .. }
            | Page::Search { filters, sort, after, .. } = &mut address.page
            {
                *filters = filters.without(|by, _| by == By::Near).toggled(By::Near, &[&latitude, ",", &longitude].concat());
                *sort = Sort::Nearest;
                *after = None;
            }
            go(address.path());
        }
    });
    let nowhere = Closure::once_into_js(move |_: JsValue| {
        let why = button.get_attribute("data-near");
        button.set_text_content(why.as_deref());
        if let Some(said) = document().get_element_by_id("said") {
            said.set_text_content(why.as_deref());
        }
    });
    let geolocation = window().navigator().geolocation().ok()?;
    drop(geolocation.get_current_position_with_error_callback(there.unchecked_ref(), Some(nowhere.unchecked_ref())));
    Some(())
}

/// The path that a form asks for, where it only asks. Fields that are empty are left out.
pub fn asked_for(form: &web_sys::HtmlFormElement) -> Option<String> {
    if form.method() != "get" {
        return None;
    }
    let mut path = form.get_attribute("action")?;
    let fields = form.query_selector_all("input[name]").ok()?;
    for field in (0..fields.length()).filter_map(|place| fields.item(place)?.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        let (name, value) = (field.name(), field.value());
        if name == "q" {
            drop(field.blur());
        }
        if !value.is_empty() {
            path = [path.as_str(), if path.contains('?') { "&" } else { "?" }, &name, "=", &encode(&value)].concat();
        }
    }
    parse(&path).map(|address| address.path())
}
