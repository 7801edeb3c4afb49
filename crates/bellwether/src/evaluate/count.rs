//! Counts, tests of counts and shares, and `every`.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::plan::{AmountNode, EveryNode, Group, Leg, TestNode, WayRoot};
use crate::program::{Bound, Manner};
use crate::value::Quantity;

use super::Engine;
use super::compare::{judge, place};
use super::expression::number;
use super::judgement::Judgement;
use super::state::{State, Value};
use super::tables::DerivedTable;

/// How many there are: at least and at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) least: usize,
    /// `usize::MAX` where there may be any number more.
    pub(crate) most: usize,
    /// The two differ, among other reasons, because something could not be read.
    pub(crate) hole: bool,
}

impl Engine<'_> {
    /// How many different members a set has.
    #[inline]
    pub(super) fn tally(&self, members: usize, state: &mut State) -> Tally {
        match self.quick_tally(members, state) {
            Some(count) => Tally { least: count, most: count, hole: false },
            None => self.full_tally(members, state),
        }
    }

    /// The count where it can be had without looking at the members: of a kind, or of an attribute with one value at most.
    #[inline]
    fn quick_tally(&self, members: usize, state: &mut State) -> Option<usize> {
        let plan = self.plan.members.get(members)?;
        if plan.filter.is_some() {
            return None;
        }
        match &plan.set {
            Group::Kind(range) => Some(range.len()),
            Group::Way(way) => {
                let (WayRoot::Slot(slot), [leg]) = (&way.root, way.steps.as_slice()) else { return None };
                let element = self.element(state.slot(*slot))?;
                match leg {
                    Leg::Attribute { column, range, many: true, .. } if range.contains(&element.0) => {
                        let row = element.0 - range.start;
                        let count = column.values_of(row).len();
                        (count < 2 && !(column.has_holes() && column.hole(row))).then_some(count)
                    }
                    Leg::Derived { id, range, many: true } if range.contains(&element.0) => {
                        let Some(DerivedTable::Many(table)) = self.tables.derived(*id) else { return None };
                        let (members, more) = table.row(element.0 - range.start);
                        let few = members.len() < 2;
                        let certain = few && members.iter().all(|member| member.belongs.is_true());
                        (certain && !more.hole).then_some(members.len())
                    }
                    Leg::Children(kind) => {
                        let mut children = state.take_element_ids();
                        self.model.held_directly(element, *kind, &mut children);
                        let count = children.len();
                        state.tick(count as u64);
                        state.give_element_ids(children);
                        let unread = self.model.holds_unread(element, *kind, &self.plan.program.vocabulary);
                        (!unread).then_some(count)
                    }
                    _ => None,
                }
            }
            Group::Named(_) => None,
        }
    }

    fn full_tally(&self, members: usize, state: &mut State) -> Tally {
        let mut list = state.take_list();
        let gathered = self.select(members, state, &mut list);
        if !self.plan.members.get(members).is_some_and(|plan| matches!(plan.set, Group::Kind(_))) {
            self.distinct(&mut list);
        }
        let least = list.iter().filter(|member| member.belongs.is_true()).count();
        let hole = gathered.hole || list.iter().any(|member| member.belongs.is_hole());
        let most = if gathered.hole { usize::MAX } else { list.len() };
        state.give_list(list);
        Tally { least, most, hole }
    }

    /// What a test says of a count; `all` is what a share is of.
    pub(super) fn test(&self, test: &TestNode<'_>, tally: Tally, all: Option<usize>, state: &mut State) -> Judgement {
        match test {
            TestNode::One(bound, amount) => self.test_bound(*bound, amount, tally, all, state),
            TestNode::Between(least, most) => {
                let above = self.test_bound(Bound::AtLeast, least, tally, all, state);
                above.and(self.test_bound(Bound::AtMost, most, tally, all, state))
            }
        }
    }

    /// Whether a test that fails does so since there are more than it allows, not fewer.
    pub(super) fn has_too_many(
        &self,
        test: &TestNode<'_>,
        tally: Tally,
        all: Option<usize>,
        state: &mut State,
    ) -> bool {
        match test {
            TestNode::One(Bound::AtMost | Bound::LessThan, _) => true,
            TestNode::One(Bound::AtLeast | Bound::MoreThan, _) => false,
            TestNode::One(Bound::Exactly, most) | TestNode::Between(_, most) => {
                self.test_bound(Bound::MoreThan, most, tally, all, state).is_true()
            }
        }
    }

    fn test_bound(
        &self,
        bound: Bound,
        amount: &AmountNode<'_>,
        tally: Tally,
        all: Option<usize>,
        state: &mut State,
    ) -> Judgement {
        let most_open = tally.most == usize::MAX;
        let (least, most) = match amount {
            AmountNode::Number(number) => {
                let place = |count: usize| (count as u64).cmp(number);
                (place(tally.least), place(tally.most))
            }
            AmountNode::Share(share) => {
                let place = |count: usize| share_place(count, *share, all.unwrap_or(0));
                match (place(tally.least), place(tally.most)) {
                    (Some(least), Some(most)) => (least, most),
                    _ => return Judgement::UNKNOWN,
                }
            }
            AmountNode::Value(term) => match self.value(term, state) {
                Value::Is(value) => {
                    let compared = |count: usize| place(number(count), value);
                    match (compared(tally.least), compared(tally.most)) {
                        (Some((least, _)), Some((_, most))) => {
                            (least, if most_open { Ordering::Greater } else { most })
                        }
                        _ => return Judgement::UNKNOWN,
                    }
                }
                absent => return absent.absent(),
            },
        };
        match judge(bound.comparison(), (least, most)) {
            open if open.is_open() => Judgement::open(tally.hole),
            decided => decided,
        }
    }

    /// Whether every member of a set makes the body true.
    pub(super) fn ask_every(&self, every: &EveryNode<'_>, state: &mut State) -> Judgement {
        let Some(plan) = self.plan.members.get(every.members) else { return Judgement::TRUE };
        let mut list = state.take_list();
        let gathered = self.select(every.members, state, &mut list);
        let mut judgement = if gathered.hole {
            Judgement::HOLE
        } else if gathered.missing && every.source.manner != Manner::Written {
            Judgement::UNKNOWN
        } else {
            Judgement::TRUE
        };
        for member in &list {
            state.set(plan.slot, member.value);
            judgement = judgement.and(member.belongs.not().or(self.ask(&every.body, state)));
            if judgement.is_false() || state.spent() {
                break;
            }
        }
        state.give_list(list);
        judgement
    }
}

/// Where `count` of `all` stands to a share, exactly.
fn share_place(count: usize, share: Quantity, all: usize) -> Option<Ordering> {
    let count = Decimal::from(count).checked_mul(Decimal::ONE_HUNDRED)?;
    Some(count.cmp(&share.amount.checked_mul(Decimal::from(all))?))
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use rust_decimal::Decimal;

    use super::share_place;
    use crate::value::Quantity;

    #[test]
    fn shares_are_exact() {
        let sixty = Quantity::percent(Decimal::from(60));
        assert_eq!(share_place(4, sixty, 7), Some(Ordering::Less));
        assert_eq!(share_place(5, sixty, 7), Some(Ordering::Greater));
        assert_eq!(share_place(3, sixty, 5), Some(Ordering::Equal));
    }
}
