//! Tests of models read from the language.

use std::fmt::Write as _;

use bellwether_syntax::source::Sources;
use bellwether_syntax::{Parse, parse};

use super::Model;
use super::trees::Declarations;
use crate::ids::{AttributeId, ElementId, KindId};
use crate::value::Scalar;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::build::build;
use bellwether_syntax::diagnostic::Diagnostic;

mod given;

pub(super) const VOCABULARY: &str = r#"
kind unit "A part of the organisation" { parent unit within }
kind company is a unit plural companies
kind group is a unit
kind team is a unit { work one of (product, platform) }
kind person plural people
kind metric {
  formula formula
  source text
  owner unit within inverse metrics
}
kind kpi is a metric {
  indicator one of (leading, lagging)
  co-owners many unit
  counters many metric with (falls quantity, rises quantity, seen many person) inverse guards
  drives many kpi verb drive, driven inverse driven_by
  baseline quantity with (at date)
  target quantity with (by date required, stretch quantity)
  goals many goal within inverse kpis
  monetised yes or no
  lag duration
  period period
  budget money
  growth percent
  slack points
  weight number
  start date
}
kind goal { due date required; statement text; lead person }
kind experiment { kpi kpi; starts date; guardian metric inverse guarded_in }
kind probe { readings many quantity with (on date) }
kind share { experiment experiment within; on date; contents many one of (goal, kpis, counters) }
"#;

/// A model with what is wrong with it, and all that is needed to ask about it.
pub(super) struct Read {
    pub(super) model: Model,
    pub(super) vocabulary: Vocabulary,
    pub(super) diagnostics: Vec<Diagnostic>,
    sources: Sources,
}

pub(super) fn vocabulary() -> (Vocabulary, Sources) {
    let mut sources = Sources::new();
    let id = sources.add("vocabulary.kpi", VOCABULARY);
    let parsed = parse(id, VOCABULARY);
    assert_eq!(parsed.diagnostics, vec![]);
    let (vocabulary, _, diagnostics) = build(&[&parsed.file], &sources);
    assert_eq!(diagnostics, vec![]);
    (vocabulary, sources)
}

pub(super) fn read(texts: &[&str]) -> Read {
    let (vocabulary, mut sources) = vocabulary();
    let parsed: Vec<Parse> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let id = sources.add(format!("{}.kpi", at + 1), *text);
            parse(id, text)
        })
        .collect();
    for parse in &parsed {
        assert_eq!(parse.diagnostics, vec![]);
    }
    let files: Vec<_> = parsed.iter().zip(texts).map(|(parse, text)| (&parse.file, *text)).collect();
    let (model, diagnostics) = Model::from_trees(&vocabulary, &files);
    Read { model, vocabulary, diagnostics, sources }
}

impl Read {
    fn kind(&self, name: &str) -> KindId {
        self.vocabulary.kind_named(name).unwrap_or(KindId(u32::MAX))
    }

    pub(super) fn element(&self, kind: &str, id: &str) -> ElementId {
        self.model.find(self.kind(kind), id).unwrap_or(ElementId(u32::MAX))
    }

    pub(super) fn attribute(&self, kind: &str, path: &str) -> AttributeId {
        let mut parts = path.split('.');
        let first = parts.next().unwrap_or("");
        let attribute = self.vocabulary.attribute_named(self.kind(kind), first);
        let attribute = attribute.unwrap_or(AttributeId(u32::MAX));
        parts
            .next()
            .map_or(attribute, |field| self.vocabulary.field_named(attribute, field).unwrap_or(AttributeId(u32::MAX)))
    }

    fn say(&self, value: Scalar) -> String {
        match value {
            Scalar::Quantity(value) => value.to_string(),
            Scalar::Duration(value) => value.to_string(),
            Scalar::Date(value) => value.to_string(),
            Scalar::Period(value) => value.to_string(),
            Scalar::Text(text) => format!("{:?}", self.model.text(text)),
            Scalar::Word(word) => self.vocabulary.word(word).to_owned(),
            Scalar::YesOrNo(yes) => if yes { "yes" } else { "no" }.to_owned(),
            Scalar::Formula(formula) => self.model.formula(formula).text.to_string(),
            Scalar::Element(element) => self.model.name(element, &self.vocabulary),
            Scalar::Record(..) => String::new(),
        }
    }

    /// The values of an attribute of an element, each with its fields, and a `?` for a hole.
    pub(super) fn values(&self, kind: &str, id: &str, attribute: &str) -> String {
        let element = self.element(kind, id);
        let attribute = self.attribute(kind, attribute);
        let row = self.model.row(attribute, element);
        self.values_of_row(attribute, row)
    }

