//! Runs tests: builds the model of each from what it is given, and evaluates the rules that it names.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Diagnostic, Label, Severity};
use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{File, Item, Line};

use super::coverage::coverage;
use super::judge;
use super::mutate::mutate;
use super::suite::{Expected, Subject, Suite, Test};
use crate::evaluate::{Evaluation, Limits, Options, evaluate};
use crate::ids::{ElementId, RuleId};
use crate::model::Model;
use crate::plan::UNKNOWN_ELEMENT;
use crate::program::Program;
use crate::report::{TestFailure, TestOutcome, TestReport, TestResult};
use crate::value::Date;

/// All tests of a run together may take so many times the steps of one.
const TOGETHER: u64 = 10;

/// How tests are to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestOptions {
    /// Only tests with this in their name, without regard to case.
    pub filter: Option<String>,
    /// What each evaluation may take. All tests together may take ten times as many steps, and each element that a test is
    /// given and each rule of the program counts for one more.
    pub limits: Limits,
    /// Tell what the tests show of each rule.
    pub coverage: bool,
    /// Change the rules and tell what no test notices.
    pub mutate: bool,
}

/// A test with its model, ready to be evaluated as often as wanted.
#[derive(Debug)]
pub(super) struct Prepared<'s> {
    pub(super) test: &'s Test<'s>,
    pub(super) model: Model,
    /// By expectation: the element that it is about; `None` for the model, or where nobody is named.
    pub(super) subjects: Vec<Option<ElementId>>,
    /// What is wrong with what it is given.
    pub(super) diagnostics: Vec<Diagnostic>,
    options: Options,
}

/// Runs the tests of a suite. Diagnostics come in no order, and some of them more than once.
pub(crate) fn run(suite: &Suite<'_>, program: &Program, sources: &Sources, options: &TestOptions) -> TestReport {
    // What is expected of a rule is expected of it without exceptions.
    let program = Program { waivers: Vec::new(), ..program.clone() };
    let mut report = TestReport::default();
    let filter = options.filter.as_ref().map(|filter| filter.to_lowercase());
    let mut passed = Vec::new();
    let together = options.limits.steps.saturating_mul(TOGETHER);
    let mut left = together;
    for test in &suite.tests {
        if filter.as_ref().is_some_and(|filter| !test.name.to_lowercase().contains(filter)) {
            report.left_out += 1;
            continue;
        }
        let prepared = match test.mistake {
            Some(mistake) => Err(mistake.to_owned()),
            None if left == 0 => {
                Err(format!("the tests before it met the limit of {together} steps of all tests together"))
            }
            None => prepare(test, &program, sources, options, &mut left, &mut report.diagnostics),
        };
        let (outcome, failures) = match &prepared {
            Err(why) => (TestOutcome::NotRun(why.clone()), Vec::new()),
            Ok(prepared) => ask(prepared, &program, &mut left, &mut report.diagnostics),
        };
        if let (Ok(prepared), TestOutcome::Passed) = (prepared, &outcome) {
            passed.push((report.tests.len(), prepared));
        }
        report.tests.push(TestResult {
            name: test.name.clone(),
            span: test.span,
            outcome,
            expectations: test.expectations.len() as u64,
            failures,
        });
    }
    report.coverage = options.coverage.then(|| coverage(&program, sources, &passed));
    for lines in &suite.unused {
        report.diagnostics.extend(model(&[lines], &program, sources).1);
    }
    report.mutation = options.mutate.then(|| mutate(program, sources, &passed));
    report
}

/// The model that some lines declare, and what is wrong with it.
fn model(given: &[&[Line]], program: &Program, sources: &Sources) -> (Model, Vec<Diagnostic>) {
    let files: Vec<File> = given
        .iter()
        .filter_map(|lines| {
            let source = lines.first()?.span.source;
            Some(File { source, items: lines.iter().cloned().map(Item::Declaration).collect() })
        })
        .collect();
    let text = |file: &File| sources.get(file.source).map_or("", |source| &*source.text);
    let files: Vec<(&File, &str)> = files.iter().map(|file| (file, text(file))).collect();
    Model::from_trees(&program.vocabulary, &files)
}

