//! §11: types, values and arithmetic. What cannot be had is missing.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::meaning::moved;
use crate::model::{ElementId, Formula};
use crate::vocabulary::{AttributeId, KindId};

/// What an attribute holds (§4, Types): what goes by one of [`PLAIN`], words in lower case, or elements.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Plain(&'static str),
    OneOf(Vec<String>),
    Element(KindId),
    /// Of metrics of a kind (§3, Formulas).
    Formula(KindId),
}

/// The names of plain types; the first four are amounts, and a quantity is any of them.
pub(crate) const PLAIN: [&str; 10] =
    ["number", "percent", "points", "money", "quantity", "duration", "date", "period", "text", "yes/no"];

/// A value. An amount counts a `number`, `percent`, `points`, or the currency of a code; a duration is whole months and
/// whole days; a period is its two ends; `yes` and `no` are words.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Amount(Decimal, String),
    Duration(i64, i64),
    Date(Date),
    Period(Date, Date),
    Text(String),
    Word(String),
    Formula(Formula),
    Element(ElementId),
    Record(Rc<Record>),
}

/// A value with fields and bounds (§3).
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) value: Value,
    pub(crate) least: Option<Value>,
    pub(crate) most: Option<Value>,
    pub(crate) fields: Values,
}

/// What an element or a value has, by attribute or field.
pub(crate) type Values = BTreeMap<AttributeId, Vec<Value>>;

impl Value {
    /// The value itself, without its fields.
    pub(crate) fn plain(&self) -> &Self {
        self.record().map_or(self, |record| &record.value)
    }

    pub(crate) fn record(&self) -> Option<&Record> {
        if let Self::Record(record) = self { Some(record) } else { None }
    }

    pub(crate) fn element(&self) -> Option<ElementId> {
        if let Self::Element(element) = self.plain() { Some(*element) } else { None }
    }

    pub(crate) fn formula(&self) -> Option<&Formula> {
        if let Self::Formula(formula) = self.plain() { Some(formula) } else { None }
    }

    /// A date, or the last day of a period (§7, be).
    pub(crate) fn day(&self) -> Option<Date> {
        if let Self::Date(day) | Self::Period(_, day) = self.plain() { Some(*day) } else { None }
    }

    pub(crate) fn count(number: usize) -> Self {
        Self::Amount(Decimal::from(number), "number".to_owned())
    }

    /// Its type, so far as the value tells it.
    pub(crate) fn ty(&self) -> Type {
        Type::Plain(match self.plain() {
            Self::Amount(_, unit) => PLAIN[..3].iter().find(|name| *name == unit).unwrap_or(&"money"),
            Self::Duration(..) => "duration",
            Self::Date(_) => "date",
            Self::Period(..) => "period",
            Self::Word(word) => return Type::OneOf(vec![word.clone()]),
            Self::Text(_) | Self::Formula(_) | Self::Element(_) | Self::Record(_) => "text",
        })
    }
}

impl Type {
    pub(crate) const fn kind(&self) -> Option<KindId> {
        if let Self::Element(kind) = self { Some(*kind) } else { None }
    }

    pub(crate) fn is_amount(&self) -> bool {
        matches!(self, Self::Plain(name) if PLAIN[..5].contains(name))
    }

    /// A value of a type, to learn from it the type of what an operation gives; none where only values tell.
    pub(crate) fn sample(&self) -> Option<Value> {
        match self {
            Self::Plain("duration") => Some(Value::Duration(0, 1)),
            Self::Plain("date" | "period") => Some(Value::Date(Date::constant(2000, 1, 1))),
            Self::Plain(name) if PLAIN[..4].contains(name) => Some(Value::Amount(Decimal::ONE, (*name).to_owned())),
            _ => None,
        }
    }
}

