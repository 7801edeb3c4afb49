//! Parameters of a policy: their types, the values that uses give them, and where they stand in its rules.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree::{self, LiteralKind, PathRoot, TypeExpression, Value, Word};
use rust_decimal::Decimal;

use super::{Checker, codes, types};
use crate::ids::WordId;
use crate::near::did_you_mean;
use crate::program::{Base, Expression, ExpressionKind, Literal, Ty};
use crate::value::{Date, Quantity, Scalar, Unit};
use crate::vocabulary::{Type, lower};

/// The types that a parameter may have, beside `yes or no` and `one of (…)`.
const TYPES: [(&str, Type); 9] = [
    ("text", Type::Text),
    ("number", Type::Number),
    ("percent", Type::Percent),
    ("points", Type::Points),
    ("money", Type::Money),
    ("quantity", Type::Quantity),
    ("duration", Type::Duration),
    ("date", Type::Date),
    ("period", Type::Period),
];

/// A parameter of the policy whose rules are being checked.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'s> {
    pub(super) name: &'s str,
    /// Its name where it is declared.
    pub(super) span: Span,
    /// `None` where the type is wrong, which was said.
    ty: Option<Type>,
    /// `None` where it has none, which was said.
    value: Option<Literal>,
    /// Its value as written.
    shown: &'s str,
    /// The use that set it.
    pub(super) set_by: Option<Span>,
    /// Where rules take its value.
    places: Vec<Span>,
}

impl Parameter<'_> {
    /// Whether a word is one of those that its value may be.
    pub(super) fn may_be(&self, word: WordId) -> bool {
        matches!(&self.ty, Some(Type::OneOf(words)) if words.contains(&word))
    }
}

/// A value that a use gives a parameter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'t> {
    pub(super) name: Word,
    pub(super) value: &'t Value,
    /// The whole use.
    pub(super) used: Span,
}

impl<'s> Checker<'s> {
    /// The parameters of a policy, declared in any of its blocks, with what uses set. All mistakes are said.
    pub(super) fn parameters_of(
        &mut self,
        policy: &str,
        blocks: &[&tree::Policy],
        settings: &[Setting<'_>],
    ) -> Vec<Parameter<'s>> {
        let mut found: Vec<Parameter<'s>> = Vec::new();
        for declared in blocks.iter().flat_map(|block| &block.parameters) {
            let name = self.text(declared.name);
            if let Some(first) = found.iter().find(|known| known.name == name) {
                let message = format!("the policy `{policy}` has the parameter `{name}` already");
                self.diagnostics.push(
                    Diagnostic::error(codes::PARAMETER_TWICE, declared.name.span, message)
                        .also(first.span, "first here")
                        .help("a parameter is declared once, and holds for all rules of the policy"),
                );
                continue;
            }
            if self.is_word(name) {
                self.error_help(
                    codes::PARAMETER_IS_WORD,
                    declared.name.span,
                    format!("`{name}` is a word of the vocabulary, so it cannot be a parameter"),
                    "give the parameter a name of its own",
                );
            }
            let parameter = self.parameter(policy, declared, settings);
            found.push(parameter);
        }
        for setting in settings {
            let name = self.text(setting.name);
            if found.iter().all(|known| known.name != name) {
                let help = did_you_mean(name, found.iter().map(|known| known.name)).unwrap_or_else(|| {
                    let names: Vec<String> = found.iter().map(|known| format!("`{}`", known.name)).collect();
                    if names.is_empty() {
                        format!("`{policy}` has no parameters")
                    } else {
                        format!("its parameters are {}", names.join(", "))
                    }
                });
                let message = format!("the policy `{policy}` has no parameter `{name}`");
                self.error_help(codes::UNKNOWN_PARAMETER, setting.name.span, message, help);
            }
        }
        found
    }

