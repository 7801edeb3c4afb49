//! The face of the library: compile policies once, build models, evaluate as often as wanted.
//!
//! [`check_sources`] does everything at once for texts that hold policies and declarations together, as the command line
//! does. [`Policies`] is for programs that compile once and evaluate many models.

mod parse;

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic, Severity};
use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::File;

use crate::evaluate::{EvaluateError, Evaluation, Limits, Options, evaluate};
use crate::model::Model;
use crate::program::Program;
use crate::report::{Finding, Report, TestReport, digest};
use crate::stack::enough;
use crate::testing::TestOptions;
use crate::value::Date;
use crate::vocabulary::Vocabulary;

pub use parse::{PRELUDE, ParseOptions, Parsed, parse, parse_with};

/// The version of the language that this crate reads.
pub const LANGUAGE_VERSION: u32 = 1;

/// Every slug that a diagnostic of this library may have, sorted.
pub fn all_codes() -> Vec<Code> {
    let mut codes: Vec<Code> = [
        bellwether_syntax::PARSE_CODES,
        crate::vocabulary::codes::VOCABULARY_CODES,
        crate::model::MODEL_CODES,
        crate::uses::USE_CODES,
        crate::check::codes::CHECK_CODES,
        crate::testing::TEST_CODES,
        &[crate::plan::UNKNOWN_ELEMENT, crate::report::EVALUATION_LIMIT],
        crate::baseline::BASELINE_CODES,
    ]
    .concat();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// A checked program, and what was found wrong on the way. Rules with a mistake are not in the program.
#[derive(Debug)]
#[non_exhaustive]
pub struct Compiled {
    /// The rules without a mistake.
    pub program: Program,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks the vocabulary and the policies of parsed sources.
pub fn compile(parsed: &Parsed) -> Compiled {
    enough(|| compile_here(parsed))
}

fn compile_here(parsed: &Parsed) -> Compiled {
    let files: Vec<&File> = parsed.files.iter().collect();
    let (vocabulary, definitions, mut diagnostics) = crate::vocabulary::build::build(&files, &parsed.sources);
    let (program, more) = {
        let packs = crate::check::Packs { used: &parsed.packs, known: &parsed.known_packs };
        crate::check::check(vocabulary, definitions, &files, &parsed.sources, packs)
    };
    diagnostics.extend(more);
    let mut mistakes = error_places(&parsed.diagnostics);
    mistakes.extend(error_places(&diagnostics));
    mistakes.sort_unstable();
    let (_, more) = crate::testing::suite(&parsed.files, &parsed.sources, &program, &all_codes(), &mistakes);
    diagnostics.extend(more);
    Compiled { program, diagnostics }
}

fn error_places(diagnostics: &[Diagnostic]) -> Vec<Span> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let mut places: Vec<Span> = errors.map(|diagnostic| diagnostic.primary.span).collect();
    places.sort_unstable();
    places
}

/// Runs the tests that the sources hold, each on the model that it is given. The mistakes that `parse` and `compile` found
/// are handed on: a test that holds one is not run, and all of them are in the report.
pub fn run_tests(
    parsed: &Parsed,
    program: &Program,
    diagnostics: Vec<Diagnostic>,
    options: &TestOptions,
) -> TestReport {
    enough(|| run_tests_here(parsed, program, diagnostics, options))
}

fn run_tests_here(
    parsed: &Parsed,
    program: &Program,
    mut diagnostics: Vec<Diagnostic>,
    options: &TestOptions,
) -> TestReport {
    let mistakes = error_places(&diagnostics);
    let (suite, _) = crate::testing::suite(&parsed.files, &parsed.sources, program, &all_codes(), &mistakes);
    let mut report = crate::testing::run(&suite, program, &parsed.sources, options);
    diagnostics.append(&mut report.diagnostics);
    in_order(&mut diagnostics);
    TestReport { diagnostics, ..report }
}

/// Policies that were compiled without an error: a checked program, ready to be evaluated from any thread.
///
/// ```
/// use bellwether::{Policies, source::Sources, evaluate::Options, value::Date};
///
/// let mut policies = Sources::new();
/// policies.add("teams.kpi", "policy teams { guarded: every kpi must have a counter }");
/// let policies = Policies::compile(&policies)?;
///
/// let mut goals = Sources::new();
/// goals.add("goals.kpi", "team success { kpi retention { indicator lagging } }");
/// let (model, diagnostics) = policies.read_model(&goals);
/// assert!(diagnostics.is_empty());
///
/// let as_of = Date::new(2026, 6, 30).ok_or("no such date")?;
/// let evaluation = policies.evaluate(&model, &Options::new(as_of))?;
/// let findings: Vec<_> = evaluation.findings().collect();
/// assert_eq!(findings[0].message, "kpi `retention` must have a counter, but it has none");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Policies {
    program: std::sync::Arc<Program>,
    warnings: std::sync::Arc<[Diagnostic]>,
}

/// Policies that could not be compiled.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{} in the policies, the first: {}", count(.diagnostics.len()), .diagnostics.first().map_or("", |first| &*first.message))]
pub struct CompileError {
    /// All that is wrong, with places in the sources that were compiled; at least one is an error.
    pub diagnostics: Vec<Diagnostic>,
}

fn count(mistakes: usize) -> String {
    if mistakes == 1 { "a mistake".to_owned() } else { format!("{mistakes} mistakes") }
}

