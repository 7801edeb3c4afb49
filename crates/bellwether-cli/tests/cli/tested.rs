//! `bellwether test`: exit statuses, options and forms of output.

use super::run::{Outcome, Place};

const TEAMS: &str = "\
policy teams {
  leading: team KPIs must be leading
  guarded: every kpi must have a counter
}
";
const LEADING: &str = r#"
test "a lagging KPI is caught" {
  given { team a { kpi x { indicator lagging } kpi y { indicator leading } } }
  expect teams/leading broken by kpi x
  expect teams/leading kept by kpi y
}
"#;
const GUARDED: &str = r#"
test "a KPI <alone> & lost" {
  given { team a { kpi x; kpi y { counters x } } }
  expect teams/guarded broken by kpi x
  expect teams/guarded kept by kpi y
}
"#;
const FAILS: &str = r#"
test "a KPI without a counter is fine" {
  given { team a { kpi x } }
  expect teams/guarded kept
}
"#;
const WRONG: &str = r#"
test "a misspelt rule" {
  given { kpi x }
  expect teams/gaurded kept
}
"#;

fn run(tests: &[&str], arguments: &[&str]) -> Outcome {
    let place = Place::new(&[("teams.kpi", TEAMS), ("tests.kpi", &format!("# Tests.\n{}", tests.concat()))]);
    place.run(&[&["test"], arguments].concat())
}

#[test]
fn the_status_tells_what_came_of_it() {
    let status = |tests: &[&str], arguments: &[&str]| run(tests, arguments).status;
    assert_eq!(status(&[LEADING, GUARDED], &[]), 0);
    assert_eq!(status(&[LEADING, FAILS], &[]), 1);
    assert_eq!(status(&[LEADING, FAILS, WRONG], &[]), 2);
    assert_eq!(status(&[], &[]), 0);
}

#[test]
fn what_the_filter_leaves_out_is_not_run() {
    let outcome = run(&[LEADING, FAILS], &["--filter", "LAGGING"]);
    assert_eq!(outcome.status, 0, "{}", outcome.out);
    assert!(outcome.out.contains("1 test: 1 passed (1 left out by the filter)"), "{}", outcome.out);
}

#[test]
fn coverage_may_be_required() {
    assert_eq!(run(&[LEADING], &["--coverage"]).status, 0);
    let outcome = run(&[LEADING], &["--require-coverage"]);
    assert_eq!(outcome.status, 1);
    let missing = "`teams/guarded` (teams.kpi:3): never shown kept, never shown broken";
    assert!(outcome.out.contains(missing), "{}", outcome.out);
    assert_eq!(run(&[LEADING, GUARDED], &["--require-coverage"]).status, 0);
    assert_eq!(run(&[], &["--require-coverage"]).status, 1);
}

/// Survivors are told, and do not fail: some of them mean the same as the rule.
#[test]
fn survivors_do_not_fail() {
    let outcome = run(&[LEADING], &["--mutate"]);
    assert_eq!(outcome.status, 0);
    assert!(outcome.out.contains("no test notices that `team` is left out"), "{}", outcome.out);
}

#[test]
fn quiet_says_only_what_is_wrong() {
    assert_eq!(run(&[LEADING, GUARDED], &["-q"]).out, "");
    let outcome = run(&[LEADING, FAILS], &["--quiet"]);
    assert!(!outcome.out.contains("ok  "), "{}", outcome.out);
    assert!(outcome.out.contains("FAILED"), "{}", outcome.out);
}

#[test]
fn json_says_the_same() {
    let outcome = run(&[LEADING, FAILS], &["--format", "json", "--coverage", "--mutate"]);
    assert_eq!(outcome.status, 1);
    let object: serde_json::Value = serde_json::from_str(&outcome.out).expect("JSON");
    assert_eq!(object.pointer("/summary/passed"), Some(&1.into()));
    assert_eq!(object.pointer("/summary/failed"), Some(&1.into()));
    assert_eq!(object.pointer("/coverage/1/rule"), Some(&"teams/guarded".into()));
    assert_eq!(object.pointer("/coverage/0/broken/0"), Some(&"a lagging KPI is caught".into()));
}

#[test]
fn junit_is_written_without_a_clock() {
    let outcome = run(&[LEADING, GUARDED, FAILS, WRONG], &["--format", "junit"]);
    assert_eq!(outcome.status, 2);
    let expected = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bellwether" tests="5" skipped="0" failures="1" errors="2">
    <testsuite name="tests.kpi" tests="4" skipped="0" errors="1" failures="1">
        <testcase name="a lagging KPI is caught" classname="tests.kpi"/>
        <testcase name="a KPI &lt;alone&gt; &amp; lost" classname="tests.kpi"/>
        <testcase name="a KPI without a counter is fine" classname="tests.kpi">
            <failure message="`teams/guarded` is broken: kpi `x` must have a counter, but it has none" type="expectation">tests.kpi:17:3: `teams/guarded` is broken: kpi `x` must have a counter, but it has none
</failure>
        </testcase>
        <testcase name="a misspelt rule" classname="tests.kpi">
            <error message="a rule that it names is not there, or has a mistake" type="not run"/>
        </testcase>
    </testsuite>
    <testsuite name="(mistakes)" tests="1" skipped="0" errors="1" failures="0">
        <testcase name="tests.kpi:22:10" classname="(mistakes)">
            <error message="there is no rule `teams/gaurded`" type="unknown-rule">did you mean `teams/guarded`?</error>
        </testcase>
    </testsuite>
</testsuites>
"#;
    assert_eq!(outcome.out, expected);
}

#[test]
fn a_coverage_that_junit_cannot_tell_is_told_beside_it() {
    let place = Place::new(&[("a.kpi", "policy p { r: every kpi must have a lag }\n")]);
    let outcome = place.run(&["test", "--require-coverage", "--format", "junit"]);
    assert_eq!(outcome.status, 1);
    assert!(outcome.out.starts_with("<?xml"), "{}", outcome.out);
    let said = "error: 1 rule is not shown kept and broken by tests that passed\n  help: `bellwether test --coverage` names them\n";
    assert_eq!(outcome.err, said);
}

#[test]
fn tests_may_come_from_standard_input() {
    let place = Place::new(&[("teams.kpi", TEAMS)]);
    let outcome = place.run_with_input(&["test", "teams.kpi", "-", "--stdin-filename", "new.kpi"], LEADING.as_bytes());
    assert_eq!(outcome.status, 0, "{}", outcome.out);
    assert!(outcome.out.starts_with("ok       new.kpi:2  a lagging KPI is caught\n"), "{}", outcome.out);
}

#[test]
fn the_tests_of_the_pack_smart_notice_every_change_that_means_something() {
    let place = Place::new(&[]);
    let mut command = place.command(["test", "examples/smart", "--mutate"]);
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let outcome = Outcome::of(&mut command, b"");
    assert_eq!(outcome.status, 0, "{}{}", outcome.out, outcome.err);
    // The rule asks only of those whose ambition is set, so that it is set need not be asked again.
    let left = "no test notices that `an ambition` is left out";
    assert!(outcome.out.contains("45 of 46 changes of rules noticed") && outcome.out.contains(left), "{}", outcome.out);
}
