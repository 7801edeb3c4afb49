//! Explains `reach`: the way to what is reached, or where the relations lead instead.

use bellwether_syntax::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::evaluate::judgement::Judgement;
use crate::evaluate::state::{State, Value};
use crate::ids::ElementId;
use crate::plan::{Leg, ReachPlan, Term, TermKind};
use crate::value::Scalar;

use super::facts::{Explainer, Why};
use super::many::{FEW, or_list};
use super::open::Gap;
use super::ways::Step;
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
            self.open_reach(plan, start, state, out);
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

    /// The reasons why it is not known whether a target is reached: of which elements it is not known whether they are one, and
    /// of which steps on the way to one whether they are there.
    fn open_reach(&self, plan: &'e ReachPlan<'a>, start: ElementId, state: &mut State, out: &mut Why) {
        let steps = self.engine.steps_from(plan, start, state);
        let mut leading = Vec::new();
        for element in steps.iter().filter(|step| step.first).map(|step| step.to) {
            let Some(target) = &plan.target else {
                leading.extend((element == start.0).then_some(element));
                continue;
            };
            let judgement = self.engine.is_target(target, ElementId(element), state);
            if judgement.is_false() {
                continue;
            }
            leading.push(element);
            if judgement.is_open()
                && let Some(filter) = &target.filter
            {
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
        let leading = backwards(&steps, leading);
        for (relation, leg) in plan.via.iter().enumerate() {
            let open = |step: &&Step| step.relation == relation && step.open && leading.contains(&step.to);
            let mut lacking: Vec<Scalar> =
                steps.iter().filter(open).map(|step| Scalar::Element(ElementId(step.from))).collect();
            lacking.dedup();
            if !lacking.is_empty() {
                self.lack(std::slice::from_ref(leg), &lacking, Gap::Unsure, out);
            }
        }
    }
}

/// The elements from which steps lead to some elements, and these.
fn backwards(steps: &[Step], mut to: Vec<u32>) -> FxHashSet<u32> {
    let mut before: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for step in steps {
        before.entry(step.to).or_default().push(step.from);
    }
    let mut found: FxHashSet<u32> = to.iter().copied().collect();
    while let Some(next) = to.pop() {
        to.extend(before.get(&next).into_iter().flatten().copied().filter(|from| found.insert(*from)));
    }
    found
}
