//! §3: the goal model, from declarations to elements with values.

use std::collections::BTreeSet;
use std::rc::Rc;

use bellwether_syntax::tree::{self, Bound, Factor, File, Item, Line, Literal, LiteralKind, Sign, Text, ValueBound};
use rust_decimal::Decimal;

use crate::meaning::spread;
use crate::types::{Record, Type, Value, Values};
use crate::vocabulary::{AttributeId, KindId, Vocabulary};
use crate::words::{alike, lower};
use crate::{Asked, Stop};

pub(crate) type ElementId = usize;

/// An element, in the order of the model: as declared, those that stand in it after it.
pub(crate) struct Element {
    pub(crate) kind: KindId,
    pub(crate) id: Option<String>,
    pub(crate) label: Option<Value>,
    /// The element in whose block it stands.
    parent: Option<ElementId>,
    pub(crate) values: Values,
}

/// A formula with its metrics found (Formulas).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Formula {
    Metric(ElementId),
    Number(Decimal),
    Sum(Vec<(Sign, Formula)>),
    Product(Vec<(Factor, Formula)>),
}

/// All elements.
pub(crate) struct Model<'t> {
    words: &'t Vocabulary<'t>,
    pub(crate) elements: Vec<Element>,
}

/// Lines of attributes, each with whose it is: read once all elements are known.
type Lines<'f> = Vec<(ElementId, AttributeId, &'f Line)>;

/// Reads the declarations of all files.
pub(crate) fn build<'t>(files: &[File], words: &'t Vocabulary<'t>) -> Asked<Model<'t>> {
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
                model.relate(element, attribute, enclosing, Values::new());
            }
        }
    }
    // Inverses: what is written on either side is there on both.
    for (written, declared) in words.attributes.iter().enumerate() {
        let Some(other_side) = declared.inverse else { continue };
        for holder in 0..model.elements.len() {
            for value in model.values(holder, written) {
                if let Some(other) = value.element() {
                    let fields = value.record().map_or_else(Values::new, |record| record.fields.clone());
                    model.relate(other, other_side, holder, fields);
                }
            }
        }
    }
    Ok(model)
}

