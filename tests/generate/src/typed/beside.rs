//! What stands beside policies: waivers, fixtures and tests (§16 and §17 of the reference).

use super::Typed;
use super::policy::DAYS;
use super::scope::{Base, alone};
use crate::ir::{Clause, Element, Fixture, Item, Test, Waiver};
use crate::phrase::Phrase;
use crate::schema::Type;

impl Typed<'_, '_> {
    /// Draws waivers.
    pub(super) fn waivers(&mut self) {
        let count = if self.draw.chance(1, 2) { self.draw.count(0, self.bounds.waivers) } else { 0 };
        for _ in 0..count {
            let waiver = self.waiver();
            self.items.extend(waiver.map(Item::Waiver));
        }
    }

    fn waiver(&mut self) -> Option<Waiver> {
        let rule = self.draw.pick(&self.rules)?.clone();
        let target = match rule.subject {
            None => Phrase::of("model"),
            Some(kind) if self.draw.chance(1, 2) => {
                self.element_named(|typed, other| typed.schema.related(other, kind))?.0
            }
            Some(kind) => {
                self.fuel = 1;
                self.scopes.clear();
                let name = self.schema.name(kind).to_owned();
                let condition = self.condition_of(Base::Plain(Type::Element(kind)), &name, None)?;
                let phrase = Phrase::of("every").and(&name).and("where").then(condition.phrase);
                alone(phrase)
            }
        };
        let all = self.draw.chance(1, 8);
        let name = match rule.name.split_once('/') {
            Some((policy, _)) if all => format!("{policy}/*"),
            _ => rule.name,
        };
        let until = self.draw.word(&["2026-12-31", "2026-Q4", "2028-12-31", "2026-06-30", "2026-07-15"]).to_owned();
        let from = self.draw.chance(1, 3).then(|| self.draw.word(&["2024-01-01", "2026-04-01"]).to_owned());
        let because = Some("It is being built.".to_owned());
        let by = self.draw.chance(1, 3).then(|| "cpo".to_owned());
        Some(Waiver { rule: name, target, from, until: Some(until), because, by })
    }

    /// Draws fixtures and tests of the policies.
    pub(super) fn tests(&mut self) {
        if self.draw.left() < 100 || self.rules.is_empty() || !self.draw.chance(1, 3) {
            return;
        }
        let fixture = self.draw.chance(1, 2).then(|| self.fresh("fixture", "small"));
        if let Some(name) = &fixture {
            let elements = self.small_model();
            self.items.push(Item::Fixture(Fixture { name: name.clone(), elements }));
        }
        let count = self.draw.count(1, self.bounds.tests.max(1));
        for _ in 0..count {
            let name = self.fresh("test", "what is expected");
            let mut clauses = Vec::new();
            if let Some(name) = &fixture
                && self.draw.chance(2, 3)
            {
                clauses.push(Clause::Line(Phrase::of("given").and(name)));
            } else {
                clauses.push(Clause::Given(self.small_model()));
            }
            clauses.push(Clause::Line(Phrase::of("as of").and(self.draw.word(DAYS))));
            let count = self.draw.count(1, 3);
            for _ in 0..count {
                let Some(rule) = self.draw.pick(&self.rules).cloned() else { break };
                let verdict = self.draw.word(&["kept", "broken", "unknown"]);
                let mut clause = Phrase::of("expect").and(&rule.name).and(verdict);
                let named = match rule.subject {
                    None => Some(Phrase::of("model")),
                    Some(kind) => {
                        self.element_named(|typed, other| typed.schema.is_a(other, kind)).map(|(named, _)| named)
                    }
                };
                if let Some(named) = named.filter(|_| self.draw.chance(1, 2)) {
                    clause = clause.and("by").then(named);
                }
                clauses.push(Clause::Line(clause));
            }
            if self.draw.chance(1, 8) {
                clauses.push(Clause::Line(Phrase::of("expect diagnostic unknown-attribute")));
            }
            self.items.push(Item::Test(Test { name, clauses }));
        }
    }

    /// A model by itself: its elements are no others'.
    fn small_model(&mut self) -> Vec<Element> {
        let (actors, elements) = (std::mem::take(&mut self.actors), self.bounds.elements);
        self.bounds.elements = elements.min(4);
        let model = self.tree();
        self.bounds.elements = elements;
        // What a test names is of its own model or of the whole: a check looks at neither.
        self.actors = actors;
        model
    }
}
