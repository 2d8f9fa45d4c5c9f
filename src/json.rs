//! Reading replies in the browser with little code: the text becomes a tree, and the tree the type.
//!
//! `serde_json`'s own reader takes a type in more ways than the API ever writes it (a struct as an array, a name as a number)
//! and words every error; compiled for each of some fifty types, that was a tenth of what a phone loads. This reader takes
//! what the API writes and says only that something else could not be read.

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Value, map};

/// The text of a reply is not what its type wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl std::fmt::Display for Unreadable {
    fn fmt(&self, words: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        words.write_str("the answer could not be read")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads a reply.
///
/// # Errors
/// [`Unreadable`] where the text is no JSON, or of another shape than the API writes this type in.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Unreadable> {
    let tree: Value = serde_json::from_slice(text).map_err(|_| Unreadable)?;
    T::deserialize(Tree(&tree))
}

/// A part of the tree, read as the type it stands for.
#[derive(Clone, Copy)]
struct Tree<'a>(&'a Value);

/// What the API never writes.
macro_rules! unread {
    ($($name:ident($($more:ty),*))*) => {$(
        fn $name<V: Visitor<'de>>(self, $(_: $more,)* _: V) -> Result<V::Value, Unreadable> {
            Err(Unreadable)
        }
    )*};
}

/// Whole numbers come in two kinds.
macro_rules! whole {
    ($($name:ident $as:ident $visit:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.$visit(self.0.$as().ok_or(Unreadable)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Tree<'de> {
    type Error = Unreadable;

    whole! {
        deserialize_u8 as_u64 visit_u64
        deserialize_u16 as_u64 visit_u64
        deserialize_u32 as_u64 visit_u64
        deserialize_u64 as_u64 visit_u64
        deserialize_i8 as_i64 visit_i64
        deserialize_i16 as_i64 visit_i64
        deserialize_i32 as_i64 visit_i64
        deserialize_i64 as_i64 visit_i64
        deserialize_f64 as_f64 visit_f64
        deserialize_bool as_bool visit_bool
        deserialize_str as_str visit_borrowed_str
        deserialize_string as_str visit_str
    }

    unread! {
        deserialize_any() deserialize_f32() deserialize_char() deserialize_bytes() deserialize_byte_buf() deserialize_unit()
        deserialize_unit_struct(&'static str) deserialize_tuple_struct(&'static str, usize) deserialize_map() deserialize_identifier()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(List(self.0.as_array().ok_or(Unreadable)?.iter()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(Fields::of(self.0.as_object().ok_or(Unreadable)?))
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        let choice = match self.0 {
            Value::String(name) => Choice { name, holds: &Value::Null },
            other => {
                other.as_object().and_then(|fields| fields.iter().next()).map(|(name, holds)| Choice { name, holds }).ok_or(Unreadable)?
            }
        };
        visitor.visit_enum(choice)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }
}

/// A name: of a field, of a choice.
struct Name<'a>(&'a str);

impl<'de> Deserializer<'de> for Name<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(self.0)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// An array, one after the other.
struct List<'a>(std::slice::Iter<'a, Value>);

impl<'de> SeqAccess<'de> for List<'de> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        self.0.next().map(|value| seed.deserialize(Tree(value))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// An object, field by field.
struct Fields<'a> {
    rest: map::Iter<'a>,
    value: &'a Value,
}

impl<'a> Fields<'a> {
    fn of(fields: &'a Map<String, Value>) -> Self {
        Self { rest: fields.iter(), value: &Value::Null }
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(Name(name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(Tree(self.value))
    }
}

/// One of several: its name, and what it holds.
struct Choice<'a> {
    name: &'a str,
    holds: &'a Value,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Unreadable> {
        Ok((seed.deserialize(Name(self.name))?, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(Tree(self.holds))
    }

    fn tuple_variant<V: Visitor<'de>>(self, count: usize, visitor: V) -> Result<V::Value, Unreadable> {
        Tree(self.holds).deserialize_tuple(count, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        Tree(self.holds).deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        Number(u8),
        Pair { one: i64, other: Option<String> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Whole {
        name: String,
        kinds: Vec<Kind>,
        days: [u8; 2],
        nested: Option<Box<Whole>>,
        #[serde(default)]
        flag: bool,
    }

    fn whole() -> Whole {
        let kinds =
            vec![Kind::Plain, Kind::Number(7), Kind::Pair { one: -3, other: None }, Kind::Pair { one: 4, other: Some("둘".into()) }];
        let inner = Whole { name: String::new(), kinds: Vec::new(), days: [0, 255], nested: None, flag: false };
        Whole { name: "골목 \"\n".into(), kinds, days: [1, 3], nested: Some(Box::new(inner)), flag: true }
    }

    #[test]
    fn what_the_api_writes_is_read_back() {
        let text = serde_json::to_vec(&whole()).expect("written");
        assert_eq!(read::<Whole>(&text), Ok(whole()));
        assert_eq!(read::<Whole>(br#"{"new":[1,{"a":2}],"name":"x","kinds":[],"days":[1,2]}"#).map(|whole| whole.name), Ok("x".into()));
    }

    #[test]
    fn anything_else_is_unreadable_and_never_a_panic() {
        let wrong = [
            "",
            "{",
            "[]",
            "null",
            "7",
            r#""x""#,
            "{}",
            r#"{"name":7,"kinds":[],"days":[1,2]}"#,
            r#"{"name":"x","kinds":{},"days":[1,2]}"#,
            r#"{"name":"x","kinds":["other"],"days":[1,2]}"#,
            r#"{"name":"x","kinds":[{}],"days":[1,2]}"#,
            r#"{"name":"x","kinds":[{"number":300}],"days":[1,2]}"#,
            r#"{"name":"x","kinds":[{"number":-1}],"days":[1,2]}"#,
            r#"{"name":"x","kinds":["number"],"days":[1,2]}"#,
            r#"{"name":"x","kinds":[],"days":[1]}"#,
            r#"{"name":"x","kinds":[],"days":[1,2],"flag":"true"}"#,
        ];
        for text in wrong {
            assert_eq!(read::<Whole>(text.as_bytes()).err(), Some(Unreadable), "{text}");
        }
    }
}
