//! Every file that the database names must be in the media store.

use std::collections::HashSet;

use futures::TryStreamExt;
use sqlx::{AnyConnection, Row};
use wire::{Picture, picture::FORMATS};

use super::{Fault, Report};
use crate::{config::Place, media::Media};

/// Looks for the files of pictures, clips and captions.
pub(super) async fn look(place: &Place, connection: &mut AnyConnection, report: &mut Report) -> Result<(), Fault> {
    let named = named(connection, report).await?;
    if named.is_empty() {
        return Ok(());
    }
    let found = match Media::open(place) {
        Ok(media) => media.list().await,
        Err(error) => Err(error),
    };
    let found: HashSet<String> = match found {
        Ok(found) => found.into_iter().collect(),
        Err(error) => {
            report.error(error);
            return Ok(());
        }
    };
    let missing: Vec<String> = named
        .iter()
        .filter(|(file, _)| !found.contains(file))
        .map(|(file, of)| format!("the media file {file} of {of} is missing"))
        .collect();
    report.error_each(&missing, "media files are missing");
    report.say(format!("media: {} files, {} of them in use", found.len(), named.len() - missing.len()));
    Ok(())
}

/// The names of all files in use, and what each is for.
async fn named(connection: &mut AnyConnection, report: &mut Report) -> Result<Vec<(String, String)>, Fault> {
    let mut files = Vec::new();
    let mut pictures = sqlx::query("select id, width, height, widths from pictures order by id").fetch(&mut *connection);
    while let Some(row) = pictures.try_next().await? {
        let id: String = row.try_get("id")?;
        let widths: String = row.try_get("widths")?;
        let side = |column: &str| -> Result<u32, Fault> { Ok(u32::try_from(row.try_get::<i64, _>(column)?)?) };
        let picture = match (side("width"), side("height"), serde_json::from_str::<Vec<u32>>(&widths)) {
            (Ok(width), Ok(height), Ok(widths)) if !widths.is_empty() => {
                Picture { id: id.clone(), width, height, colour: String::new(), widths, alt: None }
            }
            _ => {
                report.error(format!("the picture {id} has no right sizes"));
                continue;
            }
        };
        let of = format!("picture {id}");
        for width in &picture.widths {
            files.extend(FORMATS.iter().map(|(format, _)| (picture.file(*width, format), of.clone())));
        }
        files.push((picture.fallback(), of));
    }
    drop(pictures);
    let clips: Vec<(String, String)> =
        sqlx::query_as("select source, slug from clips where provider = 'file' order by slug").fetch_all(&mut *connection).await?;
    files.extend(clips.into_iter().map(|(file, slug)| (file, format!("clip {slug}"))));
    let captions: Vec<(String, String)> =
        sqlx::query_as("select c.source, k.slug from clip_captions c join clips k on k.id = c.clip_id order by k.slug")
            .fetch_all(connection)
            .await?;
    files.extend(captions.into_iter().map(|(file, slug)| (file, format!("clip {slug}"))));
    // Pictures are named by address.
    let strip = |name: String| name.strip_prefix("/media/").map(str::to_owned).unwrap_or(name);
    Ok(files.into_iter().map(|(file, of)| (strip(file), of)).collect())
}
