//! Reading one value as the type that its attribute has.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic};
use bellwether_syntax::source::text_at;
use bellwether_syntax::tree::{self, LiteralKind};

use rust_decimal::Decimal;

use super::codes;
use super::fill::{Filler, Place, Spot};
use super::formula::Tree;
use crate::ids::{AttributeId, ElementId, KindId, TextId, WordId};
use crate::near::{did_you_mean, near};
use crate::value::{LiteralError, LiteralValue, Period, Quantity, Scalar, Unit, read_literal};
use crate::vocabulary::{Attribute, Holder, Type};

/// A value as it was given.
#[derive(Clone, Debug)]
pub(super) enum Input<'a> {
    /// An id, a value word, `yes` or `no`; one in backquotes is an id.
    Word { text: &'a str, quoted: bool },
    /// A literal and its text.
    Literal(LiteralKind, &'a str),
    /// A formula and the text of its source.
    Formula(&'a tree::Formula, &'a str),
    /// A text as it is, without escapes.
    Text(&'a str),
    /// A value that a program gave.
    Scalar(Scalar),
    /// A list where one value is asked for.
    Several(Span),
    /// What could not be read; it was reported already.
    Hole,
}

impl<'a> Input<'a> {
    /// A value of a tree. A list is several values, and is taken apart before where there may be several.
    pub(super) fn of_value(value: &'a tree::Value, source: &'a str) -> Self {
        match value {
            tree::Value::Word(word) => Self::Word { text: text_at(source, word.span), quoted: word.quoted },
            tree::Value::Literal(literal) => Self::Literal(literal.kind, text_at(source, literal.span)),
            tree::Value::Formula(formula, _) => Self::Formula(formula, source),
            tree::Value::List(_, span) => Self::Several(*span),
            tree::Value::Hole(_) => Self::Hole,
        }
    }

    /// A text literal of a tree.
    pub(super) fn of_text(text: tree::Text, source: &'a str) -> Self {
        let kind = if text.long { LiteralKind::LongText } else { LiteralKind::Text };
        Self::Literal(kind, text_at(source, text.span))
    }

    /// Whether it is written as a percentage: of what a program gives nothing is warned.
    pub(super) const fn is_percent(&self) -> bool {
        matches!(self, Self::Literal(LiteralKind::Percent, _))
    }
}

/// A user's text in a message: not longer than can be read.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

/// Whether a text is one word, as ids are.
pub(super) fn is_word(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-')
}

/// The slug of a literal without a value.
fn code_of(error: &LiteralError) -> Code {
    match error {
        LiteralError::NumberTooLong(_) | LiteralError::NumberTooLarge(_) | LiteralError::DurationTooLong(_) => {
            codes::NUMBER_TOO_LONG
        }
        // The parser lets no such thing through; a program can give it.
        LiteralError::NotANumber(_) => codes::WRONG_TYPE,
        LiteralError::NoSuchDate(_) => codes::NO_SUCH_DATE,
        LiteralError::NoSuchPeriod(_) => codes::NO_SUCH_PERIOD,
        LiteralError::UnknownCurrency(_) => codes::UNKNOWN_CURRENCY,
        LiteralError::NotADuration(_) => codes::NOT_A_DURATION,
        LiteralError::BadEscape(_) => codes::BAD_ESCAPE,
    }
}

impl<'v> Filler<'v> {
    /// What a type asks for, in words.
    pub(super) fn asked(&self, ty: &Type) -> String {
        match ty {
            Type::Text => "a text".to_owned(),
            Type::Number => "a number".to_owned(),
            Type::Percent => "a percentage".to_owned(),
            Type::Points => "a number of points".to_owned(),
            Type::Money => "an amount of money".to_owned(),
            Type::Quantity => "a quantity".to_owned(),
            Type::Duration => "a duration".to_owned(),
            Type::Date => "a date".to_owned(),
            Type::Period => "a period".to_owned(),
            Type::YesOrNo => "`yes` or `no`".to_owned(),
            Type::OneOf(words) => self.choices(words),
            Type::Formula(_) => "a formula".to_owned(),
            Type::Element(kind) => self.a_kind(*kind),
        }
    }

    /// `` `leading` or `lagging` ``
    fn choices(&self, words: &[WordId]) -> String {
        let mut out = String::new();
        for (at, word) in words.iter().enumerate() {
            if at > 0 {
                out.push_str(if at + 1 == words.len() { " or " } else { ", " });
            }
            out.push('`');
            out.push_str(self.vocabulary.word(*word));
            out.push('`');
        }
        out
    }

    /// The value of an input as the type of an attribute; reports what does not fit.
    pub(super) fn read(
        &mut self,
        spot: Spot,
        attribute: &'v Attribute,
        input: &Input<'_>,
        place: Place,
    ) -> Option<Scalar> {
        match (&attribute.ty, input) {
            (_, Input::Hole) => None,
            (_, Input::Several(at)) => {
                let message = format!("one value of `{}` is asked for here, and several are written", attribute.name);
                self.report(Diagnostic::error(codes::TOO_MANY_VALUES, *at, message).help("keep one of them"));
                None
            }
            (Type::Element(kind), Input::Word { text, .. }) => {
                self.refer(spot, *kind, text, place).map(Scalar::Element)
            }
            (Type::OneOf(words), Input::Word { text, quoted: false }) => {
                self.choose(attribute, words, text, place).map(Scalar::Word)
            }
            (Type::YesOrNo, Input::Word { text, quoted: false }) if text.eq_ignore_ascii_case("yes") => {
                Some(Scalar::YesOrNo(true))
            }
            (Type::YesOrNo, Input::Word { text, quoted: false }) if text.eq_ignore_ascii_case("no") => {
                Some(Scalar::YesOrNo(false))
            }
            (Type::Text, Input::Text(text)) => Some(Scalar::Text(TextId(self.texts.enter(text)))),
            (Type::Formula(kind), Input::Formula(formula, source)) => {
                let tree = self.resolve(attribute, *kind, formula, source, place)?;
                Some(self.enter_formula(&tree))
            }
            (Type::Formula(kind), Input::Word { text, .. }) => {
                let metric = self.refer(spot, *kind, text, place)?;
                Some(self.enter_formula(&Tree::Metric(metric)))
            }
            (_, Input::Literal(kind, text)) => self.read_literal(attribute, *kind, text, place),
            (_, Input::Scalar(value)) => {
                if let Some(value) = self.fitting(&attribute.ty, *value) {
                    return Some(value);
                }
                let help = match value {
                    Scalar::Quantity(quantity) => type_help(&attribute.ty, &LiteralValue::Quantity(*quantity)),
                    _ => None,
                };
                let what = self.said(*value);
                self.report_type(attribute, &what, place, help);
                None
            }
            (_, Input::Word { text, .. }) => {
                let help = match &attribute.ty {
                    Type::Text => Some(format!("put it in quotation marks: `\"{}\"`", shown(text))),
                    _ => None,
                };
                self.report_type(attribute, &format!("`{}`", shown(text)), place, help);
                None
            }
            (_, Input::Text(text)) => {
                self.report_type(attribute, &format!("\"{}\"", shown(text)), place, None);
                None
            }
            (_, Input::Formula(..)) => {
                self.report_type(attribute, "a formula", place, None);
                None
            }
        }
    }

    fn enter_formula(&mut self, tree: &Tree) -> Scalar {
        let (elements, texts, vocabulary) = (&self.elements, &self.texts, self.vocabulary);
        Scalar::Formula(self.formulas.enter(tree, |metric| elements.name(metric, texts, vocabulary)))
    }

    /// A value given by a program, as a type has it.
    fn fitting(&self, ty: &Type, value: Scalar) -> Option<Scalar> {
        match (ty, value) {
            (Type::Element(kind), Scalar::Element(element)) => {
                self.vocabulary.is_a(self.elements.kind(element), *kind).then_some(value)
            }
            (Type::YesOrNo, Scalar::YesOrNo(_)) => Some(value),
            (ty, Scalar::Quantity(value)) => of_literal(ty, LiteralValue::Quantity(value)),
            (ty, Scalar::Duration(value)) => of_literal(ty, LiteralValue::Duration(value)),
            (ty, Scalar::Date(value)) => of_literal(ty, LiteralValue::Date(value)),
            (ty, Scalar::Period(value)) => of_literal(ty, LiteralValue::Period(value)),
            _ => None,
        }
    }

    /// A value given by a program, as a message says it.
    fn said(&self, value: Scalar) -> String {
        match value {
            Scalar::Quantity(value) => format!("`{value}`"),
            Scalar::Duration(value) => format!("`{value}`"),
            Scalar::Date(value) => format!("`{value}`"),
            Scalar::Period(value) => format!("`{value}`"),
            Scalar::YesOrNo(yes) => if yes { "`yes`" } else { "`no`" }.to_owned(),
            Scalar::Element(element) => self.named(element),
            Scalar::Text(_) | Scalar::Word(_) | Scalar::Formula(_) | Scalar::Record(..) => "that".to_owned(),
        }
    }

    /// A literal as the type of an attribute.
    fn read_literal(&mut self, attribute: &Attribute, kind: LiteralKind, text: &str, place: Place) -> Option<Scalar> {
        let value = match read_literal(kind, text) {
            Ok(value) => value,
            Err(error) => {
                let diagnostic =
                    Diagnostic::error(code_of(&error), place.unwrap_or_default(), error.to_string()).help(error.help());
                self.report(diagnostic);
                return None;
            }
        };
        if let (Type::Text, LiteralValue::Text(value)) = (&attribute.ty, &value) {
            return Some(Scalar::Text(TextId(self.texts.enter(value))));
        }
        let help = type_help(&attribute.ty, &value);
        let fitting = of_literal(&attribute.ty, value);
        if fitting.is_none() {
            let what = match kind {
                LiteralKind::Text | LiteralKind::LongText => "a text".to_owned(),
                _ => format!("`{}`", shown(text)),
            };
            self.report_type(attribute, &what, place, help);
        }
        fitting
    }

    fn report_type(&mut self, attribute: &Attribute, what: &str, place: Place, help: Option<String>) {
        let message = format!("`{}` asks for {}, not {what}", attribute.name, self.asked(&attribute.ty));
        let mut diagnostic = Diagnostic::error(codes::WRONG_TYPE, place.unwrap_or_default(), message);
        diagnostic.help = help;
        self.report(diagnostic);
    }

    /// The value word that a word is, if the attribute has it.
    fn choose(&mut self, attribute: &Attribute, words: &[WordId], text: &str, place: Place) -> Option<WordId> {
        if let Some(word) = self.vocabulary.word_named(text).filter(|word| words.contains(word)) {
            return Some(word);
        }
        let message = format!("`{}` cannot be `{}`", attribute.name, shown(text));
        let near = did_you_mean(text, words.iter().map(|word| self.vocabulary.word(*word)));
        let help = near.unwrap_or_else(|| format!("it is {}", self.choices(words)));
        self.report(Diagnostic::error(codes::NOT_A_CHOICE, place.unwrap_or_default(), message).help(help));
        None
    }

    /// The element of a kind with an id; reports an id that nothing of that kind has.
    pub(super) fn refer(&mut self, spot: Spot, kind: KindId, id: &str, place: Place) -> Option<ElementId> {
        let vocabulary = self.vocabulary;
        let text = self.texts.number(id);
        let root_of = |kind: KindId| vocabulary.kind(kind).map(|kind| kind.root);
        let found = text.and_then(|text| self.elements.find(root_of, kind, text));
        if let Some(element) = found.filter(|element| vocabulary.is_a(self.elements.kind(*element), kind)) {
            return Some(element);
        }
        if text.is_some_and(|text| self.ghosts.contains(&text)) {
            return None;
        }
        let at = place.unwrap_or_default();
        let other = found.or_else(|| text.and_then(|text| self.elements.with_id(text).next()));
        if let Some(other) = other {
            let message =
                format!("`{}` is {}, not {}", shown(id), self.a_kind(self.elements.kind(other)), self.a_kind(kind));
            let mut diagnostic = Diagnostic::error(codes::WRONG_KIND, at, message);
            if let Some(head) = self.elements.head(other) {
                diagnostic = diagnostic.also(head, "declared here");
            }
            diagnostic.help = self.attribute_for(spot.attribute, self.elements.kind(other));
            self.report(diagnostic);
            return None;
        }
        let name = vocabulary.kind(kind).map_or("element", |kind| &kind.name);
        let mut diagnostic =
            Diagnostic::error(codes::UNKNOWN_REFERENCE, at, format!("there is no {name} `{}`", shown(id)));
        diagnostic.help = match self.near_id(kind, id) {
            Some((near, element)) => {
                self.hole_on_other_side(spot, element);
                Some(format!("did you mean `{near}`?"))
            }
            None if is_word(id) => Some(format!("declare it: `{name} {}`", shown(id))),
            None => Some("an id is one word, and each value is given by itself".to_owned()),
        };
        self.report(diagnostic);
        None
    }

    /// The one other attribute of the same kind whose values are elements of a kind.
    fn attribute_for(&self, instead_of: AttributeId, kind: KindId) -> Option<String> {
        let vocabulary = self.vocabulary;
        let Holder::Kind(holder) = self.attribute(instead_of)?.holder else { return None };
        let mut fitting: Vec<AttributeId> = vocabulary.kind(holder)?.nouns.values().copied().collect();
        fitting.sort_unstable();
        fitting.dedup();
        fitting.retain(|id| match self.attribute(*id).map(|attribute| &attribute.ty) {
            Some(Type::Element(of)) => *id != instead_of && vocabulary.is_a(kind, *of),
            _ => false,
        });
        let [only] = fitting.as_slice() else { return None };
        Some(format!("did you mean `{}`?", self.attribute(*only)?.name))
    }

    /// What was probably meant by an id that nothing has.
    fn near_id(&mut self, kind: KindId, id: &str) -> Option<(String, ElementId)> {
        let range = self.elements.range(kind);
        let compared = range.len().min(self.near_left);
        self.near_left -= compared;
        let ids = range.take(compared).filter_map(|element| self.elements.id(ElementId(element)));
        let near = near(id, ids.map(|text| self.texts.get(text)))?;
        let text = self.texts.number(near)?;
        let vocabulary = self.vocabulary;
        let root_of = |kind: KindId| vocabulary.kind(kind).map(|kind| kind.root);
        Some((near.to_owned(), self.elements.find(root_of, kind, text)?))
    }

    /// Whoever was probably meant by a reference to nothing may lack what refers to it.
    pub(super) fn hole_on_other_side(&mut self, spot: Spot, meant: ElementId) {
        if let Some(inverse) =
            self.attribute(spot.attribute).and_then(|attribute| attribute.inverse.or(attribute.inverse_of))
        {
            self.hole(Spot { attribute: inverse, row: self.row(inverse, meant) });
        }
    }

    /// A formula with its metrics found. All that are not are reported.
    fn resolve(
        &mut self,
        attribute: &Attribute,
        kind: KindId,
        formula: &tree::Formula,
        source: &str,
        place: Place,
    ) -> Option<Tree> {
        match formula {
            tree::Formula::Metric(word) => {
                // A formula has no other side, so the row does not matter.
                let spot = Spot { attribute: AttributeId(u32::MAX), row: 0 };
                let at = place.map(|_| word.span);
                self.refer(spot, kind, text_at(source, word.span), at).map(Tree::Metric)
            }
            tree::Formula::Number(literal) => match read_literal(literal.kind, text_at(source, literal.span)) {
                Ok(LiteralValue::Quantity(Quantity { amount, unit: Unit::Number })) => Some(Tree::Number(amount)),
                Ok(LiteralValue::Quantity(Quantity { amount, unit: Unit::Percent })) => {
                    amount.checked_div(Decimal::ONE_HUNDRED).map(Tree::Number)
                }
                Ok(_) => {
                    let what = format!("`{}`", shown(text_at(source, literal.span)));
                    self.report_type(attribute, &what, place.map(|_| literal.span), None);
                    None
                }
                Err(error) => {
                    let at = place.map(|_| literal.span).unwrap_or_default();
                    self.report(Diagnostic::error(code_of(&error), at, error.to_string()).help(error.help()));
                    None
                }
            },
            tree::Formula::Sum(operands) => {
                let found: Vec<_> = operands
                    .iter()
                    .map(|(sign, operand)| Some((*sign, self.resolve(attribute, kind, operand, source, place)?)))
                    .collect();
                found.into_iter().collect::<Option<Vec<_>>>().map(Tree::sum)
            }
            tree::Formula::Product(operands) => {
                let found: Vec<_> = operands
                    .iter()
                    .map(|(factor, operand)| Some((*factor, self.resolve(attribute, kind, operand, source, place)?)))
                    .collect();
                found.into_iter().collect::<Option<Vec<_>>>().map(Tree::product)
            }
        }
    }
}

/// The kind that the metrics of a formula are of: the one that has the attribute.
fn unit_fits(ty: &Type, quantity: Quantity) -> bool {
    match ty {
        Type::Quantity => true,
        Type::Number => quantity.unit == Unit::Number,
        Type::Percent => quantity.unit == Unit::Percent,
        Type::Points => quantity.unit == Unit::Points,
        Type::Money => matches!(quantity.unit, Unit::Money(_)),
        _ => false,
    }
}

/// What is not a text, as a type has it.
fn of_literal(ty: &Type, value: LiteralValue) -> Option<Scalar> {
    match (ty, value) {
        (ty, LiteralValue::Quantity(value)) if unit_fits(ty, value) => Some(Scalar::Quantity(value)),
        (Type::Period, LiteralValue::Quantity(value)) => year_of(value).map(Scalar::Period),
        (Type::Duration, LiteralValue::Duration(value)) => Some(Scalar::Duration(value)),
        (Type::Date, LiteralValue::Date(value)) => Some(Scalar::Date(value)),
        // As a deadline a period is its last day.
        (Type::Date, LiteralValue::Period(value)) => Some(Scalar::Date(value.end)),
        (Type::Period, LiteralValue::Period(value)) => Some(Scalar::Period(value)),
        _ => None,
    }
}

/// `2026` where a period is asked for.
fn year_of(quantity: Quantity) -> Option<Period> {
    if quantity.unit != Unit::Number || !quantity.amount.fract().is_zero() {
        return None;
    }
    let year = i16::try_from(quantity.amount).ok().filter(|year| (1000..=9999).contains(year))?;
    Period::year(year)
}

/// What to write instead, where that can be told.
fn type_help(ty: &Type, value: &LiteralValue) -> Option<String> {
    match (ty, value) {
        (Type::Percent, LiteralValue::Quantity(quantity)) => match quantity.unit {
            // A ratio was probably meant as one.
            Unit::Number if quantity.amount.abs() < Decimal::ONE && !quantity.amount.is_zero() => {
                let hundredfold = quantity.amount.checked_mul(Decimal::ONE_HUNDRED)?;
                Some(format!("did you mean `{}%`?", hundredfold.normalize()))
            }
            Unit::Number => Some(format!("did you mean `{}%`?", quantity.amount.normalize())),
            _ => None,
        },
        (Type::Points, LiteralValue::Quantity(quantity)) => match quantity.unit {
            Unit::Number | Unit::Percent => Some(format!("did you mean `{} points`?", quantity.amount.normalize())),
            _ => None,
        },
        (Type::Money, LiteralValue::Quantity(_)) => {
            Some("an amount of money begins with its currency, like `USD 1.5M`".to_owned())
        }
        (Type::Duration, LiteralValue::Quantity(quantity)) if quantity.unit == Unit::Number => {
            Some(format!("did you mean `{} days`?", quantity.amount.normalize()))
        }
        (Type::Date, _) => Some("a date is written as year, month and day: `2026-06-30`".to_owned()),
        (Type::Period, _) => Some("a period is a quarter like `2026-Q3`, a month like `2026-07`, or a year".to_owned()),
        (Type::Element(_), LiteralValue::Text(_)) => Some("write its id, without quotation marks".to_owned()),
        (Type::Text, _) => Some("put it in quotation marks".to_owned()),
        _ => None,
    }
}

/// The same amount in points.
pub(super) fn points(quantity: Quantity) -> Quantity {
    Quantity { unit: Unit::Points, ..quantity }
}
