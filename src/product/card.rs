//! A product in a list.

use leptos::prelude::*;
use wire::{Lang, Text, address::Page, listing::Listing, product::ProductCard};

use super::STYLE;
use crate::{
    ui::{Frame, Photo, PriceLine, Said},
    words,
};

/// How wide a card stands: two columns on a phone, up to six on a wide screen.
const SIZES: &str = "(min-width: 75rem) 12rem, (min-width: 48rem) 23vw, 45vw";

/// Products side by side. `first_row` says that the first pictures are the first thing seen.
#[component]
pub fn ProductGrid(lang: Lang, products: Listing<ProductCard>, empty: &'static str, first_row: bool) -> impl IntoView {
    if products.items.is_empty() {
        return view! { class = STYLE, <p class="product__none">{empty}</p> }.into_any();
    }
    let cards = products.items.into_iter().enumerate();
    let cards =
        cards.map(|(index, product)| view! { <li><ProductCardView lang=lang product=product eager={first_row && index < 2}/></li> });
    view! { class = STYLE, <ul class="product__grid" data-total=products.total>{cards.collect_view()}</ul> }.into_any()
}

/// A name, with what a search found of it marked: from and up to which characters, one pair after the other.
fn marked(name: Text, marks: &[u32]) -> AnyView {
    if marks.is_empty() {
        return view! { <Said text=name/> }.into_any();
    }
    let piece = |from: u32, to: u32| name.text.chars().skip(from as usize).take(to.saturating_sub(from) as usize).collect::<String>();
    let mut pieces = Vec::new();
    let mut at = 0;
    for pair in marks.chunks_exact(2) {
        if let [from, to] = pair {
            pieces.push(piece(at, *from).into_any());
            pieces.push(view! { <mark>{piece(*from, *to)}</mark> }.into_any());
            at = *to;
        }
    }
    pieces.push(piece(at, u32::MAX).into_any());
    view! { <span lang=name.tag()>{pieces}</span> }.into_any()
}

/// One product: its picture, shop, name and price; the whole of it is one link.
#[component]
pub fn ProductCardView(lang: Lang, product: ProductCard, #[prop(optional)] eager: bool) -> impl IntoView {
    let href = Page::product(&product.shop, &product.slug).of(lang).path();
    let class = if product.sold_out { "product__card product__card--gone" } else { "product__card" };
    view! { class = STYLE,
        <a class=class href=href>
            <span class="product__pane">
                <Photo picture=product.picture frame=Frame::Square sizes=SIZES eager=eager/>
                {product.sold_out.then(|| view! { class = STYLE, <span class="product__gone">{words::sold_out(lang)}</span> }.into_any())}
            </span>
            <span class="product__shop"><Said text=product.shop_name/></span>
            <span class="product__name">{marked(product.name, &product.marks)}</span>
            <PriceLine lang=lang price=product.price before=product.before from=product.from/>
        </a>
    }
    .into_any()
}
