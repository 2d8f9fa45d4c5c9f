//! A shop's page under edit: what it says of itself, its pictures, and what shoppers see at once.

use leptos::prelude::*;
use wire::{
    Picture, Slug,
    account::Me,
    draft::{Both, Editing, Placed, ShopDraft},
    now::ShopNow,
};

use super::{beside, button, entry::week, refusal, shop_name};
use crate::{
    acts::Act,
    address::Page,
    screen::Screen,
    ui::{Form, Kind},
};

pub const TEXT: Kind = Kind { input: "text", complete: "off", hint: None };
const DATE: Kind = Kind { input: "date", complete: "", hint: None };
pub const DIGITS: Kind = Kind::DIGITS;

/// The page.
pub fn front(screen: &Screen, me: &Me, editing: &Editing<ShopDraft>, now: &ShopNow) -> AnyView {
    let lang = screen.lang();
    let Page::Front { shop } = &screen.address.page else { return ().into_any() };
    let says = lang.pick("고친 것이 있습니다. 손님에게는 아직 보이지 않습니다. ", "Something is changed that shoppers do not see yet. ");
    let mark = editing.seen.to_string();
    let differs = differs(screen, shop, editing.differs, says, Act::DropShopDraft, &[("shop", shop.as_str()), ("seen", &mark)]);
    let seen = format!("{}/shops/{}", lang.pick("", "/en"), wire::endpoint::encode(shop.as_str()));
    let parts = view! {
        <p class="studio__lead">{shop_name(me, shop)}</p>
        {differs}
        {now_form(screen, shop, now)}
        {page_form(screen, shop, editing)}
        {send(screen, &[("shop", shop.as_str()), ("page", "true")])}
    };
    beside(screen, shop, &seen, parts.into_any())
}

