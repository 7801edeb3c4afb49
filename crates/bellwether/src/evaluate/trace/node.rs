//! Traces of conditions.

use std::cell::Cell;

use bellwether_syntax::Span;

use crate::evaluate::Engine;
use crate::evaluate::judgement::Judgement;
use crate::evaluate::state::{State, Value};
use crate::ids::DefinitionId;
use crate::plan::{DefinitionPlan, Node, Op, Target, Term};
use crate::value::Scalar;

use super::{TraceLogic, TraceNode, TraceTruth};

/// No more nodes than this are made for one trace; what lies deeper is told without its reasons.
pub(super) const MOST_NODES: usize = 5_000;
/// Nor do nodes stand deeper in each other than this: whoever reads a trace as JSON has a limit too, of 128 as a rule, and
/// each level takes up to four of them.
pub(super) const MOST_LEVELS: u32 = 28;
/// Definitions are looked into this deep.
pub(super) const DEPTH: u32 = 12;

/// Looks at conditions again and keeps what it sees.
#[derive(Clone, Copy)]
pub(super) struct Tracer<'e, 'a> {
    pub(super) engine: &'e Engine<'a>,
    /// How many nodes may still be made.
    pub(super) left: &'e Cell<usize>,
    /// How deep the node that is being made stands.
    pub(super) level: &'e Cell<u32>,
    /// How many elements may still be tried for hints.
    pub(super) tries: &'e Cell<u32>,
    pub(super) depth: u32,
}

impl Tracer<'_, '_> {
    /// A condition with what it comes to, of the slots as they are.
    pub(super) fn node(&self, node: &Node<'_>, state: &mut State) -> TraceNode {
        if let Op::Said(spoken, inner) = &node.op
            && matches!(self.engine.one(spoken, state), Value::Is(_))
        {
            return self.node(inner, state);
        }
        let truth = self.engine.ask(node, state);
        let mut out = TraceNode::new(truth, TraceLogic::Fact);
        out.at = Some(node.source.span).filter(|span| !span.is_empty());
        let level = self.level.get();
        let Some(left) = self.left.get().checked_sub(1).filter(|_| level < MOST_LEVELS) else { return out };
        self.left.set(left);
        self.level.set(level + 1);
        self.look_into(node, truth, state, &mut out);
        self.level.set(level);
        out
    }

    /// What the truth of a node follows from.
    fn look_into(&self, node: &Node<'_>, truth: Judgement, state: &mut State, out: &mut TraceNode) {
        self.hint(node, state, out);
        match &node.op {
            Op::All(parts) => {
                out.logic = TraceLogic::All { rest: TraceTruth::True };
                out.children = parts.iter().map(|part| self.node(part, state)).collect();
            }
            Op::Any(parts) => {
                out.logic = TraceLogic::Any { rest: TraceTruth::False };
                out.children = parts.iter().map(|part| self.node(part, state)).collect();
            }
            Op::Not(inner) => {
                out.logic = TraceLogic::Not;
                out.children.push(self.node(inner, state));
            }
            Op::Known(inner) => {
                out.logic = TraceLogic::Known;
                out.children.push(self.node(inner, state));
            }
            Op::Constant(_) => {}
            Op::IsKind(of, ..) | Op::IsWord(of, _) | Op::Flag(of) | Op::FormulaIs(of, _) | Op::Mention { of, .. } => {
                self.term(of, state, out);
            }
            Op::Adjective(of, id) => self.adjective(of, *id, state, out),
            Op::Compare(one, _, other) | Op::In(one, other) => {
                self.term(one, state, out);
                self.term(other, state, out);
                if matches!(node.op, Op::In(..)) {
                    self.containers(one, state, out);
                }
            }
            Op::Between(of, least, most) => {
                for term in [of, least, most] {
                    self.term(term, state, out);
                }
            }
            Op::IsSet(way) | Op::IsMissing(way) | Op::Said(way, _) => self.way(way, state, out),
            Op::When { date, offset, other, .. } => {
                self.term(date, state, out);
                if let Some((_, offset)) = offset {
                    self.term(offset, state, out);
                }
                self.term(other, state, out);
            }
            Op::Near { date, duration, other } => {
                for term in [date, duration, other] {
                    self.term(term, state, out);
                }
            }
            Op::Count(count) => self.count(count, state, out),
            Op::Every(every) => self.every(every, state, out),
            Op::Include { whole, parts, any } => self.include(whole, parts, *any, state, out),
            Op::Reach(from, reach) => self.reach(from, *reach, truth, state, out),
            Op::Shares(shares) => self.shares(shares, state, out),
        }
    }

