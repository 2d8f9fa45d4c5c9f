//! What a list is narrowed to, as it stands in an address; and the values to choose from, each with its count.

use serde::{Deserialize, Serialize};

use crate::{Money, Slug, Text};

/// What a list can be narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Windows, by slug; any of several.
    Window,
    /// Sub-categories of a window, by slug; any of several.
    Category,
    /// Districts of shops, by slug; any of several.
    District,
    /// Values of options, each as `option:value`; any of several of one option, and one of each option.
    Option,
    /// The lowest price, as it is written in `currency`: `12900` won, `12.50` dollars.
    PriceMin,
    /// The highest price, written alike.
    PriceMax,
    /// In which prices are compared; the operator's where it is not said.
    Currency,
    InStock,
    /// Handed over in the shop today.
    Pickup,
    /// One piece alone comes without a delivery fee.
    FreeDelivery,
    OnSale,
    /// The shop is open now.
    Open,
    /// Shown in a clip.
    Clip,
    /// `latitude,longitude` in degrees, rounded to a hundredth: where `sort=nearest` begins.
    Near,
}

impl By {
    pub const ALL: [Self; 14] = [
        Self::Window,
        Self::Category,
        Self::District,
        Self::Option,
        Self::PriceMin,
        Self::PriceMax,
        Self::Currency,
        Self::InStock,
        Self::Pickup,
        Self::FreeDelivery,
        Self::OnSale,
        Self::Open,
        Self::Clip,
        Self::Near,
    ];
    /// Those that are said by yes alone.
    pub const FLAGS: [Self; 6] = [Self::InStock, Self::Pickup, Self::FreeDelivery, Self::OnSale, Self::Open, Self::Clip];

    /// Its name in an address.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Category => "category",
            Self::District => "district",
            Self::Option => "option",
            Self::PriceMin => "price_min",
            Self::PriceMax => "price_max",
            Self::Currency => "currency",
            Self::InStock => "in_stock",
            Self::Pickup => "pickup",
            Self::FreeDelivery => "free_delivery",
            Self::OnSale => "on_sale",
            Self::Open => "open",
            Self::Clip => "clip",
            Self::Near => "near",
        }
    }

    /// What of that name.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.word() == word)
    }

    /// Whether several values may stand side by side, parted by commas.
    #[must_use]
    pub fn takes_several(self) -> bool {
        matches!(self, Self::Window | Self::Category | Self::District | Self::Option)
    }

    /// Whether it narrows the list, rather than saying how it is ordered.
    #[must_use]
    pub fn narrows(self) -> bool {
        !matches!(self, Self::Currency | Self::Near)
    }
}

/// What a list is narrowed to: each name once, in the order of [`By`], values in their own order, none of them empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filters(Vec<(By, String)>);

impl Filters {
    /// From the fields of an address; other names are passed over. A name that comes twice has all its values where it takes
    /// several, else the first.
    pub fn from_fields<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut filters = Self::default();
        for (name, value) in fields {
            let Some(by) = By::of(name) else { continue };
            if by.takes_several() {
                value.split(',').for_each(|one| filters.add(by, one));
            } else if filters.get(by).is_empty() {
                filters.add(by, value);
            }
        }
        filters
    }

    /// Names and values, several joined by commas.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields: Vec<(&'static str, String)> = Vec::new();
        for (by, value) in &self.0 {
            match fields.last_mut() {
                Some((name, values)) if *name == by.word() => {
                    values.push(',');
                    values.push_str(value);
                }
                _ => fields.push((by.word(), value.clone())),
            }
        }
        fields
    }

    /// All pairs; a name that has several values comes several times.
    pub fn pairs(&self) -> impl Iterator<Item = (By, &str)> {
        self.0.iter().map(|(by, value)| (*by, value.as_str()))
    }

    /// The first value of that name, or nothing.
    #[must_use]
    pub fn get(&self, by: By) -> &str {
        self.pairs().find(|(one, _)| *one == by).map_or("", |(_, value)| value)
    }

    #[must_use]
    pub fn has(&self, by: By, value: &str) -> bool {
        self.pairs().any(|pair| pair == (by, value))
    }

    /// Whether the list is the whole one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.0.iter().any(|(by, _)| by.narrows())
    }

    fn add(&mut self, by: By, value: &str) {
        let value = value.trim();
        let pair = (by, if by == By::Near { rounded(value) } else { value.to_owned() });
        if let (false, Err(place)) = (value.is_empty(), self.0.binary_search(&pair)) {
            self.0.insert(place, pair);
        }
    }

    /// With this value where it is not there, without it where it is. Of what takes one value, it takes the place of another.
    #[must_use]
    pub fn toggled(&self, by: By, value: &str) -> Self {
        let mut filters = self.without(|one, kept| one == by && (kept == value || !by.takes_several()));
        if !self.has(by, value) {
            filters.add(by, value);
        }
        filters
    }

    /// Without what `drops` names.
    #[must_use]
    pub fn without(&self, drops: impl Fn(By, &str) -> bool) -> Self {
        Self(self.0.iter().filter(|(by, value)| !drops(*by, value)).cloned().collect())
    }
}