    fn values_of_row(&self, attribute: AttributeId, row: u32) -> String {
        let column = self.model.column(attribute);
        let mut said: Vec<String> = column
            .values_of(row)
            .map(|index| {
                let mut out = column.get(index).map_or_else(|| "missing".to_owned(), |value| self.say(value));
                for field in self.vocabulary.attribute(attribute).into_iter().flat_map(|attribute| &attribute.fields) {
                    let values = self.values_of_row(*field, index);
                    if !values.is_empty() {
                        let name = self.vocabulary.attribute(*field).map_or("", |field| &field.name);
                        let _ = write!(out, " {name} {values}");
                    }
                }
                out
            })
            .collect();
        if column.hole(row) {
            said.push("?".to_owned());
        }
        said.join(", ")
    }

    /// Diagnostics as text: code, place, message, help.
    pub(super) fn said(&self) -> String {
        let mut out = String::new();
        for diagnostic in &self.diagnostics {
            let place = |span| {
                let at = self.sources.position(span);
                let source = self.sources.get(span.source).map_or("", |source| &source.name);
                format!("{source}:{}:{} `{}`", at.line, at.column, self.sources.text(span))
            };
            let _ = writeln!(
                out,
                "{}[{}]: {}\n  at {}",
                diagnostic.severity.as_str(),
                diagnostic.code,
                diagnostic.message,
                place(diagnostic.primary.span)
            );
            for label in &diagnostic.related {
                let _ = writeln!(out, "  and {}: {}", place(label.span), label.message);
            }
            if let Some(help) = &diagnostic.help {
                let _ = writeln!(out, "  help: {help}");
            }
        }
        out
    }
}

#[test]
fn columns_give_their_words_and_texts_by_index() {
    let read = read(&["kpi a { source \"web\"; indicator lagging }", "kpi b { indicator leading; weight 2 }"]);
    let [source, indicator, weight] =
        ["source", "indicator", "weight"].map(|name| read.model.column(read.attribute("kpi", name)));
    let row = |name, id| read.model.row(read.attribute("kpi", name), read.element("kpi", id));
    assert_eq!(source.text(row("source", "a")).map(|text| read.model.text(text)), Some("web"));
    assert_eq!(source.text(row("source", "b")), None);
    let word = |id| indicator.word(row("indicator", id)).map(|word| read.vocabulary.word(word));
    assert_eq!((word("a"), word("b")), (Some("lagging"), Some("leading")));
    assert_eq!((weight.text(row("weight", "b")), weight.word(row("weight", "b"))), (None, None));
}

/// The source and what was said of it, for a snapshot.
fn story(texts: &[&str]) -> String {
    format!("{}\n---\n{}", texts.join("\n===\n"), read(texts).said())
}

pub(super) const ACME: &str = r#"
company acme "Acme" {
  kpi new_arr "New ARR" { indicator lagging }
  group growth {
    team registration "Registration" {
      work product
      metric business_registrations "Registrations with a business address"
      metric landing_visitors
      metric meetings_booked
      goal more {
        due 2026-Q3
        kpi conversion "Conversion" {
          formula business_registrations / landing_visitors
          indicator Leading
          baseline 18% at 2026-04-01
          target at least 20% by 2026-09-30
          counters meetings_booked falls 5%, business_registrations
          drives new_arr
          lag 2 weeks; period 2026-Q3
          monetised yes
          budget EUR 1.5k
        }
        kpi alias { formula conversion }
      }
    }
  }
}
experiment social { kpi conversion; starts 2026-05-01
  share { on 2026-05-02; contents goal, kpis }
  share { on 2026-05-03; contents (counters) }
}
"#;

#[test]
fn reads_a_model() {
    let read = read(&[ACME]);
    assert_eq!(read.said(), "");
    let kpi = |attribute| read.values("kpi", "conversion", attribute);
    assert_eq!(kpi("indicator"), "leading");
    assert_eq!(kpi("formula"), "business_registrations / landing_visitors");
    assert_eq!(kpi("baseline"), "18% at 2026-04-01");
    assert_eq!(kpi("target"), "20% by 2026-09-30");
    assert_eq!(kpi("counters"), "meetings_booked falls 5%, business_registrations");
    assert_eq!(kpi("drives"), "new_arr");
    assert_eq!(kpi("owner"), "registration");
    assert_eq!(kpi("goals"), "more");
    assert_eq!(kpi("lag"), "14 days");
    assert_eq!(kpi("period"), "2026-Q3");
    assert_eq!(kpi("monetised"), "yes");
    assert_eq!(kpi("budget"), "EUR 1500");
    assert_eq!(kpi("co-owners"), "");
    assert_eq!(read.values("goal", "more", "due"), "2026-09-30");
    assert_eq!(read.values("goal", "more", "kpis"), "conversion, alias");
    assert_eq!(read.values("kpi", "new_arr", "driven_by"), "conversion");
    assert_eq!(read.values("metric", "meetings_booked", "guards"), "conversion");
    assert_eq!(read.values("unit", "registration", "parent"), "growth");
    assert_eq!(
        read.values("unit", "registration", "metrics"),
        "business_registrations, landing_visitors, meetings_booked, conversion, alias"
    );
    let target = read.attribute("kpi", "target");
    let row = read.model.row(target, read.element("kpi", "conversion"));
    let (least, most) = read.model.bounds(target, row);
    assert_eq!((least.map(|least| least.to_string()).as_deref(), most), (Some("20%"), None));
}

