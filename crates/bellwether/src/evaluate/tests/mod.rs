//! Tests of the engine in the language itself: each says who does not keep which rule.

mod meaning;
mod messages;

use bellwether_syntax::source::Sources;

use super::{Evaluation, Options, evaluate};
use crate::ids::ElementId;
use crate::model::Model;
use crate::report::Verdict;
use crate::value::Date;

const AS_OF: &str = "2026-06-30";

/// Evaluates a text of model and policies as of [`AS_OF`] and hands on what comes out.
fn with<T>(text: &str, look: impl FnOnce(&Evaluation<'_>) -> T) -> T {
    let mut sources = Sources::new();
    sources.add("test.kpi", text);
    let parsed = crate::parse(&sources);
    assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
    let compiled = crate::compile(&parsed);
    assert!(compiled.diagnostics.is_empty(), "{:#?}", compiled.diagnostics);
    let files: Vec<_> =
        parsed.files.iter().map(|file| (file, &*parsed.sources.get(file.source).expect("a source").text)).collect();
    let (model, _) = Model::from_trees(&compiled.program.vocabulary, &files);
    let as_of = Date::parse(AS_OF).expect("a date");
    let evaluation = evaluate(&compiled.program, &model, &Options::new(as_of)).expect("within the limits");
    look(&evaluation)
}

/// The fingerprints of the parts of all findings.
fn fingerprints(text: &str) -> Vec<String> {
    with(text, |evaluation| {
        evaluation.findings().flat_map(|finding| finding.parts).map(|part| part.fingerprint.into()).collect()
    })
}

/// Who does not keep what: `rule subject`, with a `?` after it for what is unknown.
fn outcomes(text: &str) -> Vec<String> {
    with(text, |evaluation| {
        let program = evaluation.engine.plan.program;
        let name = |subject: ElementId| evaluation.engine.model.name(subject, &program.vocabulary);
        evaluation
            .outcomes()
            .map(|outcome| {
                let rule = program.rules.get(outcome.rule.index()).map_or("", |rule| &*rule.name);
                let rule = rule.split_once('/').map_or(rule, |(_, label)| label);
                let mark = if outcome.verdict == Verdict::Unknown { "?" } else { "" };
                format!("{rule} {}{mark}", outcome.subject.map_or("model".to_owned(), name))
            })
            .collect()
    })
}
