//! What each construct means.

use super::outcomes;

/// Three teams in a division, with kpis.
const MODEL: &str = "
company acme {
  kpi arr { indicator lagging }
  division growth {
    group g {
      team a { work growth
        kpi a1 { indicator leading ; counters m1 ; drives arr }
        kpi a2 { indicator lagging ; drives a1 }
        kpi a3 { drives a3 }
      }
      team p { work platform
        kpi p1 { indicator lagging ; counters m1, m2, m1 }
      }
    }
  }
  metric m1
  metric m2
}
";

fn on_model(rules: &str) -> Vec<String> {
    outcomes(&format!("{MODEL}\npolicy p {{\n{rules}\n}}"))
}

#[test]
fn words_and_exemptions() {
    let found = on_model("r: team KPIs must be leading unless owner is platform or infrastructure");
    assert_eq!(found, ["r a2", "r a3?"]);
}

#[test]
fn denied_needs_to_be_shown_false() {
    assert_eq!(on_model("r: no team kpi may be lagging"), ["r a2", "r a3?", "r p1"]);
    assert_eq!(on_model("r: team kpis must not be lagging"), ["r a2", "r a3?", "r p1"]);
}

#[test]
fn have_looks_at_what_is_written() {
    assert_eq!(on_model("r: every kpi must have a counter"), ["r arr", "r a2", "r a3"]);
    assert_eq!(on_model("r: every kpi must have at most 1 counter"), ["r p1"]);
    assert_eq!(on_model("r: every kpi where it has a counter must have exactly 2 counters"), ["r a1"]);
    assert_eq!(on_model("r: every team must have at most 1 kpi"), ["r a"]);
    assert_eq!(on_model("r: kpi a2 requires counter m2"), ["r a2"]);
    assert_eq!(on_model("r: kpi p1 requires counter m2"), Vec::<String>::new());
}

#[test]
fn counts_run_from_true_to_not_false() {
    // a3 has no indicator: it may or may not be leading.
    let counted = |test: &str| on_model(&format!("r: team a must have {test} where it is leading"));
    assert_eq!(counted("at least 1 kpi"), Vec::<String>::new());
    assert_eq!(counted("at least 2 kpis"), ["r a?"]);
    assert_eq!(counted("at least 3 kpis"), ["r a"]);
    assert_eq!(counted("at most 1 kpi"), ["r a?"]);
    assert_eq!(counted("at most 2 kpis"), Vec::<String>::new());
    assert_eq!(counted("exactly 2 kpis"), ["r a?"]);
    assert_eq!(counted("no kpi"), ["r a"]);
}

#[test]
fn reach_goes_over_circles() {
    assert_eq!(on_model("r: every team kpi must reach a company kpi via drives"), ["r a3", "r p1"]);
    assert_eq!(on_model("r: every kpi must not reach itself via drives"), ["r a3"]);
    assert_eq!(on_model("r: every kpi must reach kpi arr via drives"), ["r arr", "r a3", "r p1"]);
    // A target that depends on who asks.
    let found = on_model("r: every kpi must reach a kpi where owner is the same as the kpi's owner via drives");
    assert!(!found.is_empty());
}

#[test]
fn in_at_any_depth() {
    assert_eq!(on_model("r: every kpi must be in division growth"), ["r arr"]);
    assert_eq!(on_model("r: every kpi must be in team a"), ["r arr", "r p1"]);
}

#[test]
fn counted_and_scoped() {
    assert_eq!(on_model("r: at least 60% of team kpis must be leading"), ["r model"]);
    assert_eq!(on_model("r: at least 50% of team kpis must be leading"), ["r model?"]);
    assert_eq!(on_model("r: at least 25% of team kpis must be leading"), Vec::<String>::new());
    assert_eq!(on_model("r: exactly 1 company kpi must be lagging"), Vec::<String>::new());
    assert_eq!(on_model("r: in every division, at least 60% of team kpis must be leading"), ["r growth"]);
    assert_eq!(on_model("r: in every team, at most 1 kpi may be lagging"), ["r a?"]);
    assert_eq!(on_model("r: in every team, at most 2 kpis may be lagging"), Vec::<String>::new());
    assert_eq!(on_model("r: at least 1 project must be growth"), ["r model"]);
    assert_eq!(on_model("r: at least 50% of projects must be growth"), Vec::<String>::new());
}

