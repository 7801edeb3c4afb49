//! §9: paths and expressions.

use bellwether_syntax::tree::{
    self, Aggregate, AggregateOp, Expression, Factor, Literal, Meaning, Nearest, PathRoot, Selection, SelectionFrom,
    Sign, Word,
};
use jiff::civil::Date;

use crate::forms::{alike, lower, singular};
use crate::model::{ElementId, Model, inputs};
use crate::truth::Truth;
use crate::value::{Slot, Value, add, divide, literal, multiply, negated, place, same, subtract};
use crate::vocabulary::{AttributeId, Base, DefinitionId, KindId, Type, Vocabulary};
use crate::{Covered, NotCovered};

/// What judges: the words, the model, the as-of date.
pub(crate) struct Reader<'r> {
    pub(crate) sources: &'r bellwether_syntax::source::Sources,
    pub(crate) words: &'r Vocabulary<'r>,
    pub(crate) model: &'r Model,
    pub(crate) as_of: Date,
}

/// Something that paths may start at: a subject, or a parameter. The nearest stands last.
#[derive(Clone)]
pub(crate) struct Scope {
    /// The noun that it was introduced with.
    pub(crate) noun: String,
    pub(crate) base: Base,
    pub(crate) variable: Option<String>,
    /// Nothing where only the type at the end of a path is asked for.
    pub(crate) value: Option<Value>,
    pub(crate) parameter: bool,
}

/// The scopes and one more.
pub(crate) fn within(around: &[Scope], scope: Scope) -> Vec<Scope> {
    around.iter().cloned().chain([scope]).collect()
}

/// One of the values that an expression leads to, and whether it is one of them.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) value: Value,
    pub(crate) belongs: Truth,
}

/// What an expression leads to.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing of its own that may be so of a path")]
pub(crate) struct Found {
    pub(crate) base: Base,
    pub(crate) many: bool,
    pub(crate) members: Vec<Member>,
    /// A step on the way was taken from what is missing.
    pub(crate) missing: bool,
    /// A value on the way could not be read.
    pub(crate) hole: bool,
    /// Of an aggregate: the least and the most that it may be (§10).
    pub(crate) ends: Option<(Value, Value)>,
    /// What is said of these values where the one element that has them is missing (§10).
    pub(crate) nobody: Option<Truth>,
    /// It is at the end of a path, or a value that an attribute holds.
    by_way: bool,
}

/// The one value of an expression.
#[derive(Clone, Debug)]
pub(crate) enum Single {
    Is(Value),
    Missing,
    Hole,
}

/// What one step of a path is (§9: what may follow).
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Attribute(AttributeId),
    Field(AttributeId),
    Derived(DefinitionId),
    Children(KindId),
    Value,
    Label,
    Inputs,
    Numerator,
    Denominator,
    Start,
    End,
    Least,
    Most,
}

impl Found {
    /// One value, or what is missing.
    pub(crate) fn one(base: Base, value: Option<Value>) -> Self {
        let missing = value.is_none();
        let members = value.into_iter().map(|value| Member { value, belongs: Truth::True }).collect();
        Self { base, many: false, members, missing, hole: false, ends: None, nobody: None, by_way: false }
    }

    pub(crate) fn plain(ty: Type, value: Option<Value>) -> Self {
        Self::one(Base::Plain(ty), value)
    }

    /// The one value; a path over many is refused before anything runs (§9).
    pub(crate) fn single(&self) -> Covered<Single> {
        if self.many {
            return Err(NotCovered::Construct("a path over many where one value is asked for"));
        }
        Ok(match (&self.ends, self.members.first()) {
            (Some((least, most)), _) if same(least, most) == Some(true) => Single::Is(least.clone()),
            (Some(_), _) => Single::Missing,
            (None, Some(member)) if member.belongs.is_true() => Single::Is(member.value.plain().clone()),
            (None, Some(member)) if member.belongs == Truth::Hole => Single::Hole,
            _ if self.hole => Single::Hole,
            _ => Single::Missing,
        })
    }

