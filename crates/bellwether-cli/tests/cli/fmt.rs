//! `bellwether fmt`: which files it writes, and what it says.

use super::run::{Outcome, Place};

const LOOSE: &str = "team a {\n   kpi x \"X\" {\n indicator leading\n  counters y }\n}";
const TIGHT: &str = "team a {\n  kpi x \"X\" {\n    indicator  leading\n    counters   y\n  }\n}\n";
const BAD: &str = "policy p {\n  a: every kpi mst be leading\n}\n";

fn text(place: &Place, name: &str) -> String {
    std::fs::read_to_string(place.path(name)).expect("the file is there")
}

/// What a run printed and how it ended.
fn shown(outcome: &Outcome) -> String {
    format!("{}--- standard error\n{}--- exit status {}", outcome.out, outcome.err, outcome.status)
}

#[test]
fn files_are_written_where_their_layout_changes() {
    let place = Place::new(&[("a.kpi", LOOSE), ("b/c.kpi", LOOSE), ("d.kpi", TIGHT), ("e.txt", LOOSE)]);
    let before = std::fs::metadata(place.path("d.kpi")).and_then(|data| data.modified()).expect("a time");
    insta::assert_snapshot!("fmt-writes", shown(&place.run(&["fmt"])));
    assert_eq!([text(&place, "a.kpi"), text(&place, "b/c.kpi")], [TIGHT, TIGHT]);
    assert_eq!(text(&place, "e.txt"), LOOSE, "not named, and no `.kpi` file");
    let after = std::fs::metadata(place.path("d.kpi")).and_then(|data| data.modified()).expect("a time");
    assert_eq!(before, after, "a file that is laid out is not written");
    insta::assert_snapshot!("fmt-has-nothing-to-write", shown(&place.run(&["fmt"])));
    let files: Vec<_> = std::fs::read_dir(place.path("")).expect("a directory").flatten().collect();
    assert_eq!(files.len(), 4, "nothing is left beside the files: {files:?}");
}

#[test]
fn check_and_diff_write_nothing() {
    let place = Place::new(&[("a.kpi", LOOSE), ("d.kpi", TIGHT)]);
    insta::assert_snapshot!("fmt-check", shown(&place.run(&["fmt", "--check"])));
    insta::assert_snapshot!("fmt-diff", shown(&place.run(&["fmt", "--diff"])));
    assert_eq!(text(&place, "a.kpi"), LOOSE);
    let quiet = place.run(&["fmt", "--check", "--quiet"]);
    assert_eq!((quiet.status, &*quiet.out, &*quiet.err), (1, "", ""));
    assert_eq!(place.run(&["fmt", "--check", "d.kpi"]).status, 0);
}

#[test]
fn standard_input_is_printed() {
    let place = Place::new(&[]);
    let outcome = place.run_with_input(&["fmt", "-"], LOOSE.as_bytes());
    assert_eq!((outcome.status, &*outcome.out, &*outcome.err), (0, TIGHT, ""));
    let outcome = place.run_with_input(&["fmt", "-"], TIGHT.as_bytes());
    assert_eq!((outcome.status, &*outcome.out), (0, TIGHT));
    let outcome = place.run_with_input(&["fmt", "-"], b"");
    assert_eq!((outcome.status, &*outcome.out), (0, ""));
    let outcome = place.run_with_input(&["fmt", "--check", "-", "--stdin-filename", "x.kpi"], LOOSE.as_bytes());
    assert_eq!((outcome.status, &*outcome.out), (1, "not laid out: x.kpi\n"));
    insta::assert_snapshot!(
        "fmt-stdin-mistake",
        shown(&place.run_with_input(&["fmt", "-", "--stdin-filename", "x.kpi"], BAD.as_bytes()))
    );
    insta::assert_snapshot!(
        "fmt-stdin-and-files",
        shown(&place.run_with_input(&["fmt", "-", "goals"], LOOSE.as_bytes()))
    );
}

#[test]
fn a_file_with_a_mistake_is_left_and_hides_nothing() {
    let place = Place::new(&[("a.kpi", BAD), ("b.kpi", LOOSE), ("empty.kpi", "")]);
    place.write("latin.kpi", b"team  c \"\xe9quipe\"\n");
    insta::assert_snapshot!("fmt-mistakes", shown(&place.run(&["fmt", ".", "nowhere"])));
    assert_eq!([text(&place, "a.kpi"), text(&place, "b.kpi"), text(&place, "empty.kpi")], [BAD, TIGHT, ""]);
    assert_eq!(std::fs::read(place.path("latin.kpi")).expect("the file is there"), b"team  c \"\xe9quipe\"\n");
}

#[test]
fn byte_order_marks_and_line_ends_of_two_characters_go() {
    let place = Place::new(&[("a.kpi", &format!("\u{feff}{TIGHT}")), ("b.kpi", &TIGHT.replace('\n', "\r\n"))]);
    assert_eq!(place.run(&["fmt", "--check"]).out, "not laid out: a.kpi\nnot laid out: b.kpi\n");
    assert_eq!(place.run(&["fmt"]).status, 0);
    assert_eq!([text(&place, "a.kpi"), text(&place, "b.kpi")], [TIGHT, TIGHT]);
}

#[test]
fn the_lines_of_a_very_long_file_are_not_compared() {
    let place = Place::new(&[("a.kpi", &"kpi x {}\n".repeat(20_001).replace("x {", "x  {"))]);
    let outcome = place.run(&["fmt", "--diff"]);
    let said = "a.kpi is not laid out; it has more than 20000 lines, which are not shown\n";
    assert_eq!((outcome.status, &*outcome.out), (1, said));
}

#[cfg(unix)]
mod unix {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::{LOOSE, Place, TIGHT, shown, text};

    #[test]
    fn permissions_and_links_are_kept() {
        let place = Place::new(&[("a.kpi", LOOSE), ("far/b.kpi", LOOSE)]);
        std::fs::set_permissions(place.path("a.kpi"), Permissions::from_mode(0o640)).expect("permissions");
        symlink("far/b.kpi", place.path("link.kpi")).expect("a link");
        assert_eq!(place.run(&["fmt", "a.kpi", "link.kpi"]).status, 0);
        let mode = std::fs::metadata(place.path("a.kpi")).expect("the file is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert!(std::fs::symlink_metadata(place.path("link.kpi")).expect("the link is there").is_symlink());
        assert_eq!(text(&place, "far/b.kpi"), TIGHT);
    }

    #[test]
    fn a_file_that_may_not_be_written_is_said() {
        let place = Place::new(&[("a.kpi", LOOSE), ("b.kpi", LOOSE)]);
        std::fs::set_permissions(place.path("a.kpi"), Permissions::from_mode(0o444)).expect("permissions");
        insta::assert_snapshot!("fmt-read-only", shown(&place.run(&["fmt"])));
        assert_eq!(text(&place, "a.kpi"), LOOSE);
    }
}
