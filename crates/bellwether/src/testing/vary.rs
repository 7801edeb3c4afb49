//! Small changes of a rule, one thing at a time: what a slip of the pen could have made of it.

use bellwether_syntax::Span;
use bellwether_syntax::source::Sources;

use crate::program::{
    Amount, Binder, Bound, Comparison, Condition, ConditionKind, Count, Every, Order, Part, ReachTarget, Rule,
    RuleForm, Shares, Test,
};

/// Something with one thing changed.
#[derive(Debug)]
pub(super) struct Change<T> {
    pub(super) changed: T,
    /// The words that were changed.
    pub(super) span: Span,
    /// What was changed.
    pub(super) what: String,
}

impl<T> Change<T> {
    fn map<U>(self, put: impl FnOnce(T) -> U) -> Change<U> {
        Change { changed: put(self.changed), span: self.span, what: self.what }
    }
}

/// All changes of a rule, in the order in which its words stand.
pub(super) fn changes(rule: &Rule, sources: &Sources) -> Vec<Change<Rule>> {
    let vary = Vary { sources };
    let mut forms = vary.form(&rule.form);
    forms.sort_by_key(|change| change.span);
    forms.into_iter().map(|change| change.map(|form| Rule { form, ..rule.clone() })).collect()
}

struct Vary<'s> {
    sources: &'s Sources,
}

/// One member of a list changed, or, with `None`, left out.
fn with<T: Clone>(list: &[T], at: usize, changed: Option<T>) -> Vec<T> {
    let mut list = list.to_vec();
    match (list.get_mut(at), changed) {
        (Some(place), Some(changed)) => *place = changed,
        (Some(_), None) => {
            list.remove(at);
        }
        (None, _) => {}
    }
    list
}

