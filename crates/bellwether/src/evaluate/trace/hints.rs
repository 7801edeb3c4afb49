//! What a condition read, as data: the attributes of elements, and the values with which it might have come out otherwise.
//! From these a search for what would mend a finding takes its candidates.

use rust_decimal::Decimal;

use crate::evaluate::condition::last_day;
use crate::evaluate::state::{State, Value};
use crate::ids::{AttributeId, ElementId, KindId};
use crate::plan::{Group, Leg, Members, Node, Op, Term, TermKind, Way, WayRoot};
use crate::value::{Date, Duration, Quantity, Scalar};
use crate::vocabulary::Type;

use super::node::Tracer;
use super::{TraceNode, TraceRead};

/// No more elements than this are proposed for one condition.
const PROPOSED: usize = 6;
/// No more elements than this are tried to find those of one condition.
const TRIED: u32 = 5_000;
/// No more elements than this are tried for one trace.
pub(super) const TRIED_IN_ALL: u32 = 50_000;
/// No more values than this are kept of one node.
const WANTED: usize = 24;

impl Tracer<'_, '_> {
    /// Notes what a condition read and what might have made it otherwise, its parts left out.
    pub(super) fn hint(&self, node: &Node<'_>, state: &mut State, out: &mut TraceNode) {
        match &node.op {
            Op::IsWord(of, word) => {
                self.reads(of, state, out);
                want(out, Scalar::Word(*word));
            }
            Op::Flag(of) => {
                self.reads(of, state, out);
                want(out, Scalar::YesOrNo(true));
                want(out, Scalar::YesOrNo(false));
            }
            Op::IsKind(of, kind, _) => {
                self.reads(of, state, out);
                self.nearest_of(*kind, state, out, |_, _| true);
            }
            Op::Adjective(of, id) => {
                self.reads(of, state, out);
                let kind = self.engine.plan.program.definitions.get(id.index()).map(|definition| definition.kind);
                if let (Some(kind), true) = (kind, has_steps(of)) {
                    let table = &self.engine.tables;
                    let start = self.engine.model.range(kind).start;
                    self.nearest_of(kind, state, out, |element, _| {
                        element.0.checked_sub(start).is_some_and(|row| table.adjective(*id, row).is_true())
                    });
                }
            }
            Op::FormulaIs(of, _) | Op::Mention { of, .. } => self.reads(of, state, out),
            Op::Compare(one, _, other) => {
                self.compared(one, state, out);
                self.compared(other, state, out);
            }
            Op::Between(of, least, most) => {
                for term in [of, least, most] {
                    self.compared(term, state, out);
                }
            }
            Op::In(what, place) => {
                self.compared(what, state, out);
                self.compared(place, state, out);
            }
            Op::IsSet(way) | Op::IsMissing(way) | Op::Said(way, _) => self.reads_of(way, state, out),
            Op::When { date, offset, other, .. } => {
                let offset = offset.as_ref().map(|(_, offset)| offset);
                self.dates(date, offset, other, state, out);
            }
            Op::Near { date, duration, other } => self.dates(date, Some(duration), other, state, out),
            Op::Count(count) => {
                if let Some(plan) = self.engine.plan.members.get(count.members) {
                    self.members(plan, state, out);
                }
            }
            Op::Every(every) => {
                if let Some(plan) = self.engine.plan.members.get(every.members) {
                    self.members(plan, state, out);
                }
            }
            Op::Include { whole, parts, .. } => {
                self.reads_of(whole, state, out);
                for part in parts {
                    let mut list = Vec::new();
                    self.engine.values(part, state, &mut list);
                    self.reads(part, state, out);
                    list.iter().for_each(|member| want(out, member.value));
                }
            }
            Op::Reach(from, reach) => self.reached_from(from, *reach, state, out),
            Op::Shares(shares) => {
                if let Some(plan) = self.engine.plan.sharings.get(shares.sharing) {
                    plan.keys.iter().for_each(|(own, _)| self.reads_of(own, state, out));
                }
            }
            Op::All(_) | Op::Any(_) | Op::Not(_) | Op::Known(_) | Op::Constant(_) => {}
        }
    }

