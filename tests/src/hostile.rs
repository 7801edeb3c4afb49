//! Policies that ask for more work than anyone would wait for, and models that make it much.
//!
//! `runners/hostile.rs` sees that each of them stops at the limit of steps, with the rule and the reason; the example
//! `hostile` measures how long that takes.

use std::fmt::Write as _;
use std::ops::Range;

/// A text that asks for much more than its length.
#[derive(Clone, Copy, Debug)]
pub struct Hostile {
    /// What takes long in it.
    pub name: &'static str,
    /// The text, given how much of it there is to be.
    pub text: fn(usize) -> String,
    /// How much of it takes a million steps.
    pub size: usize,
    /// How much of it takes more steps than the limit usually is.
    pub large: usize,
    /// What meets the limit.
    pub what: &'static str,
}

/// What meets the limit, mostly.
const RULE: &str = "rule `p/r`";

/// All of them.
pub const HOSTILE: [Hostile; 17] = [
    Hostile { name: "pairs with an exemption", text: pairs, size: 2_000, large: 20_000, what: RULE },
    Hostile { name: "selections in selections", text: products, size: 300, large: 3_000, what: RULE },
    Hostile { name: "every one beside every other", text: crossed, size: 2_000, large: 20_000, what: RULE },
    Hostile { name: "a long `or`", text: terms, size: 300, large: 30_000, what: RULE },
    Hostile { name: "a long sum", text: sum, size: 300, large: 30_000, what: RULE },
    Hostile { name: "a long path", text: path, size: 300, large: 30_000, what: RULE },
    Hostile { name: "how many lie beside it", text: children, size: 2_000, large: 20_000, what: RULE },
    Hostile { name: "sums of what lies beside it", text: sums, size: 2_000, large: 20_000, what: RULE },
    Hostile { name: "conditions of what lies beside it", text: having, size: 2_000, large: 20_000, what: RULE },
    Hostile { name: "lists that include lists", text: including, size: 2_000, large: 10_000, what: RULE },
    Hostile { name: "reached from each", text: reached, size: 2_000, large: 20_000, what: RULE },
    Hostile { name: "definitions that keep much", text: kept, size: 400, large: 4_000, what: "definition `rivals`" },
    Hostile { name: "long texts", text: texts, size: 20, large: 100, what: RULE },
    Hostile { name: "waivers of whoever", text: waivers, size: 400, large: 100_000, what: "the waivers" },
    Hostile { name: "places in deep trees", text: places, size: 2_000, large: 20_000, what: RULE },
    Hostile { name: "shares in deep trees", text: scopes, size: 2_000, large: 20_000, what: RULE },
    Hostile { name: "combinations that are shared", text: combined, size: 100, large: 10_000, what: RULE },
];

/// One line for each number.
#[must_use]
pub fn lines(numbers: Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.fold(String::new(), |mut all, at| {
        let _ = writeln!(all, "{}", line(at));
        all
    })
}

/// The one rule of a policy.
#[must_use]
pub fn rule(sentence: &str) -> String {
    format!("policy p {{\n  r: {sentence}\n}}\n")
}

/// A team with so many KPIs.
#[must_use]
pub fn team(kpis: usize, inside: impl Fn(usize) -> String) -> String {
    format!("team t {{\n{}}}\n", lines(0..kpis, |at| format!("  kpi k{at} {{ {} }}", inside(at))))
}

/// A rule of a team of leading KPIs that each have a step of 1.
fn of_leading(sentence: &str, kpis: usize) -> String {
    rule(sentence) + &team(kpis, |_| "indicator leading; step 1".to_owned())
}

fn pairs(size: usize) -> String {
    let teams = lines(0..size, |at| format!("team t{at} {{ kpi k{at} {{ indicator leading }} }}"));
    rule("no two kpis x and y may share indicator unless x.owner != y.owner") + &teams
}

fn products(size: usize) -> String {
    let nested = "every kpi k where count (kpi where target > k.target and count (kpi where target < k.target) > 5) > 5 \
                  must be leading";
    rule(nested) + &team(size, |at| format!("target {at}"))
}

fn crossed(size: usize) -> String {
    of_leading("for every kpi k, every kpi x where x.step > k.step must be lagging", size)
}

fn terms(size: usize) -> String {
    let or = vec!["it is lagging"; 5_000].join(" or ");
    of_leading(&format!("every kpi where {or} must be leading"), size)
}

fn sum(size: usize) -> String {
    let ones = vec!["1"; 5_000].join(" + ");
    of_leading(&format!("every kpi where step < {ones} must be leading"), size)
}

fn path(size: usize) -> String {
    of_leading(&format!("every kpi's owner{} must be missing", ".parent".repeat(5_000)), size)
}

fn children(size: usize) -> String {
    of_leading("every kpi must have an owner where it has at most 3 kpis", size)
}

fn sums(size: usize) -> String {
    of_leading("every kpi where sum of owner.metrics.step > 3 must be leading", size)
}

fn having(size: usize) -> String {
    of_leading("every kpi must have an owner where it has at least 1 metric where step > 2", size)
}

fn including(size: usize) -> String {
    of_leading("every kpi where owner.metrics include owner.metrics must be leading", size)
}

fn reached(size: usize) -> String {
    let chain = lines(1..size, |at| format!("kpi k{at} {{ drives k{}; step {at} }}", at - 1));
    rule("every kpi k must reach a kpi where step > k.step via drives") + "kpi k0\n" + &chain
}

fn kept(size: usize) -> String {
    let define = "define rivals of kpi as (kpi where it is leading)\n";
    define.to_owned() + &of_leading("every kpi where count rivals > 1 must be leading", size)
}

fn texts(size: usize) -> String {
    let mentioned = rule(&format!("every kpi's definition must mention \"{}b\"", "a ".repeat(25_000)));
    mentioned + &team(size, |_| format!("definition \"{}\"", "a ".repeat(50_000)))
}

fn waivers(size: usize) -> String {
    let waivers = lines(0..300, |at| {
        format!("waive p/r for every kpi where target < {at} and target > {at} until 2026-12-31 because \"x\" by b")
    });
    rule("every kpi must be leading") + &waivers + &team(size, |at| format!("indicator lagging; target {at}"))
}

/// Groups in groups, each by naming the one that it lies in.
fn groups(size: usize) -> String {
    "group g0\n".to_owned() + &lines(1..size, |at| format!("group g{at} {{ parent g{} }}", at - 1))
}

fn places(size: usize) -> String {
    let kpis = lines(0..size, |at| format!("kpi k{at} {{ owner g{} }}", size - 1));
    rule("every kpi must be in group g0") + &groups(size) + &kpis
}

fn scopes(size: usize) -> String {
    let kpis = lines(0..size, |at| format!("kpi k{at} {{ owner g{} }}", size - 1));
    rule("in every group, at least 60% of kpis must be leading") + &groups(size) + &kpis
}

fn combined(size: usize) -> String {
    let metrics = lines(0..100, |at| format!("metric m{at}"));
    let some = (0..60).map(|at| format!("m{at}")).collect::<Vec<_>>().join(", ");
    let kpis = team(size, |_| format!("counters {some}; companions {some}"));
    rule("no two kpis may share counters and companions") + &metrics + &kpis
}
