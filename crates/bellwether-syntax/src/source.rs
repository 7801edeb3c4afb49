//! Source texts and the places in them: files by id, spans by byte offset, lines and columns.

use std::sync::Arc;

/// Which source a span lies in: an index into [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// A stretch of a source text: byte offsets, end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The source that the offsets count in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of bytes `start..end` of `source`.
    pub const fn new(source: SourceId, start: u32, end: u32) -> Self {
        Self { source, start, end }
    }

    /// The smallest span that holds both; `self` where the two lie in different sources.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.source != other.source {
            return self;
        }
        Self::new(self.source, self.start.min(other.start), self.end.max(other.end))
    }

    /// The length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// One source text with the name it is reported under (a path, as the caller gave it).
#[derive(Clone, Debug)]
pub struct Source {
    /// The name shown in reports.
    pub name: Arc<str>,
    /// The whole text, valid UTF-8, without a byte-order mark.
    pub text: Arc<str>,
}

/// A line and a column, both counted from 1; columns count Unicode scalar values, as editors show them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// All the sources of one run: `sources.get(id)` is the source that spans with that id lie in.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
    /// Further names of some of them.
    also: Vec<(SourceId, Arc<str>)>,
}

impl Sources {
    /// No sources yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under a name and gives its id. A byte-order mark at the start is left out.
    pub fn add(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let text: Arc<str> = text.into();
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) => Arc::from(rest),
            None => text,
        };
        self.list.push(Source { name: name.into(), text });
        id
    }

    /// Notes that a source is the text of another name as well: one file to which two paths lead. What uses either name
    /// means this source; reports show the name under which it was added.
    pub fn also_named(&mut self, id: SourceId, name: impl Into<Arc<str>>) {
        self.also.push((id, name.into()));
    }

    /// All names of a source: the one that is shown first, then those that were noted.
    pub fn names(&self, id: SourceId) -> impl Iterator<Item = &str> {
        let noted = self.also.iter().filter(move |(of, _)| *of == id).map(|(_, name)| &**name);
        self.get(id).map(|source| &*source.name).into_iter().chain(noted)
    }

    /// The source with this id, if there is one.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.list.get(id.0 as usize)
    }

    /// The ids and sources in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0_u32..).map(SourceId).zip(&self.list)
    }

    /// How many sources there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no source.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The text of a span; empty where the span lies outside its source.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).map_or("", |source| text_at(&source.text, span))
    }

    /// Line and column of the start of a span. Linear in the source up to there.
    pub fn position(&self, span: Span) -> Position {
        let text = self.get(span.source).map_or("", |source| &source.text);
        position_at(text, span.start)
    }

    /// Line and column of the end of a span. Linear in the source up to there.
    pub fn end_position(&self, span: Span) -> Position {
        let text = self.get(span.source).map_or("", |source| &source.text);
        position_at(text, span.end)
    }
}

/// The text of `span` in the text of its own source; empty where the offsets do not fit.
pub fn text_at(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or("")
}

/// Line and column of a byte offset of a text.
pub fn position_at(text: &str, offset: u32) -> Position {
    let before = text.get(..offset as usize).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or("").chars().count();
    Position {
        line: u32::try_from(line + 1).unwrap_or(u32::MAX),
        column: u32::try_from(column + 1).unwrap_or(u32::MAX),
    }
}
