//! Which lines of the sources a finding or diagnostic shows: views, each a few neighbouring lines with marks in them.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Origin, Snippet};
use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Label;
use bellwether_syntax::source::{Source, SourceId};

use crate::report::lines::{LineIndex, Places};
use crate::report::printable::printable_name;

/// A mark over more lines than this is shown by its first line.
const MARK_LINES: usize = 8;
/// Places within this many lines of each other share a view.
const VIEW_LINES: usize = 24;
/// A view of more bytes than this is cut down to what stands around its mark.
const VIEW_BYTES: usize = 1000;
/// How many bytes are kept before and after the mark of a line that is cut.
const AROUND_MARK: usize = 60;
/// How many bytes of the mark itself are kept there.
const CUT_MARK: usize = 120;
/// A label of more characters than this is cut where the title says all of it.
const LABEL: usize = 60;
/// How many views one finding or diagnostic may have.
const VIEWS: usize = 6;

/// The views of one finding or diagnostic, in the order in which their places were added.
pub(super) struct Views<'a> {
    places: &'a Places<'a>,
    /// What the title says, and labels need not say again.
    title: &'a str,
    list: Vec<View<'a>>,
}

/// Neighbouring lines of one source, with marks.
struct View<'a> {
    id: SourceId,
    source: &'a Source,
    index: &'a LineIndex,
    /// The first line shown, from 1.
    first: usize,
    /// The last line shown.
    last: usize,
    marks: Vec<Mark>,
}

/// A stretch of a source, in bytes, with what is said there.
struct Mark {
    bytes: Range<usize>,
    message: Option<String>,
    primary: bool,
}

impl<'a> Views<'a> {
    pub(super) fn new(places: &'a Places<'a>, title: &'a str) -> Self {
        Self { places, title, list: Vec::new() }
    }

    /// Whether a view shows a part of this source.
    pub(super) fn has_source(&self, id: SourceId) -> bool {
        self.list.iter().any(|view| view.id == id)
    }

    /// Shows a place, in a view that is near it or in one of its own. False where it cannot be shown: its source is not
    /// known, or there are views enough.
    pub(super) fn show(&mut self, label: &'a Label, primary: bool) -> bool {
        let id = label.span.source;
        let Some((source, index)) = self.places.source(id) else {
            return false;
        };
        let bytes = drawable(&source.text, index, label.span);
        let first = index.line(bytes.start);
        let last = index.line(bytes.end);
        let message = (!label.message.is_empty()).then(|| shorten(super::one_line(&label.message), self.title));
        let mark = Mark { bytes, message, primary };
        if let Some(view) = self.list.iter_mut().find(|view| view.takes(id, first, last)) {
            view.first = view.first.min(first);
            view.last = view.last.max(last);
            view.marks.push(mark);
            return true;
        }
        if self.list.len() >= VIEWS {
            return false;
        }
        self.list.push(View { id, source, index, first, last, marks: vec![mark] });
        true
    }

    /// What annotate-snippets draws of them.
    pub(super) fn into_elements(self) -> Vec<Element<'a>> {
        self.list.into_iter().flat_map(View::into_elements).collect()
    }
}

impl<'a> View<'a> {
    /// Whether the view stays small with these lines in it too.
    fn takes(&self, id: SourceId, first: usize, last: usize) -> bool {
        let (first, last) = (self.first.min(first), self.last.max(last));
        let bytes = self.bytes(first, last);
        // An empty last line cannot be told from the line feed before it, so it is shown alone.
        let ends_in_text = !self.index.range(&self.source.text, last).is_empty();
        self.id == id && last - first < VIEW_LINES && bytes.len() <= VIEW_BYTES && (first == last || ends_in_text)
    }

    fn bytes(&self, first: usize, last: usize) -> Range<usize> {
        let text = &self.source.text;
        let from = self.index.range(text, first).start;
        let to = self.index.range(text, last).end;
        // The carriage return of a last line is a part of its end.
        let to = if text.get(from..to).is_some_and(|lines| lines.ends_with('\r')) { to - 1 } else { to };
        from..to
    }

