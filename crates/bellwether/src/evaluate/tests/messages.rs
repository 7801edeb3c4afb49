//! What findings say.

use std::fmt::Write as _;

use super::with;

const MODEL: &str = r#"
company acme {
  lead jo
  kpi arr "Recurring revenue" { indicator lagging ; better higher ; baseline USD 1M ; target EUR 2M by 2026-12-31 ; review 1 month }
  division growth {
    group web {
      team a { work product
        kpi a1 "Conversion" { indicator leading ; counters m1, m2 ; drives a2 ; lag 45 days ; baseline 20% at 2026-01-01 ; target 18% by 2026-09-30 ; better higher ; review 1 week last 2025-12-01 }
        kpi a2 "Conversion" { indicator lagging ; drives a1 ; lag 1 month ; vanity yes }
        kpi a3 { drives a3 }
        kpi a4 { indicator lagging ; funnel "web" }
      }
      team p { work platform
        kpi p1 { indicator lagging ; counters m1 ; formula m1 / m2 }
      }
      team mob { work growth
        metric m2 "Visitors"
      }
    }
  }
  metric m1
  goal g1 "Grow" { due 2026-08-01
    kpi g1k { target 5 by 2026-09-01 ; baseline 3 }
    key_result kr1 { owners a }
    key_result kr2 { owners a, p }
  }
  experiment e1 { kpi a1 ; counters m1 ; starts 2026-05-01
    share { unit growth ; on 2026-05-03 ; contents goal }
    share { people jo ; on 2026-04-20 }
  }
}
person jo { role pm }
"#;

/// The messages of one rule.
fn said_of(model: &str, rule: &str) -> Vec<String> {
    with(&format!("{model}\npolicy p {{\n r: {rule}\n}}"), |evaluation| {
        evaluation.findings().map(|finding| finding.message).collect()
    })
}

/// Sentences, each with the messages of what does not keep it.
fn shown(model: &str, rules: &[&str]) -> String {
    let mut shown = String::new();
    for rule in rules {
        let _ = writeln!(shown, "## {rule}");
        for message in said_of(model, rule) {
            let _ = writeln!(shown, "   {message}");
        }
    }
    shown
}

#[test]
fn of_each_sentence() {
    let rules = [
        "team KPIs must be leading unless owner is platform or infrastructure",
        "every kpi must have a counter",
        "kpi a1 requires counter arr",
        "kpi a4 requires counter arr",
        "every team should have at most 1 kpi",
        "every kpi's lag must be at most 30 days",
        "every team kpi must reach a company kpi via drives",
        "no kpi may be vanity",
        "every kpi must not be vanity",
        "every kpi must not reach itself via drives",
        "every kpi where baseline is set and target is set must be well_aimed",
        "every kpi's reviewed must be at most 2 * cadence before today",
        "every kpi's target.by must be before 2026-10-01",
        "no two KPIs may share label",
        "at least 60% of team KPIs must be leading",
        "at most 1 team kpi may be lagging",
        "in every group, at least 80% of team kpis must have a counter",
        "exactly 2 company kpis must be lagging",
        "every key_result of a goal must have exactly 1 owner",
        "every goal must have a due, at least 1 kpi and no kpi where baseline is missing or target is missing or target.by is after the goal's due",
        "every experiment must have every counter of its kpi and a share where on is before the experiment's starts and the experiment's kpi.owner is in unit and unit is a company or a division",
        "every rate kpi must be in numerator.owner and denominator.owner",
        "every experiment must have a share where contents include goal, kpis and counters and on is before the experiment's starts",
        "every kpi's filter must be set",
        "every kpi must be in division growth",
        "every kpi must have a counter and be leading",
        "every kpi must be company or reach a company kpi via drives",
        "every unit must have at most kpi_limit kpis",
        "every goal must be specific, measurable, achievable, relevant and time_bound",
        "for every owner o of a kpi k, exactly 1 dri of k must be in o",
        "no two team KPIs x and y may share owner unless x.indicator = y.indicator",
        "every kpi must be driven by a leading kpi or have a leading input",
        "every company must have a kpi where it is north_star",
        "every kpi's funnel must not mention \"web\"",
        "every goal must have at least 2 kpis",
        "every kpi's lag must be between 1 day and 40 days",
        "every kpi must be shared",
        "every kpi's indicator must be the same as its parent.indicator",
    ];
    insta::assert_snapshot!(shown(MODEL, &rules));
}

/// `is a KIND where …` is said of one value, and read as such.
#[test]
fn of_one_value() {
    let model = r"
company acme
goal a { owner ann }
goal b { owner bob }
goal c { owner acme }
goal d { owner cid }
goal e
person ann { role pm ; ring close }
person bob { role ux }
person cid
";
    let rules = [
        "every goal's owner must be a person where role is pm",
        "every goal's owner must not be a person where role is pm",
        "every goal must have a due unless owner is a person where role is ux or ring is close",
        "every goal must be specific or have a parent where owner is a person where role is pm",
        "every person must be a person where role is pm",
        "no person may be a person where role is pm and ring is set",
        "no goal's owner may be a person where role is pm",
    ];
    insta::assert_snapshot!(shown(model, &rules));
}

/// What is asked for may have no values.
#[test]
fn of_nothing_asked_for() {
    let model = "metric m\nkpi a { counters m }\nkpi b\n";
    let rules = [
        "every kpi's counters must include its companions",
        "every kpi's counters must include its companions or its components",
        "every kpi's counters must not include its companions",
        "no kpi's counters may include its companions and its components",
    ];
    insta::assert_snapshot!(shown(model, &rules));
}

/// What came to no result because it is too large is not said to be of the wrong sort.
#[test]
fn of_what_is_too_large() {
    let model = r"
team t {
  kpi a { target 9_999_999_999_999_999_999_999_999_999 by 9999-12-01 ; baseline EUR 2 ; lag 2_000_000_000 days ; review 3 months }
  kpi b { target 9_999_999_999_999_999_999_999_999_999 ; baseline USD 3 ; lag 2_000_000_000 days ; review 90 days }
}
";
    let rules = [
        "every kpi's target must be at most target * 10",
        "every kpi's target must be at most target + target * 9",
        "every kpi's target must be at most baseline - target",
        "every kpi's target.by must be before target.by + 1 year",
        "every kpi's lag must be at most lag + lag",
        "every kpi's lag must be at most lag / 3",
        "every kpi's target must be at most target / (baseline - baseline)",
        "every kpi's target must be at most sum of its owner.kpis.target * 10",
        "every kpi's lag must be at most sum of its owner.kpis.lag",
        "every kpi's baseline must be at most sum of its owner.kpis.baseline",
        "every kpi's review must be at most max of its owner.kpis.review",
        "every kpi's target must be at most min of its drives.target",
    ];
    insta::assert_snapshot!(shown(model, &rules));
}

/// A parameter may have the name of a word of sentences: its value stands only where the parameter does.
#[test]
fn of_parameters_like_words_of_sentences() {
    let text = r#"
policy p with (most 1, cap 3, least 4, before 2 days, words "must") {
  a: every team must have at most cap kpis
  b: every team must have at most most kpis and at least least kpis where it has a lag of at most before
  c: every team's charter should not mention words, must from 2027-01-01
  d: every kpi must have a target of at least least, a lag and a counter
  e: in every company, at least least teams must have at most (most + cap) kpis
}
company acme { team x { charter "all must win" ; kpi one ; kpi two ; kpi three ; kpi four } }
"#;
    let said: Vec<String> = with(text, |evaluation| evaluation.findings().map(|finding| finding.message).collect());
    insta::assert_snapshot!(said.join("\n"));
}
