//! A report as it is written for programs: the JSON object with its keys in order, and reading it back.
//!
//! The structs are the object: their fields stand in the order of its keys, and writing and reading go by the same ones. Its
//! schema is `docs/report.schema.json`. A program that collects the reports of many runs reads them with [`read`].
//!
//! ```
//! use bellwether::report::{JsonOptions, json, written};
//! use bellwether::source::Sources;
//! use bellwether::value::Date;
//! use bellwether::{CheckOptions, check_sources};
//!
//! let mut sources = Sources::new();
//! sources.add("goals.kpi", "policy p { guarded: every kpi must have a counter }\nkpi retention");
//! let as_of = Date::new(2026, 6, 30).ok_or("no such date")?;
//! let text = json(&check_sources(&sources, &CheckOptions::new(as_of))?, &sources, &JsonOptions::default());
//!
//! let report = written::read(&text)?;
//! assert_eq!(report.findings[0].rule, "p/guarded");
//! assert_eq!(report.text(&JsonOptions::default()), text);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod words;

use std::borrow::Cow;

use bellwether_syntax::diagnostic::Severity;
use serde::{Deserialize, Serialize};

use super::{JsonOptions, Verdict};
use crate::value::Date;

/// Why a text is no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is no JSON, or not the object that a report is.
    #[error("this is no report: {0}")]
    NoReport(#[from] serde_json::Error),
    /// Its language is newer than this library.
    #[error("this report is of version {found} of the language, and this library knows none after {known}")]
    Newer {
        /// The version that it says.
        found: u32,
        /// The newest that this library knows.
        known: u32,
    },
}

/// Reads a report that was written as JSON. Keys that are not known are left out, so that a later release may add some.
///
/// # Errors
///
/// Where the text is no such object, or is of a later version of the language.
pub fn read(text: &str) -> Result<Report<'static>, ReadError> {
    let report: Report<'static> = serde_json::from_str(text)?;
    let (found, known) = (report.language, crate::LANGUAGE_VERSION);
    if found > known {
        return Err(ReadError::Newer { found, known });
    }
    Ok(report)
}

/// Writes an object as one JSON text that ends with a line feed.
pub(super) fn write(object: &impl Serialize, options: &JsonOptions) -> String {
    let written = if options.pretty { serde_json::to_string_pretty(object) } else { serde_json::to_string(object) };
    // Only maps with keys that are no texts, and writers, make serde_json fail; here is neither.
    let mut text = written.unwrap_or_default();
    text.push('\n');
    text
}

/// The whole object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Report<'a> {
    /// The version of the library that wrote it.
    pub bellwether: Cow<'a, str>,
    /// The version of the language.
    pub language: u32,
    /// The date that the model was checked as of.
    #[serde(with = "words::date")]
    pub as_of: Date,
    /// Digests of what was checked.
    pub digest: Digest<'a>,
    /// What it comes to.
    pub summary: Summary<'a>,
    /// In order of rule, then of the subject's place in the model.
    pub findings: Vec<Finding<'a>>,
    /// One for each rule.
    pub rules: Vec<Rule<'a>>,
    /// What was wrong with what was written.
    pub diagnostics: Vec<Diagnostic<'a>>,
}

impl Report<'_> {
    /// The report as one JSON object that ends with a line feed: the text that it was read from, if this version of the
    /// library wrote that with the same options.
    pub fn text(&self, options: &JsonOptions) -> String {
        write(self, options)
    }
}

/// Digests, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Digest<'a> {
    /// Of vocabulary and policies.
    pub policies: Cow<'a, str>,
    /// Of the declarations.
    pub model: Cow<'a, str>,
}

/// The numbers of a report, and the silences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary<'a> {
    /// How many elements the model has.
    pub elements: u64,
    /// How many rules there are, in force or not.
    pub rules: u64,
    /// Findings that count, those beyond the limit of findings kept included.
    pub findings: Tally,
    /// How many of the findings that count could not be shown to keep their rule.
    pub unknown: u64,
    /// Verdicts that rest on a value that could not be read.
    pub withheld: u64,
    /// Findings that a waiver covers.
    pub waived: u64,
    /// Findings that a baseline accepts.
    pub baselined: u64,
    /// Parts that a baseline holds and that are not found any more.
    pub gone: u64,
    /// Rules in force that met no subject.
    pub unmet_rules: Vec<Cow<'a, str>>,
    /// Rules for which it could not be decided of some elements whether they are subjects.
    pub undecided: Vec<Undecided<'a>>,
    /// Rules that are not in force at the as-of date.
    pub not_in_force: Vec<Cow<'a, str>>,
    /// Rules of shares, with how many scopes they did not apply to.
    pub not_applicable: Vec<Number<'a>>,
    /// Rules with findings beyond the limit, and how many.
    pub not_kept: Vec<Number<'a>>,
    /// Diagnostics.
    pub diagnostics: Tally,
}

