//! The model: columns by kind and attribute, interned names, relations both ways as index arrays.
//! Built once, immutable, shared between threads.
//!
//! Elements are numbered so that those of one kind (with the kinds below it) are contiguous, in order of declaration
//! within each kind. `columns[attribute]` holds the values of an attribute by *row*: for an attribute of a kind the row of an
//! element is `element - range(kind).start`; for a field of a single attribute it is the row of its holder; for a
//! field of a `many` attribute it is the index of the value among all values of that attribute (`offsets`).
//!
//! It is made in two walks. The first (`declare`) enters elements and tells attribute lines from declarations; then all
//! elements are numbered; the second (`lines`, `read`, `fill`) reads values into columns. `relate` adds what follows:
//! nesting, inverses, formulas. A program's own values take the same way from the second walk on (`builder`, `serde`).

mod builder;
mod codes;
mod column;
mod data;
mod declare;
mod elements;
mod fill;
mod formula;
mod gather;
mod given;
mod intern;
mod lines;
mod places;
mod read;
mod relate;
mod serde;
mod spans;
mod trees;

#[cfg(test)]
mod tests;

use std::ops::Range;

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree::File;

pub use builder::{ElementRef, ModelBuilder, ModelError, ModelErrors};
pub use codes::MODEL_CODES;
pub use column::{Column, Reverse};
pub use formula::FormulaFacts;
pub use given::Given;
pub use trees::{Declarations, Rewritten};

use crate::ids::{AttributeId, ElementId, FormulaId, KindId, TextId};
use crate::near::near;
use crate::stack::enough;
use crate::value::Quantity;
use crate::vocabulary::{Holder, Vocabulary};
use elements::Elements;
use intern::Interner;

/// A goal model: its elements, their attributes, and the relations between them.
#[derive(Clone, Debug)]
pub struct Model {
    elements: Elements,
    texts: Interner,
    /// By attribute.
    columns: Vec<Column>,
    /// By attribute: least and most of the quantities that have a bound, in order of their index.
    bounds: Vec<Vec<(u32, gather::Bounds)>>,
    /// By formula.
    formulas: Vec<FormulaFacts>,
    /// By attribute: the first element that can hold it.
    starts: Vec<u32>,
    /// By kind: the topmost kind above it.
    roots: Vec<KindId>,
    related: Related,
    /// What stands for a column, formula or relation of another vocabulary or model.
    empty: Column,
    no_formula: FormulaFacts,
    no_reverse: Reverse,
}

/// Relations between elements.
#[derive(Clone, Debug)]
struct Related {
    /// By kind: the `within` attributes of its elements.
    within_of: Vec<Vec<AttributeId>>,
    /// By kind: the `within` attributes whose values its elements may be.
    holding: Vec<Vec<AttributeId>>,
    /// By attribute.
    reverses: Vec<Reverse>,
}

