//! Forms that are more than one field a value: hours, boxes to tick, and rows.

use serde_json::{Map, Value, json};
use wire::{
    Failure, Lang,
    application::{ChangeFacts, ChangeRequirements, Declare, Submit},
    review::Decide,
};

use super::{Act, Fields, call_of, place::address};
use crate::api::Call;

/// The days of a week, as fields are numbered.
pub const DAYS: usize = 7;
/// How many spans of a day have fields of their own: with a break there are two.
const SEEN: usize = 2;
/// The most rows of a window's requirements in its form.
pub const ROWS: usize = 30;

fn present(fields: &Fields, names: &[&'static str]) -> Map<String, Value> {
    let filled = names.iter().map(|name| (*name, fields.get(name).trim())).filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

/// A time of day as a field has it, in minutes.
fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// The further spans of a day, which its fields do not show: `780-1080,1140-1260`.
fn spans(text: &str) -> Vec<Value> {
    let span = |text: &str| {
        let (from, to) = text.split_once('-')?;
        Some(json!({ "from": from.parse::<u16>().ok()?, "to": to.parse::<u16>().ok()? }))
    };
    text.split(',').filter_map(span).collect()
}

/// The same, for the form to carry.
#[must_use]
pub fn more(day: &[wire::hours::Span]) -> String {
    day.iter().skip(SEEN).map(|span| format!("{}-{}", span.from, span.to)).collect::<Vec<_>>().join(",")
}

/// Minutes of a day, as a field has them.
#[must_use]
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// The hours of a week, from two fields a day, and two more where it has a break.
///
/// # Errors
/// Where a span has one hour alone.
pub fn hours(fields: &Fields, lang: Lang) -> Result<Value, Failure> {
    let mut week = Vec::new();
    for day in 0..DAYS {
        let first = span(fields, ["from", "to"].map(|name| format!("{name}{day}")), lang)?;
        let second = span(fields, ["again", "until"].map(|name| format!("{name}{day}")), lang)?;
        week.push(match (first, second) {
            (None, None) => json!([]),
            // From midnight to midnight is the whole day.
            (Some((0, 0)), None) => json!([{ "from": 0, "to": 1440 }]),
            (first, second) => {
                let seen = [first, second].into_iter().flatten().map(|(from, to)| json!({ "from": from, "to": to }));
                Value::Array(seen.chain(spans(fields.get(&format!("more{day}")))).collect())
            }
        });
    }
    Ok(Value::Array(week))
}

/// A span of a day from its two fields; `None` where both are empty.
fn span(fields: &Fields, [from, to]: [String; 2], lang: Lang) -> Result<Option<(u16, u16)>, Failure> {
    match (minutes(fields.get(&from)), minutes(fields.get(&to))) {
        (Some(from), Some(to)) => Ok(Some((from, to))),
        (None, None) => Ok(None),
        _ => {
            let message = lang.pick("여는 시각과 닫는 시각을 모두 적어 주세요.", "A day needs both its hours.");
            Err(Failure { field: Some("hours".to_owned()), ..Failure::new(400, wire::Code::Invalid, message) })
        }
    }
}

/// What a shop says of itself.
///
/// # Errors
/// Where a day has one hour alone.
pub fn facts(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let names =
        ["name_ko", "name_en", "representative", "business_number", "mail_order_number", "phone", "email", "district_ko", "postcode"];
    let mut facts = present(fields, &names);
    if let Some(address) = address(fields, Lang::Ko) {
        facts.insert("address_ko".to_owned(), json!(address));
    }
    facts.insert("hours".to_owned(), hours(fields, lang)?);
    let seen: i64 = fields.get("seen").parse().unwrap_or_default();
    call_of::<ChangeFacts>(json!({ "shop": fields.get("shop"), "seen": seen, "facts": facts }), lang)
}

/// What a merchant says is so.
///
/// # Errors
/// Where the form is not ours.
pub fn declared(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let ticked: Vec<&str> = fields.0.iter().filter(|(name, _)| name == "declared").map(|(_, value)| value.as_str()).collect();
    call_of::<Declare>(json!({ "shop": fields.get("shop"), "window": fields.get("window"), "declared": ticked }), lang)
}

/// The application that goes to the operators.
///
/// # Errors
/// Where the form is not ours.
pub fn submit(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    call_of::<Submit>(json!({ "shop": fields.get("shop"), "window": fields.get("window") }), lang)
}

impl Act {
    /// The call that comes before, where one form says two things: what is ticked beside an application is so when it goes.
    ///
    /// # Errors
    /// Where the form is not ours.
    pub fn first(self, fields: &Fields, lang: Lang) -> Result<Option<Call>, Failure> {
        let declares = self == Self::Submit && !fields.get("declares").is_empty();
        declares.then(|| declared(fields, lang)).transpose()
    }
}

/// What an operator decides, of the application that they looked at.
///
/// # Errors
/// Where the form is not ours.
pub fn decision(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let mut call = present(fields, &["applicant", "window", "decision", "words"]);
    call.extend(fields.get("submitted_at").parse::<i64>().ok().map(|at| ("submitted_at".to_owned(), json!(at))));
    call_of::<Decide>(Value::Object(call), lang)
}

/// What a window asks: a row each; a row without words is none.
///
/// # Errors
/// Where the form is not ours.
pub fn requirements(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let mut rows = Vec::new();
    for row in 0..=ROWS {
        let get = |name: &str| fields.get(&format!("{name}{row}")).trim().to_owned();
        let (ko, en) = (get("ko"), get("en"));
        if ko.is_empty() && en.is_empty() {
            continue;
        }
        let either = Some(get("either")).filter(|either| !either.is_empty());
        rows.push(json!({ "id": get("id"), "kind": get("kind"), "either": either, "ko": ko, "en": en }));
    }
    let seen: Option<Value> = serde_json::from_str(fields.get("seen")).ok();
    call_of::<ChangeRequirements>(json!({ "window": fields.get("window"), "requirements": rows, "seen": seen }), lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_from_their_fields() {
        let fields = Fields::parse(b"shop=s&seen=5&name_ko=%EB%B3%84&from0=09:00&to0=18:30&from6=22:00&to6=02:00");
        let call = facts(&fields, Lang::Ko).expect("a call");
        let body: Value = serde_json::from_slice(&call.body.expect("a body")).expect("JSON");
        assert_eq!(body["facts"]["hours"][0], json!([{ "from": 540, "to": 1110 }]));
        assert_eq!(body["facts"]["hours"][6], json!([{ "from": 1320, "to": 120 }]));
        assert_eq!(body["facts"]["hours"][1], json!([]));
        let half = Fields::parse(b"shop=s&seen=5&from0=09:00");
        assert_eq!(facts(&half, Lang::En).expect_err("a failure").field.as_deref(), Some("hours"));
    }

    #[test]
    fn a_day_with_a_break_has_two_spans_and_further_ones_ride_along() {
        let fields = Fields::parse(
            b"shop=s&seen=5&from0=09:00&to0=12:00&again0=13:00&until0=18:00&more0=1140-1260&from1=09:00&to1=18:00&again2=13:00",
        );
        assert_eq!(facts(&fields, Lang::Ko).expect_err("a failure").field.as_deref(), Some("hours"), "half a span is none");
        let fields = Fields(fields.0.into_iter().filter(|(name, _)| name != "again2").collect());
        let call = facts(&fields, Lang::Ko).expect("a call");
        let body: Value = serde_json::from_slice(&call.body.expect("a body")).expect("JSON");
        let spans = json!([{ "from": 540, "to": 720 }, { "from": 780, "to": 1080 }, { "from": 1140, "to": 1260 }]);
        assert_eq!(body["facts"]["hours"][0], spans);
        assert_eq!(body["facts"]["hours"][1], json!([{ "from": 540, "to": 1080 }]));
        let day: Vec<wire::hours::Span> = serde_json::from_value(spans).expect("spans");
        assert_eq!(more(&day), "1140-1260");
    }

    #[test]
    fn rows_without_words_are_none() {
        let fields = Fields::parse(b"window=living&id0=a&kind0=declared&ko0=x&en0=y&either0=&kind1=document&ko1=&en1=");
        let call = requirements(&fields, Lang::Ko).expect("a call");
        let body: Value = serde_json::from_slice(&call.body.expect("a body")).expect("JSON");
        assert_eq!(body["requirements"].as_array().map(Vec::len), Some(1));
    }
}
