//! §10: true, false, unknown; counts with unknowns, equality, time.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use bellwether_syntax::tree::CompareOp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::paths::Found;
use crate::types::{Type, Value};
use crate::{Asked, Stop};

/// What a condition says. Unknown has the names of what is missing (§13).
#[derive(Clone, Debug, PartialEq)]
pub enum Truth {
    False,
    Unknown(BTreeSet<String>),
    True,
}

/// What is said of a value; of one that is not there it is unknown.
pub(crate) fn settled<T>(value: Asked<T>, say: impl FnOnce(T) -> Asked<Truth>) -> Asked<Truth> {
    match value.and_then(say) {
        Err(Stop::Open(truth)) => Ok(truth),
        said => said,
    }
}

/// Two values, or what both of them lack.
pub(crate) fn both<A, B>(one: Asked<A>, other: Asked<B>) -> Asked<(A, B)> {
    match (one, other) {
        (Err(Stop::Open(one)), Err(Stop::Open(other))) => Err(Stop::Open(one.and(other))),
        (one, other) => Ok((one?, other?)),
    }
}

impl Truth {
    /// Unknown without anything missing.
    pub(crate) const UNDECIDED: Self = Self::Unknown(BTreeSet::new());

    pub(crate) const fn of(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }

    /// Unknown where nothing can be told.
    pub(crate) fn told(holds: Option<bool>) -> Self {
        holds.map_or(Self::UNDECIDED, Self::of)
    }

    /// The table `and`.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, known) | (known, Self::True) => known,
            (Self::Unknown(mut names), Self::Unknown(more)) => {
                names.extend(more);
                Self::Unknown(names)
            }
        }
    }

    /// The table `or`.
    pub(crate) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    /// The table `not`.
    pub(crate) fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown(names) => Self::Unknown(names),
        }
    }

    /// Where it is unknown it lacks what something open does, too.
    pub(crate) fn lacking(self, open: &Self) -> Self {
        if self.is_open() { self.and(open.clone()) } else { self }
    }

    pub(crate) fn is_true(&self) -> bool {
        *self == Self::True
    }

    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }
}

/// One of the values that an expression leads to, and whether it is one of them.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) value: Value,
    pub(crate) belongs: Truth,
}

/// Enters a member, once for each value.
pub(crate) fn enter(members: &mut Vec<Member>, member: Member, like: impl Fn(&Value, &Value) -> bool) {
    match members.iter_mut().find(|known| like(&known.value, &member.value)) {
        Some(known) => known.belongs = known.belongs.clone().or(member.belongs),
        None => members.push(member),
    }
}

/// What is arrived at from something by steps, any number of times, in the order in which it is.
pub(crate) fn spread<T: Clone + PartialEq>(from: T, step: impl Fn(T) -> Asked<Vec<T>>) -> Asked<Vec<T>> {
    let (mut reached, mut at) = (step(from)?, 0);
    while let Some(next) = reached.get(at).cloned() {
        at += 1;
        let more: Vec<T> = step(next)?.into_iter().filter(|it| !reached.contains(it)).collect();
        reached.extend(more);
    }
    Ok(reached)
}

/// What leaves it open which members belong.
pub(crate) fn open(members: &[Member]) -> Truth {
    members.iter().map(|it| it.belongs.clone()).filter(Truth::is_open).fold(Truth::UNDECIDED, Truth::and)
}

/// How many of some members belong, at least and at most (Counts with unknowns), where each counts for so much.
/// Different members count: those with fields by their value.
pub(crate) fn count(members: &[Member], each: usize) -> Found {
    let mut kept = Vec::new();
    members.iter().for_each(|it| enter(&mut kept, it.clone(), |one, other| same(one, other) == Some(true)));
    let least = kept.iter().filter(|it| it.belongs.is_true()).count();
    let most = kept.iter().filter(|it| it.belongs != Truth::False).count();
    let ends = Some((Value::count(least * each), Value::count(most * each)));
    Found { ends, ..Found::missing(Type::Plain("number"), open(&kept)) }
}

/// Where one value stands to another: from the first to the second of these orderings.
pub(crate) type Place = (Ordering, Ordering);