    /// The least and the most that the one value may be.
    pub(crate) fn extent(&self) -> Covered<Result<(Value, Value), Single>> {
        if let Some(ends) = &self.ends {
            return Ok(Ok(ends.clone()));
        }
        Ok(match self.single()? {
            Single::Is(value) => Ok((value.clone(), value)),
            absent => Err(absent),
        })
    }

    /// What is said of every value before any is looked at: a step on the way to them may be missing (§10).
    pub(crate) const fn before_any(&self) -> Truth {
        if self.hole || self.missing { Truth::open(self.hole) } else { Truth::True }
    }

    /// The value of an aggregate, missing where it may be several (§10).
    fn settled(self) -> Covered<Self> {
        if self.ends.is_none() {
            return Ok(self);
        }
        Ok(match self.single()? {
            Single::Is(value) => Self::one(self.base, Some(value)),
            _ => Self::one(self.base, None),
        })
    }

    /// §9: the same element is reached once.
    fn once(mut self) -> Self {
        let mut kept: Vec<Member> = Vec::new();
        for member in self.members {
            let known = match member.value {
                Value::Element(element) => {
                    kept.iter_mut().find(|it| matches!(it.value, Value::Element(other) if other == element))
                }
                _ => None,
            };
            match known {
                Some(known) => known.belongs = known.belongs.or(member.belongs),
                None => kept.push(member),
            }
        }
        self.members = kept;
        self
    }
}

/// Different values, each once (§7, have; §9, count): those with fields by their value.
pub(crate) fn distinct(members: Vec<Member>) -> Vec<Member> {
    let mut kept: Vec<Member> = Vec::new();
    for member in members {
        match kept.iter_mut().find(|it| same(&it.value, &member.value) == Some(true)) {
            Some(known) => known.belongs = known.belongs.or(member.belongs),
            None => kept.push(member),
        }
    }
    kept
}

impl Single {
    /// What is said where the value is not there.
    pub(crate) fn absent(&self) -> Truth {
        Truth::open(matches!(self, Self::Hole))
    }

    /// What a value says, or what its absence does.
    pub(crate) fn ask(&self, say: impl FnOnce(&Value) -> Truth) -> Truth {
        match self {
            Self::Is(value) => say(value),
            absent => absent.absent(),
        }
    }

    /// What two values say, or what the absence of one does.
    pub(crate) fn ask_both(&self, other: &Self, say: impl FnOnce(&Value, &Value) -> Truth) -> Truth {
        match (self, other) {
            (Self::Is(one), Self::Is(other)) => say(one, other),
            (one, other) => Truth::open(matches!(one, Self::Hole) || matches!(other, Self::Hole)),
        }
    }
}

