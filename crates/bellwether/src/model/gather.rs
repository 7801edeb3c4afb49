//! A column while its values are collected, in whatever order they are met.

use std::sync::Arc;

use bellwether_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use super::column::{Column, count};
use super::data::Data;
use super::spans::SpanList;
use crate::ids::ElementId;
use crate::value::{Quantity, Scalar};
use crate::vocabulary::Attribute;

/// One column in the making. The index of a value is its row for a single attribute; for a `many` attribute it is the
/// order in which it came, until [`Gather::finish`] puts the values of one row side by side.
#[derive(Clone, Debug)]
pub(super) struct Gather {
    many: bool,
    data: Data,
    /// For `many`: the row of each value.
    rows: Vec<u32>,
    spans: SpanList,
    pub(super) holes: FxHashSet<u32>,
    /// For `many`: values from this index on follow from nesting or were written on the other side of the relation,
    /// and are left out where the row has the value already.
    late: Option<usize>,
    /// Values that carry fields, in order.
    with_fields: Vec<u32>,
    /// Least and most of quantities with a bound, by index.
    bounds: Vec<(u32, Bounds)>,
}

/// The least and the most that a quantity may be.
pub(super) type Bounds = (Option<Quantity>, Option<Quantity>);

/// How the values of a column moved when it was finished.
#[derive(Clone, Debug, Default)]
pub(super) struct Moves {
    /// New index to old.
    pub(super) order: Vec<u32>,
    /// Old index to new; `u32::MAX` for a value that was left out.
    pub(super) target: Vec<u32>,
}

impl Gather {
    /// An empty column for an attribute.
    pub(super) fn new(attribute: &Attribute) -> Self {
        Self {
            many: attribute.many,
            data: Data::of_type(&attribute.ty),
            rows: Vec::new(),
            spans: SpanList::default(),
            holes: FxHashSet::default(),
            late: None,
            with_fields: Vec::new(),
            bounds: Vec::new(),
        }
    }

    /// Puts a value into a row and gives its index; `None` if a single attribute has one there.
    pub(super) fn put(&mut self, row: u32, value: Scalar, span: Option<Span>) -> Option<u32> {
        let index = if self.many {
            self.rows.push(row);
            count(self.rows.len() - 1)
        } else if self.data.get(row).is_some() {
            return None;
        } else {
            row
        };
        self.data.set(index, value);
        self.spans.set(index, span);
        Some(index)
    }

    /// From now on values are left out where their row has them already.
    pub(super) fn begin_late(&mut self) {
        if self.late.is_none() {
            self.late = Some(self.rows.len());
        }
    }

    /// A value has fields: of two that are one it is the other that is left out.
    pub(super) fn has_fields(&mut self, index: u32) {
        if self.many && self.with_fields.last() != Some(&index) {
            self.with_fields.push(index);
        }
    }

    /// Notes the bound of a value.
    pub(super) fn bound(&mut self, index: u32, bounds: Bounds) {
        self.bounds.push((index, bounds));
    }

    /// The index of the value that came last, for `many`.
    pub(super) fn last(&self) -> Option<u32> {
        self.rows.len().checked_sub(1).map(count)
    }

    /// The value at an index.
    pub(super) fn get(&self, index: u32) -> Option<Scalar> {
        self.data.get(index)
    }

    /// The element at an index.
    pub(super) fn element(&self, index: u32) -> Option<ElementId> {
        match self.data.get(index) {
            Some(Scalar::Element(element)) => Some(element),
            _ => None,
        }
    }

    /// Where the value at an index was written.
    pub(super) fn span(&self, index: u32) -> Option<Span> {
        self.spans.get(index)
    }

