//! All mutants of the engine in one program.
//!
//! cargo-mutants changes the sources in one place, builds, and asks the tests, some four thousand times over: days. Here the
//! same changes are written into a copy of the sources at once, each behind a switch that an environment variable turns, so
//! that all of them are compiled together and a mutant costs a run of those tests alone that reach it.
//!
//! **In**: the list that `cargo mutants --list --json` writes, and the sources. **Out**: for each mutant whether a test noticed
//! it. Mutants that cannot have a switch (in constants, in functions that give `impl Trait`, fields of structures) are named,
//! so that cargo-mutants can build them by itself.
//!
//! - [`list`] reads the list.
//! - [`switch`](mod@switch) writes switches into a text.
//! - [`build`] writes them into a copy of the workspace, and leaves out what does not compile.
//! - [`judge`](mod@judge) runs tests with one switch on after the other.
//!
//! `.ci/assurance mutants` starts it.

pub mod build;
pub mod judge;
pub mod list;
pub mod switch;
