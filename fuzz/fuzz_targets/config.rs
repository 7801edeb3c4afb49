//! Reads arbitrary text as a file of settings. Whatever it says, the places of what was read and of what is wrong lie in it.
#![no_main]

use bellwether::source::Sources;
use bellwether_config::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut sources = Sources::new();
    let id = sources.add("bellwether.toml", text);
    let (config, diagnostics) = read(id, text);
    let spans = config.uses.into_iter().chain(config.paths.into_iter().map(|path| path.span));
    for span in spans.chain(diagnostics.iter().map(|diagnostic| diagnostic.primary.span)) {
        assert!(span.start <= span.end && span.end as usize <= text.len(), "a place outside the text");
        assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
    }
});
