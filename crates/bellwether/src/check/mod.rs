//! The checker: syntax trees and a vocabulary in, a checked [`Program`] out, and a diagnostic for each mistake.
//!
//! All mistakes of all files are found in one run: a rule with a mistake is left out of the program and the next one is
//! looked at. Names are resolved by the vocabulary alone, so a sentence means the same whatever the model holds.
//!
//! One module for each thing that is lowered: `noun` (noun phrases), `path`, `expression`, `condition` (clauses and verbs),
//! `be`, `adjective`, `have`, `definition`, `predicate`, `form` and `through` (the forms of a sentence), `rule`, `parameters`,
//! `uses`, `when`, `waiver`. They are methods of one private context, [`Checker`].

mod adjective;
mod be;
pub(crate) mod codes;
mod condition;
mod definition;
mod expression;
mod form;
mod have;
mod noun;
mod parameters;
mod path;
mod predicate;
mod rule;
mod scope;
mod through;
mod types;
mod uses;
mod waiver;
mod when;

pub(crate) use uses::Packs;

use std::collections::BTreeMap;
use std::sync::Arc;

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic};
use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{self, Item, Word};

use crate::ids::DefinitionId;
use crate::program::{Definition, NamedElement, Program, Rule};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::build::DefinitionTrees;
use rustc_hash::FxHashMap;
use scope::Scopes;

/// After so many mistakes no near words are looked for.
const MOST_LOOKED_FOR: usize = 1_000;

/// Checks the definitions and policies of all files against their vocabulary.
pub(crate) fn check(
    mut vocabulary: Vocabulary,
    definitions: DefinitionTrees<'_>,
    files: &[&tree::File],
    sources: &Sources,
    packs: Packs<'_>,
) -> (Program, Vec<Diagnostic>) {
    let words_of_vocabulary = vocabulary.words.len();
    words_of_parameters(&mut vocabulary, files, sources);
    let vocabulary = Arc::new(vocabulary);
    let irregular_plurals = vocabulary.irregular_plurals().collect();
    let mut checker = Checker {
        sources,
        words: Arc::clone(&vocabulary),
        diagnostics: Vec::new(),
        names: Vec::new(),
        scopes: Scopes::default(),
        states: definitions.into_iter().map(definition::State::Waiting).collect(),
        progress: definition::Progress::default(),
        order: Vec::new(),
        words_of_vocabulary,
        parameters: Vec::new(),
        mistaken: false,
        declared: Vec::new(),
        left_out: BTreeMap::new(),
        irregular_plurals,
    };
    checker.all_definitions();
    let rules = checker.policies(files, packs);
    let waivers = checker.waivers(files, &rules);
    let definitions = checker.states.into_iter().map(definition::State::into_definition).collect();
    let program = Program {
        vocabulary,
        rules,
        definitions,
        definition_order: checker.order,
        names: checker.names,
        waivers,
        left_out: checker.left_out,
    };
    (program, checker.diagnostics)
}

/// What the checker knows while it goes through the trees.
struct Checker<'s> {
    sources: &'s Sources,
    words: Arc<Vocabulary>,
    diagnostics: Vec<Diagnostic>,
    names: Vec<NamedElement>,
    scopes: Scopes,
    states: Vec<definition::State<'s>>,
    progress: definition::Progress,
    order: Vec<DefinitionId>,
    /// How many words the vocabulary has; those after them are words of parameters alone.
    words_of_vocabulary: usize,
    /// Of the policy whose rules are being checked.
    parameters: Vec<parameters::Parameter<'s>>,
    /// What is being checked has a mistake, which was said: it is looked at to its end, for others, and then left out.
    mistaken: bool,
    /// The full names of all rules that are asked for, those with a mistake too.
    declared: Vec<String>,
    /// The full names of the rules that are not, each with the place that leaves it out, where there is one.
    left_out: BTreeMap<Box<str>, Option<Span>>,
    /// Plurals in lower case that are not formed by rule, each with its singular.
    irregular_plurals: FxHashMap<Box<str>, Box<str>>,
}

