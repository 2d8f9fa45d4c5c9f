//! Makes sure that the folder of the built app is there, and that a new build of it is carried in.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let site = Path::new(&root).join("../../target/site");
    fs::create_dir_all(&site)?;
    println!("cargo::rerun-if-changed={}", site.display());
    println!("cargo::rerun-if-changed=migrations");
    // The names are hashed, so naming them makes the crate new when any of them is.
    let mut names: Vec<String> =
        fs::read_dir(&site)?.filter_map(Result::ok).filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    println!("cargo::rustc-env=GOLMOK_SITE={}", names.join(","));
    Ok(())
}
