//! A mistake costs itself: what stands around it is read, whatever is cut out of a text.

use bellwether_syntax::source::position_at;
use bellwether_syntax::tree::{File, Item};
use bellwether_syntax::{Limits, Parse, SourceId, Span, parse_with};

use crate::support::{read, show, slugs};

const FORMS: &str = include_str!("forms.kpi");
const SAMPLE: &str = include_str!("sample.kpi");

/// The labels of all rules of a file.
fn labels<'t>(text: &'t str, file: &File) -> Vec<&'t str> {
    let policies =
        file.items.iter().filter_map(|item| if let Item::Policy(policy) = item { Some(policy) } else { None });
    policies
        .flat_map(|policy| &policy.rules)
        .map(|rule| text.get(rule.label.span.start as usize..rule.label.span.end as usize).unwrap_or(""))
        .collect()
}

/// Every place of a diagnostic lies in the text and on the borders of its characters.
fn check_places(text: &str, parse: &Parse) {
    for diagnostic in &parse.diagnostics {
        let related = diagnostic.related.iter().map(|label| label.span);
        for span in std::iter::once(diagnostic.primary.span).chain(related) {
            let slice = text.get(span.start as usize..span.end as usize);
            assert!(slice.is_some(), "{diagnostic:?} in {text:?}");
        }
        assert!(!diagnostic.message.contains("Rule"), "{diagnostic:?}");
        assert!(diagnostic.message.starts_with(|c: char| c.is_lowercase() || c == '`'), "{diagnostic:?}");
        assert!(!diagnostic.message.ends_with('.'), "{diagnostic:?}");
        assert_ne!(diagnostic.code.0, "unreadable", "{text:?}");
    }
}

#[test]
fn the_rules_around_a_broken_one_are_read() {
    let text = "policy p {\n a: every kpi must be set\n b: every kpi mst be set\n c: every kpi must be (set\n d: every kpi must be set\n}\nkpi x { a 1 }\n";
    let parse = read(text);
    assert_eq!(labels(text, &parse.file), ["a", "d"], "{}", show(text));
    assert_eq!(slugs(text), ["missing-modal", "unclosed-bracket"]);
    assert_eq!(parse.file.items.len(), 2);
}

#[test]
fn a_missing_bracket_of_a_block_costs_one_item() {
    let text = "policy p {\n  a: every kpi must be set\n\npolicy q {\n  b: every kpi must be set\n}\ncompany x {\n  kpi y { z 1\n}\nkpi k\n";
    let parse = read(text);
    assert_eq!(labels(text, &parse.file), ["a", "b"], "{}", show(text));
    assert_eq!(slugs(text), ["unclosed-block", "unclosed-block"]);
}

#[test]
fn an_unclosed_text_costs_its_line() {
    let text = "kpi a \"A {\n  b 1\n  c \"\"\"x\n  d 2\n}\nkpi e\n";
    assert_eq!(slugs(text), ["unclosed-string", "unclosed-string"], "{}", show(text));
    assert_eq!(read(text).file.items.len(), 2);
}

#[test]
fn a_rule_of_a_thousand_mistakes_reports_each() {
    let rules = "  r: every kpi must\n".repeat(1000);
    assert_eq!(slugs(&format!("policy p {{\n{rules}}}\n")).len(), 1000);
}

#[test]
fn carriage_returns_and_a_missing_last_line_end_change_nothing() {
    for text in [FORMS, include_str!("card.kpi")] {
        assert_eq!(slugs(&text.replace('\n', "\r\n")), slugs(text), "{}", show(&text.replace('\n', "\r\n")));
        assert_eq!(slugs(text.trim_end()), slugs(text));
    }
}

#[test]
fn every_beginning_of_a_text_is_read() {
    for text in [SAMPLE] {
        for (end, _) in text.char_indices() {
            let cut = text.get(..end).unwrap_or("");
            check_places(cut, &read(cut));
        }
    }
}

#[test]
fn every_text_with_a_character_cut_out_is_read() {
    for text in [SAMPLE] {
        for (at, c) in text.char_indices() {
            let mut cut = text.to_owned();
            cut.replace_range(at..at + c.len_utf8(), "");
            check_places(&cut, &read(&cut));
        }
    }
}

#[test]
fn a_sign_put_in_anywhere_is_read() {
    let text = SAMPLE;
    for sign in ["(", ")", "{", "}", "\"", "`", "#", ",", ".", "-", "and ", "where ", "\u{e9}"] {
        for (at, _) in text.char_indices().step_by(5) {
            let mut cut = text.to_owned();
            cut.insert_str(at, sign);
            check_places(&cut, &read(&cut));
        }
    }
}

#[test]
fn limits_are_said() {
    let policy = |sentence: &str| format!("policy p {{ a: every kpi must be {sentence} }}");
    let small = Limits::default().with_max_bytes(10);
    let first =
        |text| parse_with(SourceId(0), text, &small).diagnostics.first().map(|one| (one.code.0, one.primary.span));
    assert_eq!(first("kpi a { b 1 }"), None);
    let word = Span::new(SourceId(0), 14, 20);
    assert_eq!(first("kpi a { b 1 }\npolicy p {}"), Some(("source-too-large", word)));
    assert_eq!(slugs(&policy(&"(".repeat(100_000))), ["too-deep"]);
    assert_eq!(slugs(&policy(&vec!["a"; 100_000].join(" or "))), ["chain-too-long"]);
    assert_eq!(slugs(&policy(&format!("at least {}", vec!["1"; 100_000].join(" + ")))), ["chain-too-long"]);
    assert_eq!(slugs(&policy(&vec!["a"; 9_000].join(" or "))), [""; 0]);
    assert_eq!(slugs(&policy(&format!("set unless {}a is b{}", "(".repeat(62), ")".repeat(62)))), [""; 0]);
    assert_eq!(slugs(&policy(&format!("set unless {}a is b{}", "(".repeat(65), ")".repeat(65)))), ["too-deep"]);
    assert_eq!(slugs(&policy(&format!("a kpi where {}", "it is a kpi where ".repeat(70)))), ["too-deep"]);
    assert_eq!(slugs(&policy(&format!("set unless it has {}a kpi", "a kpi of ".repeat(70)))), ["too-deep"]);
    assert_eq!(slugs(&format!("{}{}", "kpi {".repeat(100_000), "}".repeat(100_000))), ["too-deep"]);
    assert_eq!(slugs(&"kpi {".repeat(100_000)).len(), 2);
    assert_eq!(slugs(&format!("kpi a {{ b {} }}", vec!["c"; 200_000].join(", "))), [""; 0]);
    assert_eq!(slugs(&format!("kpi a {{ formula {} }}", vec!["c"; 20_000].join(" + "))), ["chain-too-long"]);
}

#[test]
fn a_mebibyte_on_one_line_is_read() {
    let words = "word ".repeat(1 << 18);
    assert_eq!(slugs(&format!("policy p {{ a: {words} }}")), ["missing-modal"]);
    assert_eq!(slugs(&format!("policy p {{ a: every kpi must be {words} }}")), ["stray-token"]);
    assert_eq!(slugs(&format!("kpi x {{ {words} }}")), [""; 0]);
    let parse = read(&words);
    assert!(parse.diagnostics.iter().all(|one| position_at(&words, one.primary.span.start).line == 1));
}
