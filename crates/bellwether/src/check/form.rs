//! The forms of a sentence about kinds: each subject, counted subjects, a scope before them, `no two`.

use bellwether_syntax::Span;
use bellwether_syntax::tree::{self, Connective, Modal, NounPhrase, Predicate, QuantifierKind, VerbKind};

use super::scope::Scope;
use super::{Checker, codes, condition, noun};
use crate::program::{
    Base, Binder, Comparison, Condition, ConditionKind, Count, Expression, Part, Path, Root, RuleForm, Set, Ty,
};
use crate::vocabulary::{Type, lower};

/// What stands before the modal, lowered, with its scope still open.
pub(super) struct Who {
    pub(super) binder: Binder,
    pub(super) quantifier: Option<tree::Quantifier>,
}

impl Checker<'_> {
    pub(super) fn form(&mut self, sentence: &tree::Sentence, unless: Option<&tree::Condition>) -> Option<RuleForm> {
        self.modal_fits(sentence);
        let subject = &sentence.subject;
        match &sentence.scope {
            Some(tree::Scope::For(phrase)) => return self.for_every(sentence, phrase, unless),
            Some(tree::Scope::In(phrase)) => return self.scoped(sentence, phrase, unless),
            None => {}
        }
        if is(&subject.noun, &QuantifierKind::NoTwo) {
            return self.no_two(sentence, unless);
        }
        if let Some(of) = &subject.noun.of {
            return self.through(sentence, of, unless);
        }
        let who = self.who(&subject.noun)?;
        if counts(&subject.noun) {
            return self.counted_form(sentence, None, who, unless);
        }
        self.each(sentence, who.binder, unless)
    }

    /// `may` permits, so it says something only of `no` and `at most`; `no … must` would be read both ways.
    fn modal_fits(&mut self, sentence: &tree::Sentence) {
        let quantifier = sentence.subject.noun.quantifier.as_ref().map(|quantifier| &quantifier.kind);
        let limits = matches!(
            quantifier,
            Some(QuantifierKind::No | QuantifierKind::NoTwo | QuantifierKind::AtMost(_) | QuantifierKind::FewerThan(_))
        );
        let denies = matches!(quantifier, Some(QuantifierKind::No | QuantifierKind::NoTwo));
        if sentence.modal == Modal::May && !limits {
            self.error_help(
                codes::FORM_NOT_HERE,
                sentence.modal_span,
                "`may` permits, so nothing could break this rule",
                "say `no … may`, `at most … may`, or `must`",
            );
        } else if matches!(quantifier, Some(QuantifierKind::Only | QuantifierKind::Another)) {
            self.error_help(
                codes::FORM_NOT_HERE,
                sentence.subject.span,
                "a rule cannot be about `only` these, or `another`",
                "say it of the others: `no kpi may be north_star unless it is company`",
            );
        } else if sentence.modal == Modal::Must && denies {
            self.error_help(
                codes::FORM_NOT_HERE,
                sentence.modal_span,
                "`no … must` can be read in two ways",
                "say `no … may`, or `every … must not`",
            );
        }
    }

    /// The subject of a sentence as a binder; its scope stays open.
    pub(super) fn who(&mut self, phrase: &NounPhrase) -> Option<Who> {
        let binder = self.kind_binder(phrase)?;
        Some(Who { binder, quantifier: phrase.quantifier.clone() })
    }

    /// Each subject must make every part true.
    pub(super) fn each(
        &mut self,
        sentence: &tree::Sentence,
        binder: Binder,
        unless: Option<&tree::Condition>,
    ) -> Option<RuleForm> {
        let it = self.nearest(sentence.subject.span)?.into_expression();
        let parts = self.parts(it, sentence);
        let exempt = self.exempt(unless);
        let mut parts = parts?;
        if is(&sentence.subject.noun, &QuantifierKind::No) {
            deny(&mut parts);
        }
        Some(RuleForm::Each { subject: binder, exempt, parts })
    }

    /// Who is exempt from a sentence.
    pub(super) fn exempt(&mut self, unless: Option<&tree::Condition>) -> noun::Narrowing {
        let exempt = self.condition(unless?);
        self.go_on(exempt.map(Some), None)
    }

    /// A counted subject: how many of them make the predicate true.
    pub(super) fn counted_form(
        &mut self,
        sentence: &tree::Sentence,
        scope: Option<Binder>,
        who: Who,
        unless: Option<&tree::Condition>,
    ) -> Option<RuleForm> {
        let quantifier = who.quantifier?;
        // The count is a number of the scope, not of those who are counted.
        let inner = self.scopes.stack.pop();
        let test = self.test(&quantifier.kind, true);
        self.scopes.stack.extend(inner);
        let body = self.body(sentence);
        let exempt = self.exempt(unless);
        Some(RuleForm::Counted { scope, subject: who.binder, exempt, body: body?, test: test? })
    }

    /// `in every division, …`: counted subjects once for each division, others one by one.
    pub(super) fn scoped(
        &mut self,
        sentence: &tree::Sentence,
        phrase: &NounPhrase,
        unless: Option<&tree::Condition>,
    ) -> Option<RuleForm> {
        if sentence.subject.noun.of.is_some() || is(&sentence.subject.noun, &QuantifierKind::NoTwo) {
            let help = if sentence.subject.noun.of.is_some() {
                "narrow the subject instead: `every counter of a kpi in division growth must …`"
            } else {
                "narrow the subject, `no two KPIs in division growth may share label`, or name what they lie in among \
                 what is shared: `no two KPIs may share owner and label`"
            };
            self.error_help(codes::FORM_NOT_HERE, phrase.span, "`in …,` cannot stand before this sentence", help);
            return None;
        }
        self.each_one(phrase);
        let place = self.kind_binder(phrase)?;
        if counts(&sentence.subject.noun) {
            let who = self.who(&sentence.subject.noun)?;
            return self.counted_form(sentence, Some(place), who, unless);
        }
        // One by one: the place only narrows the subject.
        let scope = self.scopes.stack.pop();
        if let Some(variable) = scope.and_then(|scope| scope.variable)
            && !variable.used
        {
            let depth = self.scopes.stack.len();
            self.scopes.stack.push(Scope {
                slot: place.slot,
                base: Base::Value(Type::Element(place.kind)),
                noun: place.noun.clone(),
                variable: Some(variable),
            });
            self.pop_to(depth);
            return None;
        }
        let who = self.who(&sentence.subject.noun)?;
        let it = self.nearest(phrase.span)?.into_expression();
        let mut binder = who.binder;
        let inside = self.inside(it, &place, phrase.span)?;
        let filter: Vec<Condition> = binder.filter.take().into_iter().chain([inside]).collect();
        binder.filter = condition::all(filter, binder.span);
        self.each(sentence, binder, unless)
    }

    /// The element lies in some place of the binder, and is not the place itself.
    pub(super) fn inside(&mut self, it: Expression, place: &Binder, span: Span) -> Option<Condition> {
        let ty = Ty::one(Type::Element(place.kind));
        let root = match place.named {
            Some(name) => Root::Name(name),
            None => Root::Slot(place.slot),
        };
        let path = Path { root, steps: Vec::new(), ty, text: "".into(), span }.into_expression();
        let mut conditions = Vec::new();
        if let (Base::Value(Type::Element(kind)), true) = (&it.ty.base, true)
            && (self.words.is_a(*kind, place.kind) || self.words.is_a(place.kind, *kind))
        {
            conditions.extend(self.compare(it.clone(), Comparison::NotEqual, path.clone(), span));
        }
        conditions.push(self.lies_in(it, path, span)?);
        if place.named.is_some() {
            return condition::all(conditions, span);
        }
        conditions.extend(place.filter.clone());
        let count = Count {
            set: Set::Kind(place.kind),
            slot: place.slot,
            filter: condition::all(conditions, span),
            test: noun::at_least_one(),
            plural: noun::plural(&place.noun),
            noun: place.noun.clone(),
        };
        Some(Condition { kind: ConditionKind::Count(Box::new(count)), span })
    }

    /// `no two team KPIs x and y may share label unless …`.
    pub(super) fn no_two(&mut self, sentence: &tree::Sentence, unless: Option<&tree::Condition>) -> Option<RuleForm> {
        let phrase = &sentence.subject.noun;
        let shared = match &sentence.predicate {
            Predicate::Verb(tree::VerbPhrase { kind: VerbKind::Share { what, with: None }, .. }) => Some(what),
            _ => None,
        };
        let Some(what) = shared else {
            self.error_help(
                codes::FORM_NOT_HERE,
                sentence.predicate.span(),
                "`no two` is followed by what they may not share",
                "say `no two KPIs may share label`",
            );
            return None;
        };
        if let Some(of) = sentence.subject.possessive.first() {
            let key = what.parts.first().map_or_else(String::new, |path| self.folded(path.span));
            let steps: Vec<&str> = sentence.subject.possessive.iter().map(|word| self.text(*word)).collect();
            self.error_help(
                codes::FORM_NOT_HERE,
                of.span,
                "`no two` asks what its subjects share, and not what these have",
                format!("say it of what is shared: `share {}.{key}`", steps.join(".")),
            );
            return None;
        }
        let binder = self.kind_binder(phrase)?;
        let keys: Option<Vec<(Path, Box<str>)>> = what
            .parts
            .iter()
            .map(|path| {
                let key = self.key(path)?;
                let words = key.text.clone();
                Some((key, words))
            })
            .collect();
        let second = self.scopes.slot();
        let variable = match sentence.subject.second {
            Some(word) => Some(self.variable(word, &binder.noun)?),
            None => None,
        };
        // The first variable stays the nearest subject.
        let at = self.scopes.stack.len().saturating_sub(1);
        self.scopes.stack.insert(
            at,
            Scope {
                slot: second,
                base: Base::Value(Type::Element(binder.kind)),
                noun: lower(&binder.noun).into(),
                variable,
            },
        );
        let exempt = self.exempt(unless);
        for scope in &mut self.scopes.stack {
            // `x and y` read well even where nothing else speaks of them.
            if let Some(variable) = &mut scope.variable {
                variable.used = true;
            }
        }
        let any = what.connective == Connective::Or;
        Some(RuleForm::NoTwo { subject: binder, second, keys: keys?, any, exempt })
    }
}

