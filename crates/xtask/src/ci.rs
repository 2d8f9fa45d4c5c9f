//! `cargo x ci`: the whole truth about a change, the same everywhere.

use anyhow::{Result, bail};

use crate::run::{cargo, find, run, say};
use crate::{licences, limits, postgres, program, setup, test};

/// The lints are told apart by where the code runs: never `--workspace` together with wasm, for the
/// app's features for server and browser must not meet in one build. They look at the release profile, as everything
/// else here does, so that what dependencies bring in C and in macros is built once.
const LINTS: [(&str, &[&str]); 4] = [
    ("the server's side", &["--workspace", "--exclude", "storefront", "--all-targets"]),
    ("the app on the server", &["-p", "storefront", "--no-default-features", "--features", "ssr", "--all-targets"]),
    (
        "the app in the browser",
        &["-p", "storefront", "--no-default-features", "--features", "hydrate", "--target", "wasm32-unknown-unknown"],
    ),
    ("the app on its own", &["-p", "storefront", "--no-default-features", "--features", "csr", "--target", "wasm32-unknown-unknown"]),
];

/// Checks everything, quickest first; the tests come last and have the last word.
pub fn ci() -> Result<()> {
    setup::set_up()?;
    say("Checking the format.");
    run(&mut cargo(&["fmt", "--all", "--check"])?)?;
    for (what, arguments) in LINTS {
        say(&format!("Linting {what}."));
        let features = if arguments.contains(&"--workspace") { program::features() } else { &[] };
        run(cargo(&["clippy", "--quiet", "--release"])?.args(arguments).args(features).args(["--", "-D", "warnings"]))?;
    }
    say("Checking that the documents and the tree agree.");
    run(&mut cargo(&["test", "--quiet", "--package", "xtask", "tidy"])?)?;
    say("Checking the licences of everything that is built in.");
    licences::check()?;
    advisories()?;
    program::build()?;
    limits::check()?;

    // Without tests on the other database half of the SQL is unproven: one is started unless named.
    let database = postgres::unless_named()?;
    test::test(None, database.as_ref().map(postgres::Cluster::url))
}

/// Known holes in dependencies, where a tool for it is installed and reaches its database.
fn advisories() -> Result<()> {
    if find("cargo-deny").is_some() && run(&mut cargo(&["deny", "fetch", "db"])?).is_ok() {
        return run(&mut cargo(&["deny", "check", "advisories"])?);
    }
    if find("cargo-audit").is_some() {
        // It answers 1 for a known hole, and something else if it could not look.
        match cargo(&["audit"])?.status()?.code() {
            Some(0) => return Ok(()),
            Some(1) => bail!("cargo audit found a known hole in a dependency"),
            _ => {}
        }
    }
    say("Advisories skipped: no cargo-deny or cargo-audit here that reaches its database.");
    Ok(())
}
