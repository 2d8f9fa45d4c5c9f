//! Pictures: whatever comes in, kept as small files that every browser can show, with nothing of the sender in them.

mod decode;
mod encode;
mod line;
mod make;
mod shrink;
mod weight;

use std::{
    sync::{Arc, LazyLock},
    thread::available_parallelism,
    time::Duration,
};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wire::{Lang, Picture};

pub use decode::{Pixels, Refused};
pub use line::Line;
pub use make::first_width;
pub use shrink::widths;

use crate::{background, error::Error, ids::now_ms, media::Media};

/// Decoding takes at most this long.
const PATIENCE: Duration = Duration::from_secs(10);
/// Whoever waits for their picture waits so long for the pictures of others.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// How far decoding steps back, which has its time: a tenth of a busy core is left to it.
const BEHIND: i32 = 10;
/// The same where somebody waits: a third.
const WAITED_FOR: i32 = 5;
/// What somebody waits for is rested after in its own length so many times, where the street is busy.
const RESTS: u32 = 6;
/// Who sends a picture often sends another: so long the pictures before it are not gone on with, where the street is busy.
const ANOTHER: Duration = Duration::from_millis(1_500);

/// Decoding and encoding are done by as many at once as there are cores.
static CORES: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(available_parallelism().map_or(1, std::num::NonZero::get))));

/// What somebody waits for is made one after the other, and not behind what nobody waits for.
static TURN: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(1)));

/// A picture with files that are not yet written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id, size, colour and widths; without an alternative text, which belongs to the place that it is shown in.
    pub picture: Picture,
    /// Name in the media store, and content.
    pub files: Vec<(String, Bytes)>,
}

/// Decodes a picture that came in, and makes all its files in memory.
///
/// # Errors
/// Says in a sentence for the merchant why it is not taken.
pub async fn keep(bytes: &[u8]) -> Result<Kept, Refused> {
    make(Bytes::copy_from_slice(bytes), false).await
}

/// The files of a picture that [`begin`] did not make.
///
/// # Errors
/// Where it cannot be decoded any more.
pub async fn finish(bytes: Bytes) -> Result<Kept, Refused> {
    make(bytes, true).await
}

async fn make(bytes: Bytes, but_the_first: bool) -> Result<Kept, Refused> {
    if bytes.len() > decode::MOST_BYTES {
        return Err(Refused::TooManyBytes);
    }
    let core = core().await;
    let decoding = apart(BEHIND, move || {
        let pixels = decode::decode(&bytes);
        // A decoding that nobody waits for any more still holds its core until it ends.
        (pixels, bytes, core)
    });
    let (pixels, bytes, core) = tokio::time::timeout(PATIENCE, decoding).await.map_err(|_| Refused::TooSlow)??;
    let pixels = pixels?;
    apart(BEHIND, move || {
        let kept = make::all(&id_of(&[&bytes]), &pixels, but_the_first);
        drop(core);
        kept
    })
    .await?
}

/// Decodes a picture that somebody waits for, and makes in memory what is looked at first: one WebP file. All others are made
/// of the same bytes by [`finish`].
///
/// # Errors
/// Says in a sentence for the merchant why it is not taken.
pub async fn begin(bytes: Bytes) -> Result<Kept, Refused> {
    if bytes.len() > decode::MOST_BYTES {
        return Err(Refused::TooManyBytes);
    }
    let turn = in_time(&TURN).await?;
    let pace = background::Pace::begin();
    let making = apart(WAITED_FOR, move || {
        let kept = decode::decode(&bytes).and_then(|pixels| make::first(&id_of(&[&bytes]), &pixels));
        // Whoever waits has it at once; only the next one waits for the rest.
        (kept, turn, pace.rest(RESTS))
    });
    let (kept, turn, rest) = tokio::time::timeout(PATIENCE, making).await.map_err(|_| Refused::TooSlow)??;
    if let Some(rest) = rest {
        background::stand_still(rest + ANOTHER);
        tokio::spawn(async move {
            tokio::time::sleep(rest).await;
            drop(turn);
        });
    }
    kept
}

/// Makes all files of a picture that `draw` draws; it is called on a thread where it may take its time.
///
/// # Errors
/// What `draw` says, or where its pixels are none.
pub async fn keep_drawn<E: From<Refused> + Send + 'static>(draw: impl FnOnce() -> Result<Pixels, E> + Send + 'static) -> Result<Kept, E> {
    let core = core().await;
    let making = tokio::task::spawn_blocking(move || {
        let pixels = draw()?;
        let size = [pixels.width.to_be_bytes(), pixels.height.to_be_bytes()].concat();
        let kept = make::all(&id_of(&[&size, &pixels.rgb]), &pixels, false)?;
        drop(core);
        Ok(kept)
    });
    making.await.map_err(|error| E::from(broken(error)))?
}

