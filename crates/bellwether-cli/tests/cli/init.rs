//! `bellwether init`: what it writes works, and what is there stays.

use super::run::Place;

const FILES: [&str; 5] = [
    "bellwether.toml",
    "goals/growth.kpi",
    "policies/teams.kpi",
    "policies/tests.kpi",
    ".github/workflows/bellwether.yml",
];

#[test]
fn a_start_passes_everything() {
    let place = Place::new(&[]);
    let outcome = place.run(&["init"]);
    assert_eq!((outcome.status, &*outcome.err), (0, ""));
    insta::assert_snapshot!("init", outcome.out);
    let outcome = place.run(&["check", "--as-of", "2026-06-30"]);
    assert_eq!(outcome.status, 0, "{}{}", outcome.out, outcome.err);
    insta::assert_snapshot!("init-check", outcome.out);
    let today = place.run(&["check", "--fail-on", "note"]);
    assert_eq!(today.status, 0, "{}{}", today.out, today.err);
    assert!(!today.out.contains("met nobody"), "{}", today.out);
    let outcome = place.run(&["test", "--require-coverage"]);
    assert_eq!(outcome.status, 0, "{}{}", outcome.out, outcome.err);
    let mutated = place.run(&["test", "--mutate"]);
    assert!(mutated.out.contains("mutation: 18 of 18 changes of rules noticed"), "{}", mutated.out);
    let outcome = place.run(&["fmt", "--check"]);
    assert_eq!((outcome.status, &*outcome.out), (0, ""));
    let workflow = std::fs::read_to_string(place.path(FILES[4])).expect("the workflow is there");
    assert!(workflow.contains(&format!("--version {} ", env!("CARGO_PKG_VERSION"))), "{workflow}");
}

#[test]
fn the_rules_of_a_start_can_be_broken() {
    let place = Place::new(&[]);
    assert_eq!(place.run(&["init"]).status, 0);
    place.write("goals/more.kpi", b"team sales { kpi renewals { indicator lagging } }\n");
    let outcome = place.run(&["check"]);
    assert_eq!(outcome.status, 1, "{}", outcome.out);
    assert_eq!((outcome.count("teams/leading"), outcome.count("teams/guarded")), (1, 1), "{}", outcome.out);
}

#[test]
fn a_directory_is_made() {
    let place = Place::new(&[]);
    let outcome = place.run(&["init", "metrics/goals"]);
    assert_eq!(outcome.status, 0, "{}", outcome.err);
    insta::assert_snapshot!("init-directory", outcome.out);
    for name in FILES {
        assert!(place.path("metrics/goals").join(name).is_file(), "{name}");
    }
}

#[test]
fn what_is_there_stays() {
    let place = Place::new(&[("policies/teams.kpi", "policy teams {}\n"), ("bellwether.toml", "")]);
    let outcome = place.run(&["init"]);
    assert_eq!((outcome.status, &*outcome.out), (2, ""));
    insta::assert_snapshot!("init-there", outcome.err);
    assert!(!place.path("goals").exists() && !place.path(".github").exists());
    assert_eq!(std::fs::read_to_string(place.path("policies/teams.kpi")).expect("it is there"), "policy teams {}\n");
}

#[test]
fn a_file_in_the_place_of_a_directory_is_said() {
    let place = Place::new(&[("goals", "no directory")]);
    let outcome = place.run(&["init"]);
    assert_eq!((outcome.status, &*outcome.out), (2, ""));
    assert!(outcome.err.starts_with("error: `goals/growth.kpi` cannot be written: "), "{}", outcome.err);
    assert!(outcome.err.contains("wrote bellwether.toml"), "{}", outcome.err);
    assert_eq!(place.run(&["init", "goals"]).status, 2);
}
