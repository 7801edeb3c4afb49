//! The values of a column as a dense vector of the smallest form that holds them.

use crate::ids::{ElementId, FormulaId, TextId, WordId};
use crate::value::{Date, Duration, Period, Quantity, Scalar};
use crate::vocabulary::Type;

/// A value as a column keeps it, with one form that means "not there".
pub(super) trait Packed: Copy + PartialEq {
    /// What stands where there is no value.
    const MISSING: Self;
}

impl Packed for u32 {
    const MISSING: Self = Self::MAX;
}

impl Packed for i32 {
    const MISSING: Self = Self::MIN;
}

impl Packed for u8 {
    const MISSING: Self = Self::MAX;
}

impl Packed for (i32, i32) {
    const MISSING: Self = (i32::MIN, i32::MIN);
}

impl Packed for Option<Quantity> {
    const MISSING: Self = None;
}

/// Values by index.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Quantities(Vec<Option<Quantity>>),
    /// Months and days.
    Durations(Vec<(i32, i32)>),
    Dates(Vec<i32>),
    /// First and last day.
    Periods(Vec<(i32, i32)>),
    Texts(Vec<u32>),
    Words(Vec<u32>),
    /// 0 for no, 1 for yes.
    Booleans(Vec<u8>),
    Formulas(Vec<u32>),
    Elements(Vec<u32>),
}

/// Does the same with the vector of every form.
macro_rules! each {
    ($data:expr, $values:ident => $do:expr) => {
        match $data {
            Data::Quantities($values) => $do,
            Data::Durations($values) | Data::Periods($values) => $do,
            Data::Dates($values) => $do,
            Data::Booleans($values) => $do,
            Data::Texts($values) | Data::Words($values) | Data::Formulas($values) | Data::Elements($values) => $do,
        }
    };
}

impl Data {
    /// An empty vector for values of a type.
    pub(super) fn of_type(ty: &Type) -> Self {
        match ty {
            Type::Number | Type::Percent | Type::Points | Type::Money | Type::Quantity => Self::Quantities(Vec::new()),
            Type::Duration => Self::Durations(Vec::new()),
            Type::Date => Self::Dates(Vec::new()),
            Type::Period => Self::Periods(Vec::new()),
            Type::Text => Self::Texts(Vec::new()),
            Type::OneOf(_) => Self::Words(Vec::new()),
            Type::YesOrNo => Self::Booleans(Vec::new()),
            Type::Formula(_) => Self::Formulas(Vec::new()),
            Type::Element(_) => Self::Elements(Vec::new()),
        }
    }

    /// How many places there are, filled or not.
    pub(super) fn len(&self) -> usize {
        each!(self, values => values.len())
    }

    /// The value at an index.
    pub(super) fn get(&self, index: u32) -> Option<Scalar> {
        let index = index as usize;
        match self {
            Self::Quantities(values) => values.get(index).copied().flatten().map(Scalar::Quantity),
            Self::Durations(values) => {
                present(values, index).map(|(months, days)| Scalar::Duration(Duration { months, days }))
            }
            Self::Dates(values) => present(values, index).map(|days| Scalar::Date(Date::from_column(days))),
            Self::Periods(values) => present(values, index).map(|(start, end)| {
                Scalar::Period(Period { start: Date::from_column(start), end: Date::from_column(end) })
            }),
            Self::Texts(values) => present(values, index).map(|id| Scalar::Text(TextId(id))),
            Self::Words(values) => present(values, index).map(|id| Scalar::Word(WordId(id))),
            Self::Booleans(values) => present(values, index).map(|yes| Scalar::YesOrNo(yes == 1)),
            Self::Formulas(values) => present(values, index).map(|id| Scalar::Formula(FormulaId(id))),
            Self::Elements(values) => present(values, index).map(|id| Scalar::Element(ElementId(id))),
        }
    }

    /// Puts a value at an index, making room as needed. A value of another form is not kept.
    pub(super) fn set(&mut self, index: u32, value: Scalar) {
        match (self, value) {
            (Self::Quantities(values), Scalar::Quantity(value)) => place(values, index, Some(value)),
            (Self::Durations(values), Scalar::Duration(value)) => place(values, index, (value.months, value.days)),
            (Self::Dates(values), Scalar::Date(value)) => place(values, index, value.days()),
            (Self::Periods(values), Scalar::Period(value)) => {
                place(values, index, (value.start.days(), value.end.days()));
            }
            (Self::Texts(values), Scalar::Text(value)) => place(values, index, value.0),
            (Self::Words(values), Scalar::Word(value)) => place(values, index, value.0),
            (Self::Booleans(values), Scalar::YesOrNo(value)) => place(values, index, u8::from(value)),
            (Self::Formulas(values), Scalar::Formula(value)) => place(values, index, value.0),
            (Self::Elements(values), Scalar::Element(value)) => place(values, index, value.0),
            _ => {}
        }
    }

    /// Takes the value at an index away.
    pub(super) fn remove(&mut self, index: u32) {
        fn clear<T: Packed>(values: &mut [T], index: usize) {
            if let Some(value) = values.get_mut(index) {
                *value = T::MISSING;
            }
        }
        each!(self, values => clear(values, index as usize));
    }

    /// The same values in another order: `order[n]` is the old index of the value that comes to stand at `n`.
    pub(super) fn reorder(&mut self, order: &[u32]) {
        each!(self, values => *values = reordered(values, order));
    }

    /// Gives back the room that was kept for more values.
    pub(super) fn shrink(&mut self) {
        each!(self, values => values.shrink_to_fit());
    }
}

/// The value at an index unless it is missing.
#[inline]
pub(super) fn present<T: Packed>(values: &[T], index: usize) -> Option<T> {
    values.get(index).copied().filter(|value| *value != T::MISSING)
}

fn place<T: Packed>(values: &mut Vec<T>, index: u32, value: T) {
    let index = index as usize;
    if index == values.len() {
        values.push(value);
        return;
    }
    if index > values.len() {
        values.resize(index + 1, T::MISSING);
    }
    if let Some(place) = values.get_mut(index) {
        *place = value;
    }
}

fn reordered<T: Packed>(values: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|from| values.get(*from as usize).copied().unwrap_or(T::MISSING)).collect()
}