/// That what is edited is not what shoppers see, with the ways on, where it `differs`.
pub fn differs(
    screen: &Screen,
    shop: &Slug,
    differs: bool,
    says: &'static str,
    drop: Act,
    named: &[(&'static str, &str)],
) -> Option<AnyView> {
    if !differs {
        return refusal(screen, drop);
    }
    let lang = screen.lang();
    let preview = Page::Preview { shop: shop.clone() }.of(lang).path();
    let parts = view! {
        <p class="studio__differs">{says}<a href=preview>{lang.pick("미리보고 열기", "Preview and open it")}</a></p>
        {button(screen, drop, named, lang.pick("고친 것 버리기", "Let go of the changes"))}
    };
    Some(parts.into_any())
}

/// The form of a picture that comes in.
pub fn send(screen: &Screen, hidden: &[(&'static str, &str)]) -> AnyView {
    let lang = screen.lang();
    let form = Form::of(Act::SendPicture, lang, screen.refused.as_ref(), |_| true);
    let hint = lang.pick(
        "JPEG, PNG, WebP, GIF, 10MB까지. 전화기로 바로 찍거나, 끌어 놓거나, 붙여 넣을 수 있습니다.",
        "JPEG, PNG, WebP or GIF, up to 10 MB: taken by a phone here and now, dropped, or pasted.",
    );
    let parts = view! {
        {hidden.iter().map(|(name, value)| form.hidden(name, value)).collect_view()}
        {form.picture(lang.pick("사진", "Picture"), hint)}
    };
    view! {
        <section id="pictures">
            <h2>{lang.pick("사진 올리기", "Bring in a picture")}</h2>
            {form.around_file(parts.into_any(), lang.pick("올리기", "Upload"))}
        </section>
    }
    .into_any()
}

fn now_form(screen: &Screen, shop: &Slug, now: &ShopNow) -> AnyView {
    let lang = screen.lang();
    let form = Form::of(Act::ChangeShopNow, lang, screen.refused.as_ref(), |_| true).optional();
    let none = None;
    let rows = now.closings.iter().map(Some).chain([none, none]).enumerate().map(|(row, closing)| {
        let [from, to] =
            [closing.map(|one| String::from(one.from)), closing.map(|one| String::from(one.to))].map(Option::unwrap_or_default);
        let note = closing.and_then(|one| one.note.ko.clone()).unwrap_or_default();
        let note_en = closing.and_then(|one| one.note.en.clone()).unwrap_or_default();
        let number = row + 1;
        view! {
            <div class="studio__row" role="group" aria-label=lang.pick(format!("쉬는 날 {number}"), format!("Holiday {number}"))>
                {form.cell(format!("h{row}-from"), lang.pick("부터", "From").to_owned(), DATE, &from)}
                {form.cell(format!("h{row}-to"), lang.pick("까지", "To").to_owned(), DATE, &to)}
                {form.cell(format!("h{row}-note_ko"), lang.pick("까닭", "Why (Korean)").to_owned(), TEXT, &note)}
                {form.cell(format!("h{row}-note_en"), lang.pick("까닭 (영어)", "Why (English)").to_owned(), TEXT, &note_en)}
            </div>
        }
        .into_any()
    });
    // What stood there when it was read: what somebody else changes meanwhile is not written over.
    let was = serde_json::to_string(now).unwrap_or_default();
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.hidden("was", &was)}
        {form.field("notice_ko", lang.pick("알림 (한국어)", "Notice (Korean)"), TEXT, now.notice.ko.as_deref().unwrap_or_default())}
        {form.field("notice_en", lang.pick("알림 (영어)", "Notice (English)"), TEXT, now.notice.en.as_deref().unwrap_or_default())}
        <fieldset class="studio__group">
            <legend>{lang.pick("쉬는 날", "Holidays")}</legend>
            {form.why("closings")}
            {rows.collect_view()}
        </fieldset>
    };
    view! {
        <section>
            <h2>{lang.pick("바로 보이는 것", "Seen at once")}</h2>
            {form.clone().keeping().around_as(parts.into_any(), lang.pick("바로 바꾸기", "Change it now"), "studio__button studio__button--quiet")}
        </section>
    }
    .into_any()
}

/// Two fields, one a language.
pub fn two(form: &Form, names: [&'static str; 2], labels: [&'static str; 2], value: &Both) -> AnyView {
    let ([ko, en], [label_ko, label_en]) = (names, labels);
    view! {
        <div class="studio__two">
            {form.field(ko, label_ko, TEXT, value.ko.as_deref().unwrap_or_default())}
            {form.field(en, label_en, TEXT, value.en.as_deref().unwrap_or_default())}
        </div>
    }
    .into_any()
}

fn page_form(screen: &Screen, shop: &Slug, editing: &Editing<ShopDraft>) -> AnyView {
    let lang = screen.lang();
    let draft = &editing.draft;
    let form = Form::of(Act::SaveShop, lang, screen.refused.as_ref(), |_| true).optional();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let kind = |input: &'static str, complete: &'static str| Kind { input, complete, hint: None };
    let degrees = |e6: Option<i64>| e6.map(|e6| format!("{:.6}", e6 as f64 / 1e6)).unwrap_or_default();
    let place_hint = lang
        .pick("지도 앱에서 매장을 길게 누르면 나옵니다. 예: 37.556000", "A map shows it when the place is pressed long. Such as 37.556000");
    let days = week(&form, lang, draft.hours.as_ref());
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.hidden("seen", &editing.seen.to_string())}
        {form.hidden("currency", editing.currency.code())}
        {two(&form, ["name_ko", "name_en"], [lang.pick("매장 이름 (한국어)", "Name (Korean)"), lang.pick("매장 이름 (영어)", "Name (English)")], &draft.name)}
        {two(&form, ["tagline_ko", "tagline_en"], [lang.pick("한 줄 소개 (한국어)", "Tagline (Korean)"), lang.pick("한 줄 소개 (영어)", "Tagline (English)")], &draft.tagline)}
        {form.lines("story_ko", lang.pick("이야기 (한국어)", "Story (Korean)"), None, draft.story.ko.as_deref().unwrap_or_default(), 6)}
        {form.lines("story_en", lang.pick("이야기 (영어)", "Story (English)"), None, draft.story.en.as_deref().unwrap_or_default(), 6)}
        {pictures(&form, lang, shop, &draft.pictures, &editing.pictures)}
        <div class="studio__two">
            {form.field("phone", lang.pick("전화", "Phone"), kind("tel", "tel"), &said(&draft.phone))}
            {form.field("email", lang.pick("손님이 보는 메일 주소", "E-mail for customers"), kind("email", "email"), &said(&draft.email))}
        </div>
        {form.place(&draft.district, &draft.address, draft.postcode.as_deref(), true)}
        <div class="studio__two">
            {form.field("latitude", lang.pick("위도", "Latitude"), TEXT.hinted(place_hint), &degrees(draft.point.map(|point| point.latitude_e6)))}
            {form.field("longitude", lang.pick("경도", "Longitude"), TEXT, &degrees(draft.point.map(|point| point.longitude_e6)))}
        </div>
        <button type="button" data-does="here" hidden class="studio__button studio__button--quiet">{lang.pick("지금 있는 곳으로", "Where this phone is now")}</button>
        {form.why("point")}
        <fieldset class="studio__hours">
            <legend>{lang.pick("영업시간", "Hours")}</legend>
            <p class="studio__hint">{lang.pick("쉬는 날은 비워 두세요. 자정을 넘기면 다음 날 시각을 적으세요.", "Leave days off empty. Past midnight, write the next day's time.")}</p>
            {form.why("hours")}
            {days.collect_view()}
        </fieldset>
        {delivery(&form, lang, draft, editing.currency)}
        {collections(&form, lang, draft)}
    };
    view! { <section><h2>{lang.pick("매장", "The shop")}</h2>{form.clone().around_saved(parts.into_any(), lang.pick("저장", "Save"), true)}</section> }
        .into_any()
}

