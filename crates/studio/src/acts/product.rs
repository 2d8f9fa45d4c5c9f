//! The form of a product, whose rows are its variants.

use serde_json::{Map, Value, json};
use wire::{
    Failure, Lang,
    draft::{AddProduct, SaveProduct},
};

use super::{
    Fields, call_of,
    draft::{VARIANTS, both, money, number, pictures, said},
};
use crate::api::Call;

/// Between the values of a variant where one text names them.
const BETWEEN: char = '\u{1f}';

/// One option of the form: its name and its values in both languages.
struct Choice {
    name: Value,
    values: Vec<Value>,
}

fn choices(fields: &Fields) -> Vec<Choice> {
    let list = |name: String| -> Vec<String> {
        fields.get(&name).split([',', '\n', '，']).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
    };
    let choice = |row: usize| {
        let (ko, en) = (list(format!("o{row}-values_ko")), list(format!("o{row}-values_en")));
        let name = both(fields, &format!("o{row}-name"));
        let values: Vec<Value> = (0..ko.len().max(en.len()))
            .map(|at| {
                let mut both = Map::new();
                both.extend(ko.get(at).map(|text| ("ko".to_owned(), json!(text))));
                both.extend(en.get(at).map(|text| ("en".to_owned(), json!(text))));
                Value::Object(both)
            })
            .collect();
        let is_said = !values.is_empty() || name.as_object().is_some_and(|name| !name.is_empty());
        is_said.then_some(Choice { name, values })
    };
    (0..3).filter_map(choice).collect()
}

/// The word by which a value is known from one form to the next.
fn word(value: &Value) -> &str {
    value.get("ko").or(value.get("en")).and_then(Value::as_str).unwrap_or_default()
}

/// The words of some values as one text.
#[must_use]
pub fn key<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(&BETWEEN.to_string())
}

/// Every way to take one of each.
fn combinations(choices: &[Choice]) -> Vec<Vec<usize>> {
    choices.iter().fold(vec![Vec::new()], |all, choice| {
        let longer = |one: Vec<usize>| (0..choice.values.len()).map(move |at| one.iter().copied().chain([at]).collect::<Vec<_>>());
        all.into_iter().flat_map(longer).take(VARIANTS + 1).collect()
    })
}

/// A row of the variants.
struct Row {
    key: String,
    fields: Map<String, Value>,
}

fn rows(fields: &Fields, lang: Lang) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    for row in 0..VARIANTS {
        let named = |name: &str| format!("v{row}-{name}");
        if !fields.0.iter().any(|(name, _)| *name == named("price")) {
            break;
        }
        if !fields.get(&named("gone")).is_empty() {
            continue;
        }
        let mut out = Map::new();
        for name in ["id", "sku", "barcode"] {
            out.extend(said(fields, &named(name)).map(|text| (name.to_owned(), json!(text))));
        }
        out.extend(number(fields, &named("grams"), "grams", lang)?.map(|grams| ("grams".to_owned(), json!(grams))));
        let price = money(fields, &named("price"), "price", lang)?.unwrap_or(0);
        out.insert("price".to_owned(), json!(price));
        out.extend(money(fields, &named("before"), "before", lang)?.map(|before| ("before".to_owned(), json!(before))));
        out.insert("stock".to_owned(), json!(number(fields, &named("stock"), "stock", lang)?.unwrap_or(0)));
        rows.push(Row { key: fields.get(&named("key")).to_owned(), fields: out });
    }
    Ok(rows)
}

/// The variants of the form: its rows, and where the options were changed, one for each combination of their values.
fn variants(fields: &Fields, choices: &[Choice], lang: Lang) -> Result<Vec<Value>, Failure> {
    let rows = rows(fields, lang)?;
    let written = |values: &[usize], row: &Map<String, Value>| {
        let mut row = row.clone();
        row.insert("values".to_owned(), json!(values));
        Value::Object(row)
    };
    let words = |values: &[usize]| key(values.iter().zip(choices).filter_map(|(at, choice)| choice.values.get(*at)).map(word));
    let all = combinations(choices);
    let were: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
    let is_known = fields.get("options_were") == options_key(choices);
    let lowest = rows.iter().filter_map(|row| row.fields.get("price")?.as_i64()).min().unwrap_or(0);
    let price = money(fields, "price", "price", lang)?.unwrap_or(lowest);
    let fresh = Map::from_iter([("price".to_owned(), json!(price)), ("stock".to_owned(), json!(0))]);
    let found = all.iter().filter_map(|values| match were.iter().position(|one| *one == words(values)).and_then(|at| rows.get(at)) {
        Some(row) => Some(written(values, &row.fields)),
        // What was taken out of the rows stays out.
        None if is_known => None,
        // A product that had no options begins them with what it is.
        None if all.len() == 1 => rows.first().map(|row| written(values, &row.fields)),
        None => Some(written(values, &fresh)),
    });
    Ok(found.collect())
}

