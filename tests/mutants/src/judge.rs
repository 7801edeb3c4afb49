//! Which mutants the tests notice.
//!
//! Each test is run once with no switch on, and notes which switches it comes by; a test that goes through many cases, once
//! for each of them. A mutant is then held against the tests and cases that come by it, one test after the other, until one
//! fails: first those that noticed the last mutants of the same file, then the cases of the suite, then the quick unit tests
//! together, then all others, the quick ones first. What ends a test otherwise counts as well: a stack that overflows, memory
//! or time that runs out.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::Value;

use crate::build::cargo;

/// Seconds of the processor that a run of tests may take, and kilobytes of memory.
const SECONDS: u32 = 20;
const KILOBYTES: u32 = 8_000_000;

/// The signal for the end of the time of the processor.
const OUT_OF_TIME: i32 = 24;

/// Unit tests that take fewer seconds than this are run together.
const QUICK: f64 = 0.04;

/// Of a test that takes longer, it is noted which of its cases come by a mutant.
const LONG: f64 = 0.3;

/// The tests that notice most for their time, since they stop at the first of many cases that comes out wrong.
const FIRST: [&str; 2] = ["cases::each_case_finds_what_it_says", "conformance::each_case_comes_out_as_it_says"];

/// Tests that are not asked, by how their names begin: they go through what is drawn, and through what takes long. Of a mutant
/// that no test notices they would take half of the time, and what they notice the others notice but for very few.
const ASIDE: [&str; 5] = ["bad_input::", "hostile::", "oracle::the_workload", "properties::", "stack::"];

/// So many of those that noticed mutants of a file are asked first.
const LAST: usize = 4;

/// The numbers of mutants.
type Numbers = BTreeSet<usize>;

/// A test program, with the directory to run it in.
#[derive(Clone, Debug)]
pub struct Program {
    path: PathBuf,
    directory: PathBuf,
}

/// Tests that are run together.
#[derive(Debug)]
pub struct Tests {
    program: Program,
    /// The names of the tests, each with the mutants that it comes by.
    names: Vec<(String, Numbers)>,
    /// The mutants that each case of it comes by, if there is one test with many.
    cases: Vec<Numbers>,
    /// Seconds that they took together.
    seconds: f64,
}

/// What came of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A test failed: which.
    Caught(String),
    /// A test ran out of time: which.
    Timeout(String),
    /// No test noticed it; how many runs came by it.
    Missed(usize),
}

impl Outcome {
    /// A word for it, and what is known beside it.
    pub fn words(&self) -> String {
        match self {
            Self::Caught(by) => format!("caught {by}"),
            Self::Timeout(by) => format!("timeout {by}"),
            Self::Missed(runs) => format!("missed {runs}"),
        }
    }
}

/// Builds the test programs of the copy: those of `arguments`, as `cargo test` takes them.
pub fn programs(copy: &Path, arguments: &[&str]) -> io::Result<Vec<Program>> {
    let always = ["test", "--release", "--no-run", "--quiet", "--message-format", "json"];
    let output = cargo(copy).args(always).args(arguments).output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let mut programs = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        if let (Some(program), Some(manifest)) = (message["executable"].as_str(), message["manifest_path"].as_str())
            && message["profile"]["test"] == true
        {
            let directory = Path::new(manifest).parent().unwrap_or(copy);
            programs.push(Program { path: program.into(), directory: directory.into() });
        }
    }
    Ok(programs)
}

impl Program {
    /// Runs some of its tests, and says how it ended.
    fn run(&self, settings: &[(&str, &str)], names: &[&str]) -> io::Result<ExitStatus> {
        let limits = format!("ulimit -c 0; ulimit -t {SECONDS}; ulimit -v {KILOBYTES}; exec \"$0\" \"$@\"");
        let mut command = Command::new("bash");
        command.args(["-c", &limits]).arg(&self.path).args(["--quiet", "--exact"]).args(names);
        command.current_dir(&self.directory).env("INSTA_UPDATE", "no").env("FAIL_FAST", "1");
        // To name the functions of a panic takes longer than most tests.
        command.env("RUST_BACKTRACE", "0").envs(settings.iter().copied());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()
    }