    /// Puts the values in order of their rows. `holder` says how the values that carry this field moved.
    pub(super) fn finish(mut self, holder: Option<&Moves>) -> (Column, Vec<(u32, Bounds)>, Option<Moves>) {
        let mut holes: Vec<u32> = self.holes.iter().copied().collect();
        if let Some(holder) = holder {
            let moved = |row: u32| holder.target.get(row as usize).copied().unwrap_or(u32::MAX);
            holes = holes.into_iter().map(moved).filter(|row| *row != u32::MAX).collect();
            for row in &mut self.rows {
                *row = moved(*row);
            }
        }
        holes.sort_unstable();
        let mut offsets = None;
        let moves = if self.many {
            let (starts, moves) = sort(&self.rows);
            offsets = Some(starts);
            moves
        } else {
            holder.cloned()
        };
        if let Some(moves) = &moves {
            self.data.reorder(&moves.order);
            for (index, _) in &mut self.bounds {
                *index = moves.target.get(*index as usize).copied().unwrap_or(u32::MAX);
            }
        }
        if !self.many {
            // What contradicts itself has no value, whichever came first.
            holes.iter().for_each(|row| self.data.remove(*row));
        }
        self.bounds.sort_unstable_by_key(|(index, _)| *index);
        let spans = self.spans.pack(moves.as_ref().map(|moves| moves.order.as_slice()));
        self.data.shrink();
        let (data, elements) = match self.data {
            Data::Elements(values) => (Data::Elements(Vec::new()), Arc::from(values)),
            other => (other, Arc::default()),
        };
        let column = Column { data, elements, offsets, holes, spans };
        (column, self.bounds, if self.many { moves } else { None })
    }

    /// Takes late values that their row has already out of their row, or the known one where the late one alone has fields.
    /// Gives the values that are there twice with fields each, first and late one, which cannot be one.
    pub(super) fn leave_out_known(&mut self) -> Vec<[u32; 2]> {
        let mut at_odds = Vec::new();
        let Some(late) = self.late.filter(|late| *late < self.rows.len()) else { return at_odds };
        // Only rows that got a late value are looked at.
        let touched: FxHashSet<u32> = self.rows.iter().skip(late).copied().collect();
        let mut known: FxHashMap<(u32, ElementId), u32> = FxHashMap::default();
        for index in 0..self.rows.len() {
            let Some(row) = self.rows.get(index).copied().filter(|row| touched.contains(row)) else { continue };
            let (at, is_late) = (count(index), index >= late);
            let Some(element) = self.element(at) else { continue };
            let Some(first) = known.get(&(row, element)).copied().filter(|_| is_late) else {
                known.insert((row, element), at);
                continue;
            };
            let carries = |value| self.with_fields.binary_search(&value).is_ok();
            let leaves = match (carries(first), carries(at)) {
                (true, true) => {
                    at_odds.push([first, at]);
                    continue;
                }
                (false, true) => known.insert((row, element), at).unwrap_or(first),
                (_, false) => at,
            };
            if let Some(row) = self.rows.get_mut(leaves as usize) {
                *row = u32::MAX;
            }
        }
        at_odds
    }

    /// The row of a value of a `many` attribute.
    pub(super) fn row_of(&self, index: u32) -> Option<u32> {
        self.rows.get(index as usize).copied()
    }
}

/// A stable sort of values by row: where each row starts, and how the values moved (`None` if they stay). Values whose
/// row is `u32::MAX` are left out.
fn sort(rows: &[u32]) -> (Arc<[u32]>, Option<Moves>) {
    let size = rows.iter().filter(|row| **row != u32::MAX).max().map_or(0, |row| *row as usize + 1);
    let mut starts = vec![0_u32; size + 1];
    for row in rows {
        if let Some(next) = (*row as usize).checked_add(1).and_then(|next| starts.get_mut(next)) {
            *next += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    if rows.is_sorted() && sum as usize == rows.len() {
        return (starts.into(), None);
    }
    let mut next = starts.clone();
    let mut moves = Moves { order: vec![u32::MAX; sum as usize], target: vec![u32::MAX; rows.len()] };
    for (index, row) in rows.iter().enumerate() {
        let Some(next) = next.get_mut(*row as usize).filter(|_| *row != u32::MAX) else { continue };
        if let (Some(from), Some(to)) = (moves.order.get_mut(*next as usize), moves.target.get_mut(index)) {
            *from = count(index);
            *to = *next;
        }
        *next += 1;
    }
    (starts.into(), Some(moves))
}
