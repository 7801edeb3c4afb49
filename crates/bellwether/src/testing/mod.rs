//! Tests of policies: small models with what is expected of rules.
//!
//! In go the trees of all files and the program checked from them; out comes a `TestReport`. It comes in two steps. `suite`
//! looks up what tests name (rules, fixtures, kinds), once, with a diagnostic for each mistake: that needs no model, so
//! it is a part of every check. `run` builds the model of each test from what it is given, evaluates the rules that it names
//! (`judge` holds their standings against what is expected), and nothing else of the program: a rule that it does not name may
//! speak of elements that it does not have. On the same models `coverage` tells what was decided by which clause, and
//! `mutate` which changes of a rule no test notices.

mod codes;
mod coverage;
mod find;
mod judge;
mod mutate;
mod run;
mod suite;
mod vary;

pub(crate) use codes::TEST_CODES;
pub use run::TestOptions;
pub(crate) use run::run;
pub(crate) use suite::suite;
