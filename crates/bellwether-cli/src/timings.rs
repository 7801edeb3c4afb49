//! How long the stages of a run take.

use std::time::{Duration, Instant};

use crate::progress::Progress;

/// The stages so far, and the progress that tells of the one that runs.
pub(crate) struct Timings {
    progress: Progress,
    stages: Vec<(&'static str, Duration)>,
}

impl Timings {
    pub(crate) fn new(progress: Progress) -> Self {
        Self { progress, stages: Vec::new() }
    }

    /// Runs a stage and notes how long it took.
    pub(crate) fn stage<T>(&mut self, name: &'static str, run: impl FnOnce() -> T) -> T {
        self.progress.stage(name);
        let start = Instant::now();
        let result = run();
        self.stages.push((name, start.elapsed()));
        result
    }

    /// Ends the progress, before anything else is printed.
    pub(crate) fn finish(&mut self) {
        self.progress.finish();
    }

    /// One line for each stage and one for all.
    pub(crate) fn table(&self) -> String {
        let all = self.stages.iter().map(|(_, time)| *time).sum();
        let lines = self.stages.iter().copied().chain([("all", all)]);
        let line = |(name, time): (&str, Duration)| format!("{name:>10} {:>10.1} ms\n", time.as_secs_f64() * 1000.0);
        lines.map(line).collect::<Vec<_>>().concat()
    }
}
