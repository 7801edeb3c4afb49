//! §3: the goal model, from declarations to elements with values.

use std::collections::BTreeMap;
use std::rc::Rc;

use bellwether_syntax::source::Sources;
use bellwether_syntax::tree::{self, Bound, Factor, File, Item, Line, LineValue, LiteralKind, Sign, ValueBound};
use rust_decimal::Decimal;

use crate::forms::{alike, lower};
use crate::value::{Record, Slot, Unit, Value, literal, period};
use crate::vocabulary::{AttributeId, KindId, Type, Vocabulary};
use crate::{Covered, NotCovered};

pub(crate) type ElementId = usize;

/// An element, in the order of the model: as declared, those that stand in it after it.
pub(crate) struct Element {
    pub(crate) kind: KindId,
    pub(crate) id: Option<String>,
    pub(crate) label: Option<String>,
    /// The element in whose block it stands.
    parent: Option<ElementId>,
    values: BTreeMap<AttributeId, Slot>,
}

/// A formula with its metrics found (§3, Formulas).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Formula {
    Metric(ElementId),
    Number(Decimal),
    Sum(Vec<(Sign, Formula)>),
    Product(Vec<(Factor, Formula)>),
}

/// All elements.
pub(crate) struct Model {
    pub(crate) elements: Vec<Element>,
}

/// Reads the declarations of all files.
pub(crate) fn build(files: &[File], sources: &Sources, words: &Vocabulary<'_>) -> Covered<Model> {
    let mut reader = Reader { sources, words, model: Model { elements: Vec::new() }, lines: Vec::new() };
    for file in files {
        for item in &file.items {
            if let Item::Declaration(line) = item {
                reader.declare(line, None)?;
            }
        }
    }
    for (element, attribute, line) in std::mem::take(&mut reader.lines) {
        reader.fill(element, attribute, line)?;
    }
    reader.nest()?;
    reader.turn_round()?;
    Ok(reader.model)
}

struct Reader<'r, 'f> {
    sources: &'r Sources,
    words: &'r Vocabulary<'r>,
    model: Model,
    /// The attributes that are written, with whose they are: read once all elements are known.
    lines: Vec<(ElementId, AttributeId, &'f Line)>,
}

impl<'f> Reader<'_, 'f> {
    fn text(&self, word: tree::Word) -> String {
        self.sources.text(word.span).to_owned()
    }

    /// Enters an element with what stands in its block (§3: attribute or declaration?).
    fn declare(&mut self, line: &'f Line, parent: Option<ElementId>) -> Covered<()> {
        let kind = self.words.kind_named(&self.text(line.head)).ok_or(NotCovered::Word)?;
        let first = line.values.first();
        let id = match first.and_then(|first| first.value.as_ref()) {
            Some(tree::Value::Word(word)) => Some(self.text(*word)),
            Some(_) => return Err(NotCovered::Unread),
            None => None,
        };
        let label = first.and_then(|first| first.label).and_then(|label| self.label(label));
        let element = self.model.elements.len();
        self.model.elements.push(Element { kind, id, label, parent, values: BTreeMap::new() });
        for inner in line.body.iter().flatten() {
            let head = self.text(inner.head);
            let attribute = self.words.attribute_named(kind, &head).filter(|id| {
                let own = self.words.attributes.get(*id).is_some_and(|it| alike(&it.name, &head));
                inner.body.is_none() && (own || self.words.kind_named(&head).is_none())
            });
            match attribute {
                Some(attribute) => self.lines.push((element, attribute, inner)),
                None => self.declare(inner, Some(element))?,
            }
        }
        Ok(())
    }

