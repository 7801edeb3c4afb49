//! What follows once all lines are in: nesting, formulas, inverses, what is required; and the finished model.

use bellwether_syntax::diagnostic::Diagnostic;
use std::sync::Arc;

use super::codes;
use super::column::{Column, Reverse, count};
use super::fill::{Filler, Spot};
use super::formula::circles;
use super::gather::{Bounds, Moves};
use super::{Model, Related};
use crate::ids::{AttributeId, ElementId, FormulaId, KindId};
use crate::value::{Scalar, Unit};
use crate::vocabulary::{Attribute, Holder, Type, Vocabulary};

/// The attributes of a vocabulary, with their ids.
fn attributes(vocabulary: &Vocabulary) -> impl Iterator<Item = (AttributeId, &Attribute)> {
    vocabulary.attributes.iter().enumerate().map(|(index, attribute)| (AttributeId::at(index), attribute))
}

/// By kind: the attributes that nesting fills in its elements, those of the kinds above it included.
pub(super) fn within_of(vocabulary: &Vocabulary) -> Vec<Vec<AttributeId>> {
    let mut by_kind = vec![Vec::new(); vocabulary.kinds.len()];
    for (id, attribute) in attributes(vocabulary) {
        let Holder::Kind(holder) = attribute.holder else { continue };
        if !attribute.within || !matches!(attribute.ty, Type::Element(_)) {
            continue;
        }
        let end = vocabulary.kind(holder).map_or(holder, |kind| kind.below_end);
        for kind in by_kind.iter_mut().take(end.index()).skip(holder.index()) {
            kind.push(id);
        }
    }
    by_kind
}

/// By kind: the `within` attributes whose values its elements may be.
fn holding(vocabulary: &Vocabulary) -> Vec<Vec<AttributeId>> {
    let mut by_kind = vec![Vec::new(); vocabulary.kinds.len()];
    for (id, attribute) in attributes(vocabulary) {
        let (Type::Element(target), true, Holder::Kind(_)) = (&attribute.ty, attribute.within, attribute.holder) else {
            continue;
        };
        let end = vocabulary.kind(*target).map_or(*target, |kind| kind.below_end);
        for kind in by_kind.iter_mut().take(end.index()).skip(target.index()) {
            kind.push(id);
        }
    }
    by_kind
}

