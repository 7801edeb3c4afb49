//! §2 (literals), §10 (equality, time) and §11 (arithmetic): values and what can be done with them.

use std::cmp::Ordering;
use std::rc::Rc;

use bellwether_syntax::tree::LiteralKind;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::forms::lower;
use crate::model::{ElementId, Formula};
use crate::truth::Place;
use crate::vocabulary::AttributeId;

/// What a number counts (§11: an amount is a number, a percentage, points or money).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Unit {
    Number,
    Percent,
    Points,
    Money(String),
}

/// A value. A duration is whole months and whole days; a period is its two ends.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Amount(Decimal, Unit),
    Duration(i64, i64),
    Date(Date),
    Period(Date, Date),
    Text(String),
    Word(String),
    YesOrNo(bool),
    Formula(Rc<Formula>),
    Element(ElementId),
    Record(Rc<Record>),
}

/// A value with fields (§3), with its bounds.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) value: Value,
    pub(crate) least: Option<Value>,
    pub(crate) most: Option<Value>,
    pub(crate) fields: Vec<(AttributeId, Slot)>,
}

/// The values of an attribute or field; a hole where some of them could not be read (§3, Holes).
#[derive(Clone, Debug, Default)]
pub(crate) struct Slot {
    pub(crate) values: Vec<Value>,
    pub(crate) hole: bool,
}

impl Value {
    /// The value itself, without its fields.
    pub(crate) fn plain(&self) -> &Self {
        match self {
            Self::Record(record) => &record.value,
            value => value,
        }
    }

    pub(crate) fn element(&self) -> Option<ElementId> {
        match self.plain() {
            Self::Element(element) => Some(*element),
            _ => None,
        }
    }

    /// A date, or the last day of a period (§7, be).
    pub(crate) fn day(&self) -> Option<Date> {
        match self.plain() {
            Self::Date(date) => Some(*date),
            Self::Period(_, end) => Some(*end),
            _ => None,
        }
    }

    pub(crate) fn count(number: usize) -> Self {
        Self::Amount(Decimal::from(number), Unit::Number)
    }
}

/// The value of a literal (§2, Literals); `None` where there is none such, which the checker refuses.
pub(crate) fn literal(kind: LiteralKind, text: &str) -> Option<Value> {
    let text = text.trim();
    Some(match kind {
        LiteralKind::Number => Value::Amount(number(text)?, Unit::Number),
        LiteralKind::Percent => Value::Amount(number(text.trim_end_matches('%'))?, Unit::Percent),
        LiteralKind::Points => Value::Amount(number(text.split_whitespace().next()?)?, Unit::Points),
        LiteralKind::Money => {
            let (code, amount) = text.split_once(char::is_whitespace)?;
            Value::Amount(number(amount.trim())?, Unit::Money(code.to_owned()))
        }
        LiteralKind::Duration => duration(text)?,
        LiteralKind::Date => Value::Date(text.parse().ok()?),
        LiteralKind::Period => period(text)?,
        LiteralKind::Text => Value::Text(unescaped(text)?),
        LiteralKind::LongText => Value::Text(unescaped(&dedented(text))?),
    })
}

/// `1_000_000`, `20k`, `1.5M`, `2B`.
fn number(text: &str) -> Option<Decimal> {
    let text = text.replace('_', "");
    let factor = match text.chars().next_back()? {
        'k' | 'K' => 1_000,
        'm' | 'M' => 1_000_000,
        'b' | 'B' => 1_000_000_000_u64,
        _ => 1,
    };
    let digits = text.trim_end_matches(|letter: char| letter.is_alphabetic());
    Decimal::from_str_exact(digits).ok()?.checked_mul(Decimal::from(factor))
}

