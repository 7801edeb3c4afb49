//! The commands, a module for each: its options, and what it does.

pub(crate) mod baseline;
pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod init;
pub(crate) mod rules;
pub(crate) mod test;
pub(crate) mod waivers;
