//! Where one statement ends, and what in it would be too deep or too long for the parser.

use crate::codes;
use crate::diagnostic::Diagnostic;

use super::Mode;
use super::scan::Scanner;

/// Lines that begin with one of these words, in any letter case, go on with the sentence before them.
pub const CONTINUATIONS: [&str; 17] = [
    "where",
    "unless",
    "because",
    "suggest",
    "see",
    "from",
    "until",
    "when",
    "and",
    "or",
    "via",
    "must",
    "should",
    "could",
    "may",
    "requires",
    "otherwise",
];

/// What was found of one statement.
pub(super) struct Extent {
    /// One past its last byte that is neither blank nor comment.
    pub(super) end: usize,
    /// Whether a diagnostic has been given for it.
    pub(super) broken: bool,
}

/// Bounds within one pair of brackets.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Where the bracket opened.
    open: usize,
    /// `where` and `that` so far: each takes all that follows, so they nest.
    wheres: usize,
    /// `of` since the list last went on.
    ofs: usize,
    /// `and`, `or`, `,` so far.
    joined: usize,
    /// `+ - * /` since the last `and`, `or`, `,`.
    operators: usize,
}

/// Walks over one statement and stops before what ends it: a line end, `;`, `{`, `}` or the end of the text.
pub(super) fn walk(scanner: &mut Scanner<'_>, mode: Mode) -> Extent {
    // What a test expects of whom is a noun phrase, with conditions in it like any other.
    let words = mode == Mode::Sentence || scanner.word().eq_ignore_ascii_case("expect");
    let end = scanner.at;
    Walk { levels: vec![Level::default()], deep: None, long: None, broken: false, end, mode, words, scanner }.run()
}

struct Walk<'s, 't> {
    scanner: &'s mut Scanner<'t>,
    mode: Mode,
    /// Whether words are looked at, since they may nest.
    words: bool,
    /// One for the statement and one for each open bracket.
    levels: Vec<Level>,
    deep: Option<usize>,
    long: Option<usize>,
    broken: bool,
    end: usize,
}

impl Walk<'_, '_> {
    fn run(mut self) -> Extent {
        let start = self.scanner.at;
        let mut depth_now = 0;
        // After a bracket that is not closed, what follows its line is read as if it were.
        let mut retry: Option<usize> = None;
        while let Some(byte) = self.scanner.byte() {
            match byte {
                b' ' | b'\t' | b'\r' => self.scanner.at += 1,
                b'\n' => {
                    let line_end = self.scanner.at;
                    if !self.goes_on() {
                        break;
                    }
                    if depth_now > 0 {
                        retry.get_or_insert(line_end);
                    }
                }
                b'#' => self.scanner.skip_comment(),
                b'"' => {
                    self.broken |= !self.scanner.skip_text();
                    self.end = self.scanner.at;
                }
                b'`' => {
                    self.broken |= !self.scanner.skip_backquotes();
                    self.end = self.scanner.at;
                }
                b'(' => {
                    if depth_now >= self.scanner.limits.max_depth {
                        self.deep.get_or_insert(self.scanner.at);
                    }
                    // Deeper brackets are only counted, so that a flood of them costs no memory.
                    depth_now += 1;
                    if self.deep.is_none() {
                        self.levels.push(Level { open: self.scanner.at, ..Level::default() });
                        self.note_depth();
                    }
                    self.pass();
                }
                b')' => {
                    if depth_now == 0 {
                        let span = self.scanner.span(self.scanner.at, self.scanner.at + 1);
                        self.scanner.report(
                            Diagnostic::error(codes::UNEXPECTED_CLOSE, span, "this `)` closes nothing")
                                .help("take it away, or write the `(` it belongs to"),
                        );
                        self.broken = true;
                    } else {
                        depth_now -= 1;
                        if self.levels.len() > depth_now + 1 {
                            self.levels.pop();
                        }
                    }
                    self.pass();
                }
                b'{' | b'}' => break,
                b';' if self.mode == Mode::Line && depth_now == 0 => break,
                b',' => {
                    self.count_join();
                    self.pass();
                }
                b'+' | b'*' | b'/' | b'-' => {
                    self.count_operator();
                    self.pass();
                }
                _ if self.words && byte.is_ascii_alphabetic() => self.word(),
                _ => self.pass_plain(),
            }
            if depth_now == 0 {
                retry = None;
            }
        }
        self.finish(start, depth_now, retry)
    }

    fn pass(&mut self) {
        self.scanner.at += 1;
        self.end = self.scanner.at;
    }

    /// Passes bytes that mean nothing here, many at once.
    fn pass_plain(&mut self) {
        self.scanner.skip_plain(self.words);
        self.end = self.scanner.at;
    }