fn delivery(form: &Form, lang: wire::Lang, draft: &ShopDraft, currency: wire::Currency) -> AnyView {
    let rule = draft.delivery.as_ref();
    let plain = |sum: Option<i64>| sum.map(|sum| wire::Money::new(sum, currency).plain()).unwrap_or_default();
    let days = |at: usize| rule.and_then(|rule| rule.days.get(at)).map(u8::to_string).unwrap_or_default();
    view! {
        <fieldset class="studio__group">
            <legend>{lang.pick("배송과 픽업", "Delivery and pickup")}</legend>
            {form.ticked("sends".to_owned(), "true", lang.pick("보내 드립니다", "The shop sends").to_owned(), rule.is_some())}
            <div class="studio__two">
                {form.field("delivery_fee", lang.pick("배송비", "Fee"), DIGITS, &plain(rule.map(|rule| rule.fee)))}
                {form.field("free_from", lang.pick("이 금액부터 무료", "Free from"), DIGITS, &plain(rule.and_then(|rule| rule.free_from)))}
            </div>
            <div class="studio__two">
                {form.field("days_least", lang.pick("빠르면 며칠", "Days, at least"), DIGITS, &days(0))}
                {form.field("days_most", lang.pick("늦으면 며칠", "Days, at most"), DIGITS, &days(1))}
            </div>
            {form.why("delivery_days")}
            {form.ticked("hands_over".to_owned(), "true", lang.pick("매장에서 찾아갈 수 있습니다", "It can be picked up").to_owned(), draft.pickup_minutes.is_some())}
            {form.field("pickup_minutes", lang.pick("준비에 몇 분", "Minutes until it is ready"), DIGITS, &draft.pickup_minutes.map(|minutes| minutes.to_string()).unwrap_or_default())}
        </fieldset>
    }
    .into_any()
}

