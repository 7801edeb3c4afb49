//! Waivers: which outcomes they cover, how each stands at the as-of date, and the findings about them.
//!
//! Only what is true selects: an element of which it is undecided that a waiver is for it is not waived.

use bellwether_syntax::diagnostic::{Label, Severity};
use rustc_hash::FxHashMap;

use crate::ids::{ElementId, RuleId, WaiverId};
use crate::plan::{Group, WaiverPlan, in_force};
use crate::program::{Rule, Waiver};
use crate::report::{Finding, FindingPart, Verdict, Waived, WaiverReport, WaiverState};
use crate::stack::enough;
use crate::value::{Date, Duration};

use super::explain::fingerprint;
use super::form::Met;
use super::standing::Standing;
use super::state::State;
use super::{Engine, Evaluation, Outcome};

/// A waiver that ends within so many days is told of.
const SOON: i32 = 30;

/// What a waiver does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waiving {
    /// How many outcomes it covers, alone or with others.
    covers: u64,
    /// How many of those no other covers longer.
    decides: u64,
    /// A verdict that it may be for is withheld, or it cannot be read whom it is for.
    held: bool,
}

/// The waivers of one rule, so that each outcome is tried with few of them.
#[derive(Default)]
struct OfRule {
    /// In the order of [`Plan::waivers_of`](crate::plan::Plan): the ranks of those that name an element, …
    named: FxHashMap<u32, Vec<usize>>,
    /// … and of the others.
    others: Vec<usize>,
}

impl Engine<'_> {
    /// Marks the outcomes of a rule that waivers cover.
    pub(super) fn waive(&mut self, rule: usize, met: &mut Met, state: &mut State) {
        let Some(waivers) = self.plan.waivers_of.get(rule).filter(|waivers| !waivers.is_empty()).cloned() else {
            return;
        };
        let mut of_rule = OfRule::default();
        for (rank, id) in waivers.iter().enumerate() {
            match self.plan.waivers.get(id.index()) {
                Some(Some(WaiverPlan::Elements(target))) => match target.group {
                    Group::Named(Some(element)) => of_rule.named.entry(element.0).or_default().push(rank),
                    Group::Named(None) => {}
                    _ => of_rule.others.push(rank),
                },
                _ => of_rule.others.push(rank),
            }
        }
        for kept in &mut met.outcomes {
            if state.spent() {
                break;
            }
            let named = kept.subject.and_then(|element| of_rule.named.get(&element.0)).map_or(&[][..], Vec::as_slice);
            let mut first: Option<usize> = None;
            for rank in named.iter().chain(&of_rule.others) {
                let Some(id) = waivers.get(*rank) else { continue };
                if self.covers(*id, kept.subject, state) {
                    if let Some(waiving) = self.waiving.get_mut(id.index()) {
                        waiving.covers += 1;
                    }
                    first = Some(first.map_or(*rank, |first| first.min(*rank)));
                }
            }
            kept.waiver = first.and_then(|rank| waivers.get(rank).copied());
            if let Some(waiving) = kept.waiver.and_then(|id| self.waiving.get_mut(id.index())) {
                waiving.decides += 1;
                met.waived += 1;
            }
        }
    }

    /// Whether a waiver is for an element, or for the model.
    fn covers(&self, waiver: WaiverId, subject: Option<ElementId>, state: &mut State) -> bool {
        state.tick(1);
        match (self.plan.waivers.get(waiver.index()), subject) {
            (Some(Some(WaiverPlan::Model)), None) => true,
            (Some(Some(WaiverPlan::Elements(target))), Some(element)) => {
                self.is_target(target, element, state).is_true()
            }
            _ => false,
        }
    }

    /// Sees which of the waivers that cover nothing may be for a verdict that is withheld.
    pub(super) fn hold_waivers(&mut self, met: &[Met], state: &mut State) {
        for at in 0..self.waiving.len() {
            let idle = self.waiving.get(at).is_some_and(|waiving| waiving.covers == 0);
            if idle
                && self.is_held(WaiverId::at(at), met, state)
                && let Some(waiving) = self.waiving.get_mut(at)
            {
                waiving.held = true;
            }
        }
    }

    fn is_held(&self, waiver: WaiverId, met: &[Met], state: &mut State) -> bool {
        let (Some(Some(plan)), Some(source)) =
            (self.plan.waivers.get(waiver.index()), self.plan.program.waivers.get(waiver.index()))
        else {
            return false;
        };
        let withheld = |rule: &&RuleId| met.get(rule.index()).is_some_and(|met| met.withheld > 0);
        let holes: Vec<usize> = source.rules.iter().filter(withheld).map(|rule| rule.index()).collect();
        let standing = |element: Option<ElementId>, state: &mut State| {
            holes.iter().any(|rule| match self.plan.rules.get(*rule) {
                Some(Some(form)) => self.standing(*rule, form, element, state) == Standing::Withheld,
                _ => false,
            })
        };
        let target = match plan {
            WaiverPlan::Model => return standing(None, state),
            WaiverPlan::Elements(target) => target,
        };
        if matches!(target.group, Group::Named(None)) {
            return true;
        }
        for element in self.candidates(target) {
            if state.spent() {
                break;
            }
            let belongs = self.is_target(target, ElementId(element), state);
            if belongs.is_hole() || (belongs.is_true() && standing(Some(ElementId(element)), state)) {
                return true;
            }
        }
        false
    }
}

