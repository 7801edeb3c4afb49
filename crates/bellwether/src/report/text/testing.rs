//! A run of tests as a person reads it: what is wrong with what was written, a line for each test, what failed, what the
//! tests show of each rule, which changes they do not notice, and a summary.

use std::fmt::Write as _;

use annotate_snippets::{Element, Group, Level};
use bellwether_syntax::Span;
use bellwether_syntax::source::Sources;

use super::{Notes, RELATED_SHOWN, TextOptions, Views, diagnostic_group, diagnostics_shown, one_line, renderer};
use crate::report::lines::Places;
use crate::report::printable::{drawing, printable, printable_name};
use crate::report::{ClauseCoverage, MutationReport, RuleCoverage, TestFailure, TestOutcome, TestReport};

/// The run as a person reads it. Linear in the report and in the sources that it points at.
pub fn test_text(report: &TestReport, sources: &Sources, options: &TextOptions) -> String {
    let places = Places::new(sources);
    let renderer = renderer(options.color);
    let mut out = String::new();
    let draw = |out: &mut String, group: Group<'_>| {
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    };
    let shown = diagnostics_shown(&report.diagnostics, options.max_diagnostics);
    let hidden = report.diagnostics.len() - shown.len();
    for diagnostic in shown {
        draw(&mut out, diagnostic_group(diagnostic, &places));
    }
    if hidden > 0 {
        let title = format!("{hidden} more like these; the first {} are shown", options.max_diagnostics);
        draw(&mut out, Group::with_title(Level::NOTE.primary_title(title)));
    }
    for test in &report.tests {
        let (at, name) = (at(test.span, &places), one_line(&test.name));
        match &test.outcome {
            TestOutcome::Passed if options.quiet => {}
            TestOutcome::Passed => line(&mut out, &format!("ok       {at}  {name}")),
            TestOutcome::Failed => line(&mut out, &format!("FAILED   {at}  {name}")),
            TestOutcome::NotRun(why) => line(&mut out, &format!("not run  {at}  {name}: {}", one_line(why))),
        }
    }
    if !report.tests.is_empty() && out.ends_with('\n') {
        out.push('\n');
    }
    for failure in report.tests.iter().flat_map(|test| &test.failures) {
        draw(&mut out, failure_group(failure, &places));
    }
    if let Some(coverage) = &report.coverage {
        write_coverage(&mut out, coverage, &places);
    }
    if let Some(mutation) = &report.mutation {
        write_mutation(&mut out, mutation, &places);
    }
    if options.quiet {
        if out.ends_with("\n\n") {
            out.pop();
        }
    } else {
        line(&mut out, &summary(report));
    }
    drawing(out, options.color)
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// `policies/teams.kpi:12`
fn at(span: Span, places: &Places<'_>) -> String {
    places.place(span).map_or_else(String::new, |place| format!("{}:{}", printable_name(place.file), place.start.line))
}

fn failure_group<'a>(failure: &'a TestFailure, places: &'a Places<'_>) -> Group<'a> {
    let mut views = Views::new(places, &failure.message);
    views.show(&failure.at, true);
    let mut notes = Notes::default();
    for label in failure.related.iter().take(RELATED_SHOWN) {
        if !views.show(label, false) {
            notes.place(label, places);
        }
    }
    notes.rest(failure.related.len());
    Group::with_title(Level::ERROR.primary_title(one_line(&failure.message)))
        .elements(views.into_elements())
        .elements(notes.lines.into_iter().map(|line| Element::from(Level::NOTE.message(line))))
        .elements(failure.help.as_deref().map(|help| Level::HELP.message(printable(help))))
}

fn write_coverage(out: &mut String, coverage: &[RuleCoverage], places: &Places<'_>) {
    let covered = coverage.iter().filter(|rule| rule.is_covered()).count();
    let all = count(coverage.len(), "rule", "rules");
    line(out, &format!("coverage: {covered} of {all} shown kept and shown broken"));
    for rule in coverage {
        let missing = match (rule.kept.is_empty(), rule.broken.is_empty()) {
            (true, true) => Some("never shown kept, never shown broken"),
            (true, false) => Some("never shown kept"),
            (false, true) => Some("never shown broken"),
            (false, false) => None,
        };
        let mut said: Vec<String> = missing.map(str::to_owned).into_iter().collect();
        // What no test speaks of at all is said once, and not clause by clause.
        if !(rule.kept.is_empty() && rule.broken.is_empty()) {
            said.extend(rule.clauses.iter().filter_map(clause).map(|text| one_line(&text)));
        }
        if let [first, rest @ ..] = said.as_slice() {
            line(out, &format!("  `{}` ({}): {first}", rule.rule, at(rule.span, places)));
            rest.iter().for_each(|more| line(out, &format!("      {more}")));
        }
    }
    out.push('\n');
}

/// What is to be said of a clause that did not decide both ways.
fn clause(clause: &ClauseCoverage) -> Option<String> {
    let text = &clause.text;
    match (clause.by_true, clause.by_false) {
        (true, true) => None,
        (true, false) => Some(format!("`{text}` never decides by being false")),
        (false, true) => Some(format!("`{text}` never decides by being true")),
        (false, false) => Some(format!("`{text}` never decides")),
    }
}

fn write_mutation(out: &mut String, mutation: &MutationReport, places: &Places<'_>) {
    let changes = count(usize::try_from(mutation.mutants).unwrap_or(usize::MAX), "change", "changes");
    line(out, &format!("mutation: {} of {changes} of rules noticed", mutation.caught));
    for survivor in &mutation.survivors {
        let place = at(survivor.span, places);
        line(out, &format!("  `{}` ({place}): no test notices that {}", survivor.rule, one_line(&survivor.change)));
    }
    if !mutation.untested.is_empty() {
        let names: Vec<String> = mutation.untested.iter().map(|rule| format!("`{rule}`")).collect();
        line(out, &format!("  not changed, for no test that passes names them: {}", names.join(", ")));
    }
    out.push('\n');
}

fn summary(report: &TestReport) -> String {
    let (passed, failed, not_run) = report.numbers();
    let mut text = if report.tests.is_empty() {
        "no tests".to_owned()
    } else {
        let parts: Vec<String> = [(passed, "passed"), (failed, "failed"), (not_run, "not run")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        format!("{}: {}", count(report.tests.len(), "test", "tests"), parts.join(", "))
    };
    if report.left_out > 0 {
        let _ = write!(text, " ({} left out by the filter)", report.left_out);
    } else if report.tests.is_empty() {
        text.push_str(" in these files; write one with `test \"what it shows\" { given { … } expect … }`");
    }
    text
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
