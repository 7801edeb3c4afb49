//! What a person reads of each case: the messages, helps and facts of all diagnostics and findings, as snapshots. The cases
//! themselves say what is found and where; here stands in which words, and in how many steps of an evaluation: what costs more
//! or fewer than it did was meant to.

use std::fmt::Write as _;

use bellwether::model::Model;
use bellwether::report::{JsonOptions, json};
use bellwether::source::Sources;
use bellwether::tree::File;
use bellwether::{CheckOptions, compile, evaluate, evaluate_options, make_report, parse};
use bellwether_tests::check::date;
use bellwether_tests::{case, conformance, files};
use serde_json::Value;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// `model.kpi:3:5`, and what is said there.
fn place(at: &Value) -> String {
    let message = text(&at["message"]);
    let parting = if message.is_empty() { "" } else { ": " };
    format!("{}:{}:{}-{}{parting}{message}", text(&at["file"]), at["line"], at["column"], at["end_column"])
}

/// All that the report says of a text, with the numbers of its rules, the silences of its summary and the steps.
fn said(texts: &[(String, String)], as_of: &str) -> String {
    let mut sources = Sources::new();
    for (name, text) in texts {
        sources.add(&**name, &**text);
    }
    let (parsed, options) = (parse(&sources), CheckOptions::new(date(as_of)));
    let compiled = compile(&parsed);
    let text_of = |file: &File| parsed.sources.get(file.source).map_or("", |source| &*source.text);
    let files: Vec<(&File, &str)> = parsed.files.iter().map(|file| (file, text_of(file))).collect();
    let (model, more) = Model::from_trees(&compiled.program.vocabulary, &files);
    let asked = evaluate_options(&compiled.program, &options);
    let evaluation = evaluate::evaluate(&compiled.program, &model, &asked).expect("a case stays within the limits");
    let diagnostics = [&parsed.diagnostics[..], &compiled.diagnostics, &more].concat();
    let checked = make_report(&evaluation, &model, &files, diagnostics, &options);
    // Places in a pack are shown, those in the standard vocabulary move too often.
    let used = texts.iter().any(|(_, text)| text.contains("use "));
    let written = json(&checked, if used { &parsed.sources } else { &sources }, &JsonOptions::default());
    let report: Value = serde_json::from_str(&written).expect("the report is JSON");
    let mut out = String::new();
    let mut line = |depth: usize, words: &str| {
        let _ = writeln!(out, "{:1$}{words}", "", 2 * depth);
    };
    for found in list(&report["diagnostics"]) {
        line(1, &format!("{}[{}] {}", text(&found["severity"]), text(&found["code"]), text(&found["message"])));
        line(2, &format!("at {}", place(&found["at"])));
        list(&found["related"]).iter().for_each(|related| line(2, &format!("see {}", place(related))));
        if let Some(help) = found["help"].as_str() {
            line(2, &format!("help: {help}"));
        }
    }
    for found in list(&report["findings"]) {
        line(1, &format!("{}[{}] {}", text(&found["severity"]), text(&found["rule"]), text(&found["message"])));
        if found["at"].is_object() {
            line(2, &format!("at {}", place(&found["at"])));
        }
        if found["rule_at"]["message"].as_str().is_some_and(|message| !message.is_empty()) {
            line(2, &format!("by {}", place(&found["rule_at"])));
        }
        list(&found["related"]).iter().for_each(|related| line(2, &format!("see {}", place(related))));
        for part in list(&found["parts"]) {
            line(2, &format!("{}: {}", text(&part["verdict"]), text(&part["text"])));
            list(&part["facts"]).iter().for_each(|fact| line(3, text(fact)));
        }
        // Of a rule it is its author's; of waivers it is ours.
        if let (false, Some(suggest)) = (text(&found["rule"]).contains('/'), found["suggest"].as_str()) {
            line(2, &format!("help: {suggest}"));
        }
        let missing: Vec<&str> = list(&found["missing"]).iter().map(text).collect();
        if !missing.is_empty() {
            line(2, &format!("missing: {}", missing.join(", ")));
        }
    }
    for rule in list(&report["rules"]) {
        let number = |name: &str| rule[name].as_u64().unwrap_or_default();
        let mut words = format!("{}: {} subjects", text(&rule["rule"]), number("subjects"));
        for name in ["broken", "unknown", "waived", "withheld"] {
            if number(name) > 0 {
                let _ = write!(words, ", {} {name}", number(name));
            }
        }
        line(1, &words);
    }
    for waiver in evaluation.waivers() {
        let subjects = waiver.waives.iter().map(|found| format!("{} {}", found.subject.kind, found.subject.id));
        let waives: Vec<String> = subjects.collect();
        let words = format!("waiver of {} for {}: {:?}", waiver.rule, waiver.target, waiver.state);
        line(1, &if waives.is_empty() { words } else { format!("{words}, waives {}", waives.join(", ")) });
    }
    if evaluation.steps() > 0 {
        line(1, &format!("{} steps", evaluation.steps()));
    }
    let summary = &report["summary"];
    for silence in ["unmet_rules", "undecided", "not_in_force", "not_applicable", "not_kept"] {
        if !list(&summary[silence]).is_empty() {
            line(1, &format!("{silence}: {}", summary[silence]));
        }
    }
    out
}

