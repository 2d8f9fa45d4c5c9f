//! One shop's state, and all shops as operators see them.

use leptos::prelude::*;
use wire::{
    Lang,
    account::{Me, Role, ShopState},
    draft::OwnProduct,
    listing::Listing,
    opening::{KnownShop, Opening},
};

use super::{button, entry::business, lacking, shop_name};
use crate::{
    acts::Act,
    address::Page,
    screen::{Own, Screen},
    ui::{Form, Kind},
    words,
};

/// One shop: what keeps it from opening, and opening, pausing and closing it.
pub fn shop(screen: &Screen, me: &Me, opening: &Opening, bare: Option<&Listing<OwnProduct>>, own: Option<&Own>) -> AnyView {
    let lang = screen.lang();
    let Page::Shop { shop } = &screen.address.page else { return ().into_any() };
    let role = me.shops.iter().find(|one| one.shop == *shop).map_or(Role::Staff, |one| one.role);
    let held = opening.held_why.clone().map(|why| {
        view! { <div class="studio__refused" id="held"><strong>{lang.pick("운영자가 쉬게 한 까닭", "Why an operator has paused it")}</strong><p>{why}</p></div> }
    });
    let products = match lang {
        Lang::Ko => format!("상품 {}개", opening.products),
        Lang::En if opening.products == 1 => "1 product".to_owned(),
        Lang::En => format!("{} products", opening.products),
    };
    let mut ways = Vec::new();
    if opening.state != ShopState::Closed {
        if role >= Role::Manager {
            ways.push((Page::Front { shop: shop.clone() }, lang.pick("매장 소개", "The shop's page")));
        }
        ways.push((Page::products(shop), lang.pick("상품", "Products")));
        ways.push((Page::Clips { shop: shop.clone() }, lang.pick("영상", "Clips")));
        if role >= Role::Manager {
            ways.push((Page::Imports { shop: shop.clone() }, lang.pick("목록 가져오기", "Bring a list in")));
        }
        ways.push((Page::Preview { shop: shop.clone() }, lang.pick("미리보기와 열기", "Preview and opening")));
    }
    if role == Role::Owner {
        ways.push((Page::Tokens { shop: shop.clone() }, lang.pick("프로그램을 위한 열쇠", "Access tokens")));
        ways.push((Page::Members { shop: shop.clone() }, lang.pick("함께 일하는 사람", "People")));
    }
    let ways = ways.into_iter().map(|(page, words)| view! { <a href=page.of(lang).path()>{words}</a> }.into_any());
    let people = view! { <p class="studio__ways">{ways.collect_view()}</p> };
    view! {
        <p class="studio__lead">{shop_name(me, shop)}</p>
        <p>{words::shop_state(lang, opening.state)}" · "{products}</p>
        {held}
        {people}
        {(role >= Role::Manager).then(|| open_or_pause(screen, shop, opening, bare, own))}
        {(role == Role::Manager && opening.state != ShopState::Closed).then(|| lacking::of_owner(lang, opening))}
        {own.filter(|_| opening.state != ShopState::Closed).map(|own| of_owner(screen, shop, opening, own))}
        {(role == Role::Owner && opening.state != ShopState::Closed).then(|| close(screen, shop))}
    }
    .into_any()
}

/// What the owner alone changes: of what business the shop is, and into which windows it wants.
fn of_owner(screen: &Screen, shop: &wire::Slug, opening: &Opening, own: &Own) -> AnyView {
    let lang = screen.lang();
    // Before it opens, the application asks for that among all else.
    let was_open = matches!(opening.state, ShopState::Open | ShopState::Paused);
    let business = was_open.then(|| business(screen, shop, &own.known.facts, own.known.seen, opening.state));
    let form = Form::of(Act::ApplyToo, lang, screen.refused.as_ref(), |_| true);
    let among: Vec<_> = own.windows.iter().map(|window| (window.slug.as_str().to_owned(), window.name.text.clone())).collect();
    let first = own.windows.first().map(|window| window.slug.as_str().to_owned()).unwrap_or_default();
    let apply = (!among.is_empty()).then(|| {
        let parts = view! {
            {form.hidden("shop", shop.as_str())}
            {form.chosen("window".to_owned(), lang.pick("윈도", "Window").to_owned(), among, &first)}
        };
        let whole = form.around_as(parts.into_any(), lang.pick("신청 시작", "Begin"), "studio__button studio__button--quiet");
        view! { <section id="apply"><h2>{lang.pick("다른 윈도에 입점 신청", "Apply to a window")}</h2>{whole}</section> }
    });
    view! { {business} {apply} }.into_any()
}

