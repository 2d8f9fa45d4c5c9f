//! The studio's first page, and one's own account.

use leptos::prelude::*;
use wire::{
    Lang,
    account::{Me, Role, Session},
    application::ApplicationCard,
    identity::{Identity, Provider},
    passkey::Passkey,
};

use super::{button, passkey, tokens};
use crate::{
    acts::Act,
    address::Page,
    screen::Screen,
    ui::{Form, Kind},
    words,
};

/// The shops that somebody works in.
pub fn studio(lang: Lang, me: &Me, applications: &[ApplicationCard]) -> AnyView {
    let shops = me.shops.iter().map(|shop| {
        let people = (shop.role == Role::Owner).then(|| {
            view! { <a href=Page::Members { shop: shop.shop.clone() }.of(lang).path()>{lang.pick("함께 일하는 사람", "People")}</a> }
        });
        let window = format!("{}/shops/{}", lang.pick("", "/en"), wire::endpoint::encode(shop.shop.as_str()));
        let is_open = shop.state == wire::account::ShopState::Open;
        let applied = applications.iter().filter(|card| card.shop == shop.shop).map(|card| {
            let to = Page::Application { shop: card.shop.clone(), window: card.window.clone() }.of(lang).path();
            let window = card.window_name.text.clone();
            let words = lang.pick(format!("{window} 입점 신청"), format!("Application to {window}"));
            view! { <p><a href=to>{words}</a>" · "{words::application_state(lang, card.state, card.shop_state)}</p> }.into_any()
        });
        view! {
            <li class="studio__card">
                <h2><a href=Page::Shop { shop: shop.shop.clone() }.of(lang).path() lang=shop.name.tag()>{shop.name.text.clone()}</a></h2>
                <p>{words::shop_state(lang, shop.state)}" · "{words::role(lang, shop.role)}</p>
                {applied.collect_view()}
                <p class="studio__ways">
                    {is_open.then(|| view! { <a href=window>{lang.pick("골목에서 보기", "See it on the street")}</a> })}
                    {people}
                </p>
            </li>
        }
        .into_any()
    });
    let none = me.shops.is_empty().then(|| {
        view! {
            <p>{lang.pick("아직 함께 일하는 매장이 없습니다. 입점을 신청하거나, 매장의 대표가 보낸 초대를 받으면 여기에 나타납니다.", "You work in no shop yet. Apply with your own, or accept an owner's invitation, and it stands here.")}</p>
        }
    });
    view! { <p class="studio__lead">{me.account.name.clone()}</p> {none} <ul class="studio__cards">{shops.collect_view()}</ul>
        <p class="studio__ways"><a class="studio__button" href=Page::Apply { window: None }.of(lang).path()>{lang.pick("입점 신청하기", "Apply with a shop")}</a></p> }.into_any()
}

/// One's own account.
pub fn account(
    screen: &Screen,
    me: &Me,
    sessions: &[Session],
    providers: &[Provider],
    identities: &[Identity],
    passkeys: &[Passkey],
) -> AnyView {
    let lang = screen.lang();
    let refused = screen.refused.as_ref();
    let about = {
        let form = Form::of(Act::ChangeMe, lang, refused, |_| true);
        let languages = vec![("ko", "한국어"), ("en", "English")];
        let parts = view! {
            {form.field("name", lang.pick("이름", "Name"), Kind::NAME, &me.account.name)}
            {form.choice("lang", lang.pick("메일의 언어", "Language of mails"), languages, me.account.lang.tag())}
        };
        form.around(parts.into_any(), lang.pick("저장", "Save"))
    };
    let password = {
        let form = Form::of(Act::ChangePassword, lang, refused, |_| true);
        let hint = lang.pick("열 글자 이상", "At least ten characters");
        let parts = view! {
            {form.field("old", lang.pick("지금 비밀번호", "Present password"), Kind::PASSWORD, "")}
            {form.field("new", lang.pick("새 비밀번호", "New password"), Kind::NEW_PASSWORD.hinted(hint), "")}
        };
        form.around(parts.into_any(), lang.pick("비밀번호 바꾸기", "Change it"))
    };
    let devices = sessions.iter().map(|session| {
        let end = if session.is_this {
            view! { <span class="studio__hint">{lang.pick("이 기기", "This device")}</span> }.into_any()
        } else {
            button(screen, Act::EndSession, &[("session", &session.id)], lang.pick("로그아웃", "Sign out"))
        };
        view! {
            <li>
                <span>{words::device(lang, &session.device)}</span>
                <span class="studio__hint">{words::moment(session.seen_at)}</span>
                {end}
            </li>
        }
        .into_any()
    });
    let leaving = me.shops.iter().filter(|shop| shop.role != Role::Owner).map(|shop| {
        view! {
            <li>
                <span lang=shop.name.tag()>{shop.name.text.clone()}</span>
                {button(screen, Act::LeaveShop, &[("shop", shop.shop.as_str())], lang.pick("떠나기", "Leave"))}
            </li>
        }
        .into_any()
    });
    let leaving = leaving.collect::<Vec<_>>();
    let leave = (!leaving.is_empty()).then(|| {
        view! { <section><h2>{lang.pick("매장 떠나기", "Leave a shop")}</h2><ul class="studio__rows">{leaving}</ul></section> }
    });
    let delete = {
        let form = Form::of(Act::DeleteMe, lang, refused, |_| true);
        let parts = form.field("password", lang.pick("비밀번호", "Password"), Kind::PASSWORD, "");
        form.around_as(parts, lang.pick("계정 지우기", "Delete the account"), "studio__button studio__button--grave")
    };
    view! {
        <p class="studio__who">{me.account.email.clone()}</p>
        {about}
        <section><h2>{lang.pick("비밀번호", "Password")}</h2>{password}</section>
        <section>
            <h2>{lang.pick("로그인한 기기", "Where you are signed in")}</h2>
            <ul class="studio__rows">{devices.collect_view()}</ul>
            {button(screen, Act::SignOut, &[], lang.pick("이 기기에서 로그아웃", "Sign out here"))}
        </section>
        {keys(screen, passkeys)}
        {elsewhere(screen, providers, identities)}
        {tokens::way(lang)}
        {leave}
        <section>
            <h2>{lang.pick("내 정보", "What is held about you")}</h2>
            <p class="studio__ways"><a href="/studio/account/export" download="golmok.json">{lang.pick("모두 내려받기", "Download it all")}</a></p>
        </section>
        <section>
            <h2>{lang.pick("계정 지우기", "Delete the account")}</h2>
            <p>{lang.pick("되돌릴 수 없습니다. 한 일의 기록은 이름 없이 남습니다.", "This cannot be taken back. The record of what was done stays, without your name.")}</p>
            {delete}
        </section>
    }
    .into_any()
}

