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
    ahead::{Ahead, Laid, fetch_ahead, known, laid, put_away, rehearse, swift},
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

/// How long after the first touch the first tap on a filter is rehearsed: not while that touch is still answered.
const REHEARSAL: std::time::Duration = std::time::Duration::from_millis(300);
/// How many pages are kept for going back.
const KEPT: u32 = 30;

#[derive(Default)]
pub(super) struct Walk {
    pub(super) street: Option<Street>,
    /// What holds the page that the server drew, while it stands as it was drawn.
    pub(super) asleep: Option<web_sys::HtmlElement>,
    /// What was fetched ahead.
    pub(super) ahead: HashMap<String, Ahead>,
    /// The page whose link the reader pressed last.
    pub(super) pressed: Option<String>,
    /// The list that lies ready to be shown.
    pub(super) laid: Option<Laid>,
    /// What is still to be done of a step whose page is on show.
    pub(super) rest: Option<Box<dyn FnOnce()>>,
    /// Pages seen, by their number in the history.
    visits: HashMap<u32, Visit>,
    here: u32,
    /// Path and query of the page on show.
    pub(super) path: String,
    /// The page that the reader waits for while it is fetched ahead, and their step.
    pub(super) wanted: Option<(String, u32)>,
    /// Raised by each step, so that a late reply of an earlier one is dropped.
    pub(super) step: u32,
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
    for moment in ["pointerover", "focusin", "touchstart", "pointerdown"] {
        listen(moment, move |event| {
            if is_moving() {
                return;
            }
            // A finger says so by its touch; what comes to lie under it afterwards is not meant.
            if event.dyn_ref::<web_sys::PointerEvent>().is_some_and(|event| event.pointer_type() == "touch") {
                return;
            }
            if let Some(path) = link(event).as_ref().and_then(target) {
                fetch_ahead(path, moment == "touchstart" || moment == "pointerdown");
            }
            if moment == "touchstart" && line::open() {
                set_timeout(rehearse, REHEARSAL);
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

/// Follows a link.
pub fn go(path: String) {
    settle();
    let (Some(street), Some(address)) = (with(|walk| walk.street), parse(&path)) else { return };
    suggest::keep(&address);
    suggest::close();
    if parse(&with(|walk| walk.path.clone())).is_some_and(|here| same_reply(&here, &address)) {
        replace(&path);
        street.screen.update(|screen| *screen = Screen::new(&path, screen.shown.clone()));
        return;
    }
    let step = with(|walk| {
        walk.step += 1;
        walk.step
    });
    match known(&path) {
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
pub fn come(street: Street, path: &str, shown: Shown) {
    settle();
    let here = parse(&with(|walk| walk.path.clone()));
    let is_more = here.zip(parse(path)).is_some_and(|(here, next)| is_next(&here, &next));
    if is_more {
        put_away();
    }
    if !is_more || go_on(street, path, &shown).is_none() {
        arrive(street, path, shown);
    }
}

/// Shows a page under a new entry of the history, from its top.
fn arrive(street: Street, path: &str, shown: Shown) {
    let is_same = is_same_list(path);
    if let (Some(laid), Shown::Drawn(page), Some(on_show)) = (laid(path).filter(|_| is_same), &shown, drawn(street)) {
        laid.show(street, &on_show, path, &page.title);
        return;
    }
    // Before what is on show is put away.
    let holder = drawn(street).map(|holder| (holder, Held::take(), window().scroll_y().unwrap_or(0.0)));
    leave(street);
    step_to(path);
    match (holder.filter(|_| is_same), shown) {
        (Some((holder, held, scroll)), Shown::Drawn(drawn)) => {
            if let Some(main) = document().get_element_by_id("main") {
                swift(&main);
            }
            document().set_title(&drawn.title);
            if let Some(content) = parsed(&drawn.html) {
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

/// Makes a new entry of the history, and gives the number of the one before.
pub fn step_to(path: &str) -> u32 {
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
    here - 1
}

/// Keeps a page under its number in the history.
pub fn keep(at: u32, visit: Visit) {
    with(|walk| walk.visits.insert(at, visit));
}

/// Ends the step before, where its page was painted before all of it was done.
pub fn settle() {
    if let Some(rest) = with(|walk| walk.rest.take()) {
        rest();
    }
}

/// Whether a page is the list that is on show, narrowed or ordered otherwise: then the reader stays where they are.
pub fn is_same_list(path: &str) -> bool {
    let bare = |path: &str| match parse(path).map(|address| address.page) {
        Some(Page::Search { q, .. }) => (String::new(), q),
        _ => (path.split('?').next().unwrap_or_default().to_owned(), String::new()),
    };
    !path.contains("after=") && bare(&with(|walk| walk.path.clone())) == bare(path)
}

/// Takes the page on show off, and keeps it: something else is to be put up at once.
fn leave(street: Street) {
    let (here, path) = with(|walk| (walk.here, walk.path.clone()));
    let mut visit = Visit::of(street, &path);
    if let Some(holder) = drawn(street) {
        visit.take(&holder, None);
    }
    keep(here, visit);
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
    settle();
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
    put_away();
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
