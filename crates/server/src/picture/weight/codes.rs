//! How much memory the codes of a lossless WebP take. A picture may say that it has 65,536 groups of five codes, in few bytes, and the
//! decoder makes a table of each: no head tells of that, so the file is read here as far as its groups, and nothing of it is kept.
//!
//! Pixels of what stands before the groups are passed over. What a pixel looks like matters nowhere but in the entropy image, whose
//! largest value tells how many groups there are: a copied pixel is none that was not said before.

/// The alphabets of a group's five codes; the first grows with the cache of colours.
const ALPHABETS: [u16; 5] = [256 + 24, 256, 256, 256, 40];
/// The order in which the lengths of the codes for lengths come.
const ORDER: [usize; 19] = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const LONGEST: usize = 15;
/// Codes of at most so many bits are looked up in a table, of four bytes for each; longer ones hang on it, in two nodes each.
const TABLE_BITS: usize = 10;
const NODE: u64 = 16;
/// A group by itself, while the list of them grows; and what a piece of memory takes beside what is in it.
const GROUP: u64 = 1_024;
const PIECE: u64 = 16;

/// Bytes of the codes of a lossless stream, the most at a time. Where it has no head of its own, it is of that many pixels a side.
/// What comes behind the first fault is not read by the decoder either. More than `enough` is not counted to its end.
pub(super) fn of(stream: &[u8], size: Option<(u16, u16)>, enough: u64) -> u64 {
    let mut reader = Reader { bytes: stream, at: 0, enough, most: 0 };
    // Where it ends early, what was counted until then is what was made.
    let _ = reader.picture(size);
    reader.most
}

/// A code: how many symbols have each length, and the symbols by length.
struct Code {
    counts: [u16; LONGEST + 1],
    symbols: Vec<u16>,
}

impl Code {
    /// The code of these lengths; `None` where they make none.
    fn of(lengths: &[u8]) -> Option<Self> {
        let mut counts = [0_u16; LONGEST + 1];
        for length in lengths {
            *counts.get_mut(usize::from(*length))? += 1;
        }
        *counts.first_mut()? = 0;
        let mut places = [0_usize; LONGEST + 1];
        let mut sum = 0;
        for (place, count) in places.iter_mut().zip(counts) {
            *place = sum;
            sum += usize::from(count);
        }
        let mut symbols = vec![0_u16; sum];
        for (symbol, length) in (0..).zip(lengths).filter(|(_, length)| **length > 0) {
            let place = places.get_mut(usize::from(*length))?;
            *symbols.get_mut(*place)? = symbol;
            *place += 1;
        }
        let room = 1_u32 << LONGEST;
        let taken: u32 = counts.iter().enumerate().map(|(length, count)| u32::from(*count) * (room >> length)).sum();
        match symbols.len() {
            0 => None,
            1 => Some(Self::one(*symbols.first()?)),
            _ => (taken == room).then_some(Self { counts, symbols }),
        }
    }

    /// The code of a single symbol, which takes no bit.
    fn one(symbol: u16) -> Self {
        Self { counts: [0; LONGEST + 1], symbols: vec![symbol] }
    }

    fn two(zero: u16, one: u16) -> Self {
        let mut counts = [0; LONGEST + 1];
        if let Some(count) = counts.get_mut(1) {
            *count = 2;
        }
        Self { counts, symbols: vec![zero, one] }
    }

