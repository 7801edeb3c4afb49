//! Texts as a terminal may be given them: nothing in them moves the cursor, sets colours or turns the direction of what
//! follows. Who writes a label does not write to the terminal of who reads the report.

use std::borrow::Cow;

/// The text with a picture in the place of each character that commands a terminal: `␛` for an escape, `�` for what has no
/// picture. Line feeds, tabs and the carriage return before a line feed stay.
///
/// Reports drawn by this library are printable as they are; this is for programs that print a label or message themselves.
pub fn printable(text: &str) -> Cow<'_, str> {
    tamed(text, |_| false)
}

/// As [`printable`], for what must stay on one line, such as the name of a file: line feeds and tabs are pictures too.
pub(super) fn printable_name(text: &str) -> Cow<'_, str> {
    tamed(text, |c| matches!(c, '\n' | '\t' | '\r'))
}

/// A drawing: as [`printable`], but for the colours in it. What was written by others is printable before it is drawn, so
/// each of them is the drawing's own.
pub(super) fn drawing(text: String, color: bool) -> String {
    if !color {
        return match printable(&text) {
            Cow::Owned(tamed) => tamed,
            Cow::Borrowed(_) => text,
        };
    }
    let mut parts = text.split('\u{1b}');
    let mut out = printable(parts.next().unwrap_or_default()).into_owned();
    for part in parts {
        let is_colour = part
            .strip_prefix('[')
            .is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m'));
        out.push(if is_colour { '\u{1b}' } else { picture('\u{1b}') });
        out.push_str(&printable(part));
    }
    out
}

fn tamed(text: &str, also: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(|c| commands(c) || also(c)) {
        return Cow::Borrowed(text);
    }
    let mut characters = text.chars().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(c) = characters.next() {
        let ends_line = c == '\r' && characters.peek() == Some(&'\n');
        out.push(if also(c) || (commands(c) && !ends_line) { picture(c) } else { c });
    }
    Cow::Owned(out)
}

/// Whether a terminal may take the character for a command: control characters, C1 among them, and what turns text.
fn commands(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => true,
        c => c.is_control(),
    }
}

fn picture(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '␡',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_a_terminal_is_a_picture() {
        for (text, printed) in [
            ("größer\tals\n👩‍👩‍👧\r\n", "größer\tals\n👩‍👩‍👧\r\n"),
            ("\u{1b}]0;title\u{7}", "␛]0;title␇"),
            ("kept\rbroken", "kept␍broken"),
            ("\u{9b}2J\u{7f}\0", "�2J␡␀"),
            ("a\u{202e}b\u{2066}c\u{2028}", "a�b�c�"),
        ] {
            assert_eq!(printable(text), printed);
        }
        assert!(matches!(printable("as it is"), Cow::Borrowed(_)));
        assert_eq!(printable_name("a\nb\r\n\t.kpi"), "a␊b␍␊␉.kpi");
    }

    #[test]
    fn a_drawing_keeps_its_colours_and_nothing_else() {
        let drawn = "\u{1b}[1;31merror\u{1b}[0m \u{1b}[2J \u{1b}]8;;x \u{9b}0m".to_owned();
        assert_eq!(drawing(drawn.clone(), true), "\u{1b}[1;31merror\u{1b}[0m ␛[2J ␛]8;;x �0m");
        assert_eq!(drawing(drawn, false), "␛[1;31merror␛[0m ␛[2J ␛]8;;x �0m");
    }
}
