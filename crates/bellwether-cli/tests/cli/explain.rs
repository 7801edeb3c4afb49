//! `bellwether explain`.

use super::run::Place;

#[test]
fn a_diagnostic_is_explained() {
    let place = Place::new(&[]);
    for name in ["not-utf-8", "error[not-utf-8]"] {
        let outcome = place.run(&["explain", name]);
        assert_eq!(outcome.status, 0);
        assert!(outcome.out.starts_with("# not-utf-8\n"), "{}", outcome.out);
        assert_eq!(outcome.err, "");
    }
}

#[test]
fn a_near_diagnostic_is_offered() {
    let outcome = Place::new(&[]).run(&["explain", "not-utf8"]);
    assert_eq!(outcome.status, 2);
    assert_eq!(outcome.out, "");
    assert_eq!(outcome.err, "error: there is no diagnostic `not-utf8`\n  help: did you mean `not-utf-8`?\n");
}

#[test]
fn every_page_is_printed_as_it_is() {
    let place = Place::new(&[]);
    for slug in ["missing-path", "unreadable-file", "no-kpi-files", "empty-file", "link-loop"] {
        assert_eq!(place.run(&["explain", slug]).status, 0, "{slug}");
    }
}
