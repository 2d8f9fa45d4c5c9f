//! The options and variants of one product.

use std::collections::HashMap;

use super::{
    element::{Element, Place},
    field::Reading,
    group::Group,
    item::Item,
};
use crate::{
    import::shopify::{
        field::{MOST_SHORT, one_line},
        rows::quoted,
    },
    product::write::{
        MOST_VARIANTS,
        listed::{Field, ListedOption, ListedVariant},
    },
};

/// The most options of a product.
const MOST_OPTIONS: usize = 3;

/// Google's own ways in which variants differ, with their names in Korean and in English.
const AXES: [(Element, &str, &str); 4] = [
    (Element::Color, "색상", "Color"),
    (Element::Size, "사이즈", "Size"),
    (Element::Material, "소재", "Material"),
    (Element::Pattern, "무늬", "Pattern"),
];

/// What the items say of variants.
pub struct Variants {
    pub options: Field<Vec<ListedOption>>,
    pub variants: Vec<ListedVariant>,
    pub lines: Vec<u64>,
}

/// Reads options and variants. `skus`: those of the feed so far, each with its line.
pub fn read(reading: &mut Reading, group: &Group<'_>, is_korean: bool, skus: &mut HashMap<String, u64>) -> Variants {
    let items = group.items.as_slice();
    if let (true, Some(item)) = (items.len() > MOST_VARIANTS, items.get(MOST_VARIANTS)) {
        reading.refuse(item, Element::Group, format!("the product has {} variants; {MOST_VARIANTS} are the most", items.len()));
        return Variants { options: Field::Absent, variants: Vec::new(), lines: Vec::new() };
    }
    let axes = axes(reading, items, is_korean);
    // An item that stands alone may be the one of several that is in stock: it takes no other variant away.
    let is_whole = !axes.is_empty() || (group.is_said && items.len() > 1);
    let mut options: Vec<ListedOption> = axes.iter().map(|axis| ListedOption { name: axis.name.clone(), values: Vec::new() }).collect();
    let mut combinations: HashMap<Vec<usize>, u64> = HashMap::new();
    let mut variants = Vec::new();
    for item in items {
        let values: Vec<usize> = axes.iter().zip(&mut options).map(|(axis, option)| axis.value(reading, item, option)).collect();
        if let Some(line) = combinations.get(&values) {
            refuse_twin(reading, item, *line, axes.first());
        }
        combinations.entry(values.clone()).or_insert(item.line);
        variants.push(read_variant(reading, item, values, skus));
    }
    let options = if is_whole { Field::Value(options) } else { Field::Absent };
    Variants { options, variants, lines: items.iter().map(|item| item.line).collect() }
}

fn refuse_twin(reading: &mut Reading, item: &Item, line: u64, first: Option<&Axis>) {
    let (place, why) = match first {
        Some(axis) => (axis.place(), format!("the same choice of options as in line {line}")),
        None => {
            let why = format!("nothing tells this variant from that in line {line}: its color, size, material or pattern would");
            (Place::Text(Element::Color), why)
        }
    };
    reading.refuse_at(item, place, why);
}

/// One option while its values are gathered.
struct Axis {
    name: String,
    /// Google's element for it; none where our own elements say it.
    element: Option<Element>,
}

/// The options that our own elements say or, without them, Google's in which the items differ.
fn axes(reading: &mut Reading, items: &[&Item], is_korean: bool) -> Vec<Axis> {
    let mut names: Vec<String> = Vec::new();
    for (item, (number, (name, _))) in items.iter().flat_map(|item| (1..).zip(item.options()).map(move |option| (item, option))) {
        if name.is_empty() || name.chars().count() > MOST_SHORT {
            reading.refuse_at(item, Place::Name(number), format!("an option has a name of 1 to {MOST_SHORT} characters"));
            return Vec::new();
        }
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        if names.len() > MOST_OPTIONS {
            break;
        }
    }
    let axes: Vec<Axis> = if names.is_empty() {
        let differing = AXES.iter().filter(|(element, ..)| items.windows(2).any(|pair| differ(pair, *element)));
        let axis = |(element, ko, en): &(Element, &str, &str)| Axis {
            name: if is_korean { *ko } else { *en }.to_owned(),
            element: Some(*element),
        };
        differing.map(axis).collect()
    } else {
        names.into_iter().map(|name| Axis { name, element: None }).collect()
    };
    if let (true, Some(item)) = (axes.len() > MOST_OPTIONS, items.first()) {
        reading.refuse(item, Element::Group, format!("its variants differ in more than {MOST_OPTIONS} ways, which are the most"));
    }
    axes
}

