//! Forms of a shop's page and of products, whose rows are numbered.

use serde_json::{Map, Value, json};
use wire::{
    Code, Currency, Failure, Lang,
    draft::SaveShop,
    import::CorrectImport,
    now::{ChangeProductNow, ChangeProducts, ChangeShopNow},
    preview::MakePreview,
    token::{MakeOwnToken, MakeToken},
};

use super::{Fields, call_of, entry, place};
use crate::{api::Call, districts::find};

/// The most rows of pictures, collections and holidays in a form.
pub const ROWS: usize = 60;
/// The most rows of variants in a form.
pub const VARIANTS: usize = 250;
pub(super) fn wrong(field: &'static str, lang: Lang, ko: &'static str, en: &'static str) -> Failure {
    Failure { field: Some(field.to_owned()), ..Failure::new(422, Code::Invalid, lang.pick(ko, en)) }
}

pub(super) fn said<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    Some(fields.get(name).trim()).filter(|text| !text.is_empty())
}

/// A text in both languages, from its two fields.
pub(super) fn both(fields: &Fields, name: &str) -> Value {
    let mut both = Map::new();
    for lang in ["ko", "en"] {
        if let Some(text) = said(fields, &format!("{name}_{lang}")) {
            both.insert(lang.to_owned(), json!(text));
        }
    }
    Value::Object(both)
}

/// A sum as people write it, in minor units: `12,900`, `12900원`, `12.50`.
#[must_use]
pub fn sum(text: &str, currency: Currency) -> Option<i64> {
    let text: String =
        text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, ',' | '원' | '₩' | '$' | '€' | '¥' | '£')).collect();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = currency.digits() as usize;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || !is_number(whole) || !is_number(part) || part.len() > digits {
        return None;
    }
    format!("{whole}{part:0<digits$}").parse().ok()
}

pub(super) fn money(fields: &Fields, name: &str, about: &'static str, lang: Lang) -> Result<Option<i64>, Failure> {
    let Some(text) = said(fields, name) else { return Ok(None) };
    let currency = fields.get("currency").parse().unwrap_or_default();
    sum(text, currency).map(Some).ok_or_else(|| wrong(about, lang, "금액을 숫자로 적어 주세요.", "Write the sum in digits."))
}

pub(super) fn number(fields: &Fields, name: &str, about: &'static str, lang: Lang) -> Result<Option<i64>, Failure> {
    let Some(text) = said(fields, name) else { return Ok(None) };
    text.replace(',', "").parse().map(Some).map_err(|_| wrong(about, lang, "숫자로 적어 주세요.", "Write it in digits."))
}

/// The pictures of a form, in the order that their numbers say.
pub(super) fn pictures(fields: &Fields) -> Vec<Value> {
    let mut rows: Vec<(i64, Value)> = Vec::new();
    for row in 0..ROWS {
        let get = |name: &str| fields.get(&format!("p{row}-{name}"));
        let (picture, source) = (get("picture"), get("source"));
        if (picture.is_empty() && source.is_empty()) || !get("gone").is_empty() {
            continue;
        }
        let mut placed = Map::new();
        if !picture.is_empty() {
            placed.insert("picture".to_owned(), json!(picture));
        }
        if !source.is_empty() {
            placed.insert("source".to_owned(), json!(source));
        }
        placed.insert("alt".to_owned(), both(fields, &format!("p{row}-alt")));
        let place = get("at").trim().parse().unwrap_or(i64::MAX);
        rows.push((place, Value::Object(placed)));
    }
    rows.sort_by_key(|(place, _)| *place);
    rows.into_iter().map(|(_, placed)| placed).collect()
}

/// The district that was chosen, in both languages; what was there before is kept as it is.
fn district(fields: &Fields) -> Value {
    let chosen = fields.get("district_ko");
    if chosen == fields.get("district_was_ko") && !fields.get("district_was_en").is_empty() {
        return json!({ "ko": said(fields, "district_ko"), "en": fields.get("district_was_en") });
    }
    match find(chosen) {
        Some(district) => json!({ "ko": district.ko, "en": district.en }),
        None => json!({ "ko": said(fields, "district_ko") }),
    }
}

