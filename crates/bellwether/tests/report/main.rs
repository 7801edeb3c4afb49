//! Reports made by hand, and what a person and a program see of them.
#![expect(clippy::expect_used, clippy::panic, reason = "a test says that it fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the published schema is read, and time is measured")]

mod cases;
mod json;
mod odd;
mod tested;
mod text;
