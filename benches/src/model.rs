//! The workload's goal model as it is exchanged: JSON with one element to a line.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A decimal number, digit by digit as written.
pub type Number = Box<RawValue>;

/// A goal model.
#[derive(Debug, Serialize, Deserialize)]
pub struct Model {
    /// The date that it is checked as of.
    pub as_of: String,
    /// The organisation, from the company down.
    pub units: Vec<Unit>,
    /// What is counted.
    pub metrics: Vec<Metric>,
    /// The metrics that are key to success.
    pub kpis: Vec<Kpi>,
    /// What is to be reached.
    pub goals: Vec<Goal>,
    /// What is tried.
    pub experiments: Vec<Experiment>,
}

/// How high a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Level {
    Company,
    Division,
    Group,
    Team,
}

/// What a unit works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum UnitWork {
    Product,
    Platform,
    Growth,
    Marketing,
    Infrastructure,
}

/// What sort of number a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum MetricKind {
    Count,
    Amount,
    Score,
    Rate,
}

/// Whether a KPI shows early or late what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Indicator {
    Leading,
    Lagging,
}

/// Which way a KPI is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Direction {
    Up,
    Down,
}

/// Where on the journey of a user a KPI measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Category {
    Acquisition,
    Activation,
    Retention,
    Revenue,
    Referral,
    Satisfaction,
    Quality,
}

/// A part of the organisation.
#[derive(Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Unit {
    pub id: String,
    pub level: Level,
    pub parent: Option<String>,
    /// What it works on.
    pub kind: UnitWork,
}

/// Anything that is counted.
#[derive(Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Metric {
    pub id: String,
    pub kind: MetricKind,
    pub owner: String,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
}

/// What a KPI is to reach, and by when.
#[derive(Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Target {
    pub value: Number,
    pub by: String,
}

/// A metric in the hands of a unit, with what makes it key to success.
#[derive(Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Kpi {
    pub id: String,
    pub name: String,
    pub unit: String,
    pub metric: String,
    pub indicator: Indicator,
    pub category: Category,
    pub direction: Direction,
    pub baseline: Option<Number>,
    pub target: Option<Target>,
    /// The metrics that guard it.
    pub counters: Vec<String>,
    /// The KPIs that it moves.
    pub drives: Vec<String>,
    /// It is reviewed every so many days.
    pub cadence: Option<u32>,
    pub last_reviewed: String,
    pub lag_days: u32,
    /// The metrics that it is a score of.
    pub composite_of: Vec<String>,
    /// Who has seen and accepted it.
    pub signoffs: Vec<Share>,
    pub data_source: Option<String>,
}

/// What is to be reached.
#[derive(Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Goal {
    pub id: String,
    pub unit: String,
    pub statement: String,
    pub kpis: Vec<String>,
    pub due: Option<String>,
}

/// That a unit was shown something on a date.
#[derive(Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Share {
    pub unit: String,
    pub date: String,
}

/// Something tried to move a KPI.
#[derive(Debug, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Experiment {
    pub id: String,
    pub kpi: String,
    pub counters: Vec<String>,
    pub starts: String,
    pub shared_with: Vec<Share>,
}

impl Model {
    /// Writes it as JSON with one element to a line.
    ///
    /// # Errors
    ///
    /// Where `out` cannot be written.
    pub fn write_json(&self, out: &mut impl Write) -> io::Result<()> {
        write!(out, "{{\"as_of\":\"{}\",\n\"units\":", self.as_of)?;
        write_lines(out, &self.units)?;
        write!(out, ",\n\"metrics\":")?;
        write_lines(out, &self.metrics)?;
        write!(out, ",\n\"kpis\":")?;
        write_lines(out, &self.kpis)?;
        write!(out, ",\n\"goals\":")?;
        write_lines(out, &self.goals)?;
        write!(out, ",\n\"experiments\":")?;
        write_lines(out, &self.experiments)?;
        writeln!(out, "\n}}")
    }
}

/// Writes a list with one element to a line.
fn write_lines(out: &mut impl Write, elements: &[impl Serialize]) -> io::Result<()> {
    out.write_all(b"[")?;
    for (at, element) in elements.iter().enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, element)?;
    }
    out.write_all(b"]")
}