/// The shop's page.
///
/// # Errors
/// What is no number, or no hour.
pub fn page(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let mut draft = Map::new();
    for name in ["name", "tagline", "story"] {
        draft.insert(name.to_owned(), both(fields, name));
    }
    let address = Lang::ALL.into_iter().filter_map(|of| Some((of.tag().to_owned(), json!(place::address(fields, of)?))));
    draft.insert("address".to_owned(), Value::Object(address.collect()));
    draft.insert("district".to_owned(), district(fields));
    for name in ["postcode", "phone", "email"] {
        if let Some(text) = said(fields, name) {
            draft.insert(name.to_owned(), json!(text));
        }
    }
    if let (Some(latitude), Some(longitude)) = (said(fields, "latitude"), said(fields, "longitude")) {
        let e6 =
            |text: &str| text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= 180.0).map(|degrees| (degrees * 1e6).round() as i64);
        let (Some(latitude_e6), Some(longitude_e6)) = (e6(latitude), e6(longitude)) else {
            return Err(wrong("latitude", lang, "위도와 경도를 숫자로 적어 주세요.", "Write latitude and longitude in digits."));
        };
        draft.insert("point".to_owned(), json!({ "latitude_e6": latitude_e6, "longitude_e6": longitude_e6 }));
    }
    draft.insert("hours".to_owned(), entry::hours(fields, lang)?);
    if !fields.get("sends").is_empty() {
        let fee = money(fields, "delivery_fee", "delivery_fee", lang)?.unwrap_or(0);
        let free_from = money(fields, "free_from", "delivery_fee", lang)?;
        let days = |name, other: i64| Ok::<_, Failure>(number(fields, name, "delivery_days", lang)?.unwrap_or(other).clamp(0, 255));
        draft.insert(
            "delivery".to_owned(),
            json!({ "fee": fee, "free_from": free_from, "days": [days("days_least", 1)?, days("days_most", 3)?] }),
        );
    }
    if !fields.get("hands_over").is_empty() {
        let minutes = number(fields, "pickup_minutes", "pickup_minutes", lang)?.unwrap_or(60).max(0);
        draft.insert("pickup_minutes".to_owned(), json!(minutes));
    }
    draft.insert("pictures".to_owned(), Value::Array(pictures(fields)));
    let collections = (0..ROWS).filter_map(|row| {
        let name = both(fields, &format!("c{row}"));
        let slug = said(fields, &format!("c{row}-slug"));
        let is_said = name.as_object().is_some_and(|name| !name.is_empty());
        is_said.then(|| json!({ "slug": slug, "name": name }))
    });
    draft.insert("collections".to_owned(), collections.collect());
    let seen: i64 = fields.get("seen").parse().unwrap_or_default();
    call_of::<SaveShop>(json!({ "shop": fields.get("shop"), "seen": seen, "draft": draft }), lang)
}

/// What shoppers see of a shop at once.
///
/// # Errors
/// Where the form is not ours.
pub fn shop_now(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let closings = (0..ROWS).filter_map(|row| {
        let from = said(fields, &format!("h{row}-from"))?;
        let to = said(fields, &format!("h{row}-to")).unwrap_or(from);
        Some(json!({ "from": from, "to": to, "note": both(fields, &format!("h{row}-note")) }))
    });
    let now = json!({ "notice": both(fields, "notice"), "closings": closings.collect::<Vec<_>>() });
    let was: Option<Value> = serde_json::from_str(fields.get("was")).ok();
    call_of::<ChangeShopNow>(json!({ "shop": fields.get("shop"), "now": now, "was": was }), lang)
}

/// What shoppers see of a product at once: each row a variant with its pieces.
///
/// # Errors
/// What is no number.
pub fn product_now(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let mut stock = Vec::new();
    // Those of the draft, and behind them those that it has no more.
    for row in 0..2 * VARIANTS {
        let variant = fields.get(&format!("s{row}-id"));
        if variant.is_empty() {
            break;
        }
        let pieces = number(fields, &format!("s{row}-stock"), "stock", lang)?.unwrap_or(0);
        let was = number(fields, &format!("s{row}-was"), "stock", lang)?;
        stock.push(json!({ "variant": variant, "stock": pieces, "was": was }));
    }
    let mut call = json!({ "shop": fields.get("shop"), "product": fields.get("product"), "stock": stock });
    if let (Some(shown), Some(call)) = (said(fields, "shown"), call.as_object_mut()) {
        call.insert("shown".to_owned(), json!(shown == "true"));
        call.extend(said(fields, "shown_was").map(|was| ("shown_was".to_owned(), json!(was == "true"))));
    }
    call_of::<ChangeProductNow>(call, lang)
}

