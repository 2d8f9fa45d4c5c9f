//! Draws, encodes and stores pictures, on all cores.

use std::thread::available_parallelism;

use futures::{StreamExt, TryStreamExt, stream};
use sha2::{Digest, Sha256};
use wire::Picture;

use super::{Failure, progress::Progress, scenes::Shot};
use crate::{media::Media, picture};

/// Keeps all pictures, and returns them in the order of `shots`.
///
/// # Errors
/// Where one cannot be drawn or stored.
pub async fn keep_all(media: &Media, shots: Vec<Shot>) -> Result<Vec<Picture>, Failure> {
    let mut progress = Progress::new("pictures", shots.len());
    // One more than there are cores: while one is stored, the next is drawn.
    let at_once = available_parallelism().map_or(2, |cores| cores.get() + 1);
    let work = stream::iter(shots).map(|shot| async move {
        let kept = picture::keep_drawn(move || shot.draw()).await?;
        picture::store(&kept, media).await?;
        Ok::<Picture, Failure>(kept.picture)
    });
    let mut kept = Vec::new();
    let mut work = work.buffered(at_once);
    while let Some(picture) = work.try_next().await? {
        kept.push(picture);
        progress.step(1);
    }
    Ok(kept)
}

/// Stores a file under its content's hash, and returns its name.
///
/// # Errors
/// Where the store cannot.
pub async fn keep_file(media: &Media, content: &'static [u8], kind: &str) -> Result<String, Failure> {
    let hash: String = Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("{hash}.{kind}");
    media.put(&name, bytes::Bytes::from_static(content)).await?;
    Ok(name)
}
