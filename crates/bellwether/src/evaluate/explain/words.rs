//! Words for values, elements and paths, as a finding says them.

use bellwether_syntax::Span;

use crate::evaluate::Engine;
use crate::evaluate::state::{State, Value};
use crate::ids::{AttributeId, DefinitionId, ElementId, KindId};
use crate::plan::{Leg, Term, TermKind, Way, WayRoot};
use crate::program::AggregateOp;
use crate::value::Scalar;

/// Of a longer text only so many characters are shown.
const TEXT_SHOWN: usize = 60;
/// Of more elements only so many are named.
pub(in crate::evaluate) const NAMED: usize = 5;

/// Who is spoken of as `it`.
#[derive(Clone, Copy, Debug)]
pub(in crate::evaluate) struct Topic<'t> {
    /// The slot of the element that is `it`.
    pub(in crate::evaluate) it: usize,
    /// The path that is `it` instead, where the rule speaks of an element's attribute.
    pub(in crate::evaluate) possessive: Option<&'t str>,
    /// Where the sentence of the rule is.
    pub(in crate::evaluate) rule: Span,
    /// The slot of each value of a way, where something is said of each.
    pub(in crate::evaluate) each: Option<(usize, &'t Way<'t>)>,
}

impl Engine<'_> {
    pub(in crate::evaluate) fn kind_word(&self, kind: KindId) -> &str {
        self.plan.program.vocabulary.kind(kind).map_or("element", |kind| &kind.name)
    }

    /// `` `retention` ``, or `share 1 of experiment x`.
    pub(in crate::evaluate) fn element_words(&self, element: ElementId) -> String {
        match self.model.id(element) {
            Some(id) => format!("`{id}`"),
            None => self.model.name(element, &self.plan.program.vocabulary),
        }
    }

    /// `` kpi `retention` ``, or `share 1 of experiment x`.
    pub(in crate::evaluate) fn full_words(&self, element: ElementId) -> String {
        match self.model.id(element) {
            Some(id) => format!("{} `{id}`", self.kind_word(self.model.kind_of(element))),
            None => self.model.name(element, &self.plan.program.vocabulary),
        }
    }

    /// A value as it would be written.
    pub(in crate::evaluate) fn value_words(&self, value: Scalar) -> String {
        match value {
            Scalar::Quantity(quantity) => quantity.to_string(),
            Scalar::Duration(duration) => duration.to_string(),
            Scalar::Date(date) => date.to_string(),
            Scalar::Period(period) => period.to_string(),
            Scalar::Text(text) => quoted(self.plan.text(text)),
            Scalar::Word(word) => self.plan.program.vocabulary.word(word).to_owned(),
            Scalar::YesOrNo(yes) => if yes { "yes" } else { "no" }.to_owned(),
            Scalar::Formula(formula) => format!("`{}`", self.model.formula(formula).text),
            Scalar::Element(element) => self.element_words(element),
            Scalar::Record(..) => match self.plain(value) {
                Value::Is(value) => self.value_words(value),
                Value::Missing | Value::Hole => "nothing".to_owned(),
            },
        }
    }

    /// The name of an attribute, as declared.
    pub(in crate::evaluate) fn attribute_word(&self, id: AttributeId) -> &str {
        self.plan.program.vocabulary.attribute(id).map_or("value", |attribute| &attribute.name)
    }

    pub(in crate::evaluate) fn definition_word(&self, id: DefinitionId) -> &str {
        self.plan.program.vocabulary.definition(id).map_or("value", |definition| &definition.name)
    }

    /// The words of some steps: `target.by`.
    pub(in crate::evaluate) fn leg_words(&self, legs: &[Leg<'_>]) -> String {
        let mut words: Vec<&str> = Vec::new();
        for leg in legs {
            match leg {
                Leg::Attribute { id, .. } | Leg::Field { id, .. } => words.push(self.attribute_word(*id)),
                Leg::Derived { id, .. } => words.push(self.definition_word(*id)),
                Leg::Children(kind) => {
                    words.push(self.plan.program.vocabulary.kind(*kind).map_or("children", |kind| &kind.plural));
                }
                Leg::Inputs => words.push("inputs"),
                Leg::Numerator => words.push("numerator"),
                Leg::Denominator => words.push("denominator"),
                Leg::Label => words.push("label"),
                Leg::Start => words.push("start"),
                Leg::End => words.push("end"),
                Leg::Least => words.push("least"),
                Leg::Most => words.push("most"),
                Leg::Value => {}
            }
        }
        words.join(".")
    }

    /// The words of the first `legs` of a way, as something that a sentence may be about: `it`, `` `target` ``,
    /// `` `target` of `retention` ``, `` `retention` ``.
    pub(in crate::evaluate) fn part_words(
        &self,
        way: &Way<'_>,
        legs: usize,
        topic: Topic<'_>,
        state: &State,
    ) -> String {
        let all = legs >= way.legs.len();
        let words = self.leg_words(way.legs.get(..legs).unwrap_or(&way.legs));
        match &way.root {
            WayRoot::Slot(slot) if *slot == topic.it => {
                if words.is_empty()
                    || (all && topic.possessive.is_some_and(|it| it == &*way.source.text || it == words))
                {
                    "it".to_owned()
                } else {
                    format!("`{words}`")
                }
            }
            WayRoot::Slot(slot) => {
                let value = state.slot(*slot);
                match topic.each.filter(|(each, _)| each == slot && way.legs.is_empty()) {
                    // A plain value has no name.
                    Some((_, way)) if self.element(value).is_none() => {
                        format!(
                            "one of {}",
                            self.way_words(way, Topic { each: None, possessive: None, ..topic }, state)
                        )
                    }
                    _ => self.of(&words, value),
                }
            }
            WayRoot::Named(Some(element)) => self.of(&words, Scalar::Element(*element)),
            WayRoot::Today => "today".to_owned(),
            WayRoot::Named(None) | WayRoot::Selection(_) => {
                if way.source.text.is_empty() {
                    format!("`{words}`")
                } else {
                    format!("`{}`", way.source.text)
                }
            }
        }
    }

    fn of(&self, words: &str, holder: Scalar) -> String {
        let holder = self.value_words(holder);
        if words.is_empty() { holder } else { format!("`{words}` of {holder}") }
    }

    /// The words of a way.
    pub(in crate::evaluate) fn way_words(&self, way: &Way<'_>, topic: Topic<'_>, state: &State) -> String {
        self.part_words(way, way.legs.len(), topic, state)
    }

    /// The words of a term, as something that a sentence may be about.
    pub(in crate::evaluate) fn term_words(&self, term: &Term<'_>, topic: Topic<'_>, state: &State) -> String {
        match &term.kind {
            TermKind::Way(way) => self.way_words(way, topic, state),
            TermKind::Fixed(value) => self.value_words(*value),
            TermKind::Sum(terms) => {
                let mut words = String::new();
                for (at, (sign, term)) in terms.iter().enumerate() {
                    words.push_str(sign.before(at));
                    words.push_str(&self.term_words(term, topic, state));
                }
                words
            }
            TermKind::Product(factors) => {
                let mut words = String::new();
                for (at, (factor, term)) in factors.iter().enumerate() {
                    words.push_str(factor.before(at));
                    words.push_str(&self.term_words(term, topic, state));
                }
                words
            }
            TermKind::Aggregate(op, way, _) => {
                let of = self.way_words(way, topic, state);
                let op = match op {
                    AggregateOp::Count => "count",
                    AggregateOp::Sum => "sum",
                    AggregateOp::Min => "min",
                    AggregateOp::Max => "max",
                    AggregateOp::Average => "average",
                };
                format!("the {op} of {of}")
            }
            TermKind::Nearest(_, nearest) => {
                let kind = self.plan.nearests.get(*nearest).map_or("element", |it| self.kind_word(it.target.kind));
                format!("the nearest {kind}")
            }
        }
    }

    /// The value of a term in words, with its unit; `nothing` where there is none.
    pub(in crate::evaluate) fn value_of_words(&self, term: &Term<'_>, state: &mut State) -> String {
        if let TermKind::Fixed(value) = &term.kind {
            return self.value_words(*value);
        }
        if let TermKind::Aggregate(..) = &term.kind
            && let Ok(extent) = self.extent(term, state)
        {
            let (least, most) = (self.value_words(extent.least), self.value_words(extent.most));
            return if least == most { least } else { format!("{least} to {most}") };
        }
        match self.value(term, state) {
            Value::Is(value) => self.value_words(value),
            Value::Missing | Value::Hole => "nothing".to_owned(),
        }
    }

    /// Where the value at the end of a way was written; the last value on the way that was written, if it itself was not.
    pub(in crate::evaluate) fn span_of(&self, way: &Way<'_>, state: &mut State) -> Option<Span> {
        let start = match &way.root {
            WayRoot::Slot(slot) => state.slot(*slot),
            WayRoot::Named(Some(element)) => Scalar::Element(*element),
            _ => return None,
        };
        self.span_along(&way.legs, start, 4)
    }

    pub(in crate::evaluate) fn span_along(&self, legs: &[Leg<'_>], mut at: Scalar, depth: u32) -> Option<Span> {
        let mut span = None;
        for leg in legs {
            match leg {
                Leg::Attribute { column, range, many: false, .. } => {
                    let element = self.element(at).filter(|element| range.contains(&element.0));
                    span = element.and_then(|element| column.span(element.0 - range.start)).or(span);
                }
                Leg::Field { column, many: false, .. } => {
                    if let Scalar::Record(_, row) = at {
                        span = column.span(row).or(span);
                    }
                }
                Leg::Derived { id, .. } => {
                    if let (Some(way), Some(depth)) = (self.plan.alias(*id), depth.checked_sub(1)) {
                        span = self.span_along(&way.legs, at, depth).or(span);
                    }
                }
                _ => {}
            }
            match self.step(leg, at) {
                Value::Is(next) => at = next,
                Value::Missing | Value::Hole => return span,
            }
        }
        span
    }
}

/// A text in quotation marks, cut where it is long.
pub(in crate::evaluate) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(TEXT_SHOWN).collect();
    if text.chars().nth(TEXT_SHOWN).is_some() {
        shown.push('…');
    }
    format!("\"{}\"", shown.replace('\n', " "))
}

/// `a, b, c`, with `and 4 more` where there are many.
pub(in crate::evaluate) fn list(items: impl ExactSizeIterator<Item = String>) -> String {
    let count = items.len();
    let shown: Vec<String> = items.take(NAMED).collect();
    let more = count - shown.len();
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

/// `a, b and c`, with `and 4 more` where there are many.
pub(in crate::evaluate) fn and_list(items: &[String]) -> String {
    if items.len() > NAMED {
        return list(items.iter().cloned());
    }
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Facts one after the other; apart by semicolons where one of them has a reason of its own.
pub(in crate::evaluate) fn and_facts(facts: &[String]) -> String {
    match facts {
        [] | [_] => and_list(facts),
        facts if facts.iter().any(|fact| fact.contains(": ")) => facts.join("; "),
        facts => and_list(facts),
    }
}
