//! Runs of tests of policies: from text to what a person and a program see of them.

use std::fmt::Write as _;

use bellwether::report::{JsonOptions, TestReport, TextOptions, test_json, test_text};
use bellwether::source::Sources;
use bellwether::{TestOptions, compile, parse, run_tests};
use serde_json::Value;

const POLICIES: &str = "policy teams {
  leading: team KPIs must be leading
    unless owner is platform or infrastructure
  guarded: every kpi must have a counter
  few: every team should have at most 1 kpi
  named: kpi registration requires counter business
  fresh: every kpi's target.by must be after today
  held: at least 50% of team KPIs must be leading
  apart: no two team KPIs x and y may share formula unless x.owner = y.owner
}
";

const FIXTURE: &str = "
given small {
  team success { work product
    kpi retention { indicator lagging }
    kpi growth { indicator leading }
    kpi odd
  }
}
";

const GOOD: &str = r#"
test "a lagging KPI reaches a team too late" {
  given small
  expect teams/leading broken by kpi retention
  expect teams/leading kept by kpi growth
  expect teams/leading unknown by kpi odd
  expect teams/leading broken
  expect teams/leading unknown
}
test "the platform team may look back" {
  given small
  given { team core { work platform; kpi uptime { indicator lagging } } company acme { kpi arr { indicator lagging } } }
  expect teams/leading broken
}
test "a misspelt attribute is told" {
  given { team core { kpi uptime { indicatr lagging } } }
  expect diagnostic unknown-attribute
}
test "only the rules that a test names are asked" {
  given small
  expect teams/few broken by team success
}
test "a named kpi" {
  given { kpi registration { counters business }; metric business }
  expect teams/named kept
}
test "the date is the test's own" {
  given { kpi a { target 20% by 2026-09-30 } }
  as of 2026-06-30
  expect teams/fresh kept
}
test "the same date later" {
  given { kpi a { target 20% by 2026-09-30 } }
  as of 2026-09-30
  expect teams/fresh broken by kpi a
}
test "a counted rule is about the model" {
  given { team more { kpi late { indicator lagging } kpi later { indicator lagging } kpi soon { indicator leading } } }
  expect teams/held broken by model
}
"#;

struct Run {
    sources: Sources,
    report: TestReport,
}

fn run(texts: &[(&str, &str)], options: &TestOptions) -> Run {
    let mut sources = Sources::new();
    for (name, text) in texts {
        sources.add(*name, *text);
    }
    let parsed = parse(&sources);
    let compiled = compile(&parsed);
    let mut diagnostics = parsed.diagnostics.clone();
    diagnostics.extend(compiled.diagnostics);
    let report = run_tests(&parsed, &compiled.program, diagnostics, options);
    Run { sources: parsed.sources, report }
}

impl Run {
    fn text(&self) -> String {
        test_text(&self.report, &self.sources, &TextOptions::default())
    }

    fn json(&self) -> Value {
        let text = test_json(&self.report, &self.sources, &JsonOptions::default());
        serde_json::from_str(&text).expect("what is written is JSON")
    }
}

/// Runs tests beside [`POLICIES`] and [`FIXTURE`].
fn of(tests: &str, options: &TestOptions) -> Run {
    run(&[("policies.kpi", POLICIES), ("tests.kpi", &format!("{FIXTURE}{tests}"))], options)
}

#[test]
fn what_holds_passes() {
    let run = of(GOOD, &TestOptions::default());
    insta::assert_snapshot!("tests-passed", run.text());
}

