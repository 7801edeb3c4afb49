//! Filling columns: what trees and builders do to write attributes, once every element has its id.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree::Bound;
use rustc_hash::FxHashSet;

use super::codes;
use super::elements::Elements;
use super::formula::Formulas;
use super::gather::Gather;
use super::intern::Interner;
use super::read::{Input, shown};
use crate::ids::{AttributeId, ElementId, KindId};
use crate::near::{did_you_mean, near};
use crate::value::{Quantity, Scalar};
use crate::vocabulary::nouns::with_article;
use crate::vocabulary::{Attribute, Holder, Type, Vocabulary};

/// A bound written before a quantity.
pub(super) enum WrittenBound<'a> {
    /// `at least`, `at most`
    One(Bound),
    /// `between X and`: X
    Between(Input<'a>),
}

/// What is said of something with a place: the place, unless a program gave it.
pub(super) type Place = Option<Span>;

/// Where a value goes.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    /// Into this column.
    pub(super) attribute: AttributeId,
    /// At this row.
    pub(super) row: u32,
}

/// A change in percent that is to be looked at once all values are there.
pub(super) struct Change {
    pub(super) holder: AttributeId,
    pub(super) index: u32,
    pub(super) field: AttributeId,
    pub(super) span: Place,
}

/// The model while its columns are filled.
pub(super) struct Filler<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    pub(super) elements: Elements,
    pub(super) texts: Interner,
    /// Ids of declarations that could not be entered: what refers to them is not reported again.
    pub(super) ghosts: FxHashSet<u32>,
    /// By attribute.
    pub(super) columns: Vec<Gather>,
    pub(super) formulas: Formulas,
    pub(super) changes: Vec<Change>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many ids may still be compared with to find what was meant.
    pub(super) near_left: usize,
    /// Values come from a program: they have no places.
    pub(super) placeless: bool,
}

/// Fields that say how much something changes.
const CHANGES: [&str; 6] = ["falls", "rises", "drops", "grows", "changes", "moves"];

impl<'v> Filler<'v> {
    /// Empty columns for these elements.
    pub(super) fn new(vocabulary: &'v Vocabulary, elements: Elements, texts: Interner) -> Self {
        Self {
            vocabulary,
            elements,
            texts,
            ghosts: FxHashSet::default(),
            columns: vocabulary.attributes.iter().map(Gather::new).collect(),
            formulas: Formulas::default(),
            changes: Vec::new(),
            diagnostics: Vec::new(),
            near_left: 300_000,
            placeless: false,
        }
    }