impl Policies {
    /// Compiles the vocabulary and the policies of all sources, with the standard vocabulary before them. Declarations
    /// of a model in them are left alone.
    ///
    /// # Errors
    ///
    /// Where any of them has an error: then all mistakes of all sources are in it.
    pub fn compile(sources: &Sources) -> Result<Self, CompileError> {
        Self::compile_with(sources, &ParseOptions::default())
    }

    /// As [`compile`](Self::compile), with packs and limits of one's own.
    ///
    /// # Errors
    ///
    /// As [`compile`](Self::compile).
    pub fn compile_with(sources: &Sources, options: &ParseOptions) -> Result<Self, CompileError> {
        let parsed = parse_with(sources, options);
        let compiled = compile(&parsed);
        let mut diagnostics = parsed.diagnostics;
        diagnostics.extend(compiled.diagnostics);
        in_order(&mut diagnostics);
        if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            return Err(CompileError { diagnostics });
        }
        Ok(Self { program: compiled.program.into(), warnings: diagnostics.into() })
    }

    /// The words that the policies may use and that models are made of.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.program.vocabulary
    }

    /// The checked program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// What was worth a warning.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// Reads the declarations of all sources; beside the model, all that is wrong with them.
    pub fn read_model(&self, sources: &Sources) -> (Model, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut files = Vec::new();
        for (id, source) in sources.iter() {
            let parse = bellwether_syntax::parse(id, &source.text);
            diagnostics.extend(parse.diagnostics);
            files.push((parse.file, &*source.text));
        }
        let files: Vec<(&File, &str)> = files.iter().map(|(file, text)| (file, *text)).collect();
        let (model, more) = Model::from_trees(self.vocabulary(), &files);
        diagnostics.extend(more);
        in_order(&mut diagnostics);
        (model, diagnostics)
    }

    /// Evaluates the policies over a model.
    ///
    /// # Errors
    ///
    /// Where it takes more than the limits allow.
    pub fn evaluate<'a>(&'a self, model: &'a Model, options: &Options) -> Result<Evaluation<'a>, EvaluateError> {
        evaluate(&self.program, model, options)
    }
}

/// What [`check_sources`] is asked for.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// The date that `today` means, and at which rules are in force.
    pub as_of: Date,
    /// What the evaluation may take.
    pub limits: Limits,
    /// Only these rules: full names, or `policy/*`; all where empty.
    pub rules: Vec<String>,
    /// Only findings about this element: its kind and id.
    pub subject: Option<(String, String)>,
}

impl CheckOptions {
    /// All rules and all subjects as of a date, with the usual limits.
    pub fn new(as_of: Date) -> Self {
        Self { as_of, limits: Limits::default(), rules: Vec::new(), subject: None }
    }

    /// Whether a rule with this full name is asked for.
    pub fn asks(&self, rule: &str) -> bool {
        self.rules.is_empty()
            || self.rules.iter().any(|asked| match asked.strip_suffix("/*") {
                Some(policy) => rule.strip_prefix(policy).is_some_and(|rest| rest.starts_with('/')),
                None => asked == rule,
            })
    }
}

/// Checks everything that some sources hold: vocabulary, policies and model, each rule over the whole model.
///
/// What is wrong with the sources is in the report; a mistake in one place hides nothing that can be known of others.
///
/// # Errors
///
/// Where the evaluation takes more than the limits allow.
pub fn check_sources(sources: &Sources, options: &CheckOptions) -> Result<Report, EvaluateError> {
    let parsed = parse(sources);
    let compiled = compile(&parsed);
    let files = parsed.with_texts();
    let (model, more) = Model::from_trees(&compiled.program.vocabulary, &files);
    let evaluation = evaluate(&compiled.program, &model, &evaluate_options(&compiled.program, options))?;
    let mut diagnostics = parsed.diagnostics.clone();
    diagnostics.extend(compiled.diagnostics.iter().cloned());
    diagnostics.extend(more);
    Ok(make_report(&evaluation, &model, &files, diagnostics, options))
}

/// The options of an evaluation that a check asks for.
pub fn evaluate_options(program: &Program, options: &CheckOptions) -> Options {
    let rules = (!options.rules.is_empty())
        .then(|| program.rules.iter().filter(|rule| options.asks(&rule.name)).map(|rule| rule.name.clone()).collect());
    Options { limits: options.limits, rules, subject: options.subject.clone(), ..Options::new(options.as_of) }
}

/// The report of a finished evaluation.
pub fn make_report(
    evaluation: &Evaluation<'_>,
    model: &Model,
    files: &[(&File, &str)],
    diagnostics: Vec<Diagnostic>,
    options: &CheckOptions,
) -> Report {
    enough(|| make_report_here(evaluation, model, files, diagnostics, options))
}

fn make_report_here(
    evaluation: &Evaluation<'_>,
    model: &Model,
    files: &[(&File, &str)],
    mut diagnostics: Vec<Diagnostic>,
    options: &CheckOptions,
) -> Report {
    diagnostics.extend(evaluation.diagnostics().iter().cloned());
    in_order(&mut diagnostics);
    let about = |finding: &Finding| options.subject.as_ref().is_none_or(|(kind, id)| finding.subject.is(kind, id));
    Report {
        as_of: options.as_of,
        digest: digest(files.get(1..).unwrap_or(&[])),
        elements: model.len() as u64,
        findings: evaluation.findings().filter(about).collect(),
        rules: evaluation.rules().into_iter().filter(|rule| options.asks(&rule.rule)).collect(),
        gone: 0,
        diagnostics,
    }
}

/// Diagnostics in order of place, each once.
fn in_order(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.primary.span, a.code, &a.message).cmp(&(b.primary.span, b.code, &b.message)));
    diagnostics.dedup();
}
