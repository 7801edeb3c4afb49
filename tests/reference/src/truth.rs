//! §10: true, false, unknown, and what rests on a hole; counts that run between two ends.

use std::cmp::Ordering;

/// What a condition says (§10). A hole is unknown because of a value that is written and cannot be read (§3, Holes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    False,
    Unknown,
    Hole,
    True,
}

impl Truth {
    pub(crate) const fn of(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }

    /// What is said where a value is not there.
    pub(crate) const fn open(hole: bool) -> Self {
        if hole { Self::Hole } else { Self::Unknown }
    }

    /// The table `and` of §10.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, known) | (known, Self::True) => known,
            _ => Self::open(self == Self::Hole || other == Self::Hole),
        }
    }

    /// The table `or` of §10.
    pub(crate) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    /// The table `not` of §10.
    pub(crate) const fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            open => open,
        }
    }

    pub(crate) fn is_true(self) -> bool {
        self == Self::True
    }

    pub(crate) fn is_false(self) -> bool {
        self == Self::False
    }
}

/// How many there are, at least and at most (§10, Counts with unknowns); no `most` where there may be any number more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub(crate) least: usize,
    pub(crate) most: Option<usize>,
    pub(crate) hole: bool,
}

/// Where one value stands to another: from the first to the second of these orderings.
pub(crate) type Place = (Ordering, Ordering);

/// What a comparison says of a place: what it says of all orderings in it, or unknown (§10).
pub(crate) fn judge(holds: impl Fn(Ordering) -> bool, (least, most): Place) -> Truth {
    let all = [Ordering::Less, Ordering::Equal, Ordering::Greater];
    let said: Vec<bool> = all.into_iter().filter(|it| least <= *it && *it <= most).map(holds).collect();
    match (said.contains(&true), said.contains(&false)) {
        (true, false) => Truth::True,
        (false, true) => Truth::False,
        _ => Truth::Unknown,
    }
}
