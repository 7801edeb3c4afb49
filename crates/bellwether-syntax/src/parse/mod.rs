//! The parser: gives each statement of the outline to its entry rule of the grammar, and builds the tree.
//!
//! This is the only module that sees a `pest::Pair`. What it does not expect gives `None`, which becomes a
//! diagnostic at the statement; nothing is unwrapped.

mod conditions;
mod errors;
mod expressions;
mod items;
mod lines;
mod lists;
mod nouns;
mod sentences;
mod terms;
mod tests_and_uses;
mod verbs;
mod vocabulary;
mod words;

use bellwether_grammar::{BellwetherParser, Rule};
use pest::Parser;

use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::outline::{Outline, Statement};
use crate::source::{SourceId, Span};
use crate::tree;

/// Bytes of stack that the parser needs at the least; the parser of the grammar gives up with less than 64 KiB.
const STACK: usize = 192 * 1024;
/// Bytes of stack that each bracket or condition in another takes, generously, in a build without optimisation.
const STACK_OF_A_LEVEL: usize = 48 * 1024;

type Pair<'t> = pest::iterators::Pair<'t, Rule>;

/// Builds the tree of a text from its outline.
pub(crate) fn build(source: SourceId, text: &str, outline: &Outline, diagnostics: &mut Vec<Diagnostic>) -> tree::File {
    let mut reader = Reader { source, text, outline, base: 0, in_has_where: false, diagnostics };
    let stack = STACK + outline.deepest.saturating_mul(STACK_OF_A_LEVEL);
    let items = crate::stack::with_stack(stack, || reader.items());
    tree::File { source, items }
}

/// The word that begins the first item which is no declaration of a model.
pub(crate) fn first_other(source: SourceId, text: &str, outline: &Outline) -> Option<Span> {
    let reader = Reader { source, text, outline, base: 0, in_has_where: false, diagnostics: &mut Vec::new() };
    let mut index = 0;
    while let Some(statement) = outline.statements.get(index) {
        if reader.keyword(statement).is_some_and(|keyword| !keyword.is_empty()) {
            return reader.leading_word(statement).map(|word| word.span);
        }
        index = statement.after as usize;
    }
    None
}

/// Builds the tree of one use that stands in another text, without the word `use`.
pub(crate) fn build_use(text: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<tree::Use> {
    let outline = Outline::default();
    let statement = Statement { start: span.start, end: span.end, block: None, after: 1, docs: (0, 0), broken: false };
    let mut reader = Reader { source: span.source, text, outline: &outline, base: 0, in_has_where: false, diagnostics };
    reader.use_of(&statement, Rule::use_entry)
}

/// The state of building: where the text is and what went wrong.
struct Reader<'t, 'd> {
    source: SourceId,
    text: &'t str,
    outline: &'t Outline,
    /// Where the text that pest was given begins in the source.
    base: u32,
    /// Whether the condition being read belongs to an `it has … where` outside brackets.
    in_has_where: bool,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'t> Reader<'t, '_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether a mistake was reported after the first so many diagnostics.
    fn mistaken_since(&self, diagnostics: usize) -> bool {
        let since = self.diagnostics.get(diagnostics..).unwrap_or(&[]);
        since.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The span of two offsets of the source.
    fn at(&self, start: u32, end: u32) -> Span {
        Span::new(self.source, start, end)
    }

    fn slice(&self, start: u32, end: u32) -> &'t str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    fn docs(&self, statement: &Statement) -> Vec<Span> {
        let lines = self.outline.docs.get(statement.docs.0 as usize..statement.docs.1 as usize).unwrap_or_default();
        lines.iter().map(|(start, end)| self.at(*start, *end)).collect()
    }

    /// The span of a statement with its block.
    fn whole(&self, statement: &Statement) -> Span {
        self.at(statement.start, statement.block.map_or(statement.end, |(_, end)| end))
    }

    /// Runs an entry rule over a part of the text. On success the spans of its pairs count from there.
    fn run(&mut self, rule: Rule, start: u32, end: u32) -> Result<Pair<'t>, errors::Failure> {
        self.base = start;
        self.in_has_where = false;
        match BellwetherParser::parse(rule, self.slice(start, end)) {
            Ok(mut pairs) => pairs.next().ok_or(errors::Failure { at: start, expected: Vec::new() }),
            Err(error) => Err(errors::Failure::new(start, &error)),
        }
    }

    /// Says that a statement parsed but has a shape that the reader does not know.
    fn unreadable(&mut self, statement: &Statement) {
        let span = self.at(statement.start, statement.end);
        self.report(
            Diagnostic::error(codes::UNREADABLE, span, "this could not be read, though it looks right")
                .help("this is a mistake in Bellwether: please report it with the text"),
        );
    }
}
