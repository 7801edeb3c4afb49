//! What a plan is made of. A *node* is a condition, a *term* an expression, a *way* a path and a *leg* a step of the checked
//! program, with columns looked up, names bound and a strategy chosen. Each keeps its source, for explanations.

use std::ops::Range;

use crate::ids::{AttributeId, DefinitionId, ElementId, KindId, WordId};
use crate::model::Column;
use crate::program::{
    AggregateOp, Binder, Bound, Comparison, Condition, Count, Every, Factor, FormulaTrait, Order, Path, Shares, Sign,
};
use crate::value::{Quantity, Scalar};

/// A condition.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) op: Op<'a>,
    pub(crate) source: &'a Condition,
}

/// What a node asks; as [`ConditionKind`](crate::program::ConditionKind), one to one.
#[derive(Debug)]
pub(crate) enum Op<'a> {
    All(Vec<Node<'a>>),
    Any(Vec<Node<'a>>),
    Not(Box<Node<'a>>),
    Known(Box<Node<'a>>),
    /// Unknown where the way leads to nothing.
    Said(Way<'a>, Box<Node<'a>>),
    Constant(bool),
    IsKind(Term<'a>, KindId, Range<u32>),
    IsWord(Term<'a>, WordId),
    Flag(Term<'a>),
    Adjective(Term<'a>, DefinitionId),
    FormulaIs(Term<'a>, FormulaTrait),
    Compare(Term<'a>, Comparison, Term<'a>),
    Between(Term<'a>, Term<'a>, Term<'a>),
    IsSet(Way<'a>),
    IsMissing(Way<'a>),
    In(Term<'a>, Term<'a>),
    When {
        date: Term<'a>,
        offset: Option<(Bound, Term<'a>)>,
        order: Order,
        other: Term<'a>,
    },
    Near {
        date: Term<'a>,
        duration: Term<'a>,
        other: Term<'a>,
    },
    Count(Box<CountNode<'a>>),
    Every(Box<EveryNode<'a>>),
    Include {
        whole: Way<'a>,
        parts: Vec<Term<'a>>,
        any: bool,
    },
    Mention {
        of: Term<'a>,
        texts: &'a [Box<str>],
        any: bool,
    },
    /// From an element, by [`Plan::reaches`](super::Plan).
    Reach(Term<'a>, usize),
    Shares(SharesNode<'a>),
}

/// An expression.
#[derive(Debug)]
pub(crate) struct Term<'a> {
    pub(crate) kind: TermKind<'a>,
    /// May be several values.
    pub(crate) many: bool,
    /// A shorter way to the value, where there is one.
    pub(crate) short: Short<'a>,
}

/// A way so short that it is taken at once.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Short<'a> {
    /// It is longer.
    None,
    /// The element in a slot.
    Slot(usize),
    /// The value of an attribute of the element in a slot, if that lies between `start` and `end`.
    Column { slot: usize, column: &'a Column, start: u32, end: u32 },
}

/// What a term is.
#[derive(Debug)]
pub(crate) enum TermKind<'a> {
    Way(Way<'a>),
    Fixed(Scalar),
    Sum(Vec<(Sign, Term<'a>)>),
    Product(Vec<(Factor, Term<'a>)>),
    /// With the way to the element whose values are counted, where that may be missing.
    Aggregate(AggregateOp, Way<'a>, Option<Way<'a>>),
    /// From a slot, by [`Plan::nearests`](super::Plan).
    Nearest(usize, usize),
}

/// A path.
#[derive(Debug)]
pub(crate) struct Way<'a> {
    pub(crate) root: WayRoot,
    /// The steps as the rule says them.
    pub(crate) legs: Vec<Leg<'a>>,
    /// The steps as they are taken: a derived attribute that is nothing but a path is that path.
    pub(crate) steps: Vec<Leg<'a>>,
    pub(crate) source: &'a Path,
}

/// Where a way starts.
#[derive(Debug)]
pub(crate) enum WayRoot {
    Slot(usize),
    /// An element that the rule names; `None` where no element of the model is meant, which is a hole.
    Named(Option<ElementId>),
    Today,
    /// In [`Plan::members`](super::Plan).
    Selection(usize),
}

/// A step.
#[derive(Clone, Debug)]
pub(crate) enum Leg<'a> {
    /// An attribute of the elements in `range`.
    Attribute {
        id: AttributeId,
        column: &'a Column,
        range: Range<u32>,
        many: bool,
        record: bool,
    },
    /// A field of a record. It carries no fields of its own.
    Field {
        id: AttributeId,
        column: &'a Column,
        many: bool,
    },
    Value,
    Derived {
        id: DefinitionId,
        range: Range<u32>,
        many: bool,
    },
    Children(KindId),
    Inputs,
    Numerator,
    Denominator,
    Label,
    Start,
    End,
    Least,
    Most,
}

impl Leg<'_> {
    /// Whether one value can lead to several.
    pub(crate) const fn many(&self) -> bool {
        match self {
            Self::Attribute { many, .. } | Self::Field { many, .. } | Self::Derived { many, .. } => *many,
            Self::Children(_) | Self::Inputs => true,
            _ => false,
        }
    }
}

/// The members of a set for which a filter holds.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    pub(crate) set: Group<'a>,
    /// Where a member stands while the filter is tried.
    pub(crate) slot: usize,
    pub(crate) filter: Option<Node<'a>>,
    pub(crate) strategy: Strategy<'a>,
    /// What of the filter is true of whatever an index leads to.
    pub(crate) covered: Covered,
}

/// A part of a filter that need not be tried, since only members that make it true come into question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Covered {
    /// None of it.
    None,
    /// This part of its outermost `and`.
    Part(usize),
    /// All of it.
    Whole,
}

/// What is gone through.
#[derive(Debug)]
pub(crate) enum Group<'a> {
    Kind(Range<u32>),
    /// One element, named by the rule; `None` where no element of the model is meant, which is a hole.
    Named(Option<ElementId>),
    Way(Way<'a>),
}

/// How members are found.
#[derive(Debug)]
pub(crate) enum Strategy<'a> {
    /// The filter is tried on each.
    Scan,
    /// They do not depend on other slots: found once, and kept.
    Pool,
    /// Only those come into question to which one of these leads.
    Leads(Vec<Lead<'a>>),
}

/// A condition that a member must make true, turned round: from something outside to the members.
#[derive(Debug)]
pub(crate) struct Lead<'a> {
    /// From the member to the elements it is found by; `None` where that is the member itself.
    pub(crate) key: Option<Way<'a>>,
    pub(crate) by: IndexBy,
    /// What is looked up; does not use the member.
    pub(crate) of: Sought<'a>,
}

/// What is looked up in an index.
#[derive(Debug)]
pub(crate) enum Sought<'a> {
    /// The value of a term. Where it is missing, any member may be meant.
    One(Term<'a>),
    /// All values of a way; where there are none, no member is meant.
    All(Way<'a>),
    /// The value of a term, and whatever it lies in.
    Around(Term<'a>),
}

/// How a member is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IndexBy {
    /// By the one value of its key; a member without one is always in question.
    Value,
    /// By each value of its key.
    Values,
    /// By each value of its key; a member with a step missing on the way to them is always in question.
    SaidValues,
    /// By the value of its key and whatever that lies in; a member without one is always in question.
    Places,
}

#[derive(Debug)]
pub(crate) struct CountNode<'a> {
    /// In [`Plan::members`](super::Plan).
    pub(crate) members: usize,
    pub(crate) test: TestNode<'a>,
    pub(crate) source: &'a Count,
}

#[derive(Debug)]
pub(crate) struct EveryNode<'a> {
    /// In [`Plan::members`](super::Plan).
    pub(crate) members: usize,
    pub(crate) body: Node<'a>,
    pub(crate) source: &'a Every,
}

/// A test of a count or share.
#[derive(Debug)]
pub(crate) enum TestNode<'a> {
    One(Bound, AmountNode<'a>),
    Between(AmountNode<'a>, AmountNode<'a>),
}

/// What a count is compared with.
#[derive(Debug)]
pub(crate) enum AmountNode<'a> {
    Number(u64),
    Share(Quantity),
    Value(Term<'a>),
}

/// Relations followed until a target.
#[derive(Debug)]
pub(crate) struct ReachPlan<'a> {
    pub(crate) via: Vec<Leg<'a>>,
    /// `None`: back at the start.
    pub(crate) target: Option<Target<'a>>,
}

/// Elements of a binder.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    pub(crate) kind: KindId,
    pub(crate) group: Group<'a>,
    pub(crate) slot: usize,
    pub(crate) filter: Option<Node<'a>>,
    pub(crate) source: &'a Binder,
}

/// For whom a waiver is.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a plan has few of them, and each is read in place")]
pub(crate) enum WaiverPlan<'a> {
    Model,
    Elements(Target<'a>),
}

/// The nearest element of a kind.
#[derive(Debug)]
pub(crate) struct NearestPlan<'a> {
    pub(crate) via: Vec<Leg<'a>>,
    pub(crate) target: Target<'a>,
}

/// Who shares values with whom.
#[derive(Debug)]
pub(crate) struct SharingPlan<'a> {
    /// From the subject and from the other.
    pub(crate) keys: Vec<(Way<'a>, Way<'a>)>,
    pub(crate) any: bool,
    pub(crate) other: Target<'a>,
}

#[derive(Debug)]
pub(crate) struct SharesNode<'a> {
    pub(crate) subject: usize,
    /// In [`Plan::sharings`](super::Plan).
    pub(crate) sharing: usize,
    pub(crate) test: TestNode<'a>,
    pub(crate) source: &'a Shares,
}

/// What a definition means.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a plan has few of them, and each is read in place")]
pub(crate) enum DefinitionPlan<'a> {
    Adjective(Node<'a>),
    Derived { cases: Vec<(Term<'a>, Node<'a>)>, otherwise: Option<Term<'a>>, many: bool },
}

/// What a rule asks.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "a plan has few of them, and each is read in place")]
pub(crate) enum FormPlan<'a> {
    Each {
        subject: Target<'a>,
        exempt: Option<Node<'a>>,
        parts: Vec<Node<'a>>,
    },
    Counted {
        scope: Option<Target<'a>>,
        subject: Target<'a>,
        exempt: Option<Node<'a>>,
        body: Node<'a>,
        test: TestNode<'a>,
    },
    NoTwo {
        subject: Target<'a>,
        second: usize,
        keys: Vec<Way<'a>>,
        any: bool,
        exempt: Option<Node<'a>>,
    },
}
