//! Bellwether: an embedded language and engine for KPI policy.
//!
//! A company writes what a good goal model looks like as sentences (`team KPIs must be leading`), keeps them beside the
//! model itself, and has one checked against the other.
//!
//! **In**: source texts (`.kpi`) that hold vocabulary, policies and declarations, or a model built from Rust values.
//! **Out**: findings as plain data, each with the rule, the subject, the verdict, the facts that decided it and both places;
//! and diagnostics for whatever was written wrongly.
//!
//! Data flows one way, a module for each stage:
//!
//! | stage | module | takes | gives |
//! |---|---|---|---|
//! | parse | `bellwether-syntax` | a source | a syntax tree and diagnostics, both always |
//! | vocabulary | [`vocabulary`] | `kind`, `extend` and `define` items | the words and what they mean |
//! | check | `check` | trees and vocabulary | a [`program`]: names resolved, types known |
//! | model | [`model`] | declarations, or Rust values | columns by kind and attribute |
//! | plan | [`plan`] | program and model | a program bound to a model, with its strategies |
//! | evaluate | [`mod@evaluate`] | a plan and an as-of date | verdicts, and findings when asked for |
//! | report | [`report`] | findings and sources | text and JSON |
//!
//! [`check_sources`] goes through all of them at once; [`Policies`] compiles once and evaluates often, from any thread.
//!
//! **Deliberately absent**: files, the clock, the environment, threads of its own. The as-of date is an input, and the same
//! input gives the same bytes. Nothing here panics on what a user wrote.
//!
//! **What stays**: the functions and types of this page, [`evaluate`](mod@evaluate) (but for its traces), [`model`], [`value`],
//! [`report`], [`baseline`], [`diagnostic`] and [`source`] are for other programs to rely on. [`program`], [`plan`], [`ids`],
//! [`vocabulary`] and [`tree`] show what the engine is made of, and may change with any version that is not a patch; so may
//! the variants of their enums. What only the library makes is `non_exhaustive`: it may get a field with any version but a patch,
//! so write `..` where you take it apart. [`value::Decimal`] is `rust_decimal`'s: a new major version of that is one of this crate.

pub mod baseline;
mod check;
pub mod evaluate;
pub mod explain;
mod face;
pub mod gaps;
pub mod ids;
pub mod mend;
pub mod model;
pub mod near;
mod packs;
pub mod paraphrase;
pub mod plan;
pub mod program;
pub mod report;
mod stack;
mod testing;
mod uses;
pub mod value;
pub mod vocabulary;
pub mod why;

pub use bellwether_syntax::{FormatError, FormatOptions, Limits as SyntaxLimits, diagnostic, format, source, tree};
pub use face::{
    CheckOptions, CompileError, Compiled, LANGUAGE_VERSION, PRELUDE, ParseOptions, Parsed, Policies, all_codes,
    check_sources, compile, evaluate_options, make_report, parse, parse_with, run_tests,
};
pub use packs::{Pack, packs};
pub use testing::TestOptions;
pub use uses::{FilePattern, FilesAsked, files_asked};

/// The README's example, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
