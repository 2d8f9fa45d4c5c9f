//! Namespaces: which prefix means what, where an element stands.

use quick_xml::{
    events::{BytesStart, attributes::Attribute},
    name::{PrefixDeclaration, QName},
};

use super::{GOLMOK, GOOGLE};

/// The most namespaces that are open at one place. The library's own reader has no such limit, and would look
/// through all of them for each element.
const MOST: usize = 64;

/// Whose an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// RSS itself, and what stands without a prefix.
    Plain,
    Google,
    Golmok,
    /// Of another extension.
    Other,
}

/// The prefixes that are open, the innermost last.
#[derive(Debug, Default)]
pub struct Scopes(Vec<Scope>);

#[derive(Debug)]
struct Scope {
    depth: usize,
    /// Empty for what stands without a prefix.
    prefix: Vec<u8>,
    space: Space,
}

/// More namespaces than are looked through.
pub struct TooMany;

impl Scopes {
    /// Takes in what a tag at `depth` declares. Prefixes of deeper elements are over by then.
    pub fn enter(&mut self, depth: usize, tag: &BytesStart<'_>) -> Result<(), TooMany> {
        self.0.retain(|scope| scope.depth < depth);
        for attribute in tag.attributes().with_checks(false).flatten() {
            let Some(prefix) = declared(&attribute) else { continue };
            if self.0.len() == MOST {
                return Err(TooMany);
            }
            let space = meaning(&attribute.value, prefix.is_empty());
            self.0.push(Scope { depth, prefix: prefix.to_owned(), space });
        }
        Ok(())
    }

    /// Whose the element of that name is. `g:` means Google's where it is not declared, as some programs forget to.
    pub fn space(&self, name: QName<'_>) -> Space {
        let prefix = name.prefix().map_or(&[][..], |prefix| prefix.into_inner());
        match self.0.iter().rfind(|scope| scope.prefix == prefix) {
            Some(scope) => scope.space,
            None if prefix.is_empty() => Space::Plain,
            None if prefix == b"g" => Space::Google,
            None => Space::Other,
        }
    }
}

fn declared<'a>(attribute: &'a Attribute<'_>) -> Option<&'a [u8]> {
    match attribute.key.as_namespace_binding()? {
        PrefixDeclaration::Default => Some(&[]),
        PrefixDeclaration::Named(prefix) => Some(prefix),
    }
}

fn meaning(uri: &[u8], is_default: bool) -> Space {
    let uri = uri.strip_suffix(b"/").unwrap_or(uri);
    let is = |known: &str| {
        let host = |uri: &[u8]| uri.strip_prefix(b"https").or(uri.strip_prefix(b"http")).map(<[u8]>::to_owned);
        host(uri).is_some_and(|uri| Some(uri) == host(known.as_bytes()))
    };
    if is(GOOGLE) {
        Space::Google
    } else if is(GOLMOK) {
        Space::Golmok
    } else if is_default {
        // RSS has no namespace, and some programs give it one.
        Space::Plain
    } else {
        Space::Other
    }
}
