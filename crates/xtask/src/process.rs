//! Processes: who started us, who is still there, and how a child is stopped gently.

use std::process::{Child, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::run::{command, read, stop_asked};

/// How long a child may take to finish what it is doing once it was asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// A child that is stopped when this value goes, whatever the reason.
pub struct Running(Child);

impl Running {
    pub fn new(child: Child) -> Self {
        Self(child)
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// How the child ended, if it has.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.0.try_wait().context("cannot ask after a child process")
    }

    /// Waits until the child ends by itself or somebody asks us to stop.
    pub fn wait_or_stop(&mut self) -> Result<Option<ExitStatus>> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(Some(status));
            }
            if stop_asked() {
                return Ok(None);
            }
            sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(Some(_))) {
            return;
        }
        ask_to_end(self.0.id());
        let asked = Instant::now();
        while asked.elapsed() < GRACE {
            if matches!(self.0.try_wait(), Ok(Some(_))) {
                return;
            }
            sleep(Duration::from_millis(20));
        }
        // Past the grace there is nothing gentler left, and nobody to tell if even this fails.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
fn ask_to_end(id: u32) {
    use rustix::process::{Pid, Signal, kill_process};
    if let Some(id) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process(id, Signal::TERM);
    }
}

#[cfg(not(unix))]
fn ask_to_end(_id: u32) {}

/// Leaves the terminal's session, so that its end does not end us.
#[cfg(unix)]
pub fn leave_session() {
    // It fails only for a process that leads a group already, which has left by then.
    let _ = rustix::process::setsid();
}

#[cfg(not(unix))]
pub fn leave_session() {}

/// A process, told apart from a later one with the same number by the time of its start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    pub id: u32,
    pub parent: u32,
    /// When it started, in the system's own words.
    pub started: String,
    /// Its program's name and arguments.
    pub words: Vec<String>,
}

impl Process {
    /// Looks a process up; nothing if it is gone or has ended and only waits to be collected.
    pub fn find(id: u32) -> Option<Self> {
        if cfg!(target_os = "linux") { Self::from_proc(id) } else { Self::from_ps(id) }
    }

    /// The program's name without its folder.
    pub fn name(&self) -> &str {
        let first = self.words.first().map_or("", String::as_str);
        let file = first.rsplit(['/', '\\']).next().unwrap_or(first);
        file.trim_end_matches(".exe")
    }

    /// The first argument that is not an option.
    pub fn subcommand(&self) -> Option<&str> {
        self.words.iter().skip(1).map(String::as_str).find(|word| !word.starts_with('-'))
    }

    /// Reads `/proc`: a small Linux has no `ps`.
    fn from_proc(id: u32) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The second field is the name in brackets and may hold anything: count from its end.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        if *fields.first()? == "Z" {
            return None;
        }
        let words = std::fs::read(format!("/proc/{id}/cmdline")).ok()?;
        Some(Self {
            id,
            parent: fields.get(1)?.parse().ok()?,
            started: (*fields.get(19)?).to_owned(),
            words: words
                .split(|byte| *byte == 0)
                .filter(|word| !word.is_empty())
                .map(|word| String::from_utf8_lossy(word).into_owned())
                .collect(),
        })
    }

    fn from_ps(id: u32) -> Option<Self> {
        let number = id.to_string();
        let ask = |column: &str| -> Option<String> {
            let said = read(command("ps").ok()?.args(["-o", column, "-p", &number])).ok()?;
            Some(said.trim().to_owned()).filter(|said| !said.is_empty())
        };
        if ask("stat=")?.starts_with('Z') {
            return None;
        }
        Some(Self {
            id,
            parent: ask("ppid=")?.parse().ok()?,
            started: ask("lstart=")?,
            words: ask("args=")?.split_whitespace().map(str::to_owned).collect(),
        })
    }
}

/// Our parent, its parent, and so on up to the first process of the system.
pub fn ancestors() -> Vec<Process> {
    let own = Process::find(std::process::id());
    let parent = |child: &Process| Process::find(child.parent);
    std::iter::successors(own.as_ref().and_then(parent), parent).collect()
}
