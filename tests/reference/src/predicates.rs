//! §7 and §8: predicates and conditions: what is asked of something, and whether it is so.

use bellwether_syntax::tree::{
    BeKind, BeTerm, Bound, CompareOp, Condition, Connective, Expression, List, Meaning, NounPhrase, Of, Order, Path,
    PathRoot, Predicate, QuantifierKind as Q, ReachTarget, VerbKind, VerbPhrase, Word,
};
use jiff::civil::Date;

use crate::NotCovered;
use crate::meaning::{Asked, Member, Tally, Truth, both, compare, moved, same, settled, spread};
use crate::model::{ElementId, compound, rate};
use crate::paths::{Found, Here, Scope};
use crate::subjects::quantifier;
use crate::types::{Type, Value};
use crate::words::{alike, lower};

/// How the parts of a list are joined.
pub(crate) fn join<T>(list: &List<T>, mut ask: impl FnMut(&T) -> Asked<Truth>) -> Asked<Truth> {
    let any = list.connective == Connective::Or;
    list.parts.iter().try_fold(Truth::of(!any), |truth, part| {
        let said = ask(part)?;
        Ok(if any { truth.or(said) } else { truth.and(said) })
    })
}

/// Whether a verb takes the values of a path together (§6, Possessive subjects).
fn takes_together(verb: &VerbPhrase) -> bool {
    match &verb.kind {
        VerbKind::Include(_) | VerbKind::Mention(_) => true,
        VerbKind::Be(terms) => {
            terms.parts.iter().all(|term| matches!(term.kind, BeKind::SameAs(_) | BeKind::Set | BeKind::Missing))
        }
        _ => false,
    }
}

/// The verbs of a predicate.
fn verbs(predicate: &Predicate) -> Vec<&VerbPhrase> {
    match predicate {
        Predicate::List(list, _) => list.parts.iter().flat_map(verbs).collect(),
        Predicate::Not(inner, _) => verbs(inner),
        Predicate::Verb(verb) => vec![verb],
        Predicate::Hole(_) => Vec::new(),
    }
}