    fn parameter(&mut self, policy: &str, declared: &tree::Parameter, settings: &[Setting<'_>]) -> Parameter<'s> {
        let name = self.text(declared.name);
        let ty = self.parameter_type(declared);
        let default = match (&ty, &declared.default) {
            (Some(ty), Some(value)) => self.value_of_type(name, ty, value),
            _ => None,
        };
        let mut parameter = Parameter {
            name,
            span: declared.name.span,
            shown: declared.default.as_ref().map_or("", |value| self.shown(value)),
            value: default,
            set_by: None,
            places: Vec::new(),
            ty: ty.clone(),
        };
        let Some(ty) = ty else { return parameter };
        let mut first: Option<(Span, Option<Literal>)> = None;
        for setting in settings {
            if self.text(setting.name) != name {
                continue;
            }
            let value = self.value_of_type(name, &ty, setting.value);
            if let Some((place, known)) = &first {
                // Two uses that agree are no mistake; one that says it twice is.
                let same_use = settings.iter().any(|other| other.name.span == *place && other.used == setting.used);
                if same_use || (value.is_some() && known.is_some() && value != *known) {
                    let message = if same_use {
                        format!("`{name}` is set twice")
                    } else {
                        format!("two uses set `{name}` of `{policy}` to different values")
                    };
                    self.diagnostics.push(
                        Diagnostic::error(codes::PARAMETER_SET_TWICE, setting.name.span, message)
                            .also(*place, "set here")
                            .help("a parameter has one value in a run: keep one of them"),
                    );
                }
                continue;
            }
            first = Some((setting.name.span, value.clone()));
            parameter.value = value;
            parameter.shown = self.shown(setting.value);
            parameter.set_by = Some(setting.used);
        }
        if first.is_none() && declared.default.is_none() {
            let message = format!("the parameter `{name}` has no value");
            let help =
                format!("write `is` and a default after its type, or set it: `use {policy} with ({name} VALUE)`");
            self.error_help(codes::PARAMETER_NOT_SET, declared.name.span, message, help);
        }
        parameter
    }

    /// The type that is written, or that of the default.
    fn parameter_type(&mut self, declared: &tree::Parameter) -> Option<Type> {
        let name = self.text(declared.name);
        match (&declared.ty, &declared.default) {
            (Some(TypeExpression::YesOrNo(_)), _) => Some(Type::YesOrNo),
            (Some(TypeExpression::OneOf(words, _)), _) => {
                let ids = words.iter().filter_map(|word| self.words.word_named(self.text(*word))).collect();
                Some(Type::OneOf(ids))
            }
            (Some(TypeExpression::Hole(_)), _) => None,
            (Some(TypeExpression::Named(word)), _) => {
                let written = self.text(*word);
                let found = TYPES.iter().find(|(known, _)| lower(written) == *known);
                if let Some((_, ty)) = found {
                    return Some(ty.clone());
                }
                let help = did_you_mean(written, TYPES.iter().map(|(known, _)| *known)).unwrap_or_else(|| {
                    "its type is a plain one, such as `number`, `duration`, `yes or no` or `one of (a, b)`".to_owned()
                });
                let message = format!("a parameter cannot be `{written}`");
                self.error_help(codes::PARAMETER_TYPE, word.span, message, help);
                None
            }
            (None, Some(Value::Literal(literal))) => self.literal(*literal).and_then(|literal| match literal.ty.base {
                crate::program::Base::Value(ty) => Some(ty),
                crate::program::Base::Record(_) => None,
            }),
            (None, Some(Value::Word(word))) if self.yes_or_no(*word).is_some() => Some(Type::YesOrNo),
            (None, _) => {
                self.error_help(
                    codes::PARAMETER_TYPE,
                    declared.span,
                    format!("nothing says what `{name}` may be"),
                    format!("give it a default, `{name} 2`, or a type, `{name} number` or `{name} one of (a, b) is a`"),
                );
                None
            }
        }
    }

    fn yes_or_no(&self, word: Word) -> Option<bool> {
        match lower(self.text(word)).as_ref() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }

    /// A value as a literal of a type, or a diagnostic at the value.
    fn value_of_type(&mut self, name: &str, ty: &Type, value: &Value) -> Option<Literal> {
        let is = match value {
            Value::Literal(literal) => {
                let lowered = self.literal(*literal)?;
                let ExpressionKind::Literal(read) = lowered.kind else { return None };
                let crate::program::Base::Value(own) = lowered.ty.base else { return None };
                match (ty, &own, &read) {
                    // A period is a deadline: its last day.
                    (Type::Date, Type::Period, Literal::Scalar(Scalar::Period(period))) => {
                        return Some(Literal::Scalar(Scalar::Date(period.end)));
                    }
                    (Type::Quantity, own, _) if types::is_amount(own) => return Some(read),
                    (ty, own, _) if ty == own => return Some(read),
                    _ => types::type_name(&own, &self.words),
                }
            }
            Value::Word(word) => {
                match ty {
                    Type::YesOrNo => {
                        if let Some(yes) = self.yes_or_no(*word) {
                            return Some(Literal::Scalar(Scalar::YesOrNo(yes)));
                        }
                    }
                    Type::OneOf(words) => {
                        let found = self.words.word_named(self.text(*word)).filter(|id| words.contains(id));
                        if let Some(id) = found {
                            return Some(Literal::Word(id));
                        }
                    }
                    _ => {}
                }
                "a word".to_owned()
            }
            Value::Formula(..) | Value::List(..) | Value::Hole(_) => return None,
        };
        let written = self.shown(value);
        let asked = types::type_name(ty, &self.words);
        let near = match ty {
            Type::OneOf(words) => {
                let known: Vec<&str> = words.iter().map(|id| self.words.word(*id)).collect();
                did_you_mean(written, known.iter().copied())
            }
            _ => None,
        };
        let help = near.unwrap_or_else(|| match ty {
            Type::Duration => {
                "a duration is written as `30 days`, `2 weeks`, `6 months`, `1 quarter` or `1 year`".into()
            }
            Type::Date => "a date is written as `2026-06-30`".into(),
            Type::Percent => "a percentage is written as `18%`".into(),
            Type::Text => "a text stands in quotation marks".into(),
            _ => format!("give `{name}` a value of its type"),
        });
        let message = format!("`{written}` is {is}, and `{name}` is {asked}");
        self.error_help(codes::WRONG_TYPE, value.span(), message, help);
        None
    }

    /// A value as it is written; a text with its marks.
    fn shown(&self, value: &Value) -> &'s str {
        let span = value.span();
        let bare = self.sources.text(span);
        let text = matches!(value, Value::Literal(literal) if matches!(literal.kind, tree::LiteralKind::Text));
        if !text {
            return bare;
        }
        let marked = Span::new(span.source, span.start.saturating_sub(1), span.end.saturating_add(1));
        self.sources.text(marked)
    }

    /// The parameter that a bare word means here; a variable of that name comes first.
    pub(super) fn parameter_named(&self, word: Word) -> Option<&Parameter<'s>> {
        if word.quoted || self.parameters.is_empty() {
            return None;
        }
        let name = self.text(word);
        let is_variable = self
            .scopes
            .stack
            .iter()
            .any(|scope| scope.variable.as_ref().is_some_and(|variable| &*variable.name == name));
        self.parameters.iter().find(|parameter| parameter.name == name && !is_variable)
    }

