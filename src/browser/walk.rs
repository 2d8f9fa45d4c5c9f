//! Walking from page to page without loading: links are taken over, replies fetched ahead, and back is at once.
//!
//! A new page is shown when its reply is there, so nothing is blank in between. Replies that were fetched ahead are used
//! for half a minute. Pages that were seen are kept with their place, so that back and forward need no server.
//!
//! A first page without live parts stands as the server drew it, asleep; the app wakes with the first page after it.

use std::{cell::RefCell, collections::HashMap};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{HtmlAnchorElement, MouseEvent};
use wire::{
    address::{Address, Page},
    endpoint::encode,
    filter::By,
    listing::Sort,
};

use super::suggest;
use crate::{
    api::fetch,
    app::{App, Street},
    head,
    screen::{Screen, Shown, is_next, load, same_reply},
    words,
};

/// How long a reply that was fetched ahead is good for, in milliseconds.
const FRESH_MS: f64 = 30_000.0;
/// How many pages are kept for going back.
const KEPT: u32 = 30;

struct Visit {
    path: String,
    /// Missing while the reply behind a page that was only drawn is on its way.
    screen: Option<Screen>,
    scroll: f64,
}

#[derive(Default)]
struct Walk {
    street: Option<Street>,
    /// What holds the page that the server drew, while it stands as it was drawn.
    asleep: Option<web_sys::HtmlElement>,
    /// Replies fetched ahead, with their time; `None` while one is on its way.
    ahead: HashMap<String, (f64, Option<Shown>)>,
    /// Pages seen, by their number in the history.
    visits: HashMap<u32, Visit>,
    here: u32,
    /// Raised by each step, so that a late reply of an earlier one is dropped.
    step: u32,
}

