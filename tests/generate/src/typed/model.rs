//! The model: elements in each other, then their attributes, then some of them written on the other side.

use super::literal::{literal, text};
use super::{Actor, Typed};
use crate::ir::{Element, Item, Line, Value};
use crate::phrase::{Phrase, Token};
use crate::schema::{KindId, Member, Source, Type};

/// Ids; none is a word of the vocabulary.
const IDS: &[&str] = &[
    "arr",
    "web",
    "visits",
    "ann",
    "north",
    "spam",
    "signups",
    "bob",
    "core_two",
    "churned_users",
    "alpha",
    "größe",
    "two words",
    "x1",
    "unless",
];
const LABELS: &[&str] = &["Annual revenue", "Größe \"x\"", "", "Back\\slash"];

impl Typed<'_, '_> {
    /// Draws the model.
    pub(super) fn model(&mut self) {
        let elements = self.tree();
        self.items.extend(elements.into_iter().map(Item::Element));
    }

    /// Elements with their attributes and what stands in them; the actors of the typed project are theirs.
    pub(super) fn tree(&mut self) -> Vec<Element> {
        // Fewer bytes are a smaller model: what is left has to do for attributes and policies as well.
        let most = self.bounds.elements.min(2 + self.draw.left() / 24);
        let few = self.draw.count(1, 3);
        let count = few.max(self.draw.below(most + 1).max(self.draw.below(most + 1))).min(self.bounds.elements.max(1));
        let mut elements: Vec<Element> = Vec::new();
        for _ in 0..count {
            elements.extend(self.element());
        }
        let mut lines: Vec<Vec<Line>> = Vec::new();
        for at in 0..elements.len() {
            lines.push(self.lines(at));
        }
        self.turn_round(&mut lines);
        for (element, lines) in elements.iter_mut().zip(lines) {
            element.lines = lines;
        }
        // Children stand after those they lie in, so going backwards each is whole when it is put in.
        let mut roots = Vec::new();
        while let Some(mut element) = elements.pop() {
            element.children.reverse();
            let parent = self.actors.get(elements.len()).and_then(|actor| actor.parent);
            match parent.and_then(|parent| elements.get_mut(parent)) {
                Some(parent) => parent.children.push(element),
                None => roots.push(element),
            }
        }
        roots.reverse();
        roots
    }

    /// One element without attributes; it is among the actors then.
    fn element(&mut self) -> Option<Element> {
        let parents: Vec<usize> = (0..self.actors.len()).filter(|at| self.depth(*at) < self.bounds.depth).collect();
        let parent = if self.draw.chance(3, 4) { self.draw.pick(&parents).copied() } else { None };
        let place = parent.and_then(|parent| self.actors.get(parent)).map(|actor| actor.kind);
        let fits = |typed: &Self, kind: KindId| match place {
            Some(place) => typed.schema.may_hold(place, kind) && typed.filled(kind, parent),
            None => typed.filled(kind, None),
        };
        let mut kinds: Vec<KindId> = self.cast.iter().copied().filter(|kind| fits(self, *kind)).collect();
        if kinds.is_empty() || self.draw.chance(1, 12) {
            kinds = (0..self.schema.kinds.len()).filter(|kind| fits(self, *kind)).collect();
        }
        let kind = self.draw.pick(&kinds).copied()?;
        let family = self.family(kind);
        let id = if parent.is_some() && self.draw.chance(1, 7) {
            None
        } else {
            let end = if self.draw.chance(1, 4) { IDS.len() } else { 8 };
            let stem = IDS.get(self.draw.below(end)).copied().unwrap_or("arr");
            Some(self.fresh(&family, stem))
        };
        let label = self.draw.chance(1, 5).then(|| self.draw.word(LABELS).to_owned());
        self.actors.push(Actor { kind, id: id.clone(), parent });
        let name = self.schema.name(kind).to_owned();
        // What is the name of an attribute as well is a declaration only with a block.
        let both = place.is_some_and(|place| {
            self.schema.members(place).any(|member| [&member.name, &member.singular, &member.plural].contains(&&name))
        });
        let block = both || self.draw.chance(1, 4);
        Some(Element { family, kind: name, id, label, lines: Vec::new(), children: Vec::new(), block })
    }

