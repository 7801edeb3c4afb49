//! The workload from end to end at its smallest size: generated, written in the language, checked by the library and by hand.

use bellwether_bench::generate::generate;
use bellwether_bench::kpi_text::kpi_text;
use bellwether_bench::limit::Columns;
use bellwether_bench::{Model, check};

/// What unlike engines agree on, at a thousand KPIs.
const EXPECTED: &str = include_str!("../../examples/workload/expected-1000.txt");

fn expected() -> Vec<String> {
    EXPECTED.lines().map(str::to_owned).collect()
}

#[test]
fn the_library_finds_what_is_expected() {
    let text = kpi_text(&generate(1000));
    assert_eq!(check::ready(&text).unwrap().findings().unwrap(), expected());
}

#[test]
fn the_rules_by_hand_find_what_is_expected() {
    let model = generate(1000);
    let columns = Columns::new(&model);
    assert_eq!(columns.lines(&columns.evaluate()), expected());
}

#[test]
fn a_model_is_the_same_each_time_and_after_json() {
    let mut json = Vec::new();
    generate(1000).write_json(&mut json).unwrap();
    let read: Model = serde_json::from_slice(&json).unwrap();
    let mut again = Vec::new();
    read.write_json(&mut again).unwrap();
    assert_eq!(json, again);
    assert_eq!(kpi_text(&read), kpi_text(&generate(1000)));
}

#[test]
fn a_model_of_nothing_is_a_small_one() {
    assert_eq!(generate(0).kpis.len(), bellwether_bench::generate::FEWEST);
}
