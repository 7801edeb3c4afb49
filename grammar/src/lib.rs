//! The pest grammar of the Bellwether KPI-policy language, and a human noun for each of its rules.
//!
//! The grammar file is the specification of what can be written. It is parsed piece by piece: see its head. No rule
//! name is ever shown to a person; [`noun`] says in the author's words what a rule stands for.

mod generated;
mod noun;

pub use generated::{BellwetherParser, Rule};
pub use noun::noun;
