//! Statements that take more than one line: where the lines may end, and where `pretty` lets them.
//!
//! A line of a sentence may end before a word that goes on with it, after a comma, and in brackets before an operator;
//! that of a declaration or attribute after a comma. Nowhere else: `5 points` and `at least` are read within one line.

use pretty::{Arena, DocAllocator as _, DocBuilder};

use super::lex::{Kind, Token};
use super::spacing::{Tokens, write_token};

/// Lines that begin with one of these go on with the sentence.
const CONTINUATIONS: [&str; 17] = crate::outline::CONTINUATIONS;
/// What begins a modifier.
const MODIFIERS: [&str; 7] = ["unless", "because", "suggest", "see", "from", "until", "when"];
/// After these `from` says when a rule hardens, and is no modifier.
const MODALS: [&str; 4] = ["must", "should", "could", "may"];

/// How far in a modifier stands.
const MODIFIER: isize = 2;

/// What sort of statement is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A rule: each modifier on a line of its own, unless all of it fits on one and gives no reason.
    Rule,
    /// A waiver: its reason on a line of its own.
    Waiver,
    /// Another sentence.
    Sentence,
    /// A declaration, an attribute, a line of a test.
    Line,
}

impl Form {
    /// The words that begin a line of their own.
    const fn modifiers(self) -> &'static [&'static str] {
        match self {
            Self::Rule => &MODIFIERS,
            Self::Waiver => &["because"],
            Self::Sentence | Self::Line => &[],
        }
    }

    /// Whether such a statement may not stand on one line of a block, though it fits.
    pub(super) fn is_divided(self, tokens: Tokens<'_, '_>) -> bool {
        let reasons: &[&str] = match self {
            Self::Rule => &["because", "suggest", "see"],
            Self::Waiver => &["because"],
            Self::Sentence | Self::Line => return false,
        };
        parts(self, tokens).iter().any(|at| tokens.get(*at).is_some_and(|(token, _)| token.is_any(reasons)))
    }
}

/// Where the modifiers of a statement begin.
fn parts(form: Form, tokens: Tokens<'_, '_>) -> Vec<usize> {
    let words = form.modifiers();
    let mut found = Vec::new();
    if words.is_empty() {
        return found;
    }
    let mut depth = 0_usize;
    let mut before: Option<&Token<'_>> = None;
    for (at, token) in tokens.list.iter().enumerate() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Comment => continue,
            _ => {
                let free = before.is_some_and(|before| !before.is_any(&MODALS)) && is_keyword(before);
                if depth == 0 && free && token.is_any(words) {
                    found.push(at);
                }
            }
        }
        before = Some(token);
    }
    found
}

/// Whether a word after this token may be a keyword; after `kpi's` and `its` it is an attribute.
fn is_keyword(before: Option<&Token<'_>>) -> bool {
    before.is_none_or(|before| before.kind != Kind::Possessive && !before.is("its"))
}

/// Where a statement that takes several lines stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// The columns before its first line.
    pub(super) indent: usize,
    /// The columns before its further lines, beyond `indent`.
    pub(super) further: usize,
    /// Columns between its first word and its second, where they are set in a column.
    pub(super) gap: usize,
}

/// Writes a statement over as many lines as it needs. The last line is not ended.
pub(super) fn write(form: Form, tokens: Tokens<'_, '_>, place: Place, columns: usize, out: &mut String) {
    let arena = Arena::new();
    let indent = isize::try_from(place.indent).unwrap_or(0);
    let further = isize::try_from(place.further).unwrap_or(0);
    // Parameters, and what they are set to, are a list: one on each line.
    let listed = tokens.list.first().is_some_and(|first| form == Form::Sentence && first.is_any(&["policy", "use"]));
    let writer = Writer { arena: &arena, form, tokens, gap: place.gap, listed: listed.then_some(further) };
    let mut doc = arena.text(" ".repeat(place.indent));
    let starts = parts(form, tokens);
    let mut from = 0;
    for to in starts.into_iter().chain([tokens.list.len()]) {
        // Comments on lines of their own above a modifier stand as far in as it.
        let owned = (from..to).rev().take_while(|at| to < tokens.list.len() && writer.is_own_line(*at)).count();
        // `pretty` begins a line as far in as what follows the line end.
        doc = if from == 0 {
            doc.append(writer.fill(from, to - owned).nest(further))
        } else {
            let part = writer.fill(from, to - owned).nest(further - MODIFIER);
            doc.append(arena.hardline().append(part).nest(MODIFIER))
        };
        for token in tokens.list.get(to - owned..to).unwrap_or_default() {
            doc = doc.append(arena.hardline().append(token.text).nest(MODIFIER));
        }
        from = to;
    }
    // Writing to a string does not fail.
    let _ = doc.nest(indent).render_fmt(columns, out);
}

type Doc<'a> = DocBuilder<'a, Arena<'a>>;

struct Writer<'a, 's, 't> {
    arena: &'a Arena<'a>,
    form: Form,
    tokens: Tokens<'s, 't>,
    gap: usize,
    /// What the outermost brackets hold stands one on each line, so much less far in than other further lines.
    listed: Option<isize>,
}