impl Model<'_> {
    /// Enters an element with what stands in its block (Attribute or declaration?).
    fn declare<'f>(&mut self, line: &'f Line, parent: Option<ElementId>, lines: &mut Lines<'f>) -> Asked<()> {
        let kind = self.words.kind_named(self.words.text(line.head)).ok_or(Stop::Mistake)?;
        let first = line.values.first();
        let value = first.and_then(|first| first.value.as_ref());
        let id = if let Some(tree::Value::Word(id)) = value { Some(self.words.text(*id).to_owned()) } else { None };
        let label = first.and_then(|first| first.label).map(|label| self.label(label)).transpose()?;
        let element = self.elements.len();
        self.elements.push(Element { kind, id, label, parent, values: Values::new() });
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

    fn label(&self, text: Text) -> Asked<Value> {
        let kind = if text.long { LiteralKind::LongText } else { LiteralKind::Text };
        self.words.literal(Literal { kind, span: text.span })
    }

    /// What is written of an attribute, with bounds and fields. What cannot be read is a mistake (Holes).
    fn written(&self, attribute: AttributeId, written: &tree::LineValue) -> Asked<Vec<Value>> {
        let declared = &self.words.attributes[attribute];
        let mut values = match (&written.value, written.label) {
            (Some(value), _) => self.read_all(attribute, value)?,
            (None, label) => label.map(|label| self.label(label)).into_iter().collect::<Asked<_>>()?,
        };
        // A relation that is written on its other side has its fields there.
        let other_side = declared.inverse.filter(|_| declared.fields.is_empty());
        let known = other_side.map_or(&declared.fields, |other| &self.words.attributes[other].fields);
        let mut fields = Values::new();
        for field in &written.fields {
            let id = self.words.named_among(known, self.words.text(field.name)).ok_or(Stop::Mistake)?;
            fields.insert(id, self.read_all(id, &field.value)?);
        }
        for value in &mut values {
            // Bounds: the value is the bound, for `between` the lesser.
            let said = value.clone();
            let (itself, least, most) = match &written.bound {
                None if declared.fields.is_empty() && fields.is_empty() => continue,
                None => (said, None, None),
                Some(ValueBound::One(Bound::AtLeast)) => (said.clone(), Some(said), None),
                Some(ValueBound::One(Bound::AtMost)) => (said.clone(), None, Some(said)),
                Some(ValueBound::One(_)) => (said.clone(), Some(said.clone()), Some(said)),
                Some(ValueBound::Between(lesser)) => {
                    let lesser = self.read(attribute, lesser)?;
                    (lesser.clone(), Some(lesser), Some(said))
                }
            };
            *value = Value::Record(Rc::new(Record { value: itself, least, most, fields: fields.clone() }));
        }
        Ok(values)
    }

    fn read_all(&self, of: AttributeId, value: &tree::Value) -> Asked<Vec<Value>> {
        let values = if let tree::Value::List(values, _) = value { values } else { std::slice::from_ref(value) };
        values.iter().map(|value| self.read(of, value)).collect()
    }

    /// A value of an attribute. The metrics of a formula are of the kind that has the attribute.
    fn read(&self, of: AttributeId, value: &tree::Value) -> Asked<Value> {
        let ty = &self.words.attributes[of].ty;
        let formula = |kind: &KindId, written: &tree::Formula| self.formula(*kind, written).map(Value::Formula);
        match (ty, value) {
            (Type::Formula(kind), tree::Value::Word(word)) => formula(kind, &tree::Formula::Metric(*word)),
            (Type::Formula(kind), tree::Value::Literal(number)) => formula(kind, &tree::Formula::Number(*number)),
            (Type::Formula(kind), tree::Value::Formula(written, _)) => formula(kind, written),
            (Type::Plain("period"), tree::Value::Literal(year)) if year.kind == LiteralKind::Number => {
                self.words.literal(Literal { kind: LiteralKind::Period, ..*year })
            }
            (_, tree::Value::Literal(literal)) => self.words.literal(*literal),
            (Type::Element(kind), tree::Value::Word(id)) => self.find(*kind, self.words.text(*id)).map(Value::Element),
            (_, tree::Value::Word(word)) => Ok(Value::Word(lower(self.words.text(*word)))),
            _ => Err(Stop::Mistake),
        }
    }

    /// A formula with its metrics found.
    fn formula(&self, kind: KindId, formula: &tree::Formula) -> Asked<Formula> {
        Ok(match formula {
            tree::Formula::Metric(word) => Formula::Metric(self.find(kind, self.words.text(*word))?),
            tree::Formula::Number(number) => match self.words.literal(*number)? {
                Value::Amount(number, unit) if unit == "percent" => {
                    Formula::Number(number.checked_div(Decimal::ONE_HUNDRED).ok_or(Stop::Mistake)?.normalize())
                }
                Value::Amount(number, _) => Formula::Number(number.normalize()),
                _ => return Err(Stop::Mistake),
            },
            tree::Formula::Sum(parts) => Formula::Sum(self.parts(kind, parts)?),
            tree::Formula::Product(parts) => Formula::Product(self.parts(kind, parts)?),
        })
    }

    fn parts<Op: Copy>(&self, kind: KindId, parts: &[(Op, tree::Formula)]) -> Asked<Vec<(Op, Formula)>> {
        parts.iter().map(|(op, part)| Ok((*op, self.formula(kind, part)?))).collect()
    }

    /// Enters that an attribute of an element holds another, unless it does; fields may stand on either side.
    fn relate(&mut self, element: ElementId, attribute: AttributeId, other: ElementId, fields: Values) {
        let plain = self.words.attributes[attribute].fields.is_empty();
        let values = self.elements[element].values.entry(attribute).or_default();
        let has_fields = !fields.is_empty();
        let record = |value| Value::Record(Rc::new(Record { value, least: None, most: None, fields }));
        let value = if plain { Value::Element(other) } else { record(Value::Element(other)) };
        match values.iter_mut().find(|known| known.element() == Some(other)) {
            Some(known) if has_fields => *known = value,
            Some(_) => {}
            None => values.push(value),
        }
    }

    /// The element of a kind with an id (References: ids are unique in a family of kinds), or a mistake.
    pub(crate) fn find(&self, kind: KindId, id: &str) -> Asked<ElementId> {
        let family = |kind: KindId| self.words.upwards(kind).last();
        let found = self.elements.iter().position(|it| it.id.as_deref() == Some(id) && family(it.kind) == family(kind));
        found.filter(|element| self.is_of(*element, kind)).ok_or(Stop::Mistake)
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
        let like = |other: &&Element| other.kind == it.kind && other.parent == it.parent && other.id.is_none();
        let place = self.elements[..=element].iter().filter(like).count().to_string();
        let kind = |of: ElementId| self.words.kinds[self.elements[of].kind].name;
        let nameless = || it.parent.map_or(place.clone(), |of| format!("{place} of {} {}", kind(of), self.name(of)));
        it.id.clone().unwrap_or_else(nameless)
    }

    /// The formula that a formula stands for: its own, or that of the one metric that it is (Formulas).
    pub(crate) fn resolved<'f>(&'f self, formula: &'f Formula) -> &'f Formula {
        let mut at = formula;
        for _ in &self.elements {
            let Formula::Metric(metric) = at else { break };
            let Some(next) = self.elements[*metric].values.values().flatten().find_map(Value::formula) else { break };
            at = next;
        }
        at
    }
}

/// The metric above and the metric below the line of a rate, where each is one (Formulas: its topmost operation is a
/// division by a metric, or that only scaled by numbers).
pub(crate) fn rate(formula: &Formula) -> Option<[Option<ElementId>; 2]> {
    let Formula::Product(parts) = formula else { return None };
    let with_metrics = parts.iter().filter(|(_, part)| !inputs(part).is_empty());
    let (above, below): (Vec<_>, Vec<_>) = with_metrics.partition(|(factor, _)| *factor == Factor::Times);
    match (above.as_slice(), below.as_slice()) {
        ([(_, only)], []) => rate(only),
        (_, []) => None,
        sides => Some([sides.0, sides.1].map(|side| match once(side.iter().map(|(_, part)| part))[..] {
            [metric] => Some(metric),
            _ => None,
        })),
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
        Formula::Sum(parts) => once(parts.iter().map(|(_, part)| part)),
        Formula::Product(parts) => once(parts.iter().map(|(_, part)| part)),
    }
}

/// The metrics of some formulas, each once.
fn once<'f>(formulas: impl Iterator<Item = &'f Formula>) -> Vec<ElementId> {
    let mut found = BTreeSet::new();
    formulas.flat_map(inputs).filter(|metric| found.insert(*metric)).collect()
}