impl Here<'_> {
    /// A predicate of a subject; of a possessive over several it is asked of every one of them (§6), each of which goes by
    /// the noun.
    pub(crate) fn predicate(&self, subject: &Found, predicate: &Predicate, noun: &str) -> Asked<Truth> {
        let together = verbs(predicate).into_iter().filter(|verb| takes_together(verb)).count();
        let all = !subject.many || together == verbs(predicate).len();
        match predicate {
            Predicate::Hole(_) => Err(NotCovered::Unread.into()),
            Predicate::List(list, _) if all || list.connective != Connective::Or => {
                join(list, |part| self.predicate(subject, part, noun))
            }
            Predicate::Not(inner, _) if all => Ok(self.predicate(subject, inner, noun)?.not()),
            Predicate::Verb(verb) if all => self.verb(subject, verb),
            _ if together > 0 => Err(NotCovered::Construct("verbs for each value beside verbs for all of them").into()),
            _ => subject.members.iter().try_fold(subject.open.clone(), |truth, member| {
                let it = subject.just(&member.value);
                let inner = self.beside(Scope { noun: noun.to_owned(), variable: None, it: it.clone() });
                let said = inner.predicate(&it, predicate, noun)?;
                Ok(truth.and(member.belongs.clone().not().or(said)))
            }),
        }
    }

    /// A verb with what belongs to it.
    pub(crate) fn verb(&self, subject: &Found, verb: &VerbPhrase) -> Asked<Truth> {
        match &verb.kind {
            VerbKind::Be(terms) => join(terms, |term| self.be(subject, term)),
            VerbKind::Have(items) => join(items, |item| settled(subject.value(), |_| self.have(subject, item))),
            VerbKind::Include(values) => self.include(subject, values),
            VerbKind::Mention(texts) => join(texts, |text| match self.written(text)? {
                Value::Text(words) => mention(subject, &words),
                _ => Err(NotCovered::Unread.into()),
            }),
            VerbKind::Reach { target, via } => settled(subject.element(), |from| self.reach(from, target, via)),
            VerbKind::Share { what, with } => self.share(subject, what, with.as_ref().ok_or(NotCovered::Word)?),
            VerbKind::Relation { verb, object } => {
                let relation = self.words.relation_with_verb(subject.kind()?, self.text(*verb));
                self.related(subject, relation.ok_or(NotCovered::Word)?, object)
            }
        }
    }

    /// be: the table.
    fn be(&self, subject: &Found, term: &BeTerm) -> Asked<Truth> {
        let value = |expression: &Expression| self.expression(expression);
        match &term.kind {
            BeKind::Word(word) => match self.bound(*word) {
                Some(parameter) => compare(subject, CompareOp::Equal, parameter),
                None => self.adjective(subject, *word),
            },
            BeKind::A(phrase) => match (phrase.words.as_slice(), &phrase.condition) {
                ([word], None) if self.words.kind_named(self.text(*word)).is_none() => self.adjective(subject, *word),
                _ => {
                    let (at, kind) = self.noun_of_kind(phrase)?;
                    let bare = NounPhrase { words: phrase.words[at..].to_vec(), ..phrase.clone() };
                    let so = settled(subject.element(), |it| self.is_one(it, &bare))?;
                    let it = Found { ty: Type::Element(kind), ..subject.clone() };
                    phrase.words[..at].iter().try_fold(so, |so, word| Ok(so.and(self.adjective(&it, *word)?)))
                }
            },
            BeKind::Bound(bound, than) => compare(subject, sign(*bound), &value(than)?),
            BeKind::Between(low, high) => {
                let above = compare(subject, CompareOp::AtLeast, &value(low)?)?;
                Ok(above.and(compare(subject, CompareOp::AtMost, &value(high)?)?))
            }
            BeKind::Literal(literal) => compare(subject, CompareOp::Equal, &Found::one(self.literal(*literal)?)),
            BeKind::Set => Ok(is_set(subject)),
            BeKind::Missing => Ok(is_set(subject).not()),
            BeKind::In(places) => join(places, |place| self.lies_in(subject, &value(place)?)),
            BeKind::SameAs(other) => {
                let other = value(other)?;
                // Over several values: the same values, in any order.
                if subject.many || other.many {
                    return Ok(included(subject, &other, false).and(included(&other, subject, false)));
                }
                compare(subject, CompareOp::Equal, &other)
            }
            BeKind::When { offset, order, date } => {
                let offset = match offset {
                    Some((bound, duration)) => value(duration)?.value().map(|duration| Some((*bound, duration))),
                    None => Ok(None),
                };
                settled(both(both(subject.value(), value(date)?.value()), offset), |((it, date), offset)| {
                    Ok(Truth::told(it.day().zip(date.day()).and_then(|days| stands(days, offset, *order))))
                })
            }
            BeKind::Within { duration, date } => {
                let dates = both(subject.value(), value(date)?.value());
                settled(both(dates, value(duration)?.value()), |((it, date), duration)| {
                    let far = |order| stands(it.day().zip(date.day())?, Some((Bound::AtMost, duration.clone())), order);
                    Ok(Truth::told(far(Order::Before)).or(Truth::told(far(Order::After))))
                })
            }
            BeKind::By { verb, noun } => {
                let inverse = self.words.inverse_with_participle(subject.kind()?, self.text(*verb));
                self.related(subject, inverse.ok_or(NotCovered::Word)?, noun)
            }
            BeKind::Hole => Err(NotCovered::Unread.into()),
        }
    }

    /// `be in PLACE`: it is the place, or lies in it at any depth; a date or period in a period.
    pub(crate) fn lies_in(&self, what: &Found, place: &Found) -> Asked<Truth> {
        settled(both(what.value(), place.value()), |both| {
            Ok(Truth::told(match both {
                (Value::Date(date), Value::Period(start, end)) => Some(start <= date && date <= end),
                (Value::Period(first, last), Value::Period(start, end)) => Some(start <= first && last <= end),
                (Value::Element(it), Value::Element(at)) => Some(it == at || self.model.all_places(it).contains(&at)),
                _ => None,
            }))
        })
    }

    /// An adjective (§4, Adjectives), or a word after a path to a plain value. It means one thing at most.
    pub(crate) fn adjective(&self, subject: &Found, word: Word) -> Asked<Truth> {
        let name = lower(self.text(word));
        let is = |found: &Found, word: &str| {
            let word = Found::one(Value::Word(word.to_owned()));
            if found.many { Ok(included(found, &word, false)) } else { compare(found, CompareOp::Equal, &word) }
        };
        match (&subject.ty, name.as_str()) {
            (Type::OneOf(words), _) if subject.record.is_none() || words.contains(&name) => return is(subject, &name),
            (Type::Plain("yes/no"), "yes") => return Self::flag(subject),
            (Type::Plain("yes/no"), "no") => return Self::flag(subject).map(Truth::not),
            (Type::Plain("formula"), what) => {
                return settled(subject.value(), |value| match value {
                    Value::Formula(formula) if what == "rate" => {
                        Ok(Truth::of(rate(&self.model.resolved(&formula)).is_some()))
                    }
                    Value::Formula(formula) => Ok(Truth::of(compound(&self.model.resolved(&formula)))),
                    _ => Err(NotCovered::Word.into()),
                });
            }
            _ => {}
        }
        let fields = subject.record.map_or(Vec::new(), |record| self.words.attributes[record].fields.clone());
        let own = subject.kind().map_or(Vec::new(), |kind| self.words.attributes_of(kind));
        for attribute in fields.into_iter().chain(own).map(|id| &self.words.attributes[id]) {
            match &attribute.ty {
                Type::Plain("yes/no") if alike(attribute.name, &name) => {
                    return Self::flag(&self.step(subject, attribute.name)?);
                }
                Type::OneOf(words) if words.contains(&name) => return is(&self.step(subject, attribute.name)?, &name),
                _ => {}
            }
        }
        let kind = subject.kind()?;
        let below = self.words.kind_named(&name).filter(|below| self.words.is_a(*below, kind));
        // §4, Definitions: an adjective is true of what its condition is true of.
        let defined = self.words.definitions.iter().find_map(|it| match it.meaning {
            Meaning::Adjective(so) if alike(&it.name, &name) && self.words.is_a(kind, it.kind) => Some((it.kind, so)),
            _ => None,
        });
        settled(subject.element(), |element| match (below, defined) {
            (Some(below), _) => Ok(Truth::of(self.model.is_of(element, below))),
            (None, Some((kind, condition))) => {
                Here { scopes: vec![self.subject(kind, Some(element))], ..*self }.condition(condition)
            }
            (None, None) => Err(NotCovered::Word.into()),
        })
    }

    /// have: an item, whose noun is the last word of the run that names something the subject has.
    fn have(&self, subject: &Found, item: &NounPhrase) -> Asked<Truth> {
        let (at, mine) = self.had(subject, &item.words)?;
        let noun = self.text(item.words[at]);
        let whole = match item.of.as_deref() {
            None => return self.counted(&mine, item, at, None),
            Some(Of::Bound(term)) => {
                // `a X of at most V`: the single value is set and at most V.
                let so = is_set(&mine).and(self.be(&mine, term)?);
                return Ok(if quantifier(item) == Some(&Q::No) { so.not() } else { so });
            }
            Some(Of::Path(path)) => self.path(path)?,
            Some(Of::Noun(phrase)) => match (self.noun_of_kind(phrase)?, phrase.words.last()) {
                ((_, kind), Some(id)) => self.named(kind, self.text(*id))?,
                _ => return Err(NotCovered::Word.into()),
            },
        };
        let theirs = self.step(&whole, noun)?;
        if quantifier(item) != Some(&Q::Every) {
            return self.counted(&mine, item, at, Some(&theirs));
        }
        // `every X of PATH`: each of theirs is among mine.
        let bare = NounPhrase { quantifier: None, of: None, ..item.clone() };
        let those = self.select(&theirs, &bare, at)?;
        Ok(those.into_iter().fold(theirs.open.clone(), |truth, (member, _)| {
            truth.and(member.belongs.not().or(included(&mine, &theirs.just(&member.value), false)))
        }))
    }

    /// What the subject has that a run of words names, and which word names it.
    pub(crate) fn had(&self, subject: &Found, words: &[Word]) -> Asked<(usize, Found)> {
        for (at, word) in words.iter().enumerate().rev().filter(|(_, word)| !word.quoted) {
            if let Some(found) = self.find(subject, self.text(*word))? {
                return Ok((at, found));
            }
        }
        Err(NotCovered::Word.into())
    }

    /// A verb of the vocabulary: counts the values of its relation; unknown if the element spoken of is missing (§10).
    fn related(&self, subject: &Found, relation: usize, object: &NounPhrase) -> Asked<Truth> {
        let values = self.attribute(subject, relation)?;
        let kind = values.kind()?;
        let named = |word: &Word| self.words.kind_named(self.text(*word));
        let is_noun = |word: &Word| named(word).is_some_and(|it| self.words.related(it, kind));
        let at = object.words.iter().rposition(is_noun).ok_or(NotCovered::Word)?;
        settled(subject.value(), |_| self.counted(&values, object, at, None))
    }

    /// How many different values are as the phrase says, and among others where there are some, and what its quantifier
    /// makes of that.
    fn counted(&self, values: &Found, phrase: &NounPhrase, at: usize, among: Option<&Found>) -> Asked<Truth> {
        // Of a relation to units `a team` means those that are teams.
        let kind = self.words.kind_named(self.text(phrase.words[at]));
        let narrower = kind.filter(|kind| values.kind().is_ok_and(|of| self.words.is_a(*kind, of)));
        let mut members: Vec<Member> = Vec::new();
        for (Member { value, mut belongs }, _) in self.select(values, phrase, at)? {
            if let (Some(kind), Some(element)) = (narrower, value.element()) {
                belongs = belongs.and(Truth::of(self.model.is_of(element, kind)));
            }
            if let Some(theirs) = among {
                belongs = belongs.and(included(theirs, &values.just(&value), false));
            }
            members.push(Member { value, belongs });
        }
        match quantifier(phrase) {
            // `only P X`: every value is P; true of none.
            Some(Q::Only) => Ok(members.into_iter().fold(Truth::True, |truth, member| truth.and(member.belongs))),
            _ => self.test(phrase, &Tally::of(members), None),
        }
    }

    /// include: each value given is among them, with `or` one of them.
    fn include(&self, whole: &Found, values: &List<Expression>) -> Asked<Truth> {
        let any = values.connective == Connective::Or;
        join(values, |value| {
            let asked = match (&whole.ty, value) {
                (Type::OneOf(_), Expression::Path(Path { root: PathRoot::Word(word), steps, .. }))
                    if steps.is_empty() && self.bound(*word).is_none() =>
                {
                    Found::one(Value::Word(lower(self.text(*word))))
                }
                _ => self.expression(value)?,
            };
            Ok(included(whole, &asked, any))
        })
    }

    /// reach: the relations are followed once or more, in any mixture; some of those arrived at may not be reached.
    fn reach(&self, from: ElementId, target: &ReachTarget, via: &[Word]) -> Asked<Truth> {
        let reached = spread((from, true), |(element, way)| {
            let next = self.neighbours(element, via)?.into_iter().filter(|(_, belongs)| !belongs.is_false());
            Ok(next.map(|(there, belongs)| (there, way && belongs.is_true())).collect())
        })?;
        reached.into_iter().try_fold(Truth::False, |truth, (there, certain)| {
            let found = match target {
                ReachTarget::Itself(_) => Truth::of(there == from),
                ReachTarget::Noun(phrase) => self.is_one(there, phrase)?,
            };
            Ok(truth.or(found.and(if certain { Truth::True } else { Truth::UNDECIDED })))
        })
    }

    /// share … with: counts those who have a value in common in each path, with `or` in one.
    fn share(&self, subject: &Found, what: &List<Path>, with: &NounPhrase) -> Asked<Truth> {
        let subject = subject.value()?.element();
        let mut members = Vec::new();
        for (other, inner) in self.chosen(with)? {
            if quantifier(with) != Some(&Q::Another) || other.value.element() != subject {
                let shares = join(what, |path| Ok(in_common(&self.path(path)?, &inner.path(path)?)))?;
                members.push(Member { belongs: shares.and(other.belongs), ..other });
            }
        }
        self.test(with, &Tally::of(members), None)
    }

    /// §8: a condition of the nearest subject.
    pub(crate) fn condition(&self, condition: &Condition) -> Asked<Truth> {
        match condition {
            Condition::List(list, _) => join(list, |part| self.condition(part)),
            Condition::Not(inner, _) => Ok(self.condition(inner)?.not()),
            Condition::Clause(clause) => {
                let said = self.verb(&self.expression(&clause.subject)?, &clause.verb)?;
                Ok(if clause.negated { said.not() } else { said })
            }
            Condition::Compare(it) => compare(&self.expression(&it.left)?, it.op, &self.expression(&it.right)?),
            Condition::Bare(expression) => Self::flag(&self.expression(expression)?),
            Condition::Hole(_) => Err(NotCovered::Unread.into()),
        }
    }

    /// A `yes or no` value alone: it is yes.
    fn flag(found: &Found) -> Asked<Truth> {
        settled(found.value(), |value| Ok(Truth::of(matches!(value, Value::YesOrNo(true)))))
    }
}

