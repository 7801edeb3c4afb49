//! What pest derives from `bellwether.pest`.
#![expect(missing_docs, reason = "the derive writes an enum whose variants are documented in the grammar")]

/// Runs the rules of the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "bellwether.pest"]
// For the enum of rules, which takes it over: the grammar will have more of them.
#[non_exhaustive]
pub struct BellwetherParser;
