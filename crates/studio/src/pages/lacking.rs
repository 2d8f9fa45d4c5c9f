//! What a shop lacks before it can be open, each line a link to where that is mended.

use leptos::prelude::*;
use wire::{
    Lang, Slug,
    account::ShopState,
    application::ApplicationCard,
    draft::OwnProduct,
    listing::Listing,
    opening::{Blocker, Opening},
};

use crate::{
    address::Page,
    screen::{Own, Screen},
    words,
};

/// The list of what is lacking.
pub fn list(
    screen: &Screen,
    shop: &Slug,
    opening: &Opening,
    blockers: &[Blocker],
    bare: Option<&Listing<OwnProduct>>,
    own: Option<&Own>,
) -> AnyView {
    let lang = screen.lang();
    let rows = blockers.iter().map(|blocker| {
        let text = words::blocker(lang, *blocker);
        if !opening.with_changes.contains(blocker) {
            // What is changed mends it, and waits to be opened.
            let to = Page::Preview { shop: shop.clone() }.of(lang).path();
            let waits = lang.pick("고쳤고, 바뀐 것을 열면 됩니다", "mended: open the changes");
            return view! { <li><a href=to>{text}</a><span class="studio__hint">" · "{waits}</span></li> }.into_any();
        }
        let to = mends(screen, shop, opening, bare, own, *blocker);
        let is_owners = own.is_none() && words::owners_act(lang, *blocker).is_some();
        let whose = is_owners.then(|| {
            let whose = lang.pick("대표만 고칠 수 있습니다", "the owner alone mends this");
            view! { <span class="studio__hint">" · "{whose}</span> }
        });
        view! { <li><a href=to>{text}</a>{whose}</li> }.into_any()
    });
    view! { <ul class="studio__list">{rows.collect::<Vec<_>>()}</ul> }.into_any()
}

/// Where what keeps a shop from opening is mended, by who looks.
fn mends(
    screen: &Screen,
    shop: &Slug,
    opening: &Opening,
    bare: Option<&Listing<OwnProduct>>,
    own: Option<&Own>,
    blocker: Blocker,
) -> String {
    let lang = screen.lang();
    let applications = own.map(|own| own.applications.as_slice()).unwrap_or_default();
    let to = |card: &ApplicationCard| Page::Application { shop: card.shop.clone(), window: card.window.clone() }.of(lang).path();
    let begun = applications.iter().find(|card| card.state.is_open()).or_else(|| applications.first()).map(to);
    match blocker {
        Blocker::NoHours | Blocker::NoAddress => Page::Front { shop: shop.clone() }.of(lang).path(),
        Blocker::NoProduct => Page::NewProduct { shop: shop.clone() }.of(lang).path(),
        Blocker::NoPicture => without_picture(shop, bare, lang),
        Blocker::Held => part(screen, shop, "held"),
        // The rest is the owner's: who else looks is told who that is.
        _ if own.is_none() => part(screen, shop, "owner"),
        Blocker::NoRepresentative | Blocker::NoBusinessNumber if opening.state != ShopState::Draft => part(screen, shop, "business"),
        _ => begun.unwrap_or_else(|| part(screen, shop, "apply")),
    }
}

/// What the owner alone mends, for who manages the shop: who that is, and what they have to do.
pub fn of_owner(lang: Lang, opening: &Opening) -> AnyView {
    let acts: Vec<_> = opening.with_changes.iter().filter_map(|blocker| words::owners_act(lang, *blocker)).collect();
    if acts.is_empty() {
        return ().into_any();
    }
    let owners = opening.owners.join(", ");
    let who = if owners.is_empty() {
        lang.pick("매장에 아직 대표가 없습니다. 운영자에게 알려 주세요.", "The shop has no owner yet; tell an operator.").to_owned()
    } else {
        lang.pick(
            format!("대표만 할 수 있습니다. 대표에게 알려 주세요: {owners}"),
            format!("The owner alone may do this; tell them: {owners}"),
        )
    };
    let acts = acts.into_iter().map(|act| view! { <li>{act}</li> }.into_any());
    let heading = lang.pick("대표가 할 일", "What the owner has to do");
    view! { <section id="owner"><h2>{heading}</h2><p>{who}</p><ul class="studio__list">{acts.collect_view()}</ul></section> }.into_any()
}

/// A part of the shop's own page.
fn part(screen: &Screen, shop: &Slug, id: &str) -> String {
    let page = match &screen.address.page {
        Page::Shop { .. } => String::new(),
        _ => Page::Shop { shop: shop.clone() }.of(screen.lang()).path(),
    };
    format!("{page}#{id}")
}

/// Where the missing picture of a product is brought in; of several products, where they stand.
fn without_picture(shop: &Slug, bare: Option<&Listing<OwnProduct>>, lang: Lang) -> String {
    match bare.map(|list| list.items.as_slice()) {
        Some([one]) => {
            let page = Page::Product { shop: shop.clone(), product: one.product.clone() };
            format!("{}#pictures", page.of(lang).path())
        }
        _ => Page::Products { shop: shop.clone(), q: None, bare: true, after: None }.of(lang).path(),
    }
}
