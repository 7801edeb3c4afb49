//! From a file to its text.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::{EMPTY_FILE, NOT_UTF_8, SOURCE_TOO_LARGE, Trouble, UNREADABLE_FILE};

/// More than this of one file is not read: 1 GiB, which only a model may have.
pub(crate) const MAX_BYTES: u64 = 1 << 30;
/// More than this is not read of a file that is no model: 16 MiB.
pub(crate) const MAX_BYTES_OF_SETTINGS: u64 = 16 << 20;
/// Places under which what is no file may be read all the same: standard input, and what a shell hands over in its place.
const STREAMS: [&str; 3] = ["/dev/stdin", "/dev/fd", "/proc"];

/// A text, and what in it was not UTF-8, with the place of that in the text.
#[derive(Debug)]
pub(super) struct Contents {
    pub(super) text: String,
    /// A byte-order mark stood before it.
    pub(super) marked: bool,
    pub(super) not_utf_8: Option<(Trouble, u32)>,
}

/// Reads a file, which may have so many bytes.
pub(super) fn file(path: &Path, most: u64) -> Result<Contents, Trouble> {
    let (file, size) = open(path).map_err(|error| unreadable(&error))?;
    // What says how large it is takes no memory where that is too large.
    if size > most {
        return Err(too_large(size, most));
    }
    read(file, most)
}

/// Reads standard input.
pub(super) fn stdin() -> Result<Contents, Trouble> {
    read(io::stdin().lock(), MAX_BYTES)
}

/// Opens a file, and says how large it is.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::other("it is a directory"));
    }
    // To open a pipe that nobody writes to would wait for ever, and a device may never end.
    if !metadata.is_file() && !STREAMS.iter().any(|place| path.starts_with(place)) {
        return Err(io::Error::other("it is neither a file nor a directory"));
    }
    Ok((File::open(path)?, if metadata.is_file() { metadata.len() } else { 0 }))
}

fn read(file: impl Read, most: u64) -> Result<Contents, Trouble> {
    let mut bytes = Vec::new();
    // A file may grow while it is read, and a stream does not say how long it is.
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    let size = bytes.len() as u64;
    if size > most { Err(too_large(size, most)) } else { decode(bytes) }
}

fn too_large(size: u64, most: u64) -> Trouble {
    // Of a stream no more is read than shows that it is too long.
    let message = if size > most + 1 {
        format!("this file has {size} bytes, more than the limit of {most}")
    } else {
        format!("this file has more bytes than the limit of {most}")
    };
    Trouble::new(SOURCE_TOO_LARGE, message).help("divide it into several files")
}

/// What is to be said of a file that cannot be read.
pub(super) fn unreadable(error: &io::Error) -> Trouble {
    let reason = error.to_string();
    // `Permission denied (os error 13)`: the number helps nobody.
    let reason = reason.split(" (os error").next().unwrap_or_default().to_lowercase();
    let trouble = Trouble::new(UNREADABLE_FILE, format!("the file cannot be read: {reason}"));
    match error.kind() {
        io::ErrorKind::PermissionDenied => trouble.help("let it be read by whoever runs the check"),
        _ => trouble,
    }
}

fn decode(mut bytes: Vec<u8>) -> Result<Contents, Trouble> {
    // A byte-order mark counts to the offsets of the file, not to those of the text.
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    bytes.drain(..mark);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let trouble = Trouble::new(NOT_UTF_8, "byte 0 begins a text in UTF-16, not UTF-8");
        return Err(trouble.help("save the file as UTF-8"));
    }
    let (text, not_utf_8) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
            let message = format!("byte {} of this file (0x{byte:02x}) is not UTF-8", offset + mark);
            let trouble = Trouble::new(NOT_UTF_8, message).help("save the file as UTF-8");
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            (text, Some((trouble, u32::try_from(offset).unwrap_or(u32::MAX))))
        }
    };
    if text.trim().is_empty() {
        return Err(Trouble::new(EMPTY_FILE, "this file is empty").help("write something in it, or delete it"));
    }
    Ok(Contents { text, marked: mark > 0, not_utf_8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, Option<(String, u32)>) {
        let text = decode(bytes.to_vec()).expect("there is a text");
        (text.text, text.not_utf_8.map(|(trouble, at)| (trouble.message, at)))
    }

    #[test]
    fn a_byte_order_mark_is_accepted() {
        assert_eq!(decoded(b"\xef\xbb\xbfkpi x"), ("kpi x".to_owned(), None));
    }

    #[test]
    fn the_first_byte_that_is_not_utf_8_is_named() {
        let message = "byte 6 of this file (0xe9) is not UTF-8".to_owned();
        assert_eq!(decoded(b"kpi \"d\xe9j\xe0\""), ("kpi \"d\u{fffd}j\u{fffd}\"".to_owned(), Some((message, 6))));
    }

    #[test]
    fn a_byte_order_mark_counts_to_the_offset() {
        let (_, not_utf_8) = decoded(b"\xef\xbb\xbfa\xff");
        assert_eq!(not_utf_8, Some(("byte 4 of this file (0xff) is not UTF-8".to_owned(), 1)));
    }

    #[test]
    fn utf_16_and_empty_files_are_refused() {
        let code = |bytes: &[u8]| decode(bytes.to_vec()).err().map(|trouble| trouble.code);
        assert_eq!(code(b"\xff\xfek\0"), Some(NOT_UTF_8));
        assert_eq!(code(b""), Some(EMPTY_FILE));
        assert_eq!(code(b"\xef\xbb\xbf \n"), Some(EMPTY_FILE));
    }
}