/// Accounts at other places: those that are joined, and where one may be.
fn elsewhere(screen: &Screen, providers: &[Provider], identities: &[Identity]) -> Option<AnyView> {
    let lang = screen.lang();
    if providers.is_empty() && identities.is_empty() {
        return None;
    }
    // What is wrong with a way back from there is of no one identity.
    let why = screen.refused.as_ref().filter(|refused| refused.act == Act::EndIdentity && refused.fields.get("identity").is_empty());
    let why = why.map(|refused| view! { <p class="studio__refused" role="alert">{refused.failure.message.clone()}</p> });
    let joined = identities.iter().map(|one| {
        view! {
            <li>
                <span>{one.name.clone()}</span>
                <span class="studio__hint">{words::moment(one.used_at.unwrap_or(one.created_at))}</span>
                {button(screen, Act::EndIdentity, &[("identity", &one.id)], lang.pick("끊기", "Part"))}
            </li>
        }
        .into_any()
    });
    let joined = joined.collect::<Vec<_>>();
    let ways = providers.iter().map(|one| {
        let to = format!("{}/studio/account/join/{}", lang.pick("", "/en"), wire::endpoint::encode(one.provider.as_str()));
        let name = &one.name;
        let words = lang.pick(format!("{name} 계정 잇기"), format!("Join an account of {name}"));
        view! { <a class="studio__button studio__button--quiet" href=to>{words}</a> }.into_any()
    });
    // The way there is a link and no form, as browsers apply the page's `form-action` to where a form's answer leads. It is there
    // once the form before it has proven who asks.
    let may_join = screen.refused.is_none() && screen.address.done.as_deref() == Some(Act::BeginIdentity.word());
    let ways = if providers.is_empty() {
        None
    } else if may_join {
        Some(view! { <p class="studio__ways">{ways.collect::<Vec<_>>()}</p> }.into_any())
    } else {
        let form = Form::of(Act::BeginIdentity, lang, screen.refused.as_ref(), |_| true);
        let parts = form.field("password", lang.pick("비밀번호", "Password"), Kind::PASSWORD, "");
        let words = lang.pick("다른 곳의 계정 잇기", "Join an account elsewhere");
        Some(form.around_as(parts, words, "studio__button studio__button--quiet"))
    };
    Some(
        view! {
            <section>
                <h2>{lang.pick("다른 곳의 계정으로 로그인", "Signing in by an account elsewhere")}</h2>
                {why}
                <ul class="studio__rows">{joined}</ul>
                {ways}
            </section>
        }
        .into_any(),
    )
}

/// One's passkeys, and adding one.
fn keys(screen: &Screen, passkeys: &[Passkey]) -> AnyView {
    let lang = screen.lang();
    let rows = passkeys.iter().map(|one| {
        view! {
            <li>
                <span>{words::device(lang, &one.device)}</span>
                <span class="studio__hint">{words::moment(one.used_at.unwrap_or(one.created_at))}</span>
                {button(screen, Act::EndPasskey, &[("passkey", &one.id)], lang.pick("끊기", "Part"))}
            </li>
        }
        .into_any()
    });
    let rows = rows.collect::<Vec<_>>();
    let then = Page::Account.of(lang).after("add-passkey").path();
    let password = view! {
        <p class="studio__field">
            <label for="add-passkey-password">{lang.pick("비밀번호", "Password")}</label>
            <input id="add-passkey-password" name="password" type="password" autocomplete="current-password" required/>
        </p>
    };
    view! {
        <section>
            <h2>{lang.pick("패스키", "Passkeys")}</h2>
            <p class="studio__hint">{lang.pick("지문, 얼굴이나 화면 잠금으로 로그인합니다. 이 기기나 이 기기와 이어진 곳에 담깁니다.", "Signing in by a finger, a face or the screen's lock; kept on this device, or where it keeps such things.")}</p>
            <ul class="studio__rows">{rows}</ul>
            {passkey(lang, "add", Some(password.into_any()), then, lang.pick("패스키 더하기", "Add a passkey"))}
        </section>
    }
    .into_any()
}
