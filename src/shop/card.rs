//! A shop in a list.

use leptos::prelude::*;
use wire::{Lang, address::Page, listing::Listing, shop::ShopCard};

use super::STYLE;
use crate::{
    ui::{Frame, OpenLine, Photo, Said, Section},
    words,
};

/// On phones a tenth less than it stands (72vw): the common ones then take the copy of 480, a fifth of the next one's bytes.
const SIZES: &str = "(min-width: 75rem) 18rem, (min-width: 48rem) 31vw, 64vw";

/// One shop: its front, name, line, district, and whether it is open.
#[component]
pub fn ShopCardView(lang: Lang, shop: ShopCard) -> impl IntoView {
    let href = Page::shop(&shop.slug).of(lang).path();
    let lit = if shop.open.is_open() { "shop__card shop__card--lit" } else { "shop__card" };
    view! { class = STYLE,
        <a class=lit href=href>
            <span class="shop__pane"><Photo picture=shop.picture frame=Frame::Wide sizes=SIZES/></span>
            <span class="shop__name"><Said text=shop.name/></span>
            {shop.tagline.map(|line| view! { class = STYLE, <span class="shop__line"><Said text=line/></span> }.into_any())}
            <span class="shop__where">
                {shop.district.map(|district| view! { class = STYLE, <span class="shop__district"><Said text=district/></span> }.into_any())}
                <OpenLine lang=lang open=shop.open/>
            </span>
        </a>
    }
    .into_any()
}

/// Shops to walk past, side by side; on a phone they slide.
#[component]
pub fn ShopCards(lang: Lang, shops: Vec<ShopCard>) -> impl IntoView {
    let cards =
        shops.into_iter().map(|shop| view! { class = STYLE, <li class="shop__place"><ShopCardView lang=lang shop=shop/></li> }.into_any());
    view! { class = STYLE, <ul class="shop__row">{cards.collect_view()}</ul> }.into_any()
}

/// A row of shops with the way to all of them.
#[component]
pub fn ShopRow(lang: Lang, shops: Vec<ShopCard>, more: String) -> impl IntoView {
    view! {
        <Section id="shops" title=words::shops(lang).to_owned() more=(more, words::all_shops(lang))>
            <ShopCards lang=lang shops=shops/>
        </Section>
    }
}

/// All shops of a list.
#[component]
pub fn ShopGrid(lang: Lang, shops: Listing<ShopCard>) -> impl IntoView {
    if shops.items.is_empty() {
        return view! { class = STYLE, <p class="shop__none">{words::empty_window(lang)}</p> }.into_any();
    }
    let cards = shops.items.into_iter().map(|shop| view! { class = STYLE, <li><ShopCardView lang=lang shop=shop/></li> }.into_any());
    view! { class = STYLE, <ul class="shop__grid" data-total=shops.total>{cards.collect_view()}</ul> }.into_any()
}
