//! The limits: each is met at its number and not below it, and says so in words of its own. What they are by default stands in
//! section 15 of the reference.

use std::fmt::Write as _;

use bellwether::evaluate::{Limits, Options, evaluate};
use bellwether::model::Model;
use bellwether::source::Sources;
use bellwether::{CheckOptions, ParseOptions, SyntaxLimits, check_sources, compile, parse_with};
use bellwether_tests::check::{AS_OF, check_text, date};
use bellwether_tests::files;

/// What is said of a text, as slug, message and help.
fn said(text: &str) -> Vec<String> {
    said_within(text, SyntaxLimits::default())
}

fn said_within(text: &str, limits: SyntaxLimits) -> Vec<String> {
    let mut sources = Sources::new();
    sources.add("case.kpi", text);
    let parsed = parse_with(&sources, &ParseOptions::from(limits));
    let compiled = compile(&parsed);
    let all = parsed.diagnostics.iter().chain(&compiled.diagnostics);
    let words = |one: &bellwether::diagnostic::Diagnostic| {
        let help = one.help.as_ref().map_or_else(String::new, |help| format!("\n  help: {help}"));
        format!("{}[{}]: {}{help}", one.severity.as_str(), one.code.0, one.message)
    };
    all.map(words).collect()
}

/// A text of so many bytes that ends as given.
fn filled(bytes: usize, end: &str) -> String {
    format!("{}\n{end}", "#".repeat(bytes - end.len() - 1))
}

fn around(open: &str, middle: &str, close: &str, times: usize) -> String {
    format!("{}{middle}{}", open.repeat(times), close.repeat(times))
}

/// Of a limit on a text: the text of a size, the number allowed, and the slug of what is said beyond it.
struct Bound {
    name: &'static str,
    text: fn(usize) -> String,
    most: usize,
    slug: &'static str,
}

fn asked(condition: &str) -> String {
    format!("policy p {{ r: every kpi where {condition} must be leading }}\n")
}

fn predicate(asked: &str) -> String {
    format!("policy p {{ r: every kpi must {asked} }}\n")
}

const BOUNDS: &[Bound] = &[
    Bound {
        name: "brackets in brackets",
        text: |n| asked(&around("(", "it is lagging", ")", n)),
        most: 64,
        slug: "too-deep",
    },
    Bound {
        name: "where in where",
        text: |n| asked(&around("it is a kpi where ", "it is lagging", "", n - 1)),
        most: 64,
        slug: "too-deep",
    },
    Bound { name: "blocks in blocks", text: |n| around("unit { ", "", "}", n), most: 64, slug: "too-deep" },
    Bound {
        name: "a chain of or",
        text: |n| asked(&vec!["it is lagging"; n].join(" or ")),
        most: 10_000,
        slug: "chain-too-long",
    },
    Bound {
        name: "a chain of and in a predicate",
        text: |n| predicate(&vec!["be leading"; n].join(" and ")),
        most: 10_000,
        slug: "chain-too-long",
    },
    Bound {
        name: "a sum",
        text: |n| asked(&format!("lag < {}", vec!["1 day"; n].join(" + "))),
        most: 10_000,
        slug: "chain-too-long",
    },
    Bound {
        name: "a formula",
        text: |n| format!("metric m\nmetric n {{ formula {} }}\n", vec!["m"; n].join(" + ")),
        most: 10_000,
        slug: "chain-too-long",
    },
    Bound {
        name: "definitions that use each other",
        text: |n| {
            (1..n).fold("define kpi is d0 when it is leading\n".to_owned(), |mut all, at| {
                let _ = writeln!(all, "define kpi is d{at} when it is d{}", at - 1);
                all
            })
        },
        most: 64,
        slug: "definitions-too-deep",
    },
    Bound {
        name: "kinds of kinds",
        text: |n| {
            (1..n).fold("kind k0\n".to_owned(), |mut all, at| {
                let _ = writeln!(all, "kind k{at} is a k{}", at - 1);
                all
            })
        },
        most: 64,
        slug: "kinds-too-deep",
    },
    Bound {
        name: "digits of a number",
        text: |n| asked(&format!("target < {}", "1".repeat(n))),
        most: 28,
        slug: "bad-literal",
    },
];

