//! What an evaluation works with while it runs: the slots, lists to reuse, marks of what was seen, and the steps taken.

use crate::ids::ElementId;
use crate::value::Scalar;

use super::Limits;
use super::judgement::Judgement;

/// A value that is kept counts for so many steps.
const KEPT: u64 = 32;

/// A value, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    Is(Scalar),
    Missing,
    /// Something was written and could not be read.
    Hole,
}

impl Value {
    /// What a condition says of a value that is not there.
    #[inline]
    pub(crate) const fn absent(self) -> Judgement {
        match self {
            Self::Hole => Judgement::HOLE,
            Self::Missing | Self::Is(_) => Judgement::UNKNOWN,
        }
    }

    /// What stands for several absent values: a hole among them makes a hole.
    #[inline]
    pub(crate) const fn or_absent(self, other: Self) -> Self {
        match (self, other) {
            (Self::Hole, _) | (_, Self::Hole) => Self::Hole,
            _ => Self::Missing,
        }
    }
}

impl From<Option<Scalar>> for Value {
    fn from(value: Option<Scalar>) -> Self {
        value.map_or(Self::Missing, Self::Is)
    }
}

/// A value of a set, and whether it belongs to it: true, unknown or a hole, never false.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) value: Scalar,
    pub(crate) belongs: Judgement,
}

/// What is to be known of a set beside its members.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Gathered {
    /// There may be members that could not be read.
    pub(crate) hole: bool,
    /// A step on the way to them had no value.
    pub(crate) missing: bool,
}

/// Which elements were seen, forgotten in one step.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    now: u32,
    seen: Vec<u32>,
}

impl Marks {
    fn start(&mut self, elements: usize) {
        if self.now == u32::MAX {
            self.seen.fill(0);
            self.now = 0;
        }
        self.seen.resize(elements, 0);
        self.now += 1;
    }

    /// Marks an element; whether it was not marked before.
    #[inline]
    pub(crate) fn add(&mut self, element: u32) -> bool {
        match self.seen.get_mut(element as usize) {
            Some(seen) if *seen != self.now => {
                *seen = self.now;
                true
            }
            _ => false,
        }
    }
}

/// The mutable part of an evaluation; one for each thread.
#[derive(Debug)]
pub(crate) struct State {
    slots: Vec<Scalar>,
    lists: Vec<Vec<Member>>,
    ids: Vec<Vec<u32>>,
    element_ids: Vec<Vec<ElementId>>,
    marks: Vec<Marks>,
    elements: usize,
    steps: u64,
    limit: u64,
    /// How many combinations of values one element may give.
    combinations: usize,
    /// An element that gives more.
    combined: Option<ElementId>,
}

impl State {
    pub(crate) fn new(slots: usize, elements: usize, limits: Limits) -> Self {
        Self {
            slots: vec![Scalar::YesOrNo(false); slots.max(1)],
            lists: Vec::new(),
            ids: Vec::new(),
            element_ids: Vec::new(),
            marks: Vec::new(),
            elements,
            steps: 0,
            limit: limits.steps,
            combinations: limits.combinations,
            combined: None,
        }
    }

    #[inline]
    pub(crate) fn slot(&self, slot: usize) -> Scalar {
        self.slots.get(slot).copied().unwrap_or(Scalar::YesOrNo(false))
    }

    #[inline]
    pub(crate) fn set(&mut self, slot: usize, value: Scalar) {
        if let Some(place) = self.slots.get_mut(slot) {
            *place = value;
        }
    }

    #[inline]
    pub(crate) fn set_element(&mut self, slot: usize, element: u32) {
        self.set(slot, Scalar::Element(ElementId(element)));
    }

    /// The slots for an evaluation within: fresh ones. Give back what this returns with [`State::leave`].
    pub(crate) fn enter(&mut self) -> Vec<Scalar> {
        let fresh = vec![Scalar::YesOrNo(false); self.slots.len()];
        std::mem::replace(&mut self.slots, fresh)
    }

    pub(crate) fn leave(&mut self, slots: Vec<Scalar>) {
        self.slots = slots;
    }

    /// Counts steps taken.
    #[inline]
    pub(crate) const fn tick(&mut self, steps: u64) {
        self.steps = self.steps.saturating_add(steps);
    }

