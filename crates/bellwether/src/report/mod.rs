//! Reports: findings as data, and what a person or a program sees of them.

mod digest;
mod finding;
mod json;
mod lines;
mod printable;
mod summary;
mod testing;
mod text;
mod waiver;
pub mod written;

pub use digest::digest;
pub use finding::{Finding, FindingPart, RuleReport, Subject, Verdict, Waived};
pub use json::{JsonOptions, json, test_json};
pub use lines::{LineIndex, Place, Places};
pub use printable::printable;
pub use summary::{Summary, Tally};
pub use testing::{
    ClauseCoverage, MutationReport, RuleCoverage, Survivor, TestFailure, TestOutcome, TestReport, TestResult,
};
pub use text::{TextOptions, diagnostics_text, test_text, text};
pub use waiver::{WaiverReport, WaiverState};

use bellwether_syntax::diagnostic::{Code, Diagnostic};

use crate::value::Date;

/// An evaluation that takes more than the limits allow: no mistake, but there are no findings then.
pub(crate) const EVALUATION_LIMIT: Code = Code("evaluation-limit");

/// Everything that one check says.
#[derive(Clone, Debug)]
pub struct Report {
    /// The date that the model was checked as of.
    pub as_of: Date,
    /// Digests of what was checked.
    pub digest: Digest,
    /// How many elements the model has.
    pub elements: u64,
    /// In order of rule, then of the subject's place in the model.
    pub findings: Vec<Finding>,
    /// One for each rule, in order.
    pub rules: Vec<RuleReport>,
    /// How many parts that a baseline holds are not found any more.
    pub gone: u64,
    /// What was wrong with what was written, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Digests: equal for equal meaning of the text, whatever its white space, comments, closing full stops and order of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// Of vocabulary and policies, in hexadecimal.
    pub policies: String,
    /// Of the declarations, in hexadecimal.
    pub model: String,
}
