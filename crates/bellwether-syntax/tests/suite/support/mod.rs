//! What the tests of this crate share.

pub(crate) mod dump;

use bellwether_syntax::{Parse, SourceId, parse};

/// Parses a text as the only source.
pub(crate) fn read(text: &str) -> Parse {
    parse(SourceId(0), text)
}

/// The slugs of the diagnostics of a text.
pub(crate) fn slugs(text: &str) -> Vec<&'static str> {
    read(text).diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect()
}

/// Source and outcome together, as the snapshots hold them.
pub(crate) fn show(text: &str) -> String {
    format!("{}\n----\n{}", text.trim_end(), dump::dump(text, &read(text)))
}
