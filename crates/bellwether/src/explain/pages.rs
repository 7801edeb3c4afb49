//! The table of pages, in order of their slugs. A test compares it with the directory `diagnostics/`.

macro_rules! page {
    ($slug:literal) => {
        ($slug, include_str!(concat!("../../diagnostics/", $slug, ".md")))
    };
}

/// Each diagnostic's slug with its page in Markdown. INVARIANT: in order of the slugs.
pub const PAGES: &[(&str, &str)] = &[
    page!("empty-file"),
    page!("link-loop"),
    page!("missing-path"),
    page!("no-kpi-files"),
    page!("not-utf-8"),
    page!("unreadable-file"),
];
