//! Applying, as the merchant does it.

use leptos::prelude::*;
use wire::{
    Lang, Slug,
    account::ShopState,
    application::{Application, ApplicationState, Check, Facts, Requirement, RequirementKind},
    draft::Both,
    hours::Week,
    window::WindowCard,
};

use super::button;
use crate::{
    acts::{
        Act,
        entry::{DAYS, clock, more},
    },
    address::{Address, Page},
    screen::Screen,
    ui::{Form, Kind},
    words,
};

/// Where applying begins: the windows, and then the shop's name.
pub fn apply(screen: &Screen, windows: &[WindowCard], chosen: Option<&(Slug, Vec<Requirement>)>) -> AnyView {
    let lang = screen.lang();
    let Some((slug, requirements)) = chosen else {
        let cards = windows.iter().map(|window| {
            let to = Page::Apply { window: Some(window.slug.clone()) }.of(lang).path();
            view! {
                <li class="studio__card">
                    <h2><a href=to lang=window.name.tag()>{window.name.text.clone()}</a></h2>
                    <p lang=window.about.tag()>{window.about.text.clone()}</p>
                </li>
            }
            .into_any()
        });
        return view! {
            <p class="studio__lead">{lang.pick("어느 윈도에 매장을 내고 싶으신가요? 비용은 들지 않습니다.", "In which window would your shop stand? It costs nothing.")}</p>
            <ul class="studio__cards">{cards.collect_view()}</ul>
        }
        .into_any();
    };
    let window = windows.iter().find(|window| window.slug == *slug);
    let name = window.map(|window| window.name.text.clone()).unwrap_or_default();
    let asked = asked(lang, requirements);
    let go_on = if screen.me.is_some() {
        let form = Form::of(Act::Apply, lang, screen.refused.as_ref(), |_| true);
        let parts = view! {
            {form.hidden("window", slug.as_str())}
            {form.hidden("lang", lang.tag())}
            {form.field("name", lang.pick("매장 이름", "Name of the shop"), Kind { input: "text", complete: "organization", hint: None }, "")}
        };
        form.around(parts.into_any(), lang.pick("신청 시작", "Begin"))
    } else {
        let here = Some(Address { done: None, ..screen.address.clone() }.path());
        let (join, sign_in) = (Page::Join { next: here.clone() }, Page::SignIn { next: here });
        view! {
            <p class="studio__ways">
                <a class="studio__button" href=join.of(lang).path()>{lang.pick("계정 만들기", "Make an account")}</a>
                <a href=sign_in.of(lang).path()>{lang.pick("이미 계정이 있습니다", "I have an account")}</a>
            </p>
        }
        .into_any()
    };
    view! {
        <p class="studio__lead">{lang.pick(format!("{name} 윈도에서 매장을 여는 데 필요한 것입니다."), format!("This is what the window {name} asks for."))}</p>
        {asked}
        {go_on}
        <p class="studio__ways"><a href=Page::Apply { window: None }.of(lang).path()>{lang.pick("다른 윈도 고르기", "Another window")}</a></p>
    }
    .into_any()
}

/// What a window asks, those together of which one is enough.
fn asked(lang: Lang, requirements: &[Requirement]) -> AnyView {
    let mut last = None;
    let rows: Vec<AnyView> = requirements
        .iter()
        .map(|one| {
            let is_or = one.either.is_some() && one.either == last;
            last.clone_from(&one.either);
            let text = lang.pick(one.ko.clone(), one.en.clone());
            view! { <li>{is_or.then(|| view! { <strong>{lang.pick("또는 ", "or ")}</strong> })}{text}</li> }.into_any()
        })
        .collect();
    view! { <ul class="studio__list">{rows}</ul> }.into_any()
}

