//! What shows that a rule stands to an element as it does: also where it is kept, which has no finding.

use super::facts::{Explainer, Why};
use crate::evaluate::{Evaluation, Standing};
use crate::ids::{ElementId, RuleId};
use crate::plan::FormPlan;

impl Evaluation<'_> {
    /// The facts that decided how a rule stands to an element, or what was missing: `it is leading`. Nothing where
    /// more than the element decided it, as for counted rules.
    pub fn shown(&self, rule: RuleId, element: ElementId, standing: Standing) -> Vec<String> {
        let plan = &self.engine.plan;
        let mut why = Why::default();
        let (Some(Some(form)), Some(source)) = (plan.rules.get(rule.index()), plan.program.rules.get(rule.index()))
        else {
            return Vec::new();
        };
        let mut state = self.state();
        let (FormPlan::Each { subject, .. } | FormPlan::NoTwo { subject, .. }) = form else { return Vec::new() };
        state.set_element(subject.slot, element.0);
        let explainer = Explainer::new(&self.engine, subject.slot, None, source.span);
        match (standing, form) {
            (Standing::NotASubject | Standing::Undecided, _) => {
                let fits = self.engine.model.range(subject.kind).contains(&element.0);
                if let Some(filter) = subject.filter.as_ref().filter(|_| fits) {
                    explainer.why(filter, true, &mut state, &mut why);
                }
            }
            (Standing::Exempt, FormPlan::Each { exempt: Some(exempt), .. }) => {
                explainer.why(exempt, false, &mut state, &mut why);
            }
            (Standing::Kept, FormPlan::Each { parts, .. }) => {
                for part in parts {
                    explainer.why(part, false, &mut state, &mut why);
                }
            }
            _ => {}
        }
        if why.facts.is_empty() { why.reasons } else { why.facts }
    }
}
