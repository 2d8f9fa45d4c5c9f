//! `cargo x serve --ensure`: one server for each data folder, started by whoever needs it first.

use std::fs::{self, File};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::http::{is_healthy, wait_until_healthy};
use crate::process::{Process, Running, ancestors};
use crate::program;
use crate::run::{absolute, command, say};

/// The port that Trunk.toml passes `/api` and `/media` on to.
pub const PORT: u16 = 8080;

/// Which server has a data folder; kept in it as `serve.json` while that server runs.
pub struct State {
    pub server: u32,
    pub port: u16,
}

impl State {
    /// Writes the state down until the value that comes back goes.
    pub fn keep(self, data: &Path) -> Result<Kept> {
        let process = Process::find(self.server).context("the server is gone")?;
        let text = json!({ "server": self.server, "started": process.started, "port": self.port });
        let path = data.join("serve.json");
        fs::write(&path, text.to_string()).context("cannot write into the data folder")?;
        Ok(Kept { path, server: self.server })
    }

    /// The server that runs on this folder now, if one does.
    pub fn read(data: &Path) -> Option<Self> {
        let text = fs::read_to_string(data.join("serve.json")).ok()?;
        let state: Value = serde_json::from_str(&text).ok()?;
        let server = u32::try_from(state.get("server")?.as_u64()?).ok()?;
        let port = u16::try_from(state.get("port")?.as_u64()?).ok()?;
        let process = Process::find(server)?;
        (process.started == state.get("started")?.as_str()?).then_some(Self { server, port })
    }
}

/// The written state, taken away with this value unless another server has written its own.
pub struct Kept {
    path: PathBuf,
    server: u32,
}

impl Drop for Kept {
    fn drop(&mut self) {
        let ours = self.path.parent().and_then(State::read).is_none_or(|now| now.server == self.server);
        if ours {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Holds the folder's lock until the file that comes back is closed.
pub fn lock(data: &Path) -> Result<File> {
    let file = File::create(data.join("serve.lock")).context("cannot write into the data folder")?;
    if file.try_lock().is_err() {
        say("Waiting for another start of the same server.");
        file.lock().context("cannot lock the data folder")?;
    }
    Ok(file)
}

/// Makes sure that a populated street answers on port 8080 for as long as the caller lives.
pub fn ensure(data: &Path) -> Result<()> {
    let Some(user) = user(&ancestors()) else {
        return Ok(());
    };
    let data = absolute(data)?;
    fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
    let _lock = lock(&data)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, PORT));
    let is_healthy = is_healthy(address);
    match State::read(&data) {
        Some(state) if state.port != PORT => {
            bail!("a server has this data folder on port {}: end it first", state.port)
        }
        Some(_) if is_healthy => return register(&data, &user),
        _ => {}
    }
    if is_healthy {
        say("A golmok that was not started for this data folder answers on port 8080: using that one.");
        return Ok(());
    }
    if TcpStream::connect(address).is_ok() {
        bail!("something that is no golmok answers on port {PORT}: end it first");
    }
    say("Building the server that the pages ask (release); some minutes the first time.");
    fs::create_dir_all(crate::site::folder())?;
    program::compile()?;
    program::seed("release", &data)?;
    register(&data, &user)?;
    start(&data, address)
}

/// Starts the supervisor, which outlives us and whoever called us.
fn start(data: &Path, address: SocketAddr) -> Result<()> {
    say("Starting the server; it ends a minute after its last user is gone.");
    let log_path = data.join("serve.log");
    let log = File::create(&log_path).context("cannot write into the data folder")?;
    let own = std::env::current_exe().context("cannot find our own program")?;
    let mut supervisor = command(own)?;
    supervisor.arg("supervise").arg("--data").arg(data);
    supervisor.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    let mut supervisor = supervisor.spawn().context("cannot start the supervisor")?;
    let waited = wait_until_healthy(address, || match supervisor.try_wait()? {
        Some(_) => bail!("the server did not start"),
        None => Ok(()),
    });
    if let Err(why) = waited {
        drop(Running::new(supervisor));
        let log = fs::read_to_string(&log_path).unwrap_or_default();
        bail!("{why}; its log, {}, says:\n{log}", log_path.display());
    }
    say("The server answers on port 8080.");
    Ok(())
}

/// For whom the server is: the nearest Trunk above us, else the program (a shell) that called cargo.
/// Nobody for `trunk build`, which only builds.
fn user(above: &[Process]) -> Option<Process> {
    match above.iter().find(|process| process.name() == "trunk") {
        Some(trunk) if trunk.subcommand() == Some("serve") => Some(trunk.clone()),
        Some(_) => None,
        None => above
            .iter()
            .find(|process| !["cargo", "xtask"].contains(&process.name()))
            // The system's first process never goes: it is nobody's terminal.
            .filter(|process| process.id != 1)
            .cloned()
            .or_else(|| Process::find(std::process::id())),
    }
}

fn register(data: &Path, user: &Process) -> Result<()> {
    if users(data).contains(user) {
        return Ok(());
    }
    let path = data.join("serve.users");
    let mut list = File::options().create(true).append(true).open(path)?;
    writeln!(list, "{} {}", user.id, user.started).context("cannot write into the data folder")
}

/// The registered users that are still there.
pub fn users(data: &Path) -> Vec<Process> {
    let list = fs::read_to_string(data.join("serve.users")).unwrap_or_default();
    list.lines()
        .filter_map(|line| {
            let (id, started) = line.split_once(' ')?;
            Process::find(id.parse().ok()?).filter(|process| process.started == started)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(id: u32, words: &[&str]) -> Process {
        let words = words.iter().map(ToString::to_string).collect();
        Process { id, parent: 1, started: "now".into(), words }
    }

    #[test]
    fn trunk_serve_is_the_user_and_trunk_build_is_none() {
        let cargo = process(9, &["/bin/cargo", "x", "serve", "--ensure"]);
        let shell = process(7, &["-bash"]);
        let serve = process(8, &["/bin/trunk", "--offline=true", "serve"]);
        let build = process(8, &["trunk", "build", "--release"]);
        assert_eq!(user(&[cargo.clone(), serve, shell.clone()]).map(|user| user.id), Some(8));
        assert_eq!(user(&[cargo.clone(), build, shell.clone()]), None);
        assert_eq!(user(&[cargo, shell]).map(|user| user.id), Some(7));
    }

    #[test]
    fn a_user_is_registered_once_and_forgotten_when_gone() {
        let folder = std::env::temp_dir().join(format!("golmok-users-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let own = Process::find(std::process::id()).unwrap();
        register(&folder, &own).unwrap();
        register(&folder, &own).unwrap();
        let reused = Process { started: "another time".into(), ..own.clone() };
        register(&folder, &reused).unwrap();
        assert_eq!(users(&folder), [own]);
        fs::remove_dir_all(folder).unwrap();
    }
}
