//! The meaning of the Bellwether language, written straight from `docs/language.md`: an oracle for the engine.
//!
//! **In**: sources and an as-of date. **Out**: for each rule what it met and who does not keep it, as a report orders them;
//! or what it cannot judge. It shares the syntax tree with the engine and nothing else: it has its own vocabulary, model,
//! literals and arithmetic. It loops over the model wherever the reference says *each*, and remembers nothing.
//!
//! It takes texts without a mistake, which the engine's checker tells; a text that has one may be not covered or judged in
//! some way, and is never a reason to panic. It gives no diagnostics, messages or facts.
//!
//! The modules in the order of the reference: `forms` (words), `vocabulary`, `value`, `model`, `path` (paths and
//! expressions), `phrase` (noun phrases), `condition` (predicates and conditions), `have` (what a subject has, reaches and
//! shares), `sentence` (subjects and counts), `truth`; this one holds policies (§6, Modifiers) and findings (§13).

#![expect(
    clippy::unused_self,
    reason = "what is asked of something is asked through the reader, whether it needs it or not"
)]

mod condition;
mod forms;
mod have;
mod model;
mod path;
mod phrase;
mod sentence;
mod truth;
mod value;
mod vocabulary;

use std::sync::{Arc, LazyLock};

/// How strongly a rule is said (§6).
pub use bellwether_syntax::diagnostic::Severity;
use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{File, Item, Modal, Policy, Rule, Value as Written};
use bellwether_syntax::{Parse, SourceId};
use jiff::civil::Date;

use path::{Reader, Scope};
use truth::Truth;
use vocabulary::Base;

/// The standard vocabulary (§5), read before all files.
const STANDARD: &str = include_str!("../../../crates/bellwether/vocabulary/prelude.kpi");

/// Why a text is not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCovered {
    /// A form that is not judged.
    #[error("{0} is not covered")]
    Construct(&'static str),
    /// A word without the meaning that its place needs: the text has a mistake.
    #[error("a word has no meaning, or several")]
    Word,
    /// Something that could not be read: the text has a mistake.
    #[error("a part of the text could not be read")]
    Unread,
}

/// What was found out, unless it is not covered.
pub type Covered<T> = Result<T, NotCovered>;

/// What a rule says of a subject that does not keep it (§13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Its predicate is false.
    Broken,
    /// It cannot be shown to be true.
    Unknown,
}

/// A subject that does not keep a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind, or `model`.
    pub kind: String,
    /// Its id as reports show it; empty for the model.
    pub id: String,
    /// Broken or unknown.
    pub verdict: Verdict,
    /// That of its rule on the as-of date (§6, §13).
    pub severity: Severity,
    /// Of one that is unknown the names of what is missing (§13); none are told yet.
    pub missing: Vec<String>,
}

/// What one rule met (§13).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// `policy/label`
    pub rule: String,
    /// In force on the as-of date.
    pub in_force: bool,
    /// How many subjects it was asked of.
    pub subjects: u64,
    /// Verdicts that rest on what could not be read.
    pub withheld: u64,
    /// How many were left out because it is unknown whether they are subjects.
    pub undecided: u64,
    /// How many scopes a share did not apply to.
    pub not_applicable: u64,
    /// Those that do not keep it, in the order of the model.
    pub findings: Vec<Finding>,
}

/// Judges all rules of some texts as of a date, in the order of a report (§10, for implementers).
///
/// # Errors
///
/// Where a text holds what is not covered: a form that the reference interpreter does not know, or a mistake.
pub fn judge(sources: &Sources, as_of: &str) -> Covered<Vec<Judged>> {
    // The standard vocabulary is read once for all runs, as the first of the sources.
    static STANDARD_FILE: LazyLock<Parse> = LazyLock::new(|| bellwether_syntax::parse(SourceId(0), STANDARD));
    let as_of: Date = as_of.parse().map_err(|_| NotCovered::Unread)?;
    let mut all = Sources::new();
    all.add("(standard vocabulary)", STANDARD);
    let mut parses = vec![STANDARD_FILE.clone()];
    for (_, source) in sources.iter() {
        let id = all.add(Arc::clone(&source.name), Arc::clone(&source.text));
        parses.push(bellwether_syntax::parse(id, &source.text));
    }
    if parses.iter().flat_map(|parse| &parse.diagnostics).any(|it| it.severity == Severity::Error) {
        return Err(NotCovered::Unread);
    }
    let files: Vec<File> = parses.into_iter().map(|parse| parse.file).collect();
    let words = vocabulary::build(&files, &all)?;
    let model = model::build(&files, &all, &words)?;
    let reader = Reader { sources: &all, words: &words, model: &model, as_of };
    let mut judged = Vec::new();
    for policy in policies(&files, &reader)? {
        let parameters = reader.parameters(policy)?;
        for rule in &policy.rules {
            let name = format!("{}/{}", reader.text(policy.id), reader.text(rule.label));
            judged.push(reader.rule(name, rule, &parameters)?);
        }
    }
    Ok(judged)
}

