//! Changes as text: what to write, and where in the sources.

use bellwether_syntax::source::text_at;
use bellwether_syntax::tree::Line;
use bellwether_syntax::{SourceId, Span};

use super::candidates::Candidate;
use super::{Change, Edit, Mending};
use crate::model::Model;
use crate::vocabulary::Vocabulary;

/// Some candidates as changes and edits.
pub(super) fn mending(
    candidates: &[&Candidate<'_>],
    model: &Model,
    vocabulary: &Vocabulary,
    texts: &[(SourceId, &str)],
) -> Mending {
    let source = |span: Span| texts.iter().find(|(id, _)| *id == span.source).map_or("", |(_, text)| *text);
    let mut changes = Vec::new();
    let mut edits: Vec<Edit> = Vec::new();
    for candidate in candidates {
        let line = &candidate.line;
        let kind = vocabulary.kind(model.kind_of(line.element)).map_or("element", |kind| &kind.name);
        let element = match model.id(line.element) {
            Some(id) => format!("{kind} `{id}`"),
            None => model.name(line.element, vocabulary),
        };
        changes.push(Change {
            element,
            at: line.instead_of.or_else(|| model.span(line.element)).unwrap_or(candidate.head.span),
            before: line.instead_of.map(|span| tidy(text_at(source(span), span))),
            after: line.text.clone(),
            example: candidate.example,
        });
        match line.instead_of {
            Some(span) => {
                let written = text_at(source(span), span).trim_end().trim_end_matches(';').trim_end();
                let end = span.start.saturating_add(u32::try_from(written.len()).unwrap_or(u32::MAX));
                let span = Span::new(span.source, span.start, end);
                edits.push(match &line.text {
                    Some(text) => Edit { span, text: text.clone() },
                    None => Edit { span: with_semicolon(span, source(span)), text: String::new() },
                });
            }
            None => {
                let text = line.text.as_deref().unwrap_or("");
                add(candidate.head, text, source(candidate.head.span), &mut edits);
            }
        }
    }
    edits.sort_by_key(|edit| edit.span);
    Mending { changes, edits }
}

fn tidy(line: &str) -> String {
    line.trim_end().trim_end_matches(';').trim_end().to_owned()
}

/// A line that is taken out goes with the semicolon after it.
fn with_semicolon(span: Span, source: &str) -> Span {
    let rest = source.get(span.end as usize..).unwrap_or("");
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    match rest.get(spaces..).and_then(|rest| rest.strip_prefix(';')) {
        Some(_) => Span::new(span.source, span.start, span.end + u32::try_from(spaces).unwrap_or(0) + 1),
        None => span,
    }
}

/// Adds a line to the block of a declaration, or a block with the line.
fn add(head: &Line, text: &str, source: &str, edits: &mut Vec<Edit>) {
    let at = |offset: u32| Span::new(head.span.source, offset, offset);
    let Some(body) = &head.body else {
        let written = text_at(source, head.span).trim_end().trim_end_matches(';').trim_end();
        let end = at(head.span.start.saturating_add(u32::try_from(written.len()).unwrap_or(u32::MAX)));
        match edits.iter_mut().find(|edit| edit.span == end) {
            Some(edit) => edit.text = two_lines(&edit.text, text, " }"),
            None => edits.push(Edit { span: end, text: format!(" {{ {text} }}") }),
        }
        return;
    };
    let after = head.values.last().map_or(head.head.span.end, |value| value.span.end);
    let Some(open) = source.get(after as usize..).and_then(|rest| rest.find('{')) else { return };
    let open = after.saturating_add(u32::try_from(open).unwrap_or(0)) + 1;
    let first = body.first().map(|line| line.docs.first().copied().unwrap_or(line.span));
    let between = first.and_then(|first| source.get(open as usize..first.start as usize)).unwrap_or("");
    if let Some(edit) = edits.iter_mut().find(|edit| edit.span == at(open) && body.is_empty()) {
        edit.text = two_lines(&edit.text, text, " ");
        return;
    }
    let text = match between.rfind('\n') {
        Some(at) => {
            let indent: String =
                between.get(at + 1..).unwrap_or("").chars().take_while(|letter| letter.is_whitespace()).collect();
            format!("\n{indent}{text}")
        }
        None if body.is_empty() => format!(" {text} "),
        None => format!(" {text};"),
    };
    edits.push(Edit { span: at(open), text });
}

/// Two lines for one block that holds nothing yet: what was to be written there, up to its end, and another line.
fn two_lines(written: &str, text: &str, end: &str) -> String {
    format!("{}; {text}{end}", written.strip_suffix(end).unwrap_or(written))
}
