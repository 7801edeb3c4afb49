//! The meaning of the Bellwether language, written straight from `docs/language.md`: an oracle for the engine.
//!
//! **In**: sources and an as-of date. **Out**: for each rule what it met and who does not keep it, as a report orders
//! them; or what it cannot judge. It shares the syntax tree with the engine and nothing else: it has its own
//! vocabulary, model, literals and arithmetic. It loops over the model wherever the reference says *each*, and
//! remembers nothing.
//!
//! It takes texts without a mistake, which the engine's checker tells; a text that has one may be not covered or judged
//! in some way, and is never a reason to panic. It gives no diagnostics, messages or facts.
//!
//! The modules in the order of the reference, in which to read them: `words` (§2), `model` (§3), `vocabulary` (§4; §5
//! is a file), `policies` (§6: parameters, uses, modifiers), `subjects` (§6: sentences), `predicates` (§7 and §8),
//! `paths` (§9), `meaning` (§10), `types` (§11). This one puts them together and holds findings (§13). What a docstring
//! says in brackets or in front of a colon is a heading or row of its section.

#![expect(clippy::indexing_slicing, reason = "ids are places in the tables that gave them, and found words are there")]

mod meaning;
mod model;
mod paths;
mod policies;
mod predicates;
mod subjects;
mod types;
mod vocabulary;
mod words;

use std::sync::{Arc, LazyLock};

/// How strongly a rule is said (§6).
pub use bellwether_syntax::diagnostic::Severity;
use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{File, Item, Rule, Word};
use bellwether_syntax::{Parse, SourceId, parse};

use meaning::Truth;
use paths::Here;

/// The standard vocabulary (§5), read before all files.
const STANDARD: &str = include_str!("../../../crates/bellwether/vocabulary/prelude.kpi");

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Stop {
    /// A form that is not judged.
    #[error("{0} is not covered")]
    NotCovered(&'static str),
    /// A word without the meaning that its place needs, or a part that could not be read.
    #[error("a mistake in the text")]
    Mistake,
    /// A value that is asked for is not there, which is unknown.
    #[error("a value is missing")]
    Open(Truth),
}

/// An answer, unless there is none.
pub type Asked<T> = Result<T, Stop>;

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
    /// That of its rule on the as-of date (§6).
    pub severity: Severity,
    /// Of one that is unknown the names of what is missing, each once, by alphabet; of one that is broken none.
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
    /// Verdicts that rest on what could not be read: none, since a text that has such is not covered.
    pub withheld: u64,
    /// How many were left out because it is unknown whether they are subjects.
    pub undecided: u64,
    /// How many scopes a share did not apply to.
    pub not_applicable: u64,
    /// Those that do not keep it, in the order of the model.
    pub findings: Vec<Finding>,
}

/// Judges all rules of some texts as of a date, in the order of a report (§10, for implementers). The texts have all
/// files that they use; packs are at hand.
///
/// # Errors
///
/// Where a text holds what is not covered: a form that the reference interpreter does not know, or a mistake.
pub fn judge(sources: &Sources, as_of: &str) -> Asked<Vec<Judged>> {
    // The standard vocabulary is read once for all runs, as the first of the sources.
    static STANDARD_FILE: LazyLock<Parse> = LazyLock::new(|| parse(SourceId(0), STANDARD));
    let as_of = as_of.parse().map_err(|_| Stop::Mistake)?;
    let mut all = Sources::new();
    all.add("(standard vocabulary)", STANDARD);
    let mut parses = vec![STANDARD_FILE.clone()];
    for (_, source) in sources.iter() {
        let id = all.add(Arc::clone(&source.name), Arc::clone(&source.text));
        parses.push(parse(id, &source.text));
    }
    let own = parses.len();
    for (name, text) in policies::PACKS {
        let is_it = |word: &Word| all.text(word.span) == name;
        let uses = |item: &Item| matches!(item, Item::Use(used) if policies::named(used).first().is_some_and(is_it));
        if parses.iter().flat_map(|parse| &parse.file.items).any(uses) {
            parses.push(parse(all.add(name, text), text));
        }
    }
    if parses.iter().flat_map(|parse| &parse.diagnostics).any(|it| it.severity == Severity::Error) {
        return Err(Stop::Mistake);
    }
    let files: Vec<File> = parses.into_iter().map(|parse| parse.file).collect();
    let words = vocabulary::build(&files, &all)?;
    let model = model::build(&files, &words)?;
    let here = Here { words: &words, model: &model, as_of, parameters: &[], scopes: Vec::new() };
    let mut judged = Vec::new();
    for (policy, whole) in policies::policies(&files, own, &words) {
        let parameters = whole.parameters(&here)?;
        let here = Here { parameters: &parameters, ..here.clone() };
        for rule in whole.blocks.iter().flat_map(|block| &block.rules) {
            if let (true, modal) = whole.used(rule, &words) {
                judged.push(here.judge(format!("{policy}/{}", words.text(rule.label)), rule, modal.as_deref())?);
            }
        }
    }
    Ok(judged)
}

impl Here<'_> {
    /// §13: what one rule met, with those that do not keep it.
    fn judge(&self, name: String, rule: &Rule, modal: Option<&str>) -> Asked<Judged> {
        let mut judged = Judged { rule: name, in_force: self.in_force(rule)?, ..Judged::default() };
        if !judged.in_force {
            return Ok(judged);
        }
        let (severity, met) = (self.severity(rule, modal)?, self.ask(rule)?);
        judged.subjects = met.verdicts.len() as u64;
        judged.undecided = (met.undecided.len() + met.uncounted.len()) as u64;
        judged.not_applicable = met.not_applicable;
        for (subject, said) in met.verdicts {
            let (verdict, missing) = match said {
                Truth::True => continue,
                Truth::False => (Verdict::Broken, Vec::new()),
                Truth::Unknown(missing) => (Verdict::Unknown, missing.into_iter().collect()),
            };
            let kind = subject.map_or("model", |it| self.words.kinds[self.model.elements[it].kind].name).to_owned();
            let id = subject.map_or_else(String::new, |it| self.model.name(it));
            judged.findings.push(Finding { kind, id, verdict, severity, missing });
        }
        Ok(judged)
    }
}
