//! Traces of rules, by their form.

use std::cell::Cell;

use crate::evaluate::judgement::Judgement;
use crate::evaluate::state::State;
use crate::evaluate::{Evaluation, Standing};
use crate::ids::{ElementId, RuleId};
use crate::plan::{FormPlan, Node, Target, in_force};
use crate::program::{Rule, RuleForm};
use crate::report::Subject;
use crate::stack::enough;

use super::hints::TRIED_IN_ALL;
use super::many::SHOWN;
use super::node::{DEPTH, MOST_NODES, Tracer};
use super::{Trace, TraceCounted, TraceForm, TraceLogic, TraceNode, TraceScope, TraceTruth};

impl Evaluation<'_> {
    /// Why a rule stands to an element as it does; `None` is the whole model, for counted rules without a scope.
    pub fn trace(&self, rule: RuleId, element: Option<ElementId>) -> Trace {
        enough(|| self.trace_here(rule, element))
    }

    fn trace_here(&self, rule: RuleId, element: Option<ElementId>) -> Trace {
        let engine = &self.engine;
        let standing = self.standing(rule, element);
        let source = engine.plan.program.rules.get(rule.index());
        let left = Cell::new(MOST_NODES);
        let tries = Cell::new(TRIED_IN_ALL);
        let tracer = Tracer { engine, left: &left, tries: &tries, level: &Cell::new(0), depth: DEPTH };
        let form = match engine.plan.rules.get(rule.index()) {
            Some(Some(form)) => tracer.form(rule.index(), form, element, &mut self.state()),
            _ => None,
        };
        let form = form.unwrap_or_else(|| match standing {
            Standing::NotAsked => TraceForm::NotAsked { why: self.why_not_asked(source).into() },
            _ => TraceForm::SomethingElse { why: spoken_of(source).into() },
        });
        Trace {
            rule: source.map(|rule| rule.name.clone()).unwrap_or_default(),
            rule_at: source.map(|rule| rule.span).unwrap_or_default(),
            subject: self.subject_of(element),
            subject_at: element.and_then(|element| engine.model.span(element)),
            standing,
            form,
        }
    }

    fn subject_of(&self, element: Option<ElementId>) -> Subject {
        self.engine.subject(element)
    }

    fn why_not_asked(&self, rule: Option<&Rule>) -> &'static str {
        match rule {
            None => "there is no such rule",
            Some(rule) if rule.switched_off => "its `when` is false",
            Some(rule) if !in_force(rule, self.engine.plan.as_of) => "it is not in force at this date",
            Some(_) => "it was not asked for",
        }
    }
}

/// Of what a rule speaks, where it is asked of something else.
fn spoken_of(rule: Option<&Rule>) -> &'static str {
    match rule.map(|rule| &rule.form) {
        Some(RuleForm::Counted { scope: None, .. }) => "the rule counts in the whole model: ask it of `model`",
        Some(RuleForm::Counted { .. }) => "the rule counts in each of its scopes: ask it of one of them",
        _ => "the rule speaks of elements, and not of the whole model",
    }
}

impl Tracer<'_, '_> {
    fn form(
        &self,
        rule: usize,
        form: &FormPlan<'_>,
        element: Option<ElementId>,
        state: &mut State,
    ) -> Option<TraceForm> {
        Some(match (form, element) {
            (FormPlan::Each { subject, exempt, parts }, Some(element)) => {
                let selection = self.target(subject, element, state);
                if selection.truth != TraceTruth::True {
                    return Some(TraceForm::Each { selection, exempt: None, parts: Vec::new() });
                }
                state.set_element(subject.slot, element.0);
                let exempt = exempt.as_ref().map(|exempt| self.node(exempt, state));
                let asked = exempt.as_ref().is_none_or(|exempt| exempt.truth != TraceTruth::True);
                let parts = parts.iter().filter(|_| asked).map(|part| self.node(part, state)).collect();
                let mut form = TraceForm::Each { selection, exempt, parts };
                self.name_parts(rule, &mut form);
                form
            }
            (FormPlan::Counted { scope: Some(scope), subject, exempt, body, test }, Some(place)) => {
                let selection = self.target(scope, place, state);
                if selection.truth != TraceTruth::True {
                    let rest = TraceScope::default();
                    let (selection, counted, test) = (Some(selection), Vec::new(), Vec::new());
                    return Some(TraceForm::Counted { selection, counted, rest, test });
                }
                state.set_element(scope.slot, place.0);
                let (counted, rest) = self.counted(Some(place), subject, exempt.as_ref(), body, state);
                state.set_element(scope.slot, place.0);
                let test = self.test(test, state);
                TraceForm::Counted { selection: Some(selection), counted, rest, test }
            }
            (FormPlan::Counted { scope: None, subject, exempt, body, test }, None) => {
                let (counted, rest) = self.counted(None, subject, exempt.as_ref(), body, state);
                TraceForm::Counted { selection: None, counted, rest, test: self.test(test, state) }
            }
            (FormPlan::NoTwo { subject, keys, .. }, Some(element)) => {
                let selection = self.target(subject, element, state);
                if selection.truth != TraceTruth::True {
                    return Some(TraceForm::NoTwo { selection, others: None });
                }
                let mut others = self.no_two(rule, element, state);
                state.set_element(subject.slot, element.0);
                for key in keys {
                    self.way(key, state, &mut others);
                    self.reads_of(key, state, &mut others);
                }
                TraceForm::NoTwo { selection, others: Some(others) }
            }
            _ => return None,
        })
    }

