//! MP4: boxes within boxes, each with its length before its name.

mod inside;
mod scrub;

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    ops::Range,
};

use self::inside::Inside;
use super::{ClipFile, Kind, MOST_PARTS, Refused, blank, blank_between, number, piece, write_at};

/// The largest `moov`, in bytes: an hour of film has a tenth of it.
const LARGEST_MOOV: u64 = 8 * 1024 * 1024;
/// The most samples of a track: three minutes of sound have 10,000.
const MOST_SAMPLES: u64 = 200_000;
/// The most pieces in which what is played may lie.
const MOST_FILMS: usize = 64;
/// The longest list of brands, in bytes: sixty of them; nothing is that much at once.
const LONGEST_BRANDS: u64 = 256;
/// Brands of files that browsers play.
const BRANDS: [&[u8; 4]; 12] = [b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"];
/// Boxes that hold others and are walked through.
const HOLDERS: [&[u8; 4]; 6] = [b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"];

/// A box: its name, and where it and what is in it stand.
#[derive(Clone, Debug)]
struct Part {
    name: [u8; 4],
    whole: Range<usize>,
    body: Range<usize>,
}

/// The boxes in a part of some bytes.
fn parts(bytes: &[u8], within: Range<usize>, budget: &mut usize) -> Result<Vec<Part>, Refused> {
    let mut out = Vec::new();
    let mut at = within.start;
    while at < within.end {
        *budget = budget.checked_sub(1).ok_or(Refused::Broken)?;
        let part = part_at(bytes, at, within.end)?;
        at = part.whole.end;
        out.push(part);
    }
    Ok(out)
}

/// The box that begins at a place, and ends at another at the latest.
fn part_at(bytes: &[u8], at: usize, last: usize) -> Result<Part, Refused> {
    let header = bytes.get(at..(at + 16).min(last)).ok_or(Refused::Broken)?;
    let (name, size, head) = header_of(header)?;
    let end = match size {
        0 => last,
        size => at.checked_add(usize::try_from(size).map_err(|_| Refused::Broken)?).ok_or(Refused::Broken)?,
    };
    if end > last || at + head > end {
        return Err(Refused::Broken);
    }
    Ok(Part { name, whole: at..end, body: at + head..end })
}

/// The name of a box, its whole length (0: to the end), and the length of its header.
fn header_of(bytes: &[u8]) -> Result<([u8; 4], u64, usize), Refused> {
    let [a, b, c, d, name @ ..] = bytes else { return Err(Refused::Broken) };
    let size = number(&[*a, *b, *c, *d]);
    let (name, rest) = name.split_first_chunk::<4>().ok_or(Refused::Broken)?;
    match size {
        1 => {
            let size = number(rest.get(..8).ok_or(Refused::Broken)?);
            if size < 16 { Err(Refused::Broken) } else { Ok((*name, size, 16)) }
        }
        2..8 => Err(Refused::Broken),
        size => Ok((*name, size, 8)),
    }
}

/// A box of the file itself.
struct Top {
    name: [u8; 4],
    whole: Range<u64>,
    body: u64,
}

fn tops(file: &mut File, length: u64) -> Result<Vec<Top>, Refused> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < length {
        if out.len() == MOST_PARTS {
            return Err(Refused::Broken);
        }
        let header = piece(file, at, 16.min(length - at))?;
        let (name, size, head) = header_of(&header)?;
        let end = if size == 0 { length } else { at.checked_add(size).ok_or(Refused::Broken)? };
        if end > length {
            return Err(Refused::Broken);
        }
        out.push(Top { name, whole: at..end, body: at + head as u64 });
        at = end;
    }
    Ok(out)
}

fn whole_moov(file: &mut File, tops: &[Top]) -> Result<(Range<u64>, Vec<u8>), Refused> {
    let mut moovs = tops.iter().filter(|top| &top.name == b"moov");
    let (Some(moov), None) = (moovs.next(), moovs.next()) else { return Err(Refused::Broken) };
    let length = moov.whole.end - moov.whole.start;
    if length > LARGEST_MOOV {
        return Err(Refused::Broken);
    }
    Ok((moov.whole.clone(), piece(file, moov.whole.start, length)?))
}

pub fn clean(file: &mut File, length: u64) -> Result<ClipFile, Refused> {
    let tops = tops(file, length)?;
    let ftyp = tops.first().ok_or(Refused::Broken)?;
    if ftyp.whole.end > LONGEST_BRANDS {
        return Err(Refused::Unknown);
    }
    let brands = piece(file, ftyp.body, ftyp.whole.end.saturating_sub(ftyp.body))?;
    if brands.starts_with(b"qt  ") {
        return Err(Refused::Mov);
    }
    // The brand, its version, and the others that the file fits too.
    if !brands.chunks(4).enumerate().any(|(at, brand)| at != 1 && BRANDS.iter().any(|known| brand == *known)) {
        return Err(Refused::Unknown);
    }
    if tops.iter().any(|top| matches!(&top.name, b"moof" | b"mfra")) {
        return Err(Refused::Fragments);
    }
    // What is played is looked through for each of them.
    if tops.iter().filter(|top| &top.name == b"mdat").count() > MOST_FILMS {
        return Err(Refused::Broken);
    }
    let (place, mut moov) = whole_moov(file, &tops)?;
    let mut read = Reading { budget: MOST_PARTS, moov: &mut moov, played: Vec::new(), inside: Vec::new(), found: None, times: (0, 0) };
    read.movie()?;
    let (played, inside) = (std::mem::take(&mut read.played), std::mem::take(&mut read.inside));
    let (found, (scale, ticks)) = (read.found, read.times);
    let (width, height) = found.ok_or(Refused::Tracks)?;
    if played.iter().any(|range| range.start >= range.end || range.end > length) {
        return Err(Refused::Broken);
    }
    write_at(file, place.start, &moov)?;
    for top in &tops {
        match &top.name {
            b"moov" => {}
            b"ftyp" if top.whole.start == 0 => {}
            b"mdat" => blank_between(file, top.body..top.whole.end, &played)?,
            _ => {
                write_at(file, top.whole.start + 4, b"free")?;
                blank(file, top.body, top.whole.end)?;
            }
        }
    }
    let films: Vec<Range<u64>> = tops.iter().filter(|top| &top.name == b"mdat").map(|top| top.body..top.whole.end).collect();
    inside::clean(file, &inside, &films, length)?;
    let is_quick = tops.iter().find(|top| matches!(&top.name, b"moov" | b"mdat")).is_some_and(|top| &top.name == b"moov");
    let duration_ms = u64::try_from(u128::from(ticks) * 1_000 / u128::from(scale.max(1))).unwrap_or(u64::MAX);
    Ok(ClipFile { kind: Kind::Mp4, width, height, duration_ms, is_quick })
}

/// A `moov` while it is read and cleaned.
struct Reading<'a> {
    budget: usize,
    moov: &'a mut Vec<u8>,
    /// Where in the file the kept tracks' samples lie.
    played: Vec<Range<u64>>,
    /// The samples that encoders write about themselves in, one by one.
    inside: Vec<(Inside, Range<u64>)>,
    /// Across and down.
    found: Option<(u32, u32)>,
    /// Ticks a second, and how many the film has.
    times: (u64, u64),
}

