//! §9: paths and expressions, and the places where they stand.

use bellwether_syntax::tree::{
    self, Aggregate, AggregateOp, Expression, Factor, Literal, Meaning, Nearest, NounPhrase, PathRoot, Selection,
    SelectionFrom, Sign, Word,
};
use jiff::civil::Date;

use crate::meaning::{Asked, Member, Stop, Tally, Truth, both, enter, place, same, spread};
use crate::model::{ElementId, Model, inputs, rate};
use crate::types::{Type, Value, add, average, divide, multiply, negated, subtract, total};
use crate::vocabulary::{AttributeId, DefinitionId, KindId, Vocabulary};
use crate::words::{alike, literal, lower};
use crate::{Covered, NotCovered};

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

impl Found {
    /// Values that are there.
    pub(crate) fn all(ty: Type, values: impl IntoIterator<Item = Value>) -> Self {
        let members = values.into_iter().map(|value| Member { value, belongs: Truth::True }).collect();
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
            _ if self.many => Err(NotCovered::Construct("a path over many where one value is asked for").into()),
            (Some((least, most)), _) if same(least, most) == Some(true) => Ok(least.clone()),
            (None, Some(member)) if member.belongs.is_true() => Ok(member.value.plain().clone()),
            (None, Some(member)) => Err(Stop::Open(member.belongs.clone())),
            _ => Err(Stop::Open(self.open.clone())),
        }
    }

    /// The one element.
    pub(crate) fn element(&self) -> Asked<ElementId> {
        Ok(self.value()?.element().ok_or(NotCovered::Word)?)
    }

    /// The least and the most that the one value may be.
    pub(crate) fn extent(&self) -> Asked<(Value, Value)> {
        self.ends.clone().map_or_else(|| self.value().map(|value| (value.clone(), value)), Ok)
    }

    /// The kind of the elements that it leads to.
    pub(crate) fn kind(&self) -> Covered<KindId> {
        self.ty.kind().ok_or(NotCovered::Word)
    }
}

