//! In what two documents of a thing differ: the fields, and of the short ones what they say.

use serde_json::Value;
use wire::{
    Currency, Lang, Money,
    clip_draft::ClipDraft,
    draft::{Both, DeliveryRule, ProductDraft, ShopDraft},
    hours::{Span, Week},
    preview::Differing,
    time::{clock, playhead, weekday_name},
};

use super::{Document, open::still};
use crate::error::Error;

/// The most letters of a value that is shown.
const LONGEST: usize = 80;

/// The fields in which two documents differ.
///
/// # Errors
/// Where one cannot be written as JSON.
pub(crate) fn fields(before: &Document, after: &Document) -> Result<Vec<String>, Error> {
    let tree = |document: &Document| -> Result<Value, Error> {
        Ok(match document {
            Document::Page(page) => parted(serde_json::to_value(page)?),
            Document::Product(product) => serde_json::to_value(still(product))?,
            Document::Clip(clip) => serde_json::to_value(clip)?,
        })
    };
    let (Value::Object(before), Value::Object(after)) = (tree(before)?, tree(after)?) else { return Ok(Vec::new()) };
    let prices = |variants: Option<&Value>| -> Vec<Option<Value>> {
        variants.and_then(Value::as_array).into_iter().flatten().map(|one| one.get("price").cloned()).collect()
    };
    let mut names: Vec<String> = before.keys().chain(after.keys()).filter(|name| before.get(*name) != after.get(*name)).cloned().collect();
    names.sort_unstable();
    names.dedup();
    // That prices differ is what one wants to know of variants.
    if let Some(at) = names.iter().position(|name| name == "variants")
        && prices(before.get("variants")) != prices(after.get("variants"))
    {
        names.insert(at, "price".to_owned());
    }
    Ok(names)
}

/// A page with what it says of the business as fields of its own.
fn parted(mut page: Value) -> Value {
    if let Value::Object(fields) = &mut page
        && let Some(Value::Object(business)) = fields.remove("business")
    {
        fields.extend(business);
    }
    page
}

/// Who reads the values, and in which currency the shop sells.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub lang: Lang,
    pub currency: Currency,
}

/// The short fields in which two documents differ, with what they say: in the reader's language, or where only the other
/// language's text differs, in that.
#[must_use]
pub fn values(before: &Document, after: &Document, reader: Reader) -> Vec<Differing> {
    let other = Reader { lang: reader.lang.other(), ..reader };
    let of = |document: &Document| said(document, reader).into_iter().zip(said(document, other)).collect::<Vec<_>>();
    let differing = |((one, other), (one_now, other_now)): ((Said, Said), (Said, Said))| {
        let (before, after) = if one == one_now { (other, other_now) } else { (one, one_now) };
        let is_short = |said: &Said| said.1.chars().count() <= LONGEST;
        let fits = before != after && is_short(&before) && is_short(&after);
        fits.then(|| Differing { field: before.0.to_owned(), before: before.1, after: after.1 })
    };
    of(before).into_iter().zip(of(after)).filter_map(differing).collect()
}