/// What a comparison says of a place: what it says of all orderings in it, if that is one thing.
pub(crate) fn judge(op: CompareOp, (least, most): Place) -> Option<bool> {
    let holds = |ordering: &Ordering| match op {
        CompareOp::Equal => ordering.is_eq(),
        CompareOp::NotEqual => ordering.is_ne(),
        CompareOp::Less => ordering.is_lt(),
        CompareOp::AtMost => ordering.is_le(),
        CompareOp::More => ordering.is_gt(),
        CompareOp::AtLeast => ordering.is_ge(),
    };
    let all = [Ordering::Less, Ordering::Equal, Ordering::Greater];
    let mut said = all.iter().filter(|it| least <= **it && **it <= most).map(holds);
    let first = said.next()?;
    said.all(|it| it == first).then_some(first)
}

/// A comparison, which must hold over all that its sides may be.
pub(crate) fn compare(left: &Found, op: CompareOp, right: &Found) -> Asked<Truth> {
    // The least and the most that the one value may be.
    let extent = |of: &Found| of.ends.clone().map_or_else(|| of.value().map(|value| (value.clone(), value)), Ok);
    let told = settled(both(extent(left), extent(right)), |((least, most), (their_least, their_most))| {
        let certain = left.ends.is_none() && right.ends.is_none();
        let said = if certain && matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
            same(&least, &their_least).map(|same| same == (op == CompareOp::Equal))
        } else {
            let ends = place(&least, &their_most).zip(place(&most, &their_least));
            ends.and_then(|((from, _), (_, to))| judge(op, (from, to)))
        };
        Ok(Truth::told(said))
    });
    Ok(told?.lacking(&left.open).lacking(&right.open))
}

/// Where one value stands to another (§11: what may be compared); `None` where they do not fit.
pub(crate) fn place(one: &Value, other: &Value) -> Option<Place> {
    let certain = |ordering: Ordering| Some((ordering, ordering));
    match (one.plain(), other.plain()) {
        (Value::Amount(one, unit), Value::Amount(other, their)) => {
            // A ratio against a percentage; one whose hundredfold is too large lies beyond every percentage.
            let beyond = |ratio: Decimal| if ratio.is_sign_negative() { Decimal::MIN } else { Decimal::MAX };
            let hundredfold = |ratio: Decimal| ratio.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(beyond(ratio));
            match (unit.as_str(), their.as_str()) {
                (unit, their) if unit == their => certain(one.cmp(other)),
                ("number", "percent") => certain(hundredfold(*one).cmp(other)),
                ("percent", "number") => certain(one.cmp(&hundredfold(*other))),
                _ => None,
            }
        }
        // Time: a month is 28 to 31 days.
        (Value::Duration(months, days), Value::Duration(more, others)) => {
            let far = |long: i64| {
                let (months, days) = (months.checked_sub(*more)?, days.checked_sub(*others)?);
                Some(months.checked_mul(long)?.checked_add(days)?.cmp(&0))
            };
            let (short, long) = (far(28)?, far(31)?);
            Some((short.min(long), short.max(long)))
        }
        (Value::Period(start, end), Value::Period(first, last)) => certain(end.cmp(last).then(start.cmp(first))),
        (one, other) => certain(one.day()?.cmp(&other.day()?)),
    }
}

/// Whether two values are equal (Equality); `None` where that cannot be told.
pub(crate) fn same(one: &Value, other: &Value) -> Option<bool> {
    Some(match (one.plain(), other.plain()) {
        (Value::Element(one), Value::Element(other)) => one == other,
        (Value::Word(one), Value::Word(other)) | (Value::Text(one), Value::Text(other)) => one == other,
        (Value::Formula(one), Value::Formula(other)) => one == other,
        (one, other) => return judge(CompareOp::Equal, place(one, other)?),
    })
}

/// A day so many months and days later (Time: months are calendar units).
pub(crate) fn moved(date: Date, months: i64, days: i64) -> Option<Date> {
    // One span has one sign.
    let date = date.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok().filter(|date| date.year() >= 1)
}
