//! What tests show of each rule: whether it is kept, whether it is broken, and which of its clauses ever decided.

use bellwether_syntax::source::Sources;

use super::run::Prepared;
use super::suite::{Expected, Verdict};
use crate::evaluate::{Decided, clauses};
use crate::program::{Program, Rule};
use crate::report::{ClauseCoverage, RuleCoverage};

/// The coverage of all rules, by the tests that passed, each with its place among all.
pub(super) fn coverage(program: &Program, sources: &Sources, passed: &[(usize, Prepared<'_>)]) -> Vec<RuleCoverage> {
    let mut all: Vec<RuleCoverage> = program.rules.iter().map(|rule| nothing(rule, sources)).collect();
    for (at, prepared) in passed {
        for expectation in &prepared.test.expectations {
            let Expected::Rule { rule, verdict, .. } = &expectation.what else { continue };
            let Some(rule) = all.get_mut(rule.index()) else { continue };
            let shown = match verdict {
                Verdict::Kept => &mut rule.kept,
                Verdict::Broken => &mut rule.broken,
                Verdict::Unknown => continue,
            };
            if shown.last() != Some(at) {
                shown.push(*at);
            }
        }
        let Ok(evaluation) = prepared.evaluate(program) else { continue };
        for id in &prepared.test.rules {
            let Some(rule) = all.get_mut(id.index()) else { continue };
            for (clause, decided) in rule.clauses.iter_mut().zip(evaluation.decisive(*id)) {
                let Decided { by_true, by_false } = decided;
                clause.by_true |= by_true;
                clause.by_false |= by_false;
            }
        }
    }
    // What is switched off by its `when` cannot be tested.
    let on = program.rules.iter().map(|rule| !rule.switched_off);
    all.into_iter().zip(on).filter_map(|(rule, on)| on.then_some(rule)).collect()
}

fn nothing(rule: &Rule, sources: &Sources) -> RuleCoverage {
    let clause = |span| ClauseCoverage {
        text: sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ").into(),
        span,
        by_true: false,
        by_false: false,
    };
    RuleCoverage {
        rule: rule.name.clone(),
        span: rule.span,
        kept: Vec::new(),
        broken: Vec::new(),
        clauses: clauses(rule).into_iter().map(clause).collect(),
    }
}
