//! The four answers that a condition can give: true, false, unknown, and unknown because of a value that could not be read.

use crate::value::Truth;

/// What a condition says. Beside the three truth values it knows *hole*: unknown, and resting on a value that was written
/// but could not be read. A verdict that is a hole is withheld, since the model has a diagnostic for it already.
///
/// Two bits say what it may still be, a third that a hole is why it is open: so `and` and `or` are a few bit operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Judgement(u8);

const MAY_HOLD: u8 = 1;
const MAY_FAIL: u8 = 2;
const OPEN: u8 = MAY_HOLD | MAY_FAIL;
const BY_HOLE: u8 = 4;

impl Judgement {
    pub(crate) const TRUE: Self = Self(MAY_HOLD);
    pub(crate) const FALSE: Self = Self(MAY_FAIL);
    pub(crate) const UNKNOWN: Self = Self(OPEN);
    pub(crate) const HOLE: Self = Self(OPEN | BY_HOLE);

    #[inline]
    pub(crate) const fn of(holds: bool) -> Self {
        if holds { Self::TRUE } else { Self::FALSE }
    }

    #[inline]
    pub(crate) const fn and(self, other: Self) -> Self {
        Self::settle((self.0 & other.0 & MAY_HOLD) | ((self.0 | other.0) & (MAY_FAIL | BY_HOLE)))
    }

    #[inline]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self::settle((self.0 & other.0 & MAY_FAIL) | ((self.0 | other.0) & (MAY_HOLD | BY_HOLE)))
    }

    #[inline]
    pub(crate) const fn not(self) -> Self {
        Self((self.0 & BY_HOLE) | ((self.0 & MAY_HOLD) << 1) | ((self.0 & MAY_FAIL) >> 1))
    }

    /// What is decided does not rest on a hole.
    #[inline]
    const fn settle(bits: u8) -> Self {
        if bits & OPEN == OPEN { Self(bits) } else { Self(bits & OPEN) }
    }

    #[inline]
    pub(crate) const fn is_true(self) -> bool {
        self.0 == Self::TRUE.0
    }

    #[inline]
    pub(crate) const fn is_false(self) -> bool {
        self.0 == Self::FALSE.0
    }

    #[inline]
    pub(crate) const fn is_open(self) -> bool {
        self.0 & OPEN == OPEN
    }

    #[inline]
    pub(crate) const fn is_hole(self) -> bool {
        self.0 == Self::HOLE.0
    }

    /// Open because of a hole if there is one, else unknown.
    #[inline]
    pub(crate) const fn open(hole: bool) -> Self {
        if hole { Self::HOLE } else { Self::UNKNOWN }
    }
}

impl From<Truth> for Judgement {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::False => Self::FALSE,
            Truth::Unknown => Self::UNKNOWN,
            Truth::True => Self::TRUE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Judgement;
    use crate::value::Truth;

    const KLEENE: [Truth; 3] = [Truth::False, Truth::Unknown, Truth::True];

    #[test]
    fn without_holes_it_is_kleene() {
        for a in KLEENE {
            assert_eq!(Judgement::from(a).not(), Judgement::from(!a));
            for b in KLEENE {
                assert_eq!(Judgement::from(a).and(Judgement::from(b)), Judgement::from(a.and(b)));
                assert_eq!(Judgement::from(a).or(Judgement::from(b)), Judgement::from(a.or(b)));
            }
        }
    }

    #[test]
    fn a_hole_is_forgotten_once_it_does_not_matter() {
        let hole = Judgement::HOLE;
        assert_eq!(hole.and(Judgement::FALSE), Judgement::FALSE);
        assert_eq!(hole.or(Judgement::TRUE), Judgement::TRUE);
        assert_eq!(hole.and(Judgement::TRUE), hole);
        assert_eq!(hole.or(Judgement::FALSE), hole);
        assert_eq!(hole.and(Judgement::UNKNOWN), hole);
        assert_eq!(hole.or(Judgement::UNKNOWN), hole);
        assert_eq!(hole.not(), hole);
    }
}
