//! Changes each rule and tells which changes no test notices: there the tests do not say what the rule says.

use bellwether_syntax::source::Sources;

use super::judge;
use super::run::Prepared;
use super::vary::changes;
use crate::ids::RuleId;
use crate::program::Program;
use crate::report::{MutationReport, Survivor};

/// Tries all changes of all rules on the tests that passed. The models of the tests are those that were built for them.
pub(super) fn mutate(mut program: Program, sources: &Sources, passed: &[(usize, Prepared<'_>)]) -> MutationReport {
    let mut report = MutationReport::default();
    for at in 0..program.rules.len() {
        let id = RuleId::at(at);
        let Some(rule) = program.rules.get(at).filter(|rule| !rule.switched_off).cloned() else { continue };
        let tests: Vec<&Prepared<'_>> =
            passed.iter().map(|(_, prepared)| prepared).filter(|prepared| prepared.test.rules.contains(&id)).collect();
        if tests.is_empty() {
            report.untested.push(rule.name);
            continue;
        }
        for change in changes(&rule, sources) {
            if let Some(place) = program.rules.get_mut(at) {
                *place = change.changed;
            }
            report.mutants += 1;
            if tests.iter().any(|test| notices(test, &program, id)) {
                report.caught += 1;
            } else {
                report.survivors.push(Survivor { rule: rule.name.clone(), span: change.span, change: change.what });
            }
        }
        if let Some(place) = program.rules.get_mut(at) {
            *place = rule;
        }
    }
    report
}

/// Whether a test that passed no longer does. What meets a limit is noticed.
fn notices(test: &Prepared<'_>, program: &Program, rule: RuleId) -> bool {
    test.evaluate_one(program, rule).map_or(true, |evaluation| !judge::is_met_of(test, &evaluation, rule))
}
