//! What of a track is kept: the boxes needed to play it. All others are made nothing where they stand.

use std::ops::Range;

use super::{HOLDERS, Part, Reading, part_at};
use crate::clip::file::Refused;

/// Boxes of a track that are kept as they are.
const PLAYING: [&[u8; 4]; 26] = [
    b"tkhd", b"elst", b"mdhd", b"vmhd", b"smhd", b"nmhd", b"sthd", b"hmhd", b"stts", b"ctts", b"stss", b"stsc", b"stsz", b"stz2", b"stco",
    b"co64", b"sgpd", b"sbgp", b"subs", b"cslg", b"sdtp", b"stsh", b"stdp", b"padb", b"tref", b"elng",
];
/// Boxes of an entry without one of which nothing of it can be unpacked.
const UNPACKING: [&[u8; 4]; 6] = [b"avcC", b"av1C", b"vpcC", b"esds", b"dOps", b"wave"];
/// Boxes of an entry that say how what is unpacked is shown or heard.
const SHOWING: [&[u8; 4]; 14] =
    [b"btrt", b"pasp", b"clap", b"fiel", b"mdcv", b"clli", b"SmDm", b"CoLL", b"cclv", b"dvcC", b"dvvC", b"chan", b"chnl", b"srat"];
/// Where the boxes of a picture's entry begin.
const BEHIND_PICTURE: usize = 78;
/// Where the boxes of a sound's entry begin, of the three ways there are to write one.
const BEHIND_SOUND: [usize; 3] = [28, 44, 64];

impl Reading<'_> {
    /// Frees what is not needed to play a track.
    pub(super) fn scrub(&mut self, trak: &Part) -> Result<(), Refused> {
        let mut open = vec![trak.clone()];
        while let Some(part) = open.pop() {
            for inner in self.parts(part.body.clone())? {
                let name = inner.name;
                match &name {
                    // The name of the program or the device that made it, and its maker's sign before it.
                    b"hdlr" => self.zero(&inner, 12..inner.body.len())?,
                    b"dref" => self.scrub_places(&inner)?,
                    b"stsd" => self.scrub_entries(&inner)?,
                    name if HOLDERS.contains(&name) => open.push(inner),
                    name if PLAYING.contains(&name) => {}
                    _ => self.free(&inner)?,
                }
            }
        }
        Ok(())
    }

    /// Writes nothing over a piece of what is in a box.
    fn zero(&mut self, part: &Part, piece: Range<usize>) -> Result<(), Refused> {
        self.moov.get_mut(part.body.clone()).and_then(|body| body.get_mut(piece)).ok_or(Refused::Broken)?.fill(0);
        Ok(())
    }

    /// Blanks the paths of files in which samples would lie; they lie in this one.
    fn scrub_places(&mut self, part: &Part) -> Result<(), Refused> {
        for place in self.parts(part.body.start + 8..part.body.end)? {
            // Its version and flags stay: they say that it is this file.
            self.zero(&place, place.body.len().min(4)..place.body.len())?;
        }
        Ok(())
    }

    /// Blanks what the entries of a table say more than how the samples are packed.
    fn scrub_entries(&mut self, part: &Part) -> Result<(), Refused> {
        for entry in self.parts(part.body.start + 8..part.body.end)? {
            match &entry.name {
                b"avc1" | b"avc3" | b"av01" | b"vp09" => {
                    // The maker's sign, which is nothing in an MP4, and the encoder's name.
                    self.zero(&entry, 8..24)?;
                    self.zero(&entry, 42..74)?;
                    self.scrub_entry(&entry, &[BEHIND_PICTURE])?;
                }
                b"mp4a" | b"Opus" => {
                    self.zero(&entry, 12..16)?;
                    self.scrub_entry(&entry, &BEHIND_SOUND)?;
                }
                _ => self.free(&entry)?,
            }
        }
        Ok(())
    }

    /// Frees the boxes in an entry that it plays without; an entry in which none is known stays as it is.
    fn scrub_entry(&mut self, entry: &Part, heads: &[usize]) -> Result<(), Refused> {
        for head in heads {
            let (inner, end) = self.known(entry.body.start + head..entry.body.end)?;
            if !inner.iter().any(|part| UNPACKING.contains(&&part.name)) {
                continue;
            }
            for part in inner {
                let is_kept = match &part.name {
                    // The other kind is a profile, which names the device whose colours it tells.
                    b"colr" => self.bytes(part.body.clone())?.starts_with(b"ncl"),
                    name => UNPACKING.contains(&name) || SHOWING.contains(&name),
                };
                if !is_kept {
                    self.free(&part)?;
                }
            }
            self.moov.get_mut(end..entry.body.end).ok_or(Refused::Broken)?.fill(0);
            return Ok(());
        }
        Ok(())
    }

    /// The boxes in a range as far as there are any, and where they end: some close an entry with a nameless one, or half of it.
    fn known(&mut self, within: Range<usize>) -> Result<(Vec<Part>, usize), Refused> {
        let mut out = Vec::new();
        let mut at = within.start.min(within.end);
        while at < within.end {
            self.budget = self.budget.checked_sub(1).ok_or(Refused::Broken)?;
            match part_at(self.moov, at, within.end) {
                Ok(part) if part.name != [0; 4] => {
                    at = part.whole.end;
                    out.push(part);
                }
                _ => break,
            }
        }
        Ok((out, at))
    }

    /// In how many bytes the length of each unit of a picture is written, where it is H.264.
    pub(super) fn length_of_units(&mut self, entry: &Part) -> Result<Option<usize>, Refused> {
        if !matches!(&entry.name, b"avc1" | b"avc3") {
            return Ok(None);
        }
        let (inner, _) = self.known(entry.body.start + BEHIND_PICTURE..entry.body.end)?;
        let Some(how) = inner.iter().find(|part| &part.name == b"avcC") else { return Ok(None) };
        Ok(self.bytes(how.body.clone())?.get(4).map(|byte| usize::from(byte & 3) + 1))
    }

    /// Which kind of AAC a sample entry's decoder is for, 0 where it is not said, and none where it is for something else: the
    /// first byte of the descriptor of tag 4 says so.
    pub(super) fn kind_of_aac(&self, entry: &Part) -> Result<Option<u8>, Refused> {
        let bytes = self.bytes(entry.body.clone())?;
        let Some(at) = bytes.windows(4).position(|four| four == b"esds") else { return Ok(None) };
        let rest = bytes.get(at + 8..).unwrap_or_default();
        // Tag 3 with its length, number and flags; then tag 4 with its length.
        let skip = |rest: &[u8], tag: u8| -> Option<usize> {
            let length = rest.get(1..5)?.iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
            (rest.first() == Some(&tag)).then_some(1 + length)
        };
        let Some(body) = skip(rest, 3) else { return Ok(None) };
        // The three bits that say that more stands between are never set in a file that plays by itself.
        let flags = rest.get(body + 2).copied().unwrap_or(0xff);
        if flags & 0xe0 != 0 {
            return Ok(None);
        }
        let rest = rest.get(body + 3..).unwrap_or_default();
        let Some(body) = skip(rest, 4) else { return Ok(None) };
        // MPEG-4 audio, or MPEG-2 AAC in its low profile.
        if !matches!(rest.get(body), Some(0x40 | 0x67)) {
            return Ok(None);
        }
        // Behind it and twelve bytes of rates stands tag 5, whose first five bits say the kind.
        let rest = rest.get(body + 13..).unwrap_or_default();
        Ok(Some(skip(rest, 5).and_then(|body| rest.get(body)).map_or(0, |byte| byte >> 3)))
    }
}