    fn label(&self, text: tree::Text) -> Option<String> {
        let kind = if text.long { LiteralKind::LongText } else { LiteralKind::Text };
        match literal(kind, self.sources.text(text.span))? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Reads the values of an attribute.
    fn fill(&mut self, element: ElementId, attribute: AttributeId, line: &Line) -> Covered<()> {
        let mut slot = Slot::default();
        for value in &line.values {
            self.read_value(attribute, value, &mut slot)?;
        }
        let known = self.slot(element, attribute)?;
        known.values.extend(slot.values);
        known.hole |= slot.hole;
        Ok(())
    }

    fn slot(&mut self, element: ElementId, attribute: AttributeId) -> Covered<&mut Slot> {
        let element = self.model.elements.get_mut(element).ok_or(NotCovered::Word)?;
        Ok(element.values.entry(attribute).or_default())
    }

    /// One value with its bound and its fields.
    fn read_value(&self, attribute: AttributeId, written: &LineValue, slot: &mut Slot) -> Covered<()> {
        let declared = self.words.attribute(attribute)?;
        let ty = &declared.ty;
        let values = match (&written.value, written.label) {
            (None, Some(text)) => vec![self.label(text).map(Value::Text).filter(|_| *ty == Type::Text)],
            (Some(value), None) => self.read_all(ty, value),
            _ => vec![None],
        };
        let mut fields = Vec::new();
        for field in &written.fields {
            let id = self.words.field_named(attribute, &self.text(field.name)).ok_or(NotCovered::Word)?;
            if field.bound.is_some() {
                return Err(NotCovered::Construct("a bound before a field"));
            }
            let mut slot = Slot::default();
            for value in self.read_all(&self.words.attribute(id)?.ty, &field.value) {
                slot.hole |= value.is_none();
                slot.values.extend(value);
            }
            fields.push((id, slot));
        }
        for value in values {
            let Some(value) = value else {
                slot.hole = true;
                continue;
            };
            let (value, least, most) = self.bounded(ty, value, written.bound.as_ref())?;
            slot.values.push(if declared.fields.is_empty() && least.is_none() && most.is_none() {
                value
            } else {
                Value::Record(Rc::new(Record { value, least, most, fields: fields.clone() }))
            });
        }
        Ok(())
    }

    /// §3, Bounds: the value is the bound, for `between` the lesser.
    fn bounded(
        &self,
        ty: &Type,
        value: Value,
        bound: Option<&ValueBound>,
    ) -> Covered<(Value, Option<Value>, Option<Value>)> {
        let same = || Some(value.clone());
        Ok(match bound {
            None => (value, None, None),
            Some(ValueBound::One(Bound::AtLeast)) => (value.clone(), same(), None),
            Some(ValueBound::One(Bound::AtMost)) => (value.clone(), None, same()),
            Some(ValueBound::One(Bound::Exactly)) => (value.clone(), same(), same()),
            Some(ValueBound::One(_)) => return Err(NotCovered::Unread),
            Some(ValueBound::Between(lower)) => {
                let lower = self.read(ty, lower).ok_or(NotCovered::Unread)?;
                (lower.clone(), Some(lower), Some(value))
            }
        })
    }

    /// The values of a type that are written; `None` for one that cannot be read.
    fn read_all(&self, ty: &Type, value: &tree::Value) -> Vec<Option<Value>> {
        match value {
            tree::Value::List(values, _) => values.iter().map(|value| self.read(ty, value)).collect(),
            value => vec![self.read(ty, value)],
        }
    }

    fn read(&self, ty: &Type, value: &tree::Value) -> Option<Value> {
        match (ty, value) {
            (Type::Formula, value) => Some(Value::Formula(Rc::new(self.formula_of(value)?))),
            (Type::Element(kind), tree::Value::Word(word)) => {
                let id = self.text(*word);
                let fits = |element: &ElementId| {
                    self.model.elements.get(*element).is_some_and(|it| self.words.is_a(it.kind, *kind))
                };
                self.model.find(self.words, *kind, &id).filter(fits).map(Value::Element)
            }
            (Type::OneOf(words), tree::Value::Word(word)) => {
                let word = lower(&self.text(*word));
                words.contains(&word).then_some(Value::Word(word))
            }
            (Type::YesOrNo, tree::Value::Word(word)) => match lower(&self.text(*word)).as_str() {
                "yes" => Some(Value::YesOrNo(true)),
                "no" => Some(Value::YesOrNo(false)),
                _ => None,
            },
            (Type::Period, tree::Value::Literal(written)) if written.kind == LiteralKind::Number => {
                period(self.sources.text(written.span))
            }
            (ty, tree::Value::Literal(written)) => {
                let value = literal(written.kind, self.sources.text(written.span))?;
                fits(ty, &value).then_some(value)
            }
            _ => None,
        }
    }

    fn formula_of(&self, value: &tree::Value) -> Option<Formula> {
        match value {
            tree::Value::Word(word) => self.formula(&tree::Formula::Metric(*word)),
            tree::Value::Literal(literal) => self.formula(&tree::Formula::Number(*literal)),
            tree::Value::Formula(formula, _) => self.formula(formula),
            tree::Value::List(..) | tree::Value::Hole(_) => None,
        }
    }

    /// A formula with its metrics found: elements of the kind that has formulas, and of those below and above it.
    fn formula(&self, formula: &tree::Formula) -> Option<Formula> {
        Some(match formula {
            tree::Formula::Metric(word) => {
                Formula::Metric(self.model.find(self.words, self.words.kind_with_formulas()?, &self.text(*word))?)
            }
            tree::Formula::Number(number) => match literal(number.kind, self.sources.text(number.span))? {
                Value::Amount(number, Unit::Number) => Formula::Number(number.normalize()),
                Value::Amount(number, Unit::Percent) => {
                    Formula::Number(number.checked_div(Decimal::ONE_HUNDRED)?.normalize())
                }
                _ => return None,
            },
            tree::Formula::Sum(parts) => match parts.as_slice() {
                [(Sign::Plus, only)] => self.formula(only)?,
                parts => Formula::Sum(self.formulas(parts)?),
            },
            tree::Formula::Product(parts) => match parts.as_slice() {
                [(Factor::Times, only)] => self.formula(only)?,
                parts => Formula::Product(self.formulas(parts)?),
            },
        })
    }

    fn formulas<Op: Copy>(&self, parts: &[(Op, tree::Formula)]) -> Option<Vec<(Op, Formula)>> {
        parts.iter().map(|(op, part)| Some((*op, self.formula(part)?))).collect()
    }

    /// §3, Nesting fills: each `within` attribute from the nearest enclosing element of its type.
    fn nest(&mut self) -> Covered<()> {
        for element in 0..self.model.elements.len() {
            let Some(kind) = self.model.elements.get(element).map(|it| it.kind) else { continue };
            for attribute in self.words.attributes_of(kind) {
                let declared = self.words.attribute(attribute)?;
                let (true, Type::Element(place)) = (declared.within, &declared.ty) else { continue };
                let enclosing = self
                    .model
                    .around(element)
                    .find(|at| self.model.elements.get(*at).is_some_and(|it| self.words.is_a(it.kind, *place)));
                let Some(enclosing) = enclosing else { continue };
                let slot = self.slot(element, attribute)?;
                if !slot.values.iter().any(|value| value.element() == Some(enclosing)) {
                    slot.values.push(Value::Element(enclosing));
                }
            }
        }
        Ok(())
    }

    /// §3, Inverses: what is written on either side is there on both.
    fn turn_round(&mut self) -> Covered<()> {
        for inverse in 0..self.words.attributes.len() {
            let declared = self.words.attribute(inverse)?;
            let Some(relation) = declared.inverse_of else { continue };
            let plain = self.words.attribute(relation)?.fields.is_empty();
            for holder in 0..self.model.elements.len() {
                for value in self.model.slot(holder, inverse).values {
                    let Some(other) = value.element() else { continue };
                    let slot = self.slot(other, relation)?;
                    if !slot.values.iter().any(|value| value.element() == Some(holder)) {
                        let value = Value::Element(holder);
                        let record = |value| {
                            Value::Record(Rc::new(Record { value, least: None, most: None, fields: Vec::new() }))
                        };
                        slot.values.push(if plain { value } else { record(value) });
                    }
                }
            }
            for holder in 0..self.model.elements.len() {
                for value in self.model.slot(holder, relation).values {
                    let Some(other) = value.element() else { continue };
                    let slot = self.slot(other, inverse)?;
                    if !slot.values.iter().any(|value| value.element() == Some(holder)) {
                        slot.values.push(Value::Element(holder));
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a literal is of a type (§4, Types).
fn fits(ty: &Type, value: &Value) -> bool {
    matches!(
        (ty, value),
        (Type::Quantity, Value::Amount(..))
            | (Type::Number, Value::Amount(_, Unit::Number))
            | (Type::Percent, Value::Amount(_, Unit::Percent))
            | (Type::Points, Value::Amount(_, Unit::Points))
            | (Type::Money, Value::Amount(_, Unit::Money(_)))
            | (Type::Duration, Value::Duration(..))
            | (Type::Date, Value::Date(_))
            | (Type::Period, Value::Period(..))
            | (Type::Text, Value::Text(_))
    )
}

impl Vocabulary<'_> {
    /// The kind whose attribute is a formula: its metrics are elements of that kind.
    pub(crate) fn kind_with_formulas(&self) -> Option<KindId> {
        let formula = |id: &AttributeId| self.attributes.get(*id).is_some_and(|it| it.ty == Type::Formula);
        self.kinds.iter().position(|kind| kind.attributes.iter().any(formula))
    }
}

impl Model {
    /// The element with an id in the family of a kind (§3: ids are unique in a family of kinds).
    pub(crate) fn find(&self, words: &Vocabulary<'_>, kind: KindId, id: &str) -> Option<ElementId> {
        let family = |kind: KindId| words.upwards(kind).last().copied();
        self.elements.iter().position(|it| it.id.as_deref() == Some(id) && family(it.kind) == family(kind))
    }

    /// The values of an attribute of an element.
    pub(crate) fn slot(&self, element: ElementId, attribute: AttributeId) -> Slot {
        self.elements.get(element).and_then(|it| it.values.get(&attribute)).cloned().unwrap_or_default()
    }

    /// The elements in whose blocks an element stands, the nearest first.
    fn around(&self, element: ElementId) -> impl Iterator<Item = ElementId> + '_ {
        let parent = |at: ElementId| self.elements.get(at).and_then(|it| it.parent);
        std::iter::successors(parent(element), move |at| parent(*at))
    }

    /// The elements that an element lies in directly: those that its `within` attributes hold (§4).
    pub(crate) fn places(&self, words: &Vocabulary<'_>, element: ElementId) -> Vec<ElementId> {
        let Some(kind) = self.elements.get(element).map(|it| it.kind) else { return Vec::new() };
        let within = |id: &AttributeId| words.attributes.get(*id).is_some_and(|it| it.within);
        let places = words.attributes_of(kind).into_iter().filter(within);
        places.flat_map(|id| self.slot(element, id).values).filter_map(|value| value.element()).collect()
    }

    /// All elements that an element lies in at any depth, without itself (§7, be: `in PLACE`).
    pub(crate) fn all_places(&self, words: &Vocabulary<'_>, element: ElementId) -> Vec<ElementId> {
        let mut found = self.places(words, element);
        let mut at = 0;
        while let Some(next) = found.get(at).copied() {
            at += 1;
            for place in self.places(words, next) {
                if !found.contains(&place) {
                    found.push(place);
                }
            }
        }
        found
    }

    /// How reports name an element: its id, or what it stands in and its place there (§3: no id).
    pub(crate) fn name(&self, words: &Vocabulary<'_>, element: ElementId) -> String {
        let Some(it) = self.elements.get(element) else { return String::new() };
        if let Some(id) = &it.id {
            return id.clone();
        }
        let like = |other: &&Element| other.kind == it.kind && other.parent == it.parent && other.id.is_none();
        let place = self.elements.iter().take(element.saturating_add(1)).filter(like).count();
        match it.parent.and_then(|parent| Some((parent, self.elements.get(parent)?.kind))) {
            Some((parent, kind)) => format!("{place} of {} {}", words.kind_name(kind), self.name(words, parent)),
            None => place.to_string(),
        }
    }

    /// The formula that a formula stands for: its own, or that of the one metric that it is (§3, Formulas).
    fn resolved<'f>(&'f self, formula: &'f Formula, words: &Vocabulary<'_>) -> Option<Rc<Formula>> {
        let mut at = Rc::new(formula.clone());
        for _ in 0..self.elements.len() {
            let Formula::Metric(metric) = &*at else { return Some(at) };
            let kind = self.elements.get(*metric)?.kind;
            let is_formula = |id: &AttributeId| words.attributes.get(*id).is_some_and(|it| it.ty == Type::Formula);
            let attribute = words.attributes_of(kind).into_iter().find(is_formula)?;
            let values = self.slot(*metric, attribute).values;
            let Some(Value::Formula(next)) = values.first().map(Value::plain) else { return Some(at) };
            at = Rc::clone(next);
        }
        None
    }

    /// The metrics above and below the line of a rate (§3: its topmost operation is a division by a metric, or that only
    /// scaled by numbers).
    pub(crate) fn rate(&self, formula: &Formula, words: &Vocabulary<'_>) -> Option<(Vec<ElementId>, Vec<ElementId>)> {
        let resolved = self.resolved(formula, words)?;
        rate(&resolved)
    }

    /// Whether several inputs are combined by sums (§3).
    pub(crate) fn compound(&self, formula: &Formula, words: &Vocabulary<'_>) -> bool {
        self.resolved(formula, words).is_some_and(|formula| compound(&formula))
    }
}

fn rate(formula: &Formula) -> Option<(Vec<ElementId>, Vec<ElementId>)> {
    let Formula::Product(parts) = formula else { return None };
    let with_metrics: Vec<_> = parts.iter().filter(|(_, part)| !inputs(part).is_empty()).collect();
    let side = |wanted: Factor| {
        let mut metrics = Vec::new();
        for (_, part) in with_metrics.iter().filter(|(factor, _)| *factor == wanted) {
            metrics.extend(inputs(part).into_iter().filter(|metric| !metrics.contains(metric)).collect::<Vec<_>>());
        }
        metrics
    };
    match (with_metrics.as_slice(), side(Factor::Over)) {
        ([(Factor::Times, only)], _) => rate(only),
        (_, below) if !below.is_empty() => Some((side(Factor::Times), below)),
        _ => None,
    }
}

fn compound(formula: &Formula) -> bool {
    match formula {
        Formula::Metric(_) | Formula::Number(_) => false,
        Formula::Sum(_) => inputs(formula).len() > 1,
        Formula::Product(parts) => rate(formula).is_none() && parts.iter().any(|(_, part)| compound(part)),
    }
}

/// Each metric of a formula, once (§3).
pub(crate) fn inputs(formula: &Formula) -> Vec<ElementId> {
    let parts: Vec<&Formula> = match formula {
        Formula::Metric(metric) => return vec![*metric],
        Formula::Number(_) => return Vec::new(),
        Formula::Sum(parts) => parts.iter().map(|(_, part)| part).collect(),
        Formula::Product(parts) => parts.iter().map(|(_, part)| part).collect(),
    };
    let mut found: Vec<ElementId> = Vec::new();
    for metric in parts.into_iter().flat_map(inputs) {
        if !found.contains(&metric) {
            found.push(metric);
        }
    }
    found
}
