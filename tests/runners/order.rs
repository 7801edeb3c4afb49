//! The order of files, items and rules changes no finding, and two runs say the same.

use bellwether_properties::changing::said;
use bellwether_tests::check::{AS_OF, Checked, check, date};
use bellwether_tests::{each, files, report, shuffle};

/// The examples and the cases that are one text without a mistake, each as the files it consists of.
pub(crate) fn subjects() -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    for folder in ["examples/registration", "examples/card"] {
        for half in ["before", "after", "broken", "kept"] {
            let mut paths = files::below(&format!("{folder}/{half}"), ".kpi");
            if paths.is_empty() {
                continue;
            }
            paths.extend(files::below(folder, "policies.kpi"));
            paths.sort();
            paths.dedup();
            let texts = paths.iter().map(|path| (files::shown(path), files::read(path)));
            found.push((format!("{folder}/{half}"), texts.collect()));
        }
    }
    for path in files::below("tests/suite", ".kpi") {
        let text = files::read(&path);
        let Some((head, rest)) = text.split_once("\n--- keeps\n") else { continue };
        let Some((_, breaks)) = rest.split_once("\n--- breaks\n") else { continue };
        let texts = [("policy.kpi", head), ("model.kpi", breaks)];
        found.push((files::shown(&path), texts.map(|(name, text)| (name.to_owned(), format!("{text}\n"))).to_vec()));
    }
    found
}

pub(crate) fn run(texts: &[(String, String)]) -> Checked {
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    check(&texts, date(AS_OF))
}

#[test]
fn the_order_of_files_items_and_rules_changes_no_finding() {
    let subjects = subjects();
    assert!(!subjects.is_empty());
    let failures = each(&subjects, |(name, texts), failures| {
        let first = said(&run(texts).report);
        let mut turned: Vec<(String, String)> =
            texts.iter().map(|(name, text)| (name.clone(), shuffle::reversed(text))).collect();
        turned.reverse();
        let second = said(&run(&turned).report);
        if first != second {
            let gone = first.iter().filter(|line| !second.contains(line)).map(|line| format!("\n  - {line}"));
            let come = second.iter().filter(|line| !first.contains(line)).map(|line| format!("\n  + {line}"));
            failures.push(format!("{name}{}", gone.chain(come).collect::<String>()));
        }
    });
    report(&format!("{} texts in another order", subjects.len()), &failures);
}

#[test]
fn two_runs_say_the_same() {
    let subjects = subjects();
    let failures = each(&subjects, |(name, texts), failures| {
        if run(texts).text() != run(texts).text() {
            failures.push(name.clone());
        }
    });
    report("texts", &failures);
}
