//! The table of elements: their kinds, names, places; numbering and finding them.

use std::ops::Range;

use bellwether_syntax::Span;

use super::column::count;
use super::intern::Interner;
use super::spans::{SpanList, Spans};
use crate::ids::{ElementId, KindId};
use crate::vocabulary::Vocabulary;

/// What stands where there is no number.
const NONE: u32 = u32::MAX;
/// Set in a name that is no text but the place of a nameless element among its like.
const PLACE: u32 = 1 << 31;

/// Elements as they were met, before they have their ids. The index is the place in the model over all kinds.
#[derive(Debug, Default)]
pub(super) struct Draft {
    kinds: Vec<KindId>,
    /// A text, or a place.
    names: Vec<u32>,
    labels: Vec<u32>,
    /// The enclosing element.
    parents: Vec<u32>,
    heads: SpanList,
    /// By text: the first element with that id.
    first_with: Vec<u32>,
    /// By element: the next one with the same id (of another family).
    next_with: Vec<u32>,
    /// How many nameless elements of a kind were met in an enclosing element.
    nameless: rustc_hash::FxHashMap<(u32, KindId), u32>,
}

/// One element to enter.
pub(super) struct NewElement {
    pub(super) kind: KindId,
    /// Its id, interned.
    pub(super) id: Option<u32>,
    /// Its label, interned.
    pub(super) label: Option<u32>,
    /// The place of the enclosing element.
    pub(super) parent: Option<u32>,
    /// Kind, id and label.
    pub(super) head: Option<Span>,
}

impl Draft {
    /// How many elements were met.
    pub(super) fn len(&self) -> u32 {
        count(self.kinds.len())
    }

    /// Enters an element and gives its place. If its family has the id already, that element's place comes with it,
    /// and the id goes on meaning that one.
    pub(super) fn enter(&mut self, vocabulary: &Vocabulary, new: &NewElement) -> (u32, Option<u32>) {
        let at = self.len();
        let parent = new.parent.unwrap_or(NONE);
        let mut known = None;
        let mut next = NONE;
        let name = if let Some(text) = new.id {
            known = self.find(vocabulary, new.kind, text);
            let slot = text as usize;
            if known.is_none() {
                if self.first_with.len() <= slot {
                    self.first_with.resize(slot + 1, NONE);
                }
                if let Some(first) = self.first_with.get_mut(slot) {
                    next = std::mem::replace(first, at);
                }
            }
            text
        } else {
            let place = self.nameless.entry((parent, new.kind)).or_insert(0);
            *place += 1;
            *place | PLACE
        };
        self.kinds.push(new.kind);
        self.names.push(name);
        self.labels.push(new.label.unwrap_or(NONE));
        self.parents.push(parent);
        self.next_with.push(next);
        self.heads.set(at, new.head);
        (at, known)
    }

    /// The element with an id in the family of a kind.
    pub(super) fn find(&self, vocabulary: &Vocabulary, kind: KindId, text: u32) -> Option<u32> {
        let root = vocabulary.kind(kind)?.root;
        let mut at = *self.first_with.get(text as usize)?;
        while at != NONE {
            let other = self.kinds.get(at as usize).and_then(|kind| vocabulary.kind(*kind));
            if other.is_some_and(|other| other.root == root) {
                return Some(at);
            }
            at = self.next_with.get(at as usize).copied().unwrap_or(NONE);
        }
        None
    }

    /// Gives an element its label; whether there is such an element.
    pub(super) fn set_label(&mut self, at: u32, label: u32) -> bool {
        let place = self.labels.get_mut(at as usize);
        place.map(|place| *place = label).is_some()
    }

    /// Kind, id and label of an element as written.
    pub(super) fn head(&self, at: u32) -> Option<Span> {
        self.heads.get(at)
    }

    /// The kind of an element.
    pub(super) fn kind(&self, at: u32) -> Option<KindId> {
        self.kinds.get(at as usize).copied()
    }

