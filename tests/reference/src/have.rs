//! §7: what a subject has, includes, mentions, reaches and shares.

use bellwether_syntax::tree::{
    Connective, Expression, List, NounPhrase, Of, Path, PathRoot, QuantifierKind, ReachTarget, Word,
};

use crate::condition::{equal, in_common, is_set, join};
use crate::forms::{lower, singular};
use crate::model::ElementId;
use crate::path::{Found, Member, Reader, Scope, Single, Step, within};
use crate::phrase::tally;
use crate::truth::Truth;
use crate::value::Value;
use crate::vocabulary::{Base, Type};
use crate::{Covered, NotCovered};

impl Reader<'_> {
    /// §7, have: an item, whose noun is the last word of the run that names something the subject has.
    pub(crate) fn have(&self, subject: &Found, item: &NounPhrase, around: &[Scope]) -> Covered<Truth> {
        if subject.many {
            return Err(NotCovered::Construct("`have` of a path over many"));
        }
        let it = subject.single()?;
        if !matches!(it, Single::Is(_)) {
            return Ok(it.absent());
        }
        let (at, mine) = self.had(subject, &item.words)?;
        match item.of.as_deref() {
            None => self.counted(&mine, item, at, around, |_, _| Ok(Truth::True)),
            Some(Of::Bound(term)) => {
                // `a X of at most V`: the single value is set and at most V.
                let both = is_set(&mine).and(self.be(&mine, term, around)?);
                let denies = item.quantifier.as_ref().is_some_and(|it| it.kind == QuantifierKind::No);
                Ok(if denies { both.not() } else { both })
            }
            Some(of) => {
                let whole = match of {
                    Of::Path(path) => self.path(path, around)?,
                    Of::Noun(phrase) => {
                        let run = self.run(phrase)?;
                        self.named(run.kind, &run.id.ok_or(NotCovered::Construct("`of` a noun without an id"))?)
                    }
                    Of::Bound(_) => return Err(NotCovered::Word),
                };
                let noun = item.words.get(at).ok_or(NotCovered::Word)?;
                let theirs = self.step(&whole, self.text(*noun))?;
                if item.quantifier.as_ref().is_some_and(|it| it.kind == QuantifierKind::Every) {
                    return self.every_of(&mine, &theirs, item, at, around);
                }
                self.counted(&mine, item, at, around, |member, _| {
                    let one = Found::one(mine.base.clone(), Some(member.clone()));
                    Ok(included(&theirs, &one, false))
                })
            }
        }
    }

    /// `every X of PATH`: each of theirs is among mine.
    pub(crate) fn every_of(
        &self,
        mine: &Found,
        theirs: &Found,
        item: &NounPhrase,
        at: usize,
        around: &[Scope],
    ) -> Covered<Truth> {
        let bare = NounPhrase { quantifier: None, of: None, ..item.clone() };
        let mut truth = theirs.before_any();
        for member in self.those(theirs, &bare, at, around, |_, _| Ok(Truth::True))? {
            let one = Found::one(theirs.base.clone(), Some(member.value));
            truth = truth.and(member.belongs.not().or(included(mine, &one, false)));
        }
        Ok(truth)
    }

    /// What the subject has that a run of words names, and which word names it.
    pub(crate) fn had(&self, subject: &Found, words: &[Word]) -> Covered<(usize, Found)> {
        for (at, word) in words.iter().enumerate().rev().filter(|(_, word)| !word.quoted) {
            let plain = match self.step_named(&subject.base, self.text(*word))? {
                Some(step) => Some(self.follow(subject, step)?),
                None if matches!(subject.base, Base::Record(_)) => {
                    let value = self.follow(subject, Step::Value)?;
                    match self.step_named(&value.base, self.text(*word))? {
                        Some(step) => Some(self.follow(&value, step)?),
                        None => None,
                    }
                }
                None => None,
            };
            if let Some(found) = plain {
                return Ok((at, found));
            }
        }
        Err(NotCovered::Word)
    }

    /// A verb of the vocabulary: counts the values of its relation (§7); unknown if the element spoken of is missing (§10).
    pub(crate) fn related(&self, subject: &Found, step: Step, object: &NounPhrase, around: &[Scope]) -> Covered<Truth> {
        let it = subject.single()?;
        if !matches!(it, Single::Is(_)) {
            return Ok(it.absent());
        }
        let values = self.follow(subject, step)?;
        let kind = self.kind_of(&values)?;
        let is_noun =
            |word: &Word| self.words.kind_named(self.text(*word)).is_some_and(|it| self.words.related(it, kind));
        let at = object.words.iter().rposition(is_noun).ok_or(NotCovered::Word)?;
        self.counted(&values, object, at, around, |_, _| Ok(Truth::True))
    }

    /// §7, have: how many different values are as the phrase says, and what its quantifier makes of that.
    pub(crate) fn counted(
        &self,
        values: &Found,
        phrase: &NounPhrase,
        at: usize,
        around: &[Scope],
        more: impl Fn(&Value, &[Scope]) -> Covered<Truth>,
    ) -> Covered<Truth> {
        let those = self.those(values, phrase, at, around, more)?;
        match phrase.quantifier.as_ref().map(|it| &it.kind) {
            Some(QuantifierKind::Every) => Err(NotCovered::Construct("`have every` without `of`")),
            // `only P X`: every value is P; true of none.
            Some(QuantifierKind::Only) => {
                let start = if values.hole { Truth::Hole } else { Truth::True };
                Ok(those.iter().fold(start, |truth, member| truth.and(member.belongs)))
            }
            quantifier => self.test(quantifier, tally(those, values.hole), None, around),
        }
    }

    /// Each value of a path, with whether the phrase is true of it.
    pub(crate) fn those(
        &self,
        values: &Found,
        phrase: &NounPhrase,
        at: usize,
        around: &[Scope],
        more: impl Fn(&Value, &[Scope]) -> Covered<Truth>,
    ) -> Covered<Vec<Member>> {
        let word = self.text(*phrase.words.get(at).ok_or(NotCovered::Word)?);
        let after = match phrase.words.get(at.saturating_add(1)..).unwrap_or(&[]) {
            [] => None,
            [after] => Some(self.text(*after).to_owned()),
            _ => return Err(NotCovered::Word),
        };
        let quantifier = phrase.quantifier.as_ref().map(|it| &it.kind);
        let another = quantifier == Some(&QuantifierKind::Another);
        let (id, variable) = if quantifier.is_none() { (after, None) } else { (None, after) };
        let plain = self.words.plain_type(&values.base)?;
        let mut out = Vec::new();
        for member in &values.members {
            let scope = Scope {
                variable: variable.clone(),
                ..self.member_scope(&values.base, &member.value, &self.noun_of(values, word))
            };
            let inner = within(around, scope.clone());
            let mut belongs = member.belongs;
            if let Some(id) = &id {
                let named = match &plain {
                    Type::Element(kind) => self.named(*kind, id),
                    ty => Found::plain(ty.clone(), Some(Value::Word(lower(id)))),
                };
                belongs = belongs.and(named.single()?.ask(|named| equal(&member.value, named)));
            }
            if let (Type::Element(of), Some(kind)) = (&plain, self.words.kind_named(word))
                && kind != *of
                && self.words.is_a(kind, *of)
            {
                belongs = belongs.and(Truth::of(member.value.element().is_some_and(|it| self.is_of(it, kind))));
            }
            if another && let Some(subject) = &self.nearest(around)?.value {
                belongs = belongs.and(equal(&member.value, subject).not());
            }
            for adjective in phrase.words.iter().take(at) {
                belongs = belongs.and(self.adjective(&self.start(&scope), *adjective, &inner)?);
            }
            belongs = belongs.and(self.placed(phrase, &self.start(&scope), around, &inner)?);
            belongs = belongs.and(more(&member.value, &inner)?);
            out.push(Member { value: member.value.clone(), belongs });
        }
        Ok(out)
    }

    /// The noun of a value of a path: the attribute's own singular, or that of the kind.
    pub(crate) fn noun_of(&self, values: &Found, said: &str) -> String {
        if let Base::Record(id) = values.base
            && let Ok(attribute) = self.words.attribute(id)
        {
            return attribute.singular.clone();
        }
        match self.words.kind_named(said) {
            Some(kind) => self.words.kind_name(kind).to_owned(),
            None => singular(&lower(said)),
        }
    }

    /// `in PLACE` and `where C` of a phrase; a place is said from outside of it.
    pub(crate) fn placed(&self, phrase: &NounPhrase, it: &Found, around: &[Scope], inner: &[Scope]) -> Covered<Truth> {
        let mut truth = Truth::True;
        if let Some(place) = &phrase.within {
            let outside = if around.iter().any(|scope| !scope.parameter) { around } else { inner };
            truth = truth.and(self.lies_in(it, &self.expression(place, outside)?)?);
        }
        if let Some(condition) = &phrase.condition {
            truth = truth.and(self.condition(condition, inner)?);
        }
        Ok(truth)
    }

    /// §7, include: each value given is among them, with `or` one of them.
    pub(crate) fn include(&self, whole: &Found, values: &List<Expression>, around: &[Scope]) -> Covered<Truth> {
        let ty = self.words.plain_type(&whole.base)?;
        let any = values.connective == Connective::Or;
        join(values, |value| {
            if let (Type::OneOf(words), Expression::Path(Path { root: PathRoot::Word(word), steps, .. })) = (&ty, value)
                && steps.is_empty()
                && self.variable(*word, around).is_none()
            {
                let name = lower(self.text(*word));
                if !words.contains(&name) {
                    return Err(NotCovered::Word);
                }
                return Ok(included(whole, &Found::plain(ty.clone(), Some(Value::Word(name))), any));
            }
            Ok(included(whole, &self.expression(value, around)?, any))
        })
    }

    /// §7, mention: whole words, without regard to case.
    pub(crate) fn mention(&self, subject: &Found, words: &str) -> Covered<Truth> {
        if let Some(open) = subject.nobody.filter(|_| subject.many) {
            return Ok(open);
        }
        let mut truth = if subject.hole {
            Truth::Hole
        } else if subject.members.is_empty() && !subject.many {
            Truth::Unknown
        } else {
            Truth::False
        };
        for member in &subject.members {
            let Value::Text(text) = member.value.plain() else { return Err(NotCovered::Word) };
            truth = truth.or(member.belongs.and(Truth::of(mentions(text, words))));
        }
        Ok(truth)
    }

    /// §7, reach: the relations are followed once or more, in any mixture.
    pub(crate) fn reach(
        &self,
        subject: &Found,
        target: &ReachTarget,
        via: &[Word],
        around: &[Scope],
    ) -> Covered<Truth> {
        let from = match subject.single()? {
            Single::Is(value) => value.element().ok_or(NotCovered::Word)?,
            absent => return Ok(absent.absent()),
        };
        let mut answer = Truth::False;
        // First by what is certain; then, if that does not arrive, by all that may be (§10).
        for certain in [true, false] {
            let (mut reached, mut at): (Vec<ElementId>, usize) = (vec![], 0);
            let mut next = Some(from);
            while let Some(element) = next {
                let neighbours = self.neighbours(element, via)?;
                if neighbours.hole && !certain {
                    answer = answer.or(Truth::Hole);
                }
                for member in neighbours.members {
                    let Some(there) = member.value.element() else { continue };
                    let passes = if certain { member.belongs.is_true() } else { !member.belongs.is_false() };
                    if !passes || reached.contains(&there) {
                        continue;
                    }
                    reached.push(there);
                    let found = match target {
                        ReachTarget::Itself(_) => Truth::of(there == from),
                        ReachTarget::Noun(phrase) => self.is_one(&self.run(phrase)?, phrase, there, around)?,
                    };
                    if certain && found.is_true() {
                        return Ok(Truth::True);
                    }
                    if !certain && !found.is_false() {
                        answer = answer.or(Truth::Unknown.and(found).and(member.belongs));
                    }
                }
                next = reached.get(at).copied();
                at += 1;
            }
        }
        Ok(answer)
    }

    /// §7, share … with: counts those who have a value in common in each path, with `or` in one.
    pub(crate) fn share(&self, what: &List<Path>, with: &NounPhrase, around: &[Scope]) -> Covered<Truth> {
        let run = self.run(with)?;
        let subject = self.nearest(around)?.value.as_ref().and_then(Value::element);
        let another = with.quantifier.as_ref().is_some_and(|it| it.kind == QuantifierKind::Another);
        let mut members = Vec::new();
        for other in self.elements_of(run.kind).filter(|other| !another || Some(*other) != subject) {
            let theirs = within(around, self.subject(run.kind, Some(other)));
            let shares = join(what, |path| in_common(&self.path(path, around)?, &self.path(path, &theirs)?))?;
            let belongs = shares.and(self.is_one(&run, with, other, around)?);
            members.push(Member { value: Value::Element(other), belongs });
        }
        self.test(with.quantifier.as_ref().map(|it| &it.kind), tally(members, false), None, around)
    }
}

