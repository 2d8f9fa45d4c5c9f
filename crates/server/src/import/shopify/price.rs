//! Prices as people type them into a list.

use unicode_normalization::UnicodeNormalization;
use wire::Currency;

use super::rows::quoted;

/// A price that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// In minor units.
    pub amount: i64,
    /// What was mended, in words.
    pub mended: Option<String>,
}

/// The most digits before the point: far above any price, far below what a number holds.
const MOST_DIGITS: usize = 12;

/// Signs of the currencies and other ways to write them, longer ones first.
const SIGNS: [(&str, &[Currency]); 20] = [
    ("us$", &[Currency::Usd]),
    ("cn¥", &[Currency::Cny]),
    ("krw", &[Currency::Krw]),
    ("won", &[Currency::Krw]),
    ("usd", &[Currency::Usd]),
    ("eur", &[Currency::Eur]),
    ("jpy", &[Currency::Jpy]),
    ("yen", &[Currency::Jpy]),
    ("gbp", &[Currency::Gbp]),
    ("cny", &[Currency::Cny]),
    ("rmb", &[Currency::Cny]),
    ("₩", &[Currency::Krw]),
    ("\\", &[Currency::Krw]),
    ("원", &[Currency::Krw]),
    ("$", &[Currency::Usd]),
    ("€", &[Currency::Eur]),
    ("¥", &[Currency::Jpy, Currency::Cny]),
    ("円", &[Currency::Jpy]),
    ("元", &[Currency::Cny]),
    ("£", &[Currency::Gbp]),
];

/// Reads a price of `currency`.
///
/// # Errors
/// In words, where it is no price or not one that the currency holds.
pub fn read_price(written: &str, currency: Currency) -> Result<Price, String> {
    let mut mended = Vec::new();
    // Digits and signs of double width are the same digits and signs.
    let text: String = written.nfkc().collect::<String>().trim().to_lowercase();
    let written = quoted(written);
    let (text, is_negative) = split_minus(&text);
    let (text, sign) = split_sign(text);
    if let Some((sign, currencies)) = sign {
        if !currencies.contains(&currency) {
            return Err(format!("{written} is in {sign}, and the shop's prices are in {}", currency.code()));
        }
        mended.push(format!("the sign {sign} is left away"));
    }
    let (text, is_negative_after_sign) = split_minus(text);
    if is_negative || is_negative_after_sign {
        return Err(format!("{written} is below zero, which no price is"));
    }
    if is_e_notation(text) {
        return Err(format!("{written} is in E notation, in which digits may be lost: write the price out"));
    }
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let whole = ungrouped(whole).ok_or_else(|| not_a_price(&written))?;
    if whole.len() < text.split('.').next().unwrap_or_default().len() {
        mended.push("the commas between thousands are left away".to_owned());
    }
    if (whole.is_empty() && rest.is_empty()) || !rest.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(not_a_price(&written));
    }
    let amount = minor_units(&whole, rest.trim_end_matches('0'), currency, &written)?;
    let mended = (!mended.is_empty()).then(|| format!("{written}: {}", mended.join(", ")));
    Ok(Price { amount, mended })
}

/// Whether a number stands there as a spreadsheet shortens it: `1.23457E+12`.
pub fn is_e_notation(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['e', 'E']) else { return false };
    let power = power.strip_prefix(['+', '-']).unwrap_or(power);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(power) && digits.split(['.', ',']).all(is_digits) && digits.split(['.', ',']).count() <= 2
}

/// Whether a long number was cut short so. What does it writes one digit before the point, or a sign before the power. A code that
/// happens to look like a number has neither: `12E5`.
pub fn is_shortened(text: &str) -> bool {
    let (digits, power) = text.split_once(['e', 'E']).unwrap_or_default();
    let has_one_digit = digits.split(['.', ',']).next().is_some_and(|whole| whole.len() == 1);
    is_e_notation(text) && (has_one_digit || power.starts_with(['+', '-']))
}

fn split_minus(text: &str) -> (&str, bool) {
    match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (rest.trim(), true),
        None => (text, false),
    }
}

type Sign = (&'static str, &'static [Currency]);

fn split_sign(text: &str) -> (&str, Option<Sign>) {
    for sign in SIGNS {
        if let Some(rest) = text.strip_prefix(sign.0).or_else(|| text.strip_suffix(sign.0)) {
            return (rest.trim(), Some(sign));
        }
    }
    (text, None)
}

/// The digits without the commas between thousands; `None` where anything else stands there.
pub fn ungrouped(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(',').collect();
    let is_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let is_grouped = groups.len() == 1
        || (groups.iter().skip(1).all(|group| group.len() == 3) && groups.first().is_some_and(|first| (1..=3).contains(&first.len())));
    (is_digits && is_grouped).then(|| groups.concat())
}

fn minor_units(whole: &str, rest: &str, currency: Currency, written: &str) -> Result<i64, String> {
    let digits = currency.digits() as usize;
    if rest.len() > digits {
        return Err(match digits {
            0 => format!("{written} cannot be a price in {code}: {code} has nothing behind the point", code = currency.code()),
            _ => format!("{written} has more than {digits} digits behind the point, and {} has no more", currency.code()),
        });
    }
    let whole = whole.trim_start_matches('0');
    if whole.len() > MOST_DIGITS {
        return Err(format!("{written} is larger than any price can be"));
    }
    let digits = format!("{whole}{rest:0<digits$}");
    if digits.is_empty() { Ok(0) } else { digits.parse().map_err(|_| not_a_price(written)) }
}

fn not_a_price(written: &str) -> String {
    let comma = if written.contains(',') { ": commas stand between thousands, and behind each are three digits" } else { "" };
    format!("{written} is not a price{comma}")
}
