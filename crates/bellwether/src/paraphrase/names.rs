//! Who is spoken of, and by which name.

use bellwether_syntax::diagnostic::Severity;

use crate::ids::{AttributeId, DefinitionId, KindId, Slot};
use crate::program::Program;

/// The names of the elements in slots: `the kpi`, `the other kpi`. No two of them are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    slots: Vec<(Slot, String)>,
}

impl Names {
    /// Gives a slot a name.
    pub(super) fn put(&mut self, slot: Slot, name: String) {
        self.slots.push((slot, name));
    }

    /// Gives a slot the name of a noun that no other has.
    pub(super) fn enter(&mut self, slot: Slot, noun: &str) -> String {
        let name = ["the", "the other", "the third", "the fourth"]
            .into_iter()
            .map(|article| format!("{article} {noun}"))
            .find(|name| self.slots.iter().all(|(_, known)| known != name))
            .unwrap_or_else(|| format!("the {noun} number {}", self.slots.len()));
        self.put(slot, name.clone());
        name
    }

    /// Forgets the last name.
    pub(super) fn leave(&mut self) {
        self.slots.pop();
    }

    /// The name of a slot.
    pub(super) fn of(&self, slot: Slot) -> &str {
        self.slots.iter().rev().find(|(known, _)| *known == slot).map_or("it", |(_, name)| name)
    }
}

/// What speaks of a program.
pub(super) struct Speaker<'p> {
    pub(super) program: &'p Program,
    /// Definitions to be explained, in the order in which they were met.
    pub(super) used: Vec<DefinitionId>,
    /// The values that what is being said rests on and that may be missing, in order.
    pub(super) rests_on: Vec<String>,
    /// Adjectives are spelled out so deep.
    pub(super) depth: u32,
}

impl<'p> Speaker<'p> {
    pub(super) const fn new(program: &'p Program) -> Self {
        Self { program, used: Vec::new(), rests_on: Vec::new(), depth: 1 }
    }

    pub(super) fn use_definition(&mut self, id: DefinitionId) {
        if !self.used.contains(&id) {
            self.used.push(id);
        }
    }

    pub(super) fn rest_on(&mut self, words: String) {
        // An element that is named stands for itself, and is there.
        if words.contains('`') && !self.rests_on.contains(&words) {
            self.rests_on.push(words);
        }
    }

    pub(super) fn kind_word(&self, kind: KindId) -> &'p str {
        self.program.vocabulary.kind(kind).map_or("element", |kind| &kind.name)
    }

    pub(super) fn kind_plural(&self, kind: KindId) -> &'p str {
        self.program.vocabulary.kind(kind).map_or("elements", |kind| &kind.plural)
    }

    pub(super) fn attribute_word(&self, id: AttributeId) -> &'p str {
        self.program.vocabulary.attribute(id).map_or("value", |attribute| &attribute.name)
    }

    pub(super) fn definition_word(&self, id: DefinitionId) -> &'p str {
        self.program.vocabulary.definition(id).map_or("value", |definition| &definition.name)
    }
}

/// The modal of a severity.
pub(super) const fn modal(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "must",
        Severity::Warning => "should",
        Severity::Note => "could",
    }
}

/// `a, b and c`, or with another word before the last.
pub(super) fn series(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}
