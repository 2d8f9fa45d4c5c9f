//! From bytes to items, one element at a time. Nothing is expanded, and nothing is loaded.

use quick_xml::{
    Error, Reader,
    errors::{IllFormedError, SyntaxError},
    escape::resolve_predefined_entity,
    events::{BytesDecl, BytesRef, BytesStart, Event},
};

use super::{DEEPEST, MOST_BYTES, MOST_FIELD_BYTES, MOST_ITEMS, Unreadable, element::Element, item::Item, space::Scopes};
use crate::import::shopify::{field::one_line, rows::quoted};

/// The longest tag, in bytes: attributes are looked through one by one.
const MOST_TAG_BYTES: usize = 8_192;

/// Reads the items of a feed in their order.
pub fn read(bytes: &[u8]) -> Result<Vec<Item>, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| Unreadable::Letters(Lines::new(bytes).line_of(error.valid_up_to())))?;
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut feed = Feed { lines: Lines::new(bytes), at: 0, scopes: Scopes::default(), open: Vec::new(), spot: Spot::default() };
    loop {
        feed.at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => feed.start(&tag)?,
            Ok(Event::End(_)) => feed.end(),
            Ok(Event::Text(text)) => {
                let text = text.xml_content().map_err(|_| feed.letters())?;
                feed.text(&text);
            }
            Ok(Event::CData(text)) => {
                let text = text.xml_content().map_err(|_| feed.letters())?;
                feed.text(&text);
            }
            Ok(Event::GeneralRef(entity)) => feed.entity(&entity)?,
            Ok(Event::DocType(_)) => return Err(Unreadable::Doctype(feed.line())),
            Ok(Event::Decl(declaration)) => feed.declaration(&declaration)?,
            Ok(Event::Comment(_) | Event::PI(_)) => {}
            Ok(Event::Eof) => return feed.finish(),
            Err(error) => return Err(feed.broken(&error)),
        }
    }
}

/// A feed while it is read.
struct Feed<'a> {
    lines: Lines<'a>,
    /// Where the event that is looked at begins, in bytes.
    at: usize,
    scopes: Scopes,
    /// The line and the name of each element that is open.
    open: Vec<(u64, String)>,
    spot: Spot,
}

/// Where in the feed the reading is, and what was read.
#[derive(Default)]
struct Spot {
    /// Whether the root was there; behind it nothing may come.
    has_root: bool,
    is_in_channel: bool,
    item: Option<Item>,
    field: Option<Text>,
    items: Vec<Item>,
}

/// The text of a field while it is gathered.
struct Text {
    element: Element,
    text: String,
    /// How long it is, also where it is too long to be kept.
    bytes: usize,
    /// The name of the option of which it is the value.
    option: Option<String>,
}

/// The elements that hold a field: `<rss>`, `<channel>`, `<item>` and the field itself.
const FIELD: usize = 4;

