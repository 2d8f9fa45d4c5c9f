//! Where things are, and how other programs are started: each step is said before it is done.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGINT, SIGTERM};

static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Turns Ctrl-C and a polite kill into a flag, so that what was started can be stopped first.
pub fn listen_for_stop() -> Result<()> {
    let flag = STOP.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(flag)).context("cannot listen for Ctrl-C")?;
    }
    Ok(())
}

/// Whether somebody pressed Ctrl-C, or asked this process to end.
pub fn stop_asked() -> bool {
    STOP.get().is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// Says in plain words what happens next.
pub fn say(what: &str) {
    eprintln!("▸ {what}");
}

/// The top folder of the repository.
pub fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).map_or(here.clone(), Path::to_path_buf)
}

/// The folder that cargo builds into.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The folder of the tools that are installed for this repository alone.
pub fn tools() -> PathBuf {
    root().join("target").join("tools")
}

/// The built program, in the `release` or the `debug` profile.
pub fn program(profile: &str) -> PathBuf {
    target().join(profile).join(format!("golmok{}", env::consts::EXE_SUFFIX))
}

/// A path of the caller, made absolute, for children may run in another folder.
pub fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).with_context(|| format!("cannot make a path of {}", path.display()))
}

/// The search path of every child: cargo's installed programs and our own tools are on it.
fn search_path() -> Result<OsString> {
    let cargo_bin = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
        .map(|home| home.join("bin"));
    let own = tools().join("node_modules").join(".bin");
    let known = env::var_os("PATH").unwrap_or_default();
    // Our own folder is filled only with what the path lacks or has in too old a version.
    let folders = [own].into_iter().chain(env::split_paths(&known)).chain(cargo_bin);
    env::join_paths(folders).context("a folder on the path has a name that cannot be on a path")
}

/// Finds a program on the path that children get.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = search_path().ok()?;
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

/// A command in the top folder, without what `cargo run` added to our own surroundings.
pub fn command(program: impl AsRef<OsStr>) -> Result<Command> {
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", search_path()?);
    for (name, _) in env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    // Build scripts look at it: a changed one would build their crates anew.
    if cfg!(unix) {
        command.env_remove("LD_LIBRARY_PATH");
    }
    Ok(command)
}

/// A call of cargo.
pub fn cargo(arguments: &[&str]) -> Result<Command> {
    let mut cargo = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))?;
    cargo.args(arguments);
    Ok(cargo)
}

/// Runs a command to its end, its output being ours; an error if it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    let status = command.status().with_context(|| format!("cannot start `{shown}`"))?;
    if stop_asked() {
        bail!("stopped");
    }
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs a command and gives back what it wrote to its standard output.
pub fn read(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{shown}`"))?;
    if !output.status.success() {
        bail!("`{shown}` failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` wrote no text"))
}

/// What a program says of its own version; nothing if it is not there or does not say.
pub fn version_of(program: &str) -> Option<String> {
    let file = find(program)?;
    let output = command(file).ok()?.arg("--version").output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| said.trim().to_owned())
}

/// A folder for one run, taken away with this value.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(what: &str) -> Result<Self> {
        let folder = env::temp_dir().join(format!("golmok-{what}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A leftover in the temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A port of this machine on which nobody listens now.
pub fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    Ok(address.context("this machine has no free port")?.port())
}

fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_stem().unwrap_or_default();
    let words = std::iter::once(name).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
