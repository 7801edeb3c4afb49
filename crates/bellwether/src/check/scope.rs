//! Scopes: which subjects and variables a sentence may speak of at a place.

use bellwether_syntax::tree::Word;

use crate::ids::Slot;
use crate::program::Base;

/// The subjects around a place, outermost first, and the number of slots given out so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Scopes {
    pub(super) stack: Vec<Scope>,
    /// Of which subjects a variable or `the KIND` has spoken, in order.
    pub(super) spoken: Vec<Slot>,
    pub(super) slots: u32,
}

/// One subject: something that paths may start at.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) slot: Slot,
    pub(super) base: Base,
    /// The noun that it was introduced with, lower case, singular.
    pub(super) noun: Box<str>,
    /// Its variable and whether it was used.
    pub(super) variable: Option<Variable>,
}

/// A variable of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) word: Word,
    pub(super) name: Box<str>,
    pub(super) used: bool,
}

impl Scopes {
    /// A slot not given out before.
    pub(super) fn slot(&mut self) -> Slot {
        let slot = Slot(self.slots);
        self.slots += 1;
        slot
    }

    /// The nearest subject.
    pub(super) fn nearest(&self) -> Option<&Scope> {
        self.stack.last()
    }

    /// The scope of a variable, which is then used.
    pub(super) fn variable(&mut self, name: &str) -> Option<&Scope> {
        let scope = self
            .stack
            .iter_mut()
            .rev()
            .find(|scope| scope.variable.as_ref().is_some_and(|variable| &*variable.name == name))?;
        if let Some(variable) = &mut scope.variable {
            variable.used = true;
        }
        self.spoken.push(scope.slot);
        Some(scope)
    }
}
