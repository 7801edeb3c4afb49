//! Explains `reach`: the way to what is reached, or where the relations lead instead.

use bellwether_syntax::Span;

use crate::evaluate::judgement::Judgement;
use crate::evaluate::state::{State, Value};
use crate::ids::ElementId;
use crate::plan::{Leg, Term, TermKind};

use super::facts::{Explainer, Why};
use super::many::{FEW, or_list};
use super::words::{and_list, list};

impl<'e, 'a> Explainer<'e, 'a> {
    pub(super) fn why_reach(
        &self,
        from: &'e Term<'a>,
        reach: usize,
        judgement: Judgement,
        state: &mut State,
        out: &mut Why,
    ) {
        let Some(plan) = self.engine.plan.reaches.get(reach) else { return };
        let Value::Is(value) = self.engine.value(from, state) else {
            self.absent(from, state, out);
            return;
        };
        let Some(start) = self.engine.element(value) else { return };
        let start_words = self.engine.term_words(from, self.topic, state);
        if judgement.is_open() {
            self.open_targets(reach, start, state, out);
            return;
        }
        let verbs: Vec<String> =
            plan.via.iter().map(|leg| format!("`{}`", self.engine.leg_words(std::slice::from_ref(leg)))).collect();
        let leads = if verbs.len() > 1 { "lead" } else { "leads" };
        let verbs = or_list(&verbs);
        if judgement.is_true() {
            if let Some(way) = self.engine.way_to(plan, start, state) {
                let names: Vec<String> =
                    way.iter().map(|element| self.engine.element_words(ElementId(*element))).collect();
                let circle = if plan.target.is_none() { " in a circle" } else { "" };
                out.fact(format!("{verbs} {leads} from {start_words}{circle}: {}", names.join(" → ")));
                for element in way.iter().skip(1) {
                    let element = ElementId(*element);
                    out.relate(self.engine.model.span(element), self.engine.element_words(element));
                }
            }
            return;
        }
        let mut reached = self.engine.reached(plan, start, state);
        let circle = reached.contains(&start.0);
        reached.retain(|element| *element != start.0);
        let names = list(self.name_all(&reached).into_iter());
        let led = match (reached.is_empty(), circle) {
            (true, true) => "leads only back".to_owned(),
            (true, false) => "leads nowhere".to_owned(),
            (false, _) => format!("leads only to {names}"),
        };
        if reached.is_empty() && circle {
            out.fact(format!("{verbs} {leads} from {start_words} only back to itself"));
        } else if reached.is_empty() {
            let finite = match plan.via.as_slice() {
                [Leg::Attribute { id, .. }] => {
                    let attribute = self.engine.plan.program.vocabulary.attribute(*id);
                    attribute.and_then(|attribute| attribute.verb.as_ref()).map(|verb| verb.finite.to_string())
                }
                _ => None,
            };
            out.fact(match finite {
                Some(verb) => format!("{start_words} {verb} nothing"),
                None => format!("{verbs} {leads} nowhere from {start_words}"),
            });
        } else {
            out.fact(format!("{verbs} {leads} from {start_words} only to {names}"));
            for element in reached.iter().take(FEW) {
                let element = ElementId(*element);
                out.relate(self.engine.model.span(element), self.engine.element_words(element));
            }
        }
        if let TermKind::Way(way) = &from.kind
            && way.legs.is_empty()
            && let [Leg::Attribute { column, range, .. }] = plan.via.as_slice()
            && range.contains(&start.0)
            && out.at.is_none()
        {
            let mut spans = column.values_of(start.0 - range.start).filter_map(|index| column.span(index));
            if let Some(first) = spans.next() {
                out.at = Some((spans.fold(first, Span::to), led));
            }
        }
    }

    /// The reasons why it is not known whether an element that is reached is a target.
    fn open_targets(&self, reach: usize, start: ElementId, state: &mut State, out: &mut Why) {
        let Some(plan) = self.engine.plan.reaches.get(reach) else { return };
        let Some(target) = &plan.target else { return };
        for element in self.engine.reached(plan, start, state) {
            if !self.engine.is_target(target, ElementId(element), state).is_open() {
                continue;
            }
            if let Some(filter) = &target.filter {
                state.set_element(target.slot, element);
                let mut why = Why::default();
                self.why(filter, true, state, &mut why);
                if out.reasons.len() >= FEW {
                    out.names(why);
                    continue;
                }
                out.relate(self.engine.model.span(ElementId(element)), and_list(&why.reasons));
                out.take(why, |fact| fact);
            }
        }
    }
}
