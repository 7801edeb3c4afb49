//! The table of pages, in order of their slugs. A test compares it with the directory `diagnostics/`.

macro_rules! page {
    ($slug:literal) => {
        ($slug, include_str!(concat!("../../diagnostics/", $slug, ".md")))
    };
}

/// Each diagnostic's slug with its page in Markdown. INVARIANT: in order of the slugs.
pub const PAGES: &[(&str, &str)] = &[
    page!("ambiguous-word"),
    page!("attribute-declared-twice"),
    page!("attribute-or-kind"),
    page!("bad-literal"),
    page!("cannot-calculate"),
    page!("cannot-compare"),
    page!("cases-differ"),
    page!("count-not-whole"),
    page!("dates-out-of-order"),
    page!("defined-twice"),
    page!("definition-circle"),
    page!("definitions-too-deep"),
    page!("duplicate-kind"),
    page!("duplicate-rule"),
    page!("empty-file"),
    page!("extra-word"),
    page!("form-not-here"),
    page!("kind-circle"),
    page!("link-loop"),
    page!("missing-path"),
    page!("never-true"),
    page!("no-kpi-files"),
    page!("not-a-condition"),
    page!("not-a-relation"),
    page!("not-carried-out"),
    page!("not-harder"),
    page!("not-utf-8"),
    page!("path-over-many"),
    page!("share-not-here"),
    page!("unknown-attribute"),
    page!("unknown-element"),
    page!("unknown-kind"),
    page!("unknown-name"),
    page!("unknown-type"),
    page!("unknown-verb"),
    page!("unknown-word"),
    page!("unreadable-file"),
    page!("unused-variable"),
    page!("variable-is-word"),
    page!("variable-twice"),
    page!("wrong-type"),
];