impl Model {
    /// Reads the declarations of all files; other items are left alone. Beside the model, all that is wrong with it,
    /// in order of place. The order of the files matters to the order of elements alone.
    pub fn from_trees(vocabulary: &Vocabulary, files: &[(&File, &str)]) -> (Self, Vec<Diagnostic>) {
        enough(|| trees::from_trees(vocabulary, files))
    }

    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.elements.len()
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.elements.len() == 0
    }

    /// The elements of a kind and of the kinds below it.
    pub fn range(&self, kind: KindId) -> Range<u32> {
        self.elements.range(kind)
    }

    /// The kind of an element, as it was declared.
    pub fn kind_of(&self, element: ElementId) -> KindId {
        self.elements.kind(element)
    }

    /// The id of an element; a nested one may have none.
    pub fn id(&self, element: ElementId) -> Option<&str> {
        self.elements.id(element).map(|text| self.texts.get(text))
    }

    /// The label of an element.
    pub fn label(&self, element: ElementId) -> Option<&str> {
        self.elements.label(element).map(|text| self.texts.get(text))
    }

    /// `retention`; for an element without an id `share 1 of experiment x`.
    pub fn name(&self, element: ElementId, vocabulary: &Vocabulary) -> String {
        self.elements.name(element, &self.texts, vocabulary)
    }

    /// Where an element is declared: its kind, id and label.
    pub fn span(&self, element: ElementId) -> Option<Span> {
        self.elements.head(element)
    }

    /// The place of an element in the model over all kinds.
    pub fn order(&self, element: ElementId) -> u32 {
        self.elements.order(element)
    }

    /// The element in whose block an element stands.
    pub fn enclosing(&self, element: ElementId) -> Option<ElementId> {
        self.elements.parent(element)
    }

    /// The element of a kind, or of one below it, with an id.
    pub fn find(&self, kind: KindId, id: &str) -> Option<ElementId> {
        let range = self.range(kind);
        self.find_in_family(kind, id).filter(|element| range.contains(&element.0))
    }

    /// The element with an id among all that share ids with a kind.
    pub fn find_in_family(&self, kind: KindId, id: &str) -> Option<ElementId> {
        let root_of = |kind: KindId| self.roots.get(kind.index()).copied();
        self.elements.find(root_of, kind, self.texts.number(id)?)
    }

    /// The elements with an id, of whatever kind.
    pub fn find_anywhere(&self, id: &str) -> Vec<ElementId> {
        self.texts.number(id).map_or_else(Vec::new, |text| {
            let mut found: Vec<ElementId> = self.elements.with_id(text).collect();
            found.sort_unstable();
            found
        })
    }

    /// The id of a kind's elements that is nearest to this one, if one is near enough to be meant.
    pub fn ids_near(&self, kind: KindId, id: &str) -> Option<&str> {
        near(id, self.range(kind).filter_map(|element| self.id(ElementId(element))))
    }

    /// The values of an attribute, a field or an inverse.
    #[inline]
    pub fn column(&self, attribute: AttributeId) -> &Column {
        self.columns.get(attribute.index()).unwrap_or(&self.empty)
    }

    /// The row of an element in an attribute of its kind.
    #[inline]
    pub fn row(&self, attribute: AttributeId, element: ElementId) -> u32 {
        let start = self.starts.get(attribute.index()).copied().unwrap_or(0);
        // An element before the first that can hold the attribute has no row; no column is as long as this.
        element.0.checked_sub(start).unwrap_or(u32::MAX)
    }

    /// The least and the most that a quantity written with a bound may be. The value of `between 20 and 30` is the lesser.
    pub fn bounds(&self, attribute: AttributeId, index: u32) -> (Option<Quantity>, Option<Quantity>) {
        let Some(bounds) = self.bounds.get(attribute.index()) else { return (None, None) };
        let found = bounds.binary_search_by_key(&index, |(index, _)| *index);
        found.ok().and_then(|at| bounds.get(at)).map_or((None, None), |(_, bounds)| *bounds)
    }

    /// A text of the model.
    pub fn text(&self, text: TextId) -> &str {
        self.texts.get(text.0)
    }

    /// The id of a text, if the model has it.
    pub fn text_id(&self, text: &str) -> Option<TextId> {
        self.texts.number(text).map(TextId)
    }

    /// What is known of a formula.
    pub fn formula(&self, formula: FormulaId) -> &FormulaFacts {
        self.formulas.get(formula.index()).unwrap_or(&self.no_formula)
    }

    /// The elements that an element lies in directly: the values of all its `within` attributes.
    pub fn containers(&self, element: ElementId) -> impl Iterator<Item = ElementId> + '_ {
        let within = self.related.within_of.get(self.kind_of(element).index());
        within.into_iter().flatten().flat_map(move |attribute| {
            let column = self.column(*attribute);
            column.values_of(self.row(*attribute, element)).filter_map(|index| column.element(index))
        })
    }

    /// Adds the elements of a kind that lie directly in an element, in order, each once.
    pub fn held_directly(&self, container: ElementId, kind: KindId, out: &mut Vec<ElementId>) {
        let range = self.range(kind);
        let before = out.len();
        let mut sources = 0;
        for attribute in self.related.holding.get(self.kind_of(container).index()).into_iter().flatten() {
            let holders = self.referrers(*attribute).of(container);
            let from = holders.partition_point(|holder| *holder < range.start);
            let held = holders.iter().skip(from).take_while(|holder| **holder < range.end);
            let length = out.len();
            out.extend(held.map(|holder| ElementId(*holder)));
            sources += u32::from(out.len() > length);
        }
        if sources > 1 {
            let mut held = out.split_off(before);
            held.sort_unstable();
            held.dedup();
            out.append(&mut held);
        }
    }

    /// Whether it could not be read what of a kind lies directly in an element.
    pub(crate) fn holds_unread(&self, container: ElementId, kind: KindId, vocabulary: &Vocabulary) -> bool {
        let of_kind = |holder: KindId| vocabulary.is_a(holder, kind) || vocabulary.is_a(kind, holder);
        self.related.holding.get(self.kind_of(container).index()).into_iter().flatten().any(|id| {
            let Some(attribute) = vocabulary.attribute(*id) else { return false };
            let Some(inverse) = attribute.inverse else { return false };
            let column = self.column(inverse);
            column.has_holes()
                && matches!(attribute.holder, Holder::Kind(holder) if of_kind(holder))
                && column.hole(self.row(inverse, container))
        })
    }

    /// Who refers to what through an attribute of a kind whose values are elements.
    #[inline]
    pub fn referrers(&self, attribute: AttributeId) -> &Reverse {
        self.related.reverses.get(attribute.index()).unwrap_or(&self.no_reverse)
    }
}
