//! Findings: each outcome looked at again, and told in the words of its rule.

mod facts;
mod fingerprint;
mod many;
pub(in crate::evaluate) mod message;
mod open;
mod reach;
mod scope;
mod shown;
mod ways;
pub(in crate::evaluate) mod words;

use std::cmp::Ordering;

use bellwether_syntax::diagnostic::Label;

use crate::ids::{ElementId, RuleId};
use crate::plan::{FormPlan, Node, in_force};
use crate::program::{Part, Rule, RuleForm};
use crate::report::{Finding, FindingPart, RuleReport, Subject, Verdict};
use crate::stack::enough;

use super::judgement::Judgement;
use super::state::State;
use super::{Engine, Evaluation, Limits, Outcome, severity};
use facts::{Explainer, Why};
pub(super) use fingerprint::fingerprint;
use words::and_list;

impl Evaluation<'_> {
    /// All findings: by rule, then in the order of the model; after them those about waivers. Each is made when it is
    /// asked for.
    pub fn findings(&self) -> impl Iterator<Item = Finding> + '_ {
        let mut state = self.state();
        let of_rules = self.outcomes().filter_map(move |outcome| self.make(outcome, &mut state));
        of_rules.chain(self.waiver_findings())
    }

    /// The finding of one outcome; `None` for an outcome of another evaluation.
    pub fn finding(&self, outcome: Outcome) -> Option<Finding> {
        self.make(outcome, &mut self.state())
    }

    /// What each rule met.
    pub fn rules(&self) -> Vec<RuleReport> {
        let ids = (0..self.engine.plan.program.rules.len()).map(RuleId::at);
        ids.filter_map(|id| self.rule(id)).collect()
    }

    /// What one rule met; `None` for a rule of another program.
    pub fn rule(&self, id: RuleId) -> Option<RuleReport> {
        let plan = &self.engine.plan;
        let (rule, met) = (plan.program.rules.get(id.index())?, self.met.get(id.index())?);
        Some(RuleReport {
            rule: rule.name.clone(),
            severity: severity(rule, plan.as_of),
            span: rule.span,
            in_force: in_force(rule, plan.as_of),
            switched_off: rule.switched_off,
            subjects: met.subjects,
            broken: met.broken,
            unknown: met.unknown,
            waived: met.waived,
            withheld: met.withheld,
            undecided: met.undecided,
            undecided_missing: enough(|| self.undecided_missing(id.index(), &met.undecided_kept, &mut self.state())),
            not_applicable: met.not_applicable,
            not_kept: met.not_kept,
            waived_not_kept: met.waived_not_kept,
        })
    }

    pub(super) fn state(&self) -> State {
        // What was within the limits once is within them again, and a finding looks at no more than that.
        State::new(self.engine.plan.slots, self.engine.model.len(), Limits { steps: u64::MAX, ..self.engine.limits })
    }

    /// What was missing to decide whether elements are subjects.
    fn undecided_missing(&self, rule: usize, undecided: &[ElementId], state: &mut State) -> Vec<Box<str>> {
        let mut missing: Vec<Box<str>> = Vec::new();
        let Some(Some(form)) = self.engine.plan.rules.get(rule) else { return missing };
        let rule_span = self.engine.plan.program.rules.get(rule).map(|rule| rule.span).unwrap_or_default();
        let mut targets = Vec::new();
        match form {
            FormPlan::Each { subject, .. } | FormPlan::NoTwo { subject, .. } => targets.push(subject),
            FormPlan::Counted { scope, subject, .. } => targets.extend(scope.iter().chain([subject])),
        }
        for element in undecided {
            for target in &targets {
                let kind_fits = self.engine.model.range(target.kind).contains(&element.0);
                let Some(filter) = target.filter.as_ref().filter(|_| kind_fits) else { continue };
                state.set_element(target.slot, element.0);
                let mut why = Why::default();
                let explainer = Explainer::new(&self.engine, target.slot, None, rule_span);
                explainer.why(filter, true, state, &mut why);
                explainer.look_deeper(state, &mut why);
                missing.extend(why.missing.into_iter().map(String::into_boxed_str));
            }
        }
        in_order(missing)
    }

    fn make(&self, outcome: Outcome, state: &mut State) -> Option<Finding> {
        enough(|| self.make_here(outcome, state))
    }

    fn make_here(&self, outcome: Outcome, state: &mut State) -> Option<Finding> {
        let engine = &self.engine;
        let plan = &engine.plan;
        let rule = plan.program.rules.get(outcome.rule.index())?;
        let form = plan.rules.get(outcome.rule.index())?.as_ref()?;
        let subject = engine.subject(outcome.subject);
        let mut rule_words = String::new();
        let told: Vec<(&Part, Verdict, Why)> = match (form, &rule.form) {
            (FormPlan::Each { subject: target, exempt, parts }, RuleForm::Each { parts: sources, .. }) => {
                state.set_element(target.slot, outcome.subject?.0);
                let explainer = Explainer::new(engine, target.slot, rule.possessive.as_deref(), rule.span);
                if let Some(exempt) = exempt {
                    rule_words = not_exempt(&explainer, exempt, state);
                }
                let mut told = Vec::new();
                for (part, source) in parts.iter().zip(sources) {
                    let verdict = match engine.ask(part, state) {
                        Judgement::FALSE => Verdict::Broken,
                        Judgement::UNKNOWN => Verdict::Unknown,
                        _ => continue,
                    };
                    let mut why = Why::default();
                    let explainer = Explainer::new(engine, target.slot, rule.possessive.as_deref(), rule.span);
                    explainer.why(part, true, state, &mut why);
                    explainer.look_deeper(state, &mut why);
                    told.push((source, verdict, why));
                }
                told
            }
            (FormPlan::Counted { subject: target, scope, .. }, RuleForm::Counted { body, .. }) => {
                let it = scope.as_ref().map_or(target.slot, |scope| scope.slot);
                if let Some(element) = outcome.subject {
                    state.set_element(it, element.0);
                }
                let explainer = Explainer::new(engine, usize::MAX, None, rule.span);
                let mut why = Why::default();
                explainer.why_counted(form, body, outcome.subject, state, &mut why);
                explainer.look_deeper(state, &mut why);
                vec![(body, outcome.verdict, why)]
            }
            (FormPlan::NoTwo { subject: target, .. }, RuleForm::NoTwo { keys, .. }) => {
                let element = outcome.subject?;
                state.set_element(target.slot, element.0);
                let mut why = Why::default();
                Explainer::new(engine, target.slot, None, rule.span).why_no_two(
                    outcome.rule.index(),
                    keys,
                    element,
                    state,
                    &mut why,
                );
                return Some(self.assemble(rule, outcome, subject, &[], &[("", outcome.verdict, why)], String::new()));
            }
            _ => return None,
        };
        let sources: Vec<&Part> = told.iter().map(|(part, ..)| *part).collect();
        let parts: Vec<(&str, Verdict, Why)> =
            told.into_iter().map(|(part, verdict, why)| (&*part.text, verdict, why)).collect();
        Some(self.assemble(rule, outcome, subject, &sources, &parts, rule_words))
    }

    fn assemble(
        &self,
        rule: &Rule,
        outcome: Outcome,
        subject: Subject,
        sources: &[&Part],
        parts: &[(&str, Verdict, Why)],
        rule_words: String,
    ) -> Finding {
        let engine = &self.engine;
        let sentence = message::sentence(engine, rule, outcome.subject, sources);
        let message = format!("{sentence}, but {}", message::but(parts));
        let mut missing: Vec<Box<str>> = Vec::new();
        let mut related: Vec<Label> = Vec::new();
        // Where something breaks the rule, that is shown, and not what is unknown beside it.
        let is_broken = parts.iter().any(|(_, verdict, _)| *verdict == Verdict::Broken);
        let deciding = || parts.iter().filter(|(_, verdict, _)| (*verdict == Verdict::Broken) == is_broken);
        let at = deciding().find_map(|(_, _, why)| why.at.clone());
        for (_, verdict, why) in parts {
            if *verdict == Verdict::Unknown {
                missing.extend(why.missing.iter().map(|attribute| attribute.as_str().into()));
            }
        }
        let missing = in_order(missing);
        let at = at.map(|(span, message)| Label { span, message }).or_else(|| {
            let span = engine.model.span(outcome.subject?)?;
            let fact = deciding().find_map(|(_, verdict, why)| match verdict {
                Verdict::Broken => why.facts.first().or_else(|| why.reasons.first()),
                Verdict::Unknown => why.reasons.first().or_else(|| why.facts.first()),
            });
            let message = fact.map(|fact| message::label(fact, rule.possessive.as_deref())).unwrap_or_default();
            Some(Label { span, message })
        });
        for (_, _, why) in parts {
            for label in &why.related {
                let known = at.as_ref().is_some_and(|at| at.span == label.span);
                if !known && related.iter().all(|other| other.span != label.span) {
                    related.push(label.clone());
                }
            }
        }
        if let Some(used) = rule.used {
            let message = match rule.severity.cmp(&rule.declared) {
                Ordering::Less => "softened here",
                Ordering::Equal => "used here",
                Ordering::Greater => "hardened here",
            };
            related.push(Label { span: used, message: message.to_owned() });
        }
        let words_of = |text: &str| if text.is_empty() { shared_words(rule) } else { text.to_owned() };
        let found = parts.iter().enumerate().map(|(at, (text, verdict, why))| {
            // What tells a part from others is how it is written: a parameter may get another value.
            let written = sources.get(at).map_or_else(|| words_of(text), |part| part.written.to_string());
            let text = words_of(text);
            let facts = if *verdict == Verdict::Broken { &why.facts } else { &why.reasons };
            FindingPart {
                fingerprint: fingerprint(&rule.name, &subject.kind, &subject.id, &written),
                facts: facts.iter().map(|fact| fact.as_str().into()).collect(),
                text: message::asked(&text, sources.get(at).is_some_and(|part| part.denied)).into(),
                verdict: *verdict,
                baselined: false,
            }
        });
        Finding {
            rule: rule.name.clone(),
            severity: severity(rule, engine.plan.as_of),
            verdict: outcome.verdict,
            message,
            because: rule.because.clone(),
            suggest: rule.suggest.clone(),
            see: rule.see.clone(),
            missing,
            parts: found.collect(),
            at,
            rule_at: Label { span: rule.span, message: rule_words },
            related,
            waived: outcome.waiver.and_then(|waiver| self.waived_by(waiver)),
            subject,
        }
    }
}

