//! The harness of the workspace's tests: what the runners in `tests/` share.
//!
//! **In**: cases in the language (`suite/`), the fenced blocks of the documentation, the sources of the workspace.
//! **Out**: a list of what is not as it says, one line for each, with the file and the line; empty where all is well. A
//! runner is one test that goes through all its data and reports every failure at once.
//!
//! - [`check`] runs texts through the library and says what came of it, by line.
//! - [`deep`] holds the deepest texts that the limits allow.
//! - [`hostile`] holds policies that ask for more than anyone would wait for.
//! - [`case`](mod@case) reads a case: what it holds, and what it expects. The format is described in `suite/README.md`.
//! - [`conformance`] reads the conformance suite. The format is described in `conformance/README.md`.
//! - [`markdown`] finds the fenced blocks of a document.
//! - [`files`] finds files of the workspace.
//! - [`imports`] reads which modules a file of Rust names.
//! - [`mutate`] draws texts from a text.
//! - [`shuffle`] puts the items of a text in another order.
//! - [`program`] finds the command line's program and runs it.
//!
//! **Deliberately absent**: an opinion of its own about the language.

pub mod case;
pub mod check;
pub mod conformance;
pub mod deep;
pub mod files;
pub mod hostile;
pub mod imports;
pub mod markdown;
pub mod mutate;
pub mod program;
pub mod shuffle;

use std::sync::atomic::{AtomicBool, Ordering};

/// Fails with all the lines at once, if there are any.
pub fn report(what: &str, failures: &[String]) {
    assert!(failures.is_empty(), "{} of {what} not as they should be:\n\n{}\n", failures.len(), failures.join("\n"));
}

/// Runs a piece of work for each of many, on as many threads as the machine has, and gives all failures in order.
///
/// Who changes the engine in four thousand places (`bellwether-mutants`) asks for less: with `FAIL_FAST=1` for the first
/// failure that is met, of any; with `EACH_ONLY=0,7` for these of the many; and with `EACH_COUNT` a file that is told how many
/// there are.
pub fn each<T: Sync>(many: &[T], work: impl Fn(&T, &mut Vec<String>) + Sync) -> Vec<String> {
    if let Ok(path) = std::env::var("EACH_COUNT") {
        std::fs::write(path, many.len().to_string()).expect("the number can be written");
    }
    let only = std::env::var("EACH_ONLY").ok();
    let asked = only.as_deref().map(|only| only.split(',').filter_map(|at| at.parse::<usize>().ok()));
    let many: Vec<&T> = match asked {
        Some(asked) => asked.filter_map(|at| many.get(at)).collect(),
        None => many.iter().collect(),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = many.len().div_ceil(threads).max(1);
    let work = &work;
    let fast = std::env::var("FAIL_FAST").is_ok_and(|set| set == "1");
    let failed = &AtomicBool::new(false);
    let run = |part: &[&T]| {
        let mut failures = Vec::new();
        // What stands side by side fails together, so who looks for one failure had best go in long strides.
        let stride = if fast { STRIDE.min(part.len()).max(1) } else { 1 };
        for one in (0..stride).flat_map(|from| part.iter().skip(from).step_by(stride)) {
            if fast && failed.load(Ordering::Relaxed) {
                break;
            }
            work(one, &mut failures);
            failed.fetch_or(!failures.is_empty(), Ordering::Relaxed);
        }
        failures
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = many.chunks(share).map(|part| scope.spawn(move || run(part))).collect();
        let ended =
            running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        ended.flatten().collect()
    })
}

/// Whether [`each`] goes through all of its many: what holds of them together cannot be asked of some.
pub fn of_all() -> bool {
    std::env::var_os("EACH_ONLY").is_none()
}

/// How far apart those are that are met one after the other in a search for one failure.
const STRIDE: usize = 37;
