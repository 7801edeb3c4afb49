//! The meaning: the engine against the reference interpreter, and both against the checker's promise.

use bellwether::report::{Finding, Report, Verdict};
use bellwether_reference::{Judged, judge};

use crate::projects::{self, Texts, errors};

/// What a report says, in the form of the reference interpreter.
pub fn of_report(report: &Report) -> Vec<Judged> {
    let rules = report.rules.iter().map(|rule| {
        let findings = report.findings.iter().filter(|finding| finding.rule == rule.rule);
        let findings = findings.map(|finding| bellwether_reference::Finding {
            kind: finding.subject.kind.to_string(),
            id: finding.subject.id.to_string(),
            verdict: match finding.verdict {
                Verdict::Broken => bellwether_reference::Verdict::Broken,
                Verdict::Unknown => bellwether_reference::Verdict::Unknown,
            },
            severity: finding.severity,
            missing: missing(finding),
        });
        Judged {
            rule: rule.rule.to_string(),
            in_force: rule.in_force,
            subjects: rule.subjects,
            withheld: rule.withheld,
            undecided: rule.undecided,
            not_applicable: rule.not_applicable,
            findings: findings.collect(),
        }
    });
    rules.collect()
}

/// What is missing, sorted. Of a finding that is broken the parts that are unknown name theirs.
fn missing(finding: &Finding) -> Vec<String> {
    let unknown = finding.verdict == Verdict::Unknown;
    let mut names: Vec<String> = finding.missing.iter().filter(|_| unknown).map(ToString::to_string).collect();
    names.sort();
    names
}

/// Whether what is checked without an error can be judged by both: neither meets a word without a meaning or a type that
/// does not fit.
pub(crate) fn no_type_error(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    let texts = Texts::of(&drawn.project)?;
    let Some(report) = texts.report() else { return Ok(()) };
    let wrong = errors(&report.diagnostics);
    if !wrong.is_empty() {
        return Err(format!("it does not check: {wrong:#?}"));
    }
    judge(&texts.sources, &drawn.project.as_of).map_err(|why| format!("the reference interpreter: {why}"))?;
    Ok(())
}

/// Whether engine and reference interpreter agree, over projects that check and over those of wild ones that do.
pub(crate) fn alike(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    judged_alike(&Texts::of(&drawn.project)?, &drawn.project.as_of)
}

/// As before, over wild projects: those that check all the same.
pub(crate) fn wild_alike(data: &[u8]) -> Result<(), String> {
    let drawn = projects::wild(data)?;
    judged_alike(&Texts::of(&drawn.project)?, &drawn.project.as_of)
}

fn judged_alike(texts: &Texts, as_of: &str) -> Result<(), String> {
    let Some(report) = texts.report() else { return Ok(()) };
    if !errors(&report.diagnostics).is_empty() {
        return Ok(());
    }
    let reference = judge(&texts.sources, as_of).map_err(|why| format!("the reference interpreter: {why}"))?;
    let differences = differences(&of_report(&report), &reference);
    if differences.is_empty() { Ok(()) } else { Err(differences.join("\n")) }
}

/// Where the two differ, rule by rule in their order: a text for each rule.
pub fn differences(engine: &[Judged], reference: &[Judged]) -> Vec<String> {
    let pairs = (0..engine.len().max(reference.len())).map(|at| (engine.get(at), reference.get(at)));
    let differing = pairs.filter(|(one, other)| one != other);
    differing.map(|(one, other)| format!("engine    {one:?}\nreference {other:?}")).collect()
}
