//! `bellwether baseline`: writes down today's findings, so that later runs fail only on new ones.

use std::fmt::Write as _;
use std::path::Path;

use bellwether::baseline::{Baseline, Change, Entry};
use bellwether::evaluate::evaluate;
use bellwether::report::{Report, TextOptions, text};
use bellwether::{evaluate_options, make_report};
use clap::Args;

use crate::accepted::{self, Accepted};
use crate::load;
use crate::options::{Accepting, Input};
use crate::output::{self, Problem, Status};
use crate::progress::Progress;
use crate::project::{Project, met};
use crate::timings::Timings;
use crate::write;

/// So many lines that are new are shown; the rest are counted.
const NEW_SHOWN: usize = 20;

/// Accept today's findings: later runs fail only on new ones.
///
/// Findings of every severity are accepted, but for what waivers cover and what is said of waivers. The file has one line
/// for each part of a finding, in an order in which branches merge; comments in it are kept.
///
/// Exit status: 0, 1 if `--only-shrink` keeps it from being written, or 2 if not everything could be checked; then
/// nothing is written.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) input: Input,

    /// The file to write [default: `baseline` of bellwether.toml, or bellwether.baseline]
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<std::path::PathBuf>,

    /// Only take out what is gone; new findings are not accepted
    #[arg(long)]
    pub(crate) prune: bool,

    /// Change nothing, and exit with status 1, if there are findings that the file does not accept yet
    #[arg(long)]
    pub(crate) only_shrink: bool,
}

pub(crate) fn run(options: &Options) -> Result<Status, Problem> {
    let mut timings = Timings::new(Progress::new(false));
    let mut project = Project::open(&options.input, &mut timings)?;
    let accepting = Accepting { baseline: options.baseline.clone(), no_baseline: false };
    let named = accepted::named(&accepting, &project.settings)?;
    let path = named.map_or_else(|| accepted::unnamed(&project.settings), Ok)?;
    let name = load::name(&path);
    let there = path.exists();
    if options.prune && !there {
        let problem = Problem::new(format!("there is no baseline `{name}` to prune"));
        return Err(problem.help("write one with `bellwether baseline`"));
    }
    let old = if there { Some(Accepted::read(&path, &mut project)?) } else { None };
    let report = report(&project, &mut timings)?;
    timings.finish();
    let mistakes = report.summary().diagnostics.error;
    if mistakes > 0 {
        let told = Report { findings: Vec::new(), ..report };
        output::print(&text(&told, project.sources(), &TextOptions { quiet: true, ..TextOptions::default() }))?;
        let what = if mistakes == 1 { "is 1 mistake".to_owned() } else { format!("are {mistakes} mistakes") };
        let problem = Problem::new(format!("the baseline is not written: there {what} in what was written"));
        return Ok(output::complain(&problem, Status::NotChecked));
    }
    let change = old.as_ref().map_or(&Baseline::default(), |old| &old.baseline).updated(&report, options.prune);
    if options.only_shrink && !change.new.is_empty() {
        output::print(&new_lines(&name, &change.new))?;
        return Ok(Status::Failed);
    }
    let written = change.baseline.text();
    if old.is_some_and(|old| old.text == written) {
        output::print(&format!(
            "{name} stays as it is: {}{}\n",
            parts(change.baseline.len()),
            unaccepted(options, &change)
        ))?;
        return Ok(Status::Passed);
    }
    save(&path, &name, &written)?;
    output::print(&told(&name, &change, options))?;
    Ok(Status::Passed)
}

/// Everything that is found today, however much it is.
fn report(project: &Project, timings: &mut Timings) -> Result<Report, Problem> {
    let mut asked = project.asked();
    asked.limits.findings_per_rule = usize::MAX;
    let evaluated = timings.stage("evaluating", || {
        evaluate(&project.program, &project.model, &evaluate_options(&project.program, &asked)).map(|evaluation| {
            make_report(&evaluation, &project.model, &project.files(), project.diagnostics.clone(), &asked)
        })
    });
    evaluated.map_err(|limit| met(&limit))
}

fn save(path: &Path, name: &str, written: &str) -> Result<(), Problem> {
    write::whole(path, written).map_err(|error| {
        let reason = error.to_string();
        let reason = reason.split(" (os error").next().unwrap_or_default().to_lowercase();
        Problem::new(format!("the baseline `{name}` cannot be written: {reason}"))
    })
}

/// What was written.
fn told(name: &str, change: &Change, options: &Options) -> String {
    let new = if options.prune { 0 } else { change.new.len() };
    let gone = change.gone.len();
    let held = parts(change.baseline.len());
    format!("{name} is written: {held}, {new} new and {gone} gone{}\n", unaccepted(options, change))
}

/// What pruning leaves out.
fn unaccepted(options: &Options, change: &Change) -> String {
    match change.new.len() {
        new @ 1.. if options.prune => format!("; {} not in it: `bellwether check` shows them", are(new)),
        _ => String::new(),
    }
}

/// What would be new, and may not be.
fn new_lines(name: &str, new: &[Entry]) -> String {
    let mut out = format!("{name} may only shrink, and {} not in it:\n", are(new.len()));
    for entry in new.iter().take(NEW_SHOWN) {
        let space = if entry.id.is_empty() { "" } else { " " };
        let _ = writeln!(out, "  {} {}{space}{}: {}", entry.rule, entry.kind, entry.id, entry.text);
    }
    if let Some(rest @ 1..) = new.len().checked_sub(NEW_SHOWN) {
        let _ = writeln!(out, "  and {rest} more");
    }
    out
}

fn parts(number: usize) -> String {
    if number == 1 { "1 part of findings".to_owned() } else { format!("{number} parts of findings") }
}

fn are(number: usize) -> String {
    format!("{} {}", parts(number), if number == 1 { "is" } else { "are" })
}
