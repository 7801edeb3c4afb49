//! The random stream of the generator: `SplitMix64`. The same seed gives the same stream on every machine.

/// A stream of random numbers.
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `end`, which is not among them.
    #[expect(clippy::cast_possible_truncation, reason = "the upper half of the product is below `end`")]
    pub(crate) const fn below(&mut self, end: usize) -> usize {
        ((self.next() as u128 * end as u128) >> 64) as usize
    }

    /// [`Self::below`], for days.
    #[expect(clippy::cast_possible_wrap, reason = "the workload counts in hundreds of days")]
    pub(crate) const fn days(&mut self, end: usize) -> i64 {
        self.below(end) as i64
    }

    /// True in so many of a hundred cases.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are what a float holds")]
    pub(crate) fn percent(&mut self, chance: f64) -> bool {
        const ONE: f64 = (1_u64 << 53) as f64;
        (self.next() >> 11) as f64 / ONE * 100.0 < chance
    }

    /// One of several values, each as likely as the others.
    #[expect(clippy::indexing_slicing, reason = "`below` keeps within the slice; nothing is picked from an empty one")]
    pub(crate) const fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }

    /// The place of one of several weights, each as likely as it is heavy.
    pub(crate) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        0
    }
}
