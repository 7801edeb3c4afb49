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
    for slug in ["missing-path", "unreadable-file", "no-kpi-files", "empty-file", "link-loop"] {
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
