//! §7 and §8: predicates and conditions: what is asked of something, and whether it is so.

use bellwether_syntax::tree::{
    BeKind, BeTerm, Bound, CompareOp, Condition, Connective, Expression, List, Meaning, NounPhrase, Of, Order, Path,
    PathRoot, Predicate, QuantifierKind as Q, ReachTarget, VerbKind, VerbPhrase, Word,
};
use jiff::civil::Date;

use crate::meaning::{Member, Truth, both, compare, judge, moved, same, settled, spread};
use crate::model::{ElementId, compound, rate};
use crate::paths::{Found, Here, Scope};
use crate::subjects::{denied, quantifier};
use crate::types::{Type, Value};
use crate::vocabulary::AttributeId;
use crate::words::{alike, lower};
use crate::{Asked, Stop};

/// How the parts of a list are joined.
pub(crate) fn join<T>(list: &List<T>, mut ask: impl FnMut(&T) -> Asked<Truth>) -> Asked<Truth> {
    let any = list.connective == Connective::Or;
    list.parts.iter().try_fold(Truth::of(!any), |truth, part| {
        let said = ask(part)?;
        Ok(if any { truth.or(said) } else { truth.and(said) })
    })
}

/// Of each verb of a predicate whether it takes the values of a path together (§6, Possessive subjects).
fn together(predicate: &Predicate) -> Vec<bool> {
    match predicate {
        Predicate::List(list, _) => list.parts.iter().flat_map(together).collect(),
        Predicate::Not(inner, _) => together(inner),
        Predicate::Verb(verb) => vec![match &verb.kind {
            VerbKind::Include(_) | VerbKind::Mention(_) => true,
            VerbKind::Be(terms) => {
                terms.parts.iter().all(|term| matches!(term.kind, BeKind::SameAs(_) | BeKind::Set | BeKind::Missing))
            }
            _ => false,
        }],
    }
}

/// Whether a value is a word; of several, whether one of them is.
fn is_word(found: &Found, word: &str) -> Asked<Truth> {
    let word = Found::one(Value::Word(word.to_owned()));
    if found.many { Ok(included(found, &word, false)) } else { compare(found, CompareOp::Equal, &word) }
}

