//! What an evaluation says, as plain data: findings, what each rule met, and the summary.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Label, Severity};

use crate::value::Date;

/// Whether a subject was shown to break a rule, or could not be shown to keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The predicate is false.
    Broken,
    /// The predicate is unknown: something is missing.
    Unknown,
}

/// Whom a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The name of its kind, or `model`.
    pub kind: Box<str>,
    /// Its id; for an element without one `share 1 of experiment x`-like words without its kind (`1 of experiment x`); empty for the model.
    pub id: Box<str>,
    /// Its label.
    pub label: Option<Box<str>>,
}

impl Subject {
    /// Whether it is named so; kinds without regard to case.
    pub fn is(&self, kind: &str, id: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind) && *self.id == *id
    }
}

/// A part of a rule's predicate that is not true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingPart {
    /// What is asked, after the modal and with its `not`: `be leading`, `not be leading`.
    pub text: Box<str>,
    /// Broken or unknown.
    pub verdict: Verdict,
    /// Rule, subject and words without numbers, hashed: 16 hexadecimal digits. The same from run to run and machine to machine.
    pub fingerprint: Box<str>,
    /// The facts that decided it: `it is lagging`.
    pub facts: Vec<Box<str>>,
    /// A baseline accepts it.
    pub baselined: bool,
}

/// The waiver that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// The last day of the waiver.
    pub until: Date,
    /// Its reason.
    pub because: Box<str>,
    /// Who granted it.
    pub by: Option<Box<str>>,
    /// Where it stands.
    pub at: Span,
}

/// One finding: one rule and one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `policy/label`
    pub rule: Box<str>,
    /// Its severity at the as-of date.
    pub severity: Severity,
    /// Broken if any part is broken, else unknown.
    pub verdict: Verdict,
    /// Whom it is about.
    pub subject: Subject,
    /// The sentence made from the rule's sentence and the facts: "kpi `retention` must be leading, but it is lagging".
    pub message: String,
    /// The rule's `because`.
    pub because: Option<Box<str>>,
    /// The rule's `suggest`.
    pub suggest: Option<Box<str>>,
    /// The rule's `see`.
    pub see: Option<Box<str>>,
    /// The attributes that are missing, as the rule says them, in order of their names, each once.
    pub missing: Vec<Box<str>>,
    /// The parts that are not true.
    pub parts: Vec<FindingPart>,
    /// The line of the model that breaks the rule, with what is there; `None` for the whole model and for models without text.
    pub at: Option<Label>,
    /// The sentence that is broken, with why it applies.
    pub rule_at: Label,
    /// Other places that decided it: elements counted, the way of a `reach`, values compared with.
    pub related: Vec<Label>,
    /// The waiver that covers it: then it is told, and fails nothing.
    pub waived: Option<Waived>,
}

impl Finding {
    /// Whether a baseline accepts every part of it.
    pub fn baselined(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(|part| part.baselined)
    }

    /// Whether it counts: neither a waiver nor a baseline covers it.
    pub fn counts(&self) -> bool {
        self.waived.is_none() && !self.baselined()
    }
}

/// What one rule met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleReport {
    /// `policy/label`
    pub rule: Box<str>,
    /// Its severity at the as-of date.
    pub severity: Severity,
    /// The sentence.
    pub span: Span,
    /// In force at the as-of date.
    pub in_force: bool,
    /// Its `when` is false, so it is in force at no date.
    pub switched_off: bool,
    /// How many subjects it was asked of.
    pub subjects: u64,
    /// How many broke it.
    pub broken: u64,
    /// How many could not be shown to keep it.
    pub unknown: u64,
    /// How many of those that do not keep it are covered by a waiver.
    pub waived: u64,
    /// How many verdicts rest on a value that could not be read.
    pub withheld: u64,
    /// How many elements were left out because whether they are subjects could not be decided …
    pub undecided: u64,
    /// … and what was missing for that, each once, in order of the names.
    pub undecided_missing: Vec<Box<str>>,
    /// A share over nobody: how many scopes it did not apply to.
    pub not_applicable: u64,
    /// Findings beyond the limit of findings kept, …
    pub not_kept: u64,
    /// … and those beyond it that a waiver covers.
    pub waived_not_kept: u64,
}
