//! Writes the workload's model in the language: flat declarations that refer to each other by id.
//!
//! What no rule asks for and the standard vocabulary has no word for is left out: the sign-offs of units. What is null in the
//! model is not written.

use std::fmt::Display;
use std::io::{self, Write};

use crate::model::{Category, Share};
use crate::model::{Direction, Experiment, Goal, Indicator, Kpi, Level, Metric, Model, Unit, UnitWork};

/// Writes a model in the language.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write_kpi(model: &Model, out: &mut impl Write) -> io::Result<()> {
    model.units.iter().try_for_each(|it| unit(out, it))?;
    model.metrics.iter().try_for_each(|it| metric(out, it))?;
    model.kpis.iter().try_for_each(|it| kpi(out, it))?;
    model.goals.iter().try_for_each(|it| goal(out, it))?;
    model.experiments.iter().try_for_each(|it| experiment(out, it))
}

/// A model in the language.
#[must_use]
pub fn kpi_text(model: &Model) -> String {
    let mut text = Vec::new();
    // A vector takes whatever is written to it, and only text is written.
    match write_kpi(model, &mut text) {
        Ok(()) => String::from_utf8(text).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

fn unit(out: &mut impl Write, unit: &Unit) -> io::Result<()> {
    writeln!(out, "{} {} {{", level(unit.level), unit.id)?;
    attribute(out, "parent", unit.parent.as_ref())?;
    attribute(out, "work", Some(work(unit.kind)))?;
    writeln!(out, "}}")
}

fn metric(out: &mut impl Write, metric: &Metric) -> io::Result<()> {
    writeln!(out, "metric {} {{", metric.id)?;
    attribute(out, "owner", Some(&metric.owner))?;
    if let (Some(numerator), Some(denominator)) = (&metric.numerator, &metric.denominator) {
        writeln!(out, "  formula {numerator} / {denominator}")?;
    }
    writeln!(out, "}}")
}

fn kpi(out: &mut impl Write, kpi: &Kpi) -> io::Result<()> {
    writeln!(out, "kpi {} {:?} {{", kpi.id, kpi.name)?;
    attribute(out, "owner", Some(&kpi.unit))?;
    attribute(out, "formula", Some(&kpi.metric))?;
    attribute(out, "indicator", Some(indicator(kpi.indicator)))?;
    attribute(out, "category", Some(category(kpi.category)))?;
    attribute(out, "better", Some(better(kpi.direction)))?;
    attribute(out, "baseline", kpi.baseline.as_ref())?;
    if let Some(target) = &kpi.target {
        writeln!(out, "  target {} by {}", target.value, target.by)?;
    }
    list(out, "counters", &kpi.counters)?;
    list(out, "drives", &kpi.drives)?;
    if let Some(cadence) = kpi.cadence {
        writeln!(out, "  review {cadence} days last {}", kpi.last_reviewed)?;
    }
    writeln!(out, "  lag {} days", kpi.lag_days)?;
    list(out, "components", &kpi.composite_of)?;
    attribute(out, "source", kpi.data_source.as_ref().map(|source| format!("{source:?}")))?;
    writeln!(out, "}}")
}

fn goal(out: &mut impl Write, goal: &Goal) -> io::Result<()> {
    writeln!(out, "goal {} {{", goal.id)?;
    attribute(out, "owner", Some(&goal.unit))?;
    writeln!(out, "  statement {:?}", goal.statement)?;
    list(out, "kpis", &goal.kpis)?;
    attribute(out, "due", goal.due.as_ref())?;
    writeln!(out, "}}")
}

fn experiment(out: &mut impl Write, experiment: &Experiment) -> io::Result<()> {
    writeln!(out, "experiment {} {{", experiment.id)?;
    attribute(out, "kpi", Some(&experiment.kpi))?;
    list(out, "counters", &experiment.counters)?;
    attribute(out, "starts", Some(&experiment.starts))?;
    for Share { unit, date } in &experiment.shared_with {
        writeln!(out, "  share {{ unit {unit}; on {date} }}")?;
    }
    writeln!(out, "}}")
}

fn attribute(out: &mut impl Write, name: &str, value: Option<impl Display>) -> io::Result<()> {
    value.map_or(Ok(()), |value| writeln!(out, "  {name} {value}"))
}

fn list(out: &mut impl Write, name: &str, values: &[String]) -> io::Result<()> {
    let Some((first, rest)) = values.split_first() else { return Ok(()) };
    write!(out, "  {name} {first}")?;
    rest.iter().try_for_each(|value| write!(out, ", {value}"))?;
    writeln!(out)
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Company => "company",
        Level::Division => "division",
        Level::Group => "group",
        Level::Team => "team",
    }
}

const fn work(work: UnitWork) -> &'static str {
    match work {
        UnitWork::Product => "product",
        UnitWork::Platform => "platform",
        UnitWork::Growth => "growth",
        UnitWork::Marketing => "marketing",
        UnitWork::Infrastructure => "infrastructure",
    }
}

const fn indicator(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::Leading => "leading",
        Indicator::Lagging => "lagging",
    }
}

const fn better(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "higher",
        Direction::Down => "lower",
    }
}

const fn category(category: Category) -> &'static str {
    match category {
        Category::Acquisition => "acquisition",
        Category::Activation => "activation",
        Category::Retention => "retention",
        Category::Revenue => "revenue",
        Category::Referral => "referral",
        Category::Satisfaction => "satisfaction",
        Category::Quality => "quality",
    }
}