fn collections(form: &Form, lang: wire::Lang, draft: &ShopDraft) -> AnyView {
    let rows = draft.collections.iter().map(Some).chain([None, None]).enumerate().map(|(row, one)| {
        let name = one.map(|one| one.name.clone()).unwrap_or_default();
        let slug = one.and_then(|one| one.slug.clone()).map(String::from).unwrap_or_default();
        view! {
            <div class="studio__row" role="group" aria-label=lang.pick(format!("모음 {}", row + 1), format!("Collection {}", row + 1))>
                {form.kept(format!("c{row}-slug"), &slug)}
                {form.cell(format!("c{row}_ko"), lang.pick("이름 (한국어)", "Name (Korean)").to_owned(), TEXT, name.ko.as_deref().unwrap_or_default())}
                {form.cell(format!("c{row}_en"), lang.pick("이름 (영어)", "Name (English)").to_owned(), TEXT, name.en.as_deref().unwrap_or_default())}
            </div>
        }
        .into_any()
    });
    view! {
        <fieldset class="studio__group">
            <legend>{lang.pick("모음", "Collections")}</legend>
            <p class="studio__hint">{lang.pick("이름을 지우면 모음이 없어집니다. 상품은 그대로입니다.", "Without a name a collection goes; its products stay.")}</p>
            {form.why("collections")}
            {rows.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// The address of a picture's file as people of the shop see it.
pub fn file(shop: &Slug, picture: &Picture) -> String {
    let width = picture.fallback_width();
    format!("/studio/shops/{}/media/{}-{width}.jpg", wire::endpoint::encode(shop.as_str()), picture.id)
}

/// The pictures that stand in a form: their order, what they show, and taking one away.
pub fn pictures(form: &Form, lang: wire::Lang, shop: &Slug, placed: &[Placed], known: &[Picture]) -> AnyView {
    if placed.is_empty() {
        return ().into_any();
    }
    let rows = placed.iter().enumerate().map(|(row, one)| {
        let picture = known.iter().find(|known| known.id == one.picture);
        let image = picture.map(|picture| {
            let alt = one.alt.read(lang).unwrap_or_default().to_owned();
            view! { <img class="studio__picture" src=file(shop, picture) width="96" height="96" alt=alt loading="lazy"/> }
        });
        let waiting = picture.is_none().then(|| {
            let says = lang.pick("아직 가져오지 못한 사진: ", "Not fetched yet: ");
            view! { <span class="studio__hint">{says}{one.source.clone().unwrap_or_default()}</span> }
        });
        let number = row + 1;
        view! {
            <li>
                {image}{waiting}
                {form.kept(format!("p{row}-picture"), &one.picture)}
                {form.kept(format!("p{row}-source"), one.source.as_deref().unwrap_or_default())}
                <div class="studio__row" role="group" aria-label=lang.pick(format!("사진 {number}"), format!("Picture {number}"))>
                    {form.cell(format!("p{row}-at"), lang.pick("순서", "Place").to_owned(), DIGITS, &number.to_string())}
                    {form.cell(format!("p{row}-alt_ko"), lang.pick("무엇이 보이나요", "What it shows (Korean)").to_owned(), TEXT, one.alt.ko.as_deref().unwrap_or_default())}
                    {form.cell(format!("p{row}-alt_en"), lang.pick("무엇이 보이나요 (영어)", "What it shows (English)").to_owned(), TEXT, one.alt.en.as_deref().unwrap_or_default())}
                    {form.ticked(format!("p{row}-gone"), "true", lang.pick("빼기", "Take away").to_owned(), false)}
                </div>
            </li>
        }
        .into_any()
    });
    view! {
        <fieldset class="studio__group">
            <legend>{lang.pick("사진", "Pictures")}</legend>
            <p class="studio__hint">{lang.pick("첫 사진이 목록에 보입니다. 사진을 끌거나 번호를 바꾸어 순서를 정합니다.", "The first stands in lists. Their order is set by dragging them, or by their numbers.")}</p>
            {form.why("pictures")}
            <ul class="studio__pictures">{rows.collect_view()}</ul>
        </fieldset>
    }
    .into_any()
}
