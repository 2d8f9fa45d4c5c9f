//! Single elements of an item, with what is mended or refused in them.

use wire::Currency;

use super::{
    MOST_FIELD_BYTES,
    element::{Element, Place},
    item::Item,
};
use crate::{
    import::{
        list::{Note, Weight},
        shopify::{
            field::one_line,
            price::{is_shortened, read_price},
            rows::quoted,
        },
    },
    product::write::listed::Field,
};

const MOST_STOCK: i64 = 1_000_000_000;
const MOST_GRAMS: u128 = 100_000_000;

/// The reading of one product.
pub struct Reading {
    pub currency: Currency,
    pub notes: Vec<Note>,
}

impl Reading {
    pub fn remark(&mut self, item: &Item, element: Element, why: impl Into<String>) {
        self.note(item, Place::Text(element), why.into(), Weight::Remark);
    }

    pub fn warn(&mut self, item: &Item, element: Element, why: impl Into<String>) {
        self.note(item, Place::Text(element), why.into(), Weight::Warning);
    }

    pub fn refuse(&mut self, item: &Item, element: Element, why: impl Into<String>) {
        self.refuse_at(item, Place::Text(element), why);
    }

    /// Refuses what stands at a place.
    pub fn refuse_at(&mut self, item: &Item, place: Place<'_>, why: impl Into<String>) {
        self.note(item, place, why.into(), Weight::Refusal);
    }

    fn note(&mut self, item: &Item, place: Place<'_>, why: String, weight: Weight) {
        self.notes.push(Note { line: item.line, column: Some(place.name()), why, weight });
    }

    pub fn is_refused(&self) -> bool {
        self.notes.iter().any(|note| note.weight == Weight::Refusal)
    }

    /// Refuses an item that is out of shape, whatever it says.
    pub fn check_shape(&mut self, item: &Item) {
        for (place, bytes) in item.too_long() {
            self.refuse_at(item, place, format!("the field is {bytes} bytes long; {MOST_FIELD_BYTES} are the most"));
        }
        if let Some(element) = item.nested {
            self.warn(item, element, "elements stand within it, of which only the text is kept");
        }
    }

    /// A text of one line, refused where it is longer than `most` characters.
    pub fn line(&mut self, item: &Item, element: Element, most: usize) -> Field<String> {
        let Field::Value(text) = item.field(element).map(one_line) else { return item.field(element).map(str::to_owned) };
        let long = text.chars().count();
        if long > most {
            self.refuse(item, element, format!("{long} characters; {most} are the most"));
        }
        if text.is_empty() { Field::Blank } else { Field::Value(text) }
    }

    /// A price in minor units: `12900 KRW`. Nothing is given away, so none at all stands for no price.
    pub fn price(&mut self, item: &Item, element: Element) -> Field<i64> {
        let Field::Value(text) = item.field(element) else { return item.field(element).map(|_| 0) };
        match self.read_money(text) {
            Ok((0, _)) => Field::Blank,
            Ok((amount, mended)) => {
                mended.into_iter().for_each(|why| self.warn(item, element, why));
                Field::Value(amount)
            }
            Err(why) => {
                self.refuse(item, element, why);
                Field::Blank
            }
        }
    }

    /// An amount with what was mended in it.
    fn read_money(&self, text: &str) -> Result<(i64, Option<String>), String> {
        let ours = self.currency.code();
        let (number, code) = split_code(text);
        if code.is_some_and(|code| !code.eq_ignore_ascii_case(ours)) {
            return Err(format!("{} is in {}, and the shop's prices are in {ours}", quoted(text), code.unwrap_or_default().to_uppercase()));
        }
        let price = read_price(number, self.currency)?;
        let unsaid = (code.is_none() && price.mended.is_none()).then(|| format!("{} names no currency and counts as {ours}", quoted(text)));
        Ok((price.amount, price.mended.or(unsaid)))
    }

    /// Pieces in stock, as our own element says them.
    pub fn stock(&mut self, item: &Item) -> Field<i64> {
        item.field(Element::Stock).map(|text| match digits(text) {
            Some(count) if count <= MOST_STOCK => count,
            _ => {
                self.refuse(item, Element::Stock, format!("{} is no number of pieces", quoted(text)));
                0
            }
        })
    }

