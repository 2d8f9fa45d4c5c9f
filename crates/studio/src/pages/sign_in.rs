//! Signing in, asking for a mailed link, and using one.

use leptos::prelude::*;
use wire::{
    Lang,
    account::{Link, Purpose},
    identity::Provider,
};

use super::{link as link_to, passkey};
use crate::{
    acts::Act,
    address::Page,
    screen::Screen,
    ui::{Form, Kind},
    words,
};

const PASSWORD_HINT_KO: &str = "열 글자 이상. 낱말 몇 개를 이으면 외우기 쉽고 짐작하기 어렵습니다.";
const PASSWORD_HINT_EN: &str = "At least ten characters. A few words in a row are easy to keep and hard to guess.";

fn password_hint(lang: Lang) -> &'static str {
    lang.pick(PASSWORD_HINT_KO, PASSWORD_HINT_EN)
}

/// Where one signs in.
pub fn sign_in(screen: &Screen, providers: &[Provider]) -> AnyView {
    let lang = screen.lang();
    let form = Form::of(Act::SignIn, lang, screen.refused.as_ref(), |_| true);
    let parts = view! {
        {form.field("email", lang.pick("메일 주소", "E-mail"), Kind::EMAIL, "")}
        {form.field("password", lang.pick("비밀번호", "Password"), Kind::PASSWORD, "")}
    };
    // What follows is taken along.
    let here = screen.address.path();
    let query = here.find('?').and_then(|at| here.get(at..)).unwrap_or_default().to_owned();
    let ways = providers.iter().map(|one| {
        let to = format!("{}/sign-in/with/{}{query}", lang.pick("", "/en"), wire::endpoint::encode(one.provider.as_str()));
        let name = &one.name;
        let words = lang.pick(format!("{name}(으)로 로그인"), format!("Sign in with {name}"));
        view! { <a class="studio__button studio__button--quiet" href=to>{words}</a> }.into_any()
    });
    let ways = ways.collect::<Vec<_>>();
    let ways = (!ways.is_empty()).then(|| view! { <p class="studio__ways">{ways}</p> });
    let next = next(screen);
    view! {
        {form.around(parts.into_any(), lang.pick("로그인", "Sign in"))}
        {passkey(lang, "sign-in", None, Act::SignIn.leads_to(&screen.address, b"").path(), lang.pick("패스키로 로그인", "Sign in with a passkey"))}
        {ways}
        <p class="studio__ways">
            {link_to(Page::Forgot { next: next.clone() }, lang, lang.pick("비밀번호를 잊으셨나요?", "Forgot the password?"))}
            {link_to(Page::Join { next }, lang, lang.pick("계정 만들기", "Make an account"))}
        </p>
    }
    .into_any()
}

/// Where one goes on once one is signed in, however that comes about.
fn next(screen: &Screen) -> Option<String> {
    match &screen.address.page {
        Page::SignIn { next } | Page::Join { next } | Page::Forgot { next } => next.clone(),
        _ => None,
    }
}

/// The pages that ask for nothing.
pub fn form(screen: &Screen) -> AnyView {
    let lang = screen.lang();
    let email = lang.pick("메일 주소", "E-mail");
    let refused = screen.refused.as_ref();
    let next = next(screen);
    let sign_in = link_to(Page::SignIn { next: next.clone() }, lang, lang.pick("로그인으로", "To the sign-in"));
    // Who has been mailed a link reads that, and nothing besides.
    let is_asked = screen.address.done.as_deref() == Some(Act::AskForLink.word()) && refused.is_none();
    match &screen.address.page {
        _ if is_asked => view! { <p class="studio__ways">{sign_in}</p> }.into_any(),
        page => {
            let is_join = matches!(page, Page::Join { .. });
            let (wish, lead) = if is_join {
                let lead = lang.pick(
                    "매장을 골목에 여는 데 쓸 메일 주소를 적어 주세요. 계정을 만드는 주소를 보내 드립니다.",
                    "Write the address with which you will run your shop. A link to make the account is mailed to it.",
                );
                ("join", lead)
            } else {
                let lead = lang.pick(
                    "계정의 메일 주소를 적어 주세요. 비밀번호를 새로 정하는 주소를 보내 드립니다.",
                    "Write the address of your account. A link to choose a new password is mailed to it.",
                );
                ("reset", lead)
            };
            let form = Form::of(Act::AskForLink, lang, refused, |_| true);
            let parts = view! {
                {form.field("email", email, Kind::EMAIL, "")}
                {form.hidden("wish", wish)}
                {form.hidden("lang", lang.tag())}
                {next.map(|next| form.hidden("next", &next))}
            };
            view! {
                <p class="studio__lead">{lead}</p>
                {form.around(parts.into_any(), lang.pick("메일 받기", "Mail me the link"))}
                <p class="studio__ways">{sign_in}</p>
            }
            .into_any()
        }
    }
}

