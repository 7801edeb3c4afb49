//! §6: sentences: of whom something is asked, and what is said of each.

use std::collections::BTreeSet;

use bellwether_syntax::tree::{
    Amount, CompareOp, NounPhrase, Of, Predicate, QuantifierKind as Q, Rule, Scope as Before, Sentence, VerbKind,
};

use rust_decimal::Decimal;

use crate::meaning::{Member, Truth, compare, count, settled};
use crate::model::ElementId;
use crate::paths::{Found, Here, Scope};
use crate::types::{Type, Value};
use crate::vocabulary::KindId;
use crate::words::{lower, plural, singular};
use crate::{Asked, Stop};

/// What a rule met (§13): the verdicts of its subjects, and those that it could not ask.
#[derive(Default)]
pub(crate) struct Met {
    /// In the order in which they were asked; `None` is the whole model.
    pub(crate) verdicts: Vec<(Option<ElementId>, Truth)>,
    /// Of whom it is unknown whether they are subjects.
    pub(crate) undecided: BTreeSet<ElementId>,
    /// Of whom it is unknown whether they are counted.
    pub(crate) uncounted: BTreeSet<ElementId>,
    pub(crate) not_applicable: u64,
}

/// Some values, each with the place inside of which it is the nearest subject.
pub(crate) type Chosen<'j> = Vec<(Member, Here<'j>)>;

/// The places in one of which subjects must lie, if they must.
type Places<'j> = Option<Chosen<'j>>;

/// What is said of a subject, asked inside of it.
type Say<'a, 'j> = &'a dyn Fn(&Here<'j>) -> Asked<Truth>;

pub(crate) fn quantifier(phrase: &NounPhrase) -> Option<&Q> {
    phrase.quantifier.as_ref().map(|it| &it.kind)
}

