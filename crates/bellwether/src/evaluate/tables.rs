//! What is found once and looked up often: columns of definitions, pools, indexes, answers of `reach`, groups.

use rustc_hash::FxHashMap;

use crate::ids::{DefinitionId, ElementId};

use super::compare::Key;
use super::judgement::Judgement;
use super::state::{Gathered, Member, Value};

/// The tables of one evaluation, each beside what it belongs to in the plan.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// By definition.
    pub(super) definitions: Vec<Option<DefinitionTable>>,
    /// By members.
    pub(super) pools: Vec<Option<Vec<Member>>>,
    /// By members: one for each lead.
    pub(super) indexes: Vec<Option<Vec<IndexTable>>>,
    /// By reach: the answer for each element.
    pub(super) reaches: Vec<Option<Vec<Judgement>>>,
    /// By nearest.
    pub(super) nearests: Vec<Option<NearestTable>>,
    /// By sharing.
    pub(super) sharings: Vec<Option<SharingTable>>,
    /// By rule that says `no two`: who shares what.
    pub(super) no_two: Vec<Option<SharingTable>>,
}

/// The column of a definition, by element of its kind.
#[derive(Debug)]
pub(super) enum DefinitionTable {
    Adjective(Vec<Judgement>),
    Derived(DerivedTable),
}

/// The values of a derived attribute.
#[derive(Debug)]
pub(super) enum DerivedTable {
    /// Elements alone; [`NO_ELEMENT`] where the value is missing.
    Elements(Vec<u32>),
    One(Vec<Value>),
    Many(ManyTable),
}

/// Stands for a missing element.
pub(super) const NO_ELEMENT: u32 = u32::MAX;

impl DerivedTable {
    /// A table of single values, as small as they allow.
    pub(super) fn of(values: Vec<Value>) -> Self {
        let element = |value: &Value| match value {
            Value::Is(crate::value::Scalar::Element(element)) => Some(element.0),
            Value::Missing => Some(NO_ELEMENT),
            _ => None,
        };
        match values.iter().map(element).collect() {
            Some(elements) => Self::Elements(elements),
            None => Self::One(values),
        }
    }
}

/// Several values for each row: those of row r are `members[offsets[r]..offsets[r + 1]]`.
#[derive(Debug, Default)]
pub(super) struct ManyTable {
    pub(super) offsets: Vec<u32>,
    pub(super) members: Vec<Member>,
    /// Rows of which there is more to say, in order.
    pub(super) more: Vec<(u32, Gathered)>,
}

impl ManyTable {
    pub(super) fn row(&self, row: u32) -> (&[Member], Gathered) {
        let at = row as usize;
        let members = match (self.offsets.get(at), self.offsets.get(at + 1)) {
            (Some(start), Some(end)) => self.members.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        };
        let more = self.more.binary_search_by_key(&row, |(row, _)| *row);
        (members, more.ok().and_then(|at| self.more.get(at)).map_or_else(Gathered::default, |(_, more)| *more))
    }
}

/// From an element to the members of a set, in order: those of e are `members[offsets[e]..offsets[e + 1]]`.
#[derive(Debug, Default)]
pub(super) struct IndexTable {
    pub(super) offsets: Vec<u32>,
    pub(super) members: Vec<u32>,
    /// Those that come into question for every element, since their key is not known.
    pub(super) always: Vec<u32>,
}

impl IndexTable {
    /// Turns pairs of key and member round; members are given in order.
    pub(super) fn build(elements: usize, pairs: &[(u32, u32)], always: Vec<u32>) -> Self {
        let mut offsets = vec![0_u32; elements + 1];
        for (key, _) in pairs {
            if let Some(offset) = offsets.get_mut(*key as usize + 1) {
                *offset += 1;
            }
        }
        let mut sum = 0;
        for offset in &mut offsets {
            sum += *offset;
            *offset = sum;
        }
        let mut next = offsets.clone();
        let mut members = vec![0; sum as usize];
        for (key, member) in pairs {
            if let Some(next) = next.get_mut(*key as usize) {
                if let Some(place) = members.get_mut(*next as usize) {
                    *place = *member;
                }
                *next += 1;
            }
        }
        Self { offsets, members, always }
    }

