//! Definitions: adjectives and derived attributes, each checked after those it uses.
//!
//! A definition that asks for one that was not checked yet is given up, put back on a list of our own below what it asked
//! for, and checked again afterwards: definitions may lean on each other in long chains, so nothing here calls itself.

use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree;

use super::scope::{Scope, Scopes};
use super::{Checker, codes, types};
use crate::ids::DefinitionId;
use crate::program::{Base, Definition, Expression, Meaning, Ty};
use crate::vocabulary::{Type, lower};

/// How deep definitions may use each other.
const MAX_DEPTH: u32 = 64;

/// How far a definition is.
pub(super) enum State<'t> {
    Waiting(&'t tree::Definition),
    Done(Box<Definition>),
}

/// What the check of definitions notes on its way.
#[derive(Default)]
pub(super) struct Progress {
    /// The definition being checked, and before it those that wait for it.
    begun: Vec<DefinitionId>,
    /// The first definition that the one being checked asked for and that is not done.
    wanted: Option<DefinitionId>,
    /// How deep the definitions lie that the one being checked asked for.
    depth: u32,
    /// By definition: how deep it lies; 1 for one that uses no other.
    depths: Vec<u32>,
}

impl Checker<'_> {
    /// Checks every definition, each after those it uses.
    pub(super) fn all_definitions(&mut self) {
        self.progress.depths = vec![0; self.states.len()];
        for index in 0..self.states.len() {
            self.progress.begun.push(DefinitionId::at(index));
            while let Some(id) = self.progress.begun.last().copied() {
                if self.attempt(id) {
                    self.progress.begun.pop();
                }
            }
        }
    }

    /// Tries to check a definition; false where another has to be checked first, which is then the last one begun.
    fn attempt(&mut self, id: DefinitionId) -> bool {
        let Some(State::Waiting(tree)) = self.states.get(id.index()) else { return true };
        let tree = *tree;
        let (said, named) = (self.diagnostics.len(), self.names.len());
        self.progress.wanted = None;
        self.progress.depth = 0;
        let definition = self.check_definition(id, tree);
        let Some(wanted) = self.progress.wanted.take() else {
            self.done(id, definition);
            return true;
        };
        // What was said rests on something that is not known yet: it is said again, or not, the next time.
        self.diagnostics.truncate(said);
        self.names.truncate(named);
        if self.progress.begun.contains(&wanted) {
            self.circle(wanted);
        } else if self.progress.begun.len() < MAX_DEPTH as usize {
            self.progress.begun.push(wanted);
            return false;
        } else {
            // Each one begun leans on the next, so the first lies too deep whatever comes.
            self.too_deep(id);
        }
        self.done(id, Definition { kind: definition.kind, slots: 1, meaning: Meaning::Broken });
        true
    }

    /// What a definition means. `None` where it is broken, which was said of it, or still waits to be checked: then it is
    /// noted as wanted. Either way there is nothing more to say of the word that asked.
    pub(super) fn definition(&mut self, id: DefinitionId) -> Option<&Meaning> {
        match self.states.get(id.index())? {
            State::Waiting(_) => {
                self.progress.wanted.get_or_insert(id);
                None
            }
            State::Done(definition) if matches!(definition.meaning, Meaning::Broken) => None,
            State::Done(definition) => {
                let depth = self.progress.depths.get(id.index()).copied().unwrap_or(0);
                self.progress.depth = self.progress.depth.max(depth);
                Some(&definition.meaning)
            }
        }
    }

    /// Whether a definition of this name, of whatever kind, is broken: what is wrong was said there.
    pub(super) fn is_broken(&self, name: &str) -> bool {
        let name = lower(name);
        let broken = |id: &DefinitionId| match self.states.get(id.index()) {
            Some(State::Done(definition)) => matches!(definition.meaning, Meaning::Broken),
            _ => true,
        };
        self.words.kinds.iter().any(|kind| kind.derived.get(name.as_ref()).is_some_and(broken))
    }

    fn done(&mut self, id: DefinitionId, mut definition: Definition) {
        let depth = self.progress.depth + 1;
        if depth > MAX_DEPTH && !matches!(definition.meaning, Meaning::Broken) {
            definition.meaning = Meaning::Broken;
            self.too_deep(id);
        }
        if let Some(place) = self.progress.depths.get_mut(id.index()) {
            *place = depth;
        }
        if let Some(state) = self.states.get_mut(id.index()) {
            *state = State::Done(Box::new(definition));
        }
        self.order.push(id);
    }

    fn too_deep(&mut self, id: DefinitionId) {
        let Some(span) = self.words.definition(id).and_then(|head| head.span) else { return };
        self.error_help(
            codes::DEFINITIONS_TOO_DEEP,
            span,
            format!("definitions use each other more than {MAX_DEPTH} deep here"),
            "say more in one definition",
        );
    }

    fn circle(&mut self, id: DefinitionId) {
        let start = self.progress.begun.iter().position(|other| *other == id).unwrap_or(0);
        let circle: Vec<DefinitionId> = self.progress.begun.get(start..).unwrap_or(&[]).to_vec();
        let name =
            |id: &DefinitionId| self.words.definition(*id).map_or_else(String::new, |head| head.name.to_string());
        let mut names: Vec<String> = circle.iter().map(name).collect();
        names.push(name(&id));
        let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let Some(head) = self.words.definition(id) else { return };
        let Some(span) = head.span else { return };
        let mut diagnostic = Diagnostic::error(
            codes::DEFINITION_CIRCLE,
            span,
            format!("the definition of `{}` uses itself: {}", head.name, shown.join(" uses ")),
        )
        .help("a definition may use others, but none that leads back to it");
        for other in circle.iter().skip(1) {
            if let Some(span) = self.words.definition(*other).and_then(|head| head.span) {
                diagnostic = diagnostic.also(span, "by way of this");
            }
        }
        self.diagnostics.push(diagnostic);
    }

    fn check_definition(&mut self, id: DefinitionId, tree: &tree::Definition) -> Definition {
        let kind = self.words.definition(id).map_or(crate::ids::KindId(0), |head| head.kind);
        let noun = self.words.kind(kind).map_or_else(String::new, |kind| kind.name.to_string());
        self.scopes = Scopes::default();
        self.mistaken = false;
        let slot = self.scopes.slot();
        self.scopes.stack.push(Scope {
            slot,
            base: Base::Value(Type::Element(kind)),
            noun: lower(&noun).into(),
            variable: None,
        });
        let meaning = match &tree.meaning {
            tree::Meaning::Adjective(condition) => self.condition(condition).map(Meaning::Adjective),
            tree::Meaning::Derived(cases) => self.cases(cases),
        };
        let meaning = meaning.filter(|_| !tree.mistaken && !self.mistaken).unwrap_or(Meaning::Broken);
        Definition { kind, slots: self.scopes.slots, meaning }
    }

    fn cases(&mut self, cases: &tree::Cases) -> Option<Meaning> {
        let mut lowered = Vec::new();
        let mut ty: Option<Ty> = None;
        let mut sound = true;
        for (value, condition) in &cases.cases {
            let value = self.case_value(value, &mut ty);
            let condition = self.condition(condition);
            match (value, condition) {
                (Some(value), Some(condition)) => lowered.push((value, condition)),
                _ => sound = false,
            }
        }
        let otherwise = match &cases.otherwise {
            Some(value) => match self.case_value(value, &mut ty) {
                Some(value) => Some(value),
                None => return None,
            },
            None => None,
        };
        let ty = ty?;
        sound.then_some(Meaning::Derived { cases: lowered, otherwise, ty })
    }

    /// The value of one case; all must have one type.
    fn case_value(&mut self, value: &tree::Expression, ty: &mut Option<Ty>) -> Option<Expression> {
        let lowered = self.expression(value)?;
        let many = lowered.ty.many;
        let lowered = super::expression::as_value(lowered, &self.words);
        let own = Ty { base: lowered.ty.base.clone(), many };
        match ty {
            None => *ty = Some(own),
            Some(first) if *first == own => {}
            Some(first) => {
                let fits =
                    match (types::value_type(&first.base, &self.words), types::value_type(&own.base, &self.words)) {
                        (Some(Type::Element(a)), Some(Type::Element(b))) => {
                            // The wider of two kinds of one family serves for both.
                            if self.words.is_a(b, a) {
                                true
                            } else if self.words.is_a(a, b) {
                                first.base = own.base.clone();
                                true
                            } else {
                                false
                            }
                        }
                        (Some(a), Some(b)) => {
                            types::is_amount(&a) && types::is_amount(&b) && {
                                first.base = Base::Value(Type::Quantity);
                                true
                            }
                        }
                        _ => false,
                    };
                if !fits || first.many != many {
                    let (message, help) = if fits {
                        let numbers = if many {
                            "one value and this one is several"
                        } else {
                            "several values and this one is one"
                        };
                        let message = format!("one case is {numbers}");
                        (message, "all cases of a derived attribute are one value each, or all are several")
                    } else {
                        let names = (self.base_name(&first.base), self.base_name(&own.base));
                        let message = format!("one case is {} and this one is {}", names.0, names.1);
                        (message, "all cases of a derived attribute have one type")
                    };
                    self.error_help(codes::CASES_DIFFER, value.span(), message, help);
                    return None;
                }
            }
        }
        Some(lowered)
    }
}
