//! Texts drawn from a text: the same numbers give the same texts, on every machine.

/// A source of numbers that looks like chance and is none.
pub struct Draw(u64);

impl Draw {
    /// A source that begins here.
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number less than this; 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0).checked_rem(end).unwrap_or(0)
    }
}

/// What is put between words: white space, comments, and what ends lines and blocks.
const BETWEEN: [&str; 14] = [
    "\n",
    "\n\n\n",
    "\r\n",
    "  ",
    "\t",
    " # a comment\n",
    "\n# another\n",
    "\n  ## doc\n",
    ";",
    "; ## x\n",
    " #\n",
    ", ",
    "\n\n # far\n\n",
    "",
];
/// What may stand anywhere.
const ANYWHERE: [&str; 16] =
    ["(", ")", "{", "}", "{ }", "'s ", ".", "\"", "\"\"\"", "`", " and ", " unless ", "é", "-", "5 points", "\u{feff}"];

/// The text with some changes, most of them to the white space.
pub fn changed(text: &str, draw: &mut Draw) -> String {
    let mut text = text.to_owned();
    for _ in 0..=draw.below(6) {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let Some(&(at, found)) = chars.get(draw.below(chars.len())) else { return text };
        match draw.below(10) {
            0 => text.insert_str(at, ANYWHERE[draw.below(ANYWHERE.len())]),
            1 => {
                let long: usize = text[at..].chars().take(1 + draw.below(12)).map(char::len_utf8).sum();
                text.replace_range(at..at + long, "");
            }
            2 => text.insert_str(at, BETWEEN[draw.below(BETWEEN.len())]),
            _ => {
                // At the next blank, since most of what is put into a word only breaks it.
                let blank = text[at..].find([' ', '\n']).map_or(at, |far| at + far);
                let long = if found == '\n' { 0 } else { text[blank..].chars().next().map_or(0, char::len_utf8) };
                text.replace_range(blank..blank + long, BETWEEN[draw.below(BETWEEN.len())]);
            }
        }
    }
    text
}
