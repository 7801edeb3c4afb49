//! `bellwether explain`: the page of a diagnostic.

use bellwether::explain;
use clap::Args;

use crate::output::{self, Problem, Status};

/// Explain a diagnostic, such as unknown-attribute
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The diagnostic, as it stands in the brackets of a message
    pub(crate) diagnostic: String,
}

pub(crate) fn run(options: &Options) -> Result<Status, Problem> {
    let asked = options.diagnostic.trim();
    // `error[unknown-attribute]` may be pasted as it stands in a message.
    let slug = asked.split_once('[').and_then(|(_, rest)| rest.strip_suffix(']')).unwrap_or(asked);
    if let Some(page) = explain::page(slug) {
        output::print(page)?;
        return Ok(Status::Passed);
    }
    let problem = Problem::new(format!("there is no diagnostic `{slug}`"));
    Err(match explain::near_slug(slug) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None if slug.contains('/') => {
            problem.help("rules are not explained yet; their sentence and `because` stand in each finding")
        }
        None => problem.help("a diagnostic is named in the brackets of its message, as in `error[unknown-attribute]`"),
    })
}
