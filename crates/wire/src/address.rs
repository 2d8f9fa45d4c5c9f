//! The pages' addresses, both ways: what a path means, and the path of a page.

use crate::{
    Lang, Slug,
    endpoint::{decode, encode},
    filter::Filters,
    listing::Sort,
    window::Show,
};

/// A page in a language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    pub lang: Lang,
    pub page: Page,
}

/// The pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    Home,
    Window {
        window: Slug,
        show: Show,
        filters: Filters,
        sort: Sort,
        after: Option<String>,
    },
    Shop {
        shop: Slug,
        collection: Option<Slug>,
        filters: Filters,
        sort: Sort,
        after: Option<String>,
    },
    Product {
        shop: Slug,
        product: Slug,
        variant: Option<String>,
    },
    /// What some words find; none, where they have not been typed yet.
    Search {
        q: String,
        filters: Filters,
        sort: Sort,
        after: Option<String>,
    },
    Clips {
        after: Option<String>,
    },
    Clip {
        clip: Slug,
        at: Option<u32>,
    },
    About,
    Terms,
    Privacy,
    Developers,
    Offline,
}

impl Page {
    /// A window, from its beginning.
    #[must_use]
    pub fn window(window: &Slug) -> Self {
        Self::Window { window: window.clone(), show: Show::default(), filters: Filters::default(), sort: Sort::default(), after: None }
    }

    /// Whether parts of it answer to more than links and forms. Else the page stands as the server drew it,
    /// and nothing of it is hydrated.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self, Self::Product { .. } | Self::Clip { .. } | Self::Clips { .. })
    }

    /// Whether what is on it comes from the database.
    #[must_use]
    pub fn is_from_data(&self) -> bool {
        !matches!(self, Self::About | Self::Terms | Self::Privacy | Self::Developers | Self::Offline)
    }

    /// A shop, from its beginning.
    #[must_use]
    pub fn shop(shop: &Slug) -> Self {
        Self::Shop { shop: shop.clone(), collection: None, filters: Filters::default(), sort: Sort::default(), after: None }
    }

    /// A product with no variant chosen.
    #[must_use]
    pub fn product(shop: &Slug, product: &Slug) -> Self {
        Self::Product { shop: shop.clone(), product: product.clone(), variant: None }
    }

    /// What some words find, from its beginning.
    #[must_use]
    pub fn search(q: &str) -> Self {
        Self::Search { q: q.to_owned(), filters: Filters::default(), sort: Sort::default(), after: None }
    }

    /// A clip from second `at` on.
    #[must_use]
    pub fn clip(clip: &Slug, at: Option<u32>) -> Self {
        Self::Clip { clip: clip.clone(), at }
    }

    /// The page in a language.
    #[must_use]
    pub fn of(self, lang: Lang) -> Address {
        Address { lang, page: self }
    }
}

/// Fields of a query by name. Fields that a page does not know are passed over, as browsers and mailers add their own.
struct Query(Vec<(String, String)>);