    fn depth(&self, at: usize) -> usize {
        self.places(at).count()
    }

    /// Those in which an element lies, nearest first.
    pub(super) fn places(&self, at: usize) -> impl Iterator<Item = usize> {
        let parent = |at: usize| self.actors.get(at).and_then(|actor| actor.parent);
        std::iter::successors(parent(at), move |at| parent(*at))
    }

    /// Whether an element of a kind would have all relations that it must have.
    fn filled(&self, kind: KindId, parent: Option<usize>) -> bool {
        self.schema.members(kind).filter(|member| member.required).all(|member| match member.ty {
            Type::Element(target) => parent.is_some_and(|parent| {
                std::iter::once(parent)
                    .chain(self.places(parent))
                    .any(|at| self.actors.get(at).is_some_and(|place| self.schema.is_a(place.kind, target)))
            }),
            _ => true,
        })
    }

    /// The attributes of an element.
    fn lines(&mut self, at: usize) -> Vec<Line> {
        let Some(kind) = self.actors.get(at).map(|actor| actor.kind) else { return Vec::new() };
        let members: Vec<Member> =
            self.schema.members(kind).filter(|member| member.source == Source::Declared).cloned().collect();
        let mut lines = Vec::new();
        for member in members {
            let written = member.required || if member.focus { self.draw.chance(3, 5) } else { false };
            if !written {
                continue;
            }
            let count = if member.many { self.draw.count(1, 3) } else { 1 };
            let mut values: Vec<Value> = Vec::new();
            for _ in 0..count {
                let Some(value) = self.written(at, &member) else { break };
                if !values.iter().any(|other| other.phrase == value.phrase) {
                    values.push(value);
                }
            }
            if !values.is_empty() {
                lines.push(Line { name: member.name.clone(), values });
            }
        }
        lines
    }

    /// A value of an attribute with its fields.
    fn written(&mut self, at: usize, member: &Member) -> Option<Value> {
        let mut phrase = self.plain_value(at, member)?;
        if member.ty.is_amount() && self.draw.chance(1, 5) {
            let bound = self.draw.word(&["at least", "at most", "exactly", "between"]);
            phrase = if bound == "between" {
                // The lesser first.
                Phrase::of("between 10% and").then(Phrase::of(self.draw.word(&["20%", "10%", "30%"])))
            } else {
                Phrase::of(bound).then(phrase)
            };
            if !matches!(member.ty, Type::Quantity | Type::Percent) && bound == "between" {
                phrase = self.plain_value(at, member)?;
            }
        }
        let mut fields = Vec::new();
        for field in &member.fields {
            if field.required || self.draw.chance(3, 5) {
                let Some(first) = self.plain_value(at, field) else { continue };
                let second = if field.many && self.draw.chance(1, 2) { self.plain_value(at, field) } else { None };
                let value = match second.filter(|second| *second != first) {
                    Some(second) => Phrase::list(vec![first, second], "and").bracketed(),
                    None => first,
                };
                fields.push((field.name.clone(), value));
            }
        }
        Some(Value { phrase, fields })
    }

    fn plain_value(&mut self, at: usize, member: &Member) -> Option<Phrase> {
        match &member.ty {
            Type::Element(kind) => self.reference(at, *kind, member.within),
            Type::OneOf(words) => {
                let end = words.len().min(3);
                words.get(self.draw.below(end)).map(|word| Phrase::of(word))
            }
            Type::YesOrNo => Some(Phrase::of(self.draw.word(&["yes", "no"]))),
            Type::Formula(metric) => self.formula(at, *metric),
            Type::Period if self.draw.chance(1, 9) => Some(Phrase::of("2026")),
            Type::Date if self.draw.chance(1, 9) => Some(Phrase::of("2026-Q3")),
            Type::Text if self.draw.chance(1, 12) => Some(Phrase::new().text("A long text\nof two lines")),
            Type::Text => Some(Phrase::new().text(text(&mut self.draw))),
            plain => literal(&mut self.draw, plain),
        }
    }

