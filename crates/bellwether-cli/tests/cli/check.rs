//! `bellwether check`: exit statuses, options, formats.

use serde_json::Value;

use super::run::{Outcome, Place};

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.out).expect("the report is JSON")
}

#[test]
fn a_report_fits_the_schema_whatever_is_wrong() {
    let schema = include_str!("../../../../docs/report.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("the schema can be used");
    for text in ["team a {}\n", "team a {\n", "", "policy p { a: every kpi must have a cuonter }\n", "nonsense\n"] {
        let place = Place::new(&[("a.kpi", text)]);
        let report = json(&place.run(&["check", "--format", "json", "--as-of", "2026-06-30"]));
        let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{text:?}: {errors:?}");
        assert_eq!(report.pointer("/as_of"), Some(&"2026-06-30".into()));
    }
}

#[test]
fn two_runs_print_the_same_bytes() {
    let place = Place::new(&[("a.kpi", "team a {\n"), ("b.kpi", "nonsense\n")]);
    for format in ["text", "json"] {
        let run = || place.run(&["check", "--format", format, "--as-of", "2026-06-30"]).out;
        assert_eq!(run(), run());
    }
}

#[test]
fn wrong_usage_is_status_2_and_goes_to_standard_error() {
    let place = Place::new(&[("a.kpi", "team a {}\n")]);
    for arguments in [
        &["check", "--as-of", "2026-02-29"][..],
        &["check", "--as-of", "0000-00-00"],
        &["check", "--fail-on", "everything"],
        &["check", "--subject", "retention"],
        &["check", "--format", "xml"],
        &["check", "--no-such-option"],
        &["chekc"],
        &[],
    ] {
        let outcome = place.run(arguments);
        assert_eq!((outcome.status, outcome.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!outcome.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_early_date_is_as_good_as_any() {
    let place = Place::new(&[("a.kpi", "team a {}\n")]);
    assert_eq!(place.run(&["check", "--as-of", "0001-01-01"]).status, 0);
}

#[test]
fn timings_go_to_standard_error() {
    let place = Place::new(&[("a.kpi", "team a {}\n")]);
    let outcome = place.run(&["check", "--timings"]);
    assert!(outcome.err.contains("reading") && outcome.err.contains("rendering"), "{}", outcome.err);
    assert!(!outcome.out.contains("reading"));
    assert_eq!(place.run(&["check"]).err, "");
}

#[test]
fn quiet_says_nothing_where_nothing_is_wrong() {
    let place = Place::new(&[("a.kpi", "team a {}\n")]);
    let outcome = place.run(&["check", "-q"]);
    assert_eq!((outcome.status, outcome.out.as_str(), outcome.err.as_str()), (0, "", ""));
}
