//! Words, texts, literals, and the spans of pairs.

use bellwether_grammar::Rule;

use super::{Pair, Reader};
use crate::source::Span;
use crate::tree::{Bound, Literal, LiteralKind, Text, Word};

/// The span of a pair less the blanks and comments that an optional end has swallowed, counted in pest's text.
fn extent(pair: &Pair<'_>) -> (usize, usize) {
    let span = pair.as_span();
    let start = span.start();
    let last = pair.clone().into_inner().next_back();
    let Some(last) = last else {
        return (start, start + pair.as_str().trim_end().len());
    };
    let last_end = last.as_span().end();
    let tail = pair.as_str().get(last_end - start..).unwrap_or("");
    let mut end = None;
    let mut at = last_end;
    for line in tail.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or("");
        if !code.trim().is_empty() {
            end = Some(at + code.trim_end().len());
        }
        at += line.len();
    }
    (start, end.unwrap_or_else(|| extent(&last).1))
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Reader<'_, '_> {
    /// Offsets within the text that pest was given, as a span of the source.
    pub(super) fn span_of(&self, start: usize, end: usize) -> Span {
        self.at(self.base + offset(start), self.base + offset(end))
    }

    /// The span of a pair, without blanks at its end.
    pub(super) fn span(&self, pair: &Pair<'_>) -> Span {
        let (start, end) = extent(pair);
        self.span_of(start, end)
    }

    /// The span of a pair of a rule that holds no implicit blanks.
    pub(super) fn exact(&self, pair: &Pair<'_>) -> Span {
        let span = pair.as_span();
        self.span_of(span.start(), span.end())
    }

    /// A `word` or `quoted` pair (or a keyword that serves as a word).
    pub(super) fn word(&self, pair: &Pair<'_>) -> Word {
        let span = self.exact(pair);
        if pair.as_rule() == Rule::quoted {
            return Word { span: Span { start: span.start + 1, end: span.end - 1, ..span }, quoted: true };
        }
        Word { span, quoted: false }
    }

    /// All words directly in a pair.
    pub(super) fn words(&self, pair: Pair<'_>) -> Vec<Word> {
        pair.into_inner().filter(|child| is_word(child)).map(|child| self.word(&child)).collect()
    }

    /// The first word directly in a pair.
    pub(super) fn first_word(&self, pair: Pair<'_>) -> Option<Word> {
        pair.into_inner().find(is_word).map(|child| self.word(&child))
    }

    /// A `text_short` or `text_long` pair.
    pub(super) fn text(&self, pair: &Pair<'_>) -> Text {
        let long = pair.as_rule() == Rule::text_long;
        let mark = if long { 3 } else { 1 };
        let span = self.exact(pair);
        Text { span: Span { start: span.start + mark, end: span.end - mark, ..span }, long }
    }

    /// The first text directly in a pair.
    pub(super) fn first_text(&self, pair: Pair<'_>) -> Option<Text> {
        pair.into_inner().find(is_text).map(|child| self.text(&child))
    }

    /// The first literal directly in a pair.
    pub(super) fn first_literal(&self, pair: Pair<'_>) -> Option<Literal> {
        pair.into_inner().find_map(|child| self.literal(&child))
    }

    /// A literal, if the pair is one.
    pub(super) fn literal(&self, pair: &Pair<'_>) -> Option<Literal> {
        let kind = match pair.as_rule() {
            Rule::number => LiteralKind::Number,
            Rule::percent => LiteralKind::Percent,
            Rule::points => LiteralKind::Points,
            Rule::money => LiteralKind::Money,
            Rule::duration => LiteralKind::Duration,
            Rule::date => LiteralKind::Date,
            Rule::calendar if pair.as_str().len() == "2026-06-30".len() => LiteralKind::Date,
            Rule::period | Rule::calendar => LiteralKind::Period,
            Rule::numeric => numeric_kind(pair.as_str()),
            Rule::text_short => LiteralKind::Text,
            Rule::text_long => LiteralKind::LongText,
            _ => return None,
        };
        let span = if is_text(pair) { self.text(pair).span } else { self.exact(pair) };
        Some(Literal { kind, span })
    }
}

pub(super) fn is_word(pair: &Pair<'_>) -> bool {
    matches!(pair.as_rule(), Rule::word | Rule::quoted)
}

pub(super) fn is_text(pair: &Pair<'_>) -> bool {
    matches!(pair.as_rule(), Rule::text_short | Rule::text_long)
}

/// The form of a number with what stands after it.
fn numeric_kind(text: &str) -> LiteralKind {
    if text.ends_with('%') {
        return LiteralKind::Percent;
    }
    match text.rsplit_once([' ', '\t']) {
        Some((_, unit)) if unit.starts_with(['p', 'P']) => LiteralKind::Points,
        Some(_) => LiteralKind::Duration,
        None => LiteralKind::Number,
    }
}

/// The bound that the words `at least`, `more than`, … say.
pub(super) fn bound_words(text: &str) -> Option<Bound> {
    let last = text.rsplit([' ', '\t']).next()?;
    let ends = |word: &str| last.eq_ignore_ascii_case(word);
    match text.bytes().next()?.to_ascii_lowercase() {
        b'a' if ends("least") => Some(Bound::AtLeast),
        b'a' => Some(Bound::AtMost),
        b'm' => Some(Bound::MoreThan),
        b'e' => Some(Bound::Exactly),
        _ => Some(Bound::LessThan),
    }
}

/// The bound that a keyword says.
pub(super) fn bound(rule: Rule) -> Option<Bound> {
    match rule {
        Rule::at_least => Some(Bound::AtLeast),
        Rule::at_most => Some(Bound::AtMost),
        Rule::more_than => Some(Bound::MoreThan),
        Rule::less_than | Rule::fewer_than => Some(Bound::LessThan),
        Rule::kw_exactly => Some(Bound::Exactly),
        _ => None,
    }
}
