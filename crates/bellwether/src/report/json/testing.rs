//! A run of tests as one JSON object. Its schema is `docs/test-report.schema.json`.

use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::source::Sources;
use serde::Serialize;

use super::{Each, JsonOptions, at, diagnostic, each, place};
use crate::report::lines::Places;
use crate::report::written;
use crate::report::{
    ClauseCoverage, MutationReport, RuleCoverage, Survivor, TestFailure, TestOutcome, TestReport, TestResult,
};

/// The run as one JSON object that ends with a line feed. Linear in the report and in the sources that it points at.
pub fn test_json(report: &TestReport, sources: &Sources, options: &JsonOptions) -> String {
    let places = Places::new(sources);
    let (passed, failed, not_run) = report.numbers();
    let object = Object {
        bellwether: env!("CARGO_PKG_VERSION"),
        language: crate::LANGUAGE_VERSION,
        summary: SummaryObject { tests: report.tests.len(), passed, failed, not_run, left_out: report.left_out },
        tests: Each { list: &report.tests, places: &places, make: test },
        coverage: report
            .coverage
            .as_ref()
            .map(|rules| rules.iter().map(|rule| coverage(rule, &report.tests, &places)).collect()),
        mutation: report.mutation.as_ref().map(|report| mutation(report, &places)),
        diagnostics: Each { list: &report.diagnostics, places: &places, make: diagnostic },
    };
    written::write(&object, options)
}

#[derive(Serialize)]
struct Object<'a> {
    bellwether: &'static str,
    language: u32,
    summary: SummaryObject,
    #[serde(serialize_with = "each")]
    tests: Each<'a, TestResult, TestObject<'a>>,
    coverage: Option<Vec<CoverageObject<'a>>>,
    mutation: Option<MutationObject<'a>>,
    #[serde(serialize_with = "each")]
    diagnostics: Each<'a, Diagnostic, written::Diagnostic<'a>>,
}

#[derive(Serialize)]
struct SummaryObject {
    tests: usize,
    passed: u64,
    failed: u64,
    not_run: u64,
    left_out: u64,
}

#[derive(Serialize)]
struct TestObject<'a> {
    name: &'a str,
    outcome: &'static str,
    why: Option<&'a str>,
    expectations: u64,
    at: Option<written::Place<'a>>,
    failures: Vec<FailureObject<'a>>,
}

#[derive(Serialize)]
struct FailureObject<'a> {
    message: &'a str,
    help: Option<&'a str>,
    at: Option<written::At<'a>>,
    related: Vec<written::Related<'a>>,
}

#[derive(Serialize)]
struct CoverageObject<'a> {
    rule: &'a str,
    at: Option<written::Place<'a>>,
    kept: Vec<&'a str>,
    broken: Vec<&'a str>,
    clauses: Vec<ClauseObject<'a>>,
}

#[derive(Serialize)]
struct ClauseObject<'a> {
    text: &'a str,
    at: Option<written::Place<'a>>,
    by_true: bool,
    by_false: bool,
}

#[derive(Serialize)]
struct MutationObject<'a> {
    mutants: u64,
    caught: u64,
    survivors: Vec<SurvivorObject<'a>>,
    untested: &'a [Box<str>],
}

#[derive(Serialize)]
struct SurvivorObject<'a> {
    rule: &'a str,
    change: &'a str,
    at: Option<written::Place<'a>>,
}

fn test<'a>(test: &'a TestResult, places: &'a Places<'a>) -> TestObject<'a> {
    let (outcome, why) = match &test.outcome {
        TestOutcome::Passed => ("passed", None),
        TestOutcome::Failed => ("failed", None),
        TestOutcome::NotRun(why) => ("not-run", Some(&**why)),
    };
    TestObject {
        name: &test.name,
        outcome,
        why,
        expectations: test.expectations,
        at: place(test.span, places),
        failures: test.failures.iter().map(|one| failure(one, places)).collect(),
    }
}

fn failure<'a>(failure: &'a TestFailure, places: &'a Places<'a>) -> FailureObject<'a> {
    FailureObject {
        message: &failure.message,
        help: failure.help.as_deref(),
        at: at(&failure.at, places),
        related: super::related(&failure.related, places),
    }
}

fn coverage<'a>(rule: &'a RuleCoverage, tests: &'a [TestResult], places: &'a Places<'a>) -> CoverageObject<'a> {
    let names = |places: &[usize]| places.iter().filter_map(|at| tests.get(*at)).map(|test| &*test.name).collect();
    let clause = |clause: &'a ClauseCoverage| ClauseObject {
        text: &clause.text,
        at: place(clause.span, places),
        by_true: clause.by_true,
        by_false: clause.by_false,
    };
    CoverageObject {
        rule: &rule.rule,
        at: place(rule.span, places),
        kept: names(&rule.kept),
        broken: names(&rule.broken),
        clauses: rule.clauses.iter().map(clause).collect(),
    }
}

fn mutation<'a>(report: &'a MutationReport, places: &'a Places<'a>) -> MutationObject<'a> {
    let survivor =
        |one: &'a Survivor| SurvivorObject { rule: &one.rule, change: &one.change, at: place(one.span, places) };
    MutationObject {
        mutants: report.mutants,
        caught: report.caught,
        survivors: report.survivors.iter().map(survivor).collect(),
        untested: &report.untested,
    }
}
