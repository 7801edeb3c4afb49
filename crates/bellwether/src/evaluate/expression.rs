//! Evaluates terms: arithmetic, aggregates, the nearest element.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::ids::{ElementId, WordId};
use crate::plan::{Short, Term, TermKind, Way};
use crate::program::{AggregateOp, Base, Factor, Sign};
use crate::value::{Date, Duration, Quantity, Scalar};
use crate::vocabulary::Type;

use super::Engine;
use super::compare::place;
use super::state::{State, Value};

/// What a value may be where the set it was found from is not quite known: between the two.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) least: Scalar,
    pub(super) most: Scalar,
}

impl Engine<'_> {
    /// The value of a term that has one at most. A record is given as its value.
    #[inline]
    pub(crate) fn value(&self, term: &Term<'_>, state: &mut State) -> Value {
        match &term.kind {
            TermKind::Way(way) => {
                if let Short::Column { slot, column, start, end } = term.short
                    && let Scalar::Element(element) = state.slot(slot)
                    && (start..end).contains(&element.0)
                    && let Some(value) = column.get(element.0 - start)
                {
                    return Value::Is(value);
                }
                match self.one(way, state) {
                    Value::Is(value) => self.plain(value),
                    absent => absent,
                }
            }
            TermKind::Fixed(value) => Value::Is(*value),
            TermKind::Sum(terms) => self.sum(terms, state),
            TermKind::Product(factors) => self.product(factors, state),
            TermKind::Aggregate(op, way, holder) => match self.aggregate(*op, way, holder.as_ref(), state) {
                Ok(extent) if super::compare::same(extent.least, extent.most) == Some(true) => Value::Is(extent.least),
                Ok(_) => Value::Missing,
                Err(absent) => absent,
            },
            TermKind::Nearest(slot, nearest) => match self.element(state.slot(*slot)) {
                Some(element) => self.nearest(*nearest, element, state),
                None => Value::Missing,
            },
        }
    }

    /// The element that a term's value is, without making a value of it; else why not.
    #[inline]
    pub(super) fn element_of(&self, term: &Term<'_>, state: &mut State) -> Result<Option<ElementId>, Value> {
        match term.short {
            Short::Slot(slot) => return Ok(self.element(state.slot(slot))),
            Short::Column { slot, column, start, end } => {
                if let Scalar::Element(element) = state.slot(slot)
                    && (start..end).contains(&element.0)
                    && let Some(element) = column.element(element.0 - start)
                {
                    return Ok(Some(element));
                }
            }
            Short::None => {}
        }
        match self.value(term, state) {
            Value::Is(value) => Ok(self.element(value)),
            absent => Err(absent),
        }
    }

    /// The value of a term, or the two ends of what it may be.
    pub(super) fn extent(&self, term: &Term<'_>, state: &mut State) -> Result<Extent, Value> {
        match &term.kind {
            TermKind::Aggregate(op, way, holder) => self.aggregate(*op, way, holder.as_ref(), state),
            _ => match self.value(term, state) {
                Value::Is(value) => Ok(Extent { least: value, most: value }),
                absent => Err(absent),
            },
        }
    }

    fn sum(&self, terms: &[(Sign, Term<'_>)], state: &mut State) -> Value {
        state.tick(3 * terms.len() as u64);
        let mut total: Option<Scalar> = None;
        let mut absent: Option<Value> = None;
        for (sign, term) in terms {
            let value = match self.value(term, state) {
                Value::Is(value) => value,
                missing => {
                    absent = Some(absent.map_or(missing, |it| it.or_absent(missing)));
                    continue;
                }
            };
            // To what is not there nothing is added: only what else is not there is of interest.
            if absent.is_some() {
                continue;
            }
            let after = match total {
                None => Some(value),
                Some(before) if *sign == Sign::Plus => add(before, value),
                Some(before) => subtract(before, value),
            };
            match after {
                Some(after) => total = Some(after),
                None => absent = Some(Value::Missing),
            }
        }
        absent.unwrap_or_else(|| total.into())
    }

    fn product(&self, factors: &[(Factor, Term<'_>)], state: &mut State) -> Value {
        state.tick(3 * factors.len() as u64);
        let mut total: Option<Scalar> = None;
        let mut absent: Option<Value> = None;
        for (factor, term) in factors {
            match self.value(term, state) {
                Value::Is(value) => {
                    let after = match total {
                        None => Some(value),
                        Some(before) if *factor == Factor::Times => multiply(before, value),
                        Some(before) => divide(before, value),
                    };
                    match after {
                        Some(after) => total = Some(after),
                        None => absent = Some(absent.map_or(Value::Missing, |it| it.or_absent(Value::Missing))),
                    }
                }
                missing => absent = Some(absent.map_or(missing, |it| it.or_absent(missing))),
            }
        }
        absent.unwrap_or_else(|| total.into())
    }

    /// One value from many. Members that may or may not belong give the two ends of what it may be.
    fn aggregate(
        &self,
        op: AggregateOp,
        way: &Way<'_>,
        holder: Option<&Way<'_>>,
        state: &mut State,
    ) -> Result<Extent, Value> {
        if let Some(absent) = holder.map(|holder| self.one(holder, state)).filter(|it| !matches!(it, Value::Is(_))) {
            return Err(absent);
        }
        let mut list = state.take_list();
        let gathered = self.gather(way, state, &mut list);
        if op == AggregateOp::Count {
            self.distinct(&mut list);
        }
        let open = list.iter().any(|member| member.belongs.is_hole()) || gathered.hole;
        let result = match op {
            _ if open => Err(Value::Hole),
            AggregateOp::Count => {
                let certain = list.iter().filter(|member| member.belongs.is_true()).count();
                Ok(Extent { least: number(certain), most: number(list.len()) })
            }
            // A value that is not there would make the whole another one.
            _ if gathered.missing => Err(Value::Missing),
            _ => {
                let mut values: Vec<(Scalar, bool)> = Vec::with_capacity(list.len());
                for member in &list {
                    if let Value::Is(value) = self.plain(member.value) {
                        values.push((value, member.belongs.is_true()));
                    }
                }
                let plain_number = matches!(way.source.ty.base, Base::Value(Type::Number));
                fold(op, &values, plain_number).ok_or(Value::Missing)
            }
        };
        state.give_list(list);
        result
    }

    pub(super) fn nearest(&self, nearest: usize, from: ElementId, state: &mut State) -> Value {
        if let Some(known) = self.tables.nearest(nearest).and_then(|table| table.of(from)) {
            return known.into();
        }
        self.search_nearest(nearest, from, state)
    }
}

fn fold(op: AggregateOp, values: &[(Scalar, bool)], plain_number: bool) -> Option<Extent> {
    let certain = values.iter().filter(|(_, certain)| *certain).map(|(value, _)| *value);
    let open = values.iter().filter(|(_, certain)| !certain).map(|(value, _)| *value);
    match op {
        AggregateOp::Count => None,
        AggregateOp::Sum => {
            let mut certain = certain.peekable();
            let mut open = open.peekable();
            if certain.peek().is_none() && open.peek().is_none() && plain_number {
                return Some(Extent { least: number(0), most: number(0) });
            }
            let sum = certain.try_fold(None, |sum: Option<Scalar>, value| match sum {
                None => Some(Some(value)),
                Some(sum) => add(sum, value).map(Some),
            })?;
            // Where nobody belongs for certain there may be no sum at all, unless it is of plain numbers.
            let sum = match sum {
                Some(sum) => sum,
                None if plain_number => number(0),
                None => return None,
            };
            let mut extent = Extent { least: sum, most: sum };
            for value in open {
                let with = add(value, sum).and_then(|with| subtract(with, sum))?;
                let least = add(extent.least, with)?;
                let most = add(extent.most, with)?;
                match place(least, extent.least)? {
                    (_, Ordering::Less) => extent.least = least,
                    _ => extent.most = most,
                }
            }
            Some(extent)
        }
        AggregateOp::Min | AggregateOp::Max => {
            let better = |one: Scalar, other: Scalar| {
                let (least, most) = place(one, other)?;
                if least != most && least != Ordering::Equal && most != Ordering::Equal {
                    return None;
                }
                let less = if least == Ordering::Equal { most } else { least };
                let first = if op == AggregateOp::Min { less != Ordering::Greater } else { less != Ordering::Less };
                Some(if first { one } else { other })
            };
            let best = |values: &mut dyn Iterator<Item = Scalar>| {
                let mut best = values.next()?;
                for value in values {
                    best = better(best, value)?;
                }
                Some(best)
            };
            let surely = best(&mut { certain })?;
            let perhaps = best(&mut values.iter().map(|(value, _)| *value))?;
            Some(if op == AggregateOp::Min {
                Extent { least: perhaps, most: surely }
            } else {
                Extent { least: surely, most: perhaps }
            })
        }
        AggregateOp::Average => {
            if open.count() > 0 {
                return None;
            }
            let mut count = 0_u64;
            let mut sum: Option<Scalar> = None;
            for value in certain {
                count += 1;
                sum = Some(match sum {
                    None => value,
                    Some(sum) => add(sum, value)?,
                });
            }
            let (sum, count) = (sum?, Quantity::number(Decimal::from(count)));
            if let Scalar::Duration(sum) = sum {
                // A mean may lie between two days: then it is said to lie between them.
                let exact = |part: i32| Quantity::number(Decimal::from(part)).div(count).map(|it| it.amount);
                let least = scale(sum, |part| exact(part).map(|it| it.floor()))?;
                let most = scale(sum, |part| exact(part).map(|it| it.ceil()))?;
                return Some(Extent { least: Scalar::Duration(least), most: Scalar::Duration(most) });
            }
            let mean = divide(sum, Scalar::Quantity(count))?;
            Some(Extent { least: mean, most: mean })
        }
    }
}

pub(super) fn number(count: usize) -> Scalar {
    Scalar::Quantity(Quantity::number(Decimal::from(count)))
}

fn add(one: Scalar, other: Scalar) -> Option<Scalar> {
    Some(match (one, other) {
        (Scalar::Quantity(one), Scalar::Quantity(other)) => Scalar::Quantity(one.add(other)?),
        (Scalar::Duration(one), Scalar::Duration(other)) => Scalar::Duration(one.add(other)?),
        (Scalar::Date(date), Scalar::Duration(duration)) | (Scalar::Duration(duration), Scalar::Date(date)) => {
            Scalar::Date(date.add(duration)?)
        }
        _ => return None,
    })
}

fn subtract(one: Scalar, other: Scalar) -> Option<Scalar> {
    Some(match (one, other) {
        (Scalar::Quantity(one), Scalar::Quantity(other)) => Scalar::Quantity(one.sub(other)?),
        (Scalar::Duration(one), Scalar::Duration(other)) => Scalar::Duration(one.sub(other)?),
        (Scalar::Date(date), Scalar::Duration(duration)) => Scalar::Date(date.sub(duration)?),
        (Scalar::Date(one), Scalar::Date(other)) => Scalar::Duration(one.since(other)),
        _ => return None,
    })
}

fn multiply(one: Scalar, other: Scalar) -> Option<Scalar> {
    Some(match (one, other) {
        (Scalar::Quantity(one), Scalar::Quantity(other)) => Scalar::Quantity(one.mul(other)?),
        (Scalar::Quantity(factor), Scalar::Duration(duration))
        | (Scalar::Duration(duration), Scalar::Quantity(factor)) => {
            let factor = Quantity::number(Decimal::ONE).mul(factor)?;
            Scalar::Duration(scale(duration, |part| Decimal::from(part).checked_mul(factor.amount))?)
        }
        _ => return None,
    })
}

fn divide(one: Scalar, other: Scalar) -> Option<Scalar> {
    Some(match (one, other) {
        (Scalar::Quantity(one), Scalar::Quantity(other)) => Scalar::Quantity(one.div(other)?),
        (Scalar::Duration(duration), Scalar::Quantity(divisor)) => Scalar::Duration(scale(duration, |part| {
            Quantity::number(Decimal::from(part)).div(divisor).map(|it| it.amount)
        })?),
        (Scalar::Duration(one), Scalar::Duration(other)) => {
            // How often one fits into the other is certain only where both count the same unit.
            let (part, whole) = match (one.months, one.days, other.months, other.days) {
                (0, days, 0, divisor) => (days, divisor),
                (months, 0, divisor, 0) => (months, divisor),
                _ => return None,
            };
            Scalar::Quantity(Quantity::number(Decimal::from(part)).div(Quantity::number(Decimal::from(whole)))?)
        }
        _ => return None,
    })
}

/// What is done with a value and the one after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Whether values of these units would have a result if they were small: then what kept these from one is their size.
pub(super) fn small_ones_fit(values: &[Scalar], steps: &[Step]) -> bool {
    let mut total: Option<Scalar> = None;
    for (value, step) in values.iter().zip(steps) {
        let value = match *value {
            Scalar::Quantity(quantity) => Scalar::Quantity(Quantity { amount: Decimal::ONE, ..quantity }),
            Scalar::Duration(duration) => {
                Scalar::Duration(Duration { months: duration.months.signum(), days: duration.days.signum() })
            }
            Scalar::Date(_) => Date::new(2000, 1, 1).map_or(*value, Scalar::Date),
            other => other,
        };
        let after = match (total, step) {
            (None, _) => Some(value),
            (Some(total), Step::Add) => add(total, value),
            (Some(total), Step::Subtract) => subtract(total, value),
            (Some(total), Step::Multiply) => multiply(total, value),
            (Some(total), Step::Divide) => divide(total, value),
        };
        if after.is_none() {
            return false;
        }
        total = after;
    }
    true
}

/// A duration with months and days scaled; `None` where that leaves a part of a day or month, or is too long.
fn scale(duration: Duration, scaled: impl Fn(i32) -> Option<Decimal>) -> Option<Duration> {
    let whole = |part: i32| {
        let part = scaled(part)?;
        if part.fract().is_zero() { part.to_i32() } else { None }
    };
    Some(Duration { months: whole(duration.months)?, days: whole(duration.days)? })
}

/// The value word that a term is, where it can be read off a column.
#[inline]
pub(super) fn short_word(term: &Term<'_>, state: &State) -> Option<WordId> {
    let Short::Column { slot, column, start, end } = term.short else { return None };
    match state.slot(slot) {
        Scalar::Element(element) if (start..end).contains(&element.0) => column.word(element.0 - start),
        _ => None,
    }
}
