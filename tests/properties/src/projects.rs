//! Projects out of the bytes of an input, and what is done with all of them.

use bellwether::evaluate::Limits;
use bellwether::model::Model;
use bellwether::program::Program;
use bellwether::report::Report;
use bellwether::source::Sources;
use bellwether::tree::File;
use bellwether::value::Date;
use bellwether::{CheckOptions, Compiled, Parsed, check_sources, compile, parse};
use bellwether_generate::arbitrary::Unstructured;
use bellwether_generate::{Bounds, Project, bytes_as_long};
use bellwether_syntax::diagnostic::{Diagnostic, Severity};

use crate::checking::STEPS;

/// So many bytes at the start of an input are for what the law does with the project; the rest is the project.
const FOR_THE_LAW: usize = 4;

/// A project, and the number that what is done with it follows from.
pub(crate) struct Drawn {
    /// The project.
    pub(crate) project: Project,
    /// A number of the input's own.
    pub(crate) number: u32,
}

impl Drawn {
    /// Bytes to draw from what is done with the project.
    pub(crate) fn choices(&self) -> Vec<u8> {
        // Nothing is chosen at 0, so that it shrinks to what is plainest.
        if self.number == 0 { Vec::new() } else { bytes_as_long(u64::from(self.number), 512) }
    }

    /// A number below another, of what is done with the project.
    pub(crate) fn choice(&self, end: usize) -> usize {
        (self.number as usize).checked_rem(end).unwrap_or(0)
    }
}

/// The bytes of the law as a number, and those of the project.
fn parts(data: &[u8]) -> (u32, &[u8]) {
    let (head, rest) = data.split_at_checked(FOR_THE_LAW).unwrap_or((data, &[]));
    let number = head.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte));
    (number, rest)
}

/// A project that checks without errors.
pub(crate) fn typed(data: &[u8]) -> Result<Drawn, String> {
    sized(data, &Bounds::default())
}

/// A small project that checks without errors, for laws that check it again and again.
pub(crate) fn small(data: &[u8]) -> Result<Drawn, String> {
    let bounds = Bounds { elements: 10, policies: 2, rules: 3, tests: 0, ..Bounds::default() };
    sized(data, &bounds)
}

fn sized(data: &[u8], bounds: &Bounds) -> Result<Drawn, String> {
    let (number, rest) = parts(data);
    let project = Project::sized(&mut Unstructured::new(rest), bounds).map_err(|error| error.to_string())?;
    Ok(Drawn { project, number })
}

/// A project of words that mostly fit.
pub(crate) fn wild(data: &[u8]) -> Result<Drawn, String> {
    let (number, rest) = parts(data);
    let project = Project::wild(&mut Unstructured::new(rest)).map_err(|error| error.to_string())?;
    Ok(Drawn { project, number })
}

/// The files of a project as a person reads them.
fn shown_files(drawn: Result<Drawn, String>) -> String {
    let Ok(drawn) = drawn else { return "no project".to_owned() };
    let files = drawn.project.files().into_iter();
    let files: Vec<String> = files.map(|file| format!("--- {}\n{}", file.name, file.text)).collect();
    format!("as of {}, number {}\n{}", drawn.project.as_of, drawn.number, files.concat())
}

pub(crate) fn shown_typed(data: &[u8]) -> String {
    shown_files(typed(data))
}

pub(crate) fn shown_small(data: &[u8]) -> String {
    shown_files(small(data))
}

pub(crate) fn shown_wild(data: &[u8]) -> String {
    shown_files(wild(data))
}

/// Texts that are checked together, and the date that they are checked as of.
#[derive(Clone, Debug)]
pub struct Texts {
    /// The texts.
    pub sources: Sources,
    /// The date.
    pub as_of: Date,
}

impl Texts {
    pub(crate) fn of(project: &Project) -> Result<Self, String> {
        let mut sources = Sources::new();
        for file in project.files() {
            sources.add(file.name, file.text);
        }
        let as_of = Date::parse(&project.as_of).ok_or_else(|| format!("`{}` is no date", project.as_of))?;
        Ok(Self { sources, as_of })
    }

    /// With one more file.
    pub(crate) fn and(&self, name: &str, text: &str) -> Self {
        let mut sources = self.sources.clone();
        sources.add(name, text);
        Self { sources, as_of: self.as_of }
    }

    pub(crate) fn options(&self) -> CheckOptions {
        let mut options = CheckOptions::new(self.as_of);
        options.limits = Limits { steps: STEPS, ..Limits::default() };
        options
    }

    /// What is said of it; `None` where it takes too many steps.
    pub(crate) fn report(&self) -> Option<Report> {
        check_sources(&self.sources, &self.options()).ok()
    }

    /// The program and the model, whatever is wrong.
    pub(crate) fn compiled(&self) -> Built {
        let parsed = parse(&self.sources);
        let Compiled { program, .. } = compile(&parsed);
        let (model, _) = Model::from_trees(&program.vocabulary, &with_texts(&parsed));
        Built { parsed, program, model }
    }
}

/// A project that is read.
pub(crate) struct Built {
    pub(crate) parsed: Parsed,
    pub(crate) program: Program,
    pub(crate) model: Model,
}

/// The trees with their texts.
pub(crate) fn with_texts(parsed: &Parsed) -> Vec<(&File, &str)> {
    let text = |file: &File| parsed.sources.get(file.source).map_or("", |source| &*source.text);
    parsed.files.iter().map(|file| (file, text(file))).collect()
}

/// The errors among diagnostics, in words.
pub(crate) fn errors(diagnostics: &[Diagnostic]) -> Vec<String> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|error| format!("{}: {}", error.code, error.message)).collect()
}

/// The lines that one list has and the other has not, for a failure.
pub(crate) fn difference(before: &[String], after: &[String]) -> String {
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("\n  - {line}"));
    let come = after.iter().filter(|line| !before.contains(line)).map(|line| format!("\n  + {line}"));
    let lines: String = gone.chain(come).collect();
    match before.iter().zip(after).find(|(one, other)| one != other) {
        Some((one, other)) if lines.is_empty() => {
            format!("\n  the same lines in another order, first\n  - {one}\n  + {other}")
        }
        None if before != after => "\n  the same lines, some of them oftener".to_owned(),
        _ => lines,
    }
}
