//! Adjacent lines of a block: their values are set in one column, and the comments at their ends in another.

use super::lex::{Kind, Token};
use super::spacing::{Tokens, width};
use super::wrap::{self, Form, Place};

/// A name that is wider does not push the others' values out; its own follows it closely.
const WIDEST_NAME: usize = 20;
/// Between the widest name and its value, and between a line and its comment.
const GAP: usize = 2;

/// Lines that wait until it is known how wide their names are.
#[derive(Default)]
pub(super) struct Group<'t> {
    entries: Vec<Entry<'t>>,
    /// The tokens of all lines.
    tokens: Vec<Token<'t>>,
}

enum Entry<'t> {
    /// A comment on a line of its own.
    Comment(&'t str),
    Line(Line<'t>),
}

struct Line<'t> {
    /// Its tokens in those of the group.
    tokens: (usize, usize),
    /// The comment at its end.
    comment: Option<&'t str>,
    /// Its name and value are set in columns.
    aligned: bool,
}

/// How the lines of a group are written.
pub(super) struct Shape {
    /// Columns before each line.
    pub(super) indent: usize,
    /// Columns of a line.
    pub(super) columns: usize,
    /// The lines are declarations and attributes of a model; else attributes of a kind.
    pub(super) model: bool,
}

impl<'t> Group<'t> {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn comment(&mut self, text: &'t str) {
        self.entries.push(Entry::Comment(text));
    }

    pub(super) fn line(&mut self, tokens: &[Token<'t>], comment: Option<&'t str>) {
        let start = self.tokens.len();
        self.tokens.extend_from_slice(tokens);
        self.entries.push(Entry::Line(Line { tokens: (start, self.tokens.len()), comment, aligned: false }));
    }

    /// Writes the lines, and is empty after it.
    pub(super) fn flush(&mut self, shape: &Shape, out: &mut String) {
        if self.entries.is_empty() {
            return;
        }
        self.align(shape.model);
        let column = self.column();
        let at_end = self.comment_column(column);
        for entry in &self.entries {
            match entry {
                Entry::Comment(text) => {
                    indent(shape.indent, out);
                    out.push_str(text);
                }
                Entry::Line(line) => {
                    let used = self.write(line, column, shape, out);
                    if let Some(comment) = line.comment {
                        let pad = match used {
                            Some(used) if shape.indent + at_end + width(comment) <= shape.columns => at_end - used,
                            _ => GAP,
                        };
                        indent(pad, out);
                        out.push_str(comment);
                    }
                }
            }
            out.push('\n');
        }
        self.entries.clear();
        self.tokens.clear();
    }

    fn tokens(&self, line: &Line<'t>) -> Tokens<'_, 't> {
        Tokens::new(self.tokens.get(line.tokens.0..line.tokens.1).unwrap_or_default())
    }

    /// Finds out which lines are set in columns: those that are not surely declarations.
    fn align(&mut self, model: bool) {
        let mut names: Vec<&str> = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            if let Entry::Line(line) = entry {
                names.extend(self.tokens.get(line.tokens.0).map(|token| token.text));
            }
        }
        names.sort_unstable();
        let said_twice = |name: &str| {
            let first = names.partition_point(|one| *one < name);
            names.get(first + 1) == Some(&name)
        };
        for entry in &mut self.entries {
            let Entry::Line(line) = entry else { continue };
            let tokens = self.tokens.get(line.tokens.0..line.tokens.1).unwrap_or_default();
            line.aligned = match tokens {
                [] | [_] => false,
                // `metric signups "Sign-ups"`, and `metric a` above `metric b`.
                [_, id, label] if model && id.kind != Kind::Number && is_label(label) && !is_label(id) => false,
                [name, ..] => !model || !said_twice(name.text),
            };
        }
    }

    /// Where the values begin, counted from the names; none if there is but one line.
    fn column(&self) -> Option<usize> {
        let mut lines = 0_usize;
        let mut widest = 0;
        for entry in &self.entries {
            let Entry::Line(Line { tokens, aligned: true, .. }) = entry else { continue };
            lines += 1;
            let name = self.tokens.get(tokens.0).map_or(0, |name| width(name.text));
            if name <= WIDEST_NAME {
                widest = widest.max(name);
            }
        }
        (lines > 1).then_some(widest + GAP)
    }

    /// The blanks between the name and the value of a line.
    fn gap(&self, line: &Line<'t>, column: Option<usize>) -> usize {
        let name = self.tokens.get(line.tokens.0).map_or(0, |name| width(name.text));
        match column {
            Some(column) if line.aligned => column.saturating_sub(name).max(GAP),
            _ => 1,
        }
    }

    /// The columns of a line, if it stands on one: its own, without those before it.
    fn used(&self, line: &Line<'t>, column: Option<usize>) -> Option<usize> {
        let plain = self.tokens(line).width()?;
        Some(if line.tokens.1 - line.tokens.0 > 1 { plain + self.gap(line, column) - 1 } else { plain })
    }

    /// Where the comments at the ends of the lines begin.
    fn comment_column(&self, column: Option<usize>) -> usize {
        let used = |entry: &Entry<'t>| match entry {
            Entry::Line(line) if line.comment.is_some() => self.used(line, column),
            _ => None,
        };
        GAP + self.entries.iter().filter_map(used).max().unwrap_or(0)
    }

    /// Writes a line, and gives the columns of it if it fits on one.
    fn write(&self, line: &Line<'t>, column: Option<usize>, shape: &Shape, out: &mut String) -> Option<usize> {
        let tokens = self.tokens(line);
        let gap = self.gap(line, column);
        let used = self.used(line, column);
        if let Some(used) = used.filter(|used| shape.indent + used <= shape.columns) {
            indent(shape.indent, out);
            if let Some((name, _)) = tokens.get(0) {
                out.push_str(name.text);
            }
            if tokens.list.len() > 1 {
                indent(gap, out);
                tokens.write(1, out);
            }
            return Some(used);
        }
        // Further values stand below the first.
        let name = tokens.get(0).map_or(0, |(name, _)| width(name.text));
        let further = if line.aligned && column.is_some() { name + gap } else { 2 };
        wrap::write(Form::Line, tokens, Place { indent: shape.indent, further, gap }, shape.columns, out);
        None
    }
}

fn is_label(token: &Token<'_>) -> bool {
    token.text.starts_with('"')
}

/// Writes blanks.
pub(super) fn indent(columns: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', columns));
}
