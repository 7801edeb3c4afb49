//! Expressions: values of a type that is asked for, and types that may be compared (§11 of the reference).

use super::Typed;
use super::literal::literal;
use crate::phrase::Phrase;
use crate::schema::{Schema, Type};

impl Schema {
    /// Whether values of two types may be compared; `ordered` asks for more than equality.
    pub(crate) fn comparable(&self, left: &Type, right: &Type, ordered: bool) -> bool {
        use Type::{Date, Duration, Element, Formula, Number, OneOf, Percent, Period, Quantity, Text, YesOrNo};
        match (left, right) {
            (Quantity, other) | (other, Quantity) => other.is_amount(),
            (Number, Percent) | (Percent, Number) | (Date, Period | Date) | (Period, Date) | (Duration, Duration) => {
                true
            }
            (Element(a), Element(b)) => !ordered && self.related(*a, *b),
            (OneOf(a), OneOf(b)) => !ordered && a.iter().any(|word| b.contains(word)),
            (Text, Text) | (YesOrNo, YesOrNo) | (Formula(_), Formula(_)) | (Period, Period) => !ordered,
            (a, b) => a.is_amount() && a == b,
        }
    }
}

impl Typed<'_, '_> {
    /// A value to compare with one of a type; it begins with a literal only where `literals` allows it.
    pub(crate) fn value(&mut self, ty: &Type, ordered: bool) -> Option<Phrase> {
        let schema = self.schema.clone();
        let fits = move |other: &Type| schema.comparable(ty, other, ordered);
        for _ in 0..3 {
            let drawn = self.draw.weighted(&[6, 4, 2, 2, 1, 1]);
            let found = match drawn {
                0 => self.some_literal(ty),
                1 => self.path(&fits).map(|path| path.phrase),
                2 => self.parameter(ty),
                3 => self.calculated(ty),
                4 => self.aggregate(&|other| other == ty).map(|(phrase, _)| phrase),
                _ => self.element_like(ty),
            };
            if found.is_some() {
                return found;
            }
        }
        self.some_literal(ty).or_else(|| self.path(&fits).map(|path| path.phrase))
    }

    /// A literal of a type; for a quantity of any of its types.
    pub(crate) fn some_literal(&mut self, ty: &Type) -> Option<Phrase> {
        literal(&mut self.draw, ty)
    }

    /// A parameter of exactly this type.
    pub(crate) fn parameter(&mut self, ty: &Type) -> Option<Phrase> {
        let fit: Vec<String> =
            self.parameters.iter().filter(|parameter| parameter.ty == *ty).map(|one| one.name.clone()).collect();
        self.draw.pick(&fit).map(|name| Phrase::of(name))
    }

    /// A path, literal or parameter of exactly this type, or arithmetic in brackets.
    pub(crate) fn operand(&mut self, ty: &Type) -> Option<Phrase> {
        match self.draw.below(6) {
            0 | 1 => self.path(&|other| other == ty).map(|path| path.phrase).or_else(|| self.some_literal(ty)),
            2 => self.parameter(ty).or_else(|| self.some_literal(ty)),
            3 if self.fuel > 0 => {
                self.fuel -= 1;
                let inner = self.calculated(ty).map(Phrase::bracketed);
                self.fuel += 1;
                inner.or_else(|| self.some_literal(ty))
            }
            _ => self.some_literal(ty),
        }
    }

