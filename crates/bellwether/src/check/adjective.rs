//! Adjectives: a word said of a value is one of its words, a yes-or-no attribute, a kind below, or defined.

use bellwether_syntax::Span;
use bellwether_syntax::tree::Word;

use super::{Checker, codes, condition, types};
use crate::ids::{AttributeId, KindId};
use crate::near::did_you_mean;
use crate::program::{Base, Condition, ConditionKind, Expression, ExpressionKind, FormulaTrait, Step};
use crate::vocabulary::{Type, lower, nouns};

/// One reading of an adjective.
pub(super) enum Reading {
    Value(AttributeId, crate::ids::WordId),
    YesOrNo(AttributeId),
    Kind(KindId),
    Defined(crate::ids::DefinitionId),
}

impl Checker<'_> {
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
    pub(super) fn readings(&self, base: &Base, name: &str) -> Vec<Reading> {
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
            let (other_name, always) = (self.kind_name(other), kind.is_some_and(|kind| self.words.is_a(kind, other)));
            help = Some(if always {
                format!("`{name}` is a kind, and {whose} is always {other_name}: leave the word out")
            } else {
                format!("`{name}` is a kind, and {whose} is never {other_name}")
            });
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
