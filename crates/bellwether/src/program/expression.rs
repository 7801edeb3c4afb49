//! Typed expressions of a checked program.

use bellwether_syntax::Span;

use super::Condition;
use crate::ids::{AttributeId, DefinitionId, KindId, NameId, Slot, WordId};
use crate::value::Scalar;
use crate::vocabulary::Type;

/// The type of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ty {
    /// Of each value.
    pub base: Base,
    /// May be several values.
    pub many: bool,
}

/// The type of one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// A type of the vocabulary.
    Value(Type),
    /// A value of this attribute together with its fields; used as a value it is its value.
    Record(AttributeId),
}

/// An expression with its type and place.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Its type.
    pub ty: Ty,
    /// Where it stands.
    pub span: Span,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// One or more values found by following steps.
    Path(Path),
    /// A value written in the rule.
    Literal(Literal),
    /// Sum and difference of single values, from the left.
    Sum(Vec<(Sign, Expression)>),
    /// Product and quotient of single values, from the left.
    Product(Vec<(Factor, Expression)>),
    /// One value from many. Where the path leads to values of another element, that element: of one that is missing
    /// there is no count.
    Aggregate(AggregateOp, Path, Option<Path>),
    /// The nearest element of a kind that makes the filter true, starting with the element itself and following
    /// the relations breadth first (in order of the relations, then of the values); missing if none.
    Nearest {
        /// Where to start: the element in this slot.
        from: Slot,
        /// Which kind, slot and filter.
        target: Box<super::Binder>,
        /// The relations: each a list of steps that ends at elements.
        via: Vec<Step>,
    },
}

/// A value written in a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Anything but a text. Never an element, a record, a formula or a text of a model.
    Scalar(Scalar),
    /// A text; equal to a text of a model with the same characters.
    Text(Box<str>),
    /// A value word.
    Word(WordId),
}

/// `+` or `-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`
    Plus,
    /// `-`
    Minus,
}

impl Sign {
    /// How it is written before the term at a place of a sum.
    pub(crate) const fn before(self, at: usize) -> &'static str {
        match (at, self) {
            (0, Self::Plus) => "",
            (0, Self::Minus) => "-",
            (_, Self::Plus) => " + ",
            (_, Self::Minus) => " - ",
        }
    }
}

/// `*` or `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// `*`
    Times,
    /// `/`
    Over,
}

impl Factor {
    /// How it is written before the factor at a place of a product.
    pub(crate) const fn before(self, at: usize) -> &'static str {
        match (at, self) {
            (0, Self::Times) => "",
            (0, Self::Over) => "1 / ",
            (_, Self::Times) => " * ",
            (_, Self::Over) => " / ",
        }
    }
}

/// What an aggregate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AggregateOp {
    /// How many different values; of nothing 0.
    Count,
    /// The sum over different elements; of nothing missing (the unit is not known) unless the type is a plain number, then 0.
    Sum,
    /// The least; of nothing missing.
    Min,
    /// The greatest; of nothing missing.
    Max,
    /// The mean; of nothing missing.
    Average,
}

/// A path: where it starts and what it follows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Path {
    /// Where it starts.
    pub root: Root,
    /// What it follows, in order. A step of a missing value is missing; a step of many values is taken of each,
    /// and equal values are counted once.
    pub steps: Vec<Step>,
    /// The type at its end.
    pub ty: Ty,
    /// Its words as written, for messages: `target.by`. Empty for the element itself.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// Where a path starts.
#[derive(Clone, Debug)]
pub enum Root {
    /// The element or record in a slot.
    Slot(Slot),
    /// An element that the rule names.
    Name(NameId),
    /// The as-of date.
    Today,
    /// The members of a set that make a condition true.
    Selection(Box<Selection>),
}

/// `(SET where C)`. Where C is unknown for a member, whether it belongs is unknown, and so is what is counted of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Selection {
    /// Selected from.
    pub set: Set,
    /// The slot of the member while C is tried.
    pub slot: Slot,
    /// Which of them.
    pub filter: Option<Condition>,
}

/// What may be gone through one by one.
#[derive(Clone, Debug)]
pub enum Set {
    /// All elements of a kind and the kinds below it.
    Kind(KindId),
    /// The values of a path, single or many.
    Path(Path),
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// An attribute of an element. For an attribute with fields the result is a record.
    Attribute(AttributeId),
    /// A field of a record.
    Field(AttributeId),
    /// The value of a record.
    Value,
    /// A derived attribute of an element.
    Derived(DefinitionId),
    /// The elements of a kind that lie directly in an element.
    Children(KindId),
    /// The metrics that a formula takes in.
    Inputs,
    /// The metric above the line of a formula that is a rate.
    Numerator,
    /// The metric below the line of a formula that is a rate.
    Denominator,
    /// The label of an element, as a text; missing where it has none.
    Label,
    /// The first day of a period.
    Start,
    /// The last day of a period.
    End,
    /// The least that a quantity with a bound may be.
    Least,
    /// The most that a quantity with a bound may be.
    Most,
}
