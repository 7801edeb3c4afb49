//! From syntax trees to a model.

use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree::{File, Item};

use super::Model;
use super::declare::Declared;
use super::fill::{Filler, Spot};
use crate::ids::ElementId;
use crate::vocabulary::Vocabulary;

/// Reads the declarations of all files.
pub(super) fn from_trees(vocabulary: &Vocabulary, files: &[(&File, &str)]) -> (Model, Vec<Diagnostic>) {
    let mut declared = Declared::new(vocabulary);
    for (file, source) in files {
        for item in &file.items {
            if let Item::Declaration(line) = item {
                declared.item(line, source);
            }
        }
    }
    let Declared { draft, texts, lines, misspelt, ghosts, diagnostics, .. } = declared;
    let (elements, element_at) = draft.number(vocabulary);
    let element = |at: u32| ElementId(element_at.get(at as usize).copied().unwrap_or(u32::MAX));
    let mut filler = Filler::new(vocabulary, elements, texts);
    filler.ghosts = ghosts;
    filler.diagnostics = diagnostics;
    for (at, attribute) in misspelt {
        let row = filler.row(attribute, element(at));
        filler.hole(Spot { attribute, row });
    }
    // What is written on the other side of a relation comes last, so that the order of files changes nothing.
    for late in [false, true] {
        for line in lines.iter().filter(|line| filler_is_late(vocabulary, line.attribute) == late) {
            filler.line(element(line.element), line);
        }
    }
    filler.finish()
}

fn filler_is_late(vocabulary: &Vocabulary, attribute: crate::ids::AttributeId) -> bool {
    vocabulary.attribute(attribute).is_some_and(|attribute| attribute.inverse_of.is_some())
}
