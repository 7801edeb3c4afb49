//! Projects that check without errors by construction: each word is drawn from those that fit where it stands.

mod beside;
mod condition;
mod literal;
mod model;
mod policy;
mod rule;
mod scope;
mod value;
mod verb;
mod vocabulary;

use std::collections::BTreeSet;

use self::rule::RuleOf;
use self::scope::{ParameterOf, Scope};
use crate::draw::Draw;
use crate::ir::{Item, Placed};
use crate::schema::{KindId, STANDARD, Schema, Source, Type};
use crate::{Bounds, Project};

/// An element of the model, as far as others may speak of it.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) kind: KindId,
    pub(crate) id: Option<String>,
    pub(crate) parent: Option<usize>,
}

/// What a project is drawn with.
pub(crate) struct Typed<'u, 'b> {
    pub(crate) draw: Draw<'u, 'b>,
    pub(crate) bounds: Bounds,
    pub(crate) schema: Schema,
    /// The kinds that this project is about.
    pub(crate) cast: Vec<KindId>,
    pub(crate) actors: Vec<Actor>,
    pub(crate) as_of: &'static str,
    pub(crate) items: Vec<Item>,
    /// Labels, ids and names given out: none is given twice.
    taken: BTreeSet<String>,
    /// The rules so far.
    pub(crate) rules: Vec<RuleOf>,
    /// The parameters of the policy at hand.
    pub(crate) parameters: Vec<ParameterOf>,
    /// The subjects around the place at hand, outermost first.
    pub(crate) scopes: Vec<Scope>,
    /// How many variables the rule at hand has.
    pub(crate) variables: usize,
    /// Kinds of what lies in the place that a sentence has said.
    pub(crate) inside: Vec<KindId>,
    /// How many conditions may still be put in each other.
    pub(crate) fuel: usize,
}

/// Kinds of the standard vocabulary, those that policies speak of most first and oftener.
const KINDS: &[(&str, usize)] = &[
    ("kpi", 12),
    ("team", 6),
    ("metric", 5),
    ("person", 4),
    ("goal", 4),
    ("division", 3),
    ("experiment", 3),
    ("company", 2),
    ("group", 2),
    ("product", 2),
    ("key_result", 2),
    ("change", 2),
    ("ab_test", 1),
    ("result", 1),
    ("initiative", 1),
    ("launch", 1),
    ("sla", 1),
    ("share", 1),
    ("strategy", 1),
    ("ritual", 1),
    ("intake", 1),
    ("area", 1),
    ("project", 1),
];

/// A project out of bytes.
pub(crate) fn project(draw: Draw<'_, '_>, bounds: &Bounds) -> Project {
    let mut typed = Typed {
        draw,
        bounds: bounds.clone(),
        schema: STANDARD.clone(),
        cast: Vec::new(),
        actors: Vec::new(),
        as_of: "2026-06-30",
        items: Vec::new(),
        taken: BTreeSet::new(),
        rules: Vec::new(),
        parameters: Vec::new(),
        scopes: Vec::new(),
        variables: 0,
        inside: Vec::new(),
        fuel: 0,
    };
    typed.as_of = typed.draw.word(literal::DATES);
    let layout = u32::try_from(typed.draw.below(256)).unwrap_or(0);
    let files = 1 + typed.draw.below(typed.bounds.files);
    typed.choose_cast();
    typed.vocabulary();
    typed.choose_focus();
    typed.model();
    typed.definitions();
    typed.policies();
    typed.waivers();
    typed.tests();
    let Typed { mut draw, items, as_of, .. } = typed;
    let items = items.into_iter().map(|item| Placed { file: draw.below(files), item }).collect();
    Project { as_of: as_of.to_owned(), items, layout }
}

impl Typed<'_, '_> {
    /// Draws the kinds that the project is about, and which of their attributes.
    fn choose_cast(&mut self) {
        let weights: Vec<usize> = KINDS.iter().map(|(_, weight)| *weight).collect();
        let count = self.draw.count(2, 7);
        for _ in 0..count {
            let drawn = self.draw.weighted(&weights);
            let kind = KINDS.get(drawn).and_then(|(name, _)| self.schema.kind(name));
            self.cast.extend(kind.filter(|kind| !self.cast.contains(kind)));
        }
        if let ([_], Some(team)) = (self.cast.as_slice(), self.schema.kind("team")) {
            self.cast.push(team);
        }
    }

    /// Draws the attributes that the project is about.
    fn choose_focus(&mut self) {
        for at in 0..self.schema.members.len() {
            let Some(member) = self.schema.members.get(at) else { break };
            let of_cast = self.cast.iter().any(|kind| self.schema.is_a(*kind, member.holder));
            if !of_cast || member.source == Source::Inverse {
                continue;
            }
            let arrives = match member.ty {
                Type::Element(target) => self.cast.iter().any(|kind| self.schema.related(*kind, target)),
                _ => true,
            };
            let focus = self.draw.chance(if arrives { 2 } else { 1 }, if arrives { 5 } else { 20 });
            if let Some(member) = self.schema.members.get_mut(at) {
                member.focus |= focus;
            }
        }
    }

    /// A name that nothing has yet: the stem itself, or with a number.
    pub(crate) fn fresh(&mut self, scope: &str, stem: &str) -> String {
        for number in 1..=self.taken.len() + 1 {
            let name = if number == 1 { stem.to_owned() } else { format!("{stem}{number}") };
            if self.taken.insert(format!("{scope}/{name}")) {
                return name;
            }
        }
        stem.to_owned()
    }

    /// A kind of the cast; most often one of which the model has elements, and that lies in the place at hand.
    pub(crate) fn cast_kind(&mut self) -> KindId {
        if !self.inside.is_empty()
            && !self.draw.chance(1, 8)
            && let Some(kind) = self.draw.pick(&self.inside)
        {
            return *kind;
        }
        let there: Vec<KindId> = self
            .cast
            .iter()
            .copied()
            .filter(|kind| self.actors.iter().any(|actor| self.schema.is_a(actor.kind, *kind)))
            .collect();
        if !there.is_empty() && !self.draw.chance(1, 8) {
            return self.draw.pick(&there).copied().unwrap_or(0);
        }
        self.draw.pick(&self.cast).copied().unwrap_or(0)
    }

    pub(crate) fn family(&self, kind: KindId) -> String {
        self.schema.name(self.schema.root(kind)).to_owned()
    }
}
