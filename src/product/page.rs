//! A product's page.

use leptos::prelude::*;
use wire::{
    Lang,
    address::Page,
    product::{Appearance, Product, ProductPage as Reply, Prose, Variant, chosen},
    shop::{Delivery, Pickup},
    time::playhead,
};

use super::{ProductGrid, STYLE, choice::Choices, gallery::Gallery};
use crate::{
    browser,
    clip::ClipCardView,
    shop::map_link,
    ui::{Frame, OpenLine, Photo, PriceLine, Said, Section},
    words,
};

#[component]
pub fn ProductPage(lang: Lang, variant: Option<String>, reply: Reply) -> impl IntoView {
    let light = reply.windows.first().map_or_else(String::new, |window| format!("product__page light-{}", window.light.word()));
    let product = reply.product;
    let Some(now) = chosen(&product.variants, variant.as_deref()).cloned() else {
        return view! { <p>{words::empty_products(lang)}</p> }.into_any();
    };
    let gone = product.card.sold_out;
    let name = product.card.name.clone();
    let map = map_link(reply.point, reply.address.as_ref());
    let more = wire::listing::Listing { total: Some(reply.more.len() as u64), items: reply.more, after: None };
    let more_title = if gone { words::others_in_stock(lang) } else { words::more_from(lang) };
    let shop_path = Page::shop(&reply.shop.slug).of(lang).path();
    let has_more = !more.items.is_empty();
    view! { class = STYLE,
        <article class=light>
            <div class="product__top">
                <Gallery lang=lang pictures=product.pictures.clone() name=name.text.clone()/>
                <div class="product__words">
                    <p class="product__of"><a href=shop_path.clone()><Said text=reply.shop.name.clone()/></a></p>
                    <h1 class="product__title"><Said text=name/></h1>
                    <p class="product__cost"><PriceLine lang=lang price=now.price before=now.before/></p>
                    {gone.then(|| view! { class = STYLE, <p class="product__all-gone">{words::sold_out(lang)}</p> }.into_any())}
                    <Choices lang=lang product=product.clone() now=now.clone()/>
                    <Ways lang=lang phone=reply.phone map=map/>
                    <Terms lang=lang product=product.clone() now=now/>
                    <ShopLine lang=lang reply=reply.shop href=shop_path.clone()/>
                </div>
            </div>
            {product.description.map(|prose| view! { <Description lang=lang prose=prose/> }.into_any())}
            <Clips lang=lang clips=reply.clips/>
            {has_more.then(|| view! {
                <Section id="more" title=more_title.to_owned() more=(shop_path, words::all_of(lang))>
                    <ProductGrid lang=lang products=more empty="" first_row=false/>
                </Section>
            }.into_any())}
        </article>
    }
    .into_any()
}

/// What a reader can do: call, find the way, share. There is no button that does nothing.
#[component]
fn Ways(lang: Lang, phone: Option<String>, map: Option<String>) -> impl IntoView {
    let said = RwSignal::new("");
    let share = move |_| browser::share(move || said.set(words::shared(lang)));
    view! { class = STYLE,
        <div class="product__ways">
            {phone.map(|phone| (format!("tel:{phone}"), phone)).map(|(href, phone)| view! { class = STYLE, <a class="button button--main" href=href>{words::call_shop(lang)}" "<span class="product__phone">{phone}</span></a> }.into_any())}
            {map.map(|href| view! { class = STYLE, <a class="button" href=href rel="noopener external">{words::way_there(lang)}</a> }.into_any())}
            <button class="button needs-script" type="button" on:click=share>{words::share(lang)}</button>
            <span class="product__said" role="status">{move || said.get()}</span>
        </div>
    }
}

/// Delivery, pickup, kind, origin.
#[component]
fn Terms(lang: Lang, product: Product, now: Variant) -> impl IntoView {
    let delivery = product.delivery.map(|delivery| delivery_words(lang, &delivery, &now));
    let delivery = delivery.unwrap_or_else(|| words::no_delivery(lang).to_owned());
    let pickup = product.pickup.map(|Pickup { ready_minutes }| words::ready_in(lang, ready_minutes));
    view! { class = STYLE,
        <dl class="product__terms">
            <div><dt>{words::delivery(lang)}</dt><dd>{delivery}</dd></div>
            {pickup.map(|pickup| view! { class = STYLE, <div><dt>{words::pickup(lang)}</dt><dd>{pickup}</dd></div> }.into_any())}
            {product.kind.map(|kind| view! { class = STYLE, <div><dt>{words::kind(lang)}</dt><dd><Said text=kind/></dd></div> }.into_any())}
            {product.origin.map(|origin| view! { class = STYLE, <div><dt>{words::origin(lang)}</dt><dd><Said text=origin/></dd></div> }.into_any())}
        </dl>
    }
}

/// What delivery of this very variant costs.
fn delivery_words(lang: Lang, delivery: &Delivery, now: &Variant) -> String {
    let fee = delivery.fee_for(now.price);
    let fee = if fee.amount == 0 { words::delivery_free(lang).to_owned() } else { fee.words(lang) };
    let free = delivery.free_from.filter(|from| now.price.amount < from.amount).map(|from| match lang {
        Lang::Ko => format!(" ({} 이상 무료)", from.words(lang)),
        Lang::En => format!(" (free from {})", from.words(lang)),
    });
    format!("{fee}{} · {}", free.unwrap_or_default(), words::days(lang, delivery.days))
}

/// The shop behind the product.
#[component]
fn ShopLine(lang: Lang, reply: wire::shop::ShopCard, href: String) -> impl IntoView {
    view! { class = STYLE,
        <a class="product__shopline" href=href>
            <span class="product__shopfront"><Photo picture=reply.picture frame=Frame::Square sizes="4.5rem"/></span>
            <span class="product__shopwords">
                <b><Said text=reply.name/></b>
                {reply.district.map(|district| view! { class = STYLE, <span><Said text=district/></span> }.into_any())}
                <OpenLine lang=lang open=reply.open/>
            </span>
        </a>
    }
}

/// The merchant's text: HTML that the server sanitised.
#[component]
fn Description(lang: Lang, prose: Prose) -> impl IntoView {
    let tag = prose.lang.map(Lang::tag);
    view! { class = STYLE,
        <section class="product__about" aria-labelledby="about">
            <h2 class="product__heading" id="about">{words::description(lang)}</h2>
            <div class="prose" lang=tag inner_html=prose.html.0></div>
        </section>
    }
}

/// The clips in which the product appears, each from the second at which it does.
#[component]
fn Clips(lang: Lang, clips: Vec<Appearance>) -> impl IntoView {
    (!clips.is_empty()).then(|| {
        let clips = clips.into_iter().map(move |appearance| {
            let at = appearance.at;
            view! { class = STYLE, <li><ClipCardView lang=lang clip=appearance.clip at=at/><span class="product__at">{playhead(at)}</span></li> }.into_any()
        });
        view! { class = STYLE,
            <Section id="clips" title=words::in_clips(lang).to_owned()><ul class="product__clips">{clips.collect_view()}</ul></Section>
        }.into_any()
    })
}