impl Here<'_> {
    /// A predicate of a subject; of a possessive over several it is asked of every one of them (§6), each of which goes
    /// by the noun.
    pub(crate) fn predicate(&self, subject: &Found, predicate: &Predicate, noun: &str) -> Asked<Truth> {
        let together = together(predicate);
        let all = !subject.many || together.iter().all(|together| *together);
        match predicate {
            Predicate::List(list, _) if all || list.connective != Connective::Or => {
                join(list, |part| self.predicate(subject, part, noun))
            }
            Predicate::Not(inner, _) if all => Ok(self.predicate(subject, inner, noun)?.not()),
            Predicate::Verb(verb) if all => self.verb(subject, verb),
            _ if together.contains(&true) => Err(Stop::NotCovered("verbs for each value beside verbs for all of them")),
            _ => subject.members.iter().try_fold(subject.open.clone(), |truth, member| {
                let it = subject.just(&member.value);
                // The subject itself stays the nearest.
                let mut inner = self.clone();
                let scope = Scope { noun: noun.to_owned(), variable: None, it: it.clone() };
                inner.scopes.insert(self.scopes.len().saturating_sub(1), scope);
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
                _ => Err(Stop::Mistake),
            }),
            VerbKind::Reach { target, via } => settled(subject.element(), |from| self.reach(from, target, via)),
            VerbKind::Share { what, with } => self.share(subject, what, with.as_ref().ok_or(Stop::Mistake)?),
            VerbKind::Relation { verb, object } => {
                self.related(subject, self.words.relation_with_verb(subject.kind()?, self.text(*verb)), object)
            }
        }
    }

    /// be: the table.
    fn be(&self, subject: &Found, term: &BeTerm) -> Asked<Truth> {
        let value = |expression: &Expression| self.expression(expression);
        let is = |op: CompareOp, than: &Expression| compare(subject, op, &value(than)?);
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
            BeKind::Bound(bound, than) => is(sign(*bound), than),
            BeKind::Between(low, high) => Ok(is(CompareOp::AtLeast, low)?.and(is(CompareOp::AtMost, high)?)),
            BeKind::Literal(literal) => is(CompareOp::Equal, &Expression::Literal(*literal)),
            BeKind::Set => Ok(is_set(subject)),
            BeKind::Missing => Ok(is_set(subject).not()),
            BeKind::In(places) => join(places, |place| self.lies_in(subject, &value(place)?)),
            BeKind::SameAs(other) => match value(other)? {
                // Over several values: the same values, in any order.
                other if subject.many || other.many => {
                    Ok(included(subject, &other, false).and(included(&other, subject, false)))
                }
                other => compare(subject, CompareOp::Equal, &other),
            },
            BeKind::When { offset, order, date } => {
                let offset = offset.as_ref().map(|(bound, duration)| (*bound, duration));
                self.stands(subject, offset, *order, date)
            }
            BeKind::Within { duration, date } => {
                let far = |order| self.stands(subject, Some((Bound::AtMost, duration)), order, date);
                Ok(far(Order::Before)?.or(far(Order::After)?))
            }
            BeKind::By { verb, noun } => {
                let relations = self.words.inverses_with_participle(subject.kind()?, self.text(*verb));
                // Of several that which those have of whom it is said.
                let who = noun.words.iter().rev().find_map(|word| self.words.kind_named(self.text(*word)));
                let kind = |id: &AttributeId| self.words.attributes[*id].ty.kind();
                let has = |id: &&AttributeId| who.zip(kind(id)).is_some_and(|(who, of)| self.words.related(who, of));
                self.related(subject, relations.iter().find(has).or(relations.first()).copied(), noun)
            }
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

    /// `before`, `after`, and so far before or after: alone they are more than nothing, with `on or` at least nothing.
    fn stands(
        &self,
        it: &Found,
        offset: Option<(Bound, &Expression)>,
        order: Order,
        date: &Expression,
    ) -> Asked<Truth> {
        let before = matches!(order, Order::Before | Order::OnOrBefore);
        let (bound, far) = match (offset, order) {
            (Some((bound, duration)), _) => (bound, self.expression(duration)?),
            (None, Order::Before | Order::After) => (Bound::MoreThan, Found::one(Value::Duration(0, 0))),
            (None, Order::OnOrBefore | Order::OnOrAfter) => (Bound::AtLeast, Found::one(Value::Duration(0, 0))),
        };
        let values = both(both(it.value(), self.expression(date)?.value()), far.value());
        settled(values, |((it, date), far)| {
            let so = || {
                let (it, date, Value::Duration(months, days)) = (it.day()?, date.day()?, far) else { return None };
                let edge = if before { moved(date, -months, -days)? } else { moved(date, months, days)? };
                // How far it is beyond a day on the side asked about.
                let beyond = |day: Date| if before { day.cmp(&it) } else { it.cmp(&day) };
                let near = matches!(bound, Bound::AtMost | Bound::LessThan);
                Some(judge(sign(bound), (beyond(edge), beyond(edge)))? && (!near || beyond(date).is_ge()))
            };
            Ok(Truth::told(so()))
        })
    }

    /// An adjective (§4, Adjectives), or a word after a path to a plain value. It means one thing at most.
    pub(crate) fn adjective(&self, it: &Found, word: Word) -> Asked<Truth> {
        let name = lower(self.text(word));
        match (&it.ty, name.as_str()) {
            (Type::OneOf(words), _) if it.record.is_none() || words.contains(&name) => return is_word(it, &name),
            (Type::Plain("yes/no"), "yes" | "no") => return is_word(it, &name),
            (Type::Formula(_), what) => {
                return settled(it.value(), |value| {
                    let formula = self.model.resolved(value.formula().ok_or(Stop::Mistake)?);
                    Ok(Truth::of(if what == "rate" { rate(formula).is_some() } else { compound(formula) }))
                });
            }
            _ => {}
        }
        let fields = it.record.map_or(&[][..], |record| &self.words.attributes[record].fields);
        let own = it.kind().map_or(Vec::new(), |kind| self.words.attributes_of(kind));
        for attribute in fields.iter().chain(&own).map(|id| &self.words.attributes[*id]) {
            let said = match &attribute.ty {
                Type::Plain("yes/no") if alike(attribute.name, &name) => "yes",
                Type::OneOf(words) if words.contains(&name) => &name,
                _ => continue,
            };
            return is_word(&self.step(it, attribute.name)?, said);
        }
        let kind = it.kind()?;
        let below = self.words.kind_named(&name).filter(|below| self.words.is_a(*below, kind));
        // §4, Definitions: an adjective is true of what its condition is true of.
        let defined = self.words.definitions.iter().find_map(|it| match it.meaning {
            Meaning::Adjective(so) if alike(&it.name, &name) && self.words.is_a(kind, it.kind) => Some((it.kind, so)),
            _ => None,
        });
        settled(it.element(), |element| match (below, defined) {
            (Some(below), _) => Ok(Truth::of(self.model.is_of(element, below))),
            (None, Some((kind, condition))) => {
                Here { scopes: vec![self.subject(kind, Some(element))], ..*self }.condition(condition)
            }
            (None, None) => Err(Stop::Mistake),
        })
    }

    /// have: an item, whose noun is the last word of the run that names something the subject has.
    fn have(&self, subject: &Found, item: &NounPhrase) -> Asked<Truth> {
        let (at, mine) = self.last(&item.words, |word| self.find(subject, word))?;
        let whole = match item.of.as_deref() {
            None => return self.counted(&mine, item, at),
            Some(Of::Bound(term)) => {
                // `a X of at most V`: the single value is set and at most V.
                return Ok(denied(item, is_set(&mine).and(self.be(&mine, term)?)));
            }
            Some(Of::Path(path)) => self.path(path)?,
            Some(Of::Noun(phrase)) => {
                let id = phrase.words.last().ok_or(Stop::Mistake)?;
                self.named(self.noun_of_kind(phrase)?.1, self.text(*id))?
            }
        };
        let theirs = self.step(&whole, self.text(item.words[at]))?;
        if quantifier(item) == Some(&Q::Every) {
            // `every X of PATH`: each of theirs is among mine.
            let bare = NounPhrase { quantifier: None, of: None, ..item.clone() };
            let members = self.select(&theirs, &bare, at)?.into_iter().map(|(member, _)| member).collect();
            return Ok(included(&mine, &Found { members, ..theirs }, false));
        }
        let common = |it: &Member| it.belongs.clone().and(included(&theirs, &mine.just(&it.value), false));
        let members = mine.members.iter().map(|it| Member { belongs: common(it), value: it.value.clone() }).collect();
        self.counted(&Found { members, ..mine }, item, at)
    }

    /// The last word of a run that means something, and what it means.
    pub(crate) fn last<T>(&self, words: &[Word], means: impl Fn(&str) -> Asked<T>) -> Asked<(usize, T)> {
        for (at, word) in words.iter().enumerate().rev().filter(|(_, word)| !word.quoted) {
            match means(self.text(*word)) {
                Err(Stop::Mistake) => {}
                found => return Ok((at, found?)),
            }
        }
        Err(Stop::Mistake)
    }

    /// A verb of the vocabulary: counts the values of its relation; unknown if the element spoken of is missing (§10).
    fn related(&self, subject: &Found, relation: Option<AttributeId>, object: &NounPhrase) -> Asked<Truth> {
        let values = self.attribute(subject, relation.ok_or(Stop::Mistake)?)?;
        let kind = values.kind()?;
        let named = |word: &Word| self.words.kind_named(self.text(*word));
        let is_noun = |word: &Word| named(word).is_some_and(|it| self.words.related(it, kind));
        let at = object.words.iter().rposition(is_noun).ok_or(Stop::Mistake)?;
        settled(subject.value(), |_| self.counted(&values, object, at))
    }

    /// How many different values are as the phrase says, and what its quantifier makes of that.
    fn counted(&self, values: &Found, phrase: &NounPhrase, at: usize) -> Asked<Truth> {
        // Of a relation to units `a team` means those that are teams.
        let kind = self.words.kind_named(self.text(phrase.words[at]));
        let narrower = kind.filter(|kind| values.kind().is_ok_and(|of| self.words.is_a(*kind, of)));
        let is_one = |it: &Value| narrower.zip(it.element()).is_none_or(|(kind, it)| self.model.is_of(it, kind));
        let so = |values: &Found| {
            let members = self.select(values, phrase, at)?.into_iter().map(|(it, _)| it);
            Ok(members
                .map(|it| Member { belongs: it.belongs.and(Truth::of(is_one(&it.value))), ..it })
                .collect::<Vec<_>>())
        };
        if quantifier(phrase) != Some(&Q::Only) {
            return self.test(phrase, &so(values)?);
        }
        // `only P X`: every value is P; true of none.
        values.members.iter().try_fold(Truth::True, |truth, it| {
            let is_so = so(&values.just(&it.value))?.into_iter().fold(Truth::False, |so, it| so.or(it.belongs));
            Ok(truth.and(it.belongs.clone().not().or(is_so)))
        })
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
        let reached = spread((from, Truth::True), |(element, way)| {
            let next = self.neighbours(element, via)?.into_iter().filter(|it| it.belongs != Truth::False);
            Ok(next.filter_map(|it| Some((it.value.element()?, way.clone().and(it.belongs)))).collect())
        })?;
        reached.into_iter().try_fold(Truth::False, |truth, (there, way)| {
            let found = match target {
                ReachTarget::Itself(_) => Truth::of(there == from),
                ReachTarget::Noun(phrase) => self.is_one(there, phrase)?,
            };
            Ok(truth.or(found.and(way)))
        })
    }

    /// share … with: counts those who have a value in common in each path, with `or` in one.
    fn share(&self, subject: &Found, what: &List<Path>, with: &NounPhrase) -> Asked<Truth> {
        let subject = subject.value()?.element();
        let mut members = Vec::new();
        for (other, inner) in self.chosen(with)? {
            if quantifier(with) != Some(&Q::Another) || other.value.element() != subject {
                members.push(Member { belongs: self.shares(what, &inner)?.and(other.belongs), ..other });
            }
        }
        self.test(with, &members)
    }

    /// Whether two places have a value in common in each path, with `or` in one; what is missing, or may not be there,
    /// is shared with nobody (§6, No two).
    pub(crate) fn shares(&self, what: &List<Path>, other: &Self) -> Asked<Truth> {
        let sure = |found: Found| found.members.into_iter().filter(|it| it.belongs.is_true()).collect::<Vec<_>>();
        join(what, |path| {
            let (mine, theirs) = (sure(self.path(path)?), sure(other.path(path)?));
            let is_theirs = |mine: &Member| theirs.iter().any(|their| same(&mine.value, &their.value) == Some(true));
            Ok(Truth::of(mine.iter().any(is_theirs)))
        })
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
            Condition::Bare(expression) => is_word(&self.expression(expression)?, "yes"),
        }
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

/// `set`: something is written.
fn is_set(found: &Found) -> Truth {
    let there = Truth::of(found.ends.is_some());
    found.members.iter().fold(there, |truth, member| truth.or(member.belongs.clone()))
}

/// Whether the values asked for are among those there: all of them, or one of them. What is asked for and missing may
/// be among them or not.
fn included(there: &Found, asked: &Found, any: bool) -> Truth {
    if let Some(open) = &there.nobody {
        return open.clone();
    }
    let among = |value: &Value| {
        let is = |it: &Member| it.belongs.clone().and(Truth::told(same(&it.value, value)));
        there.members.iter().fold(Truth::False, |truth, member| truth.or(is(member)))
    };
    let (open, each) = (asked.open.clone(), asked.members.iter().map(|it| (it.belongs.clone(), among(&it.value))));
    if any {
        each.fold(open.not(), |truth, (belongs, among)| truth.or(belongs.and(among)))
    } else {
        each.fold(open, |truth, (belongs, among)| truth.and(belongs.not().or(among)))
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
        _ => Err(Stop::Mistake),
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
