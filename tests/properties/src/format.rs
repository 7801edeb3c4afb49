//! The canonical layout: what it must keep of a text.

use bellwether::report::{Digest, digest};
use bellwether_syntax::diagnostic::Severity;
use bellwether_syntax::{FormatError, FormatOptions, SourceId, parse};

use crate::readers::text_of;

/// The first byte says how wide the lines are.
fn parts(data: &[u8]) -> (usize, std::borrow::Cow<'_, str>) {
    let (width, rest) = data.split_first().unwrap_or((&100, &[]));
    (usize::from(*width), text_of(rest))
}

pub(crate) fn shown(data: &[u8]) -> String {
    let (width, text) = parts(data);
    format!("in {width} columns:\n{text}")
}

pub(crate) fn format(data: &[u8]) -> Result<(), String> {
    let (width, text) = parts(data);
    laid_out_well(&text, width)
}

/// Whether a text is laid out as it must be: as itself when it is laid out again, with the same meaning and comments, and
/// without white space that says nothing. Whatever holds of a text with mistakes.
///
/// # Errors
///
/// What is wrong with the layout.
pub fn laid_out_well(text: &str, width: usize) -> Result<(), String> {
    let options = FormatOptions { width, ..FormatOptions::default() };
    let once = match bellwether_syntax::format(SourceId(0), text, &options) {
        Ok(once) => once,
        Err(FormatError::Mistakes(said)) if said.iter().any(|one| one.severity == Severity::Error) => return Ok(()),
        Err(error) => return Err(format!("{error:?}")),
    };
    let twice = bellwether_syntax::format(SourceId(0), &once, &options);
    if twice.as_ref() != Ok(&once) {
        return Err(format!("laid out as\n{once}\nand then as\n{twice:?}"));
    }
    let text = text.trim_start_matches('\u{feff}');
    if digest_of(text) != digest_of(&once) {
        return Err(format!("the digest is another:\n{once}"));
    }
    if comments(text) != comments(&once) {
        return Err(format!("the comments are others:\n{once}"));
    }
    let blank_ends = once.lines().any(|line| line.trim_end() != line);
    let many_blank = once.contains("\n\n\n") || once.starts_with('\n') || once.ends_with("\n\n");
    let ended = once.is_empty() || once.ends_with('\n');
    // The lines of a long text are its own.
    if !once.contains("\"\"\"") && (blank_ends || many_blank || !ended) {
        return Err(format!("white space is left:\n{once}"));
    }
    Ok(())
}

/// The digests of one text.
pub(crate) fn digest_of(text: &str) -> Digest {
    let read = parse(SourceId(0), text);
    digest(&[(&read.file, text)])
}

/// The comments of a text in order, found without the lexer of the layout.
fn comments(mut rest: &str) -> Vec<&str> {
    let mut found = Vec::new();
    while let Some(at) = rest.find(['#', '"', '`']) {
        let (_, begun) = rest.split_at_checked(at).unwrap_or((rest, ""));
        rest = if begun.starts_with('#') {
            let (comment, after) = begun.split_once('\n').unwrap_or((begun, ""));
            found.push(comment.trim_end());
            after
        } else if let Some(long) = begun.strip_prefix("\"\"\"") {
            long.split_once("\"\"\"").map_or("", |(_, after)| after)
        } else {
            after_quotation(begun)
        };
    }
    found
}

/// What follows a text in quotation marks or backquotes.
fn after_quotation(begun: &str) -> &str {
    let mut characters = begun.chars();
    let mark = characters.next();
    let mut escaped = false;
    for character in characters.by_ref() {
        if Some(character) == mark && !escaped {
            return characters.as_str();
        }
        escaped = character == '\\' && !escaped && mark == Some('"');
    }
    ""
}