    /// The names of its tests.
    fn names(&self) -> io::Result<Vec<String>> {
        let arguments = ["--list", "--format", "terse"];
        let output = Command::new(&self.path).args(arguments).current_dir(&self.directory).output()?;
        let listed = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(listed.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
    }

    /// The mutants that a test comes by, or one case of it. None where it fails without a mutant.
    fn reached(&self, name: &str, only: Option<usize>, notes: &Path) -> io::Result<Option<Numbers>> {
        let reached = notes.with_extension(format!("reached-{}", only.unwrap_or_default()));
        let (path, only) = (reached.to_string_lossy().into_owned(), only.map(|only| only.to_string()));
        let mut settings = vec![("MUTANT", "record"), ("MUTANT_REACHED", &*path)];
        match &only {
            Some(only) => settings.push(("EACH_ONLY", only)),
            None => settings.push(("EACH_COUNT", notes.to_str().unwrap_or_default())),
        }
        let ended = self.run(&settings, &[name])?;
        let numbers = std::fs::read_to_string(&reached).unwrap_or_default();
        let _ = std::fs::remove_file(&reached);
        Ok(ended.success().then(|| numbers.lines().filter_map(|line| line.parse().ok()).collect()))
    }
}

/// The tests of the programs, each run once; unit tests are those of the programs `unit`. What fails without a mutant is left
/// out, and said. `notes` is the path of a file that may be written and removed.
pub fn tests(units: &[Program], others: &[Program], threads: usize, notes: &Path) -> io::Result<Vec<Tests>> {
    let mut all = Vec::new();
    for (program, unit) in units.iter().map(|unit| (unit, true)).chain(others.iter().map(|other| (other, false))) {
        let alone = |names, cases, seconds| Tests { program: program.clone(), names, cases, seconds };
        let mut together = Vec::new();
        for name in program.names()?.into_iter().filter(|name| !ASIDE.iter().any(|aside| name.starts_with(aside))) {
            let _ = std::fs::remove_file(notes);
            let begun = Instant::now();
            let Some(reached) = program.reached(&name, None, notes)? else {
                eprintln!("left out, since it fails without a mutant: {name}");
                continue;
            };
            let seconds = begun.elapsed().as_secs_f64();
            let many = std::fs::read_to_string(notes).ok().and_then(|number| number.parse().ok()).unwrap_or(0);
            if reached.is_empty() {
                continue;
            }
            if unit && seconds < QUICK {
                together.push((name, reached));
                continue;
            }
            let mut cases = Vec::new();
            if seconds > LONG && many > 1 {
                let each = in_parallel(&(0..many).collect::<Vec<_>>(), threads, |case| {
                    program.reached(&name, Some(*case), notes)
                })?;
                // What fails where one case is alone says something of all of them, and is only run as a whole.
                cases = each.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default();
            }
            all.push(alone(vec![(name, reached)], cases, seconds));
        }
        if !together.is_empty() {
            all.push(alone(together, Vec::new(), 0.0));
        }
    }
    let late = |tests: &Tests| tests.names.first().is_none_or(|(name, _)| !FIRST.contains(&&**name));
    all.sort_by(|one, other| late(one).cmp(&late(other)).then(one.seconds.total_cmp(&other.seconds)));
    for tests in &all {
        let reached: Numbers = tests.names.iter().flat_map(|(_, reached)| reached).copied().collect();
        let name = tests.names.first().map_or("", |(name, _)| name);
        let (seconds, number, cases) = (tests.seconds, tests.names.len(), tests.cases.len());
        eprintln!("{seconds:7.2} s {:5} mutants {number:4} tests {cases:5} cases {name}", reached.len());
    }
    Ok(all)
}

/// Whether a run was ended since its time of the processor was over.
fn out_of_time(ended: ExitStatus) -> bool {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&ended);
    #[cfg(not(unix))]
    let signal = ended.code();
    signal == Some(OUT_OF_TIME)
}

/// What comes of one mutant, with the place of the tests that noticed it; those at the places `first` are asked first.
fn judge_one(number: usize, all: &[Tests], first: &[usize]) -> io::Result<(Outcome, Option<usize>)> {
    let mut runs = 0;
    let rest = (0..all.len()).filter(|at| !first.contains(at));
    for at in first.iter().copied().chain(rest) {
        let Some(tests) = all.get(at) else { continue };
        let reaching = tests.names.iter().filter(|(_, reached)| reached.contains(&number));
        let names: Vec<&str> = reaching.map(|(name, _)| &**name).collect();
        let Some(first) = names.first() else { continue };
        let cases = tests.cases.iter().enumerate().filter(|(_, reached)| reached.contains(&number));
        let cases: Vec<String> = cases.map(|(at, _)| at.to_string()).collect();
        let (number, cases) = (number.to_string(), cases.join(","));
        let mut settings = vec![("MUTANT", &*number)];
        if !tests.cases.is_empty() {
            settings.push(("EACH_ONLY", &*cases));
        }
        runs += 1;
        let ended = tests.program.run(&settings, &names)?;
        if !ended.success() {
            let by = if names.len() == 1 { (*first).to_owned() } else { format!("{} unit tests", names.len()) };
            let outcome = if out_of_time(ended) { Outcome::Timeout(by) } else { Outcome::Caught(by) };
            return Ok((outcome, Some(at)));
        }
    }
    Ok((Outcome::Missed(runs), None))
}

/// Judges the mutants, each with its file, on so many threads, and calls `each` with what came of one as soon as it is known.
pub fn judge(
    mutants: &[(usize, &str)],
    all: &[Tests],
    threads: usize,
    each: impl Fn(usize, &Outcome) + Sync,
) -> io::Result<()> {
    let last: Mutex<BTreeMap<&str, Vec<usize>>> = Mutex::new(BTreeMap::new());
    let of_file = |file| last.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(file).cloned();
    in_parallel(mutants, threads, |(number, file)| {
        let (outcome, by) = judge_one(*number, all, &of_file(*file).unwrap_or_default())?;
        if let (Some(by), Ok(mut last)) = (by, last.lock()) {
            let last = last.entry(*file).or_default();
            last.retain(|other| *other != by);
            last.insert(0, by);
            last.truncate(LAST);
        }
        each(*number, &outcome);
        Ok(())
    })?;
    Ok(())
}

/// Does a piece of work for each of many on so many threads, and gives what came of it in their order, or a failure.
fn in_parallel<T: Sync, R: Send>(
    many: &[T],
    threads: usize,
    work: impl Fn(&T) -> io::Result<R> + Sync,
) -> io::Result<Vec<R>> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(one) = many.get(at) else { return };
                    let result = work(one);
                    // After a failure there is nothing more to begin.
                    if result.is_err() {
                        next.store(many.len(), Ordering::Relaxed);
                    }
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
