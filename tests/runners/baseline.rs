//! Baselines over all cases and examples: they accept what was found, and never make anything worse.

use bellwether_properties::accepting::accepted;
use bellwether_tests::{each, report};

use super::order;

#[test]
fn a_baseline_accepts_what_was_found_and_adds_nothing() {
    let subjects = order::subjects();
    let failures = each(&subjects, |(name, texts), failures| {
        let accepted = accepted(&order::run(texts).report, |at| at % 2 == 1);
        failures.extend(accepted.err().map(|what| format!("{name}: {what}")));
    });
    report(&format!("{} texts", subjects.len()), &failures);
}
