//! Results of tests as `JUnit` XML, as CI servers read it: a suite for each file. Without times, so that two runs print the same.

use std::fmt::Write as _;

use bellwether::diagnostic::{Diagnostic, Severity};
use bellwether::report::{Places, TestFailure, TestOutcome, TestReport, TestResult};
use bellwether::source::Sources;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::output::Problem;

/// The suite of what is wrong with what was written.
const MISTAKES: &str = "(mistakes)";

/// The report as XML that ends with a line feed.
pub(crate) fn junit(report: &TestReport, sources: &Sources) -> Result<String, Problem> {
    let places = Places::new(sources);
    let mut suites: Vec<TestSuite> = Vec::new();
    let mut put = |name: &str, case: TestCase| match suites.last_mut().filter(|suite| *suite.name == *name) {
        Some(suite) => {
            suite.add_test_case(case);
        }
        None => {
            let mut suite = TestSuite::new(name);
            suite.add_test_case(case);
            suites.push(suite);
        }
    };
    for test in &report.tests {
        let file = places.place(test.span).map_or("", |place| place.file);
        put(file, case(test, file, &places));
    }
    for diagnostic in report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        put(MISTAKES, mistake(diagnostic, &places));
    }
    let mut written = Report::new("bellwether");
    written.add_test_suites(suites);
    written.to_string().map_err(|error| Problem::new(format!("the report cannot be written: {error}")))
}

fn case(test: &TestResult, file: &str, places: &Places<'_>) -> TestCase {
    let status = match &test.outcome {
        TestOutcome::Passed => TestCaseStatus::success(),
        TestOutcome::Failed => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(test.failures.first().map_or("", |failure| &*failure.message));
            status.set_type("expectation");
            status.set_description(described(&test.failures, places));
            status
        }
        TestOutcome::NotRun(why) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(why.as_str());
            status.set_type("not run");
            status
        }
    };
    let mut case = TestCase::new(&*test.name, status);
    case.set_classname(file);
    case
}

/// A mistake in what was written: no test, and a CI server must not take the run for a good one.
fn mistake(diagnostic: &Diagnostic, places: &Places<'_>) -> TestCase {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(diagnostic.message.as_str());
    status.set_type(diagnostic.code.0);
    status.set_description(diagnostic.help.as_deref().unwrap_or_default());
    let at = shown(diagnostic.primary.span, places);
    let mut case = TestCase::new(at, status);
    case.set_classname(MISTAKES);
    case
}

/// Each failure with its place and what to do. Writing to a `String` cannot fail, so the results are let go.
fn described(failures: &[TestFailure], places: &Places<'_>) -> String {
    let mut text = String::new();
    for failure in failures {
        let _ = writeln!(text, "{}: {}", shown(failure.at.span, places), failure.message);
        if let Some(help) = &failure.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    text
}

fn shown(span: bellwether::source::Span, places: &Places<'_>) -> String {
    places
        .place(span)
        .map_or_else(String::new, |place| format!("{}:{}:{}", place.file, place.start.line, place.start.column))
}