    /// A parameter as the value that it stands for, at the place where it stands. Of one without a value (which was
    /// said) only the type is known, and the rule is left out when it has been checked.
    pub(super) fn parameter_value(&mut self, word: Word) -> Option<Expression> {
        let name = self.parameter_named(word)?.name;
        let parameter = self.parameters.iter_mut().find(|parameter| parameter.name == name)?;
        parameter.places.push(word.span);
        let ty = parameter.ty.clone()?;
        let value = parameter.value.clone();
        self.mistaken |= value.is_none();
        // No rule with it is asked; what looks at literals while it checks finds one of the type.
        let one = |unit| Scalar::Quantity(Quantity { amount: Decimal::ONE, unit });
        let value = value.unwrap_or(Literal::Scalar(match ty {
            Type::Number | Type::Quantity => one(Unit::Number),
            Type::Percent => one(Unit::Percent),
            _ => Scalar::YesOrNo(false),
        }));
        Some(Expression { kind: ExpressionKind::Literal(value), ty: Ty::one(ty), span: word.span })
    }

    /// The date of a modifier, or that of the parameter which stands for it.
    pub(super) fn day(&mut self, value: &tree::Value) -> Option<Date> {
        let word = match value {
            tree::Value::Literal(literal) => return self.date_literal(*literal),
            tree::Value::Word(word) => *word,
            other => return self.no_parameter(other.span(), "a date"),
        };
        let Some(value) = self.parameter_value(word) else { return self.no_parameter(word.span, "a date") };
        match (value.kind, value.ty.base) {
            (ExpressionKind::Literal(Literal::Scalar(Scalar::Date(date))), _) => Some(date),
            (ExpressionKind::Literal(Literal::Scalar(Scalar::Period(period))), _) => Some(period.end),
            // It has no value, which was said; no rule with it is asked.
            (_, Base::Value(Type::Date | Type::Period)) => Date::new(2000, 1, 1),
            (_, base) => self.other_parameter(word.span, &base, "a date"),
        }
    }