/// What is said of those that a phrase means: after `no` it is denied.
pub(crate) fn denied(phrase: &NounPhrase, said: Truth) -> Truth {
    if quantifier(phrase) == Some(&Q::No) { said.not() } else { said }
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
        let sentence = &rule.sentence;
        let noun = &sentence.subject.noun;
        let counts = !bounds(noun).is_empty();
        match (&sentence.scope, noun.of.as_deref()) {
            // `for every PART of a KIND, SENTENCE` and `for every KIND, SENTENCE`: `unless` exempts the whole.
            (Some(Before::For(phrase)), _) => {
                let inner = |it: &Self| it.parts(noun, None, &|it| it.body(sentence));
                match phrase.of.as_deref() {
                    Some(Of::Noun(whole)) => self.each(Some(rule), whole, &None, &|it| it.parts(phrase, None, &inner)),
                    _ => self.each(Some(rule), phrase, &None, &inner),
                }
            }
            (None, None) if quantifier(noun) == Some(&Q::NoTwo) => self.ask_no_two(rule),
            // Through a relation: `unless` is asked of each part.
            (None, Some(Of::Noun(whole))) => {
                self.each(None, whole, &None, &|it| it.parts(noun, Some(rule), &|it| it.body(sentence)))
            }
            (None, None) if counts => self.count(rule, None, Met::default()),
            (Some(Before::In(place)), None) if counts => {
                let (scopes, met) = self.subjects(place, &None)?;
                scopes.into_iter().try_fold(met, |met, (scope, inner)| inner.count(rule, Some(scope), met))
            }
            (before, None) => {
                let places = if let Some(Before::In(place)) = before { Some(self.chosen(place)?) } else { None };
                self.each(Some(rule), noun, &places, &|it| Ok(denied(noun, it.body(sentence)?)))
            }
            _ => Err(Stop::NotCovered("this sentence")),
        }
    }

    /// Subjects: the noun of a run is its last word that names a kind.
    pub(crate) fn noun_of_kind(&self, phrase: &NounPhrase) -> Asked<(usize, KindId)> {
        self.last(&phrase.words, |word| self.words.kind_named(word).ok_or(Stop::Mistake))
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

    /// Subjects: which of some values a phrase means whose noun is its word `at`. What narrows them is what stands
    /// before the noun (adjectives), after it (an id, or else a variable for what follows), `in PLACE` and `where`.
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
        let word = |id: String| Ok(Found::one(Value::Word(lower(&id))));
        let named = id.map(|id| from.ty.kind().map_or_else(|| word(id.clone()), |kind| self.named(kind, &id)));
        let named = named.transpose()?;
        let mut chosen = Vec::new();
        for Member { value, belongs } in &from.members {
            let it = from.just(value);
            let scope = Scope { noun: noun.clone(), variable: variable.clone(), it: it.clone() };
            let inner = Self { scopes: self.scopes.iter().cloned().chain([scope]).collect(), ..*self };
            let mut belongs = belongs.clone();
            if let Some(named) = &named {
                belongs = belongs.and(compare(&it, CompareOp::Equal, named)?);
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

    /// Those that are subjects for certain (§10), in one of some places if there are such; the others are told.
    fn subjects(&self, phrase: &NounPhrase, places: &Places<'j>) -> Asked<(Vec<(ElementId, Here<'j>)>, Met)> {
        let (mut subjects, mut met) = (Vec::new(), Met::default());
        for (member, inner) in self.chosen(phrase)? {
            let element = member.value.element().ok_or(Stop::Mistake)?;
            // Scopes: it lies in one of the places, at any depth, without being it.
            let around = self.model.all_places(element);
            let lies = |at: &Member| at.value.element().is_some_and(|at| at != element && around.contains(&at));
            let those = places.iter().flatten().filter(|(at, _)| lies(at)).map(|(at, _)| at.belongs.clone());
            match member.belongs.and(those.fold(Truth::of(places.is_none()), Truth::or)) {
                Truth::True => subjects.push((element, inner)),
                Truth::False => {}
                Truth::Unknown(_) => _ = met.undecided.insert(element),
            }
        }
        Ok((subjects, met))
    }

    /// Each, and no; §10, for implementers: each subject, one by one.
    fn each(&self, unless: Option<&Rule>, phrase: &NounPhrase, places: &Places<'j>, say: Say<'_, 'j>) -> Asked<Met> {
        let (subjects, mut met) = self.subjects(phrase, places)?;
        for (element, inner) in subjects {
            if !inner.exempt(unless)? {
                met.verdicts.push((Some(element), say(&inner)?));
            }
        }
        Ok(met)
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
    fn count(&self, rule: &Rule, scope: Option<ElementId>, mut met: Met) -> Asked<Met> {
        let noun = &rule.sentence.subject.noun;
        let member = |(it, belongs): (Option<_>, _)| Some(Member { value: Value::Element(it?), belongs });
        let place = member((scope, Truth::True)).map(|place| vec![(place, self.clone())]);
        let asked = self.each(Some(rule), noun, &place, &|it| it.body(&rule.sentence))?;
        met.uncounted.extend(asked.undecided);
        let members: Vec<Member> = asked.verdicts.into_iter().filter_map(member).collect();
        // Over nobody a share does not apply, and what holds of nobody has met no subject.
        let percent = |it: Found| it.ty == Type::Plain("percent");
        let share = |(_, it): &(_, &Amount)| it.share || self.expression(&it.value).is_ok_and(percent);
        if members.is_empty() && bounds(noun).iter().any(share) {
            met.not_applicable += 1;
            return Ok(met);
        }
        let said = self.test(noun, &members)?;
        if !members.is_empty() || !said.is_true() {
            met.verdicts.push((scope, said));
        }
        Ok(met)
    }

    /// What a quantifier makes of how many belong (§10, Counts with unknowns). Without one, or with an article, it asks
    /// for one at least.
    pub(crate) fn test(&self, phrase: &NounPhrase, members: &[Member]) -> Asked<Truth> {
        let is = |op: CompareOp, number: usize| compare(&count(members, 1), op, &Found::one(Value::count(number)));
        match (quantifier(phrase), bounds(phrase)) {
            (Some(Q::No), _) => is(CompareOp::AtMost, 0),
            (_, none) if none.is_empty() => is(CompareOp::AtLeast, 1),
            (_, bounds) => bounds.into_iter().try_fold(Truth::True, |truth, (op, amount)| {
                let said = settled(self.expression(&amount.value)?.value(), |value| match value {
                    // A share is compared exactly: 60% of 7 needs 5.
                    Value::Amount(share, unit) if amount.share || unit == "percent" => {
                        let part = share.checked_mul(Decimal::from(members.len()));
                        let part = Value::Amount(part.ok_or(Stop::Open(Truth::UNDECIDED))?, "number".to_owned());
                        compare(&count(members, 100), op, &Found::one(part))
                    }
                    value => compare(&count(members, 1), op, &Found::one(value)),
                });
                Ok(truth.and(said?.lacking(&count(members, 1).open)))
            }),
        }
    }

    /// Through a relation: every, no or so many of the parts of a whole, or of all elements, make a sentence true
    /// (§10); `unless` leaves out those of which it is true.
    fn parts(&self, phrase: &NounPhrase, unless: Option<&Rule>, say: Say<'_, 'j>) -> Asked<Truth> {
        let whole = match phrase.of.as_deref() {
            Some(Of::Path(path)) => Some(self.path(path)?),
            Some(Of::Noun(_)) => Some(self.it()?.clone()),
            _ => None,
        };
        let (parts, mut truth) = match whole {
            None => (self.chosen(phrase)?, Truth::True),
            Some(whole) => {
                let (at, values) = self.last(&phrase.words, |word| self.find(&whole, word))?;
                // `every owner of` speaks of all owners: where the plural has a meaning of its own, it comes first.
                let several = self.find(&whole, &plural(&lower(self.text(phrase.words[at]))));
                let values = several.ok().filter(|several| several.many).unwrap_or(values);
                (self.select(&values, phrase, at)?, values.open)
            }
        };
        let mut members = Vec::new();
        for (member, inner) in parts {
            let (belongs, said) = (member.belongs.and(Truth::of(!inner.exempt(unless)?)), say(&inner)?);
            truth = truth.and(belongs.clone().not().or(denied(phrase, said.clone())));
            members.push(Member { belongs: belongs.and(said), ..member });
        }
        if bounds(phrase).is_empty() { Ok(truth) } else { self.test(phrase, &members) }
    }

    /// No two: each that has a value in common with another, in each path, or with `or` in one.
    fn ask_no_two(&self, rule: &Rule) -> Asked<Met> {
        let Predicate::Verb(verb) = &rule.sentence.predicate else { return Err(Stop::Mistake) };
        let VerbKind::Share { what, .. } = &verb.kind else { return Err(Stop::Mistake) };
        let second = rule.sentence.subject.second.map(|word| self.text(word).to_owned());
        let (selected, mut met) = self.subjects(&rule.sentence.subject.noun, &None)?;
        for (one, inner) in &selected {
            let mut kept = true;
            for (_, others) in selected.iter().filter(|(other, _)| other != one) {
                if inner.shares(what, others)?.is_true() {
                    // The element itself is the first variable and the nearest subject, the other one the second.
                    let other = others.scopes.last().map(|it| Scope { variable: second.clone(), ..it.clone() });
                    let scopes = self.scopes.iter().cloned().chain(other).chain(inner.scopes.last().cloned());
                    kept &= Here { scopes: scopes.collect(), ..*self }.exempt(Some(rule))?;
                }
            }
            met.verdicts.push((Some(*one), Truth::of(kept)));
        }
        Ok(met)
    }
}
