//! Conditions (§8 of the reference).

use super::Typed;
use super::scope::{Base, Path};
use super::verb::Asked;
use crate::phrase::Phrase;
use crate::schema::Type;

/// How a condition stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Anywhere.
    Simple,
    /// Only in brackets: what follows could be taken for a part of it.
    Compound,
    /// Only at the beginning: after a verb it could be taken for one of its words.
    First,
}

/// A phrase and how it stands in a list.
pub(crate) struct Shaped {
    pub(crate) phrase: Phrase,
    pub(crate) shape: Shape,
}

impl Shaped {
    pub(crate) fn new(phrase: Phrase, shape: Shape) -> Self {
        Self { phrase, shape }
    }

    /// As it stands after `where` within another condition.
    pub(crate) fn nested(self) -> Phrase {
        if self.shape == Shape::Compound { self.phrase.bracketed() } else { self.phrase }
    }
}

impl Typed<'_, '_> {
    /// A condition of the nearest subject.
    pub(crate) fn condition(&mut self) -> Option<Shaped> {
        if self.fuel > 0 && self.draw.chance(1, 3) {
            self.fuel -= 1;
            let list = self.condition_list();
            self.fuel += 1;
            if list.is_some() {
                return list;
            }
        }
        for _ in 0..4 {
            let clause = self.clause();
            if clause.is_some() {
                return clause;
            }
        }
        // Of everything something can be said: that it has a label, or is set.
        let path = self.path(&|_| true).filter(|path| path.late)?;
        Some(Shaped::new(path.phrase.and("is set"), Shape::Simple))
    }

    fn condition_list(&mut self) -> Option<Shaped> {
        if self.draw.chance(1, 5) {
            let inner = self.condition()?.phrase.bracketed();
            return Some(Shaped::new(Phrase::of("not").then(inner), Shape::Simple));
        }
        let count = 2 + usize::from(self.draw.chance(1, 4));
        let mut parts: Vec<Phrase> = Vec::new();
        for _ in 0..count {
            let Some(part) = self.condition() else { continue };
            match part.shape {
                Shape::Simple => parts.push(part.phrase),
                Shape::First if parts.is_empty() => parts.push(part.phrase),
                Shape::First => {}
                Shape::Compound => parts.push(part.phrase.bracketed()),
            }
        }
        let word = self.draw.word(&["and", "or"]);
        if parts.len() < 2 {
            let only = parts.pop()?;
            return Some(Shaped::new(only, Shape::Compound));
        }
        Some(Shaped::new(Phrase::list(parts, word), Shape::Compound))
    }

    fn clause(&mut self) -> Option<Shaped> {
        match self.draw.weighted(&[5, 4, 4, 1, 1]) {
            0 => self.said_of_path(),
            1 => self.comparison(),
            2 => self.said_of_it(),
            3 => {
                let path = self.path(&|ty| *ty == Type::YesOrNo)?;
                if self.draw.chance(1, 2) {
                    return Some(Shaped::new(Phrase::of("not").then(path.phrase), Shape::Simple));
                }
                Some(Shaped::new(path.phrase, Shape::First))
            }
            _ => self.compared_aggregate(),
        }
    }

    /// `target > baseline`.
    fn comparison(&mut self) -> Option<Shaped> {
        let left = self.path(&|_| true)?;
        let ty = left.base.ty().clone();
        let ordered = ty.is_amount() || matches!(ty, Type::Duration | Type::Date);
        let op = if ordered && !self.draw.chance(1, 4) {
            self.draw.word(&["<", ">=", ">", "<="])
        } else {
            self.draw.word(&["=", "!="])
        };
        let strict = !["=", "!="].contains(&op);
        let mut phrase = left.phrase;
        // Arithmetic may stand on the left as well, after a path.
        if ty == Type::Number && self.draw.chance(1, 5) {
            phrase = phrase.and(self.draw.word(&["+", "-", "*", "/"])).then(self.operand(&Type::Number)?);
        } else if ty == Type::Date && self.draw.chance(1, 5) {
            phrase = phrase.and(self.draw.word(&["+", "-"])).then(self.operand(&Type::Duration)?);
        }
        let right = self.value(&ty, strict)?;
        Some(Shaped::new(phrase.and(op).then(right), Shape::Simple))
    }

    /// `count of its kpis > 1`, `sum of its kpis.step is at least 3`.
    fn compared_aggregate(&mut self) -> Option<Shaped> {
        let (phrase, ty) = self.aggregate(&|_| true)?;
        if self.draw.chance(1, 2) {
            let bound = self.draw.word(&["is at least", "is at most", "is more than", "is less than", "is exactly"]);
            let right = self.value(&ty, true)?;
            return Some(Shaped::new(phrase.and(bound).then(right), Shape::Simple));
        }
        let op = self.draw.word(&[">", "<", ">=", "<=", "=", "!="]);
        let right = self.value(&ty, true)?;
        Some(Shaped::new(phrase.and(op).then(right), Shape::Simple))
    }

    /// `owner is a team`, `lag is not at most 30 days`.
    fn said_of_path(&mut self) -> Option<Shaped> {
        let several = self.draw.chance(1, 5);
        let path = self.path_of(&|_| true, several)?;
        self.said(&path)
    }

    /// `it has a counter`.
    fn said_of_it(&mut self) -> Option<Shaped> {
        let base = self.nearest()?.base.clone();
        self.said(&Path { phrase: Phrase::of("it"), base, many: false, steps: 0, late: true })
    }

    fn said(&mut self, path: &Path) -> Option<Shaped> {
        // Only the nearest subject itself can share something.
        let subject = path.phrase == Phrase::of("it");
        let steps = if subject { path.steps } else { path.steps.max(1) };
        let asked = Asked { base: path.base.clone(), many: path.many, steps, late: path.late, each: false };
        let (verb, objects) = self.verb(&asked)?;
        let denied = self.draw.chance(1, 6);
        let words = match (verb.as_str(), denied) {
            ("be", false) => Phrase::of(if path.many && path.phrase.0.len() < 3 { "are" } else { "is" }),
            ("be", true) => Phrase::of("is not"),
            (_, true) => Phrase::of("does not").and(&verb),
            ("have", false) => Phrase::of("has"),
            (verb, false) => Phrase::of(&crate::nouns::plural(verb)),
        };
        Some(Shaped::new(path.phrase.clone().then(words).then(objects.phrase), objects.shape))
    }

    /// A condition of a further subject, which is the nearest while it is said.
    pub(crate) fn condition_of(&mut self, base: Base, noun: &str, variable: Option<String>) -> Option<Shaped> {
        self.scopes.push(super::scope::Scope { base, noun: noun.to_owned(), variable });
        let condition = self.condition();
        self.scopes.pop();
        condition
    }
}
