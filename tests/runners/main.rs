//! The runners: one test for each kind of data, which goes through all of it and reports every failure at once.

mod bad_input;
mod baseline;
mod cases;
mod conformance;
mod diagnostics;
mod documents;
mod examples;
mod explained;
mod explanations;
mod format;
mod hostile;
mod layers;
mod limits;
mod oracle;
mod order;
mod paraphrase;
mod properties;
mod said;
mod stack;
mod uses;
mod waivers;
