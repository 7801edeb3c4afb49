//! The cases of `suite/`: see its README for their format.

use bellwether_tests::{case, each, files, report};

#[test]
fn each_case_finds_what_it_says() {
    let cases = files::below("tests/suite", ".kpi");
    assert!(!cases.is_empty(), "there are no cases in tests/suite");
    let failures = each(&cases, |path, failures| case::run(&files::shown(path), &files::read(path), failures));
    report(&format!("{} cases", cases.len()), &failures);
}

#[test]
fn each_folder_of_cases_has_one_beyond_ascii() {
    let cases = files::below("tests/suite", ".kpi");
    let folder = |path: &std::path::Path| path.parent().map(files::shown).unwrap_or_default();
    let mut folders: Vec<String> = cases.iter().map(|path| folder(path)).collect();
    folders.dedup();
    folders.retain(|name| !cases.iter().any(|path| folder(path) == *name && !files::read(path).is_ascii()));
    report("folders without a case beyond ASCII", &folders);
}
