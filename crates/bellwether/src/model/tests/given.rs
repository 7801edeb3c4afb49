//! Tests of values that a program gives.

use std::fmt::Write as _;

use super::super::builder::{ElementRef, ModelBuilder};
use super::super::given::Given;
use super::{Read, read, vocabulary};
use crate::value::{Currency, Date, Duration, Period, Quantity, Unit};

/// Whatever a program gives as a text means what it means on a line of the language.
#[test]
fn a_text_that_a_program_gives_is_what_one_would_write() {
    let written = [
        ("baseline", "20%"),
        ("baseline", "20"),
        ("baseline", "-3.50"),
        ("baseline", "1_000"),
        ("baseline", "1.5M"),
        ("baseline", "5 points"),
        ("baseline", "1 point"),
        ("baseline", "EUR 20k"),
        ("baseline", "between 2 and 3"),
        ("lag", "2 weeks"),
        ("lag", "1 day"),
        ("lag", "1 quarter"),
        ("period", "2026-Q3"),
        ("period", "2026-07"),
        ("budget", "USD 1.5M"),
        ("growth", "7%"),
        ("target", "at least 20% by 2026-09-30"),
        ("target", "20% by 2026-09-30 stretch 30%"),
        ("indicator", "leading"),
        ("monetised", "no"),
        ("formula", "a"),
        ("formula", "a_b"),
        ("formula", "a / b"),
        ("formula", "2 * a-1"),
        ("counters", "a"),
        ("co-owners", "web"),
    ];
    let others = "metric a; metric b; metric a_b; metric a-1; unit web; person ann".replace("; ", "\n");
    for (attribute, text) in written {
        let asked = read(&[&format!("kpi k {{ {attribute} {text} }}\n{others}")]);
        assert_eq!(asked.said(), "", "{attribute} {text}");
        let (vocabulary, sources) = vocabulary();
        let mut builder = ModelBuilder::new(&vocabulary);
        for line in others.lines() {
            let (kind, id) = line.split_once(' ').expect("a kind and an id");
            builder.element(kind, id).expect("each id is there once");
        }
        let kpi = builder.element("kpi", "k").expect("there is no other");
        builder.set(kpi, attribute, text).expect("it has such an attribute");
        let model = builder.build().unwrap_or_else(|errors| panic!("{attribute} {text}: {errors}"));
        let given = Read { model, vocabulary, diagnostics: Vec::new(), sources };
        let values = given.values("kpi", "k", attribute);
        assert!(!values.is_empty(), "{attribute} {text}");
        assert_eq!(values, asked.values("kpi", "k", attribute), "{attribute} {text}");
    }
}

#[test]
fn what_serde_serializes_is_inserted_with_all_that_stands_in_it() {
    use serde_json::json;
    let (vocabulary, sources) = vocabulary();
    let mut builder = ModelBuilder::new(&vocabulary);
    let team = json!({ "id": "web", "label": "Web", "work": "product", "metrics": [
        { "id": "a", "kind": "kpi", "counters": ["b", { "id": "c", "kind": "kpi", "lag": "2 weeks" }, { "id": "d" }],
          "target": { "value": "20%", "by": "2026-09-30" }, "lag": null, "co-owners": [], "growth": "7%",
          "baseline": 20, "monetised": true },
        { "id": "b" },
    ] });
    let goal = json!({ "id": "grow", "due": "2026-09-30", "lead": { "id": "ann" }, "kpis": { "id": "e",
        "counters": [{ "value": "b", "falls": "5%", "seen": ["ann", "bob"] }, { "value": "a" }], "drives": [{ "id": "f" }], "driven_by": [{ "id": "h" }] } });
    let experiment = json!({ "id": "try", "kpi": { "id": "g" }, "guardian": "b", "starts": "2026-01-01" });
    for (kind, value) in
        [("team", team), ("goal", goal), ("experiment", experiment), ("person", json!({ "id": "bob" }))]
    {
        builder.insert(kind, &value).unwrap_or_else(|error| panic!("{kind}: {error}"));
    }
    let mut said = String::new();
    for (kind, value) in [
        ("team", json!(5)),
        ("team", json!({ "id": "x", "kind": "person" })),
        ("team", json!({ "id": "y", "kind": "tem" })),
        ("kpi", json!({ "id": "z", "cuonters": ["b"] })),
    ] {
        let error = builder.insert(kind, &value).expect_err("it is none");
        let _ = writeln!(said, "{value}: {error}");
    }
    let model = builder.build().expect("the rest fits");
    let read = Read { model, vocabulary, diagnostics: Vec::new(), sources };
    for (kind, id, attributes) in [
        ("team", "web", &["work", "metrics"][..]),
        ("kpi", "a", &["owner", "counters", "target", "lag", "co-owners", "growth", "baseline", "monetised"]),
        ("kpi", "c", &["owner", "lag", "guards"]),
        ("metric", "d", &["owner", "guards"]),
        ("goal", "grow", &["due", "lead", "kpis"]),
        ("kpi", "e", &["goals", "counters", "drives"]),
        ("kpi", "f", &["goals", "driven_by"]),
        ("kpi", "h", &["goals", "drives"]),
        ("experiment", "try", &["kpi", "guardian", "starts"]),
    ] {
        for attribute in attributes {
            let _ = writeln!(said, "{kind} {id}: {attribute} {}", read.values(kind, id, attribute));
        }
    }
    insta::assert_snapshot!(said);
}

