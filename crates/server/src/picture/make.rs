//! Making a picture's files.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use wire::Picture;

use super::{BEHIND, Kept, Pixels, Refused, broken, encode, shrink, step_back, widths};
use crate::background;

/// What is looked at while the rest is made is at least so wide, in pixels.
const FIRST: u32 = 640;

/// Of a picture's widths the one of which there is a WebP file before all others are made: the first that is wide enough to
/// be looked at everywhere, or the widest.
#[must_use]
pub fn first_width(widths: &[u32]) -> Option<u32> {
    widths.iter().find(|width| **width >= FIRST).or(widths.last()).copied()
}

/// A picture in its widths, before any file is made of it.
struct Copies {
    picture: Picture,
    each: Vec<(u32, Pixels)>,
}

fn unnamed(id: &str, original: &Pixels) -> Picture {
    let Pixels { width, height, .. } = *original;
    Picture { id: id.to_owned(), width, height, colour: String::new(), widths: widths(width), alt: None }
}

/// Small copies are made of the largest one, not of the original, which may be far larger.
fn copies(id: &str, original: &Pixels) -> Result<Copies, Refused> {
    let piece = |from: &Pixels, width| background::piece(|| shrink::shrink(from, width));
    let mut picture = unnamed(id, original);
    let largest = piece(original, picture.largest()).map_err(broken)?;
    let mut each = Vec::new();
    for width in &picture.widths {
        each.push((*width, piece(&largest, *width).map_err(broken)?));
    }
    picture.colour = each.first().map(|(_, copy)| shrink::colour(copy)).unwrap_or_default();
    Ok(Copies { picture, each })
}

/// The file that is looked at first, without any rest: somebody waits for it.
pub(super) fn first(id: &str, original: &Pixels) -> Result<Kept, Refused> {
    let mut picture = unnamed(id, original);
    let Some(width) = first_width(&picture.widths) else { return Err(broken("it has no width")) };
    let copy = shrink::shrink(original, width).map_err(broken)?;
    picture.colour = shrink::colour(&copy);
    let file = encode::webp(&copy).map_err(broken)?;
    Ok(Kept { picture, files: vec![(format!("{id}-{width}.webp"), file.into())] })
}

/// One file to be made: its format, its width, the pixels, and how.
type Job<'a> = (&'static str, u32, &'a Pixels, fn(&Pixels) -> Result<Vec<u8>, String>);

/// All files of a picture, or those that are not made by [`first`].
pub(super) fn all(id: &str, original: &Pixels, but_the_first: bool) -> Result<Kept, Refused> {
    let Copies { picture, each } = copies(id, original)?;
    let mut jobs: Vec<Job<'_>> = Vec::new();
    for (width, copy) in &each {
        jobs.push(("avif", *width, copy, encode::avif));
        if !but_the_first || Some(*width) != first_width(&picture.widths) {
            jobs.push(("webp", *width, copy, encode::webp));
        }
        if *width == picture.fallback_width() {
            jobs.push(("jpg", *width, copy, encode::jpeg));
        }
    }
    // The largest files of the slowest format are begun first, so that no thread is left with one of them at the end.
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    order.sort_by_key(|at| jobs.get(*at).map(|(format, width, ..)| (*format != "avif", u32::MAX - *width)));
    let queue = Mutex::new(order.into_iter());
    let made: Mutex<BTreeMap<usize, Result<Vec<u8>, String>>> = Mutex::default();
    // Each file by a thread of its own: one that steps back once cannot step forward again when somebody comes to wait.
    let one = |at: usize, (_, _, copy, encode): &Job<'_>| {
        if background::is_hurried() {
            step_back(BEHIND);
        } else {
            come_last();
        }
        let file = background::piece(|| encode(copy));
        made.lock().unwrap_or_else(PoisonError::into_inner).insert(at, file);
    };
    let work = || loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
        let Some((at, job)) = next.and_then(|at| Some((at, jobs.get(at)?))) else { break };
        std::thread::scope(|thread| {
            thread.spawn(|| one(at, job));
        });
    };
    // Two, so that somebody who waits for their one picture waits half as long; many at once are not slower for it.
    std::thread::scope(|threads| {
        for _ in 0..2 {
            threads.spawn(work);
        }
    });
    let made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut files = Vec::new();
    for ((format, width, ..), file) in jobs.iter().zip(made.into_values()) {
        files.push((format!("{id}-{width}.{format}"), file.map_err(broken)?.into()));
    }
    Ok(Kept { picture, files })
}

/// Lets this thread work when nobody else wants to. A thread that is only nice keeps its core for some milliseconds when
/// another one wakes up, which a page is drawn in twice.
fn come_last() {
    #[cfg(target_os = "linux")]
    {
        use thread_priority::{
            NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy, set_thread_priority_and_policy, thread_native_id,
        };
        let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
        if let Err(error) = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle) {
            tracing::debug!(%error, "pictures are encoded at the usual priority");
        }
    }
}
