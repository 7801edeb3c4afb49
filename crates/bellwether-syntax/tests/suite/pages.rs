//! Each slug has a page, whose wrong example gives it and whose right example gives no error.
#![expect(clippy::disallowed_methods, reason = "a test may read files")]

use bellwether_syntax::PARSE_CODES;
use bellwether_syntax::diagnostic::Severity;

use crate::support::{read, show, slugs};

/// The block after a heading: its info string and its text.
fn block<'p>(page: &'p str, heading: &str) -> Option<(&'p str, &'p str)> {
    let (_, section) = page.split_once(heading)?;
    let (_, fenced) = section.split_once("```")?;
    let (info, rest) = fenced.split_once('\n')?;
    let (text, _) = rest.split_once("```")?;
    Some((info, text))
}

#[test]
fn each_slug_has_a_page_whose_examples_hold() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/diagnostics/");
    for code in PARSE_CODES {
        let page = std::fs::read_to_string(format!("{folder}{code}.md")).unwrap_or_default();
        assert!(page.starts_with(&format!("# {code}\n")), "docs/diagnostics/{code}.md");
        let (info, wrong) = block(&page, "## Wrong").unwrap_or_default();
        assert!(info.starts_with("kpi"), "{code}");
        if info == "kpi" {
            assert!(slugs(wrong).contains(&code.0), "{code}: {}", show(wrong));
        }
        let (_, right) = block(&page, "## Right").unwrap_or_default();
        assert!(!right.is_empty(), "{code}");
        let errors = read(right).diagnostics.into_iter().filter(|one| one.severity == Severity::Error).count();
        assert_eq!(errors, 0, "{code}: {}", show(right));
    }
}
