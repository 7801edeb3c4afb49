//! Why a condition is unknown: what is missing, or does not fit.

use crate::evaluate::compare::{place, same};
use crate::evaluate::expression::{Extent, Step, small_ones_fit};
use crate::evaluate::judgement::Judgement;
use crate::evaluate::state::{Gathered, Member, State, Value};
use crate::plan::{Leg, Op, Term, TermKind, Way, WayRoot};
use crate::program::{AggregateOp, Factor, Order, Sign};
use crate::value::{Duration, Scalar};

use super::facts::{Explainer, Why};
use super::words::{Topic, and_list};

/// For no more members than this it is said what each of them lacks.
const MOST_HOLDERS: usize = 3;

/// What there is instead of a value.
#[derive(Clone, Copy)]
pub(super) enum Gap {
    /// Nothing.
    Missing,
    /// Values that may or may not be there.
    Unsure,
}

impl Gap {
    fn of(self, words: &str) -> String {
        match self {
            Self::Missing => format!("{words} is missing"),
            Self::Unsure => format!("what {words} holds is not known"),
        }
    }
}

impl<'e, 'a> Explainer<'e, 'a> {
    /// The reasons of a leaf that is unknown.
    pub(super) fn why_open(&self, op: &'e Op<'a>, state: &mut State, out: &mut Why) {
        let terms: Vec<&Term<'a>> = match op {
            Op::IsKind(of, ..) | Op::IsWord(of, _) | Op::Flag(of) | Op::FormulaIs(of, _) | Op::Mention { of, .. } => {
                vec![of]
            }
            Op::Compare(one, _, other) | Op::In(one, other) => vec![one, other],
            Op::Between(of, least, most) => vec![of, least, most],
            Op::When { date, offset, other, .. } => {
                let mut terms = vec![date];
                terms.extend(offset.iter().map(|(_, offset)| offset));
                terms.push(other);
                terms
            }
            Op::Near { date, duration, other } => vec![date, duration, other],
            Op::IsSet(way) | Op::IsMissing(way) => {
                self.doubts(way, state, out);
                return;
            }
            _ => return,
        };
        let mut all_there = true;
        for term in &terms {
            all_there &= self.engine.extent(term, state).is_ok();
            self.absent(term, state, out);
        }
        match op {
            _ if !all_there => {}
            Op::When { offset: Some((_, far)), order, other, .. } => {
                let side = if matches!(order, Order::Before | Order::OnOrBefore) { "before" } else { "after" };
                self.beyond(far, side, other, state, out);
            }
            Op::Near { duration, other, .. } => self.beyond(duration, "before or after", other, state, out),
            _ => self.misfit(&terms, state, out),
        }
    }

    /// No year has the day that is so far from another.
    fn beyond(&self, far: &Term<'a>, side: &str, other: &Term<'a>, state: &mut State, out: &mut Why) {
        let (far, other) = (self.engine.value_of_words(far, state), self.engine.value_of_words(other, state));
        out.reason(format!("{far} {side} {other} lies outside of the years 1 to 9999"));
    }

    /// Everything is there, and still it cannot be told: the first does not fit one of the others, or may be on either side.
    fn misfit(&self, terms: &[&Term<'a>], state: &mut State, out: &mut Why) {
        let is_fixed = |term: &Term<'_>| matches!(term.kind, TermKind::Fixed(_));
        let (one, others) = match terms {
            // What the rule writes itself is said last.
            [one, other] if is_fixed(one) && !is_fixed(other) => (*other, vec![*one]),
            [one, others @ ..] => (*one, others.to_vec()),
            [] => return,
        };
        let words = |term: &Term<'a>, state: &mut State| {
            let (named, value) =
                (self.engine.term_words(term, self.topic, state), self.engine.value_of_words(term, state));
            // A value that is `it` has no other name.
            if named == value { format!("it is {value}") } else { format!("{named} is {value}") }
        };
        let before = out.reasons.len();
        for other in &others {
            let (Ok(mine), Ok(theirs)) = (self.engine.extent(one, state), self.engine.extent(other, state)) else {
                continue;
            };
            let is_range = |extent: &Extent| same(extent.least, extent.most) != Some(true);
            if is_range(&mine) || is_range(&theirs) {
                let which = if is_range(&mine) { one } else { other };
                let words = words(which, state);
                out.reason(format!("{words}, and it is not known which"));
                continue;
            }
            let which = match place(mine.least, theirs.least) {
                None => "does not fit",
                Some((least, most)) if least != most => "may be more or less than",
                Some(_) => continue,
            };
            let told = self.engine.value_of_words(other, state);
            let named = self.engine.term_words(other, self.topic, state);
            let told = if is_fixed(other) || named == "it" { told } else { format!("{named} ({told})") };
            let help = if which == "does not fit" { "" } else { ": write both in one unit" };
            let words = if is_fixed(one) { self.engine.value_of_words(one, state) } else { words(one, state) };
            out.reason(format!("{words}, which {which} {told}{help}"));
            break;
        }
        if out.reasons.len() == before {
            let all = terms
                .iter()
                .map(|term| if is_fixed(term) { self.engine.value_of_words(term, state) } else { words(term, state) });
            // Nothing is missing, so only the reason is told.
            out.reason(and_list(&all.collect::<Vec<_>>()));
        }
    }

    /// All operands are there, and there is still no result: it is too large, or they do not fit each other.
    fn no_result(&self, whole: &Term<'a>, parts: &[&Term<'a>], steps: &[Step], state: &mut State, out: &mut Why) {
        let mut values = Vec::new();
        for part in parts {
            if let Value::Is(value) = self.engine.value(part, state) {
                values.push(value);
            }
        }
        if values.len() != parts.len() {
            // What is missing was said already, of another side.
            return;
        }
        if !small_ones_fit(&values, steps) {
            self.misfit(parts, state, out);
            return;
        }
        // Within arithmetic nothing is `it`.
        let topic = Topic { possessive: None, ..self.topic };
        let mut operands: Vec<String> = Vec::new();
        for part in parts.iter().filter(|part| !matches!(part.kind, TermKind::Fixed(_))) {
            let words = self.engine.term_words(part, topic, state);
            let operand = format!("{words} is {}", self.engine.value_of_words(part, state));
            if !operands.contains(&operand) {
                operands.push(operand);
            }
        }
        let given = if operands.is_empty() { String::new() } else { format!(", where {}", and_list(&operands)) };
        let words = self.engine.term_words(whole, topic, state);
        let scaled = steps.iter().any(|step| matches!(step, Step::Multiply | Step::Divide));
        let of = |is: fn(&Scalar) -> bool| values.iter().any(is);
        let why = if of(|value| matches!(value, Scalar::Date(_) | Scalar::Period(_))) {
            "lies outside of the years 1 to 9999"
        } else if scaled && of(|value| matches!(value, Scalar::Duration(_))) {
            "comes to no whole number of days or months, or to too many"
        } else if of(|value| matches!(value, Scalar::Duration(_))) {
            "is longer than a duration can be"
        } else {
            "has more than the 28 digits that a number can have"
        };
        out.reason(format!("{words} {why}{given}"));
    }

    /// Why an aggregate of what is there has no value.
    fn valueless(&self, op: AggregateOp, way: &Way<'_>, state: &mut State) -> &'static str {
        let mut list = state.take_list();
        self.engine.gather(way, state, &mut list);
        let mut values = Vec::new();
        for member in &list {
            if let Value::Is(value) = self.engine.plain(member.value) {
                values.push(value);
            }
        }
        let open = list.iter().any(|member| !member.belongs.is_true());
        state.give_list(list);
        let added = matches!(op, AggregateOp::Sum | AggregateOp::Average);
        if values.is_empty() {
            "there is nothing that it could be of"
        } else if open {
            "it is not known which values it is of"
        } else if added && small_ones_fit(&values, &vec![Step::Add; values.len()]) {
            "it is larger than a value can be"
        } else {
            "its values do not fit each other"
        }
    }

    /// What is missing for the value of a term.
    pub(super) fn absent(&self, term: &Term<'a>, state: &mut State, out: &mut Why) {
        match &term.kind {
            TermKind::Fixed(_) => {}
            TermKind::Way(way) | TermKind::Aggregate(_, way, _) => {
                let before = out.reasons.len();
                let is_count = matches!(&term.kind, TermKind::Aggregate(AggregateOp::Count, ..));
                if is_count && self.engine.extent(term, state).is_ok() {
                    // A count lacks no value that is missing: it counts those that are there.
                    self.doubts(way, state, out);
                } else {
                    self.absences(way, state, out);
                }
                if out.reasons.len() == before
                    && let TermKind::Aggregate(op, ..) = &term.kind
                    && self.engine.extent(term, state).is_err()
                {
                    let words = self.engine.term_words(term, self.topic, state);
                    let why = self.valueless(*op, way, state);
                    out.reason(format!("{words} has no value: {why}"));
                }
            }
            TermKind::Sum(terms) => {
                let before = out.reasons.len();
                terms.iter().for_each(|(_, term)| self.absent(term, state, out));
                if out.reasons.len() == before && self.engine.value(term, state) == Value::Missing {
                    let parts: Vec<&Term<'a>> = terms.iter().map(|(_, term)| term).collect();
                    let signs =
                        terms.iter().map(|(sign, _)| if *sign == Sign::Plus { Step::Add } else { Step::Subtract });
                    self.no_result(term, &parts, &signs.collect::<Vec<_>>(), state, out);
                }
            }
            TermKind::Product(factors) => {
                let before = out.reasons.len();
                factors.iter().for_each(|(_, factor)| self.absent(factor, state, out));
                if out.reasons.len() == before && self.engine.value(term, state) == Value::Missing {
                    for (_, part) in factors.iter().filter(|(factor, _)| *factor == Factor::Over) {
                        let nothing = match self.engine.value(part, state) {
                            Value::Is(Scalar::Quantity(divisor)) if divisor.amount.is_zero() => "0",
                            Value::Is(Scalar::Duration(Duration { months: 0, days: 0 })) => "0 days",
                            _ => continue,
                        };
                        let words = self.engine.term_words(part, self.topic, state);
                        out.reason(format!("{words} is {nothing}, and nothing can be divided by {nothing}"));
                        return;
                    }
                    let parts: Vec<&Term<'a>> = factors.iter().map(|(_, factor)| factor).collect();
                    let steps = factors
                        .iter()
                        .map(|(factor, _)| if *factor == Factor::Over { Step::Divide } else { Step::Multiply });
                    self.no_result(term, &parts, &steps.collect::<Vec<_>>(), state, out);
                }
            }
            TermKind::Nearest(..) => {
                if self.engine.value(term, state) == Value::Missing {
                    let words = self.engine.term_words(term, self.topic, state);
                    out.reason(format!("{words} is missing"));
                    out.missing(words);
                }
            }
        }
    }

    /// Where a way has no value: the attribute that is missing, and of whom; and which values may not be there.
    pub(super) fn absences(&self, way: &Way<'_>, state: &mut State, out: &mut Why) {
        self.gaps_of(way, true, state, out);
    }

    /// Which values of a way may not be there.
    pub(super) fn doubts(&self, way: &Way<'_>, state: &mut State, out: &mut Why) {
        self.gaps_of(way, false, state, out);
    }

    pub(super) fn gaps_of(&self, way: &Way<'_>, absences: bool, state: &mut State, out: &mut Why) {
        let mut at = match &way.root {
            WayRoot::Slot(slot) => vec![state.slot(*slot)],
            WayRoot::Named(Some(element)) => vec![Scalar::Element(*element)],
            WayRoot::Selection(members) => {
                self.open_members(*members, absences, state, out);
                self.members(*members, state).into_iter().map(|member| member.value).collect()
            }
            WayRoot::Named(None) | WayRoot::Today => return,
        };
        for (passed, leg) in way.legs.iter().enumerate() {
            let mut next = Vec::with_capacity(at.len());
            let (mut lacking, mut unsure) = (Vec::new(), Vec::new());
            for value in at {
                if !leg.many() {
                    match self.engine.step(leg, value) {
                        Value::Is(value) => next.push(value),
                        Value::Missing | Value::Hole if absences => lacking.push(value),
                        Value::Missing | Value::Hole => {}
                    }
                    continue;
                }
                // What is not written of several has no values; but what is derived may rest on what is missing.
                let mut list = state.take_list();
                let mut gathered = Gathered::default();
                self.engine.spread(leg, Member { value, belongs: Judgement::TRUE }, state, &mut list, &mut gathered);
                if list.iter().any(|member| member.belongs.is_open()) {
                    unsure.push(value);
                } else if absences && gathered.missing {
                    lacking.push(value);
                }
                next.extend(list.iter().map(|member| member.value));
                state.give_list(list);
            }
            if !lacking.is_empty() {
                self.lacks(way, passed, &lacking, Gap::Missing, state, out);
            }
            if !unsure.is_empty() {
                self.lacks(way, passed, &unsure, Gap::Unsure, state, out);
            }
            at = next;
        }
    }

    /// Says that the step after `passed` is missing of some values, or what it holds not known.
    fn lacks(&self, way: &Way<'_>, passed: usize, lacking: &[Scalar], gap: Gap, state: &mut State, out: &mut Why) {
        let engine = self.engine;
        let selected = matches!(way.root, WayRoot::Selection(_));
        let single = !selected && !way.legs.iter().take(passed).any(Leg::many);
        let last = way.legs.get(passed..=passed).unwrap_or(&[]);
        if single {
            let detail = self.alias_words(last);
            let said = engine.leg_words(way.legs.get(..=passed).unwrap_or(&way.legs));
            let possessive = Topic { possessive: None, ..self.topic };
            let words = engine.part_words(way, passed + 1, possessive, state);
            out.reason(gap.of(&format!("{words}{detail}")));
            out.missing(said);
            return;
        }
        self.lack(last, lacking, gap, out);
    }

    /// Says that one step is missing of some values, or what it holds not known.
    pub(super) fn lack(&self, leg: &[Leg<'_>], lacking: &[Scalar], gap: Gap, out: &mut Why) {
        let (said, detail) = (self.engine.leg_words(leg), self.alias_words(leg));
        for holder in lacking.iter().take(MOST_HOLDERS) {
            out.reason(gap.of(&format!("`{said}`{detail} of {}", self.engine.value_words(*holder))));
        }
        if lacking.len() > MOST_HOLDERS {
            out.reason(gap.of(&format!("`{said}` of {} more", lacking.len() - MOST_HOLDERS)));
        }
        out.missing(said);
    }

    /// What a derived attribute is, where it is nothing but a path: ` (`review.last`)`.
    fn alias_words(&self, leg: &[Leg<'_>]) -> String {
        match leg {
            [Leg::Derived { id, .. }] => match self.engine.plan.alias(*id) {
                Some(way) => format!(" (`{}`)", self.engine.leg_words(&way.legs)),
                None => String::new(),
            },
            _ => String::new(),
        }
    }
}
