//! The second walk over the trees: attribute lines into columns.

use bellwether_syntax::source::text_at;
use bellwether_syntax::tree::{LineValue, Value, ValueBound};

use super::codes;
use super::declare::AttributeLine;
use super::fill::{Filler, Spot, WrittenBound};
use super::read::{Input, shown};
use crate::ids::{AttributeId, ElementId};
use crate::vocabulary::Type;
use bellwether_syntax::diagnostic::Diagnostic;

impl Filler<'_> {
    /// Writes one attribute line of an element. Attributes that are inverses come after all others, so that what is
    /// written on the other side is known by then.
    pub(super) fn line(&mut self, element: ElementId, line: &AttributeLine<'_>) {
        let spot = Spot { attribute: line.attribute, row: self.row(line.attribute, element) };
        self.line_values(element, spot, line);
    }

    /// Writes the values of a line.
    pub(super) fn line_values(&mut self, element: ElementId, spot: Spot, line: &AttributeLine<'_>) {
        let values: usize =
            line.line.values.iter().map(|value| value.value.as_ref().map_or(1, |value| flat(value).len())).sum();
        if !self.may_hold(spot, values, line.line.head.span) {
            return;
        }
        for value in &line.line.values {
            match &value.value {
                Some(written) => {
                    if let Some(label) = &value.label {
                        let text = shown(text_at(line.source, written.span()));
                        let message = format!("a text after `{text}` means nothing here");
                        let help = match written {
                            Value::List(..) => "leave it out, or put a comma before it",
                            _ => "leave it out",
                        };
                        self.report(Diagnostic::error(codes::UNEXPECTED_TEXT, label.span, message).help(help));
                    }
                    for one in flat(written) {
                        let input = Input::of_value(one, line.source);
                        self.line_value(element, spot, &input, one.span(), value, line.source);
                    }
                }
                None => {
                    let input = value.label.map_or(Input::Hole, |label| Input::of_text(label, line.source));
                    let at = value.label.map_or(value.span, |label| label.span);
                    self.line_value(element, spot, &input, at, value, line.source);
                }
            }
        }
    }

    /// Writes one value with its fields.
    fn line_value(
        &mut self,
        element: ElementId,
        spot: Spot,
        input: &Input<'_>,
        at: bellwether_syntax::Span,
        value: &LineValue,
        source: &str,
    ) {
        let inverse = self.attribute(spot.attribute).is_some_and(|attribute| attribute.inverse_of.is_some());
        let written = if inverse && value.bound.is_some() {
            self.takes_no_bound(spot, at);
            None
        } else if inverse {
            self.put_inverse(spot, element, input, Some(at))
        } else {
            let bound = value.bound.as_ref().map(|bound| written_bound(bound, source));
            self.put(spot, input, bound.as_ref(), Some(at))
        };
        let holder = self.holder_of_fields(spot.attribute);
        for field in &value.fields {
            let name = text_at(source, field.name.span);
            let found = self.field(holder, name, field.name.span);
            // A field of a value that could not be read has nothing to belong to.
            let Some(index) = written else { continue };
            let Some(attribute) = found else {
                if let Some(meant) = self.field_meant(holder, name) {
                    self.hole(Spot { attribute: meant, row: index });
                }
                continue;
            };
            if let Some(column) = self.columns.get_mut(holder.index()) {
                column.has_fields(index);
            }
            self.field_values(
                Spot { attribute, row: index },
                &field.value,
                field.bound.as_ref(),
                field.name.span,
                source,
            );
        }
    }

    /// Writes the value or values of a field.
    fn field_values(
        &mut self,
        spot: Spot,
        value: &Value,
        bound: Option<&ValueBound>,
        name: bellwether_syntax::Span,
        source: &str,
    ) {
        let values = flat(value);
        if !self.may_hold(spot, values.len(), name) {
            return;
        }
        let bound = bound.map(|bound| written_bound(bound, source));
        for value in values {
            let input = Input::of_value(value, source);
            self.put(spot, &input, bound.as_ref(), Some(value.span()));
        }
    }

    /// The attribute whose fields the values of an attribute carry: that of the side on which a relation is declared.
    pub(super) fn holder_of_fields(&self, attribute: AttributeId) -> AttributeId {
        self.attribute(attribute).and_then(|attribute| attribute.inverse_of).unwrap_or(attribute)
    }

    /// Whether an attribute is kept as an inverse of another.
    pub(super) fn is_inverse(&self, attribute: AttributeId) -> bool {
        self.attribute(attribute)
            .is_some_and(|attribute| attribute.inverse_of.is_some() && matches!(attribute.ty, Type::Element(_)))
    }
}

/// The values of a list, and of the lists in it; of anything else that itself.
fn flat(value: &Value) -> Vec<&Value> {
    let mut out = Vec::new();
    let mut open = vec![value];
    while let Some(next) = open.pop() {
        match next {
            Value::List(values, _) => open.extend(values.iter().rev()),
            one => out.push(one),
        }
    }
    out
}

fn written_bound<'a>(bound: &'a ValueBound, source: &'a str) -> WrittenBound<'a> {
    match bound {
        ValueBound::One(bound) => WrittenBound::One(*bound),
        ValueBound::Between(lower) => WrittenBound::Between(Input::of_value(lower, source)),
    }
}
