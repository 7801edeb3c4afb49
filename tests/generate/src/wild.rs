//! Projects with mistakes: one that is right, and then some of its words otherwise.

use arbitrary::Unstructured;

use crate::draw::Draw;
use crate::ir::Item;
use crate::phrase::{Phrase, Token};
use crate::{Bounds, Project, typed};

/// A project out of bytes.
pub(crate) fn project(bytes: &mut Unstructured<'_>, bounds: &Bounds) -> Project {
    let mut project = typed::project(Draw::new(bytes), bounds);
    let mut draw = Draw::new(bytes);
    let count = draw.count(1, 4);
    for _ in 0..count {
        let at = draw.below(project.items.len());
        if let Some(Item::Policy(policy)) = project.items.get_mut(at).map(|placed| &mut placed.item) {
            let at = draw.below(policy.rules.len());
            if let Some(rule) = policy.rules.get_mut(at) {
                change(&mut draw, &mut rule.sentence);
            }
        }
    }
    project
}

fn change(draw: &mut Draw<'_, '_>, phrase: &mut Phrase) {
    let at = draw.below(phrase.0.len());
    match draw.below(2) {
        0 if !phrase.0.is_empty() => drop(phrase.0.remove(at)),
        _ => phrase.0.insert(at, Token::Word("cuonter".to_owned())),
    }
}
