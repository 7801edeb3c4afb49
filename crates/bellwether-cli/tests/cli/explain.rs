//! `bellwether explain`.

use super::run::Place;

#[test]
fn a_diagnostic_is_explained() {
    let place = Place::new(&[]);
    for name in ["not-utf-8", "error[not-utf-8]"] {
        let outcome = place.run(&["explain", name]);
        assert_eq!(outcome.status, 0);
        assert!(outcome.out.starts_with("# not-utf-8\n"), "{}", outcome.out);
        assert_eq!(outcome.err, "");
    }
}

#[test]
fn a_near_diagnostic_is_offered() {
    let outcome = Place::new(&[]).run(&["explain", "not-utf8"]);
    assert_eq!(outcome.status, 2);
    assert_eq!(outcome.out, "");
    assert_eq!(outcome.err, "error: there is no diagnostic `not-utf8`\n  help: did you mean `not-utf-8`?\n");
}

#[test]
fn every_page_is_printed_as_it_is() {
    let place = Place::new(&[]);
    for slug in ["missing-path", "unreadable-file", "no-kpi-files", "empty-file", "link-loop", "outside-project"] {
        assert_eq!(place.run(&["explain", slug]).status, 0, "{slug}");
    }
}

const POLICY: &str = r#"define kpi is crew when owner is a team
policy teams {
  ## Those who do the work.
  leading: crew KPIs should be leading, must from 2027-01-01
    unless owner is platform
    because "A lagging KPI reaches a team too late to act on."
    until 2027-12-31
  few: every team should have at most 1 kpi
}
test "lagging is caught" {
  given { team a { kpi x { indicator lagging } } }
  expect teams/leading broken by kpi x
}
"#;

fn place() -> Place {
    Place::new(&[("teams.kpi", POLICY)])
}

#[test]
fn a_rule_has_a_page() {
    let outcome = place().run(&["explain", "teams/leading", "--as-of", "2026-06-30"]);
    insta::assert_snapshot!("rule-page", outcome.out);
}

#[test]
fn a_near_rule_is_offered() {
    let outcome = place().run(&["explain", "teams/leeding", "--as-of", "2026-06-30"]);
    assert_eq!((outcome.status, outcome.out.as_str()), (2, ""));
    assert_eq!(outcome.err, "error: there is no rule `teams/leeding`\n  help: did you mean `teams/leading`?\n");
    let outcome = place().run(&["explain", "teams/*", "--as-of", "2026-06-30"]);
    assert_eq!(outcome.err, "error: `teams/*` is several rules\n  help: name one of them, as in `teams/leading`\n");
    let outcome = place().run(&["explain", "products/fast", "--as-of", "2026-06-30"]);
    assert_eq!(outcome.err, "error: there is no rule `products/fast`\n  help: there is `teams/leading`, `teams/few`\n");
}

#[test]
fn a_rule_that_is_not_in_force_is_not_said_to_be_missing() {
    let policy = "policy teams { leading: team KPIs must be leading\n few: every team should have at most 1 kpi }\n";
    let place = Place::new(&[("teams.kpi", policy)]);
    place.write("uses.kpi", b"use teams without few\n");
    for arguments in [&["explain", "teams/few"][..], &["check", "--rule", "teams/few"]] {
        let outcome = place.run(arguments);
        assert_eq!((outcome.status, outcome.out.as_str()), (2, ""));
        let said = "error: the rule `teams/few` is not in force\n  help: a `use` leaves it out: `without`\n";
        assert_eq!(outcome.err, said);
    }
    place.write("uses.kpi", b"use smart/time-bound\n");
    let outcome = place.run(&["explain", "smart/measurable"]);
    let said = "error: the rule `smart/measurable` is not in force\n  help: bring it in: `use smart/measurable`\n";
    assert_eq!(outcome.err, said);
    // Of a pack that nothing uses no rule is read at all.
    let place = Place::new(&[("a.kpi", "kpi a\n")]);
    for arguments in [&["explain", "smart/measurable"][..], &["check", "--rule", "smart/*"]] {
        let said = "help: `smart` is a pack that nothing uses: bring it in with `use smart`\n";
        let told = place.run(arguments).err;
        assert!(told.ends_with(said), "{arguments:?}: {told}");
    }
}

#[test]
fn a_rule_that_could_not_be_read_is_not_said_to_be_missing() {
    let place = Place::new(&[("a.kpi", "policy x { a: every kpi must be leading\n b: every kpi must be leadng }\n")]);
    let outcome = place.run(&["explain", "x/b"]);
    let said = "error: the rule `x/b` has a mistake\n  help: `bellwether check` shows it\n";
    assert_eq!((outcome.status, outcome.err.as_str()), (2, said));
}

#[test]
fn an_element_is_named_as_findings_name_it() {
    let model = "policy p { few: at most 1 kpi may be lagging\n one: every kpi must have a counter }\n\
                 kpi retention\nkpi a { share { on 2026-01-01 } }\n";
    let place = Place::new(&[("model.kpi", model)]);
    let run = |on: &str, rule: &str| place.run(&["explain", rule, "--on", on, "--as-of", "2026-06-30"]);
    assert!(run("kpi retention", "p/one").out.starts_with("kpi `retention` breaks `p/one`\n"));
    assert!(run("share 1 of kpi a", "p/one").out.starts_with("`p/one` does not speak of share 1 of kpi a\n"));
    assert!(run("model", "p/few").out.starts_with("it cannot be shown that the model keeps `p/few`\n"));
    assert!(run("kpi a", "p/few").out.contains("ask it of `model`"));
    let told = run("kpi retentoin", "p/one");
    assert_eq!((told.status, told.out.as_str()), (2, ""));
    assert_eq!(told.err, "error: there is no kpi `retentoin` in these files\n  help: did you mean `retention`?\n");
    assert_eq!(run("retention", "p/one").status, 2);
    assert_eq!(run("kpx retention", "p/one").status, 2);
}

/// One rule for each form of tree.
const FORMS: &str = r#"policy p {
  few: every unit must have at most kpi_limit kpis
  up: every kpi must be company or reach a company kpi via drives
  most: at least 60% of team KPIs must be leading
  two: no two team KPIs x and y may share owner unless x.category = y.category
  bad: no kpi may be lagging or have a counter where indicator is lagging
  every: every counter of a team kpi must be leading
  all: every kpi's companions must include its counters
  where: every kpi must be in company acme unless owner is platform
  past: every kpi where target is set must be well_aimed
}
company acme { kpi arr }
team success {
  kpi retention "Retention" { indicator lagging; category retention; drives seats; target 5; baseline at least 7; better higher }
  kpi onboarding { indicator leading; category retention; counters retention, seats; companions seats }
  kpi seats
}
"#;

#[test]
fn each_form_has_its_tree() {
    let place = Place::new(&[("forms.kpi", FORMS)]);
    let mut shown = String::new();
    for (rule, on) in [
        ("few", "team success"),
        ("up", "kpi retention"),
        ("most", "model"),
        ("two", "kpi retention"),
        ("bad", "kpi onboarding"),
        ("every", "kpi onboarding"),
        ("all", "kpi onboarding"),
        ("where", "kpi seats"),
        ("past", "kpi retention"),
        ("past", "kpi seats"),
    ] {
        let rule = format!("p/{rule}");
        let outcome = place.run(&["explain", &rule, "--on", on, "--as-of", "2026-06-30"]);
        assert_eq!(outcome.status, 0, "{}", outcome.err);
        shown.push_str(&outcome.out);
        shown.push('\n');
    }
    insta::assert_snapshot!("trees", shown);
}
