//! Playing a clip: a file of ours in the browser's own player, a foreign one framed only when it is pressed.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use wire::{
    Lang, Picture,
    clip::{Captions, Clip, Source, moment_at},
};

use super::STYLE;
use crate::{
    browser,
    ui::{Frame, Photo},
    words,
};

/// What plays, and what is heard from it: `now` follows the playhead by the clip's moments.
/// A foreign frame cannot be listened to; there `now` is the moment that was pressed.
#[component]
pub fn Player(lang: Lang, clip: Clip, start: u32, now: RwSignal<Option<usize>>, framed: RwSignal<Option<u32>>) -> impl IntoView {
    let title = clip.card.title.text.clone();
    match clip.source.clone() {
        Source::File { url, mime, captions } => {
            let moments = clip.moments.clone();
            let follow = move |_| {
                if let Some(second) = browser::playhead("player") {
                    let at = moment_at(&moments, second);
                    if now.get_untracked() != at {
                        now.set(at);
                    }
                }
            };
            let src = if start > 0 { format!("{url}#t={start}") } else { url };
            let poster = clip.card.poster.as_ref().map(Picture::fallback);
            let tracks = captions.into_iter().map(|Captions { lang: spoken, url }| {
                let label = match spoken {
                    Lang::Ko => words::captions_ko(lang),
                    Lang::En => words::captions_en(lang),
                };
                view! { class = STYLE, <track kind="captions" src=url srclang=spoken.tag() label=label default=spoken == lang/> }.into_any()
            });
            view! { class = STYLE,
                <video class="clip__video" id="player" controls=true playsinline=true preload="metadata" poster=poster width=clip.width height=clip.height aria-label=title on:timeupdate=follow>
                    <source src=src type=mime/>
                    {tracks.collect_view()}
                </video>
            }
            .into_any()
        }
        foreign => view! { <Foreign lang=lang source=foreign title=title poster=clip.card.poster start=start framed=framed/> }.into_any(),
    }
}

/// A clip at a provider: our poster and a link to the provider's page; with JavaScript the link frames the player here.
/// Nothing is asked of the provider before it is pressed.
#[component]
fn Foreign(lang: Lang, source: Source, title: String, poster: Option<Picture>, start: u32, framed: RwSignal<Option<u32>>) -> impl IntoView {
    let page = source.page(start).unwrap_or_default();
    let provider = source.provider(lang).unwrap_or_default();
    let is_odd = AtomicBool::new(false);
    let frame = move || {
        framed.get().and_then(|at| source.frame(at)).map(|src| {
            let frame = view! { class = STYLE,
                <iframe class="clip__frame" src=src title=title.clone() allow="autoplay; fullscreen; picture-in-picture; encrypted-media" referrerpolicy="strict-origin-when-cross-origin"></iframe>
            };
            // Each press is a frame of its own: one whose address is changed ends on an empty page, or stays where it was.
            // A view of another type is one that is not built over the last.
            if is_odd.fetch_xor(true, Ordering::Relaxed) { (frame,).into_any() } else { frame.into_any() }
        })
    };
    view! { class = STYLE,
        <div class="clip__foreign">
            <a class="clip__play" href=page rel="noopener external" on:click=move |event| {
                event.prevent_default();
                framed.set(Some(start));
            }>
                <Photo picture=poster frame=Frame::Clip sizes="(min-width: 48rem) 26rem, 100vw" eager=true/>
                <span class="clip__press">{words::play_clip(lang)}" · "{provider}</span>
            </a>
            {frame}
        </div>
    }
}
