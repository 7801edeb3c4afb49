//! Why, as a person and as a program reads it: traces, and what would mend a finding, as an indented tree or as JSON.
//!
//! A trace is plain data of the evaluation. Here it gets its words: those of the rule and of the definitions are taken from
//! the sources, so the tree speaks in the sentences that were written.

mod json;
mod text;
mod words;

use bellwether_syntax::source::Sources;

use crate::evaluate::trace::Trace;
use crate::mend::Mend;
use crate::report::{Places, Waived};
use crate::stack::enough;

/// An answer to "why does this rule stand to this element as it does".
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Why {
    /// What was looked at.
    pub trace: Trace,
    /// The waiver that covers the finding, where there is one.
    pub waived: Option<Waived>,
    /// What would mend it, where that was looked for.
    pub mend: Option<Mend>,
}

impl Why {
    /// An answer that is a trace alone.
    pub const fn new(trace: Trace) -> Self {
        Self { trace, waived: None, mend: None }
    }

    /// For a person: an indented tree, each line with a mark and a word for what it came to, places in brackets.
    pub fn text(&self, sources: &Sources) -> String {
        enough(|| text::text(self, &Places::new(sources)))
    }

    /// For a program: one JSON object that ends with a line feed, described in `docs/cli.md`.
    pub fn json(&self, sources: &Sources) -> String {
        enough(|| json::json(self, &Places::new(sources)))
    }
}
