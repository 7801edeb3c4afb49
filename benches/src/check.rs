//! Has the library check a model against the twelve rules, with the stages apart.

use std::time::Duration;

use cpu_time::ThreadTime;

use bellwether::diagnostic::{Diagnostic, Severity};
use bellwether::evaluate::{EvaluateError, Evaluation, Options, evaluate};
use bellwether::model::Model;
use bellwether::program::Program;
use bellwether::report::{TextOptions, text};
use bellwether::source::Sources;
use bellwether::tree::File;
use bellwether::value::Date;
use bellwether::{CheckOptions, Compiled, Parsed, SyntaxLimits, compile, make_report, parse_with};

use crate::{AS_OF, RULES};

/// Why the workload could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The workload's date is none.
    #[error("`{AS_OF}` is no date")]
    Date,
    /// Something is wrong with the text.
    #[error("{count} mistakes, the first: {first}")]
    Mistakes {
        /// How many.
        count: usize,
        /// The first of them.
        first: String,
    },
    /// The evaluation came to no end.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
}

/// The twelve rules and a model, checked and ready to be evaluated as often as wanted.
pub struct Ready {
    program: Program,
    model: Model,
    options: Options,
}

/// How long each stage of a check took, in time of the processor: what else runs on the machine counts for nothing.
#[derive(Debug, Default)]
pub struct Stages {
    /// From text to syntax trees.
    pub parsing: Duration,
    /// From syntax trees to a program, and to a model.
    pub checking: Duration,
    /// From program and model to verdicts.
    pub evaluating: Duration,
    /// From verdicts to findings with their sentences and places.
    pub explaining: Duration,
    /// From findings to text for a person.
    pub rendering: Duration,
    /// How many findings there were.
    pub findings: usize,
}

impl Stages {
    /// The stages by name, in order.
    #[must_use]
    pub const fn by_name(&self) -> [(&'static str, Duration); 5] {
        [
            ("reading", self.parsing),
            ("checking", self.checking),
            ("evaluating", self.evaluating),
            ("explaining", self.explaining),
            ("rendering", self.rendering),
        ]
    }
}

/// The twelve rules with a model in the language.
#[must_use]
pub fn sources(model: &str) -> Sources {
    let mut sources = Sources::new();
    sources.add("rules.kpi", RULES);
    sources.add("model.kpi", model);
    sources
}

/// Parses sources of any size.
#[must_use]
pub fn parse(sources: &Sources) -> Parsed {
    parse_with(sources, &SyntaxLimits::default().with_max_model_bytes(usize::MAX).into())
}

/// Checks what was parsed and builds its model.
///
/// # Errors
///
/// Where something is wrong with it.
pub fn build(parsed: &Parsed) -> Result<(Program, Model), CheckError> {
    let Compiled { program, diagnostics, .. } = compile(parsed);
    let (model, more) = Model::from_trees(&program.vocabulary, &files(parsed));
    let mut mistakes = parsed.diagnostics.iter().chain(&diagnostics).chain(&more).filter(|it| is_error(it));
    match mistakes.next() {
        None => Ok((program, model)),
        Some(first) => Err(CheckError::Mistakes { first: first.message.clone(), count: 1 + mistakes.count() }),
    }
}

/// Reads the twelve rules and a model in the language.
///
/// # Errors
///
/// Where something is wrong with them.
pub fn ready(model: &str) -> Result<Ready, CheckError> {
    let (program, model) = build(&parse(&sources(model)))?;
    Ok(Ready { program, model, options: Options::new(as_of()?) })
}

impl Ready {
    /// Evaluates all rules.
    ///
    /// # Errors
    ///
    /// Where that takes more steps than the library allows.
    pub fn evaluate(&self) -> Result<Evaluation<'_>, CheckError> {
        Ok(evaluate(&self.program, &self.model, &self.options)?)
    }

    /// Evaluates all rules, and gives `R1 kpi_0000007` and so on, sorted.
    ///
    /// # Errors
    ///
    /// Where that takes more steps than the library allows.
    pub fn findings(&self) -> Result<Vec<String>, CheckError> {
        let evaluation = self.evaluate()?;
        let line = |outcome: bellwether::evaluate::Outcome| {
            let rule = self.program.rules.get(outcome.rule.index()).map_or("", |rule| &rule.name);
            let subject = outcome.subject.and_then(|subject| self.model.id(subject)).unwrap_or("");
            format!("{} {subject}", rule.trim_start_matches("workload/"))
        };
        let mut lines: Vec<String> = evaluation.outcomes().map(line).collect();
        lines.sort_unstable();
        Ok(lines)
    }

    /// Evaluates one rule (`R4`), and gives the number of findings.
    ///
    /// # Errors
    ///
    /// Where that takes more steps than the library allows.
    pub fn count(&self, rule: &str) -> Result<usize, CheckError> {
        let mut options = self.options.clone();
        options.rules = Some(vec![format!("workload/{rule}").into()]);
        Ok(evaluate(&self.program, &self.model, &options)?.outcomes().count())
    }
}

/// Checks a model from text to text, and says how long each stage took.
///
/// # Errors
///
/// Where something is wrong with it.
pub fn staged(model: &str) -> Result<Stages, CheckError> {
    let options = CheckOptions::new(as_of()?);
    let sources = sources(model);
    let mut stages = Stages::default();
    let parsed = timed(&mut stages.parsing, || parse(&sources));
    let (program, model) = timed(&mut stages.checking, || build(&parsed))?;
    let evaluation = timed(&mut stages.evaluating, || evaluate(&program, &model, &Options::new(options.as_of)))?;
    let report =
        timed(&mut stages.explaining, || make_report(&evaluation, &model, &files(&parsed), Vec::new(), &options));
    stages.findings = report.findings.len();
    timed(&mut stages.rendering, || text(&report, &parsed.sources, &TextOptions::default()));
    Ok(stages)
}

/// Checks a text that holds everything: policies and model. Gives the number of findings.
///
/// # Errors
///
/// Where something is wrong with it.
pub fn whole(text: &str) -> Result<usize, CheckError> {
    let mut sources = Sources::new();
    sources.add("whole.kpi", text);
    let (program, model) = build(&parse(&sources))?;
    Ok(evaluate(&program, &model, &Options::new(as_of()?))?.outcomes().count())
}

/// Runs something and notes how long it took.
pub fn timed<T>(time: &mut Duration, run: impl FnOnce() -> T) -> T {
    let start = ThreadTime::now();
    let result = run();
    *time = start.elapsed();
    result
}

/// The trees with their texts.
fn files(parsed: &Parsed) -> Vec<(&File, &str)> {
    let text = |file: &File| parsed.sources.get(file.source).map_or("", |source| &*source.text);
    parsed.files.iter().map(|file| (file, text(file))).collect()
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
}

/// [`AS_OF`], as the library's date.
fn as_of() -> Result<Date, CheckError> {
    Date::new(2026, 6, 30).ok_or(CheckError::Date)
}
