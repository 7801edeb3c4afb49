//! The library.
pub mod ids;
pub mod model;
pub mod program;
pub mod report;
pub mod value;
pub mod vocabulary;
