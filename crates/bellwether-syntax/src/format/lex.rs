//! Tokens: a text in pieces that are never divided, and the line ends between them.

/// What a token is, as far as its place in a line depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, and whatever no other form fits.
    Word,
    /// A number, a percentage, a date.
    Number,
    /// `"…"`, `"""…"""`, and an id in backquotes.
    Quoted,
    Open,
    Close,
    Comma,
    Semicolon,
    BlockOpen,
    BlockClose,
    Colon,
    /// `+ - * /` and the comparisons.
    Operator,
    /// `.` with the word after it.
    Step,
    /// A `.` that closes a sentence.
    Stop,
    /// `'s`, or `'` alone.
    Possessive,
    /// A `%` that is no part of a number.
    Percent,
    /// `#` to the end of its line.
    Comment,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    /// Its first byte.
    pub(super) start: usize,
    /// Line ends between the token before it and this one; two stand for more.
    pub(super) lines: u8,
}

impl Token<'_> {
    /// Whether this is the word, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether it holds a line end.
    pub(super) fn is_over_lines(&self) -> bool {
        self.kind == Kind::Quoted && self.text.contains('\n')
    }
}

/// Gives the tokens of a text in order.
#[derive(Clone)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The next token, which stays the next.
    pub(super) fn peek(&self) -> Option<Token<'t>> {
        self.clone().next()
    }

    /// Passes blanks and counts line ends.
    fn skip_blanks(&mut self) -> u8 {
        let mut lines = 0_u8;
        for byte in self.rest().bytes() {
            match byte {
                b'\n' => lines = 2.min(lines + 1),
                b' ' | b'\t' | b'\r' => {}
                _ => break,
            }
            self.at += 1;
        }
        lines
    }
}

impl<'t> Iterator for Lexer<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let lines = self.skip_blanks();
        let rest = self.rest();
        let (kind, long) = scan(rest)?;
        let (text, start) = (rest.get(..long)?, self.at);
        self.at += long;
        let text = if kind == Kind::Comment { text.trim_end() } else { text };
        Some(Token { kind, text, start, lines })
    }
}

/// What a text begins with, and how many bytes that has.
fn scan(rest: &str) -> Option<(Kind, usize)> {
    let bytes = rest.as_bytes();
    let first = *bytes.first()?;
    let next = bytes.get(1).copied().unwrap_or(b' ');
    let one = |kind| Some((kind, 1));
    match first {
        b'(' => one(Kind::Open),
        b')' => one(Kind::Close),
        b',' => one(Kind::Comma),
        b';' => one(Kind::Semicolon),
        b'{' => one(Kind::BlockOpen),
        b'}' => one(Kind::BlockClose),
        b':' => one(Kind::Colon),
        b'%' => one(Kind::Percent),
        b'+' | b'*' | b'/' | b'=' => one(Kind::Operator),
        b'<' | b'>' | b'!' => Some((Kind::Operator, if next == b'=' { 2 } else { 1 })),
        b'-' if !next.is_ascii_digit() => one(Kind::Operator),
        b'#' => Some((Kind::Comment, bytes.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()))),
        b'"' => Some((Kind::Quoted, text_length(rest))),
        b'`' => Some((Kind::Quoted, rest.get(1..).and_then(|body| body.find('`')).map_or(rest.len(), |at| at + 2))),
        b'.' if next == b'`' => Some((Kind::Step, 1 + scan(rest.get(1..)?)?.1)),
        b'.' => match word_length(rest.get(1..)?) {
            0 => one(Kind::Stop),
            long => Some((Kind::Step, 1 + long)),
        },
        b'\'' => Some((Kind::Possessive, 1 + possessive_s(bytes.get(1..)?))),
        _ if rest.starts_with('’') => {
            Some((Kind::Possessive, '’'.len_utf8() + possessive_s(bytes.get('’'.len_utf8()..)?)))
        }
        b'-' | b'0'..=b'9' => Some((Kind::Number, number_length(bytes))),
        _ => Some((Kind::Word, word_length(rest).max(rest.chars().next()?.len_utf8()))),
    }
}

/// The length of a text with its marks.
fn text_length(rest: &str) -> usize {
    if rest.starts_with("\"\"\"") {
        return rest.get(3..).and_then(|body| body.find("\"\"\"")).map_or(rest.len(), |at| at + 6);
    }
    let mut at = 1;
    while let Some(byte) = rest.as_bytes().get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Whether the byte may stand in a word. Of bytes that are not ASCII only the apostrophe `’` may not; see `word_length`.
fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The length of a word. Each `-` that follows it directly belongs to it here: that of `a- b` stays where it is.
fn word_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let apostrophe = *byte == 0xe2 && rest.get(at..).is_some_and(|rest| rest.starts_with('’'));
        if apostrophe || !(is_word_byte(*byte) || (*byte == b'-' && at > 0)) {
            break;
        }
        at += 1;
    }
    at
}

/// The length of a number, a date or a period, with its sign and its `%`.
fn number_length(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        let goes_on =
            is_word_byte(*byte) || (*byte == b'.' && next.is_ascii_digit()) || (*byte == b'-' && is_word_byte(next));
        if !goes_on {
            return if *byte == b'%' { at + 1 } else { at };
        }
        at += 1;
    }
    at
}

/// 1 if an `s` that is a word of its own stands here.
fn possessive_s(bytes: &[u8]) -> usize {
    let alone = !bytes.get(1).is_some_and(|next| is_word_byte(*next));
    usize::from(alone && matches!(bytes.first(), Some(b's' | b'S')))
}
