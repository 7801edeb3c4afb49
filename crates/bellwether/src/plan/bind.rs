//! Finds the elements that rules name in the model.

use bellwether_syntax::diagnostic::{Code, Diagnostic};

use crate::ids::{ElementId, KindId, NameId};
use crate::model::Model;
use crate::program::{NamedElement, Program};

/// After so many names of nothing no near ones are looked for: each costs as much as there are elements.
const MOST_LOOKED_FOR: usize = 1_000;

/// A rule names an element that no model declares.
pub(crate) const UNKNOWN_ELEMENT: Code = Code("unknown-element");

/// The element that each name used means, and a diagnostic for each that means none. Other names are not looked for: no rule
/// that is asked speaks of them, so a model that is given to one rule alone need not have them.
pub(super) fn bind(program: &Program, model: &Model, used: &[NameId]) -> (Vec<Option<ElementId>>, Vec<Diagnostic>) {
    let mut is_used = vec![false; program.names.len()];
    for id in used {
        if let Some(place) = is_used.get_mut(id.index()) {
            *place = true;
        }
    }
    let mut diagnostics = Vec::new();
    let bound = program
        .names
        .iter()
        .zip(is_used)
        .map(|(name, is_used)| {
            if !is_used {
                return None;
            }
            let found = find(program, model, name);
            if found.is_none() {
                let looks_for_near = diagnostics.len() < MOST_LOOKED_FOR;
                diagnostics.push(unknown(program, model, name, looks_for_near));
            }
            found
        })
        .collect();
    (bound, diagnostics)
}

fn find(program: &Program, model: &Model, name: &NamedElement) -> Option<ElementId> {
    let element = model.find(name.kind, &name.id)?;
    program.vocabulary.is_a(model.kind_of(element), name.kind).then_some(element)
}

fn unknown(program: &Program, model: &Model, name: &NamedElement, looks_for_near: bool) -> Diagnostic {
    let vocabulary = &program.vocabulary;
    let noun = |kind: KindId| vocabulary.kind(kind).map_or("", |kind| &*kind.name);
    let kind = noun(name.kind);
    let message = format!("no {kind} `{}` is declared", name.id);
    let diagnostic = Diagnostic::error(UNKNOWN_ELEMENT, name.span, message);
    // The same id for something else says more than a near id of the right kind.
    if let Some(element) = model.find_anywhere(&name.id).first() {
        let other = noun(model.kind_of(*element));
        let article = |noun: &str| if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let help = format!("`{}` is {} {other}, not {} {kind}", name.id, article(other), article(kind));
        return diagnostic.help(help);
    }
    let near = if looks_for_near { model.ids_near(name.kind, &name.id) } else { None };
    match near {
        Some(id) => diagnostic.help(format!("did you mean `{id}`?")),
        None => diagnostic,
    }
}
