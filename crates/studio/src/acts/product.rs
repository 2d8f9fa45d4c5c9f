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

/// What parts the values of an option in one text.
const PARTS: [char; 3] = [',', '，', '\n'];

/// The values of an option as one text: parted by commas, and in quotation marks where one has a comma itself. One that is not
/// there in this language leaves its place empty, by which it is known to what the other language says there.
#[must_use]
pub fn written<'a>(values: impl Iterator<Item = Option<&'a str>>) -> String {
    let quoted = |value: &str| {
        let is_odd = value.starts_with('"') || value.contains(PARTS);
        if is_odd { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.to_owned() }
    };
    let text = values.map(|value| value.map(quoted).unwrap_or_default()).collect::<Vec<_>>().join(", ");
    text.trim_end_matches([',', ' ']).to_owned()
}

/// What stands within quotation marks, from behind the first on, and what comes after it. None where they do not close before a
/// comma or the end: then they are part of the value.
fn quoted(text: &str) -> Option<(String, Option<&str>)> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        let (head, tail) = rest.split_once('"')?;
        value.push_str(head);
        if let Some(more) = tail.strip_prefix('"') {
            value.push('"');
            rest = more;
            continue;
        }
        let tail = tail.trim_start_matches(' ');
        let after = tail.strip_prefix(PARTS);
        return (tail.is_empty() || after.is_some()).then(|| (value.trim().to_owned(), after));
    }
}

/// The values that a text has, those that are empty among them but for the last.
fn read(text: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let text = text.trim_start_matches(' ');
        let plain =
            || text.split_once(PARTS).map_or((text.trim().to_owned(), None), |(value, after)| (value.trim().to_owned(), Some(after)));
        let (value, after) = text.strip_prefix('"').and_then(quoted).unwrap_or_else(plain);
        values.push(value);
        rest = after;
    }
    values
}

