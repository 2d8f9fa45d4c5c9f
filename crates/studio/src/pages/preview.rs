//! What differs from what shoppers see, the shop as it will be, opening that, and links to it.

use leptos::prelude::*;
use wire::{
    Lang, Slug,
    account::{Me, Role, ShopState},
    opening::Opening,
    preview::{Change, ChangeKind, Changes, Preview, Staying},
};

use super::{button, lacking, refusal, seen, shop_name};
use crate::{
    acts::Act,
    address::Page,
    screen::{Mends, Screen},
    ui::{Form, Kind},
    words,
};

/// Frames as wide as what people hold: the name of the look, the width, and the height, in pixels.
const FRAMES: [(&str, &str, &str, u16, u16); 3] =
    [("phone", "전화기", "Phone", 360, 640), ("tablet", "태블릿", "Tablet", 768, 1024), ("desktop", "컴퓨터", "Desktop", 1280, 800)];

/// The page.
pub fn preview(
    screen: &Screen,
    me: &Me,
    changes: &Changes,
    opening: &Opening,
    mends: &Mends,
    links: &[Preview],
    made: Option<&Preview>,
) -> AnyView {
    let lang = screen.lang();
    let Page::Preview { shop } = &screen.address.page else { return ().into_any() };
    let role = me.shops.iter().find(|one| one.shop == *shop).map_or(Role::Staff, |one| one.role);
    let path = format!("{}/shops/{}", lang.pick("", "/en"), wire::endpoint::encode(shop.as_str()));
    let frames = FRAMES.map(|(look, ko, en, width, height)| {
        let name = lang.pick(ko, en);
        view! {
            <figure class=format!("studio__frame studio__frame--{look}")>
                <figcaption>{name}</figcaption>
                <div><iframe src=seen(shop, &path) title=lang.pick(format!("미리보기: {name}"), format!("Preview: {name}"))
                    width=width.to_string() height=height.to_string()></iframe></div>
            </figure>
        }
        .into_any()
    });
    view! {
        <p class="studio__lead">{shop_name(me, shop)}</p>
        {differences(screen, shop, changes, opening, mends, role)}
        {(role >= Role::Manager).then(|| links_of(screen, shop, links, made))}
        <section>
            <h2>{lang.pick("이렇게 보입니다", "How it will look")}</h2>
            <p class="studio__ways"><a href=seen(shop, &path) target="_blank">{lang.pick("새 창에서 보기", "See it in a new tab")}</a></p>
            <div class="studio__frames">{frames.into_iter().collect_view()}</div>
        </section>
    }
    .into_any()
}

/// What stayed when the last opening was taken back, as it was changed since.
pub fn staying(screen: &Screen, stays: &[Staying]) -> AnyView {
    let lang = screen.lang();
    let Page::Preview { shop } = &screen.address.page else { return ().into_any() };
    if stays.is_empty() {
        return ().into_any();
    }
    let rows = stays.iter().map(|one| {
        let (to, of) = place(shop, one.product.as_ref(), one.clip.as_ref(), lang);
        let name = one.name.read(lang).unwrap_or_default().to_owned();
        view! { <li><a href=to.of(lang).path()>{name}</a>{of}</li> }.into_any()
    });
    let says = lang.pick("연 뒤에 다시 바뀌어서 되돌리지 않고 그대로 둔 것:", "Changed since it was opened, so it stays as it is now:");
    view! { <section role="status"><p>{says}</p><ul class="studio__rows">{rows.collect_view()}</ul></section> }.into_any()
}

/// Where a thing is edited, and what is said of its kind.
fn place(shop: &Slug, product: Option<&Slug>, clip: Option<&Slug>, lang: Lang) -> (Page, &'static str) {
    match (product, clip) {
        (Some(product), _) => (Page::Product { shop: shop.clone(), product: product.clone() }, ""),
        (_, Some(clip)) => (Page::Clip { shop: shop.clone(), clip: clip.clone() }, lang.pick(" (영상)", " (a clip)")),
        _ => (Page::Front { shop: shop.clone() }, lang.pick(" (매장 소개)", " (the shop's page)")),
    }
}

