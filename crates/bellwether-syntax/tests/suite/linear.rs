//! Deep and long texts come to an end. Nothing is timed here (the benches measure how the time grows): a grammar that is
//! exponential in nesting would not get through thirty brackets in a lifetime.

use crate::support::read;

/// Reads the text of a size at which a grammar that tries things twice would never be done.
fn comes_to_an_end(text: impl Fn(usize) -> String, size: usize) {
    std::hint::black_box(read(&text(size)));
}

fn nested(sentence: &str, inner: &str, depth: usize) -> String {
    let (open, close) = sentence.split_once('@').unwrap_or((sentence, ""));
    let rule = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
    let rules = format!(" r: every kpi must be set unless {rule}\n").repeat(4);
    format!("policy p {{\n{rules}}}\n")
}

#[test]
fn nesting_comes_to_an_end_where_it_parses_and_where_it_does_not() {
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
        "(it reaches a kpi where (@) via drives)",
        "(it reaches a kpi where (@))",
        "(it shares owner with a kpi where (@))",
        "(it drives a kpi where (@))",
        "it does not reach a kpi where (@)",
        "(a kpi where (@))",
        "(it is within (@) of today)",
    ] {
        for inner in ["a is b", "a is is", ""] {
            comes_to_an_end(|depth| nested(shape, inner, depth), 30);
        }
    }
}

#[test]
fn length_comes_to_an_end() {
    let policy = |sentence: String| format!("policy p {{ a: every kpi must be {sentence} }}");
    comes_to_an_end(|n| policy(vec!["a"; n].join(" or ")), 300);
    comes_to_an_end(|n| policy(format!("set unless {}", vec!["a is b"; n].join(" and "))), 300);
    comes_to_an_end(|n| policy(format!("set unless {} is is", vec!["a is b"; n].join(" and "))), 300);
    comes_to_an_end(|n| policy(format!("at least {}", vec!["1"; n].join(" + "))), 300);
    comes_to_an_end(|n| policy("word ".repeat(n)), 1500);
    comes_to_an_end(|n| format!("policy p {{\n{}}}", "a: every kpi must be set\n".repeat(n)), 150);
    comes_to_an_end(|n| format!("policy p {{\n{}}}", "a: every kpi mst be (set\n".repeat(n)), 150);
    comes_to_an_end(|n| format!("kpi a {{\n{}}}", "  b 20% by 2026-01-01\n".repeat(n)), 600);
    comes_to_an_end(|n| format!("kpi a {{\n{}}}", "  b 20% by 2026-01-01\n  c 1x\n".repeat(n)), 300);
    comes_to_an_end(|n| format!("kpi a {{ b {} }}", vec!["c"; n].join(", ")), 1500);
    comes_to_an_end(|n| "kpi a (\n".repeat(n), 600);
    comes_to_an_end(|n| "kpi a {\n".repeat(n), 600);
    comes_to_an_end(|n| "kpi a \"\"\"\n".repeat(n), 600);
    comes_to_an_end(|n| format!("policy p {{ a: every kpi\n{} must be set }}", "# x\n\n".repeat(n)), 1500);
    comes_to_an_end(
        |n| format!("policy p {{ a: every kpi must be set unless (\n{} a is b) }}", "# x\n\n".repeat(n)),
        1500,
    );
}
