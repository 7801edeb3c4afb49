//! Digests of what was checked: equal for texts that differ in white space, in comments, in the full stops that close
//! sentences, or in the order of files and items.
//!
//! Each item is folded to its tokens, comments left out, and hashed; the hashes are sorted and hashed again.

use bellwether_syntax::source::text_at;
use bellwether_syntax::{CONTINUATIONS, Span, tree};
use sha2::{Digest as _, Sha256};

use super::Digest;

/// The digests of files, each with its text; packs in use are given as files. Tests of policies and their fixtures count to
/// neither digest, and neither does which file a text stands in.
pub fn digest(files: &[(&tree::File, &str)]) -> Digest {
    let mut policies = Vec::new();
    let mut model = Vec::new();
    let mut folded = Vec::new();
    for (file, text) in files {
        for item in &file.items {
            let (list, span, lines) = match item {
                tree::Item::Declaration(line) => (&mut model, line.span, LineEnds::Part),
                tree::Item::Kind(kind) => (&mut policies, kind.span, LineEnds::Part),
                tree::Item::Definition(definition) => (&mut policies, definition.span, LineEnds::Continue),
                tree::Item::Policy(policy) => (&mut policies, policy.span, LineEnds::Continue),
                tree::Item::Waiver(waiver) => (&mut policies, waiver.span, LineEnds::Continue),
                tree::Item::Use(using) => {
                    // Files that are used are in the digest themselves.
                    if matches!(using.what, tree::UseWhat::Pack(_)) {
                        policies.push(hash_use(text_at(text, using.span), &mut folded));
                    }
                    continue;
                }
                tree::Item::Test(_) | tree::Item::Fixture(_) => continue,
            };
            list.push(hash_item(text, span, lines, &mut folded));
        }
    }
    Digest { policies: hash_all(policies), model: hash_all(model) }
}

fn hash_item(text: &str, span: Span, lines: LineEnds, folded: &mut Vec<u8>) -> [u8; 32] {
    folded.clear();
    fold(text_at(text, span), lines, folded);
    Sha256::digest(&*folded).into()
}

/// A use says the same in a configuration, where it stands without its keyword.
fn hash_use(text: &str, folded: &mut Vec<u8>) -> [u8; 32] {
    folded.clear();
    fold(text, LineEnds::Continue, folded);
    let said = match folded.get(..4) {
        Some(word) if word.eq_ignore_ascii_case(b"use ") => folded.get(4..).unwrap_or(&[]),
        _ => folded.as_slice(),
    };
    Sha256::new().chain_update(b"use ").chain_update(said).finalize().into()
}

fn hash_all(mut hashes: Vec<[u8; 32]>) -> String {
    hashes.sort_unstable();
    let mut all = Sha256::new();
    for hash in &hashes {
        all.update(hash);
    }
    all.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        for digit in [byte >> 4, byte & 15] {
            hex.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
        }
        hex
    })
}

/// What a line end means in an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnds {
    /// It parts two lines of a block.
    Part,
    /// It parts two sentences, unless the next line begins with a word that goes on with the sentence.
    Continue,
}

/// Writes the tokens of an item with one space after each. A line end that parts is the token `;`.
fn fold(mut rest: &str, lines: LineEnds, out: &mut Vec<u8>) {
    let mut brackets = 0_usize;
    let mut parted = false;
    // As after an opening brace: a line end at the very start parts nothing.
    let mut last = b'{';
    loop {
        let (skipped, line_end) = blank(rest);
        rest = skipped;
        // After a block the next begins without it.
        parted |= line_end && brackets == 0 && !matches!(last, b'{' | b'}' | b',' | b';');
        let Some(first) = rest.bytes().next() else { break };
        let (token, after) = rest.split_at_checked(token_length(rest)).unwrap_or((rest, ""));
        rest = after;
        if token == ";" {
            parted = !matches!(last, b'{' | b'}');
            continue;
        }
        // What may close a sentence says nothing.
        if token == "." && lines == LineEnds::Continue && rest.chars().next().is_none_or(char::is_whitespace) {
            continue;
        }
        if parted && !matches!(first, b'}' | b'{') && !(lines == LineEnds::Continue && continues(token)) {
            out.extend_from_slice(b"; ");
        }
        parted = false;
        match first {
            b'(' => brackets += 1,
            b')' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        last = first;
        if token.starts_with("\"\"\"") {
            // The blank ends of its lines do not belong to a long text.
            for line in token.split('\n') {
                out.extend_from_slice(line.trim_end_matches([' ', '\t', '\r']).as_bytes());
                out.push(b'\n');
            }
        } else {
            out.extend_from_slice(token.as_bytes());
        }
        out.push(b' ');
    }
}

fn continues(token: &str) -> bool {
    CONTINUATIONS.iter().any(|one| token.eq_ignore_ascii_case(one))
}

/// What follows white space and comments, and whether a line ended in them.
fn blank(text: &str) -> (&str, bool) {
    let mut rest = text;
    let mut line_end = false;
    loop {
        let trimmed = rest.trim_start();
        let skipped = rest.len() - trimmed.len();
        line_end |= rest.as_bytes().get(..skipped).is_some_and(|blank| blank.contains(&b'\n'));
        if !trimmed.starts_with('#') {
            return (trimmed, line_end);
        }
        rest = trimmed.find('\n').and_then(|end| trimmed.get(end..)).unwrap_or("");
    }
}

/// The length in bytes of the token that a text begins with: a text with its marks, a word, or one sign.
fn token_length(text: &str) -> usize {
    if text.starts_with("\"\"\"") {
        let close = text.get(3..).and_then(|inner| inner.find("\"\"\""));
        return close.map_or(text.len(), |at| at + 6);
    }
    match text.bytes().next() {
        Some(b'"') => quoted(text),
        Some(b'`') => text.get(1..).and_then(|inner| inner.find(['`', '\n'])).map_or(text.len(), |at| at + 2),
        // A sign of one character, and such as `<=` of two.
        Some(b'!' | b'<' | b'>') if text.as_bytes().get(1) == Some(&b'=') => 2,
        _ => word(text),
    }
}

/// The length of a text in quotation marks, which a backslash goes on with and a line end closes.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            b'\n' => return at,
            _ => {}
        }
    }
    text.len()
}

