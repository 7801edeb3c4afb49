//! Sentences through a relation: `every key_result of a shared goal must …`, `for every owner o of a shared kpi k, …`.

use bellwether_syntax::tree::{self, NounPhrase, Of, QuantifierKind};

use super::form::{counts, is};
use super::scope::Scope;
use super::{Checker, codes, condition, noun};
use crate::program::{Comparison, Condition, ConditionKind, Count, Every, Manner, Path, Root, RuleForm, Set, Test, Ty};
use crate::vocabulary::{Type, lower, nouns};

impl Checker<'_> {
    /// `every key_result of a shared goal must …`: the whole is the subject, once.
    pub(super) fn through(
        &mut self,
        sentence: &tree::Sentence,
        of: &Of,
        unless: Option<&tree::Condition>,
    ) -> Option<RuleForm> {
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
        self.each_one(whole);
        let subject = self.kind_binder(whole)?;
        let start = self.nearest(whole.span)?;
        let condition = self.of_each(sentence, start, unless)?;
        let words = self.words_of_predicate(&sentence.predicate);
        let part = self.sentence_part(condition, sentence, words);
        Some(RuleForm::Each { subject, exempt: None, parts: vec![part] })
    }

    /// `for every owner o of a shared kpi k, …`.
    pub(super) fn for_every(
        &mut self,
        sentence: &tree::Sentence,
        phrase: &NounPhrase,
        unless: Option<&tree::Condition>,
    ) -> Option<RuleForm> {
        if is(&sentence.subject.noun, &QuantifierKind::NoTwo) {
            self.error_help(
                codes::FORM_NOT_HERE,
                phrase.span,
                "`for …,` cannot stand before `no two`",
                "let them share what they lie in as well: `no two KPIs may share owner and label`",
            );
            return None;
        }
        self.each_one(phrase);
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
            self.each_one(whole);
            let subject = self.kind_binder(whole)?;
            let exempt = self.exempt(unless);
            let start = self.nearest(whole.span)?;
            let open = self.open_parts(start, phrase)?;
            (subject, Some(open), exempt)
        } else {
            let subject = self.kind_binder(phrase)?;
            let exempt = self.exempt(unless);
            (subject, None, exempt)
        };
        let (around, spoken) = (self.scopes.stack.clone(), self.scopes.spoken.len());
        let inner = self.inner_sentence(sentence)?;
        let speaks = self.scopes.spoken.iter().skip(spoken).any(|slot| around.iter().any(|scope| scope.slot == *slot));
        // A variable that is never used is told as such.
        if !speaks && !self.mistaken && around.iter().all(|scope| scope.variable.is_none()) {
            let noun = around.last().map_or("", |scope| &*scope.noun);
            let around = self.folded(phrase.span);
            self.error_help(
                codes::FORM_NOT_HERE,
                phrase.span,
                format!("what stands after `for {around},` does not speak of the {noun}, so it would be asked of all"),
                format!("say `in {around}, …` of what lies in it, or give it a name and speak of that: `for every {noun} x, …`"),
            );
            return None;
        }
        let words = self.words_of_predicate(&sentence.predicate);
        let condition = match open {
            None => inner,
            Some((path, slot, filter, noun)) => {
                let every = Every { set: Set::Path(path), slot, filter, body: inner, noun, manner: Manner::For };
                Condition { kind: ConditionKind::Every(Box::new(every)), span: phrase.span }
            }
        };
        Some(RuleForm::Each { subject, exempt, parts: vec![self.sentence_part(condition, sentence, words)] })
    }

    /// A sentence as a condition of the subjects around it.
    pub(super) fn inner_sentence(&mut self, sentence: &tree::Sentence) -> Option<Condition> {
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
                    let it = Path {
                        root: Root::Slot(binder.slot),
                        steps: Vec::new(),
                        ty: ty.clone(),
                        text: "".into(),
                        span: binder.span,
                    };
                    let named = Path { root: Root::Name(name), ..it.clone() };
                    let same =
                        self.compare(it.into_expression(), Comparison::Equal, named.into_expression(), binder.span)?;
                    filter = condition::all(filter.into_iter().chain([same]).collect(), binder.span);
                }
                self.quantified(phrase, Set::Kind(binder.kind), binder.slot, filter, body, noun)
            }
        }
    }

    /// The parts of a whole that a noun phrase speaks of: their path, slot and filter; the scope stays open.
    pub(super) fn open_parts(
        &mut self,
        mut whole: Path,
        phrase: &NounPhrase,
    ) -> Option<(Path, crate::ids::Slot, Option<Condition>, Box<str>)> {
        let base = whole.ty.base.clone();
        let at =
            phrase.words.iter().rposition(|word| !word.quoted && self.find_step(&base, self.text(*word)).is_some());
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
            self.error(
                codes::EXTRA_WORD,
                extra.span,
                format!("`{name}` stands after the noun, where only one variable can"),
            );
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
        let filter = self.narrowing(&adjectives, phrase);
        let filter = self.go_on(filter, None);
        Some((whole, slot, filter, noun))
    }

    /// The sentence asked of each part of a whole.
    pub(super) fn of_each(
        &mut self,
        sentence: &tree::Sentence,
        whole: Path,
        unless: Option<&tree::Condition>,
    ) -> Option<Condition> {
        let phrase = &sentence.subject.noun;
        let (path, slot, filter, noun) = self.open_parts(whole, phrase)?;
        let body = self.body(sentence);
        let exempt = self.exempt(unless);
        let body = body?.condition;
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
    pub(super) fn quantified(
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
            let every = Every { set, slot, filter, body, noun, manner: Manner::Each };
            return Some(Condition { kind: ConditionKind::Every(Box::new(every)), span });
        }
        let quantifier = phrase.quantifier.as_ref()?;
        let test: Test = self.count_test(&quantifier.kind, quantifier.span)?;
        let filter = condition::all(filter.into_iter().chain([body]).collect(), span);
        let plural = noun::plural(&noun);
        let count = Count { set, slot, filter, test, noun, plural };
        Some(Condition { kind: ConditionKind::Count(Box::new(count)), span })
    }
}
