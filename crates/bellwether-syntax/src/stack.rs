//! Stack enough for what stands in each other: a text that the limits allow is read alike on every thread.
//!
//! pest recurses on the native stack, and the walks over trees do. How deep is bounded; how much stack a caller has left is
//! not, and a library may be called from a thread with little of it. So where too little is left, the work is done on a
//! stack of its own.

/// Runs some work with at least so many bytes of stack: on the stack as it is, or on a new one where less is left. Where the
/// platform does not tell how much is left a new one is taken.
pub fn with_stack<R>(bytes: usize, work: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(bytes, bytes.saturating_add(MARGIN), work)
}

/// A new stack has this much more than was asked for.
const MARGIN: usize = 256 * 1024;
