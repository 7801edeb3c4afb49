//! Words of the project's own: kinds, attributes, definitions (§4 of the reference).

use super::Typed;
use super::scope::alone;
use crate::ir::{Attribute, Definition, Item, Kind, Meaning};
use crate::nouns::plural;
use crate::phrase::Phrase;
use crate::schema::{KindId, Member, Source, Type};

const KINDS: &[&str] = &["risk", "vendor", "region", "contract", "survey", "policy_area", "box"];
const ADJECTIVES: &[&str] = &["proven", "risky", "ready", "late", "well_kept"];
const DERIVED: &[&str] = &["runway", "patience", "headroom", "kin", "distance"];
const VERBS: &[(&str, &str)] =
    &[("threaten", "threatened"), ("back", "backed"), ("watch", "watched"), ("carry", "carried")];
const WORDS: &[&[&str]] =
    &[&["low", "middling", "high"], &["open_now", "closed_now"], &["leading", "lagging"], &["high", "low"]];

impl Typed<'_, '_> {
    /// Draws kinds and attributes of the project's own.
    pub(super) fn vocabulary(&mut self) {
        // With few bytes the standard vocabulary has to do.
        if self.draw.left() < 200 {
            return;
        }
        let count = if self.draw.chance(1, 2) { self.draw.count(1, self.bounds.kinds) } else { 0 };
        for _ in 0..count {
            self.own_kind();
        }
        if self.bounds.attributes > 0 && self.draw.chance(1, 2) {
            let kind = self.cast_kind();
            let attributes = self.attributes(kind);
            if !attributes.is_empty() {
                let name = self.schema.name(kind).to_owned();
                let (parent, plural, label) = (None, None, None);
                self.items.push(Item::Kind(Kind { name, extends: true, parent, plural, label, attributes }));
            }
        }
    }

    /// A word that means nothing yet.
    fn new_word(&mut self, stem: &str) -> String {
        loop {
            let word = self.fresh("word", stem);
            if !self.schema.is_word(&word) {
                return word;
            }
        }
    }

    fn own_kind(&mut self) {
        let stem = self.draw.word(KINDS);
        let name = self.new_word(stem);
        let parent = if self.draw.chance(2, 5) { Some(self.cast_kind()) } else { None };
        let irregular = self.draw.chance(1, 5).then(|| format!("{name}_all"));
        let kind = self.schema.add_kind(&name, parent, irregular.as_deref());
        // Its attributes may be of itself, and others of it.
        let attributes = self.attributes(kind);
        self.cast.push(kind);
        let label = self.draw.chance(1, 3).then(|| "What may go wrong".to_owned());
        let parent = parent.map(|parent| self.schema.name(parent).to_owned());
        self.items.push(Item::Kind(Kind { name, extends: false, parent, plural: irregular, label, attributes }));
    }

    fn attributes(&mut self, kind: KindId) -> Vec<Attribute> {
        let count = self.draw.count(1, self.bounds.attributes);
        (0..count).map(|_| self.attribute(kind)).collect()
    }

    fn type_of(&mut self, kind: KindId) -> (Type, String, &'static str) {
        let (ty, written, stem) = match self.draw.weighted(&[2, 2, 1, 1, 1, 3, 2, 2, 1, 3, 4, 1, 6]) {
            0 => (Type::Text, "text", "remark"),
            1 => (Type::Number, "number", "headcount"),
            2 => (Type::Percent, "percent", "confidence"),
            3 => (Type::Points, "points", "swing"),
            4 => (Type::Money, "money", "estimate"),
            5 => (Type::Quantity, "quantity", "reading"),
            6 => (Type::Duration, "duration", "delay"),
            7 => (Type::Date, "date", "opened"),
            8 => (Type::Period, "period", "season"),
            9 => (Type::YesOrNo, "yes or no", "urgent"),
            10 => {
                let words = self.draw.pick(WORDS).copied().unwrap_or_default();
                let written = format!("one of ({})", words.join(", "));
                return (Type::OneOf(words.iter().map(|word| (*word).to_owned()).collect()), written, "severity");
            }
            11 => (Type::Formula(kind), "formula", "recipe"),
            _ => {
                let target = if self.draw.chance(1, 4) { kind } else { self.cast_kind() };
                return (Type::Element(target), self.schema.name(target).to_owned(), "sponsor");
            }
        };
        (ty, written.to_owned(), stem)
    }

