//! A picture in its frame: sized before it loads, in the best format that the browser takes.

use leptos::prelude::*;
use wire::{Picture, picture::FORMATS};

use super::STYLE;

/// The shape of the place in which a picture stands. The picture fills it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    Square,
    /// 3 : 2
    Wide,
    /// 9 : 16
    Clip,
    /// 4 : 7, a shop window from the street.
    Tall,
}

impl Frame {
    fn class(self) -> &'static str {
        match self {
            Self::Square => "ui__frame ui__frame--square",
            Self::Wide => "ui__frame ui__frame--wide",
            Self::Clip => "ui__frame ui__frame--clip",
            Self::Tall => "ui__frame ui__frame--tall",
        }
    }
}

/// A picture, or a quiet empty frame where there is none.
///
/// `eager` is for the one picture that the reader sees first; all others load when they come near.
/// `alt` is empty where the name stands right beside it.
#[component]
pub fn Photo(
    picture: Option<Picture>,
    frame: Frame,
    /// The `sizes` attribute: how wide the picture stands on which screens.
    sizes: &'static str,
    #[prop(optional)] eager: bool,
    #[prop(optional)] alt: String,
) -> impl IntoView {
    let inner = picture.map(|picture| {
        let sources = FORMATS.map(|(format, mime)| view! { <source type=mime srcset=picture.srcset(format) sizes=sizes/> }.into_any());
        let photo = view! { class = STYLE,
            <img
                class="ui__photo"
                src=picture.fallback()
                alt=alt
                width=picture.width
                height=picture.height
                loading=if eager { "eager" } else { "lazy" }
                fetchpriority=eager.then_some("high")
                decoding="async"
            />
        };
        view! { <picture>{sources.into_iter().collect_view()}{photo}</picture> }.into_any()
    });
    view! { class = STYLE, <span class=frame.class()>{inner}</span> }.into_any()
}
