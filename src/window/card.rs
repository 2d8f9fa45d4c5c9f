//! A window as it stands in the street.

use leptos::prelude::*;
use wire::{Lang, address::Page, window::WindowCard};

use super::STYLE;
use crate::{
    ui::{Frame, Photo, Said},
    words,
};

/// How wide the picture is that a window shows a part of: it is wide, and the window tall.
pub const CARD_SIZES: &str = "30rem";

/// One lit window of the street, with its name below.
#[component]
pub fn StreetWindow(lang: Lang, window: WindowCard, eager: bool) -> impl IntoView {
    let light = format!("window__card light-{}", window.light.word());
    view! { class = STYLE,
        <li class="window__place">
            <a class=light href=Page::window(&window.slug).of(lang).path()>
                <span class="window__pane"><Photo picture=window.picture frame=Frame::Tall sizes=CARD_SIZES eager=eager/></span>
                <span class="window__name"><Said text=window.name/></span>
                <span class="window__count">{words::shop_count(lang, window.shops)}</span>
            </a>
        </li>
    }
    .into_any()
}
