//! Characters that no honest text needs: NUL, marks that change the direction, letters that pose as others.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// How many of one sort are reported; a binary file would otherwise drown everything else.
const MOST: usize = 20;

/// Looks over all characters of a text.
pub(crate) fn check_characters(source: SourceId, text: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let span = |start: usize, long: usize| {
        let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span::new(source, at(start), at(start + long))
    };
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| *byte == 0).take(MOST) {
        found.push(
            Diagnostic::error(codes::NUL_BYTE, span(at, 1), "there is a NUL byte here")
                .help("the file may not be text, or not UTF-8; save it again as UTF-8"),
        );
    }
    if text.is_ascii() {
        return found;
    }
    let turning = text.char_indices().filter(|(_, c)| turns_text(*c)).take(MOST);
    for (at, c) in turning {
        let message = format!("the character U+{:04X} changes the direction of the text after it", u32::from(c));
        found.push(
            Diagnostic::warning(codes::BIDI_CONTROL, span(at, c.len_utf8()), message)
                .help("take it away: what is shown may not be what is read"),
        );
    }
    found.extend(look_alikes(text).take(MOST).map(|(at, word)| {
        let posing: Vec<String> =
            word.chars().filter(|c| poses_as_latin(*c).is_some()).map(|c| format!("U+{:04X}", u32::from(c))).collect();
        let plain: String = word.chars().map(|c| poses_as_latin(c).unwrap_or(c)).collect();
        let message = format!("`{word}` mixes scripts: {} only looks Latin", posing.join(", "));
        Diagnostic::warning(codes::LOOK_ALIKE, span(at, word.len()), message)
            .help(format!("in Latin letters it is `{plain}`"))
    }));
    found
}

fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// The words that hold a Latin letter and one that only looks like it.
fn look_alikes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).map(move |word| {
        // Between two words stands one character: where the next begins is counted, not measured.
        let at = from;
        from = at
            + word.len()
            + text.get(at + word.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (at, word)
    });
    words.filter(|(_, word)| {
        !word.is_ascii()
            && word.chars().any(|c| poses_as_latin(c).is_some())
            && word.chars().any(|c| c.is_ascii_alphabetic())
    })
}

/// The Latin letter that a Greek or Cyrillic one looks like.
fn poses_as_latin(c: char) -> Option<char> {
    const FROM: &str = "асеорхуіјѕһԁԛԝӏАВЕКМНОРСТХУІЈЅοανικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ";
    const TO: &str = "aceopxyijshdqwlABEKMHOPCTXYIJSoavikABEZHIKMNOPTYX";
    FROM.chars().zip(TO.chars()).find_map(|(from, to)| (from == c).then_some(to))
}
