//! Noun phrases: which word of a run is the noun, what stands before it, what after it.

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::tree::{self, NounPhrase, QuantifierKind, Word};

use super::scope::{Scope, Variable};
use super::{Checker, codes};
use crate::ids::{AttributeId, KindId};
use crate::near::did_you_mean;
use crate::program::{Amount, Base, Binder, Bound, Condition, ConditionKind, Expression, Step, Test};
use crate::vocabulary::{Type, lower, nouns};

/// Why a run of words could not be taken apart.
pub(super) enum NoRun {
    /// None of its words is a noun; the caller says so in its own words.
    NoNoun,
    /// What is wrong was reported.
    Reported,
}

/// What narrows a subject; nothing where it is not narrowed.
pub(super) type Narrowing = Option<Condition>;

/// A run of words taken apart.
pub(super) struct Run {
    /// What stands before the noun.
    pub(super) adjectives: Vec<Word>,
    /// The noun.
    pub(super) noun: Word,
    /// What stands after it: an id where the noun stands bare, else a variable.
    pub(super) after: Option<Word>,
}

impl Checker<'_> {
    /// Takes a run of words apart: the noun is the last word that `is_noun` accepts.
    pub(super) fn take_apart(&mut self, words: &[Word], is_noun: impl Fn(&Self, &str) -> bool) -> Result<Run, NoRun> {
        if let [more, than, rest @ ..] = words
            && !than.quoted
            && self.text(*than).eq_ignore_ascii_case("than")
            && let Some(bound) = [("more", "at most"), ("less", "at least"), ("fewer", "at least")]
                .into_iter()
                .find_map(|(word, bound)| self.text(*more).eq_ignore_ascii_case(word).then_some(bound))
        {
            let amount = rest.first().map_or("…", |word| self.text(*word));
            let span = more.span.to(than.span);
            let words = self.folded(span);
            self.error_help(
                codes::FORM_NOT_HERE,
                span,
                format!("`no {words}` is not said here"),
                format!("say `{bound} {amount}`"),
            );
            return Err(NoRun::Reported);
        }
        if self.neither_or_either(words, "") {
            return Err(NoRun::Reported);
        }
        let at = words.iter().rposition(|word| !word.quoted && is_noun(self, self.text(*word)));
        let Some((at, noun)) = at.and_then(|at| Some((at, *words.get(at)?))) else { return Err(NoRun::NoNoun) };
        let after = words.get(at + 1..).unwrap_or(&[]);
        if let [_, extra, ..] = after {
            let name = self.text(*extra);
            self.error_help(
                codes::EXTRA_WORD,
                extra.span,
                format!("`{name}` stands after the noun, where only one id or variable can"),
                "adjectives stand before the noun: `every shared kpi`",
            );
            return Err(NoRun::Reported);
        }
        Ok(Run { adjectives: words.get(..at).unwrap_or(&[]).to_vec(), noun, after: after.first().copied() })
    }

    /// Says of `neither a counter nor a lag` and `either a counter`, which the grammar reads as words in a row, how that
    /// is said. `verb` stands before them where it is known.
    pub(super) fn neither_or_either(&mut self, words: &[Word], verb: &str) -> bool {
        let [first, second, rest @ ..] = words else { return false };
        let is = |checker: &Self, word: &Word, one: &str| !word.quoted && lower(checker.text(*word)) == one;
        let article = |checker: &Self, word: &Word| ["a", "an", "the"].iter().any(|one| is(checker, word, one));
        if is(self, first, "either") && article(self, second) {
            self.error_help(
                codes::FORM_NOT_HERE,
                first.span,
                "`either` is not said before a noun",
                "leave it out: `have a counter or a lag`",
            );
            return true;
        }
        if !is(self, first, "neither") || !rest.iter().any(|word| is(self, word, "nor")) {
            return false;
        }
        let mut said = String::new();
        for part in words.get(1..).unwrap_or(&[]).split(|word| is(self, word, "nor")) {
            let bare: Vec<&str> =
                part.iter().filter(|word| !article(self, word)).map(|word| self.text(*word)).collect();
            let and = if said.is_empty() { "" } else { " and " };
            said = format!("{said}{and}no {}", bare.join(" "));
        }
        let help = if verb.is_empty() {
            "say it of each by itself: `no …`".to_owned()
        } else {
            format!("say `{verb} {said}`")
        };
        let span = words.last().map_or(first.span, |last| first.span.to(last.span));
        self.error_help(codes::FORM_NOT_HERE, span, "`neither … nor` is not said before nouns", help);
        true
    }

    /// Takes a run of words apart whose noun is a kind.
    pub(super) fn kind_run(&mut self, words: &[Word]) -> Option<Run> {
        match self.take_apart(words, |checker, word| checker.words.kind_named(word).is_some()) {
            Ok(run) => Some(run),
            Err(NoRun::Reported) => None,
            Err(NoRun::NoNoun) => {
                self.no_kind_in(words);
                None
            }
        }
    }

    /// The binder of a noun phrase whose noun is a kind; pushes its scope, which the caller pops.
    pub(super) fn kind_binder(&mut self, phrase: &NounPhrase) -> Option<Binder> {
        self.without_whole(phrase)?;
        let run = self.kind_run(&phrase.words)?;
        let kind = self.words.kind_named(self.text(run.noun))?;
        let bare = phrase.quantifier.as_ref().is_none_or(|quantifier| quantifier.kind == QuantifierKind::The);
        let noun = self.words.kind(kind).map_or_else(String::new, |kind| kind.name.to_string());
        let (named, variable) = match run.after {
            Some(id) if bare => (Some(self.name(kind, id)), None),
            Some(word) => (None, Some(self.variable(word, &noun)?)),
            None => (None, None),
        };
        let slot = self.scopes.slot();
        self.scopes.stack.push(Scope {
            slot,
            base: Base::Value(Type::Element(kind)),
            noun: lower(&noun).into(),
            variable,
        });
        let depth = self.scopes.stack.len();
        let filter = self.narrowing(&run.adjectives, phrase);
        self.scopes.stack.truncate(depth);
        let filter = self.go_on(filter, None);
        Some(Binder { kind, named, filter, slot, span: phrase.span, noun: noun.into() })
    }

    /// Refuses `of …` after a noun that is looked for among others: left out in silence it would change the sentence.
    pub(super) fn without_whole(&mut self, phrase: &NounPhrase) -> Option<()> {
        if phrase.of.is_none() {
            return Some(());
        }
        self.error_help(
            codes::FORM_NOT_HERE,
            phrase.span,
            "`of …` says nothing after this noun",
            "say which are meant with `where`: `a kpi where its goals include the goal`",
        );
        None
    }

    /// Refuses `no`, `at least 2` and the like where each is meant: left out in silence they would change the sentence.
    pub(super) fn each_one(&mut self, phrase: &NounPhrase) {
        let help = "say `every`; how many is said of the subject: `in every division, at least 2 KPIs must …`";
        self.without_number(phrase, true, "the sentence is about each of these", help);
    }

    /// Refuses a quantifier where one is looked for.
    pub(super) fn any_one(&mut self, phrase: &NounPhrase) {
        let help = "say `reach a … via …`, and `not reach a … via …` to deny it; which are meant is said with `where`";
        self.without_number(phrase, false, "one that is reached is enough", help);
    }

    fn without_number(&mut self, phrase: &NounPhrase, every: bool, why: &str, help: &str) {
        let Some(quantifier) = &phrase.quantifier else { return };
        match quantifier.kind {
            QuantifierKind::A | QuantifierKind::The => return,
            QuantifierKind::Every if every => return,
            _ => self.mistaken = true,
        }
        let words = self.folded(quantifier.span);
        let message = format!("{why}, so `{words}` has no meaning here");
        self.error_help(codes::FORM_NOT_HERE, quantifier.span, message, help);
    }

    /// What narrows the nearest subject: adjectives, `in PLACE`, `where`. `None` where one of them is wrong.
    pub(super) fn narrowing(&mut self, adjectives: &[Word], phrase: &NounPhrase) -> Option<Narrowing> {
        let mut conditions = Vec::new();
        let mut sound = true;
        for word in adjectives {
            let lowered = self.nearest(word.span).and_then(|it| self.adjective(it.into_expression(), *word));
            sound &= lowered.is_some();
            conditions.extend(lowered);
        }
        if let Some(place) = &phrase.within {
            let lowered = self.in_place(place, phrase.span);
            sound &= lowered.is_some();
            conditions.extend(lowered);
        }
        if let Some(condition) = &phrase.condition {
            let lowered = self.condition(condition);
            sound &= lowered.is_some();
            conditions.extend(lowered);
        }
        sound.then(|| super::condition::all(conditions, phrase.span))
    }

    /// A place is one: `in a division` does not say which, and would be read as the subject's own.
    pub(super) fn one_place(&mut self, place: &tree::Expression, of: &Base) -> Option<()> {
        let words = self.folded(place.span());
        let Some((article, kind)) = words.split_once(' ') else { return Some(()) };
        if !["a", "an"].iter().any(|word| article.eq_ignore_ascii_case(word)) || self.words.kind_named(kind).is_none() {
            return Some(());
        }
        let name = format!("name it, as in `in {kind} x`");
        let help = match self.find_step(of, kind) {
            Some(_) => format!("{name}; or ask for what it has: `have {words}`, `{kind} is set`"),
            None => name,
        };
        self.error_help(codes::FORM_NOT_HERE, place.span(), format!("`in {words}` does not say in which"), help);
        None
    }

    /// `in PLACE` of the nearest subject; the place is said from outside it.
    fn in_place(&mut self, place: &tree::Expression, span: Span) -> Option<Condition> {
        let it = self.nearest(span)?.into_expression();
        self.one_place(place, &it.ty.base)?;
        let it = self.single(it)?;
        let inner = self.scopes.stack.pop();
        let place = if self.scopes.stack.is_empty() {
            // There is nothing outside: then it can only be an element that is named, or the subject's own.
            self.scopes.stack.extend(inner.clone());
            let place = self.value(place);
            self.scopes.stack.pop();
            place
        } else {
            self.value(place)
        };
        self.scopes.stack.extend(inner);
        self.lies_in(it, place?, span)
    }

    /// A variable, checked to be no word of the vocabulary and no other variable.
    pub(super) fn variable(&mut self, word: Word, noun: &str) -> Option<Variable> {
        let name = self.text(word);
        if word.quoted {
            self.error_help(
                codes::VARIABLE_IS_WORD,
                word.span,
                format!("`{name}` is an id, and a variable is asked for here"),
                format!("to name an element, leave the quantifier out: `{noun} {name}`"),
            );
            return None;
        }
        if self.is_word(name) {
            self.error_help(
                codes::VARIABLE_IS_WORD,
                word.span,
                format!("`{name}` is a word of the vocabulary, so it cannot be a variable"),
                format!(
                    "did you mean the element `{noun} {name}`? Then leave out what stands before `{noun}`; a variable needs another name"
                ),
            );
            return None;
        }
        if let Some(parameter) = self.parameters.iter().find(|parameter| parameter.name == name) {
            let message = format!("`{name}` is a parameter of this policy, so it cannot be a variable");
            let declared = parameter.span;
            self.diagnostics.push(
                Diagnostic::error(codes::VARIABLE_TWICE, word.span, message)
                    .also(declared, "here")
                    .help("give the variable another name"),
            );
            return None;
        }
        if let Some(first) = self
            .scopes
            .stack
            .iter_mut()
            .filter_map(|scope| scope.variable.as_mut())
            .find(|variable| &*variable.name == name)
        {
            // One message is enough: that the first is not used would be said of it as well.
            first.used = true;
            let first = first.word.span;
            self.diagnostics.push(
                Diagnostic::error(codes::VARIABLE_TWICE, word.span, format!("the variable `{name}` is there already"))
                    .also(first, "here")
                    .help("give each variable a name of its own"),
            );
            return None;
        }
        Some(Variable { word, name: name.into(), used: false })
    }

    /// Whether a name is a word of the vocabulary. The words of parameters alone are none.
    pub(super) fn is_word(&self, name: &str) -> bool {
        self.words.kind_named(name).is_some()
            || self.words.word_named(name).is_some_and(|word| word.index() < self.words_of_vocabulary)
            || self.is_attribute(name)
    }

    fn is_attribute(&self, name: &str) -> bool {
        self.words.kinds.iter().any(|kind| {
            let name = lower(name);
            kind.nouns.contains_key(name.as_ref())
                || kind.derived.contains_key(name.as_ref())
                || kind.adjectives.contains_key(name.as_ref())
        }) || self.words.attributes.iter().any(|attribute| {
            // Fields, and the forms of verbs.
            let forms = [&attribute.name, &attribute.singular, &attribute.plural];
            let verb = attribute
                .verb
                .iter()
                .flat_map(|verb| [Some(&verb.plain), Some(&verb.finite), verb.participle.as_ref()]);
            forms.into_iter().chain(verb.flatten()).any(|form| form.eq_ignore_ascii_case(name))
        })
    }

    /// Pops scopes down to a depth and reports variables in them that were never used; after a mistake none, since what was
    /// not looked at may have used them.
    pub(super) fn pop_to(&mut self, depth: usize) {
        while self.scopes.stack.len() > depth {
            let Some(scope) = self.scopes.stack.pop() else { return };
            if let Some(variable) = scope.variable
                && !variable.used
                && !self.mistaken
            {
                let noun = match &scope.base {
                    Base::Value(Type::Element(kind)) => {
                        self.words.kind(*kind).map_or_else(|| scope.noun.to_string(), |kind| kind.name.to_string())
                    }
                    _ => scope.noun.to_string(),
                };
                let name = variable.name;
                self.error_help(
                    codes::UNUSED_VARIABLE,
                    variable.word.span,
                    format!("the variable `{name}` is never used"),
                    format!("did you mean the element `{noun} {name}`? Then leave out what stands before `{noun}`"),
                );
            }
        }
    }

    /// Reports a run without a noun that is a kind.
    pub(super) fn no_kind_in(&mut self, words: &[Word]) {
        let Some(last) = words.last() else { return };
        // A word near to a kind is the likeliest noun; else the last.
        let near = words.iter().rev().find_map(|word| {
            let help =
                did_you_mean(self.text(*word), self.words.kinds.iter().flat_map(|kind| [&*kind.name, &*kind.plural]));
            help.map(|help| (*word, help))
        });
        let (word, help) = near.unwrap_or_else(|| {
            (*last, "a subject is a kind of the vocabulary, such as `kpi`, with adjectives before it".to_owned())
        });
        let name = self.text(word);
        self.error_help(codes::UNKNOWN_KIND, word.span, format!("there is no kind `{name}`"), help);
    }

    /// The test that a quantifier makes of a count, which may be a share or not.
    pub(super) fn test(&mut self, kind: &QuantifierKind, shares: bool) -> Option<Test> {
        Some(match kind {
            QuantifierKind::AtLeast(amount) => Test::One(Bound::AtLeast, self.amount(amount, shares)?),
            QuantifierKind::AtMost(amount) => Test::One(Bound::AtMost, self.amount(amount, shares)?),
            QuantifierKind::Exactly(amount) => Test::One(Bound::Exactly, self.amount(amount, shares)?),
            QuantifierKind::MoreThan(amount) => Test::One(Bound::MoreThan, self.amount(amount, shares)?),
            QuantifierKind::FewerThan(amount) => Test::One(Bound::LessThan, self.amount(amount, shares)?),
            QuantifierKind::Between(low, high) => {
                // `between low and high of` says `of` of both.
                let both = tree::Amount { share: low.share || high.share, ..low.clone() };
                Test::Between(self.amount(&both, shares)?, self.amount(high, shares)?)
            }
            QuantifierKind::No | QuantifierKind::NoTwo => Test::One(Bound::AtMost, Amount::Number(0)),
            QuantifierKind::Every
            | QuantifierKind::Only
            | QuantifierKind::A
            | QuantifierKind::The
            | QuantifierKind::Another => at_least_one(),
        })
    }

    fn amount(&mut self, amount: &tree::Amount, shares: bool) -> Option<Amount> {
        use crate::program::{ExpressionKind, Literal};
        use crate::value::{Quantity, Scalar, Unit};
        let value: Expression = self.value(&amount.value)?;
        let from_parameter = matches!(amount.value, tree::Expression::Path(_));
        if let ExpressionKind::Literal(Literal::Scalar(Scalar::Quantity(quantity))) = &value.kind {
            let ty = &value.ty.base;
            if from_parameter && shares && !self.says_its_share(amount, &value) {
                return None;
            }
            if *ty == Base::Value(Type::Percent) || (amount.share && from_parameter && *ty == Base::Value(Type::Number))
            {
                return Some(Amount::Share(Quantity::percent(quantity.amount)));
            }
            if from_parameter && !amount.share && matches!(ty, Base::Value(Type::Number | Type::Quantity)) {
                // What fits the type must check, so only a number that can be counted to becomes one here.
                let whole = *ty == Base::Value(Type::Number) && quantity.amount.is_integer();
                return Some(match u64::try_from(quantity.amount) {
                    Ok(number) if whole => Amount::Number(number),
                    _ => Amount::Value(value),
                });
            }
            let whole = quantity.unit == Unit::Number && quantity.amount.is_integer();
            if let (true, Ok(number)) = (whole, u64::try_from(quantity.amount)) {
                return Some(Amount::Number(number));
            }
            self.error_help(
                codes::COUNT_NOT_WHOLE,
                value.span,
                "a count is a whole number, 0 or more",
                if shares {
                    "write a whole number, or a share such as `at least 60% of …`"
                } else {
                    "write a whole number"
                },
            );
            return None;
        }
        if amount.share {
            self.error_help(
                codes::SHARE_NOT_HERE,
                value.span,
                "a share is known before any element is looked at, so an attribute cannot be one",
                "write a percentage, `at least 60% of …`, or a parameter",
            );
            return None;
        }
        if value.ty.base != Base::Value(Type::Number) && value.ty.base != Base::Value(Type::Quantity) {
            let name = self.base_name(&value.ty.base);
            self.error_help(
                codes::COUNT_NOT_WHOLE,
                value.span,
                format!("a number is asked for here, and this is {name}"),
                "an attribute that limits a count has the type `number`",
            );
            return None;
        }
        Some(Amount::Value(value))
    }

    /// Whether a parameter stands as what it is: a percentage with `of`, and a number with `% of` or as a count.
    fn says_its_share(&mut self, amount: &tree::Amount, value: &Expression) -> bool {
        let name = self.folded(value.span);
        let (message, help) = match (&value.ty.base, amount.share, amount.sign) {
            (Base::Value(Type::Percent), false, _) => (
                format!("`{name}` is a percentage, and a share is said with `of`"),
                format!("write `{name} of` before those it is a share of"),
            ),
            (Base::Value(Type::Percent), true, true) => {
                (format!("`{name}` is a percentage already"), "take the `%` away".to_owned())
            }
            (Base::Value(Type::Number), true, false) => (
                format!("`{name}` is a number, and `of` asks for a share"),
                format!("write `{name}% of`, or leave `of` out to count"),
            ),
            _ => return true,
        };
        self.error_help(codes::SHARE_NOT_HERE, value.span, message, help);
        false
    }

    /// A test for predicates, where a share has nothing to be a share of.
    pub(super) fn count_test(&mut self, kind: &QuantifierKind, span: Span) -> Option<Test> {
        let test = self.test(kind, false)?;
        let shares = match &test {
            Test::One(_, amount) => matches!(amount, Amount::Share(_)),
            Test::Between(low, high) => matches!(low, Amount::Share(_)) || matches!(high, Amount::Share(_)),
        };
        if shares {
            self.error_help(
                codes::SHARE_NOT_HERE,
                span,
                "a share is a share of the subjects of a rule, and this is a count",
                "say it of the subject: `at least 60% of team KPIs must be leading`",
            );
            return None;
        }
        Some(test)
    }

    /// The relations that the words of a `via` stand for, gathered over every kind that the chain may pass through.
    pub(super) fn relations(&mut self, start: KindId, words: &[Word]) -> Option<Vec<Step>> {
        let mut steps: Vec<Step> = Vec::new();
        let mut found = vec![false; words.len()];
        let mut kinds = vec![start];
        let mut next = 0;
        while let Some(kind) = kinds.get(next).copied() {
            next += 1;
            for (index, word) in words.iter().enumerate() {
                for (step, target) in self.relations_of(kind, self.text(*word)) {
                    if let Some(mark) = found.get_mut(index) {
                        *mark = true;
                    }
                    if !steps.contains(&step) {
                        steps.push(step);
                    }
                    if !kinds.contains(&target) {
                        kinds.push(target);
                    }
                }
            }
        }
        let mut sound = true;
        for (word, found) in words.iter().zip(found) {
            if !found {
                let base = Base::Value(Type::Element(start));
                if self.find_step(&base, self.text(*word)).is_some() {
                    let message = format!("`{}` of {} is no relation", self.text(*word), self.base_name(&base));
                    let help = "after `via` stand relations: attributes that hold elements, such as `owner`, and verbs";
                    self.error_help(codes::WRONG_TYPE, word.span, message, help);
                } else {
                    self.unknown_step(&base, *word);
                }
                sound = false;
            }
        }
        sound.then_some(steps)
    }

    /// Relations of a kind, of one below it or above it, that a word names as an attribute or as a verb.
    fn relations_of(&mut self, kind: KindId, word: &str) -> Vec<(Step, KindId)> {
        let end = self.words.kind(kind).map_or(kind, |kind| kind.below_end);
        let mut out = Vec::new();
        for below in kind.0..end.0 {
            let below = KindId(below);
            let by_verb: Option<AttributeId> = self.relation_with_verb(below, word);
            let attribute = self.words.attribute_named(below, word).or(by_verb);
            if let Some(id) = attribute {
                if let Some(Type::Element(target)) = self.words.attribute(id).map(|attribute| attribute.ty.clone()) {
                    out.push((Step::Attribute(id), target));
                }
                continue;
            }
            let derived = self.words.kind(below).and_then(|kind| kind.derived.get(lower(word).as_ref()).copied());
            if let Some(id) = derived
                && let Some((_, ty)) = self.find_step(&Base::Value(Type::Element(below)), word)
                && let Base::Value(Type::Element(target)) = ty.base
            {
                out.push((Step::Derived(id), target));
            }
        }
        out
    }

    /// The relation of a kind that has a verb, in its plain or finite form.
    pub(super) fn relation_with_verb(&self, kind: KindId, word: &str) -> Option<AttributeId> {
        let mut at = Some(kind);
        while let Some(kind) = at.and_then(|id| self.words.kind(id)) {
            let found = kind.attributes.iter().copied().find(|id| {
                self.words
                    .attribute(*id)
                    .and_then(|attribute| attribute.verb.as_ref())
                    .is_some_and(|verb| verb.plain.eq_ignore_ascii_case(word) || verb.finite.eq_ignore_ascii_case(word))
            });
            if found.is_some() {
                return found;
            }
            at = kind.parent;
        }
        None
    }
}

/// The test `at least 1`.
pub(super) fn at_least_one() -> Test {
    Test::One(Bound::AtLeast, Amount::Number(1))
}

/// The plural of a noun, for facts.
pub(super) fn plural(noun: &str) -> Box<str> {
    nouns::plural(noun).into()
}

/// Kept beside `all`: a condition that is always the same.
pub(super) fn constant(value: bool, span: Span) -> Condition {
    Condition { kind: ConditionKind::Constant(value), span }
}
