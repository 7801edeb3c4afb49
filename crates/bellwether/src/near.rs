//! Near words: what was probably meant by a word that is not known.

/// The candidate nearest to a word, if one is near enough to be meant: at most a third of its letters differ.
/// Among equally near ones the first wins. Letter case is not looked at.
pub fn near<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    let most = (word.chars().count() / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        if lower.chars().count().abs_diff(word.chars().count()) > most {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, &lower);
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
