//! §3: the goal model, from declarations to elements with values.

use std::collections::BTreeMap;
use std::rc::Rc;

use bellwether_syntax::tree::{self, Bound, Factor, File, Item, Line, LineValue, LiteralKind, Sign, Text, ValueBound};
use rust_decimal::Decimal;

use crate::meaning::spread;
use crate::types::{Record, Type, Value};
use crate::vocabulary::{AttributeId, KindId, Vocabulary};
use crate::words::{alike, literal, lower, period};
use crate::{Covered, NotCovered};

pub(crate) type ElementId = usize;

/// An element, in the order of the model: as declared, those that stand in it after it.
pub(crate) struct Element {
    pub(crate) kind: KindId,
    pub(crate) id: Option<String>,
    pub(crate) label: Option<String>,
    /// The element in whose block it stands.
    parent: Option<ElementId>,
    values: BTreeMap<AttributeId, Vec<Value>>,
}

/// A formula with its metrics found (Formulas). Of a chain, parts with `false` are taken away or divided by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Formula {
    Metric(ElementId),
    Number(Decimal),
    Sum(Vec<(bool, Formula)>),
    Product(Vec<(bool, Formula)>),
}

/// All elements.
pub(crate) struct Model<'t> {
    words: &'t Vocabulary<'t>,
    pub(crate) elements: Vec<Element>,
}

/// The fields of a value.
type Fields = Vec<(AttributeId, Vec<Value>)>;

/// A line of an attribute, with whose it is: read once all elements are known.
type Written<'f> = (ElementId, AttributeId, &'f Line);

/// Reads the declarations of all files.
pub(crate) fn build<'t>(files: &[File], words: &'t Vocabulary<'t>) -> Covered<Model<'t>> {
    let mut model = Model { words, elements: Vec::new() };
    let mut lines = Vec::new();
    for item in files.iter().flat_map(|file| &file.items) {
        if let Item::Declaration(line) = item {
            model.declare(line, None, &mut lines)?;
        }
    }
    for (element, attribute, line) in lines {
        for value in &line.values {
            let read = model.written(attribute, value)?;
            model.elements[element].values.entry(attribute).or_default().extend(read);
        }
    }
    // Nesting fills: each `within` attribute from the nearest enclosing element of its type.
    for element in 0..model.elements.len() {
        for attribute in words.attributes_of(model.elements[element].kind) {
            let declared = &words.attributes[attribute];
            let (true, Type::Element(place)) = (declared.within, &declared.ty) else { continue };
            let mut around = std::iter::successors(model.elements[element].parent, |at| model.elements[*at].parent);
            if let Some(enclosing) = around.find(|at| model.is_of(*at, *place)) {
                model.relate(element, attribute, enclosing, Vec::new());
            }
        }
    }
    // Inverses: what is written on either side is there on both.
    for (inverse, declared) in words.attributes.iter().enumerate() {
        let sides = declared.inverse_of.map(|relation| [(inverse, relation), (relation, inverse)]);
        for (written, other_side) in sides.into_iter().flatten() {
            for holder in 0..model.elements.len() {
                for value in model.values(holder, written) {
                    let fields = if let Value::Record(it) = &value { it.fields.clone() } else { Vec::new() };
                    if let Some(other) = value.element() {
                        model.relate(other, other_side, holder, fields);
                    }
                }
            }
        }
    }
    Ok(model)
}

