//! The archive as bytes: written in one pass, and read only after all of it has been checked.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::{FORMAT, Fault, Head, Manifest, tables};
use crate::media::is_name;

const HEAD: &str = "golmok-backup.json";
const MANIFEST: &str = "manifest.json";
/// Entries that are read into memory by their own word about their size: the first, the last, and one of rows.
const MOST_READ: u64 = 512 * 1024 * 1024;
/// Pictures are as small as they get; of the rows, more than this wins little.
const LEVEL: i32 = 3;

/// What the writer is told.
pub(super) enum Piece {
    /// A file begins, of `size` bytes.
    Entry { path: String, size: u64 },
    /// Its next bytes.
    Bytes(Bytes),
    /// All files are sent; the writer fills in their hashes.
    End(Box<Manifest>),
}

/// Writes the archive from `pieces`. Ends with an error where they end before [`Piece::End`].
pub(super) fn write(file: &File, mut pieces: mpsc::Receiver<Piece>) -> Result<Manifest, Fault> {
    let mut out = zstd::Encoder::new(BufWriter::new(file), LEVEL)?;
    out.include_checksum(true)?;
    let mut entries = BTreeMap::new();
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Piece::Entry { path, size } => {
                let hash = write_entry(&mut out, &path, size, &mut pieces)?;
                entries.insert(path, hash);
            }
            Piece::Bytes(_) => return Err("bytes of no entry".into()),
            Piece::End(manifest) => {
                let manifest = Manifest { entries, ..*manifest };
                let text = serde_json::to_vec_pretty(&manifest)?;
                out.write_all(header(MANIFEST, text.len() as u64)?.as_bytes())?;
                out.write_all(&text)?;
                pad(&mut out, text.len() as u64)?;
                // A tar ends with two empty blocks.
                out.write_all(&[0; 1024])?;
                out.finish()?.flush()?;
                return Ok(manifest);
            }
        }
    }
    Err("the backup was not finished".into())
}

/// Writes one entry whose bytes follow in `pieces`; its hash.
fn write_entry(out: &mut impl Write, path: &str, size: u64, pieces: &mut mpsc::Receiver<Piece>) -> Result<String, Fault> {
    out.write_all(header(path, size)?.as_bytes())?;
    let (mut hash, mut written) = (Sha256::new(), 0);
    while written < size {
        let Some(Piece::Bytes(bytes)) = pieces.blocking_recv() else { return Err(format!("{path} was not sent whole").into()) };
        hash.update(&bytes);
        out.write_all(&bytes)?;
        written += bytes.len() as u64;
    }
    if written > size {
        return Err(format!("{path} is longer than was said").into());
    }
    pad(out, size)?;
    Ok(hex(hash))
}

fn header(path: &str, size: u64) -> io::Result<tar::Header> {
    let mut header = tar::Header::new_ustar();
    header.set_path(path)?;
    header.set_size(size);
    header.set_mode(0o600);
    header.set_cksum();
    Ok(header)
}