/// What stands within one pair of brackets, and how far it is made.
struct Level<'a> {
    /// The phrases before the last line end that may be.
    done: Doc<'a>,
    /// The phrase since.
    phrase: Doc<'a>,
    /// Whether nothing stands in that.
    empty: bool,
    /// What stands before the phrase.
    before: Before,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// A line end if the phrase does not fit on the line.
    Softly,
    /// A line end: a comment stands before it.
    Surely,
}

impl<'a, 's: 'a, 't: 'a> Writer<'a, 's, 't> {
    fn is_own_line(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|(token, _)| token.kind == Kind::Comment && token.lines > 0)
    }

    fn level(&self) -> Level<'a> {
        Level { done: self.arena.nil(), phrase: self.arena.nil(), empty: true, before: Before::Nothing }
    }

    /// Ends the phrase of a level.
    fn end_phrase(&self, level: &mut Level<'a>) {
        let phrase = std::mem::replace(&mut level.phrase, self.arena.nil());
        let done = std::mem::replace(&mut level.done, self.arena.nil());
        level.empty = true;
        level.done = match std::mem::replace(&mut level.before, Before::Nothing) {
            Before::Nothing => done.append(phrase),
            Before::Softly => done.append(self.arena.line().append(phrase).group()),
            Before::Surely => done.append(self.arena.hardline()).append(phrase),
        };
    }

    /// The document of some tokens: as many phrases in each line as fit.
    fn fill(&self, from: usize, to: usize) -> Doc<'a> {
        let mut levels: Vec<Level<'a>> = Vec::new();
        let mut level = self.level();
        for at in from..to {
            let Some((token, apart)) = self.tokens.get(at) else { break };
            if token.kind == Kind::Comment {
                self.comment(&mut level, token);
                continue;
            }
            let listed = self.listed.filter(|_| levels.len() == 1);
            if at > from && !(level.before == Before::Surely && level.empty) {
                let after_comma = self.tokens.list.get(at - 1).is_some_and(|before| before.kind == Kind::Comma);
                if listed.is_some() && after_comma && token.kind != Kind::Close {
                    self.end_phrase(&mut level);
                    level.before = Before::Surely;
                } else if self.may_end_before(at, levels.len()) {
                    self.end_phrase(&mut level);
                    level.before = Before::Softly;
                } else if at == 1 && self.gap > 0 {
                    level.phrase = level.phrase.append(" ".repeat(self.gap));
                } else if apart {
                    level.phrase = level.phrase.append(" ");
                }
            }
            let mut text = self.token(token);
            if token.kind == Kind::Close
                && let Some(mut outer) = levels.pop()
            {
                let inside = if let Some(further) = listed {
                    text = self.arena.hardline().append(text).nest(-further);
                    2 - further
                } else {
                    2
                };
                if listed.is_none() || !level.empty {
                    self.end_phrase(&mut level);
                }
                outer.phrase = outer.phrase.append(level.done.nest(inside));
                level = outer;
            }
            level.phrase = level.phrase.append(text);
            level.empty = false;
            if token.kind == Kind::Open {
                let mut inner = self.level();
                if self.listed.is_some() && levels.is_empty() {
                    inner.before = Before::Surely;
                }
                levels.push(std::mem::replace(&mut level, inner));
            }
        }
        while let Some(mut outer) = levels.pop() {
            self.end_phrase(&mut level);
            outer.phrase = outer.phrase.append(level.done.nest(2));
            level = outer;
        }
        if !level.empty {
            self.end_phrase(&mut level);
        }
        level.done
    }

    fn comment(&self, level: &mut Level<'a>, token: &Token<'t>) {
        if !level.empty {
            self.end_phrase(level);
        }
        let done = std::mem::replace(&mut level.done, self.arena.nil());
        level.done =
            if token.lines > 0 { done.append(self.arena.hardline()) } else { done.append("  ") }.append(token.text);
        level.before = Before::Surely;
    }

    fn token(&self, token: &Token<'t>) -> Doc<'a> {
        if token.is_over_lines() {
            let mut text = String::new();
            write_token(token, &mut text);
            return self.arena.text(text);
        }
        self.arena.text(token.text)
    }

    /// Whether a line may end before this token.
    fn may_end_before(&self, at: usize, depth: usize) -> bool {
        let (Some((token, _)), Some(before)) = (self.tokens.get(at), self.tokens.list.get(at.wrapping_sub(1))) else {
            return false;
        };
        let sticks = matches!(
            token.kind,
            Kind::Close | Kind::Comma | Kind::Step | Kind::Stop | Kind::Possessive | Kind::Percent | Kind::BlockOpen
        );
        match (before.kind, token.kind) {
            _ if sticks || before.kind == Kind::Open => false,
            (Kind::Comma, _) => true,
            _ if self.form == Form::Line => false,
            (_, Kind::Word) => {
                let said_together =
                    before.is_any(&["on", "yes"]) && token.is("or") || before.is_any(&MODALS) && token.is("from");
                is_keyword(Some(before)) && token.is_any(&CONTINUATIONS) && !said_together
            }
            (_, Kind::Operator) => depth > 0,
            _ => false,
        }
    }
}
