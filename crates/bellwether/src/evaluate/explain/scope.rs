//! Findings of counted rules, whose subject is a scope or the model, and of `no two`.

use rust_decimal::Decimal;

use crate::evaluate::compare::Key;
use crate::evaluate::form::{Scope, is_share};
use crate::evaluate::judgement::Judgement;
use crate::evaluate::state::{State, Value};
use crate::ids::ElementId;
use crate::plan::{FormPlan, Node, Target, Way};
use crate::program::Part;
use crate::value::Scalar;

use super::facts::{Explainer, Why};
use super::words::{NAMED, and_list, list};

/// What was found about those who are counted in one scope.
struct Counted {
    scope: Scope,
    /// Those for which the body is true.
    so: Vec<u32>,
    /// Those for which it is false.
    not_so: Vec<u32>,
    /// Those for which it is unknown.
    open: Vec<u32>,
}

impl<'e, 'a> Explainer<'e, 'a> {
    /// Counts again, remembering who.
    fn count_again(
        &self,
        place: Option<(&Target<'a>, ElementId)>,
        subject: &'e Target<'a>,
        exempt: Option<&'e Node<'a>>,
        body: &'e Node<'a>,
        state: &mut State,
    ) -> Counted {
        let engine = self.engine;
        let mut counted = Counted { scope: Scope::default(), so: Vec::new(), not_so: Vec::new(), open: Vec::new() };
        for element in engine.candidates(subject) {
            if let Some((target, place)) = place {
                if element == place.0 || !engine.inside(ElementId(element), place, state) {
                    continue;
                }
                state.set_element(target.slot, place.0);
            }
            let before = counted.scope;
            engine.count_in(&mut counted.scope, element, subject, exempt, body, state);
            let after = counted.scope;
            if after.all == before.all {
                continue;
            }
            if after.least > before.least {
                counted.so.push(element);
            } else if after.most > before.most {
                counted.open.push(element);
            } else {
                counted.not_so.push(element);
            }
        }
        let order = |element: &u32| engine.model.order(ElementId(*element));
        counted.so.sort_by_key(order);
        counted.not_so.sort_by_key(order);
        counted.open.sort_by_key(order);
        counted
    }

    /// Why a counted rule is not kept in a scope.
    pub(super) fn why_counted(
        &self,
        form: &'e FormPlan<'a>,
        part: &Part,
        place: Option<ElementId>,
        state: &mut State,
        out: &mut Why,
    ) {
        let FormPlan::Counted { scope, subject, exempt, body, test } = form else { return };
        let place = scope.as_ref().zip(place);
        let counted = self.count_again(place, subject, exempt.as_ref(), body, state);
        let Counted { scope: tally, so, not_so, open } = counted;
        let verb = |count: usize| match (part.text.split(' ').next(), count) {
            (Some("be"), 1) => "is",
            (Some("be"), _) => "are",
            (_, 1) => "does",
            _ => "do",
        };
        let judgement = self.engine.judge_scope(tally, test, state);
        if tally.all == 0 {
            if judgement.is_some_and(Judgement::is_open) {
                self.open_test(test, state, out);
            }
            let such = if subject.filter.is_some() || exempt.is_some() { "such " } else { "" };
            out.fact(format!("there is no {such}{}", subject.source.noun));
            return;
        }
        let share = if is_share(test) { format!(" ({})", percent(tally.least, tally.all)) } else { String::new() };
        let count = format!("{} of {}{share}", so.len(), tally.all);
        if judgement.is_some_and(Judgement::is_open) {
            let mut reasons = Vec::new();
            self.open_test(test, state, out);
            for (at, element) in open.iter().enumerate() {
                state.set_element(subject.slot, *element);
                let mut why = Why::default();
                self.why(body, true, state, &mut why);
                if at >= NAMED {
                    out.names(why);
                    continue;
                }
                out.relate(self.engine.model.span(ElementId(*element)), and_list(&why.reasons));
                reasons.append(&mut why.reasons);
                out.take(why, |fact| fact);
            }
            if open.is_empty() {
                return;
            }
            let reasons = if reasons.is_empty() { String::new() } else { format!(": {}", and_list(&reasons)) };
            out.reason(format!("{count} {}, and of {} it is not known{reasons}", verb(so.len()), open.len()));
            return;
        }
        // Too few are so, or too many: those to look at are the others, or these.
        let too_many = self.engine.has_too_many(test, tally.tally(), Some(tally.all), state);
        let (told, words) = if too_many { (&so, "") } else { (&not_so, " not") };
        let names = list(self.name_all(told).into_iter());
        let only = if too_many { "" } else { "only " };
        let mut fact = format!("{only}{count} {}", verb(so.len()));
        if !told.is_empty() {
            fact = if too_many {
                format!("{fact}: {names}")
            } else {
                format!("{fact}, and {} {}{words}: {names}", told.len(), verb(told.len()))
            };
        }
        if !too_many && !open.is_empty() {
            fact = format!("{fact}; of {} it is not known", open.len());
        }
        out.fact(format!("{fact}{}", self.limits(test, state)));
        for element in told {
            let mut why = Why::default();
            state.set_element(subject.slot, *element);
            self.about(subject.slot).why(body, !too_many, state, &mut why);
            let words = if why.facts.is_empty() {
                self.engine.element_words(ElementId(*element))
            } else {
                and_list(&why.facts)
            };
            out.relate(self.engine.model.span(ElementId(*element)), words);
        }
    }

    /// Why a subject of a `no two` does not keep it.
    pub(super) fn why_no_two(
        &self,
        rule: usize,
        keys: &[(crate::program::Path, Box<str>)],
        element: ElementId,
        state: &mut State,
        out: &mut Why,
    ) {
        let Some(Some(FormPlan::NoTwo { subject, keys: ways, .. })) = self.engine.plan.rules.get(rule) else { return };
        let mut others = Vec::new();
        self.engine.each_sharer(rule, element.0, state, &mut |other, exempt| {
            if !exempt.is_true() {
                others.push(other);
            }
            true
        });
        others.sort_unstable();
        others.dedup();
        others.sort_by_key(|other| self.engine.model.order(ElementId(*other)));
        // What is shared, with all who share it: not each of them shares all of it.
        let mut shared: Vec<(Vec<String>, Vec<u32>)> = Vec::new();
        let mut shown = vec![false; ways.len()];
        for ((way, (_, words)), shown) in ways.iter().zip(keys).zip(&mut shown) {
            let mut of_way: Vec<(Scalar, Vec<u32>)> = Vec::new();
            let ours = self.certain_values(way, subject.slot, element.0, state);
            for other in &others {
                let theirs: Vec<Key> =
                    self.certain_values(way, subject.slot, *other, state).into_iter().map(Key::of).collect();
                let Some(common) = ours.iter().copied().find(|own| theirs.contains(&Key::of(*own))) else { continue };
                match of_way.iter_mut().find(|(known, _)| Key::of(*known) == Key::of(common)) {
                    Some((_, with)) => with.push(*other),
                    None => of_way.push((common, vec![*other])),
                }
            }
            *shown = !of_way.is_empty();
            for (value, with) in of_way {
                let value = self.engine.value_words(value);
                let value = if ways.len() > 1 { format!("{words} {value}") } else { value };
                match shared.iter_mut().find(|(_, known)| *known == with) {
                    Some((values, _)) => values.push(value),
                    None => shared.push((vec![value], with)),
                }
            }
        }
        state.set_element(subject.slot, element.0);
        for (way, _) in ways.iter().zip(shown).filter(|(_, shown)| *shown) {
            self.point_at(way, "shared", state, out);
        }
        let more = shared.len().saturating_sub(NAMED);
        let mut told: Vec<String> = shared
            .iter()
            .take(NAMED)
            .map(|(values, with)| format!("{} with {}", and_list(values), and_list(&self.name_all(with))))
            .collect();
        if more > 0 {
            told.push(format!("{more} more"));
        }
        let last = told.pop().unwrap_or_default();
        let before = if told.is_empty() { String::new() } else { format!("{}, and ", told.join(", ")) };
        out.fact(format!("it shares {before}{last}"));
        for other in others {
            let other = ElementId(other);
            out.relate(self.engine.model.span(other), self.engine.element_words(other));
        }
    }

    /// The values of a way that an element has for certain.
    fn certain_values(&self, way: &Way<'a>, slot: usize, of: u32, state: &mut State) -> Vec<Scalar> {
        state.set_element(slot, of);
        let mut list = Vec::new();
        self.engine.gather(way, state, &mut list);
        let certain = list.into_iter().filter(|member| member.belongs.is_true());
        certain
            .filter_map(|member| match self.engine.plain(member.value) {
                Value::Is(value) => Some(value),
                Value::Missing | Value::Hole => None,
            })
            .collect()
    }
}

/// A share in percent, to one digit after the point.
fn percent(count: usize, all: usize) -> String {
    let hundredfold = Decimal::from(count).checked_mul(Decimal::ONE_HUNDRED);
    match hundredfold.and_then(|hundredfold| hundredfold.checked_div(Decimal::from(all))) {
        Some(percent) => format!("{}%", percent.round_dp(1).normalize()),
        None => String::new(),
    }
}
