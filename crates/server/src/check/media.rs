//! Every file that the database names must be in the media store.

use std::collections::HashSet;

use futures::TryStreamExt;
use sqlx::{AnyConnection, Row};
use wire::{Picture, picture::FORMATS};

use super::{Fault, Report};
use crate::{config::Place, draft::picture::HIDDEN, media::Media, picture::first_width};

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
    // One that is just being sent, or was swept, is nobody's, and nothing may be there of it; unless a list named it as well.
    let pictures = "select id, width, height, widths,
        case when exists (select 1 from uploads u where u.picture_id = i.id and u.hidden = 1) then 1 else 0 end as hidden,
        case when exists (select 1 from unfinished_pictures f where f.picture_id = i.id) then 1 else 0 end as unfinished
        from pictures i
        where exists (select 1 from uploads u where u.picture_id = i.id)
            or not exists (select 1 from unfinished_pictures f where f.picture_id = i.id)
            or id in (select picture_id from shop_pictures union select picture_id from product_pictures where picture_id is not null
                union select poster_id from clips where poster_id is not null)
        order by id";
    let mut pictures = sqlx::query(pictures).fetch(&mut *connection);
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
        // Pictures are named by address, and lie under another name until they are opened.
        let apart = if row.try_get::<i64, _>("hidden")? == 1 { HIDDEN } else { "" };
        let name = |address: String| [apart, address.strip_prefix("/media/").unwrap_or(&address)].concat();
        if row.try_get::<i64, _>("unfinished")? == 1 {
            files.extend(first_width(&picture.widths).map(|width| (name(picture.file(width, "webp")), of)));
            continue;
        }
        for width in &picture.widths {
            files.extend(FORMATS.iter().map(|(format, _)| (name(picture.file(*width, format)), of.clone())));
        }
        files.push((name(picture.fallback()), of));
    }
    drop(pictures);
    let clips: Vec<(String, String)> =
        sqlx::query_as("select source, slug from clips where provider = 'file' order by slug").fetch_all(&mut *connection).await?;
    files.extend(clips.into_iter().map(|(file, slug)| (file, format!("clip {slug}"))));
    let captions: Vec<(String, String)> =
        sqlx::query_as("select c.source, k.slug from clip_captions c join clips k on k.id = c.clip_id order by k.slug")
            .fetch_all(&mut *connection)
            .await?;
    files.extend(captions.into_iter().map(|(file, slug)| (file, format!("clip {slug}"))));
    // What is not open yet lies under another name. Of one that is going, which its time says, nothing need be there.
    let hidden = "select f.name, s.slug from clip_files f join shops s on s.id = f.shop_id
        where f.hidden = 1 and f.created_at > 0 order by s.slug";
    let hidden: Vec<(String, String)> = sqlx::query_as(hidden).fetch_all(connection).await?;
    files.extend(hidden.into_iter().map(|(file, slug)| ([HIDDEN, &file].concat(), format!("a clip's draft of {slug}"))));
    Ok(files)
}