impl Reader<'_> {
    pub(crate) fn text(&self, word: Word) -> &str {
        self.sources.text(word.span)
    }

    /// The nearest subject (§9).
    pub(crate) fn nearest<'s>(&self, around: &'s [Scope]) -> Covered<&'s Scope> {
        around.iter().rev().find(|scope| !scope.parameter).ok_or(NotCovered::Word)
    }

    /// A scope as something that a path starts at. A subject said by its kind has the attributes of that kind alone.
    pub(crate) fn start(&self, scope: &Scope) -> Found {
        let found = Found::one(scope.base.clone(), scope.value.clone());
        let own =
            matches!(scope.base, Base::Plain(Type::Element(kind)) if alike(self.words.kind_name(kind), &scope.noun));
        Found { by_way: !own, ..found }
    }

    pub(crate) fn variable<'s>(&self, word: Word, around: &'s [Scope]) -> Option<&'s Scope> {
        let name = self.text(word);
        around.iter().rev().find(|scope| !word.quoted && scope.variable.as_deref() == Some(name))
    }

    /// §9: a path, from its start through its steps.
    pub(crate) fn path(&self, path: &tree::Path, around: &[Scope]) -> Covered<Found> {
        let mut found = self.root(&path.root, around)?;
        for word in &path.steps {
            found = self.step(&found, self.text(*word))?;
        }
        Ok(found)
    }

    /// §9, the table of starts.
    fn root(&self, root: &PathRoot, around: &[Scope]) -> Covered<Found> {
        match root {
            PathRoot::It(_) => Ok(self.start(self.nearest(around)?)),
            PathRoot::Today(_) => Ok(Found::plain(Type::Date, Some(Value::Date(self.as_of)))),
            PathRoot::Word(word) => match self.variable(*word, around) {
                Some(scope) => Ok(self.start(scope)),
                None => self.step(&self.start(self.nearest(around)?), self.text(*word)),
            },
            PathRoot::The(word, _) => match self.outer(self.text(*word), around) {
                Some(scope) => Ok(self.start(scope)),
                None => self.step(&self.start(self.nearest(around)?), self.text(*word)),
            },
            PathRoot::Named(noun, id) => {
                let kind = self.kind_or_held(self.text(*noun))?;
                Ok(self.named(kind, self.text(*id)))
            }
            PathRoot::Selection(selection) => self.selection(selection, around),
        }
    }

    /// §9, `the KIND`: the nearest outer subject of that kind or introduced with that noun, else the nearest if it is one.
    fn outer<'s>(&self, noun: &str, around: &'s [Scope]) -> Option<&'s Scope> {
        let kind = self.words.kind_named(noun);
        let noun = lower(noun);
        let of = |scope: &Scope| match scope.base {
            Base::Plain(Type::Element(kind)) => Some(kind),
            _ => None,
        };
        let exact = |scope: &&&Scope| scope.noun == noun || (kind.is_some() && of(scope) == kind);
        let below = |scope: &&&Scope| of(scope).zip(kind).is_some_and(|(of, kind)| self.words.is_a(of, kind));
        let subjects: Vec<&Scope> = around.iter().filter(|scope| !scope.parameter).collect();
        let (inner, outer) = subjects.split_last()?;
        let inner = [*inner];
        let found = outer.iter().rev().find(exact).or_else(|| inner.iter().find(exact));
        found.or_else(|| outer.iter().rev().find(below)).or_else(|| inner.iter().find(below)).copied()
    }

    /// The kind that a noun names, or that the attributes of that name hold.
    fn kind_or_held(&self, noun: &str) -> Covered<KindId> {
        if let Some(kind) = self.words.kind_named(noun) {
            return Ok(kind);
        }
        let named = self
            .words
            .attributes
            .iter()
            .filter(|it| [&it.name, &it.singular, &it.plural].iter().any(|form| alike(form, noun)));
        let mut held = named.filter_map(|it| match it.ty {
            Type::Element(kind) => Some(kind),
            _ => None,
        });
        let first = held.next().ok_or(NotCovered::Word)?;
        if held.all(|other| other == first) { Ok(first) } else { Err(NotCovered::Word) }
    }

    /// The element of a kind with an id; a hole where there is none, since that is an error (§10, for implementers, 2).
    pub(crate) fn named(&self, kind: KindId, id: &str) -> Found {
        let fits = |it: &ElementId| self.model.elements.get(*it).is_some_and(|it| self.words.is_a(it.kind, kind));
        let element = self.model.find(self.words, kind, id).filter(fits);
        let found = Found::plain(Type::Element(kind), element.map(Value::Element));
        Found { hole: element.is_none(), missing: false, by_way: true, ..found }
    }

    /// §9: `(KIND where C)`, `(PATH where C)`.
    fn selection(&self, selection: &Selection, around: &[Scope]) -> Covered<Found> {
        let (mut found, noun, adjectives): (Found, String, &[Word]) = match &selection.from {
            SelectionFrom::Path(path) => {
                let last = path.steps.last().copied().or(match path.root {
                    PathRoot::Word(word) | PathRoot::The(word, _) => Some(word),
                    _ => None,
                });
                (self.path(path, around)?, last.map_or_else(String::new, |word| lower(self.text(word))), &[])
            }
            SelectionFrom::Words(words) => {
                let (last, before) = words.split_last().ok_or(NotCovered::Word)?;
                let (found, noun) = self.selected_from(self.text(*last), around)?;
                (found, noun, before)
            }
        };
        let members = std::mem::take(&mut found.members);
        for member in members {
            let scope = Scope {
                noun: singular(&noun),
                base: found.base.clone(),
                variable: None,
                value: Some(member.value.clone()),
                parameter: false,
            };
            let inner = within(around, scope);
            let mut belongs = member.belongs;
            for adjective in adjectives {
                let it = self.start(self.nearest(&inner)?);
                belongs = belongs.and(self.adjective(&it, *adjective, &inner)?);
            }
            if let Some(condition) = &selection.condition {
                belongs = belongs.and(self.condition(condition, &inner)?);
            }
            if !belongs.is_false() {
                found.members.push(Member { value: member.value, belongs });
            }
        }
        Ok(Found { many: true, by_way: true, ..found })
    }

    /// What a word in a selection means: an attribute of the nearest subject, else the elements of a kind.
    fn selected_from(&self, word: &str, around: &[Scope]) -> Covered<(Found, String)> {
        if let Ok(nearest) = self.nearest(around)
            && let Base::Plain(Type::Element(kind)) = nearest.base
            && self.words.attribute_named(kind, word).is_some()
        {
            return Ok((self.step(&self.start(nearest), word)?, lower(word)));
        }
        let Some(kind) = self.words.kind_named(word) else {
            return Ok((self.step(&self.start(self.nearest(around)?), word)?, lower(word)));
        };
        let members = self.elements_of(kind).map(|it| Member { value: Value::Element(it), belongs: Truth::True });
        let found = Found { members: members.collect(), missing: false, ..Found::plain(Type::Element(kind), None) };
        Ok((found, lower(self.words.kind_name(kind))))
    }

    /// The elements of a kind and the kinds below it, in the order of the model.
    pub(crate) fn elements_of(&self, kind: KindId) -> impl Iterator<Item = ElementId> + '_ {
        let all = self.model.elements.iter().enumerate();
        all.filter(move |(_, it)| self.words.is_a(it.kind, kind)).map(|(element, _)| element)
    }

    /// §9: what may follow. At the end of a path an attribute may be named that only a kind below has.
    pub(crate) fn step(&self, from: &Found, word: &str) -> Covered<Found> {
        if let Some(step) = self.step_named(&from.base, word)? {
            return self.follow(from, step);
        }
        if let Base::Record(_) = from.base {
            return self.step(&Found { by_way: true, ..self.follow(from, Step::Value)? }, word);
        }
        let Base::Plain(Type::Element(kind)) = from.base else { return Err(NotCovered::Word) };
        let mut below = self.words.downwards(kind).filter_map(|kind| self.words.attribute_named(kind, word));
        match below.next().filter(|_| from.by_way) {
            Some(first) if below.all(|other| other == first) => self.follow(from, Step::Attribute(first)),
            _ => Err(NotCovered::Word),
        }
    }

    /// What a word is of something; a value with fields also has what its value has.
    pub(crate) fn step_named(&self, base: &Base, word: &str) -> Covered<Option<Step>> {
        Ok(match base {
            Base::Record(attribute) => match (self.words.field_named(*attribute, word), lower(word).as_str()) {
                (Some(field), _) => Some(Step::Field(field)),
                (None, "least") if self.words.attribute(*attribute)?.ty.is_amount() => Some(Step::Least),
                (None, "most") if self.words.attribute(*attribute)?.ty.is_amount() => Some(Step::Most),
                _ => None,
            },
            Base::Plain(Type::Element(kind)) => self.step_of_kind(*kind, word)?,
            Base::Plain(Type::Formula) => match lower(word).as_str() {
                "inputs" | "input" => Some(Step::Inputs),
                "numerator" => Some(Step::Numerator),
                "denominator" => Some(Step::Denominator),
                _ => None,
            },
            Base::Plain(Type::Period) => match lower(word).as_str() {
                "start" => Some(Step::Start),
                "end" => Some(Step::End),
                _ => None,
            },
            Base::Plain(_) => None,
        })
    }

    /// An attribute as declared, or a form of one that is many; what is defined; a form of another attribute; the label; a
    /// kind that may lie in it (§7, have; §4, Definitions).
    fn step_of_kind(&self, kind: KindId, word: &str) -> Covered<Option<Step>> {
        let attribute = self.words.attribute_named(kind, word);
        let declared = match attribute {
            Some(id) => self.words.attribute(id)?.many || alike(&self.words.attribute(id)?.name, word),
            None => false,
        };
        let exact = self.words.derived_named(kind, word, true).map(Step::Derived);
        let attribute = attribute.map(Step::Attribute);
        let first = if declared { attribute.or(exact) } else { exact.or(attribute) };
        let derived = || self.words.derived_named(kind, word, false).map(Step::Derived);
        let label = || (lower(word) == "label").then_some(Step::Label);
        let child =
            || self.words.kind_named(word).filter(|child| self.words.may_hold(kind, *child)).map(Step::Children);
        Ok(first.or_else(derived).or_else(label).or_else(child))
    }

    /// What a step leads to, and whether to several.
    pub(crate) fn type_after(&self, from: &Base, step: Step) -> Covered<(Base, bool)> {
        let metric =
            || self.words.kind_with_formulas().map(|kind| Base::Plain(Type::Element(kind))).ok_or(NotCovered::Word);
        Ok(match step {
            Step::Attribute(id) | Step::Field(id) => (self.words.base_of(id)?, self.words.attribute(id)?.many),
            Step::Derived(id) => {
                let nobody = self.derived(id, None)?;
                (nobody.base, nobody.many)
            }
            Step::Children(kind) => (Base::Plain(Type::Element(kind)), true),
            Step::Value | Step::Least | Step::Most => (Base::Plain(self.words.plain_type(from)?), false),
            Step::Label => (Base::Plain(Type::Text), false),
            Step::Inputs => (metric()?, true),
            Step::Numerator | Step::Denominator => (metric()?, false),
            Step::Start | Step::End => (Base::Plain(Type::Date), false),
        })
    }

    /// §9: a step from what is missing is missing; after a step to several values each further step is taken from each.
    pub(crate) fn follow(&self, from: &Found, step: Step) -> Covered<Found> {
        let (base, many) = self.type_after(&from.base, step)?;
        let mut out =
            Found { base, many: from.many || many, members: Vec::new(), ends: None, by_way: true, ..from.clone() };
        let of_one = !from.many && !matches!(step, Step::Value);
        if of_one && matches!(self.words.plain_type(&from.base)?, Type::Element(_)) {
            out.nobody = Some(from.single()?).filter(|it| !matches!(it, Single::Is(_))).map(|it| it.absent());
        }
        for member in &from.members {
            let reached = self.taken(&member.value, step, many)?;
            out.missing |= reached.missing;
            out.hole |= reached.hole;
            let belongs = |it: Member| Member { belongs: it.belongs.and(member.belongs), ..it };
            out.members.extend(reached.members.into_iter().map(belongs));
        }
        Ok(out.once())
    }

    /// A step from one value.
    fn taken(&self, from: &Value, step: Step, many: bool) -> Covered<Found> {
        let some = |values: Vec<Value>, missing: bool, hole: bool| {
            let members = values.into_iter().map(|value| Member { value, belongs: Truth::True }).collect();
            Found { members, missing, hole, ..Found::plain(Type::Text, None) }
        };
        let one = |value: Option<Value>| some(value.iter().cloned().collect(), value.is_none(), false);
        let of_slot = |slot: Slot| {
            let missing = !many && slot.values.is_empty() && !slot.hole;
            some(slot.values, missing, slot.hole)
        };
        let formula = match from.plain() {
            Value::Formula(formula) => Some(formula),
            _ => None,
        };
        Ok(match step {
            Step::Attribute(id) => match from.element().filter(|element| self.has(*element, id)) {
                Some(element) => of_slot(self.model.slot(element, id)),
                None => some(Vec::new(), !many, false),
            },
            Step::Field(id) => match from {
                Value::Record(record) => {
                    let slot = record.fields.iter().find(|(field, _)| *field == id).map(|(_, slot)| slot.clone());
                    of_slot(slot.unwrap_or_default())
                }
                _ => of_slot(Slot::default()),
            },
            Step::Derived(id) => {
                let kind = self.words.definition(id)?.kind;
                let fits =
                    |it: &ElementId| self.model.elements.get(*it).is_some_and(|it| self.words.is_a(it.kind, kind));
                match from.element().filter(fits) {
                    Some(element) => self.derived(id, Some(element))?.settled()?,
                    None => some(Vec::new(), !many, false),
                }
            }
            Step::Children(kind) => {
                let place = from.element();
                let lies =
                    |it: &ElementId| place.is_some_and(|place| self.model.places(self.words, *it).contains(&place));
                some(self.elements_of(kind).filter(lies).map(Value::Element).collect(), false, false)
            }
            Step::Value => one(Some(from.plain().clone())),
            Step::Label => {
                one(from.element().and_then(|it| self.model.elements.get(it)?.label.clone()).map(Value::Text))
            }
            Step::Inputs => {
                let inputs = formula.map_or_else(Vec::new, |formula| inputs(formula));
                some(inputs.into_iter().map(Value::Element).collect(), false, false)
            }
            Step::Numerator | Step::Denominator => {
                let rate = formula.and_then(|formula| self.model.rate(formula, self.words));
                let side = rate.map(|(above, below)| if matches!(step, Step::Numerator) { above } else { below });
                // §3: where each is one metric.
                one(side.and_then(|side| if let [only] = side.as_slice() { Some(Value::Element(*only)) } else { None }))
            }
            Step::Start | Step::End => one(match from.plain() {
                Value::Period(start, end) => Some(Value::Date(if matches!(step, Step::Start) { *start } else { *end })),
                _ => None,
            }),
            Step::Least | Step::Most => one(match from {
                Value::Record(record) if matches!(step, Step::Least) => record.least.clone(),
                Value::Record(record) => record.most.clone(),
                _ => None,
            }),
        })
    }

    /// Whether an element is of a kind that has an attribute.
    fn has(&self, element: ElementId, attribute: AttributeId) -> bool {
        let kind = self.model.elements.get(element).map(|it| it.kind);
        kind.is_some_and(|kind| self.words.attributes_of(kind).contains(&attribute))
    }

    /// §4, Definitions: the first case whose condition is true; missing if one before it is unknown. Of nobody, only the
    /// type matters.
    fn derived(&self, id: DefinitionId, element: Option<ElementId>) -> Covered<Found> {
        let definition = self.words.definition(id)?;
        let Meaning::Derived(cases) = definition.meaning else { return Err(NotCovered::Word) };
        let around = [self.subject(definition.kind, element)];
        let first = cases.cases.first().map(|(value, _)| value).or(cases.otherwise.as_ref());
        let first = || self.expression(first.ok_or(NotCovered::Word)?, &around);
        if element.is_none() {
            return first();
        }
        for (value, condition) in &cases.cases {
            match self.condition(condition, &around)? {
                Truth::True => return self.expression(value, &around),
                Truth::False => {}
                open => {
                    let hole = open == Truth::Hole;
                    return Ok(Found { members: Vec::new(), ends: None, missing: !hole, hole, ..first()? });
                }
            }
        }
        match &cases.otherwise {
            Some(value) => self.expression(value, &around),
            None => Ok(Found { members: Vec::new(), ends: None, missing: true, ..first()? }),
        }
    }

    /// An element as the subject that its kind introduces.
    pub(crate) fn subject(&self, kind: KindId, element: Option<ElementId>) -> Scope {
        let noun = lower(self.words.kind_name(kind));
        let value = element.map(Value::Element);
        Scope { noun, base: Base::Plain(Type::Element(kind)), variable: None, value, parameter: false }
    }

    /// §9, Expressions.
    pub(crate) fn expression(&self, expression: &Expression, around: &[Scope]) -> Covered<Found> {
        match expression {
            Expression::Path(path) => self.path(path, around),
            Expression::Literal(literal) => self.literal(literal),
            Expression::Bracket(inner, _) => self.expression(inner, around),
            Expression::Sum(chain) => self.chain(&chain.operands, around, |total, sign, value| match (total, sign) {
                (None, Sign::Plus) => Some(value.clone()),
                (None, Sign::Minus) => negated(value),
                (Some(total), Sign::Plus) => add(total, value),
                (Some(total), Sign::Minus) => subtract(total, value),
            }),
            Expression::Product(chain) => {
                self.chain(&chain.operands, around, |total, factor, value| match (total, factor) {
                    (None, _) => Some(value.clone()),
                    (Some(total), Factor::Times) => multiply(total, value),
                    (Some(total), Factor::Over) => divide(total, value),
                })
            }
            Expression::Aggregate(aggregate) => self.aggregate(aggregate, around),
            Expression::Nearest(nearest) => self.nearest_via(nearest, around),
            Expression::Hole(_) => Err(NotCovered::Unread),
        }
    }

    pub(crate) fn literal(&self, written: &Literal) -> Covered<Found> {
        let value = literal(written.kind, self.sources.text(written.span)).ok_or(NotCovered::Unread)?;
        Ok(Found::plain(type_of(&value), Some(value)))
    }

    /// §11: operators of one level from the left; what cannot be had is missing.
    fn chain<Op: Copy>(
        &self,
        operands: &[(Op, Expression)],
        around: &[Scope],
        apply: impl Fn(Option<&Value>, Op, &Value) -> Option<Value>,
    ) -> Covered<Found> {
        let (mut total, mut absent, mut hole) = (None, false, false);
        let mut ty = None;
        for (op, operand) in operands {
            let found = self.expression(operand, around)?;
            ty = ty.or(Some(self.words.plain_type(&found.base)?));
            match found.single()? {
                Single::Is(value) if !absent => {
                    total = apply(total.as_ref(), *op, &value);
                    absent = total.is_none();
                }
                Single::Is(_) => {}
                Single::Missing => absent = true,
                Single::Hole => (absent, hole) = (true, true),
            }
        }
        let total = total.filter(|_| !absent);
        let ty = total.as_ref().map(type_of).or(ty).ok_or(NotCovered::Unread)?;
        Ok(Found { missing: absent && !hole, hole, ..Found::plain(ty, total) })
    }

    /// §9 and §10: one value from many, or the two ends of what it may be.
    fn aggregate(&self, aggregate: &Aggregate, around: &[Scope]) -> Covered<Found> {
        let over = self.path(&aggregate.over, around)?;
        let ty = if aggregate.op == AggregateOp::Count { Type::Number } else { self.words.plain_type(&over.base)? };
        let absent = |hole: bool| Found { hole, missing: !hole, ..Found::plain(ty.clone(), None) };
        if over.hole || over.members.iter().any(|it| it.belongs == Truth::Hole) {
            return Ok(absent(true));
        }
        if over.nobody.is_some() {
            return Ok(absent(false));
        }
        let ends = match aggregate.op {
            AggregateOp::Count => {
                let members = distinct(over.members);
                let certain = members.iter().filter(|it| it.belongs.is_true()).count();
                Some((Value::count(certain), Value::count(members.len())))
            }
            // §9: where one of the values is missing so is the result.
            _ if over.missing => None,
            op => {
                let part = |certain: bool| -> Vec<Value> {
                    let those = over.members.iter().filter(|it| it.belongs.is_true() == certain);
                    those.map(|it| it.value.plain().clone()).collect()
                };
                folded(op, &part(true), &part(false), ty == Type::Number)
            }
        };
        Ok(match ends {
            Some(ends) => Found { ends: Some(ends), missing: false, ..Found::plain(ty, None) },
            None => absent(false),
        })
    }

    /// §9, `the nearest`: breadth first along the relations, beginning with the subject itself.
    fn nearest_via(&self, nearest: &Nearest, around: &[Scope]) -> Covered<Found> {
        let run = self.run(&nearest.noun)?;
        let from = self.start(self.nearest(around)?).single()?;
        let mut found = Found::plain(Type::Element(run.kind), None);
        let Single::Is(Value::Element(from)) = from else { return Ok(found) };
        let mut queue = vec![from];
        let mut at = 0;
        while let Some(next) = queue.get(at).copied() {
            at += 1;
            let belongs = self.is_one(&run, &nearest.noun, next, around)?;
            match belongs {
                Truth::True => return Ok(Found::plain(Type::Element(run.kind), Some(Value::Element(next)))),
                Truth::False => {}
                open => {
                    found.hole = open == Truth::Hole;
                    return Ok(found);
                }
            }
            for member in self.neighbours(next, &nearest.via)?.members {
                if let Some(element) =
                    member.value.element().filter(|it| member.belongs.is_true() && !queue.contains(it))
                {
                    queue.push(element);
                }
            }
        }
        Ok(found)
    }

    /// The elements that relations lead to from one; a relation that its kind does not have leads nowhere (§7, reach).
    pub(crate) fn neighbours(&self, from: ElementId, via: &[Word]) -> Covered<Found> {
        let kind = self.model.elements.get(from).map(|it| it.kind).ok_or(NotCovered::Word)?;
        let mut out = Found { many: true, missing: false, ..Found::plain(Type::Element(kind), None) };
        for word in via {
            let word = self.text(*word);
            let attribute =
                self.words.attribute_named(kind, word).or_else(|| self.words.relation_with_verb(kind, word));
            let derived = self.words.derived_named(kind, word, false).map(Step::Derived);
            let Some(step) = attribute.map(Step::Attribute).or(derived) else { continue };
            let reached = self.follow(&Found::plain(Type::Element(kind), Some(Value::Element(from))), step)?;
            out.hole |= reached.hole;
            out.members.extend(reached.members.into_iter().filter(|it| it.value.element().is_some()));
        }
        Ok(out)
    }
}

