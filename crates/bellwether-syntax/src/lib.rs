//! Text to syntax tree for the Bellwether KPI-policy language.
//!
//! **In**: the text of one source. **Out**: a [`Parse`], always: the tree of what could be read, and a
//! [`Diagnostic`](diagnostic::Diagnostic) for each thing that could not. A broken sentence costs that sentence and no more.
//!
//! Two layers. The *outline* finds items, rules, lines and blocks with one pass over the bytes, and refuses what is
//! too large, too deep or too long. The *parser* gives each of them to the pest grammar and builds the tree. Nothing
//! above this crate knows that pest exists.
//!
//! **Deliberately absent**: types, vocabularies, models, files. Which word of `team kpi x` is the noun is not known here.

pub mod codes;
pub mod diagnostic;
mod format;
mod limits;
mod outline;
mod parse;
pub mod source;
pub mod tree;

pub use codes::PARSE_CODES;
pub use format::{FormatError, FormatOptions, format};
pub use limits::Limits;
pub use outline::CONTINUATIONS;
pub use source::{SourceId, Span};

/// What came of reading one source: both always.
#[derive(Clone, Debug, PartialEq)]
pub struct Parse {
    /// The tree of what could be read.
    pub file: tree::File,
    /// What could not, in order of place.
    pub diagnostics: Vec<diagnostic::Diagnostic>,
}

/// Reads one text with the default [`Limits`]. Never fails and never panics.
pub fn parse(source: SourceId, text: &str) -> Parse {
    parse_with(source, text, &Limits::default())
}

/// Reads a use without its keyword, `smart without relevant`, that stands in a stretch of another text, such as a
/// configuration. `text` is the whole text of the source that `span` lies in, so that all places lie there.
pub fn parse_use(text: &str, span: Span) -> Parse {
    let mut diagnostics = Vec::new();
    let used = parse::build_use(text, span, &mut diagnostics);
    let items = used.into_iter().map(tree::Item::Use).collect();
    Parse { file: tree::File { source: span.source, items }, diagnostics }
}

/// Reads one text within these limits. Never fails and never panics.
pub fn parse_with(source: SourceId, text: &str, limits: &Limits) -> Parse {
    read(source, text, limits).0
}

/// Reads one text, and gives its outline as well.
fn read(source: SourceId, text: &str, limits: &Limits) -> (Parse, outline::Outline) {
    let largest = limits.max_bytes.min(u32::MAX as usize);
    if text.len() > largest {
        let message = format!("this source has {} bytes, more than the limit of {largest}", text.len());
        let diagnostic = diagnostic::Diagnostic::error(codes::SOURCE_TOO_LARGE, Span::new(source, 0, 0), message)
            .help("divide it into several files, or raise the limit");
        let file = tree::File { source, items: Vec::new() };
        return (Parse { file, diagnostics: vec![diagnostic] }, outline::Outline::default());
    }
    let mut outline = outline::outline(source, text, limits);
    let mut diagnostics = outline::check_characters(source, text);
    let file = parse::build(source, text, &outline, &mut diagnostics);
    diagnostics.append(&mut outline.diagnostics);
    diagnostics.sort_by_key(|one| (one.primary.span.start, one.primary.span.end));
    (Parse { file, diagnostics }, outline)
}
