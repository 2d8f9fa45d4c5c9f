//! A shop's page: the front, the story, the facts, the products, the clips.

use leptos::prelude::*;
use wire::{
    Lang, Slug,
    address::Page,
    filter::{Filters, Narrowing},
    listing::Sort,
    shop::{Collection, Shop, ShopPage as Reply},
};

use super::{
    STYLE,
    facts::{BusinessFacts, DeliveryLines, HoursTable, map_link},
};
use crate::{
    clip::ClipRow,
    filter,
    product::ProductGrid,
    ui::{Frame, OpenLine, Pager, Photo, Said, Section, SortLinks},
    words,
};

/// A list of fewer products than this is looked through, not narrowed.
const FEW: u64 = 13;
/// How wide the front stands on the shop's page.
pub const FRONT_SIZES: &str = "(min-width: 64rem) 50vw, 100vw";

#[component]
pub fn ShopPage(lang: Lang, filters: Filters, reply: Reply) -> impl IntoView {
    let slug = reply.shop.card.slug.clone();
    let (sort, further) = (reply.sort, reply.further);
    let chosen = reply.collection.clone();
    let to = {
        let (slug, chosen, filters) = (slug.clone(), chosen.clone(), filters.clone());
        move |sort: Sort, after: Option<String>| {
            Page::Shop { shop: slug.clone(), collection: chosen.clone(), filters: filters.clone(), sort, after }.of(lang).path()
        }
    };
    let so = |filters: Filters| Page::Shop { shop: slug.clone(), collection: chosen.clone(), filters, sort, after: None }.of(lang).path();
    // A handful of things needs no filters.
    let narrowing =
        if filters.is_whole() && reply.products.total.is_some_and(|total| total < FEW) { Narrowing::default() } else { reply.narrowing };
    let ways = narrowing.ways.clone();
    let panel =
        if filters.is_whole() && narrowing.facets.is_empty() { ().into_any() } else { filter::panel(lang, &filters, narrowing, &so) };
    let grid = if reply.products.items.is_empty() && !filters.is_whole() {
        filter::nothing(lang, &filters, &ways, &reply.products, &so)
    } else {
        view! { class = STYLE, <ProductGrid lang=lang products=reply.products.clone() empty=words::empty_products(lang) first_row=false/> }
            .into_any()
    };
    let next = reply.products.after.clone().map(|after| to(sort, Some(after)));
    let first = further.then(|| to(sort, None));
    let collections = reply.shop.collections.clone();
    let sorts = reply
        .products
        .total
        .is_none_or(|total| total > 1)
        .then(|| view! { <SortLinks lang=lang sort=sort near=false href=move |sort| to(sort, None)/> }.into_any());
    let clips = reply.clips;
    let light = reply.shop.windows.first().map_or_else(String::new, |window| format!("shop__page light-{}", window.light.word()));
    let details = reply.shop.clone();
    view! { class = STYLE,
        <div class=light>
            <Heading lang=lang shop=reply.shop/>
            <section class="shop__products" aria-labelledby="products">
                <div class="shop__bar"><h2 class="shop__heading" id="products">{words::products(lang)}</h2>{sorts}</div>
                <Collections lang=lang shop=slug collections=collections chosen=chosen/>
                {panel}
                {grid}
                <Pager lang=lang next=next first=first/>
            </section>
            {(!clips.is_empty()).then(|| view! {
                <Section id="clips" title=words::clips(lang).to_owned()><ClipRow lang=lang clips=clips/></Section>
            }.into_any())}
            <Details lang=lang shop=details/>
        </div>
    }
}

/// The front, the name, whether it is open, and how to get there.
#[component]
fn Heading(lang: Lang, shop: Shop) -> impl IntoView {
    let map = map_link(shop.point, shop.address.as_ref());
    let call = shop.phone.clone().map(|phone| (format!("tel:{phone}"), phone));
    let windows = shop.windows.into_iter().map(|window| {
        view! { class = STYLE, <li><a class="shop__window" href=Page::window(&window.slug).of(lang).path()><Said text=window.name/></a></li> }.into_any()
    });
    view! { class = STYLE,
        <header class="shop__header">
            <div class="shop__front"><Photo picture=shop.card.picture frame=Frame::Wide sizes=FRONT_SIZES eager=true alt=shop.card.name.text.clone()/></div>
            <div class="shop__words">
                <ul class="shop__windows">{windows.collect_view()}</ul>
                <h1 class="shop__title"><Said text=shop.card.name/></h1>
                {shop.card.tagline.map(|line| view! { class = STYLE, <p class="shop__tagline"><Said text=line/></p> }.into_any())}
                <p class="shop__state"><OpenLine lang=lang open=shop.card.open/></p>
                {shop.notice.map(|notice| view! { class = STYLE, <p class="shop__notice"><b>{words::notice(lang)}</b>" "<Said text=notice/></p> }.into_any())}
                {shop.address.map(|address| view! { class = STYLE, <p class="shop__address"><Said text=address/></p> }.into_any())}
                <p class="shop__ways">
                    {call.map(|(href, phone)| view! { class = STYLE, <a class="button" href=href>{words::call_shop(lang)}" "<span class="shop__phone">{phone}</span></a> }.into_any())}
                    {map.map(|href| view! { class = STYLE, <a class="button" href=href rel="noopener external">{words::map(lang)}</a> }.into_any())}
                </p>
            </div>
        </header>
    }
}

