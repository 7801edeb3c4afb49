//! Items of `have`: which values of the subject are meant, and how many there must be.

use bellwether_syntax::tree::{self, NounPhrase, Of, QuantifierKind, Word};

use super::scope::Scope;
use super::{Checker, codes, condition, noun};
use crate::program::{
    Base, Comparison, Condition, ConditionKind, Count, Every, Expression, ExpressionKind, Manner, Path, Root, Set, Ty,
};
use crate::vocabulary::{Type, lower, nouns};

impl Checker<'_> {
    /// Lowers one item: `a counter`, `at least 1 kpi where …`, `every counter of its kpi`, `counter x`.
    pub(super) fn have(&mut self, subject: &Expression, item: &NounPhrase) -> Option<Condition> {
        if subject.ty.many {
            self.over_many(subject);
            return None;
        }
        let ExpressionKind::Path(spoken) = &subject.kind else {
            self.error(codes::WRONG_TYPE, subject.span, "only an element can have something");
            return None;
        };
        if self.neither_or_either(&item.words, "have") {
            return None;
        }
        let base = subject.ty.base.clone();
        // What the subject has may be worn by any of its words: an attribute first, then a kind that lies in it.
        let at = item.words.iter().rposition(|word| !word.quoted && self.find_step(&base, self.text(*word)).is_some());
        let Some(at) = at else {
            let word = likely_noun(item);
            if let Some(word) = word {
                self.unknown_step(&base, word);
            }
            return None;
        };
        let noun_word = *item.words.get(at)?;
        let (steps, ty) = self.find_step(&base, self.text(noun_word))?;
        let mut path = spoken.clone();
        path.steps.extend(steps);
        path.text = condition::join(&path.text, self.text(noun_word));
        path.ty = Ty { many: path.ty.many || ty.many, base: ty.base };
        let condition = match &item.of {
            None => self.counted(path, item, item.span),
            Some(of) => self.counted_of(subject, path, item, noun_word, of),
        };
        condition.map(|condition| condition::said(spoken, condition))
    }

    /// Counts the values of a path against a noun phrase: adjectives, id or variable, `where`, quantifier.
    pub(super) fn counted(
        &mut self,
        path: Path,
        phrase: &NounPhrase,
        span: bellwether_syntax::Span,
    ) -> Option<Condition> {
        self.without_whole(phrase)?;
        self.counted_with(path, phrase, span, |_, _| Some(None))
    }

    /// As [`counted`](Self::counted), with one more condition of the member.
    fn counted_with(
        &mut self,
        path: Path,
        phrase: &NounPhrase,
        span: bellwether_syntax::Span,
        more: impl FnOnce(&mut Self, Expression) -> Option<Option<Condition>>,
    ) -> Option<Condition> {
        let base = path.ty.base.clone();
        let word = path.text.rsplit('.').next().unwrap_or("value").to_owned();
        let test = match phrase.quantifier.as_ref() {
            Some(quantifier) => self.count_test(&quantifier.kind, quantifier.span)?,
            None => noun::at_least_one(),
        };
        let run = self.run_of(&base, &word, phrase)?;
        let singular = self.noun_of(&base, &path, self.text(run.noun));
        let quantifier = phrase.quantifier.as_ref();
        let unquantified = quantifier.is_none();
        let slot = self.scopes.slot();
        let (named, variable) = match run.after {
            Some(id) if unquantified => (Some(id), None),
            Some(word) => (None, Some(self.variable(word, &singular)?)),
            None => (None, None),
        };
        let depth = self.scopes.stack.len();
        let nearest = self.scopes.nearest().map(|scope| (scope.slot, scope.base.clone()));
        self.scopes.stack.push(Scope { slot, base: base.clone(), noun: lower(&singular).into(), variable });
        let member = Path {
            root: Root::Slot(slot),
            steps: Vec::new(),
            ty: Ty { base: base.clone(), many: false },
            text: "".into(),
            span,
        }
        .into_expression();
        let mut conditions = Vec::new();
        if let Some(id) = named {
            let lowered = self.is_named(&member, &base, id);
            self.mistaken |= lowered.is_none();
            conditions.extend(lowered);
        }
        if let Some(kind) = self.narrower_kind(&base, self.text(run.noun)) {
            let member = super::expression::as_value(member.clone(), &self.words);
            conditions.push(Condition { kind: ConditionKind::IsKind(member, kind), span: run.noun.span });
        }
        if quantifier.is_some_and(|quantifier| quantifier.kind == QuantifierKind::Another)
            && let Some((outer, outer_base)) = nearest
        {
            let other = Path {
                root: Root::Slot(outer),
                steps: Vec::new(),
                ty: Ty { base: outer_base, many: false },
                text: "".into(),
                span,
            };
            let member = super::expression::as_value(member.clone(), &self.words);
            let other = super::expression::as_value(other.into_expression(), &self.words);
            if let Some(condition) = self.compare(member, Comparison::NotEqual, other, span) {
                conditions.push(condition);
            }
        }
        let narrowing = self.narrowing(&run.adjectives, phrase);
        conditions.extend(self.go_on(narrowing, None));
        let more = more(self, member);
        conditions.extend(self.go_on(more, None));
        self.pop_to(depth);
        let only = quantifier.is_some_and(|quantifier| quantifier.kind == QuantifierKind::Only);
        let every = quantifier.is_some_and(|quantifier| quantifier.kind == QuantifierKind::Every);
        if every {
            // After a verb no `of` can say it.
            let help = if span == phrase.span {
                "say `every counter of its kpi`, or make it the subject: `every counter of a kpi must …`"
            } else {
                "say how many (`drive at least 2 KPIs`), or ask it of each: `every leading kpi must be driven by a kpi`"
            };
            self.error_help(codes::FORM_NOT_HERE, phrase.span, "`every` here does not say every one of what", help);
            return None;
        }
        let filter = condition::all(conditions, phrase.span);
        let kind = if only {
            let body = filter.unwrap_or_else(|| noun::constant(true, span));
            ConditionKind::Every(Box::new(Every {
                set: Set::Path(path),
                slot,
                filter: None,
                body,
                noun: singular.into(),
                manner: Manner::Written,
            }))
        } else {
            let plural = noun::plural(&singular);
            ConditionKind::Count(Box::new(Count {
                set: Set::Path(path),
                slot,
                filter,
                test,
                noun: singular.into(),
                plural,
            }))
        };
        Some(Condition { kind, span })
    }

    /// The run of an item: the noun is the word that names the path's last step, or the kind of its values.
    fn run_of(&mut self, base: &Base, last_step: &str, phrase: &NounPhrase) -> Option<noun::Run> {
        let last = lower(last_step).into_owned();
        let base = base.clone();
        let run = self.take_apart(&phrase.words, |checker, word| {
            lower(word) == last
                || checker.words.kind_named(word).is_some_and(|kind| {
                    match super::types::value_type(&base, &checker.words) {
                        Some(Type::Element(of)) => checker.words.is_a(kind, of) || checker.words.is_a(of, kind),
                        _ => false,
                    }
                })
        });
        match run {
            Ok(run) => Some(run),
            Err(noun::NoRun::Reported) => None,
            Err(noun::NoRun::NoNoun) => {
                let found =
                    phrase.words.iter().rev().find_map(|word| Some((*word, self.words.kind_named(self.text(*word))?)));
                match (found, super::types::value_type(&base, &self.words)) {
                    (Some((word, kind)), Some(Type::Element(of))) => {
                        let never = format!(
                            "`{last_step}` leads to {}, never to {}",
                            self.words.kind(of).map_or("elements", |of| &of.plural),
                            self.kind_name(kind)
                        );
                        self.error_help(codes::NEVER_TRUE, word.span, never, "the two kinds have nothing in common");
                    }
                    _ => self.no_kind_in(&phrase.words),
                }
                None
            }
        }
    }

    /// The kind below the values' own that a noun names: `drives a company kpi` says nothing of it, `has a team` does.
    fn narrower_kind(&self, base: &Base, noun: &str) -> Option<crate::ids::KindId> {
        let Some(Type::Element(of)) = super::types::value_type(base, &self.words) else { return None };
        let kind = self.words.kind_named(noun)?;
        (kind != of && self.words.is_a(kind, of)).then_some(kind)
    }

    /// What one value of a path is called in facts.
    fn noun_of(&self, base: &Base, path: &Path, said: &str) -> String {
        match path.steps.last() {
            Some(crate::program::Step::Attribute(id) | crate::program::Step::Field(id)) => {
                self.words.attribute(*id).map_or_else(|| said.to_owned(), |attribute| attribute.singular.to_string())
            }
            Some(crate::program::Step::Derived(_)) => nouns::singular(said),
            _ => match super::types::value_type(base, &self.words) {
                Some(Type::Element(kind)) => {
                    self.words.kind(kind).map_or_else(|| said.to_owned(), |kind| kind.name.to_string())
                }
                _ => said.to_owned(),
            },
        }
    }

    /// The member is the element, or the value word, named.
    fn is_named(&mut self, member: &Expression, base: &Base, id: Word) -> Option<Condition> {
        let member = super::expression::as_value(member.clone(), &self.words);
        match super::types::value_type(base, &self.words)? {
            Type::Element(kind) => {
                let name = self.name(kind, id);
                let other = Path {
                    root: Root::Name(name),
                    steps: Vec::new(),
                    ty: Ty::one(Type::Element(kind)),
                    text: self.text(id).into(),
                    span: id.span,
                };
                self.compare(member, Comparison::Equal, other.into_expression(), id.span)
            }
            Type::OneOf(words) => {
                let ty = Type::OneOf(words.clone());
                let word = self.value_word(&words, id, &ty)?;
                self.compare(member, Comparison::Equal, word, id.span)
            }
            _ => {
                let name = self.text(id);
                self.error_help(
                    codes::EXTRA_WORD,
                    id.span,
                    format!("`{name}` stands after the noun, and a plain value has no id"),
                    "say what it must be: `have a lag of at most 30 days`",
                );
                None
            }
        }
    }

    /// `have every counter of its kpi`, `have a lag of at most 30 days`.
    fn counted_of(
        &mut self,
        subject: &Expression,
        path: Path,
        item: &NounPhrase,
        noun_word: Word,
        of: &Of,
    ) -> Option<Condition> {
        let span = item.span;
        match of {
            Of::Bound(term) => {
                let value = self.single(path.clone().into_expression())?;
                let bound = self.be(&value, term)?;
                // Said by the words before the bound, which has its own.
                let head = bellwether_syntax::Span::new(span.source, span.start, noun_word.span.end);
                let set = Condition { kind: ConditionKind::IsSet(path), span: head };
                let both = condition::all(vec![set, bound], span)?;
                let denies = item.quantifier.as_ref().is_some_and(|quantifier| quantifier.kind == QuantifierKind::No);
                Some(if denies { condition::not(both) } else { both })
            }
            Of::Path(whole) => {
                let mut theirs = self.path(whole)?;
                self.step(&mut theirs, noun_word)?;
                self.compare_of(path, theirs, item, noun_word)
            }
            Of::Noun(phrase) => {
                // `every counter of kpi x`: an element that is named; anything else is a sentence of its own.
                self.each_one(phrase);
                let depth = self.scopes.stack.len();
                let binder = self.kind_binder(phrase);
                self.pop_to(depth);
                let binder = binder?;
                let Some(name) = binder.named else {
                    self.error_help(
                        codes::FORM_NOT_HERE,
                        phrase.span,
                        "`of` is followed here by a path or by an element that is named",
                        "say `of its kpi`, `of kpi x`, or use a variable: `for every kpi k, …`",
                    );
                    return None;
                };
                let mut theirs = Path {
                    root: Root::Name(name),
                    steps: Vec::new(),
                    ty: Ty::one(Type::Element(binder.kind)),
                    text: self.valued(phrase.span),
                    span: phrase.span,
                };
                self.step(&mut theirs, noun_word)?;
                let _ = subject;
                self.compare_of(path, theirs, item, noun_word)
            }
        }
    }

    /// `every X of PATH`: each of theirs is one of mine; any other quantifier counts those of mine that are theirs.
    fn compare_of(&mut self, mine: Path, theirs: Path, item: &NounPhrase, noun_word: Word) -> Option<Condition> {
        let span = item.span;
        let every = item.quantifier.as_ref().is_some_and(|quantifier| quantifier.kind == QuantifierKind::Every);
        let ty = super::types::value_type(&mine.ty.base, &self.words)?;
        let bare = NounPhrase { of: None, ..item.clone() };
        if !every {
            let whole = condition::as_values(theirs, &ty);
            return self.counted_with(mine, &bare, span, |checker, member| {
                let member = super::expression::as_value(member, &checker.words);
                Some(Some(checker.included_in(whole, vec![member], false, span)))
            });
        }
        let only = tree::Quantifier { kind: QuantifierKind::A, span };
        let counted = NounPhrase { quantifier: Some(only), ..bare };
        let condition = self.counted(theirs, &counted, span)?;
        let ConditionKind::Count(count) = condition.kind else { return None };
        let member = Path {
            root: Root::Slot(count.slot),
            steps: Vec::new(),
            ty: match &count.set {
                Set::Path(path) => Ty { base: path.ty.base.clone(), many: false },
                Set::Kind(kind) => Ty::one(Type::Element(*kind)),
            },
            text: "".into(),
            span: noun_word.span,
        };
        let member = super::expression::as_value(member.into_expression(), &self.words);
        let whole = condition::as_values(mine, &ty);
        let body = Condition { kind: ConditionKind::Include { whole, parts: vec![member], any: false }, span };
        let every = Every {
            set: count.set,
            slot: count.slot,
            filter: count.filter,
            body,
            noun: count.noun,
            manner: Manner::Each,
        };
        Some(Condition { kind: ConditionKind::Every(Box::new(every)), span })
    }
}

