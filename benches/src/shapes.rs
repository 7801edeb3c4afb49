//! Texts that grow in one direction only: deeper, or longer. Checking them twice as large should take twice as long.

use std::fmt::Write as _;

/// A text with a policy and a model that grows with a number.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// What grows.
    pub name: &'static str,
    /// The text, given how deep or long it is to be.
    pub text: fn(usize) -> String,
    /// Where it begins; it is doubled four times from there.
    pub start: usize,
}

/// All shapes. Nesting ends at the 64 levels that the library reads, chains of terms at its 10,000.
pub const SHAPES: [Shape; 6] = [
    Shape { name: "blocks in blocks (500 times)", text: blocks, start: 4 },
    Shape { name: "brackets in brackets (500 times)", text: brackets, start: 3 },
    Shape { name: "terms of an `or`", text: terms, start: 625 },
    Shape { name: "rules of a policy", text: rules, start: 500 },
    Shape { name: "kpis that drive the next", text: drives, start: 10_000 },
    Shape { name: "units in units, by reference", text: parents, start: 10_000 },
];

/// Groups in groups in groups, many times beside each other.
fn blocks(depth: usize) -> String {
    let mut text =
        String::from("policy p { placed: every group where parent is set must be in a company or have no kpi }\n");
    for copy in 0..500 {
        for level in 1..depth {
            let _ = write!(text, "group g{copy}_{level} {{ ");
        }
        let _ = write!(text, "kpi k{copy} {{ indicator leading }}");
        text.push_str(&" }".repeat(depth - 1));
        text.push('\n');
    }
    text
}

/// Conditions in brackets in brackets, many times below each other.
fn brackets(depth: usize) -> String {
    let mut text = String::from("policy p {\n");
    for copy in 0..500 {
        let (open, close) = ("(".repeat(depth), ")".repeat(depth));
        let _ = writeln!(text, "  r{copy}: every kpi where {open}it is leading{close} must have a counter");
    }
    text.push_str("}\nkpi k { indicator lagging }\n");
    text
}

/// One condition of many terms.
fn terms(count: usize) -> String {
    let mut text = String::from("policy p {\n  r: every kpi must have a counter unless it is leading");
    for term in 1..count {
        let _ = write!(text, "\n    or lag is {term} days");
    }
    text.push_str("\n}\nkpi k { indicator lagging }\n");
    text
}

/// Many rules.
fn rules(count: usize) -> String {
    let mut text = String::from("policy p {\n");
    for rule in 0..count {
        let _ = writeln!(text, "  r{rule}: every kpi's lag must be at most {rule} days unless owner is platform");
    }
    text.push_str("}\nkpi k { lag 1 day }\n");
    text
}

/// A chain of KPIs, each of which moves the next, up to the company's.
fn drives(length: usize) -> String {
    let mut text =
        String::from("policy p { ladder: every kpi must be company or reach a company kpi via drives }\ncompany c\n");
    for kpi in 1..length {
        let _ = writeln!(text, "kpi k{kpi} {{ drives k{} }}", kpi - 1);
    }
    text.push_str("kpi k0 { owner c }\n");
    text
}

/// A chain of units, each in the next, up to the company.
fn parents(length: usize) -> String {
    let mut text = String::from("policy p { placed: every group must be in a company }\ncompany g0\n");
    for unit in 1..length {
        let _ = writeln!(text, "group g{unit} {{ parent g{} }}", unit - 1);
    }
    text
}