    fn attribute(&mut self, kind: KindId) -> Attribute {
        let (ty, written, stem) = self.type_of(kind);
        let relation = matches!(ty, Type::Element(_));
        let many = match ty {
            Type::Formula(_) | Type::YesOrNo => false,
            _ => self.draw.chance(1, 3),
        };
        let clashes = |place: KindId| self.schema.would_clash(place, kind);
        let may_lie = !many && matches!(ty, Type::Element(place) if !clashes(place));
        let within = may_lie && self.draw.chance(1, 3);
        let mut name = self.new_word(stem);
        if many {
            name = plural(&name);
        }
        let mut member = Member::new(kind, &name, ty.clone()).many(many);
        member.focus = true;
        member.within = within;
        let mut attribute = Attribute { name, many, ty: written, fields: Vec::new(), parts: Vec::new() };
        if !within && !matches!(ty, Type::Formula(_) | Type::YesOrNo) && self.draw.chance(1, 4) {
            for _ in 0..self.draw.count(1, 2) {
                let (field, declared) = self.field(kind);
                member.fields.push(field);
                attribute.fields.push(declared);
            }
        }
        if !relation && self.draw.chance(1, 8) && !matches!(ty, Type::Formula(_)) {
            member.required = true;
            attribute.parts.push(Phrase::of("required"));
        }
        if within {
            attribute.parts.push(Phrase::of("within"));
        }
        if let Type::Element(target) = ty {
            let verb = self.draw.pick(VERBS).copied().filter(|_| self.draw.chance(1, 2));
            if let Some((plain, participle)) = verb
                && !self.schema.members.iter().any(|other| other.verb.as_ref().is_some_and(|(verb, _)| verb == plain))
            {
                let passive = self.draw.chance(3, 4);
                let said = if passive { format!("{plain}, {participle}") } else { plain.to_owned() };
                attribute.parts.push(Phrase::of("verb").and(&said));
                member.verb = Some((plain.to_owned(), passive.then(|| participle.to_owned())));
            }
            if self.draw.chance(1, 2) {
                let word = self.new_word(&format!("{}_of", self.schema.name(kind).to_owned()));
                let word = plural(&word);
                let _ = target;
                attribute.parts.push(Phrase::of("inverse").and(&word));
                member.inverse = Some(word);
            }
        }
        if self.draw.chance(1, 8) {
            attribute.parts.push(Phrase::new().text("What it is"));
        }
        if many && self.draw.chance(1, 8) {
            let word = self.new_word("single");
            attribute.parts.push(Phrase::of("singular").and(&word));
            attribute.parts.push(Phrase::of("plural").and(&member.name));
            member.singular = word;
            member.plural.clone_from(&member.name);
        }
        self.schema.add_member(member);
        attribute
    }

    fn field(&mut self, kind: KindId) -> (Member, Attribute) {
        let (ty, written, stem) = self.type_of(kind);
        let (ty, written) =
            if matches!(ty, Type::Formula(_)) { (Type::Date, "date".to_owned()) } else { (ty, written) };
        let relation = matches!(ty, Type::Element(_));
        let many = relation && self.draw.chance(1, 3);
        let mut name = self.new_word(&format!("field_{stem}"));
        if many {
            name = plural(&name);
        }
        let mut member = Member::new(kind, &name, ty).many(many);
        let mut parts = Vec::new();
        if !relation && self.draw.chance(1, 8) {
            member.required = true;
            parts.push(Phrase::of("required"));
        }
        (member, Attribute { name, many, ty: written, fields: Vec::new(), parts })
    }

    // ------------------------------------------------------------ definitions

