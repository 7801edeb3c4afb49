//! Why a condition is not what it should be: the facts that decided it, or what is missing for a decision.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::Label;

use crate::evaluate::Engine;
use crate::evaluate::condition::last_day;
use crate::evaluate::judgement::Judgement;
use crate::evaluate::mention::mentions;
use crate::evaluate::state::{State, Value};
use crate::ids::{DefinitionId, ElementId};
use crate::plan::{DefinitionPlan, Node, Op, Term, TermKind, Way, WayRoot};
use crate::program::FormulaTrait;
use crate::value::Scalar;

use crate::vocabulary::nouns::with_article;

use super::many::or_list;
use super::words::{Topic, and_list};

/// Definitions are looked into this deep.
const DEPTH: u32 = 3;
/// No more facts than this are said of one condition.
const MOST_FACTS: usize = 8;
/// No more other places than this are shown.
const MOST_RELATED: usize = 12;

/// What was found out about one condition.
#[derive(Debug, Default)]
pub(super) struct Why {
    /// What decided it: `it is lagging`.
    pub(super) facts: Vec<String>,
    /// What kept it from being decided: `` `indicator` is missing ``.
    pub(super) reasons: Vec<String>,
    /// The attributes that are missing, as the rule says them.
    pub(super) missing: Vec<String>,
    /// Where the value that decided it was written.
    pub(super) at: Option<(Span, String)>,
    /// Other places that decided it.
    pub(super) related: Vec<Label>,
}

impl Why {
    pub(super) fn fact(&mut self, fact: String) {
        // `` `wait` is 2 months and `limit` is 1 month `` says what `` `wait` is 2 months `` says.
        let says = |whole: &str, part: &str| {
            whole.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(" and "))
        };
        if self.facts.iter().any(|known| says(known, &fact)) {
            return;
        }
        if let Some(known) = self.facts.iter_mut().find(|known| says(&fact, known)) {
            *known = fact;
        } else if self.facts.len() < MOST_FACTS {
            self.facts.push(fact);
        }
    }

    pub(super) fn reason(&mut self, reason: String) {
        if self.reasons.len() < MOST_FACTS && !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    pub(super) fn missing(&mut self, attribute: String) {
        if !attribute.is_empty() && !self.missing.contains(&attribute) {
            self.missing.push(attribute);
        }
    }

    pub(super) fn relate(&mut self, span: Option<Span>, message: String) {
        let Some(span) = span else { return };
        if self.related.len() < MOST_RELATED && self.related.iter().all(|label| label.span != span) {
            self.related.push(Label { span, message });
        }
    }

    /// Takes over only the names of what is missing.
    pub(super) fn names(&mut self, part: Self) {
        part.missing.into_iter().for_each(|attribute| self.missing(attribute));
    }

    /// Takes over what was found out about a part, its facts and reasons put into other words.
    pub(super) fn take(&mut self, part: Self, words: impl Fn(String) -> String) {
        part.facts.into_iter().for_each(|fact| self.fact(words(fact)));
        part.reasons.into_iter().for_each(|reason| self.reason(reason));
        part.missing.into_iter().for_each(|attribute| self.missing(attribute));
        part.related.into_iter().for_each(|label| self.relate(Some(label.span), label.message));
    }
}

/// Looks again at one condition.
pub(super) struct Explainer<'e, 'a> {
    pub(super) engine: &'e Engine<'a>,
    pub(super) topic: Topic<'e>,
    pub(super) depth: u32,
    /// What lies deeper, of which only the names of what is missing are gathered.
    deeper: Rc<RefCell<Deeper>>,
}

/// Adjectives of elements that lie too deep for facts: all of them, and those that were not looked at yet.
#[derive(Debug, Default)]
struct Deeper {
    known: BTreeSet<(DefinitionId, ElementId)>,
    next: Vec<(DefinitionId, ElementId)>,
}

impl<'e, 'a> Explainer<'e, 'a> {
    pub(super) fn new(engine: &'e Engine<'a>, it: usize, possessive: Option<&'e str>, rule: Span) -> Self {
        Self { engine, topic: Topic { it, possessive, rule, each: None }, depth: DEPTH, deeper: Rc::default() }
    }

