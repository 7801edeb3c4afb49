//! From syntax trees to a model, and to models in which some lines are written otherwise.

use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree::{File, Item, Line};
use bellwether_syntax::{SourceId, Span, parse};
use rustc_hash::FxHashSet;

use super::Model;
use super::declare::{AttributeLine, Declared};
use super::elements::Elements;
use super::fill::{Filler, Spot};
use super::intern::Interner;
use crate::ids::{AttributeId, ElementId};
use crate::vocabulary::Vocabulary;

/// Reads the declarations of all files.
pub(super) fn from_trees(vocabulary: &Vocabulary, files: &[(&File, &str)]) -> (Model, Vec<Diagnostic>) {
    let Declarations { elements, element_at, texts, lines, misspelt, ghosts, diagnostics, .. } =
        Declarations::read(vocabulary, files);
    let mut filler = Filler::new(vocabulary, elements, texts);
    filler.ghosts = ghosts;
    filler.diagnostics = diagnostics;
    fill(&mut filler, &element_at, &lines, &misspelt, &[]);
    filler.finish()
}

/// The declarations of some files, walked once. A model can be read from them as often as wanted, each time with some
/// attribute lines written otherwise; its elements have the same ids each time.
#[derive(Debug)]
pub struct Declarations<'v, 't> {
    vocabulary: &'v Vocabulary,
    elements: Elements,
    /// The id of the element at each place.
    element_at: Vec<u32>,
    texts: Interner,
    lines: Vec<AttributeLine<'t>>,
    heads: Vec<&'t Line>,
    misspelt: Vec<(u32, AttributeId)>,
    ghosts: FxHashSet<u32>,
    diagnostics: Vec<Diagnostic>,
}

/// An attribute line written otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rewritten {
    /// Of which element.
    pub element: ElementId,
    /// Of which attribute.
    pub attribute: AttributeId,
    /// The line that it replaces; `None` adds a line.
    pub instead_of: Option<Span>,
    /// The line as it would be written, with the name of the attribute; `None` takes the old one out.
    pub text: Option<String>,
}

impl<'v, 't> Declarations<'v, 't> {
    /// Walks the declarations of all files; other items are left alone.
    pub fn read(vocabulary: &'v Vocabulary, files: &[(&'t File, &'t str)]) -> Self {
        let mut declared = Declared::new(vocabulary);
        for (file, source) in files {
            for item in &file.items {
                if let Item::Declaration(line) = item {
                    declared.item(line, source);
                }
            }
        }
        let Declared { draft, texts, lines, heads, misspelt, ghosts, diagnostics, .. } = declared;
        let (elements, element_at) = draft.number(vocabulary);
        Self { vocabulary, elements, element_at, texts, lines, heads, misspelt, ghosts, diagnostics }
    }

    /// The model, with these lines written otherwise, and all that is wrong with it.
    pub fn model(&self, rewritten: &[Rewritten]) -> (Model, Vec<Diagnostic>) {
        let mut filler = Filler::new(self.vocabulary, self.elements.clone(), self.texts.clone());
        filler.ghosts.clone_from(&self.ghosts);
        filler.diagnostics.clone_from(&self.diagnostics);
        fill(&mut filler, &self.element_at, &self.lines, &self.misspelt, rewritten);
        filler.finish()
    }

    /// The line that declares an element, its block with it. Linear in the elements.
    pub fn line_of(&self, element: ElementId) -> Option<&'t Line> {
        let at = self.element_at.iter().position(|id| *id == element.0)?;
        self.heads.get(at).copied()
    }

    /// The lines on which an attribute of an element is written, in order. Linear in the lines.
    pub fn lines_of(&self, element: ElementId, attribute: AttributeId) -> Vec<&'t Line> {
        let at = self.element_at.iter().position(|id| *id == element.0);
        let mine = self.lines.iter().filter(|line| Some(line.element as usize) == at && line.attribute == attribute);
        mine.map(|line| line.line).collect()
    }
}

/// Writes all lines into columns, some of them otherwise.
fn fill(
    filler: &mut Filler<'_>,
    element_at: &[u32],
    lines: &[AttributeLine<'_>],
    misspelt: &[(u32, AttributeId)],
    rewritten: &[Rewritten],
) {
    let vocabulary = filler.vocabulary;
    let element = |at: u32| ElementId(element_at.get(at as usize).copied().unwrap_or(u32::MAX));
    for (at, attribute) in misspelt {
        let row = filler.row(*attribute, element(*at));
        filler.hole(Spot { attribute: *attribute, row });
    }
    let gone: Vec<Span> = rewritten.iter().filter_map(|line| line.instead_of).collect();
    let texts: Vec<(&Rewritten, String)> =
        rewritten.iter().filter_map(|line| Some((line, format!("x x {{ {} }}", line.text.as_ref()?)))).collect();
    let parsed: Vec<(&Rewritten, &str, bellwether_syntax::Parse)> =
        texts.iter().map(|(line, text)| (*line, text.as_str(), parse(SourceId(0), text))).collect();
    // What is written on the other side of a relation comes last, so that the order of files changes nothing.
    for late in [false, true] {
        let in_time = |attribute: AttributeId| is_late(vocabulary, attribute) == late;
        for line in lines.iter().filter(|line| in_time(line.attribute)) {
            if gone.is_empty() || !gone.contains(&line.line.span) {
                filler.line(element(line.element), line);
            }
        }
        for (new, text, parse) in parsed.iter().filter(|(new, ..)| in_time(new.attribute)) {
            filler.diagnostics.extend(parse.diagnostics.iter().cloned());
            if let [Item::Declaration(Line { body: Some(body), .. })] = parse.file.items.as_slice() {
                for line in body {
                    let line = AttributeLine { element: 0, attribute: new.attribute, line, source: text };
                    filler.line(new.element, &line);
                }
            }
        }
    }
}

fn is_late(vocabulary: &Vocabulary, attribute: AttributeId) -> bool {
    vocabulary.attribute(attribute).is_some_and(|attribute| attribute.inverse_of.is_some())
}
