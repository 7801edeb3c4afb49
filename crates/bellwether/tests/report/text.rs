//! What a person sees, as snapshots, and that it takes time in proportion to the report.

use bellwether::report::{TextOptions, text};
use bellwether_syntax::Span;
use bellwether_syntax::diagnostic::{Code, Diagnostic};
use bellwether_syntax::source::SourceId;

use super::cases::{self, Case};

fn render(case: &Case) -> String {
    text(&case.report, &case.sources, &TextOptions::default())
}

#[test]
fn a_finding_points_at_two_places() {
    insta::assert_snapshot!("two-places", render(&cases::two_places()));
}

#[test]
fn an_unknown_names_what_is_missing() {
    insta::assert_snapshot!("unknown", render(&cases::unknown()));
}

#[test]
fn a_count_shows_what_was_counted() {
    insta::assert_snapshot!("counted", render(&cases::counted()));
}

#[test]
fn a_finding_about_the_model_points_at_the_sentence() {
    insta::assert_snapshot!("whole-model", render(&cases::whole_model()));
}

#[test]
fn a_mistake_shows_the_places_it_concerns() {
    insta::assert_snapshot!("mistakes", render(&cases::mistakes()));
}

#[test]
fn silences_are_named() {
    insta::assert_snapshot!("silences", render(&cases::silences()));
}

#[test]
fn other_scripts_and_odd_places_are_drawn() {
    insta::assert_snapshot!("scripts", render(&cases::scripts()));
}

#[test]
fn a_long_line_is_cut() {
    insta::assert_snapshot!("long-line", render(&cases::long_line()));
}

#[test]
fn the_first_hundred_mistakes_are_shown_and_errors_go_first() {
    let text = render(&cases::many_mistakes());
    assert_eq!(text.matches("error[unreadable-sentence]").count(), 100);
    assert_eq!(text.matches("warning[look-alike]").count(), 0);
    assert!(text.contains("note: 50 more like these; the first 100 are shown"), "{text}");
    assert!(text.contains("149 mistakes and 1 warning"), "{text}");
}

#[test]
fn quiet_leaves_out_the_summary() {
    let case = cases::two_places();
    let quiet = text(&case.report, &case.sources, &TextOptions { quiet: true, ..TextOptions::default() });
    assert!(render(&case).starts_with(quiet.trim_end()));
    assert!(!quiet.contains("checked 12 elements"));
    let silent = cases::silences();
    assert_eq!(text(&silent.report, &silent.sources, &TextOptions { quiet: true, ..TextOptions::default() }), "");
}

#[test]
fn colours_change_no_word() {
    let case = cases::two_places();
    let coloured = text(&case.report, &case.sources, &TextOptions { color: true, ..TextOptions::default() });
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    for part in coloured.split('\u{1b}') {
        plain.push_str(part.split_once('m').filter(|_| part.starts_with('[')).map_or(part, |(_, rest)| rest));
    }
    let trim = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trim(&plain), trim(&render(&case)));
}

#[test]
fn many_findings_on_one_long_line_are_all_drawn() {
    let mut case = cases::long_line();
    // With work that grows with the square this would not end in an hour.
    let places = (0..20_000).map(|number| Span::new(SourceId(0), number * 50, number * 50 + 3));
    case.report.diagnostics = places.map(|span| Diagnostic::error(Code("here"), span, "here")).collect();
    let options = TextOptions { max_diagnostics: usize::MAX, ..TextOptions::default() };
    assert!(text(&case.report, &case.sources, &options).len() > 20_000);
}
