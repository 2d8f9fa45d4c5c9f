//! Bringing in a product list: tried first, put right, run, and undone.

use leptos::prelude::*;
use wire::{
    Lang, Slug,
    account::Me,
    import::{Becomes, Import, ImportNote, ImportRow, ImportState, ListField, ListFormat, ROWS_AT_ONCE},
};

use super::{button, front::TEXT, shop_name};
use crate::{
    acts::{Act, Fields, draft::MOST_CELLS},
    address::Page,
    screen::Screen,
    ui::Form,
    words,
};

/// A cell of so many bytes is sent as it stands, changed or not: a form that carried it twice would grow too long.
const LONG: usize = 1_000;
/// How long the cells of a form may be as it sends them, in bytes; longer forms are not read.
const LONGEST: usize = 230_000;
/// What a field takes besides what stands in its cell: its names, and what is typed.
const TYPED: usize = 200;

/// The fields of a form, of which only so many are sent.
#[derive(Default)]
struct Room {
    fields: usize,
    bytes: usize,
    /// Whether a cell has no field for want of room.
    is_short: bool,
}

impl Room {
    /// The number of a field for the cell of a column, in which that stands, where there is room for it.
    fn take(&mut self, column: &str, stands: &str) -> Option<usize> {
        let sent = |text: &str| text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { 1 } else { 3 }).sum::<usize>();
        let times = if stands.len() < LONG { 2 } else { 1 };
        let bytes = self.bytes + TYPED + sent(column) + times * sent(stands);
        if self.fields == MOST_CELLS || bytes > LONGEST {
            self.is_short = true;
            return None;
        }
        let number = self.fields;
        *self = Self { fields: number + 1, bytes, ..*self };
        Some(number)
    }
}

/// Where an import begins, and those that were.
pub fn imports(screen: &Screen, me: &Me, imports: &[Import]) -> AnyView {
    let lang = screen.lang();
    let Page::Imports { shop } = &screen.address.page else { return ().into_any() };
    let form = Form::of(Act::TryImport, lang, screen.refused.as_ref(), |_| true);
    let hint = lang.pick(
        "쇼피파이 CSV, 구글 머천트 XML, 네이버쇼핑 EP, 또는 엑셀에서 CSV로 저장한 표. 10MB까지. 끌어다 놓아도 됩니다. 먼저 어떻게 될지 보여 드리고, 그다음에 가져옵니다.",
        "A Shopify CSV, Google Merchant XML, Naver EP, or a table of your own saved as CSV, up to 10 MB; it may be dropped here. First you see what would become of it.",
    );
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.list(lang.pick("상품 목록 파일", "Product list"), hint)}
    };
    let rows = imports.iter().map(|one| {
        let to = Page::Import { shop: shop.clone(), import: one.id.clone(), from: 0 }.of(lang).path();
        view! {
            <li>
                <span><a href=to>{one.name.clone()}</a></span>
                <span class="studio__hint">{words::moment(one.at)}" · "{state(lang, one.state)}" · "{sum(lang, one)}</span>
            </li>
        }
        .into_any()
    });
    view! {
        <p class="studio__lead">{shop_name(me, shop)}</p>
        {form.clone().around_file(parts.into_any(), lang.pick("살펴보기", "Look at it"))}
        <ul class="studio__rows">{rows.collect_view()}</ul>
        {exports(lang, shop)}
    }
    .into_any()
}

/// The products as files for other programs.
fn exports(lang: Lang, shop: &Slug) -> AnyView {
    let links = ListFormat::ALL.map(|format| {
        let to = format!("{}/studio/shops/{}/export/{}", lang.pick("", "/en"), wire::endpoint::encode(shop.as_str()), format.word());
        view! { <li><a href=to download="">{words::list_format(lang, format.word())}</a></li> }.into_any()
    });
    view! {
        <section>
            <h2>{lang.pick("내보내기", "Give out")}</h2>
            <p>{lang.pick(
                "모든 상품을 다른 곳에서 읽는 파일로 받습니다. 그 파일을 다시 가져와도 바뀌는 것은 없습니다.",
                "All products as a file that other programs read. Brought in again, it changes nothing.",
            )}</p>
            <ul class="studio__list">{Vec::from(links)}</ul>
        </section>
    }
    .into_any()
}

