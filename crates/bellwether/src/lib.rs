//! The library.
mod check;
pub mod explain;
pub mod ids;
pub mod model;
mod near;
pub mod program;
pub mod report;
pub mod value;
pub mod vocabulary;
