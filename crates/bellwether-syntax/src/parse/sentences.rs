//! Sentences of rules: subject, modal, predicate, modifiers.

use bellwether_grammar::Rule;

use super::lists::Joints;
use super::verbs::part;
use super::{Pair, Reader};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::tree::{Modal, Modifiers, NounPhrase, Predicate, Scope, Sentence, Subject, Value, VerbKind, VerbPhrase};

/// One verb of a predicate, and how it was said.
struct Part {
    predicate: Predicate,
    /// `not` stands right before it, outside brackets.
    denied: bool,
    /// The modal is said again before it.
    modal_again: bool,
    place: Span,
}

impl Reader<'_, '_> {
    /// The sentence and modifiers of a `rule_entry` pair.
    pub(super) fn rule_body(&mut self, pair: Pair<'_>) -> Option<(Sentence, Modifiers)> {
        let (mut sentence, mut modifiers) = (None, Modifiers::default());
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::sentence => sentence = Some(self.sentence(child)?),
                Rule::modifiers => modifiers = self.modifiers(child)?,
                _ => {}
            }
        }
        Some((sentence?, modifiers))
    }

    fn sentence(&mut self, pair: Pair<'_>) -> Option<Sentence> {
        let span = self.span(&pair);
        let (mut scope, mut subject, mut modal, mut predicate) = (None, None, None, None);
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::scope => scope = Some(self.scope(child.into_inner().next()?)?),
                Rule::subject => subject = Some(self.subject(child)?),
                Rule::modal => modal = Some((modal_of(&child)?, self.span(&child))),
                Rule::kw_requires => modal = Some((Modal::Must, self.exact(&child))),
                Rule::predicate => predicate = Some(self.predicate(child, modal?.0)?),
                Rule::have_list => {
                    let verb_span = self.span(&child);
                    let kind = VerbKind::Have(self.have_list(child, false)?);
                    predicate = Some(Predicate::Verb(VerbPhrase { kind, span: verb_span }));
                }
                _ => {}
            }
        }
        let (modal, modal_span) = modal?;
        Some(Sentence { scope, subject: subject?, modal, modal_span, predicate: predicate?, span })
    }

    fn scope(&mut self, pair: Pair<'_>) -> Option<Scope> {
        let around = pair.as_rule();
        let noun = self.noun(part(pair, Rule::noun)?)?;
        Some(if around == Rule::scope_in { Scope::In(noun) } else { Scope::For(noun) })
    }

    fn subject(&mut self, pair: Pair<'_>) -> Option<Subject> {
        let span = self.span(&pair);
        let mut noun =
            NounPhrase { quantifier: None, words: Vec::new(), of: None, within: None, condition: None, span };
        let (mut second, mut possessive) = (None, Vec::new());
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::possessive => self.steps(child.into_inner(), &mut possessive),
                // After `no two …` the words stand in a run: a word by itself is the second variable.
                Rule::word | Rule::quoted => second = Some(self.word(&child)),
                _ => self.noun_part(&mut noun, child)?,
            }
        }
        (!noun.words.is_empty()).then_some(Subject { noun, second, possessive, span })
    }

    fn predicate(&mut self, pair: Pair<'_>, modal: Modal) -> Option<Predicate> {
        let span = self.span(&pair);
        let (mut joints, mut parts, mut again) = (Joints::default(), Vec::<Part>::new(), false);
        for child in pair.into_inner() {
            if joints.take(self, &child) {
                continue;
            }
            if child.as_rule() == Rule::modal {
                again = true;
                self.same_modal(&child, modal)?;
                continue;
            }
            let place = self.span(&child);
            let (predicate, denied) = self.predicate_part(child, modal)?;
            parts.push(Part { predicate, denied, modal_again: std::mem::take(&mut again), place });
        }
        self.check_denials(&parts);
        let mut parts: Vec<Predicate> = parts.into_iter().map(|part| part.predicate).collect();
        if parts.len() == 1 {
            return parts.pop();
        }
        joints.list(self, parts).map(|list| Predicate::List(list, span))
    }

    /// A modal that is said again must be the one of the sentence: a rule has one severity.
    fn same_modal(&mut self, pair: &Pair<'_>, modal: Modal) -> Option<()> {
        if modal_of(pair)? != modal {
            let span = self.span(pair);
            self.report(
                Diagnostic::error(
                    codes::TWO_MODALS,
                    span,
                    format!("`{}` stands in a sentence that began with another modal", pair.as_str().trim()),
                )
                .help("a rule has one severity: write two rules"),
            );
        }
        Some(())
    }

    /// After `not`, a second verb without its own `not` or modal could be meant either way.
    fn check_denials(&mut self, parts: &[Part]) {
        for (one, next) in parts.iter().zip(parts.iter().skip(1)) {
            if one.denied && !next.denied && !next.modal_again {
                self.report(
                    Diagnostic::error(
                        codes::NOT_NEEDS_BRACKETS,
                        next.place,
                        "two verbs follow `not`, and it cannot be heard whether it denies both",
                    )
                    .also(one.place, "`not` stands here")
                    .help("write `not ( … and … )` to deny both, or say the modal again before the second verb"),
                );
                return;
            }
        }
    }

    fn predicate_part(&mut self, pair: Pair<'_>, modal: Modal) -> Option<(Predicate, bool)> {
        let span = self.span(&pair);
        let (mut denied, mut found, mut group) = (false, None, false);
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::kw_not => denied = true,
                Rule::plain_verb => found = Some(Predicate::Verb(self.plain_verb(child)?)),
                Rule::predicate_group => {
                    group = true;
                    found = Some(self.predicate(part(child, Rule::predicate)?, modal)?);
                }
                _ => {}
            }
        }
        let found = found?;
        let predicate = if denied { Predicate::Not(Box::new(found), span) } else { found };
        Some((predicate, denied && !group))
    }

    fn modifiers(&mut self, pair: Pair<'_>) -> Option<Modifiers> {
        let mut modifiers = Modifiers::default();
        for child in pair.into_inner() {
            let place = child.clone().into_inner().next().map_or_else(|| self.span(&child), |word| self.exact(&word));
            let rule = child.as_rule();
            let twice = match rule {
                Rule::m_unless => modifiers.unless.replace(self.clauses(part(child, Rule::clauses)?)?).is_some(),
                Rule::m_when => modifiers.when.replace(self.clauses(part(child, Rule::clauses)?)?).is_some(),
                Rule::m_because => modifiers.because.replace(self.first_text(child)?).is_some(),
                Rule::m_suggest => modifiers.suggest.replace(self.first_text(child)?).is_some(),
                Rule::m_see => modifiers.see.replace(self.first_text(child)?).is_some(),
                Rule::m_from => modifiers.from.replace(self.day(child)?).is_some(),
                Rule::m_until => modifiers.until.replace(self.day(child)?).is_some(),
                Rule::harden => modifiers.harden.replace(self.harden(child)?).is_some(),
                _ => false,
            };
            if twice {
                self.twice(rule, place, "sentence");
            }
        }
        Some(modifiers)
    }

    /// Says that a modifier stands twice, and in what.
    pub(super) fn twice(&mut self, rule: Rule, place: Span, within: &str) {
        let help = match rule {
            Rule::m_unless => "join the conditions: `unless … or …`",
            Rule::m_when => "join the conditions: `when … and …`",
            Rule::attribute_fields => "let one hold all fields: `with ( …, … )`",
            _ => "keep one of them",
        };
        let message = format!("{} stands twice in one {within}", bellwether_grammar::noun(rule));
        self.report(Diagnostic::error(codes::DUPLICATE_MODIFIER, place, message).help(help));
    }

    fn harden(&mut self, pair: Pair<'_>) -> Option<(Modal, Value)> {
        let modal = modal_of(&part(pair.clone(), Rule::modal)?)?;
        Some((modal, self.day(pair)?))
    }

    /// The date of a modifier, or the parameter that stands for it: what comes last.
    fn day(&mut self, pair: Pair<'_>) -> Option<Value> {
        self.setting_value(&pair.into_inner().last()?)
    }
}

/// The modal that a `modal` pair says.
pub(super) fn modal_of(pair: &Pair<'_>) -> Option<Modal> {
    match pair.clone().into_inner().next()?.as_rule() {
        Rule::kw_must => Some(Modal::Must),
        Rule::kw_should => Some(Modal::Should),
        Rule::kw_could => Some(Modal::Could),
        Rule::kw_may => Some(Modal::May),
        _ => None,
    }
}
