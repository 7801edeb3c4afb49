//! §9: paths and expressions, and the places where they stand.

use bellwether_syntax::tree::{
    self, Aggregate, AggregateOp, Expression, Factor, Meaning, Nearest, NounPhrase, PathRoot, Selection, SelectionFrom,
    Sign, Word,
};
use jiff::civil::Date;

use crate::meaning::{Member, Truth, both, count, enter, open, place, same, spread};
use crate::model::{ElementId, Model, inputs, rate};
use crate::types::{Type, Value, add, average, divide, multiply, subtract, total};
use crate::vocabulary::{Attribute, AttributeId, DefinitionId, KindId, Vocabulary};
use crate::words::{alike, lower};
use crate::{Asked, Stop};

/// Where a condition or a path stands: in a run, in a policy with parameters (§6), inside of subjects.
#[derive(Clone)]
pub(crate) struct Here<'j> {
    pub(crate) words: &'j Vocabulary<'j>,
    pub(crate) model: &'j Model<'j>,
    pub(crate) as_of: Date,
    pub(crate) parameters: &'j [(&'j str, Found)],
    /// The subjects, of which the nearest stands last.
    pub(crate) scopes: Vec<Scope>,
}

/// A subject, with the noun that it was introduced with.
#[derive(Clone)]
pub(crate) struct Scope {
    pub(crate) noun: String,
    pub(crate) variable: Option<String>,
    pub(crate) it: Found,
}

/// What an expression leads to.
#[derive(Clone)]
pub(crate) struct Found {
    pub(crate) ty: Type,
    /// The attribute of which these are values with fields.
    pub(crate) record: Option<AttributeId>,
    pub(crate) many: bool,
    pub(crate) members: Vec<Member>,
    /// True, unless a step on the way was taken from what is missing.
    pub(crate) open: Truth,
    /// Of an aggregate: the least and the most that it may be (§10).
    pub(crate) ends: Option<(Value, Value)>,
    /// What is said of these values where the one element that has them is missing (§10).
    pub(crate) nobody: Option<Truth>,
    /// The names of the steps to it (§13).
    pub(crate) steps: Vec<String>,
}

/// An operation on two values; none where what it would give cannot be had.
type Operation = fn(&Value, &Value) -> Option<Value>;

/// What a step from one value leads to, and what leaves that open.
type Reached = (Vec<Member>, Truth);

/// Values that belong for certain.
fn sure(values: impl IntoIterator<Item = Value>) -> Vec<Member> {
    values.into_iter().map(|value| Member { value, belongs: Truth::True }).collect()
}

impl Found {
    /// Values that are there.
    pub(crate) fn all(ty: Type, values: impl IntoIterator<Item = Value>) -> Self {
        let members = sure(values);
        let (open, nobody, steps) = (Truth::True, None, Vec::new());
        Self { ty, record: None, many: false, members, open, ends: None, nobody, steps }
    }

    /// One value, of the type that it tells.
    pub(crate) fn one(value: Value) -> Self {
        Self::all(value.ty(), [value])
    }

    /// What is not there.
    pub(crate) fn missing(ty: Type, open: Truth) -> Self {
        Self { open, ..Self::all(ty, []) }
    }

    /// One of these values by itself.
    pub(crate) fn just(&self, value: &Value) -> Self {
        Self { record: self.record, ..Self::all(self.ty.clone(), [value.clone()]) }
    }

    /// The one value.
    pub(crate) fn value(&self) -> Asked<Value> {
        match (&self.ends, self.members.first()) {
            _ if self.many => Err(Stop::NotCovered("a path over many where one value is asked for")),
            (Some((least, most)), _) if same(least, most) == Some(true) => Ok(least.clone()),
            (None, Some(member)) if member.belongs.is_true() => Ok(member.value.plain().clone()),
            (None, Some(member)) => Err(Stop::Open(member.belongs.clone())),
            _ => Err(Stop::Open(self.open.clone())),
        }
    }

