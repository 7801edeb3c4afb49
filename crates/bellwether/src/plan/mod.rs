//! The plan: a checked program bound to a model, for one as-of date.
//!
//! In goes a program, in which every name of the vocabulary is resolved, and a model. Out comes the same program as a tree
//! of nodes (`node`) that hold columns instead of ids, with a strategy for each construct that would cost too much if it
//! were carried out for each subject anew:
//!
//! - definitions become columns, each once, in an order in which each stands after those it uses;
//! - a selection that looks at no other slot is found once; one that looks at one through a relation is found through an
//!   index of that relation, turned round;
//! - a `reach` whose targets are the same for all subjects is one search backwards from the targets;
//! - who shares a value is found by grouping.
//!
//! `Plan::jobs` is the order in which all that is to be done. A plan does nothing itself: `evaluate` does.

mod bind;
mod lower;
pub(crate) mod node;
mod strategy;

pub(crate) use bind::UNKNOWN_ELEMENT;

use bellwether_syntax::diagnostic::Diagnostic;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::ids::{DefinitionId, ElementId, TextId, WaiverId};
use crate::model::Model;
use crate::program::{Program, Rule};
use crate::value::Date;

pub(crate) use node::{
    AmountNode, CountNode, Covered, DefinitionPlan, EveryNode, FormPlan, Group, IndexBy, Lead, Leg, Members,
    NearestPlan, Node, Op, ReachPlan, SharesNode, SharingPlan, Short, Sought, Strategy, Target, Term, TermKind,
    TestNode, WaiverPlan, Way, WayRoot,
};

/// A program bound to a model.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) program: &'a Program,
    pub(crate) model: &'a Model,
    pub(crate) as_of: Date,
    /// What to do, in order.
    pub(crate) jobs: Vec<Job>,
    /// By definition; `None` for those that no rule in force uses.
    pub(crate) definitions: Vec<Option<DefinitionPlan<'a>>>,
    /// By rule; `None` for those that are not asked, or not in force.
    pub(crate) rules: Vec<Option<FormPlan<'a>>>,
    /// By rule: it was asked for, in force or not.
    pub(crate) asked: Vec<bool>,
    /// By waiver; `None` for those that do not waive at the date, and those whose rules are not asked.
    pub(crate) waivers: Vec<Option<WaiverPlan<'a>>>,
    /// By rule: the waivers of it that waive at the date, that which ends last first.
    pub(crate) waivers_of: Vec<Vec<WaiverId>>,
    pub(crate) members: Vec<Members<'a>>,
    pub(crate) reaches: Vec<ReachPlan<'a>>,
    pub(crate) nearests: Vec<NearestPlan<'a>>,
    pub(crate) sharings: Vec<SharingPlan<'a>>,
    /// How many slots the largest definition or rule needs.
    pub(crate) slots: usize,
    /// Elements that rules name and no model declares.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// By name: the element meant.
    pub(crate) names: Vec<Option<ElementId>>,
    /// The text literals that no model has. Their ids count down from the greatest: those of the model count up.
    texts: IndexSet<&'a str, FxBuildHasher>,
}

impl<'a> Plan<'a> {
    /// The id of a text: that of the model, or one of its own for a literal that the model does not have.
    fn text_id(&mut self, text: &'a str) -> TextId {
        self.model.text_id(text).unwrap_or_else(|| {
            let (index, _) = self.texts.insert_full(text);
            TextId(u32::MAX.saturating_sub(u32::try_from(index).unwrap_or(u32::MAX)))
        })
    }

    /// A text of the model, or a literal.
    pub(crate) fn text(&self, id: TextId) -> &'a str {
        let literal = usize::try_from(u32::MAX - id.0).ok().and_then(|index| self.texts.get_index(index));
        literal.copied().unwrap_or_else(|| self.model.text(id))
    }
}

/// The steps of a path that is put in the place of a definition's name.
const SHORT_WAY: usize = 64;

/// One thing to do. The numbers are indices into the plan's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// Find the members of a pool.
    Pool(usize),
    /// Build the indexes of a selection.
    Index(usize),
    /// Answer a `reach` for all elements.
    Reach(usize),
    /// Find the nearest element for all elements.
    Nearest(usize),
    /// Group by shared values.
    Sharing(usize),
    /// Make the column of a definition.
    Definition(DefinitionId),
    /// Ask a rule.
    Rule(usize),
}

impl<'a> Plan<'a> {
    /// A derived attribute that is nothing but a short path: that path, from slot 0. A long one is not put in the place of
    /// its name: each definition could double the one before it.
    pub(crate) fn alias(&self, id: DefinitionId) -> Option<&Way<'a>> {
        match self.definitions.get(id.index())?.as_ref()? {
            DefinitionPlan::Derived { cases, otherwise: Some(Term { kind: TermKind::Way(way), .. }), .. }
                if cases.is_empty() && matches!(way.root, WayRoot::Slot(0)) && way.steps.len() <= SHORT_WAY =>
            {
                Some(way)
            }
            _ => None,
        }
    }

    /// Binds a program to a model: its names, the rules in force at the date that are `asked` for, and what those use.
    /// Waivers are looked at if `waive` says so.
    pub(crate) fn bind(
        program: &'a Program,
        model: &'a Model,
        as_of: Date,
        asked: impl Fn(&Rule) -> bool,
        waive: bool,
    ) -> Self {
        lower::lower(program, model, as_of, asked, waive)
    }
}

/// Whether a rule is in force at a date.
pub(crate) fn in_force(rule: &Rule, as_of: Date) -> bool {
    !rule.switched_off && rule.from.is_none_or(|from| from <= as_of) && rule.until.is_none_or(|until| as_of <= until)
}
