//! The changes of a condition.

use bellwether_syntax::Span;

use super::bounds::strictness;
use super::{Change, Vary, with};
use crate::program::{
    Amount, Bound, Comparison, Condition, ConditionKind, Count, Every, Expression, Manner, Order, ReachTarget, Shares,
    Test,
};

impl Vary<'_> {
    /// The changes of a condition; `deny` is whether denying it is one of them.
    pub(super) fn condition(&self, condition: &Condition, deny: bool) -> Vec<Change<Condition>> {
        let span = condition.span;
        let of = |kind: ConditionKind| Condition { kind, span };
        let mut out = Vec::new();
        match &condition.kind {
            ConditionKind::All(parts) | ConditionKind::Any(parts) => {
                let all = matches!(condition.kind, ConditionKind::All(_));
                let list = |all: bool, parts: Vec<Condition>| {
                    of(if all { ConditionKind::All(parts) } else { ConditionKind::Any(parts) })
                };
                if parts.len() > 1 {
                    out.push(self.joined(list(!all, parts.clone()), span, all));
                }
                for (at, part) in parts.iter().enumerate() {
                    if parts.len() > 1 {
                        out.push(self.left_out(list(all, with(parts, at, None)), part.span));
                    }
                    out.extend(
                        self.condition(part, true)
                            .into_iter()
                            .map(|one| one.map(|changed| list(all, with(parts, at, Some(changed))))),
                    );
                }
                return out;
            }
            ConditionKind::Not(inner) => {
                if deny {
                    out.push(self.denied((**inner).clone(), span));
                }
                out.extend(
                    self.condition(inner, false)
                        .into_iter()
                        .map(|one| one.map(|changed| of(ConditionKind::Not(Box::new(changed))))),
                );
                return out;
            }
            ConditionKind::Known(inner) => {
                out.extend(
                    self.condition(inner, deny)
                        .into_iter()
                        .map(|one| one.map(|changed| of(ConditionKind::Known(Box::new(changed))))),
                );
                return out;
            }
            ConditionKind::Said(spoken, inner) => {
                let said = |changed: Condition| of(ConditionKind::Said(spoken.clone(), Box::new(changed)));
                out.extend(self.condition(inner, deny).into_iter().map(|one| one.map(said)));
                return out;
            }
            ConditionKind::Constant(_) => return out,
            ConditionKind::Compare(one, how, other) => {
                let (how, word) = match how {
                    Comparison::Less => (Some(Comparison::AtMost), "at most"),
                    Comparison::AtMost => (Some(Comparison::Less), "less than"),
                    Comparison::More => (Some(Comparison::AtLeast), "at least"),
                    Comparison::AtLeast => (Some(Comparison::More), "more than"),
                    Comparison::Equal | Comparison::NotEqual => (None, ""),
                };
                if let Some(how) = how {
                    let changed = of(ConditionKind::Compare(one.clone(), how, other.clone()));
                    out.push(Change {
                        changed,
                        span,
                        what: format!("the bound of `{}` is `{word}`", self.words(span)),
                    });
                }
            }
            ConditionKind::Between(of_what, least, most) => {
                let bound = |how, end: &Expression| of(ConditionKind::Compare(of_what.clone(), how, end.clone()));
                out.push(self.left_out(bound(Comparison::AtMost, most), least.span));
                out.push(self.left_out(bound(Comparison::AtLeast, least), most.span));
            }
            ConditionKind::When { date, offset, order, other } => {
                let when = |offset: Option<(Bound, Expression)>, order: Order| {
                    of(ConditionKind::When { date: date.clone(), offset, order, other: other.clone() })
                };
                let (strict, opposite) = match order {
                    Order::Before => ((Order::OnOrBefore, "on or before"), (Order::After, "after")),
                    Order::OnOrBefore => ((Order::Before, "before"), (Order::OnOrAfter, "on or after")),
                    Order::After => ((Order::OnOrAfter, "on or after"), (Order::Before, "before")),
                    Order::OnOrAfter => ((Order::After, "after"), (Order::OnOrBefore, "on or before")),
                };
                let orders = if offset.is_none() { vec![strict, opposite] } else { vec![opposite] };
                for (order, word) in orders {
                    let what = format!("`{}` says `{word}`", self.words(span));
                    out.push(Change { changed: when(offset.clone(), order), span, what });
                }
                if let Some((bound, duration)) = offset {
                    out.push(self.left_out(when(None, *order), duration.span));
                    for (bound, word) in strictness(*bound) {
                        let what = format!("the bound of `{}` is `{word}`", self.words(span));
                        out.push(Change { changed: when(Some((bound, duration.clone())), *order), span, what });
                    }
                }
            }
            ConditionKind::Count(count) => {
                let counted = |count: Count| of(ConditionKind::Count(Box::new(count)));
                out.extend(
                    self.test(&count.test, span)
                        .into_iter()
                        .map(|one| one.map(|test| counted(Count { test, ..(**count).clone() }))),
                );
                out.extend(
                    self.optional(count.filter.as_ref())
                        .into_iter()
                        .map(|one| one.map(|filter| counted(Count { filter, ..(**count).clone() }))),
                );
            }
            ConditionKind::Every(every) => {
                // One value is all of them and some of them.
                if every.manner != Manner::One {
                    out.push(self.read_as(of(some(every)), span, "some"));
                }
                let of_all = |every: Every| of(ConditionKind::Every(Box::new(every)));
                out.extend(
                    self.optional(every.filter.as_ref())
                        .into_iter()
                        .map(|one| one.map(|filter| of_all(Every { filter, ..(**every).clone() }))),
                );
                out.extend(
                    self.condition(&every.body, true)
                        .into_iter()
                        .map(|one| one.map(|body| of_all(Every { body, ..(**every).clone() }))),
                );
            }
            ConditionKind::Include { whole, parts, any } if parts.len() > 1 => {
                let include = |parts: Vec<_>, any| of(ConditionKind::Include { whole: whole.clone(), parts, any });
                out.push(self.joined(include(parts.clone(), !any), span, !any));
                for (at, part) in parts.iter().enumerate() {
                    out.push(self.left_out(include(with(parts, at, None), *any), part.span));
                }
            }
            ConditionKind::Mention { of: text, texts, any } if texts.len() > 1 => {
                let mention = |texts: Vec<_>, any| of(ConditionKind::Mention { of: text.clone(), texts, any });
                out.push(self.joined(mention(texts.clone(), !any), span, !any));
                for (at, word) in texts.iter().enumerate() {
                    let what = format!("`{word}` is left out of `{}`", self.words(span));
                    out.push(Change { changed: mention(with(texts, at, None), *any), span, what });
                }
            }
            ConditionKind::Reach { from, via, target } => {
                if let ReachTarget::Any(binder) = &**target {
                    out.extend(self.binder(binder).into_iter().map(|one| {
                        one.map(|binder| {
                            let target = Box::new(ReachTarget::Any(binder));
                            of(ConditionKind::Reach { from: from.clone(), via: via.clone(), target })
                        })
                    }));
                }
            }
            ConditionKind::Shares(shares) => {
                let sharing = |shares: Shares| of(ConditionKind::Shares(Box::new(shares)));
                if shares.keys.len() > 1 {
                    let changed = sharing(Shares { any: !shares.any, ..(**shares).clone() });
                    out.push(self.joined(changed, span, !shares.any));
                }
                out.extend(
                    self.test(&shares.test, span)
                        .into_iter()
                        .map(|one| one.map(|test| sharing(Shares { test, ..(**shares).clone() }))),
                );
                out.extend(
                    self.binder(&shares.other)
                        .into_iter()
                        .map(|one| one.map(|other| sharing(Shares { other, ..(**shares).clone() }))),
                );
            }
            _ => {}
        }
        if deny {
            out.push(self.denied(of(ConditionKind::Not(Box::new(condition.clone()))), span));
        }
        out
    }

    fn denied<T>(&self, changed: T, span: Span) -> Change<T> {
        Change { changed, span, what: format!("`{}` is denied", self.words(span)) }
    }
}

/// `every … is` read as `some … is`.
fn some(every: &Every) -> ConditionKind {
    let parts: Vec<Condition> = every.filter.iter().chain([&every.body]).cloned().collect();
    ConditionKind::Count(Box::new(Count {
        set: every.set.clone(),
        slot: every.slot,
        filter: Some(Condition { kind: ConditionKind::All(parts), span: every.body.span }),
        test: Test::One(Bound::AtLeast, Amount::Number(1)),
        noun: every.noun.clone(),
        plural: every.noun.clone(),
    }))
}
