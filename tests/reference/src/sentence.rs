//! §6: sentences: of whom something is asked, and what is said of each.

use bellwether_syntax::tree::{
    Condition, NounPhrase, Of, Predicate, QuantifierKind, Scope as Before, Sentence, VerbKind,
};

use crate::condition::{in_common, join};
use crate::forms::{plural, singular};
use crate::model::ElementId;
use crate::path::{Found, Member, Reader, Scope, within};
use crate::phrase::{Run, tally};
use crate::truth::{Tally, Truth};
use crate::value::Value;
use crate::{Covered, NotCovered};

/// What a rule met (§13): the verdicts of its subjects, and those that it could not ask.
#[derive(Default)]
pub(crate) struct Met {
    /// In the order in which they were asked; `None` is the whole model.
    pub(crate) verdicts: Vec<(Option<ElementId>, Truth)>,
    pub(crate) undecided: u64,
    /// Left out because whether they are subjects rests on a hole.
    pub(crate) unread: u64,
    pub(crate) not_applicable: u64,
}

/// Those counted in one scope (§6, Counted subjects).
#[derive(Default)]
struct Count {
    all: usize,
    least: usize,
    most: usize,
    /// Of whom it could not be read whether they count.
    holes: usize,
    hole: bool,
}

/// The parts of a whole, each with the scopes around it.
type Parts = Vec<(Member, Vec<Scope>)>;

fn is(phrase: &NounPhrase, kind: &QuantifierKind) -> bool {
    phrase.quantifier.as_ref().is_some_and(|it| it.kind == *kind)
}

/// Whether a quantifier counts (§6, the table of quantifiers).
fn counts(phrase: &NounPhrase) -> bool {
    use QuantifierKind as Q;
    let kind = phrase.quantifier.as_ref().map(|it| &it.kind);
    matches!(
        kind,
        Some(Q::AtLeast(_) | Q::AtMost(_) | Q::Exactly(_) | Q::MoreThan(_) | Q::FewerThan(_) | Q::Between(..))
    )
}

