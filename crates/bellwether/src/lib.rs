//! The library.
mod check;
pub mod evaluate;
pub mod explain;
mod face;
pub mod ids;
pub mod model;
mod near;
pub mod plan;
pub mod program;
pub mod report;
pub mod value;
pub mod vocabulary;

pub use face::{Compiled, LANGUAGE_VERSION, PRELUDE, Parsed, compile, parse};
pub use bellwether_syntax::{diagnostic, source, tree};
