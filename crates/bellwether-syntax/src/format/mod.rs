//! The canonical layout of a text: `docs/format.md` says its rules.
//!
//! The outline says where statements and blocks stand, and a lexer what each is made of. Of the white space that was there
//! only three things count: which comments stood on lines of their own, where a line was left blank, and which blocks
//! were written on one line. So what is laid out once is laid out the same again. A statement that fits is written as it
//! is; one that does not, or that holds comments, becomes a document of the `pretty` crate, which finds its line ends.
//!
//! Nothing is believed: the result is parsed, and is given only if its tree and its comments are those of the text.

mod group;
mod lex;
mod same;
mod spacing;
mod walk;
mod wrap;

use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::{Limits, SourceId, Span};

/// How a text is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatOptions {
    /// Columns of a line; what cannot be divided may still be longer.
    pub width: usize,
    /// What a source may be at most.
    pub limits: Limits,
}

impl Default for FormatOptions {
    fn default() -> Self {
        Self { width: 100, limits: Limits::default() }
    }
}

/// Why a text was not laid out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// It has mistakes, which are to be mended first.
    #[error("the text has mistakes")]
    Mistakes(Vec<Diagnostic>),
    /// The layout would have changed what the text says, or lost a comment. This is a mistake in Bellwether.
    #[error("the layout would have changed what the text says")]
    Changed(Span),
}

impl FormatError {
    /// The same as diagnostics, at their places in the text without its byte-order mark.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        match self {
            Self::Mistakes(diagnostics) => diagnostics,
            Self::Changed(place) => {
                let message = "this could not be laid out without changing what it says";
                let help = "the text is left as it is; this is a mistake in Bellwether: please report it with the text";
                vec![Diagnostic::error(codes::LAYOUT_CHANGED, place, message).help(help)]
            }
        }
    }
}

/// Lays out one text. Its byte-order mark is left out, its line ends become LF; an empty text stays empty.
///
/// What is laid out once is laid out the same again.
///
/// # Errors
///
/// [`FormatError::Mistakes`] with the diagnostics of the text if any of them is an error: what cannot be read cannot be laid
/// out. [`FormatError::Changed`] if the result would not say the same, which is a mistake in Bellwether.
///
/// # Example
///
/// ```
/// use bellwether_syntax::{FormatOptions, SourceId, format};
///
/// let text = "kpi retention {\n indicator lagging\n\n\n target 40%   by 2026-12-31 }";
/// let laid_out = format(SourceId(0), text, &FormatOptions::default()).unwrap();
/// assert_eq!(laid_out, "kpi retention {\n  indicator lagging\n\n  target 40% by 2026-12-31\n}\n");
/// ```
pub fn format(source: SourceId, text: &str, options: &FormatOptions) -> Result<String, FormatError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (before, outline) = crate::read(source, text, &options.limits);
    if before.diagnostics.iter().any(|one| one.severity == Severity::Error) {
        return Err(FormatError::Mistakes(before.diagnostics));
    }
    let laid_out = walk::lay_out(text, &outline, options.width);
    if laid_out == text {
        return Ok(laid_out);
    }
    let (after, _) = crate::read(source, &laid_out, &options.limits);
    match same::difference((&before.file, text), (&after.file, &laid_out)) {
        Some(place) => Err(FormatError::Changed(place)),
        None => Ok(laid_out),
    }
}
