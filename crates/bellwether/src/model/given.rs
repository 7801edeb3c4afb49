//! Values that a program gives, and how they are read.

use bellwether_syntax::source::SourceId;
use bellwether_syntax::tree::{Item, Line, LiteralKind};
use bellwether_syntax::{Span, parse};
use rust_decimal::Decimal;

use super::builder::ElementRef;
use super::declare::AttributeLine;
use super::fill::{Filler, Spot};
use super::read::{Input, is_word, shown};
use crate::ids::{AttributeId, ElementId};
use crate::value::{Date, Duration, Period, Quantity, Scalar};
use crate::vocabulary::Type;
use bellwether_syntax::diagnostic::Diagnostic;

/// A value for an attribute, as a program gives it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Given {
    /// A text: for an attribute of texts as it is, for any other what one would write in the language: an id, a value
    /// word, a literal, a formula (`leading`, `20% by 2026-09-30`, `a / b`).
    Text(String),
    /// `yes` or `no`
    YesOrNo(bool),
    /// A quantity; numbers become plain ones.
    Quantity(Quantity),
    /// A date.
    Date(Date),
    /// A duration.
    Duration(Duration),
    /// A period.
    Period(Period),
    /// An element of the same builder.
    Element(ElementRef),
    /// Several values, or none.
    Many(Vec<Given>),
    /// A value with named fields.
    With(Box<Given>, Vec<(String, Given)>),
}

impl Given {
    /// The same with a field: `Given::from("20%").with("by", "2026-09-30")`.
    #[must_use]
    pub fn with(self, field: &str, value: impl Into<Self>) -> Self {
        let field = (field.to_owned(), value.into());
        match self {
            Self::With(inner, mut fields) => {
                fields.push(field);
                Self::With(inner, fields)
            }
            other => Self::With(Box::new(other), vec![field]),
        }
    }
}

macro_rules! from {
    ($($from:ty => $variant:ident($convert:expr);)*) => {
        $(impl From<$from> for Given {
            fn from(value: $from) -> Self {
                Self::$variant($convert(value))
            }
        })*
    };
}

/// A whole number as a quantity.
fn whole(number: impl Into<Decimal>) -> Quantity {
    Quantity::number(number.into())
}

from! {
    &str => Text(str::to_owned);
    String => Text(|text| text);
    &String => Text(|text: &String| text.clone());
    bool => YesOrNo(|yes| yes);
    Quantity => Quantity(|quantity| quantity);
    Decimal => Quantity(whole);
    i32 => Quantity(whole);
    i64 => Quantity(whole);
    u32 => Quantity(whole);
    u64 => Quantity(whole);
    Date => Date(|date| date);
    Duration => Duration(|duration| duration);
    Period => Period(|period| period);
    ElementRef => Element(|element| element);
}

impl<T: Into<Given>> From<Vec<T>> for Given {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Given> + Clone> From<&[T]> for Given {
    fn from(values: &[T]) -> Self {
        Self::Many(values.iter().cloned().map(Into::into).collect())
    }
}

impl<T: Into<Given>, const N: usize> From<[T; N]> for Given {
    fn from(values: [T; N]) -> Self {
        Self::Many(values.into_iter().map(Into::into).collect())
    }
}

impl Filler<'_> {
    /// Writes an attribute that a program gave.
    pub(super) fn given(&mut self, element: ElementId, attribute: AttributeId, given: &Given, element_at: &[u32]) {
        let spot = Spot { attribute, row: self.row(attribute, element) };
        let values = several(given);
        if values.is_empty() || !self.may_hold(spot, values.len(), Span::default()) {
            return;
        }
        for value in values {
            self.given_value(element, spot, value, element_at);
        }
    }