const fn sign(bound: Bound) -> CompareOp {
    match bound {
        Bound::AtLeast => CompareOp::AtLeast,
        Bound::AtMost => CompareOp::AtMost,
        Bound::MoreThan => CompareOp::More,
        Bound::LessThan => CompareOp::Less,
        Bound::Exactly => CompareOp::Equal,
    }
}

/// `before`, `after`, and so far before or after.
fn stands((it, date): (Date, Date), offset: Option<(Bound, Value)>, order: Order) -> Option<bool> {
    let before = matches!(order, Order::Before | Order::OnOrBefore);
    // How far on the side asked about one day is of another.
    let beyond = |one: Date, other: Date| if before { other.cmp(&one) } else { one.cmp(&other) };
    let Some((bound, offset)) = offset else {
        let or_on = matches!(order, Order::OnOrBefore | Order::OnOrAfter);
        return Some(beyond(it, date).is_gt() || (or_on && it == date));
    };
    let Value::Duration(months, days) = offset else { return None };
    let edge = if before { moved(date, -months, -days)? } else { moved(date, months, days)? };
    let (far, on_side) = (beyond(it, edge), beyond(it, date).is_ge());
    Some(match bound {
        Bound::AtLeast => far.is_ge(),
        Bound::MoreThan => far.is_gt(),
        Bound::AtMost => far.is_le() && on_side,
        Bound::LessThan => far.is_lt() && on_side,
        Bound::Exactly => far.is_eq(),
    })
}