fn options_key(choices: &[Choice]) -> String {
    key(choices.iter().flat_map(|choice| choice.values.iter().map(word).chain([""])))
}

/// The same of options as they are kept, for the form to carry.
#[must_use]
pub fn options_were(options: &[wire::draft::OptionDraft]) -> String {
    let word = |both: &wire::draft::Both| both.read(Lang::Ko).unwrap_or_default().to_owned();
    let words: Vec<String> = options.iter().flat_map(|option| option.values.iter().map(word).chain([String::new()])).collect();
    key(words.iter().map(String::as_str))
}

/// A product: saved where the form names one, else added.
///
/// # Errors
/// What is no number.
pub fn product(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let mut draft = Map::new();
    for name in ["name", "description", "kind", "origin"] {
        draft.insert(name.to_owned(), both(fields, name));
    }
    draft.extend(said(fields, "vendor").map(|text| ("vendor".to_owned(), json!(text))));
    let tags: Vec<&str> = fields.get("tags").split([',', '\n']).map(str::trim).filter(|tag| !tag.is_empty()).collect();
    draft.insert("tags".to_owned(), json!(tags));
    let choices = choices(fields);
    let options: Vec<Value> = choices.iter().map(|choice| json!({ "name": choice.name, "values": choice.values })).collect();
    draft.insert("options".to_owned(), Value::Array(options));
    draft.insert("variants".to_owned(), Value::Array(variants(fields, &choices, lang)?));
    draft.insert("pictures".to_owned(), Value::Array(pictures(fields)));
    let collections: Vec<&str> = fields.0.iter().filter(|(name, _)| name == "collection").map(|(_, slug)| slug.as_str()).collect();
    draft.insert("collections".to_owned(), json!(collections));
    draft.insert("shown".to_owned(), json!(!fields.get("shown").is_empty()));
    draft.insert("gone".to_owned(), json!(!fields.get("gone").is_empty()));
    let shop = fields.get("shop");
    match said(fields, "product") {
        Some(product) => {
            let seen: i64 = fields.get("seen").parse().unwrap_or_default();
            call_of::<SaveProduct>(json!({ "shop": shop, "product": product, "seen": seen, "draft": draft }), lang)
        }
        None => call_of::<AddProduct>(json!({ "shop": shop, "draft": draft }), lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(call: Call) -> Value {
        serde_json::from_slice(&call.body.expect("a body")).expect("JSON")
    }

    #[test]
    fn new_options_make_every_combination_and_rows_keep_what_they_say() {
        let first = "shop=s&currency=KRW&name_ko=a&v0-price=1000&v0-id=x1&price=2000&o0-name_ko=색&o0-values_ko=빨강,파랑&o1-name_ko=크기&o1-values_ko=S, M";
        let made = body(product(&Fields::parse(first.as_bytes()), Lang::Ko).expect("a call"));
        let variants = made["draft"]["variants"].as_array().expect("variants").clone();
        assert_eq!(variants.len(), 4);
        assert_eq!(variants[3], json!({ "values": [1, 1], "price": 2000, "stock": 0 }));
        // The rows as the next form has them, one of them taken out and one value added.
        let key = |words: [&str; 2]| form_urlencoded::byte_serialize(key(words.into_iter()).as_bytes()).collect::<String>();
        let rows = format!(
            "v0-price=1100&v0-id=a&v0-key={}&v1-price=1200&v1-id=b&v1-gone=1&v1-key={}&v2-price=1300&v2-id=c&v2-key={}",
            key(["빨강", "S"]),
            key(["빨강", "M"]),
            key(["파랑", "S"])
        );
        let were = form_urlencoded::byte_serialize(["빨강", "파랑", "", "S", "M", ""].join("\u{1f}").as_bytes()).collect::<String>();
        let same = format!(
            "shop=s&product=p&seen=1&currency=KRW&name_ko=a&{rows}&options_were={were}&o0-name_ko=색&o0-values_ko=빨강,파랑&o1-name_ko=크기&o1-values_ko=S,M"
        );
        let kept = body(product(&Fields::parse(same.as_bytes()), Lang::Ko).expect("a call"));
        let ids: Vec<&str> = kept["draft"]["variants"].as_array().expect("variants").iter().filter_map(|one| one["id"].as_str()).collect();
        assert_eq!(ids, ["a", "c"]);
        let more = same.replace("S,M", "S,M,L");
        let more = body(product(&Fields::parse(more.as_bytes()), Lang::Ko).expect("a call"));
        let more = more["draft"]["variants"].as_array().expect("variants").clone();
        assert_eq!(more.len(), 6);
        assert_eq!((more[0]["id"].as_str(), more[0]["price"].as_i64(), more[2]["price"].as_i64()), (Some("a"), Some(1100), Some(1100)));
    }
}
