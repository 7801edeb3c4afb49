//! Policies and rules: from a sentence with its modifiers to a rule of the program.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Diagnostic, Severity};
use bellwether_syntax::tree::{self, Item, Modal, Predicate, QuantifierKind};
use rustc_hash::FxHashMap;

use super::scope::Scopes;
use super::{Checker, codes, in_order};
use crate::program::{Binder, Rule, RuleForm};

impl Checker<'_> {
    /// Checks the rules of all policies; those without a mistake are given in the order of findings.
    pub(super) fn policies(&mut self, files: &[&tree::File]) -> Vec<Rule> {
        let mut rules = Vec::new();
        let mut seen: FxHashMap<String, Span> = FxHashMap::default();
        for item in files.iter().flat_map(|file| &file.items) {
            let Item::Policy(policy) = item else { continue };
            let policy_name = self.text(policy.id);
            let parameters: Vec<&str> = policy.parameters.iter().map(|parameter| self.text(parameter.name)).collect();
            for rule in &policy.rules {
                let name = format!("{policy_name}/{}", self.text(rule.label));
                if let Some(first) = seen.get(&name).copied() {
                    self.diagnostics.push(
                        Diagnostic::error(
                            codes::DUPLICATE_RULE,
                            rule.label.span,
                            format!("the rule `{name}` is there twice"),
                        )
                        .also(first, "first here")
                        .help("give each rule of a policy a label of its own"),
                    );
                    continue;
                }
                seen.insert(name.clone(), rule.label.span);
                let text = self.folded(rule.span);
                let words = text.split(|letter: char| !(letter.is_alphanumeric() || "_-".contains(letter)));
                if words.into_iter().any(|word| parameters.contains(&word)) {
                    // It leans on parameters, which are reported for the whole policy.
                    continue;
                }
                if let Some(rule) = self.rule(name, rule) {
                    rules.push((policy_name.into(), rule));
                }
            }
        }
        in_order(rules)
    }

    pub(super) fn rule(&mut self, name: String, rule: &tree::Rule) -> Option<Rule> {
        self.scopes = Scopes::default();
        let sentence = &rule.sentence;
        let modifiers = self.modifiers(&rule.modifiers, sentence.modal);
        let form = self.form(sentence, rule.modifiers.unless.as_ref());
        self.pop_to(0);
        let (modifiers, form) = (modifiers?, form?);
        let possessive = match sentence.subject.possessive.as_slice() {
            [] => None,
            [first, .., last] => Some(self.folded(first.span.to(last.span))),
            [only] => Some(self.folded(only.span)),
        };
        let denied = matches!(sentence.predicate, Predicate::Not(..))
            || matches!(
                sentence.subject.noun.quantifier.as_ref().map(|quantifier| &quantifier.kind),
                Some(QuantifierKind::No | QuantifierKind::NoTwo)
            );
        let modal = match sentence.modal {
            Modal::Must => "must",
            Modal::Should => "should",
            Modal::Could => "could",
            Modal::May => "may",
        };
        Some(Rule {
            name: name.into(),
            span: sentence.span,
            text: self.folded(sentence.span),
            slots: self.scopes.slots,
            modal: if denied { format!("{modal} not").into() } else { modal.into() },
            possessive,
            form,
            ..modifiers
        })
    }

    /// The modifiers of a rule, in a rule that is otherwise empty.
    pub(super) fn modifiers(&mut self, modifiers: &tree::Modifiers, modal: Modal) -> Option<Rule> {
        let severity = severity(modal);
        let date = |checker: &mut Self, literal: Option<tree::Literal>| match literal {
            Some(literal) => checker.date_literal(literal).map(Some),
            None => Some(None),
        };
        let from = date(self, modifiers.from);
        let until = date(self, modifiers.until);
        if let (Some(Some(from)), Some(Some(until)), Some(literal)) = (from, until, modifiers.until)
            && until < from
        {
            self.error_help(
                codes::DATES_OUT_OF_ORDER,
                literal.span,
                "the rule ends before it begins, so it would never be in force",
                "`from` and `until` are both included: write the earlier date after `from`",
            );
            return None;
        }
        let hardens = match modifiers.harden {
            None => None,
            Some((harder, literal)) => {
                if self::severity(harder) <= severity {
                    self.error_help(
                        codes::NOT_HARDER,
                        literal.span,
                        "the rule says the same or more from the beginning, so it does not harden",
                        "a rule hardens from `could` to `should` to `must`",
                    );
                    return None;
                }
                Some((self::severity(harder), self.date_literal(literal)?))
            }
        };
        if let Some(when) = &modifiers.when {
            self.error_help(
                codes::NOT_CARRIED_OUT,
                when.span(),
                "`when` switches a rule by parameters, and this version does not carry out parameters",
                "leave the rule out, or use `where` and `unless` to narrow it by the model",
            );
            return None;
        }
        let text = |checker: &mut Self, text: Option<tree::Text>| text.and_then(|text| checker.text_literal(text));
        Some(Rule {
            name: "".into(),
            severity,
            hardens,
            from: from?,
            until: until?,
            because: text(self, modifiers.because),
            suggest: text(self, modifiers.suggest),
            see: text(self, modifiers.see),
            span: Span::default(),
            text: "".into(),
            slots: 0,
            modal: "".into(),
            possessive: None,
            used: None,
            switched_off: false,
            form: RuleForm::Each {
                subject: Binder {
                    kind: crate::ids::KindId(0),
                    named: None,
                    filter: None,
                    slot: crate::ids::Slot(0),
                    span: Span::default(),
                    noun: "".into(),
                },
                exempt: None,
                parts: Vec::new(),
            },
        })
    }
}

/// How grave breaking a rule with this modal is.
fn severity(modal: Modal) -> Severity {
    match modal {
        Modal::Must | Modal::May => Severity::Error,
        Modal::Should => Severity::Warning,
        Modal::Could => Severity::Note,
    }
}