    /// A text, or that of the parameter which stands for it.
    pub(super) fn words(&mut self, value: &tree::Value) -> Option<Box<str>> {
        let word = match value {
            tree::Value::Literal(tree::Literal { kind, span }) => {
                let long = *kind == LiteralKind::LongText;
                return self.text_literal(tree::Text { span: *span, long });
            }
            tree::Value::Word(word) => *word,
            other => return self.no_parameter(other.span(), "a text"),
        };
        let Some(value) = self.parameter_value(word) else { return self.no_parameter(word.span, "a text") };
        match (value.kind, value.ty.base) {
            (ExpressionKind::Literal(Literal::Text(text)), _) => Some(text),
            (_, Base::Value(Type::Text)) => Some("".into()),
            (_, base) => self.other_parameter(word.span, &base, "a text"),
        }
    }

    fn no_parameter<T>(&mut self, span: Span, wanted: &str) -> Option<T> {
        let name = self.sources.text(span);
        let known: Vec<&str> = self.parameters.iter().map(|parameter| parameter.name).collect();
        let help = did_you_mean(name, known).unwrap_or_else(|| format!("write {wanted}, or a parameter that is one"));
        self.error_help(codes::UNKNOWN_NAME, span, format!("there is no parameter `{name}`"), help);
        None
    }

    fn other_parameter<T>(&mut self, span: Span, base: &Base, wanted: &str) -> Option<T> {
        let (name, found) = (self.sources.text(span), self.base_name(base));
        let message = format!("{wanted} is asked for here, and the parameter `{name}` is {found}");
        self.error_help(codes::WRONG_TYPE, span, message, format!("write {wanted}, or a parameter that is one"));
        None
    }

    /// Whether a path begins with a parameter.
    pub(super) fn is_parameter(&self, path: &tree::Path) -> bool {
        matches!(&path.root, PathRoot::Word(word) if self.parameter_named(*word).is_some())
    }

    /// The value of a path that begins with a parameter; a step after it is a mistake.
    pub(super) fn parameter_path(&mut self, path: &tree::Path) -> Option<Expression> {
        let PathRoot::Word(word) = &path.root else { return None };
        let Some(step) = path.steps.first() else { return self.parameter_value(*word) };
        let (name, step_name) = (self.text(*word), self.text(*step));
        self.error_help(
            codes::FORM_NOT_HERE,
            step.span,
            format!("the parameter `{name}` is a plain value, which has no `{step_name}`"),
            "write the parameter alone",
        );
        None
    }

