//! The JSON object: its schema, the order of its keys, its numbers.

use bellwether::report::{JsonOptions, json, written};
use serde_json::Value;

use super::cases::{self, Case};

fn schema() -> jsonschema::Validator {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema is published");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    jsonschema::draft202012::new(&schema).expect("the schema can be used")
}

fn write(case: &Case) -> String {
    json(&case.report, &case.sources, &JsonOptions::default())
}

fn parse(case: &Case) -> Value {
    serde_json::from_str(&write(case)).expect("what is written is JSON")
}

#[test]
fn every_report_fits_the_schema() {
    let schema = schema();
    for case in [
        cases::two_places(),
        cases::unknown(),
        cases::counted(),
        cases::whole_model(),
        cases::mistakes(),
        cases::many_mistakes(),
        cases::silences(),
        cases::scripts(),
        cases::long_line(),
    ] {
        let object = parse(&case);
        let errors: Vec<String> = schema.iter_errors(&object).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn the_schema_allows_nothing_else() {
    let mut object = parse(&cases::two_places());
    object.as_object_mut().expect("an object").insert("extra".to_owned(), Value::Null);
    assert!(!schema().is_valid(&object));
}

#[test]
fn keys_stand_in_their_order() {
    insta::assert_snapshot!("two-places-json", write(&cases::two_places()));
}

#[test]
fn the_whole_model_has_no_place() {
    let object = parse(&cases::whole_model());
    assert_eq!(object.pointer("/findings/0/at"), Some(&Value::Null));
    assert_eq!(object.pointer("/findings/0/subject/kind"), Some(&"model".into()));
    assert_eq!(object.pointer("/findings/0/rule_at/end_line"), Some(&4.into()));
}

#[test]
fn columns_count_characters() {
    let object = parse(&cases::scripts());
    assert_eq!(object.pointer("/findings/0/at/line"), Some(&2.into()));
    assert_eq!(object.pointer("/findings/0/at/column"), Some(&39.into()));
}

#[test]
fn every_diagnostic_is_written() {
    let object = parse(&cases::many_mistakes());
    assert_eq!(object.pointer("/diagnostics").and_then(Value::as_array).map(Vec::len), Some(150));
}

#[test]
fn silences_are_in_the_summary() {
    insta::assert_snapshot!(
        "silences-json",
        serde_json::to_string_pretty(&parse(&cases::silences())["summary"]).expect("JSON is written")
    );
}

#[test]
fn a_report_is_one_line_where_asked() {
    let case = cases::counted();
    let line = json(&case.report, &case.sources, &JsonOptions { pretty: false });
    assert_eq!(line.lines().count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&line).expect("JSON"), parse(&case));
}

#[test]
fn a_report_is_read_as_it_was_written() {
    for case in [cases::two_places(), cases::unknown(), cases::whole_model(), cases::silences(), cases::scripts()] {
        let text = write(&case);
        let read = written::read(&text).expect("what was written is a report");
        assert_eq!(read.text(&JsonOptions::default()), text);
        assert_eq!(read.findings.len(), case.report.findings.len());
    }
}

#[test]
fn what_is_no_report_is_said() {
    let text = write(&cases::two_places());
    let with = |key: &str, value: Value| {
        let mut object: Value = serde_json::from_str(&text).expect("it is JSON");
        *object.pointer_mut(key).expect("the key is there") = value;
        written::read(&object.to_string()).map_err(|error| error.to_string())
    };
    let said = [
        with("/language", 2.into()),
        with("/as_of", "2026-02-30".into()),
        with("/findings/0/severity", "grave".into()),
        with("/findings/0/verdict", "kept".into()),
        with("/summary", Value::Null),
        written::read("").map_err(|error| error.to_string()),
    ];
    let said: Vec<String> = said.into_iter().map(|read| read.expect_err("it is no report")).collect();
    insta::assert_snapshot!("no-report", said.join("\n"));
    // A later release may add keys.
    let mut object: Value = serde_json::from_str(&text).expect("it is JSON");
    object.as_object_mut().expect("an object").insert("extra".to_owned(), Value::Null);
    let read = written::read(&object.to_string()).expect("what is not known is left out");
    assert_eq!(read.text(&JsonOptions::default()), text);
}