    /// Gives every element its id: those of a kind and of the kinds below it are neighbours, each kind's own in the
    /// order in which they were met. The second is the id of the element at each place.
    pub(super) fn number(self, vocabulary: &Vocabulary) -> (Elements, Vec<u32>) {
        let kinds = vocabulary.kinds.len();
        let mut next = vec![0_u32; kinds + 1];
        for kind in &self.kinds {
            if let Some(after) = next.get_mut(kind.index() + 1) {
                *after += 1;
            }
        }
        let mut sum = 0;
        for start in &mut next {
            sum += *start;
            *start = sum;
        }
        let start_of = |kind: KindId| next.get(kind.index()).copied().unwrap_or(sum);
        let ranges = (0..kinds)
            .map(|index| {
                let below_end = vocabulary.kinds.get(index).map_or(KindId::at(index), |kind| kind.below_end);
                start_of(KindId::at(index))..start_of(below_end)
            })
            .collect();
        let mut orders = vec![NONE; self.kinds.len()];
        let mut element_at = Vec::with_capacity(self.kinds.len());
        for (at, kind) in self.kinds.iter().enumerate() {
            let element = next.get_mut(kind.index()).map_or(NONE, |next| {
                *next += 1;
                *next - 1
            });
            element_at.push(element);
            if let Some(order) = orders.get_mut(element as usize) {
                *order = count(at);
            }
        }
        let renamed = |at: u32| element_at.get(at as usize).copied().unwrap_or(NONE);
        let by_order = |values: &[u32]| -> Vec<u32> {
            orders.iter().map(|at| values.get(*at as usize).copied().unwrap_or(NONE)).collect()
        };
        let elements = Elements {
            ranges,
            kinds: orders.iter().filter_map(|at| self.kinds.get(*at as usize)).copied().collect(),
            names: by_order(&self.names),
            labels: by_order(&self.labels),
            parents: by_order(&self.parents).into_iter().map(renamed).collect(),
            heads: self.heads.pack(Some(&orders)),
            first_with: self.first_with.iter().map(|at| renamed(*at)).collect(),
            next_with: by_order(&self.next_with).into_iter().map(renamed).collect(),
            orders,
        };
        (elements, element_at)
    }
}

/// All elements of a model, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Elements {
    /// By kind, the kinds below it included.
    ranges: Vec<Range<u32>>,
    kinds: Vec<KindId>,
    names: Vec<u32>,
    labels: Vec<u32>,
    parents: Vec<u32>,
    heads: Spans,
    orders: Vec<u32>,
    first_with: Vec<u32>,
    next_with: Vec<u32>,
}

impl Elements {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// The elements of a kind and of those below it.
    pub(super) fn range(&self, kind: KindId) -> Range<u32> {
        self.ranges.get(kind.index()).cloned().unwrap_or(0..0)
    }

    /// The kind of an element.
    pub(super) fn kind(&self, element: ElementId) -> KindId {
        self.kinds.get(element.index()).copied().unwrap_or(KindId(NONE))
    }

    /// The id of an element, as a text.
    pub(super) fn id(&self, element: ElementId) -> Option<u32> {
        self.names.get(element.index()).copied().filter(|name| name & PLACE == 0)
    }

    /// The place of a nameless element among its like in what it stands in, from 1.
    fn place(&self, element: ElementId) -> u32 {
        self.names.get(element.index()).copied().unwrap_or(NONE) & !PLACE
    }

    /// The label of an element, as a text.
    pub(super) fn label(&self, element: ElementId) -> Option<u32> {
        self.labels.get(element.index()).copied().filter(|label| *label != NONE)
    }

    /// The element that encloses this one.
    pub(super) fn parent(&self, element: ElementId) -> Option<ElementId> {
        self.parents.get(element.index()).copied().filter(|parent| *parent != NONE).map(ElementId)
    }

    /// Kind, id and label of an element as written.
    pub(super) fn head(&self, element: ElementId) -> Option<Span> {
        self.heads.get(element.0)
    }

    /// The place of an element in the model over all kinds.
    pub(super) fn order(&self, element: ElementId) -> u32 {
        self.orders.get(element.index()).copied().unwrap_or(NONE)
    }

    /// The elements with an id, of any family; one for each family at most.
    pub(super) fn with_id(&self, text: u32) -> impl Iterator<Item = ElementId> + '_ {
        let first = self.first_with.get(text as usize).copied().unwrap_or(NONE);
        let next = |at: &u32| self.next_with.get(*at as usize).copied().filter(|at| *at != NONE);
        std::iter::successors(Some(first).filter(|at| *at != NONE), next).map(ElementId)
    }

    /// The element with an id in the family of a kind.
    pub(super) fn find(
        &self,
        vocabulary_root: impl Fn(KindId) -> Option<KindId>,
        kind: KindId,
        text: u32,
    ) -> Option<ElementId> {
        let root = vocabulary_root(kind)?;
        self.with_id(text).find(|element| vocabulary_root(self.kind(*element)) == Some(root))
    }

    /// `retention`; for an element without an id, its kind, its place and what it stands in: `share 1 of experiment x`.
    pub(super) fn name(&self, element: ElementId, texts: &Interner, vocabulary: &Vocabulary) -> String {
        let mut out = String::new();
        let mut at = element;
        loop {
            if let Some(id) = self.id(at) {
                out.push_str(texts.get(id));
                return out;
            }
            let kind = vocabulary.kind(self.kind(at)).map_or("", |kind| &kind.name);
            let kind = if out.is_empty() { kind } else { "" };
            if !kind.is_empty() {
                out.push_str(kind);
                out.push(' ');
            }
            out.push_str(&self.place(at).to_string());
            let Some(parent) = self.parent(at) else { return out };
            out.push_str(" of ");
            if let Some(kind) = vocabulary.kind(self.kind(parent)) {
                out.push_str(&kind.name);
                out.push(' ');
            }
            at = parent;
        }
    }
}
