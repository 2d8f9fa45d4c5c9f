//! What a seed says on standard error while it works.

use std::{
    io::{IsTerminal, Write, stderr},
    time::{Duration, Instant},
};

/// One piece of work with a known number of steps.
pub struct Progress {
    what: &'static str,
    all: usize,
    done: usize,
    began: Instant,
    said: Instant,
    on_terminal: bool,
}

impl Progress {
    pub fn new(what: &'static str, all: usize) -> Self {
        let now = Instant::now();
        Self { what, all, done: 0, began: now, said: now, on_terminal: stderr().is_terminal() }
    }

    /// Some steps are done. It is said now and then, and at the end.
    pub fn step(&mut self, steps: usize) {
        self.done += steps;
        // On a terminal one line is overwritten; a log would fill.
        let pause = Duration::from_millis(if self.on_terminal { 200 } else { 5_000 });
        if self.done < self.all && self.said.elapsed() < pause {
            return;
        }
        self.said = Instant::now();
        let line = format!("{}: {} of {}, {} s", self.what, self.done, self.all, self.began.elapsed().as_secs());
        let (start, end) = if self.on_terminal { ("\r", if self.done < self.all { "" } else { "\n" }) } else { ("", "\n") };
        // Where nobody can read it, the work goes on all the same.
        let _ = write!(stderr(), "{start}{line}{end}").and_then(|()| stderr().flush());
    }
}