impl Reading<'_> {
    fn parts(&mut self, within: Range<usize>) -> Result<Vec<Part>, Refused> {
        parts(self.moov, within, &mut self.budget)
    }

    fn bytes(&self, range: Range<usize>) -> Result<&[u8], Refused> {
        self.moov.get(range).ok_or(Refused::Broken)
    }

    /// Makes a box nothing, of the same length.
    fn free(&mut self, part: &Part) -> Result<(), Refused> {
        self.moov.get_mut(part.whole.start + 4..part.whole.start + 8).ok_or(Refused::Broken)?.copy_from_slice(b"free");
        self.moov.get_mut(part.body.clone()).ok_or(Refused::Broken)?.fill(0);
        Ok(())
    }

    fn movie(&mut self) -> Result<(), Refused> {
        let whole = self.parts(0..self.moov.len())?;
        let body = whole.first().map(|moov| moov.body.clone()).ok_or(Refused::Broken)?;
        for part in self.parts(body)? {
            match &part.name {
                b"mvhd" => {
                    let times = self.times_of(&part)?;
                    self.times = times;
                }
                b"trak" => self.track(&part)?,
                b"mvex" => return Err(Refused::Fragments),
                _ => self.free(&part)?,
            }
        }
        Ok(())
    }

    /// Ticks a second and how many there are, of a header whose times of making are made nothing.
    fn times_of(&mut self, part: &Part) -> Result<(u64, u64), Refused> {
        let body = part.body.clone();
        let is_long = self.bytes(body.clone())?.first() == Some(&1);
        let (made, scale, ticks) = if is_long { (4..20, 20..24, 24..32) } else { (4..12, 12..16, 16..20) };
        let at = |range: Range<usize>| body.start + range.start..body.start + range.end;
        self.moov.get_mut(at(made)).ok_or(Refused::Broken)?.fill(0);
        Ok((number(self.bytes(at(scale))?), number(self.bytes(at(ticks))?)))
    }

    /// A box further in, by the names on the way.
    fn find(&mut self, part: &Part, way: &[&[u8; 4]]) -> Result<Option<Part>, Refused> {
        let mut here = part.clone();
        for name in way {
            match self.parts(here.body.clone())?.into_iter().find(|part| part.name == **name) {
                Some(part) => here = part,
                None => return Ok(None),
            }
        }
        Ok(Some(here))
    }

    fn needed(&mut self, part: &Part, way: &[&[u8; 4]]) -> Result<Part, Refused> {
        self.find(part, way)?.ok_or(Refused::Broken)
    }

    fn track(&mut self, trak: &Part) -> Result<(), Refused> {
        let handler = self.needed(trak, &[b"mdia", b"hdlr"])?;
        let handler: [u8; 4] = self.bytes(handler.body.start + 8..handler.body.start + 12)?.try_into().map_err(|_| Refused::Broken)?;
        if !matches!(&handler, b"vide" | b"soun") {
            // Positions, times of day, chapters: nothing that is seen or heard.
            return self.free(trak);
        }
        let header = self.needed(trak, &[b"tkhd"])?;
        let is_long = self.bytes(header.body.clone())?.first() == Some(&1);
        self.moov.get_mut(header.body.start + 4..header.body.start + if is_long { 20 } else { 12 }).ok_or(Refused::Broken)?.fill(0);
        let media = self.needed(trak, &[b"mdia", b"mdhd"])?;
        let (scale, ticks) = self.times_of(&media)?;
        let (whole_scale, whole_ticks) = self.times;
        // Some leave the length of the whole unsaid.
        if whole_ticks == 0 || whole_scale == 0 {
            self.times = (scale, ticks);
        }
        let entry = self.needed(trak, &[b"mdia", b"minf", b"stbl", b"stsd"])?;
        let entries = self.parts(entry.body.start + 8..entry.body.end)?;
        let [entry] = entries.as_slice() else { return Err(Refused::Broken) };
        let inside = if &handler == b"vide" {
            match &entry.name {
                b"avc1" | b"avc3" | b"av01" | b"vp09" => {}
                b"hvc1" | b"hev1" | b"dvh1" | b"dvhe" => return Err(Refused::Hevc),
                _ => return Err(Refused::Video),
            }
            let shown = self.shown(&header)?;
            if self.found.replace(shown).is_some() {
                return Err(Refused::Tracks);
            }
            self.length_of_units(entry)?.map(Inside::Units)
        } else {
            match &entry.name {
                b"Opus" => None,
                b"mp4a" => match self.kind_of_aac(entry)? {
                    None => return Err(Refused::Audio),
                    // Those whose frames say of each of their parts what it is.
                    Some(1..=5 | 29) => Some(Inside::Aac),
                    Some(_) => None,
                },
                _ => return Err(Refused::Audio),
            }
        };
        let table = self.needed(trak, &[b"mdia", b"minf", b"stbl"])?;
        let [chunks, samples] = self.samples(&table)?;
        self.played.extend(chunks);
        if let Some(inside) = inside {
            self.inside.extend(samples.into_iter().map(|sample| (inside, sample)));
        }
        if self.inside.len().max(self.played.len()) as u64 > 3 * MOST_SAMPLES {
            return Err(Refused::Broken);
        }
        self.scrub(trak)
    }

    /// Across and down as a track is shown, turned as its header says.
    fn shown(&self, header: &Part) -> Result<(u32, u32), Refused> {
        let end = header.body.end;
        let fixed = |back: usize| -> Result<u32, Refused> {
            let from = end.checked_sub(back).filter(|from| *from > header.body.start).ok_or(Refused::Broken)?;
            Ok(number(self.bytes(from..from + 4)?) as u32)
        };
        let (across, down) = (fixed(8)? >> 16, fixed(4)? >> 16);
        // The first number of the matrix is nothing where it is turned by a quarter.
        Ok(if fixed(44)? == 0 && fixed(40)? != 0 { (down, across) } else { (across, down) })
    }

    /// Where the samples of a track lie, by its tables: in chunks, and each by itself.
    fn samples(&mut self, table: &Part) -> Result<[Vec<Range<u64>>; 2], Refused> {
        let sizes = self.needed(table, &[b"stsz"])?;
        let runs = self.needed(table, &[b"stsc"])?;
        let (chunks, wide) = match self.find(table, &[b"stco"])? {
            Some(chunks) => (chunks, 4),
            None => (self.needed(table, &[b"co64"])?, 8),
        };
        let word = |from: usize, wide: usize| -> Result<u64, Refused> { Ok(number(self.bytes(from..from + wide)?)) };
        let (each, count) = (word(sizes.body.start + 4, 4)?, word(sizes.body.start + 8, 4)?);
        let (run_count, chunk_count) = (word(runs.body.start + 4, 4)?, word(chunks.body.start + 4, 4)?);
        // A table has what it says: else a short one would stand for as many pieces as lie behind it.
        let has = |table: &Part, from: u64, count: u64, wide: u64| from + count.saturating_mul(wide) <= table.body.len() as u64;
        let is_whole = has(&runs, 8, run_count, 12) && has(&chunks, 8, chunk_count, wide as u64) && (each > 0 || has(&sizes, 12, count, 4));
        if count > MOST_SAMPLES || run_count > MOST_SAMPLES || chunk_count > MOST_SAMPLES || !is_whole {
            return Err(Refused::Broken);
        }
        let (mut out, mut alone) = (Vec::new(), Vec::new());
        let (mut sample, mut run, mut per_chunk) = (0, 0, 0);
        for chunk in 0..chunk_count {
            while run < run_count && word(runs.body.start + 8 + run as usize * 12, 4)? <= chunk + 1 {
                per_chunk = word(runs.body.start + 12 + run as usize * 12, 4)?;
                run += 1;
            }
            let from = word(chunks.body.start + 8 + chunk as usize * wide, wide)?;
            let mut end = from;
            for _ in 0..per_chunk.min(count - sample) {
                let size = if each == 0 { word(sizes.body.start + 12 + sample as usize * 4, 4)? } else { each };
                let begin = end;
                end = begin.checked_add(size).ok_or(Refused::Broken)?;
                if end > begin {
                    alone.push(begin..end);
                }
                sample += 1;
            }
            if end > from {
                out.push(from..end);
            }
        }
        if sample < count || count == 0 { Err(Refused::Broken) } else { Ok([out, alone]) }
    }
}

