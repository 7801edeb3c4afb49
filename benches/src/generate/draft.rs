//! The skeleton of a model: who is in whom, who has which KPI, and what it measures.

use std::ops::Range;

use crate::model::{Level, Metric, MetricKind, UnitWork};
use crate::random::Random;

const GROUPS_IN_A_DIVISION: usize = 6;
const TEAMS_IN_A_GROUP: usize = 8;

/// What units work on; a product unit is three times as likely as any other.
const WORK: [UnitWork; 7] = [
    UnitWork::Product,
    UnitWork::Product,
    UnitWork::Product,
    UnitWork::Platform,
    UnitWork::Growth,
    UnitWork::Marketing,
    UnitWork::Infrastructure,
];

/// What metrics are that are no rates.
const PLAIN: [MetricKind; 3] = [MetricKind::Count, MetricKind::Amount, MetricKind::Score];

pub(super) struct DraftUnit {
    pub(super) id: String,
    pub(super) level: Level,
    pub(super) parent: Option<usize>,
    pub(super) work: UnitWork,
    /// The metrics that it counts for others.
    base: Vec<usize>,
    pub(super) kpis: Vec<usize>,
}

pub(super) struct DraftMetric {
    kind: MetricKind,
    owner: usize,
    ratio: Option<(usize, usize)>,
}

pub(super) struct DraftKpi {
    pub(super) unit: usize,
    pub(super) metric: usize,
    pub(super) counters: Vec<usize>,
    /// The day by which the target is due.
    pub(super) by: i64,
    /// It has both baseline and target.
    pub(super) aimed: bool,
}

/// Indexes stand for ids until the model is written.
///
/// INVARIANT: every index held here or in its parts is within the list that it points into.
pub(super) struct Draft {
    pub(super) units: Vec<DraftUnit>,
    pub(super) divisions: Range<usize>,
    pub(super) groups: Range<usize>,
    pub(super) teams: Range<usize>,
    metrics: Vec<DraftMetric>,
    /// So many of the metrics are for numerators, denominators and counters; the main metric of each KPI comes after them.
    pub(super) base_metrics: usize,
    pub(super) kpis: Vec<DraftKpi>,
}

pub(super) fn metric_id(at: usize) -> String {
    format!("m_{at:07}")
}

pub(super) fn kpi_id(at: usize) -> String {
    format!("kpi_{at:07}")
}

impl Draft {
    /// Lays out a model with so many KPIs.
    pub(super) fn new(size: usize, random: &mut Random) -> Self {
        let mut draft = Self::organisation(size, random);
        let counts = draft.deal(size, random);
        draft.count_for_others(size, random);
        draft.measure(&counts, random);
        draft.share(random);
        draft
    }

    /// A company with about five teams for eight KPIs.
    fn organisation(size: usize, random: &mut Random) -> Self {
        let teams = size * 5 / 8;
        let groups = teams.div_ceil(TEAMS_IN_A_GROUP);
        let divisions = groups.div_ceil(GROUPS_IN_A_DIVISION);
        let unit = |id, level, parent, work| DraftUnit { id, level, parent, work, base: Vec::new(), kpis: Vec::new() };
        let mut units = vec![unit("co".to_owned(), Level::Company, None, UnitWork::Product)];
        for at in 0..divisions {
            units.push(unit(format!("div_{at:05}"), Level::Division, Some(0), random.pick(&WORK)));
        }
        let divisions = 1..units.len();
        for at in 0..groups {
            let parent = divisions.start + at / GROUPS_IN_A_DIVISION;
            units.push(unit(format!("grp_{at:05}"), Level::Group, Some(parent), random.pick(&WORK)));
        }
        let groups = divisions.end..units.len();
        for at in 0..teams {
            let parent = groups.start + at / TEAMS_IN_A_GROUP;
            units.push(unit(format!("team_{at:06}"), Level::Team, Some(parent), random.pick(&WORK)));
        }
        let teams = groups.end..units.len();
        Self { units, divisions, groups, teams, metrics: Vec::new(), base_metrics: size / 2, kpis: Vec::new() }
    }