#[test]
fn what_does_not_hold_is_told() {
    let run = of(
        r#"
test "verdicts" {
  given small
  expect teams/leading kept by kpi retention
  expect teams/leading broken by kpi growth
  expect teams/leading kept by kpi odd
  expect teams/leading unknown by kpi growth
  expect teams/leading kept
  expect teams/few kept by team success
  expect teams/leading kept by model
  expect teams/leading kept by team success
}
test "exempt, and nobody" {
  given { team core { work platform; kpi uptime { indicator lagging } } }
  expect teams/leading kept by kpi uptime
  expect teams/leading broken
}
test "a kpi of nobody" {
  given { kpi lonely { indicator lagging }; company acme { kpi arr } }
  expect teams/leading kept by kpi lonely
  expect teams/leading kept by kpi arr
  expect teams/leading kept
}
test "no such diagnostic" {
  given small
  expect diagnostic unknown-attribute
}
test "another diagnostic" {
  given { kpi a { indicator leadin } }
  expect diagnostic unknown-attribute
  expect diagnostic not-a-choice
}
test "nobody breaks it" {
  given { team a { kpi x { indicator leading } } }
  expect teams/leading broken
  expect teams/leading unknown
}
test "counted" {
  given small
  expect teams/held broken by model
}
"#,
        &TestOptions::default(),
    );
    insta::assert_snapshot!("tests-failed", run.text());
}

#[test]
fn a_rule_that_is_not_in_force_is_not_kept() {
    let policies = "policy p with (strict no) {
  old: every kpi must be leading until 2025-12-31
  off: every kpi must be leading when strict
}
test \"an old rule\" {
  given { kpi x { indicator leading } }
  as of 2026-06-30
  expect p/old kept
  expect p/off kept
}
";
    insta::assert_snapshot!("tests-not-in-force", run(&[("p.kpi", policies)], &TestOptions::default()).text());
}

