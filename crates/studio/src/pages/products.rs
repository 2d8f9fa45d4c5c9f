//! A shop's products: the list, and one under edit.

use leptos::prelude::*;
use wire::{
    Currency, Lang, Money, Slug,
    account::Me,
    draft::{CollectionDraft, Editing, OptionDraft, OwnProduct, ProductDraft, VariantDraft},
    listing::Listing,
};

use super::{
    beside, beside_words,
    front::{self, DIGITS, TEXT, file, pictures, send, two},
    is_unseen, older, shop_name,
};
use crate::{
    acts::{
        Act,
        product::{key, options_were, written},
    },
    address::Page,
    screen::Screen,
    ui::Form,
    words,
};

/// That an operator holds something off the street, and why.
pub fn held(lang: Lang, why: Option<&str>) -> Option<AnyView> {
    let why = why?.to_owned();
    Some(view! { <span class="studio__why">{lang.pick("운영자가 골목에서 내렸습니다: ", "An operator has taken it off the street: ")}{why}</span> }.into_any())
}

/// The list.
pub fn list(screen: &Screen, me: &Me, list: &Listing<OwnProduct>) -> AnyView {
    let lang = screen.lang();
    let Page::Products { shop, q, bare, .. } = &screen.address.page else { return ().into_any() };
    let form = Form::of(Act::ChangeProducts, lang, screen.refused.as_ref(), |_| true).optional();
    let rows = list.items.iter().map(|one| {
        let to = Page::Product { shop: shop.clone(), product: one.product.clone() }.of(lang).path();
        let image = one.picture.as_ref().map(|picture| {
            view! { <img class="studio__picture" src=file(shop, picture) width="64" height="64" alt="" loading="lazy"/> }
        });
        let price = one.price.words(lang) + if one.price_varies { "~" } else { "" };
        let stock = match (one.stock, lang) {
            (0, lang) => lang.pick("품절", "Sold out").to_owned(),
            (stock, Lang::Ko) => format!("재고 {stock}"),
            (stock, Lang::En) => format!("{stock} in stock"),
        };
        let differs = one.differs.then(|| view! { <span class="studio__tag">{lang.pick("고친 것 있음", "changed")}</span> });
        view! {
            <li class="studio__product">
                {form.kept(format!("seen-{}", one.product), &one.seen)}
                {form.bare_tick("products".to_owned(), one.product.as_str(), one.name.text.clone(), false)}
                {image}
                <div>
                    <a href=to lang=one.name.tag()>{one.name.text.clone()}</a>
                    <span class="studio__hint">{words::product_state(lang, one.state)}" · "{price}" · "{stock}" "{differs}</span>
                    {held(lang, one.held_why.as_deref())}
                </div>
            </li>
        }
        .into_any()
    });
    let more = list
        .after
        .clone()
        .map(|after| older(Page::Products { shop: shop.clone(), q: q.clone(), bare: *bare, after: Some(after) }.of(lang), lang));
    let none = list.items.is_empty().then(|| view! { <p>{lang.pick("상품이 없습니다.", "There are no products.")}</p> });
    let narrowed = bare.then(|| {
        let all = Page::products(shop).of(lang).path();
        view! {
            <p>
                {lang.pick("보이는 상품 가운데 사진이 없는 것입니다. ", "Those that are shown and have no picture. ")}
                <a href=all>{lang.pick("모든 상품", "All products")}</a>
            </p>
        }
    });
    let total = list.total.unwrap_or_default();
    let total = lang.pick(format!("{total}개"), format!("{total} in all"));
    view! {
        <p class="studio__lead">{shop_name(me, shop)}" · "{total}</p>
        <p class="studio__ways"><a class="studio__button" href=Page::NewProduct { shop: shop.clone() }.of(lang).path()>{lang.pick("새 상품", "A new product")}</a></p>
        {narrowed}
        <form class="studio__form" method="get">
            {bare.then(|| view! { <input type="hidden" name="bare" value="true"/> })}
            <p class="studio__field">
                <label for="products-q">{lang.pick("상품 이름", "Name of the product")}</label>
                <input id="products-q" name="q" type="search" value=q.clone().unwrap_or_default()/>
            </p>
            <button class="studio__button studio__button--quiet">{lang.pick("찾기", "Search")}</button>
        </form>
        {(!list.items.is_empty()).then(|| several(&form, shop, lang, list, rows.collect_view().into_any()))}
        {none}
        {more}
    }
    .into_any()
}

