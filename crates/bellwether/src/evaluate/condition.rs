//! Evaluates nodes: each to true, false, unknown or a hole.

use crate::ids::ElementId;
use crate::plan::{Node, Op, Term, TermKind, Way};
use crate::program::{Bound, Comparison, FormulaTrait, Order};
use crate::value::{Date, Duration, Scalar};

use super::Engine;
use super::compare::{compare, judge, place, same};
use super::judgement::Judgement;
use super::mention;
use super::state::{Gathered, Member, State, Value};

/// Binds the value of an expression, or answers with what its absence means.
macro_rules! present {
    ($value:expr) => {
        match $value {
            Value::Is(value) => value,
            absent => return absent.absent(),
        }
    };
}

/// Binds the element of an expression, or answers with what its absence means.
macro_rules! found {
    ($element:expr) => {
        match $element {
            Ok(element) => element,
            Err(absent) => return absent.absent(),
        }
    };
}

impl Engine<'_> {
    /// What a node says of the slots.
    pub(crate) fn ask(&self, node: &Node<'_>, state: &mut State) -> Judgement {
        state.tick(1);
        match &node.op {
            Op::All(parts) => self.ask_all(parts, state),
            Op::Any(parts) => {
                let mut judgement = Judgement::FALSE;
                for part in parts {
                    judgement = judgement.or(self.ask(part, state));
                    if judgement.is_true() {
                        break;
                    }
                }
                judgement
            }
            Op::Not(inner) => self.ask(inner, state).not(),
            Op::Known(inner) => match self.ask(inner, state) {
                Judgement::UNKNOWN => Judgement::FALSE,
                known => known,
            },
            Op::Said(spoken, inner) => match self.one(spoken, state) {
                Value::Is(_) => self.ask(inner, state),
                absent => absent.absent(),
            },
            Op::Constant(holds) => Judgement::of(*holds),
            Op::IsKind(of, _, range) => {
                let element = found!(self.element_of(of, state));
                Judgement::of(element.is_some_and(|element| range.contains(&element.0)))
            }
            Op::IsWord(of, word) => match super::expression::short_word(of, state) {
                Some(own) => Judgement::of(own == *word),
                None => Judgement::of(present!(self.value(of, state)) == Scalar::Word(*word)),
            },
            Op::Flag(of) => Judgement::of(present!(self.value(of, state)) == Scalar::YesOrNo(true)),
            Op::Adjective(of, id) => {
                let element = found!(self.element_of(of, state));
                let start = self.definition_start(*id);
                match element.and_then(|element| element.0.checked_sub(start)) {
                    Some(row) => self.tables.adjective(*id, row),
                    None => Judgement::FALSE,
                }
            }
            Op::FormulaIs(of, what) => match present!(self.value(of, state)) {
                Scalar::Formula(formula) => {
                    let facts = self.model.formula(formula);
                    Judgement::of(match what {
                        FormulaTrait::Rate => facts.rate,
                        FormulaTrait::Compound => facts.compound,
                    })
                }
                _ => Judgement::FALSE,
            },
            Op::Compare(one, comparison, other) => self.ask_compare(one, *comparison, other, state),
            Op::Between(of, least, most) => {
                let above = self.ask_compare(of, Comparison::AtLeast, least, state);
                above.and(self.ask_compare(of, Comparison::AtMost, most, state))
            }
            Op::IsSet(way) => self.is_set(way, state),
            Op::IsMissing(way) => self.is_set(way, state).not(),
            Op::In(what, place) => {
                let what = self.value(what, state);
                let place = self.value(place, state);
                match (what, place) {
                    (Value::Is(what), Value::Is(place)) => self.lies_in(what, place, state),
                    _ => both_absent(what, place),
                }
            }
            Op::When { date, offset, order, other } => self.ask_when(date, offset.as_ref(), *order, other, state),
            Op::Near { date, duration, other } => self.ask_near(date, duration, other, state),
            Op::Count(count) => {
                let tally = self.tally(count.members, state);
                self.test(&count.test, tally, None, state)
            }
            Op::Every(every) => self.ask_every(every, state),
            Op::Include { whole, parts, any } => self.ask_include(whole, parts, *any, state),
            Op::Mention { of, texts, any } => self.ask_mention(of, texts, *any, state),
            Op::Reach(from, reach) => match found!(self.element_of(from, state)) {
                Some(element) => self.reach(*reach, element, state),
                None => Judgement::FALSE,
            },
            Op::Shares(shares) => self.ask_shares(shares, state),
        }
    }

    /// All of them; the first that is false decides.
    #[inline]
    pub(super) fn ask_all(&self, parts: &[Node<'_>], state: &mut State) -> Judgement {
        let mut judgement = Judgement::TRUE;
        for part in parts {
            judgement = judgement.and(self.ask(part, state));
            if judgement.is_false() {
                break;
            }
        }
        judgement
    }

    #[inline]
    fn definition_start(&self, id: crate::ids::DefinitionId) -> u32 {
        self.definition_starts.get(id.index()).copied().unwrap_or(u32::MAX)
    }

    #[inline]
    fn ask_compare(&self, one: &Term<'_>, comparison: Comparison, other: &Term<'_>, state: &mut State) -> Judgement {
        if matches!(one.kind, TermKind::Aggregate(..)) || matches!(other.kind, TermKind::Aggregate(..)) {
            let (one, other) = match (self.extent(one, state), self.extent(other, state)) {
                (Ok(one), Ok(other)) => (one, other),
                (Err(one), Err(other)) => return one.or_absent(other).absent(),
                (Err(absent), _) | (_, Err(absent)) => return absent.absent(),
            };
            let (Some((least, _)), Some((_, most))) = (place(one.least, other.most), place(one.most, other.least))
            else {
                // Only what has an order has two ends.
                return compare(one.least, comparison, other.least);
            };
            return judge(comparison, (least, most));
        }
        // Both sides are worked out.
        state.tick(2);
        match (self.value(one, state), self.value(other, state)) {
            (Value::Is(one), Value::Is(other)) => compare(one, comparison, other),
            (one, other) => both_absent(one, other),
        }
    }

    fn is_set(&self, way: &Way<'_>, state: &mut State) -> Judgement {
        if !way.source.ty.many {
            return match self.one(way, state) {
                Value::Is(_) => Judgement::TRUE,
                Value::Missing => Judgement::FALSE,
                Value::Hole => Judgement::HOLE,
            };
        }
        let mut list = state.take_list();
        let gathered = self.gather(way, state, &mut list);
        let judgement = list.iter().fold(Judgement::FALSE, |judgement, member| judgement.or(member.belongs));
        state.give_list(list);
        if gathered.hole { judgement.or(Judgement::HOLE) } else { judgement }
    }

    /// Whether an element is a place or lies in it at any depth, or a date in a period.
    pub(super) fn lies_in(&self, what: Scalar, place: Scalar, state: &mut State) -> Judgement {
        match (what, place) {
            (Scalar::Date(date), Scalar::Period(period)) => Judgement::of(period.contains(date)),
            (Scalar::Period(part), Scalar::Period(period)) => {
                Judgement::of(period.contains(part.start) && period.contains(part.end))
            }
            (Scalar::Element(element), Scalar::Element(place)) => Judgement::of(self.inside(element, place, state)),
            _ => same(what, place).map_or(Judgement::UNKNOWN, Judgement::of),
        }
    }

    /// Whether an element is a place or lies in it at any depth.
    pub(super) fn inside(&self, element: ElementId, place: ElementId, state: &mut State) -> bool {
        if element == place {
            return true;
        }
        let mut seen = state.take_ids();
        self.places(element, &mut seen, Some(place), state);
        let inside = seen.contains(&place.0);
        state.give_ids(seen);
        inside
    }

    /// An element and all that it lies in, at any depth, each once; only until one of them is met.
    pub(super) fn places(&self, element: ElementId, seen: &mut Vec<u32>, until: Option<ElementId>, state: &mut State) {
        // So few are compared faster than marked.
        const FEW: usize = 16;
        let mut marks = None;
        seen.push(element.0);
        let mut at = 0;
        while let Some(next) = seen.get(at).copied() {
            at += 1;
            for container in self.model.containers(ElementId(next)) {
                if seen.len() > FEW && marks.is_none() {
                    let mut fresh = state.take_marks();
                    seen.iter().for_each(|element| {
                        fresh.add(*element);
                    });
                    marks = Some(fresh);
                }
                let new = match &mut marks {
                    Some(marks) => marks.add(container.0),
                    None => !seen.contains(&container.0),
                };
                if new {
                    seen.push(container.0);
                }
                if until == Some(container) {
                    at = usize::MAX;
                    break;
                }
            }
            state.tick(2);
            if state.spent() {
                break;
            }
        }
        if let Some(marks) = marks {
            state.give_marks(marks);
        }
    }

    fn ask_when(
        &self,
        date: &Term<'_>,
        offset: Option<&(Bound, Term<'_>)>,
        order: Order,
        other: &Term<'_>,
        state: &mut State,
    ) -> Judgement {
        let (date, other) = (self.value(date, state), self.value(other, state));
        let (Value::Is(one), Value::Is(two)) = (date, other) else { return both_absent(date, other) };
        let (Some(date), Some(other)) = (last_day(one), last_day(two)) else { return Judgement::UNKNOWN };
        let Some((bound, offset)) = offset else {
            return Judgement::of(match order {
                Order::Before => date < other,
                Order::After => date > other,
                Order::OnOrBefore => date <= other,
                Order::OnOrAfter => date >= other,
            });
        };
        let Scalar::Duration(offset) = present!(self.value(offset, state)) else { return Judgement::UNKNOWN };
        let before = matches!(order, Order::Before | Order::OnOrBefore);
        let Some(edge) = edge(other, offset, before) else { return Judgement::UNKNOWN };
        let (date, other) = (i64::from(date.days()), i64::from(other.days()));
        // `far`: at least so far away; `near`: at most so far, and on the right side.
        let (far, near, right_side) = if before {
            (date <= edge, date >= edge, date <= other)
        } else {
            (date >= edge, date <= edge, date >= other)
        };
        Judgement::of(match bound {
            Bound::AtLeast => far,
            Bound::AtMost => near && right_side,
            Bound::MoreThan => far && !near,
            Bound::LessThan => near && !far && right_side,
            Bound::Exactly => far && near,
        })
    }

    fn ask_near(&self, date: &Term<'_>, duration: &Term<'_>, other: &Term<'_>, state: &mut State) -> Judgement {
        let (date, other) = (self.value(date, state), self.value(other, state));
        let duration = self.value(duration, state);
        let (Value::Is(one), Value::Is(two), Value::Is(Scalar::Duration(duration))) = (date, other, duration) else {
            return both_absent(date, other).and(both_absent(duration, duration));
        };
        let (Some(date), Some(other)) = (last_day(one), last_day(two)) else { return Judgement::UNKNOWN };
        // A day that no year has leaves open only what lies on its side.
        let before = match other.sub(duration) {
            Some(first) => Judgement::of(first <= date && date <= other),
            None => Judgement::UNKNOWN,
        };
        let after = match other.add(duration) {
            Some(last) => Judgement::of(other <= date && date <= last),
            None => Judgement::UNKNOWN,
        };
        before.or(after)
    }

    /// The values of a term, several or one.
    pub(super) fn values(&self, term: &Term<'_>, state: &mut State, out: &mut Vec<Member>) -> Gathered {
        if let TermKind::Way(way) = &term.kind
            && term.many
        {
            return self.gather(way, state, out);
        }
        match self.value(term, state) {
            Value::Is(value) => {
                out.push(Member { value, belongs: Judgement::TRUE });
                Gathered::default()
            }
            Value::Missing => Gathered { missing: true, hole: false },
            Value::Hole => Gathered { hole: true, missing: false },
        }
    }

    fn ask_include(&self, whole: &Way<'_>, parts: &[Term<'_>], any: bool, state: &mut State) -> Judgement {
        let mut there = state.take_list();
        let of_whole = self.gather(whole, state, &mut there);
        let mut judgement = Judgement::of(!any);
        for part in parts {
            let mut asked = state.take_list();
            let of_part = self.values(part, state, &mut asked);
            state.tick((there.len() as u64).saturating_mul(asked.len() as u64));
            if state.spent() {
                break;
            }
            for member in &asked {
                let included = self.includes(&there, member.value, of_whole.hole);
                judgement = if any {
                    judgement.or(member.belongs.and(included))
                } else {
                    judgement.and(member.belongs.not().or(included))
                };
            }
            state.give_list(asked);
            if of_part.hole || of_part.missing {
                let open = Judgement::open(of_part.hole);
                judgement = if any { judgement.or(open) } else { judgement.and(open) };
            }
        }
        state.give_list(there);
        judgement
    }

    /// Whether a value is among those that are there.
    pub(super) fn includes(&self, there: &[Member], value: Scalar, hole: bool) -> Judgement {
        let Value::Is(value) = self.plain(value) else { return Judgement::UNKNOWN };
        let mut included = if hole { Judgement::HOLE } else { Judgement::FALSE };
        for member in there {
            let equal = match self.plain(member.value) {
                Value::Is(other) => same(other, value).map_or(Judgement::UNKNOWN, Judgement::of),
                absent => absent.absent(),
            };
            included = included.or(member.belongs.and(equal));
            if included.is_true() {
                break;
            }
        }
        included
    }

    fn ask_mention(&self, of: &Term<'_>, texts: &[Box<str>], any: bool, state: &mut State) -> Judgement {
        let mut list = state.take_list();
        let gathered = self.values(of, state, &mut list);
        let mut judgement = Judgement::of(!any);
        for text in texts {
            let mut mentioned = Judgement::FALSE;
            for member in &list {
                if let Value::Is(Scalar::Text(id)) = self.plain(member.value) {
                    let whole = self.plan.text(id);
                    state.tick((whole.len() + text.len()) as u64);
                    if state.spent() {
                        break;
                    }
                    mentioned = mentioned.or(member.belongs.and(Judgement::of(mention::mentions(whole, text))));
                }
            }
            // A text that is missing may say anything; several that are not written say nothing.
            if gathered.hole || (gathered.missing && !of.many) {
                mentioned = mentioned.or(Judgement::open(gathered.hole));
            }
            judgement = if any { judgement.or(mentioned) } else { judgement.and(mentioned) };
        }
        state.give_list(list);
        judgement
    }
}

/// The day a duration before or after another, in days since 1970-01-01; `None` where no year has it.
fn edge(other: Date, offset: Duration, before: bool) -> Option<i64> {
    let edge = if before { other.sub(offset) } else { other.add(offset) };
    edge.map(|edge| i64::from(edge.days()))
}

/// What is said where one of two values is not there.
#[inline]
const fn both_absent(one: Value, other: Value) -> Judgement {
    Judgement::open(matches!(one, Value::Hole) || matches!(other, Value::Hole))
}

/// A date, or the last day of a period.
pub(super) fn last_day(value: Scalar) -> Option<Date> {
    match value {
        Scalar::Date(date) => Some(date),
        Scalar::Period(period) => Some(period.end),
        _ => None,
    }
}