/// The type of a value.
pub(crate) fn type_of(value: &Value) -> Type {
    use crate::value::Unit;
    match value.plain() {
        Value::Amount(_, Unit::Number) => Type::Number,
        Value::Amount(_, Unit::Percent) => Type::Percent,
        Value::Amount(_, Unit::Points) => Type::Points,
        Value::Amount(_, Unit::Money(_)) => Type::Money,
        Value::Duration(..) => Type::Duration,
        Value::Date(_) => Type::Date,
        Value::Period(..) => Type::Period,
        Value::Word(word) => Type::OneOf(vec![word.clone()]),
        Value::YesOrNo(_) => Type::YesOrNo,
        Value::Formula(_) => Type::Formula,
        Value::Text(_) | Value::Element(_) | Value::Record(_) => Type::Text,
    }
}

/// §9 and §10: `sum`, `min`, `max` and `average` of those that belong for certain and those that may.
fn folded(op: AggregateOp, certain: &[Value], open: &[Value], numbers: bool) -> Option<(Value, Value)> {
    let zero = Value::count(0);
    let total = |values: &[Value]| {
        let (first, rest) = values.split_first()?;
        rest.iter().try_fold(first.clone(), |sum, value| add(&sum, value))
    };
    let best = |values: &[Value]| {
        let (first, rest) = values.split_first()?;
        rest.iter().try_fold(first.clone(), |best, value| {
            let (least, most) = place(value, &best)?;
            let (wins, loses) =
                if op == AggregateOp::Min { (most.is_le(), least.is_ge()) } else { (least.is_ge(), most.is_le()) };
            if wins { Some(value.clone()) } else { Some(best).filter(|_| loses) }
        })
    };
    match op {
        AggregateOp::Sum => {
            let sum = if certain.is_empty() && numbers { zero } else { total(certain)? };
            let (mut least, mut most) = (sum.clone(), sum);
            for value in open {
                let lower = add(&least, value)?;
                if place(&lower, &least)?.1.is_lt() { least = lower } else { most = add(&most, value)? }
            }
            Some((least, most))
        }
        AggregateOp::Min => Some((best(&[certain, open].concat())?, best(certain)?)),
        AggregateOp::Max => Some((best(certain)?, best(&[certain, open].concat())?)),
        AggregateOp::Average if open.is_empty() => {
            let mean = divide(&total(certain)?, &Value::count(certain.len()))?;
            Some((mean.clone(), mean))
        }
        AggregateOp::Average | AggregateOp::Count => None,
    }
}
