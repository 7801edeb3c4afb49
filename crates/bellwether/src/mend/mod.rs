//! What would mend a finding: the smallest changes of the model after which a rule is kept, found by trying them.
//!
//! **In**: a program, the declarations of a model, and a rule that an element does not keep. **Out**: changes of one or two
//! attribute lines, each as the text to write and where, after which the element keeps the rule and nobody breaks a rule that
//! was kept before.
//!
//! Nothing is guessed about what a rule means. The trace of the finding says which attributes were read, and which values are
//! near at hand: words and numbers of the rule, values that were compared with, elements that would count. From these come
//! candidates, the most plausible first. Each is tried: the model is read again with the line written so, and the rule is
//! asked again. Where it is kept, all other rules are asked too. One change is tried before two. The options bound how much is
//! tried, by counting and not by the clock, so that the same input gives the same answer.

mod candidates;
mod edit;
mod search;
mod values;

use bellwether_syntax::Span;
use bellwether_syntax::tree::File;

use crate::evaluate::{EvaluateError, Limits};
use crate::ids::{ElementId, RuleId};
use crate::model::Model;
use crate::program::Program;
use crate::stack::enough;
use crate::value::Date;

/// How much may be tried.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MendOptions {
    /// The date that `today` means, and at which rules are in force.
    pub as_of: Date,
    /// What each evaluation may take.
    pub limits: Limits,
    /// No more single changes than this are tried; 200.
    pub candidates: usize,
    /// No more models than this are read and asked; 600.
    pub trials: usize,
    /// No more elements than this are read for all trials together, so that of a large model fewer are read: 4,000,000.
    pub elements: usize,
    /// The search ends with so many mends; 3.
    pub most: usize,
}

impl MendOptions {
    /// The usual bounds, as of a date.
    pub fn new(as_of: Date) -> Self {
        Self { as_of, limits: Limits::default(), candidates: 200, trials: 600, elements: 4_000_000, most: 3 }
    }
}

/// What a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mend {
    /// What would mend it, the most plausible first; each of one change, or, where one is not enough, of two.
    pub mendings: Vec<Mending>,
    /// How many models were tried.
    pub tried: usize,
    /// Why the search ended.
    pub ended: MendEnd,
}

/// Why a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MendEnd {
    /// There was nothing to mend: the rule is not broken or unknown there.
    NotNeeded,
    /// All that could be thought of was tried.
    Exhausted,
    /// Enough was found.
    Enough,
    /// A bound of the options ended it.
    Bounded,
}

/// Changes that together mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mending {
    /// One or two.
    pub changes: Vec<Change>,
    /// What they come to in the sources, none of them overlapping, in order of place.
    pub edits: Vec<Edit>,
}

/// A change of one attribute line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The element: `` kpi `retention` ``.
    pub element: String,
    /// The line that is changed or taken out, or else the declaration to which one is added.
    pub at: Span,
    /// The line as it stands; `None` where one is added.
    pub before: Option<String>,
    /// The line to write; `None` where the old one is taken out.
    pub after: Option<String>,
    /// A value in it stands for one of your own: `"…"`, `1`.
    pub example: bool,
}

/// A stretch of a source and what is to stand there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The stretch; empty where something is put in.
    pub span: Span,
    /// The text.
    pub text: String,
}

/// Looks for what would mend a rule for an element; `None` is the whole model. `model` is the model of `files`, which are the
/// trees with their texts.
///
/// # Errors
///
/// Where an evaluation takes more steps than the limits allow.
pub fn mend(
    program: &Program,
    model: &Model,
    files: &[(&File, &str)],
    rule: RuleId,
    element: Option<ElementId>,
    options: &MendOptions,
) -> Result<Mend, EvaluateError> {
    enough(|| search::search(program, model, files, rule, element, options))
}

impl Mend {
    const fn not_needed() -> Self {
        Self { mendings: Vec::new(), tried: 0, ended: MendEnd::NotNeeded }
    }
}

/// Whether a search can be made for what something came to.
const fn needs(standing: crate::evaluate::Standing) -> bool {
    matches!(standing, crate::evaluate::Standing::Broken | crate::evaluate::Standing::Unknown)
}