/// Whether a noun phrase has a quantifier of this sort.
pub(super) fn is(phrase: &NounPhrase, kind: &QuantifierKind) -> bool {
    phrase.quantifier.as_ref().is_some_and(|quantifier| quantifier.kind == *kind)
}

/// Whether a noun phrase counts: `at least`, `at most`, `exactly`, …
pub(super) fn counts(phrase: &NounPhrase) -> bool {
    matches!(
        phrase.quantifier.as_ref().map(|quantifier| &quantifier.kind),
        Some(
            QuantifierKind::AtLeast(_)
                | QuantifierKind::AtMost(_)
                | QuantifierKind::Exactly(_)
                | QuantifierKind::MoreThan(_)
                | QuantifierKind::FewerThan(_)
                | QuantifierKind::Between(..)
        )
    )
}

/// `no … may P`: the parts together are denied.
fn deny(parts: &mut Vec<Part>) {
    let Some(first) = parts.first() else { return };
    let span = first.span;
    if parts.len() == 1 {
        for part in parts {
            part.condition = condition::not(part.condition.clone());
            part.denied = !part.denied;
            part.written = match part.written.strip_prefix("not ") {
                Some(words) => words.into(),
                None => format!("not {}", part.written).into(),
            };
        }
        return;
    }
    let text = together(parts).into();
    let written = parts.iter().map(|part| &*part.written).collect::<Vec<_>>().join(" and ");
    let written = format!("not {written}").into();
    let span = parts.iter().fold(span, |span, part| span.to(part.span));
    let conditions = parts.drain(..).map(|part| part.condition).collect();
    if let Some(all) = condition::all(conditions, span) {
        parts.push(Part { condition: condition::not(all), text, denied: true, written, span });
    }
}

/// The words of parts that are denied together: a verb that they have in common is said once, and other parts stand in
/// brackets, since `not` would be read with the first of them alone.
fn together(parts: &[Part]) -> String {
    let verb = |part: &Part| part.text.split(' ').next().map(|verb| format!("{verb} ")).filter(|verb| verb != "not ");
    let common = parts.first().and_then(verb).filter(|first| parts.iter().all(|part| part.text.starts_with(&**first)));
    let Some(common) = common else {
        return format!("({})", parts.iter().map(|part| &*part.text).collect::<Vec<_>>().join(" and "));
    };
    let after: Vec<&str> = parts.iter().filter_map(|part| part.text.strip_prefix(&*common)).collect();
    format!("{common}{}", after.join(" and "))
}
