//! Policies: parameters, rules with their modifiers, and uses (§6 of the reference).

use super::Typed;
use super::literal::{DATES, PERIODS, literal};
use super::scope::ParameterOf;
use crate::ir::{Item, Parameter, Policy, Rule, Use};
use crate::phrase::Phrase;
use crate::schema::Type;

const PLAIN: &[(&str, Type)] = &[
    ("number", Type::Number),
    ("percent", Type::Percent),
    ("duration", Type::Duration),
    ("date", Type::Date),
    ("text", Type::Text),
    ("money", Type::Money),
    ("points", Type::Points),
    ("period", Type::Period),
    ("quantity", Type::Quantity),
];

impl Typed<'_, '_> {
    /// Draws the policies.
    pub(super) fn policies(&mut self) {
        let count = self.draw.count(1, self.bounds.policies.max(1));
        for _ in 0..count {
            let id = self.fresh("policy", "focus");
            let parameters = self.parameters_of();
            self.parameters = parameters
                .iter()
                .map(|(parameter, ty)| ParameterOf { name: parameter.name.clone(), ty: ty.clone() })
                .collect();
            let count = self.draw.count(1, self.bounds.rules.max(1));
            let rules: Vec<Rule> = (0..count).map(|_| self.rule(&id)).collect();
            self.parameters.clear();
            let title = self.draw.chance(1, 3).then(|| "What is asked".to_owned());
            let parameters: Vec<Parameter> = parameters.into_iter().map(|(parameter, _)| parameter).collect();
            self.use_of(&id, &parameters, &rules);
            self.items.push(Item::Policy(Policy { id, title, parameters, rules }));
        }
        if self.draw.chance(1, 12) {
            self.pack();
        }
    }

    fn parameters_of(&mut self) -> Vec<(Parameter, Type)> {
        let count = if self.draw.chance(1, 2) { self.draw.count(1, 4) } else { 0 };
        let mut parameters = Vec::new();
        for _ in 0..count {
            let drawn = self.draw.weighted(&[4, 3, 2, 2, 1, 1, 1, 1, 1, 3, 2]);
            let (words, ty, values) = match drawn {
                9 => ("yes or no".to_owned(), Type::YesOrNo, vec![Phrase::of("yes"), Phrase::of("no")]),
                10 => {
                    let words = ["allow", "warn", "deny"];
                    let ty = Type::OneOf(words.iter().map(|word| (*word).to_owned()).collect());
                    ("one of (allow, warn, deny)".to_owned(), ty, words.iter().map(|word| Phrase::of(word)).collect())
                }
                at => {
                    let Some((words, ty)) = PLAIN.get(at) else { continue };
                    let values: Vec<Phrase> = (0..3).filter_map(|_| literal(&mut self.draw, ty)).collect();
                    ((*words).to_owned(), ty.clone(), values)
                }
            };
            let name = self.fresh("parameter", &format!("limit_{}", words.split(' ').next().unwrap_or("one")));
            let written = match ty {
                // The type of these does not follow from a literal.
                Type::OneOf(_) | Type::Quantity => true,
                _ => self.draw.chance(1, 3),
            };
            let first = values.first().cloned();
            let default = if written && self.draw.chance(1, 4) { None } else { first };
            parameters.push((Parameter { name, ty: written.then_some(words), default, values }, ty));
        }
        parameters
    }

    /// A use of a policy of these files: it must set what has no default.
    fn use_of(&mut self, id: &str, parameters: &[Parameter], rules: &[Rule]) {
        let needed = parameters.iter().any(|parameter| parameter.default.is_none());
        if !needed && !self.draw.chance(1, 8) {
            return;
        }
        let mut with = Vec::new();
        for parameter in parameters {
            if (parameter.default.is_none() || self.draw.chance(1, 2))
                && let Some(value) = self.draw.pick(&parameter.values)
            {
                with.push((parameter.name.clone(), value.clone()));
            }
        }
        let mut without = Vec::new();
        if rules.len() > 1
            && self.draw.chance(1, 5)
            && let Some(rule) = self.draw.pick(rules)
        {
            without.push(rule.label.clone());
            let name = format!("{id}/{}", rule.label);
            self.rules.retain(|other| other.name != name);
        }
        let modal = self.draw.chance(1, 4).then(|| self.draw.word(&["must", "should", "could"]).to_owned());
        if with.is_empty() && without.is_empty() && modal.is_none() {
            return;
        }
        self.items.push(Item::Use(Use { what: Phrase::of(id), with, without, modal }));
        if self.draw.chance(1, 5)
            && let Some(rule) = rules.first()
            && !self.items.iter().any(|item| matches!(item, Item::Use(other) if other.without.contains(&rule.label)))
        {
            let what = Phrase::of(&format!("{id}/{}", rule.label));
            self.items.push(Item::Use(Use {
                what,
                with: Vec::new(),
                without: Vec::new(),
                modal: Some("should".to_owned()),
            }));
        }
    }

