//! What a command works on: the files read, parsed and checked, and the model that they declare.

use bellwether::diagnostic::Diagnostic;
use bellwether::evaluate::{EvaluateError, Limits};
use bellwether::model::Model;
use bellwether::program::Program;
use bellwether::source::Sources;
use bellwether::tree::File;
use bellwether::value::Date;
use bellwether::{CheckOptions, ParseOptions, Parsed, compile, parse_with};

use crate::load::{self, Loaded};
use crate::options::Input;
use crate::output::Problem;
use crate::settings::Settings;
use crate::timings::Timings;

/// The files of a run, and what was made of them.
pub(crate) struct Project {
    pub(crate) as_of: Date,
    pub(crate) limits: Limits,
    pub(crate) settings: Settings,
    pub(crate) parsed: Parsed,
    pub(crate) program: Program,
    pub(crate) model: Model,
    /// What is wrong with any of them, in no order yet.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Project {
    /// Reads, parses and checks what the options name, each stage timed.
    pub(crate) fn open(input: &Input, timings: &mut Timings) -> Result<Self, Problem> {
        let mut settings = Settings::find(&input.files)?;
        let paths = settings.paths(&input.files);
        let Loaded { mut sources, mut diagnostics } =
            timings.stage("reading", || load::load(&paths, input.files.stdin_filename.as_deref(), &settings.fence));
        let aside = settings.enter(&mut sources, &mut diagnostics);
        let as_of =
            input.as_of.or(settings.config.as_of.as_ref().map(|setting| setting.value)).map_or_else(today, Ok)?;
        let uses = settings.config.uses.clone();
        let options = ParseOptions { aside: aside.into_iter().collect(), uses, ..ParseOptions::default() };
        let parsed = timings.stage("parsing", || parse_with(&sources, &options));
        diagnostics.extend(parsed.diagnostics.iter().cloned());
        let compiled = timings.stage("checking", || compile(&parsed));
        diagnostics.extend(compiled.diagnostics);
        let program = compiled.program;
        let (model, more) = timings.stage("model", || Model::from_trees(&program.vocabulary, &with_texts(&parsed)));
        diagnostics.extend(more);
        let limits = Limits { steps: input.effort.steps, ..Limits::default() };
        Ok(Self { as_of, limits, settings, parsed, program, model, diagnostics })
    }

    /// All rules, as of the date and with the limits of this run.
    pub(crate) fn asked(&self) -> CheckOptions {
        CheckOptions { limits: self.limits, ..CheckOptions::new(self.as_of) }
    }

    /// The trees with their texts, the standard vocabulary first.
    pub(crate) fn files(&self) -> Vec<(&File, &str)> {
        with_texts(&self.parsed)
    }

    /// The sources that spans point into.
    pub(crate) fn sources(&self) -> &Sources {
        &self.parsed.sources
    }
}

/// What to tell of a limit that was met where a report is printed.
pub(crate) fn limit(limit: &EvaluateError) -> Diagnostic {
    let diagnostic = limit.diagnostic();
    match limit {
        EvaluateError::Steps { .. } => {
            diagnostic.help("check fewer rules or a smaller model, or allow more with `--steps`")
        }
        _ => diagnostic,
    }
}

/// The same where none is.
pub(crate) fn met(met: &EvaluateError) -> Problem {
    let Diagnostic { message, help, .. } = limit(met);
    Problem { message, help }
}

fn with_texts(parsed: &Parsed) -> Vec<(&File, &str)> {
    let text = |file: &File| parsed.sources.get(file.source).map_or("", |source| &*source.text);
    parsed.files.iter().map(|file| (file, text(file))).collect()
}

/// The date of today where the command is run: the one place where the clock is read.
fn today() -> Result<Date, Problem> {
    let today = jiff::Zoned::now().date();
    Date::new(today.year(), today.month(), today.day())
        .ok_or_else(|| Problem::new("the clock shows no date that can be used").help("give one with `--as-of`"))
}