    fn given_value(&mut self, element: ElementId, spot: Spot, given: &Given, element_at: &[u32]) {
        let (value, fields) = match given {
            Given::With(value, fields) => (&**value, fields.as_slice()),
            other => (other, [].as_slice()),
        };
        let inverse = self.is_inverse(spot.attribute);
        let written = match self.input_of(spot.attribute, value, element_at) {
            Some(input) if inverse => self.put_inverse(spot, element, &input, None),
            Some(input) => self.put(spot, &input, None, None),
            None => {
                // What the short ways do not read is read as a line of the language.
                self.sentence(element, spot, value);
                let many = self.attribute(spot.attribute).is_some_and(|attribute| attribute.many);
                let column = self.columns.get(spot.attribute.index());
                let index = if many { column.and_then(super::gather::Gather::last) } else { Some(spot.row) };
                index.filter(|_| !self.is_hole(spot))
            }
        };
        let holder = self.holder_of_fields(spot.attribute);
        for (name, value) in fields {
            let Some(field) = self.field(holder, name, Span::default()) else { continue };
            let Some(row) = written else { continue };
            if let Some(column) = self.columns.get_mut(holder.index()) {
                column.has_fields(row);
            }
            self.given_field(element, Spot { attribute: field, row }, value, element_at);
        }
    }

    fn given_field(&mut self, element: ElementId, spot: Spot, given: &Given, element_at: &[u32]) {
        let values = several(given);
        if values.is_empty() || !self.may_hold(spot, values.len(), Span::default()) {
            return;
        }
        for value in values {
            match self.input_of(spot.attribute, value, element_at) {
                Some(input) => {
                    self.put(spot, &input, None, None);
                }
                None => self.sentence(element, spot, value),
            }
        }
    }

    /// The input that a value is, unless it must be read as a line of the language.
    fn input_of<'a>(&self, attribute: AttributeId, given: &'a Given, element_at: &[u32]) -> Option<Input<'a>> {
        Some(match given {
            Given::Text(text) => match self.attribute(attribute).map(|attribute| &attribute.ty)? {
                Type::Text => Input::Text(text),
                Type::Element(_) | Type::OneOf(_) | Type::YesOrNo => Input::Word { text: text.trim(), quoted: false },
                Type::Formula(_) if is_word(text.trim()) => Input::Word { text: text.trim(), quoted: false },
                _ => Input::Literal(literal_kind(text.trim())?, text.trim()),
            },
            Given::YesOrNo(yes) => Input::Scalar(Scalar::YesOrNo(*yes)),
            Given::Quantity(quantity) => Input::Scalar(Scalar::Quantity(*quantity)),
            Given::Date(date) => Input::Scalar(Scalar::Date(*date)),
            Given::Duration(duration) => Input::Scalar(Scalar::Duration(*duration)),
            Given::Period(period) => Input::Scalar(Scalar::Period(*period)),
            Given::Element(element) => {
                let id = element_at.get(element.at as usize).copied().unwrap_or(u32::MAX);
                Input::Scalar(Scalar::Element(ElementId(id)))
            }
            Given::Many(_) | Given::With(..) => Input::Hole,
        })
    }

    /// Reads a text as the values of a line: `at least 20% by 2026-09-30`, `a / b`.
    fn sentence(&mut self, element: ElementId, spot: Spot, given: &Given) {
        let Given::Text(text) = given else {
            self.hole(spot);
            return;
        };
        let source = format!("x x {{ x {text} }}");
        let parse = parse(SourceId(0), &source);
        let line = match parse.file.items.as_slice() {
            [Item::Declaration(Line { body: Some(lines), .. })] => match lines.as_slice() {
                [line] if line.body.is_none() => Some(line),
                _ => None,
            },
            _ => None,
        };
        if let (Some(line), true) = (line, parse.diagnostics.is_empty()) {
            self.line_values(
                element,
                spot,
                &AttributeLine { element: 0, attribute: spot.attribute, line, source: &source },
            );
            return;
        }
        let name = self.attribute(spot.attribute).map_or("", |attribute| &attribute.name);
        let asked = self.attribute(spot.attribute).map_or_else(String::new, |attribute| self.asked(&attribute.ty));
        let message = format!("`{name}` asks for {asked}, not `{}`", shown(text));
        self.report(Diagnostic::error(super::codes::WRONG_TYPE, Span::default(), message));
        self.hole(spot);
    }
}

/// The values of what is given. A list without any is as if nothing were given.
fn several(given: &Given) -> &[Given] {
    match given {
        Given::Many(values) => values,
        one => std::slice::from_ref(one),
    }
}

/// The form of a literal, where it is one that is plain to see: all others are read as a line of the language.
fn literal_kind(text: &str) -> Option<LiteralKind> {
    let (text, kind) = match text.strip_suffix('%') {
        Some(text) => (text, LiteralKind::Percent),
        None => (text, LiteralKind::Number),
    };
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then_some(kind)
}
