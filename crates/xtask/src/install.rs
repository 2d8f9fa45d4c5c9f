//! What the system's packages bring: an assembler, and for the tests a browser, Korean letters, PostgreSQL.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::{command, find, root, run, say};

/// Installs Debian packages, where that is ours to do: as root, with apt.
pub fn system_packages(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if find("apt-get").is_none() || !is_root() {
        bail!("install it with your system's packages (Debian: `sudo apt-get install {list}`)");
    }
    say(&format!("Installing {list} from the system's packages."));
    run(command("apt-get")?.args(["update", "-qq"]))?;
    let mut install = command("apt-get")?;
    install.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "-qq"]);
    run(install.arg("--no-install-recommends").args(packages))
}

#[cfg(unix)]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
pub fn is_root() -> bool {
    false
}

/// The browser that the journeys drive, installed if it is not there.
pub fn chromium() -> Result<PathBuf> {
    if let Some(named) = env::var_os("GOLMOK_CHROMIUM").map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!("GOLMOK_CHROMIUM names {}, which is not there", named.display());
    }
    if let Some(found) = installed_chromium() {
        return Ok(found);
    }
    system_packages(&["chromium", "fonts-noto-cjk"]).context("the browser journeys need Chromium; or name one in GOLMOK_CHROMIUM")?;
    installed_chromium().context("Chromium was installed, yet it is not on the path")
}

fn installed_chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(find)
}

/// The journeys' own packages.
pub fn journeys() -> Result<()> {
    packages(&root().join("tests").join("browser"))
}

/// Lighthouse, which only the bench needs.
pub fn lighthouse() -> Result<()> {
    packages(&root().join("tests").join("browser").join("lighthouse"))
}

/// A folder's npm packages, as its `package-lock.json` names them.
fn packages(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules").join(".package-lock.json");
    let time = |path: &PathBuf| path.metadata().and_then(|file| file.modified()).ok();
    if time(&installed).is_some() && time(&installed) >= time(&lock) {
        return Ok(());
    }
    let named = folder.strip_prefix(root()).unwrap_or(folder).display();
    say(&format!("Installing what the browser needs (npm ci in {named})."));
    let npm = find("npm").context("npm is missing: install Node.js and try again")?;
    let mut install = command(npm)?;
    // Playwright must not fetch browsers of its own: the system's is used.
    install.current_dir(folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run(install.args(["ci", "--no-audit", "--no-fund"]))
}