/// What a mailed link opens: what it is for, and the form that uses it.
pub fn link(screen: &Screen, link: &Link) -> AnyView {
    let lang = screen.lang();
    let Page::Link { token, .. } = &screen.address.page else { return ().into_any() };
    let shop = link.shop.as_ref().map(|shop| shop.text.clone()).unwrap_or_default();
    let role = link.role.map(|role| words::role(lang, role)).unwrap_or_default();
    let lead = match link.purpose {
        Purpose::Join => lang.pick("골목의 계정을 만듭니다.".to_owned(), "This makes your account on Golmok.".to_owned()),
        Purpose::Reset => lang.pick(
            "새 비밀번호를 정합니다. 다른 기기에서는 모두 로그아웃되고, 내 토큰은 끝납니다.".to_owned(),
            "Choose a new password. All other devices are signed out, and your own tokens end.".to_owned(),
        ),
        Purpose::Operator => {
            lang.pick("골목을 함께 운영하는 초대를 받습니다.".to_owned(), "You accept to help run this street.".to_owned())
        }
        Purpose::HandOver => {
            let heir = link.member.clone().unwrap_or_default();
            lang.pick(
                format!("프로그램이 열쇠로 {shop} 매장을 {heir} 님에게 넘기려 합니다. 확인하면 그분에게 대표가 되어 달라는 메일을 보내고, 받아들이면 대표가 바뀝니다."),
                format!("A program would hand {shop} over to {heir} by a token. Once you confirm, they are asked by mail to own it, and do once they accept."),
            )
        }
        Purpose::Member => {
            lang.pick(format!("{shop} 매장에서 함께 일하는 초대({role})를 받습니다."), format!("You accept to work in {shop} ({role})."))
        }
    };
    let form = Form::of(Act::UseLink, lang, screen.refused.as_ref(), |_| true);
    let is_new = !link.has_account;
    let needs_password = is_new || link.purpose == Purpose::Reset;
    let name = is_new.then(|| form.field("name", lang.pick("이름", "Name"), Kind::NAME, ""));
    let password = needs_password.then(|| {
        let kind = Kind::NEW_PASSWORD.hinted(password_hint(lang));
        form.field("password", lang.pick("새 비밀번호", "New password"), kind, "")
    });
    let agreed = is_new.then(|| {
        let terms = view! { <a href=lang.pick("/terms", "/en/terms")>{lang.pick("이용약관", "the terms")}</a> };
        let privacy = view! { <a href=lang.pick("/privacy", "/en/privacy")>{lang.pick("개인정보 처리방침", "the privacy notice")}</a> };
        let words = match lang {
            Lang::Ko => view! { {terms}"과 "{privacy}"에 동의합니다." }.into_any(),
            Lang::En => view! { "I agree to "{terms}" and "{privacy}"." }.into_any(),
        };
        form.tick("agreed", words)
    });
    let parts = view! {
        {form.hidden("token", token)}
        {form.hidden("lang", lang.tag())}
        {name}
        {password}
        {agreed}
    };
    let button = match (link.purpose, is_new) {
        (Purpose::Reset, _) => lang.pick("비밀번호 정하기", "Choose it"),
        (Purpose::Join, _) => lang.pick("계정 만들기", "Make the account"),
        (Purpose::HandOver, _) => lang.pick("넘기기로 확인", "Confirm"),
        (_, true) => lang.pick("계정을 만들고 받기", "Make an account and accept"),
        (_, false) => lang.pick("받기", "Accept"),
    };
    view! {
        <p class="studio__lead">{lead}</p>
        <p class="studio__who">{link.email.clone()}</p>
        {form.around(parts.into_any(), button)}
    }
    .into_any()
}