/// `set`: something is written.
fn is_set(found: &Found) -> Truth {
    let there = Truth::of(found.ends.is_some());
    found.members.iter().fold(there, |truth, member| truth.or(member.belongs.clone()))
}

/// Whether two paths have a value in common; what is missing, or may not be there, is shared with nobody (§6, No two).
pub(crate) fn in_common(mine: &Found, theirs: &Found) -> Truth {
    let sure = |found: &Found| found.members.iter().filter(|it| it.belongs.is_true()).cloned().collect::<Vec<_>>();
    let theirs = sure(theirs);
    let is_theirs = |mine: &Member| theirs.iter().any(|their| same(&mine.value, &their.value) == Some(true));
    Truth::of(sure(mine).iter().any(is_theirs))
}

/// Whether the values asked for are among those there: all of them, or one of them.
fn included(there: &Found, asked: &Found, any: bool) -> Truth {
    if let Some(open) = &there.nobody {
        return open.clone();
    }
    let among = |value: &Value| {
        let is = |it: &Member| it.belongs.clone().and(Truth::told(same(&it.value, value)));
        there.members.iter().fold(Truth::False, |truth, member| truth.or(is(member)))
    };
    let truth = asked.members.iter().fold(Truth::of(!any), |truth, Member { value, belongs }| {
        let belongs = belongs.clone();
        if any { truth.or(belongs.and(among(value))) } else { truth.and(belongs.not().or(among(value))) }
    });
    // What is asked for and missing may be among them or not.
    let open = asked.open.clone();
    match (open.is_true(), any) {
        (true, _) => truth,
        (false, true) => truth.or(open),
        (false, false) => truth.and(open),
    }
}

