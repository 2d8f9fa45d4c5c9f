//! The clips of a shop: their list, bringing one in, and one under edit.

use leptos::prelude::*;
use wire::{
    Lang, Slug,
    account::Me,
    clip::recognise,
    clip_draft::{ClipDraft, MomentDraft, OwnClip},
    draft::{Editing, OwnProduct},
};

use super::{
    beside, beside_words,
    front::{TEXT, differs, file, two},
    is_unseen, shop_name,
};
use crate::{
    acts::Act,
    address::Page,
    screen::{MOST_OFFERED, Screen},
    ui::Form,
};

/// Empty rows for more moments.
const MORE: usize = 3;

/// Seconds as `1:05`.
#[must_use]
pub fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// The list, and where a clip comes in.
pub fn clips(screen: &Screen, me: &Me, clips: &[OwnClip]) -> AnyView {
    let lang = screen.lang();
    let Page::Clips { shop } = &screen.address.page else { return ().into_any() };
    let rows = clips.iter().map(|one| {
        let to = Page::Clip { shop: shop.clone(), clip: one.clip.clone() }.of(lang).path();
        let image = one
            .poster
            .as_ref()
            .map(|poster| view! { <img class="studio__picture" src=file(shop, poster) width="96" height="96" alt="" loading="lazy"/> });
        let moments = one.moments;
        let moments = lang.pick(format!("장면 {moments}"), format!("{moments} moments"));
        let tag = match (one.shown, one.differs) {
            (false, _) => Some(lang.pick("초안", "draft")),
            (true, true) => Some(lang.pick("고친 것 있음", "changed")),
            (true, false) => None,
        };
        let tag = tag.map(|words| view! { <span class="studio__tag">{words}</span> });
        view! {
            <li class="studio__product">
                {image}
                <div>
                    <a href=to lang=one.title.tag()>{one.title.text.clone()}</a>
                    <span class="studio__hint">{clock(one.seconds)}" · "{moments}" "{tag}</span>
                    {super::products::held(lang, one.held_why.as_deref())}
                </div>
            </li>
        }
        .into_any()
    });
    let rows = rows.collect::<Vec<_>>();
    let none = rows.is_empty().then(|| view! { <p>{lang.pick("아직 영상이 없습니다.", "There are no clips yet.")}</p> });
    let sending = Form::of(Act::SendClip, lang, screen.refused.as_ref(), |_| true);
    let hint = lang.pick(
        "MP4(H.264)나 WebM, 3분, 100MB까지. 찍은 곳과 기기에 대한 기록은 지웁니다. 스크립트 없이는 10MB까지입니다.",
        "MP4 (H.264) or WebM, up to 3 minutes and 100 MB; without scripts up to 10 MB. Where and with what it was filmed is cut out.",
    );
    let parts = view! {
        {sending.hidden("shop", shop.as_str())}
        {sending.clip(lang.pick("영상 파일", "File"), hint)}
    };
    let linking = Form::of(Act::AddClip, lang, screen.refused.as_ref(), |_| true);
    let link_hint = lang.pick(
        "유튜브, 비메오, 네이버TV의 영상 주소. 주소가 아니라 영상의 번호만 적어 둡니다.",
        "At YouTube, Vimeo or Naver TV. Only the clip's number there is kept.",
    );
    let linked = view! {
        {linking.hidden("shop", shop.as_str())}
        {linking.field("title_ko", lang.pick("제목", "Title"), TEXT, "")}
        {linking.field("link", lang.pick("영상 주소", "Address"), TEXT.hinted(link_hint), "")}
        {linking.field("seconds", lang.pick("길이", "How long it is"), TEXT.hinted(lang.pick("예: 1:30", "Such as 1:30")), "")}
    };
    view! {
        <p class="studio__lead">{shop_name(me, shop)}</p>
        {none}
        <ul class="studio__rows">{rows}</ul>
        <section>
            <h2>{lang.pick("영상 올리기", "Send a clip")}</h2>
            {sending.clone().around_file(parts.into_any(), lang.pick("올리기", "Send"))}
        </section>
        <section>
            <h2>{lang.pick("다른 곳의 영상", "A clip that is elsewhere")}</h2>
            {linking.clone().keeping().around(linked.into_any(), lang.pick("더하기", "Add"))}
        </section>
    }
    .into_any()
}

