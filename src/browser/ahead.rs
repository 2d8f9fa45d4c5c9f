//! Pages fetched before they are asked for, and the list that is laid out before it is shown.

use std::hint::black_box;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    groups::Held,
    list::{name_box, parsed, stay},
    visit::{Visit, drawn},
    walk::{come, is_same_list, keep, location, parse, settle, step_to, with},
};
use crate::{
    api::fetch,
    app::Street,
    screen::{Drawn, Shown, is_next, load, same_reply},
};

/// How long a reply that was fetched ahead is good for, in milliseconds.
const FRESH_MS: f64 = 30_000.0;
/// How long a list lies ready before it is put away: a press that is longer is none.
const UNUSED: std::time::Duration = std::time::Duration::from_secs(1);
/// How soon after a list changed in place all of it is laid out.
const SETTLED: std::time::Duration = std::time::Duration::from_millis(250);

/// A page that was fetched ahead.
pub struct Ahead {
    /// When it was asked for, in milliseconds.
    at: f64,
    /// The reply; `None` while it is on its way.
    shown: Option<Shown>,
}

/// The list on show, narrowed or ordered otherwise, behind the one on show and out of sight (`style/3-layout.css`): while the
/// finger still lies on the link it is read, styled and laid out, so that the tap has only to change one for the other.
pub struct Laid {
    pub path: String,
    holder: HtmlElement,
    /// The groups of filters in it that are open. They have no name as yet: of one name only one in the document stays open.
    open: Vec<web_sys::Element>,
}

/// The page under a path, if it was fetched ahead a moment ago; the inner `None` while it is on its way.
#[expect(clippy::option_option, reason = "not asked for, on its way, there: three states")]
pub fn known(path: &str) -> Option<Option<Shown>> {
    let now = js_sys::Date::now();
    with(|walk| walk.ahead.get(path).filter(|ahead| now - ahead.at < FRESH_MS).map(|ahead| ahead.shown.clone()))
}

/// Asks for a page that the reader may be about to go to; where its link is pressed they are.
pub fn fetch_ahead(path: String, is_pressed: bool) {
    let now = js_sys::Date::now();
    let known = with(|walk| {
        walk.pressed = is_pressed.then(|| path.clone());
        walk.ahead.retain(|_, ahead| now - ahead.at < FRESH_MS);
        let known = walk.ahead.get(&path).map(|ahead| ahead.shown.clone());
        if known.is_none() {
            walk.ahead.insert(path.clone(), Ahead { at: now, shown: None });
        }
        known
    });
    let Some(address) = parse(&path).filter(|_| path != location()) else { return };
    if let Some(known) = known {
        if let Some(shown) = known.filter(|_| is_pressed) {
            lay_out(&path, &shown);
        }
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let shown = load(&fetch, Some(&address), address.lang).await;
        let (wanted, is_pressed) = with(|walk| {
            if let Shown::Failed(_) = &shown {
                walk.ahead.remove(&path);
            } else {
                walk.ahead.insert(path.clone(), Ahead { at: js_sys::Date::now(), shown: Some(shown.clone()) });
            }
            let step = walk.step;
            let wanted = walk.wanted.take_if(|(wanted, of)| *wanted == path && *of == step).and(walk.street);
            (wanted, walk.pressed.as_ref() == Some(&path))
        });
        if let Some(street) = wanted {
            come(street, &path, shown);
        } else if is_pressed {
            lay_out(&path, &shown);
        }
    });
}

/// Lays a page out behind the one on show, if it is the same list.
fn lay_out(path: &str, shown: &Shown) -> Option<()> {
    let Shown::Drawn(page) = shown else { return None };
    if !is_same_list(path) || with(|walk| walk.laid.as_ref().is_some_and(|laid| laid.path == path)) {
        return None;
    }
    put_away();
    let on_show = drawn(with(|walk| walk.street)?)?;
    let holder: HtmlElement = document().create_element("div").ok()?.dyn_into().ok()?;
    for what in ["data-laid", "data-swift"] {
        holder.set_attribute(what, "").ok()?;
    }
    let content = parsed(&page.html)?;
    holder.append_child(&content).ok()?;
    let open = Held::take().open_in(&holder);
    on_show.append_child(&holder).ok()?;
    // Whoever asks where something is has all of it laid out.
    let inside: HtmlElement = holder.query_selector("a").ok()??.dyn_into().ok()?;
    inside.offset_height();
    with(|walk| walk.laid = Some(Laid { path: path.to_owned(), holder, open }));
    let path = path.to_owned();
    set_timeout(
        move || {
            if with(|walk| walk.laid.as_ref().is_some_and(|laid| laid.path == path)) {
                put_away();
            }
        },
        UNUSED,
    );
    Some(())
}

/// Does, without an effect, what the first tap on a filter does: a browser compiles each function when it is first called, and a
/// finger would wait for that.
pub fn rehearse() {
    let path = location();
    let (Some(street), Some(address)) = (with(|walk| walk.street), parse(&path)) else { return };
    if with(|walk| walk.laid.is_some()) {
        return;
    }
    let page = Drawn { title: String::new(), html: "<a></a>".to_owned() };
    lay_out(&path, &Shown::Drawn(page));
    put_away();
    black_box((known(&path).is_some(), is_next(&address, &address), same_reply(&address, &address)));
    black_box((Visit::of(street, &path).scroll, address.translated().path()));
}

/// Puts away what lies ready.
pub fn put_away() {
    if let Some(laid) = with(|walk| walk.laid.take()) {
        laid.holder.remove();
    }
}

/// The list under a path, if it lies ready; another one is put away.
pub fn laid(path: &str) -> Option<Laid> {
    let laid = with(|walk| walk.laid.take_if(|laid| laid.path == path));
    put_away();
    laid
}

impl Laid {
    pub fn is(&self, node: &web_sys::Node) -> bool {
        self.holder.is_same_node(Some(node))
    }

    /// Shows it in place of the list on show. All that this changes is what is painted; the rest is done after that.
    pub fn show(self, street: Street, on_show: &web_sys::Element, path: &str, title: &str) {
        let held = Held::take();
        let mut visit = Visit::of(street, &with(|walk| walk.path.clone()));
        let scroll = visit.scroll;
        let at = step_to(path);
        visit.take(on_show, Some(&self));
        keep(at, visit);
        drop(self.holder.remove_attribute("data-laid"));
        for group in &self.open {
            drop(group.set_attribute("name", "filter"));
        }
        swift(&self.holder);
        document().set_title(title);
        window().scroll_to_with_x_and_y(0.0, scroll);
        let path = path.to_owned();
        let rest = move || {
            held.give_back();
            stay(street);
            name_box(&path);
        };
        with(|walk| walk.rest = Some(Box::new(rest)));
        request_animation_frame(|| set_timeout(settle, std::time::Duration::ZERO));
    }
}

/// Leaves what is out of sight in a list to be laid out after what is seen is painted.
pub fn swift(holder: &web_sys::Element) {
    drop(holder.set_attribute("data-swift", ""));
    let holder = holder.clone();
    set_timeout(move || drop(holder.remove_attribute("data-swift")), SETTLED);
}