/// Writes a file anew with what says where its pictures are before them, so that it plays while it loads.
///
/// # Errors
/// Where it is put together so that this cannot be; the file stays as it was.
pub fn quicken(from: &mut File, to: &mut File) -> Result<(), Refused> {
    let length = from.seek(SeekFrom::End(0))?;
    let tops = tops(from, length)?;
    let (place, mut moov) = whole_moov(from, &tops)?;
    let moved = place.end - place.start;
    let mut budget = MOST_PARTS;
    let whole = parts(&moov, 0..moov.len(), &mut budget)?;
    let mut open: Vec<Part> = whole;
    while let Some(part) = open.pop() {
        let wide = match &part.name {
            b"stco" => 4,
            b"co64" => 8,
            name if name == b"moov" || HOLDERS.contains(&name) => {
                open.extend(parts(&moov, part.body.clone(), &mut budget)?);
                continue;
            }
            _ => continue,
        };
        let places = moov.get_mut(part.body.start + 8..part.body.end).ok_or(Refused::Broken)?;
        for one in places.chunks_exact_mut(wide) {
            let was = number(one);
            // What stood behind it stays where it is.
            let is = if was < place.start { was + moved } else { was };
            let bytes = is.to_be_bytes();
            one.copy_from_slice(bytes.get(8 - wide..).ok_or(Refused::Broken)?);
            if number(one) != is {
                return Err(Refused::Broken);
            }
        }
    }
    let first = tops.first().map_or(0, |ftyp| ftyp.whole.end);
    let mut carry = |range: Range<u64>, to: &mut File| -> Result<(), Refused> {
        from.seek(SeekFrom::Start(range.start))?;
        io::copy(&mut from.take(range.end - range.start), to)?;
        Ok(())
    };
    to.seek(SeekFrom::Start(0))?;
    carry(0..first, to)?;
    to.write_all(&moov)?;
    carry(first..place.start, to)?;
    carry(place.end..length, to)
}
