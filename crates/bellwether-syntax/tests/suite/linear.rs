//! Twice the text takes about twice the time, and twice the nesting too: the ratios are generous, but an exponential
//! or quadratic grammar is far outside them.
#![expect(clippy::disallowed_methods, reason = "a test may look at the clock")]

use std::time::{Duration, Instant};

use crate::support::read;

/// The least time of several readings.
fn time(text: &str) -> Duration {
    (0..3)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(read(text));
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn assert_linear(what: &str, text: impl Fn(usize) -> String, size: usize) {
    let once = time(&text(size)).max(Duration::from_micros(500));
    let four_times = time(&text(size * 4));
    assert!(four_times < once * 12, "{what}: {once:?} at {size}, {four_times:?} at four times that");
}

fn nested(sentence: &str, inner: &str, depth: usize) -> String {
    let (open, close) = sentence.split_once('@').unwrap_or((sentence, ""));
    let rule = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
    let rules = format!(" r: every kpi must be set unless {rule}\n").repeat(4);
    format!("policy p {{\n{rules}}}\n")
}

#[test]
fn nesting_is_linear_where_it_parses_and_where_it_does_not() {
    for shape in [
        "(@)",
        "(a is b and @)",
        "x is a or (@)",
        "contents include a and (@)",
        "it has a kpi where (@)",
        "it is a kpi where (@)",
        "(count (kpi where @) > 3)",
        "(1 + @) > 2 and ",
        "it has at most (@) kpis",
        "not (@)",
        "x is at least 1 or at least (@)",
        "(max (kpi where @).lag) > 3 or a is b",
    ] {
        for inner in ["a is b", "a is is", ""] {
            assert_linear(&format!("{shape} around {inner:?}"), |depth| nested(shape, inner, depth), 5);
        }
    }
}

#[test]
fn length_is_linear() {
    let policy = |sentence: String| format!("policy p {{ a: every kpi must be {sentence} }}");
    assert_linear("or", |n| policy(vec!["a"; n].join(" or ")), 300);
    assert_linear("conditions", |n| policy(format!("set unless {}", vec!["a is b"; n].join(" and "))), 300);
    assert_linear(
        "broken conditions",
        |n| policy(format!("set unless {} is is", vec!["a is b"; n].join(" and "))),
        300,
    );
    assert_linear("sums", |n| policy(format!("at least {}", vec!["1"; n].join(" + "))), 300);
    assert_linear("words", |n| policy("word ".repeat(n)), 1500);
    assert_linear("rules", |n| format!("policy p {{\n{}}}", "a: every kpi must be set\n".repeat(n)), 150);
    assert_linear("broken rules", |n| format!("policy p {{\n{}}}", "a: every kpi mst be (set\n".repeat(n)), 150);
    assert_linear("lines", |n| format!("kpi a {{\n{}}}", "  b 20% by 2026-01-01\n".repeat(n)), 600);
    assert_linear("broken lines", |n| format!("kpi a {{\n{}}}", "  b 20% by 2026-01-01\n  c 1x\n".repeat(n)), 300);
    assert_linear("values", |n| format!("kpi a {{ b {} }}", vec!["c"; n].join(", ")), 1500);
    assert_linear("open brackets", |n| "kpi a (\n".repeat(n), 600);
    assert_linear("open blocks", |n| "kpi a {\n".repeat(n), 600);
    assert_linear("open texts", |n| "kpi a \"\"\"\n".repeat(n), 600);
    assert_linear("comments", |n| format!("policy p {{ a: every kpi\n{} must be set }}", "# x\n\n".repeat(n)), 1500);
    assert_linear(
        "comments in brackets",
        |n| format!("policy p {{ a: every kpi must be set unless (\n{} a is b) }}", "# x\n\n".repeat(n)),
        1500,
    );
}