/// `30 days`, `2 weeks`, `6 months`, `1 quarter`, `1 year`.
fn duration(text: &str) -> Option<Value> {
    let at = text.find(char::is_alphabetic)?;
    let (count, unit) = text.split_at_checked(at)?;
    let count = number(count.trim())?.to_i64()?;
    let (months, days) = match lower(unit.trim()).trim_end_matches('s') {
        "day" => (0, 1),
        "week" => (0, 7),
        "month" => (1, 0),
        "quarter" => (3, 0),
        "year" => (12, 0),
        _ => return None,
    };
    Some(Value::Duration(count.checked_mul(months)?, count.checked_mul(days)?))
}

/// `2026-Q3`, `2026-07`, `2026`: its first and its last day.
pub(crate) fn period(text: &str) -> Option<Value> {
    let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
    let year: i16 = year.parse().ok()?;
    let (first, months): (i8, i64) = match part {
        None => (1, 12),
        Some(part) => match part.strip_prefix(['Q', 'q']) {
            Some(quarter) => (quarter.parse::<i8>().ok()?.checked_sub(1)?.checked_mul(3)?.checked_add(1)?, 3),
            None => (part.parse().ok()?, 1),
        },
    };
    let start = Date::new(year, first, 1).ok()?;
    let last = start.checked_add(months.checked_sub(1)?.months()).ok()?.last_of_month();
    Some(Value::Period(start, last))
}

/// A text with its escapes undone.
fn unescaped(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        out.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                't' => '\t',
                same => same,
            },
            letter => letter,
        });
    }
    Some(out)
}

/// A long text without the indentation that its lines share.
fn dedented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let indents = lines.iter().skip(1).filter(|line| !line.trim().is_empty());
    let shared = indents.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let rest = lines.iter().skip(1).map(|line| line.get(shared..).unwrap_or("").trim_end());
    let first = lines.first().map_or("", |line| line.trim());
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

/// Where one value stands to another (§11: what may be compared); `None` where they do not fit.
pub(crate) fn place(one: &Value, other: &Value) -> Option<Place> {
    let certain = |ordering: Ordering| Some((ordering, ordering));
    match (one.plain(), other.plain()) {
        (Value::Amount(one, unit), Value::Amount(other, their)) => certain(match (unit, their) {
            (unit, their) if unit == their => one.cmp(other),
            (Unit::Number, Unit::Percent) => one.checked_mul(Decimal::ONE_HUNDRED)?.cmp(other),
            (Unit::Percent, Unit::Number) => one.cmp(&other.checked_mul(Decimal::ONE_HUNDRED)?),
            _ => return None,
        }),
        // §10, Time: a month is 28 to 31 days.
        (Value::Duration(months, days), Value::Duration(more, others)) => {
            let far = |long: i64| {
                Some((months.checked_sub(*more)?.checked_mul(long)?).checked_add(days.checked_sub(*others)?)?.cmp(&0))
            };
            let (short, long) = (far(28)?, far(31)?);
            Some((short.min(long), short.max(long)))
        }
        (Value::Period(start, end), Value::Period(first, last)) => certain(end.cmp(last).then(start.cmp(first))),
        (one, other) => certain(one.day()?.cmp(&other.day()?)),
    }
}

/// Whether two values are equal (§10, Equality); `None` where that cannot be told.
pub(crate) fn same(one: &Value, other: &Value) -> Option<bool> {
    match (one.plain(), other.plain()) {
        (Value::Element(one), Value::Element(other)) => Some(one == other),
        (Value::Word(one), Value::Word(other)) | (Value::Text(one), Value::Text(other)) => Some(one == other),
        (Value::YesOrNo(one), Value::YesOrNo(other)) => Some(one == other),
        (Value::Formula(one), Value::Formula(other)) => Some(one == other),
        (one, other) => match place(one, other)? {
            (Ordering::Equal, Ordering::Equal) => Some(true),
            (least, most) if least == most || least == Ordering::Greater || most == Ordering::Less => Some(false),
            _ => None,
        },
    }
}

