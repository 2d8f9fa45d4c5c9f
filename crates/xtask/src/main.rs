//! The commands of this repository, `cargo x …`.

mod bench;
mod ci;
mod demo;
mod ensure;
mod http;
mod install;
mod licences;
mod limits;
mod postgres;
mod process;
mod program;
mod run;
mod setup;
mod site;
mod supervise;
mod test;
#[cfg(test)]
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo x", about = "Sets up, builds, shows and tests the street")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Installs what is missing: the wasm target, Trunk, wasm-bindgen, wasm-opt, esbuild, nasm
    Setup,
    /// Builds the browser's files and the program that carries them
    Build,
    /// Shows the street with the demo's shops in it, and opens it in the browser
    Demo(demo::Demo),
    /// Makes sure that a server runs behind `trunk serve`
    Serve(Serve),
    /// Runs every test, the browser's journeys included
    Test {
        /// Only tests whose name contains this
        filter: Option<String>,
    },
    /// Everything a change must pass: format, lints, licences, limits, tests on both databases
    Ci,
    /// Measures how fast the street is, and prints a table
    Bench(bench::Bench),
    /// Runs one server until its last user is gone; started by `serve --ensure`
    #[command(hide = true)]
    Supervise(supervise::Supervise),
}

#[derive(Args)]
struct Serve {
    /// Starts a server only if none runs, and ends it a minute after its last user is gone
    #[arg(long, required = true)]
    ensure: bool,
    /// The folder of the database and the pictures
    #[arg(long, env = "GOLMOK_DATA", default_value = "golmok-data")]
    data: PathBuf,
}

fn main() -> ExitCode {
    let outcome = run::listen_for_stop().and_then(|()| match Cli::parse().command {
        Command::Setup => setup::set_up(),
        Command::Build => program::build(),
        Command::Demo(demo) => demo::show(&demo),
        Command::Serve(serve) => ensure::ensure(&serve.data),
        Command::Test { filter } => test::test(filter.as_deref(), None),
        Command::Ci => ci::ci(),
        Command::Bench(bench) => bench::bench(&bench),
        Command::Supervise(supervise) => supervise::supervise(&supervise),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) if run::stop_asked() => ExitCode::from(130),
        Err(why) => {
            eprintln!("\ncargo x stopped: {why:#}");
            ExitCode::FAILURE
        }
    }
}
