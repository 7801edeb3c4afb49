//! Expressions: paths, literals, arithmetic, aggregates, selections.

use super::{Condition, Literal, NounPhrase, Word};
use crate::source::Span;

/// A value said in a sentence or a definition.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `target.by`, `the goal's due`, `it`, `x.owner`
    Path(Path),
    /// `30 days`
    Literal(Literal),
    /// `a + b - c`: a chain of terms of one level, n-ary so that a long chain is not a deep tree
    Sum(Box<Chain<Sign>>),
    /// `a * b / c`
    Product(Box<Chain<Factor>>),
    /// `count its kpis`, `max (kpi where …).lag`
    Aggregate(Box<Aggregate>),
    /// `the nearest group via parent`
    Nearest(Box<Nearest>),
    /// `( … )` around a single expression
    Bracket(Box<Expression>, Span),
    /// a part that could not be read
    Hole(Span),
}

impl Expression {
    /// The place of the whole expression.
    pub fn span(&self) -> Span {
        match self {
            Self::Path(path) => path.span,
            Self::Literal(literal) => literal.span,
            Self::Sum(chain) => chain.span,
            Self::Product(chain) => chain.span,
            Self::Aggregate(aggregate) => aggregate.span,
            Self::Nearest(nearest) => nearest.span,
            Self::Bracket(_, span) | Self::Hole(span) => *span,
        }
    }
}

/// A chain of operands with an operator before each but the first (whose operator is the neutral one).
#[derive(Clone, Debug, PartialEq)]
pub struct Chain<Op> {
    /// Operators and operands in order.
    pub operands: Vec<(Op, Expression)>,
    /// From the first operand to the last.
    pub span: Span,
}

/// `+` or `-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`, and before the first term
    Plus,
    /// `-`
    Minus,
}

/// `*` or `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// `*`, and before the first factor
    Times,
    /// `/`
    Over,
}

/// A path: where it starts and the words it follows (`.word` or `'s word`).
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Where it starts.
    pub root: PathRoot,
    /// The words after it, in order.
    pub steps: Vec<Word>,
    /// The whole path.
    pub span: Span,
}

/// Where a path starts.
#[derive(Clone, Debug, PartialEq)]
pub enum PathRoot {
    /// `it`, `its`: the nearest subject
    It(Span),
    /// `the goal`, `the experiment's`: an outer subject by its kind, or an attribute with an article
    The(Word, Span),
    /// `target`, `x`: an attribute of the nearest subject, a variable or a parameter; `a`/`an` may stand before it
    Word(Word),
    /// `kpi new_arr`, `group platform`: an element named with its kind
    Named(Word, Word),
    /// `today`: the as-of date
    Today(Span),
    /// `(kpi where …)`, `(its counters where …)`
    Selection(Box<Selection>),
}

/// `(NOUN where …)` or `(PATH where …)`. A path of one word and no condition is read as a noun phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// What is selected from.
    pub from: SelectionFrom,
    /// Which of them.
    pub condition: Option<Condition>,
    /// With its brackets.
    pub span: Span,
}

/// What a selection selects from.
#[derive(Clone, Debug, PartialEq)]
pub enum SelectionFrom {
    /// a run of words: `kpi`, `team KPIs`
    Words(Vec<Word>),
    /// a path of more than one word, or with `its`, `the`
    Path(Path),
}

/// What an aggregate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AggregateOp {
    /// how many different elements
    Count,
    /// their sum
    Sum,
    /// the least
    Min,
    /// the greatest
    Max,
    /// the mean
    Average,
}

/// `count PATH`, `sum (KIND where …).attribute`.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which.
    pub op: AggregateOp,
    /// Over what: a path (whose root may be a selection).
    pub over: Path,
    /// The whole.
    pub span: Span,
}

/// `the nearest KIND via RELATION {or RELATION}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// The adjectives and the kind.
    pub noun: NounPhrase,
    /// The relations followed.
    pub via: Vec<Word>,
    /// The whole.
    pub span: Span,
}
