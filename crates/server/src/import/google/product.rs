//! One product from its items.

use std::collections::HashMap;

use wire::{Currency, Slug};

use super::{
    element::Element,
    field::Reading,
    group::{Group, group},
    item::{Item, Items},
    variant,
};
use crate::{
    import::{
        gallery::{self, Named, Pictures},
        list::{Entry, Note, Weight},
        naming::{Taken, do_links_tell, nameless, slug_from, slug_of},
        shopify::{
            field::{MOST_SHORT, one_line},
            html::safe_html,
            rows::quoted,
        },
    },
    product::write::{
        listed::{Field, Listed},
        stored::is_korean,
    },
};

/// The longest title, in characters.
const MOST_TITLE: usize = 255;

/// The longest path of kinds, in characters, as Google has it.
const MOST_PATH: usize = 750;

/// What products of one feed may not share.
#[derive(Default)]
struct Shared {
    slugs: Taken,
    /// Each with the line of its item.
    skus: HashMap<String, u64>,
}

/// Reads the products of a feed in their order. `notes` are of the feed as a whole.
pub fn read_all(items: &Items, currency: Currency, notes: &mut Vec<Note>) -> Vec<Entry> {
    let groups = group(items);
    let mut links: Vec<Option<Slug>> = groups.iter().map(link).collect();
    if !do_links_tell(links.iter().map(Option::as_ref)) {
        let why = "the links of several products end alike, so their addresses come from their ids".to_owned();
        notes.push(Note { line: 1, column: Some(Element::Link.name().to_owned()), why, weight: Weight::Remark });
        links.fill(None);
    }
    let mut shared = Shared::default();
    groups.into_iter().zip(links).map(|(group, link)| read(group, link, currency, &mut shared)).collect()
}

/// The slug at the end of a product's link, unless our own element says which it is.
fn link(group: &Group<'_>) -> Option<Slug> {
    let (_, own) = group.said(Element::Handle);
    let (_, link) = group.said(Element::Link);
    slug_of(link.value().filter(|_| own == Field::Absent)?)
}

fn read(mut group: Group<'_>, link: Option<Slug>, currency: Currency, shared: &mut Shared) -> Entry {
    let line = group.first.line;
    let mut reading = Reading { currency, notes: std::mem::take(&mut group.notes) };
    let mut entry = Entry {
        handle: if group.name.is_empty() { format!("(line {line})") } else { quoted(group.name) },
        line,
        notes: Vec::new(),
        product: None,
        variant_lines: Vec::new(),
        picture_lines: Vec::new(),
    };
    if !reading.is_refused()
        && let Some(slug) = slug(&mut reading, &group, link, &mut shared.slugs)
    {
        entry.handle = slug.to_string();
        group.items.iter().for_each(|item| reading.check_shape(item));
        if !reading.is_refused() {
            let product = read_product(&mut reading, slug, &group, &mut shared.skus, &mut entry);
            entry.product = Some(product).filter(|_| !reading.is_refused());
        }
    }
    entry.notes = reading.notes;
    entry.notes.sort_by_key(|note| note.line);
    entry
}

/// The product's slug, which no other product of the feed has; none where a note says why.
fn slug(reading: &mut Reading, group: &Group<'_>, link: Option<Slug>, slugs: &mut Taken) -> Option<Slug> {
    let (item, element, slug) = if let (item, Field::Value(handle)) = group.said(Element::Handle) {
        (item, Element::Handle, own_slug(reading, item, handle)?)
    } else if let Some(slug) = link {
        (group.said(Element::Link).0, Element::Link, slug)
    } else {
        made_slug(reading, group)?
    };
    if let Err(why) = slugs.take(&slug, item.line) {
        reading.refuse(item, element, why);
        return None;
    }
    Some(slug)
}

/// The slug that our own element says.
fn own_slug(reading: &mut Reading, item: &Item, handle: &str) -> Option<Slug> {
    let Some(slug) = slug_from(handle) else {
        reading.refuse(item, Element::Handle, nameless(handle));
        return None;
    };
    if slug.as_str() != handle {
        reading.warn(item, Element::Handle, format!("{} is no handle and became {slug}", quoted(handle)));
    }
    Some(slug)
}

/// A slug of the product's ids or its title.
fn made_slug<'a>(reading: &mut Reading, group: &Group<'a>) -> Option<(&'a Item, Element, Slug)> {
    let named = [Element::Group, Element::Id, Element::Title].map(|element| (element, group.said(element)));
    let mut made = named.into_iter().filter_map(|(element, (item, text))| Some((item, element, slug_from(text.value()?)?)));
    let first = made.next();
    if first.is_none() {
        let (item, title) = group.said(Element::Title);
        reading.refuse(item, Element::Title, title.value().map_or_else(|| "the title is missing".to_owned(), nameless));
    }
    first
}

