//! `bellwether.toml`: where it is found, what it sets, and what is said of one that is wrong.

use super::run::Place;

const POLICIES: &str = "policy teams { leading: team KPIs should be leading }\n";
const GOALS: &str = "team success { kpi retention { indicator lagging } }\n";

/// A project whose settings say where its files are.
fn project(settings: &str) -> Place {
    Place::new(&[
        ("bellwether.toml", settings),
        ("policies/teams.kpi", POLICIES),
        ("goals/success.kpi", GOALS),
        ("drafts/broken.kpi", "team {\n"),
    ])
}

const SETTINGS: &str = "paths = ['policies', 'goals']\nfail-on = 'warning'\nas-of = 2026-06-30\n";

#[test]
fn the_settings_say_what_is_checked() {
    let place = project(SETTINGS);
    let outcome = place.run(&["check"]);
    insta::assert_snapshot!(format!("{}{}[exit status {}]", outcome.out, outcome.err, outcome.status));
}

#[test]
fn the_command_line_wins() {
    let place = project(SETTINGS);
    let outcome = place.run(&["check", "goals", "--as-of", "2027-01-01", "--fail-on", "never"]);
    assert_eq!(outcome.status, 0, "{}", outcome.out);
    assert!(outcome.out.contains("0 rules as of 2027-01-01"), "{}", outcome.out);
    assert_eq!(place.run(&["check", "--fail-on", "error"]).status, 0);
    assert_eq!(place.run(&["check", "--no-config"]).status, 2);
}

#[test]
fn the_settings_are_found_from_a_directory_below() {
    let place = project(SETTINGS);
    let mut command = place.command(["check"]);
    let outcome = super::run::Outcome::of(command.current_dir(place.path("goals")), b"");
    insta::assert_snapshot!(format!("{}{}[exit status {}]", outcome.out, outcome.err, outcome.status));
    // A repo of its own below has settings of its own, or none.
    std::fs::create_dir(place.path("goals/.git")).expect("a directory is made");
    let mut command = place.command(["check", "--as-of", "2026-06-30"]);
    let outcome = super::run::Outcome::of(command.current_dir(place.path("goals")), b"");
    assert!(outcome.out.contains("0 rules"), "{}", outcome.out);
}

#[test]
fn settings_without_paths_are_for_all_that_is_beside_them() {
    let place =
        Place::new(&[("a/bellwether.toml", "as-of = 2026-06-30\n"), ("a/p.kpi", POLICIES), ("a/b/m.kpi", GOALS)]);
    let mut command = place.command(["check", "--format", "json"]);
    let outcome = super::run::Outcome::of(command.current_dir(place.path("a/b")), b"");
    assert!(outcome.out.contains("\"file\": \"../p.kpi\""), "{}", outcome.out);
    let named = place.run(&["check", "--config", "a/bellwether.toml"]);
    assert!(named.out.contains("a/p.kpi:1"), "{}", named.out);
}

#[test]
fn uses_stand_in_the_settings() {
    let place = project(&format!("{SETTINGS}uses = ['teams/leading as must']\n"));
    let outcome = place.run(&["check"]);
    insta::assert_snapshot!(format!("{}[exit status {}]", outcome.out, outcome.status));
    let place = project(&format!("{SETTINGS}uses = ['team/leading as must', 'teams/', 'teams as shuold']\n"));
    let outcome = place.run(&["check"]);
    insta::assert_snapshot!(format!("{}[exit status {}]", outcome.out, outcome.status));
}

#[test]
fn mistakes_in_the_settings_hide_nothing() {
    let place = project("path = ['goals']\nfail-on = 3\nas-of = 2026-06-30\n");
    let outcome = place.run(&["check", "goals", "policies"]);
    insta::assert_snapshot!(format!("{}[exit status {}]", outcome.out, outcome.status));
    let outcome = place.run(&["check", "--config", "other.toml"]);
    insta::assert_snapshot!(format!("{}{}[exit status {}]", outcome.out, outcome.err, outcome.status));
    place.write("bellwether.toml", b"fail-on = '\xff'\n");
    let outcome = place.run(&["check"]);
    insta::assert_snapshot!(format!("{}{}[exit status {}]", outcome.out, outcome.err, outcome.status));
}

#[test]
fn a_mistake_in_the_settings_lays_nothing_out() {
    let untidy = "kpi   a\n";
    for settings in ["path = [\"g\"]\n", "paths = \"g\"\n", "paths = g\n", "paths = [\"\"]\n", "uses = [\"zz\n"] {
        let place = Place::new(&[("bellwether.toml", settings), ("a.kpi", untidy)]);
        let outcome = place.run(&["fmt"]);
        assert_eq!((outcome.status, outcome.out.as_str()), (2, ""), "{settings}");
        assert!(outcome.err.contains("bellwether.toml:1:"), "{}", outcome.err);
        assert_eq!(std::fs::read_to_string(place.path("a.kpi")).ok().as_deref(), Some(untidy));
        // Whoever names a file is told as well, and has it.
        let outcome = place.run(&["fmt", "a.kpi"]);
        assert_eq!((outcome.status, outcome.out.as_str()), (2, "laid out: a.kpi\n"), "{settings}");
    }
}

#[cfg(unix)]
#[test]
fn settings_that_a_link_leads_away_from_are_not_passed_over() {
    let place = Place::new(&[("a.kpi", "kpi a\n")]);
    std::os::unix::fs::symlink("conf/shared.toml", place.path("bellwether.toml")).expect("a link");
    for verb in ["check", "fmt", "rules"] {
        let outcome = place.run(&[verb]);
        assert_eq!((outcome.status, outcome.out.as_str()), (2, ""), "{verb}");
        assert!(outcome.err.contains("`bellwether.toml`"), "{}", outcome.err);
    }
}

#[test]
fn settings_do_not_name_standard_input() {
    let place = Place::new(&[("bellwether.toml", "paths = [\"-\"]\n")]);
    let outcome = place.run(&["check"]);
    assert_eq!((outcome.status, outcome.count("missing-path")), (2, 1), "{}", outcome.out);
}
