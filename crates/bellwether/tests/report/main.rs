//! Reports made by hand, and what a person and a program see of them.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test says that it fails by panicking")]

mod cases;
mod json;
mod text;