    pub(super) fn of(&self, element: ElementId) -> &[u32] {
        let at = element.index();
        match (self.offsets.get(at), self.offsets.get(at + 1)) {
            (Some(start), Some(end)) => self.members.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// The nearest element of some kind, from one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearest {
    At(ElementId),
    None,
    Hole,
}

/// The answers for the elements that have the relation, from `first` on.
#[derive(Debug, Default)]
pub(super) struct NearestTable {
    pub(super) first: u32,
    pub(super) answers: Vec<Nearest>,
}

impl NearestTable {
    pub(super) fn of(&self, element: ElementId) -> Option<Nearest> {
        let at = element.0.checked_sub(self.first)?;
        self.answers.get(at as usize).copied()
    }
}

impl From<Nearest> for Value {
    fn from(nearest: Nearest) -> Self {
        match nearest {
            Nearest::At(element) => Self::Is(crate::value::Scalar::Element(element)),
            Nearest::None => Self::Missing,
            Nearest::Hole => Self::Hole,
        }
    }
}

/// Elements grouped by the values that they share.
#[derive(Debug, Default)]
pub(super) struct SharingTable {
    /// From the values of the keys (one key where one is enough, with its number) to the elements that have them, in
    /// order.
    pub(super) groups: FxHashMap<(u32, Box<[Key]>), Vec<u32>>,
    /// Elements with a key that could not be read, in order.
    pub(super) holes: Vec<u32>,
    /// Whether an element belongs to the others, from the first of their kind on.
    pub(super) belongs: Vec<Judgement>,
    pub(super) first: u32,
}

impl SharingTable {
    pub(super) fn belongs(&self, element: u32) -> Judgement {
        let at = element.checked_sub(self.first).map(|at| at as usize);
        at.and_then(|at| self.belongs.get(at)).copied().unwrap_or(Judgement::FALSE)
    }
}

impl Tables {
    #[inline]
    pub(super) fn adjective(&self, id: DefinitionId, row: u32) -> Judgement {
        match self.definitions.get(id.index()) {
            Some(Some(DefinitionTable::Adjective(column))) => {
                column.get(row as usize).copied().unwrap_or(Judgement::FALSE)
            }
            _ => Judgement::UNKNOWN,
        }
    }

    #[inline]
    pub(super) fn derived(&self, id: DefinitionId) -> Option<&DerivedTable> {
        match self.definitions.get(id.index()) {
            Some(Some(DefinitionTable::Derived(table))) => Some(table),
            _ => None,
        }
    }

    pub(super) fn pool(&self, members: usize) -> Option<&[Member]> {
        self.pools.get(members)?.as_deref()
    }

    pub(super) fn indexes(&self, members: usize) -> Option<&[IndexTable]> {
        self.indexes.get(members)?.as_deref()
    }

    pub(super) fn reach(&self, reach: usize) -> Option<&[Judgement]> {
        self.reaches.get(reach)?.as_deref()
    }

    pub(super) fn nearest(&self, nearest: usize) -> Option<&NearestTable> {
        self.nearests.get(nearest)?.as_ref()
    }

    pub(super) fn sharing(&self, sharing: usize) -> Option<&SharingTable> {
        self.sharings.get(sharing)?.as_ref()
    }

    pub(super) fn no_two(&self, rule: usize) -> Option<&SharingTable> {
        self.no_two.get(rule)?.as_ref()
    }
}

/// Puts a table at its place.
pub(super) fn put<T>(tables: &mut Vec<Option<T>>, at: usize, table: T) {
    if tables.len() <= at {
        tables.resize_with(at + 1, || None);
    }
    if let Some(place) = tables.get_mut(at) {
        *place = Some(table);
    }
}
