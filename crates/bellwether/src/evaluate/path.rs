//! Follows ways: to one value, or to all of them.

use crate::ids::{DefinitionId, ElementId};
use crate::plan::{Covered, Group, Lead, Leg, Members, Op, Sought, Strategy, Way, WayRoot};
use crate::value::Scalar;

use super::Engine;
use super::compare::{Key, same};
use super::judgement::Judgement;
use super::state::{Gathered, Member, State, Value};
use super::tables::{DerivedTable, NO_ELEMENT};

/// A way of so many steps costs no more than the question that asks for it.
const SHORT: usize = 8;
/// Up to this many values are compared pair by pair, which is faster than a table.
const FEW: usize = 12;

impl Engine<'_> {
    /// The value at the end of a way that leads to one at most.
    #[inline]
    pub(crate) fn one(&self, way: &Way<'_>, state: &mut State) -> Value {
        if way.steps.len() > SHORT {
            state.tick(way.steps.len() as u64);
        }
        let mut at = match &way.root {
            WayRoot::Slot(slot) => state.slot(*slot),
            WayRoot::Named(Some(element)) => Scalar::Element(*element),
            WayRoot::Named(None) => return Value::Hole,
            WayRoot::Today => Scalar::Date(self.plan.as_of),
            // Of several values nothing asks for one.
            WayRoot::Selection(_) => return Value::Missing,
        };
        for leg in &way.steps {
            // From element to element is by far the most common step.
            if let (Scalar::Element(element), Leg::Attribute { column, range, many: false, record: false, .. }) =
                (at, leg)
                && range.contains(&element.0)
                && let Some(next) = column.element(element.0 - range.start)
            {
                at = Scalar::Element(next);
                continue;
            }
            match self.step(leg, at) {
                Value::Is(next) => at = next,
                absent => return absent,
            }
        }
        Value::Is(at)
    }

    /// A value itself, without its fields.
    #[inline]
    pub(crate) fn plain(&self, value: Scalar) -> Value {
        match value {
            Scalar::Record(attribute, row) => self.model.column(attribute).get(row).into(),
            value => Value::Is(value),
        }
    }

    /// The element that a value is.
    #[inline]
    pub(crate) fn element(&self, value: Scalar) -> Option<ElementId> {
        match value {
            Scalar::Element(element) => Some(element),
            Scalar::Record(attribute, row) => self.model.column(attribute).element(row),
            _ => None,
        }
    }

    /// One step from one value to one value.
    #[inline]
    pub(crate) fn step(&self, leg: &Leg<'_>, at: Scalar) -> Value {
        match leg {
            Leg::Attribute { id, column, range, many: false, record } => {
                let Some(element) = self.element(at) else { return Value::Missing };
                if !range.contains(&element.0) {
                    return Value::Missing;
                }
                let row = element.0 - range.start;
                match column.get(row) {
                    Some(_) if *record => Value::Is(Scalar::Record(*id, row)),
                    Some(value) => Value::Is(value),
                    None if column.has_holes() && column.hole(row) => Value::Hole,
                    None => Value::Missing,
                }
            }
            Leg::Field { column, many: false, .. } => {
                let Scalar::Record(_, row) = at else { return Value::Missing };
                match column.get(row) {
                    Some(value) => Value::Is(value),
                    None if column.has_holes() && column.hole(row) => Value::Hole,
                    None => Value::Missing,
                }
            }
            Leg::Value => self.plain(at),
            Leg::Derived { id, range, many: false } => match self.element(at) {
                Some(element) if range.contains(&element.0) => match self.follow_alias(*id, element) {
                    Some(value) => value,
                    None => self.derived(*id, element.0 - range.start),
                },
                _ => Value::Missing,
            },
            Leg::Numerator | Leg::Denominator => {
                let Value::Is(Scalar::Formula(formula)) = self.plain(at) else { return Value::Missing };
                let facts = self.model.formula(formula);
                let element = if matches!(leg, Leg::Numerator) { facts.numerator } else { facts.denominator };
                element.map(Scalar::Element).into()
            }
            Leg::Label => {
                let label = self.element(at).and_then(|element| self.model.label(element));
                label.and_then(|label| self.model.text_id(label)).map(Scalar::Text).into()
            }
            Leg::Start | Leg::End => match self.plain(at) {
                Value::Is(Scalar::Period(period)) => {
                    Value::Is(Scalar::Date(if matches!(leg, Leg::Start) { period.start } else { period.end }))
                }
                Value::Is(_) => Value::Missing,
                absent => absent,
            },
            Leg::Least | Leg::Most => {
                let Scalar::Record(attribute, row) = at else { return Value::Missing };
                let (least, most) = self.model.bounds(attribute, row);
                let bound = if matches!(leg, Leg::Least) { least } else { most };
                bound.map(Scalar::Quantity).into()
            }
            Leg::Attribute { .. } | Leg::Field { .. } | Leg::Derived { .. } | Leg::Children(_) | Leg::Inputs => {
                Value::Missing
            }
        }
    }

    #[inline]
    fn derived(&self, id: DefinitionId, row: u32) -> Value {
        match self.tables.derived(id) {
            Some(DerivedTable::Elements(elements)) => match elements.get(row as usize) {
                Some(element) if *element != NO_ELEMENT => Value::Is(Scalar::Element(ElementId(*element))),
                _ => Value::Missing,
            },
            Some(DerivedTable::One(values)) => values.get(row as usize).copied().unwrap_or(Value::Missing),
            Some(DerivedTable::Many(_)) | None => Value::Missing,
        }
    }

    /// A derived attribute that is nothing but a path, followed from an element.
    fn follow_alias(&self, id: DefinitionId, element: ElementId) -> Option<Value> {
        let way = self.plan.alias(id)?;
        let mut at = Scalar::Element(element);
        for leg in &way.steps {
            match self.step(leg, at) {
                Value::Is(next) => at = next,
                absent => return Some(absent),
            }
        }
        Some(Value::Is(at))
    }

    /// All values at the end of a way. The same element is reached once; other values as often as they are there.
    pub(crate) fn gather(&self, way: &Way<'_>, state: &mut State, out: &mut Vec<Member>) -> Gathered {
        let mut gathered = Gathered::default();
        let start = match &way.root {
            WayRoot::Slot(slot) => Some(state.slot(*slot)),
            WayRoot::Named(Some(element)) => Some(Scalar::Element(*element)),
            WayRoot::Named(None) => {
                gathered.hole = true;
                None
            }
            WayRoot::Today => Some(Scalar::Date(self.plan.as_of)),
            WayRoot::Selection(members) => {
                gathered = self.select(*members, state, out);
                None
            }
        };
        self.gather_from(start, &way.steps, state, out, &mut gathered);
        gathered
    }

    /// All values at the end of some steps, from one value or from those that are there already.
    fn gather_from(
        &self,
        start: Option<Scalar>,
        mut legs: &[Leg<'_>],
        state: &mut State,
        out: &mut Vec<Member>,
        gathered: &mut Gathered,
    ) {
        if let Some(mut at) = start {
            // The single steps at the beginning need no list.
            while let Some((leg, rest)) = legs.split_first().filter(|(leg, _)| !leg.many()) {
                match self.step(leg, at) {
                    Value::Is(next) => at = next,
                    absent => {
                        gathered.hole |= absent == Value::Hole;
                        gathered.missing |= absent == Value::Missing;
                        return;
                    }
                }
                legs = rest;
            }
            let Some((leg, rest)) = legs.split_first() else {
                out.push(Member { value: at, belongs: Judgement::TRUE });
                return;
            };
            legs = rest;
            let before = out.len();
            self.spread(leg, Member { value: at, belongs: Judgement::TRUE }, state, out, gathered);
            state.tick(2 * (out.len() - before) as u64);
            self.once(state, out);
        }
        for leg in legs {
            if state.spent() {
                break;
            }
            let mut next = state.take_list();
            for member in out.iter() {
                let before = next.len();
                self.spread(leg, *member, state, &mut next, gathered);
                state.tick(1 + 2 * (next.len() - before) as u64);
                if state.spent() {
                    break;
                }
            }
            std::mem::swap(out, &mut next);
            state.give_list(next);
            self.once(state, out);
        }
    }

    /// One step from one value to all values that it leads to.
    pub(super) fn spread(
        &self,
        leg: &Leg<'_>,
        from: Member,
        state: &mut State,
        out: &mut Vec<Member>,
        gathered: &mut Gathered,
    ) {
        let belongs = from.belongs;
        let put = |value: Scalar, out: &mut Vec<Member>| out.push(Member { value, belongs });
        match leg {
            Leg::Attribute { id, column, range, many: true, record } => {
                let Some(element) = self.element(from.value).filter(|it| range.contains(&it.0)) else { return };
                let row = element.0 - range.start;
                gathered.hole |= column.has_holes() && column.hole(row);
                for index in column.values_of(row) {
                    if *record {
                        put(Scalar::Record(*id, index), out);
                    } else if let Some(value) = column.get(index) {
                        put(value, out);
                    }
                }
            }
            Leg::Field { column, many: true, .. } => {
                let Scalar::Record(_, row) = from.value else { return };
                gathered.hole |= column.has_holes() && column.hole(row);
                column.values_of(row).filter_map(|index| column.get(index)).for_each(|value| put(value, out));
            }
            Leg::Derived { id, range, many: true } => {
                let Some(element) = self.element(from.value).filter(|it| range.contains(&it.0)) else { return };
                if let Some(DerivedTable::Many(table)) = self.tables.derived(*id) {
                    let (members, more) = table.row(element.0 - range.start);
                    gathered.hole |= more.hole;
                    gathered.missing |= more.missing;
                    out.extend(
                        members
                            .iter()
                            .map(|member| Member { value: member.value, belongs: member.belongs.and(belongs) }),
                    );
                } else if let Some(way) = self.plan.alias(*id) {
                    let mut list = state.take_list();
                    self.gather_from(Some(Scalar::Element(element)), &way.steps, state, &mut list, gathered);
                    out.extend(list.iter().map(|member| Member { belongs: member.belongs.and(belongs), ..*member }));
                    state.give_list(list);
                }
            }
            Leg::Children(kind) => {
                let Some(element) = self.element(from.value) else { return };
                let mut children = state.take_element_ids();
                self.model.held_directly(element, *kind, &mut children);
                children.iter().for_each(|child| put(Scalar::Element(*child), out));
                state.give_element_ids(children);
                gathered.hole |= self.model.holds_unread(element, *kind, &self.plan.program.vocabulary);
            }
            Leg::Inputs => {
                if let Value::Is(Scalar::Formula(formula)) = self.plain(from.value) {
                    let facts = self.model.formula(formula);
                    facts.inputs.iter().for_each(|input| put(Scalar::Element(*input), out));
                }
            }
            leg => match self.step(leg, from.value) {
                Value::Is(value) => put(value, out),
                absent => {
                    gathered.hole |= absent == Value::Hole;
                    gathered.missing |= absent == Value::Missing;
                }
            },
        }
    }

    /// Keeps each element once.
    fn once(&self, state: &mut State, list: &mut Vec<Member>) {
        let element = |member: &Member| match member.value {
            Scalar::Element(element) => Some(element.0),
            _ => None,
        };
        if list.len() < 2 || list.iter().any(|member| element(member).is_none()) {
            return;
        }
        if list.len() <= FEW || list.iter().any(|member| !member.belongs.is_true()) {
            self.distinct(list);
            return;
        }
        let mut marks = state.take_marks();
        list.retain(|member| element(member).is_some_and(|element| marks.add(element)));
        state.give_marks(marks);
    }

    /// Keeps each value once; records are compared by their values. A value belongs if one of its like belongs.
    pub(crate) fn distinct(&self, list: &mut Vec<Member>) {
        if list.len() < 2 {
            return;
        }
        let plain = |value: Scalar| match self.plain(value) {
            Value::Is(value) => value,
            Value::Missing | Value::Hole => value,
        };
        let mut kept: usize = 0;
        let mut keys: rustc_hash::FxHashMap<Key, usize> = rustc_hash::FxHashMap::default();
        let few = list.len() <= FEW;
        for at in 0..list.len() {
            let Some(member) = list.get(at).copied() else { break };
            let value = plain(member.value);
            let earlier = if few {
                list.iter().take(kept).position(|it| same(plain(it.value), value) == Some(true))
            } else {
                match keys.entry(Key::of(value)) {
                    std::collections::hash_map::Entry::Occupied(entry) => Some(*entry.get()),
                    std::collections::hash_map::Entry::Vacant(entry) => {
                        entry.insert(kept);
                        None
                    }
                }
            };
            match earlier.and_then(|earlier| list.get_mut(earlier)) {
                Some(earlier) => earlier.belongs = earlier.belongs.or(member.belongs),
                None => {
                    if let Some(place) = list.get_mut(kept) {
                        *place = member;
                    }
                    kept += 1;
                }
            }
        }
        list.truncate(kept);
    }

    /// The members of a set that are not shown to be left out by its filter.
    pub(crate) fn select(&self, members: usize, state: &mut State, out: &mut Vec<Member>) -> Gathered {
        let Some(plan) = self.plan.members.get(members) else { return Gathered::default() };
        match &plan.strategy {
            Strategy::Pool => {
                if let Some(pool) = self.tables.pool(members) {
                    out.extend_from_slice(pool);
                    state.tick(pool.len() as u64);
                    return Gathered::default();
                }
            }
            Strategy::Leads(leads) => {
                if self.look_up(members, plan, leads, state, out) {
                    return Gathered::default();
                }
            }
            Strategy::Scan => {}
        }
        self.scan(plan, state, out)
    }

    /// Tries the filter on each member.
    pub(super) fn scan(&self, plan: &Members<'_>, state: &mut State, out: &mut Vec<Member>) -> Gathered {
        match &plan.set {
            Group::Kind(range) => {
                for element in range.clone() {
                    if state.spent() {
                        break;
                    }
                    self.try_member(plan, Scalar::Element(ElementId(element)), Judgement::TRUE, state, out);
                }
                Gathered::default()
            }
            Group::Named(element) => {
                if let Some(element) = element {
                    self.try_member(plan, Scalar::Element(*element), Judgement::TRUE, state, out);
                }
                Gathered { hole: element.is_none(), missing: false }
            }
            Group::Way(way) => {
                if plan.filter.is_none() {
                    return self.gather(way, state, out);
                }
                let mut list = state.take_list();
                let gathered = self.gather(way, state, &mut list);
                for member in &list {
                    if state.spent() {
                        break;
                    }
                    self.try_member(plan, member.value, member.belongs, state, out);
                }
                state.give_list(list);
                gathered
            }
        }
    }

    fn try_member(
        &self,
        plan: &Members<'_>,
        value: Scalar,
        belongs: Judgement,
        state: &mut State,
        out: &mut Vec<Member>,
    ) {
        let belongs = match &plan.filter {
            Some(filter) => {
                state.tick(1);
                state.set(plan.slot, value);
                belongs.and(self.ask(filter, state))
            }
            None => belongs,
        };
        if !belongs.is_false() {
            out.push(Member { value, belongs });
        }
    }

    /// Tries the filter only on those to which something leads; `false` where any may be meant.
    fn look_up(
        &self,
        members: usize,
        plan: &Members<'_>,
        leads: &[Lead<'_>],
        state: &mut State,
        out: &mut Vec<Member>,
    ) -> bool {
        let (Some(tables), Group::Kind(range)) = (self.tables.indexes(members), &plan.set) else { return false };
        let mut candidates = state.take_ids();
        let mut known = true;
        let certain = tables.iter().all(|table| table.always.is_empty());
        for (lead, table) in leads.iter().zip(tables) {
            let mut sought = state.take_ids();
            known &= self.sought(&lead.of, state, &mut sought);
            for element in &sought {
                if lead.key.is_some() {
                    candidates.extend_from_slice(table.of(ElementId(*element)));
                } else if range.contains(element) {
                    candidates.push(*element);
                }
            }
            candidates.extend_from_slice(&table.always);
            state.give_ids(sought);
        }
        state.tick(candidates.len() as u64);
        if known {
            candidates.sort_unstable();
            candidates.dedup();
            for candidate in &candidates {
                if state.spent() {
                    break;
                }
                let value = Scalar::Element(ElementId(*candidate));
                if certain {
                    self.try_covered(plan, value, state, out);
                } else {
                    self.try_member(plan, value, Judgement::TRUE, state, out);
                }
            }
        }
        state.give_ids(candidates);
        known
    }

    /// Tries what an index leaves open of the filter.
    fn try_covered(&self, plan: &Members<'_>, value: Scalar, state: &mut State, out: &mut Vec<Member>) {
        let belongs = match (plan.covered, plan.filter.as_ref().map(|filter| &filter.op)) {
            (Covered::Whole, _) => Judgement::TRUE,
            (Covered::Part(covered), Some(Op::All(parts))) => {
                state.set(plan.slot, value);
                let mut belongs = Judgement::TRUE;
                for (_, part) in parts.iter().enumerate().filter(|(at, _)| *at != covered) {
                    belongs = belongs.and(self.ask(part, state));
                    if belongs.is_false() {
                        return;
                    }
                }
                belongs
            }
            _ => return self.try_member(plan, value, Judgement::TRUE, state, out),
        };
        out.push(Member { value, belongs });
    }

    /// The elements that an index is asked for; `false` where that is not known.
    fn sought(&self, sought: &Sought<'_>, state: &mut State, out: &mut Vec<u32>) -> bool {
        match sought {
            Sought::One(term) | Sought::Around(term) => {
                let Value::Is(value) = self.value(term, state) else { return false };
                let Some(element) = self.element(value) else { return false };
                if matches!(sought, Sought::Around(_)) {
                    self.places(element, out, None, state);
                } else {
                    out.push(element.0);
                }
                true
            }
            Sought::All(way) => {
                let mut list = state.take_list();
                let gathered = self.gather(way, state, &mut list);
                out.extend(list.iter().filter_map(|member| self.element(member.value)).map(|element| element.0));
                state.give_list(list);
                !gathered.hole
            }
        }
    }
}
