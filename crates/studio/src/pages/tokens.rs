//! Access tokens, for programs: those of a shop, and one's personal ones, which are of no single shop.

use leptos::prelude::*;
use wire::{
    Lang, Slug,
    account::{Me, Role},
    token::Token,
};

use super::{button, front::TEXT, link, shop_name};
use crate::{
    acts::Act,
    address::Page,
    screen::Screen,
    ui::{Form, Kind},
    words,
};

/// The page.
pub fn tokens(screen: &Screen, me: &Me, tokens: &[Token], made: Option<&Token>) -> AnyView {
    let lang = screen.lang();
    let shop = match &screen.address.page {
        Page::Tokens { shop } => Some(shop),
        _ => None,
    };
    let whose = shop.map_or_else(|| me.account.name.clone(), |shop| shop_name(me, shop));
    let lead = if shop.is_some() {
        lang.pick(
            "재고 관리 같은 프로그램이 이 매장의 일을 대신할 때 씁니다. 할 수 있는 일은 개발자 문서에 있습니다.",
            "For programs that work for this shop, such as one that keeps stock. What they can call is in the developers' pages.",
        )
    } else {
        lang.pick(
            "프로그램이 함께 일하는 모든 매장의 일을 대신할 때 씁니다. 한 매장의 일만 맡긴다면 그 매장의 열쇠를 만드세요. 할 수 있는 일은 개발자 문서에 있습니다.",
            "For programs that work in every shop where you do. For one shop alone, make a token of that shop. What they can call is in the developers' pages.",
        )
    };
    let made = made.and_then(|made| made.secret.clone()).map(|secret| {
        view! {
            <div class="studio__made" role="status">
                <p><strong>{lang.pick("이 열쇠는 지금만 보입니다.", "This token is told once, now.")}</strong></p>
                <p><code>{secret}</code></p>
            </div>
        }
    });
    let rows = tokens.iter().map(|one| row(screen, shop, one, tokens)).collect::<Vec<_>>();
    view! {
        <p class="studio__lead">{whose}</p>
        <p>{lead}" "<a href=lang.pick("/developers", "/en/developers")>{lang.pick("개발자 문서", "Developers")}</a></p>
        {made}
        <ul class="studio__rows">{rows}</ul>
        <section>
            <h2>{lang.pick("열쇠 만들기", "Make a token")}</h2>
            {form(screen, shop)}
        </section>
        {may(lang, shop)}
    }
    .into_any()
}

/// One token, and the button that ends it.
fn row(screen: &Screen, shop: Option<&Slug>, one: &Token, tokens: &[Token]) -> AnyView {
    let lang = screen.lang();
    let used = one.used_at.map_or_else(
        || lang.pick("아직 쓰지 않음", "not used yet").to_owned(),
        |at| lang.pick(format!("{}에 씀", words::moment(at)), format!("used {}", words::moment(at))),
    );
    let until = words::moment(one.expires_at);
    // One that made it may be of another list.
    let maker = |id: &String| tokens.iter().find(|other| other.id == *id).map(|other| other.name.clone());
    let made_by = one.made_by.as_ref().map(|id| match maker(id) {
        Some(name) => lang.pick(format!(" · ‘{name}’ 열쇠로 만듦"), format!(" · made by the token “{name}”")),
        None => lang.pick(" · 다른 열쇠로 만듦", " · made by another token").to_owned(),
    });
    let end = match shop {
        Some(shop) => button(screen, Act::EndToken, &[("shop", shop.as_str()), ("token", &one.id)], lang.pick("끝내기", "End it")),
        None => button(screen, Act::EndOwnToken, &[("token", &one.id)], lang.pick("끝내기", "End it")),
    };
    view! {
        <li>
            <span><strong>{one.name.clone()}</strong>" · "{words::role(lang, one.role)}</span>
            <span class="studio__hint">{used}" · "{lang.pick(format!("{until}까지"), format!("until {until}"))}{made_by}</span>
            {end}
        </li>
    }
    .into_any()
}

