//! The access tokens of a shop, for programs.

use leptos::prelude::*;
use wire::{
    account::{Me, Role},
    token::Token,
};

use super::{button, front::TEXT, shop_name};
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
    let Page::Tokens { shop } = &screen.address.page else { return ().into_any() };
    let rows = tokens.iter().map(|one| {
        let used = one.used_at.map_or_else(
            || lang.pick("아직 쓰지 않음", "not used yet").to_owned(),
            |at| lang.pick(format!("{}에 씀", words::moment(at)), format!("used {}", words::moment(at))),
        );
        let until = words::moment(one.expires_at);
        let hidden = [("shop", shop.as_str()), ("token", one.id.as_str())];
        view! {
            <li>
                <span><strong>{one.name.clone()}</strong>" · "{words::role(lang, one.role)}</span>
                <span class="studio__hint">{used}" · "{lang.pick(format!("{until}까지"), format!("until {until}"))}</span>
                {button(screen, Act::EndToken, &hidden, lang.pick("끝내기", "End it"))}
            </li>
        }
        .into_any()
    });
    let made = made.and_then(|made| made.secret.clone()).map(|secret| {
        view! {
            <div class="studio__made" role="status">
                <p><strong>{lang.pick("이 열쇠는 지금만 보입니다.", "This token is told once, now.")}</strong></p>
                <p><code>{secret}</code></p>
            </div>
        }
    });
    let form = Form::of(Act::MakeToken, lang, screen.refused.as_ref(), |_| true);
    let among = Role::ALL.map(|role| (role.word(), words::role(lang, role))).to_vec();
    let may =
        Role::ALL.map(|role| view! { <li><strong>{words::role(lang, role)}</strong>" — "{words::token_may(lang, role)}</li> }.into_any());
    let never = lang.pick(
        "어느 열쇠로도 열쇠 만들기, 매장 넘기기, 새 매장의 입점 신청, 계정 바꾸기는 할 수 없습니다. 잃어버린 열쇠를 끝낸 뒤에도 남을 일이라, 로그인해서 직접 합니다.",
        "No token makes another token, hands the shop over, applies with a new shop or changes your account. What a lost token did there would be left when you have ended it, so you do it yourself, signed in.",
    );
    let told = lang.pick(
        "대표의 열쇠가 누군가를 초대하거나 관리자로 올리면 메일로 알려 드립니다. 열쇠를 끝내면 아직 받아들이지 않은 초대도 없던 일이 됩니다. 대표의 열쇠는 매장을 아주 닫을 수도 있으니 꼭 필요할 때만 만드세요.",
        "When an owner's token asks somebody in or makes a manager of somebody, you are told by mail. Ending the token withdraws invitations that nobody has accepted. An owner's token can close the shop for good: make one only where it is needed.",
    );
    let days = Kind { input: "number", complete: "off", hint: None };
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.field("name", lang.pick("무엇에 쓰나요", "What it is for"), TEXT, "")}
        {form.choice("role", lang.pick("할 수 있는 일", "What it may do"), among, "staff")}
        {form.field("days", lang.pick("며칠 동안", "For how many days"), days, "90")}
    };
    let lead = lang.pick(
        "재고 관리 같은 프로그램이 이 매장의 일을 대신할 때 씁니다. 할 수 있는 일은 개발자 문서에 있습니다.",
        "For programs that work for this shop, such as one that keeps stock. What they can call is in the developers' pages.",
    );
    view! {
        <p class="studio__lead">{shop_name(me, shop)}</p>
        <p>{lead}" "<a href=lang.pick("/developers", "/en/developers")>{lang.pick("개발자 문서", "Developers")}</a></p>
        {made}
        <ul class="studio__rows">{rows.collect_view()}</ul>
        <section>
            <h2>{lang.pick("열쇠 만들기", "Make a token")}</h2>
            {form.clone().around_as(parts.into_any(), lang.pick("만들기", "Make it"), "studio__button studio__button--quiet")}
        </section>
        <section>
            <h2>{lang.pick("어떤 열쇠가 무엇을 하나", "What a token may do")}</h2>
            <ul class="studio__list">{Vec::from(may)}</ul>
            <p class="studio__hint">{never}</p>
            <p class="studio__hint">{told}</p>
        </section>
    }
    .into_any()
}
