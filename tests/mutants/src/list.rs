//! The list of mutants, as `cargo mutants --list --json` writes it.

use std::ops::Range;

use serde::Deserialize;

/// A place in a text, as cargo-mutants counts: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// What a mutant replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Span {
    /// Where it begins.
    pub start: Place,
    /// The place after it.
    pub end: Place,
}

/// A change of the sources in one place.
#[derive(Clone, Debug, Deserialize)]
pub struct Mutant {
    /// The file, from the root of the workspace.
    pub file: String,
    /// What sort of change it is: `FnValue`, `BinaryOperator`, `UnaryOperator`, `MatchArm`, `MatchArmGuard`, `StructField`.
    pub genre: String,
    /// Its file, line, column and what it does, in words.
    pub name: String,
    /// The text that takes the place of the span.
    pub replacement: String,
    /// What is replaced.
    pub span: Span,
}

impl Mutant {
    /// The bytes of a text that it replaces; empty at the end of the text where the place is not in it.
    pub fn bytes(&self, text: &str) -> Range<usize> {
        offset(text, self.span.start)..offset(text, self.span.end)
    }
}

fn offset(text: &str, place: Place) -> usize {
    let start: usize = text.split_inclusive('\n').take(place.line - 1).map(str::len).sum();
    let line = &text[start..];
    start + line.char_indices().nth(place.column - 1).map_or(line.len(), |(at, _)| at)
}
