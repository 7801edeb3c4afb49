//! Files that other files use.

use super::run::Place;

const POLICY: &str = "policy teams {\n  guarded: every kpi must have a counter\n}\n";
const MODEL: &str = "use \"../policies/*.kpi\"\nteam a {\n  kpi x { indicator leading }\n}\n";

#[test]
fn files_that_are_used_are_read_once_wherever_they_lie() {
    let place =
        Place::new(&[("goals/a.kpi", MODEL), ("goals/b.kpi", &MODEL.replace('x', "y").replace("team a", "team b"))]);
    place.write("policies/teams.kpi", POLICY.as_bytes());
    place.write("policies/notes.txt", b"not this");
    place.write("policies/deeper/more.kpi", b"team {");
    let outcome = place.run(&["check", "goals"]);
    assert_eq!((outcome.status, outcome.count("teams/guarded")), (1, 2), "{}", outcome.out);
    assert!(outcome.out.contains("policies/teams.kpi:2"), "{}", outcome.out);
    // What is given as well is not read again, and the same is said wherever the run begins.
    assert_eq!(place.run(&["check", "goals", "policies/teams.kpi"]).out, outcome.out);
    let mut from_goals = place.command(["check", "."]);
    from_goals.current_dir(place.path("goals"));
    let from_goals = super::run::Outcome::of(&mut from_goals, b"");
    assert!(from_goals.out.contains("../policies/teams.kpi:2"), "{}", from_goals.out);
    assert_eq!(from_goals.count("teams/guarded"), 2);
}

#[test]
fn a_file_is_the_one_that_is_used_under_whatever_name_it_is_given() {
    let model = "use \"../policies/teams.kpi\"\nteam a {\n  kpi x { indicator leading }\n}\n";
    let place = Place::new(&[("goals/a.kpi", model), ("policies/teams.kpi", POLICY)]);
    let (goals, teams) = (place.path("goals/a.kpi"), place.path("policies/teams.kpi"));
    for paths in [["goals/a.kpi".as_ref(), teams.as_os_str()], [goals.as_os_str(), "policies/teams.kpi".as_ref()]] {
        let mut command = place.command(["check", "--as-of", "2026-06-30"]);
        let outcome = super::run::Outcome::of(command.args(paths), b"");
        assert_eq!((outcome.status, outcome.count("no-file-used")), (1, 0), "{}", outcome.out);
        assert_eq!(outcome.count("teams/guarded"), 1, "{}", outcome.out);
    }
}

#[test]
fn what_a_used_file_uses_is_read_too() {
    let place = Place::new(&[
        ("a.kpi", "use \"lib/one.kpi\"\nteam a { kpi x { indicator leading } }\n"),
        ("lib/one.kpi", "use \"deep/**/*.kpi\"\n"),
        ("lib/deep/er/two.kpi", "use \"../../../three.txt\"\n"),
        ("three.txt", POLICY),
    ]);
    let outcome = place.run(&["check", "a.kpi"]);
    assert_eq!((outcome.status, outcome.count("teams/guarded")), (1, 1), "{}", outcome.out);
    assert!(outcome.out.contains("three.txt:2"), "{}", outcome.out);
}

#[test]
fn files_that_are_not_there_are_said_at_the_use() {
    let place = Place::new(&[
        (
            "goals/a.kpi",
            "use \"../policies/*.kpi\"\nuse \"teems.kpi\"\nuse \"../lib\"\nteam a { kpi x { indicator leading } }\n",
        ),
        ("goals/teams.kpi", POLICY),
        ("lib/x.kpi", "team b {}\n"),
    ]);
    let outcome = place.run(&["check", "goals", "lib"]);
    assert_eq!((outcome.status, outcome.count("no-file-used")), (2, 3), "{}", outcome.out);
    for said in
        ["goals/a.kpi:1:6", "goals/a.kpi:2:6", "did you mean the file `goals/teams.kpi`?", "`use \"../lib/*.kpi\"`"]
    {
        assert!(outcome.out.contains(said), "{said}: {}", outcome.out);
    }
    // The rest is checked all the same.
    assert_eq!(outcome.count("teams/guarded"), 1, "{}", outcome.out);
}

#[test]
fn files_that_use_each_other_are_said_with_the_circle() {
    let place = Place::new(&[
        ("a.kpi", "use \"b.kpi\"\nteam a {}\n"),
        ("b.kpi", "use \"lib/c.kpi\"\nuse \"*.kpi\"\n"),
        ("lib/c.kpi", "use \"../a.kpi\"\n"),
        ("self.kpi", "use \"self.kpi\"\n"),
    ]);
    let outcome = place.run(&["check", "a.kpi", "self.kpi"]);
    assert_eq!((outcome.status, outcome.count("use-circle")), (2, 2), "{}", outcome.out);
    assert!(
        outcome.out.contains("the file `a.kpi` uses itself through the file `b.kpi` and the file `lib/c.kpi`"),
        "{}",
        outcome.out
    );
    assert!(outcome.out.contains("the file `self.kpi` uses itself"), "{}", outcome.out);
}

#[cfg(unix)]
#[test]
fn a_used_file_that_cannot_be_read_is_said() {
    let place = Place::new(&[("a.kpi", "use \"gone.kpi\"\nteam a { kpi x { indicator leading } }\n")]);
    std::os::unix::fs::symlink("nothing", place.path("gone.kpi")).expect("a link");
    let outcome = place.run(&["check", "a.kpi"]);
    assert_eq!((outcome.status, outcome.count("unreadable-file")), (2, 1), "{}", outcome.out);
}

/// A file that was read under the name of a link is the one that is used under its own, and the other way round.
#[cfg(unix)]
#[test]
fn a_file_is_the_one_that_is_used_through_links() {
    use std::os::unix::fs::symlink;

    let model = "use \"../policies/teams.kpi\"\nteam a {\n  kpi x { indicator leading }\n}\n";
    let place = Place::new(&[("goals/z.kpi", model), ("policies/teams.kpi", POLICY)]);
    symlink("../policies/teams.kpi", place.path("goals/a.kpi")).expect("a link");
    symlink("teams.kpi", place.path("policies/link.kpi")).expect("a link");
    symlink("policies", place.path("rules")).expect("a link");
    place.write(
        "more/linked.kpi",
        b"use \"../policies/link.kpi\"\nuse \"../rules/teams.kpi\"\nuse \"../rules/l*.kpi\"\n",
    );
    place.write("more/own.kpi", b"use \"../goals/a.kpi\"\nuse \"../policies/t*.kpi\"\n");
    for paths in [
        &["goals"][..],
        &["goals/a.kpi", "goals/z.kpi"],
        &["goals/z.kpi", "more"],
        &["rules", "goals/z.kpi", "more/own.kpi"],
        &["policies/link.kpi", "goals/z.kpi", "more"],
        &["."],
    ] {
        let mut command = place.command(["check", "--as-of", "2026-06-30"]);
        let outcome = super::run::Outcome::of(command.args(paths), b"");
        assert_eq!((outcome.status, outcome.count("no-file-used")), (1, 0), "{paths:?}: {}", outcome.out);
        assert_eq!(outcome.count("teams/guarded"), 1, "{paths:?}: {}", outcome.out);
    }
}