    fn word(&mut self) {
        let word = self.scanner.word();
        let start = self.scanner.at;
        self.scanner.at += word.len();
        self.end = self.scanner.at;
        // After a dot any word may stand.
        if start > 0 && self.scanner.byte_at(start - 1) == Some(b'.') {
            return;
        }
        if word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or") {
            self.count_join();
        } else if word.eq_ignore_ascii_case("where") || word.eq_ignore_ascii_case("that") {
            self.count_nested(|level| level.wheres += 1 + std::mem::take(&mut level.ofs));
        } else if word.eq_ignore_ascii_case("of") {
            self.count_nested(|level| level.ofs += 1);
        }
    }

    fn count_join(&mut self) {
        let (at, limit) = (self.scanner.at, self.scanner.limits.max_chain);
        if let Some(level) = self.levels.last_mut() {
            level.joined += 1;
            level.ofs = 0;
            level.operators = 0;
            // In a line of the model commas part values, and a list of values may be long.
            if level.joined >= limit && self.mode == Mode::Sentence {
                self.long.get_or_insert(at);
            }
        }
    }

    fn count_operator(&mut self) {
        let (at, limit) = (self.scanner.at, self.scanner.limits.max_chain);
        // A `-` inside a word or a date is no operator.
        let lone = self.scanner.byte() != Some(b'-') || matches!(self.scanner.byte_at(at + 1), Some(b' ' | b'\t'));
        if let Some(level) = self.levels.last_mut()
            && lone
        {
            level.operators += 1;
            if level.operators >= limit {
                self.long.get_or_insert(at);
            }
        }
    }

    fn count_nested(&mut self, count: impl Fn(&mut Level)) {
        let (at, limit) = (self.scanner.at, self.scanner.limits.max_depth);
        if let Some(level) = self.levels.last_mut() {
            count(level);
        }
        if self.note_depth() > limit + 1 {
            self.deep.get_or_insert(at);
        }
    }

    /// How deep the place stands that the scanner is at; the parser needs stack for the deepest.
    fn note_depth(&mut self) -> usize {
        let depth = self.levels.iter().map(|level| 1 + level.wheres + level.ofs).sum();
        self.scanner.deepest(depth);
        depth
    }

    /// Whether the statement goes on after the line end that the scanner stands at; if so, goes to where.
    fn goes_on(&mut self) -> bool {
        let inside = self.levels.len() > 1 || self.deep.is_some();
        let comma = self.scanner.byte_at(self.end.saturating_sub(1)) == Some(b',');
        let here = self.scanner.at;
        self.scanner.skip_blanks_and_comments();
        if self.mode == Mode::Line && (inside || comma) {
            return true;
        }
        let next = self.scanner.byte();
        let goes_on = if next == Some(b'{') {
            true
        } else if self.mode == Mode::Line || next.is_none() || self.scanner.at_label() {
            false
        } else if inside || comma {
            next != Some(b'}')
        } else {
            let word = self.scanner.word();
            CONTINUATIONS.iter().any(|one| word.eq_ignore_ascii_case(one))
        };
        if !goes_on {
            self.scanner.at = here;
        }
        goes_on
    }

    fn finish(mut self, start: usize, depth: usize, retry: Option<usize>) -> Extent {
        let limits = self.scanner.limits;
        if let Some(at) = self.deep {
            let span = self.scanner.char_span(at);
            let message = format!("this is nested deeper than {} levels", limits.max_depth);
            self.scanner.report(
                Diagnostic::error(codes::TOO_DEEP, span, message)
                    .help("say parts of it with `define`, and use their names here"),
            );
            self.broken = true;
        } else if depth > 0 {
            let open = self.levels.last().map_or(start, |level| level.open);
            let span = self.scanner.span(open, open + 1);
            self.scanner.report(
                Diagnostic::error(codes::UNCLOSED_BRACKET, span, "this `(` is not closed")
                    .help("write the `)` that belongs to it"),
            );
            self.broken = true;
        }
        if let Some(at) = self.long {
            let span = self.scanner.char_span(at);
            let message = format!("this chain has more than {} terms", limits.max_chain);
            self.scanner.report(
                Diagnostic::error(codes::CHAIN_TOO_LONG, span, message)
                    .help("say parts of it with `define`, and use their names here"),
            );
            self.broken = true;
        }
        if let Some(line_end) = retry
            && depth > 0
            && self.scanner.may_retry()
        {
            self.scanner.at = line_end;
            self.end = self.end.min(line_end);
        }
        Extent { end: self.end, broken: self.broken }
    }
}
