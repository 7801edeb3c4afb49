//! The walk over the statements of a text, block by block: blank lines, comments between them, blocks.

use std::ops::Range;

use super::group::{Group, Shape, indent};
use super::lex::{Kind, Lexer, Token};
use super::spacing::{Tokens, width};
use super::wrap::{self, Form, Place};
use crate::outline::{CONTINUATIONS, Outline, Statement};

/// Columns of one level.
const STEP: usize = 2;

/// Lays out a text that has no mistakes.
pub(super) fn lay_out(text: &str, outline: &Outline, columns: usize) -> String {
    let mut walk = Walk {
        text,
        statements: &outline.statements,
        lexer: Lexer::new(text),
        columns,
        out: String::with_capacity(text.len() + text.len() / 8),
        group: Group::default(),
        waiting: Vec::new(),
        tokens: Vec::new(),
        after_sentence: false,
        semicolon_parted: false,
    };
    walk.block(0..outline.statements.len(), 0, Inside::File);
    walk.out
}

/// What stands in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// Items.
    File,
    /// Rules.
    Policy,
    /// Attributes of a kind.
    Kind,
    /// Clauses of a test.
    Test,
    /// Declarations and attributes.
    Model,
}

struct Walk<'t> {
    text: &'t str,
    statements: &'t [Statement],
    lexer: Lexer<'t>,
    columns: usize,
    out: String,
    /// Lines that are not written yet.
    group: Group<'t>,
    /// Comments on lines of their own that belong to the next statement.
    waiting: Vec<Waiting<'t>>,
    /// The tokens of the statement at hand.
    tokens: Vec<Token<'t>>,
    /// The item before is a sentence, which goes on over a line that begins with such as `because`.
    after_sentence: bool,
    /// The `;` before this, on its line, stands below a blank line.
    semicolon_parted: bool,
}

struct Waiting<'t> {
    text: &'t str,
    /// A blank line stands before it.
    parted: bool,
    /// A `;` stands before it on its line, so that it is not documentation.
    after_semicolon: bool,
}

/// What was written last in a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Line,
    /// A statement whose block is open.
    Block,
}

impl<'t> Walk<'t> {
    /// Lays out the statements of a block and what stands between them, up to its `}`.
    fn block(&mut self, range: Range<usize>, level: usize, inside: Inside) {
        let mut last = Last::Nothing;
        let mut index = range.start;
        while let Some(token) = self.lexer.peek() {
            match token.kind {
                Kind::BlockClose => break,
                Kind::Semicolon => {
                    self.lexer.next();
                    self.semicolon_parted = token.lines > 1 || (token.lines == 0 && self.semicolon_parted);
                }
                Kind::Comment => {
                    self.lexer.next();
                    self.semicolon_parted = false;
                    self.waiting.push(Waiting {
                        text: token.text,
                        parted: token.lines > 1,
                        after_semicolon: token.lines == 0
                            && self.text.get(..token.start).is_some_and(|before| !before.trim().is_empty()),
                    });
                }
                _ => {
                    let statements = self.statements;
                    let Some(statement) = statements.get(index).filter(|_| index < range.end) else { break };
                    last = self.statement(index, statement, level, inside, last);
                    index = statement.after as usize;
                }
            }
        }
        self.flush(level, inside);
        self.write_waiting(level, last == Last::Nothing);
    }

    /// Lays out one statement with its block, and tells what was written.
    fn statement(&mut self, index: usize, statement: &Statement, level: usize, inside: Inside, last: Last) -> Last {
        let below = std::mem::take(&mut self.semicolon_parted);
        let parted = self.lexer.peek().is_some_and(|token| token.lines > 1 || (token.lines == 0 && below));
        self.take_tokens(statement);
        let form = self.form(inside);
        if statement.block.is_none() && matches!(inside, Inside::Kind | Inside::Model) {
            return self.line(level, inside, parted, last);
        }
        self.flush(level, inside);
        let line = self.on_one_line(index, statement, level);
        let open = statement.block.is_some() && line.is_none();
        let asked = parted || self.waiting.iter().any(|one| one.parted);
        let apart = inside == Inside::File && (open || last == Last::Block) && !asked;
        self.begin(level, parted, apart, last);
        if inside == Inside::File {
            self.part_from_sentence(form, statement);
        }
        if let Some(OneLine { text, after }) = line {
            indent(level * STEP, &mut self.out);
            self.out.push_str(&text);
            self.lexer = after;
            self.end_line();
            return Last::Line;
        }
        if !open {
            self.sentence(form, level);
            self.end_line();
            return Last::Line;
        }
        self.open_block(index, statement, form, level, inside);
        Last::Block
    }

