//! Texts with one mistake each: the wrong examples of the pages of the diagnostics.

use std::sync::LazyLock;

macro_rules! pages {
    ($($slug:literal)*) => {
        &[$(include_str!(concat!("../../../crates/bellwether/diagnostics/", $slug, ".md"))),*]
    };
}

/// The pages whose wrong example is a text of the language.
const PAGES: &[&str] = pages! {
    "ambiguous-word"
    "attribute-declared-twice"
    "attribute-or-kind"
    "attribute-with-block"
    "bad-attribute-declaration"
    "bad-definition"
    "bad-escape"
    "bad-fixture"
    "bad-kind"
    "bad-literal"
    "bad-pattern"
    "bad-policy"
    "bad-test-clause"
    "bad-test"
    "bad-use"
    "bad-waiver"
    "bidi-control"
    "cannot-calculate"
    "cannot-compare"
    "cases-differ"
    "chain-too-long"
    "circle-of-places"
    "comparison-in-predicate"
    "contradicts-inverse"
    "contradicts-nesting"
    "count-not-whole"
    "dates-out-of-order"
    "defined-twice"
    "definition-circle"
    "definitions-too-deep"
    "duplicate-attribute"
    "duplicate-element"
    "duplicate-fixture"
    "duplicate-kind"
    "duplicate-modifier"
    "duplicate-rule"
    "duplicate-test"
    "ended-waiver"
    "ending-waiver"
    "expected-block"
    "expected-condition"
    "expected-item"
    "expected-predicate"
    "expected-rule-label"
    "expected-sentence"
    "expected-subject"
    "expected-text"
    "expected-value"
    "extra-word"
    "form-not-here"
    "formula-circle"
    "id-expected"
    "idle-waiver"
    "kind-circle"
    "layout-changed"
    "list-needs-and-or"
    "look-alike"
    "minus-needs-spaces"
    "missing-modal"
    "missing-required"
    "mixed-and-or"
    "modals-differ"
    "never-true"
    "no-file-used"
    "no-id"
    "no-such-date"
    "no-such-period"
    "no-value"
    "not-a-choice"
    "not-a-condition"
    "not-a-duration"
    "not-a-relation"
    "not-harder"
    "not-in-a-field"
    "not-needs-brackets"
    "nul-byte"
    "number-too-long"
    "pack-name-taken"
    "parameter-is-word"
    "parameter-not-set"
    "parameter-set-twice"
    "parameter-twice"
    "parameter-type"
    "path-over-many"
    "percent-change-of-percent"
    "several-ids"
    "share-not-here"
    "source-too-large"
    "stray-token"
    "test-without-date"
    "test-without-expectation"
    "too-deep"
    "too-many-values"
    "two-modals"
    "unclosed-block"
    "unclosed-bracket"
    "unclosed-quote"
    "unclosed-string"
    "unexpected-block"
    "unexpected-close"
    "unexpected-text"
    "unfit-bound"
    "unknown-attribute"
    "unknown-currency"
    "unknown-diagnostic"
    "unknown-element"
    "unknown-field"
    "unknown-fixture"
    "unknown-kind"
    "unknown-name"
    "unknown-parameter"
    "unknown-policy"
    "unknown-reference"
    "unknown-rule"
    "unknown-type"
    "unknown-verb"
    "unknown-word"
    "unreadable"
    "unused-parameter"
    "unused-variable"
    "use-circle"
    "used-and-left-out"
    "used-twice"
    "variable-is-word"
    "variable-twice"
    "waiver-target"
    "waiver-without-end"
    "waiver-without-reason"
    "when-needs-parameters"
    "where-needs-brackets"
    "wrong-kind"
    "wrong-type"
};

/// Each wrong example.
pub(crate) static SNIPPETS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| PAGES.iter().filter_map(|page| wrong(page)).collect());

/// The first block of the language after the heading `Wrong`.
fn wrong(page: &'static str) -> Option<&'static str> {
    let (_, rest) = page.split_once("## Wrong")?;
    let (_, rest) = rest.split_once("```kpi")?;
    let (_, rest) = rest.split_once('\n')?;
    let (block, _) = rest.split_once("```")?;
    Some(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_its_example() {
        assert_eq!(SNIPPETS.len(), PAGES.len());
    }
}
