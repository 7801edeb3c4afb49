//! The deepest and longest inputs that the limits allow, and everything that the libraries can do with one.
//!
//! A program that embeds Bellwether may call it from a thread with a small stack. `runners/stack.rs` does all this on one of
//! 512 KiB; the example `stack` measures how much of it is used.

use std::fmt::Write as _;

use bellwether::baseline::Baseline;
use bellwether::evaluate::{Options, evaluate};
use bellwether::ids::{ElementId, RuleId};
use bellwether::mend::{MendOptions, mend};
use bellwether::model::Model;
use bellwether::report::{JsonOptions, TextOptions, json, test_json, test_text, text};
use bellwether::source::{SourceId, Sources};
use bellwether::why::Why;
use bellwether::{
    CheckOptions, FormatOptions, TestOptions, compile, evaluate_options, format, make_report, paraphrase, parse,
    run_tests,
};

use crate::check::{AS_OF, date};

/// A text at a limit.
#[derive(Clone, Debug)]
pub struct Deep {
    /// What is deep or long in it.
    pub name: &'static str,
    /// The text.
    pub text: String,
    /// Whether a mistake is meant to be in it.
    pub wrong: bool,
}

/// How deep things may stand in each other.
const DEPTH: usize = 64;
/// How many terms a chain may have.
const CHAIN: usize = 10_000;
/// How many elements stand in a line.
const LINE: usize = 5_000;

/// A model in which something is found, with a test of it.
const AROUND: &str = "\
company acme { division east { group g { team t {
  kpi a { indicator leading; target 40%; baseline 20%; counters a; companions a; definition \"one two\" }
} } } }
test \"of the same\" {
  given { team t { kpi a { indicator leading; target 40%; baseline 20%; counters a; companions a } } }
  as of 2026-06-30
  expect p/r broken by kpi a
}
";

/// All of them.
pub fn deepest() -> Vec<Deep> {
    let mut all = Vec::new();
    nested(&mut all);
    nested_elsewhere(&mut all);
    long(&mut all);
    lines_of_elements(&mut all);
    all
}

fn put(all: &mut Vec<Deep>, name: &'static str, text: String) {
    all.push(Deep { name, text, wrong: false });
}

fn wrong(all: &mut Vec<Deep>, name: &'static str, text: String) {
    all.push(Deep { name, text, wrong: true });
}

fn rule(sentence: &str) -> String {
    format!("policy p {{\n  r: {sentence}\n}}\n{AROUND}")
}

/// `open` so many times, what stands in the middle, and `close` as often.
fn around(open: &str, middle: &str, close: &str, times: usize) -> String {
    format!("{}{middle}{}", open.repeat(times), close.repeat(times))
}