/// One clip under edit.
pub fn clip(screen: &Screen, me: &Me, editing: &Editing<ClipDraft>, products: &[OwnProduct]) -> AnyView {
    let lang = screen.lang();
    let Page::Clip { shop, clip } = &screen.address.page else { return ().into_any() };
    let draft = &editing.draft;
    let named = [("shop", shop.as_str()), ("clip", clip.as_str())];
    let says = lang.pick("손님에게 보이는 것과 다릅니다. ", "It differs from what shoppers see. ");
    let mark = editing.seen.to_string();
    let drops = [named[0], named[1], ("seen", mark.as_str())];
    let differs = differs(screen, shop, editing.differs, says, Act::DropClipDraft, &drops);
    let list = Page::Clips { shop: shop.clone() }.of(lang).path();
    let poster = editing.pictures.first();
    let image = poster.map(|poster| {
        let alt = lang.pick("영상의 표지", "What stands before it plays");
        view! { <img class="studio__poster" src=file(shop, poster) width=poster.width height=poster.height alt=alt/> }
    });
    let parts = view! {
        <p class="studio__lead">{shop_name(me, shop)}</p>
        <p class="studio__ways"><a href=list>{lang.pick("영상 목록", "All clips")}</a></p>
        {differs}
        {player(screen, shop, draft, poster.map(|poster| file(shop, poster)))}
        {edit(screen, me, shop, clip, editing, products)}
        <section>
            <h2>{lang.pick("표지", "Before it plays")}</h2>
            {image}
            {super::front::send(screen, &named)}
        </section>
    };
    if draft.gone {
        let gone = lang.pick("내릴 영상이라 미리보기가 없습니다.", "It is to be taken away, so there is no preview of it.");
        return beside_words(gone, parts.into_any());
    }
    let seen = format!("{}/clips/{}", lang.pick("", "/en"), wire::endpoint::encode(clip.as_str()));
    beside(screen, shop, &seen, parts.into_any())
}

/// The clip as it plays, with the buttons that a script gives life.
fn player(screen: &Screen, shop: &Slug, draft: &ClipDraft, poster: Option<String>) -> AnyView {
    let lang = screen.lang();
    let Some(name) = &draft.file else {
        return elsewhere(lang, draft);
    };
    let src = format!("/studio/shops/{}/media/{name}", wire::endpoint::encode(shop.as_str()));
    let tracks = draft.captions.iter().filter_map(|one| {
        let src = format!("/studio/shops/{}/media/{}", wire::endpoint::encode(shop.as_str()), one.file.as_ref()?);
        Some(view! { <track kind="captions" srclang=one.lang.tag() src=src label=one.lang.pick("한국어", "English")/> }.into_any())
    });
    let tracks = tracks.collect::<Vec<_>>();
    view! {
        <div class="studio__player">
            <video id="studio-clip" controls preload="metadata" playsinline src=src poster=poster>{tracks}</video>
            <p class="studio__ways" id="studio-clip-ways" hidden>
                <button type="button" class="studio__button studio__button--quiet" data-does="moment">{lang.pick("지금 이 장면", "A moment here")}</button>
                <button type="button" class="studio__button studio__button--quiet" data-does="poster">{lang.pick("이 장면을 표지로", "Use this picture before it plays")}</button>
            </p>
        </div>
    }
    .into_any()
}

/// A clip at a provider, whose player comes into the page once it is asked for. Where that tells its time, moments are taken from it.
fn elsewhere(lang: Lang, draft: &ClipDraft) -> AnyView {
    let link = draft.link.clone().unwrap_or_default();
    let said = view! { <p><a href=link.clone() rel="noreferrer">{link.clone()}</a>" · "{clock(draft.seconds)}</p> }.into_any();
    let Ok(source) = recognise(&link) else { return said };
    if !source.seeks() {
        let hint = lang.pick(
            "네이버TV는 재생 시각을 알려 주지 않습니다. 장면의 때를 보면서 적어 주세요.",
            "Naver TV does not tell the time at which it plays: write down when each moment is.",
        );
        return view! { {said}<p class="studio__hint">{hint}</p> }.into_any();
    }
    let title = lang.pick("영상", "The clip");
    view! {
        <div class="studio__player" id="studio-elsewhere" data-frame=source.frame(0) data-title=title>
            {said}
            <p class="studio__ways" hidden>
                <button type="button" class="studio__button studio__button--quiet" data-does="play">{lang.pick("여기서 재생", "Play it here")}</button>
                <button type="button" class="studio__button studio__button--quiet" data-does="moment" hidden>{lang.pick("지금 이 장면", "A moment here")}</button>
            </p>
        </div>
    }
    .into_any()
}