fn differences(screen: &Screen, shop: &Slug, changes: &Changes, opening: &Opening, mends: &Mends, role: Role) -> AnyView {
    let lang = screen.lang();
    if opening.state == ShopState::Draft {
        let to = Page::Shop { shop: shop.clone() }.of(lang).path();
        let words = lang.pick(
            "아직 열지 않은 매장입니다. 저장한 것이 모두 아래에 보입니다. ",
            "The shop is not open yet: all that is saved shows below. ",
        );
        return view! { <p>{words}<a href=to>{lang.pick("여는 데 필요한 것 보기", "See what it needs to open")}</a></p> }.into_any();
    }
    let rows = changes.changes.iter().map(|change| row(screen, shop, change));
    let more = (changes.total > changes.changes.len() as u64).then(|| {
        let rest = changes.total - changes.changes.len() as u64;
        view! { <li>{lang.pick(format!("그 밖에 {rest}개"), format!("and {rest} more"))}</li> }
    });
    let may_open = role >= Role::Manager && changes.total > 0 && opening.state != ShopState::Closed;
    let lacks = (may_open && !opening.with_changes.is_empty()).then(|| {
        let lead = if opening.state == ShopState::Open {
            lang.pick("바뀐 것을 열려면 이것이 더 있어야 합니다.", "Before the changes open, the shop needs:")
        } else {
            lang.pick(
                "바뀐 것을 열어도, 매장을 열려면 이것이 더 있어야 합니다.",
                "With the changes opened too, before the shop opens, it needs:",
            )
        };
        let list = lacking::list(screen, shop, opening, &opening.with_changes, mends.bare.as_ref(), mends.own.as_ref());
        view! { <p>{lead}</p> {list} }
    });
    let open = may_open.then(|| {
        let form = Form::of(Act::OpenChanges, lang, screen.refused.as_ref(), |_| true);
        let parts = view! { {form.hidden("shop", shop.as_str())} {form.hidden("seen", &changes.seen.to_string())} };
        form.clone().around(parts.into_any(), lang.pick("바뀐 것 열기", "Open the changes"))
    });
    let gone = if may_open { None } else { refusal(screen, Act::OpenChanges) };
    let last = changes.last.as_ref().map(|last| {
        let when = words::moment(last.at);
        let by = last.by.clone().unwrap_or_default();
        let things = last.things;
        let said = lang.pick(format!("마지막으로 연 때: {when}, {things}가지 {by}"), format!("Opened last: {when}, {things} things {by}"));
        let at = last.at.to_string();
        let hidden = [("shop", shop.as_str()), ("at", at.as_str())];
        let back = if role >= Role::Manager && !last.taken_back {
            Some(button(screen, Act::TakeBack, &hidden, lang.pick("되돌리기", "Take it back")))
        } else {
            refusal(screen, Act::TakeBack)
        };
        let done = last.taken_back.then(|| lang.pick(" (되돌렸습니다)", " (taken back)"));
        view! { <p class="studio__hint">{said}{done}</p> {back} }
    });
    let none = (changes.total == 0).then(|| view! { <p>{lang.pick("손님에게 보이는 그대로입니다.", "All is as shoppers see it.")}</p> });
    view! {
        <section>
            <h2>{lang.pick("바뀐 것", "What is changed")}</h2>
            {none}
            <ul class="studio__rows">{rows.collect_view()}{more}</ul>
            {lacks}
            {open}
            {gone}
            {last}
        </section>
    }
    .into_any()
}

fn row(screen: &Screen, shop: &Slug, change: &Change) -> AnyView {
    let lang = screen.lang();
    let (to, of) = place(shop, change.product.as_ref(), change.clip.as_ref(), lang);
    let kind = match change.kind {
        ChangeKind::New => lang.pick("새로 더함", "new"),
        ChangeKind::Changed => lang.pick("고침", "changed"),
        ChangeKind::Gone => lang.pick("없앰", "taken away"),
    };
    let none = |said: &str| if said.is_empty() { lang.pick("없음", "none").to_owned() } else { said.to_owned() };
    let field = |field: &String| {
        let name = words::field(lang, field);
        match change.values.iter().find(|value| value.field == *field) {
            Some(value) => format!("{name}: {} → {}", none(&value.before), none(&value.after)),
            None => name,
        }
    };
    let fields: Vec<String> = change.fields.iter().map(field).collect();
    view! {
        <li>
            <span><a href=to.of(lang).path() lang=change.name.tag()>{change.name.text.clone()}</a>{of}" · "{kind}</span>
            <span class="studio__hint">{fields.join(" · ")}</span>
            <span class="studio__hint">{words::moment(change.at)}" "{change.by.clone()}</span>
        </li>
    }
    .into_any()
}

fn links_of(screen: &Screen, shop: &Slug, links: &[Preview], made: Option<&Preview>) -> AnyView {
    let lang = screen.lang();
    let made = made.and_then(|made| Some((made.address.clone()?, made.qr.clone()?))).map(|(address, qr)| made_link(lang, address, qr));
    let rows = links.iter().map(|one| {
        let opened = match lang {
            Lang::Ko => format!("{}번 열림", one.opened),
            Lang::En if one.opened == 1 => "opened once".to_owned(),
            Lang::En => format!("opened {} times", one.opened),
        };
        let until = words::moment(one.expires_at);
        let by = one.by.as_ref().map(|by| format!(" · {by}"));
        let hidden = [("shop", shop.as_str()), ("preview", one.id.as_str())];
        view! {
            <li>
                <span>{words::moment(one.created_at)}" · "{opened}</span>
                <span class="studio__hint">{lang.pick(format!("{until}까지"), format!("until {until}"))}{by}</span>
                {button(screen, Act::EndPreview, &hidden, lang.pick("끝내기", "End it"))}
            </li>
        }
        .into_any()
    });
    let form = Form::of(Act::MakePreview, lang, screen.refused.as_ref(), |_| true);
    let kind = Kind { input: "number", complete: "off", hint: None };
    let parts = view! { {form.hidden("shop", shop.as_str())} {form.field("days", lang.pick("며칠 동안", "For how many days"), kind, "7")} };
    view! {
        <section>
            <h2>{lang.pick("전화기에서 보기", "See it on a phone")}</h2>
            <p>{lang.pick(
                "링크를 아는 사람은 로그인하지 않고 열기 전의 매장을 봅니다. 다른 것은 보이지 않습니다.",
                "Whoever has the link sees the shop as it will be, without signing in, and nothing else.",
            )}</p>
            {made}
            {form.clone().around_as(parts.into_any(), lang.pick("링크 만들기", "Make a link"), "studio__button studio__button--quiet")}
            <ul class="studio__rows">{rows.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn made_link(lang: Lang, address: String, qr: String) -> AnyView {
    let label = lang.pick("미리보기 링크의 QR 코드", "QR code of the link to the preview");
    view! {
        <div class="studio__made" role="status">
            <p><strong>{lang.pick("이 주소는 지금만 보입니다.", "This address is told once, now.")}</strong></p>
            <div class="studio__qr" role="img" aria-label=label inner_html=qr></div>
            <p><a class="studio__link" href=address.clone()>{address.clone()}</a></p>
        </div>
    }
    .into_any()
}
