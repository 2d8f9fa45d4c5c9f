//! The browser's files: built by Trunk, packed with brotli and gzip, skipped when nothing changed.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::run::{command, find, root, run, say};

/// What the browser's files are made of.
const SOURCES: [&str; 10] =
    ["src", "style", "public", "crates/wire", "build.rs", "Cargo.toml", "Cargo.lock", "index.html", "Trunk.toml", ".cargo/config.toml"];

/// Files that grow smaller; pictures, clips and fonts are packed already.
const PACKABLE: [&str; 12] = ["css", "html", "ico", "js", "json", "map", "svg", "txt", "vtt", "wasm", "webmanifest", "xml"];

/// The folder that the server carries within itself.
pub fn folder() -> PathBuf {
    root().join("target").join("site")
}

/// Builds and packs the browser's files unless they are as new as everything they are made of.
pub fn build() -> Result<()> {
    // Beside the folder, not in it, for the server carries whatever is in it. It keeps the time of the
    // build's start, so that a source changed during a build counts as newer.
    let stamp = root().join("target").join("site.stamp");
    if is_fresh(&stamp) {
        say("The browser's files are up to date.");
        return Ok(());
    }
    say("Building the browser's files (Trunk, release); some minutes the first time.");
    let _ = fs::remove_file(&stamp);
    let started = root().join("target").join("site.started");
    fs::write(&started, "").context("cannot write into target/")?;
    let trunk = find("trunk").context("Trunk is missing: run `cargo x setup`")?;
    let mut build = command(trunk)?;
    build.args(["build", "--release", "--offline=true", "--no-default-features"]);
    build.args(["--features", "hydrate", "--public-url", "/app/", "--dist"]).arg(folder());
    // Trunk takes `--no-color` from this variable and stops if it holds anything but true or false.
    run(build.env_remove("NO_COLOR"))?;

    for glue in files_in(&folder())?.into_iter().filter(|file| is_glue(file)) {
        let esbuild = find("esbuild").context("esbuild is missing: run `cargo x setup`")?;
        let mut shrink = command(esbuild)?;
        shrink.arg(&glue).args(["--minify", "--format=esm", "--target=es2022", "--log-level=warning", "--allow-overwrite"]);
        run(shrink.arg(format!("--outfile={}", glue.display())))?;
    }
    say("Packing them with brotli and gzip.");
    pack(&folder())?;
    fs::rename(started, stamp).context("cannot note the time of the build")
}

fn is_fresh(stamp: &Path) -> bool {
    folder().join("index.html").is_file() && is_newer(stamp, &SOURCES)
}

/// Whether a file is newer than everything below these places of the repository.
pub fn is_newer(stamp: &Path, sources: &[&str]) -> bool {
    let Some(built) = modified(stamp) else {
        return false;
    };
    sources.iter().all(|source| newest(&root().join(source)).is_none_or(|time| time < built))
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|file| file.modified()).ok()
}

/// The newest time in a tree; a folder's own time tells of files that were taken away.
fn newest(path: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.filter_map(|entry| newest(&entry.path())).chain(modified(path)).max()
}

/// Writes `.br` and `.gz` beside every file that grows smaller by it, on all processors.
fn pack(folder: &Path) -> Result<()> {
    let files: Vec<PathBuf> = files_in(folder)?.into_iter().filter(|file| is_packable(file)).collect();
    let workers: Vec<_> = files.into_iter().map(|file| thread::spawn(move || pack_file(&file))).collect();
    for worker in workers {
        worker.join().map_err(|_| anyhow::anyhow!("packing a file broke down"))??;
    }
    Ok(())
}

/// Whether it is the JavaScript between the browser and the wasm.
fn is_glue(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with("storefront") && name.ends_with(".js")
}

fn is_packable(file: &Path) -> bool {
    file.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| PACKABLE.contains(&extension))
}

/// Every file below a folder.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let listing = fs::read_dir(folder);
    for entry in listing.with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_in(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn pack_file(file: &Path) -> Result<()> {
    let plain = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: plain.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut plain.as_slice(), &mut packed, &settings)?;
    write_beside(file, "br", &packed)?;

    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&plain)?;
    write_beside(file, "gz", &packer.finish()?)
}

fn write_beside(file: &Path, extension: &str, bytes: &[u8]) -> Result<()> {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    File::create(name)?.write_all(bytes)?;
    Ok(())
}
