//! The settings of a project: `bellwether.toml`.
//!
//! **In**: the text of the file, as one of the sources of a run. **Out**: the settings, each with its place, and a diagnostic
//! for each mistake; what is right beside a mistake is still read. The file is described, for editors, by the JSON Schema in
//! `docs/bellwether.toml.schema.json`.
//!
//! ```
//! use bellwether::source::Sources;
//! use bellwether_config::{FailOn, read};
//!
//! let mut sources = Sources::new();
//! let id = sources.add("bellwether.toml", "paths = ['goals']\nfail-on = 'warning'\n");
//! let (config, diagnostics) = read(id, "paths = ['goals']\nfail-on = 'warning'\n");
//! assert!(diagnostics.is_empty());
//! assert_eq!(config.fail_on.map(|setting| setting.value), Some(FailOn::Warning));
//! ```
//!
//! **Deliberately absent**: files (whoever calls finds and reads them), and what a setting does: the command line's part.

mod read;

pub use read::{CONFIG_CODES, KEYS, read};

use bellwether::diagnostic::Severity;
use bellwether::source::Span;
use bellwether::value::Date;

/// The usual name of the file.
pub const FILE_NAME: &str = "bellwether.toml";

/// The settings of a project; what is not written is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Config {
    /// `paths`: files and directories to read, relative to the directory of the file.
    pub paths: Vec<Setting<String>>,
    /// `fail-on`: from which severity on findings fail a check.
    pub fail_on: Option<Setting<FailOn>>,
    /// `as-of`: the date that the model is taken as of.
    pub as_of: Option<Setting<Date>>,
    /// `uses`: where each `use` stands in the text, without the word `use` and without its quotation marks.
    pub uses: Vec<Span>,
    /// `baseline`: the file of accepted findings, relative to the directory of the file.
    pub baseline: Option<Setting<String>>,
}

/// A setting and where its value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// What is set.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// From which severity on findings fail a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FailOn {
    /// Errors alone: the usual.
    Error,
    /// Warnings too.
    Warning,
    /// Notes too.
    Note,
    /// Nothing.
    Never,
}

impl FailOn {
    /// Its words in the file, in order of gravity.
    pub const WORDS: [(&str, Self); 4] =
        [("error", Self::Error), ("warning", Self::Warning), ("note", Self::Note), ("never", Self::Never)];

    /// The severity; `None` for never.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Note => Some(Severity::Note),
            Self::Never => None,
        }
    }
}
