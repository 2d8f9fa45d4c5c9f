//! Shops: one small business and its storefront each.

use serde::{Deserialize, Serialize};

use crate::{
    Currency, Lang, Money, Picture, Slug, Text,
    clip::ClipCard,
    endpoint::endpoint,
    filter::{Filters, Narrowing},
    hours::{Hours, OpenState},
    listing::{Listing, Sort},
    product::ProductCard,
    time::Day,
    window::Light,
};

/// A shop as it stands in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShopCard {
    pub slug: Slug,
    pub name: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tagline: Option<Text>,
    /// 시/구 in the reader's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<Text>,
    pub open: OpenState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// What delivery costs and how long it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Delivery {
    pub fee: Money,
    /// From this sum on delivery is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_from: Option<Money>,
    /// Days until it is there, at least and at most.
    pub days: [u8; 2],
}

impl Delivery {
    /// What delivery of things for `price` costs.
    #[must_use]
    pub fn fee_for(&self, price: Money) -> Money {
        let free = self.free_from.is_some_and(|from| from.currency == price.currency && price.amount >= from.amount);
        if free { Money::new(0, self.fee.currency) } else { self.fee }
    }
}

/// Taking it along at the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pickup {
    /// Minutes until it is ready, in opening hours.
    pub ready_minutes: u32,
}

/// The business facts that the law asks a Korean shop's page for. What is not known is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Business {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_number: Option<BusinessNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail_order_number: Option<String>,
}

impl Business {
    /// Whether nothing at all is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A Korean business number (사업자등록번호): ten digits of which the last checks the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct BusinessNumber(String);

impl BusinessNumber {
    /// As it is written: `000-00-00000`.
    #[must_use]
    pub fn words(&self) -> String {
        let part = |from, to| self.0.get(from..to).unwrap_or_default();
        [part(0, 3), part(3, 5), part(5, 10)].join("-")
    }

    /// The Fair Trade Commission's page on this business. None for the numbers from 000, which no business has.
    #[must_use]
    pub fn trade_commission_page(&self) -> Option<String> {
        (!self.0.starts_with("000")).then(|| format!("https://www.ftc.go.kr/bizCommPop.do?wrkr_no={}", self.0))
    }

    /// The tenth digit that nine digits ask for.
    ///
    /// Weights 1 3 7 1 3 7 1 3 5, plus the tens digit of five times the ninth; the check digit makes the sum a multiple of ten.
    #[must_use]
    pub fn check_digit(nine: &str) -> Option<u32> {
        const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];
        let digits: Vec<u32> = nine.chars().map(|digit| digit.to_digit(10)).collect::<Option<_>>()?;
        if digits.len() != WEIGHTS.len() {
            return None;
        }
        let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        let ninth = digits.last()?;
        Some((10 - (sum + ninth * 5 / 10) % 10) % 10)
    }
}

impl TryFrom<String> for BusinessNumber {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        let digits: String = text.chars().filter(|character| *character != '-').collect();
        let right = digits.get(..9).and_then(Self::check_digit).map(|check| check.to_string());
        if digits.len() == 10 && right.is_some() && digits.get(9..).map(str::to_owned) == right {
            Ok(Self(digits))
        } else {
            Err("a business number has ten digits of which the last checks the others")
        }
    }
}

impl From<BusinessNumber> for String {
    fn from(number: BusinessNumber) -> Self {
        number.0
    }
}

/// A place on the map, in degrees of WGS 84 times a million: whole numbers, so that they compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Point {
    pub latitude_e6: i64,
    pub longitude_e6: i64,
}

/// The window that a shop stands in, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WindowName {
    pub slug: Slug,
    pub name: Text,
    pub light: Light,
}

/// A group of products by the shop's own order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Collection {
    pub slug: Slug,
    pub name: Text,
    pub products: u64,
}

/// A shop whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shop {
    /// As it stands in a list.
    pub card: ShopCard,
    pub windows: Vec<WindowName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Text>,
    /// Taken in the shop; the first one is its front.
    pub pictures: Vec<Picture>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Today in the shop's zone.
    pub today: Day,
    pub currency: Currency,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pickup: Option<Pickup>,
    pub business: Business,
    pub collections: Vec<Collection>,
}

/// The request for shops.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListShops {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Slug>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1 to 100, 24 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ListShops, Get "/api/v1/shops" => Listing<ShopCard>, "Shops that are open to shoppers, the newest first.");

/// The request for one shop.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowShop {
    pub shop: Slug,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowShop, Get "/api/v1/shops/{shop}" => Shop, "One shop with its hours and business facts.");

/// The request for a shop's page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShowShopPage {
    pub shop: Slug,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<Slug>,
    #[serde(skip)]
    pub filters: Filters,
    #[serde(default)]
    pub sort: Sort,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(default)]
    pub lang: Lang,
}
endpoint!(ShowShopPage, narrowed Get "/api/v1/pages/shops/{shop}" => ShopPage, "A shop's page: the shop, its products and its clips.");

/// A shop's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShopPage {
    pub shop: Shop,
    /// The collection that is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<Slug>,
    pub sort: Sort,
    /// Whether this is a further piece of the list.
    pub further: bool,
    pub products: Listing<ProductCard>,
    /// How the products can be narrowed.
    #[serde(default)]
    pub narrowing: Narrowing,
    pub clips: Vec<ClipCard>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_business_number_checks_itself() {
        let check = BusinessNumber::check_digit("000123456").expect("nine digits");
        let number = BusinessNumber::try_from(format!("000-12-3456{check}")).expect("a right number");
        assert_eq!(number.words(), format!("000-12-3456{check}"));
        assert_eq!(number.trade_commission_page(), None);
        assert!(BusinessNumber::try_from(format!("000-12-3456{}", (check + 1) % 10)).is_err());
        assert!(BusinessNumber::try_from("12345".to_owned()).is_err());
        assert!(BusinessNumber::try_from("가나다라마바사아자차".to_owned()).is_err());
    }

    #[test]
    fn delivery_is_free_from_a_sum_on() {
        let won = |amount| Money::new(amount, Currency::Krw);
        let delivery = Delivery { fee: won(3000), free_from: Some(won(50_000)), days: [1, 3] };
        assert_eq!(delivery.fee_for(won(49_999)), won(3000));
        assert_eq!(delivery.fee_for(won(50_000)), won(0));
    }
}
