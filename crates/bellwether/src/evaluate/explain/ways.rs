//! Ways through relations, for explanations of `reach`.

use crate::evaluate::Engine;
use crate::evaluate::state::{Member, State};
use crate::ids::ElementId;
use crate::plan::{ReachPlan, Term};
use crate::value::Scalar;

/// No more elements than this are gone through to explain one finding.
const MOST_LOOKED_AT: usize = 10_000;

impl Engine<'_> {
    /// The elements that are reached from a start, in the order they are reached.
    pub(in crate::evaluate) fn reached(&self, plan: &ReachPlan<'_>, start: ElementId, state: &mut State) -> Vec<u32> {
        let mut reached = Vec::new();
        self.walk(plan, start, state, &mut |_, element, _| {
            reached.push(element);
            false
        });
        reached
    }

    /// The shortest way from a start to a target, both included.
    pub(in crate::evaluate) fn way_to(
        &self,
        plan: &ReachPlan<'_>,
        start: ElementId,
        state: &mut State,
    ) -> Option<Vec<u32>> {
        let mut steps: Vec<(u32, u32)> = Vec::new();
        let mut found = false;
        self.walk(plan, start, state, &mut |from, element, state| {
            steps.push((from, element));
            found = match &plan.target {
                None => element == start.0,
                Some(target) => self.is_target(target, ElementId(element), state).is_true(),
            };
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

    /// Goes breadth first and tells each step to an element not met before, until told to stop.
    fn walk(
        &self,
        plan: &ReachPlan<'_>,
        start: ElementId,
        state: &mut State,
        tell: &mut dyn FnMut(u32, u32, &mut State) -> bool,
    ) {
        let mut marks = state.take_marks();
        let mut queue = vec![start.0];
        let mut at = 0;
        'walk: while let Some(next) = queue.get(at).copied() {
            at += 1;
            let mut list: Vec<Member> = Vec::new();
            self.neighbours(&plan.via, ElementId(next), state, &mut list);
            for member in &list {
                let Some(element) = self.element(member.value) else { continue };
                if !marks.add(element.0) {
                    continue;
                }
                if tell(next, element.0, state) || queue.len() > MOST_LOOKED_AT {
                    break 'walk;
                }
                queue.push(element.0);
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
