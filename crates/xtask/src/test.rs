//! `cargo x test`: every test there is, from the plain ones to the browser's journeys.
//!
//! They are built as the program is (release), so that half a thousand crates are compiled once and not twice.

use std::env;
use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Context, Result, bail};

use crate::run::{cargo, command, find, program, root, run, say, stop_asked};
use crate::{install, postgres, program as golmok, setup};

/// Runs every test on SQLite; the server's on PostgreSQL as well if a database is given or `TEST_DATABASE_URL` names one.
pub fn test(filter: Option<&str>, database: Option<&str>) -> Result<()> {
    setup::set_up()?;
    let chromium = install::chromium()?;
    install::journeys()?;

    let mut failures = Vec::new();
    let mut note = |outcome: Result<()>| match outcome {
        Ok(()) => Ok(()),
        Err(why) if stop_asked() => Err(why),
        Err(why) => {
            failures.push(why.to_string());
            Ok(())
        }
    };

    say("Testing the server, what crosses the wire and these commands.");
    let filters: Vec<&str> = filter.into_iter().collect();
    let mut server = cargo(&["test", "--workspace", "--exclude", "storefront", "--release", "--no-fail-fast"])?;
    note(run(server.args(golmok::features()).args(&filters).env_remove(postgres::VARIABLE)))?;
    // Where the variable is set the same tests take that database and not SQLite, so they are run once for each.
    if let Some(database) = database.map(Into::into).or_else(|| env::var_os(postgres::VARIABLE)) {
        say("Testing the server on PostgreSQL.");
        // Of the whole workspace as before: another choice of packages is another choice of features, and is built anew.
        let mut server = cargo(&["test", "--workspace", "--exclude", "storefront", "--release", "--no-fail-fast"])?;
        server.args(golmok::features()).args(["--lib", "--test", "street"]);
        note(run(server.args(&filters).env(postgres::VARIABLE, database)))?;
    }
    say("Testing the app as the server draws it.");
    let mut app = cargo(&["test", "--package", "storefront", "--no-default-features"])?;
    note(run(app.args(["--features", "ssr", "--release", "--no-fail-fast"]).args(&filters)))?;

    golmok::build()?;
    say("Testing in a real browser.");
    let npx = find("npx").context("npx is missing: install Node.js and try again")?;
    let mut journeys = command(npx)?;
    journeys.current_dir(root().join("tests").join("browser"));
    journeys.args(["playwright", "test"]).env("GOLMOK_BIN", program("release")).env("GOLMOK_TEST_DATA", golmok::demo_street("journeys")?);
    journeys.env("GOLMOK_CHROMIUM", chromium);
    // `trunk serve` and the server behind it have fixed ports.
    match [8080, 8081].into_iter().find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_err()) {
        Some(port) => say(&format!("Skipping the journey under `trunk serve`: port {port} is taken.")),
        None => {
            journeys.env("GOLMOK_TRUNK", find("trunk").context("Trunk is missing: run `cargo x setup`")?);
        }
    }
    if let Some(filter) = filter {
        journeys.args(["--pass-with-no-tests", "--grep", filter]);
    }
    note(run(&mut journeys))?;

    if !failures.is_empty() {
        bail!("there are failures: {}", failures.join("; "));
    }
    Ok(())
}