#[test]
fn each_limit_on_a_text_is_met_at_its_number_and_says_so() {
    let mut told = String::new();
    for bound in BOUNDS {
        for size in [bound.most - 1, bound.most] {
            assert_eq!(said(&(bound.text)(size)), [""; 0], "{}: {size}", bound.name);
        }
        let beyond = said(&(bound.text)(bound.most + 1));
        let Some(first) = beyond.first() else { panic!("{}: nothing is said", bound.name) };
        assert!(first.contains(&format!("[{}]", bound.slug)), "{}: {first}", bound.name);
        assert!(first.contains(&bound.most.to_string()) || first.contains("28 digits"), "{}: {first}", bound.name);
        let _ = writeln!(told, "# {}\n{first}\n", bound.name);
    }
    insta::assert_snapshot!("limits-of-texts", told);
}

#[test]
fn an_embedder_sets_the_limits_on_a_text() {
    let limits = SyntaxLimits::default().with_max_depth(3).with_max_chain(4);
    let slugs = |text: String| said_within(&text, limits.clone()).len();
    assert_eq!(slugs(asked("(((it is lagging)))")), 0);
    assert_eq!(slugs(asked("((((it is lagging))))")), 1);
    assert_eq!(slugs(asked(&["it is lagging"; 4].join(" or "))), 0);
    assert_eq!(slugs(asked(&["it is lagging"; 5].join(" or "))), 1);
}

#[test]
fn a_policy_may_have_fewer_bytes_than_a_model() {
    let limits = SyntaxLimits::default().with_max_bytes(300).with_max_model_bytes(600);
    let model = "kpi a { indicator leading }\n";
    let others = [
        "policy p { r: every kpi must be leading }\n",
        "define kpi is good when it is leading\n",
        "kind vehicle\n",
        "extend kind kpi { confidence percent }\n",
        "use smart\n",
        "waive smart/* for kpi a until 2026-12-31 because \"x\" by b\n",
        "test \"x\" {\n}\n",
        "given x {\n}\n",
    ];
    let too_large = |text: &str| {
        let all = said_within(text, limits.clone());
        all.into_iter().find(|one| one.contains("[source-too-large]"))
    };
    let mut told = String::new();
    for (item, most) in others.map(|item| (item, 300)).into_iter().chain([(model, 600)]) {
        for size in [most - 1, most] {
            assert_eq!(too_large(&filled(size, item)), None, "{size}: {item}");
        }
        let Some(said) = too_large(&filled(most + 1, item)) else { panic!("nothing is said: {item}") };
        let _ = writeln!(told, "# {item}{said}\n");
    }
    insta::assert_snapshot!("limits-of-bytes", told);
    // The item may stand anywhere, and a word of a model is none.
    assert!(too_large(&format!("{model}{}", filled(400, others[0]))).is_some());
    assert_eq!(too_large(&filled(400, "kpi policy { owner use }\nkpi test\n")), None);
}

#[test]
fn the_limits_are_as_the_reference_says() {
    let syntax = SyntaxLimits::default();
    let sizes = (syntax.max_bytes, syntax.max_model_bytes, syntax.max_depth, syntax.max_chain);
    assert_eq!(sizes, (16 << 20, 1 << 30, 64, 10_000));
    let Limits { steps, findings_per_rule, combinations } = Limits::default();
    let reference = files::read(&files::root().join("docs/language.md"));
    let section = reference.split("\n## 15. ").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
    let with_commas = |number: u64| {
        let digits = number.to_string();
        let parts: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
        parts.join(",")
    };
    for (row, number) in [
        ("evaluation steps", steps),
        ("findings kept for a rule", findings_per_rule as u64),
        ("combinations of values", combinations as u64),
        ("terms of one chain", 10_000),
        ("kinds of the vocabulary have together", 100_000),
        ("rules that all waivers", 1_000_000),
    ] {
        let line = section.lines().find(|line| line.contains(row)).unwrap_or_default();
        assert!(line.contains(&with_commas(number)), "`{row}` is {number}: {line}");
    }
}

