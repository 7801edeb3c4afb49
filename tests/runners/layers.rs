//! The arrows between packages and modules run one way: the picture of ARCHITECTURE.md, held against the manifests and
//! the paths that the sources name.

use std::collections::BTreeSet;

use bellwether_tests::imports::paths;
use bellwether_tests::{files, report};

/// Each package of the libraries, and the packages of the workspace and the parsers that it may name.
const PACKAGES: &[(&str, &str, &[&str])] = &[
    ("bellwether-grammar", "grammar", &["pest", "pest_derive"]),
    ("bellwether-syntax", "crates/bellwether-syntax", &["bellwether-grammar", "pest"]),
    ("bellwether", "crates/bellwether", &["bellwether-syntax"]),
    ("bellwether-config", "crates/bellwether-config", &["bellwether"]),
    ("bellwether-cli", "crates/bellwether-cli", &["bellwether", "bellwether-config"]),
    // What the engine is held against shares the syntax tree with it, and nothing else.
    ("bellwether-reference", "tests/reference", &["bellwether-syntax"]),
    // What projects are drawn from is the vocabulary as it is written; the engine is not known there.
    ("bellwether-generate", "tests/generate", &["bellwether-syntax"]),
];

/// Each module of the library `bellwether`, and the modules that it may name. Every module may name itself and `ids`.
const MODULES: &[(&str, &[&str])] = &[
    ("ids", &[]),
    ("near", &[]),
    ("packs", &[]),
    // What walks over conditions asks for stack first.
    ("stack", &[]),
    ("uses", &["near"]),
    ("value", &[]),
    ("vocabulary", &["near", "value"]),
    ("program", &["value", "vocabulary"]),
    ("check", &["near", "program", "value", "vocabulary"]),
    ("paraphrase", &["near", "program", "stack", "value", "vocabulary"]),
    ("model", &["near", "stack", "value", "vocabulary"]),
    ("plan", &["model", "program", "value", "vocabulary"]),
    // A report says which version of the language it was made with.
    ("report", &["LANGUAGE_VERSION", "value"]),
    ("evaluate", &["model", "plan", "program", "report", "stack", "value", "vocabulary"]),
    ("explain", &["near"]),
    ("baseline", &["report"]),
    ("gaps", &["model", "program", "report", "stack", "vocabulary"]),
    ("mend", &["evaluate", "model", "program", "stack", "value", "vocabulary"]),
    ("why", &["evaluate", "mend", "program", "report", "stack", "value"]),
    ("testing", &["check", "evaluate", "model", "near", "plan", "program", "report", "value", "vocabulary"]),
    (
        "face",
        &[
            "baseline",
            "check",
            "evaluate",
            "model",
            "packs",
            "plan",
            "program",
            "report",
            "stack",
            "testing",
            "uses",
            "value",
            "vocabulary",
        ],
    ),
    (
        "lib",
        &[
            "baseline",
            "check",
            "evaluate",
            "explain",
            "face",
            "gaps",
            "mend",
            "model",
            "near",
            "packs",
            "paraphrase",
            "plan",
            "program",
            "report",
            "testing",
            "uses",
            "value",
            "vocabulary",
            "why",
        ],
    ),
];

/// Each module of the library `bellwether`, and what it may name of `bellwether_syntax` beside `Span` and `SourceId`.
const SYNTAX_SEEN: &[(&str, &[&str])] = &[
    ("ids", &[]),
    ("near", &[]),
    ("packs", &[]),
    ("stack", &["with_stack"]),
    // What a text asks for is looked up before it is parsed with all others.
    ("uses", &["Limits", "diagnostic", "parse_with", "source", "tree"]),
    // The forms of literals.
    ("value", &["tree"]),
    ("vocabulary", &["diagnostic", "source", "tree"]),
    ("program", &["diagnostic"]),
    ("check", &["diagnostic", "source", "tree"]),
    ("paraphrase", &["diagnostic", "source", "tree"]),
    // Values that a program gives as text are read as if they stood in a file.
    ("model", &["Parse", "diagnostic", "parse", "source", "tree"]),
    ("plan", &["diagnostic"]),
    // The digests read trees.
    ("report", &["CONTINUATIONS", "diagnostic", "source", "tree"]),
    ("evaluate", &["diagnostic", "source"]),
    ("explain", &[]),
    ("baseline", &["diagnostic", "source"]),
    ("gaps", &[]),
    ("testing", &["diagnostic", "source", "tree"]),
    ("mend", &["source", "tree"]),
    ("why", &["source"]),
    ("face", &["Limits", "PARSE_CODES", "Parse", "diagnostic", "parse", "parse_use", "parse_with", "source", "tree"]),
    ("lib", &["FormatError", "FormatOptions", "Limits", "diagnostic", "format", "source", "tree"]),
];

/// Each module of the library `bellwether_syntax`, and the modules that it may name.
const SYNTAX_MODULES: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostic", &["source"]),
    ("codes", &["diagnostic"]),
    ("limits", &[]),
    ("stack", &[]),
    ("tree", &["source"]),
    ("outline", &["codes", "diagnostic", "limits", "source"]),
    ("parse", &["codes", "diagnostic", "limits", "outline", "source", "stack", "tree"]),
    // It reads what it has written, and compares the trees.
    ("format", &["codes", "diagnostic", "limits", "outline", "read", "source", "tree"]),
    ("lib", &["codes", "diagnostic", "format", "limits", "outline", "parse", "source", "stack", "tree"]),
];

