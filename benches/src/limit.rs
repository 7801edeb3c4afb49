//! The twelve rules by hand: what an engine that knew them in advance would do on one thread.
//!
//! Ids are numbers, attributes are columns, relations are arrays of numbers; there are no sentences, no unknowns, no places and
//! no explanations. The library is measured beside it.
#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "by hand and as fast as can be; every number comes from an index that was built with the columns"
)]

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::calendar::{AS_OF_DAY, day};
use crate::model::{Direction, Indicator, Level, MetricKind, Model, Number, UnitWork};

/// What stands for a missing number of an element, or of days.
const NONE: u32 = u32::MAX;
/// What stands for a missing date.
const NEVER: i32 = i32::MIN;
const TODAY: i32 = AS_OF_DAY as i32;

/// Lists in one array: list `n` is `values[offsets[n]..offsets[n + 1]]`.
struct Lists {
    offsets: Vec<u32>,
    values: Vec<u32>,
}

impl Lists {
    fn collect<I: Iterator<Item = u32>>(lists: impl Iterator<Item = I>) -> Self {
        let (mut offsets, mut values) = (vec![0], Vec::new());
        for list in lists {
            values.extend(list);
            offsets.push(values.len() as u32);
        }
        Self { offsets, values }
    }

    fn range(&self, at: usize) -> Range<usize> {
        self.offsets[at] as usize..self.offsets[at + 1] as usize
    }

    fn of(&self, at: usize) -> &[u32] {
        &self.values[self.range(at)]
    }

    /// The lists the other way round: who has me in their list.
    fn turned(&self, len: usize) -> Self {
        let mut offsets = vec![0; len + 1];
        for value in &self.values {
            offsets[*value as usize + 1] += 1;
        }
        for at in 0..len {
            offsets[at + 1] += offsets[at];
        }
        let mut next = offsets.clone();
        let mut values = vec![0; self.values.len()];
        for at in 0..self.offsets.len() - 1 {
            for value in self.of(at) {
                let place = &mut next[*value as usize];
                values[*place as usize] = at as u32;
                *place += 1;
            }
        }
        Self { offsets, values }
    }
}

/// A model as columns.
pub struct Columns<'a> {
    model: &'a Model,
    unit_level: Vec<Level>,
    unit_work: Vec<UnitWork>,
    unit_parent: Vec<u32>,
    metric_owner: Vec<u32>,
    /// Numerator and denominator; [`NONE`] for both where the metric is no rate.
    metric_ratio: Vec<(u32, u32)>,
    kpi_unit: Vec<u32>,
    kpi_metric: Vec<u32>,
    kpi_leading: Vec<bool>,
    kpi_up: Vec<bool>,
    /// Baseline and target, [`f64::NAN`] where missing.
    kpi_aim: Vec<(f64, f64)>,
    kpi_by: Vec<i32>,
    kpi_cadence: Vec<u32>,
    kpi_reviewed: Vec<i32>,
    kpi_lag: Vec<u32>,
    kpi_parts: Vec<u32>,
    kpi_counters: Lists,
    kpi_drives: Lists,
    goal_kpis: Lists,
    goal_due: Vec<i32>,
    experiment_kpi: Vec<u32>,
    experiment_starts: Vec<i32>,
    experiment_counters: Lists,
    experiment_shares: Lists,
    share_day: Vec<i32>,
}

/// What each of the twelve rules finds: numbers of elements.
pub type Found = [Vec<u32>; 12];

