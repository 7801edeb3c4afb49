//! What is read of a baseline, and what becomes of it.

use bellwether_syntax::source::Sources;

use super::*;
use crate::report::{TextOptions, text};
use crate::value::Date;
use crate::{CheckOptions, check_sources};

/// The report on a text.
fn report(model: &str) -> Report {
    let mut sources = Sources::new();
    sources.add("a.kpi", model);
    check_sources(&sources, &CheckOptions::new(Date::parse("2026-06-30").expect("a date"))).expect("within the limits")
}

const MODEL: &str = "policy p { r: every kpi must be leading and have a counter\n s: every kpi should have a target }\n\
    kpi a { indicator lagging }\nkpi b { indicator leading }\nkpi c { indicator lagging }\n\
    waive p/* for kpi c until 2026-12-31 because \"x\"\nwaive p/r for kpi b until 2026-01-31 because \"x\"\n";

#[test]
fn what_a_line_may_look_like() {
    let written = "\u{feff}# Accepted.\r\n\
        0123456789abcdef teams/leading kpi retention: be leading\r\n\
        nonsense\n\
        <<<<<<< HEAD\n\
        0123456789abcdeF teams/leading kpi retention: be leading\n\
        0123456789abcde\n\
        0123456789abcde0\n\
        0123456789abcde0 teams kpi retention: be leading\n\
        0123456789abcde0 teams/leading kpi retention\n\
        0123456789abcde0 teams/leading kpi: be leading\n\
        \n\
        # Above the model.\n\
        \x20 00000000000000ff teams/few model: be leading\n\
        0123456789abcdef teams/leading kpi retention: be leading\n\
        # The end.";
    let mut sources = Sources::new();
    let id = sources.add("bellwether.baseline", written);
    let text_of = sources.get(id).expect("it was added").text.clone();
    let (baseline, diagnostics) = read(id, &text_of);
    let mut report = report("");
    report.diagnostics = diagnostics;
    let said = text(&report, &sources, &TextOptions { quiet: true, ..TextOptions::default() });
    insta::assert_snapshot!("baseline-lines", format!("{said}\n{}", baseline.text()));
}

#[test]
fn a_baseline_of_a_report_leaves_nothing_counted_but_what_is_said_of_waivers() {
    let mut report = report(MODEL);
    let baseline = Baseline::of(&report);
    insta::assert_snapshot!("baseline-of", baseline.text());
    baseline.apply(&mut report, |_| true);
    let left: Vec<&str> =
        report.findings.iter().filter(|finding| finding.counts()).map(|finding| &*finding.rule).collect();
    assert_eq!((left, report.gone), (vec!["ended-waiver"], 0));
    assert_eq!((report.summary().baselined, report.summary().waived), (4, 2));
}

#[test]
fn a_baseline_is_read_as_it_was_written() {
    let (empty, _) = read(SourceId(0), "");
    let change = empty.updated(&report(MODEL), false);
    let (again, diagnostics) = read(SourceId(0), &change.baseline.text());
    assert_eq!((again, diagnostics), (change.baseline, Vec::new()));
}

#[test]
fn mending_a_part_makes_no_new_finding() {
    let baseline = Baseline::of(&report(MODEL));
    let mut mended = report(&MODEL.replace("kpi a { indicator lagging }", "kpi a { indicator leading }"));
    baseline.apply(&mut mended, |_| true);
    let left: Vec<&str> =
        mended.findings.iter().filter(|finding| finding.counts()).map(|finding| &*finding.rule).collect();
    assert_eq!((left, mended.gone), (vec!["ended-waiver"], 1));
    // What is not asked for is not gone.
    baseline.apply(&mut mended, |entry| &*entry.rule == "p/s");
    assert_eq!(mended.gone, 0);
}

#[test]
fn a_new_part_is_a_finding() {
    let baseline = Baseline::of(&report(&MODEL.replace("kpi a { indicator lagging }", "kpi a { indicator leading }")));
    let mut worse = report(MODEL);
    baseline.apply(&mut worse, |_| true);
    let left: Vec<String> = worse
        .findings
        .iter()
        .filter(|finding| finding.counts())
        .map(|finding| format!("{} {}", finding.rule, finding.subject.id))
        .collect();
    assert_eq!(left, ["p/r a", "ended-waiver b"]);
}

#[test]
fn comments_stay_and_what_is_gone_goes() {
    let all = Baseline::of(&report(MODEL)).text();
    let mut lines: Vec<String> = all.lines().map(str::to_owned).collect();
    for at in (3..=lines.len()).rev() {
        lines.insert(at, format!("# comment {at}"));
    }
    lines.push("ffffffffffffffff p/gone kpi a: be gone".to_owned());
    lines.push("# the end".to_owned());
    let (baseline, diagnostics) = read(SourceId(0), &lines.join("\n"));
    assert_eq!(diagnostics, []);
    let change = baseline.updated(&report(&MODEL.replace("kpi a { indicator lagging }", "kpi d")), true);
    assert!(change.new.iter().all(|entry| &*entry.id == "d"), "{:?}", change.new);
    assert!(change.gone.iter().all(|entry| &*entry.id == "a"), "{:?}", change.gone);
    let text = change.baseline.text();
    let comments = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
    assert_eq!(comments(&text), comments(&lines.join("\n")), "{text}");
    assert!(!text.contains("kpi a") && !text.contains("kpi d") && text.contains("kpi b"), "{text}");
    assert!(baseline.updated(&report(MODEL), false).baseline.entries().all(|entry| &*entry.rule != "p/gone"));
}

#[test]
fn a_line_whose_words_name_another_element_accepts_nothing() {
    let mut report = report(MODEL);
    let of_report = Baseline::of(&report);
    let mut sources = Sources::new();
    let id = sources.add("bellwether.baseline", of_report.text().replace(" kpi a:", " kpi z:"));
    let (baseline, diagnostics) = read(id, &sources.get(id).expect("it was added").text.clone());
    assert!(diagnostics.is_empty());
    baseline.apply(&mut report, |_| true);
    let left: Vec<(&str, &str)> = report
        .findings
        .iter()
        .filter(|finding| finding.counts())
        .map(|finding| (&*finding.rule, &*finding.subject.id))
        .collect();
    assert_eq!((left, report.gone), (vec![("p/r", "a"), ("p/s", "a"), ("ended-waiver", "b")], 3));
    // It is written anew by what is found, and taken out where that is not accepted.
    let change = baseline.updated(&report, false);
    assert_eq!((change.new.len(), change.gone.len(), change.baseline.text()), (3, 3, of_report.text()));
    assert_eq!(baseline.updated(&report, true).baseline.len(), of_report.len() - 3);
}
