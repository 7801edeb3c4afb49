//! Small changes of a rule, one thing at a time: what a slip of the pen could have made of it.

mod bounds;
mod condition;

use bellwether_syntax::Span;
use bellwether_syntax::source::Sources;

use crate::program::{Binder, Condition, ConditionKind, Part, Rule, RuleForm, Test};

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
}