    /// Warns of the parameters that no rule of the policy speaks of. Of a rule with a mistake not all may have been read:
    /// then it is enough that a word of the policy is the name, though it may be one of the sentence (`most`).
    pub(super) fn unused_parameters(&mut self, blocks: &[&tree::Policy], all_read: bool) {
        let mut spoken: Vec<&str> = Vec::new();
        if !all_read {
            for block in blocks {
                spoken.extend(bare_words(self.sources.text(block.span)).map(|(_, word)| word));
            }
        }
        for parameter in std::mem::take(&mut self.parameters) {
            // Of one that cannot be a parameter more need not be said.
            if !parameter.places.is_empty() || self.is_word(parameter.name) {
                continue;
            }
            let declared = blocks
                .iter()
                .flat_map(|block| &block.parameters)
                .filter(|other| self.text(other.name) == parameter.name)
                .count();
            if all_read || spoken.iter().filter(|word| **word == parameter.name).count() <= declared {
                self.diagnostics.push(
                    Diagnostic::warning(
                        codes::UNUSED_PARAMETER,
                        parameter.span,
                        format!("no rule uses the parameter `{}`", parameter.name),
                    )
                    .help("take it away, or write it where its value should stand"),
                );
            }
        }
    }

    /// The words of a span, as they are said, with each parameter's value in its place. What stands before them in the span
    /// may be left out of them or be another word.
    pub(super) fn with_values(&self, words: String, span: Span) -> String {
        let said: Vec<(usize, &str)> =
            if self.parameters.is_empty() { Vec::new() } else { bare_words(&words).collect() };
        let written: Vec<(usize, &str)> = bare_words(self.sources.text(span)).collect();
        let mut out = String::new();
        let mut from = 0;
        let ahead = said.len().saturating_sub(written.len());
        let behind = written.len().saturating_sub(said.len());
        for ((at, word), (place, own)) in said.iter().skip(ahead).zip(written.iter().skip(behind)) {
            let start = u32::try_from(*place).ok().and_then(|place| span.start.checked_add(place));
            let is_here = |place: &Span| Some(place.start) == start && place.source == span.source;
            let spoken = self.parameters.iter().find(|one| word == own && one.places.iter().any(is_here));
            if let Some(parameter) = spoken.filter(|one| !one.shown.is_empty()) {
                out.push_str(words.get(from..*at).unwrap_or(""));
                out.push_str(parameter.shown);
                from = at + word.len();
            }
        }
        if from == 0 {
            return words;
        }
        out.push_str(words.get(from..).unwrap_or(""));
        out
    }

    /// The use that set a parameter which a rule, when it was checked, spoke of.
    pub(super) fn setter_in(&self, rule: Span) -> Option<Span> {
        let here = |place: &Span| place.source == rule.source && rule.start <= place.start && place.end <= rule.end;
        self.parameters.iter().filter(|one| one.places.iter().any(here)).filter_map(|one| one.set_by).min()
    }
}

/// The words of a text with their places: outside texts, backquotes and comments, and not after a dot.
fn bare_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let tail = text.get(rest..)?;
            let first = tail.chars().next()?;
            if let Some(mark @ ('"' | '`')) = Some(first) {
                let inner = tail.get(1..)?;
                rest += 1 + inner.find(mark).map_or(inner.len(), |end| end + 1);
            } else if first == '#' {
                rest += tail.find('\n').unwrap_or(tail.len());
            } else if first.is_alphanumeric() || first == '_' {
                let end = tail
                    .char_indices()
                    .find(|(_, letter)| !(letter.is_alphanumeric() || matches!(letter, '_' | '-')))
                    .map_or(tail.len(), |(end, _)| end);
                let at = rest;
                rest += end;
                if text.get(..at).is_some_and(|before| !before.ends_with('.')) {
                    return Some((at, tail.get(..end)?));
                }
            } else {
                rest += first.len_utf8();
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::bare_words;

    #[test]
    fn words_are_found_outside_texts_and_after_no_dot() {
        let words = |text| bare_words(text).map(|(_, word)| word).collect::<Vec<_>>().join(" ");
        assert_eq!(
            words("at most per_team kpis # per_x\n and it.per_y \"per_z\" `per_q` a-b, ö2"),
            "at most per_team kpis and it a-b ö2"
        );
        assert_eq!(words("\"open"), "");
        assert_eq!(words("a\""), "a");
    }
}
