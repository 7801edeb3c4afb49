//! Why each rule of a case stands to the elements of its model as it does, as snapshots: of all that come to the same the first.

use std::fmt::Write as _;

use bellwether::evaluate::trace::{TraceForm, TraceNode};
use bellwether::evaluate::{Options, evaluate};
use bellwether::ids::{ElementId, RuleId};
use bellwether::model::Model;
use bellwether::source::Sources;
use bellwether::tree::File;
use bellwether::value::Scalar;
use bellwether::vocabulary::Vocabulary;
use bellwether::why::Why;
use bellwether::{compile, parse};
use bellwether_tests::check::date;

use crate::said::{folders, of_section, of_suite};

/// The traces of all rules, one for each way in which a rule stands to an element or to the model.
fn explained(texts: &[(String, String)], as_of: &str) -> String {
    let mut sources = Sources::new();
    for (name, text) in texts {
        sources.add(&**name, &**text);
    }
    let parsed = parse(&sources);
    let program = compile(&parsed).program;
    let text_of = |file: &File| parsed.sources.get(file.source).map_or("", |source| &*source.text);
    let files: Vec<(&File, &str)> = parsed.files.iter().map(|file| (file, text_of(file))).collect();
    let (model, _) = Model::from_trees(&program.vocabulary, &files);
    let evaluation = evaluate(&program, &model, &Options::new(date(as_of))).expect("a case stays within the limits");
    let mut out = String::new();
    for rule in (0..program.rules.len()).map(RuleId::at) {
        let mut seen = Vec::new();
        for element in std::iter::once(None).chain((0..model.len()).map(|at| Some(ElementId::at(at)))) {
            let standing = evaluation.standing(rule, element);
            if seen.contains(&standing) {
                continue;
            }
            seen.push(standing);
            let trace = evaluation.trace(rule, element);
            let hints = hints(&trace.form, &model, &program.vocabulary);
            out += &Why::new(trace).text(&parsed.sources);
            if !hints.is_empty() {
                let _ = writeln!(out, "  to look at: {}", hints.join(", "));
            }
        }
    }
    out
}

/// What a search for mends looks at: attributes that were read, and values that were wanted in their place.
fn hints(form: &TraceForm, model: &Model, vocabulary: &Vocabulary) -> Vec<String> {
    let mut nodes: Vec<&TraceNode> = match form {
        TraceForm::Each { selection, exempt, parts } => std::iter::once(selection).chain(exempt).chain(parts).collect(),
        TraceForm::Counted { selection, counted, .. } => {
            let each = counted.iter().flat_map(|one| one.selection.iter().chain(&one.exempt).chain(&one.body));
            selection.iter().chain(each).collect()
        }
        TraceForm::NoTwo { selection, others } => std::iter::once(selection).chain(others).collect(),
        _ => Vec::new(),
    };
    let name = |id| vocabulary.attribute(id).map_or("", |attribute| &*attribute.name);
    let mut hints = Vec::new();
    let mut at = 0;
    while let Some(node) = nodes.get(at).copied() {
        at += 1;
        hints.extend(node.reads.iter().map(|read| {
            let field = read.field.map_or(String::new(), |field| format!(".{}", name(field)));
            format!("{}.{}{field}", model.name(read.element, vocabulary), name(read.attribute))
        }));
        hints.extend(node.wanted.iter().map(|wanted| match *wanted {
            Scalar::Element(element) => format!("= {}", model.name(element, vocabulary)),
            Scalar::Word(word) => format!("= {}", vocabulary.word(word)),
            Scalar::Quantity(quantity) => format!("= {quantity}"),
            Scalar::Date(date) => format!("= {date}"),
            Scalar::Duration(duration) => format!("= {duration}"),
            other => format!("= {other:?}"),
        }));
        nodes.extend(node.children.iter().chain(&node.within));
    }
    hints
}

fn section(folder: &str) {
    insta::assert_snapshot!(folder, of_section(folder, explained));
}

fn suite(folder: &str) {
    insta::assert_snapshot!(format!("suite-{folder}"), of_suite(folder, explained));
}

folders! {
    section, _SECTIONS:
    policies "06-policies",
    predicates "07-predicates",
    conditions "08-conditions",
    paths "09-paths",
    meaning "10-meaning",
    findings "13-findings",
}

folders! {
    suite, _SUITE:
    corners "corners",
    field "field",
    smart "smart",
    touchstones "touchstones",
    waived "waivers",
}