/// `+`, from the table of sums.
pub(crate) fn add(one: &Value, other: &Value) -> Option<Value> {
    Some(match (one.plain(), other.plain()) {
        (Value::Amount(one, unit), Value::Amount(other, their)) => {
            let unit = match (unit.as_str(), their.as_str()) {
                ("percent", "points") | ("points", "percent") => "percent",
                (unit, their) if unit == their => unit,
                _ => return None,
            };
            Value::Amount(one.checked_add(*other)?, unit.to_owned())
        }
        (Value::Duration(months, days), Value::Duration(more, others)) => {
            Value::Duration(months.checked_add(*more)?, days.checked_add(*others)?)
        }
        (Value::Duration(months, days), date) | (date, Value::Duration(months, days)) => {
            Value::Date(moved(date.day()?, *months, *days)?)
        }
        _ => return None,
    })
}

/// `-`, from the table of sums.
pub(crate) fn subtract(one: &Value, other: &Value) -> Option<Value> {
    match (one.plain(), other.plain()) {
        (Value::Amount(one, unit), Value::Amount(other, their)) if unit == "percent" && their == "percent" => {
            Some(Value::Amount(one.checked_sub(*other)?, "points".to_owned()))
        }
        (Value::Amount(_, unit), Value::Amount(_, their)) if unit == "points" && their == "percent" => None,
        (one, other @ (Value::Amount(..) | Value::Duration(..))) => add(one, &scaled(other, |number| Some(-number))?),
        (one, other) => Some(Value::Duration(0, one.day()?.since(other.day()?).ok()?.get_days().into())),
    }
}

/// An amount or a duration changed, as its number is. A duration is whole: a part of a day or month is none.
fn scaled(value: &Value, by: impl Fn(Decimal) -> Option<Decimal>) -> Option<Value> {
    let part = |part: i64| by(Decimal::from(part)).filter(|it| it.fract().is_zero())?.to_i64();
    Some(match value.plain() {
        Value::Amount(amount, unit) => Value::Amount(by(*amount)?, unit.clone()),
        Value::Duration(months, days) => Value::Duration(part(*months)?, part(*days)?),
        _ => return None,
    })
}

/// `*`, from the table of products.
pub(crate) fn multiply(one: &Value, other: &Value) -> Option<Value> {
    let times = |factor: &Value, it: &Value| match factor.plain() {
        Value::Amount(factor, unit) if unit == "number" => scaled(it, |number| number.checked_mul(*factor)),
        Value::Amount(share, unit) if unit == "percent" && it.ty().is_amount() => {
            scaled(it, |number| number.checked_mul(*share)?.checked_div(Decimal::ONE_HUNDRED))
        }
        _ => None,
    };
    times(one, other).or_else(|| times(other, one))
}

/// `/`, from the table of products.
pub(crate) fn divide(one: &Value, other: &Value) -> Option<Value> {
    let quotient = |one: Decimal, other: Decimal| Some(Value::Amount(one.checked_div(other)?, "number".to_owned()));
    match (one.plain(), other.plain()) {
        (Value::Amount(one, unit), Value::Amount(other, their)) if unit == their => quotient(*one, *other),
        (it, Value::Amount(by, unit)) if unit == "number" => scaled(it, |number| number.checked_div(*by)),
        (it @ Value::Amount(_, unit), Value::Amount(share, their))
            if their == "percent" && !["percent", "points"].contains(&unit.as_str()) =>
        {
            let share = share.checked_div(Decimal::ONE_HUNDRED)?;
            scaled(it, |number| number.checked_div(share))
        }
        (Value::Duration(0, one), Value::Duration(0, other)) | (Value::Duration(one, 0), Value::Duration(other, 0)) => {
            quotient(Decimal::from(*one), Decimal::from(*other))
        }
        _ => None,
    }
}

/// The sum of some values; none of nothing.
pub(crate) fn total(values: &[Value]) -> Option<Value> {
    let (first, rest) = values.split_first()?;
    rest.iter().try_fold(first.plain().clone(), |sum, value| add(&sum, value))
}

/// The average of some values: of durations it lies between the whole ones below and above.
pub(crate) fn average(values: &[Value]) -> Option<(Value, Value)> {
    let (total, count) = (total(values)?, Decimal::from(values.len()));
    let duration = matches!(total, Value::Duration(..));
    let mean = |round: fn(&Decimal) -> Decimal| {
        scaled(&total, |number| number.checked_div(count).map(|mean| if duration { round(&mean) } else { mean }))
    };
    mean(Decimal::floor).zip(mean(Decimal::ceil))
}
