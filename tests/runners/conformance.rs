//! The conformance suite of `conformance/`, run through the JSON report alone, as another implementation would be.
//!
//! An author sees what comes of a case, whether it is as it says or not, with a part of its name:
//! `CONFORMANCE=have- cargo test -p bellwether-tests --test runners conformance -- --nocapture`.

use std::collections::BTreeMap;

use bellwether::report::{JsonOptions, json, test_json};
use bellwether::source::Sources;
use bellwether::{CheckOptions, TestOptions, check_sources, compile, parse, run_tests};
use bellwether_tests::check::date;
use bellwether_tests::conformance::{Case, Diagnostic, Finding, Group, Rule, Test, groups, paths};
use bellwether_tests::{each, files, report};
use serde_json::Value;

/// The sections of the reference that have cases, by folder, and how many there are at least.
const SECTIONS: &[(&str, usize)] = &[
    ("02-words", 118),
    ("03-model", 114),
    ("04-vocabulary", 130),
    ("05-standard", 49),
    ("06-policies", 249),
    ("07-predicates", 220),
    ("08-conditions", 58),
    ("09-paths", 97),
    ("10-meaning", 335),
    ("11-types", 122),
    ("12-before", 190),
    ("13-findings", 87),
    ("15-limits", 21),
    ("16-tests", 32),
    ("17-waivers", 45),
];

/// What a case says or what came of it: a line for each finding, rule, test and diagnostic.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    findings: Vec<String>,
    rules: Vec<String>,
    tests: Vec<String>,
    diagnostics: Vec<String>,
}

impl Outcome {
    fn lists(&self) -> [(&'static str, &[String]); 4] {
        [
            ("findings", &self.findings),
            ("rules", &self.rules),
            ("tests", &self.tests),
            ("diagnostics", &self.diagnostics),
        ]
    }
}

fn finding(finding: &Finding) -> String {
    let Finding { rule, subject, verdict, missing, waived, severity } = finding;
    let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
    let mut line = format!("{rule}: {subject}: {verdict}");
    if !missing.is_empty() {
        line += &format!(", missing {}", missing.join(", "));
    }
    if *waived {
        line += ", waived";
    }
    line + &severity.as_ref().map(|severity| format!(", {severity}")).unwrap_or_default()
}

fn rule(rule: &Rule) -> String {
    let mut line = rule.rule.clone();
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            line += &format!(", {name} {value}");
        }
    };
    say("in_report", rule.in_report.map(|is| is.to_string()));
    say("in_force", rule.in_force.map(|is| is.to_string()));
    say("severity", rule.severity.clone());
    let numbers = [
        ("subjects", rule.subjects),
        ("broken", rule.broken),
        ("unknown", rule.unknown),
        ("waived", rule.waived),
        ("withheld", rule.withheld),
        ("undecided", rule.undecided),
        ("not_applicable", rule.not_applicable),
    ];
    for (name, number) in numbers {
        say(name, number.map(|number| number.to_string()));
    }
    line
}

fn test(test: &Test) -> String {
    format!("{}: {}", test.name, test.outcome)
}

fn diagnostic(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, severity, file, line, column } = diagnostic;
    let place = file.iter().cloned().chain(line.map(|at| at.to_string())).chain(column.map(|at| at.to_string()));
    format!("{}: {severity}[{code}]", place.collect::<Vec<_>>().join(":"))
}

