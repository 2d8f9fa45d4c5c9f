//! Money in whole minor units of an ISO 4217 currency, and the one formatter for it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Lang;

/// The currencies that prices may be in, with their minor units by ISO 4217.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    #[default]
    Krw,
    Usd,
    Eur,
    Jpy,
    Gbp,
    Cny,
}

impl Currency {
    pub const ALL: [Self; 6] = [Self::Krw, Self::Usd, Self::Eur, Self::Jpy, Self::Gbp, Self::Cny];

    /// The three letters of ISO 4217.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Krw => "KRW",
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Jpy => "JPY",
            Self::Gbp => "GBP",
            Self::Cny => "CNY",
        }
    }

    /// Digits behind the point: none for won and yen.
    #[must_use]
    pub fn digits(self) -> u32 {
        match self {
            Self::Krw | Self::Jpy => 0,
            Self::Usd | Self::Eur | Self::Gbp | Self::Cny => 2,
        }
    }

    /// The minor units of an amount as [`Money::plain`] writes it: `12900`, `12.50`; also with fewer digits behind the point.
    /// `None` for what is not so written, or is finer than the currency.
    #[must_use]
    pub fn amount(self, text: &str) -> Option<i64> {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let zeros = "00".get(rest.len()..self.digits() as usize)?;
        let is_written = (1..=15).contains(&whole.len()) && whole.bytes().chain(rest.bytes()).all(|digit| digit.is_ascii_digit());
        is_written.then(|| [whole, rest, zeros].concat().parse().ok())?
    }

    /// The sign before a price.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Krw => "₩",
            Self::Usd => "$",
            Self::Eur => "€",
            Self::Jpy => "¥",
            Self::Gbp => "£",
            Self::Cny => "CN¥",
        }
    }
}

impl std::str::FromStr for Currency {
    type Err = NoCurrency;

    fn from_str(text: &str) -> Result<Self, NoCurrency> {
        Self::ALL.into_iter().find(|one| one.code().eq_ignore_ascii_case(text)).ok_or(NoCurrency)
    }
}

/// A code that no price may be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoCurrency;

impl fmt::Display for NoCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the currencies are KRW, USD, EUR, JPY, GBP and CNY")
    }
}

impl std::error::Error for NoCurrency {}

/// An amount in minor units: `12900 KRW` is 12,900 won, `1250 USD` is $12.50.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Money {
    pub amount: i64,
    pub currency: Currency,
}

impl Money {
    #[must_use]
    pub fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// As a reader of `lang` writes it: `12,900원`, `₩12,900`, `$12.50`.
    #[must_use]
    pub fn words(self, lang: Lang) -> String {
        let number = self.number(',');
        match (self.currency, lang) {
            (Currency::Krw, Lang::Ko) => number + "원",
            (currency, _) => [currency.sign(), &number].concat(),
        }
    }

    /// As programs write it: `12900`, `12.50`.
    #[must_use]
    pub fn plain(self) -> String {
        self.number('\0')
    }

    fn number(self, group: char) -> String {
        let digits = self.currency.digits();
        let unit = 10_u64.pow(digits);
        let whole = (self.amount.unsigned_abs() / unit).to_string();
        let mut out = String::new();
        if self.amount < 0 {
            out.push('-');
        }
        for (index, digit) in whole.chars().enumerate() {
            if group != '\0' && index > 0 && (whole.len() - index).is_multiple_of(3) {
                out.push(group);
            }
            out.push(digit);
        }
        if digits > 0 {
            let rest = (self.amount.unsigned_abs() % unit).to_string();
            out.push('.');
            for _ in rest.len()..digits as usize {
                out.push('0');
            }
            out.push_str(&rest);
        }
        out
    }
}

/// How much lower `now` is than `before`, in whole percent, rounded down; `None` where it is not lower.
#[must_use]
pub fn percent_off(before: Money, now: Money) -> Option<i64> {
    let lower = before.currency == now.currency && now.amount < before.amount && before.amount > 0;
    lower.then(|| (before.amount - now.amount).saturating_mul(100) / before.amount).filter(|percent| *percent > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_people_write_it() {
        assert_eq!(Money::new(12_900, Currency::Krw).words(Lang::Ko), "12,900원");
        assert_eq!(Money::new(1_234_567, Currency::Krw).words(Lang::En), "₩1,234,567");
        assert_eq!(Money::new(1_205, Currency::Usd).words(Lang::En), "$12.05");
        assert_eq!(Money::new(999, Currency::Krw).words(Lang::Ko), "999원");
        assert_eq!(Money::new(1_250, Currency::Usd).plain(), "12.50");
    }

    #[test]
    fn an_amount_is_read_as_it_is_written() {
        for (text, amount) in [("12.50", 1_250), ("12.5", 1_250), ("12", 1_200), ("12.", 1_200), ("0.05", 5)] {
            assert_eq!(Currency::Usd.amount(text), Some(amount), "{text}");
        }
        assert_eq!(Currency::Krw.amount("12900"), Some(12_900));
        for text in ["", ".5", "12.505", "-1", "+1", "1e3", "1,000", "12.5.0", "1234567890123456", "１２"] {
            assert_eq!(Currency::Usd.amount(text), None, "{text}");
        }
        assert_eq!(Currency::Krw.amount("12.5"), None);
        for currency in Currency::ALL {
            for amount in [0, 7, 99, 100, 12_345_678] {
                assert_eq!(currency.amount(&Money::new(amount, currency).plain()), Some(amount));
            }
        }
    }

    #[test]
    fn a_reduction_is_whole_percent_and_never_flattering() {
        let won = |amount| Money::new(amount, Currency::Krw);
        assert_eq!(percent_off(won(30_000), won(20_000)), Some(33));
        assert_eq!(percent_off(won(20_000), won(20_000)), None);
        assert_eq!(percent_off(won(100_000), won(99_999)), None);
        assert_eq!(percent_off(Money::new(1, Currency::Usd), won(0)), None);
    }
}
