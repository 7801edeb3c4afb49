//! Types: which may be compared, which may be calculated with, and what they are called.

use crate::program::{Base, Ty};
use crate::vocabulary::{Type, Vocabulary, nouns};

impl Ty {
    /// One value of a type.
    pub(crate) fn one(ty: Type) -> Self {
        Self { base: Base::Value(ty), many: false }
    }
}

/// The type of a base used as a value: a record is its value.
pub(super) fn value_type(base: &Base, vocabulary: &Vocabulary) -> Option<Type> {
    match base {
        Base::Value(ty) => Some(ty.clone()),
        Base::Record(attribute) => vocabulary.attribute(*attribute).map(|attribute| attribute.ty.clone()),
    }
}

/// Whether a type is an amount: a number, a percentage, points, money or any of them.
pub(super) fn is_amount(ty: &Type) -> bool {
    matches!(ty, Type::Number | Type::Percent | Type::Points | Type::Money | Type::Quantity)
}

/// Whether values of two types may be compared; `ordered` asks for more than equality.
pub(super) fn comparable(left: &Type, right: &Type, ordered: bool, vocabulary: &Vocabulary) -> bool {
    use Type::{Date, Duration, Element, Formula, Number, OneOf, Percent, Period, Quantity, Text, YesOrNo};
    match (left, right) {
        (Quantity, other) | (other, Quantity) => is_amount(other),
        (Number, Percent) | (Percent, Number) | (Date, Period | Date) | (Period, Date) | (Duration, Duration) => true,
        (Element(a), Element(b)) => !ordered && (vocabulary.is_a(*a, *b) || vocabulary.is_a(*b, *a)),
        (OneOf(a), OneOf(b)) => !ordered && a.iter().any(|word| b.contains(word)),
        (Text, Text) | (YesOrNo, YesOrNo) | (Formula(_), Formula(_)) | (Period, Period) => !ordered,
        (a, b) => is_amount(a) && a == b,
    }
}

/// The type of a sum or difference; `None` where the two do not go together.
pub(super) fn sum(left: &Type, minus: bool, right: &Type) -> Option<Type> {
    use Type::{Date, Duration, Money, Number, Percent, Points, Quantity};
    Some(match (left, right) {
        (Date, Date) if minus => Duration,
        (Percent, Percent) if minus => Points,
        (Date, Duration) => Date,
        (Duration, Date) if !minus => Date,
        (Duration, Duration) => Duration,
        (Number, Number) => Number,
        (Money, Money) => Money,
        (Points, Points) => Points,
        (Points, Percent) if minus => return None,
        (Percent | Points, Percent) | (Percent, Points) => Percent,
        (Quantity, other) | (other, Quantity) if is_amount(other) => Quantity,
        _ => return None,
    })
}

/// The type of a product or quotient; `None` where the two do not go together.
pub(super) fn product(left: &Type, over: bool, right: &Type) -> Option<Type> {
    use Type::{Duration, Money, Number, Percent, Points, Quantity};
    Some(match (left, right) {
        (Duration, Duration) | (Money, Money) | (Percent, Percent) | (Points, Points) if over => Number,
        (Number | Money, Percent) if over => left.clone(),
        (Duration, Number) => Duration,
        (Number, Duration) if !over => Duration,
        (Quantity, other) | (other, Quantity) if is_amount(other) => Quantity,
        (amount, Number) if over && is_amount(amount) => amount.clone(),
        // A number takes the unit of what it multiplies; a percentage is a share of it.
        (Number | Percent, amount) | (amount, Percent | Number) if !over && is_amount(amount) => amount.clone(),
        _ => return None,
    })
}

/// What to write where values of two types cannot be compared.
pub(super) fn help_to_compare(left: &Type, right: &Type) -> &'static str {
    use Type::{Date, Duration, Element, Money, Number, OneOf, Percent, Period, Points, Text};
    match (left, right) {
        (Percent, Points) | (Points, Percent) => {
            "points are the difference of two percentages: compare `target - baseline` with points"
        }
        (Date | Period, Duration) | (Duration, Date | Period) => {
            "how far a date is away is said with it: `at least 2 weeks before today`"
        }
        (Duration, Number) | (Number, Duration) => "a duration has its unit: `2 weeks`",
        (Money, Number) | (Number, Money) => "money has its currency: `EUR 200`",
        (OneOf(_), Text) | (Text, OneOf(_)) => "a word of a list is written without quotation marks",
        (Element(_), Text) | (Text, Element(_)) => "an element is named with its kind: `kpi new_arr`",
        (left, right) if left == right => "only amounts, durations and dates can be put in order",
        _ => "compare values of one type",
    }
}

/// What to write where values of two types cannot be calculated with.
pub(super) fn help_to_calculate(op: &str, left: &Type, right: &Type) -> &'static str {
    use Type::{Date, Duration, Money, Number, Percent, Period, Points, Quantity};
    let plain = |ty: &Type| is_amount(ty) || matches!(ty, Duration | Date | Period);
    match (op, left, right) {
        (_, left, right) if !plain(left) || !plain(right) => "only amounts, durations and dates can be calculated with",
        (_, Period, _) | (_, _, Period) => "a period has two days: take its `start` or its `end`",
        ("+" | "-", Percent, Number) | ("+" | "-", Number, Percent) => {
            "a percentage moves by points: `18% + 5 points`; so many hundredths of a number are `10% * 200`"
        }
        ("+" | "-", Points, Number | Percent) | ("+" | "-", Number, Points) => {
            "points are added to points, and to a percentage: `18% + 5 points`"
        }
        ("+" | "-", Date | Duration, Number) | ("+" | "-", Number, Date | Duration) => {
            "a duration has its unit: `today + 2 weeks`"
        }
        ("+" | "-", Money, Number) | ("+" | "-", Number, Money) => "money has its currency: `EUR 200`",
        ("+", Date, Date) => "dates are not added: one less another is the duration between them",
        ("-", Duration, Date) => "a duration is taken from a date: write the date first",
        ("+" | "-", left, right) if is_amount(left) && is_amount(right) => "add like to like",
        ("+" | "-", ..) => "a date takes durations, and a duration takes others",
        (_, Date, _) | (_, _, Date) => "a date is moved by `+` and `-` alone",
        ("/", Number | Money | Points | Percent | Quantity, _) => {
            "an amount is divided by a number or by its like, a number or money by a percentage too"
        }
        ("/", ..) => "a duration is divided by a number or by another",
        _ => "multiply by a number; an amount can be multiplied by a percentage too",
    }
}

/// What a type is called in a message, with its article where it has one.
pub(super) fn type_name(ty: &Type, vocabulary: &Vocabulary) -> String {
    match ty {
        Type::Text => "a text".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Percent => "a percentage".to_owned(),
        Type::Points => "points".to_owned(),
        Type::Money => "an amount of money".to_owned(),
        Type::Quantity => "a quantity".to_owned(),
        Type::Duration => "a duration".to_owned(),
        Type::Date => "a date".to_owned(),
        Type::Period => "a period".to_owned(),
        Type::YesOrNo => "yes or no".to_owned(),
        Type::OneOf(words) => {
            let words: Vec<_> = words.iter().take(4).map(|word| vocabulary.word(*word)).collect();
            format!("one of {}", words.join(", "))
        }
        Type::Formula(_) => "a formula".to_owned(),
        Type::Element(kind) => nouns::with_article(vocabulary.kind(*kind).map_or("element", |kind| &kind.name)),
    }
}
