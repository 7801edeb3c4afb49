//! Which clauses of a rule decided how it stands to the elements of a model.
//!
//! A clause is what holds no `and`, `or` or `not`: a leaf of the conditions of a rule. Of an `and` that is false the members that
//! are false decide, of one that is true all do; of an `or` likewise, the other way round: those that say what the whole says.
//! The members of an `every` are walked with its set; a count, a `reach` or a defined word is one clause.

use bellwether_syntax::Span;

use crate::ids::{ElementId, RuleId};
use crate::plan::{FormPlan, Group, Node, Op, Target};
use crate::program::{Condition, ConditionKind, Rule, RuleForm};
use crate::value::Scalar;

use super::state::State;
use super::{Engine, Evaluation};

/// Whether a clause decided anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decided {
    /// By being true.
    pub(crate) by_true: bool,
    /// By being false.
    pub(crate) by_false: bool,
}

/// The places of the clauses of a rule, in the order in which [`Evaluation::decisive`] speaks of them.
pub(crate) fn clauses(rule: &Rule) -> Vec<Span> {
    let mut out = Vec::new();
    each_condition(rule, |condition| leaves(condition, &mut out));
    out
}

/// The conditions of a rule, from its subject on.
fn each_condition<'r>(rule: &'r Rule, mut tell: impl FnMut(&'r Condition)) {
    match &rule.form {
        RuleForm::Each { subject, exempt, parts } => {
            subject.filter.iter().chain(exempt).for_each(&mut tell);
            parts.iter().for_each(|part| tell(&part.condition));
        }
        RuleForm::Counted { scope, subject, exempt, body, .. } => {
            scope.iter().filter_map(|scope| scope.filter.as_ref()).for_each(&mut tell);
            subject.filter.iter().chain(exempt).for_each(&mut tell);
            tell(&body.condition);
        }
        RuleForm::NoTwo { subject, exempt, .. } => subject.filter.iter().chain(exempt).for_each(&mut tell),
    }
}

fn leaves(condition: &Condition, out: &mut Vec<Span>) {
    match &condition.kind {
        ConditionKind::All(parts) | ConditionKind::Any(parts) => parts.iter().for_each(|part| leaves(part, out)),
        ConditionKind::Not(inner) | ConditionKind::Known(inner) | ConditionKind::Said(_, inner) => leaves(inner, out),
        ConditionKind::Constant(_) => {}
        ConditionKind::Every(every) => {
            every.filter.iter().for_each(|filter| leaves(filter, out));
            leaves(&every.body, out);
        }
        _ => out.push(condition.span),
    }
}

fn number(condition: &Condition) -> usize {
    let mut out = Vec::new();
    leaves(condition, &mut out);
    out.len()
}

impl Evaluation<'_> {
    /// By clause of a rule: what it decided of any element of the model. Empty where the rule was not asked.
    pub(crate) fn decisive(&self, rule: RuleId) -> Vec<Decided> {
        let Some(Some(form)) = self.engine.plan.rules.get(rule.index()) else { return Vec::new() };
        let mut walk = Walk { engine: &self.engine, state: self.state(), decided: Vec::new() };
        walk.rule(rule.index(), form);
        walk.decided
    }
}

struct Walk<'e, 'a> {
    engine: &'e Engine<'a>,
    state: State,
    decided: Vec<Decided>,
}

