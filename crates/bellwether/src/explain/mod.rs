//! Explanations: the page of each diagnostic, by its slug.
//!
//! The pages are Markdown files in `diagnostics/`, a part of this package, so that a program that was installed alone has them.

mod pages;

pub use pages::PAGES;

/// The page of a diagnostic, in Markdown; `None` where there is no such diagnostic.
pub fn page(slug: &str) -> Option<&'static str> {
    let at = PAGES.binary_search_by(|(name, _)| (*name).cmp(slug)).ok()?;
    PAGES.get(at).map(|(_, text)| *text)
}

/// The diagnostic whose slug is nearest to a word that is none, if one is near.
pub fn near_slug(word: &str) -> Option<&'static str> {
    crate::near::near(word, PAGES.iter().map(|(slug, _)| *slug))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_begins_with_its_slug() {
        for (slug, text) in PAGES {
            assert!(text.lines().next() == Some(format!("# {slug}").as_str()), "the page {slug}");
        }
    }

    #[test]
    fn a_page_is_found_by_its_slug_and_a_near_slug_is_offered() {
        assert!(page("not-utf-8").is_some_and(|text| text.starts_with("# not-utf-8\n")));
        assert_eq!(page("no-such-slug"), None);
        assert_eq!(near_slug("not-utf8"), Some("not-utf-8"));
        assert_eq!(near_slug("something else entirely"), None);
    }
}
