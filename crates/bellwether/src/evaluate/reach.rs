//! `reach`: relations followed once or more, in any order. Never recursive: models have circles and long chains.

use crate::ids::ElementId;
use crate::plan::{Group, Leg, ReachPlan, Target};
use crate::value::Scalar;

use super::Engine;
use super::graph::{Edges, in_circles};
use super::judgement::Judgement;
use super::state::{Gathered, Member, State};

impl Engine<'_> {
    /// Whether an element reaches what a plan says.
    pub(super) fn reach(&self, reach: usize, from: ElementId, state: &mut State) -> Judgement {
        if let Some(table) = self.tables.reach(reach) {
            return table.get(from.index()).copied().unwrap_or(Judgement::FALSE);
        }
        match self.plan.reaches.get(reach) {
            Some(plan) => self.search(plan, from, state),
            None => Judgement::FALSE,
        }
    }

    /// The elements that relations lead to in one step.
    pub(super) fn neighbours(
        &self,
        via: &[Leg<'_>],
        from: ElementId,
        state: &mut State,
        out: &mut Vec<Member>,
    ) -> Gathered {
        let mut gathered = Gathered::default();
        let member = Member { value: Scalar::Element(from), belongs: Judgement::TRUE };
        for leg in via {
            self.spread(leg, member, state, out, &mut gathered);
        }
        state.tick(2 * (1 + out.len() as u64));
        gathered
    }

    /// Whether an element is one that is looked for.
    pub(super) fn is_target(&self, target: &Target<'_>, element: ElementId, state: &mut State) -> Judgement {
        let fits = match &target.group {
            Group::Kind(range) => Judgement::of(range.contains(&element.0)),
            Group::Named(Some(named)) => Judgement::of(*named == element),
            Group::Named(None) => Judgement::HOLE,
            Group::Way(_) => Judgement::FALSE,
        };
        match &target.filter {
            Some(filter) if !fits.is_false() => {
                state.set(target.slot, Scalar::Element(element));
                fits.and(self.ask(filter, state))
            }
            _ => fits,
        }
    }

    /// One search for one element: forwards, where the targets depend on who asks.
    fn search(&self, plan: &ReachPlan<'_>, from: ElementId, state: &mut State) -> Judgement {
        let start_only = |element: ElementId, _: &mut State| Judgement::of(element == from);
        match &plan.target {
            Some(target) => {
                self.search_with(plan, from, state, |element, state| self.is_target(target, element, state))
            }
            None => self.search_with(plan, from, state, start_only),
        }
    }

    fn search_with(
        &self,
        plan: &ReachPlan<'_>,
        from: ElementId,
        state: &mut State,
        target: impl Fn(ElementId, &mut State) -> Judgement,
    ) -> Judgement {
        // Whether it could not be read if some steps are any.
        let mut unread = false;
        // First along what is certain; only if nothing was found and something was not certain, along everything.
        let mut open = false;
        let mut answer = Judgement::FALSE;
        for certain in [true, false] {
            if !certain && !open {
                break;
            }
            let mut marks = state.take_marks();
            let mut queue = state.take_ids();
            queue.push(from.0);
            let mut at = 0;
            'search: while let Some(next) = queue.get(at).copied() {
                at += 1;
                let mut list = state.take_list();
                let gathered = self.neighbours(&plan.via, ElementId(next), state, &mut list);
                if gathered.hole {
                    open = true;
                    if !certain {
                        answer = answer.or(Judgement::HOLE);
                    }
                }
                for member in &list {
                    let Some(element) = self.element(member.value) else { continue };
                    open |= member.belongs.is_open();
                    unread |= member.belongs.is_hole();
                    if (certain && !member.belongs.is_true()) || !marks.add(element.0) {
                        continue;
                    }
                    let found = target(element, state);
                    open |= found.is_open();
                    if found.is_true() && certain {
                        answer = Judgement::TRUE;
                    } else if !found.is_false() && !certain {
                        answer = answer.or(Judgement::UNKNOWN.and(found).and(member.belongs));
                    }
                    queue.push(element.0);
                    if answer.is_true() {
                        break;
                    }
                }
                state.give_list(list);
                if answer.is_true() || state.spent() {
                    break 'search;
                }
            }
            state.give_ids(queue);
            state.give_marks(marks);
            if answer.is_true() {
                break;
            }
        }
        if answer.is_open() && unread { Judgement::HOLE } else { answer }
    }

    /// The answers for all elements at once, along attributes that were all read, to targets that are all certain: one
    /// search backwards along the relations as the model has them.
    fn build_certain_reach(&self, plan: &ReachPlan<'_>, state: &mut State) -> Option<Vec<Judgement>> {
        let target = plan.target.as_ref()?;
        let mut relations = Vec::with_capacity(plan.via.len());
        for leg in &plan.via {
            match leg {
                Leg::Attribute { id, column, .. } if !column.has_holes() => relations.push(self.model.referrers(*id)),
                _ => return None,
            }
        }
        let mut answers = vec![Judgement::FALSE; self.model.len()];
        let mut queued = state.take_marks();
        let mut queue = state.take_ids();
        let mut certain = true;
        for element in self.candidates(target) {
            let judgement = self.is_target(target, ElementId(element), state);
            certain &= !judgement.is_open();
            if judgement.is_true() {
                queued.add(element);
                queue.push(element);
            }
            if state.spent() || !certain {
                break;
            }
        }
        while let Some(element) = queue.pop().filter(|_| certain) {
            for relation in &relations {
                for holder in relation.of(ElementId(element)) {
                    state.tick(1);
                    if let Some(answer) = answers.get_mut(*holder as usize) {
                        *answer = Judgement::TRUE;
                    }
                    if queued.add(*holder) {
                        queue.push(*holder);
                    }
                }
            }
        }
        state.give_ids(queue);
        state.give_marks(queued);
        certain.then_some(answers)
    }

    /// The answers for all elements at once, where the targets are the same for all.
    pub(super) fn build_reach(&self, plan: &ReachPlan<'_>, state: &mut State) -> Vec<Judgement> {
        if let Some(answers) = self.build_certain_reach(plan, state) {
            return answers;
        }
        let edges = self.edges(&plan.via, state);
        let elements = self.model.len();
        let (certain, possible) = match &plan.target {
            None => {
                let certain = in_circles(&edges, false, state);
                let possible = if edges.uncertain() { Some(in_circles(&edges, true, state)) } else { None };
                (certain, possible)
            }
            Some(target) => {
                let mut sure = Vec::new();
                let mut open = Vec::new();
                for element in self.candidates(target) {
                    if state.spent() {
                        break;
                    }
                    match self.is_target(target, ElementId(element), state) {
                        Judgement::TRUE => sure.push(element),
                        Judgement::FALSE => {}
                        judgement => open.push((element, judgement)),
                    }
                }
                let certain = edges.reaching(sure.iter().copied(), false, state);
                if open.is_empty() && !edges.uncertain() {
                    (certain, None)
                } else {
                    let all = sure.into_iter().chain(open.iter().map(|(element, _)| *element));
                    let mut possible = edges.reaching(all, true, state);
                    if open.iter().any(|(_, judgement)| judgement.is_hole()) {
                        let holes = open.iter().filter(|(_, it)| it.is_hole()).map(|(element, _)| *element);
                        let by_hole = edges.reaching(holes, true, state);
                        return combine(elements, &certain, &possible, &edges, Some(&by_hole), state);
                    }
                    possible.truncate(elements);
                    (certain, Some(possible))
                }
            }
        };
        match possible {
            None => certain.into_iter().map(Judgement::of).collect(),
            Some(possible) => combine(elements, &certain, &possible, &edges, None, state),
        }
    }

    /// The elements that come into question as targets.
    pub(super) fn candidates(&self, target: &Target<'_>) -> std::ops::Range<u32> {
        match &target.group {
            Group::Kind(range) => range.clone(),
            Group::Named(Some(element)) => element.0..element.0 + 1,
            // Any element of its kind may have been meant.
            Group::Named(None) => self.model.range(target.kind),
            Group::Way(_) => 0..0,
        }
    }

    /// All steps of some relations.
    fn edges(&self, via: &[Leg<'_>], state: &mut State) -> Edges {
        let mut edges = Edges::new(self.model.len());
        let mut list = state.take_list();
        for element in 0..edges.len() {
            if state.spent() {
                break;
            }
            list.clear();
            let gathered = self.neighbours(via, ElementId(element), state, &mut list);
            let targets =
                list.iter().filter_map(|member| self.element(member.value).map(|element| (element.0, member.belongs)));
            edges.add_row(targets, gathered.hole);
        }
        state.give_list(list);
        edges
    }
}

/// True where it is certain, false where it is not even possible, and else a hole where what could not be read lies on a way.
fn combine(
    elements: usize,
    certain: &[bool],
    possible: &[bool],
    edges: &Edges,
    by_hole: Option<&[bool]>,
    state: &mut State,
) -> Vec<Judgement> {
    let with_hole = edges.reaching_or_at(edges.holes(), state);
    let with_unread = edges.reaching_or_at(edges.unread(), state);
    let at = |list: &[bool], element: usize| list.get(element).copied().unwrap_or(false);
    (0..elements)
        .map(|element| {
            if at(certain, element) {
                Judgement::TRUE
            } else if at(&with_hole, element) || by_hole.is_some_and(|list| at(list, element)) {
                Judgement::HOLE
            } else if at(possible, element) {
                if at(&with_unread, element) { Judgement::HOLE } else { Judgement::UNKNOWN }
            } else {
                Judgement::FALSE
            }
        })
        .collect()
}