/// What something is to be told of: named texts and the date they are checked as of.
type Tell = fn(&[(String, String)], &str) -> String;

/// What is told of the conformance cases of a section.
pub(crate) fn of_section(folder: &str, tell: Tell) -> String {
    let (groups, errors) = conformance::groups();
    assert!(errors.is_empty(), "{errors:?}");
    let mut out = String::new();
    for (path, group) in groups.iter().filter(|(path, _)| path.contains(&format!("/{folder}/"))) {
        let _ = writeln!(out, "# {}", path.rsplit('/').next().unwrap_or_default());
        for case in &group.cases {
            let said = tell(&group.files_of(case), group.as_of(case));
            if !said.is_empty() {
                let _ = writeln!(out, "{}\n{}", case.name, said.trim_end());
            }
        }
    }
    out
}

/// What is told of the cases of a folder of the suite.
pub(crate) fn of_suite(folder: &str, tell: Tell) -> String {
    let mut out = String::new();
    for path in files::below(&format!("tests/suite/{folder}"), ".kpi") {
        let (as_of, programs) = case::programs(&files::read(&path)).expect("a case can be read");
        for (part, files) in programs {
            let said = tell(&files, &as_of);
            if !said.is_empty() {
                let _ = writeln!(out, "{} ({part})\n{}", files::shown(&path), said.trim_end());
            }
        }
    }
    out
}

fn section(folder: &str) {
    insta::assert_snapshot!(folder, of_section(folder, said));
}

fn suite(folder: &str) {
    insta::assert_snapshot!(format!("suite-{folder}"), of_suite(folder, said));
}

/// One test for each folder, and the names of all that have one.
macro_rules! folders {
    ($of:ident, $tested:ident: $($test:ident $folder:literal,)*) => {
        $(#[test] fn $test() { $of($folder); })*

        const $tested: &[&str] = &[$($folder),*];
    };
}
pub(crate) use folders;

folders! {
    section, SECTIONS:
    words "02-words",
    model "03-model",
    vocabulary "04-vocabulary",
    standard "05-standard",
    policies "06-policies",
    predicates "07-predicates",
    conditions "08-conditions",
    paths "09-paths",
    meaning "10-meaning",
    types "11-types",
    before "12-before",
    findings "13-findings",
    limits "15-limits",
    tests "16-tests",
    waivers "17-waivers",
}

folders! {
    suite, SUITE:
    corners "corners",
    field "field",
    refused "refused",
    smart "smart",
    touchstones "touchstones",
    uses "uses",
    waived "waivers",
}

#[test]
fn each_folder_has_its_snapshot() {
    let mut failures = Vec::new();
    for (above, tested) in [("tests/conformance", SECTIONS), ("tests/suite", SUITE)] {
        let below = std::fs::read_dir(files::root().join(above)).expect("the folder is there");
        let folders = below.map(|entry| entry.expect("it can be read")).filter(|entry| entry.path().is_dir());
        failures.extend(
            folders
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .filter(|name| !tested.contains(&&**name))
                .map(|name| format!("{above}/{name} has no snapshot")),
        );
    }
    bellwether_tests::report("folders", &failures);
}
