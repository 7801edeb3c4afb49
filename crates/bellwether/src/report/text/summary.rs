//! The summary at the end of a report: what was checked, what came of it, and every silence by name.

use std::fmt::Write as _;

use bellwether_syntax::diagnostic::Severity;

use crate::report::{EVALUATION_LIMIT, Report, RuleReport};

/// How many rules a line of the summary names; the rest are counted.
const RULES_NAMED: usize = 20;

/// Writes the summary. Writing to a `String` cannot fail, so the results are let go.
pub(super) fn write(out: &mut String, report: &Report) {
    let summary = report.summary();
    let elements = count(report.elements, "element", "elements");
    let rules = count(report.rules.len() as u64, "rule", "rules");
    let _ = match stopped(report) {
        0 => writeln!(out, "checked {elements} against {rules} as of {}: {}", report.as_of, outcome(report)),
        _ => {
            writeln!(out, "stopped at a limit, with no verdict on {elements} as of {}{}", report.as_of, besides(report))
        }
    };
    let mut line = |text: String| {
        let _ = writeln!(out, "  {text}");
    };
    if summary.unknown > 0 {
        line(format!("unknown: {} could not be shown to keep a rule", count(summary.unknown, "subject", "subjects")));
    }
    if summary.withheld > 0 {
        line(format!(
            "withheld: {}, resting on a value that could not be read",
            count(summary.withheld, "verdict", "verdicts")
        ));
    }
    if summary.waived > 0 {
        line(format!("waived: {}{}", count(summary.waived, "finding", "findings"), of_rules(report)));
    }
    if summary.baselined > 0 {
        line(format!("accepted: {} by the baseline", count(summary.baselined, "finding", "findings")));
    }
    if report.gone > 0 {
        let (parts, are) =
            (count(report.gone, "accepted part", "accepted parts"), if report.gone == 1 { "is" } else { "are" });
        line(format!("gone: {parts} of findings {are} not found any more: run `bellwether baseline --prune`"));
    }
    name_rules("met nobody", report.unmet_rules(), &mut line);
    let (off, sleeping) = report.sleeping_rules().partition::<Vec<_>, _>(|rule| rule.switched_off);
    name_rules("not in force", sleeping.into_iter(), &mut line);
    name_rules("switched off", off.into_iter(), &mut line);
    for rule in report.rules.iter().filter(|rule| rule.undecided > 0) {
        let missing = if rule.undecided_missing.is_empty() {
            String::new()
        } else {
            let names: Vec<String> = rule.undecided_missing.iter().map(|name| format!("`{name}`")).collect();
            format!(" ({} missing)", names.join(", "))
        };
        let whom = count(rule.undecided, "element", "elements");
        line(format!("undecided: whether `{}` speaks of {whom}{missing}", rule.rule));
    }
    for rule in report.rules.iter().filter(|rule| rule.not_applicable > 0) {
        let times = if rule.not_applicable > 1 { format!(", {} times", rule.not_applicable) } else { String::new() };
        line(format!("does not apply: `{}` asks for a share of nobody{times}", rule.rule));
    }
    for rule in report.rules.iter().filter(|rule| rule.not_kept > 0) {
        line(format!("not shown: {} of `{}`", count(rule.not_kept, "more finding", "more findings"), rule.rule));
    }
}

/// `(2 of `teams/leading`, 1 of `teams/few`)`: the rules whose findings are waived, the first few.
fn of_rules(report: &Report) -> String {
    let mut numbers: Vec<(&str, u64)> = Vec::new();
    for finding in report.findings.iter().filter(|finding| finding.waived.is_some()) {
        match numbers.last_mut().filter(|(rule, _)| **rule == *finding.rule) {
            Some((_, number)) => *number += 1,
            None => numbers.push((&finding.rule, 1)),
        }
    }
    let mut words: Vec<String> =
        numbers.iter().take(RULES_NAMED).map(|(rule, number)| format!("{number} of `{rule}`")).collect();
    if let Some(rest @ 1..) = numbers.len().checked_sub(RULES_NAMED) {
        words.push(format!("and of {rest} more rules"));
    }
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) }
}

/// How often the evaluation came to no end, which is told as a diagnostic and is no mistake.
fn stopped(report: &Report) -> u64 {
    report.diagnostics.iter().filter(|diagnostic| diagnostic.code == EVALUATION_LIMIT).count() as u64
}

/// `: 1 mistake in what was written`, beside an evaluation that came to no end.
fn besides(report: &Report) -> String {
    let mistakes = mistakes(report);
    if mistakes.is_empty() { mistakes } else { format!(": {mistakes} in what was written") }
}

/// `2 mistakes and 1 warning`: what was wrong with what was written.
fn mistakes(report: &Report) -> String {
    let diagnostics = report.summary().diagnostics;
    let number = |severity| match severity {
        Severity::Error => diagnostics.error.saturating_sub(stopped(report)),
        other => diagnostics.of(other),
    };
    severities(number, ["mistake", "warning", "note"])
}

/// `2 errors and 1 warning`, before them what was wrong with what was written.
fn outcome(report: &Report) -> String {
    let summary = report.summary();
    let found = severities(|severity| summary.findings.of(severity), ["error", "warning", "note"]);
    let mistakes = mistakes(report);
    match (mistakes.is_empty(), found.is_empty()) {
        (true, true) => "nothing found".to_owned(),
        (true, false) => found,
        (false, true) => format!("{mistakes} in what was written"),
        (false, false) => format!("{mistakes} in what was written; {found}"),
    }
}

fn severities(number: impl Fn(Severity) -> u64, nouns: [&str; 3]) -> String {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .zip(nouns)
        .filter(|(severity, _)| number(*severity) > 0)
        .map(|(severity, noun)| count(number(severity), noun, &format!("{noun}s")))
        .collect();
    match parts.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn name_rules<'a>(what: &str, rules: impl Iterator<Item = &'a RuleReport>, line: &mut impl FnMut(String)) {
    let mut names: Vec<String> = Vec::new();
    let mut rest = 0_u64;
    for rule in rules {
        if names.len() < RULES_NAMED {
            names.push(format!("`{}`", rule.rule));
        } else {
            rest += 1;
        }
    }
    if rest > 0 {
        names.push(format!("and {rest} more"));
    }
    if !names.is_empty() {
        line(format!("{what}: {}", names.join(", ")));
    }
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