/// Evaluates a text within limits; what was found, or the limit that was met.
fn evaluated(text: &str, limits: Limits) -> Result<(usize, u64), String> {
    let mut sources = Sources::new();
    sources.add("case.kpi", text);
    let parsed = parse_with(&sources, &ParseOptions::default());
    let compiled = compile(&parsed);
    let files: Vec<_> =
        parsed.files.iter().map(|file| (file, parsed.sources.get(file.source).map_or("", |it| &*it.text))).collect();
    let (model, wrong) = Model::from_trees(&compiled.program.vocabulary, &files);
    assert!(wrong.is_empty() && compiled.diagnostics.is_empty() && parsed.diagnostics.is_empty(), "{text}");
    let options = Options { limits, ..Options::new(date(AS_OF)) };
    let evaluation = evaluate(&compiled.program, &model, &options).map_err(|error| {
        let told = error.diagnostic();
        let (at, help) = (parsed.sources.text(told.primary.span), told.help.unwrap_or_default());
        format!("error[{}]: {}\n  at: {at}\n  help: {help}", told.code, told.message)
    })?;
    Ok((evaluation.findings().count(), evaluation.steps()))
}

#[test]
fn steps_are_allowed_up_to_their_number() {
    let kpis: String = (0..50).map(|at| format!("kpi k{at} {{ indicator lagging }}\n")).collect();
    let text =
        format!("policy p {{\n  first: every kpi must be leading\n  second: every kpi must be lagging\n}}\n{kpis}");
    let within = |steps| evaluated(&text, Limits { steps, ..Limits::default() });
    let Ok((_, steps)) = within(u64::MAX) else { panic!("it comes to an end") };
    assert_eq!(within(steps), Ok((50, steps)));
    assert_eq!(within(steps + 1), Ok((50, steps)));
    let beyond: Vec<String> =
        [steps - 1, steps / 2 - 1, 1, 0].into_iter().filter_map(|few| within(few).err()).collect();
    assert_eq!(beyond.len(), 4);
    insta::assert_snapshot!("limit-of-steps", beyond.join("\n"));
}

#[test]
fn combinations_are_allowed_up_to_their_number() {
    let text = |first: usize, second: usize| {
        let metrics: String = (0..100).map(|at| format!("metric m{at}\n")).collect();
        let some = |count: usize| (0..count).map(|at| format!("m{at}")).collect::<Vec<_>>().join(", ");
        let kpi = |id: &str| format!("kpi {id} {{ counters {}; companions {} }}\n", some(first), some(second));
        format!("policy p {{ r: no two kpis may share counters and companions }}\n{metrics}{}{}", kpi("a"), kpi("b"))
    };
    let within = |first, second| evaluated(&text(first, second), Limits::default()).map(|(findings, _)| findings);
    assert_eq!(within(63, 65), Ok(2));
    assert_eq!(within(64, 64), Ok(2));
    insta::assert_snapshot!("limit-of-combinations", within(64, 65).expect_err("it is too much"));
}

#[test]
fn findings_are_kept_up_to_their_number_and_the_rest_counted() {
    let kpis: String = (0..10).map(|at| format!("kpi k{at} {{ indicator lagging }}\n")).collect();
    let text = format!("policy p {{ r: every kpi must be leading }}\n{kpis}");
    for (most, kept) in [(9, 9), (10, 10), (11, 10)] {
        let mut sources = Sources::new();
        sources.add("case.kpi", &*text);
        let mut options = CheckOptions::new(date(AS_OF));
        options.limits.findings_per_rule = most;
        let report = check_sources(&sources, &options).expect("it comes to an end");
        let rule = report.rules.first().expect("there is a rule");
        assert_eq!((report.findings.len(), rule.broken, rule.not_kept), (kept, 10, 10 - kept as u64), "{most}");
    }
}

#[test]
fn a_test_in_the_language_holds_conditions_no_deeper_than_a_rule() {
    let text = |depth: usize| {
        let whom = around("it is a kpi where ", "it is leading", "", depth);
        format!(
            "{}test \"x\" {{\n  given {{ kpi a }}\n  expect p/r broken by kpi a where {whom}\n}}\n",
            predicate("be leading")
        )
    };
    let deep = check_text(&text(100_000));
    assert!(deep.errors().contains(&"too-deep"), "{:?}", deep.errors());
    assert!(!check_text(&text(60)).errors().contains(&"too-deep"));
}