/// The shop's own groups of products, as links.
#[component]
fn Collections(lang: Lang, shop: Slug, collections: Vec<Collection>, chosen: Option<Slug>) -> impl IntoView {
    let to = move |collection: Option<Slug>| {
        Page::Shop { shop: shop.clone(), collection, filters: Filters::default(), sort: Sort::default(), after: None }.of(lang).path()
    };
    (!collections.is_empty()).then(|| {
        let links = collections.into_iter().map(|collection| {
            let current = (chosen.as_ref() == Some(&collection.slug)).then_some("true");
            view! { class = STYLE,
                <li><a class="shop__collection" href=to(Some(collection.slug)) aria-current=current>
                    <Said text=collection.name/>" "<span class="shop__number">{collection.products}</span>
                </a></li>
            }.into_any()
        });
        view! { class = STYLE,
            <nav aria-label=words::collections(lang)>
                <ul class="shop__collections">
                    <li><a class="shop__collection" href=to(None) aria-current=chosen.is_none().then_some("true")>{words::everything(lang)}</a></li>
                    {links.collect_view()}
                </ul>
            </nav>
        }.into_any()
    })
}

/// Story, pictures, hours, delivery and business facts.
#[component]
fn Details(lang: Lang, shop: Shop) -> impl IntoView {
    let story = shop.story.map(|story| {
        let tag = story.tag();
        let paragraphs = story.text.split("\n\n").map(|part| view! { class = STYLE, <p>{part.to_owned()}</p> }.into_any()).collect_view();
        view! { class = STYLE, <div class="shop__story" lang=tag>{paragraphs}</div> }.into_any()
    });
    let pictures: Vec<_> = shop
        .pictures
        .into_iter()
        .skip(1)
        .map(|picture| {
            let alt = picture.alt.clone().map(|alt| alt.text).unwrap_or_default();
            view! { class = STYLE, <li><Photo picture=Some(picture) frame=Frame::Wide sizes="(min-width: 64rem) 30vw, 92vw" alt=alt/></li> }
                .into_any()
        })
        .collect();
    let hours = shop.hours.map(|hours| view! { class = STYLE,
        <section class="shop__block" aria-labelledby="hours"><h2 class="shop__heading" id="hours">{words::hours(lang)}</h2><HoursTable lang=lang hours=hours today=shop.today/></section>
    }.into_any());
    view! { class = STYLE,
        {(story.is_some() || !pictures.is_empty()).then(|| view! { class = STYLE,
            <section class="shop__about" aria-labelledby="story">
                <h2 class="shop__heading" id="story">{words::story(lang)}</h2>
                {story}
                {(!pictures.is_empty()).then(|| view! { class = STYLE, <ul class="shop__pictures" aria-label=words::shop_pictures(lang)>{pictures}</ul> }.into_any())}
            </section>
        }.into_any())}
        <div class="shop__blocks">
            {hours}
            <section class="shop__block" aria-labelledby="delivery">
                <h2 class="shop__heading" id="delivery">{words::delivery(lang)}" · "{words::pickup(lang)}</h2>
                <DeliveryLines lang=lang delivery=shop.delivery pickup=shop.pickup/>
                <p class="shop__small"><b>{words::withdrawal_title(lang)}</b>" "{words::withdrawal(lang)}</p>
            </section>
            {(!shop.business.is_empty()).then(|| view! { class = STYLE,
                <section class="shop__block" aria-labelledby="business">
                    <h2 class="shop__heading" id="business">{words::business(lang)}</h2>
                    <BusinessFacts lang=lang business=shop.business/>
                </section>
            }.into_any())}
        </div>
    }
}
