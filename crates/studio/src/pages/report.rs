//! Telling the operators of something, and what they do about it.

use leptos::prelude::*;
use wire::{
    operator::Paged,
    report::{Report, ReportReason, Thing},
};

use super::button;
use crate::{
    acts::Act,
    address::Page,
    screen::Screen,
    ui::{Form, Kind},
    words,
};

/// What anybody may say is wrong.
pub fn report(screen: &Screen) -> AnyView {
    let lang = screen.lang();
    let Page::Report { about } = &screen.address.page else { return ().into_any() };
    if screen.address.done.is_some() && screen.refused.is_none() {
        let home = lang.pick("/", "/en");
        return view! { <p class="studio__ways"><a href=home>{lang.pick("골목으로", "To the street")}</a></p> }.into_any();
    }
    let form = Form::of(Act::SendReport, lang, screen.refused.as_ref(), |_| true);
    let hint = lang.pick("매장, 상품이나 영상 화면의 주소입니다.", "Of the page of a shop, a product or a clip.");
    let reasons = ReportReason::ALL.iter().map(|reason| (reason.word(), words::report_reason(lang, *reason))).collect();
    let parts = view! {
        {form.field("address", lang.pick("무엇에 대한 것인가요", "What it is about"), Kind { input: "text", complete: "off", hint: Some(hint) }, about.as_deref().unwrap_or_default())}
        {form.choice("reason", lang.pick("무엇이 문제인가요", "What is wrong"), reasons, ReportReason::Untrue.word())}
        {form.lines("words", lang.pick("더 알려 주실 것", "Anything more"), Some(lang.pick("1,000자까지. 답을 받고 싶으면 연락처도 적어 주세요.", "At most 1,000 letters. Add how to reach you if you want an answer.")), "", 5)}
    };
    view! {
        <p>{lang.pick("운영자가 읽고, 문제가 있으면 그것을 골목에서 내립니다. 판매자에게는 누가 알렸는지 말하지 않습니다.", "An operator reads it, and takes what is wrong off the street. The merchant is not told who said so.")}</p>
        {form.clone().around(parts.into_any(), lang.pick("알리기", "Tell the operators"))}
    }
    .into_any()
}

/// What was reported, and what is held off the street.
pub fn reports(screen: &Screen, reports: &Paged<Report>, held: &[Thing]) -> AnyView {
    let lang = screen.lang();
    let rows = reports.items.iter().map(|report| {
        let said = (!report.words.is_empty()).then(|| view! { <blockquote>{report.words.clone()}</blockquote> });
        view! {
            <li class="studio__report">
                <p>
                    <a href=report.about.address.clone()><strong>{report.about.name.text.clone()}</strong></a>
                    " · "{words::report_reason(lang, report.reason)}
                    <span class="studio__hint">{report.about.shop.as_str().to_owned()}" · "{words::moment(report.at)}</span>
                </p>
                {said}
                <div class="studio__acts">
                    {hold(screen, &report.about)}
                    {button(screen, Act::CloseReport, &[("report", &report.id)], lang.pick("그대로 두기", "Leave it as it is"))}
                </div>
            </li>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    let waiting = if rows.is_empty() {
        view! { <p>{lang.pick("기다리는 신고가 없습니다.", "Nothing waits.")}</p> }.into_any()
    } else {
        view! { <ul class="studio__rows">{rows}</ul> }.into_any()
    };
    let after = reports.after.clone().map(|after| {
        let address = Page::Reports { after: Some(after) }.of(lang).path();
        view! { <p class="studio__ways"><a href=address>{lang.pick("다음 신고", "Newer")}</a></p> }
    });
    let off = held.iter().map(|thing| {
        view! {
            <li>
                <span><strong>{thing.name.text.clone()}</strong><span class="studio__hint">{thing.shop.as_str().to_owned()}</span></span>
                <span class="studio__why">{thing.held_why.clone()}</span>
                {button(screen, Act::ReleaseThing, &[("address", &thing.address)], lang.pick("다시 보이기", "Let it go on"))}
            </li>
        }
        .into_any()
    });
    let off: Vec<AnyView> = off.collect();
    let off = (!off.is_empty()).then(|| {
        view! { <section><h2>{lang.pick("골목에서 내린 것", "Off the street")}</h2><ul class="studio__rows">{off}</ul></section> }
    });
    let is_listed = |address: &str| reports.items.iter().any(|report| report.about.address == address);
    let form = Form::of(Act::HoldThing, lang, screen.refused.as_ref(), |typed| !is_listed(typed.get("address")));
    let hint = lang.pick("상품이나 영상 화면의 주소입니다.", "Of the page of a product or a clip.");
    let parts = view! {
        {form.field("address", lang.pick("주소", "Address"), Kind { input: "text", complete: "off", hint: Some(hint) }, "")}
        {form.field("why", lang.pick("까닭 (대표가 읽습니다)", "Why (the owner reads it)"), Kind { input: "text", complete: "off", hint: None }, "")}
    };
    view! {
        <section><h2>{lang.pick("기다리는 신고", "Waiting")}</h2>{waiting}{after}</section>
        {off}
        <section><h2>{lang.pick("신고 없이 내리기", "Take something off the street")}</h2>{form.clone().around(parts.into_any(), lang.pick("내리고 알리기", "Take it off, and tell the owner"))}</section>
    }
    .into_any()
}

/// What may be done about a thing: a shop is paused, all else is taken off the street.
fn hold(screen: &Screen, thing: &Thing) -> AnyView {
    let lang = screen.lang();
    if let Some(why) = &thing.held_why {
        return view! { <p class="studio__why">{lang.pick("이미 내렸습니다: ", "Off the street already: ")}{why.clone()}</p> }.into_any();
    }
    let (act, name, value) = match thing.is_shop() {
        true => (Act::HoldShop, "held", thing.shop.as_str()),
        false => (Act::HoldThing, "address", thing.address.as_str()),
    };
    let form = Form::of(act, lang, screen.refused.as_ref(), |typed| typed.get(name) == value);
    let parts = view! {
        {form.hidden(name, value)}
        {form.cell("why".to_owned(), lang.pick("까닭 (대표가 읽습니다)", "Why (the owner reads it)").to_owned(), Kind { input: "text", complete: "off", hint: None }, "")}
        {form.why("why")}
    };
    let words = if thing.is_shop() {
        lang.pick("매장을 쉬게 하기", "Pause the shop")
    } else {
        lang.pick("골목에서 내리기", "Take it off the street")
    };
    view! {
        <details>
            <summary>{words}</summary>
            {form.clone().around_as(parts.into_any(), lang.pick("내리고 알리기", "Take it off, and tell the owner"), "studio__button studio__button--quiet")}
        </details>
    }
    .into_any()
}
