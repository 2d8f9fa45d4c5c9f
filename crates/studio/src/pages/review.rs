//! Applications and entry rules, as operators see them.

use leptos::prelude::*;
use wire::{
    Lang,
    application::{Application, ApplicationCard, ApplicationState, Requirement, RequirementKind},
    window::WindowCard,
};

use crate::{
    acts::{Act, entry::ROWS},
    address::Page,
    screen::Screen,
    ui::{Form, Kind},
    words,
};

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
    let decide = (application.state == ApplicationState::Submitted).then(|| {
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
        <p>{words::application_state(lang, application.state)}{application.submitted_at.map(|at| format!(" · {}", words::moment(at)))}</p>
        {said}
        <dl class="studio__facts">
            {fact(lang.pick("대표자", "Representative"), &facts.representative)}
            {fact(lang.pick("사업자등록번호", "Business number"), &facts.business_number)}
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

/// The windows, each with its rule.
pub fn windows(lang: Lang, windows: &[WindowCard]) -> AnyView {
    let rows = windows.iter().map(|window| {
        let to = Page::Rule { window: window.slug.clone() }.of(lang).path();
        view! { <li><a href=to lang=window.name.tag()>{window.name.text.clone()}</a></li> }.into_any()
    });
    view! {
        <p class="studio__lead">{lang.pick("윈도마다 매장에 바라는 것을 정합니다.", "What each window asks of a shop.")}</p>
        <ul class="studio__rows">{rows.collect_view()}</ul>
    }
    .into_any()
}

/// What a window asks, to be changed.
pub fn rule(screen: &Screen, requirements: &[Requirement]) -> AnyView {
    let lang = screen.lang();
    let Page::Rule { window } = &screen.address.page else { return ().into_any() };
    let form = Form::of(Act::ChangeRequirements, lang, screen.refused.as_ref(), |_| true).optional();
    let kinds: Vec<(&'static str, &'static str)> =
        RequirementKind::ALL.iter().map(|kind| (kind.word(), words::requirement_kind(lang, *kind))).collect();
    let text = |hint| Kind { input: "text", complete: "off", hint };
    let empty = Requirement { id: String::new(), kind: RequirementKind::Declared, either: None, ko: String::new(), en: String::new() };
    let shown = requirements.iter().chain(std::iter::once(&empty)).take(ROWS + 1).enumerate();
    let rows = shown.map(|(place, one)| {
        let name = |field: &str| format!("{field}{place}");
        view! {
            <fieldset class="studio__rule">
                <legend>{if one.id.is_empty() { lang.pick("새 조건".to_owned(), "A new one".to_owned()) } else { (place + 1).to_string() }}</legend>
                <input type="hidden" name=name("id") value=one.id.clone()/>
                {form.numbered_choice(name("kind"), lang.pick("무엇으로 아나", "How it is seen"), kinds.clone(), one.kind.word())}
                {form.numbered(name("ko"), lang.pick("한국어", "Korean"), text(None), &one.ko)}
                {form.numbered(name("en"), lang.pick("영어", "English"), text(None), &one.en)}
                {form.numbered(name("either"), lang.pick("묶음", "Group"), text(Some(lang.pick("같은 말로 묶인 조건은 하나만 되면 됩니다.", "Of those in one group, one is enough."))), one.either.as_deref().unwrap_or_default())}
            </fieldset>
        }
        .into_any()
    });
    let rows = rows.collect_view();
    let parts = view! { {form.hidden("window", window.as_str())} {rows} };
    view! {
        <p class="studio__lead">{window.as_str().to_owned()}</p>
        <p>{lang.pick("글을 모두 지우면 그 조건은 없어지고, 그 조건으로 올린 파일도 지워집니다.", "A requirement without words is gone, with the files that were sent for it.")}</p>
        {form.clone().around(parts.into_any(), lang.pick("저장", "Save"))}
    }
    .into_any()
}
