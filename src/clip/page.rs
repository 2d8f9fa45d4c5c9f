//! The clips' page and a clip's page.

use leptos::prelude::*;
use wire::{
    Lang,
    address::Page,
    clip::{Clip, ClipPage as Reply, ClipsPage as ListReply, Moment, moment_at},
    time::playhead,
};

use super::{ClipCardView, ClipRow, STYLE, player::Player};
use crate::{
    browser,
    product::ProductCardView,
    shop::ShopCardView,
    ui::{Pager, Said, Section},
    words,
};

#[component]
pub fn ClipsPage(lang: Lang, reply: ListReply) -> impl IntoView {
    let path = move |after: Option<String>| Page::Clips { after }.of(lang).path();
    let next = reply.clips.after.clone().map(|after| path(Some(after)));
    let first = reply.further.then(|| path(None));
    let empty = reply.clips.items.is_empty();
    let cards = reply
        .clips
        .items
        .into_iter()
        .map(|clip| view! { class = STYLE, <li><ClipCardView lang=lang clip=clip/></li> }.into_any())
        .collect_view();
    view! { class = STYLE,
        <div class="clip__all">
            <h1 class="clip__heading">{words::clips(lang)}</h1>
            {if empty {
                view! { class = STYLE, <p>{words::empty_clips(lang)}</p> }.into_any()
            } else {
                view! { class = STYLE, <ul class="clip__grid" data-total=reply.clips.total>{cards}</ul> }.into_any()
            }}
            <Pager lang=lang next=next first=first/>
        </div>
    }
}

#[component]
pub fn ClipPage(lang: Lang, at: Option<u32>, reply: Reply) -> impl IntoView {
    let clip = reply.clip;
    let start = at.unwrap_or(0);
    let now = RwSignal::new(moment_at(&clip.moments, start));
    let framed = RwSignal::new(None);
    let title = clip.card.title.clone();
    let about = clip.about.clone();
    let moments = clip.moments.clone();
    let more = reply.more;
    view! { class = STYLE,
        <article class="clip__page">
            <div class="clip__stage"><Player lang=lang clip=clip.clone() start=start now=now framed=framed/></div>
            <div class="clip__beside">
                <h1 class="clip__title"><Said text=title/></h1>
                {about.map(|about| view! { class = STYLE, <p class="clip__about"><Said text=about/></p> }.into_any())}
                <Showing lang=lang moments=moments now=now/>
                <Moments lang=lang clip=clip now=now framed=framed/>
                <div class="clip__of"><ShopCardView lang=lang shop=reply.shop/></div>
            </div>
        </article>
        {(!more.is_empty()).then(|| view! { <Section id="more" title=words::more_clips(lang).to_owned()><ClipRow lang=lang clips=more/></Section> }.into_any())}
    }
}

/// The product at the playhead.
#[component]
fn Showing(lang: Lang, moments: Vec<Moment>, now: RwSignal<Option<usize>>) -> impl IntoView {
    let any = moments.iter().any(|moment| moment.product.is_some());
    let product = move || {
        let index = now.get().unwrap_or(0);
        let product = moments.iter().take(index + 1).rev().find_map(|moment| moment.product.clone());
        let product = product.or_else(|| moments.iter().find_map(|moment| moment.product.clone()));
        product.map(|product| view! { <ProductCardView lang=lang product=product/> }.into_any())
    };
    any.then(|| {
        view! { class = STYLE,
            <section class="clip__showing" aria-labelledby="showing">
                <h2 class="clip__label" id="showing">{words::now_showing(lang)}</h2>
                <div class="clip__product">{product}</div>
            </section>
        }
        .into_any()
    })
}

/// The moments as links to their second; pressed, they seek in place.
#[component]
fn Moments(lang: Lang, clip: Clip, now: RwSignal<Option<usize>>, framed: RwSignal<Option<u32>>) -> impl IntoView {
    let own = matches!(clip.source, wire::clip::Source::File { .. });
    let seeks = clip.source.seeks();
    let slug = clip.card.slug.clone();
    let empty = clip.moments.is_empty();
    let items = clip.moments.into_iter().enumerate().map(move |(index, moment)| {
        let at = moment.at;
        let words = view! { class = STYLE, <span class="clip__time">{playhead(at)}</span><Said text=moment.label/> };
        if !seeks {
            return view! { class = STYLE, <li class="clip__moment">{words}</li> }.into_any();
        }
        let href = Page::clip(&slug, Some(at)).of(lang).path();
        let press = {
            let href = href.clone();
            move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                browser::replace_address(&href);
                now.set(Some(index));
                if own {
                    browser::seek("player", at);
                } else {
                    framed.set(Some(at));
                }
            }
        };
        let current = move || (now.get() == Some(index)).then_some("true");
        view! { class = STYLE, <li><a class="clip__moment" href=href rel="nofollow" data-native="" aria-current=current on:click=press>{words}</a></li> }.into_any()
    });
    let items = items.collect_view();
    (!empty).then(|| {
        view! { class = STYLE,
            <section class="clip__list" aria-labelledby="moments">
                <h2 class="clip__label" id="moments">{words::moments(lang)}</h2>
                <ol class="clip__moments">{items}</ol>
                {(!seeks).then(|| view! { class = STYLE, <p class="clip__note">{words::no_seek(lang)}</p> }.into_any())}
            </section>
        }
        .into_any()
    })
}
