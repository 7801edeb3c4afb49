//! From sources to trees: the standard vocabulary, the sources given, the uses of a configuration, and the packs in use.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::source::{SourceId, Sources};
use bellwether_syntax::tree::File;
use bellwether_syntax::{Limits as SyntaxLimits, Parse, Span};

use crate::packs::{Pack, packs};
use crate::uses;

/// The standard vocabulary, in the language itself.
pub const PRELUDE: &str = include_str!("../../vocabulary/prelude.kpi");

/// How sources are parsed.
#[derive(Clone, Debug, Default)]
pub struct ParseOptions {
    /// What a text may take; what the library and the packs hold is read whatever it says.
    pub limits: SyntaxLimits,
    /// Sources that are no `.kpi` texts, such as a configuration: they are there for their places, and are not parsed.
    pub aside: Vec<SourceId>,
    /// Uses that stand in them, each without the word `use`: `smart without relevant`.
    pub uses: Vec<Span>,
    /// Packs of one's own, beside the standard ones and before them.
    pub packs: Vec<Pack>,
}

impl From<SyntaxLimits> for ParseOptions {
    fn from(limits: SyntaxLimits) -> Self {
        Self { limits, ..Self::default() }
    }
}

/// Source texts with the standard vocabulary, the packs that they use, and their syntax trees.
#[derive(Debug)]
#[non_exhaustive]
pub struct Parsed {
    /// The sources as given, after them the standard vocabulary, then the packs in use.
    pub sources: Sources,
    /// The tree of the standard vocabulary, that of each source, the uses that stood aside, and the packs in use.
    pub files: Vec<File>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
    /// The packs in use, each with its source.
    pub packs: Vec<(SourceId, Box<str>)>,
    /// The names of all packs that there are.
    pub known_packs: Vec<Box<str>>,
}

impl Parsed {
    /// The trees with their texts.
    pub(super) fn with_texts(&self) -> Vec<(&File, &str)> {
        self.files.iter().map(|file| (file, self.sources.get(file.source).map_or("", |source| &*source.text))).collect()
    }
}

/// Parses all sources and the standard vocabulary.
pub fn parse(sources: &Sources) -> Parsed {
    parse_with(sources, &ParseOptions::default())
}

/// As [`parse`], with options.
pub fn parse_with(sources: &Sources, options: &ParseOptions) -> Parsed {
    let mut all = sources.clone();
    let prelude = all.add("(standard vocabulary)", PRELUDE);
    let aside = |id: SourceId| options.aside.contains(&id) || options.uses.iter().any(|span| span.source == id);
    let ids = std::iter::once(prelude).chain(sources.iter().map(|(id, _)| id).filter(|id| !aside(*id)));
    let mut parsed = Parsed {
        sources: Sources::new(),
        files: Vec::new(),
        diagnostics: Vec::new(),
        packs: Vec::new(),
        known_packs: Vec::new(),
    };
    for id in ids {
        let Some(source) = all.get(id) else { continue };
        parsed.add(if id == prelude {
            standard(id)
        } else {
            bellwether_syntax::parse_with(id, &source.text, &options.limits)
        });
    }
    for span in &options.uses {
        let Some(source) = all.get(span.source) else { continue };
        parsed.add(bellwether_syntax::parse_use(&source.text, *span));
    }
    parsed.sources = all;
    parsed.add_packs(options);
    parsed.diagnostics.extend(uses::check(&parsed.files, &parsed.packs, &parsed.sources));
    parsed
}

/// The tree of the standard vocabulary, whatever the limits are for what is given. It is longer than most policies, so a
/// program that checks again and again reads it once for each place that it stands at after a few sources.
fn standard(id: SourceId) -> Parse {
    static READ: [OnceLock<Parse>; 8] = [const { OnceLock::new() }; 8];
    let read = || bellwether_syntax::parse_with(id, PRELUDE, &SyntaxLimits::default());
    READ.get(id.0 as usize).map_or_else(read, |place| place.get_or_init(read).clone())
}

impl Parsed {
    fn add(&mut self, parse: Parse) {
        self.files.push(parse.file);
        self.diagnostics.extend(parse.diagnostics);
    }

    /// Adds the packs that are used, and those that they use. Each round takes what the one before asked for, in order of
    /// the names, so that the order of the sources does not matter.
    fn add_packs(&mut self, options: &ParseOptions) {
        let known = || options.packs.iter().chain(packs());
        self.known_packs = known().map(|pack| pack.name.as_ref().into()).collect();
        self.known_packs.sort_unstable();
        self.known_packs.dedup();
        let mut looked_at = 0;
        loop {
            let mut asked: BTreeSet<String> = BTreeSet::new();
            for file in self.files.get(looked_at..).unwrap_or(&[]) {
                asked.extend(uses::policies_of(file, &self.sources).map(|(name, _)| name.to_owned()));
            }
            looked_at = self.files.len();
            for name in asked {
                let Some(pack) = known().find(|pack| *pack.name == *name) else { continue };
                if self.packs.iter().any(|(_, known)| **known == *name) {
                    continue;
                }
                let id = self.sources.add(format!("(pack {name})"), pack.text.as_ref());
                self.packs.push((id, name.into()));
                self.add(bellwether_syntax::parse_with(id, &pack.text, &SyntaxLimits::default()));
            }
            if looked_at == self.files.len() {
                return;
            }
        }
    }
}
