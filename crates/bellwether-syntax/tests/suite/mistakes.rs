//! Each mistake with its slug: one broken rule, item or line at a time.

use crate::support::{show, slugs};

/// A rule in a policy of its own.
fn rule(sentence: &str) -> String {
    format!("policy p {{\n  r: {sentence}\n}}\n")
}

#[test]
fn a_broken_sentence_has_its_slug() {
    let cases = [
        ("every kpi must be leading or weekly and monthly", "mixed-and-or"),
        ("every kpi must be set unless a is b and c is d or e is f", "mixed-and-or"),
        ("every kpi must not be leading and have a counter", "not-needs-brackets"),
        ("every kpi must satisfy target >= baseline", "comparison-in-predicate"),
        ("every kpi must target >= baseline", "comparison-in-predicate"),
        ("every kpi is leading", "missing-modal"),
        ("every kpi must", "expected-predicate"),
        ("every kpi must not", "expected-predicate"),
        ("every kpi must leading", "expected-predicate"),
        ("every kpi must has a counter", "expected-predicate"),
        ("must be leading", "expected-subject"),
        ("every kpi must be", "expected-value"),
        ("every kpi must be at least", "expected-value"),
        ("every kpi where must be leading", "expected-condition"),
        ("every kpi where owner platform must be leading", "expected-condition"),
        ("every kpi must be leading unless", "expected-condition"),
        ("every kpi must be leading because nothing", "expected-text"),
        ("every kpi must be leading from (2026-01-01)", "expected-value"),
        ("every kpi's gap must be at most target -baseline", "minus-needs-spaces"),
        (
            "every kpi must be leading unless it has a kpi where it has a counter where it is set",
            "where-needs-brackets",
        ),
        ("every kpi must be leading unless a is b unless c is d", "duplicate-modifier"),
        ("every kpi must be leading and should have a counter", "two-modals"),
        ("every kpi must be a, b", "list-needs-and-or"),
        ("every kpi must be \"unclosed", "unclosed-string"),
        ("every kpi must be `unclosed", "unclosed-quote"),
        ("every kpi must be (leading", "unclosed-bracket"),
        ("every kpi must be leading)", "unexpected-close"),
        ("every kpi must be leading { foo }", "unexpected-block"),
        ("every kpi must be leading; every kpi must be lagging", "stray-token"),
        ("every kpi must reach a kpi via drives and parent", "stray-token"),
        ("", "expected-sentence"),
    ];
    for (sentence, slug) in cases {
        let text = rule(sentence);
        assert_eq!(slugs(&text), [slug], "{}", show(&text));
    }
}

#[test]
fn a_broken_item_has_its_slug() {
    let cases = [
        ("kind { a text }", "bad-kind"),
        ("kind kpi { due }", "bad-attribute-declaration"),
        ("define kpi when it is set", "bad-definition"),
        ("define kpi is shared when", "expected-condition"),
        ("policy p with per_team 1 { }", "bad-policy"),
        ("policy p", "expected-block"),
        ("waive teams/leading for", "bad-waiver"),
        ("use focus with per_team", "bad-use"),
        ("test a { expect p/r kept }", "bad-test"),
        ("test \"a\" { expect p/r holds }", "bad-test-clause"),
        ("r: every kpi must be set", "expected-item"),
        ("%", "expected-item"),
        ("policy p {\n  every kpi must be set\n}", "expected-rule-label"),
        ("kpi x {\n  target 20% by\n}", "stray-token"),
        ("kpi x {\n  target by 2026-09-30\n}", "stray-token"),
        ("kpi x {\n  target by 2026-Q3\n}", "stray-token"),
        ("kpi x {\n  counters a,\n}", "expected-value"),
        ("kpi x {\n  target 12x\n}", "expected-value"),
        ("kpi x {\n  formula a -b\n}", "minus-needs-spaces"),
        ("kpi x {\n  formula a + \"b\"\n}", "expected-value"),
        ("kpi x {\n  drives a and b\n}", "stray-token"),
        ("kpi x {\n  { a b }\n}", "unexpected-block"),
        ("kpi x {", "unclosed-block"),
        ("kpi x }", "unexpected-close"),
        ("# \u{202e}", "bidi-control"),
        ("kpi rеtention", "look-alike"),
        ("kpi x \0", "nul-byte"),
    ];
    for (text, slug) in cases {
        assert_eq!(slugs(text).first(), Some(&slug), "{}", show(text));
    }
}

#[test]
fn mistakes_read_well() {
    insta::assert_snapshot!(show(include_str!("mistakes.kpi")));
}

#[test]
fn sentences_that_only_look_like_mistakes() {
    insta::assert_snapshot!(show(include_str!("forms.kpi")));
    assert_eq!(slugs(include_str!("forms.kpi")), [""; 0]);
}
