//! Choosing a variant: each choice is a link to the product with that variant, so that it works everywhere,
//! the address keeps it, and what each choice leads to is said before it is taken.

use leptos::prelude::*;
use wire::{
    Lang,
    address::Page,
    product::{Axis, Product, Stock, Variant, choose},
};

use super::STYLE;
use crate::{ui::Said, words};

/// The options of a product with the state of each choice, or the stock of the only variant.
#[component]
pub fn Choices(lang: Lang, product: Product, now: Variant) -> impl IntoView {
    let stock = view! { class = STYLE, <p class=stock_class(now.stock)>{stock_words(lang, now.stock)}</p> };
    if product.axes.is_empty() {
        return stock.into_any();
    }
    let axes = product.axes.clone().into_iter().enumerate();
    let axes = axes
        .map(|(index, axis)| view! { <AxisChoices lang=lang product=product.clone() now=now.clone() index=index axis=axis/> }.into_any())
        .collect_view();
    view! { class = STYLE, <div class="product__choices">{axes}{stock}</div> }.into_any()
}

/// The values of one option.
#[component]
fn AxisChoices(lang: Lang, product: Product, now: Variant, index: usize, axis: Axis) -> impl IntoView {
    let label = axis.name.text.clone();
    let values = axis.values.into_iter().enumerate().map(|(value, text)| {
        let target = choose(&product.variants, &now, index, value);
        let current = now.values.get(index) == Some(&value);
        let Some(target) = target else {
            return view! { class = STYLE,
                <li><span class="product__choice product__choice--none"><Said text=text/><span class="product__left">{words::not_made(lang)}</span></span></li>
            }
            .into_any();
        };
        let page = Page::Product { shop: product.card.shop.clone(), product: product.card.slug.clone(), variant: Some(target.id.clone()) };
        let class = if target.stock.is_sold_out() { "product__choice product__choice--gone" } else { "product__choice" };
        let left = match target.stock {
            Stock::InStock => None,
            other => Some(stock_words(lang, other)),
        };
        view! { class = STYLE,
            <li><a class=class href=page.of(lang).path() rel="nofollow" aria-current=current.then_some("true")>
                <Said text=text/>
                {left.map(|left| view! { class = STYLE, <span class="product__left">{left}</span> }.into_any())}
            </a></li>
        }
        .into_any()
    });
    view! { class = STYLE,
        <div class="product__axis" role="group" aria-label=label>
            <p class="product__label" aria-hidden="true"><Said text=axis.name/></p>
            <ul class="product__values">{values.collect_view()}</ul>
        </div>
    }
}

fn stock_words(lang: Lang, stock: Stock) -> String {
    match stock {
        Stock::SoldOut => words::sold_out(lang).to_owned(),
        Stock::Few(left) => words::left(lang, left),
        Stock::InStock => words::in_stock(lang).to_owned(),
    }
}

fn stock_class(stock: Stock) -> &'static str {
    match stock {
        Stock::SoldOut => "product__stock product__stock--gone",
        Stock::Few(_) => "product__stock product__stock--few",
        Stock::InStock => "product__stock",
    }
}