fn open_or_pause(screen: &Screen, shop: &wire::Slug, opening: &Opening, bare: Option<&Listing<OwnProduct>>, own: Option<&Own>) -> AnyView {
    let lang = screen.lang();
    if opening.state == ShopState::Closed {
        return ().into_any();
    }
    if opening.state == ShopState::Open {
        let window = format!("{}/shops/{}", lang.pick("", "/en"), wire::endpoint::encode(shop.as_str()));
        let lead = lang.pick(
            "쉬는 동안 매장과 상품은 골목에서 보이지 않습니다. 언제든 다시 열 수 있습니다.",
            "While paused, the shop and its products are not on the street. It can open again at any time.",
        );
        return view! {
            <section>
                <h2>{lang.pick("쉬기", "Pausing")}</h2>
                <p>{lead}</p>
                {button(screen, Act::PauseShop, &[("shop", shop.as_str())], lang.pick("잠시 쉬기", "Pause"))}
                <p class="studio__ways"><a href=window>{lang.pick("골목에서 보기", "See it on the street")}</a></p>
            </section>
        }
        .into_any();
    }
    let is_ready = opening.blockers.is_empty();
    let lead = if is_ready {
        lang.pick("여는 데 필요한 것이 다 있습니다.", "Nothing keeps it from opening.")
    } else {
        lang.pick("열려면 이것이 더 있어야 합니다.", "Before it opens, it needs:")
    };
    let act = is_ready.then(|| {
        let form = Form::of(Act::OpenShop, lang, screen.refused.as_ref(), |_| true);
        let parts = form.hidden("shop", shop.as_str());
        form.around(parts, lang.pick("매장 열기", "Open the shop"))
    });
    let list = (!is_ready).then(|| lacking::list(screen, shop, opening, &opening.blockers, bare, own));
    view! { <section><h2>{lang.pick("열기", "Opening")}</h2><p>{lead}</p>{list}{act}</section> }.into_any()
}

fn close(screen: &Screen, shop: &wire::Slug) -> AnyView {
    let lang = screen.lang();
    let form = Form::of(Act::CloseShop, lang, screen.refused.as_ref(), |_| true);
    let kind = Kind { input: "text", complete: "off", hint: None };
    let field = form.field("confirm", lang.pick("매장 주소를 그대로 적어 주세요", "Write the shop's address"), kind, "");
    let parts = view! { {form.hidden("shop", shop.as_str())} <p class="studio__who">{shop.as_str().to_owned()}</p> {field} };
    let lead = lang.pick(
        "닫은 매장은 다시 열 수 없습니다. 매장의 주소에는 문을 닫았다는 말만 남습니다.",
        "A closed shop never opens again. Its address then only says that it has closed.",
    );
    view! {
        <section>
            <h2>{lang.pick("닫기", "Closing")}</h2>
            <p>{lead}</p>
            {form.around_as(parts.into_any(), lang.pick("매장 닫기", "Close the shop"), "studio__button studio__button--grave")}
        </section>
    }
    .into_any()
}

/// All shops, as operators see them.
pub fn shops(screen: &Screen, shops: &[KnownShop]) -> AnyView {
    let lang = screen.lang();
    let Page::Shops { q } = &screen.address.page else { return ().into_any() };
    let rows = shops.iter().map(|one| {
        let records = Page::Records { shop: Some(one.shop.clone()), after: None }.of(lang).path();
        view! {
            <li>
                <span><a href=records lang=one.name.tag()>{one.name.text.clone()}</a>" · "{words::shop_state(lang, one.state)}</span>
                {one.held_why.clone().map(|why| view! { <span class="studio__why">{why}</span> })}
                {hold_or_release(screen, one)}
            </li>
        }
        .into_any()
    });
    view! {
        <form class="studio__form" method="get">
            <p class="studio__field">
                <label for="shops-q">{lang.pick("매장 이름", "Name of the shop")}</label>
                <input id="shops-q" name="q" type="search" value=q.clone().unwrap_or_default()/>
            </p>
            <button class="studio__button studio__button--quiet">{lang.pick("찾기", "Search")}</button>
        </form>
        <ul class="studio__rows">{rows.collect_view()}</ul>
    }
    .into_any()
}

fn hold_or_release(screen: &Screen, one: &KnownShop) -> AnyView {
    let lang = screen.lang();
    if one.state == ShopState::Closed {
        return ().into_any();
    }
    if one.held_why.is_some() {
        return button(screen, Act::ReleaseShop, &[("held", one.shop.as_str())], lang.pick("다시 열 수 있게 하기", "Let it go on"));
    }
    let form = Form::of(Act::HoldShop, lang, screen.refused.as_ref(), |typed| typed.get("held") == one.shop.as_str());
    let id = format!("why-{}", one.shop.as_str());
    let parts = view! {
        {form.hidden("held", one.shop.as_str())}
        <p class="studio__field"><label for=id.clone()>{lang.pick("까닭", "Why")}</label><input id=id name="why" type="text" autocomplete="off" required/></p>
        {form.why("why")}
    };
    let act = lang.pick("쉬게 하고 알리기", "Pause it and tell the owner");
    view! {
        <details>
            <summary>{lang.pick("쉬게 하기", "Pause it")}</summary>
            {form.around_as(parts.into_any(), act, "studio__button studio__button--quiet")}
        </details>
    }
    .into_any()
}