impl Reader<'_> {
    /// Asks a sentence of all its subjects.
    pub(crate) fn ask(&self, sentence: &Sentence, unless: Option<&Condition>, around: &[Scope]) -> Covered<Met> {
        let noun = &sentence.subject.noun;
        match (&sentence.scope, noun.of.as_deref()) {
            (Some(Before::For(phrase)), _) => self.ask_for(sentence, phrase, unless, around),
            (Some(Before::In(place)), None) if counts(noun) => self.ask_scoped(sentence, place, unless, around),
            (Some(Before::In(place)), None) => self.ask_each(
                noun,
                unless,
                around,
                |element| self.lies_within(place, element, around),
                |inner| self.said(sentence, inner),
            ),
            (None, _) if is(noun, &QuantifierKind::NoTwo) => self.ask_no_two(sentence, unless, around),
            (None, Some(Of::Noun(whole))) => self.ask_each(
                whole,
                None,
                around,
                |_| Ok(Truth::True),
                |inner| self.of_each(sentence, &self.start(self.nearest(inner)?), unless, inner),
            ),
            (None, None) if counts(noun) => self.ask_counted(sentence, unless, around),
            (None, None) => {
                self.ask_each(noun, unless, around, |_| Ok(Truth::True), |inner| self.said(sentence, inner))
            }
            _ => Err(NotCovered::Construct("this sentence")),
        }
    }

    /// What the predicate says of the nearest subject, or of what its possessive leads to; denied after `no`.
    fn said(&self, sentence: &Sentence, around: &[Scope]) -> Covered<Truth> {
        let said = self.body(sentence, around)?;
        Ok(if is(&sentence.subject.noun, &QuantifierKind::No) { said.not() } else { said })
    }

    /// §6, Possessive subjects.
    fn body(&self, sentence: &Sentence, around: &[Scope]) -> Covered<Truth> {
        let mut subject = self.start(self.nearest(around)?);
        let mut noun = String::new();
        for word in &sentence.subject.possessive {
            subject = self.step(&subject, self.text(*word))?;
            noun = singular(&self.text(*word).to_lowercase());
        }
        self.predicate(&subject, &sentence.predicate, around, &noun)
    }

    /// §6, Each, and no; §10, for implementers: each subject, one by one.
    fn ask_each(
        &self,
        phrase: &NounPhrase,
        unless: Option<&Condition>,
        around: &[Scope],
        more: impl Fn(ElementId) -> Covered<Truth>,
        say: impl Fn(&[Scope]) -> Covered<Truth>,
    ) -> Covered<Met> {
        let mut met = Met::default();
        let run = self.run(phrase)?;
        for element in self.elements_of(run.kind) {
            let belongs = self.is_one(&run, phrase, element, around)?;
            let belongs = if belongs.is_false() { belongs } else { belongs.and(more(element)?) };
            if !met.takes(belongs) {
                continue;
            }
            let inner = self.as_subject(&run, element, around);
            let exempt = unless.map_or(Ok(Truth::False), |unless| self.condition(unless, &inner))?;
            if exempt.is_true() {
                continue;
            }
            let said = say(&inner)?;
            // What could not be read might exempt it.
            let withheld = exempt == Truth::Hole && !said.is_true();
            met.verdicts.push((Some(element), if withheld { Truth::Hole } else { said }));
        }
        Ok(met)
    }

    /// The scopes with an element as the nearest subject.
    fn as_subject(&self, run: &Run<'_>, element: ElementId, around: &[Scope]) -> Vec<Scope> {
        within(around, Scope { variable: run.variable.clone(), ..self.subject(run.kind, Some(element)) })
    }

    /// §6, Scopes: whether an element lies in one of the places, at any depth, without being it.
    fn lies_within(&self, place: &NounPhrase, element: ElementId, around: &[Scope]) -> Covered<Truth> {
        let run = self.run(place)?;
        let places = self.model.all_places(self.words, element);
        let mut truth = Truth::False;
        for at in self.elements_of(run.kind).filter(|at| *at != element && places.contains(at)) {
            truth = truth.or(self.is_one(&run, place, at, around)?);
        }
        Ok(truth)
    }

    /// §6, Counted subjects: one answer for the whole model.
    fn ask_counted(&self, sentence: &Sentence, unless: Option<&Condition>, around: &[Scope]) -> Covered<Met> {
        let mut met = Met::default();
        let mut count = Count::default();
        let run = self.run(&sentence.subject.noun)?;
        for element in self.elements_of(run.kind) {
            met.undecided += u64::from(self.count_in(&mut count, &run, element, sentence, unless, around)?);
        }
        self.put_count(None, &count, sentence, around, &mut met)?;
        Ok(met)
    }

    /// §6, Scopes: one count for each element of the scope, of those that lie in it at any depth.
    fn ask_scoped(
        &self,
        sentence: &Sentence,
        place: &NounPhrase,
        unless: Option<&Condition>,
        around: &[Scope],
    ) -> Covered<Met> {
        let mut met = Met::default();
        let (places, run) = (self.run(place)?, self.run(&sentence.subject.noun)?);
        let mut undecided: Vec<ElementId> = Vec::new();
        for scope in self.elements_of(places.kind) {
            let belongs = self.is_one(&places, place, scope, around)?;
            if !met.takes(belongs) {
                continue;
            }
            let inner = self.as_subject(&places, scope, around);
            let mut count = Count::default();
            for element in self.elements_of(run.kind) {
                let inside = element != scope && self.model.all_places(self.words, element).contains(&scope);
                if inside
                    && self.count_in(&mut count, &run, element, sentence, unless, &inner)?
                    && !undecided.contains(&element)
                {
                    undecided.push(element);
                }
            }
            self.put_count(Some(scope), &count, sentence, &inner, &mut met)?;
        }
        met.undecided += undecided.len() as u64;
        Ok(met)
    }

    /// Counts an element; whether it is undecided that it counts.
    fn count_in(
        &self,
        count: &mut Count,
        run: &Run<'_>,
        element: ElementId,
        sentence: &Sentence,
        unless: Option<&Condition>,
        around: &[Scope],
    ) -> Covered<bool> {
        let belongs = self.is_one(run, &sentence.subject.noun, element, around)?;
        match belongs {
            Truth::True => {}
            Truth::False => return Ok(false),
            Truth::Unknown => return Ok(true),
            Truth::Hole => {
                count.holes += 1;
                return Ok(false);
            }
        }
        let inner = self.as_subject(run, element, around);
        match unless.map_or(Ok(Truth::False), |unless| self.condition(unless, &inner))? {
            Truth::True => return Ok(false),
            Truth::Hole => {
                count.holes += 1;
                return Ok(false);
            }
            Truth::False | Truth::Unknown => {}
        }
        let said = self.body(sentence, &inner)?;
        count.all += 1;
        count.least += usize::from(said.is_true());
        count.most += usize::from(!said.is_false());
        count.hole |= said == Truth::Hole;
        Ok(false)
    }

    /// §6: what a count comes to; over nobody a share does not apply, and what holds of nobody has met no subject.
    fn put_count(
        &self,
        scope: Option<ElementId>,
        count: &Count,
        sentence: &Sentence,
        around: &[Scope],
        met: &mut Met,
    ) -> Covered<()> {
        use QuantifierKind as Q;
        let quantifier = sentence.subject.noun.quantifier.as_ref().map(|it| &it.kind);
        let amounts = match quantifier {
            Some(Q::AtLeast(it) | Q::AtMost(it) | Q::Exactly(it) | Q::MoreThan(it) | Q::FewerThan(it)) => vec![it],
            Some(Q::Between(low, high)) => vec![low, high],
            _ => vec![],
        };
        let all = count.all + count.holes;
        for amount in amounts {
            if all == 0 && (amount.share || self.is_percentage(&self.expression(&amount.value, around)?)) {
                met.not_applicable += 1;
                return Ok(());
            }
        }
        let hole = count.hole || count.holes > 0;
        let tally = Tally { least: count.least, most: Some(count.most + count.holes), hole };
        let said = self.test(quantifier, tally, Some(all), around)?;
        if count.all > 0 || !said.is_true() {
            met.verdicts.push((scope, said));
        }
        Ok(())
    }

    fn is_percentage(&self, found: &Found) -> bool {
        self.words.plain_type(&found.base).is_ok_and(|ty| ty == crate::vocabulary::Type::Percent)
    }

    /// §6, Through a relation: the sentence is asked of each part of a whole.
    fn of_each(
        &self,
        sentence: &Sentence,
        whole: &Found,
        unless: Option<&Condition>,
        around: &[Scope],
    ) -> Covered<Truth> {
        let phrase = &sentence.subject.noun;
        let (parts, start) = self.parts(whole, phrase, around)?;
        let mut asked = Vec::new();
        for (member, inner) in parts {
            let exempt = unless.map_or(Ok(Truth::False), |unless| self.condition(unless, &inner))?;
            // Left out are those of which `unless` is true.
            let left = if exempt == Truth::Unknown { Truth::True } else { exempt.not() };
            asked.push((Member { belongs: member.belongs.and(left), ..member }, self.body(sentence, &inner)?));
        }
        self.quantified(phrase, asked, start, around)
    }

    /// The parts of a whole that a phrase speaks of, each with the scopes around it; and what is said before any is asked.
    fn parts(&self, whole: &Found, phrase: &NounPhrase, around: &[Scope]) -> Covered<(Parts, Truth)> {
        let (at, mut values) = self.had(whole, &phrase.words)?;
        let word = self.text(*phrase.words.get(at).ok_or(NotCovered::Word)?).to_lowercase();
        // `every owner of` speaks of all owners: where the plural has a meaning of its own, it comes first.
        if let Ok(several) = self.step(whole, &plural(&word))
            && several.many
        {
            values = several;
        }
        let variable = phrase.words.get(at.saturating_add(1)).map(|word| self.text(*word).to_owned());
        let start = values.before_any();
        let mut parts = Vec::new();
        for member in values.members {
            let scope = Scope {
                variable: variable.clone(),
                ..self.member_scope(&values.base, &member.value, &singular(&word))
            };
            let inner = within(around, scope.clone());
            let mut belongs = member.belongs;
            for adjective in phrase.words.iter().take(at) {
                belongs = belongs.and(self.adjective(&self.start(&scope), *adjective, &inner)?);
            }
            if let Some(place) = &phrase.within {
                belongs = belongs.and(self.lies_in(&self.start(&scope), &self.expression(place, around)?)?);
            }
            if let Some(condition) = &phrase.condition {
                belongs = belongs.and(self.condition(condition, &inner)?);
            }
            parts.push((Member { value: member.value, belongs }, inner));
        }

        Ok((parts, start))
    }

    /// §10: every, no, or so many of some make a sentence true.
    fn quantified(
        &self,
        phrase: &NounPhrase,
        asked: Vec<(Member, Truth)>,
        start: Truth,
        around: &[Scope],
    ) -> Covered<Truth> {
        if counts(phrase) {
            let both = asked.into_iter().map(|(member, said)| Member { belongs: member.belongs.and(said), ..member });
            return self.test(
                phrase.quantifier.as_ref().map(|it| &it.kind),
                tally(both.collect(), start == Truth::Hole),
                None,
                around,
            );
        }
        let denied = is(phrase, &QuantifierKind::No);
        Ok(asked.into_iter().fold(start, |truth, (member, said)| {
            truth.and(member.belongs.not().or(if denied { said.not() } else { said }))
        }))
    }

    /// §6: `for every PART of a KIND, SENTENCE` and `for every KIND, SENTENCE`; `unless` exempts the whole.
    fn ask_for(
        &self,
        sentence: &Sentence,
        phrase: &NounPhrase,
        unless: Option<&Condition>,
        around: &[Scope],
    ) -> Covered<Met> {
        match phrase.of.as_deref() {
            None => self.ask_each(phrase, unless, around, |_| Ok(Truth::True), |inner| self.inner(sentence, inner)),
            Some(Of::Noun(whole)) => self.ask_each(
                whole,
                unless,
                around,
                |_| Ok(Truth::True),
                |inner| {
                    let (parts, start) = self.parts(&self.start(self.nearest(inner)?), phrase, inner)?;
                    let mut truth = start;
                    for (member, inner) in parts {
                        truth = truth.and(member.belongs.not().or(self.inner(sentence, &inner)?));
                    }
                    Ok(truth)
                },
            ),
            Some(_) => Err(NotCovered::Construct("`of` a path after `for every`")),
        }
    }

    /// The sentence after `for every …,`.
    fn inner(&self, sentence: &Sentence, around: &[Scope]) -> Covered<Truth> {
        let phrase = &sentence.subject.noun;
        match phrase.of.as_deref() {
            Some(Of::Path(whole)) => self.of_each(sentence, &self.path(whole, around)?, None, around),
            Some(_) => Err(NotCovered::Construct("`of` a noun within `for every`")),
            None => {
                let run = self.run(phrase)?;
                let mut asked = Vec::new();
                for element in self.elements_of(run.kind) {
                    let belongs = self.is_one(&run, phrase, element, around)?;
                    if !belongs.is_false() {
                        let said = self.body(sentence, &self.as_subject(&run, element, around))?;
                        asked.push((Member { value: Value::Element(element), belongs }, said));
                    }
                }
                self.quantified(phrase, asked, Truth::True, around)
            }
        }
    }

    /// §6, No two: each that has a value in common with another, in each path, or with `or` in one.
    fn ask_no_two(&self, sentence: &Sentence, unless: Option<&Condition>, around: &[Scope]) -> Covered<Met> {
        let Predicate::Verb(verb) = &sentence.predicate else { return Err(NotCovered::Construct("`no two`")) };
        let VerbKind::Share { what, with: None } = &verb.kind else { return Err(NotCovered::Construct("`no two`")) };
        let phrase = &sentence.subject.noun;
        let run = self.run(phrase)?;
        let mut met = Met::default();
        let mut selected = Vec::new();
        for element in self.elements_of(run.kind) {
            if met.takes(self.is_one(&run, phrase, element, around)?) {
                selected.push(element);
            }
        }
        let values = |element: ElementId| -> Covered<Vec<Found>> {
            let scopes = self.as_subject(&run, element, around);
            what.parts.iter().map(|path| self.path(path, &scopes)).collect()
        };
        let values: Vec<Vec<Found>> = selected.iter().map(|element| values(*element)).collect::<Covered<_>>()?;
        let second = sentence.subject.second.map(|word| self.text(word).to_owned());
        for (one, mine) in selected.iter().zip(&values) {
            let mut said = Truth::True;
            for (other, theirs) in selected.iter().zip(&values).filter(|(other, _)| *other != one) {
                let pairs: Vec<(&Found, &Found)> = mine.iter().zip(theirs).collect();
                let pairs = bellwether_syntax::tree::List { connective: what.connective, parts: pairs };
                if !join(&pairs, |(mine, theirs)| in_common(mine, theirs))?.is_true() {
                    continue;
                }
                // The element itself is the first variable and the nearest subject, the other one the second.
                let other = Scope { variable: second.clone(), ..self.subject(run.kind, Some(*other)) };
                let inner = self.as_subject(&run, *one, &within(around, other));
                let exempt = unless.map_or(Ok(Truth::False), |unless| self.condition(unless, &inner))?;
                said = said.and(if exempt == Truth::Hole { exempt } else { Truth::of(exempt.is_true()) });
            }
            met.verdicts.push((Some(*one), said));
        }
        Ok(met)
    }
}

impl Met {
    /// Whether an element is a subject; what is left out is counted (§10).
    fn takes(&mut self, belongs: Truth) -> bool {
        self.undecided += u64::from(belongs == Truth::Unknown);
        self.unread += u64::from(belongs == Truth::Hole);
        belongs.is_true()
    }
}
