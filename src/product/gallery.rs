//! The pictures of a product: a strip that swipes and takes the arrow keys by itself, and a closer look.

use leptos::prelude::*;
use wire::{Lang, Picture};

use super::STYLE;
use crate::{
    browser,
    ui::{Frame, Photo},
    words,
};

/// How wide a picture stands in the gallery.
pub const GALLERY_SIZES: &str = "(min-width: 56rem) 48vw, 100vw";

/// The strip scrolls natively (swipe, arrow keys, wheel); thumbnails are links to each picture.
/// With JavaScript there are buttons, and pressing a picture opens it large; without, it is a link to the large file.
#[component]
pub fn Gallery(lang: Lang, pictures: Vec<Picture>, name: String) -> impl IntoView {
    if pictures.is_empty() {
        return view! { class = STYLE, <div class="product__gallery"><Photo picture=None frame=Frame::Square sizes=GALLERY_SIZES/></div> }
            .into_any();
    }
    let several = pictures.len() > 1;
    let alt = move |picture: &Picture| picture.alt.clone().map_or_else(|| name.clone(), |alt| alt.text);
    let zoomed = RwSignal::new(None::<usize>);
    let slides = pictures.iter().enumerate().map(|(index, picture)| {
        let href = picture.file(picture.largest(), "webp");
        view! { class = STYLE,
            <li class="product__slide" id=format!("picture-{}", index + 1)>
                <a class="product__zoom" href=href data-native="" on:click=move |event| {
                    event.prevent_default();
                    zoomed.set(Some(index));
                    browser::open_dialog("zoom");
                }>
                    <Photo picture=Some(picture.clone()) frame=Frame::Square sizes=GALLERY_SIZES eager={index == 0} alt=alt(picture)/>
                    <span class="visually-hidden">{words::zoom(lang)}</span>
                </a>
            </li>
        }
        .into_any()
    });
    let slides = slides.collect_view();
    let thumbs = several.then(|| {
        let thumbs = pictures.iter().enumerate().map(|(index, picture)| {
            let said = format!("{} {}", words::gallery(lang), index + 1);
            view! { class = STYLE,
                <li><a class="product__thumb" href=format!("#picture-{}", index + 1) aria-label=said on:click=move |event| {
                    event.prevent_default();
                    browser::slide_to("gallery", index);
                }><Photo picture=Some(picture.clone()) frame=Frame::Square sizes="4rem"/></a></li>
            }
            .into_any()
        });
        view! { class = STYLE, <ul class="product__thumbs">{thumbs.collect_view()}</ul> }.into_any()
    });
    view! { class = STYLE,
        <div class="product__gallery">
            <ul class="product__slides" id="gallery" tabindex="0" aria-label=words::gallery(lang)>{slides}</ul>
            {thumbs}
            <Zoom lang=lang pictures=pictures zoomed=zoomed/>
        </div>
    }
    .into_any()
}

/// The closer look: a dialog over the page with the largest file; arrow keys go on, Escape closes.
#[component]
fn Zoom(lang: Lang, pictures: Vec<Picture>, zoomed: RwSignal<Option<usize>>) -> impl IntoView {
    let count = pictures.len();
    let step = move |by: usize| zoomed.update(|at| *at = at.map(|at| (at + by) % count));
    let keys = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => step(1),
        "ArrowLeft" => step(count - 1),
        _ => {}
    };
    let image = move || {
        zoomed.get().and_then(|at| pictures.get(at).cloned()).map(|picture| {
            let alt = picture.alt.clone().map(|alt| alt.text).unwrap_or_default();
            view! { class = STYLE,
                <img class="product__large" src=picture.file(picture.largest(), "webp") alt=alt width=picture.width height=picture.height/>
            }
            .into_any()
        })
    };
    let several = count > 1;
    view! { class = STYLE,
        <dialog class="product__dialog" id="zoom" aria-label=words::zoom(lang) on:keydown=keys on:close=move |_| zoomed.set(None)>
            {image}
            <form method="dialog" class="product__dialog-bar">
                {several.then(|| view! { class = STYLE,
                    <button class="button" type="button" on:click=move |_| step(count - 1) aria-label=words::previous_picture(lang)>"←"</button>
                    <button class="button" type="button" on:click=move |_| step(1) aria-label=words::next_picture(lang)>"→"</button>
                }.into_any())}
                <button class="button">{words::close(lang)}</button>
            </form>
        </dialog>
    }
}
