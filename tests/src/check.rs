//! Runs texts through the library and says what came of it, by name and line.

use bellwether::diagnostic::{Diagnostic, Severity};
use bellwether::model::Model;
use bellwether::report::{Report, TextOptions, Verdict, text};
use bellwether::source::{SourceId, Sources, Span};
use bellwether::value::Date;
use bellwether::{CheckOptions, Compiled, Parsed, check_sources, compile, parse};

/// The date that cases are checked as of, unless they say another.
pub const AS_OF: &str = "2026-06-30";

/// What came of checking some texts.
#[derive(Debug)]
pub struct Checked {
    /// What the library says.
    pub report: Report,
    /// The texts.
    pub sources: Sources,
}

/// A finding, as far as cases speak of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// `policy/label`
    pub rule: String,
    /// Its kind and id: `kpi retention`.
    pub subject: String,
    /// Whether it is unknown rather than broken.
    pub unknown: bool,
    /// Where: the name of the source and the line, from 1; `None` for the whole model.
    pub at: Option<(String, u32)>,
}

/// A diagnostic, as far as cases speak of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// Its slug.
    pub slug: String,
    /// The name of the source.
    pub source: String,
    /// The line, from 1.
    pub line: u32,
}

/// A date that stands in a test.
pub fn date(written: &str) -> Date {
    Date::parse(written).unwrap_or_else(|| panic!("`{written}` is no date"))
}

/// Checks named texts together as of a date.
pub fn check(texts: &[(&str, &str)], as_of: Date) -> Checked {
    let mut sources = Sources::new();
    for (name, text) in texts {
        sources.add(*name, *text);
    }
    let report = check_sources(&sources, &CheckOptions::new(as_of))
        .unwrap_or_else(|error| panic!("{}: {error}", texts.first().map_or("", |(name, _)| *name)));
    // With the packs in use, which findings point into.
    Checked { report, sources: parse(&sources).sources }
}

/// Checks one text as of the usual date.
pub fn check_text(text: &str) -> Checked {
    check(&[("case.kpi", text)], date(AS_OF))
}

/// Reads one text as far as an evaluation needs it: the program, the model, and what is wrong.
pub fn read(text: &str) -> (Parsed, Compiled, Model, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    sources.add("case.kpi", text);
    let parsed = parse(&sources);
    let compiled = compile(&parsed);
    let files: Vec<_> =
        parsed.files.iter().map(|file| (file, parsed.sources.get(file.source).map_or("", |it| &*it.text))).collect();
    let (model, more) = Model::from_trees(&compiled.program.vocabulary, &files);
    let mut wrong = parsed.diagnostics.clone();
    wrong.extend(compiled.diagnostics.iter().cloned());
    wrong.extend(more);
    (parsed, compiled, model, wrong)
}

impl Checked {
    /// The findings that count, in the order of the report: those that a waiver covers are left out.
    pub fn findings(&self) -> Vec<Found> {
        let findings = self.report.findings.iter().filter(|finding| finding.counts());
        findings
            .map(|finding| Found {
                rule: finding.rule.to_string(),
                subject: format!("{} {}", finding.subject.kind, finding.subject.id).trim_end().to_owned(),
                unknown: finding.verdict == Verdict::Unknown,
                at: finding.at.as_ref().map(|label| self.place(label.span)),
            })
            .collect()
    }

    /// The diagnostics in the order of the report.
    pub fn diagnostics(&self) -> Vec<Said> {
        self.report.diagnostics.iter().map(|diagnostic| self.said(diagnostic)).collect()
    }

    /// The slugs of the errors, sorted, each once.
    pub fn errors(&self) -> Vec<&'static str> {
        let errors = self.report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let mut slugs: Vec<&str> = errors.map(|diagnostic| diagnostic.code.0).collect();
        slugs.sort_unstable();
        slugs.dedup();
        slugs
    }

    /// Each diagnostic in one line, for the message of a failure.
    pub fn complaints(&self) -> String {
        let lines = self.report.diagnostics.iter().map(|diagnostic| {
            let said = self.said(diagnostic);
            format!("    {}:{}: {}[{}]: {}\n", said.source, said.line, said.severity, said.slug, diagnostic.message)
        });
        lines.collect()
    }

    /// The report as a person reads it.
    pub fn text(&self) -> String {
        text(&self.report, &self.sources, &TextOptions::default())
    }

    fn said(&self, diagnostic: &Diagnostic) -> Said {
        let (source, line) = self.place(diagnostic.primary.span);
        Said { severity: diagnostic.severity.as_str(), slug: diagnostic.code.0.to_owned(), source, line }
    }

    fn place(&self, span: Span) -> (String, u32) {
        (self.name(span.source), self.sources.position(span).line)
    }

    /// The name of a source.
    fn name(&self, source: SourceId) -> String {
        self.sources.get(source).map_or_else(|| "(standard vocabulary)".to_owned(), |source| source.name.to_string())
    }
}