/// Whether the values asked for are among those there: all of them, or one of them.
pub(crate) fn included(there: &Found, asked: &Found, any: bool) -> Truth {
    let among = |value: &Value| {
        let start = if there.hole { Truth::Hole } else { Truth::False };
        there.members.iter().fold(start, |truth, member| truth.or(member.belongs.and(equal(&member.value, value))))
    };
    if let Some(open) = there.nobody {
        return open;
    }
    let mut truth = Truth::of(!any);
    for member in &asked.members {
        truth = if any {
            truth.or(member.belongs.and(among(&member.value)))
        } else {
            truth.and(member.belongs.not().or(among(&member.value)))
        };
    }
    if asked.hole || asked.missing {
        let open = Truth::open(asked.hole);
        truth = if any { truth.or(open) } else { truth.and(open) };
    }
    truth
}

/// Whether a text holds words, whole and without regard to case.
fn mentions(text: &str, words: &str) -> bool {
    let (text, words): (Vec<char>, Vec<char>) = (lower(text).chars().collect(), lower(words).chars().collect());
    let of_word = |letter: Option<&char>| letter.is_some_and(|letter| letter.is_alphanumeric() || *letter == '_');
    if words.is_empty() {
        return true;
    }
    text.windows(words.len()).enumerate().any(|(at, window)| {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let after = text.get(at.saturating_add(words.len()));
        let cut = (of_word(before) && of_word(words.first())) || (of_word(words.last()) && of_word(after));
        window == words.as_slice() && !cut
    })
}