/// What stands for a position that cannot be read: it is refused, and nothing of what was written gets into a link.
const NOWHERE: &str = "?";

/// Where `latitude,longitude` in degrees is, in hundredths of a degree; `None` for anything else. Nothing else reads positions.
#[must_use]
pub fn position(text: &str) -> Option<[i32; 2]> {
    let (north, east) = text.split_once(',')?;
    let within = |text: &str, most: i32| hundredths(text.trim()).filter(|degrees| degrees.abs() <= most * 100);
    Some([within(north, 90)?, within(east, 180)?])
}

/// A position to a hundredth of a degree, about a kilometre: nobody's doorstep.
fn rounded(text: &str) -> String {
    position(text).map_or_else(|| NOWHERE.to_owned(), |[north, east]| [degrees(north), degrees(east)].join(","))
}

/// Degrees written as a decimal, in hundredths. By hand: reading floating numbers would be a tenth of the app's size.
fn hundredths(text: &str) -> Option<i32> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() > 3 || rest.len() > 20 || !whole.chars().chain(rest.chars()).all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let digit = |place: usize| rest.as_bytes().get(place).map_or(0, |digit| i32::from(digit - b'0'));
    Some(sign * (whole.parse::<i32>().ok()? * 100 + digit(0) * 10 + digit(1) + i32::from(digit(2) >= 5)))
}

fn degrees(hundredths: i32) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
}

/// One value to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Value {
    /// As it stands in an address; of an option as `option:value`.
    pub value: String,
    pub name: Text,
    /// How many products would be shown if it were chosen in place of its group's other values. Absent while they are not counted, and of currencies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chosen: bool,
    /// How far below the top of its tree it stands.
    #[serde(default)]
    pub depth: u8,
}

/// One group of values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facet {
    pub by: By,
    /// Of an option: what stands for it in addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<Slug>,
    /// Of an option: its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    pub values: Vec<Value>,
}

/// A group that could be dropped, and how many products there would be then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Way {
    /// `price_min` stands for both ends of the price.
    pub by: By,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<Slug>,
    /// The group's name, where it is an option's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    pub total: u64,
}

/// How a list can be narrowed further, or widened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Narrowing {
    /// Whether values have counts; not so while the index is being read.
    pub counted: bool,
    pub facets: Vec<Facet>,
    /// The lowest and the highest price within everything but the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<[Money; 2]>,
    /// Where nothing is shown: which group to drop to get how many, the most first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<Way>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_choice_has_one_address() {
        let fields = [
            ("option", "size:m,colour:blue"),
            ("district", "b"),
            ("x", "y"),
            ("district", "a,a"),
            ("price_min", ""),
            ("open", "1"),
            ("open", "2"),
        ];
        let filters = Filters::from_fields(fields.into_iter());
        let kept = [("district", "a,b"), ("option", "colour:blue,size:m"), ("open", "1")];
        assert_eq!(filters.fields(), kept.map(|(name, value)| (name, value.to_owned())));
        assert!(filters.has(By::Option, "size:m") && !filters.is_whole());
        assert_eq!(filters.toggled(By::District, "c").toggled(By::District, "c"), filters);
        assert_eq!(filters.without(|by, _| by != By::Open).fields().len(), 1);
        let near = Filters::from_fields([("near", "37.566535,-126.977969")].into_iter());
        assert_eq!((near.is_whole(), near.get(By::Near)), (true, "37.57,-126.98"));
    }

    #[test]
    fn a_position_that_cannot_be_rounded_stands_in_no_link() {
        for exact in ["3.7566535e1,126.977969", "+37.566535,126.977969", "37.566535", "37.566535,126.977969,1", "91.566535,0", "inf,nan"] {
            let filters = Filters::from_fields([("near", exact)].into_iter());
            assert_eq!((filters.get(By::Near), position(filters.get(By::Near))), (NOWHERE, None), "{exact}");
        }
        for (exact, rounded) in [("90,-180", "90.00,-180.00"), (" 37.5 , 127.005", "37.50,127.01"), ("-0.001,0", "0.00,0.00")] {
            let filters = Filters::from_fields([("near", exact)].into_iter());
            assert_eq!(filters.get(By::Near), rounded);
            assert!(position(rounded).is_some());
        }
    }

    #[test]
    fn of_what_takes_one_value_another_takes_its_place() {
        let dollars = Filters::from_fields([("currency", "KRW"), ("open", "1")].into_iter()).toggled(By::Currency, "USD");
        assert_eq!(dollars.fields(), [("currency", "USD".to_owned()), ("open", "1".to_owned())]);
        assert_eq!(dollars.toggled(By::Currency, "USD").fields(), [("open", "1".to_owned())]);
    }
}
