//! The face of the library: compile policies once, build models, evaluate as often as wanted.

use std::sync::Arc;

use bellwether_syntax::diagnostic::{Diagnostic, Severity};
use bellwether_syntax::source::{SourceId, Sources};
use bellwether_syntax::tree::File;

use crate::model::Model;
use crate::program::Program;
use crate::report::Report;
use crate::value::Date;
use crate::vocabulary::Vocabulary;

/// The version of the language that this crate reads.
pub const LANGUAGE_VERSION: u32 = 1;

/// The standard vocabulary, in the language itself.
pub const PRELUDE: &str = include_str!("../vocabulary/prelude.kpi");

/// Source texts with the standard vocabulary and their syntax trees.
pub struct Parsed {
    /// The sources as given, and after them the prelude.
    pub sources: Sources,
    /// The tree of each source, the prelude first.
    pub files: Vec<File>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses all sources and the prelude.
pub fn parse(sources: &Sources) -> Parsed {
    let mut all = sources.clone();
    let prelude = all.add("(standard vocabulary)", PRELUDE);
    let mut files = Vec::with_capacity(all.len());
    let mut diagnostics = Vec::new();
    let ids = std::iter::once(prelude).chain(sources.iter().map(|(id, _)| id));
    for id in ids.collect::<Vec<SourceId>>() {
        let Some(source) = all.get(id) else { continue };
        let parse = bellwether_syntax::parse(id, &source.text);
        files.push(parse.file);
        diagnostics.extend(parse.diagnostics);
    }
    Parsed { sources: all, files, diagnostics }
}

/// A checked program and what was found wrong on the way. Rules with a mistake are not in the program.
pub struct Compiled {
    /// The rules without a mistake.
    pub program: Program,
    /// What was wrong, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks the vocabulary and the policies of parsed sources.
pub fn compile(parsed: &Parsed) -> Compiled {
    let files: Vec<&File> = parsed.files.iter().collect();
    let (vocabulary, definitions, mut diagnostics) = crate::vocabulary::build::build(&files, &parsed.sources);
    let (program, more) = crate::check::check(vocabulary, definitions, &files, &parsed.sources);
    diagnostics.extend(more);
    Compiled { program, diagnostics }
}
