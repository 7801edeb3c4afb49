//! Every form of the language, with its tree.

use crate::support::{read, show};

const TOUCHSTONES: &str = include_str!("touchstones.kpi");
const CARD: &str = include_str!("card.kpi");

#[test]
fn the_touchstones_parse_without_a_diagnostic() {
    let parse = read(TOUCHSTONES);
    assert!(parse.diagnostics.is_empty(), "{}", show(TOUCHSTONES));
    insta::assert_snapshot!(show(TOUCHSTONES));
}

#[test]
fn the_card_parses_without_a_diagnostic() {
    let parse = read(CARD);
    assert!(parse.diagnostics.is_empty(), "{}", show(CARD));
    insta::assert_snapshot!(show(CARD));
}
