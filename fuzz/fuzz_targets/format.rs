//! Lays out arbitrary text: what comes of it is laid out as itself, and never says something else.
#![no_main]

use bellwether_syntax::{FormatError, FormatOptions, SourceId, format};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The first byte says how wide the lines are.
    let Some((width, data)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(data) else { return };
    let options = FormatOptions { width: usize::from(*width), ..FormatOptions::default() };
    match format(SourceId(0), text, &options) {
        Ok(once) => assert_eq!(format(SourceId(0), &once, &options).as_ref(), Ok(&once)),
        Err(error) => assert!(matches!(error, FormatError::Mistakes(_)), "{error:?}"),
    }
});