/// A text that is read as a line gives the last value of its attribute, and the fields are of that one.
#[test]
fn fields_go_with_the_line_that_they_are_given_to() {
    let (vocabulary, sources) = vocabulary();
    let mut builder = ModelBuilder::new(&vocabulary);
    for id in ["o", "p"] {
        let probe = builder.element("probe", id).expect("each id is there once");
        let readings = vec![
            Given::from(1).with("on", "2026-01-01"),
            Given::from("2"),
            Given::from("at least 3").with("on", "2026-02-01"),
            Given::from("at most 4").with("on", "2026-03-01"),
        ];
        builder.set(probe, "readings", readings).expect("it has them");
    }
    let model = builder.build().expect("all of it fits");
    let read = Read { model, vocabulary, diagnostics: Vec::new(), sources };
    for id in ["o", "p"] {
        assert_eq!(read.values("probe", id, "readings"), "1 on 2026-01-01, 2, 3 on 2026-02-01, 4 on 2026-03-01");
    }
}

/// What a program may give to each type of attribute, the wrong as well as the right: what comes of it.
#[test]
fn what_comes_of_values_of_each_kind() {
    let decimal = |amount: &str| amount.parse().expect("a number");
    let quantity = |amount: &str, unit| Given::from(Quantity { amount: decimal(amount), unit });
    let date = |text: &str| Date::parse(text).expect("a date");
    let euros = Unit::Money(Currency::new("EUR").expect("a currency"));
    let quarter = Period::year(2026).expect("a year");
    let refer = |id: ElementRef| Given::from(id);
    let cases = |a: ElementRef, web: ElementRef, ann: ElementRef| -> Vec<(&'static str, Given)> {
        vec![
            ("source", Given::from("Grow fast, 20%")),
            ("source", Given::from("word")),
            ("source", Given::from(5)),
            ("source", Given::from(true)),
            ("indicator", Given::from(" lagging ")),
            ("indicator", Given::from("Lagging")),
            ("indicator", Given::from("leding")),
            ("indicator", Given::from("two words")),
            ("indicator", Given::from(1)),
            ("monetised", Given::from(true)),
            ("monetised", Given::from(" no ")),
            ("monetised", Given::from("maybe")),
            ("monetised", Given::from(date("2026-01-01"))),
            ("owner", Given::from(" web ")),
            ("owner", Given::from("wbe")),
            ("owner", refer(web)),
            ("owner", refer(ann)),
            ("owner", Given::from(vec![refer(web), refer(web)])),
            ("co-owners", Given::from(vec![refer(web), Given::from("acme")])),
            ("co-owners", Given::from(Vec::<Given>::new())),
            ("formula", Given::from(" a ")),
            ("formula", Given::from("a-1")),
            ("formula", Given::from("_a / 2")),
            ("formula", Given::from("a +")),
            ("formula", Given::from("5")),
            ("formula", Given::from("é")),
            ("formula", Given::from("by")),
            ("formula", refer(a)),
            ("formula", Given::from(5)),
            ("baseline", Given::from("20%")),
            ("baseline", Given::from("-20")),
            ("baseline", Given::from("--20")),
            ("baseline", Given::from("1.2.3")),
            ("baseline", Given::from(".5")),
            ("baseline", Given::from("%")),
            ("baseline", Given::from("")),
            ("baseline", Given::from("20 } kpi x {")),
            ("baseline", Given::from("20, 30")),
            ("baseline", Given::from("20 at 2026-01-01")),
            ("baseline", Given::from("20 { at 2026-01-01 }")),
            ("baseline", Given::from("20 from").with("at", "2026-01-01")),
            ("baseline", Given::from("1_000").with("at", "2026-01-01")),
            ("baseline", Given::from("20").with("at", date("2026-01-01"))),
            ("baseline", Given::from(20).with("at", "soon")),
            ("baseline", Given::from(20).with("att", "2026-01-01")),
            ("baseline", Given::from(vec![Given::from(1), Given::from(2)])),
            ("baseline", quantity("5", Unit::Points)),
            ("baseline", Given::from(Duration::days(5))),
            ("target", Given::from("at least 20%").with("by", quarter).with("stretch", "30%")),
            ("target", Given::from("at least 20%").with("by", "2026-Q3")),
            (
                "target",
                quantity("20", Unit::Percent).with("by", vec![Given::from("2026-01-01"), Given::from("2026-02-01")]),
            ),
            ("target", Given::from("at most 20")),
            ("growth", quantity("0.07", Unit::Number)),
            ("growth", quantity("7", Unit::Percent)),
            ("growth", quantity("1", Unit::Points)),
            ("slack", quantity("2", Unit::Percent)),
            ("slack", quantity("2", Unit::Points)),
            ("budget", quantity("2", euros)),
            ("budget", Given::from(2)),
            ("weight", Given::from(2_u64)),
            ("weight", quantity("2", Unit::Percent)),
            ("lag", Given::from(Duration::days(5))),
            ("lag", Given::from(5)),
            ("start", Given::from(date("2026-01-01"))),
            ("start", Given::from(quarter)),
            ("start", Given::from("2026-Q3")),
            ("period", Given::from(quarter)),
            ("period", Given::from("2026")),
            ("period", Given::from(2026)),
            ("period", Given::from(999)),
            ("period", Given::from("2026.5")),
            ("period", Given::from("2026%")),
            ("period", Given::from(date("2026-01-01"))),
            ("counters", Given::from("a").with("falls", "5%").with("seen", vec![refer(ann), Given::from("bob")])),
            (
                "counters",
                Given::from(vec![Given::from("a").with("rises", 5), refer(a), Given::from("a-1").with("falls", 1)]),
            ),
            ("counters", Given::from("a, a-1")),
            ("counters", Given::from("a falls 5%")),
            ("counters", Given::from(5)),
            ("counters", Given::from("nothing").with("falls", "5%")),
            ("driven_by", Given::from("j")),
            ("driven_by", Given::from("a")),
            ("driven_by", Given::from(vec![Given::from("j"), Given::from("j"), Given::from("l")])),
            ("guards", Given::from("j").with("rises", "2%").with("seen", "ann")),
            ("guards", Given::from("l").with("falls", "2%")),
            ("guards", Given::from(vec![Given::from("j"), Given::from("j").with("falls", "1%")])),
            ("guards", Given::from("j, l").with("falls", "1%")),
        ]
    };
    let mut said = String::new();
    let mut at = 0;
    loop {
        let (vocabulary, sources) = vocabulary();
        let mut builder = ModelBuilder::new(&vocabulary);
        let mut element = |kind: &str, id: &str| builder.element(kind, id).expect("each id is there once");
        let (kpi, j, l) = (element("kpi", "k"), element("kpi", "j"), element("kpi", "l"));
        let (a, web, ann) = (element("metric", "a"), element("unit", "web"), element("person", "ann"));
        for (kind, id) in [("unit", "acme"), ("metric", "a-1"), ("metric", "_a"), ("metric", "by"), ("person", "bob")] {
            element(kind, id);
        }
        // A relation that is written on its other side too, with a field there.
        builder.set(j, "drives", "l").expect("it has one");
        builder.set(l, "counters", vec![refer(kpi).with("rises", "4%"), refer(a)]).expect("it has them");
        let Some((attribute, value)) = cases(a, web, ann).into_iter().nth(at) else { break };
        at += 1;
        let _ = write!(said, "{attribute} {}", shown(&value));
        match builder.set(kpi, attribute, value).map(drop) {
            Ok(()) => {}
            Err(error) => {
                let _ = writeln!(said, "\n    {error}");
                continue;
            }
        }
        match builder.build() {
            Ok(model) => {
                let read = Read { model, vocabulary, diagnostics: Vec::new(), sources };
                let _ = write!(said, " = {}", read.values("kpi", "k", attribute));
                // What is written on the other side carries its fields there.
                for guarded in ["j", "l"].into_iter().filter(|_| attribute == "guards") {
                    let _ = write!(said, "; {guarded} counters {}", read.values("kpi", guarded, "counters"));
                }
                let _ = writeln!(said);
            }
            Err(errors) => {
                let _ = writeln!(said);
                for error in errors.errors {
                    let _ = writeln!(said, "    {error}");
                }
            }
        }
    }
    insta::assert_snapshot!(said);
}

/// A given value, for a snapshot.
fn shown(given: &Given) -> String {
    match given {
        Given::Text(text) => format!("{text:?}"),
        Given::YesOrNo(yes) => yes.to_string(),
        Given::Quantity(value) => value.to_string(),
        Given::Date(value) => value.to_string(),
        Given::Duration(value) => value.to_string(),
        Given::Period(value) => value.to_string(),
        Given::Element(element) => format!("#{}", element.at),
        Given::Many(values) => format!("[{}]", values.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Given::With(value, fields) => {
            let fields = fields.iter().map(|(name, value)| format!(" {name} {}", shown(value)));
            format!("({}{})", shown(value), fields.collect::<String>())
        }
    }
}
