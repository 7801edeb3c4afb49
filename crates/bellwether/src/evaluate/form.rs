//! Asks rules: which subjects they meet, and what each of them says.

use crate::ids::{ElementId, WaiverId};
use crate::plan::{AmountNode, FormPlan, Node, Target, TestNode};
use crate::report::Verdict;

use super::Engine;
use super::count::Tally;
use super::judgement::Judgement;
use super::state::State;
use super::tables::{SharingTable, put};

/// So many undecided elements of a rule are remembered, to say what was missing.
const UNDECIDED_KEPT: usize = 256;

/// One that does not keep a rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    /// `None` for the model itself.
    pub(super) subject: Option<ElementId>,
    pub(super) verdict: Verdict,
    /// The waiver that covers it; of several that which ends last.
    pub(super) waiver: Option<WaiverId>,
}

/// What a rule met.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Those that do not keep it, in the order of the model.
    pub(super) outcomes: Vec<Kept>,
    pub(super) subjects: u64,
    pub(super) broken: u64,
    pub(super) unknown: u64,
    pub(super) withheld: u64,
    pub(super) undecided: u64,
    /// The first of the undecided.
    pub(super) undecided_kept: Vec<ElementId>,
    pub(super) not_applicable: u64,
    /// How many of those that do not keep it are covered by a waiver.
    pub(super) waived: u64,
    /// Left out of the outcomes and not covered by a waiver.
    pub(super) not_kept: u64,
    /// Left out of the outcomes and covered by a waiver.
    pub(super) waived_not_kept: u64,
}

impl Met {
    fn put(&mut self, subject: Option<ElementId>, judgement: Judgement) {
        self.subjects += 1;
        match judgement {
            Judgement::TRUE => {}
            Judgement::FALSE => {
                self.broken += 1;
                self.outcomes.push(Kept { subject, verdict: Verdict::Broken, waiver: None });
            }
            Judgement::HOLE => self.withheld += 1,
            _ => {
                self.unknown += 1;
                self.outcomes.push(Kept { subject, verdict: Verdict::Unknown, waiver: None });
            }
        }
    }

    fn put_undecided(&mut self, element: ElementId) {
        self.undecided += 1;
        if self.undecided_kept.len() < UNDECIDED_KEPT {
            self.undecided_kept.push(element);
        }
    }
}

/// How many are counted in one scope.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scope {
    /// All that are counted from.
    pub(super) all: usize,
    /// Those for which the body is true.
    pub(super) least: usize,
    /// Those for which it is not false.
    pub(super) most: usize,
    /// Those of which it could not be read whether they count.
    pub(super) holes: usize,
    /// The body of some of them rests on a hole.
    pub(super) hole: bool,
}

impl Scope {
    /// Those of whom it could not be read whether they count make it at least this many and at most that many.
    pub(super) const fn tally(self) -> Tally {
        Tally { least: self.least, most: self.most + self.holes, hole: self.hole || self.holes > 0 }
    }
}

