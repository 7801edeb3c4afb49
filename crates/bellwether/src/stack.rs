//! Stack enough for what stands in each other, on threads that have little.
//!
//! Conditions hold conditions, as deep as the limits allow, and what walks over them calls itself as often. So each way
//! into the library that does so begins with [`enough`], and gives the same on every thread.

/// Bytes of stack that the deepest program takes anywhere. Without optimisation functions take several times as much; the
/// example `stack` of the tests measures it.
const ENOUGH: usize = if cfg!(debug_assertions) { 16 << 20 } else { 3 << 19 };

/// Runs some work where there is stack enough for it.
pub(crate) fn enough<R>(work: impl FnOnce() -> R) -> R {
    bellwether_syntax::with_stack(ENOUGH, work)
}
