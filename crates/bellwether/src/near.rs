//! Near words: what was probably meant by a word that is not known.

/// A longer word is no slip of the pen, and comparing takes time and memory that grow with the square of the length.
const LONGEST: usize = 64;
/// No more candidates than this are compared with one word, so that a text full of mistakes takes no long time.
const MOST_COMPARED: usize = 10_000;

/// The candidate nearest to a word, if one is near enough to be meant: at most a third of its letters differ.
/// Among equally near ones the first wins. Letter case is not looked at. A word of more than 64 letters is near to none,
/// and no more than the first 10,000 candidates are looked at.
pub fn near<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    if word.chars().nth(LONGEST).is_some() {
        return None;
    }
    let word = word.to_lowercase();
    let letters = word.chars().count();
    let most = (letters / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.into_iter().take(MOST_COMPARED) {
        // A letter has one to four bytes: most candidates are left out without a look at their letters.
        if candidate.len() + most < letters || candidate.len() > 4 * (letters + most) {
            continue;
        }
        if candidate.chars().count().abs_diff(letters) > most {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
        if distance <= most && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `did you mean `x`?`, if a candidate is near.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    near(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, MOST_COMPARED, near};

    #[test]
    fn the_nearest_is_found_and_what_is_far_is_not() {
        assert_eq!(near("cuonter", ["counters", "counter", "owner"]), Some("counter"));
        assert_eq!(near("größen", ["grün", "größe"]), Some("größe"));
        assert_eq!(near("x", ["abcdef"]), None);
        assert_eq!(near("", ["a"]), Some("a"));
    }

    #[test]
    fn long_words_are_not_compared() {
        let (at, above) = ("a".repeat(LONGEST), "a".repeat(LONGEST + 1));
        assert_eq!(near(&at, [&*above]), Some(&*above));
        assert_eq!(near(&above, [&*above]), None);
        // The square of this is more than any machine has.
        let huge = "a".repeat(1 << 24);
        assert_eq!(near(&huge, [&*huge]), None);
        assert_eq!(near("aaaa", [&*huge]), None);
    }

    #[test]
    #[cfg_attr(miri, ignore = "compares thousands of words, which is minutes")]
    fn so_many_candidates_are_compared() {
        let many = |before: usize| vec!["zzzzzzzz"; before].into_iter().chain(["counter"]);
        assert_eq!(near("cuonter", many(MOST_COMPARED - 1)), Some("counter"));
        assert_eq!(near("cuonter", many(MOST_COMPARED)), None);
    }
}
