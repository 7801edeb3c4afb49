//! What may stand after `be`: adjectives, kinds, bounds, places, dates.

use bellwether_syntax::Span;
use bellwether_syntax::tree::{self, BeKind, BeTerm, NounPhrase, Word};

use super::{Checker, codes, condition, types};
use crate::ids::{AttributeId, KindId};
use crate::near::did_you_mean;
use crate::program::{
    Base, Bound, Comparison, Condition, ConditionKind, Every, Expression, ExpressionKind, FormulaTrait, Manner, Order,
    Root, Set, Step,
};
use crate::vocabulary::{Holder, Type, lower, nouns};

/// One reading of an adjective.
enum Reading {
    Value(AttributeId, crate::ids::WordId),
    YesOrNo(AttributeId),
    Kind(KindId),
    Defined(crate::ids::DefinitionId),
}

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

    /// An adjective of a subject: a value word, a yes-or-no attribute, a kind below, or a defined adjective.
    pub(super) fn adjective(&mut self, subject: Expression, word: Word) -> Option<Condition> {
        let name = self.text(word);
        let span = word.span;
        let subject = if subject.ty.many { self.single(subject)? } else { subject };
        let base = subject.ty.base.clone();
        let ty = types::value_type(&base, &self.words)?;
        // The attribute itself is spoken of: `indicator is leading`, `formula is compound`, `monetised is yes`.
        match &ty {
            // A word that the value cannot be may say something of its fields.
            Type::OneOf(words)
                if !matches!(base, Base::Record(_))
                    || words.iter().any(|id| self.words.word(*id).eq_ignore_ascii_case(name))
                    || self.readings(&base, name).is_empty() =>
            {
                let subject = super::expression::as_value(subject, &self.words);
                let expression = self.value_word(words, word, &ty)?;
                let ExpressionKind::Literal(crate::program::Literal::Word(id)) = expression.kind else { return None };
                return Some(Condition { kind: ConditionKind::IsWord(subject, id), span });
            }
            Type::YesOrNo if lower(name) == "yes" || lower(name) == "no" => {
                let subject = super::expression::as_value(subject, &self.words);
                let flag = Condition { kind: ConditionKind::Flag(subject), span };
                return Some(if lower(name) == "yes" { flag } else { condition::not(flag) });
            }
            Type::Formula(_) => {
                let what = match lower(name).as_ref() {
                    "rate" => Some(FormulaTrait::Rate),
                    "compound" => Some(FormulaTrait::Compound),
                    _ => None,
                };
                if let Some(what) = what {
                    let subject = super::expression::as_value(subject, &self.words);
                    return Some(Condition { kind: ConditionKind::FormulaIs(subject, what), span });
                }
            }
            _ => {}
        }
        let mut readings = self.readings(&base, name);
        if readings.len() > 1 {
            let said: Vec<String> = readings.iter().map(|reading| self.said(reading, name)).collect();
            self.error_help(
                codes::AMBIGUOUS_WORD,
                span,
                format!("`{name}` may mean several things of {}", self.base_name(&base)),
                format!("say which: {}", said.join(" or ")),
            );
            return None;
        }
        let Some(reading) = readings.pop() else {
            self.unknown_adjective(&base, word);
            return None;
        };
        self.apply(subject, &reading, span)
    }

    fn apply(&mut self, subject: Expression, reading: &Reading, span: Span) -> Option<Condition> {
        let follow = |checker: &Self, subject: Expression, attribute: AttributeId| {
            let ExpressionKind::Path(mut path) = subject.kind else { return None };
            let holder = checker.words.attribute(attribute)?;
            let field = matches!(holder.holder, crate::vocabulary::Holder::Field(_));
            if !field && matches!(path.ty.base, Base::Record(_)) {
                path.steps.push(Step::Value);
            }
            path.steps.push(if field { Step::Field(attribute) } else { Step::Attribute(attribute) });
            path.ty = checker.attribute_ty(attribute);
            path.text = condition::join(&path.text, &holder.name);
            Some(path.into_expression())
        };
        let kind = match reading {
            Reading::Value(attribute, word) => {
                let path = follow(self, subject, *attribute)?;
                if path.ty.many {
                    // One of several values is this word.
                    let ExpressionKind::Path(whole) = path.kind else { return None };
                    let ty = types::value_type(&whole.ty.base, &self.words)?;
                    let whole = condition::as_values(whole, &ty);
                    let part = Expression {
                        kind: ExpressionKind::Literal(crate::program::Literal::Word(*word)),
                        ty: crate::program::Ty::one(ty),
                        span,
                    };
                    return Some(self.included_in(whole, vec![part], false, span));
                }
                ConditionKind::IsWord(super::expression::as_value(path, &self.words), *word)
            }
            Reading::YesOrNo(attribute) => {
                let path = follow(self, subject, *attribute)?;
                ConditionKind::Flag(super::expression::as_value(path, &self.words))
            }
            Reading::Kind(kind) => ConditionKind::IsKind(super::expression::as_value(subject, &self.words), *kind),
            Reading::Defined(definition) => {
                // Checked now, so that definitions stand before what uses them.
                self.definition(*definition)?;
                ConditionKind::Adjective(super::expression::as_value(subject, &self.words), *definition)
            }
        };
        Some(Condition { kind, span })
    }

    /// All that a word may mean of something of a base.
    fn readings(&self, base: &Base, name: &str) -> Vec<Reading> {
        let mut readings = Vec::new();
        let word = self.words.word_named(name);
        let mut attribute = |id: AttributeId| {
            let Some(attribute) = self.words.attribute(id) else { return };
            match &attribute.ty {
                Type::OneOf(words) => {
                    if let Some(word) = word.filter(|word| words.contains(word)) {
                        readings.push(Reading::Value(id, word));
                    }
                }
                Type::YesOrNo if attribute.name.eq_ignore_ascii_case(name) => readings.push(Reading::YesOrNo(id)),
                _ => {}
            }
        };
        let kind = match base {
            Base::Record(record) => {
                let Some(record) = self.words.attribute(*record) else { return readings };
                for field in &record.fields {
                    attribute(*field);
                }
                match record.ty {
                    Type::Element(kind) => kind,
                    _ => return readings,
                }
            }
            Base::Value(Type::Element(kind)) => *kind,
            Base::Value(_) => return readings,
        };
        let mut at = Some(kind);
        while let Some(above) = at.and_then(|id| self.words.kind(id)) {
            for id in &above.attributes {
                attribute(*id);
            }
            at = above.parent;
        }
        if let Some(below) = self.words.kind_named(name)
            && below != kind
            && self.words.is_a(below, kind)
        {
            readings.push(Reading::Kind(below));
        }
        if let Some(definition) = self.words.kind(kind).and_then(|kind| kind.adjectives.get(lower(name).as_ref())) {
            readings.push(Reading::Defined(*definition));
        }
        readings
    }

    fn said(&self, reading: &Reading, name: &str) -> String {
        match reading {
            Reading::Value(attribute, _) => {
                format!("`{} is {name}`", self.words.attribute(*attribute).map_or("", |attribute| &attribute.name))
            }
            Reading::YesOrNo(attribute) => {
                format!("`{} is yes`", self.words.attribute(*attribute).map_or("", |attribute| &attribute.name))
            }
            Reading::Kind(_) => format!("`it is {}`", nouns::with_article(name)),
            Reading::Defined(_) => format!("rename the definition of `{name}`"),
        }
    }

    fn unknown_adjective(&mut self, base: &Base, word: Word) {
        let name = self.text(word);
        let whose = self.base_name(base);
        let mut known: Vec<String> = Vec::new();
        let offer = |id: AttributeId, known: &mut Vec<String>| {
            if let Some(attribute) = self.words.attribute(id) {
                match &attribute.ty {
                    Type::OneOf(words) => known.extend(words.iter().map(|word| self.words.word(*word).to_owned())),
                    Type::YesOrNo => known.push(attribute.name.to_string()),
                    _ => {}
                }
            }
        };
        let kind = match base {
            Base::Record(record) => {
                let record = self.words.attribute(*record);
                for field in record.map_or(&[][..], |record| &record.fields) {
                    offer(*field, &mut known);
                }
                record.and_then(|record| match record.ty {
                    Type::Element(kind) => Some(kind),
                    _ => None,
                })
            }
            Base::Value(Type::Element(kind)) => Some(*kind),
            Base::Value(_) => None,
        };
        if let Some(kind) = kind.filter(|_| self.looks_for_near()) {
            let mut at = Some(kind);
            while let Some(above) = at.and_then(|id| self.words.kind(id)) {
                for id in &above.attributes {
                    offer(*id, &mut known);
                }
                at = above.parent;
            }
            if let Some(kind) = self.words.kind(kind) {
                known.extend(kind.adjectives.keys().map(ToString::to_string));
            }
        }
        let mut help = did_you_mean(name, known.iter().map(String::as_str));
        if help.is_none()
            && let (Some(kind), Some((first, _))) = (kind, name.split_once('-'))
            && self.words.attribute_named(kind, first).is_some()
        {
            help = Some(format!("a minus has a space on both sides: `{}`", name.replace('-', " - ")));
        }
        if help.is_none()
            && let Some(kind) = kind
            && self.words.attribute_named(kind, name).is_some()
        {
            help =
                Some(format!("`{name}` is an attribute: say `have {}`, or `{name} is …`", nouns::with_article(name)));
        }
        if help.is_none()
            && let Some(other) = self.words.kind_named(name)
        {
            help = Some(format!("`{name}` is a kind, and {whose} is never {}", self.kind_name(other)));
        }
        let help = help.unwrap_or_else(|| {
            if let Some(kind) = kind.and_then(|kind| self.words.kind(kind)) {
                format!("define it: `define {} is {name} when …`", kind.name)
            } else {
                "after `be` stands a word, a bound such as `at least 5`, `set`, `missing` or `the same as …`".to_owned()
            }
        });
        self.error_help(codes::UNKNOWN_WORD, word.span, format!("{whose} cannot be `{name}`"), help);
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
