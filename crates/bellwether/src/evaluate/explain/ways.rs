//! Ways through relations, for explanations of `reach`.

use crate::evaluate::Engine;
use crate::evaluate::state::{Member, State};
use crate::ids::ElementId;
use crate::plan::{ReachPlan, Term};
use crate::value::Scalar;

/// No more elements than this are gone through to explain one finding.
const MOST_LOOKED_AT: usize = 10_000;

/// A step from an element to another.
#[derive(Clone, Copy)]
pub(super) struct Step {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Which of the relations it is a step of.
    pub(super) relation: usize,
    /// Whether it may not be there.
    pub(super) open: bool,
    /// Whether no step before it led there.
    pub(super) first: bool,
}

impl Engine<'_> {
    /// The elements that are reached from a start, or may be, in the order they are reached.
    pub(in crate::evaluate) fn reached(&self, plan: &ReachPlan<'_>, start: ElementId, state: &mut State) -> Vec<u32> {
        self.arrived_at(plan, start, false, state)
    }

    /// Those of the elements that are reached for certain.
    pub(in crate::evaluate) fn surely_reached(
        &self,
        plan: &ReachPlan<'_>,
        start: ElementId,
        state: &mut State,
    ) -> Vec<u32> {
        self.arrived_at(plan, start, true, state)
    }

    fn arrived_at(&self, plan: &ReachPlan<'_>, start: ElementId, certain: bool, state: &mut State) -> Vec<u32> {
        let mut reached = Vec::new();
        self.walk(plan, start, certain, state, &mut |step, _| {
            if step.first {
                reached.push(step.to);
            }
            false
        });
        reached
    }

    /// All steps that can be taken from a start on, whether they are certain or not, breadth first.
    pub(super) fn steps_from(&self, plan: &ReachPlan<'_>, start: ElementId, state: &mut State) -> Vec<Step> {
        let mut steps = Vec::new();
        self.walk(plan, start, false, state, &mut |step, _| {
            steps.push(step);
            false
        });
        steps
    }

    /// The shortest way from a start to a target, both included, by steps that are certain.
    pub(in crate::evaluate) fn way_to(
        &self,
        plan: &ReachPlan<'_>,
        start: ElementId,
        state: &mut State,
    ) -> Option<Vec<u32>> {
        let mut steps: Vec<(u32, u32)> = Vec::new();
        let mut found = false;
        self.walk(plan, start, true, state, &mut |Step { from, to, first, .. }, state| {
            if first {
                steps.push((from, to));
                found = match &plan.target {
                    None => to == start.0,
                    Some(target) => self.is_target(target, ElementId(to), state).is_true(),
                };
            }
            found
        });
        if !found {
            return None;
        }
        let (mut from, last) = steps.last().copied()?;
        let mut way = vec![last];
        while way.len() <= steps.len() {
            way.push(from);
            if from == start.0 {
                break;
            }
            from = steps.iter().find(|(_, element)| *element == from)?.0;
        }
        way.reverse();
        Some(way)
    }

    /// Goes breadth first and tells each step, or each that is certain, until told to stop.
    fn walk(
        &self,
        plan: &ReachPlan<'_>,
        start: ElementId,
        certain: bool,
        state: &mut State,
        tell: &mut dyn FnMut(Step, &mut State) -> bool,
    ) {
        let mut marks = state.take_marks();
        let mut queue = vec![start.0];
        let mut at = 0;
        'walk: while let Some(from) = queue.get(at).copied() {
            at += 1;
            for (relation, leg) in plan.via.iter().enumerate() {
                let mut list: Vec<Member> = Vec::new();
                self.neighbours(std::slice::from_ref(leg), ElementId(from), state, &mut list);
                for member in list.iter().filter(|member| !certain || member.belongs.is_true()) {
                    let Some(ElementId(to)) = self.element(member.value) else { continue };
                    let first = marks.add(to);
                    let step = Step { from, to, relation, open: member.belongs.is_open(), first };
                    if tell(step, state) || queue.len() > MOST_LOOKED_AT {
                        break 'walk;
                    }
                    if first {
                        queue.push(to);
                    }
                }
            }
        }
        state.give_marks(marks);
    }

    /// The texts that a term gives.
    pub(in crate::evaluate) fn texts_of(&self, of: &Term<'_>, state: &mut State) -> Vec<String> {
        let mut list = Vec::new();
        self.values(of, state, &mut list);
        let mut texts = Vec::new();
        for member in list {
            if let crate::evaluate::state::Value::Is(Scalar::Text(text)) = self.plain(member.value) {
                texts.push(self.plan.text(text).to_owned());
            }
        }
        texts
    }
}
