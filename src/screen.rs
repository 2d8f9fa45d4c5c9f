//! What is on the screen: an address and the reply behind it.

use serde::{Deserialize, Serialize};
use wire::{
    Code, Failure, Lang,
    address::{Address, Page},
    clip::{ClipPage, ClipsPage, ShowClipPage, ShowClipsPage},
    home::{HomePage, ShowHomePage},
    product::{ProductPage, ShowProductPage},
    shop::{ShopPage, ShowShopPage},
    site::{ShowSite, Site},
    window::{ShowWindowPage, WindowPage},
};

use crate::api::{Carrier, call};

/// The reply behind a page, or why there is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Shown {
    Home(Box<HomePage>),
    Window(Box<WindowPage>),
    Shop(Box<ShopPage>),
    Product(Box<ProductPage>),
    Clips(Box<ClipsPage>),
    Clip(Box<ClipPage>),
    About(Box<Site>),
    Terms(Box<Site>),
    Privacy(Box<Site>),
    /// HTML that only the server makes; the browser goes there by a full load.
    Developers(String),
    Offline,
    Failed(Failure),
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
    let shown = match address.page.clone() {
        Page::Home => call(carrier, &ShowHomePage { lang }, lang).await.map(|reply| Shown::Home(Box::new(reply))),
        Page::Window { window, show, sort, after } => {
            let request = ShowWindowPage { window, show, sort, after, lang };
            call(carrier, &request, lang).await.map(|reply| Shown::Window(Box::new(reply)))
        }
        Page::Shop { shop, collection, sort, after } => {
            let request = ShowShopPage { shop, collection, sort, after, lang };
            call(carrier, &request, lang).await.map(|reply| Shown::Shop(Box::new(reply)))
        }
        Page::Product { shop, product, .. } => {
            call(carrier, &ShowProductPage { shop, product, lang }, lang).await.map(|reply| Shown::Product(Box::new(reply)))
        }
        Page::Clips { after } => call(carrier, &ShowClipsPage { after, lang }, lang).await.map(|reply| Shown::Clips(Box::new(reply))),
        Page::Clip { clip, .. } => call(carrier, &ShowClipPage { clip, lang }, lang).await.map(|reply| Shown::Clip(Box::new(reply))),
        Page::About => call(carrier, &ShowSite { lang }, lang).await.map(|reply| Shown::About(Box::new(reply))),
        Page::Terms => call(carrier, &ShowSite { lang }, lang).await.map(|reply| Shown::Terms(Box::new(reply))),
        Page::Privacy => call(carrier, &ShowSite { lang }, lang).await.map(|reply| Shown::Privacy(Box::new(reply))),
        Page::Developers => Ok(Shown::Developers(String::new())),
        Page::Offline => Ok(Shown::Offline),
    };
    shown.unwrap_or_else(Shown::Failed)
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
