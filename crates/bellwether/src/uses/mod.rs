//! What uses ask for before anything is checked: files by name, and packs; and that none of them goes round in a circle.
//!
//! The library reads no files. [`files_asked`] tells whoever loads sources which further ones a text asks for; here is
//! only checked that they are among the sources. What a use changes in a policy is settled by `check`.

mod circle;
mod pattern;

use std::collections::BTreeMap;

use bellwether_syntax::diagnostic::{Code, Diagnostic};
use bellwether_syntax::source::{SourceId, Sources};
use bellwether_syntax::tree::{File, Item, Text, Use, UseWhat};
use bellwether_syntax::{Limits, Span};

pub use pattern::FilePattern;

use crate::near::near;
use circle::{Arrow, circles};

/// A use of files that no source is.
pub(crate) const NO_FILE_USED: Code = Code("no-file-used");
/// A pattern of files that means nothing.
pub(crate) const BAD_PATTERN: Code = Code("bad-pattern");
/// Files or packs that use each other in a circle.
pub(crate) const USE_CIRCLE: Code = Code("use-circle");
/// One use twice.
pub(crate) const USED_TWICE: Code = Code("used-twice");

/// All of them.
pub(crate) const USE_CODES: &[Code] = &[NO_FILE_USED, BAD_PATTERN, USE_CIRCLE, USED_TWICE];

/// Files that a source asks for with `use "…"`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FilesAsked {
    /// The text that names them.
    pub span: Span,
    /// The names that it means.
    pub pattern: FilePattern,
}

/// Which files the text of a source asks for, in order of place. Linear in the text, and quick where it asks for none.
/// What cannot be read is left out; it is told when all sources are parsed.
pub fn files_asked(source: SourceId, name: &str, text: &str, limits: &Limits) -> Vec<FilesAsked> {
    if !may_ask(text) {
        return Vec::new();
    }
    let file = bellwether_syntax::parse_with(source, text, limits).file;
    files_of(&file)
        .filter_map(|named| {
            let pattern = FilePattern::new(name, bellwether_syntax::source::text_at(text, named.span)).ok()?;
            Some(FilesAsked { span: named.span, pattern })
        })
        .collect()
}

/// Whether `use` is followed by a text somewhere: large models ask for nothing, and are then not read twice.
fn may_ask(text: &str) -> bool {
    text.match_indices(['u', 'U']).any(|(at, _)| {
        let word = text.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case("use"));
        let begins = text.get(..at).is_none_or(|before| !before.ends_with(|one: char| one.is_alphanumeric()));
        word && begins && text.get(at + 3..).is_some_and(|rest| rest.trim_start().starts_with(['"', '#']))
    })
}

fn uses_of(file: &File) -> impl Iterator<Item = &Use> {
    file.items.iter().filter_map(|item| match item {
        Item::Use(used) => Some(used),
        _ => None,
    })
}

fn files_of(file: &File) -> impl Iterator<Item = Text> + '_ {
    uses_of(file).filter_map(|used| match used.what {
        UseWhat::Files(text) => Some(text),
        UseWhat::Pack(_) => None,
    })
}

/// The names of the policies and packs that the uses of a file name, in order of place.
pub(crate) fn policies_of<'s>(file: &'s File, sources: &'s Sources) -> impl Iterator<Item = (&'s str, Span)> {
    uses_of(file).filter_map(|used| match &used.what {
        UseWhat::Pack(name) => name.parts.first().map(|word| (sources.text(word.span), word.span)),
        UseWhat::Files(_) => None,
    })
}

/// Checks that the files which uses name are there, and that neither files nor packs use each other in a circle.
/// `packs` are the packs in use, each with its source.
pub(crate) fn check(files: &[File], packs: &[(SourceId, Box<str>)], sources: &Sources) -> Vec<Diagnostic> {
    let mut check = Check { sources, diagnostics: Vec::new() };
    let mut arrows = check.files(files);
    for file in files {
        if packs.iter().all(|(source, _)| *source != file.source) {
            continue;
        }
        for (used, at) in policies_of(file, sources) {
            if let Some((to, _)) = packs.iter().find(|(_, name)| **name == *used) {
                arrows.push(Arrow { from: file.source.0 as usize, to: to.0 as usize, at });
            }
        }
    }
    let pack = |thing: usize| packs.iter().find(|(source, _)| source.0 as usize == thing).map(|(_, name)| &**name);
    for way in circles(sources.len(), &arrows) {
        check.circle(&way, pack);
    }
    check.twice(files, packs);
    check.diagnostics
}