/// mention: whole words, without regard to case. A single text that is missing may say anything.
fn mention(subject: &Found, words: &str) -> Asked<Truth> {
    if let Some(open) = subject.nobody.clone().filter(|_| subject.many) {
        return Ok(open);
    }
    let start = if subject.many { Truth::False } else { subject.open.clone().not() };
    subject.members.iter().try_fold(start, |truth, member| match member.value.plain() {
        Value::Text(text) => Ok(truth.or(member.belongs.clone().and(Truth::of(mentions(text, words))))),
        _ => Err(NotCovered::Word.into()),
    })
}

/// Whether a text holds words, whole and without regard to case.
fn mentions(text: &str, words: &str) -> bool {
    let (text, words): (Vec<char>, Vec<char>) = (lower(text).chars().collect(), lower(words).chars().collect());
    let of_word = |letter: Option<&char>| letter.is_some_and(|letter| letter.is_alphanumeric() || *letter == '_');
    words.is_empty()
        || text.windows(words.len()).enumerate().any(|(at, window)| {
            let before = at.checked_sub(1).and_then(|before| text.get(before));
            let after = text.get(at.saturating_add(words.len()));
            let cut = (of_word(before) && of_word(words.first())) || (of_word(words.last()) && of_word(after));
            window == words.as_slice() && !cut
        })
}