#[test]
fn manifests_name_only_what_lies_before() {
    let mut failures = Vec::new();
    for (package, folder, allowed) in PACKAGES {
        let text = files::read(&files::root().join(folder).join("Cargo.toml"));
        for dependency in dependencies(&text) {
            let guarded = dependency.starts_with("bellwether") || dependency.starts_with("pest");
            if guarded && !allowed.contains(&dependency.as_str()) {
                failures.push(format!("`{package}` depends on `{dependency}`"));
            }
        }
    }
    report("dependencies", &failures);
}

#[test]
fn modules_name_only_what_lies_before() {
    let mut failures = Vec::new();
    each_path("crates/bellwether/src", &["crate"], |module, path, place| {
        let allowed = MODULES.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            return failures.push(format!("{place}: the module `{module}` is not in the picture"));
        };
        if path != module && path != "ids" && !allowed.contains(&path) {
            failures.push(format!("{place}: `{module}` names `{path}`"));
        }
    });
    each_path("crates/bellwether/src", &["bellwether_syntax"], |module, path, place| {
        let allowed = SYNTAX_SEEN.iter().find(|(name, _)| *name == module).map_or(&[][..], |(_, allowed)| *allowed);
        if !["SourceId", "Span"].contains(&path) && !allowed.contains(&path) {
            failures.push(format!("{place}: `{module}` names `bellwether_syntax::{path}`"));
        }
    });
    each_path("crates/bellwether-syntax/src", &["crate"], |module, path, place| {
        let allowed = SYNTAX_MODULES.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed);
        // What the crate hands on at its root: `crate::Span`, `crate::Parse`.
        let handed_on = path.starts_with(char::is_uppercase);
        if path != module && !handed_on && !allowed.is_some_and(|allowed| allowed.contains(&path)) {
            failures.push(format!("{place}: `{module}` names `{path}`"));
        }
    });
    report("paths", &failures);
}

#[test]
fn the_renderer_knows_no_model_and_the_engine_no_renderer() {
    let mut failures = Vec::new();
    for path in files::below("crates/bellwether/src", ".rs") {
        let name = files::shown(&path);
        let text = files::read(&path);
        for (line, named) in paths(&text, &["annotate_snippets", "serde_json", "super"]) {
            let drawing = named.starts_with("annotate_snippets") && !name.contains("/report/text/");
            let writing = named.starts_with("serde_json") && (name.contains("/evaluate/") || name.contains("/plan/"));
            if drawing || writing {
                failures.push(format!("{name}:{line}: names `{named}`"));
            }
        }
    }
    report("paths", &failures);
}

#[test]
fn only_the_parser_sees_pest() {
    let mut failures = Vec::new();
    for path in files::below("crates", ".rs") {
        let name = files::shown(&path);
        let seen = paths(&files::read(&path), &["pest", "bellwether_grammar"]);
        if !name.starts_with("crates/bellwether-syntax/src/parse/") && !name.contains("/tests/") {
            failures.extend(seen.iter().map(|(line, path)| format!("{name}:{line}: names `{path}`")));
        }
    }
    report("paths", &failures);
}

#[test]
fn every_package_forbids_unsafe_code() {
    let root = files::read(&files::root().join("Cargo.toml"));
    assert!(forbids(&root, "[workspace.lints.rust]"), "the workspace does not forbid unsafe code");
    let mut failures = Vec::new();
    let manifests = files::below(".", "Cargo.toml");
    assert!(manifests.len() >= 10, "{manifests:?}");
    for path in manifests.iter().filter(|path| path.parent() != Some(&files::root())) {
        let text = files::read(path);
        let by_workspace = text.split("\n[lints]\n").nth(1).is_some_and(|lints| lints.starts_with("workspace = true"));
        if !by_workspace && !forbids(&text, "[lints.rust]") {
            failures.push(format!("{}: does not forbid unsafe code", files::shown(path)));
        }
    }
    // No manifest speaks of code that is allowed elsewhere: `forbid` cannot be taken back.
    report("packages", &failures);
}

/// Whether a manifest forbids unsafe code under a heading.
fn forbids(manifest: &str, heading: &str) -> bool {
    let table = manifest.split(&format!("\n{heading}\n")).nth(1).unwrap_or_default();
    table.lines().take_while(|line| !line.starts_with('[')).any(|line| line == "unsafe_code = \"forbid\"")
}

#[test]
fn files_stay_small() {
    let mut failures = Vec::new();
    for path in files::below("crates", ".rs").iter().chain(&files::below("grammar", ".rs")) {
        let lines = files::read(path).lines().count();
        if lines > 600 {
            failures.push(format!("{}: {lines} lines; look for the seam", files::shown(path)));
        }
    }
    report("files", &failures);
}

/// Gives each path of the sources below a folder that begins with a root: the top module it stands in, the first part of
/// the path after the root, and its place.
fn each_path(folder: &str, roots: &[&str], mut see: impl FnMut(&str, &str, &str)) {
    for path in files::below(folder, ".rs") {
        let name = files::shown(&path);
        let inner = name.strip_prefix(folder).unwrap_or(&name).trim_start_matches('/');
        if inner.contains("/tests/") || inner.ends_with("/tests.rs") {
            continue;
        }
        let module = inner.split(['/', '.']).next().unwrap_or(inner);
        for (line, named) in paths(&files::read(&path), roots) {
            let first = named.split("::").nth(1).unwrap_or_default();
            if !first.is_empty() {
                see(module, first, &format!("{name}:{line}"));
            }
        }
    }
}

/// The names of the dependencies in a manifest, those for tests left out.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim_end().ends_with("dependencies]") && !line.contains("dev-");
        } else if inside && let Some((name, _)) = line.split_once(['=', '.']) {
            found.insert(name.trim().trim_matches('"').to_owned());
        }
    }
    found.remove("#");
    found
}