    /// Writes a `;` before an item that the sentence before it would take for more of itself.
    fn part_from_sentence(&mut self, form: Form, statement: &Statement) {
        let sentence = form != Form::Line && statement.block.is_none();
        let after_sentence = std::mem::replace(&mut self.after_sentence, sentence);
        if after_sentence && self.tokens.first().is_some_and(|first| first.is_any(&CONTINUATIONS)) {
            self.out.push_str("; ");
        }
    }

    /// Reads the tokens of a statement, with the comments between it and its block.
    fn take_tokens(&mut self, statement: &Statement) {
        self.tokens.clear();
        while let Some(token) = self.lexer.peek() {
            let comment = token.kind == Kind::Comment && statement.block.is_some();
            if token.start >= statement.end as usize && !comment {
                break;
            }
            self.tokens.push(token);
            self.lexer.next();
        }
    }

    /// The form of the statement whose tokens were read.
    fn form(&self, inside: Inside) -> Form {
        let Some(first) = self.tokens.first() else { return Form::Line };
        match inside {
            Inside::Policy => Form::Rule,
            Inside::File if first.is("waive") => Form::Waiver,
            Inside::File if first.is_any(&["policy", "define", "use"]) => Form::Sentence,
            _ => Form::Line,
        }
    }

    /// A line of a model or a kind: it waits for those beside it.
    fn line(&mut self, level: usize, inside: Inside, parted: bool, last: Last) -> Last {
        let comments = Tokens::new(&self.tokens).has_comment();
        if parted
            || comments
            || self.group.is_empty()
            || self.waiting.iter().any(|one| one.parted || one.after_semicolon)
        {
            self.flush(level, inside);
            self.begin(level, parted, false, last);
        }
        for one in std::mem::take(&mut self.waiting) {
            self.group.comment(one.text);
        }
        if comments {
            self.sentence(Form::Line, level);
            self.end_line();
            return Last::Line;
        }
        let comment = self.comment_at_end();
        self.group.line(&self.tokens, comment);
        Last::Line
    }

    /// Writes the comments that wait and the blank lines before a statement.
    fn begin(&mut self, level: usize, parted: bool, apart: bool, last: Last) {
        let first = last == Last::Nothing;
        if apart && !first {
            self.out.push('\n');
        }
        let none_waits = self.waiting.is_empty();
        self.write_waiting(level, first);
        if parted && !(first && none_waits) {
            self.out.push('\n');
        }
    }

    fn write_waiting(&mut self, level: usize, first: bool) {
        let mut first = first;
        for one in std::mem::take(&mut self.waiting) {
            if one.parted && !first {
                self.out.push('\n');
            }
            first = false;
            indent(level * STEP, &mut self.out);
            if one.after_semicolon && one.text.starts_with("##") {
                self.out.push_str("; ");
            }
            self.out.push_str(one.text);
            self.out.push('\n');
        }
    }

    fn flush(&mut self, level: usize, inside: Inside) {
        let shape = Shape { indent: level * STEP, columns: self.columns, model: inside != Inside::Kind };
        self.group.flush(&shape, &mut self.out);
    }

    /// Writes the statement whose tokens were read, on one line or more.
    fn sentence(&mut self, form: Form, level: usize) {
        let tokens = Tokens::new(&self.tokens);
        let place = Place {
            indent: level * STEP,
            further: if matches!(form, Form::Rule | Form::Waiver) { 2 * STEP } else { STEP },
            gap: 0,
        };
        let fits = tokens.width().is_some_and(|wide| place.indent + wide <= self.columns);
        if fits && !form.is_divided(tokens) {
            indent(place.indent, &mut self.out);
            tokens.write(0, &mut self.out);
        } else {
            wrap::write(form, tokens, place, self.columns, &mut self.out);
        }
    }

    /// Ends a line, after the comment that stands at its end.
    fn end_line(&mut self) {
        if let Some(comment) = self.comment_at_end() {
            self.out.push_str("  ");
            self.out.push_str(comment);
        }
        self.out.push('\n');
    }

