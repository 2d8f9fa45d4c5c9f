//! Walking from page to page without loading: links are taken over, replies fetched ahead, and back is at once.
//!
//! A new page is shown when its reply is there, so nothing is blank in between. Replies that were fetched ahead are used
//! for half a minute. Pages that were seen are kept with their place, so that back and forward need no server.
//!
//! A first page without live parts stands as the server drew it, asleep; the app wakes with the first other page after it.
//! Pages without live parts come drawn ([`crate::api::DRAWN`]): what is on show of them is the document's own, so it is read
//! from there when it is kept, and a list goes on in place.

use std::{cell::RefCell, collections::HashMap};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::MouseEvent;
use wire::address::{Address, Page};

use super::{
    forms::{ask_where, asked_for},
    groups::{Held, close_groups, focus, is_moving},
    line,
    link::{link, target, wanted},
    list::{go_on, name_box, parsed, stay},
    suggest,
    visit::{Visit, drawn},
};
use crate::{
    api::fetch,
    app::{App, Street},
    head,
    screen::{Screen, Shown, is_next, load, same_reply},
    words,
};

/// How long a reply that was fetched ahead is good for, in milliseconds.
const FRESH_MS: f64 = 30_000.0;
/// How soon after a list changed in place all of it is laid out.
const SETTLED: std::time::Duration = std::time::Duration::from_millis(250);
/// How many pages are kept for going back.
const KEPT: u32 = 30;

/// A page that was fetched ahead.
struct Ahead {
    /// When it was asked for, in milliseconds.
    at: f64,
    /// The reply; `None` while it is on its way.
    shown: Option<Shown>,
    /// Its content as nodes, where it is the list on show, narrowed: it is read while the finger still lies on the link.
    content: Option<web_sys::DocumentFragment>,
}

#[derive(Default)]
pub(super) struct Walk {
    street: Option<Street>,
    /// What holds the page that the server drew, while it stands as it was drawn.
    pub(super) asleep: Option<web_sys::HtmlElement>,
    /// What was fetched ahead.
    ahead: HashMap<String, Ahead>,
    /// Pages seen, by their number in the history.
    visits: HashMap<u32, Visit>,
    here: u32,
    /// Path and query of the page on show.
    pub(super) path: String,
    /// The page that the reader waits for while it is fetched ahead, and their step.
    wanted: Option<(String, u32)>,
    /// Raised by each step, so that a late reply of an earlier one is dropped.
    step: u32,
}

thread_local! {
    static WALK: RefCell<Walk> = RefCell::default();
}

pub(super) fn with<T>(act: impl FnOnce(&mut Walk) -> T) -> T {
    WALK.with(|walk| act(&mut walk.borrow_mut()))
}

/// Path and query of the address bar.
pub fn location() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Takes over the links of the page; `asleep` holds it where the app is not mounted yet.
pub fn begin(street: Street, asleep: Option<web_sys::HtmlElement>) {
    let here = window().history().ok().and_then(|history| history.state().ok()).and_then(|state| state.as_f64()).map_or(0, |at| at as u32);
    with(|walk| {
        walk.street = Some(street);
        walk.asleep = asleep;
        walk.here = here;
        walk.path = location();
    });
    listen("click", |event| {
        close_groups(event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok()).as_ref());
        ask_where(event);
        let path = event.dyn_ref::<MouseEvent>().and_then(wanted);
        if let Some(path) = path {
            event.prevent_default();
            go(path);
        }
    });
    listen("keydown", |event| {
        if event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|event| event.key() == "Escape") {
            close_groups(None);
        }
    });
    listen("submit", |event| {
        let form = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
        if let Some(path) = form.as_ref().and_then(asked_for) {
            event.prevent_default();
            go(path);
        }
    });
    suggest::begin();
    if let Some(address) = parse(&location()) {
        suggest::keep(&address);
    }
    for moment in ["pointerover", "focusin", "touchstart"] {
        listen(moment, move |event| {
            if is_moving() {
                return;
            }
            // A finger says so by its touch; what comes to lie under it afterwards is not meant.
            if event.dyn_ref::<web_sys::PointerEvent>().is_some_and(|event| event.pointer_type() == "touch") {
                return;
            }
            if let Some(path) = link(event).as_ref().and_then(target) {
                fetch_ahead(path);
            }
            if moment == "touchstart" {
                line::open();
            }
        });
    }
    let back = Closure::<dyn Fn(web_sys::PopStateEvent)>::new(|event: web_sys::PopStateEvent| {
        back_to(event.state().as_f64().map_or(0, |at| at as u32));
    });
    window().set_onpopstate(Some(back.as_ref().unchecked_ref()));
    back.forget();
    // Left by a full load, the browser itself finds the place again.
    let leave = Closure::<dyn Fn()>::new(|| scroll_by(web_sys::ScrollRestoration::Auto));
    drop(window().add_event_listener_with_callback("pagehide", leave.as_ref().unchecked_ref()));
    leave.forget();
}

