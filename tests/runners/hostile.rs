//! Policies and models that mean no good: each stops at the limit of steps, with the rule and the reason, or is done within
//! few of them. Nothing is timed here: what is not counted would not come to an end while anybody waits.

use bellwether::evaluate::{Limits, Options, evaluate};
use bellwether::ids::{ElementId, RuleId};
use bellwether::mend::{MendOptions, mend};
use bellwether::report::TestOutcome;
use bellwether::{TestOptions, run_tests};
use bellwether_tests::check::{AS_OF, check_text, date, read};
use bellwether_tests::each;
use bellwether_tests::hostile::{HOSTILE, lines, rule, team};

/// Some hundredths of a second.
const STEPS: u64 = 1_000_000;

/// What an evaluation of a text that has no mistake came to: its steps, or the limit that was met.
fn evaluated(text: &str) -> Result<u64, String> {
    let (_, compiled, model, wrong) = read(text);
    assert!(wrong.is_empty(), "{:?}", wrong.first());
    let limits = Limits { steps: STEPS, ..Limits::default() };
    let options = Options { limits, ..Options::new(date(AS_OF)) };
    let evaluation = evaluate(&compiled.program, &model, &options).map_err(|limit| limit.to_string())?;
    Ok(evaluation.steps())
}

#[test]
fn what_takes_long_stops_with_its_rule() {
    bellwether_tests::report(
        "hostile texts",
        &each(&HOSTILE, |one, failures| {
            let said = evaluated(&(one.text)(one.size));
            let expected = format!("the limit of {STEPS} evaluation steps was met by {}", one.what);
            if said.as_ref().err() != Some(&expected) {
                failures.push(format!("{}: {said:?}", one.name));
            }
        }),
    );
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

#[test]
fn tests_are_held_to_steps_that_they_have_together() {
    let fixture = format!("given all {{\n{}}}\n", team(300, |_| "indicator lagging".to_owned()));
    let tests = lines(0..200, |at| format!("test \"{at}\" {{\n  given all\n  expect p/r broken by kpi k0\n}}"));
    let (parsed, compiled, _, wrong) = read(&format!("{}{fixture}{tests}", rule("every kpi must be leading")));
    assert!(wrong.is_empty(), "{:?}", wrong.first());
    let limits = Limits { steps: 5_000, ..Limits::default() };
    let report = run_tests(&parsed, &compiled.program, Vec::new(), &TestOptions { limits, ..TestOptions::default() });
    let passed = report.tests.iter().take_while(|test| test.outcome == TestOutcome::Passed).count();
    // Each is given 301 elements, and takes a step for each of them at least.
    assert!((10..166).contains(&passed), "{passed}");
    let why = "the tests before it met the limit of 50000 steps of all tests together".to_owned();
    let rest = report.tests.iter().skip(passed);
    assert!(rest.into_iter().all(|test| test.outcome == TestOutcome::NotRun(why.clone())));
}