    /// Reports a mistake.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The attribute with this id, free of the borrow of the filler.
    pub(super) fn attribute(&self, id: AttributeId) -> Option<&'v Attribute> {
        self.vocabulary.attribute(id)
    }

    /// `a kpi`
    pub(super) fn a_kind(&self, kind: KindId) -> String {
        with_article(self.vocabulary.kind(kind).map_or("element", |kind| &kind.name))
    }

    /// ``kpi `retention` ``
    pub(super) fn named(&self, element: ElementId) -> String {
        let name = self.elements.name(element, &self.texts, self.vocabulary);
        if self.elements.id(element).is_none() {
            return name;
        }
        let kind = self.vocabulary.kind(self.elements.kind(element)).map_or("", |kind| &kind.name);
        format!("{kind} `{name}`")
    }

    /// The row of an element in an attribute of its kind.
    pub(super) fn row(&self, attribute: AttributeId, element: ElementId) -> u32 {
        element.0.saturating_sub(self.start(attribute))
    }

    /// The first element that can hold an attribute.
    pub(super) fn start(&self, attribute: AttributeId) -> u32 {
        match self.attribute(attribute).map(|attribute| attribute.holder) {
            Some(Holder::Kind(kind)) => self.elements.range(kind).start,
            Some(Holder::Field(holder)) => self.start(holder),
            None => 0,
        }
    }

    /// Notes that a row has a value that could not be read.
    pub(super) fn hole(&mut self, spot: Spot) {
        if let Some(column) = self.columns.get_mut(spot.attribute.index()) {
            column.holes.insert(spot.row);
        }
    }

    /// Whether a row has a value that could not be read.
    pub(super) fn is_hole(&self, spot: Spot) -> bool {
        self.columns.get(spot.attribute.index()).is_some_and(|column| column.holes.contains(&spot.row))
    }

    /// Sees that an attribute about to be written has as many values as it may have. Where not, it is a hole.
    pub(super) fn may_hold(&mut self, spot: Spot, values: usize, place: Span) -> bool {
        let Some(attribute) = self.attribute(spot.attribute) else { return false };
        if values == 0 {
            self.report(
                Diagnostic::error(codes::NO_VALUE, place, format!("`{}` has no value", attribute.name))
                    .help(format!("write {} after it", self.asked(&attribute.ty))),
            );
            self.hole(spot);
            return false;
        }
        if values > 1 && !attribute.many {
            self.report(
                Diagnostic::error(
                    codes::TOO_MANY_VALUES,
                    place,
                    format!("`{}` has one value, but {values} are written", attribute.name),
                )
                .help("keep one of them"),
            );
            self.hole(spot);
            return false;
        }
        true
    }

    /// Reads a value, with a bound if there is one, and puts it into its place. The index of the value, if it could be
    /// read; otherwise the row becomes a hole.
    pub(super) fn put(
        &mut self,
        spot: Spot,
        input: &Input<'_>,
        bound: Option<&WrittenBound<'_>>,
        place: Place,
    ) -> Option<u32> {
        let place = place.filter(|_| !self.placeless);
        let attribute = self.attribute(spot.attribute)?;
        let Some((value, bounds)) = self.read_bounded(spot, attribute, input, bound, place) else {
            self.hole(spot);
            return None;
        };
        self.note_change(spot, attribute, input, place);
        self.put_value(spot, value, place).inspect(|index| {
            if let Some(bounds) = bounds
                && let Some(column) = self.columns.get_mut(spot.attribute.index())
            {
                column.bound(*index, bounds);
            }
        })
    }

    /// Puts a value into its place; reports a second one of a single attribute.
    fn put_value(&mut self, spot: Spot, value: Scalar, place: Place) -> Option<u32> {
        let column = self.columns.get_mut(spot.attribute.index())?;
        let index = column.put(spot.row, value, place);
        if index.is_none() {
            let first = column.span(spot.row);
            let known = column.element(spot.row);
            let name = self.attribute(spot.attribute).map_or("", |attribute| &attribute.name);
            let mut diagnostic = Diagnostic::error(
                codes::DUPLICATE_ATTRIBUTE,
                place.unwrap_or_default(),
                format!("`{name}` is written twice"),
            )
            .help("keep one of them");
            if let Some(first) = first {
                diagnostic = diagnostic.also(first, "first written here");
            }
            self.report(diagnostic);
            self.hole(spot);
            let element = if let Scalar::Element(element) = value { Some(element) } else { None };
            for meant in known.into_iter().chain(element) {
                self.hole_on_other_side(spot, meant);
            }
        }
        index
    }

    /// A value written on the other side of a relation: `kpis a, b` in a goal, where a kpi has `goals`. Gives the
    /// attribute that it is kept in and its index there.
    pub(super) fn put_inverse(
        &mut self,
        spot: Spot,
        element: ElementId,
        input: &Input<'_>,
        place: Place,
    ) -> Option<u32> {
        let place = place.filter(|_| !self.placeless);
        let inverse = self.attribute(spot.attribute)?;
        let forward_id = inverse.inverse_of?;
        let Some(Scalar::Element(holder)) = self.read(spot, inverse, input, place) else {
            self.hole(spot);
            return None;
        };
        let forward = Spot { attribute: forward_id, row: self.row(forward_id, holder) };
        let many = self.attribute(forward_id)?.many;
        let column = self.columns.get_mut(forward_id.index())?;
        if many {
            column.begin_late();
        } else if let Some(known) = column.element(forward.row) {
            if known != element {
                let first = column.span(forward.row);
                self.report_contradiction(forward_id, holder, known, element, place, first);
                self.hole(forward);
                self.hole(spot);
                self.hole(Spot { attribute: spot.attribute, row: self.row(spot.attribute, known) });
                return None;
            }
            return Some(forward.row);
        }
        column.put(forward.row, Scalar::Element(element), place)
    }

    fn report_contradiction(
        &mut self,
        forward: AttributeId,
        holder: ElementId,
        known: ElementId,
        element: ElementId,
        place: Place,
        first: Option<Span>,
    ) {
        let name = self.attribute(forward).map_or("", |attribute| &attribute.singular);
        let message = format!(
            "the {name} of {} is {}, and here it is {}",
            self.named(holder),
            self.named(known),
            self.named(element)
        );
        let mut diagnostic =
            Diagnostic::error(codes::CONTRADICTS_INVERSE, place.unwrap_or_default(), message).help("keep one of them");
        // It may stand after the other place: an attribute is read before its inverse.
        if let Some(first) = first {
            diagnostic = diagnostic.also(first, format!("this says that it is {}", self.named(known)));
        }
        self.report(diagnostic);
    }

    /// The field of an attribute's values with this name; reports it if there is none.
    pub(super) fn field(&mut self, attribute: AttributeId, name: &str, place: Span) -> Option<AttributeId> {
        if let Some(field) = self.vocabulary.field_named(attribute, name) {
            return Some(field);
        }
        let holder = self.attribute(attribute)?;
        let fields = holder.fields.iter().filter_map(|field| self.attribute(*field)).map(|field| &*field.name);
        let mut diagnostic =
            Diagnostic::error(codes::UNKNOWN_FIELD, place, format!("`{}` has no field `{}`", holder.name, shown(name)));
        let near = did_you_mean(name, fields.clone());
        diagnostic.help = near.or_else(|| {
            let fields: Vec<String> = fields.map(|field| format!("`{field}`")).collect();
            if fields.is_empty() {
                Some(format!("the values of `{}` carry no fields", holder.name))
            } else {
                Some(format!("its fields are {}", fields.join(", ")))
            }
        });
        self.report(diagnostic);
        None
    }

    /// A percentage as a change of what may be a percentage is looked at when all values are there.
    fn note_change(&mut self, spot: Spot, attribute: &Attribute, input: &Input<'_>, place: Place) {
        let Holder::Field(holder) = attribute.holder else { return };
        if attribute.ty != Type::Quantity || !CHANGES.contains(&&*attribute.name) || !input.is_percent() {
            return;
        }
        if matches!(self.attribute(holder).map(|holder| &holder.ty), Some(Type::Element(_))) {
            self.changes.push(Change { holder, index: spot.row, field: spot.attribute, span: place });
        }
    }

    /// The field that was meant by a name that none has.
    pub(super) fn field_meant(&self, attribute: AttributeId, name: &str) -> Option<AttributeId> {
        let fields = &self.attribute(attribute)?.fields;
        let near = near(name, fields.iter().filter_map(|field| self.attribute(*field)).map(|field| &*field.name))?;
        self.vocabulary.field_named(attribute, near)
    }

    /// Reports a bound before what is no amount.
    pub(super) fn takes_no_bound(&mut self, spot: Spot, at: Span) {
        let Some(attribute) = self.attribute(spot.attribute) else { return };
        let message = format!("`{}` is {} and takes no bound", attribute.name, self.asked(&attribute.ty));
        self.report(Diagnostic::error(codes::UNFIT_BOUND, at, message).help("write the value alone"));
        self.hole(spot);
    }

    /// Reads a quantity with its bound, or any value without one.
    fn read_bounded(
        &mut self,
        spot: Spot,
        attribute: &'v Attribute,
        input: &Input<'_>,
        bound: Option<&WrittenBound<'_>>,
        place: Place,
    ) -> Option<(Scalar, Option<super::gather::Bounds>)> {
        let Some(bound) = bound else { return Some((self.read(spot, attribute, input, place)?, None)) };
        let at = place.unwrap_or_default();
        let takes_bound =
            matches!(attribute.ty, Type::Number | Type::Percent | Type::Points | Type::Money | Type::Quantity);
        if !takes_bound {
            self.takes_no_bound(spot, at);
            return None;
        }
        let Some(Scalar::Quantity(value)) = self.read(spot, attribute, input, place) else { return None };
        let (lower, bounds) = match bound {
            WrittenBound::One(Bound::AtLeast) => (value, (Some(value), None)),
            WrittenBound::One(Bound::AtMost) => (value, (None, Some(value))),
            WrittenBound::One(Bound::Exactly) => (value, (Some(value), Some(value))),
            WrittenBound::One(Bound::MoreThan | Bound::LessThan) => {
                let message = format!("`{}` is bounded by a value that it may have", attribute.name);
                let help = "say `at least`, `at most` or `between … and …`";
                self.report(Diagnostic::error(codes::UNFIT_BOUND, at, message).help(help));
                return None;
            }
            WrittenBound::Between(lower) => {
                let Some(Scalar::Quantity(lower)) = self.read(spot, attribute, lower, place) else { return None };
                self.in_order(attribute, lower, value, at)?;
                (lower, (Some(lower), Some(value)))
            }
        };
        Some((Scalar::Quantity(lower), Some(bounds)))
    }

    /// Sees that the lower bound is the lower one, of the same unit.
    fn in_order(&mut self, attribute: &Attribute, lower: Quantity, upper: Quantity, at: Span) -> Option<()> {
        let same = lower.unit == upper.unit;
        if same && lower.compare(upper).is_some_and(std::cmp::Ordering::is_le) {
            return Some(());
        }
        let message = format!("`{}` cannot lie between {lower} and {upper}", attribute.name);
        let help = if same { "write the lesser one first" } else { "write both in one unit" };
        self.report(Diagnostic::error(codes::UNFIT_BOUND, at, message).help(help));
        None
    }
}