#[test]
fn what_is_wrong_with_tests_is_told() {
    let run = of(
        r#"
test "a misspelt attribute" {
  given { team core { kpi uptime { indicatr lagging } } }
  expect teams/guarded broken
}
test "a misspelt element" {
  given { team core { kpi uptime } }
  expect teams/guarded broken by kpi uptme
}
test "an element of another kind" {
  given { team core { kpi uptime } }
  expect teams/guarded broken by team uptime
}
test "an element that a rule names" {
  given { team core { kpi uptime } }
  expect teams/named broken
}
test "twice" {
  given small
  expect teams/guarded broken
}
test "twice" {
  given smal
  expect teams/gaurded kept
  expect teams/none kept
  expect guarded kept
  expect teams/* kept
  expect diagnostic unknown-atribute
  expect diagnostic gibberish
  expect teams/guarded kept by every kpi
  expect teams/guarded kept by retention
  expect teams/guarded kept by kpy retention
}
test "no date" {
  given small
  expect teams/fresh kept
}
test "no such date" {
  given small
  as of 2026-02-30
  expect teams/fresh kept
}
test "no date at all" {
  given small
  as of 30 days
  expect teams/fresh kept
}
test "nothing" {
  given small
}
test "half read" {
  given small
  expect teams/guarded fails
}
given small { kpi x }
given unused { kpi y { indicatr leading } }
"#,
        &TestOptions::default(),
    );
    insta::assert_snapshot!("tests-mistaken", run.text());
}

#[test]
fn a_wrong_fixture_is_told_once() {
    let tests = r#"
given wrong { team core { kpi uptime { indicatr lagging } } }
test "one" {
  given wrong
  expect teams/guarded broken
}
test "two" {
  given wrong
  expect teams/guarded broken
}
"#;
    let run = of(tests, &TestOptions::default());
    assert_eq!(run.report.diagnostics.len(), 1, "{:#?}", run.report.diagnostics);
    assert_eq!(run.report.numbers(), (0, 0, 2));
}

/// A rule that could not be read has its diagnostic; that a test does not find it is no second one.
#[test]
fn a_test_of_a_rule_with_a_mistake_says_nothing_more() {
    let policies = "policy p { broken: every kpi must be leadin }
test \"of a broken rule\" {
  given { kpi x }
  expect p/broken kept
}
";
    let run = run(&[("p.kpi", policies)], &TestOptions::default());
    assert_eq!(run.report.diagnostics.len(), 1, "{:#?}", run.report.diagnostics);
    assert_eq!(run.report.numbers(), (0, 0, 1));
}

#[test]
fn a_filter_leaves_out() {
    let options = TestOptions { filter: Some("DATE".to_owned()), ..TestOptions::default() };
    let run = of(GOOD, &options);
    insta::assert_snapshot!("tests-filtered", run.text());
}

#[test]
fn no_tests_are_said_so() {
    insta::assert_snapshot!("tests-none", of("", &TestOptions::default()).text());
}

#[test]
fn coverage_tells_what_no_test_shows() {
    let options = TestOptions { coverage: true, ..TestOptions::default() };
    let run = of(GOOD, &options);
    insta::assert_snapshot!("tests-coverage", run.text());
}

/// Each clause of each form, with what it decided in tests whose elements are alike but for the one thing that decides.
#[test]
fn clauses_are_told_that_decide() {
    let policies = "kind bag plural bags { p yes or no; q yes or no }
kind box plural boxes { bag bag within inverse boxes; p yes or no; q yes or no; r yes or no; size number }
policy p {
  denied:  every box must not be p
  through: every q box of a bag must be r unless p
  members: every box of a bag must be r
  only:    every bag must have only boxes
  counted: in every p bag, at least 1 q box must be r unless it is p
  whole:   at least 1 q box must be r unless it is p
  apart:   no two q boxes x and y may share size unless x.p and y.r
  joined:  every q box must be p or r
  negated: every box must be r unless not (p and q)
  either:  every bag must have only boxes or be p
}
";
    // What each rule is shown by, and the model that shows it.
    let tests = [
        ("denied broken", "bag a { box x { p yes } }"),
        ("denied kept", "bag a { box x { p no } }"),
        ("through kept", "bag a { box x { q no; r no; p no } box y { q yes; r yes; p no } }"),
        ("through broken", "bag a { box x { q yes; r no; p no } box y { q yes; r yes; p no } }"),
        ("through kept", "bag a { box x { q yes; r no; p yes } }"),
        ("members kept", "bag a { box x { r yes } box y { r yes } }"),
        ("members broken", "bag a { box x { r no } box y { r yes } }"),
        ("only kept", "bag a { box x }"),
        ("counted kept", "bag a { p yes; box x { q yes; p no; r yes } }"),
        ("counted broken", "bag a { p yes; box x { q yes; p yes; r yes } box y { q no; p no; r yes } }"),
        ("whole kept", "bag a { box x { q yes; p no; r yes } box y { q no; p no; r no } }"),
        ("whole broken", "bag a { box x { q yes; p yes; r no } }"),
        ("apart kept", "box x { q yes; size 1; p yes; r yes } box y { q yes; size 1; p yes; r yes }"),
        ("apart broken", "box x { q yes; size 1; p no; r no } box y { q yes; size 1; p no; r no }"),
        ("apart kept", "box x { q no; size 1; p yes; r yes } box y { q yes; size 1; p yes; r no }"),
        ("joined kept", "box x { q yes; p yes; r no }"),
        ("joined broken", "box x { q yes; p no; r no }"),
        ("negated kept", "box x { p no; q yes; r no } box y { p yes; q yes; r yes }"),
        ("negated broken", "box x { p yes; q yes; r no }"),
        ("either kept", "bag a { p no; box x }"),
    ];
    let mut shown = String::new();
    let options = TestOptions { coverage: true, ..TestOptions::default() };
    for (what, model) in tests {
        let test = format!("test \"it\" {{\n  given {{ {model} }}\n  expect p/{what}\n}}\n");
        let run = run(&[("p.kpi", policies), ("t.kpi", &test)], &options);
        assert_eq!(run.report.numbers().0, 1, "{what}: {}", run.text());
        let _ = writeln!(shown, "{what}: {model}");
        let name = format!("p/{}", what.split(' ').next().unwrap_or_default());
        for rule in run.report.coverage.iter().flatten().filter(|rule| *rule.rule == *name) {
            for clause in &rule.clauses {
                let by = [(clause.by_true, "true"), (clause.by_false, "false")];
                let by: Vec<&str> = by.iter().filter(|(by, _)| *by).map(|(_, how)| *how).collect();
                let _ = writeln!(shown, "  {}: {}", clause.text, by.join(" and "));
            }
        }
    }
    insta::assert_snapshot!("tests-clauses", shown);
}

#[test]
fn mutation_tells_what_no_test_notices() {
    let options = TestOptions { mutate: true, ..TestOptions::default() };
    insta::assert_snapshot!("tests-mutation", of(GOOD, &options).text());
}

/// One rule for each construct that has changes of its own; the one test expects too little of each.
#[test]
fn each_construct_has_its_changes() {
    let policies = "policy p {
  joined: every leading kpi where it is north_star and target is set must have a counter and be guarded
    unless owner is platform or infrastructure
  between: every kpi's step must be between 2 and 4
  bound: every kpi's step must be at least 2
  dated: every goal's due must be at most 2 weeks after changed
  before: every goal's due must be before 2026-12-31
  exact: every team must have exactly 1 kpi
  some: every key_result of a shared goal must have at least 1 owner
  share: in every division, at least 60% of team KPIs must be leading
  apart: no two team KPIs x and y may share formula and category unless x.owner is the same as y.owner
  way: every team kpi must reach a company kpi via drives
}
";
    let tests = r#"
test "too little" {
  given { company acme { kpi arr } division d { team t {
    kpi a { indicator leading; north_star yes; step 3; counters m; drives arr; target 3; category revenue; formula m }
    goal g { changed 2026-01-01; due 2026-01-02
      key_result { owners t } key_result { owners t } }
  } metric m } }
  as of 2026-06-30
  expect p/joined kept
  expect p/between kept by kpi a
  expect p/bound kept by kpi a
  expect p/dated kept
  expect p/before kept
  expect p/exact kept
  expect p/some kept
  expect p/share kept
  expect p/apart kept
  expect p/way kept
}
"#;
    let options = TestOptions { mutate: true, coverage: true, ..TestOptions::default() };
    let run = run(&[("p.kpi", policies), ("t.kpi", tests)], &options);
    insta::assert_snapshot!("tests-mutation-constructs", run.text());
}

#[test]
fn the_json_of_a_run_fits_its_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/test-report.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema is published");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    let schema = jsonschema::draft202012::new(&schema).expect("the schema can be used");
    let options = TestOptions { coverage: true, mutate: true, ..TestOptions::default() };
    let failing = "test \"fails\" { given small; expect teams/guarded kept; expect teams/no kept }";
    for (tests, options) in [(GOOD, &options), (failing, &options), ("", &TestOptions::default())] {
        let object = of(tests, options).json();
        let errors: Vec<String> = schema.iter_errors(&object).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let mut object = of("", &TestOptions::default()).json();
    object.as_object_mut().expect("an object").insert("extra".to_owned(), Value::Null);
    assert!(!schema.is_valid(&object), "the schema allows nothing else");
}

#[test]
fn the_json_of_a_run_has_its_keys_in_order() {
    let failing = "test \"fails\" { given small; expect teams/guarded kept by kpi odd }";
    let options = TestOptions { coverage: true, ..TestOptions::default() };
    let run = of(failing, &options);
    insta::assert_snapshot!("tests-json", test_json(&run.report, &run.sources, &JsonOptions::default()));
}

/// The order of files and of items changes no result, only the order in which they are told.
#[test]
fn the_order_of_files_changes_nothing() {
    let files = [("a.kpi", POLICIES), ("b.kpi", FIXTURE), ("c.kpi", GOOD)];
    let options = TestOptions { coverage: true, ..TestOptions::default() };
    let forwards = run(&files, &options);
    let backwards = run(&[files[2], files[1], files[0]], &options);
    let results = |run: &Run| run.report.tests.iter().map(|test| test.outcome.clone()).collect::<Vec<_>>();
    assert_eq!(results(&forwards), results(&backwards));
    let shown = |run: &Run| {
        run.json().pointer("/coverage").map(|coverage| {
            let rules = coverage.as_array().expect("a list").iter();
            rules.map(|rule| (rule["kept"].clone(), rule["broken"].clone())).collect::<Vec<_>>()
        })
    };
    assert_eq!(shown(&forwards), shown(&backwards));
}
