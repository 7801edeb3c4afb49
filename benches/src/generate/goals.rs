//! What is drawn for goals and experiments, once the KPIs are there.

use super::draft::{Draft, kpi_id, metric_id};
use super::kpis::TOPICS;
use crate::calendar::{AS_OF_DAY, date};
use crate::model::{Experiment, Goal, Level, Share};
use crate::random::Random;

const VERBS: [&str; 6] = ["Make", "Win", "Cut", "Grow", "Keep", "Fix"];

/// 2026-12-31: when a goal without KPIs is due.
const YEAR_END: i64 = 20_818;

/// One goal for three KPIs.
pub(super) fn draw_goals(draft: &Draft, random: &mut Random) -> Vec<Goal> {
    (0..draft.kpis.len() / 3).map(|at| goal(draft, at, random)).collect()
}

fn goal(draft: &Draft, at: usize, random: &mut Random) -> Goal {
    let kpis = goal_kpis(draft, random);
    let due = (!random.percent(2.0)).then(|| {
        let last = kpis.iter().map(|kpi| draft.kpis[*kpi].by).max().unwrap_or(YEAR_END);
        if random.percent(5.0) { last - 92 - random.days(60) } else { last + random.pick(&[0, 0, 0, 31, 90]) }
    });
    let unit = kpis.first().map_or(0, |kpi| draft.kpis[*kpi].unit);
    Goal {
        id: format!("goal_{at:07}"),
        unit: draft.units[unit].id.clone(),
        statement: format!("{} {} the best part of the quarter {}", random.pick(&VERBS), random.pick(&TOPICS), at % 53),
        kpis: kpis.into_iter().map(kpi_id).collect(),
        due: due.map(date),
    }
}

/// Up to three KPIs that lie near each other; one without baseline or target is mostly passed over.
fn goal_kpis(draft: &Draft, random: &mut Random) -> Vec<usize> {
    let wanted = if random.percent(2.0) { 0 } else { 1 + random.weighted(&[45, 35, 20]) };
    let start = random.below(draft.kpis.len());
    let mut kpis = Vec::with_capacity(wanted);
    let mut tries = 0;
    while kpis.len() < wanted {
        let kpi = (start + kpis.len() * 3 + tries) % draft.kpis.len();
        tries += 1;
        if kpis.contains(&kpi) {
            continue;
        }
        if !draft.kpis[kpi].aimed && random.percent(60.0) && tries < 50 {
            continue;
        }
        kpis.push(kpi);
    }
    kpis
}

/// One experiment for five KPIs.
pub(super) fn draw_experiments(draft: &Draft, random: &mut Random) -> Vec<Experiment> {
    (0..draft.kpis.len() / 5).map(|at| experiment(draft, at, random)).collect()
}

fn experiment(draft: &Draft, at: usize, random: &mut Random) -> Experiment {
    let kpi = random.below(draft.kpis.len());
    let mut counters = draft.kpis[kpi].counters.clone();
    if !counters.is_empty() && random.percent(8.0) {
        counters.remove(random.below(counters.len()));
    }
    if random.percent(40.0) {
        counters.push(random.below(draft.base_metrics));
    }
    let starts = AS_OF_DAY - 60 + random.days(180);
    Experiment {
        id: format!("exp_{at:07}"),
        kpi: kpi_id(kpi),
        counters: counters.into_iter().map(metric_id).collect(),
        starts: date(starts),
        shared_with: shares(draft, draft.kpis[kpi].unit, starts, random),
    }
}

/// With the division or the company before it starts, or not, or too late; and sometimes with a team that does not matter.
fn shares(draft: &Draft, unit: usize, starts: i64, random: &mut Random) -> Vec<Share> {
    let mut division = unit;
    while let Some(parent) = draft.units[division].parent.filter(|_| draft.units[division].level != Level::Division) {
        division = parent;
    }
    let share = |unit: usize, day: i64| Share { unit: draft.units[unit].id.clone(), date: date(day) };
    let mut shares = Vec::new();
    if !random.percent(7.0) {
        let with = if random.percent(85.0) { division } else { 0 };
        shares.push(share(with, starts - 1 - random.days(40)));
    } else if random.percent(50.0) {
        shares.push(share(division, starts + random.days(20)));
    }
    if random.percent(35.0) {
        let team = draft.teams.start + random.below(draft.teams.len());
        shares.push(share(team, starts - random.days(30)));
    }
    shares
}
