//! Films the demo street's clips: `cargo run --release --example film -- FOLDER [SLUG…]`.
//!
//! FOLDER gets `clips.json` and, in `clips/`, an MP4 and two caption files for each clip of `script.json`; with slugs,
//! only those films are made anew. Needs `ffmpeg` with libx264 and aac. Nothing is random: the same script gives the same films.

#![expect(clippy::indexing_slicing, reason = "scales and rings of known length; a film that stops is seen at once")]

mod camera;
mod music;
mod plan;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use demo::street;

/// Frames a second.
pub const RATE: u32 = 24;
/// The film's size in pixels.
pub const SIZE: (u32, u32) = (540, 960);

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("give a folder")?;
    let wanted: Vec<String> = words.collect();
    let (folder, clips) = (Path::new(&folder), Path::new(&folder).join("clips"));
    std::fs::create_dir_all(&clips)?;
    let street = street()?;
    let scripts: Vec<plan::Script> = serde_json::from_str(include_str!("script.json"))?;
    let mut list = Vec::new();
    for script in &scripts {
        let shop = street.shop(&script.shop).ok_or_else(|| format!("no shop {}", script.shop))?;
        let plan = plan::plan(script, shop)?;
        std::fs::write(clips.join(format!("{}.ko.vtt", script.slug)), plan.captions(|words| words.ko.as_deref()))?;
        std::fs::write(clips.join(format!("{}.en.vtt", script.slug)), plan.captions(|words| words.en.as_deref()))?;
        list.push(plan.entry(script));
        if wanted.is_empty() || wanted.contains(&script.slug) {
            let file = clips.join(format!("{}.mp4", script.slug));
            film(&plan, &script.slug, &file)?;
            println!("{}: {} s, {} KB", script.slug, plan.seconds(), std::fs::metadata(&file)?.len() / 1024);
        }
    }
    std::fs::write(folder.join("clips.json"), serde_json::to_string_pretty(&list)? + "\n")?;
    Ok(())
}

/// Draws every frame into ffmpeg.
fn film(plan: &plan::Plan, slug: &str, file: &Path) -> Outcome<()> {
    let sound = std::env::temp_dir().join(format!("{slug}.wav"));
    std::fs::write(&sound, music::wave(slug, plan.seconds()))?;
    let (width, height) = SIZE;
    let mut ffmpeg = Command::new("ffmpeg")
        .args(["-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"])
        .args(["-s", &format!("{width}x{height}"), "-r", &RATE.to_string(), "-i", "-", "-i"])
        .arg(&sound)
        .args(["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"])
        .args(["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"])
        .args(["-c:v", "libx264", "-preset", "slow", "-crf", "30", "-maxrate", "142k", "-bufsize", "560k", "-g", "96"])
        .args(["-c:a", "aac", "-b:a", "64k", "-ac", "1", "-shortest"])
        .args(["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-movflags", "+faststart"])
        .arg(file)
        .stdin(Stdio::piped())
        .spawn()?;
    let mut pipe = ffmpeg.stdin.take().ok_or("ffmpeg takes no frames")?;
    let mut camera = camera::Camera::default();
    for frame in 0..plan.seconds() * RATE {
        pipe.write_all(&camera.frame(plan, frame as f32 / RATE as f32)?)?;
    }
    drop(pipe);
    let done = ffmpeg.wait()?;
    std::fs::remove_file(&sound)?;
    if done.success() { Ok(()) } else { Err(format!("ffmpeg could not make {slug}").into()) }
}
