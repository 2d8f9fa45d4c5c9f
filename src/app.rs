//! The shell around every page, and the page inside it.

use leptos::prelude::*;
use wire::{
    Picture,
    address::{Address, Page},
    filter::Filters,
    shop::WindowName,
};

use crate::{
    api::DRAWN,
    clip::{ClipPage, ClipsPage},
    home::HomePage,
    product,
    product::ProductPage,
    screen::{Screen, Shown},
    search,
    search::SearchPage,
    shop,
    shop::ShopPage,
    site::{DevelopersPage, SitePage},
    trouble::{OfflinePage, TroublePage},
    window,
    window::WindowPage,
    words,
};

/// What the parts of the app share.
#[derive(Clone, Copy)]
pub struct Street {
    pub screen: RwSignal<Screen>,
    /// Whether another screen is on its way.
    pub going: RwSignal<bool>,
    /// What a screen reader is told when a page has come.
    pub said: RwSignal<String>,
    /// The windows, in the page's language, for the header. Another language is a full load.
    pub windows: StoredValue<Vec<WindowName>>,
}

impl Street {
    /// Where a screen stands alone. Belongs to the owner that is current.
    #[must_use]
    pub fn new(screen: Screen, windows: Vec<WindowName>) -> Self {
        Self {
            screen: RwSignal::new(screen),
            going: RwSignal::new(false),
            said: RwSignal::new(String::new()),
            windows: StoredValue::new(windows),
        }
    }
}

/// The app whole. On the server it is drawn once; in the browser it follows `street`.
#[component]
pub fn App(street: Street) -> impl IntoView {
    let screen = street.screen;
    let lang = Memo::new(move |_| screen.with(|screen| screen.lang));
    view! {
        <a class="skip" href="#main">{move || words::skip(lang.get())}</a>
        {move || screen.with(|screen| header(screen, street.windows.get_value()))}
        <main id="main" tabindex="-1" aria-busy=move || street.going.get().then_some("true")>{move || screen.with(page)}</main>
        {move || screen.with(footer)}
        <p class="visually-hidden" role="status" id="said">{move || if street.going.get() { words::loading(lang.get()).to_owned() } else { street.said.get() }}</p>
    }
}

/// The route table: one line a page.
fn page(screen: &Screen) -> AnyView {
    let lang = screen.lang;
    match screen.shown.clone() {
        Shown::Home(reply) if !DRAWN => view! { <HomePage lang=lang reply=*reply/> }.into_any(),
        Shown::Window(reply) if !DRAWN => view! { <WindowPage lang=lang filters=filters(screen) reply=*reply/> }.into_any(),
        Shown::Shop(reply) if !DRAWN => view! { <ShopPage lang=lang filters=filters(screen) reply=*reply/> }.into_any(),
        Shown::Search(reply) if !DRAWN => view! { <SearchPage lang=lang filters=filters(screen) reply=*reply/> }.into_any(),
        Shown::Product(reply) => view! { <ProductPage lang=lang variant=variant(screen) reply=*reply/> }.into_any(),
        Shown::Clips(reply) => view! { <ClipsPage lang=lang reply=*reply/> }.into_any(),
        Shown::Clip(reply) => view! { <ClipPage lang=lang at=second(screen) reply=*reply/> }.into_any(),
        Shown::Site(site) if !DRAWN => view! { <SitePage lang=lang site=*site/> }.into_any(),
        Shown::Developers(html) => view! { <DevelopersPage html=html/> }.into_any(),
        Shown::Drawn(drawn) => view! { <div class="drawn" inner_html=drawn.html></div> }.into_any(),
        Shown::Offline => view! { <OfflinePage lang=lang/> }.into_any(),
        Shown::Failed(failure) => view! { <TroublePage lang=lang failure=failure path=screen.path.clone()/> }.into_any(),
        // These come drawn.
        Shown::Home(_) | Shown::Window(_) | Shown::Shop(_) | Shown::Search(_) | Shown::Site(_) => ().into_any(),
    }
}

/// The features whose sheets a kind of page needs, besides the shared look.
const HOME: &[&str] = &["clip", "home", "product", "shop", "ui", "window"];
const WINDOW: &[&str] = &["filter", "product", "shop", "ui", "window"];
const SEARCH: &[&str] = &["filter", "product", "search", "shop", "ui"];
const SHOP: &[&str] = &["clip", "filter", "product", "shop", "ui"];
const PAPER: &[&str] = &["shop", "site"];
const TROUBLE: &[&str] = &["trouble"];

/// All sets of sheets that pages need.
pub const ALL_SHEETS: [&[&str]; 6] = [HOME, WINDOW, SEARCH, SHOP, PAPER, TROUBLE];

/// The set of sheets that a screen needs.
#[must_use]
pub fn sheets(shown: &Shown) -> &'static [&'static str] {
    match shown {
        Shown::Home(_) => HOME,
        Shown::Window(_) => WINDOW,
        Shown::Search(_) => SEARCH,
        Shown::Shop(_) | Shown::Product(_) | Shown::Clips(_) | Shown::Clip(_) => SHOP,
        Shown::Site(_) | Shown::Developers(_) => PAPER,
        Shown::Offline | Shown::Failed(_) | Shown::Drawn(_) => TROUBLE,
    }
}

