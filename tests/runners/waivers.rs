//! Waivers: what is said of them, and what they never do.

use bellwether::diagnostic::Severity;
use bellwether::report::{Finding, JsonOptions, TextOptions, json, text};
use bellwether::{CheckOptions, check_sources};
use bellwether_properties::accepting::{waived_alone, waiver_of};
use bellwether_tests::check::{AS_OF, Checked, check, check_text, date};
use bellwether_tests::{each, files, report};

use super::order;

#[test]
fn a_waiver_covers_what_it_is_for_and_nothing_else() {
    let subjects = order::subjects();
    let failures = each(&subjects, |(name, texts), failures| {
        let before = order::run(texts);
        if !before.report.diagnostics.is_empty() {
            return;
        }
        let with = |waivers: &str| {
            let mut texts = texts.clone();
            texts.push(("waivers.kpi".to_owned(), waivers.to_owned()));
            order::run(&texts)
        };
        let meant: Vec<&Finding> =
            before.report.findings.iter().filter(|finding| waiver_of(finding).is_some()).collect();
        for finding in meant.iter().take(1) {
            let waiver = waiver_of(finding).unwrap_or_default();
            let alone = waived_alone(&before.report, &with(&waiver).report, &[finding]);
            failures.extend(alone.err().map(|what| format!("{name}: {waiver}: {what}")));
        }
        let all: String = meant.iter().filter_map(|finding| waiver_of(finding)).collect();
        let alone = waived_alone(&before.report, &with(&all).report, &meant);
        failures.extend(alone.err().map(|what| format!("{name}: all waived: {what}")));
    });
    report(&format!("{} texts", subjects.len()), &failures);
}

#[test]
fn a_waiver_that_is_not_needed_makes_no_error() {
    // One in three: the forms of sentences come again and again.
    let subjects: Vec<_> = order::subjects().into_iter().step_by(3).collect();
    let failures = each(&subjects, |(name, texts), failures| {
        let before = order::run(texts);
        if !before.report.diagnostics.is_empty() {
            return;
        }
        let errors = |checked: &Checked| checked.report.summary().findings.error;
        let policy = |rule: &str| rule.split('/').next().unwrap_or_default().to_owned();
        let mut policies: Vec<String> = before.report.rules.iter().map(|rule| policy(&rule.rule)).collect();
        policies.dedup();
        for policy in policies {
            let mut texts = texts.clone();
            let waiver =
                format!("waive {policy}/* for every metric where label is missing until 2026-07-01 because \"Try.\"\n");
            texts.push(("waivers.kpi".to_owned(), waiver));
            let after = order::run(&texts);
            let refused = after.report.diagnostics.iter().all(|diagnostic| diagnostic.code.0 == "waiver-target");
            if errors(&after) > errors(&before) || !refused {
                failures.push(format!("{name}: {policy}\n{}", after.text()));
            }
        }
    });
    report(&format!("{} texts", subjects.len()), &failures);
}

#[test]
fn what_is_said_of_waivers() {
    let text = files::read(&files::root().join("tests/suite/waivers/states.kpi"));
    insta::assert_snapshot!("waivers-states", check_text(&text).text());
    let text = files::read(&files::root().join("tests/suite/waivers/refused.kpi"));
    insta::assert_snapshot!("waivers-refused", check_text(&text).text());
}

#[test]
fn what_is_waived_can_be_shown() {
    let text_of = files::read(&files::root().join("tests/suite/waivers/covered.kpi"));
    let checked = check_text(&text_of);
    let options = TextOptions { covered: true, ..TextOptions::default() };
    insta::assert_snapshot!("waivers-covered", text(&checked.report, &checked.sources, &options));
    let schema = files::read(&files::root().join("docs/report.schema.json"));
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("the schema can be used");
    let object = json(&checked.report, &checked.sources, &JsonOptions::default());
    let object = serde_json::from_str(&object).expect("the report is JSON");
    let errors: Vec<String> = schema.iter_errors(&object).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let waived = object
        .pointer("/findings")
        .and_then(|findings| findings.as_array())
        .map(|findings| findings.iter().filter(|finding| finding.pointer("/waived/until").is_some()).count());
    assert_eq!(waived, Some(5));
}

