//! Evaluates a checked program over a model: who breaks which rule, and why.
//!
//! It comes in two phases. The fast one decides for each rule and subject whether the rule is kept, over the columns of the
//! model, without text and without allocating for each subject. The slow one, in `explain`, is gone through only for those
//! that do not keep a rule, and only when a finding is asked for: it looks again, and says what it saw.
//!
//! Nothing here fails on what users wrote: what is missing is unknown, what could not be read is a hole, and a limit of steps
//! ends what would take too long. Nothing recurses over a model: chains and circles are walked with lists.

mod compare;
mod condition;
mod count;
mod decisive;
mod explain;
mod expression;
mod form;
mod graph;
mod jobs;
mod judgement;
mod mention;
mod nearest;
mod path;
mod reach;
mod sharing;
mod standing;
mod state;
mod tables;
pub mod trace;
mod waivers;

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Diagnostic, Severity};

use crate::ids::{ElementId, RuleId, WaiverId};
use crate::model::Model;
use crate::plan::{Job, Plan};
use crate::program::{Program, Rule};
use crate::report::{EVALUATION_LIMIT, Verdict};
use crate::stack::enough;
use crate::value::Date;

pub(crate) use decisive::{Decided, clauses};
pub use standing::Standing;

use form::Met;
use state::State;
use tables::Tables;
use waivers::Waiving;

/// How an evaluation is to be made.
#[derive(Clone, Debug)]
pub struct Options {
    /// The date that `today` means, and at which rules are in force.
    pub as_of: Date,
    /// What it may take.
    pub limits: Limits,
    /// Ask only the rules with these full names (`policy/label`); all if there is no list.
    pub rules: Option<Vec<Box<str>>>,
    /// Keep only the outcomes about this element: its kind and id, as findings name it. All if there is none.
    pub subject: Option<(String, String)>,
    /// Look at waivers; without, nothing is waived and no waiver is told of.
    pub waivers: bool,
}

impl Options {
    /// All rules, as of a date, with the usual limits.
    pub fn new(as_of: Date) -> Self {
        Self { as_of, limits: Limits::default(), rules: None, subject: None, waivers: true }
    }
}

/// What an evaluation may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps: conditions tried, values gone through. Ten million take some tenths of a second.
    pub steps: u64,
    /// Findings kept for each rule; the rest are counted.
    pub findings_per_rule: usize,
    /// Combinations of values that one element gives to a `share` of several attributes: a value for each of them.
    pub combinations: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 50_000_000, findings_per_rule: 100_000, combinations: 4096 }
    }
}

/// Why an evaluation came to no end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// More steps than allowed.
    #[error("the limit of {limit} evaluation steps was met by {what}")]
    #[non_exhaustive]
    Steps {
        /// The limit.
        limit: u64,
        /// What met it: a rule or a definition.
        what: String,
        /// Where that stands.
        span: Span,
    },
    /// More combinations of values of one element than allowed.
    #[error("the limit of {limit} combinations of values that are shared was met by {element} in {what}")]
    #[non_exhaustive]
    Combinations {
        /// The limit.
        limit: usize,
        /// Whose values they are.
        element: String,
        /// What met it: a rule or a definition.
        what: String,
        /// Where that stands.
        span: Span,
    },
}

impl EvaluateError {
    /// Where the rule or the definition stands that met the limit.
    pub const fn span(&self) -> Span {
        match self {
            Self::Steps { span, .. } | Self::Combinations { span, .. } => *span,
        }
    }

    /// What to tell of it, at its place: an error `evaluation-limit` with what to do.
    pub fn diagnostic(&self) -> Diagnostic {
        let help = match self {
            Self::Steps { .. } => "check fewer rules or a smaller model, or allow more steps",
            Self::Combinations { .. } => "let the rule ask for fewer attributes together, or each have fewer values",
        };
        Diagnostic::error(EVALUATION_LIMIT, self.span(), self.to_string()).help(help)
    }
}

/// One subject that does not keep a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// The rule.
    pub rule: RuleId,
    /// The subject; `None` for the whole model.
    pub subject: Option<ElementId>,
    /// Broken, or not shown to be kept.
    pub verdict: Verdict,
    /// The waiver that covers it; of several that which ends last.
    pub waiver: Option<WaiverId>,
}