/// What each column of a plain list holds, to be said.
fn columns(screen: &Screen, shop: &Slug, import: &Import) -> Option<AnyView> {
    if import.columns.is_empty() || import.state != ImportState::Tried {
        return None;
    }
    let lang = screen.lang();
    let form = Form::of(Act::CorrectImport, lang, screen.refused.as_ref(), is_of_columns).optional();
    let none = [("", lang.pick("쓰지 않음", "Not used"))];
    let among: Vec<(&'static str, &'static str)> =
        none.into_iter().chain(ListField::ALL.map(|field| (field.word(), words::list_field(lang, field)))).collect();
    let rows = import.columns.iter().enumerate().map(|(at, column)| {
        let example = column.example.as_ref().map(|example| format!(" · {example}")).unwrap_or_default();
        view! {
            {form.kept(format!("x{at}-line"), "1")}
            {form.kept(format!("x{at}-column"), &column.name)}
            {form.numbered_choice(format!("x{at}-value"), format!("{}{example}", column.name), among.clone(), column.field.map_or("", ListField::word))}
        }
        .into_any()
    });
    let rows = rows.collect::<Vec<_>>();
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.hidden("import", &import.id)}
        {form.why("content")}
        {form.why("cells")}
        <div class="studio__two">{rows}</div>
    };
    let is_known = import.columns.iter().any(|column| matches!(column.field, Some(ListField::Name | ListField::Handle)));
    let form = form.clone().keeping().around_as(
        parts.into_any(),
        lang.pick("이대로 다시 살펴보기", "Look again with these"),
        "studio__button studio__button--quiet",
    );
    Some(
        view! {
            <details class="studio__import" open=!is_known>
                <summary>{lang.pick("어느 칸이 무엇인지", "What each column holds")}</summary>
                <p class="studio__hint">{lang.pick(
                    "칸의 이름과 처음 적힌 것을 보고 고르세요. 이름이 같은 줄은 한 상품의 옵션이 됩니다.",
                    "By its header and what stands in it first. Rows of one name are variants of one product.",
                )}</p>
                {form}
            </details>
        }
        .into_any(),
    )
}

/// Whether a form that was refused says what columns hold: that stands in the line of their headers.
fn is_of_columns(fields: &Fields) -> bool {
    fields.get("x0-line") == "1"
}

fn state(lang: Lang, state: ImportState) -> &'static str {
    match state {
        ImportState::Tried => lang.pick("아직 가져오지 않음", "not run yet"),
        ImportState::Running => lang.pick("가져오는 중", "running"),
        ImportState::Done => lang.pick("가져옴", "done"),
        ImportState::Failed => lang.pick("가져오지 못함", "failed"),
        ImportState::Undone => lang.pick("되돌림", "undone"),
    }
}

fn sum(lang: Lang, import: &Import) -> String {
    let sum = import.sum;
    lang.pick(
        format!("새 상품 {}, 바뀜 {}, 그대로 {}, 거절 {}", sum.new, sum.changed, sum.unchanged, sum.refused),
        format!("{} new, {} changed, {} unchanged, {} refused", sum.new, sum.changed, sum.unchanged, sum.refused),
    )
}