    /// Takes the comment that stands on the line of what was read last.
    fn comment_at_end(&mut self) -> Option<&'t str> {
        let mut ahead = self.lexer.clone();
        loop {
            let token = ahead.next().filter(|token| token.lines == 0)?;
            match token.kind {
                Kind::Semicolon => {}
                Kind::Comment => {
                    self.lexer = ahead;
                    return Some(token.text);
                }
                _ => return None,
            }
        }
    }

    /// Writes a statement with its block over lines.
    fn open_block(&mut self, index: usize, statement: &Statement, form: Form, level: usize, inside: Inside) {
        let within = index + 1..statement.after as usize;
        let inner = self.within(inside);
        self.tokens.extend(self.lexer.next());
        let mut ahead = self.lexer.clone();
        let empty = within.is_empty()
            && ahead.find(|token| token.kind != Kind::Semicolon).is_none_or(|token| token.kind == Kind::BlockClose);
        if empty && let Some(open) = self.tokens.last_mut() {
            open.text = "{}";
        }
        let tokens = Tokens::new(&self.tokens);
        let place = Place { indent: level * STEP, further: 2 * STEP, gap: 0 };
        if tokens.width().is_some_and(|wide| place.indent + wide <= self.columns) {
            indent(place.indent, &mut self.out);
            tokens.write(0, &mut self.out);
        } else {
            wrap::write(form, tokens, place, self.columns, &mut self.out);
        }
        if empty {
            self.lexer = ahead;
            return self.end_line();
        }
        self.end_line();
        self.block(within, level + 1, inner);
        indent(level * STEP, &mut self.out);
        self.out.push('}');
        self.lexer.next();
        self.end_line();
    }

    /// What the block of the statement holds whose tokens were read.
    fn within(&self, inside: Inside) -> Inside {
        match (inside, self.tokens.first()) {
            (Inside::File, Some(first)) if first.is("policy") => Inside::Policy,
            (Inside::File, Some(first)) if first.is_any(&["kind", "extend"]) => Inside::Kind,
            (Inside::File, Some(first)) if first.is("test") => Inside::Test,
            _ => Inside::Model,
        }
    }

    /// The statement with its block on one line, if it was written so and has room there.
    fn on_one_line(&self, index: usize, statement: &Statement, level: usize) -> Option<OneLine<'t>> {
        let (open, close) = statement.block?;
        let block = self.text.get(open as usize..close as usize)?;
        let most = self.columns.checked_sub(level * STEP)?;
        let tokens = Tokens::new(&self.tokens);
        let empty = block.bytes().all(|byte| matches!(byte, b'{' | b'}' | b';' | b' ' | b'\t' | b'\r' | b'\n'));
        if (block.contains('\n') && !empty) || tokens.width()? > most {
            return None;
        }
        let mut line = OneLine { text: String::with_capacity(most), after: self.lexer.clone() };
        tokens.write(0, &mut line.text);
        self.add_block(index + 1..statement.after as usize, &mut line, most).then_some(line)
    }

    /// Adds a block to a line; false if it grows too long.
    fn add_block(&self, range: Range<usize>, line: &mut OneLine<'t>, most: usize) -> bool {
        // Its `{`.
        line.after.next();
        line.text.push_str(if range.is_empty() { " {" } else { " { " });
        let mut tokens = Vec::new();
        let mut index = range.start;
        while let Some(statement) = self.statements.get(index).filter(|_| index < range.end) {
            if index > range.start {
                line.text.push_str("; ");
            }
            tokens.clear();
            while let Some(token) = line.after.peek().filter(|token| token.start < statement.end as usize) {
                line.after.next();
                if token.kind != Kind::Semicolon {
                    tokens.push(token);
                }
            }
            Tokens::new(&tokens).write(0, &mut line.text);
            line.skip_semicolons();
            // A column seldom takes more than some bytes: what is far too long is not measured.
            if line.text.len() > 8 * most {
                return false;
            }
            if statement.block.is_some() && !self.add_block(index + 1..statement.after as usize, line, most) {
                return false;
            }
            index = statement.after as usize;
        }
        // Its `}`.
        line.skip_semicolons();
        line.after.next();
        line.text.push_str(if range.is_empty() { "}" } else { " }" });
        width(&line.text) <= most
    }
}

/// A statement with its block on one line.
struct OneLine<'t> {
    text: String,
    /// What comes after it.
    after: Lexer<'t>,
}

impl OneLine<'_> {
    fn skip_semicolons(&mut self) {
        while self.after.peek().is_some_and(|token| token.kind == Kind::Semicolon) {
            self.after.next();
        }
    }
}
