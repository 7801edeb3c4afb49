//! The engine against the reference interpreter: the same rules, numbers and findings, in the same order.

use bellwether::diagnostic::Severity;
use bellwether::source::Sources;
use bellwether::{CheckOptions, check_sources};
use bellwether_bench::generate::generate;
use bellwether_bench::kpi_text::kpi_text;
use bellwether_properties::judging::{differences, of_report};
use bellwether_reference::{Stop, judge};
use bellwether_tests::check::{AS_OF, date};
use bellwether_tests::{case, conformance, each, files, markdown, of_all, report};

/// A text to be judged by both: a name, an as-of date, files.
struct Subject {
    name: String,
    as_of: String,
    files: Vec<(String, String)>,
}

impl Subject {
    fn of(name: String, files: Vec<(String, String)>) -> Self {
        Self { name, as_of: AS_OF.to_owned(), files }
    }
}

/// What came of a subject.
enum Outcome {
    /// The text has mistakes, so neither judges it.
    Mistaken,
    NotCovered(Stop),
    /// Both judged it: how many rules and findings there were, and where they differ.
    Compared(usize, usize, Vec<String>),
}

/// The cases of `suite/`, each model of a pair on its own.
fn cases() -> Vec<Subject> {
    let paths = files::below("tests/suite", ".kpi");
    let parts = paths.iter().flat_map(|path| {
        let (as_of, programs) = case::programs(&files::read(path)).unwrap_or_else(|mistake| panic!("{mistake}"));
        let name = files::shown(path);
        programs.into_iter().map(move |(part, files)| Subject {
            name: format!("{name} ({part})"),
            as_of: as_of.clone(),
            files,
        })
    });
    parts.collect()
}

/// The blocks of the language's reference and of the pages of diagnostics.
fn blocks() -> Vec<Subject> {
    let mut paths = files::below("docs", "language.md");
    paths.extend(files::below("crates/bellwether/diagnostics", ".md"));
    let of_page = |path: &std::path::PathBuf| {
        let name = files::shown(path);
        let blocks = markdown::blocks(&files::read(path)).into_iter().filter(markdown::Block::is_kpi);
        let subject = |block: markdown::Block| {
            Subject::of(format!("{name}:{}", block.line), vec![("block.kpi".to_owned(), block.text)])
        };
        blocks.map(subject).collect::<Vec<_>>()
    };
    paths.iter().flat_map(of_page).collect()
}

/// The stories of `examples/`.
fn examples() -> Vec<Subject> {
    let mut found = Vec::new();
    for folder in ["examples/registration", "examples/card"] {
        for half in ["before", "after", "broken", "kept"] {
            let mut paths = files::below(&format!("{folder}/{half}"), ".kpi");
            if !paths.is_empty() {
                paths.extend(files::below(folder, "policies.kpi"));
                let texts = paths.iter().map(|path| (files::shown(path), files::read(path)));
                found.push(Subject::of(format!("{folder}/{half}"), texts.collect()));
            }
        }
    }
    found
}

/// Sentences of every form over a model in which much is missing: no findings are expected of it but those of both.
fn corners() -> Vec<Subject> {
    let paths = files::below("tests/reference/texts", ".kpi");
    paths.iter().map(|path| Subject::of(files::shown(path), vec![(files::shown(path), files::read(path))])).collect()
}

/// The conformance suite.
fn conformance_cases() -> Vec<Subject> {
    let (groups, _) = conformance::groups();
    let of_group = |(path, group): &(String, conformance::Group)| {
        let subject = |case: &conformance::Case| Subject {
            name: format!("{path}: {}", case.name),
            as_of: group.as_of(case).to_owned(),
            files: group.files_of(case),
        };
        group.cases.iter().map(subject).collect::<Vec<_>>()
    };
    groups.iter().flat_map(of_group).collect()
}

/// The workload's twelve rules over a generated model.
fn workload() -> Subject {
    let texts = [("rules.kpi", bellwether_bench::RULES.to_owned()), ("model.kpi", kpi_text(&generate(200)))];
    Subject::of("the workload".to_owned(), texts.map(|(name, text)| (name.to_owned(), text)).to_vec())
}

fn compare(subject: &Subject) -> Outcome {
    let mut sources = Sources::new();
    for (name, text) in &subject.files {
        sources.add(&**name, &**text);
    }
    let reference = judge(&sources, &subject.as_of);
    let options = CheckOptions::new(date(&subject.as_of));
    let checked = check_sources(&sources, &options).unwrap_or_else(|error| panic!("{}: {error}", subject.name));
    if checked.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Outcome::Mistaken;
    }
    let reference = match reference {
        Ok(reference) => reference,
        Err(why) => return Outcome::NotCovered(why),
    };
    let engine = of_report(&checked);
    let findings = engine.iter().map(|rule| rule.findings.len()).sum();
    let differences = differences(&engine, &reference).into_iter().map(|one| format!("{}:\n{one}", subject.name));
    Outcome::Compared(engine.len(), findings, differences.collect())
}

/// Compares all; fails where they differ, where something is not covered, or where there are fewer rules and findings.
fn compare_all(what: &str, subjects: &[Subject], at_least: (usize, usize)) {
    assert!(!subjects.is_empty());
    let numbers = std::sync::Mutex::new((0, 0, Vec::new()));
    let failures = each(subjects, |subject, failures| {
        let outcome = compare(subject);
        let mut numbers = numbers.lock().expect("no thread panicked");
        match outcome {
            Outcome::Mistaken => {}
            Outcome::NotCovered(why) => numbers.2.push(format!("{}: {why}", subject.name)),
            Outcome::Compared(rules, findings, differences) => {
                numbers.0 += rules;
                numbers.1 += findings;
                failures.extend(differences);
            }
        }
    });
    let (rules, findings, mut missed) = numbers.into_inner().expect("no thread panicked");
    missed.sort();
    report(&format!("{rules} rules with {findings} findings in {what}"), &failures);
    report(&format!("those of {what} that are not covered"), &missed);
    let enough = rules >= at_least.0 && findings >= at_least.1;
    assert!(enough || !of_all(), "only {rules} rules and {findings} findings in {what}");
}

#[test]
fn the_cases_are_judged_alike() {
    compare_all("the cases", &cases(), (320, 160));
}

#[test]
fn the_conformance_suite_is_judged_alike() {
    compare_all("the conformance suite", &conformance_cases(), (200, 100));
}

#[test]
fn the_blocks_of_the_documents_are_judged_alike() {
    compare_all("the documents", &blocks(), (60, 30));
}

#[test]
fn the_corners_are_judged_alike() {
    compare_all("the corners", &corners(), (38, 100));
}

#[test]
fn the_examples_are_judged_alike() {
    compare_all("the examples", &examples(), (26, 13));
}

#[test]
fn the_workload_is_judged_alike() {
    compare_all("the workload", &[workload()], (12, 100));
}