/// What undoing left of some products, with a way to each.
fn rest(shop: &Slug, lang: Lang, slugs: &[String], head: &'static str, words: &'static str) -> Option<AnyView> {
    let rows = slugs.iter().map(|slug| {
        let product: Option<Slug> = slug.parse().ok();
        let to = product.map(|product| Page::Product { shop: shop.clone(), product }.of(lang).path());
        view! { <li><a href=to>{slug.clone()}</a></li> }.into_any()
    });
    (!slugs.is_empty()).then(|| {
        view! {
            <section>
                <h2>{head}</h2>
                <p>{words}</p>
                <ul class="studio__list">{rows.collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

/// One import.
pub fn import(screen: &Screen, me: &Me, import: &Import) -> AnyView {
    let lang = screen.lang();
    let Page::Import { shop, from, .. } = &screen.address.page else { return ().into_any() };
    let hidden = [("shop", shop.as_str()), ("import", import.id.as_str())];
    let act = match import.state {
        ImportState::Tried if import.sum.new + import.sum.changed > 0 => {
            let form = Form::of(Act::RunImport, lang, screen.refused.as_ref(), |_| true);
            let parts = hidden.iter().map(|(name, value)| form.hidden(name, value)).collect_view().into_any();
            let refused = (import.sum.refused > 0)
                .then(|| view! { <p>{lang.pick("거절된 상품은 빼고 가져옵니다.", "What is refused is left out.")}</p> });
            Some(view! { {refused}{form.clone().around(parts, lang.pick("가져오기", "Bring it in"))} }.into_any())
        }
        ImportState::Done if import.undo_until.is_some() => {
            let until = import.undo_until.map(words::moment).unwrap_or_default();
            let words = lang.pick(format!("{until}까지 되돌릴 수 있습니다."), format!("It can be undone until {until}."));
            Some(view! { <p>{words}</p>{button(screen, Act::UndoImport, &hidden, lang.pick("되돌리기", "Undo it"))} }.into_any())
        }
        _ => None,
    };
    let progress = import.progress.filter(|_| import.state == ImportState::Running).map(|progress| {
        let (done, of) = (progress.done, progress.of);
        let words = lang.pick(format!("상품 {of}개 가운데 {done}개를 마쳤습니다."), format!("{done} of {of} products are done."));
        view! {
            <p class="studio__progress">
                <label for="progress">{words}</label>
                <progress id="progress" max=of.max(1).to_string() value=done.to_string()></progress>
            </p>
        }
    });
    let waiting = (import.state == ImportState::Done && import.pictures_waiting > 0).then(|| {
        let count = import.pictures_waiting;
        view! { <p role="status">{lang.pick(format!("사진 {count}장을 받아 오는 중입니다."), format!("{count} pictures are being fetched."))}</p> }
    });
    let next = (import.state == ImportState::Done).then(|| {
        let products = Page::products(shop).of(lang).path();
        let preview = Page::Preview { shop: shop.clone() }.of(lang).path();
        view! {
            <p class="studio__ways">
                <a href=products>{lang.pick("상품 보기", "See the products")}</a>
                <a href=preview>{lang.pick("미리보고 열기", "Preview and open")}</a>
            </p>
        }
    });
    let head = lang.pick("그대로 둔 것", "Left as they are");
    let left = rest(shop, lang, &import.left, head, lang.pick("가져온 뒤에 바뀐 상품입니다.", "These were changed since."));
    let head = lang.pick("재고나 보이기는 그대로 둔 것", "Put back, but for what is live");
    let words = lang.pick(
        "가져온 뒤에 재고가 바뀌었거나 보이거나 숨겨진 상품입니다. 그것은 지금 그대로이고, 나머지는 되돌렸습니다.",
        "Since then their stock changed, or they were shown or hidden. That is as it is now; the rest is as it was before.",
    );
    let partly = rest(shop, lang, &import.partly, head, words);
    let notes = import.notes.iter().map(|note| view! { <li>{said(lang, note)}</li> }.into_any()).collect::<Vec<_>>();
    view! {
        <p class="studio__lead">{shop_name(me, shop)}" · "{import.name.clone()}" · "{words::list_format(lang, &import.format)}</p>
        <p role="status"><strong>{state(lang, import.state)}</strong>" · "{sum(lang, import)}</p>
        {progress}
        {act}
        {waiting}
        {next}
        {left}
        {partly}
        {(!notes.is_empty()).then(|| view! { <ul class="studio__list">{notes}</ul> })}
        {columns(screen, shop, import)}
        {corrections(screen, shop, import, *from)}
        <p class="studio__ways"><a href=Page::Imports { shop: shop.clone() }.of(lang).path()>{lang.pick("다른 목록 가져오기", "Another list")}</a></p>
    }
    .into_any()
}

fn said(lang: Lang, note: &ImportNote) -> String {
    let column = note.column.as_ref().map(|column| format!(", {column}")).unwrap_or_default();
    let why = note.why.read(lang).unwrap_or_default();
    match note.line {
        Some(line) => lang.pick(format!("{line}줄{column}: {why}"), format!("line {line}{column}: {why}")),
        None => why.to_owned(),
    }
}

/// What becomes of products and what is to be said of them. Each cell that is refused, or in which what is missed does not stand,
/// has a field that puts it right.
fn corrections(screen: &Screen, shop: &Slug, import: &Import, from: u64) -> AnyView {
    let lang = screen.lang();
    if import.told == 0 {
        return ().into_any();
    }
    let is_of_rows = |fields: &Fields| import.columns.is_empty() || !is_of_columns(fields);
    let form = Form::of(Act::CorrectImport, lang, screen.refused.as_ref(), is_of_rows).optional();
    let is_tried = import.state == ImportState::Tried;
    let mut room = Room::default();
    let mut rows = Vec::new();
    for row in &import.rows {
        rows.push(product(lang, &form, row, is_tried, &mut room));
    }
    let short = room.is_short.then(|| {
        view! {
            <li>{lang.pick(
                "여기에 다 들어가지 않아 입력란이 없는 칸이 있습니다. 위의 것을 고쳐 다시 살펴보면 나머지가 나옵니다. 아주 긴 글은 파일에서 고쳐 주세요.",
                "Some cells have no field, as not all fit here. Put these right and look again, and the others have theirs. A very long text is put right in the file.",
            )}</li>
        }
    });
    let is_last = from.saturating_add(import.rows.len() as u64) >= import.told;
    let more = (is_last && import.unlisted > 0).then(|| {
        let rest = import.unlisted;
        view! { <li>{lang.pick(format!("그 밖에 상품 {rest}개"), format!("and {rest} more products"))}</li> }
    });
    let list = view! { <ul class="studio__told">{rows}{short}{more}</ul> };
    let body = if is_tried && room.fields > 0 {
        let parts = view! {
            {form.hidden("shop", shop.as_str())}
            {form.hidden("import", &import.id)}
            {form.why("content")}
            {form.why("cells")}
            {list}
        };
        form.clone().keeping().around_as(
            parts.into_any(),
            lang.pick("고쳐서 다시 살펴보기", "Put right and look again"),
            "studio__button studio__button--quiet",
        )
    } else {
        list.into_any()
    };
    let ways = ways(lang, shop, import, from);
    view! { <section class="studio__import"><h2>{lang.pick("상품마다", "Product by product")}</h2>{body}{ways}</section> }.into_any()
}

/// Which of the products stand here, and the links to those before and behind them.
fn ways(lang: Lang, shop: &Slug, import: &Import, from: u64) -> Option<AnyView> {
    let (told, at_once) = (import.told, ROWS_AT_ONCE as u64);
    if from == 0 && told <= at_once {
        return None;
    }
    let to = |from: u64| Page::Import { shop: shop.clone(), import: import.id.clone(), from }.of(lang).path();
    let here = (!import.rows.is_empty()).then(|| {
        let (first, last) = (from.saturating_add(1), from.saturating_add(import.rows.len() as u64));
        let words = lang.pick(format!("상품 {told}개 가운데 {first}~{last}번째"), format!("Products {first} to {last} of {told}"));
        view! { <p class="studio__hint">{words}</p> }
    });
    // There may be fewer by now than there were where one looked.
    let start_of_last = told.saturating_sub(1) / at_once * at_once;
    let before = (from > 0).then(|| {
        let to = to(from.saturating_sub(at_once).min(start_of_last));
        view! { <a rel="prev" href=to>{lang.pick("이전 200개", "Previous 200")}</a> }
    });
    let behind = from.checked_add(at_once).filter(|next| *next < told).map(|next| {
        let count = at_once.min(told.saturating_sub(next));
        view! { <a rel="next" href=to(next)>{lang.pick(format!("다음 {count}개"), format!("Next {count}"))}</a> }
    });
    Some(view! { {here}<p class="studio__ways">{before}{behind}</p> }.into_any())
}

fn product(lang: Lang, form: &Form, row: &ImportRow, is_tried: bool, room: &mut Room) -> AnyView {
    let becomes = match row.becomes {
        Becomes::Refused => lang.pick("거절", "refused"),
        Becomes::New => lang.pick("새 상품", "new"),
        Becomes::Changed => lang.pick("바뀜", "changed"),
        Becomes::Unchanged => lang.pick("그대로", "unchanged"),
    };
    let notes = row.notes.iter().map(|note| {
        // An empty cell is one that may be filled. One that cannot be told has no field: nothing would be put right by it.
        let stands = note.cell.as_deref().unwrap_or_default();
        let is_wanted = is_tried && note.cell.is_some() && (note.refuses || stands.trim().is_empty());
        let cell = note.line.zip(note.column.as_ref()).filter(|_| is_wanted);
        let cell = cell.and_then(|(line, column)| Some((room.take(column, stands)?, line, column)));
        let field = cell.map(|(at, line, column)| {
            let label = lang.pick(format!("{line}줄 {column}"), format!("line {line}, {column}"));
            view! {
                {form.kept(format!("x{at}-line"), &line.to_string())}
                {form.kept(format!("x{at}-column"), column)}
                {(stands.len() < LONG).then(|| form.kept(format!("x{at}-was"), stands))}
                <span class="studio__row">{form.cell(format!("x{at}-value"), label, TEXT, stands)}</span>
            }
        });
        view! { <li class=note.refuses.then_some("studio__why")>{said(lang, note)}{field}</li> }.into_any()
    });
    let notes = notes.collect::<Vec<_>>();
    let fields: Vec<String> = row.fields.iter().map(|field| words::field(lang, field)).collect();
    let fields = (!fields.is_empty()).then(|| view! { <span class="studio__hint">" · "{fields.join(", ")}</span> });
    // Two products may be called alike; where they end up may not.
    let handle = row.name.as_ref().map(|_| view! { <span class="studio__hint">" · "{row.handle.clone()}</span> });
    let name = row.name.clone().unwrap_or_else(|| row.handle.clone());
    let notes = (!notes.is_empty()).then(|| view! { <ul>{notes}</ul> });
    view! { <li><p><strong>{name}</strong>{handle}" · "{becomes}{fields}</p>{notes}</li> }.into_any()
}
