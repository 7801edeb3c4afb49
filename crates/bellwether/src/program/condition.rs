//! Typed conditions of a checked program. Each is true, false or unknown of the slots it is tried with.

use std::cmp::Ordering;

use bellwether_syntax::Span;

use super::{Expression, Path, Set, Step};
use crate::ids::{DefinitionId, KindId, Slot, WordId};

/// A condition with its place.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Condition {
    /// What it asks.
    pub kind: ConditionKind,
    /// Where it stands.
    pub span: Span,
}

/// A set of elements gone through one by one, with a variable.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Binder {
    /// All elements of this kind and the kinds below it …
    pub kind: KindId,
    /// … or only this one, which the rule names …
    pub named: Option<crate::ids::NameId>,
    /// … for which this is true (adjectives, `in`, `where`).
    pub filter: Option<Condition>,
    /// The slot of the element.
    pub slot: Slot,
    /// The noun phrase as written.
    pub span: Span,
    /// Its noun as the finding says it, singular: `kpi`.
    pub noun: Box<str>,
}

/// What a condition asks. An expression of type `many` stands only where that is said.
#[derive(Clone, Debug)]
pub enum ConditionKind {
    /// All of them (Kleene).
    All(Vec<Condition>),
    /// One of them (Kleene).
    Any(Vec<Condition>),
    /// Not it (Kleene).
    Not(Box<Condition>),
    /// True where it is true, else false: unknown counts as false (`unless` inside a predicate).
    Known(Box<Condition>),
    /// Something said of what a path leads to: unknown where that is missing, else what the condition is.
    Said(Path, Box<Condition>),
    /// Always the same.
    Constant(bool),
    /// An element is of a kind (or one below it).
    IsKind(Expression, KindId),
    /// A `one of` value is this word.
    IsWord(Expression, WordId),
    /// A `yes or no` value is yes.
    Flag(Expression),
    /// A defined adjective holds of an element.
    Adjective(Expression, DefinitionId),
    /// A formula is a rate or compound.
    FormulaIs(Expression, FormulaTrait),
    /// Two single values compared. Elements, words, texts and formulas only with `Equal` and `NotEqual`.
    Compare(Expression, Comparison, Expression),
    /// A single value lies between two, both included.
    Between(Expression, Expression, Expression),
    /// A path has a value. Never unknown, but for a hole.
    IsSet(Path),
    /// A path has no value. Never unknown, but for a hole.
    IsMissing(Path),
    /// A single element or date is a place or lies in it: the element itself or anything `within` it at any depth; a date in a period.
    In(Expression, Expression),
    /// One date against another: `[at most 2 weeks] before DATE`.
    When {
        /// The date asked of.
        date: Expression,
        /// How far apart: bound and duration.
        offset: Option<(Bound, Expression)>,
        /// Which side.
        order: Order,
        /// The date compared with. A period counts with its last day.
        other: Expression,
    },
    /// A date is at most a duration away from another, on either side.
    Near {
        /// The date asked of.
        date: Expression,
        /// How far at most.
        duration: Expression,
        /// From which date.
        other: Expression,
    },
    /// How many members of a set make the filter true.
    Count(Box<Count>),
    /// Every member of a set that makes the filter true makes the body true.
    Every(Box<Every>),
    /// The values of a path include all (or, with `any`, one) of the values given, each expression single or many.
    Include {
        /// The values that are there; single or many.
        whole: Path,
        /// The values asked for; each single or many.
        parts: Vec<Expression>,
        /// One is enough.
        any: bool,
    },
    /// A text holds all (or, with `any`, one) of these as whole words, without regard to case.
    Mention {
        /// The text; single or many (then in any of them).
        of: Expression,
        /// The words looked for.
        texts: Vec<Box<str>>,
        /// One is enough.
        any: bool,
    },
    /// From a single element a target is reached by following the relations once or more.
    Reach {
        /// Where it starts.
        from: Expression,
        /// The relations followed, in any order and mixture; a relation that an element's kind does not have leads nowhere.
        via: Vec<Step>,
        /// Where it must arrive.
        target: Box<ReachTarget>,
    },
    /// An element shares values with others.
    Shares(Box<Shares>),
}