struct Check<'s> {
    sources: &'s Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Check<'_> {
    fn name(&self, source: SourceId) -> &str {
        self.sources.get(source).map_or("", |source| &source.name)
    }

    /// Each use of files against the sources; gives the arrows from each file to those that it names one by one. A
    /// pattern takes what is there, so it makes no circle.
    fn files(&mut self, files: &[File]) -> Vec<Arrow> {
        let mut arrows = Vec::new();
        for file in files {
            for text in files_of(file) {
                let written = self.sources.text(text.span);
                let pattern = match FilePattern::new(self.name(file.source), written) {
                    Ok(pattern) => pattern,
                    Err(why) => {
                        let message = format!("`{written}` is no pattern of files: {why}");
                        self.diagnostics.push(
                            Diagnostic::error(BAD_PATTERN, text.span, message)
                                .help("`*` stands for a part of a name, `**` for directories, `{a,b}` for either"),
                        );
                        continue;
                    }
                };
                let mut found = files.iter().filter(|other| {
                    // A pattern does not mean the file that says it.
                    (pattern.is_one_file() || other.source != file.source)
                        && self.sources.names(other.source).any(|name| pattern.matches(name))
                });
                match found.next() {
                    Some(other) if pattern.is_one_file() => {
                        let (from, to) = (file.source.0 as usize, other.source.0 as usize);
                        arrows.push(Arrow { from, to, at: text.span });
                    }
                    Some(_) => {}
                    None => self.no_file(&pattern, written, text.span),
                }
            }
        }
        arrows
    }

    fn no_file(&mut self, pattern: &FilePattern, written: &str, span: Span) {
        let message = if pattern.is_one_file() {
            format!("there is no file `{written}`")
        } else {
            format!("no file is as `{written}` says")
        };
        let names: Vec<&str> = self.sources.iter().map(|(_, source)| &*source.name).collect();
        let help = match near(pattern.name(), names) {
            Some(name) if pattern.is_one_file() => format!("did you mean the file `{name}`?"),
            _ if self.sources.iter().any(|(_, source)| {
                source.name.strip_prefix(pattern.name()).is_some_and(|rest| rest.starts_with('/'))
            }) =>
            {
                format!("that is a directory: `use \"{}/*.kpi\"` uses the files in it", written.trim_end_matches('/'))
            }
            _ => format!("the name is taken from the file that says it, so `{}` was looked for", pattern.name()),
        };
        self.diagnostics.push(Diagnostic::error(NO_FILE_USED, span, message).help(help));
    }

    fn circle<'p>(&mut self, way: &[Arrow], pack: impl Fn(usize) -> Option<&'p str>) {
        let shown = |thing: usize| match pack(thing) {
            Some(name) => format!("the pack `{name}`"),
            None => {
                let source = SourceId(u32::try_from(thing).unwrap_or(u32::MAX));
                format!("the file `{}`", self.name(source))
            }
        };
        let Some((first, rest)) = way.split_first() else { return };
        let message = if rest.is_empty() {
            format!("{} uses itself", shown(first.from))
        } else {
            let names: Vec<String> = rest.iter().map(|arrow| shown(arrow.from)).collect();
            format!("{} uses itself through {}", shown(first.from), names.join(" and "))
        };
        let mut diagnostic = Diagnostic::error(USE_CIRCLE, first.at, message);
        for arrow in rest {
            diagnostic = diagnostic.also(arrow.at, format!("{} uses {}", shown(arrow.from), shown(arrow.to)));
        }
        self.diagnostics.push(diagnostic.help("take one of these uses away: everything in a run is in force anyway"));
    }

    /// One policy used twice in the same words, or the same files twice by one file. What a pack uses may be used beside it.
    fn twice(&mut self, files: &[File], packs: &[(SourceId, Box<str>)]) {
        let mut seen: BTreeMap<(Option<SourceId>, String), Span> = BTreeMap::new();
        for used in files.iter().flat_map(uses_of) {
            let words = self.sources.text(used.span).split_whitespace().collect::<Vec<_>>().join(" ");
            let words = words.strip_prefix("use ").unwrap_or(&words).to_owned();
            let source = used.span.source;
            let alone = matches!(used.what, UseWhat::Files(_)) || packs.iter().any(|(pack, _)| *pack == source);
            let own = alone.then_some(source);
            if let Some(first) = seen.get(&(own, words.clone())) {
                self.diagnostics.push(
                    Diagnostic::warning(USED_TWICE, used.span, format!("`{words}` is used already"))
                        .also(*first, "first here")
                        .help("once is enough for all files: take one of them away"),
                );
            } else {
                seen.insert((own, words), used.span);
            }
        }
    }
}
