//! The law `parse-linear`, in a program of its own: it changes the limit of calls for all threads.

use bellwether_properties::property;

/// What is said many times in a row, each between what stands before and after.
const SHAPES: &[&str] = &[
    "policy p { a: every kpi must be \na or \nb }",
    "policy p { a: every kpi must be set unless \na is b and \na is b }",
    "policy p { a: every kpi must be set unless \na is b and \na is is }",
    "policy p { a: every kpi must be at least \n1 + \n1 }",
    "policy p { a: \nword \n}",
    "policy p {\na: every kpi must be set|\n}",
    "policy p {\na: every kpi mst be (set|\n}",
    "kpi a {\nb 20% by 2026-01-01|\n}",
    "kpi a {\nb 20% by 2026-01-01|c 1x|\n}",
    "kpi a { b \nc, \nd }",
    "\nkpi a (|\n",
    "\nkpi a {|\n",
    "\nkpi a \"\"\"|\n",
    "policy p { a: every kpi \n# x||\nmust be set }",
    "policy p { a: every kpi must be set unless \n(\na is b",
    "policy p { a: every kpi must be set unless \nit has a kpi where (\na is b",
    "policy p { a: every kpi must be set unless \n(count (kpi where \na is b) > 3)",
    "policy p { a: every kpi must be set unless \nnot (\na is is",
    "policy p { a: every kpi must have \na counter, \na target }",
    "define kpi is x when \nit is a team and \nit is set",
    "\nkind a { b text with (c date) }|\n",
    "test \"a\" { given { \nteam a { \nkpi x } }",
    "waive a/b for every kpi where \na is b and \na is b until 2026-01-01",
    "use p with (\na 1, \nb 2)",
];

#[test]
fn parse_linear() {
    let property = property("parse-linear").expect("there is such a law");
    let corpus = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/parse-linear"));
    let corpus = corpus.into_iter().flatten().map(|entry| entry.expect("the folder can be read").path());
    let mut inputs: Vec<Vec<u8>> = corpus.map(|path| std::fs::read(path).expect("an input can be read")).collect();
    inputs.extend(SHAPES.iter().map(|shape| shape.as_bytes().to_vec()));
    let failures: Vec<String> = inputs.iter().filter_map(|data| (property.holds)(data).err()).collect();
    assert!(failures.is_empty(), "{failures:#?}");
}
