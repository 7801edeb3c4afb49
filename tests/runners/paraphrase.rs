//! Paraphrases of all touchstones, to be read beside the sentences that they are made from.

use std::fmt::Write as _;

use bellwether::ids::RuleId;
use bellwether::paraphrase::paraphrase;
use bellwether::source::Sources;
use bellwether::{compile, parse};
use bellwether_tests::files;

#[test]
fn each_touchstone_is_read_as_it_is_meant() {
    let text = files::read(&files::root().join("crates/bellwether-syntax/tests/suite/touchstones.kpi"));
    let mut sources = Sources::new();
    sources.add("touchstones.kpi", text);
    let program = compile(&parse(&sources)).program;
    assert!(program.rules.len() > 40, "{} rules", program.rules.len());
    let mut shown = String::new();
    for (at, rule) in program.rules.iter().enumerate() {
        let words = paraphrase(&program, RuleId::at(at)).expect("the rule is in the program");
        let _ = write!(shown, "{}: {}\n{words}\n\n", rule.name, rule.wording.text);
    }
    insta::assert_snapshot!("touchstones", shown);
}
