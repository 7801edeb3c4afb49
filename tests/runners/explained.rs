//! Why each rule of a case stands to the elements of its model as it does, as snapshots: of all that come to the same the first.

use bellwether::evaluate::{Options, evaluate};
use bellwether::ids::{ElementId, RuleId};
use bellwether::model::Model;
use bellwether::source::Sources;
use bellwether::tree::File;
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
            out += &Why::new(evaluation.trace(rule, element)).text(&parsed.sources);
        }
    }
    out
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
