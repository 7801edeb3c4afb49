//! Policies and rules: from a sentence with its modifiers to a rule of the program.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Diagnostic, Severity};
use bellwether_syntax::tree::{self, Connective, Item, Modal, NounPhrase, Of, Predicate, QuantifierKind, VerbKind};
use rustc_hash::FxHashMap;

use super::scope::{Scope, Scopes};
use super::{Checker, codes, condition, in_order, noun};
use crate::program::{
    Base, Binder, Comparison, Condition, ConditionKind, Count, Every, Expression, Part, Path, Root, Rule, RuleForm,
    Set, Test, Ty,
};
use crate::vocabulary::{Type, lower, nouns};

/// What stands before the modal, lowered, with its scope still open.
struct Who {
    binder: Binder,
    quantifier: Option<tree::Quantifier>,
}

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
                        Diagnostic::error(codes::DUPLICATE_RULE, rule.label.span, format!("the rule `{name}` is there twice"))
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

    fn rule(&mut self, name: String, rule: &tree::Rule) -> Option<Rule> {
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
    fn modifiers(&mut self, modifiers: &tree::Modifiers, modal: Modal) -> Option<Rule> {
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
            form: RuleForm::Each {
                subject: Binder { kind: crate::ids::KindId(0), named: None, filter: None, slot: crate::ids::Slot(0), span: Span::default(), noun: "".into() },
                exempt: None,
                parts: Vec::new(),
            },
        })
    }

    fn form(&mut self, sentence: &tree::Sentence, unless: Option<&tree::Condition>) -> Option<RuleForm> {
        self.modal_fits(sentence)?;
        let subject = &sentence.subject;
        match &sentence.scope {
            Some(tree::Scope::For(phrase)) => return self.for_every(sentence, phrase, unless),
            Some(tree::Scope::In(phrase)) => return self.scoped(sentence, phrase, unless),
            None => {}
        }
        if is(&subject.noun, &QuantifierKind::NoTwo) {
            return self.no_two(sentence, unless);
        }
        if let Some(of) = &subject.noun.of {
            return self.through(sentence, of, unless);
        }
        let who = self.who(&subject.noun)?;
        if counts(&subject.noun) {
            return self.counted_form(sentence, None, who, unless);
        }
        self.each(sentence, who.binder, unless)
    }

    /// `may` permits, so it says something only of `no` and `at most`; `no … must` would be read both ways.
    fn modal_fits(&mut self, sentence: &tree::Sentence) -> Option<()> {
        let quantifier = sentence.subject.noun.quantifier.as_ref().map(|quantifier| &quantifier.kind);
        let limits = matches!(
            quantifier,
            Some(QuantifierKind::No | QuantifierKind::NoTwo | QuantifierKind::AtMost(_) | QuantifierKind::FewerThan(_))
        );
        let denies = matches!(quantifier, Some(QuantifierKind::No | QuantifierKind::NoTwo));
        if sentence.modal == Modal::May && !limits {
            self.error_help(
                codes::FORM_NOT_HERE,
                sentence.modal_span,
                "`may` permits, so nothing could break this rule",
                "say `no … may`, `at most … may`, or `must`",
            );
            return None;
        }
        if matches!(quantifier, Some(QuantifierKind::Only | QuantifierKind::Another)) {
            self.error_help(
                codes::FORM_NOT_HERE,
                sentence.subject.span,
                "a rule cannot be about `only` these, or `another`",
                "say it of the others: `no kpi may be north_star unless it is company`",
            );
            return None;
        }
        if sentence.modal == Modal::Must && denies {
            self.error_help(
                codes::FORM_NOT_HERE,
                sentence.modal_span,
                "`no … must` can be read in two ways",
                "say `no … may`, or `every … must not`",
            );
            return None;
        }
        Some(())
    }

    /// The subject of a sentence as a binder; its scope stays open.
    fn who(&mut self, phrase: &NounPhrase) -> Option<Who> {
        let binder = self.kind_binder(phrase)?;
        Some(Who { binder, quantifier: phrase.quantifier.clone() })
    }

    /// Each subject must make every part true.
    fn each(&mut self, sentence: &tree::Sentence, binder: Binder, unless: Option<&tree::Condition>) -> Option<RuleForm> {
        let it = self.nearest(sentence.subject.span)?.into_expression();
        let parts = self.parts(it, sentence);
        let exempt = self.exempt(unless);
        let (mut parts, exempt) = (parts?, exempt?);
        if is(&sentence.subject.noun, &QuantifierKind::No) {
            deny(&mut parts);
        }
        Some(RuleForm::Each { subject: binder, exempt, parts })
    }

    fn exempt(&mut self, unless: Option<&tree::Condition>) -> Option<noun::Narrowing> {
        match unless {
            Some(unless) => self.condition(unless).map(Some),
            None => Some(None),
        }
    }

    /// The parts of a predicate asked of a subject; the parts of the outermost `and` stand apart.
    fn parts(&mut self, it: Expression, sentence: &tree::Sentence) -> Option<Vec<Part>> {
        let mut subject = it;
        if !sentence.subject.possessive.is_empty() {
            let crate::program::ExpressionKind::Path(mut path) = subject.kind else { return None };
            for word in &sentence.subject.possessive {
                self.step(&mut path, *word)?;
            }
            if let (Some(first), Some(last)) = (sentence.subject.possessive.first(), sentence.subject.possessive.last()) {
                path.span = first.span.to(last.span);
                path.text = self.folded(path.span);
            }
            subject = path.into_expression();
        }
        let mut parts = Vec::new();
        let sound = self.predicate_parts(&subject, &sentence.predicate, &mut parts);
        sound.then_some(parts)
    }

    fn predicate_parts(&mut self, subject: &Expression, predicate: &Predicate, parts: &mut Vec<Part>) -> bool {
        match predicate {
            Predicate::List(list, _) if list.connective != Connective::Or => {
                let mut sound = true;
                for part in &list.parts {
                    sound &= self.predicate_parts(subject, part, parts);
                }
                sound
            }
            Predicate::Verb(verb) if !subject.ty.many => match &verb.kind {
                VerbKind::Be(terms) if terms.connective == Connective::And => {
                    let mut sound = true;
                    for term in &terms.parts {
                        let text = format!("be {}", self.folded(term.span));
                        let lowered = self.be(subject, term);
                        sound &= lowered.is_some();
                        parts.extend(lowered.map(|condition| Part { condition, text: text.into(), span: term.span }));
                    }
                    sound
                }
                VerbKind::Have(items) if items.connective == Connective::And => {
                    let mut sound = true;
                    for item in &items.parts {
                        let text = format!("have {}", self.folded(item.span));
                        let lowered = self.have(subject, item);
                        sound &= lowered.is_some();
                        parts.extend(lowered.map(|condition| Part { condition, text: text.into(), span: item.span }));
                    }
                    sound
                }
                _ => self.one_part(subject, predicate, parts),
            },
            _ => self.one_part(subject, predicate, parts),
        }
    }

    fn one_part(&mut self, subject: &Expression, predicate: &Predicate, parts: &mut Vec<Part>) -> bool {
        let Some(condition) = self.predicate(subject, predicate) else { return false };
        let text = self.words_of_predicate(predicate);
        parts.push(Part { condition, text, span: predicate.span() });
        true
    }

    /// The words of a predicate after the modal and `not`, with the verb in its plain form.
    fn words_of_predicate(&self, predicate: &Predicate) -> Box<str> {
        match predicate {
            Predicate::Not(inner, _) => self.words_of_predicate(inner),
            Predicate::Verb(verb) => match &verb.kind {
                VerbKind::Have(items) => match (items.parts.first(), items.parts.last()) {
                    (Some(first), Some(last)) => format!("have {}", self.folded(first.span.to(last.span))).into(),
                    _ => self.folded(verb.span),
                },
                _ => self.folded(verb.span),
            },
            Predicate::List(..) | Predicate::Hole(_) => self.folded(predicate.span()),
        }
    }

    /// A predicate asked of a subject; of each of them where the subject is a path over several.
    fn predicate(&mut self, subject: &Expression, predicate: &Predicate) -> Option<Condition> {
        match predicate {
            Predicate::List(list, span) => {
                let parts: Vec<_> = list.parts.iter().map(|part| self.predicate(subject, part)).collect();
                condition::joined(parts.into_iter().collect::<Option<_>>()?, list.connective, *span)
            }
            Predicate::Not(inner, _) => self.predicate(subject, inner).map(condition::not),
            Predicate::Verb(verb) => {
                let whole = matches!(verb.kind, VerbKind::Include(_) | VerbKind::Mention(_))
                    || matches!(&verb.kind, VerbKind::Be(terms) if terms.parts.iter().all(|term| matches!(term.kind, tree::BeKind::SameAs(_) | tree::BeKind::Set | tree::BeKind::Missing)));
                match &subject.kind {
                    crate::program::ExpressionKind::Path(path) if subject.ty.many && !whole => {
                        self.verb_of_each(path.clone(), verb)
                    }
                    _ => self.verb(subject, verb),
                }
            }
            Predicate::Hole(_) => None,
        }
    }

    /// A counted subject: how many of them make the predicate true.
    fn counted_form(
        &mut self,
        sentence: &tree::Sentence,
        scope: Option<Binder>,
        who: Who,
        unless: Option<&tree::Condition>,
    ) -> Option<RuleForm> {
        let quantifier = who.quantifier?;
        // The count is a number of the scope, not of those who are counted.
        let inner = self.scopes.stack.pop();
        let test = self.test(&quantifier.kind);
        self.scopes.stack.extend(inner);
        let body = self.body(sentence);
        let exempt = self.exempt(unless);
        Some(RuleForm::Counted { scope, subject: who.binder, exempt: exempt?, body: body?, test: test? })
    }

    /// The whole predicate of a sentence as one part, asked of the nearest subject.
    fn body(&mut self, sentence: &tree::Sentence) -> Option<Part> {
        let it = self.nearest(sentence.subject.span)?.into_expression();
        let parts = self.parts(it, sentence)?;
        let span = sentence.predicate.span();
        let text = self.words_of_predicate(&sentence.predicate);
        let conditions = parts.into_iter().map(|part| part.condition).collect();
        let condition = condition::all(conditions, span).unwrap_or_else(|| noun::constant(true, span));
        Some(Part { condition, text, span })
    }

    /// `in every division, …`: counted subjects once for each division, others one by one.
    fn scoped(&mut self, sentence: &tree::Sentence, phrase: &NounPhrase, unless: Option<&tree::Condition>) -> Option<RuleForm> {
        if sentence.subject.noun.of.is_some() || is(&sentence.subject.noun, &QuantifierKind::NoTwo) {
            self.error_help(
                codes::FORM_NOT_HERE,
                phrase.span,
                "`in …,` cannot stand before this sentence",
                "narrow the subject instead: `every kpi in division growth must …`",
            );
            return None;
        }
        let place = self.kind_binder(phrase)?;
        if counts(&sentence.subject.noun) {
            let who = self.who(&sentence.subject.noun)?;
            return self.counted_form(sentence, Some(place), who, unless);
        }
        // One by one: the place only narrows the subject.
        let scope = self.scopes.stack.pop();
        if let Some(variable) = scope.and_then(|scope| scope.variable)
            && !variable.used
        {
            let depth = self.scopes.stack.len();
            self.scopes.stack.push(Scope {
                slot: place.slot,
                base: Base::Value(Type::Element(place.kind)),
                noun: place.noun.clone(),
                variable: Some(variable),
            });
            self.pop_to(depth);
            return None;
        }
        let who = self.who(&sentence.subject.noun)?;
        let it = self.nearest(phrase.span)?.into_expression();
        let mut binder = who.binder;
        let inside = self.inside(it, &place, phrase.span)?;
        let filter: Vec<Condition> = binder.filter.take().into_iter().chain([inside]).collect();
        binder.filter = condition::all(filter, binder.span);
        self.each(sentence, binder, unless)
    }

    /// The element lies in some place of the binder, and is not the place itself.
    fn inside(&mut self, it: Expression, place: &Binder, span: Span) -> Option<Condition> {
        let ty = Ty::one(Type::Element(place.kind));
        let root = match place.named {
            Some(name) => Root::Name(name),
            None => Root::Slot(place.slot),
        };
        let path = Path { root, steps: Vec::new(), ty, text: "".into(), span }.into_expression();
        let mut conditions = Vec::new();
        if let (Base::Value(Type::Element(kind)), true) = (&it.ty.base, true)
            && (self.words.is_a(*kind, place.kind) || self.words.is_a(place.kind, *kind))
        {
            conditions.extend(self.compare(it.clone(), Comparison::NotEqual, path.clone(), span));
        }
        conditions.push(self.lies_in(it, path, span)?);
        if place.named.is_some() {
            return condition::all(conditions, span);
        }
        conditions.extend(place.filter.clone());
        let count = Count {
            set: Set::Kind(place.kind),
            slot: place.slot,
            filter: condition::all(conditions, span),
            test: noun::at_least_one(),
            plural: noun::plural(&place.noun),
            noun: place.noun.clone(),
        };
        Some(Condition { kind: ConditionKind::Count(Box::new(count)), span })
    }

    /// `every key_result of a shared goal must …`: the whole is the subject, once.
    fn through(&mut self, sentence: &tree::Sentence, of: &Of, unless: Option<&tree::Condition>) -> Option<RuleForm> {
        let phrase = &sentence.subject.noun;
        let Of::Noun(whole) = of else {
            self.error_help(
                codes::FORM_NOT_HERE,
                phrase.span,
                "`of` must be followed by a kind here",
                "say `every counter of a kpi must …`, or name the whole: `for every kpi k, every counter of k must …`",
            );
            return None;
        };
        let subject = self.kind_binder(whole)?;
        let start = self.nearest(whole.span)?;
        let condition = self.of_each(sentence, start, unless)?;
        let text = self.words_of_predicate(&sentence.predicate);
        let part = Part { condition, text, span: sentence.predicate.span() };
        Some(RuleForm::Each { subject, exempt: None, parts: vec![part] })
    }

    /// `for every owner o of a shared kpi k, …`.
    fn for_every(&mut self, sentence: &tree::Sentence, phrase: &NounPhrase, unless: Option<&tree::Condition>) -> Option<RuleForm> {
        let (subject, open, exempt) = if let Some(of) = &phrase.of {
            let Of::Noun(whole) = &**of else {
                self.error_help(
                    codes::FORM_NOT_HERE,
                    phrase.span,
                    "`of` must be followed by a kind here",
                    "say `for every owner o of a shared kpi k, …`",
                );
                return None;
            };
            let subject = self.kind_binder(whole)?;
            let exempt = self.exempt(unless);
            let start = self.nearest(whole.span)?;
            let open = self.open_parts(start, phrase)?;
            (subject, Some(open), exempt?)
        } else {
            let subject = self.kind_binder(phrase)?;
            let exempt = self.exempt(unless)?;
            (subject, None, exempt)
        };
        let inner = self.inner_sentence(sentence)?;
        let text = self.folded(sentence.predicate.span());
        let span = sentence.predicate.span();
        let condition = match open {
            None => inner,
            Some((path, slot, filter, noun)) => {
                let every = Every { set: Set::Path(path), slot, filter, body: inner, noun };
                Condition { kind: ConditionKind::Every(Box::new(every)), span: phrase.span }
            }
        };
        Some(RuleForm::Each { subject, exempt, parts: vec![Part { condition, text, span }] })
    }

    /// A sentence as a condition of the subjects around it.
    fn inner_sentence(&mut self, sentence: &tree::Sentence) -> Option<Condition> {
        let phrase = &sentence.subject.noun;
        match phrase.of.as_deref() {
            Some(Of::Path(path)) => {
                let start = self.path(path)?;
                self.of_each(sentence, start, None)
            }
            Some(_) => {
                self.error_help(
                    codes::FORM_NOT_HERE,
                    phrase.span,
                    "`of` must be followed by a variable here",
                    "say `exactly 1 dri of k must …`",
                );
                None
            }
            None => {
                let binder = self.kind_binder(phrase)?;
                let body = self.body(sentence)?.condition;
                let noun = binder.noun.clone();
                let mut filter = binder.filter;
                if let Some(name) = binder.named {
                    let ty = Ty::one(Type::Element(binder.kind));
                    let it = Path { root: Root::Slot(binder.slot), steps: Vec::new(), ty: ty.clone(), text: "".into(), span: binder.span };
                    let named = Path { root: Root::Name(name), ..it.clone() };
                    let same = self.compare(it.into_expression(), Comparison::Equal, named.into_expression(), binder.span)?;
                    filter = condition::all(filter.into_iter().chain([same]).collect(), binder.span);
                }
                self.quantified(phrase, Set::Kind(binder.kind), binder.slot, filter, body, noun)
            }
        }
    }

    /// The parts of a whole that a noun phrase speaks of: their path, slot and filter; the scope stays open.
    fn open_parts(
        &mut self,
        mut whole: Path,
        phrase: &NounPhrase,
    ) -> Option<(Path, crate::ids::Slot, Option<Condition>, Box<str>)> {
        let base = whole.ty.base.clone();
        let at = phrase.words.iter().rposition(|word| !word.quoted && self.find_step(&base, self.text(*word)).is_some());
        let Some(at) = at else {
            if let Some(word) = phrase.words.last() {
                self.unknown_step(&base, *word);
            }
            return None;
        };
        let noun_word = *phrase.words.get(at)?;
        let noun: Box<str> = lower(&nouns::singular(self.text(noun_word))).into();
        let after = phrase.words.get(at + 1..).unwrap_or(&[]);
        if let [_, extra, ..] = after {
            let name = self.text(*extra);
            self.error(codes::EXTRA_WORD, extra.span, format!("`{name}` stands after the noun, where only one variable can"));
            return None;
        }
        // `every owner of` speaks of all owners: a plural with a meaning of its own comes before the single one.
        let plural = nouns::plural(self.text(noun_word));
        let several = self.find_step(&base, &plural).filter(|(_, ty)| ty.many);
        if let Some((steps, ty)) = several {
            whole.steps.extend(steps);
            whole.ty.base = ty.base;
            whole.ty.many = true;
            whole.text = condition::join(&whole.text, &plural);
        } else {
            self.step(&mut whole, noun_word)?;
        }
        let variable = match after.first() {
            Some(word) => Some(self.variable(*word, &noun)?),
            None => None,
        };
        let slot = self.scopes.slot();
        self.scopes.stack.push(Scope { slot, base: whole.ty.base.clone(), noun: noun.clone(), variable });
        let adjectives = phrase.words.get(..at).unwrap_or(&[]).to_vec();
        let filter = self.narrowing(&adjectives, phrase)?;
        Some((whole, slot, filter, noun))
    }

    /// The sentence asked of each part of a whole.
    fn of_each(&mut self, sentence: &tree::Sentence, whole: Path, unless: Option<&tree::Condition>) -> Option<Condition> {
        let phrase = &sentence.subject.noun;
        let (path, slot, filter, noun) = self.open_parts(whole, phrase)?;
        let body = self.body(sentence);
        let exempt = self.exempt(unless);
        let (body, exempt) = (body?.condition, exempt?);
        let filter = match exempt {
            None => filter,
            Some(exempt) => {
                let span = exempt.span;
                let known = Condition { kind: ConditionKind::Known(Box::new(exempt)), span };
                condition::all(filter.into_iter().chain([condition::not(known)]).collect(), span)
            }
        };
        self.quantified(phrase, Set::Path(path), slot, filter, body, noun)
    }

    /// Every, no or so many members of a set make a body true.
    fn quantified(
        &mut self,
        phrase: &NounPhrase,
        set: Set,
        slot: crate::ids::Slot,
        filter: Option<Condition>,
        body: Condition,
        noun: Box<str>,
    ) -> Option<Condition> {
        let span = phrase.span;
        if !counts(phrase) {
            let body = if is(phrase, &QuantifierKind::No) { condition::not(body) } else { body };
            let every = Every { set, slot, filter, body, noun };
            return Some(Condition { kind: ConditionKind::Every(Box::new(every)), span });
        }
        let quantifier = phrase.quantifier.as_ref()?;
        let test: Test = self.count_test(&quantifier.kind, quantifier.span)?;
        let filter = condition::all(filter.into_iter().chain([body]).collect(), span);
        let plural = noun::plural(&noun);
        let count = Count { set, slot, filter, test, noun, plural };
        Some(Condition { kind: ConditionKind::Count(Box::new(count)), span })
    }

    /// `no two team KPIs x and y may share label unless …`.
    fn no_two(&mut self, sentence: &tree::Sentence, unless: Option<&tree::Condition>) -> Option<RuleForm> {
        let phrase = &sentence.subject.noun;
        let shared = match &sentence.predicate {
            Predicate::Verb(tree::VerbPhrase { kind: VerbKind::Share { what, with: None }, .. }) => Some(what),
            _ => None,
        };
        let Some(what) = shared else {
            self.error_help(
                codes::FORM_NOT_HERE,
                sentence.predicate.span(),
                "`no two` is followed by what they may not share",
                "say `no two KPIs may share label`",
            );
            return None;
        };
        let binder = self.kind_binder(phrase)?;
        let keys: Option<Vec<(Path, Box<str>)>> = what
            .parts
            .iter()
            .map(|path| {
                let key = self.key(path)?;
                let words = key.text.clone();
                Some((key, words))
            })
            .collect();
        let second = self.scopes.slot();
        let variable = match sentence.subject.second {
            Some(word) => Some(self.variable(word, &binder.noun)?),
            None => None,
        };
        // The first variable stays the nearest subject.
        let at = self.scopes.stack.len().saturating_sub(1);
        self.scopes.stack.insert(
            at,
            Scope {
                slot: second,
                base: Base::Value(Type::Element(binder.kind)),
                noun: lower(&binder.noun).into(),
                variable,
            },
        );
        let exempt = self.exempt(unless);
        for scope in &mut self.scopes.stack {
            // `x and y` read well even where nothing else speaks of them.
            if let Some(variable) = &mut scope.variable {
                variable.used = true;
            }
        }
        let any = what.connective == Connective::Or;
        Some(RuleForm::NoTwo { subject: binder, second, keys: keys?, any, exempt: exempt? })
    }
}

