//! `when`: whether a rule is switched on, by parameters alone, decided while it is checked.

use bellwether_syntax::tree::{self, BeKind, BeTerm, PathRoot, VerbKind};

use super::{Checker, codes};
use crate::near::did_you_mean;
use crate::program::{Comparison, Condition, ConditionKind, Expression, ExpressionKind, Literal};
use crate::value::{Scalar, Truth};

impl Checker<'_> {
    /// Whether the condition of a `when` is true; anything else than parameters in it is reported.
    pub(super) fn switched_on(&mut self, when: &tree::Condition) -> Option<bool> {
        if !self.only_parameters(when) {
            return None;
        }
        let condition = self.condition(when)?;
        if self.mistaken {
            return Some(true);
        }
        Some(truth(&condition) == Truth::True)
    }

    fn only_parameters(&mut self, condition: &tree::Condition) -> bool {
        match condition {
            tree::Condition::List(list, _) => {
                let mut sound = true;
                for part in &list.parts {
                    sound &= self.only_parameters(part);
                }
                sound
            }
            tree::Condition::Not(inner, _) => self.only_parameters(inner),
            tree::Condition::Clause(clause) => {
                // One message is enough: what is asked of the model is asked of the model.
                self.is_plain(&clause.subject)
                    && match &clause.verb.kind {
                        VerbKind::Be(terms) => terms.parts.iter().all(|term| self.is_plain_term(term)),
                        _ => {
                            self.not_plain(clause.verb.span);
                            false
                        }
                    }
            }
            tree::Condition::Compare(comparison) => {
                let left = self.is_plain(&comparison.left);
                self.is_plain(&comparison.right) && left
            }
            tree::Condition::Bare(expression) => self.is_plain(expression),
        }
    }

    fn is_plain_term(&mut self, term: &BeTerm) -> bool {
        match &term.kind {
            BeKind::Word(_) | BeKind::Literal(_) => true,
            BeKind::Bound(_, value) => self.is_plain(value),
            BeKind::Between(low, high) => {
                let low = self.is_plain(low);
                self.is_plain(high) && low
            }
            _ => {
                self.not_plain(term.span);
                false
            }
        }
    }

    /// A parameter or a literal.
    fn is_plain(&mut self, expression: &tree::Expression) -> bool {
        match expression {
            tree::Expression::Literal(_) => true,
            tree::Expression::Bracket(inner, _) => self.is_plain(inner),
            tree::Expression::Hole(_) => false,
            tree::Expression::Path(tree::Path { root: PathRoot::Word(word), steps, span }) if steps.is_empty() => {
                if self.parameter_named(*word).is_some() {
                    return true;
                }
                let name = self.text(*word);
                let near = did_you_mean(name, self.parameters.iter().map(|parameter| parameter.name));
                let help = near.unwrap_or_else(|| {
                    let id = self.words.word_named(name);
                    if self.parameters.iter().any(|parameter| id.is_some_and(|id| parameter.may_be(id))) {
                        format!("a word is said with `is`: `… is {name}`")
                    } else {
                        "what depends on the model is said with `where` or `unless`".to_owned()
                    }
                });
                let message = format!("`{name}` is no parameter of this policy, and `when` speaks of parameters alone");
                self.error_help(codes::WHEN_NEEDS_PARAMETERS, *span, message, help);
                false
            }
            other => {
                self.not_plain(other.span());
                false
            }
        }
    }

    fn not_plain(&mut self, span: bellwether_syntax::Span) {
        let words = self.folded(span);
        self.error_help(
            codes::WHEN_NEEDS_PARAMETERS,
            span,
            format!("`{words}` is more than `when` can ask: it compares parameters with values"),
            "what depends on the model is said with `where` or `unless`",
        );
    }
}

/// What a condition over literals comes to.
fn truth(condition: &Condition) -> Truth {
    match &condition.kind {
        ConditionKind::All(parts) => parts.iter().map(truth).fold(Truth::True, Truth::and),
        ConditionKind::Any(parts) => parts.iter().map(truth).fold(Truth::False, Truth::or),
        ConditionKind::Not(inner) => !truth(inner),
        ConditionKind::IsWord(value, word) => match literal(value) {
            Some(Literal::Word(is)) => of(is == word),
            _ => Truth::Unknown,
        },
        ConditionKind::Flag(value) => match literal(value) {
            Some(Literal::Scalar(Scalar::YesOrNo(yes))) => of(*yes),
            _ => Truth::Unknown,
        },
        ConditionKind::Compare(left, op, right) => compare(left, *op, right),
        ConditionKind::Between(value, low, high) => {
            compare(value, Comparison::AtLeast, low).and(compare(value, Comparison::AtMost, high))
        }
        _ => Truth::Unknown,
    }
}

const fn of(value: bool) -> Truth {
    if value { Truth::True } else { Truth::False }
}

fn literal(expression: &Expression) -> Option<&Literal> {
    match &expression.kind {
        ExpressionKind::Literal(literal) => Some(literal),
        _ => None,
    }
}

fn compare(left: &Expression, op: Comparison, right: &Expression) -> Truth {
    let (Some(left), Some(right)) = (literal(left), literal(right)) else { return Truth::Unknown };
    let (left, right) = match (left, right) {
        (Literal::Scalar(left), Literal::Scalar(right)) => (*left, *right),
        (left, right) => {
            return match op {
                Comparison::Equal => of(left == right),
                Comparison::NotEqual => of(left != right),
                _ => Truth::Unknown,
            };
        }
    };
    if let (Scalar::Period(left), Scalar::Period(right)) = (left, right) {
        return of((left == right) == (op == Comparison::Equal));
    }
    let ordering = match (last_day(left), last_day(right)) {
        (Scalar::Quantity(left), Scalar::Quantity(right)) => left.compare(right),
        (Scalar::Duration(left), Scalar::Duration(right)) => left.compare(right).ok(),
        (Scalar::Date(left), Scalar::Date(right)) => Some(left.cmp(&right)),
        (Scalar::YesOrNo(left), Scalar::YesOrNo(right)) => Some(left.cmp(&right)),
        _ => None,
    };
    let Some(ordering) = ordering else { return Truth::Unknown };
    of(op.holds(ordering))
}

/// A period stands for its last day where it is put in order with a date.
fn last_day(value: Scalar) -> Scalar {
    match value {
        Scalar::Period(period) => Scalar::Date(period.end),
        other => other,
    }
}
