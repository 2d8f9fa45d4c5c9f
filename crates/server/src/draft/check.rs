//! What merchants write, put into the shape in which it is kept, or refused in words beside its field.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use wire::{
    Slug,
    draft::{Both, CollectionDraft, DeliveryRule, OptionDraft, Placed, ProductDraft, ShopDraft, VariantDraft},
};

use crate::{
    application::facts::{self, line},
    error::Error,
    ids,
    import::shopify::html::safe_html,
    product::write::MOST_VARIANTS,
};

/// The most pictures of a shop, and of a product.
pub const MOST_PICTURES: usize = 12;
/// The most letters of a text of several lines.
const MOST_LETTERS: usize = 5_000;
/// The most bytes of a description.
const MOST_DESCRIPTION: usize = 50_000;
const MOST_COLLECTIONS: usize = 50;
const MOST_TAGS: usize = 50;
/// The most values of an option.
const MOST_VALUES: usize = 100;
/// More pieces than anyone has.
pub const MOST_STOCK: i64 = 1_000_000;
/// A price above every price, in minor units.
pub const MOST_PRICE: i64 = 100_000_000_000;

fn too_long(field: &'static str) -> Error {
    Error::unfit(field, "너무 깁니다.", "That is too long.")
}

/// Two lines of text.
///
/// # Errors
/// Where one is too long.
pub fn lines(fields: [&'static str; 2], both: &Both, most: usize) -> Result<Both, Error> {
    let [ko, en] = fields;
    let of = |field, text: &Option<String>| line(field, text.as_deref().unwrap_or_default(), most);
    Ok(Both { ko: of(ko, &both.ko)?, en: of(en, &both.en)? })
}

/// Text of several lines: composed letters, no control letters, no blanks at the ends, at most one empty line in a row.
fn text(field: &'static str, text: Option<&String>, most: usize) -> Result<Option<String>, Error> {
    let text: String = text.map_or("", String::as_str).nfc().collect::<String>().replace("\r\n", "\n");
    if text.chars().count() > most {
        return Err(too_long(field));
    }
    let mut out = String::new();
    let mut empty = 0;
    for line in text.lines() {
        let line: String = line.chars().filter(|letter| !letter.is_control()).collect();
        let line = line.trim_end();
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    let out = out.trim();
    Ok((!out.is_empty()).then(|| out.to_owned()))
}

/// Two texts of several lines.
///
/// # Errors
/// Where one is too long.
pub fn texts(fields: [&'static str; 2], both: &Both, most: usize) -> Result<Both, Error> {
    let [ko, en] = fields;
    Ok(Both { ko: text(ko, both.ko.as_ref(), most)?, en: text(en, both.en.as_ref(), most)? })
}

fn one(field: &'static str, text: Option<&String>, most: usize) -> Result<Option<String>, Error> {
    line(field, text.map_or("", String::as_str), most)
}

fn pictures(pictures: &[Placed]) -> Result<Vec<Placed>, Error> {
    if pictures.len() > MOST_PICTURES {
        return Err(Error::unfit("pictures", "사진은 열두 장까지입니다.", "At most twelve pictures."));
    }
    let mut seen = HashSet::new();
    let once = pictures.iter().filter(|placed| seen.insert((&placed.picture, &placed.source)));
    once.map(|placed| Ok(Placed { alt: lines(["alt_ko", "alt_en"], &placed.alt, 300)?, ..placed.clone() })).collect()
}

/// The shop's page as it is kept.
///
/// # Errors
/// What is wrong, beside its field.
pub fn page(draft: &ShopDraft) -> Result<ShopDraft, Error> {
    let name = lines(["name_ko", "name_en"], &draft.name, 80)?;
    if name.is_empty() {
        return Err(Error::unfit("name_ko", "매장 이름을 적어 주세요.", "The shop's name, please."));
    }
    if let Some(hours) = &draft.hours {
        facts::check_hours(hours)?;
    }
    let point = draft.point.filter(|point| point.latitude_e6.abs() <= 90_000_000 && point.longitude_e6.abs() <= 180_000_000);
    if point != draft.point {
        return Err(Error::unfit("point", "지도에 없는 곳입니다.", "There is no such place."));
    }
    Ok(ShopDraft {
        name,
        tagline: lines(["tagline_ko", "tagline_en"], &draft.tagline, 120)?,
        story: texts(["story_ko", "story_en"], &draft.story, MOST_LETTERS)?,
        district: lines(["district_ko", "district_en"], &draft.district, 40)?,
        address: lines(["address_ko", "address_en"], &draft.address, 200)?,
        postcode: facts::postcode(draft.postcode.as_ref())?,
        point,
        phone: facts::phone(draft.phone.as_ref())?,
        email: facts::email(draft.email.as_ref())?,
        // A week without an hour is one that was not said.
        hours: draft.hours.clone().filter(|week| week.iter().any(|day| !day.is_empty())),
        delivery: draft.delivery.as_ref().map(delivery).transpose()?,
        pickup_minutes: match draft.pickup_minutes {
            Some(minutes) if minutes > 20_160 => {
                return Err(Error::unfit("pickup_minutes", "두 주보다 길 수 없습니다.", "At most two weeks."));
            }
            minutes => minutes,
        },
        pictures: pictures(&draft.pictures)?,
        collections: collections(&draft.collections)?,
        // Its owner's to say, and by another call: whoever saves the page sees to that.
        business: draft.business.clone(),
    })
}

fn delivery(rule: &DeliveryRule) -> Result<DeliveryRule, Error> {
    let is_sum = |sum: i64| (0..=MOST_PRICE).contains(&sum);
    if !is_sum(rule.fee) || !rule.free_from.is_none_or(is_sum) {
        return Err(Error::unfit("delivery_fee", "배송비를 확인해 주세요.", "That is no fee."));
    }
    let [least, most] = rule.days;
    if least > most || most > 60 {
        let (ko, en) = ("배송 기간을 확인해 주세요.", "The days of delivery: at least, then at most, 60 at the most.");
        return Err(Error::unfit("delivery_days", ko, en));
    }
    Ok(rule.clone())
}

fn collections(drafts: &[CollectionDraft]) -> Result<Vec<CollectionDraft>, Error> {
    let mut out: Vec<CollectionDraft> = Vec::new();
    for draft in drafts {
        let name = lines(["collections", "collections"], &draft.name, 60)?;
        if name.is_empty() {
            continue;
        }
        let wanted = draft.slug.clone().or_else(|| Slug::of_title(name.ko.as_deref().or(name.en.as_deref()).unwrap_or_default()));
        let is_taken = |slug: &Slug| {
            out.iter().any(|one| one.slug.as_ref() == Some(slug))
                || drafts.iter().any(|one| !std::ptr::eq(one, draft) && one.slug.as_ref() == Some(slug))
        };
        let slug = free(wanted, is_taken);
        out.push(CollectionDraft { slug, name });
    }
    if out.len() > MOST_COLLECTIONS {
        return Err(Error::unfit("collections", "모음은 50개까지입니다.", "At most fifty collections."));
    }
    Ok(out)
}

/// A slug that is not taken: the wanted one, that with a number, or none that means anything.
pub fn free(wanted: Option<Slug>, is_taken: impl Fn(&Slug) -> bool) -> Option<Slug> {
    let base: String = wanted.as_ref().map_or("", Slug::as_str).chars().take(Slug::LONGEST - 8).collect();
    let base = base.trim_end_matches('-');
    let numbered = (2..1_000).filter(|_| !base.is_empty()).filter_map(|number| Slug::try_from(format!("{base}-{number}")).ok());
    let last = Slug::try_from(ids::short(ids::fresh())).ok();
    wanted.iter().cloned().chain(numbered).chain(last).find(|slug| !is_taken(slug))
}

fn description(field: &'static str, text: Option<&String>) -> Result<Option<String>, Error> {
    let text = text.map_or("", String::as_str);
    if text.len() > MOST_DESCRIPTION {
        return Err(too_long(field));
    }
    Ok(safe_html(text))
}

/// The product as it is kept. `known` are the variants' ids that it may have.
///
/// # Errors
/// What is wrong, beside its field.
pub fn product(draft: &ProductDraft, known: &HashSet<String>) -> Result<ProductDraft, Error> {
    let name = lines(["name_ko", "name_en"], &draft.name, 255)?;
    if name.is_empty() {
        return Err(Error::unfit("name_ko", "상품 이름을 적어 주세요.", "The product's name, please."));
    }
    let mut tags: Vec<String> = Vec::new();
    for tag in &draft.tags {
        tags.extend(line("tags", tag, 60)?.filter(|tag| !tags.contains(tag)));
    }
    if tags.len() > MOST_TAGS {
        return Err(Error::unfit("tags", "검색어는 50개까지입니다.", "At most fifty search words."));
    }
    let options = options(&draft.options)?;
    let variants = variants(&draft.variants, &options, known)?;
    Ok(ProductDraft {
        name,
        description: Both {
            ko: description("description_ko", draft.description.ko.as_ref())?,
            en: description("description_en", draft.description.en.as_ref())?,
        },
        kind: lines(["kind_ko", "kind_en"], &draft.kind, 100)?,
        origin: lines(["origin_ko", "origin_en"], &draft.origin, 100)?,
        vendor: one("vendor", draft.vendor.as_ref(), 100)?,
        tags,
        options,
        variants,
        pictures: pictures(&draft.pictures)?,
        collections: draft.collections.clone(),
        shown: draft.shown,
        gone: draft.gone,
    })
}

fn options(drafts: &[OptionDraft]) -> Result<Vec<OptionDraft>, Error> {
    if drafts.len() > 3 {
        return Err(Error::unfit("options", "옵션은 세 가지까지입니다.", "At most three options."));
    }
    let option = |draft: &OptionDraft| {
        let name = lines(["options", "options"], &draft.name, 60)?;
        let values: Vec<Both> = draft.values.iter().map(|value| lines(["options", "options"], value, 100)).collect::<Result<_, _>>()?;
        if name.is_empty() || values.is_empty() || values.iter().any(Both::is_empty) {
            return Err(Error::unfit("options", "옵션의 이름과 값을 모두 적어 주세요.", "An option needs its name and its values."));
        }
        let is_twice = |at: usize, value: &Both| values.iter().take(at).any(|other| other == value);
        if values.iter().enumerate().any(|(at, value)| is_twice(at, value)) || values.len() > MOST_VALUES {
            return Err(Error::unfit(
                "options",
                "같은 값이 두 번 있거나 값이 너무 많습니다.",
                "A value stands there twice, or there are too many.",
            ));
        }
        Ok(OptionDraft { name, values })
    };
    drafts.iter().map(option).collect()
}

fn variants(drafts: &[VariantDraft], options: &[OptionDraft], known: &HashSet<String>) -> Result<Vec<VariantDraft>, Error> {
    if drafts.is_empty() {
        return Err(Error::unfit("variants", "가격을 적어 주세요.", "A price, please."));
    }
    if drafts.len() > MOST_VARIANTS {
        return Err(Error::unfit("variants", "옵션 조합은 250개까지입니다.", "At most 250 variants."));
    }
    let mut out: Vec<VariantDraft> = Vec::new();
    for draft in drafts {
        let fits = |(value, option): (&u8, &OptionDraft)| usize::from(*value) < option.values.len();
        if draft.values.len() != options.len() || !draft.values.iter().zip(options).all(fits) {
            return Err(Error::unfit("variants", "옵션의 값이 맞지 않습니다.", "A variant has values that its options have not."));
        }
        if out.iter().any(|other| other.values == draft.values) {
            return Err(Error::unfit("variants", "같은 옵션 조합이 두 번 있습니다.", "Two variants have the same values."));
        }
        if !(1..=MOST_PRICE).contains(&draft.price) {
            return Err(Error::unfit("price", "가격을 적어 주세요. 0보다 커야 합니다.", "A price, please, above nothing."));
        }
        if draft.before.is_some_and(|before| before <= draft.price || before > MOST_PRICE) {
            return Err(Error::unfit("before", "할인 전 가격은 가격보다 높아야 합니다.", "The price before is above the price."));
        }
        if !(0..=MOST_STOCK).contains(&draft.stock) {
            return Err(Error::unfit("stock", "재고는 0부터 100만까지입니다.", "The stock is 0 to a million."));
        }
        if draft.grams.is_some_and(|grams| !(0..=10_000_000).contains(&grams)) {
            return Err(Error::unfit("grams", "무게를 확인해 주세요.", "That is no weight."));
        }
        let id = match draft.id.as_str() {
            "" => ids::short(ids::fresh()),
            id if known.contains(id) && out.iter().all(|other| other.id != id) => id.to_owned(),
            _ => return Err(Error::invalid("variants", "one of them is not of this product")),
        };
        out.push(VariantDraft {
            id,
            values: draft.values.clone(),
            sku: one("sku", draft.sku.as_ref(), 100)?,
            barcode: one("barcode", draft.barcode.as_ref(), 50)?,
            ..draft.clone()
        });
    }
    Ok(out)
}
