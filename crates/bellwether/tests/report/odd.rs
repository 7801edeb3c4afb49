//! No text and no place stops the drawing: texts of odd pieces with places anywhere, in a fixed order of chance.

use bellwether::report::{JsonOptions, TextOptions, json, text};
use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic};
use bellwether_syntax::source::SourceId;

use super::cases::Case;

const PIECES: [&str; 18] = [
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "kpi x",
    "é",
    "日本",
    "\u{200d}",
    "👩‍👩‍👧",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "e\u{301}",
    "\u{2028}",
    "// x",
    "          {          ",
];

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(limit.max(1))).unwrap_or(0)
    }

    fn text(&mut self) -> String {
        let pieces = self.below(30);
        let mut text = String::new();
        for _ in 0..pieces {
            let piece = PIECES.get(self.below(18) as usize).copied().unwrap_or_default();
            // Now and then a piece makes a line long.
            let times = if self.below(40) == 0 { 400 } else { 1 };
            text.push_str(&piece.repeat(times));
        }
        text
    }

    fn span(&mut self, lengths: [u32; 2]) -> Span {
        let source = self.below(2);
        let length = lengths.get(source as usize).copied().unwrap_or_default();
        let (start, end) = (self.below(length + 4), self.below(length + 4));
        Span::new(SourceId(source), start, if self.below(3) == 0 { start } else { end })
    }
}

#[test]
fn no_text_and_no_place_stops_the_drawing() {
    let mut chance = Chance(42);
    for _ in 0..150 {
        let texts = [chance.text(), chance.text()];
        let mut case = Case::new(&[("a.kpi", &texts[0]), ("b\n.kpi", &texts[1])]);
        let lengths = texts.each_ref().map(|text| u32::try_from(text.len()).unwrap_or(0));
        for _ in 0..6 {
            let mut diagnostic =
                Diagnostic::error(Code("odd"), chance.span(lengths), chance.text()).label(chance.text());
            for _ in 0..chance.below(5) {
                diagnostic = diagnostic.also(chance.span(lengths), chance.text());
            }
            case.report.diagnostics.push(diagnostic);
        }
        for color in [false, true] {
            let options = TextOptions { color, ..TextOptions::default() };
            assert!(text(&case.report, &case.sources, &options).contains("[odd]"));
        }
        assert!(json(&case.report, &case.sources, &JsonOptions::default()).contains("odd"));
    }
}
