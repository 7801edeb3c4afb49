//! The outline of a text: where its items, rules, lines and blocks begin and end, found without parsing them.
//!
//! One pass over the bytes that knows texts, comments, backquotes and brackets, and keeps its own stack. Everything
//! that could make the parser slow or deep is refused here, before the parser runs.

mod characters;
mod scan;
mod statement;

pub(crate) use characters::check_characters;
pub use statement::CONTINUATIONS;

use crate::Limits;
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;

/// How the end of a statement is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Items in words and rules: on over lines that begin with `where`, `unless`, …; a line `word:` begins the next.
    Sentence,
    /// Attributes and declarations: to the end of the line or `;`.
    Line,
}

/// An item, a rule or a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    /// Its first byte.
    pub(crate) start: u32,
    /// One past its last byte before its block; comments after it are left out.
    pub(crate) end: u32,
    /// Its block, from `{` to one past `}`.
    pub(crate) block: Option<(u32, u32)>,
    /// `statements[own index + 1 .. after]` stand in its block.
    pub(crate) after: u32,
    /// Its documentation: `docs[docs.0 .. docs.1]`.
    pub(crate) docs: (u32, u32),
    /// A diagnostic has said why it cannot be read.
    pub(crate) broken: bool,
}

/// The statements of a text, each before those in its block.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// All statements in order of place.
    pub(crate) statements: Vec<Statement>,
    /// The `##` lines, without the marks.
    pub(crate) docs: Vec<(u32, u32)>,
    /// How deep brackets and conditions stand in each other at most; blocks are not counted.
    pub(crate) deepest: usize,
    /// What is wrong with the brackets, texts and blocks.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Finds the statements of a text.
pub(crate) fn outline(source: SourceId, text: &str, limits: &Limits) -> Outline {
    let first = scan::run(source, text, limits, false);
    if first.left_open {
        // A block is open at the end: read again, and let a line that is not indented end all blocks, so that the
        // missing bracket costs one item.
        return scan::run(source, text, limits, true).outline;
    }
    first.outline
}