#[test]
fn finds_and_names_elements() {
    let read = read(&[ACME]);
    let model = &read.model;
    let units = model.range(read.kind("unit"));
    assert_eq!(units.len(), 3);
    assert_eq!(model.range(read.kind("metric")).len(), 6);
    assert_eq!(model.range(read.kind("kpi")).len(), 3);
    assert_eq!(model.len(), 13);
    let conversion = read.element("kpi", "conversion");
    assert_eq!(read.element("metric", "conversion"), conversion);
    assert_eq!(model.find(read.kind("kpi"), "landing_visitors"), None);
    assert!(model.find_in_family(read.kind("kpi"), "landing_visitors").is_some());
    assert_eq!(model.find_anywhere("conversion"), vec![conversion]);
    assert_eq!(model.find_anywhere("Conversion"), vec![]);
    assert_eq!(model.ids_near(read.kind("kpi"), "conversoin"), Some("conversion"));
    assert_eq!(model.label(conversion), Some("Conversion"));
    let span = model.span(conversion).map(|span| read.sources.text(span));
    assert_eq!(span, Some("kpi conversion \"Conversion\""));
    let shares: Vec<String> =
        model.range(read.kind("share")).map(|share| model.name(ElementId(share), &read.vocabulary)).collect();
    assert_eq!(shares, ["share 1 of experiment social", "share 2 of experiment social"]);
    let mut orders: Vec<u32> = (0..13).map(|element| model.order(ElementId(element))).collect();
    orders.sort_unstable();
    assert_eq!(orders, (0..13).collect::<Vec<u32>>());
}

#[test]
fn knows_what_lies_where() {
    let read = read(&[ACME]);
    let model = &read.model;
    let names = |elements: Vec<ElementId>| -> Vec<String> {
        elements.into_iter().map(|element| model.name(element, &read.vocabulary)).collect()
    };
    let conversion = read.element("kpi", "conversion");
    assert_eq!(names(model.containers(conversion).collect()), ["registration", "more"]);
    let mut held = Vec::new();
    model.held_directly(read.element("team", "registration"), read.kind("kpi"), &mut held);
    assert_eq!(names(held), ["conversion", "alias"]);
    let mut held = Vec::new();
    model.held_directly(read.element("goal", "more"), read.kind("metric"), &mut held);
    assert_eq!(names(held), ["conversion", "alias"]);
    let mut held = Vec::new();
    model.held_directly(read.element("company", "acme"), read.kind("unit"), &mut held);
    assert_eq!(names(held), ["growth"]);
    let shares: Vec<ElementId> = model.range(read.kind("share")).map(ElementId).collect();
    let experiment = read.element("experiment", "social");
    assert_eq!(shares.iter().map(|share| model.enclosing(*share)).collect::<Vec<_>>(), [Some(experiment); 2]);
    assert_eq!(model.enclosing(experiment), None);
    let counters = read.attribute("kpi", "counters");
    let holders = model.referrers(counters).of(read.element("metric", "business_registrations"));
    assert_eq!(holders, [conversion.0]);
    assert_eq!(model.referrers(counters).of(ElementId(u32::MAX)), [0_u32; 0]);
}