    /// How many KPIs each unit has: some more than it can keep its eyes on, `size` in all.
    fn deal(&self, size: usize, random: &mut Random) -> Vec<usize> {
        let mut counts: Vec<usize> = self
            .units
            .iter()
            .map(|unit| match unit.level {
                Level::Company => 5,
                Level::Division => 3 + random.weighted(&[20, 25, 42, 9, 4]),
                Level::Group => 2 + random.weighted(&[30, 57, 9, 4]),
                Level::Team => random.weighted(&[4, 83, 10, 3]),
            })
            .collect();
        let mut total: usize = counts.iter().sum();
        while total > size {
            let count = &mut counts[self.teams.start + random.below(self.teams.len())];
            if *count > 0 {
                *count -= 1;
                total -= 1;
            }
        }
        while total < size {
            let count = &mut counts[self.teams.start + random.below(self.teams.len())];
            if *count == 0 || random.percent(20.0) {
                *count += 1;
                total += 1;
            }
        }
        counts
    }

    /// The metrics that divisions and groups count for others; the company counts what is left.
    fn count_for_others(&mut self, size: usize, random: &mut Random) {
        self.metrics.reserve(size + self.base_metrics);
        for at in self.divisions.start..self.groups.end {
            let share = if self.units[at].level == Level::Division { 10 } else { 4 };
            for _ in 0..share {
                if self.metrics.len() < self.base_metrics {
                    self.count(at, random);
                }
            }
        }
        while self.metrics.len() < self.base_metrics {
            self.count(0, random);
        }
    }

    /// One more metric that a unit counts for others.
    fn count(&mut self, owner: usize, random: &mut Random) {
        self.units[owner].base.push(self.metrics.len());
        self.metrics.push(DraftMetric { kind: random.pick(&PLAIN), owner, ratio: None });
    }

    /// The KPIs, each with a metric of its own; every third is a rate, and a few of those divide what others count.
    fn measure(&mut self, counts: &[usize], random: &mut Random) {
        for (unit, count) in counts.iter().enumerate() {
            for _ in 0..*count {
                let metric = self.metrics.len();
                if random.percent(32.0) {
                    let foreign = random.percent(12.0);
                    let mut numerator = self.metric_near(unit, random);
                    let denominator = self.metric_near(unit, random);
                    if foreign {
                        numerator = random.below(self.base_metrics);
                    }
                    let ratio = Some((numerator, denominator));
                    self.metrics.push(DraftMetric { kind: MetricKind::Rate, owner: unit, ratio });
                } else {
                    self.metrics.push(DraftMetric { kind: random.pick(&PLAIN), owner: unit, ratio: None });
                }
                self.units[unit].kpis.push(self.kpis.len());
                self.kpis.push(DraftKpi { unit, metric, counters: Vec::new(), by: 0, aimed: false });
            }
        }
    }

    /// Some team KPIs are on the metric of another team, fewer on one of their own group.
    fn share(&mut self, random: &mut Random) {
        let is_team = |kpi: &DraftKpi| self.units[kpi.unit].level == Level::Team;
        let first = self.kpis.iter().position(is_team).unwrap_or(self.kpis.len());
        for at in first..self.kpis.len() {
            if random.percent(10.0) {
                let other = first + random.below(self.kpis.len() - first);
                self.kpis[at].metric = self.kpis[other].metric;
            } else if random.percent(5.0) {
                let above = self.units[self.kpis[at].unit].parent.unwrap_or(0);
                let metric = self.metric_near(above, random);
                let of_a_group = self.units[self.metrics[metric].owner].level == Level::Group;
                self.kpis[at].metric = if of_a_group { metric } else { self.base_metrics + at };
            }
        }
    }

    /// A metric that the unit or one above it counts for others.
    pub(super) fn metric_near(&self, unit: usize, random: &mut Random) -> usize {
        let mut at = Some(unit);
        while let Some(unit) = at.map(|at| &self.units[at]) {
            if !unit.base.is_empty() && (unit.parent.is_none() || random.percent(70.0)) {
                return random.pick(&unit.base);
            }
            at = unit.parent;
        }
        let company = &self.units[0].base;
        if company.is_empty() { 0 } else { random.pick(company) }
    }

    /// The metrics as they are written.
    pub(super) fn metrics(&self) -> Vec<Metric> {
        let write = |(at, metric): (usize, &DraftMetric)| Metric {
            id: metric_id(at),
            kind: metric.kind,
            owner: self.units[metric.owner].id.clone(),
            numerator: metric.ratio.map(|(numerator, _)| metric_id(numerator)),
            denominator: metric.ratio.map(|(_, denominator)| metric_id(denominator)),
        };
        self.metrics.iter().enumerate().map(write).collect()
    }

    pub(super) fn metric_count(&self) -> usize {
        self.metrics.len()
    }
}