/// A field and what it says.
type Said = (&'static str, String);

fn said(document: &Document, reader: Reader) -> Vec<Said> {
    match document {
        Document::Page(page) => of_page(page, reader),
        Document::Product(product) => of_product(product, reader),
        Document::Clip(clip) => of_clip(clip, reader.lang),
    }
}

fn text(both: &Both, lang: Lang) -> String {
    lang.pick(&both.ko, &both.en).clone().unwrap_or_default()
}

fn plain(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn of_page(page: &ShopDraft, reader: Reader) -> Vec<Said> {
    let lang = reader.lang;
    let minutes = |minutes: u32| lang.pick(format!("{minutes}분"), format!("{minutes} minutes"));
    let collections: Vec<String> = page.collections.iter().map(|one| text(&one.name, lang)).collect();
    let business = page.business.clone().unwrap_or_default();
    vec![
        ("name", text(&page.name, lang)),
        ("tagline", text(&page.tagline, lang)),
        ("district", text(&page.district, lang)),
        ("address", text(&page.address, lang)),
        ("postcode", plain(page.postcode.as_ref())),
        ("phone", plain(page.phone.as_ref())),
        ("email", plain(page.email.as_ref())),
        ("hours", page.hours.as_ref().map(|week| hours(week, lang)).unwrap_or_default()),
        ("delivery", page.delivery.as_ref().map(|rule| delivery(rule, reader)).unwrap_or_default()),
        ("pickup_minutes", page.pickup_minutes.map(minutes).unwrap_or_default()),
        ("collections", collections.join(", ")),
        ("representative", plain(business.representative.as_ref())),
        ("business_number", plain(business.business_number.as_ref())),
        ("mail_order_number", plain(business.mail_order_number.as_ref())),
    ]
}

/// A week in words, days of the same hours together: `Mon-Fri 10:00-19:00, Sat 11:00-15:00`.
fn hours(week: &Week, lang: Lang) -> String {
    let mut groups: Vec<(usize, usize, &Vec<Span>)> = Vec::new();
    for (day, spans) in week.iter().enumerate() {
        match groups.last_mut() {
            Some((_, to, same)) if *same == spans => *to = day,
            _ => groups.push((day, day, spans)),
        }
    }
    let words = groups.into_iter().filter(|(_, _, spans)| !spans.is_empty()).map(|(from, to, spans)| {
        let days = match (weekday_name(from, lang), weekday_name(to, lang)) {
            (from, to) if from == to => from.to_owned(),
            (from, to) => format!("{from}-{to}"),
        };
        let times: Vec<String> = spans.iter().map(|span| format!("{}-{}", clock(span.from), clock(span.to))).collect();
        format!("{days} {}", times.join(" "))
    });
    words.collect::<Vec<_>>().join(", ")
}

fn delivery(rule: &DeliveryRule, Reader { lang, currency }: Reader) -> String {
    let sum = |sum: i64| Money::new(sum, currency).words(lang);
    let [least, most] = rule.days;
    let fee = sum(rule.fee);
    let days = lang.pick(format!("{least}-{most}일"), format!("{least}-{most} days"));
    match rule.free_from.map(sum) {
        Some(from) => lang.pick(format!("{fee} ({from}부터 무료), {days}"), format!("{fee} (free from {from}), {days}")),
        None => format!("{fee}, {days}"),
    }
}

fn of_product(product: &ProductDraft, Reader { lang, currency }: Reader) -> Vec<Said> {
    let prices = || product.variants.iter().map(|variant| variant.price);
    let price = match (prices().min(), prices().max()) {
        (Some(least), Some(most)) if least < most => {
            format!("{}-{}", Money::new(least, currency).words(lang), Money::new(most, currency).words(lang))
        }
        (Some(price), _) => Money::new(price, currency).words(lang),
        _ => String::new(),
    };
    vec![
        ("name", text(&product.name, lang)),
        ("kind", text(&product.kind, lang)),
        ("origin", text(&product.origin, lang)),
        ("vendor", plain(product.vendor.as_ref())),
        ("tags", product.tags.join(", ")),
        ("price", price),
    ]
}

fn of_clip(clip: &ClipDraft, lang: Lang) -> Vec<Said> {
    vec![("title", text(&clip.title, lang)), ("link", plain(clip.link.as_ref())), ("seconds", playhead(clip.seconds))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_reads_as_people_write_it() {
        let open = |from, to| vec![Span { from, to }];
        let week: Week = [
            open(600, 1140),
            open(600, 1140),
            open(600, 1140),
            open(600, 1140),
            open(600, 1140),
            vec![Span { from: 660, to: 780 }, Span { from: 840, to: 900 }],
            Vec::new(),
        ];
        assert_eq!(hours(&week, Lang::En), "Mon-Fri 10:00-19:00, Sat 11:00-13:00 14:00-15:00");
        assert_eq!(hours(&week, Lang::Ko), "월-금 10:00-19:00, 토 11:00-13:00 14:00-15:00");
    }
}