/// One JPEG of a picture that came in, at most so wide: its pixels and nothing else that came with them.
///
/// # Errors
/// Says in a sentence for the merchant why it is not taken.
pub async fn as_jpeg(bytes: Vec<u8>, widest: u32) -> Result<Vec<u8>, Refused> {
    if bytes.len() > decode::MOST_BYTES {
        return Err(Refused::TooManyBytes);
    }
    let core = in_time(&CORES).await?;
    let making = apart(BEHIND, move || {
        let pixels = decode::decode(&bytes)?;
        let width = pixels.width.min(widest);
        let jpeg = shrink::shrink(&pixels, width).and_then(|copy| encode::jpeg(&copy)).map_err(broken);
        // A decoding that nobody waits for any more still holds its core until it ends.
        drop(core);
        jpeg
    });
    tokio::time::timeout(PATIENCE, making).await.map_err(|_| Refused::TooSlow)??
}

/// Does some work on a thread of its own, which steps back before it begins: a thread that others use could not step forward again.
async fn apart<T: Send + 'static>(behind: i32, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Refused> {
    let (give, take) = tokio::sync::oneshot::channel();
    let thread = std::thread::Builder::new().name("picture".to_owned()).spawn(move || {
        step_back(behind);
        drop(give.send(work()));
    });
    thread.map_err(broken)?;
    take.await.map_err(broken)
}

async fn core() -> Option<OwnedSemaphorePermit> {
    // The semaphore is never closed, so there is always a permit.
    Arc::clone(&CORES).acquire_owned().await.ok()
}

/// The turn of one who waits with a picture in memory.
async fn in_time(line: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Refused> {
    match tokio::time::timeout(LONGEST_WAIT, Arc::clone(line).acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        _ => Err(Refused::Busy),
    }
}

impl From<Refused> for Error {
    /// As whoever sent a picture is told of it.
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Busy => Self::Busy(None),
            refused => Self::Refused { field: "content", ko: refused.words(Lang::Ko), en: refused.words(Lang::En) },
        }
    }
}

fn broken(error: impl std::fmt::Display) -> Refused {
    Refused::Damaged(error.to_string())
}

/// Sixteen hexadecimal digits of the SHA-256 of what came in.
fn id_of(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Lets this thread's work wait for whatever else the machine has to do: shoppers' pages come before pictures. On Linux each
/// thread has a priority of its own; elsewhere the whole program would step back, and so it does not.
fn step_back(steps: i32) {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, steps) {
        tracing::debug!(%error, "pictures are made at the usual priority");
    }
}

/// Writes a picture's files, then its row, so that a row never names a file that is not there.
/// A picture that is kept already stays as it is.
///
/// # Errors
/// Where the store or the database cannot.
pub async fn save(tx: &mut AnyConnection, kept: &Kept, media: &Media) -> Result<(), Error> {
    store(kept, media).await?;
    insert(tx, &kept.picture, now_ms()).await
}

/// Writes a picture's files.
///
/// # Errors
/// Where the store cannot.
pub async fn store(kept: &Kept, media: &Media) -> Result<(), Error> {
    for (name, bytes) in &kept.files {
        media.put(name, bytes.clone()).await?;
    }
    Ok(())
}