    fn reads(&self, term: &Term<'_>, state: &mut State, out: &mut TraceNode) {
        match &term.kind {
            TermKind::Way(way) | TermKind::Aggregate(_, way, _) => self.reads_of(way, state, out),
            TermKind::Fixed(value) => want(out, *value),
            TermKind::Sum(terms) => terms.iter().for_each(|(_, term)| self.reads(term, state, out)),
            TermKind::Product(factors) => factors.iter().for_each(|(_, factor)| self.reads(factor, state, out)),
            TermKind::Nearest(..) => {}
        }
    }

    /// A side of a comparison: its value, and those next to it, might be what the other should be.
    fn compared(&self, term: &Term<'_>, state: &mut State, out: &mut TraceNode) {
        self.reads(term, state, out);
        let Value::Is(value) = self.engine.value(term, state) else { return };
        want(out, value);
        match value {
            Scalar::Quantity(quantity) => {
                for step in [Decimal::ONE, -Decimal::ONE] {
                    if let Some(amount) = quantity.amount.checked_add(step) {
                        want(out, Scalar::Quantity(Quantity { amount, ..quantity }));
                    }
                }
            }
            Scalar::Duration(duration) => {
                for days in [1, -1] {
                    if let Some(days) = duration.days.checked_add(days).filter(|_| duration.months == 0) {
                        want(out, Scalar::Duration(Duration { days, ..duration }));
                    }
                }
            }
            value => {
                if let Some(date) = last_day(value) {
                    around(date, out);
                }
            }
        }
    }

    fn dates(
        &self,
        date: &Term<'_>,
        offset: Option<&Term<'_>>,
        other: &Term<'_>,
        state: &mut State,
        out: &mut TraceNode,
    ) {
        self.reads(date, state, out);
        self.reads(other, state, out);
        let offset = offset.and_then(|offset| {
            self.reads(offset, state, out);
            match self.engine.value(offset, state) {
                Value::Is(Scalar::Duration(offset)) => Some(offset),
                _ => None,
            }
        });
        for term in [other, date] {
            let Value::Is(value) = self.engine.value(term, state) else { continue };
            let Some(day) = last_day(value) else { continue };
            around(day, out);
            if let Some(offset) = offset {
                day.sub(offset).into_iter().chain(day.add(offset)).for_each(|day| around(day, out));
            }
        }
    }

    /// The attributes that a way reads, of the elements on it.
    pub(super) fn reads_of(&self, way: &Way<'_>, state: &mut State, out: &mut TraceNode) {
        let mut at = match &way.root {
            WayRoot::Slot(slot) => state.slot(*slot),
            WayRoot::Named(Some(element)) => Scalar::Element(*element),
            WayRoot::Named(None) | WayRoot::Today | WayRoot::Selection(_) => return,
        };
        let mut holder: Option<(ElementId, AttributeId)> = None;
        for leg in &way.steps {
            match leg {
                Leg::Attribute { id, range, .. } => {
                    let Some(element) = self.engine.element(at).filter(|it| range.contains(&it.0)) else { return };
                    holder = Some((element, *id));
                    read(out, element, *id, None);
                }
                Leg::Field { id, .. } => {
                    if let Some((element, attribute)) = holder {
                        read(out, element, attribute, Some(*id));
                    }
                }
                _ => {}
            }
            if leg.many() {
                return;
            }
            match self.engine.step(leg, at) {
                Value::Is(next) => at = next,
                Value::Missing | Value::Hole => {
                    // What is not written might be written with the field that comes next.
                    missing_fields(&way.steps, leg, holder, out);
                    return;
                }
            }
        }
    }

