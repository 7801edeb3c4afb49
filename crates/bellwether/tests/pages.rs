//! The table of diagnostics pages lists the directory of them.
#![expect(clippy::disallowed_methods, reason = "the directory is what is compared with")]

use bellwether::explain::PAGES;

#[test]
fn every_page_is_in_the_table_and_the_table_is_sorted() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/diagnostics");
    let mut slugs: Vec<String> = std::fs::read_dir(directory)
        .expect("the pages are there")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
        .collect();
    slugs.sort();
    let lines: Vec<String> = slugs.iter().map(|slug| format!("    page!(\"{slug}\"),\n")).collect();
    let table: Vec<&str> = PAGES.iter().map(|(slug, _)| *slug).collect();
    assert!(table == slugs, "src/explain/pages.rs should list:\n{}", lines.concat());
}