/// Whether a noun phrase has a quantifier of this sort.
fn is(phrase: &NounPhrase, kind: &QuantifierKind) -> bool {
    phrase.quantifier.as_ref().is_some_and(|quantifier| quantifier.kind == *kind)
}

/// Whether a noun phrase counts: `at least`, `at most`, `exactly`, …
fn counts(phrase: &NounPhrase) -> bool {
    matches!(
        phrase.quantifier.as_ref().map(|quantifier| &quantifier.kind),
        Some(
            QuantifierKind::AtLeast(_)
                | QuantifierKind::AtMost(_)
                | QuantifierKind::Exactly(_)
                | QuantifierKind::MoreThan(_)
                | QuantifierKind::FewerThan(_)
                | QuantifierKind::Between(..)
        )
    )
}

/// `no … may P`: the parts together are denied.
fn deny(parts: &mut Vec<Part>) {
    let Some(first) = parts.first() else { return };
    let (span, text) = (first.span, first.text.clone());
    if parts.len() == 1 {
        for part in parts {
            part.condition = condition::not(part.condition.clone());
        }
        return;
    }
    let texts: Vec<&str> = parts.iter().map(|part| &*part.text).collect();
    let text: Box<str> = if texts.is_empty() { text } else { texts.join(" and ").into() };
    let span = parts.iter().fold(span, |span, part| span.to(part.span));
    let conditions = parts.drain(..).map(|part| part.condition).collect();
    if let Some(all) = condition::all(conditions, span) {
        parts.push(Part { condition: condition::not(all), text, span });
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