/// The list with what is done with those that are ticked.
fn several(form: &Form, shop: &Slug, lang: Lang, list: &Listing<OwnProduct>, rows: AnyView) -> AnyView {
    let among = vec![
        ("show", lang.pick("보이기", "Show")),
        ("hide", lang.pick("숨기기", "Hide")),
        ("sold-out", lang.pick("품절", "Sold out")),
        ("stock", lang.pick("재고를 이 수로", "Stock of each")),
        ("price", lang.pick("가격을 이 금액으로", "Price of each")),
        ("percent", lang.pick("가격을 몇 % 올리기 (-는 내리기)", "Price by percent (- lowers it)")),
    ];
    let currency = list.items.first().map(|one| one.price.currency).unwrap_or_default();
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.hidden("currency", currency.code())}
        <ul class="studio__rows">{rows}</ul>
        {form.why("products")}
        <div class="studio__two">
            {form.choice("what", lang.pick("고른 상품을", "The chosen products"), among, "show")}
            {form.field("amount", lang.pick("수나 금액", "Number or sum"), TEXT, "")}
        </div>
    };
    view! { <div class="studio__several">{form.clone().around_as(parts.into_any(), lang.pick("바꾸기", "Change them"), "studio__button studio__button--quiet")}</div> }
        .into_any()
}

/// One product under edit, or a new one.
pub fn product(
    screen: &Screen,
    me: &Me,
    editing: Option<&Editing<ProductDraft>>,
    currency: Currency,
    collections: &[CollectionDraft],
) -> AnyView {
    let lang = screen.lang();
    let (Page::Product { shop, .. } | Page::NewProduct { shop }) = &screen.address.page else { return ().into_any() };
    let slug = match &screen.address.page {
        Page::Product { product, .. } => Some(product),
        _ => None,
    };
    let list = Page::products(shop).of(lang).path();
    let head = view! {
        <p class="studio__lead">{shop_name(me, shop)}</p>
        <p class="studio__ways"><a href=list>{lang.pick("상품 목록", "All products")}</a></p>
    };
    let form = edit(screen, me, shop, slug, editing, currency, collections);
    let (Some(slug), Some(editing)) = (slug, editing) else {
        let later = lang.pick(
            "이름과 가격을 적고 저장하면, 손님에게 보일 모습이 여기에 나타납니다.",
            "Once it is saved with its name and price, it stands here as shoppers will see it.",
        );
        return beside_words(later, view! { {head}{form} }.into_any());
    };
    let named = [("shop", shop.as_str()), ("product", slug.as_str())];
    let says = lang.pick("손님에게 보이는 것과 다릅니다. ", "It differs from what shoppers see. ");
    let mark = editing.seen.to_string();
    let drops = [named[0], named[1], ("seen", mark.as_str())];
    let differs = front::differs(screen, shop, editing.differs, says, Act::DropProductDraft, &drops);
    let seen = format!(
        "{}/shops/{}/products/{}",
        lang.pick("", "/en"),
        wire::endpoint::encode(shop.as_str()),
        wire::endpoint::encode(slug.as_str())
    );
    let parts = view! {
        {head}
        {differs}
        {now(screen, shop, slug, editing)}
        {form}
        {send(screen, &named)}
    };
    if editing.draft.gone {
        let gone = lang.pick("없앨 상품이라 미리보기가 없습니다.", "It is to be taken away, so there is no preview of it.");
        return beside_words(gone, parts.into_any());
    }
    beside(screen, shop, &seen, parts.into_any())
}

/// What the values of a variant are called.
fn named(options: &[OptionDraft], variant: &VariantDraft, lang: Lang) -> Vec<String> {
    let name = |(at, option): (&u8, &OptionDraft)| Some(option.values.get(usize::from(*at))?.read(lang)?.to_owned());
    variant.values.iter().zip(options).filter_map(name).collect()
}

