//! Addresses, there and back.

use super::*;

#[test]
fn every_page_comes_back_from_its_own_path() {
    let slug = |text: &str| text.parse::<Slug>().expect("a slug");
    let pages = [
        Page::Home,
        Page::window(&slug("fashion")),
        Page::Window {
            window: slug("fresh"),
            show: Show::Shops,
            filters: Filters::default(),
            sort: Sort::PriceUp,
            after: Some("a/b=".into()),
        },
        Page::Window {
            window: slug("fashion"),
            show: Show::Products,
            filters: Filters::from_fields([("option", "size:m,색상:파랑"), ("open", "1")].into_iter()),
            sort: Sort::Nearest,
            after: None,
        },
        Page::shop(&slug("하늘리넨")),
        Page::Shop { shop: slug("a"), collection: Some(slug("셔츠")), filters: Filters::default(), sort: Sort::PriceDown, after: None },
        Page::product(&slug("a"), &slug("b")),
        Page::Product { shop: slug("a"), product: slug("b"), variant: Some("x1".into()) },
        Page::Clips { after: None },
        Page::search("사과 & 배 5kg"),
        Page::search(""),
        Page::clip(&slug("c"), Some(75)),
        Page::About,
        Page::Developers,
    ];
    for page in pages {
        for lang in Lang::ALL {
            let address = page.clone().of(lang);
            let path = address.path();
            let (path, query) = path.split_once('?').unwrap_or((&path, ""));
            assert_eq!(Address::parse(path, query).as_ref(), Some(&address), "{path}?{query}");
        }
    }
}

/// The call of a page, against what its request type says; what is as usual may be left out.
fn check<E: crate::Endpoint>(page: Page, request: &E) {
    let (call, url) = (page.of(Lang::En).call(), request.url());
    let parts = |url: &str| {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let fields: Vec<String> = query.split('&').filter_map(decode).filter(|field| !field.is_empty()).collect();
        (path.to_owned(), fields)
    };
    let ((path, said), (wanted, fields)) = (parts(&call), parts(&url));
    assert_eq!(path, wanted);
    let usual = ["sort=recommended", "show=products", "q="];
    assert!(said.iter().all(|field| fields.contains(field)), "{call} {url}");
    assert!(fields.iter().all(|field| said.contains(field) || usual.contains(&field.as_str())), "{call} {url}");
}

#[test]
fn a_page_calls_as_its_request_type_does() {
    use crate::{clip, home, product, search, shop, site, window};
    let slug = |text: &str| text.parse::<Slug>().expect("a slug");
    let (one, other, lang) = (slug("하늘리넨"), slug("b-2"), Lang::En);
    let filters = Filters::from_fields([("option", "size:m,색상:파랑"), ("open", "1"), ("near", "37.57,126.98")].into_iter());
    let after = Some("r.0/1=".to_owned());
    check(Page::Home, &home::ShowHomePage { lang });
    for (show, sort) in [(Show::Products, Sort::Nearest), (Show::Shops, Sort::default())] {
        let (window, filters, after) = (one.clone(), filters.clone(), after.clone());
        let request = window::ShowWindowPage { window: window.clone(), show, filters: filters.clone(), sort, after: after.clone(), lang };
        check(Page::Window { window, show, filters, sort, after }, &request);
    }
    let (shop, collection, sort) = (one.clone(), Some(other.clone()), Sort::PriceUp);
    let request = shop::ShowShopPage {
        shop: shop.clone(),
        collection: collection.clone(),
        filters: filters.clone(),
        sort,
        after: after.clone(),
        lang,
    };
    check(Page::Shop { shop, collection, filters: filters.clone(), sort, after: after.clone() }, &request);
    let q = "사과 & 배".to_owned();
    let request = search::Search { q: q.clone(), filters: filters.clone(), sort, after: after.clone(), limit: None, lang };
    check(Page::Search { q, filters, sort, after: after.clone() }, &request);
    let request = product::ShowProductPage { shop: one.clone(), product: other.clone(), lang };
    check(Page::Product { shop: one, product: other.clone(), variant: Some("x".into()) }, &request);
    check(Page::Clips { after: after.clone() }, &clip::ShowClipsPage { after, lang });
    check(Page::clip(&other, Some(5)), &clip::ShowClipPage { clip: other, lang });
    check(Page::Terms, &site::ShowSite { leaf: site::Leaf::Terms, lang });
}

#[test]
fn addresses_forgive_what_mailers_add_and_refuse_what_is_no_page() {
    assert_eq!(Address::parse("/en/", "utm_source=x"), Some(Page::Home.of(Lang::En)));
    assert_eq!(Address::parse("/clips/c", "t=1m15s").map(|address| address.path()).as_deref(), Some("/clips/c?t=75"));
    assert_eq!(Address::parse("/windows/Fashion", ""), None);
    assert_eq!(Address::parse("/nowhere", ""), None);
    assert_eq!(Address::parse("/%ff", ""), None);
    assert_eq!(Page::Home.of(Lang::En).path(), "/en");
}
