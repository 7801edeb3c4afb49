//! Exit statuses by what was found, and the options that narrow a check.

use super::run::Place;

const GOALS: &str = "\
team success {
  kpi retention { indicator lagging }
  kpi onboarding { indicator leading; counters retention }
}
";
const TEAMS: &str = "\
policy teams {
  leading: team KPIs must be leading
  guarded: every kpi should have a counter
  aimed: every kpi could have a target
}
policy other { leading: every goal must have a kpi }
";

fn place() -> Place {
    Place::new(&[("goals.kpi", GOALS), ("teams.kpi", TEAMS)])
}

fn status(arguments: &[&str]) -> i32 {
    let outcome = place().run(&[&["check", "--as-of", "2026-06-30"], arguments].concat());
    assert_eq!(outcome.err, "", "{arguments:?}");
    outcome.status
}

#[test]
fn the_fail_level_decides_the_status() {
    assert_eq!(status(&[]), 1);
    assert_eq!(status(&["--fail-on", "never"]), 0);
    assert_eq!(status(&["--rule", "teams/guarded"]), 0);
    assert_eq!(status(&["--rule", "teams/guarded", "--fail-on", "warning"]), 1);
    assert_eq!(status(&["--rule", "teams/aimed", "--fail-on", "warning"]), 0);
    assert_eq!(status(&["--rule", "teams/aimed", "--fail-on", "note"]), 1);
}

#[test]
fn a_mistake_wins_over_findings_and_hides_none() {
    let place = place();
    place.write("mistake.kpi", b"policy wrong { a: every kpi must have a cuonter }\n");
    let outcome = place.run(&["check", "--fail-on", "never"]);
    assert_eq!(outcome.status, 2);
    assert_eq!(outcome.count("unknown-attribute"), 1, "{}", outcome.out);
    assert_eq!(outcome.count("teams/leading"), 1, "{}", outcome.out);
}

#[test]
fn rules_are_chosen_by_name() {
    let place = place();
    let counts = |arguments: &[&str]| {
        let outcome = place.run(&[&["check"], arguments].concat());
        ["teams/leading", "teams/guarded", "teams/aimed"].map(|rule| outcome.count(rule))
    };
    assert_eq!(counts(&[]), [1, 1, 2]);
    assert_eq!(counts(&["--rule", "teams/leading"]), [1, 0, 0]);
    assert_eq!(counts(&["--rule", "teams/leading", "--rule", "teams/aimed"]), [1, 0, 2]);
    assert_eq!(counts(&["--rule", "teams/*"]), [1, 1, 2]);
    assert_eq!(counts(&["--rule", "other/*"]), [0, 0, 0]);
}

#[test]
fn a_rule_that_is_not_there_is_wrong_usage() {
    let place = place();
    for (name, help) in [
        ("teams/leadin", "there is `teams/leading`, `teams/guarded`, `teams/aimed`"),
        ("team/guarded", "there is `teams/guarded`"),
        ("nothing/*", "there is `other/leading`, `teams/leading`, "),
    ] {
        let outcome = place.run(&["check", "--rule", name]);
        assert_eq!((outcome.status, outcome.out.as_str()), (2, ""), "{name}");
        assert!(outcome.err.contains(&format!("there is no rule `{name}`")), "{}", outcome.err);
        assert!(outcome.err.contains(help), "{}", outcome.err);
    }
}

#[test]
fn findings_are_chosen_by_subject() {
    let place = place();
    let of = |subject: &str| {
        let outcome = place.run(&["check", "--subject", subject]);
        (outcome.status, outcome.count("teams/leading"), outcome.count("teams/aimed"))
    };
    assert_eq!(of("kpi retention"), (1, 1, 1));
    assert_eq!(of("KPI `retention`"), (1, 1, 1));
    assert_eq!(of("metric retention"), (1, 1, 1));
    assert_eq!(of("kpi onboarding"), (0, 0, 1));
    assert_eq!(of("model"), (0, 0, 0));
}

#[test]
fn a_subject_is_named_as_findings_name_it() {
    let text = "policy x { a: every share must have an audience\n b: every kpi must have a lag }\n\
                goal g { share { on 2026-01-01 } }\nkpi `b c`\nkpi d\n";
    let place = Place::new(&[("a.kpi", text)]);
    for (subject, rule) in [("share 1 of goal g", "x/a"), ("kpi b c", "x/b"), ("kpi `b c`", "x/b")] {
        let outcome = place.run(&["check", "--as-of", "2026-06-30", "--subject", subject]);
        assert_eq!(outcome.status, 1, "{subject}");
        assert_eq!(outcome.out.matches("error[").count(), 1, "{subject}");
        assert!(outcome.out.contains(&format!("error[{rule}]")), "{subject}");
    }
    let outcome = place.run(&["check", "--subject", "kpi"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.err.contains("an element is named with its kind and its id"), "{}", outcome.err);
}

#[test]
fn a_subject_that_is_not_there_is_wrong_usage() {
    let place = place();
    for (subject, message) in
        [("kpi retension", "there is no kpi `retension` in these files"), ("kip retention", "there is no kind `kip`")]
    {
        let outcome = place.run(&["check", "--subject", subject]);
        assert_eq!((outcome.status, outcome.out.as_str()), (2, ""), "{subject}");
        assert!(outcome.err.contains(message), "{}", outcome.err);
    }
}

#[test]
fn the_order_of_the_paths_changes_nothing() {
    let place = place();
    let out =
        |paths: &[&str]| place.run(&[&["check", "--as-of", "2026-06-30", "--format", "json"], paths].concat()).out;
    assert_eq!(out(&["goals.kpi", "teams.kpi"]), out(&["teams.kpi", "goals.kpi"]));
    assert_eq!(out(&["goals.kpi", "teams.kpi"]), out(&["."]));
}

/// What other rules name need not be there for the rules asked for.
#[test]
fn a_rule_that_is_not_asked_for_names_nothing() {
    let place = place();
    place.write("named.kpi", b"policy named { gone: kpi gone must have a counter }\n");
    assert_eq!(place.run(&["check", "--as-of", "2026-06-30"]).count("unknown-element"), 1);
    let outcome = place.run(&["check", "--as-of", "2026-06-30", "--rule", "teams/guarded"]);
    assert_eq!(outcome.count("unknown-element"), 0, "{}", outcome.out);
    assert_eq!(outcome.status, 0, "{}", outcome.out);
}
