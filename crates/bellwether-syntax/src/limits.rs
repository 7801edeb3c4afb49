//! The bounds that keep every input cheap. Each has its own diagnostic that says the limit and what met it.

/// What a source may be at most.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one source that holds an item other than a declaration: a policy, a definition, a test … (16 MiB).
    pub max_bytes: usize,
    /// Bytes of one source that holds declarations of a model alone (1 GiB).
    pub max_model_bytes: usize,
    /// Blocks and brackets in each other, and conditions in conditions (64).
    pub max_depth: usize,
    /// Terms of one chain of `and`, `or`, `+`, `*` (10,000).
    pub max_chain: usize,
}

impl Limits {
    /// The same with another bound on the bytes of a source that holds more than declarations.
    #[must_use]
    pub fn with_max_bytes(mut self, max_bytes: usize) -> Self {
        self.max_bytes = max_bytes;
        self
    }

    /// The same with another bound on the bytes of a source that holds declarations alone.
    #[must_use]
    pub fn with_max_model_bytes(mut self, max_model_bytes: usize) -> Self {
        self.max_model_bytes = max_model_bytes;
        self
    }

    /// The same with another bound on what stands in each other.
    #[must_use]
    pub fn with_max_depth(mut self, max_depth: usize) -> Self {
        self.max_depth = max_depth;
        self
    }

    /// The same with another bound on the terms of a chain.
    #[must_use]
    pub fn with_max_chain(mut self, max_chain: usize) -> Self {
        self.max_chain = max_chain;
        self
    }

    /// What no source may be larger than, whatever it holds. Offsets have 32 bits.
    pub(crate) fn largest(&self) -> usize {
        self.max_bytes.max(self.max_model_bytes).min(u32::MAX as usize)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bytes: 16 << 20, max_model_bytes: 1 << 30, max_depth: 64, max_chain: 10_000 }
    }
}
