//! Definitions: adjectives and derived attributes, checked when first used, so that each stands after those it uses.

use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree;

use super::scope::{Scope, Scopes};
use super::{Checker, codes, types};
use crate::ids::DefinitionId;
use crate::program::{Base, Definition, Expression, Meaning, Ty};
use crate::vocabulary::{Type, lower};

/// How deep definitions may use each other.
const MAX_DEPTH: usize = 64;

/// How far a definition is.
pub(super) enum State<'t> {
    Waiting(&'t tree::Definition),
    InProgress,
    Done(Box<Definition>),
}

impl Checker<'_> {
    /// Checks every definition that nothing has asked for yet.
    pub(super) fn all_definitions(&mut self) {
        for index in 0..self.states.len() {
            let _ = self.definition(DefinitionId::at(index));
        }
    }

    /// What a definition means, checked now if it was not yet; `None` where it is broken or asks for itself.
    pub(super) fn definition(&mut self, id: DefinitionId) -> Option<&Meaning> {
        let state = self.states.get_mut(id.index())?;
        match state {
            State::Done(_) => {}
            State::InProgress => {
                self.circle(id);
                return None;
            }
            State::Waiting(tree) => {
                let tree = *tree;
                *state = State::InProgress;
                if self.in_progress.len() >= MAX_DEPTH {
                    self.error_help(
                        codes::DEFINITIONS_TOO_DEEP,
                        tree.name.span,
                        format!("definitions use each other more than {MAX_DEPTH} deep here"),
                        "say more in one definition",
                    );
                    let kind = self.words.definition(id)?.kind;
                    self.done(id, Definition { kind, slots: 1, meaning: Meaning::Broken });
                    return None;
                }
                self.in_progress.push(id);
                let outer = std::mem::take(&mut self.scopes);
                let definition = self.check_definition(id, tree);
                self.scopes = outer;
                self.in_progress.pop();
                self.done(id, definition);
            }
        }
        match self.states.get(id.index()) {
            Some(State::Done(definition)) if !matches!(definition.meaning, Meaning::Broken) => Some(&definition.meaning),
            _ => None,
        }
    }

    fn done(&mut self, id: DefinitionId, definition: Definition) {
        if let Some(state) = self.states.get_mut(id.index()) {
            *state = State::Done(Box::new(definition));
        }
        self.order.push(id);
    }

    fn circle(&mut self, id: DefinitionId) {
        let start = self.in_progress.iter().position(|other| *other == id).unwrap_or(0);
        let circle: Vec<DefinitionId> = self.in_progress.get(start..).unwrap_or(&[]).to_vec();
        let name = |id: &DefinitionId| self.words.definition(*id).map_or_else(String::new, |head| head.name.to_string());
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
        Definition { kind, slots: self.scopes.slots, meaning: meaning.unwrap_or(Meaning::Broken) }
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
                let fits = match (types::value_type(&first.base, &self.words), types::value_type(&own.base, &self.words)) {
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
                    (Some(a), Some(b)) => types::is_amount(&a) && types::is_amount(&b) && {
                        first.base = Base::Value(Type::Quantity);
                        true
                    },
                    _ => false,
                };
                if !fits || first.many != many {
                    let names = (self.base_name(&first.base), self.base_name(&own.base));
                    self.error_help(
                        codes::CASES_DIFFER,
                        value.span(),
                        format!("one case is {} and this one is {}", names.0, names.1),
                        "all cases of a derived attribute have one type",
                    );
                    return None;
                }
            }
        }
        Some(lowered)
    }
}
