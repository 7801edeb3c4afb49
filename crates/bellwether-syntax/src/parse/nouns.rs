//! Noun phrases and quantifiers.

use bellwether_grammar::Rule;

use super::words::bound;
use super::{Pair, Reader};
use crate::tree::{
    Amount, BeKind, BeTerm, Bound, Condition, Expression, Literal, LiteralKind, NounPhrase, Of, Path, PathRoot,
    Quantifier, QuantifierKind,
};

impl Reader<'_, '_> {
    /// Any pair that holds the parts of a noun phrase; other parts in it are passed over.
    pub(super) fn noun(&mut self, pair: Pair<'_>) -> Option<NounPhrase> {
        let span = self.span(&pair);
        let mut noun =
            NounPhrase { quantifier: None, words: Vec::new(), of: None, within: None, condition: None, span };
        for child in pair.into_inner() {
            self.noun_part(&mut noun, child)?;
        }
        (!noun.words.is_empty()).then_some(noun)
    }

    /// Adds one part to a noun phrase.
    pub(super) fn noun_part(&mut self, noun: &mut NounPhrase, part: Pair<'_>) -> Option<()> {
        match part.as_rule() {
            Rule::quantifier => {
                let span = self.span(&part);
                let kind = self.quantifier(part.into_inner().next()?)?;
                noun.quantifier = Some(Quantifier { kind, span });
            }
            Rule::q_a | Rule::q_the => {
                let span = self.span(&part);
                noun.quantifier = Some(Quantifier { kind: self.quantifier(part)?, span });
            }
            Rule::no_two => {
                noun.quantifier = Some(Quantifier { kind: QuantifierKind::NoTwo, span: self.span(&part) });
            }
            Rule::run | Rule::bare_item => noun.words.extend(self.words(part)),
            Rule::word | Rule::quoted => noun.words.push(self.word(&part)),
            Rule::of_part | Rule::of_simple => noun.of = Some(Box::new(self.of(part)?)),
            Rule::in_part => {
                let place = part.into_inner().find(|child| child.as_rule() == Rule::path)?;
                noun.within = Some(self.path(place)?);
            }
            Rule::where_part => noun.condition = Some(Box::new(self.where_part(part)?)),
            _ => {}
        }
        Some(())
    }

    fn where_part(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let mut that = self.span(&pair);
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::kw_that => that = self.exact(&child),
                Rule::clauses => return self.clauses(child),
                Rule::that_clause => return self.that_clause(child, that),
                _ => {}
            }
        }
        None
    }

    fn of(&mut self, pair: Pair<'_>) -> Option<Of> {
        let inner = pair.into_inner().find(|child| child.as_rule() != Rule::kw_of)?;
        match inner.as_rule() {
            Rule::of_bound => self.of_bound(inner).map(Of::Bound),
            Rule::noun_of => self.noun(inner).map(Of::Noun),
            _ => match self.path(inner)? {
                // `of kpi x` is a run of two words.
                Expression::Path(Path { root: PathRoot::Named(kind, id), steps, span }) if steps.is_empty() => {
                    let words = vec![kind, id];
                    Some(Of::Noun(NounPhrase {
                        quantifier: None,
                        words,
                        of: None,
                        within: None,
                        condition: None,
                        span,
                    }))
                }
                Expression::Path(path) => Some(Of::Path(path)),
                _ => None,
            },
        }
    }

    fn of_bound(&mut self, pair: Pair<'_>) -> Option<BeTerm> {
        let span = self.span(&pair);
        let (mut found, mut values) = (None, Vec::new());
        for child in pair.into_inner() {
            if child.as_rule() == Rule::expression {
                values.push(self.expression(child)?);
            } else {
                found = found.or(bound(child.as_rule()));
            }
        }
        let kind = two_or_one(found, values)?;
        Some(BeTerm { kind, span })
    }

    fn quantifier(&mut self, pair: Pair<'_>) -> Option<QuantifierKind> {
        Some(match pair.as_rule() {
            Rule::q_every => QuantifierKind::Every,
            Rule::q_only => QuantifierKind::Only,
            Rule::q_another => QuantifierKind::Another,
            Rule::q_the => QuantifierKind::The,
            Rule::q_a => QuantifierKind::A,
            Rule::q_no => QuantifierKind::No,
            _ => return self.counted(pair),
        })
    }

    fn counted(&mut self, pair: Pair<'_>) -> Option<QuantifierKind> {
        let rule = pair.as_rule();
        let (mut said, mut amounts) = (None, Vec::<Amount>::new());
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::amount_share | Rule::amount_number | Rule::amount_path | Rule::amount_bracket => {
                    amounts.push(self.amount(child)?);
                }
                // `of` after a word makes it a share, as a percentage does.
                Rule::percent_sign | Rule::kw_of => {
                    if let Some(amount) = amounts.last_mut() {
                        amount.share = true;
                        amount.sign |= child.as_rule() == Rule::percent_sign;
                    }
                }
                Rule::fewer_than | Rule::less_than => said = Some(Bound::LessThan),
                other => said = said.or(bound(other)),
            }
        }
        let mut amounts = amounts.into_iter();
        let first = amounts.next()?;
        Some(match (rule, said) {
            (Rule::q_between, _) => QuantifierKind::Between(first, amounts.next()?),
            (_, Some(Bound::AtLeast)) => QuantifierKind::AtLeast(first),
            (_, Some(Bound::AtMost)) => QuantifierKind::AtMost(first),
            (_, Some(Bound::MoreThan)) => QuantifierKind::MoreThan(first),
            (_, Some(Bound::LessThan)) => QuantifierKind::FewerThan(first),
            _ => QuantifierKind::Exactly(first),
        })
    }

    fn amount(&mut self, pair: Pair<'_>) -> Option<Amount> {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::amount_share => {
                let inner = pair.into_inner().next()?;
                Some(Amount { value: Expression::Literal(self.literal(&inner)?), share: true, sign: false })
            }
            Rule::amount_number => {
                let literal = Literal { kind: LiteralKind::Number, span };
                Some(Amount { value: Expression::Literal(literal), share: false, sign: false })
            }
            Rule::amount_bracket => {
                let bracket = self.bracket(pair.into_inner().next()?)?;
                match self.bracket_condition(bracket) {
                    Condition::Bare(value) => Some(Amount { value, share: false, sign: false }),
                    other => Some(Amount { value: Expression::Hole(other.span()), share: false, sign: false }),
                }
            }
            _ => {
                let mut children = pair.into_inner();
                let root = PathRoot::Word(self.word(&children.next()?));
                let mut steps = Vec::new();
                self.steps(children, &mut steps);
                Some(Amount { value: Expression::Path(Path { root, steps, span }), share: false, sign: false })
            }
        }
    }
}

/// `at least X`, or without a bound `between X and Y`.
pub(super) fn two_or_one(found: Option<Bound>, values: Vec<Expression>) -> Option<BeKind> {
    let mut values = values.into_iter();
    let first = values.next()?;
    Some(match found {
        Some(bound) => BeKind::Bound(bound, first),
        None => BeKind::Between(first, values.next()?),
    })
}
