//! Which comes first: the rule, with its weights.
//!
//! A thing's score is the sum, over the words asked for, of the best way in which it has that word ([`weight`]), and something
//! more where its whole name is what was asked for ([`WHOLE`], [`STARTS`]). Lists then put what is in stock first, and among
//! equal scores what is recommended.
//!
//! - A whole word comes before its beginning, that before one inside a longer word, that before one that is still being typed.
//! - The name comes before the kind, the kind before the shop, the shop before the description.
//! - The last word of a name says what the thing is, and so does the last part of a Korean compound: an apple (사과) comes before
//!   apple juice (사과 주스), a crab apple (꽃사과) before apple jam (사과잼).
//! - Another name of a thing counts less than the one that was asked for, and the less the later it stands among its names.
//! - A word near to what was asked for (one wrong letter, the other keyboard) is looked for only where there is no other.

/// Where a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The last word of a name.
    Head,
    Name,
    /// Sub-category, kind, tags, values of options.
    Kind,
    /// Its shop's name.
    Shop,
    Text,
}

/// How a word is found there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The very word.
    Whole,
    /// The same stem, in English.
    Stem,
    /// A longer Korean word that ends with it.
    End,
    /// A longer word that begins with all its syllables or letters.
    Start,
    /// A longer Korean word that holds it further on.
    Inside,
    /// A word that begins with its keys: the last syllable is still being typed.
    Half,
    /// A word, or the whole name, that has just these initials.
    AllInitials,
    /// Words that begin with these initials.
    Initials,
}

/// What a word counts for, of a hundred, where it is found so.
#[must_use]
pub fn weight(field: Field, how: How) -> u16 {
    match (field, how) {
        (Field::Head, How::Whole) => 115,
        (Field::Head, How::Stem) => 110,
        (Field::Head, How::End) => 105,
        (Field::Name, How::Whole) => 100,
        (Field::Name, How::Stem) => 95,
        (Field::Head, How::Start) => 94,
        (Field::Name, How::Start) => 85,
        (Field::Head | Field::Name, How::AllInitials) => 72,
        (Field::Head | Field::Name, How::Inside) | (Field::Name, How::End) => 70,
        (Field::Head | Field::Name, How::Initials) => 64,
        (Field::Head, How::Half) => 66,
        (Field::Name, How::Half) => 56,
        (Field::Kind, How::Whole) => 55,
        (Field::Kind, How::Stem) => 53,
        (Field::Shop, How::Whole | How::Stem) => 50,
        (Field::Kind, How::Start) => 45,
        (Field::Shop, How::Start) => 40,
        (Field::Kind, How::End | How::Inside) => 35,
        (Field::Kind | Field::Shop, How::Half | How::AllInitials | How::Initials) => 30,
        (Field::Shop, How::End | How::Inside) => 28,
        (Field::Text, How::Whole | How::Stem) => 22,
        (Field::Text, How::Start) => 15,
        (Field::Text, How::End | How::Inside | How::Half | How::AllInitials | How::Initials) => 0,
    }
}

/// What is taken of a weight, in hundredths, where not the word itself but something for it is found.
pub const BARE: u16 = 96;
pub const SYNONYM: u16 = 85;
pub const PARTED: u16 = 90;
pub const KEYBOARD: u16 = 80;
pub const NEAR: u16 = 60;

/// The whole name is what was asked for, however it is spaced.
pub const WHOLE: u16 = 80;
/// The name begins with it.
pub const STARTS: u16 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_is_as_it_is_told() {
        for field in [Field::Head, Field::Name, Field::Kind, Field::Text] {
            let falls = [How::Whole, How::Stem, How::Start, How::Inside].map(|how| weight(field, how));
            assert!(falls.is_sorted_by(|one, other| one >= other), "{field:?}");
        }
        for how in [How::Whole, How::Start] {
            let falls = [Field::Head, Field::Name, Field::Kind, Field::Shop, Field::Text].map(|field| weight(field, how));
            assert!(falls.is_sorted_by(|one, other| one > other), "{how:?}");
        }
        assert!(weight(Field::Name, How::Half) > weight(Field::Text, How::Whole), "a name's beginning before a description");
        assert!(weight(Field::Head, How::Whole) * NEAR / 100 < weight(Field::Name, How::Start), "a near word after a right one");
    }
}
