//! Finds whole words in a text, without regard to case.

/// A letter in lower case, as far as matching looks at it.
#[derive(Clone, Copy)]
struct Letter {
    /// In lower case; some letters become several.
    lower: char,
    /// It is the first that its letter became.
    first: bool,
    /// The letter before it is one of a word.
    after_word: bool,
}

/// Up to so many bytes are looked for at each letter, which needs no memory.
const FEW: usize = 64;

/// Whether a text holds some words, next to each other and whole. Linear in both, whatever repeats itself in them.
pub(super) fn mentions(text: &str, words: &str) -> bool {
    if words.len() <= FEW { stands_somewhere(text, words) } else { is_found(text, words) }
}

/// Looks for few words at each letter.
fn stands_somewhere(text: &str, words: &str) -> bool {
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

/// Goes over the letters once, however long the words are.
fn is_found(text: &str, words: &str) -> bool {
    let sought: Vec<char> = words.chars().flat_map(char::to_lowercase).collect();
    let (Some(begins), Some(ends)) = (words.chars().next(), words.chars().next_back()) else { return true };
    let (begins_in_word, ends_in_word) = (is_word(begins), is_word(ends));
    let letters: Vec<Letter> = letters(text).collect();
    let fallback = fallback(&sought);
    // How many of the letters sought stand before this place.
    let mut matched = 0;
    for (at, letter) in letters.iter().enumerate() {
        while matched > 0 && sought.get(matched) != Some(&letter.lower) {
            matched = fallback.get(matched - 1).copied().unwrap_or(0);
        }
        if sought.get(matched) == Some(&letter.lower) {
            matched += 1;
        }
        if matched == sought.len() {
            let start = letters.get(at + 1 - matched);
            let whole = start.is_some_and(|start| start.first && !(begins_in_word && start.after_word));
            let goes_on = ends_in_word && letters.get(at + 1).is_some_and(|next| is_word(next.lower));
            if whole && !goes_on {
                return true;
            }
            matched = fallback.last().copied().unwrap_or(0);
        }
    }
    false
}

fn letters(text: &str) -> impl Iterator<Item = Letter> + '_ {
    let mut before: Option<char> = None;
    text.chars().flat_map(move |letter| {
        let after_word = before.is_some_and(is_word);
        before = Some(letter);
        letter.to_lowercase().enumerate().map(move |(at, lower)| Letter { lower, first: at == 0, after_word })
    })
}

/// By length of what is matched: how much of it is matched still where it does not go on (Knuth, Morris and Pratt).
fn fallback(sought: &[char]) -> Vec<usize> {
    let mut fallback = vec![0; sought.len()];
    let mut matched = 0;
    for (at, letter) in sought.iter().enumerate().skip(1) {
        while matched > 0 && sought.get(matched) != Some(letter) {
            matched = fallback.get(matched - 1).copied().unwrap_or(0);
        }
        if sought.get(matched) == Some(letter) {
            matched += 1;
        }
        if let Some(place) = fallback.get_mut(at) {
            *place = matched;
        }
    }
    fallback
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::{is_found, mentions, stands_somewhere};

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
        assert!(mentions("", "") && mentions("x", ""));
        assert!(mentions("aab ab", "ab"));
    }

    #[test]
    fn it_is_the_same_as_looking_everywhere() {
        let mut seed = 7_u32;
        let mut next = |most: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % most
        };
        // Many letters, and few that repeat themselves.
        for (letters, most) in [(&['a', 'b', 'B', ' ', 'İ', 'i', '\u{307}', '.'][..], 4), (&['.', ' ', 'a'][..], 8)] {
            let mut draw = |most: u32| -> String {
                (0..next(most)).filter_map(|_| letters.get(next(u32::try_from(letters.len()).ok()?) as usize)).collect()
            };
            let mut found = 0;
            for _ in 0..20_000 {
                let (text, words) = (draw(3 * most), draw(most));
                let finds = is_found(&text, &words);
                assert_eq!(finds, stands_somewhere(&text, &words), "{text:?} {words:?}");
                found += u32::from(finds && !words.is_empty());
            }
            assert!(found > 1000, "{found}");
        }
    }

    #[test]
    fn what_repeats_itself_takes_no_longer() {
        let text = "a ".repeat(500_000);
        assert!(!mentions(&text, &format!("{}b", "a ".repeat(250_000))));
        assert!(mentions(&text, "a ".repeat(250_000).trim_end()));
    }
}