    /// A defined adjective: what its definition comes to for the element.
    fn adjective(&self, of: &Term<'_>, id: DefinitionId, state: &mut State, out: &mut TraceNode) {
        self.term(of, state, out);
        let Some(depth) = self.depth.checked_sub(1) else { return };
        let Some(Some(DefinitionPlan::Adjective(meaning))) = self.engine.plan.definitions.get(id.index()) else {
            return;
        };
        let Value::Is(value) = self.engine.value(of, state) else { return };
        let Some(element) = self.engine.element(value) else { return };
        let fits = self.engine.plan.program.definitions.get(id.index());
        if !fits.is_some_and(|definition| self.engine.model.range(definition.kind).contains(&element.0)) {
            return;
        }
        let slots = state.enter();
        state.set(0, Scalar::Element(element));
        let inside = Self { depth, ..*self };
        let meaning = inside.node(meaning, state);
        state.leave(slots);
        out.words =
            Some(format!("{} is `{}`", self.engine.full_words(element), self.engine.definition_word(id)).into());
        out.logic = TraceLogic::Same;
        out.children.push(meaning);
    }

    /// What an element lies in.
    fn containers(&self, what: &Term<'_>, state: &mut State, out: &mut TraceNode) {
        let Value::Is(value) = self.engine.value(what, state) else { return };
        let Some(element) = self.engine.element(value) else { return };
        let mut places = Vec::new();
        self.engine.places(element, &mut places, None, state);
        for place in places.iter().skip(1).take(crate::evaluate::explain::words::NAMED) {
            let place = crate::ids::ElementId(*place);
            let words = format!("{} lies in {}", self.engine.full_words(element), self.engine.full_words(place));
            super::facts::fact(out, words, self.engine.model.span(place));
        }
    }

    /// Whether an element is one of those that a binder speaks of.
    pub(super) fn target(&self, target: &Target<'_>, element: crate::ids::ElementId, state: &mut State) -> TraceNode {
        use crate::plan::Group;
        let fits = match &target.group {
            Group::Kind(range) => Judgement::of(range.contains(&element.0)),
            Group::Named(Some(named)) => Judgement::of(*named == element),
            Group::Named(None) => Judgement::HOLE,
            Group::Way(_) => Judgement::FALSE,
        };
        let mut kind = TraceNode::new(fits, TraceLogic::Fact);
        let model = self.engine.model;
        let asked = match &target.group {
            Group::Named(Some(named)) => self.engine.full_words(*named),
            Group::Named(None) => "the element that the rule names, which is not declared".to_owned(),
            _ => crate::vocabulary::nouns::with_article(self.engine.kind_word(target.kind)),
        };
        let words = self.engine.full_words(element);
        kind.words = Some(format!("{words} is {asked}").into());
        kind.at = model.span(element);
        let mut out = TraceNode::new(fits, TraceLogic::All { rest: TraceTruth::True });
        out.words = Some("the rule speaks of it".into());
        out.at = Some(target.source.span).filter(|span| !span.is_empty());
        out.children.push(kind);
        if let Some(filter) = target.filter.as_ref().filter(|_| !fits.is_false()) {
            state.set_element(target.slot, element.0);
            let filter = self.node(filter, state);
            out.truth = fits.and(filter.truth.into()).into();
            match filter.logic {
                // One level less to read.
                TraceLogic::All { rest: TraceTruth::True } if filter.words.is_none() => {
                    out.children.extend(filter.children);
                }
                _ => out.children.push(filter),
            }
        }
        out
    }
}

impl TraceNode {
    /// A node that nothing is known of but what it comes to.
    pub(super) fn new(truth: impl Into<TraceTruth>, logic: TraceLogic) -> Self {
        Self {
            words: None,
            at: None,
            truth: truth.into(),
            logic,
            facts: Vec::new(),
            children: Vec::new(),
            within: Vec::new(),
            reads: Vec::new(),
            wanted: Vec::new(),
        }
    }

    /// A leaf with words of its own.
    pub(super) fn leaf(truth: impl Into<TraceTruth>, words: impl Into<Box<str>>, at: Option<Span>) -> Self {
        Self { words: Some(words.into()), at, ..Self::new(truth, TraceLogic::Fact) }
    }
}