pub fn listen(name: &str, act: impl Fn(&web_sys::Event) + 'static) {
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| act(&event));
    let options = web_sys::AddEventListenerOptions::new();
    options.set_passive(name == "touchstart");
    drop(document().add_event_listener_with_callback_and_add_event_listener_options(name, closure.as_ref().unchecked_ref(), &options));
    closure.forget();
}

fn scroll_by(who: web_sys::ScrollRestoration) {
    if let Ok(history) = window().history() {
        drop(history.set_scroll_restoration(who));
    }
}

pub fn parse(path: &str) -> Option<Address> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    Address::parse(path, query)
}

fn fetch_ahead(path: String) {
    let now = js_sys::Date::now();
    let known = with(|walk| {
        walk.ahead.retain(|_, ahead| now - ahead.at < FRESH_MS);
        let known = walk.ahead.contains_key(&path);
        if !known {
            walk.ahead.insert(path.clone(), Ahead { at: now, shown: None, content: None });
        }
        known
    });
    let Some(address) = parse(&path).filter(|_| !known && path != location()) else { return };
    wasm_bindgen_futures::spawn_local(async move {
        let shown = load(&fetch, Some(&address), address.lang).await;
        let content = match &shown {
            Shown::Drawn(drawn) if is_same_list(&path) => parsed(&drawn.html),
            _ => None,
        };
        let wanted = with(|walk| {
            if let Shown::Failed(_) = &shown {
                walk.ahead.remove(&path);
            } else {
                let ahead = Ahead { at: js_sys::Date::now(), shown: Some(shown.clone()), content };
                walk.ahead.insert(path.clone(), ahead);
            }
            let step = walk.step;
            walk.wanted.take_if(|(wanted, of)| *wanted == path && *of == step).and(walk.street)
        });
        if let Some(street) = wanted {
            come(street, &path, shown);
        }
    });
}

/// Follows a link.
pub fn go(path: String) {
    let (Some(street), Some(address)) = (with(|walk| walk.street), parse(&path)) else { return };
    suggest::keep(&address);
    suggest::close();
    if parse(&with(|walk| walk.path.clone())).is_some_and(|here| same_reply(&here, &address)) {
        replace(&path);
        street.screen.update(|screen| *screen = Screen::new(&path, screen.shown.clone()));
        return;
    }
    let (step, ahead) = with(|walk| {
        walk.step += 1;
        let ahead = walk.ahead.get(&path).filter(|ahead| js_sys::Date::now() - ahead.at < FRESH_MS);
        (walk.step, ahead.map(|ahead| ahead.shown.clone()))
    });
    match ahead {
        Some(Some(shown)) => come(street, &path, shown),
        Some(None) => {
            wait(street);
            with(|walk| walk.wanted = Some((path, step)));
        }
        None => {
            wait(street);
            wasm_bindgen_futures::spawn_local(async move {
                let shown = load(&fetch, Some(&address), address.lang).await;
                if with(|walk| walk.step) == step {
                    come(street, &path, shown);
                }
            });
        }
    }
}

/// Shows what has come: a list goes on where it stands, everything else is a page of its own.
fn come(street: Street, path: &str, shown: Shown) {
    let here = parse(&with(|walk| walk.path.clone()));
    let is_more = here.zip(parse(path)).is_some_and(|(here, next)| is_next(&here, &next));
    if !is_more || go_on(street, path, &shown).is_none() {
        arrive(street, path, shown);
    }
}

