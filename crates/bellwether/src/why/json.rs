//! A trace as one JSON object.

use bellwether_syntax::Span;
use serde::Serialize;

use super::Why;
use super::words::{counted, end, entries, logic, standing, tests, truth, verdict, words};
use crate::evaluate::trace::{TraceFact, TraceForm, TraceNode};
use crate::mend::Mending;
use crate::report::Places;

#[derive(Serialize)]
struct Object {
    bellwether: &'static str,
    rule: String,
    rule_at: Option<PlaceObject>,
    subject: SubjectObject,
    subject_at: Option<PlaceObject>,
    standing: &'static str,
    message: String,
    waived: Option<WaivedObject>,
    test: Option<String>,
    steps: Vec<StepObject>,
    mend: Option<MendObject>,
}

#[derive(Serialize)]
struct MendObject {
    ended: &'static str,
    tried: usize,
    mendings: Vec<MendingObject>,
}

#[derive(Serialize)]
struct MendingObject {
    changes: Vec<ChangeObject>,
    edits: Vec<EditObject>,
}

#[derive(Serialize)]
struct ChangeObject {
    element: String,
    before: Option<String>,
    after: Option<String>,
    example: bool,
    at: Option<PlaceObject>,
}

#[derive(Serialize)]
struct EditObject {
    text: String,
    at: Option<PlaceObject>,
}

#[derive(Serialize)]
struct SubjectObject {
    kind: String,
    id: String,
    label: Option<String>,
}

#[derive(Serialize)]
struct WaivedObject {
    until: String,
    because: String,
    by: Option<String>,
    at: Option<PlaceObject>,
}

#[derive(Serialize)]
struct StepObject {
    step: &'static str,
    truth: Option<&'static str>,
    words: String,
    at: Option<PlaceObject>,
    nodes: Vec<NodeObject>,
}

#[derive(Serialize)]
struct NodeObject {
    words: String,
    truth: &'static str,
    logic: &'static str,
    at: Option<PlaceObject>,
    counted: Option<String>,
    facts: Vec<FactObject>,
    children: Vec<NodeObject>,
    within: Vec<NodeObject>,
}

#[derive(Serialize)]
struct FactObject {
    words: String,
    at: Option<PlaceObject>,
}

#[derive(Serialize)]
struct PlaceObject {
    file: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

/// The whole answer.
pub(super) fn json(why: &Why, places: &Places<'_>) -> String {
    let trace = &why.trace;
    let test = match &trace.form {
        TraceForm::Counted { test, .. } => Some(tests(test)),
        _ => None,
    };
    let steps = entries(trace, places).into_iter().map(|entry| StepObject {
        step: entry.step,
        truth: entry.truth.map(truth),
        words: entry.words,
        at: entry.at.and_then(|at| place(at, places)),
        nodes: entry.nodes.into_iter().map(|one| node(one, places)).collect(),
    });
    let waived = why.waived.as_ref().map(|waived| WaivedObject {
        until: waived.until.to_string(),
        because: waived.because.to_string(),
        by: waived.by.as_ref().map(ToString::to_string),
        at: place(waived.at, places),
    });
    let object = Object {
        bellwether: env!("CARGO_PKG_VERSION"),
        rule: trace.rule.to_string(),
        rule_at: place(trace.rule_at, places),
        subject: SubjectObject {
            kind: trace.subject.kind.to_string(),
            id: trace.subject.id.to_string(),
            label: trace.subject.label.as_ref().map(ToString::to_string),
        },
        subject_at: trace.subject_at.and_then(|at| place(at, places)),
        standing: standing(trace.standing),
        message: verdict(trace),
        waived,
        test,
        steps: steps.collect(),
        mend: why.mend.as_ref().map(|mend| MendObject {
            ended: end(mend.ended),
            tried: mend.tried,
            mendings: mend.mendings.iter().map(|one| mending(one, places)).collect(),
        }),
    };
    // Only maps with keys that are no texts, and writers, make serde_json fail; here is neither.
    let mut written = serde_json::to_string_pretty(&object).unwrap_or_default();
    written.push('\n');
    written
}

fn mending(found: &Mending, places: &Places<'_>) -> MendingObject {
    let changes = found.changes.iter().map(|change| ChangeObject {
        element: change.element.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
        example: change.example,
        at: place(change.at, places),
    });
    let edits = found.edits.iter().map(|edit| EditObject { text: edit.text.clone(), at: place(edit.span, places) });
    MendingObject { changes: changes.collect(), edits: edits.collect() }
}

fn node(node: &TraceNode, places: &Places<'_>) -> NodeObject {
    let nodes = |nodes: &[TraceNode]| nodes.iter().map(|one| self::node(one, places)).collect();
    NodeObject {
        words: words(node, places),
        truth: truth(node.truth),
        logic: logic(&node.logic),
        at: node.at.and_then(|at| place(at, places)),
        counted: counted(&node.logic),
        facts: node.facts.iter().map(|one| fact(one, places)).collect(),
        children: nodes(&node.children),
        within: nodes(&node.within),
    }
}

fn fact(fact: &TraceFact, places: &Places<'_>) -> FactObject {
    FactObject { words: fact.words.to_string(), at: fact.at.and_then(|at| place(at, places)) }
}

fn place(span: Span, places: &Places<'_>) -> Option<PlaceObject> {
    let place = places.place(span)?;
    Some(PlaceObject {
        file: place.file.to_owned(),
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    })
}
