//! What stands between two tokens of a line, and how wide they are.

use unicode_width::UnicodeWidthStr as _;

use super::lex::{Kind, Token};

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// Whether a blank stands between the two.
pub(super) fn is_apart(before: &Token<'_>, token: &Token<'_>) -> bool {
    let sticks = matches!(
        token.kind,
        Kind::Close | Kind::Comma | Kind::Colon | Kind::Step | Kind::Stop | Kind::Possessive | Kind::Percent
    );
    !sticks && before.kind != Kind::Open
}

/// The tokens of one statement, those of its block left out.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'s, 't> {
    pub(super) list: &'s [Token<'t>],
    /// How many at the beginning are a keyword and the name of a rule (`waive teams/leading`): no blanks stand in that.
    pub(super) name: usize,
}

impl<'s, 't> Tokens<'s, 't> {
    pub(super) fn new(list: &'s [Token<'t>]) -> Self {
        let names = list.first().is_some_and(|first| first.is_any(&["waive", "use", "expect"]));
        let name = if names {
            let slash = |at: &usize| list.get(*at).is_some_and(|token| token.text == "/");
            let steps = (2..list.len()).step_by(2).take_while(slash).count();
            2 + 2 * steps
        } else {
            0
        };
        Self { list, name }
    }

    /// The token at a place, and whether a blank stands before it.
    pub(super) fn get(&self, at: usize) -> Option<(&'s Token<'t>, bool)> {
        let token = self.list.get(at)?;
        let Some(before) = at.checked_sub(1).and_then(|before| self.list.get(before)) else {
            return Some((token, false));
        };
        Some((token, is_apart(before, token) && !(2..self.name).contains(&at)))
    }

    /// All of them with whether a blank stands before each.
    pub(super) fn iter(self) -> impl Iterator<Item = (&'s Token<'t>, bool)> {
        (0..self.list.len()).filter_map(move |at| self.get(at))
    }

    /// The same without the first ones.
    pub(super) fn has_comment(&self) -> bool {
        self.list.iter().any(|token| token.kind == Kind::Comment)
    }

    /// The columns that they take on one line; none if they cannot stand on one.
    pub(super) fn width(self) -> Option<usize> {
        let mut sum = 0;
        for (token, apart) in self.iter() {
            if token.kind == Kind::Comment || token.is_over_lines() {
                return None;
            }
            sum += usize::from(apart) + width(token.text);
        }
        Some(sum)
    }

    /// Writes them on one line, from one of them on.
    pub(super) fn write(self, from: usize, out: &mut String) {
        for (token, apart) in self.iter().skip(from) {
            if apart && token.start != self.list.get(from).map_or(usize::MAX, |first| first.start) {
                out.push(' ');
            }
            write_token(token, out);
        }
    }
}

/// Writes a token as it is; the lines of a long text lose their blank ends, which do not belong to the text.
pub(super) fn write_token(token: &Token<'_>, out: &mut String) {
    if !token.is_over_lines() {
        out.push_str(token.text);
        return;
    }
    let mut lines = token.text.split('\n').peekable();
    while let Some(line) = lines.next() {
        if lines.peek().is_some() {
            out.push_str(line.trim_end_matches([' ', '\t', '\r']));
            out.push('\n');
        } else {
            out.push_str(line);
        }
    }
}
