//! A clip in a list.

use leptos::prelude::*;
use wire::{Lang, address::Page, clip::ClipCard, time::playhead};

use super::STYLE;
use crate::ui::{Frame, Photo, Said};

/// One clip: its poster, length, title and shop. `at` is the second from which it should play.
#[component]
pub fn ClipCardView(lang: Lang, clip: ClipCard, #[prop(optional)] at: u32) -> impl IntoView {
    let href = Page::clip(&clip.slug, (at > 0).then_some(at)).of(lang).path();
    view! { class = STYLE,
        <a class="clip__card" href=href>
            <span class="clip__pane">
                <Photo picture=clip.poster frame=Frame::Clip sizes="(min-width: 75rem) 12rem, (min-width: 48rem) 23vw, 42vw"/>
                <span class="clip__length">{playhead(clip.seconds)}</span>
            </span>
            <span class="clip__name"><Said text=clip.title/></span>
            <span class="clip__shop"><Said text=clip.shop_name/></span>
        </a>
    }
    .into_any()
}

/// Clips side by side; on a phone they slide.
#[component]
pub fn ClipRow(lang: Lang, clips: Vec<ClipCard>) -> impl IntoView {
    let cards =
        clips.into_iter().map(|clip| view! { class = STYLE, <li class="clip__place"><ClipCardView lang=lang clip=clip/></li> }.into_any());
    view! { class = STYLE, <ul class="clip__row">{cards.collect_view()}</ul> }.into_any()
}
