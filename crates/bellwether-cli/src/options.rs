//! The commands, and the options that they share. The options of each command stand beside what it does, in `verbs`.

use std::path::PathBuf;

use bellwether::evaluate::Limits;
use bellwether::value::Date;
use bellwether_config::FailOn;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::verbs;

/// Check goal models against KPI policies.
#[derive(Debug, Parser)]
#[command(name = "bellwether", version, max_term_width = 100)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check every .kpi file below the paths
    Check(verbs::check::Options),
    /// Run the tests written beside the policies
    Test(verbs::test::Options),
    /// Explain a diagnostic, such as unknown-attribute, or a rule, such as teams/leading
    Explain(verbs::explain::Options),
    /// Lay out .kpi files in the one canonical way
    Fmt(verbs::fmt::Options),
    /// Write a small working start: a model, a policy, its tests, settings
    Init(verbs::init::Options),
    /// List the rules in force, and what they leave unsaid
    Rules(verbs::rules::Options),
    /// List the waivers by their end, with what each waives
    Waivers(verbs::waivers::Options),
    /// Accept today's findings: later runs fail only on new ones
    Baseline(verbs::baseline::Options),
}

/// What a command reads, as of when, and how long it may think about it.
#[derive(Debug, Args)]
pub(crate) struct Input {
    #[command(flatten)]
    pub(crate) files: Files,

    /// Take the model as of this date [default: `as-of` of bellwether.toml, or today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) as_of: Option<Date>,

    #[command(flatten)]
    pub(crate) effort: Effort,
}

/// How much work is allowed.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Effort {
    /// Stop an evaluation after so many steps; some fifty million take a second
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().steps)]
    pub(crate) steps: u64,
}

/// What a command reads.
#[derive(Clone, Debug, Args)]
pub(crate) struct Files {
    /// Files and directories to read, all together; `-` is standard input [default: `paths` of bellwether.toml, or .]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The name of standard input in the report; a file of that name is not read
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,

    /// Read the settings from this file [default: bellwether.toml here or in a directory above]
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(crate) config: Option<PathBuf>,

    /// Read no settings
    #[arg(long)]
    pub(crate) no_config: bool,
}

/// What is accepted.
#[derive(Debug, Args)]
pub(crate) struct Accepting {
    /// Count the findings that this file accepts apart [default: `baseline` of bellwether.toml, or none]
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    pub(crate) baseline: Option<PathBuf>,

    /// Accept nothing, whatever bellwether.toml says
    #[arg(long)]
    pub(crate) no_baseline: bool,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person
    Text,
    /// For a program, as docs/cli.md describes
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR`, `CLICOLOR` or `CLICOLOR_FORCE` say otherwise
    Auto,
    Always,
    Never,
}

/// The severities that `--fail-on` takes.
pub(crate) fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    let words = FailOn::WORDS.map(|(word, _)| word);
    let level = |word: String| FailOn::WORDS.iter().find(|(known, _)| *known == word).map(|(_, level)| *level);
    PossibleValuesParser::new(words).try_map(move |word| level(word).ok_or("no severity"))
}

pub(crate) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a date is written as 2026-06-30, and must be in the calendar".to_owned())
}

pub(crate) fn subject(text: &str) -> Result<(String, String), String> {
    let text = text.trim();
    let named = text.split_once(char::is_whitespace).map(|(kind, id)| (kind, id.trim().trim_matches('`')));
    match named.filter(|(_, id)| !id.is_empty()) {
        None if text == "model" => Ok(("model".to_owned(), String::new())),
        Some((kind, id)) => Ok((kind.to_owned(), id.to_owned())),
        None => Err("an element is named with its kind and its id, as in `kpi retention`".to_owned()),
    }
}
