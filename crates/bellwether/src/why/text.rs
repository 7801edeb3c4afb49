//! A trace as an indented tree of text.

use std::fmt::Write as _;

use bellwether_syntax::Span;

use super::Why;
use super::words::{change, counted, ended, entries, subject, tests, truth, verdict, words};
use crate::evaluate::trace::{TraceFact, TraceForm, TraceLogic, TraceNode, TraceTest, TraceTruth};
use crate::mend::MendEnd;
use crate::report::Places;

/// The whole answer.
pub(super) fn text(why: &Why, places: &Places<'_>) -> String {
    let trace = &why.trace;
    let mut out = Out { text: String::new(), places };
    out.line(0, &verdict(trace), None);
    out.line(1, &format!("the rule: {}", out.written(trace.rule_at)), Some(trace.rule_at));
    if let Some(span) = trace.subject_at {
        out.line(1, &format!("declared: {}", subject(trace)), Some(span));
    }
    if let Some(waived) = &why.waived {
        let by = waived.by.as_ref().map_or_else(String::new, |by| format!(", by {by}"));
        out.line(1, &format!("waived until {}{by}: {}", waived.until, waived.because), Some(waived.at));
    }
    let entries = entries(trace, places);
    if !entries.is_empty() {
        out.text.push('\n');
    }
    if let TraceForm::Counted { test, counted, .. } = &trace.form
        && !test.is_empty()
    {
        let so = counted.iter().filter(|one| one.body.as_ref().is_some_and(|body| body.truth == TraceTruth::True));
        let words = format!("of those who are counted, {} must be so; of those shown {} are", tests(test), so.count());
        out.line(0, &words, None);
        out.amounts(1, test);
    }
    for entry in entries {
        match entry.truth {
            Some(truth) => out.mark(0, truth, &entry.words, entry.at),
            None => out.line(0, &format!("· {}", entry.words), entry.at),
        }
        match entry.nodes.as_slice() {
            [only] if entry.step != "counted" => out.below(1, only),
            nodes => nodes.iter().for_each(|node| out.node(1, node)),
        }
    }
    if let Some(mend) = why.mend.as_ref().filter(|mend| mend.ended != MendEnd::NotNeeded) {
        out.text.push_str("\nWhat would mend it:\n\n");
        for (number, mending) in mend.mendings.iter().enumerate() {
            for (at, one) in mending.changes.iter().enumerate() {
                let start = if at == 0 { format!("{}.", number + 1) } else { "  and".to_owned() };
                out.line(1, &format!("{start} {}", change(one)), Some(one.at));
            }
        }
        if let Some(ended) = ended(mend) {
            out.line(1, &ended, None);
        }
    }
    out.text
}

struct Out<'p> {
    text: String,
    places: &'p Places<'p>,
}

impl Out<'_> {
    fn line(&mut self, depth: usize, words: &str, at: Option<Span>) {
        let place = at.and_then(|at| self.places.place(at));
        let place = place.map_or_else(String::new, |place| format!(" [{}:{}]", place.file, place.start.line));
        // What is written to a `String` is always written.
        let _ = writeln!(self.text, "{:indent$}{words}{place}", "", indent = depth * 2);
    }

    fn mark(&mut self, depth: usize, of: TraceTruth, words: &str, at: Option<Span>) {
        let mark = match of {
            TraceTruth::True => '✓',
            TraceTruth::False => '✗',
            TraceTruth::Unknown | TraceTruth::Hole => '?',
        };
        self.line(depth, &format!("{mark} {}: {words}", truth(of)), at);
    }

    fn node(&mut self, depth: usize, node: &TraceNode) {
        // What only passes on what its one child is needs no line of its own.
        if let (TraceLogic::All { .. } | TraceLogic::Any { .. }, [only], true, None) =
            (&node.logic, node.children.as_slice(), node.facts.is_empty(), &node.words)
            && only.truth == node.truth
        {
            return self.node(depth, only);
        }
        let words = words(node, self.places);
        self.mark(depth, node.truth, &words, node.at);
        self.below(depth + 1, node);
    }

    /// What stands below the line of a node.
    fn below(&mut self, depth: usize, node: &TraceNode) {
        for fact in &node.facts {
            self.fact(depth, fact);
        }
        if let Some(counted) = counted(&node.logic) {
            self.line(depth, &format!("· {counted}"), None);
        }
        if let TraceLogic::Count { test, .. } = &node.logic {
            self.amounts(depth, test);
        }
        if let TraceLogic::All { rest } | TraceLogic::Any { rest } = &node.logic {
            let plain = if matches!(node.logic, TraceLogic::All { .. }) { TraceTruth::True } else { TraceTruth::False };
            if *rest != plain {
                self.line(depth, &format!("· others, which are not shown: {}", truth(*rest)), None);
            }
        }
        for child in node.children.iter().chain(&node.within) {
            self.node(depth, child);
        }
    }

    /// The values that a count is compared with.
    fn amounts(&mut self, depth: usize, tests: &[TraceTest]) {
        for test in tests {
            test.facts.iter().for_each(|fact| self.fact(depth, fact));
            test.within.iter().for_each(|node| self.node(depth + 1, node));
        }
    }

    fn fact(&mut self, depth: usize, fact: &TraceFact) {
        self.line(depth, &format!("· {}", fact.words), fact.at);
    }

    /// What is written somewhere, on one line.
    fn written(&self, span: Span) -> String {
        let text = self
            .places
            .source(span.source)
            .map_or("", |(source, _)| source.text.get(span.start as usize..span.end as usize).unwrap_or(""));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