    /// The same, speaking of another slot as `it`.
    pub(super) fn about(&self, it: usize) -> Self {
        self.with(Topic { it, possessive: None, ..self.topic })
    }

    /// The same, with other words for who is spoken of.
    pub(super) fn with(&self, topic: Topic<'e>) -> Self {
        Self { engine: self.engine, topic, depth: self.depth, deeper: Rc::clone(&self.deeper) }
    }

    /// Why a node does not say what is wanted. The slots are as they were when it was asked.
    pub(super) fn why(&self, node: &'e Node<'a>, wanted: bool, state: &mut State, out: &mut Why) {
        let judgement = self.engine.ask(node, state);
        if judgement == Judgement::of(wanted) {
            return;
        }
        match &node.op {
            Op::All(parts) | Op::Any(parts) => {
                // Those that made it what it is.
                for part in parts {
                    let own = self.engine.ask(part, state);
                    if own == judgement || (own.is_open() && judgement.is_open()) {
                        self.why(part, wanted, state, out);
                    }
                }
            }
            Op::Not(inner) => self.why(inner, !wanted, state, out),
            Op::Known(inner) => {
                if self.engine.ask(inner, state).is_open() {
                    // Not shown to be so counts as not so; what is missing is said.
                    self.why(inner, wanted, state, out);
                    out.facts.append(&mut out.reasons);
                } else {
                    self.why(inner, wanted, state, out);
                }
            }
            Op::Said(spoken, inner) => match self.engine.one(spoken, state) {
                Value::Is(_) => self.why(inner, wanted, state, out),
                Value::Missing | Value::Hole => self.absences(spoken, state, out),
            },
            Op::Constant(_) => {}
            Op::Count(count) => self.why_count(count, judgement, state, out),
            Op::Every(every) => self.why_every(every, judgement, state, out),
            Op::Reach(from, reach) => self.why_reach(from, *reach, judgement, state, out),
            Op::Include { whole, parts, any } => self.why_include(whole, parts, *any, judgement, state, out),
            Op::Shares(shares) => self.why_shares(shares, judgement, state, out),
            Op::Adjective(of, id) if judgement.is_open() => self.why_adjective_open(of, *id, wanted, state, out),
            op if judgement.is_open() => self.why_open(op, state, out),
            _ => self.why_decided(node, judgement.is_true(), state, out),
        }
    }

    fn term_words(&self, term: &Term<'_>, state: &State) -> String {
        self.engine.term_words(term, self.topic, state)
    }

    pub(super) fn way_words(&self, way: &Way<'_>, state: &State) -> String {
        self.engine.way_words(way, self.topic, state)
    }

    /// Says where the value of a way was written: at the subject, or as another place.
    pub(super) fn point_at(&self, way: &Way<'_>, words: &str, state: &mut State, out: &mut Why) {
        let Some(span) = self.engine.span_of(way, state) else { return };
        let own = matches!(way.root, WayRoot::Slot(slot) if slot == self.topic.it);
        if own && out.at.is_none() {
            out.at = Some((span, words.to_owned()));
        } else if out.at.as_ref().is_none_or(|(at, _)| *at != span) {
            out.relate(Some(span), words.to_owned());
        }
    }

    fn point_at_term(&self, term: &Term<'_>, state: &mut State, out: &mut Why) {
        match &term.kind {
            TermKind::Way(way) => {
                let words = self.engine.value_of_words(term, state);
                self.point_at(way, &words, state, out);
            }
            TermKind::Sum(terms) => terms.iter().for_each(|(_, term)| self.point_at_term(term, state, out)),
            TermKind::Product(factors) => factors.iter().for_each(|(_, factor)| self.point_at_term(factor, state, out)),
            TermKind::Fixed(_) | TermKind::Aggregate(..) | TermKind::Nearest(..) => {}
        }
    }

    /// Who an adjective is said of: the element before the last step of the path that gives the word.
    fn holder_words(&self, term: &Term<'_>, node: &Node<'_>, state: &State) -> String {
        match &term.kind {
            TermKind::Way(way) if self.way_words(way, state) != "it" && !self.spoken(way, node) => {
                let legs = way.legs.len().saturating_sub(1);
                self.engine.part_words(way, legs, Topic { possessive: None, ..self.topic }, state)
            }
            _ => self.term_words(term, state),
        }
    }

