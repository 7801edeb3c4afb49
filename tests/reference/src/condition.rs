//! §7 (predicates) and §8 (conditions): what is asked of something, and whether it is true.

use std::cmp::Ordering;

use bellwether_syntax::tree::{
    BeKind, BeTerm, Bound, CompareOp, Condition, Connective, Expression, List, NounPhrase, Order, Predicate, VerbKind,
    VerbPhrase, Word,
};

use crate::forms::{alike, lower};
use crate::have::included;
use crate::model::ElementId;
use crate::path::{Found, Reader, Scope, Single, Step};
use crate::truth::{Truth, judge};
use crate::value::{Value, moved, place, same};
use crate::vocabulary::{Base, DefinitionId, KindId, Type};
use crate::{Covered, NotCovered};

/// How the parts of a list are joined.
pub(crate) fn join<T>(list: &List<T>, ask: impl FnMut(&T) -> Covered<Truth>) -> Covered<Truth> {
    let asked: Vec<Truth> = list.parts.iter().map(ask).collect::<Covered<_>>()?;
    Ok(if list.connective == Connective::Or {
        asked.into_iter().fold(Truth::False, Truth::or)
    } else {
        asked.into_iter().fold(Truth::True, Truth::and)
    })
}

/// What a comparison sign says of an ordering.
pub(crate) fn holds(op: CompareOp) -> impl Fn(Ordering) -> bool {
    move |ordering| match op {
        CompareOp::Equal => ordering.is_eq(),
        CompareOp::NotEqual => ordering.is_ne(),
        CompareOp::Less => ordering.is_lt(),
        CompareOp::AtMost => ordering.is_le(),
        CompareOp::More => ordering.is_gt(),
        CompareOp::AtLeast => ordering.is_ge(),
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

/// Whether two values are equal, as far as that can be told.
pub(crate) fn equal(one: &Value, other: &Value) -> Truth {
    same(one, other).map_or(Truth::Unknown, Truth::of)
}

/// Whether all that a verb asks takes the values of a path together (§6, Possessive subjects).
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

impl Reader<'_> {
    /// §8: a condition of the nearest subject.
    pub(crate) fn condition(&self, condition: &Condition, around: &[Scope]) -> Covered<Truth> {
        match condition {
            Condition::List(list, _) => join(list, |part| self.condition(part, around)),
            Condition::Not(inner, _) => Ok(self.condition(inner, around)?.not()),
            Condition::Clause(clause) => {
                let subject = self.expression(&clause.subject, around)?;
                let said = self.verb(&subject, &clause.verb, around)?;
                Ok(if clause.negated { said.not() } else { said })
            }
            Condition::Compare(comparison) => {
                let left = self.expression(&comparison.left, around)?;
                let right = self.expression(&comparison.right, around)?;
                self.compare(&left, comparison.op, &right)
            }
            Condition::Bare(expression) => self.flag(&self.expression(expression, around)?),
            Condition::Hole(_) => Err(NotCovered::Unread),
        }
    }

    /// A `yes or no` value alone: it is yes.
    pub(crate) fn flag(&self, found: &Found) -> Covered<Truth> {
        Ok(found.single()?.ask(|value| Truth::of(matches!(value, Value::YesOrNo(true)))))
    }

    /// §8 and §10: a comparison, which must hold over all that its sides may be.
    pub(crate) fn compare(&self, left: &Found, op: CompareOp, right: &Found) -> Covered<Truth> {
        let ((least, most), (their_least, their_most)) = match (left.extent()?, right.extent()?) {
            (Ok(left), Ok(right)) => (left, right),
            (Err(Single::Hole), _) | (_, Err(Single::Hole)) => return Ok(Truth::Hole),
            _ => return Ok(Truth::Unknown),
        };
        let certain = left.ends.is_none() && right.ends.is_none();
        if certain && matches!(op, CompareOp::Equal | CompareOp::NotEqual) {
            let equal = equal(&least, &their_least);
            return Ok(if op == CompareOp::Equal { equal } else { equal.not() });
        }
        Ok(match (place(&least, &their_most), place(&most, &their_least)) {
            (Some((from, _)), Some((_, to))) => judge(holds(op), (from, to)),
            _ => Truth::Unknown,
        })
    }

    /// §6 and §7: a predicate of a subject; of a possessive over several it is asked of every one of them.
    pub(crate) fn predicate(
        &self,
        subject: &Found,
        predicate: &Predicate,
        around: &[Scope],
        noun: &str,
    ) -> Covered<Truth> {
        match predicate {
            Predicate::List(list, _) if list.connective != Connective::Or || !subject.many => {
                join(list, |part| self.predicate(subject, part, around, noun))
            }
            Predicate::Not(inner, _) if !subject.many => Ok(self.predicate(subject, inner, around, noun)?.not()),
            Predicate::Verb(verb) if !subject.many || takes_together(verb) => self.verb(subject, verb, around),
            Predicate::Hole(_) => Err(NotCovered::Unread),
            several => {
                let together = verbs(several).into_iter().filter(|verb| takes_together(verb)).count();
                match several {
                    // Of verbs that take the values together the predicate is asked once.
                    Predicate::List(list, _) if together == verbs(several).len() => {
                        join(list, |part| self.predicate(subject, part, around, noun))
                    }
                    Predicate::Not(inner, _) if together == verbs(several).len() => {
                        Ok(self.predicate(subject, inner, around, noun)?.not())
                    }
                    _ if together > 0 => {
                        Err(NotCovered::Construct("verbs for each value beside verbs for all of them"))
                    }
                    _ => self.each(subject, around, noun, |it, inner| self.predicate(it, several, inner, noun)),
                }
            }
        }
    }

    /// A predicate of every value of a path (§10): of no value it is true; a step on the way missing leaves it unknown.
    pub(crate) fn each(
        &self,
        values: &Found,
        around: &[Scope],
        noun: &str,
        ask: impl Fn(&Found, &[Scope]) -> Covered<Truth>,
    ) -> Covered<Truth> {
        let mut truth = values.before_any();
        for member in &values.members {
            let scope = self.member_scope(&values.base, &member.value, noun);
            let it = self.start(&scope);
            // The subject stays the nearest; each value goes by its noun (§9, `the KIND`).
            let mut inner = around.to_vec();
            inner.insert(around.len().saturating_sub(1), scope);
            truth = truth.and(member.belongs.not().or(ask(&it, &inner)?));
        }
        Ok(truth)
    }

    pub(crate) fn member_scope(&self, base: &Base, value: &Value, noun: &str) -> Scope {
        Scope { noun: lower(noun), base: base.clone(), variable: None, value: Some(value.clone()), parameter: false }
    }

    /// §7 and §8: a verb with what belongs to it.
    pub(crate) fn verb(&self, subject: &Found, verb: &VerbPhrase, around: &[Scope]) -> Covered<Truth> {
        match &verb.kind {
            VerbKind::Be(terms) => join(terms, |term| self.be(subject, term, around)),
            VerbKind::Have(items) => join(items, |item| self.have(subject, item, around)),
            VerbKind::Include(values) => self.include(subject, values, around),
            VerbKind::Mention(texts) => join(texts, |text| match self.written(text, around)? {
                Value::Text(words) => self.mention(subject, &words),
                _ => Err(NotCovered::Unread),
            }),
            VerbKind::Reach { target, via } => self.reach(subject, target, via, around),
            VerbKind::Share { what, with } => self.share(what, with.as_ref().ok_or(NotCovered::Word)?, around),
            VerbKind::Relation { verb, object } => {
                let kind = self.kind_of(subject)?;
                let relation = self.words.relation_with_verb(kind, self.text(*verb)).ok_or(NotCovered::Word)?;
                self.related(subject, Step::Attribute(relation), object, around)
            }
        }
    }

    pub(crate) fn kind_of(&self, found: &Found) -> Covered<KindId> {
        match self.words.plain_type(&found.base)? {
            Type::Element(kind) => Ok(kind),
            _ => Err(NotCovered::Word),
        }
    }

    /// §7, be: the table.
    pub(crate) fn be(&self, subject: &Found, term: &BeTerm, around: &[Scope]) -> Covered<Truth> {
        let value = |expression: &Expression| self.expression(expression, around);
        match &term.kind {
            BeKind::Word(word) => match self.variable(*word, around).filter(|scope| scope.parameter) {
                Some(parameter) => self.compare(subject, CompareOp::Equal, &self.start(parameter)),
                None => self.adjective(subject, *word, around),
            },
            BeKind::A(phrase) => self.be_a(subject, phrase, around),
            BeKind::Bound(bound, than) => self.compare(subject, sign(*bound), &value(than)?),
            BeKind::Between(low, high) => {
                let above = self.compare(subject, CompareOp::AtLeast, &value(low)?)?;
                Ok(above.and(self.compare(subject, CompareOp::AtMost, &value(high)?)?))
            }
            BeKind::Literal(literal) => self.compare(subject, CompareOp::Equal, &self.literal(literal)?),
            BeKind::Set => Ok(is_set(subject)),
            BeKind::Missing => Ok(is_set(subject).not()),
            BeKind::In(places) => join(places, |place| self.lies_in(subject, &value(place)?)),
            BeKind::SameAs(other) => {
                let other = value(other)?;
                if subject.many || other.many {
                    // Over several values: the same values, in any order.
                    return Ok(included(subject, &other, false).and(included(&other, subject, false)));
                }
                self.compare(subject, CompareOp::Equal, &other)
            }
            BeKind::When { offset, order, date } => {
                let offset = match offset {
                    Some((bound, duration)) => Some((*bound, value(duration)?.single()?)),
                    None => None,
                };
                Ok(self.when(&subject.single()?, offset.as_ref(), *order, &value(date)?.single()?))
            }
            BeKind::Within { duration, date } => {
                let (date, duration) = (value(date)?.single()?, value(duration)?.single()?);
                Ok(subject.single()?.ask_both(&date, |it, date| {
                    duration.ask(|duration| near(it, duration, date).map_or(Truth::Unknown, Truth::of))
                }))
            }
            BeKind::By { verb, noun } => {
                let kind = self.kind_of(subject)?;
                let inverse = self.words.inverse_with_participle(kind, self.text(*verb)).ok_or(NotCovered::Word)?;
                self.related(subject, Step::Attribute(inverse), noun, around)
            }
            BeKind::Hole => Err(NotCovered::Unread),
        }
    }

    /// `be in PLACE`: it is the place, or lies in it at any depth; a date or period in a period.
    pub(crate) fn lies_in(&self, what: &Found, place: &Found) -> Covered<Truth> {
        Ok(what.single()?.ask_both(&place.single()?, |what, place| match (what, place) {
            (Value::Date(date), Value::Period(start, end)) => Truth::of(start <= date && date <= end),
            (Value::Period(first, last), Value::Period(start, end)) => Truth::of(start <= first && last <= end),
            (Value::Element(it), Value::Element(place)) => {
                Truth::of(it == place || self.model.all_places(self.words, *it).contains(place))
            }
            _ => Truth::Unknown,
        }))
    }

    /// `before`, `after`, and so far before or after (§7, be).
    pub(crate) fn when(&self, it: &Single, offset: Option<&(Bound, Single)>, order: Order, date: &Single) -> Truth {
        let before = matches!(order, Order::Before | Order::OnOrBefore);
        it.ask_both(date, |it, date| {
            let (Some(it), Some(date)) = (it.day(), date.day()) else { return Truth::Unknown };
            let Some((bound, offset)) = offset else {
                return Truth::of(match order {
                    Order::Before => it < date,
                    Order::After => it > date,
                    Order::OnOrBefore => it <= date,
                    Order::OnOrAfter => it >= date,
                });
            };
            offset.ask(|offset| {
                let Value::Duration(months, days) = offset else { return Truth::Unknown };
                let (months, days) = if before { (-months, -days) } else { (*months, *days) };
                let Some(edge) = moved(date, months, days) else { return Truth::Unknown };
                // How far beyond the edge, and whether on the side asked about; `after` mirrors `before`.
                let (beyond, on_side) = if before { (edge.cmp(&it), it <= date) } else { (it.cmp(&edge), it >= date) };
                Truth::of(match bound {
                    Bound::AtLeast => beyond.is_ge(),
                    Bound::MoreThan => beyond.is_gt(),
                    Bound::AtMost => beyond.is_le() && on_side,
                    Bound::LessThan => beyond.is_lt() && on_side,
                    Bound::Exactly => beyond.is_eq(),
                })
            })
        })
    }

    /// §7, be a: of that kind or one below it, and the rest is true of it.
    pub(crate) fn be_a(&self, subject: &Found, phrase: &NounPhrase, around: &[Scope]) -> Covered<Truth> {
        if let ([word], None) = (phrase.words.as_slice(), &phrase.condition)
            && self.words.kind_named(self.text(*word)).is_none()
        {
            return self.adjective(subject, *word, around);
        }
        let run = self.run(phrase)?;
        let it = match subject.single()? {
            Single::Is(value) => value,
            absent => return Ok(absent.absent()),
        };
        let element = it.element().ok_or(NotCovered::Word)?;
        if !self.is_of(element, run.kind) {
            return Ok(Truth::False);
        }
        self.narrowed(&run, phrase, element, around)
    }

    pub(crate) fn is_of(&self, element: ElementId, kind: KindId) -> bool {
        self.model.elements.get(element).is_some_and(|it| self.words.is_a(it.kind, kind))
    }

    /// §4, Adjectives; §7, be: words after a path to a plain value.
    pub(crate) fn adjective(&self, subject: &Found, word: Word, _around: &[Scope]) -> Covered<Truth> {
        let name = lower(self.text(word));
        match self.words.plain_type(&subject.base)? {
            Type::OneOf(words) if words.contains(&name) => {
                return Ok(subject
                    .single()?
                    .ask(|value| Truth::of(matches!(value, Value::Word(word) if *word == name))));
            }
            Type::YesOrNo if name == "yes" => return self.flag(subject),
            Type::YesOrNo if name == "no" => return Ok(self.flag(subject)?.not()),
            Type::Formula => {
                return Ok(subject.single()?.ask(|value| match value {
                    Value::Formula(formula) if name == "rate" => {
                        Truth::of(self.model.rate(formula, self.words).is_some())
                    }
                    Value::Formula(formula) => Truth::of(self.model.compound(formula, self.words)),
                    _ => Truth::Unknown,
                }));
            }
            _ => {}
        }
        self.reading(subject, &name)
    }

    /// What an adjective means of an element, or of a value with fields: exactly one thing, or it is refused (§4).
    pub(crate) fn reading(&self, subject: &Found, name: &str) -> Covered<Truth> {
        let mut steps = Vec::new();
        if let Base::Record(record) = subject.base {
            let fields = &self.words.attribute(record)?.fields;
            steps.extend(fields.iter().map(|field| (*field, Step::Field(*field), false)));
        }
        let kind = match self.words.plain_type(&subject.base)? {
            Type::Element(kind) => Some(kind),
            _ => None,
        };
        let own = kind.map_or_else(Vec::new, |kind| self.words.attributes_of(kind));
        steps.extend(own.into_iter().map(|id| (id, Step::Attribute(id), true)));
        let mut said = Vec::new();
        for (id, step, of_value) in steps {
            let attribute = self.words.attribute(id)?;
            let fits = match &attribute.ty {
                Type::OneOf(words) => words.iter().any(|word| word == name),
                Type::YesOrNo => alike(&attribute.name, name),
                _ => false,
            };
            if !fits {
                continue;
            }
            let plain = matches!(subject.base, Base::Record(_)) && of_value;
            let from = if plain { self.follow(subject, Step::Value)? } else { subject.clone() };
            let reached = self.follow(&from, step)?;
            said.push(match attribute.ty {
                Type::YesOrNo => self.flag(&reached)?,
                _ if attribute.many => {
                    let word = Found::plain(attribute.ty.clone(), Some(Value::Word(name.to_owned())));
                    included(&reached, &word, false)
                }
                _ => reached.single()?.ask(|value| Truth::of(matches!(value, Value::Word(word) if word == name))),
            });
        }
        if let Some(kind) = kind {
            let it = subject.single()?;
            if let Some(below) =
                self.words.kind_named(name).filter(|below| *below != kind && self.words.is_a(*below, kind))
            {
                said.push(it.ask(|value| Truth::of(value.element().is_some_and(|it| self.is_of(it, below)))));
            }
            if let Some(definition) = self.words.adjective_named(kind, name) {
                said.push(self.defined(&it, definition)?);
            }
        }
        match said.as_slice() {
            [only] => Ok(*only),
            _ => Err(NotCovered::Word),
        }
    }

    /// §4, Definitions: an adjective is true of what its condition is true of.
    pub(crate) fn defined(&self, it: &Single, id: DefinitionId) -> Covered<Truth> {
        let Single::Is(Value::Element(element)) = it else { return Ok(it.absent()) };
        let definition = self.words.definition(id)?;
        let bellwether_syntax::tree::Meaning::Adjective(condition) = definition.meaning else {
            return Err(NotCovered::Word);
        };
        if !self.is_of(*element, definition.kind) {
            return Ok(Truth::False);
        }
        self.condition(condition, &[self.subject(definition.kind, Some(*element))])
    }
}

/// `set`: something is written (§7, be).
pub(crate) fn is_set(found: &Found) -> Truth {
    let there = found.members.iter().fold(Truth::False, |truth, member| truth.or(member.belongs));
    let there = if found.ends.is_some() { Truth::True } else { there };
    if found.hole { there.or(Truth::Hole) } else { there }
}

/// Whether two paths have a value in common; what is missing, or may not be there, is shared with nobody (§6, No two).
pub(crate) fn in_common(mine: &Found, theirs: &Found) -> Covered<Truth> {
    if mine.hole || theirs.hole {
        return Err(NotCovered::Construct("a hole that is shared"));
    }
    let sure = |found: &Found| -> Vec<Value> {
        found.members.iter().filter(|it| it.belongs.is_true()).map(|it| it.value.clone()).collect()
    };
    let theirs = sure(theirs);
    Ok(Truth::of(sure(mine).iter().any(|mine| theirs.iter().any(|their| same(mine, their) == Some(true)))))
}

/// `within DURATION of DATE`: at most so far away, before or after.
fn near(it: &Value, duration: &Value, date: &Value) -> Option<bool> {
    let Value::Duration(months, days) = duration else { return None };
    let (it, date) = (it.day()?, date.day()?);
    Some(moved(date, -months, -days)? <= it && it <= moved(date, *months, *days)?)
}
