//! The form of a clip, whose moments are numbered.

use serde_json::{Map, Value, json};
use wire::{
    Failure, Lang,
    clip_draft::{AddClip, SaveClip},
};

use super::{
    Fields, call_of,
    draft::{both, said, wrong},
};
use crate::api::Call;

/// The most rows of moments in a form.
const ROWS: usize = 80;

/// `1:05:00`, `1:05` or `65`: in seconds.
#[must_use]
pub fn seconds(text: &str) -> Option<u32> {
    let mut total: u32 = 0;
    let parts: Vec<&str> = text.trim().split(':').collect();
    for (at, part) in parts.iter().enumerate() {
        let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let number: u32 = part.parse().ok().filter(|number| is_number && (at == 0 || *number < 60))?;
        total = total.checked_mul(60)?.checked_add(number)?;
    }
    (parts.len() <= 3).then_some(total)
}

/// A clip, new or saved.
///
/// # Errors
/// What is wrong with the form, beside its field.
pub fn clip(fields: &Fields, lang: Lang) -> Result<Call, Failure> {
    let time = |name: &str, about: &'static str| -> Result<Option<u32>, Failure> {
        let Some(text) = said(fields, name) else { return Ok(None) };
        let unread = || wrong(about, lang, "때를 1:05처럼 적어 주세요.", "Write a time as 1:05.");
        seconds(text).map(Some).ok_or_else(unread)
    };
    let mut draft = Map::new();
    for name in ["title", "about"] {
        draft.insert(name.to_owned(), both(fields, name));
    }
    for name in ["file", "link", "poster"] {
        if let Some(text) = said(fields, name) {
            draft.insert(name.to_owned(), json!(text));
        }
    }
    draft.insert("seconds".to_owned(), json!(time("seconds", "seconds")?.unwrap_or(0)));
    draft.insert("upright".to_owned(), json!(said(fields, "upright").is_some()));
    draft.insert("gone".to_owned(), json!(said(fields, "gone").is_some()));
    let captions = ["ko", "en"].into_iter().filter_map(|lang| {
        let text = said(fields, &format!("captions_{lang}"))?;
        Some(json!({ "lang": lang, "text": text }))
    });
    draft.insert("captions".to_owned(), captions.collect());
    let mut moments: Vec<Value> = Vec::new();
    for row in 0..ROWS {
        if let Some(at) = time(&format!("m{row}-at"), "moments")? {
            let product = said(fields, &format!("m{row}-product"));
            moments.push(json!({ "at": at, "label": both(fields, &format!("m{row}-label")), "product": product }));
        }
    }
    draft.insert("moments".to_owned(), json!(moments));
    let shop = fields.get("shop");
    match said(fields, "clip") {
        None => call_of::<AddClip>(json!({ "shop": shop, "draft": draft }), lang),
        Some(clip) => {
            let seen: i64 = fields.get("seen").parse().unwrap_or(0);
            call_of::<SaveClip>(json!({ "shop": shop, "clip": clip, "seen": seen, "draft": draft }), lang)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, want) in [("7", Some(7)), ("1:05", Some(65)), ("01:02:03", Some(3_723)), (" 90 ", Some(90))] {
            assert_eq!(seconds(text), want, "{text}");
        }
        for text in ["", "1:75", "a", "1:2:3:4", "-1", "1:", "99999"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