/// Writes a picture's row, where there is none yet.
///
/// # Errors
/// Where the database cannot.
pub async fn insert(tx: &mut AnyConnection, picture: &Picture, created_at: i64) -> Result<(), Error> {
    let sql = "insert into pictures (id, width, height, colour, widths, created_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
    sqlx::query(sql)
        .bind(&picture.id)
        .bind(i64::from(picture.width))
        .bind(i64::from(picture.height))
        .bind(&picture.colour)
        .bind(serde_json::to_string(&picture.widths)?)
        .bind(created_at)
        .execute(tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{LogFormat, Place},
        db::Db,
    };

    fn png(width: u32, height: u32) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([200, (x % 200) as u8, (y % 200) as u8]));
        let mut out = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut out, image::ImageFormat::Png).expect("a picture");
        out.into_inner()
    }

    #[tokio::test(start_paused = true)]
    async fn whose_turn_does_not_come_in_time_is_told_to_come_again() {
        let line = Arc::new(Semaphore::new(1));
        let first = in_time(&line).await.expect("a turn");
        let began = tokio::time::Instant::now();
        assert!(matches!(in_time(&line).await.map_err(Error::from), Err(Error::Busy(None))));
        assert!(began.elapsed() >= LONGEST_WAIT);
        drop(first);
        assert!(in_time(&line).await.is_ok());
    }

    #[tokio::test]
    async fn every_file_that_a_page_names_is_made() {
        let kept = keep(&png(500, 400)).await.expect("a picture");
        let names: Vec<&str> = kept.files.iter().map(|(name, _)| name.as_str()).collect();
        let picture = &kept.picture;
        assert_eq!((picture.width, picture.height, picture.widths.as_slice()), (500, 400, &[240, 480][..]));
        assert_eq!(names.len(), 5);
        for width in &picture.widths {
            for (format, _) in wire::picture::FORMATS {
                assert!(names.contains(&picture.file(*width, format).trim_start_matches("/media/")));
            }
        }
        assert!(names.contains(&picture.fallback().trim_start_matches("/media/")));
        assert!(names.iter().all(|name| crate::media::is_name(name)));
        assert_eq!(keep(&png(500, 400)).await.expect("a picture"), kept);
    }

    #[tokio::test]
    async fn saving_twice_is_saving_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place { data: folder.path().to_owned(), database: None, media: None, log_format: LogFormat::Text };
        let media = Media::open(&place).expect("a store");
        let db = Db::open(&place.database_url()).await.expect("a database");
        let kept = keep(&png(100, 80)).await.expect("a picture");
        let mut write = db.write().await.expect("a write");
        for _ in 0..2 {
            save(&mut write.tx, &kept, &media).await.expect("saved");
        }
        write.commit().await.expect("a commit");
        let rows =
            sqlx::query("select id as picture_id, width, height, colour, widths from pictures").fetch_all(&db.pool).await.expect("rows");
        assert_eq!(rows.len(), 1);
        assert_eq!(crate::rows::picture(&rows[0]).expect("a row"), Some(kept.picture.clone()));
        let mut names: Vec<String> = kept.files.iter().map(|(name, _)| name.clone()).collect();
        names.sort_unstable();
        assert_eq!(media.list().await.expect("names"), names);
    }

    fn jpeg() -> Vec<u8> {
        let photo = image::RgbImage::from_fn(320, 240, |x, y| image::Rgb([(x % 250) as u8, (y % 200) as u8, 90]));
        let mut jpeg = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(&photo).expect("a photo");
        jpeg
    }

    fn holds(bytes: &[u8], sought: &[u8]) -> bool {
        bytes.windows(sought.len()).any(|piece| piece.eq_ignore_ascii_case(sought))
    }

    #[tokio::test]
    async fn a_picture_that_is_a_web_page_as_well_comes_out_as_a_picture_alone() {
        let script = b"<html><script>alert(1)</script></html>";
        let plain = jpeg();
        // Once in a comment within the file, once behind its end.
        let mut bytes = plain[..2].to_vec();
        bytes.extend([0xff, 0xfe]);
        bytes.extend(u16::try_from(script.len() + 2).expect("short").to_be_bytes());
        bytes.extend(script);
        bytes.extend(&plain[2..]);
        bytes.extend(script);
        let kept = keep(&bytes).await.expect("a picture");
        assert_eq!((kept.picture.width, kept.picture.height), (320, 240));
        for (name, file) in &kept.files {
            assert!(!holds(file, b"<script") && !holds(file, b"<html"), "{name}");
            if !name.ends_with(".avif") {
                assert!(decode::decode(file).is_ok(), "{name}");
            }
        }
    }

    #[tokio::test]
    async fn where_a_photo_was_taken_is_not_kept() {
        // EXIF: a first directory that leads to one of positions, which says 37 degrees, 33 minutes, 58 seconds north.
        let mut place = Vec::new();
        for part in [37_u32, 1, 33, 1, 58, 1] {
            place.extend(part.to_be_bytes());
        }
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
        exif.extend(b"\0\x02\0\x01\0\x02\0\0\0\x02N\0\0\0\0\x02\0\x05\0\0\0\x03\0\0\0\x38\0\0\0\0");
        exif.extend(&place);
        let plain = jpeg();
        let mut bytes = plain[..2].to_vec();
        bytes.extend([0xff, 0xe1]);
        bytes.extend(u16::try_from(exif.len() + 2).expect("short").to_be_bytes());
        bytes.extend(&exif);
        bytes.extend(&plain[2..]);
        assert!(holds(&bytes, b"Exif") && holds(&bytes, &place));
        let kept = keep(&bytes).await.expect("a picture");
        for (name, file) in &kept.files {
            assert!(!holds(file, b"Exif") && !holds(file, &place), "{name}");
        }
        let again = as_jpeg(bytes, 1_000).await.expect("a picture");
        assert!(!holds(&again, b"Exif") && !holds(&again, &place));
    }
}
