//! Baselines over all cases and examples: they accept what was found, and never make anything worse.

use bellwether::baseline::{Baseline, read};
use bellwether::source::SourceId;
use bellwether_tests::{each, report};

use super::order;

#[test]
fn a_baseline_accepts_what_was_found_and_adds_nothing() {
    let subjects = order::subjects();
    let failures = each(&subjects, |(name, texts), failures| {
        let checked = order::run(texts);
        let before = checked.report.summary();
        let baseline = Baseline::of(&checked.report);

        // It is read as it was written, and again brought up to the same report nothing changes.
        let (again, wrong) = read(SourceId(0), &baseline.text());
        if again != baseline || !wrong.is_empty() {
            failures.push(format!("{name}: is not read as it was written\n{}", baseline.text()));
        }
        let change = again.updated(&checked.report, false);
        if change.baseline.text() != baseline.text() || !change.new.is_empty() || !change.gone.is_empty() {
            failures.push(format!("{name}: changes though nothing has"));
        }

        // Applied to the report that it is of, it leaves nothing counted, and nothing is gone.
        let mut all = checked.report.clone();
        baseline.apply(&mut all, |_| true);
        let after = all.summary();
        if after.findings.total() > 0 || all.gone > 0 || after.baselined + after.waived != all.findings.len() as u64 {
            failures.push(format!("{name}: {after:?}"));
        }

        // Of some of its parts it accepts those findings alone of which it holds every part: no severity grows, and a
        // finding counts exactly if a part of it is not accepted.
        let kept: Vec<String> =
            baseline.text().lines().enumerate().filter(|(at, _)| at % 2 == 1).map(|it| it.1.to_owned()).collect();
        let (half, wrong) = read(SourceId(0), &kept.join("\n"));
        let mut some = checked.report.clone();
        half.apply(&mut some, |_| true);
        let after = some.summary();
        let held = |fingerprint: &str| half.entries().any(|entry| *entry.fingerprint == *fingerprint);
        let as_said = some
            .findings
            .iter()
            .filter(|finding| finding.waived.is_none())
            .all(|finding| finding.counts() == finding.parts.iter().any(|part| !held(&part.fingerprint)));
        let more = after.findings.error > before.findings.error
            || after.findings.warning > before.findings.warning
            || after.findings.note > before.findings.note;
        if more || !as_said || !wrong.is_empty() || some.gone > 0 {
            failures.push(format!("{name}: {after:?} of {before:?}"));
        }
        if !half.updated(&checked.report, true).new.iter().all(|entry| !held(&entry.fingerprint)) {
            failures.push(format!("{name}: pruning tells of something new that is accepted"));
        }
    });
    report(&format!("{} texts", subjects.len()), &failures);
}
