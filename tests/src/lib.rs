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

/// Fails with all the lines at once, if there are any.
pub fn report(what: &str, failures: &[String]) {
    assert!(failures.is_empty(), "{} of {what} not as they should be:\n\n{}\n", failures.len(), failures.join("\n"));
}

/// Runs a piece of work for each of many, on as many threads as the machine has, and gives all failures in order.
pub fn each<T: Sync>(many: &[T], work: impl Fn(&T, &mut Vec<String>) + Sync) -> Vec<String> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = many.len().div_ceil(threads).max(1);
    let work = &work;
    let run = |part: &[T]| {
        let mut failures = Vec::new();
        part.iter().for_each(|one| work(one, &mut failures));
        failures
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = many.chunks(share).map(|part| scope.spawn(move || run(part))).collect();
        let ended =
            running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        ended.flatten().collect()
    })
}