    /// Arithmetic whose value is of exactly this type.
    pub(crate) fn calculated(&mut self, ty: &Type) -> Option<Phrase> {
        use Type::{Date, Duration, Money, Number, Percent, Points, Quantity};
        let ways: &[(Type, &str, Type)] = match ty {
            Number => &[
                (Number, "+", Number),
                (Number, "-", Number),
                (Number, "*", Number),
                (Number, "/", Number),
                (Percent, "/", Percent),
                (Duration, "/", Duration),
                (Money, "/", Money),
                (Percent, "*", Number),
                (Number, "/", Percent),
                (Points, "/", Points),
            ],
            Percent => &[
                (Percent, "+", Percent),
                (Percent, "+", Points),
                (Percent, "-", Points),
                (Points, "+", Percent),
                (Number, "*", Percent),
                (Percent, "/", Number),
                (Percent, "*", Percent),
            ],
            Points => &[(Percent, "-", Percent), (Points, "+", Points), (Number, "*", Points), (Points, "*", Percent)],
            Money => &[
                (Money, "+", Money),
                (Money, "-", Money),
                (Number, "*", Money),
                (Money, "*", Percent),
                (Money, "/", Number),
                (Money, "/", Percent),
            ],
            Duration => &[
                (Date, "-", Date),
                (Duration, "+", Duration),
                (Duration, "-", Duration),
                (Number, "*", Duration),
                (Duration, "*", Number),
                (Duration, "/", Number),
            ],
            Date => &[(Date, "+", Duration), (Date, "-", Duration), (Duration, "+", Date)],
            Quantity => &[
                (Quantity, "+", Quantity),
                (Quantity, "-", Percent),
                (Number, "*", Quantity),
                (Quantity, "/", Number),
                (Quantity, "*", Quantity),
                (Quantity, "/", Quantity),
            ],
            _ => return None,
        };
        let (left, op, right) = self.draw.pick(ways)?;
        // Two literals of a quantity may be two of anything: at least one is read from the model.
        let first = if *left == Quantity {
            self.path(&|other| *other == Quantity).map(|path| path.phrase)?
        } else {
            self.operand(left)?
        };
        let second = if *right == Quantity && *left != Quantity {
            self.path(&|other| *other == Quantity).map(|path| path.phrase)?
        } else {
            self.operand(right)?
        };
        Some(first.and(op).then(second))
    }

    /// An aggregate over several values; its type is wanted.
    pub(crate) fn aggregate(&mut self, want: &dyn Fn(&Type) -> bool) -> Option<(Phrase, Type)> {
        if want(&Type::Number) && self.draw.chance(2, 3) {
            let of = self.path_of(&|_| true, true)?;
            let op = if self.draw.chance(1, 3) && !begins_unsafely(&of.phrase) { "count" } else { "count of" };
            return Some((Phrase::of(op).then(of.phrase), Type::Number));
        }
        let op = self.draw.word(&["sum of", "average of", "min of", "max of", "max", "min", "sum", "average"]);
        let dates = op.starts_with('m');
        let fits = |ty: &Type| want(ty) && (ty.is_amount() || *ty == Type::Duration || (dates && *ty == Type::Date));
        let of = self.path_of(&fits, true)?;
        let mut aggregate = Phrase::of(op);
        if begins_unsafely(&of.phrase) && !op.ends_with("of") {
            aggregate = aggregate.and("of");
        }
        Some((aggregate.then(of.phrase), of.base.ty().clone()))
    }

    /// An element of a kind related to one: named, or the nearest by some relation.
    fn element_like(&mut self, ty: &Type) -> Option<Phrase> {
        let Type::Element(kind) = *ty else { return (*ty == Type::Date).then(|| Phrase::of("today")) };
        if self.draw.chance(1, 2) {
            return self.element_named(|typed, other| typed.schema.related(other, kind)).map(|(phrase, _)| phrase);
        }
        self.nearest_via(kind)
    }

    /// `the nearest team via parent`, in brackets.
    pub(crate) fn nearest_via(&mut self, kind: usize) -> Option<Phrase> {
        let Base::Plain(Type::Element(start)) = self.nearest()?.base else { return None };
        // Those that lead to such elements come oftener: by most others none is found.
        let oftener = |target: usize| if self.schema.related(target, kind) { 4 } else { 1 };
        let relations = self.relations(start).into_iter();
        let relations: Vec<String> =
            relations.flat_map(|(word, target, _)| std::iter::repeat_n(word, oftener(target))).collect();
        let word = self.draw.pick(&relations)?.clone();
        let mut phrase = Phrase::of(self.draw.word(&["the nearest", "nearest"]));
        let adjectives = self.schema.adjectives(kind);
        if self.draw.chance(1, 4)
            && let Some(word) = self.draw.pick(&adjectives)
        {
            phrase = phrase.and(word);
        }
        Some(phrase.and(self.schema.name(kind)).and("via").and(&word).bracketed())
    }
}

use super::scope::Base;

/// Whether a path begins with a word that is a verb as well: an aggregate then needs its `of`.
fn begins_unsafely(phrase: &Phrase) -> bool {
    phrase.words().next().is_some_and(|word| ["share", "shares", "by", "as"].contains(&word))
}
