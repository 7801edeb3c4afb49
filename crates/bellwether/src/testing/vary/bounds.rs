//! The changes of a bound.

use bellwether_syntax::Span;

use super::{Change, Vary};
use crate::program::{Amount, Bound, Test};

impl Vary<'_> {
    /// The changes of a test of a count; `span` are the words that it stands in.
    pub(super) fn test(&self, test: &Test, span: Span) -> Vec<Change<Test>> {
        let mut out = Vec::new();
        let mut put = |bound: Bound, amount: Amount, words: String| {
            out.push(Change {
                changed: Test::One(bound, amount),
                span,
                what: format!("`{}` asks for {words}", self.words(span)),
            });
        };
        match test {
            Test::One(bound, Amount::Number(number)) => {
                for (bound, number) in moved(*bound, *number) {
                    put(bound, Amount::Number(number), format!("{} {number}", bound_words(bound)));
                }
            }
            Test::One(bound, amount) => {
                for (bound, word) in strictness(*bound) {
                    put(bound, amount.clone(), format!("`{word}`"));
                }
            }
            Test::Between(least, most) => {
                put(Bound::AtLeast, least.clone(), "the lower end alone".to_owned());
                put(Bound::AtMost, most.clone(), "the upper end alone".to_owned());
            }
        }
        out
    }
}

/// A bound of a whole number, moved by one either way.
fn moved(bound: Bound, number: u64) -> Vec<(Bound, u64)> {
    let more = number.saturating_add(1);
    let fewer = number.checked_sub(1);
    match bound {
        Bound::Exactly => vec![(Bound::AtLeast, number), (Bound::AtMost, number)],
        // Fewer than none is nobody's meaning.
        Bound::LessThan => {
            std::iter::once(more).chain(fewer.filter(|fewer| *fewer > 0)).map(|it| (bound, it)).collect()
        }
        _ => std::iter::once(more).chain(fewer).map(|number| (bound, number)).collect(),
    }
}

/// A bound that takes its end in, read as one that does not, or the other way round.
pub(super) fn strictness(bound: Bound) -> Vec<(Bound, &'static str)> {
    match bound {
        Bound::AtLeast => vec![(Bound::MoreThan, "more than")],
        Bound::AtMost => vec![(Bound::LessThan, "less than")],
        Bound::MoreThan => vec![(Bound::AtLeast, "at least")],
        Bound::LessThan => vec![(Bound::AtMost, "at most")],
        Bound::Exactly => vec![(Bound::AtLeast, "at least"), (Bound::AtMost, "at most")],
    }
}

const fn bound_words(bound: Bound) -> &'static str {
    match bound {
        Bound::AtLeast => "at least",
        Bound::AtMost => "at most",
        Bound::MoreThan => "more than",
        Bound::LessThan => "fewer than",
        Bound::Exactly => "exactly",
    }
}
