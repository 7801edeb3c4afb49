//! What is read from a file of settings, and what is said of one that is wrong.
#![expect(clippy::expect_used, reason = "a test says that it fails by panicking")]

use std::fmt::Write as _;

use bellwether::report::{Digest, Report, TextOptions, text};
use bellwether::source::Sources;
use bellwether::value::Date;
use bellwether_config::{FailOn, KEYS, read};

/// The settings and what a person reads of the mistakes.
fn told(written: &str) -> String {
    let mut sources = Sources::new();
    let id = sources.add("bellwether.toml", written);
    let (config, diagnostics) = read(id, written);
    let mut out = String::new();
    let _ = writeln!(out, "paths: {:?}", config.paths.iter().map(|path| &*path.value).collect::<Vec<_>>());
    let _ = writeln!(out, "fail-on: {:?}", config.fail_on.map(|setting| setting.value));
    let _ = writeln!(out, "as-of: {:?}", config.as_of.map(|setting| setting.value.to_string()));
    let _ = writeln!(out, "uses: {:?}", config.uses.iter().map(|span| sources.text(*span)).collect::<Vec<_>>());
    let _ = writeln!(out, "baseline: {:?}\n", config.baseline.map(|setting| setting.value));
    let report = Report {
        as_of: Date::parse("2026-06-30").expect("a date"),
        digest: Digest::default(),
        elements: 0,
        findings: Vec::new(),
        rules: Vec::new(),
        gone: 0,
        diagnostics,
    };
    out + &text(&report, &sources, &TextOptions { quiet: true, ..TextOptions::default() })
}

#[test]
fn every_setting_is_read() {
    insta::assert_snapshot!(told(
        "# The settings of acme.\npaths = ['goals', \"policies\"]\nfail-on = 'warning'\nas-of = 2026-06-30\n\
         uses = ['smart without relevant', 'smart/time-bound as should']\nbaseline = 'bellwether.baseline'\n"
    ));
}

#[test]
fn each_mistake_is_told_and_the_rest_is_read() {
    insta::assert_snapshot!(told(
        "path = ['goals']\npaths = [3, 'goals', '']\nfail-on = 'eror'\nas-of = 2026-06-30T10:00:00\n\
         uses = \"smart\"\nbaseline = ['a', 'b']\n[report]\nformat = 'json'\n"
    ));
    insta::assert_snapshot!(told(
        "as-of = '2026-02-30'\nfail-on = true\nuses = ['\"x.kpi\"', 'a\\b', \"a\\u0062\", '''\ncd''']\npaths = 'goals'"
    ));
}

#[test]
fn what_is_no_toml_is_told_and_the_rest_is_read() {
    insta::assert_snapshot!(told("paths = ['goals'\nfail-on = warning\nbaseline = 'b'\nbaseline = 'c'\n"));
    insta::assert_snapshot!(told("= 3\n[[\nas-of = 2026-06-30\n\u{0}"));
}

#[test]
fn half_a_file_is_read_without_a_panic() {
    let whole =
        "paths = [\"göals\"]\nfail-on = 'never'\nas-of = 2026-06-30\nuses = ['''smart''']\n[x.y]\na = { b = 1 }\n";
    for end in (0..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let half = whole.get(..end).expect("a boundary");
        let mut sources = Sources::new();
        let id = sources.add("bellwether.toml", half);
        let (config, diagnostics) = read(id, half);
        for diagnostic in &diagnostics {
            assert!(sources.text(diagnostic.primary.span).len() <= half.len());
        }
        assert!(config.fail_on.is_none_or(|setting| setting.value == FailOn::Never));
    }
}

/// The schema that editors are given and the reader know the same keys and the same severities.
#[test]
#[expect(clippy::disallowed_methods, reason = "the schema is a file of the documentation")]
fn the_schema_is_of_the_same_file() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bellwether.toml.schema.json");
    let schema: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the schema is there")).expect("it is JSON");
    let mut keys: Vec<&String> = schema["properties"].as_object().expect("properties").keys().collect();
    keys.sort();
    assert_eq!(keys, KEYS);
    let words: Vec<&str> = FailOn::WORDS.iter().map(|(word, _)| *word).collect();
    assert_eq!(schema["properties"]["fail-on"]["enum"], serde_json::json!(words));
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let written = |file: serde_json::Value| validator.is_valid(&file);
    assert!(written(serde_json::json!({ "paths": ["goals"], "as-of": "2026-06-30", "uses": ["smart"] })));
    assert!(!written(serde_json::json!({ "path": ["goals"] })));
    assert!(!written(serde_json::json!({ "fail-on": "eror" })));
    assert!(!written(serde_json::json!({ "uses": ["a\\b"] })));
}
