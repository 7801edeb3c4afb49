//! Values as they are written in a model.

use crate::ids::ElementId;
use crate::model::Model;
use crate::value::{Date, Duration, Scalar};
use crate::vocabulary::{Attribute, Type, Vocabulary};

/// A value that may be written, how plausible it is (the less, the more), and whether it is only an example.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) rank: u32,
    pub(super) example: bool,
}

/// All that may be written as a value of an attribute: what is wanted, then what its type allows, then an example.
pub(super) fn values(
    attribute: &Attribute,
    wanted: &[Scalar],
    seen: &[Scalar],
    model: &Model,
    vocabulary: &Vocabulary,
    as_of: Date,
) -> Vec<Written> {
    let mut values: Vec<Written> = Vec::new();
    let mut put = |text: Option<String>, rank: u32, example: bool| {
        let Some(text) = text else { return };
        if values.iter().all(|known| known.text != text) {
            values.push(Written { text, rank, example });
        }
    };
    for value in wanted {
        put(fitting(*value, &attribute.ty, model, vocabulary), 0, false);
    }
    for value in seen {
        put(fitting(*value, &attribute.ty, model, vocabulary), 2, false);
    }
    match &attribute.ty {
        Type::OneOf(words) => {
            for word in words {
                put(Some(vocabulary.word(*word).to_owned()), 3, false);
            }
        }
        Type::YesOrNo => {
            for word in ["yes", "no"] {
                put(Some(word.to_owned()), 3, false);
            }
        }
        Type::Text => put(Some("\"…\"".to_owned()), 5, true),
        Type::Number | Type::Quantity => put(Some("1".to_owned()), 6, true),
        Type::Percent => put(Some("1%".to_owned()), 6, true),
        Type::Points => put(Some("1 point".to_owned()), 6, true),
        Type::Money => put(Some("EUR 1".to_owned()), 6, true),
        Type::Duration => put(Some("1 month".to_owned()), 6, true),
        Type::Date => put(Some(as_of.to_string()), 5, true),
        Type::Period | Type::Formula(_) | Type::Element(_) => {}
    }
    values
}

/// A value as it would be written where a type asks for it; `None` where it does not fit.
fn fitting(value: Scalar, ty: &Type, model: &Model, vocabulary: &Vocabulary) -> Option<String> {
    match (value, ty) {
        (Scalar::Word(word), Type::OneOf(words)) => words.contains(&word).then(|| vocabulary.word(word).to_owned()),
        (Scalar::YesOrNo(yes), Type::YesOrNo) => Some(if yes { "yes" } else { "no" }.to_owned()),
        (Scalar::Quantity(quantity), Type::Number | Type::Percent | Type::Points | Type::Money | Type::Quantity) => {
            Some(quantity.to_string())
        }
        (Scalar::Duration(duration), Type::Duration) => duration_text(duration),
        (Scalar::Date(date), Type::Date) => Some(date.to_string()),
        (Scalar::Period(period), Type::Period) => Some(period.to_string()),
        (Scalar::Period(period), Type::Date) => Some(period.end.to_string()),
        (Scalar::Element(element), Type::Element(kind)) => {
            vocabulary.is_a(model.kind_of(element), *kind).then(|| id(element, model)).flatten()
        }
        (Scalar::Text(text), Type::Text) => {
            let text = model.text(text);
            (!text.contains(['"', '\\', '\n'])).then(|| format!("\"{text}\""))
        }
        _ => None,
    }
}

fn duration_text(duration: Duration) -> Option<String> {
    (duration.months == 0 || duration.days == 0).then(|| duration.to_string())
}

/// The id of an element, in backquotes where it is no plain word.
pub(super) fn id(element: ElementId, model: &Model) -> Option<String> {
    let id = model.id(element)?;
    let plain = id.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && id.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-');
    if plain {
        return Some(id.to_owned());
    }
    (!id.contains(['`', '\n'])).then(|| format!("`{id}`"))
}