    /// Whether a path was written out (`better is higher`), so that its attribute is spoken of, and not its holder
    /// (`it is leading`).
    fn spoken(&self, way: &Way<'_>, node: &Node<'_>) -> bool {
        let said = way.source.span;
        let subject = said.source == self.topic.rule.source && said.start == self.topic.rule.start;
        said != node.source.span && !subject && said.len() as usize == way.source.text.len()
    }

    /// The facts of a leaf that is true or false.
    fn why_decided(&self, node: &'e Node<'a>, holds: bool, state: &mut State, out: &mut Why) {
        let not = if holds { "" } else { "not " };
        match &node.op {
            Op::IsKind(of, kind, _) => {
                let words = self.term_words(of, state);
                if let Value::Is(value) = self.engine.value(of, state)
                    && let Some(element) = self.engine.element(value)
                {
                    let actual = self.engine.kind_word(self.engine.model.kind_of(element));
                    if words == "it" {
                        out.fact(format!("it is {}", with_article(actual)));
                    } else {
                        out.fact(format!("{words} is {}", self.engine.full_words(element)));
                    }
                    self.point_at_term(of, state, out);
                } else {
                    out.fact(format!("{words} is {not}{}", with_article(self.engine.kind_word(*kind))));
                }
            }
            Op::IsWord(of, _) => {
                let words = self.engine.value_of_words(of, state);
                out.fact(format!("{} is {words}", self.holder_words(of, node, state)));
                self.point_at_term(of, state, out);
            }
            Op::Flag(of) => {
                let name = match &of.kind {
                    TermKind::Way(way) => {
                        self.engine.leg_words(way.legs.get(way.legs.len().saturating_sub(1)..).unwrap_or(&[]))
                    }
                    _ => "so".to_owned(),
                };
                out.fact(format!("{} is {not}{name}", self.holder_words(of, node, state)));
                self.point_at_term(of, state, out);
            }
            Op::Adjective(of, id) => self.why_adjective(of, *id, holds, state, out),
            Op::FormulaIs(of, what) => {
                let what = match what {
                    FormulaTrait::Rate => "a rate",
                    FormulaTrait::Compound => "compound",
                };
                out.fact(format!("{} is {not}{what}", self.term_words(of, state)));
                self.point_at_term(of, state, out);
            }
            Op::Compare(one, _, other) => {
                let (one, other) = if matches!(one.kind, TermKind::Fixed(_)) { (other, one) } else { (one, other) };
                self.compared(&[one, other], state, out);
            }
            Op::Between(of, least, most) => self.compared(&[of, least, most], state, out),
            Op::IsSet(way) | Op::IsMissing(way) => {
                let asks_set = matches!(node.op, Op::IsSet(_));
                self.why_set(way, holds == asks_set, asks_set, state, out);
            }
            Op::In(what, place) => self.why_in(what, place, holds, state, out),
            Op::When { date, other, offset, .. } => self.why_when(date, other, offset.is_some(), state, out),
            Op::Near { date, other, .. } => self.why_when(date, other, true, state, out),
            Op::Mention { of, texts, .. } => {
                let all = self.engine.texts_of(of, state);
                let found = |text: &&str| all.iter().any(|whole| mentions(whole, text));
                let (said, unsaid): (Vec<&str>, Vec<&str>) = texts.iter().map(|text| &**text).partition(found);
                let words = self.term_words(of, state);
                let quoted = |texts: Vec<&str>| texts.into_iter().map(super::words::quoted).collect::<Vec<_>>();
                out.fact(if holds {
                    format!("{words} mentions {}", and_list(&quoted(said)))
                } else {
                    // With `or` it is none of them, with `and` it is all of these that are not mentioned.
                    format!("{words} does not mention {}", or_list(&quoted(unsaid)))
                });
                self.point_at_term(of, state, out);
            }
            _ => {}
        }
    }