/// `+` (§11).
pub(crate) fn add(one: &Value, other: &Value) -> Option<Value> {
    use Unit::{Percent, Points};
    Some(match (one.plain(), other.plain()) {
        (Value::Amount(one, unit), Value::Amount(other, their)) => {
            let unit = match (unit, their) {
                (unit, their) if unit == their => unit.clone(),
                (Percent, Points) | (Points, Percent) => Percent,
                _ => return None,
            };
            Value::Amount(one.checked_add(*other)?, unit)
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

/// `-` (§11).
pub(crate) fn subtract(one: &Value, other: &Value) -> Option<Value> {
    match (one.plain(), other.plain()) {
        (Value::Amount(one, Unit::Percent), Value::Amount(other, Unit::Percent)) => {
            Some(Value::Amount(one.checked_sub(*other)?, Unit::Points))
        }
        (Value::Amount(_, Unit::Points), Value::Amount(_, Unit::Percent)) => None,
        (one, other @ (Value::Amount(..) | Value::Duration(..))) => add(one, &negated(other)?),
        (one, other) => {
            let days = one.day()?.since(other.day()?).ok()?.get_days();
            Some(Value::Duration(0, i64::from(days)))
        }
    }
}

/// The same amount or duration the other way.
pub(crate) fn negated(value: &Value) -> Option<Value> {
    Some(match value.plain() {
        Value::Amount(amount, unit) => Value::Amount(-*amount, unit.clone()),
        Value::Duration(months, days) => Value::Duration(months.checked_neg()?, days.checked_neg()?),
        _ => return None,
    })
}

/// A day so many months and days later (§10, Time: months are calendar units).
pub(crate) fn moved(date: Date, months: i64, days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_months(months).ok()?.try_days(days).ok()?;
    date.checked_add(span).ok().filter(|date| date.year() >= 1)
}

/// `*` (§11).
pub(crate) fn multiply(one: &Value, other: &Value) -> Option<Value> {
    Some(match (one.plain(), other.plain()) {
        (Value::Amount(factor, Unit::Number), Value::Amount(amount, unit))
        | (Value::Amount(amount, unit), Value::Amount(factor, Unit::Number)) => {
            Value::Amount(amount.checked_mul(*factor)?, unit.clone())
        }
        (Value::Amount(share, Unit::Percent), Value::Amount(amount, unit))
        | (Value::Amount(amount, unit), Value::Amount(share, Unit::Percent)) => {
            Value::Amount(amount.checked_mul(*share)?.checked_div(Decimal::ONE_HUNDRED)?, unit.clone())
        }
        (Value::Amount(factor, Unit::Number), Value::Duration(months, days))
        | (Value::Duration(months, days), Value::Amount(factor, Unit::Number)) => {
            let times = |part: i64| whole(Decimal::from(part).checked_mul(*factor)?);
            Value::Duration(times(*months)?, times(*days)?)
        }
        _ => return None,
    })
}

/// `/` (§11).
pub(crate) fn divide(one: &Value, other: &Value) -> Option<Value> {
    Some(match (one.plain(), other.plain()) {
        (Value::Amount(one, unit), Value::Amount(other, their)) if unit == their => {
            Value::Amount(one.checked_div(*other)?, Unit::Number)
        }
        (Value::Amount(amount, unit), Value::Amount(divisor, Unit::Number)) => {
            Value::Amount(amount.checked_div(*divisor)?, unit.clone())
        }
        (Value::Amount(amount, unit @ (Unit::Number | Unit::Money(_))), Value::Amount(share, Unit::Percent)) => {
            Value::Amount(amount.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(*share)?, unit.clone())
        }
        (Value::Duration(months, days), Value::Amount(divisor, Unit::Number)) => {
            let part = |part: i64| whole(Decimal::from(part).checked_div(*divisor)?);
            Value::Duration(part(*months)?, part(*days)?)
        }
        (Value::Duration(0, one), Value::Duration(0, other)) | (Value::Duration(one, 0), Value::Duration(other, 0)) => {
            Value::Amount(Decimal::from(*one).checked_div(Decimal::from(*other))?, Unit::Number)
        }
        _ => return None,
    })
}

/// A duration is whole: a part of a day or month is none.
fn whole(number: Decimal) -> Option<i64> {
    if number.fract().is_zero() { number.to_i64() } else { None }
}