fn differ(pair: &[&Item], element: Element) -> bool {
    let texts: Vec<Option<String>> = pair.iter().map(|item| item.field(element).value().map(one_line)).collect();
    texts.first() != texts.last()
}

impl Axis {
    /// Where an item's value stands.
    fn place(&self) -> Place<'_> {
        self.element.map_or(Place::Value(&self.name), Place::Text)
    }

    /// The position of the item's value among those of `option`, to which a new one is added.
    fn value(&self, reading: &mut Reading, item: &Item, option: &mut ListedOption) -> usize {
        let found = match self.element {
            Some(element) => item.field(element).value(),
            None => item.options().find(|(name, _)| *name == self.name).map(|(_, value)| value),
        };
        let value = found.map(one_line).unwrap_or_default();
        if value.is_empty() {
            reading.refuse_at(item, self.place(), format!("the variant has no value for {}", self.name));
            return 0;
        }
        if value.chars().count() > MOST_SHORT {
            reading.refuse_at(item, self.place(), format!("{} characters; {MOST_SHORT} are the most", value.chars().count()));
        }
        option.values.iter().position(|known| *known == value).unwrap_or_else(|| {
            option.values.push(value);
            option.values.len().saturating_sub(1)
        })
    }
}

fn read_variant(reading: &mut Reading, item: &Item, values: Vec<usize>, skus: &mut HashMap<String, u64>) -> ListedVariant {
    let (price, before) = prices(reading, item);
    ListedVariant {
        values,
        sku: sku(reading, item, skus),
        barcode: reading.barcode(item, MOST_SHORT),
        grams: reading.grams(item),
        price,
        before,
        stock: stock(reading, item),
    }
}

/// The price, and the price before: where there is a sale, its price is the one and the other is the one before.
fn prices(reading: &mut Reading, item: &Item) -> (Field<i64>, Field<i64>) {
    let price = reading.price(item, Element::Price);
    let own = reading.price(item, Element::Before);
    let (price, before) = match (reading.price(item, Element::SalePrice), price) {
        (Field::Value(sale), price) => (Field::Value(sale), price),
        (_, Field::Absent) => (Field::Absent, Field::Absent),
        (_, price) => (price, Field::Blank),
    };
    (price, if own == Field::Absent { before } else { own })
}

/// The SKU, as our own element says it; otherwise Google's `mpn`, or else the item's id, each where no other item has it.
fn sku(reading: &mut Reading, item: &Item, skus: &mut HashMap<String, u64>) -> Field<String> {
    let own = reading.line(item, Element::Sku, MOST_SHORT);
    if own != Field::Absent {
        return own;
    }
    for element in [Element::Mpn, Element::Id] {
        let Field::Value(sku) = reading.line(item, element, MOST_SHORT) else { continue };
        let Some(line) = skus.get(&sku) else {
            skus.insert(sku.clone(), item.line);
            return Field::Value(sku);
        };
        let why = format!("{} is the SKU of line {line} too; it is kept there and left away here", quoted(&sku));
        reading.warn(item, element, why);
    }
    Field::Absent
}

/// Pieces in stock, as our own element says them. Google says only whether there are any: where there are, how many
/// stays what it was.
fn stock(reading: &mut Reading, item: &Item) -> Field<i64> {
    let own = reading.stock(item);
    if own != Field::Absent {
        return own;
    }
    let Field::Value(text) = item.field(Element::Availability) else { return Field::Absent };
    match text.to_lowercase().replace([' ', '-'], "_").as_str() {
        "in_stock" => Field::Absent,
        "out_of_stock" => Field::Value(0),
        "preorder" | "backorder" => {
            reading.warn(item, Element::Availability, "what is ordered ahead has no place here, and counts as out of stock");
            Field::Value(0)
        }
        _ => {
            let why = format!("{} is not one of in_stock, out_of_stock, preorder, backorder, and nothing is kept of it", quoted(text));
            reading.warn(item, Element::Availability, why);
            Field::Absent
        }
    }
}
