//! The nearest element of a kind, breadth first from an element, the element itself included.

use crate::ids::ElementId;
use crate::plan::{Leg, NearestPlan};
use crate::value::Scalar;

use super::Engine;
use super::judgement::Judgement;
use super::state::{State, Value};
use super::tables::{Nearest, NearestTable};

impl Engine<'_> {
    /// One search for one element.
    pub(super) fn search_nearest(&self, nearest: usize, from: ElementId, state: &mut State) -> Value {
        let Some(plan) = self.plan.nearests.get(nearest) else { return Value::Missing };
        let mut marks = state.take_marks();
        let mut queue = state.take_ids();
        marks.add(from.0);
        queue.push(from.0);
        let mut at = 0;
        let mut answer = Value::Missing;
        while let Some(next) = queue.get(at).copied() {
            at += 1;
            match self.is_target(&plan.target, ElementId(next), state) {
                Judgement::TRUE => {
                    answer = Value::Is(Scalar::Element(ElementId(next)));
                    break;
                }
                Judgement::FALSE => {}
                // Whether this one is the nearest is not known, so none farther away can be said to be.
                open => {
                    answer = if open.is_hole() { Value::Hole } else { Value::Missing };
                    break;
                }
            }
            let mut list = state.take_list();
            let gathered = self.neighbours(&plan.via, ElementId(next), state, &mut list);
            for member in &list {
                if let Some(element) = self.element(member.value)
                    && marks.add(element.0)
                {
                    queue.push(element.0);
                }
            }
            state.give_list(list);
            if gathered.hole {
                answer = Value::Hole;
                break;
            }
            if state.spent() {
                break;
            }
        }
        state.give_ids(queue);
        state.give_marks(marks);
        answer
    }

    /// The answers for all elements that have a relation with one value each: each way is gone once.
    pub(super) fn build_nearest(&self, plan: &NearestPlan<'_>, state: &mut State) -> NearestTable {
        let range = match plan.via.first() {
            Some(Leg::Attribute { range, .. } | Leg::Derived { range, .. }) => range.clone(),
            _ => 0..0,
        };
        let mut answers: Vec<Option<Nearest>> = vec![None; range.len()];
        let place = |element: u32| element.wrapping_sub(range.start) as usize;
        let mut way: Vec<u32> = Vec::new();
        let mut on_way = state.take_marks();
        for start in range.clone() {
            let mut at = start;
            let found = loop {
                if let Some(known) = answers.get(place(at)).copied().flatten() {
                    break known;
                }
                // Back on the way itself: a circle without any such element. Who does not have the relation ends each way
                // that comes there, and has no answer of its own.
                if state.spent() || (range.contains(&at) && !on_way.add(at)) {
                    break Nearest::None;
                }
                way.push(at);
                state.tick(1);
                match self.is_target(&plan.target, ElementId(at), state) {
                    Judgement::TRUE => break Nearest::At(ElementId(at)),
                    Judgement::FALSE => {}
                    open => break if open.is_hole() { Nearest::Hole } else { Nearest::None },
                }
                let next = plan.via.first().map_or(Value::Missing, |leg| self.step_element(leg, at));
                match next {
                    Value::Is(Scalar::Element(element)) => at = element.0,
                    Value::Hole => break Nearest::Hole,
                    _ => break Nearest::None,
                }
            };
            for element in way.drain(..) {
                if let Some(answer) = answers.get_mut(place(element)) {
                    *answer = Some(found);
                }
            }
        }
        state.give_marks(on_way);
        let answers = answers.into_iter().map(|answer| answer.unwrap_or(Nearest::None)).collect();
        NearestTable { first: range.start, answers }
    }

    fn step_element(&self, leg: &Leg<'_>, from: u32) -> Value {
        match self.step(leg, Scalar::Element(ElementId(from))) {
            Value::Is(value) => self.element(value).map(Scalar::Element).into(),
            absent => absent,
        }
    }
}