/// What is evaluated, with what was found out already.
#[derive(Debug)]
pub(crate) struct Engine<'a> {
    plan: Plan<'a>,
    model: &'a Model,
    tables: Tables,
    /// By definition: the first element of its kind.
    definition_starts: Vec<u32>,
    limits: Limits,
    /// The element that outcomes are kept of.
    about: Option<(String, String)>,
    /// By waiver: what it does.
    waiving: Vec<Waiving>,
}

/// A finished evaluation: what each rule met, and who does not keep it.
#[derive(Debug)]
pub struct Evaluation<'a> {
    engine: Engine<'a>,
    /// By rule.
    met: Vec<Met>,
    /// Whether waivers are looked at.
    looked_at: bool,
    steps: u64,
}

/// Evaluates a program over a model.
///
/// # Errors
///
/// Where it takes more steps than allowed.
pub fn evaluate<'a>(
    program: &'a Program,
    model: &'a Model,
    options: &Options,
) -> Result<Evaluation<'a>, EvaluateError> {
    enough(|| evaluate_here(program, model, options))
}

fn evaluate_here<'a>(
    program: &'a Program,
    model: &'a Model,
    options: &Options,
) -> Result<Evaluation<'a>, EvaluateError> {
    let asked = |rule: &Rule| options.rules.as_ref().is_none_or(|rules| rules.contains(&rule.name));
    let plan = Plan::bind(program, model, options.as_of, asked, options.waivers);
    let mut state = State::new(plan.slots, model.len(), options.limits);
    let jobs = plan.jobs.clone();
    let mut engine = Engine {
        model,
        tables: Tables::default(),
        definition_starts: program.definitions.iter().map(|it| model.range(it.kind).start).collect(),
        limits: options.limits,
        about: options.subject.clone(),
        waiving: vec![Waiving::default(); program.waivers.len()],
        plan,
    };
    let mut met: Vec<Met> = Vec::new();
    met.resize_with(program.rules.len(), Met::default);
    for (at, job) in jobs.iter().enumerate() {
        match *job {
            Job::Rule(rule) => {
                let asked = engine.ask_rule(rule, &mut state);
                if let Some(place) = met.get_mut(rule) {
                    *place = asked;
                }
            }
            job => engine.prepare(job, &mut state),
        }
        if state.spent() {
            let (what, span) = jobs.iter().skip(at).find_map(|job| owner(program, *job)).unwrap_or_default();
            let Some(element) = state.combined_too_much() else {
                return Err(EvaluateError::Steps { limit: options.limits.steps, what, span });
            };
            let element = engine.full_words(element);
            return Err(EvaluateError::Combinations { limit: options.limits.combinations, element, what, span });
        }
    }
    engine.hold_waivers(&met, &mut state);
    if state.spent() {
        let span = program.waivers.first().map(|waiver| waiver.span).unwrap_or_default();
        return Err(EvaluateError::Steps { limit: options.limits.steps, what: "the waivers".to_owned(), span });
    }
    let looked_at = options.waivers;
    Ok(Evaluation { engine, met, looked_at, steps: state.steps() })
}

/// The rule or definition that a job is for, in words, and where it stands.
fn owner(program: &Program, job: Job) -> Option<(String, Span)> {
    match job {
        Job::Rule(rule) => program.rules.get(rule).map(|rule| (format!("rule `{}`", rule.name), rule.span)),
        Job::Definition(id) => program
            .vocabulary
            .definition(id)
            .map(|definition| (format!("definition `{}`", definition.name), definition.span.unwrap_or_default())),
        _ => None,
    }
}

impl Evaluation<'_> {
    /// Names in rules that no element of the model has. Verdicts that rest on one are withheld.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.engine.plan.diagnostics
    }

    /// Who does not keep what: by rule, then in the order of the model.
    pub fn outcomes(&self) -> impl Iterator<Item = Outcome> + '_ {
        self.met.iter().enumerate().flat_map(|(rule, met)| {
            met.outcomes.iter().map(move |kept| Outcome {
                rule: RuleId::at(rule),
                subject: kept.subject,
                verdict: kept.verdict,
                waiver: kept.waiver,
            })
        })
    }

    /// How many steps it took.
    pub const fn steps(&self) -> u64 {
        self.steps
    }
}

/// The severity of a rule at a date.
fn severity(rule: &Rule, as_of: Date) -> Severity {
    match rule.hardens {
        Some((severity, from)) if from <= as_of => severity,
        _ => rule.severity,
    }
}

#[cfg(test)]
mod tests;
