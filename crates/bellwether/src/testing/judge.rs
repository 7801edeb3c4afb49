//! Holds what a test expects against what is the case, and says the difference.

use bellwether_syntax::diagnostic::Label;

use super::run::Prepared;
use super::suite::{Expectation, Expected, Subject, Verdict};
use crate::evaluate::{Evaluation, Standing};
use crate::ids::{ElementId, RuleId};
use crate::program::Program;
use crate::report::{Finding, RuleReport, TestFailure};

/// The expectations of a test that are not met, in order.
pub(super) fn failures(prepared: &Prepared<'_>, program: &Program, evaluation: &Evaluation<'_>) -> Vec<TestFailure> {
    let judge = Judge { prepared, program, evaluation };
    let expectations = prepared.test.expectations.iter().zip(&prepared.subjects);
    expectations.filter_map(|(expectation, subject)| judge.failure(expectation, *subject)).collect()
}

/// Whether what a test expects of one rule is met.
pub(super) fn is_met_of(prepared: &Prepared<'_>, evaluation: &Evaluation<'_>, of: RuleId) -> bool {
    let mut expectations = prepared.test.expectations.iter().zip(&prepared.subjects);
    expectations.all(|(expectation, subject)| match expectation.what {
        Expected::Rule { rule, .. } if rule == of => is_met(prepared, evaluation, expectation, *subject),
        _ => true,
    })
}

fn is_met(
    prepared: &Prepared<'_>,
    evaluation: &Evaluation<'_>,
    expectation: &Expectation,
    subject: Option<ElementId>,
) -> bool {
    match &expectation.what {
        Expected::Diagnostic(code) => {
            let mut found = prepared.diagnostics.iter().chain(evaluation.diagnostics());
            found.any(|diagnostic| diagnostic.code == *code)
        }
        Expected::Rule { rule, verdict, by: Some(_) } => {
            evaluation.standing(*rule, subject)
                == match verdict {
                    Verdict::Kept => Standing::Kept,
                    Verdict::Broken => Standing::Broken,
                    Verdict::Unknown => Standing::Unknown,
                }
        }
        Expected::Rule { rule, verdict, by: None } => evaluation.rule(*rule).is_some_and(|met| match verdict {
            Verdict::Kept => met.subjects > 0 && met.broken == 0 && met.unknown == 0 && met.withheld == 0,
            Verdict::Broken => met.broken > 0,
            Verdict::Unknown => met.unknown > 0,
        }),
    }
}

struct Judge<'j> {
    prepared: &'j Prepared<'j>,
    program: &'j Program,
    evaluation: &'j Evaluation<'j>,
}

/// What is the case, in words.
#[derive(Default)]
struct Case {
    message: String,
    related: Vec<Label>,
    help: Option<String>,
}

