//! Checks and evaluates arbitrary files, and writes what was found as text and as JSON. A line `---` divides the input into
//! files. Whatever they say, all of it ends, and a second run says the same.
#![no_main]

use bellwether::report::{JsonOptions, TextOptions, json, text};
use bellwether::source::Sources;
use bellwether::value::Date;
use bellwether::{CheckOptions, check_sources};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let mut sources = Sources::new();
    for (index, part) in input.split("\n---\n").enumerate() {
        sources.add(format!("{index}.kpi"), part);
    }
    let Some(as_of) = Date::new(2026, 6, 30) else { return };
    let first = written(&sources, as_of);
    assert_eq!(first, written(&sources, as_of), "two runs differ");
});

fn written(sources: &Sources, as_of: Date) -> Option<(String, String)> {
    // A limit that is met is an answer too.
    let report = check_sources(sources, &CheckOptions::new(as_of)).ok()?;
    let json = json(&report, sources, &JsonOptions::default());
    Some((text(&report, sources, &TextOptions::default()), json))
}
