//! The walk over a whole text: statements, blocks, documentation.

use super::statement::{self, Extent};
use super::{Mode, Outline, Statement};
use crate::Limits;
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// Unclosed brackets whose lines are read again; more than these cost what follows them.
const RETRIES: u32 = 100;

/// The outline and whether a block was open at the end.
pub(super) struct Outcome {
    pub(super) outline: Outline,
    pub(super) left_open: bool,
}

/// The state of the walk.
pub(super) struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    source: SourceId,
    pub(super) limits: &'t Limits,
    /// The byte that is looked at next.
    pub(super) at: usize,
    retries: u32,
    outline: Outline,
    /// The open blocks, outermost first.
    blocks: Vec<Block>,
    /// The docs that wait for their statement begin here.
    docs_from: u32,
}

/// An open block.
struct Block {
    /// Index of its statement.
    statement: usize,
    /// Its `{`.
    open: usize,
    mode: Mode,
    /// Whether the first statement in it is indented; not known before there is one.
    indented: Option<bool>,
}

/// Scans a text. With `dedent_closes`, a line that is not indented ends all blocks whose lines are.
pub(super) fn run(source: SourceId, text: &str, limits: &Limits, dedent_closes: bool) -> Outcome {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        source,
        limits,
        at: 0,
        retries: 0,
        outline: Outline::default(),
        blocks: Vec::new(),
        docs_from: 0,
    };
    scanner.walk(dedent_closes);
    let left_open = !scanner.blocks.is_empty();
    scanner.close_all();
    Outcome { outline: scanner.outline, left_open }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl<'t> Scanner<'t> {
    pub(super) fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn byte_at(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, offset(start), offset(end.min(self.bytes.len())))
    }

    /// The span of the character at a byte.
    pub(super) fn char_span(&self, at: usize) -> Span {
        let long = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.span(at, at + long)
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.outline.diagnostics.push(diagnostic);
    }

    /// Notes how deep things stand in each other somewhere.
    pub(super) fn deepest(&mut self, depth: usize) {
        self.outline.deepest = self.outline.deepest.max(depth);
    }

    pub(super) fn may_retry(&mut self) -> bool {
        self.retries += 1;
        self.retries <= RETRIES
    }

    /// The letters, digits, `_` and `-` from here on: ASCII only, which suffices for keywords.
    pub(super) fn word(&self) -> &'t str {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let long = rest
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || *byte >= 0x80))
            .unwrap_or(rest.len());
        self.text.get(self.at..self.at + long).unwrap_or("")
    }

    /// Whether `word:` stands here, which always begins a rule.
    pub(super) fn at_label(&self) -> bool {
        let word = self.word();
        if word.is_empty() || word.starts_with('-') {
            return false;
        }
        let rest = self.bytes.get(self.at + word.len()..).unwrap_or_default();
        rest.iter().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b':')
    }

    pub(super) fn skip_comment(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }

    pub(super) fn skip_blanks_and_comments(&mut self) {
        while let Some(byte) = self.byte() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'#' => self.skip_comment(),
                _ => break,
            }
        }
    }

    /// Passes bytes that no statement needs to look at; in sentences, only to the end of a word.
    pub(super) fn skip_plain(&mut self, words: bool) {
        self.at += 1;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let special = |byte: &u8| match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b'#' | b'"' | b'`' | b'(' | b')' | b'{' | b'}' | b';' | b',' | b'+'
            | b'*' | b'/' | b'-' => true,
            _ => words && byte.is_ascii_alphabetic(),
        };
        self.at += rest.iter().position(special).unwrap_or(rest.len());
    }

    /// Passes a text; false (with a diagnostic at its start) if it is not closed.
    pub(super) fn skip_text(&mut self) -> bool {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        if rest.starts_with(b"\"\"\"") {
            let body = self.text.get(start + 3..).unwrap_or("");
            if let Some(long) = body.find("\"\"\"") {
                self.at = start + 3 + long + 3;
                return true;
            }
        } else {
            let mut at = start + 1;
            while let Some(byte) = self.byte_at(at) {
                match byte {
                    b'"' => {
                        self.at = at + 1;
                        return true;
                    }
                    b'\n' => break,
                    b'\\' if self.byte_at(at + 1).is_some_and(|next| next != b'\n') => at += 2,
                    _ => at += 1,
                }
            }
        }
        self.unclosed(
            codes::UNCLOSED_STRING,
            "this text is not closed",
            "write the `\"` at its end; a text over lines stands between `\"\"\"` and `\"\"\"`",
        )
    }

    /// Passes an id in backquotes; false (with a diagnostic at its start) if it is not closed.
    pub(super) fn skip_backquotes(&mut self) -> bool {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        match rest.iter().find_map_index(|byte| matches!(byte, b'`' | b'\n')) {
            Some((long, b'`')) => {
                self.at += 1 + long + 1;
                true
            }
            _ => {
                self.unclosed(codes::UNCLOSED_QUOTE, "this backquote is not closed", "write a second one after the id")
            }
        }
    }

    /// Says that what begins here is not closed, and passes the rest of its line but for a `{` at its end.
    fn unclosed(&mut self, code: crate::diagnostic::Code, message: &str, help: &str) -> bool {
        let start = self.at;
        let mark = if self.text.get(start..).is_some_and(|rest| rest.starts_with("\"\"\"")) { 3 } else { 1 };
        let span = self.span(start, start + mark);
        self.report(Diagnostic::error(code, span, message).help(help));
        let line = self.text.get(start..).unwrap_or("").lines().next().unwrap_or("");
        let kept = line.trim_end();
        self.at = start + kept.strip_suffix('{').map_or(kept, str::trim_end).len().max(mark);
        false
    }

    /// Reads statements and blocks until the end.
    fn walk(&mut self, dedent_closes: bool) {
        while let Some(byte) = self.byte() {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b';' => self.at += 1,
                b'#' => self.comment(),
                b'}' => self.close(),
                _ => {
                    self.dedent(dedent_closes);
                    self.statement();
                }
            }
        }
    }

    /// A comment between statements; `##` is documentation of the next.
    fn comment(&mut self) {
        let start = self.at;
        self.skip_comment();
        let text = self.text.get(start..self.at).unwrap_or("");
        let before = self.bytes.get(..start).unwrap_or_default();
        let alone = before.iter().rev().find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|byte| *byte == b'\n');
        if let Some(doc) = text.strip_prefix("##").filter(|_| alone) {
            let lead = doc.len() - doc.trim_start().len();
            let from = start + 2 + lead;
            self.outline.docs.push((offset(from), offset(from + doc.trim().len())));
        }
    }

    fn close(&mut self) {
        self.at += 1;
        if let Some(block) = self.blocks.pop() {
            self.end_block(&block, self.at);
        } else {
            let span = self.span(self.at - 1, self.at);
            self.report(
                Diagnostic::error(codes::UNEXPECTED_CLOSE, span, "this `}` closes nothing")
                    .help("take it away, or write the `{` it belongs to"),
            );
        }
        self.docs_from = offset(self.outline.docs.len());
    }

    fn end_block(&mut self, block: &Block, end: usize) {
        let after = offset(self.outline.statements.len());
        if let Some(statement) = self.outline.statements.get_mut(block.statement) {
            statement.after = after;
            statement.block = Some((offset(block.open), offset(end)));
        }
    }

    /// Ends the open blocks: the innermost that is not closed is named.
    fn close_all(&mut self) {
        let mut blocks = std::mem::take(&mut self.blocks);
        if let Some(first) = blocks.first() {
            let span = self.span(first.open, first.open + 1);
            let mut diagnostic = Diagnostic::error(codes::UNCLOSED_BLOCK, span, "this block is not closed")
                .help("write the `}` that belongs to it");
            if let Some(last) = blocks.last().filter(|last| last.open != first.open) {
                let inner = self.span(last.open, last.open + 1);
                diagnostic = diagnostic.also(inner, "the innermost block that is open here");
            }
            self.report(diagnostic);
        }
        while let Some(block) = blocks.pop() {
            self.end_block(&block, self.at);
        }
    }

    /// Where a line that is not indented ends the blocks, ends them.
    fn dedent(&mut self, dedent_closes: bool) {
        let column_zero = self.at == 0 || self.byte_at(self.at - 1) == Some(b'\n');
        if dedent_closes && column_zero && self.blocks.iter().all(|block| block.indented == Some(true)) {
            self.close_all();
        }
        if let Some(block) = self.blocks.last_mut() {
            block.indented.get_or_insert(!column_zero);
        }
    }

    /// Whether the statement at this place is read as a sentence or as a line.
    fn mode(&self) -> Mode {
        if let Some(block) = self.blocks.last() {
            return block.mode;
        }
        let word = self.word();
        let sentence = ["policy", "define", "waive", "use"].iter().any(|one| word.eq_ignore_ascii_case(one));
        if sentence || self.at_label() { Mode::Sentence } else { Mode::Line }
    }

    fn statement(&mut self) {
        let (start, mode) = (self.at, self.mode());
        let top = self.blocks.is_empty();
        let inner = if top && self.word().eq_ignore_ascii_case("policy") { Mode::Sentence } else { Mode::Line };
        let docs = (self.docs_from, offset(self.outline.docs.len()));
        self.docs_from = docs.1;
        let Extent { end, broken } = statement::walk(self, mode);
        let index = self.outline.statements.len();
        self.outline.statements.push(Statement {
            start: offset(start),
            end: offset(end),
            block: None,
            after: offset(index + 1),
            docs,
            broken,
        });
        if self.byte() == Some(b'{') {
            self.open(index, inner);
        }
    }

    fn open(&mut self, statement: usize, mode: Mode) {
        let open = self.at;
        self.at += 1;
        if self.blocks.len() < self.limits.max_depth {
            self.blocks.push(Block { statement, open, mode, indented: None });
            return;
        }
        let span = self.span(open, open + 1);
        let message = format!("blocks are nested deeper than {} levels", self.limits.max_depth);
        self.report(Diagnostic::error(codes::TOO_DEEP, span, message).help("what stands in this block is left out"));
        self.skip_block();
        let end = self.at;
        if let Some(statement) = self.outline.statements.get_mut(statement) {
            statement.block = Some((offset(open), offset(end)));
            statement.broken = true;
        }
    }

    /// Passes a block whose `{` has been passed, counting brackets only.
    fn skip_block(&mut self) {
        let mut depth = 1_usize;
        while let Some(byte) = self.byte() {
            match byte {
                b'#' => self.skip_comment(),
                b'"' => {
                    self.skip_text();
                }
                b'{' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' => {
                    depth -= 1;
                    self.at += 1;
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }
}

/// The first byte that fits, with its index.
trait FindMapIndex<'b> {
    fn find_map_index(self, fits: impl Fn(&u8) -> bool) -> Option<(usize, u8)>;
}

impl<'b, I: Iterator<Item = &'b u8>> FindMapIndex<'b> for I {
    fn find_map_index(self, fits: impl Fn(&u8) -> bool) -> Option<(usize, u8)> {
        self.enumerate().find(|(_, byte)| fits(byte)).map(|(index, byte)| (index, *byte))
    }
}