impl Judge<'_> {
    fn failure(&self, expectation: &Expectation, subject: Option<ElementId>) -> Option<TestFailure> {
        if is_met(self.prepared, self.evaluation, expectation, subject) {
            return None;
        }
        let case = match &expectation.what {
            Expected::Diagnostic(code) => self.other_diagnostics(code.0),
            Expected::Rule { rule, by: Some(by), .. } => self.of_subject(*rule, by, subject),
            Expected::Rule { rule, verdict, by: None } => self.of_rule(*rule, *verdict),
        };
        Some(TestFailure {
            message: case.message,
            at: Label { span: expectation.span, message: "expected here".to_owned() },
            related: case.related,
            help: case.help,
        })
    }

    fn other_diagnostics(&self, slug: &str) -> Case {
        let mut others: Vec<String> = Vec::new();
        for diagnostic in self.prepared.diagnostics.iter().chain(self.evaluation.diagnostics()) {
            let other = format!("`{}`", diagnostic.code);
            if !others.contains(&other) {
                others.push(other);
            }
        }
        let help = if others.is_empty() {
            "nothing is wrong with it".to_owned()
        } else {
            format!("it gives {}", others.join(", "))
        };
        Case { message: format!("what is given does not give `{slug}`"), help: Some(help), ..Case::default() }
    }

    /// How a rule stands to one element, or to the model.
    fn of_subject(&self, rule: RuleId, by: &Subject, element: Option<ElementId>) -> Case {
        let name = self.rule_name(rule);
        let who = self.who(by, element);
        let standing = self.evaluation.standing(rule, element);
        let facts = element.map(|element| self.evaluation.shown(rule, element, standing)).unwrap_or_default();
        let because = if facts.is_empty() { String::new() } else { format!(": {}", facts.join(", and ")) };
        let mut case = Case { related: self.places(rule, element), ..Case::default() };
        case.message = match standing {
            Standing::NotAsked => return self.not_asked(rule),
            Standing::NotASubject => format!("`{name}` does not speak of {who}{because}"),
            Standing::Undecided => format!("whether `{name}` speaks of {who} is not decided{because}"),
            Standing::Exempt => format!("`{name}` exempts {who}{because}"),
            Standing::NotApplicable => format!("`{name}` does not apply to {who}: there is nobody to count"),
            Standing::Kept => format!("{who} keeps `{name}`{because}"),
            Standing::Withheld => {
                format!("what `{name}` says of {who} rests on a value that could not be read")
            }
            Standing::Broken | Standing::Unknown => {
                let verdict = if standing == Standing::Broken { "broken" } else { "unknown" };
                match self.finding(rule, |subject| subject == element) {
                    Some(finding) => return found(&finding, &format!("`{name}` is {verdict}")),
                    None => format!("`{name}` is {verdict} by {who}"),
                }
            }
        };
        case
    }

    /// What a rule met in the whole of what is given.
    fn of_rule(&self, rule: RuleId, expected: Verdict) -> Case {
        let name = self.rule_name(rule);
        let Some(met) = self.evaluation.rule(rule) else { return Case::default() };
        if self.evaluation.standing(rule, None) == Standing::NotAsked {
            return self.not_asked(rule);
        }
        if met.subjects == 0 {
            return Case {
                help: Some(nobody_help(&met)),
                message: format!("`{name}` meets nobody in what is given"),
                related: self.places(rule, None),
            };
        }
        if let (Verdict::Kept, Some(finding)) = (expected, self.finding(rule, |_| true)) {
            let verdict = if met.broken > 0 { "broken" } else { "unknown" };
            let mut case = found(&finding, &format!("`{name}` is {verdict}"));
            let others = (met.broken + met.unknown).saturating_sub(1);
            if others > 0 {
                case.help = Some(format!(
                    "{others} more of what is given {} not keep it",
                    if others == 1 { "does" } else { "do" }
                ));
            }
            return case;
        }
        let kept = met.subjects.saturating_sub(met.broken + met.unknown + met.withheld);
        let parts: Vec<String> =
            [(kept, "kept"), (met.broken, "broken"), (met.unknown, "unknown"), (met.withheld, "withheld")]
                .into_iter()
                .filter(|(number, _)| *number > 0)
                .map(|(number, verdict)| format!("{verdict} by {number}"))
                .collect();
        // What cannot be read may be enough for `kept`, which asks for each.
        let who = if expected == Verdict::Kept && kept > 0 { "not every one given" } else { "nobody given" };
        Case {
            message: format!("{who} {}: it is {}", does(expected, name), parts.join(", ")),
            related: self.places(rule, None),
            help: None,
        }
    }

    fn not_asked(&self, rule: RuleId) -> Case {
        let name = self.rule_name(rule);
        let switched_off = self.program.rules.get(rule.index()).is_some_and(|rule| rule.switched_off);
        let (message, help) = if switched_off {
            (
                format!("`{name}` is switched off by its `when`"),
                "set the parameters that switch it on where the policy is used".to_owned(),
            )
        } else {
            (
                format!("`{name}` is not in force as of {}", self.prepared.as_of()),
                "write a date in the test at which it is: `as of DATE`".to_owned(),
            )
        };
        Case { message, help: Some(help), related: self.places(rule, None) }
    }

    /// The first finding of a rule about such a subject.
    fn finding(&self, rule: RuleId, about: impl Fn(Option<ElementId>) -> bool) -> Option<Finding> {
        let of = self.evaluation.outcomes().find(|outcome| outcome.rule == rule && about(outcome.subject))?;
        self.evaluation.finding(of)
    }

    fn rule_name(&self, rule: RuleId) -> &str {
        self.program.rules.get(rule.index()).map_or("", |rule| &rule.name)
    }

    fn who(&self, by: &Subject, element: Option<ElementId>) -> String {
        match (by, element) {
            (Subject::Element { id, .. }, Some(element)) => {
                let kind = self.program.vocabulary.kind(self.prepared.model.kind_of(element));
                format!("{} `{id}`", kind.map_or("", |kind| &kind.name))
            }
            _ => "the model".to_owned(),
        }
    }

    /// The sentence of a rule, and where an element is declared.
    fn places(&self, rule: RuleId, element: Option<ElementId>) -> Vec<Label> {
        let rule = self.program.rules.get(rule.index()).map(|rule| rule.span);
        let element = element.and_then(|element| self.prepared.model.span(element));
        rule.into_iter().chain(element).map(|span| Label { span, message: String::new() }).collect()
    }
}

fn found(finding: &Finding, verdict: &str) -> Case {
    let mut related = vec![finding.rule_at.clone()];
    related.extend(finding.at.clone());
    related.extend(finding.related.iter().cloned());
    Case { message: format!("{verdict}: {}", finding.message), related, help: None }
}

/// What to do where a rule meets nobody.
fn nobody_help(met: &RuleReport) -> String {
    if met.undecided > 0 {
        let missing: Vec<String> = met.undecided_missing.iter().map(|name| format!("`{name}`")).collect();
        return format!("whom it speaks of is not decided: {} is missing", missing.join(", "));
    }
    "give an element that it speaks of: where nobody is asked, nothing is shown".to_owned()
}

fn does(expected: Verdict, rule: &str) -> String {
    match expected {
        Verdict::Kept => format!("keeps `{rule}`"),
        Verdict::Broken => format!("breaks `{rule}`"),
        Verdict::Unknown => format!("leaves `{rule}` unknown"),
    }
}