    /// Values compared: each with its words, but what is written in the rule by itself.
    fn compared(&self, terms: &[&'e Term<'a>], state: &mut State, out: &mut Why) {
        let mut facts = Vec::new();
        for term in terms {
            if matches!(term.kind, TermKind::Fixed(_)) {
                continue;
            }
            let words = self.term_words(term, state);
            let value = self.engine.value_of_words(term, state);
            // An element compared as itself is no news.
            if words != value {
                facts.push(format!("{words} is {value}"));
                self.point_at_term(term, state, out);
            }
        }
        if !facts.is_empty() {
            out.fact(and_list(&facts));
        }
    }

    fn why_set(&self, way: &'e Way<'a>, set: bool, asks_set: bool, state: &mut State, out: &mut Why) {
        let words = self.way_words(way, state);
        let own = matches!(way.root, WayRoot::Slot(slot) if slot == self.topic.it);
        let noun = match way.legs.as_slice() {
            [crate::plan::Leg::Attribute { id, .. }] if own => {
                self.engine.plan.program.vocabulary.attribute(*id).map(|attribute| &*attribute.singular)
            }
            _ => None,
        };
        if !set {
            out.fact(match noun {
                Some(noun) if words != "it" && asks_set => format!("it has no {noun}"),
                _ => format!("{words} is missing"),
            });
            return;
        }
        let value = match self.engine.one(way, state) {
            Value::Is(value) if !way.source.ty.many => Some(self.engine.value_words(value)),
            _ => None,
        };
        match value {
            Some(value) => {
                out.fact(format!("{words} is {value}"));
                self.point_at(way, &value, state, out);
            }
            None => out.fact(format!("{words} is set")),
        }
    }

    fn why_in(&self, what: &'e Term<'a>, place: &'e Term<'a>, holds: bool, state: &mut State, out: &mut Why) {
        let words = self.term_words(what, state);
        let (Value::Is(value), Value::Is(place_value)) =
            (self.engine.value(what, state), self.engine.value(place, state))
        else {
            return;
        };
        let target = match place_value {
            Scalar::Element(element) => self.engine.full_words(element),
            value => self.engine.value_words(value),
        };
        let target = match &place.kind {
            TermKind::Way(way) if !way.legs.is_empty() => format!("{} ({target})", self.way_words(way, state)),
            _ => target,
        };
        let Some(element) = self.engine.element(value) else {
            let relation = if holds { "in" } else { "not in" };
            out.fact(format!("{words} is {}, {relation} {target}", self.engine.value_words(value)));
            self.point_at_term(what, state, out);
            return;
        };
        let is = if words == "it" { "it".to_owned() } else { format!("{words} ({})", self.engine.full_words(element)) };
        if holds {
            out.fact(format!("{is} is in {target}"));
        } else {
            match self.engine.model.containers(element).next() {
                Some(container) => {
                    out.fact(format!("{is} is in {}, not in {target}", self.engine.full_words(container)));
                }
                None => out.fact(format!("{is} is not in {target}")),
            }
        }
        self.point_at_term(what, state, out);
    }

    fn why_when(&self, date: &'e Term<'a>, other: &'e Term<'a>, far: bool, state: &mut State, out: &mut Why) {
        let words = self.term_words(date, state);
        let (Value::Is(value), Value::Is(other_value)) =
            (self.engine.value(date, state), self.engine.value(other, state))
        else {
            return;
        };
        let other_words = match &other.kind {
            TermKind::Way(Way { root: WayRoot::Today, legs, .. }) if legs.is_empty() => "today".to_owned(),
            TermKind::Fixed(_) => self.engine.value_words(other_value),
            _ => format!("{} ({})", self.term_words(other, state), self.engine.value_words(other_value)),
        };
        let distance = match (last_day(value), last_day(other_value)) {
            (Some(date), Some(other)) => date.days().saturating_sub(other.days()),
            _ => return,
        };
        let plural = if distance.abs() == 1 { "" } else { "s" };
        let stands = match distance {
            0 => "the same day as".to_owned(),
            later @ 1.. => format!("{later} day{plural} after"),
            earlier => format!("{} day{plural} before", earlier.abs()),
        };
        let value = self.engine.value_words(value);
        // Against a date that the rule writes itself only how far away it is says more.
        if matches!(other.kind, TermKind::Fixed(_)) && !far {
            out.fact(format!("{words} is {value}"));
        } else {
            out.fact(format!("{words} is {value}, {stands} {other_words}"));
        }
        self.point_at_term(date, state, out);
        self.point_at_term(other, state, out);
    }

