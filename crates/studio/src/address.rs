//! The addresses of these pages.

use wire::{
    Lang, Slug,
    endpoint::{decode, encode},
};

/// The longest address to go on to, in bytes: one within another could go on without end.
const LONGEST_NEXT: usize = 500;

/// A page with all that its address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    SignIn {
        /// Where to go once signed in: a path of these pages.
        next: Option<String>,
    },
    /// Making an account begins with an address to mail a link to.
    Join {
        /// Where to go once there is one: it goes along in the mail.
        next: Option<String>,
    },
    /// The same for a new password.
    Forgot {
        next: Option<String>,
    },
    /// What a mailed link opens.
    Link {
        token: String,
        /// Where to go once it is used.
        next: Option<String>,
    },
    /// The shops that somebody works in.
    Studio,
    Account,
    /// One's personal access tokens, for programs.
    OwnTokens,
    /// One shop: what keeps it from opening, and its state.
    Shop {
        shop: Slug,
    },
    /// What a shop says of itself, and its pictures.
    Front {
        shop: Slug,
    },
    Products {
        shop: Slug,
        q: Option<String>,
        /// Those alone that are shown without a picture.
        bare: bool,
        after: Option<String>,
    },
    NewProduct {
        shop: Slug,
    },
    Product {
        shop: Slug,
        product: Slug,
    },
    Clips {
        shop: Slug,
    },
    Clip {
        shop: Slug,
        clip: Slug,
    },
    /// Product lists that are brought in.
    Imports {
        shop: Slug,
    },
    /// Access tokens, for programs.
    Tokens {
        shop: Slug,
    },
    Import {
        shop: Slug,
        import: String,
        /// How many of its rows are passed over.
        from: u64,
    },
    /// What differs from what shoppers see, as it will be, and links to that.
    Preview {
        shop: Slug,
    },
    /// All shops, for operators.
    Shops {
        q: Option<String>,
    },
    Members {
        shop: Slug,
    },
    Operator,
    /// Telling the operators that something is wrong.
    Report {
        /// The address of the page that it is about.
        about: Option<String>,
    },
    /// What was reported, and what is held off the street.
    Reports {
        after: Option<String>,
    },
    /// Where applying begins.
    Apply {
        window: Option<Slug>,
    },
    Application {
        shop: Slug,
        window: Slug,
    },
    /// The applications that wait.
    Waiting,
    Review {
        shop: Slug,
        window: Slug,
    },
    /// The windows, as operators keep them.
    Windows,
    Window {
        window: Slug,
    },
    /// How the program is.
    System,
    Mails {
        after: Option<String>,
    },
    Records {
        shop: Option<Slug>,
        after: Option<String>,
    },
}

/// A page in a language, and the word of what was just done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub lang: Lang,
    pub page: Page,
    /// Of the form that led here.
    pub done: Option<String>,
}

impl Page {
    /// The list of a shop's products, from its beginning.
    #[must_use]
    pub fn products(shop: &Slug) -> Self {
        Self::Products { shop: shop.clone(), q: None, bare: false, after: None }
    }

    /// The page in a language.
    #[must_use]
    pub fn of(self, lang: Lang) -> Address {
        Address { lang, page: self, done: None }
    }
}

