//! Policies and models that mean no good: each stops at the limit of steps, with the rule and the reason, or is done within
//! few of them. Nothing is timed here: what is not counted would not come to an end while anybody waits.

use std::fmt::Write as _;

use bellwether::diagnostic::Diagnostic;
use bellwether::evaluate::{Limits, Options, evaluate};
use bellwether::ids::{ElementId, RuleId};
use bellwether::mend::{MendOptions, mend};
use bellwether::model::Model;
use bellwether::source::Sources;
use bellwether::{Compiled, Parsed, TestOptions, compile, parse, run_tests};
use bellwether_tests::check::{AS_OF, check_text, date};

/// Some hundredths of a second.
const STEPS: u64 = 1_000_000;

/// One line for each number.
fn lines(numbers: std::ops::Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.fold(String::new(), |mut all, at| {
        let _ = writeln!(all, "{}", line(at));
        all
    })
}

fn rule(sentence: &str) -> String {
    format!("policy p {{\n  r: {sentence}\n}}\n")
}

/// A team with so many KPIs.
fn team(kpis: usize, inside: impl Fn(usize) -> String) -> String {
    format!("team t {{\n{}}}\n", lines(0..kpis, |at| format!("  kpi k{at} {{ {} }}", inside(at))))
}

fn read(text: &str) -> (Parsed, Compiled, Model, Vec<Diagnostic>) {
    let mut sources = Sources::new();
    sources.add("case.kpi", text);
    let parsed = parse(&sources);
    let compiled = compile(&parsed);
    let files: Vec<_> =
        parsed.files.iter().map(|file| (file, parsed.sources.get(file.source).map_or("", |it| &*it.text))).collect();
    let (model, more) = Model::from_trees(&compiled.program.vocabulary, &files);
    let mut wrong = parsed.diagnostics.clone();
    wrong.extend(compiled.diagnostics.iter().cloned());
    wrong.extend(more);
    (parsed, compiled, model, wrong)
}

/// What an evaluation of a text that has no mistake came to: its steps, or the limit that was met.
fn evaluated(text: &str) -> Result<u64, String> {
    let (_, compiled, model, wrong) = read(text);
    assert!(wrong.is_empty(), "{:?}", wrong.first());
    let limits = Limits { steps: STEPS, ..Limits::default() };
    let options = Options { limits, ..Options::new(date(AS_OF)) };
    let evaluation = evaluate(&compiled.program, &model, &options).map_err(|limit| limit.to_string())?;
    Ok(evaluation.steps())
}

/// Sees that a text meets the limit of steps, and with what.
fn stops(text: &str, what: &str) {
    let said = evaluated(text).expect_err("it is done within the limit");
    assert_eq!(said, format!("the limit of {STEPS} evaluation steps was met by {what}"));
}

#[test]
fn pairs_with_an_exemption_are_counted() {
    let teams = lines(0..2_000, |at| format!("team t{at} {{ kpi k{at} {{ indicator leading }} }}"));
    let pairs = rule("no two kpis x and y may share indicator unless x.owner != y.owner");
    stops(&format!("{pairs}{teams}"), "rule `p/r`");
}

#[test]
fn products_of_selections_are_counted() {
    let kpis = team(300, |at| format!("target {at}"));
    let nested = rule(
        "every kpi k where count (kpi where target > k.target and count (kpi where target < k.target) > 5) > 5 must be leading",
    );
    stops(&format!("{nested}{kpis}"), "rule `p/r`");
}

#[test]
fn long_chains_are_counted() {
    let kpis = team(300, |_| "indicator leading; step 1".to_owned());
    let or = rule(&format!("every kpi where {} must be set", vec!["it is lagging"; 5_000].join(" or ")));
    stops(&format!("{}{kpis}", or.replace("be set", "be leading")), "rule `p/r`");
    let sum = rule(&format!("every kpi where step < {} must be leading", vec!["1"; 5_000].join(" + ")));
    stops(&format!("{sum}{kpis}"), "rule `p/r`");
    let path = rule(&format!("every kpi's owner{} must be missing", ".parent".repeat(5_000)));
    let circle = team(300, |_| "indicator leading".to_owned());
    stops(&format!("{path}{circle}"), "rule `p/r`");
}

