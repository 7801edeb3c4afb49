//! What running the tests of policies says, as plain data.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Diagnostic, Label, Severity};

/// Everything that one run of tests says.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct TestReport {
    /// One for each test that was asked for, by file and place.
    pub tests: Vec<TestResult>,
    /// How many tests the filter left out.
    pub left_out: u64,
    /// One for each rule that the sources hold or use, in order; only where coverage was asked for.
    pub coverage: Option<Vec<RuleCoverage>>,
    /// What changes of rules the tests notice; only where mutation was asked for.
    pub mutation: Option<MutationReport>,
    /// What was wrong with what was written, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// What came of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestResult {
    /// What it shows, as written.
    pub name: Box<str>,
    /// Where its name stands.
    pub span: Span,
    /// What came of it.
    pub outcome: TestOutcome,
    /// How many expectations it has.
    pub expectations: u64,
    /// The expectations that were not met, in order.
    pub failures: Vec<TestFailure>,
}

/// What came of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestOutcome {
    /// Each expectation was met.
    Passed,
    /// At least one was not.
    Failed,
    /// It could not be run, and why.
    NotRun(String),
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestFailure {
    /// What was the case instead.
    pub message: String,
    /// The expectation.
    pub at: Label,
    /// What decided it: lines of the model given, the sentence of the rule.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
}

/// What tests show of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleCoverage {
    /// `policy/label`
    pub rule: Box<str>,
    /// Its sentence.
    pub span: Span,
    /// The places in [`TestReport::tests`] of those that show it kept and passed.
    pub kept: Vec<usize>,
    /// The places of those that show it broken and passed.
    pub broken: Vec<usize>,
    /// Its clauses in the order in which they are written.
    pub clauses: Vec<ClauseCoverage>,
}

impl RuleCoverage {
    /// Whether a test shows it kept and one shows it broken.
    pub fn is_covered(&self) -> bool {
        !self.kept.is_empty() && !self.broken.is_empty()
    }
}

/// Whether a clause of a rule decided anything in a test that passed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClauseCoverage {
    /// Its words.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
    /// It was true, and that decided how the rule stood to an element.
    pub by_true: bool,
    /// It was false, and that decided it.
    pub by_false: bool,
}

/// What changes of rules the tests notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MutationReport {
    /// How many changes were tried.
    pub mutants: u64,
    /// How many some test noticed.
    pub caught: u64,
    /// The changes that no test noticed, by rule and place.
    pub survivors: Vec<Survivor>,
    /// Rules that no test names, and that were not changed.
    pub untested: Vec<Box<str>>,
}

/// A change of a rule that no test notices.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Survivor {
    /// `policy/label`
    pub rule: Box<str>,
    /// The words that were changed.
    pub span: Span,
    /// What was changed: `` `have a counter` asks for at least 2 ``.
    pub change: String,
}

impl TestReport {
    /// How many tests passed, failed and were not run.
    pub fn numbers(&self) -> (u64, u64, u64) {
        let number = |of: fn(&TestOutcome) -> bool| self.tests.iter().filter(|test| of(&test.outcome)).count() as u64;
        (
            number(|outcome| *outcome == TestOutcome::Passed),
            number(|outcome| *outcome == TestOutcome::Failed),
            number(|outcome| matches!(outcome, TestOutcome::NotRun(_))),
        )
    }

    /// Whether something is wrong with what was written, or a test could not be run.
    pub fn is_mistaken(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) || self.numbers().2 > 0
    }

    /// The rules that lack a test that shows them kept, or one that shows them broken.
    pub fn uncovered(&self) -> impl Iterator<Item = &RuleCoverage> {
        self.coverage.iter().flatten().filter(|rule| !rule.is_covered())
    }
}
