//! Candidates: single changes that might mend a finding, from what its trace read.

use bellwether_syntax::Span;
use bellwether_syntax::source::text_at;
use bellwether_syntax::tree::{Line, Value};

use super::MendOptions;
use super::values::{Written, values};
use crate::evaluate::trace::{Trace, TraceForm, TraceLogic, TraceNode, TraceRead, TraceTruth};
use crate::model::{Declarations, Model, Rewritten};
use crate::program::Program;
use crate::value::Scalar;
use crate::vocabulary::{Attribute, Type};

/// A change of one line.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'t> {
    pub(super) line: Rewritten,
    /// The line that declares the element.
    pub(super) head: &'t Line,
    pub(super) example: bool,
    rank: u32,
    /// The how-manieth thing read it is for.
    order: usize,
}

/// What was read, with the values that were wanted where it was read.
struct Read {
    read: TraceRead,
    wanted: Vec<Scalar>,
}

/// What candidates are made from.
pub(super) struct Ground<'g, 't> {
    pub(super) program: &'g Program,
    pub(super) model: &'g Model,
    pub(super) declarations: &'g Declarations<'g, 't>,
    pub(super) texts: &'g [(bellwether_syntax::SourceId, &'t str)],
    pub(super) options: &'g MendOptions,
}

/// The candidates for a trace, the most plausible first; whether some were left out.
pub(super) fn candidates<'t>(trace: &Trace, ground: &Ground<'_, 't>) -> (Vec<Candidate<'t>>, bool) {
    let mut reads = Vec::new();
    gather_form(&trace.form, &mut reads);
    let mut seen = Vec::new();
    for read in &reads {
        if let Some(value) = ground.value_of(&read.read)
            && !seen.contains(&value)
        {
            seen.push(value);
        }
    }
    let mut candidates: Vec<Candidate<'t>> = Vec::new();
    for (order, read) in reads.iter().enumerate() {
        for candidate in ground.changes(read, &seen, order) {
            if candidates.iter().all(|known| known.line != candidate.line) {
                candidates.push(candidate);
            }
        }
    }
    candidates.sort_by(|a, b| (a.rank, a.order, &a.line.text).cmp(&(b.rank, b.order, &b.line.text)));
    let left_out = candidates.len() > ground.options.candidates;
    candidates.truncate(ground.options.candidates);
    (candidates, left_out)
}

fn gather_form(form: &TraceForm, out: &mut Vec<Read>) {
    match form {
        // What would exempt it is not looked at: an exemption mends nothing.
        TraceForm::Each { parts, .. } => {
            for part in parts.iter().filter(|part| part.truth != TraceTruth::True) {
                gather(part, true, out);
            }
        }
        TraceForm::Counted { counted, .. } => {
            for one in counted {
                one.body.iter().for_each(|body| gather_all(body, out));
            }
            for one in counted {
                one.selection.iter().for_each(|selection| gather_all(selection, out));
            }
        }
        TraceForm::NoTwo { others, .. } => others.iter().for_each(|others| {
            note(others, out);
            others.children.iter().for_each(|child| gather_all(child, out));
        }),
        _ => {}
    }
}

/// What was read in the parts of a node that are not as they should be.
fn gather(node: &TraceNode, wanted: bool, out: &mut Vec<Read>) {
    note(node, out);
    let so = |node: &TraceNode| node.truth == if wanted { TraceTruth::True } else { TraceTruth::False };
    match &node.logic {
        TraceLogic::Not => node.children.iter().for_each(|child| gather(child, !wanted, out)),
        TraceLogic::All { .. } | TraceLogic::Any { .. } | TraceLogic::Same | TraceLogic::Known => {
            node.children.iter().filter(|child| !so(child)).for_each(|child| gather(child, wanted, out));
        }
        TraceLogic::Fact | TraceLogic::Implies | TraceLogic::Count { .. } => {
            node.children.iter().for_each(|child| gather_all(child, out));
        }
    }
    node.within.iter().for_each(|child| gather_all(child, out));
}

fn gather_all(node: &TraceNode, out: &mut Vec<Read>) {
    note(node, out);
    node.children.iter().chain(&node.within).for_each(|child| gather_all(child, out));
}

fn note(node: &TraceNode, out: &mut Vec<Read>) {
    for read in &node.reads {
        match out.iter_mut().find(|known| known.read == *read) {
            Some(known) => {
                for value in &node.wanted {
                    if !known.wanted.contains(value) {
                        known.wanted.push(*value);
                    }
                }
            }
            None => out.push(Read { read: *read, wanted: node.wanted.clone() }),
        }
    }
}

