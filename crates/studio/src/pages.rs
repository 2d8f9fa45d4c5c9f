//! The pages.

mod account;
mod clips;
mod entry;
mod front;
mod import;
mod lacking;
mod operator;
mod people;
mod preview;
mod products;
mod report;
mod review;
mod shop;
mod sign_in;
mod tokens;
mod windows;

use leptos::prelude::*;
use wire::{
    Code, Failure, Lang,
    account::{Me, ShopState},
};

use crate::{
    acts::{Act, Fields},
    address::{Address, Page},
    screen::{Screen, Shown},
    ui::Form,
    words,
};

/// The page whole: head of the page, what is said, and what it is of.
#[must_use]
pub fn page(screen: &Screen) -> AnyView {
    let lang = screen.lang();
    let done = screen.address.done.as_deref().filter(|_| screen.refused.is_none()).and_then(|word| words::done(lang, word));
    let title = words::title(&screen.address.page, lang);
    let body = match &screen.shown {
        Shown::SignIn { providers } => sign_in::sign_in(screen, providers),
        Shown::Form if matches!(screen.address.page, Page::Report { .. }) => report::report(screen),
        Shown::Form => sign_in::form(screen),
        Shown::Link(link) => sign_in::link(screen, link),
        Shown::Studio { me, applications } => account::studio(lang, me, applications),
        Shown::Apply { windows, chosen } => entry::apply(screen, windows, chosen.as_ref()),
        Shown::Application(application) => entry::application(screen, application),
        Shown::Shop { me, opening, bare, own } => shop::shop(screen, me, opening, bare.as_ref(), own.as_ref()),
        Shown::Front { me, editing, now } => front::front(screen, me, editing, now),
        Shown::Products { me, list } => products::list(screen, me, list),
        Shown::Product { me, editing, currency, collections } => products::product(screen, me, editing.as_ref(), *currency, collections),
        Shown::Clips { me, clips } => clips::clips(screen, me, clips),
        Shown::Clip { me, editing, products } => clips::clip(screen, me, editing, products),
        Shown::Imports { me, imports } => import::imports(screen, me, imports),
        Shown::Import { me, import } => import::import(screen, me, import),
        Shown::Tokens { me, tokens, made } => tokens::tokens(screen, me, tokens, made.as_ref()),
        Shown::Preview { me, changes, opening, mends, links, made, stays } => view! {
            {preview::staying(screen, stays)}
            {preview::preview(screen, me, changes, opening, mends, links, made.as_ref())}
        }
        .into_any(),
        Shown::Shops(shops) => shop::shops(screen, shops),
        Shown::Waiting(cards) => review::waiting(lang, cards),
        Shown::Review(application) => review::review(screen, application),
        Shown::Windows(windows) => windows::windows(lang, windows),
        Shown::Window { known, requirements } => windows::window(screen, known, requirements),
        Shown::System(system) => operator::system(lang, system),
        Shown::Account { me, sessions, providers, identities, passkeys } => {
            account::account(screen, me, sessions, providers, identities, passkeys)
        }
        Shown::Members { me, members } => people::members(screen, me, members),
        Shown::Operator { operators } => operator::people(screen, operators),
        Shown::Reports { reports, held } => report::reports(screen, reports, held),
        Shown::Mails(mails) => operator::mails(lang, mails),
        Shown::Records(records) => operator::records(&screen.address, records),
        Shown::Failed(failure) => failed(screen, failure),
    };
    view! {
        <a class="skip" href="#main">{lang.pick("본문으로", "Skip to the content")}</a>
        {header(screen)}
        <main id="main" tabindex="-1" class="studio" data-who=screen.me.as_ref().map(|me| who(&me.account.email))>
            <h1>{title}</h1>
            {done.map(|done| view! { <p class="studio__done" role="status">{done}</p> })}
            {body}
        </main>
    }
    .into_any()
}

