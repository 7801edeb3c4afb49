//! §6: noun phrases, whom they mean, and what their quantifiers make of a count (§10).

use std::cmp::Ordering;

use bellwether_syntax::tree::{CompareOp, NounPhrase, QuantifierKind, Word};

use crate::condition::{equal, holds};
use crate::model::ElementId;
use crate::path::{Found, Member, Reader, Scope, Single, distinct, within};
use crate::truth::{Tally, Truth, judge};
use crate::value::{Unit, Value};
use crate::vocabulary::{KindId, Type};
use crate::{Covered, NotCovered};

/// A run of words taken apart (§6, Subjects): the noun is the last that names a kind.
pub(crate) struct Run<'w> {
    pub(crate) adjectives: &'w [Word],
    pub(crate) kind: KindId,
    /// After a bare noun.
    pub(crate) id: Option<String>,
    /// After any other quantifier.
    pub(crate) variable: Option<String>,
}

impl Reader<'_> {
    /// §6: the noun of a run is its last word that names a kind; the word after it is an id or a variable.
    pub(crate) fn run<'w>(&self, phrase: &'w NounPhrase) -> Covered<Run<'w>> {
        let is_kind = |word: &Word| !word.quoted && self.words.kind_named(self.text(*word)).is_some();
        let at = phrase.words.iter().rposition(is_kind).ok_or(NotCovered::Word)?;
        let noun = phrase.words.get(at).ok_or(NotCovered::Word)?;
        let kind = self.words.kind_named(self.text(*noun)).ok_or(NotCovered::Word)?;
        let after = match phrase.words.get(at.saturating_add(1)..).unwrap_or(&[]) {
            [] => None,
            [after] => Some(self.text(*after).to_owned()),
            _ => return Err(NotCovered::Word),
        };
        let bare = phrase.quantifier.as_ref().is_none_or(|it| it.kind == QuantifierKind::The);
        let (id, variable) = if bare { (after, None) } else { (None, after) };
        Ok(Run { adjectives: phrase.words.get(..at).unwrap_or(&[]), kind, id, variable })
    }

    /// Whether an element is what a noun phrase of a kind says.
    pub(crate) fn is_one(
        &self,
        run: &Run<'_>,
        phrase: &NounPhrase,
        element: ElementId,
        around: &[Scope],
    ) -> Covered<Truth> {
        if !self.is_of(element, run.kind) {
            return Ok(Truth::False);
        }
        if let Some(id) = &run.id {
            let named = self.named(run.kind, id).single()?;
            let is_it = named.ask(|named| equal(named, &Value::Element(element)));
            return Ok(if is_it.is_false() { is_it } else { is_it.and(self.narrowed(run, phrase, element, around)?) });
        }
        self.narrowed(run, phrase, element, around)
    }

    /// What narrows a noun: adjectives, `in PLACE`, `where`.
    pub(crate) fn narrowed(
        &self,
        run: &Run<'_>,
        phrase: &NounPhrase,
        element: ElementId,
        around: &[Scope],
    ) -> Covered<Truth> {
        let scope = Scope { variable: run.variable.clone(), ..self.subject(run.kind, Some(element)) };
        let inner = within(around, scope.clone());
        let mut truth = Truth::True;
        for adjective in run.adjectives {
            truth = truth.and(self.adjective(&self.start(&scope), *adjective, &inner)?);
        }
        Ok(truth.and(self.placed(phrase, &self.start(&scope), around, &inner)?))
    }

    /// §10, Counts with unknowns: what a quantifier makes of a count; `all` is what a share is of. Without one, or with an
    /// article, it asks for one at least.
    pub(crate) fn test(
        &self,
        quantifier: Option<&QuantifierKind>,
        tally: Tally,
        all: Option<usize>,
        around: &[Scope],
    ) -> Covered<Truth> {
        use QuantifierKind as Q;
        let number = |count: usize| Found::plain(Type::Number, Some(Value::count(count)));
        let (bounds, fixed): (Vec<_>, Vec<_>) = match quantifier {
            Some(Q::AtLeast(amount)) => (vec![(CompareOp::AtLeast, amount)], vec![]),
            Some(Q::AtMost(amount)) => (vec![(CompareOp::AtMost, amount)], vec![]),
            Some(Q::Exactly(amount)) => (vec![(CompareOp::Equal, amount)], vec![]),
            Some(Q::MoreThan(amount)) => (vec![(CompareOp::More, amount)], vec![]),
            Some(Q::FewerThan(amount)) => (vec![(CompareOp::Less, amount)], vec![]),
            Some(Q::Between(low, high)) => (vec![(CompareOp::AtLeast, low), (CompareOp::AtMost, high)], vec![]),
            Some(Q::No | Q::NoTwo) => (vec![], vec![(CompareOp::AtMost, number(0))]),
            None | Some(Q::A | Q::The | Q::Another | Q::Every | Q::Only) => {
                (vec![], vec![(CompareOp::AtLeast, number(1))])
            }
        };
        let mut truth = Truth::True;
        for (op, amount) in bounds {
            truth = truth.and(self.bound(op, &self.expression(&amount.value, around)?, amount.share, tally, all)?);
        }
        for (op, amount) in fixed {
            truth = truth.and(self.bound(op, &amount, false, tally, all)?);
        }
        Ok(truth)
    }

    /// One bound of a count, or of a share: 60% of 7 needs 5 (§6, Counted subjects).
    pub(crate) fn bound(
        &self,
        op: CompareOp,
        amount: &Found,
        share: bool,
        tally: Tally,
        all: Option<usize>,
    ) -> Covered<Truth> {
        use rust_decimal::Decimal;
        let (amount, unit) = match amount.single()? {
            Single::Is(Value::Amount(amount, unit)) => (amount, unit),
            Single::Is(_) => return Ok(Truth::Unknown),
            absent => return Ok(absent.absent()),
        };
        let is_share = share || unit == Unit::Percent;
        if !is_share && unit != Unit::Number {
            return Ok(Truth::Unknown);
        }
        let place = |count: usize| {
            let count = Decimal::from(count);
            if !is_share {
                return Ok(count.cmp(&amount));
            }
            let all = Decimal::from(all.ok_or(NotCovered::Construct("a share of a count"))?);
            let of_all = amount.checked_mul(all).ok_or(NotCovered::Construct("a share that is too large"))?;
            Ok(count
                .checked_mul(Decimal::ONE_HUNDRED)
                .ok_or(NotCovered::Construct("a count that is too large"))?
                .cmp(&of_all))
        };
        let most = tally.most.map_or(Ok(Ordering::Greater), place)?;
        Ok(match judge(holds(op), (place(tally.least)?, most)) {
            Truth::Unknown => Truth::open(tally.hole),
            decided => decided,
        })
    }
}

/// How many different members there are: for certain and at most.
pub(crate) fn tally(members: Vec<Member>, hole: bool) -> Tally {
    let members = distinct(members);
    let least = members.iter().filter(|it| it.belongs.is_true()).count();
    let most = members.iter().filter(|it| !it.belongs.is_false()).count();
    let hole_in = members.iter().any(|it| it.belongs == Truth::Hole);
    Tally { least, most: (!hole).then_some(most), hole: hole || hole_in }
}
