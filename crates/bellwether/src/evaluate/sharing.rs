//! Who shares values with whom: by grouping, never by comparing all pairs.

use crate::ids::ElementId;
use crate::plan::{FormPlan, Node, SharesNode, SharingPlan, Target, Way};
use crate::value::Scalar;

use super::Engine;
use super::compare::Key;
use super::count::Tally;
use super::judgement::Judgement;
use super::state::{State, Value};
use super::tables::SharingTable;

/// Values of the keys of one element, with the number of the key where one is enough.
type Combination = (u32, Box<[Key]>);

impl Engine<'_> {
    /// The combinations of key values of the element in the slots: one value for each key, or, where one key is enough,
    /// one value with the number of its key. `true` beside them if some value could not be read. None are given for more
    /// combinations than `element` may have: then nothing more is asked.
    fn keys_of<'w, 'a: 'w>(
        &self,
        ways: impl Iterator<Item = &'w Way<'a>>,
        any: bool,
        element: Option<ElementId>,
        state: &mut State,
    ) -> (Vec<Combination>, bool) {
        let mut combinations: Vec<Vec<Key>> = vec![Vec::new()];
        let mut single = Vec::new();
        let mut hole = false;
        for (number, way) in (0_u32..).zip(ways) {
            let mut list = state.take_list();
            let gathered = self.gather(way, state, &mut list);
            self.distinct(&mut list);
            state.tick(1 + list.len() as u64);
            hole |= gathered.hole || list.iter().any(|member| member.belongs.is_hole());
            // What is missing, or may not be there, is shared with nobody.
            let keys = list.iter().filter(|member| member.belongs.is_true()).filter_map(|member| {
                match self.plain(member.value) {
                    Value::Is(value) => Some(Key::of(value)),
                    Value::Missing | Value::Hole => None,
                }
            });
            if any {
                single.extend(keys.map(|key| (number, Box::from([key]))));
            } else {
                let keys: Vec<Key> = keys.collect();
                if !state.may_combine(combinations.len().saturating_mul(keys.len()), element) {
                    return (Vec::new(), hole);
                }
                let longer = combinations.iter().flat_map(|combination| {
                    keys.iter().map(move |key| combination.iter().cloned().chain([key.clone()]).collect())
                });
                combinations = longer.collect();
                state.keep(combinations.len() as u64);
            }
            state.give_list(list);
        }
        if !any {
            single.extend(combinations.into_iter().map(|keys| (0, keys.into_boxed_slice())));
        }
        (single, hole)
    }

    /// Groups the others of a `shares` by their keys.
    pub(super) fn build_sharing(&self, plan: &SharingPlan<'_>, state: &mut State) -> SharingTable {
        let mut table = SharingTable::default();
        for element in self.candidates(&plan.other) {
            if state.spent() {
                break;
            }
            state.set_element(plan.other.slot, element);
            let (keys, hole) =
                self.keys_of(plan.keys.iter().map(|(_, other)| other), plan.any, Some(ElementId(element)), state);
            table.enter(element, keys, hole);
        }
        table
    }

    /// Whether the subject shares its keys with as many others as asked.
    pub(super) fn ask_shares(&self, shares: &SharesNode<'_>, state: &mut State) -> Judgement {
        let tally = match self.sharers(shares, state) {
            Some((least, most, hole)) => Tally { least, most, hole },
            None => return Judgement::FALSE,
        };
        self.test(&shares.test, tally, None, state)
    }

    /// How many share with the subject: for certain, at most, and whether what could not be read matters.
    fn sharers(&self, shares: &SharesNode<'_>, state: &mut State) -> Option<(usize, usize, bool)> {
        let plan = self.plan.sharings.get(shares.sharing)?;
        let table = self.tables.sharing(shares.sharing)?;
        let subject = self.element(state.slot(shares.subject))?;
        let (keys, mut hole) = self.keys_of(plan.keys.iter().map(|(own, _)| own), plan.any, Some(subject), state);
        let several = keys.len() > 1;
        let mut seen = several.then(|| state.take_marks());
        let (mut least, mut most) = (0, 0);
        let unsure = hole || !table.holes.is_empty();
        for key in keys {
            for other in table.groups.get(&key).into_iter().flatten() {
                if shares.source.distinct && *other == subject.0 {
                    continue;
                }
                if seen.as_mut().is_some_and(|seen| !seen.add(*other)) {
                    continue;
                }
                let judgement = self.is_target(&plan.other, ElementId(*other), state);
                least += usize::from(judgement.is_true());
                most += usize::from(!judgement.is_false());
                hole |= judgement.is_hole();
                if state.spent() {
                    break;
                }
            }
        }
        if let Some(seen) = seen {
            state.give_marks(seen);
        }
        Some((least, if unsure { usize::MAX } else { most }, hole || unsure))
    }

    /// The elements that share with the subject and of which it is so that they count, for explanations.
    pub(super) fn sharers_who(
        &self,
        shares: &SharesNode<'_>,
        state: &mut State,
        is_so: fn(Judgement) -> bool,
    ) -> Vec<u32> {
        let mut found = Vec::new();
        let (Some(plan), Some(table)) = (self.plan.sharings.get(shares.sharing), self.tables.sharing(shares.sharing))
        else {
            return found;
        };
        let Some(subject) = self.element(state.slot(shares.subject)) else { return found };
        let (keys, _) = self.keys_of(plan.keys.iter().map(|(own, _)| own), plan.any, Some(subject), state);
        for key in keys {
            for other in table.groups.get(&key).into_iter().flatten() {
                let itself = shares.source.distinct && *other == subject.0;
                if !itself && is_so(self.is_target(&plan.other, ElementId(*other), state)) {
                    found.push(*other);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Groups the subjects of a `no two`. `belongs` says for each of their kind whether it is a subject.
    pub(super) fn build_no_two(
        &self,
        subject: &Target<'_>,
        keys: &[Way<'_>],
        any: bool,
        belongs: Vec<Judgement>,
        state: &mut State,
    ) -> SharingTable {
        let range = self.candidates(subject);
        let mut table = SharingTable { first: range.start, belongs, ..SharingTable::default() };
        for element in range {
            if state.spent() {
                break;
            }
            if !table.belongs(element).is_true() {
                continue;
            }
            state.set_element(subject.slot, element);
            let (keys, hole) = self.keys_of(keys.iter(), any, Some(ElementId(element)), state);
            table.enter(element, keys, hole);
        }
        table
    }

    /// Whether a subject of a `no two` keeps it: false if it shares with another and nothing exempts the two.
    pub(super) fn ask_no_two(&self, rule: usize, element: u32, state: &mut State) -> Judgement {
        let mut judgement = Judgement::TRUE;
        self.each_sharer(rule, element, state, &mut |_, exempt| {
            judgement = judgement.and(match exempt {
                Judgement::HOLE => Judgement::HOLE,
                exempt => Judgement::of(exempt.is_true()),
            });
            !judgement.is_false()
        });
        if judgement.is_true()
            && let Some(table) = self.tables.no_two(rule)
            && table.holes.binary_search(&element).is_ok()
        {
            return Judgement::HOLE;
        }
        judgement
    }

    /// Goes through those that share with a subject of a `no two`, with what the exemption says of the two, until told
    /// to stop.
    pub(super) fn each_sharer(
        &self,
        rule: usize,
        element: u32,
        state: &mut State,
        tell: &mut dyn FnMut(u32, Judgement) -> bool,
    ) {
        let Some(Some(FormPlan::NoTwo { subject, second, keys, any, exempt })) = self.plan.rules.get(rule) else {
            return;
        };
        let Some(table) = self.tables.no_two(rule) else { return };
        state.set_element(subject.slot, element);
        let (combinations, _) = self.keys_of(keys.iter(), *any, Some(ElementId(element)), state);
        for key in combinations {
            let group = table.groups.get(&key).map_or(&[][..], Vec::as_slice);
            for other in group {
                if *other == element {
                    continue;
                }
                state.tick(1);
                let exempt = self.exempts(exempt.as_ref(), *second, *other, state);
                if !tell(*other, exempt) || state.spent() {
                    return;
                }
            }
        }
    }

    fn exempts(&self, exempt: Option<&Node<'_>>, second: usize, other: u32, state: &mut State) -> Judgement {
        match exempt {
            Some(exempt) => {
                state.set(second, Scalar::Element(ElementId(other)));
                self.ask(exempt, state)
            }
            None => Judgement::FALSE,
        }
    }
}

impl SharingTable {
    fn enter(&mut self, element: u32, keys: Vec<(u32, Box<[Key]>)>, hole: bool) {
        for key in keys {
            self.groups.entry(key).or_default().push(element);
        }
        if hole {
            self.holes.push(element);
        }
    }
}
