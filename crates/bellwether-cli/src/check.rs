//! `bellwether check`: reads, checks, evaluates, prints.

use bellwether::diagnostic::{Diagnostic, Severity};
use bellwether::report::{Digest, JsonOptions, Report, TextOptions, json, text};
use bellwether::source::Sources;
use bellwether::value::Date;

use crate::load::{self, Loaded};
use crate::options::{CheckOptions, Format};
use crate::output::{self, Problem, Status};
use crate::progress::Progress;
use crate::timings::Timings;

pub(crate) fn run(options: &CheckOptions) -> Result<Status, Problem> {
    let mut timings = Timings::new(Progress::new(options.quiet));
    let as_of = options.as_of.map_or_else(today, Ok)?;
    let loaded = timings.stage("reading", || load::load(&options.paths, options.stdin_filename.as_deref()));
    let (report, sources) = check(loaded, as_of, &mut timings);
    let status = status(&report, options);
    let written = timings.stage("rendering", || render(&report, &sources, options));
    timings.finish();
    output::print(&written)?;
    if options.timings {
        output::say(&timings.table());
    }
    Ok(status)
}

/// The date of today where the command is run: the one place where the clock is read.
fn today() -> Result<Date, Problem> {
    let today = jiff::Zoned::now().date();
    Date::new(today.year(), today.month(), today.day())
        .ok_or_else(|| Problem::new("the clock shows no date that can be used").help("give one with `--as-of`"))
}

fn check(loaded: Loaded, as_of: Date, timings: &mut Timings) -> (Report, Sources) {
    let Loaded { sources, mut diagnostics } = loaded;
    let parsed = timings.stage("parsing", || bellwether::parse(&sources));
    let compiled = timings.stage("checking", || bellwether::compile(&parsed));
    diagnostics.extend(parsed.diagnostics);
    diagnostics.extend(compiled.diagnostics);
    in_order(&mut diagnostics);
    let report = Report {
        as_of,
        digest: Digest::default(),
        elements: 0,
        findings: Vec::new(),
        rules: Vec::new(),
        diagnostics,
    };
    (report, parsed.sources)
}

/// By file and place.
fn in_order(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|diagnostic| {
        let span = diagnostic.primary.span;
        (span.source, span.start, span.end)
    });
}

/// What the run came to: what could not be checked is graver than what was found.
fn status(report: &Report, options: &CheckOptions) -> Status {
    let summary = report.summary();
    if summary.diagnostics.of(Severity::Error) > 0 {
        return Status::NotChecked;
    }
    match options.fail_on.severity() {
        Some(severity) if summary.findings.at_least(severity) > 0 => Status::Failed,
        _ => Status::Passed,
    }
}

fn render(report: &Report, sources: &Sources, options: &CheckOptions) -> String {
    match options.format {
        Format::Json => json(report, sources, &JsonOptions::default()),
        Format::Text => {
            let color = output::colored(options.color);
            text(report, sources, &TextOptions { color, quiet: options.quiet, ..TextOptions::default() })
        }
    }
}
