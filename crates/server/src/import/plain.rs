//! Reading a list of one's own: a table between commas, semicolons or tabs under any headers. What a column holds is known by
//! its header where that is a usual one, or said by who brings it in.

use std::collections::HashMap;

use csv::StringRecord;
use wire::{
    Currency,
    import::{Correction, ImportColumn, ListField},
};

pub use super::shopify::Unreadable;
use super::{
    list::{Headers, List, Note, Weight},
    shopify::{self, Column, Table, text},
};

/// The most columns that are looked at.
const MOST_COLUMNS: usize = 100;
/// The longest example of a column, in characters.
const MOST_EXAMPLE: usize = 40;

/// Headers that are usual, without blanks and in small letters; those that come first count first.
const USUAL: [(ListField, &[&str]); 18] = [
    (ListField::Name, &["상품명", "이름", "제품명", "품명", "품목명", "상품이름", "name", "title", "product", "productname", "item"]),
    (ListField::Price, &["판매가", "판매가격", "가격", "단가", "판매금액", "price", "saleprice", "sellingprice", "unitprice"]),
    (ListField::Before, &["정가", "소비자가", "할인전가격", "시중가", "listprice", "regularprice", "compareatprice", "originalprice"]),
    (ListField::Stock, &["재고", "재고수량", "수량", "재고량", "stock", "quantity", "qty", "inventory"]),
    (ListField::Description, &["설명", "상품설명", "상세설명", "상세정보", "내용", "description", "details", "body"]),
    (ListField::Vendor, &["브랜드", "제조사", "공급사", "만든곳", "brand", "vendor", "maker", "manufacturer"]),
    (ListField::Kind, &["분류", "카테고리", "상품분류", "종류", "category", "type", "producttype", "kind"]),
    (ListField::Tags, &["태그", "검색어", "키워드", "tags", "keywords"]),
    (ListField::Option1, &["옵션", "옵션1", "옵션값", "사이즈", "색상", "option", "option1", "size", "variant"]),
    (ListField::Option2, &["옵션2", "색상", "색깔", "option2", "color", "colour"]),
    (ListField::Option3, &["옵션3", "option3", "material"]),
    (ListField::Sku, &["상품코드", "품번", "관리코드", "자체상품코드", "sku", "code", "itemcode", "productcode"]),
    (ListField::Barcode, &["바코드", "barcode", "gtin", "ean", "upc"]),
    (ListField::Grams, &["무게", "무게(g)", "중량", "중량(g)", "grams", "weight(g)"]),
    (ListField::Picture, &["사진", "이미지", "대표이미지", "이미지주소", "상품이미지", "image", "imageurl", "picture", "photo"]),
    (ListField::Alt, &["사진설명", "이미지설명", "alt", "alttext"]),
    (ListField::Handle, &["주소", "핸들", "handle", "slug"]),
    (ListField::Shown, &["판매상태", "진열", "진열상태", "노출", "status", "published", "visible"]),
];

/// Reads a list whose prices are in `currency`, with cells that were put right. Those of line 1 say what columns hold.
///
/// # Errors
/// Where the file as a whole cannot be read.
pub fn read_corrected(bytes: &[u8], currency: Currency, cells: &[Correction]) -> Result<List, Unreadable> {
    let (text, mut notes) = text::decode(bytes)?;
    let (said, cells): (Vec<&Correction>, Vec<&Correction>) = cells.iter().partition(|cell| cell.line == 1);
    let mut columns = Vec::new();
    let mut table = Table::read_under(&text, separator(&text), |record| {
        columns = match_columns(record, &said)?;
        let headers = columns.iter().map(|column| column.name.clone()).collect();
        let at = columns.iter().enumerate().filter_map(|(at, column)| Some((column_of(column.field?), at))).collect();
        Ok(Table::plain(headers, at, lacking(&columns)))
    })?;
    cells.into_iter().for_each(|cell| table.correct(cell));
    for column in &mut columns {
        column.example = table.first_under(&column.name).map(|text| text.chars().take(MOST_EXAMPLE).collect());
    }
    notes.extend(table.notes.iter().cloned());
    let mut list = if table.has(Column::Title) || table.has(Column::Handle) {
        shopify::list(table, notes, currency)
    } else {
        let why = "it is not known which column holds the names of the products: say it below".to_owned();
        notes.push(Note { line: 1, column: None, why, weight: Weight::Refusal });
        List::new(notes, Vec::new(), Headers::default(), Box::new(table))
    };
    list.columns = columns;
    Ok(list)
}

