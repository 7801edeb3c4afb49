//! Waivers of a checked program: which rules they waive, for whom and until when.

use bellwether_syntax::Span;

use super::Binder;
use crate::ids::RuleId;
use crate::value::Date;

/// An exception from rules, with a reason and an end.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Waiver {
    /// What it waives as written: `teams/leading`, `teams/*`.
    pub name: Box<str>,
    /// The rules that it waives, in order; never empty.
    pub rules: Vec<RuleId>,
    /// For whom.
    pub target: WaiverTarget,
    /// The words after `for`: `kpi annual_renewals`.
    pub target_text: Box<str>,
    /// It waives from this date on (included); from ever where none is written.
    pub from: Option<Date>,
    /// It waives until this date (included).
    pub until: Date,
    /// Why.
    pub because: Box<str>,
    /// Who granted it.
    pub by: Option<Box<str>>,
    /// How many slots its selection needs.
    pub slots: u32,
    /// What it waives and for whom: `teams/leading for kpi annual_renewals`.
    pub head: Span,
    /// Where its end is written.
    pub until_at: Span,
    /// The whole item.
    pub span: Span,
}

impl Waiver {
    /// Whether it waives at a date: it has begun and has not ended.
    pub fn active(&self, as_of: Date) -> bool {
        self.from.is_none_or(|from| from <= as_of) && as_of <= self.until
    }
}

/// For whom a waiver is.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "a program has few of them, and each is read in place")]
pub enum WaiverTarget {
    /// Counted rules over the whole model: `for model`.
    Model,
    /// The elements of a binder: one by name, or those that a `where` selects.
    Elements(Binder),
}
