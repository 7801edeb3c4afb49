//! What pest derives from `bellwether.pest`.
#![expect(missing_docs, reason = "the derive writes an enum whose variants are documented in the grammar")]

/// Runs the rules of the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "bellwether.pest"]
pub struct BellwetherParser;
