//! §7 (predicates) and §8 (conditions): what is asked of something, and whether it is true.

use std::cmp::Ordering;

use bellwether_syntax::tree::{
    BeKind, BeTerm, Bound, CompareOp, Condition, Connective, Expression, List, NounPhrase, Of, Order, Path, PathRoot,
    Predicate, QuantifierKind, ReachTarget, VerbKind, VerbPhrase, Word,
};

use crate::forms::{alike, lower, singular};
use crate::model::ElementId;
use crate::path::{Found, Member, Reader, Scope, Single, Step, distinct, within};
use crate::truth::{Tally, Truth, judge};
use crate::value::{Unit, Value, moved, place, same};
use crate::vocabulary::{Base, DefinitionId, KindId, Type};
use crate::{Covered, NotCovered};

/// A run of words taken apart (§6, Subjects): the noun is the last that names a kind.
pub(crate) struct Run<'w> {
    pub(crate) adjectives: &'w [Word],
    pub(crate) kind: KindId,
    /// After a bare noun.
    pub(crate) id: Option<String>,
    /// After any other quantifier.
    pub(crate) variable: Option<String>,
}

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
fn holds(op: CompareOp) -> impl Fn(Ordering) -> bool {
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
fn equal(one: &Value, other: &Value) -> Truth {
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
    fn flag(&self, found: &Found) -> Covered<Truth> {
        Ok(found.single()?.ask(|value| Truth::of(matches!(value, Value::YesOrNo(true)))))
    }

    /// §8 and §10: a comparison, which must hold over all that its sides may be.
    fn compare(&self, left: &Found, op: CompareOp, right: &Found) -> Covered<Truth> {
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
    fn each(
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
    fn verb(&self, subject: &Found, verb: &VerbPhrase, around: &[Scope]) -> Covered<Truth> {
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

    fn kind_of(&self, found: &Found) -> Covered<KindId> {
        match self.words.plain_type(&found.base)? {
            Type::Element(kind) => Ok(kind),
            _ => Err(NotCovered::Word),
        }
    }

    /// §7, be: the table.
    fn be(&self, subject: &Found, term: &BeTerm, around: &[Scope]) -> Covered<Truth> {
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
    fn when(&self, it: &Single, offset: Option<&(Bound, Single)>, order: Order, date: &Single) -> Truth {
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
    fn be_a(&self, subject: &Found, phrase: &NounPhrase, around: &[Scope]) -> Covered<Truth> {
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
    fn reading(&self, subject: &Found, name: &str) -> Covered<Truth> {
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
    fn defined(&self, it: &Single, id: DefinitionId) -> Covered<Truth> {
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

    /// §7, have: an item, whose noun is the last word of the run that names something the subject has.
    fn have(&self, subject: &Found, item: &NounPhrase, around: &[Scope]) -> Covered<Truth> {
        if subject.many {
            return Err(NotCovered::Construct("`have` of a path over many"));
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
    fn every_of(&self, mine: &Found, theirs: &Found, item: &NounPhrase, at: usize, around: &[Scope]) -> Covered<Truth> {
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
    fn related(&self, subject: &Found, step: Step, object: &NounPhrase, around: &[Scope]) -> Covered<Truth> {
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
    fn counted(
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
    fn those(
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
    fn noun_of(&self, values: &Found, said: &str) -> String {
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
    fn placed(&self, phrase: &NounPhrase, it: &Found, around: &[Scope], inner: &[Scope]) -> Covered<Truth> {
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
    fn include(&self, whole: &Found, values: &List<Expression>, around: &[Scope]) -> Covered<Truth> {
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
    fn mention(&self, subject: &Found, words: &str) -> Covered<Truth> {
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
    fn reach(&self, subject: &Found, target: &ReachTarget, via: &[Word], around: &[Scope]) -> Covered<Truth> {
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
    fn share(&self, what: &List<Path>, with: &NounPhrase, around: &[Scope]) -> Covered<Truth> {
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

    /// §6: the noun of a run is its last word that names a kind; the word after it is an id or a variable.
    pub(crate) fn run<'w>(&self, phrase: &'w NounPhrase) -> Covered<Run<'w>> {
        let is_kind = |word: &Word| !word.quoted && self.words.kind_named(self.text(*word)).is_some();
        let at = phrase.words.iter().rposition(is_kind).ok_or(NotCovered::Word)?;
        let noun = phrase.words.get(at).ok_or(NotCovered::Word)?;
        let kind = self.words.kind_named(self.text(*noun)).ok_or(NotCovered::Word)?;
        let after = match phrase.words.get(at.saturating_add(1)..).unwrap_or(&[]) {
            [] => None,
            [after] => Some(self.text(*after).to_owned()),
            _ => return Err(NotCovered::Word),
        };
        let bare = phrase.quantifier.as_ref().is_none_or(|it| it.kind == QuantifierKind::The);
        let (id, variable) = if bare { (after, None) } else { (None, after) };
        Ok(Run { adjectives: phrase.words.get(..at).unwrap_or(&[]), kind, id, variable })
    }

    /// Whether an element is what a noun phrase of a kind says.
    pub(crate) fn is_one(
        &self,
        run: &Run<'_>,
        phrase: &NounPhrase,
        element: ElementId,
        around: &[Scope],
    ) -> Covered<Truth> {
        if !self.is_of(element, run.kind) {
            return Ok(Truth::False);
        }
        if let Some(id) = &run.id {
            let named = self.named(run.kind, id).single()?;
            let is_it = named.ask(|named| equal(named, &Value::Element(element)));
            return Ok(if is_it.is_false() { is_it } else { is_it.and(self.narrowed(run, phrase, element, around)?) });
        }
        self.narrowed(run, phrase, element, around)
    }

    /// What narrows a noun: adjectives, `in PLACE`, `where`.
    pub(crate) fn narrowed(
        &self,
        run: &Run<'_>,
        phrase: &NounPhrase,
        element: ElementId,
        around: &[Scope],
    ) -> Covered<Truth> {
        let scope = Scope { variable: run.variable.clone(), ..self.subject(run.kind, Some(element)) };
        let inner = within(around, scope.clone());
        let mut truth = Truth::True;
        for adjective in run.adjectives {
            truth = truth.and(self.adjective(&self.start(&scope), *adjective, &inner)?);
        }
        Ok(truth.and(self.placed(phrase, &self.start(&scope), around, &inner)?))
    }

    /// §10, Counts with unknowns: what a quantifier makes of a count; `all` is what a share is of. Without one, or with an
    /// article, it asks for one at least.
    pub(crate) fn test(
        &self,
        quantifier: Option<&QuantifierKind>,
        tally: Tally,
        all: Option<usize>,
        around: &[Scope],
    ) -> Covered<Truth> {
        use QuantifierKind as Q;
        let number = |count: usize| Found::plain(Type::Number, Some(Value::count(count)));
        let (bounds, fixed): (Vec<_>, Vec<_>) = match quantifier {
            Some(Q::AtLeast(amount)) => (vec![(CompareOp::AtLeast, amount)], vec![]),
            Some(Q::AtMost(amount)) => (vec![(CompareOp::AtMost, amount)], vec![]),
            Some(Q::Exactly(amount)) => (vec![(CompareOp::Equal, amount)], vec![]),
            Some(Q::MoreThan(amount)) => (vec![(CompareOp::More, amount)], vec![]),
            Some(Q::FewerThan(amount)) => (vec![(CompareOp::Less, amount)], vec![]),
            Some(Q::Between(low, high)) => (vec![(CompareOp::AtLeast, low), (CompareOp::AtMost, high)], vec![]),
            Some(Q::No | Q::NoTwo) => (vec![], vec![(CompareOp::AtMost, number(0))]),
            None | Some(Q::A | Q::The | Q::Another | Q::Every | Q::Only) => {
                (vec![], vec![(CompareOp::AtLeast, number(1))])
            }
        };
        let mut truth = Truth::True;
        for (op, amount) in bounds {
            truth = truth.and(self.bound(op, &self.expression(&amount.value, around)?, amount.share, tally, all)?);
        }
        for (op, amount) in fixed {
            truth = truth.and(self.bound(op, &amount, false, tally, all)?);
        }
        Ok(truth)
    }

    /// One bound of a count, or of a share: 60% of 7 needs 5 (§6, Counted subjects).
    fn bound(&self, op: CompareOp, amount: &Found, share: bool, tally: Tally, all: Option<usize>) -> Covered<Truth> {
        use rust_decimal::Decimal;
        let (amount, unit) = match amount.single()? {
            Single::Is(Value::Amount(amount, unit)) => (amount, unit),
            Single::Is(_) => return Ok(Truth::Unknown),
            absent => return Ok(absent.absent()),
        };
        let is_share = share || unit == Unit::Percent;
        if !is_share && unit != Unit::Number {
            return Ok(Truth::Unknown);
        }
        let place = |count: usize| {
            let count = Decimal::from(count);
            if !is_share {
                return Ok(count.cmp(&amount));
            }
            let all = Decimal::from(all.ok_or(NotCovered::Construct("a share of a count"))?);
            let of_all = amount.checked_mul(all).ok_or(NotCovered::Construct("a share that is too large"))?;
            Ok(count
                .checked_mul(Decimal::ONE_HUNDRED)
                .ok_or(NotCovered::Construct("a count that is too large"))?
                .cmp(&of_all))
        };
        let most = tally.most.map_or(Ok(Ordering::Greater), place)?;
        Ok(match judge(holds(op), (place(tally.least)?, most)) {
            Truth::Unknown => Truth::open(tally.hole),
            decided => decided,
        })
    }
}

/// How many different members there are: for certain and at most.
pub(crate) fn tally(members: Vec<Member>, hole: bool) -> Tally {
    let members = distinct(members);
    let least = members.iter().filter(|it| it.belongs.is_true()).count();
    let most = members.iter().filter(|it| !it.belongs.is_false()).count();
    let hole_in = members.iter().any(|it| it.belongs == Truth::Hole);
    Tally { least, most: (!hole).then_some(most), hole: hole || hole_in }
}

/// `set`: something is written (§7, be).
fn is_set(found: &Found) -> Truth {
    let there = found.members.iter().fold(Truth::False, |truth, member| truth.or(member.belongs));
    let there = if found.ends.is_some() { Truth::True } else { there };
    if found.hole { there.or(Truth::Hole) } else { there }
}

/// Whether the values asked for are among those there: all of them, or one of them.
fn included(there: &Found, asked: &Found, any: bool) -> Truth {
    let among = |value: &Value| {
        let start = if there.hole { Truth::Hole } else { Truth::False };
        there.members.iter().fold(start, |truth, member| truth.or(member.belongs.and(equal(&member.value, value))))
    };
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