impl Evaluation<'_> {
    /// The waivers whose rules are asked: by their end, then in the order of the program; none where the options leave
    /// waivers out.
    pub fn waivers(&self) -> Vec<WaiverReport> {
        let mut state = self.state();
        let program = self.engine.plan.program;
        let mut list: Vec<WaiverReport> = Vec::new();
        for (at, waiver) in program.waivers.iter().enumerate() {
            let Some(standing) = self.waiver_state(WaiverId::at(at), waiver) else { continue };
            let covered = |outcome: &Outcome| waiver.rules.contains(&outcome.rule) && outcome.waiver.is_some();
            let mut waives = Vec::new();
            if self.engine.waiving.get(at).is_some_and(|waiving| waiving.covers > 0) {
                for outcome in self.outcomes().filter(covered) {
                    if enough(|| self.engine.covers(WaiverId::at(at), outcome.subject, &mut state)) {
                        waives.extend(self.finding(outcome));
                    }
                }
            }
            list.push(WaiverReport {
                rule: waiver.name.clone(),
                target: waiver.target_text.clone(),
                from: waiver.from,
                until: waiver.until,
                because: waiver.because.clone(),
                by: waiver.by.clone(),
                state: standing,
                at: waiver.head,
                waives,
            });
        }
        list.sort_by_key(|waiver| waiver.until);
        list
    }

    /// How a waiver stands; `None` where it is not looked at, or none of its rules is asked for.
    fn waiver_state(&self, id: WaiverId, waiver: &Waiver) -> Option<WaiverState> {
        let plan = &self.engine.plan;
        let asked = |rule: &RuleId| plan.asked.get(rule.index()) == Some(&true);
        if !self.looked_at || !waiver.rules.iter().any(asked) {
            return None;
        }
        let as_of = plan.as_of;
        if as_of > waiver.until {
            return Some(WaiverState::Ended);
        }
        if waiver.from.is_some_and(|from| as_of < from) {
            return Some(WaiverState::NotBegun);
        }
        let waiving = self.engine.waiving.get(id.index()).copied().unwrap_or_default();
        let rules = || waiver.rules.iter().filter_map(|rule| plan.program.rules.get(rule.index()));
        // A rule that is still to come may need it then, and one that is switched off once it is on.
        let to_come = rules().any(|rule| rule.switched_off || rule.from.is_some_and(|from| as_of < from));
        Some(if waiving.covers == 0 && !waiving.held && !to_come && waiver.rules.iter().all(asked) {
            WaiverState::Idle
        } else if waiving.decides > 0 && days(as_of, waiver.until) <= SOON && self.counts_again(id, waiver) {
            WaiverState::Ending
        } else {
            WaiverState::Active
        })
    }

    /// Whether what a waiver waives may count on the day after its end: a rule is in force then, and no other waiver of these
    /// rules goes on with the same.
    fn counts_again(&self, id: WaiverId, waiver: &Waiver) -> bool {
        let program = self.engine.plan.program;
        let Some(after) = waiver.until.add(Duration::days(1)) else { return false };
        let in_force =
            waiver.rules.iter().filter_map(|rule| program.rules.get(rule.index())).any(|rule| in_force(rule, after));
        let goes_on = program.waivers.iter().enumerate().any(|(at, other)| {
            WaiverId::at(at) != id
                && other.active(after)
                && other.target_text.eq_ignore_ascii_case(&waiver.target_text)
                && waiver.rules.iter().all(|rule| other.rules.contains(rule))
        });
        in_force && !goes_on
    }

    /// What a finding says of the waiver that covers it.
    pub(super) fn waived_by(&self, waiver: WaiverId) -> Option<Waived> {
        let waiver = self.engine.plan.program.waivers.get(waiver.index())?;
        Some(Waived { until: waiver.until, because: waiver.because.clone(), by: waiver.by.clone(), at: waiver.head })
    }

    /// The findings about waivers: those that have ended, then those about to end, then those that waive nothing; each by
    /// end, then in the order of the program.
    pub(super) fn waiver_findings(&self) -> impl Iterator<Item = Finding> + '_ {
        let program = self.engine.plan.program;
        let mut told: Vec<(&'static str, WaiverId, &Waiver, WaiverState)> = Vec::new();
        for (at, waiver) in program.waivers.iter().enumerate() {
            let id = WaiverId::at(at);
            let Some(state) = self.waiver_state(id, waiver) else { continue };
            let rule = match state {
                WaiverState::Ended => "ended-waiver",
                WaiverState::Ending => "ending-waiver",
                WaiverState::Idle => "idle-waiver",
                WaiverState::Active | WaiverState::NotBegun => continue,
            };
            told.push((rule, id, waiver, state));
        }
        told.sort_by_key(|(rule, _, waiver, _)| (*rule, waiver.until));
        told.into_iter().map(|(rule, id, waiver, state)| self.waiver_finding(rule, id, waiver, state))
    }

    fn waiver_finding(&self, rule: &str, id: WaiverId, waiver: &Waiver, state: WaiverState) -> Finding {
        let engine = &self.engine;
        let as_of = engine.plan.as_of;
        let of = format!("the waiver of `{}` for `{}`", waiver.name, waiver.target_text);
        let is_over = |rule: &Rule| rule.until.is_some_and(|until| until < as_of);
        let granted = waiver.by.as_ref().map(|by| format!("granted by {by}"));
        let with_granted = |words: String| match &granted {
            Some(granted) => format!("{words}, {granted}"),
            None => words,
        };
        let (severity, message, suggest, at) = match state {
            WaiverState::Ended => (
                Severity::Error,
                format!("{of} ended on {}", waiver.until),
                "take it out, or agree on a new end if its reason still holds",
                Label { span: waiver.until_at, message: with_granted(ago(days(waiver.until, as_of))) },
            ),
            WaiverState::Ending => {
                let decides = engine.waiving.get(id.index()).map_or(0, |waiving| waiving.decides);
                let findings =
                    if decides == 1 { "1 finding counts".to_owned() } else { format!("{decides} findings count") };
                let when = left(days(as_of, waiver.until));
                (
                    Severity::Note,
                    format!("{of} ends {when}, and {findings} again after that"),
                    "mend the model until then, or agree on a new end",
                    Label { span: waiver.until_at, message: with_granted("the last day".to_owned()) },
                )
            }
            _ => (
                Severity::Warning,
                format!("{of} waives nothing"),
                if waiver.rules.iter().filter_map(|rule| engine.plan.program.rules.get(rule.index())).all(is_over) {
                    "take it out: the rule is no longer in force"
                } else {
                    "take it out: the rule is kept without it, or does not speak of this"
                },
                Label { span: waiver.head, message: granted.clone().unwrap_or_default() },
            ),
        };
        let words = format!("waive {} for {}", waiver.name, waiver.target_text);
        let subject = engine.subject(self.waived_element(waiver));
        let first = waiver.rules.first().and_then(|rule| engine.plan.program.rules.get(rule.index()));
        Finding {
            rule: rule.into(),
            severity,
            verdict: Verdict::Broken,
            message,
            because: Some(waiver.because.clone()),
            suggest: Some(suggest.into()),
            see: None,
            missing: Vec::new(),
            parts: vec![FindingPart {
                fingerprint: fingerprint(rule, &subject.kind, &subject.id, &words),
                text: words.into(),
                verdict: Verdict::Broken,
                facts: Vec::new(),
                baselined: false,
            }],
            at: Some(at),
            rule_at: Label { span: first.map(|rule| rule.span).unwrap_or_default(), message: String::new() },
            related: Vec::new(),
            waived: None,
            subject,
        }
    }

    /// The element that a waiver names.
    fn waived_element(&self, waiver: &Waiver) -> Option<ElementId> {
        match &waiver.target {
            crate::program::WaiverTarget::Elements(binder) => {
                self.engine.plan.names.get(binder.named?.index()).copied().flatten()
            }
            crate::program::WaiverTarget::Model => None,
        }
    }
}

/// The days from one date to another.
fn days(from: Date, to: Date) -> i32 {
    to.days().saturating_sub(from.days())
}

fn ago(days: i32) -> String {
    if days == 1 { "yesterday".to_owned() } else { format!("{days} days ago") }
}

fn left(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => format!("in {days} days"),
    }
}