/// Brackets, conditions and selections in each other.
fn nested(all: &mut Vec<Deep>) {
    let asked = |condition: String| rule(&format!("every kpi where {condition} must have a target of at most 1%"));
    put(all, "brackets", asked(around("(", "it is leading", ")", DEPTH)));
    put(all, "brackets that are said no to", asked(around("not (", "it is lagging", ")", DEPTH)));
    put(all, "and and or", asked(around("(it is leading and (it is lagging or ", "it is leading", "))", DEPTH / 2)));
    put(
        all,
        "conditions of what it has",
        asked(around("(it has a companion where ", "it is leading", ")", DEPTH / 2 - 1)),
    );
    put(all, "where in where", asked(around("it is a kpi where ", "it is leading", "", DEPTH - 2)));
    wrong(all, "that in that", asked(around("it has a companion that ", "has a companion", "", DEPTH - 2)));
    wrong(all, "of in of", asked(format!("it has {}a kpi", "a counter of ".repeat(DEPTH - 4))));
    put(all, "sums", asked(format!("target < {}", around("(1% + ", "1%", ")", DEPTH))));
    put(all, "products", asked(format!("target < 1% * {}", around("(2 * (1 + ", "1", "))", DEPTH / 2))));
    put(all, "selections", asked(around("(count (kpi where ", "it is leading", ") > 0)", DEPTH / 3)));
    put(all, "selections that go on", asked(around("(max (kpi where ", "it is leading", ").target > 1%)", DEPTH / 3)));
    put(
        all,
        "reaching",
        asked(around("(it reaches a metric where (", "it is leading", ") via companions)", DEPTH / 3)),
    );
    put(
        all,
        "amounts",
        asked(around("(it has at least (count (kpi where ", "it is leading", ")) counters)", DEPTH / 3)),
    );
    let predicate = |asked: String| rule(&format!("every kpi must {asked}"));
    put(all, "predicates in brackets", predicate(around("(", "be lagging", ")", DEPTH)));
    put(all, "predicates that are said no to", predicate(around("not (", "be leading and be leading", ")", DEPTH)));
    put(
        all,
        "what must be had",
        predicate(format!(
            "have a companion where {}",
            around("(it has a companion where ", "it is lagging", ")", DEPTH / 2 - 1)
        )),
    );
    put(
        all,
        "exemptions",
        rule(&format!("every kpi must be lagging unless {}", around("(", "it is lagging", ")", DEPTH))),
    );
    put(
        all,
        "no two",
        rule(&format!(
            "no two kpis x and y may share target unless {}",
            around("(x.owner = y.owner and ", "x.owner != y.owner", ")", DEPTH)
        )),
    );
}

/// Definitions, blocks, formulas and values in each other.
fn nested_elsewhere(all: &mut Vec<Deep>) {
    let mut adjectives = String::from("define metric is d1 when it is leading\n");
    let mut derived = String::from("define v1 of kpi as target\n");
    let mut cases = String::from("define c1 of kpi as 1 when it is leading, otherwise 2\n");
    for at in 2..=DEPTH {
        let before = at - 1;
        let _ = writeln!(
            adjectives,
            "define metric is d{at} when it is d{before} and it has a companion where it is d{before}"
        );
        let _ = writeln!(derived, "define v{at} of kpi as v{before} + 1 points");
        let _ = writeln!(cases, "define c{at} of kpi as {at} when c{before} = {before}, otherwise c{before} + 1");
    }
    put(all, "definitions", format!("{adjectives}{}", rule(&format!("no kpi may be d{DEPTH}"))));
    put(all, "derived attributes", format!("{derived}{}", rule(&format!("every kpi's v{DEPTH} must be less than 1%"))));
    put(all, "cases", format!("{cases}{}", rule(&format!("every kpi's c{DEPTH} must be less than 1"))));
    let simple = rule("every kpi must be lagging");
    let groups: String = (0..DEPTH - 1).map(|at| format!("group g{at} {{ ")).collect();
    put(all, "blocks", format!("{simple}{groups}kpi deep {{ indicator lagging }}{}\n", " }".repeat(DEPTH - 1)));
    put(
        all,
        "formulas",
        format!("{simple}metric m\nmetric n {{ formula {} }}\n", around("(m + (2 / ", "m", "))", DEPTH / 2)),
    );
    put(all, "values", format!("{simple}kpi v {{ counters {} }}\n", around("(", "a", ")", DEPTH)));
    let fields = around("x text with (y ", "text", ")", 1);
    put(all, "fields", format!("{simple}extend kind kpi {{ {fields} }}\n"));
    let deeper = around("x text with (", "y text", ")", DEPTH - 1);
    wrong(all, "fields of fields", format!("{simple}extend kind kpi {{ {deeper} }}\n"));
    let expected = "kpi a where ".to_owned() + &"it is a kpi where ".repeat(DEPTH - 2);
    let test = format!("test \"deep\" {{\n  given {{ kpi a }}\n  expect p/r broken by {expected}it is leading\n}}\n");
    wrong(all, "whom a test names", format!("{simple}{test}"));
    let kinds: String = (1..DEPTH).map(|at| format!("kind k{at} is a k{} {{ a{at} text }}\n", at - 1)).collect();
    put(all, "kinds", format!("kind k0\n{kinds}{simple}k{} x {{ a1 \"y\" }}\n", DEPTH - 1));
}