    /// Counts values that are kept until the evaluation ends: memory is worth more than time.
    #[inline]
    pub(crate) const fn keep(&mut self, values: u64) {
        self.tick(values.saturating_mul(KEPT));
    }

    /// Whether more steps were taken than allowed. Whoever loops over what users wrote stops then; what it answers is
    /// not looked at.
    #[inline]
    pub(crate) const fn spent(&self) -> bool {
        self.steps > self.limit
    }

    /// Whether one element may give so many combinations of values; if not, nothing more is asked.
    pub(crate) fn may_combine(&mut self, combinations: usize, element: Option<ElementId>) -> bool {
        if combinations <= self.combinations {
            return true;
        }
        self.combined = self.combined.or(element);
        self.steps = u64::MAX;
        self.limit = self.limit.min(u64::MAX - 1);
        false
    }

    /// The element that gave more combinations than allowed.
    pub(crate) const fn combined_too_much(&self) -> Option<ElementId> {
        self.combined
    }

    pub(crate) const fn steps(&self) -> u64 {
        self.steps
    }

    /// An empty list to work with.
    #[inline]
    pub(crate) fn take_list(&mut self) -> Vec<Member> {
        self.lists.pop().unwrap_or_default()
    }

    /// A list that is no longer needed.
    #[inline]
    pub(crate) fn give_list(&mut self, mut list: Vec<Member>) {
        list.clear();
        self.lists.push(list);
    }

    #[inline]
    pub(crate) fn take_ids(&mut self) -> Vec<u32> {
        self.ids.pop().unwrap_or_default()
    }

    #[inline]
    pub(crate) fn give_ids(&mut self, mut ids: Vec<u32>) {
        ids.clear();
        self.ids.push(ids);
    }

    #[inline]
    pub(crate) fn take_element_ids(&mut self) -> Vec<ElementId> {
        self.element_ids.pop().unwrap_or_default()
    }

    #[inline]
    pub(crate) fn give_element_ids(&mut self, mut ids: Vec<ElementId>) {
        ids.clear();
        self.element_ids.push(ids);
    }

    /// Marks with nothing marked.
    pub(crate) fn take_marks(&mut self) -> Marks {
        let mut marks = self.marks.pop().unwrap_or_default();
        marks.start(self.elements);
        marks
    }

    pub(crate) fn give_marks(&mut self, marks: Marks) {
        self.marks.push(marks);
    }
}

#[cfg(test)]
mod tests {
    use super::{Marks, State};
    use crate::evaluate::Limits;

    #[test]
    fn memory_that_is_given_back_is_used_again_and_empty() {
        let mut state = State::new(1, 8, Limits::default());
        let mut list = state.take_list();
        list.reserve(100);
        let mut ids = state.take_ids();
        ids.extend(0..100);
        let mut element_ids = state.take_element_ids();
        element_ids.reserve(100);
        state.give_list(list);
        state.give_ids(ids);
        state.give_element_ids(element_ids);
        let (list, ids, element_ids) = (state.take_list(), state.take_ids(), state.take_element_ids());
        assert!(list.capacity() >= 100 && ids.capacity() >= 100 && element_ids.capacity() >= 100);
        assert!(ids.is_empty());
        let marks = state.take_marks();
        state.give_marks(marks);
        // Marks that were used count on.
        assert_eq!((state.take_marks().now, state.take_marks().now), (2, 1));
    }

    #[test]
    fn marks_are_forgotten_also_where_their_number_ends() {
        let mut marks = Marks::default();
        for now in [0, 7, u32::MAX - 1, u32::MAX] {
            marks.now = now;
            marks.start(4);
            assert!(marks.add(3) && !marks.add(3) && !marks.add(4));
        }
        assert_eq!(marks.now, 1);
    }

    #[test]
    fn too_many_combinations_end_an_evaluation_whatever_its_limit_of_steps() {
        let mut state = State::new(1, 1, Limits { steps: u64::MAX, combinations: 2, ..Limits::default() });
        assert!(state.may_combine(2, None) && !state.spent());
        assert!(!state.may_combine(3, None) && state.spent());
    }
}