/// Fills the last block of 512 bytes.
fn pad(out: &mut impl Write, size: u64) -> io::Result<()> {
    io::copy(&mut io::repeat(0).take(size.next_multiple_of(512) - size), out).map(drop)
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What an entry is, by its path. No other path is in an archive, so none leads outside.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Head,
    Rows(&'static str),
    Media(String),
    Manifest,
}

/// Reads a path; `None` where it is no archive's.
pub(super) fn kind_of(path: &str) -> Option<Kind> {
    match path {
        HEAD => return Some(Kind::Head),
        MANIFEST => return Some(Kind::Manifest),
        _ => {}
    }
    if let Some(name) = path.strip_prefix("media/") {
        return is_name(name).then(|| Kind::Media(name.to_owned()));
    }
    let (table, number) = path.strip_prefix("database/")?.strip_suffix(".jsonl")?.rsplit_once('-')?;
    let known = tables::TABLES.iter().find(|known| **known == table)?;
    number.bytes().all(|digit| digit.is_ascii_digit()).then_some(Kind::Rows(known))
}

/// Calls `each` with every entry of the archive in order; then reads to the very end, where zstd's own sum stands.
pub(super) fn read(file: &Path, mut each: impl FnMut(Kind, &str, &mut dyn Read) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut decoder = zstd::Decoder::new(BufReader::new(File::open(file)?))?;
    {
        let mut archive = tar::Archive::new(&mut decoder);
        for entry in archive.entries()? {
            let mut entry = entry?;
            let path = String::from_utf8(entry.path_bytes().into_owned()).map_err(|_| "an entry whose name is no text")?;
            let is_file = entry.header().entry_type() == tar::EntryType::Regular;
            let kind = kind_of(&path).filter(|_| is_file).ok_or_else(|| format!("an entry that no backup has: {path:?}"))?;
            each(kind, &path, &mut entry)?;
            io::copy(&mut entry, &mut io::sink())?;
        }
    }
    io::copy(&mut decoder, &mut io::sink())?;
    Ok(())
}

/// All bytes of an entry that is read whole.
pub(super) fn read_all(entry: &mut dyn Read) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    if entry.take(MOST_READ + 1).read_to_end(&mut bytes)? as u64 > MOST_READ {
        return Err("an entry larger than any backup has".into());
    }
    Ok(bytes)
}

/// Checks the whole archive: its form, that nothing is missing or too much, and every hash.
///
/// # Errors
/// Where anything is not as it was written.
pub(super) fn verify(file: &Path) -> Result<Manifest, Fault> {
    let mut hashes = BTreeMap::new();
    let mut head: Option<Head> = None;
    let mut manifest: Option<Manifest> = None;
    let read = read(file, |kind, path, entry| {
        if manifest.is_some() {
            return Err("something follows its end".into());
        }
        match kind {
            Kind::Manifest => {
                manifest = Some(serde_json::from_slice(&read_all(entry)?)?);
                return Ok(());
            }
            Kind::Head => {
                let bytes = read_all(entry)?;
                let read: Head = serde_json::from_slice(&bytes)?;
                if read.format != FORMAT {
                    return Err(format!("its form {} is newer than this program", read.format).into());
                }
                head = Some(read);
                hashes.insert(path.to_owned(), hex(Sha256::new_with_prefix(&bytes)));
            }
            Kind::Rows(_) | Kind::Media(_) => {
                let mut hash = Sha256::new();
                io::copy(entry, &mut hash)?;
                if hashes.insert(path.to_owned(), hex(hash)).is_some() {
                    return Err(format!("{path} is in it twice").into());
                }
            }
        }
        if head.is_none() {
            return Err("it does not begin as a backup does".into());
        }
        Ok(())
    });
    read.map_err(|error| format!("{} is no whole backup: {error}", file.display()))?;
    let manifest = manifest.ok_or_else(|| format!("{} is no whole backup: its end is missing", file.display()))?;
    if Some(&manifest.head) != head.as_ref() || manifest.entries != hashes {
        return Err(format!("{} was altered: what it holds is not what its manifest says", file.display()).into());
    }
    Ok(manifest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_outside() {
        assert_eq!(kind_of("media/0123456789abcdef-240.avif"), Some(Kind::Media("0123456789abcdef-240.avif".to_owned())));
        assert_eq!(kind_of("database/shops-000001.jsonl"), Some(Kind::Rows("shops")));
        for bad in [
            "media/../golmok.db",
            "media/..",
            "media/.hidden",
            "media/",
            "media/a/b",
            "media/A.jpg",
            "../x",
            "/etc/passwd",
            "database/sqlite_master-000001.jsonl",
            "database/shops-1;drop.jsonl",
            "golmok.db",
            "",
        ] {
            assert_eq!(kind_of(bad), None, "{bad}");
        }
    }
}
