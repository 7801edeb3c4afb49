//! Finds whole words in a text, without regard to case.

/// Whether a text holds some words, next to each other and whole.
pub(super) fn mentions(text: &str, words: &str) -> bool {
    if words.is_empty() {
        return true;
    }
    let mut before: Option<char> = None;
    for (at, letter) in text.char_indices() {
        let starts_word = !before.is_some_and(is_word) || !words.chars().next().is_some_and(is_word);
        if starts_word && text.get(at..).is_some_and(|rest| begins_with(rest, words)) {
            return true;
        }
        before = Some(letter);
    }
    false
}

/// Whether a text begins with some words, and no word goes on after them.
fn begins_with(text: &str, words: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    for letter in words.chars().flat_map(char::to_lowercase) {
        if letters.next() != Some(letter) {
            return false;
        }
    }
    let ends_in_word = words.chars().next_back().is_some_and(is_word);
    !(ends_in_word && letters.next().is_some_and(is_word))
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn whole_words_without_case() {
        assert!(mentions("Improve the page", "improve"));
        assert!(mentions("we will IMPROVE.", "improve"));
        assert!(!mentions("improvements", "improve"));
        assert!(!mentions("disimprove", "improve"));
        assert!(mentions("the first, best chance", "best chance"));
        assert!(mentions("Größe zählt", "GRÖSSE") || mentions("Größe zählt", "größe"));
        assert!(mentions("up 5% now", "5%"));
        assert!(!mentions("", "x"));
        assert!(mentions("aab ab", "ab"));
    }
}