impl<'a> Columns<'a> {
    /// Numbers the elements of a model and fills the columns.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        let units = numbers(model.units.iter().map(|unit| &*unit.id));
        let metrics = numbers(model.metrics.iter().map(|metric| &*metric.id));
        let kpis = numbers(model.kpis.iter().map(|kpi| &*kpi.id));
        let unit = |id: &String| number(&units, id);
        let metric = |id: &String| number(&metrics, id);
        let kpi = |id: &String| number(&kpis, id);
        let date = |date: &String| day(date).unwrap_or(NEVER);
        let rate = |it: &crate::Metric| match (it.kind, &it.numerator, &it.denominator) {
            (MetricKind::Rate, Some(numerator), Some(denominator)) => (metric(numerator), metric(denominator)),
            _ => (NONE, NONE),
        };
        let shares = || model.experiments.iter().map(|it| &it.shared_with);
        Self {
            model,
            unit_level: model.units.iter().map(|it| it.level).collect(),
            unit_work: model.units.iter().map(|it| it.kind).collect(),
            unit_parent: model.units.iter().map(|it| it.parent.as_ref().map_or(NONE, unit)).collect(),
            metric_owner: model.metrics.iter().map(|it| unit(&it.owner)).collect(),
            metric_ratio: model.metrics.iter().map(rate).collect(),
            kpi_unit: model.kpis.iter().map(|it| unit(&it.unit)).collect(),
            kpi_metric: model.kpis.iter().map(|it| metric(&it.metric)).collect(),
            kpi_leading: model.kpis.iter().map(|it| it.indicator == Indicator::Leading).collect(),
            kpi_up: model.kpis.iter().map(|it| it.direction == Direction::Up).collect(),
            kpi_aim: model
                .kpis
                .iter()
                .map(|it| (float(it.baseline.as_ref()), float(it.target.as_ref().map(|target| &target.value))))
                .collect(),
            kpi_by: model.kpis.iter().map(|it| it.target.as_ref().map_or(NEVER, |target| date(&target.by))).collect(),
            kpi_cadence: model.kpis.iter().map(|it| it.cadence.unwrap_or(NONE)).collect(),
            kpi_reviewed: model.kpis.iter().map(|it| date(&it.last_reviewed)).collect(),
            kpi_lag: model.kpis.iter().map(|it| it.lag_days).collect(),
            kpi_parts: model.kpis.iter().map(|it| it.composite_of.len() as u32).collect(),
            kpi_counters: Lists::collect(model.kpis.iter().map(|it| it.counters.iter().map(metric))),
            kpi_drives: Lists::collect(model.kpis.iter().map(|it| it.drives.iter().map(kpi))),
            goal_kpis: Lists::collect(model.goals.iter().map(|it| it.kpis.iter().map(kpi))),
            goal_due: model.goals.iter().map(|it| it.due.as_ref().map_or(NEVER, date)).collect(),
            experiment_kpi: model.experiments.iter().map(|it| kpi(&it.kpi)).collect(),
            experiment_starts: model.experiments.iter().map(|it| date(&it.starts)).collect(),
            experiment_counters: Lists::collect(model.experiments.iter().map(|it| it.counters.iter().map(metric))),
            experiment_shares: Lists::collect(shares().map(|shares| shares.iter().map(|share| unit(&share.unit)))),
            share_day: shares().flatten().map(|share| date(&share.date)).collect(),
        }
    }

    /// Carries out the twelve rules.
    #[must_use]
    pub fn evaluate(&self) -> Found {
        let mut found = Found::default();
        for kpi in 0..self.kpi_unit.len() {
            self.kpi_alone(kpi, &mut found);
        }
        found[2] = self.too_many();
        found[3] = self.moves_nothing();
        found[4] = self.pulled_by_several();
        found[7] = (0..self.goal_due.len()).filter(|goal| !self.reachable(*goal)).map(|goal| goal as u32).collect();
        found[9] = (0..self.experiment_kpi.len()).filter(|it| !self.agreed(*it)).map(|it| it as u32).collect();
        found
    }

    /// What can be told of a KPI without the others: R1, R2, R6, R7, R9, R11, R12.
    fn kpi_alone(&self, kpi: usize, found: &mut Found) {
        let unit = self.kpi_unit[kpi];
        let team = self.unit_level[unit as usize] == Level::Team;
        let carries = matches!(self.unit_work[unit as usize], UnitWork::Platform | UnitWork::Infrastructure);
        let mut find = |rule: usize, broken: bool| {
            if broken {
                found[rule - 1].push(kpi as u32);
            }
        };
        find(1, self.kpi_counters.range(kpi).is_empty());
        find(2, team && !self.kpi_leading[kpi] && !carries);
        let (numerator, denominator) = self.metric_ratio[self.kpi_metric[kpi] as usize];
        find(6, numerator != NONE && !(self.counted_above(unit, numerator) && self.counted_above(unit, denominator)));
        find(7, self.kpi_parts[kpi] > 0);
        let cadence = self.kpi_cadence[kpi];
        find(9, cadence == NONE || TODAY - self.kpi_reviewed[kpi] > 2 * cadence.cast_signed());
        find(11, team && self.kpi_lag[kpi] > 30);
        let (baseline, target) = self.kpi_aim[kpi];
        let known = !baseline.is_nan() && !target.is_nan();
        find(12, known && !(if self.kpi_up[kpi] { target > baseline } else { target < baseline }));
    }

    fn counted_above(&self, unit: u32, metric: u32) -> bool {
        self.lies_in(unit, self.metric_owner[metric as usize])
    }

    fn lies_in(&self, mut unit: u32, place: u32) -> bool {
        while unit != NONE {
            if unit == place {
                return true;
            }
            unit = self.unit_parent[unit as usize];
        }
        false
    }

    /// R3: units with more KPIs than they can keep their eyes on.
    fn too_many(&self) -> Vec<u32> {
        let mut counts = vec![0; self.unit_level.len()];
        for unit in &self.kpi_unit {
            counts[*unit as usize] += 1;
        }
        let limit = |unit: u32| match self.unit_level[unit as usize] {
            Level::Team => 1,
            Level::Group => 3,
            Level::Division | Level::Company => 5,
        };
        (0..counts.len() as u32).filter(|unit| counts[*unit as usize] > limit(*unit)).collect()
    }

    /// R4: KPIs from which no KPI of the company is reached.
    fn moves_nothing(&self) -> Vec<u32> {
        let count = self.kpi_unit.len();
        let driven_by = self.kpi_drives.turned(count);
        let of_the_company = |kpi: &u32| self.unit_level[self.kpi_unit[*kpi as usize] as usize] == Level::Company;
        let mut open: Vec<u32> = (0..count as u32).filter(of_the_company).collect();
        let mut reaches = vec![false; count];
        for kpi in &open {
            reaches[*kpi as usize] = true;
        }
        while let Some(kpi) = open.pop() {
            for driver in driven_by.of(kpi as usize) {
                if !reaches[*driver as usize] {
                    reaches[*driver as usize] = true;
                    open.push(*driver);
                }
            }
        }
        (0..count as u32).filter(|kpi| !reaches[*kpi as usize]).collect()
    }

    /// R5: metrics that teams of several groups have KPIs on.
    fn pulled_by_several(&self) -> Vec<u32> {
        let mut group = vec![NONE; self.metric_owner.len()];
        let mut several = vec![false; self.metric_owner.len()];
        for (unit, metric) in self.kpi_unit.iter().zip(&self.kpi_metric) {
            if self.unit_level[*unit as usize] == Level::Team {
                let parent = self.unit_parent[*unit as usize];
                let first = &mut group[*metric as usize];
                several[*metric as usize] |= *first != NONE && *first != parent;
                *first = parent;
            }
        }
        (0..several.len() as u32).filter(|metric| several[*metric as usize]).collect()
    }

    /// R8: the goal has a date, KPIs, and a baseline and a target in time for each.
    fn reachable(&self, goal: usize) -> bool {
        let due = self.goal_due[goal];
        let kpis = self.goal_kpis.of(goal);
        let in_time = |kpi: &u32| {
            let (baseline, target) = self.kpi_aim[*kpi as usize];
            !baseline.is_nan() && !target.is_nan() && self.kpi_by[*kpi as usize] <= due
        };
        due != NEVER && !kpis.is_empty() && kpis.iter().all(in_time)
    }

    /// R10: the experiment has the counters of its KPI, and the division or the company saw it before it started.
    fn agreed(&self, experiment: usize) -> bool {
        let kpi = self.experiment_kpi[experiment] as usize;
        let counters = self.experiment_counters.of(experiment);
        let seen = |share: usize| {
            let with = self.experiment_shares.values[share];
            self.share_day[share] < self.experiment_starts[experiment]
                && matches!(self.unit_level[with as usize], Level::Division | Level::Company)
                && self.lies_in(self.kpi_unit[kpi], with)
        };
        self.kpi_counters.of(kpi).iter().all(|counter| counters.contains(counter))
            && self.experiment_shares.range(experiment).any(seen)
    }

    /// What was found, as `R1 kpi_0000007` and so on, sorted.
    #[must_use]
    pub fn lines(&self, found: &Found) -> Vec<String> {
        let id = |rule: usize, at: usize| match rule {
            3 => &self.model.units[at].id,
            5 => &self.model.metrics[at].id,
            8 => &self.model.goals[at].id,
            10 => &self.model.experiments[at].id,
            _ => &self.model.kpis[at].id,
        };
        let mut lines = Vec::new();
        for (rule, found) in (1..).zip(found) {
            lines.extend(found.iter().map(|at| format!("R{rule} {}", id(rule, *at as usize))));
        }
        lines.sort_unstable();
        lines
    }
}

/// The numbers of ids, in order.
fn numbers<'a>(ids: impl Iterator<Item = &'a str>) -> FxHashMap<&'a str, u32> {
    ids.zip(0..).collect()
}

fn number(numbers: &FxHashMap<&str, u32>, id: &str) -> u32 {
    numbers.get(id).copied().unwrap_or(NONE)
}

fn float(number: Option<&Number>) -> f64 {
    number.and_then(|number| number.get().parse().ok()).unwrap_or(f64::NAN)
}