/// What shoppers see at once: whether it is shown, and how many pieces there are.
fn now(screen: &Screen, shop: &Slug, slug: &Slug, editing: &Editing<ProductDraft>) -> AnyView {
    let lang = screen.lang();
    let Editing { draft, dropped, .. } = editing;
    let form = Form::of(Act::ChangeProductNow, lang, screen.refused.as_ref(), |_| true).optional();
    let label = |name: String| if name.is_empty() { lang.pick("재고", "Stock").to_owned() } else { name };
    let drafted = draft.variants.iter().map(|one| (&one.id, one.stock, label(named(&draft.options, one, lang).join(" · "))));
    let going = lang.pick(" (열 때 없어짐)", " (goes when this is opened)");
    let sold = dropped.iter().map(|one| {
        let values: Vec<&str> = one.values.iter().filter_map(|value| value.read(lang)).collect();
        (&one.id, one.stock, label(values.join(" · ")) + going)
    });
    let rows = drafted.chain(sold).enumerate().map(|(row, (id, stock, label))| {
        let stock = stock.to_string();
        view! {
            <div class="studio__row">
                {form.kept(format!("s{row}-id"), id)}
                {form.kept(format!("s{row}-was"), &stock)}
                {form.cell(format!("s{row}-stock"), label, DIGITS, &stock)}
            </div>
        }
        .into_any()
    });
    let among = vec![("true", lang.pick("보이기", "Shown")), ("false", lang.pick("숨기기", "Hidden"))];
    let shown = if draft.shown { "true" } else { "false" };
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {form.hidden("product", slug.as_str())}
        {form.hidden("shown_was", shown)}
        {form.choice("shown", lang.pick("손님에게", "To shoppers"), among, shown)}
        {form.why("stock")}
        <fieldset class="studio__group"><legend>{lang.pick("재고", "Stock")}</legend>{rows.collect_view()}</fieldset>
    };
    view! {
        <section>
            <h2>{lang.pick("바로 보이는 것", "Seen at once")}</h2>
            {form.clone().keeping().around_as(parts.into_any(), lang.pick("바로 바꾸기", "Change it now"), "studio__button studio__button--quiet")}
        </section>
    }
    .into_any()
}

/// The text of a description: plain where its HTML is paragraphs alone.
fn plain(html: Option<&String>) -> String {
    let html = html.map_or("", String::as_str);
    let bare = html.replace("</p>", "\n\n").replace("<p>", "").replace("<br>", "\n");
    if bare.contains('<') {
        return html.to_owned();
    }
    let text = bare.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.trim().to_owned()
}

