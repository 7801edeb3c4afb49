//! The library.
pub mod ids;
pub mod vocabulary;
pub mod value;
pub mod model;
