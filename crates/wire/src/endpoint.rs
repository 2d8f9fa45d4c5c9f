//! An endpoint is a type: its fields are the request, and beside them stand method, path and reply.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::filter::Filters;

/// The methods that the API knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The word of the protocol: `GET`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One call of the API. The client builds the address from it, the server routes it, the document lists it.
pub trait Endpoint: Serialize + DeserializeOwned {
    const METHOD: Method;
    /// The path with `{field}` for the fields that stand in it; the other fields are the query, or where it writes, the body.
    const PATTERN: &'static str;
    /// One sentence for the document.
    const SUMMARY: &'static str;
    /// Whether it answers with a list that filters narrow: their names stand in the query beside its own fields.
    const NARROWED: bool = false;
    /// Whether a file comes with it.
    const CARRIES: bool = false;
    /// Whether it answers with the bytes of a file, and not with JSON: there is no reply to read then.
    const SERVES: bool = false;
    type Reply: Serialize + DeserializeOwned;

    /// What the list is narrowed to.
    fn filters(&self) -> Option<&Filters> {
        None
    }

    /// Narrows the list.
    fn narrow(&mut self, _filters: Filters) {}

    /// Path and query of this very request, percent-encoded.
    fn url(&self) -> String {
        let fields = match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        let mut path = Self::PATTERN.to_owned();
        let mut query = String::new();
        for (name, value) in fields {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text,
                other => other.to_string(),
            };
            let place = ["{", &name, "}"].concat();
            if path.contains(&place) {
                path = path.replace(&place, &encode(&text));
            } else if Self::METHOD == Method::Get {
                query.push(if query.is_empty() { '?' } else { '&' });
                query.push_str(&name);
                query.push('=');
                query.push_str(&encode(&text));
            }
        }
        for (name, value) in self.filters().map(Filters::fields).unwrap_or_default() {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(name);
            query.push('=');
            query.push_str(&encode(&value));
        }
        path + &query
    }

    /// The JSON body of this very request: the fields that do not stand in the path. Nothing where it reads.
    fn body(&self) -> Option<Vec<u8>> {
        if Self::METHOD == Method::Get {
            return None;
        }
        let mut fields = match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        fields.retain(|name, _| !Self::PATTERN.contains(&["{", name, "}"].concat()));
        serde_json::to_vec(&fields).ok()
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
#[must_use]
pub fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(nibble)).copied().map_or('0', char::from));
            }
        }
    }
    out
}

/// Undoes percent-encoding; `None` where the result is no UTF-8 or an escape is broken.
#[must_use]
pub fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            out.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// Ties a request type to its method, path and reply.
macro_rules! endpoint {
    ($request:ty, $method:ident $pattern:literal => $reply:ty, $summary:literal) => {
        impl $crate::Endpoint for $request {
            const METHOD: $crate::Method = $crate::Method::$method;
            const PATTERN: &'static str = $pattern;
            const SUMMARY: &'static str = $summary;
            type Reply = $reply;
        }
    };
    // With a file among its fields.
    ($request:ty, carries $method:ident $pattern:literal => $reply:ty, $summary:literal) => {
        impl $crate::Endpoint for $request {
            const METHOD: $crate::Method = $crate::Method::$method;
            const PATTERN: &'static str = $pattern;
            const SUMMARY: &'static str = $summary;
            const CARRIES: bool = true;
            type Reply = $reply;
        }
    };
    // Answered with a file's bytes.
    ($request:ty, serves $method:ident $pattern:literal, $summary:literal) => {
        impl $crate::Endpoint for $request {
            const METHOD: $crate::Method = $crate::Method::$method;
            const PATTERN: &'static str = $pattern;
            const SUMMARY: &'static str = $summary;
            const SERVES: bool = true;
            type Reply = ();
        }
    };
    // With a field `filters` that is no field of the query.
    ($request:ty, narrowed $method:ident $pattern:literal => $reply:ty, $summary:literal) => {
        impl $crate::Endpoint for $request {
            const METHOD: $crate::Method = $crate::Method::$method;
            const PATTERN: &'static str = $pattern;
            const SUMMARY: &'static str = $summary;
            const NARROWED: bool = true;
            type Reply = $reply;

            fn filters(&self) -> Option<&$crate::filter::Filters> {
                Some(&self.filters)
            }

            fn narrow(&mut self, filters: $crate::filter::Filters) {
                self.filters = filters;
            }
        }
    };
}
pub(crate) use endpoint;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_survives_both_ways() {
        assert_eq!(decode(&encode("사과 & 배/%")).as_deref(), Some("사과 & 배/%"));
        assert_eq!(decode("%zz"), None);
        assert_eq!(decode("%ff"), None);
        assert_eq!(decode("%e"), None);
    }
}