    /// Bytes of what the decoder makes of it.
    fn weight(&self) -> u64 {
        let Some(longest) = self.counts.iter().rposition(|count| *count > 0) else { return 0 };
        let hanging: u64 = self.counts.iter().skip(TABLE_BITS + 1).copied().map(u64::from).sum();
        // One of two symbols has three nodes that are not looked at.
        (4 << longest.min(TABLE_BITS)) + NODE * (2 * hanging).max(3) + 2 * PIECE
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    /// The next bit.
    at: usize,
    enough: u64,
    most: u64,
}

impl Reader<'_> {
    fn bit(&mut self) -> Option<u16> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = (byte >> (self.at % 8)) & 1;
        self.at += 1;
        Some(u16::from(bit))
    }

    /// At most sixteen bits, the lowest first.
    fn bits(&mut self, count: u32) -> Option<u16> {
        (0..count).try_fold(0, |value, place| Some(value | (self.bit()? << place)))
    }

    /// Passes over bits that say how much is copied, or from where.
    fn extra(&mut self, prefix: u16) -> Option<usize> {
        if prefix < 4 {
            return Some(usize::from(prefix) + 1);
        }
        let count = u32::from((prefix - 2) >> 1);
        let above = (2 + usize::from(prefix & 1)) << count;
        let low = usize::from(self.bits(count.min(16))?);
        let high = usize::from(self.bits(count.saturating_sub(16))?) << 16;
        Some(above + (high | low) + 1)
    }

    fn symbol(&mut self, code: &Code) -> Option<u16> {
        if code.symbols.len() == 1 {
            return code.symbols.first().copied();
        }
        let (mut value, mut first, mut before) = (0_usize, 0_usize, 0_usize);
        for count in code.counts.iter().skip(1).map(|count| usize::from(*count)) {
            value |= usize::from(self.bit()?);
            if value < first + count {
                return code.symbols.get(before + value - first).copied();
            }
            before += count;
            first = (first + count) << 1;
            value <<= 1;
        }
        None
    }

    fn picture(&mut self, size: Option<(u16, u16)>) -> Option<()> {
        let (mut width, height) = match size {
            Some(size) => size,
            None => {
                let signature = self.bits(8)?;
                let size = (self.bits(14)? + 1, self.bits(14)? + 1);
                let (_alpha, version) = (self.bits(1)?, self.bits(3)?);
                (signature == 0x2f && version == 0).then_some(size)?
            }
        };
        // Each kind of change is there once at most.
        let mut changes = [false; 4];
        while self.bits(1)? == 1 {
            let kind = self.bits(2)?;
            if std::mem::replace(changes.get_mut(usize::from(kind))?, true) {
                return None;
            }
            match kind {
                0 | 1 => {
                    let block = self.bits(3)? + 2;
                    self.plain(blocks(width, block), blocks(height, block))?;
                }
                2 => {}
                _ => {
                    let colours = self.bits(8)? + 1;
                    self.plain(colours, 1)?;
                    let packed = match colours {
                        ..=2 => 3,
                        3..=4 => 2,
                        5..=16 => 1,
                        _ => 0,
                    };
                    width = blocks(width, packed);
                }
            }
        }
        let cache = self.cache()?;
        let mut groups = 1;
        if self.bits(1)? == 1 {
            let block = self.bits(3)? + 2;
            groups = u32::from(self.plain(blocks(width, block), blocks(height, block))?) + 1;
        }
        let mut sum = 0;
        for _ in 0..groups {
            self.group(cache, &mut sum)?;
        }
        Some(())
    }

    /// How many colours are kept to be named again.
    fn cache(&mut self) -> Option<u16> {
        if self.bits(1)? == 0 {
            return Some(0);
        }
        let bits = self.bits(4)?;
        (1..=11).contains(&bits).then(|| 1 << bits)
    }

    /// Passes over a picture with one group of codes, such as tell something of blocks of pixels: the largest number that is made of the
    /// first two colours of a pixel.
    fn plain(&mut self, width: u16, height: u16) -> Option<u16> {
        let cache = self.cache()?;
        let [green, red, blue, alpha, distance] = self.group(cache, &mut 0)?;
        let pixels = usize::from(width) * usize::from(height);
        let (mut done, mut largest) = (0, 0);
        while done < pixels {
            let symbol = self.symbol(&green)?;
            if symbol < 256 {
                let high = self.symbol(&red)?;
                self.symbol(&blue)?;
                self.symbol(&alpha)?;
                largest = largest.max((high << 8) | symbol);
                // Where nothing is said of any pixel, all are the same.
                let says_nothing = [&green, &red, &blue, &alpha].iter().all(|code| code.symbols.len() == 1);
                done = if says_nothing { pixels } else { done + 1 };
            } else if symbol < 256 + 24 {
                let length = self.extra(symbol - 256)?;
                let prefix = self.symbol(&distance)?;
                self.extra(prefix)?;
                done += length;
            } else {
                // Not so many are named as there are, or the stream ends here.
                if cache == 0 {
                    return None;
                }
                done += 1;
            }
        }
        Some(largest)
    }

    /// The five codes of a group, whose weight comes to that of the others.
    fn group(&mut self, cache: u16, sum: &mut u64) -> Option<[Code; 5]> {
        *sum += GROUP;
        let mut codes = Vec::with_capacity(ALPHABETS.len());
        for (place, alphabet) in ALPHABETS.into_iter().enumerate() {
            let code = self.code(if place == 0 { alphabet + cache } else { alphabet })?;
            *sum += code.weight();
            self.most = self.most.max(*sum);
            if self.most > self.enough {
                return None;
            }
            codes.push(code);
        }
        codes.try_into().ok()
    }

    fn code(&mut self, alphabet: u16) -> Option<Code> {
        if self.bits(1)? == 1 {
            let is_pair = self.bits(1)? == 1;
            let is_long = self.bits(1)? == 1;
            let zero = self.bits(if is_long { 8 } else { 1 })?;
            if !is_pair {
                return (zero < alphabet).then(|| Code::one(zero));
            }
            let one = self.bits(8)?;
            return (zero.max(one) < alphabet).then(|| Code::two(zero, one));
        }
        let mut lengths = [0_u8; 19];
        let count = 4 + usize::from(self.bits(4)?);
        for place in ORDER.into_iter().take(count) {
            *lengths.get_mut(place)? = u8::try_from(self.bits(3)?).ok()?;
        }
        let of_lengths = Code::of(&lengths)?;
        let mut left = alphabet;
        if self.bits(1)? == 1 {
            let bits = 2 + 2 * self.bits(3)?;
            let more = self.bits(u32::from(bits))?;
            left = (more <= alphabet - 2).then_some(2 + more)?;
        }
        let mut lengths = vec![0_u8; usize::from(alphabet)];
        let (mut place, mut last) = (0, 8);
        while place < lengths.len() && left > 0 {
            left -= 1;
            let symbol = self.symbol(&of_lengths)?;
            let (length, times) = match symbol {
                ..=15 => (u8::try_from(symbol).ok()?, 1),
                16 => (last, 3 + self.bits(2)?),
                17 => (0, 3 + self.bits(3)?),
                _ => (0, 11 + self.bits(7)?),
            };
            if length != 0 {
                last = length;
            }
            let end = place + usize::from(times);
            lengths.get_mut(place..end)?.fill(length);
            place = end;
        }
        Code::of(&lengths)
    }
}

