//! The windows, as operators keep them.

use leptos::prelude::*;
use wire::{
    Lang,
    application::{Requirement, RequirementKind},
    window::{Light, WindowCard},
    window_facts::KnownWindow,
};

use super::front::two;
use crate::{
    acts::{Act, entry::ROWS, window::outline},
    address::Page,
    screen::Screen,
    ui::{Form, Kind},
    words,
};

/// The windows.
pub fn windows(lang: Lang, windows: &[WindowCard]) -> AnyView {
    let rows = windows.iter().map(|window| {
        let to = Page::Window { window: window.slug.clone() }.of(lang).path();
        let (shops, products) = (window.shops, window.products);
        let counts = lang.pick(format!("매장 {shops} · 상품 {products}"), format!("{shops} shops · {products} products"));
        view! {
            <li>
                <a href=to lang=window.name.tag()>{window.name.text.clone()}</a>
                <span class="studio__hint">{counts}</span>
            </li>
        }
        .into_any()
    });
    view! {
        <p class="studio__lead">
            {lang.pick("윈도의 이름과 빛, 순서, 하위 분류, 그리고 매장에 바라는 것을 정합니다.", "Each window's name, light, place and sub-categories, and what it asks of a shop.")}
        </p>
        <ul class="studio__rows">{rows.collect_view()}</ul>
    }
    .into_any()
}

/// One window, to be changed.
pub fn window(screen: &Screen, known: &KnownWindow, requirements: &[Requirement]) -> AnyView {
    let lang = screen.lang();
    let Page::Window { window } = &screen.address.page else { return ().into_any() };
    let name = known.facts.name.clone();
    let name = lang.pick(name.ko.clone().or(name.en.clone()), name.en.or(name.ko)).unwrap_or_else(|| window.as_str().to_owned());
    let seen_at = format!("{}/windows/{}", lang.pick("", "/en"), wire::endpoint::encode(window.as_str()));
    view! {
        <p class="studio__lead">{name}" · "<a href=seen_at>{lang.pick("골목에서 보기", "See it on the street")}</a></p>
        {facts(screen, known)}
        <section>
            <h2>{lang.pick("입점 조건", "What it asks of a shop")}</h2>
            {rule(screen, requirements)}
        </section>
    }
    .into_any()
}

fn facts(screen: &Screen, known: &KnownWindow) -> AnyView {
    let lang = screen.lang();
    let Page::Window { window } = &screen.address.page else { return ().into_any() };
    let facts = &known.facts;
    let form = Form::of(Act::ChangeWindow, lang, screen.refused.as_ref(), |_| true).optional();
    let lights = Light::ALL.map(|light| (light.word(), words::light(lang, light)));
    let places = (1..=known.windows).map(|place| (place.to_string(), place.to_string())).collect();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let parts = view! {
        {form.hidden("window", window.as_str())}
        {form.hidden("seen", &known.seen)}
        {two(&form, ["name_ko", "name_en"], [lang.pick("이름 (한국어)", "Name (Korean)"), lang.pick("이름 (영어)", "Name (English)")], &facts.name)}
        {two(&form, ["about_ko", "about_en"], [lang.pick("한 줄 소개 (한국어)", "One line (Korean)"), lang.pick("한 줄 소개 (영어)", "One line (English)")], &facts.about)}
        <div class="studio__two">
            {form.choice("light", lang.pick("빛", "Light"), lights.to_vec(), facts.light.word())}
            {form.chosen("position".to_owned(), lang.pick("몇 번째", "Place").to_owned(), places, &facts.position.to_string())}
        </div>
        {form.lines("entry_rule_ko", lang.pick("입점 안내 (한국어)", "The rule in words (Korean)"), None, &said(&facts.entry_rule.ko), 5)}
        {form.lines("entry_rule_en", lang.pick("입점 안내 (영어)", "The rule in words (English)"), None, &said(&facts.entry_rule.en), 5)}
        {form.lines(
            "categories",
            lang.pick("하위 분류", "Sub-categories"),
            Some(lang.pick(
                "한 줄에 하나: 짧은 이름 | 한국어 | 영어 | 상품 종류 | 상품 종류 … 두 칸 들여 쓴 줄은 윗줄에 딸립니다. 4단계까지입니다.",
                "A line each: short name | Korean | English | product type | product type … A line that begins with two spaces lies below the one above; four levels at most.",
            )),
            &outline(&facts.categories),
            14,
        )}
    };
    form.clone().around(parts.into_any(), lang.pick("저장", "Save"))
}

/// What a window asks, to be changed.
fn rule(screen: &Screen, requirements: &[Requirement]) -> AnyView {
    let lang = screen.lang();
    let Page::Window { window } = &screen.address.page else { return ().into_any() };
    let form = Form::of(Act::ChangeRequirements, lang, screen.refused.as_ref(), |_| true).optional();
    let kinds: Vec<(&'static str, &'static str)> =
        RequirementKind::ALL.iter().map(|kind| (kind.word(), words::requirement_kind(lang, *kind))).collect();
    let text = |hint| Kind { input: "text", complete: "off", hint };
    let empty = Requirement { id: String::new(), kind: RequirementKind::Declared, either: None, ko: String::new(), en: String::new() };
    // Where it was refused, as many rows stand as were sent, though there are fewer now.
    let rows = (requirements.len() + 1).max(form.rows("ko")).min(ROWS + 1);
    let shown = requirements.iter().chain(std::iter::repeat(&empty)).take(rows).enumerate();
    let seen = serde_json::to_string(requirements).unwrap_or_default();
    let drawn = shown.map(|(place, one)| {
        let name = |field: &str| format!("{field}{place}");
        view! {
            <fieldset class="studio__rule">
                <legend>{if place + 1 == rows { lang.pick("새 조건".to_owned(), "A new one".to_owned()) } else { (place + 1).to_string() }}</legend>
                {form.stood(name("id"), &one.id)}
                {form.numbered_choice(name("kind"), lang.pick("무엇으로 아나", "How it is seen"), kinds.clone(), one.kind.word())}
                {form.numbered(name("ko"), lang.pick("한국어", "Korean"), text(None), &one.ko)}
                {form.numbered(name("en"), lang.pick("영어", "English"), text(None), &one.en)}
                {form.numbered(name("either"), lang.pick("묶음", "Group"), text(Some(lang.pick("같은 말로 묶인 조건은 하나만 되면 됩니다.", "Of those in one group, one is enough."))), one.either.as_deref().unwrap_or_default())}
            </fieldset>
        }
        .into_any()
    });
    let drawn = drawn.collect_view();
    let parts = view! { {form.hidden("window", window.as_str())} {form.hidden("seen", &seen)} {drawn} };
    view! {
        <p>{lang.pick("글을 모두 지우면 그 조건은 없어지고, 그 조건으로 올린 파일도 지워집니다.", "A requirement without words is gone, with the files that were sent for it.")}</p>
        {form.clone().around(parts.into_any(), lang.pick("저장", "Save"))}
    }
    .into_any()
}
