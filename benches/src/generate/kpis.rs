//! What is drawn for each KPI.

use serde_json::value::RawValue;

use super::draft::{Draft, kpi_id, metric_id};
use crate::calendar::{AS_OF_DAY, date};
use crate::model::{Category, Direction, Indicator, Kpi, Level, Number, Share, Target, UnitWork};
use crate::random::Random;

/// The ends of the next four quarters.
const DEADLINES: [i64; 4] = [20_726, 20_818, 20_908, 20_999];

const CATEGORIES: [Category; 7] = [
    Category::Acquisition,
    Category::Activation,
    Category::Retention,
    Category::Revenue,
    Category::Referral,
    Category::Satisfaction,
    Category::Quality,
];

const MEASURES: [&str; 6] = ["Weekly rate of", "Share of", "Number of", "Median time of", "Net score of", "Cost of"];

/// What KPIs and goals are about.
pub(super) const TOPICS: [&str; 10] = [
    "checkout",
    "onboarding",
    "search",
    "billing",
    "delivery",
    "support",
    "mobile app",
    "partner portal",
    "pricing",
    "recommendations",
];

const TABLES: [&str; 4] = ["events", "orders", "tickets", "sessions"];

/// Draws all KPIs. What goals and experiments rest on (counters, deadlines) is noted in the draft.
pub(super) fn draw(draft: &mut Draft, random: &mut Random) -> Vec<Kpi> {
    (0..draft.kpis.len()).map(|at| kpi(draft, at, random)).collect()
}

fn kpi(draft: &mut Draft, at: usize, random: &mut Random) -> Kpi {
    let unit = draft.kpis[at].unit;
    let level = draft.units[unit].level;
    let indicator = indicator(level, draft.units[unit].work, random);
    let aim = aim(random);
    draft.kpis[at].aimed = aim.baseline.is_some() && aim.target.is_some();
    draft.kpis[at].by = aim.by;
    let counters = counters(draft, at, random);
    let drives = drives(draft, unit, random);
    let (cadence, reviewed) = review(random);
    let lag_days = lag(level, random);
    let parts = if random.percent(12.0) { 2 + random.below(3) } else { 0 };
    let composite_of = (0..parts).map(|_| metric_id(random.below(draft.metric_count()))).collect();
    let name = format!("{} {} {}", random.pick(&MEASURES), random.pick(&TOPICS), at % 997);
    let category = random.pick(&CATEGORIES);
    let signoffs = signoffs(draft, unit, random);
    let data_source = (!random.percent(8.0)).then(|| format!("warehouse.{}_{}", random.pick(&TABLES), at % 131));
    draft.kpis[at].counters.clone_from(&counters);
    Kpi {
        id: kpi_id(at),
        name,
        unit: draft.units[unit].id.clone(),
        metric: metric_id(draft.kpis[at].metric),
        indicator,
        category,
        direction: aim.direction,
        baseline: aim.baseline,
        target: aim.target,
        counters: counters.into_iter().map(metric_id).collect(),
        drives: drives.into_iter().map(kpi_id).collect(),
        cadence,
        last_reviewed: date(reviewed),
        lag_days,
        composite_of,
        signoffs,
        data_source,
    }
}

/// The higher the unit, the likelier a lagging indicator; teams that carry others have more of them too.
fn indicator(level: Level, work: UnitWork, random: &mut Random) -> Indicator {
    let lagging = match (level, work) {
        (Level::Team, UnitWork::Platform | UnitWork::Infrastructure) => 45.0,
        (Level::Team, _) => 15.0,
        _ => 70.0,
    };
    if random.percent(lagging) { Indicator::Lagging } else { Indicator::Leading }
}

struct Aim {
    direction: Direction,
    baseline: Option<Number>,
    target: Option<Target>,
    by: i64,
}

