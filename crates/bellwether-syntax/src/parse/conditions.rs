//! Conditions: what stands after `where`, `unless`, `that` and `when`.

use bellwether_grammar::Rule;

use super::lists::Joints;
use super::{Pair, Reader};
use crate::source::Span;
use crate::tree::{
    Clause, CompareOp, Comparison, Condition, Expression, Path, PathRoot, VerbKind, VerbPhrase, Word,
};

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
                    self.bracket_condition(bracket)
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
        let (subject, verb) = self.split_named(subject, verb);
        Some(Condition::Clause(Box::new(Clause { subject, negated, verb, span })))
    }

    fn not_clause(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let span = self.span(&pair);
        let inner = pair.into_inner().find(|child| child.as_rule() != Rule::kw_not)?;
        let inner = if inner.as_rule() == Rule::bracket {
            let bracket = self.bracket(inner)?;
            self.bracket_condition(bracket)?
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

    /// `kpi x drives kpi y` was read as `kpi` with the verb `x`; the verb is the word that ends like one.
    fn split_named(&self, subject: Expression, mut verb: VerbPhrase) -> (Expression, VerbPhrase) {
        if let (Expression::Path(path), VerbKind::Relation { verb: second, object }) = (&subject, &mut verb.kind)
            && let PathRoot::Word(first) = path.root
            && path.steps.is_empty()
            && object.quantifier.is_none()
            && object.words.len() > 1
            && !self.ends_like_a_verb(*second)
            && let Some(third) = object.words.first().copied().filter(|word| self.ends_like_a_verb(*word))
        {
            object.words.remove(0);
            if let Some(word) = object.words.first() {
                object.span.start = word.span.start;
            }
            let named = *second;
            *second = third;
            verb.span.start = third.span.start;
            let span = path.span.to(named.span);
            let subject = Expression::Path(Path { root: PathRoot::Named(first, named), steps: Vec::new(), span });
            return (subject, verb);
        }
        (subject, verb)
    }

    fn ends_like_a_verb(&self, word: Word) -> bool {
        let text = self.slice(word.span.start, word.span.end);
        !word.quoted && (text.ends_with('s') || text.ends_with('S'))
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