#[test]
fn no_two_group() {
    let model = "
team a {
  kpi x \"Same\"
  kpi y \"Same\"
  kpi z \"Other\"
}
team b {
  kpi w \"Same\" { formula m / n }
  kpi v \"Other\" { formula m / n }
}
metric m
metric n
";
    let found = outcomes(&format!(
        "{model}\npolicy p {{\n r: no two KPIs x and y may share label unless x.owner = y.owner\n}}"
    ));
    assert_eq!(found, ["r x", "r y", "r z", "r w", "r v"]);
    let found = outcomes(&format!("{model}\npolicy p {{\n r: no two KPIs may share formula\n}}"));
    assert_eq!(found, ["r w", "r v"]);
    let found = outcomes(&format!("{model}\npolicy p {{\n r: no two KPIs may share label and formula\n}}"));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn durations_and_dates() {
    let model = "
team a {
  kpi d30 { lag 30 days ; review 1 week last 2026-06-24 }
  kpi d31 { lag 31 days ; review 1 week last 2026-06-15 }
  kpi m1 { lag 1 month ; review 1 month last 2026-05-01 }
  kpi none
}";
    let rule = |rule: &str| outcomes(&format!("{model}\npolicy p {{\n r: {rule}\n}}"));
    assert_eq!(rule("every kpi's lag must be at most 30 days"), ["r d31", "r m1?", "r none?"]);
    assert_eq!(rule("every kpi's lag must be at most 31 days"), ["r none?"]);
    assert_eq!(rule("every kpi's reviewed must be at most 2 * cadence before today"), ["r d31", "r none?"]);
    assert_eq!(rule("every kpi's reviewed must be within 10 days of 2026-06-20"), ["r m1", "r none?"]);
}

#[test]
fn holes_are_withheld() {
    let model = "
team a {
  kpi broken { counters nothing_of_the_kind ; indicator leading }
  kpi other { counters m, nothing_else ; indicator lagging }
  metric m
}";
    let rule = |rule: &str| outcomes(&format!("{model}\npolicy p {{\n r: {rule}\n}}"));
    assert_eq!(rule("every kpi must have a counter"), Vec::<String>::new());
    assert_eq!(rule("every kpi must have a counter and be leading"), ["r other"]);
    assert_eq!(rule("every kpi must have no counter"), ["r other"]);
    assert_eq!(rule("kpi nobody must have a counter"), Vec::<String>::new());
}

#[test]
fn missing_is_unknown_but_not_for_set_and_missing() {
    let model = "
team a {
  kpi both { baseline 18% ; target 20% ; better higher }
  kpi low { baseline 18% ; target 16% ; better higher }
  kpi none
  kpi money { baseline USD 10 ; target EUR 12 ; better higher }
}";
    let rule = |rule: &str| outcomes(&format!("{model}\npolicy p {{\n r: {rule}\n}}"));
    assert_eq!(rule("every kpi must be well_aimed"), ["r low", "r none?", "r money?"]);
    assert_eq!(rule("every kpi where baseline is set and target is set must be well_aimed"), ["r low", "r money?"]);
    assert_eq!(rule("every kpi's baseline must be set"), ["r none"]);
    assert_eq!(rule("no kpi may have a baseline"), ["r both", "r low", "r money"]);
    assert_eq!(rule("every kpi's target must be more than its baseline"), ["r low", "r none?", "r money?"]);
}

#[test]
fn indexes_find_what_scans_find() {
    let model = "
company c { group g1 { team a { kpi k1 { formula m / n } } team b { kpi k2 { formula m } } }
group g2 { team d { kpi k3 { formula n } } } }
metric m
metric n
metric o";
    let model = model.replace("} } team", "} }\n team").replace("} } }\ngroup", "} } }\n group");
    let found = outcomes(&format!("{model}\npolicy p {{\n r: every metric must have at most 1 team_group\n}}"));
    assert_eq!(found, ["r n"]);
}

#[test]
fn a_part_is_known_by_what_it_asks_of_and_not_by_numbers() {
    let of = |rule: &str| super::fingerprints(&format!("team t {{ kpi a }}\npolicy p {{ r: {rule} }}"));
    let known = of("every kpi's lag must be at most 30 days");
    assert_eq!(known.len(), 1);
    assert_eq!(known, of("every kpi's lag must be at most 1 day"));
    assert_ne!(known, of("every kpi's review must be at most 30 days"));
    assert_eq!(of("every kpi must have at least 1 counter"), of("every kpi must have at least 2 counters"));
    assert_ne!(of("every kpi must have at least 1 counter"), of("every kpi must have at least 1 goal"));
    assert_eq!(of("every team must have at least 1 person"), of("every team must have at least 2 people"));
    let [first, second] = &of("every kpi must have a counter where step = 1 and have a counter where step = 2")[..]
    else {
        panic!("two parts")
    };
    assert_ne!(first, second);
    assert_eq!(of("every kpi must have a counter where step = 3"), [first.as_str()]);
}

#[test]
fn a_part_is_another_where_it_is_denied() {
    let of = |indicator: &str, rule: &str| {
        let model = format!("team t {{ kpi a {{ indicator {indicator}; lag 2 days }} }}");
        super::fingerprints(&format!("{model}\npolicy p {{ r: {rule} }}"))
    };
    let asked = of("lagging", "every kpi must be leading");
    let denied = of("leading", "every kpi must not be leading");
    assert_eq!((asked.len(), denied.len()), (1, 1));
    assert_ne!(asked, denied);
    assert_eq!(denied, of("leading", "no kpi may be leading"));
    assert_eq!(denied, of("leading", "every kpi must not be missing and not be leading"));
    assert_eq!(asked, of("lagging", "every kpi must not (not be leading)"));
    assert_ne!(
        of("lagging", "every kpi must (be leading or be vanity)"),
        of("leading", "every kpi must not (be leading or be vanity)")
    );
    assert_ne!(of("lagging", "for every team t, every kpi in t must be leading"), {
        of("leading", "for every team t, no kpi in t may be leading")
    });
    assert_ne!(
        of("leading", "no kpi may be leading and have a lag"),
        of("lagging", "every kpi must be leading and have a lag")
    );
}

#[test]
fn steps_are_limited() {
    use crate::evaluate::{Options, evaluate};
    super::with(&format!("{MODEL}\npolicy p {{\n r: every kpi must be leading\n}}"), |evaluation| {
        let engine = &evaluation.engine;
        let mut options = Options::new(engine.plan.as_of);
        options.limits.steps = 3;
        let error = evaluate(engine.plan.program, engine.model, &options).map(|_| ()).unwrap_err();
        assert_eq!(error.to_string(), "the limit of 3 evaluation steps was met by rule `p/r`");
        assert_eq!(Some(error.span()), engine.plan.program.rules.first().map(|rule| rule.span));
        assert_eq!(error.diagnostic().primary.span, error.span());
    });
}
