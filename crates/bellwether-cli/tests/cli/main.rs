//! The built program: what it prints, what it reads, how it exits.
#![expect(clippy::expect_used, reason = "a test says that it fails by panicking")]

mod baseline;
mod check;
mod docs;
mod explain;
mod files;
mod fmt;
mod hostile;
mod init;
mod rules;
mod run;
mod settings;
mod tested;
mod trust;
mod uses;
mod verdict;
mod waivers;