/// Builds the model of a test and finds the elements that it names. An error says why the test cannot be run.
fn prepare<'s>(
    test: &'s Test<'s>,
    program: &Program,
    sources: &Sources,
    options: &TestOptions,
    left: &mut u64,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Prepared<'s>, String> {
    let (model, found) = model(&test.given, program, sources);
    // Tests may share a large fixture, and each goes through the rules to find those that it names.
    *left = left.saturating_sub(model.len() as u64).saturating_sub(program.rules.len() as u64);
    let expected = |diagnostic: &Diagnostic| {
        test.expectations
            .iter()
            .any(|expectation| matches!(&expectation.what, Expected::Diagnostic(code) if *code == diagnostic.code))
    };
    let unexpected: Vec<Diagnostic> = found.iter().filter(|diagnostic| !expected(diagnostic)).cloned().collect();
    let wrong = unexpected.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    diagnostics.extend(unexpected);
    if wrong {
        return Err("something is wrong with the model that it is given".to_owned());
    }
    let mut subjects = Vec::new();
    let mut missing = false;
    for expectation in &test.expectations {
        let Expected::Rule { by: Some(Subject::Element { kind, id, span }), .. } = &expectation.what else {
            subjects.push(None);
            continue;
        };
        let element = model.find(*kind, id);
        if element.is_none() {
            missing = true;
            diagnostics.push(no_element(program, &model, *kind, id, *span));
        }
        subjects.push(element);
    }
    if missing {
        return Err("an element that it names is not in what it is given".to_owned());
    }
    let rules = test.rules.iter().filter_map(|id| program.rules.get(id.index())).map(|rule| rule.name.clone());
    // A test without a date asks rules for which every date is the same.
    let as_of = test.as_of.or_else(|| Date::new(2000, 1, 1)).ok_or("there is no such date")?;
    let options =
        Options { limits: options.limits, rules: Some(rules.collect()), waivers: false, ..Options::new(as_of) };
    Ok(Prepared { test, model, subjects, diagnostics: found, options })
}

fn no_element(program: &Program, model: &Model, kind: crate::ids::KindId, id: &str, span: Span) -> Diagnostic {
    let noun = program.vocabulary.kind(kind).map_or("", |kind| &*kind.name);
    let diagnostic = Diagnostic::error(UNKNOWN_ELEMENT, span, format!("no {noun} `{id}` is given in this test"));
    match model.ids_near(kind, id) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help(format!("declare it: `given {{ {noun} {id} {{ … }} }}`")),
    }
}

impl Prepared<'_> {
    /// Evaluates the rules that the test names, as they are in this program. An error says which limit was met.
    pub(super) fn evaluate<'e>(&'e self, program: &'e Program) -> Result<Evaluation<'e>, String> {
        evaluate(program, &self.model, &self.options).map_err(|limit| limit.to_string())
    }

    /// Evaluates one of the rules that the test names.
    pub(super) fn evaluate_one<'e>(&'e self, program: &'e Program, rule: RuleId) -> Result<Evaluation<'e>, String> {
        let name = program.rules.get(rule.index()).map(|rule| rule.name.clone());
        let options = Options { rules: Some(name.into_iter().collect()), ..self.options.clone() };
        evaluate(program, &self.model, &options).map_err(|limit| limit.to_string())
    }

    pub(super) const fn as_of(&self) -> Date {
        self.options.as_of
    }
}

/// Asks the rules of one test.
fn ask(
    prepared: &Prepared<'_>,
    program: &Program,
    left: &mut u64,
    diagnostics: &mut Vec<Diagnostic>,
) -> (TestOutcome, Vec<TestFailure>) {
    let evaluation = match prepared.evaluate(program) {
        Ok(evaluation) => evaluation,
        Err(limit) => {
            *left = left.saturating_sub(prepared.options.limits.steps);
            return (TestOutcome::NotRun(limit), Vec::new());
        }
    };
    *left = left.saturating_sub(evaluation.steps());
    if !evaluation.diagnostics().is_empty() && !prepared.test.expects(UNKNOWN_ELEMENT) {
        diagnostics.extend(evaluation.diagnostics().iter().map(|diagnostic| {
            let mut diagnostic = diagnostic.clone();
            diagnostic.message = format!("{} in the test `{}`", diagnostic.message, prepared.test.name);
            diagnostic.related.push(Label { span: prepared.test.span, message: "this test asks the rule".to_owned() });
            diagnostic.help.get_or_insert_with(|| "declare it in what the test is given".to_owned());
            diagnostic
        }));
        let why = "a rule that it asks names an element that is not in what it is given";
        return (TestOutcome::NotRun(why.to_owned()), Vec::new());
    }
    let failures = judge::failures(prepared, program, &evaluation);
    (if failures.is_empty() { TestOutcome::Passed } else { TestOutcome::Failed }, failures)
}