impl<'a> Walk<'_, 'a> {
    fn rule(&mut self, rule: usize, form: &FormPlan<'a>) {
        match form {
            FormPlan::Each { subject, exempt, parts } => {
                let exempt_at = subject.filter.as_ref().map_or(0, |filter| number(filter.source));
                let parts_at = exempt_at + exempt.as_ref().map_or(0, |exempt| number(exempt.source));
                for element in self.engine.candidates(subject) {
                    self.state.set_element(subject.slot, element);
                    if self.passes(subject, 0) && !self.exempts(exempt.as_ref(), exempt_at) {
                        let own = self.engine.ask_all(parts, &mut self.state);
                        let mut at = parts_at;
                        for part in parts {
                            if self.engine.ask(part, &mut self.state) == own {
                                self.mark(part, at);
                            }
                            at += number(part.source);
                        }
                    }
                }
            }
            FormPlan::Counted { scope, subject, exempt, body, .. } => {
                let size = |target: &Target<'_>| target.filter.as_ref().map_or(0, |filter| number(filter.source));
                let subject_at = scope.as_ref().map_or(0, size);
                let exempt_at = subject_at + size(subject);
                let body_at = exempt_at + exempt.as_ref().map_or(0, |exempt| number(exempt.source));
                let scopes: Vec<Option<u32>> = match scope {
                    Some(scope) => self.engine.candidates(scope).map(Some).collect(),
                    None => vec![None],
                };
                for place in scopes {
                    if let (Some(place), Some(scope)) = (place, scope) {
                        self.state.set_element(scope.slot, place);
                        if !self.passes(scope, 0) {
                            continue;
                        }
                    }
                    for element in self.engine.candidates(subject) {
                        let (inside, engine) = (ElementId(element), self.engine);
                        let counts = place.is_none_or(|place| {
                            element != place && engine.inside(inside, ElementId(place), &mut self.state)
                        });
                        if !counts {
                            continue;
                        }
                        self.state.set_element(subject.slot, element);
                        if self.passes(subject, subject_at) && !self.exempts(exempt.as_ref(), exempt_at) {
                            self.mark(body, body_at);
                        }
                    }
                }
            }
            FormPlan::NoTwo { subject, second, exempt, .. } => {
                let exempt_at = subject.filter.as_ref().map_or(0, |filter| number(filter.source));
                for element in self.engine.candidates(subject) {
                    self.state.set_element(subject.slot, element);
                    if !self.passes(subject, 0) {
                        continue;
                    }
                    let Some(exempt) = exempt else { continue };
                    let mut others = Vec::new();
                    self.engine.each_sharer(rule, element, &mut self.state, &mut |other, _| {
                        others.push(other);
                        true
                    });
                    for other in others {
                        self.state.set_element(subject.slot, element);
                        self.state.set_element(*second, other);
                        self.mark(exempt, exempt_at);
                    }
                }
            }
        }
    }

    /// Whether the element in the slot is a subject; the clauses that decided that are marked.
    fn passes(&mut self, subject: &Target<'a>, at: usize) -> bool {
        let Some(filter) = &subject.filter else { return true };
        self.mark(filter, at);
        self.engine.ask(filter, &mut self.state).is_true()
    }

    fn exempts(&mut self, exempt: Option<&Node<'a>>, at: usize) -> bool {
        let Some(exempt) = exempt else { return false };
        self.mark(exempt, at);
        self.engine.ask(exempt, &mut self.state).is_true()
    }

    /// Marks the clauses of a node that made it say what it says; the first of them has the number `at`.
    fn mark(&mut self, node: &Node<'a>, at: usize) {
        let own = self.engine.ask(node, &mut self.state);
        if own.is_open() {
            return;
        }
        match &node.op {
            Op::All(parts) | Op::Any(parts) => {
                let mut at = at;
                for part in parts {
                    if self.engine.ask(part, &mut self.state) == own {
                        self.mark(part, at);
                    }
                    at += number(part.source);
                }
            }
            Op::Not(inner) | Op::Known(inner) | Op::Said(_, inner) => self.mark(inner, at),
            Op::Constant(_) => {}
            Op::Every(every) => self.mark_every(every.members, &every.body, own.is_true(), at),
            _ => {
                if self.decided.len() <= at {
                    self.decided.resize(at + 1, Decided::default());
                }
                if let Some(place) = self.decided.get_mut(at) {
                    place.by_true |= own.is_true();
                    place.by_false |= own.is_false();
                }
            }
        }
    }

    /// Of an `every` that is true each member decides, by not belonging to those asked or by its body; of one that is
    /// false those that belong and whose body is false.
    fn mark_every(&mut self, members: usize, body: &Node<'a>, holds: bool, at: usize) {
        let engine = self.engine;
        let Some(plan) = engine.plan.members.get(members) else { return };
        let body_at = at + plan.filter.as_ref().map_or(0, |filter| number(filter.source));
        let values: Vec<Scalar> = match &plan.set {
            Group::Kind(range) => range.clone().map(|element| Scalar::Element(ElementId(element))).collect(),
            Group::Named(element) => element.iter().map(|element| Scalar::Element(*element)).collect(),
            Group::Way(way) => {
                let mut list = Vec::new();
                engine.gather(way, &mut self.state, &mut list);
                list.iter().map(|member| member.value).collect()
            }
        };
        for value in values {
            self.state.set(plan.slot, value);
            let belongs = match &plan.filter {
                Some(filter) => engine.ask(filter, &mut self.state).is_true(),
                None => true,
            };
            let kept = engine.ask(body, &mut self.state);
            let decides = if holds { !belongs || kept.is_true() } else { belongs && kept.is_false() };
            if let Some(filter) = plan.filter.as_ref().filter(|_| decides) {
                self.mark(filter, at);
            }
            if decides && belongs {
                self.mark(body, body_at);
            }
        }
    }
}
