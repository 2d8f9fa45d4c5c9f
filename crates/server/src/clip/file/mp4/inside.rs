//! What encoders write about themselves, and cameras about where they are, into the samples: notes beside the pictures (H.264's
//! "supplemental enhancement information" with the user's data), and what fills a frame of sound.
//!
//! It is overwritten where it stands, as long as it was. What is not understood stays as it is.

use std::{fs::File, ops::Range};

use crate::clip::file::{Refused, number, piece, write_at};

/// The most units and frames that are looked at: three minutes of 60 pictures a second, each in 32 slices, have a third of it.
const MOST_PIECES: usize = 1_000_000;
/// The longest unit of notes, in bytes.
const LONGEST_NOTES: u64 = 1024 * 1024;
/// The most bytes at the beginning of a frame of sound that can be filling.
const LONGEST_FILLING: u64 = 272;

/// How the samples of a track are put together.
#[derive(Clone, Copy, Debug)]
pub(super) enum Inside {
    /// Units of H.264, each behind its length in so many bytes.
    Units(usize),
    /// A frame of AAC.
    Aac,
}

/// How much may still be looked at: tables may name the same bytes over and over.
struct Left {
    pieces: usize,
    bytes: u64,
}

impl Left {
    fn take(&mut self, bytes: u64) -> Result<(), Refused> {
        self.pieces = self.pieces.checked_sub(1).ok_or(Refused::Broken)?;
        self.bytes = self.bytes.checked_sub(bytes).ok_or(Refused::Broken)?;
        Ok(())
    }
}

/// Blanks the notes and the filling in samples, as far as these lie in the parts of the file that are for samples.
pub(super) fn clean(file: &mut File, samples: &[(Inside, Range<u64>)], films: &[Range<u64>], length: u64) -> Result<(), Refused> {
    let mut left = Left { pieces: MOST_PIECES, bytes: length };
    for (inside, sample) in samples {
        let film = films.get(films.partition_point(|film| film.end < sample.end));
        if film.is_none_or(|film| film.start > sample.start) {
            continue;
        }
        match inside {
            Inside::Units(wide) => clean_units(file, sample, *wide as u64, &mut left)?,
            Inside::Aac => {
                left.take(0)?;
                let mut frame = piece(file, sample.start, (sample.end - sample.start).min(LONGEST_FILLING))?;
                if blank_filling(&mut frame) {
                    write_at(file, sample.start, &frame)?;
                }
            }
        }
    }
    Ok(())
}

fn clean_units(file: &mut File, sample: &Range<u64>, wide: u64, left: &mut Left) -> Result<(), Refused> {
    let mut at = sample.start;
    // Behind its length stands at least the byte that says what it is.
    while at + wide < sample.end {
        left.take(0)?;
        let header = piece(file, at, wide + 1)?;
        let Some((kind, size)) = header.split_last() else { return Ok(()) };
        let size = number(size);
        let (begin, end) = (at + wide, at + wide + size);
        if end > sample.end {
            return Ok(());
        }
        if size > 0 && kind & 0x1f == 6 {
            if size > LONGEST_NOTES {
                return Err(Refused::Broken);
            }
            left.take(size)?;
            let mut unit = piece(file, begin, size)?;
            if blank_notes(&mut unit) {
                write_at(file, begin, &unit)?;
            }
        }
        at = end;
    }
    Ok(())
}

/// Blanks the notes of a unit that are the user's own (of kind 4 and 5), and says whether there were any.
fn blank_notes(unit: &mut [u8]) -> bool {
    let plain = without_guards(unit);
    let (mut at, mut is_any) = (0, false);
    // The last byte only closes the unit.
    while at + 1 < plain.len() {
        let Some((kind, from)) = long_number(&plain, at) else { break };
        let Some((size, from)) = long_number(&plain, from) else { break };
        let to = from.saturating_add(size).min(plain.len());
        if matches!(kind, 4 | 5) {
            let place = |at: usize| plain.get(at).map(|(place, _)| *place);
            // Zeros at its end stay: what follows may have a guard because of them.
            let told = plain.get(from..to).unwrap_or_default();
            let size = told.iter().rposition(|(_, byte)| *byte != 0).map_or(0, |last| last + 1);
            let (begin, end) = (place(from).unwrap_or(unit.len()), place(from + size).unwrap_or(unit.len()));
            if let Some(note) = unit.get_mut(begin..end) {
                blank_note(note, size);
                is_any = true;
            }
        }
        at = to;
    }
    is_any
}

/// The bytes of a unit behind its first and where they stand, without the guards: a 3 that is put behind two zeros, lest what
/// follows them look like the beginning of another unit.
fn without_guards(unit: &[u8]) -> Vec<(usize, u8)> {
    let mut out = Vec::with_capacity(unit.len());
    let mut zeros = 0_usize;
    for (place, byte) in unit.iter().copied().enumerate().skip(1) {
        if byte == 3 && zeros >= 2 {
            zeros = 0;
            continue;
        }
        out.push((place, byte));
        zeros = if byte == 0 { zeros + 1 } else { 0 };
    }
    out
}

/// A number that goes on while its bytes are full, and where it ends.
fn long_number(plain: &[(usize, u8)], from: usize) -> Option<(usize, usize)> {
    let mut sum = 0_usize;
    for (at, (_, byte)) in plain.iter().enumerate().skip(from) {
        sum += usize::from(*byte);
        if *byte != 0xff {
            return Some((sum, at + 1));
        }
    }
    None
}

/// Writes over a note of some bytes and its guards, so that it has as many of both as before.
fn blank_note(note: &mut [u8], size: usize) {
    let guards = note.len().saturating_sub(size);
    if guards > 0 && size < 2 * guards + 2 {
        // There is no room to set them anew: what they guard stays, and it is nothing but bytes up to 3.
        for byte in note.iter_mut().filter(|byte| **byte > 3) {
            *byte = 0xff;
        }
        return;
    }
    note.fill(0xff);
    if guards > 0 {
        let guarded = [0_u8, 0, 3].into_iter().cycle().take(3 * guards).chain([1]);
        for (byte, set) in note.iter_mut().skip(1).zip(guarded) {
            *byte = set;
        }
    }
}

/// Blanks the filling that a frame begins with, and says whether there was any.
fn blank_filling(frame: &mut [u8]) -> bool {
    let Some(filling) = filling_of(frame).filter(|filling| filling.end <= frame.len() * 8) else { return false };
    for bit in filling {
        if let Some(byte) = frame.get_mut(bit / 8) {
            *byte &= !(0x80_u8 >> (bit % 8));
        }
    }
    true
}

/// The bits of the filling that a frame begins with, where it is of the kind that means nothing.
fn filling_of(frame: &[u8]) -> Option<Range<usize>> {
    let bits = |from: usize, count: usize| -> Option<usize> {
        let mut sum = 0_usize;
        for at in from..from + count {
            let byte = usize::from(*frame.get(at / 8)?);
            sum = sum * 2 + ((byte >> (7 - at % 8)) & 1);
        }
        Some(sum)
    };
    // What it is, how many bytes it has, in eight bits more where four are too few, and of which kind it is.
    if bits(0, 3)? != 6 {
        return None;
    }
    let (count, from) = match bits(3, 4)? {
        15 => (14 + bits(7, 8)?, 15),
        count => (count, 7),
    };
    (count > 0 && bits(from, 4)? == 0).then_some(from + 4..from + 8 * count)
}