    /// The members of a set: the attribute that holds them, and elements that would make the filter true.
    fn members(&self, plan: &Members<'_>, state: &mut State, out: &mut TraceNode) {
        let Group::Way(way) = &plan.set else { return };
        self.reads_of(way, state, out);
        let Some(Leg::Attribute { id, .. }) = way.steps.last() else { return };
        let Some(Type::Element(kind)) =
            self.engine.plan.program.vocabulary.attribute(*id).map(|attribute| attribute.ty.clone())
        else {
            return;
        };
        self.nearest_of(kind, state, out, |element, state| match &plan.filter {
            Some(filter) => {
                state.set(plan.slot, Scalar::Element(element));
                self.engine.ask(filter, state).is_true()
            }
            None => true,
        });
    }

    /// What is read on the first steps of a `reach`, and targets that might be reached.
    fn reached_from(&self, from: &Term<'_>, reach: usize, state: &mut State, out: &mut TraceNode) {
        self.reads(from, state, out);
        let Some(plan) = self.engine.plan.reaches.get(reach) else { return };
        let Value::Is(value) = self.engine.value(from, state) else { return };
        let Some(start) = self.engine.element(value) else { return };
        let mut starts = vec![start];
        starts.extend(self.engine.reached(plan, start, state).into_iter().take(PROPOSED).map(ElementId));
        for element in starts {
            for leg in &plan.via {
                if let Leg::Attribute { id, range, .. } = leg
                    && range.contains(&element.0)
                {
                    read(out, element, *id, None);
                }
            }
        }
        let Some(target) = &plan.target else { return };
        self.nearest_of(target.kind, state, out, |element, state| {
            self.engine.is_target(target, element, state).is_true()
        });
    }

    /// Elements of a kind that fit, the nearest in the model to what is asked of first.
    fn nearest_of(
        &self,
        kind: KindId,
        state: &mut State,
        out: &mut TraceNode,
        fits: impl Fn(ElementId, &mut State) -> bool,
    ) {
        let range = self.engine.model.range(kind);
        if range.is_empty() {
            return;
        }
        let near = out.reads.last().map_or(range.start, |read| read.element.0).clamp(range.start, range.end - 1);
        let mut found = 0;
        for distance in 0..TRIED.min(range.end - range.start) {
            for at in [near.checked_sub(distance), near.checked_add(distance).filter(|_| distance > 0)] {
                let Some(at) = at.filter(|at| range.contains(at)) else { continue };
                let Some(tries) = self.tries.get().checked_sub(1) else { return };
                self.tries.set(tries);
                if fits(ElementId(at), state) {
                    want(out, Scalar::Element(ElementId(at)));
                    found += 1;
                }
                if found == PROPOSED {
                    return;
                }
            }
        }
    }
}

/// The field that comes after an attribute that is not written.
fn missing_fields(steps: &[Leg<'_>], missing: &Leg<'_>, holder: Option<(ElementId, AttributeId)>, out: &mut TraceNode) {
    let Some((element, attribute)) = holder.filter(|_| matches!(missing, Leg::Attribute { .. })) else { return };
    let after = steps.iter().skip_while(|leg| !std::ptr::eq(*leg, missing)).nth(1);
    if let Some(Leg::Field { id, .. }) = after {
        read(out, element, attribute, Some(*id));
    }
}

fn has_steps(term: &Term<'_>) -> bool {
    matches!(&term.kind, TermKind::Way(way) if !way.steps.is_empty())
}

/// A day, and those before and after it.
fn around(day: Date, out: &mut TraceNode) {
    want(out, Scalar::Date(day));
    for near in [day.sub(Duration::days(1)), day.add(Duration::days(1))].into_iter().flatten() {
        want(out, Scalar::Date(near));
    }
}

fn want(out: &mut TraceNode, value: Scalar) {
    if out.wanted.len() < WANTED && !out.wanted.contains(&value) {
        out.wanted.push(value);
    }
}

fn read(out: &mut TraceNode, element: ElementId, attribute: AttributeId, field: Option<AttributeId>) {
    let read = TraceRead { element, attribute, field };
    if !out.reads.contains(&read) {
        out.reads.push(read);
    }
}