    fn into_elements(self) -> Vec<Element<'a>> {
        let name: Cow<'a, str> = printable_name(&self.source.name);
        let bytes = self.bytes(self.first, self.last);
        if self.source.text.is_empty() {
            // A file that could not be read has a name and nothing to show.
            return vec![Origin::path(name).into()];
        }
        if let ([mark], true) = (self.marks.as_slice(), bytes.len() > VIEW_BYTES) {
            return self.cut(mark, bytes);
        }
        let lines = self.source.text.get(bytes.clone()).unwrap_or("");
        let marks = self.marks.iter().map(|mark| {
            let within = |at: usize| at.saturating_sub(bytes.start).min(lines.len());
            annotation(mark, within(mark.bytes.start)..within(mark.bytes.end))
        });
        vec![Snippet::source(lines).line_start(self.first).path(name).annotations(marks).into()]
    }

    /// A long line, cut to what stands around its mark.
    fn cut(&self, mark: &Mark, line: Range<usize>) -> Vec<Element<'a>> {
        let text = &self.source.text;
        let from = floor(text, mark.bytes.start.saturating_sub(AROUND_MARK)).max(line.start);
        let mark_end = floor(text, mark.bytes.end.min(mark.bytes.start + CUT_MARK)).max(mark.bytes.start);
        let to = floor(text, mark_end + AROUND_MARK).min(line.end).max(mark_end);
        let before = if from > line.start { "…" } else { "" };
        let after = if to < line.end { "…" } else { "" };
        let shown = format!("{before}{}{after}", text.get(from..to).unwrap_or(""));
        let within = |at: usize| at.saturating_sub(from) + before.len();
        let marked = annotation(mark, within(mark.bytes.start)..within(mark_end));
        let snippet = Snippet::source(Cow::Owned(shown)).line_start(self.first).annotation(marked);
        if before.is_empty() {
            return vec![snippet.path(printable_name(&self.source.name)).into()];
        }
        // Drawn from the middle of the line, the column that the snippet would give is wrong.
        let position = self.index.position(text, mark.bytes.start);
        let origin = Origin::path(printable_name(&self.source.name))
            .line(position.line as usize)
            .char_column(position.column as usize);
        vec![origin.into(), snippet.into()]
    }
}

fn annotation<'a>(mark: &Mark, bytes: Range<usize>) -> annotate_snippets::Annotation<'a> {
    let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    kind.span(bytes).label(mark.message.clone())
}

/// The label, without its end where it is long and the title says all of it.
fn shorten(label: String, title: &str) -> String {
    let Some((end, _)) = label.char_indices().nth(LABEL).filter(|_| title.contains(&label)) else {
        return label;
    };
    let kept = label.get(..end).unwrap_or(&label);
    let kept = kept.rfind(' ').and_then(|space| kept.get(..space)).unwrap_or(kept);
    format!("{}…", kept.trim_end_matches([' ', ',', ':', '(']))
}

/// The bytes to mark for a span: inside the text, between characters, without white space at the end, and over few lines.
fn drawable(text: &str, index: &LineIndex, span: Span) -> Range<usize> {
    let start = floor(text, span.start as usize);
    let end = floor(text, span.end as usize).max(start);
    let written = text.get(start..end).unwrap_or("").trim_end();
    let end = if written.is_empty() { end } else { start + written.len() };
    let first = index.line(start);
    let first_line = index.range(text, first);
    let last_line = index.range(text, index.line(end));
    if index.line(end) - first >= MARK_LINES
        || last_line.end.saturating_sub(first_line.start) > VIEW_BYTES
        || written.is_empty()
    {
        let line = text.get(start..first_line.end.max(start)).unwrap_or("").trim_end();
        return start..end.min(start + line.len());
    }
    start..end
}

/// The greatest character boundary that is not past `at`.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_that_the_title_repeats_is_cut_between_words() {
        let label = "has no such share, only 1 other share: share 1 of the ab_test with the long name";
        let title = format!("ab_test `a` must have a share, but it {label}");
        let cut = "has no such share, only 1 other share: share 1 of the…";
        assert_eq!(shorten(label.to_owned(), &title), cut);
        assert_eq!(shorten(label.to_owned(), "another title"), label);
        assert_eq!(shorten("lagging".to_owned(), "it is lagging"), "lagging");
        let unbroken = "é".repeat(80);
        assert_eq!(shorten(unbroken.clone(), &unbroken), format!("{}…", "é".repeat(60)));
    }
}
