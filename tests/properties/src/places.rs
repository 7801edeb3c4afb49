//! Places: whether they lie in their texts.

use std::fmt::Write as _;

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::File;

/// Whether a span is a stretch of a text.
pub(crate) fn lies_in(text: &str, span: Span) -> bool {
    text.get(span.start as usize..span.end as usize).is_some()
}

/// All places of a diagnostic.
pub(crate) fn of(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> + '_ {
    std::iter::once(&diagnostic.primary).chain(&diagnostic.related).map(|label| label.span)
}

/// Whether all places of diagnostics lie in their sources.
pub(crate) fn all_lie_in(sources: &Sources, diagnostics: &[Diagnostic]) -> Result<(), String> {
    for diagnostic in diagnostics {
        for span in of(diagnostic) {
            if !sources.get(span.source).is_some_and(|source| lies_in(&source.text, span)) {
                return Err(format!("`{}` names {span:?}, which is in no text: {diagnostic:?}", diagnostic.code));
            }
        }
    }
    Ok(())
}

/// Whether all places in a tree lie in its text. They are taken from the tree as it is printed for debugging, so that no
/// node can be forgotten.
pub(crate) fn of_tree_lie_in(text: &str, file: &File) -> Result<(), String> {
    let mut seen = Seen::default();
    let _ = write!(seen, "{file:?}");
    for (start, end) in seen.spans {
        if text.get(start..end).is_none() {
            return Err(format!("the tree names {start}..{end}, which is not in the text: {file:?}"));
        }
    }
    Ok(())
}

/// The size of a tree: how much is printed of it for debugging, numbers as if they were of one digit.
pub(crate) fn size_of_tree(file: &File) -> usize {
    let mut seen = Seen::default();
    let _ = write!(seen, "{file:?}");
    seen.pieces
}

/// Takes the spans out of what is printed piece by piece: a field's name, then the number.
#[derive(Default)]
struct Seen {
    spans: Vec<(usize, usize)>,
    start: Option<usize>,
    field: Field,
    pieces: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Field {
    #[default]
    Other,
    Start,
    End,
}

impl std::fmt::Write for Seen {
    fn write_str(&mut self, piece: &str) -> std::fmt::Result {
        self.pieces += 1;
        match piece {
            "start" => self.field = Field::Start,
            "end" => self.field = Field::End,
            ": " => {}
            _ => {
                match (self.field, piece.parse(), self.start) {
                    (Field::Start, Ok(start), _) => self.start = Some(start),
                    (Field::End, Ok(end), Some(start)) => self.spans.push((start, end)),
                    _ => {}
                }
                self.field = Field::Other;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_of_a_tree_are_all_seen() {
        let text = "policy p { a: every kpi must be leading }\nkpi x { lag 1 day }";
        let parse = bellwether_syntax::parse(bellwether_syntax::SourceId(0), text);
        let mut seen = Seen::default();
        let printed = format!("{:?}", parse.file);
        let _ = write!(seen, "{:?}", parse.file);
        assert_eq!(seen.spans.len(), printed.matches("start: ").count());
        assert!(seen.spans.len() > 10 && seen.spans.contains(&(0, 41)), "{:?}", seen.spans);
        assert_eq!(of_tree_lie_in(text, &parse.file), Ok(()));
        assert!(of_tree_lie_in("policy", &parse.file).is_err());
    }
}