    /// A use of the pack.
    fn pack(&mut self) {
        let rule = self.draw.chance(1, 3);
        let what = Phrase::of(if rule { "smart/time-bound" } else { "smart" });
        let modal = self.draw.chance(1, 3).then(|| "should".to_owned());
        let without = if !rule && self.draw.chance(1, 3) { vec!["vague".to_owned()] } else { Vec::new() };
        let with =
            if !rule && self.draw.chance(1, 3) { vec![("leap".to_owned(), Phrase::of("2"))] } else { Vec::new() };
        self.items.push(Item::Use(Use { what, with, without, modal }));
    }

    /// What follows a sentence beside `unless`.
    pub(super) fn modifiers(&mut self, modal: Option<&str>, modifiers: &mut Vec<Phrase>) {
        let begin = modifiers.len();
        for (word, text) in [
            ("because", "A KPI in isolation can be won by doing harm elsewhere."),
            ("suggest", "Look for \"an input\" of it."),
            ("see", "handbook/kpis.md"),
        ] {
            if self.draw.chance(1, 9) {
                modifiers.push(Phrase::of(word).text(text));
            }
        }
        let day = |typed: &mut Self, pool: &[&'static str]| match typed.draw.below(5) {
            0 => typed.parameter(&Type::Date).or_else(|| typed.parameter(&Type::Period)),
            1 => Some(Phrase::of(typed.draw.word(PERIODS))),
            _ => Some(Phrase::of(typed.draw.word(pool))),
        };
        let from = if self.draw.chance(1, 10) { day(self, &["2026-01-01", "2026-06-30", "2026-07-01"]) } else { None };
        let until = if self.draw.chance(1, 10) { day(self, &["2028-12-31", "2027-Q1"]) } else { None };
        // A period of the pool may end before the other begins.
        let until = until.filter(|until| {
            from.is_none()
                || until.to_string().starts_with("202") && {
                    let from = from.as_ref().map(ToString::to_string).unwrap_or_default();
                    !from.starts_with("202") || until.to_string().get(..4) > from.get(..4)
                }
        });
        // A rule hardens within its dates, whatever these are.
        let always = from.is_none() && until.is_none();
        modifiers.extend(from.map(|day| Phrase::of("from").then(day)));
        modifiers.extend(until.map(|day| Phrase::of("until").then(day)));
        if self.draw.chance(1, 4)
            && let Some(condition) = self.switch()
        {
            modifiers.push(Phrase::of("when").then(condition));
        }
        let harder: &[&str] = match modal {
            Some("could") => &["should", "must"],
            Some("should") => &["must"],
            _ => &[],
        };
        if !harder.is_empty() && self.draw.chance(1, 3) {
            let word = self.draw.word(&["2027-01-01", "2026-Q1", "2026-06-30"]);
            let at = if harder.len() > 1 && self.draw.chance(1, 2) { "should" } else { "must" };
            modifiers.extend(always.then(|| Phrase::new().glued(",").and(at).and("from").and(word)));
        }
        if let Some(rest) = modifiers.get_mut(begin..) {
            self.draw.shuffle(rest);
        }
    }

    /// What parameters alone decide.
    fn switch(&mut self) -> Option<Phrase> {
        let mut parts = Vec::new();
        for _ in 0..1 + usize::from(self.draw.chance(1, 4)) {
            let parameter = self.draw.pick(&self.parameters)?.clone();
            let name = Phrase::of(&parameter.name);
            let part = match &parameter.ty {
                Type::YesOrNo => match self.draw.below(3) {
                    0 => name,
                    1 => name.and("is").and(self.draw.word(&["yes", "no"])),
                    _ => name.and("is not yes"),
                },
                Type::OneOf(words) => {
                    let word = self.draw.pick(words)?;
                    name.and(self.draw.word(&["is", "is not"])).and(word)
                }
                Type::Text => name.and("=").then(literal(&mut self.draw, &Type::Text)?),
                Type::Period => name.and("!=").then(literal(&mut self.draw, &Type::Period)?),
                ty => name.and(self.draw.word(&[">", "<=", "=", "!=", ">=", "<"])).then(literal(&mut self.draw, ty)?),
            };
            parts.push(part);
        }
        // A bare word after another condition could be one of its words.
        parts.sort_by_key(|part| part.0.len());
        if parts.get(1).is_some_and(|part| part.0.len() == 1) {
            parts.truncate(1);
        }
        Some(Phrase::list(parts, "and"))
    }
}

/// The days that waivers and tests are about.
pub(super) const DAYS: &[&str] = DATES;