/// The length of a word or number, a `-` in it and the `.` of a number included; of any other character that character's.
fn word(text: &str) -> usize {
    let in_word = |character: char| character.is_alphanumeric() || character == '_';
    let mut length = 0;
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let joins = match character {
            '-' => at > 0 && in_word(next),
            '.' => before.is_ascii_digit() && next.is_ascii_digit(),
            _ => in_word(character),
        };
        if !joins {
            break;
        }
        before = character;
        length = at + character.len_utf8();
    }
    if length > 0 { length } else { text.chars().next().map_or(0, char::len_utf8) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str, lines: LineEnds) -> String {
        let mut out = Vec::new();
        fold(text, lines, &mut out);
        String::from_utf8(out).expect("tokens of a text are text")
    }

    #[test]
    fn white_space_and_comments_do_not_count() {
        let plain = "team a { kpi x \"X  y\" { indicator lagging; counters m falls 5%, n } }";
        let spread = "team a {\n\n  # why\n  kpi x \"X  y\" { # more\n    indicator   lagging\r\n    counters m falls 5%,\n\t n\n  }\n}\n";
        assert_eq!(folded(plain, LineEnds::Part), folded(spread, LineEnds::Part));
        for (one, other) in [
            ("a { kpi x { b c } kpi y { d e } }", "a {\n kpi x {\n b c\n}\n\n kpi y { d e };\n}"),
            ("kpi x { formula a .b }", "kpi x { formula a.b }"),
            ("kpi x { a \"\"\"b\n c\"\"\" }", "kpi x { a \"\"\"b  \r\n c\"\"\" }"),
        ] {
            assert_eq!(folded(one, LineEnds::Part), folded(other, LineEnds::Part), "{one} and {other}");
        }
    }

    #[test]
    fn what_means_something_counts() {
        for (one, other) in [
            ("kpi x \"a  b\"", "kpi x \"a b\""),
            ("kpi x \"# a\"", "kpi x \"# b\""),
            ("kpi x { a b\n c d }", "kpi x { a b c d }"),
            ("kpi x { gap a - b }", "kpi x { gap a-b }"),
            ("kpi x { starts a\n until b }", "kpi x { starts a until b }"),
            ("kpi `a b`", "kpi `a  b`"),
            ("kpi x \"\"\"a\n  b\"\"\"", "kpi x \"\"\"a\n b\"\"\""),
        ] {
            assert_ne!(folded(one, LineEnds::Part), folded(other, LineEnds::Part), "{one} and {other}");
        }
    }

    #[test]
    fn a_sentence_may_go_on_in_the_next_line() {
        let one = "policy p { a: team KPIs must be leading unless owner is platform because \"b\" }";
        let two = "policy p {\n a: team KPIs must be leading\n  # but\n  unless owner\nis platform\n because \"b\"\n}";
        assert_eq!(folded(&two.replace("owner\n", "owner "), LineEnds::Continue), folded(one, LineEnds::Continue));
        assert_ne!(folded(two, LineEnds::Continue), folded(one, LineEnds::Continue));
    }

    #[test]
    fn a_full_stop_that_closes_a_sentence_does_not_count() {
        let one = "policy p {\n a: every kpi must be leading\n b: every kpi's target.by must be set\n}";
        let two = "policy p {\n a: every kpi must be leading. # so\n b: every kpi's target.by must be set.\n}";
        assert_eq!(folded(one, LineEnds::Continue), folded(two, LineEnds::Continue));
        assert_ne!(folded("a b.c", LineEnds::Continue), folded("a b c", LineEnds::Continue));
    }

    #[test]
    fn no_text_stops_the_folding() {
        for text in
            ["", "\"", "\"\"\"", "`", "\"\\", "#", "é-", "-", ".", "a.", "\"a\nb", "\u{202e}", "(((", "))", "!", "<="]
        {
            let _ = folded(text, LineEnds::Part);
        }
    }
}