/// What stands between cells: of comma, semicolon and tab the one that is most in the first line.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    [b',', b'\t', b';'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// The columns with what each holds: what was said, and then what its header says.
fn match_columns(record: &StringRecord, said: &[&Correction]) -> Result<Vec<ImportColumn>, Unreadable> {
    let mut names: Vec<String> = Vec::new();
    for (at, header) in record.iter().take(MOST_COLUMNS).enumerate() {
        let bare = header.trim();
        let bare = if bare.is_empty() { format!("({})", at + 1) } else { bare.to_owned() };
        let mut name = bare.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{bare} ({number})");
            number += 1;
        }
        names.push(name);
    }
    let mut fields: HashMap<ListField, usize> = HashMap::new();
    for one in said {
        let Some(at) = names.iter().position(|name| *name == one.column) else { continue };
        let Some(field) = ListField::of(&one.value) else { continue };
        if fields.insert(field, at).is_some() {
            return Err(Unreadable::TwiceTheField(field.word()));
        }
    }
    let is_said = |name: &str| said.iter().any(|one| one.column == name);
    for (field, usual) in USUAL {
        if fields.contains_key(&field) {
            continue;
        }
        let is_free = |at: usize, name: &str| !is_said(name) && !fields.values().any(|taken| *taken == at);
        let found =
            usual.iter().find_map(|header| names.iter().enumerate().position(|(at, name)| bare(name) == *header && is_free(at, name)));
        if let Some(at) = found {
            fields.insert(field, at);
        }
    }
    let column = |(at, name)| {
        let field = fields.iter().find(|(_, taken)| **taken == at).map(|(field, _)| *field);
        ImportColumn { name, example: None, field }
    };
    Ok(names.into_iter().enumerate().map(column).collect())
}

/// The columns that a list lacks, each under the first of its usual headers that stands nowhere in it.
fn lacking(columns: &[ImportColumn]) -> Vec<(Column, &'static str)> {
    let mut out: Vec<(Column, &'static str)> = Vec::new();
    for (field, usual) in USUAL {
        if columns.iter().any(|column| column.field == Some(field)) {
            continue;
        }
        let stands = |header: &str| columns.iter().any(|column| bare(&column.name) == header);
        let found = usual.iter().copied().find(|header| !stands(header) && out.iter().all(|(_, taken)| taken != header));
        out.extend(found.map(|header| (column_of(field), header)));
    }
    out
}

fn bare(header: &str) -> String {
    header.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-')).flat_map(char::to_lowercase).collect()
}

fn column_of(field: ListField) -> Column {
    match field {
        ListField::Name => Column::Title,
        ListField::Price => Column::Price,
        ListField::Before => Column::Before,
        ListField::Stock => Column::Stock,
        ListField::Description => Column::Body,
        ListField::Vendor => Column::Vendor,
        ListField::Kind => Column::Kind,
        ListField::Tags => Column::Tags,
        ListField::Option1 => Column::Value(1),
        ListField::Option2 => Column::Value(2),
        ListField::Option3 => Column::Value(3),
        ListField::Sku => Column::Sku,
        ListField::Barcode => Column::Barcode,
        ListField::Grams => Column::Grams,
        ListField::Picture => Column::Picture,
        ListField::Alt => Column::Alt,
        ListField::Handle => Column::Handle,
        ListField::Shown => Column::Published,
    }
}

#[cfg(test)]
mod tests;
