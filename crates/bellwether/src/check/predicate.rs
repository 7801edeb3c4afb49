//! Predicates: what stands after the modal, and the parts of its outermost `and`.

use bellwether_syntax::Span;
use bellwether_syntax::tree::{self, Connective, Predicate, QuantifierKind, VerbKind};

use rustc_hash::FxHashMap;

use super::form::is;
use super::{Checker, condition, noun};
use crate::program::{Condition, Expression, Part};
use crate::vocabulary::{lower, nouns};

impl Checker<'_> {
    /// The parts of a predicate asked of a subject; the parts of the outermost `and` stand apart.
    pub(super) fn parts(&mut self, it: Expression, sentence: &tree::Sentence) -> Option<Vec<Part>> {
        let mut subject = it;
        if !sentence.subject.possessive.is_empty() {
            let crate::program::ExpressionKind::Path(mut path) = subject.kind else { return None };
            for word in &sentence.subject.possessive {
                self.step(&mut path, *word)?;
            }
            if let (Some(first), Some(last)) = (sentence.subject.possessive.first(), sentence.subject.possessive.last())
            {
                path.span = first.span.to(last.span);
                path.text = self.valued(path.span);
            }
            subject = path.into_expression();
        }
        let mut parts = Vec::new();
        self.predicate_parts(&subject, &sentence.predicate, true, &mut parts);
        let possessive: Vec<&str> = sentence.subject.possessive.iter().map(|word| self.text(*word)).collect();
        // Parts that differ in a number alone are told apart by their order.
        let mut alike: FxHashMap<Box<str>, usize> = FxHashMap::default();
        for part in &mut parts {
            part.written = possessive.iter().copied().chain([&*part.written]).collect::<Vec<_>>().join(" ").into();
            let number = alike.entry(part.written.clone()).or_default();
            *number += 1;
            if *number > 1 {
                part.written = format!("{} #{number}", part.written).into();
            }
        }
        Some(parts)
    }

    /// The parts without a mistake.
    fn predicate_parts(&mut self, subject: &Expression, predicate: &Predicate, whole: bool, parts: &mut Vec<Part>) {
        match predicate {
            Predicate::List(list, _) if list.connective != Connective::Or => {
                for part in &list.parts {
                    self.predicate_parts(subject, part, false, parts);
                }
            }
            Predicate::Verb(verb) if !subject.ty.many => match &verb.kind {
                VerbKind::Be(terms) if terms.connective == Connective::And => {
                    for term in &terms.parts {
                        let lowered = self.be(subject, term);
                        self.mistaken |= lowered.is_none();
                        let words = format!("be {}", self.folded(term.span));
                        parts.extend(lowered.map(|condition| self.part(condition, words, term.span)));
                    }
                }
                VerbKind::Have(items) if items.connective == Connective::And => {
                    for item in &items.parts {
                        let lowered = self.have(subject, item);
                        self.mistaken |= lowered.is_none();
                        let words = format!("have {}", self.folded(item.span));
                        parts.extend(lowered.map(|condition| self.part(condition, words, item.span)));
                    }
                }
                _ => self.one_part(subject, predicate, whole, parts),
            },
            _ => self.one_part(subject, predicate, whole, parts),
        }
    }

    fn one_part(&mut self, subject: &Expression, predicate: &Predicate, whole: bool, parts: &mut Vec<Part>) {
        let Some(condition) = self.predicate(subject, predicate) else {
            self.mistaken = true;
            return;
        };
        let span = predicate.span();
        let said = match predicate {
            // The modal of the sentence has the `not` of a whole predicate.
            Predicate::Not(..) if whole => {
                let within = self.said_within(predicate);
                within.strip_prefix("not ").unwrap_or(&within).to_owned()
            }
            _ if whole => self.words_of_predicate(predicate),
            _ => self.said_within(predicate),
        };
        // Whatever a finding says of it, what tells the part from others are its words without brackets.
        let words = self.words_of_predicate(predicate);
        let words = if is_denied(predicate) { format!("not {words}") } else { words };
        let written = self.whatever_the_numbers(&words).into();
        let denied = whole && matches!(predicate, Predicate::Not(..));
        parts.push(Part { condition, text: self.with_values(said, span).into(), denied, written, span });
    }

    /// The words of a predicate that is not the whole one, with each `not`, and with brackets where it could be read in
    /// another way without them.
    fn said_within(&self, predicate: &Predicate) -> String {
        match predicate {
            Predicate::Not(inner, _) if matches!(**inner, Predicate::Not(..)) => {
                format!("not ({})", self.said_within(inner))
            }
            Predicate::Not(inner, _) => format!("not {}", self.said_within(inner)),
            Predicate::List(_, span) => format!("({})", self.folded(*span)),
            Predicate::Verb(_) => self.words_of_predicate(predicate),
        }
    }

    /// Words without their numbers, and then with nouns and units in the singular: with another number they would have another
    /// form.
    fn whatever_the_numbers(&self, words: &str) -> String {
        let is_number = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit());
        if !words.split(' ').any(|word| is_number(&word)) {
            return words.to_owned();
        }
        let singular = |word: &str| match self.irregular_plurals.get(lower(word).as_ref()) {
            Some(singular) => singular.to_string(),
            None => nouns::singular(word),
        };
        words.split(' ').filter(|word| !is_number(word)).map(singular).collect::<Vec<_>>().join(" ")
    }

    /// A part with its words as they are written.
    pub(super) fn part(&self, condition: Condition, written: String, span: Span) -> Part {
        let told_by = self.whatever_the_numbers(&written).into();
        let text = self.with_values(written, span).into();
        Part { condition, text, denied: false, written: told_by, span }
    }

    /// A whole sentence as one part, with the words of its predicate.
    pub(super) fn sentence_part(&self, condition: Condition, sentence: &tree::Sentence, words: String) -> Part {
        let mut part = self.part(condition, words, sentence.predicate.span());
        part.denied = is_denied(&sentence.predicate) != is(&sentence.subject.noun, &QuantifierKind::No);
        if part.denied {
            part.written = format!("not {}", part.written).into();
        }
        part
    }

    /// The words of a predicate after the modal and `not`, with the verb in its plain form.
    pub(super) fn words_of_predicate(&self, predicate: &Predicate) -> String {
        match predicate {
            Predicate::Not(inner, _) => self.words_of_predicate(inner),
            Predicate::Verb(verb) => match &verb.kind {
                VerbKind::Have(items) => match (items.parts.first(), items.parts.last()) {
                    (Some(first), Some(last)) => format!("have {}", self.folded(first.span.to(last.span))),
                    _ => self.folded(verb.span),
                },
                _ => self.folded(verb.span),
            },
            Predicate::List(..) => self.folded(predicate.span()),
        }
    }

    /// A predicate asked of a subject; of each of them where the subject is a path over several.
    pub(super) fn predicate(&mut self, subject: &Expression, predicate: &Predicate) -> Option<Condition> {
        // What is denied, or has alternatives, is asked as a whole of each value: `every kpi's counters must not be lagging`.
        let whole = match predicate {
            Predicate::Not(..) => true,
            Predicate::List(list, _) => list.connective == Connective::Or,
            Predicate::Verb(_) => false,
        };
        if let (crate::program::ExpressionKind::Path(path), true) = (&subject.kind, subject.ty.many && whole)
            && !some_take_all(predicate)
        {
            return self
                .of_each_value(path.clone(), predicate.span(), |checker, value| checker.predicate(value, predicate));
        }
        match predicate {
            Predicate::List(list, span) => {
                let parts: Vec<_> = list.parts.iter().map(|part| self.predicate(subject, part)).collect();
                condition::joined(parts.into_iter().collect::<Option<_>>()?, list.connective, *span)
            }
            Predicate::Not(inner, _) => self.predicate(subject, inner).map(condition::not),
            Predicate::Verb(verb) => match &subject.kind {
                crate::program::ExpressionKind::Path(path) if subject.ty.many && !takes_all(verb) => {
                    self.of_each_value(path.clone(), verb.span, |checker, value| checker.verb(value, verb))
                }
                _ => self.verb(subject, verb),
            },
        }
    }

    /// The whole predicate of a sentence as one part, asked of the nearest subject.
    pub(super) fn body(&mut self, sentence: &tree::Sentence) -> Option<Part> {
        let it = self.nearest(sentence.subject.span)?.into_expression();
        let parts = self.parts(it, sentence)?;
        let span = sentence.predicate.span();
        let words = self.words_of_predicate(&sentence.predicate);
        let conditions = parts.into_iter().map(|part| part.condition).collect();
        let condition = condition::all(conditions, span).unwrap_or_else(|| noun::constant(true, span));
        Some(self.part(condition, words, span))
    }
}

/// Whether a verb takes all values of a path together: `include`, `mention`, `be the same as`, `be set`.
fn takes_all(verb: &tree::VerbPhrase) -> bool {
    use tree::BeKind::{Missing, SameAs, Set};
    match &verb.kind {
        VerbKind::Include(_) | VerbKind::Mention(_) => true,
        VerbKind::Be(terms) => terms.parts.iter().all(|term| matches!(term.kind, SameAs(_) | Set | Missing)),
        _ => false,
    }
}

/// Whether a predicate denies, all in all, what its verb says.
const fn is_denied(mut predicate: &Predicate) -> bool {
    let mut denied = false;
    while let Predicate::Not(inner, _) = predicate {
        denied = !denied;
        predicate = inner;
    }
    denied
}

/// Whether some verb of a predicate does.
fn some_take_all(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::List(list, _) => list.parts.iter().any(some_take_all),
        Predicate::Not(inner, _) => some_take_all(inner),
        Predicate::Verb(verb) => takes_all(verb),
    }
}