impl Query {
    fn parse(query: &str) -> Option<Self> {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decode(&name.replace('+', " "))?, decode(&value.replace('+', " "))?))
        });
        pairs.collect::<Option<_>>().map(Self)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn sort(&self) -> Sort {
        self.get("sort").and_then(|sort| sort.parse().ok()).unwrap_or_default()
    }

    fn filters(&self) -> Filters {
        Filters::from_fields(self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    fn after(&self) -> Option<String> {
        self.get("after").map(str::to_owned)
    }
}

impl Address {
    /// The page that path and query name; `None` where there is no such kind of page.
    #[must_use]
    pub fn parse(path: &str, query: &str) -> Option<Self> {
        let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(decode).collect::<Option<_>>()?;
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let (lang, parts) = match parts.as_slice() {
            ["en", rest @ ..] => (Lang::En, rest),
            all => (Lang::Ko, all),
        };
        let query = Query::parse(query)?;
        let page = match parts {
            [] => Page::Home,
            ["windows", window] => Page::Window {
                window: window.parse().ok()?,
                show: if query.get("show") == Some("shops") { Show::Shops } else { Show::Products },
                filters: query.filters(),
                sort: query.sort(),
                after: query.after(),
            },
            ["shops", shop] => Page::Shop {
                shop: shop.parse().ok()?,
                collection: query.get("collection").and_then(|slug| slug.parse().ok()),
                filters: query.filters(),
                sort: query.sort(),
                after: query.after(),
            },
            ["shops", shop, "products", product] => {
                Page::Product { shop: shop.parse().ok()?, product: product.parse().ok()?, variant: query.get("variant").map(str::to_owned) }
            }
            ["search"] => Page::Search {
                q: query.get("q").unwrap_or_default().to_owned(),
                filters: query.filters(),
                sort: query.sort(),
                after: query.after(),
            },
            ["clips"] => Page::Clips { after: query.after() },
            ["clips", clip] => Page::Clip { clip: clip.parse().ok()?, at: query.get("t").and_then(seconds) },
            ["about"] => Page::About,
            ["terms"] => Page::Terms,
            ["privacy"] => Page::Privacy,
            ["developers"] => Page::Developers,
            ["offline"] => Page::Offline,
            _ => return None,
        };
        Some(Self { lang, page })
    }

    /// The language that a path asks for, also where there is no page.
    #[must_use]
    pub fn lang_of(path: &str) -> Lang {
        if path == "/en" || path.starts_with("/en/") { Lang::En } else { Lang::Ko }
    }

    /// Path and query, percent-encoded; what is as usual is left out.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        if self.lang == Lang::En {
            path.push_str("/en");
        }
        let mut query: Vec<(&str, String)> = Vec::new();
        match &self.page {
            Page::Home => path.push_str(if path.is_empty() { "/" } else { "" }),
            Page::Window { window, show, filters, sort, after } => {
                push(&mut path, &["windows", window.as_str()]);
                if *show == Show::Shops {
                    query.push(("show", "shops".to_owned()));
                }
                query.extend(filters.fields());
                order(&mut query, *sort, after.as_ref());
            }
            Page::Shop { shop, collection, filters, sort, after } => {
                push(&mut path, &["shops", shop.as_str()]);
                query.extend(collection.iter().map(|slug| ("collection", slug.to_string())));
                query.extend(filters.fields());
                order(&mut query, *sort, after.as_ref());
            }
            Page::Product { shop, product, variant } => {
                push(&mut path, &["shops", shop.as_str(), "products", product.as_str()]);
                query.extend(variant.iter().map(|id| ("variant", id.clone())));
            }
            Page::Search { q, filters, sort, after } => {
                push(&mut path, &["search"]);
                if !q.is_empty() {
                    query.push(("q", q.clone()));
                }
                query.extend(filters.fields());
                order(&mut query, *sort, after.as_ref());
            }
            Page::Clips { after } => {
                push(&mut path, &["clips"]);
                order(&mut query, Sort::default(), after.as_ref());
            }
            Page::Clip { clip, at } => {
                push(&mut path, &["clips", clip.as_str()]);
                query.extend(at.iter().map(|at| ("t", at.to_string())));
            }
            Page::About => push(&mut path, &["about"]),
            Page::Terms => push(&mut path, &["terms"]),
            Page::Privacy => push(&mut path, &["privacy"]),
            Page::Developers => push(&mut path, &["developers"]),
            Page::Offline => push(&mut path, &["offline"]),
        }
        for (index, (name, value)) in query.iter().enumerate() {
            path.push(if index == 0 { '?' } else { '&' });
            path.push_str(name);
            path.push('=');
            // Commas and colons may stand in a query as they are.
            path.push_str(&encode(value).replace("%2C", ",").replace("%3A", ":"));
        }
        #[cfg(feature = "below")]
        let path = ROOT.with_borrow(|root| if root.is_empty() { path } else { [root, path.as_str()].concat() });
        path
    }

    /// Path and query of the call that gives the page's reply. It is the page's own address below `/api/v1/pages`, so that a
    /// browser needs no request types to make it; [`crate::Endpoint::url`] says the same.
    #[must_use]
    pub fn call(&self) -> String {
        let page = match &self.page {
            // Which variant, which second: that is chosen from one reply.
            Page::Product { shop, product, .. } => Page::product(shop, product),
            Page::Clip { clip, .. } => Page::clip(clip, None),
            other => other.clone(),
        };
        let base = match &page {
            Page::Home => "/api/v1/pages/home",
            Page::About | Page::Terms | Page::Privacy => "/api/v1/pages/site",
            Page::Search { .. } => "/api/v1",
            _ => "/api/v1/pages",
        };
        let path = page.of(Lang::Ko).path();
        let join = if path.contains('?') { "&lang=" } else { "?lang=" };
        [base, path.trim_end_matches('/'), join, self.lang.tag()].concat()
    }

    /// The address under which search engines should know the page: without choices that do not make another page.
    #[must_use]
    pub fn canonical(&self) -> Self {
        let page = match &self.page {
            Page::Window { window, show, filters, after, .. } => Page::Window {
                window: window.clone(),
                show: *show,
                filters: Filters::default(),
                sort: Sort::default(),
                after: after.clone().filter(|_| filters.is_whole()),
            },
            Page::Shop { shop, collection, filters, after, .. } => Page::Shop {
                shop: shop.clone(),
                collection: collection.clone(),
                filters: Filters::default(),
                sort: Sort::default(),
                after: after.clone().filter(|_| filters.is_whole()),
            },
            Page::Product { shop, product, .. } => Page::product(shop, product),
            Page::Search { q, .. } => Page::search(q),
            Page::Clip { clip, .. } => Page::clip(clip, None),
            other => other.clone(),
        };
        Self { lang: self.lang, page }
    }

    /// The same page in the other language.
    #[must_use]
    pub fn translated(&self) -> Self {
        Self { lang: self.lang.other(), page: self.page.clone() }
    }
}

#[cfg(feature = "below")]
thread_local! {
    /// What stands before each path that is written on this thread.
    static ROOT: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// Writes pages whose links stay below a root, such as a preview's: `draw` writes them on this thread.
#[cfg(feature = "below")]
pub fn below<T>(root: &str, draw: impl FnOnce() -> T) -> T {
    /// Takes the root away again, also where the drawing panics.
    struct Rooted;
    impl Drop for Rooted {
        fn drop(&mut self) {
            ROOT.with_borrow_mut(String::clear);
        }
    }
    ROOT.with_borrow_mut(|kept| root.clone_into(kept));
    let _rooted = Rooted;
    draw()
}

fn push(path: &mut String, parts: &[&str]) {
    for part in parts {
        path.push('/');
        path.push_str(&encode(part));
    }
}

fn order(query: &mut Vec<(&str, String)>, sort: Sort, after: Option<&String>) {
    if sort != Sort::default() {
        query.push(("sort", sort.word().to_owned()));
    }
    query.extend(after.iter().map(|after| ("after", (*after).clone())));
}

/// `75`, `75s` and `1m15s` are 75 seconds.
fn seconds(text: &str) -> Option<u32> {
    let text = text.strip_suffix('s').unwrap_or(text);
    match text.split_once('m') {
        Some((minutes, rest)) => {
            let rest = if rest.is_empty() { 0 } else { rest.parse().ok()? };
            minutes.parse::<u32>().ok()?.checked_mul(60)?.checked_add(rest)
        }
        None => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests;
