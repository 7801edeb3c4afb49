//! Values: exact decimals with units, durations, dates, periods, and the three truth values.

mod literal;
mod quantity;
mod time;
mod truth;

pub use literal::{LiteralError, LiteralValue, read_literal};
pub use quantity::{Currency, Quantity, Unit};
/// The exact decimals that a [`Quantity`] holds.
pub use rust_decimal::Decimal;
pub use time::{Date, Duration, Period, Undecided};
pub use truth::Truth;

use crate::ids::{AttributeId, ElementId, FormulaId, TextId, WordId};

/// One value at run time. A value that is not there is `None` around it, never a variant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// A number, a percentage, points or money.
    Quantity(Quantity),
    /// A duration.
    Duration(Duration),
    /// A date.
    Date(Date),
    /// A period.
    Period(Period),
    /// A text of the model.
    Text(TextId),
    /// A value word.
    Word(WordId),
    /// `yes` or `no`.
    YesOrNo(bool),
    /// A formula of the model.
    Formula(FormulaId),
    /// An element.
    Element(ElementId),
    /// A value with fields: the attribute and the row of its record table. Equal to another if their values are.
    Record(AttributeId, u32),
}
