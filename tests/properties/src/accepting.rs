//! What is accepted: waivers and baselines add no error.

use bellwether::baseline::{Baseline, read};
use bellwether::report::{Finding, Report};
use bellwether_syntax::source::SourceId;

use crate::projects::{self, Texts, difference, errors};

/// What tells findings apart: nothing of waivers.
fn key(finding: &Finding) -> String {
    format!("{} {} {} {:?}", finding.rule, finding.subject.kind, finding.subject.id, finding.verdict)
}

/// A waiver of a finding; `None` where its subject has no id to be named with, or it is about a waiver.
pub fn waiver_of(finding: &Finding) -> Option<String> {
    let target = match &*finding.subject.kind {
        _ if !finding.rule.contains('/') => return None,
        "model" => "model".to_owned(),
        _ if finding.subject.id.contains(" of ") => return None,
        kind => format!("{kind} `{}`", finding.subject.id),
    };
    Some(format!("waive {} for {target} until 2099-06-30 because \"It is being built.\"\n", finding.rule))
}

/// Whether a report with waivers added says nothing beside one without but that the findings meant are waived.
///
/// # Errors
///
/// What else it says.
pub fn waived_alone(before: &Report, after: &Report, meant: &[&Finding]) -> Result<(), String> {
    let said = |report: &Report| -> Vec<String> {
        report.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect()
    };
    if said(before) != said(after) {
        return Err(format!("other diagnostics{}", difference(&said(before), &said(after))));
    }
    // What is said of waivers that were there may go: another one covers the same now, and longer.
    let all = |report: &Report, of_rules: bool| -> Vec<String> {
        report.findings.iter().filter(|finding| finding.rule.contains('/') == of_rules).map(key).collect()
    };
    if all(before, true) != all(after, true) {
        return Err(format!("a finding is lost or new{}", difference(&all(before, true), &all(after, true))));
    }
    let said_before = all(before, false);
    if let Some(new) = all(after, false).iter().find(|key| !said_before.contains(key)) {
        return Err(format!("a waiver has made `{new}`"));
    }
    let meant: Vec<String> = meant.iter().map(|finding| key(finding)).collect();
    let counts = |finding: &&Finding| finding.counts() && finding.rule.contains('/');
    let counted = before.findings.iter().filter(counts).map(key);
    let counted: Vec<String> = counted.filter(|key| !meant.contains(key)).collect();
    let still: Vec<String> = after.findings.iter().filter(counts).map(key).collect();
    if counted != still {
        return Err(format!("what counts{}", difference(&counted, &still)));
    }
    let waived = after.findings.iter().filter(|finding| finding.waived.is_some()).count() as u64;
    let told: u64 = after.rules.iter().map(|rule| rule.waived).sum();
    if told != waived {
        return Err(format!("{told} are said to be waived, and {waived} are"));
    }
    Ok(())
}

pub(crate) fn waiver(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    let texts = Texts::of(&drawn.project)?;
    let Some(before) = texts.report() else { return Ok(()) };
    // Each finding by one bit of the number.
    let chosen = |at: usize| drawn.number >> (at % 32) & 1 == 0;
    let findings = before.findings.iter().enumerate().filter(|(at, _)| chosen(*at)).map(|(_, finding)| finding);
    let meant: Vec<&Finding> = findings.filter(|finding| waiver_of(finding).is_some()).collect();
    let waivers: String = meant.iter().filter_map(|finding| waiver_of(finding)).collect();
    let Some(after) = texts.and("waivers.kpi", &waivers).report() else { return Ok(()) };
    waived_alone(&before, &after, &meant).map_err(|error| format!("{error}\nwith\n{waivers}"))?;
    // One for all, needed or not, makes no error of its own.
    for policy in drawn.project.policies() {
        let text = format!(
            "waive {}/* for every metric where label is missing until 2099-07-01 because \"Try.\"\n",
            policy.id
        );
        let Some(after) = texts.and("waivers.kpi", &text).report() else { continue };
        let more = after.summary().findings.error > before.summary().findings.error;
        // It may be refused, where it stands: the policy counts, or `label` is a word of the project's own.
        let own = texts.sources.len();
        let added = after.diagnostics.iter().filter(|one| !before.diagnostics.contains(one));
        let other: Vec<&str> =
            added.filter(|one| one.primary.span.source.0 as usize != own).map(|one| one.code.0).collect();
        if more || !other.is_empty() {
            return Err(format!("{other:?} with\n{text}"));
        }
    }
    Ok(())
}

pub(crate) fn baseline(data: &[u8]) -> Result<(), String> {
    let drawn = projects::typed(data)?;
    let Some(report) = Texts::of(&drawn.project)?.report() else { return Ok(()) };
    if !errors(&report.diagnostics).is_empty() {
        return Ok(());
    }
    accepted(&report, |at| drawn.number >> (at % 32) & 1 == 0)
}

/// Whether a baseline of a report accepts what was found and adds nothing; `kept` says which of its lines make a baseline of
/// some of its parts.
///
/// # Errors
///
/// What it does otherwise.
pub fn accepted(report: &Report, kept: impl Fn(usize) -> bool) -> Result<(), String> {
    let before = report.summary();
    let baseline = Baseline::of(report);

    // It is read as it was written, and again brought up to the same report nothing changes.
    let (again, wrong) = read(SourceId(0), &baseline.text());
    if again != baseline || !wrong.is_empty() {
        return Err(format!("it is not read as it was written\n{}", baseline.text()));
    }
    let change = again.updated(report, false);
    if change.baseline.text() != baseline.text() || !change.new.is_empty() || !change.gone.is_empty() {
        return Err(format!("it changes though nothing has\n{}", change.baseline.text()));
    }

    // Applied to the report that it is of, it leaves nothing counted but what is said of waivers, and nothing is gone.
    let mut all = report.clone();
    baseline.apply(&mut all, |_| true);
    let after = all.summary();
    let of_waivers = all.findings.iter().filter(|finding| finding.counts());
    if of_waivers.clone().any(|finding| finding.rule.contains('/')) || all.gone > 0 {
        return Err(format!("it leaves {after:?}"));
    }
    if after.baselined + after.waived + of_waivers.count() as u64 != all.findings.len() as u64 {
        return Err(format!("it counts {after:?} of {} findings", all.findings.len()));
    }

    // Of some of its parts it accepts those findings alone of which it holds every part: no severity grows, and a finding
    // counts exactly if a part of it is not accepted.
    let lines: Vec<String> =
        baseline.text().lines().enumerate().filter(|(at, _)| kept(*at)).map(|(_, line)| line.to_owned()).collect();
    let (half, wrong) = read(SourceId(0), &lines.join("\n"));
    let mut some = report.clone();
    half.apply(&mut some, |_| true);
    let after = some.summary();
    let held = |fingerprint: &str| half.entries().any(|entry| *entry.fingerprint == *fingerprint);
    let of_rules = some.findings.iter().filter(|finding| finding.waived.is_none() && finding.rule.contains('/'));
    let as_said =
        of_rules.clone().all(|finding| finding.counts() == finding.parts.iter().any(|part| !held(&part.fingerprint)));
    let more = after.findings.error > before.findings.error
        || after.findings.warning > before.findings.warning
        || after.findings.note > before.findings.note;
    if more || !as_said || !wrong.is_empty() || some.gone > 0 {
        return Err(format!("some of it makes {after:?} of {before:?}"));
    }
    if half.updated(report, true).new.iter().any(|entry| held(&entry.fingerprint)) {
        return Err("pruning tells of something new that is accepted".to_owned());
    }
    Ok(())
}