fn edit(screen: &Screen, me: &Me, shop: &Slug, clip: &Slug, editing: &Editing<ClipDraft>, products: &[OwnProduct]) -> AnyView {
    let lang = screen.lang();
    let draft = &editing.draft;
    let form = Form::of(Act::SaveClip, lang, screen.refused.as_ref(), |_| true).optional();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let captions = |of: Lang| draft.captions.iter().find(|one| one.lang == of).map(|one| one.text.clone()).unwrap_or_default();
    let caption_hint = lang.pick(
        "한 줄에 시각과 말. 예: 0:05 안녕하세요. WebVTT나 SRT 파일의 글을 그대로 붙여 넣어도 됩니다.",
        "A line for each: the time, then the words, such as 0:05 Hello. The text of a WebVTT or SRT file does as well.",
    );
    let of_file = draft.file.as_ref().map(|name| {
        view! {
            {form.hidden("file", name)}
            {form.lines("captions_ko", lang.pick("자막 (한국어)", "Captions (Korean)"), Some(caption_hint), &captions(Lang::Ko), 5)}
            {captions_file(lang, "captions_ko", lang.pick("자막 파일 (한국어)", "File of captions (Korean)"))}
            {form.lines("captions_en", lang.pick("자막 (영어)", "Captions (English)"), None, &captions(Lang::En), 3)}
            {captions_file(lang, "captions_en", lang.pick("자막 파일 (영어)", "File of captions (English)"))}
        }
    });
    let of_link = draft.link.as_ref().map(|link| {
        view! {
            {form.field("link", lang.pick("영상 주소", "Address"), TEXT, link)}
            {form.field("seconds", lang.pick("길이", "How long it is"), TEXT, &clock(draft.seconds))}
            {form.ticked("upright".to_owned(), "true", lang.pick("세로 영상", "It is taller than wide").to_owned(), draft.upright)}
        }
    });
    let gone = if is_unseen(me, shop) {
        lang.pick("이 영상 없애기 (저장하면 바로 없어집니다)", "Take this clip away (it goes once this is saved)")
    } else {
        lang.pick("이 영상 내리기", "Take this clip away")
    };
    let among = (products.len() >= MOST_OFFERED)
        .then(|| lang.pick("상품은 최근 것 300개 가운데서 고릅니다.", "Products are chosen among the newest three hundred."));
    let rows = (0..draft.moments.len() + MORE).map(|row| moment(&form, lang, row, draft.moments.get(row), products));
    let rows = rows.collect::<Vec<_>>();
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.hidden("clip", clip.as_str())}
        {form.hidden("seen", &editing.seen.to_string())}
        {form.hidden("poster", draft.poster.as_deref().unwrap_or_default())}
        {two(&form, ["title_ko", "title_en"], [lang.pick("제목 (한국어)", "Title (Korean)"), lang.pick("제목 (영어)", "Title (English)")], &draft.title)}
        {form.lines("about_ko", lang.pick("설명 (한국어)", "About it (Korean)"), None, &said(&draft.about.ko), 3)}
        {form.lines("about_en", lang.pick("설명 (영어)", "About it (English)"), None, &said(&draft.about.en), 3)}
        {of_link}
        <fieldset class="studio__group" id="studio-moments">
            <legend>{lang.pick("장면", "Moments")}</legend>
            <p class="studio__hint">{lang.pick(
                "영상의 어느 때에 무엇이 보이는지. 상품을 고르면 그 장면에서 손님이 상품으로 갑니다. 때를 지우면 장면이 없어집니다.",
                "What is seen when. From a moment with a product shoppers go to it. Without a time a moment goes.",
            )}</p>
            {among.map(|words| view! { <p class="studio__hint">{words}</p> })}
            {form.why("moments")}
            {rows}
        </fieldset>
        {of_file}
        {form.ticked("gone".to_owned(), "true", gone.to_owned(), draft.gone)}
    };
    form.clone().around_saved(parts.into_any(), lang.pick("저장", "Save"), true)
}

/// A file whose text a script puts into the field of captions; without the script it is not seen.
fn captions_file(lang: Lang, field: &'static str, label: &'static str) -> AnyView {
    let id = format!("{field}-file");
    let large = lang.pick("파일이 너무 큽니다. 자막은 100KB까지입니다.", "The file is too large: captions have at most 100 KB.");
    view! {
        <div data-captions=field data-large=large hidden>
            <p class="studio__field">
                <label for=id.clone()>{label}</label>
                <input id=id type="file" accept=".vtt,.srt,.txt,text/vtt,text/plain"/>
            </p>
        </div>
    }
    .into_any()
}

fn moment(form: &Form, lang: Lang, row: usize, moment: Option<&MomentDraft>, products: &[OwnProduct]) -> AnyView {
    let chosen = moment.and_then(|moment| moment.product.as_ref()).map(Slug::to_string).unwrap_or_default();
    let label = moment.map(|moment| moment.label.clone()).unwrap_or_default();
    let number = row + 1;
    let mut among = vec![(String::new(), lang.pick("상품 없음", "No product").to_owned())];
    among.extend(products.iter().map(|one| (one.product.to_string(), one.name.text.clone())));
    if !chosen.is_empty() && !products.iter().any(|one| one.product.as_str() == chosen) {
        among.push((chosen.clone(), chosen.clone()));
    }
    view! {
        <div class="studio__row" role="group" aria-label=lang.pick(format!("장면 {number}"), format!("Moment {number}"))>
            {form.cell(format!("m{row}-at"), lang.pick("때", "When").to_owned(), TEXT, &moment.map(|moment| clock(moment.at)).unwrap_or_default())}
            {form.chosen(format!("m{row}-product"), lang.pick("상품", "Product").to_owned(), among, &chosen)}
            {form.cell(format!("m{row}-label_ko"), lang.pick("말 (한국어)", "Words (Korean)").to_owned(), TEXT, label.ko.as_deref().unwrap_or_default())}
            {form.cell(format!("m{row}-label_en"), lang.pick("말 (영어)", "Words (English)").to_owned(), TEXT, label.en.as_deref().unwrap_or_default())}
        </div>
    }
    .into_any()
}