/// The word of an item that was most likely meant as its noun.
fn likely_noun(item: &NounPhrase) -> Option<Word> {
    let bare_with_id = item.quantifier.is_none() && item.words.len() > 1;
    if bare_with_id { item.words.iter().rev().nth(1).copied() } else { item.words.last().copied() }
}

#[cfg(test)]
mod tests {
    use bellwether_syntax::source::Sources;

    /// What is said of a sentence: slug, message and help.
    fn said(sentence: &str) -> Vec<String> {
        let mut sources = Sources::new();
        sources.add("test.kpi", format!("policy p {{\n  r: {sentence}\n}}\n"));
        let compiled = crate::compile(&crate::parse(&sources));
        let said = compiled.diagnostics.iter().map(|one| {
            let text = sources.text(one.primary.span);
            format!("{} at `{text}`: {}; {}", one.code, one.message, one.help.as_deref().unwrap_or(""))
        });
        said.collect()
    }

    #[test]
    fn neither_is_one_mistake_with_what_to_say_instead() {
        let of = "`neither … nor` is not said before nouns";
        let have = format!("form-not-here at `neither a counter nor a lag`: {of}; say `have no counter and no lag`");
        assert_eq!(said("every kpi must have neither a counter nor a lag"), std::slice::from_ref(&have));
        assert_eq!(said("every kpi where it has neither a counter nor a lag must be leading"), [have]);
        assert_eq!(
            said("every kpi must have neither a leading counter nor a lag nor tripwires"),
            [format!(
                "form-not-here at `neither a leading counter nor a lag nor tripwires`: {of}; say `have no leading counter and \
                 no lag and no tripwires`"
            )]
        );
        assert_eq!(
            said("every kpi must drive neither a kpi nor a company kpi"),
            [format!("form-not-here at `neither a kpi nor a company kpi`: {of}; say it of each by itself: `no …`")]
        );
        assert_eq!(
            said("every kpi must have either a counter or a lag"),
            ["form-not-here at `either`: `either` is not said before a noun; leave it out: `have a counter or a lag`"]
        );
    }
}