/// Tells people apart at one device, without saying who they are.
fn who(email: &str) -> String {
    let hash = email.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

fn link(page: Page, lang: Lang, words: &'static str) -> AnyView {
    view! { <a href=page.of(lang).path()>{words}</a> }.into_any()
}

fn header(screen: &Screen) -> AnyView {
    let lang = screen.lang();
    let entry = |page: Page, words: &'static str| {
        let is_here = std::mem::discriminant(&screen.address.page) == std::mem::discriminant(&page);
        view! { <li><a href=page.of(lang).path() aria-current=is_here.then_some("page")>{words}</a></li> }.into_any()
    };
    let nav = screen.me.as_ref().map(|me| {
        let mut entries = vec![entry(Page::Studio, lang.pick("작업실", "Studio"))];
        if me.account.is_operator {
            entries.push(entry(Page::Waiting, lang.pick("신청", "Applications")));
            entries.push(entry(Page::Shops { q: None }, lang.pick("매장", "Shops")));
            entries.push(entry(Page::Reports { after: None }, lang.pick("신고", "Reports")));
            entries.push(entry(Page::Windows, lang.pick("윈도", "Windows")));
            entries.push(entry(Page::Operator, lang.pick("운영", "Operators")));
            entries.push(entry(Page::Mails { after: None }, lang.pick("메일", "Mail")));
            entries.push(entry(Page::Records { shop: None, after: None }, lang.pick("기록", "Record")));
            entries.push(entry(Page::System, lang.pick("상태", "System")));
        }
        entries.push(entry(Page::Account, lang.pick("내 계정", "Account")));
        view! { <nav class="studio__nav" aria-label=lang.pick("작업실", "Studio")><ul>{entries}</ul></nav> }.into_any()
    });
    let here = screen.address.path();
    view! {
        <header class="studio__top">
            <a class="studio__home" href=lang.pick("/", "/en")><span class="top__mark" aria-hidden="true"></span>{lang.pick("골목", "Golmok")}</a>
            {nav}
            <a class="studio__lang" href=screen.address.translated().path() hreflang=lang.other().tag() lang=lang.other().tag()>
                {lang.pick("English", "한국어")}
            </a>
            <form class="top__theme" method="post" action="/theme">
                <input type="hidden" name="back" value=here/>
                <button class="top__dark" name="theme" value="dark" aria-label=lang.pick("밤으로", "Night") title=lang.pick("밤으로", "Night")></button>
                <button class="top__light" name="theme" value="light" aria-label=lang.pick("낮으로", "Day") title=lang.pick("낮으로", "Day")></button>
            </form>
        </header>
    }
    .into_any()
}

fn failed(screen: &Screen, failure: &Failure) -> AnyView {
    let lang = screen.lang();
    let way_on = match failure.code {
        Code::LinkSpent => {
            let next = if let Page::Link { next, .. } = &screen.address.page { next.clone() } else { None };
            let join = link(Page::Join { next: next.clone() }, lang, lang.pick("계정 만들기", "Make an account"));
            let forgot = link(Page::Forgot { next }, lang, lang.pick("비밀번호 새로 정하기", "Choose a new password"));
            view! {
                <p>{lang.pick("새 주소를 메일로 받을 수 있습니다.", "A new one can be mailed.")}</p>
                <p class="studio__ways">{join} {forgot}</p>
            }
            .into_any()
        }
        _ => view! { <p class="studio__ways">{link(Page::Studio, lang, lang.pick("작업실로", "To the studio"))}</p> }.into_any(),
    };
    let number = failure.request_id.clone().map(|id| view! { <p class="studio__hint">{lang.pick("요청 번호 ", "Request ")}{id}</p> });
    view! { <p role="alert">{failure.message.clone()}</p> {way_on} {number} }.into_any()
}

