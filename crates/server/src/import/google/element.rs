//! The elements of an item, by their names.

use super::space::Space;

/// An element that says something that is kept, or that decides what is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    Id,
    Group,
    Title,
    Description,
    Link,
    Picture,
    MorePicture,
    Availability,
    Price,
    SalePrice,
    SaleDates,
    Brand,
    Kind,
    Color,
    Size,
    Material,
    Pattern,
    Gtin,
    Mpn,
    Weight,
    Condition,
    Handle,
    OwnTitle,
    OwnDescription,
    OwnVendor,
    OwnKind,
    Stock,
    Sku,
    Barcode,
    Before,
    Shown,
    /// The value of an option.
    Option,
    /// The name of the option whose value comes next. It is an attribute and stands in no list of elements.
    OptionName,
}

/// Where in an item something stands, and is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// The text of an element.
    Text(Element),
    /// The value of the option of that name.
    Value(&'a str),
    /// The name of an option, counted from 1.
    Name(usize),
}

/// What stands before an option's name, and before its number, where they name a place.
const VALUE: &str = "golmok:option ";
const NUMBER: &str = "golmok:option@name ";

impl<'a> Place<'a> {
    /// The place of that name in messages; `None` where a text alone cannot be put: an option has a name besides.
    pub fn of_name(name: &'a str) -> Option<Self> {
        if let Some(option) = name.strip_prefix(VALUE) {
            return Some(Self::Value(option));
        }
        match name.strip_prefix(NUMBER) {
            Some(number) => number.parse().ok().map(Self::Name),
            None => Element::of_name(name).filter(|element| *element != Element::Option).map(Self::Text),
        }
    }

    /// Its name in messages.
    pub fn name(self) -> String {
        match self {
            Self::Text(element) => element.name().to_owned(),
            Self::Value(option) => format!("{VALUE}{option}"),
            Self::Name(number) => format!("{NUMBER}{number}"),
        }
    }
}

/// The elements with their names in messages. Google's may stand without their prefix, which Google takes too.
const NAMES: [(Element, &str); 32] = [
    (Element::Id, "g:id"),
    (Element::Group, "g:item_group_id"),
    (Element::Title, "title"),
    (Element::Description, "description"),
    (Element::Link, "link"),
    (Element::Picture, "g:image_link"),
    (Element::MorePicture, "g:additional_image_link"),
    (Element::Availability, "g:availability"),
    (Element::Price, "g:price"),
    (Element::SalePrice, "g:sale_price"),
    (Element::SaleDates, "g:sale_price_effective_date"),
    (Element::Brand, "g:brand"),
    (Element::Kind, "g:product_type"),
    (Element::Color, "g:color"),
    (Element::Size, "g:size"),
    (Element::Material, "g:material"),
    (Element::Pattern, "g:pattern"),
    (Element::Gtin, "g:gtin"),
    (Element::Mpn, "g:mpn"),
    (Element::Weight, "g:shipping_weight"),
    (Element::Condition, "g:condition"),
    (Element::Handle, "golmok:handle"),
    (Element::OwnTitle, "golmok:title"),
    (Element::OwnDescription, "golmok:description"),
    (Element::OwnVendor, "golmok:vendor"),
    (Element::OwnKind, "golmok:kind"),
    (Element::Stock, "golmok:stock"),
    (Element::Sku, "golmok:sku"),
    (Element::Barcode, "golmok:barcode"),
    (Element::Before, "golmok:before"),
    (Element::Shown, "golmok:shown"),
    (Element::Option, "golmok:option"),
];

impl Element {
    /// The element of that name in that namespace; `None` where it says nothing that a street has a place for.
    pub fn of(space: Space, local: &[u8]) -> Option<Self> {
        let is = |name: &str| match (space, name.strip_prefix("golmok:")) {
            (Space::Golmok, Some(own)) => own.as_bytes() == local,
            (Space::Plain | Space::Google, None) => name.strip_prefix("g:").unwrap_or(name).as_bytes() == local,
            _ => false,
        };
        NAMES.iter().find(|(_, name)| is(name)).map(|(element, _)| *element)
    }

    /// The element of that name in messages.
    pub fn of_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(_, known)| *known == name).map(|(element, _)| *element)
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(element, _)| *element == self).map_or("golmok:option", |(_, name)| name)
    }
}