fn choices(fields: &Fields) -> Vec<Choice> {
    let list = |name: String| read(fields.get(&name));
    let choice = |row: usize| {
        let (ko, en) = (list(format!("o{row}-values_ko")), list(format!("o{row}-values_en")));
        let name = both(fields, &format!("o{row}-name"));
        let values: Vec<Value> = (0..ko.len().max(en.len()))
            .filter_map(|at| {
                let said = |list: &[String]| list.get(at).filter(|text| !text.is_empty()).map(|text| json!(text));
                let mut both = Map::new();
                both.extend(said(&ko).map(|text| ("ko".to_owned(), text)));
                both.extend(said(&en).map(|text| ("en".to_owned(), text)));
                (!both.is_empty()).then_some(Value::Object(both))
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

/// The words of the options with which the form was drawn.
fn words_were(fields: &Fields) -> Vec<Vec<String>> {
    let mut options = Vec::new();
    let mut option = Vec::new();
    for word in fields.get("options_were").split(BETWEEN) {
        if !word.is_empty() {
            option.push(word.to_owned());
        } else if !option.is_empty() {
            options.push(std::mem::take(&mut option));
        }
    }
    options
}

/// For each option of the form, which of those it was drawn with it is: the one with which it has most values in common, or else the
/// one in its place. Who changes their order means the same variants.
fn olds(choices: &[Choice], drawn: &[Vec<String>]) -> Vec<Option<usize>> {
    let common =
        |choice: &Choice, old: &[String]| choice.values.iter().filter(|value| old.iter().any(|word| word == self::word(value))).count();
    let mut taken = Vec::new();
    let mut found: Vec<Option<usize>> = Vec::new();
    for (at, choice) in choices.iter().enumerate() {
        let free = drawn.iter().enumerate().filter(|(old, _)| !taken.contains(old));
        let best = free.map(|(old, words)| (common(choice, words), old == at, old)).filter(|(common, ..)| *common > 0).max();
        let old = best.map(|(.., old)| old);
        taken.extend(old);
        found.push(old);
    }
    let in_place = |(at, old): (usize, Option<usize>)| old.or_else(|| Some(at).filter(|at| *at < drawn.len() && !taken.contains(at)));
    found.into_iter().enumerate().map(in_place).collect()
}

/// For each value of an option, the word by which the rows know it: its own; or the one in the place of which it was written, where
/// that is gone, because who mends a word still means the same variant.
fn words(choice: &Choice, were: &[String]) -> Vec<String> {
    let now: Vec<&str> = choice.values.iter().map(word).collect();
    let mended = |at: usize| were.get(at).map(String::as_str).filter(|old| !now.contains(old));
    let known = |(at, new): (usize, &&str)| {
        let is_known = were.iter().any(|old| old == new);
        Some(*new).filter(|_| is_known).or_else(|| mended(at)).unwrap_or(new).to_owned()
    };
    now.iter().enumerate().map(known).collect()
}

/// The variants of the form: its rows, and where the options were changed, one for each combination of their values.
fn variants(fields: &Fields, choices: &[Choice], lang: Lang) -> Result<Vec<Value>, Failure> {
    let rows = rows(fields, lang)?;
    let written = |values: &[usize], row: &Map<String, Value>| {
        let mut row = row.clone();
        row.insert("values".to_owned(), json!(values));
        Value::Object(row)
    };
    let drawn = words_were(fields);
    let olds = olds(choices, &drawn);
    let were = |old: Option<usize>| old.and_then(|old| drawn.get(old)).map(Vec::as_slice).unwrap_or_default();
    let known: Vec<Vec<String>> = choices.iter().zip(&olds).map(|(choice, old)| words(choice, were(*old))).collect();
    // In the order in which the rows name them.
    let words = |values: &[usize]| {
        let mut words: Vec<(usize, &str)> = Vec::new();
        for ((at, known), (place, old)) in values.iter().zip(&known).zip(olds.iter().enumerate()) {
            words.extend(known.get(*at).map(|word| (old.unwrap_or(drawn.len() + place), word.as_str())));
        }
        words.sort_unstable();
        key(words.into_iter().map(|(_, word)| word))
    };
    let all = combinations(choices);
    let were: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
    let is_known =
        choices.len() == drawn.len() && known.iter().zip(&olds).all(|(known, old)| old.and_then(|old| drawn.get(old)) == Some(known));
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

/// The words of options as they are kept, for the form to carry.
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
            // What a form waits for it knows from the page: what could not be had meanwhile is not asked for again.
            call_of::<SaveProduct>(json!({ "shop": shop, "product": product, "seen": seen, "draft": draft, "waits_as_before": true }), lang)
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
    fn values_are_written_and_read_with_their_places_and_commas() {
        let texts: [&[Option<&str>]; 5] = [
            &[Some("1,000ml"), Some("500ml")],
            &[None, Some("Blue"), None],
            &[Some("\"큰\" 것"), Some("3\" 관"), Some("가，나")],
            &[Some("빨강"), None, Some("파랑")],
            &[],
        ];
        for values in texts {
            let text = written(values.iter().copied());
            let mut back = read(&text);
            back.resize(values.len(), String::new());
            let want: Vec<&str> = values.iter().map(|value| value.unwrap_or_default()).collect();
            assert_eq!(back, want, "{text}");
        }
        assert_eq!(read("빨강,파랑， 노랑"), ["빨강", "파랑", "노랑"], "as people write them");
        assert_eq!(read("\"열린, 것"), ["\"열린", "것"], "quotation marks that do not close");
    }

    #[test]
    fn a_word_that_is_mended_means_the_same_variant_and_one_in_another_place_does_not() {
        let choice = |values: &[&str]| Choice { name: json!({}), values: values.iter().map(|value| json!({ "ko": value })).collect() };
        let were = ["S", "M", "L"].map(str::to_owned);
        assert_eq!(words(&choice(&["스몰", "M", "L"]), &were), ["S", "M", "L"]);
        assert_eq!(words(&choice(&["M", "L", "XL"]), &were), ["M", "L", "XL"]);
        assert_eq!(words(&choice(&["S", "M", "L", "XL"]), &were), ["S", "M", "L", "XL"]);
        let drawn = [["빨강", "파랑"].map(str::to_owned).to_vec(), ["S", "M"].map(str::to_owned).to_vec()];
        assert_eq!(olds(&[choice(&["S", "M"]), choice(&["빨강", "파랑"])], &drawn), [Some(1), Some(0)]);
        assert_eq!(olds(&[choice(&["빨간색", "파란색"]), choice(&["S"])], &drawn), [Some(0), Some(1)]);
        assert_eq!(olds(&[choice(&["새 값"]), choice(&["빨강"]), choice(&["M"])], &drawn), [None, Some(0), Some(1)]);
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
        // Who changes the order of the options means the same variants.
        let swapped = same.replace(
            "o0-name_ko=색&o0-values_ko=빨강,파랑&o1-name_ko=크기&o1-values_ko=S,M",
            "o0-name_ko=크기&o0-values_ko=S,M&o1-name_ko=색&o1-values_ko=빨강,파랑",
        );
        let swapped = body(product(&Fields::parse(swapped.as_bytes()), Lang::Ko).expect("a call"));
        let variants = swapped["draft"]["variants"].as_array().expect("variants").clone();
        let named: Vec<(&str, &Value)> = variants.iter().map(|one| (one["id"].as_str().expect("an id"), &one["values"])).collect();
        assert_eq!(named, [("a", &json!([0, 0])), ("c", &json!([0, 1]))]);
        let more = same.replace("S,M", "S,M,L");
        let more = body(product(&Fields::parse(more.as_bytes()), Lang::Ko).expect("a call"));
        let more = more["draft"]["variants"].as_array().expect("variants").clone();
        assert_eq!(more.len(), 6);
        assert_eq!((more[0]["id"].as_str(), more[0]["price"].as_i64(), more[2]["price"].as_i64()), (Some("a"), Some(1100), Some(1100)));
    }
}