impl Engine<'_> {
    /// Asks one rule of all its subjects.
    pub(super) fn ask_rule(&mut self, rule: usize, state: &mut State) -> Met {
        let mut met = Met::default();
        if let Some(Some(FormPlan::NoTwo { subject, keys, any, .. })) = self.plan.rules.get(rule) {
            let belongs = self.belongs(subject, state);
            let table = self.build_no_two(subject, keys, *any, belongs, state);
            put(&mut self.tables.no_two, rule, table);
        }
        match self.plan.rules.get(rule) {
            Some(Some(FormPlan::Each { subject, exempt, parts })) => {
                self.ask_each(subject, exempt.as_ref(), parts, state, &mut met);
            }
            Some(Some(FormPlan::Counted { scope: Some(scope), subject, exempt, body, test })) => {
                self.ask_scoped(scope, subject, exempt.as_ref(), body, test, state, &mut met);
            }
            Some(Some(FormPlan::Counted { scope: None, subject, exempt, body, test })) => {
                let mut scope = Scope::default();
                for element in self.candidates(subject) {
                    if state.spent() {
                        break;
                    }
                    let undecided = self.count_in(&mut scope, element, subject, exempt.as_ref(), body, state);
                    if undecided {
                        met.put_undecided(ElementId(element));
                    }
                }
                self.put_scope(None, scope, test, state, &mut met);
            }
            Some(Some(FormPlan::NoTwo { subject, .. })) => {
                if let Some(table) = self.tables.no_two(rule) {
                    self.ask_no_two_of_all(rule, subject, table, state, &mut met);
                }
            }
            Some(None) | None => {}
        }
        met.outcomes.sort_by_key(|kept| kept.subject.map(|subject| self.model.order(subject)));
        self.waive(rule, &mut met, state);
        if let Some((kind, id)) = &self.about {
            met.outcomes.retain(|kept| self.subject(kept.subject).is(kind, id));
        }
        for left_out in met.outcomes.iter().skip(self.limits.findings_per_rule) {
            match left_out.waiver {
                Some(_) => met.waived_not_kept += 1,
                None => met.not_kept += 1,
            }
        }
        met.outcomes.truncate(self.limits.findings_per_rule);
        met
    }

    /// Whether each element of the kind is a subject.
    fn belongs(&self, subject: &Target<'_>, state: &mut State) -> Vec<Judgement> {
        let mut belongs = Vec::new();
        for element in self.candidates(subject) {
            if state.spent() {
                break;
            }
            state.tick(1);
            belongs.push(self.is_target(subject, ElementId(element), state));
        }
        belongs
    }

    fn ask_each(
        &self,
        subject: &Target<'_>,
        exempt: Option<&Node<'_>>,
        parts: &[Node<'_>],
        state: &mut State,
        met: &mut Met,
    ) {
        for element in self.subjects(subject) {
            if state.spent() {
                break;
            }
            state.set_element(subject.slot, element);
            match self.filter(subject, state) {
                Judgement::TRUE => {}
                Judgement::FALSE => continue,
                Judgement::HOLE => {
                    met.withheld += 1;
                    continue;
                }
                _ => {
                    met.put_undecided(ElementId(element));
                    continue;
                }
            }
            let exempted = exempt.map_or(Judgement::FALSE, |exempt| self.ask(exempt, state));
            if exempted.is_true() {
                continue;
            }
            let mut judgement = self.ask_all(parts, state);
            // What could not be read might exempt it.
            if exempted.is_hole() && !judgement.is_true() {
                judgement = Judgement::HOLE;
            }
            met.put(Some(ElementId(element)), judgement);
        }
    }

    /// The elements that may be subjects; none where the one that a rule names is not declared.
    fn subjects(&self, subject: &Target<'_>) -> std::ops::Range<u32> {
        match subject.group {
            crate::plan::Group::Named(None) => 0..0,
            _ => self.candidates(subject),
        }
    }

    /// Whether the element in the slot passes the filter of a binder.
    fn filter(&self, subject: &Target<'_>, state: &mut State) -> Judgement {
        subject.filter.as_ref().map_or(Judgement::TRUE, |filter| self.ask(filter, state))
    }

    /// Counts an element in a scope; whether it is undecided that it counts.
    pub(super) fn count_in(
        &self,
        scope: &mut Scope,
        element: u32,
        subject: &Target<'_>,
        exempt: Option<&Node<'_>>,
        body: &Node<'_>,
        state: &mut State,
    ) -> bool {
        // It is found, narrowed, exempted and counted.
        state.tick(3);
        state.set_element(subject.slot, element);
        match self.filter(subject, state) {
            Judgement::TRUE => {}
            Judgement::FALSE => return false,
            Judgement::HOLE => {
                scope.holes += 1;
                return false;
            }
            _ => return true,
        }
        match exempt.map_or(Judgement::FALSE, |exempt| self.ask(exempt, state)) {
            Judgement::TRUE => return false,
            Judgement::HOLE => {
                scope.holes += 1;
                return false;
            }
            _ => {}
        }
        scope.all += 1;
        let judgement = self.ask(body, state);
        scope.least += usize::from(judgement.is_true());
        scope.most += usize::from(!judgement.is_false());
        scope.hole |= judgement.is_hole();
        false
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one rule form, taken apart by its one caller")]
    fn ask_scoped(
        &self,
        scope: &Target<'_>,
        subject: &Target<'_>,
        exempt: Option<&Node<'_>>,
        body: &Node<'_>,
        test: &TestNode<'_>,
        state: &mut State,
        met: &mut Met,
    ) {
        let scopes = self.belongs(scope, state);
        let first = self.candidates(scope).start;
        let at = |element: u32| element.checked_sub(first).map(|at| at as usize);
        let mut counts = vec![Scope::default(); scopes.len()];
        let mut places = state.take_ids();
        for element in self.candidates(subject) {
            if state.spent() {
                break;
            }
            places.clear();
            self.places(ElementId(element), &mut places, None, state);
            let mut undecided = false;
            for place in places.iter().skip(1) {
                if state.spent() {
                    break;
                }
                let Some(at) = at(*place).filter(|at| scopes.get(*at).is_some_and(|scope| scope.is_true())) else {
                    continue;
                };
                state.set_element(scope.slot, *place);
                if let Some(count) = counts.get_mut(at) {
                    undecided |= self.count_in(count, element, subject, exempt, body, state);
                }
            }
            if undecided {
                met.put_undecided(ElementId(element));
            }
        }
        state.give_ids(places);
        for (element, (belongs, count)) in (first..).zip(scopes.into_iter().zip(counts)) {
            match belongs {
                Judgement::TRUE => {
                    state.set_element(scope.slot, element);
                    self.put_scope(Some(ElementId(element)), count, test, state, met);
                }
                Judgement::FALSE => {}
                Judgement::HOLE => met.withheld += 1,
                _ => met.put_undecided(ElementId(element)),
            }
        }
    }

    fn put_scope(
        &self,
        element: Option<ElementId>,
        scope: Scope,
        test: &TestNode<'_>,
        state: &mut State,
        met: &mut Met,
    ) {
        match self.judge_scope(scope, test, state) {
            None => met.not_applicable += 1,
            // Kept by nobody: it met no subject.
            Some(Judgement::TRUE) if scope.all == 0 => {}
            Some(judgement) => met.put(element, judgement),
        }
    }

    /// What a test says of a scope; `None` for a share of nobody.
    pub(super) fn judge_scope(&self, scope: Scope, test: &TestNode<'_>, state: &mut State) -> Option<Judgement> {
        if scope.all == 0 && scope.holes == 0 && is_share(test) {
            return None;
        }
        Some(self.test(test, scope.tally(), Some(scope.all + scope.holes), state))
    }

    fn ask_no_two_of_all(
        &self,
        rule: usize,
        subject: &Target<'_>,
        table: &SharingTable,
        state: &mut State,
        met: &mut Met,
    ) {
        for element in self.subjects(subject) {
            if state.spent() {
                break;
            }
            match table.belongs(element) {
                Judgement::TRUE => {
                    let judgement = self.ask_no_two(rule, element, state);
                    met.put(Some(ElementId(element)), judgement);
                }
                Judgement::FALSE => {}
                Judgement::HOLE => met.withheld += 1,
                _ => met.put_undecided(ElementId(element)),
            }
        }
    }
}

/// Whether a test is of a share.
pub(super) fn is_share(test: &TestNode<'_>) -> bool {
    let share = |amount: &AmountNode<'_>| matches!(amount, AmountNode::Share(_));
    match test {
        TestNode::One(_, amount) => share(amount),
        TestNode::Between(least, most) => share(least) || share(most),
    }
}
