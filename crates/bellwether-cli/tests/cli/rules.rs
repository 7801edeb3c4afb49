//! `bellwether rules`: the list and what the rules leave unsaid.

use super::run::{Place, misfits};

const POLICIES: &str = "\
policy teams {
  leading: team KPIs must be leading
  few: every team should have at most 1 kpi
  later: every kpi must have a counter from 2027-01-01
  nobody: every experiment must have a share
}
";
const GOALS: &str = "\
team success {
  kpi retention { indicator lagging; dashboard \"r\" }
  kpi churn { indicator leading }
}
product site
";

#[test]
fn the_rules_are_listed_with_what_they_meet() {
    let place = Place::new(&[("policies.kpi", POLICIES), ("goals.kpi", GOALS)]);
    let outcome = place.run(&["rules", "--as-of", "2026-06-30"]);
    assert_eq!(outcome.status, 0, "{}", outcome.err);
    insta::assert_snapshot!(outcome.out);
    let json = place.run(&["rules", "--as-of", "2026-06-30", "--format", "json"]).out;
    assert_eq!(misfits("rules.schema.json", &json), [""; 0]);
    insta::assert_snapshot!(json);
}

#[test]
fn what_no_rule_speaks_of_is_listed() {
    let place = Place::new(&[("policies.kpi", POLICIES), ("goals.kpi", GOALS)]);
    insta::assert_snapshot!(place.run(&["rules", "--gaps", "--as-of", "2026-06-30"]).out);
    let json = place.run(&["rules", "--gaps", "--as-of", "2026-06-30", "--format", "json"]).out;
    assert_eq!(misfits("rules.schema.json", &json), [""; 0]);
    insta::assert_snapshot!(json);
    let place = Place::new(&[("a.kpi", "policy p { a: every kpi must be leading }\nkpi x { indicator leading }\n")]);
    let outcome = place.run(&["rules", "--gaps", "--as-of", "2026-06-30"]);
    assert_eq!(outcome.out, "the rules in force as of 2026-06-30 leave nothing unsaid\n");
}

#[test]
fn a_mistake_is_told_and_the_other_rules_are_listed() {
    let place =
        Place::new(&[("a.kpi", "policy p {\n  a: every kpi must be leadin\n  b: every kpi must be leading\n}\n")]);
    let outcome = place.run(&["rules", "--as-of", "2026-06-30"]);
    assert_eq!(outcome.status, 2);
    insta::assert_snapshot!(format!("{}{}", outcome.out, outcome.err));
}
