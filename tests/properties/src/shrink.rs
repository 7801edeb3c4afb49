//! Makes an input that breaks a law smaller while it still breaks it.

/// The smallest bytes found that are still broken: stretches are taken out, the longest first, and then bytes are made
/// plainer. Tries at most so many.
pub fn shrink(data: &[u8], tries: usize, broken: impl Fn(&[u8]) -> bool) -> Vec<u8> {
    let mut left = tries;
    let mut smallest = data.to_vec();
    let mut try_it = |smallest: &mut Vec<u8>, candidate: Vec<u8>| {
        let better = left > 0 && candidate != *smallest && broken(&candidate);
        left = left.saturating_sub(1);
        if better {
            *smallest = candidate;
        }
        better
    };
    let mut length = smallest.len();
    while length > 0 {
        let mut at = 0;
        while at < smallest.len() {
            let without = smallest.iter().enumerate().filter(|(index, _)| !(at..at + length).contains(index));
            let candidate = without.map(|(_, byte)| *byte).collect();
            if !try_it(&mut smallest, candidate) {
                at += length;
            }
        }
        length /= 2;
    }
    for at in 0..smallest.len() {
        for plainer in [0, b' ', b'a'] {
            let mut candidate = smallest.clone();
            let Some(byte) = candidate.get_mut(at).filter(|byte| **byte > plainer) else { continue };
            *byte = plainer;
            if try_it(&mut smallest, candidate) {
                break;
            }
        }
    }
    smallest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_is_taken_out() {
        let broken = |data: &[u8]| data.windows(2).any(|pair| pair == b"xy") && data.iter().any(|byte| *byte > 200);
        let smallest = shrink(b"abcdefg\xffhijklmnopqrstuvwxyz", 10_000, broken);
        assert_eq!(smallest, b"\xffxy");
    }

    #[test]
    fn it_ends_after_so_many_tries() {
        assert_eq!(shrink(b"abc", 0, |_| true), b"abc");
    }
}
