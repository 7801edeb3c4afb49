//! Columns: all values of one attribute, by row.

use std::ops::Range;
use std::sync::Arc;

use bellwether_syntax::Span;

use super::data::{Data, present};
use super::spans::Spans;
use crate::ids::{ElementId, TextId, WordId};
use crate::value::Scalar;

/// A number of things as an index counts them. No table here holds more than `u32::MAX`.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The values of one attribute.
///
/// A single attribute has one place for each row, filled or not: the index of its value is the row. A `many` attribute
/// has the values of a row one after another: their indexes are `offsets[row]..offsets[row + 1]`.
#[derive(Clone, Debug)]
pub struct Column {
    pub(super) data: Data,
    /// The values of a column of elements, `u32::MAX` where there is none; then `data` is empty. Shared with the
    /// [`Reverse`] of the attribute that this one is the inverse of.
    pub(super) elements: Arc<[u32]>,
    /// For `many`.
    pub(super) offsets: Option<Arc<[u32]>>,
    /// Rows with a value that could not be read, in order.
    pub(super) holes: Vec<u32>,
    pub(super) spans: Spans,
}

impl Default for Column {
    fn default() -> Self {
        Self {
            data: Data::Elements(Vec::new()),
            elements: Arc::default(),
            offsets: None,
            holes: Vec::new(),
            spans: Spans::default(),
        }
    }
}

impl Column {
    /// The indexes of the values of a row, in the order written: at most one unless the attribute is `many`.
    #[inline]
    pub fn values_of(&self, row: u32) -> Range<u32> {
        if let Some(offsets) = &self.offsets {
            let row = row as usize;
            return match (offsets.get(row), offsets.get(row + 1)) {
                (Some(start), Some(end)) => *start..*end,
                _ => 0..0,
            };
        }
        if self.is_set(row) { row..row + 1 } else { 0..0 }
    }

    /// Whether there is a value at an index.
    #[inline]
    fn is_set(&self, index: u32) -> bool {
        self.element(index).is_some() || self.data.get(index).is_some()
    }

    /// The value at an index.
    pub fn get(&self, index: u32) -> Option<Scalar> {
        if let Some(element) = self.element(index) {
            return Some(Scalar::Element(element));
        }
        self.data.get(index)
    }

    /// The element at an index of a column of elements.
    #[inline]
    pub fn element(&self, index: u32) -> Option<ElementId> {
        present(&self.elements, index as usize).map(ElementId)
    }

    /// The value word at an index of a column of words.
    #[inline]
    pub fn word(&self, index: u32) -> Option<WordId> {
        match &self.data {
            Data::Words(values) => present(values, index as usize).map(WordId),
            _ => None,
        }
    }

    /// The text at an index of a column of texts.
    #[inline]
    pub fn text(&self, index: u32) -> Option<TextId> {
        match &self.data {
            Data::Texts(values) => present(values, index as usize).map(TextId),
            _ => None,
        }
    }

    /// Whether any row has a value that could not be read.
    #[inline]
    pub fn has_holes(&self) -> bool {
        !self.holes.is_empty()
    }

    /// Whether this row has a value that could not be read.
    pub fn hole(&self, row: u32) -> bool {
        self.holes.binary_search(&row).is_ok()
    }

    /// Where the value at an index was written; `None` if it was not written there but follows from nesting, from the
    /// other side of a relation, or was given by a program.
    pub fn span(&self, index: u32) -> Option<Span> {
        self.spans.get(index)
    }

    /// How many values there are room for: one past the greatest index that may hold one.
    pub(super) fn len(&self) -> u32 {
        count(self.elements.len().max(self.data.len()))
    }

    /// Notes rows as holes; `holes` stays in order.
    pub(super) fn add_holes(&mut self, rows: impl IntoIterator<Item = u32>) {
        self.holes.extend(rows);
        self.holes.sort_unstable();
        self.holes.dedup();
    }
}

/// Who refers to an element through one attribute: the relation seen from its other side.
#[derive(Clone, Debug, Default)]
pub struct Reverse {
    /// The first element of the attribute's type.
    pub(super) first: u32,
    pub(super) offsets: Arc<[u32]>,
    pub(super) holders: Arc<[u32]>,
}

impl Reverse {
    /// The ids of the elements that refer to this one, in order, each once.
    #[inline]
    pub fn of(&self, element: ElementId) -> &[u32] {
        let Some(row) = element.0.checked_sub(self.first) else { return &[] };
        let row = row as usize;
        match (self.offsets.get(row), self.offsets.get(row + 1)) {
            (Some(start), Some(end)) => self.holders.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }

    /// Turns a relation round: `edges` gives holder and value, holders in order.
    pub(super) fn build(values: Range<u32>, edges: impl Fn(&mut dyn FnMut(u32, u32))) -> Self {
        let size = values.len();
        let mut offsets = vec![0_u32; size + 1];
        let mut last = vec![u32::MAX; size];
        let row_of = |value: u32| value.checked_sub(values.start).map(|row| row as usize);
        edges(&mut |holder, value| {
            let Some(row) = row_of(value) else { return };
            if let (Some(last), Some(next)) = (last.get_mut(row), offsets.get_mut(row + 1))
                && *last != holder
            {
                *last = holder;
                *next += 1;
            }
        });
        let mut sum = 0;
        for offset in &mut offsets {
            sum += *offset;
            *offset = sum;
        }
        if sum == 0 {
            return Self::default();
        }
        let mut next = offsets.clone();
        let mut holders = vec![u32::MAX; sum as usize];
        last.fill(u32::MAX);
        edges(&mut |holder, value| {
            let Some(row) = row_of(value) else { return };
            if let (Some(last), Some(next)) = (last.get_mut(row), next.get_mut(row))
                && *last != holder
            {
                *last = holder;
                if let Some(place) = holders.get_mut(*next as usize) {
                    *place = holder;
                }
                *next += 1;
            }
        });
        Self { first: values.start, offsets: offsets.into(), holders: holders.into() }
    }
}