impl Address {
    /// The page at a path; `None` where there is none.
    #[must_use]
    pub fn parse(path: &str, query: &str) -> Option<Self> {
        let (lang, rest) = match path.strip_prefix("/en/") {
            Some(rest) => (Lang::En, rest),
            None => (Lang::Ko, path.strip_prefix('/')?),
        };
        let parts: Vec<String> = rest.split('/').map(decode).collect::<Option<_>>()?;
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let find = |name: &str| {
            let found = form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name);
            found.map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty())
        };
        let next = || find("next").filter(|next| Self::onward(next).is_some());
        let page = match parts.as_slice() {
            ["sign-in"] => Page::SignIn { next: next() },
            ["join"] => Page::Join { next: next() },
            ["forgot"] => Page::Forgot { next: next() },
            ["links", token] if !token.is_empty() => Page::Link { token: (*token).to_owned(), next: next() },
            ["studio"] => Page::Studio,
            ["studio", "account"] => Page::Account,
            ["studio", "account", "tokens"] => Page::OwnTokens,
            ["studio", "shops", shop, "members"] => Page::Members { shop: shop.parse().ok()? },
            ["apply"] => Page::Apply { window: find("window").and_then(|window| window.parse().ok()) },
            ["studio", "shops", shop, "applications", window] => {
                Page::Application { shop: shop.parse().ok()?, window: window.parse().ok()? }
            }
            ["studio", "shops", shop, "front"] => Page::Front { shop: shop.parse().ok()? },
            ["studio", "shops", shop, "products"] => {
                Page::Products { shop: shop.parse().ok()?, q: find("q"), bare: find("bare").is_some(), after: find("after") }
            }
            ["studio", "shops", shop, "new-product"] => Page::NewProduct { shop: shop.parse().ok()? },
            ["studio", "shops", shop, "products", product] => Page::Product { shop: shop.parse().ok()?, product: product.parse().ok()? },
            ["studio", "shops", shop, "clips"] => Page::Clips { shop: shop.parse().ok()? },
            ["studio", "shops", shop, "clips", clip] => Page::Clip { shop: shop.parse().ok()?, clip: clip.parse().ok()? },
            ["studio", "shops", shop, "tokens"] => Page::Tokens { shop: shop.parse().ok()? },
            ["studio", "shops", shop, "imports"] => Page::Imports { shop: shop.parse().ok()? },
            ["studio", "shops", shop, "imports", import] => {
                let from = find("from").and_then(|from| from.parse().ok()).unwrap_or(0);
                Page::Import { shop: shop.parse().ok()?, import: (*import).to_owned(), from }
            }
            ["studio", "shops", shop, "preview"] => Page::Preview { shop: shop.parse().ok()? },
            ["studio", "shops", shop] => Page::Shop { shop: shop.parse().ok()? },
            ["operator", "shops"] => Page::Shops { q: find("q") },
            ["operator"] => Page::Operator,
            ["operator", "applications"] => Page::Waiting,
            ["operator", "applications", shop, window] => Page::Review { shop: shop.parse().ok()?, window: window.parse().ok()? },
            ["operator", "windows"] => Page::Windows,
            ["operator", "windows", window] => Page::Window { window: window.parse().ok()? },
            ["operator", "system"] => Page::System,
            ["report"] => Page::Report { about: find("about") },
            ["operator", "reports"] => Page::Reports { after: find("after") },
            ["operator", "mails"] => Page::Mails { after: find("after") },
            ["operator", "records"] => Page::Records { shop: find("shop").and_then(|shop| shop.parse().ok()), after: find("after") },
            _ => return None,
        };
        Some(Self { lang, page, done: find("done") })
    }

    /// Path and query.
    #[must_use]
    pub fn path(&self) -> String {
        let from = match &self.page {
            Page::Import { from, .. } if *from > 0 => Some(from.to_string()),
            _ => None,
        };
        let mut query: Vec<(&str, &str)> = Vec::new();
        let path = match &self.page {
            Page::SignIn { next } => onto(&mut query, next.as_deref(), "/sign-in"),
            Page::Join { next } => onto(&mut query, next.as_deref(), "/join"),
            Page::Forgot { next } => onto(&mut query, next.as_deref(), "/forgot"),
            Page::Link { token, next } => onto(&mut query, next.as_deref(), &format!("/links/{}", encode(token))),
            Page::Studio => "/studio".to_owned(),
            Page::Account => "/studio/account".to_owned(),
            Page::OwnTokens => "/studio/account/tokens".to_owned(),
            Page::Members { shop } => format!("/studio/shops/{}/members", encode(shop.as_str())),
            Page::Operator => "/operator".to_owned(),
            Page::Shop { shop } => format!("/studio/shops/{}", encode(shop.as_str())),
            Page::Front { shop } => format!("/studio/shops/{}/front", encode(shop.as_str())),
            Page::Products { shop, q, bare, after } => {
                query.extend(q.as_deref().map(|q| ("q", q)));
                query.extend(bare.then_some(("bare", "true")));
                query.extend(after.as_deref().map(|after| ("after", after)));
                format!("/studio/shops/{}/products", encode(shop.as_str()))
            }
            Page::NewProduct { shop } => format!("/studio/shops/{}/new-product", encode(shop.as_str())),
            Page::Product { shop, product } => format!("/studio/shops/{}/products/{}", encode(shop.as_str()), encode(product.as_str())),
            Page::Clips { shop } => format!("/studio/shops/{}/clips", encode(shop.as_str())),
            Page::Clip { shop, clip } => format!("/studio/shops/{}/clips/{}", encode(shop.as_str()), encode(clip.as_str())),
            Page::Tokens { shop } => format!("/studio/shops/{}/tokens", encode(shop.as_str())),
            Page::Imports { shop } => format!("/studio/shops/{}/imports", encode(shop.as_str())),
            Page::Import { shop, import, .. } => {
                query.extend(from.as_deref().map(|from| ("from", from)));
                format!("/studio/shops/{}/imports/{}", encode(shop.as_str()), encode(import))
            }
            Page::Preview { shop } => format!("/studio/shops/{}/preview", encode(shop.as_str())),
            Page::Shops { q } => {
                query.extend(q.as_deref().map(|q| ("q", q)));
                "/operator/shops".to_owned()
            }
            Page::Apply { window } => {
                query.extend(window.as_ref().map(|window| ("window", window.as_str())));
                "/apply".to_owned()
            }
            Page::Application { shop, window } => {
                format!("/studio/shops/{}/applications/{}", encode(shop.as_str()), encode(window.as_str()))
            }
            Page::Waiting => "/operator/applications".to_owned(),
            Page::Review { shop, window } => format!("/operator/applications/{}/{}", encode(shop.as_str()), encode(window.as_str())),
            Page::System => "/operator/system".to_owned(),
            Page::Windows => "/operator/windows".to_owned(),
            Page::Window { window } => format!("/operator/windows/{}", encode(window.as_str())),
            Page::Report { about } => {
                query.extend(about.as_deref().map(|about| ("about", about)));
                "/report".to_owned()
            }
            Page::Reports { after } => {
                query.extend(after.as_deref().map(|after| ("after", after)));
                "/operator/reports".to_owned()
            }
            Page::Mails { after } => {
                query.extend(after.as_deref().map(|after| ("after", after)));
                "/operator/mails".to_owned()
            }
            Page::Records { shop, after } => {
                query.extend(shop.as_ref().map(|shop| ("shop", shop.as_str())));
                query.extend(after.as_deref().map(|after| ("after", after)));
                "/operator/records".to_owned()
            }
        };
        query.extend(self.done.as_deref().map(|done| ("done", done)));
        let mut path = format!("{}{path}", self.lang.pick("", "/en"));
        for (at, (name, value)) in query.iter().enumerate() {
            path.push(if at == 0 { '?' } else { '&' });
            path.push_str(name);
            path.push('=');
            path.push_str(&encode(value));
        }
        path
    }

    /// The page of these to go on to, by its path; `None` where it is none, or a mailed link could lead from the sign-in to anywhere.
    /// What such a link opens is none either: its secret would stand in the address of another page.
    #[must_use]
    pub fn onward(path: &str) -> Option<Self> {
        let path = Some(path).filter(|path| path.len() <= LONGEST_NEXT)?;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Self::parse(path, query).filter(|found| !matches!(found.page, Page::Link { .. }))
    }

    /// The same after something was done.
    #[must_use]
    pub fn after(self, done: &str) -> Self {
        Self { done: Some(done.to_owned()), ..self }
    }

    /// The same page in the other language, as if nothing had been done.
    #[must_use]
    pub fn translated(&self) -> Self {
        Self { lang: self.lang.other(), page: self.page.clone(), done: None }
    }
}

