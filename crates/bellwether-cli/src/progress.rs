//! One line on the terminal that tells what a long run is doing.

use std::io::{IsTerminal as _, stderr};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::output::say;

/// A run that takes less long than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is written anew.
const TICK: Duration = Duration::from_millis(250);

/// The progress of a run; silent where standard error is no terminal.
pub(crate) struct Progress {
    writer: Option<(Sender<&'static str>, JoinHandle<()>)>,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        let writer = (!quiet && stderr().is_terminal()).then(|| {
            let (sender, receiver) = channel();
            (sender, std::thread::spawn(move || write(&receiver)))
        });
        Self { writer }
    }

    /// Tells which stage begins.
    pub(crate) fn stage(&self, name: &'static str) {
        if let Some((sender, _)) = &self.writer {
            // The writer ends only when the sender is gone.
            let _ = sender.send(name);
        }
    }

    /// Takes the line away and waits until that is done.
    pub(crate) fn finish(&mut self) {
        if let Some((sender, thread)) = self.writer.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

fn write(stages: &Receiver<&'static str>) {
    let start = Instant::now();
    let mut stage = "";
    let mut shown = false;
    loop {
        match stages.recv_timeout(TICK) {
            Ok(name) => stage = name,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if start.elapsed() >= PATIENCE {
            say(&format!("\r\x1b[K{stage} … {} s", start.elapsed().as_secs()));
            shown = true;
        }
    }
    if shown {
        say("\r\x1b[K");
    }
}
