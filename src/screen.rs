//! What is on the screen: an address and the reply behind it.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wire::{
    Code, Failure, Lang,
    address::{Address, Page},
    clip::{ClipPage, ClipsPage},
    home::HomePage,
    product::ProductPage,
    search::Found,
    shop::ShopPage,
    site::Site,
    window::WindowPage,
};

use crate::api::{self, Carrier, DRAWN, carry, unclear};

/// The reply behind a page, or why there is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Shown {
    #[cfg_attr(feature = "hydrate", serde(skip_deserializing))]
    Home(Box<HomePage>),
    #[cfg_attr(feature = "hydrate", serde(skip_deserializing))]
    Window(Box<WindowPage>),
    #[cfg_attr(feature = "hydrate", serde(skip_deserializing))]
    Shop(Box<ShopPage>),
    #[cfg_attr(feature = "hydrate", serde(skip_deserializing))]
    Search(Box<Found>),
    Product(Box<ProductPage>),
    Clips(Box<ClipsPage>),
    Clip(Box<ClipPage>),
    #[cfg_attr(feature = "hydrate", serde(skip_deserializing))]
    Site(Box<Site>),
    /// HTML that only the server makes; the browser goes there by a full load.
    Developers(String),
    Offline,
    Failed(Failure),
    /// In the browser, a page without live parts.
    #[serde(skip)]
    Drawn(Drawn),
}

/// A page without live parts as the server drew it, for the browser's app to put in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    pub title: String,
    /// What stands in `<main>`.
    pub html: String,
}

impl Drawn {
    /// As it crosses the wire: the title in a line of its own before the HTML.
    #[must_use]
    pub fn text(&self) -> String {
        [&self.title.replace(['\n', '\r'], " "), "\n", &self.html].concat()
    }

    /// Reads what [`Self::text`] wrote.
    #[must_use]
    pub fn read(text: Vec<u8>) -> Option<Self> {
        let text = String::from_utf8(text).ok()?;
        let (title, html) = text.split_once('\n')?;
        Some(Self { title: title.to_owned(), html: html.to_owned() })
    }
}

impl Shown {
    /// Whether parts of it answer to more than links and forms. Else the page stands as the server drew it,
    /// and nothing of it is hydrated.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Product(_) | Self::Clip(_) | Self::Clips(_))
    }
}

impl Shown {
    /// Puts the next piece of a list behind this one; whether it was one.
    pub fn go_on(&mut self, next: &Self) -> bool {
        match (self, next) {
            (Self::Window(here), Self::Window(next)) => {
                here.products.go_on(&next.products);
                here.shops.go_on(&next.shops);
            }
            (Self::Shop(here), Self::Shop(next)) => here.products.go_on(&next.products),
            (Self::Search(here), Self::Search(next)) => here.products.go_on(&next.products),
            _ => return false,
        }
        true
    }
}

/// A page as it stands.
#[derive(Clone, Debug)]
pub struct Screen {
    pub lang: Lang,
    /// The path and query that were asked for.
    pub path: String,
    /// The page that they name; `None` where there is no such page.
    pub address: Option<Address>,
    pub shown: Shown,
}

impl Screen {
    /// The screen for a path and query, with its reply.
    #[must_use]
    pub fn new(path_and_query: &str, shown: Shown) -> Self {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        Self { lang: Address::lang_of(path), path: path_and_query.to_owned(), address: Address::parse(path, query), shown }
    }

    /// The page, where there is one.
    #[must_use]
    pub fn page(&self) -> Option<&Page> {
        self.address.as_ref().map(|address| &address.page)
    }
}

/// Calls the one endpoint behind a page.
pub async fn load(carrier: &Carrier, address: Option<&Address>, lang: Lang) -> Shown {
    let Some(address) = address else {
        return Shown::Failed(Failure::new(404, Code::NotFound, lang.pick("그런 쪽이 없습니다.", "There is no such page.")));
    };
    let read = match &address.page {
        Page::Product { .. } => reading(Shown::Product),
        Page::Clips { .. } => reading(Shown::Clips),
        Page::Clip { .. } => reading(Shown::Clip),
        Page::Home if !DRAWN => reading(Shown::Home),
        Page::Window { .. } if !DRAWN => reading(Shown::Window),
        Page::Shop { .. } if !DRAWN => reading(Shown::Shop),
        Page::Search { .. } if !DRAWN => reading(Shown::Search),
        Page::About | Page::Terms | Page::Privacy if !DRAWN => reading(Shown::Site),
        Page::Developers => return Shown::Developers(String::new()),
        Page::Offline => return Shown::Offline,
        _ => Box::new(|body: &[u8]| Drawn::read(body.to_vec()).map(Shown::Drawn)),
    };
    let drawn = DRAWN && !address.page.is_live();
    let url = if drawn { ["/drawn", &address.path()].concat() } else { address.call() };
    match carry(carrier, url, lang).await {
        Ok(body) => read(&body).unwrap_or_else(|| Shown::Failed(unclear(200, lang))),
        Err(failure) => Shown::Failed(failure),
    }
}

/// Reads the body of a reply; `None` where it is not what it should be. One type for all pages, so that waiting for a reply
/// is compiled once.
type Reading = dyn Fn(&[u8]) -> Option<Shown> + Send;

fn reading<T: DeserializeOwned + 'static>(shown: fn(Box<T>) -> Shown) -> Box<Reading> {
    Box::new(move |body| api::read(body).ok().map(|reply| shown(Box::new(reply))))
}

/// Whether an address is a further piece of the same list.
#[must_use]
pub fn is_next(here: &Address, next: &Address) -> bool {
    let start = |page: &Page| match page.clone() {
        Page::Window { window, show, filters, sort, after: _ } => Some(Page::Window { window, show, filters, sort, after: None }),
        Page::Shop { shop, collection, filters, sort, after: _ } => Some(Page::Shop { shop, collection, filters, sort, after: None }),
        Page::Search { q, filters, sort, after: _ } => Some(Page::Search { q, filters, sort, after: None }),
        _ => None,
    };
    let further = start(&next.page).filter(|start| *start != next.page);
    further.is_some() && here.lang == next.lang && start(&here.page) == further
}

/// Whether one reply serves both addresses: another variant of a product, another second of a clip.
#[must_use]
pub fn same_reply(one: &Address, other: &Address) -> bool {
    let bare = |page: &Page| match page {
        Page::Product { shop, product, .. } => Some(Page::product(shop, product)),
        Page::Clip { clip, .. } => Some(Page::clip(clip, None)),
        _ => None,
    };
    one.lang == other.lang && bare(&one.page).is_some() && bare(&one.page) == bare(&other.page)
}