impl<'s> Checker<'s> {
    fn text(&self, word: Word) -> &'s str {
        self.sources.text(word.span)
    }

    /// The words of a span as a finding says them: folded, with the values of parameters in their places.
    fn valued(&self, span: Span) -> Box<str> {
        self.with_values(self.folded(span), span).into()
    }

    /// The words of a span with white space folded and comments left out.
    fn folded(&self, span: Span) -> String {
        fold(self.sources.text(span))
    }

    /// Whether words near to an unknown one are still looked for: not in a text that is full of mistakes, since each costs
    /// as much as there are words.
    fn looks_for_near(&self) -> bool {
        self.diagnostics.len() < MOST_LOOKED_FOR
    }

    /// Goes on after a mistake, which was said, with something in the place of what was not found.
    fn go_on<T>(&mut self, found: Option<T>, instead: T) -> T {
        self.mistaken |= found.is_none();
        found.unwrap_or(instead)
    }

    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message));
    }

    fn error_help(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message).help(help));
    }
}

/// Adds the words that parameters may be to those of the vocabulary, so that they can be compared.
fn words_of_parameters(vocabulary: &mut Vocabulary, files: &[&tree::File], sources: &Sources) {
    for item in files.iter().flat_map(|file| &file.items) {
        let Item::Policy(policy) = item else { continue };
        for parameter in &policy.parameters {
            let Some(tree::TypeExpression::OneOf(words, _)) = &parameter.ty else { continue };
            for word in words {
                vocabulary.add_word(sources.text(word.span));
            }
        }
    }
}

/// Folds white space to single spaces and leaves out comments.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let (mut quoted, mut escaped) = (false, false);
        let code = line
            .char_indices()
            .find(|(_, letter)| {
                quoted ^= *letter == '"' && !escaped;
                escaped = quoted && *letter == '\\' && !escaped;
                *letter == '#' && !quoted
            })
            .and_then(|(at, _)| line.get(..at))
            .unwrap_or(line);
        for word in code.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// The rules of a program in the order of findings: by policy, then by place.
fn in_order(mut rules: Vec<(Box<str>, Rule)>) -> Vec<Rule> {
    rules.sort_by(|(a, rule_a), (b, rule_b)| (a, rule_a.span).cmp(&(b, rule_b.span)));
    rules.into_iter().map(|(_, rule)| rule).collect()
}

impl definition::State<'_> {
    fn into_definition(self) -> Definition {
        match self {
            Self::Done(definition) => *definition,
            Self::Waiting(_) => {
                Definition { kind: crate::ids::KindId(0), slots: 1, meaning: crate::program::Meaning::Broken }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bellwether_syntax::source::Sources;

    use super::{MOST_LOOKED_FOR, fold};

    #[test]
    fn comments_and_line_ends_are_folded_away() {
        assert_eq!(fold("have  a\n\tcounter"), "have a counter");
        assert_eq!(fold("have a # as said in June\ncounter"), "have a counter");
        assert_eq!(fold("# first\nhave"), "have");
        assert_eq!(fold("have \"#1\" # and \"so\" on"), "have \"#1\"");
        assert_eq!(fold("have \"a\" or \"#b\""), "have \"a\" or \"#b\"");
        assert_eq!(fold("\"a\" #b\nc"), "\"a\" c");
        assert_eq!(fold(r##""say \"#a\"" or "\\" # so"##), r##""say \"#a\"" or "\\""##);
        assert_eq!(fold(""), "");
    }

    #[test]
    fn near_words_are_looked_for_until_there_are_too_many_mistakes() {
        let rules: Vec<String> =
            (0..=MOST_LOOKED_FOR).map(|number| format!("  r{number}: every kpi must have a cuonter\n")).collect();
        let mut sources = Sources::new();
        sources.add("test.kpi", format!("policy p {{\n{}}}\n", rules.concat()));
        let compiled = crate::compile(&crate::parse(&sources));
        let helped: Vec<bool> = compiled.diagnostics.iter().map(|one| one.help.is_some()).collect();
        assert_eq!(helped.len(), MOST_LOOKED_FOR + 1);
        assert!(helped.iter().take(MOST_LOOKED_FOR).all(|helped| *helped));
        assert_eq!(helped.last(), Some(&false));
    }
}