/// Shows a page under a new entry of the history, from its top.
fn arrive(street: Street, path: &str, shown: Shown) {
    let is_same = is_same_list(path);
    // Before what is on show is put away.
    let holder = drawn(street).map(|holder| (holder, Held::take(), window().scroll_y().unwrap_or(0.0)));
    leave(street);
    let here = with(|walk| {
        walk.here += 1;
        path.clone_into(&mut walk.path);
        let here = walk.here;
        walk.visits.retain(|at, _| *at < here && *at + KEPT > here);
        here
    });
    if let Ok(history) = window().history() {
        drop(history.push_state_with_url(&JsValue::from(here), "", Some(path)));
    }
    scroll_by(web_sys::ScrollRestoration::Manual);
    match (holder.filter(|_| is_same), shown) {
        (Some((holder, held, scroll)), Shown::Drawn(drawn)) => {
            if let Some(main) = document().get_element_by_id("main") {
                drop(main.set_attribute("data-swift", ""));
                set_timeout(move || drop(main.remove_attribute("data-swift")), SETTLED);
            }
            document().set_title(&drawn.title);
            let content = with(|walk| walk.ahead.get_mut(path).and_then(|ahead| ahead.content.take()));
            if let Some(content) = content.or_else(|| parsed(&drawn.html)) {
                drop(holder.append_child(&content));
            }
            held.give_back();
            stay(street);
            name_box(path);
            window().scroll_to_with_x_and_y(0.0, scroll);
        }
        (_, shown) if is_same => {
            let (scroll, held) = (window().scroll_y().unwrap_or(0.0), Held::take());
            show(street, Screen::new(path, shown), scroll);
            request_animation_frame(move || held.give_back());
        }
        (_, shown) => show(street, Screen::new(path, shown), 0.0),
    }
}

/// Whether a page is the list that is on show, narrowed or ordered otherwise: then the reader stays where they are.
fn is_same_list(path: &str) -> bool {
    let bare = |path: &str| match parse(path).map(|address| address.page) {
        Some(Page::Search { q, .. }) => (String::new(), q),
        _ => (path.split('?').next().unwrap_or_default().to_owned(), String::new()),
    };
    !path.contains("after=") && bare(&with(|walk| walk.path.clone())) == bare(path)
}

/// Remembers the page on show, by its number in the history.
fn leave(street: Street) {
    let (here, path) = with(|walk| (walk.here, walk.path.clone()));
    let visit = Visit::leave(street, &path);
    with(|walk| walk.visits.insert(here, visit));
}

/// Shows that a page is on its way.
fn wait(street: Street) {
    street.going.set(true);
    if with(|walk| walk.asleep.is_some()) {
        if let Some(main) = document().get_element_by_id("main") {
            drop(main.set_attribute("aria-busy", "true"));
        }
        if let Some(said) = document().get_element_by_id("said") {
            said.set_text_content(Some(words::loading(street.screen.with_untracked(|screen| screen.lang))));
        }
    }
}

/// Mounts the app in place of the page that the server drew, the first time that there is something else to show.
fn wake(street: Street) {
    if let Some(root) = with(|walk| walk.asleep.take()) {
        root.set_text_content(None);
        leptos::mount::mount_to(root, move || view! { <App street=street/> }).forget();
    }
}

/// Goes back or forward: at once where the page is kept, else by its reply; what is on show stays until then.
fn back_to(at: u32) {
    let Some(street) = with(|walk| walk.street) else { return };
    let path = location();
    let (step, kept) = with(|walk| {
        walk.step += 1;
        (walk.step, walk.visits.remove(&at))
    });
    let scroll = kept.as_ref().map_or(0.0, |visit| visit.scroll);
    if let Some(visit) = kept.filter(|visit| visit.screen.path == path && !matches!(visit.screen.shown, Shown::Failed(_))) {
        return_to(street, at, visit.whole(), scroll);
        return;
    }
    wait(street);
    wasm_bindgen_futures::spawn_local(async move {
        let address = parse(&path);
        let lang = Address::lang_of(&path);
        let shown = load(&fetch, address.as_ref(), lang).await;
        if with(|walk| walk.step) == step {
            return_to(street, at, Screen::new(&path, shown), scroll);
        }
    });
}

/// Shows a page of the history in place of the one on show.
fn return_to(street: Street, at: u32, screen: Screen, scroll: f64) {
    leave(street);
    with(|walk| {
        walk.here = at;
        walk.path.clone_from(&screen.path);
    });
    show(street, screen, scroll);
}

/// Puts a screen up: its title and language, the focus on its content, the page at `scroll`.
pub fn show(street: Street, screen: Screen, scroll: f64) {
    let title = head::title(&screen);
    document().set_title(&title);
    if let Some(html) = document().document_element() {
        drop(html.set_attribute("lang", screen.lang.tag()));
    }
    street.said.set(title);
    street.screen.set(screen);
    street.going.set(false);
    wake(street);
    request_animation_frame(move || {
        name_box(&location());
        window().scroll_to_with_x_and_y(0.0, scroll);
        let main = document().get_element_by_id("main").and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(main) = main {
            focus(&main);
        }
    });
}

/// Puts another address into the bar, without going there.
pub fn replace(path: &str) {
    let here = with(|walk| {
        path.clone_into(&mut walk.path);
        walk.here
    });
    if let Ok(history) = window().history() {
        drop(history.replace_state_with_url(&JsValue::from(here), "", Some(path)));
    }
}
