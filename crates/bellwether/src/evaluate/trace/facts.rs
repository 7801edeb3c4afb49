//! The values that a condition reads, each with its words and its place.

use bellwether_syntax::Span;

use crate::evaluate::explain::words::{NAMED, Topic};
use crate::evaluate::state::{State, Value};
use crate::ids::ElementId;
use crate::plan::{DefinitionPlan, Leg, Term, TermKind, Way, WayRoot};
use crate::value::Scalar;

use super::node::Tracer;
use super::{TraceFact, TraceNode};

/// Nothing is called `it` in a trace.
pub(super) const NOBODY: Topic<'static> =
    Topic { it: usize::MAX, possessive: None, rule: Span::new(bellwether_syntax::SourceId(0), 0, 0), each: None };

impl Tracer<'_, '_> {
    /// Notes the values that a term reads.
    pub(super) fn term(&self, term: &Term<'_>, state: &mut State, out: &mut TraceNode) {
        match &term.kind {
            TermKind::Way(way) => self.way(way, state, out),
            TermKind::Fixed(_) => {}
            TermKind::Sum(terms) => terms.iter().for_each(|(_, term)| self.term(term, state, out)),
            TermKind::Product(factors) => factors.iter().for_each(|(_, factor)| self.term(factor, state, out)),
            TermKind::Aggregate(_, way, _) => {
                self.way(way, state, out);
                let words = self.engine.term_words(term, NOBODY, state);
                let value = match self.engine.extent(term, state) {
                    Ok(_) => self.engine.value_of_words(term, state),
                    Err(absent) => absence(absent).to_owned(),
                };
                fact(out, format!("{words} is {value}"), None);
            }
            TermKind::Nearest(..) => {
                let words = self.engine.term_words(term, NOBODY, state);
                let value = match self.engine.value(term, state) {
                    Value::Is(value) => self.value(value),
                    absent => absence(absent).to_owned(),
                };
                fact(out, format!("{words} is {value}"), None);
            }
        }
    }

    /// A value in words, an element with its kind.
    pub(super) fn value(&self, value: Scalar) -> String {
        match self.engine.element(value) {
            Some(element) => self.engine.full_words(element),
            None => self.engine.value_words(value),
        }
    }

    /// Where a member of a set is written.
    pub(super) fn place(&self, value: Scalar) -> Option<Span> {
        match value {
            Scalar::Record(attribute, row) => self.engine.model.column(attribute).span(row),
            value => self.engine.element(value).and_then(|element| self.engine.model.span(element)),
        }
    }

    /// Notes the values that a way leads to: those on it as well, where they are elements.
    pub(super) fn way(&self, way: &Way<'_>, state: &mut State, out: &mut TraceNode) {
        let start = match &way.root {
            WayRoot::Slot(slot) => state.slot(*slot),
            WayRoot::Named(Some(element)) => Scalar::Element(*element),
            WayRoot::Named(None) => {
                return fact(out, format!("there is no `{}`", way.source.text), None);
            }
            WayRoot::Today => {
                return fact(out, format!("today is {}", self.engine.plan.as_of), None);
            }
            WayRoot::Selection(_) => return self.many(way, None, state, out),
        };
        let mut at = start;
        for (number, leg) in way.legs.iter().enumerate() {
            if leg.many() {
                return self.many(way, Some(start), state, out);
            }
            let next = self.engine.step(leg, at);
            if matches!(leg, Leg::Value) {
                if let Value::Is(next) = next {
                    at = next;
                }
                continue;
            }
            let last = way.legs.iter().skip(number + 1).all(|leg| matches!(leg, Leg::Value));
            let words = self.engine.part_words(way, number + 1, NOBODY, state);
            let legs = way.legs.get(..=number).unwrap_or(&way.legs);
            match next {
                Value::Is(value) => {
                    if last || self.engine.element(value).is_some() {
                        // What follows from where it stands is shown there.
                        let span = self.engine.span_along(legs, start, 4).or_else(|| self.holder(at));
                        fact(out, format!("{words} is {}", self.value(value)), span);
                    }
                    self.cases(leg, at, state, out);
                    at = value;
                }
                absent => {
                    let holder = self.holder(at);
                    fact(out, format!("{words} {}", absence_is(absent)), holder);
                    self.cases(leg, at, state, out);
                    return;
                }
            }
        }
    }

    /// Where the element is declared that a value would have been written in.
    fn holder(&self, at: Scalar) -> Option<Span> {
        self.place(at)
    }

    /// Notes the values of a way that may lead to several.
    fn many(&self, way: &Way<'_>, start: Option<Scalar>, state: &mut State, out: &mut TraceNode) {
        let mut list = Vec::new();
        let gathered = self.engine.gather(way, state, &mut list);
        let words = self.engine.part_words(way, way.legs.len(), NOBODY, state);
        if list.is_empty() {
            let none = if gathered.hole { "could not be read" } else { "holds nothing" };
            fact(out, format!("{words} {none}"), start.and_then(|start| self.place(start)));
        }
        for member in list.iter().take(NAMED) {
            let written = self.written(way, start, member.value);
            let may = if member.belongs.is_true() { "holds" } else { "may hold" };
            fact(
                out,
                format!("{words} {may} {}", self.value(member.value)),
                written.or_else(|| self.place(member.value)),
            );
        }
        if list.len() > NAMED {
            fact(out, format!("{words} holds {} more", list.len() - NAMED), None);
        }
        if gathered.hole && !list.is_empty() {
            fact(out, format!("{words} holds something that could not be read"), None);
        }
    }

    /// Where a value of an attribute is written.
    fn written(&self, way: &Way<'_>, start: Option<Scalar>, value: Scalar) -> Option<Span> {
        let [Leg::Attribute { column, range, many: true, .. }] = way.legs.as_slice() else { return None };
        let element = self.engine.element(start?).filter(|element| range.contains(&element.0))?;
        let mut values = column.values_of(element.0 - range.start);
        let index = values.find(|index| column.get(*index) == Some(value))?;
        column.span(index)
    }

    /// Looks into a derived attribute with cases: which of them holds.
    fn cases(&self, leg: &Leg<'_>, at: Scalar, state: &mut State, out: &mut TraceNode) {
        let Leg::Derived { id, .. } = leg else { return };
        let Some(depth) = self.depth.checked_sub(1) else { return };
        let Some(Some(DefinitionPlan::Derived { cases, .. })) = self.engine.plan.definitions.get(id.index()) else {
            return;
        };
        let Some(ElementId(element)) = self.engine.element(at) else { return };
        let slots = state.enter();
        state.set_element(0, element);
        let inside = Tracer { depth, ..*self };
        for (_, condition) in cases {
            let node = inside.node(condition, state);
            let decides = node.truth != super::TraceTruth::False;
            out.within.push(node);
            if decides {
                break;
            }
        }
        state.leave(slots);
    }
}

/// Notes a fact, once.
pub(super) fn fact(out: &mut TraceNode, words: String, at: Option<Span>) {
    let words: Box<str> = words.into();
    if out.facts.iter().all(|known| known.words != words) {
        out.facts.push(TraceFact { words, at });
    }
}

const fn absence(value: Value) -> &'static str {
    match value {
        Value::Hole => "not to be read",
        _ => "missing",
    }
}

pub(super) const fn absence_is(value: Value) -> &'static str {
    match value {
        Value::Hole => "could not be read",
        _ => "is missing",
    }
}
