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
mod stack;
pub mod tree;

pub use codes::PARSE_CODES;
pub use format::{FormatError, FormatOptions, format};
pub use limits::Limits;
pub use outline::CONTINUATIONS;
pub use source::{SourceId, Span};
pub use stack::with_stack;

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
    if text.len() > limits.largest() {
        return (too_large(Span::new(source, 0, 0), text.len(), limits.largest(), None), outline::Outline::default());
    }
    let mut outline = outline::outline(source, text, limits);
    // What is larger than either bound is only looked at as far as to know which of the two it is under.
    if text.len() > limits.max_bytes.min(limits.max_model_bytes) {
        let other = parse::first_other(source, text, &outline);
        let limit = if other.is_some() { limits.max_bytes } else { limits.max_model_bytes };
        if text.len() > limit {
            let at = other.unwrap_or(Span::new(source, 0, 0));
            let word = other.map(|span| source::text_at(text, span));
            return (too_large(at, text.len(), limit, word), outline::Outline::default());
        }
    }
    let mut diagnostics = outline::check_characters(source, text);
    let file = parse::build(source, text, &outline, &mut diagnostics);
    diagnostics.append(&mut outline.diagnostics);
    diagnostics.sort_by_key(|one| (one.primary.span.start, one.primary.span.end));
    (Parse { file, diagnostics }, outline)
}

/// What is said of a source that is too large; `word` begins an item of it that is no declaration.
fn too_large(at: Span, bytes: usize, limit: usize, word: Option<&str>) -> Parse {
    let message = match word {
        Some(word) => format!("this source has {bytes} bytes and a `{word}` in it, more than the limit of {limit}"),
        None => format!("this source has {bytes} bytes, more than the limit of {limit}"),
    };
    let help = match word {
        Some(_) => {
            "only what holds nothing but declarations of a model may be larger: keep the model in files of its own"
        }
        None => "divide it into several files, or raise the limit",
    };
    let diagnostic = diagnostic::Diagnostic::error(codes::SOURCE_TOO_LARGE, at, message).help(help);
    Parse { file: tree::File { source: at.source, items: Vec::new() }, diagnostics: vec![diagnostic] }
}
