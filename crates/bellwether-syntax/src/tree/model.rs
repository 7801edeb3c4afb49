//! Declarations of the goal model: lines of words and values, nested.

use super::{Bound, Factor, Literal, Sign, Text, Word};
use crate::source::Span;

/// A line of a model: a declaration (`kpi x "label" { … }`) or an attribute (`target 20% by 2026-09-30`).
///
/// Which of the two it is depends on the vocabulary: in a block, a line whose first word is an attribute of that
/// kind is that attribute, any other line is a declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// `##` lines above, in order.
    pub docs: Vec<Span>,
    /// The first word: a kind or an attribute.
    pub head: Word,
    /// What follows, parted by commas. A declaration has at most one: its id and label.
    pub values: Vec<LineValue>,
    /// `{ … }`
    pub body: Option<Vec<Line>>,
    /// The whole line with its block.
    pub span: Span,
}

/// One value with what belongs to it: `at least 20% by 2026-09-30`, `new_arr "New ARR"`.
#[derive(Clone, Debug, PartialEq)]
pub struct LineValue {
    /// `at least`, `at most`, `between`
    pub bound: Option<ValueBound>,
    /// The value. Missing only in `"label"` without an id.
    pub value: Option<Value>,
    /// A text right after it.
    pub label: Option<Text>,
    /// `by 2026-09-30`, `falls 5%`
    pub fields: Vec<ValueField>,
    /// The whole.
    pub span: Span,
}

/// A named field of a value.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueField {
    /// Its name.
    pub name: Word,
    /// `at least` before the value
    pub bound: Option<ValueBound>,
    /// The value, a `List` where several stand in brackets.
    pub value: Value,
    /// The whole.
    pub span: Span,
}

/// What stands before a quantity.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueBound {
    /// `at least`, `at most`, `more than`, `less than`, `exactly`
    One(Bound),
    /// `between X and`: this is X, the value after it is Y
    Between(Value),
}

/// A value of a model.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// an id or a value word: `leading`, `new_arr`, `yes`
    Word(Word),
    /// `kpi new_arr`-like double words are not values; a literal
    Literal(Literal),
    /// `a / b`, `0.5 * a + b`: arithmetic over metrics
    Formula(Formula, Span),
    /// `(goal, kpis and counters)`
    List(Vec<Value>, Span),
    /// a part that could not be read
    Hole(Span),
}

impl Value {
    /// The place of the value.
    pub fn span(&self) -> Span {
        match self {
            Self::Word(word) => word.span,
            Self::Literal(literal) => literal.span,
            Self::Formula(_, span) | Self::List(_, span) | Self::Hole(span) => *span,
        }
    }
}

/// Arithmetic over metrics; chains are n-ary.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// a metric
    Metric(Word),
    /// a number
    Number(Literal),
    /// `a + b - c`
    Sum(Vec<(Sign, Formula)>),
    /// `a * b / c`
    Product(Vec<(Factor, Formula)>),
}