/// An application under way.
pub fn application(screen: &Screen, application: &Application) -> AnyView {
    let lang = screen.lang();
    let is_over = application.shop_state == ShopState::Closed;
    let is_open = application.state.is_open() && !is_over;
    let words = application.words.clone().map(|words| {
        view! { <div class="studio__refused"><strong>{lang.pick("운영자가 남긴 말", "What the operator says")}</strong><p>{words}</p></div> }
    });
    let state = match application.state {
        _ if is_over => lang.pick(
            "매장을 닫아 이 신청은 끝났습니다. 다시 문을 열려면 새로 신청해 주세요.",
            "The shop is closed, and this application is over. To come back, apply anew.",
        ),
        ApplicationState::Draft => lang.pick(
            "적는 대로 저장하고, 다 되면 보내 주세요. 나중에 이어서 하셔도 됩니다.",
            "Save as you go, and send it when all is there. You can go on later.",
        ),
        ApplicationState::Submitted => {
            lang.pick("운영자가 살펴보고 있습니다. 결과를 메일로 알려 드립니다.", "The operator looks at it; you will have a mail.")
        }
        ApplicationState::Asked => {
            lang.pick("고쳐 달라는 말이 있습니다. 고친 뒤 다시 보내 주세요.", "Changes are asked for. Make them, and send it again.")
        }
        ApplicationState::Accepted => lang.pick(
            "받아들여졌습니다. 작업실의 매장 화면에서 매장을 열 수 있습니다.",
            "It is accepted. The shop opens from its page in the studio.",
        ),
        ApplicationState::Refused => lang.pick("이번에는 받아들여지지 않았습니다.", "It was not accepted this time."),
    };
    let facts = facts(screen, application);
    let send = is_open.then(|| send(screen, application));
    view! {
        <p class="studio__lead">{application.shop_name.text.clone()}" → "{application.window_name.text.clone()}</p>
        {words}
        <p>{state}</p>
        {(!is_over).then(|| checks(screen, application, is_open))}
        {facts}
        {send}
    }
    .into_any()
}

/// Sending it, with what the merchant gives their word for: one form, so that what is ticked counts without being saved before.
fn send(screen: &Screen, application: &Application) -> AnyView {
    let lang = screen.lang();
    let form = Form::of(Act::Submit, lang, screen.refused.as_ref(), |_| true);
    let declared: Vec<&Check> = application.checks.iter().filter(|check| check.kind == RequirementKind::Declared).collect();
    let word = (!declared.is_empty()).then(|| {
        let boxes = declared.iter().map(|check| {
            let one = form.ticked("declared".to_owned(), &check.requirement, check.text.clone(), check.is_met);
            view! { <p>{one}</p> }.into_any()
        });
        view! {
            {Form::of(Act::Declare, lang, screen.refused.as_ref(), |_| true).whole()}
            {form.hidden("declares", "true")}
            <fieldset class="studio__group"><legend>{lang.pick("확인", "Your word")}</legend>{boxes.collect_view()}</fieldset>
            <button class="studio__button studio__button--quiet" name="act" value=Act::Declare.word()>{lang.pick("저장", "Save")}</button>
        }
    });
    let left = application.checks.iter().filter(|check| !check.is_settled).count();
    let lead = if application.is_ready {
        lang.pick("필요한 것이 다 있습니다.".to_owned(), "All is there.".to_owned())
    } else {
        lang.pick(format!("아직 {left}가지가 남았습니다. 위의 목록에서 확인해 주세요."), format!("{left} to go; see the list above."))
    };
    let parts = view! {
        {form.hidden("shop", application.shop.as_str())}
        {form.hidden("window", application.window.as_str())}
        {word}
        <p data-renews="left">{lead}</p>
    };
    let form = if declared.is_empty() { form } else { form.saving(Act::Declare) };
    view! {
        <section>
            <h2>{lang.pick("보내기", "Send it")}</h2>
            {form.around(parts.into_any(), lang.pick("신청 보내기", "Send the application"))}
        </section>
    }
    .into_any()
}

