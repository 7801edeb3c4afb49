//! The canonical layout of every text of the workspace, and of texts drawn from them: what is laid out once is laid out the
//! same again, says the same, and has lost no comment.

use bellwether::diagnostic::Severity;
use bellwether::report::digest;
use bellwether_syntax::{FormatError, FormatOptions, SourceId, format, parse};
use bellwether_tests::mutate::{Draw, changed};
use bellwether_tests::{each, files, markdown, report};

/// The texts drawn from each text.
const DRAWN: u64 = 4;

/// Every text in the language that the workspace holds: files, the parts of cases, blocks of documents.
fn texts() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in files::below("", ".kpi").into_iter().chain(files::below("fuzz/seeds", "")) {
        let bytes = std::fs::read(&path).expect("a file can be read");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // Cases and seeds hold several files, parted by lines that begin with `---`.
        for (number, part) in text.split("\n---").enumerate() {
            let part = if number == 0 { part } else { part.split_once('\n').map_or("", |(_, part)| part) };
            found.push((format!("{} part {number}", files::shown(&path)), part.to_owned()));
        }
    }
    for path in files::below("", ".md") {
        let blocks = markdown::blocks(&files::read(&path));
        let blocks = blocks.into_iter().filter(markdown::Block::is_kpi);
        found.extend(blocks.map(|block| (format!("{}:{}", files::shown(&path), block.line), block.text)));
    }
    found
}

/// What is wrong with the layout of a text; nothing if the text has mistakes.
fn wrong(text: &str, width: usize) -> Option<String> {
    let options = FormatOptions { width, ..FormatOptions::default() };
    let once = match format(SourceId(0), text, &options) {
        Ok(once) => once,
        Err(FormatError::Mistakes(said)) if said.iter().any(|one| one.severity == Severity::Error) => return None,
        Err(error) => return Some(format!("{error:?}")),
    };
    let twice = format(SourceId(0), &once, &options);
    if twice.as_ref() != Ok(&once) {
        return Some(format!("laid out as\n{once}\nand then as\n{twice:?}"));
    }
    let text = text.trim_start_matches('\u{feff}');
    if digest_of(text) != digest_of(&once) {
        return Some(format!("the digest is another:\n{once}"));
    }
    if comments(text) != comments(&once) {
        return Some(format!("the comments are others:\n{once}"));
    }
    let blank_ends = once.lines().any(|line| line.trim_end() != line);
    let many_blank = once.contains("\n\n\n") || once.starts_with('\n') || once.ends_with("\n\n");
    let ended = once.is_empty() || once.ends_with('\n');
    (!once.contains("\"\"\"") && (blank_ends || many_blank || !ended)).then(|| format!("white space is left:\n{once}"))
}

/// The comments of a text in order.
fn comments(mut rest: &str) -> Vec<&str> {
    let mut found = Vec::new();
    while let Some(at) = rest.find(['#', '"', '`']) {
        rest = &rest[at..];
        let long = rest.starts_with("\"\"\"");
        if rest.starts_with('#') {
            let comment = rest.lines().next().unwrap_or_default();
            found.push(comment.trim_end());
            rest = &rest[comment.len()..];
        } else if long {
            rest = rest[3..].split_once("\"\"\"").map_or("", |(_, after)| after);
        } else {
            let mark = rest.as_bytes()[0];
            let mut escaped = false;
            let close = rest.bytes().skip(1).position(|byte| {
                let closes = byte == mark && !escaped;
                escaped = byte == b'\\' && !escaped && mark == b'"';
                closes
            });
            rest = close.map_or("", |long| &rest[long + 2..]);
        }
    }
    found
}

fn digest_of(text: &str) -> bellwether::report::Digest {
    let read = parse(SourceId(0), text);
    digest(&[(&read.file, text)])
}

#[test]
fn every_text_is_laid_out_as_itself_and_says_the_same() {
    let texts = texts();
    assert!(texts.len() > 100);
    let failures = each(&texts, |(name, text), failures| {
        for width in [100, 60, 20] {
            failures.extend(wrong(text, width).map(|what| format!("{name} in {width} columns: {what}")));
        }
    });
    report(&format!("{} texts", texts.len()), &failures);
}

#[test]
fn the_files_that_people_read_are_laid_out() {
    let paths = ["examples", "crates/bellwether/packs", "crates/bellwether/vocabulary", "crates/bellwether-cli/init"];
    let paths: Vec<_> = paths.iter().flat_map(|folder| files::below(folder, ".kpi")).collect();
    assert!(paths.len() > 5);
    let failures = each(&paths, |path, failures| {
        let text = files::read(path);
        if format(SourceId(0), &text, &FormatOptions::default()).as_ref() != Ok(&text) {
            failures.push(format!("{}: run `bellwether fmt` on it", files::shown(path)));
        }
    });
    report("files", &failures);
}

#[test]
fn drawn_texts_are_laid_out_as_themselves_and_say_the_same() {
    let texts: Vec<(u64, (String, String))> = (0..).zip(texts()).collect();
    let failures = each(&texts, |(seed, (name, text)), failures| {
        for number in 0..DRAWN {
            let drawn = changed(text, &mut Draw::new(seed * DRAWN + number));
            let width = if number % 2 == 0 { 100 } else { 40 };
            failures.extend(wrong(&drawn, width).map(|what| format!("{name} drawn {number}:\n{drawn}\n{what}")));
        }
    });
    report(&format!("texts drawn from {}", texts.len()), &failures);
}
