//! The process behind `serve --ensure`: it runs the server and ends it when nobody uses it any more.

use std::fs;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::demo::serve_command;
use crate::ensure::{PORT, State, lock, users};
use crate::process::{Running, leave_session};
use crate::run::{say, stop_asked};

/// How long the server stays for a user who may come back.
const LINGER: Duration = Duration::from_secs(60);

#[derive(Args)]
pub struct Supervise {
    #[arg(long)]
    data: PathBuf,
}

/// Runs the debug server until a minute has passed without a user.
pub fn supervise(arguments: &Supervise) -> Result<()> {
    leave_session();
    let data = &arguments.data;
    let server = serve_command("release", data, PORT)?.spawn().context("cannot start golmok")?;
    let mut server = Running::new(server);
    let _state = State { server: server.id(), port: PORT }.keep(data)?;
    let mut seen = Instant::now();
    while !stop_asked() {
        sleep(Duration::from_secs(1));
        if let Some(status) = server.ended()? {
            bail!("the server ended by itself ({status})");
        }
        if !users(data).is_empty() {
            seen = Instant::now();
        } else if seen.elapsed() > LINGER {
            // Whoever registers does so under this lock: a last look decides.
            let _lock = lock(data)?;
            if users(data).is_empty() {
                say("Nobody uses the server any more: ending it.");
                fs::remove_file(data.join("serve.users")).context("cannot forget the users")?;
                // The server goes before the lock does, so that the next one finds the port free.
                drop(server);
                return Ok(());
            }
        }
    }
    Ok(())
}