const TWO: &str = "policy p { r: every kpi must have a counter }\nkpi a\nkpi b\nkpi c\n\
    waive p/r for every kpi where label is missing until 2026-12-31 because \"x\"\n";

#[test]
fn what_is_beyond_the_limit_of_findings_is_waived_as_well() {
    let mut sources = bellwether::source::Sources::new();
    sources.add("a.kpi", TWO);
    let mut options = CheckOptions::new(date(AS_OF));
    options.limits.findings_per_rule = 1;
    let report = check_sources(&sources, &options).expect("within the limits");
    let summary = report.summary();
    assert_eq!((report.findings.len(), summary.waived, summary.findings.total()), (1, 3, 0));
}

/// A subject is looked for before the findings are cut to the limit of them.
#[test]
fn a_finding_about_a_subject_is_found_beyond_the_limit() {
    let mut sources = bellwether::source::Sources::new();
    sources.add("a.kpi", "policy p { r: every kpi must have a counter }\nkpi a\nkpi b\nkpi c\n");
    let mut options = CheckOptions::new(date(AS_OF));
    options.limits.findings_per_rule = 1;
    options.subject = Some(("kpi".to_owned(), "c".to_owned()));
    let report = check_sources(&sources, &options).expect("within the limits");
    let about: Vec<&str> = report.findings.iter().map(|finding| &*finding.subject.id).collect();
    assert_eq!((about, report.rules[0].not_kept), (vec!["c"], 0));
}

#[test]
fn a_waiver_of_a_rule_that_is_not_asked_says_nothing() {
    let text = "policy p { r: every kpi must have a counter\n s: every kpi must have a target }\nkpi a\n\
        waive p/r for kpi a until 2026-01-01 because \"ended\"\nwaive p/* for kpi a until 2026-12-31 because \"both\"\n";
    let mut sources = bellwether::source::Sources::new();
    sources.add("a.kpi", text);
    let rules = |asked: &[&str]| {
        let mut options = CheckOptions::new(date(AS_OF));
        options.rules = asked.iter().map(|rule| (*rule).to_owned()).collect();
        let report = check_sources(&sources, &options).expect("within the limits");
        report
            .findings
            .iter()
            .map(|finding| format!("{} {}", finding.rule, finding.waived.is_some()))
            .collect::<Vec<_>>()
    };
    assert_eq!(rules(&["p/s"]), ["p/s true"]);
    assert_eq!(rules(&["p/r"]), ["p/r true", "ended-waiver false"]);
}

/// A verdict that is withheld might be one that the waiver is needed for.
#[test]
fn a_waiver_for_what_could_not_be_read_is_not_idle() {
    let checked = check_text(
        "policy p { r: every kpi must be leading }\nkpi a { indicator leeding }\nkpi b { indicator leading }\n\
         waive p/r for kpi a until 2026-12-31 because \"x\"\nwaive p/r for kpi b until 2026-12-31 because \"x\"\n",
    );
    let found: Vec<String> =
        checked.findings().into_iter().map(|found| format!("{} {}", found.rule, found.subject)).collect();
    assert_eq!(found, ["idle-waiver kpi b"]);
    assert!(checked.report.diagnostics.iter().all(|diagnostic| diagnostic.severity == Severity::Error));
}

#[test]
fn the_order_of_files_changes_nothing() {
    let policy = ("policy.kpi", "policy p { r: every kpi must have a counter }\nkpi a\n");
    let one = (
        "one.kpi",
        "waive p/r for kpi a until 2026-12-31 because \"one\"\nwaive p/r for kpi a until 2026-01-31 because \"x\"\n",
    );
    let two = (
        "two.kpi",
        "waive p/r for kpi a until 2026-12-31 because \"two\"\nwaive p/r for kpi a until 2026-01-30 because \"x\"\n",
    );
    let said = |texts: &[(&str, &str)]| {
        let report = check(texts, date(AS_OF)).report;
        let finding = |finding: &Finding| {
            format!("{} {:?}", finding.message, finding.waived.as_ref().map(|waived| waived.because.clone()))
        };
        report.findings.iter().map(finding).collect::<Vec<_>>()
    };
    assert_eq!(said(&[policy, one, two]), said(&[two, one, policy]));
    assert!(said(&[policy, two, one])[0].ends_with("Some(\"one\")"));
}
