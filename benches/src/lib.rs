//! The workload: one goal model at any size, twelve rules, and what it costs to check them.
//!
//! [`generate`] makes a [`Model`] of a given number of KPIs, the same one each time. [`kpi_text`] writes it in the language.
//! [`check`] has the library check it against `examples/workload/rules.kpi`, stage by stage; [`limit`] carries out the same
//! twelve rules by hand over columns, as fast as one thread reasonably can. Both give the same findings, and that one is
//! compared with the other in one run is what makes the figures worth quoting. [`shapes`] makes texts that grow in one
//! direction only: nesting, chains.
//!
//! Nothing in here asserts a time.

mod calendar;
pub mod check;
pub mod generate;
pub mod kpi_text;
pub mod limit;
mod model;
mod random;
pub mod shapes;

pub use calendar::AS_OF;
pub use model::{
    Category, Direction, Experiment, Goal, Indicator, Kpi, Level, Metric, MetricKind, Model, Number, Share, Target,
    Unit, UnitWork,
};

/// The twelve rules as sentences.
pub const RULES: &str = include_str!("../../examples/workload/rules.kpi");
