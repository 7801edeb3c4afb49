//! One line of a baseline: `0123456789abcdef teams/leading kpi retention: be leading`.

use std::fmt::Write as _;

use super::Entry;

/// Why a line cannot be read.
pub(super) struct Trouble {
    pub(super) what: &'static str,
    pub(super) help: &'static str,
}

/// What a line looks like, for the help.
const LIKE: &str =
    "a line is `FINGERPRINT POLICY/RULE KIND ID: WORDS`; take this one out and let `bellwether baseline` write it";
/// How the lines begin with which `git` marks what it could not merge.
const MARKS: [&str; 4] = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

/// Reads a line that is neither empty nor a comment.
pub(super) fn read(line: &str) -> Result<Entry, Trouble> {
    let line = line.trim();
    if MARKS.iter().any(|mark| line.starts_with(mark)) {
        let help =
            "keep the lines of both sides and take the marks out; `bellwether baseline --prune` drops what is gone";
        return Err(Trouble { what: "a merge was left half done", help });
    }
    let (fingerprint, rest) = line.split_once(' ').unwrap_or((line, ""));
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if fingerprint.len() != 16 || !fingerprint.bytes().all(digit) {
        return Err(Trouble { what: "it does not begin with a fingerprint, 16 digits of 0-9 and a-f", help: LIKE });
    }
    let (rule, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    if !rule.contains('/') {
        return Err(Trouble { what: "after the fingerprint there is no rule", help: LIKE });
    }
    let Some((element, text)) = rest.split_once(": ") else {
        return Err(Trouble { what: "there is no element with `: ` and words after it", help: LIKE });
    };
    let (kind, id) = element.split_once(' ').unwrap_or((element, ""));
    if kind.is_empty() || text.trim().is_empty() || (id.is_empty() && kind != "model") {
        return Err(Trouble { what: "there is no element with `: ` and words after it", help: LIKE });
    }
    Ok(Entry {
        fingerprint: fingerprint.into(),
        rule: plain(rule),
        kind: plain(kind),
        id: plain(id),
        text: plain(text),
    })
}

/// The line of an entry, without a line feed.
pub(super) fn written(entry: &Entry) -> String {
    let word = |text: &str| escaped(text).replace(' ', "\\s");
    let id = escaped(&entry.id).replace(": ", ":\\s");
    let space = if id.is_empty() { "" } else { " " };
    let text = escaped(&entry.text);
    format!("{} {} {}{space}{id}: {text}", entry.fingerprint, word(&entry.rule), word(&entry.kind))
}

/// Text on one line: what would end it, and white space at its ends, is written as a backslash and a letter.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let last = text.chars().count().saturating_sub(1);
    for (at, letter) in text.chars().enumerate() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            ' ' if at == 0 || at == last => out.push_str("\\s"),
            letter if letter.is_whitespace() && letter != ' ' => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out
}

/// The text that was written with [`escaped`]; a backslash before anything else stands for itself.
fn plain(text: &str) -> Box<str> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut letters = after.chars();
        let letter = match letters.next() {
            Some('s') => Some(' '),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('\\') => Some('\\'),
            _ => None,
        };
        let coded = after
            .strip_prefix("u{")
            .and_then(|code| code.split_once('}'))
            .and_then(|(code, after)| Some((u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?, after)));
        match (letter, coded) {
            (Some(letter), _) => {
                out.push(letter);
                rest = letters.as_str();
            }
            (None, Some((letter, after))) => {
                out.push(letter);
                rest = after;
            }
            (None, None) => {
                out.push('\\');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(rule: &str, kind: &str, id: &str, text: &str) -> Entry {
        Entry {
            fingerprint: "0123456789abcdef".into(),
            rule: rule.into(),
            kind: kind.into(),
            id: id.into(),
            text: text.into(),
        }
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let plain = entry("teams/leading", "kpi", "retention", "be leading");
        assert_eq!(written(&plain), "0123456789abcdef teams/leading kpi retention: be leading");
        for entry in [
            plain,
            entry("p/r", "model", "", "be leading"),
            entry("my policy/r", "a kind", "1 of experiment x", "mention \"a: b\""),
            entry("p/r", "kpi", "a: b", "be\nor\r\\s \\"),
            entry("p/r", "kpi", " a\u{2028}\t ", " x "),
            entry("p/r", "kpi", "a:", "größe"),
            entry("p/r", "kpi", "\\u{41}", "\\n"),
        ] {
            let line = written(&entry);
            assert_eq!(read(&line).ok().as_ref(), Some(&entry), "{line}");
            assert_eq!(line.lines().count(), 1, "{line}");
        }
    }
}
