//! What may stand after `be`.

use bellwether_grammar::Rule;

use super::nouns::two_or_one;
use super::words::bound;
use super::{Pair, Reader};
use crate::tree::{BeKind, BeTerm, Expression, List, Order};

impl Reader<'_, '_> {
    /// A `be_list` pair.
    pub(super) fn be_list(&mut self, pair: Pair<'_>) -> Option<List<BeTerm>> {
        self.list(pair.into_inner(), Self::be_term)
    }

    fn be_term(&mut self, pair: Pair<'_>) -> Option<BeTerm> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next()?;
        let kind = match inner.as_rule() {
            Rule::be_set => BeKind::Set,
            Rule::be_missing => BeKind::Missing,
            Rule::be_between => two_or_one(None, self.values(inner)?)?,
            Rule::be_bound => self.be_bound(inner)?,
            Rule::be_on | Rule::be_order => {
                let order = order(&inner)?;
                let date = self.values(inner)?.into_iter().next()?;
                BeKind::When { offset: None, order, date }
            }
            Rule::be_within => {
                let mut values = self.values(inner)?.into_iter();
                BeKind::Within { duration: values.next()?, date: values.next()? }
            }
            Rule::be_in => BeKind::In(self.list(inner.into_inner(), Self::place)?),
            Rule::be_same => BeKind::SameAs(self.values(inner)?.into_iter().next()?),
            Rule::be_by => self.be_by(inner)?,
            Rule::be_a_where | Rule::be_a | Rule::be_named => BeKind::A(self.noun(inner)?),
            Rule::be_literal => BeKind::Literal(self.first_literal(inner)?),
            Rule::be_word => BeKind::Word(self.first_word(inner)?),
            _ => return None,
        };
        Some(BeTerm { kind, span })
    }

    /// The expressions directly in a pair.
    fn values(&mut self, pair: Pair<'_>) -> Option<Vec<Expression>> {
        pair.into_inner()
            .filter(|child| child.as_rule() == Rule::expression)
            .map(|child| self.expression(child))
            .collect()
    }

    fn place(&mut self, pair: Pair<'_>) -> Option<Expression> {
        if pair.as_rule() == Rule::expression { self.expression(pair) } else { self.primary(pair) }
    }

    fn be_bound(&mut self, pair: Pair<'_>) -> Option<BeKind> {
        let said = pair.clone().into_inner().find_map(|child| bound(child.as_rule()))?;
        let order = order(&pair);
        let mut values = self.values(pair)?.into_iter();
        let first = values.next()?;
        Some(match (order, values.next()) {
            (Some(order), Some(date)) => BeKind::When { offset: Some((said, first)), order, date },
            _ => BeKind::Bound(said, first),
        })
    }

    fn be_by(&mut self, pair: Pair<'_>) -> Option<BeKind> {
        let mut verb = None;
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::word | Rule::quoted => verb = Some(self.word(&child)),
                Rule::noun => return Some(BeKind::By { verb: verb?, noun: self.noun(child)? }),
                _ => {}
            }
        }
        None
    }
}

/// The order that the keywords directly in a pair say.
fn order(pair: &Pair<'_>) -> Option<Order> {
    let on = pair.as_rule() == Rule::be_on;
    pair.clone().into_inner().find_map(|child| match (child.as_rule(), on) {
        (Rule::kw_before, true) => Some(Order::OnOrBefore),
        (Rule::kw_before, false) => Some(Order::Before),
        (Rule::kw_after, true) => Some(Order::OnOrAfter),
        (Rule::kw_after, false) => Some(Order::After),
        _ => None,
    })
}
