//! Choices out of bytes. When the bytes run out every choice is the first one, so fewer bytes make a smaller project.

use arbitrary::Unstructured;

/// Draws choices from bytes; never fails.
pub(crate) struct Draw<'u, 'b> {
    bytes: &'u mut Unstructured<'b>,
}

impl<'u, 'b> Draw<'u, 'b> {
    pub(crate) fn new(bytes: &'u mut Unstructured<'b>) -> Self {
        Self { bytes }
    }

    /// How many bytes are left.
    pub(crate) fn left(&self) -> usize {
        self.bytes.len()
    }

    /// A number below another; 0 where there is none below it.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        if end <= 1 {
            return 0;
        }
        let last = u32::try_from(end - 1).unwrap_or(u32::MAX);
        self.bytes.int_in_range(0..=last).map_or(0, |number| number as usize)
    }

    /// Whether something happens that happens `n` times out of `of`; without bytes it does not.
    pub(crate) fn chance(&mut self, n: usize, of: usize) -> bool {
        self.below(of) >= of.saturating_sub(n).max(1)
    }

    /// How many of something: each further one takes a byte of its own.
    pub(crate) fn count(&mut self, least: usize, most: usize) -> usize {
        let mut count = least;
        while count < most && self.chance(2, 3) {
            count += 1;
        }
        count
    }

    /// One of some; `None` of none.
    pub(crate) fn pick<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.below(of.len()))
    }

    /// One of some words.
    pub(crate) fn word(&mut self, of: &[&'static str]) -> &'static str {
        self.pick(of).copied().unwrap_or_default()
    }

    /// The place of one of some weights.
    pub(crate) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut drawn = self.below(weights.iter().sum());
        for (at, weight) in weights.iter().enumerate() {
            if drawn < *weight {
                return at;
            }
            drawn -= weight;
        }
        0
    }

    /// Puts some in another order; without bytes in the one they have.
    pub(crate) fn shuffle<T>(&mut self, some: &mut [T]) {
        for at in 0..some.len().saturating_sub(1) {
            let other = at + self.below(some.len() - at);
            some.swap(at, other);
        }
    }
}
