//! What is on the screen: an address and the reply behind it.

use serde::{Deserialize, Serialize};
use wire::{
    Code, Endpoint, Failure, Lang,
    address::{Address, Page},
    clip::{ClipPage, ClipsPage, ShowClipPage, ShowClipsPage},
    home::{HomePage, ShowHomePage},
    product::{ProductPage, ShowProductPage},
    search::{Found, Search},
    shop::{ShopPage, ShowShopPage},
    site::{Leaf, ShowSite, Site},
    window::{ShowWindowPage, WindowPage},
};

use crate::api::{Carrier, carry, read, unclear};

/// The reply behind a page, or why there is none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Shown {
    Home(Box<HomePage>),
    Window(Box<WindowPage>),
    Shop(Box<ShopPage>),
    Search(Box<Found>),
    Product(Box<ProductPage>),
    Clips(Box<ClipsPage>),
    Clip(Box<ClipPage>),
    Site(Box<Site>),
    /// HTML that only the server makes; the browser goes there by a full load.
    Developers(String),
    Offline,
    Failed(Failure),
}

impl Shown {
    /// Whether parts of it answer to more than links and forms. Else the page stands as the server drew it,
    /// and nothing of it is hydrated.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Product(_) | Self::Clip(_) | Self::Clips(_))
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
    let behind = match address.page.clone() {
        Page::Home => Behind::new(&ShowHomePage { lang }, Shown::Home),
        Page::Window { window, show, filters, sort, after } => {
            Behind::new(&ShowWindowPage { window, show, filters, sort, after, lang }, Shown::Window)
        }
        Page::Shop { shop, collection, filters, sort, after } => {
            Behind::new(&ShowShopPage { shop, collection, filters, sort, after, lang }, Shown::Shop)
        }
        Page::Search { q, filters, sort, after } => Behind::new(&Search { q, filters, sort, after, limit: None, lang }, Shown::Search),
        Page::Product { shop, product, .. } => Behind::new(&ShowProductPage { shop, product, lang }, Shown::Product),
        Page::Clips { after } => Behind::new(&ShowClipsPage { after, lang }, Shown::Clips),
        Page::Clip { clip, .. } => Behind::new(&ShowClipPage { clip, lang }, Shown::Clip),
        Page::About => Behind::new(&ShowSite { leaf: Leaf::About, lang }, Shown::Site),
        Page::Terms => Behind::new(&ShowSite { leaf: Leaf::Terms, lang }, Shown::Site),
        Page::Privacy => Behind::new(&ShowSite { leaf: Leaf::Privacy, lang }, Shown::Site),
        Page::Developers => return Shown::Developers(String::new()),
        Page::Offline => return Shown::Offline,
    };
    match carry(carrier, behind.url, lang).await {
        Ok(body) => (behind.read)(&body).unwrap_or_else(|| Shown::Failed(unclear(200, lang))),
        Err(failure) => Shown::Failed(failure),
    }
}

/// What stands behind a page: where its reply is, and how it is read. One type for all pages, so that waiting for a reply
/// is compiled once.
struct Behind {
    url: String,
    read: Box<Reading>,
}

/// Reads the body of a reply; `None` where it is not what it should be.
type Reading = dyn Fn(&[u8]) -> Option<Shown> + Send;

impl Behind {
    fn new<E: Endpoint>(request: &E, shown: fn(Box<E::Reply>) -> Shown) -> Self
    where
        E::Reply: 'static,
    {
        Self { url: request.url(), read: Box::new(move |body| read(body).ok().map(|reply| shown(Box::new(reply)))) }
    }
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
