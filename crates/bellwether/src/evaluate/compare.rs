//! Compares values: which is more, and whether two are the same.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::ids::{ElementId, FormulaId, TextId, WordId};
use crate::program::Comparison;
use crate::value::{Currency, Date, Duration, Period, Quantity, Scalar, Unit};

use super::judgement::Judgement;

/// Where one value stands to another: between these two, both included. `None` where they do not fit.
pub(super) type Place = Option<(Ordering, Ordering)>;

/// Where the first stands to the second. Records are taken for their values before.
#[inline]
pub(super) fn place(one: Scalar, other: Scalar) -> Place {
    let certain = |ordering: Ordering| Some((ordering, ordering));
    match (one, other) {
        (Scalar::Quantity(one), Scalar::Quantity(other)) => one.compare(other).and_then(certain),
        (Scalar::Date(one), Scalar::Date(other)) => certain(one.cmp(&other)),
        (Scalar::Duration(one), Scalar::Duration(other)) => match one.compare(other) {
            Ok(ordering) => certain(ordering),
            Err(undecided) => Some((undecided.least, undecided.most)),
        },
        // A period counts as a deadline does: with its last day.
        (Scalar::Date(one), Scalar::Period(other)) => certain(one.cmp(&other.end)),
        (Scalar::Period(one), Scalar::Date(other)) => certain(one.end.cmp(&other)),
        (Scalar::Period(one), Scalar::Period(other)) => {
            certain(one.end.cmp(&other.end).then(one.start.cmp(&other.start)))
        }
        _ => None,
    }
}

/// Whether two values are the same; `None` where that cannot be told.
#[inline]
pub(super) fn same(one: Scalar, other: Scalar) -> Option<bool> {
    match (one, other) {
        (Scalar::Element(one), Scalar::Element(other)) => Some(one == other),
        (Scalar::Word(one), Scalar::Word(other)) => Some(one == other),
        (Scalar::Text(one), Scalar::Text(other)) => Some(one == other),
        (Scalar::YesOrNo(one), Scalar::YesOrNo(other)) => Some(one == other),
        (Scalar::Formula(one), Scalar::Formula(other)) => Some(one == other),
        _ => match place(one, other)? {
            (Ordering::Equal, Ordering::Equal) => Some(true),
            (Ordering::Greater, _) | (_, Ordering::Less) => Some(false),
            _ => None,
        },
    }
}

/// What a comparison says, given where the values stand to each other.
pub(super) fn judge(comparison: Comparison, (least, most): (Ordering, Ordering)) -> Judgement {
    let first = comparison.holds(least);
    let possible = [Ordering::Less, Ordering::Equal, Ordering::Greater];
    let decided = possible.into_iter().filter(|it| least <= *it && *it <= most).all(|it| comparison.holds(it) == first);
    if decided { Judgement::of(first) } else { Judgement::UNKNOWN }
}

/// What two single values say to a comparison.
#[inline]
pub(super) fn compare(one: Scalar, comparison: Comparison, other: Scalar) -> Judgement {
    match comparison {
        Comparison::Equal => same(one, other).map_or(Judgement::UNKNOWN, Judgement::of),
        Comparison::NotEqual => same(one, other).map_or(Judgement::UNKNOWN, |same| Judgement::of(!same)),
        _ => place(one, other).map_or(Judgement::UNKNOWN, |place| judge(comparison, place)),
    }
}

/// A value as a key of a table: equal keys for equal values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A number or, as a ratio, a percentage.
    Number(Decimal),
    Points(Decimal),
    Money(Currency, Decimal),
    Duration(Duration),
    Date(Date),
    Period(Period),
    Text(TextId),
    Word(WordId),
    YesOrNo(bool),
    Formula(FormulaId),
    Element(ElementId),
    Record(u32, u32),
}

impl Key {
    pub(super) fn of(value: Scalar) -> Self {
        match value {
            Scalar::Quantity(quantity) => Self::of_quantity(quantity),
            Scalar::Duration(duration) => Self::Duration(duration),
            Scalar::Date(date) => Self::Date(date),
            Scalar::Period(period) => Self::Period(period),
            Scalar::Text(text) => Self::Text(text),
            Scalar::Word(word) => Self::Word(word),
            Scalar::YesOrNo(yes) => Self::YesOrNo(yes),
            Scalar::Formula(formula) => Self::Formula(formula),
            Scalar::Element(element) => Self::Element(element),
            Scalar::Record(attribute, row) => Self::Record(attribute.0, row),
        }
    }

    fn of_quantity(quantity: Quantity) -> Self {
        let amount = quantity.amount;
        match quantity.unit {
            Unit::Number => Self::Number(amount),
            Unit::Percent => Self::Number(amount.checked_div(Decimal::ONE_HUNDRED).unwrap_or(amount)),
            Unit::Points => Self::Points(amount),
            Unit::Money(currency) => Self::Money(currency, amount),
        }
    }
}