impl Vary<'_> {
    fn words(&self, span: Span) -> String {
        self.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn left_out<T>(&self, changed: T, span: Span) -> Change<T> {
        Change { changed, span, what: format!("`{}` is left out", self.words(span)) }
    }

    fn read_as<T>(&self, changed: T, span: Span, other: &str) -> Change<T> {
        Change { changed, span, what: format!("`{}` is read as `{other}`", self.words(span)) }
    }

    fn form(&self, form: &RuleForm) -> Vec<Change<RuleForm>> {
        let mut out = Vec::new();
        match form {
            RuleForm::Each { subject, exempt, parts } => {
                let each = |subject: &Binder, exempt: &Option<Condition>, parts: &[Part]| RuleForm::Each {
                    subject: subject.clone(),
                    exempt: exempt.clone(),
                    parts: parts.to_vec(),
                };
                out.extend(self.binder(subject).into_iter().map(|one| one.map(|it| each(&it, exempt, parts))));
                out.extend(
                    self.optional(exempt.as_ref()).into_iter().map(|one| one.map(|it| each(subject, &it, parts))),
                );
                for (at, part) in parts.iter().enumerate() {
                    out.push(self.left_out(each(subject, exempt, &with(parts, at, None)), part.span));
                    out.extend(
                        self.part(part)
                            .into_iter()
                            .map(|one| one.map(|changed| each(subject, exempt, &with(parts, at, Some(changed))))),
                    );
                }
            }
            RuleForm::Counted { scope, subject, exempt, body, test } => {
                let counted =
                    |scope: Option<Binder>, subject: &Binder, exempt: &Option<Condition>, body: &Part, test: &Test| {
                        RuleForm::Counted {
                            scope,
                            subject: subject.clone(),
                            exempt: exempt.clone(),
                            body: body.clone(),
                            test: test.clone(),
                        }
                    };
                for one in scope.iter().flat_map(|scope| self.binder(scope)) {
                    out.push(one.map(|scope| counted(Some(scope), subject, exempt, body, test)));
                }
                let scope = || scope.clone();
                out.extend(
                    self.binder(subject).into_iter().map(|one| one.map(|it| counted(scope(), &it, exempt, body, test))),
                );
                out.extend(
                    self.optional(exempt.as_ref())
                        .into_iter()
                        .map(|one| one.map(|it| counted(scope(), subject, &it, body, test))),
                );
                out.extend(
                    self.part(body).into_iter().map(|one| one.map(|it| counted(scope(), subject, exempt, &it, test))),
                );
                out.extend(
                    self.test(test, subject.span)
                        .into_iter()
                        .map(|one| one.map(|it| counted(scope(), subject, exempt, body, &it))),
                );
            }
            RuleForm::NoTwo { subject, second, keys, any, exempt } => {
                let no_two = |subject: &Binder, keys: &[_], any: bool, exempt: &Option<Condition>| RuleForm::NoTwo {
                    subject: subject.clone(),
                    second: *second,
                    keys: keys.to_vec(),
                    any,
                    exempt: exempt.clone(),
                };
                out.extend(self.binder(subject).into_iter().map(|one| one.map(|it| no_two(&it, keys, *any, exempt))));
                out.extend(
                    self.optional(exempt.as_ref())
                        .into_iter()
                        .map(|one| one.map(|it| no_two(subject, keys, *any, &it))),
                );
                if let [(first, _), .., (last, _)] = keys.as_slice() {
                    let span = first.span.to(last.span);
                    out.push(self.joined(no_two(subject, keys, !any, exempt), span, !any));
                    for (at, (key, _)) in keys.iter().enumerate() {
                        out.push(self.left_out(no_two(subject, &with(keys, at, None), *any, exempt), key.span));
                    }
                }
            }
        }
        out
    }

    /// `and` read as `or`, or the other way round.
    fn joined<T>(&self, changed: T, span: Span, any: bool) -> Change<T> {
        let (from, to) = if any { ("and", "or") } else { ("or", "and") };
        Change { changed, span, what: format!("the `{from}` of `{}` is read as `{to}`", self.words(span)) }
    }

    fn part(&self, part: &Part) -> Vec<Change<Part>> {
        let changes = self.condition(&part.condition, true).into_iter();
        changes.map(|one| one.map(|condition| Part { condition, ..part.clone() })).collect()
    }

    fn binder(&self, binder: &Binder) -> Vec<Change<Binder>> {
        let changes = self.optional(binder.filter.as_ref()).into_iter();
        changes.map(|one| one.map(|filter| Binder { filter, ..binder.clone() })).collect()
    }

    /// A condition changed or left out. Of an `and` the members are left out one by one.
    fn optional(&self, condition: Option<&Condition>) -> Vec<Change<Option<Condition>>> {
        let Some(condition) = condition else { return Vec::new() };
        let mut out = Vec::new();
        if !matches!(&condition.kind, ConditionKind::All(parts) if parts.len() > 1) {
            out.push(self.left_out(None, condition.span));
        }
        out.extend(self.condition(condition, true).into_iter().map(|one| one.map(Some)));
        out
    }

    /// The changes of a condition; `deny` is whether denying it is one of them.
    fn condition(&self, condition: &Condition, deny: bool) -> Vec<Change<Condition>> {
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
                let bound = |how, end: &crate::program::Expression| {
                    of(ConditionKind::Compare(of_what.clone(), how, end.clone()))
                };
                out.push(self.left_out(bound(Comparison::AtMost, most), least.span));
                out.push(self.left_out(bound(Comparison::AtLeast, least), most.span));
            }
            ConditionKind::When { date, offset, order, other } => {
                let when = |offset: Option<(Bound, crate::program::Expression)>, order: Order| {
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
                out.push(self.read_as(of(some(every)), span, "some"));
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

    /// The changes of a test of a count; `span` are the words that it stands in.
    fn test(&self, test: &Test, span: Span) -> Vec<Change<Test>> {
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
fn strictness(bound: Bound) -> Vec<(Bound, &'static str)> {
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