/// A path, with what follows it in its query.
fn onto<'a>(query: &mut Vec<(&'a str, &'a str)>, next: Option<&'a str>, path: &str) -> String {
    query.extend(next.map(|next| ("next", next)));
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_comes_back_from_its_own_path() {
        let shop: Slug = "별빛-조명".parse().expect("a slug");
        let pages = [
            Page::SignIn { next: None },
            Page::SignIn { next: Some("/studio/shops/%EB%B3%84/members".to_owned()) },
            Page::Join { next: None },
            Page::Join { next: Some("/apply?window=living".to_owned()) },
            Page::Forgot { next: Some("/studio/account".to_owned()) },
            Page::Link { token: "a-_Z".to_owned(), next: None },
            Page::Link { token: "a-_Z".to_owned(), next: Some("/en/apply?window=living".to_owned()) },
            Page::Studio,
            Page::Account,
            Page::OwnTokens,
            Page::Members { shop: shop.clone() },
            Page::Apply { window: None },
            Page::Apply { window: Some(shop.clone()) },
            Page::Application { shop: shop.clone(), window: shop.clone() },
            Page::Shop { shop: shop.clone() },
            Page::Front { shop: shop.clone() },
            Page::Products { shop: shop.clone(), q: Some("컵".to_owned()), bare: false, after: Some("o.1".to_owned()) },
            Page::Products { shop: shop.clone(), q: None, bare: true, after: None },
            Page::NewProduct { shop: shop.clone() },
            Page::Product { shop: shop.clone(), product: shop.clone() },
            Page::Preview { shop: shop.clone() },
            Page::Imports { shop: shop.clone() },
            Page::Clips { shop: shop.clone() },
            Page::Clip { shop: shop.clone(), clip: shop.clone() },
            Page::Tokens { shop: shop.clone() },
            Page::Import { shop: shop.clone(), import: "k2".to_owned(), from: 0 },
            Page::Import { shop: shop.clone(), import: "k2".to_owned(), from: 200 },
            Page::Shops { q: Some("별 빛".to_owned()) },
            Page::Waiting,
            Page::Review { shop: shop.clone(), window: shop.clone() },
            Page::Windows,
            Page::Window { window: shop.clone() },
            Page::Operator,
            Page::System,
            Page::Report { about: Some("/shops/별?x=1".to_owned()) },
            Page::Reports { after: Some("f.1.2".to_owned()) },
            Page::Mails { after: Some("m.1.2".to_owned()) },
            Page::Records { shop: Some(shop), after: None },
        ];
        for page in pages {
            for lang in Lang::ALL {
                for address in [page.clone().of(lang), page.clone().of(lang).after("saved")] {
                    let path = address.path();
                    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
                    assert_eq!(Address::parse(path, query), Some(address), "{path}");
                }
            }
        }
    }

    #[test]
    fn the_sign_in_and_a_mailed_link_lead_nowhere_else() {
        for next in ["https://elsewhere.example/", "//elsewhere.example/studio", "/shops/x", "javascript:alert(1)", "studio", "/links/a"] {
            let query = format!("next={}", encode(next));
            let link = Page::Link { token: "a".to_owned(), next: None };
            for page in [Page::SignIn { next: None }, Page::Join { next: None }, Page::Forgot { next: None }, link] {
                let at = page.of(Lang::Ko);
                assert_eq!(Address::parse(&at.path(), &query), Some(at), "{next}");
            }
        }
    }
}
