//! `bellwether waivers`, and what waivers do to the status of a check.

use super::run::{Place, misfits};

const GOALS: &str = "\
team success {
  kpi retention { indicator lagging }
  kpi renewals { indicator lagging }
}
policy teams { leading: team KPIs must be leading\n  guarded: every kpi should have a counter }
";

fn place(waivers: &str) -> Place {
    Place::new(&[("goals.kpi", GOALS), ("waivers.kpi", waivers)])
}

const WAIVERS: &str = "\
waive teams/leading for kpi renewals until 2026-12-31
  because \"Contracts are annual.\" by cpo
waive teams/* for every kpi where it is lagging from 2026-01-01 until 2026-07-20 because \"All are new.\"
waive teams/leading for kpi retention until 2026-03-31 because \"It was new.\"
waive teams/guarded for kpi renewals from 2027-01-01 until 2027-02-01 because \"Not yet.\"
waive teams/guarded for every kpi where it is leading until 2026-11-30 because \"There is none.\"
";

const AS_OF: [&str; 2] = ["--as-of", "2026-06-30"];

#[test]
fn they_are_listed_by_end_with_what_each_waives() {
    let place = place(WAIVERS);
    let text = place.run(&["waivers", AS_OF[0], AS_OF[1]]);
    assert_eq!((text.status, text.err.as_str()), (0, ""));
    insta::assert_snapshot!("waivers-text", text.out);
    let json = place.run(&["waivers", "--format", "json", AS_OF[0], AS_OF[1]]);
    assert_eq!((json.status, json.err.as_str()), (0, ""));
    assert_eq!(misfits("waivers.schema.json", &json.out), [""; 0]);
    insta::assert_snapshot!("waivers-json", json.out);
    assert_eq!(self::place("metric seats\n").run(&["waivers", AS_OF[0], AS_OF[1]]).out, "0 waivers as of 2026-06-30\n");
}

#[test]
fn a_mistake_hides_none_that_could_be_read() {
    let outcome = place(&format!("{WAIVERS}waive teams/leading for kpi nobody until 2026-12-31\n"))
        .run(&["waivers", AS_OF[0], AS_OF[1]]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.out.contains("5 waivers"), "{}", outcome.out);
    insta::assert_snapshot!("waivers-mistake", outcome.err);
}

#[test]
fn what_is_waived_fails_nothing_and_what_has_ended_does() {
    let status = |waivers: &str| place(waivers).run(&["check", AS_OF[0], AS_OF[1]]).status;
    let waived = "waive teams/leading for every kpi in team success until 2026-12-31 because \"x\"\n";
    assert_eq!(status("metric seats\n"), 1);
    assert_eq!(status(waived), 0);
    assert_eq!(status(&waived.replace("2026-12-31", "2026-06-30")), 0);
    assert_eq!(status(&waived.replace("2026-12-31", "2026-06-29")), 1);
    assert_eq!(status(&waived.replace("because \"x\"", "")), 2);
    let place = place(waived);
    let shown = |options: &[&str]| {
        let outcome = place.run(&[&["check", "--as-of", "2026-06-30"], options].concat());
        outcome.count("teams/leading")
    };
    assert_eq!((shown(&[]), shown(&["--show-covered"])), (0, 2));
    assert_eq!(place.run(&["check", "--as-of", "2026-06-30", "--fail-on", "warning"]).status, 1);
}