/// Chains and lists.
fn long(all: &mut Vec<Deep>) {
    let joined = |term: &str, by: &str| vec![term; CHAIN].join(by);
    let asked = |condition: String| rule(&format!("every kpi where {condition} must have a target of at most 1%"));
    put(all, "or", asked(joined("it is leading", " or ")));
    put(all, "and", asked(joined("it is leading", " and ")));
    put(all, "a sum", asked(format!("target < {}", joined("1%", " + "))));
    put(all, "a product", asked(format!("target < {} * 100%", joined("1", " * "))));
    put(all, "words", rule(&format!("every kpi must be {}", joined("lagging", " or "))));
    put(all, "parts", rule(&format!("every kpi must {}", joined("be lagging", " and "))));
    put(all, "what is had", rule(&format!("every kpi must have {}", joined("a counter where it is lagging", " and "))));
    put(all, "what is included", rule(&format!("every kpi's counters must include {}", joined("its drives", " or "))));
    put(all, "what is mentioned", rule(&format!("every kpi's definition must mention {}", joined("\"x\"", " or "))));
    put(all, "relations", rule(&format!("every kpi must reach a company kpi via {}", joined("drives", " or "))));
    put(all, "a path", rule(&format!("every kpi's owner{} must be a division", ".parent".repeat(CHAIN))));
    let metrics: String = (0..CHAIN).fold(String::new(), |mut out, at| {
        let _ = writeln!(out, "metric m{at}");
        out
    });
    let sum: Vec<String> = (0..CHAIN).map(|at| format!("m{at}")).collect();
    let simple = rule("every kpi must be lagging");
    put(all, "a formula", format!("{simple}{metrics}kpi s {{ formula {} }}\n", sum.join(" + ")));
    put(all, "a list of values", format!("{simple}{metrics}kpi s {{ counters {} }}\n", sum.join(", ")));
    let cases: Vec<String> = (0..CHAIN / 2).map(|at| format!("{at} when it is leading")).collect();
    put(
        all,
        "cases of a definition",
        format!("define long of kpi as {}\n{}", cases.join(", "), rule("every kpi's long must be at least 1")),
    );
    let words: Vec<String> = (0..CHAIN).map(|at| format!("w{at}")).collect();
    put(
        all,
        "words of an attribute",
        format!("extend kind kpi {{ sort one of ({}) }}\n{}", words.join(", "), rule("every kpi's sort must be w5")),
    );
}

/// Elements that lead to each other in long lines.
fn lines_of_elements(all: &mut Vec<Deep>) {
    let line = |one: &dyn Fn(usize) -> String| (1..LINE).map(one).collect::<String>();
    let units = line(&|at| format!("group u{at} {{ parent u{} }}\n", at - 1));
    let tree = format!("company u0\n{units}kpi low {{ owner u{} }}\n", LINE - 1);
    put(all, "a tree", format!("{}{tree}", rule("every kpi must be in division east")));
    put(
        all,
        "the nearest",
        format!(
            "{}{tree}",
            rule("every kpi must have an owner where company is set and company is the same as company acme")
        ),
    );
    put(all, "a scope", format!("{}{tree}", rule("in every company, at least 60% of kpis must be lagging")));
    let driven = line(&|at| format!("kpi k{at} {{ drives k{} }}\n", at - 1));
    let chain = format!("kpi k0\n{driven}");
    put(all, "a chain", format!("{}{chain}", rule("kpi k4999 must reach a company kpi via drives")));
    put(all, "a circle", format!("{}{chain}kpi k {{ drives k, k5 }}\n", rule("no kpi may reach itself via drives")));
    let formulas = line(&|at| format!("metric m{at} {{ formula m{} + 1 }}\n", at - 1));
    put(all, "formulas of formulas", format!("{}metric m0\n{formulas}", rule("every kpi must be lagging")));
    let uses = line(&|at| format!("policy q{at} {{ r: every kpi must be lagging }}\nuse q{at}\n"));
    put(all, "uses", format!("{}{}", rule("every kpi must be lagging"), uses.get(..200_000).unwrap_or(&uses)));
}