fn edit(
    screen: &Screen,
    me: &Me,
    shop: &Slug,
    slug: Option<&Slug>,
    editing: Option<&Editing<ProductDraft>>,
    currency: Currency,
    collections: &[CollectionDraft],
) -> AnyView {
    let lang = screen.lang();
    let form = Form::of(Act::SaveProduct, lang, screen.refused.as_ref(), |_| true).optional();
    let new = ProductDraft::default();
    let draft = editing.map_or(&new, |editing| &editing.draft);
    let known = editing.map(|editing| editing.pictures.as_slice()).unwrap_or_default();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let groups = (!collections.is_empty()).then(|| {
        let boxes = collections.iter().filter_map(|one| {
            let slug = one.slug.as_ref()?;
            let name = one.name.read(lang).unwrap_or_default().to_owned();
            Some(form.ticked("collection".to_owned(), slug.as_str(), name, draft.collections.contains(slug)))
        });
        view! { <fieldset class="studio__group"><legend>{lang.pick("모음", "Collections")}</legend>{boxes.collect_view()}</fieldset> }
    });
    let html_hint = lang.pick("빈 줄이 문단을 나눕니다.", "An empty line begins a paragraph.");
    let shown = slug
        .is_none()
        .then(|| form.ticked("shown".to_owned(), "true", lang.pick("열면 바로 보이기", "Shown once it is opened").to_owned(), true));
    let gone = slug.map(|_| {
        let words = if is_unseen(me, shop) {
            lang.pick("이 상품을 없애기 (저장하면 바로 없어집니다)", "Take this product away (it goes once this is saved)")
        } else {
            lang.pick("이 상품을 없애기 (열 때 없어집니다)", "Take this product away (it goes when this is opened)")
        };
        form.ticked("gone".to_owned(), "true", words.to_owned(), draft.gone)
    });
    let parts = view! {
        {form.hidden("shop", shop.as_str())}
        {slug.map(|slug| form.hidden("product", slug.as_str()))}
        {editing.map(|editing| form.hidden("seen", &editing.seen.to_string()))}
        {form.hidden("currency", currency.code())}
        {two(&form, ["name_ko", "name_en"], [lang.pick("이름 (한국어)", "Name (Korean)"), lang.pick("이름 (영어)", "Name (English)")], &draft.name)}
        {variants(&form, lang, draft, currency)}
        {pictures(&form, lang, shop, &draft.pictures, known)}
        {form.lines("description_ko", lang.pick("설명 (한국어)", "Description (Korean)"), Some(html_hint), &plain(draft.description.ko.as_ref()), 6)}
        {form.lines("description_en", lang.pick("설명 (영어)", "Description (English)"), None, &plain(draft.description.en.as_ref()), 4)}
        {two(&form, ["kind_ko", "kind_en"], [lang.pick("종류 (한국어)", "Kind (Korean)"), lang.pick("종류 (영어)", "Kind (English)")], &draft.kind)}
        {two(&form, ["origin_ko", "origin_en"], [lang.pick("원산지 (한국어)", "Origin (Korean)"), lang.pick("원산지 (영어)", "Origin (English)")], &draft.origin)}
        {form.field("vendor", lang.pick("만든 곳", "Maker"), TEXT, &said(&draft.vendor))}
        {form.field("tags", lang.pick("검색어", "Search words"), TEXT.hinted(lang.pick("쉼표로 나눕니다", "Parted by commas")), &draft.tags.join(", "))}
        {groups}
        {options(&form, lang, draft)}
        {shown}
        {gone}
    };
    view! { <section><h2>{lang.pick("상품", "The product")}</h2>{form.clone().around_saved(parts.into_any(), lang.pick("저장", "Save"), slug.is_some())}</section> }
        .into_any()
}

