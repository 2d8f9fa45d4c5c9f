//! The options and variants of one product.

use std::collections::HashMap;

use super::{
    column::Column,
    field::{MOST_SHORT, Reading, one_line},
    table::{Row, Table},
};
use crate::product::write::{
    MOST_VARIANTS,
    listed::{Field, ListedOption, ListedVariant},
};

/// What the rows say of variants.
pub struct Variants {
    pub options: Field<Vec<ListedOption>>,
    pub variants: Vec<ListedVariant>,
    pub lines: Vec<u64>,
}

/// Columns of which one that is filled makes a row a variant; others may stand in the rows of pictures too.
const TELLING: [Column; 7] =
    [Column::Value(1), Column::Value(2), Column::Value(3), Column::Sku, Column::Barcode, Column::Price, Column::Before];

/// Reads options and variants. `skus`: those of the list so far, each with its line.
pub fn read<'a>(reading: &mut Reading<'a>, rows: &[&'a Row], skus: &mut HashMap<String, u64>) -> Variants {
    let rows = variant_rows(reading, rows);
    if rows.len() > MOST_VARIANTS
        && let Some(row) = rows.get(MOST_VARIANTS)
    {
        let why = format!("the product has {} variants; {MOST_VARIANTS} are the most", rows.len());
        reading.refuse_whole(row, why);
        return Variants { options: Field::Absent, variants: Vec::new(), lines: Vec::new() };
    }
    let has_options = (1..=3).any(|number| reading.table.has_in(&rows, Column::Value(number)));
    let axes = if has_options { read_axes(reading, &rows) } else { Vec::new() };
    let mut options: Vec<ListedOption> = axes.iter().map(|axis| ListedOption { name: axis.name.clone(), values: Vec::new() }).collect();
    let mut combinations: HashMap<Vec<usize>, u64> = HashMap::new();
    let mut variants = Vec::new();
    let mut lines = Vec::new();
    for row in &rows {
        let values = axes.iter().zip(&mut options).map(|(axis, option)| axis.value(reading, row, option)).collect();
        let variant = read_variant(reading, row, values, skus);
        if has_options || !matches!(variant.sku, Field::Value(_)) {
            if let Some(line) = combinations.get(&variant.values) {
                refuse_twin(reading, row, *line, axes.is_empty());
            }
            combinations.entry(variant.values.clone()).or_insert(row.line);
        }
        variants.push(variant);
        lines.push(row.line);
    }
    let options = if has_options { Field::Value(options) } else { Field::Absent };
    Variants { options, variants, lines }
}

/// The rows that are variants; the first one where none says so. Rows that bring nothing are named.
fn variant_rows<'a>(reading: &mut Reading<'a>, rows: &[&'a Row]) -> Vec<&'a Row> {
    let is_filled =
        |table: &Table, row: &Row, columns: &[Column]| columns.iter().any(|column| matches!(table.cell(row, *column), Field::Value(_)));
    let table = reading.table;
    let found: Vec<&Row> = rows.iter().copied().filter(|row| is_filled(table, row, &TELLING)).collect();
    let pictures = [Column::Picture, Column::VariantPicture];
    for row in rows.iter().skip(1).filter(|row| !is_filled(table, row, &TELLING) && !is_filled(table, row, &pictures)) {
        let column = if table.has(Column::Handle) { Column::Handle } else { Column::Title };
        reading.warn(row, column, "the row brings neither a variant nor a picture and is passed over");
    }
    if found.is_empty() { rows.iter().copied().take(1).collect() } else { found }
}

fn refuse_twin(reading: &mut Reading<'_>, row: &Row, line: u64, is_without_options: bool) {
    let why = if is_without_options {
        format!("a second variant needs an option that tells it from line {line}")
    } else {
        format!("the same choice of options as in line {line}")
    };
    reading.refuse(row, Column::Value(1), why);
}

/// One option while its values are gathered.
struct Axis {
    number: u8,
    name: String,
}

/// The options that are used. `Title` with `Default Title` alone is how the format says that there are none.
fn read_axes<'a>(reading: &mut Reading<'a>, rows: &[&'a Row]) -> Vec<Axis> {
    let mut axes: Vec<Axis> = Vec::new();
    for number in 1..=3 {
        let name = match reading.table.option_name(number) {
            Some(name) => Field::Value(one_line(&name).chars().take(MOST_SHORT).collect()),
            None => reading.first_line(rows, Column::Name(number), MOST_SHORT),
        };
        let has_values = matches!(reading.first(rows, Column::Value(number)), Field::Value(_));
        let Some(row) = rows.first() else { break };
        match name.value() {
            None if !has_values => {}
            Some(_) if !has_values && reading.table.is_plain => {}
            Some(name) if !has_values => {
                reading.warn(row, Column::Name(number), format!("no row has a value for {name}, which is left away"));
            }
            Some(name) => axes.push(Axis { number, name }),
            None => {
                if !is_default_only(reading, rows, number) {
                    reading.warn(row, Column::Name(number), "the option has no name and is called Option");
                }
                axes.push(Axis { number, name: "Option".to_owned() });
            }
        }
    }
    let is_none = match axes.as_slice() {
        [axis] => {
            let is_title = axis.name.eq_ignore_ascii_case("title") || axis.name == "Option";
            is_title && is_default_only(reading, rows, axis.number)
        }
        _ => false,
    };
    if is_none { Vec::new() } else { axes }
}

/// Whether nothing but `Default Title` stands for the option.
fn is_default_only(reading: &Reading<'_>, rows: &[&Row], number: u8) -> bool {
    rows.iter().all(|row| match reading.table.cell(row, Column::Value(number)) {
        Field::Value(value) => value.eq_ignore_ascii_case("default title"),
        Field::Blank | Field::Absent => true,
    })
}

impl Axis {
    /// The position of the row's value among those of `option`, to which a new one is added.
    fn value<'a>(&self, reading: &mut Reading<'a>, row: &'a Row, option: &mut ListedOption) -> usize {
        let column = Column::Value(self.number);
        let Field::Value(value) = reading.line(row, column, MOST_SHORT) else {
            reading.refuse(row, column, format!("the variant has no value for {}", self.name));
            return 0;
        };
        option.values.iter().position(|known| *known == value).unwrap_or_else(|| {
            option.values.push(value);
            option.values.len().saturating_sub(1)
        })
    }
}

fn read_variant<'a>(reading: &mut Reading<'a>, row: &'a Row, values: Vec<usize>, skus: &mut HashMap<String, u64>) -> ListedVariant {
    let mut sku = reading.sku(row);
    if let Field::Value(text) = &sku {
        if let Some(line) = skus.get(text) {
            let why = format!("{text} is the SKU of line {line} too; it is kept there and left away here");
            reading.warn(row, Column::Sku, why);
            // Nothing is said of it, and not that there is none: a variant that has it already keeps it.
            sku = Field::Absent;
        } else {
            skus.insert(text.clone(), row.line);
        }
    }
    ListedVariant {
        values,
        sku,
        barcode: reading.barcode(row),
        grams: reading.grams(row),
        price: reading.price(row, Column::Price),
        before: reading.price(row, Column::Before),
        stock: reading.stock(row),
    }
}