impl Model<'_> {
    /// Enters an element with what stands in its block (Attribute or declaration?).
    fn declare<'f>(&mut self, line: &'f Line, parent: Option<ElementId>, lines: &mut Vec<Written<'f>>) -> Covered<()> {
        let kind = self.words.kind(self.words.text(line.head))?;
        let first = line.values.first();
        let id = match first.and_then(|first| first.value.as_ref()) {
            Some(tree::Value::Word(word)) => Some(self.words.text(*word).to_owned()),
            Some(_) => return Err(NotCovered::Unread),
            None => None,
        };
        let label = first.and_then(|first| first.label).and_then(|label| self.label(label));
        let element = self.elements.len();
        self.elements.push(Element { kind, id, label, parent, values: BTreeMap::new() });
        for inner in line.body.iter().flatten() {
            let head = self.words.text(inner.head);
            let own = |id: &AttributeId| alike(self.words.attributes[*id].name, head);
            let attribute = self.words.attribute_named(kind, head);
            match attribute.filter(|id| inner.body.is_none() && (own(id) || self.words.kind_named(head).is_none())) {
                Some(attribute) => lines.push((element, attribute, inner)),
                None => self.declare(inner, Some(element), lines)?,
            }
        }
        Ok(())
    }

    fn label(&self, text: Text) -> Option<String> {
        let kind = if text.long { LiteralKind::LongText } else { LiteralKind::Text };
        let Value::Text(text) = literal(kind, self.words.sources.text(text.span))? else { return None };
        Some(text)
    }

    /// What is written of an attribute, with bounds and fields. What cannot be read is a mistake (Holes).
    fn written(&self, attribute: AttributeId, written: &LineValue) -> Covered<Vec<Value>> {
        let declared = &self.words.attributes[attribute];
        let mut values = match (&written.value, written.label) {
            (Some(value), _) => self.read_all(attribute, value)?,
            (None, label) => label.and_then(|label| self.label(label)).map(Value::Text).into_iter().collect(),
        };
        let mut fields = Vec::new();
        for field in &written.fields {
            // A relation that is written on its other side has its fields there.
            let known =
                declared.inverse_of.map_or(&declared.fields, |relation| &self.words.attributes[relation].fields);
            let id = self.words.named_among(known, self.words.text(field.name)).ok_or(NotCovered::Word)?;
            fields.push((id, self.read_all(id, &field.value)?));
        }
        for value in &mut values {
            // Bounds: the value is the bound, for `between` the lesser.
            let (same, mut lesser) = (Some(value.clone()), value.clone());
            let (least, most) = match &written.bound {
                None if declared.fields.is_empty() && fields.is_empty() => continue,
                None => (None, None),
                Some(ValueBound::One(Bound::AtLeast)) => (same, None),
                Some(ValueBound::One(Bound::AtMost)) => (None, same),
                Some(ValueBound::One(_)) => (same.clone(), same),
                Some(ValueBound::Between(lower)) => {
                    lesser = self.read(attribute, lower).ok_or(NotCovered::Unread)?;
                    (Some(lesser.clone()), same)
                }
            };
            *value = Value::Record(Rc::new(Record { value: lesser, least, most, fields: fields.clone() }));
        }
        Ok(values)
    }

    fn read_all(&self, of: AttributeId, value: &tree::Value) -> Covered<Vec<Value>> {
        let values = if let tree::Value::List(values, _) = value { values } else { std::slice::from_ref(value) };
        values.iter().map(|value| self.read(of, value).ok_or(NotCovered::Unread)).collect()
    }

    /// A value of an attribute. The metrics of a formula are of the kind that has the attribute.
    fn read(&self, of: AttributeId, value: &tree::Value) -> Option<Value> {
        let ty = &self.words.attributes[of].ty;
        let kind = || self.words.kinds.iter().position(|kind| kind.attributes.contains(&of));
        let text = |word: &tree::Word| self.words.text(*word);
        match (ty, value) {
            (Type::Plain("formula"), tree::Value::Word(word)) => {
                self.formula(kind()?, &tree::Formula::Metric(*word)).map(Value::Formula)
            }
            (Type::Plain("formula"), tree::Value::Literal(literal)) => {
                self.formula(kind()?, &tree::Formula::Number(*literal)).map(Value::Formula)
            }
            (_, tree::Value::Formula(formula, _)) => self.formula(kind()?, formula).map(Value::Formula),
            (_, tree::Value::Literal(written)) => {
                let (kind, text) = (written.kind, self.words.sources.text(written.span));
                let year = *ty == Type::Plain("period") && kind == LiteralKind::Number;
                if year { period(text) } else { literal(kind, text) }
            }
            (Type::Element(kind), tree::Value::Word(word)) => self.find(*kind, text(word)).map(Value::Element),
            (Type::Plain(_), tree::Value::Word(word)) => yes_or_no(text(word)),
            (Type::OneOf(_), tree::Value::Word(word)) => Some(Value::Word(lower(text(word)))),
            _ => None,
        }
    }

    /// A formula with its metrics found.
    fn formula(&self, kind: KindId, formula: &tree::Formula) -> Option<Formula> {
        Some(match formula {
            tree::Formula::Metric(word) => Formula::Metric(self.find(kind, self.words.text(*word))?),
            tree::Formula::Number(number) => match literal(number.kind, self.words.sources.text(number.span))? {
                Value::Amount(number, unit) => {
                    let number = if unit == "percent" { number.checked_div(Decimal::ONE_HUNDRED)? } else { number };
                    Formula::Number(number.normalize())
                }
                _ => return None,
            },
            tree::Formula::Sum(parts) => {
                self.chain(kind, Formula::Sum, parts.iter().map(|(sign, part)| (*sign == Sign::Plus, part)))?
            }
            tree::Formula::Product(parts) => {
                self.chain(kind, Formula::Product, parts.iter().map(|(factor, part)| (*factor == Factor::Times, part)))?
            }
        })
    }

    fn chain<'f>(
        &self,
        kind: KindId,
        like: fn(Vec<(bool, Formula)>) -> Formula,
        parts: impl Iterator<Item = (bool, &'f tree::Formula)>,
    ) -> Option<Formula> {
        let parts: Option<Vec<_>> = parts.map(|(plain, part)| Some((plain, self.formula(kind, part)?))).collect();
        match parts?.as_slice() {
            [(true, only)] => Some(only.clone()),
            parts => Some(like(parts.to_vec())),
        }
    }

    /// Enters that an attribute of an element holds another, unless it does.
    fn relate(&mut self, element: ElementId, attribute: AttributeId, other: ElementId, fields: Fields) {
        let plain = self.words.attributes[attribute].fields.is_empty();
        let values = self.elements[element].values.entry(attribute).or_default();
        if values.iter().all(|value| value.element() != Some(other)) {
            let value = Value::Element(other);
            let record = |value| Value::Record(Rc::new(Record { value, least: None, most: None, fields }));
            values.push(if plain { value } else { record(value) });
        }
    }

    /// The element of a kind with an id (References: ids are unique in a family of kinds).
    pub(crate) fn find(&self, kind: KindId, id: &str) -> Option<ElementId> {
        let family = |kind: KindId| self.words.upwards(kind).last();
        let found = self.elements.iter().position(|it| it.id.as_deref() == Some(id) && family(it.kind) == family(kind));
        found.filter(|element| self.is_of(*element, kind))
    }

    /// Whether an element is of a kind or of one below it.
    pub(crate) fn is_of(&self, element: ElementId, kind: KindId) -> bool {
        self.words.is_a(self.elements[element].kind, kind)
    }

    /// The values of an attribute of an element.
    pub(crate) fn values(&self, element: ElementId, attribute: AttributeId) -> Vec<Value> {
        self.elements[element].values.get(&attribute).cloned().unwrap_or_default()
    }

    /// The elements that an element lies in directly: those that its `within` attributes hold (§4).
    pub(crate) fn places(&self, element: ElementId) -> Vec<ElementId> {
        let attributes = self.words.attributes_of(self.elements[element].kind).into_iter();
        let places = attributes.filter(|id| self.words.attributes[*id].within);
        places.flat_map(|id| self.values(element, id)).filter_map(|value| value.element()).collect()
    }

    /// All elements that an element lies in at any depth, without itself (§7, be: `in PLACE`).
    pub(crate) fn all_places(&self, element: ElementId) -> Vec<ElementId> {
        spread(element, |element| Ok(self.places(element))).unwrap_or_default()
    }

    /// How reports name an element: its id, or what it stands in and its place there (No id).
    pub(crate) fn name(&self, element: ElementId) -> String {
        let it = &self.elements[element];
        if let Some(id) = &it.id {
            return id.clone();
        }
        let like = |other: &&Element| other.kind == it.kind && other.parent == it.parent && other.id.is_none();
        let place = self.elements[..=element].iter().filter(like).count();
        match it.parent {
            Some(parent) => {
                let kind = self.words.kinds[self.elements[parent].kind].name;
                format!("{place} of {kind} {}", self.name(parent))
            }
            None => place.to_string(),
        }
    }

    /// The formula that a formula stands for: its own, or that of the one metric that it is (Formulas).
    pub(crate) fn resolved(&self, formula: &Formula) -> Formula {
        let mut at = formula.clone();
        for _ in 0..self.elements.len() {
            let Formula::Metric(metric) = at else { break };
            let formulas = self.elements[metric].values.values().flatten().map(Value::plain);
            match formulas.into_iter().find_map(|value| if let Value::Formula(it) = value { Some(it) } else { None }) {
                Some(next) => at = next.clone(),
                None => break,
            }
        }
        at
    }
}