    /// Gives the parts the words that the rule gives them.
    fn name_parts(&self, rule: usize, form: &mut TraceForm) {
        let TraceForm::Each { parts, .. } = form else { return };
        let Some(rule) = self.engine.plan.program.rules.get(rule) else { return };
        let RuleForm::Each { parts: sources, .. } = &rule.form else { return };
        let modal = &*rule.wording_on(self.engine.plan.as_of).modal;
        for (part, source) in parts.iter_mut().zip(sources) {
            let possessive = rule.possessive.as_ref().map_or_else(String::new, |words| format!("{words} "));
            part.words = Some(format!("{possessive}{modal} {}", source.text).into());
            part.at = Some(source.span);
        }
    }

    /// Those who are counted in a place, some of them with their reasons, and how the others count.
    fn counted(
        &self,
        place: Option<ElementId>,
        subject: &Target<'_>,
        exempt: Option<&Node<'_>>,
        body: &Node<'_>,
        state: &mut State,
    ) -> (Vec<TraceCounted>, TraceScope) {
        let engine = self.engine;
        let mut shown = Vec::new();
        let mut rest = TraceScope::default();
        // So many of those that are so, of those that are not, and of those of which it is not known.
        let mut taken = [0_usize; 3];
        for element in engine.candidates(subject) {
            let element = ElementId(element);
            if place.is_some_and(|place| element == place || !engine.inside(element, place, state)) {
                continue;
            }
            state.set_element(subject.slot, element.0);
            let selected = subject.filter.as_ref().map_or(Judgement::TRUE, |filter| engine.ask(filter, state));
            if selected.is_false() {
                continue;
            }
            let exempted = match exempt {
                Some(exempt) if selected.is_true() => engine.ask(exempt, state),
                _ => Judgement::FALSE,
            };
            let counts = selected.is_true() && !exempted.is_true() && !exempted.is_hole();
            let judgement = if counts { engine.ask(body, state) } else { Judgement::UNKNOWN };
            let group = match judgement {
                Judgement::TRUE => 0,
                Judgement::FALSE => 1,
                _ => 2,
            };
            let Some(taken) = taken.get_mut(group).filter(|taken| **taken < SHOWN) else {
                rest.add(selected, exempted, || judgement);
                continue;
            };
            *taken += 1;
            let selection = subject.filter.as_ref().map(|filter| self.node(filter, state));
            let exempt = exempt.filter(|_| selected.is_true()).map(|exempt| self.node(exempt, state));
            let body = counts.then(|| self.node(body, state));
            let words = engine.full_words(element).into();
            shown.push(TraceCounted { words, at: engine.model.span(element), selection, exempt, body });
        }
        (shown, rest)
    }

    /// With whom a subject of a `no two` shares.
    fn no_two(&self, rule: usize, element: ElementId, state: &mut State) -> TraceNode {
        let engine = self.engine;
        let mut out = TraceNode::new(engine.ask_no_two(rule, element.0, state), TraceLogic::Fact);
        out.words = Some("it shares with nobody who is not exempt".into());
        let mut others = Vec::new();
        engine.each_sharer(rule, element.0, state, &mut |other, exempt| {
            others.push((other, exempt));
            true
        });
        others.sort_by_key(|(other, _)| engine.model.order(ElementId(*other)));
        others.dedup();
        let known = |exempt: Judgement| if exempt.is_hole() { exempt } else { Judgement::of(exempt.is_true()) };
        if others.len() > SHOWN {
            others.sort_by_key(|(_, exempt)| exempt.is_true());
        }
        let rest = others.iter().skip(SHOWN).fold(Judgement::TRUE, |all, (_, exempt)| all.and(known(*exempt)));
        for (other, judgement) in others.into_iter().take(SHOWN) {
            let other = ElementId(other);
            let words = format!("its sharing with {} is exempt", engine.full_words(other));
            let mut node = TraceNode::leaf(known(judgement), words, engine.model.span(other));
            if let Some(Some(FormPlan::NoTwo { subject, second, exempt: Some(exempt), .. })) =
                engine.plan.rules.get(rule)
            {
                state.set_element(subject.slot, element.0);
                state.set_element(*second, other.0);
                node.children.push(self.node(exempt, state));
                node.logic = TraceLogic::Known;
            }
            out.children.push(node);
        }
        if let Some(table) = engine.tables.no_two(rule)
            && table.holes.binary_search(&element.0).is_ok()
        {
            out.children.push(TraceNode::leaf(Judgement::HOLE, "what it might share could all be read", None));
        }
        out.logic = TraceLogic::All { rest: rest.into() };
        out
    }
}