/// Where a `reach` must arrive.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a program has few of them, and each is read in place")]
pub enum ReachTarget {
    /// Back at the start.
    Itself,
    /// At any element of the binder. Its filter may use outer slots.
    Any(Binder),
}

/// Counts the members of a set.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Count {
    /// Counted from; equal members once.
    pub set: Set,
    /// The slot of the member while the filter is tried.
    pub slot: Slot,
    /// Which are counted.
    pub filter: Option<Condition>,
    /// What the count must be. Never a share.
    pub test: Test,
    /// The noun as the author said it in the singular: `counter`; for facts (`it has no counter`, `it has 3 kpis: a, b, c`).
    pub noun: Box<str>,
    /// Its plural.
    pub plural: Box<str>,
}

/// Every member of a set.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Every {
    /// Gone through.
    pub set: Set,
    /// The slot of the member.
    pub slot: Slot,
    /// Which of them; where it is unknown and the body is not true, the whole is unknown.
    pub filter: Option<Condition>,
    /// What each must make true.
    pub body: Condition,
    /// The noun in the singular, for facts.
    pub noun: Box<str>,
    /// How they are spoken of.
    pub manner: Manner,
}

/// How every member of a set is spoken of, and what it means that a step of the way to them is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Each of them; without a step of the way it is unknown.
    Each,
    /// Each for which something is said of others (`for every owner o of a kpi k, …`); without a step of the way it is unknown.
    For,
    /// Each that is written (`only`); without a step of the way there is none.
    Written,
    /// The one value that there is (`is a person where …`); without a step of the way it is unknown.
    One,
}

/// The element in `subject` shares a value in each (or, with `any`, in one) of the keys with others.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Shares {
    /// The element asked of.
    pub subject: Slot,
    /// The same key as a path from the subject and as one from the other.
    pub keys: Vec<(Path, Path)>,
    /// One key in common is enough.
    pub any: bool,
    /// With whom.
    pub other: Binder,
    /// `another`: the subject itself does not count.
    pub distinct: bool,
    /// How many of them there must be.
    pub test: Test,
}

/// A test of a count or a share.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a program holds few of them, and each is matched far oftener than moved"
)]
pub enum Test {
    /// `at least`, `at most`, …
    One(Bound, Amount),
    /// `between N and M`, both included.
    Between(Amount, Amount),
}

/// What a count is compared with.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a program holds few of them, and each is matched far oftener than moved"
)]
pub enum Amount {
    /// A whole number.
    Number(u64),
    /// A share of all, in percent. Compared exactly; over nobody it does not apply.
    Share(crate::value::Quantity),
    /// A number found by an expression.
    Value(Expression),
}

/// A bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `at least`
    AtLeast,
    /// `at most`
    AtMost,
    /// `more than`
    MoreThan,
    /// `fewer than`, `less than`
    LessThan,
    /// `exactly`
    Exactly,
}

impl Bound {
    /// What it says of a value against its own.
    pub(crate) const fn comparison(self) -> Comparison {
        match self {
            Self::AtLeast => Comparison::AtLeast,
            Self::AtMost => Comparison::AtMost,
            Self::MoreThan => Comparison::More,
            Self::LessThan => Comparison::Less,
            Self::Exactly => Comparison::Equal,
        }
    }
}

/// A comparison of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Whether it holds of two values that stand so to each other.
    pub(crate) const fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::More => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

/// Where a date stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `before`
    Before,
    /// `after`
    After,
    /// `on or before`
    OnOrBefore,
    /// `on or after`
    OnOrAfter,
}

/// What a formula may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaTrait {
    /// A division.
    Rate,
    /// Several inputs combined by sums or weights.
    Compound,
}