impl Feed<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Unreadable> {
        if tag.len() > MOST_TAG_BYTES {
            return Err(Unreadable::LongTag(self.line()));
        }
        let depth = self.open.len() + 1;
        if depth > DEEPEST {
            return Err(Unreadable::Deep(self.line()));
        }
        self.scopes.enter(depth, tag).map_err(|_| Unreadable::Namespaces(self.line()))?;
        let name = String::from_utf8_lossy(tag.name().into_inner()).into_owned();
        let local = tag.local_name().into_inner();
        let line = self.line();
        match depth {
            1 if self.spot.has_root => return Err(Unreadable::Xml(line, format!("{} stands behind the end of the feed", tagged(&name)))),
            1 if local == b"rss" => self.spot.has_root = true,
            1 if local == b"feed" => return Err(Unreadable::Atom),
            1 => return Err(Unreadable::NoFeed(tagged(&name))),
            2 => self.spot.is_in_channel = local == b"channel",
            3 if self.spot.is_in_channel && local == b"item" => {
                if self.spot.items.len() == MOST_ITEMS {
                    return Err(Unreadable::TooManyItems);
                }
                self.spot.item = Some(Item::new(line));
            }
            FIELD => self.start_field(tag)?,
            _ => self.spot.nest(),
        }
        self.open.push((line, name));
        Ok(())
    }

    fn start_field(&mut self, tag: &BytesStart<'_>) -> Result<(), Unreadable> {
        if self.spot.item.is_none() {
            return Ok(());
        }
        let space = self.scopes.space(tag.name());
        let Some(element) = Element::of(space, tag.local_name().into_inner()) else { return Ok(()) };
        let option = (element == Element::Option).then(|| self.option_name(tag)).transpose()?;
        self.spot.field = Some(Text { element, text: String::new(), bytes: 0, option });
        Ok(())
    }

    /// The `name` of one of our options; empty where it has none.
    fn option_name(&mut self, tag: &BytesStart<'_>) -> Result<String, Unreadable> {
        let Some(attribute) = tag.attributes().with_checks(false).flatten().find(|one| one.key.as_ref() == b"name") else {
            return Ok(String::new());
        };
        let raw = String::from_utf8_lossy(&attribute.value).into_owned();
        let text = attribute.unescape_value().map_err(|_| Unreadable::Entity(self.line(), quoted(&raw)))?;
        Ok(one_line(&text))
    }

    fn end(&mut self) {
        match self.open.len() {
            2 => self.spot.is_in_channel = false,
            3 => {
                let item = self.spot.item.take();
                self.spot.items.extend(item);
            }
            FIELD => self.spot.end_field(),
            _ => {}
        }
        self.open.pop();
    }

    fn text(&mut self, text: &str) {
        if let Some(field) = &mut self.spot.field {
            field.push(text);
        }
    }

    /// One of XML's own five entities, or a letter by its number.
    fn entity(&mut self, entity: &BytesRef<'_>) -> Result<(), Unreadable> {
        let name = entity.decode().map_err(|_| self.letters())?;
        let unknown = |feed: &mut Self| Unreadable::Entity(feed.line(), quoted(&format!("&{name};")));
        if entity.is_char_ref() {
            let Ok(Some(letter)) = entity.resolve_char_ref() else { return Err(unknown(self)) };
            self.text(letter.encode_utf8(&mut [0; 4]));
            return Ok(());
        }
        let Some(text) = resolve_predefined_entity(&name) else { return Err(unknown(self)) };
        self.text(text);
        Ok(())
    }

    fn declaration(&mut self, declaration: &BytesDecl<'_>) -> Result<(), Unreadable> {
        let Some(Ok(encoding)) = declaration.encoding() else { return Ok(()) };
        if [&b"utf-8"[..], b"utf8", b"us-ascii", b"ascii"].iter().any(|known| encoding.eq_ignore_ascii_case(known)) {
            return Ok(());
        }
        Err(Unreadable::Encoding(self.line(), quoted(&String::from_utf8_lossy(&encoding))))
    }

    fn finish(self) -> Result<Vec<Item>, Unreadable> {
        if let Some((line, name)) = self.open.into_iter().next_back() {
            return Err(Unreadable::Unclosed(line, tagged(&name)));
        }
        if !self.spot.has_root {
            return Err(Unreadable::NoFeed("text".to_owned()));
        }
        if self.spot.items.is_empty() { Err(Unreadable::NoItems) } else { Ok(self.spot.items) }
    }

    fn line(&mut self) -> u64 {
        self.lines.line_of(self.at)
    }

    fn letters(&mut self) -> Unreadable {
        Unreadable::Letters(self.line())
    }

    /// What is wrong with the XML, in words of our own.
    fn broken(&mut self, error: &Error) -> Unreadable {
        let line = self.line();
        let why = match error {
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let opened = self.open.last().map_or(line, |(line, _)| *line);
                format!("{} stands where {} of line {opened} is to be closed", tagged(&format!("/{found}")), tagged(expected))
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => format!("{} closes nothing", tagged(&format!("/{found}"))),
            Error::IllFormed(IllFormedError::UnclosedReference) => "an & begins no entity there: write it as &amp;".to_owned(),
            Error::Syntax(SyntaxError::UnclosedTag) => "a tag is opened there and has no end".to_owned(),
            Error::Syntax(SyntaxError::UnclosedComment) => "a comment is opened there and never closed".to_owned(),
            Error::Syntax(SyntaxError::UnclosedCData) => "a CDATA section is opened there and never closed".to_owned(),
            Error::Syntax(SyntaxError::UnclosedDoctype) => return Unreadable::Doctype(line),
            _ => "what stands there is no well-formed XML".to_owned(),
        };
        Unreadable::Xml(line, why)
    }
}

/// A tag for a message.
fn tagged(name: &str) -> String {
    quoted(&format!("<{name}>"))
}

impl Spot {
    /// An element within a field: its text is the field's, on a line of its own.
    fn nest(&mut self) {
        if let (Some(field), Some(item)) = (&mut self.field, &mut self.item) {
            field.push("\n");
            item.nested = Some(field.element);
        }
    }

    fn end_field(&mut self) {
        let (Some(field), Some(item)) = (self.field.take(), &mut self.item) else { return };
        if let Some(option) = &field.option {
            item.push(Element::OptionName, option);
        }
        item.push(field.element, &field.text);
        if field.bytes > MOST_FIELD_BYTES {
            item.lose(field.bytes);
        }
    }
}

impl Text {
    fn push(&mut self, text: &str) {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes <= MOST_FIELD_BYTES {
            self.text.push_str(text);
        } else {
            self.text = String::new();
        }
    }
}

/// Counts lines up to rising offsets.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0, line: 1 }
    }

    /// The line, from 1, in which the byte at `offset` stands.
    fn line_of(&mut self, offset: usize) -> u64 {
        let passed = self.bytes.get(self.offset..offset).unwrap_or_default();
        self.line += passed.iter().fold(0, |ends, byte| ends + u64::from(*byte == b'\n'));
        self.offset = offset.max(self.offset);
        self.line
    }
}
