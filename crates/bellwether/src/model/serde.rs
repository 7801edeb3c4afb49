//! Models from values that serde can serialize.

use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value};

use super::builder::{ElementRef, ModelBuilder, ModelError};
use super::given::Given;
use super::read::shown;
use crate::ids::{AttributeId, KindId};
use crate::value::Quantity;
use crate::vocabulary::nouns::with_article;
use crate::vocabulary::{Holder, Type};

impl ModelBuilder<'_> {
    /// Adds an element from a value with named fields: `id`, `label`, and one for each attribute. An array is several
    /// values; a value with fields is `{ "value": …, "by": … }`; elements that stand in this one are values with named
    /// fields under the name of their kind (`kpis: [{ "id": … }]`), or of a relation to them. A field that is not there
    /// or `null` is not written.
    ///
    /// # Errors
    ///
    /// For a value without named fields, a kind or attribute that is not there, and an id that is taken.
    pub fn insert(&mut self, kind: &str, value: &impl Serialize) -> Result<ElementRef, ModelError> {
        let kind = self.kind(kind)?;
        let value = serde_json::to_value(value).map_err(|error| ModelError::NotAnElement(error.to_string()))?;
        self.insert_value(kind, &value, None)
    }

    fn insert_value(
        &mut self,
        kind: KindId,
        value: &Value,
        parent: Option<ElementRef>,
    ) -> Result<ElementRef, ModelError> {
        let Value::Object(fields) = value else {
            let name = self.vocabulary().kind(kind).map_or("element", |kind| &kind.name);
            let value = shown(&value.to_string());
            return Err(ModelError::NotAnElement(format!(
                "{} is inserted from a value with named fields, not from `{value}`",
                with_article(name)
            )));
        };
        let kind = self.kind_within(kind, fields)?;
        let id = fields.get("id").and_then(Value::as_str);
        let element = self.enter(kind, id, parent)?;
        if let Some(label) = fields.get("label").and_then(Value::as_str) {
            self.label(element, label)?;
        }
        for (name, value) in fields {
            let known =
                matches!(name.as_str(), "id" | "label") || (name == "kind" && self.attribute(kind, "kind").is_err());
            if !known && !value.is_null() {
                self.insert_field(element, kind, name, value)?;
            }
        }
        Ok(element)
    }

    /// A field `kind` may name a kind below the one asked for.
    fn kind_within(&self, kind: KindId, fields: &Map<String, Value>) -> Result<KindId, ModelError> {
        if self.attribute(kind, "kind").is_ok() {
            return Ok(kind);
        }
        let Some(name) = fields.get("kind").and_then(Value::as_str) else { return Ok(kind) };
        let named = self.kind(name)?;
        if self.vocabulary().is_a(named, kind) {
            return Ok(named);
        }
        let name_of = |kind: KindId| self.vocabulary().kind(kind).map_or("element", |kind| &kind.name);
        Err(ModelError::NotAnElement(format!(
            "{} is not {}",
            with_article(name_of(named)),
            with_article(name_of(kind))
        )))
    }

    fn insert_field(&mut self, element: ElementRef, kind: KindId, name: &str, value: &Value) -> Result<(), ModelError> {
        match self.attribute(kind, name) {
            Ok(attribute) => {
                if let Some(of) = self.elements_of(attribute)
                    && holds_elements(value)
                {
                    return self.insert_related(element, attribute, of, value);
                }
                if let Some(value) = given(value) {
                    self.give(element, attribute, value);
                }
                Ok(())
            }
            Err(error) => {
                let Some(nested) = self.vocabulary().kind_named(name) else { return Err(error) };
                for value in several(value) {
                    self.insert_value(nested, value, Some(element))?;
                }
                Ok(())
            }
        }
    }

    fn elements_of(&self, attribute: AttributeId) -> Option<KindId> {
        match self.vocabulary().attribute(attribute)?.ty {
            Type::Element(kind) => Some(kind),
            _ => None,
        }
    }

    /// Elements given in place of their ids stand in this one, and are values of the attribute besides, unless that
    /// follows from their standing in it.
    fn insert_related(
        &mut self,
        element: ElementRef,
        attribute: AttributeId,
        of: KindId,
        value: &Value,
    ) -> Result<(), ModelError> {
        let vocabulary = self.vocabulary();
        let forward = vocabulary.attribute(attribute).and_then(|attribute| attribute.inverse_of);
        let follows = forward
            .and_then(|forward| vocabulary.attribute(forward))
            .is_some_and(|forward| forward.within && matches!(forward.holder, Holder::Kind(_)));
        let mut values = Vec::new();
        for value in several(value) {
            if holds_elements(value) {
                let nested = self.insert_value(of, value, Some(element))?;
                if !follows {
                    values.push(Given::Element(nested));
                }
            } else if let Some(value) = given(value) {
                values.push(value);
            }
        }
        match values.pop() {
            None => {}
            Some(only) if values.is_empty() => self.give(element, attribute, only),
            Some(last) => {
                values.push(last);
                self.give(element, attribute, Given::Many(values));
            }
        }
        Ok(())
    }
}

/// Whether a value is an element, or several of which one is: named fields without `value` among them.
fn holds_elements(value: &Value) -> bool {
    match value {
        Value::Object(fields) => !fields.contains_key("value"),
        Value::Array(values) => {
            values.iter().any(|value| matches!(value, Value::Object(fields) if !fields.contains_key("value")))
        }
        _ => false,
    }
}

fn several(value: &Value) -> &[Value] {
    if let Value::Array(values) = value { values } else { std::slice::from_ref(value) }
}

/// A serialized value as an attribute's; `None` where nothing is written (`null`, an empty array).
fn given(value: &Value) -> Option<Given> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(yes) => Given::YesOrNo(*yes),
        Value::Number(number) => {
            let text = number.to_string();
            let exact = text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(&text));
            exact.map_or(Given::Text(text), |number| Given::Quantity(Quantity::number(number)))
        }
        Value::String(text) => Given::Text(text.clone()),
        Value::Array(values) if values.is_empty() => return None,
        Value::Array(values) => Given::Many(values.iter().filter_map(given).collect()),
        Value::Object(fields) => {
            let value = given(fields.get("value")?)?;
            let rest = fields.iter().filter(|(name, _)| *name != "value");
            rest.filter_map(|(name, value)| Some((name, given(value)?)))
                .fold(value, |value, (name, field)| value.with(name, field))
        }
    })
}
