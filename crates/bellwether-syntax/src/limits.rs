//! The bounds that keep every input cheap. Each has its own diagnostic that says the limit and what met it.

/// What a source may be at most. The defaults suit a policy; a caller that reads models raises `max_bytes`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one source (16 MiB).
    pub max_bytes: usize,
    /// Blocks and brackets in each other, and conditions in conditions (64).
    pub max_depth: usize,
    /// Terms of one chain of `and`, `or`, `+`, `*` (10,000).
    pub max_chain: usize,
}

impl Limits {
    /// The same with another bound on the bytes of a source.
    #[must_use]
    pub fn with_max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 16 * 1024 * 1024, max_depth: 64, max_chain: 10_000 }
    }
}
