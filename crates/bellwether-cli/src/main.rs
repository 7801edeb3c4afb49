//! The command line of Bellwether.
//!
//! **In**: paths and options. **Out**: a report on standard output, what concerns the run itself on standard error, and the
//! exit status. This is the only crate that reads files, asks for the date and the environment, prints and exits.
//!
//! **Deliberately absent**: the language, the checks and the look of reports, which are the library's.

mod accepted;
mod junit;
mod load;
mod narrow;
mod options;
mod output;
mod progress;
mod project;
mod settings;
mod timings;
mod verbs;
mod write;

use std::process::ExitCode;

use clap::Parser as _;

use options::{Command, Options};
use output::Status;

fn main() -> ExitCode {
    let status = match Options::parse().command {
        Command::Check(options) => verbs::check::run(&options),
        Command::Test(options) => verbs::test::run(&options),
        Command::Explain(options) => verbs::explain::run(&options),
        Command::Fmt(options) => verbs::fmt::run(&options),
        Command::Init(options) => verbs::init::run(&options),
        Command::Rules(options) => verbs::rules::run(&options),
        Command::Waivers(options) => verbs::waivers::run(&options),
        Command::Baseline(options) => verbs::baseline::run(&options),
    };
    status.unwrap_or_else(|problem| output::complain(&problem, Status::NotChecked)).into()
}