fn read_product(reading: &mut Reading, slug: Slug, group: &Group<'_>, skus: &mut HashMap<String, u64>, entry: &mut Entry) -> Listed {
    let name = title(reading, group);
    let (item, element) = group.own_or(Element::OwnDescription, Element::Description);
    let description = match item.field(element) {
        Field::Value(text) => safe_html(text).map_or(Field::Blank, Field::Value),
        Field::Blank => Field::Blank,
        Field::Absent => Field::Absent,
    };
    let (item, element) = group.own_or(Element::OwnVendor, Element::Brand);
    let vendor = reading.line(item, element, MOST_SHORT);
    let kind = kind(reading, group);
    let shown = shown(reading, group);
    warn_of_what_has_no_place(reading, group);
    let is_korean = matches!(&name, Field::Value(name) if is_korean(name));
    let variants = variant::read(reading, group, is_korean, skus);
    let Pictures { pictures, lines, notes } = pictures(&group.items);
    reading.notes.extend(notes);
    entry.variant_lines = variants.lines;
    entry.picture_lines = lines;
    Listed {
        slug,
        name,
        description,
        kind,
        vendor,
        tags: Field::Absent,
        shown,
        options: variants.options,
        variants: variants.variants,
        pictures,
    }
}

fn title(reading: &mut Reading, group: &Group<'_>) -> Field<String> {
    let (item, element) = group.own_or(Element::OwnTitle, Element::Title);
    let title = reading.line(item, element, MOST_TITLE);
    if !matches!(title, Field::Value(_)) {
        reading.refuse(item, Element::Title, "the title is missing");
    }
    if let (first, Field::Value(taken)) = group.said(Element::Title)
        && let Some(other) = group.items.iter().find(|item| item.field(Element::Title).value().is_some_and(|text| text != taken))
    {
        reading.remark(other, Element::Title, format!("another title than in line {}, which is the one taken", first.line));
    }
    title
}

/// The kind of thing: what our own element says or, without it, the last step of Google's `Clothing > Shirts`.
fn kind(reading: &mut Reading, group: &Group<'_>) -> Field<String> {
    let (item, element) = group.own_or(Element::OwnKind, Element::Kind);
    if element == Element::OwnKind {
        return reading.line(item, element, MOST_SHORT);
    }
    let path = reading.line(item, element, MOST_PATH);
    let step = path.map(|path| path.rsplit('>').map(one_line).find(|step| !step.is_empty()).unwrap_or_default());
    match step {
        Field::Value(step) if step.is_empty() => Field::Blank,
        Field::Value(step) if step.chars().count() > MOST_SHORT => {
            reading.refuse(item, element, format!("{} characters; {MOST_SHORT} are the most", step.chars().count()));
            Field::Blank
        }
        step => step,
    }
}

fn shown(reading: &mut Reading, group: &Group<'_>) -> Field<bool> {
    let (item, field) = group.said(Element::Shown);
    match field {
        Field::Value("true") => Field::Value(true),
        Field::Value("false") => Field::Value(false),
        Field::Value(text) => {
            let why = format!("{} is not one of true, false: the product is kept hidden", quoted(text));
            reading.warn(item, Element::Shown, why);
            Field::Value(false)
        }
        Field::Blank | Field::Absent => Field::Absent,
    }
}

fn warn_of_what_has_no_place(reading: &mut Reading, group: &Group<'_>) {
    if let (item, Field::Value(condition)) = group.said(Element::Condition)
        && !condition.eq_ignore_ascii_case("new")
    {
        reading.warn(item, Element::Condition, format!("{} is not kept: say in the description that it is not new", quoted(condition)));
    }
    if let (item, Field::Value(_)) = group.said(Element::SaleDates) {
        reading.warn(item, Element::SaleDates, "from when to when is not kept: the sale's price counts until the next list");
    }
}

/// The pictures of all items, each once, the first ones first.
fn pictures(items: &[&Item]) -> Pictures {
    let of = |item: &&Item, element: Element| item.field(element) != Field::Absent;
    if !items.iter().any(|item| of(item, Element::Picture) || of(item, Element::MorePicture)) {
        return Pictures { pictures: Field::Absent, lines: Vec::new(), notes: Vec::new() };
    }
    let named = items.iter().flat_map(|item| {
        [Element::Picture, Element::MorePicture]
            .into_iter()
            .flat_map(move |element| item.all(element).map(move |text| Named { text, line: item.line, column: element.name() }))
    });
    gallery::read(named)
}
