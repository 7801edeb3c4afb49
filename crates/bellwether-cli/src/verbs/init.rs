//! `bellwether init`: writes a small working start.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::load;
use crate::output::{self, Problem, Status};
use crate::write;

/// The files of a start: where each is written, and what is written.
const FILES: [(&str, &str); 5] = [
    ("bellwether.toml", include_str!("../../init/bellwether.toml")),
    ("goals/growth.kpi", include_str!("../../init/goals.kpi")),
    ("policies/teams.kpi", include_str!("../../init/policies.kpi")),
    ("policies/tests.kpi", include_str!("../../init/tests.kpi")),
    (".github/workflows/bellwether.yml", include_str!("../../init/workflow.yml")),
];

/// Write a small working start: a model, a policy, its tests, settings, a workflow for CI.
///
/// Writes nothing if one of the files is there already.
///
/// Exit status: 0 if all was written, 2 if not.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Where to write it; made if it is not there [default: .]
    #[arg(value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<Status, Problem> {
    let directory = options.directory.as_deref().unwrap_or(Path::new("."));
    let places = FILES.map(|(name, text)| (directory.join(name), text));
    // A link to nothing is there too: what is written would land elsewhere.
    let there: Vec<String> = places
        .iter()
        .filter(|(path, _)| fs::symlink_metadata(path).is_ok())
        .map(|(path, _)| format!("`{}`", load::name(path)))
        .collect();
    if !there.is_empty() {
        let verb = if there.len() == 1 { "is" } else { "are" };
        let problem = Problem::new(format!("{} {verb} there already; nothing was written", there.join(", ")));
        return Err(problem.help("give another directory, or move them away"));
    }
    let mut said = String::new();
    for (path, text) in &places {
        // The version that wrote the files is the one that reads them in CI.
        write::new(path, &text.replace("VERSION", env!("CARGO_PKG_VERSION"))).map_err(|error| {
            let problem = Problem::new(format!("`{}` cannot be written: {error}", load::name(path)));
            if said.is_empty() { problem } else { problem.help(format!("this much was written:\n{said}")) }
        })?;
        let _ = writeln!(said, "wrote {}", load::name(path));
    }
    said.push_str("\nNext:\n");
    if directory != Path::new(".") {
        let _ = writeln!(said, "  cd {}", directory.display());
    }
    said.push_str("  bellwether check    holds the model against the policies\n");
    said.push_str("  bellwether test     runs the tests of the policies\n");
    said.push_str("  bellwether rules    lists the rules, and how many elements each meets\n");
    said.push_str("Then write your own goals in place of those, and change a rule to see it fail.\n");
    output::print(&said)?;
    Ok(Status::Passed)
}
