//! The seeds of the fuzz targets, run through what the targets call.

use bellwether_syntax::source::SourceId;
use bellwether_tests::check::{AS_OF, check, date};
use bellwether_tests::files;

/// The line that divides the text of a seed into files, as the target `check` divides it.
const SEPARATOR: &str = "\n---\n";

#[test]
fn no_seed_makes_anything_stop() {
    let seeds = files::below("fuzz/seeds", "");
    assert!(!seeds.is_empty(), "there are no seeds in fuzz/seeds");
    for path in seeds {
        let bytes = std::fs::read(&path).expect("a seed can be read");
        let text = String::from_utf8_lossy(&bytes);
        // Names the seed when a later line stops the test.
        println!("{}", files::shown(&path));
        let _ = bellwether_syntax::parse(SourceId(0), &text);
        let _ = bellwether_config::read(SourceId(0), &text);
        let texts: Vec<(&str, &str)> = text.split(SEPARATOR).map(|part| ("seed.kpi", part)).collect();
        let checked = check(&texts, date(AS_OF));
        let _ = checked.text();
    }
}
