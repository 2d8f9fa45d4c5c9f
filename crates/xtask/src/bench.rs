//! `cargo x bench`: how fast the street is, as a table of figures.

use anyhow::Result;

use crate::program;
use crate::run::say;

/// One line of the table: what was measured, what came out, and what it should be.
struct Figure {
    what: &'static str,
    measured: String,
    goal: &'static str,
}

/// Builds the release program, measures, prints the table.
pub fn bench() -> Result<()> {
    program::build()?;
    let figures = measure()?;
    if figures.is_empty() {
        say("No figure is measured yet.");
    }
    for Figure { what, measured, goal } in figures {
        println!("| {what} | {measured} | {goal} |");
    }
    Ok(())
}

/// Every figure in the order of the table.
fn measure() -> Result<Vec<Figure>> {
    Ok(Vec::new())
}
