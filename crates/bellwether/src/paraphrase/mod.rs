//! Paraphrases: how a rule was read, in plain words that leave no second reading.
//!
//! In goes a checked program, so what is said is what the engine goes by and not what the sentence looks like. Every `it` is
//! named, every adjective is spelled out where it has a simple meaning and is explained below where it has not, and brackets
//! stand wherever `and` and `or` meet. Conditions are put into words in `condition`, values in `expression`, rules in `rule`.

mod condition;
mod expression;
mod names;
mod page;
mod rule;

use std::fmt;

use bellwether_syntax::Span;

use crate::ids::{DefinitionId, RuleId};
use crate::near::near;
use crate::program::{Meaning, Program};
use crate::stack::enough;
use crate::vocabulary::nouns::with_article;

pub use page::{Shown, page, tests_of};

use names::{Names, Speaker};

/// How a rule was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paraphrase {
    /// Of whom it asks: `for every kpi whose owner is a team, unless …`.
    pub whom: String,
    /// What it asks, a line for each part of the outermost `and`.
    pub asks: Vec<String>,
    /// What becomes of those of whom something is missing.
    pub notes: Vec<String>,
    /// The definitions that it uses and that are not spelled out in it, and those that these use.
    pub definitions: Vec<DefinitionWords>,
}

/// What a definition means, in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DefinitionWords {
    /// What is defined: `kpi_limit`.
    pub name: Box<str>,
    /// What it means: `` a kpi is `guarded` when … ``.
    pub text: String,
    /// Where it is defined.
    pub span: Option<Span>,
}

/// Puts a rule of a program into plain words; `None` where the program has no such rule.
pub fn paraphrase(program: &Program, rule: RuleId) -> Option<Paraphrase> {
    enough(|| paraphrase_here(program, rule))
}

fn paraphrase_here(program: &Program, rule: RuleId) -> Option<Paraphrase> {
    let rule = program.rules.get(rule.index())?;
    let mut speaker = Speaker::new(program);
    let mut paraphrase = speaker.rule(rule);
    let mut at = 0;
    // What a definition uses is explained after it.
    while let Some(id) = speaker.used.get(at).copied() {
        at += 1;
        paraphrase.definitions.extend(speaker.definition(id));
    }
    Some(paraphrase)
}

/// The rule with a full name.
pub fn rule_named(program: &Program, name: &str) -> Option<RuleId> {
    program.rules.iter().position(|rule| *rule.name == *name).map(RuleId::at)
}

/// The full name of a rule that is nearest to one that is none, if one is near enough to be meant.
pub fn near_rule<'p>(program: &'p Program, name: &str) -> Option<&'p str> {
    near(name, program.rules.iter().map(|rule| &*rule.name)).or_else(|| {
        // The label alone, as one says it among those who know the policy.
        let mut same = program.rules.iter().filter(|rule| rule.name.rsplit('/').next() == Some(name));
        same.next().map(|rule| &*rule.name).filter(|_| same.next().is_none())
    })
}

impl Speaker<'_> {
    fn definition(&mut self, id: DefinitionId) -> Option<DefinitionWords> {
        let head = self.program.vocabulary.definition(id)?;
        let definition = self.program.definitions.get(id.index())?;
        let kind = self.kind_word(definition.kind).to_owned();
        let who = with_article(&kind);
        let mut names = Names::default();
        names.put(crate::ids::Slot(0), format!("the {kind}"));
        // One level is spelled out, and this is another.
        self.depth = 0;
        let text = match &definition.meaning {
            Meaning::Adjective(condition) => {
                format!("{who} is `{}` when {}", head.name, self.clause(condition, false, &mut names))
            }
            Meaning::Derived { cases, otherwise, .. } => {
                let mut words = Vec::new();
                for (value, condition) in cases {
                    let value = self.expression(value, &mut names);
                    words.push(format!("{value} when {}", self.inner(condition, false, &mut names)));
                }
                if let Some(value) = otherwise {
                    let value = self.expression(value, &mut names);
                    words.push(if words.is_empty() { value } else { format!("otherwise {value}") });
                } else {
                    words.push("otherwise it is missing".to_owned());
                }
                format!("the `{}` of {who} is {}", head.name, words.join("; "))
            }
            Meaning::Broken => return None,
        };
        Some(DefinitionWords { name: head.name.clone(), text, span: head.span })
    }
}

/// The paraphrase over some lines, without an end of line.
impl fmt::Display for Paraphrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.whom)?;
        match self.asks.as_slice() {
            [] => {}
            [only] => write!(formatter, "\n  {only}")?,
            asks => {
                for ask in asks {
                    write!(formatter, "\n  - {ask}")?;
                }
            }
        }
        for note in &self.notes {
            write!(formatter, "\n{note}")?;
        }
        for definition in &self.definitions {
            write!(formatter, "\n{}", definition.text)?;
        }
        Ok(())
    }
}