/// A form that is a button alone.
fn button(screen: &Screen, act: Act, hidden: &[(&'static str, &str)], words: &'static str) -> AnyView {
    let fields: Vec<(&'static str, String)> = hidden.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    // What one has seen is another thing once the act was refused for it.
    let is_same = |typed: &Fields| fields.iter().all(|(name, value)| ["seen", "at"].contains(name) || typed.get(name) == value);
    let form = Form::of(act, screen.lang(), screen.refused.as_ref(), is_same);
    let parts = hidden.iter().map(|(name, value)| form.hidden(name, value)).collect_view().into_any();
    form.around_as(parts, words, "studio__button studio__button--quiet")
}

/// Why an act was refused whose button is not there any more.
fn refusal(screen: &Screen, act: Act) -> Option<AnyView> {
    let refused = screen.refused.as_ref().filter(|refused| refused.act == act)?;
    Some(view! { <p class="studio__why" role="alert">{refused.failure.message.clone()}</p> }.into_any())
}

/// Where a script asks a key, and what is said where that comes to nothing. Without the script it is not seen.
fn passkey(lang: Lang, does: &'static str, first: Option<AnyView>, then: String, words: &'static str) -> AnyView {
    let failed = lang.pick(
        "패스키를 쓰지 못했습니다. 그만두었거나 이 기기에 맞는 것이 없습니다.",
        "No passkey was used: it was given up, or none on this device fits.",
    );
    view! {
        <form class="studio__form studio__passkey" method="post" data-passkey=does data-then=then data-failed=failed hidden>
            {first}
            <button class="studio__button studio__button--quiet">{words}</button>
            <p class="studio__failed" role="alert"></p>
        </form>
    }
    .into_any()
}

fn shop_name(me: &Me, shop: &wire::Slug) -> String {
    me.shops.iter().find(|one| one.shop == *shop).map_or_else(|| shop.as_str().to_owned(), |one| one.name.text.clone())
}

/// Whether nobody sees the shop yet: what is changed there is so at once.
fn is_unseen(me: &Me, shop: &wire::Slug) -> bool {
    me.shops.iter().any(|one| one.shop == *shop && one.state == ShopState::Draft)
}

/// The link to a list's next piece.
fn older(address: Address, lang: Lang) -> AnyView {
    view! { <p class="studio__ways"><a href=address.path()>{lang.pick("더 오래된 것", "Older")}</a></p> }.into_any()
}

/// The address at which people of a shop see a page of it as it will be.
fn seen(shop: &wire::Slug, path: &str) -> String {
    format!("/studio/shops/{}/seen{path}", wire::endpoint::encode(shop.as_str()))
}

/// Forms with the page that they are of beside them, as it will be; below them where there is no room.
fn beside(screen: &Screen, shop: &wire::Slug, path: &str, forms: AnyView) -> AnyView {
    let lang = screen.lang();
    // What is chosen shows by the style sheet alone.
    let sizes = [("phone", "휴대폰", "Phone"), ("tablet", "태블릿", "Tablet"), ("desktop", "데스크톱", "Desktop")].map(|(look, ko, en)| {
        view! { <label class="studio__box"><input type="radio" name="frame" value=look checked={look == "phone"}/><span>{lang.pick(ko, en)}</span></label> }
            .into_any()
    });
    view! {
        <div class="studio__beside">
            <div>{forms}</div>
            <figure class="studio__frame studio__frame--phone">
                <figcaption>{lang.pick("저장하면 이렇게 보입니다", "How it looks, as saved")}</figcaption>
                <div class="studio__sizes" role="radiogroup" aria-label=lang.pick("화면 크기", "Size of the screen")>{sizes.into_iter().collect_view()}</div>
                <div><iframe src=seen(shop, path) title=lang.pick("미리보기", "Preview") width="360" height="640"></iframe></div>
            </figure>
        </div>
    }
    .into_any()
}

/// Forms of what has no page yet or any more, with words in its place.
fn beside_words(says: &'static str, forms: AnyView) -> AnyView {
    view! {
        <div class="studio__beside">
            <div>{forms}</div>
            <div class="studio__frame"><p class="studio__hint">{says}</p></div>
        </div>
    }
    .into_any()
}