/// The policies by id, those of one id as they stand (§6).
fn policies<'t>(files: &'t [File], reader: &Reader<'_>) -> Covered<Vec<&'t Policy>> {
    let mut policies = Vec::new();
    for item in files.iter().flat_map(|file| &file.items) {
        match item {
            Item::Policy(policy) => policies.push(policy),
            Item::Use(_) => return Err(NotCovered::Construct("`use`")),
            // A waiver changes no verdict, and tests have models of their own.
            Item::Kind(_)
            | Item::Definition(_)
            | Item::Declaration(_)
            | Item::Waiver(_)
            | Item::Test(_)
            | Item::Fixture(_) => {}
        }
    }
    policies.sort_by(|one, other| reader.text(one.id).cmp(reader.text(other.id)));
    Ok(policies)
}

impl Reader<'_> {
    /// The parameters of a policy with their defaults: plain values that go by their names.
    fn parameters(&self, policy: &Policy) -> Covered<Vec<Scope>> {
        let mut parameters = Vec::new();
        for parameter in &policy.parameters {
            let value = match &parameter.default {
                Some(Written::Literal(literal)) => self.literal(literal)?.single()?,
                Some(Written::Word(word)) => match forms::lower(self.text(*word)).as_str() {
                    yes_or_no @ ("yes" | "no") => path::Single::Is(value::Value::YesOrNo(yes_or_no == "yes")),
                    word => path::Single::Is(value::Value::Word(word.to_owned())),
                },
                _ => return Err(NotCovered::Construct("a parameter without a plain default")),
            };
            let path::Single::Is(value) = value else { return Err(NotCovered::Unread) };
            parameters.push(Scope {
                noun: String::new(),
                base: Base::Plain(path::type_of(&value)),
                variable: Some(self.text(parameter.name).to_owned()),
                value: Some(value),
                parameter: true,
            });
        }
        Ok(parameters)
    }

    /// §6, Modifiers; §13: one rule, with those that do not keep it.
    fn rule(&self, rule: String, written: &Rule, parameters: &[Scope]) -> Covered<Judged> {
        let modifiers = &written.modifiers;
        let mut judged = Judged { rule, in_force: self.in_force(written, parameters)?, ..Judged::default() };
        if let Some(when) = &modifiers.when {
            judged.in_force &= self.condition(when, parameters)?.is_true();
        }
        if !judged.in_force {
            return Ok(judged);
        }
        let severity = self.severity(written, parameters)?;
        let met = self.ask(&written.sentence, modifiers.unless.as_ref(), parameters)?;
        judged.undecided = met.undecided;
        judged.withheld = met.unread;
        judged.not_applicable = met.not_applicable;
        judged.subjects = met.verdicts.len() as u64;
        for (subject, said) in met.verdicts {
            let verdict = match said {
                Truth::True => continue,
                Truth::Hole => {
                    judged.withheld += 1;
                    continue;
                }
                Truth::False => Verdict::Broken,
                Truth::Unknown => Verdict::Unknown,
            };
            let kind =
                subject.and_then(|it| self.model.elements.get(it)).map_or("model", |it| self.words.kind_name(it.kind));
            let id = subject.map_or_else(String::new, |it| self.model.name(self.words, it));
            judged.findings.push(Finding { kind: kind.to_owned(), id, verdict, severity, missing: Vec::new() });
        }
        Ok(judged)
    }

    /// §6: what the modal says, and `, must from DATE` from that day on.
    fn severity(&self, rule: &Rule, parameters: &[Scope]) -> Covered<Severity> {
        let mut modal = rule.sentence.modal;
        if let Some((harder, day)) = &rule.modifiers.harden
            && self.written(day, parameters)?.day().ok_or(NotCovered::Unread)? <= self.as_of
        {
            modal = *harder;
        }
        Ok(match modal {
            Modal::Must | Modal::May => Severity::Error,
            Modal::Should => Severity::Warning,
            Modal::Could => Severity::Note,
        })
    }

    /// `from` and `until`, both included; a period stands for its last day.
    fn in_force(&self, rule: &Rule, parameters: &[Scope]) -> Covered<bool> {
        let day = |day: &Option<Written>| match day {
            None => Ok(None),
            Some(day) => self.written(day, parameters)?.day().map(Some).ok_or(NotCovered::Unread),
        };
        let (from, until) = (day(&rule.modifiers.from)?, day(&rule.modifiers.until)?);
        Ok(from.is_none_or(|from| from <= self.as_of) && until.is_none_or(|until| self.as_of <= until))
    }

    /// §6, Parameters: a literal, or the value of the parameter that stands for one.
    pub(crate) fn written(&self, written: &Written, around: &[Scope]) -> Covered<value::Value> {
        let value = match written {
            Written::Literal(it) => value::literal(it.kind, self.sources.text(it.span)),
            Written::Word(word) => {
                self.variable(*word, around).filter(|scope| scope.parameter).and_then(|scope| scope.value.clone())
            }
            _ => None,
        };
        value.ok_or(NotCovered::Unread)
    }
}
