//! The program `golmok`: built, and its data folder filled with the demo street.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::run::{cargo, command, program, root, run, say};
use crate::{setup, site};

/// Tools, the browser's files, and the program that carries them: `target/release/golmok`.
pub fn build() -> Result<()> {
    setup::set_up()?;
    site::build()?;
    say("Building the program golmok (release); some minutes the first time.");
    compile()
}

/// Compiles the program alone.
pub fn compile() -> Result<()> {
    run(cargo(&["build", "--release", "--package", "server", "--bin", "golmok"])?.args(features()))
}

/// What cargo is told wherever it builds the server, so that nothing is built in two ways: AVIF's encoder is taken in assembler
/// where that can be built.
pub fn features() -> &'static [&'static str] {
    if setup::has_assembler() { &["--features", "server/asm"] } else { &[] }
}

/// What a seeded demo street is made of.
const STREET: [&str; 4] = ["crates/demo", "crates/server/migrations", "crates/server/src/seed", "crates/server/src/picture"];

/// A demo street of somebody's own, to measure or to test on: what is done there is on no other's, and gone the next time.
pub fn demo_street(whose: &str) -> Result<PathBuf> {
    let data = root().join("target").join(format!("demo-street-{whose}"));
    let _ = fs::remove_dir_all(&data);
    copy_folder(&untouched_street()?, &data)?;
    Ok(data)
}

/// A demo street that nobody serves, made by the release program and kept until what it is made of changes.
fn untouched_street() -> Result<PathBuf> {
    let data = root().join("target").join("demo-street");
    let stamp = root().join("target").join("demo-street.stamp");
    if !site::is_newer(&stamp, &STREET) {
        let _ = fs::remove_file(&stamp);
        let _ = fs::remove_dir_all(&data);
        let started = root().join("target").join("demo-street.started");
        fs::write(&started, "").context("cannot write into target/")?;
        seed("release", &data)?;
        fs::rename(started, stamp).context("cannot note the time of the seed")?;
    }
    Ok(data)
}

/// Copies a folder that nobody writes in.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &place)?
        } else {
            fs::copy(entry.path(), place).map(|_| ())?
        };
    }
    Ok(())
}

/// Fills an empty street with the demo's shops; a street with shops in it stays as it is.
pub fn seed(profile: &str, data: &Path) -> Result<()> {
    fs::create_dir_all(data).with_context(|| format!("cannot make {}", data.display()))?;
    say("Seeding the demo street, if it is empty.");
    let mut seed = command(program(profile))?;
    seed.args(["seed", "demo", "--data"]).arg(data).stderr(Stdio::piped());
    let mut child = seed.spawn().context("cannot start golmok")?;
    // Its last words are kept back: a street that is filled already is no failure of ours.
    let mut last = Vec::new();
    if let Some(errors) = child.stderr.take() {
        for line in BufReader::new(errors).lines().map_while(Result::ok) {
            if last.len() == 3 {
                eprintln!("{}", last.remove(0));
            }
            last.push(line);
        }
    }
    let status = child.wait().context("golmok went away")?;
    let said = last.join("\n");
    if status.success() {
        if !said.is_empty() {
            eprintln!("{said}");
        }
    } else if is_filled(&said) {
        say("It is there already.");
    } else {
        bail!("the demo street could not be seeded ({status}):\n{said}");
    }
    Ok(())
}

/// Whether `golmok seed demo` refused because there are shops in the street.
fn is_filled(said: &str) -> bool {
    ["already", "not empty"].iter().any(|words| said.contains(words))
}
