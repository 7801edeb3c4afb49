//! The syntax tree: what was written, as it was written, without meaning.
//!
//! Words and literals are spans into the source and own no text, so a tree of a large model stays small.
//! The grammar knows sentences, not words: a run of words (`team kpi x`) stays a run here, and the checker,
//! which knows the vocabulary, says which word is the noun. A part that could not be read is a `Hole`.

mod expression;
mod item;
mod model;
mod sentence;
mod vocabulary;

pub use expression::*;
pub use item::*;
pub use model::*;
pub use sentence::*;
pub use vocabulary::*;

use crate::source::Span;

/// A word as written. `span` covers its letters, without the backquotes where it is `quoted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The letters of the word.
    pub span: Span,
    /// Written in backquotes: always an id, never a word of the vocabulary.
    pub quoted: bool,
}

/// A text literal. `span` covers what is between the quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// The characters between the marks, escapes not yet undone.
    pub span: Span,
    /// Written with three marks, over lines.
    pub long: bool,
}

/// What form a literal has. Its value is read from its span by whoever needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LiteralKind {
    /// `12`, `1_000_000`, `1.5`, `20k`, `1.5M`, `-3`
    Number,
    /// `18%`
    Percent,
    /// `5 points`
    Points,
    /// `USD 1.5M`
    Money,
    /// `30 days`, `2 weeks`, `6 months`, `1 quarter`, `1 year`
    Duration,
    /// `2026-06-30`
    Date,
    /// `2026-Q3`, `2026-07`
    Period,
    /// `"…"`; the span is that between the marks
    Text,
    /// `"""…"""`; the span is that between the marks
    LongText,
}

/// A literal: its form and the text it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The form.
    pub kind: LiteralKind,
    /// The whole literal (for texts: without the marks).
    pub span: Span,
}