impl Filler<'_> {
    /// The finished model, with all that is wrong with it.
    pub(super) fn finish(mut self) -> (Model, Vec<Diagnostic>) {
        let within_of = within_of(self.vocabulary);
        self.fill_nested(&within_of);
        self.follow_formulas();
        self.look_at_changes();
        self.join_both_sides();

        let mut columns: Vec<Column> = vec![Column::default(); self.columns.len()];
        let mut bounds: Vec<Vec<(u32, Bounds)>> = vec![Vec::new(); self.columns.len()];
        let mut moves: Vec<Option<Moves>> = vec![None; self.columns.len()];
        // The values of a field move with those that carry them, so attributes of kinds come first.
        for fields in [false, true] {
            for (id, attribute) in attributes(self.vocabulary) {
                if fields != matches!(attribute.holder, Holder::Field(_)) {
                    continue;
                }
                let Some(gathered) = self.columns.get_mut(id.index()) else { continue };
                let gathered = std::mem::replace(gathered, super::gather::Gather::new(attribute));
                let holder = match attribute.holder {
                    Holder::Field(holder) => moves.get(holder.index()).and_then(Option::as_ref),
                    Holder::Kind(_) => None,
                };
                let (column, bound, shifts) = gathered.finish(holder);
                put(&mut columns, id, column);
                put(&mut bounds, id, bound);
                put(&mut moves, id, shifts);
            }
        }
        drop(moves);
        let reverses = self.turn_round(&mut columns);
        self.require(&mut columns);
        self.texts.shrink();
        let starts = attributes(self.vocabulary).map(|(id, _)| self.start(id)).collect();
        let related = Related { within_of, holding: holding(self.vocabulary), reverses };
        let roots = self.vocabulary.kinds.iter().map(|kind| kind.root).collect();
        let model = Model {
            elements: self.elements,
            texts: self.texts,
            columns,
            bounds,
            formulas: self.formulas.facts,
            starts,
            roots,
            related,
            empty: Column::default(),
            no_formula: super::FormulaFacts::default(),
            no_reverse: Reverse::default(),
        };
        self.diagnostics.extend(super::places::circles(&model, self.vocabulary));
        self.diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span, diagnostic.code));
        (model, self.diagnostics)
    }

    /// Fills each `within` attribute from the nearest enclosing element of its type.
    fn fill_nested(&mut self, within_of: &[Vec<AttributeId>]) {
        for index in 0..count(self.elements.len()) {
            let element = ElementId(index);
            let Some(parent) = self.elements.parent(element) else { continue };
            let Some(within) = within_of.get(self.elements.kind(element).index()) else { continue };
            for id in within {
                if let Some(enclosing) = self.nearest(*id, parent) {
                    self.fill_from(*id, element, enclosing);
                }
            }
        }
    }

    /// The nearest enclosing element of an attribute's type. Blocks nest no deeper than the parser allows.
    fn nearest(&self, attribute: AttributeId, parent: ElementId) -> Option<ElementId> {
        let Some(Type::Element(kind)) = self.attribute(attribute).map(|attribute| &attribute.ty) else { return None };
        std::iter::successors(Some(parent), |at| self.elements.parent(*at))
            .find(|at| self.vocabulary.is_a(self.elements.kind(*at), *kind))
    }

    fn fill_from(&mut self, id: AttributeId, element: ElementId, enclosing: ElementId) {
        let spot = Spot { attribute: id, row: self.row(id, element) };
        let Some(attribute) = self.attribute(id) else { return };
        if self.is_hole(spot) {
            return;
        }
        let Some(column) = self.columns.get_mut(id.index()) else { return };
        if attribute.many {
            column.begin_late();
            column.put(spot.row, Scalar::Element(enclosing), None);
            return;
        }
        let Some(known) = column.element(spot.row) else {
            column.put(spot.row, Scalar::Element(enclosing), None);
            return;
        };
        if known == enclosing {
            return;
        }
        let written = column.span(spot.row);
        let message = format!(
            "`{}` of {} is {}, but it stands in {}",
            attribute.name,
            self.named(element),
            self.named(known),
            self.named(enclosing)
        );
        let at = written.or_else(|| self.elements.head(element)).unwrap_or_default();
        let help = match written {
            Some(_) => format!("leave `{}` out, or declare it elsewhere", attribute.name),
            None => "it is written on the other side: take it out there, or declare it elsewhere".to_owned(),
        };
        let mut diagnostic = Diagnostic::error(codes::CONTRADICTS_NESTING, at, message).help(help);
        if let Some(head) = self.elements.head(enclosing) {
            diagnostic = diagnostic.also(head, "it stands in this");
        }
        self.report(diagnostic);
        self.hole(spot);
        for meant in [known, enclosing] {
            self.hole_on_other_side(spot, meant);
        }
    }

    /// Finds circles among formulas, and lets those that are just one metric stand for it.
    fn follow_formulas(&mut self) {
        for (id, attribute) in attributes(self.vocabulary) {
            let (Type::Formula(kind), Holder::Kind(_), false) = (&attribute.ty, attribute.holder, attribute.many)
            else {
                continue;
            };
            let start = self.start(id);
            let (column, formulas) = (self.columns.get(id.index()), &mut self.formulas);
            let formula_of = |metric: ElementId| -> Option<FormulaId> {
                match column?.get(metric.0.checked_sub(start)?)? {
                    Scalar::Formula(formula) => Some(formula),
                    _ => None,
                }
            };
            formulas.follow_aliases(formula_of);
            let metrics: Vec<ElementId> =
                self.elements.range(*kind).map(ElementId).filter(|metric| formula_of(*metric).is_some()).collect();
            let facts = &formulas.facts;
            let inputs = |metric: ElementId| {
                let formula = formula_of(metric).and_then(|formula| facts.get(formula.index()));
                formula.map_or_else(Vec::new, |formula| formula.inputs.to_vec())
            };
            for circle in circles(&metrics, inputs) {
                self.report_circle(id, &circle);
            }
        }
    }

    fn report_circle(&mut self, attribute: AttributeId, circle: &[ElementId]) {
        const SHOWN: usize = 6;
        let place = |filler: &Self, metric: ElementId| {
            let row = filler.row(attribute, metric);
            filler.columns.get(attribute.index()).and_then(|column| column.span(row))
        };
        let Some(first) = circle.first().copied() else { return };
        let mut names: Vec<String> = circle.iter().take(SHOWN).map(|metric| self.named(*metric)).collect();
        if circle.len() > SHOWN {
            names.push(format!("{} more", circle.len() - SHOWN));
        }
        names.push(self.named(first));
        let message = format!("a formula takes itself in: {}", names.join(" → "));
        let mut diagnostic = Diagnostic::error(codes::FORMULA_CIRCLE, place(self, first).unwrap_or_default(), message)
            .help("a metric is made from others, never from itself");
        for metric in circle.iter().skip(1).take(SHOWN - 1) {
            if let Some(span) = place(self, *metric) {
                diagnostic = diagnostic.also(span, "");
            }
        }
        self.report(diagnostic);
        for metric in circle {
            self.hole(Spot { attribute, row: self.row(attribute, *metric) });
        }
    }

    /// Makes one value of what is written on both sides of a relation, with the fields that stand on either. Where they stand
    /// on both, it is not known which are meant.
    fn join_both_sides(&mut self) {
        for (id, attribute) in attributes(self.vocabulary) {
            let Some(column) = self.columns.get_mut(id.index()) else { continue };
            for [first, late] in column.leave_out_known() {
                let Some(column) = self.columns.get(id.index()) else { continue };
                let (Some(row), Some(meant)) = (column.row_of(late), column.element(late)) else { continue };
                let (at, first) = (column.span(late), column.span(first));
                let holder = ElementId(self.start(id).saturating_add(row));
                let message = format!(
                    "`{}` of {} has {} twice, and fields each time",
                    attribute.name,
                    self.named(holder),
                    self.named(meant)
                );
                let mut diagnostic = Diagnostic::error(codes::CONTRADICTS_INVERSE, at.unwrap_or_default(), message)
                    .help("write the fields in one place: the two sides of a relation are one");
                if let Some(first) = first {
                    diagnostic = diagnostic.also(first, "this is the same");
                }
                self.report(diagnostic);
                let spot = Spot { attribute: id, row };
                self.hole(spot);
                self.hole_on_other_side(spot, meant);
            }
        }
    }

    /// Warns of a bare percentage as a change of what is a percentage itself.
    fn look_at_changes(&mut self) {
        for change in std::mem::take(&mut self.changes) {
            let Some(metric) = self.columns.get(change.holder.index()).and_then(|column| column.element(change.index))
            else {
                continue;
            };
            if !self.is_percentage(metric) {
                continue;
            }
            let (Some(field), Some(column)) = (self.attribute(change.field), self.columns.get(change.field.index()))
            else {
                continue;
            };
            let Some(Scalar::Quantity(quantity)) = column.get(change.index) else { continue };
            let points = super::read::points(quantity);
            let message =
                format!("`{} {quantity}` of {}, which is a percentage itself", field.name, self.named(metric));
            let diagnostic =
                Diagnostic::warning(codes::PERCENT_CHANGE_OF_PERCENT, change.span.unwrap_or_default(), message)
                    .label("taken as relative to its value")
                    .help(format!("for a change of the percentage itself write `{} {points}`", field.name));
            self.report(diagnostic);
        }
    }

    /// Whether a metric is a rate, or has a baseline or target in percent.
    fn is_percentage(&self, metric: ElementId) -> bool {
        let kind = self.elements.kind(metric);
        ["formula", "baseline", "target"].iter().any(|name| {
            let Some(id) = self.vocabulary.attribute_named(kind, name) else { return false };
            let Some(column) = self.columns.get(id.index()) else { return false };
            match column.get(self.row(id, metric)) {
                Some(Scalar::Formula(formula)) => {
                    self.formulas.facts.get(formula.index()).is_some_and(|facts| facts.rate)
                }
                Some(Scalar::Quantity(quantity)) => quantity.unit == Unit::Percent,
                _ => false,
            }
        })
    }

    /// Relations seen from their other side; inverse attributes become columns of their own.
    fn turn_round(&self, columns: &mut [Column]) -> Vec<Reverse> {
        let mut reverses = vec![Reverse::default(); columns.len()];
        for (id, attribute) in attributes(self.vocabulary) {
            let (Type::Element(target), Holder::Kind(holder)) = (&attribute.ty, attribute.holder) else { continue };
            if self.is_inverse(id) {
                continue;
            }
            let range = self.elements.range(holder);
            let start = range.start;
            let Some(column) = columns.get(id.index()).filter(|column| column.len() > 0) else { continue };
            let reverse = Reverse::build(self.elements.range(*target), |edge| {
                for holder in range.clone() {
                    for index in column.values_of(holder - start) {
                        if let Some(value) = column.element(index) {
                            edge(holder, value.0);
                        }
                    }
                }
            });
            if let Some(inverse) = attribute.inverse.and_then(|inverse| columns.get_mut(inverse.index())) {
                inverse.elements = Arc::clone(&reverse.holders);
                inverse.offsets = Some(Arc::clone(&reverse.offsets));
            }
            put(&mut reverses, id, reverse);
        }
        // Of an inverse, those that refer through it are the values of the attribute it is the inverse of.
        for (id, attribute) in attributes(self.vocabulary) {
            let (Type::Element(target), Holder::Kind(holder), true) =
                (&attribute.ty, attribute.holder, self.is_inverse(id))
            else {
                continue;
            };
            let range = self.elements.range(holder);
            let start = range.start;
            let Some(column) = columns.get(id.index()).filter(|column| column.len() > 0) else { continue };
            let reverse = Reverse::build(self.elements.range(*target), |edge| {
                for holder in range.clone() {
                    for index in column.values_of(holder - start) {
                        if let Some(value) = column.element(index) {
                            edge(holder, value.0);
                        }
                    }
                }
            });
            put(&mut reverses, id, reverse);
        }
        reverses
    }

    /// Reports required attributes and fields that are not written, and makes them holes.
    fn require(&mut self, columns: &mut [Column]) {
        for (id, attribute) in attributes(self.vocabulary) {
            if !attribute.required {
                continue;
            }
            let missing = match attribute.holder {
                Holder::Kind(kind) => self.required_of_kind(id, kind, columns),
                Holder::Field(holder) => self.required_field(id, holder, columns),
            };
            if let Some(column) = columns.get_mut(id.index()) {
                column.add_holes(missing);
            }
        }
    }

    fn required_of_kind(&mut self, id: AttributeId, kind: KindId, columns: &[Column]) -> Vec<u32> {
        let mut missing = Vec::new();
        let (Some(attribute), Some(column)) = (self.attribute(id), columns.get(id.index())) else { return missing };
        for element in self.elements.range(kind).map(ElementId) {
            let row = self.row(id, element);
            if !column.values_of(row).is_empty() || column.hole(row) {
                continue;
            }
            let message = format!("{} has no `{}`", self.named(element), attribute.name);
            let at = self.elements.head(element).unwrap_or_default();
            let help = format!("every {} must have one", self.vocabulary.kind(kind).map_or("", |kind| &kind.name));
            self.report(Diagnostic::error(codes::MISSING_REQUIRED, at, message).help(help));
            missing.push(row);
        }
        missing
    }

    fn required_field(&mut self, id: AttributeId, holder: AttributeId, columns: &[Column]) -> Vec<u32> {
        let mut missing = Vec::new();
        let (Some(attribute), Some(column)) = (self.attribute(id), columns.get(id.index())) else { return missing };
        let (Some(kept), Some(values)) = (self.attribute(holder), columns.get(holder.index())) else {
            return missing;
        };
        let Holder::Kind(kind) = kept.holder else { return missing };
        for element in self.elements.range(kind).map(ElementId) {
            for index in values.values_of(self.row(holder, element)) {
                if !column.values_of(index).is_empty() || column.hole(index) {
                    continue;
                }
                let which = if kept.many { "a value of " } else { "" };
                let message = format!("{which}`{}` of {} has no `{}`", kept.name, self.named(element), attribute.name);
                let at = values.span(index).unwrap_or_default();
                let help = format!("write `{} …` after it", attribute.name);
                self.report(Diagnostic::error(codes::MISSING_REQUIRED, at, message).help(help));
                missing.push(index);
            }
        }
        missing
    }
}

fn put<T>(table: &mut [T], id: AttributeId, value: T) {
    if let Some(place) = table.get_mut(id.index()) {
        *place = value;
    }
}
