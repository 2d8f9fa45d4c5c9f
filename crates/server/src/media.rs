//! The media store: pictures, clips and captions, in a folder or in a bucket.
//!
//! A name tells what is in the file (it holds the content's hash), so a file is never changed once it is written,
//! and a file of that name that is there already may be written again without harm.

use std::{ops::Range, path::PathBuf, sync::Arc};

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{
    GetOptions, GetRange, GetResult, ObjectStore, PutPayload, aws::AmazonS3Builder, buffered::BufWriter, local::LocalFileSystem,
    path::Path, prefix::PrefixStore,
};
use tokio::io::AsyncWriteExt;

use crate::config::Place;

/// The open store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Media {
    store: Arc<dyn ObjectStore>,
}

/// Bytes of a file, and how long the whole of it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The bytes asked for, fewer where the file ends before.
    pub bytes: Bytes,
    /// The whole file, in bytes.
    pub size: u64,
}

/// A file that is being handed out.
pub struct Reading {
    /// The whole file, in bytes.
    pub size: u64,
    /// How many of its bytes come.
    pub length: u64,
    pub content: Content,
}

/// The bytes of a file that is being handed out.
pub enum Content {
    /// Few enough to be in memory.
    Whole(Bytes),
    /// Read while they are taken, so that it does not matter how many slow readers there are.
    Stream(BoxStream<'static, Result<Bytes, Error>>),
}

/// So many bytes are read at once: fewer turns for most pictures, and little enough for many readers.
const AT_ONCE: u64 = 256 * 1024;

/// Why the store did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0:?} is no name of a file here: only a-z, 0-9, point, dash and underscore, and no point in front")]
    Name(String),
    #[error("the media store must be a folder or s3://bucket/prefix, not {0}")]
    Place(String),
    #[error("the folder {folder} could not be made: {cause}")]
    Folder { folder: PathBuf, cause: std::io::Error },
    #[error("the media store: {0}")]
    File(#[source] std::io::Error),
    #[error("the media store: {0}")]
    Store(#[from] object_store::Error),
}

impl Media {
    /// Opens the store of a place: a folder, made where it is not there, or `s3://bucket/prefix`.
    ///
    /// # Errors
    /// Where the folder cannot be made or the address is neither.
    pub fn open(place: &Place) -> Result<Self, Error> {
        match place.media.as_deref() {
            Some(address) if address.starts_with("s3://") => Self::bucket(address),
            Some(address) if address.contains("://") => Err(Error::Place(address.to_owned())),
            Some(folder) => Self::folder(PathBuf::from(folder)),
            None => Self::folder(place.data.join("media")),
        }
    }

    fn folder(folder: PathBuf) -> Result<Self, Error> {
        std::fs::create_dir_all(&folder).map_err(|cause| Error::Folder { folder: folder.clone(), cause })?;
        // It writes to a name beside and renames, so that a killed program leaves no half of a file.
        Ok(Self { store: Arc::new(LocalFileSystem::new_with_prefix(folder)?) })
    }

    fn bucket(address: &str) -> Result<Self, Error> {
        let rest = address.strip_prefix("s3://").unwrap_or(address);
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if bucket.is_empty() {
            return Err(Error::Place(address.to_owned()));
        }
        let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
        let prefix = Path::parse(prefix.trim_end_matches('/')).map_err(object_store::Error::from)?;
        Ok(Self { store: Arc::new(PrefixStore::new(store, prefix)) })
    }

    /// Writes a file whole; afterwards it is there or it is not, never half.
    ///
    /// # Errors
    /// Where the name is none, or the store is away or full.
    pub async fn put(&self, name: &str, bytes: Bytes) -> Result<(), Error> {
        self.store.put(&checked(name)?, PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    /// Writes a file whole from one that is open, piece by piece: it may be larger than what fits into memory.
    ///
    /// # Errors
    /// Where the name is none, the file cannot be read, or the store is away or full.
    pub async fn put_file(&self, name: &str, file: std::fs::File) -> Result<(), Error> {
        let mut from = tokio::fs::File::from_std(file);
        let mut to = BufWriter::new(self.store.clone(), checked(name)?);
        if let Err(error) = tokio::io::copy(&mut from, &mut to).await {
            // What came so far is not kept.
            let _ = to.abort().await;
            return Err(Error::File(error));
        }
        // One that could not be shut down has nothing to abort any more, and would panic.
        to.shutdown().await.map_err(Error::File)
    }

    /// Copies a file within the store.
    ///
    /// # Errors
    /// Where a name is none, there is no such file, or the store is away or full.
    pub async fn copy(&self, from: &str, to: &str) -> Result<(), Error> {
        Ok(self.store.copy(&checked(from)?, &checked(to)?).await?)
    }

    /// Takes a file away; one that is not there is no matter.
    ///
    /// # Errors
    /// Where the name is none or the store is away.
    pub async fn delete(&self, name: &str) -> Result<(), Error> {
        match self.store.delete(&checked(name)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The bytes of a file, all or those of a range; `None` where there is no such file.
    ///
    /// A range that begins behind the end finds no bytes, but the size.
    ///
    /// # Errors
    /// Where the name is none or the store is away.
    pub async fn get(&self, name: &str, range: Option<Range<u64>>) -> Result<Option<Found>, Error> {
        Ok(match self.find(name, range).await? {
            Some((size, Some(found))) => Some(Found { bytes: found.bytes().await?, size }),
            Some((size, None)) => Some(Found { bytes: Bytes::new(), size }),
            None => None,
        })
    }

    /// The same to hand out: of a large file no more than a piece is in memory at a time.
    ///
    /// # Errors
    /// Where the name is none or the store is away; it may also go away while the bytes are taken.
    pub async fn read(&self, name: &str, range: Option<Range<u64>>) -> Result<Option<Reading>, Error> {
        let Some((size, found)) = self.find(name, range).await? else { return Ok(None) };
        let Some(found) = found else { return Ok(Some(Reading { size, length: 0, content: Content::Whole(Bytes::new()) })) };
        let length = found.range.end.saturating_sub(found.range.start);
        let content = if length <= AT_ONCE {
            Content::Whole(found.bytes().await?)
        } else {
            Content::Stream(found.into_stream().map_err(Error::from).boxed())
        };
        Ok(Some(Reading { size, length, content }))
    }

    /// The size of a file, and what the store gives of it: nothing where the range begins behind the end.
    async fn find(&self, name: &str, range: Option<Range<u64>>) -> Result<Option<(u64, Option<GetResult>)>, Error> {
        let path = checked(name)?;
        if range.as_ref().is_some_and(|range| range.is_empty()) {
            return Ok(self.size(name).await?.map(|size| (size, None)));
        }
        let options = GetOptions { range: range.clone().map(GetRange::Bounded), ..GetOptions::default() };
        match self.store.get_opts(&path, options).await {
            Ok(found) => Ok(Some((found.meta.size, Some(found)))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => match (range, self.size(name).await?) {
                // Stores say in different ways that a range begins behind the end.
                (Some(range), Some(size)) if range.start >= size => Ok(Some((size, None))),
                _ => Err(error.into()),
            },
        }
    }

    /// The size of a file in bytes; `None` where there is no such file.
    ///
    /// # Errors
    /// Where the name is none or the store is away.
    pub async fn size(&self, name: &str) -> Result<Option<u64>, Error> {
        match self.store.head(&checked(name)?).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The names of all files, sorted.
    ///
    /// # Errors
    /// Where the store is away.
    pub async fn list(&self) -> Result<Vec<String>, Error> {
        let all: Vec<_> = self.store.list(None).try_collect().await?;
        let mut names: Vec<String> = all.into_iter().map(|meta| meta.location.to_string()).filter(|name| is_name(name)).collect();
        names.sort_unstable();
        Ok(names)
    }
}

/// Whether a file may have this name: `[a-z0-9._-]+`, at most 120 characters, no point in front.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
    (1..=120).contains(&name.len()) && !name.starts_with('.') && name.bytes().all(fits)
}

fn checked(name: &str) -> Result<Path, Error> {
    if is_name(name) { Ok(Path::from(name)) } else { Err(Error::Name(name.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LogFormat;

    fn place(folder: &std::path::Path, media: Option<&str>) -> Place {
        Place { data: folder.to_owned(), database: None, media: media.map(str::to_owned), log_format: LogFormat::Text }
    }

    #[tokio::test]
    async fn what_is_put_is_found_whole_and_in_pieces() {
        let folder = tempfile::tempdir().expect("a folder");
        let media = Media::open(&place(folder.path(), None)).expect("a store");
        media.put("a-240.webp", Bytes::from_static(b"0123456789")).await.expect("a file");
        media.put("a-240.webp", Bytes::from_static(b"0123456789")).await.expect("again");
        let get = async |range| media.get("a-240.webp", range).await.expect("an answer").expect("a file");
        assert_eq!(get(None).await, Found { bytes: Bytes::from_static(b"0123456789"), size: 10 });
        assert_eq!(get(Some(2..5)).await.bytes, "234");
        assert_eq!(get(Some(8..400)).await, Found { bytes: Bytes::from_static(b"89"), size: 10 });
        assert_eq!(get(Some(10..12)).await, Found { bytes: Bytes::new(), size: 10 });
        assert_eq!(get(Some(3..3)).await.bytes, "");
        assert_eq!(media.get("b.webp", None).await.expect("an answer"), None);
        assert_eq!(media.get("b.webp", Some(0..1)).await.expect("an answer"), None);
        assert_eq!(media.list().await.expect("names"), ["a-240.webp"]);
        assert!(folder.path().join("media/a-240.webp").is_file());
    }

    #[tokio::test]
    async fn a_large_file_is_never_in_memory_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let media = Media::open(&place(folder.path(), None)).expect("a store");
        let film: Bytes = (0..1_000_003_u32).map(|at| (at % 251) as u8).collect();
        media.put("a.mp4", film.clone()).await.expect("a file");
        for (range, want) in [(None, film.clone()), (Some(10..700_000), film.slice(10..700_000))] {
            let reading = media.read("a.mp4", range).await.expect("an answer").expect("a file");
            assert_eq!((reading.size, reading.length), (film.len() as u64, want.len() as u64));
            let Content::Stream(stream) = reading.content else { panic!("it is read whole") };
            let pieces: Vec<Bytes> = stream.try_collect().await.expect("bytes");
            assert!(pieces.iter().all(|piece| piece.len() as u64 <= AT_ONCE));
            assert!(pieces.concat() == want);
        }
        let few = media.read("a.mp4", Some(5..9)).await.expect("an answer").expect("a file");
        assert!(matches!(few.content, Content::Whole(bytes) if bytes == film.slice(5..9)));
        let behind = media.read("a.mp4", Some(2_000_000..2_000_001)).await.expect("an answer").expect("a file");
        assert_eq!((behind.size, behind.length), (film.len() as u64, 0));
    }

    #[tokio::test]
    async fn a_name_never_leads_out_of_the_store() {
        let folder = tempfile::tempdir().expect("a folder");
        let media = Media::open(&place(folder.path(), None)).expect("a store");
        for bad in ["", "..", ".hidden", "../golmok.db", "a/b", "a\\b", "A", "a b", "a%2f", "가", &"a".repeat(121)] {
            assert!(matches!(media.get(bad, None).await, Err(Error::Name(_))), "{bad}");
            assert!(matches!(media.put(bad, Bytes::new()).await, Err(Error::Name(_))), "{bad}");
        }
    }

    #[test]
    fn only_folders_and_buckets_are_places() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(Media::open(&place(folder.path(), Some("ftp://x/y"))), Err(Error::Place(_))));
        assert!(matches!(Media::open(&place(folder.path(), Some("s3://"))), Err(Error::Place(_))));
        let other = folder.path().join("elsewhere");
        assert!(Media::open(&place(folder.path(), other.to_str())).is_ok() && other.is_dir());
    }
}