/// Does everything with a text that the libraries can do; gives what is wrong with it, and how many findings there are. What
/// is made is dropped on the way.
pub fn everything(text_of: &str) -> (Vec<String>, usize) {
    let _ = format(SourceId(0), text_of, &FormatOptions::default());
    let mut sources = Sources::new();
    sources.add("deep.kpi", text_of);
    let parsed = parse(&sources);
    let compiled = compile(&parsed);
    let program = &compiled.program;
    let files = with_texts(&parsed);
    let (model, more) = Model::from_trees(&program.vocabulary, &files);
    let mut diagnostics = parsed.diagnostics.clone();
    diagnostics.extend(compiled.diagnostics.iter().cloned());
    let tests = run_tests(
        &parsed,
        program,
        diagnostics.clone(),
        &TestOptions {
            coverage: true,
            mutate: program.rules.len() < 10 && text_of.len() < 100_000,
            ..TestOptions::default()
        },
    );
    let _ = test_text(&tests, &parsed.sources, &TextOptions::default());
    let _ = test_json(&tests, &parsed.sources, &JsonOptions::default());
    diagnostics.extend(more);
    let asked = CheckOptions::new(date(AS_OF));
    let Ok(evaluation) = evaluate(program, &model, &evaluate_options(program, &asked)) else {
        return (vec!["limit".to_owned()], 0);
    };
    let report = make_report(&evaluation, &model, &files, diagnostics, &asked);
    let _ = text(&report, &parsed.sources, &TextOptions::default());
    let _ = json(&report, &parsed.sources, &JsonOptions::default());
    let baseline = Baseline::of(&report);
    let _ = bellwether::baseline::read(SourceId(0), &baseline.text());
    for rule in (0..program.rules.len()).map(RuleId::at).take(3) {
        let _ = paraphrase::paraphrase(program, rule);
        let _ = paraphrase::page(program, rule, date(AS_OF), &files, &parsed.sources);
        let last = u32::try_from(model.len()).unwrap_or(0).saturating_sub(1);
        let elements =
            evaluation.outcomes().filter(|outcome| outcome.rule == rule).map(|outcome| outcome.subject).take(2);
        for element in elements.chain([None, Some(ElementId(last))]).collect::<Vec<_>>() {
            let trace = evaluation.trace(rule, element);
            let _ = trace.replay();
            let why = Why::new(trace);
            let _ = (why.text(&parsed.sources), why.json(&parsed.sources));
            let mut bounds = MendOptions::new(date(AS_OF));
            bounds.trials = 5;
            let _ = mend(program, &model, &files, rule, element, &bounds);
        }
    }
    let _ = evaluate(program, &model, &Options::new(date(AS_OF)));
    let slugs = report.diagnostics.iter().map(|one| format!("{}: {}", one.code.0, one.message)).collect();
    (slugs, report.findings.len())
}

fn with_texts(parsed: &bellwether::Parsed) -> Vec<(&bellwether::tree::File, &str)> {
    parsed.files.iter().map(|file| (file, parsed.sources.get(file.source).map_or("", |source| &*source.text))).collect()
}

/// Does everything with a text on a thread with so many bytes of stack. Whoever needs more brings the process down.
pub fn on_a_stack(bytes: usize, text: String) -> (Vec<String>, usize) {
    let thread = std::thread::Builder::new().stack_size(bytes).spawn(move || everything(&text));
    thread.expect("a thread starts").join().expect("it does not panic")
}
