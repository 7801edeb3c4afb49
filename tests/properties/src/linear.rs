//! The parser's work, measured by what is the same on every machine: the calls of the grammar's rules, and the tree's size.

use std::num::NonZeroUsize;

use bellwether_syntax::SourceId;

use crate::places::size_of_tree;
use crate::readers::text_of;

/// So many calls of rules of the grammar are allowed for each byte of a text …
const CALLS_PER_BYTE: usize = 400;
/// … and so many besides.
const CALLS: usize = 4_000;
/// So many pieces of a tree, each a name or a value, are allowed for each byte …
const PIECES_PER_BYTE: usize = 120;
/// … and so many besides.
const PIECES: usize = 1_000;
/// The input is read so many times in a row, so that what grows faster than the text shows in a short one.
const TIMES: usize = 24;

/// The text that is read: the first line, the next many times, and the rest. A `|` in it is a line end there.
fn repeated(data: &[u8]) -> String {
    let text = text_of(data);
    let (before, rest) = text.split_once('\n').unwrap_or(("", &text));
    let (middle, after) = rest.split_once('\n').unwrap_or((rest, ""));
    format!("{before}{}{after}", middle.replace('|', "\n").repeat(TIMES))
}

pub(crate) fn shown(data: &[u8]) -> String {
    repeated(data)
}

/// Changes the limit of calls for the whole process while it runs: no test that parses may run beside it.
pub(crate) fn linear(data: &[u8]) -> Result<(), String> {
    let text = repeated(data);
    let calls = CALLS_PER_BYTE * text.len() + CALLS;
    let free = bellwether_syntax::parse(SourceId(0), &text);
    pest::set_call_limit(NonZeroUsize::new(calls));
    let bounded = bellwether_syntax::parse(SourceId(0), &text);
    pest::set_call_limit(None);
    if free != bounded {
        return Err(format!("{} bytes take more than {calls} calls of the grammar's rules", text.len()));
    }
    let pieces = size_of_tree(&free.file);
    if pieces > PIECES_PER_BYTE * text.len() + PIECES {
        return Err(format!("{} bytes become a tree of {pieces} pieces", text.len()));
    }
    Ok(())
}
