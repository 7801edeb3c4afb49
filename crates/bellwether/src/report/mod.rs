//! Reports: findings as data, and what a person or a program sees of them.

mod finding;

pub use finding::{Finding, FindingPart, RuleReport, Subject, Verdict};
