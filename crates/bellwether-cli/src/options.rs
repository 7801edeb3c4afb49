//! The options of each command, as they are typed.

use std::path::PathBuf;

use bellwether::diagnostic::Severity;
use bellwether::value::Date;
use clap::{Args, Parser, Subcommand, ValueEnum};

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
    Check(CheckOptions),
    /// Explain a diagnostic, such as unknown-attribute
    Explain(ExplainOptions),
}

/// Check every .kpi file below the paths.
///
/// Exit status: 0 if nothing at or above the fail level was found, 1 if something was, 2 if not everything could be
/// checked.
#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// Files and directories to check, all together; `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// Check the model as of this date [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(crate) as_of: Option<Date>,

    /// How the report is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Exit with status 1 from findings of this severity on
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t = FailOn::Error)]
    pub(crate) fail_on: FailOn,

    /// Check this rule only, such as `teams/leading` or `teams/*`; may be repeated
    #[arg(long = "rule", value_name = "NAME")]
    pub(crate) rules: Vec<String>,

    /// Show the findings about this element only, such as `kpi retention`
    #[arg(long, value_name = "KIND ID", value_parser = subject)]
    pub(crate) subject: Option<(String, String)>,

    /// The name of standard input in the report; a file of that name is not read
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<String>,

    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,

    /// Leave out the summary and the progress
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// Print to standard error how long each stage took
    #[arg(long)]
    pub(crate) timings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// The diagnostic, as it stands in the brackets of a message
    pub(crate) diagnostic: String,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person
    Text,
    /// For a program, as described by report.schema.json
    Json,
}

/// From which severity on findings give exit status 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

impl FailOn {
    pub(crate) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR`, `CLICOLOR` or `CLICOLOR_FORCE` say otherwise
    Auto,
    Always,
    Never,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a date is written as 2026-06-30, and must be in the calendar".to_owned())
}

fn subject(text: &str) -> Result<(String, String), String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["model"] => Ok(("model".to_owned(), String::new())),
        [kind, id] => Ok(((*kind).to_owned(), id.trim_matches('`').to_owned())),
        _ => Err("an element is named with its kind and its id, as in `kpi retention`".to_owned()),
    }
}
