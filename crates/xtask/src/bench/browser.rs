//! The browser's figures: `tests/browser/bench.js` measures in Chromium and prints lines that stand in the table.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Figure, counted, figure, open};
use crate::install;
use crate::program::copy_folder;
use crate::run::{command, find, program, read, root};

/// The figures of the demo street, as a phone on a slow line sees it.
pub fn figures(demo: &Path) -> Result<Vec<Figure>> {
    install::lighthouse()?;
    scripts(demo, &["bench.js", "tap.js", "lighthouse/run.js"])
}

/// How soon a filter's list is painted, on a street.
pub fn taps(name: &str, data: &Path) -> Result<Vec<Figure>> {
    let mut figures = scripts(data, &["tap.js"])?;
    figures.iter_mut().for_each(|figure| figure.what = format!("{name}: {}", figure.what));
    Ok(figures)
}

/// What merchants wait for and what their work costs shoppers, on a copy of a street.
pub fn work(data: &Path) -> Result<Vec<Figure>> {
    let copy = data.with_extension("worked-in");
    let _ = fs::remove_dir_all(&copy);
    copy_folder(data, &copy)?;
    let figures = scripts(&copy, &["work.js"]);
    fs::remove_dir_all(&copy).with_context(|| format!("cannot take {} away", copy.display()))?;
    figures
}

fn scripts(data: &Path, scripts: &[&str]) -> Result<Vec<Figure>> {
    let chromium = install::chromium()?;
    install::journeys()?;
    let street = open(data, 16)?;
    counted(street.address)?;
    let node = find("node").context("node is missing: install Node.js and try again")?;
    let mut figures = Vec::new();
    for script in scripts {
        let mut bench = command(&node)?;
        bench.current_dir(root().join("tests").join("browser")).arg(script);
        bench.env("GOLMOK_CHROMIUM", &chromium).env("GOLMOK_URL", format!("http://{}", street.address));
        bench.env("GOLMOK_BIN", program("release")).env("GOLMOK_DATA", data).env("GOLMOK_PID", street.process().to_string());
        let lines = read(&mut bench)?;
        let table = lines.lines().filter_map(|line| line.split_once(": "));
        figures.extend(table.map(|(what, measured)| figure(what, measured, goal(what))));
    }
    Ok(figures)
}

fn goal(what: &str) -> &'static str {
    match what {
        _ if what.starts_with("first paint") => "1.1 ×",
        _ if what.starts_with("largest paint") => "1.15 ×",
        _ if what.starts_with("press") => "1.1 ×",
        _ if what.starts_with("requests") => "1",
        _ if what.starts_with("layout shift") => "0",
        _ if what.starts_with("Lighthouse") => "100, 100, 100, 100; yes",
        _ if what.starts_with("link press") => "50 ms",
        _ if what.contains("filter tap") => "100 ms",
        _ if what.starts_with("the preview shows") => "300 ms",
        _ if what.starts_with("a picture of 1600") => "1 s",
        _ if what.starts_with("pictures of 1600") => "2",
        _ if what.starts_with("pages while") => "0.9 ×",
        _ if what.contains("rows run") => "5 s",
        _ if what.starts_with("memory of the whole program") => "150 MB",
        _ => "",
    }
}