/// How many blocks of so many bits of pixels a side has.
fn blocks(side: u16, bits: u16) -> u16 {
    u16::try_from(u32::from(side).div_ceil(1 << bits)).unwrap_or(u16::MAX)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    #[derive(Default)]
    struct Writer {
        bytes: Vec<u8>,
        at: usize,
    }

    impl Writer {
        fn put(&mut self, value: u32, count: usize) {
            for place in 0..count {
                if self.at.is_multiple_of(8) {
                    self.bytes.push(0);
                }
                if (value >> place) & 1 == 1 {
                    *self.bytes.last_mut().expect("a byte") |= 1 << (self.at % 8);
                }
                self.at += 1;
            }
        }

        /// A code of one symbol.
        fn single(&mut self, symbol: u32) {
            self.put(0b101, 3);
            self.put(symbol, 8);
        }

        /// A code of 2,048 symbols of eleven bits each, in few bits.
        fn wide(&mut self) {
            self.put(0, 1);
            self.put(11, 4);
            for place in ORDER.into_iter().take(15) {
                self.put(u32::from(place == 11), 3);
            }
            self.put(1, 1);
            self.put(5, 3);
            self.put(2_046, 12);
        }
    }

    /// A lossless picture of sixteen pixels a side, which says that it has that many groups, and has so many.
    pub fn groups(said: u32, had: u32) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.put(0x2f, 8);
        writer.put(15, 14);
        writer.put(15, 14);
        writer.put(0, 4);
        // Nothing is changed, 2,048 colours are kept, and blocks of 512 pixels a side have groups.
        writer.put(0, 1);
        writer.put(1, 1);
        writer.put(11, 4);
        writer.put(1, 1);
        writer.put(7, 3);
        writer.put(0, 1);
        let last = said - 1;
        for symbol in [last & 255, last >> 8, 0, 255, 0] {
            writer.single(symbol);
        }
        for _ in 0..had {
            writer.wide();
            (0..4).for_each(|_| writer.single(0));
        }
        writer.bytes
    }

    const EACH: u64 = GROUP + 4 * 1_024 + NODE * 2 * 2_048 + 2 * PIECE;
    const NO_END: u64 = u64::MAX;

    #[test]
    fn groups_are_counted_as_far_as_they_come() {
        assert_eq!(of(&groups(1, 1), None, NO_END), EACH);
        assert_eq!(of(&groups(300, 300), None, NO_END), 300 * EACH);
        let some = of(&groups(65_536, 1_000), None, NO_END);
        assert!((1_000 * EACH..1_002 * EACH).contains(&some), "{some}");
        let stopped = of(&groups(65_536, 1_000), None, 10 * EACH);
        assert!((10 * EACH..=11 * EACH).contains(&stopped), "{stopped}");
        assert_eq!(of(&groups(2, 1)[1..], None, NO_END), 0, "no lossless picture");
        assert_eq!(of(&[], None, NO_END), 0);
    }
}
