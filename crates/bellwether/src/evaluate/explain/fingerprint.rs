//! Fingerprints of the parts of findings: the same from run to run, whatever moves around them.

/// Separates the words that are hashed, so that no two lists of words run together alike.
const SEPARATOR: u8 = 0x1f;

/// The 64-bit FNV-1a hash of rule, subject's kind, subject's id and the words of the part without their numbers, each
/// followed by the byte 1F, in 16 hexadecimal digits.
pub(in crate::evaluate) fn fingerprint(rule: &str, kind: &str, id: &str, words: &str) -> Box<str> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    for text in [rule, kind, id, &without_numbers(words)] {
        text.bytes().for_each(&mut add);
        add(SEPARATOR);
    }
    format!("{hash:016x}").into()
}

/// Words with each number that stands by itself taken out, and white space folded: a bound may be tightened without
/// making a new finding.
fn without_numbers(words: &str) -> String {
    let numberless = |word: &&str| !word.starts_with(|first: char| first.is_ascii_digit() || first == '-');
    let words: Vec<&str> = words.split_whitespace().filter(numberless).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn forgets_numbers_and_nothing_else() {
        let of = |words: &str| fingerprint("p/r", "kpi", "x", words);
        assert_eq!(of("be at most 30 days"), of("be at most 45  days"));
        assert_eq!(of("be at least 60%"), of("be at least 7.5%"));
        assert_ne!(of("be at most 30 days"), of("be at least 30 days"));
        assert_ne!(of("be leading"), fingerprint("p/r", "kpi", "y", "be leading"));
        assert_ne!(of("be leading"), fingerprint("p/rk", "pi", "x", "be leading"));
    }

    #[test]
    fn stays_as_it_is() {
        assert_eq!(&*fingerprint("teams/leading", "kpi", "retention", "be leading"), "a6b3bc5195afcee7");
    }
}