/// The value that `yes` and `no` stand for.
pub(crate) fn yes_or_no(word: &str) -> Option<Value> {
    match lower(word).as_str() {
        "yes" => Some(Value::YesOrNo(true)),
        "no" => Some(Value::YesOrNo(false)),
        _ => None,
    }
}

/// The metrics above and below the line of a rate (Formulas: its topmost operation is a division by a metric, or that only
/// scaled by numbers).
pub(crate) fn rate(formula: &Formula) -> Option<(Vec<ElementId>, Vec<ElementId>)> {
    let Formula::Product(parts) = formula else { return None };
    let with_metrics: Vec<_> = parts.iter().filter(|(_, part)| !inputs(part).is_empty()).collect();
    let side = |above: bool| once(with_metrics.iter().filter(|(it, _)| *it == above).map(|(_, part)| part));
    match (with_metrics.as_slice(), side(false)) {
        ([(true, only)], _) => rate(only),
        (_, below) if !below.is_empty() => Some((side(true), below)),
        _ => None,
    }
}

/// Whether several inputs are combined by sums (Formulas).
pub(crate) fn compound(formula: &Formula) -> bool {
    match formula {
        Formula::Metric(_) | Formula::Number(_) => false,
        Formula::Sum(_) => inputs(formula).len() > 1,
        Formula::Product(parts) => rate(formula).is_none() && parts.iter().any(|(_, part)| compound(part)),
    }
}

/// Each metric of a formula, once (Formulas).
pub(crate) fn inputs(formula: &Formula) -> Vec<ElementId> {
    match formula {
        Formula::Metric(metric) => vec![*metric],
        Formula::Number(_) => Vec::new(),
        Formula::Sum(parts) | Formula::Product(parts) => once(parts.iter().map(|(_, part)| part)),
    }
}

/// The metrics of some formulas, each once.
fn once<'f>(formulas: impl Iterator<Item = &'f Formula>) -> Vec<ElementId> {
    let mut found = Vec::new();
    for metric in formulas.flat_map(inputs) {
        if !found.contains(&metric) {
            found.push(metric);
        }
    }
    found
}