impl Engine<'_> {
    /// Whom an outcome is about, as findings name it.
    pub(in crate::evaluate) fn subject(&self, element: Option<ElementId>) -> Subject {
        let model = self.model;
        let Some(element) = element else {
            return Subject { kind: "model".into(), id: "".into(), label: None };
        };
        let kind = self.kind_word(model.kind_of(element));
        let id = match model.id(element) {
            Some(id) => id.to_owned(),
            None => {
                let name = model.name(element, &self.plan.program.vocabulary);
                name.strip_prefix(kind).map_or(name.clone(), |rest| rest.trim_start().to_owned())
            }
        };
        Subject { kind: kind.into(), id: id.into(), label: model.label(element).map(Into::into) }
    }
}

/// Names in their order, each once: an order in which elements are met would be that of the files.
fn in_order(mut names: Vec<Box<str>>) -> Vec<Box<str>> {
    names.sort_unstable();
    names.dedup();
    names
}

/// The words of what a `no two` forbids.
fn shared_words(rule: &Rule) -> String {
    match &rule.form {
        RuleForm::NoTwo { keys, any, .. } => {
            let keys: Vec<String> = keys.iter().map(|(_, words)| words.to_string()).collect();
            format!("share {}", if *any { many::or_list(&keys) } else { and_list(&keys) })
        }
        _ => String::new(),
    }
}

/// Why an exemption does not hold.
fn not_exempt<'e, 'a>(explainer: &Explainer<'e, 'a>, exempt: &'e Node<'a>, state: &mut State) -> String {
    let mut why = Why::default();
    let mut plain = explainer.about(explainer.topic.it);
    plain.depth = 1;
    plain.why(exempt, true, state, &mut why);
    if why.reasons.is_empty() {
        return and_list(&why.facts);
    }
    format!("no exemption can be shown: {}", and_list(&why.reasons))
}
