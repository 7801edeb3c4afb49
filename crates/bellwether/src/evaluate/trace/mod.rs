//! Traces: why a rule stands to one element as it does, as a tree of facts with their places.
//!
//! A finding says what decided in one sentence; a trace says everything that was looked at: whether the element is one of
//! those the rule speaks of, what might exempt it, each part of what is asked, down through `and`, `or` and `not`,
//! definitions, counts and relations to the values that were read. Only the one element is looked at, so a trace of a large
//! model costs no more than a finding.
//!
//! A trace can be replayed: [`Trace::replay`] makes the verdict anew from the leaves of the tree alone. What it does not
//! show, since a list would be too long, it has counted.

mod facts;
mod form;
mod hints;
mod many;
mod node;
mod replay;

use bellwether_syntax::Span;

use crate::ids::{AttributeId, ElementId};
use crate::program::Bound;
use crate::report::Subject;
use crate::value::{Quantity, Scalar};

use super::Standing;
use super::judgement::Judgement;

/// What something came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TraceTruth {
    /// Shown to be so.
    True,
    /// Shown not to be so.
    False,
    /// Not shown either way: something is missing.
    Unknown,
    /// Not shown either way, because a value that was written could not be read.
    Hole,
}

/// Why a rule stands to an element as it does.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Trace {
    /// `policy/label`
    pub rule: Box<str>,
    /// The sentence of the rule.
    pub rule_at: Span,
    /// The element, or the model.
    pub subject: Subject,
    /// Where the element is declared.
    pub subject_at: Option<Span>,
    /// How the rule stands to it.
    pub standing: Standing,
    /// What was looked at.
    pub form: TraceForm,
}

/// What was looked at, by the form of the rule.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TraceForm {
    /// The rule was not asked at all.
    NotAsked {
        /// Why not.
        why: Box<str>,
    },
    /// The rule speaks of something else: it counts in the whole model, or the model was named and it speaks of elements.
    SomethingElse {
        /// Of what it speaks.
        why: Box<str>,
    },
    /// Each element of a kind is asked.
    Each {
        /// Whether the element is one of them.
        selection: TraceNode,
        /// Whether it is exempt. Not looked at where the element is none of them.
        exempt: Option<TraceNode>,
        /// What it must make true. Not looked at where the element is none of them, or exempt.
        parts: Vec<TraceNode>,
    },
    /// Elements are counted in a scope, or in the model.
    Counted {
        /// Whether the element is a scope; `None` where the scope is the model.
        selection: Option<TraceNode>,
        /// Those who are counted, or some of them.
        counted: Vec<TraceCounted>,
        /// How many of the others count, and how.
        rest: TraceScope,
        /// The test of the count.
        test: Vec<TraceTest>,
    },
    /// No two may share.
    NoTwo {
        /// Whether the element is one of those that may not share.
        selection: TraceNode,
        /// With whom it shares: true if with nobody who is not exempt. `None` where the element is none of them.
        others: Option<TraceNode>,
    },
}

/// One who is counted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TraceCounted {
    /// `` kpi `retention` ``
    pub words: Box<str>,
    /// Where it is declared.
    pub at: Option<Span>,
    /// Whether it is one of those that are counted; `None` where all of its kind are.
    pub selection: Option<TraceNode>,
    /// Whether it is exempt, and so in neither number.
    pub exempt: Option<TraceNode>,
    /// What is counted among them; `None` where it is not looked at.
    pub body: Option<TraceNode>,
}

/// How many there are in a scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TraceScope {
    /// All that are counted from.
    pub all: usize,
    /// Those for which what is asked is true.
    pub least: usize,
    /// Those for which it is not false.
    pub most: usize,
    /// Those of which it could not be read whether they count.
    pub holes: usize,
    /// Of some of them it could not be read.
    pub hole: bool,
}

/// A bound of a count.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TraceTest {
    /// Which bound.
    pub bound: Bound,
    /// Of what.
    pub amount: TraceAmount,
    /// The words of the amount, where the rule does not write the number itself.
    pub facts: Vec<TraceFact>,
    /// What was looked into for it: the cases of a definition.
    pub within: Vec<TraceNode>,
}

/// What a count is compared with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TraceAmount {
    /// A whole number.
    Number(u64),
    /// A share in percent.
    Share(Quantity),
    /// A value that was found.
    Value(Scalar),
    /// No value was found.
    Missing,
    /// A value that could not be read.
    Hole,
}

/// A condition and what it came to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TraceNode {
    /// Its words, where they are not those of `at`: `` counter `meetings` ``.
    pub words: Option<Box<str>>,
    /// Where it is written: in a rule or definition, or the declaration of an element that was looked at.
    pub at: Option<Span>,
    /// What it came to.
    pub truth: TraceTruth,
    /// How that follows from its children.
    pub logic: TraceLogic,
    /// The values that were read for it.
    pub facts: Vec<TraceFact>,
    /// The conditions that it follows from.
    pub children: Vec<TraceNode>,
    /// What was looked into for the values: the cases of a definition, elements that were reached. Nothing follows from
    /// them that is not in the facts.
    pub within: Vec<TraceNode>,
    /// The attributes that were read for it, those of its children left out.
    pub reads: Vec<TraceRead>,
    /// Values with which it might have come to something else, as far as they are near at hand: a search for what would
    /// mend a finding begins with these.
    pub wanted: Vec<Scalar>,
}

/// An attribute of an element that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TraceRead {
    /// The element.
    pub element: ElementId,
    /// Its attribute.
    pub attribute: AttributeId,
    /// The field of the attribute's value, where that was read.
    pub field: Option<AttributeId>,
}

/// A value that was read, or that was not there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TraceFact {
    /// `` `indicator` of `retention` is lagging ``
    pub words: Box<str>,
    /// Where it is written.
    pub at: Option<Span>,
}

/// How the truth of a node follows from its children.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TraceLogic {
    /// It follows from the facts: a leaf.
    Fact,
    /// All of them, and of the rest, which is not shown, this.
    All {
        /// What the rest came to; true where there is none.
        rest: TraceTruth,
    },
    /// One of them, or of the rest, which is not shown, this.
    Any {
        /// What the rest came to; false where there is none.
        rest: TraceTruth,
    },
    /// The contrary of the one child.
    Not,
    /// The one child; unknown counts as false.
    Known,
    /// What the one child is: a definition looked into.
    Same,
    /// If all but the last are so, the last is.
    Implies,
    /// How many of the children are so.
    Count {
        /// What the number must be.
        test: Vec<TraceTest>,
        /// How many more there are, which are not shown.
        rest: TraceRest,
    },
}

/// Members of a set that are not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TraceRest {
    /// Members that are so.
    pub certain: usize,
    /// Members that may be so.
    pub open: usize,
    /// Of some of the latter it could not be read.
    pub hole: bool,
    /// There may be any number more, since something could not be read.
    pub unbounded: bool,
    /// Members that are not so.
    pub not: usize,
}

impl From<Judgement> for TraceTruth {
    fn from(judgement: Judgement) -> Self {
        match judgement {
            Judgement::TRUE => Self::True,
            Judgement::FALSE => Self::False,
            Judgement::HOLE => Self::Hole,
            _ => Self::Unknown,
        }
    }
}

impl From<TraceTruth> for Judgement {
    fn from(truth: TraceTruth) -> Self {
        match truth {
            TraceTruth::True => Self::TRUE,
            TraceTruth::False => Self::FALSE,
            TraceTruth::Hole => Self::HOLE,
            TraceTruth::Unknown => Self::UNKNOWN,
        }
    }
}