/// What the case says.
fn expected(case: &Case) -> Outcome {
    Outcome {
        findings: case.findings.iter().map(finding).collect(),
        rules: case.rules.iter().map(rule).collect(),
        tests: case.tests.iter().flatten().map(test).collect(),
        diagnostics: case.diagnostics.iter().map(diagnostic).collect(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The number that a list of the summary has for a rule.
fn summed(summary: &Value, name: &str, number: &str, rule: &str) -> u64 {
    let found = list(&summary[name]).iter().find(|item| item["rule"] == rule);
    found.and_then(|item| item[number].as_u64()).unwrap_or(0)
}

fn found_rule(report: &Value, asked: &Rule) -> Rule {
    let known = list(&report["rules"]).iter().find(|rule| rule["rule"] == *asked.rule);
    let rule = known.unwrap_or(&Value::Null);
    let number = |name: &str, asked: Option<u64>| asked.map(|_| rule[name].as_u64().unwrap_or(u64::MAX));
    let summary = &report["summary"];
    Rule {
        rule: asked.rule.clone(),
        in_report: asked.in_report.map(|_| known.is_some()),
        in_force: asked.in_force.map(|_| rule["in_force"] == true),
        severity: asked.severity.as_ref().map(|_| text(&rule["severity"])),
        subjects: number("subjects", asked.subjects),
        broken: number("broken", asked.broken),
        unknown: number("unknown", asked.unknown),
        waived: number("waived", asked.waived),
        withheld: number("withheld", asked.withheld),
        undecided: asked.undecided.map(|_| summed(summary, "undecided", "subjects", &asked.rule)),
        not_applicable: asked.not_applicable.map(|_| summed(summary, "not_applicable", "number", &asked.rule)),
    }
}

fn found_finding(found: &Value, asked: Option<&Finding>) -> Finding {
    let subject = format!("{} {}", text(&found["subject"]["kind"]), text(&found["subject"]["id"]));
    let verdict = text(&found["verdict"]);
    let missing = if verdict == "unknown" { list(&found["missing"]) } else { &[] };
    Finding {
        rule: text(&found["rule"]),
        subject: subject.trim_end().to_owned(),
        missing: missing.iter().map(text).collect(),
        verdict,
        waived: !found["waived"].is_null(),
        severity: asked.and_then(|asked| asked.severity.as_ref()).map(|_| text(&found["severity"])),
    }
}

fn found_diagnostic(found: &Value, asked: Option<&Diagnostic>) -> Diagnostic {
    let at = &found["at"];
    let number = |name: &str| at[name].as_u64().and_then(|number| u32::try_from(number).ok());
    let looks = asked.is_none_or(|asked| asked.column.is_some());
    Diagnostic {
        code: text(&found["code"]),
        severity: text(&found["severity"]),
        file: at["file"].as_str().map(str::to_owned),
        line: number("line"),
        column: number("column").filter(|_| looks),
    }
}

/// What comes of the case, and what a person reads of it.
fn actual(group: &Group, case: &Case) -> (Outcome, Vec<String>) {
    let mut sources = Sources::new();
    for (name, text) in group.files_of(case) {
        sources.add(name, text);
    }
    let options = CheckOptions::new(date(group.as_of(case)));
    let checked = check_sources(&sources, &options).unwrap_or_else(|error| panic!("{}: {error}", case.name));
    // Places may lie in packs in use; reading everything a second time only for them would take as long as the check.
    let texts = group.files_of(case);
    let parsed = (case.tests.is_some() || texts.iter().any(|(_, text)| text.contains("use "))).then(|| parse(&sources));
    let written = json(&checked, parsed.as_ref().map_or(&sources, |parsed| &parsed.sources), &JsonOptions::default());
    let found: Value = serde_json::from_str(&written).expect("the report is JSON");
    let mut tests = Vec::new();
    if case.tests.is_some()
        && let Some(parsed) = parsed
    {
        let compiled = compile(&parsed);
        let diagnostics = [parsed.diagnostics.clone(), compiled.diagnostics].concat();
        let tested = run_tests(&parsed, &compiled.program, diagnostics, &TestOptions::default());
        let written = test_json(&tested, &parsed.sources, &JsonOptions::default());
        let found: Value = serde_json::from_str(&written).expect("the report of the tests is JSON");
        tests = list(&found["tests"])
            .iter()
            .map(|found| test(&Test { name: text(&found["name"]), outcome: text(&found["outcome"]) }))
            .collect();
    }
    let findings = list(&found["findings"]).iter().enumerate();
    let diagnostics = list(&found["diagnostics"]).iter().enumerate();
    let outcome = Outcome {
        findings: findings.map(|(at, found)| finding(&found_finding(found, case.findings.get(at)))).collect(),
        rules: case.rules.iter().map(|asked| rule(&found_rule(&found, asked))).collect(),
        tests,
        diagnostics: diagnostics
            .map(|(at, found)| diagnostic(&found_diagnostic(found, case.diagnostics.get(at))))
            .collect(),
    };
    let said = list(&found["findings"]).iter().chain(list(&found["diagnostics"]));
    (outcome, said.map(|said| text(&said["message"])).collect())
}

/// Both lists, line by line: what is in one alone is marked.
fn difference(expected: &Outcome, actual: &Outcome) -> String {
    let mut said = String::new();
    for ((name, expected), (_, actual)) in expected.lists().into_iter().zip(actual.lists()) {
        if expected != actual {
            let lost = expected.iter().filter(|line| !actual.contains(line)).map(|line| format!("\n    - {line}"));
            let new = actual.iter().map(|line| {
                let mark = if expected.contains(line) { ' ' } else { '+' };
                format!("\n    {mark} {line}")
            });
            said += &format!("\n  {name}:{}", lost.chain(new).collect::<String>());
        }
    }
    said
}

#[test]
fn each_case_comes_out_as_it_says() {
    let (groups, mut failures) = groups();
    let asked = std::env::var("CONFORMANCE").unwrap_or_default();
    let cases = groups.iter().flat_map(|(path, group)| group.cases.iter().map(move |case| (path, group, case)));
    let cases: Vec<_> = cases.filter(|(_, _, case)| case.name.contains(&asked)).collect();
    assert!(!cases.is_empty(), "no case has a name with `{asked}`");
    failures.extend(each(&cases, |(path, group, case), failures| {
        let expected = expected(case);
        let (actual, said) = actual(group, case);
        if !asked.is_empty() {
            println!("{path}: {}: {:#?}\n{}\n", case.name, actual, said.join("\n"));
        }
        if expected != actual {
            let said: String = said.iter().map(|said| format!("\n      {said}")).collect();
            failures.push(format!("{path}: {} ({}){}{said}", case.name, case.says, difference(&expected, &actual)));
        }
    }));
    report(&format!("{} cases", cases.len()), &failures);
}

#[test]
fn each_file_fits_the_schema() {
    let schema = files::read(&files::root().join("tests/conformance/case.schema.json"));
    let schema = serde_json::from_str(&schema).expect("the schema is JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("the schema can be used");
    let mut failures = Vec::new();
    for path in paths() {
        match serde_json::from_str(&files::read(&path)) {
            Ok(written) => failures.extend(
                schema
                    .iter_errors(&written)
                    .map(|error| format!("{}: {}: {error}", files::shown(&path), error.instance_path())),
            ),
            Err(error) => failures.push(format!("{}: {error}", files::shown(&path))),
        }
    }
    report("the files of the conformance suite", &failures);
}

#[test]
fn each_name_stands_once_and_each_file_in_its_section() {
    let (groups, mut failures) = groups();
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, group) in &groups {
        let folder = path.split('/').nth_back(1).unwrap_or_default();
        let number = folder.split('-').next().unwrap_or_default().trim_start_matches('0');
        if number != group.section || !SECTIONS.iter().any(|(section, _)| *section == folder) {
            failures.push(format!("{path}: section {} does not belong in `{folder}`", group.section));
        }
        for case in &group.cases {
            if let Some(other) = names.insert(&case.name, path) {
                failures.push(format!("{path}: `{}` is the name of a case in {other} already", case.name));
            }
        }
    }
    report("the names of the conformance suite", &failures);
}

#[test]
fn each_section_has_its_cases() {
    let (groups, mut failures) = groups();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, group) in &groups {
        *counts.entry(path.split('/').nth_back(1).unwrap_or_default()).or_default() += group.cases.len();
    }
    for (section, at_least) in SECTIONS {
        let count = counts.get(section).copied().unwrap_or(0);
        println!("{section}: {count}");
        if count < *at_least {
            failures.push(format!("{section} has {count} cases, but there were {at_least}"));
        }
    }
    report("the sections of the conformance suite", &failures);
}
