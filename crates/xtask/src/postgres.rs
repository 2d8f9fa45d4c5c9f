//! A PostgreSQL for one run of the tests: its own cluster in a temporary folder, as its own user.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::install::{is_root, system_packages};
use crate::run::{Scratch, command, find, free_port, run, say};

/// The variable by which the tests find a database.
pub const VARIABLE: &str = "TEST_DATABASE_URL";

/// A running cluster, stopped and taken away with this value.
pub struct Cluster {
    programs: PathBuf,
    folder: Scratch,
    url: String,
}

impl Cluster {
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// Starts a cluster unless `TEST_DATABASE_URL` names a database already.
pub fn unless_named() -> Result<Option<Cluster>> {
    if env::var_os(VARIABLE).is_some() {
        say("Using the PostgreSQL that TEST_DATABASE_URL names.");
        return Ok(None);
    }
    start().map(Some)
}

fn start() -> Result<Cluster> {
    let programs = match programs() {
        Some(found) => found,
        None => {
            system_packages(&["postgresql"]).context("tests on PostgreSQL need it; or name one in TEST_DATABASE_URL")?;
            programs().context("PostgreSQL was installed, yet initdb is nowhere to be found")?
        }
    };
    say("Starting a PostgreSQL for the tests.");
    let port = free_port()?;
    let folder = Scratch::new("postgres")?;
    give_away(&folder.0)?;
    let data = folder.0.join("data");
    let mut make = as_database_user(&programs.join("initdb"))?;
    make.arg("--pgdata").arg(&data).args(["--username", "golmok", "--auth", "trust"]);
    // The C locale, for the answers must not depend on the machine's language.
    make.args(["--encoding", "UTF8", "--locale", "C", "--no-sync"]);
    run(make.stdout(Stdio::null()))?;

    let settings = format!("-p {port} -h 127.0.0.1 -k {} -c fsync=off -c max_connections=300", folder.0.display());
    let url = format!("postgres://golmok@127.0.0.1:{port}/postgres");
    let cluster = Cluster { programs, folder, url };
    let mut start = cluster.control(&["start", "-w"])?;
    start.arg("-o").arg(settings).arg("-l").arg(cluster.folder.0.join("log"));
    run(start.stdout(Stdio::null()))?;
    Ok(cluster)
}

impl Cluster {
    fn control(&self, arguments: &[&str]) -> Result<Command> {
        let mut control = as_database_user(&self.programs.join("pg_ctl"))?;
        control.args(arguments).arg("-D").arg(self.folder.0.join("data"));
        Ok(control)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Quietly: the last lines of a run belong to the tests.
        if let Ok(mut stop) = self.control(&["stop", "-m", "immediate", "-w"]) {
            let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
        }
    }
}

/// The folder of `initdb` and `pg_ctl`: Debian's newest, else wherever the path leads.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok())
        .max()
        .map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    let on_path = || find("initdb")?.parent().map(Path::to_path_buf);
    newest.filter(|folder| folder.join("initdb").is_file()).or_else(on_path)
}

/// PostgreSQL refuses to run as root, so root runs it as the user that its package made.
#[cfg(unix)]
fn database_user() -> Result<Option<(u32, u32)>> {
    if !is_root() {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd").context("cannot read the system's users")?;
    for name in ["postgres", "nobody"] {
        for line in users.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            if let [user, _, id, group, ..] = fields.as_slice()
                && *user == name
            {
                return Ok(Some((id.parse()?, group.parse()?)));
            }
        }
    }
    bail!("PostgreSQL does not run as root, and there is no user postgres");
}

#[cfg(unix)]
fn as_database_user(program: &Path) -> Result<Command> {
    use std::os::unix::process::CommandExt;
    let mut command = command(program)?;
    // Another user may not even look into the folder in which we stand.
    command.current_dir("/").stdin(Stdio::null());
    if let Some((user, group)) = database_user()? {
        command.uid(user).gid(group);
    }
    Ok(command)
}

#[cfg(unix)]
fn give_away(folder: &Path) -> Result<()> {
    if let Some((user, group)) = database_user()? {
        std::os::unix::fs::chown(folder, Some(user), Some(group)).with_context(|| format!("cannot give {} away", folder.display()))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn as_database_user(program: &Path) -> Result<Command> {
    if is_root() {
        bail!("PostgreSQL does not run as root");
    }
    command(program)
}

#[cfg(not(unix))]
fn give_away(_folder: &Path) -> Result<()> {
    Ok(())
}
