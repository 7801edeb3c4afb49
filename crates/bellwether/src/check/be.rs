//! What may stand after `be`: adjectives, kinds, bounds, places, dates.

use bellwether_syntax::Span;
use bellwether_syntax::tree::{self, BeKind, BeTerm, NounPhrase, Word};

use super::{Checker, codes, condition, types};
use crate::ids::{AttributeId, KindId};
use crate::near::did_you_mean;
use crate::program::{
    Base, Bound, Comparison, Condition, ConditionKind, Every, Expression, ExpressionKind, Manner, Order, Root, Set,
    Step,
};
use crate::vocabulary::{Holder, Type, lower, nouns};

impl Checker<'_> {
    /// Lowers one alternative after `be`.
    pub(super) fn be(&mut self, subject: &Expression, term: &BeTerm) -> Option<Condition> {
        let span = term.span;
        match &term.kind {
            BeKind::Word(word) if self.parameter_named(*word).is_some() => {
                let subject = self.single(subject.clone())?;
                let value = self.parameter_value(*word)?;
                self.compare(subject, Comparison::Equal, value, span)
            }
            BeKind::Word(word) => {
                let subject = self.one(subject)?;
                self.adjective(subject, *word)
            }
            BeKind::A(phrase) => self.a_kind(subject, phrase),
            BeKind::Bound(bound, value) => {
                let subject = self.single(subject.clone());
                let value = self.value(value);
                let op = match bound {
                    tree::Bound::AtLeast => Comparison::AtLeast,
                    tree::Bound::AtMost => Comparison::AtMost,
                    tree::Bound::MoreThan => Comparison::More,
                    tree::Bound::LessThan => Comparison::Less,
                    tree::Bound::Exactly => Comparison::Equal,
                };
                self.compare(subject?, op, value?, span)
            }
            BeKind::Between(low, high) => {
                let subject = self.single(subject.clone());
                let (low, high) = (self.value(low), self.value(high));
                let (subject, low, high) = (subject?, low?, high?);
                // The comparisons are made for their checks; the node keeps the two bounds together.
                self.compare(subject.clone(), Comparison::AtLeast, low.clone(), span)?;
                self.compare(subject.clone(), Comparison::AtMost, high.clone(), span)?;
                Some(Condition { kind: ConditionKind::Between(subject, low, high), span })
            }
            BeKind::Literal(literal) => {
                let subject = self.single(subject.clone())?;
                let value = self.literal(*literal)?;
                self.compare(subject, Comparison::Equal, value, span)
            }
            BeKind::Set | BeKind::Missing => self.set_or_missing(subject, term),
            BeKind::In(places) => {
                let subject = self.single(subject.clone())?;
                let parts: Vec<_> = places
                    .parts
                    .iter()
                    .map(|place| {
                        let place_span = place.span();
                        self.one_place(place, &subject.ty.base)?;
                        let place = self.value(place)?;
                        self.lies_in(subject.clone(), place, place_span)
                    })
                    .collect();
                condition::joined(parts.into_iter().collect::<Option<_>>()?, places.connective, span)
            }
            BeKind::SameAs(other) => self.same_as(subject, other, span),
            BeKind::When { offset, order, date } => {
                let subject = self.date(subject)?;
                let offset = match offset {
                    Some((bound, value)) => {
                        let value = self.value(value)?;
                        self.expect(&value, &Type::Duration)?;
                        Some((lower_bound(*bound), value))
                    }
                    None => None,
                };
                let date = self.expression(date)?;
                let other = self.date(&date)?;
                let order = match order {
                    tree::Order::Before => Order::Before,
                    tree::Order::After => Order::After,
                    tree::Order::OnOrBefore => Order::OnOrBefore,
                    tree::Order::OnOrAfter => Order::OnOrAfter,
                };
                Some(Condition { kind: ConditionKind::When { date: subject, offset, order, other }, span })
            }
            BeKind::Within { duration, date } => {
                let subject = self.date(subject)?;
                let duration = self.value(duration)?;
                self.expect(&duration, &Type::Duration)?;
                let other = self.expression(date)?;
                let other = self.date(&other)?;
                Some(Condition { kind: ConditionKind::Near { date: subject, duration, other }, span })
            }
            BeKind::By { verb, noun } => self.passive(subject, *verb, noun, span),
        }
    }

    /// One value, a record kept with its fields.
    fn one(&mut self, subject: &Expression) -> Option<Expression> {
        if subject.ty.many {
            self.over_many(subject);
            return None;
        }
        Some(subject.clone())
    }

    /// A single date or period.
    fn date(&mut self, subject: &Expression) -> Option<Expression> {
        let subject = self.single(subject.clone())?;
        if matches!(subject.ty.base, Base::Value(Type::Date | Type::Period)) {
            return Some(subject);
        }
        let name = self.base_name(&subject.ty.base);
        let words = self.folded(subject.span);
        self.error_help(
            codes::WRONG_TYPE,
            subject.span,
            format!("`{words}` is {name}, and a date is asked for here"),
            "only dates and periods stand before or after each other",
        );
        None
    }

    fn expect(&mut self, value: &Expression, ty: &Type) -> Option<()> {
        if value.ty.base == Base::Value(ty.clone()) {
            return Some(());
        }
        let (is, asked) = (self.base_name(&value.ty.base), types::type_name(ty, &self.words));
        let words = self.folded(value.span);
        self.error_help(
            codes::WRONG_TYPE,
            value.span,
            format!("`{words}` is {is}, and {asked} is asked for here"),
            "a duration is written as `30 days`, `2 weeks`, `6 months`, `1 quarter` or `1 year`",
        );
        None
    }

    fn set_or_missing(&mut self, subject: &Expression, term: &BeTerm) -> Option<Condition> {
        let ExpressionKind::Path(path) = &subject.kind else {
            self.error(codes::WRONG_TYPE, subject.span, "only an attribute can be set or missing");
            return None;
        };
        if matches!(path.root, Root::Selection(_)) {
            let words = self.folded(subject.span);
            self.error_help(
                codes::PATH_OVER_MANY,
                subject.span,
                format!("`{words}` may be several values, and one is asked for here"),
                "say how many there are: `count of (…) > 0`",
            );
            return None;
        }
        // A path through several elements may be set of some and missing of others: only its last step may be many.
        let before = path.steps.split_last().map_or(&[][..], |(_, before)| before);
        let through_many = before.iter().any(|step| match step {
            Step::Attribute(id) | Step::Field(id) => self.words.attribute(*id).is_some_and(|attribute| attribute.many),
            Step::Derived(id) => self.derived_ty(*id).is_some_and(|ty| ty.many),
            Step::Children(_) | Step::Inputs => true,
            _ => false,
        });
        if through_many {
            self.over_many(subject);
            return None;
        }
        let path = path.clone();
        let kind = match term.kind {
            BeKind::Set => ConditionKind::IsSet(path),
            _ => ConditionKind::IsMissing(path),
        };
        Some(Condition { kind, span: term.span })
    }

    /// An element lies in an element, or a date in a period.
    pub(super) fn lies_in(&mut self, what: Expression, place: Expression, span: Span) -> Option<Condition> {
        let fits = matches!(
            (&what.ty.base, &place.ty.base),
            (Base::Value(Type::Element(_)), Base::Value(Type::Element(_)))
                | (Base::Value(Type::Date | Type::Period), Base::Value(Type::Period))
        );
        if !fits {
            let names = (self.base_name(&what.ty.base), self.base_name(&place.ty.base));
            self.error_help(
                codes::WRONG_TYPE,
                span,
                format!("{} cannot lie in {}", names.0, names.1),
                "an element lies in an element, and a date in a period",
            );
            return None;
        }
        Some(Condition { kind: ConditionKind::In(what, place), span })
    }

    fn same_as(&mut self, subject: &Expression, other: &tree::Expression, span: Span) -> Option<Condition> {
        let other = self.expression(other)?;
        if !subject.ty.many && !other.ty.many {
            let (left, right) = (self.single(subject.clone())?, self.single(other)?);
            return self.compare(left, Comparison::Equal, right, span);
        }
        // Several values are the same as several others if each side includes the other.
        let (ExpressionKind::Path(left), ExpressionKind::Path(right)) = (&subject.kind, &other.kind) else {
            self.over_many(if subject.ty.many { subject } else { &other });
            return None;
        };
        let left_ty = types::value_type(&left.ty.base, &self.words)?;
        let right_ty = types::value_type(&right.ty.base, &self.words)?;
        if !types::comparable(&left_ty, &right_ty, false, &self.words) {
            let one = |checker: &mut Self, path: &crate::program::Path, ty: &Type| {
                let path = condition::as_values(path.clone(), ty);
                let mut expression = path.into_expression();
                expression.ty.many = false;
                checker.single(expression)
            };
            let (left, right) = (one(self, left, &left_ty)?, one(self, right, &right_ty)?);
            return self.compare(left, Comparison::Equal, right, span);
        }
        let left = condition::as_values(left.clone(), &left_ty);
        let right = condition::as_values(right.clone(), &right_ty);
        let mut include = |whole: &crate::program::Path, part: &crate::program::Path| {
            self.included_in(whole.clone(), vec![part.clone().into_expression()], false, span)
        };
        let both = vec![include(&left, &right), include(&right, &left)];
        condition::all(both, span)
    }

    /// `a company`, `a monetised product`, `a team where …`.
    fn a_kind(&mut self, subject: &Expression, phrase: &NounPhrase) -> Option<Condition> {
        let plain = phrase.of.is_none() && phrase.within.is_none() && phrase.condition.is_none();
        // `be a rate`: that is said of formulas.
        if let ([word], true, Base::Value(Type::Formula(_))) = (phrase.words.as_slice(), plain, &subject.ty.base)
            && self.words.kind_named(self.text(*word)).is_none()
        {
            let subject = self.one(subject)?;
            return self.adjective(subject, *word);
        }
        let (subject, of) = self.element(subject, "be of a kind")?;
        if let ([word], true) = (phrase.words.as_slice(), plain)
            && self.words.kind_named(self.text(*word)).is_none()
            && !self.readings(&subject.ty.base, self.text(*word)).is_empty()
        {
            // `be a rate`: some adjectives are nouns as well.
            return self.adjective(subject, *word);
        }
        self.without_whole(phrase)?;
        let run = self.kind_run(&phrase.words)?;
        if let Some(extra) = run.after {
            let (name, noun) = (self.text(extra), self.text(run.noun));
            let one =
                if name.eq_ignore_ascii_case("itself") { format!("the {noun}") } else { format!("{noun} {name}") };
            self.error_help(
                codes::EXTRA_WORD,
                extra.span,
                format!("`{name}` stands after the kind, where nothing can"),
                format!("to compare with one element, say `the same as {one}`"),
            );
            return None;
        }
        if phrase.quantifier.as_ref().is_some_and(|it| it.kind == tree::QuantifierKind::The) && plain {
            let (words, noun) = (self.folded(phrase.span), self.text(run.noun));
            self.error_help(
                codes::FORM_NOT_HERE,
                phrase.span,
                format!("`{words}` could be one element or any of its kind"),
                format!("say `the same as the {noun}`, or `{}`", nouns::with_article(noun)),
            );
            return None;
        }
        let kind = self.words.kind_named(self.text(run.noun))?;
        if !self.words.is_a(kind, of) && !self.words.is_a(of, kind) {
            let (is, asked) = (self.kind_name(of), self.kind_name(kind));
            self.error_help(
                codes::NEVER_TRUE,
                phrase.span,
                format!("{is} is never {asked}"),
                "the two kinds have nothing in common",
            );
            return None;
        }
        let mut parts = vec![Condition { kind: ConditionKind::IsKind(subject.clone(), kind), span: phrase.span }];
        // The adjectives are those of the kind named, so the subject is looked at as one of it.
        let mut narrowed = subject.clone();
        narrowed.ty.base = Base::Value(Type::Element(kind));
        for word in &run.adjectives {
            let lowered = self.adjective(narrowed.clone(), *word);
            self.mistaken |= lowered.is_none();
            parts.extend(lowered);
        }
        if phrase.condition.is_some() || phrase.within.is_some() {
            let ExpressionKind::Path(mut path) = narrowed.kind else { return None };
            path.ty.base = Base::Value(Type::Element(kind));
            let slot = self.scopes.slot();
            let noun = self.words.kind(kind).map_or_else(String::new, |kind| kind.name.to_string());
            self.scopes.stack.push(super::scope::Scope {
                slot,
                base: path.ty.base.clone(),
                noun: lower(&noun).into(),
                variable: None,
            });
            let filter = self.narrowing(&[], phrase);
            self.scopes.stack.pop();
            // Of the one value, not of at least one: where it is missing, it is unknown whether it is such an element.
            if let Some(body) = self.go_on(filter, None) {
                let noun = noun.into();
                let every = Every { set: Set::Path(path), slot, filter: None, body, noun, manner: Manner::One };
                parts.push(Condition { kind: ConditionKind::Every(Box::new(every)), span: phrase.span });
            }
        }
        condition::all(parts, phrase.span)
    }

    pub(super) fn kind_name(&self, kind: KindId) -> String {
        nouns::with_article(self.words.kind(kind).map_or("element", |kind| &kind.name))
    }

    /// `driven by a team kpi`.
    fn passive(&mut self, subject: &Expression, word: Word, by: &NounPhrase, span: Span) -> Option<Condition> {
        let name = self.text(word);
        let (subject, kind) = self.element(subject, &format!("be {name} by something"))?;
        let fit = |checker: &Self, one: KindId, other: KindId| {
            checker.words.is_a(one, other) || checker.words.is_a(other, one)
        };
        let mut relations: Vec<(AttributeId, Holder)> = Vec::new();
        for (index, attribute) in self.words.attributes.iter().enumerate() {
            let participle = attribute.verb.as_ref().and_then(|verb| verb.participle.as_deref());
            if participle.is_some_and(|participle| participle.eq_ignore_ascii_case(name))
                && matches!(attribute.ty, Type::Element(of) if fit(self, kind, of))
            {
                relations.push((AttributeId::at(index), attribute.holder));
            }
        }
        // Of several with one participle that which those have of whom it is said.
        let who = by.words.iter().rev().find_map(|word| self.words.kind_named(self.text(*word)));
        let has = |holder: Holder| matches!((holder, who), (Holder::Kind(holder), Some(who)) if fit(self, who, holder));
        let relation =
            relations.iter().find(|(_, holder)| has(*holder)).or_else(|| relations.first()).map(|(id, _)| *id);
        let Some(relation) = relation else {
            let forms: Vec<Box<str>> = self
                .words
                .attributes
                .iter()
                .filter_map(|attribute| attribute.verb.as_ref()?.participle.clone())
                .collect();
            let help = did_you_mean(name, forms.iter().map(|form| &**form)).unwrap_or_else(|| {
                "the vocabulary gives a relation its passive: `drives many kpi verb drive, driven inverse driven_by`".to_owned()
            });
            self.error_help(codes::UNKNOWN_VERB, word.span, format!("nothing can be `{name} by` something here"), help);
            return None;
        };
        let inverse = self.words.attribute(relation).and_then(|attribute| attribute.inverse);
        let Some(inverse) = inverse else {
            self.error_help(
                codes::UNKNOWN_VERB,
                word.span,
                format!("the relation with `{name}` has no inverse, so it cannot be said from this side"),
                "give it one in the vocabulary: `inverse …`",
            );
            return None;
        };
        self.related(&subject, inverse, by, span)
    }
}

/// A bound of the tree as one of the program.
pub(super) fn lower_bound(bound: tree::Bound) -> Bound {
    match bound {
        tree::Bound::AtLeast => Bound::AtLeast,
        tree::Bound::AtMost => Bound::AtMost,
        tree::Bound::MoreThan => Bound::MoreThan,
        tree::Bound::LessThan => Bound::LessThan,
        tree::Bound::Exactly => Bound::Exactly,
    }
}
