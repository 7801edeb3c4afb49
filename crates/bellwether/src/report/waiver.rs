//! Waivers as a list for whoever grants them: until when each waives, what, why, and what it waives today.

use bellwether_syntax::Span;

use super::Finding;
use crate::value::Date;

/// How a waiver stands at the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum WaiverState {
    /// Its last day is past: it waives nothing, and is an error of its own.
    Ended,
    /// It ends within thirty days.
    Ending,
    /// It waives.
    Active,
    /// There is nothing that it could waive.
    Idle,
    /// Its first day is still to come.
    NotBegun,
}

impl WaiverState {
    /// In words: `ended`, `ending`, `active`, `idle`, `not begun`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Ending => "ending",
            Self::Active => "active",
            Self::Idle => "idle",
            Self::NotBegun => "not begun",
        }
    }
}

/// One waiver.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct WaiverReport {
    /// What it waives as written: `teams/leading`, `teams/*`.
    pub rule: Box<str>,
    /// For whom, as written: `kpi annual_renewals`.
    pub target: Box<str>,
    /// Its first day, where one is written.
    pub from: Option<Date>,
    /// Its last day.
    pub until: Date,
    /// Its reason.
    pub because: Box<str>,
    /// Who granted it.
    pub by: Option<Box<str>>,
    /// How it stands at the as-of date.
    pub state: WaiverState,
    /// Where it stands.
    pub at: Span,
    /// What it waives today, in the order of findings; one that other waivers cover too is in the list of each.
    pub waives: Vec<Finding>,
}