    /// The name of an element of a kind. What is `within` one lies in it, so that is one declared before, and none where
    /// nesting fills it.
    fn reference(&mut self, at: usize, kind: KindId, within: bool) -> Option<Phrase> {
        let of_kind = |typed: &Self, other: usize| {
            typed.actors.get(other).is_some_and(|actor| typed.schema.is_a(actor.kind, kind))
        };
        if within && self.places(at).any(|place| of_kind(self, place)) {
            return None;
        }
        let end = if within { at } else { self.actors.len() };
        let fit: Vec<usize> = (0..end)
            .filter(|other| of_kind(self, *other) && self.actors.get(*other).is_some_and(|actor| actor.id.is_some()))
            .collect();
        let drawn = self.draw.pick(&fit).copied()?;
        let id = self.actors.get(drawn)?.id.clone()?;
        Some(Phrase::new().element(&self.family(kind), &id))
    }

    /// A formula over elements of the kind that has it, declared before, so that none takes itself in.
    fn formula(&mut self, at: usize, metric: KindId) -> Option<Phrase> {
        let a = self.earlier(at, metric)?;
        let b = self.earlier(at, metric)?;
        let c = self.earlier(at, metric)?;
        Some(match self.draw.below(7) {
            0 => a.and("/").then(b),
            1 => a,
            2 => a.and("+").then(b),
            3 => Phrase::of("0.5 *").then(a),
            4 => a.and("+").then(b).bracketed().and("/").then(c),
            5 => a.and("-").then(b).and("+").then(c),
            _ => Phrase::of("100 *").then(a.and("/").then(b).bracketed()),
        })
    }

    fn earlier(&mut self, at: usize, kind: KindId) -> Option<Phrase> {
        let fit: Vec<String> = self
            .actors
            .iter()
            .take(at)
            .filter(|actor| self.schema.is_a(actor.kind, kind))
            .filter_map(|actor| actor.id.clone())
            .collect();
        let id = self.draw.pick(&fit)?;
        Some(Phrase::new().element(&self.family(kind), id))
    }

    /// Writes some relations on their other side: the values stay the same.
    fn turn_round(&mut self, lines: &mut [Vec<Line>]) {
        for at in 0..lines.len() {
            let Some((kind, id)) = self.actors.get(at).map(|actor| (actor.kind, actor.id.clone())) else { continue };
            let Some(id) = id else { continue };
            let here = Phrase::new().element(&self.family(kind), &id);
            let mut number = 0;
            while let Some(line) = lines.get(at).and_then(|lines| lines.get(number)) {
                let inverse = self
                    .schema
                    .members(kind)
                    .find(|member| member.name == line.name && member.source == Source::Declared)
                    .and_then(|member| member.inverse.clone());
                let targets: Option<Vec<usize>> = line.values.iter().map(|value| self.named(&value.phrase)).collect();
                let (Some(inverse), Some(targets)) = (inverse, targets) else {
                    number += 1;
                    continue;
                };
                if !self.draw.chance(1, 5) {
                    number += 1;
                    continue;
                }
                let Some(line) = lines.get_mut(at).map(|lines| lines.remove(number)) else { break };
                for (target, value) in targets.into_iter().zip(line.values) {
                    let other = Value { phrase: here.clone(), fields: value.fields };
                    let Some(theirs) = lines.get_mut(target) else { continue };
                    match theirs.iter_mut().find(|line| line.name == inverse) {
                        Some(line) => line.values.push(other),
                        None => theirs.push(Line { name: inverse.clone(), values: vec![other] }),
                    }
                }
                // A line put among one's own stands after this place, and is an inverse: it stays.
            }
        }
    }

    fn named(&self, phrase: &Phrase) -> Option<usize> {
        let [Token::Element { family, id, .. }] = phrase.0.as_slice() else { return None };
        self.actors.iter().position(|actor| actor.id.as_ref() == Some(id) && self.family(actor.kind) == *family)
    }
}