    /// The one element.
    pub(crate) fn element(&self) -> Asked<ElementId> {
        self.value()?.element().ok_or(Stop::Mistake)
    }

    /// The kind of the elements that it leads to.
    pub(crate) fn kind(&self) -> Asked<KindId> {
        self.ty.kind().ok_or(Stop::Mistake)
    }
}

impl<'j> Here<'j> {
    pub(crate) fn text(&self, word: Word) -> &'j str {
        self.words.text(word)
    }

    /// An element as the subject that its kind introduces; of nobody, for what only asks for types.
    pub(crate) fn subject(&self, kind: KindId, element: Option<ElementId>) -> Scope {
        let open = if element.is_some() { Truth::True } else { Truth::UNDECIDED };
        let it = Found { open, ..Found::all(Type::Element(kind), element.map(Value::Element)) };
        Scope { noun: lower(self.words.kinds[kind].name), variable: None, it }
    }

    /// The nearest subject.
    pub(crate) fn it(&self) -> Asked<&Found> {
        self.scopes.last().map(|scope| &scope.it).ok_or(Stop::Mistake)
    }

    /// The elements of a kind and the kinds below it, in the order of the model.
    pub(crate) fn elements_of(&self, kind: KindId) -> Found {
        let those = (0..self.model.elements.len()).filter(|element| self.model.is_of(*element, kind));
        Found::all(Type::Element(kind), those.map(Value::Element))
    }

    /// The element of a kind with an id.
    pub(crate) fn named(&self, kind: KindId, id: &str) -> Asked<Found> {
        Ok(Found::all(Type::Element(kind), [Value::Element(self.model.find(kind, id)?)]))
    }

    /// A path, from its start through its steps.
    pub(crate) fn path(&self, path: &tree::Path) -> Asked<Found> {
        let root = match &path.root {
            PathRoot::It(_) => self.it()?.clone(),
            PathRoot::Today(_) => Found::one(Value::Date(self.as_of)),
            PathRoot::Word(word) => self.or_own(self.bound(*word), *word)?,
            PathRoot::The(word, _) => self.or_own(self.outer(self.text(*word)), *word)?,
            PathRoot::Named(noun, id) => {
                let noun = self.text(*noun);
                let held = |it: &Attribute<'_>| it.ty.kind().filter(|_| it.forms.iter().any(|form| alike(form, noun)));
                let held = || self.words.attributes.iter().find_map(held);
                self.named(self.words.kind_named(noun).or_else(held).ok_or(Stop::Mistake)?, self.text(*id))?
            }
            PathRoot::Selection(selection) => self.selection(selection)?,
        };
        path.steps.iter().try_fold(root, |found, word| self.step(&found, self.text(*word)))
    }

    /// What a word stands for, or else an attribute of the nearest subject.
    fn or_own(&self, found: Option<&Found>, word: Word) -> Asked<Found> {
        found.map_or_else(|| self.step(self.it()?, self.text(word)), |found| Ok(found.clone()))
    }

    /// What a variable or a parameter stands for.
    pub(crate) fn bound(&self, word: Word) -> Option<&Found> {
        let name = Some(self.text(word)).filter(|_| !word.quoted)?;
        let variable = self.scopes.iter().rev().find(|scope| scope.variable.as_deref() == Some(name));
        let parameter = || self.parameters.iter().find(|(known, _)| *known == name).map(|(_, found)| found);
        variable.map(|scope| &scope.it).or_else(parameter)
    }

    /// `the KIND`: the nearest outer subject of that kind or introduced with that noun, else the nearest if it is one.
    fn outer(&self, noun: &str) -> Option<&Found> {
        let kind = self.words.kind_named(noun);
        let of = |scope: &Scope| scope.it.kind().ok();
        let exact = |scope: &&&Scope| alike(&scope.noun, noun) || (kind.is_some() && of(scope) == kind);
        let below = |scope: &&&Scope| of(scope).zip(kind).is_some_and(|(of, kind)| self.words.is_a(of, kind));
        let (inner, outer) = self.scopes.split_last()?;
        let order: Vec<&Scope> = outer.iter().rev().chain([inner]).collect();
        order.iter().find(exact).or_else(|| order.iter().find(below)).map(|scope| &scope.it)
    }

    /// `(KIND where C)`, `(PATH where C)`: an attribute of the nearest subject comes before a kind.
    fn selection(&self, selection: &Selection) -> Asked<Found> {
        let (from, words) = match &selection.from {
            SelectionFrom::Path(path) => {
                let root = if let PathRoot::Word(it) | PathRoot::The(it, _) = path.root { Some(it) } else { None };
                (self.path(path)?, vec![path.steps.last().copied().or(root).ok_or(Stop::Mistake)?])
            }
            SelectionFrom::Words(words) => {
                let last = *words.last().ok_or(Stop::Mistake)?;
                let own = |kind| self.words.attribute_named(kind, self.text(last)).is_some();
                let is_own = self.it().and_then(Found::kind).is_ok_and(own);
                let kind = self.words.kind_named(self.text(last)).filter(|_| !is_own);
                let those = kind.map(|kind| self.elements_of(kind));
                (those.map_or_else(|| self.or_own(self.bound(last), last), Ok)?, words.clone())
            }
        };
        let at = words.len() - 1;
        let condition = selection.condition.clone().map(Box::new);
        let phrase = NounPhrase { quantifier: None, words, of: None, within: None, condition, span: selection.span };
        let members = self.select(&from, &phrase, at)?.into_iter().map(|(member, _)| member);
        let members = members.filter(|member| member.belongs != Truth::False).collect();
        Ok(Found { members, many: true, steps: Vec::new(), ..from })
    }

    /// What may follow. Where nothing else has the name, it is an attribute that only a kind below has.
    pub(crate) fn step(&self, from: &Found, word: &str) -> Asked<Found> {
        let below = |kind| self.words.downwards(kind).find_map(|kind| self.words.attribute_named(kind, word));
        match self.find(from, word) {
            Err(Stop::Mistake) => self.attribute(from, below(from.kind()?).ok_or(Stop::Mistake)?),
            found => found,
        }
    }

    /// What a word names of something, or a mistake: of a value with fields a field, and what its value has; of an
    /// element an attribute as declared, or a form of one that is many; what is defined; a form of another attribute; a
    /// kind that may lie in it (§7, have; §4, Definitions); and what values have by themselves.
    pub(crate) fn find(&self, from: &Found, word: &str) -> Asked<Found> {
        let fields = from.record.map_or(&[][..], |record| &self.words.attributes[record].fields);
        if let Some(field) = self.words.named_among(fields, word) {
            return self.attribute(from, field);
        }
        let Ok(kind) = from.kind() else { return self.part(from, &lower(word)) };
        let attribute = self.words.attribute_named(kind, word);
        let derived = |exact: bool| self.words.derived_named(kind, word, exact);
        let declared =
            |id: &AttributeId| self.words.attributes[*id].many || alike(self.words.attributes[*id].name, word);
        if let Some(id) = attribute.filter(|id| declared(id) || derived(true).is_none()) {
            return self.attribute(from, id);
        }
        if let Some(id) = derived(true).or_else(|| derived(false)) {
            return self.derived_of(from, id);
        }
        let child = self.words.kind_named(word).filter(|child| self.words.may_hold(kind, *child));
        let Some(child) = child else { return self.part(from, &lower(word)) };
        let those = self.elements_of(child).members;
        let like = Found { many: true, ..Found::all(Type::Element(child), []) };
        let lies = |it: &Member, place| it.value.element().is_some_and(|it| self.model.places(it).contains(&place));
        Self::follow(from, &self.words.kinds[child].plural, like, |from| {
            let place = from.element().ok_or(Stop::Mistake)?;
            Ok((those.iter().filter(|it| lies(it, place)).cloned().collect(), Truth::True))
        })
    }

    /// The values of an attribute or field.
    pub(crate) fn attribute(&self, from: &Found, id: AttributeId) -> Asked<Found> {
        let it = &self.words.attributes[id];
        let record = Some(id).filter(|_| !it.fields.is_empty());
        let like = Found { many: it.many, record, ..Found::all(it.ty.clone(), []) };
        Self::follow(from, it.name, like, |from| {
            let field = from.record().and_then(|record| record.fields.get(&id));
            let own = || self.model.elements[from.element()?].values.get(&id);
            Ok((sure(field.or_else(own).cloned().unwrap_or_default()), Truth::True))
        })
    }

    /// The values of a derived attribute; an aggregate that may have several values is missing (§10).
    pub(crate) fn derived_of(&self, from: &Found, id: DefinitionId) -> Asked<Found> {
        let like = Found { members: Vec::new(), ..self.derived(id, None)? };
        Self::follow(from, &self.words.definitions[id].name, like, |from| {
            let found = self.derived(id, from.element())?;
            match found.value() {
                Ok(value) if found.ends.is_some() => Ok((sure([value]), Truth::True)),
                _ => Ok((found.members, found.open)),
            }
        })
    }

    /// What values have by themselves.
    fn part(&self, from: &Found, part: &str) -> Asked<Found> {
        let (ty, many) = match (&from.ty, part) {
            (ty, "least" | "most") if from.record.is_some() && ty.is_amount() => (ty.clone(), false),
            (Type::Element(_), "label") => (Type::Plain("text"), false),
            (Type::Plain("period"), "start" | "end") => (Type::Plain("date"), false),
            (Type::Formula(metric), "numerator" | "denominator") => (Type::Element(*metric), false),
            (Type::Formula(metric), "inputs" | "input") => (Type::Element(*metric), true),
            _ => return Err(Stop::Mistake),
        };
        Self::follow(from, part, Found { many, ..Found::all(ty, []) }, |from| {
            let side = |at: usize| rate(self.model.resolved(from.formula()?))?[at].map(Value::Element);
            let value = match (part, from.plain()) {
                ("least", _) => from.record().and_then(|it| it.least.clone()),
                ("most", _) => from.record().and_then(|it| it.most.clone()),
                ("start", Value::Period(day, _)) | ("end", Value::Period(_, day)) => Some(Value::Date(*day)),
                ("numerator", _) => side(0),
                ("denominator", _) => side(1),
                (_, Value::Formula(formula)) => {
                    return Ok((sure(inputs(formula).into_iter().map(Value::Element)), Truth::True));
                }
                (_, it) => it.element().and_then(|it| self.model.elements[it].label.clone()),
            };
            Ok((sure(value), Truth::True))
        })
    }

    /// A step to values like some: from what is missing it is missing; after a step to several values it is taken from
    /// each, and the same element is reached once.
    fn follow(from: &Found, word: &str, like: Found, take: impl Fn(&Value) -> Asked<Reached>) -> Asked<Found> {
        let (several, mut out) = (like.many, like);
        // A value with fields, and what is no element, has its parts from who has it itself.
        let of_one = !from.many && from.kind().is_ok();
        let absent = || if let Err(Stop::Open(open)) = from.value() { Some(open) } else { None };
        out.nobody = if of_one { absent() } else { from.nobody.clone() };
        (out.many, out.open, out.ends) = (several || from.many, from.open.clone(), None);
        out.steps = from.steps.iter().map(String::as_str).chain([word]).map(str::to_owned).collect();
        // §13: what is missing goes by the steps to it; after a step to several values by the last alone.
        let name = if from.many { word.to_owned() } else { out.steps.join(".") };
        let named = |open: Truth| if open.is_open() { Truth::Unknown([name.clone()].into()) } else { open };
        let plain = |it: &Value| if let Value::Element(it) = it { Some(*it) } else { None };
        let one = |it: &Value, other: &Value| plain(it).is_some() && plain(it) == plain(other);
        for from in &from.members {
            let (members, open) = take(&from.value)?;
            let lacks = !several && members.is_empty();
            let open = named(if lacks { Truth::UNDECIDED } else { open });
            out.open = out.open.and(open.lacking(&from.belongs));
            for Member { value, belongs } in members {
                let belongs = named(belongs).and(from.belongs.clone());
                enter(&mut out.members, Member { value, belongs }, one);
            }
        }
        Ok(out)
    }

    /// §4, Definitions: the first case whose condition is true; missing if one before it is unknown. Of nobody, only
    /// the type matters.
    fn derived(&self, id: DefinitionId, element: Option<ElementId>) -> Asked<Found> {
        let definition = &self.words.definitions[id];
        let Meaning::Derived(cases) = definition.meaning else { return Err(Stop::Mistake) };
        let inner = Here { scopes: vec![self.subject(definition.kind, element)], ..*self };
        let otherwise = cases.otherwise.iter().map(|value| (value, None));
        let cases = cases.cases.iter().map(|(value, condition)| (value, Some(condition))).chain(otherwise);
        for (value, condition) in cases {
            let condition = condition.filter(|_| element.is_some());
            match condition.map_or(Ok(Truth::True), |condition| inner.condition(condition))? {
                Truth::True => return inner.expression(value),
                Truth::False => {}
                open @ Truth::Unknown(_) => return Ok(Found::missing(Type::Plain("text"), open)),
            }
        }
        Ok(Found::missing(Type::Plain("text"), Truth::UNDECIDED))
    }

    /// The value of an expression, or its values.
    pub(crate) fn expression(&self, expression: &Expression) -> Asked<Found> {
        match expression {
            Expression::Path(path) => self.path(path),
            Expression::Literal(literal) => Ok(Found::one(self.words.literal(*literal)?)),
            Expression::Bracket(inner, _) => self.expression(inner),
            Expression::Sum(chain) => self.chain(&chain.operands, |op| if op == Sign::Plus { add } else { subtract }),
            Expression::Product(chain) => {
                self.chain(&chain.operands, |op| if op == Factor::Times { multiply } else { divide })
            }
            Expression::Aggregate(aggregate) => self.aggregate(aggregate),
            Expression::Nearest(nearest) => self.nearest_via(nearest),
            Expression::Hole(_) => Err(Stop::Mistake),
        }
    }

    /// Operators of one level, each from the left; what cannot be had is missing (§11).
    fn chain<Op: Copy>(&self, operands: &[(Op, Expression)], operation: impl Fn(Op) -> Operation) -> Asked<Found> {
        let ((_, first), rest) = operands.split_first().ok_or(Stop::Mistake)?;
        rest.iter().try_fold(self.expression(first)?, |so_far, (op, operand)| {
            let (apply, operand) = (operation(*op), self.expression(operand)?);
            let value = both(so_far.value(), operand.value());
            match value.and_then(|(one, other)| apply(&one, &other).ok_or(Stop::Open(Truth::UNDECIDED))) {
                Ok(value) => Ok(Found::one(value)),
                // Of what is missing the type is that of what like operands give.
                Err(Stop::Open(open)) => {
                    let like = so_far.ty.sample().zip(operand.ty.sample()).and_then(|(one, other)| apply(&one, &other));
                    Ok(Found::missing(like.map_or(Type::Plain("quantity"), |value| value.ty()), open))
                }
                Err(stop) => Err(stop),
            }
        })
    }

    /// One value from many, or the two ends of what it may be (§10).
    fn aggregate(&self, aggregate: &Aggregate) -> Asked<Found> {
        let over = self.path(&aggregate.over)?;
        let counts = aggregate.op == AggregateOp::Count;
        match over.nobody {
            Some(nobody) if counts => return Ok(Found::missing(Type::Plain("number"), nobody)),
            Some(nobody) => return Ok(Found::missing(over.ty, nobody)),
            None if counts => return Ok(count(&over.members, 1)),
            None => {}
        }
        let open = open(&over.members);
        let values = |certain: bool| {
            let those = over.members.iter().filter(|it| it.belongs.is_true() == certain);
            those.map(|it| it.value.plain().clone()).collect::<Vec<_>>()
        };
        let (certain, perhaps, numbers) = (values(true), values(false), over.ty == Type::Plain("number"));
        // Where one of the values is missing so is the result.
        let ends = if over.open.is_true() { ends(aggregate.op, &certain, &perhaps, numbers) } else { None };
        Ok(Found { ends, ..Found::missing(over.ty, open.and(over.open)) })
    }

    /// `the nearest`: breadth first along the relations, beginning with the subject itself.
    fn nearest_via(&self, nearest: &Nearest) -> Asked<Found> {
        let (_, kind) = self.noun_of_kind(&nearest.noun)?;
        let name = format!("the nearest {}", self.words.kinds[kind].name);
        let nothing = Found::missing(Type::Element(kind), Truth::Unknown([name].into()));
        let Ok(from) = self.it()?.element() else { return Ok(nothing) };
        let reached = spread(from, |element| {
            let certain = self.neighbours(element, &nearest.via)?.into_iter().filter(|it| it.belongs.is_true());
            Ok(certain.filter_map(|it| it.value.element()).collect())
        })?;
        for element in [from].into_iter().chain(reached) {
            match self.is_one(element, &nearest.noun)? {
                Truth::True => return Ok(nothing.just(&Value::Element(element))),
                Truth::False => {}
                Truth::Unknown(_) => break,
            }
        }
        Ok(nothing)
    }

    /// The elements that relations lead to from one; a relation that its kind does not have leads nowhere (§7, reach).
    pub(crate) fn neighbours(&self, from: ElementId, via: &[Word]) -> Asked<Vec<Member>> {
        let kind = self.model.elements[from].kind;
        let mut out = Vec::new();
        for word in via.iter().map(|word| self.text(*word)) {
            let attribute = self.words.attribute_named(kind, word);
            let attribute = attribute.or_else(|| self.words.relation_with_verb(kind, word));
            let it = self.subject(kind, Some(from)).it;
            match (attribute, self.words.derived_named(kind, word, false)) {
                (Some(attribute), _) => out.extend(self.attribute(&it, attribute)?.members),
                (None, Some(derived)) => out.extend(self.derived_of(&it, derived)?.members),
                (None, None) => {}
            }
        }
        Ok(out)
    }
}