#[test]
fn what_lies_in_an_element_in_two_ways_is_held_once_and_in_order() {
    let text =
        "goal g { due 2026-12-31; also_here k2, k3; kpi k3; kpi k1; kpi k2 }\ngoal h { due 2026-12-31; also_here k1 }";
    let vocabulary =
        "kind goal { due date }\nkind kpi { goals many goal within; also many goal within inverse also_here }";
    let mut sources = Sources::new();
    let id = sources.add("vocabulary.kpi", vocabulary);
    let parsed = parse(id, vocabulary);
    let (vocabulary, _, diagnostics) = build(&[&parsed.file], &sources);
    assert_eq!(diagnostics, vec![]);
    let id = sources.add("model.kpi", text);
    let parsed = parse(id, text);
    let (model, diagnostics) = Model::from_trees(&vocabulary, &[(&parsed.file, text)]);
    assert_eq!(diagnostics, vec![]);
    let kind = |name: &str| vocabulary.kind_named(name).expect("it is declared");
    let held = |goal: &str, mut held: Vec<ElementId>| {
        let goal = model.find(kind("goal"), goal).expect("it is there");
        model.held_directly(goal, kind("kpi"), &mut held);
        held.into_iter().map(|element| model.name(element, &vocabulary)).collect::<Vec<_>>()
    };
    assert_eq!(held("g", Vec::new()), ["k3", "k1", "k2"]);
    assert_eq!(held("h", Vec::new()), ["k1"]);
    // What was in the list before stays before it.
    let k2 = model.find(kind("kpi"), "k2").expect("it is there");
    assert_eq!(held("g", vec![k2]), ["k2", "k3", "k1", "k2"]);
    assert_eq!((model.is_empty(), model.len()), (false, 5));
    let (none, _) = Model::from_trees(&vocabulary, &[]);
    assert_eq!((none.is_empty(), none.len()), (true, 0));
}

#[test]
fn formulas_that_are_one_metric_stand_for_it() {
    let read = read(&[ACME]);
    let formula = read.attribute("kpi", "formula");
    let facts = |id: &str| {
        let row = read.model.row(formula, read.element("kpi", id));
        match read.model.column(formula).get(row) {
            Some(Scalar::Formula(formula)) => read.model.formula(formula).clone(),
            _ => super::FormulaFacts::default(),
        }
    };
    let (alias, conversion) = (facts("alias"), facts("conversion"));
    assert!(alias.rate && conversion.rate && !alias.compound);
    assert_eq!(alias.numerator, conversion.numerator);
    assert_eq!(alias.numerator, Some(read.element("metric", "business_registrations")));
    assert_eq!(&*alias.inputs, [read.element("kpi", "conversion")]);
    assert_eq!(conversion.inputs.len(), 2);
}

#[test]
fn the_order_of_files_changes_no_value() {
    let one = "team a { metric m }\ngoal g { due 2026-01-01; kpis k }\nkpi j { counters m falls 3; goals g }";
    let two = "team b\nkpi k { owner b; counters m, j rises 2 }\nexperiment e { guardian k }";
    for texts in [[one, two], [two, one]] {
        let read = read(&texts);
        assert_eq!(read.said(), "");
        assert_eq!(read.values("kpi", "k", "goals"), "g");
        assert_eq!(read.values("kpi", "k", "counters"), "m, j rises 2");
        assert_eq!(read.values("kpi", "j", "counters"), "m falls 3");
        assert_eq!(read.values("metric", "k", "guarded_in"), "e");
        assert_eq!(read.values("metric", "m", "owner"), "a");
        assert_eq!(read.values("kpi", "k", "owner"), "b");
    }
}

#[test]
fn both_sides_of_a_relation_are_one() {
    let read = read(&[
        "goal g { due 2026-01-01; kpis b, a }\nkpi a { goals g }\nkpi b\nkpi c\nmetric m { guards c falls 2, c }",
    ]);
    assert_eq!(read.said(), "");
    assert_eq!(read.values("goal", "g", "kpis"), "a, b");
    assert_eq!(read.values("kpi", "a", "goals"), "g");
    assert_eq!(read.values("kpi", "b", "goals"), "g");
    assert_eq!(read.values("kpi", "c", "counters"), "m falls 2");
}

#[test]
fn fields_move_with_their_values() {
    // The rows of `counters` are met in another order than they stand in: k2 is met after the nested k1 begins.
    let text = "person p\nperson q\nmetric m\nkpi k1 { counters m falls 1 seen (p, q), k2 rises 2 }\nkpi k2 { counters m falls 3 seen p }\nkpi k3\nmetric n { guards k3 falls 9, k1 falls 8 seen q }";
    let read = read(&[text]);
    assert_eq!(read.said(), "");
    assert_eq!(read.values("kpi", "k1", "counters"), "m falls 1 seen p, q, k2 rises 2, n falls 8 seen q");
    assert_eq!(read.values("kpi", "k2", "counters"), "m falls 3 seen p");
    assert_eq!(read.values("kpi", "k3", "counters"), "n falls 9");
}

