//! `bellwether waivers`: the waivers by their end, and what each waives today.

use std::fmt::Write as _;

use bellwether::diagnostic::Severity;
use bellwether::evaluate::evaluate;
use bellwether::evaluate_options;
use bellwether::report::{Places, WaiverReport, WaiverState};
use bellwether::value::Date;
use clap::Args;
use serde_json::{Value, json};

use crate::options::{Format, Input};
use crate::output::{self, Problem, Status};
use crate::progress::Progress;
use crate::project::{Project, met};
use crate::timings::Timings;

/// List the waivers by their end, with what each waives.
///
/// Exit status: 0, or 2 if not everything could be checked; then the waivers that could are listed all the same.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    pub(crate) input: Input,

    /// How the list is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

pub(crate) fn run(options: &Options) -> Result<Status, Problem> {
    let mut timings = Timings::new(Progress::new(false));
    let project = Project::open(&options.input, &mut timings)?;
    let asked = project.asked();
    let evaluated = timings.stage("evaluating", || {
        evaluate(&project.program, &project.model, &evaluate_options(&project.program, &asked))
            .map(|evaluation| (evaluation.waivers(), evaluation.diagnostics().to_vec()))
    });
    timings.finish();
    let (waivers, unknown) = evaluated.map_err(|limit| met(&limit))?;
    let places = Places::new(project.sources());
    match options.format {
        Format::Text => output::print(&list(&waivers, project.as_of, &places)),
        Format::Json => output::print_json(&format!("{:#}\n", object(&waivers, project.as_of, &places))),
    }?;
    let errors = project.diagnostics.iter().chain(&unknown).filter(|it| it.severity == Severity::Error).count();
    if errors == 0 {
        return Ok(Status::Passed);
    }
    let what = if errors == 1 { "1 mistake".to_owned() } else { format!("{errors} mistakes") };
    let problem = Problem::new(format!("{what} in these files: what rests on them is not listed"));
    Ok(output::complain(&problem.help("`bellwether check` shows them"), Status::NotChecked))
}

fn list(waivers: &[WaiverReport], as_of: Date, places: &Places<'_>) -> String {
    let mut out = String::new();
    for waiver in waivers {
        let state = waiver.state.as_str();
        let _ = writeln!(out, "until {} ({state}): {} for {}", waiver.until, waiver.rule, waiver.target);
        if let Some(from) = waiver.from {
            let _ = writeln!(out, "  from: {from}");
        }
        let by = waiver.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
        let because: Vec<&str> = waiver.because.split_whitespace().collect();
        let _ = writeln!(out, "  because: {}{by}", because.join(" "));
        if let Some(place) = places.place(waiver.at) {
            let _ = writeln!(out, "  at: {}:{}", place.file, place.start.line);
        }
        for finding in &waiver.waives {
            let _ = writeln!(out, "  waives: {}[{}]: {}", finding.severity.as_str(), finding.rule, finding.message);
        }
        if waiver.waives.is_empty() && matches!(waiver.state, WaiverState::Active | WaiverState::Idle) {
            out.push_str("  waives nothing\n");
        }
    }
    let number = if waivers.len() == 1 { "1 waiver".to_owned() } else { format!("{} waivers", waivers.len()) };
    let _ = writeln!(out, "{number} as of {as_of}");
    out
}

fn object(waivers: &[WaiverReport], as_of: Date, places: &Places<'_>) -> Value {
    let waivers = waivers.iter().map(|waiver| {
        let at = places.place(waiver.at).map(|place| json!({ "file": place.file, "line": place.start.line }));
        let covered = waiver.waives.iter().map(|finding| {
            json!({
                "rule": finding.rule,
                "severity": finding.severity.as_str(),
                "subject": { "kind": finding.subject.kind, "id": finding.subject.id },
                "message": finding.message,
            })
        });
        json!({
            "rule": waiver.rule,
            "target": waiver.target,
            "from": waiver.from.map(|date| date.to_string()),
            "until": waiver.until.to_string(),
            "because": waiver.because,
            "by": waiver.by,
            "state": waiver.state.as_str(),
            "at": at,
            "waives": covered.collect::<Vec<_>>(),
        })
    });
    json!({ "as_of": as_of.to_string(), "waivers": waivers.collect::<Vec<_>>() })
}