#[test]
fn what_a_subject_leads_to_is_counted() {
    let kpis = team(2_000, |_| "indicator leading; step 1".to_owned());
    for sentence in [
        "every kpi must have an owner where it has at most 3 kpis",
        "every kpi where sum of owner.metrics.step > 3 must be leading",
        "every kpi must have an owner where it has at least 1 metric where step > 2",
        "every kpi where owner.metrics include owner.metrics must be leading",
    ] {
        stops(&format!("{}{kpis}", rule(sentence)), "rule `p/r`");
    }
}

#[test]
fn definitions_that_keep_much_are_counted() {
    let define = "define rivals of kpi as (kpi where it is leading)\n";
    let kpis = team(400, |_| "indicator leading".to_owned());
    let asked = rule("every kpi where count rivals > 1 must be leading");
    stops(&format!("{define}{asked}{kpis}"), "definition `rivals`");
}

#[test]
fn definitions_that_double_take_no_more_than_each_of_them() {
    let doubled = lines(1..60, |at| format!("define up{at} of unit as up{}.up{}", at - 1, at - 1));
    let text = format!(
        "define up0 of unit as parent\n{doubled}{}group g {{ team t {{ kpi a }} }}\n",
        rule("every kpi's owner.up59 must be missing")
    );
    assert!(evaluated(&text).is_ok_and(|steps| steps < 100_000), "{:?}", evaluated(&text));
    let asked = lines(1..60, |at| {
        format!("define metric is d{at} when it is d{} and it has a companion where it is d{}", at - 1, at - 1)
    });
    let kpis = team(50, |at| format!("indicator leading; companions k{at}, k0"));
    let text = format!("define metric is d0 when it is leading\n{asked}{}{kpis}", rule("no kpi may be d59"));
    assert!(evaluated(&text).is_ok_and(|steps| steps < STEPS), "{:?}", evaluated(&text));
}

#[test]
fn long_texts_are_counted() {
    let long = "a ".repeat(50_000);
    let kpis = team(20, |_| format!("definition \"{long}\""));
    let mentioned = rule(&format!("every kpi's definition must mention \"{}b\"", "a ".repeat(25_000)));
    stops(&format!("{mentioned}{kpis}"), "rule `p/r`");
}

#[test]
fn waivers_are_counted() {
    let kpis = team(1_000, |at| format!("indicator lagging; target {at}"));
    let waivers = lines(0..300, |at| {
        format!("waive p/r for every kpi where target < {at} and target > {at} until 2026-12-31 because \"x\" by b")
    });
    stops(&format!("{}{waivers}{kpis}", rule("every kpi must be leading")), "the waivers");
}

#[test]
fn places_in_deep_trees_are_counted() {
    let groups = lines(1..2_000, |at| format!("group g{at} {{ parent g{} }}", at - 1));
    let kpis = lines(0..1_000, |at| format!("kpi k{at} {{ owner g1999 }}"));
    let text = format!("{}group g0\n{groups}{kpis}", rule("every kpi must be in group g0"));
    stops(&text, "rule `p/r`");
    let scoped = rule("in every group, at least 60% of kpis must be leading");
    stops(&format!("{scoped}group g0\n{groups}{kpis}"), "rule `p/r`");
}

#[test]
fn what_is_kept_for_sharing_is_counted() {
    let metrics = lines(0..100, |at| format!("metric m{at}"));
    let some = (0..60).map(|at| format!("m{at}")).collect::<Vec<_>>().join(", ");
    let kpis = team(100, |_| format!("counters {some}; companions {some}"));
    let text = format!("{}{metrics}{kpis}", rule("no two kpis may share counters and companions"));
    stops(&text, "rule `p/r`");
}

#[test]
fn names_without_end_are_not_compared() {
    let long = "a".repeat(200_000);
    let checked = check_text(&format!("kpi {long}\nkpi b {{ drives {long}b }}\n"));
    assert_eq!(checked.errors().len(), 1, "{:?}", checked.errors());
    let text = format!("define kpi is {long} when it is leading\n{}", rule(&format!("every kpi must be {long}b")));
    assert!(!check_text(&text).errors().is_empty());
}

#[test]
fn many_mistakes_among_many_words_come_to_an_end() {
    let attributes = lines(0..500, |at| format!("  word{at} text"));
    let rules = lines(0..1_010, |at| format!("  r{at}: every kpi must have a werd{at}"));
    let checked = check_text(&format!("extend kind kpi {{\n{attributes}}}\npolicy p {{\n{rules}}}\n"));
    assert_eq!(checked.report.diagnostics.len(), 1_010);
    let kpis = lines(0..500, |at| format!("kpi name{at}"));
    let named = lines(0..1_010, |at| format!("  r{at}: kpi nume{at} must be leading"));
    let checked = check_text(&format!("{kpis}policy p {{\n{named}}}\n"));
    assert_eq!(checked.report.diagnostics.len(), 1_010);
}

