//! Conditions: what stands after `where`, `unless`, `that` and `when`.

use bellwether_grammar::Rule;

use super::lists::Joints;
use super::{Pair, Reader};
use crate::source::Span;
use crate::tree::{Clause, CompareOp, Comparison, Condition, Expression, Path, PathRoot};

impl Reader<'_, '_> {
    /// A `clauses` pair: one condition, or a list of them.
    pub(super) fn clauses(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let span = self.span(&pair);
        let (mut joints, mut parts) = (Joints::default(), Vec::new());
        for child in pair.into_inner() {
            if !joints.take(self, &child) {
                parts.push(self.clause(child)?);
            }
        }
        if parts.len() == 1 {
            return parts.pop();
        }
        joints.list(self, parts).map(|list| Condition::List(list, span))
    }

    fn clause(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let span = self.span(&pair);
        let mut children = pair.into_inner();
        let first = children.next()?;
        if first.as_rule() == Rule::not_clause {
            return self.not_clause(first);
        }
        let Some(tail) = children.next() else {
            return match lone_bracket(&first) {
                Some(bracket) => {
                    let bracket = self.bracket(bracket)?;
                    Some(self.bracket_condition(bracket))
                }
                None => self.expression(first).map(Condition::Bare),
            };
        };
        let subject = self.expression(first)?;
        if tail.as_rule() == Rule::comparison {
            let mut parts = tail.into_inner();
            let op = compare_op(parts.next()?.as_str())?;
            let right = self.expression(parts.next()?)?;
            return Some(Condition::Compare(Box::new(Comparison { left: subject, op, right, span })));
        }
        let (negated, verb) = self.verb_tail(tail)?;
        Some(Condition::Clause(Box::new(Clause { subject, negated, verb, span })))
    }

    fn not_clause(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let span = self.span(&pair);
        let inner = pair.into_inner().find(|child| child.as_rule() != Rule::kw_not)?;
        let inner = if inner.as_rule() == Rule::condition_group {
            let bracket = self.bracket(inner)?;
            self.bracket_condition(bracket)
        } else {
            Condition::Bare(self.path(inner)?)
        };
        Some(Condition::Not(Box::new(inner), span))
    }

    /// `that VERB …`: a clause about the nearest subject.
    pub(super) fn that_clause(&mut self, pair: Pair<'_>, that: Span) -> Option<Condition> {
        let span = that.to(self.span(&pair));
        let (negated, verb) = self.verb_tail(pair.into_inner().next()?)?;
        let subject = Expression::Path(Path { root: PathRoot::It(that), steps: Vec::new(), span: that });
        Some(Condition::Clause(Box::new(Clause { subject, negated, verb, span })))
    }
}

/// The bracket of an expression that is nothing but a bracket.
fn lone_bracket<'p>(pair: &Pair<'p>) -> Option<Pair<'p>> {
    let mut inner = pair.clone();
    for wanted in [Rule::product, Rule::path, Rule::bracket] {
        let mut children = inner.into_inner();
        let first = children.next()?;
        if first.as_rule() != wanted || children.next().is_some() {
            return None;
        }
        inner = first;
    }
    Some(inner)
}

fn compare_op(text: &str) -> Option<CompareOp> {
    Some(match text {
        "=" => CompareOp::Equal,
        "!=" => CompareOp::NotEqual,
        "<" => CompareOp::Less,
        "<=" => CompareOp::AtMost,
        ">" => CompareOp::More,
        ">=" => CompareOp::AtLeast,
        _ => return None,
    })
}
