//! `bellwether baseline`, and what a baseline does to a check.

use std::fmt::Write as _;

use super::run::{Outcome, Place};

const GOALS: &str = "\
team success {
  kpi retention { indicator lagging }
  kpi onboarding { indicator leading }
}
policy teams {
  leading: team KPIs must be leading and have a counter
  aimed: every kpi could have a target
}
";

fn place() -> Place {
    Place::new(&[("goals.kpi", GOALS)])
}

fn run(place: &Place, arguments: &[&str]) -> Outcome {
    place.run(&[arguments, &["--as-of", "2026-06-30"]].concat())
}

/// What a run printed and how it ended.
fn told(outcome: &Outcome) -> String {
    format!("{}{}[exit status {}]\n", outcome.out, outcome.err, outcome.status)
}

fn read(place: &Place) -> String {
    std::fs::read_to_string(place.path("bellwether.baseline")).expect("the baseline is there")
}

const CHECK: &[&str] = &["check", "--baseline", "bellwether.baseline"];

#[test]
fn what_is_accepted_fails_nothing_and_what_is_new_does() {
    let place = place();
    let mut story = String::new();
    let mut step = |arguments: &[&str]| {
        let outcome = run(&place, arguments);
        let _ = writeln!(story, "$ bellwether {}\n{}", arguments.join(" "), told(&outcome));
        outcome.status
    };
    assert_eq!(step(CHECK), 2);
    assert_eq!(step(&["baseline"]), 0);
    assert_eq!(step(&["baseline"]), 0);
    assert_eq!(step(CHECK), 0);
    assert_eq!(step(&["check", "--baseline", "bellwether.baseline", "--fail-on", "note"]), 0);
    // A part is mended, and another KPI comes.
    let goals = GOALS
        .replace("lagging", "leading")
        .replace("team success {", "team success {\n  kpi seats { indicator lagging }");
    place.write("goals.kpi", goals.as_bytes());
    assert_eq!(step(CHECK), 1);
    assert_eq!(step(&["check", "--baseline", "bellwether.baseline", "--rule", "teams/aimed"]), 0);
    let before = read(&place);
    assert_eq!(step(&["baseline", "--only-shrink"]), 1);
    assert_eq!(step(&["baseline", "--only-shrink", "--prune"]), 1);
    assert_eq!(read(&place), before);
    assert_eq!(step(&["baseline", "--prune"]), 0);
    assert_eq!(step(&["baseline", "--prune"]), 0);
    assert_eq!(step(&["baseline"]), 0);
    assert_eq!(step(&["baseline", "--only-shrink"]), 0);
    insta::assert_snapshot!("baseline-story", format!("{story}{}", read(&place)));
}

#[test]
fn a_broken_line_is_told_and_the_others_count() {
    let place = place();
    run(&place, &["baseline"]);
    let broken = format!("{}<<<<<<< HEAD\n", read(&place));
    place.write("bellwether.baseline", broken.as_bytes());
    let checked = run(&place, &[CHECK, &["-q"]].concat());
    assert_eq!((checked.status, checked.count("teams/leading")), (2, 0), "{}", checked.out);
    let pruned = run(&place, &["baseline", "--prune"]);
    assert_eq!(pruned.status, 2);
    assert_eq!(read(&place), broken);
    insta::assert_snapshot!("baseline-broken", format!("{}{}", told(&checked), told(&pruned)));
}

#[test]
fn nothing_is_written_where_something_is_wrong() {
    let place = place();
    place.write("more.kpi", b"policy p { r: every kpi must have a cuonter }\n");
    let outcome = run(&place, &["baseline"]);
    assert_eq!((outcome.status, outcome.count("unknown-attribute")), (2, 1), "{}", outcome.out);
    assert!(!place.path("bellwether.baseline").exists());
    insta::assert_snapshot!("baseline-mistakes", outcome.err);
    let none = run(&self::place(), &["baseline", "--prune"]);
    insta::assert_snapshot!("baseline-none", told(&none));
}

#[test]
fn a_comment_stays_and_a_merge_of_two_is_read() {
    let place = place();
    run(&place, &["baseline"]);
    let text = read(&place);
    let last = text.lines().last().expect("a line");
    place.write("bellwether.baseline", format!("{text}{last}\n# Agreed on in April.\n").as_bytes());
    let checked = run(&place, CHECK);
    assert_eq!((checked.status, checked.count("baseline-line-twice")), (0, 1), "{}", checked.out);
    assert_eq!(run(&place, &["baseline", "--prune"]).status, 0);
    assert_eq!(read(&place), format!("{text}# Agreed on in April.\n"));
}

#[test]
fn the_json_says_what_is_accepted_and_what_is_gone() {
    let schema = include_str!("../../../../docs/report.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("the schema can be used");
    let place = place();
    run(&place, &["baseline"]);
    place.write("goals.kpi", GOALS.replace("lagging", "leading").as_bytes());
    let outcome = run(&place, &[CHECK, &["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&outcome.out).expect("the report is JSON");
    let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let number = |pointer: &str| report.pointer(pointer).and_then(serde_json::Value::as_u64);
    assert_eq!((number("/summary/baselined"), number("/summary/gone")), (Some(4), Some(1)));
    assert_eq!(report.pointer("/findings/0/parts/0/baselined"), Some(&true.into()));
}

#[test]
fn the_settings_name_the_file() {
    let place = place();
    place.write("bellwether.toml", b"baseline = 'accepted.baseline'\n");
    assert_eq!(run(&place, &["baseline"]).status, 0);
    assert!(place.path("accepted.baseline").exists() && !place.path("bellwether.baseline").exists());
    assert_eq!(run(&place, &["check"]).status, 0);
}

#[cfg(unix)]
#[test]
fn a_link_and_its_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = place();
    place.write("shared/accepted", b"# Ours.\n");
    let file = place.path("shared/accepted");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("it is ours");
    std::os::unix::fs::symlink("shared/accepted", place.path("bellwether.baseline")).expect("a link");
    assert_eq!(run(&place, &["baseline"]).status, 0);
    let link = std::fs::symlink_metadata(place.path("bellwether.baseline")).expect("it is there");
    let mode = std::fs::metadata(&file).expect("it is there").permissions().mode();
    assert_eq!((link.is_symlink(), mode & 0o777), (true, 0o640));
    assert!(read(&place).starts_with("# Ours.\n"));
    assert_eq!(std::fs::read_dir(place.path("shared")).expect("a folder").count(), 1);
}

#[test]
fn a_check_may_accept_nothing_whatever_the_settings_say() {
    let place = place();
    place.write("bellwether.toml", b"baseline = \"bellwether.baseline\"\n");
    assert_eq!(run(&place, &["baseline"]).status, 0);
    assert_eq!(run(&place, &["check"]).status, 0);
    let checked = run(&place, &["check", "--no-baseline"]);
    assert_eq!(checked.status, 1, "{}", checked.out);
    let both = run(&place, &["check", "--no-baseline", "--baseline", "bellwether.baseline"]);
    assert_eq!(both.status, 2, "{}", both.err);
}