/// `sum`, `min`, `max` and `average` of those that belong for certain and those that may (§10).
fn ends(op: AggregateOp, certain: &[Value], perhaps: &[Value], numbers: bool) -> Option<(Value, Value)> {
    let best = |values: &[Value]| {
        let (first, rest) = values.split_first()?;
        rest.iter().try_fold(first.clone(), |best, value| {
            let (least, most) = place(value, &best)?;
            let less = (most.is_le(), least.is_ge());
            let (wins, loses) = if op == AggregateOp::Min { less } else { (less.1, less.0) };
            if wins { Some(value.clone()) } else { Some(best).filter(|_| loses) }
        })
    };
    match op {
        AggregateOp::Sum => {
            let sum = if certain.is_empty() && numbers { Value::count(0) } else { total(certain)? };
            perhaps.iter().try_fold((sum.clone(), sum), |(least, most), value| {
                let lower = add(&least, value)?;
                Some(if place(&lower, &least)?.1.is_lt() { (lower, most) } else { (least, add(&most, value)?) })
            })
        }
        AggregateOp::Min => Some((best(&[certain, perhaps].concat())?, best(certain)?)),
        AggregateOp::Max => Some((best(certain)?, best(&[certain, perhaps].concat())?)),
        AggregateOp::Average if perhaps.is_empty() => average(certain),
        AggregateOp::Average | AggregateOp::Count => None,
    }
}