/// Where a KPI stands and where it is to go; a few go the wrong way, a few do not say.
#[expect(clippy::cast_precision_loss, reason = "the numbers are below a million")]
fn aim(random: &mut Random) -> Aim {
    let up = random.percent(70.0);
    let baseline = (random.below(900_000) as f64 + 1000.0) / 100.0;
    let change = (random.below(4000) as f64 + 50.0) / 10_000.0;
    let wrong = random.percent(12.0);
    let target = baseline * if up == wrong { 1.0 - change } else { 1.0 + change };
    let no_baseline = random.percent(3.0);
    let no_target = random.percent(3.0);
    let by = random.pick(&DEADLINES);
    Aim {
        direction: if up { Direction::Up } else { Direction::Down },
        baseline: hundredths(baseline).filter(|_| !no_baseline),
        target: hundredths(target).filter(|_| !no_target).map(|value| Target { value, by: date(by) }),
        by,
    }
}

/// A number with two digits after the point. Every such number is JSON, so it is never `None`.
fn hundredths(number: f64) -> Option<Number> {
    RawValue::from_string(format!("{number:.2}")).ok()
}

/// Different metrics that guard a KPI: what is counted nearby, or the first thing that its unit measures.
fn counters(draft: &Draft, at: usize, random: &mut Random) -> Vec<usize> {
    let unit = draft.kpis[at].unit;
    let wanted = if random.percent(12.0) { 0 } else { 1 + random.weighted(&[55, 30, 15]) };
    let mut counters = Vec::with_capacity(wanted);
    while counters.len() < wanted {
        let mut counter = if random.percent(70.0) {
            draft.metric_near(unit, random)
        } else {
            draft.base_metrics + draft.units[unit].kpis.first().copied().unwrap_or(at)
        };
        if counters.contains(&counter) {
            counter = random.below(draft.base_metrics);
        }
        if !counters.contains(&counter) {
            counters.push(counter);
        }
    }
    counters
}

/// KPIs of the unit above, sometimes of another one as high, sometimes of none.
fn drives(draft: &Draft, unit: usize, random: &mut Random) -> Vec<usize> {
    let unit = &draft.units[unit];
    let Some(parent) = unit.parent else { return Vec::new() };
    let stray = match unit.level {
        Level::Team => 7.5,
        Level::Group => 5.0,
        Level::Company | Level::Division => 4.0,
    };
    if random.percent(stray) {
        return Vec::new();
    }
    let above = if random.percent(5.0) {
        match unit.level {
            Level::Team => draft.groups.start + random.below(draft.groups.len()),
            Level::Group => draft.divisions.start + random.below(draft.divisions.len()),
            Level::Company | Level::Division => 0,
        }
    } else {
        parent
    };
    let mut drives = Vec::new();
    for _ in 0..=random.weighted(&[70, 30]) {
        let driven = random.pick(&draft.units[above].kpis);
        if !drives.contains(&driven) {
            drives.push(driven);
        }
    }
    drives
}

/// How often a KPI is reviewed, in days, and the day when it last was; a few are late, a few have no rhythm.
fn review(random: &mut Random) -> (Option<u32>, i64) {
    let cadence = (!random.percent(4.0)).then(|| random.pick(&[30_u16, 60, 90, 180]));
    let allowed = 2 * usize::from(cadence.unwrap_or(90));
    let ago = if random.percent(9.0) {
        i64::try_from(allowed).unwrap_or(0) + 1 + random.days(200)
    } else {
        random.days(allowed + 1)
    };
    (cadence.map(u32::from), AS_OF_DAY - ago)
}

/// Days from the event to the number.
#[expect(clippy::cast_possible_truncation, reason = "all below 200")]
fn lag(level: Level, random: &mut Random) -> u32 {
    let days = match level {
        Level::Team if random.percent(12.0) => 31 + random.below(150),
        Level::Team => 1 + random.below(30),
        _ => 7 + random.below(180),
    };
    days as u32
}

/// None, the unit above, or that and the company.
fn signoffs(draft: &Draft, unit: usize, random: &mut Random) -> Vec<Share> {
    let count = random.below(3);
    let signoff = |at| {
        let by = if at == 0 { draft.units[unit].parent.unwrap_or(0) } else { 0 };
        Share { unit: draft.units[by].id.clone(), date: date(AS_OF_DAY - random.days(300)) }
    };
    (0..count).map(signoff).collect()
}
