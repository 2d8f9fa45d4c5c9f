//! The tools of the build: found where they are, installed where they are not.

use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::install;
use crate::run::{cargo, command, find, read, root, run, say, stop_asked, tools, version_of};

const WASM: &str = "wasm32-unknown-unknown";
/// The last Trunk that the oldest supported compiler builds.
const TRUNK: &str = "0.21.14";
/// Trunk's flags for wasm-opt need at least this one; Debian's is older.
const WASM_OPT_AT_LEAST: u32 = 116;
const BINARYEN: &str = "binaryen@132";
/// Makes the glue of wasm-bindgen small. Trunk's own minifier does not read what it writes.
const ESBUILD: &str = "esbuild@0.25.12";
/// AVIF's encoder takes no older nasm.
const NASM_AT_LEAST: (u32, u32) = (2, 15);

/// Installs whatever the build lacks; it is quick when nothing is missing.
pub fn set_up() -> Result<()> {
    // The server carries this folder: it must be there even before the first build.
    fs::create_dir_all(root().join("target").join("site"))?;
    for install_if_missing in [wasm_target, trunk, wasm_bindgen, wasm_opt, esbuild, nasm] {
        install_if_missing()?;
    }
    say("The tools that the build needs are all there.");
    Ok(())
}

fn wasm_target() -> Result<()> {
    let library = read(command("rustc")?.args(["--print", "target-libdir", "--target", WASM]))?;
    if fs::read_dir(library.trim()).is_ok_and(|mut folder| folder.next().is_some()) {
        return Ok(());
    }
    say("Installing Rust's library for the browser (rustup target add).");
    run(command("rustup")?.args(["target", "add", WASM]))
        .context("without rustup, install the library for wasm32-unknown-unknown by hand")?;
    Ok(())
}

fn trunk() -> Result<()> {
    if version_of("trunk").is_some_and(|said| said.starts_with("trunk 0.21.")) {
        return Ok(());
    }
    say(&format!("Installing Trunk {TRUNK}, which builds the browser's files; about 5 minutes, once."));
    run(&mut cargo(&["install", "trunk", "--version", TRUNK, "--locked"])?)?;
    Ok(())
}

fn wasm_bindgen() -> Result<()> {
    let wanted = locked_version("wasm-bindgen")?;
    if version_of("wasm-bindgen").is_some_and(|said| said == format!("wasm-bindgen {wanted}")) {
        return Ok(());
    }
    say(&format!("Installing wasm-bindgen {wanted}, the very version of Cargo.lock; about 2 minutes, once."));
    // Not --locked: the lock file that it ships names a version which was withdrawn.
    run(&mut cargo(&["install", "wasm-bindgen-cli", "--version", &wanted])?)?;
    Ok(())
}

fn wasm_opt() -> Result<()> {
    let version = version_of("wasm-opt").as_deref().and_then(wasm_opt_version);
    if version.is_some_and(|version| version >= WASM_OPT_AT_LEAST) {
        return Ok(());
    }
    from_npm("wasm-opt")
}

fn esbuild() -> Result<()> {
    let wanted = ESBUILD.split('@').nth(1);
    if version_of("esbuild").as_deref().map(str::trim) == wanted { Ok(()) } else { from_npm("esbuild") }
}

/// The one tool that can be done without: it is tried for once.
fn nasm() -> Result<()> {
    let tried = tools().join("nasm.tried");
    if env::consts::ARCH != "x86_64" || has_assembler() || tried.exists() {
        return Ok(());
    }
    let why = match install::system_packages(&["nasm"]) {
        Err(why) if stop_asked() => return Err(why),
        Err(why) => format!("{why:#}"),
        Ok(()) if has_assembler() => return Ok(()),
        Ok(()) => format!("the system's is older than {}.{}", NASM_AT_LEAST.0, NASM_AT_LEAST.1),
    };
    say(&format!("Going on without nasm, so the server takes longer over pictures: {why}"));
    fs::create_dir_all(tools())?;
    fs::write(tried, "").context("cannot write into target/")
}

/// Whether AVIF's encoder can be built in assembler.
pub fn has_assembler() -> bool {
    match env::consts::ARCH {
        "x86_64" => version_of("nasm").as_deref().and_then(nasm_version).is_some_and(|version| version >= NASM_AT_LEAST),
        // The C compiler does it, which SQLite needs anyway.
        "aarch64" => cfg!(unix),
        _ => false,
    }
}

/// Reads `NASM version 2.16.01 compiled on …`.
fn nasm_version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.split_whitespace().nth(2)?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Installs the tools that come as npm packages: both, for npm takes away what it is not told of.
fn from_npm(tool: &str) -> Result<()> {
    let Some(npm) = find("npm") else {
        bail!("{tool} is missing, and so is npm, which brings it: install Node.js and try again");
    };
    say(&format!("Installing {tool} into target/tools (npm packages {BINARYEN} and {ESBUILD})."));
    let folder = tools();
    fs::create_dir_all(&folder)?;
    let mut npm = command(npm)?;
    npm.arg("install").arg("--prefix").arg(folder);
    run(npm.args(["--no-save", "--no-audit", "--no-fund", BINARYEN, ESBUILD]))?;
    Ok(())
}

/// Reads `wasm-opt version 132 (version_132)`.
fn wasm_opt_version(said: &str) -> Option<u32> {
    said.split_whitespace().nth(2)?.parse().ok()
}

/// The version of a package that the lock file names; it is written if it is not there yet.
fn locked_version(package: &str) -> Result<String> {
    let path = root().join("Cargo.lock");
    if !path.exists() {
        run(&mut cargo(&["generate-lockfile"])?)?;
    }
    let lock = fs::read_to_string(&path).context("cannot read Cargo.lock")?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock names no {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_tools_say() {
        assert_eq!(wasm_opt_version("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(wasm_opt_version("wasm-opt version 108"), Some(108));
        assert_eq!(wasm_opt_version("something else"), None);
        assert_eq!(nasm_version("NASM version 2.16.01 compiled on Oct  1 2026"), Some((2, 16)));
        assert_eq!(nasm_version("NASM version 3.00 compiled on Oct  1 2026"), Some((3, 0)));
        assert_eq!(nasm_version("something else"), None);
    }

    #[test]
    fn the_lock_file_tells_the_version_of_the_very_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
