//! Literals of each type, from small pools: so equal values and values at a bound come up often.

use crate::draw::Draw;
use crate::phrase::Phrase;
use crate::schema::Type;

const NUMBERS: &[&str] = &["1", "2", "3", "0", "5", "1.5", "-3", "20k", "1_000", "0.50", "1.5M", "2B"];
const PERCENTS: &[&str] = &["10%", "5%", "20%", "0%", "18.5%", "-2.5%", "100%"];
const POINTS: &[&str] = &["1 point", "5 points", "10 points", "0.5 points", "-2 points"];
const MONEY: &[&str] = &["EUR 10", "EUR 20k", "USD 10", "USD 1.5M", "EUR 0.10"];
const DURATIONS: &[&str] =
    &["1 day", "30 days", "2 weeks", "14 days", "1 month", "31 days", "1 quarter", "6 months", "1 year", "0 days"];
pub(crate) const DATES: &[&str] = &[
    "2026-06-30",
    "2026-06-29",
    "2026-07-01",
    "2026-03-31",
    "2026-01-31",
    "2026-12-31",
    "2026-05-31",
    "2028-02-29",
    "2024-12-31",
];
pub(crate) const PERIODS: &[&str] = &["2026-Q2", "2026-06", "2026-Q3", "2026-07", "2026-Q4", "2025-12"];
/// Words that texts are made of and that `mention` looks for.
pub(crate) const WORDS: &[&str] =
    &["improve", "conversion", "improve conversion", "Größe", "per week", "", "a \"b\" \\c"];

/// A literal of a plain type, as a policy writes it; `None` where a type has none.
pub(crate) fn literal(draw: &mut Draw<'_, '_>, ty: &Type) -> Option<Phrase> {
    let pool = match ty {
        Type::Number => NUMBERS,
        Type::Percent => PERCENTS,
        Type::Points => POINTS,
        Type::Money => MONEY,
        Type::Quantity => {
            let pools = [PERCENTS, NUMBERS, MONEY, POINTS];
            *pools.get(draw.weighted(&[5, 3, 2, 1]))?
        }
        Type::Duration => DURATIONS,
        Type::Date => DATES,
        Type::Period => PERIODS,
        Type::Text => return Some(Phrase::new().text(text(draw))),
        Type::YesOrNo | Type::OneOf(_) | Type::Formula(_) | Type::Element(_) => return None,
    };
    // The first few come most often.
    let end = if draw.chance(1, 3) { pool.len() } else { 3 };
    let at = draw.below(end.min(pool.len()));
    pool.get(at).map(|word| Phrase::of(word))
}

/// A text of the pool.
pub(crate) fn text(draw: &mut Draw<'_, '_>) -> &'static str {
    draw.word(WORDS)
}