    /// A defined adjective that is decided: it, and what decides it within.
    fn why_adjective(&self, of: &'e Term<'a>, id: DefinitionId, holds: bool, state: &mut State, out: &mut Why) {
        let not = if holds { "" } else { "not " };
        let words = self.term_words(of, state);
        let name = self.engine.definition_word(id);
        let inner = if self.depth == 0 { Why::default() } else { self.within(of, id, !holds, true, state) };
        let mut facts = inner.facts.clone();
        facts.retain(|fact| !fact.is_empty());
        let because = if facts.is_empty() { String::new() } else { format!(": {}", and_list(&facts)) };
        out.fact(format!("{words} is {not}{name}{because}"));
        if out.at.is_none() {
            out.at = inner.at;
        }
        inner.related.into_iter().for_each(|label| out.relate(Some(label.span), label.message));
        self.point_at_term(of, state, out);
    }

    fn why_adjective_open(&self, of: &'e Term<'a>, id: DefinitionId, wanted: bool, state: &mut State, out: &mut Why) {
        let Value::Is(value) = self.engine.value(of, state) else {
            self.absent(of, state, out);
            return;
        };
        // Another element than the one that is `it` is named where something is missing of it.
        let is_it = matches!(&of.kind, TermKind::Way(way) if way.legs.is_empty() && matches!(way.root, WayRoot::Slot(slot) if slot == self.topic.it));
        let inner = if self.depth == 0 { Why::default() } else { self.within(of, id, wanted, is_it, state) };
        if !is_it && let Some(element) = self.engine.element(value) {
            out.relate(self.engine.model.span(element), and_list(&inner.reasons));
        }
        if inner.reasons.is_empty() {
            out.reason(format!("whether {} is {}", self.term_words(of, state), self.engine.definition_word(id)));
        }
        out.take(inner, |fact| fact);
        if self.depth == 0
            && let Some(element) = self.engine.element(value)
        {
            let mut deeper = self.deeper.borrow_mut();
            if deeper.known.insert((id, element)) {
                deeper.next.push((id, element));
            }
        }
    }

    /// Gathers the names of what is missing that lie too deep for facts. One after the other, so that no chain of
    /// definitions makes it recurse.
    pub(super) fn look_deeper(&self, state: &mut State, out: &mut Why) {
        loop {
            let Some((id, element)) = self.deeper.borrow_mut().next.pop() else { return };
            let mut why = Why::default();
            self.of_definition(id, element, true, true, state, &mut why);
            out.names(why);
        }
    }

    /// Why a definition does not say what is wanted of an element, which is `it` or is named.
    fn within(&self, of: &'e Term<'a>, id: DefinitionId, wanted: bool, is_it: bool, state: &mut State) -> Why {
        let mut inner = Why::default();
        let Value::Is(value) = self.engine.value(of, state) else { return inner };
        if let Some(element) = self.engine.element(value) {
            self.of_definition(id, element, wanted, is_it, state, &mut inner);
        }
        inner
    }

    fn of_definition(
        &self,
        id: DefinitionId,
        element: ElementId,
        wanted: bool,
        is_it: bool,
        state: &mut State,
        out: &mut Why,
    ) {
        let Some(Some(DefinitionPlan::Adjective(meaning))) = self.engine.plan.definitions.get(id.index()) else {
            return;
        };
        let slots = state.enter();
        state.set(0, Scalar::Element(element));
        let it = if is_it { 0 } else { usize::MAX };
        let topic = Topic { it, possessive: None, rule: Span::default(), each: None };
        let depth = self.depth.saturating_sub(1);
        let explainer = Explainer { engine: self.engine, topic, depth, deeper: Rc::clone(&self.deeper) };
        explainer.why(meaning, wanted, state, out);
        state.leave(slots);
    }

    /// The elements of a list in words.
    pub(super) fn name_all(&self, elements: &[u32]) -> Vec<String> {
        elements.iter().map(|element| self.engine.element_words(ElementId(*element))).collect()
    }
}
