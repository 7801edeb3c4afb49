//! Whole runs over any texts: checking them, and running the tests that they hold.

use bellwether::evaluate::Limits;
use bellwether::report::{JsonOptions, Report, TextOptions, json, test_json, test_text, text};
use bellwether::source::Sources;
use bellwether::value::Date;
use bellwether::{CheckOptions, TestOptions, check_sources, compile, parse, run_tests};

use crate::places;
use crate::readers::sources_of;

/// Steps that a law gives an evaluation: enough for all that is drawn, and few enough to be done at once.
pub(crate) const STEPS: u64 = 3_000_000;

/// The date that everything is checked as of.
pub(crate) fn as_of() -> Result<Date, String> {
    Date::new(2026, 6, 30).ok_or_else(|| "the as-of date is no date".to_owned())
}

/// What checks are asked for.
pub(crate) fn options() -> Result<CheckOptions, String> {
    let mut options = CheckOptions::new(as_of()?);
    options.limits = Limits { steps: STEPS, ..Limits::default() };
    Ok(options)
}

/// A report as text and as JSON.
pub(crate) fn written(report: &Report, sources: &Sources) -> (String, String) {
    (text(report, sources, &TextOptions::default()), json(report, sources, &JsonOptions::default()))
}

pub(crate) fn check(data: &[u8]) -> Result<(), String> {
    let sources = sources_of(data);
    let first = check_sources(&sources, &options()?);
    let again = check_sources(&sources, &options()?);
    let (first, again) = match (first, again) {
        (Ok(first), Ok(again)) => (first, again),
        // A limit that is met is an answer too.
        (Err(first), Err(again)) if first == again => return Ok(()),
        (first, again) => return Err(format!("two runs differ: {:?} and {:?}", first.err(), again.err())),
    };
    // With the standard vocabulary and the packs in use, which findings point into.
    let all = parse(&sources).sources;
    reported_places(&first, &all)?;
    let (first, again) = (written(&first, &all), written(&again, &all));
    if first != again {
        return Err(format!("two runs differ:\n{}\n{}\nand\n{}\n{}", first.0, first.1, again.0, again.1));
    }
    Ok(())
}

/// Whether all places of a report lie in their sources.
pub(crate) fn reported_places(report: &Report, sources: &Sources) -> Result<(), String> {
    places::all_lie_in(sources, &report.diagnostics)?;
    for finding in &report.findings {
        let labels = finding.at.iter().chain([&finding.rule_at]).chain(&finding.related);
        let spans = labels.map(|label| label.span).chain(finding.waived.as_ref().map(|waived| waived.at));
        for span in spans {
            if !sources.get(span.source).is_some_and(|source| places::lies_in(&source.text, span)) {
                return Err(format!("a finding names {span:?}, which is in no text: {finding:?}"));
            }
        }
    }
    Ok(())
}

pub(crate) fn test_run(data: &[u8]) -> Result<(), String> {
    let sources = sources_of(data);
    let first = tested(&sources)?;
    let again = tested(&sources)?;
    if first == again { Ok(()) } else { Err(format!("two runs differ:\n{}\nand\n{}", first.0, again.0)) }
}

/// What a run of the tests says, as text and as JSON.
fn tested(sources: &Sources) -> Result<(String, String), String> {
    let parsed = parse(sources);
    let compiled = compile(&parsed);
    let mut diagnostics = parsed.diagnostics.clone();
    diagnostics.extend(compiled.diagnostics);
    // Each change of a rule is an evaluation of its own.
    let limits = Limits { steps: STEPS / 10, ..Limits::default() };
    let options = TestOptions { filter: None, limits, coverage: true, mutate: true };
    let report = run_tests(&parsed, &compiled.program, diagnostics, &options);
    places::all_lie_in(&parsed.sources, &report.diagnostics)?;
    let json = test_json(&report, &parsed.sources, &JsonOptions::default());
    Ok((test_text(&report, &parsed.sources, &TextOptions::default()), json))
}