thread_local! {
    static WALK: RefCell<Walk> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Walk) -> T) -> T {
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
        listen(moment, |event| {
            if let Some(path) = link(event).as_ref().and_then(target) {
                fetch_ahead(path);
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

fn link(event: &web_sys::Event) -> Option<HtmlAnchorElement> {
    let element: web_sys::Element = event.target()?.dyn_into().ok()?;
    element.closest("a[href]").ok()??.dyn_into().ok()
}

/// Asks the browser where the reader is, if that was pressed: the list then begins with what is nearest. The position goes into
/// the address alone, rounded to a hundredth of a degree.
fn ask_where(event: &web_sys::Event) -> Option<()> {
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
        button.set_text_content(button.get_attribute("data-near").as_deref());
    });
    let geolocation = window().navigator().geolocation().ok()?;
    drop(geolocation.get_current_position_with_error_callback(there.unchecked_ref(), Some(nowhere.unchecked_ref())));
    Some(())
}

/// The path that a form asks for, where it only asks. Fields that are empty are left out.
fn asked_for(form: &web_sys::HtmlFormElement) -> Option<String> {
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

/// The path of a link that leads to a page of the app.
fn target(link: &HtmlAnchorElement) -> Option<String> {
    let own = link.origin() == window().location().origin().ok()?;
    if !own || link.has_attribute("data-native") || link.has_attribute("download") || !link.target().is_empty() || !link.hash().is_empty() {
        return None;
    }
    let address = Address::parse(&link.pathname(), link.search().trim_start_matches('?'))?;
    (!matches!(address.page, Page::Developers | Page::Offline)).then(|| address.path())
}

/// The path that a click wants, if it is ours to follow.
fn wanted(event: &MouseEvent) -> Option<String> {
    let plain = !event.default_prevented()
        && event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key();
    if plain { target(&link(event)?) } else { None }
}

fn parse(path: &str) -> Option<Address> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    Address::parse(path, query)
}

fn fetch_ahead(path: String) {
    let now = js_sys::Date::now();
    let known = with(|walk| {
        walk.ahead.retain(|_, (time, _)| now - *time < FRESH_MS);
        let known = walk.ahead.contains_key(&path);
        if !known {
            walk.ahead.insert(path.clone(), (now, None));
        }
        known
    });
    let Some(address) = parse(&path).filter(|_| !known && path != location()) else { return };
    wasm_bindgen_futures::spawn_local(async move {
        let shown = load(&fetch, Some(&address), address.lang).await;
        with(|walk| match shown {
            Shown::Failed(_) => drop(walk.ahead.remove(&path)),
            shown => drop(walk.ahead.insert(path, (js_sys::Date::now(), Some(shown)))),
        });
    });
}

/// Follows a link.
pub fn go(path: String) {
    let (Some(street), Some(address)) = (with(|walk| walk.street), parse(&path)) else { return };
    suggest::keep(&address);
    let here = street.screen.with_untracked(|screen| screen.address.clone());
    let is_more = here.as_ref().is_some_and(|here| is_next(here, &address));
    if here.is_some_and(|here| same_reply(&here, &address)) {
        replace(&path);
        street.screen.update(|screen| *screen = Screen::new(&path, screen.shown.clone()));
        return;
    }
    let step = with(|walk| {
        walk.step += 1;
        walk.step
    });
    let ready =
        with(|walk| walk.ahead.get(&path).filter(|(time, _)| js_sys::Date::now() - *time < FRESH_MS).and_then(|(_, shown)| shown.clone()));
    if let (Some(shown), false) = (&ready, is_more) {
        arrive(street, &path, shown.clone());
        return;
    }
    wait(street);
    wasm_bindgen_futures::spawn_local(async move {
        let shown = match ready {
            Some(shown) => shown,
            None => load(&fetch, Some(&address), address.lang).await,
        };
        let whole = if is_more { joined(street, &shown).await } else { None };
        if with(|walk| walk.step) != step {
            return;
        }
        match whole {
            // The list goes on where it stands; the address says how far.
            Some(whole) => {
                replace(&path);
                show(street, Screen::new(&path, whole), window().scroll_y().unwrap_or(0.0));
            }
            None => arrive(street, &path, shown),
        }
    });
}

/// What is on show, gone on with the next piece of its list.
async fn joined(street: Street, next: &Shown) -> Option<Shown> {
    let screen = street.screen.get_untracked();
    let mut whole = screen.shown;
    if with(|walk| walk.asleep.is_some()) {
        // Its reply is not here yet, for it stands as it was drawn.
        whole = load(&fetch, screen.address.as_ref(), screen.lang).await;
    }
    whole.go_on(next).then_some(whole)
}

/// Shows a page under a new entry of the history, from its top.
fn arrive(street: Street, path: &str, shown: Shown) {
    keep_place(street);
    let here = with(|walk| {
        walk.here += 1;
        let here = walk.here;
        walk.visits.retain(|at, _| *at < here && *at + KEPT > here);
        here
    });
    if let Ok(history) = window().history() {
        drop(history.push_state_with_url(&JsValue::from(here), "", Some(path)));
    }
    scroll_by(web_sys::ScrollRestoration::Manual);
    let screen = Screen::new(path, shown);
    if is_same_list(street, &screen) {
        let (scroll, held) = (window().scroll_y().unwrap_or(0.0), Held::take());
        show(street, screen, scroll);
        request_animation_frame(move || held.give_back());
    } else {
        show(street, screen, 0.0);
    }
}

/// Whether a screen is the list that is on show, narrowed or ordered otherwise: then the reader stays where they are.
fn is_same_list(street: Street, screen: &Screen) -> bool {
    let bare = |path: &str| path.split('?').next().map(str::to_owned);
    !screen.path.contains("after=") && street.screen.with_untracked(|here| bare(&here.path)) == bare(&screen.path)
}

/// Closes the groups of filters that lie open over the list, but for the one that was pressed in.
/// The focus goes back to its name from inside.
fn close_groups(pressed: Option<&web_sys::Node>) {
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
struct Held {
    groups: Vec<String>,
    /// The group and the value that tell one value's link from all others.
    value: Option<(String, String)>,
}

fn named(element: &web_sys::Element) -> Option<(String, String)> {
    Some((element.closest("[id]").ok()??.id(), element.get_attribute("data-value")?))
}

impl Held {
    fn take() -> Self {
        let groups = elements("#main details[open][id]").map(|group| group.id()).collect();
        Self { groups, value: document().active_element().and_then(|element| named(&element)) }
    }

    fn give_back(self) {
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

fn elements(selector: &str) -> impl Iterator<Item = web_sys::Element> {
    let list = document().query_selector_all(selector).ok();
    let length = list.as_ref().map_or(0, web_sys::NodeList::length);
    (0..length).filter_map(move |place| list.as_ref()?.item(place)?.dyn_into().ok())
}

/// Puts the focus on an element without moving the page.
fn focus(element: &web_sys::HtmlElement) {
    let quietly = web_sys::FocusOptions::new();
    quietly.set_prevent_scroll(true);
    drop(element.focus_with_options(&quietly));
}

/// Remembers the page that is left, and where on it the reader was.
fn keep_place(street: Street) {
    let scroll = window().scroll_y().unwrap_or(0.0);
    let screen = street.screen.get_untracked();
    let path = screen.path.clone();
    let (here, asleep) = with(|walk| {
        let asleep = walk.asleep.is_some();
        walk.visits.insert(walk.here, Visit { path, screen: (!asleep).then(|| screen.clone()), scroll });
        (walk.here, asleep)
    });
    if asleep {
        // The reply behind a page that was only drawn is not here yet; it comes while the next page is looked at.
        wasm_bindgen_futures::spawn_local(async move {
            let shown = load(&fetch, screen.address.as_ref(), screen.lang).await;
            with(|walk| {
                if let (Some(visit), false) = (walk.visits.get_mut(&here), matches!(shown, Shown::Failed(_))) {
                    visit.screen = (visit.path == screen.path).then_some(Screen { shown, ..screen });
                }
            });
        });
    }
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

/// Goes back or forward: at once where the page is kept, else by its reply.
fn back_to(at: u32) {
    let Some(street) = with(|walk| walk.street) else { return };
    keep_place(street);
    let path = location();
    let (step, kept) = with(|walk| {
        walk.step += 1;
        walk.here = at;
        (walk.step, walk.visits.get(&at).filter(|visit| visit.path == path).map(|visit| (visit.screen.clone(), visit.scroll)))
    });
    let (screen, scroll) = kept.unwrap_or((None, 0.0));
    if let Some(screen) = screen {
        show(street, screen, scroll);
        return;
    }
    wait(street);
    wasm_bindgen_futures::spawn_local(async move {
        let address = parse(&path);
        let lang = Address::lang_of(&path);
        let shown = load(&fetch, address.as_ref(), lang).await;
        if with(|walk| walk.step) == step {
            show(street, Screen::new(&path, shown), scroll);
        }
    });
}

/// Puts a screen up: its title and language, the focus on its content, the page at `scroll`.
fn show(street: Street, screen: Screen, scroll: f64) {
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
        window().scroll_to_with_x_and_y(0.0, scroll);
        let main = document().get_element_by_id("main").and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(main) = main {
            focus(&main);
        }
    });
}

/// Puts another address into the bar, without going there.
pub fn replace(path: &str) {
    let here = with(|walk| walk.here);
    if let Ok(history) = window().history() {
        drop(history.replace_state_with_url(&JsValue::from(here), "", Some(path)));
    }
}
