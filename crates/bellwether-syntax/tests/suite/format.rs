//! The canonical layout: what it looks like, and what it refuses.

use bellwether_syntax::{FormatError, FormatOptions, SourceId, format};

const LAYOUT: &str = include_str!("layout.kpi");
const FORMS: &str = include_str!("forms.kpi");
const TOUCHSTONES: &str = include_str!("touchstones.kpi");

/// Lays out a text, and sees that the result is laid out as itself.
fn laid_out(text: &str, width: usize) -> String {
    let options = FormatOptions { width, ..FormatOptions::default() };
    let once = format(SourceId(0), text, &options);
    let again = once.as_ref().map(|once| format(SourceId(0), once, &options));
    assert_eq!(again, Ok(once.clone()), "not laid out, or not as itself");
    once.unwrap_or_default()
}

#[test]
fn every_form_has_its_layout() {
    insta::assert_snapshot!("layout", laid_out(LAYOUT, 100));
    insta::assert_snapshot!("forms", laid_out(FORMS, 100));
    insta::assert_snapshot!("touchstones", laid_out(TOUCHSTONES, 100));
}

#[test]
fn narrow_lines_break_where_the_language_lets_them() {
    insta::assert_snapshot!("narrow_layout", laid_out(LAYOUT, 40));
    insta::assert_snapshot!("narrow_touchstones", laid_out(TOUCHSTONES, 50));
    for width in [0, 1, 7] {
        laid_out(LAYOUT, width);
        laid_out(FORMS, width);
    }
}

#[test]
fn a_rule_has_one_layout_however_it_was_broken() {
    let short = "policy p {\n  a: team KPIs must be leading unless owner is platform\n}\n";
    let reason = "policy p {\n  a: team KPIs must be leading\n    unless owner is platform\n    because \"b\"\n}\n";
    for gap in [" ", "\n", "\n\n      ", "  \t "] {
        let joined = format!("policy p {{\na: team KPIs must be leading{gap}unless owner is platform\n}}");
        assert_eq!(laid_out(&joined, 100), short);
        let joined = joined.replace("\n}", &format!("{gap}because \"b\"\n}}"));
        assert_eq!(laid_out(&joined, 100), reason);
    }
}

#[test]
fn line_ends_marks_and_blank_ends_go() {
    assert_eq!(
        laid_out("\u{feff}kpi x {\r\n  a 1  \r\n  # c  \r\n\r\n\r\n  b \"\"\"\r\n  long  \r\n  \"\"\"\r\n}", 100),
        { "kpi x {\n  a 1\n  # c\n\n  b \"\"\"\n  long\n  \"\"\"\n}\n" }
    );
    assert_eq!(laid_out("", 100), "");
    // What stands after an empty block is not taken for its end.
    assert_eq!(laid_out("kpi a{;}\nkpi b {;;}kpi c { ; }", 100), "kpi a {}\nkpi b {}\nkpi c {}\n");
    assert_eq!(laid_out(" \n\n", 100), "");
    assert_eq!(laid_out("\n\n# only a comment", 100), "# only a comment\n");
}

#[test]
fn wide_letters_take_their_columns() {
    let text = "kpi x {\n  目標 a # one\n  ab b # two\n}\n";
    assert_eq!(laid_out(text, 100), "kpi x {\n  目標  a  # one\n  ab    b  # two\n}\n");
}

#[test]
fn a_block_on_one_line_stays_while_it_fits() {
    let text = "team a { kpi x { indicator lagging; counters y } kpi z {} }\n";
    assert_eq!(laid_out(text, 100), "team a { kpi x { indicator lagging; counters y }; kpi z {} }\n");
    assert_eq!(laid_out(text, 50), "team a {\n  kpi x { indicator lagging; counters y }\n  kpi z {}\n}\n");
}

#[test]
fn an_item_is_not_taken_for_more_of_the_sentence_before_it() {
    let text = "use focus\n\n; because x\nuse focus\n; see y\n\n;from z {\n}\n; until x\n";
    assert_eq!(laid_out(text, 100), "use focus\n\n; because x\nuse focus\n; see y\n\nfrom z {}\nuntil x\n");
    let text = "use focus\n# c\n;because x {\na b\n}";
    assert_eq!(laid_out(text, 100), "use focus\n\n# c\n; because x {\n  a b\n}\n");
}

#[test]
fn a_label_may_end_with_a_hyphen() {
    let text = "policy p {\n  a-: team KPIs must be leading\n}\n";
    assert_eq!(laid_out(text, 100), text);
}

#[test]
fn a_text_with_mistakes_is_refused() {
    let error = format(SourceId(0), "policy p { a: every kpi mst be set }", &FormatOptions::default());
    let Err(FormatError::Mistakes(diagnostics)) = error else { panic!("{error:?}") };
    assert_eq!(diagnostics.iter().map(|one| one.code.0).collect::<Vec<_>>(), ["missing-modal"]);
}

#[test]
fn warnings_do_not_keep_a_text_from_being_laid_out() {
    assert_eq!(laid_out("kpi  x { a \"\u{200f}\" }", 100), "kpi x { a \"\u{200f}\" }\n");
}

#[test]
fn long_and_deep_texts_are_laid_out() {
    let chain = format!("policy p {{\n  a: every kpi must be {}x\n}}\n", "leading or ".repeat(5_000));
    assert!(laid_out(&chain, 100).lines().all(|line| line.len() <= 100));
    let deep = format!("define a of b as {}c{}\n", "(".repeat(60), ")".repeat(60));
    laid_out(&deep, 20);
    let blocks = format!("{}x 1{}\n", "a {\n".repeat(60), "\n}".repeat(60));
    laid_out(&blocks, 100);
    let line = format!("{}x 1{}\n", "a { ".repeat(60), " }".repeat(60));
    laid_out(&line, 100);
}
