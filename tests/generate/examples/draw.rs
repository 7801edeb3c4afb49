//! Draws projects from numbers and says what becomes of them: `draw typed 0 100`, or `draw typed 7` to see one.

#![allow(
    clippy::print_stdout,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "it is a program to look at projects with"
)]

use bellwether::diagnostic::Severity;
use bellwether::source::Sources;
use bellwether::value::Date;
use bellwether::{CheckOptions, check_sources};
use bellwether_generate::arbitrary::Unstructured;
use bellwether_generate::ir::Item;
use bellwether_generate::{Project, bytes_of};
use bellwether_properties::judging::{differences, of_report};
use bellwether_reference::judge;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok());
    let wild = words.first().is_some_and(|word| word == "wild");
    let first = number(1).unwrap_or(0);
    let Some(count) = number(2) else {
        let project = draw(wild, first);
        project.files().iter().for_each(|file| println!("# --- {}\n{}", file.name, file.text));
        println!("# as of {}", project.as_of);
        look(&project, first, wild, true);
        return;
    };
    let shown = number(3).unwrap_or(20);
    let mut wrong = 0;
    for seed in first..first + count {
        let bad = look(&draw(wild, seed), seed, wild, wrong < shown);
        wrong += u64::from(bad);
    }
    println!("{wrong} of {count} are not as they should be");
}

fn draw(wild: bool, seed: u64) -> Project {
    let bytes = bytes_of(seed);
    let mut bytes = Unstructured::new(&bytes);
    let project = if wild { Project::wild(&mut bytes) } else { Project::typed(&mut bytes) };
    project.unwrap_or_else(|error| panic!("{error}"))
}

/// Checks and judges a project, and says what is wrong with it; whether something is.
fn look(project: &Project, seed: u64, wild: bool, shown: bool) -> bool {
    let mut sources = Sources::new();
    for file in project.files() {
        sources.add(file.name, file.text);
    }
    let Some(as_of) = Date::parse(&project.as_of) else { return true };
    let report = check_sources(&sources, &CheckOptions::new(as_of));
    let report = match report {
        Ok(report) => report,
        Err(error) => {
            println!("{seed}: {error}");
            return true;
        }
    };
    let errors: Vec<_> =
        report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect();
    if !errors.is_empty() {
        for error in errors.iter().filter(|_| shown && !wild) {
            let place = sources.position(error.primary.span);
            let text = sources.get(error.primary.span.source).map_or("", |source| &source.text);
            let line = text.lines().nth(place.line as usize - 1).unwrap_or("");
            println!("{seed}: {} ({}) {}:{}\n    {line}", error.message, error.code, place.line, place.column);
        }
        return !wild;
    }
    let reference = match judge(&sources, &project.as_of) {
        Ok(reference) => reference,
        Err(why) => {
            if shown {
                println!("{seed}: {why}");
                alone(project, |files| judge(files, &project.as_of).is_err());
            }
            return true;
        }
    };
    let engine = of_report(&report);
    let differences = differences(&engine, &reference);
    differences.iter().filter(|_| shown).for_each(|one| println!("{seed}:\n{one}"));
    !differences.is_empty()
}

/// Shows the rules that something is true of by themselves.
fn alone(project: &Project, wrong: impl Fn(&Sources) -> bool) {
    for (at, placed) in project.items.iter().enumerate() {
        let Item::Policy(policy) = &placed.item else { continue };
        for rule in &policy.rules {
            let mut other = project.clone();
            other.items.retain(|placed| !matches!(placed.item, Item::Test(_) | Item::Waiver(_) | Item::Use(_)));
            for (number, placed) in other.items.iter_mut().enumerate() {
                if let Item::Policy(policy) = &mut placed.item {
                    policy.rules.retain(|one| number == at && one.label == rule.label);
                }
            }
            let mut sources = Sources::new();
            for file in other.files() {
                sources.add(file.name, file.text);
            }
            if wrong(&sources) {
                let modifiers: Vec<String> = rule.modifiers.iter().map(ToString::to_string).collect();
                println!("    {} {}", rule.sentence, modifiers.join(" "));
            }
        }
    }
}