    /// The weight in grams; one that cannot be read is done without.
    pub fn grams(&mut self, item: &Item) -> Field<i64> {
        let Field::Value(text) = item.field(Element::Weight) else { return item.field(Element::Weight).map(|_| 0) };
        let Some((grams, is_exact)) = read_weight(text) else {
            self.warn(item, Element::Weight, format!("{} is no weight and is left away", quoted(text)));
            return Field::Blank;
        };
        if !is_exact {
            self.warn(item, Element::Weight, format!("{} is no whole number of grams and became {grams} g", quoted(text)));
        }
        Field::Value(grams)
    }

    /// The barcode, as it stands in our own element or else in Google's; refused where a spreadsheet has eaten its digits.
    pub fn barcode(&mut self, item: &Item, most: usize) -> Field<String> {
        let own = self.line(item, Element::Barcode, most);
        if own != Field::Absent {
            return own;
        }
        let barcode = self.line(item, Element::Gtin, most);
        if let Field::Value(text) = &barcode
            && is_shortened(text)
        {
            let why = format!("{text} is a barcode whose last digits a spreadsheet has cut off: format the column as text");
            self.refuse(item, Element::Gtin, why);
        }
        barcode
    }
}

fn digits(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) { None } else { text.parse().ok() }
}

/// The number and the three letters of its currency, which stand behind it or, in some feeds, before it.
fn split_code(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    let behind = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let before = text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    match (text.strip_prefix(behind), text.strip_suffix(before)) {
        (Some(code), _) if is_code(code) => (behind.trim(), Some(code)),
        (_, Some(code)) if is_code(code) => (before.trim(), Some(code)),
        _ => (text, None),
    }
}

/// Whole grams, rounded, and whether nothing was lost. Source of the factors: the avoirdupois pound of 1959.
fn read_weight(text: &str) -> Option<(i64, bool)> {
    let text = text.trim().to_lowercase();
    let unit_at = text.find(|letter: char| letter.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at_checked(unit_at)?;
    // In 10⁻⁹ grams.
    let factor: u128 = match unit {
        "g" => 1_000_000_000,
        "kg" => 1_000_000_000_000,
        "lb" => 453_592_370_000,
        "oz" => 28_349_523_125,
        _ => return None,
    };
    let (whole, rest) = number.trim().split_once('.').unwrap_or((number.trim(), ""));
    let is_number = |part: &str| part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(rest) {
        return None;
    }
    let billionths: u128 = format!("{whole}{rest:0<9}").parse().ok()?;
    let unit: u128 = 1_000_000_000_000_000_000;
    let weight = billionths.checked_mul(factor)?;
    let grams = (weight + unit / 2) / unit;
    let whole = i64::try_from(grams).ok().filter(|_| grams <= MOST_GRAMS)?;
    Some((whole, weight % unit == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_become_whole_grams() {
        for (text, grams) in [
            ("350 g", Some((350, true))),
            ("350g", Some((350, true))),
            ("1.25 kg", Some((1_250, true))),
            ("1 lb", Some((454, false))),
            ("16 oz", Some((454, false))),
            ("0.5 g", Some((1, false))),
            ("0 g", Some((0, true))),
            ("350", None),
            ("-1 g", None),
            ("1 stone", None),
            (".5 kg", None),
            ("9999999999 kg", None),
            ("1e3 g", None),
            ("", None),
        ] {
            assert_eq!(read_weight(text), grams, "{text}");
        }
    }

    #[test]
    fn the_currency_stands_behind_the_number_or_before_it() {
        assert_eq!(split_code("12900 KRW"), ("12900", Some("KRW")));
        assert_eq!(split_code("12900KRW"), ("12900", Some("KRW")));
        assert_eq!(split_code("USD 12.50"), ("12.50", Some("USD")));
        assert_eq!(split_code("₩12900"), ("₩12900", None));
        assert_eq!(split_code("KRW"), ("", Some("KRW")));
        assert_eq!(split_code("free"), ("free", None));
    }
}
