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

pub use face::{
    CheckOptions, CompileError, Compiled, LANGUAGE_VERSION, PRELUDE, Parsed, Policies, all_codes, check_sources, compile,
    evaluate_options, parse, parse_with, report as make_report,
};
pub use bellwether_syntax::{diagnostic, source, tree};
