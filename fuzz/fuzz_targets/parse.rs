//! Reads arbitrary text into the syntax tree. Whatever the text, reading ends, and every place it names lies in the text.
#![no_main]

use bellwether_syntax::diagnostic::Diagnostic;
use bellwether_syntax::source::{SourceId, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parse = bellwether_syntax::parse(SourceId(0), text);
    for diagnostic in &parse.diagnostics {
        for span in places(diagnostic) {
            let range = span.start as usize..span.end as usize;
            assert!(text.get(range).is_some(), "{} names {span:?}, which is not in the text", diagnostic.code);
        }
    }
});

fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> + '_ {
    std::iter::once(&diagnostic.primary).chain(&diagnostic.related).map(|label| label.span)
}