/// The picture that is seen first, and its `sizes`: what the server asks the browser to load before anything else.
#[must_use]
pub fn main_picture(shown: &Shown) -> Option<(&Picture, &'static str)> {
    match shown {
        Shown::Home(reply) => reply.windows.first()?.picture.as_ref().map(|picture| (picture, window::CARD_SIZES)),
        Shown::Window(reply) => reply.window.card.picture.as_ref().map(|picture| (picture, window::BANNER_SIZES)),
        Shown::Shop(reply) => reply.shop.card.picture.as_ref().map(|picture| (picture, shop::FRONT_SIZES)),
        Shown::Product(reply) => reply.product.pictures.first().map(|picture| (picture, product::GALLERY_SIZES)),
        _ => None,
    }
}

fn filters(screen: &Screen) -> Filters {
    match screen.page() {
        Some(Page::Window { filters, .. } | Page::Shop { filters, .. } | Page::Search { filters, .. }) => filters.clone(),
        _ => Filters::default(),
    }
}

fn variant(screen: &Screen) -> Option<String> {
    match screen.page() {
        Some(Page::Product { variant, .. }) => variant.clone(),
        _ => None,
    }
}

fn second(screen: &Screen) -> Option<u32> {
    match screen.page() {
        Some(Page::Clip { at, .. }) => *at,
        _ => None,
    }
}

fn header(screen: &Screen, windows: Vec<WindowName>) -> impl IntoView + use<> {
    let lang = screen.lang;
    let here = screen.page().cloned();
    let links = windows.into_iter().map(|one| {
        let current = matches!(&here, Some(Page::Window { window, .. }) if *window == one.slug).then_some("page");
        let tag = one.name.tag();
        view! { <li><a href=Page::window(&one.slug).of(lang).path() aria-current=current lang=tag>{one.name.text}</a></li> }.into_any()
    });
    let clips = matches!(here, Some(Page::Clips { .. })).then_some("page");
    let q = if let Some(Page::Search { q, .. }) = &here { q.as_str() } else { "" };
    let other = screen.address.as_ref().map_or_else(|| Page::Home.of(lang.other()), Address::translated);
    view! {
        <header class="top">
            <a class="top__name" href=Page::Home.of(lang).path() aria-label=words::site_name(lang)>
                <span class="top__mark" aria-hidden="true"></span>{words::site_name(lang)}
            </a>
            {search::search_box(lang, q)}
            <nav class="top__windows" aria-label=words::windows(lang)>
                <ul>{links.collect_view()}<li><a href=Page::Clips { after: None }.of(lang).path() aria-current=clips>{words::clips(lang)}</a></li></ul>
            </nav>
            <a class="top__lang" href=other.path() hreflang=lang.other().tag() lang=lang.other().tag() data-native="">{words::other_language(lang)}</a>
            <form class="top__theme" method="post" action="/theme">
                <input type="hidden" name="back" value=screen.path.clone()/>
                <button class="top__dark" name="theme" value="dark" aria-label=words::go_dark(lang) title=words::go_dark(lang)></button>
                <button class="top__light" name="theme" value="light" aria-label=words::go_light(lang) title=words::go_light(lang)></button>
            </form>
        </header>
    }
}

fn footer(screen: &Screen) -> impl IntoView + use<> {
    let lang = screen.lang;
    let link = move |page: Page, name: &'static str| view! { <li><a href=page.of(lang).path()>{name}</a></li> };
    view! {
        <footer class="bottom">
            <nav aria-label=words::about(lang)>
                <ul class="bottom__links">
                    {link(Page::About, words::about(lang))}
                    {link(Page::Terms, words::terms(lang))}
                    {link(Page::Privacy, words::privacy(lang))}
                    <li><a href=Page::Developers.of(lang).path() data-native="">{words::developers(lang)}</a></li>
                    <li><a href=lang.pick("/report", "/en/report") data-native="">{words::report(lang)}</a></li>
                </ul>
            </nav>
            <form class="bottom__theme" method="post" action="/theme">
                <input type="hidden" name="back" value=screen.path.clone()/>
                <button name="theme" value="auto">{words::by_device(lang)}</button>
            </form>
            <p class="bottom__notice">{words::intermediary(lang)}</p>
        </footer>
    }
}

/// Draws what stands in `<main>` alone, for an app that has the rest.
#[cfg(feature = "ssr")]
#[must_use]
pub fn draw_content(screen: &Screen) -> String {
    let owner = Owner::new();
    let html = owner.with(|| page(screen).to_html());
    owner.cleanup();
    html
}

/// Draws the app for a screen as HTML. On the server only: without a browser the effects do nothing.
#[cfg(feature = "ssr")]
#[must_use]
pub fn draw(screen: Screen, windows: Vec<WindowName>) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        let street = Street::new(screen, windows);
        view! { <App street=street/> }.to_html()
    });
    owner.cleanup();
    html
}