impl<'t> Ground<'_, 't> {
    fn value_of(&self, read: &TraceRead) -> Option<Scalar> {
        let column = self.model.column(read.attribute);
        let row = self.model.row(read.attribute, read.element);
        let index = column.values_of(row).next()?;
        match read.field {
            None => column.get(index),
            Some(field) => {
                let column = self.model.column(field);
                column.get(column.values_of(index).next()?)
            }
        }
    }

    /// The changes of what was read.
    fn changes(&self, read: &Read, seen: &[Scalar], order: usize) -> Vec<Candidate<'t>> {
        let vocabulary = &self.program.vocabulary;
        let TraceRead { element, attribute, field, .. } = read.read;
        let Some(declared) = vocabulary.attribute(attribute) else { return Vec::new() };
        let Some(head) = self.declarations.line_of(element) else { return Vec::new() };
        let lines = self.declarations.lines_of(element, attribute);
        let asked = field.and_then(|field| vocabulary.attribute(field));
        let mut values =
            values(asked.unwrap_or(declared), &read.wanted, seen, self.model, vocabulary, self.options.as_of);
        // An element refers to itself only by mistake.
        let own = super::values::id(element, self.model);
        values.retain(|value| Some(&value.text) != own.as_ref());
        let mut out = Vec::new();
        let mut put = |instead_of: Option<Span>, text: Option<String>, rank: u32, example: bool| {
            let line = Rewritten { element, attribute, instead_of, text };
            out.push(Candidate { line, head, example, rank, order });
        };
        match (asked, lines.as_slice()) {
            (None, []) => {
                for value in &values {
                    put(None, Some(format!("{} {}", declared.name, value.text)), value.rank, value.example);
                }
            }
            (None, lines) if declared.many => {
                for value in &values {
                    if let Some(line) = lines.last() {
                        let written = self.written(line);
                        put(Some(line.span), Some(format!("{written}, {}", value.text)), value.rank, value.example);
                    }
                }
                for line in lines {
                    self.without(line, &mut put);
                }
            }
            (None, [line, ..]) => {
                // To let an element belong to something else is more than to write a value.
                let more = u32::from(matches!(declared.ty, Type::Element(_)));
                for value in &values {
                    let text = self.with_value(line, &value.text);
                    put(Some(line.span), text, value.rank + more, value.example);
                }
                put(Some(line.span), None, 4, false);
            }
            (Some(field), []) => self.new_with_field(declared, field, &values, read, seen, &mut put),
            (Some(field), lines) => {
                for line in lines {
                    for value in &values {
                        let text = self.with_field(line, &field.name, &value.text);
                        put(Some(line.span), text, value.rank + 1, value.example);
                    }
                }
            }
        }
        out
    }

    /// A line that is not there yet, with a value and the field.
    fn new_with_field(
        &self,
        declared: &Attribute,
        field: &Attribute,
        values: &[Written],
        read: &Read,
        seen: &[Scalar],
        put: &mut impl FnMut(Option<Span>, Option<String>, u32, bool),
    ) {
        let vocabulary = &self.program.vocabulary;
        let holders = super::values::values(declared, &read.wanted, seen, self.model, vocabulary, self.options.as_of);
        // One holder is enough: what counts is its field.
        if let Some(holder) = holders.first() {
            for value in values {
                let text = format!("{} {} {} {}", declared.name, holder.text, field.name, value.text);
                put(None, Some(text), value.rank + 1, value.example || holder.example);
            }
        }
    }

    fn source(&self, span: Span) -> &'t str {
        self.texts.iter().find(|(source, _)| *source == span.source).map_or("", |(_, text)| text)
    }

    /// A line as it stands.
    fn written(&self, line: &Line) -> &'t str {
        text_at(self.source(line.span), line.span).trim_end().trim_end_matches(';').trim_end()
    }

    /// A line without one of its values, or taken out where it has one alone.
    fn without(&self, line: &Line, put: &mut impl FnMut(Option<Span>, Option<String>, u32, bool)) {
        if line.values.len() < 2 {
            return put(Some(line.span), None, 4, false);
        }
        for at in 0..line.values.len() {
            let kept = line.values.iter().enumerate().filter(|(other, _)| *other != at);
            let kept: Vec<&str> = kept.map(|(_, value)| text_at(self.source(value.span), value.span).trim()).collect();
            let name = text_at(self.source(line.head.span), line.head.span);
            put(Some(line.span), Some(format!("{name} {}", kept.join(", "))), 4, false);
        }
    }

    /// A line with another value, its fields kept.
    fn with_value(&self, line: &Line, value: &str) -> Option<String> {
        let [only] = line.values.as_slice() else { return None };
        let first = match (&only.bound, &only.value) {
            // The whole phrase `at least 95%` is the value.
            (Some(_), Some(old)) => Span::new(only.span.source, only.span.start, old.span().end),
            (None, Some(old)) => with_marks(old, self.source(old.span())),
            (_, None) => only.span,
        };
        Some(self.spliced(line, first, value))
    }

    /// A line with another value of a field.
    fn with_field(&self, line: &Line, name: &str, value: &str) -> Option<String> {
        let [only] = line.values.as_slice() else { return None };
        let source = self.source(line.span);
        let known = only.fields.iter().find(|field| text_at(source, field.name.span).eq_ignore_ascii_case(name));
        Some(match known {
            Some(field) => {
                let start = field.bound.as_ref().map_or(field.value.span().start, |_| field.name.span.end + 1);
                let span = with_marks(&field.value, source);
                self.spliced(line, Span::new(span.source, start.min(span.start), span.end), value)
            }
            None => format!("{} {name} {value}", self.written(line)),
        })
    }

    /// A line with one stretch of it written otherwise.
    fn spliced(&self, line: &Line, span: Span, text: &str) -> String {
        let source = self.source(line.span);
        let written = self.written(line);
        let end = line.span.start.saturating_add(u32::try_from(written.len()).unwrap_or(u32::MAX));
        let before = source.get(line.span.start as usize..span.start as usize).unwrap_or("");
        let after = source.get(span.end as usize..end as usize).unwrap_or("");
        format!("{before}{text}{after}")
    }
}

/// The place of a value, that of a text with its marks.
fn with_marks(value: &Value, source: &str) -> Span {
    let span = value.span();
    let marks = |from: u32, to: u32| source.get(from as usize..to as usize);
    if marks(span.start.saturating_sub(1), span.start) == Some("\"") && marks(span.end, span.end + 1) == Some("\"") {
        return Span::new(span.source, span.start - 1, span.end + 1);
    }
    span
}
