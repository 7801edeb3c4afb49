//! Text to syntax tree for the Bellwether KPI-policy language.
//!
//! **In**: the text of one source. **Out**: a [`Parse`], always: the tree of what could be read, and a
//! [`Diagnostic`](diagnostic::Diagnostic) for each thing that could not. A broken sentence costs that sentence and no more.
//!
//! **Deliberately absent**: types, vocabularies, models, files. Which word of `team kpi x` is the noun is not known here.

pub mod diagnostic;
pub mod source;
pub mod tree;

pub use source::{SourceId, Span};

/// What came of reading one source: both always.
#[derive(Clone, Debug, PartialEq)]
pub struct Parse {
    /// The tree of what could be read.
    pub file: tree::File,
    /// What could not, in order of place.
    pub diagnostics: Vec<diagnostic::Diagnostic>,
}