#[test]
fn large_vocabularies_come_to_an_end() {
    // Each kind has an attribute and a definition of the same name, and none is a kind of another.
    let kinds = lines(0..1_000, |at| format!("kind k{at} {{ same text }}\ndefine k{at} is good when same is set"));
    assert_eq!(check_text(&kinds).errors(), [""; 0]);
    let chain = lines(1..500, |at| format!("kind k{at} is a k{} {{ a{at} text }}", at - 1));
    assert_eq!(check_text(&format!("kind k0\n{chain}")).errors(), ["kinds-too-deep"]);
    // Many definitions of a kind with many below it.
    let below = lines(0..350, |at| format!("kind k{at} is a base"));
    let defined = lines(0..350, |at| format!("define base is d{at} when a is set"));
    assert_eq!(check_text(&format!("kind base {{ a text }}\n{below}{defined}")).errors(), ["vocabulary-too-large"]);
}

#[test]
fn many_waivers_of_many_rules_come_to_an_end() {
    let rules = lines(0..1_000, |at| format!("  r{at}: every kpi must have a counter"));
    let one_by_one = lines(0..1_000, |at| format!("waive p/r{at} for kpi a until 2026-12-31 because \"x\" by b"));
    let checked = check_text(&format!("policy p {{\n{rules}}}\n{one_by_one}kpi a {{ counters a }}\n"));
    assert_eq!(checked.errors(), [""; 0]);
}

#[test]
fn long_formulas_come_to_an_end() {
    let metrics = lines(0..6_000, |at| format!("metric m{at}"));
    let group = |from: usize| (from..from + 1_000).map(|at| format!("m{at}")).collect::<Vec<_>>().join(" + ");
    let sums: Vec<String> = (0..6).map(|at| format!("({})", group(at * 1_000))).collect();
    let text = format!("{metrics}metric all {{ formula {} }}\n", sums.join(" * "));
    assert_eq!(check_text(&text).errors(), [""; 0]);
}

#[test]
fn looking_for_what_would_mend_is_bounded() {
    let metrics = lines(0..3_000, |at| format!("metric m{at}"));
    let kpis = team(3_000, |at| format!("indicator lagging; counters m{at}"));
    let text = format!("{metrics}{}{kpis}", rule("every kpi must be leading and have a counter where step > 3"));
    let (parsed, compiled, model, wrong) = read(&text);
    assert!(wrong.is_empty());
    let files: Vec<_> =
        parsed.files.iter().map(|file| (file, parsed.sources.get(file.source).map_or("", |it| &*it.text))).collect();
    let mut options = MendOptions::new(date(AS_OF));
    options.elements = 20_000;
    let element = model.range(compiled.program.vocabulary.kind_named("kpi").expect("a kind")).next().map(ElementId);
    let found = mend(&compiled.program, &model, &files, RuleId::at(0), element, &options).expect("it comes to an end");
    assert!(found.tried <= 20_000 / 6_000 + 1, "{}", found.tried);
    // Each trial is held to the steps of an evaluation.
    options.limits.steps = 10;
    let limit = mend(&compiled.program, &model, &files, RuleId::at(0), element, &options);
    let said = limit.expect_err("it takes more").to_string();
    assert_eq!(said, "the limit of 10 evaluation steps was met by rule `p/r`");
}

#[test]
fn tests_are_held_to_the_steps_of_an_evaluation() {
    let given = team(300, |_| "indicator lagging".to_owned());
    let test = format!("test \"x\" {{\n  given {{\n{given}  }}\n  expect p/r broken by kpi k0\n}}\n");
    let (parsed, compiled, _, wrong) = read(&format!("{}{test}", rule("every kpi must be leading")));
    assert!(wrong.is_empty(), "{:?}", wrong.first());
    let options = TestOptions {
        limits: Limits { steps: 100, ..Limits::default() },
        coverage: true,
        mutate: true,
        ..TestOptions::default()
    };
    let report = run_tests(&parsed, &compiled.program, Vec::new(), &options);
    let outcome = report.tests.first().map(|test| format!("{:?}", test.outcome)).unwrap_or_default();
    assert!(outcome.contains("the limit of 100 evaluation steps was met by rule `p/r`"), "{outcome}");
}
