//! Lines and columns of many spans: one index for each source, made once and only where it is asked for.

use std::cell::OnceCell;

use bellwether_syntax::Span;
use bellwether_syntax::source::{Position, Source, SourceId, Sources};

/// How many bytes lie between two checkpoints of a [`LineIndex`].
const STRIDE: usize = 1024;

/// Where the lines of one text begin and how many characters stand before each checkpoint, so that a position is found
/// in the logarithm of the lines even where the whole text is one line.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// `starts[n]` is the byte offset at which line `n + 1` begins. INVARIANT: begins with 0 and ascends.
    starts: Vec<usize>,
    /// `characters[k]` is the number of characters that begin before byte `k * STRIDE`; empty for a text in ASCII.
    characters: Vec<usize>,
}

impl LineIndex {
    /// The index of a text; linear in its length.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        let mut characters = Vec::new();
        if !text.is_ascii() {
            let mut sum = 0;
            for chunk in bytes.chunks(STRIDE) {
                characters.push(sum);
                sum += count_characters(chunk);
            }
            characters.push(sum);
        }
        Self { starts, characters }
    }

    /// How many lines the text has; a text that ends with a line feed has an empty last line.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The number, from 1, of the line that the byte offset lies in.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// The bytes of a line, counted from 1, without its line feed; empty where there is no such line.
    pub fn range(&self, text: &str, line: usize) -> std::ops::Range<usize> {
        let Some(start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return 0..0;
        };
        let end = self.starts.get(line).map_or(text.len(), |next| next.saturating_sub(1));
        *start..end
    }

    /// Line and column of a byte offset of the text that the index was made of.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.line(offset);
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(0);
        let before = self.before(text, offset).saturating_sub(self.before(text, start));
        Position { line: narrow(line), column: narrow(before + 1) }
    }

    /// How many characters begin before a byte offset.
    fn before(&self, text: &str, offset: usize) -> usize {
        let Some(sum) = self.characters.get(offset / STRIDE) else {
            return offset;
        };
        let from = offset / STRIDE * STRIDE;
        sum + text.as_bytes().get(from..offset).map_or(0, count_characters)
    }
}

/// How many characters begin in these bytes of a UTF-8 text: all but the continuation bytes.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count()
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A stretch of a source in lines and columns, as a report says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place<'a> {
    /// The name of the source.
    pub file: &'a str,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: one past its last character.
    pub end: Position,
}

/// All sources with their line indexes.
#[derive(Debug)]
pub struct Places<'a> {
    sources: Vec<(&'a Source, OnceCell<LineIndex>)>,
}

impl<'a> Places<'a> {
    /// The places of these sources; nothing is indexed yet.
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources: sources.iter().map(|(_, source)| (source, OnceCell::new())).collect() }
    }

    /// A source and its line index.
    pub fn source(&self, id: SourceId) -> Option<(&'a Source, &LineIndex)> {
        let (source, index) = self.sources.get(id.0 as usize)?;
        Some((source, index.get_or_init(|| LineIndex::new(&source.text))))
    }

    /// Lines and columns of a span; `None` where its source is none of these.
    pub fn place(&self, span: Span) -> Option<Place<'a>> {
        let (source, index) = self.source(span.source)?;
        let position = |offset: u32| index.position(&source.text, offset as usize);
        Some(Place { file: &source.name, start: position(span.start), end: position(span.end.max(span.start)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_syntax::source::position_at;

    fn agrees(text: &str) {
        let index = LineIndex::new(text);
        for offset in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            assert_eq!(index.position(text, offset), position_at(text, narrow(offset)), "{text:?} at {offset}");
        }
    }

    #[test]
    fn agrees_with_the_linear_search() {
        for text in ["", "\n", "a", "a\n", "a\nb", "ä\r\nđ\n\n日本", "\u{1f600}\n\u{1f600}x"] {
            agrees(text);
        }
        // Each place is looked for from the start, which takes Miri minutes.
        let times = if cfg!(miri) { 1 } else { 100 };
        agrees(&"日本x\n".repeat(7 * times));
        agrees(&"é".repeat(15 * times));
        agrees(&"e".repeat(30 * times));
    }

    #[test]
    fn a_line_is_found_by_number() {
        let text = "ab\r\n\ncd";
        let index = LineIndex::new(text);
        assert_eq!(index.lines(), 3);
        assert_eq!(text.get(index.range(text, 1)), Some("ab\r"));
        assert_eq!(text.get(index.range(text, 2)), Some(""));
        assert_eq!(text.get(index.range(text, 3)), Some("cd"));
        assert_eq!(text.get(index.range(text, 4)), Some(""));
    }

    #[test]
    fn a_span_outside_its_source_is_clamped() {
        let mut sources = Sources::new();
        let id = sources.add("a.kpi", "ab");
        let places = Places::new(&sources);
        let place = places.place(Span::new(id, 9, 4)).expect("the source is there");
        assert_eq!((place.start.column, place.end.column), (3, 3));
        assert!(places.place(Span::new(SourceId(7), 0, 0)).is_none());
    }
}