/// Several products: those that are ticked, and what is done with them.
///
/// # Errors
/// What is no number.
pub fn products(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let ticked: Vec<&str> = fields.0.iter().filter(|(name, _)| name == "products").map(|(_, slug)| slug.as_str()).collect();
    let mut call = json!({ "shop": fields.get("shop"), "products": ticked });
    let needed = || wrong("amount", lang, "수를 적어 주세요.", "Write the number.");
    let (name, value) = match fields.get("what") {
        "show" => ("shown", json!(true)),
        "hide" => ("shown", json!(false)),
        "sold-out" => ("stock_of_each", json!(0)),
        "stock" => ("stock_of_each", json!(number(fields, "amount", "amount", lang)?.ok_or_else(needed)?)),
        "price" => ("price", json!(money(fields, "amount", "amount", lang)?.ok_or_else(needed)?)),
        _ => ("price_percent", json!(number(fields, "amount", "amount", lang)?.ok_or_else(needed)?)),
    };
    if let Some(call) = call.as_object_mut() {
        call.insert(name.to_owned(), value);
    }
    call_of::<ChangeProducts>(call, lang)
}

/// The most cells of a list in one form.
pub const MOST_CELLS: usize = 1_000;

/// Cells of a list that are put right. One that stands as it stood, where the form says how it did, is none of them: a list has
/// only so many, and it would count as if somebody had written it. A field of one line lets go of line ends, which nobody took away.
///
/// # Errors
/// Where the form is not ours.
pub fn cells(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let cell = |row: usize| {
        let column = said(fields, &format!("x{row}-column"))?;
        let line: u64 = fields.get(&format!("x{row}-line")).parse().ok()?;
        let (value, was) = (fields.get(&format!("x{row}-value")).trim(), format!("x{row}-was"));
        let in_one_line = |text: &str| text.replace(['\r', '\n'], "").trim().to_owned();
        let is_as_it_was = fields.0.iter().any(|(name, stood)| *name == was && in_one_line(stood) == in_one_line(value));
        (!is_as_it_was).then(|| json!({ "line": line, "column": column, "value": value }))
    };
    let cells: Vec<Value> = (0..MOST_CELLS).filter_map(cell).collect();
    call_of::<CorrectImport>(json!({ "shop": fields.get("shop"), "import": fields.get("import"), "cells": cells }), lang)
}

/// An access token.
///
/// # Errors
/// What is no number.
pub fn token(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let (name, role, days) = (fields.get("name"), fields.get("role"), token_days(fields, lang)?);
    call_of::<MakeToken>(json!({ "shop": fields.get("shop"), "name": name, "role": role, "days": days }), lang)
}

/// A personal access token.
///
/// # Errors
/// What is no number.
pub fn own_token(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let (name, role, days) = (fields.get("name"), fields.get("role"), token_days(fields, lang)?);
    call_of::<MakeOwnToken>(json!({ "name": name, "role": role, "days": days }), lang)
}

fn token_days(fields: &Fields, lang: Lang) -> Result<i64, Failure> {
    Ok(number(fields, "days", "days", lang)?.unwrap_or(90).clamp(0, 65_535))
}

/// A link to look at the shop by.
///
/// # Errors
/// What is no number.
pub fn preview(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let days = number(fields, "days", "days", lang)?.unwrap_or(7).clamp(0, 255);
    call_of::<MakePreview>(json!({ "shop": fields.get("shop"), "days": days }), lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(call: Call) -> Value {
        serde_json::from_slice(&call.body.expect("a body")).expect("JSON")
    }

    #[test]
    fn sums_are_read_as_people_write_them() {
        assert_eq!(sum("12,900원", Currency::Krw), Some(12_900));
        assert_eq!(sum("12.5", Currency::Usd), Some(1_250));
        for bad in ["", "9.99", "-5", "a"] {
            assert_eq!(sum(bad, Currency::Krw), None, "{bad}");
        }
    }

    #[test]
    fn a_cell_that_stands_as_it_stood_is_not_put_right() {
        let form = "shop=s&import=k2&x0-line=2&x0-column=Price&x0-was=12%2C50&x0-value=12500&x1-line=3&x1-column=Price&x1-was=&x1-value=+\
            &x2-line=1&x2-column=%EC%9D%B4%EB%A6%84&x2-value=";
        let made = body(cells(&Fields::parse(form.as_bytes()), Lang::Ko).expect("a call"));
        let want = json!([{ "line": 2, "column": "Price", "value": "12500" }, { "line": 1, "column": "이름", "value": "" }]);
        assert_eq!(made["cells"], want);
    }

    #[test]
    fn pictures_stand_as_their_numbers_say() {
        let fields =
            Fields::parse(b"shop=s&seen=1&name_ko=a&p0-picture=aa&p0-at=2&p1-picture=bb&p1-at=1&p1-alt_ko=x&p2-picture=cc&p2-gone=1");
        let made = body(page(&fields, Lang::Ko).expect("a call"));
        assert_eq!(made["draft"]["pictures"], json!([{ "picture": "bb", "alt": { "ko": "x" } }, { "picture": "aa" }]));
    }
}
