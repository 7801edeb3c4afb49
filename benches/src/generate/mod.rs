//! Makes goal models: of any size, the same one for the same size, with all that the twelve rules look for.
//!
//! A company of divisions of at most six groups of at most eight teams is laid out first, then so many KPIs are dealt to the
//! units, most teams having one. Half as many metrics as KPIs serve as numerators, denominators and counters; each KPI has a
//! metric of its own beside them. Then, KPI by KPI, goal by goal and experiment by experiment, everything a rule asks for is
//! drawn, and each time a few of a hundred are drawn wrong: a missing counter, a target on the wrong side of the baseline, a
//! review that is late, a share that came after the start.
//!
//! The order in which numbers are drawn is part of the workload: drawing one more changes the model, and with it the findings
//! that `examples/workload/` lists.

mod draft;
mod goals;
mod kpis;

use crate::model::Model;
use crate::random::Random;
use crate::{AS_OF, Unit};
use draft::Draft;

/// The fewest KPIs that a model is made of: with fewer the units above the teams would have more than all of them.
pub const FEWEST: usize = 100;

/// Makes the model with so many KPIs, or with [`FEWEST`] where that is more.
#[must_use]
pub fn generate(kpis: usize) -> Model {
    let size = kpis.max(FEWEST);
    let mut random = Random::new(0xBE11_3E77 ^ size as u64);
    let mut draft = Draft::new(size, &mut random);
    let units = draft
        .units
        .iter()
        .map(|unit| Unit {
            id: unit.id.clone(),
            level: unit.level,
            parent: unit.parent.map(|parent| draft.units[parent].id.clone()),
            kind: unit.work,
        })
        .collect();
    let metrics = draft.metrics();
    // KPIs have a stream of their own.
    let kpis = kpis::draw(&mut draft, &mut Random::new(0x4D ^ size as u64));
    let goals = goals::draw_goals(&draft, &mut random);
    let experiments = goals::draw_experiments(&draft, &mut random);
    Model { as_of: AS_OF.into(), units, metrics, kpis, goals, experiments }
}
