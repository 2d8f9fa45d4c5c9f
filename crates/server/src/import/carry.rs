//! What a list's format cannot say, carried over from what is kept before the list is laid over it.

use super::called::{found, names, option_called};
use crate::product::write::{
    Remark,
    listed::{Field, Listed, ListedOption, ListedPicture, ListedVariant},
    plan,
    stored::{Stored, StoredOption, StoredPicture},
};

/// The list with what it says nothing new of as it is kept: the order of options' values and those that no variant
/// has, a single price for a product of several variants that is the lowest of theirs, and pictures that it has no word for.
#[must_use]
pub fn carry(mut listed: Listed, kept: &Stored) -> Listed {
    if let Field::Value(options) = &mut listed.options {
        for (axis, option) in options.iter_mut().enumerate() {
            if let Some(old) = kept.options.get(axis).filter(|_| option_called(&kept.options, axis, &option.name) == Some(axis)) {
                carry_values(option, axis, old, kept, &mut listed.variants);
            }
        }
    }
    if listed.options == Field::Absent && is_lowest_price(&listed.variants, kept) {
        listed.variants = vec![ListedVariant::default()];
    }
    listed.pictures = carry_pictures(listed.pictures, &kept.pictures);
    listed
}

/// The pictures as they are kept, where the list could not say them otherwise. Where `|` parts addresses from each other, that sign is
/// written in another way within one. And no list that is written here has the bare name of a file that is not here: it is no
/// address. One that has such names speaks of them, and leaves away which it means to.
fn carry_pictures(listed: Field<Vec<ListedPicture>>, kept: &[StoredPicture]) -> Field<Vec<ListedPicture>> {
    let mut pictures = match listed {
        Field::Absent => return Field::Absent,
        Field::Blank => Vec::new(),
        Field::Value(pictures) => pictures,
    };
    for one in &mut pictures {
        let mut sources = kept.iter().filter_map(|old| old.source.as_ref());
        if let Some(source) = sources.find(|source| source.contains('|') && source.replace('|', "%7C") == one.source) {
            one.source.clone_from(source);
        }
    }
    let is_address = |source: &str| source.contains("://");
    if pictures.iter().all(|one| is_address(&one.source)) {
        for (place, old) in kept.iter().enumerate().filter(|(_, old)| old.picture_id.is_none()) {
            if let Some(source) = old.source.clone().filter(|source| !is_address(source)) {
                pictures.insert(place.min(pictures.len()), ListedPicture { source, alt: Field::Absent });
            }
        }
    }
    if pictures.is_empty() { Field::Blank } else { Field::Value(pictures) }
}

/// Rows and items name values in the order in which variants have them. Where that is the order of the kept variants
/// too, the list says nothing of the order in which the values are shown.
fn carry_values(option: &mut ListedOption, axis: usize, old: &StoredOption, kept: &Stored, variants: &mut [ListedVariant]) {
    let listed = std::mem::take(&mut option.values);
    let places = found(&old.values, &listed);
    let find = |place: usize| places.iter().position(|found| *found == Some(place));
    let mut as_variants: Vec<usize> = Vec::new();
    for variant in &kept.variants {
        let place = variant.values.get(axis).and_then(|place| usize::try_from(*place).ok());
        if let Some(place) = place.filter(|place| !as_variants.contains(place)) {
            as_variants.push(place);
        }
    }
    let is_in_order = as_variants.iter().filter_map(|place| find(*place)).is_sorted();
    // For each value that comes out, which of the list it is; none for one that no variant has.
    let mut order: Vec<(Option<usize>, String)> = Vec::new();
    if is_in_order {
        for (place, name) in names(&old.values).into_iter().enumerate() {
            match find(place) {
                Some(at) => order.extend(listed.get(at).map(|text| (Some(at), text.clone()))),
                None if !as_variants.contains(&place) => order.push((None, name)),
                None => {}
            }
        }
    }
    for (at, text) in listed.into_iter().enumerate() {
        if order.iter().all(|(known, _)| *known != Some(at)) {
            order.push((Some(at), text));
        }
    }
    for value in variants.iter_mut().filter_map(|variant| variant.values.get_mut(axis)) {
        *value = order.iter().position(|(known, _)| known.as_ref() == Some(value)).unwrap_or(*value);
    }
    option.values = order.into_iter().map(|(_, text)| text).collect();
}

fn is_lowest_price(listed: &[ListedVariant], kept: &Stored) -> bool {
    let [only] = listed else { return false };
    let says = |field: &Field<String>| matches!(field, Field::Value(_));
    let says_more = says(&only.sku) || says(&only.barcode) || only.grams != Field::Absent || only.stock != Field::Absent;
    let is_as_kept = kept.variants.iter().min_by_key(|variant| variant.price).is_some_and(|lowest| {
        let price = only.price.clone().over(Some(lowest.price)).unwrap_or_default();
        price == lowest.price && only.before.clone().over(lowest.before) == lowest.before
    });
    kept.variants.len() > 1 && !says_more && is_as_kept
}

/// What a product is after a list was laid over it, so that a list that was written here changes nothing.
///
/// # Errors
/// Why it cannot be.
pub fn plan_over(kept: Option<&Stored>, listed: Listed, created_at: i64) -> Result<(Stored, Vec<Remark>), Remark> {
    let Some(kept) = kept else { return plan(None, listed, created_at) };
    let mut lent_to = kept.clone();
    let lent = Lent::lend(&mut lent_to, &listed);
    let (mut new, remarks) = plan(Some(&lent_to), carry(listed, &lent_to), created_at)?;
    lent.give_back(&mut new);
    Ok((new, remarks))
}

/// Pictures that a list names by their addresses here, with the sources that they had.
#[derive(Debug, Default)]
pub struct Lent(Vec<(String, Option<String>)>);

impl Lent {
    /// Lets a list name kept pictures by their addresses here, so that a list that was written here names no new ones.
    pub fn lend(kept: &mut Stored, listed: &Listed) -> Self {
        let Field::Value(pictures) = &listed.pictures else { return Self::default() };
        let mut lent: Vec<(String, Option<String>)> = Vec::new();
        for address in pictures.iter().map(|picture| &picture.source) {
            let Some(id) = picture_at(address) else { continue };
            // Once: another address of the same picture is another picture of the list.
            let is_lent = |picture: &StoredPicture| lent.iter().any(|(address, _)| picture.source.as_ref() == Some(address));
            let is_it = |picture: &&mut StoredPicture| picture.picture_id.as_deref() == Some(id) && !is_lent(picture);
            let is_known = kept.pictures.iter().any(|picture| picture.source.as_ref() == Some(address));
            if let Some(picture) = kept.pictures.iter_mut().find(is_it).filter(|_| !is_known) {
                lent.push((address.clone(), picture.source.replace(address.clone())));
            }
        }
        Self(lent)
    }

    /// Gives the pictures that are still there the sources that they had.
    pub fn give_back(self, planned: &mut Stored) {
        for (here, source) in self.0 {
            if let Some(picture) = planned.pictures.iter_mut().find(|picture| picture.source.as_ref() == Some(&here)) {
                picture.source = source;
            }
        }
    }
}

/// The id of the picture of which a file here has that address, in whichever width and format. It is the hash of what the
/// picture is, so another street's file of that id is the same picture.
fn picture_at(address: &str) -> Option<&str> {
    let (id, _) = address.rsplit_once("/media/")?.1.split_once('-')?;
    Some(id).filter(|id| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests;