/// The form that makes one.
fn form(screen: &Screen, shop: Option<&Slug>) -> AnyView {
    let lang = screen.lang();
    let act = if shop.is_some() { Act::MakeToken } else { Act::MakeOwnToken };
    let form = Form::of(act, lang, screen.refused.as_ref(), |_| true);
    let among = Role::ALL.map(|role| (role.word(), words::role(lang, role))).to_vec();
    let days = Kind { input: "number", complete: "off", hint: None };
    let parts = view! {
        {shop.map(|shop| form.hidden("shop", shop.as_str()))}
        {form.field("name", lang.pick("무엇에 쓰나요", "What it is for"), TEXT, "")}
        {form.choice("role", lang.pick("할 수 있는 일", "What it may do"), among, "staff")}
        {form.field("days", lang.pick("며칠 동안", "For how many days"), days, "90")}
    };
    form.clone().around_as(parts.into_any(), lang.pick("만들기", "Make it"), "studio__button studio__button--quiet")
}

/// What a token of each role may do, and what none may.
fn may(lang: Lang, shop: Option<&Slug>) -> AnyView {
    let may =
        Role::ALL.map(|role| view! { <li><strong>{words::role(lang, role)}</strong>" — "{words::token_may(lang, role)}</li> }.into_any());
    let own = lang.pick(
        "내 열쇠는 매장마다 내가 맡은 일을 넘지 못하고, 떠난 매장에서는 쓸 수 없습니다. 대표의 열쇠로는 내 정보를 보고 이름을 고치고, 새 매장의 입점을 신청하고, 내 열쇠를 만들고 끝낼 수도 있습니다.",
        "In each shop a personal token does no more than you may there, and in one that you have left it does nothing. An owner's also reads what is held about you, changes your name, applies with a new shop, and makes and ends personal tokens.",
    );
    let never = lang.pick(
        "어느 열쇠로도 비밀번호, 패스키, 로그인한 기기와 다른 곳의 계정을 바꾸거나 계정을 지울 수는 없습니다. 누구인지를 보이는 일이라, 로그인해서 직접 합니다.",
        "No token changes your password, passkeys, where you are signed in or accounts elsewhere, or deletes your account. By those you prove who you are, so you do it yourself, signed in.",
    );
    let ends = lang.pick(
        "열쇠로 만든 열쇠는 그보다 많은 일을 하지 못하고, 그 열쇠를 끝내면 함께 끝납니다. 열쇠로 매장을 넘기려 하면 대표에게 먼저 메일로 묻습니다.",
        "A token that is made by a token may do no more than that, and ends with it. Where one would hand a shop over, the owner is asked by mail first.",
    );
    let told = lang.pick(
        "대표의 열쇠가 누군가를 초대하거나 관리자로 올리면 메일로 알려 드립니다. 열쇠를 끝내면 아직 받아들이지 않은 초대도 없던 일이 됩니다. 대표의 열쇠는 매장을 아주 닫을 수도 있으니 꼭 필요할 때만 만드세요.",
        "When an owner's token asks somebody in or makes a manager of somebody, you are told by mail. Ending the token withdraws invitations that nobody has accepted. An owner's token can close the shop for good: make one only where it is needed.",
    );
    view! {
        <section>
            <h2>{lang.pick("어떤 열쇠가 무엇을 하나", "What a token may do")}</h2>
            <ul class="studio__list">{Vec::from(may)}</ul>
            {shop.is_none().then(|| view! { <p class="studio__hint">{own}</p> })}
            <p class="studio__hint">{ends}</p>
            <p class="studio__hint">{told}</p>
            <p class="studio__hint">{never}</p>
        </section>
    }
    .into_any()
}

/// Where one's account leads to the personal ones.
pub fn way(lang: Lang) -> AnyView {
    view! {
        <section>
            <h2>{lang.pick("프로그램을 위한 내 열쇠", "Personal access tokens")}</h2>
            <p class="studio__hint">{lang.pick("프로그램이 함께 일하는 모든 매장의 일을 대신할 때 씁니다.", "For programs that work in every shop where you do.")}</p>
            <p class="studio__ways">{link(Page::OwnTokens, lang, lang.pick("내 열쇠 보기와 만들기", "See and make them"))}</p>
        </section>
    }
    .into_any()
}
