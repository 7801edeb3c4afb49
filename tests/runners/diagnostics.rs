//! The pages of the diagnostics: each slug has one, and its examples are as it says.

use std::collections::BTreeSet;

use bellwether_tests::check::check_text;
use bellwether_tests::{each, files, markdown, report};

/// The diagnostics of files and of settings, which are not about texts in the language; tests of their own give rise to them.
const OF_FILES: [&str; 13] = [
    "bad-baseline-line",
    "bad-setting",
    "bad-toml",
    "baseline-line-twice",
    "empty-file",
    "link-loop",
    "missing-path",
    "no-kpi-files",
    "not-utf-8",
    "too-many-files",
    "outside-project",
    "unknown-setting",
    "unreadable-file",
];

/// A text too long or too odd to be printed; its page has a block `kpi generated` instead. `None` if no such slug is known.
fn generated(slug: &str) -> Option<String> {
    Some(match slug {
        "nul-byte" => "kpi a \"one\0two\"\n".to_owned(),
        "source-too-large" => format!("{}policy p {{}}\n", "# more\n".repeat(16 * 1024 * 1024 / 7 + 1)),
        "chain-too-long" => format!(
            "policy p {{ r: every kpi where {}it is leading must be set }}\n",
            "it is leading or ".repeat(10_000)
        ),
        "too-deep" => format!(
            "policy p {{ r: every kpi where {}it is leading{} must be leading }}\n",
            "(".repeat(65),
            ")".repeat(65)
        ),
        "kinds-too-deep" => {
            let below: String = (1..65).map(|at| format!("kind k{at} is a k{}\n", at - 1)).collect();
            format!("kind k0\n{below}")
        }
        "vocabulary-too-large" => {
            let attributes: String = (0..1000).map(|at| format!("  a{at} text\n")).collect();
            let kinds: String = (0..100).map(|at| format!("kind k{at} is a base\n")).collect();
            format!("kind base {{\n{attributes}}}\n{kinds}")
        }
        "too-many-waived" => {
            let rules: String = (0..1000).map(|at| format!("  r{at}: every kpi must have a counter\n")).collect();
            let waiver = "waive p/* for kpi a until 2026-12-31 because \"x\" by b\n".repeat(1001);
            format!("policy p {{\n{rules}}}\nkpi a {{ counters a }}\n{waiver}")
        }
        _ => return None,
    })
}

/// No text gives rise to these here: two stand for a mistake of the parser's or the formatter's own, and what an evaluation that
/// stops tells is in no report of the library (the runner `limits` has it).
const NEVER_GIVEN: [&str; 3] = ["evaluation-limit", "layout-changed", "unreadable"];

/// Findings about waivers: their rule has no policy, so `explain` has a page for it.
const FINDINGS: [&str; 3] = ["ended-waiver", "ending-waiver", "idle-waiver"];

#[test]
fn each_diagnostic_has_a_page() {
    let mut slugs: BTreeSet<&str> = bellwether::all_codes().iter().map(|code| code.0).collect();
    slugs.extend(OF_FILES);
    slugs.extend(FINDINGS);
    let pages: BTreeSet<String> =
        files::below("crates/bellwether/diagnostics", ".md").iter().map(|path| slug(path)).collect();
    let mut failures: Vec<String> =
        slugs.iter().filter(|slug| !pages.contains(**slug)).map(|slug| format!("`{slug}` has no page")).collect();
    let stray = pages.iter().filter(|page| !slugs.contains(&***page));
    failures.extend(stray.map(|page| format!("the page {page}.md is of no diagnostic that `all_codes` gives")));
    failures.extend(
        in_code()
            .difference(&slugs.iter().map(ToString::to_string).collect())
            .map(|slug| format!("`Code(\"{slug}\")` stands in the code, and `all_codes` does not give it")),
    );
    report("diagnostics or pages", &failures);
    assert!(slugs.len() >= 40, "there are {} diagnostics", slugs.len());
}

#[test]
fn each_page_is_as_it_says() {
    let pages = files::below("crates/bellwether/diagnostics", ".md");
    let failures = each(&pages, |path, failures| page(&slug(path), &files::shown(path), &files::read(path), failures));
    report(&format!("{} pages", pages.len()), &failures);
}

fn page(slug: &str, name: &str, text: &str, failures: &mut Vec<String>) {
    // Names the page when a text stops the test.
    println!("{name}");
    if text.lines().next() != Some(&*format!("# {slug}")) {
        failures.push(format!("{name}: begins with `# {slug}`"));
    }
    if OF_FILES.contains(&slug) {
        return;
    }
    let blocks = markdown::blocks(text);
    let under =
        |heading: &str| blocks.iter().filter(|block| block.is_kpi() && block.heading == heading).collect::<Vec<_>>();
    let (wrong, right) = (under("Wrong"), under("Right"));
    for (heading, found) in [("Wrong", &wrong), ("Right", &right)] {
        if found.is_empty() {
            failures.push(format!("{name}: has no block in the language under `## {heading}`"));
        }
    }
    for block in wrong {
        let made = if block.says("generated") { generated(slug) } else { Some(block.text.clone()) };
        let Some(made) = made else {
            if !NEVER_GIVEN.contains(&slug) {
                failures.push(format!("{name}:{}: nothing is known that gives rise to `{slug}`", block.line));
            }
            continue;
        };
        let checked = check_text(&made);
        if FINDINGS.contains(&slug) {
            let found = checked.findings();
            if !found.iter().any(|found| found.rule == slug) || !checked.diagnostics().is_empty() {
                failures.push(format!("{name}:{}: does not give `{slug}`\n{}", block.line, checked.text()));
            }
            continue;
        }
        let said = checked.diagnostics();
        if !said.iter().any(|said| said.slug == slug) {
            failures.push(format!("{name}:{}: does not give `{slug}`\n{}", block.line, checked.complaints()));
        }
        let also = block.after("also").unwrap_or_default();
        let strays: BTreeSet<&str> =
            said.iter().map(|said| &*said.slug).filter(|found| *found != slug && !also.contains(found)).collect();
        if !strays.is_empty() {
            failures.push(format!("{name}:{}: gives {strays:?} too\n{}", block.line, checked.complaints()));
        }
    }
    for block in right {
        let checked = check_text(&block.text);
        if !checked.errors().is_empty()
            || checked.diagnostics().iter().any(|said| said.slug == slug)
            || checked.findings().iter().any(|found| found.rule == slug)
        {
            failures.push(format!("{name}:{}: is not right\n{}", block.line, checked.complaints()));
        }
    }
}

/// The slugs that stand in the code as `Code("…")`.
fn in_code() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files::below("crates", ".rs") {
        let name = files::shown(&path);
        if !name.contains("/src/") || name.contains("/tests") {
            continue;
        }
        let text = files::read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap_or(&text);
        found.extend(code.split("Code(\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    found
}

fn slug(path: &std::path::Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}
