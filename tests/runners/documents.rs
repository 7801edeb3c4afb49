//! The documentation: its blocks in the language are as they say, and its links lead somewhere.
//!
//! A block `kpi` has no error. `kpi error:slug,slug` has errors with exactly these slugs, `kpi finding:policy/rule` exactly
//! findings of these rules, as of the usual date.

use std::path::PathBuf;

use bellwether_tests::check::check_text;
use bellwether_tests::{files, markdown, report};

/// The documents at the root of the workspace and in `docs/`; the pages of the diagnostics have a runner of their own.
fn documents() -> Vec<PathBuf> {
    let root = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| files::root().join(name));
    let mut found: Vec<PathBuf> = root.into_iter().chain(files::below("docs", ".md")).collect();
    found.extend(files::below("examples", ".md"));
    found.extend(files::below("tests", ".md"));
    found.retain(|path| !files::shown(path).starts_with("docs/diagnostics/"));
    found
}

#[test]
fn each_block_is_as_it_says() {
    let mut failures = Vec::new();
    let mut number = 0;
    for path in documents() {
        let name = files::shown(&path);
        for block in markdown::blocks(&files::read(&path)).iter().filter(|block| block.is_kpi()) {
            if is_file(block) {
                continue;
            }
            number += 1;
            check_block(&format!("{name}:{}", block.line), block, &mut failures);
        }
    }
    report(&format!("{number} blocks"), &failures);
}

/// A block `kpi goals/x.kpi` is a file for the console examples of its page, which the tests of the command line run.
fn is_file(block: &markdown::Block) -> bool {
    block.info.split_whitespace().any(|word| word.ends_with(".kpi"))
}

fn check_block(name: &str, block: &markdown::Block, failures: &mut Vec<String>) {
    let known = |word: &&str| *word == "kpi" || word.starts_with("error:") || word.starts_with("finding:");
    if let Some(word) = block.info.split_whitespace().find(|word| !known(word)) {
        failures.push(format!("{name}: a fence says `error:…` or `finding:…`, not `{word}`"));
    }
    let checked = check_text(&block.text);
    let mut wanted = block.after("error").unwrap_or_default();
    wanted.sort_unstable();
    let errors = checked.errors();
    if errors != wanted {
        failures.push(format!("{name}: expected the errors {wanted:?}, found {errors:?}\n{}", checked.complaints()));
    }
    if let Some(mut wanted) = block.after("finding") {
        let mut found: Vec<String> = checked.findings().into_iter().map(|found| found.rule).collect();
        found.sort_unstable();
        found.dedup();
        wanted.sort_unstable();
        if found != wanted {
            failures
                .push(format!("{name}: expected findings of {wanted:?}, found {found:?}\n{}", checked.complaints()));
        }
    }
}

#[test]
fn each_link_leads_somewhere() {
    let mut failures = Vec::new();
    let pages = files::below("crates/bellwether/diagnostics", ".md");
    for path in documents().into_iter().chain(pages) {
        let text = files::read(&path);
        for (line, target) in markdown::links(&text) {
            let file = target.split('#').next().unwrap_or(target);
            let elsewhere = file.is_empty() || file.contains("://");
            if !elsewhere && !path.parent().is_some_and(|folder| folder.join(file).exists()) {
                failures.push(format!("{}:{line}: leads to `{target}`", files::shown(&path)));
            }
        }
    }
    report("links", &failures);
}

/// The command that the README gives is the one that the continuous integration runs.
#[test]
fn the_readme_and_ci_run_the_same_tests() {
    let command = "cargo test --workspace";
    for name in ["README.md", ".ci/run"] {
        let text = files::read(&files::root().join(name));
        let lines = text.lines().filter(|line| line.trim().trim_start_matches("step ").starts_with("cargo test"));
        assert_eq!(lines.map(|line| line.trim().trim_start_matches("step ")).collect::<Vec<_>>(), [command], "{name}");
    }
}