impl<'j> Here<'j> {
    pub(crate) fn text(&self, word: Word) -> &'j str {
        self.words.text(word)
    }

    pub(crate) fn literal(&self, written: Literal) -> Covered<Value> {
        literal(written.kind, self.words.sources.text(written.span)).ok_or(NotCovered::Unread)
    }

    /// Inside of one more subject, which is the nearest then.
    pub(crate) fn with(&self, scope: Scope) -> Self {
        Self { scopes: self.scopes.iter().cloned().chain([scope]).collect(), ..*self }
    }

    /// Beside a value that goes by its noun, while the subject stays the nearest (`the KIND`).
    pub(crate) fn beside(&self, scope: Scope) -> Self {
        let mut inner = self.clone();
        inner.scopes.insert(self.scopes.len().saturating_sub(1), scope);
        inner
    }

    /// An element as the subject that its kind introduces; of nobody, for what only asks for types.
    pub(crate) fn subject(&self, kind: KindId, element: Option<ElementId>) -> Scope {
        let open = if element.is_some() { Truth::True } else { Truth::UNDECIDED };
        let it = Found { open, ..Found::all(Type::Element(kind), element.map(Value::Element)) };
        Scope { noun: lower(self.words.kinds[kind].name), variable: None, it }
    }

    /// The nearest subject.
    pub(crate) fn it(&self) -> Covered<&Found> {
        self.scopes.last().map(|scope| &scope.it).ok_or(NotCovered::Word)
    }

    /// The elements of a kind and the kinds below it, in the order of the model.
    pub(crate) fn elements_of(&self, kind: KindId) -> Found {
        let those = (0..self.model.elements.len()).filter(|element| self.model.is_of(*element, kind));
        Found::all(Type::Element(kind), those.map(Value::Element))
    }

    /// The element of a kind with an id; that there is none is a mistake.
    pub(crate) fn named(&self, kind: KindId, id: &str) -> Covered<Found> {
        let element = self.model.find(kind, id).ok_or(NotCovered::Unread)?;
        Ok(Found::all(Type::Element(kind), [Value::Element(element)]))
    }

    /// A path, from its start through its steps.
    pub(crate) fn path(&self, path: &tree::Path) -> Asked<Found> {
        let root = match &path.root {
            PathRoot::It(_) => self.it()?.clone(),
            PathRoot::Today(_) => Found::one(Value::Date(self.as_of)),
            PathRoot::Word(word) => self.word(*word)?,
            PathRoot::The(word, _) => match self.outer(self.text(*word)) {
                Some(scope) => scope.it.clone(),
                None => self.step(self.it()?, self.text(*word))?,
            },
            PathRoot::Named(noun, id) => {
                let noun = self.text(*noun);
                let held = || self.words.attributes.iter().filter(|it| it.goes_by(noun)).find_map(|it| it.ty.kind());
                self.named(self.words.kind_named(noun).or_else(held).ok_or(NotCovered::Word)?, self.text(*id))?
            }
            PathRoot::Selection(selection) => self.selection(selection)?,
        };
        path.steps.iter().try_fold(root, |found, word| self.step(&found, self.text(*word)))
    }

    /// A variable, a parameter, or an attribute of the nearest subject.
    fn word(&self, word: Word) -> Asked<Found> {
        self.bound(word).map_or_else(|| self.step(self.it()?, self.text(word)), |found| Ok(found.clone()))
    }

    /// What a variable or a parameter stands for.
    pub(crate) fn bound(&self, word: Word) -> Option<&Found> {
        let name = Some(self.text(word)).filter(|_| !word.quoted)?;
        let variable = self.scopes.iter().rev().find(|scope| scope.variable.as_deref() == Some(name));
        let parameter = || self.parameters.iter().find(|(known, _)| *known == name).map(|(_, found)| found);
        variable.map(|scope| &scope.it).or_else(parameter)
    }

    /// `the KIND`: the nearest outer subject of that kind or introduced with that noun, else the nearest if it is one.
    fn outer(&self, noun: &str) -> Option<&Scope> {
        let kind = self.words.kind_named(noun);
        let of = |scope: &Scope| scope.it.kind().ok();
        let exact = |scope: &&&Scope| alike(&scope.noun, noun) || (kind.is_some() && of(scope) == kind);
        let below = |scope: &&&Scope| of(scope).zip(kind).is_some_and(|(of, kind)| self.words.is_a(of, kind));
        let (inner, outer) = self.scopes.split_last()?;
        let order: Vec<&Scope> = outer.iter().rev().chain([inner]).collect();
        order.iter().find(exact).or_else(|| order.iter().find(below)).copied()
    }

    /// `(KIND where C)`, `(PATH where C)`: an attribute of the nearest subject comes before a kind.
    fn selection(&self, selection: &Selection) -> Asked<Found> {
        let (from, words) = match &selection.from {
            SelectionFrom::Path(path) => {
                let root = if let PathRoot::Word(it) | PathRoot::The(it, _) = path.root { Some(it) } else { None };
                (self.path(path)?, vec![path.steps.last().copied().or(root).ok_or(NotCovered::Word)?])
            }
            SelectionFrom::Words(words) => {
                let last = *words.last().ok_or(NotCovered::Word)?;
                let own = |kind| self.words.attribute_named(kind, self.text(last)).is_some();
                let kind = self.words.kind_named(self.text(last));
                match kind.filter(|_| !self.it().and_then(Found::kind).is_ok_and(own)) {
                    Some(kind) => (self.elements_of(kind), words.clone()),
                    None => (self.word(last)?, words.clone()),
                }
            }
        };
        let at = words.len() - 1;
        let condition = selection.condition.clone().map(Box::new);
        let phrase = NounPhrase { quantifier: None, words, of: None, within: None, condition, span: selection.span };
        let members = self.select(&from, &phrase, at)?.into_iter().map(|(member, _)| member);
        let members = members.filter(|member| !member.belongs.is_false()).collect();
        Ok(Found { members, many: true, steps: Vec::new(), ..from })
    }

    /// What may follow. Where nothing else has the name, it is an attribute that only a kind below has.
    pub(crate) fn step(&self, from: &Found, word: &str) -> Asked<Found> {
        if let Some(found) = self.find(from, word)? {
            return Ok(found);
        }
        let mut below = self.words.downwards(from.kind()?).filter_map(|kind| self.words.attribute_named(kind, word));
        self.attribute(from, below.next().ok_or(NotCovered::Word)?)
    }

    /// What a word names of something, if it does: of a value with fields a field, and what its value has; of an element an
    /// attribute as declared, or a form of one that is many; what is defined; a form of another attribute; a kind that may
    /// lie in it (§7, have; §4, Definitions); and what values have by themselves.
    pub(crate) fn find(&self, from: &Found, word: &str) -> Asked<Option<Found>> {
        let fields = from.record.map_or(&[][..], |record| &self.words.attributes[record].fields);
        if let Some(field) = self.words.named_among(fields, word) {
            return self.attribute(from, field).map(Some);
        }
        let Ok(kind) = from.kind() else { return self.part(from, &lower(word)) };
        let attribute = self.words.attribute_named(kind, word);
        let derived = |exact: bool| self.words.derived_named(kind, word, exact);
        let declared = |id: &AttributeId| {
            let attribute = &self.words.attributes[*id];
            attribute.many || alike(attribute.name, word)
        };
        if let Some(id) = attribute.filter(|id| declared(id) || derived(true).is_none()) {
            return self.attribute(from, id).map(Some);
        }
        if let Some(id) = derived(true).or_else(|| derived(false)) {
            return self.derived_of(from, id).map(Some);
        }
        let child = self.words.kind_named(word).filter(|child| self.words.may_hold(kind, *child));
        let Some(child) = child else { return self.part(from, &lower(word)) };
        let many = Found { many: true, ..Found::all(Type::Element(child), []) };
        let lies = |it: &Value, place: ElementId| it.element().is_some_and(|it| self.model.places(it).contains(&place));
        let found = Self::follow(from, self.words.kinds[child].plural.as_str(), many, |from| {
            let those = self.elements_of(child).members.into_iter().map(|member| member.value);
            Ok(Found::all(Type::Plain("text"), those.filter(|it| from.element().is_some_and(|place| lies(it, place)))))
        });
        found.map(Some)
    }

    /// The values of an attribute or field.
    pub(crate) fn attribute(&self, from: &Found, id: AttributeId) -> Asked<Found> {
        let it = &self.words.attributes[id];
        let record = Some(id).filter(|_| !it.fields.is_empty());
        let like = Found { many: it.many, record, ..Found::all(it.ty.clone(), []) };
        Self::follow(from, it.name, like, |from| {
            let fields = if let Value::Record(record) = from { &record.fields[..] } else { &[] };
            let field = fields.iter().find(|(field, _)| *field == id).map(|(_, values)| values.clone());
            let own = || from.element().map(|element| self.model.values(element, id));
            Ok(Found::all(Type::Plain("text"), field.or_else(own).unwrap_or_default()))
        })
    }

    /// The values of a derived attribute; an aggregate that may have several values is missing (§10).
    pub(crate) fn derived_of(&self, from: &Found, id: DefinitionId) -> Asked<Found> {
        let (definition, like) = (&self.words.definitions[id], self.derived(id, None)?);
        let like = Found { members: Vec::new(), ..like };
        Self::follow(from, &definition.name, like, |from| {
            let element = from.element().filter(|element| self.model.is_of(*element, definition.kind));
            let Some(element) = element else { return Ok(Found::all(Type::Plain("text"), [])) };
            let found = self.derived(id, Some(element))?;
            Ok(match found.value() {
                _ if found.ends.is_none() => found,
                Ok(value) => found.just(&value),
                Err(_) => Found { ends: None, ..found },
            })
        })
    }

    /// What values have by themselves.
    fn part(&self, from: &Found, part: &str) -> Asked<Option<Found>> {
        let metric = self.words.kind_with_formulas().map_or(Type::Plain("text"), Type::Element);
        let (ty, many) = match (&from.ty, part) {
            (ty, "least" | "most") if from.record.is_some() && ty.is_amount() => (ty.clone(), false),
            (Type::Element(_), "label") => (Type::Plain("text"), false),
            (Type::Plain("period"), "start" | "end") => (Type::Plain("date"), false),
            (Type::Plain("formula"), "numerator" | "denominator") => (metric, false),
            (Type::Plain("formula"), "inputs" | "input") => (metric, true),
            _ => return Ok(None),
        };
        let found = Self::follow(from, part, Found { many, ..Found::all(ty, []) }, |from| {
            let formula = if let Value::Formula(it) = from.plain() { Some(self.model.resolved(it)) } else { None };
            let sides = formula.as_ref().and_then(rate);
            let values: Vec<Value> = match (part, from, from.plain()) {
                ("least", Value::Record(record), _) => record.least.iter().cloned().collect(),
                ("most", Value::Record(record), _) => record.most.iter().cloned().collect(),
                ("start", _, Value::Period(day, _)) | ("end", _, Value::Period(_, day)) => vec![Value::Date(*day)],
                (_, _, Value::Element(it)) => self.model.elements[*it].label.iter().cloned().map(Value::Text).collect(),
                ("inputs" | "input", _, Value::Formula(it)) => inputs(it).into_iter().map(Value::Element).collect(),
                (side, ..) => {
                    // §3: where each is one metric.
                    let side = sides.map(|(above, below)| if side == "numerator" { above } else { below });
                    side.filter(|side| side.len() == 1).into_iter().flatten().map(Value::Element).collect()
                }
            };
            Ok(Found::all(Type::Plain("text"), values))
        });
        found.map(Some)
    }

    /// A step, like `out`: from what is missing it is missing; after a step to several values it is taken from each, and the
    /// same element is reached once.
    fn follow(from: &Found, word: &str, mut out: Found, take: impl Fn(&Value) -> Asked<Found>) -> Asked<Found> {
        let several = out.many;
        // A value with fields, and what is no element, has its parts from who has it itself.
        let of_one = !from.many && from.kind().is_ok();
        let absent = || if let Err(Stop::Open(open)) = from.value() { Some(open) } else { None };
        out.nobody = if of_one { absent() } else { from.nobody.clone() };
        (out.many, out.open, out.ends) = (several || from.many, from.open.clone(), None);
        out.steps = from.steps.iter().map(String::as_str).chain([word]).map(str::to_owned).collect();
        // §13: what is missing goes by the steps to it; after a step to several values by the last alone.
        let name = if from.many { word.to_owned() } else { out.steps.join(".") };
        let named = |open: Truth| if open.is_open() { Truth::Unknown(vec![name.clone()]) } else { open };
        for from in &from.members {
            let reached = take(&from.value)?;
            let lacks = !several && reached.members.is_empty();
            out.open = out.open.and(named(if lacks { Truth::UNDECIDED } else { reached.open }));
            for Member { value, belongs } in reached.members {
                let member = Member { value, belongs: named(belongs).and(from.belongs.clone()) };
                enter(
                    &mut out.members,
                    member,
                    |one, other| matches!((one, other), (Value::Element(one), Value::Element(other)) if one == other),
                );
            }
        }
        Ok(out)
    }

    /// §4, Definitions: the first case whose condition is true; missing if one before it is unknown. Of nobody, only the
    /// type matters.
    fn derived(&self, id: DefinitionId, element: Option<ElementId>) -> Asked<Found> {
        let definition = &self.words.definitions[id];
        let Meaning::Derived(cases) = definition.meaning else { return Err(NotCovered::Word.into()) };
        let inner = Here { scopes: vec![self.subject(definition.kind, element)], ..*self };
        let first = cases.cases.first().map(|(value, _)| value).or(cases.otherwise.as_ref()).ok_or(NotCovered::Word)?;
        if element.is_none() {
            return inner.expression(first);
        }
        let missing = |open: Truth| Ok(Found::missing(Type::Plain("text"), open));
        for (value, condition) in &cases.cases {
            match inner.condition(condition)? {
                Truth::True => return inner.expression(value),
                Truth::False => {}
                Truth::Unknown(names) => return missing(Truth::Unknown(names)),
            }
        }
        cases.otherwise.as_ref().map_or_else(|| missing(Truth::UNDECIDED), |value| inner.expression(value))
    }

    /// The value of an expression, or its values.
    pub(crate) fn expression(&self, expression: &Expression) -> Asked<Found> {
        match expression {
            Expression::Path(path) => self.path(path),
            Expression::Literal(literal) => Ok(Found::one(self.literal(*literal)?)),
            Expression::Bracket(inner, _) => self.expression(inner),
            Expression::Sum(chain) => self.chain(&chain.operands, |total, sign, value| match (total, sign) {
                (None, Sign::Plus) => Some(value.clone()),
                (None, Sign::Minus) => negated(value),
                (Some(total), Sign::Plus) => add(total, value),
                (Some(total), Sign::Minus) => subtract(total, value),
            }),
            Expression::Product(chain) => self.chain(&chain.operands, |total, factor, value| match (total, factor) {
                (None, _) => Some(value.clone()),
                (Some(total), Factor::Times) => multiply(total, value),
                (Some(total), Factor::Over) => divide(total, value),
            }),
            Expression::Aggregate(aggregate) => self.aggregate(aggregate),
            Expression::Nearest(nearest) => self.nearest_via(nearest),
            Expression::Hole(_) => Err(NotCovered::Unread.into()),
        }
    }

    /// Operators of one level, each from the left; what cannot be had is missing (§11).
    fn chain<Op: Copy>(
        &self,
        operands: &[(Op, Expression)],
        apply: impl Fn(Option<&Value>, Op, &Value) -> Option<Value>,
    ) -> Asked<Found> {
        let (mut so_far, mut sample) = (Ok(None), Some(None));
        for (op, operand) in operands {
            let found = self.expression(operand)?;
            let like = |total: Option<Value>| apply(total.as_ref(), *op, &found.ty.sample()?);
            sample = sample.and_then(like).map(Some);
            so_far = both(so_far, found.value()).and_then(|(total, value): (Option<Value>, Value)| {
                apply(total.as_ref(), *op, &value).map(Some).ok_or(Stop::Open(Truth::UNDECIDED))
            });
        }
        match so_far {
            Ok(value) => Ok(Found::one(value.ok_or(NotCovered::Unread)?)),
            // Of what is missing the type is that of what like operands give.
            Err(Stop::Open(open)) => {
                Ok(Found::missing(sample.flatten().map_or(Type::Plain("quantity"), |value| value.ty()), open))
            }
            Err(stop) => Err(stop),
        }
    }

    /// One value from many, or the two ends of what it may be (§10).
    fn aggregate(&self, aggregate: &Aggregate) -> Asked<Found> {
        let over = self.path(&aggregate.over)?;
        let opens = over.members.iter().map(|it| it.belongs.clone()).filter(Truth::is_open);
        let open = opens.fold(Truth::UNDECIDED, Truth::and);
        if let Some(nobody) = over.nobody {
            let counts = aggregate.op == AggregateOp::Count;
            return Ok(Found::missing(if counts { Type::Plain("number") } else { over.ty }, nobody));
        }
        if aggregate.op == AggregateOp::Count {
            let tally = Tally::of(over.members);
            let ends = Some((Value::count(tally.least), Value::count(tally.most)));
            return Ok(Found { ends, ..Found::missing(Type::Plain("number"), open) });
        }
        let (certain, perhaps): (Vec<_>, Vec<_>) = over.members.into_iter().partition(|it| it.belongs.is_true());
        let values = |members: Vec<Member>| members.into_iter().map(|it| it.value.plain().clone()).collect::<Vec<_>>();
        let (certain, perhaps, numbers) = (values(certain), values(perhaps), over.ty == Type::Plain("number"));
        // Where one of the values is missing so is the result.
        let ends = if over.open.is_true() { ends(aggregate.op, &certain, &perhaps, numbers) } else { None };
        Ok(Found { ends, ..Found::missing(over.ty, open.and(over.open)) })
    }

    /// `the nearest`: breadth first along the relations, beginning with the subject itself.
    fn nearest_via(&self, nearest: &Nearest) -> Asked<Found> {
        let (_, kind) = self.noun_of_kind(&nearest.noun)?;
        let name = format!("the nearest {}", self.words.kinds[kind].name);
        let nothing = Found::missing(Type::Element(kind), Truth::Unknown(vec![name]));
        let Ok(from) = self.it()?.element() else { return Ok(nothing) };
        let reached = spread(from, |element| {
            let certain = self.neighbours(element, &nearest.via)?.into_iter().filter(|(_, belongs)| belongs.is_true());
            Ok(certain.map(|(there, _)| there).collect())
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
    pub(crate) fn neighbours(&self, from: ElementId, via: &[Word]) -> Asked<Vec<(ElementId, Truth)>> {
        let kind = self.model.elements[from].kind;
        let mut out = Vec::new();
        for word in via.iter().map(|word| self.text(*word)) {
            let attribute = self.words.attribute_named(kind, word);
            let from = self.subject(kind, Some(from)).it;
            let reached = match attribute.or_else(|| self.words.relation_with_verb(kind, word)) {
                Some(attribute) => self.attribute(&from, attribute)?.members.into_iter(),
                None => match self.words.derived_named(kind, word, false) {
                    Some(derived) => self.derived_of(&from, derived)?.members.into_iter(),
                    None => continue,
                },
            };
            out.extend(reached.filter_map(|it| Some((it.value.element()?, it.belongs))));
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