/// One number for each severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tally {
    /// How many errors.
    pub error: u64,
    /// How many warnings.
    pub warning: u64,
    /// How many notes.
    pub note: u64,
}

impl From<super::Tally> for Tally {
    fn from(tally: super::Tally) -> Self {
        Self { error: tally.error, warning: tally.warning, note: tally.note }
    }
}

/// A rule that left elements out because it could not be decided whether they are subjects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Undecided<'a> {
    /// `policy/label`
    pub rule: Cow<'a, str>,
    /// How many elements.
    pub subjects: u64,
    /// What was missing for the decision.
    pub missing: Vec<Cow<'a, str>>,
}

/// A rule and a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Number<'a> {
    /// `policy/label`
    pub rule: Cow<'a, str>,
    /// The number.
    pub number: u64,
}

/// One rule and one subject that does not keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding<'a> {
    /// `policy/label`
    pub rule: Cow<'a, str>,
    /// Its severity at the as-of date.
    #[serde(with = "words::severity")]
    pub severity: Severity,
    /// Broken if any part is broken, else unknown.
    #[serde(with = "words::verdict")]
    pub verdict: Verdict,
    /// Whom it is about.
    pub subject: Subject<'a>,
    /// What is found, as a sentence.
    pub message: Cow<'a, str>,
    /// The rule's `because`.
    pub because: Option<Cow<'a, str>>,
    /// The rule's `suggest`.
    pub suggest: Option<Cow<'a, str>>,
    /// The rule's `see`.
    pub see: Option<Cow<'a, str>>,
    /// The attributes that are missing.
    pub missing: Vec<Cow<'a, str>>,
    /// The parts that are not true.
    pub parts: Vec<Part<'a>>,
    /// The line of the model that breaks the rule.
    pub at: Option<At<'a>>,
    /// The sentence that is broken.
    pub rule_at: Option<At<'a>>,
    /// Other places that decided it.
    pub related: Vec<Related<'a>>,
    /// The waiver that covers it.
    pub waived: Option<Waived<'a>>,
}

/// Whom a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Subject<'a> {
    /// The name of its kind, or `model`.
    pub kind: Cow<'a, str>,
    /// Its id; empty for the model.
    pub id: Cow<'a, str>,
    /// Its label.
    pub label: Option<Cow<'a, str>>,
}

/// A part of a rule's predicate that is not true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Part<'a> {
    /// Its words.
    pub text: Cow<'a, str>,
    /// Broken or unknown.
    #[serde(with = "words::verdict")]
    pub verdict: Verdict,
    /// 16 hexadecimal digits that stay the same from run to run.
    pub fingerprint: Cow<'a, str>,
    /// The facts that decided it.
    pub facts: Vec<Cow<'a, str>>,
    /// A baseline accepts it.
    pub baselined: bool,
}

/// The waiver that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Waived<'a> {
    /// Its last day.
    #[serde(with = "words::date")]
    pub until: Date,
    /// Its reason.
    pub because: Cow<'a, str>,
    /// Who granted it.
    pub by: Option<Cow<'a, str>>,
    /// Where it stands.
    pub at: Option<At<'a>>,
}

/// A stretch of a file; lines and columns count from 1, columns in Unicode scalar values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Place<'a> {
    /// The name of the file.
    pub file: Cow<'a, str>,
    /// The line it begins in.
    pub line: u32,
    /// The column it begins at.
    pub column: u32,
    /// The line it ends in.
    pub end_line: u32,
    /// One past the column it ends at.
    pub end_column: u32,
}

/// A place with what is said there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct At<'a> {
    /// Where.
    #[serde(flatten)]
    pub place: Place<'a>,
    /// What is said there.
    pub message: Option<Cow<'a, str>>,
}

/// Another place with what is said there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Related<'a> {
    /// What is said there.
    pub message: Cow<'a, str>,
    /// Where.
    #[serde(flatten)]
    pub place: Place<'a>,
}

/// What one rule met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rule<'a> {
    /// `policy/label`
    pub rule: Cow<'a, str>,
    /// Its severity at the as-of date.
    #[serde(with = "words::severity")]
    pub severity: Severity,
    /// How many subjects it was asked of.
    pub subjects: u64,
    /// How many broke it.
    pub broken: u64,
    /// How many could not be shown to keep it.
    pub unknown: u64,
    /// How many of those a waiver covers.
    pub waived: u64,
    /// How many verdicts rest on a value that could not be read.
    pub withheld: u64,
    /// In force at the as-of date.
    pub in_force: bool,
}

/// Something wrong with what was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Diagnostic<'a> {
    /// Its slug.
    pub code: Cow<'a, str>,
    /// How grave it is.
    #[serde(with = "words::severity")]
    pub severity: Severity,
    /// What is wrong.
    pub message: Cow<'a, str>,
    /// What to do.
    pub help: Option<Cow<'a, str>>,
    /// Where.
    pub at: Option<At<'a>>,
    /// Other places that it concerns.
    pub related: Vec<Related<'a>>,
}
