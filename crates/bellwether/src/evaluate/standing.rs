//! How a rule stands to one element: kept, broken, not asked, and why not.

use crate::ids::{ElementId, RuleId};
use crate::plan::FormPlan;
use crate::stack::enough;

use super::form::Scope;
use super::judgement::Judgement;
use super::state::State;
use super::{Engine, Evaluation};

/// How a rule stands to an element, or to the whole model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The rule was not asked: it is not in force at the date, or switched off, or not among the rules asked for.
    NotAsked,
    /// The element is none of those that the rule speaks of: of another kind, or left out by an adjective or a `where`;
    /// or the model was named where the rule speaks of elements.
    NotASubject,
    /// Whether the rule speaks of the element could not be decided.
    Undecided,
    /// `unless` exempts it.
    Exempt,
    /// A share of nobody.
    NotApplicable,
    /// Shown to be kept.
    Kept,
    /// Shown to be broken.
    Broken,
    /// Not shown to be kept: something is missing.
    Unknown,
    /// Resting on a value that could not be read.
    Withheld,
}

impl From<Judgement> for Standing {
    fn from(judgement: Judgement) -> Self {
        match judgement {
            Judgement::TRUE => Self::Kept,
            Judgement::FALSE => Self::Broken,
            Judgement::HOLE => Self::Withheld,
            _ => Self::Unknown,
        }
    }
}

impl Evaluation<'_> {
    /// How a rule stands to an element; `None` is the whole model, for counted rules without a scope. An element that is
    /// counted but no scope is [`Standing::NotASubject`].
    pub fn standing(&self, rule: RuleId, element: Option<ElementId>) -> Standing {
        let Some(Some(form)) = self.engine.plan.rules.get(rule.index()) else { return Standing::NotAsked };
        enough(|| self.engine.standing(rule.index(), form, element, &mut self.state()))
    }
}

impl Engine<'_> {
    pub(super) fn standing(
        &self,
        rule: usize,
        form: &FormPlan<'_>,
        element: Option<ElementId>,
        state: &mut State,
    ) -> Standing {
        match (form, element) {
            (FormPlan::Each { subject, exempt, parts }, Some(element)) => {
                if let Some(other) = not_a_subject(self.is_target(subject, element, state)) {
                    return other;
                }
                state.set_element(subject.slot, element.0);
                let exempted = exempt.as_ref().map_or(Judgement::FALSE, |exempt| self.ask(exempt, state));
                if exempted.is_true() {
                    return Standing::Exempt;
                }
                match self.ask_all(parts, state) {
                    judgement if exempted.is_hole() && !judgement.is_true() => Standing::Withheld,
                    judgement => judgement.into(),
                }
            }
            (FormPlan::Counted { scope: Some(scope), subject, exempt, body, test }, Some(place)) => {
                if let Some(other) = not_a_subject(self.is_target(scope, place, state)) {
                    return other;
                }
                let mut count = Scope::default();
                for element in self.candidates(subject) {
                    if element != place.0 && self.inside(ElementId(element), place, state) {
                        state.set_element(scope.slot, place.0);
                        self.count_in(&mut count, element, subject, exempt.as_ref(), body, state);
                    }
                }
                state.set_element(scope.slot, place.0);
                scoped(count, self.judge_scope(count, test, state))
            }
            (FormPlan::Counted { scope: None, subject, exempt, body, test }, None) => {
                let mut count = Scope::default();
                for element in self.candidates(subject) {
                    self.count_in(&mut count, element, subject, exempt.as_ref(), body, state);
                }
                scoped(count, self.judge_scope(count, test, state))
            }
            (FormPlan::NoTwo { .. }, Some(element)) => {
                let Some(table) = self.tables.no_two(rule) else { return Standing::NotAsked };
                not_a_subject(table.belongs(element.0))
                    .unwrap_or_else(|| self.ask_no_two(rule, element.0, state).into())
            }
            _ => Standing::NotASubject,
        }
    }
}

/// What stands where an element may not be a subject; `None` where it is one.
const fn not_a_subject(belongs: Judgement) -> Option<Standing> {
    match belongs {
        Judgement::TRUE => None,
        Judgement::FALSE => Some(Standing::NotASubject),
        Judgement::HOLE => Some(Standing::Withheld),
        _ => Some(Standing::Undecided),
    }
}

/// Kept by nobody is met by no subject, as everywhere.
fn scoped(count: Scope, judgement: Option<Judgement>) -> Standing {
    match judgement {
        None => Standing::NotApplicable,
        Some(Judgement::TRUE) if count.all == 0 => Standing::NotApplicable,
        Some(judgement) => judgement.into(),
    }
}
