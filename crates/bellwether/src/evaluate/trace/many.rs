//! Traces of what goes through many: counts, `every`, `include`, `reach`, `shares`.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::evaluate::compare::Key;
use crate::evaluate::judgement::Judgement;
use crate::evaluate::state::{Member, State, Value};
use crate::ids::ElementId;
use crate::plan::{AmountNode, CountNode, EveryNode, Group, Members, SharesNode, Term, TestNode, Way};
use crate::program::{Bound, Manner};
use crate::value::Scalar;

use super::facts::fact;
use super::node::Tracer;
use super::{TraceAmount, TraceLogic, TraceNode, TraceRest, TraceTest, TraceTruth};

/// No more members of a set than this are shown.
pub(super) const SHOWN: usize = 12;
/// The filter of no more reached elements than this is looked into.
const REACHED: usize = 5;

impl Tracer<'_, '_> {
    /// The bounds of a test, with the values of what is compared.
    pub(super) fn test(&self, test: &TestNode<'_>, state: &mut State) -> Vec<TraceTest> {
        let mut one = |bound: Bound, amount: &AmountNode<'_>| {
            let mut facts = TraceNode::new(Judgement::TRUE, TraceLogic::Fact);
            let amount = match amount {
                AmountNode::Number(number) => TraceAmount::Number(*number),
                AmountNode::Share(share) => TraceAmount::Share(*share),
                AmountNode::Value(term) => {
                    self.term(term, state, &mut facts);
                    match self.engine.value(term, state) {
                        Value::Is(value) => TraceAmount::Value(value),
                        Value::Missing => TraceAmount::Missing,
                        Value::Hole => TraceAmount::Hole,
                    }
                }
            };
            TraceTest { bound, amount, facts: facts.facts, within: facts.within }
        };
        match test {
            TestNode::One(bound, amount) => vec![one(*bound, amount)],
            TestNode::Between(least, most) => vec![one(Bound::AtLeast, least), one(Bound::AtMost, most)],
        }
    }

    pub(super) fn count(&self, count: &CountNode<'_>, state: &mut State, out: &mut TraceNode) {
        let Some(plan) = self.engine.plan.members.get(count.members) else { return };
        let mut rest = TraceRest::default();
        let mut members: Vec<Member> = Vec::new();
        let gathered = match &plan.set {
            Group::Way(way) => {
                self.way(way, state, out);
                self.engine.gather(way, state, &mut members)
            }
            Group::Kind(range) => {
                let gathered = self.engine.select(count.members, state, &mut members);
                rest.not = range.len().saturating_sub(members.len());
                gathered
            }
            Group::Named(_) => self.engine.select(count.members, state, &mut members),
        };
        let looked_up = !matches!(plan.set, Group::Way(_));
        rest.unbounded = gathered.hole;
        // Equal values are one member: it counts if one of its like does.
        let mut groups: Vec<Vec<Member>> = Vec::new();
        let mut known: FxHashMap<Key, usize> = FxHashMap::default();
        for member in members {
            let key = match self.engine.plain(member.value) {
                Value::Is(value) => Key::of(value),
                Value::Missing | Value::Hole => Key::of(member.value),
            };
            let at = *known.entry(key).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(like) => like.push(member),
                None => groups.push(vec![member]),
            }
        }
        let mut judged: Vec<(Judgement, Vec<Member>)> = Vec::new();
        for like in groups {
            let mut judgement = Judgement::FALSE;
            for member in &like {
                let belongs = if looked_up { Judgement::TRUE } else { member.belongs };
                judgement = judgement.or(belongs.and(self.filter(plan, member.value, state)));
            }
            judged.push((judgement, like));
        }
        // Those that are so, or may be so, come first; otherwise in the order in which they are written.
        if judged.len() > SHOWN {
            judged.sort_by_key(|(judgement, _)| judgement.is_false());
        }
        for (judgement, _) in judged.iter().skip(SHOWN) {
            rest.certain += usize::from(judgement.is_true());
            rest.open += usize::from(judgement.is_open());
            rest.not += usize::from(judgement.is_false());
            rest.hole |= judgement.is_hole();
        }
        judged.truncate(SHOWN);
        for (judgement, like) in judged {
            let mut nodes: Vec<TraceNode> =
                like.iter().map(|member| self.member(plan, *member, looked_up, state)).collect();
            if nodes.len() == 1 {
                out.children.append(&mut nodes);
                continue;
            }
            let mut any = TraceNode::new(judgement, TraceLogic::Any { rest: TraceTruth::False });
            any.words = nodes.first().and_then(|node| node.words.clone());
            any.children = nodes;
            out.children.push(any);
        }
        out.logic = TraceLogic::Count { test: self.test(&count.test, state), rest };
    }

    fn filter(&self, plan: &Members<'_>, value: Scalar, state: &mut State) -> Judgement {
        let Some(filter) = &plan.filter else { return Judgement::TRUE };
        state.set(plan.slot, value);
        self.engine.ask(filter, state)
    }

    /// A member of a set: whether it is one, and what its filter says.
    fn member(&self, plan: &Members<'_>, member: Member, looked_up: bool, state: &mut State) -> TraceNode {
        let mut out = TraceNode::new(Judgement::TRUE, TraceLogic::All { rest: TraceTruth::True });
        out.words = Some(self.value(member.value).into());
        out.at = self.place(member.value);
        let mut truth = Judgement::TRUE;
        if !looked_up && !member.belongs.is_true() {
            truth = member.belongs;
            out.children.push(TraceNode::leaf(member.belongs, "it may or may not be one of them", None));
        }
        if let Some(filter) = &plan.filter {
            state.set(plan.slot, member.value);
            let filter = self.node(filter, state);
            truth = truth.and(filter.truth.into());
            out.children.push(filter);
        }
        out.truth = truth.into();
        out
    }

    pub(super) fn every(&self, every: &EveryNode<'_>, state: &mut State, out: &mut TraceNode) {
        let Some(plan) = self.engine.plan.members.get(every.members) else { return };
        if let Group::Way(way) = &plan.set {
            self.way(way, state, out);
        }
        let manner = every.source.manner;
        let mut members = Vec::new();
        let gathered = self.engine.select(every.members, state, &mut members);
        if gathered.hole {
            out.children.push(TraceNode::leaf(Judgement::HOLE, "there may be more, which could not be read", None));
        } else if gathered.missing && manner != Manner::Written {
            let words = if manner == Manner::One { "it is missing" } else { "there may be more: something is missing" };
            out.children.push(TraceNode::leaf(Judgement::UNKNOWN, words, None));
        }
        out.logic = TraceLogic::All { rest: TraceTruth::True };
        if let (Manner::One, [member]) = (manner, members.as_slice()) {
            state.set(plan.slot, member.value);
            out.children.push(self.node(&every.body, state));
            return;
        }
        let mut judged = Vec::new();
        for member in members {
            state.set(plan.slot, member.value);
            judged.push((member.belongs.not().or(self.engine.ask(&every.body, state)), member));
        }
        // Those that break it come first where not all can be shown.
        if judged.len() > SHOWN {
            judged.sort_by_key(|(judgement, _)| judgement.is_true());
        }
        let rest = judged.iter().skip(SHOWN).fold(Judgement::TRUE, |all, (judgement, _)| all.and(*judgement));
        for (judgement, member) in judged.into_iter().take(SHOWN) {
            let mut node = TraceNode::new(judgement, TraceLogic::Implies);
            node.words = Some(self.value(member.value).into());
            node.at = self.place(member.value);
            let condition = self.member(plan, member, false, state);
            // What surely belongs needs no reason, unless something was asked of it.
            if plan.filter.is_some() {
                let mut filter = condition;
                filter.words = Some("it is one of those asked".into());
                filter.at = None;
                node.children.push(filter);
            } else if !member.belongs.is_true() {
                node.children.push(TraceNode::leaf(member.belongs, "it may or may not be one of them", None));
            }
            state.set(plan.slot, member.value);
            node.children.push(self.node(&every.body, state));
            out.children.push(node);
        }
        out.logic = TraceLogic::All { rest: rest.into() };
    }

    pub(super) fn include(
        &self,
        whole: &Way<'_>,
        parts: &[Term<'_>],
        any: bool,
        state: &mut State,
        out: &mut TraceNode,
    ) {
        self.way(whole, state, out);
        let mut there = Vec::new();
        let of_whole = self.engine.gather(whole, state, &mut there);
        let mut rest = Judgement::of(!any);
        for part in parts {
            let mut asked = Vec::new();
            let of_part = self.engine.values(part, state, &mut asked);
            for member in &asked {
                let included = self.engine.includes(&there, member.value, of_whole.hole);
                let judgement = if any { member.belongs.and(included) } else { member.belongs.not().or(included) };
                if out.children.len() < SHOWN {
                    let words = format!("{} is among them", self.value(member.value));
                    out.children.push(TraceNode::leaf(judgement, words, self.place(member.value)));
                } else {
                    rest = if any { rest.or(judgement) } else { rest.and(judgement) };
                }
            }
            if of_part.hole || of_part.missing {
                let mut leaf = TraceNode::new(Judgement::open(of_part.hole), TraceLogic::Fact);
                leaf.words = Some("what is asked for is known".into());
                self.term(part, state, &mut leaf);
                out.children.push(leaf);
            }
        }
        let rest = rest.into();
        out.logic = if any { TraceLogic::Any { rest } } else { TraceLogic::All { rest } };
    }

    pub(super) fn reach(
        &self,
        from: &Term<'_>,
        reach: usize,
        truth: Judgement,
        state: &mut State,
        out: &mut TraceNode,
    ) {
        self.term(from, state, out);
        let Some(plan) = self.engine.plan.reaches.get(reach) else { return };
        let Value::Is(value) = self.engine.value(from, state) else { return };
        let Some(start) = self.engine.element(value) else { return };
        let model = self.engine.model;
        let words = self.engine.full_words(start);
        if truth.is_true() {
            let way = self.engine.way_to(plan, start, state).unwrap_or_default();
            for pair in way.windows(2) {
                let [one, next] = pair else { continue };
                let (one, next) = (ElementId(*one), ElementId(*next));
                let words = format!("{} leads to {}", self.engine.full_words(one), self.engine.full_words(next));
                fact(out, words, model.span(next));
            }
            return;
        }
        let reached = self.engine.reached(plan, start, state);
        if reached.is_empty() {
            fact(out, format!("nothing is reached from {words}"), model.span(start));
        }
        let surely: FxHashSet<u32> = self.engine.surely_reached(plan, start, state).into_iter().collect();
        for element in reached.iter().take(SHOWN) {
            let verb = if surely.contains(element) { "is reached from" } else { "may be reached from" };
            let element = ElementId(*element);
            fact(out, format!("{} {verb} {words}", self.engine.full_words(element)), model.span(element));
        }
        let mut more = reached.iter().skip(SHOWN);
        if reached.len() > SHOWN {
            let verb =
                if more.all(|element| surely.contains(element)) { "are reached from" } else { "may be reached from" };
            fact(out, format!("{} more {verb} {words}", reached.len() - SHOWN), None);
        }
        let Some(target) = &plan.target else { return };
        for element in reached.iter().take(REACHED) {
            let mut node = self.target(target, ElementId(*element), state);
            node.words =
                Some(format!("{} is what must be reached", self.engine.full_words(ElementId(*element))).into());
            out.within.push(node);
        }
    }

    pub(super) fn shares(&self, shares: &SharesNode<'_>, state: &mut State, out: &mut TraceNode) {
        let Some(subject) = self.engine.element(state.slot(shares.subject)) else { return };
        let words = self.engine.full_words(subject);
        if let Some(plan) = self.engine.plan.sharings.get(shares.sharing) {
            for (own, _) in &plan.keys {
                self.way(own, state, out);
            }
        }
        let others = self.engine.sharers_who(shares, state, Judgement::is_true);
        if others.is_empty() {
            fact(out, format!("{words} surely shares with nobody"), None);
        }
        for other in others.iter().take(SHOWN) {
            let other = ElementId(*other);
            let words = format!("{words} shares with {}", self.engine.full_words(other));
            fact(out, words, self.engine.model.span(other));
        }
        if others.len() > SHOWN {
            fact(out, format!("{words} shares with {} more", others.len() - SHOWN), None);
        }
    }
}
