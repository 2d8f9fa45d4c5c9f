//! `cargo x demo`: from a fresh clone to the street in a browser.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::ensure::State;
use crate::http::wait_until_healthy;
use crate::process::Running;
use crate::program;
use crate::run::{self, absolute, command, find, say};

#[derive(Args)]
pub struct Demo {
    /// The port to listen on, on 127.0.0.1 and ::1
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The folder of the database and the pictures
    #[arg(long, env = "GOLMOK_DATA", default_value = "golmok-data")]
    data: PathBuf,
    /// Does not open the browser
    #[arg(long)]
    no_open: bool,
}

/// Sets up, builds, seeds and serves, until Ctrl-C.
pub fn show(demo: &Demo) -> Result<()> {
    let data = absolute(&demo.data)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, demo.port));
    // Known now rather than after the minutes of a first build.
    if TcpListener::bind(address).is_err() {
        bail!("port {} is taken: end what runs there, or choose another with --port", demo.port);
    }
    program::build()?;
    program::seed("release", &data)?;

    say("Starting the server.");
    let mut serve = serve_command("release", &data, demo.port)?;
    let mut server = Running::new(serve.spawn().context("cannot start golmok")?);
    wait_until_healthy(address, || match server.ended()? {
        Some(status) => bail!("the server ended at once ({status})"),
        None if run::stop_asked() => bail!("stopped"),
        None => Ok(()),
    })?;
    let _state = State { server: server.id(), port: demo.port }.keep(&data)?;
    let page = format!("http://localhost:{}", demo.port);
    say(&format!("The street is open at {page} (Ctrl-C closes it)."));
    if !demo.no_open {
        open(&page);
    }
    match server.wait_or_stop()? {
        Some(status) if !status.success() => bail!("the server ended ({status})"),
        _ => Ok(()),
    }
}

/// `golmok serve` on the loopback addresses that this machine has.
pub fn serve_command(profile: &str, data: &std::path::Path, port: u16) -> Result<Command> {
    let mut serve = command(run::program(profile))?;
    serve.arg("serve").arg("--data").arg(data);
    serve.args(["--listen", &format!("127.0.0.1:{port}")]);
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok() {
        serve.args(["--listen", &format!("[::1]:{port}")]);
    }
    serve.stdin(Stdio::null());
    Ok(serve)
}

/// Opens the page where there is something to open it with; a machine without one needs no word about it.
fn open(page: &str) {
    let opener = if cfg!(windows) {
        Some(("cmd".into(), vec!["/C", "start", "", page]))
    } else {
        ["open", "xdg-open"].into_iter().find_map(find).map(|file| (file, vec![page]))
    };
    let Some((file, arguments)) = opener else {
        return;
    };
    if let Ok(mut browser) = command(file) {
        let _ = browser.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    }
}