    /// Draws adjectives and derived attributes; each may use those before it.
    pub(super) fn definitions(&mut self) {
        if self.draw.left() < 200 {
            return;
        }
        let count = self.draw.count(0, self.bounds.definitions);
        for _ in 0..count {
            let kind = self.cast_kind();
            self.fuel = self.bounds.nesting.min(2);
            self.variables = 0;
            self.scopes.clear();
            self.open(kind, None);
            let definition = if self.draw.chance(1, 2) { self.adjective(kind) } else { self.derived(kind) };
            self.scopes.clear();
            self.items.extend(definition.map(Item::Definition));
        }
    }

    fn adjective(&mut self, kind: KindId) -> Option<Definition> {
        let condition = self.condition()?;
        let condition = alone(condition.phrase);
        let stem = self.draw.word(ADJECTIVES);
        let name = self.new_word(stem);
        self.schema.add_adjective(kind, &name);
        let kind = self.schema.name(kind).to_owned();
        Some(Definition { kind, name, meaning: Meaning::Adjective(condition) })
    }

    fn derived(&mut self, kind: KindId) -> Option<Definition> {
        let (ty, many, first) = self.derived_value(None)?;
        let mut cases = vec![];
        let mut first = Some(first);
        if self.draw.chance(1, 2) {
            for _ in 0..1 + usize::from(self.draw.chance(1, 4)) {
                let value = match first.take() {
                    Some(first) => first,
                    None => self.derived_value(Some((&ty, many)))?.2,
                };
                let Some(condition) = self.condition() else { continue };
                cases.push(value.and("when").then(condition.phrase));
            }
            if let Some((_, _, value)) = self.derived_value(Some((&ty, many)))
                && !cases.is_empty()
                && self.draw.chance(3, 4)
            {
                cases.push(Phrase::of("otherwise").then(value));
            }
        }
        cases.extend(first);
        let mut phrase = Phrase::new();
        for (at, case) in cases.into_iter().enumerate() {
            phrase = if at > 0 { phrase.glued(",").then(case) } else { case };
        }
        let phrase = alone(phrase);
        let stem = self.draw.word(DERIVED);
        let mut name = self.new_word(stem);
        if many {
            name = plural(&name);
        }
        let mut member = Member::new(kind, &name, ty).many(many).from(Source::Derived);
        member.focus = true;
        self.schema.add_member(member);
        let kind = self.schema.name(kind).to_owned();
        Some(Definition { kind, name, meaning: Meaning::Derived(phrase) })
    }

    /// A value for a derived attribute: of any type, or of one that is given.
    fn derived_value(&mut self, given: Option<(&Type, bool)>) -> Option<(Type, bool, Phrase)> {
        let (ty, many) = match given {
            Some((ty, many)) => (ty.clone(), many),
            None => match self.draw.below(8) {
                0 => (Type::Number, false),
                1 => (Type::Duration, false),
                2 => (Type::Date, false),
                3 => (Type::Percent, false),
                4 => {
                    // `label` alone is of every element, so something fits.
                    let path = self.path(&|_| true)?;
                    return Some((path.base.ty().clone(), false, path.phrase));
                }
                5 => {
                    let path = self.path_of(&|ty| matches!(ty, Type::Element(_)), true)?;
                    return Some((path.base.ty().clone(), true, path.phrase));
                }
                6 => {
                    let kind = self.cast_kind();
                    let phrase = self.nearest_via(kind)?;
                    return Some((Type::Element(kind), false, phrase));
                }
                _ => (Type::Number, false),
            },
        };
        if many {
            let path = self.path_of(&|other| *other == ty, true)?;
            return Some((ty, true, path.phrase));
        }
        let phrase = match self.draw.below(4) {
            0 => self.calculated(&ty),
            1 => self.aggregate(&|other| *other == ty).map(|(phrase, _)| phrase),
            2 => self.path(&|other| *other == ty).map(|path| path.phrase),
            _ => None,
        };
        let phrase = phrase.or_else(|| self.some_literal(&ty)).or_else(|| {
            let found = self.path(&|other| *other == ty);
            found.map(|path| path.phrase)
        })?;
        // A literal of a quantity has the type of its unit, and so would the whole.
        if ty == Type::Quantity {
            let path = self.path(&|other| *other == ty)?;
            return Some((ty, false, path.phrase));
        }
        Some((ty, false, phrase))
    }
}
