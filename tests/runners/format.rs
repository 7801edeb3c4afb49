//! The canonical layout of every text of the workspace, and of texts drawn from them: what is laid out once is laid out the
//! same again, says the same, and has lost no comment.

use bellwether_properties::format::laid_out_well;
use bellwether_syntax::{FormatOptions, SourceId, format};
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

#[test]
fn every_text_is_laid_out_as_itself_and_says_the_same() {
    let texts = texts();
    assert!(texts.len() > 100);
    let failures = each(&texts, |(name, text), failures| {
        for width in [100, 60, 20] {
            failures.extend(laid_out_well(text, width).err().map(|what| format!("{name} in {width} columns: {what}")));
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
            failures.extend(
                laid_out_well(&drawn, width).err().map(|what| format!("{name} drawn {number}:\n{drawn}\n{what}")),
            );
        }
    });
    report(&format!("texts drawn from {}", texts.len()), &failures);
}
