//! What search engines read: schema.org things as JSON-LD. A thing without what its kind must have is left out.

use serde_json::{Value, json};
use storefront::{
    head::plain,
    screen::{Screen, Shown},
    words,
};
use wire::{
    Lang, Picture,
    address::Page,
    clip::{Clip, Source},
    product::{ProductPage, Stock},
    shop::Shop,
    time::{clock, weekday_name},
};

/// The things of a screen.
pub fn of(public_url: &str, screen: &Screen) -> Vec<Value> {
    let lang = screen.lang;
    let at = |page: Page| format!("{public_url}{}", page.of(lang).path());
    match &screen.shown {
        Shown::Home(_) => vec![json!({
            "@context": "https://schema.org", "@type": "WebSite", "name": words::site_name(lang), "url": at(Page::Home), "inLanguage": lang.tag(),
            "potentialAction": {
                "@type": "SearchAction",
                "target": { "@type": "EntryPoint", "urlTemplate": format!("{}?q={{search_term_string}}", at(Page::search(""))) },
                "query-input": "required name=search_term_string"
            }
        })],
        Shown::Window(page) => vec![crumbs(&[
            (words::site_name(lang), at(Page::Home)),
            (&page.window.card.name.text, at(Page::window(&page.window.card.slug))),
        ])],
        Shown::Shop(page) => {
            let here = at(Page::shop(&page.shop.card.slug));
            let trail = trail(lang, public_url, page.shop.windows.first(), &[(&page.shop.card.name.text, here.clone())]);
            business(public_url, &page.shop, here).into_iter().chain([trail]).collect()
        }
        Shown::Product(page) => {
            let shop = at(Page::shop(&page.shop.slug));
            let here = at(Page::product(&page.shop.slug, &page.product.card.slug));
            let trail = trail(
                lang,
                public_url,
                page.windows.first(),
                &[(&page.shop.name.text, shop), (&page.product.card.name.text, here.clone())],
            );
            product(public_url, page, here).into_iter().chain([trail]).collect()
        }
        Shown::Clip(page) => video(public_url, lang, &page.clip).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn trail(lang: Lang, public_url: &str, window: Option<&wire::shop::WindowName>, rest: &[(&String, String)]) -> Value {
    let at = |page: Page| format!("{public_url}{}", page.of(lang).path());
    let mut steps = vec![(words::site_name(lang), at(Page::Home))];
    steps.extend(window.map(|window| (window.name.text.as_str(), at(Page::window(&window.slug)))));
    steps.extend(rest.iter().map(|(name, url)| (name.as_str(), url.clone())));
    crumbs(&steps)
}

/// Positions start at 1.
fn crumbs(steps: &[(&str, String)]) -> Value {
    let items: Vec<Value> = steps
        .iter()
        .zip(1..)
        .map(|((name, url), position)| json!({ "@type": "ListItem", "position": position, "name": name, "item": url }))
        .collect();
    json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items })
}

fn image(public_url: &str, picture: &Picture) -> String {
    format!("{public_url}{}", picture.file(picture.largest(), "webp"))
}

/// A Product must have a name, a picture and an offer with a price above zero.
fn product(public_url: &str, page: &ProductPage, here: String) -> Option<Value> {
    let product = &page.product;
    let images: Vec<String> = product.pictures.iter().map(|picture| image(public_url, picture)).collect();
    let priced = product.variants.iter().filter(|variant| variant.price.amount > 0);
    let offers: Vec<Value> = priced
        .map(|variant| {
            let available = if variant.stock == Stock::SoldOut { "OutOfStock" } else { "InStock" };
            json!({
                "@type": "Offer", "price": variant.price.plain(), "priceCurrency": variant.price.currency.code(),
                "availability": format!("https://schema.org/{available}"), "url": format!("{here}?variant={}", variant.id),
                "seller": { "@type": "Organization", "name": page.shop.name.text }
            })
        })
        .collect();
    if images.is_empty() || offers.is_empty() {
        return None;
    }
    let mut thing = json!({
        "@context": "https://schema.org", "@type": "Product", "name": product.card.name.text, "url": here,
        "image": images, "offers": offers
    });
    if let (Some(prose), Some(fields)) = (&product.description, thing.as_object_mut()) {
        fields.insert("description".to_owned(), Value::String(plain(&prose.html.0)));
    }
    Some(thing)
}

/// A LocalBusiness must have a name and a postal address.
fn business(public_url: &str, shop: &Shop, here: String) -> Option<Value> {
    let address = shop.address.as_ref()?;
    let mut thing = json!({
        "@context": "https://schema.org", "@type": "Store", "name": shop.card.name.text, "url": here,
        "address": { "@type": "PostalAddress", "streetAddress": address.text, "addressCountry": "KR" }
    });
    let fields = thing.as_object_mut()?;
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    put("telephone", shop.phone.clone().map(Value::String));
    let images: Vec<String> = shop
        .pictures
        .iter()
        .chain(shop.card.picture.as_ref().filter(|_| shop.pictures.is_empty()))
        .map(|picture| image(public_url, picture))
        .collect();
    put("image", (!images.is_empty()).then(|| json!(images)));
    let degrees = |e6: i64| e6 as f64 / 1_000_000.0;
    put(
        "geo",
        shop.point.map(
            |point| json!({ "@type": "GeoCoordinates", "latitude": degrees(point.latitude_e6), "longitude": degrees(point.longitude_e6) }),
        ),
    );
    put(
        "openingHours",
        shop.hours.as_ref().map(|hours| {
            let days = hours.week.iter().enumerate();
            let lines = days.flat_map(|(day, spans)| {
                let name: String = weekday_name(day, Lang::En).chars().take(2).collect();
                spans.iter().map(move |span| {
                    format!("{name} {}-{}", clock(span.from), if span.to == 1440 { "23:59".to_owned() } else { clock(span.to) })
                })
            });
            json!(lines.collect::<Vec<_>>())
        }),
    );
    Some(thing)
}

/// A VideoObject must have a name, a thumbnail and the date; its moments are Clips with a start and an address.
fn video(public_url: &str, lang: Lang, clip: &Clip) -> Option<Value> {
    let poster = clip.card.poster.as_ref()?;
    let at = |second: Option<u32>| format!("{public_url}{}", Page::clip(&clip.card.slug, second).of(lang).path());
    let parts: Vec<Value> = clip
        .moments
        .iter()
        .map(|moment| json!({ "@type": "Clip", "name": moment.label.text, "startOffset": moment.at, "url": at(Some(moment.at)) }))
        .collect();
    let mut thing = json!({
        "@context": "https://schema.org", "@type": "VideoObject", "name": clip.card.title.text, "url": at(None),
        "description": clip.about.as_ref().map_or(&clip.card.title.text, |about| &about.text),
        "thumbnailUrl": [format!("{public_url}{}", poster.fallback())],
        "uploadDate": clip.uploaded, "duration": format!("PT{}S", clip.card.seconds), "hasPart": parts
    });
    let (name, url) = match &clip.source {
        Source::File { url, .. } => ("contentUrl", format!("{public_url}{url}")),
        foreign => ("embedUrl", foreign.frame(0)?),
    };
    thing.as_object_mut()?.insert(name.to_owned(), Value::String(url));
    Some(thing)
}