/// The requirements, and what is there for each.
fn checks(screen: &Screen, application: &Application, is_open: bool) -> AnyView {
    let lang = screen.lang();
    let mut last: Option<&String> = None;
    let rows = application.checks.iter().map(|check| {
        let is_or = check.either.is_some() && check.either.as_ref() == last;
        last = check.either.as_ref();
        row(screen, application, check, is_open, is_or)
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <section data-renews="checks"><h2>{lang.pick("필요한 것", "What is asked for")}</h2><ul class="studio__checks">{rows}</ul></section>
    }
    .into_any()
}

fn row(screen: &Screen, application: &Application, check: &Check, is_open: bool, is_or: bool) -> AnyView {
    let lang = screen.lang();
    let (mark, said) = if check.is_met {
        ("✓", lang.pick("됨", "met"))
    } else if check.is_settled {
        ("–", lang.pick("다른 것으로 됨", "met by another"))
    } else {
        ("○", lang.pick("아직", "missing"))
    };
    let missing = check.missing.clone().filter(|_| !check.is_settled).map(|missing| {
        view! { <span class="studio__why">{lang.pick("빠진 것: ", "Missing: ")}{missing}</span> }
    });
    let (shop, window) = (application.shop.as_str(), application.window.as_str());
    let files = check.documents.iter().map(|document| {
        let hidden = [("shop", shop), ("window", window), ("document", document.id.as_str())];
        let remove = is_open.then(|| button(screen, Act::RemoveDocument, &hidden, lang.pick("지우기", "Remove")));
        let to = format!("{}/documents/{}", screen.address.path().split('?').next().unwrap_or_default(), document.id);
        view! { <li><a href=to download=document.name.clone()>{document.name.clone()}</a><span class="studio__hint">{words::size(document.bytes)}</span>{remove}</li> }.into_any()
    });
    let files = files.collect::<Vec<_>>();
    let send = (is_open && check.kind.takes_files()).then(|| {
        let form = Form::of(Act::SendDocument, lang, screen.refused.as_ref(), |typed| typed.get("requirement") == check.requirement);
        let hint = lang.pick(
            "사진(JPEG, PNG, WebP)이나 PDF, 10MB까지. 매장의 대표와 운영자만 봅니다.",
            "A picture (JPEG, PNG, WebP) or a PDF, up to 10 MB. Seen by the shop's owner and operators alone.",
        );
        let label = if check.kind == RequirementKind::OfflineShop {
            lang.pick("매장 정면 사진", "Photo of the front")
        } else {
            lang.pick("파일", "File")
        };
        let parts = view! {
            {form.hidden("shop", shop)}
            {form.hidden("window", window)}
            {form.hidden("requirement", &check.requirement)}
            {form.file("content", label, hint, &check.requirement)}
        };
        form.around_file(parts.into_any(), lang.pick("올리기", "Upload"))
    });
    view! {
        <li>
            <p>
                <span class="studio__mark" role="img" aria-label=said>{mark}</span>
                <span>{is_or.then(|| view! { <strong>{lang.pick("또는 ", "or ")}</strong> })}{check.text.clone()}</span>
            </p>
            {missing}
            {(!files.is_empty()).then(|| view! { <ul class="studio__rows">{files}</ul> })}
            {send}
        </li>
    }
    .into_any()
}

/// The opening hours: for each day a span, and where there is a break a second one; further ones are kept as they are.
pub fn week(form: &Form, lang: Lang, hours: Option<&Week>) -> Vec<AnyView> {
    (0..DAYS)
        .map(|day| {
            let spans = hours.and_then(|week| week.get(day)).map(Vec::as_slice).unwrap_or_default();
            let more = more(spans);
            let times = |at: usize| {
                let span = spans.get(at);
                [span.map(|span| clock(span.from)), span.map(|span| clock(span.to))].map(Option::unwrap_or_default)
            };
            let ([from, to], [again, until]) = (times(0), times(1));
            let has_break = form.stands(&format!("again{day}"), &again) || form.stands(&format!("until{day}"), &until);
            let name = words::day(lang, day);
            view! {
                <div class="studio__day" role="group" aria-label=name>
                    <span aria-hidden="true">{name}</span>
                    {form.kept(format!("more{day}"), &more)}
                    {form.time(format!("from{day}"), lang.pick("여는 시각", "Opens"), &from)}
                    <span aria-hidden="true">"–"</span>
                    {form.time(format!("to{day}"), lang.pick("닫는 시각", "Closes"), &to)}
                    <details class="studio__break" open=has_break>
                        <summary>{lang.pick("중간에 쉬기", "A break")}</summary>
                        <div>
                            {form.time(format!("again{day}"), lang.pick("쉰 뒤 시작", "From, after the break"), &again)}
                            <span aria-hidden="true">"–"</span>
                            {form.time(format!("until{day}"), lang.pick("쉰 뒤 끝", "Until, after the break"), &until)}
                        </div>
                    </details>
                </div>
            }
            .into_any()
        })
        .collect()
}

/// What the shop says of itself, where it may be changed: all of it before the shop opens, of one that was open the business.
fn facts(screen: &Screen, application: &Application) -> Option<AnyView> {
    let lang = screen.lang();
    let is_open = application.state.is_open();
    match application.shop_state {
        ShopState::Draft if is_open => Some(facts_form(screen, application, None)),
        ShopState::Draft if application.state == ApplicationState::Accepted => {
            let hint = lang.pick(
                "대표자나 번호를 바꾸면 운영자가 신청을 다시 살펴봅니다.",
                "Where the representative or a number is changed, the operator looks at the application again.",
            );
            Some(facts_form(screen, application, Some(hint)))
        }
        ShopState::Open | ShopState::Paused if is_open => {
            let front = Page::Front { shop: application.shop.clone() }.of(lang).path();
            Some(
                view! {
                    {business(screen, &application.shop, &application.facts, application.seen, application.shop_state)}
                    <p class="studio__ways"><a href=front>{lang.pick("이름, 주소, 영업시간은 매장 소개에서 바꿉니다", "Name, address and hours are changed on the shop's page")}</a></p>
                }
                .into_any(),
            )
        }
        _ => None,
    }
}

/// The form of all that a shop says of itself. It is saved as one types, but where `hint` says what a change leads to.
fn facts_form(screen: &Screen, application: &Application, hint: Option<&'static str>) -> AnyView {
    let lang = screen.lang();
    let facts: &Facts = &application.facts;
    let form = Form::of(Act::ChangeFacts, lang, screen.refused.as_ref(), |_| true).optional();
    let text = |input: &'static str, complete: &'static str| Kind { input, complete, hint: None };
    let field = |name, label, kind, value: &Option<String>| form.field(name, label, kind, value.as_deref().unwrap_or_default());
    let number_hint = lang.pick("숫자 열 자리. 맞는 번호인지 바로 확인합니다.", "Ten digits, checked at once.");
    let in_korean = |text: &Option<String>| Both { ko: text.clone(), en: None };
    let days = week(&form, lang, facts.hours.as_ref());
    let parts = view! {
        {form.hidden("shop", application.shop.as_str())}
        {form.hidden("seen", &application.seen.to_string())}
        {field("name_ko", lang.pick("매장 이름 (한국어)", "Name (Korean)"), text("text", "organization"), &facts.name_ko)}
        {field("name_en", lang.pick("매장 이름 (영어)", "Name (English)"), text("text", "off"), &facts.name_en)}
        {field("representative", lang.pick("대표자 이름", "Representative"), text("text", "name"), &facts.representative)}
        {field("business_number", lang.pick("사업자등록번호", "Business number"), text("text", "off").hinted(number_hint), &facts.business_number)}
        {field("mail_order_number", lang.pick("통신판매업 신고번호", "Mail-order number"), text("text", "off"), &facts.mail_order_number)}
        {field("phone", lang.pick("전화", "Phone"), text("tel", "tel"), &facts.phone)}
        {field("email", lang.pick("손님이 보는 메일 주소", "E-mail for customers"), text("email", "email"), &facts.email)}
        {form.place(&in_korean(&facts.district_ko), &in_korean(&facts.address_ko), facts.postcode.as_deref(), false)}
        <fieldset class="studio__hours">
            <legend>{lang.pick("영업시간", "Hours")}</legend>
            <p class="studio__hint">{lang.pick("쉬는 날은 비워 두세요. 자정을 넘기면 다음 날 시각을 적으세요.", "Leave days off empty. Past midnight, write the next day's time.")}</p>
            {form.why("hours")}
            {days.collect_view()}
        </fieldset>
    };
    let hint_said = hint.map(|hint| view! { <p class="studio__hint">{hint}</p> });
    let whole = form.clone().around_saved(parts.into_any(), lang.pick("저장", "Save"), hint.is_none());
    view! { <section><h2>{lang.pick("매장", "The shop")}</h2>{hint_said}{whole}</section> }.into_any()
}

/// What business a shop is of: a form of its own once the shop was open, for all else is on its page then.
pub fn business(screen: &Screen, shop: &Slug, facts: &Facts, seen: i64, state: ShopState) -> AnyView {
    let lang = screen.lang();
    let form = Form::of(Act::ChangeFacts, lang, screen.refused.as_ref(), |_| true).optional();
    let text = |complete: &'static str| Kind { input: "text", complete, hint: None };
    let field = |name, label, kind, value: &Option<String>| form.field(name, label, kind, value.as_deref().unwrap_or_default());
    let lead = if state == ShopState::Open {
        lang.pick(
            "바꾼 것은 ‘미리보기와 열기’에서 열 때 손님에게 보이고, 입점 신청도 그때부터 그것으로 봅니다. 운영자가 확인한 것은 매장을 쉬는 동안에만 바꿀 수 있습니다.",
            "Shoppers see a change once it is opened under “Preview and opening”, and applications go by it from then on. What the operator has accepted is changed while the shop is paused.",
        )
    } else {
        lang.pick(
            "운영자가 확인한 것을 바꾸면 신청을 다시 보내야 매장을 열 수 있습니다.",
            "Where what the operator has accepted is changed, the application is sent again before the shop opens.",
        )
    };
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.hidden("seen", &seen.to_string())}
        {field("representative", lang.pick("대표자 이름", "Representative"), text("name"), &facts.representative)}
        {field("business_number", lang.pick("사업자등록번호", "Business number"), text("off"), &facts.business_number)}
        {field("mail_order_number", lang.pick("통신판매업 신고번호", "Mail-order number"), text("off"), &facts.mail_order_number)}
    };
    view! {
        <section id="business">
            <h2>{lang.pick("사업자 정보", "The business")}</h2>
            <p class="studio__hint">{lead}</p>
            {form.clone().keeping().around(parts.into_any(), lang.pick("저장", "Save"))}
        </section>
    }
    .into_any()
}
