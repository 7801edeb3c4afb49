//! §6: sentences: of whom something is asked, and what is said of each.

use std::collections::BTreeSet;

use bellwether_syntax::tree::{
    Amount, CompareOp, List, NounPhrase, Of, Predicate, QuantifierKind as Q, Rule, Scope as Before, Sentence, VerbKind,
};

use crate::NotCovered;
use crate::meaning::{Asked, Member, Tally, Truth, compare};
use crate::model::ElementId;
use crate::paths::{Found, Here, Scope};
use crate::predicates::{in_common, join};
use crate::types::{Type, Value};
use crate::vocabulary::KindId;
use crate::words::{lower, plural, singular};

/// What a rule met (§13): the verdicts of its subjects, and those that it could not ask.
#[derive(Default)]
pub(crate) struct Met {
    /// In the order in which they were asked; `None` is the whole model.
    pub(crate) verdicts: Vec<(Option<ElementId>, Truth)>,
    /// Of whom it is unknown whether they are subjects, and (with `true`) whether they are counted.
    pub(crate) undecided: BTreeSet<(bool, ElementId)>,
    pub(crate) not_applicable: u64,
}

/// Some values, each with the place inside of which it is the nearest subject.
pub(crate) type Chosen<'j> = Vec<(Member, Here<'j>)>;

pub(crate) fn quantifier(phrase: &NounPhrase) -> Option<&Q> {
    phrase.quantifier.as_ref().map(|it| &it.kind)
}

/// The bounds of a quantifier that counts (the table of quantifiers).
fn bounds(phrase: &NounPhrase) -> Vec<(CompareOp, &Amount)> {
    match quantifier(phrase) {
        Some(Q::AtLeast(amount)) => vec![(CompareOp::AtLeast, amount)],
        Some(Q::AtMost(amount)) => vec![(CompareOp::AtMost, amount)],
        Some(Q::Exactly(amount)) => vec![(CompareOp::Equal, amount)],
        Some(Q::MoreThan(amount)) => vec![(CompareOp::More, amount)],
        Some(Q::FewerThan(amount)) => vec![(CompareOp::Less, amount)],
        Some(Q::Between(low, high)) => vec![(CompareOp::AtLeast, low), (CompareOp::AtMost, high)],
        _ => Vec::new(),
    }
}

impl<'j> Here<'j> {
    /// Asks a rule of all its subjects.
    pub(crate) fn ask(&self, rule: &Rule) -> Asked<Met> {
        let (mut met, sentence) = (Met::default(), &rule.sentence);
        let noun = &sentence.subject.noun;
        match (&sentence.scope, noun.of.as_deref()) {
            (Some(Before::For(phrase)), _) => self.ask_for(rule, phrase, &mut met)?,
            (None, None) if quantifier(noun) == Some(&Q::NoTwo) => self.ask_no_two(rule, &mut met)?,
            // Through a relation: `unless` is asked of each part.
            (None, Some(Of::Noun(whole))) => {
                self.ask_each(None, whole, None, &mut met, |it| {
                    it.of_parts(noun, it.parts(it.it()?, noun)?, Some(rule), |it| it.body(sentence))
                })?;
            }
            (None, None) if !bounds(noun).is_empty() => self.count(rule, None, &mut met)?,
            (Some(Before::In(place)), None) if !bounds(noun).is_empty() => {
                for (scope, inner) in self.subjects(place, None, &mut met)? {
                    inner.count(rule, Some(scope), &mut met)?;
                }
            }
            (before, None) => {
                let place = if let Some(Before::In(place)) = before { Some(place) } else { None };
                let denied = quantifier(noun) == Some(&Q::No);
                self.ask_each(Some(rule), noun, place, &mut met, |it| {
                    it.body(sentence).map(|said| if denied { said.not() } else { said })
                })?;
            }
            _ => return Err(NotCovered::Construct("this sentence").into()),
        }
        Ok(met)
    }

