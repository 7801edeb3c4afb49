//! The same project otherwise: in another order, with another name, with one thing more.

use std::cell::Cell;

use arbitrary::{Result, Unstructured};

use crate::Project;
use crate::draw::Draw;
use crate::ir::{Clause, Element, Item, Policy};
use crate::phrase::{Phrase, Token};

/// An element of the model by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The topmost kind above its kind.
    pub family: String,
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
}

impl Project {
    /// The same items in another order and in other files, the rules of each policy in another order.
    ///
    /// # Errors
    /// None; the type is that of the draws it makes.
    pub fn reordered(&self, bytes: &mut Unstructured<'_>) -> Result<Self> {
        let mut draw = Draw::new(bytes);
        let mut other = self.clone();
        draw.shuffle(&mut other.items);
        let files = other.items.len().min(4);
        for placed in &mut other.items {
            placed.file = draw.below(files);
            if let Item::Policy(policy) = &mut placed.item {
                draw.shuffle(&mut policy.rules);
            }
        }
        Ok(other)
    }

    /// The elements of the model that have an id, each before what stands in it.
    pub fn elements(&self) -> Vec<Named> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Element> = self.model().collect();
        waiting.reverse();
        while let Some(element) = waiting.pop() {
            waiting.extend(element.children.iter().rev());
            if let Some(id) = &element.id {
                let (family, kind) = (element.family.clone(), element.kind.clone());
                found.push(Named { family, kind, id: id.clone() });
            }
        }
        found
    }

    /// The declarations that stand in no other.
    pub fn model(&self) -> impl Iterator<Item = &Element> {
        self.items.iter().filter_map(|placed| match &placed.item {
            Item::Element(element) => Some(element),
            _ => None,
        })
    }

    /// Its policies.
    pub fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.items.iter().filter_map(|placed| match &placed.item {
            Item::Policy(policy) => Some(policy),
            _ => None,
        })
    }

    /// An element of the model by name; `None` where no element has one.
    ///
    /// # Errors
    /// None; the type is that of the draws it makes.
    pub fn pick(&self, bytes: &mut Unstructured<'_>) -> Result<Option<Named>> {
        Ok(Draw::new(bytes).pick(&self.elements()).cloned())
    }

    /// With another id for an element, wherever it is named: in the model, the policies, the waivers and the tests. `None`
    /// where the new id is a noun and stands where one could: in `have counter owner` the noun is `owner`.
    #[must_use]
    pub fn renamed(&self, family: &str, from: &str, to: &str) -> Option<Self> {
        let mut other = self.clone();
        let renaming = Renaming { family, from, to, as_noun: Cell::new(false) };
        for placed in &mut other.items {
            renaming.item(&mut placed.item);
        }
        (!renaming.as_noun.get() || !NOUNS.contains(&to)).then_some(other)
    }
}

/// Ids that a renaming gives and that are nouns.
const NOUNS: &[&str] = &["owner"];

struct Renaming<'t> {
    family: &'t str,
    from: &'t str,
    to: &'t str,
    /// Whether the element is named where a noun could stand.
    as_noun: Cell<bool>,
}

impl Renaming<'_> {
    fn phrase(&self, phrase: &mut Phrase) {
        for token in &mut phrase.0 {
            if let Token::Element { family, id, noun } = token
                && family == self.family
                && id == self.from
            {
                self.as_noun.set(self.as_noun.get() || *noun);
                self.to.clone_into(id);
            }
        }
    }

    fn element(&self, element: &mut Element) {
        if element.family == self.family && element.id.as_deref() == Some(self.from) {
            element.id = Some(self.to.to_owned());
        }
        for value in element.lines.iter_mut().flat_map(|line| &mut line.values) {
            self.phrase(&mut value.phrase);
            value.fields.iter_mut().for_each(|(_, value)| self.phrase(value));
        }
        element.children.iter_mut().for_each(|child| self.element(child));
    }

    fn item(&self, item: &mut Item) {
        match item {
            Item::Kind(_) => {}
            Item::Definition(definition) => match &mut definition.meaning {
                crate::ir::Meaning::Adjective(phrase) | crate::ir::Meaning::Derived(phrase) => self.phrase(phrase),
            },
            Item::Element(element) => self.element(element),
            Item::Policy(policy) => {
                for rule in &mut policy.rules {
                    self.phrase(&mut rule.sentence);
                    rule.modifiers.iter_mut().for_each(|modifier| self.phrase(modifier));
                }
            }
            Item::Use(_) => {}
            Item::Waiver(waiver) => self.phrase(&mut waiver.target),
            Item::Fixture(fixture) => fixture.elements.iter_mut().for_each(|element| self.element(element)),
            Item::Test(test) => {
                for clause in &mut test.clauses {
                    match clause {
                        Clause::Given(elements) => elements.iter_mut().for_each(|element| self.element(element)),
                        Clause::Line(phrase) => self.phrase(phrase),
                    }
                }
            }
            Item::Raw(phrase) => self.phrase(phrase),
        }
    }
}
