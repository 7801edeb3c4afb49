//! Policies and rules: from a sentence with its modifiers to a rule of the program.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Diagnostic, Severity};
use bellwether_syntax::tree::{self, Modal, Predicate, QuantifierKind};
use rustc_hash::FxHashMap;

use super::form::counts;
use super::scope::Scopes;
use super::uses::RuleUse;
use super::{Checker, Packs, codes, in_order};
use crate::program::{Binder, Rule, RuleForm, Wording};
use crate::value::Date;

impl Checker<'_> {
    /// Checks the rules of all policies; those in force without a mistake are given in the order of findings.
    pub(super) fn policies(&mut self, files: &[&tree::File], packs: Packs<'_>) -> Vec<Rule> {
        let mut rules = Vec::new();
        for (policy, parts) in self.policies_and_uses(files, packs) {
            self.parameters = self.parameters_of(policy, &parts.blocks, &parts.settings());
            let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
            // What cannot be read was said where it stands, and whoever names it makes no second mistake.
            let mut all_read = true;
            for unread in parts.blocks.iter().flat_map(|block| &block.unread) {
                all_read = false;
                if let Some(label) = unread {
                    self.declared.push(format!("{policy}/{}", self.text(*label)));
                }
            }
            for rule in parts.blocks.iter().flat_map(|block| &block.rules) {
                let label = self.text(rule.label);
                let name = format!("{policy}/{label}");
                if let Some(first) = seen.get(label).copied() {
                    self.diagnostics.push(
                        Diagnostic::error(
                            codes::DUPLICATE_RULE,
                            rule.label.span,
                            format!("the rule `{name}` is there twice"),
                        )
                        .also(first, "first here")
                        .help("give each rule of a policy a label of its own"),
                    );
                    all_read = false;
                    continue;
                }
                seen.insert(label, rule.label.span);
                let used = self.rule_use(policy, &parts, label);
                let (named, said) = (self.names.len(), self.diagnostics.len());
                self.mistaken = false;
                if used.asked {
                    self.declared.push(name.clone());
                } else {
                    self.left_out.insert(name.as_str().into(), used.left_out);
                }
                let checked = self.rule(name, rule, used);
                // Some mistakes leave a rule that could be asked: a variable that is never used.
                let found = self.diagnostics.iter().skip(said).any(|one| one.severity == Severity::Error);
                let mistaken = rule.mistaken || found || self.mistaken;
                all_read &= !rule.mistaken && !self.mistaken && checked.is_some();
                if let Some(checked) = checked.filter(|_| used.asked && !mistaken) {
                    rules.push((policy.into(), checked));
                } else {
                    // What is not in force asks for no elements either.
                    self.names.truncate(named);
                }
            }
            self.unused_parameters(&parts.blocks, all_read);
        }
        in_order(rules)
    }

    fn rule(&mut self, name: String, rule: &tree::Rule, used: RuleUse) -> Option<Rule> {
        self.scopes = Scopes::default();
        let sentence = &rule.sentence;
        let modifiers = self.modifiers(&rule.modifiers, sentence.modal);
        let form = self.form(sentence, rule.modifiers.unless.as_ref());
        self.mistaken |= form.is_none();
        self.pop_to(0);
        let form = form?;
        let possessive = match sentence.subject.possessive.as_slice() {
            [] => None,
            [first, .., last] => Some(self.valued(first.span.to(last.span))),
            [only] => Some(self.valued(only.span)),
        };
        // `may` permits, and what is not permitted is as grave as what must be: to that `must` adds nothing.
        let asked = used.modal.filter(|asked| severity(*asked) != severity(sentence.modal));
        let hardens = match used.modal {
            Some(_) => None,
            None => modifiers.hardens,
        };
        Some(Rule {
            name: name.into(),
            span: sentence.span,
            severity: used.modal.map_or(modifiers.severity, severity),
            hardens,
            used: used.used.or_else(|| self.setter_in(rule.span)),
            wording: self.wording(sentence, asked),
            hardened: hardens.map(|(harder, _)| self.wording(sentence, Some(modal_of(harder)))),
            slots: self.scopes.slots,
            possessive,
            form,
            ..modifiers
        })
    }

    /// What a sentence says, with another modal than its own where one is given.
    fn wording(&self, sentence: &tree::Sentence, asked: Option<Modal>) -> Wording {
        // After `for every …,` the words of the predicate keep their `not`.
        let denied =
            matches!(sentence.predicate, Predicate::Not(..)) && !matches!(sentence.scope, Some(tree::Scope::For(_)));
        let modal = modal_word(asked.unwrap_or(sentence.modal));
        let modal = match (denies(sentence), denied) {
            // `no … may not`: denied twice, it is asked for.
            (true, true) => modal.replace("may", "must"),
            (false, false) => modal.to_owned(),
            _ => format!("{modal} not"),
        };
        let around = self.asked_of(sentence).map(|(before, one)| {
            let after = Span::new(one.source, one.end, sentence.span.end);
            let after = self.said_as(sentence, after, asked);
            let gap = if after.starts_with([',', '\'']) { "" } else { " " };
            (format!("{before} ").into(), format!("{gap}{after}").into())
        });
        Wording { text: self.said_as(sentence, sentence.span, asked), modal: modal.into(), around }
    }

    /// Of a sentence that is asked of another than its subject: where that one stands, and the words before it.
    fn asked_of(&self, sentence: &tree::Sentence) -> Option<(Box<str>, Span)> {
        let noun = &sentence.subject.noun;
        match (&sentence.scope, noun.of.as_deref()) {
            (Some(tree::Scope::For(phrase)), _) => Some(("for".into(), phrase.span)),
            (Some(tree::Scope::In(phrase)), _) if counts(noun) => Some(("in".into(), phrase.span)),
            (None, Some(tree::Of::Noun(whole))) => {
                let before = Span::new(whole.span.source, sentence.span.start, whole.span.start);
                Some((self.valued(before), whole.span))
            }
            _ => None,
        }
    }

    /// The words of a sentence from a place to its end, with another modal than its own where one is given.
    fn said_as(&self, sentence: &tree::Sentence, whole: Span, modal: Option<Modal>) -> Box<str> {
        let Some(modal) = modal else { return self.valued(whole) };
        // `no … must` could be read in two ways.
        let modal = if modal == Modal::Must && denies(sentence) { Modal::May } else { modal };
        let said = sentence.modal_span;
        let before = self.valued(Span::new(whole.source, whole.start, said.start));
        let after = self.valued(Span::new(whole.source, said.end, whole.end));
        // `requires X` is `must have X`.
        let requires = self.text(tree::Word { span: said, quoted: false }).eq_ignore_ascii_case("requires");
        let have = if requires { " have" } else { "" };
        let gap = if before.is_empty() { "" } else { " " };
        format!("{before}{gap}{}{have} {after}", modal_word(modal)).into()
    }

    /// A rule hardens while it is in force, or it would never say the one or the other.
    fn hardens_in_force(&mut self, day: Date, span: Span, from: Option<Date>, until: Option<Date>) {
        let (message, help) = if until.is_some_and(|until| until < day) {
            ("the rule ends before it hardens", "a rule hardens within `until`, which is the last day of it")
        } else if from.is_some_and(|from| day <= from) {
            ("the rule hardens before anybody is asked", "say the harder modal from the beginning, or a later date")
        } else {
            return;
        };
        self.error_help(codes::DATES_OUT_OF_ORDER, span, message, help);
        self.mistaken = true;
    }

    /// The modifiers of a rule, in a rule that is otherwise empty.
    fn modifiers(&mut self, modifiers: &tree::Modifiers, modal: Modal) -> Rule {
        let severity = severity(modal);
        let date = |checker: &mut Self, day: Option<&tree::Value>| match day {
            Some(day) => checker.day(day).map(Some),
            None => Some(None),
        };
        let from = date(self, modifiers.from.as_ref());
        let until = date(self, modifiers.until.as_ref());
        // Dates that parameters stand for may be any: then the rule is in force on no day, which is no mistake of its own.
        if let (Some(tree::Value::Literal(_)), Some(tree::Value::Literal(literal))) =
            (&modifiers.from, &modifiers.until)
            && let (Some(Some(from)), Some(Some(until))) = (from, until)
            && until < from
        {
            self.error_help(
                codes::DATES_OUT_OF_ORDER,
                literal.span,
                "the rule ends before it begins, so it would never be in force",
                "`from` and `until` are both included: write the earlier date after `from`",
            );
            self.mistaken = true;
        }
        let hardens = match &modifiers.harden {
            None => None,
            Some((harder, day)) => {
                if self::severity(*harder) <= severity {
                    self.error_help(
                        codes::NOT_HARDER,
                        day.span(),
                        "the rule says the same or more from the beginning, so it does not harden",
                        "a rule hardens from `could` to `should` to `must`",
                    );
                    self.mistaken = true;
                }
                let written = matches!(day, tree::Value::Literal(_));
                let span = day.span();
                let day = self.day(day);
                if let (Some(day), true) = (day, written) {
                    let literal = |value: &Option<tree::Value>, day: Option<Option<Date>>| match value {
                        Some(tree::Value::Literal(_)) => day.flatten(),
                        _ => None,
                    };
                    self.hardens_in_force(day, span, literal(&modifiers.from, from), literal(&modifiers.until, until));
                }
                self.go_on(day.map(|day| Some((self::severity(*harder), day))), None)
            }
        };
        let switched_off = match &modifiers.when {
            Some(when) => {
                let on = self.switched_on(when);
                !self.go_on(on, true)
            }
            None => false,
        };
        let (from, until) = (self.go_on(from, None), self.go_on(until, None));
        let text = |checker: &mut Self, text: Option<tree::Text>| text.and_then(|text| checker.text_literal(text));
        Rule {
            name: "".into(),
            declared: severity,
            severity,
            hardens,
            from,
            until,
            because: text(self, modifiers.because),
            suggest: text(self, modifiers.suggest),
            see: text(self, modifiers.see),
            span: Span::default(),
            wording: Wording { text: "".into(), modal: "".into(), around: None },
            hardened: None,
            slots: 0,
            possessive: None,
            used: None,
            switched_off,
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
        }
    }
}

/// Whether a sentence begins with `no` or `no two`.
fn denies(sentence: &tree::Sentence) -> bool {
    let quantifier = sentence.subject.noun.quantifier.as_ref().map(|quantifier| &quantifier.kind);
    matches!(quantifier, Some(QuantifierKind::No | QuantifierKind::NoTwo))
}

const fn modal_word(modal: Modal) -> &'static str {
    match modal {
        Modal::Must => "must",
        Modal::Should => "should",
        Modal::Could => "could",
        Modal::May => "may",
    }
}

/// The modal of a severity.
const fn modal_of(severity: Severity) -> Modal {
    match severity {
        Severity::Error => Modal::Must,
        Severity::Warning => Modal::Should,
        Severity::Note => Modal::Could,
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