#[test]
fn values_have_places() {
    let read = read(&[ACME]);
    let kpi = read.element("kpi", "conversion");
    let place = |attribute: &str| {
        let attribute = read.attribute("kpi", attribute);
        let column = read.model.column(attribute);
        column
            .values_of(read.model.row(attribute, kpi))
            .map(|index| column.span(index).map(|span| read.sources.text(span)))
            .collect::<Vec<_>>()
    };
    assert_eq!(place("indicator"), [Some("Leading")]);
    assert_eq!(place("target"), [Some("20%")]);
    assert_eq!(place("counters"), [Some("meetings_booked"), Some("business_registrations")]);
    assert_eq!(place("owner"), [None]);
}

#[test]
fn a_bad_reference_is_a_hole_on_both_sides() {
    let read = read(&["goal growth { due 2026-01-01 }\nkpi a { goals grwth; counters nothing }"]);
    assert_eq!(read.values("kpi", "a", "goals"), "?");
    assert_eq!(read.values("goal", "growth", "kpis"), "?");
    assert_eq!(read.values("kpi", "a", "counters"), "?");
    let goals = read.attribute("kpi", "goals");
    assert!(read.model.column(goals).has_holes());
}

#[test]
fn long_chains_of_aliases_and_units() {
    let mut text = String::from("metric m0\nmetric n\n");
    for at in 1..20_000 {
        let _ = writeln!(text, "metric m{at} {{ formula m{} }}", at - 1);
    }
    let read = read(&[&text]);
    assert_eq!(read.said(), "");
}

#[test]
fn what_is_wrong_with_names() {
    insta::assert_snapshot!(story(&[
        "kpi a \"A\"\nkpi b { drives c }\nmetric c",
        "team t { kpi a { drvies b } }\nmetric b { cuonter a }\ngoal g { due 2026-01-01; kpi b; statment \"x\" }\nkpy c { indicator leading }\nkpi { indicator lagging }\nkpi 5\nkpi d, e\nkpi f { drives missing, t, e, sgn; counters a drops 5 }\nkpi sign",
    ]));
}

#[test]
fn what_is_wrong_with_values() {
    insta::assert_snapshot!(story(&[
        "kpi a { indicator leding; target 20 by soon; baseline 2026-01-01; lag 5; monetised maybe; growth 18; budget 5; period 2026-05-01 }",
        "kpi b { indicator leading, lagging; owner; target 1111111111222222222233333333334444444444 by 2026-02-29; baseline 5 at 2026-07; lag 1.5 days; budget USX 5 }",
        "kpi c { indicator leading; indicator leading; target between 30 and 20 by 2026-01-01; lag at least 5 days; source 5; source \"a\"; source \"\\q\" }",
        "kpi g { growth 0.18; slack 5; weight 5%; start 2026; source USD 5 }\nkpi h { growth 1; slack 5%; weight 5 days; lag 5%; budget 5%; start \"x\"; period 1.5 }\nkpi i { growth 0; slack EUR 5; lag USD 5; period 5%; owner \"A\"; weight 0.5; growth USD 5 }",
        "goal d\ngoal e { due 0000-00-00; statement word; lead \"Ann\" }\nkpi f { target 5 }",
    ]));
}

#[test]
fn what_is_wrong_with_relations() {
    insta::assert_snapshot!(story(&[
        "team t\nteam u { kpi a { owner t } metrics b }\nkpi b { owner t }\nexperiment e { guardian a }\nmetric c { guarded_in e }",
        "metric d { formula g + d }\nmetric g { formula h / nothing }\nmetric h { formula i }\nmetric i { formula h }",
        "metric n\nmetric m\nkpi r { formula n / m }\nkpi s { counters r falls 5%, n falls 5%; indicator leading { } }",
    ]));
}

#[test]
fn the_line_of_an_element_is_the_one_that_declares_it() {
    let text = "team web {\n  kpi a\n  kpi b { indicator leading }\n}\nkpi c\n";
    let (vocabulary, mut sources) = vocabulary();
    let id = sources.add("1.kpi", text);
    let parsed = parse(id, text);
    let declarations = Declarations::read(&vocabulary, &[(&parsed.file, text)]);
    let (model, _) = declarations.model(&[]);
    let line = |kind: &str, id: &str| {
        let element = model.find(vocabulary.kind_named(kind)?, id)?;
        Some(sources.text(declarations.line_of(element)?.span))
    };
    assert_eq!(line("kpi", "a"), Some("kpi a"));
    assert_eq!(line("kpi", "b"), Some("kpi b { indicator leading }"));
    assert_eq!(line("kpi", "c"), Some("kpi c"));
    assert!(line("team", "web").is_some_and(|line| line.starts_with("team web {") && line.ends_with('}')));
}