/// The rows of variants; a product without options has one.
fn variants(form: &Form, lang: Lang, draft: &ProductDraft, currency: Currency) -> AnyView {
    let plain = |sum: Option<i64>| sum.filter(|sum| *sum > 0).map(|sum| Money::new(sum, currency).plain()).unwrap_or_default();
    let first =
        VariantDraft { id: String::new(), values: Vec::new(), sku: None, barcode: None, grams: None, price: 0, before: None, stock: 0 };
    let rows = if draft.variants.is_empty() { vec![&first] } else { draft.variants.iter().collect() };
    let is_one = draft.options.is_empty();
    let is_new = draft.variants.is_empty();
    let cells = rows.iter().enumerate().map(|(row, variant)| {
        let names = named(&draft.options, variant, Lang::Ko);
        let shown = named(&draft.options, variant, lang).join(" · ");
        let of = |ko: &str, en: &str| {
            let what = lang.pick(ko, en);
            if shown.is_empty() { what.to_owned() } else { format!("{what}: {shown}") }
        };
        let cell = |name: &str, label: String, kind, value: &str| form.bare(format!("v{row}-{name}"), label, kind, value);
        let stock = is_new.then(|| cell("stock", of("재고", "Stock"), DIGITS, ""));
        let kept = (!is_new).then(|| form.kept(format!("v{row}-stock"), &variant.stock.to_string()));
        view! {
            <tr>
                {(!is_one).then(|| view! { <th scope="row">{shown.clone()}</th> })}
                <td>
                    {form.kept(format!("v{row}-id"), &variant.id)}
                    {form.kept(format!("v{row}-key"), &key(names.iter().map(String::as_str)))}
                    {cell("price", of("가격", "Price"), DIGITS, &plain(Some(variant.price)))}
                </td>
                <td>{cell("before", of("할인 전", "Before"), DIGITS, &plain(variant.before))}</td>
                {stock.map(|stock| view! { <td>{stock}</td> })}
                <td>{kept}{cell("sku", of("관리 번호", "SKU"), TEXT, variant.sku.as_deref().unwrap_or_default())}</td>
                <td>{cell("barcode", of("바코드", "Barcode"), DIGITS, variant.barcode.as_deref().unwrap_or_default())}</td>
                <td>{cell("grams", of("무게(g)", "Grams"), DIGITS, &variant.grams.map(|grams| grams.to_string()).unwrap_or_default())}</td>
                {(!is_one).then(|| view! { <td>{form.bare_tick(format!("v{row}-gone"), "true", of("빼기", "Take away"), false)}</td> })}
            </tr>
        }
        .into_any()
    });
    let head = [
        (!is_one).then(|| lang.pick("옵션", "Variant")),
        Some(lang.pick("가격", "Price")),
        Some(lang.pick("할인 전", "Before")),
        is_new.then(|| lang.pick("재고", "Stock")),
        Some(lang.pick("관리 번호", "SKU")),
        Some(lang.pick("바코드", "Barcode")),
        Some(lang.pick("무게(g)", "Grams")),
        (!is_one).then(|| lang.pick("빼기", "Take away")),
    ];
    let head = head.into_iter().flatten().map(|words| view! { <th scope="col">{words}</th> }.into_any());
    view! {
        {["price", "before", "stock", "grams", "variants"].map(|field| form.why(field)).into_iter().collect_view()}
        <div class="studio__wide" tabindex="0" role="region" aria-label=lang.pick("가격", "Prices")>
            <table class="studio__table"><thead><tr>{head.collect_view()}</tr></thead><tbody>{cells.collect_view()}</tbody></table>
        </div>
    }
    .into_any()
}

fn options(form: &Form, lang: Lang, draft: &ProductDraft) -> AnyView {
    let rows = (0..3).map(|row| {
        let option = draft.options.get(row);
        let name = option.map(|option| option.name.clone()).unwrap_or_default();
        let join = |pick: fn(&wire::draft::Both) -> Option<&str>| written(option.iter().flat_map(|option| &option.values).map(pick));
        let label = |ko: &str, en: &str| lang.pick(format!("옵션 {} {ko}", row + 1), format!("Option {}: {en}", row + 1));
        view! {
            <div class="studio__row">
                {form.cell(format!("o{row}-name_ko"), label("이름", "name (Korean)"), TEXT, name.ko.as_deref().unwrap_or_default())}
                {form.cell(format!("o{row}-values_ko"), label("값", "values (Korean)"), TEXT, &join(|both| both.ko.as_deref()))}
                {form.cell(format!("o{row}-name_en"), label("이름 (영어)", "name (English)"), TEXT, name.en.as_deref().unwrap_or_default())}
                {form.cell(format!("o{row}-values_en"), label("값 (영어)", "values (English)"), TEXT, &join(|both| both.en.as_deref()))}
            </div>
        }
        .into_any()
    });
    let hint = lang.pick(
        "예: 색 / 빨강, 파랑. 값을 더하거나 빼고 저장하면 조합이 위의 표에 생깁니다. 쉼표가 든 값은 \"1,000ml\"처럼 따옴표로 묶습니다.",
        "Such as Colour: red, blue. When values are added and saved, their combinations come into the table above. A value with a comma stands in quotation marks: \"1,000ml\".",
    );
    view! {
        <details class="studio__more" open=!draft.options.is_empty()>
            <summary>{lang.pick("옵션 (색, 크기처럼 고르는 것)", "Options (what one chooses, such as colour and size)")}</summary>
            <p class="studio__hint">{hint}</p>
            {form.why("options")}
            {form.kept("options_were".to_owned(), &options_were(&draft.options))}
            {rows.collect_view()}
            {form.field("price", lang.pick("새 조합의 가격", "Price of new combinations"), DIGITS, "")}
        </details>
    }
    .into_any()
}