    /// Subjects: the noun of a run is its last word that names a kind.
    pub(crate) fn noun_of_kind(&self, phrase: &NounPhrase) -> Asked<(usize, KindId)> {
        let words = phrase.words.iter().enumerate().rev().filter(|(_, word)| !word.quoted);
        let mut kinds = words.filter_map(|(at, word)| Some((at, self.words.kind_named(self.text(*word))?)));
        Ok(kinds.next().ok_or(NotCovered::Word)?)
    }

    /// Subjects: the elements of the kind of a phrase, with whether each is one that it means.
    pub(crate) fn chosen(&self, phrase: &NounPhrase) -> Asked<Chosen<'j>> {
        let (at, kind) = self.noun_of_kind(phrase)?;
        self.select(&self.elements_of(kind), phrase, at)
    }

    /// Whether an element is what a phrase means.
    pub(crate) fn is_one(&self, element: ElementId, phrase: &NounPhrase) -> Asked<Truth> {
        let (at, kind) = self.noun_of_kind(phrase)?;
        let it = self.subject(kind, Some(element).filter(|it| self.model.is_of(*it, kind))).it;
        Ok(self.select(&it, phrase, at)?.pop().map_or(Truth::False, |(member, _)| member.belongs))
    }

    /// Subjects: which of some values a phrase means whose noun is its word `at`. What narrows them is what stands before
    /// the noun (adjectives), after it (an id, or else a variable for what follows), `in PLACE` and `where`.
    pub(crate) fn select(&self, from: &Found, phrase: &NounPhrase, at: usize) -> Asked<Chosen<'j>> {
        let word = self.text(phrase.words[at]);
        let noun = match (from.record, self.words.kind_named(word)) {
            (Some(attribute), _) => lower(&self.words.attributes[attribute].forms[1]),
            (None, Some(kind)) => lower(self.words.kinds[kind].name),
            (None, None) => singular(&lower(word)),
        };
        let after = phrase.words.get(at + 1).map(|word| self.text(*word).to_owned());
        let bare = matches!(quantifier(phrase), None | Some(Q::The));
        let (id, variable) = if bare { (after, None) } else { (None, after) };
        let mut chosen = Vec::new();
        for Member { value, belongs } in &from.members {
            let it = from.just(value);
            let inner = self.with(Scope { noun: noun.clone(), variable: variable.clone(), it: it.clone() });
            let mut belongs = belongs.clone();
            if let Some(id) = &id {
                let named = match &from.ty {
                    Type::Element(kind) => self.named(*kind, id)?,
                    _ => Found::one(Value::Word(lower(id))),
                };
                belongs = belongs.and(compare(&it, CompareOp::Equal, &named)?);
            }
            if quantifier(phrase) == Some(&Q::Another) {
                belongs = belongs.and(compare(&it, CompareOp::NotEqual, self.it()?)?);
            }
            for adjective in &phrase.words[..at] {
                belongs = belongs.and(inner.adjective(&it, *adjective)?);
            }
            if let Some(place) = &phrase.within {
                // A place is said from outside, if there is anything outside.
                let outside = if self.scopes.is_empty() { &inner } else { self };
                belongs = belongs.and(self.lies_in(&it, &outside.expression(place)?)?);
            }
            if let Some(condition) = &phrase.condition {
                belongs = belongs.and(inner.condition(condition)?);
            }
            chosen.push((Member { value: value.clone(), belongs }, inner));
        }
        Ok(chosen)
    }

    /// Those that are subjects for certain (§10), in a place if there is one; the others are counted.
    fn subjects(
        &self,
        phrase: &NounPhrase,
        place: Option<&NounPhrase>,
        met: &mut Met,
    ) -> Asked<Vec<(ElementId, Here<'j>)>> {
        let mut subjects = Vec::new();
        let places = place.map_or(Ok(Vec::new()), |place| self.chosen(place))?;
        for (member, inner) in self.chosen(phrase)? {
            let element = member.value.element().ok_or(NotCovered::Word)?;
            // Scopes: it lies in one of the places, at any depth, without being it.
            let around = self.model.all_places(element);
            let lies = |at: &Member| at.value.element().is_some_and(|at| at != element && around.contains(&at));
            let those = places.iter().filter(|(at, _)| lies(at)).map(|(at, _)| at.belongs.clone());
            match member.belongs.and(those.fold(Truth::of(place.is_none()), Truth::or)) {
                Truth::True => subjects.push((element, inner)),
                Truth::False => {}
                Truth::Unknown(_) => _ = met.undecided.insert((false, element)),
            }
        }
        Ok(subjects)
    }

    /// Each, and no; §10, for implementers: each subject, one by one.
    fn ask_each(
        &self,
        rule: Option<&Rule>,
        phrase: &NounPhrase,
        place: Option<&NounPhrase>,
        met: &mut Met,
        say: impl Fn(&Self) -> Asked<Truth>,
    ) -> Asked<()> {
        for (element, inner) in self.subjects(phrase, place, met)? {
            if !inner.exempt(rule)? {
                met.verdicts.push((Some(element), say(&inner)?));
            }
        }
        Ok(())
    }

    /// What `unless` makes true of a subject exempts it.
    fn exempt(&self, rule: Option<&Rule>) -> Asked<bool> {
        let unless = rule.and_then(|rule| rule.modifiers.unless.as_ref());
        unless.map_or(Ok(false), |unless| Ok(self.condition(unless)?.is_true()))
    }

    /// Possessive subjects: what the predicate says of what a path from the nearest subject leads to.
    fn body(&self, sentence: &Sentence) -> Asked<Truth> {
        let mut possessive = sentence.subject.possessive.iter().map(|word| self.text(*word));
        let noun = singular(&lower(possessive.clone().next_back().unwrap_or("")));
        let subject = possessive.try_fold(self.it()?.clone(), |found, word| self.step(&found, word))?;
        self.predicate(&subject, &sentence.predicate, &noun)
    }

    /// Counted subjects: one answer for the whole model, or for a scope, of those that lie in it at any depth.
    fn count(&self, rule: &Rule, scope: Option<ElementId>, met: &mut Met) -> Asked<()> {
        let noun = &rule.sentence.subject.noun;
        let (mut all, mut tally) = (0, Tally::NONE);
        for (member, inner) in self.chosen(noun)? {
            let element = member.value.element().ok_or(NotCovered::Word)?;
            if scope.is_some_and(|scope| scope == element || !self.model.all_places(element).contains(&scope)) {
                continue;
            }
            if member.belongs.is_open() {
                met.undecided.insert((true, element));
            } else if member.belongs.is_true() && !inner.exempt(Some(rule))? {
                all += 1;
                tally = tally.and(inner.body(&rule.sentence)?);
            }
        }
        // Over nobody a share does not apply, and what holds of nobody has met no subject.
        for (_, amount) in bounds(noun) {
            if all == 0 && (amount.share || self.expression(&amount.value)?.ty == Type::Plain("percent")) {
                met.not_applicable += 1;
                return Ok(());
            }
        }
        let said = self.test(noun, &tally, Some(all))?;
        if all > 0 || !said.is_true() {
            met.verdicts.push((scope, said));
        }
        Ok(())
    }

    /// What a quantifier makes of a count (§10, Counts with unknowns); `all` is what a share is of. Without one, or with an
    /// article, it asks for one at least.
    pub(crate) fn test(&self, phrase: &NounPhrase, tally: &Tally, all: Option<usize>) -> Asked<Truth> {
        match (quantifier(phrase), bounds(phrase)) {
            (Some(Q::No), _) => tally.test(CompareOp::AtMost, &Found::one(Value::count(0)), false, all),
            (_, none) if none.is_empty() => tally.test(CompareOp::AtLeast, &Found::one(Value::count(1)), false, all),
            (_, bounds) => bounds.into_iter().try_fold(Truth::True, |truth, (op, amount)| {
                let said = tally.test(op, &self.expression(&amount.value)?, amount.share, all);
                Ok(truth.and(said?))
            }),
        }
    }

    /// The parts of a whole that a phrase speaks of, and what is said before any is asked.
    fn parts(&self, whole: &Found, phrase: &NounPhrase) -> Asked<(Chosen<'j>, Truth)> {
        let (at, values) = self.had(whole, &phrase.words)?;
        // `every owner of` speaks of all owners: where the plural has a meaning of its own, it comes first.
        let several = self.find(whole, &plural(&lower(self.text(phrase.words[at]))))?;
        let values = several.filter(|several| several.many).unwrap_or(values);
        Ok((self.select(&values, phrase, at)?, values.open))
    }

    /// Through a relation: every, no or so many of some parts make a sentence true (§10); `unless` leaves out those of which
    /// it is true.
    fn of_parts(
        &self,
        phrase: &NounPhrase,
        (parts, start): (Chosen<'j>, Truth),
        unless: Option<&Rule>,
        say: impl Fn(&Self) -> Asked<Truth>,
    ) -> Asked<Truth> {
        let (mut members, mut truth) = (Vec::new(), start);
        for (member, inner) in parts {
            let belongs = member.belongs.and(Truth::of(!inner.exempt(unless)?));
            let said = say(&inner)?;
            let denied = quantifier(phrase) == Some(&Q::No);
            truth = truth.and(belongs.clone().not().or(if denied { said.clone().not() } else { said.clone() }));
            members.push(Member { belongs: belongs.and(said), ..member });
        }
        if bounds(phrase).is_empty() { Ok(truth) } else { self.test(phrase, &Tally::of(members), None) }
    }

    /// `for every PART of a KIND, SENTENCE` and `for every KIND, SENTENCE`; `unless` exempts the whole.
    fn ask_for(&self, rule: &Rule, phrase: &NounPhrase, met: &mut Met) -> Asked<()> {
        let Some(Of::Noun(whole)) = phrase.of.as_deref() else {
            return self.ask_each(Some(rule), phrase, None, met, |it| it.inner(&rule.sentence));
        };
        self.ask_each(Some(rule), whole, None, met, |it| {
            it.of_parts(phrase, it.parts(it.it()?, phrase)?, None, |it| it.inner(&rule.sentence))
        })
    }

    /// The sentence after `for every …,`.
    fn inner(&self, sentence: &Sentence) -> Asked<Truth> {
        let phrase = &sentence.subject.noun;
        let parts = match phrase.of.as_deref() {
            Some(Of::Path(whole)) => self.parts(&self.path(whole)?, phrase)?,
            _ => (self.chosen(phrase)?, Truth::True),
        };
        self.of_parts(phrase, parts, None, |it| it.body(sentence))
    }

    /// No two: each that has a value in common with another, in each path, or with `or` in one.
    fn ask_no_two(&self, rule: &Rule, met: &mut Met) -> Asked<()> {
        let Predicate::Verb(verb) = &rule.sentence.predicate else { return Err(NotCovered::Word.into()) };
        let VerbKind::Share { what, .. } = &verb.kind else { return Err(NotCovered::Word.into()) };
        let second = rule.sentence.subject.second.map(|word| self.text(word).to_owned());
        let mut selected = Vec::new();
        for (element, inner) in self.subjects(&rule.sentence.subject.noun, None, met)? {
            let values: Vec<Found> = what.parts.iter().map(|path| inner.path(path)).collect::<Asked<_>>()?;
            selected.push((element, inner, values));
        }
        for (one, inner, mine) in &selected {
            let mut kept = true;
            for (_, others, theirs) in selected.iter().filter(|(other, ..)| other != one) {
                let pairs = List { connective: what.connective, parts: mine.iter().zip(theirs).collect() };
                if join(&pairs, |(mine, theirs)| Ok(in_common(mine, theirs)))?.is_true() {
                    // The element itself is the first variable and the nearest subject, the other one the second.
                    let other = others.scopes.last().map(|it| Scope { variable: second.clone(), ..it.clone() });
                    let scopes = self.scopes.iter().cloned().chain(other).chain(inner.scopes.last().cloned());
                    kept &= Here { scopes: scopes.collect(), ..*self }.exempt(Some(rule))?;
                }
            }
            met.verdicts.push((Some(*one), Truth::of(kept)));
        }
        Ok(())
    }
}
