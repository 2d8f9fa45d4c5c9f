//! Applications, as operators see them.

use leptos::prelude::*;
use wire::{
    Lang,
    account::ShopState,
    application::{Application, ApplicationCard, ApplicationState},
};

use crate::{acts::Act, address::Page, screen::Screen, ui::Form, words};

/// The applications that wait.
pub fn waiting(lang: Lang, cards: &[ApplicationCard]) -> AnyView {
    if cards.is_empty() {
        return view! { <p>{lang.pick("기다리는 신청이 없습니다.", "Nothing waits.")}</p> }.into_any();
    }
    let rows = cards.iter().map(|card| {
        let to = Page::Review { shop: card.shop.clone(), window: card.window.clone() }.of(lang).path();
        view! {
            <li>
                <a href=to><strong>{card.shop_name.text.clone()}</strong>" → "{card.window_name.text.clone()}</a>
                <span class="studio__hint">{card.submitted_at.map(words::moment)}</span>
            </li>
        }
        .into_any()
    });
    view! { <ul class="studio__rows">{rows.collect_view()}</ul> }.into_any()
}

/// One application, with its checks and the decision.
pub fn review(screen: &Screen, application: &Application) -> AnyView {
    let lang = screen.lang();
    let facts = &application.facts;
    let fact = |name: &'static str, value: &Option<String>| {
        value.clone().map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any())
    };
    let rows = application.checks.iter().map(|check| {
        let mark = if check.is_met { "✓" } else if check.is_settled { "–" } else { "○" };
        let said = if check.is_met { lang.pick("됨", "met") } else if check.is_settled { lang.pick("다른 것으로 됨", "met by another") } else { lang.pick("아직", "missing") };
        let files = check.documents.iter().map(|document| {
            let to = format!("{}/documents/{}", screen.address.path().split('?').next().unwrap_or_default(), document.id);
            view! { <li><a href=to download=document.name.clone()>{document.name.clone()}</a><span class="studio__hint">{words::size(document.bytes)}</span></li> }.into_any()
        });
        let files = files.collect::<Vec<_>>();
        view! {
            <li>
                <p><span class="studio__mark" role="img" aria-label=said>{mark}</span><span>{check.text.clone()}</span></p>
                {(!files.is_empty()).then(|| view! { <ul class="studio__rows">{files}</ul> })}
            </li>
        }
        .into_any()
    });
    let waits = application.state == ApplicationState::Submitted && application.shop_state != ShopState::Closed;
    let decide = waits.then(|| {
        let form = Form::of(Act::Decide, lang, screen.refused.as_ref(), |_| true).optional();
        let among = vec![
            ("accept", lang.pick("받아들이기", "Accept")),
            ("ask", lang.pick("고쳐 달라고 하기", "Ask for changes")),
            ("refuse", lang.pick("받아들이지 않기", "Refuse")),
        ];
        let parts = view! {
            {form.hidden("applicant", application.shop.as_str())}
            {form.hidden("window", application.window.as_str())}
            {application.submitted_at.map(|at| form.hidden("submitted_at", &at.to_string()))}
            {form.choice("decision", lang.pick("결정", "Decision"), among, "accept")}
            {form.area("words", lang.pick("판매자에게 알릴 말", "What the merchant is told"))}
        };
        view! { <section><h2>{lang.pick("결정", "Decision")}</h2>{form.clone().around(parts.into_any(), lang.pick("알리기", "Tell the merchant"))}</section> }
    });
    let said = application.words.clone().map(|words| view! { <p class="studio__refused">{words}</p> });
    view! {
        <p class="studio__lead">{application.shop_name.text.clone()}" → "{application.window_name.text.clone()}</p>
        <p>{words::application_state(lang, application.state, application.shop_state)}{application.submitted_at.map(|at| format!(" · {}", words::moment(at)))}</p>
        {said}
        <dl class="studio__facts">
            {fact(lang.pick("대표자", "Representative"), &facts.representative)}
            {fact(lang.pick("사업자등록번호", "Business number"), &facts.business_number)}
            {fact(lang.pick("국세청", "Tax office"), &application.tax.map(|tax| words::tax(lang, &tax)))}
            {fact(lang.pick("통신판매업 신고번호", "Mail-order number"), &facts.mail_order_number)}
            {fact(lang.pick("전화", "Phone"), &facts.phone)}
            {fact(lang.pick("메일", "E-mail"), &facts.email)}
            {fact(lang.pick("주소", "Address"), &facts.address_ko)}
        </dl>
        <section><h2>{lang.pick("확인한 것", "Checks")}</h2><ul class="studio__checks">{rows.collect_view()}</ul></section>
        {decide}
    }
    .into_any()
}
