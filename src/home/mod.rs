//! The home page: the street.

use leptos::prelude::*;
use wire::{Lang, address::Page, home::HomePage as Reply};

use crate::{clip::ClipRow, product::ProductGrid, shop::ShopCards, ui::Section, window::StreetWindow, words};

/// The scope of this feature's sheet.
const STYLE: &str = stylers_macro::style_sheet!("./src/home/home.css");

#[component]
pub fn HomePage(lang: Lang, reply: Reply) -> impl IntoView {
    let street = reply.windows.into_iter().enumerate();
    let street =
        street.map(|(index, window)| view! { <StreetWindow lang=lang window=window eager={index < 3}/> }.into_any()).collect_view();
    let came = if reply.new_today { words::new_today(lang) } else { words::new_lately(lang) };
    let products = wire::listing::Listing { total: Some(reply.new_products.len() as u64), items: reply.new_products, after: None };
    let lit = reply.open_now > 0;
    let open = reply.open_shops;
    let clips = reply.clips;
    let more_clips = (Page::Clips { after: None }.of(lang).path(), words::all_clips(lang));
    view! { class = STYLE,
        <div class="home">
            <header class="home__header">
                <h1 class="home__title">{words::site_line(lang)}</h1>
                <p class="home__about">{words::site_about(lang)}</p>
            </header>
            <nav class="home__street" aria-label=words::street(lang)>
                <ul class="home__windows">{street}</ul>
            </nav>
            <Section id="open" title=(if lit { words::open_now(lang) } else { words::open_soon(lang) }).to_owned()>
                {if open.is_empty() {
                    view! { class = STYLE, <p class="home__none">{words::none_open(lang)}</p> }.into_any()
                } else {
                    view! { <ShopCards lang=lang shops=open/> }.into_any()
                }}
            </Section>
            <Section id="new" title=came.to_owned()>
                <ProductGrid lang=lang products=products empty=words::empty_products(lang) first_row=false/>
            </Section>
            {(!clips.is_empty()).then(|| view! {
                <Section id="clips" title=words::home_clips(lang).to_owned() more=more_clips><ClipRow lang=lang clips=clips/></Section>
            }.into_any())}
        </div>
    }
}
